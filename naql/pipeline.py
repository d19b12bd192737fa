"""How a project's tables are made, step by step, kept and committed.

A table is a folder of parts, `<project>/<table>/<key>/part-0.parquet`. A part's key says what it was
made from (step, code, parameters, inputs), so a part that is there is never made again. The rename
of `manifest.json` is the only commit; what it does not name is swept away afterwards.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib.resources
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from naql import families, reuse
from naql.engine import Engine, files_sql
from naql.model import VERSION, derived_id
from naql.steps import Source, Step
from naql.store import Manifest, Part, Store, Table, write_parts
from naql.workers import Workers


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a user can set; each step names those it depends on."""

    min_words: int = reuse.MIN_WORDS
    min_coverage: float = families.MIN_COVERAGE


class Progress(Protocol):
    """What is told of the work: a step begins with so many rows, rows are done, the step ends."""

    def begin(self, name: str, rows: int | None) -> None:
        """A step begins, with so many rows if that is known."""

    def advance(self, rows: int) -> None:
        """So many more rows are done."""

    def end(self, made: int, kept: int) -> None:
        """The step is over; so many parts were made, so many kept from an earlier run."""


class Silent:
    """Progress that nobody watches."""

    def begin(self, name: str, rows: int | None) -> None:
        """See `Progress`."""

    def advance(self, rows: int) -> None:
        """See `Progress`."""

    def end(self, made: int, kept: int) -> None:
        """See `Progress`."""


# What reads, keeps, moves and shows: no row of a table made by a step depends on it.
AROUND = frozenset({
    "__init__", "__main__", "annotating", "claim_text", "cli", "comparison", "engine", "engine_cluster",
    "errors", "evaluate", "expand", "jit", "pairs", "pile", "progress", "project", "read", "read_dates",
    "read_formats", "read_html", "read_source", "read_text", "relation", "reporting", "rows", "status",
    "store", "story_text", "terminal", "tracing", "workers",
})  # fmt: skip


@functools.cache
def code_version() -> str:
    """A digest of the package's code and rules that tables depend on: every module not in `AROUND`."""
    digest = hashlib.blake2b(digest_size=8)
    root = importlib.resources.files("naql")
    modules = (file for file in root.iterdir() if file.name.endswith(".py"))
    for file in sorted(modules, key=lambda f: f.name):
        if file.name.removesuffix(".py") not in AROUND:
            digest.update(file.name.encode() + file.read_bytes())
    for folder in sorted(root.joinpath("data").iterdir(), key=lambda f: f.name):
        if folder.is_dir():
            for name, content in sorted(_files_of(folder, "")):
                digest.update(name.encode() + content)
    return digest.hexdigest()


def _files_of(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    """(path, content) of every file below a folder."""
    for found in folder.iterdir():
        name = f"{path}{folder.name}/{found.name}"
        if found.is_dir():
            yield from _files_of(found, f"{path}{folder.name}/")
        else:
            yield name, found.read_bytes()


@dataclass(slots=True)
class Work:
    """One run over a project: an engine, the tables made so far, and what was made or kept."""

    store: Store
    engine: Engine
    parameters: dict[str, Any]
    old: Manifest
    tables: dict[str, Table]
    progress: Progress
    sort: Callable[[str], pa.RecordBatchReader]
    workers: Workers | None = None
    made: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    def run(self, step: Step) -> None:
        """Make one table, keeping every part that is there already."""
        settings = {name: self.parameters[name] for name in step.parameters}
        base = derived_id(step.table, code_version(), VERSION, json.dumps(settings, sort_keys=True))
        if step.follows:
            self._run_parts(step, base, settings)
            return
        origin = derived_id(base, *(self.tables[name].key for name in step.inputs))
        old = self.old.tables.get(step.table)
        if old is not None and old.origin == origin and self._stands(step.table, old.parts):
            self._finish(step.table, old, 0)
            return
        self.progress.begin(step.table, None)
        self.engine.register({name: self._files(name) for name in step.inputs})
        staged = self._compute(step, settings)
        parts = list(self._seal(step, staged, None if step.split else {0: origin}))
        self._finish(step.table, Table.of(parts, origin), len(parts))

    def _run_parts(self, step: Step, base: str, settings: dict[str, Any]) -> None:
        followed = self.tables[step.follows or ""]
        wanted = [derived_id(base, part.key) for part in followed.parts]
        known = {p.key: p for t in (self.old.tables.get(step.table),) if t for p in t.parts}
        ready = {k: known[k] for k in wanted if k in known and self._stands(step.table, [known[k]])}
        missing = [(p, k) for p, k in zip(followed.parts, wanted, strict=True) if k not in ready]
        if missing:
            # A group holds more rows than those of the part: the texts of its pairs.
            rows = sum(p.rows for p, _ in missing) if step.sources[0].verb == "map" else None
            self.progress.begin(step.table, rows)
            files = {name: self._files(name) for name in step.inputs}
            files[step.follows or ""] = [self._file(step.follows or "", p.key) for p, _ in missing]
            self.engine.register(files)
            staged = self._compute(step, settings)
            keys = {p.bucket: k for p, k in missing}
            for part in self._seal(step, staged, keys):
                ready[part.key] = part
        parts = [ready[k] for k in wanted]
        self._finish(step.table, Table.of(parts, derived_id(base, followed.key)), len(missing))

    def _compute(self, step: Step, settings: dict[str, Any]) -> list[Path]:
        """Run the step's sources; the files they wrote, unsorted."""
        staged = []
        for number, source in enumerate(step.sources):
            target = self.store.scratch(f"{step.table}-{number}")
            function = self._function(source, settings)
            if source.verb == "sql":
                self.engine.sql(source.query, target)
            elif source.verb == "whole":
                self.engine.whole(source.query, _given(function), step.schema, target)
            elif source.verb == "map":
                self.engine.map(source.query, _given(function), step.schema, target, self.progress.advance)
            else:
                report = self.progress.advance
                self.engine.map_groups(
                    source.query, source.key, _given(function), step.schema, target, report, source.order
                )
            staged += sorted(target.glob("*.parquet"))
        return staged

    def _function(self, source: Source, settings: dict[str, Any]) -> Callable[..., pa.Table] | None:
        """A source's function with its settings, in processes if it is slow Python and there are any."""
        function = functools.partial(source.function, **settings) if source.function else None
        if function is None or self.workers is None or not source.plain:
            return function
        run = self.workers.map if source.verb == "map" else self.workers.whole
        return functools.partial(run, function)

    def _seal(self, step: Step, staged: list[Path], keys: dict[int, str] | None) -> Iterator[Part]:
        """Sort what was staged and write it as parts: by bucket, with the given keys or keyed by content."""
        by_bucket = step.split or step.follows is not None
        columns = [n for n in step.schema.names if n != "bucket" or step.split or step.table in _KEEP_BUCKET]
        names = ", ".join(f'"{n}"' for n in columns)
        order = ", ".join(f'"{n}"' for n in (("bucket", *step.order) if by_bucket else step.order))
        bucket = "bucket" if by_bucket else "0"
        reader = self.sort(f"select {names}, {bucket} as part from {files_sql(staged)} order by {order}")
        target = pa.schema([step.schema.field(n) for n in columns])
        yield from write_parts(self.store, step.table, reader, target, keys)
        for path in staged:
            shutil.rmtree(path.parent, ignore_errors=True)

    def _finish(self, name: str, table: Table, made: int) -> None:
        self.tables[name] = table
        self.made[name], self.kept[name] = made, len(table.parts) - made
        self.progress.end(self.made[name], self.kept[name])

    def _stands(self, table: str, parts: Sequence[Part]) -> bool:
        return all(self._file(table, p.key).exists() for p in parts)

    def _file(self, table: str, key: str) -> Path:
        return self.store.part_file(table, key)

    def _files(self, table: str) -> list[Path]:
        return [self._file(table, p.key) for p in self.tables[table].parts]


_KEEP_BUCKET = frozenset({"digests", "readings", "transmissions"})  # later queries split by it


def _given(function: Callable[..., pa.Table] | None) -> Callable[..., pa.Table]:
    if function is None:
        raise ValueError("a verb other than sql needs a function")
    return function


def parameters_of(parameters: Parameters, buckets: int) -> dict[str, Any]:
    """All that steps may depend on, by name."""
    return {**dataclasses.asdict(parameters), "buckets": buckets}
