"""The pieces of a text that may hold a credit: lines, their parts, and the words rows know around credits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from naql.agencies import Mention, find, named
from naql.language import rows
from naql.outlets import OPENERS, places
from naql.sentences import Token, tokens
from naql.text import folded

CLASSES = ("source", "media", "end", "clock", "tags", "opening", "by")
DASHES = frozenset("-–—―ـ‒−")
CLOSERS = frozenset("".join(OPENERS.values()))
SEPARATORS = DASHES | CLOSERS | frozenset(OPENERS) | frozenset(":،,/|+;؛•*&<>")
STOPS = frozenset(".!?؟…۔")
INITIALS = 2  # a full stop after so few letters ends no sentence


@dataclass(frozen=True, slots=True)
class CreditWord:
    """A word that stands around a credit (columns of `credit_words.tsv`); `class_` is one of `CLASSES`."""

    word: str
    class_: str
    example: str
    counter_example: str | None


class Part(NamedTuple):
    """Tokens `start:end` of a line between separators."""

    start: int
    end: int


class Line(NamedTuple):
    """Where a credit is looked for: a piece of a text, its tokens; `outlet` is whose article it is."""

    text: str
    read: list[Token]
    language: str
    outlet: str | None


# ---------------------------------------------------------------- words


@cache
def credit_words(code: str) -> tuple[CreditWord, ...]:
    """The words around credits of a language; ValueError names a row of an unknown class."""
    found = rows(code, "credit_words.tsv", CreditWord, may_be_empty=("counter_example",))
    for row in found:
        if row.class_ not in CLASSES:
            raise ValueError(f"credit_words.tsv: {row.word!r} has class {row.class_!r}, not one of {CLASSES}")
    return tuple(found)


@cache
def _forms(code: str, class_: str) -> tuple[tuple[str, ...], ...]:
    """The words of a class as folded tokens, longest first."""
    forms = {tuple(t.folded for t in tokens(w.word)) for w in credit_words(code) if w.class_ == class_}
    return tuple(sorted(forms, key=lambda f: (-len(f), f)))


def word_after(line: Line, at: int, class_: str) -> int:
    """The token after a word of a class that begins at a token, or the token itself."""
    for form in _forms(line.language, class_):
        if tuple(t.folded for t in line.read[at : at + len(form)]) == form:
            return at + len(form)
    return at


def word_before(line: Line, at: int, class_: str) -> int:
    """The token at which a word of a class begins that ends before a token, or the token itself."""
    for form in _forms(line.language, class_):
        if at >= len(form) and tuple(t.folded for t in line.read[at - len(form) : at]) == form:
            return at - len(form)
    return at


# ---------------------------------------------------------------- lines in parts


def new_line(line: Line, at: int) -> bool:
    """Whether a line of the text begins at a token."""
    return at > 0 and "\n" in line.text[line.read[at - 1].end : line.read[at].start]


def parts_of(line: Line, start: int, end: int) -> list[Part]:
    """The parts of a line between separators, line ends and words of class `by`."""
    parts: list[Part] = []
    begin = at = start
    while at < end:
        word = at if _begins_name(line, at) else word_after(line, at, "by")
        gap = 1 if line.read[at].printed in SEPARATORS else word - at
        if gap or (new_line(line, at) and at > begin):
            parts.append(Part(begin, at))
            at += gap
            begin = at
        if not gap:
            at += 1
    return [p for p in [*parts, Part(begin, end)] if any(t.word for t in line.read[p.start : p.end])]


def _begins_name(line: Line, at: int) -> bool:
    """Whether a token is the first of a name of several words («و م ع»), and no clitic before it."""
    mention = find(line.read, at, line.language, sure=True)
    return mention is not None and mention.start < line.read[at].end and mention.end_token > at + 1


def only_agencies(line: Line, start: int, end: int) -> list[Mention] | None:
    """The agencies of some tokens, where nothing else stands there but separators; None otherwise."""
    found: list[Mention] = []
    at = start
    while at < end:
        mention = find(line.read, at, line.language, sure=True)
        if mention is not None and not mention.anaphoric:
            found.append(mention)
            at = mention.end_token
        elif not line.read[at].word or word_after(line, at, "by") > at:
            at += 1
        else:
            return None
    return found or None


def agencies_of(line: Line, part: Part) -> list[Mention] | None:
    """The agencies of a part that names nothing else, but for a word of class `source` before them."""
    return only_agencies(line, word_after(line, part.start, "source"), part.end)


def names_inside(line: Line, part: Part) -> Iterator[Mention]:
    """The names in a part that are safe wherever they stand («القاهرة رويترز»)."""
    at = part.start
    while at < part.end:
        mention = find(line.read, at, line.language)
        if mention is None or not mention.known:
            mention = _joint(line, at)
        if mention is not None and mention.end_token <= part.end:
            yield mention
            at = mention.end_token
        else:
            at += 1


def _joint(line: Line, at: int) -> Mention | None:
    """The word for agencies together («اليوم وكالات»): of no country, and nobody's name."""
    mention = find(line.read, at, line.language, sure=True)
    row = named(mention.name, line.language) if mention is not None and mention.known else None
    return mention if row is not None and row.kind == "agency" and row.country is None else None


def names_outlet(line: Line, part: Part) -> bool:
    """Whether a part is running text about an outlet: it names one, or has the noun of the name after it."""
    found = (find(line.read, at, line.language) for at in range(part.start, part.end))
    return any(mention is not None and not mention.anaphoric for mention in found)


def is_town(line: Line, mention: Mention) -> bool:
    """Whether a name as printed is that of a town or region too."""
    return folded(line.text[mention.start : mention.end]) in places(line.language)


def abbreviates(line: Line, at: int) -> bool:
    """Whether a full stop belongs to an abbreviation or an address."""
    if line.read[at].printed != "." or at == 0:
        return False
    joined = (
        at + 1 < len(line.read) and line.read[at + 1].start == line.read[at].end and line.read[at + 1].word
    )
    return joined or len(line.read[at - 1].folded) <= INITIALS
