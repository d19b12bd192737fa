"""Whether a difference changes who says something: the statements it touches, and theirs on the other side.

Two statements are one when they say the same aligned words. Then their voices and stances are compared.
Outlets that pass a statement on are compared by themselves: they are often added or dropped alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from naql.agencies import named
from naql.change_facts import Facts, Range
from naql.lexicon import Form, Lexicon
from naql.lexicon import lexicon as cues
from naql.model import ChainStep, Statement
from naql.sentences import fold
from naql.word_forms import same_stem, same_word

NEUTRAL = frozenset({"say", "add", "explain", "report", "answer", "quote"})
Own = tuple[Sequence[int], Sequence[int]]
"""The words on both sides that have no counterpart."""
PHRASE = {"according": 8, "relay": 4, "verb": 4, "participle": 3}  # words of a reporting phrase, by cue
ACTS = frozenset(
    (
        "order", "demand", "ask", "praise", "condemn", "criticise", "thank", "welcome", "accuse", "threaten",
        "promise",
    )
)  # fmt: skip
SHARE = 0.5  # of a statement's words: so much aligned with another's makes both one


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
    if (passed := outlet_change(left, right, where, own, (ahead, back))) is not None:
        return passed
    for facts, other, mappings, mine, turned in (
        (left, right, (ahead, back), where[0], False),
        (right, left, (back, ahead), where[1], True),
    ):
        for statement in facts.statements_at(mine):
            if _said_inside(facts, statement, mine):
                continue
            twin = _twin(facts, other, statement, mappings[0], where[not turned])
            found = _against(facts, other, statement, twin, where, own, turned)
            if found is None and twin is not None:
                found = _printed_once(facts, other, (statement, twin), where, mappings[1], turned)
            if found is not None:
                return found
    return _bare_report(left, right, where, own)


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
    if other.telling(other.words(where[not turned])) or not words:
        return None
    if all(_inside(facts, n, mine.cue_start, mine.cue_end) for n in words):
        key = "wording.small"
        if _twin(other, facts, twin, back, where[turned]) is mine:
            return Voice("wording", "none", key, *_turn(facts.printed(where[turned]), "", turned))
        return None
    if mine.source_start is None or mine.source_end is None or twin.source_start is not None:
        return None
    source = [n for n in words if _inside(facts, n, mine.source_start, mine.source_end)]
    if len(source) * 2 <= len(words) or len(source) < len(_source_words(facts, mine)):
        return None
    if all(any(start <= n < end for start, end, _ in facts.titles) for n in source):
        return None  # «His Highness», «the doctor»
    one, two = speaker(mine), speaker(twin)
    known = _names_known(other, mine) or (
        one is not None and two is not None and same_name(one.name, two.name)
    )
    key = "attribution.added" if turned else "attribution.dropped"
    return _voice("minor" if known else "major", key, _shown(facts, mine), "", turned)


def _inside(facts: Facts, number: int, start: int, end: int) -> bool:
    """Whether a token shares letters with a span."""
    token = facts.tokens[number]
    return token.start < end and start < token.end


def _bare_report(left: Facts, right: Facts, where: tuple[Range, Range], own: Own) -> Voice | None:
    """A short reporting phrase that came or went alone, and that no statement was read from.

    It begins with a cue: «according to the agency», «the minister said».
    """
    for facts, other, mine, theirs, turned in (
        (left, right, own[0], own[1], False),
        (right, left, own[1], own[0], True),
    ):
        words = list(mine)
        code = facts.reading.language
        if theirs or not words or code is None or (known := cues(code)) is None:
            continue
        if _impersonal(facts, words, known):
            continue
        # A verb that takes no clause («went on») is mostly no verb of saying.
        forms = [
            f.cue for f in _cue_at(facts, words, known) if f.cue.cue_class != "verb" or "that" in f.cue.frames
        ]
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


def _impersonal(facts: Facts, words: Sequence[int], known: Lexicon) -> bool:
    """Whether words begin with a formula that nobody says: «it is worth noting that»."""
    folded = tuple(facts.tokens[n].folded for n in words)
    return any(folded[: len(formula)] == formula for formula in known.sequences.get("impersonal", ()))


def _stances(facts: Facts, where: Range) -> frozenset[str] | None:
    """The stances of the cue that a difference begins with, light words aside; None without a cue."""
    words = facts.words(where)
    code = facts.reading.language
    if not words or code is None or (known := cues(code)) is None:
        return None
    while len(words) > 1 and not facts.telling(words[:1]):
        words = words[1:]
    if _impersonal(facts, words, known):
        return None
    found = frozenset(_neutral(form.cue.stance) for form in _cue_at(facts, words, known))
    return found or None


def _other_cue(
    facts: Facts, other: Facts, mine: Statement, stances: frozenset[str], where: Range, turned: bool
) -> Voice | None:
    """A cue against another word that is one, where no statement was read from the other."""
    if _neutral(mine.stance) in stances:
        return None
    grave = (mine.stance in ACTS and stances <= ACTS) or "deny" in (mine.stance, *stances)
    severity = "major" if grave else "minor"
    return _voice(severity, "attribution.force", _cue(facts, mine), other.printed(where), turned)


def _cue_at(facts: Facts, words: Sequence[int], known: Lexicon) -> list[Form]:
    """The forms of cues that begin with the first of some words; none for a light word («between»)."""
    first = facts.tokens[words[0]].folded
    if not facts.telling(words[:1]):
        return []
    following = tuple(facts.tokens[n].folded for n in words[1:])
    return [form for form in known.cues.get(first, ()) if following[: len(form.rest)] == form.rest]


def _content(facts: Facts, statement: Statement) -> Iterator[int]:
    for n, token in enumerate(facts.tokens):
        if token.word and any(c.start <= token.start and token.end <= c.end for c in statement.content):
            yield n


def _said_inside(facts: Facts, statement: Statement, where: Range) -> bool:
    """Whether what is said was dropped with the words that say who says it."""
    content = list(_content(facts, statement))
    return sum(where[0] <= n < where[1] for n in content) > SHARE * len(content)


def _twin(
    facts: Facts, other: Facts, statement: Statement, mapping: Mapping[int, int], theirs: Range
) -> Statement | None:
    """The statement of the other text that says the same aligned words.

    Of several, one whose cue stands in the other side's range, then the narrowest.
    """
    said = [mapping[n] for n in _content(facts, statement) if n in mapping]
    best: tuple[tuple[bool, float], Statement] | None = None
    for candidate in other.reading.statements:
        content = set(_content(other, candidate))
        shared = sum(n in content for n in said)
        if not shared or shared < SHARE * len(said):
            continue
        beside = _touches(other, candidate.cue_start, candidate.cue_end, theirs)
        score = beside, shared / max(len(said), len(content))
        if best is None or score > best[0]:
            best = score, candidate
    return best[1] if best else None


def _against(
    facts: Facts,
    other: Facts,
    mine: Statement,
    twin: Statement | None,
    where: tuple[Range, Range],
    own: Own,
    turned: bool,
) -> Voice | None:
    touches_cue = _touches(facts, mine.cue_start, mine.cue_end, where[turned])
    if twin is None:
        if not touches_cue:
            return None
        if (stances := _stances(other, where[not turned])) is not None:
            return _other_cue(facts, other, mine, stances, where[not turned], turned)
        known = not _name(mine) or _names_known(other, mine)  # no name of its own: the voice before it
        shown = _name(mine) or _cue(facts, mine)
        key = "attribution.added" if turned else "attribution.dropped"
        return _voice("minor" if known else "major", key, shown, "", turned)
    there_cue = _touches(other, twin.cue_start, twin.cue_end, where[not turned])
    if touches_cue and not there_cue and (stances := _stances(other, where[not turned])) is not None:
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
        return _voice("major", key, _shown(facts, mine), _shown(other, twin), turned)
    replaced = touched and facts.words(where[turned]) and other.words(where[not turned])
    ways = {one.status, two.status}
    if replaced and "explicit" in ways <= {"explicit", "anaphoric"} and not _one_voice(facts, mine, other, twin):
        if all(
            step.status == "anaphoric" or _names_known(f, s)
            for f, s, step in ((other, mine, one), (facts, twin, two))
        ):
            return None  # both texts have both: one voice by name and by office
        return _voice("major", "attribution.speaker", one.name, two.name, turned)
    if retold and _neutral(mine.stance) != _neutral(twin.stance):
        cues = (
            facts.reading.text[mine.cue_start : mine.cue_end],
            other.reading.text[twin.cue_start : twin.cue_end],
        )
        severity = "minor" if acts_alike(mine, twin) else "major"
        return _voice(severity, "attribution.force", *cues, turned)
    return None


def _voice(severity: str, key: str, mine: str, theirs: str, turned: bool) -> Voice:
    return Voice("attribution", severity, key, *_turn(mine, theirs, turned))


def _turn(mine: str, theirs: str, turned: bool) -> tuple[str, str]:
    """What both sides print, the left one first."""
    return (theirs, mine) if turned else (mine, theirs)


def _touches(facts: Facts, start: int, end: int, where: Range) -> bool:
    span = facts.span(where)
    return span.start < end and start < span.end


def _nameless(
    facts: Facts, mine: Statement, other: Facts, twin: Statement, own: Own, turned: bool
) -> bool:
    """Whether a difference makes a named voice a nameless one, or the other way round.

    Words that stand on one side alone do so if they are put into the nameless one («a source in»), or
    hold the name; words for others, if one of the name is among them.
    """
    sides = (facts, mine, own[turned]), (other, twin, own[not turned])
    held = any(_names_in(f, s, words) for f, s, words in sides if not s.unnamed)
    put_in = any(words for _, s, words in sides if s.unnamed) and not all(words for _, _, words in sides)
    return (held or put_in) and _lost_its_name(facts, mine, other, twin)


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
    if _titled(*((facts, mine) if mine.unnamed else (other, twin))):
        return False  # «His Highness the crown prince» is somebody
    words, others = _source_words(*known), _source_words(*printed)
    if words and others and same_stem(words[0], others[0]):
        return False  # «the report», «a report»
    return any(not any(same_stem(x, y) for y in words) for x in others)


def _titled(facts: Facts, statement: Statement) -> bool:
    """Whether a title stands in the printed source, or right before it."""
    return any(
        _source_touched(facts, statement, (start, end)) and row.kind == "title" for start, end, row in facts.titles
    )


def _names_in(facts: Facts, statement: Statement, words: Sequence[int]) -> bool:
    """Whether some words hold one of the name of a statement's voice."""
    name = [fold(word) for word in _name(statement).split()]
    return any(same_stem(facts.tokens[n].folded, word) for n in facts.telling(words) for word in name)


def _source_touched(facts: Facts, statement: Statement, where: Range) -> bool:
    """Whether a difference lies in the printed source, or at it."""
    if statement.source_start is None or statement.source_end is None:
        return False
    span = facts.span(where)
    return span.start <= statement.source_end and statement.source_start <= span.end


def _one_voice(facts: Facts, mine: Statement, other: Facts, twin: Statement) -> bool:
    """Whether names or printed sources share words that tell something."""
    one, two = speaker(mine), speaker(twin)
    if one is not None and two is not None and same_name(one.name, two.name):
        return True
    first, second = (_source_words(f, s) for f, s in ((facts, mine), (other, twin)))
    return any(same_stem(x, y) for x in first for y in second)


def _source_words(facts: Facts, statement: Statement) -> list[str]:
    if statement.source_start is None or statement.source_end is None:
        return []
    inside = [
        n
        for n, token in enumerate(facts.tokens)
        if token.word and statement.source_start <= token.start and token.end <= statement.source_end
    ]
    return [facts.tokens[n].folded for n in facts.telling(inside)]


def _cue_changed(facts: Facts, other: Facts, mine: Statement, twin: Statement) -> bool:
    return not same_stem(fold(_cue(facts, mine)), fold(_cue(other, twin)))


def _cue(facts: Facts, statement: Statement) -> str:
    return facts.reading.text[statement.cue_start : statement.cue_end]


def _neutral(stance: str) -> str:
    """A stance; one for all verbs that only tell."""
    return "say" if stance in NEUTRAL else stance


def acts_alike(one: Statement, other: Statement) -> bool:
    """Whether two statements with other cues only tell a thing with other force; two acts are two things."""
    stances = {one.stance, other.stance}
    return not stances <= ACTS and "deny" not in stances


def speaker(statement: Statement) -> ChainStep | None:
    """The step that speaks: the last one that is no document."""
    steps = [s for s in statement.chain if s.role in ("speaker", "relay", "quoted")]
    speakers = [s for s in steps if s.role == "speaker"]
    found = speakers or steps
    return found[-1] if found else None


def same_name(one: str, other: str) -> bool:
    """Whether two printed names share a word that tells something (one may be the shorter form)."""
    shorter, longer = sorted(([fold(w) for w in name.split()] for name in (one, other)), key=len)
    shared = sum(any(same_stem(word, w) or same_word(word, w) for w in longer) for word in shorter)
    return shared * 2 >= len(shorter)


def _name(statement: Statement) -> str:
    step = speaker(statement)
    return step.name if step else ""


def _shown(facts: Facts, statement: Statement) -> str:
    """The voice of a statement as its text prints it here, else by its name."""
    if statement.source_start is not None:
        return facts.reading.text[statement.source_start : statement.source_end]
    return _name(statement)


def _names_known(other: Facts, statement: Statement) -> bool:
    """Whether the other text has most words of a statement's voice."""
    words = [fold(word) for word in _name(statement).split()]
    if named(_name(statement)) is not None:
        return _has_outlet(other, _name(statement))
    return bool(words) and sum(map(other.has, words)) * 2 > len(words)
