"""The changes of a comparison as a page shows them: a list, most serious first, and marks in the texts.

Pure functions over the JSON shape of `compare --json`; a text's words are marked once, however many
changes speak of them.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from naql.model import CHANGE_KINDS, QUIET_KINDS, SEVERITIES

View = dict[str, Any]
Row = Mapping[str, Any]
Mark = tuple[int, int, int]
"""Start and end in a text, and the number of the change that is marked there."""

LISTED = 200  # changes listed; more are marked in the texts all the same


def numbered(changes: Sequence[Row]) -> list[View]:
    """The changes with their numbers: by severity, then as they come; those of quiet kinds last."""
    order = sorted(range(len(changes)), key=lambda i: (-weight(changes[i]), i))
    return [{**changes[i], "number": n} for n, i in enumerate(order, 1)]


def weight(change: Row) -> int:
    """How much a change matters: 3 for major ones, 0 for quiet kinds."""
    return 0 if change["kind"] in QUIET_KINDS else 1 + SEVERITIES.index(change["severity"])


def listed(changes: Sequence[View]) -> list[View]:
    """What the list of a page shows of numbered changes: quiet kinds are only counted."""
    return [change for change in changes if weight(change)][:LISTED]


def kind_counts(changes: Iterable[Row]) -> dict[str, int]:
    """Kind → how many changes are of it, in the order of `CHANGE_KINDS`, without those there are none of."""
    counts = Counter(str(change["kind"]) for change in changes)
    return {kind: counts[kind] for kind in CHANGE_KINDS if counts[kind]}


def severity_counts(changes: Iterable[Row]) -> dict[str, int]:
    """Severity → how many changes of other than quiet kinds, most serious first."""
    counts = Counter(str(c["severity"]) for c in changes if c["kind"] not in QUIET_KINDS)
    return {severity: counts[severity] for severity in reversed(SEVERITIES)}


def marks(changes: Sequence[View], side: str) -> list[Mark]:
    """Where the numbered changes stand in one text; of two that overlap, the more serious one."""
    taken: list[Mark] = []
    for change in changes:
        if change[side]:
            start, end = change[side]["start"], change[side]["end"]
            i = bisect.bisect(taken, (start, end, 0))
            if (i == 0 or taken[i - 1][1] <= start) and (i == len(taken) or end <= taken[i][0]):
                taken.insert(i, (start, end, change["number"]))
    return taken


def cut(
    pieces: Iterable[tuple[str, int, int]], marked: Sequence[Mark]
) -> Iterator[tuple[str, int, int, int | None]]:
    """Pieces of a text (operation, start, end), cut where marks begin and end, with their change's number."""
    for op, start, end in pieces:
        i = bisect.bisect(marked, (start, start, 0))
        i -= i > 0 and marked[i - 1][1] > start
        while start < end:
            if i == len(marked) or marked[i][0] >= end:
                yield op, start, end, None
                break
            first, last, number = marked[i]
            if start < first:
                yield op, start, first, None
            yield op, max(start, first), min(end, last), number
            start = min(end, last)
            i += last <= end


def unexplained(blocks: Iterable[Row], changes: Sequence[View]) -> Counter[str]:
    """Operation → runs that differ and that no change speaks of, as in a stock phrase."""
    places = {side: marks(changes, side) for side in ("a", "b")}
    return Counter(
        run["op"]
        for block in blocks
        for run in block["runs"]
        if not any(_touched(run[side], places[side]) for side in places)
    )


def _touched(run: Sequence[int], marked: Sequence[Mark]) -> bool:
    i = bisect.bisect(marked, (run[1], 0, 0))
    return run[0] < run[1] and i > 0 and marked[i - 1][1] > run[0]
