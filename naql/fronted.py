"""Subjects that stand before their verbs: the verb phrase of a cue, and the noun phrase before it.

The counterpart of `naql.subjects` where `source_side = "before"`.
"""

from __future__ import annotations

from typing import NamedTuple

from naql import capitals
from naql.narration import Hit, Narration

BACK = 45  # tokens from a cue back to the beginning of its subject


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


NAME = 4  # so many words between marks may be a name


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
        elif told.mark(before, "-") or (told.has("inversion_links", before) and told.mark(before - 1, "-")):
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


def sentence_begin(told: Narration, at: int) -> int:
    """The first token of the sentence of a token after a dateline, or of the quotation around it."""
    begin = _past_dateline(told, told.start[at], at)
    quote = told.inside[at]
    return begin if quote is None else max(begin, quote.opening + 1)


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
    relative = next(
        (i for i in range(start + 1, at) if told.has("relatives", i) and not _bracketed(told, i, start)), None
    )
    if relative is not None:
        end = relative
    return _subject(told, start, end, verb)


def _subject(told: Narration, start: int, end: int, verb: Verb) -> Subject | None:
    if start >= end:
        return None
    alone = end - start == 1 and told.has("pronouns_subject", start)
    return Subject(start, end, verb.begin, alone, verb.passive)


def _bracketed(told: Narration, at: int, begin: int) -> bool:
    """Whether a token stands in brackets that open after `begin`."""
    opened = next((i for i in range(at, begin - 1, -1) if told.mark(i, "()")), at)
    return told.mark(opened, "(")


def _around_insert(told: Narration, begin: int, at: int, verb: Verb) -> Subject | None:
    """«Hassan Idris, a local teacher, told», «an official, who spoke on condition, said»."""
    commas = [i for i in range(begin, at) if told.mark(i, ",") and told.inside[i] is told.inside[at]]
    end = None
    for number in range(len(commas) - 1, 0, -1):
        first, last = commas[number - 1] + 1, commas[number]
        end = end or last if told.read[first].word and not _aside(told, first) else None
        head_from = commas[number - 2] + 1 if number > 1 else begin
        head_to = commas[number - 1]
        start = run_back(told, head_from, head_to)
        another = number > 1 and not (told.read[head_from].word and _aside(told, head_from))
        whole = start == head_from and not _insertable(told, start)
        if start < head_to and (whole or start > head_from or not another):
            if number > 1 and _names_holder(
                told, commas[number - 3] + 1 if number > 2 else begin, commas[number - 2], start, head_to
            ):
                end = end or head_to
                continue
            if capitals.speaks(told, start, head_to):
                return _subject(told, start, end or head_to, verb)
    return None


def _names_holder(told: Narration, begin: int, end: int, start: int, stop: int) -> bool:
    """Whether a part only names the holder of the office in the part before: «the minister, X, who»."""
    first = run_back(told, begin, end)
    if first >= end or capitals.head(told, start, stop).roles or capitals.name_in(told, start, stop) is None:
        return False
    return (
        bool(capitals.head(told, first, end).roles & capitals.PEOPLE)
        and capitals.name_in(told, first, end) is None
    )


def _aside(told: Narration, at: int) -> bool:
    """Whether a part between commas is no apposition but a relative clause, a circumstance, a participle."""
    if any(told.has(c, at) for c in ("relatives", "prepositions", "conjunctions", "clause_openers")):
        return True
    participle = any(told.words[at].endswith(e) for (e,) in told.lexicon.sequences["participle_endings"])
    participle = participle and not told.lexicon.role(told.words[at])
    return capitals.adverb(told, at) or (participle and told.read[at].printed[0].islower())


def _insertable(told: Narration, start: int) -> bool:
    """Whether a part is itself an insert before another: «43», «of Leeds», «a teacher»."""
    return told.words[start].isdigit() or _aside(told, start) or told.has("indefinite_articles", start)


def run_back(told: Narration, begin: int, end: int) -> int:
    """Where the noun phrase that ends at a token begins, not before `begin`."""
    at = end
    while at > begin:
        before = at - 1
        token = told.read[before]
        if not token.word:
            if told.mark(before, ")"):
                opening = next(
                    (i for i in range(before, max(begin, before - 30) - 1, -1) if told.mark(i, "(")), before
                )
                at = opening
                continue
            if capitals.joins(told, before):
                at = before
                continue
            if told.mark(before, "".join(q.printed for q in (token,))) and _name_mark(told, before, begin):
                at = before
                continue
            break
        if any(told.has(c, before) for c in ("complementizers", "clause_openers")) and not _in_name(
            told, before
        ):
            break
        if told.has("pronouns_subject", before):
            at = before if at == end else at
            break
        if told.has("auxiliaries", before) or capitals.verb_at(told, before):
            break
        if told.has("relatives", before) and before - 1 >= begin and not told.read[before - 1].word:
            break
        if told.has("conjunctions", before) and not _joins_speakers(told, begin, before):
            break
        at = before
    return past_opening(told, at, end)


def _in_name(told: Narration, at: int) -> bool:
    """Whether a word that opens clauses stands inside a phrase as a preposition: «officials since 2010»."""
    return told.has("np_prepositions", at)


def _name_mark(told: Narration, at: int, begin: int) -> bool:
    """Whether a mark of quotation belongs to a short name inside the phrase."""
    quote = next((q for q in told.quotes if at in (q.opening, q.end)), None)
    return (
        quote is not None
        and quote.opening >= begin
        and quote.end - quote.opening <= NAME + 1
        and not told.mark(quote.end - 1, ",.")
    )


def _joins_speakers(told: Narration, begin: int, at: int) -> bool:
    """Whether «and» before a verb joins two nouns of its subject rather than two clauses."""
    first = run_back(told, begin, at) if at > begin else at
    opens = (
        first == begin
        or not told.read[first - 1].word
        or any(told.has(c, first - 1) for c in ("clause_openers", "conjunctions", "complementizers"))
        or capitals.adverb(told, first - 1)
    )
    if (
        first >= at
        or not opens
        or not capitals.speaks(told, first, at)
        or told.has("pronouns_subject", at + 1)
    ):
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
    """«In the north police said»: a determiner or role that can begin a subject after a preposition."""
    for first in range(at + 2, end):
        fresh = told.has("determiners", first) or bool(told.lexicon.role(told.words[first]))
        linked = told.has("prepositions", first - 1) or told.has("determiners", first - 1)
        if told.read[first].word and fresh and not linked and capitals.speaks(told, first, end):
            return first
    return end
