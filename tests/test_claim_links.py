from __future__ import annotations

from dataclasses import replace

from naql.annotation import annotate
from naql.claim_figures import figures
from naql.claim_groups import aligned
from naql.claim_links import Link, links
from naql.claims import claims
from naql.model import Article

TEXT = "أعلنت الشرطة أن 17 بحارا قتلوا وأن 3 سفن غرقت قبالة جزيرة جربة ليل الأحد الماضي بعد عاصفة قوية"


def linked(one: str, other: str) -> list[Link]:
    articles = [
        Article(n, None, None, t, None, "none", None, None, None, "ar") for n, t in (("a", one), ("b", other))
    ]
    readings = [annotate(a) for a in articles]
    return list(links({r.id: figures(claims(r)) for r in readings}, aligned(readings)))


def values(found: list[Link]) -> list[tuple[str, str]]:
    return [(link.left.text, link.right.text) for link in found]


def test_the_same_words_tie_each_figure_to_its_own() -> None:
    assert values(linked(TEXT, TEXT)) == [("17 بحارا", "17 بحارا"), ("3 سفن", "3 سفن")]


def test_another_number_of_the_same_thing_is_tied() -> None:
    assert values(linked(TEXT, TEXT.replace("17", "19")))[0] == ("17 بحارا", "19 بحارا")
    assert values(linked(TEXT, TEXT.replace("17", "تسعة عشر")))[0] == ("17 بحارا", "تسعة عشر بحارا")


def test_another_number_of_another_thing_is_not() -> None:
    assert ("17 بحارا", "19 جنديا") not in values(linked(TEXT, TEXT.replace("17 بحارا", "19 جنديا")))


def test_what_one_text_leaves_out_is_tied_to_nothing() -> None:
    assert values(linked(TEXT, TEXT.replace("وأن 3 سفن غرقت ", ""))) == [("17 بحارا", "17 بحارا")]


def test_a_place_that_was_exchanged_is_told() -> None:
    (first, *_) = linked(TEXT, TEXT.replace("جزيرة جربة", "جزيرة قبرص"))
    assert first.differs in (frozenset(), frozenset({"clash.place"}))
    other = "قتل خمسة عمال في انهيار سقف مصنع النسيج الكبير بمدينة حلب صباح الخميس"
    (link,) = linked(other, other.replace("حلب", "بغداد"))
    assert link.differs == {"clash.place"}
    (link,) = linked(other, other.replace("حلب", "حلب السورية"))
    assert link.differs == frozenset()


def test_formulas_and_unknown_articles_tie_nothing() -> None:
    articles = [Article(n, None, None, TEXT, None, "none", None, None, None, "ar") for n in "ab"]
    readings = [annotate(a) for a in articles]
    found, blocks = {r.id: figures(claims(r)) for r in readings}, aligned(readings)
    assert list(links(found, [replace(block, formula=True) for block in blocks])) == []
    assert list(links({"a": found["a"]}, blocks)) == []
