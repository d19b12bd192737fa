"""Numbers and times against a public specification: the Arabic cases of Recognizers-Text (Microsoft, MIT).

    NAQL_DATA=… python -m benchmarks.recognizers [--show]

A case is a sentence with the one thing that is to be found in it, and its value. It counts as passed if one
of the values read in the sentence equals the specified one; spans are not compared. What is left out is left
out by a rule that looks at the case alone, never at what was read, and counted under its reason. The
specification marks most Arabic values as not to be compared (`IgnoreResolution`; several are plainly wrong):
they have columns of their own. `--show` lists what failed.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.common import data_folder, print_table
from naql.calendars import length
from naql.model import Quantity
from naql.numbers import numerals
from naql.quantities import quantities
from naql.sentences import tokens
from naql.times import times

TOLERANCE = 1e-6
REFERENCE = "2016-11-07"
Case = dict[str, Any]
Judge = Callable[[Case, dict[str, Any]], bool]
DAY = datetime.timedelta(days=1)

# Reasons by a pattern over the words that are to be found.
NUMBER_REASONS = (
    ("fractions in digits, or said with «of», «in», «over»", r"/|(?<!\w)(?:على|من|في|جزء|اجزاء|أجزاء)(?!\w)"),
    ("powers and scientific notation", r"[\^eE]"),
    ("dozens", r"دزين|دست"),
    ("a count of fifths, or a fifth that is also «five» and «price»",
     r"(?:خمس|أخماس|اخماس|وخمسين|وخُمسَين|ثمن)\s*$|خمس العشرون"),
    ("thousands set apart by spaces", r"\d \d{3}"),
    ("three digits behind a point, or none before it", r"^\d\.\d{3}$|^\.\d"),
    ("more than eight digits without a mark: a file number", r"[\d٠-٩]{9,}"),
    ("sums to be worked out", r"\d+ - \S+|خمسمائة خمسة|عشرونات"),
)  # fmt: skip
TIME_REASONS = (
    ("day and month in digits alone: scores and fractions look the same", r"^\D*\d{1,2}[/.-]\d{1,2}$"),
    ("years of two digits, and month and year in digits alone",
     r"\d{1,2}[-/]\d{1,2}[-/,] ?\d{2}$|^\d[-/.]\d{4}$|^\d{4}[-/.]\d$"),
    ("the nth weekday of a month, the nth week",
     r"(?:الأحد|الثلاثاء|جمعة) (?:ال)?(?:أول|ثاني|ثالث|خامس)|أول يوم|الأسبوع (?:الأول|الثاني|الثالث|الأخير)"),
    ("days counted from the story, not from publication",
     r"التالي|اليوم الماضي|آخر يوم|^يومي$|سبوعي|الإسبوع"),
    ("the rest, beginning, middle or end of a period: the period is given",
     r"^(?:بقية|باقي|نهاية|مطلع|منتصف الصيف)|عطلة نهاية"),
    ("«few» as three", r"بضع|القليلة"),
    ("years told in two halves or before 1500",
     r"تسعة عشر|عام 247|مائتين وسبعة|ألفين$|والعشرات|^1970$|التاسع عشر"),
    ("decades of no century", r"^(?:ال)?(?:سبعينيات|عشرينيات|أربعينيات)$"),
    ("ranges of years that leave the last year out", r"2014.*2018|ألفين إلى ألفين"),
    ("the second of two units of a sum counted from a day", r"من الآن$"),
)  # fmt: skip
LENGTH = re.compile(r"يوم|أيام|أسابيع|سبوعين|شهور|أشهر|شهر|سنوات|سنة|عامين|عام|عقود|عقد|يومين")
HOUR = re.compile(r"ساعة|:|صباح|مساء|ظهر|ليل")


class Kind(NamedTuple):
    """A file of cases: what it is called here, how a case is judged, and why a case may be left out."""

    file: str
    judge: Judge
    reason: Callable[[Case, dict[str, Any]], str | None]


# ---------------------------------------------------------------- numbers


def number_agrees(case: Case, result: dict[str, Any]) -> bool:
    """Whether a number of a sentence has the specified value."""
    text = case["Input"]
    found = [n.value for n in numerals(text, tokens(text), "ar") if not n.ordinal and n.value is not None]
    found += [q.value for q in quantities(text, "ar") if q.value is not None]
    try:
        wanted = float(str(result["Resolution"]["value"]).rstrip("%"))
    except ValueError:
        return False
    return any(close(value, wanted) for value in found)


def close(value: float, wanted: float) -> bool:
    """Whether two values are one, up to rounding."""
    return abs(value - wanted) <= TOLERANCE * max(1.0, abs(wanted))


def range_agrees(case: Case, result: dict[str, Any]) -> bool:
    """Whether a quantity of a sentence has the specified bounds; open or closed makes no difference."""
    low, high = (bound.strip("[]()") for bound in str(result["Resolution"]["value"]).split(","))
    wanted = tuple(float(bound) if bound else None for bound in (low, high))

    def bounds(one: Quantity) -> tuple[float | None, float | None]:
        return one.least, one.most

    return any(bounds(one) == wanted for one in quantities(case["Input"], "ar"))


def range_reason(case: Case, result: dict[str, Any]) -> str | None:
    """Why a case of ranges is left out."""
    if re.search(r"[<>~=]|يساوي|تساوي", result["Text"]):
        return "signs of comparison and equality, as machines are asked"
    return "ordinals and fractions as bounds" if re.search(r"العاشر|عشر$|الربع", result["Text"]) else None


def number_reason(case: Case, result: dict[str, Any]) -> str | None:
    """Why a case of numbers is left out."""
    printed = result["Text"].strip()
    return next((reason for reason, pattern in NUMBER_REASONS if re.search(pattern, printed)), None)


# ---------------------------------------------------------------- times


def timex_agrees(case: Case, result: dict[str, Any]) -> bool:
    """Whether a time of a sentence is the specified one: the same days, the same clock time or length."""
    given = result["Value"]
    reference = datetime.date.fromisoformat(
        case.get("Context", {}).get("ReferenceDateTime", REFERENCE)[: len(REFERENCE)]
    )
    found = [t.value for t in times(case["Input"], reference, "ar") if t.value]
    wanted = {days(given["Timex"]), length(given["Timex"]), given["Timex"]}
    for side in ("FutureResolution", "PastResolution"):
        wanted |= resolutions(given.get(side) or {})
    return any({days(one), length(one), clock(one), one} & (wanted - {None}) for one in found)


def resolutions(given: dict[str, str]) -> set[object]:
    """The days, clock times or intervals of one resolution."""
    wanted: set[object] = {days(given.get("date", ""))}
    for key in ("time", "dateTime"):
        if given.get(key):
            wanted.add(clock(given[key].replace(" ", "T") if key == "dateTime" else f"T{given[key]}"))
    if "endDate" in given:
        start, end = (datetime.date.fromisoformat(given[key]) for key in ("startDate", "endDate"))
        wanted |= {(start, end), (start, end + DAY)}
    for start_key, end_key, mark in (("startTime", "endTime", "T"), ("startDateTime", "endDateTime", "")):
        if end_key in given:
            both = (f"{mark}{given[key]}".replace(" ", "T") for key in (start_key, end_key))
            wanted.add(clock("/".join(both)))
    return wanted


def clock(value: str) -> str | None:
    """A clock time or interval of them, seconds given only where there are some."""
    if "T" not in value or value.startswith("P"):
        return None
    return "/".join(re.sub(r"(T\d\d:\d\d):00$", r"\1", part) for part in value.split("/"))


def days(value: str | None) -> tuple[datetime.date, datetime.date] | None:
    """The first day of an ISO date, month, year, week, decade or interval, and the day after its last."""
    if not value or "T" in value:
        return None
    if "/" in value:
        left, right = (days(part) for part in value.split("/", 1))
        return (left[0], right[1]) if left and right else None
    try:
        if match := re.fullmatch(r"(\d{4})-W(\d\d)", value):
            monday = datetime.date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return monday, monday + 7 * DAY
        if match := re.fullmatch(r"(\d{3})X", value):
            return datetime.date(int(match[1]) * 10, 1, 1), datetime.date(int(match[1]) * 10 + 10, 1, 1)
        if match := re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value):
            year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
            first = datetime.date(year, month, day)
            after = (
                first + DAY
                if match[3]
                else datetime.date(year + (month == 12 or not match[2]), month % 12 + 1 if match[2] else 1, 1)
            )
            return first, after
    except ValueError:
        return None
    return None


def time_reason(case: Case, result: dict[str, Any]) -> str | None:
    """Why a case of times is left out."""
    printed, timex = result["Text"].strip(), str(result["Value"]["Timex"])
    resolved = result["Value"].get("FutureResolution") or {}
    if "0001-01-01" in resolved.values():
        return "a day that does not exist"
    if timex.startswith("XXXX-XX-"):
        return "a day with no month"
    if re.search(r"-WE$|T(?:MO|AF|EV|NI|DT)$", timex):
        return "parts of the day and weekends without a clock time or date"
    found = next((reason for reason, pattern in TIME_REASONS if re.search(pattern, printed)), None)
    if found is not None:
        return found
    if (
        re.search(r",P\d+[DWMY]\)$", timex)
        and LENGTH.search(printed)
        and not re.search(r"\bشهر\b|\d{4}", printed)
    ):
        return "a length counted from the day («the next three days»): the length is given"
    ago = re.match(r"(?:قبل|منذ) (?:شهر|عام|سنة|سنتين|شهرين)", printed)
    return "«a year ago» as a day: the year is given" if ago and "date" in resolved else None


def clock_reason(case: Case, result: dict[str, Any]) -> str | None:
    """Why a case of clock times is left out."""
    printed = result["Text"].strip()
    if (
        re.fullmatch(r"(?:منتصف|وقت)?[ -]?(?:ال)?(?:صباح|ظهيرة|ظهر|نهار)|\d+ وقت الغداء", printed)
        or "الغداء" in printed
    ):
        return "parts of the day and weekends without a clock time or date"
    if not HOUR.search(printed) or not re.search(r"ساعة|[:\d]|(?:ال)[^ ]+ة", printed):
        return "hours with no word or mark that tells a clock time, as machines translate them"
    if re.search(r"\d{3,4} ", printed) or "صباحمساء" in printed:
        return "hour and minutes run together"
    return time_reason(case, result)


def set_reason(case: Case, result: dict[str, Any]) -> str | None:
    """Why a case of what recurs is left out."""
    if not str(result["Value"]["Timex"]).startswith("P"):
        return "the hour or weekday of what recurs: its period is given"
    return time_reason(case, result)


KINDS = {
    "number": Kind("Number/Arabic/NumberModel", number_agrees, number_reason),
    "percentage": Kind("Number/Arabic/PercentModel", number_agrees, number_reason),
    "number range": Kind("Number/Arabic/NumberRangeModel", range_agrees, range_reason),
    "date": Kind("DateTime/Arabic/DateParser", timex_agrees, time_reason),
    "date range": Kind("DateTime/Arabic/DatePeriodParser", timex_agrees, time_reason),
    "time": Kind("DateTime/Arabic/TimeParser", timex_agrees, clock_reason),
    "time range": Kind("DateTime/Arabic/TimePeriodParser", timex_agrees, clock_reason),
    "date and time": Kind("DateTime/Arabic/DateTimeParser", timex_agrees, clock_reason),
    "date and time range": Kind("DateTime/Arabic/DateTimePeriodParser", timex_agrees, clock_reason),
    "duration": Kind("DateTime/Arabic/DurationParser", timex_agrees, time_reason),
    "set": Kind("DateTime/Arabic/SetParser", timex_agrees, set_reason),
}
PACKAGES = ("dotnet", "java", "javascript", "python")
NOT_SHARED = {
    "Number/Arabic/OrdinalModel": "ordinals are no quantities",
    "Number/Arabic/OrdinalModelSuppressExtendedTypes": "ordinals are no quantities",
    "DateTime/Arabic/HolidayParser": "feasts are not read",
    "Choice/Arabic/BooleanModel": "yes and no are not read",
    "DateTime/Arabic/DateTimeModel": "the types above together, no published recognizer passes it",
    "DateTime/Arabic/MergedParser": "the types above together, no published recognizer passes it",
}


def cases(folder: Path, file: str) -> list[Case]:
    """The cases of a file."""
    read: list[Case] = json.loads((folder / f"{file}.json").read_text("utf-8-sig"))
    return read


def judged(folder: Path, kind: Kind) -> Iterator[tuple[Case, str | None, bool, bool]]:
    """Every case with why it is left out, whether its value is vouched for, and whether it passes."""
    for case in cases(folder, kind.file):
        vouched = not case.get("IgnoreResolution")
        if len(case["Results"]) != 1:
            yield case, "no result, or several", vouched, False
            continue
        result = case["Results"][0]
        reason = kind.reason(case, result) if result.get("TypeName", result.get("Type")) else "no type"
        yield case, reason, vouched, reason is None and kind.judge(case, result)


def unsupported(folder: Path, package: str) -> tuple[int, int]:
    """How many cases a package of the specification's authors does not support, and of how many."""
    read = [case for kind in KINDS.values() for case in cases(folder, kind.file)]
    marks = (f"{case.get('NotSupported', '')},{case.get('NotSupportedByDesign', '')}" for case in read)
    return sum(package in re.split(r"[, ]+", mark) for mark in marks), len(read)


def main() -> None:
    """Prints the table of what passes, and what is left out by reason."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="list the cases that fail")
    options = parser.parse_args()
    folder = data_folder() / "numbers" / "recognizers" / "Specs"
    rows, reasons = [], Counter[tuple[str, str]]()
    for name, kind in KINDS.items():
        counts = Counter[tuple[bool, bool]]()
        for case, reason, vouched, passes in judged(folder, kind):
            if reason is not None:
                reasons[name, reason] += 1
                continue
            counts[vouched, passes] += 1
            if options.show and not passes:
                result = case["Results"][0]
                print(
                    name,
                    "|",
                    case["Input"],
                    "|",
                    json.dumps(result.get("Resolution") or result["Value"], ensure_ascii=False),
                )
        shown = [counts[True, True], counts[True, True] + counts[True, False]]
        shown += [counts[False, True], counts[False, True] + counts[False, False]]
        rows.append([name, *shown, sum(n for (kind_name, _), n in reasons.items() if kind_name == name)])
    rows.append(["all", *(sum(row[i] for row in rows) for i in range(1, 6))])
    print_table(
        "Recognizers-Text, Arabic: cases whose value is equal",
        ["", "passed", "shared", "passed, value unsure", "shared, value unsure", "left out"],
        rows,
    )
    print_table(
        "Left out", ["", "why", "cases"], [[name, reason, n] for (name, reason), n in reasons.items()]
    )
    print_table(
        "What the specification says of its own packages, cases of the shared types",
        ["", "not supported", "of"],
        [[package, *unsupported(folder, package)] for package in PACKAGES],
    )
    print_table(
        "Files left out whole",
        ["", "why", "cases"],
        [[file, why, len(cases(folder, file))] for file, why in NOT_SHARED.items()],
    )


if __name__ == "__main__":
    main()
