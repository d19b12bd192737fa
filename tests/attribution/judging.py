"""Compares the statements found in a case with those a reader finds in it.

A found statement is an expected one where their cues share a character (`cue_alts` count as the cue) and
the token F1 of their contents is at least `CONTENT`. Both are matched one to one: most pairs first, then the
best. Tokens of content are places in the text, so a word that is said twice counts only where it stands; an
attached letter more or less costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from naql.attribution import statements
from naql.model import ChainStep, Span, Statement
from naql.sentences import Token, fold, tokens
from tests.attribution.cases import Case, Expected, Place, Step

CONTENT = 0.8
NAME = 0.5
FAULTS = ("cue", "content", "extra", "speaker", "mode", "unnamed")
"""What can be wrong, the gravest first: no such cue, other words said, a statement too many, who, how."""

Pairs = tuple[tuple[int, int], ...]


def f1(left: set[str] | set[int], right: set[str] | set[int]) -> float:
    """Twice the shared members over all of both; 0 where one is empty."""
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def same_name(left: str, right: str) -> bool:
    """Whether two names share half of their folded words."""
    words = [{fold(token.printed) for token in tokens(name) if token.word} for name in (left, right)]
    return f1(words[0], words[1]) >= NAME


def ends(read: Sequence[Token], spans: Iterable[Place | Span]) -> set[int]:
    """Where the words of some spans end."""
    return {
        token.end for span in spans for token in read if token.word and span.start < token.end <= span.end
    }


def alike(read: Sequence[Token], expected: Expected, found: Statement) -> float:
    """The content F1 of two statements that can be one, else 0."""
    cues = (expected.cue, *expected.cue_alts)
    if not any(found.cue_start < cue.end and cue.start < found.cue_end for cue in cues):
        return 0.0
    score = f1(ends(read, expected.content), ends(read, found.content))
    return score if score >= CONTENT else 0.0


def pairing(scores: Sequence[Sequence[float]]) -> Pairs:
    """Rows and columns one to one over scores above 0: most pairs, then the highest sum."""

    @cache
    def best(row: int, taken: frozenset[int]) -> tuple[int, float, Pairs]:
        if row == len(scores):
            return 0, 0.0, ()
        ways = [best(row + 1, taken)]
        for column, score in enumerate(scores[row]):
            if score > 0 and column not in taken:
                count, total, pairs = best(row + 1, taken | {column})
                ways.append((count + 1, total + score, ((row, column), *pairs)))
        return max(ways, key=lambda way: way[:2])

    return best(0, frozenset())[2]


def same_voices(left: Sequence[Step | ChainStep], right: Sequence[Step | ChainStep]) -> bool:
    """Whether two chains have the same speaker, and the same voice at their end."""
    speakers = [next((step.name for step in chain if step.role == "speaker"), "") for chain in (left, right)]
    return same_name(*speakers) and same_name(left[-1].name, right[-1].name)


def fault(case: Case) -> str | None:
    """The gravest of `FAULTS` of what is found in a case, or None where all is as expected."""
    found = statements(case.text, case.language)
    read = tokens(case.text)
    pairs = pairing([[alike(read, expected, one) for one in found] for expected in case.statements])
    matched = [(case.statements[row], found[column]) for row, column in pairs]
    missed = [one for row, one in enumerate(case.statements) if row not in {row for row, _ in pairs}]
    if missed:
        cues = [cue for one in missed for cue in (one.cue, *one.cue_alts)]
        seen = any(one.cue_start < cue.end and cue.start < one.cue_end for one in found for cue in cues)
        return "content" if seen else "cue"
    if len(found) > len(pairs):
        return "extra"
    if not all(same_voices(one.chain, other.chain) for one, other in matched):
        return "speaker"
    if any(one.mode != other.mode for one, other in matched):
        return "mode"
    return "unnamed" if any(one.unnamed != other.unnamed for one, other in matched) else None
