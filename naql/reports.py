"""Where a cue really reports: its complement, the phrase of its subject, and how far its content goes."""

from __future__ import annotations

from dataclasses import dataclass, field

from naql import places
from naql.lexicon import Cue
from naql.narration import Hit, Narration
from naql.phrases import COMMAS, phrase_end
from naql.subjects import another_cue, speaks, whole_subject

LONG_QUOTE = 7  # words in marks that are speech even after a cue that rather takes a clause
REACH = 60  # tokens from a cue to its complement; the farthest of the annotated articles has 38
FINITE = ("verb", "relay")
SOON = 8  # tokens within which a clause shows that a noun before it is its speaker
ASIDE = 14  # tokens between dashes that may part a verb from its clause
DASHES = "-–—"


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
    passed: list[tuple[int, int]] = field(default_factory=list)
    document: tuple[int, int] | None = None
    cue_range: tuple[int, int] = (0, 0)

    @property
    def finite(self) -> bool:
        """Whether the cue is a verb with a subject of its own."""
        return self.cue.cue_class in FINITE


def hit_range(hit: Hit) -> tuple[int, int]:
    """The tokens of a cue as a range."""
    return hit.at, hit.after


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
                sure = found_object and _sure_object(told, found_object[1])
                return found_object if sure else _described(told, cue, hit, speech)
            initial = token.printed == "." and (len(told.words[at - 1]) == 1 or _inner_stop(told, at))
            if token.printed in ".!?؟" and not initial:
                break
            if token.printed in DASHES and (closing := _aside_end(told, at, limit)) is not None:
                at = closing + 1
                continue
            inner = told.quote_at.get(at)
            at = inner.end + inner.closed if inner else at + 1
            if token.printed == "(":
                at = next((i + 1 for i in range(at, min(at + 12, limit)) if told.read[i].printed == ")"), at)
            continue
        if at == hit.after and "bare" in cue.frames and told.has("bare_openers", at):
            return ("that", at, at)  # «قال يجب أن نعمل»
        first_person = told.read[at].printed in told.lexicon.words["first_person"]
        if first_person and at > hit.after and "quote" in cue.frames and found_object is None:
            return ("colon", at, at)  # «قال المدير نحن سعداء»
        if (clause := _clause(told, cue, hit, at, limit)) is not None:
            return _described(told, cue, hit, clause)
        noun_too = (
            "object" in cue.frames
            and told.has("object_nouns", at)
            and not told.has("complementizers", at + 1)
        )
        if another_cue(told, at) and not noun_too and (at > hit.after or _participle_at(told, at)):
            break  # «أضاف متسائلاً: …»: the words are the participle's
        if found_object is not None and _rather(told, cue, found_object, at):
            found_object = None
        if found_object is None and (noun := _object(told, cue, hit, at, limit)) is not None:
            found_object = noun
            if noun[1] > noun[2] or told.lexicon.bare(told.words[at]) == told.lexicon.stripped(
                told.words[at]
            ):
                return noun  # only a noun with an attached preposition may belong to the subject
        at += 1
    if found_object is None or "object" not in cue.frames or found_object[1] > found_object[2]:
        return found_object or _rest_as_object(told, cue, hit, at)
    return _with_accused(told, cue, hit, found_object)


def _aside_end(told: Narration, at: int, limit: int) -> int | None:
    """The dash that closes an aside between a verb and its clause: «اعتبر فلان -وفق ما نقل الموقع- أن»."""
    last = min(at + ASIDE, limit)
    return next((i for i in range(at + 2, last) if told.mark(i, DASHES)), None)


def _inner_stop(told: Narration, at: int) -> bool:
    """Whether a full stop stands inside a name, with no space after it: «بي.بي.سي»."""
    after = at + 1
    adjacent = after < len(told.read) and told.read[after].start == told.read[at].end
    return adjacent and told.read[after].word and told.read[at - 1].end == told.read[at].start


def _participle_at(told: Narration, at: int) -> bool:
    """Whether the cue at a token is a participle of saying."""
    return any(c.cue_class == "participle" for c in told.hit_at[at].cues)


def _rather(told: Narration, cue: Cue, found: tuple[str, int, int], at: int) -> bool:
    """Whether a free preposition the cue asks for overrides one written onto a word before it.

    «دعا نائب رئيس المكتب لحماس إلى».
    """
    loose = told.words[found[1]].startswith(tuple(p for (p,) in told.lexicon.sequences["owning"]))
    return loose and found[1] == found[2] and told.words[at] in cue.frames and told.has("prepositions", at)


def _speech(told: Narration, cue: Cue, hit: Hit, at: int) -> tuple[str, int, int] | None:
    """Words given as said: after a colon, or marked and long enough not to be a name."""
    if not cue.frames & {"quote", "bare", "that"}:
        return None
    if told.mark(at, ":") and at + 1 < len(told.read):
        if told.read[at + 1].start == told.read[at].end and told.read[at + 1].printed[0].isdigit():
            return None
        if told.words[at - 1].isdigit() and told.words[at + 1].isdigit():
            return None  # «أيزو 9001 : 2008»
        after = at + 1
        while told.mark(after, ".-–"):
            after += 1
        if after in told.quote_at:
            return ("quote", after, at)
        if told.has("complementizers", after):
            return ("that", after + 1, at)
        return ("colon", after, at) if after < len(told.read) else None
    if at == hit.after and told.has("saying_participles", hit.at) and told.mark(at, COMMAS):
        inner = at + 1
        if inner in told.quote_at or inner >= told.sentence[hit.at]:
            return None
        return ("that", inner + 1, at) if told.has("complementizers", inner) else ("colon", inner, at)
    quote = told.quote_at.get(at)
    if quote is None or told.names_outlet(at):
        return None
    words = sum(told.read[i].word for i in range(quote.opening + 1, quote.end))
    if not cue.frames & {"quote", "bare"} and words < LONG_QUOTE:
        return None
    after = quote.end + quote.closed
    if words >= 3 and at == hit.after and hit.joined and told.mark(after, COMMAS):
        return None if told.has("complementizers", after + 1) else ("quote", at, at)
    ends = quote.end + quote.closed >= told.sentence[min(quote.end, len(told.read) - 1)] - 1
    if words >= 5 or (words >= 2 and ends and at > hit.after) or (ends and at == hit.after and words >= 2):
        return ("quote", at, at)
    return None


def _sure_object(told: Narration, at: int) -> bool:
    """Whether the noun found as an object is one by its shape, so that marks after it belong to it."""
    rest = told.lexicon.bare(told.words[at])
    return (rest != told.words[at] and _object_noun(told, rest)) or _object_noun(told, told.words[at])


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
    attached = {p for (p,) in told.lexicon.sequences["attached"]}
    inside = any(word.startswith(p) for p in attached & frames)
    if not (frames & {"that", "bare"} or inside or (at > hit.after and told.words[at - 1] in frames)):
        return None
    previous = told.words[at - 1] if at > hit.after else ""
    if previous in grammar["not_before_clause"]:
        return None  # «غير أن», «إلا أن»: another clause, not what is said
    if previous in grammar["prepositions"] and previous not in frames and at - 1 > hit.after:
        return None
    begin = at + 1 if bare else at
    return ("that", begin, at) if begin < limit else None


def _object(told: Narration, cue: Cue, hit: Hit, at: int, limit: int) -> tuple[str, int, int] | None:
    """A noun that is announced, condemned, demanded: after the cue's preposition, or directly."""
    lexicon, word = told.lexicon, told.words[at]
    if word in lexicon.words["names_too"] and told.has("possessive_heads", at + 1):
        return None  # «الدكتور علي بن ناصر»
    if word in cue.frames and word not in lexicon.words["prepositions"] and len(word) > 2:
        return ("object", at, at)  # a noun the row names: «رفض التعليق»
    if told.has("bodies_too", at) and at == hit.after and _clause_soon(told, at, limit):
        return None  # «أكدت صحة جدة أن»
    if told.sequence("switchers", at):
        return None  # «حذر الوزير من جهته»
    head = lexicon.role(told.words[at - 1]) & {"office"} and at == hit.after + 1
    if head and not lexicon.definite(told.words[at - 1]) and _clause_soon(told, at, limit):
        return None  # «أكد وكيل أعمال اللاعب أن»
    if word in cue.frames and word in lexicon.words["prepositions"]:
        nouns = told.words[max(hit.after, at - 2) : at]
        governed = any((lexicon.stripped(n), word) in lexicon.sequences["governed_pairs"] for n in nouns)
        clause = told.has("complementizers", at + 1) or told.has("complementizers_with_pronoun", at + 1)
        return None if governed or clause or at + 1 >= limit else ("object", at + 1, at)
    for (prefix,) in lexicon.sequences["attached"]:
        fits = prefix in cue.frames and word.startswith(prefix) and len(word) - len(prefix) >= 2
        if fits and _attached_object(told, at, word[len(prefix) :]):
            return ("object", at, at)
    governed = at > hit.after and told.unjoined(at - 1) in lexicon.words["prepositions"]
    if "object" in cue.frames and not governed and word in lexicon.words["what"] and at + 1 < limit:
        return ("object", at, at)  # «نفى ما نشرته الصحف»
    if at > hit.after + 2 and told.read[at].printed.endswith(lexicon.accusatives):
        return None  # «كان المعلق يصف المجريات للضيوف تشجيعاً لهم»
    if "object" in cue.frames and not governed and _object_noun(told, word):
        return ("object", at, at)
    aside = hit.joined and told.has("prepositions", hit.after) and at > hit.after + 1 and not governed
    if (
        "object" in cue.frames
        and aside
        and lexicon.definite(word)
        and _object_noun(told, lexicon.stripped(word))
    ):
        return ("object", at, at)  # «وأكدت في مجملها الالتزام»
    return None


def _clause_soon(told: Narration, at: int, limit: int) -> bool:
    """Whether a complementizer follows the few words after a noun, with no mark between."""
    for i in range(at + 2, min(at + SOON, limit)):
        if not told.read[i].word:
            return False
        if told.has("complementizers", i):
            return not told.has("prepositions", i - 1)
    return False


def _attached_object(told: Narration, at: int, rest: str) -> bool:
    """Whether a word with an attached preposition is the cue's object, not a part of the subject."""
    lexicon = told.lexicon
    if rest in lexicon.words["what"]:
        return True
    word = told.words[at]
    if any(word in lexicon.words[c] for c in ("circumstances", "place_nouns", "idioms")):
        return False
    if lexicon.stripped(rest) in lexicon.words["feelings"] or _in_place(told, at):
        return False  # «يدعو للقلق», «مدير المكتب بلبنان»
    if any(
        word[: -len(p)] in lexicon.words["prepositions"]
        for (p,) in lexicon.sequences["pronouns"]
        if word.endswith(p)
    ):
        return False  # «بينها», «بهما»
    if told.words[at] in lexicon.roles or len(rest) < 3:
        return False
    if rest in lexicon.words["whole_words"] and rest in lexicon.words["never_names"]:
        return False  # «أم لستة أبناء»
    if rest in lexicon.words["complementizers"] or rest in lexicon.words["complementizers_with_pronoun"]:
        return False
    before = lexicon.bare(told.words[at - 1])
    construct = "body" in lexicon.role(before) and not lexicon.definite(told.words[at - 1])
    if rest in lexicon.words["occasions"] or (construct and not _object_noun(told, rest)):
        return False
    return not lexicon.role(rest) & {"body"} or _object_noun(told, rest)


def _in_place(told: Narration, at: int) -> bool:
    """Whether a country or a city stands behind a preposition written onto its name: «بلبنان»."""
    found = places.find(told.read, at, told.lexicon.code)
    return found is not None and found.kind in ("country", "city") and found.certain


def _object_noun(told: Narration, word: str) -> bool:
    """Whether a word looks like the noun of an act: listed, or shaped as a verbal noun."""
    lexicon = told.lexicon
    if word in lexicon.words["object_nouns"]:
        return True
    if lexicon.definite(word) or word in lexicon.words["not_objects"] or lexicon.role(word):
        return False
    if word in lexicon.words["circumstances"]:
        return False  # «أثناء القيادة»
    shapes = lexicon.patterns["object_shapes"]
    return bool(shapes and shapes.match(word))


def _rest_as_object(told: Narration, cue: Cue, hit: Hit, stop: int) -> tuple[str, int, int] | None:
    """What stands after the subject, or in its place, where the cue takes a plain object."""
    if "object" not in cue.frames or stop <= hit.after or cue.cue_class == "noun":
        return None
    first = hit.after
    if cue.cue_class == "participle" and (time := told.sequence("time_phrases", first)) < stop - first:
        first += time  # «مستبعدا في الوقت نفسه فكرة عودته»
    if not told.read[first].word or told.has("prepositions", first) or told.has("circumstances", first):
        return None
    if cue.cue_class == "participle":
        attached = any(told.words[first].startswith(p) for (p,) in told.lexicon.sequences["fused"])
        return None if attached else ("object", first, first)
    if hit.suffixed:
        return None
    if _object_noun(told, told.words[first]):
        return ("object", first, first)
    if speaks(told, first, stop):
        end = whole_subject(told, first, phrase_end(told, first, stop), stop)
        after = _second_noun(told, first, end)
        if after is None:
            after = _past_circumstances(told, end, stop)
        return ("object", after, after) if after is not None else None
    return ("object", first, first)


def _past_circumstances(told: Narration, at: int, stop: int) -> int | None:
    """Where the object begins after a subject and what may stand between: «أمس», «بشدة», brackets."""
    while at < stop:
        if phrase := told.sequence("time_phrases", at):
            at += phrase
        elif told.has("owning_circumstances", at):
            return None  # what follows belongs to it: «بسبب الإصابة»
        elif (
            told.has("circumstances", at) or told.has("prepositional_pronouns", at) or not told.read[at].word
        ):
            at += 1
        else:
            break
    bound = at >= stop or told.has("prepositions", at) or told.has("relatives", at)
    return None if bound or told.unjoined(at) != told.words[at] else at


def _with_accused(told: Narration, cue: Cue, hit: Hit, found: tuple[str, int, int]) -> tuple[str, int, int]:
    """«اتهم فلان المجلس بكذا»: whom a verb with both complements is about belongs to the content."""
    begin = found[1]
    if begin == hit.after or told.lexicon.bare(told.words[begin]) == told.words[begin]:
        return found
    if cue.cue_class == "participle":
        return ("object", hit.after, hit.after)
    second = _second_noun(told, hit.after, begin)
    return found if second is None else ("object", second, second)


def _described(told: Narration, cue: Cue, hit: Hit, found: tuple[str, int, int]) -> tuple[str, int, int]:
    """«وصف الخطوة بأنها كذا»: with a verb that takes no clause alone, the thing described is content too."""
    if (
        "object" not in cue.frames
        or "that" in cue.frames
        or found[2] <= hit.after
        or told.mark(found[2], ":")
    ):
        return found
    if cue.cue_class == "participle" or not speaks(told, hit.after, found[2]):
        return ("object", hit.after, hit.after)
    second = _second_noun(told, hit.after, found[2])
    return found if second is None else ("object", second, second)


def _second_noun(told: Narration, first: int, end: int) -> int | None:
    """Where, in a run of nouns, a second phrase begins."""
    lexicon = told.lexicon
    for at in range(first + 1, end):
        word = told.words[at]
        if _object_noun(told, word):
            return at
        after_definite = lexicon.definite(told.words[at - 1])
        if after_definite and told.has("whole_words", at):
            return at  # «وناشد العنزي جميع السائقين»
        if after_definite and not lexicon.definite(word) and "body" in lexicon.role(word):
            return at
        if after_definite and lexicon.definite(word) and _another_definite(told, at, end):
            return at
    return None


def _another_definite(told: Narration, at: int, end: int) -> bool:
    """Whether a definite noun after a definite one is no adjective: an act, or of another gender."""
    lexicon, word = told.lexicon, told.words[at]
    if _object_noun(told, lexicon.stripped(word)):
        return True
    feminine = [
        any(w.endswith(e) for (e,) in lexicon.sequences["feminine_nouns"])
        for w in told.words[at - 1 : at + 2]
    ]
    following = at + 1 < end and lexicon.definite(told.words[at + 1])
    return following and feminine == [False, True, True] and not lexicon.role(word)
