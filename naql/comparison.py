"""Two articles on demand: what they share, in the shape other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from naql import align
from naql.annotation import annotate, span
from naql.changes import changes
from naql.errors import UsageError
from naql.model import Alignment, Article, Change
from naql.relation import Relation, relation
from naql.web.render import render
from naql.web.views import comparison_view

MIN_WORDS = 8  # two texts that are compared on purpose: shorter passages mean something


def _article(text: str | Article, name: str) -> Article:
    article = text if isinstance(text, Article) else _bare(name, text)
    try:
        article.text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"text {name}: a lone surrogate at {error.start}; replace it by U+FFFD") from error
    return article


def _bare(name: str, text: str) -> Article:
    return Article(name, name, None, text, None, "none", None, None, None, None)


def _covered(spans: list[tuple[int, int]], whole: tuple[int, int]) -> float:
    """The share of `whole` that the spans cover, overlaps counted once."""
    reached, covered = whole[0], 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return round(covered / (whole[1] - whole[0]), 6) if whole[1] > whole[0] else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two articles share, and what one changed of it.

    Coverage counts passages that are no formulas, from first to last word; changes stand in those too.
    """

    a: Article
    b: Article
    blocks: tuple[Alignment, ...]
    coverage_a: float
    coverage_b: float
    changes: tuple[Change, ...] = ()
    relation: Relation | None = None

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data: what `naql compare --json` prints (docs/compare.md).

        >>> text = "قال الوزير أمس إن المشروع الجديد سيبدأ في مطلع الشهر المقبل"
        >>> compare(text, text).to_dict()["coverage"]
        {'a': 1.0, 'b': 1.0}
        """

        blocks = [
            {
                "a": span(self.a.text, block.left_start, block.left_end),
                "b": span(self.b.text, block.right_start, block.right_end),
                "formula": block.formula,
                "moved": block.moved,
                "runs": [
                    {"op": r.op, "a": [r.left_start, r.left_end], "b": [r.right_start, r.right_end]}
                    for r in block.runs
                ],
            }
            for block in self.blocks
        ]
        return {
            "a": self.a.id,
            "b": self.b.id,
            "coverage": {"a": self.coverage_a, "b": self.coverage_b},
            "blocks": blocks,
            "changes": [self._change(change) for change in self.changes],
            "relation": self.relation
            and self.relation.to_dict({self.a.id: self.a.text, self.b.id: self.b.text}),
        }

    def _change(self, change: Change) -> dict[str, Any]:
        """A change as plain data; where nothing stands on a side, its place is told by `at_…`."""
        left, right = (change.left_start, change.left_end), (change.right_start, change.right_end)
        stands = {"a": left[0] < left[1], "b": right[0] < right[1]}
        return {
            "a": span(self.a.text, *left) if stands["a"] else None,
            "b": span(self.b.text, *right) if stands["b"] else None,
            "at_a": None if stands["a"] else left[0],
            "at_b": None if stands["b"] else right[0],
            "kind": change.kind,
            "severity": change.severity,
            "why": {"ar": change.why_ar, "en": change.why_en},
        }

    def to_html(self, lang: str = "ar") -> str:
        """One self-contained page with both texts side by side, in Arabic or English."""
        return render("compare.html", lang=lang, view=comparison_view(self.to_dict(), self.a, self.b))


def compare(a: str | Article, b: str | Article, *, min_words: int = MIN_WORDS) -> Comparison:
    """Align two texts (or articles) word by word; passages of at least `min_words` matched words.

    Raises UsageError for a text with lone surrogates, which no file can hold.

    >>> a = "أعلنت الوزارة أمس أن الجسر الجديد سيفتح أمام السيارات في مطلع الشهر المقبل"
    >>> b = "وأكد مصدر أن الجسر الجديد سيفتح أمام الشاحنات في مطلع الشهر المقبل"
    >>> found = compare(a, b)
    >>> [(run.op, a[run.left_start:run.left_end]) for run in found.blocks[0].runs if run.op != "same"]
    [('reworded', 'السيارات')]
    """
    return compare_many([(a, b)], min_words=min_words)[0]


def compare_many(
    pairs: Sequence[tuple[str | Article, str | Article]], *, min_words: int = MIN_WORDS
) -> list[Comparison]:
    """`compare` for many pairs at once; an article that recurs is read once."""
    given = [(_article(left, "a"), _article(right, "b")) for left, right in pairs]
    texts = list(dict.fromkeys(article.text for pair in given for article in pair))
    number = {text: i for i, text in enumerate(texts)}
    lefts = np.array([number[one.text] for one, _ in given], np.int64)
    rights = np.array([number[other.text] for _, other in given], np.int64)
    found, edges = align.align_texts(texts, lefts, rights, min_words=min_words)
    read = cache(annotate)
    result = []
    for row, (one, other) in enumerate(given):
        blocks = tuple(replace(b, left_id=one.id, right_id=other.id) for b in found.get(row, ()))
        content = [b for b in blocks if not b.formula]
        coverage_a = _covered([(b.left_start, b.left_end) for b in content], edges[lefts[row]])
        coverage_b = _covered([(b.right_start, b.right_end) for b in content], edges[rights[row]])
        changed = changes(read(one), read(other), content) if content else ()
        tie = relation((one, read(one)), (other, read(other)), content) if content else None
        result.append(Comparison(one, other, blocks, coverage_a, coverage_b, tuple(changed), tie))
    return result
