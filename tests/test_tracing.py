"""`trace` on the faults of the field: viral texts, copies, huge articles, set phrases, wrong calls."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from naql.errors import NothingReadableError, ProjectError, UsageError
from naql.project import Project
from naql.text import words
from naql.tracing import trace

Record = dict[str, Any]
WritePile = Callable[[Sequence[Record], Path], Path]
Trace = Callable[..., Project]


@pytest.fixture
def traced(write: WritePile, tmp_path: Path) -> Trace:
    """Traces records with the embedded engine."""

    def run(records: Sequence[Record], **settings: Any) -> Project:
        return trace([write(records, tmp_path / "news.jsonl")], tmp_path / "project", **settings)

    return run


def stories_of(project: Project) -> list[set[str]]:
    return [set(story["article_ids"]) for story in project.stories]


# ---------------------------------------------------------------- the faults of the field


def test_three_identical_articles_are_one_story(traced: Trace, news: Any) -> None:
    text = news.text()
    project = traced([news.record(name, text) for name in "cab"])
    assert stories_of(project) == [{"a", "b", "c"}]
    assert [(c["article_id"], c["representative_id"], c["kind"]) for c in project.table("copies")] == [
        ("b", "a", "exact"),
        ("c", "a", "exact"),
    ]
    (family,) = project.table("families")
    assert family["size"] == 3
    spans = [(w["article_id"], w["start"]) for w in project.table("witnesses")]
    assert spans == [("a", 0), ("b", 0), ("c", 0)]
    assert all(len(text) - w["end"] <= 2 for w in project.table("witnesses"))


def test_two_articles_that_are_the_same_when_folded(traced: Trace, news: Any) -> None:
    text = news.text()
    project = traced([news.record("a", text), news.record("b", news.respelt(text))])
    assert [c["kind"] for c in project.table("copies")] == ["near"]
    (alignment,) = project.table("alignments")
    assert {run["op"] for run in alignment["runs"]} == {"same", "spelling"}
    assert alignment["score"] == 1
    assert stories_of(project) == [{"a", "b"}]


def test_one_text_in_three_hundred_outlets(traced: Trace, news: Any) -> None:
    """A cut-off for frequent n-grams would hide it; all pairs would be 44,850."""
    text = news.text(3)
    copies = [news.record(f"{n:03}", text, outlet=f"صحيفة {n}") for n in range(300)]
    project = traced([*copies, *(news.record(f"other{n}", news.text()) for n in range(20))])
    (story,) = project.stories
    assert len(story["article_ids"]) == story["outlets"] == 300
    (family,) = project.table("families")
    assert family["size"] == len(project.table("witnesses")) == 300
    assert (len(project.table("copies")), len(project.table("alignments"))) == (299, 299)


def test_one_wire_in_a_hundred_and_twenty_reprints(traced: Trace, news: Any) -> None:
    """Each changes words of its own, some are cut short, some have more; no two are alike."""
    wire = news.text(4)
    records = [news.record("wire", wire)]
    for number in range(120):
        paragraphs = news.edited(wire, 0.05).split("\n\n")[: 4 - number % 2]
        more = [news.paragraph(40)] if number % 3 == 0 else []
        records.append(news.record(f"{number:03}", "\n\n".join(paragraphs + more)))
    records += [news.record(f"other{n}", news.text()) for n in range(30)]
    project = traced(records)
    assert len(project.table("copies")) == 0
    assert stories_of(project) == [{"wire", *(f"{n:03}" for n in range(120))}]
    assert len(project.table("candidates")) < 121 * 120 // 2


def test_a_moved_paragraph_is_found_with_the_rest(traced: Trace, news: Any) -> None:
    text = news.text(4)
    project = traced([news.record("a", text), news.record("b", news.moved(text))])
    alignments = list(project.table("alignments"))
    assert [a["moved"] for a in alignments].count(True) == 1
    assert sum(a["words"] for a in alignments) == sum(1 for _ in words(text))


def test_a_passage_at_the_very_start_of_both(traced: Trace, news: Any) -> None:
    opening = news.paragraph(30)
    texts = {name: f"{opening}\n\n{news.text(2)}" for name in "ab"}
    project = traced([news.record(name, text) for name, text in texts.items()])
    (passage,) = project.passages
    assert (passage["left_start"], passage["right_start"]) == (0, 0)
    assert abs(passage["left_end"] - len(opening)) <= 2


def test_twelve_words_inside_long_articles(traced: Trace, news: Any) -> None:
    quote = " ".join(w + "تا" for w in news.words(12))
    texts = {name: f"{news.text(3)} «{quote}» {news.text(3)}" for name in "ab"}
    project = traced([news.record(name, text) for name, text in texts.items()])
    (passage,) = project.passages
    found = texts["a"][passage["left_start"] : passage["left_end"]]
    assert quote in found
    assert len(found) < len(quote) + 30
    assert stories_of(project) == []


def test_phrases_that_are_formulas_make_no_story(traced: Trace, news: Any) -> None:
    """Rulers' titles stand in half of these articles, and nothing else is shared."""
    phrase = "خادم الحرمين الشريفين الملك أوس بن غسان آل سعود حفظه الله"
    phrase += " وصاحب السمو الملكي الأمير ماجد بن أوس"
    records = [news.record(f"{n}", f"{news.paragraph(12)} {phrase} {news.paragraph(12)}") for n in range(30)]
    project = traced(records)
    assert {f["formula_by"] for f in project.table("families")} == {"rows"}
    assert len(project.passages) == 30 * 29 // 2
    assert (len(project.table("pairs")), len(project.stories)) == (0, 0)


def test_page_furniture_makes_no_story(traced: Trace, news: Any) -> None:
    """A sentence under every article of a paper is learnt to be a formula, over ten days."""
    furniture = news.paragraph(16)
    records = [
        news.record(
            f"{n}", f"{news.paragraph(14)}\n\n{furniture}", outlet="صحيفة", date=f"2024-05-{n + 1:02}"
        )
        for n in range(12)
    ]
    project = traced(records)
    assert {(f["formula"], f["formula_by"]) for f in project.table("families")} == {(True, "pile")}
    assert all(p["formula"] for p in project.passages)
    assert len(project.stories) == 0


# ---------------------------------------------------------------- sizes


def test_an_empty_article_is_skipped_and_counted(traced: Trace, news: Any) -> None:
    records = [news.record("a", news.text()), news.record("b", ""), news.record("c", " \n\t")]
    project = traced([*records, {"id": "d", "outlet": "x"}])
    assert [a["id"] for a in project.articles] == ["a"]
    assert project.manifest.counts == {"articles": 1, "empty": 2, "no_text": 1, "read": 1}
    assert len(project.table("skipped")) == 3


def test_articles_of_a_word_or_none_share_nothing(traced: Trace, news: Any) -> None:
    """No letter is no text; a word is one, and its copies are copies, but no passage."""
    records = [news.record(f"dots{n}", "… !!! …") for n in range(2)]
    records += [news.record(f"word{n}", "عاجل") for n in range(3)]
    project = traced([*records, news.record("a", news.text())])
    assert project.manifest.counts == {"articles": 4, "empty": 2, "read": 4}
    rows = {name: len(project.table(name)) for name in ("copies", "passages", "families", "stories")}
    assert rows == {"copies": 2, "passages": 0, "families": 0, "stories": 0}


def test_a_very_large_article(traced: Trace, news: Any) -> None:
    """Five megabytes, in two versions, and a passage of theirs in an article of usual size."""
    chapter = news.text(40)
    chapters = [news.edited(chapter, 0.15) if n % 8 == 0 else news.text(40) for n in range(220)]
    large = "\n\n".join(chapters)
    assert len(large.encode()) > 5 << 20
    passage = " ".join(chapters[90].split()[100:180])
    records = [news.record("large", large), news.record("later", large + "\n\n" + news.paragraph(60))]
    project = traced([*records, news.record("small", f"{news.text(1)} {passage} {news.text(1)}")])
    assert len(project.articles) == 3
    assert {"large", "later"} <= stories_of(project)[0]
    between = {(p["left_id"], p["right_id"]) for p in project.passages}
    assert between == {("large", "later"), ("large", "small"), ("later", "small")}
    assert max(p["left_end"] - p["left_start"] for p in project.passages) > 0.9 * len(large)


def test_one_article_alone(traced: Trace, news: Any) -> None:
    project = traced([news.record("a", news.text())])
    assert {n: len(project.table(n)) for n in ("articles", "stories", "pairs")} == {
        "articles": 1,
        "stories": 0,
        "pairs": 0,
    }


# ---------------------------------------------------------------- inputs and settings


def test_folders_stdin_and_named_fields(news: Any, tmp_path: Path) -> None:
    text = news.text()
    (tmp_path / "in" / "صحيفة").mkdir(parents=True)
    (tmp_path / "in" / "صحيفة" / "خبر.txt").write_text(text, "utf-8")
    line = json.dumps({"url": "u", "body": text + " تتمة"}) + "\n"
    project = trace(
        [tmp_path / "in", "-"],
        tmp_path / "project",
        fields={"id": "url", "text": "body"},
        stdin=io.BytesIO(line.encode()),
    )
    assert [(a["id"], a["outlet"]) for a in project.articles] == [("u", None), ("صحيفة/خبر.txt", "صحيفة")]
    assert stories_of(project) == [{"u", "صحيفة/خبر.txt"}]


WRONG = [
    ({"min_words": 2}, "min_words must be 3 or more"),
    ({"min_words": -1}, "min_words must be 3 or more"),
    ({"min_coverage": 0}, "min_coverage is a share"),
    ({"min_coverage": 1.01}, "min_coverage is a share"),
    ({"min_coverage": float("nan")}, "min_coverage is a share"),
    ({"memory": 500 << 20}, "memory must be 1 GB or more, not 0.49 GB"),
    ({"only": ["reuse", "changes?"]}, "'changes\\?' is no question; there are: reuse"),
    ({"fields": {"body": "text"}}, "unknown field 'body'"),
    ({"date_kind": "guessed"}, "unknown date kind 'guessed'"),
    ({"encoding": "utf-9"}, "unknown encoding 'utf-9'"),
]


@pytest.mark.parametrize(("settings", "message"), WRONG)
def test_wrong_settings_are_refused(traced: Trace, news: Any, settings: Record, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        traced([news.record("a", news.text())], **settings)


def test_only_one_question(traced: Trace, pile: list[Record]) -> None:
    whole = traced(pile[:12]).manifest.tables
    reuse = traced(pile[:12], only=["reuse"]).manifest.tables
    # What is counted of stories is no matter of reuse: they are the same, without the counts.
    assert {**reuse, "stories": None} == {**{name: whole[name] for name in reuse}, "stories": None}
    assert reuse["stories"] != whole["stories"]
    assert whole.keys() - reuse.keys() == {
        "credits", "texts", "readings", "statements", "attributions", "compared", "changes", "told",
        "transmissions", "links", "sources", "origins", "habits", "claims", "claim_groups", "story_sources",
    }  # fmt: skip
    project = traced(pile[:12], only="attribution")
    assert project.manifest.tables["statements"] == whole["statements"]
    assert "alignments" not in project.manifest.tables
    with pytest.raises(UsageError, match="'stories' is no table of this project; there are: articles"):
        project.table("stories")


def test_the_least_settings_are_taken(traced: Trace, pile: list[Record]) -> None:
    project = traced(pile[:12], min_words=3, min_coverage=1, memory=1 << 30)
    assert project.manifest.parameters["min_words"] == 3
    assert len(project.articles)


def test_nothing_readable(news: Any, tmp_path: Path, write: WritePile) -> None:
    empty = write([news.record("a", "")], tmp_path / "news.jsonl")
    with pytest.raises(NothingReadableError, match=r"no article could be read from .*news\.jsonl \(empty 1"):
        trace([empty], tmp_path / "project")
    with pytest.raises(NothingReadableError, match="missing 1"):
        trace([tmp_path / "none"], tmp_path / "project")
    with pytest.raises(NothingReadableError, match="no file found"):
        trace([], tmp_path / "project")
    with pytest.raises(ProjectError, match="no Naql project is here"):
        Project(tmp_path / "project")


def test_nothing_readable_keeps_what_was_there(traced: Trace, news: Any, tmp_path: Path) -> None:
    before = traced([news.record("a", news.text())]).manifest
    with pytest.raises(NothingReadableError):
        trace([tmp_path / "none"], tmp_path / "project")
    assert Project(tmp_path / "project").manifest == before
    assert sorted(os.listdir(tmp_path / "project")) == sorted(
        [*before.tables, "lock", "manifest.json", "runs.jsonl"]
    )


def test_a_run_is_logged(traced: Trace, pile: list[Record]) -> None:
    project = traced(pile[:12])
    (run,) = project.runs()
    assert run["engine"] == "embedded"
    assert run["made"].keys() == project.manifest.tables.keys() - {"inputs", "skipped"}
    assert run["seconds"] > 0
    assert run["peak_bytes"] > 10 << 20


def test_real_articles(naql_data: Path, tmp_path: Path) -> None:
    """Four hundred articles about events that several outlets wrote about: stories are of one event."""
    with gzip.open(naql_data / "news" / "same_event_dev.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = [next(file) for _ in range(400)]
    records = [json.loads(line) for line in lines]
    wanted = {r["id"] for r in records}
    source = naql_data / "news" / "arabic_news_dev.jsonl.gz"
    with gzip.open(source, "rt", encoding="utf-8") as file:
        chosen = [line for line in file if json.loads(line)["id"] in wanted]
    (tmp_path / "real.jsonl").write_text("".join(chosen), "utf-8")
    project = trace([tmp_path / "real.jsonl"], tmp_path / "project")
    cluster = {r["id"]: r["cluster"] for r in records}
    stories = [[cluster[a] for a in s["article_ids"]] for s in project.stories]
    mixed = [s for s in stories if len(set(s)) > 1]
    assert len(stories) > 20
    assert len(mixed) <= len(stories) / 5
