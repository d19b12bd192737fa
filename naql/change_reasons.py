"""The reason of a change as a sentence, in the languages people read Naql in."""

from __future__ import annotations

from naql.reasons import reasons_in, shortened

SHOWN = 60  # characters of a printed side that a reason repeats


def reasons() -> dict[str, dict[str, str]]:
    """The sentences of data/change_reasons.toml by `kind.what` and language, with {left} and {right}."""
    return reasons_in("change_reasons.toml")


def reason(key: str, language: str, left: str, right: str) -> str:
    """The sentence of a key; `left` and `right` are what is printed, cut if long. KeyError if unknown."""
    return reasons()[key][language].format(left=shortened(left, SHOWN), right=shortened(right, SHOWN))
