"""Rows for other programs: JSON Lines, CSV, Parquet; and a plain table for people."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from naql.errors import UsageError
from naql.terminal import isolated, visible

SHOWN_ROWS, SHOWN_WIDTH = 50, 40  # of a table printed for people
_BATCH = 4096
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def as_reader(rows: Iterable[dict[str, Any]], schema: pa.Schema) -> pa.RecordBatchReader:
    """Rows as a stream of record batches."""

    def batches() -> Iterator[pa.RecordBatch]:
        held: list[dict[str, Any]] = []
        for row in rows:
            held.append(row)
            if len(held) == _BATCH:
                yield pa.RecordBatch.from_pylist(held, schema=schema)
                held = []
        if held:
            yield pa.RecordBatch.from_pylist(held, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _unique(names: list[str]) -> list[str]:
    """Names of columns, those that came before with a number after them: a row is printed by name."""
    found: list[str] = []
    for name in names:
        made, number = name, 0
        while made in found or (number and made in names):
            number += 1
            made = f"{name}_{number}"
        found.append(made)
    return found


def _renamed(reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    names = _unique(reader.schema.names)
    if names == reader.schema.names:
        return reader
    schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, names, strict=True)])
    batches = (pa.RecordBatch.from_arrays(batch.columns, schema=schema) for batch in reader)
    return pa.RecordBatchReader.from_batches(schema, batches)


def shape_of(shape: str | None, output: str | None) -> str | None:
    """The shape asked for, else the one the output file's name says. Raises UsageError if it says none."""
    if shape is not None or output is None:
        return shape
    endings = {".jsonl": "json", ".json": "json", ".csv": "csv", ".parquet": "parquet"}
    found = endings.get(Path(output).suffix.lower())
    if found is None:
        raise UsageError(f"{output}: say --json, --csv or --parquet, or end the name so")
    return found


def write(reader: pa.RecordBatchReader, shape: str | None, output: str | None) -> None:
    """Write rows as `json`, `csv`, `parquet`, or (None) as a table for people, to a file or stdout.

    Without a shape, the name of the output file decides. Raises UsageError if it cannot be written.
    """
    shape = shape_of(shape, output)
    reader = _renamed(reader)
    try:
        if shape == "parquet":
            _parquet(reader, output)
        elif output is None:
            _lines(reader, shape, sys.stdout)
        else:
            with open(output, "w", encoding="utf-8", newline="") as file:
                _lines(reader, shape, file)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = "standard output" if output is None else output
        raise UsageError(f"{where}: cannot be written ({error.strerror or error})") from error


def _parquet(reader: pa.RecordBatchReader, output: str | None) -> None:
    if output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal: give -o FILE")
    with pq.ParquetWriter(output or sys.stdout.buffer, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


def _lines(reader: pa.RecordBatchReader, shape: str | None, out: IO[str]) -> None:
    if shape == "json":
        for batch in reader:
            for row in batch.to_pylist():
                out.write(_json(row) + "\n")
    elif shape == "csv":
        writer = csv.writer(_Lines(out), lineterminator="\r\n")
        writer.writerow(reader.schema.names)
        for batch in reader:
            for row in batch.to_pylist():
                writer.writerow(_cell(value) for value in row.values())
    else:
        _for_people(reader, out)


class _Lines:
    """Where the csv module writes: it puts a lone CR in quotes only if its own lines end with one."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def write(self, line: str) -> None:
        self._out.write(line.removesuffix("\r\n") + "\n")


def _json(value: Any) -> str:
    """A value as JSON, which has no numbers that are none: NaN and the infinities become null."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, default=str, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def _cell(value: Any) -> Any:
    """A CSV cell; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, list | dict):
        return _json(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA_START):
        return "'" + value
    return value


def _for_people(reader: pa.RecordBatchReader, out: IO[str]) -> None:
    """The first rows in columns; long cells are cut, each cell keeps its own direction."""
    shown: list[list[str]] = [list(reader.schema.names)]
    more = 0
    for batch in reader:
        take = max(0, SHOWN_ROWS + 1 - len(shown))
        for row in batch.slice(0, take).to_pylist():
            shown.append([_short(value) for value in row.values()])
        more += max(0, batch.num_rows - take)
    widths = [max(len(row[i]) for row in shown) for i in range(len(shown[0]))]
    for row in shown:
        cells = (
            f"{isolated(cell)}{' ' * (width - len(cell))}" for cell, width in zip(row, widths, strict=True)
        )
        out.write("  ".join(cells).rstrip() + "\n")
    if more:
        out.write(f"... and {more:,} more rows; --json, --csv or --parquet print them all\n")


def _short(value: Any) -> str:
    text = "" if value is None else " ".join(visible(str(value)).split())
    return text if len(text) <= SHOWN_WIDTH else text[: SHOWN_WIDTH - 1] + "…"
