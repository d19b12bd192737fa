"""Claim groups for people and programs: lines for a terminal, the JSON shape, and those about something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from naql.inferred import VERDICTS
from naql.reasons import shortened
from naql.sentences import fold
from naql.terminal import isolated
from naql.word_forms import same_stem

Row = Mapping[str, Any]

NAMES = 4  # of a list, so many are printed
WORDS = 90  # characters of a claim without a figure
JSON_KEYS = (
    "id", "thing", "claims", "verdict", "outlets_min", "outlets_max", "origins_min", "origins_max",
    "named_sources_min", "named_sources_max",
)  # fmt: skip
_ORDER = {verdict: place for place, verdict in enumerate(reversed(VERDICTS))}
_COUNTED = (("outlets", "outlet"), ("origins", "origin"), ("named_sources", "named source"))


def group_dict(group: Row) -> dict[str, Any]:
    """A row of `claim_groups` as `naql claims --json` prints it."""
    return {
        **{key: _plain(group[key]) for key in JSON_KEYS},
        "why": {"ar": group["why_ar"], "en": group["why_en"]},
        "values": [dict(value) for value in group["values"]],
        **{name: list(group[name]) for name in ("outlets", "origins", "named_sources", "unnamed_sources")},
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def groups_text(groups: Iterable[Row], claims: Mapping[str, Row], articles: Mapping[str, Row]) -> str:
    """Groups for a terminal, those that clash first, then those most outlets carry.

    `claims` and `articles` are rows by id: they give who says a value, and the outlet that prints it.
    """
    order = sorted(groups, key=lambda g: (_ORDER[g["verdict"]], -g["outlets_max"], g["id"]))
    lines = [line for group in order for line in _lines(group, claims, articles)]
    return "\n".join(lines) + "\n" if lines else "No claim of several articles.\n"


def _lines(group: Row, claims: Mapping[str, Row], articles: Mapping[str, Row]) -> Iterator[str]:
    yield f"{isolated(shortened(group['thing'], WORDS))}: {group['verdict']}"
    told: dict[str, list[str]] = {}
    for value in group["values"]:
        claim, article = claims[value["claim_id"]], articles.get(value["article_id"], {})
        who = claim["who"] or article.get("outlet") or value["article_id"]
        denied = " (denied)" if claim["modality"] == "denied" else ""
        told.setdefault(" ".join(value["text"].split()) + denied, []).append(who)
    for printed, who in sorted(told.items(), key=lambda item: -len(item[1])):
        yield f"  {isolated(shortened(printed, WORDS))}: {_list(list(dict.fromkeys(who)))}"
    yield "  " + " · ".join(_count(group, key, noun) for key, noun in _COUNTED)
    if group["verdict"] != "equal":
        yield f"  {isolated(group['why_en'].split(':')[0])}"


def _count(group: Row, key: str, noun: str) -> str:
    """«3 outlets», «1-2 named sources»."""
    least, most = group[f"{key}_min"], group[f"{key}_max"]
    number = str(most) if least == most else f"{least}-{most}"
    return f"{number} {noun}{'' if most == 1 else 's'}"


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(isolated(name) for name in names[:NAMES])
    return shown if len(names) <= NAMES else f"{shown} and {len(names) - NAMES} more"


def about(groups: Iterable[Row], claims: Mapping[str, Row], text: str) -> list[Row]:
    """The groups of which the thing, a value, a place or a voice has every word of a text, in any form."""
    wanted = [fold(word) for word in text.split()]
    return [group for group in groups if _holds(group, claims, wanted)]


def _holds(group: Row, claims: Mapping[str, Row], wanted: Sequence[str]) -> bool:
    told = [group["thing"]]
    for value in group["values"]:
        claim = claims[value["claim_id"]]
        told += [value["text"], claim["act"] or "", claim["who"] or "", *(p["name"] for p in claim["places"])]
    words = {fold(word) for phrase in told for word in phrase.split()}
    return all(word in words or any(same_stem(word, other) for other in words) for word in wanted)
