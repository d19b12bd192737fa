"""The counted noun: duals, and the singular of what stands after a number.

Which endings make a dual or a plural, and which nouns have a plural of their own, are rows of the language
(`noun_endings.tsv`, `nouns.tsv`). A language without them has no duals, and its nouns stay as printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import NamedTuple

from naql.language import rows
from naql.patterns import ClassWord, Prefix, after, prefixes
from naql.sentences import MEMORY, Token, fold

TATWEEL, TANWEEN, SUKUN = "\u0640", "\u064b", "\u0652"
NAMES_WITHIN = 4  # a dual before two names is followed by the joint of them within so many words
_PLACES = ("before_names", "before_article")
SHORTEST = 2  # letters of a noun without its ending


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: `dual` is `yes`, `no`, or `nominative` where only that case is no plural.

    `example` counts it.
    """

    singular: str
    plural: str | None
    dual: str
    example: str


@dataclass(frozen=True, slots=True)
class NounEnding:
    """An ending: `kind` as the head of the file says, `singular` what takes its place (`-`: nothing).

    `name` only tells the rows apart, since one ending may be of two kinds.
    """

    name: str
    ending: str
    kind: str
    singular: str
    example: str
    example_singular: str


class Dual(NamedTuple):
    """A word read as two of something: `outside` folded letters in front are not in its span.

    `before` is `before_names` or `before_article` where it is a dual only there, `named` where only places
    named after it tell it from a plural («منتخبي تونس ومصر»), None where it is one anyway.
    """

    singular: str
    outside: int
    before: str | None


_UNKNOWN = Dual("", 0, None)


class Nouns:
    """The nouns of a language, with what was looked up once remembered."""

    def __init__(self, code: str) -> None:
        """Reads the rows; `code` may be that of a language without any."""
        nouns = rows(code, "nouns.tsv", Noun, may_be_empty=("plural",))
        self._endings = rows(code, "noun_endings.tsv", NounEnding)
        self._prefixes = prefixes(code)
        self.prefix_letters = frozenset(row.prefix for row in self._prefixes)
        self._singular = {fold(noun.plural): noun.singular for noun in nouns if noun.plural}
        self._listed = {fold(noun.singular): noun.singular for noun in nouns}
        self._two = {fold(noun.singular) for noun in nouns if noun.dual == "yes"}
        self._nominative = {fold(noun.singular) for noun in nouns if noun.dual == "nominative"}
        self._never = tuple(fold(end.ending) for end in self._endings if end.kind == "not_dual")
        self._relating = tuple(fold(end.ending) for end in self._endings if end.kind == "adjective")
        self._feminine = tuple({fold(end.singular) for end in self._endings if end.kind == "dual"})
        self._two_endings = tuple(fold(end.ending) for end in self._endings if end.kind.startswith("dual"))
        words = rows(code, "quantity_words.tsv", ClassWord, may_be_empty=("counter_example",))
        self._no_duals = frozenset(fold(row.word) for row in words if row.kind == "no_dual")
        self._duals: dict[str, Dual | None] = {}

    def duals(self, read: list[Token], *, vowelled: bool = True) -> Iterator[tuple[int, Dual]]:
        """Tokens that may be duals, by place; `vowelled` says that the text may have a sukun somewhere."""
        known = map(self._duals.get, [token.folded for token in read], repeat(_UNKNOWN))
        for at, seen in [(at, dual) for at, dual in enumerate(known) if dual is not None or vowelled]:
            dual = self.dual(read[at]) if seen is not None else None
            if dual is None and read[at].printed[-1] == SUKUN:
                dual = self._vowelled(read[at])
            if dual is not None:
                yield at, dual

    def dual(self, token: Token) -> Dual | None:
        """The dual that a token may be."""
        found = self._duals.get(token.folded, _UNKNOWN)
        if found is not _UNKNOWN:
            return found
        if len(self._duals) >= MEMORY:
            self._duals.clear()
        dual = token.word and token.folded.endswith(self._two_endings)
        found = self._duals[token.folded] = self._dual(token) if dual else None
        return found

    def _dual(self, token: Token) -> Dual | None:
        """A listed noun behind any prefix first, so that «وسيارتين» is cut and «وزارتين» is not."""
        readings: list[tuple[Prefix | None, str]] = [(None, token.folded)]
        for row in self._prefixes:
            if token.folded.startswith(row.prefix):
                readings.append((row, token.folded.removeprefix(row.prefix)))
        words = {word for _, word in readings}
        if (
            not words.isdisjoint(self._no_duals)
            or not words.isdisjoint(self._singular)
            or not words.isdisjoint(self._listed)
        ):
            return None
        readings.sort(key=lambda reading: reading[0] is None or "article" not in reading[0].role)
        never = any(word.endswith(self._never) for word in words)
        for listed in (True, False)[: 2 - never]:
            for prefix, word in readings:
                if len(word) > SHORTEST and (found := self._ends(token, word, prefix, listed=listed)):
                    return found
        return None

    def _vowelled(self, token: Token) -> Dual | None:
        """«مركزيْ جدة والرياض»: a written sukun tells the dual from the adjective that it looks like."""
        for row in (None, *self._prefixes):
            if row is not None and not token.folded.startswith(row.prefix):
                continue
            word = token.folded.removeprefix(row.prefix if row else "")
            for end in self._endings:
                if not end.kind.endswith(_PLACES) or not word.endswith(fold(end.ending)):
                    continue
                noun = word.removesuffix(fold(end.ending)) + fold(end.singular.strip("-"))
                if noun in self._listed and noun != word:
                    return Dual(self._listed[noun], len(row.outside or "") if row else 0, None)
        return None

    def _ends(self, token: Token, word: str, row: Prefix | None, *, listed: bool) -> Dual | None:
        """The dual that a word is by its ending, of a listed noun or of any."""
        for end in self._endings:
            stem = word.removesuffix(fold(end.ending))
            if stem == word or len(stem) < SHORTEST or not end.kind.startswith("dual"):
                continue
            outside = len(row.outside or "") if row else 0
            tail = end.singular.strip("-")
            noun = stem + fold(tail)
            if listed and noun in self._listed:
                fits = tail or not noun.endswith(self._feminine)
                if self._is_two(noun, end, row) and fits:
                    return Dual(self._listed[noun], outside, _place(end))
                construct = end.kind.endswith(_PLACES) and not (row and "article" in row.role)
                if construct and fits and noun in self._nominative:
                    return Dual(self._listed[noun], outside, "named")
            elif (
                not listed and end.kind == "dual" and len(stem) > SHORTEST and self._may_be_noun(token, stem)
            ):
                printed = plain(token.printed[after(token.printed, len(row.prefix) if row else 0) :])
                return Dual(printed[: len(printed) - len(end.ending)] + tail, outside, None)
        return None

    def _may_be_noun(self, token: Token, stem: str) -> bool:
        """Whether a word that is not listed may still be a noun: adjectives take the article, or end in ي."""
        return not self.article(token) and not stem.endswith(self._relating)

    def _is_two(self, noun: str, end: NounEnding, row: Prefix | None) -> bool:
        """Whether an ending makes two of a listed noun; the dual before another noun has no article."""
        if end.kind == "dual":
            return True
        if end.kind.endswith(_PLACES) and row and "article" in row.role:
            return False
        return noun in self._two or (end.kind.endswith("nominative") and noun in self._nominative)

    def stands(self, dual: Dual, read: list[Token], at: int, *, named: bool = False) -> bool:
        """Whether a dual stands where it must: some only before two joined names («جامعتي حلب ودمشق»).

        `named` says that the next word is a name, which needs no article («منتخبي تونس ومصر»).
        """
        if dual.before is None:
            return True
        if TANWEEN in read[at].printed:
            return False
        if at + 1 >= len(read):
            return False
        needs_name = dual.before == "named" or not self._definite(read[at + 1])
        if not named and dual.before != "before_names" and needs_name:
            return False
        joints = [row.prefix for row in self._prefixes if row.role == "and"]
        for token in read[at + 2 : at + 2 + NAMES_WITHIN]:
            if not token.word:
                return False
            if any(token.folded.startswith(joint) for joint in joints):
                return True
        return False

    def listed(self, token: Token) -> bool:
        """Whether a token is a noun of the rows in its singular, bare or in the accusative."""
        word = token.folded
        ends = (fold(end.ending) for end in self._endings if end.kind == "after_tens")
        return word in self._listed or any(word.removesuffix(end) in self._listed for end in ends)

    def counted(self, token: Token) -> bool:
        """Whether a token has the form of a counted noun: listed, or with such an ending and no prefix."""
        word = token.folded
        if word in self._singular or word in self._listed:
            return True
        ends = {fold(end.ending) for end in self._endings if end.kind == "after_tens"}
        ends |= {fold(end.singular) for end in self._endings if end.kind == "plural" and end.singular != "-"}
        if not ends or not word.endswith(tuple(ends)):
            return False
        bare = {word.removeprefix(row.prefix) for row in self._prefixes}
        return not self.article(token) and bare.isdisjoint(self._listed.keys() | self._singular.keys())

    def is_article(self, token: Token) -> bool:
        """Whether a token is nothing but an article, or one behind another prefix."""
        return any(row.prefix == token.folded and "article" in row.role for row in self._prefixes)

    def plural(self, token: Token) -> bool:
        """Whether a token is the plural of a noun, by its row or its ending."""
        word = token.folded[self.article(token) :]
        ends = (fold(end.ending) for end in self._endings if end.kind == "plural")
        return word in self._singular or word.endswith(tuple(ends))

    def joined(self, token: Token) -> bool:
        """Whether a token is joined to the word before it, as far as its letters tell."""
        joints = tuple(row.prefix for row in self._prefixes if row.role == "and")
        if not joints or not token.folded.startswith(joints):
            return False
        ends = [fold(end.ending) for end in self._endings if end.kind in ("plural", "after_tens")]
        stems = {token.folded, *(token.folded.removesuffix(end) for end in ends)}
        return stems.isdisjoint(self._listed) and stems.isdisjoint(self._singular)

    def article(self, token: Token) -> int:
        """How many folded letters of prefix and article stand in front of a definite noun; 0 without one."""
        if token.folded in self._singular or token.folded in self._listed:
            return 0  # «ألوان»: letters of its own
        for row in self._prefixes:
            if "article" in row.role and token.folded.startswith(row.prefix):
                return len(row.prefix)
        return 0

    def _definite(self, token: Token) -> bool:
        """Whether a token has an article and no other prefix."""
        articles = tuple(row.prefix for row in self._prefixes if row.role == "article")
        return bool(articles) and token.folded.startswith(articles)

    def singular(self, printed: str, *, tens: bool) -> str:
        """The singular of a counted noun as printed; `tens` after a number of eleven and more."""
        word = plain(printed)
        folded = fold(word)
        if folded in self._singular or folded in self._listed:
            return self._singular.get(folded) or self._listed[folded]
        for end in self._endings:
            if end.kind != "plural" and not (tens and end.kind == "after_tens"):
                continue
            stem = word.removesuffix(end.ending)
            if stem != word and len(stem) >= SHORTEST:
                return self._listed.get(fold(stem), stem + end.singular.strip("-"))
        return word


def _place(end: NounEnding) -> str | None:
    """Where alone a dual of this ending stands, if anywhere."""
    return next((rule for rule in _PLACES if end.kind.endswith(rule)), None)


@cache
def nouns(code: str) -> Nouns:
    """The nouns of a language, read once."""
    return Nouns(code)


def plain(printed: str) -> str:
    """A word without vowel marks and tatweel, its letters as printed.

    >>> plain("مُـدُن")
    'مدن'
    """
    return "".join(c for c in printed if c != TATWEEL and unicodedata.category(c) != "Mn")
