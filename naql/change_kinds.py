"""What kind of change a difference is, how grave, and why: values first, then voices, titles and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from naql.change_case import MAJORITY, Case, Context, Verdict, case_of
from naql.change_facts import Facts
from naql.change_lexicon import Epithet, light_kind, opposed, synonymous
from naql.change_places import place
from naql.change_values import number, time
from naql.change_voices import voice_change
from naql.columns import JOINED, MARKS, SPELLED
from naql.differences import MOVED, Difference
from naql.word_forms import likeness

FEW = 2  # telling words on a side, in which an opposite turns the whole round
SHORT = 3  # words of a name of which the half may be unknown
DETAIL_WORDS = 2  # telling words, added or dropped, that make a detail


def judge(difference: Difference, context: Context) -> Verdict:
    """The verdict on one difference of two texts."""
    case = case_of(difference, context)
    quiet = {
        SPELLED: ("spelling", "spelling.word"),
        JOINED: ("punctuation", "punctuation.spacing"),
        MARKS: ("punctuation", "punctuation.marks"),
        MOVED: ("order", "order.moved"),
    }.get(difference.op)
    if quiet is not None:
        return case.verdict(quiet[0], "none", quiet[1])
    for test in TESTS:
        if (found := test(case)) is not None:
            return found
    return _wording(case)


# ---------------------------------------------------------------- voices, titles, names


def _voice(case: Case) -> Verdict | None:
    context = case.context
    if not case.left_words and not case.right_words:
        return None  # the same words in other forms
    where, own = (case.left, case.right), (case.left_words, case.right_words)
    found = voice_change(context.left, context.right, where, own, context.ahead, context.back)
    return Verdict(*found) if found is not None else None


def _honorific(case: Case) -> Verdict | None:
    """Titles and blessings that came, went, or were shortened."""
    if (short := _abbreviated(case)) is not None:
        return short
    if (same := _pronoun(case)) is not None:
        return same
    titled = [_titles(facts, words) for facts, _, words in case.sides]
    if not any(titled):
        return None
    rest = [
        [n for n in facts.telling(words) if n not in found and n not in facts.people]
        for (facts, _, words), found in zip(case.sides, titled, strict=True)
    ]
    if any(rest):
        return None
    if not all(found or not words for found, (_, _, words) in zip(titled, case.sides, strict=True)):
        return None
    key = "honorific.other" if all(titled) else "honorific.dropped" if titled[0] else "honorific.added"
    return case.verdict("honorific", "minor", key)


def _pronoun(case: Case) -> Verdict | None:
    """A title that stands for a person («His Highness») against the person, or against another such title."""
    titles = [
        [row for start, end, row in facts.titles if where[0] <= start and end <= where[1]]
        for facts, where, _ in case.sides
    ]
    if not any(row.kind == "pronoun" for rows in titles for row in rows):
        return None
    if not all(facts.words(where) for facts, where, _ in case.sides):
        return None
    if any(n in facts.people for facts, _, words in case.sides for n in words):
        return case.verdict("name", "none", "name.same")
    return case.verdict("wording", "none", "wording.same") if all(titles) else None


def _titles(facts: Facts, words: Sequence[int]) -> set[int]:
    """Those of some words that belong to a title."""
    short = {n for n in words if _is_short(facts, n)}
    return short | {n for n in words for start, end, _ in facts.titles if start <= n < end}


def _is_short(facts: Facts, number: int) -> bool:
    """Whether a word is a title's first letter, with its stop («Dr.» is «د.»)."""
    following = facts.tokens[number + 1 : number + 2]
    folded = facts.tokens[number].folded
    return len(folded) == 1 and folded in facts.lexicon.shorts and [t.printed for t in following] == ["."]


def _abbreviated(case: Case) -> Verdict | None:
    """A title against its own abbreviation («Doctor», «Dr»)."""
    folded = [" ".join(facts.tokens[n].folded for n in words) for facts, _, words in case.sides]
    for short, full, facts in (
        (folded[0], folded[1], case.context.left),
        (folded[1], folded[0], case.context.right),
    ):
        if full and full in facts.lexicon.shorts.get(short, ()):
            return case.verdict("honorific", "none", "honorific.short")
    return None


def _epithet(case: Case) -> Verdict | None:
    """Loaded words that came, went, or took the place of another tone."""
    found = [_epithets(facts, words) for facts, _, words in case.sides]
    if not any(row.tone != "neutral" for rows in found for _, row in rows):
        return None
    if all(found):
        for _, one in found[0]:
            for _, other in found[1]:
                if one.tone != other.tone and one.thing is not None and one.thing == other.thing:
                    return case.verdict("epithet", "minor", "epithet.other")
        return None
    side = 0 if found[0] else 1
    facts, _, words = case.sides[side]
    telling = facts.telling(words)
    covered = {n for numbers, row in found[side] if row.tone != "neutral" for n in numbers}
    if not covered or len(covered) < MAJORITY * len(telling) or len(case.sides[1 - side][2]) > 1:
        return None
    return case.verdict("epithet", "minor", "epithet.added" if side else "epithet.dropped")


def _epithets(facts: Facts, words: Sequence[int]) -> list[tuple[set[int], Epithet]]:
    """Epithets of some words, the longest at each place; a phrase may begin at the word before them."""
    found: list[tuple[set[int], Epithet]] = []
    for n in sorted({n - 1 for n in words if n} | set(words)):
        inside = [
            (count, row)
            for count, row in (facts.lexicon.epithets.all_at(facts.tokens, n) if facts.tokens[n].word else ())
            if all(m in words for m in range(n + (n not in words), n + count)) and (n in words or count > 1)
        ]
        if inside:
            count, row = max(inside, key=lambda hit: hit[0])
            found.append(({m for m in range(n, n + count) if m in words}, row))
    return found


def _name(case: Case) -> Verdict | None:
    """Names of people: another one, a part of one, or one that came or went."""
    named = [_named(facts, words) for facts, _, words in case.sides]
    if all(
        f.tokens[n].folded in f.lexicon.links
        for (f, _, _), part in zip(case.sides, named, strict=True)
        for n in part
    ):
        return None
    others = [
        [n for n in facts.telling(words) if n not in facts.people and n not in _titles(facts, words)]
        for facts, _, words in case.sides
    ]
    names, rest = (sum(map(len, parts)) for parts in (named, others))
    if not names or rest > (names if names + rest <= SHORT else MAJORITY * names):
        return None
    known = [
        all(other.has(facts.tokens[n].folded) for n in numbers)
        for facts, other, numbers in (
            (case.context.left, case.context.right, named[0]),
            (case.context.right, case.context.left, named[1]),
        )
    ]
    if all(named) and _alike(case, named):
        return case.verdict("spelling", "none", "spelling.word")
    if all(named):
        return case.verdict("name", *(("none", "name.same") if all(known) else ("major", "name.other")))
    if (others[0] and named[1]) or (others[1] and named[0]):
        return case.verdict("name", "none", "name.same") if all(known) else None
    if all(known) and all(facts.words(where) for facts, where, _ in case.sides):
        return case.verdict("wording", "none", "wording.same")  # «the X foundation», «the foundation»
    return case.verdict("name", "minor", "name.dropped" if named[0] else "name.added")


def _named(facts: Facts, words: Sequence[int]) -> list[int]:
    """Those of some words that are names; one that looks like a light word only after a link («bin Ali»)."""
    telling = set(facts.telling(words))
    return [
        n
        for n in words
        if n in facts.people and (n in telling or facts.tokens[n - 1].folded in facts.lexicon.links)
    ]


def _alike(case: Case, named: Sequence[Sequence[int]]) -> bool:
    """Whether names on both sides are letter by letter much the same: a foreign name written another way."""
    left, right = case.context.left.tokens, case.context.right.tokens
    return len(named[0]) == len(named[1]) and all(
        likeness(left[n].folded, right[m].folded) for n, m in zip(*named, strict=True)
    )


# ---------------------------------------------------------------- words


def _reversed(case: Case) -> Verdict | None:
    """A negation that came or went, or a word for its opposite."""
    left, right = (facts.telling(words) for facts, _, words in case.sides)
    few = len(left) <= FEW and len(right) <= FEW
    for n in case.left_words if few else ():
        for m in case.right_words:
            if opposed(
                case.context.left.lexicon,
                case.context.left.tokens[n].folded,
                case.context.right.tokens[m].folded,
            ):
                return case.verdict("wording", "major", "wording.opposite")
    negated = [
        [n for n in words if light_kind(facts.lexicon, facts.tokens[n].folded) == "negation"]
        for facts, _, words in case.sides
    ]
    alone = len(left) == len(right) <= 1  # «has not come», «has come», and no phrase that holds a negation
    if alone and bool(negated[0]) != bool(negated[1]):
        facts, other, number = (
            (*case.context_sides, negated[0][0]) if negated[0] else (*case.context_sides[::-1], negated[1][0])
        )
        if _neither(facts, number, other, case.right_words if negated[0] else case.left_words):
            return None
        letters = facts.tokens[number].folded
        words = case.right_words if negated[0] else case.left_words
        if any(other.tokens[n].folded.startswith(letters) for n in words):
            return None  # written together with the next word on the other side
        return case.verdict("wording", "major", "wording.negation")
    return None


def _neither(facts: Facts, number: int, other: Facts, words: Sequence[int]) -> bool:
    """Whether a negation only carries on an earlier one («nor») where the other text has «or»."""
    joined = facts.lexicon.light.get(facts.tokens[number].folded) != "negation"
    return joined and any(light_kind(other.lexicon, other.tokens[n].folded) == "conjunction" for n in words)


def _synonym(case: Case) -> Verdict | None:
    """One phrase for another of a row of synonyms."""
    whole = [facts.tokens[where[0] : where[1]] for facts, where, _ in case.sides]
    words = [[token for token in part if token.word] for part in whole]
    if synonymous(case.context.left.lexicon, words[0], words[1]):
        return case.verdict("wording", "none", "wording.same")
    return None


def _wording(case: Case) -> Verdict:
    """Other words for the same, or a piece of information that came or went."""
    left, right = (_information(facts, words) for facts, _, words in case.sides)
    more, fewer = (left, right) if len(left) >= len(right) else (right, left)
    facts, other = (
        (case.context.left, case.context.right) if more is left else (case.context.right, case.context.left)
    )
    fresh = [n for n in more if not other.has(facts.tokens[n].folded)]
    key = "detail.dropped" if more is left else "detail.added"
    # A side with a title's first letter alone has as good as nothing.
    if any(all(_is_short(side, n) for n in side.words(where)) for side, where, _ in case.sides):
        if len(more) >= DETAIL_WORDS or fresh:
            return case.verdict("detail", "minor", key)
    elif len(fresh) >= DETAIL_WORDS and len(more) >= DETAIL_WORDS * (1 + len(fewer)):
        return case.verdict("detail", "minor", key)
    if not all(facts.words(where) for facts, where, _ in case.sides):
        return case.verdict("wording", "none", "wording.small")
    return case.verdict("wording", "none", "wording.same")


def _information(facts: Facts, words: Sequence[int]) -> list[int]:
    """Words that tell something: neither light ones nor those of a formula («it is worth noting that»)."""
    idle = {n for at in range(len(words)) for n in words[at : at + facts.impersonal(words[at:])]}
    return [n for n in facts.telling(words) if n not in idle]


TESTS: tuple[Callable[[Case], Verdict | None], ...] = (
    _synonym, number, time, _voice, _reversed, _honorific, _epithet, place, _name,
)  # fmt: skip
