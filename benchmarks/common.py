"""What the benchmarks share: the data folder, measuring a process, printing a table."""

from __future__ import annotations

import gzip
import json
import os
import resource
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

NEWS = "arabic_news_dev.jsonl.gz"
NEWS_ONE_OUTLET = "khaleej_45k.jsonl.gz"
STORIES = "same_event_dev.jsonl.gz"


def news_file(name: str) -> Path:
    """A file of the news data, found through the variable `NAQL_DATA`; ends the script without it."""
    folder = os.environ.get("NAQL_DATA")
    if not folder:
        raise SystemExit(
            "This benchmark reads real articles that the project may not ship. Set NAQL_DATA to the folder "
            f"that holds news/{name} (docs/benchmarks.md says what is in it)."
        )
    path = Path(folder) / "news" / name
    if not path.is_file():
        raise SystemExit(f"NAQL_DATA is {folder}, but there is no file {path}.")
    return path


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def cpu_seconds() -> float:
    """User and system seconds so far: every thread of this process, and its finished children."""
    who = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in who)


def peak_memory() -> int:
    """The largest resident memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def print_table(title: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table in Markdown on standard output: the first column to the left, the rest to the right."""
    body = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(line[column]) for line in [list(headers), *body]) for column in range(len(headers))]
    rule = ["-" * max(3, width) for width in widths]
    print(f"\n{title}\n")
    for line in [list(headers), [rule[0], *(f"{r[:-1]}:" for r in rule[1:])], *body]:
        cells = [
            line[0].ljust(len(rule[0])),
            *(c.rjust(len(r)) for c, r in zip(line[1:], rule[1:], strict=True)),
        ]
        print(f"| {' | '.join(cells)} |")


def _cell(value: object) -> str:
    """A value as a table shows it: counts with thousands apart, shares with four places."""
    if value is None:
        return "-"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 10 else f"{value:,.1f}"
    return str(value)
