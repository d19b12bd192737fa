"""What an outlet changed in a shared passage, by kind and severity, with a reason people can read.

Each difference inside a shared passage becomes one change (docs/changes.md): its smallest words on both
sides, one of twelve kinds, and how grave it is. Spelling and punctuation are quiet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from naql.change_case import Context, Verdict
from naql.change_cuts import cut, rejoined
from naql.change_facts import Facts, facts
from naql.change_kinds import judge
from naql.change_reasons import reason
from naql.change_times import dated, shift
from naql.columns import SAME, SPELLED
from naql.differences import Difference, differences
from naql.disjoint import disjoint
from naql.model import Alignment, Change, Reading
from naql.stretches import Stretch, first_at, stretches


def changes(left: Reading, right: Reading, blocks: Sequence[Alignment]) -> list[Change]:
    """The changes inside the blocks two texts share, in the order of the left text.

    Formulas are left out. A block is widened to the ends of its sentences where few words stand there.

    >>> from naql.align import align
    >>> a = "أعلنت الوزارة أن الجسر الجديد سيفتح أمام السيارات في مطلع الشهر المقبل"
    >>> b = "أعلنت الوزارة أن الجسر الجديد سيفتح أمام الشاحنات في مطلع الشهر المقبل"
    >>> one, two = (Reading(i, t, "ar", None, None, (), (), ()) for i, t in (("a", a), ("b", b)))
    >>> [(c.kind, a[c.left_start : c.left_end]) for c in changes(one, two, align(a, b))]
    [('wording', 'السيارات')]
    """
    one, other = facts(dated(left)), facts(dated(right))
    content = disjoint([block for block in blocks if not block.formula])
    passages = stretches(one.sides, other.sides, content, (_after_credit(one), _after_credit(other)))
    found = [d for passage in passages for d in _differences(passage, one, other)]
    ahead, back = _aligned(passages)
    context = Context(one, other, ahead, back, _redated(one, other, found))
    made = {_change(d, judge(d, context), one, other) for d in found}
    return sorted(made, key=lambda c: (c.left_start, c.left_end, c.right_start, c.right_end))


def _differences(passage: Stretch, left: Facts, right: Facts) -> list[Difference]:
    """The differences of a passage, values cut out of longer ones."""
    whole = differences(passage, left.tokens, right.tokens)
    return rejoined([part for difference in whole for part in cut(difference, left, right)], left, right)


def _after_credit(side: Facts) -> int:
    """The first token after a dateline's credit: what stands before is no part of a passage."""
    credit = side.reading.credit
    if credit is None or credit.end is None or credit.where != "dateline":
        return 0
    return first_at(side.tokens, credit.end)


def _aligned(passages: Sequence[Stretch]) -> tuple[dict[int, int], dict[int, int]]:
    """Tokens that are the same words, left to right and back."""
    pairs = [(c.left, c.right) for p in passages for c in p.columns if c.op in (SAME, SPELLED)]
    return dict(pairs), {right: left for left, right in pairs}


def _redated(left: Facts, right: Facts, found: Sequence[Difference]) -> bool:
    """Whether all day words that differ lie apart by one and the same number of days."""
    return len(set(_shifts(left, right, found))) == 1


def _shifts(left: Facts, right: Facts, found: Sequence[Difference]) -> Iterator[int]:
    for difference in found:
        first = left.times_beside((difference.left, difference.left_end))
        second = right.times_beside((difference.right, difference.right_end))
        if first and second and (first[0].relative or second[0].relative):
            days = shift(left.reading, first[0], right.reading, second[0])
            if days:
                yield days


def _change(difference: Difference, verdict: Verdict, left: Facts, right: Facts) -> Change:
    one = left.span((difference.left, difference.left_end))
    other = right.span((difference.right, difference.right_end))
    return Change(
        left.reading.id, one.start, one.end, right.reading.id, other.start, other.end,
        verdict.kind, verdict.severity,
        reason(verdict.key, "ar", verdict.left, verdict.right),
        reason(verdict.key, "en", verdict.left, verdict.right),
    )  # fmt: skip
