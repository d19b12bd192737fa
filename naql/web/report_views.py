"""What the page of a traced pile shows, as plain dictionaries made from the rows of its tables.

Like `naql.web.views`, which shows each of its comparisons: no HTML, no labels, no files.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from naql.model import Article
from naql.web.changed import Row, View, kind_counts, severity_counts
from naql.web.views import COUNTS, article_view, comparison_view, percent

_OUTLETS_NAMED = 30
_CHANGES_NAMED = 10
_SPEAKERS_NAMED = 8


class _Pile(NamedTuple):
    """The rows of a pile, each kind under the id it is asked by."""

    articles: Mapping[str, Article]
    pairs: Mapping[str, list[tuple[str, Row]]]
    copies: Mapping[str, Row]
    comparisons: Mapping[frozenset[str], Row]
    speakers: Mapping[str, Sequence[Row]]


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
    speakers: Mapping[str, Sequence[Row]] | None = None,
    totals: Mapping[str, int] | None = None,
    max_stories: int = 20,
    max_articles: int = 100,
) -> View:
    """A traced pile on one page, from rows with the fields of the records they are named after.

    `comparisons` are those of `report_pairs`, in the JSON shape of `compare --json`; `speakers` has rows
    of `name`, `statements` and `texts` for each story's id, most quoted first. `totals`
    overrides what is counted here (`articles`, `outlets`, `copies`, `passages`, `formulas`,
    `skipped`, `stories`) when the lists hold only what the shown stories need.
    """
    pile = _Pile(
        {row["id"]: _article(row) for row in articles},
        _neighbours(pairs),
        {copy["article_id"]: copy for copy in copies},
        {frozenset((x["a"], x["b"])): x for x in comparisons},
        speakers or {},
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
        "kinds": kind_counts(x for view in views for y in view["comparisons"] for x in y["changes"]),
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
        "severities": severity_counts(x for y in comparisons for x in y["changes"]),
        "changes": _major(comparisons),
        "speakers": [dict(row) for row in pile.speakers.get(story["id"], ())[:_SPEAKERS_NAMED]],
    }


def _major(comparisons: Sequence[View]) -> list[View]:
    """The major changes of a story, each once with the articles that have it, the most frequent first."""
    found: dict[tuple[str, ...], View] = {}
    for comparison in comparisons:
        for change in comparison["listed"]:
            if change["severity"] != "major":
                break
            words = (change[side]["text"] if change[side] else "" for side in ("a", "b"))
            shown = found.setdefault((change["kind"], *words), {**change, "articles": []})
            name = {"name": comparison["b"]["name"], "comparison": comparison["key"]}
            if name not in shown["articles"]:
                shown["articles"].append(name)
    return sorted(found.values(), key=lambda x: -len(x["articles"]))[:_CHANGES_NAMED]


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
