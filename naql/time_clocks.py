"""The value of clock times: an hour with its minutes and its part of the day, and intervals of two."""

from __future__ import annotations

import re

from naql.calendars import MONTHS
from naql.time_grammar import Found
from naql.time_values import Resolver, Value

_CLOCK = re.compile(r"(\d{1,2})[.,]?(\d\d)")
HOURS = 24
_AFTERNOON = ("pm", "noon", "night")


class Clocks(Resolver):
    """`Resolver` with the patterns of clock times."""

    def _clock(self, found: Found) -> Value | None:
        hour, minute = self._hour(found)
        part = self._first(found, ("p1", "part"), ("p0", "part"), ("p2", "part"), ("p", "part"))
        if hour is None or not self._clock_stands(found, hour, minute):
            return None
        extra, less = self._number(found, "plus"), self._number(found, "minus")
        minute += _minutes(extra) - _minutes(less)
        if minute < 0:
            hour, minute = hour - 1, minute + 60
        if minute > 59:
            return None
        second = self._whole(found, "second")
        clock = f"T{_on_dial(hour, part):02d}:{minute:02d}" + (f":{second:02d}" if second is not None else "")
        day = self._day_of(found)
        return Value(f"{day or ''}{clock}{self._zone(found)}", "time", day is not None)

    def _zone(self, found: Found) -> str:
        zone = self._first(found, ("z", "zone"), ("z2", "zone"), ("only_zone", "zone"))
        return "" if zone in (None, "-") else str(zone)

    def _clock_range(self, found: Found) -> Value | None:
        """«من 5 إلى 6 مساء»: the part of the day stands once, behind the second hour."""
        begin, end = self._hour(found), self._hour(found, "_b")
        own, part = self._word(found, "p0", "part"), self._word(found, "p1", "part")
        bound = self._before(found, "from", "between") or "ck" in found.groups
        if begin[0] is None or end[0] is None or not bound or max(begin[0], end[0]) > MONTHS:
            return None
        if not self._joined_hours(found):
            return None
        last = _on_dial(end[0], part)
        first = _on_dial(begin[0], own or part)
        if own is None and first > last:
            first = _on_dial(begin[0], None)
        day, zone = self._day_of(found), self._zone(found)
        bounds = ((first, begin[1]), (last, end[1]))
        stamps = [f"{day or ''}T{hour:02d}:{minute:02d}{zone}" for hour, minute in bounds]
        return Value("/".join(stamps), "time", day is not None)

    def _joined_hours(self, found: Found) -> bool:
        """Whether a word or a letter joins the two hours."""
        second = next(found.groups[g] for g in ("hour_b", "houro_b") if g in found.groups)[0]
        return self._spans(found, second)

    def _hour(self, found: Found, suffix: str = "") -> tuple[int | None, int]:
        """Hour and minute; «الساعة 07,38» has both in one number."""
        span = found.groups.get("hour" + suffix)
        if span is not None and (match := _CLOCK.fullmatch(self._read[span[1] - 1].printed)):
            return int(match[1]), int(match[2])
        hour = self._whole(found, "hour" + suffix, "houro" + suffix)
        return hour, self._whole(found, "minute" + suffix) or 0

    def _clock_stands(self, found: Found, hour: int, minute: int) -> bool:
        """Whether a match is a clock time: with no word for the hour it must look like one."""
        begin = found.first
        if self._is(begin, "clock", "part") and "minute" not in found.groups:
            return hour <= HOURS and minute <= 59 and not self._before(found, "half", "quarter")
        if "only_zone" in found.groups:
            return hour < HOURS and _CLOCK.fullmatch(self._read[begin].printed) is not None
        if "minute" in found.groups:
            return self._dial(found, hour)
        if "houro" in found.groups and self._feminine_hour(found):
            return hour <= MONTHS
        return hour <= MONTHS and self._before(
            found, "within", "from", "to", "between", "and", "at", "after", "since"
        )

    def _dial(self, found: Found, hour: int) -> bool:
        """Whether digits around a colon are a clock time: «7:30», not a score nor the minute of a film."""
        begin, at = found.groups["hour"][0], found.groups["minute"][0]
        glued = (
            self._read[begin].end == self._read[begin + 1].start
            and self._read[at - 1].end == self._read[at].start
        )
        lead = begin - 1 - (begin > 0 and self._is(begin - 1, "open"))
        timecode = lead >= 0 and self._is(lead, "unit_TM")
        two = len(self._read[at].printed) == 2
        return glued and two and hour < HOURS and not timecode and not self._is(found.last, "colon")

    def _feminine_hour(self, found: Found) -> bool:
        """«يلتقيان الثامنة مساء»: a definite ordinal that describes no word before it is an hour."""
        number = self._sheet.numerals.get(found.first)
        if number is None or "article" not in number.role or found.first == 0:
            return False
        before = self._read[found.first - 1]
        return not before.word or not any(before.folded.startswith(article) for article in self._articles)

    def _part(self, found: Found) -> Value | None:
        if self._word(found, "p", "part") == "midnight":
            return Value("T00:00", "time", False)
        if not self._is(found.first, "adverb"):
            return None
        return Value(self._last_day, "time", True)


def _minutes(extra: float | None) -> int:
    """Minutes said beside an hour: a fraction of it or a count of them."""
    if extra is None:
        return 0
    return round(extra * 60) if extra < 1 else int(extra)


def _on_dial(hour: int, part: str | None) -> int:
    """The hour of 24 that an hour of 12 is in a part of the day.

    >>> _on_dial(9, "pm"), _on_dial(12, "midnight"), _on_dial(3, "night"), _on_dial(7, None)
    (21, 0, 3, 7)
    """
    if part in _AFTERNOON and hour < MONTHS:
        hour += 0 if (part == "night" and hour < 6) or (part == "noon" and hour == 11) else MONTHS
    elif part in ("night", "am", "midnight") and hour == MONTHS:
        hour = 0
    return hour % HOURS
