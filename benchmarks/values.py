"""Numbers and times: scores on hand-annotated articles, on small lists, and speed.

    NAQL_DATA=… python -m benchmarks.values [--show]

`--show` lists the disagreements on the tune part; the test part is only ever a figure.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.common import NEWS, news_file, print_table, read_json_lines
from naql.language import language_of
from naql.model import Quantity, TimeExpression
from naql.numbers import numerals
from naql.quantities import quantities
from naql.sentences import tokens
from naql.times import times

SPLIT = Path(__file__).with_name("gold_split.json")
FIGURES = (
    "quantity span", "quantity value", "quantity relation", "time span (with a value)", "time span",
    "time value", "time kind",
)  # fmt: skip
SPEED_ARTICLES = 1500
TOLERANCE = 1e-6


def loaded(path: Path, name: str) -> ModuleType | None:
    """A Python file outside the package as a module; None, said aloud, where it is missing."""
    if not path.is_file():
        print(f"SKIPPED: there is no {path.name} in {path.parent}")
        return None
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predicted(article: dict[str, Any]) -> dict[str, Any]:
    """What is read in an article, in the shape of the annotation."""
    text, day = article["text"], datetime.date.fromisoformat(article["date"][:10])
    read = tokens(text)
    code = language_of(text) or ""
    numbers = numerals(text, read, code)
    found_times = times(text, day, code, read, numbers)

    def span(one: Quantity | TimeExpression) -> dict[str, Any]:
        return {"start": one.start, "end": one.end, "text": text[one.start : one.end]}

    return {
        "doc": article["id"],
        "quantities": [
            {
                "span": span(q),
                "value": q.value,
                "min": q.least,
                "max": q.most,
                "relation": q.relation,
                "thing": q.thing,
            }
            for q in quantities(text, code, read, numbers, found_times)
        ],
        "times": [
            {"span": span(t), "value": t.value, "kind": t.kind, "relative": t.relative} for t in found_times
        ],
    }


def score_gold(data: Path, *, show: bool) -> None:
    """The annotated articles, tune and test part apart."""
    scorer = loaded(data.parent / "tools" / "score_attribution.py", "score_attribution")
    if scorer is None:
        return
    articles = {a["id"]: a for a in read_json_lines(data / "gold" / "dev_articles.jsonl")}
    gold = {g["doc"]: g for g in read_json_lines(data / "gold" / "dev_articles.gold.jsonl")}
    split = json.loads(SPLIT.read_text("utf-8"))["articles"]
    guesses = {name: predicted(article) for name, article in articles.items() if name in gold}
    texts = {name: article["text"] for name, article in articles.items()}
    results = {}
    for part in ("tune", "test"):
        names = set(split[part])
        results[part], lines = scorer.run(gold, guesses, texts, docs=names, show=show and part == "tune")
        for line in lines:
            if line.lstrip().startswith(("Q", "T", "#", "=")) or "snn" in line[:12]:
                print(line)
    rows = [
        [figure + side, *(figure_of(results[part][figure], key) for part in ("tune", "test"))]
        for figure in FIGURES
        for side, key in sides(results["tune"][figure])
    ]
    print_table(
        "Annotated articles (F1 of spans, share of the matched that agree)", ["", "tune", "test"], rows
    )


def sides(score: dict[str, float]) -> list[tuple[str, str]]:
    """What is shown of a score: F1 with precision and recall, or accuracy."""
    return [("", "F1"), (", precision", "P"), (", recall", "R")] if "F1" in score else [("", "acc")]


def figure_of(score: dict[str, float], key: str) -> float:
    """One figure of a score."""
    return score[key]


def score_lists(data: Path) -> None:
    """The two small lists of phrases with their values."""
    rows = []
    numbers = loaded(data / "small_gold" / "num_gold.py", "num_gold")
    if numbers is not None:
        right = sum(list_of_numbers(text) == [bare(value) for value in values] for text, values in numbers.G)
        rows.append(["numbers, values in order", right, len(numbers.G)])
    dates = loaded(data / "small_gold" / "time_gold.py", "time_gold")
    if dates is not None:
        right = sum(covers(text, datetime.date.fromisoformat(day), wanted) for day, text, wanted in dates.G)
        rows.append(["times, each covered with an equal value", right, len(dates.G)])
    print_table("Small lists", ["", "right", "of"], rows)


def bare(value: Any) -> float | None:
    """A value of the list without its relation; None where it is vague."""
    number = value[1] if isinstance(value, tuple) else value
    return None if isinstance(number, str) else float(number)


def list_of_numbers(text: str) -> list[float | None]:
    """The values in a text, ranges as their two bounds, lengths of time by their number."""
    quantities_of = quantities(text, "ar", found_times=[])
    values: list[float | None] = []
    for one in quantities_of:
        values += [one.least, one.most] if one.relation == "range" else [one.value]
    return values


def covers(text: str, day: datetime.date, wanted: list[tuple[str, str]]) -> bool:
    """Whether every wanted expression is covered by one with an equal value (quarters by months)."""
    found = [(text[t.start : t.end], t.value) for t in times(text, day, "ar")]
    return all(
        any(surface in printed and same(value, given) for printed, given in found)
        for surface, value in wanted
    )


def same(wanted: str, given: str | None) -> bool:
    """Equal values; a quarter may be given by its months."""
    quarter = {f"Q{q}": f"{3 * q - 2:02d}/{{}}-{3 * q:02d}" for q in range(1, 5)}
    if wanted[5:] in quarter:
        wanted = f"{wanted[:4]}-{quarter[wanted[5:]]}".format(wanted[:4])
    return wanted == given


# ---------------------------------------------------------------- speed


def measure_speed() -> None:
    """Words a second on one core: tokens, numbers, times and quantities together."""
    articles = []
    for article in read_json_lines(news_file(NEWS)):
        articles.append(article["text"])
        if len(articles) == SPEED_ARTICLES:
            break
    day = datetime.date(2015, 8, 1)
    words = sum(len(text.split()) for text in articles)
    times(articles[0], day, "ar")  # rows are read once a process
    steps = Counter[str]()
    for text in articles:
        a = time.process_time()
        read = tokens(text)
        b = time.process_time()
        numbers = numerals(text, read, "ar")
        c = time.process_time()
        found = times(text, day, "ar", read, numbers)
        d = time.process_time()
        quantities(text, "ar", read, numbers, found)
        steps.update(
            {"tokens": b - a, "numbers": c - b, "times": d - c, "quantities": time.process_time() - d}
        )
    total = sum(steps.values())
    rows = [[name, words / seconds] for name, seconds in [*steps.items(), ("all", total)]]
    print_table(f"Speed on one core, {words:,} words", ["", "words a second"], rows)


def main() -> None:
    """Prints every table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="list disagreements on the tune part")
    options = parser.parse_args()
    data = news_file(NEWS).parents[1]
    score_gold(data, show=options.show)
    score_lists(data)
    measure_speed()


if __name__ == "__main__":
    main()
