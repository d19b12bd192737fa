"""How many articles and words a second attribution reads, and where the time goes."""

from __future__ import annotations

import cProfile
import multiprocessing
import pstats
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.common import NEWS, cpu_seconds, gold_ids, news_file, print_table, read_json_lines

Data = dict[str, Any]
Reader = Callable[[Data], Data]

TOP = 15
CHUNK = 25  # articles a process takes at once


def draw(articles: int, seed: int) -> list[Data]:
    """A seeded draw of real articles; none of the gold part that is kept for testing."""
    kept = set(gold_ids("test"))
    rows = [row for row in read_json_lines(news_file(NEWS)) if row["id"] not in kept]
    return Random(seed).sample(rows, min(articles, len(rows)))


def run(reader: Reader, articles: Sequence[Data], processes: int) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and statements of reading the articles on so many processes."""
    reader(articles[0])  # rows are loaded once, before the clock starts
    wall, cpu = time.perf_counter(), cpu_seconds()
    if processes == 1:
        found = [len(reader(article)["attributions"]) for article in articles]
    else:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            read = pool.imap(reader, articles, chunksize=CHUNK)
            found = [len(document["attributions"]) for document in read]
            pool.close()
            pool.join()
    return time.perf_counter() - wall, cpu_seconds() - cpu, sum(found)


def profile(reader: Reader, articles: Sequence[Data]) -> list[tuple[object, ...]]:
    """The functions with the most seconds of their own: name, calls, own and cumulative seconds."""
    watch = cProfile.Profile()
    watch.enable()
    for article in articles:
        reader(article)
    watch.disable()
    rows: list[tuple[object, ...]] = []
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, Any]] = pstats.Stats(watch).stats  # type: ignore[attr-defined]
    for (file, _, name), (_, calls, own, total, _) in stats.items():
        place = Path(file).stem if file.endswith(".py") else "built in"
        rows.append((f"{place}: {name}", calls, own, total))
    return sorted(rows, key=lambda row: -float(str(row[2])))[:TOP]


def print_speed(reader: Reader, articles: int, seed: int) -> None:
    """Articles and words a second on one process and on two, and the profile of one."""
    drawn = draw(articles, seed)
    words = sum(len(article["text"].split()) for article in drawn)
    rows = []
    for processes in (1, 2):
        wall, cpu, statements = run(reader, drawn, processes)
        rates = (round(len(drawn) / wall), round(words / wall), round(words / cpu))
        rows.append((str(processes), wall, cpu, *rates, statements))
    headers = (
        "processes",
        "wall s",
        "CPU s",
        "articles per s",
        "words per s",
        "words per CPU s",
        "statements",
    )
    print_table(f"{len(drawn):,} articles, {words:,} words", headers, rows)
    part = drawn[: max(1, len(drawn) // 4)]
    columns = ("function", "calls", "own s", "with callees s")
    title = f"Where the time goes, {len(part):,} articles, with the profiler on"
    print_table(title, columns, profile(reader, part))
