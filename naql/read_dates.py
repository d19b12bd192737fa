"""Dates as people and programs write them, to an ISO 8601 prefix with its precision (docs/reading.md)."""

from __future__ import annotations

import datetime
import email.utils
import re

_TO_ASCII = {0x660 + i: str(i) for i in range(10)} | {0x6F0 + i: str(i) for i in range(10)}
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[Tt ,]+(\S.*))?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[Tt ]?(\d{4}.*))?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[Tt ,]+(\S.*))?")
_TIME = re.compile(
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE
)
_COMPACT_TIME = re.compile(r"^(\d\d)(\d\d)(\d\d)?(?!\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MAIL_TIME = re.compile(r"[A-Za-z]{3}.*?(?<!\d)(\d{1,2}:\d\d(?::\d\d)?)(?:\s+([+-]\d{4}|[A-Z]+))?")
YEARS = range(1600, 2200)  # newspapers begin in 1605; 1438 is a Hijri year, 9999 a placeholder


def normal_date(value: object) -> tuple[str, str]:
    """A date as an ISO 8601 prefix and its precision; ValueError says why it cannot be read.

    A time of exactly 00:00:00 is what systems write when they know the day only, so it is left out.
    """
    if isinstance(value, datetime.date):
        clock = value.isoformat()[11:] if isinstance(value, datetime.datetime) else None
        return _stamp(value.year, value.month, value.day, clock)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_date(value)
    if not isinstance(value, str):
        raise ValueError(f"a date cannot be a {type(value).__name__}")
    text = value.strip().translate(_TO_ASCII)
    if match := _YEAR_FIRST.fullmatch(text):
        month, day = (int(part) if part else None for part in match.groups()[1:3])
        return _stamp(int(match[1]), month, day, match[4])
    if _NUMBER.fullmatch(text) and len(text) not in (8, 12, 14):
        return _number_date(float(text) if "." in text else int(text))
    if match := _COMPACT.fullmatch(text):
        return _stamp(int(match[1]), int(match[2]), int(match[3]), match[4])
    if match := _YEAR_LAST.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if first <= 12 and second <= 12 and first != second:
            raise ValueError(f"{text!r} can be read in two ways, day or month first")
        day, month = (first, second) if first > 12 else (second, first)
        return _stamp(int(match[3]), month, day, match[4])
    return _mail_date(text)


def _stamp(year: int, month: int | None, day: int | None, clock: str | None) -> tuple[str, str]:
    """The ISO prefix of checked parts."""
    if year not in YEARS:
        raise ValueError(f"no Gregorian year of a newspaper: {year}")
    if month is None:
        return f"{year}", "year"
    date = datetime.date(year, month, day if day is not None else 1).isoformat()
    if day is None:
        return date[:7], "month"
    if clock is None:
        return date, "day"
    clock = _COMPACT_TIME.sub(lambda m: ":".join(filter(None, m.groups())), clock.strip())
    match = _TIME.fullmatch(clock)
    if not match:
        raise ValueError(f"no time of day: {clock[:40]!r}")
    time = datetime.time(int(match[1]), int(match[2]), int(match[3] or 0)).isoformat()
    if time == "00:00:00":
        return date, "day"
    precision = "second" if match[3] else "minute"
    return f"{date}T{time if match[3] else time[:5]}{_zone(match[4])}", precision


def _zone(zone: str | None) -> str:
    """An offset from UTC as `+03:00`, or nothing where none was given."""
    if not zone:
        return ""
    if zone[0] not in "+-":
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if digits > "1500" or digits[2:] > "59":
        raise ValueError(f"no zone of the earth: {zone}")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _number_date(number: float) -> tuple[str, str]:
    """A number as a year, as YYYYMMDD, or as seconds, milli-, micro- or nanoseconds since 1970."""
    if number in YEARS:
        return str(int(number)), "year"
    if 16000101 <= number <= 21991231 and number == int(number):
        return _stamp(int(number) // 10000, int(number) // 100 % 100, int(number) % 100, None)
    for most, unit in ((1e11, 1), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9)):
        if 1e8 <= number < most:
            moment = datetime.datetime.fromtimestamp(number // unit, datetime.UTC)
            return _stamp(moment.year, moment.month, moment.day, moment.isoformat()[11:])
    raise ValueError(f"no year and no time since 1970: {number}")


def _mail_date(text: str) -> tuple[str, str]:
    """A date as in mail and feeds: `Sun, 03 Sep 2017 14:30:00 +0300`."""
    match = _MAIL_TIME.search(text)
    try:
        parts = email.utils.parsedate_tz(text) if match else None
    except (IndexError, TypeError):  # on some malformed strings
        parts = None
    if match is None or parts is None:
        raise ValueError(f"no date in a known form: {text[:60]!r}")
    # Of the names of zones only these are sure: AST is Arabia's as well as the Atlantic's.
    zone = (
        match[2] if match[2] and match[2][0] in "+-" else "Z" if match[2] in ("GMT", "UT", "UTC", "Z") else ""
    )
    return _stamp(parts[0], parts[1], parts[2], match[1] + zone)


def is_date(text: str) -> bool:
    """Whether a string can be read as a date."""
    try:
        return bool(normal_date(text))
    except (ValueError, OverflowError):
        return False
