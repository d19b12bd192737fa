"""Days, weeks, months and years by their ISO 8601 names, and the Islamic calendar of Umm al-Qura.

Conversion between the calendars is that of the library hijridate (tables of 1343 to 1500 AH). Everything here
is a function of dates: no words of any language.
"""

from __future__ import annotations

import datetime
import re

from hijridate import Gregorian, Hijri

DAY = datetime.timedelta(days=1)
MONTHS = 12
NEAR = MONTHS // 2
_DURATION = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)


def gregorian(year: int, month: int, day: int) -> datetime.date | None:
    """A Gregorian date; None where there is no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def from_hijri(year: int, month: int, day: int) -> datetime.date | None:
    """An Umm al-Qura date as a Gregorian one; None where there is no such day or no table for it.

    >>> from_hijri(1436, 11, 1)
    datetime.date(2015, 8, 16)
    """
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return datetime.date(found.year, found.month, found.day)


def to_hijri(day: datetime.date) -> tuple[int, int, int] | None:
    """(year, month, day) of a date in the Umm al-Qura calendar; None outside its tables."""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month, found.day


def hijri_days(year: int, month: int | None = None) -> str | None:
    """The days of an Islamic month or year as an ISO interval."""
    start = from_hijri(year, month or 1, 1)
    after = (year + 1, 1) if month in (None, MONTHS) else (year, (month or 0) + 1)
    end = from_hijri(*after, 1)
    return f"{start}/{end - DAY}" if start and end else None


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """The month so many months on.

    >>> shift_month(2015, 1, -2)
    (2014, 11)
    """
    return year + (month - 1 + by) // MONTHS, (month - 1 + by) % MONTHS + 1


def week(day: datetime.date) -> str:
    """The ISO week of a day.

    >>> week(datetime.date(2015, 8, 3))
    '2015-W32'
    """
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def year_of(month: int, direction: int | None, year: int, present: int, *, reached: bool = False) -> int:
    """The year meant by a month named without one, written in the month `present` of `year`.

    `direction` -1 is the last such month, 1 the next, 0 that of this year; None is the nearest. `reached`
    says that the day named in the present month itself lies in the direction asked for.
    """
    if direction is None:
        distance = month - present
        return year + (distance < -NEAR) - (distance >= NEAR)
    if direction < 0:
        return year - (month > present or (month == present and not reached))
    if direction > 0:
        return year + (month < present or (month == present and not reached))
    return year


def shifted(day: datetime.date, unit: str, count: int) -> str | None:
    """The day, week, month or year so many units on, as exact as the unit; None outside the calendar.

    Units are `TS`, `TM`, `TH`, `D`, `W`, `M`, `Y`, `10Y` and `100Y`.
    """
    try:
        if unit.startswith("T"):
            hours = count if unit == "TH" else 0
            return str(
                (datetime.datetime(day.year, day.month, day.day) + datetime.timedelta(hours=hours)).date()
            )
        if unit in ("D", "W"):
            return str(day + count * (DAY if unit == "D" else 7 * DAY))
        if unit == "M":
            return "{}-{:02d}".format(*shift_month(day.year, day.month, count))
        year = day.year + count * int(unit[:-1] or 1)
        return f"{year:04d}" if 0 < year <= datetime.MAXYEAR else None
    except OverflowError:
        return None


def nearest_weekday(day: datetime.date, weekday: int, *, back: int) -> datetime.date:
    """The day of a weekday (1 Monday to 7 Sunday) from `back` days before a day to 6 - `back` after it."""
    first = day - back * DAY
    return first + DAY * ((weekday - first.isoweekday()) % 7)


def duration(unit: str, count: float) -> str:
    """A length of time in ISO 8601.

    >>> duration("TH", 48), duration("D", 2), duration("10Y", 1.5)
    ('PT48H', 'P2D', 'P15Y')
    """
    digits, letter = unit.lstrip("T")[:-1], unit[-1]
    return f"P{'T' if unit.startswith('T') else ''}{count * int(digits or 1):g}{letter}"


def length(value: str) -> tuple[float, float] | None:
    """(months, hours) of an ISO 8601 duration, since a month has no fixed number of days; None if it is none.

    >>> length("PT48H") == length("P2D"), length("P1Y") == length("P12M"), length("2015")
    (True, True, None)
    """
    match = _DURATION.fullmatch(value)
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return years * MONTHS + months, (weeks * 7 + days) * 24 + hours + minutes / 60 + seconds / 3600


def added(longer: str, shorter: str) -> str | None:
    """The sum of two ISO 8601 durations, the second of smaller units only; None where it is no such pair.

    >>> added("P1Y", "P3M"), added("PT1H", "PT20M"), added("P2D", "P1Y"), added("P1Y", "2015")
    ('P1Y3M', 'PT1H20M', None, None)
    """
    first, second = _DURATION.fullmatch(longer), _DURATION.fullmatch(shorter)
    if first is None or second is None or not any(first.groups()) or not any(second.groups()):
        return None
    used, more = ([at for at, part in enumerate(m.groups()) if part] for m in (first, second))
    if more[0] <= used[-1]:
        return None
    begun, rest = shorter.startswith("PT"), shorter.removeprefix("P")
    return longer + (rest.removeprefix("T") if begun and "T" in longer else rest)
