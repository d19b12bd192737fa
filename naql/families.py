"""From passages to what people look at: families of one text, pairs of articles, stories.

Nothing here is linked by single link. A family is a star: every witness is aligned with the hub's own
words. A story is a star too: every article shares substantial text with the story's hub. One merged
passage can therefore not chain what is unrelated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from naql import jit
from naql.arrow import table
from naql.model import Story, derived_id

SAME_SPAN = 0.5  # two spans of one article are one place if their overlap is this share of both together
HUB_COVER = 0.5  # a witness holds at least this share of the hub's words, and they of its place
FORMULA_WITNESSES = 5  # with fewer, a short recurring text is not yet called a formula
FORMULA_LENGTH = 160  # code points: formulas learnt from a pile are no longer than this
FURNITURE_LENGTH = 600  # the same for texts of one outlet only: page furniture
FORMULA_ALONE = 0.8  # share of witnesses whose article shares nothing else with the hub's article
FORMULA_DAYS = 5  # days they must be spread over: a quotation of the day is no formula
MIN_COVERAGE = 0.3  # of the shorter article's words, for two articles to be one story

COMPONENT = pa.schema(
    [pa.field("article_id", pa.string(), nullable=False), pa.field("component", pa.string(), nullable=False)]
)


def components(edges: pa.Table) -> pa.Table:
    """Connected components of article pairs (left_id, right_id), named by their smallest id.

    They only divide the work: families and stories inside one are found by stricter tests.
    """
    left, right = edges.column("left_id").combine_chunks(), edges.column("right_id").combine_chunks()
    ids = pa.concat_arrays([left, right]).unique().sort()
    one, other = (c.cast(pa.string()) for c in (left, right))
    roots = jit.compiled().union_find(
        pc.index_in(one, ids).to_numpy().astype(np.int64),
        pc.index_in(other, ids).to_numpy().astype(np.int64),
        len(ids),
    )
    return pa.table([ids, ids.take(pa.array(roots))], schema=COMPONENT)


class Span(NamedTuple):
    """A place in an article. A tuple, because millions are hashed."""

    article_id: str
    start: int
    end: int

    def overlap(self, other: Span) -> int:
        """Code points that both cover, in one article."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def places(spans: Iterable[Span]) -> dict[Span, Span]:
    """Each span → the place it belongs to: the longest span of its article that is nearly the same."""
    by_article: defaultdict[str, list[Span]] = defaultdict(list)
    for span in set(spans):
        by_article[span.article_id].append(span)
    result: dict[Span, Span] = {}
    for found in by_article.values():
        leaders: list[Span] = []
        for span in sorted(found, key=lambda s: (s[1] - s[2], s[1])):
            _, start, end = span
            for leader in leaders:
                _, first, last = leader  # unpacked: this is the inner loop of a million passages
                common = (end if end < last else last) - (start if start > first else first)
                if common >= SAME_SPAN * (last - first + end - start - common):
                    result[span] = leader
                    break
            else:
                leaders.append(span)
                result[span] = span
    return result


Edge = tuple[Span, Span]


def edges_of(group: pa.Table) -> list[Edge]:
    """The two spans of each row of alignments."""
    sides = (
        map(
            Span._make,
            zip(*(group.column(f"{side}_{c}").to_pylist() for c in ("id", "start", "end")), strict=True),
        )
        for side in ("left", "right")
    )
    return list(zip(*sides, strict=True))


def _neighbours(edges: list[Edge]) -> dict[Span, dict[Span, Edge]]:
    """Place → neighbouring place → the aligned spans (own, other), the longest where there are several."""
    place = places(span for edge in edges for span in edge)
    result: defaultdict[Span, dict[Span, Edge]] = defaultdict(dict)
    for left, right in edges:
        here, there = place[left], place[right]
        known = result[here].get(there)
        if known is None or left[2] - left[1] > known[0][2] - known[0][1]:
            result[here][there] = (left, right)
        known = result[there].get(here)
        if known is None or right[2] - right[1] > known[0][2] - known[0][1]:
            result[there][here] = (right, left)
    return result


def _covers(part: Span, whole: Span) -> bool:
    return part.overlap(whole) >= HUB_COVER * (whole.end - whole.start)


def stars(edges: list[Edge]) -> list[tuple[Span, list[Span]]]:
    """Families among passages: (hub, the span of each further witness), each place in one family.

    The place with most neighbours is the first hub (then the longest, then the smallest id); it takes
    the free neighbours that hold half of it and of which it holds half; and so on with what is left.
    """
    graph = _neighbours(edges)
    order = sorted(graph, key=lambda s: (-len(graph[s]), s.start - s.end, s.article_id, s.start))
    taken: set[Span] = set()
    result = []
    for hub in order:
        if hub in taken:
            continue
        taken.add(hub)
        members = []
        for other, (own, theirs) in graph[hub].items():
            if other not in taken and _covers(own, hub) and _covers(theirs, other):
                taken.add(other)
                members.append(theirs)
        if members:
            result.append((hub, sorted(members, key=lambda s: (s.article_id, s.start))))
    return result


def family_batch(group: pa.Table) -> pa.Table:
    """Alignments of one component (with `formula`, by rows) → witnesses with their family's columns."""
    edges = edges_of(group)
    flags = group.column("formula").to_pylist()
    formula = {span: flag for edge, flag in zip(edges, flags, strict=True) for span in edge}
    records: list[tuple[object, ...]] = []
    for hub, members in stars(edges):
        family = derived_id(hub.article_id, hub.start, hub.end)
        by_rows = sum(formula.get(m, False) for m in members) * 2 > len(members)
        records += [(family, *span, *hub, len(members) + 1, by_rows) for span in (hub, *members)]
    columns = zip(*records, strict=True) if records else ([] for _ in STAR.names)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, STAR, strict=True)], schema=STAR)


STAR = pa.schema(
    [
        pa.field("family_id", pa.string(), nullable=False),
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("hub_id", pa.string(), nullable=False),
        pa.field("hub_start", pa.int64(), nullable=False),
        pa.field("hub_end", pa.int64(), nullable=False),
        pa.field("size", pa.int64(), nullable=False),
        pa.field("by_rows", pa.bool_(), nullable=False),
    ]
)

WITNESSES_SQL = "select s.family_id, s.article_id, s.start, s.end from stars s"

_LEARNT = f"""(size >= {FORMULA_WITNESSES} and days >= {FORMULA_DAYS} and alone >= {FORMULA_ALONE} * size
    and hub_end - hub_start <= case when outlets = 1 then {FURNITURE_LENGTH} else {FORMULA_LENGTH} end)"""
# How often a witness's article shares nothing but this text with the hub's, and over how many days.
FAMILIES_SQL = f"""
with shared as (
    select left_id, right_id, count(*) as n from alignments group by left_id, right_id
),
witness as (
    select s.family_id, s.hub_id, s.hub_start, s.hub_end, s.size, s.by_rows, d.day,
           coalesce(d.outlet, '') as outlet, case when p.n is null or p.n = 1 then 1 else 0 end as alone
    from stars s
    join digests d on d.id = s.article_id
    left join shared p on p.left_id = least(s.hub_id, s.article_id)
         and p.right_id = greatest(s.hub_id, s.article_id)
),
family as (
    select family_id as id, hub_id, hub_start, hub_end, size, by_rows, sum(alone) as alone,
           count(distinct day) as days, count(distinct outlet) as outlets
    from witness group by family_id, hub_id, hub_start, hub_end, size, by_rows
)
select id, hub_id, hub_start, hub_end, size, by_rows or {_LEARNT} as formula,
       case when by_rows then 'rows' when {_LEARNT} then 'pile' end as formula_by
from family
"""

# A passage is a formula by its own words, or if half of each side stands in families that are.
PASSAGES_SQL = """
with formulaic as (
    select w.article_id, w.start as begins, w.end as ends
    from witnesses w join families f on f.id = w.family_id where f.formula
),
halves as (
    select a.left_id, a.left_start, a.left_end, a.right_id, a.right_start, a.right_end
    from alignments a
    join formulaic l on l.article_id = a.left_id and l.begins < a.left_end and l.ends > a.left_start
    join formulaic r on r.article_id = a.right_id and r.begins < a.right_end and r.ends > a.right_start
    where (least(l.ends, a.left_end) - greatest(l.begins, a.left_start)) * 2 >= a.left_end - a.left_start
      and (least(r.ends, a.right_end) - greatest(r.begins, a.right_start)) * 2 >= a.right_end - a.right_start
    group by a.left_id, a.left_start, a.left_end, a.right_id, a.right_start, a.right_end
)
select a.left_id, a.left_start, a.left_end, a.right_id, a.right_start, a.right_end, a.score,
       a.formula or h.left_id is not null as formula
from alignments a
left join halves h on h.left_id = a.left_id and h.right_id = a.right_id and h.left_start = a.left_start
     and h.left_end = a.left_end and h.right_start = a.right_start and h.right_end = a.right_end
"""

# Code points of a side that stand in shared passages, overlaps counted once.
_COVER = """
select left_id, right_id,
       sum(case when ends > reached then ends - greatest(begins, reached) else 0 end) as covered
from (
    select p.left_id, p.right_id, p.{side}_start as begins, p.{side}_end as ends,
           coalesce(max(p.{side}_end) over (partition by p.left_id, p.right_id
                    order by p.{side}_start, p.{side}_end
                    rows between unbounded preceding and 1 preceding), 0) as reached
    from passages p where not p.formula
) spans
group by left_id, right_id
"""
# Shares are rounded by whole numbers: `round` differs between engines where a share ends in an exact
# half (3 of 640 is .0046875: .004687 to DuckDB, .004688 to Sail and Spark).
PAIRS_SQL = f"""
with l as ({_COVER.format(side="left")}), r as ({_COVER.format(side="right")}),
shared as (
    select a.left_id, a.right_id, sum(a.words) as words
    from alignments a
    join passages p on p.left_id = a.left_id and p.right_id = a.right_id
         and p.left_start = a.left_start and p.right_start = a.right_start and p.left_end = a.left_end
         and p.right_end = a.right_end
    where not p.formula group by a.left_id, a.right_id
)
select l.left_id, l.right_id, cast(s.words as bigint) as words,
       floor(cast(2000000 * l.covered + x.length as double) / (2 * x.length)) / 1000000 as left_coverage,
       floor(cast(2000000 * r.covered + y.length as double) / (2 * y.length)) / 1000000 as right_coverage
from l
join r on r.left_id = l.left_id and r.right_id = l.right_id
join shared s on s.left_id = l.left_id and s.right_id = l.right_id
join digests x on x.id = l.left_id
join digests y on y.id = l.right_id
"""

STORY_EDGES_SQL = """
select c.component, p.left_id, p.right_id, greatest(p.left_coverage, p.right_coverage) as coverage
from pairs p join components c on c.article_id = p.left_id
"""
COUNTS = ("origins_min", "origins_max", "named_sources_min", "named_sources_max")


def story_stars(edges: list[dict[str, Any]], min_coverage: float) -> list[list[str]]:
    """Articles of each story, hub first, from pairs (left_id, right_id, coverage).

    The article with most substantial neighbours is the first hub and takes those that are free. What
    is left over in the end joins the story of the neighbour it shares most with, if it shares twice
    the threshold: two steps from a hub at most.
    """
    graph: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for e in edges:
        if e["coverage"] >= min_coverage:
            graph[e["left_id"]][e["right_id"]] = graph[e["right_id"]][e["left_id"]] = e["coverage"]
    story_of: dict[str, int] = {}
    stories: list[list[str]] = []
    for hub in sorted(graph, key=lambda a: (-len(graph[a]), -sum(graph[a].values()), a)):
        free = sorted(a for a in graph[hub] if a not in story_of)
        if hub in story_of or not free:
            continue
        for article in (hub, *free):
            story_of[article] = len(stories)
        stories.append([hub, *free])
    for article in sorted(graph.keys() - story_of.keys()):
        best = max(graph[article].items(), key=lambda item: (item[1], item[0]))
        if best[1] >= min(1.0, 2 * min_coverage):
            stories[story_of[best[0]]].append(article)
    return stories


def _first_seen(dates: Iterable[tuple[str | None, str]]) -> tuple[str | None, str | None]:
    """The earliest date and its kind; a date of a crawl counts only where there is no other."""
    known = [(kind == "crawl", date, kind) for date, kind in dates if date is not None]
    if not known:
        return None, None
    _, date, kind = min(known)
    return date, kind


MEMBERS = pa.schema(
    [pa.field(name, pa.string(), nullable=False) for name in ("story_id", "hub_id", "article_id")]
)


def member_batch(group: pa.Table, *, min_coverage: float) -> pa.Table:
    """Edges of one component → the articles of its stories. A story's id is derived from its hub's."""
    rows = [
        {"story_id": derived_id("story", articles[0]), "hub_id": articles[0], "article_id": article}
        for articles in story_stars(group.to_pylist(), min_coverage)
        for article in articles
    ]
    return pa.Table.from_pylist(rows, schema=MEMBERS)


MEMBERS_SQL = """
select m.story_id, m.article_id, d.outlet, d.published, d.published_kind
from members m join digests d on d.id = m.article_id
"""


def story_batch(group: pa.Table) -> pa.Table:
    """The articles of one story, with what may be counted of it if that is known → the story."""
    rows = group.to_pylist()
    seen, kind = _first_seen((row["published"], row["published_kind"]) for row in rows)
    story = Story(
        id=rows[0]["story_id"],
        article_ids=tuple(sorted(row["article_id"] for row in rows)),
        outlets=len({row["outlet"] for row in rows if row["outlet"] is not None}),
        first_seen=seen,
        first_seen_kind=kind,
        **{name: rows[0].get(name) for name in COUNTS},
    )
    return table([story], Story)
