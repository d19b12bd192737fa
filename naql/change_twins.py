"""Which statements of two texts are one: those that say the same aligned words."""

from __future__ import annotations

from collections.abc import Mapping

from naql.change_facts import Facts, Range
from naql.model import Statement

SHARE = 0.5  # of a statement's words: so much aligned with another's makes both one


def said_inside(facts: Facts, statement: Statement, where: Range) -> bool:
    """Whether what is said was dropped with the words that say who says it."""
    content = list(facts.content(statement))
    return sum(where[0] <= n < where[1] for n in content) > SHARE * len(content)


def twin_of(
    facts: Facts, other: Facts, statement: Statement, mapping: Mapping[int, int], theirs: Range
) -> Statement | None:
    """The statement of the other text that says the same aligned words; `mapping` leads there.

    Of several, one whose cue is aligned with this one's, then one whose cue stands in the other side's
    range, then the narrowest. One whose cue is aligned with that of another statement is that one's.
    """
    said = [mapping[n] for n in facts.content(statement) if n in mapping]
    own = set(facts.words_in(statement.cue_start, statement.cue_end))
    same = {mapping[n] for n in own if n in mapping}
    taken = {mapping[n] for n in _cues(facts).difference(own) if n in mapping}
    best: tuple[tuple[bool, bool, float], Statement] | None = None
    for candidate in other.reading.statements:
        content = set(other.content(candidate))
        shared = sum(n in content for n in said)
        cue = other.words_in(candidate.cue_start, candidate.cue_end)
        if not shared or shared < SHARE * len(said) or not taken.isdisjoint(cue):
            continue
        beside = other.touches(candidate.cue_start, candidate.cue_end, theirs)
        score = not same.isdisjoint(cue), beside, shared / max(len(said), len(content))
        if best is None or score > best[0]:
            best = score, candidate
    return best[1] if best else None


def _cues(facts: Facts) -> set[int]:
    """The words of all cues of a text."""
    return {n for s in facts.reading.statements for n in facts.words_in(s.cue_start, s.cue_end)}
