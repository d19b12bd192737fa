"""The work of a trace as a list: what each table is made from, by which query and function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from naql import claim_rows, families, readings, reuse, story_rows
from naql.arrow import schema
from naql.model import Copy, Family, Pair, Passage, Story, Witness


@dataclass(frozen=True, slots=True)
class Source:
    """One way rows come into a table: an engine's verb, its query, and the function for the rows.

    `key` and `order` are those of `Engine.map_groups`. `plain` says that the function is slow Python,
    for which the embedded engine's threads are of no use: it is run in processes (`naql.workers`).
    """

    verb: Literal["sql", "map", "map_groups", "whole"]
    query: str
    function: Callable[..., pa.Table] | None = None
    key: str = ""
    order: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """How one table is made.

    `follows` names the input whose parts this table's follow one by one; `split` cuts the result into
    parts by article, keyed by content, so that what follows it is done again only where it changed.
    `order` is the full key rows are sorted by.
    """

    table: str
    sources: tuple[Source, ...]
    schema: pa.Schema
    order: tuple[str, ...]
    inputs: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    follows: str | None = None
    split: bool = False
    question: str = "reuse"


_PASSAGE_KEY = ("left_id", "right_id", "left_start", "right_start", "left_end", "right_end")
_SPAN_KEY = ("family_id", "article_id", "start", "end")
_STARS_SQL = """
select c.component, a.left_id, a.left_start, a.left_end, a.right_id, a.right_start, a.right_end, a.formula
from alignments a join components c on c.article_id = a.left_id"""
_DIGEST_INPUT = "select id, text, outlet, published, published_kind from articles"

STEPS: tuple[Step, ...] = (
    Step(
        "digests",
        (Source("map", _DIGEST_INPUT, reuse.digest_batch),),
        reuse.ARTICLE_FACTS,
        ("id",),
        ("articles",),
        ("buckets",),
        follows="articles",
    ),
    Step(
        "fingerprints",
        (Source("map", "select id, text from articles", reuse.fingerprint_batch),),
        reuse.FINGERPRINTS,
        ("fingerprint", "article", "position"),
        ("articles",),
        ("buckets",),
        follows="articles",
    ),
    Step("copies", (Source("sql", reuse.COPIES_SQL),), schema(Copy), ("article_id",), ("digests",)),
    Step(
        "candidates",
        (Source("sql", reuse.PILE_CANDIDATES_SQL),),
        reuse.CANDIDATES,
        ("left_id", "right_id"),
        ("digests", "fingerprints", "copies"),
        split=True,
    ),
    Step(
        "alignments",
        (Source("map_groups", reuse.BLOCKS_SQL, reuse.align_block, "block"),),
        reuse.ALIGNMENTS,
        _PASSAGE_KEY,
        ("candidates", "articles", "digests"),
        ("min_words",),
        follows="candidates",
    ),
    Step(
        "components",
        (Source("whole", "select distinct left_id, right_id from alignments", families.components),),
        families.COMPONENT,
        ("article_id",),
        ("alignments",),
    ),
    Step(
        "stars",
        (Source("map_groups", _STARS_SQL, families.family_batch, "component", _PASSAGE_KEY),),
        families.STAR,
        _SPAN_KEY,
        ("alignments", "components"),
    ),
    Step("witnesses", (Source("sql", families.WITNESSES_SQL),), schema(Witness), _SPAN_KEY, ("stars",)),
    Step(
        "families",
        (Source("sql", families.FAMILIES_SQL),),
        schema(Family),
        ("id",),
        ("stars", "alignments", "digests"),
    ),
    Step(
        "passages",
        (Source("sql", families.PASSAGES_SQL),),
        schema(Passage),
        _PASSAGE_KEY,
        ("alignments", "witnesses", "families"),
    ),
    Step(
        "pairs",
        (Source("sql", families.PAIRS_SQL),),
        schema(Pair),
        ("left_id", "right_id"),
        ("passages", "alignments", "digests"),
    ),
    Step(
        "members",
        (
            Source(
                "map_groups",
                families.STORY_EDGES_SQL,
                families.member_batch,
                "component",
                ("left_id", "right_id"),
            ),
        ),
        families.MEMBERS,
        ("story_id", "article_id"),
        ("pairs", "components"),
        ("min_coverage",),
    ),
    Step(
        "stories",
        (Source("map_groups", families.MEMBERS_SQL, families.story_batch, "story_id", ("article_id",)),),
        schema(Story),
        ("id",),
        ("members", "digests"),
    ),
    Step(
        "credits",
        (Source("map", readings.ARTICLES_SQL, readings.credit_batch),),
        readings.CREDITS,
        ("article_id",),
        ("articles",),
        ("buckets",),
        follows="articles",
        question="attribution",
    ),
    Step(
        "texts",
        (Source("sql", readings.TEXTS_SQL),),
        readings.TEXTS,
        ("id",),
        ("digests", "articles", "copies"),
        split=True,
        question="attribution",
    ),
    Step(
        "readings",
        (Source("map", readings.READINGS_SQL, readings.reading_batch, plain=True),),
        readings.READINGS,
        ("id",),
        ("texts", "articles"),
        follows="texts",
        question="attribution",
    ),
    Step(
        "statements",
        (Source("map", readings.STORED_SQL, readings.statement_batch),),
        readings.STATEMENTS,
        ("article_id", "cue_start", "cue_end", "id"),
        ("readings",),
        follows="readings",
        question="attribution",
    ),
    Step(
        "attributions",
        (Source("map", readings.STORED_SQL, readings.attribution_batch),),
        readings.ATTRIBUTIONS,
        ("article_id", "statement_id", "position"),
        ("readings",),
        follows="readings",
        question="attribution",
    ),
    Step(
        "compared",
        (Source("sql", readings.COMPARED_SQL),),
        readings.COMPARED,
        _PASSAGE_KEY,
        ("passages", "readings", "witnesses", "families"),
        split=True,
        question="changes",
    ),
    Step(
        "changes",
        (Source("map_groups", readings.CHANGES_SQL, readings.change_block, "block", plain=True),),
        readings.CHANGES,
        (*_PASSAGE_KEY, "kind", "severity", "why_ar", "why_en"),
        ("compared", "alignments", "digests", "readings", "articles"),
        ("min_words",),
        follows="compared",
        question="changes",
    ),
    Step(
        "told",
        (Source("sql", story_rows.TOLD_SQL),),
        story_rows.TOLD,
        ("story_id", "article_id", "family_id", "begins", "ends"),
        ("members", "digests", "articles", "copies", "readings", "credits", "witnesses", "families"),
        split=True,
        question="transmission",
    ),
    Step(
        "transmissions",
        (Source("map_groups", story_rows.STORY_SQL, story_rows.transmission_batch, "story_id", plain=True),),
        story_rows.INFERRED,
        ("story_id",),
        ("told", "articles", "readings", "digests"),
        follows="told",
        question="transmission",
    ),
    Step(
        "links",
        (Source("map", story_rows.STORED_SQL, story_rows.link_batch),),
        story_rows.LINKS,
        ("story_id", "article_id", "source_kind", "source_id"),
        ("transmissions",),
        follows="transmissions",
        question="transmission",
    ),
    Step(
        "sources",
        (Source("whole", "select sources from transmissions", story_rows.source_table),),
        story_rows.SOURCES,
        ("id",),
        ("transmissions",),
        question="transmission",
    ),
    Step(
        "habits",
        (Source("sql", story_rows.HABITS_SQL),),
        story_rows.HABITS,
        ("outlet", "source"),
        ("links", "articles", "sources", "credits"),
        question="transmission",
    ),
    Step(
        "origins",
        (Source("map", story_rows.STORED_SQL, story_rows.origin_batch),),
        story_rows.ORIGINS,
        ("story_id", "article_id", "merge_id", "origin_id"),
        ("transmissions",),
        follows="transmissions",
        question="transmission",
    ),
    Step(
        "claims",
        (Source("map", claim_rows.CLAIMS_SQL, claim_rows.claims_batch, plain=True),),
        claim_rows.CLAIMS,
        ("article_id", "start", "end", "id"),
        ("readings", "articles"),
        follows="readings",
        question="claims",
    ),
    Step(
        "claim_groups",
        (
            Source(
                "map_groups",
                claim_rows.CLAIM_GROUPS_SQL,
                claim_rows.claim_groups_batch,
                "story_id",
                plain=True,
            ),
        ),
        claim_rows.CLAIM_GROUPS,
        ("story_id", "id"),
        ("members", "copies", "digests", "claims", "alignments", "passages", "origins"),
        question="claims",
    ),
    Step(
        "story_sources",
        (Source("map_groups", claim_rows.STORY_SOURCES_SQL, claim_rows.story_sources_batch, "story_id"),),
        claim_rows.STORY_SOURCES,
        ("story_id",),
        ("members", "copies", "statements"),
        question="claims",
    ),
    # The stories again, now that what is counted of them is known.
    Step(
        "stories",
        (Source("map_groups", story_rows.COUNTED_SQL, families.story_batch, "story_id", ("article_id",)),),
        schema(Story),
        ("id",),
        ("members", "digests", "transmissions", "story_sources"),
        question="claims",
    ),
)

QUESTIONS = tuple(dict.fromkeys(step.question for step in STEPS))


def steps_for(questions: Sequence[str]) -> tuple[Step, ...]:
    """The steps of these questions (all of them if none is named) and those they need, in order.

    Of two steps that make one table the later one knows more, and takes the place of the earlier.
    """
    chosen: dict[str, Step] = {}
    needed: set[str] = set()
    for step in reversed(STEPS):
        asked = not questions or step.question in questions or step.table in needed
        if asked and step.table not in chosen:
            chosen[step.table] = step
            needed.update(step.inputs)
    return tuple(reversed(chosen.values()))
