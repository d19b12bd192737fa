"""One story of a project for people and programs: counts, who was first, who took from whom, claims."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from naql.claim_text import group_dict, groups_text
from naql.dating import dated
from naql.errors import UsageError
from naql.project import Project
from naql.terminal import isolated, visible

Row = Mapping[str, Any]
COUNTED = (("origins", "textual origin"), ("named_sources", "named source"))
SHORT = 8  # characters of an id that name it where no other begins alike
NEEDED = ("stories", "links", "sources", "claims", "claim_groups")


def find_story(project: Project, given: str) -> dict[str, Any]:
    """The story of an id, of its beginning, or of an article. Raises UsageError if none or several are."""
    found = [row for row in project.stories if row["id"].startswith(given)]
    if not found:
        found = [row for row in project.stories if given in row["article_ids"]]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{given!r} is no story of this project, and no article of one")
    raise UsageError(f"{given!r} begins the ids of {len(found)} stories; give more of it")


def story_dict(story: Row) -> dict[str, Any]:
    """A story (`story_rows`) as `naql story --json` prints it."""
    return {**story, "claim_groups": [group_dict(group) for group in story["claim_groups"]]}


def story_rows(project: Project, given: str) -> dict[str, Any]:
    """A story with the rows of its articles, links, sources and claim groups.

    Raises UsageError for an unknown id, or where the project was traced without these questions.
    """
    for name in NEEDED:
        project.files(name)
    story = find_story(project, given)
    links = project.select("select * from links where story_id = $id order by all", id=story["id"])
    used = {link["source_id"] for link in links if link["source_kind"] == "source"}
    groups = project.select("select * from claim_groups where story_id = $id order by id", id=story["id"])
    articles = project.some_articles(story["article_ids"])
    return {
        **story,
        "articles": [
            {
                "id": name,
                "outlet": articles[name].outlet,
                "published": articles[name].published,
                "published_kind": articles[name].published_kind,
                "published_precision": articles[name].published_precision,
            }
            for name in story["article_ids"]
        ],
        "links": links,
        "sources": [row for row in project.table("sources") if row["id"] in used],
        "claim_groups": groups,
    }


def claims_of(project: Project, groups: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """The claims of some groups by id. Raises UsageError where the project was traced without claims."""
    project.files("claims")
    ids = sorted({claim for group in groups for claim in group["claims"]})
    rows = project.select("select * from claims where id in (select unnest($ids))", ids=ids) if ids else []
    return {row["id"]: row for row in rows}


def stories_text(stories: Iterable[Row]) -> str:
    """All stories in a line each, the largest first."""
    ordered = sorted(stories, key=lambda s: (-len(s["article_ids"]), s["id"]))
    lines = [
        f"{row['id'][:SHORT]}  {_counts(row)} · first seen {visible(row['first_seen'] or 'unknown')}"
        for row in ordered
    ]
    return "\n".join(lines) + "\n" if lines else "No story.\n"


def story_text(story: Row, claims: Mapping[str, Row], *, lang: str, evidence: bool) -> str:
    """A story (`story_rows`) for a terminal; `claims` are those of its groups by id.

    With `evidence` every link is followed by what it rests on, in the language `lang`.
    """
    told = _Told(story, lang if evidence else None)
    lines = [f"Story {story['id'][:SHORT]}: {_counts(story)}", *_first(story)]
    lines += ["", "Who took from whom", *told.trees()]
    ties = list(told.ties())
    if ties:
        lines += ["", "Direction unknown", *ties]
    articles = {row["id"]: row for row in story["articles"]}
    groups = [group for group in story["claim_groups"] if group["verdict"] != "equal"]
    agreed = len(story["claim_groups"]) - len(groups)
    lines += ["", f"Claims: {agreed} told alike, {len(groups)} not"]
    body = groups_text(groups, claims, articles) if groups else ""
    return "\n".join(lines) + "\n" + body


def _counts(story: Row) -> str:
    """The three counts of a story, never merged: «6 outlets · 1 textual origin · 2-3 named sources»."""
    outlets = story["outlets"]
    parts = [f"{outlets} outlet{'' if outlets == 1 else 's'}"]
    for key, noun in COUNTED:
        least, most = story[f"{key}_min"], story[f"{key}_max"]
        if least is not None:
            number = str(most) if least == most else f"{least}-{most}"
            parts.append(f"{number} {noun}{'' if most == 1 else 's'}")
    return " · ".join(parts)


def _first(story: Row) -> Iterator[str]:
    """Who may have been first by the dates: nobody else was surely there before. A crawl tells nothing."""
    given = [
        (article, dated(article["published"], article["published_kind"], article["published_precision"]))
        for article in story["articles"]
    ]
    known = [(article, date) for article, date in given if math.isfinite(date.earliest)]
    first = [a for a, date in known if not any(other.before(date) for _, other in known)]
    if not first:
        yield "First: unknown, no article has a date of publication"
        return
    names = [f"{_name(a)}, {visible(a['published'])} ({visible(a['published_kind'])})" for a in first]
    yield f"First{' may be' if len(first) > 1 else ''}: {'; or '.join(names)}"


def _name(article: Row) -> str:
    return isolated(article["outlet"] or article["id"])


class _Told:
    """The links of a story as lines; `lang` is the language of the evidence, None for none."""

    def __init__(self, story: Row, lang: str | None) -> None:
        self.lang = lang
        self.articles = {row["id"]: row for row in story["articles"]}
        self.sources = {row["id"]: row for row in story["sources"]}
        self.links = story["links"]
        self.taken: defaultdict[str, list[Row]] = defaultdict(list)
        for link in self.links:
            if link["directed"]:
                self.taken[link["source_id"]].append(link)
        self._shown: set[str] = set()

    def trees(self) -> Iterator[str]:
        """Sources outside the pile and articles that took from nobody, each with those that took from it."""
        children = {link["article_id"] for link in self.links if link["directed"]}
        roots = [*self.sources, *sorted(self.articles.keys() - children)]
        for root in sorted(roots, key=lambda r: (r not in self.taken, r not in self.sources, r)):
            yield from self._tree(root, None, 0)

    def _tree(self, name: str, link: Row | None, depth: int) -> Iterator[str]:
        indent = "  " * depth
        how = f"  {link['label'].replace('_', ' ')}{self._chance(link)}" if link else ""
        again = " (see above)" if name in self._shown and self.taken[name] else ""
        yield f"{indent}{'└ ' if depth else ''}{self._entry(name)}{how}{again}"
        if link:
            yield from self._evidence(link, indent)
        if again:
            return
        self._shown.add(name)
        for further in sorted(self.taken[name], key=lambda k: k["article_id"]):
            yield from self._tree(further["article_id"], further, depth + 1)

    def _entry(self, name: str) -> str:
        if name in self.sources:
            return f"{isolated(self.sources[name]['name'])} [not in the pile]"
        article = self.articles[name]
        date = f", {visible(article['published'])}" if article["published"] else ""
        outlet = article["outlet"]
        return f"{isolated(outlet)} ({isolated(name)}{date})" if outlet else f"{isolated(name)}{date}"

    @staticmethod
    def _chance(link: Row) -> str:
        return "" if link["probability"] is None else f" · {link['probability']:.0%}"

    def _evidence(self, link: Row, indent: str) -> Sequence[str]:
        if self.lang is None:
            return []
        return [f"{indent}    · {isolated(one[f'why_{self.lang}'])}" for one in link["evidence"]]

    def ties(self) -> Iterator[str]:
        """What is not drawn: ties of two articles, and sources that are merely possible."""
        for link in self.links:
            if not link["directed"]:
                ends = f"{self._entry(link['source_id'])} — {self._entry(link['article_id'])}"
                yield f"{ends}  {link['label'].replace('_', ' ')}{self._chance(link)}"
                yield from self._evidence(link, "")
