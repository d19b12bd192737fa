"""Where a text names an outlet, and which one it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.agencies import Mention, find, mentions, named, same
from naql.sentences import tokens

ARABIC = [
    # text, what is printed there, its name, kind, known
    (
        "ونقلت وكالة «سبوتنيك» الإخبارية الروسية عن صياد",
        "وكالة «سبوتنيك» الإخبارية الروسية",
        "سبوتنيك",
        "agency",
    ),
    (
        "قالت صحيفة الشرق الأوسط السعودية إن السد امتلأ",
        "صحيفة الشرق الأوسط السعودية",
        "الشرق الأوسط",
        "newspaper",
    ),
    ("وبثت قناة «العربية» صور السد", "قناة «العربية»", "العربية", "channel"),
    ("وأعلنت الوكالة (سانا) فتح السد", "الوكالة (سانا)", "سانا", "agency"),
    ("وقال لـ«فرانس برس» إن السد امتلأ", "فرانس برس", "أ ف ب", "agency"),
    ("وقال لرويترز إن السد امتلأ", "رويترز", "رويترز", "agency"),
    ("وقال لـAFP إن السد امتلأ", "AFP", "أ ف ب", "agency"),
    ("وفق أ.ف.ب. امتلأ السد", "أ.ف.ب", "أ ف ب", "agency"),
    ("وفق أ . ف . ب امتلأ السد", "أ . ف . ب", "أ ف ب", "agency"),
    ("وفق أف ب امتلأ السد", "أف ب", "أ ف ب", "agency"),
    ("وذكرت وكالة الأنباء السعودية (واس) أن السد امتلأ", "وكالة الأنباء السعودية (واس)", "واس", "agency"),
    (
        "وكتبت صحيفة لوموند (Le Monde) الفرنسية عن السد",
        "صحيفة لوموند (Le Monde) الفرنسية",
        "لوموند",
        "newspaper",
    ),
    ("وقال لوكالة فرانس برس إن السد امتلأ", "وكالة فرانس برس", "أ ف ب", "agency"),
    ("وكتبت صحيفة «الجزيرة» عن السد", "صحيفة «الجزيرة»", "الجزيرة السعودية", "newspaper"),
    ("وعرضت قناة الجزيرة صور السد", "قناة الجزيرة", "الجزيرة", "channel"),
    ("وبحسب وكالات الأنباء امتلأ السد", "وكالات الأنباء", "وكالات", "agency"),
]
UNKNOWN = [
    ("وكتبت صحيفة «الضفاف الجديدة» عن السد", "صحيفة «الضفاف الجديدة»", "الضفاف الجديدة", "newspaper", False),
    (
        "وذكرت وكالة الأنباء البلغارية أن السد امتلأ",
        "وكالة الأنباء البلغارية",
        "وكالة الأنباء البلغارية",
        "agency",
        False,
    ),
    (
        "وبث التلفزيون السوري الرسمي صور السد",
        "التلفزيون السوري الرسمي",
        "التلفزيون السوري الرسمي",
        "channel",
        False,
    ),
    ("وقالت الوكالة إن السد امتلأ", "الوكالة", "الوكالة", "agency", True),
    ("وقال للوكالة إن السد امتلأ", "للوكالة", "الوكالة", "agency", True),
    ("وأضافت الصحيفة الأمريكية أن السد امتلأ", "الصحيفة الأمريكية", "الصحيفة الأمريكية", "newspaper", True),
]
NONE = [
    "قالت الوكالة الدولية للطاقة الذرية إن المفتشين وصلوا",
    "أعلنت الوكالة الفرنسية للتنمية تمويل السد",
    "أعلنت الوكالة الوطنية لمكافحة الفساد نتائجها",
    "خفضت وكالة «موديز» تصنيف البلاد",
    "عبرت السفينة قناة السويس",
    "زار الوفد مدينة قنا ثم عاد إلى الدوحة",
    "حضر المدير فارس القيسي وأم الطفل",
    "خرجنا معا وبنا شوق إلى الوطن والحياة",
    "تدخل مكتب التحقيقات (أف بي آي) في القضية",
    "سجل ساشا هدفا وعاد الباشا إلى باشا آخر",
]  # fmt: skip
ENGLISH = [
    ("The mayor told AFP's reporter about the dam.", "AFP", "AFP", True),
    (
        "The dam is full, the Russian news agency Interfax said.",
        "Russian news agency Interfax",
        "Interfax",
        True,
    ),
    ("The dam is full, the newspaper Haaretz said.", "the newspaper Haaretz", "Haaretz", True),
    ("The dam is full, SANA news agency reported.", "SANA news agency", "SANA", True),
    ("The dam is full, according to the Bild newspaper.", "Bild newspaper", "Bild", True),
    ("The dam is full, said Fars news agency.", "Fars news agency", "Fars", True),
    ("Syrian state television showed the dam.", "Syrian state television", "Syrian state television", False),
    ("The dam is full, the Saudi Press Agency (SPA) said.", "Saudi Press Agency (SPA)", "SPA", True),
]


def only(text: str, language: str) -> Mention:
    (mention,) = mentions(tokens(text), language)
    return mention


@pytest.mark.parametrize(("text", "printed", "name", "kind"), ARABIC)
def test_known_outlets_in_arabic(text: str, printed: str, name: str, kind: str) -> None:
    mention = only(text, "ar")
    assert (text[mention.start : mention.end], mention.name, mention.kind) == (printed, name, kind)
    assert mention.known
    assert not mention.anaphoric


@pytest.mark.parametrize(("text", "printed", "name", "kind", "anaphoric"), UNKNOWN)
def test_outlets_without_a_row(text: str, printed: str, name: str, kind: str, anaphoric: bool) -> None:
    mention = only(text, "ar")
    assert (text[mention.start : mention.end], mention.name, mention.kind) == (printed, name, kind)
    assert not mention.known
    assert mention.anaphoric is anaphoric


@pytest.mark.parametrize("text", NONE)
def test_words_that_look_like_an_outlet(text: str) -> None:
    assert mentions(tokens(text), "ar") == []


@pytest.mark.parametrize(("text", "printed", "name", "known"), ENGLISH)
def test_outlets_in_english(text: str, printed: str, name: str, known: bool) -> None:
    mention = only(text, "en")
    assert (text[mention.start : mention.end], mention.name, mention.known) == (printed, name, known)


@pytest.mark.parametrize("text", ["Time flies in the valley.", "the ap and the tap", "He read The Sun rose."])
def test_english_words_that_look_like_an_outlet(text: str) -> None:
    assert mentions(tokens(text), "en") == []


def test_a_guarded_word_counts_where_the_caller_is_sure() -> None:
    read = tokens("بحسب فارس امتلأ السد")
    assert find(read, 1, "ar") is None
    mention = find(read, 1, "ar", sure=True)
    assert mention is not None
    assert mention.name == "فارس"


def test_tokens_of_a_mention_include_the_clitic_and_the_marks() -> None:
    text = "وقال لـ«فرانس برس» إنه عاد"
    read = tokens(text)
    mention = only(text, "ar")
    assert (read[mention.start_token].printed, read[mention.end_token].printed) == ("لـ", "إنه")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Reuters", "رويترز"),
        ("أ.ف.ب", "وكالة الصحافة الفرنسية"),
        ("BBC", "هيئة الإذاعة البريطانية"),
        ("The Guardian", "صحيفة الغارديان"),
        ("alriyadh.com", "صحيفة الرياض"),
        ("نهر مجهول", "نهرٌ مجهول"),
    ],
)
def test_names_of_one_outlet(left: str, right: str) -> None:
    assert same(left, right)
    assert same(right, left)


@pytest.mark.parametrize(
    ("left", "right"), [("واس", "رويترز"), ("رويترز", "نهر"), ("قناة الجزيرة", "صحيفة الجزيرة")]
)
def test_names_of_two_outlets(left: str, right: str) -> None:
    assert not same(left, right)


def test_the_name_is_that_of_the_language_asked_for() -> None:
    english, arabic = named("رويترز", "en"), named("Reuters", "ar")
    assert english is not None
    assert arabic is not None
    assert (english.name, arabic.name) == ("Reuters", "رويترز")
    assert named("جريدة لم تصدر قط") is None
    assert named("") is None


ARABIC_PIECES = [
    "قال",
    "وكالة",
    "«رويترز»",
    "(واس)",
    "الوكالة",
    "السورية",
    "لـ",
    "«العربية»",
    "صحيفة",
    "أ",
    "ف",
]
OTHER_PIECES = ["AFP's", "(", "»", ".", "\n", "the", "agency", "Russian", "state", "television"]
PIECES = st.lists(st.sampled_from([*ARABIC_PIECES, *OTHER_PIECES]), max_size=14)


@given(PIECES, st.sampled_from(["ar", "en", "xx"]))
def test_mentions_are_in_order_and_inside_the_text(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    read = tokens(text)
    end = 0
    for mention in mentions(read, language):
        assert end <= mention.start_token < mention.end_token <= len(read)
        assert (
            read[mention.start_token].start <= mention.start < mention.end <= read[mention.end_token - 1].end
        )
        assert mention == find(read, mention.start_token, language)
        end = mention.end_token
