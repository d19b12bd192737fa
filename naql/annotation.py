"""`naql annotate`: everything that is read out of one article, as a Reading and as plain data."""

from __future__ import annotations

from naql.model import Article, Reading


def annotate(article: Article | str) -> Reading:
    """Credit, statements, quantities and times of an article or a bare text."""
    raise NotImplementedError
