"""The evidence of one step of descent, piece by piece."""

from __future__ import annotations

import pytest

from naql.descent import Descent, Step, Telling, credits_of
from naql.model import Article
from naql.strands import strands
from naql.transmission import aligned, telling
from tests.wires import WIRE, article, edited

CHANGED = edited(WIRE, ("ثلاث بوابات", "أربع بوابات"), ("مبكرة", "عاجلة"))


def descent(*articles: Article) -> Descent:
    tellings: list[Telling] = [telling(a) for a in articles]
    texts = [t.text for t in tellings]
    (strand,) = strands(texts, aligned(texts), "ar")
    return Descent(tellings, strand, "ar")


def step(*articles: Article) -> Step:
    """The second article as made from the first."""
    return descent(*articles).step(0, 1)


def test_shared_and_missing_innovations() -> None:
    further = edited(CHANGED, ("البساتين", "الحقول"))
    told = descent(
        article("a", CHANGED), article("b", further), article("c"), article("d"), article("e", WIRE)
    )
    forth, back = told.step(0, 1), told.step(1, 0)
    assert (forth.shared_weight, forth.missing_weight) == (2.0, 0.0)
    assert (back.shared_weight, back.missing_weight) == (2.0, 1.0)
    assert forth.score > back.score
    assert told.private(1) == 3.0


def test_a_source_that_lacks_a_sentence_explains_less() -> None:
    short = WIRE[: WIRE.index("وتوقعت هيئة")]
    told = descent(article("a", short), article("b"), article("c"), article("d"))
    assert told.step(0, 1).coverage < 1 == told.step(1, 0).coverage
    assert told.step(0, 1).missing_weight > 0
    assert told.lacks(0, 1) == 2
    assert told.lacks(1, 0) == 0


@pytest.mark.parametrize(
    ("one", "other", "time"),
    [
        ("2024-03-04", "2024-03-05", "before"),
        ("2024-03-06", "2024-03-05", "after"),
        (None, "2024-03-05", "unknown"),
    ],
)
def test_time(one: str | None, other: str, time: str) -> None:
    assert step(article("a", published=one), article("b", published=other)).time == time


def test_day_words_tell_the_later_text() -> None:
    later = article("b", edited(WIRE, ("اليوم الثلاثاء", "أمس الثلاثاء")))
    assert step(article("a"), later).days == 1
    assert step(later, article("a")).days == -1
    assert step(article("a"), article("b")).days is None


def test_lost_titles() -> None:
    titled = article("a", edited(WIRE, ("وكيل الوزارة", "معالي وكيل الوزارة")))
    assert step(titled, article("b")).titles == 1
    assert step(article("b"), titled).titles == -1


def test_a_credit_and_the_trade_of_both() -> None:
    wire = article("a", outlet="وكالة أنباء السواحل")
    credited = step(wire, article("b", byline="تل المحار - السواحل"))
    plain, back = step(wire, article("b")), step(article("b"), wire)
    assert [c.name for c in credited.credits] == ["وكالة أنباء السواحل"]
    assert credited.score > plain.score > back.score


def test_credits_in_bylines_and_in_sentences() -> None:
    byline = telling(article("a", byline="الرياض - واس"))
    inside = telling(article("b", f"ونقلت وكالة رويترز عن مسؤول محلي قوله إن السد سليم تماما. {WIRE}"))
    assert [c.name for c in credits_of(byline, "وكالة الأنباء السعودية")] == ["واس"]
    assert [(c.name, c.share) for c in credits_of(inside, "Reuters")] == [("رويترز", 1.0)]
    assert credits_of(inside, "واس") == credits_of(byline, None) == []
    assert credits_of(byline, "صحيفة الرياض") == []  # the town
    assert credits_of(telling(article("c", outlet="السواحل", byline="السواحل")), "السواحل") == []
