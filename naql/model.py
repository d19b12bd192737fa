"""The records Naql makes.

Every table is a list of one of these frozen dataclasses, and its Arrow schema is derived from the
dataclass (`naql.arrow`), so a record is described once. Offsets are Unicode code points into the text
as read, end exclusive. An id ending in `_id` names an article unless its prefix says otherwise.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

VERSION = "0.1.0"

# ---------------------------------------------------------------- reading

DATE_KINDS = ("published", "url", "dateline", "feed", "crawl", "none")
"""How the date of an article is known; `crawl` only says "existed by" (see docs/glossary.md)."""


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as one outlet printed it.

    `published` is an ISO 8601 prefix as exact as is known (`2017`, `2017-09`, `2017-09-03`,
    `2017-09-03T14:30:00+03:00`), `published_kind` one of `DATE_KINDS`, `published_precision` one
    of `year`, `month`, `day`, `minute`, `second`; precision and `published` are None together.
    """

    id: str
    outlet: str | None
    title: str | None
    text: str
    published: str | None
    published_kind: str
    published_precision: str | None
    url: str | None
    byline: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Input:
    """Where an article was read from: `position` is its record number in the file, from 0."""

    article_id: str
    path: str
    position: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was not read, or not kept as it came, with the reason it is counted under."""

    path: str
    position: int
    reason: str
    detail: str


# ---------------------------------------------------------------- reuse


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that stands for the same text as another: `exact`, or `near` (same when folded).

    The representative is the member with the smallest id. It has no row of its own.
    """

    article_id: str
    representative_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of an alignment.

    `op` is `same`, `spelling`, `punctuation`, `reworded`, `added` (only right) or `dropped` (only
    left). Runs tile their block on both sides: nothing between two runs is left out.
    """

    op: str
    left_start: int
    left_end: int
    right_start: int
    right_end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """A shared block of two articles, word by word. Blocks begin and end on words.

    `words` counts word pairs with the same key; `score` is words / the longer side's words (0..1);
    `moved` marks a block outside the heaviest chain of blocks in the order of both texts;
    `formula` is true where fewer than `FORMULA_REST` words stand outside the language's formulas.
    """

    left_id: str
    left_start: int
    left_end: int
    right_id: str
    right_start: int
    right_end: int
    words: int
    score: float
    moved: bool
    formula: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """One text as it stands in `size` articles, each aligned with the hub article's words.

    `formula_by` says who called it a formula: `rows` (data/<code>/formulas.tsv), `pile` (learnt
    from this pile), or None.
    """

    id: str
    hub_id: str
    hub_start: int
    hub_end: int
    size: int
    formula: bool
    formula_by: str | None


@dataclass(frozen=True, slots=True)
class Witness:
    """Where one article has the text of a family."""

    family_id: str
    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A shared stretch of two representatives; `left_id` < `right_id`."""

    left_id: str
    left_start: int
    left_end: int
    right_id: str
    right_start: int
    right_end: int
    score: float
    formula: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles: words matched outside formulas; share of each text (0..1) inside such passages."""

    left_id: str
    right_id: str
    words: int
    left_coverage: float
    right_coverage: float


@dataclass(frozen=True, slots=True)
class Story:
    """Articles tied by substantial shared text.

    The counts of textual origins and named sources are None until they have been inferred.
    """

    id: str
    article_ids: tuple[str, ...]
    outlets: int
    origins_min: int | None
    origins_max: int | None
    named_sources_min: int | None
    named_sources_max: int | None
    first_seen: str | None
    first_seen_kind: str | None


# ---------------------------------------------------------------- attribution

MODES = ("direct", "indirect", "mixed", "act")
"""How words are given: as said; in the reporter's own; partly as said; a speech act with a noun object."""

ROLES = ("relay", "document", "speaker", "quoted")
"""What a step of a chain is: who passed it on, what it stands in, who says it, whom the speaker quotes."""

STATUSES = ("explicit", "anaphoric", "inherited", "unnamed", "inferred")
"""How a step is known: by name; by a word that points back; carried on; a voice without a name; a guess."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step between a reader and a statement; `role` is one of `ROLES`, `status` of `STATUSES`.

    `name` is the longest form the text prints, without clitics; `start` and `end` are None together,
    where the text has no words for the step.
    """

    role: str
    name: str
    status: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Something an article presents as said by somebody other than itself.

    `mode` is one of `MODES`; `stance` is that of the cue's row (`say`, `claim`, `deny`...). `content`
    are the spans of what is said, in order; `source_start` and `source_end` are None together, where
    only a pronoun or nothing names the source. `unnamed` speaks of the voice of the cue. `chain` has
    the outermost step first; the outlet itself is no step.
    """

    id: str
    article_id: str
    mode: str
    stance: str
    cue_start: int
    cue_end: int
    source_start: int | None
    source_end: int | None
    content: tuple[Span, ...]
    unnamed: bool
    chain: tuple[ChainStep, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One step of a statement's chain as a row of its own; `position` counts from 0, outermost."""

    statement_id: str
    article_id: str
    position: int
    role: str
    name: str
    status: str
    start: int | None
    end: int | None


CREDIT_PLACES = ("byline", "dateline", "tail")


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency credited outside sentences; several agencies: names joined by ` / `.

    `where` is one of `CREDIT_PLACES`. `text` is as printed; `start` and `end` are its place in the
    article's text, None together for a byline that is a field of its own.
    """

    name: str
    where: str
    text: str
    start: int | None
    end: int | None


# ---------------------------------------------------------------- values

RELATIONS = ("exact", "more", "less", "about", "range")
TIME_KINDS = ("date", "time", "duration", "set")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count, measure, sum of money or percentage; `relation` is one of `RELATIONS`.

    exact, about: `value`; more: `value` and `least`; less: `value` and `most`; range: `least` and
    `most`; vague: no `value`, and `least` only where the word tells one («dozens»: 10). `thing` is
    what is counted, as printed, in its singular.
    """

    start: int
    end: int
    value: float | None
    least: float | None
    most: float | None
    relation: str
    thing: str | None
    thing_start: int | None
    thing_end: int | None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as printed; `value` is an ISO 8601 date, interval, duration or period, None if vague.

    `kind` is one of `TIME_KINDS`; `relative` is true where the value hangs on the day of publication.
    """

    start: int
    end: int
    value: str | None
    kind: str
    relative: bool


# ---------------------------------------------------------------- changes

CHANGE_KINDS = (
    "number", "time", "place", "name", "attribution", "honorific", "epithet", "wording", "detail", "order",
    "spelling", "punctuation",
)  # fmt: skip
QUIET_KINDS = ("spelling", "punctuation")
SEVERITIES = ("none", "minor", "major")


@dataclass(frozen=True, slots=True)
class Change:
    """A difference inside a shared passage; `kind` is one of `CHANGE_KINDS`, `severity` of `SEVERITIES`.

    Where nothing stands on a side, its start and end are equal: the end of the visible character
    before. `major`: who, what, how many, when, or who says it is another.
    """

    left_id: str
    left_start: int
    left_end: int
    right_id: str
    right_start: int
    right_end: int
    kind: str
    severity: str
    why_ar: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One text with what was read out of it; `day` is the ISO day its day words count from."""

    id: str
    text: str
    language: str | None
    day: str | None
    credit: Credit | None
    statements: tuple[Statement, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]


def derived_id(*keys: str | int) -> str:
    """The id of a derived record: blake2b-128 (hex) of its keys, each with its length before it."""
    digest = hashlib.blake2b(digest_size=16)
    for key in keys:
        raw = str(key).encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "little") + raw)
    return digest.hexdigest()
