"""Which articles share text: from words to fingerprints, candidate pairs and alignments.

Pure functions over Arrow batches, and the SQL between them. `find` runs them on texts in memory;
`naql.pipeline` runs the same on any engine. Families and stories: `naql.families`.

Two tiers of seeds. Across articles: winnowed word 5-grams (Schleimer, Wilkerson and Aiken 2003), so
that any 12 shared words in a row share one. Inside a candidate pair: every trigram (`naql.align`).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from naql import align, jit
from naql.arrow import schema
from naql.kernel import AROUND
from naql.model import Alignment, Copy

GRAM_WORDS = 5
WINDOW = 8  # windows of 8 five-grams: 237,000 postings for 1.08 M words, none of 12 shared words missed
HOT = 50  # articles: a fingerprint in more is linked through a hub, never all to all
MIN_WORDS = 10  # least matched words of a passage in a pile
BLOCK_BYTES = 16 << 20  # texts of a block of pairs, each pair's counted; a text over COUNTED counts as that
COUNTED = 512 << 10  # so that a block holds at most 64 texts of the 16 MB a text may have

DIGESTS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("key", pa.int64(), nullable=False),
        pa.field("bucket", pa.int32(), nullable=False),
        pa.field("words", pa.int64(), nullable=False),
        pa.field("length", pa.int64(), nullable=False),
        pa.field("size", pa.int64(), nullable=False),
        pa.field("exact", pa.string(), nullable=False),
        pa.field("folded", pa.string(), nullable=False),
    ]
)
ARTICLE_FACTS = DIGESTS
for _name in ("outlet", "published", "published_kind", "day"):
    ARTICLE_FACTS = ARTICLE_FACTS.append(pa.field(_name, pa.string()))
FINGERPRINTS = pa.schema(
    [pa.field("article", pa.int64(), nullable=False), pa.field("bucket", pa.int32(), nullable=False)]
    + [pa.field("fingerprint", pa.int64(), nullable=False), pa.field("position", pa.int32(), nullable=False)]
    + [pa.field(f"around_{i}", pa.int16(), nullable=False) for i in range(AROUND)]
)
CANDIDATES = pa.schema(
    [pa.field(n, pa.string(), nullable=False) for n in ("left_id", "right_id", "left_exact", "right_exact")]
    + [pa.field("bucket", pa.int32(), nullable=False)]
)
ALIGNMENTS = schema(Alignment).append(pa.field("bucket", pa.int32(), nullable=False))

COPIES_SQL = """
select article_id, representative_id, case when exact = first_exact then 'exact' else 'near' end as kind
from (
    select id as article_id, exact, min(id) over (partition by folded) as representative_id,
           first_value(exact) over (partition by folded order by id) as first_exact
    from digests where words > 0
) grouped
where article_id <> representative_id
"""

# A pair is a candidate if it shares two fingerprints, or one within a shared run of ten words: what
# shares a lone 5-gram is a turn of phrase. A fingerprint in more than HOT articles would give too many
# pairs: each article is tied to one hub (the smallest article key, random with respect to the text, and
# so mostly the same for all fingerprints of a family) and to one hub for each ten-word run around it,
# so that every shared run of 12 words is still found, through the hub.
_AROUND = ", ".join(f"f.around_{i}" for i in range(AROUND))
_SAME_RUN = " or ".join(f"(l.around_{i} = r.around_{i} and l.around_{i} <> 0)" for i in range(AROUND))
CANDIDATES_SQL = f"""
with posting as (
    select f.article, f.fingerprint, {_AROUND}
    from fingerprints f
    join digests d on d.key = f.article
    left join copies c on c.article_id = d.id
    where c.article_id is null
),
frequency as (
    select fingerprint, count(*) as n, min(article) as hub
    from posting group by fingerprint having count(*) > 1
),
cold as (select p.* from posting p join frequency q on p.fingerprint = q.fingerprint where q.n <= {HOT}),
hot as (
    select p.*, q.hub from posting p join frequency q on p.fingerprint = q.fingerprint where q.n > {HOT}
),
link as (
    select l.article as one, r.article as other,
           case when {_SAME_RUN} then 2 else 1 end as weight
    from cold l join cold r on l.fingerprint = r.fingerprint and l.article < r.article
    union all
    select hub, article, 1 from hot
    {
    "".join(
        f'''
    union all
    select min(article) over (partition by fingerprint, around_{i}), article, 2
    from hot where around_{i} <> 0'''
        for i in range(AROUND)
    )
}
),
pair as (
    select one, other from link where one <> other group by one, other having sum(weight) >= 2
)
select case when a.id < b.id then a.id else b.id end as left_id,
       case when a.id < b.id then b.id else a.id end as right_id,
       case when a.id < b.id then a.exact else b.exact end as left_exact,
       case when a.id < b.id then b.exact else a.exact end as right_exact,
       case when a.id < b.id then a.bucket else b.bucket end as bucket
from pair join digests a on a.key = pair.one join digests b on b.key = pair.other
"""

# A copy is aligned with its representative too: one row each, and every article stands in a passage.
PILE_CANDIDATES_SQL = f"""
select * from ({CANDIDATES_SQL}) reused
union all
select c.representative_id, c.article_id, a.exact, b.exact, a.bucket
from copies c join digests a on a.id = c.representative_id join digests b on b.id = c.article_id
"""

# Pairs in blocks, each with the texts it needs once (right_id null). Pairs of one family come together:
# articles are ordered by the smallest id among them and their partners. With the texts joined to each
# pair instead, reading words took two thirds of the CPU time of 81,000 articles.
BLOCKS_SQL = f"""
with side as (
    select left_id as id, right_id as other from candidates union all select right_id, left_id from candidates
),
label as (select id, least(id, min(other)) as label from side group by id),
weighed as (
    select c.left_id, c.right_id, c.bucket, l.label,
           least(a.size, {COUNTED}) + least(b.size, {COUNTED}) as size
    from candidates c join label l on l.id = c.left_id
    join digests a on a.id = c.left_id join digests b on b.id = c.right_id
),
placed as (
    select left_id, right_id, bucket, cast(floor(cast(
        sum(size) over (order by label, left_id, right_id rows between unbounded preceding and current row)
        as double) / {BLOCK_BYTES}) as bigint) as block
    from weighed
),
wanted as (select block, left_id as id from placed union select block, right_id from placed)
select w.block, a.id as left_id, cast(null as string) as right_id, a.text, 0 as bucket
from wanted w join articles a on a.id = w.id
union all
select block, left_id, right_id, cast(null as string), bucket from placed
"""


def article_key(article_id: str) -> int:
    """A 63-bit number for an article: the same in every pile, and random with respect to its text."""
    raw = hashlib.blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "little") >> 1


def bucket(article_id: str, buckets: int) -> int:
    """The part of the tables an article belongs to: the low bits of its key."""
    return article_key(article_id) & (buckets - 1)


def _digest(raw: Any) -> str:
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def digest_rows(ids: list[str], texts: pa.Array, words: align.Words, buckets: int) -> pa.Table:
    """One row an article: its key, words, and digests of the exact text and of the folded words."""
    folded = np.ascontiguousarray(words.w[: words.offsets[-1], 1])
    offsets = words.offsets
    raw = [text.as_buffer() for text in texts]
    keys = [article_key(i) for i in ids]
    return pa.table(
        [
            pa.array(ids, pa.string()),
            pa.array(keys, pa.int64()),
            pa.array([k & (buckets - 1) for k in keys], pa.int32()),
            pa.array(np.diff(offsets)),
            pa.array([end - start for start, end in align.edges(words)], pa.int64()),
            pa.array([len(r) for r in raw], pa.int64()),
            pa.array([_digest(r) for r in raw]),
            pa.array([_digest(folded[offsets[i] : offsets[i + 1]].data) for i in range(len(ids))]),
        ],
        schema=DIGESTS,
    )


def fingerprint_rows(ids: list[str], words: align.Words, buckets: int, k: object) -> pa.Table:
    """The winnowed fingerprints of articles, with 16-bit hashes of the ten-word runs around each."""
    rows, text = k.fingerprint_texts(words.w[: words.offsets[-1]], words.offsets, GRAM_WORDS, WINDOW)  # type: ignore[attr-defined]
    keys = np.array([article_key(i) for i in ids], np.int64)[text]
    around = ((rows[:, 2:] >> np.uint64(48)) | (rows[:, 2:] != 0)).astype(np.uint16).view(np.int16)
    columns = [keys, (keys & (buckets - 1)).astype(np.int32), rows[:, 0].copy().view(np.int64)]
    columns += [rows[:, 1].astype(np.int32), *(np.ascontiguousarray(around[:, i]) for i in range(AROUND))]
    return pa.table([pa.array(c) for c in columns], schema=FINGERPRINTS)


def _column(batch: pa.RecordBatch | pa.Table, name: str) -> pa.Array:
    column = batch.column(name)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def digest_batch(batch: pa.RecordBatch, *, buckets: int) -> pa.Table:
    """Articles → digests, with the facts that later questions ask of an article without its text."""
    words = align.read_words(_column(batch, "text"), jit.compiled())
    rows = digest_rows(_column(batch, "id").to_pylist(), _column(batch, "text"), words, buckets)
    published = _column(batch, "published")
    facts = {name: _column(batch, name) for name in ("outlet", "published", "published_kind")}
    facts["day"] = pc.if_else(
        pc.greater_equal(pc.utf8_length(published), 10), pc.utf8_slice_codeunits(published, 0, 10), None
    )
    for name, column in facts.items():
        rows = rows.append_column(pa.field(name, pa.string()), column)
    return rows


def fingerprint_batch(batch: pa.RecordBatch, *, buckets: int) -> pa.Table:
    """Articles (id, text) → fingerprints."""
    k = jit.compiled()
    words = align.read_words(_column(batch, "text"), k)
    return fingerprint_rows(_column(batch, "id").to_pylist(), words, buckets, k)


def align_block(rows: pa.Table, *, min_words: int) -> pa.Table:
    """The rows of one block of `BLOCKS_SQL` → alignments."""
    is_text = pc.is_null(rows.column("right_id"))
    texts, pairs = rows.filter(is_text), rows.filter(pc.invert(is_text))
    words = align.read_words(_column(texts, "text"), jit.compiled())
    known, left, right = _column(texts, "left_id"), _column(pairs, "left_id"), _column(pairs, "right_id")
    lefts, rights = (pc.index_in(c, known).to_numpy().astype(np.int64) for c in (left, right))
    return align_words(words, lefts, rights, left, right, _column(pairs, "bucket"), min_words=min_words)


def align_words(
    words: align.Words,
    lefts: np.ndarray,
    rights: np.ndarray,
    left_ids: pa.Array,
    right_ids: pa.Array,
    buckets: pa.Array,
    *,
    min_words: int,
) -> pa.Table:
    """Alignments of pairs of texts already read, with the bucket of each pair."""
    found = align.align_batch(
        words, lefts, rights, left_ids, right_ids, min_words=min_words, k=jit.compiled()
    )
    row = found.column("pair_row").combine_chunks()
    return found.drop_columns("pair_row").append_column(ALIGNMENTS.field("bucket"), buckets.take(row))


@dataclass(frozen=True, slots=True)
class Found:
    """What `find` found: tables of the records Alignment and Copy, the candidate pairs, the postings."""

    alignments: pa.Table
    candidates: pa.Table
    copies: pa.Table
    postings: int


def find(
    articles: Mapping[str, str] | pa.Table,
    *,
    min_words: int | None = None,
    stages: dict[str, float] | None = None,
) -> Found:
    """The shared passages of articles in memory, between representatives of copies.

    `articles` is a mapping id → text, or an Arrow table with the columns id and text.

    `stages` is filled with the CPU seconds (user and system, all threads) of each stage. For piles
    that fit in memory together with their words, about fifteen times their size; else `naql.trace`.
    """
    clock = _Clock(stages if stages is not None else {})
    k, db = jit.compiled(), duckdb.connect()
    clock.lap("connecting")
    if isinstance(articles, pa.Table):
        ids, texts = _column(articles, "id").to_pylist(), _column(articles, "text")
    else:
        ids = sorted(articles)
        texts = align.texts_array([articles[i] for i in ids])
    words = align.read_words(texts, k)
    digests = digest_rows(ids, texts, words, 1)
    clock.lap("words")
    fingerprints = fingerprint_rows(ids, words, 1, k)
    clock.lap("seeds")
    with db:
        db.register("digests", digests)
        db.register("fingerprints", fingerprints)
        copies = db.sql(COPIES_SQL + " order by article_id").to_arrow_table().cast(schema(Copy))
        db.register("copies", copies)
        candidates = db.sql(CANDIDATES_SQL + " order by left_id, right_id").to_arrow_table().cast(CANDIDATES)
    clock.lap("candidates")
    place = pa.array(ids, pa.string())
    lefts, rights = (
        pc.index_in(candidates.column(c), place).to_numpy().astype(np.int64) for c in ("left_id", "right_id")
    )
    alignments = align_words(
        words,
        lefts,
        rights,
        _column(candidates, "left_id"),
        _column(candidates, "right_id"),
        _column(candidates, "bucket"),
        min_words=min_words or MIN_WORDS,
    ).drop_columns("bucket")
    clock.lap("alignments")
    return Found(alignments, candidates, copies, len(fingerprints))


class _Clock:
    """CPU seconds between laps, summed under a name."""

    def __init__(self, stages: dict[str, float]) -> None:
        self.stages, self.last = stages, time.process_time()

    def lap(self, name: str) -> None:
        now = time.process_time()
        self.stages[name] = self.stages.get(name, 0.0) + now - self.last
        self.last = now
