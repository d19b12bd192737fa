"""What one difference between two texts tells about their descent: its kind and its genealogical weight.

A reading that two texts share weighs only if it is unlikely to arise twice. Spelling, titles, day words and
function words change anew in every newsroom and weigh nothing; another word in the place of one weighs most
(after P. Maas, "Textkritik", 1957, on errors that join).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from naql.change_lexicon import Lexicon, lexicon, light_kind
from naql.numbers import numerals
from naql.sentences import Token, tokens
from naql.times import day_shift
from naql.word_forms import likeness, same_word

WEIGHTS = {
    "spelling": 0.0,
    "honorific": 0.0,
    "day": 0.0,
    "light": 0.0,
    "value": 0.0,
    "form": 0.15,
    "gap": 0.5,
    "content": 1.0,
}
"""Kinds of difference: the same words; a title; a day word; function words; a number printed another way;
near-identical forms; words that only one side has; other words."""


@lru_cache(maxsize=1 << 16)
def difference_kind(one: str, other: str, language: str | None) -> str:
    """The kind (a key of `WEIGHTS`) of a difference between two printed stretches; either may be empty.

    >>> [difference_kind(a, b, "ar") for a, b in (("أمس", "اليوم"), ("قتل", "أصيب"), ("", "في الشمال"))]
    ['day', 'content', 'gap']
    """
    left, right = ([t for t in tokens(printed) if t.word] for printed in (one, other))
    if _same(left, right):
        return "spelling"
    days = day_shift(one, language), day_shift(other, language)
    if None not in days:
        return "day"
    if _one_value(one, other, language):
        return "value"
    rows = lexicon(language)
    left, right = _without_honorifics(rows, left), _without_honorifics(rows, right)
    if _same(left, right):
        return "honorific"
    left, right = ([t for t in side if light_kind(rows, t.folded) is None] for side in (left, right))
    if _same(left, right):
        return "light"
    if not left or not right:
        return "day" if days != (None, None) and len(left) + len(right) == 1 else "gap"
    near = len(left) == len(right) and all(
        likeness(a.folded, b.folded) > 0 and not a.folded.isdigit() for a, b in zip(left, right, strict=True)
    )
    return "form" if near else "content"


def _same(left: Sequence[Token], right: Sequence[Token]) -> bool:
    if "".join(t.folded for t in left) == "".join(t.folded for t in right):
        return True
    return len(left) == len(right) and all(
        same_word(a.folded, b.folded) for a, b in zip(left, right, strict=True)
    )


def _one_value(one: str, other: str, language: str | None) -> bool:
    """Whether both sides are one number and nothing else, of the same value."""
    values = []
    for printed in (one, other):
        read = tokens(printed)
        found = numerals(printed, read, language)
        if len(found) != 1 or found[0].value is None or found[0].last - found[0].first < len(read):
            return False
        values.append(found[0].value)
    return values[0] == values[1]


def _without_honorifics(rows: Lexicon, read: list[Token]) -> list[Token]:
    inside = {n for first, end, _ in rows.honorifics.within(read) for n in range(first, end)}
    return [t for n, t in enumerate(read) if n not in inside]
