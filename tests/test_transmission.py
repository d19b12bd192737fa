"""Who took from whom, on invented stories; and the laws that hold for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.inferred import LINK_LABELS, SOURCE_KINDS
from naql.model import Article
from naql.transmission import EVERY_PAIR, Transmission, aligned, transmit
from tests.wires import WIRE, article, edited

CHANGED = edited(WIRE, ("ثلاث بوابات", "أربع بوابات"), ("مبكرة", "عاجلة"), ("الشاحنات", "الحافلات"))
TEXTS = [WIRE, CHANGED, edited(CHANGED, ("البساتين", "الحقول")), WIRE[:300], edited(WIRE, ("مترين", "مترا"))]
OUTLETS = ["وكالة أنباء السواحل", "واس", "صوت الخزامى", "دفتر المدينة", None]
BYLINES = [None, "الرياض - واس", "السواحل", "وكالات", "خاص"]
DATES = [None, "2024-03-04", "2024-03-05", "2024-03-05T10:00:00+03:00"]


@st.composite
def piles(draw: st.DrawFn) -> list[Article]:
    count = draw(st.integers(0, 6))
    made = []
    for number in range(count):
        given_date = draw(st.sampled_from(DATES))
        crawled = given_date is not None and draw(st.booleans())
        made.append(
            article(
                f"n{number}",
                draw(st.sampled_from(TEXTS)),
                outlet=draw(st.sampled_from(OUTLETS)),
                byline=draw(st.sampled_from(BYLINES)),
                published=given_date,
                kind="crawl" if crawled else None,
            )
        )
    return made


def arrows(found: Transmission) -> set[tuple[str, str]]:
    names = {source.id: source.name for source in found.sources}
    return {(names.get(k.source_id, k.source_id), k.article_id) for k in found.links if k.directed}


@settings(deadline=None, max_examples=20)
@given(piles())
def test_links_tie_what_there_is(pile: list[Article]) -> None:
    found = transmit(pile)
    ids, sources = {a.id for a in pile}, {s.id for s in found.sources}
    for source in found.sources:
        assert source.kind in SOURCE_KINDS
        assert not source.seen
    for link in found.links:
        assert link.label in LINK_LABELS
        assert link.article_id in ids
        assert link.source_id in (ids if link.source_kind == "article" else sources)
        assert link.source_id != link.article_id
        assert link.evidence
        assert link.probability is None or 0 <= link.probability <= 1
        if link.label in ("possible", "unknown"):
            assert not link.directed
        if link.source_kind == "article" and not link.directed:
            assert link.source_id < link.article_id
        for one in link.evidence:
            assert all(0 <= span.start <= span.end and span.article_id in ids for span in one.spans)
    assert found.origins_min <= found.origins_max <= len(pile)


@settings(deadline=None, max_examples=20)
@given(piles(), st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(pile: list[Article], random: object) -> None:
    shuffled = list(pile)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert transmit(shuffled) == transmit(pile)


@settings(deadline=None, max_examples=20)
@given(piles())
def test_arrows_between_articles_make_no_circle(pile: list[Article]) -> None:
    parents: dict[str, set[str]] = {}
    for link in transmit(pile).links:
        if link.directed and link.source_kind == "article":
            parents.setdefault(link.article_id, set()).add(link.source_id)
    for start in parents:
        seen, open_ = set(), set(parents[start])
        while open_:
            at = open_.pop()
            assert at != start
            if at not in seen:
                seen.add(at)
                open_ |= parents.get(at, set())


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_two_bare_texts_never_give_an_arrow(one: str, other: str) -> None:
    found = transmit([article("a", one), article("b", other)])
    assert not [k for k in found.links if k.directed and k.source_kind == "article"]


def test_a_story_with_its_wire() -> None:
    found = transmit(
        [
            article("wire", outlet="وكالة أنباء السواحل", published="2024-03-04"),
            article("one", CHANGED, byline="السواحل", published="2024-03-05"),
            article("two", TEXTS[2], published="2024-03-06"),
            article("three", published="2024-03-05"),
            article("four", WIRE[:400]),
        ]
    )
    assert arrows(found) == {("wire", "one"), ("one", "two"), ("wire", "three"), ("wire", "four")}
    assert found.sources == ()
    assert (found.origins_min, found.origins_max) == (1, 1)


def test_a_story_without_its_wire() -> None:
    found = transmit(
        [
            article("one", byline="الرياض - واس"),
            article("two", byline="واس"),
            article("three", WIRE[:400]),
            article("four", edited(WIRE, ("مترين", "مترا"))),
        ]
    )
    assert arrows(found) == {("واس", name) for name in ("one", "two", "three", "four")}
    assert {k.article_id: k.label for k in found.links if k.directed} == {
        "one": "named",
        "two": "named",
        "three": "same_version",
        "four": "same_version",
    }


def test_what_contradicts_an_arrow_is_told() -> None:
    found = transmit(
        [
            article("wire", outlet="وكالة أنباء السواحل", published="2024-03-06"),
            article("paper", byline="السواحل", published="2024-03-05"),
        ]
    )
    (link,) = found.links
    assert (link.source_id, link.directed) == ("wire", True)
    (told,) = (one for one in link.evidence if one.kind == "contradiction")
    assert "2024-03-06" in told.why_en
    assert "2024-03-05" in told.why_en


def test_an_agency_that_the_texts_themselves_quote_is_not_their_source() -> None:
    quoting = edited(
        WIRE, ("وتوقعت هيئة الأرصاد أن", "ونقلت وكالة رويترز عن خبير في الأرصاد قوله إن الأرصاد تتوقع أن")
    )
    found = transmit([article("a", quoting), article("b", quoting), article("c", quoting)])
    assert "رويترز" not in {source.name for source in found.sources}


def test_two_articles_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="one article only"):
        transmit([article("a"), article("a", CHANGED)])


def test_many_texts_are_aligned_with_hubs_only() -> None:
    texts = [f"{WIRE} عدد {number}" for number in range(EVERY_PAIR + 10)]
    found = aligned(texts)
    assert len(found) == len(texts) - 1
    assert len({left for left, _, _ in found}) == 1


def test_formulas_of_a_pile_are_left_out() -> None:
    texts = [WIRE, WIRE]
    (row,) = aligned(texts)
    assert aligned(texts, [[(0, len(WIRE))], []]) == []
    assert aligned(texts, [[(0, 10)], []]) == [row]
