"""Groups of claims: invented reports with the groups a reader finds, and laws."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.annotation import annotate
from naql.claim_groups import StoryFacts, aligned, claim_groups, group_claims
from naql.claims import claims
from naql.inferred import VERDICTS, ClaimGroup
from naql.model import Article, Reading
from naql.sentences import fold

STORIES = tomllib.loads((Path(__file__).parent / "claims" / "groups.toml").read_text("utf-8"))["story"]


def article(number: int, report: str, language: str = "ar") -> Article:
    """«outlet | day | text»; the day may be left out, and an outlet «-» is none."""
    outlet, *rest, text = (part.strip() for part in report.split("|"))
    day = rest[0] if rest else None
    named = None if outlet == "-" else outlet
    precision = "day" if day else None
    kind = "published" if day else "none"
    return Article(f"r{number}", named, None, text, day, kind, precision, None, None, language)


def facts_of(articles: Sequence[Article], readings: Sequence[Reading], **more: Any) -> StoryFacts:
    days = {reading.id: reading.day for reading in readings if reading.day is not None}
    return StoryFacts(id="s", outlets={a.id: a.outlet for a in articles}, days=days, **more)


def grouped(articles: Sequence[Article]) -> tuple[ClaimGroup, ...]:
    readings = [annotate(one) for one in articles]
    return claim_groups(readings, facts=facts_of(articles, readings))


@cache
def found_in(name: str) -> tuple[ClaimGroup, ...]:
    (story,) = (one for one in STORIES if one["name"] == name)
    language = story.get("language", "ar")
    return grouped([article(n, report, language) for n, report in enumerate(story["reports"])])


def span(group: ClaimGroup, count: str) -> str:
    return f"{getattr(group, f'{count}_min')}-{getattr(group, f'{count}_max')}"


def test_there_are_sixty_stories() -> None:
    assert len({story["name"] for story in STORIES}) == len(STORIES) >= 60


@pytest.mark.parametrize("story", STORIES, ids=[story["name"] for story in STORIES])
def test_the_groups_are_those_a_reader_finds(story: dict[str, Any]) -> None:
    groups = list(found_in(story["name"]))
    for wanted in story["groups"]:
        fits = [g for g in groups if _fits(g, wanted)]
        assert fits, f"no group like {wanted} among {[(g.thing, g.verdict, g.why_en) for g in groups]}"
        groups.remove(fits[0])
    assert [(group.thing, group.why_en) for group in groups] == []


def _fits(group: ClaimGroup, wanted: dict[str, Any]) -> bool:
    words = {fold(word) for word in group.thing.split()}
    values = [value.text for value in group.values]
    return (
        (fold(wanted["thing"]) in words if "thing" in wanted else True)
        and group.verdict in wanted["verdict"].split("|")
        and wanted.get("why", "") in group.why_en
        and wanted.get("values", values) == values
        and wanted.get("outlets", span(group, "outlets")) == span(group, "outlets")
        and wanted.get("named", span(group, "named_sources")) == span(group, "named_sources")
    )


# ---------------------------------------------------------------- what a group holds


def test_a_reason_names_the_values_and_who_says_which() -> None:
    (group,) = grouped(
        [
            article(0, "الواحة | قال الوزير سامي الحداد إن 12 عاملا أصيبوا أمام المصنع في مدينة البصرة"),
            article(1, "المنارة | قالت النائبة ليلى المنصوري إن 15 عاملا أصيبوا أمام المصنع في مدينة البصرة"),
        ]
    )
    for why in (group.why_ar, group.why_en):
        assert all(part in why for part in ("12 عاملا", "سامي الحداد", "15 عاملا", "ليلى المنصوري"))
    assert group.named_sources == ("سامي الحداد", "ليلى المنصوري")
    assert group.outlets == ("المنارة", "الواحة")


def test_values_are_spans_of_their_articles() -> None:
    for story in STORIES:
        texts = {f"r{n}": report.split("|")[-1].strip() for n, report in enumerate(story["reports"])}
        for group in found_in(story["name"]):
            assert len(group.values) == len(group.claims)
            for value in group.values:
                assert texts[value.article_id][value.start : value.end].strip() in value.text


def test_origins_are_those_of_the_articles_that_carry_it() -> None:
    articles = [article(n, f"{name} | قتل 7 جنود في انفجار هز حلب") for n, name in enumerate("أبجد")]
    readings = [annotate(one) for one in articles]
    origins = {"r0": frozenset({"wire"}), "r1": frozenset({"wire"}), "r2": frozenset({"agency"})}
    facts = facts_of(articles, readings, origins=origins, merged=(frozenset({"wire", "agency"}),))
    (group,) = claim_groups(readings, facts=facts)
    assert (group.origins_min, group.origins_max) == (2, 3)
    assert group.origins == ("agency", "r3", "wire")


def test_a_day_word_of_a_crawled_article_tells_no_day() -> None:
    text = "قتل خمسة عمال في انهيار سقف مصنع النسيج الكبير بمدينة حلب أمس"
    articles = [article(0, f"الواحة | 2024-03-01 | {text}"), article(1, f"المنارة | 2024-03-09 | {text}")]
    readings = [annotate(one) for one in articles]
    (known,) = claim_groups(readings, facts=facts_of(articles, readings))
    (crawled,) = claim_groups(readings, facts=facts_of(articles, readings, crawled={"r0", "r1"}))
    assert (known.verdict, crawled.verdict) == ("clash", "equal")


def test_only_members_of_the_story_are_counted() -> None:
    articles = [article(n, f"{name} | قتل 7 جنود في انفجار هز حلب") for n, name in enumerate("أبج")]
    readings = [annotate(one) for one in articles]
    facts = facts_of(articles, readings, members=frozenset({"r0", "r1"}))
    (group,) = claim_groups(readings, facts=facts)
    assert (group.outlets_min, group.outlets_max) == (2, 2)


def test_many_reprints_cost_no_more_than_their_number() -> None:
    """Each is aligned with one hub only, and all their claims still meet."""
    text = "أعلنت الشرطة أن 17 بحارا قتلوا في غرق سفينة صيد قبالة جزيرة قرقنة ليل الأحد"
    first = annotate(article(0, f"الواحة | {text}"))
    readings = [replace(first, id=f"r{n:04}") for n in range(300)]
    own = [
        replace(claim, id=f"{r.id}-{claim.id}", article_id=r.id) for r in readings for claim in claims(first)
    ]
    (block,) = aligned([first, replace(first, id="x")])
    blocks = [replace(block, left_id="r0000", right_id=r.id) for r in readings[1:]]
    (group,) = group_claims(own, blocks, StoryFacts())
    assert (len(group.claims), group.verdict) == (300, "equal")


def test_formulas_tie_no_claims() -> None:
    text = "وصلت القافلة الطبية الكبيرة إلى مدينة تعز مساء الثلاثاء"
    readings = [annotate(article(n, f"{n} | {text}")) for n in range(2)]
    blocks = aligned(readings, min_words=5)
    assert claim_groups(readings, blocks)
    assert claim_groups(readings, [replace(block, formula=True) for block in blocks]) == ()


# ---------------------------------------------------------------- laws

NUMBERS = st.integers(3, 40)
PLACES = st.sampled_from(["حلب", "بغداد", "تعز"])
REPORTS = st.lists(st.tuples(st.sampled_from("أبجدهو"), NUMBERS, PLACES), min_size=1, max_size=6)


def reports(drawn: Sequence[tuple[str, int, str]]) -> list[Article]:
    texts = [
        f"{outlet} | أعلنت الشرطة أن {n} شخصا قتلوا في انفجار بمدينة {place}" for outlet, n, place in drawn
    ]
    return [article(number, text) for number, text in enumerate(texts)]


@settings(max_examples=40, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(drawn: list[tuple[str, int, str]], random: Any) -> None:
    articles = reports(drawn)
    shuffled = random.sample(articles, len(articles))
    assert grouped(articles) == grouped(shuffled)


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_laws_of_a_group(drawn: list[tuple[str, int, str]]) -> None:
    articles = reports(drawn)
    counted = {f"r{n}": (number, place) for n, (_, number, place) in enumerate(drawn)}
    for group in grouped(articles):
        assert group.verdict in VERDICTS
        told = [counted[value.article_id] for value in group.values]
        assert (group.verdict == "equal") == (len(set(told)) == 1)
        assert len({value.article_id for value in group.values}) > 1
        assert 0 <= group.named_sources_min <= group.named_sources_max
        assert 1 <= group.outlets_min <= group.outlets_max <= len(articles)
        assert 1 <= group.origins_min <= group.origins_max <= len(articles)
        assert group.outlets_min == len(group.outlets)


@settings(max_examples=40, deadline=None)
@given(REPORTS, st.integers(0, 5))
def test_a_copy_adds_an_outlet_and_never_an_origin(drawn: list[tuple[str, int, str]], which: int) -> None:
    articles = reports(drawn)
    readings = [annotate(one) for one in articles]
    found, blocks = [claim for r in readings for claim in claims(r)], aligned(readings)
    copied = articles[which % len(articles)]
    origins = {one.id: frozenset({f"text {one.text}"}) for one in articles}
    facts = facts_of(articles, readings, origins=origins)
    more = replace(
        facts,
        outlets={**facts.outlets, "copy": "سابعة"},
        copies={"copy": copied.id},
        origins={**origins, "copy": origins[copied.id]},
    )
    before = {group.id: group for group in group_claims(found, blocks, facts)}
    after = {group.id: group for group in group_claims(found, blocks, more)}
    assert before.keys() <= after.keys()
    for name, group in after.items():
        carried = copied.id in {value.article_id for value in group.values}
        assert ("سابعة" in group.outlets) == carried
        if name in before:
            assert (group.origins_min, group.origins_max) == (
                before[name].origins_min,
                before[name].origins_max,
            )
            assert group.verdict == before[name].verdict
