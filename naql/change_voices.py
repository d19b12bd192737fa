"""Whether a difference changes who says something: the statements it touches, and theirs on the other side.

Two statements are one when they say the same aligned words. Then their voices and stances are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from naql.change_facts import Facts, Range
from naql.lexicon import Form, Lexicon
from naql.lexicon import lexicon as cues
from naql.model import ChainStep, Statement
from naql.sentences import fold
from naql.word_forms import same_stem, same_word

NEUTRAL = frozenset({"say", "add", "explain", "report", "answer", "quote"})
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
    left: Facts, right: Facts, where: tuple[Range, Range], ahead: Mapping[int, int], back: Mapping[int, int]
) -> Voice | None:
    """The change of voice, if a difference is one; `ahead` maps aligned tokens left to right, `back` back."""
    for facts, other, mapping, mine, turned in (
        (left, right, ahead, where[0], False),
        (right, left, back, where[1], True),
    ):
        for statement in facts.statements_at(mine):
            if _said_inside(facts, statement, mine):
                continue
            twin = _twin(facts, other, statement, mapping)
            found = _against(facts, other, statement, twin, where, turned)
            if found is not None:
                return found
    return None


def bare_report(left: Facts, right: Facts, where: tuple[Range, Range]) -> Voice | None:
    """A short reporting phrase that came or went alone, and that no statement was read from.

    It begins with a cue: «according to the agency», «the minister said».
    """
    for facts, other, mine, theirs, turned in (
        (left, right, where[0], where[1], False),
        (right, left, where[1], where[0], True),
    ):
        words = facts.words(mine)
        code = facts.reading.language
        if other.words(theirs) or not words or code is None or (known := cues(code)) is None:
            continue
        # A verb that takes no clause («went on») is mostly no verb of saying.
        forms = [
            f.cue for f in _cue_at(facts, words, known) if f.cue.cue_class != "verb" or "that" in f.cue.frames
        ]
        most = max((PHRASE.get(cue.cue_class, 0) for cue in forms), default=0)
        if len(words) > most:
            continue
        rest = [facts.tokens[n].folded for n in facts.telling(words[1:])]
        told = other.reading.credit is not None or all(len(w) == 1 or other.has(w) for w in rest)
        key = "attribution.added" if turned else "attribution.dropped"
        return _voice("minor" if told else "major", key, facts.printed(mine), "", turned)
    return None


def _stances(facts: Facts, where: Range) -> frozenset[str] | None:
    """The stances of the cue that a difference begins with, light words aside; None without a cue."""
    words = facts.words(where)
    code = facts.reading.language
    if not words or code is None or (known := cues(code)) is None:
        return None
    while len(words) > 1 and not facts.telling(words[:1]):
        words = words[1:]
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


def _twin(facts: Facts, other: Facts, statement: Statement, mapping: Mapping[int, int]) -> Statement | None:
    """The statement of the other text that says the same aligned words; of several, the narrowest."""
    said = [mapping[n] for n in _content(facts, statement) if n in mapping]
    best: tuple[float, Statement] | None = None
    for candidate in other.reading.statements:
        content = set(_content(other, candidate))
        shared = sum(n in content for n in said)
        if not shared or shared < SHARE * len(said):
            continue
        score = shared / max(len(said), len(content))
        if best is None or score > best[0]:
            best = score, candidate
    return best[1] if best else None


def _against(
    facts: Facts,
    other: Facts,
    mine: Statement,
    twin: Statement | None,
    where: tuple[Range, Range],
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
    touched = any(
        _source_touched(f, s, where[n]) for f, s, n in ((facts, mine, turned), (other, twin, not turned))
    )
    retold = touches_cue and _cue_changed(facts, other, mine, twin)
    one, two = speaker(mine), speaker(twin)
    if one is None or two is None:
        return None
    # Words put in on one side alone tell it only if they make the voice a nameless one («a source in»).
    here, there = facts.words(where[turned]), other.words(where[not turned])
    nameless = (mine.unnamed or not here or bool(there)) and (twin.unnamed or not there or bool(here))
    if (touched or retold) and nameless and _lost_its_name(facts, mine, other, twin):
        key = "attribution.named" if mine.unnamed != turned else "attribution.unnamed"
        return _voice("major", key, _shown(facts, mine), _shown(other, twin), turned)
    replaced = touched and here and there
    if replaced and one.status == two.status == "explicit" and not _one_voice(facts, mine, other, twin):
        if _names_known(other, mine) and _names_known(facts, twin):
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
    left, right = (theirs, mine) if turned else (mine, theirs)
    return Voice("attribution", severity, key, left, right)


def _touches(facts: Facts, start: int, end: int, where: Range) -> bool:
    span = facts.span(where)
    return span.start < end and start < span.end


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
    words = _source_words(*known)
    return any(not any(same_stem(x, y) for y in words) for x in _source_words(*printed))


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
    return bool(words) and sum(map(other.has, words)) * 2 > len(words)
