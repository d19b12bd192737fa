"""The reason of a change as a sentence, in the languages people read Naql in."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

SHOWN = 60  # characters of a printed side that a reason repeats


@cache
def reasons() -> dict[str, dict[str, str]]:
    """The sentences of data/change_reasons.toml by `kind.what` and language, with {left} and {right}."""
    text = files("naql").joinpath("data", "change_reasons.toml").read_text("utf-8")
    return {
        f"{kind}.{what}": sentences
        for kind, entries in tomllib.loads(text).items()
        for what, sentences in entries.items()
    }


def reason(key: str, language: str, left: str, right: str) -> str:
    """The sentence of a key; `left` and `right` are what is printed, cut if long. KeyError if unknown."""
    return reasons()[key][language].format(left=_cut(left), right=_cut(right))


def _cut(printed: str) -> str:
    return printed if len(printed) <= SHOWN else printed[: SHOWN - 1].rstrip() + "…"
