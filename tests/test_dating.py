"""Which of two articles was there first, and when that is not known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.dating import Dated, dated

PRINTED = [
    ("2024", "published", "year"),
    ("2024-03", "published", "month"),
    ("2024-12", "url", "month"),
    ("2024-03-04", "published", "day"),
    ("2024-03-05", "url", "day"),
    ("2024-03-04T10:00:00+03:00", "published", "minute"),
    ("2024-03-04T10:00", "feed", "minute"),
    ("2024-03-05T09:59:30Z", "published", "second"),
    ("2024-03-04", "crawl", "day"),
    (None, "none", None),
]
DATES = st.sampled_from(PRINTED).map(lambda given: dated(*given))


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        (("2024-03-04", "published", "day"), ("2024-03-05", "published", "day"), True),
        (("2024-03-04", "published", "day"), ("2024-03-04", "published", "day"), False),
        (("2024-03-04", "published", "day"), ("2024-03-04T23:59:00Z", "published", "minute"), False),
        (("2024", "published", "year"), ("2025-01-01", "published", "day"), True),
        (("2024-02", "published", "month"), ("2024-03-01", "published", "day"), True),
        (
            ("2024-03-04T10:00:00Z", "published", "minute"),
            ("2024-03-04T10:01:00Z", "published", "minute"),
            True,
        ),
        (
            ("2024-03-04T10:00:00+03:00", "published", "minute"),
            ("2024-03-04T08:00:00Z", "published", "minute"),
            True,
        ),
        (("2024-03-04T10:00", "published", "minute"), ("2024-03-04T21:00", "published", "minute"), False),
        (("2024-03-04T10:00", "published", "minute"), ("2024-03-04T22:30", "published", "minute"), True),
        (("2024-03-04", "crawl", "day"), ("2024-03-09", "published", "day"), True),
        (("2024-03-04", "published", "day"), ("2024-03-09", "crawl", "day"), False),
        (("2024-03-04", "crawl", "day"), ("2024-03-09", "crawl", "day"), False),
        ((None, "none", None), ("2024-03-09", "published", "day"), False),
    ],
)
def test_before(
    one: tuple[str | None, str, str | None], other: tuple[str | None, str, str | None], before: bool
) -> None:
    assert dated(*one).before(dated(*other)) is before


@given(DATES, DATES, DATES)
def test_before_is_an_order(a: Dated, b: Dated, c: Dated) -> None:
    assert not a.before(a)
    assert not (a.before(b) and b.before(a))
    if a.before(b) and b.before(c):
        assert a.before(c)


def test_what_is_unknown_has_no_bounds() -> None:
    unknown = dated(None, "published", None)
    assert (unknown.earliest, unknown.latest, unknown.kind) == (-math.inf, math.inf, "none")
    assert dated("2024-03-04", "none", "day") == unknown
    assert dated("2024-03-04", "crawl", "day").earliest == -math.inf
