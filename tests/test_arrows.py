"""When an arrow is drawn in a strand, when a source outside the pile is named, and when nothing is said."""

from __future__ import annotations

from naql.arrows import StrandDescent, strand_descent
from naql.model import Article
from naql.strands import strands
from naql.transmission import aligned, telling
from tests.wires import WIRE, article, edited

CHANGED = edited(WIRE, ("ثلاث بوابات", "أربع بوابات"), ("مبكرة", "عاجلة"), ("الشاحنات", "الحافلات"))
FURTHER = edited(CHANGED, ("البساتين", "الحقول"))


def told(*articles: Article) -> StrandDescent:
    tellings = [telling(a) for a in articles]
    texts = [t.text for t in tellings]
    (strand,) = strands(texts, aligned(texts), "ar")
    return strand_descent(tellings, strand, "ar")


def arrows(found: StrandDescent) -> dict[int, tuple[int, str, tuple[str, ...]]]:
    return {child: (d.step.parent, d.label, d.reasons) for child, d in found.drawn.items()}


def test_likeness_and_time_alone_draw_nothing() -> None:
    found = told(*(article(name, published=f"2024-03-0{n}") for n, name in enumerate("abc", 1)))
    assert arrows(found) == {}


def test_a_credit_draws_an_arrow_even_against_the_time() -> None:
    wire = article("a", outlet="وكالة أنباء السواحل", published="2024-03-05")
    paper = article("b", byline="السواحل", published="2024-03-04")
    found = told(wire, paper)
    assert arrows(found) == {1: (0, "named", ("credit",))}
    assert found.drawn[1].step.time == "after"


def test_an_agency_is_the_source_of_those_who_credit_nobody_else() -> None:
    wire = article("a", outlet="وكالة أنباء السواحل")
    found = told(wire, article("b"), article("c", byline="الرياض - واس"), article("d", byline="وكالات"))
    assert arrows(found) == {1: (0, "named", ("agency",)), 3: (0, "named", ("agency",))}


def test_shared_innovations_with_a_time_or_nesting_draw_an_arrow() -> None:
    others = [article(name) for name in "cde"]
    timed = told(
        article("a", CHANGED, published="2024-03-04"), article("b", CHANGED, published="2024-03-05"), *others
    )
    assert arrows(timed) == {1: (0, "same_version", ("time",))}
    nested = told(article("a", CHANGED), article("b", FURTHER), *others)
    assert arrows(nested) == {1: (0, "same_version", ("nested",))}


def test_shared_innovations_without_a_way_are_a_tie() -> None:
    found = told(article("a", CHANGED), article("b", CHANGED), *(article(name) for name in "cde"))
    assert arrows(found) == {}


def test_a_copy_of_a_copy_hangs_on_the_copy_and_not_on_the_agency() -> None:
    wire = article("a", outlet="وكالة أنباء السواحل", published="2024-03-03")
    first = article("b", CHANGED, byline="السواحل", published="2024-03-04")
    second = article("c", FURTHER, byline="السواحل", published="2024-03-05")
    found = told(wire, first, second, article("d"), article("e"))
    assert found.drawn[2].step.parent == 1
    assert found.drawn[1].step.parent == 0


def test_an_agency_outside_the_pile_is_named_by_those_who_credit_it() -> None:
    found = told(article("a", byline="واس"), article("b", byline="الرياض - واس"), article("c"))
    assert dict(found.unseen) == {0: "واس", 1: "واس", 2: "واس"}
    assert dict(found.credited) == {0: "واس", 1: "واس"}


def test_agencies_in_general_are_no_source() -> None:
    found = told(article("a", byline="وكالات"), article("b"), article("c", byline="واس"))
    assert dict(found.unseen) == {0: "واس", 1: "واس", 2: "واس"}


def test_of_two_texts_a_common_source_is_said_only_if_each_has_what_the_other_lacks() -> None:
    less = edited(WIRE, ("في السد الشرقي ", ""))
    other = edited(WIRE, ("في القرى القريبة ", ""))
    assert dict(told(article("a", less), article("b", other)).unseen) == {0: None, 1: None}
    assert dict(told(article("a", less), article("b")).unseen) == {}
    assert dict(told(article("a"), article("b")).unseen) == {}


def test_probabilities_of_a_text_sum_to_one() -> None:
    found = told(article("a", CHANGED), article("b", FURTHER), *(article(name) for name in "cde"))
    for parents in found.probabilities.values():
        assert abs(sum(parents.values()) - 1) < 1e-6
