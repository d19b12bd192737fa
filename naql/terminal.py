"""Two texts in step for a terminal: each shared block as it stands in a and in b, changes marked.

Article text is never trusted. Control characters and bidi overrides are written out as code
points, so nothing in a text can move the cursor or recolour the screen, and every line of it is
kept in an isolate, so it cannot turn the words around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from naql.model import QUIET_KINDS, Article

_ISOLATE, _CLOSE = "\u2068", "\u2069"
_RESET = "\x1b[0m"
_COLOURS = {
    "dropped": "\x1b[31m",
    "added": "\x1b[32m",
    "reworded": "\x1b[33m",
    "spelling": "\x1b[2m",
    "punctuation": "\x1b[2m",
}
_BRACKETS = {"dropped": ("[-", "-]"), "added": ("{+", "+}"), "reworded": ("[~", "~]")}
_TRAITS = (("moved", "moved"), ("formula", "stock phrase"))
_TITLE, _WORDS = 120, 80  # characters shown of a title, and of the words of a change
_SEVERITIES = {"major": "major", "minor": "minor", "none": "without effect"}
_TIES = {
    "a<-b": "A took from B",
    "b<-a": "B took from A",
    "common": "Both come from a source that is neither",
    "unknown": "Nothing shows who took from whom",
}
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
# Controls other than white space, lone surrogates, and every mark that turns or isolates direction.
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TOKENS = re.compile(rf"[{_BREAKS}]+|[^\S{_BREAKS}]+|\S+")

Piece = tuple[str, str]


def comparison_text(
    comparison: Mapping[str, Any], a: Article, b: Article, *, colour: bool, width: int
) -> str:
    """A comparison (the JSON shape of `compare --json`): changes, then passages in lines of `width` columns.

    With `colour`, words only in a are red, only in b green, reworded yellow, spelling and
    punctuation dim; without, they stand in [-…-], {+…+} and [~…~], the quiet two unmarked.
    """
    width = max(width, 24)
    blocks = comparison["blocks"]
    lines = [_heading("A", a, comparison["coverage"]["a"]), _heading("B", b, comparison["coverage"]["b"])]
    lines += [_summary(blocks), *_changes(comparison["changes"]), *_relation(comparison["relation"])]
    for number, block in enumerate(blocks, 1):
        lines += ["", _rule(number, block, width)]
        for side, name, text in (("a", "A", a.text), ("b", "B", b.text)):
            pieces = [(run["op"], text[slice(*run[side])]) for run in block["runs"]]
            lines += [f"{name} │ {line}" for line in _wrapped(pieces, colour, width - 4)]
    outside = [_outside(text, [x[side] for x in blocks]) for side, text in (("a", a.text), ("b", b.text))]
    lines += ["", "Words outside the shared passages: A {}, B {}".format(*outside)]
    return "\n".join(lines) + "\n"


def visible(text: str) -> str:
    """A text that a terminal can only show: what would act on it is written as <U+001B>."""
    return _UNSAFE.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def isolated(text: object) -> str:
    """A name, title or id in one line, in an isolate of its own direction."""
    return f"{_ISOLATE}{' '.join(visible(str(text)).split())}{_CLOSE}"


def _heading(name: str, article: Article, coverage: float) -> str:
    parts = [isolated(article.outlet or article.id)]
    if article.title:
        title = article.title
        parts.append(isolated(title if len(title) <= _TITLE else title[:_TITLE] + "…"))
    if article.published:
        parts.append(f"{isolated(article.published)} ({visible(article.published_kind)})")
    # 100 % is kept for all of a text: .996 of it is 99 %.
    share = min(coverage, 0.99) if coverage < 1 else 1.0
    return f"{name}   {' · '.join(parts)} · {share:.0%} shared"


def _summary(blocks: Sequence[Mapping[str, Any]]) -> str:
    if not blocks:
        return "No shared passage."
    traits = [(sum(bool(x[trait]) for x in blocks), label) for trait, label in _TRAITS]
    counted = [f"{count} {label}" for count, label in traits if count]
    return ", ".join([f"{len(blocks)} shared passage{'s' if len(blocks) > 1 else ''}", *counted])


def _changes(changes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How many changes there are, and those that matter, major ones first, each with its reason."""
    quiet = Counter(c["kind"] for c in changes if c["kind"] in QUIET_KINDS)
    graded = Counter(c["severity"] for c in changes if c["kind"] not in QUIET_KINDS)
    counted = [f"{graded[s]} {_SEVERITIES[s]}" for s in _SEVERITIES if graded[s]]
    counted += [f"{quiet[kind]} {kind}" for kind in QUIET_KINDS if quiet[kind]]
    if counted:
        yield "Changes: " + ", ".join(counted)
    for severity in ("major", "minor"):
        for change in changes:
            if change["severity"] == severity and change["kind"] not in QUIET_KINDS:
                yield f"  {severity} · {change['kind']}: {_from_to(change)} ({isolated(change['why']['en'])})"


def _relation(relation: Mapping[str, Any] | None) -> Iterator[str]:
    """Who took from whom, or that nothing shows it, and what it rests on."""
    if relation is not None:
        yield _TIES[relation["direction"]]
        for one in relation["evidence"]:
            yield f"  {isolated(one['why']['en'])}"


def _from_to(change: Mapping[str, Any]) -> str:
    a, b = (isolated(_shortened(change[side]["text"])) if change[side] else None for side in ("a", "b"))
    return f"only in B: {b}" if a is None else f"only in A: {a}" if b is None else f"{a} → {b}"


def _shortened(text: str) -> str:
    return text if len(text) <= _WORDS else text[:_WORDS] + "…"


def _rule(number: int, block: Mapping[str, Any], width: int) -> str:
    traits = [label for trait, label in _TRAITS if block[trait]]
    title = " · ".join([f"── {number}", *traits]) + " "
    return title + "─" * max(2, min(width, 72) - len(title))


def _outside(text: str, spans: Iterable[Mapping[str, Any]]) -> int:
    """How much of a text stands outside its blocks: what is not shown is counted."""
    words, reached = 0, 0
    for start, end in [*sorted((x["start"], x["end"]) for x in spans), (len(text), len(text))]:
        words += len(text[reached:start].split())
        reached = max(reached, end)
    return words


def _wrapped(pieces: Iterable[Piece], colour: bool, width: int) -> Iterator[str]:
    """The pieces of one side as lines, each painted on its own and isolated."""
    line: list[Piece] = []
    used = 0
    for gap, word in _words(pieces if colour else _bracketed(pieces)):
        for part in _cut(word, width):
            needed = sum(_columns(text) for _, text in part)
            if line and (gap == "\n" or used + bool(gap) + needed > width):
                yield _painted(line, colour)
                line, used = [], 0
            if line and gap:
                line.append((_common(line[-1], part[0]), " "))
                used += 1
            line += part
            used += needed
            gap = ""
    if line:
        yield _painted(line, colour)


def _bracketed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces with their marks written around the words, white space left outside."""
    for op, text in pieces:
        core = text.strip()
        if core and op in _BRACKETS:
            opening, closing = _BRACKETS[op]
            start = len(text) - len(text.lstrip())
            yield op, f"{text[:start]}{opening}{core}{closing}{text[start + len(core) :]}"
        else:
            yield op, text


def _words(pieces: Iterable[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    """Words with what stands before them (nothing, a space, a line break), in parts of one kind."""
    gap, word = "", list[Piece]()
    for op, text in pieces:
        for token in _TOKENS.findall(text):
            if not token.isspace():
                word.append((op, visible(token)))
                continue
            if word:
                yield gap, word
                gap, word = "", []
            gap = "\n" if gap == "\n" or token[0] in _BREAKS else " "
    if word:
        yield gap, word


def _cut(word: list[Piece], width: int) -> Iterator[list[Piece]]:
    """A word in parts that fit the width; nearly always the word itself."""
    part: list[Piece] = []
    used = 0
    for op, text in word:
        start = 0
        for i, letter in enumerate(text):
            needed = _columns(letter)
            if used + needed > width:
                yield [*part, (op, text[start:i])]
                part, used, start = [], 0, i
            used += needed
        part.append((op, text[start:]))
    yield part


def _columns(text: str) -> int:
    """The columns a terminal gives a text: none for marks, two for wide letters."""
    return sum(_column(letter) for letter in text)


@cache
def _column(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _common(before: Piece, after: Piece) -> str:
    return before[0] if before[0] == after[0] else "same"


def _painted(line: list[Piece], colour: bool) -> str:
    if not colour:
        return f"{_ISOLATE}{''.join(text for _, text in line)}{_CLOSE}"
    painted = (f"{_COLOURS[op]}{text}{_RESET}" if op in _COLOURS else text for op, text in line)
    return f"{_ISOLATE}{''.join(painted)}{_CLOSE}"
