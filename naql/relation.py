"""How two articles stand to each other: which took from which, a common source, or that nothing shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from naql.inferred import Evidence, Link
from naql.model import Alignment, Article, Reading
from naql.transmission import infer, telling_of

DIRECTIONS = ("a<-b", "b<-a", "common", "unknown")


@dataclass(frozen=True, slots=True)
class Relation:
    """`direction` is one of `DIRECTIONS`: `a<-b` says that a took from b; `label` as of a `Link`.

    `common`: both come from a source that is neither.
    """

    label: str
    direction: str
    evidence: tuple[Evidence, ...]

    def to_dict(self, texts: dict[str, str]) -> dict[str, Any]:
        """As plain data; `texts` are the two texts by article id."""
        return {
            "label": self.label,
            "direction": self.direction,
            "evidence": [
                {
                    "kind": one.kind,
                    "why": {"ar": one.why_ar, "en": one.why_en},
                    "spans": [
                        {
                            "id": s.article_id,
                            "start": s.start,
                            "end": s.end,
                            "text": texts[s.article_id][s.start : s.end],
                        }
                        for s in one.spans
                    ],
                }
                for one in self.evidence
            ],
        }


def relation(
    a: tuple[Article, Reading], b: tuple[Article, Reading], blocks: Sequence[Alignment]
) -> Relation | None:
    """The relation of two articles that were read, by what they share; None where they share nothing.

    Two texts alone never give a direction: it takes a credit, an agency, or a time.
    """
    pairs = sorted((a, b), key=lambda pair: pair[0].id)
    if pairs[0][0].id == pairs[1][0].id or not blocks:
        return None
    tellings = [telling_of(article, read.credit, read.statements) for article, read in pairs]
    turned = pairs[0][0].id != a[0].id
    numbers = (1, 0) if turned else (0, 1)
    found = infer("", tellings, [(*numbers, block) for block in blocks])
    arrows = [link for link in found.links if link.directed and link.source_kind == "article"]
    if arrows:
        link = max(arrows, key=lambda k: k.probability or 0.0)
        return Relation(link.label, "a<-b" if link.article_id == a[0].id else "b<-a", link.evidence)
    common = _common(found.links)
    if common:
        told = dict.fromkeys(e for link in common for e in link.evidence)
        return Relation(common[0].label, "common", tuple(told))
    ties = [link for link in found.links if link.source_kind == "article"]
    return (
        Relation(ties[0].label, "unknown", ties[0].evidence) if ties else Relation("unknown", "unknown", ())
    )


def _common(links: Sequence[Link]) -> list[Link]:
    """The links of both articles from one source outside the pile, or nothing."""
    for link in links:
        same = [k for k in links if k.source_kind == "source" and k.source_id == link.source_id]
        if len(same) == 2:
            return same
    return []
