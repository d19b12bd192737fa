"""Simple answers to compare with: earliest, longest, nearest earlier text, one wire behind all.

Each sees what Naql sees, the articles. Where nothing is known of a time, `earliest` takes the smallest id,
which tells nothing. The counts of textual origins they give: one for "all from one text", the number of
articles for `articles`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from benchmarks.transmission.evaluation import Answer, Arrow
from benchmarks.words import folded_words
from naql.model import Article

RUN = 5  # words in a run that two texts share or do not
NEAREST_SHARE = 0.7
"""Least share of an article's runs that stand in its source; the best F1 of arrows on `realistic`, seed 0."""

Method = Callable[[Sequence[Article]], Answer]


def moment(article: Article) -> datetime | None:
    """The time of an article as it says, a day at its beginning; None where it says none."""
    if article.published is None:
        return None
    found = datetime.fromisoformat(article.published)
    return found.replace(tzinfo=None)


def earliest(articles: Sequence[Article]) -> Answer:
    """Everything comes from the text with the earliest time."""
    first = min(articles, key=lambda a: (moment(a) or datetime.max, a.id))
    return _all_from(first, articles)


def longest(articles: Sequence[Article]) -> Answer:
    """Everything comes from the longest text."""
    return _all_from(max(articles, key=lambda a: (len(a.text), a.id)), articles)


def _all_from(first: Article, articles: Sequence[Article]) -> Answer:
    arrows = tuple(Arrow(first.id, a.id, "baseline", False) for a in articles if a.id != first.id)
    return Answer(arrows, 1, 1)


def articles_alone(articles: Sequence[Article]) -> Answer:
    """No text comes from another: as many origins as articles."""
    return Answer((), len(articles), len(articles))


def one_wire(articles: Sequence[Article]) -> Answer:
    """Everything comes from one wire that is not in the pile."""
    return Answer(tuple(Arrow("wire", a.id, "baseline", True) for a in articles), 1, 1)


def nearest(articles: Sequence[Article]) -> Answer:
    """Every text comes from the earlier text that holds the largest share of its runs of words.

    An article without a time counts as earlier and later than all. The count is that of texts left without
    a source.
    """
    runs = {a.id: word_runs(a.text) for a in articles}
    arrows = []
    for article in articles:
        best = max(
            (
                (len(runs[article.id] & runs[other.id]) / max(1, len(runs[article.id])), other.id)
                for other in articles
                if other.id != article.id and _before(other, article)
            ),
            default=(0.0, ""),
        )
        if best[0] >= NEAREST_SHARE:
            arrows.append(Arrow(best[1], article.id, "baseline", False))
    roots = max(1, len(articles) - len(arrows))
    return Answer(tuple(arrows), roots, roots)


def _before(other: Article, article: Article) -> bool:
    """Whether one text may be earlier: times known say so, with a day's slack where only days are known."""
    mine, theirs = moment(article), moment(other)
    if mine is None or theirs is None:
        return True
    if "day" in (article.published_precision, other.published_precision):
        return theirs.date() < mine.date() or (theirs.date() == mine.date() and other.id < article.id)
    return theirs + timedelta(minutes=1) <= mine


def word_runs(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of five folded words of a text."""
    words = folded_words(text)
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


BASELINES: dict[str, Method] = {
    "earliest text": earliest,
    "longest text": longest,
    "nearest earlier text": nearest,
    "one wire for all": one_wire,
    "number of articles": articles_alone,
}
