"""The cases of attribution are sound: every string is found, and the loader refuses what is not."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from naql.text import folded
from tests.attribution.cases import (
    CLITICS,
    MODES,
    ROLES,
    STATUSES,
    Case,
    CaseError,
    cases,
    is_letter,
    occurrences,
    read_case,
    resolve,
)

LANGUAGES = ("ar", "en", "fr")
CASES = [case for language in LANGUAGES for case in cases(language)]
HITS_THAT_ASK_FOR_A_CASE = 30
TEXT = "قال سامر الحلو إن الجسر آمن. وأضاف أن الطريق آمن."
GOOD: dict[str, Any] = {
    "cue": "قال",
    "source": "سامر الحلو",
    "content": ["الجسر آمن"],
    "mode": "indirect",
    "unnamed": False,
    "chain": [["relay", "رويترز", "explicit"], ["speaker", "سامر الحلو", "explicit"]],
}


def one(**changes: Any) -> Case:
    """A case of one sound statement with the given fields changed."""
    row = {"id": "x-1", "trap": "none", "text": TEXT, "statement": [GOOD | changes]}
    return read_case(row, "ar_x")


def long_sentences(text: str) -> bool:
    """Whether a sentence of the text has 25 words or more."""
    return any(len(re.findall(r"\w+", sentence)) >= 25 for sentence in re.split(r"[.؟!]\s|\n", text))


def test_there_are_enough_cases() -> None:
    arabic = cases("ar")
    assert len(arabic) >= 340
    assert len(cases("en")) >= 50
    assert len(cases("fr")) >= 30
    assert sum(long_sentences(case.text) for case in arabic) >= 120
    assert sum(not case.statements for case in arabic) >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mode_role_and_status_is_met(language: str) -> None:
    statements = [statement for case in cases(language) for statement in case.statements]
    assert {statement.mode for statement in statements} == set(MODES)
    assert {step.role for statement in statements for step in statement.chain} == set(ROLES)
    assert {step.status for statement in statements for step in statement.chain} == set(STATUSES)


def test_no_text_stands_twice() -> None:
    assert len({case.text for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_places_cover_their_text(case: Case) -> None:
    for statement in case.statements:
        source = [statement.source] if statement.source else []
        for place in [statement.cue, *statement.cue_alts, *source, *statement.content]:
            assert case.text[place.start : place.end] == place.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_marks_agree_with_the_mode(case: Case) -> None:
    for statement in case.statements:
        pieces = [place.text for place in statement.content]
        if statement.mode == "mixed":
            around = "".join(
                case.text[max(place.start - 1, 0) : place.end + 1] for place in statement.content
            )
            assert re.search('[«"“]', around), "mixed words stand partly in marks"
        if statement.mode == "direct":
            assert not any(piece[0] in '«"“' or piece[-1] in '»"”' for piece in pieces), (
                "marks wrap the content"
            )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_explicit_names_stand_in_the_text(case: Case) -> None:
    printed = folded(case.text)
    for statement in case.statements:
        for step in statement.chain:
            if step.status == "explicit":
                for word in folded(step.name).split():
                    assert word in printed or word.lstrip("و") in printed or word.removeprefix("ا") in printed


def table() -> dict[str, int]:
    """Hits of every pattern of attribution counted in the shared corpus."""
    root = os.environ.get("NAQL_DATA")
    if not root:
        pytest.skip("NAQL_DATA is not set: the counted patterns of attribution are not here")
    with Path(root, "attribution_patterns.tsv").open(encoding="utf-8", newline="") as file:
        return {row["pattern"]: int(row["hits"]) for row in csv.DictReader(file, delimiter="\t")}


def test_every_frequent_pattern_has_a_case() -> None:
    hits = table()
    named = {case.pattern for case in cases("ar") if case.pattern}
    assert named <= set(hits), "a case names a pattern that was not counted"
    assert not {pattern for pattern, count in hits.items() if count >= HITS_THAT_ASK_FOR_A_CASE} - named


# ---------------------------------------------------------------- the loader


def test_a_sound_case_is_read() -> None:
    case = one()
    assert case.language == "ar"
    assert case.statements[0].cue.start == 0
    assert case.statements[0].source is not None
    assert case.statements[0].content[0].text == "الجسر آمن"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cue": "أكد"}, "not in the text"),
        ({"cue": ""}, "is empty"),
        ({"cue": "آمن"}, "number it"),
        ({"cue": "آمن#3"}, "2 times, not 3"),
        ({"cue": "آمن#0"}, "2 times, not 0"),
        ({"source": "زيد"}, "not in the text"),
        ({"content": []}, "says something"),
        ({"content": ["الجسر آمن."]}, "punctuation"),
        ({"content": ["قال سامر الحلو"]}, "lies in the content"),
        ({"content": ["سامر الحلو إن الجسر"]}, "lies in the content"),
        ({"mode": "loud"}, "unknown mode"),
        ({"unnamed": True}, "the statement unnamed"),
        ({"source": ""}, "has a source"),
        ({"chain": []}, "chain is empty"),
        ({"chain": [["speaker", "سامر", "unnamed"]]}, "the statement is not"),
        ({"chain": [["herald", "سامر", "explicit"]]}, "impossible step"),
        ({"chain": [["speaker", "سامر", "sure"]]}, "impossible step"),
        ({"chain": [["speaker", " ", "explicit"]]}, "impossible step"),
        ({"chain": [["relay", "رويترز", "explicit"]]}, "end in a voice"),
        ({"chain": [["quoted", "سامر", "explicit"]]}, "one speaker"),
        (
            {"chain": [["quoted", "سامر", "explicit"], ["speaker", "سامر", "explicit"]]},
            "behind a voice",
        ),
        ({"stance": "say"}, "unknown fields"),
    ],
)
def test_a_wrong_statement_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(CaseError, match=reason) as error:
        one(**changes)
    assert "ar_x.toml, case x-1" in str(error.value)


def test_a_missing_field_is_refused() -> None:
    row = {key: value for key, value in GOOD.items() if key != "mode"}
    with pytest.raises(CaseError, match="mode"):
        read_case({"id": "x-1", "trap": "none", "text": TEXT, "statement": [row]}, "ar_x")
    with pytest.raises(CaseError, match="empty id"):
        read_case({"id": "", "trap": "none", "text": TEXT}, "ar_x")


def test_statements_stand_in_the_order_of_their_cues() -> None:
    anaphoric = GOOD | {"source": "", "cue": "أضاف", "content": ["الطريق آمن"]}
    anaphoric["chain"] = [["speaker", "سامر الحلو", "anaphoric"]]
    row = {"id": "x-1", "trap": "none", "text": TEXT, "statement": [GOOD, anaphoric]}
    assert len(read_case(row, "ar_x").statements) == 2
    for statements in ([anaphoric, GOOD], [GOOD, GOOD]):
        with pytest.raises(CaseError, match="order of their cues"):
            read_case(row | {"statement": statements}, "ar_x")


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    case = '[[case]]\nid = "x-1"\ntrap = "none"\ntext = "a"\n'
    (tmp_path / "ar_one.toml").write_text(case, "utf-8")
    assert len(cases("ar", tmp_path)) == 1
    cases.cache_clear()
    (tmp_path / "ar_two.toml").write_text(case, "utf-8")
    with pytest.raises(CaseError, match="stands twice"):
        cases("ar", tmp_path)


@pytest.mark.parametrize("text", ["[[case]\n", 'title = "x"\n'])
def test_a_file_that_holds_no_cases_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "ar_bad.toml").write_text(text, "utf-8")
    with pytest.raises(CaseError, match=r"ar_bad\.toml"):
        cases("ar", tmp_path)


def test_words_are_found_whole_and_behind_attached_letters() -> None:
    assert occurrences("قال وقال فقال قالت مقال", "قال") == [0, 5, 10]
    assert occurrences("بين وبيّن وبالبين", "بين") == [0]
    assert occurrences("أن أنّ أنه", "أن") == [0]
    assert occurrences("قال: قال", ":") == [3]
    assert resolve("قال وقال", "قال#2").start == 5


@given(st.lists(st.text("ابةدمي", min_size=1, max_size=4), min_size=1, max_size=12), st.data())
def test_the_nth_word_is_found_where_it_stands(written: list[str], data: st.DataObject) -> None:
    # A word that begins with letters that may be attached would also be found within another.
    assume(not any(set(word) & set(CLITICS) for word in written[1:] if word[0] in CLITICS))
    text = " ".join(written)
    wanted = data.draw(st.sampled_from(written))
    starts = [match.start() for match in re.finditer(rf"(?<!\S){wanted}(?!\S)", text)]
    found = occurrences(text, wanted)
    assert set(starts) <= set(found)
    for nth, start in enumerate(found, 1):
        place = resolve(text, f"{wanted}#{nth}")
        assert place.start == start
        assert text[place.start : place.end] == wanted
        assert place.end == len(text) or not is_letter(text[place.end])
