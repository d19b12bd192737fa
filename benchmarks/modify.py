"""Ways a newspaper changes a text it takes over, each a pure function that remembers what it did.

A text is a list of pieces, one a word. A piece that still is the word of the source knows which one
(`origin`); an edited word forgets. So the spans that truly derive from the source can be read off the
modified text: `Modified.render` gives the text, and for each block the span there and in the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.words import WORD, fold, spans

SENTENCE_END = re.compile(r"[.!؟?…][^\n\w]*?\s|\n")
_NOT_SEPARATING = re.compile(r"[^.!؟?…\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as printed, what is printed before it, and which word of the source it is (or None)."""

    before: str
    word: str
    origin: int | None


@dataclass(frozen=True, slots=True)
class Text:
    """A printed text cut into words; `tail` is what is printed after the last one."""

    pieces: tuple[Piece, ...]
    tail: str


@dataclass(frozen=True, slots=True)
class Modified:
    """A text with blocks (first and one past the last piece) that come from one source."""

    text: Text
    blocks: tuple[tuple[int, int], ...]

    def render(self, source: str) -> tuple[str, list[tuple[int, int, int, int]]]:
        """The printed text; for each block its start and end there, and in `source`.

        A block begins and ends on words that are the source's own: edited words at its edges are
        left out, and a block without any such word is dropped.
        """
        printed, ends = [], [0]
        for piece in self.text.pieces:
            printed.append(piece.before + piece.word)
            ends.append(ends[-1] + len(printed[-1]))
        words, found = spans(source), []
        for first, last in self.blocks:
            own = own_words(self.text.pieces, first, last)
            if own:
                (low, source_low), (high, source_high) = own[0], own[-1]
                start = ends[low + 1] - len(self.text.pieces[low].word)
                found.append((start, ends[high + 1], words[source_low][0], words[source_high][1]))
        return "".join(printed) + self.text.tail, found


def own_words(pieces: Sequence[Piece], first: int, last: int) -> list[tuple[int, int]]:
    """The source's own words among these pieces: place here and place in the source."""
    return [(i, p.origin) for i, p in enumerate(pieces[first:last], first) if p.origin is not None]


def cut(text: str, *, own: bool = True) -> Text:
    """A text in pieces; with `own` each knows its place, else (a host) none has an origin."""
    pieces, reached = [], 0
    for number, match in enumerate(WORD.finditer(text)):
        pieces.append(Piece(text[reached : match.start()], match.group(), number if own else None))
        reached = match.end()
    return Text(tuple(pieces), text[reached:])


# ---------------------------------------------------------------- words


def edit_words(
    pieces: Sequence[Piece], share: float, vocabulary: Sequence[str], random: Random
) -> list[Piece]:
    """Edits `share` of the words: substituted (50 %), deleted (20 %), inserted (20 %), swapped (10 %).

    A swap of two neighbours edits two words, an insertion counts as one. New words are drawn from
    `vocabulary` and differ from the old when folded.
    """
    left = round(share * len(pieces))
    kinds: dict[int, str] = {}
    for place in random.sample(range(len(pieces)), len(pieces)):
        if not left:
            break
        (kind,) = random.choices(("substitute", "delete", "insert", "swap"), (50, 20, 20, 10))
        free = place not in kinds and (kind != "swap" or (place + 1 < len(pieces) and place + 1 not in kinds))
        if free and not (kind == "swap" and left < 2):
            kinds[place] = kind
            if kind == "swap":
                kinds[place + 1] = "swapped"
            left -= 1 + (kind == "swap")
    result: list[Piece] = []
    for place, piece in enumerate(pieces):
        result += _edited(kinds.get(place), piece, pieces, place, vocabulary, random)
    return result


def _edited(
    kind: str | None,
    piece: Piece,
    pieces: Sequence[Piece],
    place: int,
    vocabulary: Sequence[str],
    random: Random,
) -> list[Piece]:
    """What stands in the place of one piece after an edit of this kind."""
    if kind == "substitute":
        return [Piece(piece.before, _other(piece.word, vocabulary, random), None)]
    if kind == "delete":
        return []
    if kind == "insert":
        return [Piece(piece.before, _other(piece.word, vocabulary, random), None), replace(piece, before=" ")]
    if kind == "swap":
        return [Piece(piece.before, pieces[place + 1].word, None)]
    if kind == "swapped":
        return [Piece(piece.before, pieces[place - 1].word, None)]
    return [piece]


def _other(word: str, vocabulary: Sequence[str], random: Random) -> str:
    """A word of the vocabulary that is not this one."""
    while fold(drawn := random.choice(vocabulary)) == fold(word):
        pass
    return drawn


# ---------------------------------------------------------------- orthography

_JOINING = "بتثجحخسشصضطظعغفقكلمنهيئ"
_HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_INDIC, _EUROPEAN = "٠١٢٣٤٥٦٧٨٩", "0123456789"
_QUOTES = '«»“”"„‟'


def _diacritics(word: str, rate: float, random: Random) -> str:
    """Drops the marks of a marked word, or puts one after a letter of a bare word."""
    if random.random() >= rate:
        return word
    if any(mark in word for mark in _HARAKAT):
        return "".join(letter for letter in word if letter not in _HARAKAT)
    places = [i for i, letter in enumerate(word) if "\u0621" <= letter <= "\u064a" and letter != "ـ"]
    return _put(word, random.choice(_HARAKAT), places, random)


def _tatweel(word: str, rate: float, random: Random) -> str:
    """Stretches a word between two letters that join, or takes the stretch out."""
    if random.random() >= rate:
        return word
    if "ـ" in word:
        return word.replace("ـ", "")
    places = [i for i in range(len(word) - 1) if word[i] in _JOINING and "\u0621" <= word[i + 1] <= "\u064a"]
    return _put(word, "ـ", places, random)


def _put(word: str, sign: str, places: Sequence[int], random: Random) -> str:
    """The sign after one of these letters, if there is any."""
    if not places:
        return word
    place = random.choice(places) + 1
    return word[:place] + sign + word[place:]


def _hamza(word: str, rate: float, random: Random) -> str:
    """Writes alif without its hamza or madda, and the other seat for a hamza in the middle."""
    if random.random() >= rate:
        return word
    return word.translate(str.maketrans("أإآؤئ", "اااءؤ" if random.random() < 0.5 else "ااائء"))


def _taa(word: str, rate: float, random: Random) -> str:
    """Writes ه for a last ة."""
    return word[:-1] + "ه" if word.endswith("ة") and random.random() < rate else word


def _yaa(word: str, rate: float, random: Random) -> str:
    """Writes ى for a last ي, as Egypt does, or ي for a last ى."""
    if word[-1] not in "يى" or random.random() >= rate:
        return word
    return word[:-1] + ("ى" if word.endswith("ي") else "ي")


def _digits(word: str, rate: float, random: Random) -> str:
    """Writes every digit of the text in the other script."""
    return word.translate(str.maketrans(_INDIC + _EUROPEAN, _EUROPEAN + _INDIC))


def _spaces(before: str, rate: float, random: Random) -> str:
    """Doubles a space, makes it a no-break space, or joins two lines; never joins or splits words."""
    if not before or random.random() >= rate:
        return before
    if "\n" in before:
        return re.sub(r"\s*\n\s*", " ", before)
    return before.replace(" ", random.choice(("  ", "\u00a0", " \u200f")), 1)


_WORD_CHANGES: dict[str, tuple[Callable[[str, float, Random], str], float, tuple[float, ...]]] = {
    "diacritics": (_diacritics, 0.59, (0.01, 0.03, 0.1)),
    "tatweel": (_tatweel, 0.25, (0.01, 0.03)),
    "hamza": (_hamza, 0.4, (0.1, 0.5, 1.0)),
    "taa": (_taa, 0.15, (0.05, 0.3)),
    "yaa": (_yaa, 0.3, (0.1, 1.0)),
    "digits": (_digits, 0.3, (1.0,)),
}
"""Change: function, share of articles that have it, shares of words it may touch there.

Marks (59 %), tatweel (25 %) and odd spaces (27 %) as often as real Arabic articles show them; the
rest are habits of a desk (hamza, last yaa, digit script), drawn so that each is met often enough.
"""


def orthography(text: Text, random: Random) -> Text:
    """The same words in another desk's spelling, quotation marks and spacing. Always changes something."""
    while True:
        changed = _orthography(text, random)
        if changed != text:
            return changed


def _orthography(text: Text, random: Random) -> Text:
    """One draw of the habits, applied to the whole text."""
    chosen = [
        (change, random.choice(rates))
        for change, share, rates in _WORD_CHANGES.values()
        if random.random() < share
    ]
    quotes = random.choice(("«»", "“”", '""')) if random.random() < 0.5 else None
    space = random.choice((0.01, 0.05)) if random.random() < 0.27 else 0.0
    pieces = []
    for piece in text.pieces:
        word = piece.word
        for change, rate in chosen:
            word = change(word, rate, random)
        pieces.append(Piece(_quoted(_spaces(piece.before, space, random), quotes), word, piece.origin))
    return Text(tuple(pieces), _quoted(text.tail, quotes))


def _quoted(between: str, quotes: str | None) -> str:
    """The quotation marks of a gap in another style: a mark before a word's start opens."""
    if quotes is None:
        return between
    last = len(between) - 1
    return "".join(
        (quotes[0] if mark in "«“„" or (mark in '"‟' and place == last) else quotes[1])
        if mark in _QUOTES
        else mark
        for place, mark in enumerate(between)
    )


# ---------------------------------------------------------------- order and place


@dataclass(frozen=True, slots=True)
class _Section:
    """Some paragraphs or sentences: their pieces, and the marks printed before and after them."""

    lead: str
    pieces: tuple[Piece, ...]
    trail: str


def sections(text: Text, end: re.Pattern[str], least: int) -> list[_Section]:
    """The text cut after each match of `end`, sections of under `least` words joined to the next."""
    result: list[_Section] = []
    lead, pieces = text.pieces[0].before, [replace(text.pieces[0], before="")]
    for piece in text.pieces[1:]:
        match = end.search(piece.before)
        if match and len(pieces) >= least:
            result.append(_Section(lead, tuple(pieces), piece.before[: match.end()].rstrip()))
            lead, pieces = piece.before[match.end() :].lstrip(), []
            piece = replace(piece, before="")
        pieces.append(piece)
    if result and len(pieces) < least:
        before = result.pop()
        joined = replace(pieces[0], before=f"{before.trail} {lead}")
        lead, pieces = before.lead, [*before.pieces, joined, *pieces[1:]]
    return [*result, _Section(lead, tuple(pieces), text.tail.rstrip())]


def reorder(text: Text, random: Random, *, least: int = 15, most: int = 8) -> Modified | None:
    """The text with its paragraphs in another order, or its sentences where it has no paragraphs.

    Sections have at least `least` words and there are about `most` of them at most; None for a text of
    under three. Neighbours that stay neighbours in the same order are one block.
    """
    least = max(least, len(text.pieces) // most)
    parts, separator = sections(text, re.compile(r"\n"), least), "\n"
    if len(parts) < 3:
        parts, separator = sections(text, SENTENCE_END, least), " "
    if len(parts) < 3:
        return None
    order = list(range(len(parts)))
    while order == sorted(order):
        random.shuffle(order)
    pieces: list[Piece] = []
    blocks: list[tuple[int, int]] = []
    trail = ""
    for place, number in enumerate(order):
        part, first = parts[number], len(pieces)
        before = part.lead if place == 0 else f"{trail}{separator}{part.lead}"
        pieces += [replace(part.pieces[0], before=before), *part.pieces[1:]]
        trail = part.trail
        if place and order[place - 1] == number - 1:
            first = blocks.pop()[0]
        blocks.append((first, len(pieces)))
    return Modified(Text(tuple(pieces), trail), tuple(blocks))


def insert(host: Text, passage: Sequence[Piece], marks: tuple[str, str], random: Random) -> Modified:
    """The passage inside the host, at its start, at its end or after a sentence, within these marks."""
    gaps = range(1, len(host.pieces))
    sentences = [gap for gap in gaps if SENTENCE_END.search(host.pieces[gap].before)]
    place = random.choice([0, *(sentences or gaps), len(host.pieces)])
    before, after, tail = host.pieces[:place], host.pieces[place:], marks[1] + host.tail
    lead = ""
    if after:
        stop = after[0].before if before else f".\n{after[0].before}"
        after = (replace(after[0], before=marks[1] + stop), *after[1:])
        tail = host.tail
    if before:
        lead = _NOT_SEPARATING.sub("", host.pieces[place].before) if after else ".\n"
    first = replace(passage[0], before=lead + marks[0])
    pieces = (*before, first, *passage[1:], *after)
    return Modified(Text(pieces, tail), ((place, place + len(passage)),))


def exact(modified: Modified, source: Text) -> bool:
    """Whether every block ends where it says: no word beside it is, by chance, the source's next one."""
    pieces = modified.text.pieces
    for first, last in modified.blocks:
        own = own_words(pieces, first, last)
        for (place, origin), step in ((own[0], -1), (own[-1], 1)):
            here, there = place + step, origin + step
            inside = 0 <= here < len(pieces) and 0 <= there < len(source.pieces)
            if inside and fold(pieces[here].word) == fold(source.pieces[there].word):
                return False
    return True
