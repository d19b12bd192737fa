"""The reports of a language whose subjects stand before their verbs, class by class of cue.

The counterpart of the finders in `naql.findings` where `source_side = "before"`: «Hill said that …»,
«"…," said Hill», «…, Hill said», «was quoted as saying», «according to Hill».
"""

from __future__ import annotations

from naql import capital_phrases, capitals, fronted, fronted_complements, fronted_tags
from naql.fronted import Subject, Verb
from naql.lexicon import Cue
from naql.narration import Hit, Narration
from naql.reports import Report

HEAD = 3  # a phrase within so many tokens of the sentence's beginning stands before what it governs


ASIDE = 10  # tokens that may stand between a source that opens a sentence and the comma behind it
ALWAYS_SPEECH = frozenset(
    ("condemn", "warn", "deny", "praise", "welcome", "accuse", "criticise", "thank")
)  # what such a verb is about is given in words, whoever its subject is


def found(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """The report that a cue makes where it stands, if it makes one."""
    report = _FINDERS[cue.cue_class](told, hit, cue)
    if report is not None and report.cue_range == (0, 0):
        report.cue_range = (hit.at, hit.after)
    return report


def _verb(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    governed = hit.at and told.has("determiners", hit.at - 1) and not told.has("whole_words", hit.at - 1)
    if governed or (hit.at and told.has("infinitives", hit.at - 1)):
        return None
    if (capitals.capital(told, hit.at) and hit.at > told.start[hit.at]) or (
        told.lexicon.role(told.words[hit.at]) and told.has("prepositions", hit.at - 1)
    ):
        return None
    verb = fronted.verb_phrase(told, hit)
    if any(told.has("hypotheticals", i) for i in range(verb.begin, hit.at)):
        return None
    if verb.negated or (verb.passive and verb.inverted is None) or fronted.unfinished(told, hit, verb):
        return None
    who = fronted.subject(told, hit, verb)
    if verb.inverted is not None and verb.inverted >= hit.after:
        report = _verb_tag(told, hit, cue, verb, who)
        if report is not None:
            report.cue_range = (hit.at, hit.after)
        return report
    complement = fronted_complements.complement(told, hit, cue)
    tag = fronted_tags.tag(told, hit, cue, verb, who, complement)
    if tag is not None:
        return tag
    if complement is None:
        return None
    return _forward(told, hit, cue, verb, who, complement)


def _verb_tag(told: Narration, hit: Hit, cue: Cue, verb: Verb, who: Subject | None) -> Report | None:
    """«…, ajoute-t-il»: a verb with its pronoun behind it."""
    assert verb.inverted is not None
    behind = hit._replace(after=verb.inverted + 1)
    complement = fronted_complements.complement(told, behind, cue)
    report = fronted_tags.tag(told, behind, cue, verb, who, complement)
    if report is None and complement is not None and complement[0] != "object":
        kind, begin, stop = complement
        report = Report(behind, cue, kind, None, (behind.after, stop), [(begin, begin)])
    return report


def _forward(
    told: Narration, hit: Hit, cue: Cue, verb: Verb, who: Subject | None, complement: tuple[str, int, int]
) -> Report | None:
    """A verb with what is said after it."""
    kind, begin, stop = complement
    source = (who.start, who.end) if who and not who.pronoun else None
    if who is not None and who.pronoun and told.has("first_pronouns", who.start):
        return None
    if who is None and not _goes_on(told, verb.begin):
        return None
    if who is not None and not who.pronoun and not capitals.speaks(told, who.start, who.end):
        sure = (
            kind not in ("object", "bare")
            or (kind == "bare" and "bare" in cue.frames)
            or cue.stance in ALWAYS_SPEECH
        )
        if not sure or not told.read[who.start].word:
            return None
        if kind == "object" and not told.has("definite_articles", who.start):
            return None
    if kind == "object" and who is None and told.inside[hit.at] is not None:
        return None
    if kind == "object" and who is not None and _nested_act(told, who):
        return None
    if told.has("relatives", verb.begin - 1) and told.mark(verb.begin - 2, ",") and kind != "quote":
        closing = next((i for i in range(begin + 1, told.sentence[hit.at]) if told.mark(i, ",")), None)
        if closing is not None:
            return Report(
                hit,
                cue,
                "object" if kind == "object" else "that",
                source,
                (hit.after, stop),
                [(begin, closing)],
            )
    via = fronted_tags.via(told, hit.after, stop) or fronted_tags.via(told, told.start[hit.at], verb.begin)
    report = Report(hit, cue, "that" if kind == "bare" else kind, source, (hit.after, stop), [(begin, begin)])
    if via is not None:
        voice = (via.after, capital_phrases.phrase_end(told, via.after, stop))
        if voice[1] > voice[0]:
            report.source, report.relay = voice, source
    return report


def _nested_act(told: Narration, who: Subject) -> bool:
    """Whether an act is part of a clause that is reported, and of nobody named: «that the pilot reported»."""
    opened = who.start > 0 and told.has("complementizers", who.start - 1)
    return opened and not any(told.read[i].printed[0].isupper() for i in range(who.start, who.end))


def _goes_on(told: Narration, at: int) -> bool:
    """Whether a verb without subject goes on with that of the verb before: «condemned … and called»."""
    before = at - 1
    while before > told.start[at] and capitals.adverb(told, before):
        before -= 1
    return before >= told.start[at] and (
        told.has("conjunctions", before) or told.mark(before, ",") or told.has("relatives", before)
    )


def _participle(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    before = hit.at - 1
    unfit = ("determiners", "auxiliaries", "prepositions", "negations", "adverbs_of_degree")
    if before >= 0 and any(told.has(c, before) for c in unfit):
        return None
    complement = fronted_complements.complement(told, hit, cue)
    if complement is None:
        return None
    kind, begin, stop = complement
    if kind == "object" and not told.mark(before, ",") and not told.has("conjunctions", before):
        return None
    return Report(hit, cue, "that" if kind == "bare" else kind, None, (hit.after, stop), [(begin, begin)])


def _noun(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«the ministry's claim that»: a noun of saying with its speaker before it, or after «of»."""
    complement = fronted_complements.complement(told, hit, cue)
    if complement is None:
        return None
    kind, begin, stop = complement
    source = _owner(told, hit, stop)
    if source is None:
        return None
    return Report(hit, cue, kind, source, (hit.after, stop), [(begin, begin)])


def _owner(told: Narration, hit: Hit, stop: int) -> tuple[int, int] | None:
    after = hit.after
    if told.has("of", after) and after + 1 < stop:
        end = capital_phrases.phrase_end(told, after + 1, stop)
        return (after + 1, end) if capitals.speaks(told, after + 1, end) else None
    for at in range(hit.at - 1, max(hit.at - 4, told.start[hit.at] - 1), -1):
        printed = told.read[at].printed
        if (len(printed) > 2 and printed[-2] in "'’") or printed in "'’":
            start = fronted.run_back(told, fronted.clause_begin(told, hit.at), at + 1)
            return (start, at + 1) if start <= at and capitals.speaks(told, start, at + 1) else None
    return None


def _relay(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«X quoted Y as saying that», «Y was quoted by X as saying»: the voice, and who passes it on."""
    verb = fronted.verb_phrase(told, hit)
    who = fronted.subject(told, hit, verb)
    limit = told.sentence[hit.at]
    saying = next(((i, n) for i in range(hit.after, limit) if (n := told.sequence("as_saying", i))), None)
    if saying is None:
        return _verb(told, hit, cue) if cue.frames & {"clause", "object"} else None
    last = saying[0] + saying[1]
    inner = Hit(last - 1, last, hit.cues, False, False)
    agent = _agent(told, hit.after, limit)
    complement = fronted_complements.complement(
        told, inner._replace(after=agent[1] if agent and agent[0] >= last else last), cue
    )
    if complement is None:
        return _relayed_tag(told, hit, cue, verb, who, inner)
    kind, begin, stop = complement
    span = (who.start, who.end) if who is not None and not who.pronoun else None
    if verb.passive:
        report = Report(inner, cue, kind, span, (hit.after, stop), [(begin, begin)], relay=agent)
    else:
        end = capital_phrases.phrase_end(told, hit.after, saying[0])
        voice = (hit.after, end) if end > hit.after else None
        report = Report(inner, cue, kind, voice, (hit.after, stop), [(begin, begin)], relay=span)
    report.complement = "that" if kind == "bare" else kind
    report.cue_range = (last - 1, last)
    return report


def _relayed_tag(
    told: Narration, hit: Hit, cue: Cue, verb: Verb, who: Subject | None, inner: Hit
) -> Report | None:
    """«"…," Hill was quoted as saying», «…, the agency quoted him as saying»."""
    report = fronted_tags.tag(told, hit, cue, verb, who, None)
    if report is None:
        return None
    if not verb.passive:
        end = capital_phrases.phrase_end(told, hit.after, inner.at)
        pronoun = told.has("pronouns_object", hit.after) or told.has("pronouns_subject", hit.after)
        report.relay, report.source = report.source, None if pronoun or end <= hit.after else (hit.after, end)
    report.hit = inner
    report.cue_range = (inner.at, inner.after)
    return report


def _agent(told: Narration, begin: int, limit: int) -> tuple[int, int] | None:
    """Who passes it on in a passive: «by the state news agency»."""
    for at in range(begin, limit):
        if told.has("complementizers", at):
            return None
        if told.has("by", at):
            end = capital_phrases.phrase_end(told, at + 1, limit)
            return (at + 1, end) if end > at + 1 else None
    return None


def _according(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«according to Hill», «in the words of Hill»: the source of its sentence."""
    limit = told.sentence[hit.at]
    begin = fronted.clause_begin(told, hit.at)
    quote = told.inside[hit.at]
    if quote is not None:
        limit = min(limit, quote.end)
    first = hit.after
    opens = all(not told.read[i].word or told.has("conjunctions", i) for i in range(begin, hit.at))
    end = capital_phrases.phrase_end(told, first, limit, closed=opens)
    pronoun = end == first + 1 and (told.has("pronouns_subject", first) or told.has("pronouns_object", first))
    if end <= first or not (pronoun or capitals.speaks(told, first, end)):
        return None
    if cue.stance == "quote" and _closed(told, end):
        return None
    if cue.stance == "quote" and (opens or _verb_before(told, hit)):
        return None
    source = None if pronoun else (first, end)
    report = Report(hit, cue, "clause", source, (end, end), [])
    report.content = _governed(told, hit, begin, end, limit, opens=opens)
    return report if report.content else None


def _verb_before(told: Narration, hit: Hit) -> bool:
    """Whether «citing X» belongs to a verb of saying before it, whose subject only passes on."""
    for at in range(hit.at - 1, max(told.start[hit.at], hit.at - 8) - 1, -1):
        other = told.hit_at.get(at)
        if other is not None and any(c.cue_class in ("verb", "relay") for c in other.cues):
            return True
    return False


def _closed(told: Narration, end: int) -> bool:
    """Whether a phrase «citing X» is an insert between a verb and what it reports."""
    return told.mark(end, ",") and told.has("complementizers", end + 1)


def _governed(
    told: Narration, hit: Hit, begin: int, end: int, limit: int, *, opens: bool
) -> list[tuple[int, int]]:
    """What a phrase governs: what follows if it opens a sentence, else what is before, and after a comma."""
    rest = end
    while rest < limit and not told.read[rest].word and told.mark(rest, ",-–"):
        rest += 1
    if opens:
        if rest == end < limit and told.read[rest].word:  # «According to a report published in March, …»
            rest = next((i + 1 for i in range(rest, min(rest + ASIDE, limit)) if told.mark(i, ",")), rest)
        return [(rest, limit)] if limit - rest > 2 else []
    quote = fronted_tags.closing(told, hit.at)
    begin = fronted.sentence_begin(told, hit.at)
    before = (
        fronted_tags.with_lead(told, hit, quote)
        if quote is not None and fronted_tags.said(told, quote)
        else (begin, hit.at)
    )
    inserted = rest > end and limit - rest > 2 and not told.has("relatives", rest) and rest not in told.hit_at
    return [before, (rest, limit)] if inserted else [before]


def _nothing(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """Classes that such a language expresses by verbs."""
    return None


_FINDERS = {
    "verb": _verb,
    "participle": _participle,
    "noun": _noun,
    "relay": _relay,
    "carrier": _verb,
    "according": _according,
    "backward": _nothing,
}
