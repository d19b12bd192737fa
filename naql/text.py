"""Words with offsets, and the two forms they are compared by: *folded* and *key*.

`folded` decides what counts as a mere spelling difference; `key` is the light stem of folded, used
to find shared text. Rules: docs/architecture.md, "Words". The printed text is never changed.

The fold table built here drives both this module (plain Python, one word at a time) and
`naql.kernel` (the same rules over whole batches); the tests hold the two together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from naql.language import languages

# A table entry is the folded code point (low 21 bits) and flags; 0 separates words, 1 is dropped.
POINT = (1 << 21) - 1
SINGLE = 1 << 21  # a word of its own (Han, kana, Thai...: scripts written without spaces)
EXPANDS = 1 << 22  # low bits: index into `FoldTable.starts`
ARABIC = 1 << 23  # an Arabic letter: a word ends between it and a digit («و9» = «و 9»)
DIGIT = 1 << 24
EXTENDS = 1 << 25  # a mark that continues a word but starts none
POINT_MARK = 1 << 26  # . , ٫ ٬: inside a number when digits stand on both sides
HAMZA_MARK = 1 << 27  # combining hamza: turns a preceding و or ي into ء, as the composed letters fold
SEPARATOR, DROPPED = 0, 1

WAW, YEH, HAMZA = 0x648, 0x64A, 0x621
_LETTERS = dict(zip("أإآٱؤئىیکة", "ااااءءييكه", strict=True))
_PRESENTATION = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
_ONE_WORD_EACH = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3040, 0x30FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF),
)  # fmt: skip
_LAST_ASSIGNED = 0x323AF  # above it stand only variation selectors and private use

KEY_LETTERS_LEFT = 3  # a clitic is stripped only if at least so many letters stay (design: light stem)
PREFIX_MAX = 4


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `printed` is `text[start:end]`; `folded` and `key` are for comparing only."""

    printed: str
    folded: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoldTable:
    """`entries[code point]`; the expansion of an `EXPANDS` entry i is `points[starts[i]:starts[i+1]]`."""

    entries: NDArray[np.uint32]
    starts: NDArray[np.int32]
    points: NDArray[np.uint32]


def _decomposed(char: str) -> str:
    """Canonical decomposition and case folding, so that é = e + ´ and É; Hangul is left whole."""
    if "\uac00" <= char <= "\ud7a3":
        return char
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", char).casefold())


def _entry(char: str) -> int:
    """The entry of a character that folds to at most one character."""
    point, category = ord(char), unicodedata.category(char)
    if char in ".,٫٬":
        return POINT_MARK | point
    if category == "Cf":
        return SEPARATOR if point == 0x200B else DROPPED  # a zero-width space does separate
    if category == "Nd":
        return DIGIT | (ord("0") + unicodedata.decimal(char))
    if category[0] not in "LNM":
        return SEPARATOR
    if point == 0x654:
        return HAMZA_MARK
    name = unicodedata.name(char, "")
    if char == "\u0640" or 0xFE00 <= point <= 0xFE0F or point == 0x34F:
        return DROPPED
    if category == "Mn" and (name.startswith(("ARABIC", "HEBREW", "SYRIAC")) or 0xFBB2 <= point <= 0xFBC2):
        return DROPPED
    folded = ord(_LETTERS.get(char, char))
    if category[0] == "M":
        return EXTENDS | folded
    if any(low <= point <= high for low, high in _ONE_WORD_EACH):
        return SINGLE | folded
    return folded | (ARABIC if name.startswith("ARABIC") else 0)


def _expansion(char: str) -> str:
    """What a character stands for before it is folded letter by letter."""
    if any(low <= ord(char) <= high for low, high in _PRESENTATION):
        return unicodedata.normalize("NFKC", char).lstrip(" ")  # a mark's isolated form is space and mark
    if "\u0600" <= char <= "\u08ff" or char.isdecimal():
        return char
    return _decomposed(char)


@cache
def fold_table() -> FoldTable:
    """The fold table of this Python's Unicode version (about 60 ms, built once a process)."""
    entries = np.zeros(0x110000, np.uint32)
    starts, points = [0], []
    for point in range(_LAST_ASSIGNED + 1):
        char = chr(point)
        if 0xD800 <= point <= 0xDFFF or unicodedata.category(char)[0] not in "LNMCP":
            continue
        if 0x3400 <= point <= 0x4DBF or 0x4E00 <= point <= 0x9FFF or point >= 0x20000:
            entries[point] = SINGLE | point if unicodedata.category(char)[0] == "L" else 0
            continue
        expanded = _expansion(char)
        folded = [_entry(c) for c in expanded]
        if len(expanded) > 1:
            folded = [f for f in folded if f != DROPPED] or [DROPPED]
        if len(folded) == 1:
            entries[point] = folded[0]
        else:
            entries[point] = EXPANDS | (len(starts) - 1)
            points.extend(folded)
            starts.append(len(points))
    entries[0xE0000:0xE01F0] = DROPPED  # tags and variation selectors
    return FoldTable(entries, np.array(starts, np.int32), np.array(points or [0], np.uint32))


@cache
def clitics() -> tuple[str, ...]:
    """The clitic runs of every language, longest first; letters decide, so languages do not clash."""
    rows = {c.prefix for language in languages() for c in language.clitics}
    return tuple(sorted(rows, key=lambda p: (-len(p), p)))


def key(folded: str) -> str:
    """The seeding key of a folded word: at most one run of clitics stripped, three letters left."""
    for prefix in clitics():
        if folded.startswith(prefix) and len(folded) - len(prefix) >= KEY_LETTERS_LEFT:
            return folded[len(prefix) :]
    return folded


class _Open:
    """A word being read: its folded letters so far and where it began."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.letters: list[int] = []
        self.last = 0


def _digits_after(text: str, at: int) -> int:
    """How many digits follow (at most four), looking through dropped characters."""
    entries, count = fold_table().entries, 0
    while at < len(text) and count < 4:
        entry = int(entries[ord(text[at])])
        if entry & DIGIT:
            count += 1
        elif entry not in (DROPPED, HAMZA_MARK):
            break
        at += 1
    return count


def _units(text: str) -> Iterator[tuple[int, int, bool]]:
    """(offset, entry, in an expansion) for each character, expansions and number points resolved."""
    table = fold_table()
    digit_before = False
    for at, char in enumerate(text):
        entry = int(table.entries[ord(char)])
        if entry & EXPANDS:
            index = entry & POINT
            for e in table.points[table.starts[index] : table.starts[index + 1]]:
                yield at, int(e), True
            digit_before = False
            continue
        if entry & POINT_MARK:
            digits = _digits_after(text, at + 1) if digit_before else 0
            if not digits:
                entry = SEPARATOR
            elif digits == 3 and char in ",٬":
                entry = DROPPED  # a thousands mark: 1,000 = 1000
            else:
                entry = ord(".")
        if entry not in (DROPPED, HAMZA_MARK):
            digit_before = bool(entry & DIGIT)
        yield at, entry, False


def words(text: str) -> Iterator[Word]:
    """The words of a text in order. `"".join` of nothing: characters between words belong to none.

    >>> [(w.printed, w.folded, w.key) for w in words("وقال «الـجيش»")]
    [('وقال', 'وقال', 'قال'), ('الـجيش', 'الجيش', 'جيش')]
    """
    word: _Open | None = None

    def close(end: int) -> Iterator[Word]:
        if word is not None:
            folded = "".join(map(chr, word.letters))
            yield Word(text[word.start : end], folded, key(folded), word.start, end)

    for at, entry, expanded in _units(text):
        if entry == DROPPED:
            continue
        if entry & HAMZA_MARK:
            if word is not None and word.letters[-1] in (WAW, YEH):
                word.letters[-1] = HAMZA
            continue
        if entry == SEPARATOR or (entry & EXTENDS and word is None):
            yield from close(at + expanded)
            word = None
            continue
        edge = word is not None and (
            (entry & DIGIT and word.last & ARABIC) or (entry & ARABIC and word.last & DIGIT)
        )
        alone = word is not None and not entry & EXTENDS and (entry | word.last) & SINGLE
        if word is None or edge or alone:
            yield from close(at)
            word = _Open(at)
        word.letters.append(entry & POINT)
        if not entry & EXTENDS:
            word.last = entry
    yield from close(len(text))


def folded(text: str) -> str:
    """The folded words of a text with single spaces between: equal when only spelling differs."""
    return " ".join(w.folded for w in words(text))
