"""The rows that tell what a changed word is: titles, loaded words, synonyms, opposites, light words, names.

Rows are matched on tokens: a word matches as it is folded, or with clitics before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Generic, TypeVar

from naql.language import rows
from naql.sentences import Token, fold, tokens
from naql.text import clitics

HONORIFIC_KINDS = ("title", "prayer", "pronoun")
TONES = ("praise", "blame", "neutral")
LIGHT_KINDS = (
    "preposition", "conjunction", "particle", "pronoun", "auxiliary", "quantifier", "noun", "negation",
)  # fmt: skip
LEFT_LETTERS = 2  # letters a clitic must leave of a word
ARTICLE = 2  # letters of a run that holds an article

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Honorific:
    """A title or blessing; `short` is its abbreviation, `kind` one of `HONORIFIC_KINDS`."""

    phrase: str
    short: str | None
    kind: str
    example: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class Epithet:
    """Words (`|` between forms) that judge; `tone` is one of `TONES`, `thing` what rivals name as well."""

    forms: str
    tone: str
    thing: str | None
    example: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Phrases (`|` between forms) that may stand for each other at the {} of the example."""

    forms: str
    example: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class Opposites:
    """Words of which one of `forms` for one of `others` turns the example round."""

    forms: str
    others: str
    example: str


@dataclass(frozen=True, slots=True)
class LightWords:
    """Words that tell little; `kind` is one of `LIGHT_KINDS`. One of them stands in the example."""

    words: str
    kind: str
    example: str


@dataclass(frozen=True, slots=True)
class GivenNames:
    """Given names, or the small words inside names (group `links`), with one of them in the example."""

    group: str
    names: str
    example: str


class Phrases(Generic[Row]):
    """Phrases with the row each comes from, found at a token."""

    def __init__(self, entries: Iterable[tuple[str, Row]]) -> None:
        """`entries` are printed phrases with their rows."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], Row]]] = {}
        for phrase, row in entries:
            folded = tuple(t.folded for t in tokens(phrase))
            for form in bare_forms(folded[0]):
                self._by_first.setdefault(form, []).append((folded, row))
        for found in self._by_first.values():
            found.sort(key=lambda entry: (-len(entry[0]), entry[0]))

    def at(self, read: Sequence[Token], index: int) -> tuple[int, Row] | None:
        """The longest phrase that begins at a token: (number of tokens, row)."""
        return max(self.all_at(read, index), key=lambda found: found[0], default=None)

    def all_at(self, read: Sequence[Token], index: int) -> Iterator[tuple[int, Row]]:
        """Every phrase that begins at a token: (number of tokens, row)."""
        for form in bare_forms(read[index].folded):
            for words, row in self._by_first.get(form, ()):
                if is_form_of(read[index].folded, words[0]) and _follow(read, index, words):
                    yield len(words), row

    def within(self, read: Sequence[Token]) -> Iterator[tuple[int, int, Row]]:
        """Every phrase in a list of tokens, (first, end, row), none inside another."""
        at = 0
        while at < len(read):
            found = self.at(read, at)
            if found is not None:
                yield at, at + found[0], found[1]
                at += found[0]
            else:
                at += 1


def _follow(read: Sequence[Token], index: int, words: tuple[str, ...]) -> bool:
    following = read[index + 1 : index + len(words)]
    return len(following) == len(words) - 1 and all(
        t.folded == w for t, w in zip(following, words[1:], strict=True)
    )


@lru_cache(maxsize=1 << 16)
def bare_forms(folded: str) -> tuple[str, ...]:
    """A folded word, and what is left of it without each run of clitics it may begin with."""
    stripped = [
        folded[len(c) :] for c in clitics() if folded.startswith(c) and len(folded) - len(c) >= LEFT_LETTERS
    ]
    return (folded, *stripped)


def is_form_of(folded: str, word: str) -> bool:
    """Whether a folded word is a row's word, bare or with clitics before it.

    «للرئيس» is a form of «الرئيس»: a run of two clitics may have swallowed the word's own article.
    """
    if folded == word:
        return True
    bare = (word, *(word[len(c) :] for c in clitics() if len(c) == ARTICLE and word.startswith(c)))
    return any(form in bare for form in bare_forms(folded)[1:])


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rows of one language, indexed."""

    honorifics: Phrases[Honorific]
    shorts: Mapping[str, frozenset[str]]
    epithets: Phrases[Epithet]
    synonyms: Phrases[Synonyms]
    opposites: Mapping[str, frozenset[tuple[int, bool]]]
    light: Mapping[str, str]
    names: frozenset[str]
    links: frozenset[str]


@cache
def lexicon(code: str | None) -> Lexicon:
    """The rows of a language; of none, an empty lexicon."""
    honorifics = _rows(code, "honorifics.tsv", Honorific, "short", "counter_example")
    epithets = _rows(code, "epithets.tsv", Epithet, "thing", "counter_example")
    synonyms = _rows(code, "synonyms.tsv", Synonyms, "counter_example")
    given = _rows(code, "given_names.tsv", GivenNames)
    return Lexicon(
        Phrases((r.phrase, r) for r in honorifics),
        MappingProxyType(_shorts(honorifics)),
        Phrases((form, r) for r in epithets for form in r.forms.split("|")),
        Phrases((form, r) for r in synonyms for form in r.forms.split("|")),
        MappingProxyType(_sides(_rows(code, "opposites.tsv", Opposites))),
        MappingProxyType(_light(_rows(code, "light_words.tsv", LightWords))),
        frozenset(fold(n) for r in given if r.group != "links" for n in r.names.split("|")),
        frozenset(fold(n) for r in given if r.group == "links" for n in r.names.split("|")),
    )


def _rows(code: str | None, name: str, record: type[Row], *may_be_empty: str) -> list[Row]:
    return rows(code, name, record, may_be_empty=may_be_empty) if code is not None else []


def _shorts(honorifics: Iterable[Honorific]) -> dict[str, frozenset[str]]:
    """The folded words of a full title by the folded words of its abbreviation."""
    found: dict[str, set[str]] = {}
    for row in honorifics:
        if row.short is not None:
            found.setdefault(_folded(row.short), set()).add(_folded(row.phrase))
    return {short: frozenset(full) for short, full in found.items()}


def _folded(phrase: str) -> str:
    return " ".join(t.folded for t in tokens(phrase) if t.word)


def _light(given: Sequence[LightWords]) -> dict[str, str]:
    """The kind of every light word by its folded form."""
    return {fold(w): row.kind for row in given for w in row.words.split("|")}


def _sides(opposites: Iterable[Opposites]) -> dict[str, frozenset[tuple[int, bool]]]:
    """For each folded word: the numbers of the rows it stands in, and on which side."""
    found: dict[str, set[tuple[int, bool]]] = {}
    for number, row in enumerate(opposites):
        for side, forms in ((True, row.forms), (False, row.others)):
            for form in forms.split("|"):
                found.setdefault(fold(form), set()).add((number, side))
    return {word: frozenset(places) for word, places in found.items()}


def light_kind(lexicon: Lexicon, folded: str) -> str | None:
    """Which kind of light word a folded word is, clitics aside; None for a word that tells something."""
    for form in bare_forms(folded):
        kind = lexicon.light.get(form)
        if kind == "negation":  # «سلم» begins like a verb's clitic and ends like «لم», and is neither
            before = folded[: len(folded) - len(form)]
            kind = kind if not before or lexicon.light.get(before) == "conjunction" else None
        if kind is not None:
            return kind
    return None


def synonymous(lexicon: Lexicon, one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether two phrases, as they are whole, stand in one row of synonyms."""
    return any(
        row.forms == match.forms
        for row in _whole(lexicon.synonyms, one)
        for match in _whole(lexicon.synonyms, other)
    )


def _whole(phrases: Phrases[Synonyms], read: Sequence[Token]) -> list[Synonyms]:
    return [row for count, row in phrases.all_at(read, 0) if count == len(read)] if read else []


def opposed(lexicon: Lexicon, one: str, other: str) -> bool:
    """Whether two folded words are opposites of each other, clitics aside."""
    first = {place for form in bare_forms(one) for place in lexicon.opposites.get(form, ())}
    second = {place for form in bare_forms(other) for place in lexicon.opposites.get(form, ())}
    return any((number, not side) in second for number, side in first)
