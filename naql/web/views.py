"""What the pages show, as plain dictionaries made from records.

Pure functions that know neither HTML nor labels nor files; every view can be printed as JSON.
A text is shown whole: the cells of one side, put in the order of their `at`, give it back letter
for letter, wherever the passages of the other side made them stand.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from naql.model import Article
from naql.web.changed import (
    Mark,
    Row,
    View,
    cut,
    kind_counts,
    listed,
    marks,
    numbered,
    severity_counts,
    unexplained,
)

COUNTS = ("blocks", "moved", "formula", "alone", "dropped", "added", "reworded", "spelling", "punctuation")
"""What a comparison counts: its blocks and their traits, unshared stretches, and runs that differ without
a change that says how."""

BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]\s*")
_TO_PREVIOUS = re.compile(r"""[^\S\n]*[،,.;:؛!?؟…»”’"')\]}]*\s+""")
_WEB = re.compile(r"https?://[^\s/?#\[]\S*", re.IGNORECASE)
_TO_NEXT = "«“‘\"'([{"
_FIRST_WORDS = 12


class _Layout(NamedTuple):
    """One text cut into cells: `order` lists its blocks as they stand in it, `cells` has one span
    per block, `gaps` the unshared spans (the i-th stands before the i-th block of `order`)."""

    order: list[int]
    cells: list[tuple[int, int]]
    gaps: list[tuple[int, int]]


def comparison_view(comparison: Row, a: Article, b: Article, *, key: str = "c") -> View:
    """Two texts in step, from the JSON shape of `compare --json`; `key` begins every element's id."""
    blocks, overlapping = _disjoint(comparison["blocks"])
    moved = _moved(blocks)
    texts = {"a": a.text, "b": b.text}
    layouts = {side: _layout(text, [_span(x[side]) for x in blocks]) for side, text in texts.items()}
    changes = numbered(comparison["changes"])
    rows = _rows(blocks, moved, texts, layouts, {side: marks(changes, side) for side in texts})
    shown = _shown(rows)
    for change in changes:
        change["shown"] = {side: (side, change["number"]) in shown for side in texts}
    counts = unexplained(blocks, changes)
    counts.update(row["kind"] for row in rows)
    counts.update(blocks=len(blocks), moved=sum(moved), formula=sum(bool(x["formula"]) for x in blocks))
    return {
        "key": key,
        "a": article_view(a) | {"coverage": percent(comparison["coverage"]["a"])},
        "b": article_view(b) | {"coverage": percent(comparison["coverage"]["b"])},
        "counts": {name: counts[name] for name in COUNTS},
        "overlapping": overlapping,
        "relation": _relation(comparison["relation"]),
        "kinds": kind_counts(changes),
        "severities": severity_counts(changes),
        "changes": changes,
        "listed": listed(changes),
        "map": _map(blocks, moved, texts),
        "rows": rows,
    }


def _relation(relation: Row | None) -> View | None:
    """Who took from whom: `source` and `taker` are sides, None where no arrow may be drawn."""
    if relation is None:
        return None
    taker, arrow, source = relation["direction"].partition("<-")
    return {
        "common": relation["direction"] == "common",
        "taker": taker if arrow else None,
        "source": source if arrow else None,
        "evidence": [one["why"] for one in relation["evidence"]],
    }


def article_view(article: Article) -> View:
    """What a page says of one article; `url` only where it is a web address that can be followed."""
    dated = article.published is not None and article.published_kind != "none"
    return {
        "id": article.id,
        "name": article.outlet or article.id,
        "outlet": article.outlet,
        "title": article.title or _first_words(article.text),
        "date": article.published if dated else None,
        "date_kind": article.published_kind if dated else "none",
        "url": safe_url(article.url),
        "language": article.language or "",
    }


def safe_url(url: str | None) -> str | None:
    """The address itself if it is a plain http or https one, else None: never `javascript:`."""
    return url if url and url.isprintable() and _WEB.fullmatch(url) else None


def percent(share: float) -> int:
    """A share as a whole percentage that says 100 only for all of it, and 0 only for nothing."""
    return round(share) * 100 if share <= 0 or share >= 1 else min(99, max(1, round(100 * share)))


def _span(span: Row) -> tuple[int, int]:
    return span["start"], span["end"]


def _first_words(text: str) -> str:
    words = text[: 40 * _FIRST_WORDS].split()
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")


def _disjoint(blocks: Sequence[Row]) -> tuple[list[Row], int]:
    """The blocks sorted by a without those that overlap a better one, and how many those are.

    A character is shown once: of two blocks over the same words an unmoved one stays, then the longer.
    """
    taken: dict[str, list[tuple[int, int]]] = {"a": [], "b": []}
    kept: list[Row] = []
    for block in sorted(blocks, key=lambda x: (x["moved"], x["a"]["start"] - x["a"]["end"], _span(x["a"]))):
        spans = {side: _span(block[side]) for side in taken}
        if all(_free(taken[side], spans[side]) for side in taken):
            kept.append(block)
            for side, span in spans.items():
                bisect.insort(taken[side], span)
    return sorted(kept, key=lambda x: _span(x["a"])), len(blocks) - len(kept)


def _free(taken: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    i = bisect.bisect(taken, span)
    return (i == 0 or taken[i - 1][1] <= span[0]) and (i == len(taken) or span[1] <= taken[i][0])


def _moved(blocks: Sequence[Row]) -> list[bool]:
    """Which blocks stand out of b's order: those marked so, and any that would run backwards."""
    moved, reached = [], 0
    for block in blocks:
        start, end = _span(block["b"])
        moved.append(bool(block["moved"]) or start < reached)
        if not moved[-1]:
            reached = end
    return moved


def _layout(text: str, spans: Sequence[tuple[int, int]]) -> _Layout:
    """Cut a text into the blocks' cells and the gaps between them.

    Blocks end on words: the full stop after one, and the opening quote before the next, go into
    the blocks' own cells, so that no row holds a lone mark.
    """
    order = sorted(range(len(spans)), key=spans.__getitem__)
    cells, gaps = list(spans), []
    for place in range(len(order) + 1):
        start = spans[order[place - 1]][1] if place else 0
        end = spans[order[place]][0] if place < len(order) else len(text)
        inner = _trim(text, start, end, first=place == 0, last=place == len(order))
        if place:
            cells[order[place - 1]] = (cells[order[place - 1]][0], inner[0])
        if place < len(order):
            cells[order[place]] = (inner[1], spans[order[place]][1])
        gaps.append(inner)
    return _Layout(order, cells, gaps)


def _trim(text: str, start: int, end: int, *, first: bool, last: bool) -> tuple[int, int]:
    """The part of a gap that needs a row of its own; the rest belongs to the blocks around it."""
    gap = text[start:end]
    if first and last:
        return start, end
    if not any(c.isalnum() for c in gap):
        cut = end if last else start if first else start + len(gap) - len(re.split(r"\s", gap)[-1])
        return cut, cut
    head = None if first else _TO_PREVIOUS.match(gap)
    return start + (head.end() if head else 0), end if last else start + len(gap.rstrip(_TO_NEXT))


def _rows(
    blocks: Sequence[Row],
    moved: list[bool],
    texts: Mapping[str, str],
    layouts: Mapping[str, _Layout],
    marked: Mapping[str, Sequence[Mark]],
) -> list[View]:
    """The grid's rows in a's order; b's own stretches stand before the block that follows them in b."""
    a, b = layouts["a"], layouts["b"]
    rows: list[View] = []
    markers: dict[int, View] = {}
    place = 0
    for i in range(len(blocks) + 1):
        rows += _alone("a", texts["a"], a.gaps[i], marked["a"])
        if i == len(blocks) or not moved[i]:
            reached = b.order.index(i) if i < len(blocks) else len(blocks)
            for gap, number in zip(b.gaps[place:reached], b.order[place:reached], strict=True):
                markers[number] = {"kind": "marker", "number": number + 1, "above": number < i}
                rows += [*_alone("b", texts["b"], gap, marked["b"]), markers[number]]
            rows += _alone("b", texts["b"], b.gaps[reached], marked["b"])
            place = reached + 1
        if i < len(blocks):
            runs = blocks[i]["runs"]
            cells = {
                x: _cell(texts[x], layouts[x].cells[i], [(r["op"], *r[x]) for r in runs], marked[x])
                for x in texts
            }
            head = {"kind": "shared", "number": i + 1, "moved": moved[i], "formula": blocks[i]["formula"]}
            rows.append(head | cells)
    for row in rows:
        if row["kind"] == "shared" and row["moved"]:
            row["place_above"] = not markers[row["number"] - 1]["above"]
    return rows


def _alone(side: str, text: str, span: tuple[int, int], marked: Sequence[Mark]) -> list[View]:
    if span[0] == span[1]:
        return []
    return [{"kind": "alone", "a": None, "b": None, side: _cell(text, span, (), marked)}]


def _cell(
    text: str, span: tuple[int, int], pieces: Sequence[tuple[str, int, int]], marked: Sequence[Mark]
) -> View:
    """A span of a text as paragraphs of pieces; what no run covers has the operation `alone`."""
    start, end = span
    inner = (pieces[0][1], pieces[-1][2]) if pieces else (end, end)
    whole = [("alone", start, inner[0]), *pieces, ("alone", inner[1], end)]
    begins = {(mark[0], mark[2]) for mark in marked}
    parts = cut(((op, s, e) for op, s, e in whole if s < e), marked)
    kinds = (
        ({"op": op, "change": n, "first": (s, n) in begins} if n else {"op": op}, text[s:e])
        for op, s, e, n in parts
    )
    return {"at": start, "paragraphs": _paragraphs(kinds)}


def _paragraphs(pieces: Iterable[tuple[View, str]]) -> list[list[View]]:
    """Pieces of a text, each what it is and its words, cut where the text breaks its lines.

    The breaks stay, at the end of what they close.
    """
    done, current = list[list[View]](), list[View]()
    for kind, text in pieces:
        start = 0
        for found in BREAK.finditer(text):
            current.append({**kind, "text": text[start : found.end()]})
            start, kind = found.end(), {**kind, "first": False} if "first" in kind else kind
            if any(piece["text"].strip() for piece in current):
                done.append(current)
                current = []
        if start < len(text):
            current.append({**kind, "text": text[start:]})
    if current and done and not any(piece["text"].strip() for piece in current):
        done[-1].extend(current)
    elif current:
        done.append(current)
    return done


def _shown(rows: Sequence[View]) -> set[tuple[str, int]]:
    """The sides and numbers of the changes that a mark in the rows stands for."""
    return {
        (side, piece["change"])
        for row in rows
        for side in ("a", "b")
        if row["kind"] != "marker" and row[side]
        for paragraph in row[side]["paragraphs"]
        for piece in paragraph
        if piece.get("first")
    }


def _map(blocks: Sequence[Row], moved: list[bool], texts: Mapping[str, str]) -> list[View]:
    """Where each block stands in the two texts: start and end in hundredths of their length."""
    whole = {side: max(1, len(text)) / 100 for side, text in texts.items()}
    return [
        {"number": i + 1, "moved": moved[i], "formula": x["formula"]}
        | {s: [round(x[s]["start"] / whole[s], 1), round(x[s]["end"] / whole[s], 1)] for s in whole}
        for i, x in enumerate(blocks)
    ]
