"""The tables of transmission say what `transmit` says of the same articles."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from naql.model import Article
from naql.project import Project
from naql.tracing import trace
from naql.transmission import transmit
from tests.wires import WIRE, article, edited

CHANGED = edited(WIRE, ("ثلاث بوابات", "أربع بوابات"), ("مبكرة", "عاجلة"), ("الشاحنات", "الحافلات"))
STORY = [
    article("wire", outlet="وكالة أنباء السواحل", published="2024-03-04"),
    article("one", CHANGED, byline="السواحل", published="2024-03-05"),
    article("two", edited(CHANGED, ("البساتين", "الحقول")), published="2024-03-06"),
    article("copy", WIRE, byline="الرياض - واس"),
    article("respelt", WIRE.replace("أ", "ا").replace("ة", "ه"), published="2024-03-05"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return traced(tmp_path_factory.mktemp("story"), STORY)


def traced(folder: Path, articles: list[Article]) -> Project:
    lines = [
        {
            "id": a.id,
            "text": a.text,
            "outlet": a.outlet,
            "byline": a.byline,
            "date": a.published,
            "date_kind": a.published_kind,
        }
        for a in articles
    ]
    pile = folder / "pile.jsonl"
    pile.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return trace([pile], folder / "project")


def test_links_and_sources_are_those_of_the_library(project: Project) -> None:
    (story,) = project.stories
    expected = transmit(STORY, story_id=story["id"])
    plain = [json.loads(json.dumps(dataclasses.asdict(link))) for link in expected.links]
    got = sorted(project.table("links"), key=lambda k: (k["article_id"], k["source_kind"], k["source_id"]))
    assert [{**link, "family_ids": []} for link in got] == plain
    assert list(project.table("sources")) == [dataclasses.asdict(s) for s in expected.sources]
    assert (story["origins_min"], story["origins_max"]) == (expected.origins_min, expected.origins_max)


def test_a_link_names_the_families_both_ends_stand_in(project: Project) -> None:
    stands = {(w["family_id"], w["article_id"]) for w in project.table("witnesses")}
    for link in project.table("links"):
        ends = [link["article_id"]] + [link["source_id"]] * (link["source_kind"] == "article")
        assert all((family, end) in stands for family in link["family_ids"] for end in ends)
    assert any(link["family_ids"] for link in project.table("links"))


def test_an_article_more_in_another_story_leaves_this_one_as_it_was(project: Project, tmp_path: Path) -> None:
    other = "افتتح معرض الحرف اليدوية أبوابه في سوق النحاسين القديم أمام مئات الزوار من مدن الساحل البعيدة"
    more = traced(tmp_path, [*STORY, article("x", other), article("y", other)])
    before, after = (list(p.table("links")) for p in (project, more))
    assert [link for link in after if link["article_id"] not in ("x", "y")] == before
    assert [link["label"] for link in after if link not in before] == ["unknown"]


def test_from_whom_an_outlet_takes(project: Project) -> None:
    rows = {
        (row["outlet"], row["source"]): (row["articles"], row["credited"]) for row in project.table("habits")
    }
    assert rows["صحيفة one", "وكالة أنباء السواحل"] == (1, 0)  # no row knows this agency
    assert rows["صحيفة copy", "واس"] == (1, 1)
    assert ("صحيفة two", "صحيفة one") in rows
