"""Every pair of articles that shares a passage, also where the tables hold one row for many.

Copies stand behind a representative, and the members of a large family behind a hub; here each pair
of articles gets rows of its own, aligned on demand with offsets of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

from naql import align
from naql.project import Project
from naql.reuse import HOT

TEXTS_AT_ONCE = 512  # partners aligned with one article in one call

Row = dict[str, Any]


def expand_passages(project: Project) -> Iterator[Row]:
    """Rows like the table `passages`, for every pair of articles, sorted by left and right id.

    Memory grows with the articles and the rows of `passages`, time with the pairs: 10,000 copies are
    50 million.
    """
    texts = {row["id"]: row["text"] for row in project.articles}
    representative = {row["article_id"]: row["representative_id"] for row in project.table("copies")}
    members: defaultdict[str, list[str]] = defaultdict(list)
    for article in texts:
        members[representative.get(article, article)].append(article)
    known: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in project.passages:
        known[row["left_id"], row["right_id"]].append(row)
    formulaic = _formulaic(project)
    min_words = int(project.manifest.parameters["min_words"])
    near = _Neighbours(project, known, texts, min_words)
    for left in sorted(texts):
        source = representative.get(left, left)
        sharing = near.of(source) | {source}
        partners = sorted({a for n in sharing for a in members.get(n, ()) if a > left})
        for start in range(0, len(partners), TEXTS_AT_ONCE):
            some = partners[start : start + TEXTS_AT_ONCE]
            unknown = [right for right in some if (left, right) not in known]
            made = _align(left, unknown, texts, formulaic, representative, min_words) if unknown else {}
            for right in some:
                yield from known.get((left, right)) or made.get(right, [])


class _Neighbours:
    """Which articles may share a passage: those with one in the table, those of a family, and those of two
    large families whose text is partly the same (a quotation, and the paragraph it is from)."""

    def __init__(
        self,
        project: Project,
        known: dict[tuple[str, str], list[Row]],
        texts: dict[str, str],
        min_words: int,
    ) -> None:
        self.direct: defaultdict[str, set[str]] = defaultdict(set)
        for left, right in known:
            self.direct[left].add(right)
            self.direct[right].add(left)
        self.members: defaultdict[str, set[str]] = defaultdict(set)
        self.spans: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for row in project.table("witnesses"):
            self.members[row["family_id"]].add(row["article_id"])
            self.spans[row["article_id"]].append((row["start"], row["end"], row["family_id"]))
        self.beside: defaultdict[str, set[str]] = defaultdict(set)
        for article, spans in self.spans.items():
            self._overlaps(sorted(spans), texts[article], min_words)

    def _overlaps(self, spans: list[tuple[int, int, str]], text: str, min_words: int) -> None:
        """Note the families that overlap in one article by a passage's length."""
        for place, (_, end, one) in enumerate(spans):
            for start, until, other in spans[place + 1 :]:
                if start >= end:
                    break
                # Up to HOT articles are linked all to all: what they share is in the table already.
                hot = len(self.members[one]) + len(self.members[other]) > HOT
                if hot and len(text[start : min(end, until)].split()) >= min_words:
                    self.beside[one].add(other)
                    self.beside[other].add(one)

    def of(self, article: str) -> set[str]:
        """Whoever may share a passage with an article."""
        found = set(self.direct.get(article, ()))
        own = {family for _, _, family in self.spans.get(article, ())}
        for family in own.union(*(self.beside.get(f, ()) for f in own)):
            found |= self.members[family]
        return found


def _formulaic(project: Project) -> dict[str, list[tuple[int, int]]]:
    """Where each article has the text of a family that is a formula."""
    formulas = {row["id"] for row in project.table("families") if row["formula"]}
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in project.table("witnesses"):
        if row["family_id"] in formulas:
            spans[row["article_id"]].append((row["start"], row["end"]))
    return spans


def _align(
    left: str,
    rights: list[str],
    texts: dict[str, str],
    formulaic: dict[str, list[tuple[int, int]]],
    representative: dict[str, str],
    min_words: int,
) -> dict[str, list[Row]]:
    """Passages of one article with others, on demand."""
    pairs = np.zeros(len(rights), np.int64), np.arange(1, len(rights) + 1)
    found, _ = align.align_texts([texts[a] for a in (left, *rights)], *pairs, min_words=min_words)
    spans = formulaic.get(representative.get(left, left), [])
    made: dict[str, list[Row]] = {}
    for number, blocks in found.items():
        made[rights[number]] = [
            {
                "left_id": left,
                "left_start": b.left_start,
                "left_end": b.left_end,
                "right_id": rights[number],
                "right_start": b.right_start,
                "right_end": b.right_end,
                "score": b.score,
                "formula": b.formula or _mostly(b.left_start, b.left_end, spans),
            }
            for b in blocks
        ]
    return made


def _mostly(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether half of a span stands in one of the spans."""
    return any(2 * (min(end, e) - max(start, s)) >= end - start for s, e in spans)
