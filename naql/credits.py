"""The agency an article credits outside its sentences: byline, dateline, tail."""

from __future__ import annotations

from naql.model import Credit


def credit(text: str, byline: str | None = None, language: str | None = None) -> Credit | None:
    """The agencies credited in the byline, the dateline or at the tail; None where nobody is."""
    raise NotImplementedError
