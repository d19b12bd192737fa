"""One article read whole: its parts put together, its day, its language, and the printed shape."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

import pytest

import naql
from naql.annotation import annotate, day_of, language_code, to_dict
from naql.errors import UsageError
from naql.model import (
    MODES,
    ROLES,
    STATUSES,
    Article,
    ChainStep,
    Credit,
    Quantity,
    Reading,
    Span,
    Statement,
    TimeExpression,
)

TEXT = (
    "قال وزير الأشغال سامي الحداد أمس إن أكثر من 20 جسراً ستغلق، مضيفاً أن العمل يستمر أسبوعين.\n"
    "وأعلنت البلدية في بيان أن الطرق البديلة جاهزة."
)


def article(text: str = TEXT, **fields: Any) -> Article:
    whole: dict[str, Any] = dict.fromkeys(("outlet", "title", "published", "url", "byline", "language"))
    whole |= {"published_kind": "none", "published_precision": None}
    return Article(id="x", text=text, **{**whole, **fields})


def check_span(span: Any, text: str) -> None:
    assert list(span) == ["start", "end", "text"]
    assert span["text"] == text[span["start"] : span["end"]] != ""


def check_shape(made: dict[str, Any], text: str) -> None:
    """The promises of `naql annotate` (docs/annotate.md)."""
    assert json.loads(json.dumps(made)) == made
    assert list(made) == ["doc", "credit", "attributions", "quantities", "times", "day_conflicts"]
    if made["credit"]:
        assert list(made["credit"]) == ["name", "where", "text"]
    for n, one in enumerate(made["attributions"], 1):
        assert list(one) == ["id", "mode", "cue", "source", "content", "chain", "unnamed"]
        assert one["id"] == f"a{n}"
        assert one["mode"] in MODES
        for span in (one["cue"], *one["content"], *([one["source"]] if one["source"] else [])):
            check_span(span, text)
        for step in one["chain"]:
            assert list(step) == ["role", "name", "status", "span"]
            assert step["role"] in ROLES
            assert step["status"] in set(STATUSES) - {"inferred"}
            if step["span"]:
                check_span(step["span"], text)
    for one in made["quantities"]:
        assert list(one) == ["span", "value", "min", "max", "relation", "thing", "thing_span"]
        check_span(one["span"], text)
    for one in made["times"]:
        assert list(one) == ["span", "value", "kind", "relative"]
        check_span(one["span"], text)


def test_a_day_word_left_over_is_flagged() -> None:
    text = (
        "قال رئيس البلدية أمس الثلاثاء إن الجسر الجديد سيفتح في الأسبوع المقبل. "
        "وقد تسلم التجار مفاتيح السوق اليوم الخميس، وكان من المقرر أن يفتح السوق اليوم الخميس أيضا."
    )
    (found,) = to_dict(annotate(text))["day_conflicts"]
    assert (found["left_over"]["text"], found["other"]["text"], found["days"]) == (
        "أمس الثلاثاء",
        "اليوم الخميس",
        1,
    )
    assert to_dict(annotate(text.replace("الثلاثاء", "الأربعاء")))["day_conflicts"] == []


def test_an_article_is_read_whole() -> None:
    reading = annotate(article(published="2024-03-12", published_precision="day", byline="واس - الرياض"))
    made = to_dict(reading)
    check_shape(made, TEXT)
    assert (reading.id, reading.text, reading.language, reading.day) == ("x", TEXT, "ar", "2024-03-12")
    assert made["credit"]["where"] == "byline"
    assert {one["cue"]["text"] for one in made["attributions"]} >= {"قال", "مضيفاً"}
    assert {one["span"]["text"]: one["value"] for one in made["quantities"]}["20"] == 20
    assert {one["span"]["text"]: one["value"] for one in made["times"]}["أمس"] == "2024-03-11"
    assert all(said.article_id == "x" for said in reading.statements)


def test_a_bare_text_is_read_too() -> None:
    reading = naql.annotate(TEXT)
    assert (reading.id, reading.day, reading.credit, reading.language) == ("", None, None, "ar")
    assert reading.statements
    assert {one["value"] for one in to_dict(reading)["times"] if one["span"]["text"] == "أمس"} == {None}


@pytest.mark.parametrize("text", ["", " \n", "…", "12", "كلمة", "Ein Satz ohne Daten.", "\u202eقال\u202c إن"])
def test_texts_with_nothing_to_read(text: str) -> None:
    check_shape(to_dict(annotate(text)), text)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(UsageError, match="surrogate at 4"):
        annotate("قال \ud800 الوزير")


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (None, None),
        ("2024", None),
        ("2024-03", None),
        ("2024-03-12", datetime.date(2024, 3, 12)),
        ("2024-03-12T23:30:00+03:00", datetime.date(2024, 3, 12)),
        ("2024-13-45", None),
    ],
)
def test_the_day_of_an_article(published: str | None, day: datetime.date | None) -> None:
    assert day_of(article(published=published, published_kind="crawl")) == day


@pytest.mark.parametrize(
    ("given", "text", "code"),
    [
        ("ar", "The minister said that the bridge would open", "ar"),
        ("ar-SA", TEXT, "ar"),
        ("EN_us", TEXT, "en"),
        ("fr", TEXT, "fr"),
        ("Arabic", TEXT, "ar"),
        (None, "The minister said that the bridge would open", "en"),
        (None, "123", None),
    ],
)
def test_the_language_of_an_article(given: str | None, text: str, code: str | None) -> None:
    assert language_code(article(text, language=given)) == code


def test_the_printed_shape_of_everything_a_reading_can_hold() -> None:
    text = "قال مصدر إن 2.5 أو 7"
    said = Statement(
        "id", "x", "act", "say", 0, 3, None, None, (Span(12, 15), Span(19, 20)), True,
        (ChainStep("speaker", "مصدر", "inferred", None, None), ChainStep("quoted", "س", "explicit", 4, 8)),
    )  # fmt: skip
    numbers = (
        Quantity(12, 15, 2.5, None, None, "about", "جسر", 4, 8),
        Quantity(19, 20, 7.0, 7.0, None, "more", None, None, None),
    )
    credit = Credit("واس", "tail", "(واس)", None, None)
    reading = Reading(
        "x", text, "ar", None, credit, (said,), numbers, (TimeExpression(0, 3, None, "set", True),)
    )
    made = to_dict(reading)
    check_shape(made, text)
    assert made == {
        "doc": "x",
        "credit": {"name": "واس", "where": "tail", "text": "(واس)"},
        "attributions": [
            {
                "id": "a1",
                "mode": "act",
                "cue": {"start": 0, "end": 3, "text": "قال"},
                "source": None,
                "content": [{"start": 12, "end": 15, "text": "2.5"}, {"start": 19, "end": 20, "text": "7"}],
                "chain": [
                    {"role": "speaker", "name": "مصدر", "status": "inherited", "span": None},
                    {
                        "role": "quoted",
                        "name": "س",
                        "status": "explicit",
                        "span": {"start": 4, "end": 8, "text": "مصدر"},
                    },
                ],
                "unnamed": True,
            }
        ],
        "quantities": [
            {
                "span": {"start": 12, "end": 15, "text": "2.5"},
                "value": 2.5,
                "min": None,
                "max": None,
                "relation": "about",
                "thing": "جسر",
                "thing_span": {"start": 4, "end": 8, "text": "مصدر"},
            },
            {
                "span": {"start": 19, "end": 20, "text": "7"},
                "value": 7,
                "min": 7,
                "max": None,
                "relation": "more",
                "thing": None,
                "thing_span": None,
            },
        ],
        "times": [
            {"span": {"start": 0, "end": 3, "text": "قال"}, "value": None, "kind": "set", "relative": True}
        ],
        "day_conflicts": [],
    }
    assert to_dict(dataclasses.replace(reading, credit=None))["credit"] is None


def test_real_articles_keep_the_shape(naql_data: Path) -> None:
    file = naql_data / "gold" / "dev_articles.jsonl"
    for line in file.read_text("utf-8").splitlines()[:20]:
        text = json.loads(line)["text"]
        check_shape(to_dict(annotate(text)), text)
