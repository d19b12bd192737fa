"""Day words of one text that cannot count from the same day.

A paper that reprints a wire a day later often changes «اليوم» in one sentence and forgets it in another:
«أمس الثلاثاء» then stands beside «اليوم الخميس». Where a weekday stands beside each day word the text itself
tells, whatever the day of publication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from naql.model import TimeExpression
from naql.sentences import tokens
from naql.time_grammar import grammar, lay_out

WEEK = 7


@dataclass(frozen=True, slots=True)
class DayConflict:
    """Two time expressions of a text whose day words count from different days.

    `left_over` counts from another day than `other`, and `days` is how many days before it (negative: after
    it), at most three either way, since weekdays alone tell. `left_over` is the rarer reading of the text; of
    two equally frequent ones the earlier day, since a paper follows its agency.
    """

    left_over: TimeExpression
    other: TimeExpression
    days: int


def contradictions(text: str, found: Sequence[TimeExpression], language: str) -> list[DayConflict]:
    """The expressions of a text whose day words count from another day than most of its day words.

    `found` is what `naql.times.times` gives for the text. An expression takes part if it holds one day word
    and one weekday («أمس الثلاثاء»).
    """
    counted = [(one, day) for one in found if (day := _counts_from(text, one, language)) is not None]
    if len({day for _, day in counted}) < 2:
        return []
    often = Counter(day for _, day in counted)
    most = max(often.values())
    main = [day for day in often if often[day] == most]
    latest = max(main, key=lambda day: sum(_apart(day, other) for other in main))
    reference = next(one for one, day in counted if day == latest)
    return [DayConflict(one, reference, _apart(latest, day)) for one, day in counted if day != latest]


def _counts_from(text: str, one: TimeExpression, language: str) -> int | None:
    """The weekday (0 to 6) that an expression's day word counts from; None where it does not tell."""
    printed = text[one.start : one.end]
    values = [m.values for m in lay_out(grammar(language), tokens(printed), []).meanings.values()]
    shifts = {v["day_word"] for v in values if "day_word" in v}
    weekdays = {v["weekday"] for v in values if "weekday" in v}
    if len(shifts) != 1 or len(weekdays) != 1:
        return None
    return (int(weekdays.pop()) - int(shifts.pop())) % WEEK


def _apart(later: int, earlier: int) -> int:
    """Days from one weekday to another, the nearer way round.

    >>> _apart(4, 3), _apart(3, 4), _apart(0, 6)
    (1, -1, 1)
    """
    return (later - earlier + WEEK // 2) % WEEK - WEEK // 2
