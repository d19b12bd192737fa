"""A reader for each kind of file: its bytes to records. A new kind is one more entry of `FORMATS`."""

from __future__ import annotations

import csv
import itertools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from naql.read_dates import is_date
from naql.read_html import declared_charset, read_page, too_many_tags
from naql.read_source import LINE_FACTOR, Fault, Lines, ReadOptions, Source, read_rest, steps, why
from naql.read_text import decode, find_bom, is_binary, utf_16_without_bom

FIELDS = ("id", "outlet", "title", "text", "date", "date_kind", "url", "byline", "language")


class Alone(dict[str, object]):
    """A record that is the only article of its kind of file: its id may be the path."""


Found = dict[str, object] | Fault
Reader = Callable[["Source", ReadOptions], Iterator[Found]]


def _text(source: Source, options: ReadOptions) -> Iterator[Found]:
    """A text file is one article."""
    yield Alone(text=decode(source.whole(options.max_bytes), options.encoding))


def _unmarked(source: Source, options: ReadOptions) -> Iterator[Found]:
    """A file without a suffix is an article if it is text."""
    with source.open() as stream:  # opened once: it may be a pipe
        head = stream.peek(8192)[:8192]
        if not utf_16_without_bom(head) and not find_bom(head) and is_binary(head):
            yield Fault("unknown_type", "no suffix, and the content is not text")
            return
        raw = read_rest(stream, options.max_bytes)
    yield Alone(text=decode(raw, options.encoding))


def _html(source: Source, options: ReadOptions) -> Iterator[Found]:
    """A web page is one article."""
    raw = source.whole(options.max_bytes)
    broken = False
    try:
        html = decode(raw, options.encoding, declared_charset(raw))
    except UnicodeDecodeError:
        if options.encoding:
            raise
        html, broken = raw.decode("utf-8", "replace"), True  # it only matters inside the article
    if too_many_tags(html):
        yield Fault("too_large", "a page with too many tags")
        return
    try:
        page = read_page(html)
    except Exception as error:  # trafilatura and lxml may raise anything on a hostile page
        yield Fault("unreadable", f"{type(error).__name__}: {why(error)}")
        return
    if page is None:
        yield Fault("no_text", "no article text found in the page")
        return
    if broken and "\ufffd" in page.text:
        yield Fault("bad_encoding", "the article's text has broken characters")
        return
    date, kind = next((d for d in page.dates if is_date(d[0])), (*page.dates, (None, None))[0])
    values = {"text": page.text, "title": page.title, "url": page.url, "outlet": source.outlet or page.outlet}
    yield Alone(**values, date=date, date_kind=kind)


def _jsonl(source: Source, options: ReadOptions) -> Iterator[Found]:
    """JSON Lines: one object a line; blank lines are passed over."""
    with Lines(source, options) as lines:
        for line in steps(lines):
            if isinstance(line, Fault):
                yield line
            elif line and not line.isspace():
                yield _object(line)


def _object(line: str) -> Found:
    """One JSON object."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Fault("bad_json", why(error))
    return (
        value
        if isinstance(value, dict)
        else Fault("bad_json", f"an object was expected, not {kind_of(value)}")
    )


def _json(source: Source, options: ReadOptions) -> Iterator[Found]:
    """A .json file: one object, a list of objects, or JSON Lines under another name."""
    text = decode(source.whole(options.max_bytes * LINE_FACTOR), options.encoding)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            yield from _jsonl(source, options)
        else:
            yield Fault("bad_json", why(error))
        return
    except (ValueError, RecursionError) as error:
        yield Fault("bad_json", why(error))
        return
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            yield Fault("bad_json", f"an object was expected, not {kind_of(item)}")
        else:
            yield item if item is not value else Alone(item)


def kind_of(value: object) -> str:
    """What a value is, in JSON's words where JSON has it."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "a truth value", type(None): "null"}
    return names.get(type(value)) or ("a number" if isinstance(value, (int, float)) else type(value).__name__)


def _csv(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Comma-, semicolon- or tab-separated rows under a header."""
    csv.field_size_limit(max(csv.field_size_limit(), min(options.max_bytes * LINE_FACTOR, sys.maxsize)))
    with Lines(source, options) as lines:
        first = next((line for line in steps(lines) if isinstance(line, Fault) or line.strip()), None)
        if first is None or isinstance(first, Fault):
            yield first or Fault("no_text", "the file is empty")
            return
        separator = "\t" if source.suffixes[0] == ".tsv" else max(",;\t", key=first.count)
        # Strict: a quote in the wrong place is counted, where the lenient reader would drop it from the text.
        rows = steps(csv.reader(itertools.chain([first], lines), delimiter=separator, strict=True))
        header = next(rows)
        if isinstance(header, Fault):
            yield header
            return
        names = [name.strip() for name in header]
        for row in rows:
            if isinstance(row, Fault):
                yield row
            elif any(row[len(names) :]):
                yield Fault("bad_row", f"{len(row)} cells under {len(names)} names")
            elif row:
                yield dict(zip(names, row, strict=False))


def _parquet(source: Source, options: ReadOptions) -> Iterator[Found]:
    """A Parquet file, a batch at a time; only the columns that are used, if all of them are there."""
    if source.suffixes[1]:
        yield Fault("unknown_type", "Parquet is compressed inside; unpack the file")
        return
    import pyarrow.parquet as pq

    with open(source.where, "rb") as stream, pq.ParquetFile(stream) as file:
        present = file.schema_arrow.names
        needed = {options.name("text"), *options.fields.values()}
        wanted = [n for n in present if n in {options.name(f) for f in FIELDS}]
        for batch in file.iter_batches(batch_size=256, columns=wanted if needed <= set(present) else None):
            yield from _rows(batch)


def _rows(batch: pa.RecordBatch) -> Iterator[Found]:
    """The rows of a batch; where a value cannot become a Python one, row by row."""
    for i, kind in enumerate(batch.schema.types):
        if pa.types.is_timestamp(kind) and kind.unit == "ns":  # Python's datetime has microseconds
            column = batch.column(i).cast(pa.timestamp("us", kind.tz), safe=False)
            batch = batch.set_column(i, batch.schema.names[i], column)
    try:
        yield from batch.to_pylist()
    except (ValueError, OverflowError) as error:
        if len(batch) == 1:
            yield Fault("bad_encoding" if isinstance(error, UnicodeError) else "bad_row", why(error))
        else:
            for i in range(len(batch)):
                yield from _rows(batch.slice(i, 1))


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `records`: it holds records of the user's making, to which `fields` applies."""

    read: Reader
    records: bool


FORMATS: dict[str, Format] = {
    "": Format(_unmarked, False),
    **dict.fromkeys((".txt", ".text", ".md"), Format(_text, False)),
    **dict.fromkeys((".html", ".htm"), Format(_html, False)),
    **dict.fromkeys((".jsonl", ".ndjson"), Format(_jsonl, True)),
    **dict.fromkeys((".csv", ".tsv"), Format(_csv, True)),
    ".json": Format(_json, True),
    ".parquet": Format(_parquet, True),
}
"""The reader of each suffix; any but Parquet may be followed by .gz or .zst."""
