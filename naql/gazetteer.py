"""The table of place names of a language and the words that tell places, loaded when first used.

The rows people write (`place_words.tsv`, `regions.tsv`, `ambiguous_places.tsv`) and the table derived from
GeoNames (`places.tsv.gz`). How the latter was made: docs/places.md. Finding places in a text: `naql.places`.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from naql.language import rows
from naql.sentences import MEMORY, fold, tokens

KINDS = ("country", "region", "city", "town", "feature")
"""What a place is; a city has at least 50,000 people, a feature is an airport, a river, a quarter…"""

FOUND = ("alone", "either", "undescribing", "cued", "cued_apart", "headed", "never")
"""When a name is found. alone: anywhere. either: anywhere, but which place is meant is open. undescribing:
anywhere but where it describes the definite word before it («الصحافة السعودية»). cued: after a cue, a head
noun, or with a preposition written onto it. cued_apart: the same without the latter. headed: after a head
noun only. never: not at all, nor any shorter name inside it."""

PART = "part"  # kind of head nouns that name a part of what follows: «ريف», «ساحل»
LONGEST = 6  # words of a name
HEADS = ("head", "head_known", "heads", "heads_known")
_ROLES = frozenset((*HEADS, "link", "cue", "clitic", "clitic_and", "and", "tail", "part", "speaks", "told"))
_ROLES |= {"adjective", "article"}
LETTERS_LEFT = 3  # a clitic is taken off a name only if so many letters stay


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A word that tells places. `role` and `value` are explained at the top of `place_words.tsv`.

    The first place in `example` is `found` (`-`: none); in `counter_example` there is none.
    """

    word: str
    role: str
    value: str | None
    example: str
    found: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class Region:
    """A place of our own rows: `names` (`|` between them) are printed forms of `name`.

    `kind` is one of `KINDS`, `country` ISO 3166-1 alpha-2 (empty where it lies in several), `found` one
    of `FOUND`; degrees are WGS 84. The place is found in `example` and not in `counter_example`.
    """

    names: str
    name: str
    kind: str
    country: str | None
    found: str
    latitude: str | None
    longitude: str | None
    example: str
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class AmbiguousPlace:
    """When names (`|` between them) that are mostly no place in news may be found: one of `FOUND`.

    In `example` the first name is found as a place, except if `found` is never; in `counter_example` not.
    """

    names: str
    found: str
    example: str | None
    counter_example: str | None


@dataclass(frozen=True, slots=True)
class Homonym:
    """Another place of a name: `kind` is one of `KINDS`, `country` ISO 3166-1 alpha-2, degrees WGS 84.

    `example` names the place beside others of its country, so that it is meant there.
    """

    name: str
    kind: str
    country: str
    latitude: str
    longitude: str
    example: str


class Candidate(NamedTuple):
    """One place that a name can mean."""

    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None


class Start(NamedTuple):
    """One way to read a word as the beginning of a name: after a clitic of `off` folded letters."""

    clitic: str
    off: int
    first: str


class Head(NamedTuple):
    """A head noun: role, kind of what follows, the noun as it stands in names, letters of its clitic."""

    role: str
    kind: str
    noun: str
    off: int


class Word(NamedTuple):
    """What a folded word can be: beginning of names, head noun, cue, verb of saying, noun of an outlet."""

    starts: tuple[Start, ...]
    head: Head | None
    cue: bool
    speaks: bool
    told: str  # the word of that role that it is, without clitics


class Entry(NamedTuple):
    """A place of the table; `found` is one of `FOUND`, the rest as in `naql.places.PlaceMention`."""

    name: str
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None
    certain: bool
    candidates: int
    found: str
    others: tuple[Candidate, ...]


_NOTHING = Word((), None, False, False, "")


class Gazetteer:
    """The data of one language; an entry is parsed when its name is first met."""

    def __init__(self, language: str) -> None:
        self.roles: dict[str, dict[str, PlaceWord]] = {role: {} for role in _ROLES}
        for row in rows(language, "place_words.tsv", PlaceWord, may_be_empty=("value", "counter_example")):
            if row.role not in _ROLES:
                raise ValueError(f"place_words.tsv: role {row.role!r} is not one of {sorted(_ROLES)}")
            self.roles[row.role][fold(row.word) or row.word] = row
        self.prefixes = {**self.roles["clitic"], **self.roles["clitic_and"]}
        self.common = frozenset(_table(language, "place_common.txt.gz"))
        self.lines = dict(line.split("\t", 1) for line in _table(language, "places.tsv.gz"))
        self.lines.update(_own_lines(language))
        self.found = _found(language)
        for name, found in self.found.items():
            if name not in self.lines:
                self.lines[name] = "\t".join((name, "town", "", "", "", "0", "1", found))
        self.homonyms = _homonyms(language)
        self.seconds: dict[str, set[str]] = {}  # by first word; "" where that is a name by itself
        for name in self.lines:
            first, _, rest = name.partition(" ")
            self.seconds.setdefault(first, set()).add(rest.partition(" ")[0])
        self.entries: dict[str, Entry] = {}
        self.words: dict[str, Word] = {}

    def entry(self, name: str) -> Entry | None:
        """The entry of a folded name."""
        known = self.entries.get(name)
        if known is None and (line := self.lines.get(name)) is not None:
            shown, kind, country, north, east, certain, candidates, found = line.split("\t")
            found = self.found.get(name, found)
            known = self.entries[name] = Entry(
                shown,
                kind,
                country or None,
                float(north) if north else None,
                float(east) if east else None,
                certain == "1" and found != "either" and name not in self.homonyms,
                max(int(candidates), 1 + len(self.homonyms.get(name, ()))),
                found,
                self.homonyms.get(name, ()),
            )
        return known

    def word(self, folded: str) -> Word:
        """What a folded word can be, remembered."""
        known = self.words.get(folded)
        if known is None:
            if len(self.words) >= MEMORY:
                self.words.clear()
            known = self.words[folded] = self._word(folded)
        return known

    def readings(self, folded: str) -> list[Start]:
        """The ways to read a word: whole, then with clitics taken off."""
        readings = [Start("", 0, folded)]
        for clitic, row in self.prefixes.items():
            if folded.startswith(clitic) and len(folded) - len(clitic) >= LETTERS_LEFT:
                off = len(clitic) - 1 if row.value else len(clitic)
                for letters in (row.value or "").split("|"):
                    readings.append(Start(clitic, off, letters + folded[len(clitic) :]))
        return readings

    def _word(self, folded: str) -> Word:
        readings = self.readings(folded)
        starts = tuple(reading for reading in readings if reading.first in self.seconds)
        firsts = [reading.first for reading in readings]
        head = next((head for reading in readings if (head := self._head(reading))), None)
        for clitic in self.roles["clitic"]:  # a head noun may be shorter than a name: «بحي»
            if head is None and folded.startswith(clitic):
                head = self._head(Start(clitic, len(clitic), folded[len(clitic) :]))
        cue = any(first in self.roles["cue"] for first in firsts)
        speaks = any(first in self.roles["speaks"] for first in firsts)
        told = next((first for first in firsts if first in self.roles["told"]), "")
        word = Word(starts, head, cue, speaks, told)
        return _NOTHING if word == _NOTHING else word

    def _head(self, reading: Start) -> Head | None:
        for role in HEADS:
            if row := self.roles[role].get(reading.first):
                kind, _, noun = (row.value or "").partition("|")
                return Head(role, kind, noun or row.word, reading.off)
        return None


def _table(language: str, name: str) -> list[str]:
    file = files("naql").joinpath("data", language, name)
    if not file.is_file():
        return []
    lines = gzip.decompress(file.read_bytes()).decode().split("\n")
    return [line for line in lines if line and not line.startswith("#")]


def _own_lines(language: str) -> Iterator[tuple[str, str]]:
    """(folded name, line of the table) of our own rows."""
    empty = ("country", "latitude", "longitude", "counter_example")
    for row in rows(language, "regions.tsv", Region, may_be_empty=empty):
        if row.kind not in KINDS or row.found not in FOUND:
            raise ValueError(f"regions.tsv: {row.name!r} has kind {row.kind!r}, found {row.found!r}")
        place = (row.name, row.kind, row.country or "", row.latitude or "", row.longitude or "")
        line = "\t".join((*place, "1", "1", row.found))
        yield from ((folded_name(name), line) for name in row.names.split("|"))


def _homonyms(language: str) -> dict[str, tuple[Candidate, ...]]:
    """The other places of names that have several, by folded name."""
    known: dict[str, tuple[Candidate, ...]] = {}
    for row in rows(language, "homonyms.tsv", Homonym):
        if row.kind not in KINDS:
            raise ValueError(f"homonyms.tsv: {row.name!r} has kind {row.kind!r}, which is none of {KINDS}")
        candidate = Candidate(row.kind, row.country, float(row.latitude), float(row.longitude))
        known[folded_name(row.name)] = (*known.get(folded_name(row.name), ()), candidate)
    return known


def _found(language: str) -> dict[str, str]:
    """When names that are mostly something else are found, by folded name: it overrides the table."""
    empty = ("example", "counter_example")
    found: dict[str, str] = {}
    for row in rows(language, "ambiguous_places.tsv", AmbiguousPlace, may_be_empty=empty):
        if row.found not in FOUND:
            raise ValueError(f"ambiguous_places.tsv: {row.names!r} has found {row.found!r}")
        found.update(dict.fromkeys(map(folded_name, row.names.split("|")), row.found))
    return found


@cache
def gazetteer(language: str) -> Gazetteer:
    """The gazetteer of a language, read once a process; empty for a language without rows of places."""
    return Gazetteer(language)


def folded_name(name: str) -> str:
    """A name as it is looked up: its folded words, single spaces between them, marks dropped."""
    return " ".join(token.folded for token in tokens(name) if token.word)
