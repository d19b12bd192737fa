"""A project folder: parts of exact shape, one atomic commit, one writer, manifests that are refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql import store as store_module
from naql.errors import ProjectError
from naql.project import Project
from naql.store import FORMAT, Manifest, Part, Store, Table, write_parts
from naql.tracing import trace

Record = dict[str, Any]
WritePile = Callable[[Sequence[Record], Path], Path]
Traced = tuple[Path, Path]

SCHEMA = pa.schema([pa.field("n", pa.int64(), nullable=False)])


def parts_of(
    store: Store, rows: Sequence[tuple[int, int]], keys: dict[int, str] | None = None, batch: int = 100
) -> list[Part]:
    """`write_parts` of (n, bucket) rows that come in batches."""
    table = pa.table({"n": [n for n, _ in rows], "part": pa.array([b for _, b in rows], pa.int32())})
    batches = table.to_batches(max_chunksize=batch)
    reader = pa.RecordBatchReader.from_batches(table.schema, batches)
    return list(write_parts(store, "numbers", reader, SCHEMA, keys))


def numbers_in(store: Store, part: Part) -> list[int]:
    return pq.ParquetFile(store.part_file("numbers", part.key)).read().column("n").to_pylist()


# ---------------------------------------------------------------- parts


def test_a_part_for_each_bucket(tmp_path: Path) -> None:
    store = Store(tmp_path)
    parts = parts_of(store, [(5, 0), (6, 0), (7, 3)], {0: "k0", 1: "k1", 3: "k3"})
    assert sorted(parts, key=lambda p: p.bucket) == [Part("k0", 2, 0), Part("k1", 0, 1), Part("k3", 1, 3)]
    assert [numbers_in(store, p) for p in sorted(parts, key=lambda p: p.bucket)] == [[5, 6], [], [7]]


def test_without_keys_only_buckets_with_rows(tmp_path: Path) -> None:
    store = Store(tmp_path)
    parts = parts_of(store, [(5, 2), (7, 4)])
    assert [(p.bucket, p.rows) for p in parts] == [(2, 1), (4, 1)]
    assert [(p.bucket, p.rows) for p in parts_of(store, [])] == [(0, 0)]
    assert parts_of(store, [], {}) == []


def test_a_key_by_content_is_that_of_the_rows(tmp_path: Path) -> None:
    """The same rows have the same key however they came; other rows, or another bucket, another."""
    store = Store(tmp_path)
    rows = [(n, 0) for n in range(250)]
    keys = {parts_of(store, rows, batch=b)[0].key for b in (1, 7, 250)}
    assert len(keys) == 1
    assert parts_of(store, rows[:-1])[0].key not in keys
    assert parts_of(store, [(n, 1) for n, _ in rows])[0].key not in keys


@given(
    sizes=st.lists(st.integers(0, 60), min_size=1, max_size=6),
    batch=st.integers(1, 40),
    group=st.integers(1, 25),
)
@settings(max_examples=40)
def test_row_groups_have_the_exact_size(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], batch: int, group: int
) -> None:
    """Whatever batches the rows come in, each group but the last of a file has exactly so many rows."""
    store = Store(tmp_path_factory.mktemp("store"))
    rows = [(n, bucket) for bucket, size in enumerate(sizes) for n in range(size)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "ROWS_IN_GROUP", group)
        parts = parts_of(store, rows, {b: f"k{b}" for b in range(len(sizes))}, batch)
    assert {p.bucket: p.rows for p in parts} == dict(enumerate(sizes))
    for part in parts:
        meta = pq.read_metadata(store.part_file("numbers", part.key))
        full, rest = divmod(part.rows, group)
        expected = [group] * full + ([rest] if rest or not full else [])
        assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == expected
        assert numbers_in(store, part) == list(range(part.rows))


# ---------------------------------------------------------------- the manifest


def test_a_manifest_comes_back_as_it_was(tmp_path: Path) -> None:
    table = Table.of([Part("b", 2, 1), Part("a", 3, 0)], "made of")
    manifest = Manifest({"numbers": table}, {"min_words": 10}, {"read": 5})
    (tmp_path / "manifest.json").write_text(manifest.dump(), "utf-8")
    assert Manifest.load(tmp_path / "manifest.json") == manifest
    assert (table.rows, table.key) == (5, Table.of([Part("a", 3, 0), Part("b", 2, 1)], "").key)


def test_no_project_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no Naql project is here"):
        Project(tmp_path)
    with pytest.raises(ProjectError, match="no Naql project is here"):
        Project(tmp_path / "missing")


def test_another_format_is_refused(tmp_path: Path) -> None:
    plain = {**json.loads(Manifest().dump()), "format": FORMAT + 1}
    (tmp_path / "manifest.json").write_text(json.dumps(plain), "utf-8")
    with pytest.raises(ProjectError, match=f"has format {FORMAT + 1}, this Naql reads {FORMAT}"):
        Project(tmp_path)


BROKEN = {
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "a number": b"1",
    "no tables": json.dumps({"format": FORMAT}).encode(),
    "tables that are a list": json.dumps(
        {"format": FORMAT, "tables": [], "parameters": {}, "counts": {}, "naql": "1"}
    ).encode(),
    "a table that is none": json.dumps(
        {"format": FORMAT, "tables": {"a": 1}, "parameters": {}, "counts": {}, "naql": "1"}
    ).encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_manifest_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "manifest.json").write_bytes(BROKEN[name])
    with pytest.raises(ProjectError, match=r"manifest\.json: the manifest cannot be read"):
        Project(tmp_path)


def test_a_folder_in_place_of_the_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(ProjectError, match="cannot be read"):
        Project(tmp_path)


# ---------------------------------------------------------------- the commit and the lock


@pytest.fixture
def traced(tmp_path: Path, pile: list[Record], write: WritePile) -> Traced:
    """A project, and the file it was traced from."""
    file = write(pile[:20], tmp_path / "news.jsonl")
    trace([file], tmp_path / "project")
    return tmp_path / "project", file


def folders(project: Path) -> set[str]:
    return {str(f.parent.relative_to(project)) for f in project.rglob("*.parquet")}


def test_a_crash_before_the_rename_changes_nothing(
    traced: Traced, pile: list[Record], write: WritePile, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, file = traced
    before, parts = (project / "manifest.json").read_bytes(), folders(project)
    write(pile[:30], file)

    def crash(self: Path, target: Path) -> Path:
        if Path(target).name == "manifest.json":
            raise RuntimeError("the power went")
        return replace(self, target)

    replace = Path.replace
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", crash)
        with pytest.raises(RuntimeError, match="the power went"):
            trace([file], project)
    assert (project / "manifest.json").read_bytes() == before
    assert folders(project) > parts
    assert not (project / "scratch").exists()
    opened = Project(project)
    assert {name: len(list(opened.table(name))) for name in opened.manifest.tables} == {
        name: table.rows for name, table in opened.manifest.tables.items()
    }
    after = trace([file], project)
    named = {f"{n}/{p.key}" for n, t in after.manifest.tables.items() for p in t.parts}
    assert folders(project) == named
    assert len(after.articles) == len({r["id"] for r in pile[:30]})


def test_a_second_writer_is_refused(traced: Traced) -> None:
    project, file = traced
    code = "import sys; from naql.store import Store\nfrom pathlib import Path\n"
    code += "with Store(Path(sys.argv[1])).writing(): print('writing', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(project)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        with pytest.raises(ProjectError, match="another process is writing"):
            trace([file], project)
        assert len(Project(project).articles)  # reading goes on
        other.communicate("")
    assert other.returncode == 0
    trace([file], project)


def test_the_lock_of_a_process_that_died_is_no_lock(traced: Traced) -> None:
    project, file = traced
    code = "import os, sys; from naql.store import Store\nfrom pathlib import Path\n"
    code += "with Store(Path(sys.argv[1])).writing(): os._exit(7)"
    assert subprocess.run([sys.executable, "-c", code, str(project)], check=False).returncode == 7
    trace([file], project)


def test_a_project_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError, match="cannot be written"), Store(tmp_path / "file").writing():
        pass
    with pytest.raises(ProjectError, match="cannot be written"), Store(tmp_path / "file" / "p").writing():
        pass


def test_leftovers_of_a_run_are_cleared(tmp_path: Path) -> None:
    store = Store(tmp_path)
    (tmp_path / "scratch" / "1-old").mkdir(parents=True)
    with store.writing():
        assert not (tmp_path / "scratch").exists()
        store.scratch("new").mkdir()
    assert sorted(os.listdir(tmp_path)) == ["lock"]


def test_runs_are_logged_in_order(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.log({"run": "أول"})
    store.log({"run": 2})
    lines = (tmp_path / "runs.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["run"] for line in lines] == ["أول", 2]
