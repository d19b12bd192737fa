from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pages import article
from readings import READING, STATEMENTS, TEXT, at

from naql.model import ChainStep, Quantity, Reading, Span, Statement
from naql.web.annotated import MAX_ARTICLES, Page, annotated_view

Tree = list[dict[str, Any]]


def leaves(tree: Tree, above: tuple[tuple[str, int], ...] = ()) -> Iterator[tuple[str, Any]]:
    for part in tree:
        if "text" in part:
            yield part["text"], above
        else:
            yield from leaves(part["inner"], (*above, (part["kind"], part["number"])))


def words_under(trees: list[Tree], kind: str, number: int) -> str:
    return "".join(text for tree in trees for text, above in leaves(tree) if (kind, number) in above)


def marks(tree: Tree) -> Iterator[dict[str, Any]]:
    for part in tree:
        if "inner" in part:
            yield part
            yield from marks(part["inner"])


def test_every_letter_stands_once_under_its_marks() -> None:
    trees = annotated_view(article(TEXT), READING)["paragraphs"]
    assert "".join(text for tree in trees for text, _ in leaves(tree)) == TEXT
    for n, said in enumerate(READING.statements, 1):
        assert words_under(trees, "content", n) == "".join(TEXT[c.start : c.end] for c in said.content)
        assert words_under(trees, "cue", n) == TEXT[said.cue_start : said.cue_end]
    assert words_under(trees, "quantity", 1) == "20"
    assert words_under(trees, "time", 2) == "خلال أسبوع"
    assert words_under(trees, "credit", 1) == "(السواحل)"
    assert len(trees) == 4


def test_a_number_stands_at_the_end_of_the_word_of_its_cue() -> None:
    text = "فقالتها الوزارة"
    bare: dict[str, Any] = {"credit": None, "quantities": (), "times": ()}
    said = dataclasses.replace(STATEMENTS[0], cue_start=1, cue_end=5, content=())
    said = dataclasses.replace(said, source_start=None, source_end=None)
    reading = dataclasses.replace(READING, text=text, statements=(said,), **bare)
    (tree,) = annotated_view(article(text), reading)["paragraphs"]
    assert [(text, above) for text, above in leaves(tree)] == [
        ("ف", ()), ("قالت", (("cue", 1),)), ("ها", ()), (" الوزارة", ()),
    ]  # fmt: skip
    assert [part.get("after") for part in tree] == [[], None, [1], []]


def test_a_statement_is_listed_with_its_chain_and_few_of_its_words() -> None:
    view = annotated_view(article(TEXT, outlet="الواحة"), READING, key="n7")
    one = view["statements"][1]
    assert (one["number"], one["mode"], one["cue"], one["words"]) == (2, "direct", "قالت", "العمل لن يتوقف")
    assert one["chain"][0]["status"] == "inherited"  # what is guessed is printed so
    assert view["statements"][2]["unnamed"]
    assert view["modes"] == {"direct": 2, "indirect": 1, "mixed": 1, "act": 1}
    assert json.loads(json.dumps(view)) == view


def test_a_page_has_an_end_and_counts_what_is_left_out() -> None:
    page = Page()
    for number in range(MAX_ARTICLES + 3):
        page.add(article(TEXT, id=f"{number}"), READING)
    view = page.view()
    assert (len(view["articles"]), view["total"]) == (MAX_ARTICLES, MAX_ARTICLES + 3)
    assert len({one["key"] for one in view["articles"]}) == MAX_ARTICLES


def test_a_mark_over_two_paragraphs_is_opened_in_both_and_linked_once() -> None:
    start, end = at("ناطقة باسمها إن «العمل لن يتوقف».\nونقلت صحيفة")
    said = dataclasses.replace(READING.statements[0], content=(Span(start, end),))
    reading = dataclasses.replace(READING, statements=(said,))
    trees = annotated_view(article(TEXT), reading)["paragraphs"]
    found = [mark["open"] for tree in trees for mark in marks(tree) if mark["kind"] == "content"]
    assert found == [True, False]


@st.composite
def arbitrary(draw: st.DrawFn) -> Reading:
    text = draw(st.text("اب ج\n«»1", min_size=1, max_size=30))
    place = st.integers(0, len(text))

    def span() -> tuple[int, int]:
        one, other = sorted((draw(place), draw(place)))
        return one, other

    said = tuple(
        Statement(
            f"{n}", "x", "direct", "say", *span(), *span(),
            tuple(Span(*span()) for _ in range(draw(st.integers(0, 2)))),
            False, (ChainStep("speaker", "س", "explicit", None, None),),
        )
        for n in range(draw(st.integers(0, 4)))
    )  # fmt: skip
    numbers = tuple(Quantity(*span(), 1.0, None, None, "exact", None, None, None) for _ in range(2))
    return Reading("x", text, "ar", None, None, said, numbers, ())


@given(arbitrary())
def test_any_spans_give_the_text_back_with_each_letter_under_its_own(reading: Reading) -> None:
    trees = annotated_view(article(reading.text), reading)["paragraphs"]
    assert "".join(text for tree in trees for text, _ in leaves(tree)) == reading.text
    for n, said in enumerate(reading.statements, 1):
        covered = set().union(*(range(c.start, c.end) for c in said.content)) if said.content else set()
        assert words_under(trees, "content", n) == "".join(reading.text[i] for i in sorted(covered))
        assert words_under(trees, "cue", n) == reading.text[said.cue_start : said.cue_end]
    opened = [(m["kind"], m["number"]) for tree in trees for m in marks(tree) if m["open"]]
    assert len(opened) == len(set(opened))
