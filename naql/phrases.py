"""Noun phrases: where one that begins at a word ends."""

from __future__ import annotations

from naql import capital_phrases, places
from naql.narration import Narration
from naql.quotes import CLOSERS, MARKS

PHRASE_TOKENS = 30  # the longest speaker of the annotated articles has 24
ASIDE = 10  # tokens of brackets that may stand inside a phrase
COMMAS = "،,؛;"


def phrase_end(told: Narration, start: int, limit: int, *, alone: bool = False) -> int:
    """Where the noun phrase that begins at a token ends, at the latest at `limit`.

    `alone` says that no object can stand between it and `limit`, as where a clause is what is said.
    """
    if told.lexicon.capitals:
        return capital_phrases.phrase_end(told, start, limit)
    at = start
    limit = min(limit, start + PHRASE_TOKENS)
    while at < limit:
        token = told.read[at]
        if not token.word:
            following = _past_mark(told, at, limit)
            if following is None:
                break
            at = following
            continue
        if at > start and (_cuts(told, start, at) or (not alone and _object_begins(told, start, at))):
            break
        at += 1
    while at > start and not told.read[at - 1].word and told.read[at - 1].printed not in CLOSERS + '")':
        at -= 1
    while at > start + 1 and (told.has("prepositions", at - 1) or told.has("proclitics", at - 1)):
        at -= 1
    return at


def _past_mark(told: Narration, at: int, limit: int) -> int | None:
    """The token after a mark that may stand inside a phrase; None where the mark ends it."""
    printed = told.read[at].printed
    if quote := told.quote_at.get(at):
        short = quote.end - at <= 6
        return min(quote.end + quote.closed, limit) if short else None
    if printed == "(":
        closing = next((i for i in range(at, min(at + ASIDE, limit)) if told.read[i].printed == ")"), None)
        return closing + 1 if closing else None
    if printed in MARKS:
        return at + 1
    if printed == "." and at and len(told.words[at - 1]) == 1:
        return at + 1
    return None


def _cuts(told: Narration, start: int, at: int) -> bool:
    """Whether a word can no longer belong to the phrase that began at `start`."""
    lexicon, word = told.lexicon, told.words[at]
    if _clause_begins(told, at) or _accusative(told, at):
        return True
    if word in lexicon.words["relatives"] or word in lexicon.words["auxiliaries"]:
        return word not in lexicon.words["of"]
    if word in lexicon.words["prepositions"]:
        return not _name_follows(told, at) and _preposition_cuts(told, start, at)
    if word in lexicon.words["circumstances"] or (word in lexicon.words["occasions"] and at == start):
        return True
    if (word.isdigit() and told.has("prepositions", at - 1)) or _cue_begins(told, at):
        return True
    governed = lexicon.role(told.words[at - 1]) or told.has("prepositions", at - 1)
    pointing = word in lexicon.words["demonstratives"] and not governed
    lone = (
        len(word) == 1
        and at + 1 < len(told.read)
        and not told.read[at + 1].word
        and attached(told, at + 1) == 0
    )
    if pointing or (lone and (word,) in lexicon.sequences["owning"]):
        return True
    if (word,) in lexicon.sequences["located_attached"] or _for_whom(told, start, at):
        return True  # «إدارة المهرجان بـ 500»
    if word in lexicon.words["counterparts"] or _elsewhere(told, at):
        return True
    if attached(told, at):
        rest = lexicon.bare(word)
        outlet = at + 1 in told.mention_at and told.read[at].end - told.read[at].start <= 2
        if at in told.mention_at or outlet:
            return True
        owned = word.startswith(tuple(p for (p,) in lexicon.sequences["owning"]))
        return (owned and rest in lexicon.words["addressees"]) or rest in lexicon.words["occasions"]
    return False


def _for_whom(told: Narration, start: int, at: int) -> bool:
    """Whether «for the» is written onto a word after a body of one word: «واشترطت الوزارة للعامل»."""
    lexicon, first = told.lexicon, told.words[start]
    if at != start + 1 or not lexicon.definite(first) or "body" not in lexicon.role(first):
        return False
    return any(told.words[at].startswith(f) for (f,) in lexicon.sequences["fused"])


def _clause_begins(told: Narration, at: int) -> bool:
    """Whether a complementizer, an addressee, a time phrase or a quantifier begins something else."""
    lexicon, word = told.lexicon, told.words[at]
    both = (word, told.unjoined(at))
    if any(w in lexicon.words[c] for w in both for c in ("complementizers", "complementizers_with_pronoun")):
        return True
    if _spoken_to(told, at) or told.sequence("time_phrases", at):
        return True
    return word in lexicon.words["whole_words"] and lexicon.definite(told.words[at - 1])


def _object_begins(told: Narration, start: int, at: int) -> bool:
    """Whether a word begins the object of the verb whose subject began at `start`."""
    lexicon, word = told.lexicon, told.words[at]
    if _hearers(told, at) or _described_noun(told, at) or _past_several(told, start, at):
        return True
    if _act_of_another(told, start, at) or _construct_noun(told, at) or _other_body(told, start, at):
        return True
    if _object_after_office(told, start, at) or _new_noun(told, start, at) or _after_surname(told, start, at):
        return True
    if (
        (_definite_body(told, start) or _definite_people(told, start, at))
        and not lexicon.definite(word)
        and not _attached_any(told, at)
    ):
        return not (lexicon.role(word) & {"body"} and told.words[at - 1] in lexicon.words["located"])
    return False


def _after_surname(told: Narration, start: int, at: int) -> bool:
    """Whether an act, or a body without article, follows a surname alone: «حافظ توفر النقد»."""
    lexicon, first, word = told.lexicon, told.words[start], told.words[at]
    if at != start + 1 or lexicon.role(first) or lexicon.definite(word) or not told.read[start].word:
        return False
    if word in lexicon.words["object_nouns"]:
        return told.found_at[first][0] < start
    return lexicon.definite(first) and first.endswith(lexicon.nisba) and "body" in lexicon.role(word)


def place(told: Narration, at: int) -> bool:
    """Whether a word is the name of a place by itself."""
    found = places.find(told.read, at, told.lexicon.code)
    return found is not None and found.end_token == at + 1 and found.candidates > 0


def _hearers(told: Narration, at: int) -> bool:
    """Whether a definite accusative plural of people follows a definite word: «المديرية المواطنين»."""
    lexicon, word = told.lexicon, told.words[at]
    ends = tuple(e for (e,) in lexicon.sequences["accusative_plurals"])
    if at and told.has("kin", at) and at + 1 < len(told.words) and told.words[at + 1].endswith(ends):
        return lexicon.definite(told.words[at - 1])  # «المديرية الإخوة اليمنيين»
    if not (lexicon.definite(word) and word.endswith(ends)) or told.words[at - 1].endswith(ends):
        return False
    fused = any(told.words[at - 1].startswith(f) for (f,) in lexicon.sequences["fused"])
    closed = lexicon.definite(told.words[at - 1]) or fused or place(told, at - 1)
    named = closed and bool(lexicon.role(word) & {"unnamed", "office", "person"})
    return named and lexicon.stripped(word) not in lexicon.given_names


def _described_noun(told: Narration, at: int) -> bool:
    """Whether a definite plural of things follows a definite word: «الصحفيين الجرائم الإسرائيلية»."""
    lexicon, word = told.lexicon, told.words[at]
    if at + 1 >= len(told.words) or lexicon.role(word) or word.endswith(lexicon.nisba):
        return False
    if not all(lexicon.definite(told.words[i]) for i in (at - 1, at, at + 1)):
        return False
    ends = [told.read[i].printed.endswith(lexicon.feminine_printed) for i in (at - 1, at, at + 1)]
    return ends == [False, False, True]


def _past_several(told: Narration, start: int, at: int) -> bool:
    """Whether an indefinite noun follows «عدد من الوزراء»: what they speak of, no part of them."""
    lexicon, word = told.lexicon, told.words[at]
    if (
        start + 2 >= at
        or told.words[start] not in lexicon.words["whole_words"]
        or not told.has("of", start + 1)
    ):
        return False
    return lexicon.definite(told.words[at - 1]) and not lexicon.definite(word) and not _attached_any(told, at)


def _accusative(told: Narration, at: int) -> bool:
    """Whether a word is printed with the ending of an indefinite accusative: «رداً», «نقلاً»."""
    lexicon = told.lexicon
    return told.read[at].printed.endswith(lexicon.accusatives) and not lexicon.definite(told.words[at])


def _act_of_another(told: Narration, start: int, at: int) -> bool:
    """Whether a word is the noun of what is done or said, not of who does it."""
    lexicon, word = told.lexicon, told.words[at]
    after_definite, definite = lexicon.definite(told.words[at - 1]), lexicon.definite(word)
    if after_definite and _act_begins(told, start, word):
        return True
    adjective = told.read[at].printed.endswith(lexicon.feminine_printed)  # «المصاحبة»
    if not (definite and after_definite) or lexicon.role(word) or adjective:
        return False
    return _object_like(told, lexicon.stripped(word))


def _cue_begins(told: Narration, at: int) -> bool:
    """Whether a verb or a phrase of reporting stands at a word that is no name and no office."""
    hit = told.hit_at.get(at)
    if hit is None or (not hit.joined and told.words[at - 1] in told.lexicon.given_names):
        return False  # «شذى صدر»
    classes = {cue.cue_class for cue in hit.cues}
    if "according" in classes:
        return True
    return bool(classes & {"verb", "participle", "relay"}) and not told.lexicon.role(told.words[at])


def _construct_noun(told: Narration, at: int) -> bool:
    """Whether an indefinite feminine noun, no name, follows a definite word: «الناقد لغة الرواية»."""
    lexicon, word = told.lexicon, told.words[at]
    if lexicon.definite(word) or word in lexicon.given_names or not lexicon.definite(told.words[at - 1]):
        return False
    if lexicon.role(told.words[at - 1]) & {"title", "rank", "honorific"}:
        return False
    printed = told.read[at].printed
    return printed[-1] in lexicon.not_pronouns and lexicon.bare(word) == word and word not in lexicon.roles


def _other_body(told: Narration, start: int, at: int) -> bool:
    """Whether a body follows a definite word of the other gender: «الفريق المعارض الحكومة»."""
    lexicon, word, before = told.lexicon, told.words[at], told.words[at - 1]
    if not (lexicon.definite(word) and lexicon.definite(before) and "body" in lexicon.role(word)):
        return False
    if any(word.endswith(e) for (e,) in lexicon.sequences["nisba_endings"]):
        return False  # «البلدية» may be the adjective
    if at - 1 == start and lexicon.role(before) & {"office", "document"}:
        return True  # «اتهم النائب المجلس», «اتهم البيان النظام»
    feminine = [any(w.endswith(e) for (e,) in lexicon.sequences["feminine_nouns"]) for w in (before, word)]
    return feminine[0] != feminine[1]


def _object_after_office(told: Narration, start: int, at: int) -> bool:
    """Whether a feminine noun follows a man's office: «وصف الوزير الخطوة بأنها», never an adjective of it."""
    lexicon, word, before = told.lexicon, told.words[at], told.words[at - 1]
    if at - 1 != start or "office" not in lexicon.role(before) or lexicon.role(word):
        return False
    if not (lexicon.definite(word) and lexicon.definite(before)):
        return False
    ends = [told.read[i].printed.endswith(lexicon.feminine_printed) for i in (at - 1, at)]
    return ends == [False, True]


def _new_noun(told: Narration, start: int, at: int) -> bool:
    """Whether, after people without a name and their adjective, a noun begins something else."""
    lexicon, word, before = told.lexicon, told.words[at], told.words[at - 1]
    if "unnamed" not in lexicon.role(told.words[start]) or lexicon.definite(word) or at < start + 2:
        return False
    if told.has("prepositions", at - 1):
        return False
    adjectives = [e for (e,) in lexicon.sequences["adjective_endings"]]
    plain = not any(word.endswith(e) for e in adjectives) and not _attached_any(told, at)
    return plain and not lexicon.definite(before) and any(before.endswith(e) for e in adjectives)


def _name_follows(told: Narration, at: int) -> bool:
    """Whether a word that looks like a preposition is a name: «علي بن محمد»."""
    lexicon = told.lexicon
    following = told.words[at + 1] if at + 1 < len(told.words) else ""
    if told.words[at] not in lexicon.words["names_too"]:
        return False
    if following in lexicon.words["possessive_heads"]:
        return True
    printed = told.read[at].printed in lexicon.words["printed_names"]
    return printed and (following in lexicon.given_names or told.other_spelling(at))


def _spoken_to(told: Narration, at: int) -> bool:
    """Whether an outlet with a preposition written onto it, or onto its marks, stands here: «لـ«الجريدة»»."""
    word = told.words[at]
    if (word[:1],) not in told.lexicon.sequences["attached"]:
        return False
    if at in told.mention_at:
        return True
    after = at + 1
    while after < min(at + 3, len(told.read)) and not told.read[after].word:
        after += 1
    return len(word) == 1 and any(i in told.mention_at for i in range(at + 1, after + 1))


def _act_begins(told: Narration, start: int, word: str) -> bool:
    """Whether the noun of an act begins here; after the office of a person only one that is listed."""
    lexicon = told.lexicon
    if word in lexicon.words["object_nouns"]:
        return True
    people = lexicon.role(told.words[start]) & {
        "office",
        "spokesman",
        "person",
        "title",
        "rank",
        "honorific",
        "unnamed",
    }
    return (
        not people
        and _object_like(told, word)
        and word not in lexicon.words["not_objects"]
        and word not in lexicon.given_names
    ) or (_object_like(told, word) and word.endswith(_own_pronouns(told)))


def _own_pronouns(told: Narration) -> tuple[str, ...]:
    """The pronouns of several letters, which end no name: «تفاؤلهم»."""
    return tuple(p for (p,) in told.lexicon.sequences["pronouns"] if len(p) > 1)


def _definite_body(told: Narration, start: int) -> bool:
    """Whether a phrase begins with the noun of a body with its article: nothing indefinite belongs to it."""
    lexicon = told.lexicon
    return lexicon.definite(told.words[start]) and "body" in lexicon.role(told.words[start])


def _definite_people(told: Narration, start: int, at: int) -> bool:
    """Whether a plural of people, definite and nominative, stands right before: «المتطوعون باقات»."""
    lexicon, word = told.lexicon, told.words[start]
    nominative = any(word.endswith(n) and len(word) > len(n) + 3 for _, n in lexicon.nominatives)
    return at == start + 1 and nominative and lexicon.definite(word)


def _attached_any(told: Narration, at: int) -> bool:
    """Whether a word may carry an attached preposition or conjunction, or is a preposition."""
    lexicon, word = told.lexicon, told.words[at]
    if word in lexicon.words["prepositions"] or not told.read[at].word:
        return True
    first = [
        p for (p,) in (*lexicon.sequences["attached"], *lexicon.sequences["proclitics"]) if word.startswith(p)
    ]
    return bool(first) and word not in lexicon.roles


def _elsewhere(told: Narration, at: int) -> bool:
    """Whether a word with a located preposition written onto it begins a circumstance: «بتاريخ», «بنسبة»."""
    lexicon, word = told.lexicon, told.words[at]
    if word in lexicon.roles or word in lexicon.words["possessive_heads"] or at in told.mention_at:
        return False
    for (prefix,) in lexicon.sequences["located_attached"]:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) > 2 and not lexicon.definite(rest):
            return rest in lexicon.words["occasions"] or _object_like(told, rest)
    return False


def _object_like(told: Narration, word: str) -> bool:
    shapes = told.lexicon.patterns["object_shapes"]
    return word in told.lexicon.words["object_nouns"] or bool(shapes and shapes.match(word))


def _preposition_cuts(told: Narration, start: int, at: int) -> bool:
    lexicon, word = told.lexicon, told.words[at]
    following = told.words[at + 1] if at + 1 < len(told.words) else ""
    bare = lexicon.stripped(following)
    if following in lexicon.words["occasions"] or bare in lexicon.words["occasions"] or following.isdigit():
        return True
    if following in lexicon.words["complementizers"] or following in lexicon.words["circumstances"]:
        return True
    if at + 1 in told.mention_at and word not in lexicon.words["of"]:
        return lexicon.words["of"].isdisjoint(told.words[start:at])
    governed = any(lexicon.stripped(w) in lexicon.words["governing"] for w in told.words[start:at])
    if word in lexicon.words["circumstances"]:
        return not governed
    return not governed and word not in lexicon.words["of"] and word not in lexicon.words["located"]


def attached(told: Narration, at: int) -> int:
    """How many printed characters of a word are an attached preposition that can be taken off."""
    lexicon, word = told.lexicon, told.words[at]
    if word in lexicon.roles or len(word) < 3:
        return 0
    for (prefix,) in lexicon.sequences["fused"]:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return len(prefix) - 2 if prefix[-2:] in lexicon.words["articles"] else 0
    for (prefix,) in lexicon.sequences["attached"]:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and (rest in lexicon.roles or lexicon.stripped(rest) in lexicon.roles):
            return len(prefix)
    return 0


def phrase(told: Narration, start: int, limit: int) -> tuple[int, int] | None:
    """The noun phrase that begins at a token, or None where there is none before `limit`."""
    end = phrase_end(told, start, limit) if start < limit else start
    return (start, end) if end > start else None


def past_marks(told: Narration, start: int, end: int) -> int:
    """Past marks that open a phrase, so that a name in marks is found by its name."""
    while start + 1 < end and not told.read[start].word and start not in told.mention_at:
        start += 1
    return start
