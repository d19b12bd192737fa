"""The records, their Arrow schemas, derived ids and the errors' exit codes."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import naql
from naql import model
from naql.model import (
    VERSION,
    Alignment,
    Article,
    Copy,
    NaqlError,
    NothingReadableError,
    Pair,
    ProjectError,
    Run,
    Story,
    UsageError,
    derived_id,
    schema,
    table,
)

RECORDS = [
    value
    for value in vars(model).values()
    if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == model.__name__
]


def test_versions_agree() -> None:
    project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))
    assert naql.__version__ == VERSION == project["project"]["version"]


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_is_frozen_and_slotted(record: type) -> None:
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert hasattr(record, "__slots__")
    names = [field.name for field in dataclasses.fields(record)]
    assert schema(record).names == names


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


def test_derived_ids_are_never_ambiguous() -> None:
    assert derived_id("ab", "c") != derived_id("a", "bc")
    assert derived_id("ab") != derived_id("ab", "") != derived_id("", "ab")
    assert derived_id("a", "b") != derived_id("b", "a")
    # A length counts bytes, so no letter can stand for another's length.
    assert derived_id("\x00" * 8, "x") != derived_id("", "\x00" * 8 + "x")


def test_a_derived_id_is_128_bits_in_hex_and_the_same_on_every_machine() -> None:
    # Pinned: tables made by one version must name the same things in the next.
    assert derived_id("story", "flood-wire", 7) == "34ffe303b8405faec8d3a08948485bd9"
    assert derived_id(7) == derived_id("7")
    assert len(derived_id("\ud800")) == 32  # a lone surrogate has an id too


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_different_keys_have_different_ids(one: list[str], other: list[str]) -> None:
    assert (derived_id(*one) == derived_id(*other)) == (one == other)


def test_errors_carry_the_exit_code_of_the_command() -> None:
    codes = {NaqlError: 3, UsageError: 2, NothingReadableError: 3, ProjectError: 3}
    for error, code in codes.items():
        assert issubclass(error, NaqlError)
        assert error("why").exit_code == code


def test_the_public_names_are_loaded_when_they_are_used() -> None:
    for name in naql.__all__:
        assert getattr(naql, name) is not None
    assert naql.UsageError is UsageError
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        naql.nothing  # noqa: B018
