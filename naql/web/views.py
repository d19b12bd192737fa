"""What the pages show, as plain dictionaries made from records.

Pure functions that know neither HTML nor labels nor files; every view can be printed as JSON.
A text is shown whole: the cells of one side, put in the order of their `at`, give it back letter
for letter, wherever the passages of the other side made them stand.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from naql.model import Article

View = dict[str, Any]
Row = Mapping[str, Any]

COUNTS = ("blocks", "moved", "formula", "alone", "dropped", "added", "reworded", "spelling", "punctuation")
"""What a comparison counts: its blocks and their traits, unshared stretches, and runs that differ."""

_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]\s*")
_TO_PREVIOUS = re.compile(r"""[^\S\n]*[،,.;:؛!?؟…»”’"')\]}]*\s+""")
_WEB = re.compile(r"https?://[^\s/?#\[]\S*", re.IGNORECASE)
_TO_NEXT = "«“‘\"'([{"
_FIRST_WORDS = 12
_OUTLETS_NAMED = 30


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
    rows = _rows(blocks, moved, texts, layouts)
    counts = Counter(run["op"] for block in blocks for run in block["runs"])
    counts.update(row["kind"] for row in rows)
    counts.update(blocks=len(blocks), moved=sum(moved), formula=sum(bool(x["formula"]) for x in blocks))
    return {
        "key": key,
        "a": article_view(a) | {"coverage": percent(comparison["coverage"]["a"])},
        "b": article_view(b) | {"coverage": percent(comparison["coverage"]["b"])},
        "counts": {name: counts[name] for name in COUNTS},
        "overlapping": overlapping,
        "map": _map(blocks, moved, texts),
        "rows": rows,
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
    blocks: Sequence[Row], moved: list[bool], texts: Mapping[str, str], layouts: Mapping[str, _Layout]
) -> list[View]:
    """The grid's rows in a's order; b's own stretches stand before the block that follows them in b."""
    a, b = layouts["a"], layouts["b"]
    rows: list[View] = []
    markers: dict[int, View] = {}
    place = 0
    for i in range(len(blocks) + 1):
        rows += _alone("a", texts["a"], a.gaps[i])
        if i == len(blocks) or not moved[i]:
            reached = b.order.index(i) if i < len(blocks) else len(blocks)
            for gap, number in zip(b.gaps[place:reached], b.order[place:reached], strict=True):
                markers[number] = {"kind": "marker", "number": number + 1, "above": number < i}
                rows += [*_alone("b", texts["b"], gap), markers[number]]
            rows += _alone("b", texts["b"], b.gaps[reached])
            place = reached + 1
        if i < len(blocks):
            runs = blocks[i]["runs"]
            cells = {x: _cell(texts[x], layouts[x].cells[i], [(r["op"], *r[x]) for r in runs]) for x in texts}
            head = {"kind": "shared", "number": i + 1, "moved": moved[i], "formula": blocks[i]["formula"]}
            rows.append(head | cells)
    for row in rows:
        if row["kind"] == "shared" and row["moved"]:
            row["place_above"] = not markers[row["number"] - 1]["above"]
    return rows


def _alone(side: str, text: str, span: tuple[int, int]) -> list[View]:
    return [{"kind": "alone", "a": None, "b": None, side: _cell(text, span, ())}] if span[0] < span[1] else []


def _cell(text: str, span: tuple[int, int], pieces: Sequence[tuple[str, int, int]]) -> View:
    """A span of a text as paragraphs of pieces; what no run covers has the operation `alone`."""
    start, end = span
    inner = (pieces[0][1], pieces[-1][2]) if pieces else (end, end)
    whole = [("alone", start, inner[0]), *pieces, ("alone", inner[1], end)]
    return {"at": start, "paragraphs": _paragraphs((op, text[s:e]) for op, s, e in whole if s < e)}


def _paragraphs(pieces: Iterable[tuple[str, str]]) -> list[list[View]]:
    """Pieces cut where the text breaks its lines; the breaks stay, at the end of what they close."""
    done, current = list[list[View]](), list[View]()
    for op, text in pieces:
        start = 0
        for found in _BREAK.finditer(text):
            current.append({"op": op, "text": text[start : found.end()]})
            start = found.end()
            if any(piece["text"].strip() for piece in current):
                done.append(current)
                current = []
        if start < len(text):
            current.append({"op": op, "text": text[start:]})
    if current and done and not any(piece["text"].strip() for piece in current):
        done[-1].extend(current)
    elif current:
        done.append(current)
    return done


def _map(blocks: Sequence[Row], moved: list[bool], texts: Mapping[str, str]) -> list[View]:
    """Where each block stands in the two texts: start and end in hundredths of their length."""
    whole = {side: max(1, len(text)) / 100 for side, text in texts.items()}
    return [
        {"number": i + 1, "moved": moved[i], "formula": x["formula"]}
        | {s: [round(x[s]["start"] / whole[s], 1), round(x[s]["end"] / whole[s], 1)] for s in whole}
        for i, x in enumerate(blocks)
    ]


class _Pile(NamedTuple):
    """The rows of a pile, each kind under the id it is asked by."""

    articles: Mapping[str, Article]
    pairs: Mapping[str, list[tuple[str, Row]]]
    copies: Mapping[str, Row]
    comparisons: Mapping[frozenset[str], Row]


def report_pairs(
    stories: Sequence[Row],
    pairs: Iterable[Row],
    copies: Iterable[Row] = (),
    *,
    max_stories: int = 20,
    max_comparisons: int = 20,
) -> list[tuple[str, str]]:
    """The (hub, other) ids whose comparisons a report shows: compute these and hand them over.

    The hub of a story shares most words with its others (ties: the smallest id). Exact copies are
    left out: the text they stand for is compared once.
    """
    near = _neighbours(pairs)
    exact = {copy["article_id"] for copy in copies if copy["kind"] == "exact"}
    wanted: list[tuple[str, str]] = []
    for story in _largest(stories)[:max_stories]:
        hub = _hub(story, near)
        words = {other: row["words"] for other, row in near.get(hub, ())}
        others = [x for x in story["article_ids"] if x != hub and x not in exact]
        others.sort(key=lambda x: (-words.get(x, 0), x))
        wanted += [(hub, other) for other in others[:max_comparisons]]
    return wanted


def report_view(
    stories: Sequence[Row],
    articles: Sequence[Row],
    *,
    pairs: Sequence[Row] = (),
    copies: Sequence[Row] = (),
    skips: Sequence[Row] = (),
    passages: Sequence[Row] = (),
    comparisons: Sequence[Row] = (),
    totals: Mapping[str, int] | None = None,
    max_stories: int = 20,
    max_articles: int = 100,
) -> View:
    """A traced pile on one page, from rows with the fields of the records they are named after.

    `comparisons` are those of `report_pairs`, in the JSON shape of `compare --json`. `totals`
    overrides what is counted here (`articles`, `outlets`, `copies`, `passages`, `formulas`,
    `skipped`, `stories`) when the lists hold only what the shown stories need.
    """
    pile = _Pile(
        {row["id"]: _article(row) for row in articles},
        _neighbours(pairs),
        {copy["article_id"]: copy for copy in copies},
        {frozenset((x["a"], x["b"])): x for x in comparisons},
    )
    kinds = (article_view(x)["date_kind"] for x in pile.articles.values())
    shown = enumerate(_largest(stories)[:max_stories], 1)
    views = [_story(f"s{n}", story, pile, max_articles) for n, story in shown]
    counts = [comparison["counts"] for view in views for comparison in view["comparisons"]]
    return {
        "totals": _totals(pile, passages)
        | {"stories": len(stories), "skipped": len(skips)}
        | dict(totals or {}),
        "skips": _counted(str(skip["reason"]) for skip in skips),
        "date_kinds": _counted(kinds),
        "counts": {name: sum(x[name] for x in counts) for name in COUNTS},
        "stories": views,
    }


def _totals(pile: _Pile, passages: Sequence[Row]) -> dict[str, int]:
    formulas = sum(bool(passage["formula"]) for passage in passages)
    return {
        "articles": len(pile.articles),
        "outlets": len({x.outlet for x in pile.articles.values() if x.outlet}),
        "copies": len(pile.copies),
        "passages": len(passages) - formulas,
        "formulas": formulas,
    }


def _counted(names: Iterable[str]) -> list[View]:
    return [
        {"name": x, "count": n} for x, n in sorted(Counter(names).items(), key=lambda row: (-row[1], row[0]))
    ]


def _story(key: str, story: Row, pile: _Pile, max_articles: int) -> View:
    members = sorted((pile.articles[x] for x in story["article_ids"]), key=_reading_order)
    hub = _hub(story, pile.pairs)
    anchors: dict[str, str] = {}
    comparisons: list[View] = []
    for member in members:
        found = pile.comparisons.get(frozenset((hub, member.id))) if member.id != hub else None
        if found is not None:
            anchors[member.id] = f"{key}c{len(comparisons) + 1}"
            sides = pile.articles[found["a"]], pile.articles[found["b"]]
            comparisons.append(comparison_view(found, *sides, key=anchors[member.id]))
    outlets = sorted({x.outlet for x in members if x.outlet})
    exact = sum(x.id != hub and pile.copies.get(x.id, {}).get("kind") == "exact" for x in members)
    return {
        "key": key,
        "id": story["id"],
        "title": article_view(members[0])["title"],
        "size": len(story["article_ids"]),
        "outlets": story["outlets"],
        "outlet_names": outlets[:_OUTLETS_NAMED],
        "outlets_more": max(0, len(outlets) - _OUTLETS_NAMED),
        "date": story["first_seen"],
        "date_kind": (story["first_seen"] and story["first_seen_kind"]) or "none",
        "articles": [
            _story_row(x, story, pile) | {"hub": x.id == hub, "comparison": anchors.get(x.id)}
            for x in members[:max_articles]
        ],
        "comparisons": comparisons,
        "comparable": len(members) - 1 - exact,
    }


def _story_row(article: Article, story: Row, pile: _Pile) -> View:
    """One article in a story's table: what it shares with the article it shares most with."""
    inside = set(story["article_ids"])
    shared = [row for other, row in pile.pairs.get(article.id, ()) if other in inside]
    best = max(shared, key=lambda row: int(row["words"]), default=None)
    copy = pile.copies.get(article.id)
    row: View = {"coverage": None, "words": None, "copy_kind": None, "copy_of": None}
    if best is not None:
        side = "left" if best["left_id"] == article.id else "right"
        row |= {"coverage": percent(best[f"{side}_coverage"]), "words": best["words"]}
    if copy is not None:
        original = pile.articles.get(copy["representative_id"])
        name = article_view(original)["name"] if original else copy["representative_id"]
        row |= {"copy_kind": copy["kind"], "copy_of": name}
    return article_view(article) | row


def _article(row: Row) -> Article:
    fields: View = {field.name: row.get(field.name) for field in dataclasses.fields(Article)}
    return Article(**fields)


def _reading_order(article: Article) -> tuple[bool, str, str]:
    """Dated articles first, in order; a crawl time says only "existed by", so it comes after them."""
    known = article.published is not None and article.published_kind not in ("crawl", "none")
    return not known, article.published or "9999", article.id


def _largest(stories: Sequence[Row]) -> list[Row]:
    return sorted(stories, key=lambda x: (-len(x["article_ids"]), x["id"]))


def _neighbours(pairs: Iterable[Row]) -> dict[str, list[tuple[str, Row]]]:
    near: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for pair in pairs:
        near[pair["left_id"]].append((pair["right_id"], pair))
        near[pair["right_id"]].append((pair["left_id"], pair))
    return near


def _hub(story: Row, near: Mapping[str, list[tuple[str, Row]]]) -> str:
    inside = set(story["article_ids"])
    shared = {x: sum(int(row["words"]) for other, row in near.get(x, ()) if other in inside) for x in inside}
    return str(min(inside, key=lambda x: (-shared[x], x)))
