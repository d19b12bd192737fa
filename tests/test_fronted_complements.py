"""Where what is said begins after a cue."""

from __future__ import annotations

import pytest

from naql import fronted_complements
from tests.test_capitals import read


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("Hill said that it rained.", "that", "it"),
        ("Hill said on Monday that it rained.", "that", "it"),
        ("Hill said the bridge was safe.", "bare", "the"),
        ("Hill said in a statement: we are closed.", "colon", "we"),
        ('Hill said: "We are closed for good."', "quote", '"'),
        ("Hill told the BBC that it rained.", "that", "it"),
        ("Hill told reporters his captain was ill.", "bare", "his"),
        ("Hill condemned the attack.", "object", "the"),
        ("Hill warned of heavy rain.", "object", "heavy"),
        ("Hill refused to comment.", "object", "to"),
        ("Hill said, citing a report, that it rained.", "that", "it"),
        ("Hill added he was tired.", "bare", "he"),
    ],
)
def test_a_complement_begins(text: str, kind: str, first: str) -> None:
    told = read(text)
    found = fronted_complements.complement(told, told.hits[0], told.hits[0].cues[0])
    assert found is not None
    assert (found[0], told.words[found[1]]) == (kind, first)


@pytest.mark.parametrize(
    "text", ["Salman added a second goal after an hour.", "Hill said.", "Hill replied at once."]
)
def test_no_complement(text: str) -> None:
    told = read(text)
    assert fronted_complements.complement(told, told.hits[0], told.hits[0].cues[0]) is None


def test_a_name_in_marks_is_no_speech() -> None:
    told = read('Hill said "Green Island" was shown.')
    found = fronted_complements.speech_at(told, told.hits[0].cues[0], told.quotes[0].opening)
    assert found is None


def test_citing_passes_on() -> None:
    told = read("Hill reported, citing a source, that it rained.")
    assert fronted_complements.passes_on(told, told.words.index("citing"))
    assert not fronted_complements.passes_on(told, told.words.index("reported"))
