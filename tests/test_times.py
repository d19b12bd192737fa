from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.language import languages, rows
from naql.model import TIME_KINDS
from naql.patterns import ClassWord
from naql.text import folded
from naql.time_grammar import FILES, grammar
from naql.time_periods import Periods
from naql.times import day_shift, same_duration, times

DAY = datetime.date(2015, 8, 6)  # a Thursday
QUIET = ("other", "age", "measure", "future")  # kinds that make no time of their own
INSIDE = (
    "month", "weak_month", "hijri", "weak_hijri", "weekday", "weekday_bare", "day_word", "unit", "units",
    "two_units", "pair", "set", "season", "relative", "rel_before", "quarter", "half", "vague",
)  # fmt: skip
ROWS = [
    (known.code, row)
    for known in languages()
    for file in FILES
    for row in rows(known.code, file, ClassWord, may_be_empty=("counter_example",))
]


def found(text: str, day: datetime.date | None = DAY, code: str = "ar") -> list[tuple[str, str | None]]:
    return [(text[t.start : t.end], t.value) for t in times(text, day, code)]


LOUD = [(code, row) for code, row in ROWS if row.kind not in QUIET]
HUSHED = [(code, row) for code, row in ROWS if row.kind in QUIET]
COUNTERED = [(code, row) for code, row in ROWS if row.counter_example]


@pytest.mark.parametrize(("code", "row"), LOUD, ids=[f"{code}-{row.word}" for code, row in LOUD])
def test_a_row_is_part_of_a_time_in_its_example(code: str, row: ClassWord) -> None:
    times_of = found(row.example, code=code)
    assert times_of
    if row.kind in INSIDE:
        assert any(folded(row.word) in folded(printed) for printed, _ in times_of)


@pytest.mark.parametrize(("code", "row"), HUSHED, ids=[f"{code}-{row.word}" for code, row in HUSHED])
def test_a_word_that_is_no_time_makes_none(code: str, row: ClassWord) -> None:
    assert all(row.word not in printed for printed, _ in found(row.example, code=code))


@pytest.mark.parametrize(("code", "row"), COUNTERED, ids=[f"{code}-{row.word}" for code, row in COUNTERED])
def test_a_counter_example_holds_no_time(code: str, row: ClassWord) -> None:
    assert found(row.counter_example or "", code=code) == []


def test_every_pattern_has_its_value() -> None:
    names = {name for name, _ in grammar("ar").rules} - {"skip"}
    assert [name for name in sorted(names) if not hasattr(Periods, f"_{name}")] == []


@pytest.mark.parametrize(
    ("text", "printed", "value"),
    [
        ("وصل الوفد أمس إلى حلب", "أمس", "2015-08-05"),
        ("وصل الوفد أول من أمس", "أول من أمس", "2015-08-04"),
        ("وصل صباح أمس الأول", "صباح أمس الأول", "2015-08-04"),
        ("يصل غداً إلى حلب", "غداً", "2015-08-07"),
        ("قتل ثلاثة يوم الجمعة الماضي في الحي", "يوم الجمعة الماضي", "2015-07-31"),
        ("يلتقي الفريقان الثلاثاء المقبل", "الثلاثاء المقبل", "2015-08-11"),
        ("في 9 آب/أغسطس 2014 وقع", "9 آب/أغسطس 2014", "2014-08-09"),
        ("منذ يناير (كانون الثاني) الماضي", "يناير (كانون الثاني) الماضي", "2015-01"),
        ("في السابع من يونيو الماضي", "السابع من يونيو الماضي", "2015-06-07"),
        ("كان في الرابع والخامس من تموز الماضي", "الرابع والخامس من تموز الماضي", "2015-07-04/2015-07-05"),
        ("يوم 3 غشت المقبل", "يوم 3 غشت المقبل", "2016-08-03"),
        ("بتاريخ 10/10/1436هـ صدر", "10/10/1436هـ", "2015-07-26"),
        ("بتاريخ 5/8/2015 صدر", "5/8/2015", "2015-08-05"),
        ("يوم الأحد غرة ذي القعدة المقبل", "يوم الأحد غرة ذي القعدة المقبل", "2015-08-16"),
        ("طوال شهر شوال الحالي", "شهر شوال الحالي", "2015-07-17/2015-08-15"),
        ("في الـ14 و15 من الشهر الجاري", "الـ14 و15 من الشهر الجاري", "2015-08-14/2015-08-15"),
        ("ارتفعت الأسبوع الماضي", "الأسبوع الماضي", "2015-W31"),
        ("ارتفعت الشهر الماضي", "الشهر الماضي", "2015-07"),
        ("منذ بداية العام الحالي", "بداية العام الحالي", "2015-01"),
        ("ينجز نهاية عام 2016", "نهاية عام 2016", "2016"),
        ("في الربع الثاني من العام", "الربع الثاني من العام", "2015-04/2015-06"),
        ("الأشهر الثلاثة الأولى من العام", "الأشهر الثلاثة الأولى من العام", "2015-01/2015-03"),
        ("للعام الجامعي 1436-1437 هـ", "للعام الجامعي 1436-1437 هـ", "2015/2016"),
        ("في الموسم الماضي", "الموسم الماضي", "2014/2015"),
        ("بين عامي 2011 و2014", "عامي 2011 و2014", "2011/2014"),
        ("وقع قبل ثلاثة أيام في حلب", "قبل ثلاثة أيام", "2015-08-03"),
        ("انطلق قبل نحو 3 أعوام", "قبل نحو 3 أعوام", "2012"),
        ("خلال الساعات الـ24 الماضية", "الساعات الـ24 الماضية", "PT24H"),
        ("خلال اليومين الماضيين", "اليومين الماضيين", "P2D"),
        ("عمل لمدة ثماني سنوات ونصف", "ثماني سنوات ونصف", "P102M"),
        ("استمر أسبوعا كاملا", "أسبوعا كاملا", "P1W"),
        ("عند الساعة 08:50 بتوقيت غرينتش", "الساعة 08:50 بتوقيت غرينتش", "T08:50Z"),
        ("عند الساعة التاسعة من مساء أمس", "الساعة التاسعة من مساء أمس", "2015-08-05T21:00"),
        ("تعقد سنوياً في حلب", "سنوياً", "P1Y"),
        ("تجتمع كل أسبوعين", "كل أسبوعين", "P2W"),
        ("ليل السبت ـ الأحد", "ليل السبت ـ الأحد", "2015-08-01/2015-08-02"),
        ("زار الوفد المعرض واليوم يغادر", "اليوم", "2015-08-06"),
        ("جرت الدورة بين مارس ويوليو", "مارس ويوليو", "2015-03/2015-07"),
        ("كان في مارس من العام الماضي", "مارس من العام الماضي", "2014-03"),
        ("تنتهي يوم الخميس 30 المهلة", "يوم الخميس 30", "2015-07-30"),
        ("وصل يوم السبت 2-10 خطاب", "يوم السبت 2-10", "2015-07-18"),
        ("من 24 / 10 إلى 7 / 11 / 1436 هـ", "24 / 10 إلى 7 / 11 / 1436 هـ", "2015-08-09/2015-08-22"),
        ("من 4 إلى 22 هذا الشهر", "4 إلى 22 هذا الشهر", "2015-08-04/2015-08-22"),
        ("يوم (19) شوال يتسلم", "يوم (19) شوال", "2015-08-04"),
        ("الثلاثاء من الأسبوع المقبل", "الثلاثاء من الأسبوع المقبل", "2015-08-11"),
        ("من الساعة 8 حتى 10 مساء", "الساعة 8 حتى 10 مساء", "T20:00/T22:00"),
        ("الساعة السابعة إلا ربعا مساء", "الساعة السابعة إلا ربعا مساء", "T18:45"),
        ("الساعة الثامنة و20 دقيقة مساء", "الساعة الثامنة و20 دقيقة مساء", "T20:20"),
        ("يلتقيان الثامنة والنصف مساء", "الثامنة والنصف مساء", "T20:30"),
        ("حتى الساعة الـ 6 مساء", "الساعة الـ 6 مساء", "T18:00"),
        ("في 7:56:30 مساء", "7:56:30 مساء", "T19:56:30"),
        ("يوم 10 أغسطس، الساعة 8 مساء", "يوم 10 أغسطس، الساعة 8 مساء", "2015-08-10T20:00"),
        ("تواصل الحفل حتى منتصف الليل", "منتصف الليل", "T00:00"),
        ("سجن لمدة سنة وثلاثة أشهر", "سنة وثلاثة أشهر", "P1Y3M"),
        ("تستغرق من 5 إلى 15 دقيقة", "5 إلى 15 دقيقة", "PT5M/PT15M"),
        ("تظهر بعد خمسة أو ستة أعوام", "خمسة أو ستة أعوام", "P5Y/P6Y"),
        ("بعد توقف دام (45) يوما", "(45) يوما", "P45D"),
        ("بعد أسبوع من كشفه", "أسبوع", "P1W"),
        ("يعود بعد أسبوعين من الآن", "بعد أسبوعين من الآن", "2015-08-20"),
        ("خلال سنة واحدة (كاملة)", "سنة واحدة", "P1Y"),
        ("خلال الـ6 الأشهر الماضية", "الـ6 الأشهر الماضية", "P6M"),
        ("دخلت الشبكة عام 97 البلاد", "عام 97", "1997"),
        ("كتب الدستور عام 1791 في", "عام 1791", "1791"),
        ("ثورات سبعينات القرن الماضي", "سبعينات القرن الماضي", "197X"),
        ("في القرن التاسع عشر", "القرن التاسع عشر", "18XX"),
        ("يلتقي الفريقان الأحد في جدة", "الأحد", "2015-08-09"),
        ("سيترك المدير منصبه في فبراير", "فبراير", "2016-02"),
        ("صيف هذا العام", "صيف هذا العام", "2015-SU"),
        ("مزارع طرحت منذ 1999 ميثاقا", "1999", "1999"),
        ("نشرت الصورة March 5, 2019 هناك", "March 5, 2019", "2019-03-05"),
    ],
)
def test_a_time_has_its_value(text: str, printed: str, value: str) -> None:
    assert found(text) == [(printed, value)]


def test_two_calendars_joined_are_one_expression() -> None:
    text = "25 شوال 1436 هـ الموافق 10 أغسطس 2015 م"
    assert found(text) == [(text, "2015-08-10")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("يستمر من 4 مايو إلى 9 يونيو", "2015-05-04/2015-06-09"),
        ("من الساعة السادسة مساء وحتى الساعة التاسعة مساء", "T18:00/T21:00"),
        ("من الأحد حتى الأربعاء", "2015-08-02/2015-08-05"),
    ],
)
def test_an_interval_is_one_expression(text: str, value: str) -> None:
    assert [v for _, v in found(text)] == [value]


def test_a_weekday_beside_a_day_word_moves_the_day() -> None:
    text = "وقال اليوم الأربعاء إن القتال توقف أمس"
    assert found(text) == [("اليوم الأربعاء", "2015-08-05"), ("أمس", "2015-08-04")]


def test_a_weekday_beside_a_day_word_names_its_own_day() -> None:
    text = "قال اليوم الخميس إن السعر هبط أمس الثلاثاء"
    assert [value for _, value in found(text)] == ["2015-08-06", "2015-08-04"]


@pytest.mark.parametrize(
    "text",
    [
        "اجتاز اليوم الثاني",
        "قرأ المصري اليوم",
        "في 27 مليون ريال",
        "فاز 3-1",
        "قال أب لطفلين",
        "حددت الغرامة في 2000 درهم",
        "تظهر اللقطة في الدقيقة (2:47)",
        "ولامس المعدن السقف",
        "يبحث عن غد مشرق",
        "للمرة الثالثة صباح",
        "في الدقائق 27 و31",
        "في الأربعينيات من عمره",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert found(text) == []


def test_ages_are_no_times() -> None:
    for text in ("هدى (40 عاما) تعود", "البالغ من العمر 50 عاما", "قال نادر، 28 عامًا، إنه عائد"):
        assert found(text) == []
    assert found("بخبرة 24 عاما") == [("24 عاما", "P24Y")]


def test_ages_in_a_row_are_no_times() -> None:
    assert found("رفعت السن إلى 16 عاما بعد أن كانت 14 عاما و13 عاما") == []


def test_the_same_period_of_another_year_is_the_one_named_before() -> None:
    text = "ارتفع في الربع الثاني من 2015 مقارنة بالفترة نفسها من العام الماضي"
    assert [value for _, value in found(text)] == ["2015-04/2015-06", "2014-04/2014-06"]


def test_a_day_of_the_same_month_is_of_the_month_named_before() -> None:
    text = "وقع الحادث في 14 مايو وانتهى البحث في 20 من الشهر نفسه"
    assert [value for _, value in found(text)] == ["2015-05-14", "2015-05-20"]


def test_a_full_date_beside_a_day_word_is_the_day_they_count_from() -> None:
    text = "نشر اليوم الاثنين 3 مايو 2010 بيانا وقال أمس إنه عاد"
    for day in (DAY, None):
        assert [value for _, value in found(text, day)] == ["2010-05-03", "2010-05-02"]


def test_weekdays_after_a_full_stop_are_past() -> None:
    assert [v for _, v in found("يلتقي الفريقان الأحد. وقال الأحد إنه عاد")] == ["2015-08-09", "2015-08-02"]


def test_vague_times_have_no_value() -> None:
    assert [(t.value, t.kind) for t in times("منذ أيام وقبل بضعة أشهر", DAY, "ar")] == [
        (None, "duration"),
        (None, "date"),
    ]


def test_without_a_day_what_hangs_on_it_has_no_value() -> None:
    for text in (
        "وصل أمس",
        "الأسبوع الماضي",
        "في 3 مايو",
        "يوم الخميس",
        "قبل عامين",
        "الربع الثاني من العام",
    ):
        assert [(t.value, t.relative) for t in times(text, None, "ar")] == [(None, True)]
    assert found("في 3 مايو 2014", None) == [("3 مايو 2014", "2014-05-03")]


def test_english_times_come_through_the_same_patterns() -> None:
    text = "On Monday it rose, three years ago it fell, and on August 10, 2013 it shut at 8:30 p.m."
    assert [value for _, value in found(text, code="en")] == ["2015-08-03", "2012", "2013-08-10", "T20:30"]


def test_a_language_without_rows_still_has_dates_in_digits() -> None:
    assert found("2015-03-04, 10/10/1436", None, "xx") == [
        ("2015-03-04", "2015-03-04"),
        ("10/10/1436", "2015-07-26"),
    ]


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 12, 31)))
def test_a_full_date_has_its_value_whatever_the_day(day: datetime.date) -> None:
    for text in (f"في {day.day}/{day.month}/{day.year} وقع", f"في {day.isoformat()} وقع"):
        assert [t.value for t in times(text, DAY, "ar")] == [day.isoformat()]


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 12, 31)))
def test_day_words_move_with_the_day(day: datetime.date) -> None:
    for word, shift in (("أمس", -1), ("أمس الأول", -2), ("اليوم", 0), ("غدا", 1)):
        assert found(f"وقع {word}", day) == [(word, (day + datetime.timedelta(days=shift)).isoformat())]
        assert day_shift(word, "ar") == shift


@given(st.text(alphabet="أمس الأحد يوم 12 مايو/2015 قبلثلاثةعام()-:، الماضي", max_size=80))
def test_every_record_is_sound(text: str) -> None:
    end = 0
    for time in times(text, DAY, "ar"):
        assert end <= time.start < time.end <= len(text)
        assert time.kind in TIME_KINDS
        end = time.end


def test_day_words_compare_without_a_day() -> None:
    assert day_shift("مساء أمس", "ar") == -1
    assert day_shift("الخميس", "ar") is None
    assert day_shift("the day before yesterday", "en") == -2


def test_durations_compare_by_length() -> None:
    assert same_duration("اليومين الماضيين", "الـ48 ساعة الماضية", "ar")
    assert same_duration("P1W", "P7D")
    assert not same_duration("شهرين", "ثلاثة أشهر", "ar")
    assert not same_duration("أمس", "أمس", "ar")
