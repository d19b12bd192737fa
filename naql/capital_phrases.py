"""Where a noun phrase ends, in languages whose articles are words and whose names have capitals.

The counterpart of `naql.phrases.phrase_end`, which asks here.
"""

from __future__ import annotations

from naql.capitals import HYPHENS, PEOPLE, adverb, capital, joins, verb_at
from naql.narration import Narration
from naql.quotes import CLOSERS

PHRASE_TOKENS = 30


ASIDE = 10  # tokens of brackets that may stand inside a phrase


APPOSITION = 14  # tokens of an apposition, «Hill, the city's chief engineer»


def phrase_end(told: Narration, start: int, limit: int, *, closed: bool = False) -> int:
    """Where the noun phrase that begins at a token ends; `closed`: appositions need a comma behind them."""
    limit = min(limit, start + PHRASE_TOKENS)
    if start >= limit:
        return start
    if told.has("pronouns_subject", start) and not told.has("determiners", start):
        return start + 1
    at = _flat_end(told, start, limit)
    while at < limit and told.mark(at, ",") and (after := _apposition(told, at, limit, closed)):
        at = after
    return at


def _flat_end(told: Narration, start: int, limit: int) -> int:
    at = start
    while at < limit:
        token = told.read[at]
        if at in told.mention_at and told.mention_at[at].end_token <= limit:
            at = told.mention_at[at].end_token
            continue
        if not token.word:
            following = _past_mark(told, at, limit)
            if following is None:
                break
            at = following
            continue
        if at > start and _cuts(told, start, at):
            break
        at += 1
    while (
        at > start
        and not told.read[at - 1].word
        and told.read[at - 1].printed not in CLOSERS + '")' + HYPHENS
    ):
        at -= 1
    while (
        at > start + 1
        and told.read[at - 1].word
        and (
            any(told.has(c, at - 1) for c in ("prepositions", "conjunctions", "determiners"))
            or adverb(told, at - 1)
        )
    ):
        at -= 1
    return at


def _past_mark(told: Narration, at: int, limit: int) -> int | None:
    if joins(told, at):
        return at + 1
    printed = told.read[at].printed
    if (quote := told.quote_at.get(at)) and quote.end - at <= 6 and capital(told, at + 1):
        before = told.read[at - 1].printed if at else ","
        return None if before in ",:" else min(quote.end + quote.closed, limit)
    if printed == "(":
        closing = next((i for i in range(at, min(at + ASIDE, limit)) if told.read[i].printed == ")"), None)
        return closing + 1 if closing else None
    return None


def _cuts(told: Narration, start: int, at: int) -> bool:
    """Whether a word can no longer belong to the phrase that began at `start`."""
    before = at - 1
    after_link = told.has("prepositions", before) or told.has("conjunctions", before)
    if (
        told.read[at].printed[0].isupper()
        and told.read[before].printed[0].isupper()
        and not told.has("time_words", at)
    ):
        return False
    if any(told.has(c, at) for c in ("complementizers", "relatives", "auxiliaries")):
        return True
    if told.has("np_prepositions", at):
        return _circumstance(told, at)
    if any(told.has(c, at) for c in ("prepositions", "clause_openers")):
        return True
    if told.has("conjunctions", at):
        return not _listed(told, at)
    if told.has("determiners", at):
        return not (after_link or told.has("determiners", before) or told.has("whole_words", before)) or (
            told.has("of", before) and False
        )
    if told.has("pronouns_subject", at) or (adverb(told, at) and at > start + 1 and not after_link):
        return not after_link or told.has("pronouns_subject", at)
    return verb_at(told, at)


def _circumstance(told: Narration, at: int) -> bool:
    """Whether a preposition begins a time or an occasion of saying: «on Monday», «in a statement»."""
    for following in range(at + 1, min(at + 4, len(told.read))):
        if any(told.has(c, following) for c in ("complementizers", "pronouns_subject")):
            return True
        if told.has("occasions", following) or told.has("time_words", following):
            return True
        if told.words[following].isdigit() and not told.has("of", at):
            return True
        if not told.has("determiners", following):
            later = range(following + 1, min(following + 3, len(told.read)))
            return any(
                told.has("occasions", i) and told.read[i].printed[0].islower()
                for i in later
                if all(told.read[j].word and not told.has("prepositions", j) for j in range(following, i))
            )
    return False


def _listed(told: Narration, at: int) -> bool:
    """Whether a conjunction in a phrase joins another speaker or noun, and no clause."""
    after = at + 1
    if after >= len(told.read) or not told.read[after].word:
        return False
    if told.has("pronouns_subject", after) or verb_at(told, after) or told.has("auxiliaries", after):
        return False
    return (
        told.read[after].printed[0].isupper()
        or bool(told.lexicon.role(told.words[after]))
        or any(
            told.lexicon.role(told.words[i])
            for i in range(after, min(after + 4, told.sentence[at]))
            if told.read[i].word
        )
    )


def _apposition(told: Narration, comma: int, limit: int, closed: bool) -> int | None:
    """The end of an apposition after a comma: a noun phrase with a role or name that a mark closes."""
    first = comma + 1
    if first >= limit or not told.read[first].word or told.has("pronouns_subject", first):
        return None
    if told.has("prepositions", first) or told.has("conjunctions", first) or adverb(told, first):
        return None
    if (
        any(told.has(c, first) for c in ("clause_openers", "relatives", "auxiliaries"))
        or first in told.hit_at
    ):
        return None
    end = _flat_end(told, first, min(limit, first + APPOSITION))
    at_end = end >= min(told.sentence[comma], len(told.read)) or not told.read[end].word
    if end == first or not at_end or (closed and not told.mark(end, ",")):
        return None
    inner = range(first, end)
    roled = any(told.lexicon.role(told.words[i]) & PEOPLE for i in inner if told.read[i].word)
    return (
        end if roled or (capital(told, first) and end - first >= 2) or told.words[first].isdigit() else None
    )
