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
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from benchmarks import attribution
from benchmarks.common import GOLD_SPLIT, NEWS, data_folder, news_file, print_table, read_json_lines
from benchmarks.gold_figures import MARKED, PAIRS, change_figures, value_figures
from benchmarks.pile import KINDS, build, read_half
from benchmarks.quality import naql
from benchmarks.scoring import Scored
from naql.align import align

FLOORS = Path(__file__).parent.parent / "tests" / "quality" / "floors.json"
TOLERANCE = 0.001
PILE = {"cases": 60, "background": 200}
SCORERS = ("score_attribution.py", "score_changes.py")


def check(measured: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """What is wrong: figures below their floors, and floors that nothing was measured for."""
    faults = [f"{name}: nothing was measured" for name in sorted(floors.keys() - measured.keys())]
    for name in sorted(floors.keys() & measured.keys()):
        if measured[name] < floors[name] - TOLERANCE:
            faults.append(f"{name}: {measured[name]:.4f} is below the floor {floors[name]:.4f}")
    return faults


def measured_on(data: Path) -> list[Path]:
    """The files that the figures hang on, beside the code: texts, annotations, their split, scorers."""
    named = (f"news/{NEWS}", PAIRS, MARKED, attribution.ARTICLES, attribution.GOLD)
    tools = data.resolve().parent / "tools"
    return [*(data / name for name in named), *(tools / name for name in SCORERS), GOLD_SPLIT]


def corpus_digest(data: Path) -> str:
    """A digest of the files measured on: floors hold for these and no others."""
    digest = hashlib.blake2b(digest_size=8)
    for path in measured_on(data):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def reading_figures() -> dict[str, float]:
    """Attribution, changes and values on the parts of the gold that are kept for testing."""
    parts = {"attribution": attribution.measure, "changes": change_figures, "values": value_figures}
    return {
        f"{part}: {name}": value for part, measure in parts.items() for name, value in measure("test").items()
    }


def reuse_figures() -> dict[str, float]:
    """Plagdet of each kind of modified copy on a small pile of the tune half."""
    real = read_half(news_file(NEWS), "tune")
    pile = build(real, split="tune", seed=7, **PILE)
    scored = Scored(pile, naql(pile.articles))
    figures = {f"plagdet {kind}": scored.score(kind).plagdet for kind in KINDS}
    figures["precision"] = scored.score().precision
    found = scored.candidate_recall()
    return figures if found is None else figures | {"candidate recall": found}


def _cover(spans: list[tuple[int, int]], length: int) -> np.ndarray:
    covered = np.zeros(length, bool)
    for start, end in spans:
        covered[start:end] = True
    return covered


def block_figures(data: Path) -> dict[str, float]:
    """Characters in shared blocks of hand-annotated pairs: precision and recall over both sides."""
    pairs = {(r["cluster"], r["a"]["id"], r["b"]["id"]): r for r in read_json_lines(data / PAIRS)}
    right = found = wanted = 0
    for gold in read_json_lines(data / MARKED):
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
    figures = reuse_figures() | block_figures(data) | reading_figures()
    return {name: round(value, 4) for name, value in figures.items()}


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
    data = data_folder()
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
