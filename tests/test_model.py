"""The records and derived ids."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import naql
from naql import inferred, model
from naql.arrow import schema
from naql.errors import UsageError
from naql.model import VERSION, derived_id

RECORDS = [
    value
    for module in (model, inferred)
    for value in vars(module).values()
    if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__
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


def test_the_public_names_are_loaded_when_they_are_used() -> None:
    for name in naql.__all__:
        assert getattr(naql, name) is not None
    assert naql.UsageError is UsageError
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        naql.nothing  # noqa: B018
