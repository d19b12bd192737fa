"""Writes invented reports of invented events: the texts that agencies and reporters of the simulation make.

What they are written from are rows, not code: `events.toml` (kinds of event, each with points worded in
three ways and statements that people made) and `newsroom.toml` (names, places, ways of reporting). Two
reports of one event tell the same facts and may quote the same statement word for word, as reports of one
press conference do, but share no sentence of their own: each takes another wording of every point.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

WORDINGS = 3  # ways a point is worded, so the most independent reports an event can have

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a body, and the text it was first written in (`root`, "" for a desk's own words).

    `before`, `after` credit somebody; without credits `plain` stands in the place of `before`. `choices`
    are the words of it that its writer could have put otherwise: as put, and the other ways.
    """

    text: str
    root: str
    before: str = ""
    plain: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def printed(self, credits: bool) -> str:
        """The sentence as an outlet prints it, with what it says of its source or without."""
        return (self.before if credits else self.plain) + self.text


Paragraph = tuple[Sentence, ...]
Body = tuple[Paragraph, ...]


def print_body(body: Body, *, credits: bool = True) -> str:
    """A body as one text: a line for each paragraph."""
    return "\n".join(" ".join(sentence.printed(credits) for sentence in part) for part in body)


def root_words(body: Body) -> dict[str, int]:
    """How many words of a body were first written in each text."""
    counted: dict[str, int] = {}
    for paragraph in body:
        for sentence in paragraph:
            counted[sentence.root] = counted.get(sentence.root, 0) + len(sentence.text.split())
    return counted


# ---------------------------------------------------------------- rows


@cache
def events() -> Mapping[str, Any]:
    """The kinds of event, from `events.toml`."""
    return tomllib.loads(Path(__file__).with_name("events.toml").read_text("utf-8"))


def kinds() -> list[str]:
    """The names of the kinds of event; the points of `any` belong to all."""
    return [kind for kind in sorted(events()) if kind != "any"]


def points_of(kind: str) -> list[list[str]]:
    """The points a report of this kind may have: the lead, the kind's own, those of any event."""
    return [*events()[kind]["points"], *events()["any"]["points"]]


@cache
def newsroom() -> Mapping[str, Any]:
    """Names, places and desks' ways, from `newsroom.toml`."""
    return tomllib.loads(Path(__file__).with_name("newsroom.toml").read_text("utf-8"))


# ---------------------------------------------------------------- an event


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its facts by slot; `orders` says for each point which report takes which wording."""

    kind: str
    country: str
    city: str
    facts: Mapping[str, str]
    orders: tuple[tuple[int, ...], ...]


def make_event(random: Random) -> Event:
    """An event of any kind, its facts drawn."""
    stock = newsroom()
    kind = random.choice(kinds())
    country = random.choice(sorted(stock["places"]))
    city, city2 = random.sample(stock["places"][country], 2)
    men = random.sample([f"{a} {b}" for a in stock["male"] for b in stock["family"]], 3)
    facts = {"country": country, "city": city, "city2": city2, "name1": men[0], "name3": men[2]}
    facts |= {"area": random.choice(stock["areas"]), "other": random.choice(stock["others"])}
    facts["name4"] = f"{random.choice(stock['female'])} {random.choice(stock['family'])}"
    facts["official"] = f"{random.choice(stock['officials'])} {men[1]}"
    facts["royal"] = f"{random.choice(stock['royals'])} {random.choice(stock['male'])}"
    facts["speaker1"] = (
        f"المتحدث باسم {random.choice(stock['bodies'])} {random.choice(stock['ranks'])} {men[0]}"
    )
    facts["hour"] = random.choice(stock["hours"])
    for name, low, high, step in (
        ("few", 3, 10, 1),
        ("some", 11, 99, 1),
        ("hund", 120, 950, 10),
        ("thou", 1200, 9900, 100),
    ):
        for number, drawn in enumerate(random.sample(range(low, high + 1, step), 3), 1):
            facts[f"{name}{number}"] = str(drawn)
    facts["thou"] = facts["thou1"]
    orders = tuple(tuple(random.sample(range(WORDINGS), WORDINGS)) for _ in points_of(kind))
    return Event(kind, country, city, facts, orders)


def day_words(weekday: int, random: Random) -> str:
    """How a writer says "today" of an event: with the day's name, without, or the name alone."""
    stock = newsroom()
    return random.choice(stock["day_styles"]).format(weekday=stock["weekdays"][weekday])


def fill(template: str, facts: Mapping[str, str], root: str, random: Random) -> Sentence:
    """A sentence from a template: one of each choice drawn, the slots filled."""
    choices: list[tuple[str, tuple[str, ...]]] = []

    def slots(text: str) -> str:
        filled = _SLOT.sub(lambda slot: facts[slot[1]], text)
        return re.sub(r"(?<!\w)(و?)لال", r"\1لل", filled)  # the article after «ل»: «للموصل»

    def choose(match: re.Match[str]) -> str:
        forms = match[1].split("|")
        chosen = random.choice(forms)
        others = tuple(slots(form) for form in forms if form != chosen)
        if chosen.strip() and others and all(other.strip() for other in others):
            choices.append((slots(chosen), others))
        return chosen

    return Sentence(slots(_CHOICE.sub(choose, template)), root, choices=tuple(choices))


# ---------------------------------------------------------------- a report


def write_report(event: Event, number: int, root: str, weekday: int, random: Random) -> Body:
    """The report of an event that is worded the `number`-th way (0..2), some 120 to 400 words.

    It tells the lead, five or more of the other points in an order of its own, and most of the statements.
    """
    points, statements = points_of(event.kind), events()[event.kind]["statements"]
    own = len(events()[event.kind]["points"])
    facts = {**event.facts, "day": day_words(weekday, random)}
    chosen = sorted(random.sample(range(1, own), random.randint(5, own - 1)))
    if random.random() < 0.6:
        random.shuffle(chosen)
    chosen += random.sample(range(own, len(points)), random.randint(1, len(points) - own))
    said = [fill(points[p][event.orders[p][number]], facts, root, random) for p in [0, *chosen]]
    for place, statement in enumerate(statements):
        if random.random() < 0.9:
            spoken = _statement(statement, place, event, number, root, random)
            said.insert(random.randint(1, min(4, len(said))), spoken)
    return paragraphs(said, random)


def _statement(
    statement: Sequence[str], place: int, event: Event, number: int, root: str, random: Random
) -> Sentence:
    """What somebody said, as quoted by all or as this report words it."""
    ways = newsroom()["writing"]
    speaker = event.facts["speaker1"] if place == 0 else event.facts["official"]
    if number == WORDINGS - 1 or random.random() < 0.55:
        words, way = statement[0], random.choice(ways["quoted"])
    else:
        words, way = statement[1 + number], random.choice(ways["reported"])
    lead, rest = way.split("{speaker}")
    sentence = fill(rest.replace("{words}", words), event.facts, root, random)
    spoken = f"{lead}{speaker}"
    return replace(sentence, before=spoken, plain=spoken)


def paragraphs(said: Sequence[Sentence], random: Random) -> Body:
    """Sentences in paragraphs of one or two."""
    made: list[Paragraph] = []
    at = 0
    while at < len(said):
        size = random.choice((1, 1, 2))
        made.append(tuple(said[at : at + size]))
        at += size
    return tuple(made)


def headline(event: Event, random: Random) -> str:
    """A headline of an event."""
    return fill(random.choice(events()[event.kind]["headlines"]), event.facts, "", random).text
