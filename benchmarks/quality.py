"""How much reused text Naql finds, and how exactly, beside other tools on the same pile.

    python -m benchmarks.quality --split test

docs/benchmarks.md says how the pile is made and what each figure means.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from benchmarks import peers
from benchmarks.common import NEWS, cpu_seconds, news_file, print_table
from benchmarks.peers import Result
from benchmarks.pile import HEAVY, KINDS, SPLITS, Pile, build, ordered, read_half
from benchmarks.scoring import Scored, copy_pairs
from benchmarks.words import folded_words
from naql.evaluate import Case
from naql.reuse import find

WARM_UP = {"a": "نص قصير كتبناه كي تجهز الأداة قبل أن يبدأ القياس ولا معنى له غير ذلك " * 2, "b": "نص آخر"}


def naql(articles: Mapping[str, str], min_words: int | None = None) -> Result:
    """Naql's alignments that are not formulas, and its copies as whole texts.

    Sources have no copy among the real articles, so no alignment needs to be carried over to copies.
    """
    find(WARM_UP)
    start = cpu_seconds()
    found = find(articles, min_words=min_words)
    cpu = cpu_seconds() - start
    copies = copy_pairs(found.copies.to_pylist())
    rows = found.alignments.select([*Case._fields, "formula"]).to_pylist()
    aligned = [Case(*(row[field] for field in Case._fields)) for row in rows if not row["formula"]]
    candidates = copies | {ordered(row["left_id"], row["right_id"]) for row in found.candidates.to_pylist()}
    detections = aligned + peers.whole_texts(articles, copies)
    return Result("Naql", detections, candidates, found.postings, cpu, len(rows) - len(aligned))


# ---------------------------------------------------------------- tables


def print_scores(scored: Scored) -> None:
    """One tool's scores per kind and over all."""
    headers = (
        "kind",
        "cases",
        "found",
        "plagdet",
        "95 % interval",
        "precision",
        "recall",
        "granularity",
        "candidates",
    )
    rows = []
    for kind in (*KINDS, None):
        score, (low, high) = scored.score(kind), scored.interval(kind)
        values = (score.plagdet, f"{low:.3f}-{high:.3f}", score.precision, score.recall, score.granularity)
        rows.append((kind or "all", score.cases, score.found, *values, scored.candidate_recall(kind)))
    print_table(scored.result.tool, headers, rows)


def print_summary(results: Sequence[Scored]) -> None:
    """All tools side by side."""
    rows = []
    for scored in results:
        result = scored.result
        mean = float(np.mean([scored.score(kind).plagdet for kind in KINDS]))
        pairs = None if result.candidates is None else len(result.candidates)
        work = (scored.candidate_recall(), pairs, result.postings, result.cpu)
        counts = (len(scored.detection_units), scored.other_pairs, scored.real_links, result.formulas)
        rows.append((result.tool, scored.score().plagdet, mean, *work, *counts))
    headers = ("tool", "plagdet", "mean of kinds", "candidate recall", "candidate pairs", "postings", "CPU s")
    print_table("Side by side", (*headers, "scored", "other pairs", "real-to-real links", "formulas"), rows)


def print_sweep(pile: Pile) -> None:
    """The peers' settings that were tried, on the tune split only."""
    rows: list[tuple[str, str, float]] = []

    def tried(tool: str, setting: str, detections: list[Case]) -> None:
        result = Result(tool, detections, None, None, 0.0)
        rows.append((tool, setting, Scored(pile, result).score().plagdet))

    thresholds = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
    articles, names, runs = pile.articles, list(pile.articles), peers.word_runs(pile.articles)
    if peers.installed("datasketch"):
        signatures = peers.datasketch_signatures(runs)
        for threshold in thresholds:
            pairs = peers.datasketch_pairs(names, signatures, threshold)
            tried("datasketch", f"threshold {threshold}", peers.whole_texts(articles, pairs))
    if peers.installed("rensa"):
        signatures = peers.rensa_signatures(runs)
        for bands, threshold in product((16, 32, 64, 128), thresholds):
            pairs = peers.rensa_pairs(names, signatures, bands, threshold)
            tried("rensa", f"bands {bands}, threshold {threshold}", peers.whole_texts(articles, pairs))
    matched = peers.matching_blocks(articles, pile.gold_pairs)
    for gap, least in product((2, 4, 8, 16, 32), (4, 8, 12)):
        tried("difflib", f"gap {gap}, words {least}", peers.difflib(matched, gap, least))
    print_table("Settings tried on the tune split", ("tool", "setting", "plagdet"), rows)


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--split", choices=SPLITS, default="tune", help="which half of the articles (tune)")
    parser.add_argument("--seed", type=int, default=1, help="of the draw within the half (1)")
    parser.add_argument("--cases", type=int, default=120, help="generated articles of each kind (120)")
    parser.add_argument("--background", type=int, default=320, help="further real articles (320)")
    parser.add_argument(
        "--heavy", type=float, default=HEAVY, help="share of words the kind heavy edits (0.2)"
    )
    parser.add_argument("--min-words", type=int, help="shortest passage Naql may report (its default)")
    parser.add_argument("--no-peers", action="store_true", help="run Naql only")
    parser.add_argument(
        "--sweep", action="store_true", help="try the peers' settings on the tune split, and stop"
    )
    return parser.parse_args()


def main() -> None:
    """Builds the pile, runs the tools, prints the tables."""
    given = options()
    split = "tune" if given.sweep else given.split
    real = read_half(news_file(NEWS), split)
    sizes = {"cases": given.cases, "background": given.background, "heavy": given.heavy}
    pile = build(real, split=split, seed=given.seed, **sizes)
    words = sum(len(folded_words(text)) for text in pile.articles.values())
    print(
        f"Split {split}, seed {given.seed}: {len(pile.articles):,} articles ({words:,} words), "
        f"{len(pile.kinds):,} of them generated, {len(pile.gold):,} cases in {len(pile.gold_pairs):,} pairs."
    )
    if given.sweep:
        print_sweep(pile)
        return
    results = [naql(pile.articles, given.min_words)]
    if not given.no_peers:
        results += peers.run_peers(pile.articles, pile.gold_pairs)
    scored = [Scored(pile, result) for result in results]
    for one in scored:
        print_scores(one)
    print_summary(scored)


if __name__ == "__main__":
    main()
