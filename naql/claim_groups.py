"""Claims of several articles about one thing: what is grouped, and whether the articles agree.

Two claims are one thing where their words stand aligned in a passage (`naql.claim_links`): nearly certain.
What is left is held together by the thing counted, the act, place and time: a star around the group most
articles carry, never a chain. Copies of a text share its claims, and count as articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import combinations

from naql.align import align_pairs
from naql.claim_figures import Figure, figures
from naql.claim_links import same_clause
from naql.claim_reasons import reason, related
from naql.claim_things import Thing, things
from naql.claim_values import Verdict, bounds, numbers, value_of
from naql.claims import claims
from naql.counts import origin_count, outlet_count, source_count
from naql.inferred import Claim, ClaimedValue, ClaimGroup
from naql.model import Alignment, Reading, derived_id

MIN_WORDS = 8  # words of a passage between articles that are put beside each other on purpose


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What is known of the articles of a story besides their claims.

    `members` are its articles, None where all that have claims are. `copies` maps an article to the one that
    represents it; `days` are ISO days of the articles; `crawled`
    those whose day is only a bound, so that their day words tell no day. `origins` and `merged` are those
    of `naql.counts.origin_count`.
    """

    id: str = ""
    members: Set[str] | None = None
    outlets: Mapping[str, str | None] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    crawled: Collection[str] = ()
    origins: Mapping[str, Set[str]] = field(default_factory=dict)
    merged: Sequence[Set[str]] = ()


def claim_groups(
    readings: Sequence[Reading],
    alignments: Iterable[Alignment] | None = None,
    *,
    facts: StoryFacts | None = None,
) -> tuple[ClaimGroup, ...]:
    """The claim groups of some articles, without a project.

    `alignments` are blocks of `naql.align` under the articles' ids; without them every two texts are
    aligned here, which is for few articles.

    >>> from naql.annotation import annotate
    >>> from naql.model import Article
    >>> texts = ["قتل 7 جنود في انفجار هز حلب", "قتل 9 جنود في انفجار هز حلب"]
    >>> bare = [Article(str(n), f"outlet {n}", None, t, None, "none", None, None, None, "ar")
    ...         for n, t in enumerate(texts)]
    >>> (group,) = claim_groups([annotate(a) for a in bare])
    >>> group.thing, group.verdict, group.why_en
    ('جندي', 'clash', 'different figures: “7 جنود” (no source given), “9 جنود” (no source given)')
    """
    found = [claim for reading in readings for claim in claims(reading)]
    if alignments is None:
        alignments = aligned(readings)
    if facts is None:
        facts = StoryFacts(days={r.id: r.day for r in readings if r.day is not None})
    return group_claims(found, alignments, facts)


def aligned(readings: Sequence[Reading], min_words: int = MIN_WORDS) -> list[Alignment]:
    """The blocks of every two of some texts, under their ids."""
    pairs = list(combinations(range(len(readings)), 2))
    found = align_pairs([r.text for r in readings], pairs, min_words=min_words)
    return [
        replace(block, left_id=readings[left].id, right_id=readings[right].id) for left, right, block in found
    ]


def group_claims(
    given: Iterable[Claim], alignments: Iterable[Alignment], facts: StoryFacts
) -> tuple[ClaimGroup, ...]:
    """The groups of a story's claims, by the place of their first claim.

    Claims are those of texts that are no copies. A group has claims in two articles at least, copies
    counted; a claim that only one article makes is in no group.
    """
    by_article: dict[str, list[Claim]] = {}
    for claim in sorted(given, key=lambda c: (c.article_id, c.start, c.end, c.id)):
        by_article.setdefault(claim.article_id, []).append(_dated(claim, facts))
    found = {article: figures(own) for article, own in by_article.items()}
    carriers = _carriers(by_article, facts)
    made = []
    for thing in things(found, alignments, facts.days):
        articles = sorted({a for figure in thing.figures for a in carriers[figure.claim.article_id]})
        if len(articles) > 1:
            made.append(_group(thing, articles, facts))
    return tuple(made)


def _dated(claim: Claim, facts: StoryFacts) -> Claim:
    """A claim without the values of day words that count from a day nobody knows."""
    if claim.article_id not in facts.crawled:
        return claim
    times = tuple(replace(time, value=None) if time.relative else time for time in claim.times)
    return replace(claim, times=times)


def _carriers(texts: Iterable[str], facts: StoryFacts) -> dict[str, list[str]]:
    """Text → the articles that print it: itself and its copies."""
    found = {text: [text] for text in texts}
    for article, text in sorted(facts.copies.items()):
        if text in found:
            found[text].append(article)
    if facts.members is None:
        return found
    return {text: [a for a in articles if a in facts.members] for text, articles in found.items()}


def _group(thing: Thing, articles: Sequence[str], facts: StoryFacts) -> ClaimGroup:
    """The record of a group, its claims in the order of article and place."""
    group, verdict = thing.figures, _verdict(thing, facts)
    outlets, origins = (
        outlet_count(articles, facts.outlets),
        origin_count(articles, facts.origins, facts.merged),
    )
    voices = [(f.claim.who, f.claim.named) for f in group if f.claim.who is not None]
    sources = source_count((who, is_name) for who, is_name in voices)
    first = group[0]
    return ClaimGroup(
        id=derived_id("claims", facts.id, first.claim.id, first.start, first.end),
        story_id=facts.id,
        thing=_label(group),
        claims=tuple(f.claim.id for f in group),
        verdict=verdict.verdict,
        why_ar=reason(verdict.key, "ar", _values(group, facts, "ar", verdict.key)),
        why_en=reason(verdict.key, "en", _values(group, facts, "en", verdict.key)),
        outlets_min=outlets.least,
        outlets_max=outlets.most,
        origins_min=origins.least,
        origins_max=origins.most,
        named_sources_min=sources.least,
        named_sources_max=sources.most,
        values=tuple(ClaimedValue(f.claim.id, f.claim.article_id, f.start, f.end, f.text) for f in group),
        outlets=outlets.names,
        origins=origins.names,
        named_sources=sources.names,
        unnamed_sources=sources.unnamed,
    )


def _label(group: Sequence[Figure]) -> str:
    """The label most figures have; of several, the shortest."""
    labels = Counter(figure.label for figure in group)
    return min(labels, key=lambda label: (-labels[label], len(label), label))


def _verdict(thing: Thing, facts: StoryFacts) -> Verdict:
    """By number; then by whether it is denied; then by times and places that were exchanged."""
    given = [(f.quantity, f.text) for f in thing.figures if f.quantity is not None]
    verdict = numbers(given) if given else Verdict("equal", "equal.text")
    if verdict.verdict == "clash":
        return verdict._replace(key="clash.later") if _grows(thing.figures, facts) else verdict
    if _denied(thing.figures):
        return Verdict("clash", "clash.denied")
    return Verdict("clash", max(thing.differs)) if thing.differs else verdict


def _denied(group: Sequence[Figure]) -> bool:
    """Whether one clause denies what another asserts in the same words; the fullest of either tells."""
    sides = [[f for f in group if (f.claim.modality == "denied") == denied] for denied in (True, False)]
    if not all(sides):
        return False
    one, other = (max(side, key=lambda f: (len(f.words), f.claim.article_id, f.start)) for side in sides)
    return same_clause(one, other)


def _grows(group: Sequence[Figure], facts: StoryFacts) -> bool:
    """Whether the larger figures are the later ones: by the days of their articles, or by their own words.

    Every article with a larger figure is from a later day than every one with a smaller one, or says that
    the figure has grown.
    """
    sized = [(bounds(f.quantity)[0], f) for f in group if f.quantity is not None]
    most = max(low for low, _ in sized)
    larger, smaller = [f for low, f in sized if low == most], [f for low, f in sized if low < most]
    if not smaller:
        return False
    if all(f.grown for f in larger) and not any(f.grown for f in smaller):
        return True
    days = [[facts.days.get(f.claim.article_id) for f in side] for side in (smaller, larger)]
    before, after = ([day for day in side if day is not None] for side in days)
    whole = len(before) == len(smaller) and len(after) == len(larger)
    return whole and max(before) < min(after)


def _values(
    group: Sequence[Figure], facts: StoryFacts, language: str, key: str
) -> list[tuple[str, list[str]]]:
    """What is told in as many ways as there are, with those who say so, the way of most claims first.

    Where a text names nobody, its outlet says so.
    """
    told: dict[object, list[Figure]] = {}
    for figure in group:
        told.setdefault(_way(figure, key), []).append(figure)
    order = sorted(told.values(), key=lambda same: -len(same))
    return [(_printed(same[0], language, key), _voices(same, facts)) for same in order]


def _way(figure: Figure, key: str) -> object:
    """What tells a figure from the others of its group, for the reason that is given."""
    claim, q = figure.claim, figure.quantity
    if key == "clash.place":
        return tuple(place.name for place in claim.places)
    if key == "clash.time":
        return tuple(time.value for time in claim.times)
    return value_of(q) if q is not None else None, claim.modality == "denied"


def _printed(figure: Figure, language: str, key: str) -> str:
    """What a figure prints, «more than» and its like in the language of the reason; or its places."""
    claim, q = figure.claim, figure.quantity
    if key == "clash.place":
        return " ".join(place.name for place in claim.places) or figure.text
    if key == "clash.time":
        return " ".join(time.value for time in claim.times if time.value) or figure.text
    return figure.text if q is None or q.value is None else related(figure.text, q.relation, language)


def _voices(said: Sequence[Figure], facts: StoryFacts) -> list[str]:
    found = (f.claim.who or facts.outlets.get(f.claim.article_id) for f in said)
    return list(dict.fromkeys(voice for voice in found if voice is not None))
