"""Agencies, newspapers, channels and sites as rows, and these compiled for `naql.agencies` to look up.

Names are rows of `data/<code>/agencies.tsv`; nouns («صحيفة») and the words that go with them («الرسمية»)
stand in `outlet_nouns.tsv` and `outlet_words.tsv`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import NamedTuple

from naql.language import language as language_rows
from naql.language import languages, rows
from naql.sentences import fold, tokens
from naql.text import folded

KINDS = ("agency", "newspaper", "magazine", "channel", "radio", "site", "social")
SAFE, GUARDED, TITLED = 0, 1, 2
"""How sure a form is: anywhere; with a sign that an outlet is meant; after a noun of its kind only."""

OPENERS = {
    "«": "»",
    '"': '"',
    "“": "”",
    "”": "“”",
    "(": ")",
    "{": "}",
    "[": "]",
    "'": "'",
    "‘": "’",
    "„": "“”",
}
MARKED_TOKENS = 8  # a name between marks has at most so many tokens
JOINTS = (
    ".",
    "-",
    "‑",
    "–",
    "'",
    "’",
    "،",
    "/",
)  # marks that may stand inside a name: «أ.ف.ب», France-Presse
SHORT = 2  # the words of an abbreviation have at most so many letters; they may be printed joined


@dataclass(frozen=True, slots=True)
class Agency:
    """An outlet that others quote (columns of `agencies.tsv`, docs/credits.md); `kind` is one of `KINDS`.

    `name` is canonical in its language, `country` an ISO 3166 code. `spellings` are safe anywhere, `guarded`
    ones need a sign, `places` among them are towns too; `sites` tell the outlet's own articles.
    """

    name: str
    kind: str
    country: str | None
    spellings: str
    guarded: str | None
    places: str | None
    sites: str | None
    example: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class OutletNoun:
    """A noun for a kind of outlet (columns of `outlet_nouns.tsv`); `side` says where the name follows."""

    noun: str
    kind: str
    side: str
    forms: str
    back: str | None
    national: str | None
    unknown: str
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class OutletWord:
    """A word that belongs to the noun or name of an outlet (columns of `outlet_words.tsv`)."""

    word: str
    class_: str
    side: str
    forms: str
    example: str


class Form(NamedTuple):
    """A printed form: its folded words, the same as printed, what it stands for."""

    words: tuple[str, ...]
    printed: tuple[str, ...]
    sure: int
    row: Agency | OutletNoun | OutletWord
    use: str  # name, noun, back, national, word


class Book(NamedTuple):
    """One language compiled: forms by their first folded word, longest first, and where they may begin.

    `starts` maps a folded token to (clitic letters, rest of the token) pairs.
    """

    forms: dict[str, tuple[Form, ...]]
    starts: dict[str, tuple[tuple[int, str], ...]]
    articles: tuple[str, ...]


# ---------------------------------------------------------------- rows, compiled


def listed(cell: str | None) -> list[str]:
    """The parts of a cell, which `|` separates."""
    return [part.strip() for part in cell.split("|")] if cell else []


def words_of(printed: str) -> tuple[str, ...]:
    """The words of a printed form, marks left out."""
    return tuple(t.printed for t in tokens(printed) if t.word)


def _variants(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A form, and an abbreviation's ways of being joined («أف ب») short of all in one."""
    yield words
    if len(words) > SHORT and all(len(w) <= SHORT for w in words) and not words[0].isascii():
        for size in range(1, len(words) - 1):
            for cuts in combinations(range(1, len(words)), size):
                pieces = ["".join(words[a:b]) for a, b in pairwise((0, *cuts, len(words)))]
                if all(len(piece) <= SHORT for piece in pieces):  # «إن بي إن» is never «أن بيان»
                    yield tuple(pieces)


def _forms(printed: str, sure: int, row: Agency | OutletNoun | OutletWord, use: str) -> Iterator[Form]:
    for words in _variants(words_of(printed)):
        if compared := tuple(fold(w) for w in words):
            yield Form(compared, words, sure, row, use)


@cache
def agencies(code: str) -> tuple[Agency, ...]:
    """The outlets that a language has rows for; ValueError names a row of an unknown kind."""
    empty = ("country", "guarded", "places", "sites", "counter_example")
    found = rows(code, "agencies.tsv", Agency, may_be_empty=empty)
    for row in found:
        if row.kind not in KINDS:
            raise ValueError(
                f"agencies.tsv: {row.name!r} is of kind {row.kind!r}, not one of {', '.join(KINDS)}"
            )
    return tuple(found)


@cache
def outlet_nouns(code: str) -> tuple[OutletNoun, ...]:
    """The nouns for outlets of a language."""
    return tuple(rows(code, "outlet_nouns.tsv", OutletNoun, may_be_empty=("back", "national")))


@cache
def outlet_words(code: str) -> tuple[OutletWord, ...]:
    """The words that go with the nouns and names of outlets in a language."""
    return tuple(rows(code, "outlet_words.tsv", OutletWord))


@cache
def places(code: str) -> frozenset[str]:
    """The names of outlets that are towns or regions too, as `naql.text.folded` writes them."""
    return frozenset(folded(place) for row in agencies(code) for place in listed(row.places))


def _noun_forms(code: str) -> list[Form]:
    found: list[Form] = []
    for noun in outlet_nouns(code):
        for use, cell in (("noun", noun.forms), ("back", noun.back), ("national", noun.national)):
            for printed in listed(cell):
                found += _forms(printed, SAFE, noun, use)
    return found


def _name_forms(code: str, nouns: list[Form]) -> Iterator[Form]:
    """The forms of the outlets' names, those after their noun among them."""
    # «وكالة الأنباء الإيطالية» gives no name «الإيطالية»: any Italian agency is one.
    adjectives = {
        f.words for w in outlet_words(code) for p in listed(w.forms) for f in _forms(p, SAFE, w, "word")
    }
    heads = [(f.printed, f.row.kind) for f in nouns if f.use == "noun" and isinstance(f.row, OutletNoun)]
    for row in agencies(code):
        for sure, cell in ((SAFE, row.spellings), (GUARDED, row.guarded)):
            for printed in listed(cell):
                yield from (forms := list(_forms(printed, sure, row, "name")))
                words, shown = forms[0].words, forms[0].printed
                for head, kind in heads:
                    size = len(head)
                    if kind == row.kind and shown[:size] == head and words[size:] not in adjectives | {()}:
                        yield Form(words[size:], shown[size:], TITLED, row, "name")


def _starts(code: str, firsts: Iterable[str]) -> dict[str, tuple[tuple[int, str], ...]]:
    """Every folded token that may begin a mention: a first word with or without a clitic, an opening mark."""
    clitics = [c.prefix for c in language_rows(code).clitics] if _known(code) else []
    articles = _articles(code)
    plain = [c for c in clitics if not any(c.endswith(a) for a in articles)]
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for word in firsts:
        found[word].add((0, word))
        if word.isascii():
            found[word + "s"].add((0, word))  # the possessive, which folding joins to the word
        for clitic in plain:
            found[clitic + word].add((len(clitic), word))
            for article in articles:  # «ل» and an article are written as one: «للوكالة»
                if word.startswith(article) and clitic.endswith(article[-1] * 2):
                    found[clitic + word[len(article) :]].add((0, word))
    for mark in OPENERS:
        found[mark].add((0, mark))
    for clitic in plain:
        found[clitic].add((len(clitic), ""))
    return {token: tuple(sorted(options)) for token, options in found.items()}


def _known(code: str) -> bool:
    return any(known.code == code for known in languages())


@cache
def _articles(code: str) -> tuple[str, ...]:
    """The definite articles written onto a noun: what a noun's `back` form has before a form of its own."""
    pairs = ((back, form) for n in outlet_nouns(code) for back in listed(n.back) for form in listed(n.forms))
    cut = {fold(b)[: -len(fold(f))] for b, f in pairs if fold(b) != fold(f) and fold(b).endswith(fold(f))}
    return tuple(sorted(a for a in cut if a and a.isalpha() and len(a) <= SHORT))


@cache
def book(code: str) -> Book:
    """A language's own forms, and the safe names of the other languages (in their own letters)."""
    nouns = _noun_forms(code)
    forms = [*_name_forms(code, nouns), *nouns]
    for word in outlet_words(code):
        for printed in listed(word.forms):
            forms += _forms(printed, SAFE, word, "word")
    seen = {f.words for f in forms}
    for other in languages():
        if other.code != code and agencies(code):
            foreign = (f for f in _name_forms(other.code, []) if f.sure == SAFE and f.words not in seen)
            forms += [f._replace(row=native(f.row, code)) for f in foreign]
    by_first: dict[str, set[Form]] = defaultdict(set)
    for form in forms:
        by_first[form.words[0]].add(form)
    ordered = {
        w: tuple(sorted(f, key=lambda f: (-len(f.words), f.sure, f.use, f.printed)))
        for w, f in by_first.items()
    }
    return Book(ordered, _starts(code, ordered), _articles(code))


# ---------------------------------------------------------------- which rows are one outlet


def squeezed(name: str) -> str:
    """The folded words of a name without spaces: «أ.ف.ب» and «أ ف ب» are equal."""
    return "".join(fold(w) for w in words_of(name))


class Index(NamedTuple):
    """Rows by squeezed form, surest first; the number of the outlet a row stands for; each row's language."""

    rows: dict[str, list[Agency]]
    identity: dict[Agency, int]
    code: dict[Agency, str]


@cache
def index() -> Index:
    """Rows by squeezed form; rows of two languages that share a safe form, name or site are one outlet."""
    keyed: list[tuple[int, str, Agency]] = []
    code: dict[Agency, str] = {}
    for known in languages():
        for form in _name_forms(known.code, _noun_forms(known.code)):
            if isinstance(form.row, Agency):
                keyed.append((form.sure, "".join(form.words), form.row))
        for row in agencies(known.code):
            code[row] = known.code
            keyed.append((SAFE, squeezed(row.name), row))
            for site in listed(row.sites):
                keyed += [(SAFE, squeezed(site), row), (GUARDED, squeezed(site.split(".")[0]), row)]
    by_key: dict[str, list[Agency]] = defaultdict(list)
    identity: dict[Agency, int] = {}
    for _, key, row in sorted(keyed, key=lambda k: k[0]):
        if row not in by_key[key]:
            by_key[key].append(row)
    for number, row in enumerate(code):
        identity[row] = number
    for sure, key, row in keyed:
        first = by_key[key][0]
        if sure == SAFE and code[first] != code[row] and first.kind == row.kind:
            old, new = max(identity[first], identity[row]), min(identity[first], identity[row])
            identity |= {r: new for r, i in identity.items() if i == old}
    return Index(dict(by_key), identity, code)


def native(row: Agency | OutletNoun | OutletWord, code: str) -> Agency:
    """The row of a language for the same outlet, or the row itself."""
    assert isinstance(row, Agency)
    known = index()
    number = known.identity[row]
    return next((r for r, i in known.identity.items() if i == number and known.code[r] == code), row)
