from __future__ import annotations

from typing import Any

from pages import news
from test_views import rebuilt

from naql.web.report_views import report_pairs, report_view


def pile() -> dict[str, Any]:
    """Five articles: three of one story (one an exact copy), two of another."""
    comparison, a, b = news()
    comparison |= {"a": "m1", "b": "m2"}
    texts = {"m1": a, "m2": b, "m3": a, "n1": "خبر ثان قصير", "n2": "خبر ثان قصير جدًا"}
    dates = {
        "m1": ("2024-05-03", "published"),
        "m2": ("2024-05-01", "crawl"),
        "m3": ("2024-05-04", "published"),
        "n1": (None, "none"),
        "n2": (None, "none"),
    }
    rows = [
        {
            "id": x,
            "outlet": {"m1": "المرج", "m2": "الوادي", "m3": "الوادي"}.get(x),
            "title": "جسر الوادي" if x == "m1" else None,
            "text": text,
            "published": dates[x][0],
            "published_kind": dates[x][1],
            "published_precision": None,
            "url": None,
            "byline": None,
            "language": "ar",
        }
        for x, text in texts.items()
    ]
    return {
        "stories": [
            {
                "id": "s-b",
                "article_ids": ["n1", "n2"],
                "outlets": 0,
                "first_seen": None,
                "first_seen_kind": None,
            },
            {
                "id": "s-a",
                "article_ids": ["m1", "m2", "m3"],
                "outlets": 2,
                "first_seen": "2024-05-03",
                "first_seen_kind": "published",
            },
        ],
        "articles": rows,
        "pairs": [
            {"left_id": "m1", "right_id": "m2", "words": 30, "left_coverage": 0.6, "right_coverage": 0.7},
            {"left_id": "n1", "right_id": "n2", "words": 3, "left_coverage": 1.0, "right_coverage": 0.75},
        ],
        "copies": [{"article_id": "m3", "representative_id": "m1", "kind": "exact"}],
        "skips": [
            {"path": "a", "position": 0, "reason": "no_text", "detail": ""},
            {"path": "b", "position": 0, "reason": "empty", "detail": ""},
            {"path": "c", "position": 0, "reason": "no_text", "detail": ""},
        ],
        "passages": [{"formula": False}, {"formula": True}, {"formula": False}],
        "comparisons": [comparison],
    }


def test_report_counts() -> None:
    view = report_view(**pile())
    assert view["totals"] == {
        "stories": 2,
        "articles": 5,
        "outlets": 2,
        "copies": 1,
        "passages": 2,
        "formulas": 1,
        "skipped": 3,
    }
    assert view["skips"] == [{"name": "no_text", "count": 2}, {"name": "empty", "count": 1}]
    assert {x["name"]: x["count"] for x in view["date_kinds"]} == {"published": 2, "none": 2, "crawl": 1}
    assert view["counts"]["reworded"] == 1
    assert report_view(**pile(), totals={"passages": 900})["totals"]["passages"] == 900


def test_report_shows_the_largest_story_first_and_a_crawl_date_after_real_ones() -> None:
    view = report_view(**pile())
    first, second = view["stories"]
    assert (first["id"], second["id"]) == ("s-a", "s-b")
    assert [x["id"] for x in first["articles"]] == ["m1", "m3", "m2"]
    assert first["title"] == "جسر الوادي"
    assert second["title"] == "خبر ثان قصير"
    assert (first["date"], first["date_kind"]) == ("2024-05-03", "published")
    assert (second["date"], second["date_kind"]) == (None, "none")


def test_report_rows_of_a_story() -> None:
    m1, m3, m2 = report_view(**pile())["stories"][0]["articles"]
    assert (m1["hub"], m1["coverage"], m1["words"], m1["comparison"]) == (True, 60, 30, None)
    assert (m2["hub"], m2["coverage"], m2["words"], m2["comparison"]) == (False, 70, 30, "s1c1")
    assert (m3["copy_kind"], m3["copy_of"], m3["coverage"]) == ("exact", "المرج", None)


def test_report_compares_each_article_with_the_hub() -> None:
    rows = pile()
    assert report_pairs(rows["stories"], rows["pairs"], rows["copies"]) == [("m1", "m2"), ("n1", "n2")]
    story = report_view(**rows)["stories"][0]
    assert [x["key"] for x in story["comparisons"]] == ["s1c1"]
    assert story["comparable"] == 1
    assert rebuilt(story["comparisons"][0], "a") == rows["articles"][0]["text"]


def test_report_caps() -> None:
    view = report_view(**pile(), max_stories=1, max_articles=2)
    assert len(view["stories"]) == 1
    assert view["totals"]["stories"] == 2
    assert len(view["stories"][0]["articles"]) == 2
    assert view["stories"][0]["size"] == 3
    rows = pile()
    assert report_pairs(rows["stories"], rows["pairs"], max_stories=1, max_comparisons=1) == [("m1", "m2")]


def test_hub_is_the_article_that_shares_most_and_then_the_smallest_id() -> None:
    story = {"id": "s", "article_ids": ["c", "b", "a"], "outlets": 1}
    pairs = [
        {"left_id": "a", "right_id": "c", "words": 5},
        {"left_id": "b", "right_id": "c", "words": 4},
        {"left_id": "a", "right_id": "elsewhere", "words": 99},
    ]
    assert report_pairs([story], pairs) == [("c", "a"), ("c", "b")]
    assert report_pairs([story], []) == [("a", "b"), ("a", "c")]
