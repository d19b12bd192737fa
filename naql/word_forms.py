"""How alike two folded words are, and whether they are the same word in another spelling or form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from naql.language import languages, rows
from naql.sentences import Token, fold
from naql.text import clitics, key

JOIN = 3  # words that may be written as one
ALIKE = 0.6  # least share of letters in order that makes two words alike
SPELLING_LETTERS = 5  # shorter words that differ in a letter are other words
SOUND_LETTERS = 4  # a single letter stands for another only in words of so many
STEM_LETTERS = 3  # letters an ending must leave


@dataclass(frozen=True, slots=True)
class Ending:
    """An inflectional ending, folded: taken off `example` and `other` it leaves one stem."""

    ending: str
    example: str
    other: str


@dataclass(frozen=True, slots=True)
class SpellingForms:
    """Folded letter sequences, `|` between them, that stand for each other inside one name or word.

    Single letters do so (a foreign sound written two ways) in words of `SOUND_LETTERS` letters or more.

    `example` and `other` are the same word in two of the spellings; `counter` is another word.
    """

    forms: str
    example: str
    other: str
    counter: str | None


@cache
def endings() -> tuple[str, ...]:
    """The endings of every language, longest first; letters decide, so languages do not clash."""
    found = {fold(r.ending) for known in languages() for r in rows(known.code, "endings.tsv", Ending)}
    return tuple(sorted(found, key=lambda e: (-len(e), e)))


@cache
def _spelling_forms() -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(sorted((fold(form) for form in row.forms.split("|")), key=lambda f: (-len(f), f)))
        for known in languages()
        for row in rows(known.code, "spelling_forms.tsv", SpellingForms, may_be_empty=("counter",))
    )


@lru_cache(maxsize=1 << 16)
def stems(folded: str) -> frozenset[str]:
    """What is left of a folded word without one ending, with its clitics and without.

    Most forms of a word share one of the two: what looks like a clitic may belong to the word.
    """
    return frozenset((_without_ending(folded), _without_ending(key(folded))))


def _without_ending(word: str) -> str:
    for ending in endings():
        if word.endswith(ending) and len(word) - len(ending) >= STEM_LETTERS:
            return word[: -len(ending)]
    return word


def same_stem(one: str, other: str) -> bool:
    """Whether two folded words look like forms of one word."""
    return not stems(one).isdisjoint(stems(other))


@lru_cache(maxsize=1 << 16)
def likeness(one: str, other: str) -> float:
    """0 for two folded words that are not alike, else up to 1."""
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.5 if one.isdigit() and other.isdigit() else 0.0
    if same_stem(one, other):
        return 0.95
    a, b = key(one), key(other)
    share = _in_order(a, b) / max(len(a), len(b))
    return share * 0.9 if share >= ALIKE and min(len(a), len(b)) >= STEM_LETTERS else 0.0


def _in_order(one: str, other: str) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for x in one:
        corner = 0
        for j, y in enumerate(other, 1):
            corner, row[j] = row[j], corner + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def joins(left: Sequence[Token], right: Sequence[Token], i: int, j: int) -> Iterator[tuple[int, int]]:
    """How many tokens before i and before j (marks among them) are the same letters written as one word."""
    starts = [(m, _written(left, i, m)) for m in _counts(left, i)]
    ends = [(n, _written(right, j, n)) for n in _counts(right, j)]
    for m, letters in starts:
        for n, other in ends:
            if letters == other and (m, n) != (1, 1):
                yield m, n


def _counts(tokens: Sequence[Token], end: int) -> Iterator[int]:
    """Numbers of tokens that end at `end`, begin with a word and hold up to `JOIN` words."""
    words = 0
    for count in range(1, min(end, 2 * JOIN - 1) + 1):
        if tokens[end - count].word:
            words += 1
            yield count
            if words == JOIN:
                return
        elif count > 1 and not tokens[end - count + 1].word:
            return


def _written(tokens: Sequence[Token], end: int, count: int) -> str:
    return "".join(token.folded for token in tokens[end - count : end] if token.word)


def split_clitics(folded: str) -> tuple[str, str]:
    """A folded word as (run of clitics, rest), as its key is made."""
    rest = key(folded)
    return folded[: len(folded) - len(rest)], rest


@lru_cache(maxsize=1 << 16)
def same_word(one: str, other: str) -> bool:
    """Whether two folded words are one word spelled twice: a known variant, or a slip of one letter inside.

    A letter more or less at the beginning or the end is another form of the word, no spelling.
    """
    if one == other:
        return True
    if one.isdigit() or other.isdigit():
        return False
    if _normal(one) == _normal(other):
        return True
    (before, a), (before_other, b) = split_clitics(one), split_clitics(other)
    if before != before_other or min(len(a), len(b)) < SOUND_LETTERS:
        return False
    if sorted(a) == sorted(b) and _one_slip(a, b):
        return True
    if min(len(a), len(b)) < SPELLING_LETTERS:
        return False
    if a[0] != b[0] or a[-1] != b[-1]:
        return False
    return _one_slip(a, b)


def _normal(folded: str) -> str:
    for forms in _spelling_forms():
        if len(forms[0]) > 1 or len(folded) >= SOUND_LETTERS:
            for form in forms[:-1]:
                folded = folded.replace(form, forms[-1])
    return folded


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, put in, changed, or two neighbours were swapped."""
    if len(one) < len(other):
        one, other = other, one
    if len(one) - len(other) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), len(other))
    if len(one) > len(other):
        return one[at + 1 :] == other[at:]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


def is_clitic_run(letters: str) -> bool:
    """Whether folded letters are a run of clitics (or nothing)."""
    return not letters or letters in clitics()
