"""The four verbs over the PySpark API: on Apache Spark, or on Sail, which needs no Java.

The server and its workers read and write the project's folder themselves, so it must lie on a file
system they share with this process. Sorting parts and committing stay here. See docs/cluster.md.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from naql.engine import BATCH_ROWS, MapFunction, Report, TableFunction, write
from naql.errors import NaqlError, ProjectError, UsageError
from naql.model import VERSION

PORT = 15002  # of a Spark Connect server, unless its address says otherwise
ANSWER_SECONDS = 10  # within which a server takes a connection
_PATTERNS = frozenset("*?[]{}\\%#")  # not the same to Spark and to Sail in the name of a file

Rows = TypeVar("Rows", pa.RecordBatch, pa.Table)
P = ParamSpec("P")
T = TypeVar("T")


def maker(remote: str | None) -> Callable[[int, Path], ClusterEngine]:
    """What `naql.trace` takes as `engine`: one on the server at `remote`, or else on a local Sail."""
    if remote is None:
        return ClusterEngine.local
    return lambda memory, temporary: ClusterEngine(remote)


def _explained(verb: Callable[P, T]) -> Callable[P, T]:
    """What the server or a worker fails on, as an error of ours, without PySpark's own traceback."""

    @functools.wraps(verb)
    def tried(*given: P.args, **named: P.kwargs) -> T:
        try:
            return verb(*given, **named)
        except Exception as error:
            if isinstance(error, _extra("pyspark.errors").PySparkException):
                raise NaqlError(f"the cluster failed: {error}") from error
            raise

    return tried


class ClusterEngine:
    """A Spark Connect server; functions run in its workers, which need Naql and its dependencies.

    Raises UsageError if the extra `cluster` is not installed, the address is none, or nobody answers.
    """

    name = "cluster"

    @_explained
    def __init__(self, remote: str, *, server: Any = None) -> None:
        self._server = server  # a Sail of our own, ended by `close`
        self._remote = remote
        self._files: dict[str, list[str]] = {}
        self._session = _connect(remote)

    @classmethod
    def local(cls, memory: int, temporary: Path) -> ClusterEngine:
        """An engine on a Sail server in this process, which only this machine can reach.

        It takes the memory it needs: Sail 0.7 can be given a limit, but counts each row that it groups
        as the whole batch the row came in, and so would refuse what takes a hundredth of the limit.
        """
        sail = _extra("pysail.spark")
        settings = {
            "PYSPARK_PYTHON": sys.executable,
            "RUST_LOG": os.environ.get("RUST_LOG", "error"),
            "SAIL_EXECUTION__BATCH_SIZE": str(BATCH_ROWS),
        }
        with _environment(settings):
            server = sail.SparkConnectServer("127.0.0.1", 0)
            server.start(background=True)
        try:
            _, port = server.listening_address
            return cls(f"sc://127.0.0.1:{port}", server=server)
        except BaseException:
            server.stop()
            raise

    @_explained
    def register(self, tables: Mapping[str, Sequence[Path]]) -> None:
        """See `Engine`."""
        files = {name: [self._address(path) for path in paths] for name, paths in tables.items()}
        if not all(files.values()):
            raise ValueError("a table needs at least one file")
        self._files.update(files)
        try:
            self._show(files)
        except _extra("pyspark.errors").PySparkException:
            # A server drops a session that was idle for long, as while articles are read here.
            self._session = _connect(self._remote)
            self._show(self._files)

    def _show(self, files: Mapping[str, Sequence[str]]) -> None:
        """Give the session views of files. A file that is not there is no error to Sail, and no rows."""
        for name, addresses in files.items():
            frame = self._session.read.parquet(*addresses)
            seen = len(frame.inputFiles())
            if seen < len(addresses):
                raise ProjectError(
                    f"the server sees {seen} of the {len(addresses)} files of the table {name}; "
                    "both must share the project's folder"
                )
            frame.createOrReplaceTempView(name)

    def _address(self, path: Path) -> str:
        """A path as the server reads it, never as a pattern."""
        absolute = os.path.abspath(path)
        if self._server is not None:
            return "file://" + quote(os.fsencode(absolute))
        if unfit := _PATTERNS.intersection(absolute):
            raise UsageError(f"{absolute}: a server may read {min(unfit)!r} as a pattern; rename the folder")
        return "file://" + absolute

    @_explained
    def sql(self, query: str, target: Path) -> None:
        """See `Engine`."""
        frame = self._session.sql(query)
        self._write(frame, _types().to_arrow_schema(frame.schema), target)

    @_explained
    def map(self, query: str, function: MapFunction, schema: pa.Schema, target: Path, report: Report) -> None:
        """See `Engine`."""
        mapped = functools.partial(map_batches, function, schema, VERSION)
        rows = self._session.sql(query)
        self._write(rows.mapInArrow(mapped, _types().from_arrow_schema(schema)), schema, target)
        report(rows.count())

    @_explained
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

        def mapped(group: pa.Table) -> pa.Table:  # a partial has no type hints, and PySpark reads them
            return map_group(function, schema, VERSION, order, group)

        rows = self._session.sql(query)
        groups = rows.groupBy(key).applyInArrow(mapped, _types().from_arrow_schema(schema))
        self._write(groups, schema, target)
        report(rows.count())

    @_explained
    def whole(self, query: str, function: TableFunction, schema: pa.Schema, target: Path) -> None:
        """See `Engine`. The rows come through files: a message of Spark Connect holds 128 MB at most."""
        rows = target.with_name(f"{target.name}-rows")
        self.sql(query, rows)
        tables = [as_embedded(pq.ParquetFile(file).read()) for file in sorted(rows.glob("*.parquet"))]
        shutil.rmtree(rows)
        write([function(pa.concat_tables(tables))], schema, target)

    def close(self) -> None:
        """See `Engine`."""
        self._session.stop()
        if self._server is not None:
            self._server.stop()

    def _write(self, frame: Any, schema: pa.Schema, target: Path) -> None:
        """Let the server write a query's result; at least an empty file."""
        frame.write.parquet(self._address(target))
        if any(target.glob("*.parquet")):
            return
        if frame.limit(1).count():
            raise ProjectError(
                f"{target}: what the server wrote is not here; both must share the project's folder"
            )
        write([], schema, target)


def map_batches(
    function: MapFunction, schema: pa.Schema, version: str, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """In a worker: the function's results for batches of at most `BATCH_ROWS` rows."""
    _same(version)
    for batch in batches:
        for start in range(0, batch.num_rows, BATCH_ROWS):
            rows = function(as_embedded(batch.slice(start, BATCH_ROWS)))
            yield from rows.cast(schema).to_batches()


def map_group(
    function: TableFunction, schema: pa.Schema, version: str, order: Sequence[str], group: pa.Table
) -> pa.Table:
    """In a worker: the function's result for one group, its rows in order."""
    _same(version)
    rows = group.sort_by([(name, "ascending") for name in order]) if order else group
    return function(as_embedded(rows)).cast(schema)


def _same(version: str) -> None:
    """Refuse to work for another Naql: its tables would be called what ours are not."""
    if version != VERSION:
        raise ProjectError(
            f"Naql {version} asks, and this worker has Naql {VERSION}: install one version on all"
        )


def as_embedded(rows: Rows) -> Rows:
    """Rows with the one type of strings that the embedded engine has; Arrow knows three."""
    fields = [
        f.with_type(pa.string()) if pa.types.is_large_string(f.type) or pa.types.is_string_view(f.type) else f
        for f in rows.schema
    ]
    return rows.cast(pa.schema(fields))


@contextlib.contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Environment variables for as long as a server takes to start; it reads its settings from there."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _connect(remote: str) -> Any:
    """A new session. The address is tried first: PySpark would ask a silent server for minutes."""
    spark = _extra("pyspark.sql")
    parts = urlsplit(remote)
    if parts.scheme != "sc" or not parts.hostname:
        raise UsageError(f"{remote!r} is no Spark Connect address; write sc://HOST:PORT")
    place = f"{parts.hostname}:{parts.port or PORT}"
    try:
        socket.create_connection((parts.hostname, parts.port or PORT), ANSWER_SECONDS).close()
    except OSError as error:
        raise UsageError(f"{place}: no Spark Connect server answers ({error})") from error
    session = spark.SparkSession.builder.remote(remote).create()
    # At exit PySpark would ask a server that may be gone, again and again for ten minutes, to clear a cache.
    atexit.unregister(session.client._cleanup_ml_cache)
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH_ROWS))
    return session


def _types() -> Any:
    return _extra("pyspark.sql.pandas.types")


def _extra(module: str) -> Any:
    """A module of the extra. Raises UsageError if it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UsageError(f"the cluster engine needs pip install 'naql[cluster]' ({error})") from error
