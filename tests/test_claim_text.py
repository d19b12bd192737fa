from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from naql.annotation import annotate
from naql.claim_groups import StoryFacts, claim_groups
from naql.claim_text import JSON_KEYS, about, group_dict, groups_text
from naql.claims import claims
from naql.model import Article

TEXTS = {
    "الواحة": "قال الوزير سامي الحداد إن 7 جنود قتلوا في انفجار هز حلب، وإن 40 جسرا أغلقت في البصرة",
    "المنارة": "قالت النائبة ليلى المنصوري إن 9 جنود قتلوا في انفجار هز حلب، وإن 40 جسرا أغلقت في البصرة",
}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows() -> tuple[list[Row], dict[str, Row], dict[str, Row]]:
    articles = [
        Article(f"a{n}", outlet, None, text, None, "none", None, None, None, "ar")
        for n, (outlet, text) in enumerate(TEXTS.items())
    ]
    readings = [annotate(article) for article in articles]
    groups = claim_groups(readings, facts=StoryFacts(outlets={a.id: a.outlet for a in articles}))
    found = [claim for reading in readings for claim in claims(reading)]
    return (
        [dataclasses.asdict(group) for group in groups],
        {claim.id: dataclasses.asdict(claim) for claim in found},
        {article.id: dataclasses.asdict(article) for article in articles},
    )


def bare(text: str) -> str:
    return text.translate(dict.fromkeys((0x2068, 0x2069)))


def test_groups_are_told_with_values_voices_and_counts(
    rows: tuple[list[Row], dict[str, Row], dict[str, Row]],
) -> None:
    assert bare(groups_text(*rows)).splitlines() == [
        "جندي: clash",
        "  7 جنود: سامي الحداد",
        "  9 جنود: ليلى المنصوري",
        "  2 outlets · 2 origins · 2 named sources",
        "  different figures",
        "جسر: equal",
        "  40 جسرا: سامي الحداد, ليلى المنصوري",
        "  2 outlets · 2 origins · 2 named sources",
    ]
    assert groups_text([], {}, {}) == "No claim of several articles.\n"


def test_a_range_and_a_long_list_are_told(rows: tuple[list[Row], dict[str, Row], dict[str, Row]]) -> None:
    groups, found, articles = rows
    group = {**groups[0], "outlets_min": 1, "values": groups[0]["values"][:1] * 6}
    assert "1-2 outlets" in groups_text([group], found, articles)


def test_texts_cannot_act_on_the_terminal(rows: tuple[list[Row], dict[str, Row], dict[str, Row]]) -> None:
    groups, found, articles = rows
    assert "\x1b" not in groups_text([{**groups[0], "thing": "\x1b[31mأحمر"}], found, articles)


def test_what_is_about_something(rows: tuple[list[Row], dict[str, Row], dict[str, Row]]) -> None:
    groups, found, _ = rows

    def things(text: str) -> set[str]:
        return {group["thing"] for group in about(groups, found, text)}

    assert things("جنود") == {"جندي"}
    assert things("حلب") == {"جندي"}
    assert things("سامي الحداد") == {"جندي", "جسر"}
    assert things("ليلى البصرة") == {"جسر"}
    assert things("دمشق") == set()
    assert things("") == {"جندي", "جسر"}


def test_the_json_shape(rows: tuple[list[Row], dict[str, Row], dict[str, Row]]) -> None:
    made = group_dict(rows[0][0])
    assert tuple(made)[: len(JSON_KEYS)] == JSON_KEYS
    assert set(JSON_KEYS) >= {"id", "thing", "claims", "verdict"}
    assert json.loads(json.dumps(made, ensure_ascii=False)) == made
