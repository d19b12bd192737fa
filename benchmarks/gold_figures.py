"""Figures of changes and of values on one part of the gold, by the shared scorers: what the gate pins."""

from __future__ import annotations

from typing import Any

from benchmarks import attribution, changes, values
from benchmarks.common import data_folder, gold_pairs, read_json_lines, scorer
from naql.comparison import compare

Data = dict[str, Any]

PAIRS, MARKED = "gold/dev_pairs.jsonl", "gold/dev_pairs.gold.jsonl"
SURFACE = ("spelling", "punctuation")

# The figure's name here, in the scorer's summary, and which number of it.
CHANGE_FIGURES = (
    ("without spelling and punctuation", "changes without spelling and punctuation", "F1"),
    ("kind", "kind accuracy", None),
    ("major found", "major found at all (recall)", None),
    ("major precision", "major", "P"),
)
VALUE_FIGURES = (
    ("quantities", "quantity span", "F1"),
    ("quantity value", "quantity value", "acc"),
    ("times", "time span (with a value)", "F1"),
    ("time value", "time value", "acc"),
)


def change_figures(split: str) -> dict[str, float]:
    """Changes of a part: F1 of those that matter and of the surface, kind, and the grave ones."""
    shared, wanted, texts = scorer("score_changes"), gold_pairs(split), dict[str, str]()
    marked = {(row["a"], row["b"]): row for row in read_json_lines(data_folder() / MARKED)}
    tally = shared.Tally()
    for row in read_json_lines(data_folder() / PAIRS):
        key = row["a"]["id"], row["b"]["id"]
        if key in wanted:
            texts |= {row[side]["id"]: row[side]["text"] for side in "ab"}
            found = compare(changes.article(row["a"]), changes.article(row["b"])).to_dict()
            tally.merge(shared.score_doc(marked[key], found, *(texts[name] for name in key)))
    figures = _picked(shared.summary(tally), CHANGE_FIGURES)
    return figures | {"surface": _surface(tally)}


def value_figures(split: str) -> dict[str, float]:
    """Quantities and times of a part: F1 of their spans, and how many values of those found are right."""
    articles, gold = attribution.read_gold(split)
    texts = {name: article["text"] for name, article in articles.items()}
    found = {name: values.predicted(article) for name, article in articles.items()}
    summary, _ = scorer("score_attribution").run(gold, found, texts)
    return _picked(summary, VALUE_FIGURES)


def _picked(summary: Data, figures: tuple[tuple[str, str, str | None], ...]) -> dict[str, float]:
    """Those figures of a summary that there is something to count for."""
    named = ((name, summary[key] if part is None else summary[key][part]) for name, key, part in figures)
    return {name: float(value) for name, value in named if value is not None}


def _surface(tally: dict[str, int]) -> float:
    """F1 of spelling and punctuation as one kind; nothing to find and nothing found is 1."""
    right = sum(tally.get(f"conf|{one}|{other}", 0) for one in SURFACE for other in SURFACE)
    gold, found = (sum(tally.get(f"kind:{kind}.{side}", 0) for kind in SURFACE) for side in ("g", "p"))
    return 2 * right / (gold + found) if gold + found else 1.0
