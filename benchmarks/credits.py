"""How well the agency an article credits is read, on the annotated articles and over a whole pile.

    python -m benchmarks.credits [--pile 5000]

The scorer stands beside the folder of NAQL_DATA (`tools/score_attribution.py`); docs/credits.md says what
each figure means.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from benchmarks.common import NEWS, cpu_seconds, news_file, print_table, read_json_lines
from naql.agencies import mentions
from naql.credits import credit
from naql.language import language_of
from naql.sentences import tokens

SPLIT = Path(__file__).with_name("gold_split.json")
FIGURES = ("credit", "credit where gold has one", "credit place")
PARTS = ("tune", "test")


def predicted(article: dict[str, str | None]) -> dict[str, object]:
    """One article's credit in the form of the annotation."""
    text = article["text"] or ""
    found = credit(text, article.get("byline"), language_of(text))
    named = {"name": found.name, "where": found.where, "text": found.text} if found else None
    return {"doc": article["id"], "credit": named}


def scored(
    scorer: Path, gold: Path, prediction: Path, documents: Iterable[str]
) -> dict[str, dict[str, float]]:
    command = [str(gold), str(prediction), "--docs", ",".join(documents), "--json"]
    done = subprocess.run([sys.executable, str(scorer), *command], capture_output=True, text=True, check=True)
    result: dict[str, dict[str, float]] = json.loads(done.stdout)
    return result


def print_gold() -> None:
    data = Path(os.environ.get("NAQL_DATA") or "")
    scorer, gold = data.parent / "tools" / "score_attribution.py", data / "gold"
    if not os.environ.get("NAQL_DATA") or not scorer.is_file() or not gold.is_dir():
        print(
            f"Skipped: the annotated articles or their scorer are not there (looked for {gold} and {scorer})."
        )
        return
    split = json.loads(SPLIT.read_text("utf-8"))["articles"]
    with tempfile.TemporaryDirectory() as folder:
        prediction = Path(folder) / "credits.jsonl"
        lines = (
            json.dumps(predicted(a), ensure_ascii=False) for a in read_json_lines(gold / "dev_articles.jsonl")
        )
        prediction.write_text("\n".join(lines), "utf-8")
        results = {p: scored(scorer, gold / "dev_articles.gold.jsonl", prediction, split[p]) for p in PARTS}
    rows = [
        (
            figure,
            *(
                f"{results[p][figure]['acc']:.3f} ({results[p][figure]['ok']}/{results[p][figure]['n']})"
                for p in PARTS
            ),
        )
        for figure in FIGURES
    ]
    print_table("Credits of the annotated articles", ("figure", *PARTS), rows)


def print_pile(size: int) -> None:
    articles = list(islice(read_json_lines(news_file(NEWS)), size))
    start = cpu_seconds()
    places = Counter(c.where if (c := credit(a["text"], a["byline"], "ar")) else "none" for a in articles)
    spent = cpu_seconds() - start
    rows = [(where, count, f"{count / len(articles):.1%}") for where, count in places.most_common()]
    print_table(
        f"Where {len(articles)} articles credit ({1e3 * spent / len(articles):.2f} ms each)",
        ("where", "articles", "share"),
        rows,
    )
    read = [tokens(a["text"]) for a in articles]
    start = cpu_seconds()
    found = sum(len(mentions(one, "ar")) for one in read)
    rate = sum(map(len, read)) / (cpu_seconds() - start)
    print(f"\n{found} mentions of outlets; {rate:,.0f} tokens a second")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pile", type=int, default=5000, help="articles read for the shares and the speed")
    chosen = options.parse_args()
    print_gold()
    print_pile(chosen.pile)


if __name__ == "__main__":
    main()
