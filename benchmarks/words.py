"""Words and folding for making and checking the benchmark.

Written apart from Naql's own on purpose: the benchmark must not inherit a mistake of what it judges.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
JOINERS = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff"

WORD = re.compile(rf"\w[\w{MARKS}\u0640\u200c\u200d]*")
"""A word as printed: letters and digits with the marks, tatweel and joiners that stand among them."""

_DROPPED = re.compile(rf"[{MARKS}{JOINERS}\u0640]")
_PRESENTATION = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]+")
_LETTERS = {
    ord(letter): to
    for letters, to in (("أإآٱ", "ا"), ("ؤئ", "ء"), ("ىی", "ي"), ("ک", "ك"), ("ة", "ه"))
    for letter in letters
}
_DIGITS = {ord(zero) + value: str(value) for zero in "٠۰" for value in range(10)}


def fold(text: str) -> str:
    """Text without what orthography alone decides: marks, tatweel, hamza forms, ة/ه, ى/ي, digit script."""
    text = _PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    return _DROPPED.sub("", text).translate(_LETTERS).translate(_DIGITS).lower()


_fold_word = lru_cache(maxsize=1 << 19)(fold)


def folded_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return [_fold_word(word) for word in WORD.findall(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text start and end, in code points."""
    return [match.span() for match in WORD.finditer(text)]


def whole(text: str) -> tuple[int, int]:
    """From the first word of a text to the end of its last."""
    words = spans(text)
    return words[0][0], words[-1][1]


def shingles(words: Sequence[str], size: int) -> list[str]:
    """Every run of `size` words, joined by spaces; a shorter text is one run."""
    return [" ".join(words[i : i + size]) for i in range(max(1, len(words) - size + 1))]
