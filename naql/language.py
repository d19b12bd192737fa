"""What Naql knows of a language: the rows of `naql/data/<code>/`, each with its own example.

A folder with a `language.toml` is a language; adding one needs no code (docs/languages.md). Rows are
data to be read by people first, so whatever is wrong with one is refused with its file and line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import TypeVar

FORMULA_KINDS = ("honorific", "prayer", "title", "furniture", "weather", "boilerplate")
"""What a formula is: why two articles may share it without one having taken it from the other."""

WILDCARD = "*"
"""In a formula: one to three words."""

DIRECTIONS = ("ltr", "rtl")
DETECT_LETTERS = 2000  # so much of a text tells its language
PREFIX_LETTERS = 4  # the longest run of clitics the kernels read

Row = TypeVar("Row")
_WORD = re.compile(r"[^\W\d_]+")
_Cells = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Clitic:
    """A run of clitics taken off the start of a folded word to make its key.

    `key` is the key of `example_word`. `counter_word`, where a row is risky, begins with the same
    letters and still has the key `counter_key`.
    """

    prefix: str
    example_word: str
    key: str
    counter_word: str | None
    counter_key: str | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A set phrase that recurs in news without being reuse; `kind` is one of `FORMULA_KINDS`.

    It stands in `example` and, where a row is risky, not in `counter_example`.
    """

    formula: str
    kind: str
    example: str
    counter_example: str | None

    @property
    def words(self) -> tuple[str, ...]:
        """The words as the row prints them, `WILDCARD` among them."""
        return tuple(self.formula.split())


@dataclass(frozen=True, slots=True)
class Language:
    """One language: `code` is ISO 639-1, `script` ISO 15924, `direction` one of `DIRECTIONS`.

    `frequent` lists words that a text of this language cannot do without, casefolded.
    """

    code: str
    name_ar: str
    name_en: str
    script: str
    direction: str
    frequent: str
    clitics: tuple[Clitic, ...]
    formulas: tuple[Formula, ...]

    @property
    def frequent_words(self) -> frozenset[str]:
        """The words of `frequent`, by which a text's language is told."""
        return _split(self.frequent)


@cache
def _split(line: str) -> frozenset[str]:
    return frozenset(line.split())


@cache
def languages() -> tuple[Language, ...]:
    """Every language Naql has data for, by code."""
    folders = [f for f in files("naql").joinpath("data").iterdir() if f.joinpath("language.toml").is_file()]
    return tuple(read_language(folder) for folder in sorted(folders, key=lambda f: f.name))


def language(code: str) -> Language:
    """The language of a code; ValueError if Naql has no data for it."""
    for known in languages():
        if known.code == code:
            return known
    raise ValueError(f"no language {code!r}: there is data for {', '.join(k.code for k in languages())}")


def read_language(folder: Traversable) -> Language:
    """One language from its folder; ValueError names the file, the line and what is wrong."""
    return Language(
        **_settings(folder.joinpath("language.toml"), folder.name),
        clitics=tuple(_clitics(folder.joinpath("clitics.tsv"))),
        formulas=tuple(_formulas(folder.joinpath("formulas.tsv"))),
    )


def _clitics(file: Traversable) -> Iterator[Clitic]:
    for where, cells in _rows(file, Clitic, may_be_empty=("counter_word", "counter_key")):
        row = Clitic(**cells)  # type: ignore[arg-type]
        if len(row.prefix) > PREFIX_LETTERS:
            raise ValueError(f"{where}: {row.prefix!r} is longer than {PREFIX_LETTERS} letters")
        if not row.example_word.startswith(row.prefix):
            raise ValueError(f"{where}: the example {row.example_word!r} does not begin with {row.prefix!r}")
        if (row.counter_word is None) != (row.counter_key is None):
            raise ValueError(f"{where}: counter_word and counter_key go together; one of them is empty")
        yield row


def _formulas(file: Traversable) -> Iterator[Formula]:
    for where, cells in _rows(file, Formula, may_be_empty=("counter_example",)):
        row = Formula(**cells)  # type: ignore[arg-type]
        if row.kind not in FORMULA_KINDS:
            raise ValueError(f"{where}: kind {row.kind!r} is not one of {', '.join(FORMULA_KINDS)}")
        if row.words[0] == WILDCARD:
            raise ValueError(f"{where}: a formula cannot begin with {WILDCARD}: it would match anywhere")
        if (WILDCARD, WILDCARD) in pairwise(row.words):
            raise ValueError(f"{where}: one {WILDCARD} already stands for one to three words; two in a row")
        yield row


def rows(code: str, name: str, record: type[Row], *, may_be_empty: tuple[str, ...] = ()) -> list[Row]:
    """The rows of `data/<code>/<name>` as records whose fields are its columns, all of them text.

    A field that ends with `_` (a Python keyword else) stands for the column without it. A language
    without that file has no rows of its kind. ValueError names the file and the line.
    """
    file = files("naql").joinpath("data", code, name)
    if not file.is_file():
        return []
    names = [field.name for field in fields(record)]  # type: ignore[arg-type]
    read = _rows(file, record, may_be_empty=may_be_empty)
    return [record(**dict(zip(names, cells.values(), strict=True))) for _, cells in read]


def language_of(text: str) -> str | None:
    """The code of the language whose frequent words make up most of a text's beginning, or None.

    >>> language_of("قال الوزير إن الجسر سيفتح في مطلع الشهر")
    'ar'
    >>> language_of("The minister said that the bridge would open in the spring")
    'en'
    """
    printed = _WORD.findall(text[:DETECT_LETTERS].casefold())
    score, best = max((sum(w in known.frequent_words for w in printed), known.code) for known in languages())
    return best if score else None


def _rows(file: Traversable, record: type, *, may_be_empty: tuple[str, ...]) -> Iterator[tuple[str, _Cells]]:
    """(`file:line`, cells by column) of a TSV whose columns are the fields of a record.

    The first line that is no `#` comment is the header; the first column is the row's key.
    """
    columns = [field.name.removesuffix("_") for field in fields(record)]
    first_line: dict[str, int] = {}
    header: list[str] | None = None
    for number, line in enumerate(_read(file).split("\n"), start=1):
        where = f"{file}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.rstrip("\r").split("\t")]
        if header is None:
            header = cells
            if cells != columns:
                raise ValueError(f"{where}: the header is {cells}, expected {columns}")
            continue
        if len(cells) != len(columns):
            raise ValueError(f"{where}: {len(cells)} cells, expected {len(columns)} ({', '.join(columns)})")
        row: _Cells = {name: cell or None for name, cell in zip(columns, cells, strict=True)}
        for name in columns:
            if row[name] is None and name not in may_be_empty:
                raise ValueError(f"{where}: `{name}` is empty")
        if (earlier := first_line.setdefault(cells[0], number)) != number:
            raise ValueError(f"{where}: {cells[0]!r} stands in line {earlier} already")
        yield where, row
    if header is None:
        raise ValueError(f"{file}: no header, expected {columns}")


def _settings(file: Traversable, code: str) -> dict[str, str]:
    """The settings of `language.toml`: all of them required, all text, and no others."""
    try:
        settings = tomllib.loads(_read(file))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: {error}") from error
    expected = [field.name for field in fields(Language) if field.name not in ("clitics", "formulas")]
    for name in expected:
        if not isinstance(settings.get(name), str) or not settings[name].strip():
            raise ValueError(f'{file}: expected a line {name} = "…"')
    if unknown := sorted(set(settings) - set(expected)):
        raise ValueError(f"{file}: unknown setting {unknown[0]!r}, expected {', '.join(expected)}")
    if settings["code"] != code:
        raise ValueError(f"{file}: code {settings['code']!r} is not the name of its folder, {code!r}")
    if settings["direction"] not in DIRECTIONS:
        raise ValueError(f"{file}: direction {settings['direction']!r} is not one of {', '.join(DIRECTIONS)}")
    return settings


def _read(file: Traversable) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")  # spreadsheets write a BOM
    except UnicodeDecodeError as error:
        raise ValueError(f"{file}: not UTF-8 ({error.reason} at byte {error.start})") from error
    except OSError as error:
        raise ValueError(f"{file}: cannot be read, and every language has this file") from error
