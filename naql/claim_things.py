"""Which figures are of one thing: by aligned words first, then by thing, act, place and time.

The second step is a star, never a chain: a figure joins a group by its leading figure only, and is held
against the groups that most articles carry, `LEADERS` at most.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from naql.claim_figures import PEOPLE, WEAK, Figure, Key, acts_of_people
from naql.claim_links import Link, links
from naql.claim_values import Value, numbers, places_agree, times_agree, value_of
from naql.inferred import Claim, ClaimPlace
from naql.model import Alignment

LEADERS = 32
SAME_WORDS = 0.5  # of the fewer words beside two figures: so many shared make two values those of one thing
MOST_WORDS = 0.8  # so many for other things than people
FEW_WORDS = 2  # shared words beside figures of one value that make them one
# Figures that may differ between two texts in which hardly any are equal: more, and one is a template.
OTHERS = 1
NEAR_DAYS = 2  # a reprint of one event comes out within so many days

REPRINT = 0.5  # of an article up to its last claim: so much shared makes it a reprint
Place = tuple[str, int, int]
Pair = tuple[str, str]

Told = object


class Thing(NamedTuple):
    """Figures of one thing, and what else differs where their words are aligned: keys of reasons."""

    figures: tuple[Figure, ...]
    differs: frozenset[str]


def things(
    figures: Mapping[str, Sequence[Figure]],
    alignments: Iterable[Alignment],
    days: Mapping[str, str] = MappingProxyType({}),
) -> list[Thing]:
    """The figures of a story's articles, those of one thing together, in the order of article and place.

    `days` are ISO days of articles, as far as they are known.
    """
    kin: dict[Key, list[_Thing]] = {}
    atoms = _atoms(figures, alignments, days)
    for atom in sorted(atoms, key=lambda a: (-len(a.figures), _place(a.figures[0]))):
        kin.setdefault(atom.figures[0].key, []).append(_Thing.of(atom))
    joined = (_gathered(_gathered(ones, _Thing.same_value), _Thing.other_value) for ones in kin.values())
    found = (
        Thing(tuple(sorted(thing.figures, key=_place)), frozenset(thing.differs))
        for ones in joined
        for thing in ones
    )
    return sorted(found, key=lambda thing: _place(thing.figures[0]))


def _gathered(ones: Sequence[_Thing], is_one: Callable[[_Thing, _Thing], bool]) -> list[_Thing]:
    """Groups of one key in stars around the first of them, which most articles carry."""
    kept: list[_Thing] = []
    for one in ones:
        home = next((known for known in kept[:LEADERS] if is_one(known, one)), None)
        if home is None:
            kept.append(one)
        else:
            home.add(one)
    return kept


def _place(figure: Figure) -> Place:
    return figure.claim.article_id, figure.start, figure.end


class _Atom(NamedTuple):
    """Figures that alignments join, the value each article gives, and what else differs there."""

    values: dict[str, Told]
    figures: list[Figure]
    differs: set[str]


def _atoms(
    figures: Mapping[str, Sequence[Figure]], alignments: Iterable[Alignment], days: Mapping[str, str]
) -> list[_Atom]:
    """Figures joined by alignments: the components of the links, those between equal values first.

    A link that would put two values of one article into one atom is none: a repeated sentence aligned
    crosswise, or a list of figures that one text has in another order. Values that differ are those of one
    thing only if one text reprints the other. Where they share little, lie days apart, or more than a third
    of their figures differ, they are one template filled in twice, like the share prices of two days.
    """
    found = {
        _place(f): _Atom({f.claim.article_id: _told(f)}, [f], set()) for own in figures.values() for f in own
    }
    blocks = list(alignments)
    equal: Counter[Pair] = Counter()
    crossed: dict[Pair, list[Link]] = {}
    for link in links(figures, blocks):
        pair = link.left.claim.article_id, link.right.claim.article_id
        if _told(link.left) == _told(link.right):
            equal[pair] += 1
            _join(found, link)
        else:
            crossed.setdefault(pair, []).append(link)
    reprints = _reprints(figures, blocks)
    for pair, others in crossed.items():
        near = _days_apart(days, *pair) <= NEAR_DAYS
        if near and pair in reprints and len(others) <= max(OTHERS, equal[pair] // 2):
            for link in others:
                _join(found, link)
    atoms = {id(atom): atom for atom in found.values()}
    for atom in atoms.values():
        atom.figures.sort(key=_place)
    return list(atoms.values())


def _reprints(figures: Mapping[str, Sequence[Figure]], alignments: Iterable[Alignment]) -> set[Pair]:
    """Pairs of articles of which one shares much with the other, as far as the last claims reach."""
    reach = {article: max((f.claim.end for f in own), default=0) for article, own in figures.items()}
    shared: dict[Pair, list[int]] = {}
    for block in alignments:
        both = shared.setdefault((block.left_id, block.right_id), [0, 0])
        both[0] += block.left_end - block.left_start
        both[1] += block.right_end - block.right_start
    return {
        pair
        for pair, lengths in shared.items()
        if any(n >= REPRINT * reach.get(article, 0) for n, article in zip(lengths, pair, strict=True))
    }


def _days_apart(days: Mapping[str, str], one: str, other: str) -> int:
    """How many days lie between two articles; 0 where that is not known."""
    first, second = days.get(one), days.get(other)
    if first is None or second is None:
        return 0
    return abs((datetime.date.fromisoformat(second) - datetime.date.fromisoformat(first)).days)


def _join(found: dict[Place, _Atom], link: Link) -> None:
    """Joins the atoms of two figures, unless an article would give two values; the smaller is moved."""
    one, other = found[_place(link.left)], found[_place(link.right)]
    large, small = (one, other) if len(one.figures) >= len(other.figures) else (other, one)
    if large is not small:
        if any(large.values.get(article, told) != told for article, told in small.values.items()):
            return
        large.values.update(small.values)
        large.figures.extend(small.figures)
        large.differs.update(small.differs)
        for figure in small.figures:
            found[_place(figure)] = large
    large.differs.update(link.differs)


def _told(figure: Figure) -> Told:
    """What a figure tells: its value; of a claim that counts nothing, its places and times."""
    if figure.quantity is not None:
        return value_of(figure.quantity)
    claim = figure.claim
    return tuple(p.name for p in claim.places), tuple(t.value for t in claim.times)


class _Thing(NamedTuple):
    """A group in the making: the figure it is known by, the values each article gives, all its figures."""

    leader: Figure
    given: dict[str, set[Value]]
    values: set[Value]
    figures: list[Figure]
    differs: set[str]

    @classmethod
    def of(cls, atom: _Atom) -> _Thing:
        """A group of one atom; it is known by the figure with most words beside it."""
        leader = max(atom.figures, key=lambda f: (len(f.near), f.claim.article_id, f.start))
        given: dict[str, set[Value]] = {}
        for figure in atom.figures:
            if figure.quantity is not None:
                given.setdefault(figure.claim.article_id, set()).add(value_of(figure.quantity))
        return cls(leader, given, set().union(*given.values()), list(atom.figures), atom.differs)

    def add(self, other: _Thing) -> None:
        """Takes the figures of another."""
        for article, values in other.given.items():
            self.given.setdefault(article, set()).update(values)
        self.values.update(other.values)
        self.figures.extend(other.figures)
        self.differs.update(other.differs)

    def same_value(self, other: _Thing) -> bool:
        """Whether another group gives the same value of the same thing; keys are equal.

        One value and key are of one thing at one place, beside the same words, or if the number is rare.
        """
        if self.values.isdisjoint(other.values) or not self._may_meet(other):
            return False
        told, key, value = self._words(other) >= SAME_WORDS, self.leader.key, self.leader.quantity
        if key.weak or told:
            return told
        rare = value is not None and value.value is not None and value.value > WEAK
        return rare or bool(places_agree(self.leader.claim.places, other.leader.claim.places))

    def other_value(self, other: _Thing) -> bool:
        """Whether another group gives another value of the same thing; keys are equal.

        Tolls do: an act that happens to people, in one place, and something more, a word beside both or the
        same time; or nearly the same words. Other things meet like this only in values that leave room for
        each other, beside the same words; units, which count anything, do not.
        """
        one, two = self.leader, other.leader
        if one.key.weak or one.key.act is None or not (one.whole and two.whole and self._may_meet(other)):
            return False
        toll, words = one.key.act in acts_of_people(), self._words(other)
        if words >= (SAME_WORDS if one.key.thing == PEOPLE else MOST_WORDS) and (toll or _fit(one, two)):
            return True
        if not toll or not places_agree(_own_places(one.claim), _own_places(two.claim)):
            return False
        return not one.near.isdisjoint(two.near) or bool(times_agree(one.claim.times, two.claim.times))

    def _may_meet(self, other: _Thing) -> bool:
        """Whether nothing speaks against one thing: places, times, or an article that gives two values."""
        one, two = self.leader, other.leader
        if one.quantity is None or two.quantity is None:
            return False  # without a figure, only the same words tell that two claims are one
        if any(self.given.get(article, values) != values for article, values in other.given.items()):
            return False  # who gives two values gives them of two things
        return (
            places_agree(one.claim.places, two.claim.places) is not False
            and times_agree(one.claim.times, two.claim.times) is not False
        )

    def _words(self, other: _Thing) -> float:
        """The share of the words beside two figures that both have; 0 for a single one."""
        one, two = self.leader.near, other.leader.near
        shared = len(one & two)
        return shared / min(len(one), len(two)) if shared >= FEW_WORDS else 0.0


def _fit(one: Figure, two: Figure) -> bool:
    """Whether the values of two figures leave room for each other."""
    given = [(figure.quantity, figure.text) for figure in (one, two) if figure.quantity is not None]
    return numbers(given).verdict == "compatible"


def _own_places(claim: Claim) -> list[ClaimPlace]:
    """The places that stand in the clause itself."""
    return [place for place in claim.places if claim.start <= place.start < claim.end]
