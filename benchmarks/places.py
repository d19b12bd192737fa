"""Names of places: how many are known, how fast they are found, what loading costs; and mentions to read.

    python -m benchmarks.places                  the tables
    python -m benchmarks.places --read 200 3     200 mentions drawn with seed 3, to be judged by a reader

Articles held back for testing are left out. Recall is over a list of names that a reader of Arabic papers
wrote down without looking at any table; names it lacked were added to our rows later, so it is no unseen set.
"""

from __future__ import annotations

import json
import os
import random
import runpy
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.common import NEWS, news_file, peak_memory, print_table, read_json_lines
from naql.gazetteer import gazetteer
from naql.places import PlaceMention, is_place, mentions
from naql.sentences import Token, fold, tokens

SPLIT = Path(__file__).with_name("gold_split.json")
TIMED = 3_000
BARE = "وصل الفريق إلى {} مساء أمس"
ANNOUNCED = "وصل الفريق إلى بلدة {} مساء أمس"


def articles() -> Iterator[dict[str, Any]]:
    split = json.loads(SPLIT.read_text("utf-8"))
    held = {*split["articles"]["test"], *(i for pair in split["pairs"]["test"] for i in pair)}
    return (article for article in read_json_lines(news_file(NEWS)) if article["id"] not in held)


def load(language: str) -> None:
    """Prints seconds and bytes that loading one language's table takes; run in a process of its own."""
    tokens(fold("x"))
    before = peak_memory()
    start = time.process_time()
    gazetteer(language)
    print(time.process_time() - start, peak_memory() - before)


def loading() -> list[list[object]]:
    table: list[list[object]] = []
    for language in ("ar", "en"):
        command = [sys.executable, "-m", "benchmarks.places", "--load", language]
        runs = [
            subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(3)
        ]
        seconds, memory = min((float(s), int(m)) for s, m in runs)
        data = Path(__file__).parents[1] / "naql" / "data" / language
        size = sum(f.stat().st_size for f in data.glob("*.gz")) + (data / "regions.tsv").stat().st_size
        table.append([language, len(gazetteer(language).lines), size, seconds, memory / 1e6])
    return table


def speed() -> list[list[object]]:
    read = [tokens(a["text"]) for a, _ in zip(articles(), range(TIMED), strict=False)]
    without = [[t for t, keep in zip(r, _no_place(r), strict=True) if keep] for r in read]
    table: list[list[object]] = []
    for name, texts in (("news", read), ("the same without places", without)):
        for run in ("first", "again"):
            start = time.process_time()
            found = sum(len(mentions(r, "ar")) for r in texts)
            seconds = time.process_time() - start
            count = sum(map(len, texts))
            table.append([f"{name}, {run}", count, found, round(count / seconds)])
    return table


def _no_place(read: list[Token]) -> list[bool]:
    covered = {i for m in mentions(read, "ar") for i in range(m.start_token, m.end_token)}
    return [i not in covered for i in range(len(read))]


def recall() -> list[list[object]]:
    listed = runpy.run_path(str(Path(os.environ["NAQL_DATA"], "small_gold", "places_gold.py")))["items"]()
    names = [(name, country) for _, name, country in listed]
    announced = [(country, found) for n, country in names if (found := _found(ANNOUNCED.format(n), n))]
    return [
        ["names", len(names)],
        ["known", sum(is_place(name, "ar") for name, _ in names)],
        ["found without a head noun", sum(_found(BARE.format(name), name) is not None for name, _ in names)],
        ["found after a head noun", len(announced)],
        ["linked to the right country", sum(found.country == country for country, found in announced)],
    ]


def _found(text: str, name: str) -> PlaceMention | None:
    end = text.index(name) + len(name)
    return next(
        (m for m in mentions(tokens(text), "ar") if m.end == end and m.start <= end - len(name)), None
    )


def to_read(count: int, seed: int) -> None:
    """Prints mentions with what stands around them; nothing of it may be kept in the project."""
    chooser = random.Random(seed)
    found = []
    for article in chooser.sample(list(articles()), 1_500):
        text = article["text"]
        found += [(text, m) for m in mentions(tokens(text), "ar")]
    for text, m in chooser.sample(found, count):
        around = (
            f"{text[max(0, m.start - 40) : m.start]}[[{text[m.start : m.end]}]]{text[m.end : m.end + 25]}"
        )
        print(" ".join(around.split()), m.name, m.kind, m.country, m.candidates, m.certain, sep=" | ")


if __name__ == "__main__":
    if "--load" in sys.argv:
        load(sys.argv[-1])
    elif "--read" in sys.argv:
        to_read(int(sys.argv[-2]), int(sys.argv[-1]))
    else:
        print_table(
            "Loading", ["language", "names", "bytes of data", "CPU seconds", "MB of memory"], loading()
        )
        print_table("Speed", ["text", "tokens", "places", "tokens a CPU second"], speed())
        print_table("334 names of newspapers", ["", "names"], recall())
