"""Names by their capitals, and the head noun of a phrase, where articles are words.

For languages with `capitals = true` in grammar.toml; `naql.phrases` and `naql.names` ask for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from naql.narration import Narration
from naql.quotes import MARKS

PEOPLE = frozenset(("office", "spokesman", "person", "title", "rank", "honorific", "unnamed"))


HYPHENS = "-‑'’"


class Noun(NamedTuple):
    """The head of a phrase: its token, its role classes, and whether it is definite or one of many."""

    at: int
    roles: frozenset[str]
    definite: bool
    indefinite: bool


def capital(told: Narration, at: int) -> bool:
    """Whether a word begins with a capital that is no mere capital of a sentence's first word."""
    printed = told.read[at].printed
    if not (printed[:1].isupper() or (printed[:1].isdigit() and any(c.isupper() for c in printed))):
        return False
    if not _begins(told, at):
        return True
    word = told.words[at]
    if any(word in told.lexicon.words[c] for c in _CLOSED) or told.lexicon.role(word):
        return False
    if word in told.lexicon.words["sentence_starters"] or adverb(told, at):
        return False
    return not _before_noun(told, at)


_CLOSED = (
    "determiners", "prepositions", "conjunctions", "clause_openers", "pronouns_subject", "adverbs",
    "auxiliaries", "relatives", "whole_words", "time_words",
)  # fmt: skip


def _before_noun(told: Narration, at: int) -> bool:
    """Whether a common noun follows a capital that begins a sentence: «Local businesses say»."""
    after = at + 1
    if after >= len(told.read) or not told.read[after].word or not told.read[after].printed[0].islower():
        return False
    hit = told.hit_at.get(after)
    finite = hit is not None and any(c.cue_class in ("verb", "relay", "participle") for c in hit.cues)
    others = (
        "auxiliaries",
        "relatives",
        "prepositions",
        "conjunctions",
        "adverbs",
        "name_links",
        "common_verbs",
        "negations",
    )
    ending = any(told.words[after].endswith(e) for (e,) in told.lexicon.sequences["finite_endings"])
    return not (finite or ending or any(told.has(c, after) for c in others))


def _begins(told: Narration, at: int) -> bool:
    """Whether a token is the first word of its sentence, of a line or of a quotation."""
    before = at - 1
    while before >= told.start[at] and not told.read[before].word and told.read[before].printed not in "-)":
        before -= 1
    return before < told.start[at] or (not told.read[at - 1].word and told.read[at - 1].printed in MARKS)


def _adverb(told: Narration, at: int) -> bool:
    word = told.words[at]
    endings = told.lexicon.sequences["adverb_endings"]
    return told.has("adverbs", at) or any(word.endswith(e) and len(word) > len(e) + 2 for (e,) in endings)


def adverb(told: Narration, at: int) -> bool:
    """Whether a word is an adverb or names a time: they stand between subject, verb and content."""
    if not told.read[at].word:
        return False
    if told.has("time_words", at):
        return True
    lower = told.read[at].printed[0].islower() or (
        _begins(told, at) and (told.has("adverbs", at) or not _acts(told, at + 1))
    )
    return lower and _adverb(told, at) and not told.lexicon.role(told.words[at])


def _acts(told: Narration, at: int) -> bool:
    """Whether a finite cue or an auxiliary stands at a token: before it «Jolly» is a name."""
    hit = told.hit_at.get(at)
    finite = hit is not None and any(c.cue_class in ("verb", "relay") for c in hit.cues)
    return finite or told.has("auxiliaries", at)


def joins(told: Narration, at: int) -> bool:
    """Whether a mark stands inside a word or name: a hyphen, an apostrophe, the full stop of «Mr.»."""
    token, read = told.read[at], told.read
    if not 0 < at < len(read) - 1:
        return False
    if token.printed in HYPHENS:
        attached = read[at - 1].word and read[at - 1].end == token.start
        return attached and (token.printed in "'’" or read[at + 1].start == token.end)
    if token.printed == "&":
        return True
    abbreviation = told.words[at - 1] in told.lexicon.words["abbreviations"] or len(told.words[at - 1]) == 1
    return token.printed == "." and abbreviation and told.sentence[at] > at + 1


def name_word(told: Narration, at: int) -> bool:
    """Whether a word may be part of a name: a capital, and no role, weekday, or word of a closed class."""
    if not told.read[at].word or not capital(told, at) or at in told.mention_at:
        return False
    word = told.words[at]
    lexicon = told.lexicon
    if (
        word in lexicon.words["abbreviations"]
        and at + 1 < len(told.read)
        and told.read[at + 1].printed == "."
    ):
        return False
    return not (
        lexicon.role(word)
        or word in lexicon.words["time_words"]
        or word in lexicon.words["determiners"]
        or word in lexicon.words["pronouns_subject"]
        or word.isdigit()
    )


def verb_at(told: Narration, at: int) -> bool:
    """Whether a finite cue stands at a token, and the word is neither a role nor part of a name there."""
    hit = told.hit_at.get(at)
    if hit is None or told.has("determiners", at - 1) or capital(told, at):
        return False
    kinds = {c.cue_class for c in hit.cues}
    return bool(kinds & {"verb", "participle", "relay", "according"}) and not told.lexicon.role(
        told.words[at]
    )


def segments(told: Narration, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a phrase between its commas."""
    first = start
    for at in range(start, end):
        if told.mark(at, ",("):
            if at > first:
                yield first, at
            first = at + 1
    if end > first:
        yield first, end


def role(told: Narration, at: int) -> frozenset[str]:
    """The role classes of a word, also with a possessive «s»."""
    word, printed = told.words[at], told.read[at].printed
    own = len(printed) > 2 and printed[-2] in "'’" and not told.lexicon.role(word)
    return told.lexicon.role(word[:-1] if own else word)


def head(told: Narration, start: int, end: int) -> Noun:
    """The head noun of a phrase: the first or last role word before a preposition, else the last word."""
    first, last = next(segments(told, start, end), (start, end))
    for at in range(first + 1, last):
        linked = told.has("prepositions", at) or told.has("conjunctions", at) or told.has("relatives", at)
        if linked and not told.has("prepositions", at - 1) and not told.has("whole_words", at - 1):
            last = at
            break
    words = [i for i in range(first, last) if told.read[i].word and not told.has("determiners", i)]
    roles = [i for i in words if role(told, i)]
    pick = 0 if told.lexicon.head_first else -1
    at = roles[pick] if roles else words[pick] if words else first
    definite = told.has("definite_articles", first) or any(possessive(told, i) for i in range(first, at))
    plain = told.read[first].printed[0].islower() or _begins(told, first)
    bare = plain and at == first and role(told, at) != frozenset() and last == end
    some = (
        told.has("indefinite_articles", first)
        or told.has("whole_words", first)
        or told.words[first].isdigit()
    )
    plural = told.has("plurals", at) or _plural(told, at)
    return Noun(at, role(told, at), definite, some or bare or (plural and not definite))


def _plural(told: Narration, at: int) -> bool:
    word = told.words[at]
    endings = told.lexicon.sequences["plural_noun_endings"]
    return len(word) > 3 and any(word.endswith(e) for (e,) in endings) and not word.endswith("ss")


def possessive(told: Narration, at: int) -> bool:
    """Whether a word is a possessive: «its», «Iran's», the mark of «rebels'»."""
    printed = told.read[at].printed
    return (
        told.has("possessives", at)
        or (len(printed) > 2 and printed[-2] in "'’")
        or told.read[at].printed in "'’"
    )


def _runs(told: Narration, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of name words, with what links them («bin», «de», hyphens)."""
    at = start
    while at < end:
        if not name_word(told, at):
            at += 1
            continue
        first = at
        while at < end:
            dash = at + 1 < end and told.read[at + 1].printed in HYPHENS
            linked = told.has("name_links", at) and at + 1 + dash < end and name_word(told, at + 1 + dash)
            if name_word(told, at) or linked:
                at += 1
                if possessive(told, at - 1):
                    break
            elif at > first and not told.read[at].word and joins(told, at):
                at += 1
            else:
                break
        yield first, at


def name_in(told: Narration, start: int, end: int) -> tuple[int, int] | None:
    """The tokens of a phrase that are somebody's name, or None.

    After a role («Transport Minister Samir Helou»), alone in a part of its own («the mayor, Nabil Jerbi»),
    or first («Lena Farouk, a lawyer»). What follows an article without a role is the name of a thing.
    """
    found = None
    for first, last in segments(told, start, end):
        for begin, stop in _runs(told, first, last):
            if possessive(told, stop - 1) or not _personal(told, first, begin, stop, last):
                continue
            before = told.words[begin - 1] if begin > first else ""
            personal = bool(before) and (
                told.lexicon.role(before) & PEOPLE or told.read[begin - 1].printed == "."
            )
            if personal:
                return begin, stop
            if begin == first or not before or _lower_noun(told, begin - 1):
                found = found or (begin, stop)
    return found


def _lower_noun(told: Narration, at: int) -> bool:
    """Whether a common noun stands at a token, after which its holder is named: «harbour master X»."""
    word = told.read[at]
    closed = any(told.has(c, at) for c in ("determiners", "prepositions", "conjunctions", "relatives"))
    return word.word and word.printed[0].islower() and not closed and not told.lexicon.role(told.words[at])


def _personal(told: Narration, first: int, begin: int, stop: int, last: int) -> bool:
    lexicon = told.lexicon
    if begin > first and told.has("determiners", begin - 1):
        return False
    after = next((i for i in range(stop, last) if told.read[i].word), None)
    if after is not None and after == stop and lexicon.role(told.words[after]):
        return False  # «Amnesty researcher», «Sigma Bank»: the name is that of a body
    if begin > first and told.has("prepositions", begin - 1):
        return False
    return not any(told.words[i] in lexicon.words["body_words"] for i in range(begin, stop))


def speaks(told: Narration, start: int, end: int) -> bool:
    """Whether a phrase can be somebody who says something: a role, an outlet, a name, a body in capitals."""
    if start >= end:
        return False
    if any(i in told.mention_at for i in range(start, min(end, start + 6))):
        return True
    if told.has("pronouns_subject", start) or told.has("whole_words", start):
        return True
    if head(told, start, end).roles:
        return True
    first, last = next(segments(told, start, end), (start, end))
    return any(told.read[i].word and name_word(told, i) for i in range(first, last))
