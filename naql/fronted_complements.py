"""Where what is said begins after a cue, in languages whose subjects stand before their verbs.

The counterpart of `naql.reports.complement` where `source_side = "before"`.
"""

from __future__ import annotations

from naql import capital_phrases, capitals
from naql.lexicon import Cue
from naql.narration import Hit, Narration

REACH = 60  # tokens from a cue to its complement


NAME = 4  # so many words between marks may be a name


def complement(told: Narration, hit: Hit, cue: Cue) -> tuple[str, int, int] | None:
    """(kind, first token of the content, where the search stopped) after a cue, as `reports.complement`."""
    limit = _limit(told, hit)
    at = _addressee(told, hit.after, limit) if "whom" in cue.frames else hit.after
    stop_bare = False
    skipped: int | None = None
    nouns: int | None = None
    while at < limit:
        if not told.read[at].word:
            if (speech := speech_at(told, cue, at)) is not None:
                return speech if nouns is None or speech[0] == "colon" else _object(cue, nouns, limit)
            if not told.mark(at, ",-–("):
                break
            stop_bare = stop_bare or told.mark(at, ",")
            at += 1
            continue
        if at > hit.after and _another_verb(told, at):
            break
        if told.has("complementizers", at) and cue.frames & {"that", "bare", "clause"}:
            return ("that", at + 1, at) if at + 1 < limit else None
        if (found := _own_preposition(told, cue, at, limit)) is not None:
            return found
        if capitals.adverb(told, at) and nouns is None:
            at += 1
        elif told.has("prepositions", at) and nouns is None and not told.has("whole_words", at):
            skipped = skipped or (at if not _timely(told, at) else None)
            at = max(at + 1, capital_phrases.phrase_end(told, at + 1, limit))
        elif stop_bare:
            if (after := _past_insert(told, at, limit)) is None:
                break
            at = after
        elif nouns is None and cue.frames & {"bare", "clause"} and _clause_like(told, cue, at, limit):
            return ("bare", at, at)
        elif cue.frames & {"object", "that"} and nouns is None and not told.has("not_objects", at):
            nouns, at = at, max(at + 1, capital_phrases.phrase_end(told, at, limit))
        else:
            break
    if nouns is not None:
        return _object(cue, nouns, limit)
    if skipped is not None and "bare" in cue.frames and skipped == hit.after and stop_bare:
        return ("bare", skipped, skipped) if _clause_like(told, cue, skipped, limit) else None
    return None


def _another_verb(told: Narration, at: int) -> bool:
    """Whether an auxiliary or another cue stands at a token, whose complement what follows would be."""
    return told.has("auxiliaries", at) or (capitals.verb_at(told, at) and not passes_on(told, at))


def passes_on(told: Narration, at: int) -> bool:
    """Whether a cue that names whose words are passed on («citing») stands at a token."""
    hit = told.hit_at.get(at)
    return hit is not None and any(c.cue_class == "according" and c.stance == "quote" for c in hit.cues)


def _limit(told: Narration, hit: Hit) -> int:
    limit = min(told.sentence[hit.at], hit.after + REACH, len(told.read))
    quote = told.inside[hit.at]
    if quote is not None:
        limit = min(limit, quote.end)
    if limit < len(told.read) and told.mark(limit - 1, ":"):
        limit += 1
    return limit


def _object(cue: Cue, at: int, limit: int) -> tuple[str, int, int] | None:
    return ("object", at, at) if "object" in cue.frames and at < limit else None


def _own_preposition(told: Narration, cue: Cue, at: int, limit: int) -> tuple[str, int, int] | None:
    """A noun or infinitive after the preposition that the cue asks for."""
    word = told.words[at]
    if (
        word not in cue.frames
        or at + 1 >= limit
        or not (told.has("prepositions", at) or told.has("infinitives", at))
    ):
        return None
    if told.has("complementizers", at + 1):
        return ("that", at + 2, at)
    return ("object", at if told.has("infinitives", at) else at + 1, at)


def _addressee(told: Narration, at: int, limit: int) -> int:
    """The token after whom a cue speaks to: «told the BBC», «told reporters»."""
    if at >= limit or told.has("complementizers", at) or not told.read[at].word:
        return at
    if at in told.mention_at:
        return min(told.mention_at[at].end_token, limit)
    if any(told.has(c, at) for c in ("addressees", "pronouns_object", "pronouns_subject")):
        return at + 1
    end = capital_phrases.phrase_end(told, at, limit)
    if told.has("relatives", end):  # «told the mayors who had gathered, "…"»
        return next((i for i in range(end, limit) if told.mark(i, ",")), end)
    return end


def _timely(told: Narration, at: int) -> bool:
    return any(
        told.has("time_words", i) or told.has("occasions", i)
        for i in range(at + 1, min(at + 4, len(told.read)))
    )


def _past_insert(told: Narration, at: int, limit: int) -> int | None:
    """After a comma: the token after the next comma, if a complementizer or a quotation stands there."""
    comma = next((i for i in range(at, min(at + 15, limit)) if told.mark(i, ",")), None)
    if comma is None or comma + 1 >= limit:
        return None
    after = comma + 1
    return after if told.has("complementizers", after) or after in told.quote_at else None


def _clause_like(told: Narration, cue: Cue, at: int, limit: int) -> bool:
    """Whether a clause without complementizer can begin here: long enough, and no relative or passive agent.

    With the frame `clause` and not `bare`, a finite verb must be seen soon: «added a second goal» is none.
    """
    last = limit - 1
    words = sum(told.read[i].word for i in range(at, last + 1))
    if words < 2 or (told.has("relatives", at) and not told.has("clause_subjects", at)):
        return False
    if told.has("not_objects", at) or told.has("conjunctions", at):
        return False
    return "bare" in cue.frames or _finite(told, at, limit)


def _finite(told: Narration, at: int, limit: int) -> bool:
    """Whether a finite verb stands before the first preposition, comma or conjunction after a token."""
    if told.has("pronouns_subject", at):
        return True
    finite = told.lexicon.sequences["finite_endings"]
    governed = False
    for i in range(at, min(limit, at + 14)):
        word = told.words[i]
        if told.has("auxiliaries", i) and governed:
            return True
        if told.has("auxiliaries", i) or told.has("common_verbs", i):
            return i > at
        if i > at and (told.has("conjunctions", i) or told.has("relatives", i) or capitals.adverb(told, i)):
            return False
        governed = governed or (i > at and told.has("prepositions", i) and not told.has("of", i))
        if not told.read[i].word and not capitals.joins(told, i):
            return False
        ending = any(word.endswith(e) for (e,) in finite) and told.read[i].printed[0].islower()
        if i > at and ending and not governed and not told.has("determiners", i - 1):
            return True
    return False


def speech_at(told: Narration, cue: Cue, at: int) -> tuple[str, int, int] | None:
    """Words given as said at a token: after a colon, or between marks and long enough not to be a name."""
    if not cue.frames & {"quote", "that", "bare"}:
        return None
    if told.mark(at, ":") and at + 1 < len(told.read):
        after = at + 1
        while told.mark(after, "-–") and after + 1 < len(told.read):
            after += 1
        return ("quote", after, at) if after in told.quote_at else ("colon", after, at)
    quote = told.quote_at.get(at)
    if quote is None:
        return None
    words = sum(told.read[i].word for i in range(quote.opening + 1, quote.end))
    named = words <= NAME and all(
        told.read[i].printed[0].isupper() for i in range(at + 1, quote.end) if told.read[i].word
    )
    if (
        "bare" in cue.frames
        and named
        and quote.end + 2 < told.sentence[at]
        and not told.mark(quote.end + 1, ",.")
    ):
        return None
    return None if named and words > 1 and not told.mark(quote.end - 1, ".!?,") else ("quote", at, at)
