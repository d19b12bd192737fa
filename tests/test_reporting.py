"""The one-file report of a project: every story, side by side, nothing that could act on the page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from naql import reporting as module
from naql import trace
from naql.errors import UsageError
from naql.project import Project
from naql.reporting import report
from tests.conftest import News, write_pile

EXAMPLES = Path(__file__).parents[1] / "examples"
HOSTILE = '<script>alert("1")</script> & "quoted" \u202e'


def seen(page: str) -> str:
    """What a reader sees of a page: no tags, no entities, single spaces."""
    body = page[page.index("<body") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


def self_contained(page: str) -> bool:
    """Whether a page asks for nothing: no script, no link to load, no address in its style."""
    loads = re.findall(r"<(?:script|link|img|iframe|object|embed|base|video|audio)\b", page, re.IGNORECASE)
    style = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    return not loads and "url(" not in style and "@import" not in style


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return trace([EXAMPLES / "news.jsonl"], tmp_path_factory.mktemp("report") / "project")


def test_the_report_shows_every_story(project: Project) -> None:
    page = report(project, [])
    assert page.startswith("<!doctype html>")
    assert '<html lang="ar" dir="rtl">' in page
    assert self_contained(page)
    shown = seen(page)
    stories = list(project.stories)
    assert len(stories) == 2
    for story in stories:
        for article in project.some_articles(story["article_ids"]).values():
            assert article.outlet in shown
            assert article.title in shown
    assert "مكتبة جديدة" not in shown  # of no story


def test_the_report_in_english(project: Project) -> None:
    page = report(project, [], "en")
    assert '<html lang="en" dir="ltr">' in page
    assert report(project, [], "en") == page  # the same for the same project
    assert report(project, [], "ar") != page
    with pytest.raises(UsageError):
        report(project, [], "fr")


def test_only_the_stories_that_are_named(project: Project) -> None:
    by_outlets = {story["outlets"]: story["id"] for story in project.stories}
    shown = seen(report(project, [by_outlets[3]]))
    assert "Island Ledger" in shown
    assert "وكالة أنباء السواحل" not in shown
    with pytest.raises(UsageError, match=r"'nope' is no story .* naql table .* stories"):
        report(project, [by_outlets[3], "nope"])


def test_the_largest_stories_come_first_and_the_rest_is_counted(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_STORIES", 1)
    shown = seen(report(project, [], "en"))
    assert "وكالة أنباء السواحل" in shown
    assert "Island Ledger" not in shown
    assert "2" in shown  # the count of all stories


def test_texts_of_strangers_do_nothing_to_the_page(tmp_path: Path) -> None:
    news = News(9)
    wire = news.text(2)
    fields = {"outlet": HOSTILE, "title": HOSTILE, "byline": HOSTILE, "url": "javascript:alert(1)"}
    wire = wire.replace("\n\n", f"\n{HOSTILE}\n", 1)
    records = [news.record(f"{HOSTILE}{n}", wire + news.text(1), **fields) for n in range(3)]
    made = trace([write_pile(records, tmp_path / "in.jsonl")], tmp_path / "project")
    assert len(made.stories) == 1
    page = report(made, [])
    assert self_contained(page)
    assert "javascript:" not in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(" in page
    assert "\u202e" not in page


def test_a_project_without_stories(tmp_path: Path) -> None:
    made = trace(
        [write_pile([News(1).record("only", News(1).text(1))], tmp_path / "in.jsonl")], tmp_path / "p"
    )
    page = report(made, [], "en")
    assert self_contained(page)
    with pytest.raises(UsageError):
        report(made, ["nope"])


def test_copies_are_named_and_compared_once(tmp_path: Path) -> None:
    news = News(10)
    wire = news.text(3)
    records = [news.record(f"c{n}", wire, outlet=f"Outlet {n}") for n in range(4)]
    records.append(news.record("edited", news.edited(wire, 0.05), outlet="The Editor"))
    made = trace([write_pile(records, tmp_path / "in.jsonl")], tmp_path / "project")
    shown = seen(report(made, [], "en"))
    for n in range(4):
        assert f"Outlet {n}" in shown
    assert "The Editor" in shown
