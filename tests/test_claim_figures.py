from __future__ import annotations

import pytest

from naql.annotation import annotate
from naql.claim_figures import PEOPLE, Figure, figures
from naql.claims import claims
from naql.model import Article


def found(text: str, language: str = "ar") -> tuple[Figure, ...]:
    return figures(claims(annotate(Article("x", None, None, text, None, "none", None, None, None, language))))


@pytest.mark.parametrize(
    ("text", "language", "act", "thing", "part", "weak"),
    [
        ("قتل 23 شخصا في انفجار في حلب", "ar", "death", PEOPLE, False, False),
        ("سقط في المدينة أمس 23 قتيلا", "ar", "death", PEOPLE, False, False),
        ("لقي 23 شخصا مصرعهم في حلب", "ar", "death", PEOPLE, False, False),
        ("ارتفعت حصيلة القتلى في المدينة إلى 23", "ar", "death", PEOPLE, False, False),
        ("إصابة 40 آخرين في الحادث على الطريق", "ar", "injury", PEOPLE, False, False),
        ("ارتفع السعر في السوق 3 في المئة", "ar", "rise", "%", False, True),
        ("بلغت الكلفة في المدينة 40 مليون دينار", "ar", "amount", None, False, True),
        ("امتد الحريق في الغابة على 40 كيلومترا", "ar", "fire", None, False, True),
        ("23 people were killed in the town", "en", "death", PEOPLE, False, False),
    ],
)
def test_the_key_of_a_figure(
    text: str, language: str, act: str, thing: str | None, part: bool, weak: bool
) -> None:
    (figure,) = found(text, language)
    assert figure.key == (act, thing or figure.key.thing, part, weak)
    assert figure.key.thing


def test_two_languages_meet_in_one_key() -> None:
    (one,), (other,) = found("قتل 23 شخصا في الانفجار"), found("23 people were killed in the blast", "en")
    assert one.key == other.key


def test_a_part_is_another_thing_than_the_whole() -> None:
    whole, part = found("قتل 23 شخصا في حلب بينهم 5 أشخاص من أسرة واحدة")[:2]
    assert (whole.key.part, part.key.part) == (False, True)


def test_each_figure_has_the_act_before_it_and_the_words_beside_it() -> None:
    dead, hurt = found("أعلن مصدر طبي مقتل 23 عاملا كهربائيا وإصابة 40 سائقا في انفجار بالمصنع")
    assert (dead.key.act, hurt.key.act) == ("death", "injury")
    assert dead.near.isdisjoint(hurt.near) or "act explosion" in dead.near & hurt.near
    assert "act explosion" in hurt.near


def test_the_place_and_the_label_of_a_figure() -> None:
    text = "شملت الغنائم في المدينة 9 عربات مدرعة وأكثر من 20 سيارة"
    cars, trucks = found(text)
    assert text[cars.start : cars.end] == "9"
    assert (cars.text, cars.label) == ("9 عربات", "عربة مدرعة")
    assert (trucks.text, trucks.label) == ("20 سيارة", "سيارة")


def test_a_claim_without_quantities_is_one_figure() -> None:
    (figure,) = found("وصلت القافلة الطبية إلى مدينة تعز مساء الثلاثاء")
    assert figure.quantity is None
    assert figure.text == figure.claim.text
    assert figure.key.act == "advance"


def test_a_number_beside_another_digit_may_be_a_part_of_it() -> None:
    assert [figure.whole for figure in found("بلغت كلفة الجسر 45،5 مليون دينار")] == [False] * len(
        found("بلغت كلفة الجسر 45،5 مليون دينار")
    )
    assert all(figure.whole for figure in found("بلغت كلفة الجسر الجديد 45 مليون دينار"))


def test_nothing_has_no_figures() -> None:
    assert figures([]) == ()
