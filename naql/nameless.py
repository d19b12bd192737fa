"""Voices without a name: one of many, several people, things that nobody has signed."""

from __future__ import annotations

from naql.narration import Narration
from naql.phrases import attached


def nominative(told: Narration, name: str, word: str) -> str:
    """A plural as a name prints it: «مسؤولين» after a preposition is «مسؤولون»."""
    first, _, rest = name.partition(" ")
    for oblique, nominative in told.lexicon.nominatives:
        known = word[: len(word) - len(oblique)] + nominative
        if first.endswith(oblique) and known in told.lexicon.roles:
            return " ".join(filter(None, (first[: -len(oblique)] + nominative, rest)))
    return name


def one_of_many(told: Narration, start: int, end: int) -> bool:
    """«مصدر مقرب من فلان», «موظف في الوزارة»: no article, and no noun after it that would own it."""
    lexicon = told.lexicon
    if lexicon.definite(told.words[start]):
        return False
    if start + 1 >= end:
        return True
    following = told.words[start + 1]
    if following in lexicon.words["governing"]:
        return True
    return not (lexicon.definite(following) or lexicon.role(following)) or (
        following in lexicon.words["prepositions"]
        or any(following.endswith(e) for (e,) in lexicon.sequences["adjective_endings"])
    )


def several(told: Narration, start: int) -> bool:
    """Whether a noun of people is a plural: «مديرو التعليم», «الوزراء»."""
    word = told.lexicon.stripped(told.words[start])
    return len(word) > 4 and any(word.endswith(e) for (e,) in told.lexicon.sequences["plural_noun_endings"])


def crowd(told: Narration, start: int) -> bool:
    """Whether a word without a row is a plural of people by its form: «نفطيون», «المنظمون»."""
    lexicon, word = told.lexicon, told.words[start]
    if lexicon.role(word) or word in lexicon.given_names or not told.read[start].word:
        return False
    bare = lexicon.stripped(word)
    if any(bare.endswith(e) and len(bare) > len(e) + 2 for (e,) in lexicon.sequences["people_endings"]):
        return True
    return lexicon.definite(word) and any(bare.endswith(n) and len(bare) > 4 for _, n in lexicon.nominatives)


def thing(told: Narration, start: int) -> bool:
    """Whether an indefinite noun without a role is an act or a plural of things: «تحليل الصور», «قياسات»."""
    lexicon, word = told.lexicon, told.words[start]
    shapes = lexicon.patterns["object_shapes"]
    return bool(shapes and shapes.match(word)) or any(
        word.endswith(e) for (e,) in lexicon.sequences["plural_things"]
    )


def owned_within(told: Narration, start: int, end: int) -> bool:
    """Whether a phrase about a document names somebody or something it can come from."""
    lexicon = told.lexicon
    adjectives = tuple(e for (e,) in lexicon.sequences["adjective_endings"])
    for at in range(start + 1, end):
        word = told.words[at]
        roles = lexicon.role(lexicon.bare(word)) | lexicon.role(word)
        if at in told.mention_at or (
            roles & {"body", "office"} and (lexicon.definite(word) or not word.endswith(adjectives))
        ):
            return True
    return False


def indefinite(told: Narration, start: int, end: int) -> bool:
    """Whether a phrase means one of many: no article in its first words, «مسؤول كبير», «متحدث باسم»."""
    lexicon = told.lexicon
    if lexicon.definite(told.words[start]):
        return False
    following = told.words[start + 1] if start + 1 < end else ""
    if not following:
        return True
    if (
        following in lexicon.words["prepositions"]
        or following in lexicon.words["possessive_heads"]
        or attached(told, start + 1)
    ):
        return True
    if start + 2 < end and told.has("prepositions", start + 2) and not lexicon.definite(following):
        return not lexicon.role(following)
    adjective = any(following.endswith(e) for (e,) in lexicon.sequences["adjective_endings"])
    return not lexicon.definite(following) and adjective and not lexicon.role(following)
