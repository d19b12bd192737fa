"""How statements are compared with those of a case, and what is written about those that fail."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.attribution.cases import Case, read_case
from tests.attribution.judging import FAULTS, fault, pairing, same_name
from tests.attribution.list_failures import known, languages, written

TEXT = "قال وزير النقل سامر الحلو إن الجسر الجديد سيفتح غداً."
ROW: dict[str, Any] = {
    "cue": "قال",
    "source": "وزير النقل سامر الحلو",
    "content": ["الجسر الجديد سيفتح غداً"],
    "mode": "indirect",
    "unnamed": False,
    "chain": [["speaker", "سامر الحلو", "explicit"]],
}


def case(*changes: dict[str, Any], text: str = TEXT) -> Case:
    rows = [ROW | change for change in changes]
    return read_case({"id": "x-1", "trap": "none", "text": text, "statement": rows}, "ar_x")


def test_what_is_found_is_right() -> None:
    assert fault(case({})) is None
    assert fault(case({"cue": "سيفتح", "cue_alt": ["قال"], "content": ["الجسر الجديد"]})) == "content"
    assert fault(case({"content": ["الجسر الجديد"]}, text=TEXT.replace(" سيفتح غداً", ""))) is None


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"cue": "الجديد", "content": ["سيفتح غداً"]}, "cue"),
        ({"content": ["الجديد سيفتح"]}, "content"),
        ({"chain": [["speaker", "نبيل سعد", "explicit"]]}, "speaker"),
        ({"chain": [["speaker", "سامر الحلو", "explicit"], ["quoted", "نبيل", "explicit"]]}, "speaker"),
        ({"mode": "direct"}, "mode"),
        ({"unnamed": True, "chain": [["speaker", "سامر الحلو", "anaphoric"]]}, "unnamed"),
    ],
)
def test_every_fault_is_seen(change: dict[str, Any], wrong: str) -> None:
    assert fault(case(change)) == wrong
    assert wrong in FAULTS


def test_a_statement_too_many_is_a_fault() -> None:
    one = case({}, text=TEXT + " وأضاف أن الطريق مفتوح.")
    assert fault(one) == "extra"
    assert fault(dataclasses.replace(one, statements=())) == "extra"


def test_names_are_one_by_half_of_their_words() -> None:
    assert same_name("الأمير أحمد", "الامير أحمد")
    assert same_name("سامر الحلو", "الوزير سامر الحلو")
    assert not same_name("سامر الحلو", "سامر حداد العلي")
    assert not same_name("", "سامر")


def test_pairs_are_many_before_they_are_good() -> None:
    assert pairing([[0.9, 0.8], [0.85, 0.0]]) == ((0, 1), (1, 0))
    assert pairing([[0.8, 0.9]]) == ((0, 1),)
    assert pairing([[0.0], [0.0]]) == pairing([]) == ()


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), max_size=4))
def test_pairs_are_one_to_one(scores: list[list[float]]) -> None:
    pairs = pairing(scores)
    assert all(scores[row][column] > 0 for row, column in pairs)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)


def test_the_list_of_failures_is_read_as_it_is_written(tmp_path: Path) -> None:
    failures = {"en": {"en-2": "cue"}, "ar": {"b-1": "mode", "a-1": "extra"}, "fr": {}}
    file = tmp_path / "known_failures.toml"
    file.write_text(written(failures), "utf-8")
    assert known(file) == failures
    assert list(tomllib.loads(file.read_text("utf-8"))) == sorted(failures)
    assert set(known()) == set(languages())
    assert {why for faults in known().values() for why in faults.values()} <= set(FAULTS)
