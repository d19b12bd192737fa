"""Readers are scored by the shared scorer, errors get the class they are, and test items stay unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import attribution, attribution_errors, attribution_speed, common
from benchmarks.attribution import Scored, every_sentence, quotation_marks

Data = dict[str, Any]

TEXT = (
    "قال الوزير سالم حمد: «الجسر الجديد سيفتح غدا». وأضاف أن العمل انتهى قبل موعده بشهر. "
    "ونقلت صحيفة المنارة عن مصدر أن الطريق مغلق."
)


def span(words: str) -> Data:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def said(name: str, cue: str, content: str, speaker: str, **given: Any) -> Data:
    steps = [{"role": "speaker", "name": speaker, "status": given.get("status", "explicit"), "span": None}]
    if given.get("relay"):
        steps.insert(0, {"role": "relay", "name": given["relay"], "status": "explicit", "span": None})
    return {
        "id": name,
        "mode": given.get("mode", "indirect"),
        "cue": span(cue),
        "source": None,
        "content": [span(content)],
        "chain": steps,
        "unnamed": given.get("unnamed", False),
    }


def document(*statements: Data, credit: Data | None = None) -> Data:
    return {"doc": "a", "credit": credit, "attributions": list(statements), "quantities": [], "times": []}


FIRST = said("a1", "قال", "الجسر الجديد سيفتح غدا", "سالم حمد", mode="direct")
SECOND = said("a2", "أضاف", "العمل انتهى قبل موعده بشهر", "سالم حمد", status="anaphoric")
THIRD = said("a3", "نقلت", "الطريق مغلق", "مصدر", unnamed=True, relay="صحيفة المنارة")
GOLD = document(FIRST, SECOND, THIRD, credit={"name": "واس", "where": "byline", "text": "واس"})


@pytest.fixture
def scored(naql_data: Path) -> Any:
    """What scores a document against `GOLD`."""
    assert naql_data
    return lambda found: Scored({"a": GOLD}, {"a": found}, {"a": TEXT})


def figures(result: Scored) -> dict[str, float | None]:
    return {name.strip(): result.figure(tag, how)[0] for name, tag, how in attribution.FIGURES}


def test_gold_against_itself_is_perfect(scored: Any) -> None:
    made = figures(scored(GOLD))
    assert {name: value for name, value in made.items() if value != 1.0} == {"quoted voices": None}


def test_nothing_read_has_no_recall(scored: Any) -> None:
    made = figures(scored(document()))
    assert made["statements .5"] == made["recall"] == made["cue"] == made["credit"] == 0.0
    assert made["precision"] is made["speaker"] is None


def test_a_figure_is_of_what_was_matched(scored: Any) -> None:
    wrong = {**FIRST, "chain": [{"role": "speaker", "name": "زيد", "status": "explicit", "span": None}]}
    made = figures(scored(document(wrong, SECOND)))
    assert made["precision"] == 1.0
    assert made["recall"] == pytest.approx(2 / 3)
    assert made["statements .5"] == pytest.approx(0.8)
    assert made["speaker"] == 0.5
    assert made["relays"] is None  # the one statement that has a relay was not found


def test_the_interval_is_over_documents(naql_data: Path) -> None:
    assert naql_data
    gold = dict.fromkeys("abcdefgh", GOLD)
    found = {name: GOLD if name in "abcd" else document() for name in gold}
    value, interval = Scored(
        gold, {n: {**d, "doc": n} for n, d in found.items()}, dict.fromkeys(gold, TEXT)
    ).figure("a50", "R")
    assert value == 0.5
    assert interval is not None
    assert 0.0 <= interval[0] < 0.5 < interval[1] <= 1.0


def test_sums_of_nothing_are_whole() -> None:
    assert attribution._ratio(np.zeros((3, 2))) == 1.0


def test_quotation_marks_find_marked_words_alone(scored: Any) -> None:
    found = quotation_marks({"id": "a", "text": TEXT})
    (only,) = found["attributions"]
    assert only["content"][0]["text"] == "الجسر الجديد سيفتح غدا"
    assert figures(scored(found))["recall"] == pytest.approx(1 / 3)
    assert quotation_marks({"id": "a", "text": "زار «وزير النقل» المدينة"})["attributions"] == []


def test_every_sentence_is_a_statement() -> None:
    found = every_sentence({"id": "a", "text": TEXT})["attributions"]
    assert [one["cue"]["text"] for one in found] == ["قال", "وأضاف", "ونقلت"]
    for one in found:
        for part in (one["cue"], *one["content"]):
            assert TEXT[part["start"] : part["end"]] == part["text"]
    assert every_sentence({"id": "a", "text": ""})["attributions"] == []


def shortened(statement: Data, content: str) -> Data:
    return {**statement, "content": [span(content)]}


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (document(FIRST, SECOND, THIRD, credit=GOLD["credit"]), []),
        (document(FIRST, SECOND, THIRD), [("credit missing", "credit")]),
        (document(FIRST, SECOND, THIRD, credit={"name": "رويترز"}), [("credit of another", "credit")]),
        (document(FIRST, THIRD, credit=GOLD["credit"]), [("cue missed: verb", "a2")]),
        (
            document(FIRST, shortened(SECOND, "العمل"), THIRD, credit=GOLD["credit"]),
            [("content lost: too short", "a2")],
        ),
        (
            document(FIRST, shortened(SECOND, "العمل انتهى قبل"), THIRD, credit=GOLD["credit"]),
            [("content cut: too short", "a2")],
        ),
        (
            document(FIRST, shortened(SECOND, "الطريق مغلق"), THIRD, credit=GOLD["credit"]),
            [("content lost: wrong place", "a2")],
        ),
        (
            document(
                FIRST, said("x", "أضاف", SECOND["content"][0]["text"], "عمر"), THIRD, credit=GOLD["credit"]
            ),
            [("wrong speaker: anaphoric", "a2")],
        ),
        (
            document(
                FIRST,
                SECOND,
                said("x", "نقلت", "الطريق مغلق", "المنارة", unnamed=True),
                credit=GOLD["credit"],
            ),
            [("relay missing", "a3"), ("wrong speaker: unnamed", "a3")],
        ),
        (
            document({**FIRST, "mode": "indirect", "unnamed": True}, SECOND, THIRD, credit=GOLD["credit"]),
            [("mode: direct read as indirect", "a1"), ("unnamed: a named voice", "a1")],
        ),
        (
            document(FIRST, SECOND, THIRD, said("x", "الجديد", "سيفتح غدا", "زيد"), credit=GOLD["credit"]),
            [("cue not in gold", f"@{TEXT.index('الجديد')}")],
        ),
        (
            document(FIRST, SECOND, THIRD, said("x", "قال", "الطريق مغلق", "زيد"), credit=GOLD["credit"]),
            [("second statement of one cue", "@0")],
        ),
    ],
)
def test_errors_have_classes(naql_data: Path, found: Data, wanted: list[tuple[str, str]]) -> None:
    assert naql_data
    shared = common.scorer("score_attribution")
    assert sorted(attribution_errors.document_errors(shared, GOLD, found, TEXT)) == wanted


def test_a_cue_without_a_row_is_told_so() -> None:
    assert attribution_errors.cue_class("قال", TEXT) == "verb"
    assert attribution_errors.cue_class("وقال", TEXT) == "verb"
    assert attribution_errors.cue_class("الجسر", TEXT) == "no row"


def test_classes_are_counted_over_articles(naql_data: Path) -> None:
    assert naql_data
    shared = common.scorer("score_attribution")
    found = {"a": document(FIRST, THIRD, credit=GOLD["credit"])}
    counted = attribution_errors.by_class(shared, {"a": GOLD, "b": GOLD}, found, {"a": TEXT, "b": TEXT})
    assert counted[0] == ("cue missed: verb", [("a", "a2"), ("b", "a1"), ("b", "a2")])


def test_an_article_of_the_test_part_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    kept = common.gold_ids("test")[0]
    with pytest.raises(SystemExit) as end:
        list(attribution.shown(kept))
    assert end.value.code == 2
    assert "not looked at" in capsys.readouterr().err


def test_the_parts_share_no_article() -> None:
    tune, test = common.gold_ids("tune"), common.gold_ids("test")
    assert set(tune) & set(test) == set()
    assert (len(tune), len(test), common.gold_ids("all")) == (36, 24, tune + test)


def test_errors_of_the_test_part_have_no_place(
    naql_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert naql_data
    monkeypatch.setattr(attribution, "naql", every_sentence)
    attribution.print_errors("test")
    printed = capsys.readouterr().out
    assert "cue not in gold" in printed
    assert [name for name in common.gold_ids("all") if name in printed] == []


def test_what_is_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    for folder, words in ((None, "Set NAQL_DATA"), (str(tmp_path / "data"), "score_attribution.py")):
        if folder is None:
            monkeypatch.delenv("NAQL_DATA", raising=False)
        else:
            monkeypatch.setenv("NAQL_DATA", folder)
        with pytest.raises(SystemExit) as end:
            common.scorer("score_attribution")
        assert end.value.code == 2
        assert words in capsys.readouterr().err


def test_speed_counts_the_same_statements_on_one_process_and_two() -> None:
    articles = [{"id": str(n), "text": TEXT} for n in range(60)]
    counted = [attribution_speed.run(every_sentence, articles, processes)[2] for processes in (1, 2)]
    assert counted == [180, 180]


def test_the_profile_names_what_ran() -> None:
    rows = attribution_speed.profile(every_sentence, [{"id": "a", "text": TEXT}] * 5)
    assert 0 < len(rows) <= attribution_speed.TOP
    assert any(row[0] == "attribution: every_sentence" and row[1] == 5 for row in rows)
