"""The textual origins of a story: how many texts, written independently, its articles come from.

An origin is a strand that articles rest on, or an article that shares no text. Counts need no arrows: strands
alone came within one of the truth on simulated stories (`benchmarks/transmission`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naql.counts import origin_count
from naql.descent import Telling
from naql.model import derived_id
from naql.strands import Strand

RESTS = 0.3  # share of an article's words in a strand from which the article rests on it
MANY_WORDS = 60  # or so many words of it
OWN_SHARE = 0.5  # of an article's words that nobody shares: perhaps a report of its own
TRACE = 0.1  # share of an article's words below which a strand is no origin of it at all


@dataclass(frozen=True, slots=True)
class Origins:
    """article id → ids of the origins it comes from; `merged` are sets of origins that may be one."""

    of: Mapping[str, frozenset[str]]
    merged: tuple[frozenset[str], ...]

    @property
    def least(self) -> int:
        """How many origins there are if all that may be one are one."""
        return origin_count(self.of, self.of, self.merged).least

    @property
    def most(self) -> int:
        """How many there are if none are."""
        return origin_count(self.of, self.of, self.merged).most


def origins(tellings: Sequence[Telling], strands: Sequence[Strand]) -> Origins:
    """The origins of some articles from their strands, the largest of which comes first."""
    sizes = [len(telling.text.split()) for telling in tellings]
    found: list[set[str]] = [set() for _ in tellings]
    main: dict[int, str] = {}  # the first strand that each text rests on
    merged = []
    for strand in strands:
        unit = strand.units[0]
        key = derived_id("origin", tellings[unit.base].id, unit.start)
        rest = [t for t, words in strand.members.items() if _rests(words, sizes[t])]
        known = next((main[t] for t in sorted(strand.members) if t in main), None)
        if len(rest) < 2 and known is not None:
            merged.append(frozenset({key, known}))
        for text, words in strand.members.items():
            if words >= TRACE * sizes[text] or words >= MANY_WORDS:
                found[text].add(key)
                main.setdefault(text, key)
    for text, keys in enumerate(found):
        shared = sum(strand.members.get(text, 0) for strand in strands)
        if not keys or shared < (1 - OWN_SHARE) * sizes[text]:
            own = derived_id("origin", tellings[text].id)
            if keys:
                merged.append(frozenset({own, main[text]}))
            keys.add(own)
    of = {telling.id: frozenset(keys) for telling, keys in zip(tellings, found, strict=True)}
    return Origins(of, tuple(sorted(set(merged), key=sorted)))


def _rests(words: int, size: int) -> bool:
    """Whether an article of a size rests on a strand it has so many words of."""
    return words >= RESTS * max(1, size) or words >= MANY_WORDS
