from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import BRIDGE, GREETING, MARKET, article, news, pair

from naql.web.views import COUNTS, article_view, comparison_view, percent, report_pairs, report_view, safe_url


def view_of(comparison: dict[str, Any], a: str, b: str) -> dict[str, Any]:
    return comparison_view(comparison, article(a), article(b))


def cells(view: dict[str, Any], side: str) -> list[dict[str, Any]]:
    return [row[side] for row in view["rows"] if row["kind"] != "marker" and row[side]]


def text_of(cell: dict[str, Any]) -> str:
    return "".join(piece["text"] for paragraph in cell["paragraphs"] for piece in paragraph)


def rebuilt(view: dict[str, Any], side: str) -> str:
    text = ""
    for cell in sorted(cells(view, side), key=lambda x: x["at"]):
        assert cell["at"] == len(text)
        text += text_of(cell)
    return text


def shape(view: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (row["kind"], *(text_of(row[s]).strip() if row.get(s) else "" for s in ("a", "b")))
        for row in view["rows"]
    ]


# ---------------------------------------------------------------- two texts


def test_each_letter_of_both_texts_stands_once() -> None:
    comparison, a, b = news()
    view = view_of(comparison, a, b)
    assert rebuilt(view, "a") == a
    assert rebuilt(view, "b") == b
    assert "".join(text_of(cell) for cell in cells(view, "a")) == a  # a's own order, down the page


def test_rows_follow_a_and_say_where_a_moved_passage_stands_in_b() -> None:
    view = view_of(*news())
    kinds = [(row["kind"], row.get("number"), row.get("above")) for row in view["rows"]]
    assert kinds == [
        ("alone", None, None),  # المرج - خاص
        ("marker", 2, False),  # the market opens b, but is shown below
        ("alone", None, None),  # كما روى الشهود
        ("shared", 1, None),
        ("alone", None, None),  # وفي خبر آخر
        ("shared", 2, None),
        ("alone", None, None),  # وشكر الأهالي
        ("shared", 3, None),
        ("alone", None, None),  # على جهوده
        ("alone", None, None),  # انتهى
    ]
    moved = view["rows"][5]
    assert moved["moved"]
    assert moved["place_above"]
    assert not view["rows"][3]["moved"]


def test_a_moved_passage_shown_above_is_marked_below() -> None:
    comparison, a, b = pair([MARKET, BRIDGE], [0, "\n", 1], [1, "\n", 0], moved=(0,))
    view = view_of(comparison, a, b)
    assert [row["kind"] for row in view["rows"]] == ["shared", "shared", "marker"]
    assert view["rows"][2]["above"]
    assert not view["rows"][0]["place_above"]


def test_a_block_that_runs_backwards_is_shown_as_moved_even_if_not_called_so() -> None:
    comparison, a, b = pair([MARKET, BRIDGE], [0, "\n", 1], [1, "\n", 0])
    view = view_of(comparison, a, b)
    assert view["counts"]["moved"] == 1
    assert rebuilt(view, "b") == b


def test_marks_around_a_passage_stay_with_it() -> None:
    view = view_of(*news())
    assert shape(view)[3][2].startswith("أعلنت")
    assert shape(view)[3][2].endswith("كاملين!")
    assert shape(view)[7][1] == "«صاحب السعادة مدير الدائرة العامة للمياه»"
    opening = view["rows"][5]["b"]["paragraphs"][0]
    assert opening[0] == {"op": "alone", "text": "«"}


def test_line_breaks_part_paragraphs_and_stay_in_the_text() -> None:
    comparison, a, b = pair([], ["أول\r\n\r\nثان\n \nثالث\u2029رابع"], ["\n\nخامس\n"])
    view = view_of(comparison, a, b)
    (left, right) = cells(view, "a")[0]["paragraphs"], cells(view, "b")[0]["paragraphs"]
    assert [p[0]["text"] for p in left] == ["أول\r\n\r\n", "ثان\n \n", "ثالث\u2029", "رابع"]
    assert ["".join(piece["text"] for piece in p) for p in right] == ["\n\nخامس\n"]


def test_counts_of_the_legend() -> None:
    view = view_of(*news())
    assert view["counts"] == {
        "blocks": 3,
        "moved": 1,
        "formula": 1,
        "alone": 6,
        "dropped": 1,
        "added": 1,
        "reworded": 1,
        "spelling": 1,
        "punctuation": 1,
    }
    assert tuple(view["counts"]) == COUNTS


def test_overlapping_blocks_show_a_letter_once_and_are_counted() -> None:
    comparison, a, b = pair([MARKET, BRIDGE], [0, " ", 1], [0, " ", 1])
    again = json.loads(json.dumps(comparison["blocks"][0]))
    again["b"] = dict(comparison["blocks"][1]["b"])
    again["moved"] = True
    comparison["blocks"].insert(1, again)
    view = view_of(comparison, a, b)
    assert view["overlapping"] == 1
    assert view["counts"]["blocks"] == 2
    assert (rebuilt(view, "a"), rebuilt(view, "b")) == (a, b)


def test_nothing_shared_and_empty_texts() -> None:
    comparison, a, b = pair([], ["نص قصير"], [""])
    view = view_of(comparison, a, b)
    assert [row["kind"] for row in view["rows"]] == ["alone"]
    assert (rebuilt(view, "a"), rebuilt(view, "b")) == (a, b)


def test_the_map_holds_each_passage_within_both_texts() -> None:
    view = view_of(*news())
    assert [place["number"] for place in view["map"]] == [1, 2, 3]
    for place in view["map"]:
        assert 0 <= place["a"][0] < place["a"][1] <= 100
        assert 0 <= place["b"][0] < place["b"][1] <= 100
    assert view["map"][1]["b"][0] < view["map"][0]["b"][0]


def test_a_view_is_plain_data() -> None:
    assert json.loads(json.dumps(view_of(*news()))) == view_of(*news())


WORDS = st.text(alphabet="ابجد «».،\n\r\u2028\u202eab<&\x00", max_size=12)


@given(st.data())
def test_any_arrangement_of_blocks_gives_both_texts_back(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 5))
    inner = st.lists(
        st.tuples(st.sampled_from(["same", "reworded", "added", "dropped"]), WORDS, WORDS), max_size=3
    )
    blocks = [
        [("same", "بداية", "بداية"), *data.draw(inner), ("same", "نهاية", "نهاية")] for _ in range(count)
    ]
    sides: list[list[str | int]] = []
    for order in (range(count), data.draw(st.permutations(range(count)))):
        parts: list[str | int] = [data.draw(WORDS)]
        for number in order:
            parts += [number, data.draw(WORDS)]
        sides.append(parts)
    moved = tuple(data.draw(st.sets(st.sampled_from(range(count))))) if count else ()
    comparison, a, b = pair(blocks, *sides, moved=moved)
    view = view_of(comparison, a, b)
    assert rebuilt(view, "a") == a
    assert rebuilt(view, "b") == b
    assert "".join(text_of(cell) for cell in cells(view, "a")) == a
    numbers = [row["number"] for row in view["rows"] if row["kind"] == "shared"]
    assert numbers == list(range(1, count + 1))
    markers = sorted(row["number"] for row in view["rows"] if row["kind"] == "marker")
    assert markers == [row["number"] for row in view["rows"] if row["kind"] == "shared" and row["moved"]]


@pytest.mark.parametrize(("share", "shown"), [(0.0, 0), (0.0004, 1), (0.5, 50), (0.996, 99), (1.0, 100)])
def test_percent_keeps_all_and_nothing_for_themselves(share: float, shown: int) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "file:///etc", "//x.test/a", "http:///a", " http://x",
     "http://x\n.test", "http://[", "", "java\tscript:x"],
)  # fmt: skip
def test_only_web_addresses_are_links(url: str) -> None:
    assert safe_url(url) is None
    assert article_view(article("نص", url=url))["url"] is None


def test_a_web_address_is_kept_as_it_is() -> None:
    assert safe_url("https://x.test/خبر?a=1&b='2'") == "https://x.test/خبر?a=1&b='2'"


# ---------------------------------------------------------------- a traced pile


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


def test_a_formula_is_named_in_its_row() -> None:
    comparison, a, b = pair([GREETING], [0], [0], formulas=(0,))
    assert view_of(comparison, a, b)["rows"][0]["formula"]
