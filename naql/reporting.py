"""The one-file report of a project: its stories and what they share, side by side."""

from __future__ import annotations

from typing import Any

from naql.comparison import compare_many
from naql.errors import UsageError
from naql.project import Project
from naql.web.render import render
from naql.web.report_views import report_pairs, report_view

MAX_STORIES, MAX_ARTICLES, MAX_COMPARISONS = 20, 100, 20


def report(project: Project, story_ids: list[str], lang: str = "ar") -> str:
    """A self-contained page about a project's largest stories, or those named.

    Raises UsageError for a story that is not in the project.
    """
    stories = list(project.stories)
    if story_ids:
        missing = set(story_ids) - {s["id"] for s in stories}
        if missing:
            raise UsageError(
                f"{min(missing)!r} is no story of this project; see: naql table {project.path} stories"
            )
        stories = [s for s in stories if s["id"] in set(story_ids)]
    shown = sorted(stories, key=lambda s: (-len(s["article_ids"]), s["id"]))[:MAX_STORIES]
    wanted = sorted({a for s in shown for a in s["article_ids"]})
    texts = project.some_articles(wanted)
    pairs = _of_articles(project, "pairs", ("left_id", "right_id"), wanted)
    copies = _of_articles(project, "copies", ("article_id",), wanted)
    compared = report_pairs(shown, pairs, copies, max_stories=MAX_STORIES, max_comparisons=MAX_COMPARISONS)
    min_words = int(project.manifest.parameters["min_words"])
    found = compare_many([(texts[a], texts[b]) for a, b in compared], min_words=min_words)
    view = report_view(
        stories if story_ids else shown,
        [_row(texts[a]) for a in wanted],
        pairs=pairs,
        copies=copies,
        skips=list(project.table("skipped")),
        comparisons=[c.to_dict() for c in found],
        speakers=_speakers(project, shown),
        totals=_totals(project),
        max_stories=MAX_STORIES,
        max_articles=MAX_ARTICLES,
    )
    return render("report.html", lang=lang, view=view)


def _row(article: Any) -> dict[str, Any]:
    return {name: getattr(article, name) for name in article.__slots__}


def _of_articles(
    project: Project, table: str, columns: tuple[str, ...], ids: list[str]
) -> list[dict[str, Any]]:
    """The rows of a table that speak only of these articles."""
    where = " and ".join(f"{c} in (select unnest($ids))" for c in columns)
    return project.select(f"select * from {table} where {where} order by all", ids=ids)


def _speakers(project: Project, stories: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Who is quoted by name in each story, most quoted first; nothing where statements were not traced.

    A text that stands in several copies counts once.
    """
    if "attributions" not in project.manifest.tables:
        return {}
    query = """
        select name, count(distinct statement_id) as statements, count(distinct article_id) as texts
        from attributions
        where role = 'speaker' and status <> 'unnamed' and name <> ''
          and article_id in (select unnest($ids))
        group by name order by statements desc, texts desc, name limit 8"""
    return {story["id"]: project.select(query, ids=story["article_ids"]) for story in stories}


def _totals(project: Project) -> dict[str, int]:
    """The counts of the whole project, which may hold more than the page shows."""
    counted = project.sql(
        """select (select count(*) from articles) as articles,
                  (select count(distinct outlet) from articles) as outlets,
                  (select count(*) from copies) as copies,
                  (select count(*) from passages where not formula) as passages,
                  (select count(*) from passages where formula) as formulas,
                  (select count(*) from stories) as stories"""
    )
    return dict(counted.read_all().to_pylist()[0])
