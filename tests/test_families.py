"""Families, pairs and stories from hand-made passages: stars round a hub, never chains."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql import families
from naql.arrow import schema
from naql.families import Span
from naql.model import Family, Pair, Passage, Story, derived_id

Row = dict[str, Any]
Place = tuple[str, int, int]


def link(left: Place, right: Place, formula: bool = False) -> Row:
    """An alignment of two places; the smaller id stands left."""
    left, right = sorted((left, right))
    names = ("id", "start", "end")
    row: Row = {f"left_{n}": v for n, v in zip(names, left, strict=True)}
    return row | {f"right_{n}": v for n, v in zip(names, right, strict=True)} | {"formula": formula}


def group(rows: Sequence[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows))


def stars(rows: Sequence[Row]) -> list[tuple[Place, list[Place]]]:
    found = families.stars(families.edges_of(group(rows)))
    return [(tuple(hub), [tuple(member) for member in members]) for hub, members in found]


# ---------------------------------------------------------------- places


def test_nearly_equal_spans_are_one_place_and_the_longest_names_it() -> None:
    a, b, c, d = Span("x", 0, 100), Span("x", 5, 100), Span("x", 0, 51), Span("x", 0, 49)
    other = Span("y", 0, 100)
    assert families.places([a, b, c, d, other]) == {a: a, b: a, c: a, d: d, other: other}


def test_places_do_not_chain() -> None:
    spans = [Span("x", start, start + 100) for start in (0, 30, 60, 90)]
    place = families.places(spans)
    assert place == {spans[0]: spans[0], spans[1]: spans[0], spans[2]: spans[2], spans[3]: spans[2]}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("xy"), st.integers(0, 30), st.integers(1, 30)).map(
            lambda t: Span(t[0], t[1], t[1] + t[2])
        ),
        max_size=12,
    )
)
def test_every_span_has_a_place_that_is_nearly_the_same(spans: list[Span]) -> None:
    place = families.places(spans)
    assert place.keys() == set(spans)
    for span, leader in place.items():
        assert place[leader] == leader
        assert span.article_id == leader.article_id
        assert leader.end - leader.start >= span.end - span.start
        both = set(range(span.start, span.end)) | set(range(leader.start, leader.end))
        common = set(range(span.start, span.end)) & set(range(leader.start, leader.end))
        assert len(common) >= families.SAME_SPAN * len(both)
    assert families.places(reversed(spans)) == place


def test_overlap_is_counted_within_one_place_only() -> None:
    assert Span("x", 0, 10).overlap(Span("x", 4, 20)) == 6
    assert Span("x", 0, 10).overlap(Span("x", 10, 20)) == 0
    assert Span("x", 0, 10).overlap(Span("x", 30, 40)) == 0


# ---------------------------------------------------------------- families


def test_a_family_is_one_hub_and_all_that_have_its_text() -> None:
    rows = [link(("a", 0, 100), (other, 50, 150)) for other in "bcd"]
    assert stars(rows) == [(("a", 0, 100), [("b", 50, 150), ("c", 50, 150), ("d", 50, 150)])]


def test_of_equal_hubs_the_longest_then_the_smallest_id_is_taken() -> None:
    everyone = [link((x, 0, 100), (y, 0, 100)) for x in "abcd" for y in "abcd" if x < y]
    assert stars(everyone)[0][0] == ("a", 0, 100)
    longer = [link((x, 0, 100), (y, 0, 110 if y == "d" else 100)) for x in "abcd" for y in "abcd" if x < y]
    assert stars(longer)[0][0] == ("d", 0, 110)


def test_the_order_of_the_rows_does_not_matter() -> None:
    rng = random.Random(3)
    rows = [
        link(
            (str(rng.randrange(9)), s := rng.randrange(50), s + 40), (f"x{i}", t := rng.randrange(50), t + 40)
        )
        for i in range(9)
        for _ in range(6)
    ]
    rows = list({(r["left_id"], r["right_id"]): r for r in rows}.values())  # one passage a pair
    expected = stars(rows)
    assert len(expected) > 3
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert stars(rows) == expected


def test_passages_that_overlap_a_little_each_do_not_chain() -> None:
    """What B shares with A overlaps what it shares with C by ten code points; so with C and D."""
    rows = [
        link(("a", 50, 110), ("b", 0, 60)),
        link(("b", 50, 110), ("c", 0, 60)),
        link(("c", 50, 110), ("d", 0, 60)),
    ]
    assert stars(rows) == [
        (("a", 50, 110), [("b", 0, 60)]),
        (("b", 50, 110), [("c", 0, 60)]),
        (("c", 50, 110), [("d", 0, 60)]),
    ]


def test_a_chain_through_one_place_ends_at_the_hubs_neighbours() -> None:
    """The whole text of each is aligned with the next one's only: two steps from a hub is another family."""
    rows = [link((x, 0, 100), (y, 0, 100)) for x, y in ("ab", "bc", "cd", "de")]
    assert stars(rows) == [
        (("b", 0, 100), [("a", 0, 100), ("c", 0, 100)]),
        (("d", 0, 100), [("e", 0, 100)]),
    ]


def test_what_holds_less_than_half_of_the_hub_is_no_witness() -> None:
    rows = [link(("a", 0, 100), ("b", 0, 100)), link(("a", 0, 100), ("c", 0, 100))]
    part = [*rows, link(("a", 0, 55), ("d", 0, 55))]
    assert stars(part) == [(("a", 0, 100), [("b", 0, 100), ("c", 0, 100), ("d", 0, 55)])]
    less = [*rows, link(("a", 0, 45), ("d", 0, 45))]
    assert stars(less) == [
        (("a", 0, 100), [("b", 0, 100), ("c", 0, 100)]),
        (("a", 0, 45), [("d", 0, 45)]),
    ]


def test_one_article_may_hold_the_text_twice() -> None:
    rows = [link(("a", 0, 100), ("b", 0, 100)), link(("a", 0, 100), ("b", 500, 600))]
    assert stars(rows) == [(("a", 0, 100), [("b", 0, 100), ("b", 500, 600)])]


def test_two_texts_of_one_article_are_two_families() -> None:
    rows = [link(("a", 0, 100), (x, 0, 100)) for x in "bc"] + [
        link(("a", 200, 300), (x, 0, 100)) for x in "de"
    ]
    assert stars(rows) == [
        (("a", 0, 100), [("b", 0, 100), ("c", 0, 100)]),
        (("a", 200, 300), [("d", 0, 100), ("e", 0, 100)]),
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.tuples(st.sampled_from("abcd"), st.integers(0, 40), st.integers(10, 40)),
            st.tuples(st.sampled_from("efgh"), st.integers(0, 40), st.integers(10, 40)),
        ),
        max_size=15,
    )
)
def test_every_witness_is_aligned_with_the_hub_itself(pairs: list[tuple[Place, Place]]) -> None:
    edges = [(Span(x, s, s + n), Span(y, t, t + m)) for (x, s, n), (y, t, m) in pairs]
    place = families.places(span for edge in edges for span in edge)
    linked = defaultdict(set)
    for left, right in edges:
        linked[place[left]].add(right)
        linked[place[right]].add(left)
    used = []
    for hub, members in families.stars(edges):
        assert members
        assert set(members) <= linked[hub]
        used += [hub, *(place[m] for m in members)]
        for member in members:
            assert 2 * member.overlap(place[member]) >= place[member].end - place[member].start
    assert len(used) == len(set(used)), "a place in two families"


def test_family_batch_gives_each_witness_the_columns_of_its_family() -> None:
    rows = [
        link(("a", 0, 100), ("b", 5, 105), formula=True),
        link(("a", 0, 100), ("c", 0, 100), formula=True),
        link(("a", 0, 100), ("d", 0, 100)),
        link(("e", 0, 50), ("f", 0, 50)),
    ]
    found = families.family_batch(group(rows))
    assert found.schema == families.STAR
    by_family = defaultdict(list)
    for r in found.to_pylist():
        by_family[r["family_id"]].append(r)
    assert by_family.keys() == {derived_id("a", 0, 100), derived_id("e", 0, 50)}
    first = by_family[derived_id("a", 0, 100)]
    assert [(r["article_id"], r["start"], r["end"]) for r in first] == [
        ("a", 0, 100),
        ("b", 5, 105),
        ("c", 0, 100),
        ("d", 0, 100),
    ]
    assert {(r["hub_id"], r["hub_start"], r["hub_end"], r["size"]) for r in first} == {("a", 0, 100, 4)}
    assert all(r["by_rows"] for r in first), "two of three witnesses are formulas"
    second = by_family[derived_id("e", 0, 50)]
    assert [(r["size"], r["by_rows"]) for r in second] == [(2, False), (2, False)]


# ---------------------------------------------------------------- components


def test_components_are_named_by_their_smallest_id() -> None:
    edges = pa.table({"left_id": ["b", "a", "x", "y"], "right_id": ["c", "c", "y", "z"]})
    found = families.components(edges)
    assert found.schema == families.COMPONENT
    assert {r["article_id"]: r["component"] for r in found.to_pylist()} == {
        "a": "a",
        "b": "a",
        "c": "a",
        "x": "x",
        "y": "x",
        "z": "x",
    }


def test_no_edges_make_no_components() -> None:
    none = pa.table({"left_id": pa.array([], pa.string()), "right_id": pa.array([], pa.string())})
    assert families.components(none).num_rows == 0


# ---------------------------------------------------------------- families and pairs in SQL


def run(query: str, result: type | None = None, **tables: Sequence[Row]) -> list[Row]:
    """The rows of a query over hand-made tables."""
    with duckdb.connect() as db:
        for name, rows in tables.items():
            db.register(name, pa.Table.from_pylist(list(rows)))
        found = db.sql(query).to_arrow_table()
    return (found.cast(schema(result)) if result else found).to_pylist()


def pile_of(size: int, *, length: int, days: int, outlets: int) -> dict[str, list[Row]]:
    """A text of one family in so many articles, which share nothing else."""
    ids = [f"{i:02}" for i in range(size)]
    star = {
        "family_id": "f",
        "hub_id": "00",
        "hub_start": 0,
        "hub_end": length,
        "size": size,
        "by_rows": False,
    }
    return {
        "stars": [star | {"article_id": i, "start": 0, "end": length} for i in ids],
        "digests": [
            {"id": i, "day": f"2020-01-{n % days + 1:02}", "outlet": f"o{n % outlets}"}
            for n, i in enumerate(ids)
        ],
        "alignments": [link(("00", 0, length), (i, 0, length)) for i in ids[1:]],
    }


@pytest.mark.parametrize(
    ("size", "length", "days", "outlets", "learnt"),
    [
        (6, 100, 6, 3, True),
        (6, families.FORMULA_LENGTH, 6, 3, True),
        (6, families.FORMULA_LENGTH + 1, 6, 3, False),
        (6, families.FURNITURE_LENGTH, 6, 1, True),  # one outlet: furniture of its pages
        (6, families.FURNITURE_LENGTH + 1, 6, 1, False),
        (families.FORMULA_WITNESSES - 1, 100, 4, 3, False),
        (6, 100, families.FORMULA_DAYS - 1, 3, False),  # a quotation of the day
    ],
)
def test_a_short_text_of_many_days_is_a_formula(
    size: int, length: int, days: int, outlets: int, learnt: bool
) -> None:
    (family,) = run(families.FAMILIES_SQL, Family, **pile_of(size, length=length, days=days, outlets=outlets))
    assert family == {
        "id": "f",
        "hub_id": "00",
        "hub_start": 0,
        "hub_end": length,
        "size": size,
        "formula": learnt,
        "formula_by": "pile" if learnt else None,
    }


def test_what_articles_share_beside_other_text_is_no_formula() -> None:
    tables = pile_of(6, length=100, days=6, outlets=3)
    tables["alignments"] += [link(("00", 500, 900), (f"{i:02}", 500, 900)) for i in (1, 2)]
    (family,) = run(families.FAMILIES_SQL, Family, **tables)
    assert not family["formula"]


def test_a_formula_by_rows_needs_no_pile() -> None:
    tables = pile_of(2, length=500, days=1, outlets=1)
    tables["stars"] = [row | {"by_rows": True} for row in tables["stars"]]
    (family,) = run(families.FAMILIES_SQL, Family, **tables)
    assert (family["formula"], family["formula_by"]) == (True, "rows")


def test_a_passage_inside_formulas_on_both_sides_is_a_formula() -> None:
    alignments = [
        link(("a", 0, 100), ("b", 0, 100)),
        link(("a", 200, 300), ("b", 200, 300), formula=True),
        link(("a", 0, 100), ("c", 0, 100)),
        link(("a", 400, 600), ("c", 400, 600)),
    ]
    tables = {
        "alignments": [r | {"score": 1.0} for r in alignments],
        "families": [{"id": "f", "formula": True}, {"id": "g", "formula": False}],
        "witnesses": [
            {"family_id": "f", "article_id": "a", "start": 0, "end": 60},
            {"family_id": "f", "article_id": "b", "start": 0, "end": 50},
            {"family_id": "f", "article_id": "c", "start": 0, "end": 49},
            {"family_id": "g", "article_id": "a", "start": 400, "end": 600},
            {"family_id": "g", "article_id": "c", "start": 400, "end": 600},
        ],
    }
    found = run(families.PASSAGES_SQL + " order by a.right_id, a.left_start", Passage, **tables)
    assert [(r["right_id"], r["left_start"], r["formula"]) for r in found] == [
        ("b", 0, True),
        ("b", 200, True),
        ("c", 0, False),
        ("c", 400, False),
    ]


def test_coverage_counts_overlaps_once_and_no_formulas() -> None:
    passages = [
        link(("a", 0, 100), ("b", 0, 50)),
        link(("a", 50, 150), ("b", 200, 250)),
        link(("a", 60, 70), ("b", 210, 220)),  # inside another
        link(("a", 300, 400), ("b", 300, 400), formula=True),
        link(("a", 0, 100), ("c", 0, 100), formula=True),
    ]
    tables = {
        "passages": passages,
        "alignments": [r | {"words": 10 + n} for n, r in enumerate(passages)],
        "digests": [{"id": "a", "length": 1000}, {"id": "b", "length": 300}, {"id": "c", "length": 100}],
    }
    assert run(families.PAIRS_SQL, Pair, **tables) == [
        {"left_id": "a", "right_id": "b", "words": 33, "left_coverage": 0.15, "right_coverage": 0.333333}
    ]


# ---------------------------------------------------------------- stories


def edge(left: str, right: str, coverage: float) -> Row:
    left, right = sorted((left, right))
    return {"left_id": left, "right_id": right, "coverage": coverage, "words": 50}


def test_a_story_is_a_hub_and_its_neighbours() -> None:
    edges = [edge("a", "b", 0.5), edge("a", "c", 0.4), edge("x", "y", 0.9), edge("a", "x", 0.2)]
    assert families.story_stars(edges, 0.3) == [["a", "b", "c"], ["x", "y"]]


def test_stories_do_not_chain() -> None:
    chain = [edge(x, y, 0.4) for x, y in ("ab", "bc", "cd", "de")]
    assert families.story_stars(chain, 0.3) == [["b", "a", "c"], ["d", "e"]]
    assert families.story_stars(chain[:3], 0.3) == [["b", "a", "c"]]


def test_of_equal_hubs_the_closest_then_the_smallest_id_is_taken() -> None:
    assert families.story_stars([edge("a", "b", 0.5)], 0.3) == [["a", "b"]]
    square = [edge("a", "b", 0.5), edge("c", "d", 0.5), edge("a", "c", 0.5), edge("b", "d", 0.5)]
    assert families.story_stars(square, 0.3)[0] == ["a", "b", "c"]
    square[3] = edge("b", "d", 0.6)
    assert families.story_stars(square, 0.3)[0] == ["b", "a", "d"]


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        (0.59, [["b", "a", "c"]]),
        (0.6, [["b", "a", "c", "d"]]),
        (0.9, [["c", "b", "d", "a"]]),  # now `c` is the hub, and `a` is left over
    ],
)
def test_what_is_left_over_joins_at_twice_the_threshold(coverage: float, expected: list[list[str]]) -> None:
    edges = [edge("a", "b", 0.65), edge("b", "c", 0.5), edge("c", "d", coverage)]
    assert families.story_stars(edges, 0.3) == expected


def test_what_is_left_over_joins_the_story_it_shares_most_with() -> None:
    first = [edge("a", x, 0.9) for x in ("b", "c", "d")]
    second = [edge("w", x, 0.9) for x in ("x", "y", "z")]
    edges = [*first, *second, edge("d", "q", 0.61), edge("z", "q", 0.8)]
    assert families.story_stars(edges, 0.3) == [["a", "b", "c", "d"], ["w", "x", "y", "z", "q"]]
    weak = [*first, *second, edge("d", "q", 0.5), edge("z", "q", 0.59)]
    assert families.story_stars(weak, 0.3) == [["a", "b", "c", "d"], ["w", "x", "y", "z"]]


def test_a_high_threshold_lets_nothing_left_over_join_but_whole_copies() -> None:
    edges = [edge("a", "b", 0.9), edge("b", "c", 0.9), edge("c", "d", 0.99)]
    assert families.story_stars(edges, 0.8) == [["c", "b", "d"]]
    edges = [edge("a", "b", 0.99), edge("b", "c", 0.9), edge("c", "d", 1.0), edge("b", "e", 0.9)]
    assert families.story_stars(edges, 0.8) == [["b", "a", "c", "e", "d"]]


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]),
        st.floats(0, 1).map(lambda x: round(x, 2)),
        max_size=25,
    )
)
def test_no_article_stands_more_than_two_steps_from_its_hub(weights: dict[tuple[int, int], float]) -> None:
    edges = [edge(str(a), str(b), w) for (a, b), w in sorted(weights.items())]
    coverage = {(e["left_id"], e["right_id"]): e["coverage"] for e in edges}

    def shared(x: str, y: str) -> float:
        return coverage.get((min(x, y), max(x, y)), 0.0)

    stories = families.story_stars(edges, 0.3)
    members = [a for story in stories for a in story]
    assert len(members) == len(set(members)), "an article in two stories"
    for hub, *others in stories:
        assert others
        for article in others:
            if shared(hub, article) < 0.3:
                assert max(shared(article, x) for x in (hub, *others) if x != article) >= 0.6


def member(article: str, outlet: str | None, published: str | None, kind: str, **counts: int) -> Row:
    facts = {"outlet": outlet, "published": published, "published_kind": kind}
    return {"story_id": "s", "article_id": article, **facts, **counts}


def test_the_members_of_a_story_are_named_by_its_hub() -> None:
    found = families.member_batch(group([edge("c", x, 0.5) for x in "abd"]), min_coverage=0.3)
    assert found.schema == families.MEMBERS
    assert {(row["story_id"], row["hub_id"]) for row in found.to_pylist()} == {
        (derived_id("story", "c"), "c")
    }
    assert sorted(row["article_id"] for row in found.to_pylist()) == ["a", "b", "c", "d"]


def test_story_batch_says_who_and_since_when() -> None:
    rows = [
        member("b", "Paper", "2020-05-01", "crawl"),
        member("a", "Wire", "2020-05-02", "published"),
        member("c", "Paper", "2020-05-03", "url"),
        member("d", None, None, "none"),
    ]
    found = families.story_batch(group(rows))
    assert found.schema == schema(Story)
    expected = {
        "id": "s",
        "article_ids": ["a", "b", "c", "d"],
        "outlets": 2,
        "origins_min": None,
        "origins_max": None,
        "named_sources_min": None,
        "named_sources_max": None,
        "first_seen": "2020-05-02",
        "first_seen_kind": "published",
    }
    assert found.to_pylist() == [expected]
    counts = {"origins_min": 1, "origins_max": 2, "named_sources_min": 3, "named_sources_max": 4}
    counted = families.story_batch(group([{**row, **counts} for row in rows]))
    assert counted.to_pylist() == [{**expected, **counts}]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([("2020-01-02", "crawl"), ("2020-01-05", "published")], ("2020-01-05", "published")),
        ([("2020-01-02", "crawl"), ("2020-01-01", "crawl")], ("2020-01-01", "crawl")),
        ([("2020-01-02", "feed"), ("2020-01-02T10:00:00", "published")], ("2020-01-02", "feed")),
        ([(None, "none"), ("2020-01-02", "crawl")], ("2020-01-02", "crawl")),
        ([(None, "none"), (None, "none")], (None, None)),
    ],
)
def test_first_seen_prefers_any_date_to_that_of_a_crawl(
    dates: list[tuple[str | None, str]], expected: tuple[str | None, str | None]
) -> None:
    rows = [member(name, None, *date) for name, date in zip("ab", dates, strict=True)]
    (story,) = families.story_batch(group(rows)).to_pylist()
    assert (story["first_seen"], story["first_seen_kind"]) == expected
    assert story["outlets"] == 0


def test_edges_below_the_threshold_make_no_story() -> None:
    rows = group([edge("a", "b", 0.29)])
    assert families.member_batch(rows, min_coverage=0.3).num_rows == 0
    assert families.member_batch(rows, min_coverage=0.2).num_rows == 2
