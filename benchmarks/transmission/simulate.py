"""Draws a story: the event, its wires, who takes from whom and when, and what each prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from benchmarks.transmission.desk import drop_sentence, edited, in_style, moved, redated, truncated
from benchmarks.transmission.presets import Preset
from benchmarks.transmission.printing import Habits, Printed, credit, draw_habits, print_bare, print_out
from benchmarks.transmission.stories import ORIGIN_WORDS, Node, Story
from benchmarks.transmission.writing import (
    WORDINGS,
    Body,
    Event,
    fill,
    make_event,
    newsroom,
    root_words,
    write_report,
)
from naql.model import Article

FIRST_DAY = datetime(2017, 1, 2)  # a Monday
COPYING = (0.0, 0.5, 1.0, 2.5)  # how heavily an outlet edits, in edits of the preset; the mean is 1


@dataclass(frozen=True, slots=True)
class _Draft:
    """A node while the story is made."""

    key: int
    kind: str
    name: str
    parents: tuple[int, ...]
    visible: bool
    time: datetime
    body: Body
    agencies: tuple[str, ...]
    habits: Habits
    printed: Printed | None = None


def simulate(preset: Preset, seed: int, number: int) -> Story:
    """The story of this preset, seed and number: always the same."""
    name = f"{preset.name}-{seed}-{number}"
    random = Random(name)
    event = make_event(random)
    drafts: list[_Draft] = []
    maker = _Maker(preset, event, random, drafts)
    maker.wires()
    maker.outlets()
    return _story(name, preset, event, drafts, random)


def simulate_all(preset: Preset, seed: int, stories: int) -> Iterator[Story]:
    """The first stories of a preset and seed."""
    return (simulate(preset, seed, number) for number in range(stories))


# ---------------------------------------------------------------- drawing


@dataclass(slots=True)
class _Maker:
    """Makes the drafts of one story, in the order they were written."""

    preset: Preset
    event: Event
    random: Random
    drafts: list[_Draft]
    reports: int = 0

    def wires(self) -> None:
        """The agencies' texts: reported, relayed from an earlier wire, or merged from two."""
        preset, random = self.preset, self.random
        (count,) = random.choices((1, 2, 3), preset.wires)
        hidden = random.random() < preset.wire_hidden
        world = newsroom()["agencies"]
        fits = sorted(a for a, (_, country) in world.items() if country in ("", self.event.country))
        started = FIRST_DAY + timedelta(minutes=random.randrange(365 * 24 * 60))
        for number, agency in enumerate(random.sample(fits, count)):
            time = started + timedelta(minutes=round(random.expovariate(1 / 60)))
            if number and random.random() < preset.relay:
                sources = random.sample(self.drafts, 2 if number > 1 and random.random() < 0.4 else 1)
                self._copy("wire", agency, sources, not hidden, 0.25)
            else:
                self._report("wire", agency, time, not hidden)

    def outlets(self) -> None:
        """The papers, in the order they were written; the first cannot copy a paper."""
        preset, random = self.preset, self.random
        wanted = random.randint(*preset.outlets)
        names = newsroom()["outlets"]
        free = random.sample(names["known"], len(names["known"]))
        free += random.sample(names["invented"], len(names["invented"]))
        random.shuffle(free)
        made = 0
        while made < wanted:
            visible = random.random() >= preset.outlet_hidden
            made += visible
            self._outlet(free.pop() if free else f"صحيفة {len(self.drafts)}", visible)

    def _outlet(self, name: str, visible: bool) -> None:
        preset, random = self.preset, self.random
        papers = [d for d in self.drafts if d.kind == "outlet"]
        wires = [d for d in self.drafts if d.kind == "wire"]
        if self.reports < WORDINGS and random.random() < preset.own:
            time = wires[0].time + timedelta(minutes=random.randrange(30, 900))
            self._report("outlet", name, time, visible)
            return
        first = random.choice(papers if papers and random.random() < preset.paper else wires)
        sources = [first]
        if random.random() < preset.merge:
            sources += self._second(first, wires)
        self._copy("outlet", name, sources, visible, 1.0)

    def _second(self, first: _Draft, wires: Sequence[_Draft]) -> list[_Draft]:
        """A wire to merge with a text: one of another root, if there is one."""
        roots = set(root_words(first.body))
        other = [w for w in wires if not roots & set(root_words(w.body)) - {""}]
        return [self.random.choice(other)] if other else []

    def _report(self, kind: str, name: str, time: datetime, visible: bool) -> None:
        """A text reported by its outlet."""
        key = len(self.drafts)
        body = write_report(self.event, self.reports, str(key), time.weekday(), self.random)
        self.reports += 1
        agencies = (name,) if kind == "wire" else ()
        habits = draw_habits(self.preset, self.random)
        self.drafts.append(_Draft(key, kind, name, (), visible, time, body, agencies, habits))

    def _copy(self, kind: str, name: str, sources: Sequence[_Draft], visible: bool, heed: float) -> None:
        """A text taken from one or two others and edited; `heed` is how heavily, beside the outlet's way."""
        random, habits = self.random, draw_habits(self.preset, self.random)
        last = max(source.time for source in sources)
        time = last + (timedelta(minutes=random.randint(5, 90)) if kind == "wire" else _lag(last, random))
        bodies = [
            redated(s.body, (time.date() - s.time.date()).days, s.time.weekday())
            if random.random() < habits.redates
            else s.body
            for s in sources
        ]
        body = _merged(bodies, random) if len(bodies) > 1 else bodies[0]
        body = self._laid_out(body, heed)
        rate = self.preset.edits * random.choice(COPYING) * heed
        body = edited(body, rate, self.event.facts, random)
        body = in_style(body, habits.style)
        sources = _kept(body, sources)
        body, agencies, printed = credit(
            body, [(s.kind, s.name, s.agencies) for s in sources], self.event, habits, self.preset, random
        )
        draft = _Draft(
            len(self.drafts),
            kind,
            name,
            tuple(s.key for s in sources),
            visible,
            time,
            body,
            (name,) if kind == "wire" else agencies,
            habits,
            printed,
        )
        self.drafts.append(draft)

    def _laid_out(self, body: Body, heed: float) -> Body:
        """What the page needs: less room, another order, an intro of its own."""
        random = self.random
        if random.random() < 0.3 * heed:
            body = truncated(body, random)
        if random.random() < 0.2 * heed:
            body = drop_sentence(body, random) or body
        if random.random() < 0.06 * heed:
            body = moved(body, random)
        if body[0][0].root and random.random() < 0.1 * heed:
            intro = random.choice(newsroom()["writing"]["intros"])
            body = ((fill(intro, self.event.facts, "", random),), *body)
        return body


def _lag(after: datetime, random: Random) -> timedelta:
    """How long a paper takes: a site about an hour, a printed paper until the next morning."""
    if random.random() < 0.65:
        return timedelta(minutes=4 + round(random.lognormvariate(4.0, 1.0)))
    morning = (after + timedelta(days=1)).replace(hour=2, minute=0) + timedelta(minutes=random.randrange(240))
    return morning - after


def _merged(bodies: Sequence[Body], random: Random) -> Body:
    """The first text with one to three paragraphs of the second at its end or in its middle."""
    first, second = bodies
    size = min(len(second), random.randint(1, 3))
    start = random.randrange(len(second) - size + 1)
    place = len(first) if random.random() < 0.7 else random.randint(1, len(first))
    kept = max(1, round(len(first) * random.uniform(0.5, 1.0)))
    place = min(place, kept)
    return (*first[:place], *second[start : start + size], *first[place:kept])


def _kept(body: Body, sources: Sequence[_Draft]) -> list[_Draft]:
    """The sources of which words enough are left in a text to be found there; the fullest at the least."""
    words = root_words(body)
    taken = [sum(words.get(root, 0) for root in root_words(s.body) if root) for s in sources]
    least = min(ORIGIN_WORDS, max(taken))
    return [s for s, count in zip(sources, taken, strict=True) if count >= least]


# ---------------------------------------------------------------- the story


def _story(name: str, preset: Preset, event: Event, drafts: Sequence[_Draft], random: Random) -> Story:
    """The story of the drafts, under ids that tell nothing of the order."""
    order = random.sample(range(len(drafts)), len(drafts))
    ids = {draft.key: f"{name}-{number:02d}" for draft, number in zip(drafts, order, strict=True)}
    nodes, articles, bare = {}, [], []
    for draft in drafts:
        printed = draft.printed or Printed(None, "", "", frozenset())
        roots = {ids[int(r)] if r else "": words for r, words in root_words(draft.body).items()}
        nodes[ids[draft.key]] = Node(
            ids[draft.key],
            draft.kind,
            draft.name,
            tuple(ids[p] for p in draft.parents),
            draft.visible,
            draft.time,
            printed.credited,
            roots,
        )
        if draft.visible:
            article = print_out(
                ids[draft.key], draft.kind, draft.name, draft.body, printed, draft.habits, event, random
            )
            articles.append(_dated(article, draft, drafts, preset, random))
            bare.append(print_bare(article, draft.body))
    bare.sort(key=lambda a: a.id)
    articles.sort(key=lambda a: a.id)
    outlets = sum(d.visible and d.kind == "outlet" for d in drafts)
    story = Story(name, preset.name, outlets, tuple(articles), tuple(bare), nodes)
    return story.bare() if preset.bare else story


def _dated(
    article: Article, draft: _Draft, drafts: Sequence[_Draft], preset: Preset, random: Random
) -> Article:
    """The article with its time as the pile has it: exact, the day only, none, wrong, or of a crawl."""
    shares = (preset.day_only, preset.missing, preset.wrong, preset.crawl)
    ways = ("day", "none", "wrong", "crawl", "exact")
    (way,) = random.choices(ways, (*shares, max(0.0, 1 - sum(shares))))
    if way == "none":
        return article
    time, kind = draft.time, "published"
    if way == "wrong":
        time = _wrong(draft, drafts, random)
    elif way == "crawl":
        time, kind = time + timedelta(minutes=round(random.lognormvariate(6.5, 1.3))), "crawl"
    if way == "day":
        return replace(
            article, published=time.date().isoformat(), published_kind=kind, published_precision="day"
        )
    zone = "" if random.random() < 0.2 else "+03:00"
    printed = f"{time.isoformat(timespec='minutes')}{zone}"
    return replace(article, published=printed, published_kind=kind, published_precision="minute")


def _wrong(draft: _Draft, drafts: Sequence[_Draft], random: Random) -> datetime:
    """A time that misleads: hours to days off, or before that of the text it was taken from."""
    if draft.parents and random.random() < 0.5:
        source = drafts[random.choice(draft.parents)]
        return source.time - timedelta(minutes=random.randint(5, 600))
    return draft.time + timedelta(minutes=random.choice((-1, 1)) * random.randint(120, 5760))
