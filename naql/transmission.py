"""The transmission of a story: sources and links with their evidence, and the textual origins to be counted.

`transmit` works on articles alone; `infer` on what a traced pile has of them already. Each strand of the
story is asked for itself (`naql.arrows`); what it answers is put together by pairs of texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from naql.align import align_pairs
from naql.arborescence import ROOT
from naql.arrows import StrandDescent, kin, strand_descent
from naql.attribution import statements
from naql.credits import credit
from naql.dating import dated
from naql.descent import Credited, Telling
from naql.inferred import Evidence, Link, Source
from naql.language import language_of
from naql.link_evidence import (
    common_evidence,
    credit_evidence,
    days_evidence,
    others_evidence,
    step_evidence,
    wire_name,
)
from naql.model import Alignment, Article, Credit, Statement, derived_id
from naql.origins import Origins, origins
from naql.outlet_names import identity, same_outlet
from naql.sentences import sentences, tokens
from naql.strands import Strand, strands

SHOWN = 0.3  # probability from which a likely parent is told as possible
EVERY_PAIR = 40  # texts up to which each is aligned with each
HUBS = 12  # texts that all others are aligned with, at most, where there are more
LEFT_OVER = 200  # code points that nobody is known to share, for a text to be a hub
MERGED_WORDS = 30  # words of a second strand that make an article a merger of two
LEAD = 600  # characters in which a first sentence is looked for
MIN_WORDS = 8  # of a passage between two texts


@dataclass(frozen=True, slots=True)
class Transmission:
    """What is inferred of one story. `origins` says which texts each article comes from, by their ids."""

    links: tuple[Link, ...]
    sources: tuple[Source, ...]
    origins: Origins

    @property
    def origins_min(self) -> int:
        """The least number of textual origins."""
        return self.origins.least

    @property
    def origins_max(self) -> int:
        """The largest number of textual origins."""
        return self.origins.most


def transmit(articles: Sequence[Article], *, story_id: str = "") -> Transmission:
    """Who took from whom among some articles, with evidence (docs/transmission.md).

    Two texts without credits or times never give an arrow. ValueError for two articles of one id.

    >>> wire = "أعلنت وزارة الزراعة اليوم أن موسم القمح تجاوز مليون طن وأن الصوامع استقبلت المحصول كله"
    >>> one, other = (Article(i, i, None, wire, None, "none", None, None, None, "ar") for i in "ab")
    >>> [(link.label, link.directed) for link in transmit([one, other]).links]
    [('unknown', False)]
    """
    ordered = sorted(articles, key=lambda a: a.id)
    if len({a.id for a in ordered}) < len(ordered):
        raise ValueError("an id stands for one article only")
    return infer(story_id, [telling(a) for a in ordered], aligned([a.text for a in ordered]))


def telling(article: Article) -> Telling:
    """An article as transmission sees it, read for its credits and for those it names in its text."""
    code = article.language or language_of(article.text)
    said = statements(article.text, code, outlet=article.outlet, byline=article.byline)
    return telling_of(article, credit(article.text, article.byline, code, outlet=article.outlet), said)


def telling_of(
    article: Article, credited: Credit | None, said: Iterable[Statement], *, placed: bool = True
) -> Telling:
    """The same from what was read of the article before; not `placed`: in a copy with other offsets."""
    names = credited.name.split(" / ") if credited else []
    spans = (credited.start, credited.end) if credited else (None, None)
    relays: dict[str, Credited] = {}
    lead = _lead(article.text)
    for statement in said:
        share = sum(part.end - part.start for part in statement.content) / max(1, len(article.text))
        for step in statement.chain:
            if step.role == "relay" and step.name in relays:
                known = relays[step.name]
                relays[step.name] = replace(known, share=min(1.0, known.share + share))
            elif step.role == "relay" and step.status == "explicit":
                share = 1.0 if step.start is not None and step.start < lead else share
                span = (step.start, step.end) if placed else (None, None)
                relays[step.name] = Credited(step.name, *span, share)
    return Telling(
        article.id,
        article.outlet,
        article.text,
        dated(article.published, article.published_kind, article.published_precision),
        tuple(Credited(name, *spans) for name in names),
        tuple(relays.values()),
        article.byline,
    )


def _lead(text: str) -> int:
    """Where the first sentence ends: an agency named in it is named for all that follows."""
    head = text[:LEAD]
    read = tokens(head)
    return read[sentences(head, read)[0][1] - 1].end if read else 0


def aligned(
    texts: Sequence[str], formulas: Sequence[Sequence[tuple[int, int]]] = ()
) -> list[tuple[int, int, Alignment]]:
    """The shared passages of some texts as (left, right, alignment), formulas left out.

    `formulas` are the spans in each text that a pile has shown to be such. Of few texts each is aligned
    with each; of many, all with the longest, and then with the one that has most left that nobody shares.
    """
    count = len(texts)
    if count <= EVERY_PAIR:
        return _blocks(texts, [(one, other) for other in range(count) for one in range(other)], formulas)
    found: list[tuple[int, int, Alignment]] = []
    left = [len(text) for text in texts]
    hubs: list[int] = []
    while len(hubs) < HUBS and max(left) >= LEFT_OVER:
        hub = max(range(count), key=lambda n: (left[n], -n))
        pairs = [(hub, n) for n in range(count) if n != hub and n not in hubs]
        new = _blocks(texts, pairs, formulas)
        hubs.append(hub)
        found += new
        left[hub] = 0
        for _, other, block in new:
            left[other] = max(0, left[other] - (block.right_end - block.right_start))
    return found


def _blocks(
    texts: Sequence[str], pairs: list[tuple[int, int]], formulas: Sequence[Sequence[tuple[int, int]]]
) -> list[tuple[int, int, Alignment]]:
    spans = formulas or [()] * len(texts)
    return [
        (left, right, block)
        for left, right, block in align_pairs(texts, pairs, min_words=MIN_WORDS)
        if not block.formula and not _inside(block.left_start, block.left_end, spans[left])
    ]


def _inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether half of a stretch lies in one of some spans."""
    return any(2 * (min(end, high) - max(start, low)) >= end - start for low, high in spans)


def infer(
    story_id: str,
    tellings: Sequence[Telling],
    blocks: Sequence[tuple[int, int, Alignment]],
    families: Mapping[str, Sequence[str]] | None = None,
) -> Transmission:
    """Links, sources and origins of one story from its tellings, sorted by id, and their alignments.

    `blocks` are (number of the left telling, of the right one, alignment); `families` gives the ids of the
    families each article stands in.
    """
    texts = [t.text for t in tellings]
    language = language_of(max(texts, key=len, default=""))
    found = strands(texts, blocks, language)
    joined = _Joined(story_id, tellings, families or {})
    for strand, told in zip(found, credited_strands(tellings, found), strict=True):
        joined.add(strand_descent(told, strand, language))
    return Transmission(joined.links(), joined.sources(), origins(tellings, found))


def credited_strands(tellings: Sequence[Telling], found: Sequence[Strand]) -> list[list[Telling]]:
    """For each strand the tellings with those of their credits that may speak of it.

    An article that merges two wires credits one of them in its byline. Which one, articles tell that rest
    on a single strand: a name that they credit, or are by, in one strand speaks of no other.
    """
    where: defaultdict[int, list[int]] = defaultdict(list)
    for number, strand in enumerate(found):
        for text, words in strand.members.items():
            if words >= MERGED_WORDS:
                where[text].append(number)
    owners: defaultdict[str | None, set[int]] = defaultdict(set)
    for text, numbers in where.items():
        if len(numbers) == 1:
            names = (tellings[text].outlet, *(c.name for c in tellings[text].credits))
            for name in names:
                owners[identity(name)].add(numbers[0])
    told = [list(tellings) for _ in found]
    for text, numbers in where.items():
        if len(numbers) > 1:
            for number in range(len(found)):
                own = [c for c in tellings[text].credits if number in owners.get(identity(c.name), {number})]
                told[number][text] = replace(tellings[text], credits=tuple(own))
    return told


class _Joined:
    """The links of all strands of a story, by the ends they tie."""

    def __init__(
        self, story_id: str, tellings: Sequence[Telling], families: Mapping[str, Sequence[str]]
    ) -> None:
        self.story_id, self.tellings, self.families = story_id, tellings, families
        self._links: dict[tuple[str, str], Link] = {}
        self._sources: dict[str, Source] = {}

    def links(self) -> tuple[Link, ...]:
        """All links by article and source."""
        return tuple(sorted(self._links.values(), key=lambda k: (k.article_id, k.source_kind, k.source_id)))

    def sources(self) -> tuple[Source, ...]:
        """All sources by id."""
        return tuple(self._sources[key] for key in sorted(self._sources))

    def add(self, found: StrandDescent) -> None:
        """Put in what was inferred of one strand."""
        for child, drawn in sorted(found.drawn.items()):
            step = drawn.step
            told = step_evidence(found.descent, step, drawn.reasons)
            chance = found.probabilities[child][step.parent]
            self._put(self._id(step.parent), child, drawn.label, True, chance, told)
        for child, name in sorted(found.unseen.items()):
            self._from_unseen(found, child, name)
        for child in sorted(found.steps):
            if child not in found.drawn:
                self._undecided(found, child)

    def _id(self, text: int) -> str:
        return self.tellings[text].id

    def _put(
        self, source: str, child: int, label: str, directed: bool, chance: float | None,
        told: Sequence[Evidence], kind: str = "article",
    ) -> None:  # fmt: skip
        article = self._id(child)
        if not directed and kind == "article" and article < source:
            source, article = article, source
        family_ids = sorted(set(self.families.get(source, ())) & set(self.families.get(article, ())))
        if kind == "source":
            family_ids = sorted(self.families.get(article, ()))
        known = self._links.get((source, article))
        if known is not None and (known.directed, known.probability or 0) >= (directed, chance or 0):
            return
        self._links[source, article] = Link(
            self.story_id, kind, source, article, label, directed,
            None if chance is None else round(chance, 6), tuple(family_ids), tuple(told),
        )  # fmt: skip

    def _from_unseen(self, found: StrandDescent, child: int, name: str | None) -> None:
        """A link from a source outside the pile: the agency credited, or one nobody names."""
        if name is None:
            unit = found.strand.units[0]
            key = derived_id("source", "wire", self.story_id, self._id(unit.base), unit.start)
            source = Source(key, wire_name(), "wire", False)
        else:
            source = Source(derived_id("source", "agency", name), name, "agency", False)
        self._sources[source.id] = source
        chance = found.probabilities[child][ROOT]
        mine = self.tellings[child]
        if child in found.credited:
            credits = [c for c in (*mine.credits, *mine.relays) if same_outlet(c.name, name)]
            told, label = credit_evidence(mine, credits), "named"
        elif name is not None:
            holders = [self.tellings[t] for t, other in sorted(found.credited.items()) if other == name]
            told, label = [others_evidence(mine, name, holders)], "same_version"
        else:
            label = "same_version" if len(found.steps) == 2 else "possible"
            told = self._common(found, child)
        self._put(source.id, child, label, label != "possible", chance, told, "source")

    def _common(self, found: StrandDescent, child: int) -> list[Evidence]:
        """Why a text comes from a source nobody has, and how day words date it against its likeliest kin."""
        told = [common_evidence(found.descent, child)]
        likely = found.probabilities[child]
        near = max(found.steps[child], key=lambda p: (likely[p], -p))
        step = found.steps[child][near]
        back = found.steps[near].get(child)
        later = step if (step.days or 0) > 0 else back
        return told + (days_evidence(found.descent, later) if later is not None else [])

    def _undecided(self, found: StrandDescent, child: int) -> None:
        """A tie of two texts of one version, or the likeliest parent where nothing shows an arrow."""
        steps = found.steps[child]
        if not steps:
            return
        best = max(steps, key=lambda p: (found.probabilities[child][p], -p))
        step, chance = steps[best], found.probabilities[child][best]
        back = found.drawn.get(best)
        if back is not None and back.step.parent == child:
            return
        if kin(found.descent, step):
            label = "same_version"
        elif child in found.unseen:
            return
        else:
            other = found.probabilities.get(best, {}).get(child, 0)
            label = "possible" if chance >= SHOWN and other < chance / 2 else "unknown"
        told = step_evidence(found.descent, step, ())
        self._put(self._id(best), child, label, False, chance, told)
