"""What the page of annotated articles shows, as plain dictionaries made from readings.

A text is shown whole and once: its paragraphs are trees of pieces and marks, and their texts put
together give it back letter for letter. Where two marks cross, the inner one is closed and opened again.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from naql.annotation import to_dict
from naql.model import MODES, Article, Reading
from naql.web.changed import View
from naql.web.render import render
from naql.web.views import BREAK, article_view

MAX_ARTICLES = 100  # on one page
_WORDS = 16  # shown of a statement in the list
_REST = re.compile(r"[\w\u0610-\u061a\u064b-\u065f\u0670]*")  # letters and marks of a word
_ORDER = {"content": 0, "source": 1, "cue": 2, "credit": 3, "time": 4, "quantity": 5}


class _Layer(NamedTuple):
    """One marked span: `kind` is a key of `_ORDER`, `number` counts within its kind from 1."""

    start: int
    end: int
    kind: str
    number: int
    first: bool


class Page:
    """A page of the first `MAX_ARTICLES` articles that are added to it; the others are counted."""

    def __init__(self) -> None:
        self._views: list[View] = []
        self._total = 0

    def add(self, article: Article, reading: Reading) -> None:
        """One more article."""
        self._total += 1
        if self._total <= MAX_ARTICLES:
            self._views.append(annotated_view(article, reading, key=f"n{self._total}"))

    def view(self) -> View:
        """What the page shows."""
        modes = {mode: sum(view["modes"][mode] for view in self._views) for mode in MODES}
        return {"articles": self._views, "total": self._total, "modes": modes}

    def render(self, lang: str = "ar") -> str:
        """The page as one self-contained file, in Arabic or English."""
        return render("annotate.html", lang=lang, view=self.view())


def annotated_view(article: Article, reading: Reading, *, key: str = "n1") -> View:
    """One article with its statements marked in place and listed; `key` begins every element's id."""
    made = to_dict(reading)
    statements = [_statement(n, made["attributions"][n - 1]) for n in range(1, len(reading.statements) + 1)]
    return {
        "key": key,
        "article": article_view(article) | {"language": article.language or reading.language or ""},
        "credit": made["credit"],
        "statements": statements,
        "modes": {mode: sum(x["mode"] == mode for x in statements) for mode in MODES},
        "quantities": made["quantities"],
        "times": made["times"],
        "paragraphs": _trees(reading.text, _layers(reading), made),
    }


def _statement(number: int, said: View) -> View:
    words = " … ".join(part["text"] for part in said["content"]).split()
    return {
        "number": number,
        "mode": said["mode"],
        "cue": said["cue"]["text"],
        "chain": said["chain"],
        "unnamed": said["unnamed"],
        "words": " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else ""),
    }


def _layers(reading: Reading) -> list[_Layer]:
    """Every marked span of a text, none empty, in the order in which marks open."""
    found: list[_Layer] = []
    for n, said in enumerate(reading.statements, 1):
        found.append(_Layer(said.cue_start, said.cue_end, "cue", n, True))
        if said.source_start is not None and said.source_end is not None:
            found.append(_Layer(said.source_start, said.source_end, "source", n, True))
        found += [_Layer(part.start, part.end, "content", n, i == 0) for i, part in enumerate(said.content)]
    found += [_Layer(q.start, q.end, "quantity", n, True) for n, q in enumerate(reading.quantities, 1)]
    found += [_Layer(t.start, t.end, "time", n, True) for n, t in enumerate(reading.times, 1)]
    named = reading.credit
    if named is not None and named.start is not None and named.end is not None:
        found.append(_Layer(named.start, named.end, "credit", 1, True))
    shown = {layer for layer in found if 0 <= layer.start < layer.end <= len(reading.text)}
    return sorted(shown, key=lambda x: (x.start, -x.end, _ORDER[x.kind], x.number))


def _trees(text: str, layers: Sequence[_Layer], made: View) -> list[list[View]]:
    """The paragraphs of a text as trees of pieces (`text`, `after`) and marks (`kind`, `about`, `inner`…).

    `open` is true on the one mark of a statement or value that others link to; `after` holds the
    numbers of the statements whose cue's word ends with a piece; `about` is what the mark stands for.
    """
    ends = _word_ends(text, layers)
    edges = itertools.chain.from_iterable((x.start, x.end) for x in layers)
    breaks = {found.end() for found in BREAK.finditer(text)}
    cuts = sorted({0, len(text), *edges, *ends, *breaks})
    starts = [x.start for x in layers]
    parts: list[View] = []
    lines: list[list[View]] = [parts]
    for start, end in itertools.pairwise(cuts):
        over = tuple(x for x in layers[: bisect.bisect(starts, start)] if x.end > start)
        parts.append({"over": over, "text": text[start:end], "after": ends.get(end, [])})
        if end in breaks and text[end:].strip() and any(x["text"].strip() for x in parts):
            parts = []
            lines.append(parts)
    opened: set[_Layer] = set()
    return [_tree(line, 0, opened, made) for line in lines if line]


def _word_ends(text: str, layers: Iterable[_Layer]) -> dict[int, list[int]]:
    """Where the word ends that a cue ends in → the numbers of the statements: no number cuts a word."""
    ends: dict[int, list[int]] = {}
    for layer in layers:
        if layer.kind == "cue":
            found = _REST.match(text, layer.end)
            ends.setdefault(found.end() if found else layer.end, []).append(layer.number)
    return ends


def _tree(parts: Sequence[View], depth: int, opened: set[_Layer], made: View) -> list[View]:
    """Pieces under the same mark at this depth become one mark around what is inside it."""
    tree: list[View] = []
    for over, group in itertools.groupby(parts, key=lambda x: x["over"][depth : depth + 1]):
        if not over:
            tree += [{"text": x["text"], "after": x["after"]} for x in group]
            continue
        (layer,) = over
        mark = {"kind": layer.kind, "number": layer.number, "about": _about(layer, made)}
        mark["open"] = layer.first and layer not in opened
        opened.add(layer)
        mark["inner"] = _tree(list(group), depth + 1, opened, made)
        tree.append(mark)
    return tree


def _about(layer: _Layer, made: View) -> View:
    if layer.kind == "credit":
        return dict(made["credit"])
    rows = {"quantity": "quantities", "time": "times"}.get(layer.kind, "attributions")
    return dict(made[rows][layer.number - 1])
