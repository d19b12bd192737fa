"""The reason of a verdict on claims as a sentence, in the languages people read Naql in."""

from __future__ import annotations

from collections.abc import Sequence

from naql.reasons import reasons_in, shortened

LANGUAGES = ("ar", "en")
SHOWN, VALUES, SPEAKERS = 60, 4, 3  # characters of a value; values, and voices of each, that a reason repeats


def reasons() -> dict[str, dict[str, str]]:
    """The sentences of data/claim_reasons.toml by `verdict.what` and language, with {values}."""
    return reasons_in("claim_reasons.toml")


RELATIONS = {"more": "part.more_than", "less": "part.less_than", "about": "part.about"}


def related(value: str, relation: str, language: str) -> str:
    """A printed number under its relation, which stands outside it in the text.

    >>> related("20", "more", "en"), related("20", "exact", "en")
    ('more than 20', '20')
    """
    key = RELATIONS.get(relation)
    return value if key is None else reasons()[key][language].format(value=value)


def reason(key: str, language: str, values: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The sentence of a key; `values` are what is printed, each with those who say so. KeyError if unknown.

    >>> reason("clash.number", "en", [("7 dead", ["the ministry"]), ("9 dead", [])])
    'different figures: “7 dead” (the ministry), “9 dead” (no source given)'
    """
    known = reasons()
    joint, nobody = known["part.joined"][language], known["part.nobody"][language]
    parts = [
        known["part.said"][language].format(
            value=shortened(value, SHOWN), who=joint.join(who[:SPEAKERS]) or nobody
        )
        for value, who in values[:VALUES]
    ]
    text = joint.join(parts)
    if len(values) > VALUES:
        text += known["part.more"][language].format(count=len(values) - VALUES)
    return known[key][language].format(values=text)
