"""From the user's inputs to `Article` records: files, folders, encodings, fields, dates (docs/reading.md).

A reader turns one file into records (dictionaries); `from_record` turns a record into an article.
Whatever is not read, or not kept as it came, becomes a `Skip` under one of `REASONS`, and the run goes on.
A new kind of file is one reader in `FORMATS`.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa

from naql.errors import NothingReadableError, UsageError
from naql.model import DATE_KINDS, Article, Skip, derived_id
from naql.read_dates import normal_date
from naql.read_formats import FIELDS, FORMATS, Alone, Format, Found, kind_of
from naql.read_source import BROKEN, DEFAULTS, Fault, InputError, ReadOptions, Source, printable, sources, why
from naql.read_text import decode

__all__ = [
    "DEFAULTS", "FIELDS", "FORMATS", "KEPT", "REASONS", "Alone", "Format", "Read", "ReadOptions", "Source",
    "content_key", "decode", "from_record", "normal_date", "printable", "read", "read_one",
]  # fmt: skip

REASONS = {
    "missing": "no such file or folder",
    "unreadable": "the file could not be opened or is damaged; what was read before the damage counts",
    "unknown_type": "not a kind of file Naql reads",
    "linked_folder": "a link to another folder, which is not followed",
    "bad_encoding": "the bytes are no text in the given or detected encoding",
    "bad_json": "not valid JSON, or not an object",
    "bad_row": "a row with unbalanced quotes or too many cells, or a text or id that is no text",
    "no_text": "a record without the text field, or a page without article text",
    "empty": "a text without a single letter or digit",
    "too_large": "larger than the limit for one article, line or file",
    "bad_date": "the date could not be read, or only in two ways; the article is kept without it",
    "no_date_kind": "a date that does not say how it is known; the article is kept, as published then",
    "unknown_date_kind": "a kind of date that Naql does not know; the article is kept, with the kind crawl",
    "bad_field": "an optional field of a wrong type; the article is kept without it",
    "surrogate": "broken Unicode (lone surrogates); the article is kept, each replaced by U+FFFD",
}
"""Why something was skipped or changed, with what each reason means."""

KEPT = frozenset({"bad_date", "no_date_kind", "unknown_date_kind", "bad_field", "surrogate"})
"""The reasons under which the article is kept all the same."""

FIRST_OBJECTS = 100  # so many records of the first file are searched for the fields


@dataclass(frozen=True, slots=True)
class Read:
    """An article and where it came from; `has_id` is False when its id was made from the path."""

    article: Article
    path: str
    position: int
    has_id: bool


# ---------------------------------------------------------------- from a record to an article

KIND_ALIASES = {"published (from url)": "url"}

_LETTER = re.compile(r"[^\W_ـ]")  # Unicode counts the tatweel among the letters
_SURROGATE = re.compile("[\ud800-\udfff]")
_Notes = list[Fault]
NOWHERE = Source("", "", "")


def from_record(
    record: Mapping[str, object], options: ReadOptions = DEFAULTS, source: Source = NOWHERE, position: int = 0
) -> Iterator[Read | Skip]:
    """The article of one record, then a Skip for each thing not kept as it came; or only a Skip."""
    notes: _Notes = []
    text = _text_of(record, options, notes)
    key = _id_of(record.get(options.name("id")), notes)
    for fault in (text, key):
        if isinstance(fault, Fault):
            yield Skip(source.path, position, fault.reason, printable(fault.detail))
            return
    outlet, title, url, byline, language = (
        _optional(record, options.name(name), notes)
        for name in ("outlet", "title", "url", "byline", "language")
    )
    published, precision, kind = _dating(record, options, notes)
    article = Article(
        id=str(key or ""),
        outlet=outlet or source.outlet,
        title=title,
        text=str(text),
        published=published,
        published_kind=kind,
        published_precision=precision,
        url=url,
        byline=byline,
        language=language,
    )
    if key is None:
        made = source.name if isinstance(record, Alone) else f"{source.name}#{content_key(article)}"
        article = dataclasses.replace(article, id=made)
    yield Read(article, source.path, position, key is not None)
    for note in notes:
        yield Skip(source.path, position, note.reason, printable(note.detail))


def content_key(article: Article) -> str:
    """Eight hex digits of an article's content: everything but its id."""
    values = dataclasses.astuple(article)[1:]
    return derived_id(*("" if value is None else value for value in values))[:8]


def _text_of(record: Mapping[str, object], options: ReadOptions, notes: _Notes) -> str | Fault:
    """The text of a record, or why it cannot be used."""
    text = record.get(options.name("text"))
    if text is None or _is_nan(text):
        shown = ", ".join(map(repr, itertools.islice(record, 12)))
        return Fault("no_text", f"no {options.name('text')!r} among {shown}"[:300])
    if not isinstance(text, str):
        return Fault("bad_row", f"the text is not a string but {kind_of(text)}")
    text, size = _unicode(text, options.name("text"), notes)
    if size > options.max_bytes:
        return Fault("too_large", f"a text of {size} bytes; the limit is {options.max_bytes}")
    return text if _LETTER.search(text) else Fault("empty", REASONS["empty"])


def _id_of(value: object, notes: _Notes) -> str | Fault | None:
    """A given id verbatim, whole numbers as digits; None where there is none."""
    if isinstance(value, str):
        return _unicode(value, "id", notes)[0] if value.strip() else None
    if value is None or _is_nan(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a column of whole numbers with gaps becomes one of floats in pandas
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return Fault("bad_row", f"the id is not a string or a whole number but {kind_of(value)}")


def _optional(record: Mapping[str, object], name: str, notes: _Notes) -> str | None:
    """An optional field; None where it is absent or blank."""
    value = record.get(name)
    if isinstance(value, str):
        return _unicode(value, name, notes)[0] if value and not value.isspace() else None
    if value is None or _is_nan(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    notes.append(Fault("bad_field", f"{name!r} is not a string but {kind_of(value)}"))
    return None


def _unicode(value: str, name: str, notes: _Notes) -> tuple[str, int]:
    """A string that UTF-8 can hold, and its size in UTF-8: Arrow has no place for lone surrogates."""
    try:
        return value, len(value.encode())
    except UnicodeEncodeError:
        value, count = _SURROGATE.subn("\ufffd", value)
        notes.append(Fault("surrogate", f"{count} in {name!r}"))
        return value, len(value.encode())


def _is_nan(value: object) -> bool:
    """Whether a value is the NaN (or NaT) that data frames write for nothing."""
    return value != value


def _dating(
    record: Mapping[str, object], options: ReadOptions, notes: _Notes
) -> tuple[str | None, str | None, str]:
    """When an article was published, how exactly that is known, and how it is known."""
    value = record.get(options.name("date"))
    blank = value is None or _is_nan(value) or (isinstance(value, str) and not value.strip())
    if blank or options.date_kind == "none":
        return None, None, "none"
    try:
        published, precision = normal_date(value)
    except (ValueError, OverflowError) as error:
        notes.append(Fault("bad_date", str(error)[:200]))
        return None, None, "none"
    given = options.date_kind or record.get(options.name("date_kind"))
    if given is None or given == "" or _is_nan(given):
        notes.append(Fault("no_date_kind", REASONS["no_date_kind"]))
        return published, precision, "published"
    kind = str(given).strip().lower()
    kind = KIND_ALIASES.get(kind, kind)
    if kind in DATE_KINDS and kind != "none":
        return published, precision, kind
    # Whatever it means, the article existed by then: a date may not claim more than is known.
    notes.append(Fault("unknown_date_kind", f"{given!r}"[:80]))
    return published, precision, "crawl"


# ---------------------------------------------------------------- the whole


def read(
    inputs: Sequence[str | os.PathLike[str]], options: ReadOptions = DEFAULTS, stdin: BinaryIO | None = None
) -> Iterator[Read | Skip]:
    """Every article of the inputs (files, folders, `-` for JSON Lines on `stdin`), in their order.

    A `Skip` whose reason is in `KEPT` follows the article it speaks of; any other stands for something
    that was not read. Raises UsageError for wrong options, and for records without the named fields.
    """
    _check(options)
    given = [inputs] if isinstance(inputs, (str, os.PathLike)) else inputs
    return _read([os.fspath(one) for one in given], options, stdin)


def _check(options: ReadOptions) -> None:
    """UsageError for options that cannot work."""
    if unknown := sorted(set(options.fields) - set(FIELDS)):
        raise UsageError(f"unknown field {unknown[0]!r}; the fields are {', '.join(FIELDS)}")
    if options.date_kind is not None and options.date_kind not in DATE_KINDS:
        raise UsageError(f"unknown date kind {options.date_kind!r}; the kinds are {', '.join(DATE_KINDS)}")
    if options.max_bytes < 1:
        raise UsageError(f"the limit must be a positive number of bytes, not {options.max_bytes}")
    try:
        "".encode(options.encoding or "utf-8")
    except (LookupError, ValueError):
        raise UsageError(
            f"unknown encoding {options.encoding!r}; try utf-8, windows-1256 or iso-8859-6"
        ) from None


def _read(inputs: Iterable[str], options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Read | Skip]:
    """`read` once its options are checked."""
    checked = any_article = False
    problem = None  # a single .json object of a folder without the fields: only an error if all are so
    for source in itertools.chain.from_iterable(sources(one, stdin) for one in inputs):
        if isinstance(source, Skip):
            yield source
            continue
        form = FORMATS.get(source.suffixes[0])
        found: Iterator[Found] = _guarded(source, form, options)
        if form is not None and form.records and not checked:
            head = _head(found, options)
            records = [item for item in head if not isinstance(item, Fault)]
            wrong = _missing_fields(source, records, options)
            lenient = source.in_folder and isinstance(records[0], Alone) if records else True
            if wrong and not lenient:
                raise UsageError(wrong)
            problem = problem or wrong
            checked = bool(records) and not wrong
            found = itertools.chain(head, found)
        for one in _articles(source, found, options if form is None or form.records else _plain(options)):
            any_article = any_article or isinstance(one, Read)
            yield one
    if problem and not any_article:
        raise UsageError(problem)


def _plain(options: ReadOptions) -> ReadOptions:
    """The options for a format with fields of Naql's own."""
    return dataclasses.replace(options, fields={})


def _articles(source: Source, found: Iterable[Found], options: ReadOptions) -> Iterator[Read | Skip]:
    """The articles among what a reader found."""
    for position, item in enumerate(found):
        if isinstance(item, Fault):
            yield Skip(source.path, position, item.reason, item.detail)
        else:
            yield from from_record(item, options, source, position)


def _guarded(source: Source, form: Format | None, options: ReadOptions) -> Iterator[Found]:
    """What a file holds; whatever goes wrong with the file as a whole ends it with a Fault."""
    if form is None:
        yield Fault("unknown_type", f"no reader for {printable(source.suffixes[0])!r}")
        return
    try:
        yield from form.read(source, options)
    except InputError as error:
        yield error.fault
    except UnicodeError as error:
        yield Fault("bad_encoding", why(error))
    except (*BROKEN, pa.ArrowException, MemoryError, RecursionError) as error:
        yield Fault("unreadable", why(error))


def _head(found: Iterator[Found], options: ReadOptions) -> list[Found]:
    """What comes first: up to where every wanted field was seen, at most `FIRST_OBJECTS`."""
    wanted = {options.name("text"), *options.fields.values()}
    head: list[Found] = []
    for item in itertools.islice(found, FIRST_OBJECTS):
        head.append(item)
        if not isinstance(item, Fault):
            wanted -= item.keys()
            if not wanted:
                break
    return head


def _missing_fields(source: Source, records: Sequence[dict[str, object]], options: ReadOptions) -> str | None:
    """What to tell a user whose records have other fields than Naql was told."""
    seen = dict.fromkeys(name for record in records for name in record)
    for known in ("text", *options.fields):
        name = options.name(known)
        if records and name not in seen:
            sizes = {n: max(len(v) if isinstance(v := r.get(n), str) else 0 for r in records) for n in seen}
            likely = max(sizes, key=lambda n: sizes[n], default="NAME") if known == "text" else "NAME"
            shown = ", ".join(list(seen)[:30]) or "none"
            return printable(
                f"{source.path}: no field {name!r} in the first {len(records)} record(s); found: {shown}. "
                f"Say which field is the {known}, for example --field {known}={likely}"
            )
    return None


def read_one(path: str | os.PathLike[str], options: ReadOptions = DEFAULTS) -> Article:
    """The one article of a file; without an outlet of its own, the file's stem stands for it.

    Raises NothingReadableError when there is no article, UsageError when there are several.
    """
    where = os.fspath(path)
    shown = printable(where)
    if os.path.isdir(where) or where == "-":
        raise UsageError(f"{shown}: a file with one article was expected; for more use naql trace")
    articles: list[Read] = []
    skip = Skip(shown, 0, "no_text", "the file is empty")
    for one in read([where], options):
        if isinstance(one, Read):
            articles.append(one)
            if len(articles) > 1:
                raise UsageError(f"{shown}: one article was expected, the file holds more; use naql trace")
        elif one.reason not in KEPT and not articles:
            skip = one
    if not articles:
        error = UsageError if skip.reason == "unknown_type" else NothingReadableError
        raise error(f"{shown}: no article could be read: {skip.detail} ({skip.reason})")
    article, base = articles[0].article, os.path.basename(where)
    stem = base[: len(base) - len("".join(Source(where, "", "").suffixes))]
    return dataclasses.replace(
        article,
        id=article.id if articles[0].has_id else printable(base),
        outlet=article.outlet or printable(stem) or None,
    )
