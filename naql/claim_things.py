"""Which figures are of one thing: by aligned words first, then by thing, act, place and time.

The second step is a star, never a chain: a figure joins a group by its leading figure only, and is held
against the groups that most articles carry, `LEADERS` at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from naql.claim_figures import WEAK, Figure, Key
from naql.claim_links import links
from naql.claim_values import Value, places_agree, times_agree, value_of
from naql.model import Alignment

LEADERS = 32
SAME_WORDS = 0.5  # of the fewer words beside two figures: so many shared make two values those of one thing
FEW_WORDS = 2  # shared words beside figures of one value that make them one
UNIT_SHARE, UNIT_WORDS = 0.75, 3  # the same for two values of a unit or a percentage, which counts anything

Atom = tuple[Figure, ...]
"""Figures that alignments have shown to be one, in the order of article and place."""


def things(
    figures: Mapping[str, Sequence[Figure]], alignments: Iterable[Alignment]
) -> list[tuple[Figure, ...]]:
    """The figures of a story's articles, those of one thing together, in the order of article and place."""
    groups: dict[Key, list[_Thing]] = {}
    atoms = sorted(_atoms(figures, alignments), key=lambda atom: (-len(atom), _place(atom[0])))
    for atom in atoms:
        kin = groups.setdefault(atom[0].key, [])
        one = _Thing.of(atom)
        home = next((known for known in kin[:LEADERS] if known.takes(one)), None)
        if home is None:
            kin.append(one)
        else:
            home.add(one)
    found = (tuple(sorted(thing.figures, key=_place)) for kin in groups.values() for thing in kin)
    return sorted(found, key=lambda group: _place(group[0]))


def _place(figure: Figure) -> tuple[str, int, int]:
    return figure.claim.article_id, figure.start, figure.end


def _atoms(figures: Mapping[str, Sequence[Figure]], alignments: Iterable[Alignment]) -> list[Atom]:
    """Figures joined by alignments: the components of the links."""
    every = {_place(f): f for found in figures.values() for f in found}
    parent = {place: place for place in every}

    def top(place: tuple[str, int, int]) -> tuple[str, int, int]:
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    for left, right in links(figures, alignments):
        one, other = sorted((top(_place(left)), top(_place(right))))
        parent[other] = one
    joined: dict[tuple[str, int, int], list[Figure]] = {}
    for place in sorted(every):
        joined.setdefault(top(place), []).append(every[place])
    return [tuple(found) for found in joined.values()]


class _Thing(NamedTuple):
    """A group in the making: the figure it is known by, its articles, values, and all its figures."""

    leader: Figure
    articles: set[str]
    values: set[Value]
    figures: list[Figure]

    @classmethod
    def of(cls, atom: Atom) -> _Thing:
        """A group of one atom; it is known by the figure with most words beside it."""
        leader = max(atom, key=lambda f: (len(f.near), f.claim.article_id, f.start))
        values = {value_of(f.quantity) for f in atom if f.quantity is not None}
        return cls(leader, {f.claim.article_id for f in atom}, values, list(atom))

    def add(self, other: _Thing) -> None:
        """Takes the figures of another."""
        self.articles.update(other.articles)
        self.values.update(other.values)
        self.figures.extend(other.figures)

    def takes(self, other: _Thing) -> bool:
        """Whether another group tells of the same thing; keys are equal."""
        one, two = self.leader, other.leader
        if one.quantity is None or two.quantity is None:
            return False  # without a figure, only the same words tell that two claims are one
        where = places_agree(one.claim.places, two.claim.places)
        when = times_agree(one.claim.times, two.claim.times)
        if where is False or when is False:
            return False
        shared = len(one.near & two.near)
        share = shared / max(1, min(len(one.near), len(two.near)))
        if not self.values.isdisjoint(other.values):
            return self._same_value(two, shared, share, here=bool(where))
        if not self.articles.isdisjoint(other.articles):
            return False  # who gives both values gives them of two things
        if one.key.weak:
            return shared >= UNIT_WORDS and share >= UNIT_SHARE
        return one.key.act is not None and (bool(where) or (shared >= FEW_WORDS and share >= SAME_WORDS))

    def _same_value(self, other: Figure, shared: int, share: float, *, here: bool) -> bool:
        """Whether figures of one value and key are of one thing: a rare number, one place, shared words."""
        words = shared >= FEW_WORDS and share >= SAME_WORDS
        if other.key.weak:
            return words
        value = other.quantity.value if other.quantity is not None else None
        return words or here or (value is not None and value > WEAK)
