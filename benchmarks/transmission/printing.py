"""What an outlet prints around a text: byline, dateline, tail, credits in the text, house style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.transmission.desk import Style, house_style
from benchmarks.transmission.presets import Preset
from benchmarks.transmission.writing import Body, Event, Sentence, headline, newsroom, print_body
from naql.model import Article

PLACES = ("byline", "dateline", "tail", "text")
PLACE_SHARES = (55, 10, 15, 20)  # nearly all credits of near-verbatim reprints stand in the byline
NO_CREDITS = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Habits:
    """How an outlet works: where it credits, how often, in which words, beside which town; how it spells.

    `redates` is how often it counts day words anew, `signs` whether it has a byline where it credits nobody.
    """

    credits: float
    place: str
    form: int
    capital: bool
    style: Style
    redates: float
    signs: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands around a body, and whoever is `credited`, named as a source anywhere."""

    byline: str | None
    dateline: str
    tail: str
    credited: frozenset[str]


Source = tuple[str, str, tuple[str, ...]]
"""A text as the outlet that takes it sees it: `wire` or `outlet`, whose, the agencies it shows."""


def draw_habits(preset: Preset, random: Random) -> Habits:
    """The habits of an outlet: some credit nearly always, some hardly ever, around the preset's share."""
    spread = min(preset.credit, 1 - preset.credit)
    return Habits(
        preset.credit + random.choice((-0.9, 0.0, 0.9)) * spread,
        random.choices(PLACES, PLACE_SHARES)[0],
        random.randrange(12),
        random.random() < 0.5,
        house_style(random),
        random.choice((0.2, 0.7, 1.0)),
        random.random() < 0.4,
    )


# ---------------------------------------------------------------- credits


def credit(
    body: Body, sources: Sequence[Source], event: Event, habits: Habits, preset: Preset, random: Random
) -> tuple[Body, tuple[str, ...], Printed]:
    """The body with what its outlet says of its sources; the agencies it shows; what stands around it.

    A copy of a wire may credit the agency. A copy of a paper may credit the agency that the paper showed
    (an inherited credit: the paper between is passed over), or name the paper, or nobody.
    """
    named = _named_in(body)
    old = [name for name in named if name in newsroom()["agencies"]]
    if sources[0][0] == "outlet" and random.random() < preset.credit_paper:
        body, printed = _credit_paper(body, sources[0][1], event, habits)
        return body, tuple(old), replace(printed, credited=frozenset((sources[0][1], *named)))
    agencies = tuple(dict.fromkeys(a for source in sources for a in source[2]))
    if agencies and random.random() < habits.credits:
        body, printed = _credit_agencies(body, agencies, event, habits)
        return body, agencies, replace(printed, credited=frozenset((*agencies, *named)))
    if named and random.random() < 0.4:
        return _uncredited(body), (), Printed(None, "", "", NO_CREDITS)
    return body, tuple(old), Printed(None, "", "", frozenset(named))


def _town(event: Event, habits: Habits) -> str:
    """The town that stands beside a credit."""
    return str(newsroom()["capitals"][event.country]) if habits.capital else event.city


def _forms(agency: str) -> dict[str, str]:
    return {"short": agency, "name": newsroom()["agencies"][agency][0]}


def _pick(forms: Sequence[str], habits: Habits) -> str:
    return forms[habits.form % len(forms)]


def _credit_agencies(
    body: Body, agencies: Sequence[str], event: Event, habits: Habits
) -> tuple[Body, Printed]:
    """One agency in the place the outlet uses; several in a byline, by name or together."""
    forms = newsroom()["credits"]
    if len(agencies) > 1:
        short = "، ".join(agencies) if habits.form % 2 else "وكالات"
        return body, Printed(f"{_town(event, habits)} - {short}", "", "", NO_CREDITS)
    slots = {**event.facts, **_forms(agencies[0]), "city": _town(event, habits)}
    if habits.place == "text":
        return _credit_inside(body, slots, habits), Printed(None, "", "", NO_CREDITS)
    words = _pick(forms[habits.place], habits).format(**slots)
    return body, Printed(
        words if habits.place == "byline" else None,
        words if habits.place == "dateline" else "",
        words if habits.place == "tail" else "",
        NO_CREDITS,
    )


def _credit_inside(body: Body, slots: dict[str, str], habits: Habits) -> Body:
    """The agency named before a speaker's words, else before the lead."""
    forms = newsroom()["credits"]
    for part, paragraph in enumerate(body):
        for place, sentence in enumerate(paragraph):
            if habits.form % 3 and sentence.text.startswith(": ") and sentence.before == sentence.plain:
                speaker = sentence.plain.split(" ", 1)[1]
                before = _pick(forms["quote"], habits).format(speaker=speaker, **slots)
                return _replaced(body, part, place, replace(sentence, before=before.removesuffix(": ")))
    before = _pick(forms["before"], habits).format(**slots)
    return _replaced(body, 0, 0, replace(body[0][0], before=before + body[0][0].plain))


def _credit_paper(body: Body, outlet: str, event: Event, habits: Habits) -> tuple[Body, Printed]:
    """The paper it was taken from named in the byline, or before the lead."""
    forms = newsroom()["credits"]
    slots = {"outlet": outlet, "city": _town(event, habits)}
    if habits.form % 2:
        words = _pick(forms["paper_byline"], habits).format(**slots)
        return body, Printed(words, "", "", NO_CREDITS)
    before = _pick(forms["paper_before"], habits).format(**slots)
    lead = replace(body[0][0], before=before + body[0][0].plain)
    return _replaced(body, 0, 0, lead), Printed(None, "", "", NO_CREDITS)


def _replaced(body: Body, part: int, place: int, sentence: Sentence) -> Body:
    paragraph = (*body[part][:place], sentence, *body[part][place + 1 :])
    return (*body[:part], paragraph, *body[part + 1 :])


def _named_in(body: Body) -> list[str]:
    """Agencies and papers that a body names as its source, carried over from the text it was copied from."""
    said = " ".join(s.before for part in body for s in part if s.before != s.plain)
    agencies, papers = newsroom()["agencies"], newsroom()["outlets"]
    return [
        *(agency for agency, (name, _) in agencies.items() if name in said),
        *(paper for paper in (*papers["known"], *papers["invented"]) if f"صحيفة {paper}" in said),
    ]


def _uncredited(body: Body) -> Body:
    """The body without what it says of its sources."""
    return tuple(tuple(replace(s, before=s.plain) for s in part) for part in body)


# ---------------------------------------------------------------- articles


def print_out(
    node: str,
    kind: str,
    name: str,
    body: Body,
    printed: Printed,
    habits: Habits,
    event: Event,
    random: Random,
) -> Article:
    """A node's article, its time left open."""
    byline = printed.byline
    slots = {**event.facts, "outlet": name, "city": _town(event, habits)}
    if kind == "wire":
        slots |= _forms(name)
        forms = newsroom()["credits"]
        byline = _pick(forms["byline"], habits).format(**slots) if habits.signs else None
    elif byline is None and habits.signs and not printed.dateline and not printed.tail:
        byline = _pick(newsroom()["credits"]["own_byline"], habits).format(**slots)
    text = printed.dateline + print_body(body) + printed.tail
    return Article(node, name, headline(event, random), text, None, "none", None, None, byline, "ar")


def print_bare(article: Article, body: Body) -> Article:
    """The article with every credit and time gone: byline, dateline, tail, names in the text, outlet.

    An agency's name as the outlet would be a credit, so every outlet is called by its article's id.
    """
    text = print_body(body, credits=False)
    return replace(
        article,
        outlet=f"outlet {article.id}",
        text=text,
        byline=None,
        published=None,
        published_kind="none",
        published_precision=None,
    )
