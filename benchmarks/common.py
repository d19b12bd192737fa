"""What the benchmarks share: the data folder, measuring a process, printing a table."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

NEWS = "arabic_news_dev.jsonl.gz"
NEWS_ONE_OUTLET = "khaleej_45k.jsonl.gz"
STORIES = "same_event_dev.jsonl.gz"
GOLD_SPLIT = Path(__file__).with_name("gold_split.json")
GOLD_PARTS = ("tune", "test", "all")


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


def give_up(message: str) -> NoReturn:
    """Ends a script that cannot do what was asked: the message on standard error, exit code 2."""
    print(message, file=sys.stderr)
    raise SystemExit(2)


def data_folder() -> Path:
    """The folder that the variable `NAQL_DATA` names; ends the script without it."""
    folder = os.environ.get("NAQL_DATA")
    if not folder or not Path(folder).is_dir():
        give_up(
            "This benchmark reads annotated articles that the project may not ship. Set NAQL_DATA to the "
            "folder that holds gold/ and news/ (docs/benchmarks.md says what is in it)."
        )
    return Path(folder)


def scorer(name: str) -> ModuleType:
    """The shared scorer `tools/NAME.py` beside the data folder, so that everybody counts alike.

    Ends the script where there is none.
    """
    path = data_folder().resolve().parent / "tools" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if not path.is_file() or spec is None or spec.loader is None:
        give_up(f"The scorer {path} is missing: it stands in tools/ beside the folder NAQL_DATA names.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_ids(part: str) -> list[str]:
    """The ids of the gold articles of one part (`tune`, `test`), or of both (`all`)."""
    parts: dict[str, list[str]] = json.loads(GOLD_SPLIT.read_text("utf-8"))["articles"]
    return [name for split in ("tune", "test") if part in (split, "all") for name in parts[split]]


def gold_pairs(part: str) -> set[tuple[str, str]]:
    """The ids of the gold pairs of one part (`tune`, `test`), or of both (`all`)."""
    parts: dict[str, list[list[str]]] = json.loads(GOLD_SPLIT.read_text("utf-8"))["pairs"]
    return {(a, b) for split in ("tune", "test") if part in (split, "all") for a, b in parts[split]}


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
