"""Cues that stand after what is said: postposed, pointing back, in the middle of it."""

from __future__ import annotations

from naql.lexicon import CLAUSES, Cue
from naql.narration import Hit, Narration
from naql.phrases import COMMAS, phrase
from naql.reports import Report, hit_range
from naql.subjects import speaks, subject_after


def pointing_back(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """A verb with a pronoun for what is said: «وهو ما أكدته», «القائمة التي أعلنتها الوزارة»."""
    if not (cue.frames & CLAUSES or cue.frames & told.lexicon.words["prepositions"]):
        attached = {p for (p,) in told.lexicon.sequences["attached"]}
        if not cue.frames & attached:
            return None  # «الخدمات التي تقدمها الشركة»: a row of certain nouns only
    source = subject_after(told, hit, told.sentence[hit.at])
    before = hit.at - 1
    if source is None or before < 1 or cue.cue_class == "relay" or not speaks(told, *source):
        return None
    after = source[1]
    if told.has("what", before) and told.has("prepositions", after) and told.words[after] in cue.frames:
        return Report(
            hit, cue, "object", source, (after, after), [(after + 1, after + 1)], cue_range=hit_range(hit)
        )
    charged = after < len(told.words) and any(
        told.words[after].startswith(p) for (p,) in told.lexicon.sequences["attached"] if p in cue.frames
    )
    if (
        cue.stance == "accuse"
        and after < told.sentence[hit.at]
        and charged
        and told.words[after] not in told.lexicon.roles
    ):
        return Report(hit, cue, "object", source, (after, after), [(after, after)], cue_range=hit_range(hit))
    described = charged and after < len(told.words) and told.has("complementizers_with_pronoun", after)
    if described and any(told.has(c, before) for c in ("what", "relatives")):
        return Report(hit, cue, "object", source, (after, after), [(after, after)], cue_range=hit_range(hit))
    if told.has("what", before):
        content = _told_before(told, before)
        return Report(hit, cue, "clause", source, (hit.after, hit.after), [content], cue_range=hit_range(hit))
    if not told.has("relatives", before):
        return None
    first = before
    while first > told.start[hit.at] and before - first < 8 and told.read[first - 1].word:
        if (
            told.has("prepositions", first - 1)
            or told.has("relatives", first - 1)
            or first - 1 in told.hit_at
        ):
            break
        first -= 1
    if first == before:
        return None
    return Report(
        hit, cue, "object", source, (hit.after, hit.after), [(first, before)], cue_range=hit_range(hit)
    )


def _told_before(told: Narration, what: int) -> tuple[int, int]:
    """What «وهو ما», «هذا ما» stand for: the clause before the comma, else the sentences before."""
    first = what - 1 if told.read[what - 1].word else what
    if first > told.start[what]:
        return told.start[what], first
    return _said_before(told, first)


def _said_before(told: Narration, at: int) -> tuple[int, int]:
    """The sentences of the paragraph before a token; where it begins a paragraph, the paragraph before."""
    start = next((i for i in range(at, -1, -1) if i == 0 or told.paragraph[i - 1] <= i), 0)
    if start == at and at > 0:
        start = next((i for i in range(at - 1, -1, -1) if i == 0 or told.paragraph[i - 1] <= i), 0)
    return start, at


def postposed(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """A cue after what is said: «…»، قال الوزير; «…، كما ذكرت الصحيفة»; «…، يقول مديره، …»."""
    before, limit = hit.at - 1, told.sentence[hit.at]
    if not cue.frames & {"quote", "that"} or before < 1:
        return None
    source = subject_after(told, hit, limit)
    if source is not None and not speaks(told, *source):
        return None
    end = source[1] if source else hit.after
    quote = next((q for q in told.quotes if q.closed and before - 1 <= q.end <= before), None)
    said_as = told.has("as", before) or (told.has("what", before) and told.has("prepositions", before - 1))
    if quote is not None and not said_as and (source or end >= limit - 1):
        content = [(quote.opening + 1, quote.end)]
    elif source and (said_as or told.mark(before, COMMAS)) and (end >= limit - 2 or told.mark(end, COMMAS)):
        content = _around(told, before, end, limit)
    else:
        return None
    if told.has("what", before) and content[-1][1] == before and told.has("prepositions", before - 1):
        content[-1] = content[-1][0], before - 1  # «…، على ما أفاد مصدر»
    if content[-1][1] - content[0][0] < 3:
        return None
    return Report(hit, cue, "clause", source, (end, end), content, cue_range=hit_range(hit))


def _around(told: Narration, before: int, end: int, limit: int) -> list[tuple[int, int]]:
    """The clause before a postposed cue; where it parts a short beginning from the rest, both."""
    if told.start[before] + 3 >= before and end < limit - 3:
        return [(told.start[before], before), (end + 1, limit)]
    return [last_clause(told, before)]


def last_clause(told: Narration, end: int) -> tuple[int, int]:
    """The clause that ends at a token: from the comma before it if it is long enough, else the sentence."""
    at, quote = end - 1, told.inside[end - 1]
    begin = told.start[at] if quote is None else max(told.start[at], quote.opening + 1)
    while at > begin and (end - at < 7 or not told.mark(at - 1, COMMAS)):
        at -= 1
    return at, end


def _issued_by(told: Narration, hit: Hit, limit: int) -> tuple[int, int] | None:
    """Whose words «جاء ذلك في كلمة ألقاها الوزير», «جاءت تصريحات الوزير» speak of."""
    source = subject_after(told, hit, limit)
    if source is not None and speaks(told, *source):
        return source
    pronouns = tuple(p for (p,) in told.lexicon.sequences["pronouns"])
    for at in range(hit.after, limit - 1):
        if told.words[at].endswith(pronouns) and len(told.words[at]) > 3 and speaks(told, at + 1, limit):
            return phrase(told, at + 1, limit)
    return None


def backward(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«أوضح ذلك فلان», «جاء ذلك في بيان أصدرته الشركة»: what was said stands before it."""
    limit = told.sentence[hit.at]
    if hit.at == 0 or hit.at - told.start[hit.at] > 1:
        return None
    content = _said_before(told, told.start[hit.at])
    if "bare" in cue.frames:
        source = subject_after(told, hit, limit)
    else:
        spoken = any(h.at in range(*content) for h in told.hits if any(c.cue_class == "verb" for c in h.cues))
        source = None if spoken else _issued_by(told, hit, limit)
    if source is None or not speaks(told, *source):
        return None
    return Report(hit, cue, "clause", source, (source[1], source[1]), [content], cue_range=hit_range(hit))
