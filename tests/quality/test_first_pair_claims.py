"""The first pair's figures: what both texts count is one claim of two outlets, and no number clashes.

The texts may not be shipped: they are found in `$NAQL_DATA/seeds`, and only figures stand here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from naql.annotation import annotate
from naql.claim_groups import StoryFacts, claim_groups
from naql.counts import story_sources
from naql.inferred import ClaimGroup
from naql.model import Article, Reading
from naql.sentences import fold

FILES = ("000_e2e07b05ed674929.txt", "001_d82f3b9495a6aa15.txt")
COUNTED = {"مستودع": 3, "عربة": 9, "دبابة": 2, "منصة": 6, "سيارة": 20, "قرية": 9}
MINISTRY = "وزارة الدفاع الروسية"


@pytest.fixture(scope="module")
def readings(naql_data: Path) -> list[Reading]:
    paths = [naql_data / "seeds" / name for name in FILES]
    if missing := [path.name for path in paths if not path.is_file()]:
        pytest.skip(f"NAQL_DATA has no seeds/{missing[0]}: the first pair is NOT tested here")
    texts = [path.read_text("utf-8") for path in paths]
    return [
        annotate(Article(name, name, None, text, None, "none", None, None, None, "ar"))
        for name, text in zip("ab", texts, strict=True)
    ]


@pytest.fixture(scope="module")
def groups(readings: list[Reading]) -> tuple[ClaimGroup, ...]:
    return claim_groups(readings, facts=StoryFacts(outlets={"a": "a", "b": "b"}))


def counting(groups: tuple[ClaimGroup, ...], thing: str) -> ClaimGroup:
    (group,) = (g for g in groups if fold(thing) in map(fold, g.thing.split()))
    return group


def test_nothing_clashes(groups: tuple[ClaimGroup, ...]) -> None:
    assert [(group.thing, group.why_en) for group in groups if group.verdict != "equal"] == []


@pytest.mark.parametrize(("thing", "number"), COUNTED.items())
def test_what_both_count_is_one_claim_of_two_outlets(
    groups: tuple[ClaimGroup, ...], readings: list[Reading], thing: str, number: int
) -> None:
    group = counting(groups, thing)
    assert [value.article_id for value in group.values] == ["a", "b"]
    assert (group.outlets_min, group.outlets_max) == (2, 2)
    for value, reading in zip(group.values, readings, strict=True):
        (q,) = (q for q in reading.quantities if q.start == value.start)
        assert q.value == number


@pytest.mark.parametrize("thing", [thing for thing in COUNTED if thing != "قرية"])
def test_one_ministry_says_it_in_both(groups: tuple[ClaimGroup, ...], thing: str) -> None:
    group = counting(groups, thing)
    assert group.named_sources == (MINISTRY,)
    assert (group.named_sources_min, group.named_sources_max) == (1, 1)


def test_the_quantity_that_one_text_adds_is_in_no_group(groups: tuple[ClaimGroup, ...]) -> None:
    assert [g for g in groups if fold("اجتماع") in map(fold, g.thing.split())] == []


def test_where_the_ministry_became_a_source_the_named_sources_are_a_range(
    groups: tuple[ClaimGroup, ...],
) -> None:
    (group,) = (group for group in groups if group.unnamed_sources)
    assert group.named_sources == (MINISTRY,)
    assert (group.named_sources_min, group.named_sources_max) == (1, 2)


def test_the_named_sources_of_the_story(readings: list[Reading]) -> None:
    """Envoy, ambassador, and three ministries; «the Russian Defence» of a headline may be the ministry."""
    found = story_sources(statement for reading in readings for statement in reading.statements)
    assert MINISTRY in found.names
    assert found.least <= 5 <= found.most
