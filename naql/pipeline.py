"""The order of the work, as a list; and how a project's tables are made, kept and committed.

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
from pathlib import Path
from typing import Any, Literal, Protocol

import pyarrow as pa

from naql import families, reuse
from naql.engine import Engine, files_sql
from naql.model import VERSION, Copy, Family, Pair, Passage, Story, Witness, derived_id, schema
from naql.store import Manifest, Part, Store, Table, write_parts


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a user can set; each step names those it depends on."""

    min_words: int = reuse.MIN_WORDS
    min_coverage: float = families.MIN_COVERAGE


@dataclass(frozen=True, slots=True)
class Source:
    """One way rows come into a table: an engine's verb, its query, and the function for the rows.

    `key` and `order` are those of `Engine.map_groups`.
    """

    verb: Literal["sql", "map", "map_groups", "whole"]
    query: str
    function: Callable[..., pa.Table] | None = None
    key: str = ""
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """How one table is made.

    `follows` names the input whose parts this table's follow one by one; `split` cuts the result into
    parts by article, keyed by content, so that what follows it is done again only where it changed.
    `order` is the full key rows are sorted by.
    """

    table: str
    sources: tuple[Source, ...]
    schema: pa.Schema
    order: tuple[str, ...]
    inputs: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    follows: str | None = None
    split: bool = False
    question: str = "reuse"


_PASSAGE_KEY = ("left_id", "right_id", "left_start", "right_start", "left_end", "right_end")
_SPAN_KEY = ("family_id", "article_id", "start", "end")
_STARS_SQL = """
select c.component, a.left_id, a.left_start, a.left_end, a.right_id, a.right_start, a.right_end, a.formula
from alignments a join components c on c.article_id = a.left_id"""
_DIGEST_INPUT = "select id, text, outlet, published, published_kind from articles"

STEPS: tuple[Step, ...] = (
    Step(
        "digests",
        (Source("map", _DIGEST_INPUT, reuse.digest_batch),),
        reuse.ARTICLE_FACTS,
        ("id",),
        ("articles",),
        ("buckets",),
        follows="articles",
    ),
    Step(
        "fingerprints",
        (Source("map", "select id, text from articles", reuse.fingerprint_batch),),
        reuse.FINGERPRINTS,
        ("fingerprint", "article", "position"),
        ("articles",),
        ("buckets",),
        follows="articles",
    ),
    Step("copies", (Source("sql", reuse.COPIES_SQL),), schema(Copy), ("article_id",), ("digests",)),
    Step(
        "candidates",
        (Source("sql", reuse.PILE_CANDIDATES_SQL),),
        reuse.CANDIDATES,
        ("left_id", "right_id"),
        ("digests", "fingerprints", "copies"),
        split=True,
    ),
    Step(
        "alignments",
        (Source("map_groups", reuse.BLOCKS_SQL, reuse.align_block, "block"),),
        reuse.ALIGNMENTS,
        _PASSAGE_KEY,
        ("candidates", "articles", "digests"),
        ("min_words",),
        follows="candidates",
    ),
    Step(
        "components",
        (Source("whole", "select distinct left_id, right_id from alignments", families.components),),
        families.COMPONENT,
        ("article_id",),
        ("alignments",),
    ),
    Step(
        "stars",
        (Source("map_groups", _STARS_SQL, families.family_batch, "component", _PASSAGE_KEY),),
        families.STAR,
        _SPAN_KEY,
        ("alignments", "components"),
    ),
    Step("witnesses", (Source("sql", families.WITNESSES_SQL),), schema(Witness), _SPAN_KEY, ("stars",)),
    Step(
        "families",
        (Source("sql", families.FAMILIES_SQL),),
        schema(Family),
        ("id",),
        ("stars", "alignments", "digests"),
    ),
    Step(
        "passages",
        (Source("sql", families.PASSAGES_SQL),),
        schema(Passage),
        _PASSAGE_KEY,
        ("alignments", "witnesses", "families"),
    ),
    Step(
        "pairs",
        (Source("sql", families.PAIRS_SQL),),
        schema(Pair),
        ("left_id", "right_id"),
        ("passages", "alignments", "digests"),
    ),
    Step(
        "stories",
        (
            Source(
                "map_groups",
                families.STORY_EDGES_SQL,
                families.story_batch,
                "component",
                ("left_id", "right_id"),
            ),
        ),
        schema(Story),
        ("id",),
        ("pairs", "components", "digests"),
        ("min_coverage",),
    ),
)

QUESTIONS = tuple(dict.fromkeys(step.question for step in STEPS))


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


@functools.cache
def code_version() -> str:
    """A digest of the package's code and rules that tables depend on."""
    digest = hashlib.blake2b(digest_size=8)
    root = importlib.resources.files("naql")
    kernels = ("kernel", "kernel_formulas", "kernel_align", "kernel_runs")
    names = ("text", *kernels, "align", "reuse", "families", "model", "language", "pipeline")
    for name in names:
        digest.update(root.joinpath(f"{name}.py").read_bytes())
    for folder in sorted(root.joinpath("data").iterdir(), key=lambda f: f.name):
        if folder.is_dir():
            for file in sorted(folder.iterdir(), key=lambda f: f.name):
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


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
            function = functools.partial(source.function, **settings) if source.function else None
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


_KEEP_BUCKET = frozenset({"digests"})  # later queries split by it


def _given(function: Callable[..., pa.Table] | None) -> Callable[..., pa.Table]:
    if function is None:
        raise ValueError("a verb other than sql needs a function")
    return function


def parameters_of(parameters: Parameters, buckets: int) -> dict[str, Any]:
    """All that steps may depend on, by name."""
    return {**dataclasses.asdict(parameters), "buckets": buckets}
