"""The value of lengths of time: durations, what lies so long ago, and the vague ones."""

from __future__ import annotations

from naql import calendars
from naql.calendars import MONTHS
from naql.time_grammar import Found
from naql.time_values import Resolver, Value

FIRST_YEAR = 1300  # a plural of years before such a number names years
AGES_APART = 4  # «16 عاما بعد أن كان 14 عاما»: tokens between an age and the next
AGE_REACH = 7  # so many tokens before a number of years a word for age may stand
_PARTS_OF_UNIT = {
    "TH": ("TM", 60), "TM": ("TS", 60), "D": ("TH", 24), "Y": ("M", 12), "10Y": ("Y", 10), "100Y": ("Y", 100),
}  # fmt: skip
VAGUE = Value(None, "duration", False)


def iso_length(unit: str, number: float) -> str:
    """A length in ISO 8601, a fraction of a unit given in the next smaller one.

    >>> iso_length("TH", 0.5), iso_length("Y", 8.5), iso_length("D", 2)
    ('PT30M', 'P102M', 'P2D')
    """
    if not float(number).is_integer() and unit in _PARTS_OF_UNIT:
        smaller, times = _PARTS_OF_UNIT[unit]
        return calendars.duration(smaller, round(number * times, 3))
    return calendars.duration(unit, number)


class Lengths(Resolver):
    """`Resolver` with the patterns that count units of time."""

    def _count(self, found: Found) -> tuple[float | None, str] | None:
        """(how many, unit); the count is None where it is vague."""
        two = self._word(found, "two", "two_units")
        unit = two or self._first(found, ("u", "unit"), ("us", "units"))
        if unit is None:
            return None
        number = 2.0 if two else self._number(found, "n")
        if number is None and "u" in found.groups and "few" not in found.groups:
            number = 1.0
        extra = self._number(found, "plus")
        if extra is not None and number is not None:
            number = number + extra if extra < 1 else None
        return number, unit

    def _ago(self, found: Found) -> Value | None:
        counted = self._count(found)
        if counted is None or (found.groups.get("plus") and counted[0] is None):
            return None
        number, unit = counted
        bare = "n" not in found.groups and "u" in found.groups
        if bare and (self._definite(found, "u") or self._names_follow(self.end(found))):
            return None
        if number is None or self.day is None or ("of" in found.groups and not self._is(found.last, "now")):
            return Value(None, "date", True)
        half = -(-number // 1) if unit not in ("Y", "M") else number // 1
        return Value(calendars.shifted(self.day, unit, -int(half)), "date", True)

    _ago_after = _ago

    def _hence(self, found: Found) -> Value | None:
        """«بعد أسبوعين من الآن»."""
        counted = self._count(found)
        if counted is None:
            return None
        number, unit = counted
        if number is None or self.day is None:
            return Value(None, "date", True)
        return Value(calendars.shifted(self.day, unit, int(number)), "date", True)

    def _since(self, found: Found) -> Value | None:
        counted = self._count(found)
        if counted is None:
            return None
        number, unit = counted
        bare = "n" not in found.groups and "two" not in found.groups
        definite = self._definite(found, "u") or self._definite(found, "us")
        if bare and (definite or self._names_follow(found.last)):
            return None
        if (self._number(found, "plus") or 0) >= 1:
            return None
        return Value(None if number is None else iso_length(unit, number), "duration", True)

    def _length(self, found: Found) -> Value | None:
        counted = self._count(found)
        if counted is None or counted[0] is None or self._is_age(found, counted[1]):
            return None
        number, unit = counted[0], counted[1]
        if self._unit_first(found) and number != 1 and not self._counts_behind(found):
            return None  # «عام 50», «الدقائق 27 و31»: names, not counts
        definite = "n" in found.groups and "u" in found.groups and self._definite(found, "u")
        if definite or ("us" in found.groups and number >= FIRST_YEAR):
            return None  # «الـ420 العام الماضي», «السنوات 1962»
        if (self._number(found, "plus") or 0) >= 1 or (unit == "D" and self._names_follow(found.last)):
            return None
        if "oy" in found.groups or "upto" in found.groups:
            return self._first_months(found, int(number), unit)
        if "nth" in found.groups:
            return None
        direction = self._direction(found, "rel", "rel0", "rb")
        if (
            direction == "previous"
            and unit == "M"
            and "n" in found.groups
            and (before := self._months_before(int(number)))
        ):
            return before
        return Value(iso_length(unit, number), "duration", direction is not None)

    def _unit_first(self, found: Found) -> bool:
        units = [found.groups[group][0] for group in ("u", "us") if group in found.groups]
        return "n" in found.groups and bool(units) and units[0] < found.groups["n"][0]

    def _counts_behind(self, found: Found) -> bool:
        """Whether a number behind its unit counts it: «الأشهر الثلاثة», «الأيام الـ10»."""
        if "us" not in found.groups:
            return False
        at = found.groups["n"][0]
        number = self._sheet.numerals[at]
        digits = self._read[number.first].printed[0].isdecimal()
        return (
            not digits
            or "article" in number.role
            or any(g in found.groups for g in ("rel", "nth", "oy", "upto"))
        )

    def _lengths(self, found: Found) -> Value | None:
        """«من 5 إلى 15 دقيقة», «3-4 أيام»: a length between two."""
        number, unit = self._count(found) or (None, "")
        low = self._number(found, "low")
        if number is None or low is None or low >= number:
            return None
        if self._is_age(found, unit) or (unit == "Y" and "u" in found.groups) or number >= FIRST_YEAR:
            return None
        second = found.groups["n"][0]
        if not self._spans(found, second):
            return None
        return Value(f"{iso_length(unit, low)}/{iso_length(unit, number)}", "duration", "rel" in found.groups)

    def _months_before(self, number: int) -> Value | None:
        """«الأشهر الثلاثة السابقة» after a quarter or the like: the months before it."""
        named = self._last.get("span", "")
        if len(named) != len("2015-01/2015-03"):
            return None
        year, month = int(named[:4]), int(named[5:7])
        begin, end = calendars.shift_month(year, month, -number), calendars.shift_month(year, month, -1)
        return Value("{}-{:02d}/{}-{:02d}".format(*begin, *end), "date", True)

    def _first_months(self, found: Found, number: int, unit: str) -> Value | None:
        """«الأشهر الثلاثة الأولى من العام», «الأشهر الثلاثة حتى يونيو»."""
        if unit != "M" or self.day is None:
            return None
        if "upto" in found.groups and "oy" not in found.groups:
            month, hijri = self._month_of(found)
            if hijri or not month:
                return None
            year = calendars.year_of(month, None, self.day.year, self.day.month)
            begun = "{}-{:02d}".format(*calendars.shift_month(year, month, 1 - number))
            return Value(f"{begun}/{year}-{month:02d}", "date", True)
        year = self.day.year + (self._steps(self._direction(found, "rel_o")) or 0)
        last = "nth" not in found.groups
        begin, end = (MONTHS + 1 - number, MONTHS) if last else (1, number)
        return Value(f"{year}-{begin:02d}/{year}-{end:02d}", "date", True)

    def _is_age(self, found: Found, unit: str) -> bool:
        """Whether a number of years is somebody's age: after such a word, or alone in brackets."""
        if unit != "Y" or "rel" in found.groups:
            return False
        first = found.groups.get("low", found.groups.get("n", (found.first,)))[0]
        if self._is(first - 1, "to") and self.numeral(first - 2) is not None:
            first -= 2  # «رفعت السن من 13 إلى 16 عاما»
        if 0 <= found.first - self._last_age <= AGES_APART:
            self._last_age = found.last
            return True
        if self._tells_age(found, first):
            self._last_age = found.last
            return True
        return False

    def _tells_age(self, found: Found, first: int) -> bool:
        """Whether what stands beside a number of years, which begins at a token, makes it an age."""
        open_, close = (self._printed(at) for at in (first - 1, found.last))
        set_off = (open_ in "([" and close in ")]") or (open_ in ",،" and close in ",،")
        if (set_off and open_) or self.meaning(first - 1).values.get("age") == "near":
            return True
        if "u" in found.groups and self._is(first - 1, "hyphen") and self.numeral(first - 2) is not None:
            return True  # «3-16 سنة»
        behind = (self.meaning(at).values.get("age") for at in range(max(0, first - AGE_REACH), first))
        ahead = self._is(found.last, "from") and self._is(found.last + 1, "age")
        return ahead or "-" in behind

    def _printed(self, at: int) -> str:
        return self._read[at].printed if 0 <= at < len(self._read) else ""

    def _half_more(self, found: Found) -> Value | None:
        """«ساعة ونصف»."""
        counted = self._count(found)
        if counted is None or counted[0] is None or counted[0] == 1 or self._definite(found, "u"):
            return None
        return Value(iso_length(counted[1], counted[0]), "duration", False)

    def _entire(self, found: Found) -> Value | None:
        """«أسبوع كامل»."""
        counted = self._count(found)
        if counted is None or counted[0] is None or self._definite(found, "u"):
            return None
        return Value(iso_length(counted[1], counted[0]), "duration", False)

    def _some(self, found: Found) -> Value | None:
        """«خلال ساعات»: a plural with no number, after a word that makes it a length."""
        definite = "article" in self.meaning(found.first).role
        owned = self._names_follow(found.last) or self._is(found.last, "unit", "part")
        led = self._before(found, "within", "after")
        return VAGUE if led and not (definite or owned) else None

    def _vague(self, found: Found) -> Value | None:
        if self._word(found, "v", "units") is not None and "article" not in self.meaning(found.first).role:
            return None  # «أيام ماضية»
        return Value(None, "date" if "v" in found.groups else "duration", self._is_relative(found))

    def _is_relative(self, found: Found) -> bool:
        return "v" in found.groups or "rel" in found.groups
