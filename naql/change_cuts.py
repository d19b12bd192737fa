"""Values cut out of longer differences: a time, a number or a place that became another is told by itself.

Words that were rewritten together make one difference. Where each side of it holds a time, say, the two
times are what a reader looks for, and what stands around them is told apart. The same holds for a time at
the edge of a phrase that came or went, and for a day word that moved and was re-dated on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from naql.change_facts import Facts, Range
from naql.change_times import day_of
from naql.columns import OTHER, Column
from naql.differences import MOVED, Difference, grouped

LONG = 20  # words on a side of a difference that is a rewritten sentence: its values are not compared
PHRASE = 6  # telling words beside a time that came or went; with more it is a part of a clause
APART = 25  # tokens between a time that went and one that came, of which one became the other


class Value(NamedTuple):
    """Tokens `start:end` of one text that hold a value; `name` is equal for equal values."""

    kind: str
    start: int
    end: int
    name: object


def cut(difference: Difference, left: Facts, right: Facts) -> list[Difference]:
    """A difference in parts: values that became others, and the words around them."""
    if difference.op != OTHER:
        return [difference]
    sides = (left, (difference.left, difference.left_end)), (right, (difference.right, difference.right_end))
    words = [len(facts.words(where)) for facts, where in sides]
    if max(words) > LONG:
        return [difference]
    pairs = _pairs(*(list(values(facts, where)) for facts, where in sides)) if min(words) else []
    pairs = pairs or _edge_time(sides)
    return _parts(difference, _with_light_words(pairs, sides), left, right) if pairs else [difference]


def rejoined(parts: Sequence[Difference], left: Facts, right: Facts) -> list[Difference]:
    """Differences of one passage, a day that went and one that came near by as one difference.

    The same words in both places have moved.
    """
    gone = [d for d in parts if _lone_day(d, left, (d.left, d.left_end), (d.right, d.right_end))]
    come = [d for d in parts if _lone_day(d, right, (d.right, d.right_end), (d.left, d.left_end))]
    near = sorted(
        ((abs(one.left - other.left), one, other) for one in gone for other in come), key=lambda pair: pair[0]
    )
    made: list[Difference] = []
    used: set[Difference] = set()
    for apart, one, other in near:
        if apart <= APART and one not in used and other not in used:
            used |= {one, other}
            same = _letters(left, (one.left, one.left_end)) == _letters(right, (other.right, other.right_end))
            columns = () if same else one.columns + other.columns
            ranges = one.left, one.left_end, other.right, other.right_end
            made.append(Difference(MOVED if same else OTHER, *ranges, columns))
    kept = [d for d in parts if d not in used]
    return sorted(kept + made, key=lambda d: (d.left, d.left_end, d.right))


def _lone_day(difference: Difference, facts: Facts, here: Range, there: Range) -> bool:
    """Whether a difference is a day on one side and no word on the other."""
    if difference.op != OTHER or there[0] < there[1]:
        return False
    found = facts.times_at(here)
    if len(found) != 1 or day_of(found[0]) is None:
        return False
    day = set(facts.words_in(found[0].start, found[0].end))
    return day.issubset(range(*here)) and day.issuperset(facts.telling(facts.words(here)))


def _letters(facts: Facts, where: Range) -> list[str]:
    return [facts.tokens[n].folded for n in facts.words(where)]


def values(facts: Facts, where: Range) -> Iterator[Value]:
    """Times, numbers and places in a token range, none inside another, in order.

    They lie in it wholly; of a number in digits, the unit or thing may lie outside.
    """
    free = set(range(*where))
    found: list[Value] = []
    spans = [
        *(("time", t.start, t.end, t.value) for t in facts.times_at(where) if t.value is not None),
        *(
            ("number", q.start, max(q.end, q.thing_end or 0), (q.value, q.least, q.most))
            for q in facts.quantities_at(where)
        ),
        *(("place", m.start, m.end, m.name) for m in facts.places_at(where)),
    ]
    for kind, start, end, name in spans:
        inside = facts.words_in(start, end)
        digits = [n for n in inside if facts.tokens[n].folded[:1].isdigit()]
        if kind == "number" and digits and free.issuperset(digits):
            inside = [n for n in inside if n in free]  # «12» of «12 million», if that is all that changed
        if inside and free.issuperset(inside):
            found.append(Value(kind, inside[0], inside[-1] + 1, name))
            free -= set(inside)
    if any(facts.tokens[n].folded[:1].isdigit() for n in free):
        found = [v for v in found if v.kind != "number"]  # a decimal turned round, read as two
    yield from sorted(found, key=lambda v: v.start)


def _pairs(left: Sequence[Value], right: Sequence[Value]) -> list[tuple[Range, Range]]:
    """Values of one kind on both sides, in order, where each kind has as many on the left as on the right."""
    found: list[tuple[Value, Value]] = []
    for kind in ("time", "number", "place"):
        ones, others = ([v for v in side if v.kind == kind] for side in (left, right))
        if len(ones) == len(others):
            found += [(a, b) for a, b in zip(ones, others, strict=True) if a.name != b.name]
    found.sort(key=lambda pair: pair[0].start)
    kept: list[tuple[Range, Range]] = []
    for one, other in found:
        if not kept or (kept[-1][0][1] <= one.start and kept[-1][1][1] <= other.start):
            kept.append(((one.start, one.end), (other.start, other.end)))
    return kept


def _edge_time(sides: Sequence[tuple[Facts, Range]]) -> list[tuple[Range, Range]]:
    """A time at the beginning or end of a difference whose other side has none."""
    timed = [[v for v in values(facts, where) if v.kind == "time"] for facts, where in sides]
    if {len(timed[0]), len(timed[1])} != {0, 1}:
        return []
    side = 0 if timed[0] else 1
    (facts, where), (lacking, there) = sides[side], sides[1 - side]
    if lacking.times_at(there):
        return []
    words, there_words = facts.words(where), lacking.words(there)
    for value in timed[side]:
        rest = [n for n in facts.telling(words) if not value.start <= n < value.end]
        if len(rest) > PHRASE or not (rest or lacking.telling(there_words)):
            continue
        first = bool(rest) and not any(n < value.start for n in rest)
        if first or not any(n >= value.end for n in rest):
            at = there[0] if first else there[1]
            here, other = (value.start, value.end), (at, at)
            return [(here, other) if side == 0 else (other, here)]
    return []


def _with_light_words(
    pairs: Sequence[tuple[Range, Range]], sides: Sequence[tuple[Facts, Range]]
) -> list[tuple[Range, Range]]:
    """The pairs, the first and last with the light words that stand between them and the edge."""
    starts = [pairs[0][0][0], pairs[0][1][0]]
    ends = [pairs[-1][0][1], pairs[-1][1][1]]
    if not any(f.telling(f.words((w[0], at))) for (f, w), at in zip(sides, starts, strict=True)):
        starts = [where[0] for _, where in sides]
    if not any(f.telling(f.words((at, w[1]))) for (f, w), at in zip(sides, ends, strict=True)):
        ends = [where[1] for _, where in sides]
    inner = [[list(one), list(other)] for one, other in pairs]
    for side in (0, 1):
        inner[0][side][0], inner[-1][side][1] = starts[side], ends[side]
    return [((one[0], one[1]), (other[0], other[1])) for one, other in inner]


def _parts(
    difference: Difference, pairs: Sequence[tuple[Range, Range]], left: Facts, right: Facts
) -> list[Difference]:
    """The difference cut before and after each pair of ranges, if no word stands across a cut."""
    cuts = [(one[n], other[n]) for one, other in pairs for n in (0, 1)]
    corners = [(difference.left, difference.right), *cuts, (difference.left_end, difference.right_end)]
    parts: list[list[Column]] = [[] for _ in corners[1:]]
    for column in difference.columns:
        homes = {
            n
            for n, ((a, b), (a_end, b_end)) in enumerate(pairwise(corners))
            if (column.left < column.left_end and a <= column.left < a_end)
            or (column.right < column.right_end and b <= column.right < b_end)
        }
        if len(homes) != 1:
            return [difference]
        parts[homes.pop()].append(column)
    if not any(_fresh(column, left, right) for part in parts[::2] for column in part):
        return [difference]
    found: list[Difference] = []
    for corner, part in zip(corners, parts, strict=False):
        found += grouped(list(_placed(part, *corner)), left.tokens, right.tokens)
    return found


def _fresh(column: Column, left: Facts, right: Facts) -> bool:
    """Whether a column holds a word that tells something and has nothing like it on the other side."""
    return column.op == OTHER and bool(
        left.telling(range(column.left, column.left_end))
        or right.telling(range(column.right, column.right_end))
    )


def _placed(columns: Sequence[Column], left: int, right: int) -> Iterator[Column]:
    """Columns of one part, each where the ones before it end."""
    for column in columns:
        ends = left + column.left_end - column.left, right + column.right_end - column.right
        yield Column(column.op, left, ends[0], right, ends[1])
        left, right = ends
