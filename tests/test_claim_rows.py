"""Claims and groups as rows: the steps over a traced pile give what the functions give."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from naql import claim_rows, story_rows
from naql.annotation import annotate
from naql.arrow import schema
from naql.claims import claims
from naql.engine import Engine, no_report
from naql.inferred import Claim, ClaimGroup
from naql.project import Project
from naql.tracing import trace

WIRE = (
    "أعلنت وزارة الدفاع أن 12 جنديا قتلوا في انفجار هز مدينة حلب مساء أمس، وأصيب 30 آخرون بجروح متفاوتة. "
    "وقال الوزير سامي الحداد إن التحقيق بدأ في المكان وإن ثلاثة من المشتبه بهم أوقفوا عند الحاجز الشمالي."
)
WritePile = Callable[[Sequence[dict[str, Any]], Path], Path]
PILE: list[dict[str, Any]] = [
    {"id": "a", "outlet": "الواحة", "text": WIRE, "date": "2024-03-02"},
    {"id": "b", "outlet": "المنارة", "text": WIRE.replace("12 جنديا", "14 جنديا"), "date": "2024-03-02"},
    {"id": "c", "outlet": "الساحل", "text": WIRE.replace("أعلنت", "اعلنت"), "date": "2024-03-03"},
    {"id": "d", "text": WIRE + "\nوأضاف أن المدينة هادئة.", "date": "2024-03-03", "date_kind": "crawl"},
    {"id": "e", "outlet": "البعيد", "text": "افتتح المحافظ 40 مدرسة في ولاية سطيف", "date": "2024-03-03"},
]


class Tables:
    """The tables of a traced pile, and those of the steps of claims on top of them."""

    def __init__(self, project: Project, folder: Path, engine: Engine) -> None:
        self.engine, self.folder, self.made = engine, folder, 0
        names = (
            "articles",
            "digests",
            "copies",
            "alignments",
            "passages",
            "members",
            "stories",
            "readings",
            "statements",
        )
        self.engine.register({name: project.files(name) for name in names})

    def put(self, name: str, rows: list[dict[str, Any]], columns: pa.Schema) -> None:
        path = self.folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=columns), path)
        self.engine.register({name: [path]})

    def map(self, name: str, query: str, function: Any, columns: pa.Schema) -> pa.Table:
        target = self._target()
        self.engine.map(query, function, columns, target, no_report)
        return self._read(name, target)

    def groups(self, name: str, query: str, function: Any, columns: pa.Schema) -> pa.Table:
        target = self._target()
        self.engine.map_groups(query, "story_id", function, columns, target, no_report)
        return self._read(name, target)

    def query(self, query: str) -> pa.Table:
        target = self._target()
        self.engine.sql(query, target)
        return pq.read_table(sorted(target.glob("*.parquet")))

    def _target(self) -> Path:
        self.made += 1
        return self.folder / f"made-{self.made}"

    def _read(self, name: str, target: Path) -> pa.Table:
        files = sorted(target.glob("*.parquet"))
        self.engine.register({name: files})
        return pq.read_table(files)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, write: WritePile) -> Project:
    folder = tmp_path_factory.mktemp("claims")
    return trace([write(PILE, folder / "pile.jsonl")], folder / "project")


@pytest.fixture(scope="module")
def tables(
    project: Project, tmp_path_factory: pytest.TempPathFactory, make_engine: Callable[[int, Path], Engine]
) -> Iterator[Tables]:
    folder = tmp_path_factory.mktemp("steps")
    made = Tables(project, folder, make_engine(1 << 30, folder / "spill"))
    made.map("claims", claim_rows.CLAIMS_SQL, claim_rows.claims_batch, claim_rows.CLAIMS)
    made.put("origins", [], story_rows.ORIGINS)
    yield made
    made.engine.close()


def made_groups(tables: Tables) -> list[dict[str, Any]]:
    found = tables.groups(
        "claim_groups", claim_rows.CLAIM_GROUPS_SQL, claim_rows.claim_groups_batch, claim_rows.CLAIM_GROUPS
    )
    assert found.schema.names == schema(ClaimGroup).names
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def test_claims_are_those_of_texts_that_are_no_copies(project: Project, tables: Tables) -> None:
    rows = tables.query("select * from claims").to_pylist()
    assert {row["article_id"] for row in rows} == {"a", "b", "d", "e"}
    expected = [claim for name in "abde" for claim in claims(annotate(project.article(name)))]
    assert sorted(row["id"] for row in rows) == sorted(claim.id for claim in expected)
    by_id = {row["id"]: row for row in rows}
    for claim in expected:
        row = dict(by_id[claim.id])
        del row["bucket"]
        assert row == to_row(claim)


def to_row(claim: Claim) -> dict[str, Any]:
    row = dataclasses.asdict(claim)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def test_every_article_of_a_story_is_a_member(project: Project, tables: Tables) -> None:
    (story,) = project.stories
    assert story["article_ids"] == ["a", "b", "c", "d"]
    rows = tables.query("select * from members").to_pylist()
    assert sorted((row["story_id"], row["article_id"]) for row in rows) == [(story["id"], n) for n in "abcd"]


def test_groups_count_copies_as_articles_and_not_as_texts(tables: Tables) -> None:
    groups = made_groups(tables)
    soldiers, *others = sorted(groups, key=lambda g: (g["verdict"], g["thing"]))
    assert soldiers["verdict"] == "clash"
    assert [value["article_id"] for value in soldiers["values"]] == ["a", "b", "d"]
    assert (soldiers["outlets_min"], soldiers["outlets_max"]) == (3, 4)
    assert soldiers["outlets"] == ["الساحل", "المنارة", "الواحة"]
    assert (soldiers["origins_min"], soldiers["origins_max"]) == (4, 4)
    assert (soldiers["named_sources_min"], soldiers["named_sources_max"]) == (1, 1)
    assert others
    assert {group["verdict"] for group in others} == {"equal"}


def test_origins_come_from_their_table(project: Project, tables: Tables) -> None:
    (story,) = (row["id"] for row in project.stories)

    def origin(article: str | None, merge: str | None, name: str) -> dict[str, Any]:
        return {"story_id": story, "article_id": article, "merge_id": merge, "origin_id": name, "bucket": 0}

    given = [origin(name, None, "wire") for name in "abc"] + [origin("d", None, "other")]
    given += [origin(None, "m", "wire"), origin(None, "m", "other")]
    tables.put("origins", given, story_rows.ORIGINS)
    (group,) = (group for group in made_groups(tables) if group["verdict"] == "clash")
    assert (group["origins_min"], group["origins_max"], group["origins"]) == (1, 2, ["other", "wire"])
    tables.put("origins", [], story_rows.ORIGINS)


def test_the_named_sources_of_a_story(project: Project, tables: Tables) -> None:
    (row,) = tables.groups(
        "story_sources",
        claim_rows.STORY_SOURCES_SQL,
        claim_rows.story_sources_batch,
        claim_rows.STORY_SOURCES,
    ).to_pylist()
    assert row["story_id"] == next(iter(project.stories))["id"]
    assert row["named_sources"] == ["سامي الحداد", "وزارة الدفاع"]
    assert (row["named_sources_min"], row["named_sources_max"]) == (2, 2)
    assert row["unnamed_sources"] == []


def test_the_rows_of_a_story_in_any_order_give_the_same_groups(tables: Tables) -> None:
    rows = tables.query(claim_rows.CLAIM_GROUPS_SQL)
    turned = rows.take(pa.array(list(reversed(range(rows.num_rows)))))
    one, other = (claim_rows.claim_groups_batch(given).to_pylist() for given in (rows, turned))
    assert one == other != []


def test_nothing_gives_empty_tables(tables: Tables) -> None:
    rows = tables.query(claim_rows.CLAIM_GROUPS_SQL).slice(0, 0)
    assert claim_rows.claim_groups_batch(rows).num_rows == 0


def test_queries_use_no_string_functions() -> None:
    queries: Sequence[str] = (
        claim_rows.CLAIMS_SQL,
        claim_rows.CLAIM_GROUPS_SQL,
        claim_rows.STORY_SOURCES_SQL,
    )
    for query in queries:
        assert not {"||", "concat", "substr", "lower", "unnest", "explode"} & set(query.lower().split())
