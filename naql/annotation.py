"""Everything that is read out of one article: as a Reading, and as plain data for other programs."""

from __future__ import annotations

import datetime
import re
from typing import Any

from naql.attribution import statements
from naql.credits import credit
from naql.errors import UsageError
from naql.language import language_of
from naql.model import Article, ChainStep, Quantity, Reading, Statement
from naql.numbers import numerals
from naql.quantities import quantities
from naql.sentences import tokens
from naql.time_conflicts import contradictions
from naql.times import times

Data = dict[str, Any]

_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def annotate(article: Article | str) -> Reading:
    """Credit, statements, quantities and times of an article or a bare text.

    Day words count from the article's date, however it is known, if it is known to the day. Raises
    UsageError for a text with lone surrogates, which no file can hold.
    """
    if isinstance(article, str):
        article = Article("", None, None, article, None, "none", None, None, None, None)
    text = article.text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"a lone surrogate at {error.start}; replace it by U+FFFD") from error
    language, day = language_code(article), day_of(article)
    read = tokens(text)
    numbers = numerals(text, read, language)
    found_times = times(text, day, language, read, numbers)
    said = statements(
        text, language, article_id=article.id, outlet=article.outlet, byline=article.byline, read=read
    )
    return Reading(
        id=article.id,
        text=text,
        language=language,
        day=day.isoformat() if day else None,
        credit=credit(text, article.byline, language, outlet=article.outlet),
        statements=tuple(said),
        quantities=tuple(quantities(text, language, read, numbers, found_times)),
        times=tuple(found_times),
    )


def language_code(article: Article) -> str | None:
    """The language an article gives for itself (`ar`, `ar-SA`), else the one its words tell."""
    given = _CODE.fullmatch(article.language.strip()) if article.language else None
    return given[1].lower() if given else language_of(article.text)


def day_of(article: Article) -> datetime.date | None:
    """The day of an article's date; None where the date is not known to the day, or is no date."""
    found = _DAY.match(article.published or "")
    try:
        return datetime.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def to_dict(reading: Reading) -> Data:
    """A reading as `naql annotate` prints it (docs/annotate.md).

    What Naql only guesses of a step's status is printed as `inherited`; ids count within the article.
    """
    text, named = reading.text, reading.credit
    return {
        "doc": reading.id,
        "credit": {"name": named.name, "where": named.where, "text": named.text} if named else None,
        "attributions": [_attribution(text, f"a{n}", s) for n, s in enumerate(reading.statements, 1)],
        "quantities": [_quantity(text, q) for q in reading.quantities],
        "times": [
            {"span": span(text, t.start, t.end), "value": t.value, "kind": t.kind, "relative": t.relative}
            for t in reading.times
        ],
        "day_conflicts": [
            {
                "left_over": span(text, c.left_over.start, c.left_over.end),
                "other": span(text, c.other.start, c.other.end),
                "days": c.days,
            }
            for c in contradictions(text, reading.times, reading.language or "")
        ],
    }


def span(text: str, start: int, end: int) -> Data:
    """A stretch of a text: its offsets and its words."""
    return {"start": start, "end": end, "text": text[start:end]}


def _maybe(text: str, start: int | None, end: int | None) -> Data | None:
    return None if start is None or end is None else span(text, start, end)


def _attribution(text: str, name: str, said: Statement) -> Data:
    return {
        "id": name,
        "mode": said.mode,
        "cue": span(text, said.cue_start, said.cue_end),
        "source": _maybe(text, said.source_start, said.source_end),
        "content": [span(text, part.start, part.end) for part in said.content],
        "chain": [_step(text, step) for step in said.chain],
        "unnamed": said.unnamed,
    }


def _step(text: str, step: ChainStep) -> Data:
    status = "inherited" if step.status == "inferred" else step.status
    return {
        "role": step.role,
        "name": step.name,
        "status": status,
        "span": _maybe(text, step.start, step.end),
    }


def _quantity(text: str, found: Quantity) -> Data:
    return {
        "span": span(text, found.start, found.end),
        "value": _number(found.value),
        "min": _number(found.least),
        "max": _number(found.most),
        "relation": found.relation,
        "thing": found.thing,
        "thing_span": _maybe(text, found.thing_start, found.thing_end),
    }


def _number(value: float | None) -> float | int | None:
    """A whole number without its `.0`."""
    return int(value) if value is not None and value.is_integer() else value
