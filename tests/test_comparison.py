"""Two articles on demand: the JSON shape, coverage, and what the bundled pair shows."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.comparison import MIN_WORDS, Comparison, _covered, compare, compare_many
from naql.errors import UsageError
from naql.model import CHANGE_KINDS, SEVERITIES, Alignment, Article
from naql.text import folded, words
from tests.conftest import News

PAIR = Path(__file__).parents[1] / "examples" / "pair"
TEXT = "قال الوزير أمس إن المشروع الجديد سيبدأ في مطلع الشهر المقبل، وإن كلفته لم تحدد بعد."
SPELLING_ONLY = {"same", "spelling", "punctuation"}


def article(article_id: str, text: str, outlet: str | None = None) -> Article:
    return Article(article_id, outlet, None, text, None, "none", None, None, None, None)


def check_shape(found: Comparison) -> dict[str, Any]:
    """The promises of `compare --json`, checked on one comparison; returns the object."""
    made: dict[str, Any] = json.loads(json.dumps(found.to_dict()))
    texts = {"a": found.a.text, "b": found.b.text}
    assert list(made) == ["a", "b", "coverage", "blocks", "changes", "relation"]
    assert (made["a"], made["b"]) == (found.a.id, found.b.id)
    assert (made["relation"] is None) == (
        all(block.formula for block in found.blocks) or found.a.id == found.b.id
    )
    assert len(made["changes"]) == len(found.changes)
    for change in made["changes"]:
        check_change(change, texts)
    assert list(made["coverage"]) == ["a", "b"]
    assert all(0 <= share <= 1 for share in made["coverage"].values())
    places = [block["a"]["start"] for block in made["blocks"]]
    assert places == sorted(places)
    for block in made["blocks"]:
        assert list(block) == ["a", "b", "formula", "moved", "runs"]
        assert isinstance(block["formula"], bool)
        assert isinstance(block["moved"], bool)
        for side, text in texts.items():
            span = block[side]
            assert list(span) == ["start", "end", "text"]
            assert span["text"] == text[span["start"] : span["end"]]
            read = list(words(text))
            assert span["start"] in {word.start for word in read}
            assert span["end"] in {word.end for word in read}
            reached = span["start"]
            for run in block["runs"]:
                assert list(run) == ["op", "a", "b"]
                assert run[side][0] == reached <= run[side][1]
                reached = run[side][1]
            assert reached == span["end"]
        for run in block["runs"]:
            a, b = (texts[side][slice(*run[side])] for side in "ab")
            check_run(run["op"], a, b)
    return made


def check_change(change: dict[str, Any], texts: dict[str, str]) -> None:
    """A change stands on one side at least, and says where on the other it is missing."""
    assert list(change) == ["a", "b", "at_a", "at_b", "kind", "severity", "why"]
    assert change["a"] or change["b"]
    for side, text in texts.items():
        span, place = change[side], change[f"at_{side}"]
        assert (span is None) != (place is None)
        if span is None:
            assert 0 <= place <= len(text)
        else:
            assert list(span) == ["start", "end", "text"]
            assert span["text"] == text[span["start"] : span["end"]] != ""
    assert change["kind"] in CHANGE_KINDS
    assert change["severity"] in SEVERITIES
    assert change["why"]["ar"]
    assert change["why"]["en"]
    assert list(change["why"]) == ["ar", "en"]


def check_run(op: str, a: str, b: str) -> None:
    """A run is what its name says."""
    assert op in {*SPELLING_ONLY, "reworded", "added", "dropped"}
    if op == "same":
        assert a == b
    elif op == "spelling":
        assert a != b
        assert folded(a).replace(" ", "") == folded(b).replace(" ", "")
    elif op == "punctuation":
        assert a != b
        assert not folded(a)
        assert not folded(b)
    else:
        assert (bool(a), bool(b)) == {"reworded": (True, True), "added": (False, True)}.get(op, (True, False))


def ops(found: Comparison) -> list[str]:
    return [run.op for block in found.blocks for run in block.runs]


def test_a_text_compared_with_itself() -> None:
    found = compare(TEXT, TEXT)
    assert (found.coverage_a, found.coverage_b) == (1.0, 1.0)
    assert ops(found) == ["same"]
    made = check_shape(found)
    assert made["blocks"][0]["a"]["text"] == TEXT.rstrip(".")
    assert (made["a"], made["b"]) == ("a", "b")


def test_changes_are_typed_and_formulas_have_none() -> None:
    other = TEXT.replace("المشروع الجديد", "المشروع القديم").replace("وإن كلفته", "وأن كلفته")
    made = check_shape(compare(TEXT, other))
    assert {(c["a"] and c["a"]["text"], c["b"] and c["b"]["text"]) for c in made["changes"]} >= {
        ("الجديد", "القديم"),
        ("وإن", "وأن"),
    }
    assert compare(TEXT, TEXT).changes == ()
    left, right = article("x", TEXT), article("y", other)
    assert {(c.left_id, c.right_id) for c in compare(left, right).changes} == {("x", "y")}
    greeting = "صاحب السمو الملكي الأمير سعود بن نايف بن عبدالعزيز أمير المنطقة الشرقية"
    found = compare(greeting, greeting.replace("الملكي", ""), min_words=3)
    if all(block.formula for block in found.blocks):
        assert found.changes == ()


def test_a_day_word_counts_from_the_day_of_its_article() -> None:
    """«اليوم» in a paper of the 12th and «أمس» in one of the 13th are one day."""
    text = (
        "أعلنت بلدية المرج اليوم أن جسر الوادي سيفتح أمام السيارات في مطلع الشهر المقبل بعد إصلاح دام شهرين"
    )
    left = dataclasses.replace(article("x", text), published="2024-03-12", published_precision="day")
    right = dataclasses.replace(left, id="y", text=text.replace("اليوم", "أمس"), published="2024-03-13")
    (shifted,) = (c for c in compare(left, right).changes if c.kind == "time")
    assert shifted.severity == "minor"
    (moved,) = (c for c in compare(left, dataclasses.replace(right, published="2024-03-16")).changes)
    assert (moved.kind, moved.severity) == ("time", "major")


def test_texts_without_words_or_without_anything_in_common() -> None:
    for a, b in (
        ("", ""),
        ("", TEXT),
        ("… !", TEXT),
        (TEXT, "The harbour master said the tide would be late"),
    ):
        found = compare(a, b)
        assert found.blocks == ()
        assert (found.coverage_a, found.coverage_b) == (0.0, 0.0)
        check_shape(found)


def test_coverage_counts_from_the_first_word_to_the_last_one() -> None:
    found = compare(f"  «{TEXT}»\n\n", TEXT)
    assert (found.coverage_a, found.coverage_b) == (1.0, 1.0)
    half = compare(TEXT, TEXT + " " + " ".join(News(5).words(60)))
    assert half.coverage_a == 1.0
    whole = len(half.b.text) - half.b.text.index("قال")
    assert half.coverage_b == pytest.approx(
        (half.blocks[0].right_end - half.blocks[0].right_start) / whole, 1e-5
    )


def test_coverage_counts_a_character_once() -> None:
    assert _covered([(3, 8), (0, 5), (4, 6)], (0, 10)) == 0.8
    assert _covered([(2, 4)], (2, 4)) == 1.0
    assert _covered([], (0, 10)) == _covered([], (0, 0)) == 0.0
    # The text stands twice in b.
    found = compare(TEXT, TEXT + "\n" + " ".join(News(6).words(30)) + "\n" + TEXT)
    assert found.coverage_a == 1.0
    assert found.coverage_b < 1.0


def test_a_formula_is_a_block_and_no_coverage() -> None:
    news = News(2)
    phrase = "صاحب السمو الملكي الأمير أوس بن غسان بن ماجد أمير منطقة الواحات حفظه الله"
    found = compare(f"{news.paragraph(30)} {phrase} {news.paragraph(30)}", f"{news.paragraph(30)} {phrase}.")
    assert [block.formula for block in found.blocks] == [True]
    assert (found.coverage_a, found.coverage_b) == (0.0, 0.0)
    check_shape(found)


def test_orthography_gives_spelling_and_punctuation_only(news: News) -> None:
    source = news.text(3)
    found = compare(source, news.respelt(source).replace(".", " .").replace("،", ","))
    made = check_shape(found)
    assert set(ops(found)) == SPELLING_ONLY
    assert made["coverage"] == {"a": 1.0, "b": 1.0}
    assert len(found.blocks) == 1


def test_words_added_and_dropped_are_named_from_the_side_of_b() -> None:
    longer = TEXT.replace("الجديد", "الجديد الكبير")
    added, dropped = compare(TEXT, longer), compare(longer, TEXT)
    assert set(ops(added)) == {"same", "added"}
    assert set(ops(dropped)) == {"same", "dropped"}
    run = next(run for run in added.blocks[0].runs if run.op == "added")
    assert longer[run.right_start : run.right_end].strip() == "الكبير"
    assert run.left_start == run.left_end


def test_a_moved_paragraph_is_a_block_of_its_own(news: News) -> None:
    source = news.text(3)
    found = compare(source, news.moved(source))
    check_shape(found)
    assert len(found.blocks) > 1
    assert sum(block.moved for block in found.blocks) == 1
    assert min(found.coverage_a, found.coverage_b) > 0.95


def test_min_words_is_the_least_matched_words_of_a_block() -> None:
    few = " ".join(TEXT.split()[:6])
    assert MIN_WORDS == 8
    assert compare(few, few).blocks == ()
    assert compare(few, few, min_words=6).coverage_a == 1.0
    assert compare(TEXT, TEXT, min_words=40).blocks == ()


def test_the_bundled_pair() -> None:
    a, b = (PAIR.joinpath(f"fuel_{side}.txt").read_text("utf-8") for side in "ab")
    found = compare(article("a", a, "one"), article("b", b, "other"))
    made = check_shape(found)
    # Three passages; the second of b, a raid, is the last one of a.
    assert [block["moved"] for block in made["blocks"]] == [False, False, True]
    raid = made["blocks"][2]
    assert raid["a"]["text"].startswith("ودهمت")
    assert raid["b"]["text"].startswith("ودهمت")
    assert not any(block["formula"] for block in made["blocks"])
    assert 0.5 < made["coverage"]["b"] < 0.7
    runs = [
        (run["op"], a[slice(*run["a"])].strip(), b[slice(*run["b"])].strip())
        for block in made["blocks"]
        for run in block["runs"]
    ]
    assert ("reworded", "الأيام الثلاثة", "الـ72 ساعة") in runs
    assert ("reworded", "7", "سبعة") in runs
    assert ("dropped", "الأول", "") in runs
    assert ("spelling", "لـ«وقف", "لوقف") in runs
    assert ("spelling", "إلى", "الى") in runs
    # Neither the energy committee nor the sardines are shared.
    assert "لجنة الطاقة" not in "".join(block["a"]["text"] for block in made["blocks"])


def test_many_at_once_are_compared_as_one_by_one(news: News) -> None:
    source = news.text(3)
    versions = [
        source,
        news.edited(source, 0.1),
        news.moved(source),
        news.respelt(source),
        "",
        news.text(2),
        TEXT,
    ]
    articles = [article(f"v{i}", text) for i, text in enumerate(versions)]
    pairs = list(itertools.product(articles, repeat=2))
    assert compare_many(pairs) == [compare(a, b) for a, b in pairs]
    assert compare_many([]) == []


def test_articles_with_one_id_stay_themselves() -> None:
    one, other = article("same", TEXT, "one"), article("same", TEXT, "other")
    longer = article("same", TEXT + " " + News(4).paragraph(20), "third")
    found = compare_many([(one, other), (longer, one)])
    assert [(c.a, c.b) for c in found] == [(one, other), (longer, one)]
    assert {(b.left_id, b.right_id) for c in found for b in c.blocks} == {("same", "same")}
    assert found[1].coverage_a < 1 == found[1].coverage_b


def test_broken_unicode_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="text b: a lone surrogate at 4"):
        compare(TEXT, "قال \ud800")
    with pytest.raises(UsageError, match="text a"):
        compare(article("x", "\udfff"), TEXT)


def test_a_page_holds_both_texts_and_escapes_them() -> None:
    found = compare(TEXT + " <script>alert(1)</script>", TEXT)
    for lang, direction in (("ar", "rtl"), ("en", "ltr")):
        page = found.to_html(lang)
        assert re.search(rf'<html[^>]*lang="{lang}"[^>]*dir="{direction}"', page)
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


MARKS = st.sampled_from(
    ["قال", "الوزير", "وزير", "إن", "ان", "2", "٢", "جديد", ".", "«", "\n", "e\u0301", "漢"]
)
TEXTS = st.lists(MARKS, max_size=40).map(" ".join)


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_two_texts_keep_the_shape(one: str, middle: str, other: str) -> None:
    found = compare(one + " " + middle, middle + " " + other, min_words=3)
    check_shape(found)
    for block in found.blocks:
        assert isinstance(block, Alignment)
    same = compare(middle, middle, min_words=3)
    if len(list(words(middle))) >= 3:
        assert same.coverage_a == same.coverage_b
