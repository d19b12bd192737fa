"""A traced pile, to be read: tables as Arrow, pandas or Polars, single articles, read-only SQL."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from naql.engine import connect, escaped, files_sql, quoted
from naql.errors import NaqlError, ProjectError, UsageError
from naql.model import Article
from naql.steps import STEPS
from naql.store import Manifest, Store

PUBLIC = (
    "articles",
    "inputs",
    "skipped",
    "copies",
    "alignments",
    "families",
    "witnesses",
    "passages",
    "pairs",
    "stories",
    "credits",
    "statements",
    "attributions",
    "changes",
    "sources",
    "links",
    "habits",
    "claims",
    "claim_groups",
)
"""The tables made for people and programs; the others are the pipeline's own."""

ORDER: dict[str, tuple[str, ...]] = {
    "articles": ("id",),
    "inputs": ("article_id", "path", "position"),
    "skipped": ("path", "position", "reason", "detail"),
    **{step.table: step.order for step in STEPS},
}
READ_MEMORY = 2 << 30


class Rows:
    """A table of a project; read when asked for, as what you ask for.

    It offers the Arrow C stream interface, so `polars.DataFrame(rows)` or DuckDB take it as it is.
    """

    def __init__(self, project: Project, name: str) -> None:
        self._project, self.name = project, name

    def __len__(self) -> int:
        return self._project.manifest.tables[self.name].rows

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self.reader():
            yield from batch.to_pylist()

    def reader(self) -> pa.RecordBatchReader:
        """The rows in their order, as a stream of record batches."""
        order = ", ".join(f'"{n}"' for n in ORDER[self.name])
        with _readable(self._project.path):
            query = f"select * from {self.name} order by {order}"
            reader = self._project.connection().sql(query).to_arrow_reader(8192)
        return pa.RecordBatchReader.from_batches(reader.schema, _read_on(reader, ProjectError))

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        return self.reader().read_all()

    def pandas(self) -> Any:
        """The rows as a pandas DataFrame (needs pandas: `pip install naql[frames]`)."""
        return self.arrow().to_pandas()

    def polars(self) -> Any:
        """The rows as a Polars DataFrame (needs Polars: `pip install naql[frames]`)."""
        import polars

        return polars.from_arrow(self.arrow())

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.reader().__arrow_c_stream__(requested_schema)


class Project:
    """A project folder made by `trace`, opened for reading.

    Raises ProjectError when there is none or it cannot be read, UsageError for an unknown table.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.manifest = Manifest.load(self.path / "manifest.json")
        self._store = Store(self.path)
        self._db: duckdb.DuckDBPyConnection | None = None

    def files(self, name: str) -> list[Path]:
        """The Parquet files of a table."""
        table = self.manifest.tables.get(name)
        if table is None or name not in ORDER:
            known = ", ".join(n for n in PUBLIC if n in self.manifest.tables)
            raise UsageError(f"{name!r} is no table of this project; there are: {known}")
        files = [self._store.part_file(name, p.key) for p in table.parts]
        for file in files:
            if not file.exists():
                raise ProjectError(f"{file}: this part of the project is missing; trace the pile again")
        return files

    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB cursor on the project's tables, which can read nothing else and write nothing."""
        if self._db is None:
            spill = Path(tempfile.mkdtemp(prefix="naql-"))  # of a name nobody can have made before
            weakref.finalize(self, shutil.rmtree, spill, ignore_errors=True)
            db = connect(READ_MEMORY, spill)
            with _readable(self.path):
                # A manifest may come from anybody: what is no table of Naql's is no name for a view.
                for name in ORDER.keys() & self.manifest.tables.keys():
                    db.execute(f"create view {name} as select * from {files_sql(self.files(name))}")
            here = {str(self.path), str(self.path.resolve())}  # both as written in a query and as a pattern
            allowed = ", ".join(quoted(name) for name in sorted(here | set(map(escaped, here))))
            db.execute(f"set allowed_directories = [{allowed}]")
            db.execute("set enable_external_access = false")
            db.execute("set lock_configuration = true")
            self._db = db
        return self._db.cursor()

    def table(self, name: str) -> Rows:
        """A table by name."""
        self.files(name)
        return Rows(self, name)

    @property
    def articles(self) -> Rows:
        """The articles as read (record Article)."""
        return self.table("articles")

    @property
    def passages(self) -> Rows:
        """The shared passages (record Passage), between representatives of copies."""
        return self.table("passages")

    @property
    def stories(self) -> Rows:
        """The stories (record Story)."""
        return self.table("stories")

    def article(self, article_id: str) -> Article:
        """One article by id. Raises UsageError if it is not in the project."""
        return self.some_articles([article_id])[article_id]

    def some_articles(self, ids: list[str]) -> dict[str, Article]:
        """Articles by id, in one pass over the table."""
        query = "select * from articles where id in (select unnest($ids))"
        found = {row["id"]: Article(**row) for row in self.select(query, ids=ids)}
        for article_id in ids:
            if article_id not in found:
                raise UsageError(f"{article_id!r} is no article of this project")
        return found

    def select(self, query: str, **params: Any) -> list[dict[str, Any]]:
        """The rows of a query of Naql's own. Raises ProjectError if a table cannot be read."""
        with _readable(self.path):
            rows = self.connection().sql(query, params=params).to_arrow_table()
        return rows.to_pylist()  # type: ignore[no-any-return]

    def sql(self, query: str) -> pa.RecordBatchReader:
        """Run one SELECT on the project's tables (DuckDB's dialect). Raises UsageError on anything else."""
        try:
            parsed = duckdb.extract_statements(query)
            if len(parsed) != 1 or parsed[0].type != duckdb.StatementType.SELECT:
                raise UsageError("one SELECT statement is taken; a project's tables are never changed by SQL")
            reader = self.connection().sql(query).to_arrow_reader(8192)
        except duckdb.Error as error:
            raise UsageError(str(error)) from error
        return pa.RecordBatchReader.from_batches(reader.schema, _read_on(reader, UsageError))

    def runs(self) -> list[dict[str, Any]]:
        """The runs that made the project, oldest first: when, how long, on what, what was made."""
        file = self.path / "runs.jsonl"
        found = []
        for line in file.read_text("utf-8", "replace").splitlines() if file.exists() else ():
            with contextlib.suppress(ValueError):  # a line that a killed run left half written
                found.append(json.loads(line))
        return found


def _read_on(reader: pa.RecordBatchReader, refused: type[NaqlError]) -> Iterator[pa.RecordBatch]:
    """The batches of a query's result; a row it fails on may come late, and then as an OSError."""
    try:
        yield from reader
    except OSError as error:
        raise refused(str(error)) from error


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tell of a damaged table file as what it is."""
    try:
        yield
    except duckdb.Error as error:
        why = str(error).splitlines()[0]
        raise ProjectError(f"{path}: a table cannot be read; trace the pile again ({why})") from error
