"""How well Naql reads who says what, on hand-annotated Arabic articles, beside two simple readers.

    python -m benchmarks.attribution --split tune
    python -m benchmarks.attribution --split test
    python -m benchmarks.attribution --split tune --errors
    python -m benchmarks.attribution --show ID
    python -m benchmarks.attribution --speed

docs/benchmarks.md says what each figure means. What is learnt from looking is learnt on `tune`: items of
`test` are never shown, only summed up.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import attribution_errors, attribution_speed
from benchmarks.common import GOLD_PARTS, data_folder, give_up, gold_ids, print_table, read_json_lines, scorer
from naql.annotation import to_dict
from naql.attribution import statements
from naql.credits import credit
from naql.evaluate import Floats, bootstrap_interval
from naql.language import language, language_of
from naql.model import Reading
from naql.sentences import Token, tokens
from naql.sentences import sentences as cut

Data = dict[str, Any]
Reader = Callable[[Data], Data]

ARTICLES, GOLD = "gold/dev_articles.jsonl", "gold/dev_articles.gold.jsonl"
CUE_WORDS = 8  # the longest cue the scorer lets match
MARKED_WORDS = 3  # shorter marked strings are names and terms
_MARKED = re.compile('«([^«»\n]+)»|“([^“”\n]+)”|"([^"\n]+)"')


# ---------------------------------------------------------------- readers


def naql(article: Data) -> Data:
    """What Naql reads: an article in, a document of the annotation guide's schema out."""
    text = article["text"]
    code = language_of(text)
    said = statements(
        text, code, article_id=article["id"], outlet=article.get("outlet"), byline=article.get("byline")
    )
    named = credit(text, article.get("byline"), code)
    return to_dict(Reading(article["id"], text, code, None, named, tuple(said), (), ()))


def quotation_marks(article: Data) -> Data:
    """Marked strings of three words or more, and nothing else, are statements.

    The cue is the eight words before the mark, so that any real cue there is met; the speaker is the
    nearest run of words among them that are no function words.
    """
    text, found = article["text"], []
    read = [token for token in tokens(text) if token.word]
    for match in _MARKED.finditer(text):
        start, end = next(span for group in (1, 2, 3) if (span := match.span(group))[0] >= 0)
        before = [token for token in read if token.end <= match.start()][-CUE_WORDS:]
        if before and sum(start <= token.start < end for token in read) >= MARKED_WORDS:
            cue = (before[0].start, before[-1].end)
            found.append(_statement(text, "direct", cue, (start, end), _name(text, before)))
    return {"doc": article["id"], "credit": None, "attributions": found}


def every_sentence(article: Data) -> Data:
    """Every sentence is a statement, its first word the cue, the next two the speaker."""
    text, found = article["text"], []
    read = tokens(text)
    for begin, end in cut(text, read):
        words = [token for token in read[begin:end] if token.word]
        if len(words) > 1:
            speaker = text[words[1].start : words[min(2, len(words) - 1)].end]
            cue, content = (words[0].start, words[0].end), (words[1].start, words[-1].end)
            found.append(_statement(text, "indirect", cue, content, speaker))
    return {"doc": article["id"], "credit": None, "attributions": found}


def _name(text: str, words: Sequence[Token]) -> str:
    """The nearest run of two or three words that are no function words, else the last word."""
    code = language_of(text)
    frequent = language(code).frequent_words if code else frozenset[str]()
    grouped = groupby(reversed(words), key=lambda token: token.printed.casefold() in frequent)
    runs = [list(group) for function_words, group in grouped if not function_words]
    nearest = next((run for run in runs if len(run) > 1), [words[-1]])[:3]
    return text[nearest[-1].start : nearest[0].end]


def _statement(text: str, mode: str, cue: tuple[int, int], content: tuple[int, int], speaker: str) -> Data:
    def span(start: int, end: int) -> Data:
        return {"start": start, "end": end, "text": text[start:end]}

    step = {"role": "speaker", "name": speaker, "status": "explicit", "span": None}
    return {
        "mode": mode,
        "cue": span(*cue),
        "source": None,
        "content": [span(*content)],
        "chain": [step],
        "unnamed": False,
    }


READERS: Mapping[str, Reader] = {
    "Naql": naql,
    "quotation marks": quotation_marks,
    "every sentence": every_sentence,
}


# ---------------------------------------------------------------- scores

# What is printed: the scorer's tally it is made of, and how: F1, P, R, or a share of what was matched.
FIGURES = (
    ("statements .5", "a50", "F1"), ("  precision", "a50", "P"), ("  recall", "a50", "R"),
    ("statements .8", "a80", "F1"), ("  precision .8", "a80", "P"), ("  recall .8", "a80", "R"),
    ("content alone .5", "a50nocue", "F1"), ("cue", "cue", "F1"),
    ("speaker", "speaker", "share"), ("innermost voice", "voice", "share"), ("mode", "mode", "share"),
    ("quoted or not", "quotedness", "share"), ("unnamed", "unnamed", "share"),
    ("relays", "relayA", "F1"), ("  of relays, precision", "relayA", "P"),
    ("  of relays, recall", "relayA", "R"),
    ("quoted voices", "quoted", "F1"), ("status", "status", "share"), ("source span", "source", "share"),
    ("credit", "credit", "share"), ("credit where there is one", "credit+", "share"),
)  # fmt: skip
PINNED = ("statements .5", "statements .8", "speaker", "mode", "unnamed", "relays", "credit")


class Scored:
    """The tallies of one reader's documents, one a gold document, and figures of them."""

    def __init__(self, gold: Mapping[str, Data], found: Mapping[str, Data], texts: Mapping[str, str]) -> None:
        """Scores with the shared scorer, after a round through a file as any other program would write it."""
        shared = scorer("score_attribution")
        with tempfile.TemporaryDirectory(prefix="naql-attribution-") as folder:
            path = Path(folder) / "found.jsonl"
            write(path, found.values())
            read = shared.read(path)
        self.tallies: list[Mapping[str, int]] = []
        for name, document in gold.items():
            tally = shared.score_doc(document, read.get(name, {}), texts[name])
            self.tallies.append(tally | cue_tally(shared, document, read.get(name, {}), texts[name]))

    def parts(self, tag: str, how: str) -> Floats:
        """A figure's numerator and denominator in each document."""
        if how == "share":
            return self._columns(f"{tag}.ok", f"{tag}.n")
        hits, gold, found = self._columns(f"{tag}.tp", f"{tag}.g", f"{tag}.p").T
        below = {"F1": gold + found, "P": found, "R": gold}[how]
        return np.stack([2 * hits if how == "F1" else hits, below], axis=1)

    def _columns(self, *names: str) -> Floats:
        return np.array([[tally.get(name, 0) for name in names] for tally in self.tallies], np.float64)

    def figure(self, tag: str, how: str) -> tuple[float | None, tuple[float, float] | None]:
        """A figure and its 95 % interval over documents; None where there is nothing to count."""
        rows = self.parts(tag, how)
        if not rows[:, 1].sum():
            return None, None
        return _ratio(rows), bootstrap_interval(rows, _ratio, seed=1)


def _ratio(rows: Floats) -> float:
    """Sum over sum; nothing to find and nothing found is 1."""
    above, below = rows.sum(axis=0)
    return float(above / below) if below else 1.0


def cue_tally(shared: Any, gold: Data, found: Data, text: str) -> dict[str, int]:
    """Cues alone, one to one, whatever their content."""
    given, made = gold.get("attributions") or [], found.get("attributions") or []
    checker = shared.Checker(text)
    weights = [[float(shared.cue_match(one, other, checker)) for other in made] for one in given]
    return {"cue.tp": len(shared.assign(weights)), "cue.g": len(given), "cue.p": len(made)}


def read_gold(split: str) -> tuple[dict[str, Data], dict[str, Data]]:
    """The articles of a part, and their annotations, by id."""
    wanted = set(gold_ids(split))
    folder = data_folder()
    for name in (ARTICLES, GOLD):
        if not (folder / name).is_file():
            give_up(f"NAQL_DATA is {folder}, but there is no file {name} in it.")
    articles = {row["id"]: row for row in read_json_lines(folder / ARTICLES) if row["id"] in wanted}
    gold = {row["doc"]: row for row in read_json_lines(folder / GOLD) if row["doc"] in wanted}
    return articles, gold


def score(split: str, reader: Reader = naql) -> Scored:
    """One reader's scores on a part."""
    articles, gold = read_gold(split)
    found = {name: reader(article) for name, article in articles.items()}
    return Scored(gold, found, {name: article["text"] for name, article in articles.items()})


def measure(split: str) -> dict[str, float]:
    """The figures that the quality gate pins, by name."""
    scored = score(split)
    made = {name: scored.figure(tag, how)[0] for name, tag, how in FIGURES if name in PINNED}
    return {name: value for name, value in made.items() if value is not None}


# ---------------------------------------------------------------- what is printed


def write(path: Path, documents: Any) -> None:
    """Documents as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def print_scores(split: str, out: Path | None) -> None:
    """Naql and the simple readers side by side."""
    articles, gold = read_gold(split)
    texts = {name: article["text"] for name, article in articles.items()}
    results = {}
    for name, reader in READERS.items():
        found = {doc: reader(article) for doc, article in articles.items()}
        results[name] = Scored(gold, found, texts)
        if out and name == "Naql":
            write(out, found.values())
    rows: list[list[object]] = []
    for label, tag, how in FIGURES:
        value, interval = results["Naql"].figure(tag, how)
        row: list[object] = [
            label.strip(),
            value,
            f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else None,
        ]
        row.append(int(results["Naql"].parts(tag, "R" if how == "F1" else how)[:, 1].sum()))
        row += [results[name].figure(tag, how)[0] for name in READERS if name != "Naql"]
        rows.append(row)
    count = sum(len(document["attributions"]) for document in gold.values())
    title = f"Split {split}: {len(gold)} articles, {count} statements"
    others = [name for name in READERS if name != "Naql"]
    print_table(title, ("figure", "Naql", "95 % interval", "of", *others), rows)


def print_errors(split: str) -> None:
    """Naql's errors by class, and where they are on the part that may be looked at."""
    articles, gold = read_gold(split)
    texts = {name: article["text"] for name, article in articles.items()}
    found = {name: naql(article) for name, article in articles.items()}
    classes = attribution_errors.by_class(scorer("score_attribution"), gold, found, texts)
    print_table(f"Errors by class, split {split}", ("class", "errors"), [(c, len(p)) for c, p in classes])
    seen = set(gold_ids("tune"))
    print("\nWhere, in the tune part\n")
    for label, places in classes:
        print(
            f"- {label}: {', '.join(f'{doc} {place}' for doc, place in places if doc in seen) or 'nowhere'}"
        )


def shown(name: str) -> Iterator[str]:
    """The lines of one article of the tune part: its gold beside what Naql reads."""
    if name not in gold_ids("tune"):
        give_up(f"{name} is no article of the tune part; others are not looked at.")
    articles, gold = read_gold("tune")
    shared = scorer("score_attribution")
    lines: list[str] = []
    found = naql(articles[name])
    shared.score_doc(gold[name], found, articles[name]["text"], lines)
    for title, document in (("gold", gold[name]), ("Naql", found)):
        yield f"{title}: credit {document['credit']}"
        for said in document["attributions"]:
            steps = " > ".join(f"{s['role']} {s['name']} ({s['status']})" for s in said["chain"])
            content = " || ".join(f"{c['start']}-{c['end']} {c['text']}" for c in said["content"])
            cue = said["cue"]
            yield f"  {said['id']} {said['mode']} [{cue['start']} {cue['text']}] {steps} :: {content}"
    yield from lines


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.attribution",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--split", choices=GOLD_PARTS, default="tune", help="which gold articles (tune)")
    parser.add_argument("--out", type=Path, help="also write what Naql reads to this file (JSON Lines)")
    parser.add_argument("--errors", action="store_true", help="print errors by class, and stop")
    parser.add_argument("--show", metavar="ID", help="print one article of the tune part, and stop")
    parser.add_argument("--speed", action="store_true", help="measure speed on real articles, and stop")
    parser.add_argument("--articles", type=int, default=2000, help="for --speed: how many (2000)")
    parser.add_argument("--seed", type=int, default=1, help="for --speed: of the draw (1)")
    return parser.parse_args()


def main() -> None:
    """Does what the command line asks for."""
    given = options()
    if given.show:
        for line in shown(given.show):
            print(line)
    elif given.errors:
        print_errors(given.split)
    elif given.speed:
        attribution_speed.print_speed(naql, given.articles, given.seed)
    else:
        print_scores(given.split, given.out)


if __name__ == "__main__":
    main()
