"""Dates, clock times, durations and periods in a text, resolved against a day.

How values are written, what is read and what is not: docs/values.md.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter

from naql import calendars
from naql.language import language_of
from naql.model import TimeExpression
from naql.numbers import Numeral, numerals
from naql.patterns import NO_MEANING, after
from naql.sentences import Token, tokens
from naql.time_grammar import Found, Grammar, Sheet, grammar, lay_out, matches
from naql.time_periods import Periods
from naql.time_values import Value

DAYS_LATE = 5  # a page may be crawled so many days after the day its day words count from
NOON = 12
GAP = 2  # words between a day and the clock time behind it
_SKIP = "skip"


def times(
    text: str,
    day: datetime.date | None = None,
    language: str | None = None,
    read: list[Token] | None = None,
    numbers: list[Numeral] | None = None,
) -> list[TimeExpression]:
    """The time expressions of a text in order; `day` is what day words count from.

    Where the text puts a weekday beside a day word («اليوم الخميس»), that weekday moves `day` by up to
    `DAYS_LATE` days, and a full date beside one («اليوم 3 مايو 2016») says what it is. Without a day, what
    hangs on it has the value None. `read` and `numbers` are the text's `naql.sentences.tokens` and
    `naql.numbers.numerals`, where they are at hand.
    """
    code = language or language_of(text) or ""
    read = tokens(text) if read is None else read
    rules = grammar(code)
    sheet = lay_out(rules, read, numerals(text, read, code) if numbers is None else numbers)
    resolver = Periods(text, read, sheet, day)
    found = _candidates(rules, text, read, sheet)
    resolver.day = _moved(day, resolver, found)
    return _joined(sheet, _resolved(read, resolver, found))


def _candidates(rules: Grammar, text: str, read: list[Token], sheet: Sheet) -> list[tuple[int, list[Found]]]:
    found = []
    for match in rules.any.finditer(sheet.letters):
        if options := matches(rules, text, read, sheet, match.start()):
            found.append((match.start(), options))
    return found


def _moved(
    day: datetime.date | None, resolver: Periods, found: list[tuple[int, list[Found]]]
) -> datetime.date | None:
    """The day that the text itself says its day words count from: by a full date, or by its weekdays."""
    anchors = Counter(a for _, options in found for one in options if (a := resolver.anchor(one)) is not None)
    if anchors:
        return anchors.most_common(1)[0][0]
    if day is None:
        return None
    votes: Counter[datetime.date] = Counter()
    for _, options in found:
        beside = next((b for one in options if (b := resolver.weekday_beside(one))), None)
        if beside is not None:
            shift, weekday = beside
            named = calendars.nearest_weekday(day + calendars.DAY * shift, weekday, back=DAYS_LATE)
            votes[named - calendars.DAY * shift] += 2 if shift == 0 else 1
    return votes.most_common(1)[0][0] if votes else day


_Timed = tuple[int, int, TimeExpression]


def _resolved(read: list[Token], resolver: Periods, found: list[tuple[int, list[Found]]]) -> list[_Timed]:
    """The longest match at each place that has a value, none inside another."""
    made: list[_Timed] = []
    free = 0
    for at, options in found:
        if at < free:
            continue
        for option in options:
            value = None if option.rule == _SKIP else resolver.value(option)
            if value is not None:
                made.append((option.first, resolver.end(option), _expression(read, resolver, option, value)))
            if value is not None or option.rule == _SKIP:
                free = resolver.end(option)
                break
    return made


def _expression(read: list[Token], resolver: Periods, found: Found, value: Value) -> TimeExpression:
    first = resolver.trimmed(found)
    token = read[first]
    number = resolver.numeral(first)
    outside = resolver.meaning(first).outside
    start = token.start + after(token.printed, outside)
    return TimeExpression(
        max(start, number.start) if number is not None and number.first == first else start,
        read[resolver.end(found) - 1].end,
        value.value,
        value.kind,
        value.relative,
    )


def _joined(sheet: Sheet, made: list[_Timed]) -> list[TimeExpression]:
    """Expressions that are one: «من … حتى …», and lengths of several units («سنة وشهران»)."""
    joined: list[_Timed] = []
    for one in made:
        whole = next((w for join in _JOINTS if joined and (w := join(sheet, joined[-1], one))), None)
        if whole is not None:
            joined[-1] = whole
        else:
            joined.append(one)
    return [expression for _, _, expression in joined]


def _sum(sheet: Sheet, left: _Timed, right: _Timed) -> _Timed | None:
    """«سنة وثلاثة أشهر»: two lengths side by side, the second of a smaller unit, are one."""
    (first, until, a), (since, last, b) = left, right
    if since - until > 1 or a.kind != "duration" or b.kind != "duration":
        return None
    gap = [at for at in range(until, since) if "and" not in sheet.meanings.get(at, NO_MEANING).values]
    number = sheet.numerals.get(since)
    role = number.role if number else sheet.meanings.get(since, NO_MEANING).role
    if gap or not (since > until or role.startswith("and")):
        return None
    whole = calendars.added(a.value or "", b.value or "")
    if whole is None or b.relative:
        return None
    return first, last, TimeExpression(a.start, b.end, whole, "duration", a.relative)


def _interval(sheet: Sheet, left: _Timed, right: _Timed) -> _Timed | None:
    def is_(at: int, *names: str) -> bool:
        return any(name in sheet.meanings.get(at, NO_MEANING).values for name in names)

    (first, until, a), (since, last, b) = left, right
    gap = range(until, since)
    values = (a.value, b.value)
    if (
        a.kind != b.kind
        or a.kind not in ("date", "time")
        or None in values
        or any("/" in v for v in values if v)
    ):
        return None
    led = is_(first - 1, "from", "between", "since") or is_(first, "from", "between")
    bound = (
        len(gap) in (1, 2) and all(is_(at, "to", "and") for at in gap) and any(is_(at, "to") for at in gap)
    )
    between = is_(first - 1, "between") and len(gap) <= 1 and all(is_(at, "and") for at in gap)
    days = a.kind == "date" and all(len(v or "") == len("2015-01-01") for v in values)
    dated = days and not any(
        is_(at, "day_word", "weekday") for at in (*range(first, until), *range(since, last))
    )
    if not (bound and (led or dated)) and not between:
        return None
    if a.kind == "date" and (a.value or "") > (b.value or ""):
        return None
    if a.kind == "time" and not any(is_(at, "part") for at in range(since, last)):
        b = dataclasses.replace(b, value=_afternoon(a.value or "", b.value or ""))
    return (
        first,
        last,
        TimeExpression(a.start, b.end, f"{a.value}/{b.value}", a.kind, a.relative or b.relative),
    )


def _afternoon(start: str, end: str) -> str:
    """The end of an interval of clock times, after noon where its start is: «من 1:30 ظهرا إلى 3:30».

    >>> _afternoon("T13:30", "T03:30"), _afternoon("T09:00", "T11:00")
    ('T15:30', 'T11:00')
    """
    at = end.find("T") + 1
    hour = int(end[at : at + 2])
    if start[start.find("T") + 1 :] <= end[at:] or hour >= NOON:
        return end
    return f"{end[:at]}{hour + NOON:02d}{end[at + 2 :]}"


def _stamp(sheet: Sheet, left: _Timed, right: _Timed) -> _Timed | None:
    """«الخميس 5 مايو، الساعة 8 مساء»: a day and the clock time behind it are one."""
    (first, until, a), (since, last, b) = left, right
    if since - until > GAP or a.kind != "date" or b.kind != "time":
        return None
    leads = ("within", "at", "about", "comma", "after")
    gap = [sheet.meanings.get(at, NO_MEANING).values.keys() for at in range(until, since)]
    clock = (b.value or "").startswith("T") and "/" not in (b.value or "")
    day = a.value is not None and len(a.value) == len("2015-01-01")
    spoken = "clock" in sheet.meanings.get(since, NO_MEANING).values
    if not (clock and day and spoken) or any(keys.isdisjoint(leads) for keys in gap):
        return None
    return (
        first,
        last,
        TimeExpression(a.start, b.end, f"{a.value}{b.value}", "time", a.relative or b.relative),
    )


_JOINTS = (_interval, _sum, _stamp)


# ---------------------------------------------------------------- comparing


def day_shift(printed: str, language: str | None) -> int | None:
    """How many days a day word lies from the day of publication; None for other words.

    >>> day_shift("أمس الأول", "ar"), day_shift("مساء اليوم", "ar"), day_shift("الخميس", "ar")
    (-2, 0, None)
    """
    sheet = lay_out(grammar(language or ""), tokens(printed), [])
    shifts = {
        meaning.values["day_word"] for meaning in sheet.meanings.values() if "day_word" in meaning.values
    }
    return int(shifts.pop()) if len(shifts) == 1 else None


def same_duration(a: str, b: str, language: str | None = None) -> bool:
    """Whether two printed expressions, or two ISO durations, are equally long.

    >>> same_duration("اليومين الماضيين", "الـ48 ساعة الماضية", "ar"), same_duration("PT48H", "P3D")
    (True, False)
    """
    lengths = [calendars.length(printed) or _printed_length(printed, language) for printed in (a, b)]
    return lengths[0] is not None and lengths[0] == lengths[1]


def _printed_length(printed: str, language: str | None) -> tuple[float, float] | None:
    found = times(printed, None, language)
    return calendars.length(found[0].value or "") if len(found) == 1 else None
