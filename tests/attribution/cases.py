"""Invented news passages with the statements a reader finds in them: the tests of attribution.

Every `*.toml` file beside this module holds cases of one theme. A case is a text of one to five sentences and
the statements in it, in the order of their cues; a case without statements is a false friend. All texts and
events are invented.

How the expectations are made (they follow the annotation guide, part A):

- The cue has no attached و or ف. `بحسب ما أكد` and `حسبما أعلنت` are cues as a whole; of `كما ذكرت` only the
  verb. Two reporting words for one content (`أضاف فلان قائلاً`) make one statement: the first is the cue, the
  second stands in `cue_alt`, which gives the other words that may count as the cue. In `نقلت ... عن ... قوله`
  the cue is `قوله`. Where no word reports, as in a headline, the colon is the cue.
- A source is the noun phrase that speaks, with its title, without marks around the whole and without an
  attached ل (`للهيئة` stays whole); "" where there is only a pronoun or nothing.
- Content begins after a free-standing أن/إن/بأن or a colon, has no wrapping marks and no final full stop; an
  attached pronoun (`أنه`) or an attached preposition (`بنشر`) belongs to it, an opening و or ف does not.
  Somebody addressed stays outside, somebody accused or blamed inside. What stands before its cue (`أوضح ذلك`,
  `وهو ما أكدته`) is content all the same.
- `document` steps (statement, report, letter) may be left out by a reader; platforms (تويتر) are relays; the
  outlet itself and an agency credited in dateline, byline or tail are no steps.
- `unnamed` speaks of the voice of the cue: the last step of the chain.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MODES = ("direct", "indirect", "mixed", "act")
ROLES = ("document", "relay", "speaker", "quoted")
STATUSES = ("explicit", "anaphoric", "inherited", "unnamed")
VOICES = ("speaker", "quoted")
CASE_FIELDS = {"id", "trap", "pattern", "note", "text", "statement"}
STATEMENT_FIELDS = {"cue", "cue_alt", "source", "content", "mode", "unnamed", "chain"}
# Letters that may be written onto a cue, a source or a content without belonging to it.
CLITICS = "وفبلك"
LONGEST_CLITICS = 2
NUMBERED = re.compile(r"#(\d+)$")


class CaseError(ValueError):
    """A case that cannot be used, with its file, its id and the reason."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a case's text in code points, end exclusive, with the text it covers."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an expected chain; `role` is one of `ROLES`, `status` one of `STATUSES`."""

    role: str
    name: str
    status: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A statement of a text; `cue_alts` may count as its cue, `source` is None for a pronoun or nobody."""

    cue: Place
    cue_alts: tuple[Place, ...]
    source: Place | None
    content: tuple[Place, ...]
    mode: str
    unnamed: bool
    chain: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A passage and its statements; `theme` is its file without the suffix, `language` two letters of it."""

    id: str
    theme: str
    language: str
    trap: str
    pattern: str
    text: str
    statements: tuple[Expected, ...]


def is_letter(char: str) -> bool:
    """Whether the character is part of a word: a letter, a mark on one, a digit or tatweel."""
    return unicodedata.category(char)[0] in "LMN" or char == "ـ"


def begins_word(text: str, start: int) -> bool:
    """Whether a word, or what is left of it behind attached letters, begins at `start`."""
    before = start
    while before and is_letter(text[before - 1]):
        before -= 1
    attached = [
        char for char in text[before:start] if not unicodedata.category(char).startswith("M") and char != "ـ"
    ]
    return len(attached) <= LONGEST_CLITICS and all(char in CLITICS for char in attached)


def occurrences(text: str, wanted: str) -> list[int]:
    """Where `wanted` stands in `text` as whole words; letters of `CLITICS` may be attached before it."""
    found = []
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        ends = end == len(text) or not is_letter(text[end]) or not is_letter(wanted[-1])
        if ends and (not is_letter(wanted[0]) or begins_word(text, start)):
            found.append(start)
        start = text.find(wanted, start + 1)
    return found


def resolve(text: str, wanted: str) -> Place:
    """The place of `wanted`, or of its nth occurrence where it ends in `#n`.

    A string that stands there more than once must be numbered. Raises ValueError.
    """
    number = NUMBERED.search(wanted)
    bare = wanted[: number.start()] if number else wanted
    if not bare or bare != bare.strip():
        raise ValueError(f"«{wanted}» is empty or has space around it")
    starts = occurrences(text, bare)
    if not starts:
        raise ValueError(f"«{bare}» is not in the text")
    if number is None and len(starts) > 1:
        raise ValueError(f"«{bare}» stands in the text {len(starts)} times: number it")
    nth = int(number[1]) if number else 1
    if not 1 <= nth <= len(starts):
        raise ValueError(f"«{bare}» stands in the text {len(starts)} times, not {nth}")
    start = starts[nth - 1]
    return Place(start, start + len(bare), bare)


def known_fields(row: Mapping[str, Any], fields: set[str]) -> None:
    """Raises ValueError for a field nobody reads, such as a misspelt one."""
    if unknown := set(row) - fields:
        raise ValueError(f"unknown fields {sorted(unknown)}")


def overlap(left: Place, right: Place) -> bool:
    """Whether two places share a character."""
    return left.start < right.end and right.start < left.end


def check_chain(chain: tuple[Step, ...]) -> None:
    """Raises ValueError where roles, statuses or their order are impossible."""
    if not chain:
        raise ValueError("the chain is empty")
    for step in chain:
        if step.role not in ROLES or step.status not in STATUSES or not step.name.strip():
            raise ValueError(f"impossible step {step}")
    if chain[-1].role not in VOICES:
        raise ValueError("the chain does not end in a voice")
    order = [ROLES.index(step.role) if step.role in VOICES else 0 for step in chain]
    if order != sorted(order):
        raise ValueError("a relay stands behind a voice")
    if [step.role for step in chain].count("speaker") != 1:
        raise ValueError("a chain has one speaker")


def check(statement: Expected) -> None:
    """Raises ValueError where the parts of a statement contradict each other."""
    check_chain(statement.chain)
    voice = statement.chain[-1]
    if statement.mode not in MODES:
        raise ValueError(f"unknown mode {statement.mode}")
    if not statement.content:
        raise ValueError("a statement says something")
    if voice.status == "unnamed" and not statement.unnamed:
        raise ValueError("the voice is unnamed, the statement is not")
    if statement.unnamed and voice.status == "explicit":
        raise ValueError("the voice is explicit, the statement unnamed")
    if statement.source is None and voice.status == "explicit":
        raise ValueError("an explicit voice has a source")
    for place in statement.content:
        if overlap(place, statement.cue) or (statement.source and overlap(place, statement.source)):
            raise ValueError(f"the cue or the source lies in the content «{place.text}»")
        if place.text[-1] in ".،,؛:" or place.text[0] in ".،,؛:":
            raise ValueError(f"the content «{place.text}» begins or ends with punctuation")


def read_statement(text: str, row: Mapping[str, Any]) -> Expected:
    """The statement of a row, with offsets. Raises ValueError, KeyError."""
    known_fields(row, STATEMENT_FIELDS)
    statement = Expected(
        cue=resolve(text, row["cue"]),
        cue_alts=tuple(resolve(text, cue) for cue in row.get("cue_alt", ())),
        source=resolve(text, row["source"]) if row["source"] else None,
        content=tuple(resolve(text, piece) for piece in row["content"]),
        mode=row["mode"],
        unnamed=row["unnamed"],
        chain=tuple(Step(*step) for step in row["chain"]),
    )
    check(statement)
    return statement


def read_case(row: Mapping[str, Any], theme: str) -> Case:
    """The case of a row of a theme's file. Raises CaseError."""
    where = f"{theme}.toml, case {row.get('id')}"
    try:
        known_fields(row, CASE_FIELDS)
        statements = tuple(read_statement(row["text"], statement) for statement in row.get("statement", ()))
        trap, text = row["trap"], row["text"]
        if not (row["id"] and trap and text.strip()):
            raise ValueError("an empty id, trap or text")
        case = Case(row["id"], theme, theme[:2], trap, row.get("pattern", ""), text, statements)
    except (ValueError, KeyError, TypeError) as error:
        raise CaseError(f"{where}: {error!r}") from error
    starts = [statement.cue.start for statement in case.statements]
    if starts != sorted(set(starts)):
        raise CaseError(f"{where}: statements stand in the order of their cues, each with a cue of its own")
    return case


def read_theme(path: Path) -> tuple[Case, ...]:
    """All cases of a file, in its order. Raises CaseError."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{path.name}: {error}") from error
    if set(data) != {"case"}:
        raise CaseError(f"{path.name}: a file holds cases and nothing else")
    return tuple(read_case(row, path.stem) for row in data["case"])


@cache
def cases(language: str, folder: Path = FOLDER) -> tuple[Case, ...]:
    """All cases of a language, file after file; ids are unique. Raises CaseError."""
    found = [case for path in sorted(folder.glob(f"{language}_*.toml")) for case in read_theme(path)]
    seen: set[str] = set()
    for case in found:
        if case.id in seen:
            raise CaseError(f"{case.theme}.toml, case {case.id}: the id stands twice")
        seen.add(case.id)
    return tuple(found)
