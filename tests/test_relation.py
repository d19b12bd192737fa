"""The relation of two articles as `compare` tells it."""

from __future__ import annotations

import pytest

from naql.comparison import compare
from naql.model import Article
from naql.relation import DIRECTIONS, Relation
from tests.wires import WIRE, article, edited


def tie(a: Article, b: Article) -> Relation:
    found = compare(a, b).relation
    assert found is not None
    assert found.direction in DIRECTIONS
    return found


@pytest.mark.parametrize("turned", [False, True])
def test_the_copy_points_at_its_source_whichever_comes_first(turned: bool) -> None:
    wire, paper = article("w", outlet="واس"), article("p", byline="الرياض - واس")
    found = tie(paper, wire) if turned else tie(wire, paper)
    assert (found.label, found.direction) == ("named", "a<-b" if turned else "b<-a")


def test_a_common_source() -> None:
    both = tie(article("a", byline="واس"), article("b", byline="الرياض - واس"))
    assert (both.label, both.direction) == ("named", "common")
    apart = tie(
        article("a", edited(WIRE, ("في السد الشرقي ", ""))),
        article("b", edited(WIRE, ("في القرى القريبة ", ""))),
    )
    assert (apart.label, apart.direction) == ("same_version", "common")


def test_nothing_shows_a_direction() -> None:
    assert tie(article("a"), article("b")).direction == "unknown"
    assert (
        tie(article("a", published="2024-03-04"), article("b", published="2024-03-05")).direction == "unknown"
    )


def test_nothing_shared_is_no_relation() -> None:
    assert compare(article("a"), article("b", "نص آخر لا يشارك الأول في شيء أبدا")).relation is None
    assert compare(article("a"), article("a")).relation is None


def test_as_plain_data() -> None:
    a, b = article("a", edited(WIRE, ("اليوم الثلاثاء", "أمس الثلاثاء"))), article("b")
    plain = compare(a, b).to_dict()["relation"]
    assert list(plain) == ["label", "direction", "evidence"]
    (days,) = (one for one in plain["evidence"] if one["kind"] == "days")
    assert [(s["id"], s["text"]) for s in days["spans"]] == [("b", "اليوم"), ("a", "أمس")]
    assert days["why"].keys() == {"ar", "en"}
