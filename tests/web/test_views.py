from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import BRIDGE, GREETING, MARKET, article, news, pair

from naql.web.views import COUNTS, article_view, comparison_view, percent, safe_url


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


def test_a_formula_is_named_in_its_row() -> None:
    comparison, a, b = pair([GREETING], [0], [0], formulas=(0,))
    assert view_of(comparison, a, b)["rows"][0]["formula"]
