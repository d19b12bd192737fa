"""Evidence as sentences and spans: every sentence in both languages, every span where its words are."""

from __future__ import annotations

import string
import tomllib
from pathlib import Path

import pytest

import naql
from naql.link_evidence import evidence, wire_name
from naql.transmission import transmit
from tests.wires import WIRE, article, edited

ROWS = tomllib.loads(Path(naql.__file__).parent.joinpath("data", "link_reasons.toml").read_text("utf-8"))


@pytest.mark.parametrize("key", [f"{kind}.{what}" for kind, rows in ROWS.items() for what in rows])
def test_a_sentence_says_the_same_in_both_languages(key: str) -> None:
    kind, _, what = key.partition(".")
    both = ROWS[kind][what]
    names = [
        {name for _, name, _, _ in string.Formatter().parse(both[code]) if name} for code in ("ar", "en")
    ]
    assert names[0] == names[1]
    made = evidence(key, (), dict.fromkeys(names[0], "x"))
    assert made.kind == kind
    assert "{" not in made.why_ar + made.why_en


def test_an_unknown_sentence_is_refused() -> None:
    with pytest.raises(KeyError):
        evidence("credit.nothing", (), {})
    assert wire_name() == ROWS["source"]["wire"]["ar"]


def test_the_spans_of_readings_and_day_words_hold_their_words() -> None:
    changed = edited(
        WIRE, ("ثلاث بوابات", "أربع بوابات"), ("مبكرة", "عاجلة"), ("اليوم الثلاثاء", "أمس الثلاثاء")
    )
    articles = [article("a", edited(changed, ("أمس الثلاثاء", "اليوم الثلاثاء"))), article("b", changed)]
    articles += [article(name) for name in "cde"]
    texts = {a.id: a.text for a in articles}
    (link,) = (k for k in transmit(articles).links if k.directed and k.source_kind == "article")
    told = {one.kind: one for one in link.evidence}
    words = {kind: [texts[s.article_id][s.start : s.end] for s in one.spans] for kind, one in told.items()}
    assert words["days"] == ["اليوم", "أمس"]
    assert set(words["readings"]) == {"أربع", "عاجلة"}
    assert "«أربع»" in told["readings"].why_ar
    assert "(days between: 1)" in told["days"].why_en
