"""Dates, clock times, durations and periods in a text, resolved against a day."""

from __future__ import annotations

import datetime

from naql.model import TimeExpression


def times(text: str, day: datetime.date | None = None, language: str | None = None) -> list[TimeExpression]:
    """The time expressions of a text in order; `day` is what day words count from."""
    raise NotImplementedError
