"""Every report of a text: which cues have what they need to be one, class by class."""

from __future__ import annotations

from naql import fronted_reports
from naql.according import according
from naql.backward import backward, last_clause, pointing_back, postposed
from naql.carrying import carrier_report, conveyed
from naql.lexicon import Cue
from naql.names import name_like
from naql.narration import Hit, Narration
from naql.passing import is_outlet
from naql.phrases import COMMAS, phrase, phrase_end
from naql.reports import Report, complement, hit_range
from naql.sentences import fold
from naql.subjects import announced, another_cue, imperfect, speaks, subject_after, subject_before

HEADING = Cue(":", "colon", "say", frozenset({"that"}), (), "", None)
HEADING_NAME = 9  # tokens before the colon of a heading
HEADING_WORDS = 4  # tokens after it, at least
HEADING_LONGEST = 30  # tokens of a heading; of what is longer the colon opens no heading
FRONTED = 24  # tokens a circumstance before the verb may have
FAR_WORDS = 6  # tokens after its subject that a verb of doing may have before words that it opens
NOUN_REACH = 6  # tokens between whose words a noun of saying means and what they are about
RELAY_REACH = 14  # tokens from «نقلت» to its clause, where it does not say from whom
ALWAYS_SPEECH = frozenset(
    (
        "condemn",
        "warn",
        "demand",
        "deny",
        "praise",
        "welcome",
        "accuse",
        "threaten",
        "express",
        "criticise",
        "thank",
        "promise",
    )
)  # what such a verb is about is given in words, whoever its subject is


ADDRESSING = frozenset(
    ("demand", "accuse", "warn", "ask", "thank", "praise", "describe", "promise", "threaten")
)  # what such a verb says may be said to a pronoun: «وطالبها بالاعتذار»


def reports(told: Narration) -> list[Report]:
    """The reports of a text by their cues; their content begins where it does and is not yet bounded."""
    found: list[Report] = []
    used: set[int] = set()
    find = fronted_reports.found if told.lexicon.source_side == "before" else _found
    for hit in told.hits:
        if hit.at in used or told.sequence("impersonal", hit.at):
            continue
        for cue in hit.cues:
            report = find(told, hit, cue)
            if report is not None:
                found.append(report)
                used.update(range(*report.cue_range))
                break
    found = [r for r in found if not _only_carries(r, found)] + _headings(told)
    for report in found:
        _inside_a_clause(told, report, found)
    return sorted(found, key=lambda r: (r.cue_range, r.hit.at))


def _inside_a_clause(told: Narration, report: Report, found: list[Report]) -> None:
    """«وتابع أن كذا، وبينهم كذا بحسب فلان»: what a phrase vouches for ends where another verb reports it."""
    if report.cue.cue_class != "according" or not report.content:
        return
    begin, end = report.content[0]
    other = next((r for r in found if r.finite and begin <= r.hit.at < r.content[0][0] < end), None)
    if other is not None and len(report.content) > 1:
        report.content = [(other.content[0][0], end), *report.content[1:]]
    elif (
        other is not None
        and end == report.hit.at
        and not is_outlet(told, report.source[0] if report.source else begin)
    ):
        report.content = [last_clause(told, end)]


def _headings(told: Narration) -> list[Report]:
    """Headings that name a speaker, then a colon: «وزير النقل: الجسر يفتح»; no full stop ends their line."""
    found, begin = [], 0
    while begin < len(told.read):
        end = told.paragraph[begin]
        limit = min(begin + HEADING_NAME, end - HEADING_WORDS)
        colon = next((i for i in range(begin + 1, limit) if told.mark(i, ":")), None)
        closed = (
            end == len(told.read) or told.read[end - 1].printed in ".؟?!…" or end - begin > HEADING_LONGEST
        )
        if colon is not None and not closed and _heads(told, begin, colon):
            hit = Hit(colon, colon + 1, (HEADING,), False, False)
            after = (hit.after, hit.after)
            source = (begin, colon)
            found.append(Report(hit, HEADING, "colon", source, after, [after], cue_range=hit_range(hit)))
        begin = end
    return found


def _heads(told: Narration, begin: int, colon: int) -> bool:
    """Whether what stands before a heading's colon is somebody who can speak, and nothing else."""
    if any(i in told.hit_at for i in range(begin, colon)) or told.has("prepositions", begin):
        return False
    if "document" in told.lexicon.role(told.lexicon.bare(told.words[begin])):
        return False  # «بعنوان: …», «مذكرات فلان: …»
    if not told.lexicon.capitals and phrase_end(told, begin, colon) < colon:
        return False
    known = colon == begin + 1 and name_like(told, begin) and len(told.found_at[told.words[begin]]) > 1
    return known or speaks(told, begin, colon)


def _only_carries(report: Report, found: list[Report]) -> bool:
    """Whether «بحسب بيان» stands between another cue and its content: a step of that one's chain."""
    if report.cue.cue_class != "according":
        return False
    return any(o.finite and o.region[0] <= report.hit.at < o.region[1] for o in found)


def _found(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    return _BY_CLASS[cue.cue_class](told, hit, cue)


def _verb(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """A finite verb: its complement follows, or it points back to what was said."""
    not_yet = hit.at > 1 and told.has("complementizers", hit.at - 1) and told.has("not_yet", hit.at - 2)
    if not_yet or (hit.at and told.unjoined(hit.at - 1) in told.lexicon.words["negations"]):
        return None  # «لم تعلن», «قبل أن تعلن موافقتها»
    if hit.after in told.hit_at and imperfect(told, hit.after) and another_cue(told, hit.after):
        return None  # «كتب يقول»: the words are those of the second
    if hit.suffixed:
        return pointing_back(told, hit, cue) or _addressing(told, hit, cue)
    if _another_word(told, hit):
        return None
    found = complement(told, hit, cue)
    parted = found is not None and hit.at > 1 and told.has("as", hit.at - 1) and told.mark(hit.at - 2, COMMAS)
    if found is not None and parted and any(told.mark(i, COMMAS) for i in range(hit.after, found[2])):
        found = None
    if found is None:
        return postposed(told, hit, cue)
    kind, begin, stop = found
    source = _subject(told, hit, cue, kind, stop)
    if _unsaid(told, hit, cue, kind, source, stop):
        return None
    if source is not None and _is_object(told, hit, cue, source, begin):
        begin, source = source[0], None
    if source is not None and _hears(told, hit, cue, source):
        source = None
    if source is None and hit.at > 0 and told.has("relatives", hit.at - 1):
        source = _antecedent(told, hit.at - 1)
    via = next((h for h in told.hits if hit.after <= h.at < stop and _passes_on(h)), None)
    named = via.after + told.has("from", via.after) if via is not None else 0
    if via is not None and kind != "object" and (voice := phrase(told, named, stop)) is not None:
        report = Report(hit, cue, kind, voice, (hit.after, stop), [(begin, begin)], relay=source)
        report.cue_range = hit_range(hit)
        return report
    if kind == "object" and not _takes_object(told, hit, cue, source, begin, stop):
        return None
    if kind == "object" and source is not None and source[1] > begin:
        source = (source[0], begin) if begin > source[0] else None
    return Report(hit, cue, kind, source, (hit.after, stop), [(begin, begin)], cue_range=hit_range(hit))


def _another_word(told: Narration, hit: Hit) -> bool:
    """Whether the form of a verb is another word here: «أبرز الحضور», «تتيح للقارئ طلب الكتاب»."""
    if told.has("adjectives_too", hit.at) and not (
        _opens_clause(told, hit) and speaks(told, hit.after, told.sentence[hit.at])
    ):
        return True
    if told.words[hit.at] in told.lexicon.words["prepositions"] and not _opens_sentence(told, hit):
        return True
    growing = told.has("growing", hit.at) and told.has("growing_by", hit.after)  # «زاد عن حده»
    if growing or (hit.at and told.has("counted_too", hit.at) and told.words[hit.at - 1].isdigit()):
        return True
    clause = told.has("complementizers", hit.after)  # «التحقيق الذي أجراه كشف أن»
    return told.has("nouns_too", hit.at) and not clause and not _opens_clause(told, hit)


def _subject(told: Narration, hit: Hit, cue: Cue, kind: str, stop: int) -> tuple[int, int] | None:
    """The phrase of the subject of a verb, after it or before it."""
    before = subject_before(told, hit)
    clause = before is not None and told.has("complementizers", before[0] - 1)
    alone = kind != "object" and fold(cue.cue) not in told.lexicon.words["addressing"]
    after = None if clause else announced(told, hit) or subject_after(told, hit, stop, alone=alone)
    silent_after = after is not None and before is not None and not speaks(told, *after)
    aided = before is not None and told.has("auxiliaries", hit.at - 1)  # «وكان الأمير قد وجه الجهات»
    source = before if clause or silent_after or aided else after or before
    return source if source is not None else _document_before(told, hit)


def _unsaid(
    told: Narration, hit: Hit, cue: Cue, kind: str, source: tuple[int, int] | None, stop: int
) -> bool:
    """Whether a verb has what it needs and yet nobody is said to say it.

    «ليقول إن» goes on with a speaker, «ليؤكد المعنى» with anything; «واصل الفريق تدريباته في غياب كل من: …»
    opens a list; «ويتوقع أن» names nobody.
    """
    if _of_purpose(told, hit) and (kind == "object" or stop != hit.after):
        return True
    if told.has("adjectives_too", hit.at) and source is not None and stop > source[1] + 2:
        return True
    far = stop - (source[1] if source is not None and source[0] >= hit.after else hit.after)
    if kind != "that" and far > FAR_WORDS and fold(cue.cue) in told.lexicon.words["doings_too"]:
        return True
    lifeless = source is not None and source[1] <= hit.at and not speaks(told, *source)
    if lifeless and imperfect(told, hit.at) and fold(cue.cue) in told.lexicon.words["hinting"]:
        return True  # «المكاسب تشير إلى أن»
    nobody = source is None and told.has("passive_too", hit.at) and _opens_clause(told, hit)
    return nobody and kind != "object" and (stop == hit.after or told.has("prepositions", hit.after))


def _takes_object(
    told: Narration, hit: Hit, cue: Cue, source: tuple[int, int] | None, begin: int, stop: int
) -> bool:
    """Whether a verb with a noun as its complement stands where a verb can, and has a subject that speaks."""
    if not (begin > stop or _opens_clause(told, hit) or (source and source[1] <= hit.at)):
        return False
    if source is None or cue.stance == "refuse" or speaks(told, *source):
        return True
    first = source[0] + (source[0] in told.quote_at)
    named = told.lexicon.definite(told.words[first]) or name_like(told, first)
    fronted = source[1] <= hit.at and told.has("auxiliaries", hit.at - 1)  # «كانت «لوسيد» قد أعلنت»
    return named and (fronted or cue.stance in ALWAYS_SPEECH or _ones_own(told, begin))


def _addressing(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«وطالبها بالاعتذار», «ووصفه بأنه», «وأخبرهم أن»: a verb with a pronoun for whom it is said to or of."""
    if not hit.joined and not _opens_clause(told, hit):
        return None
    said_to = cue.stance in ADDRESSING or fold(cue.cue) in told.lexicon.words["addressing"]
    found = complement(told, hit, cue) if said_to else None
    if found is None or (found[0] == "object" and not _governed(told, cue, found[1])):
        return None
    kind, begin, stop = found
    source = subject_after(told, hit, stop) if stop > hit.after else None
    if source is not None and not speaks(told, *source):
        return None
    if source is None and stop > hit.after + told.has("prepositions", hit.after):
        return None
    return Report(hit, cue, kind, source, (hit.after, stop), [(begin, begin)], cue_range=hit_range(hit))


def _governed(told: Narration, cue: Cue, begin: int) -> bool:
    """Whether the preposition a cue asks for stands before a token or is written onto it."""
    if told.words[begin - 1] in cue.frames:
        return True
    attached = (p for (p,) in told.lexicon.sequences["attached"] if p in cue.frames)
    return any(told.words[begin].startswith(p) for p in attached)


def _ones_own(told: Narration, begin: int) -> bool:
    """Whether what is said is somebody's own attitude: «حرصها», «رفضه», a noun of an act with a pronoun."""
    lexicon, word = told.lexicon, told.words[begin]
    if told.read[begin].printed[-1] in lexicon.not_pronouns:
        return False
    owned = any(word.endswith(p) and len(word) > len(p) + 2 for (p,) in lexicon.sequences["possessives"])
    return owned and word in lexicon.words["object_nouns"]


def _of_purpose(told: Narration, hit: Hit) -> bool:
    """Whether a word of purpose is written onto a verb: «ليقول»."""
    return hit.joined and told.unjoined(hit.at) == told.words[hit.at]


def _is_object(told: Narration, hit: Hit, cue: Cue, source: tuple[int, int], begin: int) -> bool:
    """Whether the only noun between a verb that wants an object and what is said of it is that object."""
    first, end = source
    alone = first >= hit.after and end == first + 1 and begin == end
    wants = hit.joined and fold(cue.cue) in told.lexicon.words["transitive"]
    return alone and wants and _governed(told, cue, begin)


def _hears(told: Narration, hit: Hit, cue: Cue, source: tuple[int, int]) -> bool:
    """Whether a crowd after a verb of asking is asked: «ودعا الشباب إلى العمل»."""
    if cue.stance not in ("demand", "ask") or not hit.joined or told.start[hit.at] == 0:
        return False
    word = told.lexicon.stripped(told.words[source[0]])
    return source[0] == hit.after and word in told.lexicon.words["audiences"]


def _document_before(told: Narration, hit: Hit) -> tuple[int, int] | None:
    """«تقرير يتهم», «أنباء تفيد»: an indefinite document or voice right before the verb that speaks of it."""
    at = hit.at - 1
    while (
        at > told.start[hit.at]
        and any(told.words[at].endswith(e) for (e,) in told.lexicon.sequences["adjective_endings"])
        and not told.lexicon.role(told.words[at])
    ):
        at -= 1
    if hit.joined or at < told.start[hit.at] or told.lexicon.definite(told.words[at]):
        return None
    found = told.lexicon.role(told.words[at]) & {"document", "unnamed"}
    return (at, hit.at) if found else None


def _opens_clause(told: Narration, hit: Hit) -> bool:
    """Whether a verb stands where a clause can begin: forms such as «ثمن» and «أمر» are nouns elsewhere."""
    at = hit.at - 1
    if hit.joined or at < told.start[hit.at] or not told.read[at].word:
        return True
    first = told.unjoined(told.start[hit.at])
    if first in told.lexicon.words["prepositions"] or first in told.lexicon.words["circumstances"]:
        return hit.at - told.start[hit.at] < FRONTED  # «وفي شأن آخر أعلن»
    if any(told.has(c, at) for c in ("auxiliaries", "clause_openers", "relatives", "as", "complementizers")):
        return True
    if told.has("perfect", at) or told.unjoined(at) in told.lexicon.words["complementizers"]:
        return True
    fixed = (*told.lexicon.sequences["switchers"], *told.lexicon.sequences["openings"])
    return any(tuple(told.words[hit.at - len(f) : hit.at]) == f for f in fixed)


def _antecedent(told: Narration, relative: int) -> tuple[int, int] | None:
    """The phrase a relative clause speaks of: «السائق فلان الذي قال»."""
    for first in range(max(told.start[relative], relative - 10), relative):
        governed = first > 0 and _owned(told, first)
        if (
            not governed
            and speaks(told, first, min(first + 1, relative))
            and phrase_end(told, first, relative) == relative
        ):
            return first, relative
    return None


def _owned(told: Narration, at: int) -> bool:
    """Whether a phrase cannot begin at a token, since a noun without article before it owns it."""
    lexicon, before = told.lexicon, told.words[at - 1]
    return bool(lexicon.role(before)) and not lexicon.definite(before)


def _passes_on(hit: Hit) -> bool:
    """Whether a cue names whose words the subject only passes on: «نقلاً عن», «على لسان»."""
    return any(c.cue_class == "according" and c.stance in ("quote", "report") for c in hit.cues)


def _opens_sentence(told: Narration, hit: Hit) -> bool:
    """Whether a form that is also a preposition («بين») stands where a verb would, or is printed as one."""
    doubled = "\u0651" in told.read[hit.at].printed
    fixed = (*told.lexicon.sequences["switchers"], *told.lexicon.sequences["openings"])
    at = hit.at - told.mark(hit.at - 1, COMMAS)
    turned = any(tuple(told.words[at - len(f) : at]) == f for f in fixed)
    opened = told.has("as", hit.at - 1) or told.has("where", hit.at - 1) or told.has("perfect", hit.at - 1)
    return doubled or hit.at - told.start[hit.at] <= hit.joined or opened or turned


def _participle(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    if told.lexicon.definite(told.words[hit.at]):
        return None
    found = complement(told, hit, cue)
    if found is None:
        return None
    kind, begin, stop = found
    if kind == "object" and begin > hit.after + 3:
        return None
    source = _subject_of_verb(told, hit)
    return Report(hit, cue, kind, source, (hit.after, stop), [(begin, begin)], cue_range=hit_range(hit))


def _subject_of_verb(told: Narration, hit: Hit) -> tuple[int, int] | None:
    """«علّق فلان قائلاً»: the subject of the cue before, which has no content of its own."""
    for at in range(hit.at - 1, told.start[hit.at] - 1, -1):
        if (not told.read[at].word and told.read[at].printed != "(") or told.has("complementizers", at):
            return None
        other = told.hit_at.get(at)
        if other is not None and any(c.cue_class == "verb" for c in other.cues):
            source = subject_after(told, other, hit.at)
            return source if source is not None and speaks(told, *source) else None
    return None


def _noun(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«قوله إن», «إعلان الوزارة عن»: a noun of saying with its speaker."""
    found = complement(told, hit, cue)
    if found is None:
        return None
    kind, begin, stop = found
    word = told.words[hit.at]
    whole = told.read[hit.at].printed[-1] in told.lexicon.not_pronouns or told.has("whole_forms", hit.at)
    pronoun = not whole and any(word.endswith(p) for (p,) in told.lexicon.sequences["pronouns"])
    if pronoun and (kind == "object" or not _only_circumstances(told, hit.after, stop)):
        return None
    source = subject_after(told, hit, stop) if not pronoun and stop > hit.after else None
    loose = cue.stance == "claim" and kind == "that" and stop == hit.after
    if source is None and not pronoun and not loose:
        return None
    if source is not None and (source[0] != hit.after or (kind == "quote" and not told.mark(begin - 1, ":"))):
        return None
    if source is not None and not speaks(told, *source):
        return None
    if source is not None and kind == "object" and stop > source[1] + NOUN_REACH:
        return None  # «توقع المصرف للنمو سينعكس إيجاباً»: another word's complement
    return Report(hit, cue, kind, source, (hit.after, stop), [(begin, begin)], cue_range=hit_range(hit))


def _only_circumstances(told: Narration, begin: int, end: int) -> bool:
    """Whether nothing but a time or a preposition stands between a noun of saying and its clause."""
    allowed = ("circumstances", "prepositions", "addressees")
    return all(any(told.has(c, i) for c in allowed) for i in range(begin, end))


def _relay(told: Narration, hit: Hit, cue: Cue) -> Report | None:
    """«نقلت وكالة كذا عن فلان قوله إن»: an outlet, then whom it quotes, then what he says."""
    if hit.suffixed:
        return None
    limit = min(told.sentence[hit.at], hit.after + 40)
    if (handed_on := conveyed(told, hit, cue, limit)) is not None:
        return handed_on
    via = next(
        (i for i in range(hit.after, limit) if told.has("from", i) or told.has("from_pronouns", i)), None
    )
    found = complement(told, hit, cue)
    if via is not None and found is not None and found[0] == "that" and found[1] <= via:
        via = None  # «أوردت تقارير أن مشاورات عن التعاون جرت»
    if via is None:
        near = found is not None and found[0] != "object" and found[2] - hit.after <= RELAY_REACH
        if found is None and told.has("as", hit.at - 1):
            return postposed(told, hit, cue)  # «…، كما نقلت وكالة كذا»
        return _verb(told, hit, cue) if near else None
    inner = next((told.hit_at[i] for i in range(via + 1, limit) if i in told.hit_at), None)
    saying = inner is not None and any(c.cue_class == "noun" for c in inner.cues)
    if saying and inner is not None:
        found = complement(told, inner, next(c for c in inner.cues if c.cue_class == "noun"))
    if found is None or found[1] <= via:
        return None
    kind, begin, stop = found
    before = inner.at if saying and inner else stop
    if told.has("from_pronouns", via):
        outlet = phrase(told, via + 1, before) or subject_before(told, hit)
        report = Report(hit, cue, kind, None, (via + 1, stop), [(begin, begin)], relay=outlet)
    else:
        source = phrase(told, via + 1, before)
        outlet = subject_after(told, hit, via) or subject_before(told, hit)
        report = Report(hit, cue, kind, source, (via + 1, stop), [(begin, begin)], relay=outlet)
    report.cue_range = hit_range(inner) if saying and inner else hit_range(hit)
    return report


_BY_CLASS = {
    "verb": _verb,
    "participle": _participle,
    "noun": _noun,
    "relay": _relay,
    "carrier": carrier_report,
    "according": according,
    "backward": backward,
}
