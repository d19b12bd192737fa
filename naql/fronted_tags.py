"""Cues after or inside what is said: «"…," said Hill», «…, Hill said», «The bridge, Hill said, is …»."""

from __future__ import annotations

from naql import capital_phrases, capitals, fronted
from naql.fronted import Subject, Verb
from naql.lexicon import Cue
from naql.narration import Hit, Narration
from naql.quotes import Quotation
from naql.reports import Report

LONGEST_TAIL = 8  # tokens of time and place after a tag: «, Hill said on Monday in Paris»


def via(told: Narration, begin: int, stop: int) -> Hit | None:
    """A cue between verb and content that names whose words the subject only passes on: «citing X»."""
    for hit in told.hits:
        if begin <= hit.at < stop and any(
            c.cue_class == "according" and c.stance == "quote" for c in hit.cues
        ):
            return hit
    return None


def tag(
    told: Narration,
    hit: Hit,
    cue: Cue,
    verb: Verb,
    who: Subject | None,
    complement: tuple[str, int, int] | None,
) -> Report | None:
    """A cue after or inside its content: «"…," said Hill», «…, Hill said», «The bridge, Hill said, is …»."""
    if not cue.frames & {"quote", "that", "bare"}:
        return None
    left = who.start if who is not None and verb.inverted is None else verb.begin
    if complement is not None and complement[0] == "that":
        return None
    quote = closing(told, left)
    spoken = quote is not None and said(told, quote)
    source = (who.start, who.end) if who is not None and not who.pronoun else None
    if who is None and verb.inverted is None:
        source = _inverted_subject(told, hit, sure=spoken)
        if source is None and quote is None:
            return None
    if source is not None and quote is None and not capitals.speaks(told, *source):
        return None
    behind = source is not None and source[0] >= hit.after
    end = source[1] if source is not None and behind else hit.after
    source, relay = _passed_on(told, source, end, told.sentence[hit.at])
    if told.has("as", left - 1) and all(not told.read[i].word for i in range(told.start[hit.at], left - 1)):
        return _as_opening(told, hit, cue, end, source)
    if complement is not None and not behind and not _may_precede(told, complement, end, spoken=spoken):
        return None
    report = Report(hit, cue, "clause", source, (end, told.sentence[hit.at]), [], relay=relay)
    if quote is not None and spoken:
        report.content = [with_lead(told, hit, quote), *_continued(told, end)]
    else:
        report.content = _unmarked(told, hit, left, end)
    return report if report.content else None


def _may_precede(told: Narration, complement: tuple[str, int, int], end: int, *, spoken: bool) -> bool:
    """Whether what follows a cue with its subject before it leaves room for content before both."""
    return complement[0] in ("quote", "bare") if spoken else told.mark(end, ",")


def _passed_on(
    told: Narration, source: tuple[int, int] | None, end: int, limit: int
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """(source, relay) where the subject of a tag only passes on: «the agency reported, citing an officer»."""
    cited = via(told, end, min(limit, end + 10))
    if cited is None or source is None:
        return source, None
    voice = (cited.after, capital_phrases.phrase_end(told, cited.after, limit))
    return (voice, source) if voice[1] > voice[0] else (source, None)


def closing(told: Narration, left: int) -> Quotation | None:
    """The quotation that ends just before a token, with or without a comma after it."""
    at = left - 1
    if told.mark(at, ",.;") and at > 0:
        at -= 1
    quote = next((q for q in told.quotes if q.closed and q.end == at), None)
    if quote is None or told.paragraph[quote.end] != told.paragraph[min(left, len(told.read) - 1)]:
        return None
    same = told.start[left] <= quote.end if left < len(told.start) else True
    return quote if same or told.mark(quote.end - 1, "!?…,") else None


def with_lead(told: Narration, hit: Hit, quote: Quotation) -> tuple[int, int]:
    """The words of a quotation, with what leads to it: «Sooner or later, "we will pay," he said»."""
    begin = fronted.sentence_begin(told, hit.at) if told.start[hit.at] <= quote.opening else quote.opening
    before = [i for i in range(begin, quote.opening) if told.read[i].word]
    if len(before) < 2 or any(i in told.hit_at and capitals.verb_at(told, i) for i in before):
        return quote.opening + 1, quote.end
    return begin, quote.end + 1


def said(told: Narration, quote: Quotation) -> bool:
    """Whether marks hold words as they were said: a comma at their end or after them, or many words."""
    words = [i for i in range(quote.opening + 1, quote.end) if told.read[i].word]
    inner = told.mark(quote.end - 1, ",!?.…")
    outer = told.mark(quote.end + 1, ",") and len(words) > 2
    return inner or outer or len(words) > 4


def _inverted_subject(told: Narration, hit: Hit, *, sure: bool) -> tuple[int, int] | None:
    """The subject after a verb that follows what was said: «said Lena Farouk, the city's engineer»."""
    first = hit.after
    limit = told.sentence[hit.at]
    if told.inside[hit.at] is not None:
        limit = min(limit, told.inside[hit.at].end)  # type: ignore[union-attr]
    while first < limit and capitals.adverb(told, first):
        first += 1
    if first >= limit or not told.read[first].word or told.has("complementizers", first):
        return None
    if (
        told.has("prepositions", first) and first + 1 in told.mention_at
    ):  # «s'est indigné sur Twitter le député»
        first = min(told.mention_at[first + 1].end_token, limit - 1)
    if told.has("prepositions", first) or (
        told.has("pronouns_subject", first) and not told.has("determiners", first)
    ):
        return None
    end = capital_phrases.phrase_end(told, first, limit)
    return (first, end) if end > first and (sure or capitals.speaks(told, first, end)) else None


def _as_opening(
    told: Narration, hit: Hit, cue: Cue, end: int, source: tuple[int, int] | None
) -> Report | None:
    """«As Hill put it, the bridge is …»: the clause after the comma."""
    limit = told.sentence[hit.at]
    comma = next((i for i in range(end, min(end + 12, limit)) if told.mark(i, ",")), None)
    if comma is None or limit - comma < 4:
        return None
    return Report(hit, cue, "clause", source, (end, comma), [(comma + 1, limit)])


def _continued(told: Narration, at: int) -> list[tuple[int, int]]:
    """Quotations that go on after a tag: in its sentence, or whole sentences behind it in its paragraph."""
    found: list[tuple[int, int]] = []
    limit = told.sentence[at - 1]
    inner = next((q for q in told.quotes if at <= q.opening < limit), None)
    if inner is not None:
        between = [i for i in range(at, inner.opening) if told.read[i].word]
        if (
            told.mark(inner.opening - 1, ",.;:")
            and not any(i in told.hit_at for i in between)
            and len(between) <= 12
        ):
            found.append((inner.opening + 1, inner.end))
            limit = max(limit, inner.end + 1)
        else:
            return found
    while limit < len(told.read) and limit < told.paragraph[at - 1]:
        quote = told.quote_at.get(limit)
        last = quote.end + quote.closed if quote else limit
        if quote is None or (
            last < len(told.read) and last < told.sentence[limit] and told.sentence[quote.end] > last
        ):
            break
        found.append((quote.opening + 1, quote.end))
        limit = max(last, limit + 1)
    return found


def _unmarked(told: Narration, hit: Hit, left: int, end: int) -> list[tuple[int, int]]:
    """The clause without marks before a tag, and after it where it stands inside; commas part them."""
    begin, limit = fronted.sentence_begin(told, hit.at), told.sentence[hit.at]
    opened = told.has("as", left - 1)
    comma = left - 1 - opened
    inserted = told.mark(end, ",") and end + 3 < limit
    if not told.mark(comma, ",") or comma - begin < (1 if inserted else 3):
        return []
    circumstance = told.has("prepositions", begin) and comma - begin < 6
    if not inserted and (circumstance or _timed(told, begin, comma)):
        return []
    parted = inserted or opened or any(told.mark(i, ",") for i in range(begin, comma))
    if not parted and any(told.has(c, begin) for c in ("clause_openers", "relatives")):
        return []
    if any(told.words[begin].endswith(e) for (e,) in told.lexicon.sequences["participle_endings"]):
        return []
    rest = next((i for i in range(end, limit) if told.mark(i, ",") or i in told.quote_at), limit)
    goes_on = rest + 2 < limit and rest == end and rest + 1 not in told.hit_at
    if goes_on and not told.has("relatives", rest + 1):
        return [(begin, comma), (rest + 1, limit)]
    return [(begin, comma)] if rest - end <= LONGEST_TAIL else []


def _timed(told: Narration, begin: int, comma: int) -> bool:
    return all(
        told.has("time_words", i)
        or told.has("prepositions", i)
        or told.has("determiners", i)
        or told.words[i].isdigit()
        for i in range(begin, comma)
    )
