"""Whether two claims agree: by number, by time, by place."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from naql.inferred import ClaimPlace
from naql.model import Quantity, TimeExpression

Spanned = TypeVar("Spanned", TimeExpression, ClaimPlace)

ABOUT = 0.1  # «about 20»: a tenth of the number on either side, or half of the last place that is not nought,
ABOUT_MOST = 0.25  # but never more than a quarter of it
ROUNDED_FROM = 1000.0  # whole numbers below are counts, and 20 is not 23 rounded
ROUNDED_MOST = 0.05  # a number is another one rounded if it lies within so much of it
NEAR_KM, EARTH_KM = 30.0, 6371.0
_DIGITS = re.compile(r"\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Value = tuple[float | None, float | None, float | None, str]
Bounds = tuple[float, float]


class Verdict(NamedTuple):
    """A verdict of `naql.inferred.VERDICTS` and the key of its reason."""

    verdict: str
    key: str


def value_of(quantity: Quantity) -> Value:
    """What makes two quantities equal: value, bounds and relation."""
    return quantity.value, quantity.least, quantity.most, quantity.relation


def bounds(quantity: Quantity) -> Bounds:
    """The least and the most that a quantity may mean: «more than 20» has no upper bound."""
    value, least, most = quantity.value, quantity.least, quantity.most
    if quantity.relation == "about" and value is not None:
        slack = _slack(value)
        return value - slack, value + slack
    if quantity.relation == "more":
        return (least if least is not None else value or -math.inf), math.inf
    if quantity.relation == "less":
        return -math.inf, (most if most is not None else value or math.inf)
    if value is not None:
        return value, value
    return (least if least is not None else -math.inf), (most if most is not None else math.inf)


def _slack(value: float) -> float:
    size = abs(value)
    return min(max(ABOUT * size, _last_place(size) / 2), ABOUT_MOST * size)


def _last_place(size: float) -> float:
    """The place of the last digit that is not nought: 10 for 20, .1 for 3.5."""
    if not size:
        return 0.0
    place = 10.0 ** math.floor(math.log10(size))
    while abs(size / place - round(size / place)) > 1e-6 and place > 1e-6:
        place /= 10
    return place


def numbers(given: Sequence[tuple[Quantity, str]]) -> Verdict:
    """Whether quantities agree; each comes with what is printed.

    Equal: the same value in the same relation. Compatible: the same digits under other marks («6.526»,
    «6,526»; «3ر31», «31.3»), some number that fits them all, or plain numbers of which one is the other
    rounded («1.2 million», 1,203,000). Else they clash.
    """
    if len({value_of(q) for q, _ in given}) == 1:
        return Verdict("equal", "equal.number")
    values = {value_of(q): q for q in _one_reading(given)}
    if len(values) == 1:
        return Verdict("compatible", "compatible.digits")
    spans = [bounds(q) for q in values.values()]
    low, high = max(low for low, _ in spans), min(high for _, high in spans)
    open_ends = all(q.relation in ("more", "less") for q in values.values())  # over a million, and under one
    if low < high or (low == high and not open_ends):
        return Verdict("compatible", "compatible.number")
    exact = sorted({q.value for q in values.values() if q.relation == "exact" and q.value is not None})
    inexact = [bounds(q) for q in values.values() if q.relation != "exact" or q.value is None]
    rounded = len(exact) > 1 and all(_rounds(exact[0], other) for other in exact[1:])
    if rounded and all(low <= exact[-1] and exact[0] <= high for low, high in inexact):
        return Verdict("compatible", "compatible.rounded")
    return Verdict("clash", "clash.number")


def _one_reading(given: Sequence[tuple[Quantity, str]]) -> list[Quantity]:
    """The quantities, those that print the same groups of digits in one reading: the largest.

    A point may set off decimals or thousands, and a decimal may have been turned round: which of the two
    is meant is for the other texts to tell.
    """
    found: dict[object, list[Quantity]] = {}
    for number, (quantity, printed) in enumerate(given):
        groups = _DIGITS.findall(printed)
        found.setdefault(tuple(sorted(map(int, groups))) if len(groups) > 1 else number, []).append(quantity)
    return [max(same, key=lambda q: (q.value or 0.0, repr(value_of(q)))) for same in found.values()]


def _rounds(one: float, other: float) -> bool:
    """Whether of two numbers one is the other rounded to the places that it prints."""
    coarse, fine = sorted((one, other), key=lambda n: -_last_place(abs(n)))
    place = _last_place(abs(coarse))
    whole = float(coarse).is_integer() and float(fine).is_integer()
    if (whole and abs(coarse) < ROUNDED_FROM) or place == _last_place(abs(fine)):
        return False
    near = abs(coarse - fine) <= ROUNDED_MOST * max(abs(coarse), abs(fine))
    return near and abs(coarse - fine) < place  # papers cut off as often as they round


# ---------------------------------------------------------------- times


def day_span(time: TimeExpression) -> tuple[str, str] | None:
    """The first and the last day of a value, as ISO prefixes that compare as texts; None if it is no date.

    >>> day_span(TimeExpression(0, 1, "2015-08", "date", False))
    ('2015-08-01', '2015-08-31')
    """
    if time.value is None or time.kind != "date":
        return None
    first, _, last = time.value.partition("/")
    days = [_edges(part) for part in (first, last or first)]
    if days[0] is None or days[1] is None:
        return None
    return days[0][0], days[1][1]


def _edges(value: str) -> tuple[str, str] | None:
    if found := _DAY.match(value):
        return found[0], found[0]
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01", f"{value}-12-31"
    if re.fullmatch(r"\d{4}-\d{2}", value):
        year, month = int(value[:4]), int(value[5:])
        if not 1 <= month <= 12:
            return None
        after = datetime.date(year + month // 12, month % 12 + 1, 1)
        return f"{value}-01", (after - datetime.timedelta(days=1)).isoformat()
    return None


def times_agree(one: Sequence[TimeExpression], other: Sequence[TimeExpression]) -> bool | None:
    """Whether two claims can mean one time; None where either gives no day, or one that is not known.

    Two day words that count from days of publication may lie a day apart: the day of publication is often
    that of a crawl, or of the paper a day later.
    """
    first = [(span, time.relative) for time in one if (span := day_span(time))]
    second = [(span, time.relative) for time in other if (span := day_span(time))]
    if any(_meet(a, b, days=1 if x or y else 0) for a, x in first for b, y in second):
        return True
    whole = len(first) == len(one) > 0 and len(second) == len(other) > 0
    return False if whole else None


def _meet(one: tuple[str, str], other: tuple[str, str], *, days: int) -> bool:
    if one[0] <= other[1] and other[0] <= one[1]:
        return True
    first, second = sorted((one, other))
    gap = datetime.date.fromisoformat(second[0]) - datetime.date.fromisoformat(first[1])
    return gap.days <= days


# ---------------------------------------------------------------- places


def places_agree(one: Sequence[ClaimPlace], other: Sequence[ClaimPlace]) -> bool | None:
    """Whether two claims can mean one place; None where either names none or it cannot be told.

    The same name or two points that lie close are one; a wider place may hold the other; two points far
    apart, or two countries, are two.
    """
    if not one or not other:
        return None
    found = [_one_place(a, b) for a in one for b in other]
    if any(agree is True for agree in found):
        return True
    return False if all(agree is False for agree in found) else None


def _one_place(one: ClaimPlace, other: ClaimPlace) -> bool | None:
    if one.name == other.name:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    apart = _kilometres(one, other)
    return None if apart is None else apart <= NEAR_KM


def _kilometres(one: ClaimPlace, other: ClaimPlace) -> float | None:
    """The distance of two points on the sphere, by haversines; None if either lies nowhere in particular."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    (a, b), (c, d) = (
        (math.radians(p.latitude or 0.0), math.radians(p.longitude or 0.0)) for p in (one, other)
    )
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
