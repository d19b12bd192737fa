"""A pile of real articles with modified copies among them, whose shared spans are known exactly.

Sources and hosts are articles none of whose runs of `UNIQUE` folded words stands anywhere else in the
pile. So a generated article shares text with its one source and with no other article: any other
detection is an error. A host enters the pile only with the passage in it.

`UNIQUE` is 6 because at 8 one detection in eighty was a title or a formula that real articles do share;
at 5 only every third article would do, and those are an odd lot.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks import modify
from benchmarks.common import read_json_lines
from benchmarks.modify import Modified, Text
from benchmarks.words import folded_words, shingles
from naql.evaluate import Case

SPLITS = ("tune", "test")
KINDS = ("verbatim", "orthography", "light", "heavy", "reordered", "passage", "quotation")
EMBEDDED = ("passage", "quotation")
LIGHT, HEAVY = 0.05, 0.20
PASSAGE_WORDS, PASSAGE_EDITS = (40, 80), 0.05
QUOTATION_WORDS = (12, 25)
ARTICLE_WORDS = (80, 800)
UNIQUE = 6
TRIES = 50


@dataclass(frozen=True, slots=True)
class Real:
    """A real article: its text and its words, folded."""

    id: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edits:
    """The share of words that a kind edits, and the words that edits put in."""

    shares: dict[str, float]
    vocabulary: list[str]


@dataclass(frozen=True, slots=True)
class Gold:
    """A case, the kind of its modification, and the generated article it lies in."""

    kind: str
    generated_id: str
    case: Case


@dataclass(frozen=True, slots=True)
class Pile:
    """Articles by id, the cases among them, and the kind of each generated article."""

    articles: dict[str, str]
    gold: tuple[Gold, ...]
    kinds: dict[str, str]

    @property
    def gold_pairs(self) -> set[tuple[str, str]]:
        """The two articles of each case, smaller id first."""
        return {ordered(gold.case.left_id, gold.case.right_id) for gold in self.gold}


def ordered(one: str, other: str) -> tuple[str, str]:
    """Two ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def half(words: Sequence[str]) -> str:
    """The split an article belongs to for ever: by its letters, so equal texts are never parted."""
    digest = hashlib.blake2b("".join(words).encode(), digest_size=1).digest()
    return SPLITS[digest[0] & 1]


def read_half(path: Path, split: str) -> list[Real]:
    """The articles of one half of a file, of 80 to 800 words, each text once, in the file's order."""
    articles, seen = [], set()
    for row in read_json_lines(path):
        words = tuple(folded_words(row["text"]))
        letters = "".join(words)
        if (
            ARTICLE_WORDS[0] <= len(words) <= ARTICLE_WORDS[1]
            and letters not in seen
            and half(words) == split
        ):
            seen.add(letters)
            articles.append(Real(row["id"], row["text"], words))
    return articles


def unique_articles(articles: Sequence[Real], size: int = UNIQUE) -> list[Real]:
    """Those none of whose word runs of this size occurs twice, in another article or their own."""
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(shingles(article.words, size))
    return [a for a in articles if all(counts[run] == 1 for run in shingles(a.words, size))]


def build(
    articles: Sequence[Real], *, split: str, seed: int, cases: int, background: int, heavy: float = HEAVY
) -> Pile:
    """The pile of one split: `cases` generated articles a kind, their sources, and `background` others.

    `heavy` is the share of words that the kind of that name edits.

    The same seed gives the same pile; each case has its own random stream, so that more cases of one
    kind change no other.
    """
    random = Random(f"{seed} {split}")
    needed = cases * (len(KINDS) + len(EMBEDDED)) + background
    drawn = random.sample(articles, min(len(articles), 2 * needed))
    clean = unique_articles(drawn)
    spare = iter(clean)
    edits = Edits({"light": LIGHT, "heavy": heavy}, _vocabulary(drawn))
    pile: dict[str, str] = {}
    gold: list[Gold] = []
    kinds: dict[str, str] = {}
    used: set[str] = set()
    for kind in KINDS:
        for number in range(cases):
            case_random = Random(f"{seed} {split} {kind} {number}")
            source, host, text, blocks = _make(kind, spare, edits, case_random)
            name = f"generated-{kind}-{number:04d}"
            pile[source.id], pile[name], kinds[name] = source.text, text, kind
            used |= {source.id} | ({host.id} if host else set())
            gold += [Gold(kind, name, Case(name, *b[:2], source.id, *b[2:])) for b in blocks]
    others = [a for a in drawn if a.id not in used][:background]
    pile.update({a.id: a.text for a in others})
    names = sorted(pile)
    random.shuffle(names)
    return Pile({name: pile[name] for name in names}, tuple(gold), kinds)


def _vocabulary(articles: Iterable[Real]) -> list[str]:
    """Every printed word of the articles that is letters only, as often as it is printed."""
    printed = (piece.word for article in articles for piece in modify.cut(article.text).pieces)
    return [word for word in printed if word.isalpha()]


def _make(
    kind: str, spare: Iterator[Real], edits: Edits, random: Random
) -> tuple[Real, Real | None, str, list[tuple[int, int, int, int]]]:
    """A source, a host if the kind has one, the generated text and its blocks (there and in the source).

    Takes articles off `spare` until one suits the kind.
    """
    for source in spare:
        host = next(spare, None) if kind in EMBEDDED else None
        text, around = modify.cut(source.text), modify.cut(host.text, own=False) if host else None
        for _ in range(TRIES):
            modified = modification(kind, text, around, edits, random)
            if modified is None:
                break
            if modify.exact(modified, text):
                return source, host, *modified.render(source.text)
    raise ValueError(f"too few articles that share no text with others: none left for the kind {kind}")


def modification(kind: str, source: Text, host: Text | None, edits: Edits, random: Random) -> Modified | None:
    """One draw of a modification of this kind, or None for a source that does not suit it."""
    if kind == "reordered":
        return modify.reorder(source, random)
    if kind in EMBEDDED:
        return None if host is None else _embedded(kind, source, host, edits, random)
    text = source
    if kind == "orthography":
        text = modify.orthography(source, random)
    elif kind in edits.shares:
        edited = modify.edit_words(source.pieces, edits.shares[kind], edits.vocabulary, random)
        text = Text(tuple(edited), source.tail)
    return Modified(text, ((0, len(text.pieces)),))


def _embedded(kind: str, source: Text, host: Text, edits: Edits, random: Random) -> Modified:
    """A passage or a quotation of the source inside the host."""
    length = random.randint(*(PASSAGE_WORDS if kind == "passage" else QUOTATION_WORDS))
    start = random.randrange(len(source.pieces) - min(length, len(source.pieces)) + 1)
    pieces = source.pieces[start : start + length]
    if kind == "passage":
        edited = modify.edit_words(pieces, random.uniform(0, PASSAGE_EDITS), edits.vocabulary, random)
        return modify.insert(host, edited, ("", ""), random)
    if random.random() < 0.5:
        pieces = modify.orthography(Text(pieces, ""), random).pieces
    opening, closing = random.choice(("«»", "“”", '""'))
    return modify.insert(host, pieces, (opening, closing), random)
