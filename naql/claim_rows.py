"""Claims and their groups as rows: the functions of the steps, and the SQL between them.

Claims are read from stored readings, so once for each text: a copy has the claims of its representative and
no rows of its own. Groups are made a story at a time, from its members, their claims, the alignments
between their texts and the origins that were inferred; copies come in again as members. All queries are
joins that DuckDB and Spark read alike.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from naql.arrow import schema, table
from naql.claim_groups import StoryFacts, group_claims
from naql.claims import claims
from naql.counts import source_count, voices_of
from naql.inferred import Claim, ClaimGroup, ClaimPlace
from naql.model import Alignment, ChainStep, Quantity, Run, TimeExpression
from naql.readings import about, decode

_BUCKET = pa.field("bucket", pa.int32(), nullable=False)
CLAIMS = schema(Claim).append(_BUCKET)
CLAIM_GROUPS = schema(ClaimGroup)
STORY_SOURCES = pa.schema(
    [
        pa.field("story_id", pa.string(), nullable=False),
        pa.field("named_sources_min", pa.int64(), nullable=False),
        pa.field("named_sources_max", pa.int64(), nullable=False),
        pa.field("named_sources", pa.list_(pa.string()), nullable=False),
        pa.field("unnamed_sources", pa.list_(pa.string()), nullable=False),
    ]
)

CLAIMS_SQL = "select r.bucket, r.reading, a.text from readings r join articles a on a.id = r.id"

_CLAIM = tuple(field.name for field in dataclasses.fields(Claim))
_BLOCK = tuple(field.name for field in dataclasses.fields(Alignment))
_CLAIM_COLUMNS = ", ".join(f"c.{name} as claim_{name}" for name in _CLAIM)
_BLOCK_COLUMNS = ", ".join(f"n.{name}" for name in _BLOCK)
_NOTHING = "cast(null as string)"
_NO_BLOCK = "left join alignments n on n.left_id = {0} and n.right_id = {0}"
_NO_CLAIM = "left join claims c on c.id = {0} and c.article_id = {0}"
_TEXTS = """
member as (
    select m.story_id, m.article_id, coalesce(c.representative_id, m.article_id) as text_id
    from members m left join copies c on c.article_id = m.article_id
),
texts as (select story_id, text_id from member group by story_id, text_id)"""
# The rows of a story are of four kinds, told by what is not null: members (text_id), claims (claim_id),
# blocks (left_id), origins (origin_id). No claim has the id of a story and no text is aligned with itself,
# so joins on those give columns that are null, whatever the dialect.
CLAIM_GROUPS_SQL = f"""
with {_TEXTS}
select m.story_id, m.article_id, m.text_id, d.outlet, d.day, d.published_kind, {_NOTHING} as merge_id,
       {_NOTHING} as origin_id, {_CLAIM_COLUMNS}, {_BLOCK_COLUMNS}
from member m join digests d on d.id = m.article_id
{_NO_CLAIM.format("m.story_id")} {_NO_BLOCK.format("m.story_id")}
union all
select t.story_id, {", ".join([_NOTHING] * 7)}, {_CLAIM_COLUMNS}, {_BLOCK_COLUMNS}
from texts t join claims c on c.article_id = t.text_id {_NO_BLOCK.format("t.story_id")}
union all
select l.story_id, {", ".join([_NOTHING] * 7)}, {_CLAIM_COLUMNS}, {_BLOCK_COLUMNS}
from alignments n
join passages p on p.left_id = n.left_id and p.left_start = n.left_start and p.left_end = n.left_end
     and p.right_id = n.right_id and p.right_start = n.right_start and p.right_end = n.right_end
join texts l on l.text_id = n.left_id
join texts r on r.text_id = n.right_id and r.story_id = l.story_id
{_NO_CLAIM.format("l.story_id")}
where not p.formula
union all
select o.story_id, o.article_id, {", ".join([_NOTHING] * 4)}, o.merge_id, o.origin_id,
       {_CLAIM_COLUMNS}, {_BLOCK_COLUMNS}
from origins o {_NO_CLAIM.format("o.story_id")} {_NO_BLOCK.format("o.story_id")}
"""
STORY_SOURCES_SQL = f"""
with {_TEXTS}
select t.story_id, s.article_id, s.id, s.chain
from texts t join statements s on s.article_id = t.text_id
"""


def claims_batch(batch: pa.RecordBatch) -> pa.Table:
    """Rows of `CLAIMS_SQL` → the claims of each text."""
    rows: list[dict[str, Any]] = []
    columns = (batch.column(name).to_pylist() for name in ("bucket", "reading", "text"))
    for bucket, stored, text in zip(*columns, strict=True):
        reading = decode(stored, text)
        with about(f"the claims of the article {reading.id!r}"):
            rows += [{**dataclasses.asdict(claim), "bucket": bucket} for claim in claims(reading)]
    return pa.Table.from_pylist(rows, schema=CLAIMS)


def claim_groups_batch(rows: pa.Table) -> pa.Table:
    """The rows of one story of `CLAIM_GROUPS_SQL` → its claim groups."""
    story = rows.column("story_id")[0].as_py() if rows.num_rows else ""
    given = [_claim(row) for row in _of(rows, "claim_id", [f"claim_{name}" for name in _CLAIM])]
    blocks = [_block(row) for row in _of(rows, "left_id", _BLOCK)]
    blocks.sort(key=lambda b: (b.left_id, b.right_id, b.left_start, b.right_start, b.left_end, b.right_end))
    with about(f"the story {story!r}"):
        return table(group_claims(given, blocks, _facts(story, rows)), ClaimGroup)


def _of(rows: pa.Table, kind: str, columns: list[str] | tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of one kind, told by a column that is null in the others."""
    found: list[dict[str, Any]] = rows.filter(pc.is_valid(rows.column(kind))).select(columns).to_pylist()
    return found


def _facts(story: str, rows: pa.Table) -> StoryFacts:
    columns = ["article_id", "text_id", "outlet", "day", "published_kind"]
    members = _of(rows, "text_id", columns)
    origins: dict[str, set[str]] = {}
    merged: dict[str, set[str]] = {}
    for row in _of(rows, "origin_id", ["article_id", "merge_id", "origin_id"]):
        if row["article_id"] is not None:
            origins.setdefault(row["article_id"], set()).add(row["origin_id"])
        elif row["merge_id"] is not None:
            merged.setdefault(row["merge_id"], set()).add(row["origin_id"])
    return StoryFacts(
        id=story,
        members=frozenset(row["article_id"] for row in members),
        outlets={row["article_id"]: row["outlet"] for row in members},
        copies={row["article_id"]: row["text_id"] for row in members if row["text_id"] != row["article_id"]},
        days={row["article_id"]: row["day"] for row in members if row["day"] is not None},
        crawled=frozenset(row["article_id"] for row in members if row["published_kind"] == "crawl"),
        origins=origins,
        merged=[merged[name] for name in sorted(merged)],
    )


def _claim(row: dict[str, Any]) -> Claim:
    fields = {name: row[f"claim_{name}"] for name in _CLAIM}
    parts = (("quantities", Quantity), ("times", TimeExpression), ("places", ClaimPlace))
    for name, record in parts:
        fields[name] = tuple(record(**part) for part in fields[name])
    return Claim(**fields)


def _block(row: dict[str, Any]) -> Alignment:
    return Alignment(**{**row, "formula": False, "runs": tuple(Run(**run) for run in row["runs"])})


def story_sources_batch(rows: pa.Table) -> pa.Table:
    """The rows of one story of `STORY_SOURCES_SQL` → its named sources."""
    story = rows.column("story_id")[0].as_py() if rows.num_rows else ""
    chains = [tuple(ChainStep(**step) for step in chain) for chain in rows.column("chain").to_pylist()]
    found = source_count(voices_of(chains))
    record = {
        "story_id": story,
        "named_sources_min": found.least,
        "named_sources_max": found.most,
        "named_sources": list(found.names),
        "unnamed_sources": list(found.unnamed),
    }
    return pa.Table.from_pylist([record], schema=STORY_SOURCES)
