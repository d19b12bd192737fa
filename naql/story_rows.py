"""The transmission of a pile's stories as rows: what it is inferred from, and the tables made of it.

Pure functions over the rows of one story, and the SQL between them, for `naql.pipeline`. What is inferred of
a story is stored whole, as JSON, and taken apart by the steps that follow. A story is inferred again only if
one of its articles, their credits or what was read in them is another.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from typing import Any

import pyarrow as pa

from naql.arrow import schema
from naql.inferred import Link, Source
from naql.model import Article, Credit, derived_id
from naql.readings import decode
from naql.transmission import Transmission, aligned, infer, telling_of

_BUCKET = pa.field("bucket", pa.int32(), nullable=False)
_FACTS = ("outlet", "published", "published_kind", "published_precision", "language", "byline")
_CREDIT = ("credit", "credit_place", "credit_start", "credit_end")
TOLD = pa.schema(
    [
        *(
            pa.field(name, pa.string(), nullable=False)
            for name in ("story_id", "article_id", "exact", "read_id")
        ),
        pa.field("content", pa.string(), nullable=False),
        *(pa.field(name, pa.string()) for name in (*_FACTS, "credit", "credit_place")),
        pa.field("credit_start", pa.int64()),
        pa.field("credit_end", pa.int64()),
        pa.field("family_id", pa.string()),
        pa.field("formula", pa.bool_(), nullable=False),
        pa.field("begins", pa.int64(), nullable=False),
        pa.field("ends", pa.int64(), nullable=False),
        _BUCKET,
    ]
)
INFERRED = pa.schema(
    [pa.field(name, pa.string(), nullable=False) for name in ("story_id", "links", "sources", "origins")]
    + [pa.field(name, pa.int64(), nullable=False) for name in ("origins_min", "origins_max")]
    + [_BUCKET]
)
LINKS = schema(Link).append(_BUCKET)
SOURCES = schema(Source)
ORIGINS = pa.schema(
    [
        pa.field("story_id", pa.string(), nullable=False),
        pa.field("article_id", pa.string()),
        pa.field("merge_id", pa.string()),
        pa.field("origin_id", pa.string(), nullable=False),
        _BUCKET,
    ]
)
"""An origin of an article; or, without an article, one of a set (`merge_id`) that may be one."""

_MEMBER = """
from members m
join digests d on d.id = m.article_id
join digests h on h.id = m.hub_id
join articles a on a.id = m.article_id
left join copies c on c.article_id = m.article_id
join readings r on r.id = coalesce(c.representative_id, m.article_id)"""
HABITS = pa.schema(
    [
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("articles", pa.int64(), nullable=False),
        pa.field("credited", pa.int64(), nullable=False),
    ]
)

# Every article of a story with all that its transmission hangs on, then a row for each family it stands in.
# The texts are joined when it is inferred. A copy was not read itself: its representative was.
TOLD_SQL = f"""
select m.story_id, m.article_id, d.exact, coalesce(c.representative_id, m.article_id) as read_id, r.content,
       {", ".join(f"a.{name}" for name in _FACTS)},
       k.name as credit, k.where as credit_place, k.start as credit_start, k.end as credit_end,
       cast(null as string) as family_id, false as formula,
       cast(0 as bigint) as begins, cast(0 as bigint) as ends, h.bucket
{_MEMBER}
left join credits k on k.article_id = m.article_id
union all
select m.story_id, m.article_id, d.exact, m.article_id as read_id, d.exact as content,
       {", ".join("cast(null as string)" for _ in _FACTS)},
       cast(null as string), cast(null as string), cast(null as bigint), cast(null as bigint),
       w.family_id, f.formula, w.start, w.end, h.bucket
{_MEMBER}
join witnesses w on w.article_id = m.article_id
join families f on f.id = w.family_id
"""
# What was told of one story, with the texts and readings of its articles (null in the rows of families).
STORY_SQL = f"""
select t.story_id, t.article_id, t.bucket, {", ".join(f"t.{name}" for name in _FACTS)},
       {", ".join(f"t.{name}" for name in _CREDIT)}, t.exact <> x.exact as respelt,
       case when t.family_id is null then a.text end as text,
       case when t.family_id is null then r.reading end as reading, t.family_id, t.formula, t.begins, t.ends
from told t
join articles a on a.id = t.article_id
join digests x on x.id = t.read_id
left join readings r on r.id = t.read_id
"""
STORED_SQL = "select * from transmissions"
# From whom each outlet takes, by the arrows drawn, and in how many of these articles it names anybody.
HABITS_SQL = """
select a.outlet, coalesce(s.name, o.outlet) as source, count(*) as articles, count(k.article_id) as credited
from links l
join articles a on a.id = l.article_id
left join sources s on s.id = l.source_id
left join articles o on o.id = l.source_id
left join credits k on k.article_id = l.article_id
where l.directed and a.outlet is not null and (s.name is not null or o.outlet is not null)
group by a.outlet, coalesce(s.name, o.outlet)
"""
# What `families.MEMBERS_SQL` gives, with the counts of the story.
COUNTED_SQL = """
select m.story_id, m.article_id, d.outlet, d.published, d.published_kind, t.origins_min, t.origins_max,
       coalesce(s.named_sources_min, 0) as named_sources_min,
       coalesce(s.named_sources_max, 0) as named_sources_max
from members m
join digests d on d.id = m.article_id
join transmissions t on t.story_id = m.story_id
left join story_sources s on s.story_id = m.story_id
"""


def transmission_batch(rows: pa.Table) -> pa.Table:
    """The rows of one story of `STORY_SQL` → what is inferred of it, as JSON."""
    articles, families = [], defaultdict(list)
    formulas: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in sorted(rows.to_pylist(), key=lambda r: (r["article_id"], r["family_id"] or "", r["begins"])):
        if row["text"] is not None:
            articles.append(row)
        elif row["formula"]:
            formulas[row["article_id"]].append((row["begins"], row["ends"]))
        else:
            families[row["article_id"]].append(row["family_id"])
    tellings = [_telling(row) for row in articles]
    blocks = aligned([t.text for t in tellings], [formulas[t.id] for t in tellings])
    found = infer(articles[0]["story_id"], tellings, blocks, families)
    return pa.Table.from_pylist([_stored(articles[0], found)], schema=INFERRED)


def _telling(row: dict[str, Any]) -> Any:
    """A row as a telling; in a copy that is spelled otherwise, offsets of what was read are not its own."""
    facts = {name: row[name] for name in _FACTS}
    article = Article(id=row["article_id"], title=None, text=row["text"], url=None, **facts)
    credit = row["credit"] and Credit(
        row["credit"], row["credit_place"], "", row["credit_start"], row["credit_end"]
    )
    return telling_of(article, credit or None, decode(row["reading"]).statements, placed=not row["respelt"])


def _stored(row: dict[str, Any], found: Transmission) -> dict[str, Any]:
    origins = {
        "of": {article: sorted(ids) for article, ids in sorted(found.origins.of.items())},
        "merged": [sorted(ids) for ids in found.origins.merged],
    }
    plain = {"links": found.links, "sources": found.sources, "origins": origins}
    return {
        "story_id": row["story_id"],
        "bucket": row["bucket"],
        "origins_min": found.origins_min,
        "origins_max": found.origins_max,
        **{k: json.dumps(v, ensure_ascii=False, default=dataclasses.asdict) for k, v in plain.items()},
    }


def link_batch(batch: pa.RecordBatch) -> pa.Table:
    """Stored transmissions → their links."""
    rows = [
        {**link, "bucket": bucket}
        for stored, bucket in zip(*_columns(batch, "links", "bucket"), strict=True)
        for link in json.loads(stored)
    ]
    return pa.Table.from_pylist(rows, schema=LINKS)


def origin_batch(batch: pa.RecordBatch) -> pa.Table:
    """Stored transmissions → a row for each article and origin of it, and for each that may be another."""
    rows = []
    for story, stored, bucket in zip(*_columns(batch, "story_id", "origins", "bucket"), strict=True):
        origins, here = json.loads(stored), {"story_id": story, "bucket": bucket}
        for article, ids in origins["of"].items():
            rows += [{**here, "article_id": article, "merge_id": None, "origin_id": origin} for origin in ids]
        for ids in origins["merged"]:
            merge = derived_id("merge", story, *ids)
            rows += [{**here, "article_id": None, "merge_id": merge, "origin_id": origin} for origin in ids]
    return pa.Table.from_pylist(rows, schema=ORIGINS)


def source_table(rows: pa.Table) -> pa.Table:
    """The sources of all stories, each once."""
    found = {
        s["id"]: s for (stored,) in zip(*_columns(rows, "sources"), strict=True) for s in json.loads(stored)
    }
    return pa.Table.from_pylist([found[key] for key in sorted(found)], schema=SOURCES)


def _columns(rows: pa.RecordBatch | pa.Table, *names: str) -> list[list[Any]]:
    return [rows.column(name).to_pylist() for name in names]
