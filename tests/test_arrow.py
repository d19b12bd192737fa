"""Records as Arrow tables, and back."""

from __future__ import annotations

import dataclasses

import pyarrow as pa
import pytest

from naql.arrow import schema, table
from naql.model import Alignment, Article, Copy, Pair, Run, Story


def test_a_schema_is_derived_from_the_dataclass() -> None:
    assert schema(Article).field("id") == pa.field("id", pa.string(), nullable=False)
    assert schema(Article).field("outlet") == pa.field("outlet", pa.string())
    assert schema(Pair).field("words") == pa.field("words", pa.int64(), nullable=False)
    assert schema(Pair).field("left_coverage") == pa.field("left_coverage", pa.float64(), nullable=False)
    assert schema(Alignment).field("moved") == pa.field("moved", pa.bool_(), nullable=False)
    assert schema(Story).field("origins_min") == pa.field("origins_min", pa.int64())
    assert schema(Story).field("article_ids").type == pa.list_(pa.string())
    run = pa.struct(
        [pa.field("op", pa.string(), nullable=False)]
        + [
            pa.field(f"{side}_{end}", pa.int64(), nullable=False)
            for side in ("left", "right")
            for end in ("start", "end")
        ]
    )
    assert schema(Alignment).field("runs").type == pa.list_(run)


def test_a_record_of_another_kind_of_field_is_refused() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class Odd:
        value: bytes

    with pytest.raises(KeyError):
        schema(Odd)


def test_records_become_a_table_and_back() -> None:
    story = Story("s", ("a", "b"), 2, None, None, None, None, "2024", "published")
    made = table([story], Story)
    assert made.schema == schema(Story)
    assert made.to_pylist() == [{**dataclasses.asdict(story), "article_ids": ["a", "b"]}]
    alignment = Alignment("a", 0, 3, "b", 1, 4, 1, 1.0, False, True, (Run("same", 0, 3, 1, 4),))
    row = table([alignment], Alignment).to_pylist()[0]
    assert Alignment(**{**row, "runs": tuple(Run(**run) for run in row["runs"])}) == alignment
    assert table([], Copy).to_pylist() == []
    assert table([], Copy).schema == schema(Copy)
