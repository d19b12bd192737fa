"""One difference of two texts as it is judged: its words without a counterpart, and the verdict on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from naql.change_facts import Facts, Range
from naql.columns import LIKE, OTHER
from naql.differences import Difference
from naql.word_forms import same_stem, same_word

MAJORITY = 0.5  # share of a difference's words that a value or a title must cover to name it


class Verdict(NamedTuple):
    """The kind, severity and reason of a difference: `key` in data/change_reasons.toml, and what it shows."""

    kind: str
    severity: str
    key: str
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """Both texts, their aligned tokens left to right and back, and whether a re-dating explains day words."""

    left: Facts
    right: Facts
    ahead: Mapping[int, int]
    back: Mapping[int, int]
    redated: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One difference: its ranges, and the words on each side that have no counterpart on the other."""

    context: Context
    left: Range
    right: Range
    left_words: tuple[int, ...]
    right_words: tuple[int, ...]

    @property
    def sides(self) -> tuple[tuple[Facts, Range, tuple[int, ...]], tuple[Facts, Range, tuple[int, ...]]]:
        """(facts, range, own words) of the left and of the right."""
        return (
            (self.context.left, self.left, self.left_words),
            (self.context.right, self.right, self.right_words),
        )

    @property
    def context_sides(self) -> tuple[Facts, Facts]:
        """The facts of the left and of the right."""
        return self.context.left, self.context.right

    def verdict(self, kind: str, severity: str, key: str) -> Verdict:
        """A verdict that shows both printed sides."""
        return Verdict(
            kind, severity, key, self.context.left.printed(self.left), self.context.right.printed(self.right)
        )


def case_of(difference: Difference, context: Context) -> Case:
    """The difference with the words that nothing on the other side is a form of."""
    left: list[int] = []
    right: list[int] = []
    for column in difference.columns:
        if column.op == OTHER:
            left += range(column.left, column.left_end)
            right += range(column.right, column.right_end)
        elif column.op == LIKE:
            one, other = context.left.tokens[column.left], context.right.tokens[column.right]
            if not same_stem(one.folded, other.folded) and not same_word(one.folded, other.folded):
                left.append(column.left)
                right.append(column.right)
    return Case(
        context,
        (difference.left, difference.left_end),
        (difference.right, difference.right_end),
        tuple(left),
        tuple(right),
    )
