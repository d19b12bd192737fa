"""The agency an article credits in its byline, its dateline or at its tail."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.agencies import named
from naql.credit_lines import CreditWord, credit_words
from naql.credits import credit
from naql.language import languages

ROOT = Path(__file__).parents[1]
STORY = "أعلنت البلدية أمس أن الجسر سيفتح أمام المارة مطلع الشهر المقبل، بعد عام من أعمال الترميم."
WORDS = [(known.code, row) for known in languages() for row in credit_words(known.code)]

BYLINES = [
    ("واس - الرياض", "واس", "واس"),
    ("عدن - أ ف ب", "أ ف ب", "أ ف ب"),
    ("واشنطن : أ. ف. ب", "أ ف ب", "أ. ف. ب"),
    ("&nbsp;رويترز (نيويورك)", "رويترز", "رويترز"),
    ("الرياض - واس - محمد العامري", "واس", "واس"),
    ("رويترز، أ ف ب", "رويترز / أ ف ب", "رويترز، أ ف ب"),
    ("المنارة - وكالات:", "وكالات", "وكالات"),
    ("اليوم وكالات - عواصم", "وكالات", "وكالات"),
    ("القاهرة د ب أ", "د ب أ", "د ب أ"),
    ("بيشة - و ا س", "واس", "و ا س"),
    ('لندن"رويترز', "رويترز", "رويترز"),
    ("الدوحة - قنا", "قنا", "قنا"),
    ("قنا", "قنا", "قنا"),
    ("واس - قنا", "واس", "واس"),
    ("كوالالمبور ـ الفرنسية:", "أ ف ب", "الفرنسية"),
    ("الوئام - cnn", "سي إن إن", "cnn"),
    ("PARIS (AFP)", "أ ف ب", "AFP"),
]  # fmt: skip
NO_BYLINES = [
    "الرياض - فارس القحطاني",
    "عبدالقادر فارس (غزة)",
    "قنا - محمد سعد",
    "لندن: «الشرق الأوسط»",
    "الرياض: «الشرق الأوسط أونلاين»",
    "«الاقتصادية» من الرياض",
    "عكاظ (جدة)",
    "متابعة - الرياض الإلكتروني",
    "معاذ العمري، صفاء محمد - تونس",
    "",
    "رأى الوزير أن " + "ما نشرته رويترز عن الجسر " * 10,
]  # fmt: skip
HEADS = [
    ("دمشق - سانا - " + STORY, "سانا", "سانا"),
    ("القاهرة (رويترز) - " + STORY, "رويترز", "رويترز"),
    ("سان فرانسيسكو 20 يوليو تموز (رويترز) -\n" + STORY, "رويترز", "رويترز"),
    ("زغرب (خدمة رويترز الرياضية العربية) - " + STORY, "رويترز", "رويترز الرياضية العربية"),
    ("واس- جدة: " + STORY, "واس", "واس"),
    ("المنارة – واس\n" + STORY, "واس", "واس"),
    ("و م ع\n" + STORY, "و م ع", "و م ع"),
    ("الرباط/19 يونيو 2018/ومع/ " + STORY, "و م ع", "ومع"),
    ("عدن - سعد العامري و(وام): " + STORY, "وام", "وام"),
    ("بغداد: «الخليج»، وكالات: " + STORY, "وكالات", "وكالات"),
    ("دبي: «الخليج» و(وام) " + STORY, "وام", "وام"),
    ("Next Previous عين اليوم – واس\n" + STORY, "واس", "واس"),
    ("Paris (AFP) - The bridge will open in May.", "AFP", "AFP"),
    ("ADEN, May 3 (Reuters) - The bridge will open in May.", "Reuters", "Reuters"),
    ("BEIRUT — AP — The bridge will open in May.", "AP", "AP"),
]
NO_HEADS = [
    STORY,
    "قال الوزير: " + STORY,
    "ذكرت وكالة أنباء الصين الجديدة (شينخوا) اليوم: " + STORY,
    "صرح المحافظ لوكالة (رويترز): " + STORY,
    "نقلت رويترز - اليوم - عن المحافظ أن الجسر سيفتح.",
    "دبي، الإمارات العربية المتحدة (CNN)-- " + STORY,
    "عبدالله فارس - جدة: " + STORY,
    "قنا - محمد سعد: " + STORY,
    "Reuters said the bridge would open - in May - for everyone.",
]
TAILS = [
    ("(وكالات)", "وكالات", "وكالات"),
    ("(أ ف ب)", "أ ف ب", "أ ف ب"),
    ("(أ .ف .ب د .ب .أ)", "أ ف ب / د ب أ", "أ .ف .ب د .ب .أ"),
    ("(وكالات)، (د.ب.أ)", "وكالات / د ب أ", "وكالات)، (د.ب.أ"),
    ("«الفرنسية»", "أ ف ب", "الفرنسية"),
    ("-وات-", "وات", "وات"),
    ("وكالات", "وكالات", "وكالات"),
    ("المصدر : وات", "وات", "وات"),
    ("المصدر (سكاي نيوز)", "سكاي نيوز", "سكاي نيوز"),
    ("\n* خدمة «نيويورك تايمز»", "نيويورك تايمز", "نيويورك تايمز"),
    ("* وكالة أنباء الأناضول", "الأناضول", "وكالة أنباء الأناضول"),
    ("الجوهرة أف أم - وات", "وات", "وات"),
    ("\n// انتهى //\nواس 20:26 ت م", "واس", "واس"),
    ("(رويترز) انتهى", "رويترز", "رويترز"),
    ("(رويترز) سمات الجسر البلدية", "رويترز", "رويترز"),
]
NO_TAILS = [
    "كما قالت رويترز.",
    "بحسب وكالة الأنباء الأردنية (بترا)",
    "وفق ما نقلت صحيفة «الحياة»",
    "(فيديو أف ب)",
    "«الصور من واس»",
    "إلى موقع بزفيد (BuzzFeed).",
    "في محافظة قنا.",
    "ثم جلسا معا.",
    "(داعش)",
]  # fmt: skip


@pytest.mark.parametrize(("byline", "name", "printed"), BYLINES)
def test_bylines(byline: str, name: str, printed: str) -> None:
    found = credit(STORY, byline, "ar")
    assert found is not None
    assert (found.name, found.where, found.text, found.start, found.end) == (
        name,
        "byline",
        printed,
        None,
        None,
    )


@pytest.mark.parametrize("byline", NO_BYLINES)
def test_bylines_without_a_credit(byline: str) -> None:
    assert credit(STORY, byline, "ar") is None


@pytest.mark.parametrize(("text", "name", "printed"), HEADS)
def test_datelines(text: str, name: str, printed: str) -> None:
    found = credit(text, "سعد العامري")
    assert found is not None
    assert (found.name, found.where, found.text) == (name, "dateline", printed)
    assert text[found.start : found.end] == printed


@pytest.mark.parametrize("text", NO_HEADS)
def test_beginnings_without_a_credit(text: str) -> None:
    assert credit(text) is None


@pytest.mark.parametrize(("tail", "name", "printed"), TAILS)
@pytest.mark.parametrize("stories", [1, 40])
def test_tails(tail: str, name: str, printed: str, stories: int) -> None:
    text = " ".join([STORY] * stories) + " " + tail
    found = credit(text, language="ar")
    assert found is not None
    assert (found.name, found.where, found.text) == (name, "tail", printed)
    assert text[found.start : found.end] == printed


@pytest.mark.parametrize("tail", NO_TAILS)
def test_ends_without_a_credit(tail: str) -> None:
    assert credit(STORY.rstrip(".") + " " + tail, language="ar") is None


def test_the_byline_comes_before_the_dateline_and_the_tail() -> None:
    text = f"رويترز - عدن: {STORY} (وكالات)"
    places = [credit(text, "واس"), credit(text), credit(STORY + " (وكالات)")]
    assert [(c.name, c.where) for c in places if c] == [
        ("واس", "byline"),
        ("رويترز", "dateline"),
        ("وكالات", "tail"),
    ]


def test_the_own_name_of_an_outlet_is_no_credit() -> None:
    assert credit(STORY, "واس - الرياض", "ar", outlet="وكالة الأنباء السعودية") is None
    assert credit(STORY + " (رويترز)", None, "ar", outlet="reuters.com") is None
    text = "دبي (CNN) -- " + STORY
    assert credit(text, None, "ar", outlet="cnn.com") is None
    other = credit(text, None, "ar", outlet="alriyadh.com")
    assert other is not None
    assert other.name == "سي إن إن"


@pytest.mark.parametrize(("code", "row"), WORDS, ids=[f"{c}-{r.class_}-{r.word}" for c, r in WORDS])
def test_a_credit_stands_in_the_example_of_a_word_only(code: str, row: CreditWord) -> None:
    def read(text: str) -> str | None:
        found = credit("", text, code) if row.class_ == "by" else credit(text, None, code)
        return found.name if found else None

    reuters = named("Reuters", code)
    assert reuters is not None
    assert read(row.example) == reuters.name
    if row.counter_example is not None:
        assert read(row.counter_example) is None


@given(
    st.text(alphabet="رويترز وكالات(«»)-–:.،\nأفبAFP", max_size=60),
    st.text(alphabet="واس -:()أفب", max_size=20),
)
def test_a_credit_stands_where_it_says(text: str, byline: str) -> None:
    found = credit(text, byline, "ar")
    if found is not None and found.where == "byline":
        assert (found.start, found.end) == (None, None)
        assert found.text in byline
    elif found is not None:
        assert text[found.start : found.end] == found.text
    assert (found is None) or found.name


def test_the_credits_of_the_annotated_articles() -> None:
    """A floor on the part that rules were written on; docs/credits.md has the figures."""
    folder = os.environ.get("NAQL_DATA")
    if not folder:
        pytest.skip("NAQL_DATA is not set: the annotated articles may not be shipped")
    gold = Path(folder) / "gold"
    if not gold.is_dir():
        pytest.skip(f"there is no folder {gold}")
    tune = set(json.loads((ROOT / "benchmarks" / "gold_split.json").read_text("utf-8"))["articles"]["tune"])
    read = [json.loads(row) for row in (gold / "dev_articles.jsonl").read_text("utf-8").splitlines()]
    answers = [json.loads(row) for row in (gold / "dev_articles.gold.jsonl").read_text("utf-8").splitlines()]
    articles = {article["id"]: article for article in read}
    right = 0
    for answer in (a for a in answers if a["doc"] in tune):
        article = articles[answer["doc"]]
        found = credit(article["text"], article["byline"], "ar")
        right += (found and found.name) == (answer["credit"] and answer["credit"]["name"])
    assert right >= len(tune) - 1
