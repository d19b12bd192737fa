"""Megabytes of article text per CPU second, stage by stage, beside MinHash on the same articles.

    python -m benchmarks.speed --articles 2000

Every run is a process of its own, so that start-up and peak memory are its own as well.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from statistics import median

from benchmarks import peers
from benchmarks.common import NEWS, cpu_seconds, news_file, peak_memory, print_table, read_json_lines

Measures = dict[str, float]

SAMPLE = "articles.jsonl"
TOTAL, PEAK = "all of them", "peak"
WORDS = "words and their runs (our Python)"
APART = ("start-up", "connecting", "reading", "Parquet writing", WORDS)


class Laps:
    """CPU seconds between calls, kept under the names given."""

    def __init__(self) -> None:
        """The first lap starts where the process did."""
        self.measures: Measures = {}
        self._last = 0.0

    def __call__(self, name: str) -> None:
        """Ends a lap."""
        now = cpu_seconds()
        self.measures[name], self._last = now - self._last, now


# ---------------------------------------------------------------- in a process of its own


def work_sample(folder: Path, path: Path, articles: int, seed: int) -> Measures:
    """Writes a seeded draw of articles, id and text only, as JSON Lines."""
    rows = [{"id": row["id"], "text": row["text"]} for row in read_json_lines(path)]
    drawn = Random(seed).sample(rows, min(articles, len(rows)))
    with (folder / SAMPLE).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in drawn)
    size = sum(len(row["text"].encode()) for row in drawn)
    return {"articles": len(drawn), "bytes": size}


def work_naql(folder: Path) -> Measures:
    """Start-up, reading, the stages of `find`, and writing its tables."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from naql.read import Read, read
    from naql.reuse import find

    text = "نص كتبناه نحن كي تجهز الأداة كلها قبل أن يبدأ القياس ولا معنى له غير ذلك " * 2
    find({"a": text, "b": f"{text} وزيادة"})
    laps = Laps()
    laps("start-up")
    rows = [(one.article.id, one.article.text) for one in read([folder / SAMPLE]) if isinstance(one, Read)]
    articles = pa.table(
        {"id": [i for i, _ in rows], "text": pa.array([t for _, t in rows], pa.large_string())}
    )
    laps("reading")
    found = find(articles, stages=laps.measures)
    laps(TOTAL)
    laps.measures[TOTAL] -= laps.measures["connecting"]  # DuckDB's own start-up
    peak = peak_memory()
    for name in ("alignments", "candidates", "copies"):
        pq.write_table(getattr(found, name), folder / f"{name}.parquet", compression="zstd")
    laps("Parquet writing")
    return laps.measures | {PEAK: peak}


def work_datasketch(folder: Path) -> Measures:
    """datasketch's MinHash and LSH."""
    import datasketch  # noqa: F401

    return _work_minhash(folder, peers.datasketch_signatures, peers.datasketch_pairs)


def work_rensa(folder: Path) -> Measures:
    """rensa's MinHash and LSH."""
    import rensa  # noqa: F401

    return _work_minhash(folder, peers.rensa_signatures, peers.rensa_pairs)


def _work_minhash(
    folder: Path, signatures_of: Callable[..., list[object]], pairs_of: Callable[..., object]
) -> Measures:
    """Signatures and pairs; cutting words is no part of these tools, and is counted apart."""
    laps = Laps()
    laps("start-up")
    articles = {row["id"]: row["text"] for row in read_json_lines(folder / SAMPLE)}
    laps("reading")
    runs = peers.word_runs(articles)
    laps(WORDS)
    signatures = signatures_of(runs)
    laps("signatures")
    pairs_of(list(articles), signatures)
    laps("pairs")
    total = laps.measures["signatures"] + laps.measures["pairs"]
    return laps.measures | {TOTAL: total, PEAK: peak_memory()}


# ---------------------------------------------------------------- the runs and the table


def run(work: str, folder: Path, *arguments: str) -> Measures:
    """One piece of work in a new process."""
    command = [sys.executable, "-m", "benchmarks.speed", "--work", work, "--folder", str(folder), *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measures: Measures = json.loads(done.stdout)
    return measures


def rows_of(tool: str, runs: list[Measures], size: Measures) -> list[tuple[object, ...]]:
    """The lines of one tool: the median of each stage over the runs, and its rates."""
    rows: list[tuple[object, ...]] = []
    for stage in sorted(runs[0].keys() - {PEAK}, key=lambda name: _place(name, list(runs[0]))):
        seconds = median(one.get(stage, 0.0) for one in runs)
        rates = (
            (size["bytes"] / 1e6 / seconds, round(size["articles"] / seconds)) if seconds else (None, None)
        )
        if stage == "start-up":
            rates = (None, None)
        peak = round(median(one[PEAK] for one in runs) / 1e6) if stage == TOTAL else None
        rows.append((f"{tool}: {stage}", seconds, *rates, peak))
    return rows


def _place(stage: str, order: list[str]) -> tuple[bool, bool, int]:
    """What is apart comes first, then the stages as they were run, then all of them."""
    return stage not in APART, stage == TOTAL, order.index(stage)


def options() -> argparse.Namespace:
    """The command line; `--work` and `--folder` are the script's own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000, help="how many (2000)")
    parser.add_argument("--file", default=NEWS, help=f"which file of NAQL_DATA/news ({NEWS})")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    parser.add_argument("--runs", type=int, default=5, help="of which the median is taken (5)")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def work(given: argparse.Namespace) -> Measures:
    """What a process of its own does."""
    if given.work == "sample":
        return work_sample(given.folder, news_file(given.file), given.articles, given.seed)
    works: Mapping[str, Callable[[Path], Measures]] = {
        "naql": work_naql,
        "datasketch": work_datasketch,
        "rensa": work_rensa,
    }
    return works[given.work](given.folder)


def main() -> None:
    """Runs every tool in turn, as often as asked, and prints the medians."""
    given = options()
    if given.work:
        print(json.dumps(work(given)))
        return
    news_file(given.file)
    tools = ["naql", *(peer for peer in ("datasketch", "rensa") if peers.installed(peer))]
    with tempfile.TemporaryDirectory(prefix="naql-speed-") as name:
        folder = Path(name)
        draw = ("--file", given.file, "--articles", str(given.articles), "--seed", str(given.seed))
        size = run("sample", folder, *draw)
        runs: dict[str, list[Measures]] = {tool: [] for tool in tools}
        run("naql", folder)  # compiles the kernels where that has not been done, which no run should count
        for _ in range(given.runs):
            for tool in tools:
                runs[tool].append(run(tool, folder))
    title = (
        f"{size['articles']:,} articles, {size['bytes'] / 1e6:.1f} MB of text in UTF-8 (millions of bytes); "
        f"median of {given.runs} runs"
    )
    rows = [row for tool in tools for row in rows_of(tool, runs[tool], size)]
    print_table(title, ("stage", "CPU s", "MB per CPU s", "articles per CPU s", "peak MB"), rows)


if __name__ == "__main__":
    main()
