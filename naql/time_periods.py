"""The value of periods: weeks, months, years, quarters, seasons and what recurs."""

from __future__ import annotations

from naql import calendars
from naql.calendars import MONTHS
from naql.time_clocks import Clocks
from naql.time_grammar import Found
from naql.time_lengths import Lengths, iso_length
from naql.time_values import HIJRI_TO_SCHOOL_YEAR, SUMMER, Value

_QUARTER, _HALF = 3, 6
_CENTURY = 100
CENTURIES = range(1, 22)


class Periods(Clocks, Lengths):
    """`Clocks` and `Lengths` with the patterns that name a period."""

    def _period(self, found: Found) -> Value | None:
        unit = self._word(found, "u", "unit")
        direction = self._direction(found, "rel") or self._word(found, "this", "this")
        edge = self._word(found, "edge", "edge")
        if unit is None:
            return None
        if direction is None and edge is None:
            return self._bare_unit(found, unit)
        if unit.startswith("T") or (direction is None and self._names_follow(found.last)):
            return None
        if direction is None and not self._definite(found, "u") and found.last - found.first < 3:
            return None
        if "this" in found.groups and not self._definite(found, "u") and "rel_before" not in found.groups:
            return None
        if (year := self._whole(found, "y")) is not None:
            return Value(str(year), "date", True) if unit == "Y" else None
        if (hijri := self._whole(found, "hy")) is not None:
            days = calendars.hijri_days(hijri)
            return Value(days, "date", True) if unit == "Y" and days else None
        if self.day is None:
            return Value(None, "date", True)
        value = self._step(unit, direction or "0")
        if edge == "start" and unit == "Y" and value:
            value += "-01"
        return Value(value, "date", True)

    def _step(self, unit: str, direction: str) -> str | None:
        """The period so many units from the present one, or from the last one named."""
        assert self.day is not None
        steps = self._steps(direction) or 0
        if direction in ("previous", "next") and unit in self._last:
            named = self._last[unit]
            if unit == "Y":
                return str(int(named) + steps)
            if unit == "M":
                return "{}-{:02d}".format(*calendars.shift_month(int(named[:4]), int(named[5:7]), steps))
        if unit == "W":
            return calendars.week(self.day + 7 * steps * calendars.DAY)
        if unit == "10Y":
            return f"{self.day.year // 10 + steps}X"
        if unit == "100Y":
            return f"{self.day.year // _CENTURY + steps}XX"
        return calendars.shifted(self.day, unit, steps)

    def _bare_unit(self, found: Found, unit: str) -> Value | None:
        """«في أسبوع», «طوال العام»: a unit alone is a length after a word that says so."""
        after = self._before(found, "after") and not self._again_and_again(found, unit)
        if (
            found.last - found.first > 1
            or not (after or self._before(found, "within"))
            or (self._names_follow(found.last) and not self._joined_on(found.last))
        ):
            return None
        led = self.meaning(found.first - 1).values.get("within", "")
        definite = self._definite(found, "u")
        if (definite and led != "whole") or unit[0] == "1" or (led == "in" and unit not in ("W", "M", "Y")):
            return None
        return Value(iso_length(unit, 1), "duration", False)

    def _again_and_again(self, found: Found, unit: str) -> bool:
        """«يوما بعد يوم»."""
        return found.first > 1 and self.meaning(found.first - 2).values.get("unit") == unit

    def _same_period(self, found: Found) -> Value | None:
        """«الفترة المماثلة من العام الماضي»: the quarter or month named last, in that year."""
        if self.day is None:
            return Value(None, "date", True)
        steps = self._steps(self._direction(found, "rel")) or 0
        named = self._last.get("period", "")
        if not all(len(part) == len("2015-01") for part in named.split("/")):
            return Value(str(self.day.year + steps), "date", True)
        moved = [f"{int(part[:4]) + steps}{part[4:]}" for part in named.split("/")]
        return Value("/".join(moved), "date", True)

    def _decade(self, found: Found) -> Value | None:
        """«السبعينات»: ten years of the twentieth century; «في السبعينات من عمره» is an age."""
        of_life = self._is(found.last, "age") or (
            self._is(found.last, "from") and self._is(found.last + 1, "age")
        )
        return None if of_life else Value(f"{self._word(found, 'dc', 'decade')}X", "date", False)

    def _century(self, found: Found) -> Value | None:
        """«القرن التاسع عشر»: its years begin with 18."""
        number = self._whole(found, "nth", "nth2")
        hijri = self._word(found, "era", "era") == "ah"
        if number is None or number not in CENTURIES or hijri or not self._definite_century(found):
            return None
        return Value(f"{number - 1:02d}XX", "date", False)

    def _definite_century(self, found: Found) -> bool:
        return any("article" in self.meaning(at).role for at in range(found.first, found.last))

    def _quarter(self, found: Found) -> Value | None:
        months = _QUARTER if "q" in found.groups else _HALF
        number, relative = self._whole(found, "nth"), self._direction(found, "rel")
        year = self._whole(found, "y", "y0")
        tail = self._direction(found, "rel_y", "rel_z")
        placed = (
            year is not None
            or tail is not None
            or found.last - (found.groups.get("nth") or found.groups["rel"])[1] > 0
        )
        if months == _HALF and not placed:
            return None
        if year is None:
            if self.day is None:
                return Value(None, "date", True)
            if relative is not None and not placed:
                return self._next_to(months, self._steps(relative) or 0)
            year = self.day.year + (self._steps(tail) or 0)
        number = MONTHS // months if number is None and self._steps(relative) == -1 else number
        if number is None or number > MONTHS // months:
            return None
        end = number * months
        hangs = "y" not in found.groups and "y0" not in found.groups
        return Value(f"{year}-{end - months + 1:02d}/{year}-{end:02d}", "date", hangs)

    def _next_to(self, months: int, steps: int) -> Value:
        """The quarter before or after the last one named, or the present one."""
        assert self.day is not None
        named = self._last.get("span", "")
        if len(named) == len("2015-01/2015-03"):
            year, month = int(named[:4]), int(named[5:7])
        else:
            year, month = self.day.year, (self.day.month - 1) // months * months + 1
        start = calendars.shift_month(year, month, steps * months)
        end = calendars.shift_month(*start, months - 1)
        return Value("{}-{:02d}/{}-{:02d}".format(*start, *end), "date", True)

    def _year(self, found: Found) -> Value | None:
        year, hijri = self._whole(found, "y", "y2"), self._whole(found, "hy")
        if "y2" in found.groups and (len(self._digits(found, "y2")) != len("97") or self._counts_next(found)):
            return None
        if "yu" not in found.groups and self._counts_next(found):
            return None  # «في 2000 درهم»
        marked = any(group in found.groups for group in ("yu", "edge", "ce", "ah")) or self._before(
            found, "within"
        )
        if hijri is not None:
            days = calendars.hijri_days(hijri) if marked else None
            return Value(days, "date", False) if days else None
        if year is None or not (marked or self._stands_as_year(found)):
            return None
        if "y2" in found.groups or year < 100:
            year += 1900
        return Value(str(year), "date", False)

    def _digits(self, found: Found, group: str) -> str:
        """The digits of a group as printed; none for a number in words."""
        printed = self._read[self._sheet.numerals[found.groups[group][0]].first].printed
        return printed if printed[0].isdecimal() else ""

    def _counts_next(self, found: Found) -> bool:
        """Whether a number counts the word after it: money, a measure, people."""
        counted = self._is(found.last, "measure", "percent", "unit", "units")
        return counted and not self._joined_on(found.last)

    def _stands_as_year(self, found: Found) -> bool:
        """Whether four bare digits are a year: after a word of time, or with nothing counted after them."""
        printed = self._read[found.first].printed
        if len(printed) != len("2015"):
            return False
        if self._before(found, "since"):
            return True
        follows = self._read[found.last] if found.last < len(self._read) else None
        nothing = follows is None or not follows.word or self._is(found.last, "and", "to", "from", "within")
        led = self._before(found, "since", "to", "from", "ago", "open", "within", "month")
        return nothing and (led or self._is(found.last, "close"))

    def _years(self, found: Found) -> Value | None:
        start, end = self._whole(found, "y"), self._whole(found, "z")
        if start is None or end is None or end <= start:
            return None
        between = found.groups["z"][0] - found.groups["y"][1]
        spoken = "pair" in found.groups or self._is(found.first, "between")
        joint = found.groups["z"][0] - 1
        if not between or (self._is(joint, "and") and not spoken):
            return None
        if start < 1500:
            return self._hijri_years(start, end)
        return Value(f"{start}/{end}", "date", False)

    def _hijri_years(self, start: int, end: int) -> Value | None:
        if end == start + 1:
            return Value(f"{start + HIJRI_TO_SCHOOL_YEAR}/{end + HIJRI_TO_SCHOOL_YEAR}", "date", False)
        first, last = calendars.hijri_days(start), calendars.hijri_days(end)
        return Value(f"{first[:10]}/{last[-10:]}", "date", False) if first and last else None

    def _year_pair(self, found: Found) -> Value | None:
        """A season of sport, a school or fiscal year: two years."""
        start, hijri = self._whole(found, "y"), self._whole(found, "hy")
        if start is not None:
            return Value(f"{start}/{start + 1}", "date", False)
        direction = self._direction(found, "rel") or self._word(found, "this", "this")
        if hijri is not None:
            shift = HIJRI_TO_SCHOOL_YEAR - (0 if "hz" in found.groups or "short" in found.groups else 1)
            return Value(f"{hijri + shift}/{hijri + shift + 1}", "date", direction is not None)
        if direction is None:
            return None
        if self.day is None:
            return Value(None, "date", True)
        steps = self._steps(direction) or 0
        year = self.day.year - (self.day.month < SUMMER.start) + steps
        year -= self.day.month in SUMMER and steps > 0
        return Value(f"{year}/{year + 1}", "date", True)

    def _season(self, found: Found) -> Value | None:
        name, year = self._word(found, "s", "season"), self._whole(found, "y")
        if year is None:
            if self.day is None:
                return Value(None, "date", True)
            steps = self._steps(self._direction(found, "rel", "rel_y")) or 0
            return Value(f"{self.day.year + steps}-{name}", "date", True)
        return Value(f"{year}-{name}", "date", False)

    def _every(self, found: Found) -> Value | None:
        if "k" in found.groups:
            return Value("P1W", "set", False)
        counted = self._count(found)
        if (
            counted is None
            or counted[0] is None
            or (self._definite(found, "u") or self._definite(found, "us"))
        ):
            return None
        return Value(iso_length(counted[1], counted[0]), "set", False)

    def _set(self, found: Found) -> Value | None:
        """A rate stands alone: in «مليون برميل يوميا» it is part of what is counted."""
        near = range(max(0, found.first - 3), found.first)
        if any(number.last in near for number in self._sheet.numerals.values() if number.last >= near.start):
            return None
        return Value(self._word(found, "s", "set"), "set", False)
