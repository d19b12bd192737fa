from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings

from naql.align import align
from naql.change_reasons import reasons
from naql.changes import changes
from naql.model import CHANGE_KINDS, QUIET_KINDS, SEVERITIES, ChainStep, Change, Reading, Span, Statement
from naql.quantities import quantities
from naql.times import times
from tests.edits import Edits, edited, edits

WORDS = (
    "سفينة ميناء شحنة قمح رصيف عمال رافعة بحر عاصفة موج قبطان علم مرسى حبل شراع جزيرة قناة مضيق خليج ساحل "
    "منارة ضباب ريح بوصلة خريطة طاقم قارب مركب صياد سمكة شبكة ملح رمل صخر شاطئ جسر نهر بحيرة سد مطر"
)
EDITS = edits(8, 31, 7)
Days = Sequence[str | None]
ONE_DAY: Days = ("2024-05-14", "2024-05-14")
TAIL = "وستعمل الفرق في الموقع طوال الأسبوع لإصلاح الطريق المؤدي إلى المدينة القديمة"


def reading(name: str, text: str, day: str | None = "2024-05-14", said: Sequence[Statement] = ()) -> Reading:
    anchor = datetime.date.fromisoformat(day) if day else None
    found = tuple(quantities(text, "ar")), tuple(times(text, anchor, "ar"))
    return Reading(name, text, "ar", day, None, tuple(said), *found)


def of(one: str, other: str, days: Days = ONE_DAY) -> list[Change]:
    left, right = reading("a", one, days[0]), reading("b", other, days[1])
    return changes(left, right, align(one, other))


def told(one: str, other: str, days: Days = ONE_DAY) -> list[tuple[str, str]]:
    """Kinds and severities without what is quiet."""
    return [(c.kind, c.severity) for c in of(one, other, days) if c.kind not in QUIET_KINDS]


# ---------------------------------------------------------------- numbers and times


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("14 جنديا", "عشرة جنود", ("number", "major")),
        ("10 جنود", "عشرة جنود", ("wording", "none")),
        ("دبابتين", "3 دبابات", ("number", "major")),
        ("20 مليون ريال", "20 مليار ريال", ("number", "major")),
    ],
)
def test_numbers_are_compared_by_value(one: str, other: str, expected: tuple[str, str]) -> None:
    body = "قال قائد الحامية إن الهجوم على النقطة الجبلية أوقع {} في ساعات الليل. " + TAIL
    assert told(body.format(one), body.format(other)) == [expected]


def test_digits_of_another_script_are_spelling() -> None:
    body = "قال قائد الحامية إن الهجوم على النقطة الجبلية استمر {} ساعات في الليل. " + TAIL
    assert [(c.kind, c.severity) for c in of(body.format("15"), body.format("١٥"))] == [("spelling", "none")]


def test_a_decimal_turned_round_is_the_same_number() -> None:
    body = "أغلق مؤشر البورصة المحلية على ارتفاع بنسبة {} بالمئة في جلسة هادئة. " + TAIL
    assert told(body.format("2.48"), body.format("48ر2")) == [("wording", "none")]


def test_a_dropped_number_is_grave_only_if_the_other_text_nowhere_gives_it() -> None:
    one = "نقل المسعفون الجرحى وعددهم 17 إلى المستشفى الكبير في وسط المدينة مساء. " + TAIL
    other = one.replace(" وعددهم 17", "")
    assert told(one, other)[0] == ("number", "major")
    given = f"وصل 17 جريحا. {TAIL}. "
    assert told(given + one, given + other) == [("number", "minor")]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2024-05-14", "2024-05-15"), ("time", "minor")),
        (("2024-05-14", "2024-05-14"), ("time", "major")),
        ((None, None), ("time", "minor")),
    ],
)
def test_a_day_word_is_compared_by_the_day_it_means(days: Days, expected: tuple[str, str]) -> None:
    body = "افتتحت البلدية {} الحديقة العامة الجديدة في الحي الشرقي بحضور السكان. " + TAIL
    assert told(body.format("اليوم"), body.format("أمس"), days) == [expected]


def test_without_days_words_that_shift_differently_are_grave() -> None:
    body = "افتتحت البلدية {} الحديقة العامة في الحي الشرقي بحضور السكان. وأغلق الحراس {} " + TAIL
    found = told(body.format("اليوم", "اليوم"), body.format("أمس", "أمس الأول"), (None, None))
    assert found == [("time", "major"), ("time", "major")]


def test_equal_lengths_of_time_are_wording_and_no_number() -> None:
    body = "دمرت الغارات عدة مواقع في محيط القرية خلال {} وأصابت مخزنا للوقود. " + TAIL
    assert told(body.format("اليومين الماضيين"), body.format("الـ48 ساعة الماضية")) == [("wording", "none")]


def test_a_second_name_of_the_month_changes_nothing() -> None:
    body = "تبدأ الدورة الجديدة في معهد الموسيقى في 20 مارس{} بمشاركة عازفين شباب. " + TAIL
    assert told(body.format(""), body.format(" (آذار)")) == [("time", "none")]


def test_a_weekday_beside_a_day_word_that_stays_is_minor() -> None:
    body = "افتتحت البلدية مساء أمس{} الحديقة العامة الجديدة في الحي الشرقي بحضور السكان. " + TAIL
    days = ("2024-05-14", "2024-05-16")
    assert told(body.format(""), body.format(" الأحد"), days) == [("time", "minor")]
    assert told(body.format(""), body.format(" الأول"), ("2024-05-14",) * 2) == [("time", "major")]


def test_second_names_inside_a_stretch_of_months_change_nothing() -> None:
    body = "درس المهندسون حركة السير على الطريق بين مارس{} ويوليو{} وقدموا نتائجهم للبلدية. " + TAIL
    assert told(body.format("", ""), body.format(" (آذار)", " (تموز)")) == [("time", "none")] * 2


@pytest.mark.parametrize(("one", "other"), [("الثالث والعشرين", "الـ23"), ("الحادي والعشرين", "الـ 21")])
def test_an_ordinal_in_words_or_digits_is_one_number(one: str, other: str) -> None:
    body = "افتتح رئيس البلدية معرض الكتاب {} في القاعة الكبرى بحضور الناشرين والقراء. " + TAIL
    assert told(body.format(one), body.format(other)) == [("wording", "none")]


def test_a_score_in_words_or_digits_is_one_number() -> None:
    body = "تغلب فريق الميناء على ضيفه فريق الجبل 3 / {} في مباراة هادئة أمام جمهور قليل. " + TAIL
    assert told(body.format("0"), body.format("صفر")) == [("wording", "none")]


def test_a_dropped_day_is_grave_only_if_the_other_text_nowhere_gives_it() -> None:
    one = "انتخب أعضاء النادي الرياضي أمس رئيسا جديدا بعد خلاف طويل على الميزانية. " + TAIL
    assert told(one, one.replace(" أمس", "")) == [("time", "major")]
    given = "جرى ذلك أمس. "
    assert told(given + one, given + one.replace(" أمس", "")) == [("time", "minor")]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("في مايو", "في 14 مايو", ("time", "minor")),
        ("يوم الأحد", "يوم الأحد المقبل", ("time", "minor")),
        ("ليلة أمس", "أمس", ("time", "minor")),
        ("يوم الأحد الماضي", "الأحد الماضي", ("wording", "none")),
        ("أمس", "أمس الأول", ("time", "major")),
        ("بعد أسبوعين", "بعد أسبوع", ("time", "major")),
        ("يوم الأحد", "يوم الأحد الـ 19", ("time", "minor")),
        ("هذا العام", "هذا العام 1445هـ", ("time", "minor")),
        ("قبل عامين", "منذ عامين", ("wording", "none")),
        ("(أمس الأربعاء)", "", ("time", "major")),
    ],
)
def test_a_time_told_more_or_less_exactly(one: str, other: str, expected: tuple[str, str]) -> None:
    body = "افتتحت بلدية الضاحية الشمالية حديقة عامة كبيرة {} بحضور عدد من السكان والأطفال. " + TAIL
    left, right = (" ".join(body.format(words).split()) for words in (one, other))
    assert told(left, right) == [expected]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("بنسبة 20 بالمئة", "بنسبة 20 %", ("wording", "none")),
        ("القمح بنسبة 20 بالمئة", "القمح", ("number", "major")),
        ("القمح وغادر التجار", "القمح ووصل التجار", ("wording", "major")),
        ("القمح أو الشعير", "القمح ولا الشعير", ("wording", "none")),
    ],
)
def test_shares_and_opposites(one: str, other: str, expected: tuple[str, str]) -> None:
    body = "قال التجار إن الميناء لم يستقبل في الشهر كله من {} في الصباح الباكر كما كان. " + TAIL
    assert told(body.format(one), body.format(other)) == [expected]


def test_a_sentence_that_came_is_no_change_of_voice() -> None:
    more = "وزير النقل أكد للصحفيين في ختام الزيارة الطويلة للموقع الجديد مع كبار المهندسين والعمال"
    one = f"{CONTENT}. {TAIL}"
    other = f"{CONTENT}. {more} أن الأمر كذلك. {TAIL}"
    found = said(other, "أكد", "وزير النقل", CONTENT)
    assert ("attribution", "major") not in voices((one, None), (other, found))


def test_a_long_clause_before_the_shared_words_is_told() -> None:
    clause = "وأضافت وزارة النقل في بيان طويل نشرته على موقعها الجديد في المساء الإخباري أن"
    text = f"{clause} {CONTENT}."
    statement = said(text, "أضافت", "وزارة النقل", CONTENT)
    at = text.index("موقعها")
    relay = ChainStep("document", "موقعها", "explicit", at, at + 6)
    statement = dataclasses.replace(statement, chain=(relay, *statement.chain))
    assert voices((text, statement), (f"{CONTENT}.", None)) == [("attribution", "major")]


# ---------------------------------------------------------------- voices


def said(
    text: str, cue: str, source: str | None, content: str, *, name: str | None = None, unnamed: bool = False,
    stance: str = "say", mode: str = "indirect",
) -> Statement:  # fmt: skip
    cue_start, start = text.index(cue), text.index(content)
    at = text.index(source) if source is not None else None
    status = "unnamed" if unnamed else "explicit" if source is not None else "anaphoric"
    end = at + len(source or "") if at is not None else None
    step = ChainStep("speaker", name or source or "", status, at, end)
    return Statement(
        f"{cue_start}", "x", mode, stance, cue_start, cue_start + len(cue),
        at, end,
        (Span(start, start + len(content)),), unnamed, (step,),
    )  # fmt: skip


CONTENT = "الجسر الجديد فوق النهر سيفتح أمام الشاحنات في مطلع الشهر المقبل"


def voices(one: tuple[str, Statement | None], other: tuple[str, Statement | None]) -> list[tuple[str, str]]:
    left, right = (
        reading(name, text, None, [statement] if statement else [])
        for name, (text, statement) in (("a", one), ("b", other))
    )
    found = changes(left, right, align(one[0], other[0]))
    return [(c.kind, c.severity) for c in found if c.kind not in QUIET_KINDS]


def spoken(cue: str, source: str, **how: object) -> tuple[str, Statement]:
    text = f"{cue} {source} أن {CONTENT}."
    return text, said(text, cue, source, CONTENT, **how)  # type: ignore[arg-type]


def test_another_speaker_is_grave() -> None:
    assert voices(spoken("أعلن", "وزير النقل"), spoken("أعلن", "محافظ المدينة")) == [("attribution", "major")]


def test_a_body_that_becomes_a_source_in_it_is_grave() -> None:
    one = spoken("أعلنت", "وزارة النقل")
    other = spoken("أعلن", "مصدر في وزارة النقل", unnamed=True)
    assert voices(one, other) == [("attribution", "major")]


def test_another_force_is_minor_and_a_neutral_verb_is_wording() -> None:
    one = spoken("ذكر", "وزير النقل")
    assert voices(one, spoken("زعم", "وزير النقل", stance="claim")) == [("attribution", "minor")]
    assert voices(one, spoken("قال", "وزير النقل")) == [("wording", "none")]
    assert voices(one, spoken("نفى", "وزير النقل", stance="deny")) == [("attribution", "major")]


def test_a_dropped_source_is_grave_only_if_the_other_text_nowhere_has_it() -> None:
    bare = f"{CONTENT}."
    assert voices(spoken("أعلن", "وزير النقل"), (bare, None)) == [("attribution", "major")]
    text, statement = spoken("أعلن", "وزير النقل")
    tail = " وكان وزير النقل قد زار الموقع برفقة المهندسين في بداية الأسبوع الماضي."
    assert voices((text + tail, statement), (bare + tail, None)) == [("attribution", "minor")]


def test_a_reporting_phrase_is_told_without_a_statement() -> None:
    bare = f"قال شهود إن {CONTENT}."
    other = f"قال شهود إن {CONTENT}، وفقا للوكالة الهولندية."
    assert voices((bare, None), (other, None)) == [("attribution", "major")]
    known = " ونشرت الوكالة الهولندية صورا كثيرة للعمال في موقع البناء مساء."
    assert voices((bare + known, None), (other + known, None)) == [("attribution", "minor")]


def relayed(text: str, cue: str, source: str, outlet: str, name: str) -> tuple[str, Statement]:
    found = said(text, cue, source, CONTENT)
    at = text.index(outlet)
    relay = ChainStep("relay", name, "explicit", at, at + len(outlet))
    return text, dataclasses.replace(found, chain=(relay, *found.chain))


def test_an_outlet_that_passes_a_statement_on_comes_and_goes_as_a_minor_change() -> None:
    plain = spoken("أعلنت", "وزارة النقل")
    front = f"وبحسب «رويترز» أعلنت وزارة النقل أن {CONTENT}."
    behind = f"أعلنت وزارة النقل لوكالة «رويترز» أن {CONTENT}."
    for text in (front, behind):
        assert voices(plain, relayed(text, "أعلنت", "وزارة النقل", "رويترز", "رويترز")) == [
            ("attribution", "minor")
        ]


@pytest.mark.parametrize(
    ("known", "expected"),
    [("", "major"), (" ونشرت رويترز صورا كثيرة للعمال في موقع البناء مساء.", "minor")],
)
def test_an_outlet_that_is_the_only_voice_is_grave_if_the_other_text_nowhere_has_it(
    known: str, expected: str
) -> None:
    bare, other = f"وكان {CONTENT}.{known}", f"وبحسب «رويترز» كان {CONTENT}.{known}"
    assert voices((bare, None), (other, said(other, "بحسب", "رويترز", CONTENT))) == [
        ("attribution", expected)
    ]


def test_another_outlet_is_another_speaker() -> None:
    text = f"{CONTENT}، بحسب وكالة {{}}."
    one, other = text.format("رويترز"), text.format("الأناضول")
    found = voices(
        (one, said(one, "بحسب", "رويترز", CONTENT)), (other, said(other, "بحسب", "الأناضول", CONTENT))
    )
    assert found == [("attribution", "major")]


def test_an_outlet_by_a_shorter_name_is_the_same_source() -> None:
    text = f"قال خبراء لوكالة {{}} إن {CONTENT}."
    one, other = text.format("أنباء «رويترز»"), text.format("«رويترز»")
    assert voices((one, None), (other, None)) == [("attribution", "none")]


def test_the_stops_of_an_abbreviation_do_not_cut_a_difference() -> None:
    plain = spoken("أعلنت", "وزارة النقل")
    text = f"أعلنت وزارة النقل لوكالة الأنباء الألمانية (د.ب.أ) أن {CONTENT}."
    passed = relayed(text, "أعلنت", "وزارة النقل", "وكالة الأنباء الألمانية", "د ب أ")
    assert voices(plain, passed) == [("attribution", "minor")]


def test_an_outlet_in_an_office_or_in_the_news_itself_is_no_source() -> None:
    one = spoken("أعلن", "رئيس تحرير رويترز")
    assert voices(one, spoken("أعلن", "رئيس التحرير")) != [("attribution", "major")]
    body = "اجتمع الوزير في العاصمة مع مدير المصنع الجديد{} وعدد كبير من أصحاب الشركات. " + TAIL
    assert ("attribution", "major") not in told(body.format(""), body.format(" ومراسل رويترز"))


def test_who_says_it_printed_in_one_text_only_is_minor_for_the_same_speaker() -> None:
    head = "زار وزير النقل سالم الحربي موقع البناء صباحا برفقة المهندسين والعمال. "
    one, other = f"{head}وأضاف أن {CONTENT}.", f"{head}وأضاف الحربي أن {CONTENT}."
    bare = said(one, "أضاف", None, CONTENT, name="سالم الحربي")
    last = other.rindex("الحربي")
    step = ChainStep("speaker", "سالم الحربي", "explicit", last, last + 6)
    full = dataclasses.replace(
        said(other, "أضاف", None, CONTENT), source_start=last, source_end=last + 6, chain=(step,)
    )
    assert voices((one, bare), (other, full)) == [("attribution", "minor")]


def test_a_name_beside_an_office_is_a_name() -> None:
    one, other = spoken("أعلن", "وزير النقل"), f"أعلن وزير النقل شريدة الزلفاوي أن {CONTENT}."
    named = said(other, "أعلن", "وزير النقل شريدة الزلفاوي", CONTENT, name="شريدة الزلفاوي")
    assert voices(one, (other, named)) == [("name", "minor")]


def test_a_cue_in_another_place_is_wording() -> None:
    one = f"من جهته صرح الناطق الإعلامي للميناء سعد الحربي أن {CONTENT}."
    other = f"من جهته أوضح سعد الحربي الناطق الإعلامي للميناء أن {CONTENT}."
    name = "سعد الحربي"
    first = said(one, "صرح", "الناطق الإعلامي للميناء سعد الحربي", CONTENT, name=name)
    second = said(other, "أوضح", "سعد الحربي الناطق الإعلامي للميناء", CONTENT, name=name, stance="explain")
    assert {kind for kind, _ in voices((one, first), (other, second))} <= {"wording", "order"}


def test_a_reporting_clause_put_into_a_statement_is_minor() -> None:
    more = "وتشمل أعمال الصيانة ثلاثة أرصفة ومخزنا للحبوب في الطرف الشرقي من الميناء"
    one = f"أعلن وزير النقل أن {CONTENT}، {more}."
    other = f"أعلن وزير النقل أن {CONTENT}، وأضاف الوزير أن الخطة {more[1:]}."
    whole = said(one, "أعلن", "وزير النقل", f"{CONTENT}، {more}")
    half = said(other, "أضاف", None, f"الخطة {more[1:]}", name="وزير النقل")
    assert voices((one, whole), (other, half)) == [("attribution", "minor")]


def test_a_report_and_the_report_are_one_voice() -> None:
    one = spoken("أوضح", "التقرير السنوي")
    other = spoken("أوضح", "تقرير صدر", unnamed=True)
    assert ("attribution", "major") not in voices(one, other)


def test_a_formula_that_nobody_says_is_wording() -> None:
    body = TAIL + ". {} مصنع الزجاج القديم في الضاحية الشمالية يعمل منذ خمسين سنة بلا توقف."
    assert told(body.format("وكان"), body.format("من الجدير بالذكر أن")) == [("wording", "none")]


def test_another_act_is_grave_even_where_only_one_was_read() -> None:
    text, statement = spoken("وجه", "وزير النقل", stance="order", mode="act")
    assert voices((text, statement), (text.replace("وجه", "دعا"), None)) == [("attribution", "major")]


def test_a_change_inside_what_is_said_is_no_change_of_voice() -> None:
    text, statement = spoken("أعلن", "وزير النقل")
    other = text.replace("الشاحنات", "الحافلات")
    same = said(other, "أعلن", "وزير النقل", other[20:-1])
    assert voices((text, statement), (other, same)) == [("wording", "none")]


# ---------------------------------------------------------------- titles, names, places, words


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("معالي وزير الصحة", "وزير الصحة", ("honorific", "minor")),
        ("ومعالي وزير الصحة", "ووزير الصحة", ("honorific", "minor")),
        ("الدكتور سالم", "د. سالم", ("honorific", "none")),
        ("م. سالم", "سالم", ("honorific", "minor")),
        ("سموه", "سمو الأمير فيصل بن بندر", ("name", "none")),
        ("محمد بن سالم الحربي", "محمد الحربي", ("name", "minor")),
        ("محمد بن علي الحربي", "محمد الحربي", ("name", "minor")),
        ("أحمد", "مصطفى", ("name", "major")),
        ("مدير المركز", "نائب المدير", ("wording", "none")),
    ],
)
def test_titles_and_names(one: str, other: str, expected: tuple[str, str]) -> None:
    body = "حضر حفل افتتاح المركز الطبي الجديد في الضاحية الشمالية {} وعدد من الأطباء. " + TAIL
    assert told(body.format(one), body.format(other)) == [expected]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("التنظيم الإرهابي", "التنظيم", ("epithet", "minor")),
        ("الشهيد", "القتيل", ("epithet", "minor")),
        ("النظام", "الحكومة", ("epithet", "minor")),
        ("بغداد", "الموصل", ("place", "major")),
        ("المسعفين بسرعة كبيرة", "المسعفين بسرعة", ("epithet", "minor")),
        ("السكان قد نزحوا", "السكان نزحوا", ("wording", "none")),
        ("السكان لم ينزحوا", "السكان ينزحوا", ("wording", "major")),
        ("شمال المدينة", "جنوب المدينة", ("wording", "major")),
        ("السكان خلال العاصفة", "السكان في أثناء العاصفة", ("wording", "none")),
        ("السكان", "السكان الفارين بعد انقطاع الكهرباء", ("detail", "minor")),
    ],
)
def test_words(one: str, other: str, expected: tuple[str, str]) -> None:
    body = "قال شهود في القرية إن سيارات الإسعاف نقلت من هناك {} نحو الطريق العام. " + TAIL
    assert told(body.format(one), body.format(other)) == [expected]


def test_words_that_moved_are_order() -> None:
    one = "صادرت الجمارك عبر منفذ الوادي الأخضر شحنة كبيرة من التبغ المهرب. " + TAIL
    other = "صادرت الجمارك شحنة كبيرة من التبغ المهرب عبر منفذ الوادي الأخضر. " + TAIL
    assert told(one, other) == [("order", "none")]


def test_spelling_and_punctuation_are_quiet() -> None:
    one = "أكد رئيس البلدية أن «الحديقة» ستفتح إلى المساء، وأن عبد الله سيديرها. " + TAIL
    other = "اكد رئيس البلدية ان “الحديقة” ستفتح الى المساء وأن عبدالله سيديرها. " + TAIL
    assert {(c.kind, c.severity) for c in of(one, other)} == {("spelling", "none"), ("punctuation", "none")}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ten", "12", ("number", "major")),
        ("10", "ten", ("wording", "none")),
        ("brave", "", ("epithet", "minor")),
        ("Colonel Adam Reed and ten", "Adam Reed and ten", ("honorific", "minor")),
        ("about ten", "roughly ten", ("wording", "none")),
        ("ten guards who were not", "ten guards who were", ("wording", "major")),
    ],
)
def test_english(one: str, other: str, expected: tuple[str, str]) -> None:
    body = "The mayor said that the crews had found {} men in the flooded tunnel on the northern line at dawn"
    left, right = " ".join(body.format(one).split()), " ".join(body.format(other).split())
    first, second = (
        Reading(
            name, text, "en", None, None, (), tuple(quantities(text, "en")), tuple(times(text, None, "en"))
        )
        for name, text in (("a", left), ("b", right))
    )
    found = changes(first, second, align(left, right))
    assert [(c.kind, c.severity) for c in found if c.kind not in QUIET_KINDS] == [expected]


# ---------------------------------------------------------------- laws


@settings(max_examples=150, deadline=None)
@given(EDITS)
def test_changes_cover_every_difference_once(made: Edits) -> None:
    one, other = WORDS, edited(WORDS, made)
    found = of(one, other)
    for text, spans in (
        (one, [(c.left_start, c.left_end) for c in found]),
        (other, [(c.right_start, c.right_end) for c in found]),
    ):
        filled = sorted(s for s in spans if s[0] < s[1])
        assert all(a[1] <= b[0] for a, b in pairwise(filled))
        assert not any(text[s].isspace() or text[e - 1].isspace() for s, e in filled)
        for s, e in spans:
            assert s < e or s == 0 or not text[s - 1].isspace()
    assert outside(one, [(c.left_start, c.left_end) for c in found]) == outside(
        other, [(c.right_start, c.right_end) for c in found]
    )


def outside(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept).split()


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_the_other_way_round_the_same_places_differ(made: Edits) -> None:
    one, other = WORDS, edited(WORDS, made)
    assert bool(of(one, other)) == bool(of(other, one))
    assert of(one, one) == []


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_every_change_has_a_known_kind_and_reasons_in_both_languages(made: Edits) -> None:
    for change in of(WORDS, edited(WORDS, made)):
        assert change.kind in CHANGE_KINDS
        assert change.severity in SEVERITIES
        assert (change.kind in QUIET_KINDS) <= (change.severity == "none")
        assert change.why_ar
        assert change.why_en
        assert "{" not in change.why_ar + change.why_en


def test_nothing_shared_is_nothing_changed() -> None:
    assert changes(reading("a", "كلام"), reading("b", "سلام"), []) == []
    assert {key.split(".")[0] for key in reasons()} == set(CHANGE_KINDS)
