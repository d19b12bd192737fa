"""Real reprints with their bylines hidden: which stories are taken, what is hidden and counted (invented)."""

from random import Random
from types import SimpleNamespace

import pytest

from benchmarks.transmission import real
from naql.inferred import Link, Source
from naql.model import Article

TEXT = "أعلنت بلدية المرفأ أن الجسر الجديد سيفتح مطلع الشهر وأن القوارب ستعود إلى رصيفها القديم بعد ترميمه"


def row(name: str, outlet: str, agency: str | None, *, cluster: str = "c1", text: str = TEXT) -> dict:
    return {
        "id": name,
        "outlet": outlet,
        "outlet_ar": f"صحيفة {outlet}",
        "title": "الجسر",
        "text": text,
        "date": "2015-07-21T23:05:22",
        "url": None,
        "byline": f"{agency} - المرفأ" if agency else None,
        "cluster": cluster,
        "agency_credit": [agency] if agency else [],
        "agency_credit_from": "byline" if agency else None,
    }


ROWS = [row("a", "1", "واس"), row("b", "2", "واس"), row("c", "3", "واس", text=f"{TEXT} كما كان")]


def story() -> "real.Reprints":
    (found,) = real.reprints_of(ROWS, whole=True)
    return found


def link(kind: str, source: str, target: str, label: str = "named", *, directed: bool = True) -> Link:
    return Link("s", kind, source, target, label, directed, None, (), ())


def said(*links: Link, sources: tuple[Source, ...] = ()) -> "real.Transmission":
    return SimpleNamespace(links=links, sources=sources)


def test_a_story_is_whole_if_every_article_credits_the_one_agency():
    assert [a.id for a in story().articles] == ["a", "b", "c"]
    mixed = [*ROWS, row("d", "4", None)]
    assert real.reprints_of(mixed, whole=True) == []
    (left,) = real.reprints_of(mixed, whole=False)
    assert [a.id for a in left.articles] == ["a", "b", "c"]


def test_a_story_needs_three_outlets_of_one_agency():
    assert real.reprints_of([*ROWS[:2], row("c", "2", "واس")], whole=True) == []
    assert real.reprints_of([*ROWS[:2], row("c", "3", "وام")], whole=False) == []


def test_half_of_the_bylines_are_hidden_and_the_same_half_for_a_seed():
    hidden = real.hide_bylines(story(), real.HALF, Random(3))
    assert hidden == real.hide_bylines(story(), real.HALF, Random(3))
    assert len(hidden.hidden) == 1
    assert {a.id for a in hidden.articles if a.byline is None} == hidden.hidden
    assert real.hide_bylines(story(), real.HIDDEN, Random(3)).hidden == {"a", "b", "c"}
    assert real.hide_bylines(story(), real.SHOWN, Random(3)) == story()


@pytest.mark.parametrize(
    ("times", "kind"), [("hidden", "none"), ("crawl", "crawl"), ("misleading", "published")]
)
def test_times(times: str, kind: str):
    given = real.give_times(story(), times).articles
    assert {a.published_kind for a in given} == {kind}
    assert all((a.published is None) == (times == "hidden") for a in given)


def test_the_reprint_that_covers_the_others_plays_the_wire():
    rows = [*ROWS[1:], row("a", "1", "واس", text=TEXT[:60]), row("d", "4", "واس", text=TEXT[40:])]
    (found,) = real.reprints_of(rows, whole=True)
    wired = real.with_wire(found)
    assert wired.wire in ("b", "c")
    (wire,) = [a for a in wired.articles if a.id == wired.wire]
    assert (wire.outlet, wire.byline) == ("واس", None)
    assert isinstance(wire, Article)


def test_what_is_counted_without_a_wire():
    sources = (Source("s1", "واس", "agency", False), Source("s2", "مصدر", "wire", False))
    half = real.hide_bylines(story(), real.HIDDEN, Random(0))
    found = said(
        link("source", "s1", "a"),
        link("source", "s2", "b", "same_version"),
        link("article", "a", "c"),
        link("article", "a", "b", "possible"),
        link("article", "b", "c", "unknown", directed=False),
        sources=sources,
    )
    counted = real.count(half, found)
    assert (counted["reprints"], counted["newspaper"], counted["source"]) == (3, 1, 2)
    assert (counted["hidden"], counted["hidden agency"]) == (3, 1)
    assert (counted["arrows named"], counted["right named"]) == (2, 1)
    assert (counted["arrows same_version"], counted["right same_version"]) == (1, 1)


def test_what_is_counted_with_the_wire():
    wired = real.with_wire(story())
    others = [a.id for a in wired.articles if a.id != wired.wire]
    found = said(link("article", wired.wire, others[0]), link("article", others[0], others[1]))
    counted = real.count(wired, found)
    assert (counted["reprints"], counted["wire"], counted["newspaper"]) == (2, 1, 1)
    assert (counted["arrows named"], counted["right named"]) == (2, 1)


def test_a_part_is_one_of_two_and_stays():
    assert {real.part_of(f"cluster-{n}") for n in range(20)} == {"tune", "test"}
    assert real.part_of("cluster-1") == real.part_of("cluster-1")
