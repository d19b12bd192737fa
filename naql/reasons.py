"""Sentences that say why, kept as data by key and language, and what is printed cut to fit in them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def reasons_in(name: str) -> dict[str, dict[str, str]]:
    """The sentences of `data/<name>` by `kind.what` and language, with what is put in between braces."""
    text = files("naql").joinpath("data", name).read_text("utf-8")
    return {
        f"{kind}.{what}": both
        for kind, entries in tomllib.loads(text).items()
        for what, both in entries.items()
    }


def shortened(printed: str, most: int) -> str:
    """What is printed, in one line of at most so many characters.

    >>> shortened("one  two three", 8)
    'one two…'
    """
    line = " ".join(printed.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
