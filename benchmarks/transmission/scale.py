"""How long one wire in two thousand reprints takes, and how much memory.

    python -m benchmarks.transmission.scale [--reprints N] [--seed S]

The story is simulated as `realistic`, the wire not in the pile. Measured are the transmission step alone
(`transmit` on the articles) and `naql trace` of them as one file, in which every step has its part; each in a
process of its own. CPU seconds are of all threads and children; the peak is that of the largest process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.common import print_table
from benchmarks.transmission.presets import REALISTIC, Preset
from benchmarks.transmission.simulate import simulate
from naql.model import Article

_STEP = """
import json, resource, sys, time
from naql.model import Article
from naql.transmission import transmit
articles = [Article(**json.loads(line)) for line in open(sys.argv[1], encoding="utf-8")]
begun = time.perf_counter()
found = transmit(articles)
print(json.dumps([time.perf_counter() - begun, len(found.links), found.origins_min, found.origins_max]))
"""


def one_wire(reprints: int) -> Preset:
    """A preset of one wire that so many outlets print."""
    return replace(
        REALISTIC,
        name=f"one-wire-of-{reprints}",
        outlets=(reprints, reprints),
        wires=(1, 0, 0),
        wire_hidden=1.0,
        outlet_hidden=0.0,
        own=0.0,
    )


def write_articles(articles: Sequence[Article], folder: Path) -> tuple[Path, Path]:
    """The articles as records, for the step, and with the fields that `naql trace` reads."""
    records, inputs = folder / "records.jsonl", folder / "articles.jsonl"
    fields = ("id", "outlet", "title", "text", "url", "byline", "language", "published", "published_kind")
    names = {"published": "date", "published_kind": "date_kind"}
    with records.open("w", encoding="utf-8") as whole, inputs.open("w", encoding="utf-8") as given:
        for article in articles:
            row = {name: getattr(article, name) for name in Article.__slots__}
            print(json.dumps(row, ensure_ascii=False), file=whole)
            print(json.dumps({names.get(f, f): row[f] for f in fields}, ensure_ascii=False), file=given)
    return records, inputs


def measure(command: Sequence[str]) -> tuple[float, float, float, str]:
    """Wall and CPU seconds, peak memory (MB) and output of a process; ends the script where it fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        out.seek(0)
        printed = out.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transmission.scale", description=__doc__)
    parser.add_argument("--reprints", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    story = simulate(one_wire(options.reprints), options.seed, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records, inputs = write_articles(story.articles, folder)
        wall, cpu, peak, printed = measure([sys.executable, "-c", _STEP, str(records)])
        seconds, links, least, most = json.loads(printed)
        rows: list[Sequence[object]] = [
            ("transmit", seconds, "-", peak, links, f"{least}-{most}"),
            ("process of transmit", wall, cpu, peak, links, f"{least}-{most}"),
        ]
        trace = [sys.executable, "-m", "naql", "trace", str(inputs), "-o", str(folder / "project")]
        wall, cpu, peak, _ = measure(trace)
        rows.append(("naql trace", wall, cpu, peak, "-", "-"))
    print_table(
        f"{len(story.articles)} reprints of one wire ({len(story.edges)} copied from a newspaper)",
        ("what", "wall s", "CPU s", "peak MB", "links", "origins (true: 1)"),
        rows,
    )


if __name__ == "__main__":
    main()
