"""What is particular to the cluster engine; its verbs: test_engine.py, whole runs: test_pipeline.py."""

from __future__ import annotations

import functools
import importlib
import os
import pickle
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from naql import engine_cluster, reuse
from naql.engine import BATCH_ROWS
from naql.engine_cluster import ClusterEngine, as_embedded, maker, map_batches, map_group
from naql.errors import NaqlError, ProjectError, UsageError
from naql.model import VERSION
from naql.tracing import trace

Record = dict[str, Any]
WritePile = Callable[[Sequence[Record], Path], Path]
NUMBERS = pa.schema([pa.field("number", pa.int64(), nullable=False)])


def same(rows: Any) -> pa.Table:
    return rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])


def size(rows: Any) -> pa.Table:
    return pa.table({"number": pa.array([rows.num_rows], pa.int64())})


# ---------------------------------------------------------------- in a worker


def test_batches_are_cut_to_the_usual_size() -> None:
    batches = [pa.record_batch({"number": range(n)}) for n in (3, 2 * BATCH_ROWS + 1, 0)]
    found = pa.Table.from_batches(map_batches(size, NUMBERS, VERSION, iter(batches)))
    assert found.column("number").to_pylist() == [3, BATCH_ROWS, BATCH_ROWS, 1]
    assert found.schema == NUMBERS


def test_a_result_has_the_schema_that_was_asked_for() -> None:
    batch = pa.record_batch({"number": pa.array([1], pa.int32())})
    (found,) = map_batches(same, NUMBERS, VERSION, iter([batch]))
    assert found.schema == NUMBERS
    assert list(map_batches(same, NUMBERS, VERSION, iter([batch.slice(1)]))) == []


def test_a_group_is_sorted_if_asked_for() -> None:
    group = pa.table({"number": [3, 1, 2]})
    assert map_group(same, NUMBERS, VERSION, ("number",), group).column(0).to_pylist() == [1, 2, 3]
    assert map_group(same, NUMBERS, VERSION, (), group).column(0).to_pylist() == [3, 1, 2]


def test_a_worker_with_another_naql_refuses() -> None:
    with pytest.raises(ProjectError, match="install one version on all"):
        list(map_batches(same, NUMBERS, "0.0.0", iter([])))
    with pytest.raises(ProjectError, match=r"Naql 0\.0\.0 asks, and this worker has Naql"):
        map_group(same, NUMBERS, "0.0.0", (), NUMBERS.empty_table())


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_strings_are_one_type(kind: pa.DataType) -> None:
    table = pa.table({"text": pa.array(["أ", None], kind), "n": [1, 2]})
    for rows in (table, table.to_batches()[0], table.slice(1)):
        found = as_embedded(rows)
        assert found.schema.types == [pa.string(), pa.int64()]
        assert found.to_pylist() == rows.to_pylist()


@pytest.mark.parametrize("function", [reuse.digest_batch, reuse.fingerprint_batch])
def test_what_goes_to_a_worker_can_be_pickled(function: Any) -> None:
    mapped = functools.partial(map_batches, functools.partial(function, buckets=4), reuse.DIGESTS, VERSION)
    again = pickle.loads(pickle.dumps(mapped))
    assert (again.func, again.args[1:]) == (map_batches, (reuse.DIGESTS, VERSION))


# ---------------------------------------------------------------- addresses, settings, the extra


def engine_without_server(server: object) -> ClusterEngine:
    engine = ClusterEngine.__new__(ClusterEngine)
    engine._server = server
    return engine


def test_addresses_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own, remote = engine_without_server(object()), engine_without_server(None)
    assert own._address(Path("a b/ب*")) == f"file://{tmp_path}/a%20b/%D8%A8%2A"
    assert remote._address(Path("a b/ب")) == f"file://{tmp_path}/a b/ب"
    for name in ("star*", "[ab]", "who?", "{a,b}", "100%20", "#1", "back\\slash"):
        with pytest.raises(UsageError, match="as a pattern; rename the folder"):
            remote._address(tmp_path / name)


class Frame:
    """A result of so many rows that the server writes to a disk of its own."""

    def __init__(self, rows: int) -> None:
        self.rows, self.write = rows, SimpleNamespace(parquet=lambda address: None)

    def limit(self, rows: int) -> Frame:
        return Frame(min(rows, self.rows))

    def count(self) -> int:
        return self.rows


def test_a_server_that_writes_elsewhere_is_noticed(tmp_path: Path) -> None:
    """Nothing arrives: either there is nothing, which Sail writes no file for, or it went elsewhere."""
    engine = engine_without_server(None)
    engine._write(Frame(0), NUMBERS, tmp_path / "empty")
    (file,) = (tmp_path / "empty").glob("*.parquet")
    assert pq.read_schema(file) == NUMBERS
    with pytest.raises(ProjectError, match="both must share the project's folder"):
        engine._write(Frame(5), NUMBERS, tmp_path / "lost")


def test_the_extra_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(name: str) -> Any:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(UsageError, match=r"pip install 'naql\[cluster\]' .*pysail"):
        maker(None)(1 << 30, tmp_path)
    with pytest.raises(UsageError, match=r"pip install 'naql\[cluster\]' .*pyspark"):
        maker("sc://127.0.0.1:1")(1 << 30, tmp_path)


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAQL_TEST_SET", "before")
    monkeypatch.delenv("NAQL_TEST_UNSET", raising=False)
    settings = {"NAQL_TEST_SET": "during", "NAQL_TEST_UNSET": "during"}

    def start() -> None:
        with engine_cluster._environment(settings):
            assert {name: os.environ[name] for name in settings} == settings
            raise RuntimeError("no server starts")

    with pytest.raises(RuntimeError, match="no server starts"):
        start()
    assert os.environ["NAQL_TEST_SET"] == "before"
    assert "NAQL_TEST_UNSET" not in os.environ


# ---------------------------------------------------------------- a server


def needs(module: str) -> Any:
    """A module of the extra, or a skipped test."""
    reason = "the cluster engine needs: pip install 'naql[cluster]'"
    return pytest.importorskip(module, reason=reason, exc_type=ImportError)


@pytest.fixture(scope="module")
def remote() -> Iterator[str]:
    """The address of a Sail that somebody else started."""
    sail = needs("pysail.spark")
    server = sail.SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[ClusterEngine]:
    """An engine with a Sail of its own."""
    needs("pysail.spark")
    engine = ClusterEngine.local(1 << 30, tmp_path)
    yield engine
    engine.close()


@pytest.mark.cluster
def test_a_remote_server_makes_the_same_project(
    remote: str, pile: list[Record], write: WritePile, tmp_path: Path
) -> None:
    file = write(pile, tmp_path / "news.jsonl")
    one = trace([file], tmp_path / "one")
    other = trace([file], tmp_path / "other", engine=maker(remote))
    assert one.manifest == other.manifest
    assert [p.runs()[0]["engine"] for p in (one, other)] == ["embedded", "cluster"]
    with pytest.raises(UsageError, match="rename the folder"):
        trace([file], tmp_path / "other*", engine=maker(remote))


@pytest.mark.cluster
def test_two_engines_on_a_server_keep_their_tables_apart(remote: str, tmp_path: Path) -> None:
    files = [tmp_path / "1.parquet", tmp_path / "2.parquet"]
    engines = [ClusterEngine(remote) for _ in files]
    for number, (engine, file) in enumerate(zip(engines, files, strict=True)):
        pq.write_table(pa.table({"number": [number]}), file)
        engine.register({"numbers": [file]})
    for number, engine in enumerate(engines):
        engine.whole("select number from numbers", same, NUMBERS, tmp_path / f"out{number}")
        assert pq.read_table(tmp_path / f"out{number}" / "part-0.parquet").to_pylist() == [{"number": number}]
        engine.close()


@pytest.mark.cluster
def test_a_session_that_was_dropped_is_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sail drops a session after fifteen minutes without a query; here after two seconds."""
    monkeypatch.setenv("SAIL_SPARK__SESSION_TIMEOUT_SECS", "2")
    needs("pysail.spark")
    engine = ClusterEngine.local(1 << 30, tmp_path)
    first = engine._session
    for number in range(2):
        pq.write_table(pa.table({"number": [number]}), tmp_path / f"{number}.parquet")
        engine.register({f"t{number}": [tmp_path / f"{number}.parquet"]})
        time.sleep(4.5 if number == 0 else 0)
    assert engine._session is not first
    engine.whole("select number from t0 union all select number from t1", same, NUMBERS, tmp_path / "out")
    assert sorted(pq.read_table(tmp_path / "out" / "part-0.parquet").column(0).to_pylist()) == [0, 1]
    engine.close()


@pytest.mark.cluster
def test_what_fails_there_is_explained_here(local: ClusterEngine, tmp_path: Path) -> None:
    with pytest.raises(NaqlError, match=r"the cluster failed: .*nowhere"):
        local.sql("select * from nowhere", tmp_path / "out")


@pytest.mark.cluster
def test_a_file_that_the_server_does_not_see_is_an_error(local: ClusterEngine, tmp_path: Path) -> None:
    """Sail would read the others and say nothing."""
    files = [tmp_path / "here.parquet", tmp_path / "elsewhere.parquet"]
    pq.write_table(pa.table({"number": [1]}), files[0])
    for seen, given in ((1, files), (0, files[1:])):
        with pytest.raises(
            ProjectError, match=f"the server sees {seen} of the {len(given)} files of the table t"
        ):
            local.register({"t": given})


@pytest.mark.cluster
def test_more_than_a_message_holds_comes_whole(local: ClusterEngine, tmp_path: Path) -> None:
    """Collected through Spark Connect, 150 MB in one batch would end the query."""
    pq.write_table(pa.table({"text": ["ن" * 2_500_000] * 30}), tmp_path / "large.parquet")
    local.register({"large": [tmp_path / "large.parquet"]})
    local.whole("select text from large", size, NUMBERS, tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "part-0.parquet").to_pylist() == [{"number": 30}]


@pytest.mark.cluster
def test_a_local_server_is_this_machines_and_ends(tmp_path: Path) -> None:
    sail = needs("pysail.spark")
    before = {
        name: value for name, value in os.environ.items() if name.startswith(("SAIL_", "RUST_", "PYSPARK"))
    }
    engine = ClusterEngine.local(1 << 30, tmp_path)
    host, port = engine._server.listening_address
    assert isinstance(engine._server, sail.SparkConnectServer)
    assert host == "127.0.0.1"
    engine.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, port), 1)
    after = {
        name: value for name, value in os.environ.items() if name.startswith(("SAIL_", "RUST_", "PYSPARK"))
    }
    assert after == before


@pytest.mark.cluster
@pytest.mark.parametrize("address", ["", "127.0.0.1:15002", "http://127.0.0.1:15002", "sc://", "sc:15002"])
def test_what_is_no_address_is_refused(address: str) -> None:
    needs("pyspark.sql.connect")
    with pytest.raises(UsageError, match="is no Spark Connect address; write sc://HOST:PORT"):
        ClusterEngine(address)


@pytest.mark.cluster
def test_nobody_there_is_said_at_once_and_without_the_token() -> None:
    needs("pyspark.sql.connect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    with pytest.raises(UsageError, match=f"127.0.0.1:{port}: no Spark Connect server answers") as error:
        ClusterEngine(f"sc://127.0.0.1:{port}/;token=secret")
    assert time.monotonic() - began < 5
    assert "secret" not in str(error.value)
