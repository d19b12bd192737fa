"""Sentences kept as data, and printed sides cut to fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.reasons import reasons_in, shortened

FILES = ("change_reasons.toml", "claim_reasons.toml", "link_reasons.toml")


@pytest.mark.parametrize("name", FILES)
def test_every_sentence_is_there_in_both_languages(name: str) -> None:
    found = reasons_in(name)
    assert found
    assert all(both.keys() == {"ar", "en"} and "." in key for key, both in found.items())


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        reasons_in("no_reasons.toml")


@given(st.text(), st.integers(1, 30))
def test_what_is_shortened_fits_in_a_line(printed: str, most: int) -> None:
    made = shortened(printed, most)
    assert len(made) <= most
    assert "\n" not in made
    assert made == " ".join(printed.split()) or made.endswith("…")
