"""The quality gate: figures that must not sink, pinned with a digest of what they were measured on.

    python -m benchmarks.gate            # measure and compare
    python -m benchmarks.gate --raise    # pin what is better now
    python -m benchmarks.gate --lower    # pin whatever is measured: say why in the commit

A figure may fall short of its floor by `TOLERANCE`, which covers another version of Unicode or of numpy;
a change to the code that costs a tenth of a point is refused.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from benchmarks.common import NEWS, news_file, print_table, read_json_lines
from benchmarks.pile import KINDS, build, read_half
from benchmarks.quality import naql
from benchmarks.scoring import Scored
from naql.align import align

FLOORS = Path(__file__).parent.parent / "tests" / "quality" / "floors.json"
TOLERANCE = 0.001
PILE = {"cases": 60, "background": 200}
GOLD_PAIRS, GOLD = "gold/dev_pairs.jsonl", "gold/dev_pairs.gold.jsonl"


def check(measured: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """What is wrong: figures below their floors, and floors that nothing was measured for."""
    faults = [f"{name}: nothing was measured" for name in sorted(floors.keys() - measured.keys())]
    for name in sorted(floors.keys() & measured.keys()):
        if measured[name] < floors[name] - TOLERANCE:
            faults.append(f"{name}: {measured[name]:.4f} is below the floor {floors[name]:.4f}")
    return faults


def corpus_digest(data: Path) -> str:
    """A digest of the files measured on: floors hold for these and no others."""
    digest = hashlib.blake2b(digest_size=8)
    for name in (f"news/{NEWS}", GOLD_PAIRS, GOLD):
        digest.update((data / name).read_bytes())
    return digest.hexdigest()


def reuse_figures() -> dict[str, float]:
    """Plagdet of each kind of modified copy on a small pile of the tune half."""
    real = read_half(news_file(NEWS), "tune")
    pile = build(real, split="tune", seed=7, **PILE)
    scored = Scored(pile, naql(pile.articles))
    figures = {f"plagdet {kind}": scored.score(kind).plagdet for kind in KINDS}
    figures["precision"] = scored.score().precision
    figures["candidate recall"] = scored.candidate_recall()
    return figures


def _cover(spans: list[tuple[int, int]], length: int) -> np.ndarray:
    covered = np.zeros(length, bool)
    for start, end in spans:
        covered[start:end] = True
    return covered


def block_figures(data: Path) -> dict[str, float]:
    """Characters in shared blocks of hand-annotated pairs: precision and recall over both sides."""
    pairs = {(r["cluster"], r["a"]["id"], r["b"]["id"]): r for r in read_json_lines(data / GOLD_PAIRS)}
    right = found = wanted = 0
    for gold in read_json_lines(data / GOLD):
        pair = pairs[gold["cluster"], gold["a"], gold["b"]]
        blocks = align(pair["a"]["text"], pair["b"]["text"])
        spans = {
            "a": [(b.left_start, b.left_end) for b in blocks],
            "b": [(b.right_start, b.right_end) for b in blocks],
        }
        for side in "ab":
            length = len(pair[side]["text"])
            mine = _cover(spans[side], length)
            theirs = _cover([(b[side]["start"], b[side]["end"]) for b in gold["blocks"]], length)
            right += int((mine & theirs).sum())
            found += int(mine.sum())
            wanted += int(theirs.sum())
    return {"gold block precision": right / found, "gold block recall": right / wanted}


def measure(data: Path) -> dict[str, float]:
    """Every figure of the gate."""
    return {name: round(value, 4) for name, value in (reuse_figures() | block_figures(data)).items()}


def pinned() -> tuple[str, dict[str, float]]:
    """The digest and the floors of the pinned file."""
    plain = json.loads(FLOORS.read_text("utf-8"))
    return plain["corpus"], plain["floors"]


def main() -> None:
    """Measures, compares, and pins if told to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("--raise", dest="up", action="store_true", help="pin figures that are better now")
    parser.add_argument("--lower", action="store_true", help="pin all figures, also lower ones")
    given = parser.parse_args()
    news_file(NEWS)
    data = Path(os.environ["NAQL_DATA"])
    floors = pinned()[1] if FLOORS.exists() else {}
    measured = measure(data)
    print_table(
        "Quality gate", ("figure", "measured", "floor"), [(n, v, floors.get(n)) for n, v in measured.items()]
    )
    if given.up or given.lower:
        kept = measured if given.lower else {n: max(v, floors.get(n, v)) for n, v in measured.items()}
        FLOORS.parent.mkdir(parents=True, exist_ok=True)
        FLOORS.write_text(
            json.dumps({"corpus": corpus_digest(data), "floors": kept}, indent=1) + "\n", "utf-8"
        )
        return
    faults = check(measured, floors)
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    main()
