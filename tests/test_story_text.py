"""One story as lines and as plain data, and all stories in a line each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from naql.errors import UsageError
from naql.project import Project
from naql.story_text import claims_of, find_story, stories_text, story_dict, story_rows, story_text
from naql.tracing import trace
from tests.test_story_rows import traced
from tests.wires import OTHER, WIRE, article, edited

ISOLATES = dict.fromkeys((0x2068, 0x2069))
CHANGED = edited(WIRE, ("ثلاث بوابات", "أربع بوابات"), ("مبكرة", "عاجلة"), ("الشاحنات", "الحافلات"))
STORY = [
    article("wire", outlet="وكالة أنباء السواحل", published="2024-03-04"),
    article("one", CHANGED, byline="السواحل", published="2024-03-05"),
    article("two", edited(CHANGED, ("البساتين", "الحقول")), published="2024-03-06"),
    article("four", WIRE[:400]),
    article("five"),
    article("far", OTHER, byline="الرياض - واس"),
    article("near", OTHER.replace("مئات", "آلاف"), byline="واس"),
    article("third", OTHER),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return traced(tmp_path_factory.mktemp("told"), STORY)


def lines(project: Project, given: str, *, evidence: bool = False, lang: str = "en") -> list[str]:
    found = story_rows(project, given)
    told = story_text(found, claims_of(project, found["claim_groups"]), lang=lang, evidence=evidence)
    return told.translate(ISOLATES).splitlines()


def test_a_story_is_found_by_its_id_its_beginning_and_its_articles(project: Project) -> None:
    one = find_story(project, "wire")
    assert find_story(project, one["id"]) == find_story(project, one["id"][:6]) == one
    assert find_story(project, "two")["id"] == one["id"] != find_story(project, "far")["id"]
    with pytest.raises(UsageError, match="no story of this project"):
        find_story(project, "nothing")
    with pytest.raises(UsageError, match="begins the ids of 2 stories"):
        find_story(project, "")


def test_who_took_from_whom_is_a_tree(project: Project) -> None:
    told = lines(project, "wire")
    assert told[0].endswith("5 outlets · 1 textual origin · 3 named sources")
    assert told[1] == "First: وكالة أنباء السواحل, 2024-03-04 (published)"
    at = told.index("Who took from whom")
    tree = told[at + 1 : at + 6]
    assert [line.split(" (")[0] for line in tree] == [
        "وكالة أنباء السواحل",
        "  └ صحيفة five",
        "  └ صحيفة four",
        "  └ صحيفة one",
        "    └ صحيفة two",
    ]
    assert "  named · " in tree[3]
    assert "  same version · " in tree[4]


def test_a_day_does_not_come_before_its_own_evening(tmp_path: Path) -> None:
    evening = article("b", outlet="المساء", published="2024-03-04T18:40:00Z")
    pile = [article("a", outlet="النهار", published="2024-03-04"), evening]
    pile += [article("c", published="2024-03-05"), article("d", published="2024-03-01", kind="crawl")]
    assert lines(traced(tmp_path, pile), "a")[1] == (
        "First may be: النهار, 2024-03-04 (published); or المساء, 2024-03-04T18:40:00+00:00 (published)"
    )


def test_a_source_outside_the_pile_is_the_root(project: Project) -> None:
    told = lines(project, "far")
    assert told[1] == "First: unknown, no article has a date of publication"
    at = told.index("واس [not in the pile]")
    assert sorted(line.split(" (")[0] for line in told[at + 1 : at + 4]) == [
        "  └ صحيفة far",
        "  └ صحيفة near",
        "  └ صحيفة third",
    ]


def test_evidence_follows_in_the_language_asked_for(project: Project) -> None:
    english, arabic = ("\n".join(lines(project, "far", evidence=True, lang=code)) for code in ("en", "ar"))
    assert "    · صحيفة far credits “واس” in byline, dateline or tail" in english
    assert "يذكر صحيفة far في سطر المصدر «واس»" in arabic
    assert "credits" not in arabic


def test_what_is_undecided_is_said(tmp_path: Path) -> None:
    told = lines(traced(tmp_path, [article("a"), article("b")]), "a")
    at = told.index("Direction unknown")
    assert told[at + 1].startswith("صحيفة a (a) — صحيفة b (b)  unknown · ")


def test_as_plain_data(project: Project) -> None:
    found = story_dict(story_rows(project, "wire"))
    assert json.loads(json.dumps(found)) == found
    assert [a["id"] for a in found["articles"]] == found["article_ids"]
    assert {k["article_id"] for k in found["links"] if k["directed"]} == {"five", "four", "one", "two"}
    assert found["sources"] == []
    assert {"outlets_min", "origins_max", "verdict", "why"} <= found["claim_groups"][0].keys()


def test_all_stories_in_a_line_each(project: Project) -> None:
    told = stories_text(project.stories).translate(ISOLATES).splitlines()
    assert sorted(line.split(" · first seen ")[1] for line in told) == ["2024-03-04", "unknown"]
    assert stories_text([]) == "No story.\n"


def test_a_project_without_links_is_refused(tmp_path: Path) -> None:
    folder = traced(tmp_path, STORY[:2]).path
    reuse = trace([tmp_path / "pile.jsonl"], tmp_path / "reuse", only=["reuse"])
    assert folder.exists()
    with pytest.raises(UsageError, match="'links' is no table of this project"):
        story_rows(reuse, "wire")


def test_hostile_names_cannot_act(tmp_path: Path) -> None:
    bad = article("a", outlet="\x1b[31mأحمر\u202e"), article("b", outlet="ب\nب")
    told = "\n".join(lines(traced(tmp_path, list(bad)), "a", evidence=True))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "<U+001B>" in told
