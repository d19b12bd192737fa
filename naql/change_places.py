"""Changes of places: another one, a less exact one, one that came or went."""

from __future__ import annotations

from collections.abc import Sequence

from naql.change_case import MAJORITY, Case, Verdict
from naql.change_facts import Facts
from naql.change_lexicon import light_kind
from naql.places import PlaceMention
from naql.sentences import fold
from naql.word_forms import likeness

PHRASE = 1 / 3  # share of a phrase of place («in the hall of the hotel in X») that its place must have
BESIDE = 4  # tokens between a place and another that tells the same less exactly: «X in the country Y»


def place(case: Case) -> Verdict | None:
    """Places by their names, each as it is known under all its spellings."""
    found = [_mentions(facts, words) for facts, _, words in case.sides]
    if not any(found):
        return None
    if found[0] and found[1]:
        return _two_places(case, found[0][0], found[1][0])
    if any(words and not places for places, (_, _, words) in zip(found, case.sides, strict=True)):
        return None
    own, lacking = case.context_sides if found[0] else case.context_sides[::-1]
    known = {mention.name for mention in lacking.places}
    if all(facts.words(where) for facts, where, _ in case.sides) and all(
        mention.name in known for mention in found[0] or found[1]
    ):
        return case.verdict("wording", "none", "wording.same")  # «the bank of the country», «the bank»
    return _came_or_went(case, own, lacking, found[0] or found[1], dropped=bool(found[0]))


def _two_places(case: Case, one: PlaceMention, other: PlaceMention) -> Verdict:
    if one.name == other.name:
        return case.verdict("wording", "none", "wording.same")
    wider = {one.kind, other.kind} & {"country", "region"} and one.kind != other.kind
    if one.country == other.country and wider:
        return case.verdict("place", "minor", "place.less_exact")
    if likeness(_joined(one.name), _joined(other.name)):
        return case.verdict("spelling", "none", "spelling.word")
    return case.verdict("place", "major", "place.other")


def _came_or_went(
    case: Case, own: Facts, lacking: Facts, found: Sequence[PlaceMention], *, dropped: bool
) -> Verdict:
    """A place that stands in one text: grave where the other nowhere gives it, nor another one beside it."""
    key = "place.dropped" if dropped else "place.added"
    where = case.left if dropped else case.right
    given = any(_given(mention, lacking) for mention in found)
    beside = any(_near(own, mention, where) for mention in own.places)
    there = case.right if dropped else case.left
    alone = not lacking.words(there) and _tells_where(own, found[0])
    return case.verdict("place", "minor" if given or beside or not alone else "major", key)


def _given(mention: PlaceMention, other: Facts) -> bool:
    """Whether a text has a place, or the words of its name."""
    return any(mention.name == m.name for m in other.places) or all(
        other.has(fold(word)) for word in mention.name.split()
    )


def _near(facts: Facts, mention: PlaceMention, where: tuple[int, int]) -> bool:
    """Whether a place stands right beside a difference, not in it."""
    if mention.start_token < where[1] and where[0] < mention.end_token:
        return False
    return (
        where[0] - BESIDE <= mention.end_token <= where[0]
        or where[1] <= mention.start_token <= where[1] + BESIDE
    )


def _tells_where(facts: Facts, mention: PlaceMention) -> bool:
    """Whether a preposition stands before a place, apart or written onto it."""
    if mention.actor:
        return False
    token = facts.tokens[mention.start_token]
    before = facts.tokens[mention.start_token - 1] if mention.start_token else None
    apart = before is not None and light_kind(facts.lexicon, before.folded) == "preposition"
    return apart or mention.start > token.start


def _joined(name: str) -> str:
    return "".join(fold(word) for word in name.split())


def _mentions(facts: Facts, words: Sequence[int]) -> list[PlaceMention]:
    """Places that are most of some words, or enough of a phrase that begins with a preposition."""
    telling = facts.telling(words)
    found = [m for m in facts.places if any(m.start_token <= n < m.end_token for n in telling)]
    inside = sum(any(m.start_token <= n < m.end_token for m in found) for n in telling)
    phrase = bool(words) and light_kind(facts.lexicon, facts.tokens[words[0]].folded) == "preposition"
    enough = inside >= PHRASE * len(telling) if phrase else inside > MAJORITY * len(telling)
    return found if found and enough else []
