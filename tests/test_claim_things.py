from __future__ import annotations

from collections.abc import Sequence

from naql.annotation import annotate
from naql.claim_figures import Figure, figures
from naql.claim_groups import aligned
from naql.claim_things import LEADERS, Thing, things
from naql.claims import claims
from naql.model import Alignment, Article


def read(texts: Sequence[str]) -> dict[str, tuple[Figure, ...]]:
    articles = [
        Article(f"{n:03}", None, None, text, None, "none", None, None, None, "ar")
        for n, text in enumerate(texts)
    ]
    return {article.id: figures(claims(annotate(article))) for article in articles}


def values(found: Sequence[Thing]) -> list[list[str]]:
    return [[figure.text for figure in thing.figures] for thing in found]


def blocks(texts: Sequence[str]) -> list[Alignment]:
    articles = [
        Article(f"{n:03}", None, None, text, None, "none", None, None, None, "ar")
        for n, text in enumerate(texts)
    ]
    return aligned([annotate(article) for article in articles])


def test_one_value_at_one_place_is_one_thing() -> None:
    assert values(things(read(["قتل 4 جنود في حلب", "مقتل 4 جنود قرب حلب"]), [])) == [["4 جنود", "4 جنود"]]


def test_a_rare_number_needs_no_place() -> None:
    assert len(things(read(["أصيب 117 عاملا كهربائيا", "إصابة 117 عاملا أجنبيا"]), [])) == 1
    assert len(things(read(["أصيب 7 جنود من الشرق", "إصابة 7 جنود من البحر"]), [])) == 2


def test_two_values_need_one_place_and_one_event() -> None:
    event = ["قتل 4 جنود في انفجار هز حلب", "قتل 6 جنود في انفجار هز حلب"]
    assert len(things(read(event), [])) == 1
    assert len(things(read(["قتل 4 جنود في حلب أمس", "قتل 6 جنود في حلب السبت"]), [])) == 2


def test_who_gives_two_values_gives_them_of_two_things() -> None:
    texts = [
        "قتل 4 جنود في انفجار هز حلب. وقتل 6 جنود في انفجار هز حلب ليلا",
        "قتل 6 جنود في انفجار هز حلب ليلا",
    ]
    assert values(things(read(texts), [])) == [["4 جنود"], ["6 جنود", "6 جنود"]]


def test_a_list_in_another_order_is_not_tied_crosswise() -> None:
    one = "بلغت سعة المستشفى الشرقي في المدينة 200 سرير وبلغت سعة المستشفى الغربي في المدينة 400 سرير"
    other = "بلغت سعة المستشفى الغربي في المدينة 400 سرير وبلغت سعة المستشفى الشرقي في المدينة 200 سرير"
    found = values(things(read([one, other]), blocks([one, other])))
    assert all(len(set(group)) == 1 for group in found)


def test_many_values_cost_no_more_than_leaders_allow() -> None:
    texts = [
        f"ارتفع سعر سهم {chr(0x628 + n % 9)}ان{chr(0x62D + n // 9)}ير بنسبة {n} في المئة"
        for n in range(3, LEADERS + 40)
    ]
    found = things(read(texts), [])
    assert len(found) == len(texts)
