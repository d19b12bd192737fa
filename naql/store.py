"""Where a project's tables lie: parts, the manifest that names them, the lock, the sweeping.

A table is a folder of parts, `<project>/<table>/<key>/part-0.parquet`. The rename of `manifest.json`
is the only commit: a reader sees the tables of the last run that ended well, never a mixture.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from naql.errors import ProjectError
from naql.model import VERSION, derived_id

FORMAT = 1  # of the project folder; raised when an older Naql could not read it
ROWS_IN_GROUP = 8192  # rows of a Parquet row group, cut exactly so that files are the same each time


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table: its key, its rows, and the bucket of articles it belongs to."""

    key: str
    rows: int
    bucket: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the manifest names it; `origin` says what it was made from, `key` what it holds."""

    key: str
    origin: str
    rows: int
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, parts: list[Part], origin: str) -> Table:
        """The table of these parts."""
        return cls(
            derived_id(*sorted(p.key for p in parts)), origin, sum(p.rows for p in parts), tuple(parts)
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a project holds. `counts` is what was read, kept and skipped, by reason."""

    tables: dict[str, Table] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    version: str = VERSION

    def dump(self) -> str:
        """The manifest as JSON: the same for the same tables, so it holds no time and no place."""
        plain = {"format": FORMAT, "naql": self.version, "parameters": self.parameters, "counts": self.counts}
        plain["tables"] = {n: dataclasses.asdict(t) for n, t in sorted(self.tables.items())}
        return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def load(cls, path: Path) -> Manifest:
        """Read a manifest. Raises ProjectError when it is none or of another format."""
        try:
            plain = json.loads(path.read_text("utf-8"))
            if plain["format"] != FORMAT:
                raise ProjectError(
                    f"{path}: the project has format {plain['format']}, this Naql reads {FORMAT}"
                )
            tables = {
                n: Table(t["key"], t["origin"], t["rows"], tuple(Part(**p) for p in t["parts"]))
                for n, t in plain["tables"].items()
            }
            return cls(tables, plain["parameters"], plain["counts"], plain["naql"])
        except FileNotFoundError:
            raise ProjectError(f"{path.parent}: no Naql project is here (no manifest.json)") from None
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            raise ProjectError(f"{path}: the manifest cannot be read ({error})") from error


class Store:
    """A project folder as its one writer sees it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._scratches = 0

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the project's lock; raises ProjectError if another process writes."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("w")
        except OSError as error:
            raise ProjectError(f"{self.path}: cannot be written ({error.strerror})") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ProjectError(f"{self.path}: another process is writing this project") from None
            shutil.rmtree(self.path / "scratch", ignore_errors=True)
            try:
                yield
            finally:
                shutil.rmtree(self.path / "scratch", ignore_errors=True)

    def manifest(self) -> Manifest:
        """The last committed manifest, or an empty one in a new folder."""
        path = self.path / "manifest.json"
        return Manifest.load(path) if path.exists() else Manifest()

    def scratch(self, name: str) -> Path:
        """A new path for unfinished work, on the same file system."""
        self._scratches += 1
        path = self.path / "scratch" / f"{self._scratches}-{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def part_file(self, table: str, key: str) -> Path:
        """The file of a part."""
        return self.path / table / key / "part-0.parquet"

    def commit(self, manifest: Manifest) -> None:
        """Make the manifest the project's, then sweep away parts that it does not name."""
        before = self.manifest().tables.keys()
        scratch = self.scratch("manifest")
        with scratch.open("w", encoding="utf-8") as file:
            file.write(manifest.dump())
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(self.path / "manifest.json")
        for name in before | manifest.tables.keys():
            table = manifest.tables.get(name)
            named = {p.key for p in table.parts} if table else set()
            for folder in (self.path / name).iterdir() if (self.path / name).is_dir() else ():
                if folder.name not in named:
                    shutil.rmtree(folder, ignore_errors=True)

    def log(self, record: dict[str, Any]) -> None:
        """Append a run to `runs.jsonl`: times, machine and what was made; no table depends on it."""
        with (self.path / "runs.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def write_parts(
    store: Store, table: str, reader: pa.RecordBatchReader, target: pa.Schema, keys: dict[int, str] | None
) -> Iterator[Part]:
    """Write sorted rows with a last column `part` (a bucket) as one file a bucket.

    With `keys`, every bucket in it gets a part, also an empty one; without, a part's key is the
    digest of its rows and buckets without rows get none (but a table has at least one part).
    """
    seen: set[int] = set()
    for bucket, batches in _by_bucket(reader):
        seen.add(bucket)
        yield _write_part(store, table, bucket, batches, target, keys[bucket] if keys is not None else None)
    for bucket in sorted((keys.keys() if keys is not None else {0}) - seen) if keys or not seen else ():
        yield _write_part(store, table, bucket, iter(()), target, keys[bucket] if keys is not None else None)


def _by_bucket(reader: pa.RecordBatchReader) -> Iterator[tuple[int, Iterator[pa.Table]]]:
    """Runs of equal `part` in sorted batches, each as an iterator of tables; to be read in order."""
    held: list[pa.Table] = []

    def rest(bucket: int) -> Iterator[pa.Table]:
        while True:
            if not held:
                batch = next(reader, None)
                if batch is None:
                    return
                held.append(pa.Table.from_batches([batch]))
            table = held.pop()
            codes = table.column("part").to_numpy()
            end = int(codes.searchsorted(bucket, side="right"))
            if end:
                yield table.slice(0, end).drop_columns("part")
            if end < table.num_rows:
                held.append(table.slice(end))
                return

    while True:
        if not held:
            batch = next(reader, None)
            if batch is None:
                return
            if batch.num_rows == 0:
                continue
            held.append(pa.Table.from_batches([batch]))
        bucket = held[-1].column("part")[0].as_py()
        yield bucket, rest(bucket)


def _write_part(
    store: Store, table: str, bucket: int, batches: Iterator[pa.Table], target: pa.Schema, key: str | None
) -> Part:
    """One part file, in row groups of exactly `ROWS_IN_GROUP` rows; moved into place when whole."""
    scratch = store.scratch(f"{table}-part") / "part-0.parquet"
    scratch.parent.mkdir(parents=True, exist_ok=True)
    digest, rows, waiting = hashlib.blake2b(digest_size=16), 0, 0
    held: list[pa.Table] = []
    with pq.ParquetWriter(
        scratch, target, compression="zstd", compression_level=1, store_schema=False
    ) as writer:
        for batch in batches:
            held.append(batch.cast(target))
            rows += batch.num_rows
            waiting += batch.num_rows
            if waiting >= ROWS_IN_GROUP:
                whole = pa.concat_tables(held)
                cut = waiting - waiting % ROWS_IN_GROUP
                for start in range(0, cut, ROWS_IN_GROUP):
                    writer.write_table(whole.slice(start, ROWS_IN_GROUP).combine_chunks())
                held, waiting = [whole.slice(cut)], waiting - cut
        if waiting or rows == 0:
            writer.write_table(pa.concat_tables(held).combine_chunks() if held else target.empty_table())
    if key is None:  # the file is the same for the same rows, so its bytes are as good as theirs
        with scratch.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        key = derived_id(table, bucket, digest.hexdigest())
    final = store.part_file(table, key)
    if not final.exists():
        final.parent.parent.mkdir(parents=True, exist_ok=True)
        scratch.parent.replace(final.parent)
    else:
        shutil.rmtree(scratch.parent)
    return Part(key, rows, bucket)
