"""Counts, measures, money and percentages in a text, by value."""

from __future__ import annotations

from naql.model import Quantity


def quantities(text: str, language: str | None = None) -> list[Quantity]:
    """The quantities of a text in order; dates, ordinals and reference numbers are none."""
    raise NotImplementedError
