"""Trace a pile: read it, run the steps, commit the project."""

from __future__ import annotations

import os
import platform
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

import duckdb
import pyarrow as pa

from naql import jit
from naql.engine import EmbeddedEngine, Engine, connect
from naql.errors import NaqlError, NothingReadableError, UsageError
from naql.families import MIN_COVERAGE
from naql.model import VERSION
from naql.pile import Spool, bucket_count, make_articles, make_provenance
from naql.pipeline import Parameters, Progress, Silent, Work, parameters_of
from naql.project import Project
from naql.read import ReadOptions, read
from naql.reuse import MIN_WORDS
from naql.steps import QUESTIONS, steps_for
from naql.store import Manifest, Store
from naql.workers import Workers

MEMORY = 3 << 30  # bytes the whole process may take unless told otherwise
LEAST_MEMORY = 1 << 30  # 0.93 GB is the peak of 35,564 articles when told 1 GB; with less, queries fail

EngineMaker = Callable[[int, Path], Engine]


def trace(
    inputs: Sequence[str | os.PathLike[str]],
    project: str | os.PathLike[str],
    *,
    fields: Mapping[str, str] | None = None,
    date_kind: str | None = None,
    encoding: str | None = None,
    min_words: int = MIN_WORDS,
    min_coverage: float = MIN_COVERAGE,
    only: Sequence[str] = (),
    memory: int = MEMORY,
    engine: EngineMaker = EmbeddedEngine,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> Project:
    """Read a pile of articles and trace it into a project folder; returns the project.

    `inputs` are files and folders (docs/reading.md); `fields` maps Naql's field names to the data's.
    What an earlier run made and still stands is kept. `only` makes the tables of these questions, and
    those that they need. `memory` bounds the peak of this process in bytes, beyond which tables spill to
    disk; the processes that read articles take about 0.2 GB each beside it.

    Raises NothingReadableError if no article could be read, UsageError for a wrong field or parameter,
    ProjectError if the folder cannot be written, has another format, or is being written.
    """
    only = (only,) if isinstance(only, str) else only
    parameters = _checked(Parameters(min_words, min_coverage), only, memory)
    options = ReadOptions(fields=dict(fields or {}), date_kind=date_kind, encoding=encoding)
    store, told = Store(Path(project)), progress or Silent()
    started, began = datetime.now(UTC), time.monotonic()
    with store.writing(), _machines(engine, memory, store.scratch("spill")) as machines:
        old, spool = store.manifest(), Spool(store)
        told.begin("reading", None)
        spool.fill(read(inputs, options, stdin), told.advance)
        if not spool.read:
            raise NothingReadableError(_nothing(inputs, spool))
        work = _begun(store, old, spool, parameters, machines, told)
        for step in steps_for(only):
            work.run(step)
        work.tables.update(make_provenance(store, spool, work.sort))
        articles = work.tables["articles"].rows
        counts = {"read": spool.read, "articles": articles, **dict(sorted(spool.skips.items()))}
        machines.workers.close()
        store.commit(Manifest(work.tables, work.parameters, counts))
        if machines.engine.name == "embedded":
            jit.mark_warm()
        store.log(_record(work, started, time.monotonic() - began))
    return Project(project)


class _Machines(NamedTuple):
    """What makes the tables, what sorts them, and the processes that read articles."""

    engine: Engine
    database: duckdb.DuckDBPyConnection
    workers: Workers

    def sort(self, query: str) -> pa.RecordBatchReader:
        return self.database.cursor().sql(query).to_arrow_reader(2048)


@contextmanager
def _machines(engine: EngineMaker, memory: int, temporary: Path) -> Iterator[_Machines]:
    """Closed at the end, whatever happens. Raises NaqlError where the memory does not do."""
    made_by = engine(memory, temporary)
    # The embedded engine's own database sorts too: two would take the memory of two.
    database = made_by.db if isinstance(made_by, EmbeddedEngine) else connect(memory, temporary)
    workers = Workers(os.cpu_count() or 1)
    try:
        yield _Machines(made_by, database, workers)
    except duckdb.OutOfMemoryException as error:
        raise NaqlError(
            f"out of memory within {memory / (1 << 30):.1f} GB; give more memory ({error})"
        ) from error
    finally:
        workers.close()
        made_by.close()
        database.close()
        shutil.rmtree(temporary, ignore_errors=True)


def _begun(
    store: Store, old: Manifest, spool: Spool, parameters: Parameters, machines: _Machines, told: Progress
) -> Work:
    """The table of articles made, and what the steps after it need."""
    buckets = bucket_count(spool.read, old.parameters.get("buckets"))
    articles, made = make_articles(store, spool, machines.sort, buckets)
    kept = len(articles.parts) - made
    told.end(made, kept)
    return Work(
        store,
        machines.engine,
        parameters_of(parameters, buckets),
        old,
        {"articles": articles},
        told,
        machines.sort,
        machines.workers if machines.engine.name == "embedded" else None,
        made={"articles": made},
        kept={"articles": kept},
    )


def _checked(parameters: Parameters, only: Sequence[str], memory: int) -> Parameters:
    if memory < LEAST_MEMORY:
        raise UsageError(f"memory must be 1 GB or more, not {memory / (1 << 30):.2f} GB")
    for question in only:
        if question not in QUESTIONS:
            raise UsageError(f"{question!r} is no question; there are: {', '.join(QUESTIONS)}")
    if parameters.min_words < 3:
        raise UsageError("min_words must be 3 or more: shared words are found by their three-word runs")
    if not 0 < parameters.min_coverage <= 1:
        raise UsageError("min_coverage is a share: above 0, at most 1")
    return parameters


def _nothing(inputs: Sequence[str | os.PathLike[str]], spool: Spool) -> str:
    reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(spool.skips.items()))
    names = ", ".join(os.fsdecode(i) for i in inputs)
    first = next(iter(spool.skipped()), None)
    detail = f"; the first: {first.path}: {first.detail}" if first else ""
    return f"no article could be read from {names} ({reasons or 'no file found'}{detail})"


def _record(work: Work, started: datetime, seconds: float) -> dict[str, object]:
    usage, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds_used = usage.ru_utime + usage.ru_stime + others.ru_utime + others.ru_stime
    return {
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "cpu_seconds": round(seconds_used, 3),
        "peak_bytes": usage.ru_maxrss * 1024,
        "engine": work.engine.name,
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "naql": VERSION,
        "parameters": work.parameters,
        "made": work.made,
        "kept": work.kept,
    }
