"""Patterns over classes of words: a text as one letter a token, and regular expressions over those letters.

A lexicon gives words and phrases their classes (`month`, `unit`). A text is then a string with one letter a
token, a letter standing for a set of classes; a pattern names classes in angle brackets, so that
`<day> <month:m>? <year>` is written once for every language. Tokens looked up once are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from naql.language import rows
from naql.sentences import MEMORY, Token, fold, tokens

SHORTEST = 2  # letters of a word behind a prefix
NONE, MORE = ".", "+"
"""The letter of a token without a class, and of every token of a phrase after its first."""

_FOLDED, _LETTER = itemgetter(Token._fields.index("folded")), itemgetter(0)
_FIRST_LETTER = 0xE000  # private use: no letter of ours is special in a regular expression
_CLASS = re.compile(r"<(\w+)(?::(\w+))?>")


@dataclass(frozen=True, slots=True)
class Prefix:
    """Letters written onto the next word: `role` is `and`, `article`, `other` or one with `+article`.

    `outside` is the part of it that a span leaves out: the article belongs to the word. `example` is a
    number word that carries it, and `example_value` that number.
    """

    prefix: str
    role: str
    outside: str | None
    example: str
    example_value: str


@dataclass(frozen=True, slots=True)
class ClassWord:
    """A word or phrase with its class (`kind`) and its value there: docs/values.md lists the kinds.

    `example` holds it in that meaning; in `counter_example`, where a row is risky, it is another word.
    """

    word: str
    kind: str
    value: str
    example: str
    counter_example: str | None


class Head(NamedTuple):
    """A word that phrases begin with, as it stands behind a prefix."""

    word: str
    cut: int
    outside: int
    role: str


class Meaning(NamedTuple):
    """What a token was found to be: its value in each class, and the prefix in front of it.

    `cut` is the prefix's length in folded letters, `outside` how many of them a span leaves out. `heads` are
    the readings of the token as the first word of a phrase.
    """

    letter: str
    values: Mapping[str, str]
    cut: int
    outside: int
    role: str
    heads: tuple[Head, ...]


class Reading(NamedTuple):
    """A text's tokens as classes: `letters` has one letter a token, `meanings` what stands behind some."""

    letters: str
    meanings: Mapping[int, Meaning]


Values = dict[str, str]
NO_MEANING = Meaning(NONE, {}, 0, 0, "", ())


@cache
def prefixes(code: str) -> tuple[Prefix, ...]:
    """The prefixes of a language, folded, longest first; none for a language that writes words apart."""
    found = rows(code, "prefixes.tsv", Prefix, may_be_empty=("outside",))
    return tuple(sorted(found, key=lambda row: -len(row.prefix)))


def after(printed: str, letters: int) -> int:
    """How many printed characters the first `letters` folded ones take, marks that follow them included.

    >>> after("بـثلاثة", 1), after("ثلاثة", 0)
    (2, 0)
    """
    if not letters:
        return 0
    at = next(i for i in range(1, len(printed) + 1) if len(fold(printed[:i])) >= letters)
    while at < len(printed) and not fold(printed[at]):
        at += 1
    return at


class Lexicon:
    """The words of a language by class; `values` maps a word or phrase as printed to its values by class."""

    def __init__(
        self,
        code: str,
        values: Iterable[tuple[str, Values]],
        no_article: Iterable[str] = (),
        digits: str | None = None,
    ) -> None:
        """Phrases may have any number of words; a later entry of the same word adds classes.

        Words of the classes `no_article` never carry an article: «الاثنين» is no «اثنين». Tokens that begin
        with a digit are of the class `digits`, if one is named.
        """
        self._digits = NO_MEANING
        self._letters: dict[frozenset[str], str] = {}
        if digits is not None:
            self._digits = Meaning(self.letter((digits,)), {digits: ""}, 0, 0, "", ())
        self._by_letter: dict[str, list[tuple[str, int, int, str]]] = {}
        for row in reversed(prefixes(code)):
            entry = (row.prefix, len(row.prefix), len(row.outside or ""), row.role)
            self._by_letter.setdefault(row.prefix[0], []).append(entry)
        self._article = next((row.prefix for row in prefixes(code) if row.role == "article"), "")
        self._refuses = frozenset(no_article)
        self._words: dict[str, Values] = {}
        self._phrases: dict[str, dict[str, dict[tuple[str, ...], Values]]] = {}  # by first and second word
        self._memory: dict[str, Meaning] = {}
        for printed, classes in values:
            first, *rest = (token.folded for token in tokens(printed))
            if rest:
                seconds = self._phrases.setdefault(first, {})
                known = seconds.setdefault(rest[0], {}).setdefault(tuple(rest[1:]), {})
            else:
                known = self._words.setdefault(first, {})
            known.update(classes)
        phrases = (rest for seconds in self._phrases.values() for rest in seconds.values())
        for known in [*self._words.values(), *chain.from_iterable(rest.values() for rest in phrases)]:
            self.letter(known)
            if kept := set(known) - self._refuses:
                self.letter(kept)

    def letter(self, classes: Iterable[str]) -> str:
        """The letter that stands for a set of classes."""
        return self._letters.setdefault(frozenset(classes), chr(_FIRST_LETTER + len(self._letters)))

    def letters(self, names: set[str]) -> frozenset[str]:
        """The letters of all sets that hold one of some classes."""
        return frozenset(letter for classes, letter in self._letters.items() if classes & names)

    def sets(self) -> list[frozenset[str]]:
        """The sets of classes that have a letter so far."""
        return list(self._letters)

    def meaning(self, folded: str) -> Meaning:
        """What a single folded word is, its prefix taken off where that is needed."""
        known = self._memory.get(folded)
        if known is None:
            if len(self._memory) >= MEMORY:
                self._memory.clear()
            known = self._memory[folded] = self._look_up(folded)
        return known

    def _look_up(self, folded: str) -> Meaning:
        if folded[0].isdecimal():
            return self._digits
        found, heads = NO_MEANING, []
        for head in self._readings(folded):
            if head.word in self._phrases:
                heads.append(head)
            values = self._words.get(head.word)
            if values and "article" in head.role and not self._refuses.isdisjoint(values):
                values = {name: value for name, value in values.items() if name not in self._refuses}
            if values and found is NO_MEANING:
                found = Meaning(self.letter(values), values, head.cut, head.outside, head.role, ())
        return found._replace(heads=tuple(heads)) if heads else found

    def _readings(self, folded: str) -> Iterator[Head]:
        """A word as it is, and with each prefix that it may have taken off, the shortest first.

        «واليوم» is then «و» and «اليوم» where «اليوم» is a row. A single letter never carries a prefix: «لم»
        is no «م». An article melted into a prefix («للعام») is also given back to the word.
        """
        yield Head(folded, 0, 0, "")
        for prefix, length, outside, role in self._by_letter.get(folded[:1], ()):
            if not folded.startswith(prefix) or len(folded) < length + SHORTEST:
                continue
            yield Head(folded[length:], length, outside, role)
            if role == "other+article" and self._article and not prefix.endswith(self._article):
                yield Head(self._article + folded[length:], length, outside, role)

    def read(self, read: list[Token]) -> Reading:
        """The classes of a text's tokens; the longest phrase that fits wins over a word."""
        folded = list(map(_FOLDED, read))
        found = list(filter(None, map(self._memory.get, folded)))
        if len(found) < len(read):
            found = [self.meaning(word) for word in folded]
        letters = list(map(_LETTER, found))
        meanings = {at: m for at, m in enumerate(found) if m is not NO_MEANING}
        for at, m in list(meanings.items()):
            if m.heads and letters[at] != MORE and (phrase := self._phrase(read, at, m.heads)):
                meanings[at], words = phrase
                letters[at : at + words] = [meanings[at].letter, *[MORE] * (words - 1)]
                for inside in range(at + 1, at + words):
                    meanings.pop(inside, None)
        return Reading("".join(letters), meanings)

    def _phrase(self, read: list[Token], at: int, heads: tuple[Head, ...]) -> tuple[Meaning, int] | None:
        """The longest phrase that begins at a token, and how many words it has."""
        best: tuple[Meaning, int] | None = None
        second = read[at + 1].folded if at + 1 < len(read) else ""
        for word, cut, outside, role in heads:
            for rest, values in self._phrases[word].get(second, {}).items():
                words = len(rest) + 2
                fits = tuple(token.folded for token in read[at + 2 : at + words]) == rest
                if fits and (best is None or words > best[1]):
                    best = Meaning(self.letter(values), values, cut, outside, role, heads), words
        return best

    def pattern(self, source: str) -> re.Pattern[str]:
        """A pattern over classes: `<class>` or `<class:group>`; spaces are for the reader only.

        Letters of sets of classes that are first asked for later are not in it.
        """
        return re.compile(_CLASS.sub(self._class, source.replace(" ", "")))

    def _class(self, match: re.Match[str]) -> str:
        name, group = match[1], match[2]
        letters = "".join(letter for classes, letter in self._letters.items() if name in classes)
        one = rf"[{letters}]\{MORE}*" if letters else "(?!)"
        return f"(?P<{group}>{one})" if group else f"(?:{one})"
