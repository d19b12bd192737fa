"""Who says it: statements, their modes, and the chain from the outlet's neighbour to the voice."""

from __future__ import annotations

from naql.model import Statement


def statements(
    text: str, language: str | None = None, *, article_id: str = "", title: str | None = None
) -> list[Statement]:
    """The statements of a text in the order of their cues."""
    raise NotImplementedError
