"""Which figures of two articles are one because their words stand aligned in a passage they share.

Each alignment is walked once, and of a text in many articles there are about as many alignments as
articles (they are tied to hubs, docs/architecture.md): so 2,000 reprints of one wire cost 2,000 walks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from naql.claim_figures import Figure
from naql.claim_values import Spanned, places_agree, times_agree, value_of
from naql.inferred import Claim
from naql.model import Alignment, Run
from naql.sentences import fold
from naql.word_forms import likeness

FEW = 3  # in longer lists of places or times, aligned words do not tell which stands for which
SOME = 2  # words beside a figure from which they can tell that it is of another thing
BESIDE = 0.6  # of the words beside two figures: so many are shared by two values of one thing
CLAUSE = 0.75  # of the words of their clauses: a company's profit is told in the words of another's
ALL_BESIDE, SENTENCE = 0.8, 4  # the same where nothing is counted, and how many words at least
OVERLAP = 0.5  # of both together: claims that count nothing are one if their clauses overlap by so much


class Link(NamedTuple):
    """Two figures that stand over each other, and what else differs there: keys of reasons."""

    left: Figure
    right: Figure
    differs: frozenset[str]


def links(figures: Mapping[str, Sequence[Figure]], alignments: Iterable[Alignment]) -> Iterator[Link]:
    """Figures of two articles that stand over each other; formulas are passed over.

    `figures` are those of each article, in its order.
    """
    starts = {article: [figure.start for figure in found] for article, found in figures.items()}
    for block in alignments:
        left, right = figures.get(block.left_id, ()), figures.get(block.right_id, ())
        if block.formula or not left or not right:
            continue
        first = bisect_left(starts[block.left_id], block.left_start)
        last = bisect_right(starts[block.left_id], block.left_end)
        taken: set[int] = set()
        for figure in left[first:last]:
            if (place := _over(block.runs, figure.start, figure.end)) is None:
                continue
            exact, begin, end = place
            near = _candidates(right, starts[block.right_id], begin, end)
            for at in near:
                if at not in taken and _one(figure, right[at], (begin, end), exact=exact):
                    taken.add(at)
                    yield Link(figure, right[at], _differs(figure, right[at], block.runs))
                    break


def _differs(one: Figure, other: Figure, runs: Sequence[Run]) -> frozenset[str]:
    """Times and places of one clause that stand over others of the other: what a desk exchanged.

    Where nothing is counted, sentences filled in with other names are many («wishes the people of …»): only
    times count there, and nearly all other words must be the same.
    """
    left, right = one.claim, other.claim
    alike = len(one.near & other.near) >= SENTENCE and share(one.near, other.near) >= ALL_BESIDE
    if one.quantity is None and not alike:
        return frozenset()
    found = set[str]()
    for time in left.times if max(len(left.times), len(right.times)) <= FEW else ():
        if any(times_agree([time], [also]) is False for also in _opposite(time, right.times, left, runs)):
            found.add("clash.time")
    few = one.quantity is not None and max(len(left.places), len(right.places)) <= FEW
    for place in left.places if few else ():
        for also in _opposite(place, right.places, left, runs):
            if places_agree([place], [also]) is False and not _alike(place.name, also.name):
                found.add("clash.place")
    return frozenset(found)


def same_clause(one: Figure, other: Figure) -> bool:
    """Whether two figures stand beside the same words, in clauses that tell nearly the same."""
    return share(one.near, other.near) >= BESIDE and share(one.words, other.words) >= CLAUSE


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the fewer words that both have; all of them, where one has hardly any."""
    least = min(len(one), len(other))
    return len(one & other) / least if least >= SOME else 1.0


def _alike(one: str, other: str) -> bool:
    """Whether two names share a word or the shape of one: another spelling, or a longer form."""
    return any(likeness(fold(a), fold(b)) > 0 for a in one.split() for b in other.split())


def _opposite(one: Spanned, others: Sequence[Spanned], claim: Claim, runs: Sequence[Run]) -> list[Spanned]:
    """Times or places of the right text that stand over one of the left, if it is in its own clause."""
    place = _over(runs, one.start, one.end) if claim.start <= one.start < claim.end else None
    if place is None:
        return []
    return [other for other in others if other.start < place[2] and place[1] < other.end]


def _over(runs: Sequence[Run], start: int, end: int) -> tuple[bool, int, int] | None:
    """What stands over a stretch of the left text: whether its first word is the same there, start, end.

    None where the other text has nothing for it.
    """
    at = max(0, bisect_right(runs, start, key=lambda run: run.left_start) - 1)
    found: list[tuple[bool, int, int]] = []
    while at < len(runs) and runs[at].left_start < end:
        run = runs[at]
        at += 1
        if run.left_end <= start or run.right_start == run.right_end:
            continue
        if run.op == "same":
            begin = run.right_start + max(0, start - run.left_start)
            stop = min(run.right_end, run.right_start + (min(end, run.left_end) - run.left_start))
            found.append((run.left_start <= start, begin, max(begin, stop)))
        elif run.op != "punctuation":
            found.append((False, run.right_start, run.right_end))
    if not found:
        return None
    return any(exact for exact, _, _ in found), found[0][1], found[-1][2]


def _candidates(right: Sequence[Figure], starts: Sequence[int], begin: int, end: int) -> range:
    """Figures of the right text that may overlap a stretch: those that begin in it, and the two before."""
    return range(max(0, bisect_left(starts, begin) - 2), bisect_left(starts, end))


def _one(left: Figure, right: Figure, place: tuple[int, int], *, exact: bool) -> bool:
    """Whether two figures that stand over each other are one."""
    common = min(right.end, place[1]) - max(right.start, place[0])
    if (left.quantity is None) != (right.quantity is None) or common <= 0:
        return False
    if left.quantity is None or right.quantity is None:
        both = max(right.end, place[1]) - min(right.start, place[0])
        return common >= OVERLAP * both
    if value_of(left.quantity) == value_of(right.quantity):
        return exact or left.key.thing == right.key.thing
    if not (left.whole and right.whole and same_clause(left, right)):
        return False
    return left.key.thing is not None and left.key.thing == right.key.thing
