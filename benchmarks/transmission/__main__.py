"""Prints the evaluation table: presets by story size, Naql beside simple answers, in one run.

python -m benchmarks.transmission [--preset NAME|all] [--stories N] [--seed S] [--text-only]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.common import print_table
from benchmarks.transmission.baselines import BASELINES
from benchmarks.transmission.evaluation import Answer, Counts, answer_of, score
from benchmarks.transmission.figures import calibration, f1, labels_of, ratio
from benchmarks.transmission.presets import PRESETS
from benchmarks.transmission.simulate import simulate_all
from benchmarks.transmission.stories import Story, part_of, size_class
from naql.transmission import transmit

SIZES = ("3-5", "6-10", "11-16")
HEADERS = (
    "method",
    "size",
    "stories",
    "direction right",
    "coverage",
    "precision",
    "lenient",
    "recall",
    "false newspaper",
    "hidden F1",
    "count error",
    "midpoint error",
    "within one",
    "s a story",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One method's counts on one story, and the seconds it took."""

    size: str
    counts: Counts
    seconds: float


def naql(story: Story) -> Answer:
    """What Naql says of a story."""
    found = transmit(story.articles)
    return answer_of(story, found.links, found.sources, found.origins_min, found.origins_max)


def judge(stories: Sequence[Story], method: str) -> list[Judged]:
    """One method on all stories."""
    judged = []
    for story in stories:
        begun = time.perf_counter()
        answer = naql(story) if method == "Naql" else BASELINES[method](story.articles)
        seconds = time.perf_counter() - begun
        judged.append(Judged(size_class(story), score(story, answer), seconds))
    return judged


def row(method: str, size: str, judged: Sequence[Judged]) -> list[object]:
    """The figures of one method on some stories."""
    counts = [one.counts for one in judged]
    return [
        method,
        size,
        len(judged),
        ratio(counts, "forward", "covered"),
        ratio(counts, "covered", "edges"),
        ratio(counts, "right", "arrows"),
        ratio(counts, "lenient", "arrows"),
        ratio(counts, "recalled", "edges"),
        ratio(counts, "accused", "reprints"),
        f1(counts, "hidden_matched", "hidden_found", "hidden_true"),
        ratio(counts, "distance", "stories"),
        ratio(counts, "midpoint", "stories"),
        ratio(counts, "within_one", "stories"),
        sum(one.seconds for one in judged) / len(judged) if judged else None,
    ]


def label_rows(judged: Sequence[Judged]) -> list[list[object]]:
    """Precision and recall of drawn arrows, by label and by sort."""
    counts = [one.counts for one in judged]
    labels = labels_of(counts)
    return [
        [
            key,
            int(sum(c.values[f"arrows {key}"] for c in counts)),
            ratio(counts, f"right {key}", f"arrows {key}"),
            ratio(counts, f"lenient {key}", f"arrows {key}"),
            ratio(counts, f"recalled {key}", "edges") if key in labels else None,
        ]
        for key in [*labels, "articles", "hidden"]
    ]


def print_preset(name: str, stories: int, seed: int, bare: bool) -> None:
    """The tables of one preset."""
    drawn = [s.bare() if bare else s for s in simulate_all(PRESETS[name], seed, stories)]
    evidence = "text only" if bare or PRESETS[name].bare else "all evidence"
    rows: list[list[object]] = []
    for method in ["Naql", *BASELINES]:
        judged = judge(drawn, method)
        rows.append(row(method, "all", judged))
        rows += [row(method, size, [j for j in judged if j.size == size]) for size in SIZES]
        if method == "Naql":
            naql_judged = judged
    print_table(f"{name}, {evidence}: {len(drawn)} stories, seed {seed} ({part_of(seed)})", HEADERS, rows)
    print_table(
        f"{name}, {evidence}: Naql's arrows by label",
        ("label", "arrows", "precision", "lenient", "recall of visible edges"),
        label_rows(naql_judged),
    )
    print_table(
        f"{name}, {evidence}: calibration of Naql's links",
        ("by", "class", "links", "mean probability", "share right"),
        calibration([j.counts for j in naql_judged]),
    )


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transmission", description=__doc__)
    parser.add_argument("--preset", choices=[*PRESETS, "all"], default="realistic")
    parser.add_argument("--stories", type=int, default=300, help="stories of each preset")
    parser.add_argument("--seed", type=int, default=1, help="even: for tuning; odd: for publishing")
    parser.add_argument("--text-only", action="store_true", help="the same stories without credits and times")
    options = parser.parse_args()
    names = list(PRESETS) if options.preset == "all" else [options.preset]
    for name in names:
        print_preset(name, options.stories, options.seed, options.text_only)


if __name__ == "__main__":
    main()
