"""Readings as rows: what is stored gives the reading back, and the tables follow from it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pyarrow as pa
import pytest

from naql import readings
from naql.annotation import annotate
from naql.arrow import schema
from naql.comparison import compare
from naql.model import Article, Reading, derived_id
from naql.readings import (
    attribution_batch,
    change_block,
    credit_batch,
    decode,
    encode,
    reading_batch,
    statement_batch,
)
from naql.reuse import bucket

TEXT = (
    "أعلنت وزارة الأشغال أمس أن 12 جسراً ستغلق خلال أسبوع، وقال الوزير سامي الحداد إن «العمل لن يتوقف».\n"
    "ونقلت صحيفة المرفأ عن مصدر مطلع قوله إن الكلفة بلغت مليوني دينار، مشيراً إلى أن المقاول أجنبي."
)
OTHER = TEXT.replace("12 جسراً", "15 جسراً").replace("سامي الحداد", "سامي حداد")


def article(name: str, text: str, **fields: Any) -> Article:
    whole: dict[str, Any] = dict.fromkeys(("outlet", "title", "url", "byline", "language"))
    whole |= {"published": "2024-03-12", "published_kind": "published", "published_precision": "day"}
    return Article(id=name, text=text, **{**whole, **fields})


def batch(*articles: Article, **more: list[Any]) -> pa.RecordBatch:
    rows = [dataclasses.asdict(a) for a in articles]
    made = pa.RecordBatch.from_pylist(rows, schema=schema(Article))
    for name, values in more.items():
        made = made.append_column(pa.field(name, pa.int32()), pa.array(values, pa.int32()))
    return made


@pytest.fixture(scope="module")
def reading() -> Reading:
    found = annotate(article("a", TEXT, byline="واس - الرياض"))
    assert found.credit is not None
    assert found.statements
    assert found.quantities
    assert found.times
    return found


def test_what_is_stored_gives_the_reading_back(reading: Reading) -> None:
    assert decode(encode(reading), TEXT) == reading
    bare = Reading("x", "", None, None, None, (), (), ())
    assert decode(encode(bare)) == bare


def stored(*given: Article) -> pa.RecordBatch:
    return reading_batch(batch(*given, bucket=[3] * len(given))).combine_chunks().to_batches()[0]


def test_readings_have_a_digest_of_what_they_hold(reading: Reading) -> None:
    (row,) = stored(article("a", TEXT, byline="واس - الرياض")).to_pylist()
    assert (row["id"], row["bucket"]) == ("a", 3)
    assert decode(row["reading"], TEXT) == reading
    assert row["content"] == derived_id(TEXT, row["reading"])
    later, respelt = stored(article("a", TEXT, published="2024-03-13"), article("a", TEXT + " ")).to_pylist()
    assert len({row["content"], later["content"], respelt["content"]}) == 3


def test_statements_and_their_steps_are_rows(reading: Reading) -> None:
    rows = stored(article("a", TEXT, byline="واس - الرياض"))
    statements = statement_batch(rows)
    assert statements.schema == readings.STATEMENTS
    assert statements.drop_columns("bucket").to_pylist() == [
        {**dataclasses.asdict(said), "content": [dataclasses.asdict(c) for c in said.content],
         "chain": [dataclasses.asdict(c) for c in said.chain]} for said in reading.statements
    ]  # fmt: skip
    steps = attribution_batch(rows)
    assert steps.schema == readings.ATTRIBUTIONS
    assert steps.num_rows == sum(len(said.chain) for said in reading.statements)
    for said in reading.statements:
        mine = [row for row in steps.to_pylist() if row["statement_id"] == said.id]
        assert [row["position"] for row in mine] == list(range(len(said.chain)))
        assert [(row["role"], row["name"], row["status"]) for row in mine] == [
            (step.role, step.name, step.status) for step in said.chain
        ]
        assert {(row["article_id"], row["bucket"]) for row in mine} <= {("a", 3)}


def test_nothing_to_read_gives_empty_tables() -> None:
    rows = stored(article("a", "كلمة"))
    assert statement_batch(rows).num_rows == attribution_batch(rows).num_rows == 0
    assert statement_batch(rows).schema == readings.STATEMENTS


def test_credits_of_copies_are_their_own() -> None:
    given = [article("a", TEXT, byline="واس - الرياض"), article("b", TEXT)]
    (row,) = credit_batch(batch(*given), buckets=4).to_pylist()
    assert (row["article_id"], row["where"], row["bucket"]) == ("a", "byline", bucket("a", 4))


def block_rows(pairs: list[tuple[Article, Article]]) -> pa.Table:
    """The rows that `CHANGES_SQL` would give for these pairs."""
    rows: list[dict[str, Any]] = []
    for one in {a.id: a for pair in pairs for a in pair}.values():
        rows.append({"left_id": one.id, "text": one.text, "reading": encode(annotate(one)), "bucket": 0})
    for left, right in pairs:
        for number, alignment in enumerate(reversed(compare(left, right).blocks)):
            fields = dataclasses.asdict(alignment)
            rows.append({"block": 1, "bucket": 5, **fields, "runs": list(fields["runs"]), "n": number})
    columns = {
        name: [row.get(name) for row in rows]
        for name in ("left_id", "right_id", "text", "reading", "bucket", "left_start", "left_end",
                     "right_start", "right_end", "words", "score", "moved", "formula", "runs")
    }  # fmt: skip
    return pa.table({"block": [1] * len(rows), **columns})


def test_the_changes_of_a_block_are_those_of_its_pairs() -> None:
    one, other = article("a", TEXT), article("b", OTHER)
    third = article("c", TEXT.replace("أسبوع", "شهر"), published="2024-03-13")
    made = change_block(block_rows([(one, other), (one, third)]), min_words=8)
    assert made.schema == readings.CHANGES
    found = made.drop_columns("bucket").to_pylist()
    expected = [*compare(one, other).changes, *compare(one, third).changes]
    assert found == [dataclasses.asdict(change) for change in dict.fromkeys(expected)]
    assert {(row["left_id"], row["right_id"]) for row in found} == {("a", "b"), ("a", "c")}
    assert {row["kind"] for row in found if row["severity"] == "major"} >= {"number"}
    assert set(made.column("bucket").to_pylist()) == {5}
