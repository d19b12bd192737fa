"""Whether claims of one thing agree: by number, by time, by place, and by whether they are denied."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from naql.inferred import Claim, ClaimPlace
from naql.model import Quantity, TimeExpression

T = TypeVar("T")
Spanned = TypeVar("Spanned", TimeExpression, ClaimPlace)

ABOUT = 0.1  # «about 20»: a tenth of the number on either side, or half of the last place that is not nought,
ABOUT_MOST = 0.25  # but never more than a quarter of it
ROUNDED_FROM = 1000.0  # whole numbers below are counts, and 20 is not 23 rounded
ROUNDED_MOST = 0.05  # a number is another one rounded if it lies within so much of it
NEAR_KM, EARTH_KM = 30.0, 6371.0
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


def numbers(quantities: Sequence[Quantity]) -> Verdict:
    """Whether quantities agree.

    Equal: the same value in the same relation. Compatible: some number fits them all; or of two plain
    numbers one is the other rounded («1.2 million», 1,203,000). Else they clash.
    """
    values = {value_of(q): q for q in quantities}
    if len(values) == 1:
        return Verdict("equal", "equal.number")
    spans = [bounds(q) for q in values.values()]
    if max(low for low, _ in spans) <= min(high for _, high in spans):
        return Verdict("compatible", "compatible.number")
    exact = sorted({q.value for q in values.values() if q.relation == "exact" and q.value is not None})
    inexact = [bounds(q) for q in values.values() if q.relation != "exact" or q.value is None]
    rounded = len(exact) > 1 and all(_rounds(exact[0], other) for other in exact[1:])
    if rounded and all(low <= exact[-1] and exact[0] <= high for low, high in inexact):
        return Verdict("compatible", "compatible.rounded")
    return Verdict("clash", "clash.number")


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


# ---------------------------------------------------------------- claims


def disagreement(claims: Iterable[Claim]) -> str | None:
    """What else claims of one thing disagree on: the key of a reason, the gravest first; None if on nothing.

    Times and places count where a clause has exactly one of its own: of several, another outlet may have
    left out the one that matters. Each is held against what most claims say, so that many claims cost no
    more than their number.
    """
    found = list(claims)
    if len({claim.modality == "denied" for claim in found}) > 1:
        return "clash.denied"
    when, *others = _commonest([_own(c, c.times) for c in found], lambda times: [t.value for t in times])
    if any(times_agree(when, other) is False for other in others):
        return "clash.time"
    where, *elsewhere = _commonest(
        [_own(c, c.places) for c in found], lambda places: [p.name for p in places]
    )
    if any(places_agree(where, other) is False for other in elsewhere):
        return "clash.place"
    return None


def _own(claim: Claim, found: Sequence[Spanned]) -> Sequence[Spanned]:
    """A time or place that is the only one of a clause; nothing if it is of its sentence or one of several."""
    return found if len(found) == 1 and claim.start <= found[0].start < claim.end else ()


def _commonest(
    given: Iterable[Sequence[T]], key: Callable[[Sequence[T]], Sequence[object]]
) -> list[Sequence[T]]:
    """What is not empty, once each, the commonest first; an empty one where there is nothing else."""
    counted: dict[str, list[Sequence[T]]] = {}
    for one in given:
        if one:
            counted.setdefault(repr(key(one)), []).append(one)
    order = sorted(counted, key=lambda name: (-len(counted[name]), name))
    return [counted[name][0] for name in order] or [()]
