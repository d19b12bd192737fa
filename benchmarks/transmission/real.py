"""Real reprints of real wires: their bylines tell the truth, so hide them and see what is said without.

    python -m benchmarks.transmission.real [--part tune|test|all] [--seed S]

Read are the stories of `news/same_event_dev.jsonl.gz` (found through NAQL_DATA) in which every article
credits one agency in its byline, the same in all, and three outlets or more have one (**whole stories**);
and, as these are few, what is left of the other stories when only such articles are kept (**crediting
articles**). None of the data's outlets is an agency, so the wire is never in the pile: as far as anybody can
tell nobody copied from a newspaper, and an arrow from one newspaper to another is false.

1. **Bylines hidden**: the share of reprints with an arrow from another newspaper, and with one from a source
   that is not in the pile.
2. **Half hidden**: bylines of a seeded half of each story hidden: the share of that half attached to the
   agency that the other half credits.
3. **Wire in the pile**: one reprint plays the wire. It is the one that covers most of the others (the largest
   sum of their runs of five words), gets the agency as its outlet, no byline, and the time it had; it is
   counted no more. Shares of the others attached to it, their bylines hidden, half hidden, and shown.

Each with times **hidden**, given as what they are (**crawl**, an upper bound), and passed off as times of
publication (**misleading**). Credits inside the texts stay. A cluster is of the part `tune` or `test` by a
digest of its name; nothing is chosen on either here.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchmarks.common import STORIES, news_file, print_table, read_json_lines
from benchmarks.transmission.baselines import word_runs
from naql.model import Article
from naql.transmission import Transmission, transmit

OUTLETS = 3  # a story has at least so many
TIMES = ("hidden", "crawl", "misleading")
HIDDEN, HALF, SHOWN = "hidden", "half hidden", "shown"


@dataclass(frozen=True, slots=True)
class Reprints:
    """Articles of one story, all of which credit one agency; `hidden` are those whose byline is hidden."""

    cluster: str
    agency: str
    articles: tuple[Article, ...]
    hidden: frozenset[str] = frozenset()
    wire: str | None = None


# ---------------------------------------------------------------- the stories


def article_of(row: Mapping[str, Any]) -> Article:
    """A row of the data as an article; its time is that of the crawl."""
    precision = None if not row["date"] else "second" if "T" in row["date"] else "day"
    return Article(
        row["id"],
        row["outlet_ar"],
        row["title"],
        row["text"],
        row["date"],
        "crawl" if row["date"] else "none",
        precision,
        row["url"],
        row["byline"],
        "ar",
    )


def one_agency(row: Mapping[str, Any]) -> str | None:
    """The agency that a row credits alone and in its byline."""
    credited: list[str] = row["agency_credit"]
    return credited[0] if row["agency_credit_from"] == "byline" and len(credited) == 1 else None


def reprints_of(rows: Iterable[Mapping[str, Any]], *, whole: bool) -> list[Reprints]:
    """The stories, whole or what is left of the others when only articles with the credit are kept."""
    clusters: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        clusters[row["cluster"]].append(row)
    found = []
    for cluster, members in sorted(clusters.items()):
        credited = [(a, row) for row in members if (a := one_agency(row)) is not None]
        for agency in sorted({a for a, _ in credited}):
            those = [row for a, row in credited if a == agency]
            is_whole = len(those) == len(members)
            if is_whole == whole and len({row["outlet"] for row in those}) >= OUTLETS:
                articles = tuple(sorted((article_of(row) for row in those), key=lambda a: a.id))
                found.append(Reprints(cluster, agency, articles))
    return found


def part_of(cluster: str) -> str:
    """Which part a cluster belongs to, for ever."""
    return "test" if hashlib.sha256(cluster.encode()).digest()[0] % 2 else "tune"


# ---------------------------------------------------------------- what is hidden


def hide_bylines(story: Reprints, which: str, random: Random) -> Reprints:
    """The story with all bylines hidden, with those of a drawn half, or as it is; a wire has none."""
    ids = [a.id for a in story.articles if a.id != story.wire]
    chosen = ids if which == HIDDEN else random.sample(ids, len(ids) // 2) if which == HALF else []
    hidden = frozenset(chosen)
    articles = tuple(replace(a, byline=None) if a.id in hidden else a for a in story.articles)
    return replace(story, articles=articles, hidden=hidden)


def give_times(story: Reprints, times: str) -> Reprints:
    """The story with its crawl times hidden, as they are, or called times of publication."""
    if times == "crawl":
        return story
    if times == "hidden":
        changed = [
            replace(a, published=None, published_kind="none", published_precision=None)
            for a in story.articles
        ]
    else:
        changed = [replace(a, published_kind="published") if a.published else a for a in story.articles]
    return replace(story, articles=tuple(changed))


def with_wire(story: Reprints) -> Reprints:
    """The story with the reprint that covers most of the others as the agency's own article."""
    runs = {a.id: word_runs(a.text) for a in story.articles}
    covered = {
        a.id: sum(len(runs[a.id] & runs[b.id]) for b in story.articles if b.id != a.id)
        for a in story.articles
    }
    wire = max(sorted(covered), key=lambda name: covered[name])
    articles = tuple(
        replace(a, outlet=story.agency, byline=None, url=None) if a.id == wire else a for a in story.articles
    )
    return replace(story, articles=articles, wire=wire)


# ---------------------------------------------------------------- what is counted


def count(story: Reprints, found: Transmission) -> Counter[str]:
    """What is said of the reprints of a story, and of each label how many arrows are right.

    Right is an arrow from the wire, or from a source not in the pile that bears the agency's name or none.
    """
    names = {s.id: s.name for s in found.sources}
    agencies = {s.id for s in found.sources if s.kind in ("agency", "wire")}
    counted: Counter[str] = Counter()
    said: dict[str, set[str]] = defaultdict(set)
    for link in found.links:
        if not link.directed or link.label == "possible" or link.article_id == story.wire:
            continue
        if link.source_kind == "article":
            kind = "wire" if link.source_id == story.wire else "newspaper"
        elif story.wire is not None and names[link.source_id] == story.agency:
            kind = "wire"  # the agency as a source, its article in the pile
        elif names[link.source_id] == story.agency:
            kind = "agency"
        else:
            kind = "unseen" if link.source_id in agencies else "other"
        said[link.article_id].add(kind)
        counted[f"arrows {link.label}"] += 1
        right = ("wire",) if story.wire else ("agency", "unseen")
        counted[f"right {link.label}"] += kind in right
    for article in story.articles:
        if article.id != story.wire:
            kinds = said[article.id]
            counted["reprints"] += 1
            counted["newspaper"] += "newspaper" in kinds
            counted["source"] += bool(kinds & {"agency", "unseen"})
            counted["wire"] += "wire" in kinds
            if article.id in story.hidden:
                counted["hidden"] += 1
                counted["hidden agency"] += "agency" in kinds
    return counted


def run(stories: Sequence[Reprints], bylines: str, times: str, wire: bool, seed: int) -> Counter[str]:
    """The counts of one experiment, with its `seconds` in thousandths."""
    total: Counter[str] = Counter()
    for story in stories:
        random = Random(f"{seed} {story.cluster} {story.agency}")
        made = give_times(hide_bylines(with_wire(story) if wire else story, bylines, random), times)
        begun = time.perf_counter()
        found = transmit(made.articles)
        total["milliseconds"] += round(1000 * (time.perf_counter() - begun))
        total += count(made, found)
    return total


def share(counted: Counter[str], over: str, under: str) -> str:
    """A share with its counts, or a dash."""
    if not counted[under]:
        return "-"
    return f"{counted[over] / counted[under]:.3f} ({counted[over]}/{counted[under]})"


def print_stories(title: str, stories: Sequence[Reprints], seed: int) -> None:
    """The tables of one population."""
    rows, labels = [], Counter[str]()
    plans = [(HIDDEN, False), (HALF, False), (HIDDEN, True), (HALF, True), (SHOWN, True)]
    for bylines, wire in plans:
        for times in TIMES:
            counted = run(stories, bylines, times, wire, seed)
            labels += Counter({k: n for k, n in counted.items() if k.startswith(("arrows", "right"))})
            rows.append(
                [
                    "in the pile" if wire else "absent",
                    bylines,
                    times,
                    share(counted, "newspaper", "reprints"),
                    share(counted, "source", "reprints"),
                    share(counted, "hidden agency", "hidden") if bylines == HALF and not wire else "-",
                    share(counted, "wire", "reprints") if wire else "-",
                    counted["milliseconds"] / 1000,
                ]
            )
    print_table(
        f"{title}: {len(stories)} stories, {sum(len(s.articles) for s in stories)} articles",
        (
            "wire",
            "bylines",
            "times",
            "from a newspaper",
            "from a source not in the pile",
            "hidden half to its agency",
            "to the wire",
            "s",
        ),
        rows,
    )
    names = sorted(key.removeprefix("arrows ") for key in labels if key.startswith("arrows "))
    print_table(
        f"{title}: arrows by label, all rows above",
        ("label", "arrows", "right"),
        [(n, labels[f"arrows {n}"], share(labels, f"right {n}", f"arrows {n}")) for n in names],
    )


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transmission.real", description=__doc__)
    parser.add_argument("--part", choices=("tune", "test", "all"), default="all")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = [
        row for row in read_json_lines(news_file(STORIES)) if options.part in ("all", part_of(row["cluster"]))
    ]
    for title, whole in (("Whole stories", True), ("Crediting articles", False)):
        print_stories(f"{title}, part {options.part}", reprints_of(rows, whole=whole), options.seed)


if __name__ == "__main__":
    main()
