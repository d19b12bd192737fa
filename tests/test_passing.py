"""What reports are to one another: passed on by an outlet, repeated, or only inside another's words."""

from __future__ import annotations

import pytest

from naql import contents, findings, passing
from naql.lexicon import lexicon
from naql.narration import Narration, narrate
from naql.reports import Report

RELAYED = "بحسب رويترز قال وزير النقل إن الجسر سيفتح غداً."
FOLLOWED = "وقال وزير النقل إن الجسر سيفتح غداً، كما نقلت وكالة رويترز."
REPORTED = "ذكرت رويترز أن وزير النقل قال إن الجسر سيفتح غداً."


def read(text: str) -> tuple[Narration, list[Report]]:
    rows = lexicon("ar")
    assert rows is not None
    told = narrate(text, rows)
    assert told is not None
    return told, findings.reports(told)


@pytest.mark.parametrize("text", [RELAYED, FOLLOWED, REPORTED])
def test_an_outlet_that_passes_words_on_makes_no_statement_of_its_own(text: str) -> None:
    told, reports = read(text)
    (kept,) = passing.relays_first(told, reports)
    assert kept.source is not None
    assert told.words[slice(*kept.source)] == ["وزير", "النقل"]
    (way,) = kept.passed
    assert "رويترز" in told.words[slice(*way)]


def test_an_outlet_with_words_of_its_own_keeps_them() -> None:
    told, reports = read("ذكرت رويترز أن الجسر سيفتح غداً.")
    assert passing.relays_first(told, reports) == reports
    assert len(reports) == 1


def test_a_verb_inside_what_is_said_needs_a_speaker() -> None:
    told, reports = read("قال وزير النقل إنه يأمل أن يفتح الجسر غداً.")
    contents.bound(told, reports)
    inside = [r for r in reports if passing.only_inside(told, r, reports)]
    assert [r.cue.cue for r in reports if r not in inside] == ["قال"]


def test_outlets_stand_where_they_are_named() -> None:
    told, _ = read(RELAYED)
    assert [at for at in range(len(told.words)) if passing.is_outlet(told, at)] == [
        told.words.index("رويترز")
    ]
    assert not passing.is_outlet(told, len(told.words))
