"""A text laid out for attribution: its tokens, sentences, quotations, outlets named in it, and cues."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from naql import agencies, places
from naql.agencies import Mention
from naql.latin import doubled, rejoined, unelided
from naql.lexicon import Cue, Lexicon
from naql.quotes import Quotation, quotations
from naql.sentences import Token, sentences, tokens

OUTLET_NOUNS = 4  # tokens that may stand before the marks of an outlet's name: «لصحيفة الشعب الصينية «…»»


class Hit(NamedTuple):
    """A cue where it stands: tokens `at` to `after`; `joined` with a conjunction, `suffixed` a pronoun.

    `cues` are the rows that have this form.
    """

    at: int
    after: int
    cues: tuple[Cue, ...]
    joined: bool
    suffixed: bool


@dataclass(slots=True)
class Narration:
    """A text as attribution walks through it; all positions are token numbers.

    `sentence[i]` is the end of the sentence of token i, `start[i]` its beginning, `paragraph[i]` the
    end of its paragraph; `quote_at` maps the token of an opening mark to its quotation; `inside[i]`
    is the innermost quotation around token i, or None; `found_at[w]` are the tokens at which a word stands.
    """

    text: str
    lexicon: Lexicon
    read: list[Token]
    words: list[str]
    start: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    quotes: list[Quotation] = field(default_factory=list)
    quote_at: dict[int, Quotation] = field(default_factory=dict)
    inside: list[Quotation | None] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    hit_at: dict[int, Hit] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    mention_at: dict[int, Mention] = field(default_factory=dict)
    place_at: frozenset[int] = frozenset()
    found_at: dict[str, list[int]] = field(default_factory=dict)

    def has(self, name: str, at: int) -> bool:
        """Whether the word at a token is of a closed class of the grammar."""
        return at < len(self.words) and self.words[at] in self.lexicon.words[name]

    def sequence(self, name: str, at: int) -> int:
        """How many tokens a fixed phrase of the grammar that begins here has; 0 for none."""
        words = self.words
        for phrase in self.lexicon.sequences[name]:
            if words[at] == phrase[0] and tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def unjoined(self, at: int) -> str:
        """The folded word at a token without a conjunction written onto it."""
        word = self.words[at]
        for prefix in self.lexicon.sequences["proclitics"]:
            if word.startswith(prefix[0]) and len(word) > len(prefix[0]) + 1:
                return word[len(prefix[0]) :]
        return word

    def other_spelling(self, at: int) -> bool:
        """Whether the text also prints a word that folds alike in another way: «على» beside «علي»."""
        printed = self.read[at].printed
        return any(self.read[i].printed != printed for i in self.found_at[self.words[at]])

    def names_outlet(self, at: int) -> bool:
        """Whether the mark at a token stands in the name of an outlet: «صحيفة «الشروق»»."""
        near = (self.mention_at.get(i) for i in range(max(0, at - OUTLET_NOUNS), at + 1))
        return any(m is not None and m.end_token > at for m in near)

    def mark(self, at: int, marks: str) -> bool:
        """Whether a token is one of some marks."""
        return at < len(self.read) and not self.read[at].word and self.read[at].printed in marks


def narrate(text: str, lexicon: Lexicon, read: list[Token] | None = None) -> Narration | None:
    """Lay a text out; None where it has no cue at all, which most of the work is then spared.

    `read` is what `naql.sentences.tokens` gives for the text, where it is at hand.
    """
    read = unelided(tokens(text) if read is None else read, lexicon.words.get("elisions", ()))
    read = doubled(read) if lexicon.capitals else read
    told = Narration(text, lexicon, read, [t.folded for t in read])
    told.hits = _hits(told)
    if not told.hits:
        return None
    told.hit_at = {h.at: h for h in told.hits}
    for at, word in enumerate(told.words):
        told.found_at.setdefault(word, []).append(at)
    _bound(told)
    told.quotes = quotations(text, read, _restarts(told), single=lexicon.capitals)
    told.quote_at = {q.opening: q for q in told.quotes}
    told.inside = [None] * len(read)
    for quote in sorted(told.quotes, key=lambda q: q.opening - q.end):
        told.inside[quote.opening + 1 : quote.end] = [quote] * (quote.end - quote.opening - 1)
    told.mentions = agencies.mentions(read, lexicon.code)
    told.mention_at = {m.start_token: m for m in told.mentions}
    told.place_at = frozenset(h.after for h in told.hits if _country(told, h.after))
    return told


def _country(told: Narration, at: int) -> bool:
    """Whether a country or a capital, which speak for their governments, is named at a token."""
    found = places.find(told.read, at, told.lexicon.code) if at < len(told.read) else None
    return found is not None and found.kind in ("country", "city") and found.certain


def _bound(told: Narration) -> None:
    """Fill sentence and paragraph ends."""
    for first, last in rejoined(
        sentences(told.text, told.read), told.read, told.lexicon.words.get("abbreviations", ())
    ):
        told.start += [first] * (last - first)
        told.sentence += [last] * (last - first)
    breaks = [
        i for i in range(1, len(told.read)) if "\n" in told.text[told.read[i - 1].end : told.read[i].start]
    ]
    breaks.append(len(told.read))
    told.paragraph = [breaks[bisect_right(breaks, i)] for i in range(len(told.read))]


def _restarts(told: Narration) -> set[int]:
    """Sentence beginnings at which a narrator speaks again: the first or second word is a finite cue."""
    found = set()
    for first in dict.fromkeys(told.start):
        for at in (first, first + 1):
            hit = told.hit_at.get(at)
            if hit and hit.joined and any(c.cue_class in ("verb", "relay") for c in hit.cues):
                found.add(first)
    return found


def _hits(told: Narration) -> list[Hit]:
    """Every cue of the text in order, the longest form first where several begin at one word."""
    index, words, found, past = told.lexicon.cues, told.words, [], 0
    for at, word in enumerate(words):
        forms = index.get(word)
        if forms is None or at < past:
            continue
        for form in forms:
            after = at + 1 + len(form.rest)
            if form.suffixed and told.read[at].printed[-1] in told.lexicon.not_pronouns:
                continue
            if told.read[at].printed in told.lexicon.words["printed_not_cues"]:
                continue  # «يدعى فلان» is a name
            doubled = "\u0651" in told.read[at].printed
            answers = doubled or told.has("prepositional_pronouns", at + 1)
            if form.joined and not answers and word in told.lexicon.words["not_joined"]:
                continue  # «ورد» is no «و» and «رد»
            called = form.cue.cue_class != "participle"  # «سائلاً الله أن»
            if called and after < len(words) and words[after] in told.lexicon.words["link_words"]:
                continue  # «شكر الله» is a name
            if at and words[at - 1] in told.lexicon.words["negated_nouns"]:
                continue  # «عدم ذكر اسمه»
            if not form.rest or tuple(words[at + 1 : after]) == form.rest:
                alike = (f for f in forms if f[:3] == form[:3])
                found.append(Hit(at, after, tuple(f.cue for f in alike), form.joined, form.suffixed))
                past = after
                break
    return found
