"""What a claim counts, made comparable: the thing, the act, and the words beside it.

A figure is one quantity of a claim, or the claim itself where it counts nothing. Nouns for people to whom
an act happened («قتلى») and nouns that count people without saying which («شخصا») are one thing under one
act, so that «مقتل 23 شخصا» and «23 قتيلا» meet.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from naql.change_lexicon import lexicon as change_lexicon
from naql.change_lexicon import light_kind
from naql.claim_lexicon import Act, claim_lexicon
from naql.inferred import Claim
from naql.language import language_of, languages, rows
from naql.model import Quantity
from naql.nouns import nouns
from naql.patterns import NO_MEANING
from naql.patterns import Reading as Classes
from naql.sentences import fold, tokens
from naql.word_forms import stems

PEOPLE = "people"
_DIGIT_BEFORE = re.compile(r"\d[\s)\]»”\"'،,.:/]{0,3}$")
_DIGIT_AFTER = re.compile(r"[,.،:/]\d")
NEAR = 8  # tokens on either side of a figure, up to the next one, whose words tell what it is of
DIGIT_REACH = 5  # characters beside a number in which a digit would make it a part of another
MODIFIERS = 2  # words after the thing that a label repeats
WEAK = 12  # «two people», «ten cars»: a count up to this is no sign of its own that two figures are one


class Key(NamedTuple):
    """What figures of one thing have in common; `weak` things (units, percentages) count anything."""

    act: str | None
    thing: str | None
    part: bool
    weak: bool


class Figure(NamedTuple):
    """One quantity of a claim, or a claim that counts nothing (`quantity` None).

    `start` and `end` are its place in the article, `text` its words, `label` the thing for people, `near`
    the words beside it that tell something, `words` those of
    its whole clause. `whole` is false where a digit stands right before or
    after the number («45،5», «(40) ألف»): it may be a part of another.
    """

    claim: Claim
    quantity: Quantity | None
    start: int
    end: int
    text: str
    label: str
    key: Key
    near: frozenset[str]
    words: frozenset[str]
    grown: bool
    whole: bool


def figures(claims: Iterable[Claim]) -> tuple[Figure, ...]:
    """The figures of an article's claims, in their order."""
    found = list(claims)
    code = _language(" ".join(claim.text for claim in found))
    return tuple(figure for claim in found for figure in _Reader(claim, code).figures())


def _language(text: str) -> str:
    """The language of some clauses; where no frequent word tells it, the one whose rows know most of them."""
    found = language_of(text)
    if found is not None:
        return found
    read = tokens(text)
    known = [(len(claim_lexicon(one.code).read(read).meanings), one.code) for one in languages()]
    return max(known, default=(0, ""))[1]


class _Reader:
    """Reads the figures of one claim; what stands where is looked up once, for the sake of long lists."""

    def __init__(self, claim: Claim, code: str) -> None:
        self.claim, self.words = claim, claim_lexicon(code)
        self.read = [
            token._replace(start=token.start + claim.start, end=token.end + claim.start)
            for token in tokens(claim.text)
        ]
        self.starts = [token.start for token in self.read]
        self.classes: Classes = self.words.read(self.read)
        self.light, self.nouns, self.people = change_lexicon(code or None), nouns(code), people_acts(code)
        spans = [(p.start, p.end) for p in claim.places] + [(t.start, t.end) for t in claim.times]
        inside = [(start, end) for start, end in spans if claim.start <= start < claim.end]
        self.elsewhere = {
            at for start, end in inside for at in range(self._at(start), bisect_left(self.starts, end))
        }
        meanings = sorted(self.classes.meanings.items())
        self.counted = [at for at, meaning in meanings if "counted" in meaning.values]
        self.acts = [(at, act) for at, meaning in meanings if (act := _act_of(meaning.values))]
        self.grown = any("grown" in meaning.values for _, meaning in meanings)

    def _at(self, place: int) -> int:
        """The token that holds a place of the article, or the first one."""
        return max(0, bisect_right(self.starts, place) - 1)

    def _values(self, at: int) -> Mapping[str, str]:
        return self.classes.meanings.get(at, NO_MEANING).values

    def figures(self) -> Iterator[Figure]:
        """The figures in order."""
        claim = self.claim
        if not claim.quantities:
            key = Key(self._act(None), None, False, True)
            near, short = self._near(0, len(self.read), range(0)), self._short()
            place = claim.start, claim.end
            yield Figure(claim, None, *place, claim.text, short, key, near, near, self.grown, True)
            return
        clause = self._near(0, len(self.read), range(0))
        places = [self._place(q) for q in claim.quantities]
        for number, (q, (first, last)) in enumerate(zip(claim.quantities, places, strict=True)):
            before = places[number - 1][1] if number else 0
            after = places[number + 1][0] if number + 1 < len(places) else len(self.read)
            key = self._key(q, first, before)
            near = self._near(max(before, first - NEAR), min(after, last + NEAR), range(first, last))
            near |= {f"act {act}" for act in self._acts_near(first) if act != key.act}
            start, end = _extent(q)
            printed = claim.text[start - claim.start : end - claim.start]
            label, whole = self._label(q, first, last), self._whole(q)
            yield Figure(claim, q, q.start, q.end, printed, label, key, near, clause, self.grown, whole)

    def _place(self, q: Quantity) -> tuple[int, int]:
        """The tokens of a quantity and its thing."""
        start, end = _extent(q)
        return self._at(start), bisect_left(self.starts, end)

    def _whole(self, q: Quantity) -> bool:
        """Whether no digit stands right before or after a number, marks between them or not."""
        text, start, end = self.claim.text, q.start - self.claim.start, q.end - self.claim.start
        before = text[max(0, start - DIGIT_REACH) : start]
        return not (_DIGIT_BEFORE.search(before) or _DIGIT_AFTER.match(text[end : end + DIGIT_REACH]))

    # ------------------------------------------------------------ the key

    def _key(self, q: Quantity, first: int, before: int) -> Key:
        thing, counted = self._thing(q, first, before)
        weak = thing is None or q.thing == "%" or self._is_unit(q)
        part = any("subset" in self._values(at) for at in range(max(before, first - NEAR), first))
        return Key(counted or self._act(first), thing, part and thing in (PEOPLE, None), weak)

    def _thing(self, q: Quantity, first: int, before: int) -> tuple[str | None, str | None]:
        """What is counted as a key, and the act that its noun tells of by itself."""
        at = self._at(q.thing_start) if q.thing_start is not None else None
        values: Mapping[str, str] = self._values(at) if at is not None else {}
        if "counted" in values:
            return PEOPLE, values["counted"]
        if q.thing is not None and not {"verb", "person"} & values.keys():
            return (q.thing if q.thing == "%" else _stem(q.thing)), None
        told = self._counted_before(first)
        if told is not None and told >= before:
            return PEOPLE, self._values(told)["counted"]  # «حصيلة القتلى إلى 23»
        after = (self._values(place) for place in range(first + 1, min(first + 3, len(self.read))))
        if "person" in values or any("person" in found for found in after):
            return PEOPLE, None  # «شخصا», «40 آخرين»
        return (PEOPLE if q.thing is None and self._act(first) in self.people else None), None

    def _counted_before(self, at: int) -> int | None:
        """The last noun for people to whom an act happened, before a token."""
        place = bisect_left(self.counted, at)
        return self.counted[place - 1] if place else None

    def _is_unit(self, q: Quantity) -> bool:
        if q.thing is None:
            return False
        found = self.words.read(tokens(q.thing)).meanings.get(0, NO_MEANING)
        return "unit" in found.values

    def _act(self, before: int | None) -> str | None:
        """The act of a figure: the nearest before it, else the first of the clause, else the claim's."""
        if self.acts:
            place = bisect_left(self.acts, (before, "")) if before is not None else 0
            return self.acts[place - 1 if place else 0][1]
        if self.claim.act is None:
            return None
        return _act_of(self.words.read(tokens(self.claim.act)).meanings.get(0, NO_MEANING).values)

    def _acts_near(self, at: int) -> set[str]:
        """The acts told around a token: «in an explosion»."""
        place = bisect_left(self.acts, (at, ""))
        return {act for _, act in self.acts[max(0, place - NEAR) : place + NEAR]}

    # ------------------------------------------------------------ words

    def _near(self, first: int, last: int, without: range) -> frozenset[str]:
        """The words of a stretch that tell something: no light words, numbers or acts."""
        stretch = range(max(0, first), min(last, len(self.read)))
        return frozenset(
            _stem(self.read[at].folded) for at in stretch if at not in without and self._tells(at)
        )

    def _tells(self, at: int) -> bool:
        """Whether a token tells something of its own; places and times are compared as such."""
        token = self.read[at]
        if not token.word or token.folded[0].isdigit() or len(token.folded) < 2 or at in self.elsewhere:
            return False
        return not self._values(at) and light_kind(self.light, token.folded) is None

    def _label(self, q: Quantity, first: int, last: int) -> str:
        """The thing in its singular with the words that tell its kind, else the act."""
        if q.thing is None:
            at = self._counted_before(first)
            return self.read[at].printed if at is not None else self.claim.act or self._short()
        words = [q.thing]
        if q.thing_start is not None and q.thing_start >= q.start:
            for at in range(last, min(last + MODIFIERS, len(self.read))):
                if not self._tells(at) or self.nouns.joined(self.read[at]):
                    break
                words.append(self.read[at].printed)
        return " ".join(words)

    def _short(self) -> str:
        return " ".join(token.printed for token in self.read[:NEAR] if token.word)


def _act_of(values: Mapping[str, str]) -> str | None:
    return values.get("verb") or values.get("noun")


def _extent(q: Quantity) -> tuple[int, int]:
    """A quantity with the thing it counts."""
    start = q.start if q.thing_start is None else min(q.start, q.thing_start)
    return start, q.end if q.thing_end is None else max(q.end, q.thing_end)


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """One form for most forms of a word."""
    return min(stems(fold(word)), key=lambda stem: (len(stem), stem))


@cache
def people_acts(code: str) -> frozenset[str]:
    """The acts that happen to people: those with nouns for them."""
    found = rows(code, "acts.tsv", Act, may_be_empty=("counted", "counter_example"))
    return frozenset(row.act for row in found if row.counted)


@cache
def acts_of_people() -> frozenset[str]:
    """The same of every language: acts that have tolls."""
    return frozenset().union(*(people_acts(known.code) for known in languages()))
