"""Every pair of articles that shares a passage, also where the tables hold one row for many."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from naql import expand as module
from naql import trace
from naql.expand import expand_passages
from naql.model import Passage
from naql.project import Project
from naql.reuse import HOT
from naql.text import folded
from tests.conftest import News, write_pile

Row = dict[str, Any]


class Pile:
    """A traced pile of known groups, and its expanded passages by pair."""

    def __init__(self, folder: Path, groups: dict[str, list[str]]) -> None:
        self.texts = {f"{name}{n:02}": text for name, texts in groups.items() for n, text in enumerate(texts)}
        records = [{"id": i, "text": text} for i, text in self.texts.items()]
        self.project = trace([write_pile(records, folder / "in.jsonl")], folder / "project")
        self.quotation = ""
        self.rows = list(expand_passages(self.project))
        self.pairs: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            self.pairs[row["left_id"], row["right_id"]].append(row)

    def ids(self, *groups: str) -> list[str]:
        return sorted(i for i in self.texts if i[:-2] in groups)

    def spans(self, row: Row) -> tuple[str, str]:
        return tuple(
            self.texts[row[f"{side}_id"]][row[f"{side}_start"] : row[f"{side}_end"]]
            for side in ("left", "right")
        )  # type: ignore[return-value]


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Pile:
    news = News(3)
    wire, other = news.text(3), news.text(3)
    reprint = news.edited(other, 0.03)
    long = news.words(60)
    paragraph, quotation = " ".join(long), " ".join(long[20:42])

    def around(text: str) -> str:
        return f"{news.text(1, 40)}\n\n{text}\n\n{news.text(1, 40)}"

    made = Pile(
        tmp_path_factory.mktemp("expand"),
        {
            "copy": [wire] * 4,
            "near": [news.respelt(wire) for _ in range(4)],
            "cut": ["\n\n".join(wire.split("\n\n")[:2])],
            "reprint": [reprint, reprint, news.respelt(reprint), news.edited(other, 0.03)],
            "quote": [around(quotation) for _ in range(HOT + 5)],
            "whole": [around(paragraph) for _ in range(HOT // 2)],
            "alone": [news.text(2)],
        },
    )
    made.quotation = quotation
    return made


def test_rows_are_passages_in_order(pile: Pile) -> None:
    names = [field.name for field in dataclasses.fields(Passage)]
    assert all(list(row) == names for row in pile.rows)
    order = [(r["left_id"], r["right_id"], r["left_start"], r["right_start"]) for r in pile.rows]
    assert order == sorted(order)
    assert len(set(order)) == len(order)
    assert all(row["left_id"] < row["right_id"] for row in pile.rows)


def test_what_the_table_holds_is_not_changed(pile: Pile) -> None:
    stored = list(pile.project.passages)
    assert len(stored) < len(pile.rows)
    assert [row for row in pile.rows if row in stored] == stored


def test_copies_get_every_pair_with_offsets_of_their_own(pile: Pile) -> None:
    for pair in combinations(pile.ids("copy", "near"), 2):
        (row,) = pile.pairs[pair]
        left, right = pile.spans(row)
        assert folded(left) == folded(right) == folded(pile.texts[pair[0]])
        assert (row["score"], row["formula"]) == (1.0, False)
    # Near copies print other lengths, so one offset cannot have served for all.
    assert len({len(pile.texts[i]) for i in pile.ids("near")}) > 1


def test_copies_stand_to_others_as_their_representative_does(pile: Pile) -> None:
    for left, right in product(pile.ids("copy", "near"), pile.ids("cut")):
        rows = pile.pairs[min(left, right), max(left, right)]
        assert rows
        assert all(folded(a) == folded(b) for a, b in map(pile.spans, rows))
    for pair in combinations(pile.ids("reprint"), 2):
        covered = sum(row["left_end"] - row["left_start"] for row in pile.pairs[pair])
        assert covered > 0.9 * len(pile.texts[pair[0]])


def test_members_of_a_large_family_get_every_pair(pile: Pile) -> None:
    ids = pile.ids("quote")
    stored = sum({r["left_id"], r["right_id"]} <= set(ids) for r in pile.project.passages)
    assert stored < len(ids) * 2  # a star, not all to all
    for pair in combinations(ids, 2):
        (row,) = pile.pairs[pair]
        assert all(pile.quotation in span for span in pile.spans(row))


def test_families_of_partly_the_same_text_get_every_pair(pile: Pile) -> None:
    for one, other in product(pile.ids("quote"), pile.ids("whole")):
        (row,) = pile.pairs[min(one, other), max(one, other)]
        assert all(pile.quotation in span for span in pile.spans(row))


def test_who_shares_nothing_gets_no_row(pile: Pile) -> None:
    (alone,) = pile.ids("alone")
    assert not any(alone in pair for pair in pile.pairs)
    assert not any(
        {a[:-2], b[:-2]} & {"quote", "whole"} and a[:-2] in ("copy", "near") for a, b in pile.pairs
    )


def test_partners_are_aligned_in_batches(pile: Pile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TEXTS_AT_ONCE", 7)
    assert list(expand_passages(Project(pile.project.path))) == pile.rows


def test_a_formula_stays_one(tmp_path: Path) -> None:
    news = News(8)
    phrase = "صاحب السمو الملكي الأمير أوس بن غسان بن ماجد أمير منطقة الواحات حفظه الله"
    texts = [f"{news.text(1)}\n\n{phrase} {news.paragraph(20)}" for _ in range(3)]
    made = Pile(tmp_path, {"t": [texts[0], *texts]})
    assert ("t00", "t01") in made.pairs
    for pair in combinations(made.ids("t"), 2):
        for row in made.pairs[pair]:
            assert row["formula"] == (pair != ("t00", "t01"))
    assert {("t00", "t02"), ("t01", "t02"), ("t02", "t03")} <= made.pairs.keys()


def test_an_empty_project_has_no_rows(tmp_path: Path) -> None:
    assert Pile(tmp_path, {"t": [News(1).text(1)]}).rows == []
