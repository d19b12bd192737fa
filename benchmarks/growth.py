"""How the cost of `naql trace` grows from a thousand articles to eighty thousand.

    python -m benchmarks.growth

Each size is the same mix: every source gives its share, stories are kept whole, and a smaller size is
part of every larger one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks.common import NEWS, NEWS_ONE_OUTLET, STORIES, news_file, print_table, read_json_lines

SIZES = (1_000, 10_000, 35_000, 80_000)
FITTED_FROM = 10_000
FIELDS = ("id", "outlet", "title", "text", "url", "byline")
DATE_KINDS = {"published": "published", "published (from URL)": "url", "extracted": "crawl"}
"""How the data says it knows a date, in Naql's words: an extracted date is the time of the crawl."""

TABLES = ("articles", "candidates", "pairs", "stories")


@dataclass(frozen=True, slots=True)
class Run:
    """What one `naql trace` took, and the rows of its tables (None where it has no such table)."""

    articles: int
    bytes: int
    cpu: float
    wall: float
    peak: int
    rows: dict[str, int | None]


# ---------------------------------------------------------------- the mix


def units(articles: Iterable[tuple[str, str]], clusters: dict[str, str]) -> dict[str, list[list[str]]]:
    """Groups of ids to be kept together, by stratum: the stories are one, each source's rest another."""
    strata: dict[str, list[list[str]]] = defaultdict(list)
    stories: dict[str, list[str]] = defaultdict(list)
    for article_id, outlet in articles:
        if article_id in clusters:
            stories[clusters[article_id]].append(article_id)
        else:
            strata[outlet].append([article_id])
    strata["stories"] = list(stories.values())
    return dict(strata)


def draw(strata: dict[str, list[list[str]]], size: int, seed: int) -> set[str]:
    """About `size` ids: of each stratum the same share, taken from the front of one seeded order."""
    total = sum(len(unit) for stratum in strata.values() for unit in stratum)
    drawn: set[str] = set()
    for name, stratum in sorted(strata.items()):
        order = Random(f"{seed} {name}").sample(stratum, len(stratum))
        wanted, taken = min(1.0, size / total) * sum(map(len, stratum)), 0
        for unit in order:
            if taken + len(unit) / 2 > wanted:
                break
            drawn.update(unit)
            taken += len(unit)
    return drawn


def record(row: dict[str, Any]) -> dict[str, Any]:
    """An article as Naql reads it, with the kind of its date in Naql's words."""
    made = {field: row[field] for field in FIELDS if row.get(field)}
    kind = DATE_KINDS.get(row.get("date_kind") or "")
    return made | {"date": row["date"], "date_kind": kind} if kind and row.get("date") else made


def write_sizes(folder: Path, sizes: Sequence[int], seed: int) -> None:
    """One JSON Lines file a size."""
    files = [news_file(NEWS), news_file(NEWS_ONE_OUTLET)]
    clusters = {row["id"]: row["cluster"] for row in read_json_lines(news_file(STORIES))}
    strata = units(((row["id"], row["outlet"]) for row in _rows(files)), clusters)
    drawn = {size: draw(strata, size, seed) for size in sizes}
    opened = {size: path_of(folder, size).open("w", encoding="utf-8") for size in sizes}
    for row in _rows(files):
        line = json.dumps(record(row), ensure_ascii=False) + "\n"
        for size in sizes:
            if row["id"] in drawn[size]:
                opened[size].write(line)
    for file in opened.values():
        file.close()


def _rows(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The rows of several files, one after the other."""
    for file in files:
        yield from read_json_lines(file)


def path_of(folder: Path, size: int) -> Path:
    """The file of one size."""
    return folder / f"articles-{size}.jsonl"


# ---------------------------------------------------------------- measuring


def trace(articles: Path, project: Path) -> Run:
    """Runs `naql trace` in a process of its own, and measures it with all its children."""
    said = project.with_suffix(".log")
    command = [sys.executable, "-m", "naql", "trace", str(articles), "-o", str(project)]
    with said.open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: done, with articles left out for a reason that was counted
        raise SystemExit(f"naql trace ended with {process.returncode}: {said.read_text('utf-8')[-1000:]}")
    tables = json.loads((project / "manifest.json").read_text(encoding="utf-8"))["tables"]
    rows = {name: tables[name]["rows"] if name in tables else None for name in TABLES}
    with articles.open(encoding="utf-8") as lines:
        count = sum(1 for _ in lines)
    cpu = usage.ru_utime + usage.ru_stime
    return Run(count, articles.stat().st_size, cpu, wall, usage.ru_maxrss * 1024, rows)


def exponent(runs: Sequence[Run]) -> float | None:
    """The b of CPU = a · N^b, fitted on the logarithms; None with fewer than two sizes."""
    if len(runs) < 2:
        return None
    slope, _ = np.polyfit([math.log(r.articles) for r in runs], [math.log(r.cpu) for r in runs], 1)
    return float(slope)


def print_runs(runs: Sequence[Run]) -> None:
    """The table, and the exponent under it."""
    headers = ("articles", "MB of input", "CPU s", "wall s", "peak MB", "candidate pairs", "accepted pairs")
    rows = []
    for run in runs:
        counts = (run.rows["candidates"], run.rows["pairs"], run.rows["stories"])
        memory, size = round(run.peak / 1e6), run.bytes / 1e6
        rate = round(run.articles / run.cpu)
        rows.append((f"{run.articles:,}", size, run.cpu, run.wall, memory, *counts, rate))
    print_table("naql trace", (*headers, "stories", "articles per CPU s"), rows)
    fitted = exponent([run for run in runs if run.articles >= FITTED_FROM * 0.9])
    if fitted is not None:
        print(f"\nCPU seconds grow as N^{fitted:.2f} from {FITTED_FROM:,} articles.")


def options() -> argparse.Namespace:
    """The command line; `--write` is the script's own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of articles")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Draws the sizes in a process of its own (a child's peak memory starts at its parent's); runs them."""
    given = options()
    if given.write:
        write_sizes(given.write, given.sizes, given.seed)
        return
    news_file(NEWS)
    with tempfile.TemporaryDirectory(prefix="naql-growth-") as name:
        folder, sizes = Path(name), [str(size) for size in given.sizes]
        command = [sys.executable, "-m", "benchmarks.growth", "--write", name, "--seed", str(given.seed)]
        subprocess.run([*command, "--sizes", *sizes], check=True)
        trace(path_of(folder, min(given.sizes)), folder / "compiling")  # which no run should count
        runs = [trace(path_of(folder, size), folder / f"project-{size}") for size in given.sizes]
    print_runs(runs)


if __name__ == "__main__":
    main()
