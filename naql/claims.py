"""What an article claims: clauses with what they count, where and when, and who says so.

A claim is a clause (`naql.clauses`) that holds a quantity, or one that tells an act (a row of `acts.tsv`)
with a place or a date. A clause inside a statement belongs to the innermost statement; what no statement
says, the outlet says itself. Whether it is asserted, denied, expected or alleged comes from the cue that
reports it and from words in it (`claim_words.tsv`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

from naql.claim_lexicon import ClaimLexicon, claim_lexicon
from naql.clauses import OUTLET, Clause, Text, lay_out
from naql.counts import nameless, root
from naql.inferred import Claim, ClaimPlace
from naql.language import language_of
from naql.lexicon import lexicon
from naql.model import Quantity, Reading, Statement, derived_id
from naql.places import PlaceMention, mentions
from naql.sentences import tokens

T = TypeVar("T")

STANCES = {
    "deny": "denied", "claim": "alleged", "accuse": "alleged",
    "expect": "expected", "demand": "expected", "ask": "expected", "order": "expected",
    "promise": "expected", "threaten": "expected", "warn": "expected",
}  # fmt: skip
"""What the stance of a cue makes of what is said; every other one asserts it."""
BESIDE = 8  # clauses on either side from which one may take its act, time or place
DENIES = 3  # tokens between a negation and the act or number that it denies: «لم يصب», «نفت الوزارة مقتل»
OPENING = 2  # words at the head of a clause where a verbal noun is its predicate, as in a headline
LOCATED = ("city", "town", "feature")
"""Kinds of places that lie somewhere; a country or region is too wide for degrees to tell."""


def claims(reading: Reading, places: Sequence[PlaceMention] | None = None) -> tuple[Claim, ...]:
    """The claims of a text in order; `places` are what `naql.places.mentions` gives for it, where at hand.

    Places are looked for only where there is a clause that may be a claim. A language without rows has
    claims with quantities only.

    >>> from naql.annotation import annotate
    >>> (one,) = claims(annotate("أعلنت الشرطة أن ثلاثة عمال قتلوا في حلب"))
    >>> one.text, one.who, one.act, one.places[0].name, one.quantities[0].value
    ('ثلاثة عمال قتلوا في حلب', 'الشرطة', 'قتلوا', 'حلب', 3.0)
    """
    code = reading.language or language_of(reading.text) or ""
    known = lexicon(code)
    read, words = tokens(reading.text), claim_lexicon(code)
    laid = lay_out(reading, read, words, known.source_side if known else "before")
    maker = _Maker(reading, laid, words)
    if not any(maker.may_be(clause) for clause in laid.clauses):
        return ()
    maker.set_places(mentions(read, code) if places is None else places)
    return tuple(claim for clause in laid.clauses if (claim := maker.claim(clause)) is not None)


class _Maker:
    """Makes the claims of one text."""

    def __init__(self, reading: Reading, text: Text, lexicon: ClaimLexicon) -> None:
        self.reading, self.text, self.lexicon = reading, text, lexicon
        self.starts = [token.start for token in text.read]
        self.quantities = [(self._at(q.start), q) for q in reading.quantities]
        self.placed = [(at, at) for at, _ in self.quantities]
        self.times = [(self._at(t.start), t) for t in reading.times if t.kind == "date"]
        self.places: list[tuple[int, PlaceMention]] = []
        self.nameless = nameless(reading.statements)
        self.sentences: dict[int, list[Clause]] = {}
        for clause in text.clauses:
            self.sentences.setdefault(clause.sentence, []).append(clause)

    def set_places(self, found: Sequence[PlaceMention]) -> None:
        """Takes the places of the text, those that stand for a government left out."""
        self.places = [(place.start_token, place) for place in found if not place.actor]

    def _at(self, start: int) -> int:
        """The token that holds a place of the text."""
        at = bisect_left(self.starts, start)
        return at if at < len(self.starts) and self.starts[at] == start else at - 1

    def may_be(self, clause: Clause) -> bool:
        """Whether a clause counts something or tells an act."""
        return bool(_within(self.quantities, clause)) or self._act_at(clause) is not None

    def claim(self, clause: Clause) -> Claim | None:
        """The claim that a clause makes; None if it makes none."""
        quantities = _within(self.quantities, clause)
        act, place, time = self._act_at(clause), _within(self.places, clause), _within(self.times, clause)
        if not quantities and not (self._tells(clause, act) and (place or time)):
            return None
        read, text = self.text.read, self.reading.text
        start, end = read[clause.first].start, read[clause.last - 1].end
        said = self.reading.statements[clause.voice] if clause.voice >= 0 else None
        who = root(said.chain) if said is not None else None
        return Claim(
            id=derived_id("claim", self.reading.id, start, end),
            article_id=self.reading.id,
            statement_id=said.id if said is not None else None,
            start=start,
            end=end,
            text=text[start:end],
            who=who.name if who is not None else None,
            named=who is not None and who.status != "unnamed" and who.name not in self.nameless,
            act=self._act(clause, act),
            modality=self._modality(clause, said, quantities, act),
            quantities=tuple(quantities),
            times=tuple(time or self._beside(self.times, clause)),
            places=tuple(_place(found) for found in place or self._beside(self.places, clause)),
        )

    # ------------------------------------------------------------ act

    def _tells(self, clause: Clause, act: int | None) -> bool:
        """Whether an act is what a clause tells: a verb, or a verbal noun it begins with."""
        if act is None:
            return False
        return "verb" in self.text.meaning(act).values or act < clause.first + OPENING

    def _act_at(self, clause: Clause) -> int | None:
        """The token of a clause's act: before the first number, a verb first, the last one; else after it."""
        verbs, nouns = (
            [at for at in range(clause.first, clause.last) if kind in self.text.meaning(at).values]
            for kind in ("verb", "noun")
        )
        counted = _within(self.placed, clause)
        number = counted[0] if counted else clause.last
        for found in (verbs, nouns):
            if found and found[0] < number:
                return max(at for at in found if at < number)
        return next((found[0] for found in (verbs, nouns) if found), None)

    def _act(self, clause: Clause, at: int | None) -> str | None:
        """The act as a folded word; that of the clause before it, where a list goes on."""
        if at is None:
            before = [c for c in self._same_sentence(clause) if c.last <= clause.first]
            found = (self._act_at(c) for c in reversed(before))
            at = next((place for place in found if place is not None), None)
        return self.text.read[at].folded[self.text.meaning(at).cut :] if at is not None else None

    # ------------------------------------------------------------ modality

    def _modality(
        self, clause: Clause, said: Statement | None, quantities: Sequence[Quantity], act: int | None
    ) -> str:
        """Denied, expected or alleged: by a word, by the cue, or by the cue of an outer statement."""
        by_word = self._by_word(clause, quantities, act)
        if by_word is not None:
            return by_word
        if said is not None:
            for statement in (said, *self._around(said)):
                if (modality := STANCES.get(statement.stance)) is not None:
                    return modality
        return "asserted"

    def _by_word(self, clause: Clause, quantities: Sequence[Quantity], act: int | None) -> str | None:
        """The modality that a word gives: before what is counted, or anywhere where its row says so."""
        read = self.text.read
        told = [self._at(quantities[0].start)] if quantities else []
        told += [act] if act is not None and (not told or act < told[0]) else []
        whole = range(clause.first, clause.last)
        only = any("only" in self.text.meaning(at).values for at in whole)
        for at in whole:
            values = self.text.meaning(at).values
            found = values.get("modality") if at <= max(told, default=at) else None
            if found == "denied" and (only or not any(0 <= place - at <= DENIES for place in told)):
                found = None  # what is denied stands right after: an act, or the number
            if (found := values.get("modality_of_all") or found) is not None:
                return found
            if at < clause.first + OPENING and self.lexicon.is_future(read[at].folded):
                return "expected"
        return None

    def _around(self, said: Statement) -> list[Statement]:
        """The statements that hold the cue of another, the nearest first."""
        holding = [
            (part.end - part.start, number)
            for number, outer in enumerate(self.reading.statements)
            for part in outer.content
            if outer is not said and part.start <= said.cue_start and said.cue_end <= part.end
        ]
        return [self.reading.statements[number] for _, number in sorted(holding)]

    # ------------------------------------------------------------ where and when

    def _same_sentence(self, clause: Clause) -> list[Clause]:
        """The clauses of a sentence in one voice or the outlet's, the nearest `BESIDE` on either side."""
        every = self.sentences[clause.sentence]
        at = bisect_left(every, clause.first, key=lambda c: c.first)
        return [c for c in every[max(0, at - BESIDE) : at + BESIDE + 1] if c.voice in (clause.voice, OUTLET)]

    def _beside(self, found: Sequence[tuple[int, T]], clause: Clause) -> list[T]:
        """What the nearest clause of the sentence has, of the same voice or the outlet's."""
        others = [c for c in self._same_sentence(clause) if c is not clause]
        others.sort(key=lambda c: (c.voice != clause.voice, abs(c.first - clause.first), c.first))
        return next((inside for c in others if (inside := _within(found, c))), [])


def _within(found: Sequence[tuple[int, T]], clause: Clause) -> list[T]:
    """What begins inside a clause; `found` is in the order of the text."""
    begin = bisect_left(found, clause.first, key=itemgetter(0))
    end = bisect_left(found, clause.last, begin, key=itemgetter(0))
    return [one for _, one in found[begin:end]]


def _place(found: PlaceMention) -> ClaimPlace:
    lies = found.certain and found.kind in LOCATED
    return ClaimPlace(
        found.start,
        found.end,
        found.name,
        found.country,
        found.latitude if lies else None,
        found.longitude if lies else None,
    )
