"""Tokens and sentences with offsets: what the readers of meaning walk along.

`naql.text.words` serves the comparing of texts; here punctuation counts too, and speed comes from one
regular expression and a memory of folded words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from naql.text import DROPPED, EXPANDS, HAMZA_MARK, POINT, SEPARATOR, fold_table

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c\u200d\u0300-\u036f\u00ad"
_HIDDEN = "\u200e\u200f\u061c\u202a-\u202c\u2066-\u2069"
_TOKEN = re.compile(
    rf"\d+(?:(?:[{_HIDDEN}]*[.,٫٬][{_HIDDEN}]*|،(?=\d{{3}}(?!\d)))\d+)*|(?:[^\W\d_]|(?<=[^\W_])['’](?=[a-zA-Z])|[{_MARKS}])+|[^\w\s]|_"
)
_FORMAT = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_CLOSERS = "»”\"“’')]}"
_END = frozenset(".!?؟…۔")
LETTER_NAME = 3  # letters in the longest name of a Latin letter: «إتش.إس.بي.سي»
MEMORY = 1 << 18  # folded words kept; a pile of 35,000 articles has about that many forms


class Token(NamedTuple):
    """A word, a number or a single mark: `printed` is `text[start:end]`, `folded` for comparing only."""

    start: int
    end: int
    printed: str
    folded: str
    word: bool


class _Folds(dict[int, str]):
    """`str.translate` table that reads `naql.text.fold_table` when a character is first met."""

    def __missing__(self, point: int) -> str:
        table = fold_table()
        entry = int(table.entries[point])
        if entry & EXPANDS:
            index = entry & POINT
            entries = [int(e) for e in table.points[table.starts[index] : table.starts[index + 1]]]
        else:
            entries = [entry]
        kept = (e for e in entries if e not in (SEPARATOR, DROPPED) and not e & HAMZA_MARK)
        self[point] = value = "".join(chr(e & POINT) for e in kept)
        return value


_folds = _Folds()
_memory: dict[str, str] = {}


def fold(word: str) -> str:
    """A word as it is compared: `naql.text.folded` of one word, remembered."""
    known = _memory.get(word)
    if known is None:
        if len(_memory) >= MEMORY:
            _memory.clear()
        known = _memory[word] = word.translate(_folds)
    return known


def tokens(text: str) -> list[Token]:
    """The words, numbers and marks of a text in order; spaces and direction marks belong to none.

    >>> [t.printed for t in tokens("قال: «لن نعود» و9 مدن، 3.5%.")]
    ['قال', ':', '«', 'لن', 'نعود', '»', 'و', '9', 'مدن', '،', '3.5', '%', '.']
    """
    found = []
    for match in _TOKEN.finditer(text):
        printed = match[0]
        start = match.start()
        if (printed[0].isalnum() or len(printed) > 1) and (folded := fold(printed)):
            found.append(Token(start, start + len(printed), printed, folded, True))
        elif not _FORMAT.match(printed):
            found.append(Token(start, start + len(printed), printed, printed, False))
    return found


def sentences(text: str, read: list[Token]) -> list[tuple[int, int]]:
    """Sentences as ranges of token numbers: they end at `.`, `!`, `?`, `؟` before a space, or at a new line.

    A full stop after a single letter («د.», «أ. ف. ب») or between letters ends nothing.

    >>> text = "قال د. سعيد: نعم. وأضاف أن لا.\\nانتهى"
    >>> [text[(t := tokens(text))[a].start : t[b - 1].end] for a, b in sentences(text, tokens(text))]
    ['قال د. سعيد: نعم.', 'وأضاف أن لا.', 'انتهى']
    """
    ranges, begin, count = [], 0, len(read)
    for at, token in enumerate(read):
        if at < begin:
            continue
        end = at + 1
        if token.printed in _END and not _abbreviates(read, at):
            while end < count and read[end].printed in _CLOSERS and read[end].start == read[end - 1].end:
                end += 1
            ranges.append((begin, end))
            begin = end
        elif end < count and "\n" in text[token.end : read[end].start]:
            ranges.append((begin, end))
            begin = end
    if begin < count:
        ranges.append((begin, count))
    return ranges


def _dots(read: list[Token], at: int) -> bool:
    """Whether a full stop is one of several, with words after it on the same line."""
    after = at + 1
    while after < len(read) and read[after].printed in ".…":
        after += 1
    several = read[at].printed == "…" or after > at + 1 or (at > 0 and read[at - 1].printed == ".")
    return several and after < len(read)


def _abbreviates(read: list[Token], at: int) -> bool:
    """Whether the full stop at a token belongs to an abbreviation, a number or an address."""
    if read[at].printed in ".…" and _dots(read, at):
        return True  # «..» is a pause in Arabic papers, the sentence goes on
    if read[at].printed != ".":
        return False
    if at > 1 and read[at - 2].end == read[at - 1].start and read[at - 2].folded.isdigit():
        return False  # «1436ه.», «2014م.»: a unit, not an initial
    if at + 1 < len(read) and read[at + 1].start == read[at].end and read[at + 1].word:
        latin = read[at + 1].printed[0].isascii() and at > 0 and read[at - 1].printed[-1].isascii()
        spelt = at > 0 and max(len(read[at - 1].folded), len(read[at + 1].folded)) <= LETTER_NAME
        return latin or spelt or (at > 0 and len(read[at - 1].folded) == 1)
    return (
        at > 0 and read[at - 1].word and len(read[at - 1].folded) == 1 and not read[at - 1].folded.isdigit()
    )
