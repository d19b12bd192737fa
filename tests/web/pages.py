"""What the tests of the pages share: invented comparisons, and reading a page back."""

from __future__ import annotations

from typing import Any

import lxml.html

from naql.model import Article

Runs = list[tuple[str, str, str]]

BRIDGE: Runs = [
    ("same", "أعلنت بلدية المرج أن جسر الوادي ", "أعلنت بلدية المرج أن جسر الوادي "),
    ("reworded", "سيُفتح ", "سوف يستقبل السيارات "),
    ("spelling", "الى ", "إلى "),
    ("same", "نهاية العام", "نهاية العام"),
    ("punctuation", "، ", " "),
    ("dropped", "بحسب المهندس، ", ""),
    ("same", "بعد إصلاح دام شهرين", "بعد إصلاح دام شهرين"),
    ("added", "", " كاملين"),
]
MARKET: Runs = [
    (
        "same",
        "وقال تاجر في السوق القديم إن البيع تحسن منذ أسبوع",
        "وقال تاجر في السوق القديم إن البيع تحسن منذ أسبوع",
    )
]
GREETING: Runs = [
    ("same", "صاحب السعادة مدير الدائرة العامة للمياه", "صاحب السعادة مدير الدائرة العامة للمياه")
]


def article(text: str, **fields: Any) -> Article:
    """An article with everything unknown but its text and what is given."""
    whole = {
        "id": "x",
        "outlet": None,
        "title": None,
        "text": text,
        "published": None,
        "published_kind": "none",
        "published_precision": None,
        "url": None,
        "byline": None,
        "language": "ar",
    }
    return Article(**{**whole, **fields})


def pair(
    blocks: list[Runs],
    a: list[str | int],
    b: list[str | int],
    *,
    moved: tuple[int, ...] = (),
    formulas: tuple[int, ...] = (),
) -> tuple[dict[str, Any], str, str]:
    """A comparison and its two texts, each given as its stretches in order: a string, or a block's number."""
    found: list[dict[str, Any]] = [
        {"formula": i in formulas, "moved": i in moved, "runs": [{"op": op} for op, _, _ in runs]}
        for i, runs in enumerate(blocks)
    ]
    texts = {}
    for side, parts, column in (("a", a, 1), ("b", b, 2)):
        text = ""
        for part in parts:
            if isinstance(part, str):
                text += part
                continue
            start = len(text)
            for run, row in zip(found[part]["runs"], blocks[part], strict=True):
                run[side] = [len(text), len(text) + len(row[column])]
                text += row[column]
            found[part][side] = {"start": start, "end": len(text), "text": text[start:]}
        texts[side] = text
    found.sort(key=lambda x: x["a"]["start"])
    comparison = {
        "a": "left",
        "b": "right",
        "coverage": {"a": 0.5, "b": 0.996},
        "blocks": found,
        "changes": [],
        "relation": None,
    }
    return comparison, texts["a"], texts["b"]


def news() -> tuple[dict[str, Any], str, str]:
    """Three shared passages, the second moved, the third a formula, and stretches of each alone."""
    return pair(
        [BRIDGE, MARKET, GREETING],
        ["المرج - خاص\n\n", 0, ".\nوفي خبر آخر، ", 1, "\r\nوشكر الأهالي «", 2, "» على جهوده."],
        ["«", 1, "» كما روى الشهود.\n", "نشرة المساء\n", 0, "!\n\n", 2, "\nانتهى"],
        moved=(1,),
        formulas=(2,),
    )


def parse(page: str) -> Any:
    """A page as a tree. lxml nests the void <wbr>, which browsers do not, thousands deep: it goes first."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    return lxml.html.document_fromstring(page.replace("<wbr>", "").encode("utf-8"), parser=parser)


def column(tree: Any, side: str) -> str:
    """The whole text of one side of a page, its cells in the order of their place in the text."""
    cells = tree.xpath(f"//div[@class='cell {side}']")
    cells.sort(key=lambda cell: int(cell.get("data-at")))
    return "".join(p.text_content() for cell in cells for p in cell.xpath("./p"))


def changes(comparison: dict[str, Any], rows: list[tuple[str, str, str]]) -> dict[str, Any]:
    """A comparison with a change (kind, severity, reason) for each of its runs that differ, in order."""
    runs = [run for block in comparison["blocks"] for run in block["runs"] if run["op"] != "same"]
    texts = {side: {} for side in ("a", "b")}
    for block in comparison["blocks"]:
        for side, letters in texts.items():
            start = block[side]["start"]
            letters |= {start + i: letter for i, letter in enumerate(block[side]["text"])}
    made = []
    for run, (kind, severity, why) in zip(runs, rows, strict=True):
        change: dict[str, Any] = {}
        for side, letters in texts.items():
            start, end = run[side]
            words = "".join(letters[i] for i in range(start, end))
            end -= len(words) - len(words.rstrip())
            start += len(words) - len(words.lstrip())
            stands = start < end
            change[side] = {"start": start, "end": end, "text": words.strip()} if stands else None
            change[f"at_{side}"] = None if stands else start
        made.append(change | {"kind": kind, "severity": severity, "why": {"ar": "السبب", "en": why}})
    return comparison | {"changes": made}


def changed_news() -> tuple[dict[str, Any], str, str]:
    """`news` with a change for each run: wording, spelling, marks, a source dropped, a detail added."""
    comparison, a, b = news()
    rows = [
        ("wording", "none", "same-meaning"),
        ("spelling", "none", "hamza"),
        ("punctuation", "none", "comma"),
        ("attribution", "major", "engineer-dropped"),
        ("detail", "minor", "length-added"),
    ]
    return changes(comparison, rows), a, b
