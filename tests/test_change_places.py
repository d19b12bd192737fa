from __future__ import annotations

import pytest

from tests.test_changes import TAIL, told

BODY = "نقلت سيارات الإسعاف عشرات المصابين {} بعد انهيار جزء من المبنى القديم على العمال. " + TAIL


def changed(one: str, other: str, head: str = "") -> list[tuple[str, str]]:
    left, right = (head + " ".join(BODY.format(words).split()) for words in (one, other))
    return told(left, right)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("إلى دمشق", "إلى حلب", ("place", "major")),
        ("في سوريا", "في دمشق", ("place", "minor")),
        ("في مدينة حلب", "في حلب", ("wording", "none")),
        ("في حلب", "", ("place", "major")),
        ("في حلب بسوريا", "في حلب", ("place", "minor")),
        ("في ساحة القلعة في حلب", "", ("place", "major")),
    ],
)
def test_places(one: str, other: str, expected: tuple[str, str]) -> None:
    assert changed(one, other) == [expected]


def test_a_place_that_the_other_text_gives_elsewhere_is_minor() -> None:
    assert changed("في حلب", "", "عاد الهدوء إلى حلب. ") == [("place", "minor")]
