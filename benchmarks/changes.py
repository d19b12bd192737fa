"""Typed changes against changes that people marked, beside two baselines.

    NAQL_DATA=… python -m benchmarks.changes [--reprints N]

Reads the pairs of `gold/dev_pairs*.jsonl`, split by benchmarks/gold_split.json: rules are looked at on the
tune part only. Prints the scores with their 95 % intervals (pairs of articles are resampled), the kinds that
are taken for one another, and how many of each pair's changes were missed. `--reprints N` also counts the
kinds found in N pairs of reprints that nobody marked.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.change_scoring import COUNTS, KINDS, Marked, counted, scores
from benchmarks.common import STORIES, news_file, print_table, read_json_lines
from naql.align import align
from naql.annotation import annotate
from naql.changes import changes
from naql.evaluate import bootstrap_interval
from naql.model import Alignment, Article, Reading

SPLIT = Path(__file__).with_name("gold_split.json")
LEAST_SHARED = 0.4  # of the left text, in a pair of reprints
Found = Callable[[Reading, Reading, Sequence[Alignment]], list[Marked]]


def article(record: dict[str, Any]) -> Article:
    """An article of the data; its day is the day it was fetched."""
    day = record.get("date")
    precision = "second" if day else None
    return Article(
        record["id"], record.get("outlet"), record.get("title"), record["text"],
        day or None, "crawl" if day else "none", precision, record.get("url"), record.get("byline"), "ar",
    )  # fmt: skip


def ours(left: Reading, right: Reading, blocks: Sequence[Alignment]) -> list[Marked]:
    """What `naql.changes` finds."""
    return [
        Marked((c.left_start, c.left_end), (c.right_start, c.right_end), c.kind, c.severity)
        for c in changes(left, right, blocks)
    ]


def every_run(kinds: dict[str, str]) -> Found:
    """A baseline: each run of the alignment that is not `same`, its kind by its op."""

    def found(left: Reading, right: Reading, blocks: Sequence[Alignment]) -> list[Marked]:
        marks = []
        for block in blocks:
            for run in block.runs:
                spans = [
                    _trimmed(reading.text, *span)
                    for reading, span in (
                        (left, (run.left_start, run.left_end)),
                        (right, (run.right_start, run.right_end)),
                    )
                ]
                if run.op != "same" and any(a < b for a, b in spans):
                    marks.append(Marked(spans[0], spans[1], kinds.get(run.op, "wording"), "none"))
        return marks

    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


METHODS: dict[str, Found] = {
    "naql.changes": ours,
    "every run is wording": every_run({}),
    "the run's own op": every_run(
        {"spelling": "spelling", "punctuation": "punctuation", "added": "detail", "dropped": "detail"}
    ),
}


def known(record: dict[str, Any]) -> list[Marked]:
    """The changes that people marked in a pair."""

    def span(change: dict[str, Any], side: str) -> tuple[int, int]:
        if change.get(side):
            return change[side]["start"], change[side]["end"]
        at = change.get(f"at_{side}")
        return (at, at) if at is not None else (0, 0)

    return [Marked(span(c, "a"), span(c, "b"), c["kind"], c["severity"]) for c in record["changes"]]


def gold() -> Iterable[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(part, pair of articles, what was marked) for every pair."""
    folder = news_file(STORIES).parents[1] / "gold"
    split = {
        tuple(pair): part for part, pairs in json.loads(SPLIT.read_text())["pairs"].items() for pair in pairs
    }
    marked = {(r["a"], r["b"]): r for r in read_json_lines(folder / "dev_pairs.gold.jsonl")}
    for record in read_json_lines(folder / "dev_pairs.jsonl"):
        key = record["a"]["id"], record["b"]["id"]
        yield split[key], record, marked[key]


def measure() -> None:
    """Score every method on both parts and print the tables."""
    rows: dict[tuple[str, str], list[np.ndarray]] = {}
    confused: dict[str, Counter[tuple[str, str]]] = {"tune": Counter(), "test": Counter()}
    missed: list[tuple[str, int, int, int]] = []
    seconds = 0.0
    for part, record, marked in gold():
        one, other = annotate(article(record["a"])), annotate(article(record["b"]))
        blocks = [b for b in align(one.text, other.text) if not b.formula]
        for name, method in METHODS.items():
            began = time.perf_counter()
            found = method(one, other, blocks)
            seconds += time.perf_counter() - began if method is ours else 0
            counts, pairs = counted(known(marked), found, (one.text, other.text))
            rows.setdefault((part, name), []).append(counts)
            if method is ours:
                confused[part].update(pairs)
                n = dict(zip(COUNTS, map(int, counts), strict=True))
                wrong = n["matched"] - n["same_kind"]
                missed.append(
                    (f"{one.id} {other.id}", n["known"] - n["matched"], n["found"] - n["matched"], wrong)
                )
    for part in ("tune", "test"):
        print_scores(part, rows)
        print_kinds(part, confused[part])
    print_table("Errors by pair", ["pair", "missed", "invented", "other kind"], missed)
    print(f"\n{seconds:.1f} s for {len(missed)} pairs")


def print_scores(part: str, rows: dict[tuple[str, str], list[np.ndarray]]) -> None:
    """The scores of every method on a part, with intervals."""
    lines = []
    for name in METHODS:
        counts = np.array(rows[part, name])
        cells: list[object] = [name]
        for score, value in scores(counts).items():
            low, high = bootstrap_interval(counts, partial(_one_score, score), seed=1)
            cells.append(f"{value:.3f} ({low:.2f}-{high:.2f})")
        lines.append(cells)
    headers = ["method", *scores(np.zeros((1, len(COUNTS))))]
    print_table(f"Changes, {part} part ({len(rows[part, 'naql.changes'])} pairs)", headers, lines)


def _one_score(name: str, rows: np.ndarray) -> float:
    return scores(rows)[name]


def print_kinds(part: str, confused: Counter[tuple[str, str]]) -> None:
    """For each kind: how many there are, how many were found, and what they were taken for."""
    lines = []
    for kind in KINDS:
        known_ones = sum(n for (one, _), n in confused.items() if one == kind)
        named = sum(n for (_, other), n in confused.items() if other == kind)
        errors = Counter({other: n for (one, other), n in confused.items() if one == kind and other != kind})
        told = ", ".join(f"{other} {n}" for other, n in errors.most_common(4))
        lines.append([kind, known_ones, named, confused[kind, kind], told.replace("-", "missed")])
    print_table(f"Kinds, {part} part", ["kind", "known", "found", "right", "taken for"], lines)


def reprints(count: int) -> None:
    """How often each kind is found in pairs of reprints drawn with a fixed seed, outside the marked ones."""
    split = json.loads(SPLIT.read_text())
    marked = {a for pairs in split["pairs"].values() for pair in pairs for a in pair} | set(
        split["articles"]["test"]
    )
    stories: dict[str, list[dict[str, Any]]] = {}
    for record in read_json_lines(news_file(STORIES)):
        if record["id"] not in marked:
            stories.setdefault(record["cluster"], []).append(record)
    drawn = random.Random(1)
    names = sorted(name for name, group in stories.items() if len(group) > 1)
    drawn.shuffle(names)
    kinds: Counter[tuple[str, str]] = Counter()
    pairs = with_major = 0
    for name in names:
        if pairs == count:
            break
        one, other = drawn.sample(stories[name], 2)
        blocks = [b for b in align(one["text"], other["text"]) if not b.formula]
        shared = sum(b.left_end - b.left_start for b in blocks)
        if one["outlet"] == other["outlet"] or shared < LEAST_SHARED * len(one["text"]):
            continue
        found = ours(annotate(article(one)), annotate(article(other)), blocks)
        kinds.update((c.kind, c.severity) for c in found)
        pairs += 1
        with_major += any(c.severity == "major" for c in found)
    lines = [[kind, *(kinds[kind, s] for s in ("none", "minor", "major"))] for kind in KINDS]
    print_table(
        f"{pairs} pairs of reprints, {with_major} with a major change",
        ["kind", "none", "minor", "major"],
        lines,
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reprints", type=int, default=0, metavar="N")
    options = parser.parse_args()
    measure()
    if options.reprints:
        reprints(options.reprints)


if __name__ == "__main__":
    main()
