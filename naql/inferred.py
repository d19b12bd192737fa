"""The records of what is inferred and not read: where texts come from, what is claimed and by how many.

Like those of `naql.model`, each is a row of a table. Everything inferred carries its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

from naql.model import Quantity, TimeExpression

# ---------------------------------------------------------------- transmission

SOURCE_KINDS = ("agency", "office", "person", "outlet", "wire")
LINK_LABELS = ("named", "same_version", "possible", "unknown")
"""How a link is known: by a credit; by readings only the two share; likely, not shown; no direction."""


@dataclass(frozen=True, slots=True)
class ArticleSpan:
    """A stretch of an article's text."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for what was inferred: its kind, a sentence people can read, the spans it stands in."""

    kind: str
    why_ar: str
    why_en: str
    spans: tuple[ArticleSpan, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Who or what texts come from; `kind` is one of `SOURCE_KINDS`, `seen` false where no article is its own.

    A `wire` is a text nobody in the pile has and nobody names.
    """

    id: str
    name: str
    kind: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Link:
    """`article_id` took text from `source_id`, an article or a source (`source_kind`: `article`, `source`).

    `label` is one of `LINK_LABELS`. `directed` only where an arrow may be drawn; otherwise the smaller id
    is `source_id`. `probability` (0..1) is None where nothing was weighed.
    """

    story_id: str
    source_kind: str
    source_id: str
    article_id: str
    label: str
    directed: bool
    probability: float | None
    family_ids: tuple[str, ...]
    evidence: tuple[Evidence, ...]


# ---------------------------------------------------------------- claims

MODALITIES = ("asserted", "denied", "expected", "alleged")
VERDICTS = ("equal", "compatible", "clash")


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """A place named in a claim: its name as the gazetteer has it, country code, and where it lies if sure.

    Countries and regions lie nowhere in particular: they have no degrees.
    """

    start: int
    end: int
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Claim:
    """Something an article tells: a clause with what it counts, where and when; `text` is it as printed.

    `statement_id` is None in the outlet's own voice; `who` is the last voice of the chain, `named` whether
    that is a name. `act` is the verb or verbal noun of the clause, folded. `modality` is one of
    `MODALITIES`. Where the clause has no act, time or place of its own, those of its sentence are given.
    """

    id: str
    article_id: str
    statement_id: str | None
    start: int
    end: int
    text: str
    who: str | None
    named: bool
    act: str | None
    modality: str
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    places: tuple[ClaimPlace, ...]


@dataclass(frozen=True, slots=True)
class ClaimedValue:
    """What one claim says of the thing of its group: `text[start:end]` of its article, as printed."""

    claim_id: str
    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims of several articles about the same thing, and whether they agree (`verdict` of `VERDICTS`).

    A claim that counts several things stands in a group for each; `values` has the same order as `claims`.
    The counts, each as a range: outlets that carry it; texts it comes from; independent named sources
    at the root of the chains. The lists behind them follow (docs/claims.md says how each is counted).
    """

    id: str
    story_id: str
    thing: str
    claims: tuple[str, ...]
    verdict: str
    why_ar: str
    why_en: str
    outlets_min: int
    outlets_max: int
    origins_min: int
    origins_max: int
    named_sources_min: int
    named_sources_max: int
    values: tuple[ClaimedValue, ...]
    outlets: tuple[str, ...]
    origins: tuple[str, ...]
    named_sources: tuple[str, ...]
    unnamed_sources: tuple[str, ...]
