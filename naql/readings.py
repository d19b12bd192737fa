"""Readings of a pile as rows: what is read out of each text, and the changes between texts that share some.

Pure functions over Arrow batches and the SQL between them, for `naql.pipeline`. A text that is a copy
of another is read once, as its representative. A reading is stored whole, as JSON, since what follows
needs all of it; `content` is its digest, so that changes are looked for again only where a side's
reading, and not merely its neighbourhood, is another.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from naql.annotation import annotate, language_code
from naql.arrow import schema
from naql.changes import changes
from naql.credits import credit
from naql.model import (
    Alignment,
    Article,
    Attribution,
    ChainStep,
    Change,
    Credit,
    Quantity,
    Reading,
    Run,
    Span,
    Statement,
    TimeExpression,
    derived_id,
)
from naql.reuse import COUNTED, bucket

FINER = 17  # parts of texts for each of articles: about 120 texts, some seconds of work
MANY = 50  # articles that one shares text with: beyond, it is compared with hubs only
BLOCK_BYTES = 1 << 20  # texts of a block of pairs, both sides of each counted: about a second of work

_BUCKET = pa.field("bucket", pa.int32(), nullable=False)
TEXTS = pa.schema(
    [pa.field("id", pa.string(), nullable=False), _BUCKET, pa.field("exact", pa.string(), nullable=False)]
    + [pa.field(name, pa.string()) for name in ("title", "published", "byline", "language")]
)
READINGS = pa.schema(
    [pa.field("id", pa.string(), nullable=False), _BUCKET]
    + [pa.field(name, pa.string(), nullable=False) for name in ("content", "reading")]
)
CREDIT = pa.schema([pa.field("article_id", pa.string(), nullable=False), *schema(Credit)])
CREDITS, STATEMENTS, ATTRIBUTIONS, CHANGES = (
    table.append(_BUCKET) for table in (CREDIT, schema(Statement), schema(Attribution), schema(Change))
)
COMPARED = pa.schema(
    [
        pa.field(f"{side}_{name}", kind, nullable=False)
        for side in ("left", "right")
        for name, kind in (("id", pa.string()), ("start", pa.int64()), ("end", pa.int64()))
    ]
    + [pa.field(f"{side}_content", pa.string(), nullable=False) for side in ("left", "right")]
    + [_BUCKET]
)

_ARTICLE = tuple(field.name for field in dataclasses.fields(Article))
ARTICLES_SQL = f"select {', '.join(_ARTICLE)} from articles"

# One row for each text that is no copy, with all that its reading hangs on. Reading is slow, so its parts are
# smaller than those of the articles: what is left of a key when divided by a prime is no matter of its low
# bits, which made the articles' buckets.
TEXTS_SQL = f"""
select d.id, cast(d.bucket * {FINER} + d.key % {FINER} as int) as bucket, d.exact,
       a.title, a.published, a.byline, a.language
from digests d join articles a on a.id = d.id left join copies c on c.article_id = d.id
where c.article_id is null
"""
READINGS_SQL = f"""
select {", ".join(f"a.{name}" for name in _ARTICLE)}, t.bucket from texts t join articles a on a.id = t.id
"""
STORED_SQL = "select bucket, reading from readings"
# Passages between texts that were read, formulas left out. Of two texts that both share with more than
# `MANY` others, only those where one is the hub of the other's largest family: one wire in 500 outlets has
# 12,000 pairs of articles that share text.
COMPARED_SQL = f"""
with pair as (select left_id, right_id from passages where not formula group by left_id, right_id),
degree as (
    select id, count(*) as others
    from (select left_id as id from pair union all select right_id from pair) ends group by id
),
placed as (
    select f.hub_id, w.article_id,
           row_number() over (partition by w.article_id order by f.size desc, f.id) as place
    from families f join witnesses w on w.family_id = f.id
    where not f.formula and f.hub_id <> w.article_id
),
hub as (select hub_id, article_id from placed where place = 1),
kept as (
    select p.left_id, p.right_id
    from pair p
    join degree l on l.id = p.left_id
    join degree r on r.id = p.right_id
    left join hub x on x.hub_id = p.left_id and x.article_id = p.right_id
    left join hub y on y.hub_id = p.right_id and y.article_id = p.left_id
    where l.others <= {MANY} or r.others <= {MANY} or x.hub_id is not null or y.hub_id is not null
)
select p.left_id, p.left_start, p.left_end, p.right_id, p.right_start, p.right_end,
       l.content as left_content, r.content as right_content, l.bucket
from passages p
join kept k on k.left_id = p.left_id and k.right_id = p.right_id
join readings l on l.id = p.left_id
join readings r on r.id = p.right_id
where not p.formula
"""
# Pairs in blocks, each with the texts and readings it needs once (right_id null) and then its passages.
# No text shares a passage with itself, so the last join gives runs that are null, whatever the dialect.
CHANGES_SQL = f"""
with pair as (select left_id, right_id from compared group by left_id, right_id),
weighed as (
    select p.left_id, p.right_id, least(a.size, {COUNTED}) + least(b.size, {COUNTED}) as size
    from pair p join digests a on a.id = p.left_id join digests b on b.id = p.right_id
),
placed as (
    select left_id, right_id, cast(floor(cast(
        sum(size) over (order by left_id, right_id rows between unbounded preceding and current row)
        as double) / {BLOCK_BYTES}) as bigint) as block
    from weighed
),
wanted as (select block, left_id as id from placed union select block, right_id from placed)
select w.block, w.id as left_id, cast(null as string) as right_id, a.text, r.reading, 0 as bucket,
       n.left_start, n.left_end, n.right_start, n.right_end, n.words, n.score, n.moved, n.formula, n.runs
from wanted w join articles a on a.id = w.id join readings r on r.id = w.id
left join alignments n on n.left_id = w.id and n.right_id = w.id
union all
select b.block, c.left_id, c.right_id, cast(null as string), cast(null as string), c.bucket,
       n.left_start, n.left_end, n.right_start, n.right_end, n.words, n.score, n.moved, n.formula, n.runs
from compared c
join placed b on b.left_id = c.left_id and b.right_id = c.right_id
join alignments n on n.left_id = c.left_id and n.left_start = c.left_start and n.left_end = c.left_end
     and n.right_id = c.right_id and n.right_start = c.right_start and n.right_end = c.right_end
"""


def _articles(batch: pa.RecordBatch) -> list[Article]:
    return [Article(**row) for row in batch.select(list(_ARTICLE)).to_pylist()]


def _rows(records: list[dict[str, Any]], columns: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(records, schema=columns)


def credit_batch(batch: pa.RecordBatch, *, buckets: int) -> pa.Table:
    """Articles → the agencies they credit, copies too: a byline is no part of the text."""
    rows = []
    for article in _articles(batch):
        found = credit(article.text, article.byline, language_code(article), outlet=article.outlet)
        if found is not None:
            named = {"article_id": article.id, "bucket": bucket(article.id, buckets)}
            rows.append(named | dataclasses.asdict(found))
    return _rows(rows, CREDITS)


def reading_batch(batch: pa.RecordBatch) -> pa.Table:
    """Articles with their bucket → readings."""
    rows = []
    for article, place in zip(_articles(batch), batch.column("bucket").to_pylist(), strict=True):
        with about(f"the article {article.id!r}"):
            reading = annotate(article)
        stored = encode(reading)
        content = derived_id(reading.text, stored)
        rows.append({"id": article.id, "bucket": place, "content": content, "reading": stored})
    return _rows(rows, READINGS)


@contextlib.contextmanager
def about(what: str) -> Iterator[None]:
    """An error that is a fault of ours says what it was about."""
    try:
        yield
    except Exception as error:
        error.add_note(f"while reading {what}")
        raise


def encode(reading: Reading) -> str:
    """A reading without its text, as JSON."""
    fields = {field.name: getattr(reading, field.name) for field in dataclasses.fields(reading)}
    del fields["text"]
    return json.dumps(fields, ensure_ascii=False, default=dataclasses.asdict)


def decode(stored: str, text: str = "") -> Reading:
    """The reading of what `encode` made of it."""
    fields = json.loads(stored)
    named = fields.pop("credit")
    return Reading(
        text=text,
        credit=named and Credit(**named),
        statements=tuple(_statement(row) for row in fields.pop("statements")),
        quantities=tuple(Quantity(**row) for row in fields.pop("quantities")),
        times=tuple(TimeExpression(**row) for row in fields.pop("times")),
        **fields,
    )


def _statement(row: dict[str, Any]) -> Statement:
    row["content"] = tuple(Span(**part) for part in row["content"])
    row["chain"] = tuple(ChainStep(**step) for step in row["chain"])
    return Statement(**row)


def statement_batch(batch: pa.RecordBatch) -> pa.Table:
    """Stored readings → their statements."""
    rows = [
        {**statement, "bucket": place}
        for place, stored in zip(*_stored(batch), strict=True)
        for statement in json.loads(stored)["statements"]
    ]
    return _rows(rows, STATEMENTS)


def attribution_batch(batch: pa.RecordBatch) -> pa.Table:
    """Stored readings → the steps of their statements' chains."""
    rows = []
    for place, stored in zip(*_stored(batch), strict=True):
        for statement in json.loads(stored)["statements"]:
            named = {"statement_id": statement["id"], "article_id": statement["article_id"], "bucket": place}
            rows += [{**named, "position": n, **step} for n, step in enumerate(statement["chain"])]
    return _rows(rows, ATTRIBUTIONS)


def _stored(batch: pa.RecordBatch) -> tuple[list[int], list[str]]:
    return batch.column("bucket").to_pylist(), batch.column("reading").to_pylist()


def change_block(rows: pa.Table, *, min_words: int) -> pa.Table:
    """The rows of one block of `CHANGES_SQL` → changes.

    `min_words` is the setting the passages were found with: other runs may come of another one.
    """
    is_text = pc.is_null(rows.column("right_id"))
    read = rows.filter(is_text).select(["left_id", "text", "reading"]).to_pylist()
    readings = {row["left_id"]: decode(row["reading"], row["text"]) for row in read}
    pairs: defaultdict[tuple[str, str], list[Alignment]] = defaultdict(list)
    places: dict[str, int] = {}
    for row in rows.filter(pc.invert(is_text)).drop_columns(["block", "text", "reading"]).to_pylist():
        places[row["left_id"]] = row.pop("bucket")
        row["runs"] = tuple(Run(**run) for run in row["runs"])
        pairs[row["left_id"], row["right_id"]].append(Alignment(**row))
    made: list[dict[str, Any]] = []
    for (left, right), blocks in sorted(pairs.items()):
        blocks.sort(key=lambda b: (b.left_start, b.right_start, b.left_end, b.right_end))
        with about(f"the articles {left!r} and {right!r}"):
            found = dict.fromkeys(changes(readings[left], readings[right], blocks))
        made += [{**dataclasses.asdict(change), "bucket": places[left]} for change in found]
    return _rows(made, CHANGES)
