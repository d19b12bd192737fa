"""Strands: the stretches of a story's texts that travelled together, each with its places of variation.

An article may merge two wires, so descent is asked of strands and not of articles. Sentences that stand in
the same texts are one strand; a strand nobody else tells is nobody's source.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from naql.descent_weights import WEIGHTS, difference_kind
from naql.model import Alignment
from naql.variation import Edit, Laid, Unit, bases

SAFE = 20  # texts: in larger strands the majority need not be counted one by one
NEARLY = 0.7  # of the texts of two sentences have both, for the texts to be nearly the same
SAME_STRAND = 0.5  # of the texts of the smaller sentence also have the other
LONGEST_WORD = 30  # code points in which the word before is looked for
_LAST_WORD = re.compile(r"\w+[^\w\n]*\Z")
PART, MOST = 0.25, 0.5  # of the words of a strand, or of what a text shares: to rest on the strand
Reading = tuple[str, ...]


class Place(NamedTuple):
    """A stretch `start:end` of a base where texts differ; `readings` of those that differ from it.

    `kind` is that of the weightiest difference from the base (`descent_weights`); `members` are the texts
    that have the sentence it stands in.
    """

    base: int
    start: int
    end: int
    kind: str
    readings: Mapping[int, Edit]
    members: frozenset[int]


class Innovation(NamedTuple):
    """A reading that a minority has while at least two other texts agree on another.

    `kind` is `reading` (at `place`), `omission` or `addition` (of `units`, sentences of the strand);
    `readers` are the texts that have it.
    """

    kind: str
    weight: float
    readers: frozenset[int]
    place: Place | None
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Strand:
    """Sentences that stand in the same texts; `members` rest on them, by how many of its words they have."""

    units: tuple[Unit, ...]
    members: Mapping[int, int]
    laid: Mapping[int, Mapping[int, Laid]]
    places: tuple[Place, ...]

    @property
    def words(self) -> int:
        """Words of all its sentences."""
        return sum(unit.words for unit in self.units)

    @cached_property
    def has(self) -> Mapping[int, frozenset[int]]:
        """For each text the numbers of the units it has."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for number, unit in enumerate(self.units):
            for text in unit.members:
                found[text].add(number)
        return {text: frozenset(numbers) for text, numbers in found.items()}

    def reading(self, text: int, place: Place) -> Reading | None:
        """What a text has at a place: folded words, () for the base's own; None where it does not stand."""
        if text in place.readings:
            return (*place.readings[text].words, "")  # never equal to the base's
        if text == place.base:
            return ()
        laid = self.laid[place.base].get(text)
        if laid is None or not laid.has(place.start, place.end):
            return None
        return None if laid.edited(place.start, place.end) else ()


def strands(
    texts: Sequence[str], blocks: Sequence[tuple[int, int, Alignment]], language: str | None
) -> list[Strand]:
    """The strands of some texts, the largest first; `blocks` are (left, right, alignment)."""
    found = bases(texts, blocks)
    laid = {base.text: base.laid for base in found}
    groups = _grouped([unit for base in found for unit in base.units])
    made = [_strand(texts, units, laid, language) for units in groups]
    shared: Counter[int] = Counter()
    for strand in made:
        shared.update(strand.members)
    made = [replace(strand, members=_resting(strand, shared)) for strand in made]
    return sorted(made, key=lambda s: (-sum(s.members.values()), s.units[0][:2]))


def _resting(strand: Strand, shared: Mapping[int, int]) -> dict[int, int]:
    """The members of a strand without those who merely quote some words of it: their texts are of another."""
    return {
        text: words
        for text, words in strand.members.items()
        if words >= PART * strand.words or words >= MOST * shared[text]
    }


def _grouped(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units by the texts they stand in: each joins the group with whose first unit it shares most texts.

    The unit whose texts have most in common comes first, not the one that most texts have: independent
    wires quote the same words, and a quotation that everybody has would tie all of them together.
    """
    alike: defaultdict[tuple[int, frozenset[int]], list[Unit]] = defaultdict(list)
    for unit in units:  # a long text has thousands of sentences, and few sets of texts that have them
        alike[unit.base, unit.members].append(unit)
    sizes = {same[0]: sum(unit.words for unit in same) for same in alike.values()}
    weights = {unit: _common(unit, sizes) for unit in sizes}
    groups: list[list[Unit]] = []
    for unit in sorted(sizes, key=lambda u: (-weights[u], u.base, u.start)):
        best = max(groups, key=lambda group: _shared(unit, group[0]), default=None)
        if best is not None and _shared(unit, best[0])[0] >= SAME_STRAND:
            best += alike[unit.base, unit.members]
        else:
            groups.append([*alike[unit.base, unit.members]])
    return [sorted(group, key=lambda u: (u.base, u.start)) for group in groups]


def _common(unit: Unit, sizes: Mapping[Unit, int]) -> int:
    """Words that nearly the same texts share, all of them counted; `sizes` by the first unit of each set."""
    near = (words for other, words in sizes.items() if _shared(unit, other)[1] >= NEARLY)
    return len(unit.members) * sum(near)


def _shared(one: Unit, other: Unit) -> tuple[float, float]:
    """How much of the smaller unit's texts have both, and of all texts; their common base aside."""
    mine, theirs = one.members, other.members
    if one.base == other.base:
        mine, theirs = mine - {one.base}, theirs - {one.base}
    both = len(mine & theirs)
    return both / max(1, min(len(mine), len(theirs))), both / max(1, len(mine | theirs))


def _strand(
    texts: Sequence[str],
    units: list[Unit],
    laid: Mapping[int, Mapping[int, Laid]],
    language: str | None,
) -> Strand:
    members: defaultdict[int, int] = defaultdict(int)
    for unit in units:
        for text in unit.members:
            members[text] += unit.words
    places = [place for unit in units for place in _places(texts, unit, laid[unit.base], language)]
    return Strand(tuple(units), dict(members), laid, tuple(places))


def _places(
    texts: Sequence[str], unit: Unit, laid: Mapping[int, Laid], language: str | None
) -> Iterable[Place]:
    """The places of a unit: the stretches of the base that some text has other words for."""
    found: defaultdict[tuple[int, int], dict[int, Edit]] = defaultdict(dict)
    for text in sorted(unit.members - {unit.base}):
        for edit in laid[text].edits_within(unit.start, unit.end):
            found[edit.start, edit.end][text] = edit
    for (start, end), readings in sorted(found.items()):
        kinds = _kinds(texts, texts[unit.base][start:end], readings, language)
        wider = None if "day" in kinds else _wider_day(texts, unit, start, end, readings, language)
        if wider is not None:
            yield wider
            continue
        kind = max(sorted(kinds), key=lambda k: (WEIGHTS[k], k == "day", k == "honorific"))
        yield Place(unit.base, start, end, kind, readings, unit.members)


def _wider_day(
    texts: Sequence[str], unit: Unit, start: int, end: int, readings: Mapping[int, Edit], language: str | None
) -> Place | None:
    """A place with the word before it, where both together are a day («أمس» beside «أمس الأول»)."""
    before = _word_before(texts[unit.base], start)
    printed = texts[unit.base][before:end].rstrip()
    wider = {
        text: edit._replace(
            own_start=(own := _word_before(texts[text], edit.own_start)),
            own_end=own + len(texts[text][own : edit.own_end].rstrip()),
        )
        for text, edit in readings.items()
    }
    if "day" not in _kinds(texts, printed, wider, language):
        return None
    return Place(unit.base, before, before + len(printed), "day", wider, unit.members)


def _kinds(
    texts: Sequence[str], printed: str, readings: Mapping[int, Edit], language: str | None
) -> set[str]:
    """The kinds of the differences between what a base prints and what others do."""
    return {
        difference_kind(printed, texts[text][edit.own_start : edit.own_end], language)
        for text, edit in readings.items()
    }


def _word_before(text: str, at: int) -> int:
    """Where the word before an offset begins, on the same line."""
    found = _LAST_WORD.search(text, max(0, at - LONGEST_WORD), at)
    return found.start() if found else at


# ---------------------------------------------------------------- innovations


def innovations(strand: Strand) -> list[Innovation]:
    """The readings of a strand that weigh, held by a minority while at least two others agree on another."""
    found: list[Innovation] = []
    for place in strand.places:
        if WEIGHTS[place.kind] > 0:
            found += _minorities(strand, place)
    return [*found, *_gaps(strand)]


def _minorities(strand: Strand, place: Place) -> Iterable[Innovation]:
    by_reading: defaultdict[Reading, set[int]] = defaultdict(set)
    for text, edit in place.readings.items():
        by_reading[edit.words].add(text)
    groups = [frozenset(readers) for _, readers in sorted(by_reading.items())]
    rest = place.members - place.readings.keys()
    if 2 * len(rest) > len(place.members) + SAFE:
        groups.append(rest)  # surely the majority, whoever of them has another edit across the place
    else:
        groups.append(frozenset(text for text in rest if strand.reading(text, place) is not None))
    total = sum(map(len, groups))
    largest = sorted(map(len, groups), reverse=True)
    for readers in groups:
        others = largest[1] if len(readers) == largest[0] else largest[0]
        if readers and 2 * len(readers) < total and others >= 2:
            yield Innovation("reading", _weight(place, readers), readers, place)


def _weight(place: Place, readers: frozenset[int]) -> float:
    """The weight of a minority's reading; words that only they have are as good as other words.

    To leave the same words out comes to many; to put the same words in does not.
    """
    if place.kind == "gap":
        base, lengths = place.end - place.start, [e.own_end - e.own_start for e in place.readings.values()]
        one = place.readings.get(min(readers))
        more = base > max(lengths) if one is None else one.own_end - one.own_start > base
        return WEIGHTS["content" if more else "gap"]
    return WEIGHTS[place.kind]


def _gaps(strand: Strand) -> Iterable[Innovation]:
    """Sentences that few leave out, and those that few add, neighbours taken as one."""
    everybody = frozenset(strand.members)
    runs: list[tuple[str, frozenset[int], list[Unit]]] = []
    for unit in strand.units:
        have = unit.members & everybody
        added = 2 * len(have) < len(everybody)
        kind, few = ("addition", have) if added else ("omission", everybody - have)
        if runs and runs[-1][:2] == (kind, few) and runs[-1][2][-1].base == unit.base:
            runs[-1][2].append(unit)
        else:
            runs.append((kind, few, [unit]))
    for kind, few, units in runs:
        if few and 2 * len(few) < len(everybody) and len(everybody - few) >= 2:
            yield Innovation(kind, WEIGHTS["gap"], few, None, tuple(units))
