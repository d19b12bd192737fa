"""Simulated stories of which everything is known: who wrote, who copied whom, who is not in the pile.

Statements go into wires, wires into papers, papers into papers. A story is drawn from a preset by a seed and
nothing else, and the truth is written down while it is made:

- A **node** is a text: a wire, or what an outlet printed. Its parents are the texts it was made from: none
  (it was reported), one, or two (merged). A node that is not `visible` has no article.
- A **root** is a text reported and not copied. Sentences remember their root through every copy.
- **Visible edges** are the edges whose two ends are in the pile.
- A **hidden source** is a node that is not in the pile and either has two **children** or more, or is
  credited by name by a descendant in the pile. Its children are the articles that descend from it through
  nodes that are not in the pile: those that took from it as directly as the pile can show.
- The **true number of textual origins** counts the roots of which at least twelve words stand in the
  articles of the pile. A relay or a merger is no root; an own report is one; a desk's own intro is none.

What the simulation does not have: edits drawn from a whole language (a desk here knows some four hundred
rewordings, so two desks may make the same edit by chance, as real ones do); corrections that an agency sends
out; translations; texts of several agencies under one name; captions.
Two copies that nobody edited are the same text, so who copied whom among them is told by nothing but times
and credits: no method can find every edge.

Even seeds are for tuning, odd seeds for figures that are published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from naql.model import Article

ORIGIN_WORDS = 12  # the shortest run of words that Naql promises to find


@dataclass(frozen=True, slots=True)
class Node:
    """A text of the story; `kind` is `wire` or `outlet`, `name` whose it is.

    `credited` are the agencies and papers that its article names as a source anywhere, `roots` the words it
    has of each root.
    """

    id: str
    kind: str
    name: str
    parents: tuple[str, ...]
    visible: bool
    time: datetime
    credited: frozenset[str]
    roots: Mapping[str, int]


@dataclass(frozen=True)
class Story:
    """A story with its truth. `bare_articles` are its articles with every credit and time gone."""

    id: str
    preset: str
    outlets: int
    articles: tuple[Article, ...]
    bare_articles: tuple[Article, ...]
    nodes: Mapping[str, Node]

    def bare(self) -> Story:
        """The story of which nothing but texts is left: no credit, time or outlet's name."""
        nodes = {name: replace(node, credited=frozenset()) for name, node in self.nodes.items()}
        return replace(self, articles=self.bare_articles, nodes=nodes)

    @cached_property
    def visible(self) -> frozenset[str]:
        """The ids of the articles in the pile."""
        return frozenset(node.id for node in self.nodes.values() if node.visible)

    @cached_property
    def edges(self) -> frozenset[tuple[str, str]]:
        """The visible edges: (parent, child), both in the pile."""
        return frozenset(
            (parent, child)
            for child in self.visible
            for parent in self.nodes[child].parents
            if parent in self.visible
        )

    @cached_property
    def ancestors(self) -> Mapping[str, frozenset[str]]:
        """Every node with all nodes it descends from."""
        found: dict[str, frozenset[str]] = {}
        for node in sorted(self.nodes.values(), key=lambda n: (n.time, n.id)):
            above = [frozenset((p,)) | found[p] for p in node.parents]
            found[node.id] = frozenset().union(*above)
        return found

    @cached_property
    def children(self) -> Mapping[str, frozenset[str]]:
        """For every node not in the pile, its children in the sense above."""
        found: dict[str, set[str]] = {n.id: set() for n in self.nodes.values() if not n.visible}
        for child in self.visible:
            above = list(self.nodes[child].parents)
            while above:
                node = self.nodes[above.pop()]
                if not node.visible:
                    found[node.id].add(child)
                    above += node.parents
        return {node: frozenset(those) for node, those in found.items()}

    @cached_property
    def hidden_sources(self) -> Mapping[str, frozenset[str]]:
        """The hidden sources in the sense above, each with its children."""
        return {
            node: those
            for node, those in self.children.items()
            if len(those) >= 2 or (those and self._is_credited(node))
        }

    def _is_credited(self, node: str) -> bool:
        """Whether an article credits this agency, and descends from its text."""
        name = self.nodes[node].name
        return any(name in self.nodes[a].credited and node in self.ancestors[a] for a in self.visible)

    @cached_property
    def origins(self) -> int:
        """The true number of textual origins in the pile."""
        words: dict[str, int] = {}
        for article in self.visible:
            for root, count in self.nodes[article].roots.items():
                words[root] = max(words.get(root, 0), count)
        return sum(count >= ORIGIN_WORDS for root, count in words.items() if root)

    @cached_property
    def reprints_of_hidden(self) -> frozenset[str]:
        """Articles all of whose sources are wires that are not in the pile: they copied from no newspaper."""
        return frozenset(
            a
            for a in self.visible
            if self.nodes[a].parents
            and all(self.nodes[p].kind == "wire" and not self.nodes[p].visible for p in self.nodes[a].parents)
        )


def part_of(seed: int) -> str:
    """Which part a seed belongs to: `tune` (even) or `test` (odd)."""
    return "test" if seed % 2 else "tune"


def size_class(story: Story) -> str:
    """The row a story is counted in, by its outlets in the pile."""
    return "3-5" if story.outlets <= 5 else "6-10" if story.outlets <= 10 else "11-16"
