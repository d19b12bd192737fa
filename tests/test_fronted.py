"""Subjects that stand before their verbs."""

from __future__ import annotations

import pytest

from naql import fronted
from tests.test_capitals import printed, read


def subject(text: str, cue: str, code: str = "en") -> str | None:
    """The printed subject of a cue."""
    told = read(text, code)
    hit = next(h for h in told.hits if told.words[h.at] == cue)
    found = fronted.subject(told, hit, fronted.verb_phrase(told, hit))
    return None if found is None else printed(told, (found.start, found.end))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday, police in the north said no.", "police in the north"),
        ("Hassan Idris, a local teacher, said no.", "Hassan Idris, a local teacher"),
        ("A senior official, who spoke on condition of anonymity, said no.", "A senior official"),
        ("But the coach has repeatedly said no.", "the coach"),
        ("The road closed on Monday and the police said no.", "the police"),
        ("Anne Kerr, 52, owner of the inn, said no.", "Anne Kerr, 52, owner of the inn"),
        ("Chris Murphy (a senator who has been ill) said no.", "Chris Murphy (a senator who has been ill)"),
        ("PARIS (AFP) - Mayor Michel Durand said no.", "Mayor Michel Durand"),
        ("He said no.", "He"),
    ],
)
def test_the_subject_before_a_verb(text: str, expected: str) -> None:
    assert subject(text, "said") == expected


def test_an_office_and_its_holder_before_an_insert() -> None:
    text = "Le chef de la diplomatie, Pavel Orlov, cité par Interfax, a dit non."
    assert subject(text, "dit", "fr") == "Le chef de la diplomatie, Pavel Orlov"


def test_auxiliaries_tell_of_the_passive_and_of_negation() -> None:
    for text, passive, negated in (
        ("Hill was told no.", True, False),
        ("Hill has told me no.", False, False),
        ("Hill has not told me no.", False, True),
    ):
        told = read(text)
        verb = fronted.verb_phrase(told, told.hits[0])
        assert (verb.passive, verb.negated) == (passive, negated), text


def test_a_reflexive_verb_is_no_passive() -> None:
    told = read("Le roi s'est félicité de la paix.", "fr")
    assert not fronted.verb_phrase(told, told.hits[0]).passive


@pytest.mark.parametrize("text", ["« Non », a-t-il dit.", "« Non », ajoute-t-elle."])
def test_a_pronoun_joined_with_a_hyphen(text: str) -> None:
    told = read(text, "fr")
    inverted = fronted.verb_phrase(told, told.hits[0]).inverted
    assert inverted is not None
    assert told.words[inverted] in ("il", "elle")


def test_a_participle_wants_an_auxiliary() -> None:
    for text, answer in (("Le talent affirmé paie.", True), ("Il a affirmé que oui.", False)):
        told = read(text, "fr")
        assert fronted.unfinished(told, told.hits[0], fronted.verb_phrase(told, told.hits[0])) is answer


def test_a_sentence_begins_after_its_dateline() -> None:
    told = read("LONDON, Nov 3 — A bridge fell, Hill said.")
    assert told.read[fronted.sentence_begin(told, told.hits[0].at)].printed == "A"


def test_what_opens_a_sentence_is_no_subject() -> None:
    told = read("Meanwhile, on Monday the coach said no.")
    start = fronted.past_opening(told, 0, told.words.index("said"))
    assert told.words[start : start + 2] == ["the", "coach"]
