"""The names of people in noun phrases, and whether two names are one."""

from __future__ import annotations

from naql import capitals, places
from naql.narration import Narration
from naql.phrases import COMMAS, place
from naql.quotes import OPENERS

NAME_WORDS = 7


def also_name(told: Narration, at: int) -> bool:
    """Whether a word that is something else too («علي» folds as «على») is a name here, by its neighbours."""
    lexicon, word = told.lexicon, told.words[at]
    if word not in lexicon.words["names_too"] or at + 1 >= len(told.words):
        return False
    following = told.words[at + 1]
    if following in lexicon.words["possessive_heads"]:
        return True
    if told.read[at].printed in lexicon.words["printed_names"]:
        return following in lexicon.given_names or told.other_spelling(at)
    return at > 0 and bool(lexicon.role(told.words[at - 1]) & {"title", "rank", "honorific"})


def name_like(told: Narration, at: int) -> bool:
    """Whether a word may be part of a personal name: no article, no role, no preposition, no cue."""
    lexicon, word = told.lexicon, told.words[at]
    if lexicon.capitals:
        return capitals.name_word(told, at)
    if not told.read[at].word or word[0].isdigit() or told.has("proclitics", at):
        return False
    if word in lexicon.words["possessive_heads"] or also_name(told, at):
        return True
    if at in told.mention_at or lexicon.role(word):
        return False
    if word in lexicon.given_names and word not in lexicon.words["prepositions"]:
        return True
    bare, unjoined = lexicon.bare(word), told.unjoined(at)
    if at in told.hit_at or lexicon.definite(word) or lexicon.definite(unjoined):
        return False
    if bare in lexicon.roles or bare in lexicon.words["place_nouns"] or _fused(told, at):
        return False
    if any(word.endswith(e) for (e,) in lexicon.sequences["plural_things"]):
        return False
    return not any(word in lexicon.words[c] for c in _NO_NAMES)


_NO_NAMES = (
    "prepositions", "circumstances", "relatives", "in_name_of", "complementizers", "occasions", "auxiliaries",
    "object_nouns", "clause_openers", "no_nouns", "back_words", "whole_words", "never_names", "place_nouns",
)  # fmt: skip


def _fused(told: Narration, at: int) -> bool:
    """Whether a preposition and the article are written onto a word."""
    return any(told.words[at].startswith(f) for (f,) in told.lexicon.sequences["fused"])


def _run(told: Narration, at: int, end: int) -> int:
    """The end of the name that begins at a token: bare words, then at most a family name with article."""
    first, lexicon = at, told.lexicon
    while at < end and at - first < NAME_WORDS * 2:
        if (told.read[at].printed in "-" and at > first) or (
            at > first and (told.has("name_heads", at - 1) and told.read[at].word)
        ):
            at += 1
        elif (at > first and starts_other(told, at)) or (at > first + 1 and for_somebody(told, at)):
            break
        elif name_like(told, at) or (at == end - 1 > first and _only_a_name(told, at)):
            at += 1
        elif (
            lexicon.definite(told.words[at])
            and at > first
            and (not lexicon.role(told.words[at]) or _family(told, at, end))
        ):
            at += 1
            goes_on = at < end and (told.has("possessive_heads", at) or told.has("name_ends", at - 1))
            if not goes_on:
                break
        else:
            break
    return at


def _family(told: Narration, at: int, end: int) -> bool:
    """Whether an office after a given name at a phrase's end is a family name: «سالم الحاج»."""
    return at == end - 1 and told.words[at - 1] in told.lexicon.given_names


def for_somebody(told: Narration, at: int) -> bool:
    """Whether «ل» is written onto a word after two words of a name: «كاميرون لوضع الخطة»."""
    word, lexicon = told.words[at], told.lexicon
    owning = tuple(p for (p,) in lexicon.sequences["owning"])
    return bool(owning) and len(word) > 3 and word.startswith(owning) and word not in lexicon.given_names


def _only_a_name(told: Narration, at: int) -> bool:
    """Whether the last word of a phrase has the form of a cue but no room to be one: «شذى صدر»."""
    hit = told.hit_at.get(at)
    return hit is not None and not hit.joined and not hit.suffixed and not told.lexicon.role(told.words[at])


def starts_other(told: Narration, at: int) -> bool:
    """Whether a word inside a run cannot go on with the name: a conjunction or «ب» written onto it.

    A name may begin with the same letter («باور», «وينسلاند»): what is left must be a word of its own.
    """
    word, lexicon = told.words[at], told.lexicon
    if word in lexicon.given_names or len(word) < 4:
        return False
    rest = told.unjoined(at)
    if rest != word:
        common = word.startswith(lexicon.sequences["proclitics"][0])  # «و» joins names far more than «ف»
        verb = len(rest) == 4 and rest.startswith(
            tuple(b for (b,) in lexicon.sequences["imperfect_beginnings"])
        )
        return verb or _a_word(told, rest) or (common and not rest.startswith(lexicon.long_vowels))
    return any(
        word.startswith(p) and _a_word(told, word[len(p) :]) for (p,) in lexicon.sequences["located_attached"]
    )


def _a_word(told: Narration, rest: str) -> bool:
    """Whether letters without their first are a word: used in the text, or known."""
    lexicon = told.lexicon
    if len(rest) < 3:
        return False
    forms = (rest, *(a + rest for a in _articles(told)))
    known = ("object_nouns", "place_nouns", "occasions", "whole_words", "prepositions", "never_names")
    shapes = lexicon.patterns["object_shapes"]
    return (
        any(f in told.found_at for f in forms)
        or rest in lexicon.cues
        or rest in lexicon.given_names
        or bool(lexicon.role(rest))
        or lexicon.definite(rest)
        or any(rest in lexicon.words[c] for c in known)
        or bool(shapes and shapes.match(rest))
    )


def name_span(told: Narration, start: int, end: int) -> tuple[int, int] | None:
    """The tokens of a phrase that are a person's name, or None: after titles, after the office, or first."""
    if told.lexicon.capitals:
        return capitals.name_in(told, start, end)
    whole = end
    parted = (i for i in range(start + 1, end) if told.read[i].printed in COMMAS + "(")
    end = next(parted, end)
    found = _name_in(told, start, end)
    if found is None and end + 1 < whole and told.mark(end, COMMAS) and name_like(told, end + 1):
        last = _run(told, end + 1, whole)
        return (end + 1, last) if last - end > 2 else None
    return found


def _name_in(told: Narration, start: int, end: int) -> tuple[int, int] | None:
    """The name in a phrase without commas."""
    lexicon = told.lexicon
    titled = _after_title(told, start, end)
    if titled is not None:
        return titled
    act = start + 1 < end and lexicon.definite(told.words[start + 1]) and _an_act(told, start)
    if name_like(told, start) and not act:
        last = _run(told, start, end)
        lone = last == start + 1 < end and told.words[start] not in lexicon.given_names
        construct = lone and lexicon.definite(told.words[last]) and "body" in lexicon.role(told.words[last])
        if not construct:  # «خلية الإعلام»
            return (start, last) if last > start else None
    for first in range(start + 1, end):
        titled_body = first > 1 and lexicon.role(told.words[first - 1]) & {
            "title",
            "rank",
            "honorific",
            "office",
        }
        if titled_body and _names_a_body(told, first - 2):
            continue  # «مطار الملك خالد الدولي فلان»
        if _belongs(told, first, end) or _an_act(told, first):
            continue  # «عضو الجمعية لحقوق الإنسان فلان»
        if told.inside[first] is not told.inside[start] and not _marked_name(told, first, end):
            continue  # a name in marks is that of a thing, unless it ends an office
        if name_like(told, first) and _closes(told, first - 1):
            marked = told.inside[first]
            last = _run(told, first, end) if marked is told.inside[start] or marked is None else marked.end
            at = _past_places(told, first, last)
            if last - at >= 2 or (last == end and last > at):
                return at, last
    return None


def _an_act(told: Narration, at: int) -> bool:
    """Whether a word is the noun of an act by its shape, and no known name: «استقبال الحالة»."""
    lexicon, word = told.lexicon, told.words[at]
    shapes = lexicon.patterns["object_shapes"]
    known = word in lexicon.given_names or word in lexicon.words["not_objects"]
    return bool(shapes and shapes.match(word)) and not known and len(word) > 4


def _belongs(told: Narration, at: int, end: int) -> bool:
    """Whether «ل» written onto a word makes it a part of the office before: its noun owns a definite one."""
    word, lexicon = told.words[at], told.lexicon
    if word in lexicon.given_names or len(word) < 4 or at + 1 >= end:
        return False
    owning = any(word.startswith(p) for (p,) in lexicon.sequences["owning"])
    return owning and lexicon.definite(told.words[at + 1])


def _marked_name(told: Narration, first: int, end: int) -> bool:
    """Whether marks at the end of a phrase hold its name: «السفير «فلان فلاني»»."""
    quote = told.inside[first]
    if quote is None or first != quote.opening + 1 or quote.end < end - 1:
        return False
    before = told.lexicon.bare(told.words[quote.opening - 1]) if quote.opening else ""
    words = range(quote.opening + 1, min(quote.end, end))
    named = before in told.lexicon.words["named_nouns"] or "body" in told.lexicon.role(before)
    family = words[-1] if len(words) > 1 else -1  # «"حمزة الحكيم"»: a family name may be an office as well
    return (
        not named
        and len(words) > 1
        and all(name_like(told, i) or (i == family and told.lexicon.definite(told.words[i])) for i in words)
    )


def _closes(told: Narration, at: int) -> bool:
    """Whether the words of an office end with a token: a word with its article, a mark, a place."""
    lexicon, word = told.lexicon, told.words[at]
    if not told.read[at].word or _fused(told, at) or place(told, at):
        return True
    if lexicon.definite(word) or lexicon.definite(told.unjoined(at)):  # «التقني والمهني فلان»
        return True
    return word not in lexicon.roles and bool(lexicon.role(word))  # «مساعده فلان»


def _past_places(told: Narration, at: int, last: int) -> int:
    """Past what belongs to the office: «سفير فرنسا لدى تونس مازن الشوملي», «أمين عام لأوبك فلان»."""
    while at < last:
        found = places.find(told.read, at, told.lexicon.code)
        word = told.words[at]
        rest = told.lexicon.bare(word)
        attached = rest != word and (
            rest in told.words or any(a + rest in told.words for a in _articles(told))
        )
        if word in told.lexicon.given_names:
            return at
        if found is not None and found.end_token < last:
            at = found.end_token
        elif attached and at + 1 < last:
            at += 1
        else:
            return at
    return at


def _articles(told: Narration) -> list[str]:
    return [a for (a,) in told.lexicon.sequences["articles"]]


def _after_title(told: Narration, start: int, end: int) -> tuple[int, int] | None:
    """The name after the last title, rank or honorific of a phrase that one follows."""
    lexicon = told.lexicon
    for i in range(end - 2, start - 1, -1):
        if i > start and _names_a_body(told, i - 1):
            continue  # «مطار الملك خالد»
        roles = lexicon.role(told.words[i]) if told.read[i].word else frozenset()
        if roles & {"title", "rank", "honorific"} and "body" not in roles:
            found = _titled(told, i, end)
            if found is not None:
                return found
    return None


def _names_a_body(told: Narration, at: int) -> bool:
    """Whether a noun without article before a title owns it, so that the name after it is no person's."""
    lexicon, word = told.lexicon, told.words[at]
    if not told.read[at].word or lexicon.definite(word) or _fused(told, at):
        return False  # «المتحدث الإعلامي للجامعة الدكتور فلان»
    bare = lexicon.bare(word)
    return (
        "body" in lexicon.role(word) | lexicon.role(bare)
        or bool({word, bare} & lexicon.words["place_nouns"])
        or bool({word, bare} & lexicon.words["named_nouns"])
    )


def _titled(told: Narration, title: int, end: int) -> tuple[int, int] | None:
    """The name right after a title, past a full stop, an opening mark or a rank's second word."""
    lexicon, at = told.lexicon, title + 1
    marks = "." + OPENERS + '"'
    while at < end - 1 and (
        told.read[at].printed in marks or lexicon.stripped(told.words[at]) in lexicon.words["never_names"]
    ):
        at += 1
    word = told.words[at]
    if told.unjoined(at) != word and word not in lexicon.given_names and len(word) > 4:
        return None
    last = _run(told, at, end)
    proper = lexicon.definite(told.words[title]) or len(told.words[title]) < 3
    if last == at and proper and lexicon.definite(word) and not lexicon.role(word):
        last = _run(told, at + 1, end)
    return (at, last) if last > at else None


def alike(a: str, b: str) -> bool:
    """Whether two folded words are one name, one letter at most apart where it is long enough.

    >>> alike("نيبينزا", "نيبينزيا"), alike("علي", "عدي")
    (True, False)
    """
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    short, long = sorted((a, b), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[at + 1 :] == long[at + 1 :] if len(a) == len(b) else short[at:] == long[at + 1 :]
