"""Where tables are made: four verbs over Parquet files, here by DuckDB in this process.

An engine only moves tables. `map`, `map_groups` and `whole` hand Arrow data to a pure function and keep
what it returns; `sql` is a query both dialects read alike (joins, groups, counts). Each verb writes
Parquet files into a folder; putting them in order is the pipeline's work, so no engine need sort.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MapFunction = Callable[[pa.RecordBatch], pa.Table]
TableFunction = Callable[[pa.Table], pa.Table]
Report = Callable[[int], None]
T = TypeVar("T", pa.RecordBatch, pa.Table)

BATCH_ROWS = 2048  # rows a function gets at once: about 6 MB of articles, or 12 MB of pairs
OVERHEAD = 900 << 20  # bytes of a process beside DuckDB's pool: interpreter, kernels, batches on their way
LEAST_POOL = 256 << 20
GROUPS_AT_ONCE = 8192  # rows of small groups put together before they are split again


class Engine(Protocol):
    """What the pipeline asks of an engine. `report` is told of rows as they are done."""

    name: str

    def register(self, tables: Mapping[str, Sequence[Path]]) -> None:
        """Make each table the union of its Parquet files under its name, in place of what was there."""

    def sql(self, query: str, target: Path) -> None:
        """Write the result of a query."""

    def map(self, query: str, function: MapFunction, schema: pa.Schema, target: Path, report: Report) -> None:
        """Write what the function makes of each batch of the query's rows."""

    def map_groups(
        self,
        query: str,
        key: str,
        function: TableFunction,
        schema: pa.Schema,
        target: Path,
        report: Report,
        order: Sequence[str] = (),
    ) -> None:
        """Write what the function makes of all rows of one value of the key at a time.

        They are sorted by the columns of `order`, for a function whose result may hang on it; else they
        come in any order.
        """

    def whole(self, query: str, function: TableFunction, schema: pa.Schema, target: Path) -> None:
        """Write what the function makes of all rows at once, in this process."""

    def close(self) -> None:
        """Let go of everything."""


def connect(memory: int, temporary: Path, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB that keeps a process within `memory` bytes and spills to `temporary`.

    It reads local files only: no extension is ever loaded or fetched.
    """
    pool = max(LEAST_POOL, memory - OVERHEAD)
    return duckdb.connect(
        config={
            "memory_limit": f"{pool // 1024}KiB",
            "temp_directory": str(temporary),
            "threads": threads or os.cpu_count() or 1,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_external_file_cache": False,
        }
    )


def quoted(text: str) -> str:
    """A string as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def files_sql(paths: Sequence[Path]) -> str:
    """The union of Parquet files, as DuckDB reads it; names are never taken as patterns."""
    if not paths:
        raise ValueError("a table needs at least one file")
    names = ", ".join(quoted(escaped(str(p))) for p in paths)
    return f"read_parquet([{names}], hive_partitioning = false)"


def escaped(name: str) -> str:
    """A file name with the characters of glob patterns bracketed."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


class EmbeddedEngine:
    """DuckDB in this process; functions run on its threads' rows with as many threads again."""

    name = "embedded"

    def __init__(self, memory: int, temporary: Path) -> None:
        self.threads = os.cpu_count() or 1
        self.db = connect(memory, temporary, self.threads)

    def register(self, tables: Mapping[str, Sequence[Path]]) -> None:
        """See `Engine`."""
        for name, paths in tables.items():
            self.db.execute(f"create or replace view {name} as select * from {files_sql(paths)}")

    def _reader(self, query: str) -> pa.RecordBatchReader:
        # A half-read result blocks its connection, so each reader has a cursor of its own.
        return self.db.cursor().sql(query).to_arrow_reader(BATCH_ROWS)

    def sql(self, query: str, target: Path) -> None:
        """See `Engine`."""
        with self._reader(query) as reader:
            write(reader, reader.schema, target)

    def map(self, query: str, function: MapFunction, schema: pa.Schema, target: Path, report: Report) -> None:
        """See `Engine`."""
        with self._reader(query) as reader:
            write(_in_parallel(reader, function, self.threads, report), schema, target)

    def map_groups(
        self,
        query: str,
        key: str,
        function: TableFunction,
        schema: pa.Schema,
        target: Path,
        report: Report,
        order: Sequence[str] = (),
    ) -> None:
        """See `Engine`."""
        columns = ", ".join((key, *order))
        with self._reader(f"select * from ({query}) grouped order by {columns}") as reader:
            write(_in_parallel(_groups(reader, key), function, self.threads, report), schema, target)

    def whole(self, query: str, function: TableFunction, schema: pa.Schema, target: Path) -> None:
        """See `Engine`."""
        write([function(self.db.cursor().sql(query).to_arrow_table())], schema, target)

    def close(self) -> None:
        """See `Engine`."""
        self.db.close()


def write(batches: Iterable[pa.RecordBatch | pa.Table], schema: pa.Schema, target: Path) -> None:
    """Write record batches or tables to one file in `target`; at least an empty file."""
    target.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(target / "part-0.parquet", schema, compression="lz4") as writer:
        for batch in batches:
            if batch.num_rows:
                table = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
                writer.write_table(table.cast(schema))


def _in_parallel(
    batches: Iterable[T], function: Callable[[T], pa.Table], threads: int, report: Report
) -> Iterator[pa.Table]:
    """The function's results in order, at most one batch waiting for each thread."""
    waiting: deque[tuple[int, Future[pa.Table]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for batch in batches:
                waiting.append((batch.num_rows, pool.submit(function, batch)))
                if len(waiting) > threads:
                    rows, result = waiting.popleft()
                    yield result.result()
                    report(rows)
            while waiting:
                rows, result = waiting.popleft()
                yield result.result()
                report(rows)
        finally:
            for _, result in waiting:
                result.cancel()


def _groups(batches: Iterable[pa.RecordBatch], key: str) -> Iterator[pa.Table]:
    """The runs of equal keys in sorted batches."""
    held: list[pa.RecordBatch] = []
    rows, limit = 0, GROUPS_AT_ONCE
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= limit:
            *groups, last = split_groups(pa.Table.from_batches(held), key)
            yield from groups
            held, rows = last.to_batches(), last.num_rows
            limit = max(GROUPS_AT_ONCE, 2 * rows)  # a very large group is not split anew at each batch
    if rows:
        yield from split_groups(pa.Table.from_batches(held), key)


def split_groups(table: pa.Table, key: str) -> list[pa.Table]:
    """The runs of equal keys of a sorted table."""
    codes = pc.run_end_encode(table.column(key).combine_chunks()) if table.num_rows else None
    groups, start = [], 0
    for end in codes.run_ends.to_pylist() if codes is not None else []:
        groups.append(table.slice(start, end - start))
        start = end
    return groups


def no_report(_: int) -> None:
    """A report that goes nowhere."""
