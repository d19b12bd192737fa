"""Whether a difference changes who says something: the statements it touches, and theirs on the other side.

Two statements are one when they say the same aligned words. Then their voices and stances are compared.
Outlets that pass a statement on are compared by themselves: they are often added or dropped alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from naql.agencies import Mention, same
from naql.change_facts import Facts, Range, name_of, neutral, same_name, speaker
from naql.change_twins import said_inside, twin_of
from naql.model import Statement
from naql.sentences import fold
from naql.word_forms import same_stem

Own = tuple[Sequence[int], Sequence[int]]
"""The words on both sides that have no counterpart."""
PHRASE = {"according": 8, "relay": 4, "verb": 4, "participle": 3}  # words of a reporting phrase, by cue
ACTS = frozenset(
    (
        "order", "demand", "ask", "praise", "condemn", "criticise", "thank", "welcome", "accuse", "threaten",
        "promise",
    )
)  # fmt: skip
BESIDE = 8  # telling words beside a cue and its source, at most, in a reporting clause
OTHER_VOICE = frozenset(("attribution.speaker", "attribution.named", "attribution.unnamed"))


class Voice(NamedTuple):
    """What a difference does to the voice of a statement; `key` names the reason."""

    kind: str
    severity: str
    key: str
    left: str
    right: str


def voice_change(
    left: Facts,
    right: Facts,
    where: tuple[Range, Range],
    own: Own,
    ahead: Mapping[int, int],
    back: Mapping[int, int],
) -> Voice | None:
    """The change of voice, if a difference is one; `ahead` maps aligned tokens left to right, `back` back."""
    passed = _outlet(left, right, where, own, (ahead, back))
    found = _spoken(left, right, where, own, ahead, back)
    if passed is not None:
        # Another speaker, or one who lost his name, is the graver news: «the agency, citing a source in».
        graver = found is not None and found.severity == "major" and found.key in OTHER_VOICE
        return found if graver and passed.severity == "minor" else passed
    return found or _bare_report(left, right, where, own)


def _spoken(
    left: Facts,
    right: Facts,
    where: tuple[Range, Range],
    own: Own,
    ahead: Mapping[int, int],
    back: Mapping[int, int],
) -> Voice | None:
    """The change of voice of the statements that a difference lies in."""
    for facts, other, mappings, mine, turned in (
        (left, right, (ahead, back), where[0], False),
        (right, left, (back, ahead), where[1], True),
    ):
        for statement in facts.statements_at(mine):
            if said_inside(facts, statement, mine):
                continue
            twin = twin_of(facts, other, statement, mappings[0], where[not turned])
            found = _against(facts, other, statement, twin, where, own, turned)
            if found is None and twin is not None:
                found = _printed_once(facts, other, (statement, twin), where, mappings[1], turned)
            if found is not None:
                return found
    return None


def _outlet(
    left: Facts,
    right: Facts,
    where: tuple[Range, Range],
    own: Own,
    mappings: tuple[Mapping[int, int], Mapping[int, int]],
) -> Voice | None:
    """An outlet named in a reporting phrase that came, went, was exchanged, or lost a part of its name."""
    for facts, other, turned in ((left, right, False), (right, left, True)):
        mine, theirs = _outlets(facts, own[turned]), _outlets(other, own[not turned])
        if not mine:
            continue
        if any(same(one.name, two.name) for one in mine for two in theirs):
            if all(
                _all_within(f, o, m)
                for f, o, m in ((facts, own[turned], mine), (other, own[not turned], theirs))
            ):
                sides = facts.printed(where[turned]), other.printed(where[not turned])
                return _voice("none", "attribution.other_form", *sides, turned)
            continue
        first = mine[0]
        if len(own[turned]) > PHRASE["according"]:
            continue
        kept = [n for n in facts.words((first.start_token, first.end_token)) if n not in own[turned]]
        if kept:
            told = first.kind == "agency" or facts.reports(where[turned])
            if told and not own[not turned] and _still_named(first, kept, other, mappings[turned]):
                return _voice("none", "attribution.shorter", facts.printed(where[turned]), "", turned)
            continue
        if not facts.reports(where[turned]) and not other.reports(where[not turned]):
            continue
        known = other.has_outlet(first.name)
        severity = "minor" if known or facts.passes_on(first) else "major"
        shown = facts.reading.text[first.start : first.end]
        if theirs:
            there = other.reading.text[theirs[0].start : theirs[0].end]
            return _voice(severity, "attribution.speaker", shown, there, turned)
        return _voice(severity, "attribution.added" if turned else "attribution.dropped", shown, "", turned)
    return None


def _clause_put_in(
    facts: Facts,
    other: Facts,
    pair: tuple[Statement, Statement],
    where: tuple[Range, Range],
    back: Mapping[int, int],
    turned: bool,
) -> bool:
    """Whether one text says again who speaks where the other lets an earlier clause run on.

    The cue must open the difference, and nothing that reports may stand on the other side.
    """
    mine, twin = pair
    theirs = where[not turned]
    if not other.words(theirs) or other.reports(theirs) or facts.stances(where[turned]) is None:
        return False
    if not facts.touches(mine.cue_start, mine.cue_end, where[turned]):
        return False
    return twin_of(other, facts, twin, back, where[turned]) is not mine or (
        twin.cue_start < other.span(theirs).start and mine.source_start is None
    )


def _all_within(facts: Facts, own: Sequence[int], outlets: Sequence[Mention]) -> bool:
    """Whether all words that tell something belong to an outlet's name."""
    return all(any(m.start_token <= n < m.end_token for m in outlets) for n in facts.telling(own))


def _outlets(facts: Facts, own: Sequence[int]) -> list[Mention]:
    """Outlets known by name of which a word is among some."""
    return [
        mention
        for mention in facts.outlets
        if mention.known
        and not mention.anaphoric
        and not facts.owns(mention)
        and any(mention.start_token <= n < mention.end_token for n in own)
    ]


def _still_named(one: Mention, kept: Sequence[int], other: Facts, mapping: Mapping[int, int]) -> bool:
    """Whether the words that are left of an outlet's name still name it in the other text."""
    places = {mapping[n] for n in kept if n in mapping}
    return any(
        same(one.name, two.name) and any(two.start_token <= n < two.end_token for n in places)
        for two in other.outlets
    )


def _printed_once(
    facts: Facts,
    other: Facts,
    pair: tuple[Statement, Statement],
    where: tuple[Range, Range],
    back: Mapping[int, int],
    turned: bool,
) -> Voice | None:
    """Who says it, printed in one text only; or a cue that only stands in another place there."""
    mine, twin = pair
    words = facts.telling(facts.words(where[turned]))
    if _clause_put_in(facts, other, pair, where, back, turned):
        return _came_or_went(facts, other, mine, turned)
    if other.telling(other.words(where[not turned])) or not words:
        return None
    if all(facts.within(n, mine.cue_start, mine.cue_end) for n in words):
        if twin_of(other, facts, twin, back, where[turned]) is mine:
            return Voice("wording", "none", "wording.small", *_turn(facts.printed(where[turned]), "", turned))
        return None
    if mine.source_start is None or mine.source_end is None:
        return None
    key = "added" if turned else "dropped"
    if twin.source_start is not None:
        if not _whole_name(facts, mine, words):
            return None
        return Voice("name", "minor", f"name.{key}", *_turn(facts.printed(where[turned]), "", turned))
    source = [n for n in words if facts.within(n, mine.source_start, mine.source_end)]
    if len(source) * 2 <= len(words) or len(source) < len(facts.source_words(mine)):
        return None
    if facts.cues_at(source) or all(any(start <= n < end for start, end, _ in facts.titles) for n in source):
        return None  # «went on, saying»; «His Highness», «the doctor»
    one, two = speaker(mine), speaker(twin)
    known = other.knows_voice(mine) or (one is not None and two is not None and same_name(one.name, two.name))
    return _voice("minor" if known else "major", f"attribution.{key}", facts.voice(mine), "", turned)


def _bare_report(left: Facts, right: Facts, where: tuple[Range, Range], own: Own) -> Voice | None:
    """A short reporting phrase that came or went alone, and that no statement was read from.

    It begins with a cue: «according to the agency», «the minister said».
    """
    for facts, other, mine, theirs, turned in (
        (left, right, own[0], own[1], False),
        (right, left, own[1], own[0], True),
    ):
        words = list(mine)
        if theirs or not words:
            continue
        # A verb that takes no clause («went on») is mostly no verb of saying.
        forms = [f.cue for f in facts.cues_at(words) if f.cue.cue_class != "verb" or "that" in f.cue.frames]
        if other.words(where[not turned]):
            forms = [cue for cue in forms if cue.cue_class == "according"]
        most = max((PHRASE.get(cue.cue_class, 0) for cue in forms), default=0)
        if len(words) > most:
            continue
        rest = [facts.tokens[n].folded for n in facts.telling(words[1:])]
        told = other.reading.credit is not None or all(len(w) == 1 or other.has(w) for w in rest)
        key = "attribution.added" if turned else "attribution.dropped"
        return _voice("minor" if told else "major", key, facts.printed(where[turned]), "", turned)
    return None


def _other_cue(
    facts: Facts, other: Facts, mine: Statement, stances: frozenset[str], where: Range, turned: bool
) -> Voice | None:
    """A cue against another word that is one, where no statement was read from the other."""
    if neutral(mine.stance) in stances:
        return None
    grave = (mine.stance in ACTS and stances <= ACTS) or "deny" in (mine.stance, *stances)
    severity = "major" if grave else "minor"
    return _voice(severity, "attribution.force", facts.cue(mine), other.printed(where), turned)


def _against(
    facts: Facts,
    other: Facts,
    mine: Statement,
    twin: Statement | None,
    where: tuple[Range, Range],
    own: Own,
    turned: bool,
) -> Voice | None:
    touches_cue = facts.touches(mine.cue_start, mine.cue_end, where[turned])
    if twin is None:
        if not touches_cue or _tells_more(facts, mine, where[turned]):
            return None
        if (stances := other.stances(where[not turned])) is not None:
            return _other_cue(facts, other, mine, stances, where[not turned], turned)
        return _came_or_went(facts, other, mine, turned)
    there_cue = other.touches(twin.cue_start, twin.cue_end, where[not turned])
    if touches_cue and not there_cue and (stances := other.stances(where[not turned])) is not None:
        return _other_cue(facts, other, mine, stances, where[not turned], turned)
    touched = any(
        _source_touched(f, s, where[n]) for f, s, n in ((facts, mine, turned), (other, twin, not turned))
    )
    retold = touches_cue and _cue_changed(facts, other, mine, twin)
    one, two = speaker(mine), speaker(twin)
    if one is None or two is None:
        return None
    if (touched or retold) and _nameless(facts, mine, other, twin, own, turned):
        key = "attribution.named" if mine.unnamed != turned else "attribution.unnamed"
        return _voice("major", key, facts.voice(mine), other.voice(twin), turned)
    replaced = touched and facts.words(where[turned]) and other.words(where[not turned])
    if replaced and not _one_voice(facts, mine, other, twin) and _both_print(mine, twin):
        if all(
            step.status == "anaphoric" or f.knows_voice(s)
            for f, s, step in ((other, mine, one), (facts, twin, two))
        ):
            return None  # both texts have both: one voice by name and by office
        return _voice("major", "attribution.speaker", one.name, two.name, turned)
    if retold and neutral(mine.stance) != neutral(twin.stance):
        cues = (
            facts.reading.text[mine.cue_start : mine.cue_end],
            other.reading.text[twin.cue_start : twin.cue_end],
        )
        severity = "minor" if acts_alike(mine, twin) else "major"
        return _voice(severity, "attribution.force", *cues, turned)
    return None


def _came_or_went(facts: Facts, other: Facts, statement: Statement, turned: bool) -> Voice:
    """A reporting clause that stands in one text; without a name of its own, it is the voice before it."""
    name = name_of(statement)
    known = not name or facts.is_cue(name) or other.knows_voice(statement)
    key = "attribution.added" if turned else "attribution.dropped"
    return _voice("minor" if known else "major", key, name or facts.cue(statement), "", turned)


def _voice(severity: str, key: str, mine: str, theirs: str, turned: bool) -> Voice:
    return Voice("attribution", severity, key, *_turn(mine, theirs, turned))


def _turn(mine: str, theirs: str, turned: bool) -> tuple[str, str]:
    """What both sides print, the left one first."""
    return (theirs, mine) if turned else (mine, theirs)


def _nameless(facts: Facts, mine: Statement, other: Facts, twin: Statement, own: Own, turned: bool) -> bool:
    """Whether a difference makes a named voice a nameless one, or the other way round.

    Words on one side alone do so only if they are put into the nameless one («a source in»); words for
    others, if one of the name is among them.
    """
    sides = (facts, mine, own[turned]), (other, twin, own[not turned])
    both = all(words for _, _, words in sides)
    tells = any(words if s.unnamed else both and _names_in(f, s, words) for f, s, words in sides)
    return tells and _lost_its_name(facts, mine, other, twin)


def _lost_its_name(facts: Facts, mine: Statement, other: Facts, twin: Statement) -> bool:
    """Whether one text prints a name for the voice, and the other a voice without one («a source in»)."""
    if mine.unnamed == twin.unnamed:
        return False
    named, unnamed = (twin, mine) if mine.unnamed else (mine, twin)
    step = speaker(unnamed)
    if named.source_start is None or step is None or step.status == "inherited":
        return False
    if unnamed.source_start is None and step.status != "unnamed":
        return False
    if unnamed.source_start is None:
        return True
    # A plural or another article makes no nameless source of it; «a source in» does.
    (known, printed) = ((other, twin), (facts, mine)) if mine.unnamed else ((facts, mine), (other, twin))
    words, others = known[0].source_words(known[1]), printed[0].source_words(printed[1])
    if words and others and same_stem(words[0], others[0]):
        return False  # «the report», «a report»
    return any(not any(same_stem(x, y) for y in words) for x in others)


def _whole_name(facts: Facts, statement: Statement, words: Sequence[int]) -> bool:
    """Whether some words are a voice's name, printed beside its office."""
    step = speaker(statement)
    if step is None or step.status != "explicit":
        return False
    if any(facts.within(n, statement.cue_start, statement.cue_end) for n in words):
        return False
    name = {fold(word) for word in step.name.split()}
    return {facts.tokens[n].folded for n in words} == name and any(len(word) > 1 for word in name)


def _names_in(facts: Facts, statement: Statement, words: Sequence[int]) -> bool:
    """Whether some words hold one of the name of a statement's voice."""
    name = [fold(word) for word in name_of(statement).split()]
    return any(same_stem(facts.tokens[n].folded, word) for n in facts.telling(words) for word in name)


def _source_touched(facts: Facts, statement: Statement, where: Range) -> bool:
    """Whether a difference lies in the printed source, or at it."""
    if statement.source_start is None or statement.source_end is None:
        return False
    span = facts.span(where)
    return span.start <= statement.source_end and statement.source_start <= span.end


def _both_print(one: Statement, other: Statement) -> bool:
    """Whether both texts print who says it, at least one of them by a name."""
    statuses = {step.status for step in map(speaker, (one, other)) if step is not None}
    printed = one.source_start is not None and other.source_start is not None
    return printed and "explicit" in statuses and statuses <= {"explicit", "anaphoric"}


def _one_voice(facts: Facts, mine: Statement, other: Facts, twin: Statement) -> bool:
    """Whether names or printed sources share words that tell something."""
    one, two = speaker(mine), speaker(twin)
    if one is not None and two is not None and same_name(one.name, two.name):
        return True
    first, second = (f.source_words(s) for f, s in ((facts, mine), (other, twin)))
    return any(same_stem(x, y) for x in first for y in second)


def _tells_more(facts: Facts, statement: Statement, where: Range) -> bool:
    """Whether a difference is far more than a statement's cue and source: a sentence that came or went."""
    own = set(facts.words_in(statement.cue_start, statement.cue_end))
    if statement.source_start is not None and statement.source_end is not None:
        own |= set(facts.words_in(statement.source_start, statement.source_end))
    for step in statement.chain:
        if step.start is not None and step.end is not None:
            own |= set(facts.words_in(step.start, step.end))
    return len(facts.telling([n for n in facts.words(where) if n not in own])) > BESIDE


def _cue_changed(facts: Facts, other: Facts, mine: Statement, twin: Statement) -> bool:
    return not same_stem(fold(facts.cue(mine)), fold(other.cue(twin)))


def acts_alike(one: Statement, other: Statement) -> bool:
    """Whether two statements with other cues only tell a thing with other force; two acts are two things."""
    stances = {one.stance, other.stance}
    return not stances <= ACTS and "deny" not in stances
