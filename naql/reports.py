"""Where a cue really reports: its complement, the phrase of its subject, and how far its content goes."""

from __future__ import annotations

from dataclasses import dataclass, field

from naql.lexicon import Cue
from naql.narration import Hit, Narration
from naql.subjects import another_cue, speakerlike
from naql.voices import phrase_end

REACH = 60  # tokens from a cue to its complement; the farthest of the annotated articles has 38
FINITE = ("verb", "relay")


@dataclass(slots=True)
class Report:
    """A cue that reports. All positions are token numbers.

    `complement` is `that`, `quote`, `colon`, `object`, or `clause` (the clause the cue stands in or
    after). `source` is the noun phrase of the subject; `region` what stands between cue and content,
    where relays and documents are named. `content` are the ranges of what is said.
    """

    hit: Hit
    cue: Cue
    complement: str
    source: tuple[int, int] | None
    region: tuple[int, int]
    content: list[tuple[int, int]] = field(default_factory=list)
    relay: tuple[int, int] | None = None
    document: tuple[int, int] | None = None
    cue_range: tuple[int, int] = (0, 0)

    @property
    def finite(self) -> bool:
        """Whether the cue is a verb with a subject of its own."""
        return self.cue.cue_class in FINITE


def complement(told: Narration, hit: Hit, cue: Cue) -> tuple[str, int, int] | None:
    """(kind, first token of the content, token the search stopped at) of a verb, participle or noun."""
    limit = min(told.sentence[hit.at], hit.after + REACH)
    quote = told.inside[hit.at]
    if quote is not None:
        limit = min(limit, quote.end)
    if hit.after < len(told.read) and told.mark(limit, ":") and limit < len(told.read):
        limit += 1
    at, found_object = hit.after, None
    while at < limit:
        token = told.read[at]
        if not token.word:
            if (speech := _speech(told, cue, hit, at)) is not None:
                return speech
            if token.printed in ".!?؟":
                if not (token.printed == "." and len(told.words[at - 1]) == 1):
                    break
            inner = told.quote_at.get(at)
            at = inner.end + inner.closed if inner else at + 1
            if token.printed == "(":
                at = next((i + 1 for i in range(at, min(at + 12, limit)) if told.read[i].printed == ")"), at)
            continue
        if (clause := _clause(told, cue, hit, at, limit)) is not None:
            return clause
        if at > hit.after and another_cue(told, at):
            break
        if found_object is None and (noun := _object(told, cue, hit, at, limit)) is not None:
            found_object = noun
            if noun[1] > noun[2]:  # after a preposition of its own: no clause can follow but its own
                return noun
        at += 1
    if found_object is None or "object" not in cue.frames or found_object[1] > found_object[2]:
        return found_object or _rest_as_object(told, cue, hit, at)
    return _with_accused(told, cue, hit, found_object)


def _speech(told: Narration, cue: Cue, hit: Hit, at: int) -> tuple[str, int, int] | None:
    """Words given as said: after a colon, or marked and long enough not to be a name."""
    if not cue.frames & {"quote", "that", "bare"}:
        return None
    if told.mark(at, ":") and at + 1 < len(told.read):
        if told.read[at + 1].start == told.read[at].end and told.read[at + 1].printed[0].isdigit():
            return None
        after = at + 1
        while told.mark(after, ".-–"):
            after += 1
        if after in told.quote_at:
            return ("quote", after, at)
        if told.has("complementizers", after):
            return ("that", after + 1, at)
        return ("colon", after, at) if after < len(told.read) else None
    quote = told.quote_at.get(at)
    if quote is None:
        return None
    words = sum(told.read[i].word for i in range(quote.opening + 1, quote.end))
    ends = quote.end + quote.closed >= told.sentence[min(quote.end, len(told.read) - 1)] - 1
    if words >= 5 or (words >= 2 and ends and at > hit.after) or (ends and at == hit.after and words >= 2):
        return ("quote", at, at)
    return None


def _clause(told: Narration, cue: Cue, hit: Hit, at: int, limit: int) -> tuple[str, int, int] | None:
    """A clause that a complementizer opens, after the preposition the cue wants."""
    grammar = told.lexicon.words
    word = told.words[at]
    bare = word in grammar["complementizers"]
    if not bare and word not in grammar["complementizers_with_pronoun"]:
        return None
    frames = cue.frames
    if not frames - {"object", "quote"}:
        return None
    previous = told.words[at - 1] if at > hit.after else ""
    if previous in grammar["prepositions"] and previous not in frames:
        return None
    begin = at + 1 if bare else at
    return ("that", begin, at) if begin < limit else None


def _object(told: Narration, cue: Cue, hit: Hit, at: int, limit: int) -> tuple[str, int, int] | None:
    """A noun that is announced, condemned, demanded: after the cue's preposition, or directly."""
    lexicon, word = told.lexicon, told.words[at]
    if word in cue.frames and word in lexicon.words["prepositions"]:
        nouns = told.words[max(hit.after, at - 2) : at]
        governed = any(lexicon.stripped(n) in lexicon.words["governing"] for n in nouns)
        clause = told.has("complementizers", at + 1) or told.has("complementizers_with_pronoun", at + 1)
        return None if governed or clause or at + 1 >= limit else ("object", at + 1, at)
    for (prefix,) in lexicon.sequences["attached"]:
        if prefix in cue.frames and word.startswith(prefix) and len(word) - len(prefix) >= 2:
            if _attached_object(told, at, word[len(prefix) :]):
                return ("object", at, at)
    governed = at > hit.after and told.unjoined(at - 1) in lexicon.words["prepositions"]
    if "object" in cue.frames and not governed and _object_noun(told, word):
        return ("object", at, at)
    return None


def _attached_object(told: Narration, at: int, rest: str) -> bool:
    """Whether a word with an attached preposition is the cue's object, not a part of the subject."""
    lexicon = told.lexicon
    if told.words[at] in lexicon.roles or len(rest) < 3:
        return False
    if rest in lexicon.words["complementizers"] or rest in lexicon.words["complementizers_with_pronoun"]:
        return False
    return not lexicon.role(rest) & {"body"} or _object_noun(told, rest)


def _object_noun(told: Narration, word: str) -> bool:
    """Whether a word looks like the noun of an act: listed, or shaped as a verbal noun."""
    lexicon = told.lexicon
    if word in lexicon.words["object_nouns"]:
        return True
    if lexicon.definite(word) or word in lexicon.words["not_objects"] or lexicon.role(word):
        return False
    return bool(lexicon.shapes and lexicon.shapes.match(word))


def _rest_as_object(told: Narration, cue: Cue, hit: Hit, stop: int) -> tuple[str, int, int] | None:
    """What stands after the subject, or in its place, where the cue takes a plain object."""
    if "object" not in cue.frames or stop <= hit.after or cue.cue_class == "noun":
        return None
    lexicon = told.lexicon
    first = hit.after
    if not told.read[first].word or told.has("prepositions", first) or told.has("circumstances", first):
        return None
    if cue.cue_class == "participle":
        return ("object", first, first)
    if hit.suffixed:
        return None
    if speakerlike(told, first):
        end = phrase_end(told, first, stop)
        after = _second_noun(told, first, end)
        return ("object", after, after) if after is not None else None
    return ("object", first, first)


def _with_accused(told: Narration, cue: Cue, hit: Hit, found: tuple[str, int, int]) -> tuple[str, int, int]:
    """«اتهم فلان المجلس بكذا»: whom a verb with both complements is about belongs to the content."""
    begin = found[1]
    if begin == hit.after or told.lexicon.bare(told.words[begin]) == told.words[begin]:
        return found
    if cue.cue_class == "participle":
        return ("object", hit.after, hit.after)
    second = _second_noun(told, hit.after, begin)
    return found if second is None else ("object", second, second)


def _second_noun(told: Narration, first: int, end: int) -> int | None:
    """Where, in a run of nouns, a second phrase begins: a definite noun after a definite one that is no adjective."""
    lexicon = told.lexicon
    for at in range(first + 1, end):
        word = told.words[at]
        if _object_noun(told, word):
            return at
        after_definite = lexicon.definite(told.words[at - 1])
        if after_definite and not lexicon.definite(word) and "body" in lexicon.role(word):
            return at
        definite = lexicon.definite(word) and lexicon.definite(told.words[at - 1])
        adjective = any(word.endswith(e) for (e,) in lexicon.sequences["adjective_endings"])
        if definite and not adjective and lexicon.role(told.words[first]) and not lexicon.role(word):
            return at
    return None
