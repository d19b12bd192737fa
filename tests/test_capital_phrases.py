"""Where noun phrases end in languages with articles as words."""

from __future__ import annotations

import pytest

from naql.capital_phrases import phrase_end
from tests.test_capitals import printed, read


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the director of the museum said no.", "the director of the museum"),
        ("Omar Daoud, a fisherman, said no.", "Omar Daoud, a fisherman"),
        ("Hill on Monday said no.", "Hill"),
        ("the coach in a statement said no.", "the coach"),
        ("a man who fled said no.", "a man"),
        ("reporters his captain said no.", "reporters"),
        ("Mr. Hill said no.", "Mr. Hill"),
        ("the vice-president said no.", "the vice-president"),
        (
            "Samir Mikhael and union head Raymond Khoury said no.",
            "Samir Mikhael and union head Raymond Khoury",
        ),
        ("he said no.", "he"),
    ],
)
def test_a_phrase_ends(text: str, phrase: str) -> None:
    told = read(text)
    assert printed(told, (0, phrase_end(told, 0, told.sentence[0]))) == phrase


def test_a_phrase_that_opens_a_sentence_takes_no_clause_for_an_apposition() -> None:
    told = read("According to Juma Seif, harbour workers said no.")
    assert printed(told, (2, phrase_end(told, 2, told.sentence[0], closed=True))) == "Juma Seif"


def test_nothing_goes_beyond_the_limit() -> None:
    told = read("the director of the museum said no.")
    for limit in range(len(told.read)):
        assert phrase_end(told, 0, limit) <= max(limit, 0)
