"""How far what is said goes, and in what mode it is given."""

from __future__ import annotations

from naql.narration import Narration
from naql.phrases import COMMAS
from naql.quotes import CLOSERS, MARKS, OPENERS, Quotation
from naql.reports import Report
from naql.sentences import fold

LONG = 6  # words in marks after «إنه» that are all of the content
NAME_LENGTH = 4  # words in marks that may be a name


def bound(told: Narration, reports: list[Report]) -> None:
    """Give every report the ranges of its content, cut where the narrator or the next cue begins."""
    at = {r.cue_range[0]: r for r in reports}
    for report in reports:
        if report.complement == "quote":
            report.content = [_quoted(told, report, at)]
        elif report.complement == "colon":
            report.content = [_spoken(told, report, at)]
            report.content += _goes_on(told, report.content[0][1])
        elif report.complement in ("that", "object") and report.content[0][0] == report.content[0][1]:
            report.content = [_told(told, report, report.content[0][0], at)]
        report.content = [t for c in report.content if (t := trimmed(told, *c))[0] < t[1]]


def trimmed(told: Narration, begin: int, end: int) -> tuple[int, int]:
    """A range without marks at its edges, save marks whose partner stands inside."""
    while begin < end and not told.read[begin].word and not told.mark(begin, OPENERS + '"(['):
        begin += 1
    while end > begin and not told.read[end - 1].word:
        last = end - 1
        if told.mark(last, CLOSERS + '"') and any(
            begin <= q.opening < last and q.end == last for q in told.quotes
        ):
            break
        if (told.mark(last, ")]%") and any(told.mark(i, "([") for i in range(begin, last))) or told.mark(
            last, "%"
        ):
            break
        end = last
    quote = told.quote_at.get(begin)
    if quote is not None and quote.closed and quote.end + 1 == end:
        return begin + 1, end - 1
    if (quote is not None and quote.end > end) or (told.mark(begin, MARKS_ALONE) and quote is None):
        begin += 1
    return begin, end


MARKS_ALONE = "".join(sorted(MARKS))


def _quoted(told: Narration, report: Report, at: dict[int, Report]) -> tuple[int, int]:
    """The words of a quotation; a participle of speech after a comma in it shows that it closes too late."""
    quote = told.quote_at[report.content[0][0]]
    begin, end = quote.opening + 1, quote.end
    if told.has("complementizers", begin):
        begin += 1
    for i in range(begin + 1, end):
        inner = at.get(i)
        swallowed = inner and inner.cue.cue_class == "participle" and told.inside[i] is quote
        if swallowed and told.mark(i - 1, COMMAS) and told.sentence[i] >= quote.end - 1:
            return begin, i
    return begin, end


def _spoken(told: Narration, report: Report, at: dict[int, Report]) -> tuple[int, int]:
    """Speech after a colon without marks: its sentence, or its paragraph where a new line begins it."""
    begin = report.content[0][0]
    own_line = begin >= told.paragraph[begin - 1]
    end = told.paragraph[begin] if own_line else told.sentence[begin]
    return _told(told, report, begin, at, end)


def _goes_on(told: Narration, end: int) -> list[tuple[int, int]]:
    """Paragraphs after speech on lines of its own that go on with it: they begin with «وإن», «وأن»."""
    found: list[tuple[int, int]] = []
    while end < len(told.read) and (told.paragraph[end - 1] == end and told.unjoined(end) != told.words[end]):
        if told.unjoined(end) not in told.lexicon.words["complementizers"]:
            break
        found.append((end, told.paragraph[end]))
        end = told.paragraph[end]
    return found


def _told(
    told: Narration, report: Report, begin: int, at: dict[int, Report], end: int | None = None
) -> tuple[int, int]:
    """A clause or noun phrase of content: to its sentence's end unless somebody else begins to speak."""
    around = told.inside[report.hit.at]
    if begin >= len(told.read):
        return begin, begin
    limit = min(end or told.sentence[begin], around.end if around is not None else len(told.read))
    quote = told.quote_at.get(begin)
    if quote is not None and _covers(told, quote, limit):
        return begin, quote.end + quote.closed
    i = begin
    while i < limit:
        inner = told.quote_at.get(i)
        if inner is not None and around is None:
            if inner.end >= limit:
                limit = max(limit, told.sentence[inner.end] if inner.end < len(told.read) else inner.end)
            i = max(i + 1, inner.end)
            continue
        if i > begin and (cut := _stops(told, report, i, at)) is not None:
            return begin, cut
        i += 1
    return begin, limit


def _covers(told: Narration, quote: Quotation, limit: int) -> bool:
    """Whether a quotation that opens the content is all of it: little or nothing follows in the sentence."""
    if quote.end + quote.closed >= limit - 1:
        return True
    return (
        quote.end + 1 < len(told.read)
        and told.mark(quote.end + 1, COMMAS + ".")
        and quote.end - quote.opening > 6
    )


def _stops(told: Narration, report: Report, i: int, at: dict[int, Report]) -> int | None:
    """The end of the content where token i takes the word from it, else None."""
    if told.mark(i - 1, COMMAS) and told.sequence("switchers", i):
        return i
    aside = told.has("perfect", i) or (report.complement == "object" and _narrates(told, i))
    if aside and told.mark(i - 1, COMMAS) and not told.inside[i]:
        return i
    if told.mark(i - 1, COMMAS) and _where_told(told, i):
        return i
    hit = told.hit_at.get(i)
    ways = (report.relay, *report.passed)
    if hit is not None and any(way and way[0] == hit.after for way in ways):
        return i - told.has("as", i - 1)  # «…, according to Reuters», which only passes it on
    other = at.get(i)
    if other is None or other is report:
        return None
    kind = other.cue.cue_class
    if kind == "participle":
        return i
    if kind in ("verb", "relay", "carrier"):
        if other.hit.joined:
            return i if _same_teller(told, report, other) else None
        opener = i - 1
        if other.source is not None and other.source[1] <= i:
            opener = other.source[0] - 1
        if told.lexicon.capitals and other.complement == "clause":  # «…, Hill said»
            return opener
        if (meanwhile := _meanwhile(told, i)) is not None and report.complement != "quote":
            return meanwhile
        while (
            told.lexicon.capitals
            and other.source is None
            and any(told.has(c, opener) for c in ("auxiliaries", "reflexives", "adverbs"))
        ):
            opener -= 1
        if told.mark(i - 1, COMMAS) and other.source is None and told.has("resumptive", other.hit.after):
            return i  # «عدة تغريدات، كشف خلالها عن»
        if told.has("turns", opener):
            return opener
        if told.has("complementizers_with_pronoun", opener) and told.has("not_before_clause", opener - 1):
            return opener - 1  # «إلا أنه أضاف»
        return i if told.mark(i - 1, COMMAS) and other.source is not None and other.source[0] > i else None
    if kind == "according" and len(other.content) == 1 and i >= report.content[0][0] + 2:
        return i
    return None


def _meanwhile(told: Narration, i: int) -> int | None:
    """Where «in a time when» turns to another teller right before a verb, else None."""
    for first in range(max(told.start[i], i - 3), i):
        if (length := told.sequence("meanwhile", first)) and first + length == i:
            return first
    return None


def _where_told(told: Narration, i: int) -> bool:
    """Whether «حيث» with a past verb after a comma goes on with the narrator."""
    if not told.has("where", i) or i + 1 >= len(told.words) or told.inside[i] is not None:
        return False
    verb = told.lexicon.patterns["told_verbs"]
    return i + 1 in told.hit_at or bool(verb and verb.match(told.words[i + 1]))


def _narrates(told: Narration, i: int) -> bool:
    """Whether a word after a comma begins a sentence of the narrator after a noun that was announced."""
    verb = told.lexicon.patterns["conjoined_verbs"]
    return told.has("asides", i) or bool(verb and verb.match(told.words[i]))


def _same_teller(told: Narration, report: Report, other: Report) -> bool:
    """Whether a conjoined verb goes on with the narrator: a subject of its own, or the same gender."""
    if other.source is not None or told.mark(other.hit.at - 1, COMMAS):
        return True
    if _imperfect(told, other) and not _imperfect(told, report):
        return False  # «قال إن اللجنة تدرس الطلبات وتعبر عن»
    ours, theirs = feminine(told, report), feminine(told, other)
    return ours is None or theirs is None or ours == theirs


def _imperfect(told: Narration, report: Report) -> bool:
    """Whether the verb of a report stands in the present: its form begins with a letter its row's has not."""
    word = told.unjoined(report.hit.at) if report.hit.joined else told.words[report.hit.at]
    beginnings = tuple(b for (b,) in told.lexicon.sequences["imperfect_beginnings"])
    base = fold(report.cue.cue)
    return report.finite and word.startswith(beginnings) and not base.startswith(beginnings)


def feminine(told: Narration, report: Report) -> bool | None:
    """Whether the cue's form wants a feminine subject; None where it does not tell."""
    if told.lexicon.capitals:
        return None
    word = told.words[report.hit.at]
    word = told.unjoined(report.hit.at) if report.hit.joined else word
    grammar = told.lexicon.sequences
    if report.cue.cue_class == "participle":
        return any(word.endswith(e) for (e,) in grammar["feminine_participle_endings"])
    if report.cue.cue_class == "noun":
        tells = [
            f
            for f in ("feminine", "masculine")
            if any(word.endswith(e) for (e,) in grammar[f"{f}_possessives"])
        ]
        return tells[0] == "feminine" if tells else None
    if any(word.endswith(e) for (e,) in grammar["plural_endings"]):
        return None
    if any(word.endswith(e) for (e,) in grammar["feminine_verb_endings"]):
        return True
    base = fold(report.cue.cue)
    return any(word.startswith(b) and not base.startswith(b) for (b,) in grammar["feminine_verb_beginnings"])


def mode(told: Narration, report: Report) -> str:
    """`direct`, `indirect`, `mixed` or `act`, by the form alone (guide, ruling 3)."""
    around = [q for q in told.quotes if q.opening < report.hit.at < q.end]
    spoken = [q for q in told.quotes if q not in around and not _names(told, q)]
    words = marked = 0
    for begin, end in report.content:
        for i in range(begin, end):
            quoted = any(q.opening < i < q.end for q in spoken)
            if told.read[i].word and (quoted or not _connects(told, i, begin)):
                words += 1
                marked += quoted
    if report.complement == "colon" or (words and marked == words):
        return "direct"
    if marked:
        return "mixed"
    return "act" if report.complement == "object" else "indirect"


def _connects(told: Narration, i: int, begin: int) -> bool:
    """Whether a word only joins or opens quoted pieces: a conjunction, a preposition, a complementizer."""
    if i == begin and told.has("complementizers_with_pronoun", i):
        quote = told.quote_at.get(i + 1)
        return quote is not None and quote.end - quote.opening > LONG
    return any(told.has(c, i) for c in ("complementizers", "prepositions", "clause_openers", "proclitics"))


def _names(told: Narration, quote: Quotation) -> bool:
    """Whether marks hold a name or a term and not words as they were said."""
    lexicon = told.lexicon
    inner = [i for i in range(quote.opening + 1, quote.end) if told.read[i].word]
    if (
        not inner
        or len(inner) > NAME_LENGTH
        or quote.opening in told.mention_at
        or inner[0] in told.mention_at
    ):
        return len(inner) <= NAME_LENGTH
    before = quote.opening - 1
    if before >= 0 and told.read[before].word:
        noun = lexicon.bare(told.words[before])
        if {noun, lexicon.stripped(told.words[before])} & lexicon.words["named_nouns"]:
            return True
        if "body" in lexicon.role(told.words[before]):
            return True
    if lexicon.capitals:
        return all(told.read[i].printed[0].isupper() for i in inner)
    if len(inner) == 1:
        word = told.words[inner[0]]
        return lexicon.definite(word) or len(told.found_at[word]) > 1 or word.isascii()
    phrase = told.words[inner[0] : inner[-1] + 1]
    return sum(told.words[i : i + len(phrase)] == phrase for i in told.found_at[phrase[0]]) > 1
