"""The agency an article credits outside its sentences: byline, dateline, tail (docs/credits.md).

A credit is a part of a byline, of the line before the first sentence or of what stands after the last one
that names nothing but agencies. Words around it («المصدر») are rows of `data/<code>/credit_words.tsv`.
"""

from __future__ import annotations

import html
from dataclasses import replace

from naql.agencies import Mention, find, same
from naql.credit_lines import (
    CLOSERS,
    DASHES,
    SEPARATORS,
    STOPS,
    Line,
    Part,
    abbreviates,
    agencies_of,
    is_town,
    names_inside,
    names_outlet,
    new_line,
    only_agencies,
    parts_of,
    word_after,
    word_before,
)
from naql.language import language_of, languages
from naql.model import Credit
from naql.outlets import OPENERS
from naql.sentences import tokens

LINE = 40  # a byline or dateline has at most so many tokens
PART = 7  # and each of its parts at most so many words: a longer part is a sentence
TAGS = 40  # keywords after a credit are at most so many tokens
GROUP = 24  # the agencies credited at a tail are at most so many tokens
HEAD, TAIL = 600, 1200  # characters of a text in which a dateline, a tail is looked for


def credit(
    text: str, byline: str | None = None, language: str | None = None, *, outlet: str | None = None
) -> Credit | None:
    """The agencies credited in the byline, else in the dateline, else at the tail; None where nobody is.

    `outlet` (a name or address) is whose article it is: its own name is no credit. With it, newspapers and
    channels are read in bylines and datelines too; without it only agencies are, for the name there is
    mostly the outlet's own.

    >>> credit("أعلنت البلدية فتح الجسر.", "عدن - أ ف ب").name, credit("(رويترز) - فتح الجسر.").where
    ('أ ف ب', 'dateline')
    """
    code = language or language_of(text) or languages()[0].code
    if byline is not None and (found := _in_byline(byline, code, outlet)) is not None:
        return found
    head = _in_dateline(Line(text[:HEAD], tokens(text[:HEAD]), code, outlet))
    if head is not None:
        return head
    begin = max(0, len(text) - TAIL)
    found = _in_tail(Line(text[begin:], tokens(text[begin:]), code, outlet))
    return found and replace(found, start=begin + (found.start or 0), end=begin + (found.end or 0))


def _counts(line: Line, mention: Mention, outlets: list[Mention]) -> bool:
    """Whether a name in a byline or dateline is a credit: an agency, or another outlet than the article's.

    Where the article's outlet is not known, the first of two different outlets is taken for it.
    """
    if line.outlet is not None and same(mention.name, line.outlet):
        return False
    if mention.kind == "agency":
        return True
    own = line.outlet or (outlets[0].name if outlets else mention.name)
    return not same(mention.name, own) and _safe(line, mention)


def _safe(line: Line, mention: Mention) -> bool:
    """Whether the name of an outlet that is no agency needs no sign: it is no ordinary word."""
    return (
        mention.known
        and mention.kind != "social"
        and find(line.read, mention.start_token, line.language) is not None
    )


def _credited(line: Line, parts: list[Part], within: bool) -> list[Mention]:
    """The credits of a line's parts; `within` looks for sure names inside the other parts as well."""
    found: list[Mention] = []
    plain = [agencies_of(line, p) for p in parts]
    agency = any(m.kind == "agency" and not is_town(line, m) for whole in plain for m in whole or ())
    for number, (part, whole) in enumerate(zip(parts, plain, strict=True)):
        others = any(p is None for p in plain[number + 1 :])
        if whole is not None:
            # Before other words or beside an agency a town is where the story was written («قنا - محمد سعد»).
            found += [m for m in whole if not ((others or agency) and is_town(line, m))]
        elif within and part.end - part.start <= PART:
            found += names_inside(line, part)
    outlets = [m for part in plain for m in part or () if m.kind != "agency" and not is_town(line, m)]
    return [m for m in found if _counts(line, m, outlets)]


def _credit(line: Line, found: list[Mention], where: str) -> Credit | None:
    """One record of some mentions, in order; the text spans from the first to the last."""
    if not found:
        return None
    start, end = found[0].start, found[-1].end
    name = " / ".join(dict.fromkeys(m.name for m in found))
    if where == "byline":
        return Credit(name, where, line.text[start:end], None, None)
    return Credit(name, where, line.text[start:end], start, end)


# ---------------------------------------------------------------- the three places


def _in_byline(byline: str, code: str, outlet: str | None) -> Credit | None:
    printed = html.unescape(byline)
    read = tokens(printed)
    if len(read) > LINE:
        return None  # a paragraph that was taken for a byline
    line = Line(printed, read, code, outlet)
    return _credit(line, _credited(line, parts_of(line, 0, len(read)), within=True), "byline")


def _in_dateline(line: Line) -> Credit | None:
    start = 0
    while (after := word_after(line, start, "opening")) > start:
        start = after
    end = _dateline_end(line, start)
    parts = parts_of(line, start, end)
    for part in parts:
        if agencies_of(line, part) is None and names_outlet(line, part):
            return None  # running text that happens to have a dash
    return _credit(line, _credited(line, parts, within=False), "dateline")


def _dateline_end(line: Line, start: int) -> int:
    """The token after what stands before the first sentence: short parts, closed by a mark or line end."""
    end, words = start, 0
    for at in range(start, min(len(line.read), start + LINE)):
        token = line.read[at]
        if new_line(line, at):
            end, words = at, 0
        if token.printed in ":/" or (token.printed in DASHES and _parts_words(line, at)):
            end, words = at + 1, 0
        elif end > start and token.printed in CLOSERS and _closes_agencies(line, end, at):
            return at + 1
        elif token.printed in STOPS and not abbreviates(line, at):
            break
        elif token.word:
            words += 1
            if words > PART:
                break
    return end


def _closes_agencies(line: Line, start: int, at: int) -> bool:
    """Whether a mark closes an agency in brackets, or in marks after another outlet («المنارة» و«رويترز»)."""
    opener = at - 1
    while opener > start and line.read[opener].printed not in OPENERS:
        opener -= 1
    if line.read[opener].printed not in OPENERS or only_agencies(line, opener + 1, at) is None:
        return False
    if line.read[opener].printed == "(":
        return True
    return any(agencies_of(line, p) for p in parts_of(line, start, opener))


def _parts_words(line: Line, at: int) -> bool:
    """Whether a dash stands between parts: a space or a bracket on one side at least."""
    token = line.read[at]
    before = line.text[token.start - 1 : token.start]
    after = line.text[token.end : token.end + 1]
    return not (before.isalnum() and after.isalnum())


# ---------------------------------------------------------------- the tail


def _in_tail(line: Line) -> Credit | None:
    end = _content_end(line)
    last = end
    while last and not line.read[last - 1].word:
        last -= 1
    begin = _group(line, last)
    if begin is None:
        return None
    found = only_agencies(line, begin, last) or []
    named_source = _after_source(line, begin)
    if any(m.kind == "agency" for m in found):
        found = [m for m in found if m.kind == "agency"]  # beside an agency the outlet names itself
    elif not named_source:
        found = [m for m in found if _safe(line, m)]
    if line.outlet is not None:
        found = [m for m in found if not same(m.name, line.outlet)]
    closed = any(t.printed == ")" for t in line.read[last:end])
    return _credit(line, found, "tail") if named_source or _set_off(line, begin, closed) else None


def _content_end(line: Line) -> int:
    """The token after which only keywords, clock times, closing words and marks stand."""
    end = len(line.read)
    for at in range(max(1, end - TAGS), end):
        set_off = line.read[at - 1].printed in STOPS | CLOSERS or new_line(line, at)
        if set_off and word_after(line, at, "tags") > at:
            end = at
            break
    while end:
        before = _clock(line, end)
        before = word_before(line, before, "end")
        if before == end:
            return end
        while (
            before and not line.read[before - 1].word and line.read[before - 1].printed not in STOPS | CLOSERS
        ):
            before -= 1
        end = before
    return end


def _clock(line: Line, end: int) -> int:
    """The token at which a clock time with its word begins, or the token given."""
    before = word_before(line, end, "clock")
    while (
        before < end
        and before
        and (line.read[before - 1].printed == ":" or line.read[before - 1].folded.isdigit())
    ):
        before -= 1
    return before


def _group(line: Line, last: int) -> int | None:
    """The token at which the agencies begin that end before a token, nothing but separators between them."""
    begin = None
    for at in range(last - 1, max(-1, last - 1 - GROUP), -1):
        token = line.read[at]
        if token.word and only_agencies(line, at, last) is not None:
            begin = at
        if (token.printed in OPENERS and not _listed(line, at)) or new_line(line, at):
            break
        if token.printed in STOPS and not abbreviates(line, at):
            break
    return begin


def _listed(line: Line, opener: int) -> bool:
    """Whether brackets follow others as in a list: «(وكالات)، (رويترز)»."""
    before = [t.printed for t in line.read[max(0, opener - 2) : opener]]
    return len(before) > 1 and before[0] in CLOSERS and before[1] in SEPARATORS - CLOSERS


def _after_source(line: Line, begin: int) -> bool:
    """Whether a word that names the origin stands before the agencies, itself set off from the text."""
    at = begin
    while at and (line.read[at - 1].printed in OPENERS or line.read[at - 1].printed == ":"):
        at -= 1
    before = word_before(line, at, "source")
    return before < at and _set_off(line, before, False)


def _set_off(line: Line, begin: int, closed: bool) -> bool:
    """Whether what begins at a token stands outside the sentences: after a stop, on a line, in brackets."""
    at = begin
    marks: list[str] = []
    while at and not line.read[at - 1].word and not new_line(line, at):
        at -= 1
        marks.append(line.read[at].printed)
        if marks[-1] in STOPS:
            return True
    if at == 0 or new_line(line, at):
        return True
    if word_before(line, at, "media") < at:
        return False
    if closed and "(" in marks:
        gloss = line.read[begin].printed.isascii() and not line.read[at - 1].printed.isascii()
        return not gloss and not _names_before(line, at)
    return any(m in DASHES or m in "*/" for m in marks) or (len(marks) > 1 and marks[-1] in CLOSERS)


def _names_before(line: Line, at: int) -> bool:
    """Whether a name or noun that ends before a token is what brackets after it explain («الوكالة (وات)»)."""
    for start in range(max(0, at - PART), at):
        mention = find(line.read, start, line.language)
        if mention is not None and mention.end_token >= at:
            return True
    return False
