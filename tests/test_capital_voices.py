"""Who speaks, by names with capitals, offices and pronouns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.attribution import statements
from naql.capital_voices import CapitalVoices, voices
from naql.lexicon import lexicon
from naql.narration import narrate
from tests.test_capitals import read


def steps(text: str, code: str = "en") -> list[tuple[str, str]]:
    """(name, status) of the voice of each statement."""
    return [(s.chain[-1].name, s.chain[-1].status) for s in statements(text, code)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hana Odeh said no one came. She added that it rained.", ("Hana Odeh", "anaphoric")),
        ("Gisela Brandt visited two camps. Brandt said that it rained.", ("Gisela Brandt", "explicit")),
        ("Oil minister Ali Hadi came. The oil minister said that it rained.", ("Ali Hadi", "anaphoric")),
        ("The Health Ministry met. The ministry said that it rained.", ("Health Ministry", "anaphoric")),
        (
            "A security source said it rained. The source added that it poured.",
            ("security source", "anaphoric"),
        ),
        ("Omar Hill spoke first. He said that it rained.", ("Omar Hill", "anaphoric")),
        ("The Umma Party, the oldest group, said that it rained.", ("Umma Party", "explicit")),
        ("A poll by Sigma Conseil showed that it rained.", ("Sigma Conseil", "explicit")),
        ("Some said that it rained.", ("Some", "unnamed")),
    ],
)
def test_the_last_voice(text: str, found: tuple[str, str]) -> None:
    assert steps(text)[-1] == found


def test_a_pronoun_passes_over_somebody_of_the_other_gender() -> None:
    text = (
        "Hana Odeh said it rained. She added that it poured. Omar Hill said it snowed. "
        "He added that it froze. She insisted that it thawed."
    )
    assert [name for name, _ in steps(text)] == [
        "Hana Odeh",
        "Hana Odeh",
        "Omar Hill",
        "Omar Hill",
        "Hana Odeh",
    ]


def test_two_speakers_are_named_together() -> None:
    assert steps("Union head Samir Mikhael and Raymond Khoury said that it rained.")[0][0] == (
        "Samir Mikhael and Raymond Khoury"
    )


def test_somebody_quoted_by_the_speaker() -> None:
    text = "\"My son said 'we will come back' and I believed him,\" Mariam Saleh recalled."
    inner, outer = statements(text, "en")
    assert [(s.role, s.name) for s in inner.chain] == [("speaker", "Mariam Saleh"), ("quoted", "My son")]
    assert outer.chain[0].name == "Mariam Saleh"


def test_a_language_without_capitals_has_voices_of_its_own() -> None:
    arabic = lexicon("ar")
    assert arabic is not None
    told = narrate("قال سامر الحلو إن الجسر آمن.", arabic)
    assert told is not None
    assert not isinstance(voices(told), CapitalVoices)
    assert isinstance(voices(read("Hill said no.")), CapitalVoices)


WORDS = st.sampled_from(
    ["Hill", "said", "that", "the", "minister", ",", ".", '"', "'", "told", "Reuters", "he", "and", "of", "(",
     ")", "according", "to", "was", "quoted", "as", "saying", "-", ":", "\n", "in", "a", "statement", "who"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_words_are_read_with_sound_offsets(words: list[str]) -> None:
    text = " ".join(words)
    for statement in statements(text, "en"):
        assert 0 <= statement.cue_start < statement.cue_end <= len(text)
        assert all(0 <= c.start < c.end <= len(text) for c in statement.content)
        assert statement.chain


FRENCH = st.sampled_from(
    ["Hill", "a", "dit", "que", "le", "ministre", ",", ".", "«", "»", "l'", "-t-il", "selon", "et", "qui",
     "n'", "pas", "comme", "ajoute", "affirmé", "M.", ":", "\n", "des", "témoins"]
)  # fmt: skip


@given(st.lists(FRENCH, max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_french_words_are_read(words: list[str]) -> None:
    text = " ".join(words)
    for statement in statements(text, "fr"):
        assert all(0 <= c.start < c.end <= len(text) for c in statement.content)
