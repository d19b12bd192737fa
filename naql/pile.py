"""From the user's inputs to the tables `articles`, `inputs` and `skipped`.

What is read goes to a spool on disk first, since only the whole pile shows which ids recur. Same id and
same content: kept once, counted. Same id and other content: all kept, each as `id#` and eight hex digits
of its content.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from naql.arrow import schema
from naql.engine import files_sql
from naql.errors import NaqlError
from naql.model import Article, Input, Skip, derived_id
from naql.read import Read
from naql.reuse import article_key
from naql.store import Part, Store, Table, write_parts

Sort = Callable[[str], pa.RecordBatchReader]
PART_ARTICLES = 2048  # articles of a part, about: what one new article causes to be done again
SPOOL_BYTES = 8 << 20

DUPLICATE, CONFLICT = "duplicate", "id_conflict"
PILE_REASONS = {
    DUPLICATE: "the same id with the same content was read before; it is kept once",
    CONFLICT: "the same id with other content; both are kept, as id# and eight digits of the content",
}

_SPOOL = schema(Article)
for _name, _type in (("content", pa.string()), ("key", pa.int64()), ("conflict_key", pa.int64())):
    _SPOOL = _SPOOL.append(pa.field(_name, _type, nullable=False))
_SPOOL = _SPOOL.append(pa.field("path", pa.string())).append(pa.field("position", pa.int64()))
_ARTICLE = ", ".join(f'"{f.name}"' for f in dataclasses.fields(Article) if f.name != "id")
_BY_ID = "select id, count(distinct content) as contents from {spool} group by id"
_FINAL_ID = "case when i.contents > 1 then s.id || '#' || s.content[1:8] else s.id end"


def content_of(article: Article) -> str:
    """The digest of all an article says, its id left out."""
    fields = dataclasses.asdict(article)
    del fields["id"]
    return derived_id(*(f"{name}={value}" for name, value in fields.items() if value is not None))


class Spool:
    """Articles as they were read, on disk, in files of a few thousand."""

    def __init__(self, store: Store) -> None:
        self.folder = store.scratch("spool")
        self.folder.mkdir(parents=True)
        self.read, self.skips = 0, Counter[str]()
        self._skip_rows: list[Skip] = []
        self._files = 0

    def fill(self, events: Iterable[Read | Skip], report: Callable[[int], None]) -> None:
        """Write everything that was read."""
        columns: dict[str, list[object]] = {name: [] for name in _SPOOL.names}
        size = 0
        for event in events:
            if isinstance(event, Skip):
                self.skips[event.reason] += 1
                self._skip_rows.append(event)
                continue
            self._add(event, columns)
            size += len(event.article.text)
            self.read += 1
            if size >= SPOOL_BYTES:
                report(len(columns["id"]))
                self._flush(columns)
                size = 0
        report(len(columns["id"]))
        self._flush(columns)

    def _add(self, event: Read, columns: dict[str, list[object]]) -> None:
        article = event.article
        content = content_of(article)
        for name in Article.__slots__:
            columns[name].append(getattr(article, name))
        columns["content"].append(content)
        columns["key"].append(article_key(article.id))
        columns["conflict_key"].append(article_key(f"{article.id}#{content[:8]}"))
        columns["path"].append(event.path)
        columns["position"].append(event.position)

    def _flush(self, columns: dict[str, list[object]]) -> None:
        if columns["id"] or not self._files:
            file = self.folder / f"{self._files:06}.parquet"
            pq.write_table(pa.table(columns, schema=_SPOOL), file, compression="lz4")
            self._files += 1
        for values in columns.values():
            values.clear()

    @property
    def sql(self) -> str:
        """The spool as DuckDB reads it."""
        return files_sql(sorted(self.folder.glob("*.parquet")))

    def skipped(self) -> list[Skip]:
        """What was skipped so far."""
        return self._skip_rows


def bucket_count(articles: int, before: int | None) -> int:
    """Parts for so many articles: a power of two, kept as it was while it fits within a factor of four."""
    wanted = 1
    while wanted * PART_ARTICLES < articles:
        wanted *= 2
    if before is not None and wanted / 4 <= before <= wanted * 4:
        return before
    return wanted


def make_articles(store: Store, spool: Spool, sort: Sort, buckets: int) -> tuple[Table, int]:
    """The articles table, in parts by the articles' keys; and how many parts are new."""
    joined = f"from {spool.sql} s join ({_BY_ID.format(spool=spool.sql)}) i on i.id = s.id"
    key = "case when i.contents > 1 then s.conflict_key else s.key end"
    once = f"""select {_FINAL_ID} as id, {_ARTICLE}, content, ({key}) & {buckets - 1} as part,
        row_number() over (partition by s.id, content order by path, position) as place {joined}"""
    keys = _part_keys(sort(f"select content, id, part from ({once}) where place = 1 order by part, id"))
    stands = {b: k for b, (k, _) in keys.items() if store.part_file("articles", k).exists()}
    missing = sorted(set(keys) - set(stands))
    wanted = ", ".join(map(str, missing)) or "-1"
    columns = ", ".join(f'"{f.name}"' for f in dataclasses.fields(Article))
    reader = sort(
        f"select {columns}, part from ({once}) where place = 1 and part in ({wanted}) order by part, id"
    )
    new = {b: keys[b][0] for b in missing}
    made = {p.bucket: p for p in write_parts(store, "articles", reader, schema(Article), new)}
    parts = [made.get(b) or Part(stands[b], keys[b][1], b) for b in sorted(keys)]
    return Table.of(parts, derived_id(*(p.key for p in parts))), len(made)


def _part_keys(reader: pa.RecordBatchReader) -> dict[int, tuple[str, int]]:
    """Bucket → (key of its part, rows), from content digests in order. Raises NaqlError on equal ids."""
    contents: dict[int, list[str]] = {}
    last = None
    for batch in reader:
        for content, article, bucket in zip(*(c.to_pylist() for c in batch.columns), strict=True):
            if article == last:
                raise NaqlError(f"two articles would have the id {article!r}; rename one")
            last = article
            contents.setdefault(bucket, []).extend((article, content))
    return {b: (derived_id("articles", *c), len(c) // 2) for b, c in contents.items()}


def _notes(spool: Spool, sort: Sort) -> Iterator[Skip]:
    """A Skip for each record that was read before, and for each whose id means several contents."""
    rows = f"""select s.path, s.position, s.id, i.contents,
        row_number() over (partition by s.id, content order by path, position) as place
        from {spool.sql} s join ({_BY_ID.format(spool=spool.sql)}) i on i.id = s.id"""
    noted = sort(
        f"select path, position, id, place from ({rows}) where place > 1 or contents > 1 order by 1, 2"
    )
    for batch in noted:
        for path, position, article, place in zip(*(c.to_pylist() for c in batch.columns), strict=True):
            yield Skip(path, position, DUPLICATE if place > 1 else CONFLICT, article)


def make_provenance(store: Store, spool: Spool, sort: Sort) -> dict[str, Table]:
    """The tables `inputs` and `skipped`, made anew each run; counts in `spool.skips` are completed."""
    from_spool = f"""select {_FINAL_ID} as article_id, s.path, s.position, 0 as part
        from {spool.sql} s join ({_BY_ID.format(spool=spool.sql)}) i on i.id = s.id order by 1, 2, 3"""
    inputs = list(write_parts(store, "inputs", sort(from_spool), schema(Input), None))
    skips = spool.skipped() + list(_notes(spool, sort))
    spool.skips = Counter(s.reason for s in skips)
    skips.sort(key=lambda s: (s.path, s.position, s.reason, s.detail))
    columns = {f.name: [getattr(s, f.name) for s in skips] for f in dataclasses.fields(Skip)}
    rows = pa.table(columns, schema=schema(Skip)).append_column(
        "part", pa.array([0] * len(skips), pa.int32())
    )
    skipped = list(write_parts(store, "skipped", rows.to_reader(), schema(Skip), None))
    return {"inputs": Table.of(inputs, ""), "skipped": Table.of(skipped, "")}
