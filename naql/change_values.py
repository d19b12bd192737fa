"""Changes of numbers and times, by value: what is printed another way is no other value."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from naql.change_case import MAJORITY, Case, Verdict
from naql.change_facts import Facts, Range
from naql.change_times import (
    ANCHOR,
    day_of,
    given_in,
    month_of,
    names_day,
    names_unit,
    other_zone,
    part_of,
    same_day,
    same_value,
    same_words_for,
    shift,
)
from naql.model import Quantity, TimeExpression
from naql.numbers import numerals
from naql.sentences import tokens
from naql.times import times

LONG = 4  # telling words of which more than half must be of the time
NEAR_TOKENS = 4  # tokens around a month's name in which its other name may stand
NEAR = 60  # characters between a figure and the same one said again
YEAR, MONTH = 4, 7  # characters of an ISO date up to its year, its month
_MONTH = re.compile(r"\d{4}(-\d\d)")
_DECIMAL = re.compile(r"(?<!\d)(\d+)\s?[.,:٫٬،ر]\s?(\d+)(?!\d)")


def number(case: Case) -> Verdict | None:
    """Numbers by value; a number among many dropped words is part of a detail."""
    first, second = (facts.quantities_at(where) for facts, where, _ in case.sides)
    if not first and not second:
        return _figures(case) or _relation(case)
    values = [[_value(q) for q in found] for found in (first, second)]
    if _turned(case) or (not (first and second) and _same_numerals(case)):
        return case.verdict("wording", "none", "wording.same_number")
    if first and second:
        if values[0] == values[1]:
            return (
                case.verdict("wording", "none", "wording.same_number") if _only(case, first, second) else None
            )
        return case.verdict("number", "major", "number.other")
    facts, _, words = case.sides[0] if first else case.sides[1]
    other, place = (case.context.right, case.right) if first else (case.context.left, case.left)
    found = first or second
    beside = other.quantities_at((max(0, place[0] - 1), min(len(other.tokens), place[1] + 1)))
    if all(q.thing_start == q.start for q in found):
        return None  # a dual: a word in another form, or the pronoun for two
    if not words or [_value(q) for q in found] == [_value(q) for q in beside]:
        if words and facts.covered(words, found[0].start, found[-1].end) == len(words):
            return case.verdict("wording", "none", "wording.same_number")  # «20 per cent», «20 %»
        return None  # the number stands on both sides: only its unit or thing came or went
    telling = facts.telling(words)
    inside = sum(facts.covered(telling, q.start, q.thing_end or q.end) for q in found)
    if not inside or inside < MAJORITY * len(telling):
        return None
    given = [_value(q) for q in other.reading.quantities]
    if all(_value(q) in given for q in found):
        if sum(facts.covered(words, q.start, q.end) for q in found) < MAJORITY * len(telling):
            return None  # a detail that counts what both texts count
        near = _repeats(facts, found)
        key = "number.repeated" if near else "number.given"
        return case.verdict("number", "none" if near else "minor", key)
    return case.verdict("number", "major", "number.dropped" if first else "number.added")


def _value(quantity: Quantity) -> tuple[float | None, float | None, float | None]:
    return quantity.value, quantity.least, quantity.most


def _only(case: Case, first: Sequence[Quantity], second: Sequence[Quantity]) -> bool:
    """Whether the numbers are most of what differs."""
    covered = sum(case.context.left.covered(case.left_words, q.start, q.thing_end or q.end) for q in first)
    covered += sum(
        case.context.right.covered(case.right_words, q.start, q.thing_end or q.end) for q in second
    )
    return covered >= MAJORITY * (len(case.left_words) + len(case.right_words))


def _repeats(facts: Facts, found: Sequence[Quantity]) -> bool:
    """Whether the same text has the same values close by: a figure said again in words."""

    def again(one: Quantity, other: Quantity) -> bool:
        apart = max(one.start, other.start) - min(one.end, other.end)
        return 0 <= apart <= NEAR and _value(one) == _value(other)

    return all(any(again(q, other) for other in facts.reading.quantities) for q in found)


def _figures(case: Case) -> Verdict | None:
    """Digits that are no quantity and no time: scores, numbers of laws; those that number lines are none."""
    first, second = (
        [
            facts.tokens[n].folded
            for n in words
            if facts.tokens[n].folded[0].isdigit() and n not in facts.starts
        ]
        for facts, _, words in case.sides
    )
    timed = any(facts.times_at(where) for facts, where, _ in case.sides)
    if timed or not (first or second) or first == second:
        return None
    if _same_numerals(case):
        return case.verdict("wording", "none", "wording.same_number")
    if first and second:
        if _turned(case):
            return case.verdict("wording", "none", "wording.same_number")
        return case.verdict("number", "major", "number.other")
    facts, _, words = case.sides[0] if first else case.sides[1]
    if len(first or second) < MAJORITY * len(facts.telling(words) or words):
        return None
    if _dates(case, first or second):
        return case.verdict("time", "minor", "time.less_exact")
    other = case.context.right if first else case.context.left
    given = all(digits in other.folded for digits in first or second)
    key = "number.given" if given else "number.dropped" if first else "number.added"
    return case.verdict("number", "minor" if given else "major", key)


def _dates(case: Case, figures: Sequence[str]) -> bool:
    """Whether a figure that came or went dates a day or year that stays: «Wednesday the 27th»."""
    beside = [[t for t in facts.times_beside(where) if t.value] for facts, where, _ in case.sides]
    return all(beside) and len(figures) == 1


def _same_numerals(case: Case) -> bool:
    """Whether both sides hold the same numbers, in digits or words: «the 23rd», «the twenty-third», «0»."""
    found = []
    for facts, where, _ in case.sides:
        printed = facts.printed(where)
        found.append([n.value for n in numerals(printed, tokens(printed), facts.reading.language)])
    return bool(found[0]) and None not in found[0] and found[0] == found[1]


def _turned(case: Case) -> bool:
    """Whether both sides are one decimal with other marks, or turned round: «0.5», «0,5», «5ر0»."""
    found = [_DECIMAL.findall(facts.printed(where)) for facts, where, _ in case.sides]
    parts = [[sorted(map(int, decimal)) for decimal in side] for side in found]
    return bool(parts[0]) and parts[0] == parts[1]


def _relation(case: Case) -> Verdict | None:
    """«more than» before a number that stays."""
    after = [
        next((q for q in facts.reading.quantities if _starts_after(facts, where, q)), None)
        for facts, where, _ in case.sides
    ]
    one, other = after
    if one is None or other is None or one.relation == other.relation:
        return None
    numbers = ([v for v in _value(q) if v is not None] for q in (one, other))
    if not set.intersection(*map(set, numbers)):
        return None
    return case.verdict("number", "minor", "number.relation")


def _starts_after(facts: Facts, where: Range, quantity: Quantity) -> bool:
    return where[1] < len(facts.tokens) and facts.tokens[where[1]].start == quantity.start


def time(case: Case) -> Verdict | None:
    """Times by the day they resolve to."""
    left, right = case.context.left, case.context.right
    first, second = left.times_at(case.left), right.times_at(case.right)
    if not first and not second:
        return None
    if _said_again(case):
        return case.verdict("time", "none", "time.same_day")
    if not _mostly_times(case, first, second):
        return None
    if not first or not second:
        if (found := _partly(case, first or second, bool(first))) is not None:
            return found
        # One word of an expression may have come or gone («yesterday», «the day before yesterday»).
        first, second = first or left.times_beside(case.left), second or right.times_beside(case.right)
    if first and second:
        return _two_times(case, *_nearest(first, second))
    dropped = bool(first)
    own, other = (first, right) if dropped else (second, left)
    facts, where, _ = case.sides[0 if dropped else 1]
    printed = " ".join(facts.reading.text[own[0].start : own[-1].end].split())
    shown = (printed, "") if dropped else ("", printed)
    if any(not _inside(facts, where, t) for t in own):
        return case.verdict("time", "minor", "time.less_exact")  # the rest of the expression stayed
    if all(t.value is None or not any(ch.isdigit() for ch in t.value) for t in own):
        return Verdict("time", "minor", "time.vague", *shown)
    if all(given_in(t, other.reading.times) for t in own):
        return Verdict("time", "minor", "time.given", *shown)
    return Verdict("time", "major", "time.dropped" if dropped else "time.added", *shown)


def _partly(case: Case, own: Sequence[TimeExpression], dropped: bool) -> Verdict | None:
    """What it means that words came or went beside a time that stays, if that is all."""
    if _beside_another(case, own, dropped):
        return case.verdict("time", "minor", "time.less_exact")
    if not _idle(case, own, dropped):
        return None
    facts, _, words = case.sides[0 if dropped else 1]
    if words and all(names_unit(facts.tokens[n].printed, facts.reading.language) for n in words):
        return case.verdict("wording", "none", "wording.small")  # «the day of» Monday
    return case.verdict("time", "minor", "time.less_exact")


def _beside_another(case: Case, own: Sequence[TimeExpression], dropped: bool) -> bool:
    """Whether a whole time came or went beside a day that stays: «Thursday», «Thursday the 28th»."""
    facts, where, _ = case.sides[0 if dropped else 1]
    other, there, _ = case.sides[1 if dropped else 0]
    if any(not _inside(facts, where, t) for t in own):
        return False
    # A year or month beside «this year»; a year of the Islamic calendar is an interval.
    coarse = all(len(t.value or "") <= MONTH or "/" in (t.value or "") for t in own)
    stays = [t for t in facts.times_beside(where) if t not in own and (coarse or day_of(t) is not None)]
    return any(t.value is not None for t in stays) and any(t.value for t in other.times_beside(there))


def _idle(case: Case, own: Sequence[TimeExpression], dropped: bool) -> bool:
    """Whether a part of a time came or went that tells nothing more: «the night» of yesterday."""
    facts, where, _ = case.sides[0 if dropped else 1]
    if len(own) != 1 or own[0].value is None or _inside(facts, where, own[0]):
        return False
    text, span = facts.reading.text, facts.span(where)
    rest = f"{text[own[0].start : max(own[0].start, span.start)]} {text[span.end : own[0].end]}".strip()
    return any(t.value == own[0].value for t in _read_alone(facts, rest)) or names_day(
        rest, facts.reading.language
    )


def _nearest(
    first: Sequence[TimeExpression], second: Sequence[TimeExpression]
) -> tuple[TimeExpression, TimeExpression]:
    """The two times to compare: of a day printed in two calendars, one that the other side gives."""
    pairs = [(one, other) for one in first for other in second]
    return next((pair for pair in pairs if same_value(*pair) or same_day(*pair)), pairs[0])


def _inside(facts: Facts, where: Range, expression: TimeExpression) -> bool:
    """Whether all words of a time stand in a range; a bracket around one of them does not count."""
    return all(where[0] <= n < where[1] for n in facts.words_in(expression.start, expression.end))


def _mostly_times(case: Case, first: Sequence[TimeExpression], second: Sequence[TimeExpression]) -> bool:
    """Whether times are most of what differs, on a side where there are any."""
    for (facts, _, words), found in zip(case.sides, (first, second), strict=True):
        telling = facts.telling(words) or list(words)
        share = sum(facts.covered(telling, t.start, t.end) for t in found) / max(1, len(telling))
        if found and telling and (share < MAJORITY or (share == MAJORITY and len(telling) >= LONG)):
            return False
    return True


def _two_times(case: Case, one: TimeExpression, other: TimeExpression) -> Verdict:
    left, right = case.context.left.reading, case.context.right.reading
    kind, severity, key = "time", "major", "time.other"
    relative = one.relative or other.relative
    vague = one.value is other.value is None and not relative
    alone = [_own_times(facts, where)[:1] for facts, where, _ in case.sides]
    if all(alone) and same_value(alone[0][0], alone[1][0]) and not same_value(one, other):
        return case.verdict("time", "minor", "time.same_day")  # «in July», «this month»
    both = all(facts.words(where) for facts, where, _ in case.sides)
    if both and not same_value(one, other) and same_words_for(left, one, right, other):
        return case.verdict("wording", "none", "wording.same")  # «next week», «the coming week»
    if both and {one.kind, other.kind} == {"date", "duration"} and not _own_counts(case):
        return case.verdict("wording", "none", "wording.same")  # «two days ago», «since two days»
    if vague or (same_value(one, other) and not _tells_time(case)):
        return case.verdict("wording", "none", "wording.same")
    if same_value(one, other):
        severity = "minor" if relative and not _redundant(case, one) else "none"
        key = "time.same_day"
        if one.kind == other.kind == "duration":
            kind, severity, key = "wording", "none", "wording.same_duration"
    elif _second_name(case, (one, other)):
        severity, key = "none", "time.same_day"
    elif (left.day is None or right.day is None) and relative:
        days = shift(left, one, right, other)
        if days == 0:
            severity, key = "minor", "time.same_day"
        elif days is not None and case.context.redated:
            severity, key = "minor", "time.redated"
    elif _less_exact(one, other) or _same_words(case, one, other):
        severity, key = "minor", "time.less_exact"
    elif one.value is None or other.value is None:
        severity, key = "minor", "time.vague"
    return Verdict(kind, severity, key, left.text[one.start : one.end], right.text[other.start : other.end])


def _less_exact(one: TimeExpression, other: TimeExpression) -> bool:
    return same_day(one, other) or part_of(one, other) or part_of(other, one) or other_zone(one, other)


def _own_counts(case: Case) -> bool:
    """Whether what differs tells a time or a number by itself."""
    return _tells_time(case) or any(
        numerals(printed, tokens(printed), facts.reading.language)
        for facts, where, _ in case.sides
        for printed in (facts.printed(where),)
    )


def _said_again(case: Case) -> bool:
    """Whether words on one side alone name the month that the words beside them name: «March (Adar)»."""
    for (facts, where, words), (_, _, others) in (case.sides, case.sides[::-1]):
        if not words or others:
            continue
        code = facts.reading.language
        month = month_of(" ".join(facts.tokens[n].printed for n in words), code)
        before, after = (
            facts.words((max(0, where[0] - NEAR_TOKENS), where[0])),
            facts.words((where[1], min(len(facts.tokens), where[1] + NEAR_TOKENS))),
        )
        beside = [before[-1:], before[-2:], after[:1], after[:2]]
        names = (" ".join(facts.tokens[n].printed for n in name) for name in beside if name)
        if month is not None and any(month_of(name, code) == month for name in names):
            return True
    return False


def _second_name(case: Case, found: Sequence[TimeExpression]) -> bool:
    """Whether words that stand on one side alone are second names of months that the other side names."""
    for side, (facts, where, words) in enumerate(case.sides):
        other, _, others = case.sides[1 - side]
        if not words or others:
            continue
        own = {t.value[YEAR:] for t in _own_times(facts, where) if t.value and len(t.value) == MONTH}
        theirs = found[1 - side]
        printed = other.reading.text[theirs.start : theirs.end].split()
        read = [t.value for word in printed for t in times(word, ANCHOR, other.reading.language)]
        named = {m[1] for value in (theirs.value, *read) for m in _MONTH.finditer(value or "")}
        return bool(own) and own <= named
    return False


def _same_words(case: Case, one: TimeExpression, other: TimeExpression) -> bool:
    """Whether words that came or went leave the day word itself as it was («morning» in «this morning»)."""
    if all(facts.words(where) for facts, where, _ in case.sides):
        return False
    printed = [
        {token.folded for token in tokens(facts.reading.text[found.start : found.end])}
        for (facts, _, _), found in zip(case.sides, (one, other), strict=True)
    ]
    counted = any(
        ch.isdigit() for facts, _, words in case.sides for n in words for ch in facts.tokens[n].folded
    )
    if (counted or _tells_time(case)) and (printed[0] < printed[1] or printed[1] < printed[0]):
        return True  # a weekday beside a day word that stays, a year beside «this year»
    return shift(case.context.left.reading, one, case.context.right.reading, other) == 0


def _within(part: str | None, whole: str | None) -> bool:
    """Whether a value repeats the beginning of another; of a month without a year the month counts."""
    if part is None or whole is None:
        return False
    return any(  # of an interval, either end
        one.startswith(part) or (len(part) == MONTH and part[YEAR:] == one[YEAR:MONTH])
        for one in whole.split("/")
    )


def _tells_time(case: Case) -> bool:
    """Whether what differs tells a time by itself: «day» in «the day of Monday» does not."""
    return any(words and _own_times(facts, where) for facts, where, words in case.sides)


def _own_times(facts: Facts, where: Range) -> list[TimeExpression]:
    """The times of a difference's words, read alone."""
    span = facts.span(where)
    return _read_alone(facts, facts.reading.text[span.start : span.end])


def _read_alone(facts: Facts, printed: str) -> list[TimeExpression]:
    """The times of some words of a text, read by themselves."""
    day = facts.reading.day
    return times(printed, datetime.date.fromisoformat(day) if day else None, facts.reading.language)


def _redundant(case: Case, whole: TimeExpression) -> bool:
    """Whether what came or went says again what the rest says: a month's second name, a date's weekday."""
    for facts, where, words in case.sides:
        if words and not any(side[2] for side in case.sides if side[0] is not facts):
            return any(_within(t.value, whole.value) for t in _own_times(facts, where))
    return False
