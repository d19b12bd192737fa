from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.language import languages, rows
from naql.model import RELATIONS, Quantity
from naql.patterns import ClassWord
from naql.quantities import quantities

ROWS = [
    (known.code, row)
    for known in languages()
    for row in rows(known.code, "quantity_words.tsv", ClassWord, may_be_empty=("counter_example",))
]
RELATING = [
    (code, row) for code, row in ROWS if row.kind.startswith(("before", "split")) or row.kind == "after"
]
QUIET = ("label", "no_dual", "not_fraction", "goal", "versus", "needs_noun")
SILENT = [(code, row) for code, row in ROWS if row.kind in QUIET]


def found(text: str, code: str = "ar") -> list[tuple[str, float | None]]:
    return [(text[q.start : q.end], q.value) for q in quantities(text, code)]


def only(text: str, code: str = "ar") -> Quantity:
    (quantity,) = quantities(text, code)
    return quantity


@pytest.mark.parametrize(("code", "row"), RELATING, ids=[f"{code}-{row.word}" for code, row in RELATING])
def test_a_word_of_relation_is_read_in_its_example(code: str, row: ClassWord) -> None:
    relation = row.value if row.kind != "split" else "more"
    assert relation in [q.relation for q in quantities(row.example, code)]


@pytest.mark.parametrize(("code", "row"), SILENT, ids=[f"{code}-{row.word}" for code, row in SILENT])
def test_a_word_that_makes_no_quantity_makes_none(code: str, row: ClassWord) -> None:
    assert quantities(row.example, code) == []


@pytest.mark.parametrize(
    ("code", "row"),
    [
        (code, row)
        for code, row in ROWS
        if row.kind in ("percent", "below_zero", "minus", "between", "from", "to")
    ],
)
def test_the_other_words_change_what_a_number_means(code: str, row: ClassWord) -> None:
    quantity = quantities(row.example, code)[0]
    if row.kind == "percent":
        assert (quantity.value, quantity.thing) == (12, "%")
    elif row.kind in ("below_zero", "minus"):
        assert quantity.value == -12
    elif "30" in row.example:
        assert (quantity.value, quantity.least, quantity.most, quantity.relation) == (None, 20, 30, "range")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("قتل ثلاثة جنود وأصيب 12 مدنيا", [("ثلاثة", 3), ("12", 12)]),
        ("دمر الجيش دبابتين وست منصات", [("دبابتين", 2), ("ست", 6)]),
        ("بلغت المبيعات 11.4% هذا الشهر", [("11.4%", 11.4)]),
        ("ارتفعت 12 في المئة", [("12 في المئة", 12)]),
        ("غرامة بلغت (1.870.000) ريال", [("1.870.000", 1870000)]),
        ("بلغت الحرارة 35 درجة مئوية تحت الصفر", [("35", -35)]),
        ("الدول الست الكبرى", [("الست", 6)]),
        ("بعد موسم واحد فقط", [("واحد", 1)]),
        ("تبلغ هدى (26 عاما) القمة", [("26", 26)]),
        ("رجل يبلغ من العمر 50 عاما", [("50", 50)]),
        ("بين البلدين الشقيقين", [("البلدين", 2)]),
        ("طلاب من جامعتي الموصل والبصرة", [("جامعتي", 2)]),
        ("تخرجوا من مركزيْ جدة", [("مركزيْ", 2)]),
        ("حضر لاعبو منتخبي تونس ومصر", [("منتخبي", 2)]),
        ("عقدت اللجنة جلستين", [("جلستين", 2)]),
        ("بسعة (50) ألف متر", [("50) ألف", 50000)]),
        ("بقيمة 3،700 دولار", [("3،700", 3700)]),
        ("هبط المؤشر بنحو4% أمس", [("4%", 4)]),
        ("شهدت المرحلة ب(2,464) منشأة", [("2,464", 2464)]),
        ("ضمت الفرقة 12 لاعبا", [("12", 12)]),
        ("رأى جانبا واحدا من القصة", [("واحدا", 1)]),
        ("درجة الحرارة سالب واحد", [("واحد", -1)]),
        ("سجل 17 هدفا في 49 مباراة", [("17", 17), ("49", 49)]),
    ],
)
def test_what_counts(text: str, wanted: list[tuple[str, float]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "في 5 أغسطس 2015",
        "عند الساعة 08:50",
        "لمدة 48 ساعة",
        "للمرة الثالثة",
        "فاز الفريق 3-1",
        "فاز 2-صفر",
        "هاتف 0551234567",
        "خادم الحرمين الشريفين",
        "المادة 16",
        "مقاتلات إف-16",
        "الرابط http://x.co/ln24.htm",
        "نصف النهائي",
        "يوم الاثنين",
        "في القائمة 23",
        "التقرير الـ51 عن السوق",
        "1- مقدمة",
        "زار أفغانستان",
        "كأحد اللاعبين",
        "مفاوضات 5+1",
        "فاز بهدفين لهدف",
        "فاز بثلاثة أهداف مقابل هدف واحد",
        "خسر بهدفين دون رد",
        "القرارات 1696 و1737 و1747",
        "على الرقم المجاني 19988",
        "في دور الستة عشر",
        "في الربع المالي الثاني",
        "شبكة Web 3.0 الجديدة",
        "القانون رقم 15-86 المتعلق",
        "رصدت اللجنة: 1- غياب المدير",
        "مقاتلات F- 16 الأميركية",
        "ولد في 1890.",
        "لست وحدي",
        "بلاد الرافدين",
        "كوفيد-19",
    ],
)
def test_what_does_not_count(text: str) -> None:
    assert quantities(text, "ar") == []


def test_relations_fill_the_bounds() -> None:
    more, less = only("حضر أكثر من 20 لاعبا"), only("حضر أقل من 20 لاعبا")
    assert (more.value, more.least, more.most, more.relation) == (20, 20, None, "more")
    assert (less.value, less.least, less.most, less.relation) == (20, None, 20, "less")
    assert only("حضر 20 لاعبا على الأقل").relation == "more"
    assert only("حضر على الأقل 20 لاعبا").relation == "more"
    assert only("جذبت مليون زائر، على الأقل، هذا العام").relation == "more"
    assert only("نحو 20 لاعبا أو أكثر").relation == "about"
    assert only("وهم لايتجاوزون 20 لاعبا").relation == "less"
    assert only("تجاوزت قيمة الصفقة 20 مليون ريال").relation == "more"
    assert only("ويزيد عددهم على 20 لاعبا").relation == "more"


@pytest.mark.parametrize(
    ("text", "least", "most", "span"),
    [
        ("بين 50 و65 دولارا", 50, 65, "50 و65"),
        ("ما بين 32 و30 مليار دولار", 30e9, 32e9, "32 و30 مليار"),
        ("20 إلى 25 مليون شخص", 20e6, 25e6, "20 إلى 25 مليون"),
        ("أطفال أعمارهم 3-16 سنة", 3, 16, "3-16"),
        ("نحو 500-700 طفل", 500, 700, "500-700"),
    ],
)
def test_ranges(text: str, least: float, most: float, span: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.least, quantity.most, quantity.relation) == (None, least, most, "range")
    assert text[quantity.start : quantity.end] == span


def test_a_change_in_two_units_is_no_range() -> None:
    assert [q.relation for q in quantities("انخفض 1.1 بالمئة إلى 1088.78 دولار", "ar")] == ["exact", "exact"]


def test_vague_numbers_have_no_value() -> None:
    dozens, thousands = only("أصيب العشرات في الحادث"), only("تدمير آلاف المنازل")
    assert (dozens.value, dozens.least, dozens.relation) == (None, 10, "about")
    assert (thousands.value, thousands.least, thousands.thing) == (None, 1000, "منزل")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("قتل خمسة جنود", "جندي"),
        ("حضر 40 لاعبًا", "لاعب"),
        ("زار تسع مدن", "مدينة"),
        ("باع 3 سيارات", "سيارة"),
        ("دفع 5 ملايين ريال", "ريال"),
        ("التقى 9 من النواب", "نائب"),
        ("وسيارتان", "سيارة"),
        ("الدول الست", "دولة"),
    ],
)
def test_the_thing_is_given_in_its_singular_with_its_place(text: str, thing: str) -> None:
    quantity = only(text)
    assert quantity.thing == thing
    assert quantity.thing_start is not None
    assert quantity.thing_end is not None
    assert any(word.endswith(text[quantity.thing_start : quantity.thing_end]) for word in text.split())


def test_english_quantities_come_through_the_same_code() -> None:
    text = "At least twenty-five children died in two villages, up 5 percent."
    assert [(q.value, q.relation, q.thing) for q in quantities(text, "en")] == [
        (25, "more", "child"), (2, "exact", "village"), (5, "exact", "%"),
    ]  # fmt: skip


@given(st.text(alphabet="دولتين أكثر من بين و5 10 في المئة%-() مليون ثلاثة رجال", max_size=80))
def test_every_record_is_sound(text: str) -> None:
    for quantity in quantities(text, "ar"):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.relation in RELATIONS
        assert (quantity.relation == "range") == (quantity.most is not None and quantity.least is not None)
        assert (quantity.thing_start is None) == (quantity.thing_end is None)
        if quantity.relation == "more":
            assert quantity.least == quantity.value
        if quantity.relation == "less":
            assert quantity.most == quantity.value


def test_a_language_without_rows_gives_digits_only() -> None:
    assert [q.value for q in quantities("123 и 3.5 %", "xx")] == [123, 3.5]


def test_a_number_after_to_is_no_ordinal() -> None:
    assert found("ارتفعت حصيلة القتلى إلى 23 في المدينة") == [("23", 23.0)]
    assert found("صدر التقرير 23 في المدينة") == []
