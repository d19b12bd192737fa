"""The value of a matched time expression: ISO 8601 against the day it counts from.

One method a pattern of `naql.time_grammar`. What only points back («the previous quarter», «at night») is
read against what the text named last.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from naql import calendars
from naql.calendars import DAY
from naql.numbers import Numeral
from naql.patterns import MORE, NO_MEANING, Meaning
from naql.sentences import Token
from naql.time_grammar import Found, Sheet

HIJRI_TO_SCHOOL_YEAR = 579  # an Islamic year ends in the autumn of so many years later
SUMMER = range(6, 9)  # months between two seasons of sport or school
AHEAD = 16  # so many tokens before a weekday a word that speaks of the future may stand
NEAR_DAYS = 200  # a day and month without a year lie so near if the weekday beside them is to decide
_MONTH = re.compile(r"\d{4}-\d\d")
_FORWARD = {"previous": -1, "next": 1}
_FULL = ("y", "y2", "hy", "n3", "y_b", "y2_b", "hy_b", "n3_b")  # groups of a year


class Value(NamedTuple):
    """`value`, `kind` and `relative` as in `naql.model.TimeExpression`."""

    value: str | None
    kind: str
    relative: bool


class Resolver:
    """Gives values to the matches of one text, in its order; `day` is what day words count from."""

    def __init__(self, text: str, read: list[Token], sheet: Sheet, day: datetime.date | None) -> None:
        self._text, self._read, self._sheet, self.day = text, read, sheet, day
        self._articles = sheet.articles
        self._last_day: str | None = None
        self._last_age = -100  # the token after the last age
        self._coming: dict[int, int] = {}  # the year of months that a sentence about the future named
        self._last_month: tuple[int, int] | None = None
        self._last: dict[str, str] = {}  # the last value named, by unit
        self._named_years: dict[tuple[int, int], int] = {}  # the year a day and month were named with

    def value(self, found: Found) -> Value | None:
        """The value of a match, or None where it is no time after all."""
        method: Callable[[Found], Value | None] = getattr(self, f"_{found.rule}")
        made = method(found)
        points_back = self._direction(found, "rel") in _FORWARD
        if made is not None and made.value is not None and made.kind == "date" and not points_back:
            self._remember(made.value)
        return made

    def _remember(self, value: str) -> None:
        self._last_day = (
            value if len(value) == len("2015-01-01") and value.count("-") == 2 else self._last_day
        )
        if _MONTH.match(value):
            self._last_month = int(value[:4]), int(value[5:7])
        if "/" in value or len(value) == len("2015-01"):
            self._last["period"] = value
        if "/" in value:
            self._last["span"] = value
        elif len(value) == len("2015") and value.isdecimal():
            self._last["Y"] = value
        elif "W" in value:
            self._last["W"] = value
        elif len(value) == len("2015-01"):
            self._last["M"] = value

    def meaning(self, at: int) -> Meaning:
        """What stands behind a token, or behind the phrase it is in."""
        while at > 0 and self._sheet.letters[at : at + 1] == MORE:
            at -= 1
        return self._sheet.meanings.get(at, NO_MEANING)

    def numeral(self, at: int) -> Numeral | None:
        """The number that begins at a token."""
        return self._sheet.numerals.get(at)

    def trimmed(self, found: Found) -> int:
        """The token an expression begins with: a word that only leads to it («في») is left out."""
        return found.first + (self._is(found.first, "between") and found.last - found.first > 1)

    def end(self, found: Found) -> int:
        """The token after the last of an expression: «من» in «قبل يومين من» belongs to what follows."""
        return found.groups["of"][0] if "of" in found.groups else found.last

    # ------------------------------------------------------------ reading the groups

    def _word(self, found: Found, group: str, name: str) -> str | None:
        """The value of the row behind a group, in the class `name`."""
        span = found.groups.get(group)
        return None if span is None else self._sheet.meanings[span[0]].values.get(name)

    def _first(self, found: Found, *options: tuple[str, str]) -> str | None:
        return next((w for group, name in options if (w := self._word(found, group, name)) is not None), None)

    def _number(self, found: Found, *groups: str) -> float | None:
        for group in groups:
            span = found.groups.get(group)
            if span is not None and span[0] in self._sheet.numerals:
                return self._sheet.numerals[span[0]].value
        return None

    def _whole(self, found: Found, *groups: str) -> int | None:
        number = self._number(found, *groups)
        return int(number) if number is not None and number.is_integer() else None

    def _direction(self, found: Found, *groups: str) -> str | None:
        return self._first(
            found, *((group, "relative") for group in groups), *((g, "rel_before") for g in groups)
        )

    def _steps(self, word: str | None) -> int | None:
        """A relative word as a number of steps from the present."""
        return None if word is None else _FORWARD[word] if word in _FORWARD else int(word)

    def _is(self, at: int, *names: str) -> bool:
        """Whether a token stands for one of some classes."""
        return any(name in self.meaning(at).values for name in names)

    def _definite(self, found: Found, group: str) -> bool:
        span = found.groups.get(group)
        return span is not None and "article" in self._sheet.meanings[span[0]].role

    def _names_follow(self, last: int) -> bool:
        """Whether a day, month or year stands next, so that a unit before it only introduces it."""
        number = self._sheet.numerals.get(last)
        if number is not None:
            return True
        return self._is(
            last, "weekday", "weekday_bare", "month", "weak_month", "hijri", "day_word", "season", "relative"
        )

    def _before(self, found: Found, *names: str) -> bool:
        return found.first > 0 and self._is(found.first - 1, *names)

    # ------------------------------------------------------------ days

    def weekday_beside(self, found: Found) -> tuple[int, int] | None:
        """(shift, weekday) of a day word with a weekday beside it."""
        shift = self._first(found, ("w", "day_word"), ("w_r", "day_word"))
        name = self._first(found, ("k", "weekday"), ("k_r", "weekday"))
        return None if shift is None or name is None else (int(shift), int(name))

    def anchor(self, found: Found) -> datetime.date | None:
        """The day that the text's day words count from, where it dates one in full: «اليوم 3 مايو 2016»."""
        shift = self._word(found, "w_r", "day_word")
        if shift is None or found.rule != "date":
            return None
        made = self._date(found)
        if made is None or made.value is None or not any(g in found.groups for g in _FULL):
            return None
        return datetime.date.fromisoformat(made.value) - DAY * int(shift) if len(made.value) == 10 else None

    def _day_of(self, found: Found, suffix: str = "") -> datetime.date | None:
        """The day that day words and weekdays name."""
        if self.day is None:
            return None
        shift = self._word(found, "w" + suffix, "day_word")
        beside = self._word(found, "k" + suffix, "weekday")
        if shift is not None:
            day = self.day + DAY * int(shift)
            return day if beside is None else calendars.nearest_weekday(day, int(beside), back=3)
        alone = self._first(found, ("k2" + suffix, "weekday"), ("k3" + suffix, "weekday_bare"))
        if alone is None:
            return None
        return self._weekday(int(alone), self._direction(found, "rel"), ahead=self._ahead(found.first))

    def _ahead(self, at: int) -> bool:
        """Whether the sentence so far speaks of what is to come: «يلتقي الفريقان الخميس»."""
        for back in range(at - 1, max(-1, at - 1 - AHEAD), -1):
            gap = self._text[self._read[back].end : self._read[back + 1].start]
            if self._read[back].printed in ".؟!" or "\n" in gap:
                return False
            if self._is(back, "future"):
                return True
        return False

    def _weekday(self, weekday: int, direction: str | None, *, ahead: bool = False) -> datetime.date | None:
        """A weekday: the last one, today's among them, unless a word says which or speaks of the future."""
        steps = self._steps(direction)
        if self.day is None:
            return None
        if steps is None and ahead:
            return calendars.nearest_weekday(self.day, weekday, back=0)
        if steps is not None and steps > 0:
            return calendars.nearest_weekday(self.day, weekday, back=-1)
        return calendars.nearest_weekday(self.day, weekday, back=7 if steps and steps < 0 else 6)

    def _day(self, found: Found) -> Value | None:
        following = self._sheet.numerals.get(found.last)
        if "w" in found.groups and following and following.ordinal and following.role == "article":
            return None  # «اليوم الثاني»
        led = self._word(found, "w", "day_word_led") is not None and found.last - found.first == 1
        if led and not self._before(found, "from", "to", "since", "within", "after"):
            return None  # «غد مشرق»: only «يوم غد», «من غد»
        day = self._day_of(found)
        return Value(str(day) if day else None, "date", True)

    def _pair_of_days(self, found: Found) -> Value | None:
        direction = self._direction(found, "rel")
        names = (self._word(found, "k1", "weekday"), self._word(found, "k2", "weekday"))
        days = [self._weekday(int(name), direction) for name in names if name]
        if None in days:
            return Value(None, "date", True)
        start, end = days
        if start and end and start > end:
            start -= 7 * DAY
        return Value(f"{start}/{end}", "date", True)

    _nights = _pair_of_days

    # ------------------------------------------------------------ dates

    def _date(self, found: Found) -> Value | None:
        relative = "w_r" in found.groups
        if not self._one_day(found):
            return None
        first = self._one_date(found, "")
        second = self._one_date(found, "_b") if any(g.endswith("_b") for g in found.groups) else None
        if first is None and second is None:
            return None
        named = [one for one in (second, first) if one is not None]
        best = next((one for one in named if one.value and not one.relative), named[0])
        return best._replace(relative=relative or all(one.relative for one in named))

    def _one_day(self, found: Found) -> bool:
        """Whether a match is no more than one date: not «اليوم و25 مايو», nor «الأسبوع الأول من مايو»."""
        begin = next((found.groups[g][0] for g in ("d", "dp", "do", "df", "n1") if g in found.groups), None)
        named_before = "w_r" in found.groups or any(f"k{n}_r" in found.groups for n in ("", "2", "3"))
        if begin is not None and named_before and self._joined_on(begin):
            return False
        counts_unit = "do" in found.groups and begin == found.first and found.first > 0
        ordinal_of = counts_unit and self._is(found.first - 1, "unit")
        return not ordinal_of or self._is(found.first - 1, "unit_D")

    def _spans(self, found: Found, second: int) -> bool:
        """Whether two numbers bound something: «4 إلى 6», «4-6», «4 أو 6», «بين 4 و6»."""
        joint = range(found.first + 1, second)
        return any(self._is(at, "to", "hyphen", "or") for at in joint) or self._between(found, second)

    def _between(self, found: Found, second: int) -> bool:
        """Whether a match stands after «between», with «and» in front of its second number."""
        joined = self._joined_on(second) or any(self._is(at, "and") for at in range(found.first + 1, second))
        return joined and self._before(found, "between")

    def _joined_on(self, at: int) -> bool:
        """Whether «and» is written onto a token."""
        number = self._sheet.numerals.get(at)
        return (number.role if number else self.meaning(at).role).startswith("and")

    def _one_date(self, found: Found, suffix: str) -> Value | None:
        if "n1" + suffix in found.groups:
            return self._numeric(found, suffix)
        month, hijri = self._month_of(found, suffix)
        day = self._whole(found, *(g + suffix for g in ("d", "dp", "do", "d2", "d2o")))
        if day is None:
            day = int(self._first(found, ("df" + suffix, "first"), ("d2f" + suffix, "first")) or 0)
        until = self._whole(found, *(g + suffix for g in ("e", "ep", "eo", "e2", "e2o")))
        year, relative = self._year_of(found, suffix, month, hijri=hijri, day=day)
        weak = "hw" + suffix in found.groups or "mw" + suffix in found.groups
        if (
            weak
            and relative
            and any(self._is(at, "hyphen", "slash") for at in range(found.first, found.last))
        ):
            return None  # «2-صفر» is a score
        if not day or not month:
            return None
        if year is None:
            return Value(None, "date", True) if self.day is None else None
        if not relative:
            self._named_years[month, day] = year
        make = calendars.from_hijri if hijri else calendars.gregorian
        start, end = make(year, month, day), make(year, month, until) if until else None
        if start is None or (until and (end is None or end < start)):
            return None
        return Value(f"{start}/{end}" if end else str(start), "date", relative)

    def _day_of_month(self, found: Found) -> Value | None:
        """«14 و15 من الشهر الجاري»."""
        this = self._first(found, ("this", "this"), ("this2", "this"))
        steps = self._steps(self._direction(found, "rel", "rel_c") or this)
        first, until = self._whole(found, "d", "dp", "do", "df"), self._whole(found, "e", "ep", "eo")
        if first is None or not any(self._definite(found, group) for group in ("u", "u2", "u3")):
            return None
        if "u" not in found.groups and ("d" not in found.groups or until is None):
            return None  # «الأول هذا الشهر»
        if "u3" in found.groups and not self._spans(found, found.groups["e"][0]):
            return None  # «قتل 5 وأصيب 6 الشهر الماضي»
        if self.day is None:
            return Value(None, "date", True)
        named = self._last_month if "same" in found.groups and self._last_month else None
        year, month = named or calendars.shift_month(self.day.year, self.day.month, steps or 0)
        start, end = calendars.gregorian(year, month, first), calendars.gregorian(year, month, until or first)
        if start is None or end is None or end < start:
            return None
        return Value(f"{start}/{end}" if until else str(start), "date", True)

    def _weekday_date(self, found: Found) -> Value | None:
        """«الخميس 28», «السبت 10/12»: a day with no year, or no month, that is such a weekday."""
        weekday = int(self._word(found, "k", "weekday") or 0)
        if self.day is None:
            return Value(None, "date", True)
        if self._read[found.last - 1].end < len(self._text) and self._counts_on(found):
            return None
        day = self._whole(found, "d")
        numbers = (self._whole(found, "n1"), self._whole(found, "n2"))
        if day is not None:
            near = [self.day + DAY * shift for shift in range(-31, 32)]
            fits = [d for d in near if d.day == day and d.isoweekday() == weekday]
        else:
            fits = [d for d in self._near_dates(*numbers) if d.isoweekday() == weekday]
        best = min(fits, key=lambda d: abs((d - (self.day or d)).days), default=None)
        return Value(str(best), "date", True) if best else None

    def _counts_on(self, found: Found) -> bool:
        """Whether the number after a weekday counts what follows it: «الخميس 12 شخصا»."""
        if "d" not in found.groups or found.last > found.groups["d"][1]:
            return False
        return found.last < len(self._read) and self._is(found.last, "measure", "percent", "unit", "units")

    def _near_dates(self, first: int | None, second: int | None) -> list[datetime.date]:
        """The days near the present one that «10/12» can be, in either calendar and either order."""
        assert self.day is not None
        if first is None or second is None:
            return []
        made = []
        hijri = calendars.to_hijri(self.day)
        for make, year in (
            (calendars.gregorian, self.day.year),
            (calendars.from_hijri, hijri[0] if hijri else 0),
        ):
            for shift in (-1, 0, 1):
                made += [make(year + shift, second, first), make(year + shift, first, second)]
        return [d for d in made if d is not None and abs((d - self.day).days) <= NEAR_DAYS]

    def _date_range(self, found: Found) -> Value | None:
        """«من 24/10 إلى 7/11/1436»: the first date has its year from the second."""
        end = self._numeric(found, "")
        last = self._whole(found, "n3")
        year = last if last and last > 31 else self._whole(found, "n1")
        day, month = self._whole(found, "n4"), self._whole(found, "n5")
        if end is None or end.value is None or year is None or day is None or month is None:
            return None
        make = calendars.from_hijri if year < 1500 else calendars.gregorian
        start = make(year, month, day)
        if start is None or str(start) > end.value:
            return None
        return Value(f"{start}/{end.value}", "date", False)

    def _weekday_of_week(self, found: Found) -> Value | None:
        """«الثلاثاء من الأسبوع المقبل»: a day of an ISO week."""
        steps = self._steps(self._direction(found, "rel") or self._word(found, "this", "this"))
        if steps is None:
            return None
        if self.day is None:
            return Value(None, "date", True)
        monday = self.day - DAY * (self.day.isoweekday() - 1) + 7 * steps * DAY
        return Value(str(monday + DAY * (int(self._word(found, "k", "weekday") or 1) - 1)), "date", True)

    def _numeric(self, found: Found, suffix: str) -> Value | None:
        first, month, last = (self._whole(found, f"n{i}{suffix}") for i in (1, 2, 3))
        if first is None or month is None or last is None:
            return None
        year, day = (first, last) if first > last else (last, first)
        make = calendars.from_hijri if 1300 <= year < 1500 else calendars.gregorian
        made = (make(year, month, day) or make(year, day, month)) if 1300 <= year < 2100 else None
        return Value(str(made), "date", False) if made else None

    def _month_of(self, found: Found, suffix: str = "") -> tuple[int, bool]:
        """(number, whether Islamic) of the month of a match; 0 without one."""
        month = self._first(
            found,
            *(
                (g + suffix, name)
                for g, name in (
                    ("m", "month"),
                    ("mw", "weak_month"),
                    ("m2", "month"),
                    ("mw2", "weak_month"),
                    ("m3", "month"),
                )
            ),
        )
        if month:
            return int(month), False
        return int(self._first(found, ("h" + suffix, "hijri"), ("hw" + suffix, "weak_hijri")) or 0), True

    def _year_of(
        self, found: Found, suffix: str, month: int, *, hijri: bool, day: int | None = None
    ) -> tuple[int | None, bool]:
        """The year of a month or day, and whether it hangs on the day of publication."""
        year = self._whole(found, *(g + suffix for g in ("y", "y2", "hy")))
        if year is not None:
            return year, False
        of_year = self._word(found, "yrel" + suffix, "relative") or self._word(
            found, "ythis" + suffix, "this"
        )
        if of_year is not None:
            return (self.day.year + (self._steps(of_year) or 0) if self.day and not hijri else None), True
        if day is not None and (month, day) in self._named_years:
            return self._named_years[month, day], False
        present = None
        if self.day is not None:
            present = calendars.to_hijri(self.day) if hijri else (self.day.year, self.day.month, self.day.day)
        if present is None:
            return None, True
        steps = self._steps(self._direction(found, "rel" + suffix))
        if steps is None and not hijri:
            if self._ahead(found.first):
                self._coming[month] = calendars.year_of(month, 1, present[0], present[1], reached=True)
            if month in self._coming:
                return self._coming[month], True
        reached = day is not None and (day < present[2] if (steps or 0) < 0 else day > present[2])
        return calendars.year_of(month, steps, present[0], present[1], reached=reached), True

    def _month(self, found: Found) -> Value | None:
        month, hijri = self._month_of(found)
        if found.last - found.first == 1:
            led = self._before(found, "within", "since", "between", "ago", "after")
            if "hw" in found.groups or ("mw" in found.groups and not led):
                return None
        year, relative = self._year_of(found, "", month, hijri=hijri)
        if year is None:
            return Value(None, "date", True)
        if hijri:
            days = calendars.hijri_days(year, month)
            return Value(days, "date", relative) if days else None
        return Value(f"{year}-{month:02d}", "date", relative)

    def _pair_of_months(self, found: Found) -> Value | None:
        months = [int(self._word(found, g, "month") or 0) for g in ("m1", "m2")]
        year, relative = self._year_of(found, "", months[1], hijri=False)
        if year is None:
            return Value(None, "date", True)
        return Value(
            f"{year - (months[0] > months[1])}-{months[0]:02d}/{year}-{months[1]:02d}", "date", relative
        )
