"""Every cue and role of the languages with fronted subjects, by its own example; and the classes of cues."""

from __future__ import annotations

import pytest

from naql.attribution import statements
from naql.language import languages, rows
from naql.lexicon import CUE_CLASSES, ROLE_CLASSES, CueRow, RoleRow, lexicon
from naql.text import folded


def fronted() -> list[str]:
    """The languages whose subjects stand before their verbs."""
    known = ((language.code, lexicon(language.code)) for language in languages())
    return [code for code, found in known if found is not None and found.source_side == "before"]


CUES = [(c, r) for c in fronted() for r in rows(c, "cues.tsv", CueRow, may_be_empty=("counter_example",))]
ROLES = [
    (c, r)
    for c in fronted()
    for r in rows(c, "roles.tsv", RoleRow, may_be_empty=("plural_forms", "counter_example"))
]


def forms(row: CueRow) -> set[str]:
    """The folded forms of a row, as it prints them."""
    printed = row.forms.split("|") if "|" in row.forms else row.forms.split()
    return {folded(form) for form in (*printed, row.cue) if form}


def by(row: CueRow, text: str, code: str) -> bool:
    """Whether a text has a statement by a row; a relay's cue is the word that brings the words."""
    found = statements(text, code)
    if row.class_ == "relay":
        return any(step.role == "relay" for s in found for step in s.chain)
    return any(folded(text[s.cue_start : s.cue_end]) in forms(row) for s in found)


@pytest.mark.parametrize(("code", "row"), CUES, ids=[f"{c}-{r.cue}" for c, r in CUES])
def test_a_cue_reports_in_its_example_only(code: str, row: CueRow) -> None:
    assert row.class_ in CUE_CLASSES
    assert by(row, row.example, code)
    if row.counter_example:
        assert not by(row, row.counter_example, code)
        words = f" {folded(row.counter_example)} "
        assert any(f" {form} " in words or form in words for form in forms(row))


@pytest.mark.parametrize(("code", "row"), ROLES, ids=[f"{c}-{r.noun}" for c, r in ROLES])
def test_a_role_speaks_in_its_example(code: str, row: RoleRow) -> None:
    assert row.class_ in ROLE_CLASSES
    printed = {folded(row.noun), *(folded(form) for form in (row.plural_forms or "").split())}
    found = statements(row.example, code)
    sources = [
        folded(row.example[s.source_start : s.source_end]) for s in found if s.source_start is not None
    ]
    assert any(form in source for form in printed for source in sources)
    if row.class_ == "unnamed":
        assert found[0].unnamed
    if row.counter_example:
        assert not statements(row.counter_example, code)


def test_there_are_enough_rows() -> None:
    counts = {code: (sum(c == code for c, _ in CUES), sum(c == code for c, _ in ROLES)) for code in fronted()}
    assert counts["en"] >= (120, 150)
    assert counts["fr"] >= (50, 80)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Hana Odeh was quoted by SUNA as saying that talks would resume.", ["SUNA", "Hana Odeh"]),
        ("SUNA quoted Hana Odeh as saying that talks would resume.", ["SUNA", "Hana Odeh"]),
        ("Talks would resume, SUNA quoted Hana Odeh as saying.", ["SUNA", "Hana Odeh"]),
        ("SUNA reported, citing Hana Odeh, that talks would resume.", ["SUNA", "Hana Odeh"]),
        ("Talks would resume, SUNA reported, citing Hana Odeh.", ["SUNA", "Hana Odeh"]),
        ("Hana Odeh told SUNA that talks would resume.", ["SUNA", "Hana Odeh"]),
        ("According to SUNA, talks would resume.", ["SUNA"]),
    ],
)
def test_who_passes_on_and_who_says(text: str, chain: list[str]) -> None:
    assert [step.name for s in statements(text, "en") for step in s.chain] == chain


@pytest.mark.parametrize(
    "text",
    [
        "The said contract expired in May.",
        "The fire is believed to have started in the kitchen.",
        "I think the bridge is old.",
        "Nobody would say that the bridge was safe.",
        "The envoy has not said that talks would resume.",
        "The evacuation went according to plan.",
        "The long road announced a second turn.",
    ],
)
def test_nobody_says_anything(text: str) -> None:
    assert statements(text, "en") == []
