"""«بحسب», «وفقاً لـ», «على حد قول»: phrases that give the source of the sentence they stand in."""

from __future__ import annotations

from naql.backward import last_clause
from naql.lexicon import Cue
from naql.names import name_span
from naql.narration import Hit, Narration
from naql.phrases import COMMAS, phrase_end
from naql.reports import Report, hit_range
from naql.subjects import SPEAKING_ROLES

CLAUSE = 20  # tokens of a clause that describes what a sentence goes by
HEAD = 4  # a phrase within so many tokens of the sentence's beginning stands before what it governs


def according(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«بحسب فلان», «وفقاً لما ذكرته الوكالة»: a phrase that gives the source of its sentence."""
    first, cue_end = hit.after, hit.after
    limit = told.sentence[hit.at]
    if hit.after - hit.at > 1 and any(
        told.words[hit.after - 1].endswith(p) for (p,) in told.lexicon.sequences["pronouns"]
    ):
        report = Report(hit, cue, "own", None, (hit.after, hit.after), [last_clause(told, hit.at)])
        report.cue_range = hit_range(hit)
        return report
    if first + 1 < limit and len(told.words[first]) == 1 and not told.read[first + 1].word:
        first += 1  # «وفقاً لـ "الهيئة"»
    while first < limit and not told.read[first].word and first not in told.quote_at:
        if told.read[first].printed in COMMAS + ".":
            return None
        first += 1
    verb = (
        told.hit_at.get(first + 1)
        if first < limit and told.unjoined(first) in told.lexicon.words["what"]
        else None
    )
    if verb is None and first in told.hit_at and _is_what(told, hit):
        verb = told.hit_at[first]
    if verb is not None:
        first = cue_end = verb.after
        while first < limit and told.has("prepositional_pronouns", first):
            first += 1  # «وفق ما أفاد به مصدر»
    if first >= limit:
        return None
    end = phrase_end(told, first, limit)
    if end <= first or (verb is None and not _answers(told, first, end)):
        return None
    report = Report(hit, cue, "clause", (first, end), (end, end), [], cue_range=(hit.at, cue_end))
    report.content = _clause_around(told, hit.at, end)
    return report if report.content else None


def _answers(told: Narration, start: int, end: int) -> bool:
    """Whether a phrase is somebody one can go by: an outlet, a role, a name the text has used before."""
    if start in told.mention_at or start + 1 in told.mention_at:
        return True
    lexicon, word = told.lexicon, told.words[start]
    if {word, lexicon.bare(word)} & lexicon.words["not_saying"]:
        return False
    if (lexicon.role(word) | lexicon.role(lexicon.bare(word))) & SPEAKING_ROLES or word in lexicon.words[
        "self_words"
    ]:
        return True
    name = name_span(told, start, end)
    if name is None:
        return False
    whole = name == (start, end) and end - start > 1 and told.mark(end, COMMAS)
    if whole and word in lexicon.given_names:
        return True  # «ووفق رشيد أوبغاج، فالمعجم»
    last = told.words[name[1] - 1]
    return any(w in (last, lexicon.bare(last)) for w in told.words[:start])


def _is_what(told: Narration, hit: Hit) -> bool:
    """Whether the cue ends in «what»: «حسبما», so that a verb follows it."""
    return any(told.words[hit.after - 1].endswith(w) for w in told.lexicon.words["what"])


def _past_clause(told: Narration, end: int, last: int) -> int:
    """Past a clause that describes what a sentence goes by: «ووفقاً لتعميم وجهه الوزير، يبدأ الدوام»."""
    if end >= last or not told.read[end].word or told.unjoined(end) in told.lexicon.words["complementizers"]:
        return end
    hit = told.hit_at.get(end)
    describes = told.has("relatives", end) or (hit is not None and hit.suffixed) or told.has("of", end)
    if not describes:
        return end
    return next((i for i in range(end, min(end + CLAUSE, last)) if told.mark(i, COMMAS)), end)


def _clause_around(told: Narration, at: int, end: int) -> list[tuple[int, int]]:
    """What a phrase in a sentence governs: the rest where it stands first, else the clause before and after.

    What follows counts only where a comma closes the phrase, as in «يبلغ العدد، بحسب المنظمة، كذا».
    """
    begin, last = told.start[at], told.sentence[at]
    if at - begin <= HEAD:
        end = _past_clause(told, end, last)
    parted = end < last and told.mark(end, COMMAS)
    while end < last and not told.read[end].word and told.read[end].printed in COMMAS + "-–)":
        end += 1
    if end < last and told.unjoined(end) in told.lexicon.words["complementizers"]:
        return [(end + 1, last)]
    if at - begin <= HEAD:
        return [(end, last)] if last - end > 2 else []
    return [(begin, at), (end, last)] if parted and last - end > 3 else [(begin, at)]
