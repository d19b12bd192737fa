"""Scores who is said to have copied whom against a simulated story's truth.

Every figure is a sum over stories, so each story gives counts (`Counts`) and figures are made of sums:

- **Drawn arrows** are directed links that are not `possible`. An arrow between articles is right if its
  source is a true direct parent of its article; leniently also if it is any ancestor. An arrow from a source
  not in the pile is right if the article is a child of the hidden node the source was matched to; leniently
  if it is any descendant of it. **Precision** is over drawn arrows of both sorts; **recall** is the share of
  visible edges drawn. By label, recall is the share of visible edges drawn under that label.
- **Direction accuracy** is over the visible edges whose two ends have an arrow between them, in either
  direction; **coverage** is the share of visible edges that have one.
- **False newspaper copying**: of the articles that took from wires not in the pile and from nothing else,
  the share with an arrow from another article.
- **Hidden-source F1**: the sources not in the pile with an arrow to an article, against the true hidden
  sources. Each is matched to at most one, best overlap first (Jaccard of the sets of children), and a match
  needs half (0.5) or more.
- **Count error** is the distance of the true number of textual origins from the range given, 0 inside it;
  **midpoint error** is its distance from the middle of the range. **Within one**: the former is at most 1.
- **Calibration**: of links with a probability, the share that is right, by label and by tenth. An undirected
  link is right where one of its ends took from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.transmission.stories import Story

MATCH = 0.5
POSSIBLE = "possible"


class LinkLike(Protocol):
    """What is read of a `naql.inferred.Link`."""

    source_kind: str
    source_id: str
    article_id: str
    label: str
    directed: bool
    probability: float | None


class SourceLike(Protocol):
    """What is read of a `naql.inferred.Source`."""

    id: str
    name: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link as it is scored: `hidden` where its source is no article of the pile."""

    source: str
    article: str
    label: str
    hidden: bool
    directed: bool = True
    probability: float | None = None

    @property
    def drawn(self) -> bool:
        """Whether a reader is shown an arrow."""
        return self.directed and self.label != POSSIBLE


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says of a story."""

    arrows: tuple[Arrow, ...]
    origins_min: int
    origins_max: int


def answer_of(
    story: Story, links: Sequence[LinkLike], sources: Sequence[SourceLike], least: int, most: int
) -> Answer:
    """Links and sources as an answer; a source that is seen stands for its outlet's one article."""
    articles: dict[str, list[str]] = {}
    for node in story.nodes.values():
        if node.visible:
            articles.setdefault(node.name, []).append(node.id)
    seen = {s.id: articles[s.name][0] for s in sources if s.seen and len(articles.get(s.name, [])) == 1}
    arrows = []
    for link in links:
        own = link.source_kind == "article"
        source = link.source_id if own else seen.get(link.source_id, link.source_id)
        hidden = not own and link.source_id not in seen
        if source != link.article_id:
            arrows.append(Arrow(source, link.article_id, link.label, hidden, link.directed, link.probability))
    return Answer(tuple(arrows), least, most)


# ---------------------------------------------------------------- matching hidden sources


def match_hidden(found: Mapping[str, frozenset[str]], true: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Sources found matched to true ones by Jaccard overlap of their children, best first, each once."""
    pairs = [
        (len(those & truth) / len(those | truth), name, node)
        for name, those in found.items()
        for node, truth in true.items()
        if those | truth
    ]
    matched: dict[str, str] = {}
    for overlap, name, node in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if overlap >= MATCH and name not in matched and node not in matched.values():
            matched[name] = node
    return matched


def hidden_children(answer: Answer) -> dict[str, frozenset[str]]:
    """The sources not in the pile that an answer draws arrows from, with the articles these end at."""
    found: dict[str, set[str]] = {}
    for arrow in answer.arrows:
        if arrow.hidden and arrow.drawn:
            found.setdefault(arrow.source, set()).add(arrow.article)
    return {source: frozenset(those) for source, those in found.items()}


# ---------------------------------------------------------------- counts of one story


@dataclass(slots=True)
class Counts:
    """The counts of one story, or of several summed; keys with a label have it after a space."""

    values: Counter[str] = field(default_factory=Counter)
    calibration: list[tuple[str, float, bool]] = field(default_factory=list)

    def add(self, key: str, amount: float = 1) -> None:
        """Adds to one count."""
        self.values[key] += amount


def score(story: Story, answer: Answer) -> Counts:
    """The counts of an answer about a story."""
    counts = Counts()
    matched = match_hidden(hidden_children(answer), story.hidden_sources)
    drawn = [arrow for arrow in answer.arrows if arrow.drawn]
    _score_arrows(story, drawn, matched, counts)
    _score_edges(story, drawn, counts)
    reprints = story.reprints_of_hidden
    accused = {a.article for a in drawn if not a.hidden and a.article in reprints}
    counts.add("reprints", len(reprints))
    counts.add("accused", len(accused))
    counts.add("hidden_true", len(story.hidden_sources))
    counts.add("hidden_found", len(hidden_children(answer)))
    counts.add("hidden_matched", len(matched))
    _score_count(story, answer, counts)
    for arrow in answer.arrows:
        if arrow.probability is not None:
            counts.calibration.append((arrow.label, arrow.probability, _tie_right(story, arrow, matched)))
    return counts


def _score_arrows(story: Story, drawn: Sequence[Arrow], matched: Mapping[str, str], counts: Counts) -> None:
    """Which drawn arrows are right, strictly and leniently, by sort and by label."""
    for arrow in drawn:
        right, lenient = _right(story, arrow, matched)
        sort = "hidden" if arrow.hidden else "articles"
        for key in ("", f" {arrow.label}", f" {sort}"):
            counts.add(f"arrows{key}")
            counts.add(f"right{key}", right)
            counts.add(f"lenient{key}", lenient)


def _right(story: Story, arrow: Arrow, matched: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether an arrow is right, strictly and leniently."""
    if not arrow.hidden:
        strict = arrow.source in story.nodes[arrow.article].parents
        return strict, arrow.source in story.ancestors[arrow.article]
    node = matched.get(arrow.source)
    if node is None:
        return False, False
    return arrow.article in story.children[node], node in story.ancestors[arrow.article]


def _tie_right(story: Story, arrow: Arrow, matched: Mapping[str, str]) -> bool:
    """Whether a link is right as far as it goes: without a direction, one end took from the other."""
    if arrow.directed or arrow.hidden:
        return _right(story, arrow, matched)[0]
    ends = {(arrow.source, arrow.article), (arrow.article, arrow.source)}
    return bool(ends & story.edges)


def _score_edges(story: Story, drawn: Sequence[Arrow], counts: Counts) -> None:
    """Which visible edges are drawn, under which label, and which way round."""
    labels = {(a.source, a.article): a.label for a in drawn if not a.hidden}
    counts.add("edges", len(story.edges))
    for parent, child in story.edges:
        if (parent, child) in labels:
            counts.add("recalled")
            counts.add(f"recalled {labels[parent, child]}")
        if (parent, child) in labels or (child, parent) in labels:
            counts.add("covered")
            counts.add("forward", (parent, child) in labels)


def _score_count(story: Story, answer: Answer, counts: Counts) -> None:
    """How far the number of textual origins is off."""
    true, least, most = story.origins, answer.origins_min, answer.origins_max
    distance = max(0, least - true, true - most)
    counts.add("stories")
    counts.add("distance", distance)
    counts.add("midpoint", abs((least + most) / 2 - true))
    counts.add("width", most - least)
    counts.add("within_one", distance <= 1)
