"""What carries what is said: reports that only pass another one on, outlets and writings beside a cue."""

from __future__ import annotations

from collections.abc import Sequence

from naql import agencies
from naql.agencies import Mention
from naql.model import ChainStep
from naql.narration import Narration
from naql.reports import Report
from naql.subjects import speaks


def relays_first(told: Narration, reports: list[Report]) -> list[Report]:
    """«بحسب رويترز قال فلان», «ذكرت رويترز أن فلاناً قال»: the outlet is the relay of what follows."""
    kept: list[Report] = []
    for number, report in enumerate(reports):
        if (before := _carried(told, report, kept)) is not None:
            before.passed = [*before.passed, *([report.source] if report.source else [])]
            continue
        later = _passed_on(told, report, reports[number + 1 :])
        if later is not None:
            assert report.source is not None
            later.passed = [*report.passed, *([report.relay] if report.relay else []), report.source]
        else:
            kept.append(report)
    return kept


def _carried(told: Narration, report: Report, kept: list[Report]) -> Report | None:
    """The statement of the same sentence of which «…، بحسب رويترز», «كما نقلت رويترز» says who carried it."""
    if report.source is None or not is_outlet(told, report.source[0]):
        return None
    if report.cue.cue_class != "according" and not (
        report.complement == "clause" and told.has("as", report.hit.at - 1)
    ):
        return None
    if not report.content or report.content[0][0] >= report.hit.at:
        return None
    return next((r for r in reversed(kept) if told.start[report.hit.at] <= r.hit.at < report.hit.at), None)


def _passed_on(told: Narration, report: Report, following: list[Report]) -> Report | None:
    """The statement that an outlet only passes on, if this report is one of an outlet."""
    if report.source is None or not is_outlet(told, report.source[0]):
        return None
    begin = report.content[0][0]
    if report.cue.cue_class == "according":
        if begin < report.hit.at or len(report.content) > 1:
            return None
        end = told.sentence[report.hit.at]
        return next((r for r in following if r.hit.at < end and r.finite and r.source), None)
    if report.complement != "that":
        return None
    for later in following:
        first = later.relay or later.source
        if later.finite and first and begin <= first[0] <= begin + 1:
            return later
    return None


def repeats(report: Report, reports: list[Report]) -> bool:
    """Whether «على حد قوله» only closes words that another cue has already given to somebody."""
    if report.complement != "own":
        return False
    begin, end = report.content[0]
    return any(o is not report and b < end and begin < e for o in reports for b, e in o.content)


def answers_first(report: Report, reports: list[Report]) -> bool:
    """Whether «علق على القرار قائلاً» only says what the words of its participle answer."""
    if report.cue.stance != "answer" or report.complement != "object":
        return False
    return any(
        o.cue.cue_class == "participle" and o.complement in ("quote", "colon") and end <= o.hit.at <= end + 1
        for o in reports
        for _, end in report.content
    )


def only_inside(told: Narration, report: Report, reports: list[Report]) -> bool:
    """Whether a verb inside what somebody says has no speaker of its own: «قال إنه يأمل أن»."""
    if report.cue.cue_class not in ("verb", "noun") or report.complement in ("quote", "colon"):
        return False
    later = (
        told.lexicon.source_side == "after"
    )  # what follows a cue may go on with a story told by its subject
    inside = any(
        o is not report
        and b <= report.hit.at < e
        and (later or o.hit.at < report.hit.at or told.inside[report.hit.at])
        for o in reports
        for b, e in o.content
    )
    return inside and (report.source is None or not speaks(told, *report.source))


def is_outlet(told: Narration, at: int) -> bool:
    """Whether an outlet, and not only «الوكالة», is named at a token."""
    named = at + (told.lexicon.capitals and told.has("determiners", at))  # «the agency Interfax»
    mention = told.mention_at.get(at) or told.mention_at.get(named)
    return mention is not None and not mention.anaphoric


# ---------------------------------------------------------------- beside a cue


def beside(told: Narration, report: Report, earlier: Sequence[Report]) -> list[int]:
    """The tokens beside a cue and its source that tell where, to whom and in what it was said.

    `earlier` are the reports before it: what one of them has said in the same sentence is not looked at.
    """
    begin, end = report.region
    if _told_before(told, report, earlier):
        begin = told.start[report.hit.at]
    limit = min(end, report.content[0][0]) if report.content and report.content[0][0] > begin else end
    source = range(*report.source) if report.source else range(0)
    return [i for i in range(begin, limit) if i not in source]


def _told_before(told: Narration, report: Report, earlier: Sequence[Report]) -> bool:
    """Whether words before the cue say where it was said: «في مقابلة مع صحيفة كذا، قال»."""
    at = report.hit.at
    first = told.start[at]
    if told.lexicon.capitals or any(first <= other.hit.at < at for other in earlier):
        return False
    fronted = told.has("prepositions", first) or told.unjoined(first) in told.lexicon.words["prepositions"]
    if not fronted and report.source is not None:
        return False
    occasions = told.lexicon.words["occasions"]
    return any(w in occasions or told.lexicon.bare(w) in occasions for w in told.words[first:at])


def outlets(told: Narration, near: Sequence[int], own: Sequence[str]) -> list[Mention]:
    """The outlets named at some tokens that may pass words on: any but the article's own, `own`."""
    met = (told.mention_at[i] for i in near if i in told.mention_at)
    return [m for m in met if not m.anaphoric and not any(agencies.same(m.name, name) for name in own)]


def carrier(told: Narration, near: Sequence[int]) -> ChainStep | None:
    """«في بيان», «في بيانها»: the writing at some tokens that carries what is said."""
    lexicon = told.lexicon
    carriers, carrying = lexicon.words["carriers"], lexicon.words["carrying"]
    for i in near:
        word = told.words[i]
        if lexicon.stripped(word) not in carriers:
            continue
        before = range(max(0, i - 1 - lexicon.capitals), i)  # «in a statement»
        if not any(told.unjoined(at) in carrying for at in before):
            continue
        owned = any(
            word.endswith(p) and word[: -len(p)] in carriers for (p,) in lexicon.sequences["pronouns"]
        )
        token, back = told.read[i], owned or lexicon.definite(word)
        return ChainStep(
            "document", token.printed, "anaphoric" if back else "explicit", token.start, token.end
        )
    return None
