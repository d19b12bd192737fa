"""The words attribution knows, compiled for looking up: cues, roles, and the closed classes of a language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from naql.language import rows
from naql.latin import unelided
from naql.sentences import MEMORY, fold, tokens

T = TypeVar("T")

CUE_CLASSES = ("verb", "participle", "noun", "according", "relay", "carrier", "backward")
ROLE_CLASSES = (
    "office", "title", "rank", "honorific", "spokesman", "body", "unnamed", "document", "person",
)  # fmt: skip
CLAUSE_FRAMES = ("that", "quote", "bare", "object")
CLAUSES = frozenset(CLAUSE_FRAMES)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase by which speech is reported (columns of `cues.tsv`, docs/languages.md).

    `frames` are the complements that make it a statement: `that`, `quote`, `bare`, `object`, or a
    preposition, after which a clause or a noun may follow.
    """

    cue: str
    cue_class: str
    stance: str
    frames: frozenset[str]
    forms: tuple[tuple[str, ...], ...]
    example: str
    counter_example: str | None


class Form(NamedTuple):
    """A form of a cue: the words after the first, what is written onto the first, and the row."""

    rest: tuple[str, ...]
    joined: bool
    suffixed: bool
    cue: Cue


@dataclass(frozen=True, slots=True)
class CueRow:
    """A row of `cues.tsv` as it is written."""

    cue: str
    class_: str
    stance: str
    frames: str
    forms: str
    example: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A row of `roles.tsv` as it is written; `plural_forms` are further printed forms."""

    noun: str
    class_: str
    plural_forms: str | None
    example: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class GivenNames:
    """A row of `given_names.tsv`: names with `|` between them."""

    group: str
    names: str
    example: str


class _Memory(dict[str, T]):
    """What a function says of a word, remembered: words come back, and looking up is most of the work."""

    def __init__(self, function: Callable[[str], T]) -> None:
        self.function = function

    def __missing__(self, word: str) -> T:
        if len(self) >= MEMORY:
            self.clear()
        self[word] = value = self.function(word)
        return value


@dataclass(frozen=True)
class Lexicon:
    """Everything looked up while a text of one language is read; all keys are folded words.

    `cues` maps every first word a cue may have in print, with a conjunction or an object pronoun
    written onto it or not, to its `Form`s, longest first and barest first; `roles` maps a word without
    article to its classes, `phrases` first words to longer roles.
    """

    code: str
    cues: dict[str, tuple[Form, ...]]
    roles: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    words: dict[str, frozenset[str]]
    sequences: dict[str, tuple[tuple[str, ...], ...]]
    patterns: dict[str, re.Pattern[str] | None]
    source_side: str
    not_pronouns: str
    nisba: tuple[str, ...]
    accusatives: tuple[str, ...]
    given_names: frozenset[str]
    feminine_printed: tuple[str, ...]
    constructs: tuple[tuple[str, str], ...]
    nominatives: tuple[tuple[str, str], ...]
    long_vowels: tuple[str, ...] = ()
    same_offices: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    capitals: bool = False
    head_first: bool = False
    bares: _Memory[str] = field(init=False, repr=False, compare=False)
    bases: _Memory[str] = field(init=False, repr=False, compare=False)
    known_roles: _Memory[frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, function in (("bares", self._bare), ("bases", self._base), ("known_roles", self._role)):
            object.__setattr__(self, name, _Memory(function))

    def bare(self, word: str) -> str:
        """A folded word without conjunction, attached preposition and article, as far as roles need it."""
        return self.bares[word]

    def stripped(self, word: str) -> str:
        """A folded word without its article."""
        return self.bases[word]

    def role(self, word: str) -> frozenset[str]:
        """The role classes of a folded word, with or without its article and possessive pronoun."""
        return self.known_roles[word]

    def definite(self, word: str) -> bool:
        """Whether a folded word carries the article."""
        if word in self.words["not_definite"]:
            return False  # «إلغاء», «ألعاب»
        return any(word.startswith(a) and len(word) - len(a) >= 2 for a in self.words["articles"])

    def _bare(self, word: str) -> str:
        fits = (word[len(p) :] for (p,) in self.sequences["prefixes"] if word.startswith(p))
        return next((rest for rest in fits if len(rest) >= 2), word)

    def _base(self, word: str) -> str:
        if word in self.words["not_definite"]:
            return word
        for article in self.words["articles"]:
            if word.startswith(article) and len(word) - len(article) >= 2:
                return word[len(article) :]
        return word

    def _role(self, word: str) -> frozenset[str]:
        known = self.roles.get(word) or self.roles.get(bare := self.stripped(word))
        if known is None:
            whole = next(
                (bare + e for s, e in self.constructs if bare.endswith(s) and bare + e in self.roles), ""
            )
            known = self.roles.get(whole) or self._owned(bare)
        return known

    def _owned(self, word: str) -> frozenset[str]:
        """The role of a noun under a possessive pronoun: «مساعده», «مصادرها»."""
        stems = (word[: -len(p)] for (p,) in self.sequences["pronouns"] if word.endswith(p))
        return next((r for s in stems if len(s) > 3 and (r := self.roles.get(s))), frozenset())


def _fold_phrase(phrase: str, elisions: frozenset[str] = frozenset()) -> tuple[str, ...]:
    return tuple(t.folded for t in unelided(tokens(phrase), elisions) if t.word)


def _cues(
    code: str,
    joins: list[str],
    pronouns: list[str],
    kept: frozenset[str],
    elided: frozenset[str],
    purposive: tuple[tuple[str, ...], list[str]] = ((), []),
) -> dict[str, tuple[Form, ...]]:
    """Every printed first word of a cue; `kept` words (prepositions) never stand under a pronoun.

    `purposive` are the beginnings of verb forms onto which a word of purpose is written, and these: «ليقول».
    """
    index: dict[str, list[Form]] = {}
    for row in rows(code, "cues.tsv", CueRow, may_be_empty=("counter_example",)):
        forms = tuple(
            _fold_phrase(f, elided) for f in (row.forms.split("|") if "|" in row.forms else row.forms.split())
        )
        frames = frozenset(f if f in CLAUSE_FRAMES else fold(f) for f in row.frames.split())
        cue = Cue(row.cue, row.class_, row.stance, frames, forms, row.example, row.counter_example)
        phrase = _fold_phrase(row.cue, elided)
        for form in dict.fromkeys((*forms, *([phrase] if len(phrase) > 1 else []))):
            if not form:
                continue
            purpose = row.class_ == "verb" and form[0].startswith(purposive[0])
            for join in ("", *joins, *(purposive[1] if purpose else ())):
                index.setdefault(join + form[0], []).append(Form(form[1:], bool(join), False, cue))
            if (
                len(form) == 1
                and row.class_ in ("verb", "relay")
                and len(form[0]) > 2
                and form[0] not in kept
            ):
                for pronoun in pronouns:
                    for join in ("", *joins):
                        index.setdefault(join + form[0] + pronoun, []).append(Form((), bool(join), True, cue))
    return {w: tuple(sorted(f, key=lambda f: (-len(f.rest), f.suffixed, f.joined))) for w, f in index.items()}


def _roles(code: str) -> tuple[dict[str, frozenset[str]], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    single: dict[str, set[str]] = {}
    longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows(code, "roles.tsv", RoleRow, may_be_empty=("plural_forms", "counter_example")):
        for form in (_fold_phrase(row.noun), *(_fold_phrase(f) for f in (row.plural_forms or "").split())):
            if len(form) == 1:
                single.setdefault(form[0], set()).add(row.class_)
            elif form:
                longer.setdefault(form[0], []).append((form, row.class_))
    phrases = {w: tuple(sorted(v, key=lambda p: -len(p[0]))) for w, v in longer.items()}
    return {w: frozenset(c) for w, c in single.items()}, phrases


def _given_names(code: str) -> frozenset[str]:
    found = (fold(name) for row in rows(code, "given_names.tsv", GivenNames) for name in row.names.split("|"))
    return frozenset(found)


class _Words(dict[str, frozenset[str]]):
    """Lists of single words; a language that has no such list has an empty one."""

    def __missing__(self, name: str) -> frozenset[str]:
        return frozenset()


class _Sequences(dict[str, tuple[tuple[str, ...], ...]]):
    """Lists of phrases; a language that has no such list has an empty one."""

    def __missing__(self, name: str) -> tuple[tuple[str, ...], ...]:
        return ()


@cache
def lexicon(code: str) -> Lexicon | None:
    """The lexicon of a language, or None where it has no grammar (then nothing is attributed)."""
    file = files("naql").joinpath("data", code, "grammar.toml")
    if not file.is_file():
        return None
    grammar = tomllib.loads(file.read_text("utf-8"))
    lists = {
        name: value
        for name, value in grammar.items()
        if isinstance(value, list) and all(isinstance(v, str) for v in value)
    }
    words = _Words(
        {n: frozenset(f[0] for v in values if len(f := _fold_phrase(v)) == 1) for n, values in lists.items()}
    )
    sequences = _Sequences(
        {n: tuple(f for v in values if (f := _fold_phrase(v))) for n, values in lists.items()}
    )
    for printed in ("printed_names", "printed_not_cues", "first_person"):
        words[printed] = frozenset(lists.get(printed, []))
    conjunctions, attached = ("", *lists["proclitics"]), ("", *lists["attached"], *lists["fused"])
    prefixes = {c + a + d for c in conjunctions for a in attached for d in ("", *lists["articles"])} - {""}
    sequences["prefixes"] = tuple((fold(p),) for p in sorted(prefixes, key=lambda p: (-len(p), p)))
    patterns = {
        n: re.compile("|".join(lists[n])) if lists.get(n) else None
        for n in ("object_shapes", "conjoined_verbs", "told_verbs")
    }
    roles, phrases = _roles(code)
    purposive = (tuple(lists.get("imperfect_beginnings", [])), lists.get("purposive", []))
    cues = _cues(
        code, lists["proclitics"], lists["pronouns"], words["prepositions"], words["elisions"], purposive
    )
    return Lexicon(
        code, cues, roles, phrases, words, sequences,
        patterns, grammar["source_side"],
        grammar.get("not_pronouns", ""),
        tuple(fold(e) for e in grammar.get("family_name_endings", [])),
        tuple(grammar.get("accusative_endings", [])),
        _given_names(code),
        tuple(grammar.get("feminine_nouns", [])),
        tuple((fold(s), fold(e)) for s, e in grammar.get("construct_endings", [])),
        tuple((o, n) for o, n in grammar.get("nominatives", [])),
        tuple(grammar.get("long_vowels", [])),
        tuple((_fold_phrase(a), _fold_phrase(b)) for a, b in grammar.get("same_offices", [])),
        capitals=grammar.get("capitals", False), head_first=grammar.get("head_first", False),
    )  # fmt: skip
