"""Claims and their groups on real stories: how many, how they agree, and how fast.

    python -m benchmarks.claims [--stories N] [--show clash|compatible|equal] [--sample N] [--seed N]

Stories are the clusters of several outlets in `news/same_event_dev.jsonl.gz`. `--show` prints a sample of
the groups of one verdict with every value in its clause, to be judged by reading.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from benchmarks.common import STORIES, gold_ids, news_file, print_table, read_json_lines
from naql.annotation import annotate
from naql.claim_groups import StoryFacts, aligned, group_claims
from naql.claims import claims
from naql.inferred import VERDICTS, Claim, ClaimGroup
from naql.model import Article, Reading

WIDTH = 260  # characters of a clause that are shown


def stories(limit: int | None) -> Iterator[list[Article]]:
    """The articles of each cluster; their dates are those of a crawl."""
    found: defaultdict[str, list[Article]] = defaultdict(list)
    kept = set(gold_ids("test"))  # articles whose annotations are kept for testing are never shown
    for row in read_json_lines(news_file(STORIES)):
        if row["id"] in kept:
            continue
        day = row["date"][:10] if row["date"] else None
        article = Article(
            row["id"], row["outlet"], row["title"], row["text"], day, "crawl" if day else "none",
            "day" if day else None, row["url"], row["byline"], "ar",
        )  # fmt: skip
        found[row["cluster"]].append(article)
    for number, name in enumerate(sorted(found)):
        if limit is None or number < limit:
            yield found[name]


def facts_of(articles: Sequence[Article], readings: Sequence[Reading]) -> StoryFacts:
    """What a project would know of these articles; equal texts are copies, days are days of a crawl."""
    first: dict[str, str] = {}
    copies = {a.id: first[a.text] for a in articles if first.setdefault(a.text, a.id) != a.id}
    return StoryFacts(
        outlets={a.id: a.outlet for a in articles},
        copies=copies,
        days={r.id: r.day for r in readings if r.day is not None},
        crawled=frozenset(a.id for a in articles),
    )


def show(group: ClaimGroup, known: dict[str, Claim]) -> None:
    """A group for reading: each value in its clause."""
    print(f"\n[{group.verdict}] {group.thing}: {group.why_en}")
    for value in group.values:
        claim = known[value.claim_id]
        clause = " ".join(claim.text.split())[:WIDTH]
        where = ", ".join(place.name for place in claim.places)
        print(f"  {value.article_id} {value.text!r} in: {clause} | {claim.who} | {claim.act} | {where}")


def main() -> None:
    """Reads the stories, prints the table and, if asked, a sample of one verdict."""
    parser = argparse.ArgumentParser(description="Claims and their groups on real stories.")
    parser.add_argument("--stories", type=int, default=None)
    parser.add_argument("--show", choices=VERDICTS)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    seconds, counts = Counter[str](), Counter[str]()
    shown: list[tuple[ClaimGroup, dict[str, Claim]]] = []
    for articles in stories(options.stories):
        clock = time.process_time()
        readings = [annotate(article) for article in articles]
        seconds["annotate"] += (read := time.process_time()) - clock
        facts = facts_of(articles, readings)
        texts = [r for r in readings if r.id not in facts.copies]
        clock, found = time.process_time(), [claim for reading in texts for claim in claims(reading)]
        seconds["claims"] += (read := time.process_time()) - clock
        blocks = aligned(texts)
        seconds["align"] += (clock := time.process_time()) - read
        groups = group_claims(found, blocks, facts)
        seconds["group"] += time.process_time() - clock
        counts.update(stories=1, articles=len(articles), texts=len(texts), claims=len(found))
        counts.update(groups=len(groups), **Counter(group.verdict for group in groups))
        counts["claims with figures"] += sum(bool(claim.quantities) for claim in found)
        counts["clash, larger ones later"] += sum("later" in group.why_en for group in groups)
        shown += [(group, {c.id: c for c in found}) for group in groups if group.verdict == options.show]
    print_table("Claims", ["what", "number"], counts.items())
    rows = [(name, spent, counts["texts"] / spent) for name, spent in seconds.items()]
    print_table("CPU time, one process", ["step", "seconds", "texts a second"], rows)
    for group, known in Random(options.seed).sample(shown, min(options.sample, len(shown))):
        show(group, known)


if __name__ == "__main__":
    main()
