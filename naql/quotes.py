"""Quotation marks paired as they were meant: turned round, nested, never closed, over several paragraphs."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from naql.sentences import Token

OPENERS, CLOSERS, STRAIGHT = "«“„‹‟", "»”›", '"″'
MARKS = frozenset(OPENERS + CLOSERS + STRAIGHT)
SINGLE = frozenset("'‘’")  # apostrophes too: they close only what one of them has opened
_BEFORE_OPENING = "([{:،,؛;-–—/" + OPENERS
_AFTER_CLOSING = ".,،؛;:!?؟)]}-–—/…" + CLOSERS
DEEPEST = 4


class Quotation(NamedTuple):
    """A marked stretch: token `opening` is its mark, the words are `opening + 1` up to `end`.

    `closed` is False where no closing mark was found and the end is a guess.
    """

    opening: int
    end: int
    closed: bool


def quotations(
    text: str, read: list[Token], restarts: Collection[int] = (), *, single: bool = False
) -> list[Quotation]:
    """The quotations of a text by their opening marks.

    A mark is read by what stands around it before it is read by its shape: papers turn marks round
    («لـ»فرانس برس»») and use one shape for both. `restarts` are tokens at which the narrator speaks
    again (a sentence that begins with a cue): a quotation left open ends before the first of them,
    else with its paragraph.

    >>> from naql.sentences import tokens
    >>> text = 'قال: "نظام "دعم" جديد". وأضاف: «انتهى'
    >>> read = tokens(text)
    >>> [" ".join(t.printed for t in read[q.opening + 1 : q.end]) for q in quotations(text, read)]
    ['نظام " دعم " جديد', 'دعم', 'انتهى']
    """
    found: list[Quotation] = []
    stack: list[int] = []
    for at, token in enumerate(read):
        if stack and at and "\n" in text[read[at - 1].end : token.start] and not _goes_on(text, read, at):
            found += [Quotation(o, _cut(o, at, restarts), False) for o in stack]
            stack.clear()
        if token.word or (
            token.printed not in MARKS and not (single and _marks_speech(text, read, at, stack))
        ):
            continue
        opens = _opens(text, read, at, read[stack[-1]].printed if stack else "")
        if opens and stack and at and "\n" in text[read[at - 1].end : token.start]:
            continue  # a paragraph of a quotation that goes on begins with a mark of its own
        if opens:
            if stack and any(stack[-1] < r < at for r in restarts):
                opening = stack.pop()
                found.append(Quotation(opening, _cut(opening, at, restarts), False))
            if len(stack) < DEEPEST:
                stack.append(at)
        elif stack:
            while len(stack) > 1 and read[stack[-1]].printed in SINGLE and token.printed not in SINGLE:
                stack.pop()  # an apostrophe after all
            found.append(Quotation(stack.pop(), at, True))
    found += [Quotation(o, _cut(o, len(read), restarts), False) for o in stack]
    return sorted(q for q in found if q.end > q.opening + 1)


def _marks_speech(text: str, read: list[Token], at: int, stack: list[int]) -> bool:
    """Whether a single mark is one of a quotation, and no apostrophe."""
    if read[at].printed not in SINGLE:
        return False
    if stack and read[stack[-1]].printed in SINGLE:
        return not (at + 1 < len(read) and read[at + 1].start == read[at].end and read[at + 1].word)
    return (
        read[at].printed != "’"
        and _opens(text, read, at, "")
        and read[at + 1 : at + 2] != []
        and read[at + 1].word
    )


def _opens(text: str, read: list[Token], at: int, inside: str) -> bool:
    """Whether a mark opens a quotation; `inside` is the mark that stands open before it, if any."""
    token = read[at]
    before = text[token.start - 1] if token.start else " "
    after = text[token.end] if token.end < len(text) else " "
    attached = (
        at > 0 and read[at - 1].word and read[at - 1].end == token.start and len(read[at - 1].folded) == 1
    )
    free_before = before.isspace() or before in _BEFORE_OPENING or before == "ـ" or attached
    free_after = after.isspace() or after in _AFTER_CLOSING
    if free_before != free_after:
        return free_before
    if token.printed in OPENERS and token.printed != inside:
        return True
    return not inside


def _goes_on(text: str, read: list[Token], at: int) -> bool:
    """Whether a quotation open at a new paragraph goes on in it: its closing mark stands there."""
    if read[at].printed in MARKS:
        return True
    for later in range(at, len(read)):
        if read[later].printed in MARKS:
            return not _opens(text, read, later, read[later].printed)
        if later > at and "\n" in text[read[later - 1].end : read[later].start]:
            return False
    return False


def _cut(opening: int, limit: int, restarts: Collection[int]) -> int:
    """Where a quotation that is never closed ends."""
    return min([r for r in restarts if opening < r < limit], default=limit)
