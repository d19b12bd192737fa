"""Reports of what carries words: «جاء في البيان أن», «بياناً جاء فيه أن», greetings that somebody hands on."""

from __future__ import annotations

from naql.lexicon import Cue
from naql.narration import Hit, Narration
from naql.phrases import phrase, phrase_end
from naql.reports import Report, complement, hit_range
from naql.subjects import speaks, subject_after, subject_before


def conveyed(told: Narration, hit: Hit, cue: Cue, limit: int) -> Report | None:
    """«نقل المدير تعازي الأمير»: greetings of somebody, which the subject only hands on."""
    at = next((i for i in range(hit.after, limit) if told.has("greetings", i)), None)
    if at is None or at == hit.after or at + 1 >= limit:
        return None
    carrier = subject_after(told, hit, at) or subject_before(told, hit)
    owning = tuple(p for (p,) in told.lexicon.sequences["owning"])
    received = (
        i
        for i in range(at + 2, limit)
        if told.words[i].startswith(owning) and told.words[i] not in told.lexicon.roles
    )
    sender = phrase(told, at + 1, next(received, limit))
    if carrier is None or sender is None or not (speaks(told, *carrier) and speaks(told, *sender)):
        return None
    report = Report(hit, cue, "object", sender, (hit.after, at), [(at, at)], relay=carrier)
    report.cue_range = hit_range(hit)
    return report


def carrier_report(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«جاء في البيان أن», «تضمن التقرير»: a document says it."""
    found = complement(told, hit, cue)
    if found is None:
        return None
    kind, begin, stop = found
    if told.has("resumptive", hit.after - 1):
        writing = _writing_before(told, hit)
        if writing is None:
            return None
        report = Report(hit, cue, kind, writing, (hit.after, stop), [(begin, begin)])
        report.cue_range = hit_range(hit)
        return report
    at = hit.after
    if at < stop and told.has("prepositions", at):
        at += 1
    elif kind == "object":
        source = subject_after(told, hit, stop)
        if source is None or "document" not in told.lexicon.role(told.words[source[0]]):
            return None
        return Report(hit, cue, kind, source, (hit.after, stop), [(begin, begin)], cue_range=hit_range(hit))
    if at >= stop or told.has("not_carrying", at):
        return None
    end = phrase_end(told, at, stop)
    return Report(
        hit, cue, kind, (at, end), (end, stop), [(begin, begin)], document=(at, end), cue_range=hit_range(hit)
    )


def _writing_before(told: Narration, hit: Hit) -> tuple[int, int] | None:
    """«بياناً جاء فيه أن»: the nearest noun of a document before the cue in its sentence."""
    for at in range(hit.at - 1, told.start[hit.at] - 1, -1):
        word = told.words[at]
        if "document" in told.lexicon.role(word) | told.lexicon.role(told.lexicon.bare(word)):
            return at, phrase_end(told, at, hit.at)
    return None
