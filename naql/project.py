"""A traced pile, to be read: tables as Arrow, pandas or Polars, single articles, read-only SQL."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from naql.engine import connect, files_sql, quoted
from naql.model import Article, ProjectError, UsageError
from naql.pipeline import STEPS
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
        return (
            self._project.connection()
            .sql(f"select * from {self.name} order by {order}")
            .to_arrow_reader(8192)
        )

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
        if table is None:
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
            db = connect(READ_MEMORY, Path(tempfile.gettempdir()) / f"naql-{os.getpid()}")
            for name in self.manifest.tables:
                db.execute(f"create view {name} as select * from {files_sql(self.files(name))}")
            db.execute(
                f"set allowed_directories = [{quoted(str(self.path.resolve()))}, {quoted(str(self.path))}]"
            )
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
        rows = self.connection().sql(query, params={"ids": ids}).to_arrow_table().to_pylist()
        found = {row["id"]: Article(**row) for row in rows}
        for article_id in ids:
            if article_id not in found:
                raise UsageError(f"{article_id!r} is no article of this project")
        return found

    def sql(self, query: str) -> pa.RecordBatchReader:
        """Run one SELECT on the project's tables (DuckDB's dialect). Raises UsageError on anything else."""
        try:
            statements = duckdb.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise UsageError("one SELECT statement is taken; a project's tables are never changed by SQL")
            return self.connection().sql(query).to_arrow_reader(8192)
        except duckdb.Error as error:
            raise UsageError(str(error)) from error

    def runs(self) -> list[dict[str, Any]]:
        """The runs that made the project, oldest first: when, how long, on what, what was made."""
        file = self.path / "runs.jsonl"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
