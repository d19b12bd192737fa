"""Cues after or inside what is said."""

from __future__ import annotations

import pytest

from naql import fronted_tags
from naql.attribution import statements
from tests.test_capitals import printed, read


def contents(text: str, code: str = "en") -> list[str]:
    """What the first statement of a text says."""
    found = statements(text, code)
    return [text[c.start : c.end] for c in found[0].content] if found else []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"The bridge is safe," said Lena Farouk.', ["The bridge is safe"]),
        ('"It was dark," said Omar, "and nobody heard us."', ["It was dark", "and nobody heard us"]),
        ('"It was dark," Hill said. "Nobody heard us."', ["It was dark", "Nobody heard us"]),
        ("''It was dark,'' Hill said.", ["It was dark"]),
        ("The bridge will open in May, Hill said.", ["The bridge will open in May"]),
        ("The bridge, Hill said, will open in May.", ["The bridge", "will open in May"]),
        ("If the rain stops, the bridge will open, Hill said.", ["If the rain stops, the bridge will open"]),
        ("As Hill put it, the bridge was a dream.", ["the bridge was a dream"]),
        ('The plan was "a mess," Hill said.', ['The plan was "a mess,"']),
    ],
)
def test_what_stands_before_its_cue(text: str, said: list[str]) -> None:
    assert contents(text) == said


def test_a_quotation_of_the_paragraph_before_belongs_to_somebody_else() -> None:
    text = '"It was dark and nobody heard us."\nHill said the bridge was safe.'
    assert contents(text) == ["the bridge was safe"]


def test_a_time_before_a_comma_is_not_said() -> None:
    assert contents("On Monday, Hill said.") == []


def test_french_subjects_follow_the_verb_of_a_tag() -> None:
    text = "Le pont ouvrira en mai, a annoncé dimanche le ministre Jean Sablon."
    assert contents(text, "fr") == ["Le pont ouvrira en mai"]


def test_the_closing_quotation_and_whether_it_is_speech() -> None:
    told = read('The film "Shadow" was long, Hill said, and "we slept," he added.')
    added = told.words.index("he")
    quote = fronted_tags.closing(told, added)
    assert quote is not None
    assert fronted_tags.said(told, quote)
    assert fronted_tags.closing(told, told.words.index("hill")) is None


def test_an_outlet_that_cites_somebody() -> None:
    told = read("The port is shut, SUNA reported, citing a guard.")
    hit = fronted_tags.via(told, 0, len(told.read))
    assert hit is not None
    assert printed(told, (hit.at, hit.after)) == "citing"
