"""From records to the tables articles, inputs and skipped: duplicates, conflicts, parts, counts."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql import pile as pile_module
from naql.arrow import schema
from naql.engine import connect, no_report
from naql.errors import NaqlError
from naql.model import Article, Input, Skip
from naql.pile import (
    CONFLICT,
    DUPLICATE,
    PILE_REASONS,
    Sort,
    Spool,
    bucket_count,
    content_of,
    make_articles,
    make_provenance,
)
from naql.read import Read
from naql.reuse import article_key, bucket
from naql.store import Store, Table

A = Article("a", "outlet", "title", "نص الخبر", "2024-03", "published", "month", None, None, None)
Event = Read | Skip


def article(article_id: str, text: str = "نص") -> Article:
    return dataclasses.replace(A, id=article_id, text=text)


@pytest.fixture
def sort(tmp_path: Path) -> Iterator[Sort]:
    with connect(1 << 30, tmp_path / "spill") as db:
        yield lambda query: db.cursor().sql(query).to_arrow_reader(3)


class Made:
    """The tables of a pile of events, as rows."""

    def __init__(self, folder: Path, sort: Sort, events: list[Event], buckets: int = 1) -> None:
        self.store = Store(folder)
        with self.store.writing():
            spool = Spool(self.store)
            spool.fill(events, no_report)
            self.table, self.new = make_articles(self.store, spool, sort, buckets)
            tables = make_provenance(self.store, spool, sort)
        self.counts = dict(spool.skips)
        self.articles = self.rows("articles", self.table)
        self.inputs = self.rows("inputs", tables["inputs"])
        self.skipped = self.rows("skipped", tables["skipped"])

    def rows(self, name: str, table: Table) -> list[dict[str, object]]:
        files = [self.store.part_file(name, part.key) for part in table.parts]
        return [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]

    def ids(self) -> list[object]:
        return sorted(str(row["id"]) for row in self.articles)


def read_of(*articles: Article, path: str = "f.jsonl") -> list[Event]:
    return [Read(a, path, n, True) for n, a in enumerate(articles)]


# ---------------------------------------------------------------- what is kept


def test_an_article_comes_as_it_was_read(tmp_path: Path, sort: Sort) -> None:
    made = Made(tmp_path, sort, read_of(A))
    assert made.articles == [dataclasses.asdict(A)]
    assert made.inputs == [dataclasses.asdict(Input("a", "f.jsonl", 0))]
    assert (made.skipped, made.counts) == ([], {})
    file = made.store.part_file("articles", made.table.parts[0].key)
    assert pq.read_schema(file).names == schema(Article).names


def test_the_same_again_is_kept_once_and_counted(tmp_path: Path, sort: Sort) -> None:
    events = read_of(A, article("b"), A) + read_of(A, path="e.jsonl")
    made = Made(tmp_path, sort, events)
    assert made.ids() == ["a", "b"]
    assert made.counts == {DUPLICATE: 2}
    assert [(s["path"], s["position"], s["detail"]) for s in made.skipped] == [
        ("f.jsonl", 0, "a"),
        ("f.jsonl", 2, "a"),
    ]
    assert [(i["article_id"], i["path"], i["position"]) for i in made.inputs] == [
        ("a", "e.jsonl", 0),
        ("a", "f.jsonl", 0),
        ("a", "f.jsonl", 2),
        ("b", "f.jsonl", 1),
    ]


def test_one_id_for_other_content_keeps_all(tmp_path: Path, sort: Sort) -> None:
    one, other = article("a", "نص"), article("a", "نص آخر")
    made = Made(tmp_path, sort, read_of(one, other, one, article("b")))
    expected = {f"a#{content_of(x)[:8]}": x.text for x in (one, other)} | {"b": "نص"}
    assert {r["id"]: r["text"] for r in made.articles} == expected
    assert made.counts == {CONFLICT: 2, DUPLICATE: 1}
    assert {s["reason"] for s in made.skipped} == PILE_REASONS.keys()
    assert {str(i["article_id"]) for i in made.inputs} == set(expected)


@pytest.mark.parametrize("name", [f.name for f in dataclasses.fields(Article) if f.name != "id"])
def test_every_field_is_content(name: str) -> None:
    """Also no value is other content than any value, `None` spelt out among them."""
    values = [None, "None", "", "x"]
    assert len({content_of(dataclasses.replace(A, **{name: v})) for v in values}) == len(values)  # type: ignore[arg-type]
    assert content_of(A) == content_of(dataclasses.replace(A, id="other"))


def test_an_id_that_a_conflict_would_take_is_an_error(tmp_path: Path, sort: Sort) -> None:
    one, other = article("a", "نص"), article("a", "نص آخر")
    taken = article(f"a#{content_of(one)[:8]}")
    with pytest.raises(NaqlError, match=f"two articles would have the id '{taken.id}'"):
        Made(tmp_path, sort, read_of(one, other, taken), 8)


def test_what_was_not_read_is_counted(tmp_path: Path, sort: Sort) -> None:
    skips: list[Event] = [Skip("z.txt", 0, "empty", "no text"), Skip("b.pdf", 0, "unknown_type", ".pdf")]
    made = Made(tmp_path, sort, [skips[0], *read_of(A), skips[1]])
    assert made.counts == {"empty": 1, "unknown_type": 1}
    assert [s["path"] for s in made.skipped] == ["b.pdf", "z.txt"]


# ---------------------------------------------------------------- order, parts


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_neither_order_nor_sharding_matters(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The same articles, shuffled and cut into other files, are the same files of articles."""
    drawn = st.tuples(st.sampled_from("abcdeخ'"), st.sampled_from(["نص", "نص آخر", "x"]))
    articles = [article(i, text) for i, text in data.draw(st.lists(drawn, min_size=1, max_size=12))]
    shuffled = data.draw(st.permutations(articles))
    shards = data.draw(st.lists(st.integers(0, 2), min_size=len(articles), max_size=len(articles)))
    sharded: list[Event] = [
        Read(a, f"{s}.jsonl", n, True) for n, (a, s) in enumerate(zip(shuffled, shards, strict=True))
    ]
    folders = [tmp_path_factory.mktemp("pile") for _ in range(2)]
    with connect(1 << 30, folders[0] / "spill") as db:
        sort = lambda query: db.cursor().sql(query).to_arrow_reader(3)  # noqa: E731
        one = Made(folders[0], sort, read_of(*articles), 4)
        other = Made(folders[1], sort, sharded, 4)
    assert one.table == other.table
    assert one.articles == other.articles
    assert one.counts == other.counts
    assert sorted(str(i["article_id"]) for i in one.inputs) == sorted(
        str(i["article_id"]) for i in other.inputs
    )


def test_parts_are_by_key_and_sorted(tmp_path: Path, sort: Sort) -> None:
    ids = [f"id {n}" for n in range(40)]
    random.Random(1).shuffle(ids)
    made = Made(tmp_path, sort, read_of(*map(article, ids)), 8)
    assert [p.bucket for p in made.table.parts] == sorted({bucket(i, 8) for i in ids})
    for part in made.table.parts:
        rows = pq.ParquetFile(made.store.part_file("articles", part.key)).read().column("id").to_pylist()
        assert rows == sorted(i for i in ids if article_key(i) & 7 == part.bucket)
        assert part.rows == len(rows)


def test_a_new_article_makes_one_part(tmp_path: Path, sort: Sort) -> None:
    articles = [article(f"id {n}") for n in range(60)]
    one = Made(tmp_path, sort, read_of(*articles), 8)
    assert one.new == len(one.table.parts) == 8
    again = Made(tmp_path, sort, read_of(*articles), 8)
    assert (again.new, again.table) == (0, one.table)
    more = Made(tmp_path, sort, read_of(*articles, article("new")), 8)
    assert more.new == 1
    assert {p.bucket for p in set(more.table.parts) - set(one.table.parts)} == {bucket("new", 8)}
    assert more.table.rows == 61


def test_buckets_without_articles_have_no_part(tmp_path: Path, sort: Sort) -> None:
    made = Made(tmp_path, sort, read_of(article("a")), 64)
    assert [(p.bucket, p.rows) for p in made.table.parts] == [(bucket("a", 64), 1)]


def test_a_spool_of_several_files(tmp_path: Path, sort: Sort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pile_module, "SPOOL_BYTES", 10)
    told: list[int] = []
    spool = Spool(Store(tmp_path))
    spool.fill(read_of(*(article(f"{n}", "نص طويل بعض الشيء") for n in range(5))), told.append)
    assert len(list(spool.folder.glob("*.parquet"))) == 5
    assert (sum(told), spool.read) == (5, 5)
    assert pa.Table.from_batches(sort(f"select id from {spool.sql} order by id")).num_rows == 5


# ---------------------------------------------------------------- how many parts


@given(st.integers(0, 10**8))
def test_buckets_are_a_power_of_two_of_parts_not_too_large(articles: int) -> None:
    count = bucket_count(articles, None)
    assert count & (count - 1) == 0
    assert (
        count == 1 or count // 2 * pile_module.PART_ARTICLES < articles <= count * pile_module.PART_ARTICLES
    )


@given(st.integers(0, 10**7), st.sampled_from([2**i for i in range(14)]))
def test_buckets_stay_while_they_fit(articles: int, before: int) -> None:
    """A pile that grows does not change its parts each time: only beyond a factor of four."""
    wanted = bucket_count(articles, None)
    kept = bucket_count(articles, before)
    assert kept == (before if max(wanted, before) <= 4 * min(wanted, before) else wanted)
