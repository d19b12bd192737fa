"""What is made again, what is kept, and that the tables depend on the articles alone; on each engine."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from naql import families, pipeline
from naql import pile as pile_module
from naql.arrow import schema
from naql.engine import EmbeddedEngine, Engine
from naql.model import Article
from naql.pipeline import Parameters, code_version, parameters_of
from naql.project import ORDER, PUBLIC, Project
from naql.steps import QUESTIONS, STEPS, Step, steps_for
from naql.tracing import trace

Record = dict[str, Any]
WritePile = Callable[[Sequence[Record], Path], Path]
BUCKETS = 8
BY_PART = ("articles", "digests", "fingerprints", "credits")
BY_STORY = frozenset(
    {"told", "transmissions", "links", "origins", "sources", "habits", "claim_groups", "story_sources"}
)  # kept where a story is as it was
READ = ("texts", "readings", "statements", "attributions", "claims")


@pytest.fixture(autouse=True, scope="module")
def small_parts() -> Iterator[None]:
    """Parts of about sixteen articles, so that the pile has several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pile_module, "PART_ARTICLES", 16)
        yield


class Traced:
    """The invented pile, traced by one engine, to be traced again in a copy of the folder."""

    def __init__(self, folder: Path, file: Path, make_engine: Any) -> None:
        self.folder, self.file, self.make_engine = folder, file, make_engine
        self.project = folder / "project"

    def copy(self, folder: Path) -> Traced:
        """The same in another folder; the file of articles stays where it is."""
        shutil.copytree(self.project, folder / "project")
        return Traced(folder, self.file, self.make_engine)

    def again(self, file: Path | None = None, **settings: Any) -> tuple[dict[str, int], dict[str, int]]:
        """Trace once more; how many parts of each table were made and kept."""
        project = trace([file or self.file], self.project, engine=self.make_engine, **settings)
        run = project.runs()[-1]
        return {n: k for n, k in run["made"].items() if k}, {n: k for n, k in run["kept"].items() if k}

    def parts(self, table: str) -> dict[str, int]:
        return {p.key: p.bucket for p in Project(self.project).manifest.tables[table].parts}


def content(project: Path) -> dict[str, bytes]:
    """Every file that a project is made of."""
    files = (f for f in project.rglob("*") if f.is_file() and f.name not in ("lock", "runs.jsonl"))
    return {str(f.relative_to(project)): f.read_bytes() for f in files}


def tables(project: Path, names: Sequence[str]) -> dict[str, list[Record]]:
    opened = Project(project)
    return {name: list(opened.table(name)) for name in names}


@pytest.fixture(scope="module")
def base(
    make_engine: Any, pile: list[Record], write: WritePile, tmp_path_factory: pytest.TempPathFactory
) -> Traced:
    folder = tmp_path_factory.mktemp("base")
    traced = Traced(folder, write(pile, folder / "news.jsonl"), make_engine)
    traced.again()
    return traced


@pytest.fixture
def traced(base: Traced, tmp_path: Path) -> Traced:
    return base.copy(tmp_path)


# ---------------------------------------------------------------- the steps


@pytest.mark.parametrize("step", STEPS, ids=lambda s: s.table)
def test_a_step_reads_what_was_made_before(step: Step) -> None:
    before = ["articles", *(s.table for s in STEPS[: STEPS.index(step)])]
    assert set(step.inputs) <= set(before)
    # The stories are made again when their counts are known, for another question.
    assert step.table not in before or (step.table, step.question) == ("stories", "claims")
    assert step.follows is None or step.follows in step.inputs
    assert set(step.parameters) <= parameters_of(Parameters(), 1).keys()
    assert set(step.order) <= set(step.schema.names)
    assert step.question in QUESTIONS


@pytest.mark.parametrize("step", STEPS, ids=lambda s: s.table)
def test_the_queries_of_a_step_read_its_inputs_alone(step: Step) -> None:
    """Each input is used, nothing else is, and a query without a function gives the table's columns."""
    schemas = {"articles": schema(Article), **{s.table: s.schema for s in STEPS}}
    used: set[str] = set()
    with duckdb.connect() as db:
        for name in step.inputs:
            db.register(name, schemas[name].empty_table())
        for source in step.sources:
            used |= duckdb.connect().get_table_names(source.query)
            columns = db.sql(source.query).columns
            assert set(step.schema.names) <= set(columns) or source.function is not None
            assert not source.key or source.key in columns
    assert used == set(step.inputs)


def test_every_public_table_has_an_order() -> None:
    assert set(PUBLIC) <= ORDER.keys()
    assert {s.table for s in STEPS} <= ORDER.keys()


# ---------------------------------------------------------------- what is there


def test_the_pile_has_a_bit_of_everything(base: Traced) -> None:
    """Otherwise the tests below would compare nothing."""
    project = Project(base.project)
    assert all(len(project.table(name)) for name in PUBLIC)
    assert len(project.manifest.tables["articles"].parts) == BUCKETS
    assert len(project.manifest.tables["candidates"].parts) > 1
    assert {row["kind"] for row in project.table("copies")} == {"exact", "near"}
    assert any(row["moved"] for row in project.table("alignments"))
    assert max(len(row["article_ids"]) for row in project.stories) > 4
    assert project.manifest.counts.keys() >= {"duplicate", "id_conflict", "empty"}


def test_rows_are_sorted_by_their_whole_key(base: Traced) -> None:
    project = Project(base.project)
    for name in project.manifest.tables:
        for file in project.files(name):
            rows = pq.ParquetFile(file).read().to_pylist()
            keys = [tuple(row[column] for column in ORDER[name]) for row in rows]
            assert keys == sorted(keys, key=lambda key: [(value is None, value) for value in key])
            assert len(set(keys)) == len(keys)


def test_every_engine_makes_the_same_files(base: Traced, tmp_path: Path) -> None:
    trace([base.file], tmp_path / "embedded", engine=EmbeddedEngine)
    one, other = content(base.project), content(tmp_path / "embedded")
    assert [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)] == []


# ---------------------------------------------------------------- what is kept


def test_an_unchanged_run_makes_nothing(traced: Traced) -> None:
    before = content(traced.project)
    made, kept = traced.again()
    assert made == {}
    assert kept == {n: len(t.parts) for n, t in Project(traced.project).manifest.tables.items() if n in kept}
    assert kept.keys() == {"articles", *(s.table for s in STEPS)}
    assert content(traced.project) == before


def test_one_new_article_redoes_what_it_touches(
    traced: Traced, pile: list[Record], write: WritePile, tmp_path: Path
) -> None:
    """It reprints another: one part of articles and what follows it, and the candidates it is in."""
    more = [*pile, {**pile[3], "id": "the new one", "text": pile[3]["text"] + " زيادة"}]
    before = {name: traced.parts(name) for name in (*BY_PART, "candidates", "alignments")}
    made, _ = traced.again(write(more, tmp_path / "more.jsonl"))
    assert {name: made[name] for name in BY_PART} == dict.fromkeys(BY_PART, 1)
    changed = traced.parts("candidates").keys() - before["candidates"].keys()
    assert 0 < len(changed) < len(traced.parts("candidates"))
    assert (
        made["alignments"]
        == len(changed)
        == len(traced.parts("alignments").keys() - before["alignments"].keys())
    )
    assert {name: made[name] for name in ("readings", "statements", "attributions")} == {
        "readings": 1, "statements": 1, "attributions": 1,
    }  # fmt: skip
    assert 0 < made["changes"] < len(traced.parts("changes"))
    trace([tmp_path / "more.jsonl"], tmp_path / "fresh", engine=traced.make_engine)
    assert content(traced.project) == content(tmp_path / "fresh")


def test_an_article_less_leaves_nothing_behind(
    traced: Traced, pile: list[Record], write: WritePile, tmp_path: Path
) -> None:
    fewer = write(pile[:60], tmp_path / "fewer.jsonl")
    traced.again(fewer)
    trace([fewer], tmp_path / "fresh", engine=traced.make_engine)
    names = [name for name in PUBLIC if name != "articles"]
    assert tables(traced.project, names) == tables(tmp_path / "fresh", names)
    folders = {f.parent.name for f in traced.project.rglob("*.parquet")}
    assert folders == {p.key for t in Project(traced.project).manifest.tables.values() for p in t.parts}


def test_min_coverage_redoes_the_stories(traced: Traced) -> None:
    made, _ = traced.again(min_coverage=0.9)
    assert BY_STORY | {"members", "stories"} >= made.keys() >= {"members", "stories"}
    assert traced.again(min_coverage=0.9)[0] == {}


def test_min_words_redoes_alignments_and_what_follows(traced: Traced) -> None:
    made, kept = traced.again(min_words=40)
    assert made.keys() - BY_STORY == {s.table for s in STEPS} - BY_STORY - kept.keys()
    assert kept.keys() - BY_STORY == {*BY_PART, *READ, "copies", "candidates"}
    assert made["alignments"] == len(traced.parts("alignments"))
    assert all(row["words"] >= 40 for row in Project(traced.project).table("alignments"))


def test_other_code_or_another_version_makes_everything(
    traced: Traced, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "code_version", lambda: "other rules")
        assert traced.again()[0].keys() == {s.table for s in STEPS}
    monkeypatch.setattr(pipeline, "VERSION", "9")
    assert traced.again()[0].keys() == {s.table for s in STEPS}


def test_a_part_that_is_missing_is_made_again(traced: Traced) -> None:
    """The rest is kept, and what follows the part too: its key says that it is the same."""
    names = ["articles", *(s.table for s in STEPS), "inputs", "skipped"]
    if traced.make_engine is not EmbeddedEngine:
        names = ["digests", "candidates", "stories"]  # one of each kind: the rest is no matter of the engine
    before = content(traced.project)
    for name in names:
        shutil.rmtree(Project(traced.project).files(name)[-1].parent)
        made, _ = traced.again()
        assert content(traced.project) == before
        assert made.keys() <= {name}
        if name in (*BY_PART, "alignments"):
            assert made == {name: 1}


# ---------------------------------------------------------------- code that tables depend on


def test_code_version_follows_code_and_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "naql"
    shutil.copytree(Path(pipeline.__file__).parent, root, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(pipeline.importlib.resources, "files", lambda _: root)
    version = code_version.__wrapped__
    first = version()
    assert version() == first
    for name in ("cli.py", "project.py", "read.py"):
        (root / name).write_text("changed", "utf-8")
    assert version() == first
    seen = {first}
    for name in ("kernel.py", "families.py", "pipeline.py", "data/ar/formulas.tsv", "data/ar/clitics.tsv"):
        with (root / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        assert version() not in seen
        seen.add(version())


# ---------------------------------------------------------------- the articles alone


def test_two_runs_make_the_same_bytes(base: Traced, tmp_path: Path) -> None:
    trace([base.file], tmp_path / "project", engine=base.make_engine)
    assert content(tmp_path / "project") == content(base.project)


def test_neither_order_nor_sharding_matters(
    base: Traced, pile: list[Record], write: WritePile, tmp_path: Path
) -> None:
    shuffled = random.Random(3).sample(pile, len(pile))
    shards = [write(shuffled[n::3], tmp_path / f"{n}.jsonl") for n in range(2)]
    third = tmp_path / "third.json"
    third.write_text(json.dumps(shuffled[2::3], ensure_ascii=False), "utf-8")
    trace([third, *shards], tmp_path / "project", engine=base.make_engine)
    one, other = Project(base.project).manifest, Project(tmp_path / "project").manifest
    assert other.counts == one.counts
    differing = {name for name in one.tables if one.tables[name] != other.tables[name]}
    assert differing == {"inputs", "skipped"}


def test_the_number_of_parts_does_not_matter(
    base: Traced, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pile_module, "PART_ARTICLES", 4096)
    trace([base.file], tmp_path / "project", engine=base.make_engine)
    assert len(Project(tmp_path / "project").manifest.tables["articles"].parts) == 1
    assert tables(tmp_path / "project", PUBLIC) == tables(base.project, PUBLIC)


def test_a_project_of_any_name(base: Traced, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path with everything that some layer could take for a pattern, an escape or a quote."""
    monkeypatch.chdir(tmp_path)
    name = 'مشروع\'s [a] {b,c} *? "d" 50%20 #1 k=v'
    project = trace([base.file], name, engine=base.make_engine)
    assert len(project.stories) == len(Project(base.project).stories)
    assert project.sql("select count(*) as n from articles").read_all().to_pylist() == [
        {"n": len(project.articles)}
    ]
    assert content(tmp_path / name) == content(base.project)


# ---------------------------------------------------------------- progress


class Watch:
    """Progress, written down."""

    def __init__(self) -> None:
        self.begun: dict[str, int | None] = {}
        self.done: dict[str, int] = {}
        self.ended: list[tuple[int, int]] = []

    def begin(self, name: str, rows: int | None) -> None:
        self.begun[name], self.done[name] = rows, 0
        self.name = name

    def advance(self, rows: int) -> None:
        self.done[self.name] += rows

    def end(self, made: int, kept: int) -> None:
        self.ended.append((made, kept))


def test_progress_is_told(base: Traced, tmp_path: Path) -> None:
    watch = Watch()
    trace([base.file], tmp_path / "project", engine=base.make_engine, progress=watch)
    rows = {n: t.rows for n, t in Project(tmp_path / "project").manifest.tables.items()}
    assert list(watch.begun) == ["reading", *(s.table for s in steps_for(()))]
    assert len(watch.ended) == len(watch.begun)
    assert watch.begun["digests"] == watch.done["digests"] == rows["articles"]
    assert all(watch.begun[n] in (None, watch.done[n]) for n in watch.begun)
    assert watch.done["alignments"] >= rows["candidates"]
    assert watch.done["stars"] == rows["alignments"]


# ---------------------------------------------------------------- queries that engines could read differently


def test_shares_are_rounded_alike(engine: Engine, tmp_path: Path) -> None:
    """Halves of the last place go up, exactly: 3 of 640 is .0046875 and must be .004688 everywhere."""
    lengths = [128, 640, 896, 1920, 3200, 5760, 9999]
    covers = [(length, cover) for length in lengths for cover in range(1, 128)]
    rows = [
        {"left_id": f"{length}", "right_id": f"z{length}-{cover}", "start": 0, "end": cover, "words": 10}
        for length, cover in covers
    ]
    spans = {
        f"{side}_{edge}": [r[edge] for r in rows] for side in ("left", "right") for edge in ("start", "end")
    }
    ids = {name: [r[name] for r in rows] for name in ("left_id", "right_id")}
    ends = [f"{length}" for length in lengths] + ids["right_id"]
    tables = {
        "passages": {**ids, **spans, "formula": [False] * len(rows)},
        "alignments": {**ids, **spans, "words": [r["words"] for r in rows]},
        "digests": {"id": ends, "length": lengths + [length for length, _ in covers]},
    }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), tmp_path / f"{name}.parquet")
    engine.register({name: [tmp_path / f"{name}.parquet"] for name in tables})
    engine.sql(families.PAIRS_SQL, tmp_path / "out")
    found = pa.concat_tables(
        pq.ParquetFile(f).read() for f in (tmp_path / "out").glob("*.parquet")
    ).to_pylist()
    expected = {f"z{n}-{c}": (2_000_000 * c + n) // (2 * n) / 1_000_000 for n, c in covers}
    assert {r["right_id"]: r["left_coverage"] for r in found} == expected
    assert {r["right_id"]: r["right_coverage"] for r in found} == expected
