"""Whether two time expressions tell the same time, and what it means that one is missing."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from naql.change_lexicon import bare_forms
from naql.model import Reading, TimeExpression
from naql.times import times

ANCHOR = datetime.date(2000, 6, 14)  # any day serves to see by how much two day words differ
LATE = 2  # days by which a text may be dated after it was written
NO_DAYS, ONE_DAY = datetime.timedelta(0), datetime.timedelta(1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOURS = {"W": 168.0, "D": 24.0, "H": 1.0}
_MONTHS = {"Y": 12.0, "M": 1.0}
_CLOCK = re.compile(r"(?:\d{4}-\d\d-\d\d)?T\d\d:(\d\d)(Z?)")
_DURATION = re.compile(r"P(?:(\d+(?:\.\d+)?)([WD]))?(?:T(\d+(?:\.\d+)?)(H))?")
_LONG = re.compile(r"P(\d+(?:\.\d+)?)([YM])")


def same_value(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether two values are known and equal; «48 hours» and «two days» are."""
    if one.value is None or other.value is None:
        return False
    if one.kind == other.kind == "duration":
        return _hours(one.value) == _hours(other.value)
    return one.value == other.value


def _hours(value: str) -> float | str:
    """An ISO duration of weeks, days and hours in hours, of years in months; any other as it is."""
    if long := _LONG.fullmatch(value):
        return f"P{float(long[1]) * _MONTHS[long[2]]}M"
    match = _DURATION.fullmatch(value)
    if match is None or value == "P":
        return value
    total = 0.0
    for number, unit in ((match[1], match[2]), (match[3], match[4])):
        if number is not None:
            total += float(number) * _HOURS[unit]
    return total


def day_of(expression: TimeExpression) -> str | None:
    """The ISO day of a value that begins with one."""
    match = _DAY.match(expression.value or "")
    return match[0] if match else None


def same_day(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether both name the same day, however exactly."""
    return day_of(one) is not None and day_of(one) == day_of(other)


def part_of(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether the one is told less exactly than the other, or is an end of it.

    «July», «15 July»; «at one», «yesterday at one»; «from the 3rd to the 9th», «the 3rd».
    """
    if one.value is None or other.value is None or one.value == other.value:
        return False
    part, whole = one.value, other.value
    return (
        whole.startswith((f"{part}-", f"{part}T"))
        or part in whole.split("/")
        or (part.startswith("T") and whole.endswith(part))
    )


def other_zone(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether two clock times may be one moment: «08:00 GMT», and one of the same minutes without a zone."""
    found = [_CLOCK.fullmatch(t.value or "") for t in (one, other)]
    first, second = found
    return (
        first is not None
        and second is not None
        and first[1] == second[1]
        and bool(first[2]) != bool(second[2])
    )


def given_in(expression: TimeExpression, others: Sequence[TimeExpression]) -> bool:
    """Whether a text with the times `others` gives a time somewhere, by value, by day, or within another."""
    return any(
        same_value(expression, other) or same_day(expression, other) or part_of(expression, other)
        for other in others
    )


def month_of(printed: str, language: str | None) -> str | None:
    """The number of a month that some words name, with two digits; None where they are no month.

    A day before it tells «March» from «march».
    """
    for found in times(f"9 {printed}", ANCHOR, language):
        if found.start == 0 and found.end == len(printed) + 2 and (day := day_of(found)) is not None:
            return day[5:7]
    return None


def same_words_for(left: Reading, one: TimeExpression, right: Reading, other: TimeExpression) -> bool:
    """Whether two expressions would tell the same time, were both printed on one day: «next», «coming»."""
    first, second = (
        [
            t.value
            for t in times(reading.text[found.start : found.end], ANCHOR, reading.language)
            if t.value is not None
        ]
        for reading, found in ((left, one), (right, other))
    )
    return bool(first) and first == second


def names_unit(word: str, language: str | None) -> bool:
    """Whether a word only names a unit of time: «day» in «the day of Monday», «o'clock»."""
    return any(
        found.kind == "duration" and found.end == len(form) + 3
        for form in bare_forms(word)
        for found in times(f"12 {form}", ANCHOR, language)
    )


def names_day(printed: str, language: str | None) -> bool:
    """Whether words name a day by itself («Thursday», «the 3rd»), not by its distance from another."""
    read = [[t.value for t in times(printed, ANCHOR + days, language)] for days in (NO_DAYS, ONE_DAY)]
    return bool(read[0]) and read[0][0] is not None and read[0] == read[1]


def dated(reading: Reading) -> Reading:
    """A reading whose day words count from the day that its own text tells, if it tells one.

    «yesterday, Monday» is of a Tuesday, though the page was fetched or the paper dated a day later.
    """
    if reading.day is None:
        return reading
    for printed, day in _days(reading):
        told = _day_word(printed, reading.day, reading.language)
        apart = (datetime.date.fromisoformat(day) - told).days if told is not None else 0
        if 0 < abs(apart) <= LATE:
            anchor = datetime.date.fromisoformat(reading.day) + datetime.timedelta(apart)
            read = tuple(times(reading.text, anchor, reading.language))
            return dataclasses.replace(reading, day=anchor.isoformat(), times=read)
    return reading


def _days(reading: Reading) -> Iterator[tuple[str, str]]:
    """The relative days of a text as printed, each alone and with a day that only marks part from it."""
    text = reading.text
    days = [
        (t, t.value) for t in reading.times if t.relative and t.value is not None and t.value == day_of(t)
    ]
    for found, day in days:
        yield text[found.start : found.end], day
    for (one, _), (other, day) in pairwise(days):
        if not any(character.isalnum() for character in text[one.end : other.start]):
            yield text[one.start : other.end], day


@lru_cache(maxsize=1 << 12)
def _day_word(printed: str, day: str, language: str | None) -> datetime.date | None:
    """The day of the day word that stands beside a weekday; None where not both stand there."""
    words = [word.strip('()[]«»"،,') for word in printed.split()]
    anchor = datetime.date.fromisoformat(day)
    for cut in range(1, len(words)):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        for word, weekday in ((first, last), (last, first)):
            if names_day(weekday, language) and not names_day(word, language):
                for found in times(word, anchor, language):
                    if (told := day_of(found)) is not None:
                        return datetime.date.fromisoformat(told)
    return None


def shift(left: Reading, one: TimeExpression, right: Reading, other: TimeExpression) -> int | None:
    """By how many days the second of two day words lies after the first, were both printed on one day.

    None where either is no day. It tells re-dating («today» printed as «yesterday» a day later) where a
    text's own day is not known.
    """
    first, second = _anchored(left, one), _anchored(right, other)
    if first is None or second is None:
        return None
    return (second - first).days


def _anchored(reading: Reading, expression: TimeExpression) -> datetime.date | None:
    for found in times(reading.text[expression.start : expression.end], ANCHOR, reading.language):
        day = day_of(found)
        if day is not None:
            return datetime.date.fromisoformat(day)
    return None
