"""Makes the derived tables of places from GeoNames and from how names are used in a pile of news.

    python -m benchmarks.places_table ar en

GeoNames says which names are places; it does not say that «النصر» is a victory far more often than a town.
That is counted: how the words before and after names that can only be places differ from those around all
other words, and then, for each name, what share of its occurrences looks like a place (a two-part mixture,
fitted by expectation and maximisation). docs/places.md explains the rules and the thresholds.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from unicodedata import combining, normalize

import numpy as np

from benchmarks.common import NEWS, news_file, read_json_lines
from naql.gazetteer import FOUND, AmbiguousPlace, Region, folded_name
from naql.language import rows
from naql.sentences import tokens

DATA = Path(__file__).parents[1] / "naql" / "data"
SPLIT = Path(__file__).with_name("gold_split.json")
CITY = 50_000  # people
DWARFS = 8  # times the people of all other places of the name together
WORDS = 4  # of a name; longer ones are descriptions
SHARES = (
    0.78,
    0.55,
    0.62,
)  # that must look like a place: of a frequent name, a seldom Arab, a seldom other one
NEVER, OFTEN = (0.06, 0.01), 400  # a smaller share (of no Arab, of an Arab place) of so many: no place at all
PHRASE = 0.5  # the share that is enough for a name of several words
SELDOM, RARE = 25, 3  # fewer occurrences than that
UNSEEN = (0.6, 0.8)  # the prior that lets a rare name be found anywhere: Arab, other
WHOLE = 3  # times a name: a word so much more frequent is no name with a clitic («وجود»)
PRIOR = 4.0  # occurrences that the prior counts for
CONTEXT = 30  # occurrences of a neighbour that give it a weight of its own
EXAMPLES = 400  # occurrences kept for each name
COMMON = 40  # occurrences that make a word too common for an unlisted name
ANNOUNCED = 0.15  # share of occurrences after a head noun that keeps a word out of the common ones
ENGLISH_PEOPLE = 100_000
ARABIC_LETTERS = frozenset(map(chr, [*range(0x621, 0x63B), *range(0x641, 0x653), 0x670, 0x20, 0x2D]))
ARTICLE = "ال"
ARAB = frozenset(re.findall("..", "AEBHDJDZEGEHIQJOKMKWLBLYMAMROMPSQASASDSOSYTNYE"))
G_FORMS = (("غ", "ج"), ("غ", "ك"), ("ج", "غ"), ("غ", "ق"))


@dataclass(slots=True)
class Place:
    """A place of GeoNames with the names of one language."""

    names: list[str]
    country: str
    latitude: float
    longitude: float
    people: int


def geonames(language: str) -> Iterator[Place]:
    """The places of the GeoNames extract that have names in a language."""
    folder = os.environ.get("NAQL_DATA")
    if not folder:
        raise SystemExit("Set NAQL_DATA to the folder that holds places/geonames_cities500_ar.tsv.")
    table = Path(folder, "places", "geonames_cities500_ar.tsv").read_text("utf-8").splitlines()[1:]
    for line in table:
        _, name, country, _, north, east, people, arabic = line.split("\t")
        names = arabic.split("|") if language == "ar" else [name]
        names = [cleaned for n in names if (cleaned := clean(n, language))]
        if names and (language == "ar" or int(people) >= ENGLISH_PEOPLE):
            if language == "en":
                names = ["".join(c for c in normalize("NFD", names[0]) if not combining(c))]
            yield Place(names, country, float(north), float(east), int(people))


def clean(name: str, language: str) -> str:
    """A name without its head noun, or nothing if it is none that a newspaper of the language prints."""
    if language == "ar" and not ARABIC_LETTERS.issuperset(name):
        return ""
    first, _, rest = name.strip().partition(" ")
    if language == "ar" and rest and folded_name(first) in head_nouns():
        name = rest
    words = folded_name(name).split()
    return name.strip() if words and len(words) <= WORDS and len(words[0]) > 1 else ""


@cache
def head_nouns() -> frozenset[str]:
    """The Arabic nouns that GeoNames puts before some names."""
    return frozenset(map(folded_name, ("مدينة", "إمارة", "محافظة", "بلدة", "قرية", "ولاية")))


@cache
def articles() -> list[list[str]]:
    """The folded tokens of every article of the pile that is not held back for testing."""
    split = json.loads(SPLIT.read_text("utf-8"))
    held = {*split["articles"]["test"], *(i for pair in split["pairs"]["test"] for i in pair)}
    memory: dict[str, str] = {}
    return [
        [memory.setdefault(t.folded, t.folded) for t in tokens(a["text"])]
        for a in read_json_lines(news_file(NEWS))
        if a["id"] not in held
    ]


@cache
def counts() -> Counter[str]:
    """How often each folded token occurs in the pile."""
    found: Counter[str] = Counter()
    for words in articles():
        found.update(words)
    return found


def variants(name: str, country: str) -> Iterator[tuple[str, bool]]:
    """(folded spelling, whether it is GeoNames' own) of a name as newspapers may print it."""
    own = folded_name(name)
    yield own, True
    rest = own.partition(" ")[2]
    if own.startswith(ARTICLE) and len(own) > 4:
        yield own[2:], False
    elif country in ARAB:
        yield ARTICLE + own, False
    if rest:
        yield own.replace(" ", "", 1), False
    if country not in ARAB:
        for one, other in G_FORMS:
            if one in own:
                yield own.replace(one, other), False
    elif own.startswith(("ابو", "كفر", "دير", "تل")) and " " not in own and len(own) > 5:
        head = next(h for h in ("ابو", "كفر", "دير", "تل") if own.startswith(h))
        yield f"{head} {own[len(head) :]}", False


def spelling(name: str) -> int:
    """How well a name is spelled among those that fold alike: no vowel signs, hamza and ة written."""
    signs = sum("\u064b" <= letter <= "\u0652" for letter in name)
    return sum(letter in "أإؤئةي" for letter in name) - 2 * signs - name.count("آ")


def names_of(places: Iterable[Place], seen: Counter[str]) -> dict[str, list[tuple[Place, str, bool]]]:
    """Folded name → its places, each with the name as shown. Variants must occur in the pile."""
    found: dict[str, list[tuple[Place, str, bool]]] = defaultdict(list)
    for place in places:
        shown = max(place.names, key=lambda n: (seen[folded_name(n)], spelling(n), -place.names.index(n)))
        own = {folded_name(n) for n in place.names}
        for name in place.names:
            for folded, given in variants(name, place.country):
                if (given or (folded not in own and seen[folded] > 2)) and all(
                    place is not known for known, _, _ in found[folded]
                ):
                    found[folded].append((place, shown, given))
    return {name: listed for name, listed in found.items() if listed}


def phrases(firsts: dict[str, int], names: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """(name, word before, word after) for every listed name in the pile, the longest at each word.

    A preposition written onto the name is the word before, with `+`.
    """
    stripped: dict[str, list[tuple[str, str]]] = {}
    for words in articles():
        at = 0
        while at < len(words):
            word = words[at]
            readings = stripped.get(word)
            if readings is None:
                readings = stripped[word] = [r for r in split_word(word) if r[1] in firsts]
            step = 1
            for clitic, first in readings:
                for length in range(min(firsts[first], len(words) - at), 0, -1):
                    name = " ".join((first, *words[at + 1 : at + length]))
                    if name in names:
                        before = f"{clitic}+" if clitic else words[at - 1] if at else "^"
                        yield name, before, words[at + length] if at + length < len(words) else "$"
                        step = length
                        break
                if step > 1 or length:
                    break
            at += step


def split_word(word: str) -> list[tuple[str, str]]:
    """(clitic, rest) for the ways to read a word that may be a name with something written onto it."""
    found = [("", word)]
    for clitic in ("و", "ف", "ب", "ل", "ك", "وب", "ول"):
        if word.startswith(clitic) and len(word) - len(clitic) >= 3:
            found.append((clitic, word[len(clitic) :]))
    if word.startswith("لل") and len(word) > 4:
        found += [("ل", "ال" + word[2:]), ("ل", "الل" + word[2:])]
    return found


class Contexts:
    """How likely a word before and a word after are around a place, against around any other word."""

    def __init__(self, sure: frozenset[str], listed: dict[str, list[tuple[str, str]]]) -> None:
        before: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        after: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for name in sure:
            for one, other in listed.get(name, ()):
                before[0][one] += 1
                after[0][other] += 1
        chooser = random.Random(5)
        for words in articles()[::7]:
            for at in range(1, len(words) - 1):
                word = words[at]
                if word not in listed and word.isalpha() and len(word) > 2 and chooser.random() < 0.3:
                    before[1][words[at - 1]] += 1
                    after[1][words[at + 1]] += 1
                    for clitic, rest in split_word(word)[1:]:
                        if counts()[rest] > 50:
                            before[1][f"{clitic}+"] += 1
        self.before, self.after = self._weights(before), self._weights(after)

    @staticmethod
    def _weights(found: tuple[Counter[str], Counter[str]]) -> dict[str, float]:
        """By word; words that are seldom seen share the weight of their class."""
        grouped: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for one, other in zip(found, grouped, strict=True):
            for word, count in one.items():
                frequent = found[0][word] + found[1][word] >= CONTEXT
                other[word if frequent else word_class(word)] += count
        places, others = (sum(one.values()) + len(one) for one in grouped)
        return {
            word: log((grouped[0][word] + 1) / places) - log((grouped[1][word] + 1) / others)
            for word in {*grouped[0], *grouped[1]}
        }

    def weight(self, before: str, after: str) -> float:
        """The log of how many times likelier the neighbours are around a place."""
        one = self.before.get(before, self.before.get(word_class(before), 0.0))
        other = self.after.get(after, self.after.get(word_class(after), 0.0))
        return one + other / 2  # what follows a name tells less: marks are as common after any last word


def word_class(word: str) -> str:
    """The class of a word that is seldom seen: with an article, without one, no word."""
    if not word.isalpha():
        return "<mark>"
    return "<definite>" if ARTICLE in word[:4] else "<word>"


def share_of_places(weights: list[float], prior: float) -> float:
    """The share of occurrences that are places, given how likely each looks (maximum a posteriori)."""
    ratios = np.exp(np.clip(np.array(weights), -4, 4))
    share = prior
    for _ in range(60):
        place = share * ratios / (share * ratios + 1 - share)
        share = float((place.sum() + PRIOR * prior) / (len(ratios) + PRIOR))
    return share


def prior_of(name: str, listed: list[tuple[Place, str, bool]]) -> float:
    """Before any occurrence is read: how likely a name of the table is a place when it occurs."""
    people = max(place.people for place, _, _ in listed)
    if not any(given for _, _, given in listed) or len(name) < 3:
        return 0.2
    if " " in name:
        return 0.85
    bare = name.removeprefix(ARTICLE)
    if counts()[bare] + counts()["و" + bare] > 300 and counts()[name] < counts()[bare]:
        return 0.25
    arab = any(place.country in ARAB for place, _, _ in listed)
    if people >= 300_000:
        return 0.8
    return 0.6 if people >= 100_000 or (arab and people >= 20_000) else 0.45 if arab else 0.3


def arabic_found(
    names: dict[str, list[tuple[Place, str, bool]]], sure: frozenset[str]
) -> tuple[dict[str, float], dict[str, int], Contexts]:
    """For each name the share of its occurrences that are places, and how many occurrences there are."""
    listed = frozenset(names) | sure
    firsts: dict[str, int] = {}
    for name in listed:
        first, *rest = name.split(" ")
        firsts[first] = max(firsts.get(first, 0), len(rest) + 1)
    seen: dict[str, list[tuple[str, str]]] = defaultdict(list)
    total: Counter[str] = Counter()
    for name, before, after in phrases(firsts, listed):
        total[name] += 1
        if len(seen[name]) < EXAMPLES:
            seen[name].append((before, after))
    contexts = Contexts(sure, seen)
    shares = {
        name: share_of_places([contexts.weight(*pair) for pair in seen[name]], prior_of(name, places))
        for name, places in names.items()
    }
    return shares, total, contexts


def hopeless(places: list[tuple[Place, str, bool]], share: float, occurrences: int) -> bool:
    """Whether a name is so common another word that even a head noun before it makes no place of it."""
    return occurrences >= OFTEN and share < NEVER[any(p.country in ARAB for p, _, given in places if given)]


def found_alone(name: str, share: float, occurrences: int, places: list[tuple[Place, str, bool]]) -> bool:
    """Whether a name may be found without a head noun before it."""
    arab = any(place.country in ARAB for place, _, given in places if given)
    if " " in name and share >= PHRASE:
        return True
    if occurrences >= RARE:
        return share >= SHARES[0 if occurrences >= SELDOM else 1 if arab else 2]
    if arab and len(name) > 4 and counts()[name.removeprefix(ARTICLE)] + counts()[name] < 20:
        return True  # hardly a word of the language
    return prior_of(name, places) >= UNSEEN[not arab]


def whole_words(alone: Iterable[str]) -> Iterator[str]:
    """Words that look like a name with something written onto it, and are words of their own."""
    names = frozenset(name for name in alone if " " not in name)
    for word, count in counts().items():
        if word not in names and word.isalpha() and count >= 5:
            rests = [rest for clitic, rest in split_word(word)[1:] if rest in names]
            if rests and all(count > WHOLE * counts()[rest] + 5 for rest in rests):
                yield word


def shown_name(place: Place, given: str, found: dict[str, str]) -> str:
    """The name to show: the one in most use, but none that is mostly another word if there is a better."""
    good = ("alone", "either", "cued", "cued_apart")
    if found.get(folded_name(given)) in good:
        return given
    alone = [n for n in place.names if found.get(folded_name(n)) in good]
    return max(alone or [given], key=lambda n: (counts()[folded_name(n)], len(n), spelling(n)))


def line(name: str, places: list[tuple[Place, str, bool]], found: str) -> str:
    """A row of the table: name, shown name, kind, country, degrees, certain, candidates, found."""
    ranked = sorted(places, key=lambda p: (-p[2], -p[0].people, p[0].country, p[0].latitude))
    place, shown, _ = ranked[0]
    others = sum(p.people for p, _, _ in places if p is not place)
    certain = len(places) == 1 or place.people >= DWARFS * max(others, 500)
    kind = "city" if place.people >= CITY else "town"
    degrees = f"{place.latitude:.3f}\t{place.longitude:.3f}"
    return f"{name}\t{shown}\t{kind}\t{place.country}\t{degrees}\t{int(certain)}\t{len(places)}\t{found}"


def common_words(names: frozenset[str]) -> list[str]:
    """Words too common to name a place that is not listed, unless head nouns often announce them."""
    heads = head_nouns() | {"بلده", "قريه", "محافظه", "مدينه", "ريف", "حي", "ناحيه", "قضاء", "مخيم", "معبر"}
    announced: Counter[str] = Counter()
    for words in articles():
        for at in range(1, len(words)):
            before = words[at - 1]
            if before in heads or before[1:] in heads:
                announced[words[at]] += 1
    return sorted(
        word
        for word, count in counts().items()
        if count >= COMMON and word.isalpha() and not word.isascii() and word not in names
        and announced[word] < ANNOUNCED * count
    )  # fmt: skip


def write(path: Path, lines: Iterable[str]) -> None:
    """A gzipped text whose bytes depend on the lines alone."""
    text = "\n".join(lines) + "\n"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.relative_to(DATA.parents[1])}: {path.stat().st_size:,} bytes")


def barred(found: str) -> Iterator[str]:
    """The names that the rows people wrote let be found like this."""
    for row in rows(
        "ar", "ambiguous_places.tsv", AmbiguousPlace, may_be_empty=("example", "counter_example")
    ):
        if row.found == found:
            yield from map(folded_name, row.names.split("|"))


def make_arabic() -> None:
    empty = ("country", "latitude", "longitude", "counter_example")
    own = {
        folded_name(n): r.found
        for r in rows("ar", "regions.tsv", Region, may_be_empty=empty)
        for n in r.names.split("|")
    }
    seen: Counter[str] = Counter(counts())
    spaced = {f for p in geonames("ar") for n in p.names for f, _ in variants(n, p.country) if " " in f}
    firsts: dict[str, int] = {}
    for name in spaced:
        firsts[name.split()[0]] = max(firsts.get(name.split()[0], 0), len(name.split()))
    for name, _, _ in phrases(firsts, frozenset(spaced)):
        seen[name] += 1
    names = names_of(geonames("ar"), seen)
    sure = frozenset(name for name, found in own.items() if found == "alone")
    shares, total, _ = arabic_found(names, sure)
    kept = {n: p for n, p in names.items() if n not in own and not hopeless(p, shares[n], total[n])}
    found = {n: "alone" if found_alone(n, shares[n], total[n], p) else "headed" for n, p in kept.items()}
    used = {**found, **{n: f for f in FOUND for n in barred(f)}}
    kept = {n: [(place, shown_name(place, s, used), g) for place, s, g in p] for n, p in kept.items()}
    table = [line(n, p, found[n]) for n, p in kept.items()]
    whole = whole_words(
        [
            *(n for n, f in own.items() if f != "headed"),
            *barred("cued"),
            *(n for n, f in found.items() if f == "alone"),
        ]
    )
    table += [f"{word}\t-\ttown\t\t\t\t0\t0\tnever" for word in whole if word not in kept]
    table.sort()
    write(DATA / "ar" / "places.tsv.gz", table)
    write(DATA / "ar" / "place_common.txt.gz", common_words(frozenset(names) | frozenset(own)))
    if len(sys.argv) > 3 and sys.argv[-2] == "--shares":
        ranked = sorted(names, key=lambda n: -total[n])
        lines = (f"{n}\t{total[n]}\t{shares[n]:.2f}\t{names[n][0][0].country}" for n in ranked if total[n])
        Path(sys.argv[-1]).write_text("\n".join(lines), "utf-8")


def make_english() -> None:
    names: dict[str, list[tuple[Place, str, bool]]] = defaultdict(list)
    for place in geonames("en"):
        names[folded_name(place.names[0])].append((place, place.names[0], True))
    empty = ("country", "latitude", "longitude", "counter_example")
    own = {
        folded_name(n)
        for r in rows("en", "regions.tsv", Region, may_be_empty=empty)
        for n in r.names.split("|")
    }
    table = [line(n, p, "alone") for n, p in sorted(names.items()) if n not in own and len(n) > 2]
    write(DATA / "en" / "places.tsv.gz", table)


if __name__ == "__main__":
    if "ar" in sys.argv:
        make_arabic()
    if "en" in sys.argv:
        make_english()
