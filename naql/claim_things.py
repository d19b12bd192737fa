"""Which figures are of one thing: by aligned words first, then by thing, act, place and time.

The second step is a star, never a chain: a figure joins a group by its leading figure only, and is held
against the groups that most articles carry, `LEADERS` at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from naql.claim_figures import WEAK, Figure, Key
from naql.claim_links import Link, links
from naql.claim_values import Value, places_agree, times_agree, value_of
from naql.model import Alignment

LEADERS = 32
SAME_WORDS = 0.5  # of the fewer words beside two figures: so many shared make two values those of one thing
FEW_WORDS = 2  # shared words beside figures of one value that make them one
UNIT_SHARE, UNIT_WORDS = 0.75, 3  # the same for two values of a unit or a percentage, which counts anything

Place = tuple[str, int, int]

Told = object


class Thing(NamedTuple):
    """Figures of one thing, and what else differs where their words are aligned: keys of reasons."""

    figures: tuple[Figure, ...]
    differs: frozenset[str]


def things(figures: Mapping[str, Sequence[Figure]], alignments: Iterable[Alignment]) -> list[Thing]:
    """The figures of a story's articles, those of one thing together, in the order of article and place."""
    groups: dict[Key, list[_Thing]] = {}
    for atom in sorted(_atoms(figures, alignments), key=lambda a: (-len(a.figures), _place(a.figures[0]))):
        kin = groups.setdefault(atom.figures[0].key, [])
        one = _Thing.of(atom)
        home = next((known for known in kin[:LEADERS] if known.takes(one)), None)
        if home is None:
            kin.append(one)
        else:
            home.add(one)
    found = (
        Thing(tuple(sorted(thing.figures, key=_place)), frozenset(thing.differs))
        for kin in groups.values()
        for thing in kin
    )
    return sorted(found, key=lambda thing: _place(thing.figures[0]))


def _place(figure: Figure) -> Place:
    return figure.claim.article_id, figure.start, figure.end


class _Atom(NamedTuple):
    """Figures that alignments join, the value each article gives, and what else differs there."""

    values: dict[str, Told]
    figures: list[Figure]
    differs: set[str]


def _atoms(figures: Mapping[str, Sequence[Figure]], alignments: Iterable[Alignment]) -> list[_Atom]:
    """Figures joined by alignments: the components of the links, those between equal values first.

    A link that would put two values of one article into one atom is none: a repeated sentence aligned
    crosswise, or a list of figures that one text has in another order.
    """
    found = {
        _place(f): _Atom({f.claim.article_id: _told(f)}, [f], set()) for own in figures.values() for f in own
    }
    crossed: list[Link] = []
    for link in links(figures, alignments):
        if _told(link.left) == _told(link.right):
            _join(found, link)
        else:
            crossed.append(link)
    for link in crossed:
        _join(found, link)
    atoms = {id(atom): atom for atom in found.values()}
    for atom in atoms.values():
        atom.figures.sort(key=_place)
    return list(atoms.values())


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

    def takes(self, other: _Thing) -> bool:
        """Whether another group tells of the same thing; keys are equal."""
        one, two = self.leader, other.leader
        if one.quantity is None or two.quantity is None:
            return False  # without a figure, only the same words tell that two claims are one
        where = places_agree(one.claim.places, two.claim.places)
        when = times_agree(one.claim.times, two.claim.times)
        if where is False or when is False:
            return False
        if any(self.given.get(article, values) != values for article, values in other.given.items()):
            return False  # who gives two values gives them of two things
        shared = len(one.near & two.near)
        share = shared / max(1, min(len(one.near), len(two.near)))
        if not self.values.isdisjoint(other.values):
            return self._same_value(two, shared, share, here=bool(where))
        if not (one.whole and two.whole):
            return False
        if one.key.weak:
            return shared >= UNIT_WORDS and share >= UNIT_SHARE
        told = shared >= FEW_WORDS and share >= SAME_WORDS
        return one.key.act is not None and (told or (bool(where) and (shared > 0 or bool(when))))

    def _same_value(self, other: Figure, shared: int, share: float, *, here: bool) -> bool:
        """Whether figures of one value and key are of one thing: a rare number, one place, shared words."""
        words = shared >= FEW_WORDS and share >= SAME_WORDS
        if other.key.weak:
            return words
        value = other.quantity.value if other.quantity is not None else None
        return words or here or (value is not None and value > WEAK)
