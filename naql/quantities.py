"""Counts, measures, money and percentages in a text, by value.

Numbers come from `naql.numbers`; this module says which of them count something, what the words beside them
make of them (more than, between, below zero), and what is counted. docs/values.md describes the result.
"""

from __future__ import annotations

from typing import NamedTuple

from naql.counting import HYPHENS, Page
from naql.language import language_of
from naql.model import Quantity, TimeExpression
from naql.nouns import SUKUN
from naql.numbers import Numeral, numerals
from naql.patterns import MORE, NO_MEANING, after
from naql.places import is_place
from naql.sentences import Token, tokens
from naql.times import times


class _Amount(NamedTuple):
    """A number or dual being made into a quantity: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    start: int
    end: int
    value: float | None
    least: float | None
    most: float | None
    percent: bool
    dual: str | None


def quantities(
    text: str,
    language: str | None = None,
    read: list[Token] | None = None,
    numbers: list[Numeral] | None = None,
    found_times: list[TimeExpression] | None = None,
) -> list[Quantity]:
    """The quantities of a text in order; dates, ordinals and reference numbers are none.

    `read`, `numbers` and `found_times` are what `naql.sentences.tokens`, `naql.numbers.numerals` and
    `naql.times.times` give for the text, where they are at hand.
    """
    code = language or language_of(text) or ""
    read = tokens(text) if read is None else read
    numbers = numerals(text, read, code) if numbers is None else numbers
    found_times = times(text, None, code, read, numbers) if found_times is None else found_times
    return _Quantities(text, read, code, found_times).quantities(numbers)


class _Quantities(Page):
    """A page with its numbers made into quantities."""

    # ------------------------------------------------------------ numbers

    def quantities(self, numbers: list[Numeral]) -> list[Quantity]:
        """Numbers that count something, with the duals between them."""
        amounts = [amount for number in numbers if (amount := self._amount(number)) is not None]
        taken = {at for amount in amounts for at in range(amount.first, amount.last)}
        amounts = self._ranges(amounts)
        amounts += self._duals(taken)
        amounts.sort(key=lambda amount: amount.start)
        return [self._quantity(amount) for amount in amounts]

    def _amount(self, number: Numeral) -> _Amount | None:
        """A number as an amount, its percent sign with it; None where it counts nothing."""
        if (
            number.ordinal
            or self.is_(number.first, "percent")
            or self.timed(number.start, number.end)
            or not self.counts(number)
        ):
            return None
        last, end, start = number.last, number.end, number.start
        percent = self.is_(last, "percent")
        if percent:
            last += 1
            while last < len(self.read) and self.reading.letters[last] == MORE:
                last += 1
            end = self.read[last - 1].end
        elif self.is_(number.first - 1, "percent") and self.glued(number.first):
            percent, start = True, self.read[number.first - 1].start
        value = number.value
        if value is not None and self.negative(number, last):
            value = -value
        return _Amount(number.first, last, start, end, value, number.least, None, percent, None)

    # ------------------------------------------------------------ ranges

    def _ranges(self, amounts: list[_Amount]) -> list[_Amount]:
        """Two numbers that bound a range are one amount."""
        made: list[_Amount] = []
        for amount in amounts:
            if made and self._bounds(made[-1], amount):
                made[-1] = self._range(made[-1], amount)
            else:
                made.append(amount)
        return made

    def _bounds(self, low: _Amount, high: _Amount) -> bool:
        if low.value is None or high.value is None or low.most is not None:
            return False
        gap = [at for at in range(low.last, high.first) if not (self.is_prefix(at) and self.glued(at + 1))]
        lead = self.lead(low.first)
        if self.is_(lead - self.is_(lead, "minus"), "between"):
            joint = [at for at in gap if not self.is_(at, "and", "to") and self.printed(at) not in HYPHENS]
            glued = self.text[low.end : high.start].strip().split(" ")[-1] != ""
            return len(joint) <= 1 and all(self.read[at].word for at in joint) and (glued or not gap)
        if (
            len(gap) != 1
            or (low.percent and not high.percent)
            or not low.value < high.value * self._scale(low, high)
        ):
            return False
        return self.is_(gap[0], "to") or self.printed(gap[0]) in HYPHENS

    def _scale(self, low: _Amount, high: _Amount) -> float:
        """What the lower bound is multiplied by where only the upper one names the scale: «32 و30 مليار»."""
        assert high.value is not None
        single = low.last - low.first == 1 and high.last - high.first > 1
        digits = self.printed(high.first)
        if not single or high.percent or not digits[:1].isdecimal():
            return 1.0
        return max(1.0, round(high.value / _plain_value(digits), 6))

    def _range(self, low: _Amount, high: _Amount) -> _Amount:
        assert low.value is not None
        assert high.value is not None
        scale = self._scale(low, high)
        first = low.value * (scale if low.value < scale else 1.0)
        least, most = sorted((first, high.value))
        return _Amount(low.first, high.last, low.start, high.end, None, least, most, high.percent, None)

    # ------------------------------------------------------------ duals

    def _duals(self, taken: set[int]) -> list[_Amount]:
        made = []
        last = -2
        for at, dual in self.nouns.duals(self.read, vowelled=SUKUN in self.text):
            token, follows, last = self.read[at], at == last + 1, at
            known = follows or at in taken or at - 1 in taken or self.timed(token.start, token.end)
            named = (
                dual.before is not None
                and at + 1 < len(self.read)
                and is_place(self.printed(at + 1), self.code)
            )
            if known or not self.nouns.stands(dual, self.read, at, named=named) or self.goals(at, at):
                continue
            if dual.before == "before_article" and self.known(at + 1):
                continue  # «قلبي الذي»: «my heart»
            start = token.start + after(token.printed, dual.outside)
            made.append(_Amount(at, at + 1, start, token.end, 2.0, None, None, False, dual.singular))
        return made

    # ------------------------------------------------------------ what is made of them

    def _quantity(self, amount: _Amount) -> Quantity:
        value, least, most = amount.value, amount.least, amount.most
        relation = self.relation_before(amount.first) or self.within(amount.last, "after") or "exact"
        if most is not None:
            relation = "range"
        elif value is None:
            relation = "about"
        elif relation == "more":
            least = value
        elif relation == "less":
            most = value
        thing, span = self._thing(amount)
        start, end = span if span is not None else (None, None)
        return Quantity(amount.start, amount.end, value, least, most, relation, thing, start, end)

    def _thing(self, amount: _Amount) -> tuple[str | None, tuple[int, int] | None]:
        """What is counted, in its singular, and its place."""
        if amount.dual is not None:
            return amount.dual, (amount.start, amount.end)
        if amount.percent:
            sign = (
                self.read[amount.last - 1]
                if self.is_(amount.last - 1, "percent")
                else self.read[amount.first - 1]
            )
            return "%", (sign.start, sign.end)
        if amount.value == 1 and not self._digits(amount) and not self.known(amount.first - 1):
            return self._named(amount.first - 1, tens=True)
        at = self.noun_at(amount.last)
        plain_count = amount.value is not None and amount.value >= 1 and not self.is_(amount.last, "from")
        if at is not None and plain_count and self.nouns.article(self.read[at]):
            before = self._noun_before(amount)
            at = None if self._digits(amount) or before is not None else at  # «يورو 100 البريطاني»
        if at is None and plain_count:
            at = self._noun_before(amount)
        return self._named(at, tens=amount.value is None or amount.value > 10)

    def _named(self, at: int | None, *, tens: bool) -> tuple[str | None, tuple[int, int] | None]:
        """The singular of a counted noun, and its place."""
        if at is None or not 0 <= at < len(self.read):
            return None, None
        token = self.read[at]
        word = token.printed[after(token.printed, self.nouns.article(token)) :]
        return self.nouns.singular(word, tens=tens), (token.start, token.end)

    def _digits(self, amount: _Amount) -> bool:
        return self.printed(amount.first)[0].isdecimal()

    def _noun_before(self, amount: _Amount) -> int | None:
        """«القوى العالمية الست», «موسم واحد»: the noun stands before its number."""
        at = amount.first - 1
        definite = self.nouns.article(self.read[amount.first]) > 0
        if not (definite or amount.value == 1) or at < 0 or not self.read[at].word:
            return None
        while (
            definite
            and at > 0
            and self.nouns.article(self.read[at])
            and self.nouns.article(self.read[at - 1])
        ):
            at -= 1
        return at if not self.reading.meanings.get(at, NO_MEANING).values else None


def _plain_value(printed: str) -> float:
    from_digits = "".join(c if c.isdecimal() else "." for c in printed if c not in "\u200e\u200f")
    return float(from_digits) if from_digits.count(".") <= 1 else 1.0
