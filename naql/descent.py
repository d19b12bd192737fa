"""How well one text explains another inside a strand: the evidence for "j was made from i", piece by piece.

The pieces and their weights are those found on agency stories and their reprints: coverage, rate of edits,
shared minority readings (T) against those of the alleged source that are missing (O), times, credits, and
what is lost in one direction only. Nothing here decides; `naql.arrows` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from naql.dating import Dated
from naql.descent_weights import WEIGHTS
from naql.outlet_names import is_agency, is_joint, is_known, names_of, parts_of, same_outlet
from naql.strands import Innovation, Place, Strand, innovations
from naql.times import day_shift

COVERAGE, RATE = 3.0, 0.25
SHARED_MOST = 3.0  # T counts no further: ten shared readings prove no more than three
BEFORE, AFTER = 1.5, -2.0
CREDITED, OTHER_CREDIT = 3.0, -3.0
AGENCY, TO_AGENCY = 1.5, -4.0
LATER_DAY, TITLE_LOST = 1.0, 0.3
GAPS = frozenset({"omission", "addition"})
UNSEEN = 2.0
"""What the score of an unseen source is, against which every text in the pile has to stand."""


@dataclass(frozen=True, slots=True)
class Credited:
    """A name that an article credits, with its place in the text (None in a byline field).

    `share` is how much of the text (0..1) it is credited with: all, but for a name in a sentence.
    """

    name: str
    start: int | None
    end: int | None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Telling:
    """One article as transmission sees it: `credits` of byline, dateline, tail; `relays` of its sentences."""

    id: str
    outlet: str | None
    text: str
    dated: Dated
    credits: tuple[Credited, ...]
    relays: tuple[Credited, ...]
    byline: str | None = None


def credits_of(telling: Telling, outlet: str | None) -> list[Credited]:
    """Where an article credits an outlet: in byline, dateline or tail, or in a sentence.

    A byline may name an outlet of the pile that no row knows, without the noun («السواحل»). Of those that
    rows know some are towns too («الرياض»), which `naql.credits` tells apart.
    """
    found = [c for c in (*telling.credits, *telling.relays) if same_outlet(c.name, outlet)]
    if found or outlet is None or is_known(outlet) or same_outlet(telling.outlet, outlet):
        return found
    return [Credited(outlet, None, None)] if names_of(outlet) & parts_of(telling.byline) else []


def credits_another(telling: Telling, outlet: str | None) -> bool:
    """Whether byline, dateline or tail credit somebody else than an outlet; «agencies» are nobody."""
    return any(not same_outlet(c.name, outlet) and not is_joint(c.name) for c in telling.credits)


@dataclass(frozen=True, slots=True)
class Step:
    """The evidence that `child` was made from `parent` (numbers of texts).

    `coverage` is the share of the child's words in the strand that the parent has; `edits` the weight of
    the readings in which they differ, a hundred words; `shared` the innovations both have, `missing` those of
    the parent that the child lacks, and their weights. `days` is how many days after the parent's the child's
    text speaks, by its day words. `time` is `before` (the parent surely was), `after` or `unknown`.
    """

    parent: int
    child: int
    coverage: float
    edits: float
    shared: tuple[Innovation, ...]
    missing: tuple[Innovation, ...]
    shared_weight: float
    missing_weight: float
    days: int | None
    titles: int
    time: str
    credits: tuple[Credited, ...]
    score: float


class Descent:
    """The evidence of one strand; `language` is that of its texts."""

    def __init__(self, tellings: Sequence[Telling], strand: Strand, language: str | None) -> None:
        self.tellings, self.strand, self.language = tellings, strand, language
        self.innovations = innovations(strand)
        self.by_text: defaultdict[int, list[Innovation]] = defaultdict(list)
        for found in self.innovations:
            for reader in found.readers:
                self.by_text[reader].append(found)
        self._days = [p for p in strand.places if p.kind == "day"]
        self._titles = [p for p in strand.places if p.kind == "honorific"]
        self._words = [unit.words for unit in strand.units]
        self._edited_by: defaultdict[int, list[int]] = defaultdict(list)
        for number, place in enumerate(strand.places):
            for text in place.readings:
                self._edited_by[text].append(number)

    def private(self, text: int) -> float:
        """The weight of all innovations of a text, shared or its own."""
        return sum(found.weight for found in self.by_text[text])

    def coverage(self, parent: int, child: int) -> float:
        """The share of the child's words in the strand that the parent has too."""
        mine, theirs = self.strand.has[child], self.strand.has[parent]
        return sum(self._words[n] for n in mine & theirs) / max(1, sum(self._words[n] for n in mine))

    def lacks(self, text: int, other: int) -> int:
        """At how many places a text leaves out words that another has, sentences of the strand among them."""
        mine, theirs = self.strand.has[text], self.strand.has[other]
        count = len(theirs - mine)
        for place in self._edited(text, other):
            if place.kind == "gap":
                printed = self._printed(text, place), self._printed(other, place)
                count += None not in printed and len(printed[0] or "") < len(printed[1] or "")
        return count

    def step(self, parent: int, child: int) -> Step:
        """The evidence for one parent and child."""
        mine = {id(found) for found in self.by_text[child]}
        shared = [found for found in self.by_text[parent] if id(found) in mine]
        missing = [f for f in self.by_text[parent] if id(f) not in mine and self._attests(child, f)]
        weight = _weight(shared)
        lost = sum(_loss(found) for found in missing)
        coverage, edits = self.coverage(parent, child), self._edits(parent, child)
        days, titles = self._shift(parent, child), self._lost_titles(parent, child)
        time = self._time(parent, child)
        credits = credits_of(self.tellings[child], self.tellings[parent].outlet)
        score = (
            COVERAGE * coverage
            - RATE * edits
            - lost
            + min(weight, SHARED_MOST)
            + {"before": BEFORE, "after": AFTER, "unknown": 0.0}[time]
            + self._names(parent, child, bool(credits))
            + (LATER_DAY * ((days > 0) - (days < 0)) if days is not None else 0.0)
            + TITLE_LOST * titles
        )
        return Step(
            parent, child, coverage, edits, tuple(shared), tuple(missing), weight, lost, days, titles, time,
            tuple(credits), score,
        )  # fmt: skip

    def _attests(self, text: int, found: Innovation) -> bool:
        """Whether a text stands where an innovation is, and so could have had it."""
        if found.place is not None:
            return self.strand.reading(text, found.place) is not None
        return text in self.strand.members

    def _edits(self, one: int, other: int) -> float:
        """The weight of the readings in which two texts differ, a hundred words that both have."""
        both = self.strand.has[one] & self.strand.has[other]
        total = 0.0
        for place in self._edited(one, other):
            mine, theirs = self.strand.reading(one, place), self.strand.reading(other, place)
            if mine is not None and theirs is not None and mine != theirs:
                total += WEIGHTS[place.kind]
        return 100 * total / max(1, sum(self._words[n] for n in both))

    def _edited(self, one: int, other: int) -> Iterable[Place]:
        """The places at which either of two texts differs from the base."""
        numbers = dict.fromkeys((*self._edited_by[one], *self._edited_by[other]))
        return (self.strand.places[n] for n in numbers)

    def _printed(self, text: int, place: Place) -> str | None:
        """What a text prints at a place, None where it does not stand."""
        edit = place.readings.get(text)
        if edit is not None:
            return self.tellings[text].text[edit.own_start : edit.own_end]
        if self.strand.reading(text, place) is None:
            return None
        return self.tellings[place.base].text[place.start : place.end]

    def _shift(self, parent: int, child: int) -> int | None:
        """How many days later the child's text speaks: «today» of the one is «yesterday» of the other."""
        found = set()
        for place in self._days:
            printed = self._printed(parent, place), self._printed(child, place)
            shifts = [day_shift(p, self.language) if p else None for p in printed]
            if shifts[0] is not None and shifts[1] is not None and shifts[0] != shifts[1]:
                found.add(shifts[0] - shifts[1])
        return found.pop() if len(found) == 1 else None

    def _lost_titles(self, parent: int, child: int) -> int:
        """1 if the child lacks titles of the parent and gives none it lacks, -1 for the reverse, else 0."""
        lost = gained = False
        for place in self._titles:
            printed = self._printed(parent, place), self._printed(child, place)
            if None not in printed and printed[0] != printed[1]:
                shorter = len(printed[1] or "") < len(printed[0] or "")
                lost, gained = lost or shorter, gained or not shorter
        return lost - gained

    def _time(self, parent: int, child: int) -> str:
        one, other = self.tellings[parent].dated, self.tellings[child].dated
        if one.before(other):
            return "before"
        return "after" if other.before(one) else "unknown"

    def _names(self, parent: int, child: int, credited: bool) -> float:
        """What credits and the trade of both outlets say."""
        source, taker = self.tellings[parent], self.tellings[child]
        score = CREDITED if credited else 0.0
        if is_agency(source.outlet):
            score += OTHER_CREDIT if credits_another(taker, source.outlet) and not credited else 0.0
            return score + (0.0 if is_agency(taker.outlet) else AGENCY)
        return score + (TO_AGENCY if is_agency(taker.outlet) and not credited else 0.0)


def _weight(shared: Iterable[Innovation]) -> float:
    """The weight of shared innovations; sentences left out count once, for they are easily left out twice."""
    shared = list(shared)
    gaps = [found.weight for found in shared if found.kind in GAPS]
    return sum(found.weight for found in shared if found.kind not in GAPS) + max(gaps, default=0.0)


def _loss(found: Innovation) -> float:
    """What it costs that a copy lacks an innovation of its source: nobody puts back what was left out."""
    if found.kind == "omission":
        return min(2.0, max(found.weight, sum(unit.words for unit in found.units) / 20))
    return found.weight
