"""The words that tell what is claimed: acts, modality, and the nouns that count people or measures.

Rows of `acts.tsv` and `claim_words.tsv` of a language, compiled for looking up. An act has one name in every
language, so that claims of two languages meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from naql.language import rows
from naql.patterns import Lexicon, Reading
from naql.sentences import Token, fold

CLAIM_WORD_KINDS = (
    "modality", "modality_of_all", "only", "future", "not_future", "person", "unit", "subset", "total",
    "opener", "grown", "superseded", "and",
)  # fmt: skip
FUTURE_LETTERS = 5  # «سيلا», «سيرا»: shorter words with the letters of a future are mostly names


@dataclass(frozen=True, slots=True)
class Act:
    """What happens, and its words: verbs, verbal nouns, and nouns for those it happened to (`counted`)."""

    act: str
    verbs: str
    nouns: str
    counted: str | None
    example: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Words around a claim, `|` between them; `kind` is one of `CLAIM_WORD_KINDS`."""

    words: str
    kind: str
    value: str
    example: str
    counter_example: str | None


@dataclass(frozen=True)
class ClaimLexicon:
    """The rows of one language: `words` has the classes `verb`, `noun`, `counted` and the other kinds."""

    words: Lexicon
    future: tuple[str, ...]
    not_future: frozenset[str]

    def read(self, read: list[Token]) -> Reading:
        """The classes of a text's tokens."""
        return self.words.read(read)

    def is_future(self, folded: str) -> bool:
        """Whether a word has the letters of a verb that is still to happen, with a conjunction or not."""
        return (
            len(folded) >= FUTURE_LETTERS and folded.startswith(self.future) and folded not in self.not_future
        )


@cache
def claim_lexicon(code: str) -> ClaimLexicon:
    """The rows of a language, read once; a language without them has an empty lexicon."""
    words = rows(code, "claim_words.tsv", ClaimWords, may_be_empty=("counter_example",))
    values = [*_acts(code), *_words(words)]
    return ClaimLexicon(
        Lexicon(code, values),
        tuple(fold(w) for row in words if row.kind == "future" for w in row.words.split("|")),
        frozenset(fold(w) for row in words if row.kind == "not_future" for w in row.words.split("|")),
    )


def _acts(code: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every form of an act with its class; `counted` last, so that «وفيات» are counted as well as a noun."""
    for row in rows(code, "acts.tsv", Act, may_be_empty=("counted", "counter_example")):
        for kind, forms in (("verb", row.verbs), ("noun", row.nouns), ("counted", row.counted)):
            for form in forms.split("|") if forms else ():
                yield form, {kind: row.act}


def _words(words: list[ClaimWords]) -> Iterator[tuple[str, dict[str, str]]]:
    for row in words:
        if row.kind not in ("future", "not_future"):
            for form in row.words.split("|"):
                yield form, {row.kind: row.value}
