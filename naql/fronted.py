"""Languages whose subjects stand before their verbs: the subject of a cue, and where its content begins.

The counterpart of `naql.subjects` and of `naql.reports.complement` where `source_side = "before"`.
"""

from __future__ import annotations

from typing import NamedTuple

from naql import capitals
from naql.lexicon import Cue
from naql.narration import Hit, Narration

REACH = 60  # tokens from a cue to its complement
BACK = 45  # tokens from a cue back to the beginning of its subject
NAME = 4  # so many words between marks may be a name


class Subject(NamedTuple):
    """The subject before a verb: its tokens, the token where verb phrase begins, and whether it is a pronoun.

    `passive` is true where the verb has an auxiliary of the passive and no reflexive pronoun.
    """

    start: int
    end: int
    verb: int
    pronoun: bool
    passive: bool


class Verb(NamedTuple):
    """Where a verb phrase with its auxiliaries begins, and what they tell."""

    begin: int
    passive: bool
    negated: bool
    inverted: int | None
    auxiliary: bool


def verb_phrase(told: Narration, hit: Hit) -> Verb:
    """The auxiliaries, adverbs and negations before a cue; `inverted` is the pronoun of «a-t-il dit»."""
    at, passive, negated, reflexive, auxiliary = hit.at, False, False, False, False
    inverted = _pronoun_behind(told, hit)
    begin = told.start[hit.at]
    while at > begin:
        before = at - 1
        if told.has("auxiliaries", before) or told.has("reflexives", before):
            passive = passive or told.has("passive_auxiliaries", before)
            reflexive = reflexive or told.has("reflexives", before)
            auxiliary = auxiliary or told.has("auxiliaries", before)
        elif told.has("negations", before):
            negated = True
        elif told.mark(before, "-") or told.has("inversion_links", before) and told.mark(before - 1, "-"):
            pass
        elif told.has("pronouns_subject", before) and told.mark(before - 1, "-"):
            inverted = before
        elif not (capitals.adverb(told, before) and not told.has("time_words", before)):
            break
        at = before
    return Verb(at, passive and not reflexive, negated, inverted, auxiliary)


def _pronoun_behind(told: Narration, hit: Hit) -> int | None:
    """The pronoun that a hyphen joins to the verb before it: «ajoute-t-il»."""
    at = hit.after
    while told.mark(at, "-") and at + 1 < len(told.read):
        at += 1 + told.has("inversion_links", at + 1) * told.mark(at + 2, "-")
        if told.has("pronouns_subject", at):
            return at
    return None


def unfinished(told: Narration, hit: Hit, verb: Verb) -> bool:
    """Whether a form is a participle that wants an auxiliary, and has none: «un talent affirmé»."""
    printed = told.words[hit.at]
    endings = told.lexicon.sequences["auxiliary_endings"]
    return not verb.auxiliary and any(printed.endswith(e) for (e,) in endings)


def clause_begin(told: Narration, at: int) -> int:
    """The first token of the sentence of a token, or of the quotation around it."""
    begin = _past_dateline(told, told.start[at], at)
    quote = told.inside[at]
    if quote is not None:
        begin = max(begin, quote.opening + 1)
    inner = [q.end + q.closed for q in told.quotes if begin <= q.opening and q.end < at and q is not quote]
    return max([begin, *inner]) if quote is None or inner else begin


def _past_dateline(told: Narration, begin: int, limit: int) -> int:
    """Past «PARIS (AFP) -» or «LONDON, Nov 3 —» at the beginning of a sentence."""
    for at in range(begin, min(begin + 14, limit)):
        token = told.read[at]
        if not token.word and token.printed in "-–—" and not capitals.joins(told, at):
            return at + 1 if at > begin else begin
        inner = token.printed in "(),./" or token.printed[0].isupper() or token.printed.isdigit()
        if not (inner or told.has("time_words", at)):
            break
    return begin


def subject(told: Narration, hit: Hit, verb: Verb) -> Subject | None:
    """The phrase before a verb that is its subject, with its appositions; None where there is none."""
    begin = max(clause_begin(told, hit.at), verb.begin - BACK)
    at = verb.begin
    if verb.inverted is not None:
        return Subject(verb.inverted, verb.inverted + 1, at, True, verb.passive)
    if at <= begin:
        return None
    if told.mark(at - 1, ","):
        return _around_insert(told, begin, at, verb)
    start = run_back(told, begin, at)
    if start >= at:
        return None
    end = at
    relative = next((i for i in range(start + 1, at) if told.has("relatives", i)), None)
    if relative is not None:
        end = relative
    return _subject(told, start, end, verb)


def _subject(told: Narration, start: int, end: int, verb: Verb) -> Subject | None:
    if start >= end:
        return None
    alone = end - start == 1 and told.has("pronouns_subject", start)
    return Subject(start, end, verb.begin, alone, verb.passive)


def _around_insert(told: Narration, begin: int, at: int, verb: Verb) -> Subject | None:
    """«Hassan Idris, a local teacher, told», «an official, who spoke on condition, said»."""
    commas = [i for i in range(begin, at) if told.mark(i, ",") and told.inside[i] is told.inside[at]]
    end = None
    for number in range(len(commas) - 1, 0, -1):
        first, last = commas[number - 1] + 1, commas[number]
        if told.read[first].word and not _aside(told, first):
            end = end or last
        else:
            end = None
        head_from = commas[number - 2] + 1 if number > 1 else begin
        head_to = commas[number - 1]
        start = run_back(told, head_from, head_to)
        another = number > 1 and not (told.read[head_from].word and _aside(told, head_from))
        whole = start == head_from and not _insertable(told, start, head_to)
        if start < head_to and (whole or start > head_from or not another):
            if number > 1 and _names_holder(told, commas[number - 3] + 1 if number > 2 else begin, commas[number - 2], start, head_to):
                end = end or head_to
                continue
            if capitals.speaks(told, start, head_to):
                return _subject(told, start, end or head_to, verb)
    return None


def _names_holder(told: Narration, begin: int, end: int, start: int, stop: int) -> bool:
    """Whether a part is only the name of whose office the part before gives: «the minister, Khalid Sayyar, who»."""
    first = run_back(told, begin, end)
    if first >= end or capitals.head(told, start, stop).roles or capitals.name_in(told, start, stop) is None:
        return False
    return bool(capitals.head(told, first, end).roles & capitals.PEOPLE) and capitals.name_in(told, first, end) is None


def _aside(told: Narration, at: int) -> bool:
    """Whether a part between commas is no apposition: a relative clause, a phrase of time or place, a participle."""
    if any(told.has(c, at) for c in ("relatives", "prepositions", "conjunctions", "clause_openers")):
        return True
    participle = any(told.words[at].endswith(e) for (e,) in told.lexicon.sequences["participle_endings"])
    participle = participle and not told.lexicon.role(told.words[at])
    return capitals.adverb(told, at) or participle and told.read[at].printed[0].islower()


def _insertable(told: Narration, start: int, end: int) -> bool:
    """Whether a part is itself an insert before another: «43», «of Leeds», «a teacher»."""
    return told.words[start].isdigit() or _aside(told, start) or told.has("indefinite_articles", start)


def run_back(told: Narration, begin: int, end: int) -> int:
    """Where the noun phrase that ends at a token begins, not before `begin`."""
    at = end
    while at > begin:
        before = at - 1
        token = told.read[before]
        if not token.word:
            if capitals.joins(told, before) or told.mark(before, ")("):
                at = before
                continue
            if told.mark(before, "".join(q.printed for q in (token,))) and _name_mark(told, before, begin):
                at = before
                continue
            break
        if any(told.has(c, before) for c in ("complementizers", "clause_openers")) and not _in_name(told, before):
            break
        if told.has("pronouns_subject", before):
            at = before if at == end else at
            break
        if told.has("auxiliaries", before) or capitals.verb_at(told, before):
            break
        if told.has("relatives", before) and before - 1 >= begin and not told.read[before - 1].word:
            break
        if told.has("conjunctions", before) and not _joins_speakers(told, begin, before, end):
            break
        at = before
    return past_opening(told, at, end)


def _in_name(told: Narration, at: int) -> bool:
    """Whether a word that opens clauses stands inside a phrase as a preposition: «officials since 2010»."""
    return told.has("np_prepositions", at)


def _name_mark(told: Narration, at: int, begin: int) -> bool:
    """Whether a mark of quotation belongs to a short name inside the phrase."""
    quote = next((q for q in told.quotes if at in (q.opening, q.end)), None)
    return quote is not None and quote.opening >= begin and quote.end - quote.opening <= NAME + 1 and not told.mark(
        quote.end - 1, ",."
    )


def _joins_speakers(told: Narration, begin: int, at: int, end: int) -> bool:
    """Whether «and» before a verb joins two nouns of its subject rather than two clauses."""
    first = run_back(told, begin, at) if at > begin else at
    opens = first == begin or not told.read[first - 1].word or any(
        told.has(c, first - 1) for c in ("clause_openers", "conjunctions", "complementizers")
    ) or capitals.adverb(told, first - 1)
    if first >= at or not opens or not capitals.speaks(told, first, at) or told.has("pronouns_subject", at + 1):
        return False
    words = [i for i in range(first, at) if told.read[i].word]
    lexicon = told.lexicon
    finite = lexicon.sequences["finite_endings"]
    for i in words:
        lower = told.read[i].printed[0].islower()
        verbish = any(told.words[i].endswith(e) for (e,) in finite) or told.has("common_verbs", i)
        if lower and verbish and not lexicon.role(told.words[i]):
            return False
    return True


def past_opening(told: Narration, at: int, end: int) -> int:
    """Past conjunctions, adverbs and phrases of time that open a sentence before its subject."""
    while at < end:
        if not told.read[at].word or told.has("conjunctions", at) or capitals.adverb(told, at):
            at += 1
        elif told.has("prepositions", at) and not told.has("whole_words", at):
            timed = next((i for i in range(at + 1, min(at + 4, end)) if told.has("time_words", i)), None)
            if timed is None:
                return _after_opening_phrase(told, at, end)
            at = timed + 1
        else:
            break
    return at


def _after_opening_phrase(told: Narration, at: int, end: int) -> int:
    """«In the north police said»: the last determiner or role that can begin a subject after a preposition."""
    for first in range(at + 2, end):
        fresh = told.has("determiners", first) or bool(told.lexicon.role(told.words[first]))
        linked = told.has("prepositions", first - 1) or told.has("determiners", first - 1)
        if told.read[first].word and fresh and not linked and capitals.speaks(told, first, end):
            return first
    return end


# ---------------------------------------------------------------- complements


def complement(told: Narration, hit: Hit, cue: Cue) -> tuple[str, int, int] | None:
    """(kind, first token of the content, token the search stopped at) after a cue, as `reports.complement`."""
    limit = _limit(told, hit)
    at, stop_bare, skipped = hit.after, False, None
    if "whom" in cue.frames:
        at = _addressee(told, at, limit)
    nouns: int | None = None
    while at < limit:
        if not told.read[at].word:
            if (speech := speech_at(told, cue, at)) is not None:
                return speech if nouns is None or speech[0] == "colon" else _object(told, cue, nouns, limit)
            if not told.mark(at, ",-–("):
                break
            stop_bare = stop_bare or told.mark(at, ",")
            at += 1
            continue
        if at > hit.after and (told.has("auxiliaries", at) or capitals.verb_at(told, at) and not passes_on(told, at)):
            break
        if told.has("complementizers", at) and cue.frames & {"that", "bare", "clause"}:
            return ("that", at + 1, at) if at + 1 < limit else None
        if (found := _own_preposition(told, cue, hit, at, limit)) is not None:
            return found
        if capitals.adverb(told, at) and nouns is None:
            at += 1
        elif told.has("prepositions", at) and nouns is None and not told.has("whole_words", at):
            skipped = skipped or (at if not _timely(told, at) else None)
            at = max(at + 1, capitals.phrase_end(told, at + 1, limit))
        elif stop_bare:
            if (after := _past_insert(told, at, limit)) is None:
                break
            at = after
        elif nouns is None and cue.frames & {"bare", "clause"} and _clause_like(told, cue, at, limit):
            return ("bare", at, at)
        elif cue.frames & {"object", "that"} and nouns is None and not told.has("not_objects", at):
            nouns, at = at, max(at + 1, capitals.phrase_end(told, at, limit))
        else:
            break
    if nouns is not None:
        return _object(told, cue, nouns, limit)
    if skipped is not None and "bare" in cue.frames and skipped == hit.after and stop_bare:
        return ("bare", skipped, skipped) if _clause_like(told, cue, skipped, limit) else None
    return None


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


def _object(told: Narration, cue: Cue, at: int, limit: int) -> tuple[str, int, int] | None:
    return ("object", at, at) if "object" in cue.frames and at < limit else None


def _own_preposition(told: Narration, cue: Cue, hit: Hit, at: int, limit: int) -> tuple[str, int, int] | None:
    """A noun or infinitive after the preposition that the cue asks for."""
    word = told.words[at]
    if word not in cue.frames or at + 1 >= limit or not (told.has("prepositions", at) or told.has("infinitives", at)):
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
    if told.has("addressees", at):
        return at + 1
    if told.has("pronouns_object", at) or told.has("pronouns_subject", at):
        return at + 1
    return capitals.phrase_end(told, at, limit)


def _timely(told: Narration, at: int) -> bool:
    return any(told.has("time_words", i) or told.has("occasions", i) for i in range(at + 1, min(at + 4, len(told.read))))


def _past_insert(told: Narration, at: int, limit: int) -> int | None:
    """After a comma: the token after the next comma, if a complementizer or a quotation stands there."""
    comma = next((i for i in range(at, min(at + 15, limit)) if told.mark(i, ",")), None)
    if comma is None or comma + 1 >= limit:
        return None
    after = comma + 1
    return after if told.has("complementizers", after) or after in told.quote_at else None


def _clause_like(told: Narration, cue: Cue, at: int, limit: int) -> bool:
    """Whether a clause without complementizer can begin here: long enough, and no relative or passive agent.

    After a cue with the frame `clause` and not `bare`, a finite verb must be seen soon: «added a second goal».
    """
    last = limit - 1
    words = sum(told.read[i].word for i in range(at, last + 1))
    if words < 2 or told.has("relatives", at) and not told.has("clause_subjects", at):
        return False
    if told.has("not_objects", at) or told.has("conjunctions", at):
        return False
    return "bare" in cue.frames or _finite(told, at, limit)


def _finite(told: Narration, at: int, limit: int) -> bool:
    """Whether a finite verb stands before the first preposition, comma or conjunction after a token."""
    if told.has("pronouns_subject", at):
        return True
    finite = told.lexicon.sequences["finite_endings"]
    for i in range(at, min(limit, at + 12)):
        word = told.words[i]
        if told.has("auxiliaries", i) or told.has("common_verbs", i):
            return i > at
        if i > at and (told.has("prepositions", i) and not told.has("of", i) or told.has("conjunctions", i)):
            return False
        if not told.read[i].word and not capitals.joins(told, i):
            return False
        ending = any(word.endswith(e) for (e,) in finite) and told.read[i].printed[0].islower()
        if i > at and ending and not told.has("determiners", i - 1):
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
    named = words <= NAME and all(told.read[i].printed[0].isupper() for i in range(at + 1, quote.end) if told.read[i].word)
    if "bare" in cue.frames and words <= NAME and quote.end + 2 < told.sentence[at] and not told.mark(quote.end + 1, ",."):
        return None
    return None if named and words > 1 and not told.mark(quote.end - 1, ".!?,") else ("quote", at, at)
