"""Names by their capitals, and the heads of phrases."""

from __future__ import annotations

import pytest

from naql import capitals
from naql.lexicon import lexicon
from naql.narration import Narration, narrate


def read(text: str, code: str = "en") -> Narration:
    """A text laid out; it must hold a cue."""
    rows = lexicon(code)
    assert rows is not None
    told = narrate(text, rows)
    assert told is not None
    return told


def printed(told: Narration, span: tuple[int, int] | None) -> str | None:
    return None if span is None else told.text[told.read[span[0]].start : told.read[span[1] - 1].end]


@pytest.mark.parametrize(
    ("phrase", "code", "name"),
    [
        ("Transport Minister Samir Helou", "en", "Samir Helou"),
        ("the mayor of Sfax, Nabil Jerbi", "en", "Nabil Jerbi"),
        ("Lena Farouk, the city's chief engineer", "en", "Lena Farouk"),
        ("harbour master Juma Seif", "en", "Juma Seif"),
        ("Speaker Hadi al-Sultani", "en", "Hadi al-Sultani"),
        ("the World Food Programme", "en", None),
        ("the Arab League", "en", None),
        ("a senior official", "en", None),
        ("le ministre des Transports, Samir Helou", "fr", "Samir Helou"),
        ("M. Serre", "fr", "Serre"),
        ("la Banque centrale", "fr", None),
    ],
)
def test_a_name_is_found_in_a_phrase(phrase: str, code: str, name: str | None) -> None:
    opening, said = ("It was said by ", " said no.") if code == "en" else ("On lui a dit : ", " a dit non.")
    told = read(opening + phrase + said, code)
    start = next(i for i, t in enumerate(told.read) if t.start >= len(opening))
    end = next(i for i, t in enumerate(told.read) if t.start >= len(opening + phrase))
    assert printed(told, capitals.name_in(told, start, end)) == name


@pytest.mark.parametrize(
    ("phrase", "noun", "definite", "indefinite"),
    [
        ("the foreign minister of Chad", "minister", True, False),
        ("a senior official at the bank", "official", False, True),
        ("two sources familiar with the talks", "sources", False, True),
        ("the city's chief engineer", "engineer", True, False),
    ],
)
def test_the_head_of_a_phrase(phrase: str, noun: str, definite: bool, indefinite: bool) -> None:
    told = read(phrase + " said no.")
    end = next(i for i, t in enumerate(told.read) if t.start >= len(phrase))
    head = capitals.head(told, 0, end)
    assert (told.words[head.at], head.definite, head.indefinite) == (noun, definite, indefinite)


def test_the_head_stands_first_where_the_language_has_it_so() -> None:
    told = read("le ministre des Finances a dit non.", "fr")
    assert told.words[capitals.head(told, 0, 4).at] == "ministre"


def test_the_capital_of_a_first_word_is_no_name_before_a_noun() -> None:
    told = read("Local businesses say no. Hill said yes.")
    assert not capitals.name_word(told, 0)
    assert capitals.name_word(told, told.words.index("hill"))


def test_an_adverb_that_is_a_name_before_its_verb() -> None:
    told = read("Jolly said no. Suddenly the roof fell.")
    assert capitals.name_word(told, 0)
    assert capitals.adverb(told, told.words.index("suddenly"))


@pytest.mark.parametrize(
    ("phrase", "answer"), [("the ministry", True), ("Hill", True), ("some", True), ("the long road", False)]
)
def test_who_can_speak(phrase: str, answer: bool) -> None:
    told = read(f"Today {phrase} said no.")
    end = told.words.index("said")
    assert capitals.speaks(told, 1, end) is answer


def test_possessives_and_their_roles() -> None:
    told = read("The ministry's claim that it rained was wrong.")
    assert capitals.possessive(told, 1)
    assert "body" in capitals.role(told, 1)
