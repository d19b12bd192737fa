"""The phrase of the subject of a cue: after it, before it, or after the outlet spoken to."""

from __future__ import annotations

from naql import capitals
from naql.nameless import crowd
from naql.names import also_name, name_like, name_span
from naql.narration import Hit, Narration
from naql.phrases import COMMAS, phrase_end

FATHA = "\u064e"
FRONTED = 24  # tokens that «as for» may put before a verb
SPEAKING_ROLES = frozenset(
    ("office", "spokesman", "body", "unnamed", "document", "person", "title", "rank", "honorific")
)


def subject_after(told: Narration, hit: Hit, stop: int, *, alone: bool = False) -> tuple[int, int] | None:
    """The phrase of the subject that follows a cue, up to where its complement begins.

    `alone` says that no object stands between the two (`naql.phrases.phrase_end`).
    """
    lexicon, first = told.lexicon, _where_it_begins(told, hit, stop)
    if first is None or _no_subject(told, hit, first):
        return None
    if _tells_outlet(told, first):
        return _after_addressee(told, first, stop, alone=alone)
    rest = told.words[first][1:]
    if (
        told.words[first][:1] in {p for (p,) in lexicon.sequences["attached"]}
        and told.words[first] not in lexicon.roles
    ):
        if first in told.mention_at or (_opens_outlet(told, first + 1) and len(told.words[first]) == 1):
            return _after_addressee(told, first, stop, alone=alone)
        if len(told.words[first]) == 1:  # «لـ(البيان)»: whatever stands in marks is spoken to
            marked = told.quote_at.get(first + 1)
            closing = marked.end if marked else _closing(told, first + 1, stop)
            return _phrase_past(told, closing, stop, alone=alone) if closing else None
        if (
            lexicon.stripped(rest) in lexicon.words["addressees"]
            or lexicon.bare(told.words[first]) in lexicon.words["addressees"]
        ):
            return None
    end = phrase_end(told, first, stop, alone=alone)
    if end <= first:
        return None
    return first, whole_subject(told, first, end, stop)


def _where_it_begins(told: Narration, hit: Hit, stop: int) -> int | None:
    """The first token after a cue that a subject can begin with, past adverbs, days, blessings and marks."""
    first = hit.after
    skipped = ("auxiliaries", "back_words", "prepositional_pronouns")
    while first < stop and any(told.has(c, first) for c in skipped):
        first += 1
    if first + 1 < stop and not told.read[first].word and told.sequence("blessings", first + 1):
        first += 1
    while first < stop and (told.has("adverbs", first) or told.sequence("time_phrases", first)):
        first += max(1, told.sequence("time_phrases", first))  # «وأعلن أمس وزير الصحة أن»
    if first < stop and (blessing := told.sequence("blessings", first)):
        first += blessing  # «وأشاد - حفظه الله - بالجهود»
    while (
        first < stop
        and not told.read[first].word
        and first not in told.quote_at
        and told.read[first].printed != "("
    ):
        if told.read[first].printed in COMMAS + ":.":
            return None
        first += 1
    return first if first < stop else None


def _no_subject(told: Narration, hit: Hit, at: int) -> bool:
    """Whether something else than a subject begins at a token: a clause, an object, a second verb."""
    if any(told.has(c, at) for c in ("circumstances", "complementizers", "prepositions", "relatives")):
        return True
    if at == hit.after and imperfect(told, at) and another_cue(told, at):
        return True  # «كتب يقول»
    lexicon, word = told.lexicon, told.words[at]
    if lexicon.definite(word):
        if at not in told.place_at and _addressed(told, word):
            return True
        if told.read[at].printed.endswith(FATHA):
            return True  # printed as an accusative
    if _oblique_pair(told, word) or told.has("no_nouns", at) or told.has("complementizers_with_pronoun", at):
        return True
    bodies = lexicon.definite(word) or "body" in lexicon.role(word)
    return bodies and _disagrees(told, hit, at) and (hit.joined or told.has("as", hit.at - 1))


def whole_subject(told: Narration, first: int, end: int, stop: int) -> int:
    """The end of a subject with the name or the office that a comma parts from it."""
    return with_apposition(told, first, _with_name_after(told, first, end, stop), stop)


def _with_name_after(told: Narration, first: int, end: int, stop: int) -> int:
    """Past a comma to the name of whoever holds the office: «قال المتحدث باسم العشائر، محمد الشعباني»."""
    roles = told.lexicon.role(told.words[first])
    if end + 2 >= stop or not told.mark(end, COMMAS) or not roles & {"office", "spokesman"}:
        return end
    titled = told.lexicon.role(told.words[end + 1]) & {"title", "rank", "honorific"}
    if name_span(told, first, end) is not None or not (titled or name_like(told, end + 1)):
        return end
    last = phrase_end(told, end + 1, stop)
    name = name_span(told, end + 1, last)
    parted = name is not None and (name[1] >= stop or told.mark(name[1], COMMAS))
    return name[1] if name is not None and (name[1] - name[0] >= 2 or parted) else end


def with_apposition(told: Narration, first: int, end: int, stop: int) -> int:
    """Past a comma to the office of somebody named: «قالت سلمى الحاج، مديرة المدرسة،»."""
    lexicon = told.lexicon
    if end + 2 >= stop or not told.mark(end, COMMAS) or lexicon.capitals:
        return end
    begins = end + 1 + (told.has("whole_words", end + 1))
    roles = lexicon.role(told.words[begins])
    if (
        not roles & {"office", "spokesman", "person", "unnamed"}
        or told.unjoined(end + 1) != told.words[end + 1]
    ):
        return end
    if name_span(told, first, end) is None or name_span(told, end + 1, begins + 1) is not None:
        return end
    last = phrase_end(told, end + 1, stop, alone=True)
    return last if last >= stop - 1 or told.mark(last, COMMAS + "-–:") else end


def announced(told: Narration, hit: Hit) -> tuple[int, int] | None:
    """«أما فلان فقال»: the phrase that «as for» has put before its verb."""
    begin = told.start[hit.at]
    quote = told.inside[hit.at]
    begin = max(begin, quote.opening + 1) if quote is not None else begin
    at = next(
        (i for i in range(hit.at - 1, max(begin, hit.at - FRONTED) - 1, -1) if told.has("as_for", i)), None
    )
    if not hit.joined or at is None or any(i in told.hit_at for i in range(at + 1, hit.at)):
        return None
    first = at + 1
    while first < hit.at and not told.read[first].word and first not in told.quote_at:
        first += 1
    end = phrase_end(told, first, hit.at, alone=True) if first < hit.at else first
    if end <= first or told.has("prepositions", first):
        return None
    return first, with_apposition(told, first, end, hit.at)


def _disagrees(told: Narration, hit: Hit, at: int) -> bool:
    """Whether a verb without a feminine mark stands before a feminine noun: «وناشد المنظمات»."""
    lexicon = told.lexicon
    verb = told.unjoined(hit.at)
    feminine = [e for (e,) in lexicon.sequences["feminine_verb_endings"]]
    marked = any(verb.endswith(e) for e in feminine) or any(verb.startswith(e) for e in feminine)
    noun = any(told.read[at].printed.endswith(e) for e in lexicon.feminine_printed)
    noun = noun or lexicon.stripped(told.words[at]) in lexicon.words["broken_plurals"]
    return noun and not marked and not lexicon.role(told.words[at]) & {"honorific", "title", "rank"}


def _addressed(told: Narration, word: str) -> bool:
    """Whether a definite word is a plural in the accusative, «السائقين»: spoken to, never the subject."""
    bare = told.lexicon.stripped(word)
    if bare in told.lexicon.given_names:
        return False
    return any(
        bare.endswith(e) and len(bare) - len(e) > 2 for (e,) in told.lexicon.sequences["accusative_plurals"]
    )


def _oblique_pair(told: Narration, word: str) -> bool:
    """Whether a word is a dual of bodies that is no subject: «طالب وزارتي التعليم والمالية»."""
    duals = tuple(e for (e,) in told.lexicon.sequences["oblique_duals"])
    return bool(duals) and word.endswith(duals) and "body" in told.lexicon.role(word)


def _after_addressee(told: Narration, first: int, stop: int, *, alone: bool) -> tuple[int, int] | None:
    """«كشف لـ«الجريدة» فلان»: the subject after the outlet he spoke to."""
    at = next(i for i in (first, first + 1, first + 2) if i in told.mention_at)
    return _phrase_past(told, told.mention_at[at].end_token, stop, alone=alone)


def _tells_outlet(told: Narration, first: int) -> bool:
    """Whether an outlet in marks stands before the office of whoever speaks: «أبلغ «عكاظ» مدير الفرع»."""
    at = next((i for i in (first, first + 1) if i in told.mention_at), None)
    if at is None or first not in told.quote_at:
        return False
    after = told.mention_at[at].end_token
    while after < len(told.read) and not told.read[after].word and not told.mark(after, COMMAS + ".:"):
        after += 1
    return after < len(told.read) and bool(told.lexicon.role(told.words[after]) & {"office", "spokesman"})


def _closing(told: Narration, at: int, stop: int) -> int | None:
    """The token of the bracket that closes what opens at a token, close by."""
    if not told.mark(at, "("):
        return None
    return next((i for i in range(at, min(at + 6, stop)) if told.mark(i, ")")), None)


def _phrase_past(told: Narration, after: int, stop: int, *, alone: bool) -> tuple[int, int] | None:
    """The phrase that follows past marks and phrases of time."""
    while after < stop and not told.read[after].word:
        after += 1
    if after >= stop or told.has("prepositions", after) or told.has("circumstances", after):
        return None
    end = phrase_end(told, after, stop, alone=alone)
    return (after, with_apposition(told, after, end, stop)) if end > after else None


def _opens_outlet(told: Narration, at: int) -> bool:
    """Whether an outlet is named at a token or behind one mark."""
    behind = at < len(told.read) and not told.read[at].word and at + 1 in told.mention_at
    return at in told.mention_at or behind


def subject_before(told: Narration, hit: Hit) -> tuple[int, int] | None:
    """The phrase of a subject that stands before its verb: «الوزير قال», «وكانت الوزارة قد أعلنت»."""
    begin = told.start[hit.at]
    quote = told.inside[hit.at]
    if quote is not None:
        begin = max(begin, quote.opening + 1)
    at = hit.at - 1
    was = told.unjoined(begin) in told.lexicon.words["auxiliaries"]
    while at > begin and (told.has("auxiliaries", at) or (was and at < hit.at - 1 and told.mark(at, COMMAS))):
        at -= 1
    last = at + 1
    if hit.joined or last <= begin:
        return None
    first = last
    for back in range(at, max(begin - 1, at - 25), -1):
        word, token = told.words[back], told.read[back]
        if not token.word and token.printed in COMMAS + ":.؟!-–":
            break
        if word in told.lexicon.words["complementizers"] or word in told.lexicon.words["clause_openers"]:
            break
        if told.unjoined(back) in told.lexicon.words["auxiliaries"] or (
            back in told.hit_at and another_cue(told, back)
        ):
            break
        first = back
    while first < last and (
        (not told.read[first].word and first not in told.quote_at) or told.has("circumstances", first)
    ):
        first += 1
    if first >= last or phrase_end(told, first, last) < last:
        return None
    if told.has("prepositions", first) and not also_name(told, first):
        return None
    if not (
        speaks(told, first, min(first + (1 if told.read[first].word else 2), last))
        or told.lexicon.definite(told.words[first])
        or _after_opener(told, first)
        or _named_at(told, first, last)
    ):
        return None
    return first, last


def _named_at(told: Narration, first: int, last: int) -> bool:
    """Whether a phrase begins with a name of two words, one of them known as a name."""
    name = name_span(told, first, last)
    words = told.words[name[0] : name[1]] if name is not None and name[0] == first else []
    return len(words) > 1 and any(w in told.lexicon.given_names for w in words)


def _after_opener(told: Narration, first: int) -> bool:
    return first > 0 and (
        told.has("clause_openers", first - 1)
        or told.has("complementizers", first - 1)
        or told.unjoined(first - 1) in told.lexicon.words["auxiliaries"]
    )


def imperfect(told: Narration, at: int) -> bool:
    """Whether a word begins as an imperfect does: «يقول», «تشير»."""
    return told.unjoined(at).startswith(tuple(b for (b,) in told.lexicon.sequences["imperfect_beginnings"]))


def another_cue(told: Narration, at: int) -> bool:
    """Whether another cue stands here, whose complement what follows would be."""
    hit = told.hit_at.get(at)
    if hit is None or hit.suffixed or told.words[at] in told.lexicon.words["prepositions"]:
        return False
    before = at - 1 - (at > 1 and told.has("auxiliaries", at - 1))
    if at and told.has("relatives", before) and told.words[before] not in told.lexicon.words["what"]:
        return False  # a clause about the subject: «السكان الذين يقدر عددهم»
    return any(c.cue_class in ("verb", "participle", "relay") for c in hit.cues) and not told.lexicon.role(
        told.words[at]
    )


def _ministry(told: Narration, start: int, end: int) -> bool:
    """A ministry without its noun, known by an adjective that agrees with that: «الدفاع الروسية»."""
    if (
        start + 1 >= end
        or not told.has("ministries", start)
        or not told.lexicon.definite(told.words[start + 1])
    ):
        return False
    return any(told.read[start + 1].printed.endswith(e) for e in told.lexicon.feminine_printed)


def speaks(told: Narration, start: int, end: int) -> bool:
    """Whether a phrase can be somebody who says something: an outlet, a role, a name seen as one."""
    lexicon = told.lexicon
    if lexicon.capitals:
        return capitals.speaks(told, start, end)
    while start < end and not told.read[start].word and start not in told.mention_at:
        start += 1
    if start >= end:
        return False
    if start in told.mention_at or start + 1 in told.mention_at:
        return True
    word = told.words[start]
    roles = lexicon.role(word) | lexicon.role(lexicon.bare(word))
    if any(tuple(told.words[start : start + len(p)]) == p for p, _ in lexicon.phrases.get(word, ())):
        return True  # «الأمم المتحدة»
    if crowd(told, start):
        return True
    if roles & SPEAKING_ROLES or word in lexicon.words["self_words"]:
        return True
    if lexicon.stripped(word) in lexicon.words["place_nouns"]:
        return True
    if word in lexicon.words["counts"] and not told.has("of", start + 1):
        return False  # «يقدر عدد السكان», not «عدد من السكان»
    if start in told.place_at or word in lexicon.words["whole_words"] or _ministry(told, start, end):
        return True
    name = name_span(told, start, end)
    return (name is not None and name[1] - name[0] >= 2) or _named_before(told, start)


def _named_before(told: Narration, at: int) -> bool:
    """Whether a single word has stood before as the end of a name: a surname, with or without article."""
    word = told.words[at]
    before = [i for i in told.found_at[word] if 0 < i < at]
    if told.lexicon.definite(word) and any("body" in told.lexicon.role(told.words[i - 1]) for i in before):
        return True
    if (
        told.lexicon.definite(word)
        and not told.lexicon.role(word)
        and any(_ends_a_name(told, i) for i in before)
    ):
        return True
    if not told.read[at].word or (told.lexicon.definite(word) and not word.endswith(told.lexicon.nisba)):
        return False
    if not told.lexicon.definite(word) and not name_like(told, at):
        return False
    return any(name_like(told, i - 1) for i in before)


def _ends_a_name(told: Narration, at: int) -> bool:
    """Whether a word stands after a given name, or after a name that a title opens: «الدكتور سيف الجبير»."""
    lexicon = told.lexicon
    if told.words[at - 1] in lexicon.given_names:
        return True
    titled = at > 1 and lexicon.role(told.words[at - 2]) & {"title", "rank", "honorific"}
    return bool(titled) and name_like(told, at - 1)


def surely_speaks(told: Narration, start: int, end: int) -> bool:
    """Whether a phrase found without a cue is somebody: a role, an outlet, a place, a name that is known.

    A bare word that only could be a name is not enough here: it may as well be a verb or a noun.
    """
    lexicon, word = told.lexicon, told.words[start]
    if (
        start in told.mention_at
        or word in lexicon.words["self_words"]
        or word in lexicon.words["place_nouns"]
    ):
        return True
    if (lexicon.role(word) | lexicon.role(lexicon.bare(word))) & SPEAKING_ROLES - {"document"}:
        return True
    name = name_span(told, start, end)
    if name is None:
        return False
    words = told.words[name[0] : name[1]]
    return any(w in lexicon.given_names for w in words) or (
        len(words) > 1 and len(told.found_at[words[-1]]) > 1
    )


def begins_clause(told: Narration, at: int) -> bool:
    """Whether a verb could stand at a token: at a beginning, after a comma, or with a conjunction."""
    if at <= told.start[at] or told.unjoined(at) != told.words[at] or not told.read[at - 1].word:
        return True
    openers = ("auxiliaries", "clause_openers", "relatives", "complementizers")
    return (
        any(told.has(c, at - 1) for c in openers)
        or told.unjoined(at - 1) in told.lexicon.words["auxiliaries"]
    )
