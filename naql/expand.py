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

TEXTS_AT_ONCE = 512  # partners aligned with one article in one call

Row = dict[str, Any]


def expand_passages(project: Project) -> Iterator[Row]:
    """Rows like the table `passages`, for every pair of articles, sorted by left and right id.

    Memory grows with the articles' texts, time with the pairs: 10,000 copies are 50 million.
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
    near = _neighbours(project, known)
    min_words = int(project.manifest.parameters["min_words"])
    for left in sorted(texts):
        source = representative.get(left, left)
        partners = sorted({a for n in near.get(source, {source}) | {source} for a in members[n] if a > left})
        for start in range(0, len(partners), TEXTS_AT_ONCE):
            some = partners[start : start + TEXTS_AT_ONCE]
            unknown = [right for right in some if (left, right) not in known]
            made = _align(left, unknown, texts, formulaic, representative, min_words) if unknown else {}
            for right in some:
                yield from known.get((left, right)) or made.get(right, [])


def _neighbours(project: Project, known: dict[tuple[str, str], list[Row]]) -> dict[str, set[str]]:
    """Representatives that share a passage directly, or stand in one family."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for left, right in known:
        near[left].add(right)
        near[right].add(left)
    families: defaultdict[str, set[str]] = defaultdict(set)
    for row in project.table("witnesses"):
        families[row["family_id"]].add(row["article_id"])
    for articles in families.values():
        for article in articles:
            near[article] |= articles
    return near


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
