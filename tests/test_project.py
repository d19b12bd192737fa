"""A project as its readers see it: rows in each shape, single articles, SQL that can only read."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow as pa
import pytest

from naql.errors import ProjectError, UsageError
from naql.model import Article
from naql.project import ORDER, PUBLIC, Project
from naql.steps import STEPS
from naql.tracing import trace

Record = dict[str, Any]
WritePile = Callable[[Sequence[Record], Path], Path]


@pytest.fixture(scope="module")
def folder(pile: list[Record], write: WritePile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A traced project that nobody changes."""
    place = tmp_path_factory.mktemp("projects")
    trace([write(pile, place / "news.jsonl")], place / "project")
    return place / "project"


@pytest.fixture
def project(folder: Path) -> Project:
    return Project(folder)


# ---------------------------------------------------------------- rows


@pytest.mark.parametrize("name", [*PUBLIC, "digests", "stars"])
def test_rows_in_every_shape(project: Project, name: str) -> None:
    rows = project.table(name)
    plain = list(rows)
    assert len(rows) == len(plain) == project.manifest.tables[name].rows > 0
    assert rows.arrow().to_pylist() == plain
    assert polars.DataFrame(rows).to_dicts() == rows.polars().to_dicts() == plain
    frame = rows.pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert (len(frame), list(frame.columns)) == (len(plain), list(plain[0]))


@pytest.mark.parametrize("name", PUBLIC)
def test_rows_are_in_order(project: Project, name: str) -> None:
    keys = [tuple(row[column] for column in ORDER[name]) for row in project.table(name)]
    assert keys == sorted(keys)


def test_rows_are_read_anew_each_time(project: Project) -> None:
    rows = project.stories
    assert list(rows) == list(rows)
    one, other = iter(rows), iter(rows)
    assert [next(one), next(other)] == [next(iter(rows))] * 2


def test_the_arrow_stream_is_taken_by_others(project: Project) -> None:
    rows = project.articles
    assert pa.RecordBatchReader.from_stream(rows).read_all().num_rows == len(rows)
    with duckdb.connect() as db:
        assert db.sql("select count(*) from rows").fetchall() == [(len(rows),)]


def test_the_usual_tables_have_names(project: Project) -> None:
    for rows, name in (
        (project.articles, "articles"),
        (project.passages, "passages"),
        (project.stories, "stories"),
    ):
        assert rows.name == name
        assert rows.arrow() == project.table(name).arrow()


def test_an_unknown_table_is_refused(project: Project) -> None:
    with pytest.raises(
        UsageError, match="'passage' is no table of this project; there are: articles, inputs"
    ):
        project.table("passage")
    with pytest.raises(UsageError, match="is no table"):
        project.table("articles; drop")


# ---------------------------------------------------------------- articles


def test_an_article_is_as_it_was_read(project: Project, pile: list[Record]) -> None:
    record = pile[4]
    found = project.article(record["id"])
    assert isinstance(found, Article)
    assert (found.text, found.title, found.outlet) == (record["text"], record["title"], record["outlet"])
    assert dataclasses.asdict(found) in list(project.articles)


def test_some_articles_in_one_pass(project: Project) -> None:
    ids = [row["id"] for row in project.articles]
    found = project.some_articles([ids[3], ids[0], ids[3]])
    assert {i: a.id for i, a in found.items()} == {ids[0]: ids[0], ids[3]: ids[3]}
    assert project.some_articles([]) == {}


@pytest.mark.parametrize("unknown", ["nobody", "", "'; drop view articles --", "%", "أ"])
def test_an_unknown_article_is_refused(project: Project, unknown: str) -> None:
    with pytest.raises(UsageError, match="is no article of this project"):
        project.article(unknown)


# ---------------------------------------------------------------- SQL


@pytest.mark.parametrize(
    "query",
    [
        "select count(*) as n from articles",
        "with a as (select * from articles) select count(*) as n from a",
        "(select count(*) as n from articles);",
        "-- all of them\nselect count(*) as n from articles",
        "from articles select count(*) as n",
    ],
)
def test_one_select_is_run(project: Project, query: str) -> None:
    assert project.sql(query).read_all().to_pylist() == [{"n": len(project.articles)}]


def test_sql_joins_the_tables(project: Project) -> None:
    query = "select s.id, count(*) as n from stories s, unnest(s.article_ids) x(id) group by 1 order by 1"
    sizes = {row["id"]: len(row["article_ids"]) for row in project.stories}
    assert {r["id"]: r["n"] for r in project.sql(query).read_all().to_pylist()} == sizes


NO_SELECT = [
    "",
    "-- nothing",
    "select 1; select 2",
    "select 1; drop view articles",
    "copy articles to 'stolen.csv'",
    "copy (select 1) to 'stolen.parquet'",
    "insert into articles select * from articles",
    "create table t as select 1",
    "create or replace view articles as select 1",
    "drop view articles",
    "delete from articles",
    "update articles set id = '1'",
    "attach 'other.db'",
    "pragma database_list",
    "call pragma_version()",
    "set enable_external_access = true",
    "reset enable_external_access",
    "install httpfs",
    "load httpfs",
    "export database 'stolen'",
    "begin",
    "checkpoint",
    "prepare p as select 1",
    "explain analyze select 1",
    "use memory",
]


@pytest.mark.parametrize("query", NO_SELECT)
def test_anything_else_is_refused(
    project: Project, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="one SELECT statement is taken"):
        project.sql(query)
    assert os.listdir(tmp_path) == []
    assert len(list(project.articles)) == len(project.articles)


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('{0}')",
        "select * from read_text('{0}')",
        "select * from read_blob('{0}')",
        "select * from read_json('{0}')",
        "select * from read_parquet('{0}')",
        "select * from glob('{0}*')",
        "select * from sniff_csv('{0}')",
        "select * from parquet_metadata('{0}')",
        "select * from '{0}'",
        "select * from query('select * from read_text(''{0}'')')",
        "select (select content from read_text('{0}')) from articles",
        "select * from read_text('file://{0}')",
        "select * from read_text('{1}/../secret.csv')",
        "select * from read_text('{1}/articles/../../secret.csv')",
        "select * from read_text('{1}-other/secret.csv')",
        "select * from read_text('{1}*/secret.csv')",
        "select * from read_parquet('http://127.0.0.1:9/x.parquet')",
    ],
)
def test_nothing_outside_the_project_is_read(folder: Path, query: str) -> None:
    secret = folder.with_name("secret.csv")
    (folder.with_name("project-other")).mkdir(exist_ok=True)
    for file in (secret, folder.with_name("project-other") / "secret.csv"):
        file.write_text("the,secret\n1,2\n", "utf-8")
    with pytest.raises(UsageError):
        Project(folder).sql(query.format(secret, folder)).read_all()


@pytest.mark.parametrize("pattern", ["[.][.]", ".*", "??", "*"])
def test_no_pattern_leads_out_of_the_project(folder: Path, pattern: str) -> None:
    folder.with_name("secret.csv").write_text("the,secret\n1,2\n", "utf-8")
    query = f"select * from read_text('{folder}/{pattern}/secret.csv')"
    assert Project(folder).sql(query).read_all().num_rows == 0


@pytest.mark.parametrize(
    "query",
    [
        "select nothing from articles",
        "select * from nowhere",
        "select * from articles where id = $1",
        "select error('no')",
        "select cast(text as int) from articles",
        "selec 1",
    ],
)
def test_a_query_that_fails_is_the_users(project: Project, query: str) -> None:
    with pytest.raises(UsageError):
        project.sql(query).read_all()


def test_a_query_that_fails_late_is_the_users(project: Project) -> None:
    """The first rows come, and the error with a later batch."""
    query = "select case when i = 3000000 then error('no such row') else 'x' end from range(4000000) t(i)"
    with pytest.raises(UsageError, match="no such row"):
        project.sql(query).read_all()


def test_variables_of_this_program_are_no_tables(project: Project) -> None:
    secret = pa.table({"n": [1]})
    with pytest.raises(UsageError, match="secret"):
        project.sql("select * from secret")
    with pytest.raises(UsageError, match="parsed"):
        project.sql("select * from parsed")
    assert secret.num_rows == 1


# ---------------------------------------------------------------- files


def test_a_missing_part_is_said_so(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "project")
    part = Project(tmp_path / "project").files("stories")[0]
    part.unlink()
    opened = Project(tmp_path / "project")
    with pytest.raises(ProjectError, match="this part of the project is missing; trace the pile again"):
        opened.table("stories")
    with pytest.raises(ProjectError, match="is missing"):
        opened.sql("select * from articles")


def test_a_project_can_be_moved(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(folder, tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    for path in ("elsewhere", tmp_path / "elsewhere", "./elsewhere/"):
        opened = Project(path)
        assert list(opened.stories) == list(Project(folder).stories)
        assert opened.sql("select 1 as n").read_all().num_rows == 1


def test_reading_writes_nothing(folder: Path) -> None:
    def seen() -> dict[str, int]:
        return {str(f): f.stat().st_mtime_ns for f in folder.rglob("*")}

    before = seen()
    opened = Project(folder)
    list(opened.articles)
    opened.sql("select * from stories").read_all()
    opened.runs()
    assert seen() == before


def test_every_step_leaves_a_table(project: Project) -> None:
    assert set(project.manifest.tables) == {"articles", "inputs", "skipped", *(s.table for s in STEPS)}
    assert set(PUBLIC) <= set(project.manifest.tables)


def test_opening_a_project_compiles_nothing(folder: Path) -> None:
    """Reading is quick: it needs no kernel."""
    code = "import sys; from naql import Project; len(list(Project(sys.argv[1]).stories))\n"
    code += "print('numba' in sys.modules)"
    command = [sys.executable, "-c", code, str(folder)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"
