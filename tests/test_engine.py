"""The four verbs, on each engine alike; and the parts of the embedded one."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql import engine as engine_module
from naql.engine import BATCH_ROWS, Engine, connect, files_sql, no_report, quoted, split_groups

HOSTILE = [
    "plain",
    "a b",
    "it's",
    'say "so"',
    "star*",
    "[ab]",
    "who?",
    "{a,b}",
    "100%20",
    "#1",
    "a=b",
    "أخبار",
]
TEXT_NUMBER = pa.schema([pa.field("text", pa.string(), nullable=False), pa.field("number", pa.int64())])
GROUP = pa.schema(
    [
        pa.field("key", pa.string()),
        pa.field("rows", pa.int64(), nullable=False),
        pa.field("numbers", pa.list_(pa.int64()), nullable=False),
    ]
)


def stored(path: Path, **columns: Sequence[object] | pa.Array) -> Path:
    """Columns as a Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


def made(target: Path) -> list[dict[str, Any]]:
    """All rows that were written, sorted."""
    rows = [row for file in target.glob("*.parquet") for row in pq.ParquetFile(file).read().to_pylist()]
    return sorted(rows, key=repr)


def double(batch: pa.RecordBatch, *, factor: int = 2) -> pa.Table:
    assert 0 < batch.num_rows <= BATCH_ROWS
    assert batch.schema.types == [pa.string(), pa.int64()]
    numbers = [n * factor for n in batch.column("number").to_pylist()]
    return pa.table([batch.column("text"), pa.array(numbers, pa.int64())], schema=TEXT_NUMBER)


def nothing(rows: pa.RecordBatch | pa.Table) -> pa.Table:
    return TEXT_NUMBER.empty_table()


def fail(rows: pa.RecordBatch | pa.Table) -> pa.Table:
    raise ValueError("the function says no")


def gather(group: pa.Table) -> pa.Table:
    keys = group.column("key").to_pylist()
    assert keys.count(keys[0]) == len(keys)
    row = {"key": keys[0], "rows": len(keys), "numbers": group.column("number").to_pylist()}
    return pa.Table.from_pylist([row], schema=GROUP)


def total(rows: pa.Table) -> pa.Table:
    assert rows.schema.types == [pa.string(), pa.int64()]
    row = {"text": str(os.getpid()), "number": sum(rows.column("number").to_pylist())}
    return pa.Table.from_pylist([row], schema=TEXT_NUMBER)


class Reported:
    """Sums what is reported."""

    def __init__(self) -> None:
        self.rows, self.calls = 0, 0

    def __call__(self, rows: int) -> None:
        self.rows, self.calls = self.rows + rows, self.calls + 1


# ---------------------------------------------------------------- sql and register


def test_sql_joins_and_counts(engine: Engine, tmp_path: Path) -> None:
    left = stored(tmp_path / "l.parquet", id=["أ", "ب", "ج"], n=[1, 2, 3])
    right = stored(tmp_path / "r.parquet", id=["ب", "ج", "ج"])
    engine.register({"l": [left], "r": [right]})
    engine.sql("select l.id, count(*) as rows from l join r on r.id = l.id group by l.id", tmp_path / "out")
    assert made(tmp_path / "out") == [{"id": "ب", "rows": 1}, {"id": "ج", "rows": 2}]


def test_an_empty_result_is_an_empty_table(engine: Engine, tmp_path: Path) -> None:
    engine.register({"t": [stored(tmp_path / "t.parquet", id=["a"], n=[1])]})
    engine.sql("select id, n from t where n > 1", tmp_path / "out")
    files = list((tmp_path / "out").glob("*.parquet"))
    assert files
    assert [(pq.read_metadata(f).num_rows, pq.read_schema(f).names) for f in files] == [(0, ["id", "n"])]


def test_registering_again_replaces(engine: Engine, tmp_path: Path) -> None:
    one, two = (stored(tmp_path / f"{n}.parquet", n=[n]) for n in (1, 2))
    for number, files in enumerate(([one], [one, two], [two])):
        engine.register({"t": files})
        engine.sql("select n from t", tmp_path / f"out{number}")
    assert [[r["n"] for r in made(tmp_path / f"out{i}")] for i in range(3)] == [[1], [1, 2], [2]]


def test_a_table_needs_a_file(engine: Engine) -> None:
    with pytest.raises(ValueError, match="at least one file"):
        engine.register({"t": []})


def test_names_are_never_patterns(engine: Engine, tmp_path: Path) -> None:
    """Each of these folders holds one file, and a pattern would find others' or none."""
    files = {name: stored(tmp_path / name / "k=1" / "part.parquet", name=[name]) for name in HOSTILE}
    stored(tmp_path / "a" / "k=1" / "part.parquet", name=["wrong"])
    stored(tmp_path / "starry" / "k=1" / "part.parquet", name=["wrong"])
    for name, file in files.items():
        engine.register({"t": [file]})
        engine.sql("select * from t", tmp_path / name / "out")
        assert made(tmp_path / name / "out") == [{"name": name}]


# ---------------------------------------------------------------- map


def numbers(path: Path, count: int, first: int = 0) -> Path:
    return stored(
        path, text=[f"ن{i}" for i in range(first, first + count)], number=range(first, first + count)
    )


def test_map_sees_every_row_once(engine: Engine, tmp_path: Path) -> None:
    count = 2 * BATCH_ROWS + 7
    engine.register(
        {"t": [numbers(tmp_path / "a.parquet", count), numbers(tmp_path / "b.parquet", 3, count)]}
    )
    reported = Reported()
    function = functools.partial(double, factor=3)
    engine.map("select text, number from t", function, TEXT_NUMBER, tmp_path / "out", reported)
    assert {r["text"]: r["number"] for r in made(tmp_path / "out")} == {
        f"ن{i}": 3 * i for i in range(count + 3)
    }
    assert len(made(tmp_path / "out")) == count + 3
    assert reported.rows == count + 3


def test_map_writes_the_given_schema(engine: Engine, tmp_path: Path) -> None:
    engine.register({"t": [numbers(tmp_path / "a.parquet", 5)]})
    engine.map("select text, number from t", double, TEXT_NUMBER, tmp_path / "out", no_report)
    (file,) = (tmp_path / "out").glob("*.parquet")
    assert pq.read_schema(file).names == TEXT_NUMBER.names
    assert pq.read_schema(file).types == TEXT_NUMBER.types


@pytest.mark.parametrize(
    "query", ["select text, number from t", "select text, number from t where number < 0"]
)
def test_map_to_nothing(engine: Engine, tmp_path: Path, query: str) -> None:
    engine.register({"t": [numbers(tmp_path / "a.parquet", 5)]})
    engine.map(query, nothing, TEXT_NUMBER, tmp_path / "out", no_report)
    assert made(tmp_path / "out") == []
    assert list((tmp_path / "out").glob("*.parquet"))


def test_strings_come_as_one_type(engine: Engine, tmp_path: Path) -> None:
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        engine.register({"t": [stored(tmp_path / f"{kind}.parquet", text=pa.array(["س"], kind), number=[1])]})
        engine.map("select text, number from t", double, TEXT_NUMBER, tmp_path / f"out {kind}", no_report)
        assert made(tmp_path / f"out {kind}") == [{"text": "س", "number": 2}]


def test_what_a_function_raises_is_raised(engine: Engine, tmp_path: Path) -> None:
    engine.register({"t": [numbers(tmp_path / "a.parquet", 5000)]})
    query = "select text, number, 'k' as key from t"
    with pytest.raises(Exception, match="the function says no"):
        engine.map(query, fail, TEXT_NUMBER, tmp_path / "map", no_report)
    with pytest.raises(Exception, match="the function says no"):
        engine.map_groups(query, "key", fail, TEXT_NUMBER, tmp_path / "groups", no_report)
    with pytest.raises(Exception, match="the function says no"):
        engine.whole(query, fail, TEXT_NUMBER, tmp_path / "whole")


# ---------------------------------------------------------------- map_groups


def grouped(engine: Engine, tmp_path: Path, keys: Sequence[str | None], order: Sequence[int]) -> list[Any]:
    """`gather` for each key of rows (key, number) in files of a thousand rows."""
    files = [
        stored(
            tmp_path / f"{start}.parquet",
            number=[order[i] for i in range(start, min(start + 1000, len(keys)))],
            key=pa.array([keys[i] for i in range(start, min(start + 1000, len(keys)))], pa.string()),
        )
        for start in range(0, len(keys), 1000)
    ]
    engine.register({"t": files})
    reported = Reported()
    query = "select number, key from t"
    engine.map_groups(query, "key", gather, GROUP, tmp_path / "out", reported, ("number",))
    assert reported.rows == len(keys)
    return made(tmp_path / "out")


def test_a_group_comes_whole_and_in_order(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "GROUPS_AT_ONCE", 100)
    keys = [f"k{i % 50}" if i % 2 else "big" for i in range(3 * BATCH_ROWS)]
    order = [(i * 7919) % 10007 for i in range(len(keys))]
    found = grouped(engine, tmp_path, keys, order)
    expected = {k: sorted(o for o, key in zip(order, keys, strict=True) if key == k) for k in set(keys)}
    assert {r["key"]: r["numbers"] for r in found} == expected
    assert len(found) == len(expected)
    assert max(r["rows"] for r in found) == len(keys) // 2


def test_rows_without_a_key_are_a_group(engine: Engine, tmp_path: Path) -> None:
    found = grouped(engine, tmp_path, ["a", None, "b", None], [4, 3, 2, 1])
    assert {r["key"]: r["numbers"] for r in found} == {"a": [4], "b": [2], None: [1, 3]}


def test_no_rows_are_no_groups(engine: Engine, tmp_path: Path) -> None:
    engine.register({"t": [stored(tmp_path / "t.parquet", number=[1], key=["a"])]})
    query = "select number, key from t where number > 1"
    engine.map_groups(query, "key", gather, GROUP, tmp_path / "out", no_report)
    assert made(tmp_path / "out") == []
    assert list((tmp_path / "out").glob("*.parquet"))


# ---------------------------------------------------------------- whole


def test_whole_gets_all_rows_in_this_process(engine: Engine, tmp_path: Path) -> None:
    files = [numbers(tmp_path / f"{i}.parquet", 3000, 3000 * i) for i in range(2)]
    engine.register({"t": files})
    engine.whole("select text, number from t", total, TEXT_NUMBER, tmp_path / "out")
    assert made(tmp_path / "out") == [{"text": str(os.getpid()), "number": sum(range(6000))}]
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir() and p.name.startswith("out")) == ["out"]


def test_whole_of_no_rows(engine: Engine, tmp_path: Path) -> None:
    engine.register({"t": [numbers(tmp_path / "a.parquet", 5)]})
    engine.whole("select text, number from t where number < 0", total, TEXT_NUMBER, tmp_path / "out")
    assert [r["number"] for r in made(tmp_path / "out")] == [0]


# ---------------------------------------------------------------- the embedded engine's parts


def test_files_of_hostile_names(tmp_path: Path) -> None:
    files = [stored(tmp_path / name / "p.parquet", name=[name]) for name in HOSTILE]
    with connect(1 << 30, tmp_path / "spill") as db:
        rows = db.sql(f"select name from {files_sql(files)}").fetchall()
    assert sorted(r[0] for r in rows) == sorted(HOSTILE)
    with pytest.raises(ValueError, match="at least one file"):
        files_sql([])


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(1 << 30, Path("unused")) as db:
        yield db


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_quoted_string_is_that_string(database: duckdb.DuckDBPyConnection, text: str) -> None:
    assert database.sql(f"select {quoted(text)}").fetchall() == [(text,)]


@given(st.lists(st.one_of(st.none(), st.sampled_from("abcd")), max_size=40), st.lists(st.integers(0, 40)))
def test_groups_are_runs_of_one_key(keys: list[str | None], cuts: list[int]) -> None:
    """Put together the groups are the table; each has one key, and neighbours have different ones."""
    keys.sort(key=lambda k: (k is None, k))
    places = sorted({0, len(keys), *(c for c in cuts if c < len(keys))})
    pieces = [keys[a:b] for a, b in pairwise(places)]
    column = pa.chunked_array([pa.array(p, pa.string()) for p in pieces], pa.string())
    table = pa.table({"key": column, "row": range(len(keys))})
    groups = split_groups(table, "key")
    assert [r for g in groups for r in g.to_pylist()] == table.to_pylist()
    assert all(len(set(g.column("key").to_pylist())) == 1 for g in groups)
    assert len(groups) == len(set(keys))
