from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.model import Article
from naql.terminal import comparison_text, isolated, visible

ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
SGR = re.compile(r"\x1b\[\d+m")
RUNS = [
    ("same", "قررت مدرسة التلال ", "قررت مدرسة التلال "),
    ("reworded", "تأجيل ", "إرجاء "),
    ("spelling", "الامتحان ", "الإمتحان "),
    ("dropped", "أمس ", ""),
    ("same", "حتى إشعار آخر", "حتى إشعار آخر"),
    ("punctuation", "، ", " "),
    ("same", "بسبب المطر", "بسبب المطر"),
    ("added", "", " الغزير"),
]


def article(name: str, text: str, **fields: Any) -> Article:
    whole = {"outlet": name, "title": None, "published": None, "published_kind": "none", "url": None}
    whole |= {"published_precision": None, "byline": None, "language": "ar"}
    return Article(id=name, text=text, **{**whole, **fields})


def one_block(runs: list[tuple[str, str, str]], **traits: bool) -> tuple[dict[str, Any], str, str]:
    a = b = "قبل "
    rows = []
    for op, left, right in runs:
        rows.append({"op": op, "a": [len(a), len(a) + len(left)], "b": [len(b), len(b) + len(right)]})
        a, b = a + left, b + right
    block = {
        "a": {"start": 4, "end": len(a), "text": a[4:]},
        "b": {"start": 4, "end": len(b), "text": b[4:]},
        "moved": False,
        "formula": False,
        "runs": rows,
        **traits,
    }
    whole = {
        "a": "x",
        "b": "y",
        "coverage": {"a": 0.5, "b": 0.996},
        "blocks": [block],
        "changes": [],
        "relation": None,
    }
    return whole, a + " بعد ذلك", b


def shown(runs: list[tuple[str, str, str]], *, colour: bool = False, width: int = 80, **fields: Any) -> str:
    comparison, a, b = one_block(runs)
    left, right = article("التلال", a, **fields), article("السهل", b)
    return comparison_text(comparison, left, right, colour=colour, width=width)


def side(text: str, name: str) -> list[str]:
    return [line[4:] for line in text.splitlines() if line.startswith(f"{name} │ ")]


def test_both_sides_with_marks_in_brackets() -> None:
    text = shown(RUNS)
    assert side(text, "A") == [
        "\u2068قررت مدرسة التلال [~تأجيل~] الامتحان [-أمس-] حتى إشعار آخر، بسبب المطر\u2069"
    ]
    assert side(text, "B") == [
        "\u2068قررت مدرسة التلال [~إرجاء~] الإمتحان حتى إشعار آخر بسبب المطر {+الغزير+}\u2069"
    ]


def test_colours_instead_of_brackets_and_quiet_kinds_dim() -> None:
    text = shown(RUNS, colour=True)
    (a,), (b,) = side(text, "A"), side(text, "B")
    assert "\x1b[33mتأجيل\x1b[0m" in a
    assert "\x1b[31mأمس\x1b[0m" in a
    assert "\x1b[2mالامتحان\x1b[0m" in a
    assert "آخر\x1b[2m،\x1b[0m بسبب" in a
    assert "\x1b[32mالغزير\x1b[0m" in b
    assert not re.search(r"\[-|\{\+|\[~", text)
    assert SGR.sub("", text) == re.sub(r"\[-|-\]|\{\+|\+\}|\[~|~\]", "", shown(RUNS))
    assert "\x1b" not in shown(RUNS)


def test_heading_says_who_when_and_how_much() -> None:
    comparison, a, b = one_block(RUNS, moved=True, formula=True)
    left = article("التلال", a, title="تأجيل", published="2024-05-03", published_kind="dateline")
    text = comparison_text(comparison, left, article("السهل", b), colour=False, width=80)
    first, second, third = text.splitlines()[:3]
    assert (
        first == "A   \u2068التلال\u2069 · \u2068تأجيل\u2069 · \u20682024-05-03\u2069 (dateline) · 50% shared"
    )
    assert second == "B   \u2068السهل\u2069 · 99% shared"  # .996 is not all of it
    assert third == "1 shared passage, 1 moved, 1 stock phrase"
    assert "── 1 · moved · stock phrase ──" in text


def test_what_is_not_shown_is_counted() -> None:
    assert shown(RUNS).splitlines()[-1] == "Words outside the shared passages: A 3, B 1"


def test_nothing_shared() -> None:
    nothing = {"coverage": {"a": 0, "b": 0}, "blocks": [], "changes": [], "relation": None}
    text = comparison_text(nothing, article("x", "كلمة"), article("y", ""), colour=True, width=80)
    assert "No shared passage." in text
    assert "A 1, B 0" in text


@pytest.mark.parametrize("width", [24, 40, 80])
def test_lines_fit_the_width_and_no_word_is_lost(width: int) -> None:
    runs = [("same", "كلمات كثيرة " * 30, "كلمات كثيرة " * 30), ("same", "日本語" * 40, "طويلة" * 40)]
    for name, column in (("A", 1), ("B", 2)):
        lines = side(shown(runs, width=width), name)
        wide = [sum(2 if x in "日本語" else x not in "\u2068\u2069" for x in line) for line in lines]
        assert max(wide) <= width - 4
        assert "".join(lines).translate({0x2068: None, 0x2069: None, 32: None}) == "".join(
            run[column].replace(" ", "") for run in runs
        )


def test_line_breaks_of_the_text_are_kept() -> None:
    lines = side(shown([("same", "أول\r\n\nثان\u2028ثالث", "أول ثان\tثالث")]), "A")
    assert lines == ["\u2068أول\u2069", "\u2068ثان\u2069", "\u2068ثالث\u2069"]


HOSTILE = "\x1b]0;owned\x07 \x1b[2J\x9b31m \u202eabc\u202c \u2069\u2066 x\x08\x7f \x00 \ud800"


@pytest.mark.parametrize("colour", [False, True])
def test_hostile_text_cannot_reach_the_terminal(colour: bool) -> None:
    runs = [("reworded", HOSTILE, HOSTILE), ("same", HOSTILE, HOSTILE)]
    odd = {
        "outlet": HOSTILE,
        "title": HOSTILE + "\nA │ forged",
        "published": HOSTILE,
        "published_kind": HOSTILE,
    }
    text = shown(runs, colour=colour, **odd)
    text.encode("utf-8")
    bare = SGR.sub("", text) if colour else text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]", bare)
    assert "<U+001B>" in text
    assert "<U+202E>abc" in text
    assert not any(line.startswith("A │ forged") for line in text.splitlines())


@given(
    st.lists(st.tuples(st.sampled_from(["same", "reworded", "spelling"]), st.text(), st.text()), max_size=4),
    st.booleans(),
)
def test_every_word_of_an_article_stands_in_an_isolate(
    runs: list[tuple[str, str, str]], colour: bool
) -> None:
    text = shown(runs, colour=colour)
    for line in text.split("\n"):
        assert line.count("\u2068") == line.count("\u2069")
        outside = ISOLATED.sub("", line)
        assert not re.search("[\u0600-\u06ff]", outside)
        if line.startswith(("A │", "B │")):
            assert outside in ("A │ ", "B │ ")
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", SGR.sub("", line))


def test_visible_keeps_what_is_harmless() -> None:
    assert visible("كلمة\u200f\u200c\u0651 ok") == "كلمة\u200f\u200c\u0651 ok"
    assert visible("\x1b[0m") == "<U+001B>[0m"
    assert isolated(" a\n b ") == "\u2068a b\u2069"
