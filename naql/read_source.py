"""Where articles are read from: files, folders, streams, and their lines as text."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TypeVar

import zstandard

from naql.model import Skip
from naql.read_text import SAMPLE, find_bom, legacy_encoding, utf_16_without_bom

LINE_FACTOR = 8  # a line or .json file may be so many times `max_bytes`: escapes, other fields, many articles
ZSTD_STEP = 1024  # compressed bytes at a time: even a bomb of empty blocks then gives 32 MB at once, not all


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: `fields` maps Naql's field names to the names in the data ({"text": "body"}).

    `date_kind` overrides the kind of every date, `encoding` None is detected, `max_bytes` is the limit
    for one article (UTF-8 bytes of its text, or the size of a file that holds one article).
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    date_kind: str | None = None
    encoding: str | None = None
    max_bytes: int = 16 * 1024 * 1024

    def name(self, naql_field: str) -> str:
        """What a field is called in the data."""
        return self.fields.get(naql_field, naql_field)


DEFAULTS = ReadOptions()


@dataclass(frozen=True, slots=True)
class Fault:
    """What a reader yields in place of a record it could not read."""

    reason: str
    detail: str


class InputError(Exception):
    """Raised by `Lines` for one line; the next may still be read."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.fault = Fault(reason, detail)


BROKEN = (OSError, EOFError, zlib.error, zstandard.ZstdError)


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(name: str) -> str:
    """A file name that can be shown and stored: controls, bidi marks and stray bytes as escapes."""
    return _UNPRINTABLE.sub(
        lambda m: f"\\x{ord(m[0]):02x}" if m[0] < "\u0100" else f"\\u{ord(m[0]):04x}", name
    )


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input: `path` is shown, `name` makes ids, `outlet` comes from the folder."""

    where: str
    path: str
    name: str
    outlet: str | None = None
    in_folder: bool = False
    stream: BinaryIO | None = None

    @property
    def suffixes(self) -> tuple[str, str]:
        """The suffix that says the format, and that of the compression; each lower case, or empty."""
        if self.stream is not None:
            return ".jsonl", ""
        stem, last = os.path.splitext(self.where.lower())
        return (os.path.splitext(stem)[1], last) if last in (".gz", ".zst") else (last, "")

    def open(self) -> io.BufferedReader:
        """The decompressed bytes. Closing it leaves a given stream open."""
        packing = self.suffixes[1]
        if self.stream is not None:
            raw: io.RawIOBase = _Raw(self.stream, owned=False)
        elif packing == ".gz":
            raw = _Raw(gzip.GzipFile(self.where), owned=True)
        elif packing == ".zst":
            raw = _Zstd(io.BufferedReader(io.FileIO(self.where)))
        else:
            raw = io.FileIO(self.where)
        return io.BufferedReader(raw, SAMPLE)

    def whole(self, limit: int) -> bytes:
        """All bytes, or `InputError` when there are more than `limit`."""
        with self.open() as stream:
            return read_rest(stream, limit)


def read_rest(stream: io.BufferedReader, limit: int) -> bytes:
    """What is left in a stream, or `InputError` when it is more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError("too_large", f"more than {limit} bytes")
    return data


class _Raw(io.RawIOBase):
    """A stream read one step at a time, so that a break costs nothing that was read before it."""

    def __init__(self, inner: Any, owned: bool) -> None:
        self._inner = inner
        self._owned = owned
        self._read = getattr(inner, "read1", inner.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: bytes = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if self._owned:
            self._inner.close()
        super().close()


class _Zstd(_Raw):
    """Zstandard frames, decompressed. The library's own reader takes a cut file for a whole one."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__(packed, owned=True)
        self._frame: Any = None
        self._rest = b""  # compressed bytes of the next frame
        self._ready = memoryview(b"")

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            packed = self._rest or self._inner.read(ZSTD_STEP)
            if not packed:
                if self._frame is not None:
                    raise EOFError("the compressed file ends too early")
                return 0
            self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
            self._ready = memoryview(self._frame.decompress(packed))
            self._rest = self._frame.unused_data if self._frame.eof else b""
            self._frame = None if self._frame.eof else self._frame
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def sources(given: str, stdin: BinaryIO | None) -> Iterator[Source | Skip]:
    """The files behind one input."""
    shown = printable(given.replace(os.sep, "/"))
    if given == "-":
        yield Source(given, given, given, stream=stdin or sys.stdin.buffer)
    elif not os.path.exists(given):
        yield Skip(shown, 0, "missing", "no such file or folder")
    elif os.path.isdir(given):
        for relative, where in _walk(given):
            path = printable(relative) or shown
            if fault := _unfit(where):
                yield Skip(path, 0, fault.reason, fault.detail)
            else:
                top, _, rest = path.partition("/")
                yield Source(where, path, path, outlet=top if rest else None, in_folder=True)
    else:
        yield Source(given, shown, printable(os.path.basename(given)))


def _walk(folder: str) -> Iterator[tuple[str, str]]:
    """Every visible file below a folder in sorted order: its relative path and where it is.

    Links to folders are not followed, so there are no loops; a folder that fails to open, or is a
    link, is yielded like a file.
    """
    pending = [("", folder)]
    while pending:  # no recursion: folders may be nested deeper than Python's stack
        relative, where = pending.pop()
        try:
            if relative and (os.path.islink(where) or not os.path.isdir(where)):
                raise NotADirectoryError
            names = sorted(os.listdir(where), reverse=True)
        except OSError:
            yield relative, where
        else:
            prefix = f"{relative}/" if relative else ""
            pending += [(prefix + n, os.path.join(where, n)) for n in names if not n.startswith(".")]


def _unfit(where: str) -> Fault | None:
    """Why an entry of a folder is not even opened."""
    if os.path.isfile(where):
        return None
    if os.path.isdir(where):
        if os.path.islink(where):
            return Fault("linked_folder", "a link to a folder; give that folder as an input of its own")
        return Fault("unreadable", "the folder could not be opened")
    if os.path.islink(where):
        return Fault("missing", "a link to nothing")
    return Fault("unknown_type", "not a regular file")


class Lines:
    """The lines of a stream as text. A line that fails raises `InputError`, and the next still comes."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        stream = source.open()
        self._stream: io.BufferedReader | io.TextIOWrapper = stream
        self._limit = options.max_bytes * LINE_FACTOR
        self._given = options.encoding
        self._legacy: str | None = None  # decided at the first line that is not UTF-8
        self._utf8 = False  # a line was UTF-8 and not plain ASCII
        self._first = True
        self._ended = False
        try:
            head = stream.peek(4096)
        except BROKEN:
            return  # the same break is met, and reported, by the first line
        mark = find_bom(head)
        encoding = self._given or (mark[1] if mark else utf_16_without_bom(head))
        if encoding and "\n".encode(encoding) != b"\n":
            self._stream = io.TextIOWrapper(stream, encoding, newline="\n")

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._ended:
            raise StopIteration
        try:
            line = self._stream.readline(self._limit)
            if len(line) == self._limit and line[-1:] not in ("\n", b"\n"):
                self._pass_over()
                raise InputError("too_large", f"a line of more than {self._limit} bytes")
        except BROKEN as error:
            self._ended = True
            raise InputError("unreadable", why(error)) from None
        except UnicodeError as error:
            self._ended = True
            raise InputError("bad_encoding", why(error)) from None
        if not line:
            self._ended = True
            raise StopIteration
        text = line if isinstance(line, str) else self._decode(line)
        if self._first:
            self._first = False
            text = text.removeprefix("\ufeff")
        return text

    def _pass_over(self) -> None:
        """Leave out the rest of a line without holding it."""
        while rest := self._stream.readline(1 << 20):
            if rest[-1:] in ("\n", b"\n"):
                break

    def _decode(self, line: bytes) -> str:
        """A line's text. UTF-8 is tried on each, since files are sometimes joined from two encodings."""
        try:
            if self._given:
                return line.decode(self._given)
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                if self._utf8:
                    raise
                self._legacy = self._legacy or legacy_encoding(line + self._ahead())
                if self._legacy is None:
                    raise
                return line.decode(self._legacy)
        except UnicodeError as error:
            raise InputError("bad_encoding", why(error)) from None
        self._utf8 = self._utf8 or (self._legacy is None and not text.isascii())
        return text

    def _ahead(self) -> bytes:
        """What is already in the buffer after the current line."""
        try:
            return self._stream.peek() if isinstance(self._stream, io.BufferedReader) else b""
        except BROKEN:
            return b""


T = TypeVar("T")


def steps(items: Iterator[T]) -> Iterator[T | Fault]:
    """What an iterator gives, with a Fault where it raised; it must be able to go on after that."""
    while True:
        try:
            yield next(items)
        except StopIteration:
            return
        except InputError as error:
            yield error.fault
        except csv.Error as error:
            yield Fault("bad_row", str(error))


def why(error: BaseException) -> str:
    """One line about an error, without the path (which may not be printable)."""
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return printable(text)[:200]
