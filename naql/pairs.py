"""`naql compare --pairs`: many comparisons, one JSON object a line in, one a line out, in that order."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from naql.comparison import compare_many
from naql.errors import NothingReadableError, UsageError
from naql.model import Article, Skip
from naql.read import KEPT, Read, ReadOptions, from_record

PAIRS_AT_ONCE = 256

_Pair = tuple[Any, Article, Article]


def compare_pairs(path: str, options: ReadOptions, min_words: int, write: Callable[[str], None]) -> int:
    """Compare the pairs of a JSONL file, `{"cluster": …, "a": article, "b": article}` a line.

    Writes the object of each pair, with its `cluster` if it has one, or `{"line", "error"}` for a line
    that is no pair. Returns the exit code: 1 if a line was skipped. Raises NothingReadableError if
    the file cannot be read or holds no pair.
    """
    held: list[_Pair] = []
    done = skipped = 0
    for number, item in _lines(path, options):
        if isinstance(item, str):
            skipped += 1
            _flush(held, min_words, write)
            write(json.dumps({"line": number, "error": item}, ensure_ascii=False))
            continue
        held.append(item)
        done += 1
        if len(held) >= PAIRS_AT_ONCE:
            _flush(held, min_words, write)
    _flush(held, min_words, write)
    if not done:
        raise NothingReadableError(f"{path}: no line is a pair of articles")
    return 1 if skipped else 0


def _flush(held: list[_Pair], min_words: int, write: Callable[[str], None]) -> None:
    found = compare_many([(a, b) for _, a, b in held], min_words=min_words)
    for (cluster, _, _), comparison in zip(held, found, strict=True):
        named = {} if cluster is None else {"cluster": cluster}
        write(json.dumps({**named, **comparison.to_dict()}, ensure_ascii=False))
    held.clear()


def _lines(path: str, options: ReadOptions) -> Iterator[tuple[int, str | _Pair]]:
    """(line number from 1, a pair or why it is none)."""
    try:
        encoding = options.encoding or "utf-8-sig"
        with Path(path).open(encoding=encoding, errors="surrogateescape") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _pair(line, options)
    except LookupError:
        raise UsageError(f"unknown encoding {options.encoding!r}") from None
    except (OSError, UnicodeError) as error:
        raise NothingReadableError(f"{path}: cannot be read ({error})") from error


def _pair(line: str, options: ReadOptions) -> str | _Pair:
    try:
        line.encode()
    except UnicodeEncodeError:  # a byte that the encoding does not have stands in the line as a surrogate
        return "not text in the encoding of the file"
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not valid JSON ({error})"
    if not isinstance(record, dict) or not all(isinstance(record.get(side), dict) for side in "ab"):
        return "not an object with the articles a and b"
    articles = []
    for side in "ab":
        found = _article(record[side], options, side)
        if isinstance(found, str):
            return f"{side}: {found}"
        articles.append(found)
    return record.get("cluster"), articles[0], articles[1]


def _article(record: dict[str, object], options: ReadOptions, side: str) -> Article | str:
    """The article of one side; without an id, the side's name stands for it."""
    why = "no article"
    for item in from_record(record, options):
        if isinstance(item, Read):
            return item.article if item.has_id else dataclasses.replace(item.article, id=side)
        if isinstance(item, Skip) and item.reason not in KEPT:
            why = f"{item.reason} ({item.detail})"
    return why
