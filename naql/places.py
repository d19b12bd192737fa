"""Names of places in a text: countries, regions, cities, towns and features, with where they lie.

A places, not a parser. Three things make a name a place: it stands in the table and is hardly anything
else («حلب»); it stands in the table, may be something else, and a word before it decides («في سورية»,
«بلدة النصر»); or a head noun says so of a name that nobody listed («قرية كفرشمس»). How the table was made
from GeoNames and how a name is found to be ambiguous: docs/places.md.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

from naql.gazetteer import (
    LETTERS_LEFT,
    LONGEST,
    PART,
    Candidate,
    Entry,
    Gazetteer,
    Head,
    Start,
    folded_name,
    gazetteer,
)
from naql.sentences import Token, fold

_CHAIN = 4  # names that may follow one head noun with a conjunction between them
_OPEN = frozenset("«\"“'(")
_TANWIN = "\u064b"  # the ending of adverbs and adjectives («أفريقياً»), which names of places do not take
_JOINERS = frozenset("-–‑")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text: tokens `[start_token, end_token)`, code points `[start, end)` of the text.

    The span leaves out what is written onto the name («وبدمشق»: «دمشق») and takes in a head noun if the
    mention begins at one. `name` is the same for every spelling of one place and language; of regions and
    features it includes the head noun («ريف حماة الشرقي»). `country` is ISO 3166-1 alpha-2, degrees are
    WGS 84; all three are None where they are not known. `candidates` counts the places of that name in
    the table (0: a head noun alone says it is a place); the one with most people is given, and `certain`
    says that it dwarfs the others, or that the other places of the text leave no doubt. `others` are the
    places that the name can mean too, as far as rows tell them. `actor`: the name stands for a government
    («أعلنت موسكو»).
    """

    start_token: int
    end_token: int
    start: int
    end: int
    name: str
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None
    certain: bool
    candidates: int
    actor: bool = False
    others: tuple[Candidate, ...] = ()


class _Known(NamedTuple):
    """A name of the table as it stands in a text, whether it may be found there or not."""

    end: int
    start: Start
    entry: Entry


def is_place(name: str, language: str) -> bool:
    """Whether a bare name is in the table as a place, be it one that a text must announce.

    >>> is_place("دير الزور", "ar"), is_place("طاولة", "ar")
    (True, False)
    """
    entry = gazetteer(language).entry(folded_name(name))
    return entry is not None and entry.found != "never"


def mentions(read: list[Token], language: str) -> list[PlaceMention]:
    """The places of a text in order; none overlaps another.

    >>> from naql.sentences import tokens
    >>> text = "وصلت القافلة من دمشق إلى ريف حماة الشرقي وبلدة كفرشمس"
    >>> [m.name for m in mentions(tokens(text), "ar")]
    ['دمشق', 'ريف حماة الشرقي', 'كفرشمس']
    """
    places = gazetteer(language)
    words, word = places.words, places.word
    found: list[PlaceMention] = []
    at = 0
    for number, token in enumerate(read):
        if number < at:
            continue
        seen = words.get(token.folded) or word(token.folded)
        if seen.starts or seen.head:
            mention, at = _find(places, read, number)
            if mention is not None:
                found.append(mention)
    return _settled(found)


def _settled(found: list[PlaceMention]) -> list[PlaceMention]:
    """Homonyms decided by the countries of the other places: «طرابلس» beside «بيروت» is the Lebanese one."""
    if not any(mention.others for mention in found):
        return found
    sure: Counter[str | None] = Counter(one.country for one in found if one.certain)
    return [_settle(one, sure) if one.others and not one.certain else one for one in found]


def _settle(mention: PlaceMention, sure: Counter[str | None]) -> PlaceMention:
    """A mention as the candidate whose country a text names most; as it was if none or several do alike."""
    own = Candidate(mention.kind, mention.country, mention.latitude, mention.longitude)
    ranked = sorted((own, *mention.others), key=lambda place: -sure[place.country])
    best, second = ranked[0], ranked[1]
    if sure[best.country] == sure[second.country]:
        return mention
    wide = mention.kind in ("region", "feature")  # «محافظة البيضاء» stays a region
    return replace(
        mention,
        kind=mention.kind if wide else best.kind,
        country=best.country,
        latitude=best.latitude,
        longitude=best.longitude,
        certain=sure[second.country] == 0,
        others=tuple(ranked[1:]),
    )


def find(read: list[Token], at: int, language: str) -> PlaceMention | None:
    """The longest place name that begins at a token, read with what stands before it; None if there is none.

    A name that a head noun announces is found at the head noun (then the span takes it in) and at itself.
    """
    places = gazetteer(language)
    mention = _find(places, read, at)[0] or _unlisted(places, read, at)
    return None if mention is None or _barred(places, read, at) else mention


def _barred(places: Gazetteer, read: list[Token], at: int) -> bool:
    """Whether a token stands in a phrase that is no place: none begins at the second word of «ريال مدريد»."""
    for begin in range(max(0, at - LONGEST + 1), at + 1):
        longest = next(iter(_candidates(places, read, begin)), None)
        if longest and longest.entry.found == "never" and longest.end > at:
            return True
    return False


def _find(places: Gazetteer, read: list[Token], at: int) -> tuple[PlaceMention | None, int]:
    """The mention at a token, and the token from which to look for the next."""
    candidates = _candidates(places, read, at)
    head = places.word(read[at].folded).head
    if (not candidates and not head) or _outlet(places, read, at):
        return None, at + 1
    known = None
    for candidate in candidates:
        if candidate.entry.found == "never":
            return None, candidate.end
        if _admitted(places, read, at, candidate):
            known = candidate
            break
    mention = _headed(places, read, at, head) if head else None
    if known is not None and (mention is None or known.end >= mention.end_token):
        mention = _mention(places, read, at, known)
    return mention, mention.end_token if mention else at + 1


def _outlet(places: Gazetteer, read: list[Token], at: int) -> bool:
    """Whether what stands before a name makes it the name of a paper or a channel: «قال لـ«الرياض»»."""
    quoted = at > 1 and read[at - 1].printed in _OPEN
    before = read[at - 1 - quoted] if at > quoted else None
    if before is None or not before.word:
        return False
    letters = before.folded if len(before.folded) == 1 else places.word(before.folded).told
    return letters in places.roles["told"] and (quoted or len(letters) > 1)


def _candidates(places: Gazetteer, read: list[Token], at: int) -> list[_Known]:
    """The names of the table that begin at a token, the longest first, whole words before split ones."""
    found: list[_Known] = []
    if read[at].printed[0].islower() or _TANWIN in read[at].printed:
        return found
    after = _next_word(read, at + 1)
    second = read[after - 1].folded if after else ""
    for start in places.word(read[at].folded).starts:
        seconds = places.seconds[start.first]
        if "" in seconds and (entry := places.entry(start.first)):
            found.append(_Known(at + 1, start, entry))
        if not after or second not in seconds:
            continue
        name, end = f"{start.first} {second}", after
        for _ in range(LONGEST - 1):
            if entry := places.entry(name):
                found.append(_Known(end, start, entry))
            end = _next_word(read, end)
            if end == 0:
                break
            name = f"{name} {read[end - 1].folded}"
    found.sort(key=lambda known: (-known.end, known.start.off))
    return found


def _next_word(read: list[Token], end: int) -> int:
    """The end of the name that goes on after `end` by one word, 0 if none does.

    Between the two a hyphen may stand, or the full stop of an abbreviation («St. Petersburg»).
    """
    if end + 1 < len(read) and read[end].start == read[end - 1].end:
        abbreviates = read[end].printed == "." and len(read[end - 1].folded) < LETTERS_LEFT
        end += abbreviates or read[end].printed in _JOINERS
    return end + 1 if end < len(read) and read[end].word else 0


def _admitted(places: Gazetteer, read: list[Token], at: int, known: _Known) -> bool:
    """Whether what stands before a listed name lets it be found."""
    if known.entry.found in ("alone", "either"):
        return True
    if known.entry.found == "undescribing":
        before = read[at - 1].folded if at and not known.start.off else ""
        article = tuple(places.roles["article"])
        definite = any(reading.first.startswith(article) for reading in places.readings(before))
        return not definite or places.word(before).cue
    if known.entry.found in ("cued", "cued_apart"):
        if known.entry.found == "cued" and known.start.clitic in places.roles["clitic"]:
            return True
        if not known.start.clitic and at and places.word(read[at - 1].folded).cue:
            return True
    if known.end == at + 1 and _goes_on(places, known.start.first):
        return False
    announced = _announced(places, read, at)
    return (
        announced is not None and announced[1] == (known.start.off > 0) and _fits(announced[0], known.entry)
    )


def _fits(head: Head, entry: Entry) -> bool:
    """Whether a head noun can name what a listed name is: no town is a «دولة», no country a «محافظة»."""
    if head.kind == "country":
        return entry.kind == "country"
    if entry.kind == "country":
        return head.kind in ("feature", PART) or (head.kind == "city" and head.role.startswith("head_"))
    return (
        head.role != "heads_known"
        or head.kind in ("region", PART, "feature")
        or entry.kind in ("city", "town")
    )


def _announced(
    places: Gazetteer, read: list[Token], at: int, chain: int = _CHAIN
) -> tuple[Head, bool] | None:
    """The head noun before a token, and whether a conjunction is written onto the token.

    The noun stands right before it, or before the first of several names: «بلدتي كفريا والفوعة».
    """
    before = at - 1
    if before > 0 and (read[before].printed in _OPEN or read[before].folded in places.roles["link"]):
        before -= 1
    if before < 0:
        return None
    if head := places.word(read[before].folded).head:
        return head, False
    joined = read[at - 1].folded in places.roles["and"]
    written = any(start.clitic in places.roles["clitic_and"] for start in places.word(read[at].folded).starts)
    if not chain or not (joined or written):
        return None
    end = at - joined
    for begin in range(end - 1, max(-1, end - 4), -1):
        announced = _announced(places, read, begin, chain - 1)
        if (
            announced
            and announced[0].role.startswith("heads")
            and _reaches(places, read, begin, end, announced)
        ):
            return announced[0], not joined
    return None


def _reaches(
    places: Gazetteer, read: list[Token], begin: int, end: int, announced: tuple[Head, bool]
) -> bool:
    """Whether a name that a head noun announces begins and ends at these tokens."""
    head, split = announced
    if any(k.end == end and (k.start.off > 0) == split for k in _candidates(places, read, begin)):
        return True
    return head.role == "heads" and not split and _unlisted_end(places, read, begin) == end


def _headed(places: Gazetteer, read: list[Token], at: int, head: Head) -> PlaceMention | None:
    """The place that begins with a head noun."""
    begin = at + 1
    if begin < len(read) and (read[begin].printed in _OPEN or read[begin].folded in places.roles["link"]):
        begin += 1
    if begin >= len(read) or not read[begin].word:
        return None
    start = _printed_start(read[at], head.off)
    for known in _candidates(places, read, begin):
        if known.start.off == 0:
            if known.end == begin + 1 and _goes_on(places, read[begin].folded):
                break  # «مدينة سان», «منطقة وادي»
            if known.entry.found == "never":
                return None
            return _announced_place(places, read, at, start, head, known)
    if head.role not in ("head", "heads") or not _linked(places, read, begin):
        return None
    end = _unlisted_end(places, read, begin)
    return _unlisted_place(places, read, at, begin, end, start, head) if end else None


def _goes_on(places: Gazetteer, folded: str) -> bool:
    """Whether a word is no whole name: the next one belongs to it."""
    return folded in places.roles["part"] or places.word(folded).head is not None


def _announced_place(
    places: Gazetteer, read: list[Token], at: int, start: int, head: Head, known: _Known
) -> PlaceMention | None:
    """A listed name after a head noun: what the two mean together."""
    entry, end = known.entry, known.end
    kind, name, north, east = entry.kind, entry.name, entry.latitude, entry.longitude
    settled = head.kind in ("city", "town")
    if not _fits(head, entry):
        return None
    if settled and entry.kind not in ("city", "town"):
        kind, name, north, east = head.kind, f"{head.noun} {entry.name}", None, None  # «مدينة الكويت»
    elif not settled:
        kind, end, tail = _closed(places, read, end, head)
        if head.kind == PART or head.kind != entry.kind:  # else the noun is part of what the name means
            name = " ".join((head.noun, entry.name, *tail))
    return PlaceMention(
        at,
        end,
        start,
        read[end - 1].end,
        name,
        kind,
        entry.country,
        north,
        east,
        entry.certain,
        entry.candidates,
        others=entry.others,
    )


def _closed(places: Gazetteer, read: list[Token], end: int, head: Head) -> tuple[str, int, list[str]]:
    """(kind, end, words) of a region or feature with the words that close its name."""
    tail: list[str] = []
    tails = places.roles["tail"]
    while end < len(read) and (row := tails.get(read[end].folded)) and row.value == head.kind:
        tail.append(row.word)
        end += 1
    return ("region" if head.kind == PART else head.kind), end, tail


def _unlisted_place(
    places: Gazetteer, read: list[Token], at: int, begin: int, end: int, start: int, head: Head
) -> PlaceMention:
    """A name that only a head noun makes a place."""
    name = " ".join(token.printed for token in read[begin:end] if token.word)
    kind, end, tail = _closed(places, read, end, head)
    if kind not in ("city", "town"):
        name = " ".join((head.noun, name, *tail))
    return PlaceMention(at, end, start, read[end - 1].end, name, kind, None, None, None, False, 0)


def _unlisted(places: Gazetteer, read: list[Token], at: int) -> PlaceMention | None:
    """The place at a name that is not listed, if a head noun stands before it."""
    announced = _announced(places, read, at) if read[at].word else None
    if announced is None or announced[1] or announced[0].role not in ("head", "heads"):
        return None
    if not _linked(places, read, at):
        return None
    end = _unlisted_end(places, read, at)
    return _unlisted_place(places, read, at, at, end, read[at].start, announced[0]) if end else None


def _linked(places: Gazetteer, read: list[Token], begin: int) -> bool:
    """Whether a language that says «city of Hama» says it here; without the link «City Hall» is no place."""
    return not places.roles["link"] or read[begin - 1].folded in places.roles["link"]


def _unlisted_end(places: Gazetteer, read: list[Token], begin: int) -> int:
    """The end of a name that is not listed; 0 if the word there is hardly a name."""
    first = read[begin]
    if first.printed[0].isupper():
        end = begin + 1
        while end < min(len(read), begin + LONGEST) and read[end].printed[0].isupper():
            end += 1
        return end
    roles, word = places.roles, places.word(first.folded)
    if first.printed[0].isascii() or first.folded[0].isdigit() or word.cue or word.speaks:
        return 0
    if _goes_on(places, first.folded):
        following = begin + 1 < len(read) and read[begin + 1].word and not read[begin + 1].folded[0].isdigit()
        return begin + 2 if following and not places.word(read[begin + 1].folded).cue else 0
    if any(_common(places, start.first) for start in places.readings(first.folded)[1:]):
        return 0
    definite = first.folded.startswith(tuple(roles["article"]))
    if not definite and first.folded.endswith(tuple(roles["adjective"])):
        return 0
    return begin + 1 if len(first.folded) >= LETTERS_LEFT and first.folded not in places.common else 0


def _common(places: Gazetteer, folded: str) -> bool:
    """Whether a word is one of the language or a listed name, so that a letter before it is a clitic."""
    return folded in places.common or folded in places.lines


def _mention(places: Gazetteer, read: list[Token], at: int, known: _Known) -> PlaceMention:
    """A listed name as a mention."""
    entry = known.entry
    return PlaceMention(
        at,
        known.end,
        _printed_start(read[at], known.start.off),
        read[known.end - 1].end,
        entry.name,
        entry.kind,
        entry.country,
        entry.latitude,
        entry.longitude,
        entry.certain,
        entry.candidates,
        at > 0 and not known.start.off and places.word(read[at - 1].folded).speaks,
        entry.others,
    )


def _printed_start(token: Token, off: int) -> int:
    """Where in the text a token goes on after so many folded letters, marks on the last of them passed."""
    taken = 0
    for place, letter in enumerate(token.printed):
        folded = fold(letter)
        if taken >= off and folded:
            return token.start + place
        taken += len(folded)
    return token.start
