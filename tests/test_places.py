"""Places in texts: what is found, what is not, where it begins and ends."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.gazetteer import KINDS, Homonym
from naql.language import languages, rows
from naql.places import PlaceMention, find, is_place, mentions
from naql.sentences import Token, tokens

PIECES = [
    "دمشق", "وبدمشق", "بـحلب", "لِحَلَبَ", "للرياض", "وللقاهرة", "دير الزور", "دير", "الزور", "ريف",
    "حماة", "الشرقي", "مدينة", "بلدتي", "كفريا", "والفوعة", "كفرشمس", "في", "سورية", "السعودية",
    "الصحافة", "من", "إلى", "النصر", "بلدة", "العين", "ريال", "مدريد", "واشنطن", "بوست", "أعلنت",
    "موسكو", "قال", "لـ", "«", "»", "(", ")", "-", ".", "،", "\n", "12", "و9", "الولايات", "المتحدة",
    "الأميركية", "محافظة", "مطار", "الدولي", "أم", "سان", "و", "London", "city", "of", "New", "York",
    "St.", "Petersburg", "ﻻ", "ـ", "\u200f",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60)
CODES = st.sampled_from(["ar", "en", "xx"])


def all_in(text: str, code: str = "ar") -> list[PlaceMention]:
    return mentions(tokens(text), code)


def printed(text: str, code: str = "ar") -> list[str]:
    return [text[m.start : m.end] for m in all_in(text, code)]


def only(text: str, code: str = "ar") -> PlaceMention:
    (mention,) = all_in(text, code)
    return mention


@settings(deadline=None)  # the first example loads the table
@given(TEXTS, CODES)
def test_offsets_are_sound(text: str, code: str) -> None:
    read = tokens(text)
    end = 0
    for m in mentions(read, code):
        assert end <= m.start < m.end
        assert 0 <= m.start_token < m.end_token <= len(read)
        first, last = read[m.start_token], read[m.end_token - 1]
        assert first.start <= m.start < first.end
        assert m.end == last.end
        assert last.word
        assert text[m.start : m.end].strip() == text[m.start : m.end] != ""
        assert m.kind in KINDS
        assert m.name
        assert m.candidates >= 0
        assert m.candidates or not m.certain
        end = m.end


@settings(deadline=None)  # the first example loads the table
@given(TEXTS, CODES)
def test_mentions_are_what_find_finds(text: str, code: str) -> None:
    read = tokens(text)
    for m in mentions(read, code):
        assert find(read, m.start_token, code) == m


@settings(deadline=None)  # the first example loads the table
@given(TEXTS, CODES)
def test_find_answers_at_every_token(text: str, code: str) -> None:
    read = tokens(text)
    for at in range(len(read)):
        m = find(read, at, code)
        assert m is None or m.start_token == at


@settings(deadline=None)  # the first example loads the table
@given(TEXTS)
def test_what_follows_a_full_stop_changes_nothing_before_it(text: str) -> None:
    before = all_in(text + " .\n")
    assert all_in(text + " .\nدمشق")[: len(before)] == before


@settings(deadline=None)  # the first example loads the table
@given(st.lists(st.sampled_from(PIECES), max_size=10), st.data())
def test_vowel_signs_and_tatweel_change_no_place(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    marked = "".join(
        c + data.draw(st.sampled_from(["", "\u064e", "\u0640"])) if "ب" <= c <= "ي" and c != "ـ" else c
        for c in text
    )
    assert [(m.name, m.kind, m.start_token) for m in all_in(marked) if m.candidates] == [
        (m.name, m.kind, m.start_token) for m in all_in(text) if m.candidates
    ]


@pytest.mark.parametrize(
    ("text", "name", "span"),
    [
        ("غادرت القافلة دمشق", "دمشق", "دمشق"),
        ("مصانع حلب وبدمشق", "دمشق", "دمشق"),
        ("يقيم بـدِمشق", "دمشق", "دِمشق"),
        ("سافر للرياض", "الرياض", "لرياض"),
        ("سافر للاذقية", "اللاذقية", "لاذقية"),
        ("مطر على دير الزور", "دير الزور", "دير الزور"),
        ("مطر على تل-أبيب", "تل أبيب", "تل-أبيب"),
        ("بين الرياض وجدة", "جدة", "جدة"),
        ("وصل إلى وجدة", "وجدة", "وجدة"),
        ("شب حريق بحي الجزماتي", "حي الجزماتي", "حي الجزماتي"),
        ("زار سوريا وسورية", "سوريا", "سوريا"),
        ("مدينة دير الزور", "دير الزور", "مدينة دير الزور"),
        ("مدينة «حلب»", "حلب", "مدينة «حلب"),
    ],
)
def test_names_and_spans(text: str, name: str, span: str) -> None:
    assert (name, span) in [(m.name, text[m.start : m.end]) for m in all_in(text)]


def test_spellings_of_a_place_have_one_name() -> None:
    assert {m.name for m in all_in("في سوريا وفي سورية")} == {"سوريا"}
    assert {m.name for m in all_in("أميركا أمريكا الولايات المتحدة الأميركية")} == {"الولايات المتحدة"}
    assert only("مدينة حلب").name == only("حلب").name
    assert only("محافظة ديالى").name == only("ديالى").name


def test_a_place_is_linked() -> None:
    place = only("وصلت السفينة إلى بيروت")
    assert (place.kind, place.country, place.certain) == ("city", "LB", True)
    assert place.latitude == pytest.approx(33.9, abs=0.2)
    assert place.longitude == pytest.approx(35.5, abs=0.2)
    assert only("زار اليابان").kind == "country"


def test_the_place_with_most_people_is_given_and_is_uncertain_among_equals() -> None:
    tripoli = only("وصل إلى طرابلس")
    assert tripoli.country == "LY"
    assert tripoli.candidates > 1
    assert not tripoli.certain
    assert not only("وصل إلى عمان").certain


def test_a_region_takes_its_side_with_it() -> None:
    place = only("عاد السكان إلى ريف حماة الشرقي")
    assert (place.name, place.kind, place.country) == ("ريف حماة الشرقي", "region", "SY")
    assert only("ريف حلب الشمالي الغربي").name == "ريف حلب الشمالي الغربي"
    assert only("محافظة حلب الشرقي").name == "محافظة حلب"


def test_a_feature_is_not_the_town_it_is_named_after() -> None:
    airport = only("أُغلق مطار حلب الدولي")
    assert (airport.name, airport.kind, airport.country) == ("مطار حلب الدولي", "feature", "SY")


def test_a_head_noun_makes_a_place_of_a_name_nobody_listed() -> None:
    for text, name, kind in [
        ("احترق مخزن في بلدة كفرزمران ليلاً", "كفرزمران", "town"),
        ("عاد السكان إلى ريف كفرزمران", "ريف كفرزمران", "region"),
        ("قرية أم الزمارين", "أم الزمارين", "town"),
    ]:
        place = only(text)
        assert (place.name, place.kind) == (name, kind)
        assert (place.country, place.latitude, place.candidates, place.certain) == (None, None, 0, False)
        assert not is_place("كفرزمران", "ar")


def test_a_name_that_is_not_listed_is_found_after_its_head_noun_too() -> None:
    read = tokens("في بلدة كفرزمران")
    at_noun, at_name = find(read, 1, "ar"), find(read, 2, "ar")
    assert at_noun is not None
    assert at_name is not None
    assert (at_noun.name, at_noun.kind) == (at_name.name, at_name.kind)
    assert (at_noun.start_token, at_name.start_token) == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "هذه مدينة كبيرة", "في بلدة صغيرة", "قرية نائية عند النهر", "مدينة تقع على الساحل", "محافظة وبلدة",
        "لقضاء العطلة", "مقاطعة بضائعهم", "ولاية ثانية", "بلدة 12",
    ],
)  # fmt: skip
def test_a_head_noun_before_a_common_word_makes_no_place(text: str) -> None:
    assert printed(text) == []


def test_several_names_after_one_head_noun() -> None:
    assert printed("بلدتي كفريا والفوعة") == ["بلدتي كفريا", "الفوعة"]
    assert [m.kind for m in all_in("بلدات النصر والوحدة")][:1] == ["town"]


@pytest.mark.parametrize(
    "text",
    [
        "تحقق النصر في آخر دقيقة", "عاد إلى المدينة", "قال خالد سعيد صالح", "اللغة العربية", "شعر بنا",
        "قال سيدي الوزير", "صفا الجو", "دعا إلى الوحدة", "طائرات سورية",
        "الصحافة السعودية", "الأسهم السعودية",
        "وجود خطة", "والقذائف السعودية", "نما أفريقياً", "محاولة النيل من سمعته",
        "فيروس كورونا", "مسقط رأسه", "الطلاب السوريون واللبنانيون", "الحكومة المصرية",
        "البيت الأبيض والكرملين",
    ],
)  # fmt: skip
def test_words_people_and_adjectives_are_no_places(text: str) -> None:
    assert printed(text) == []


def test_a_cue_or_a_head_noun_makes_an_ambiguous_name_a_place() -> None:
    assert printed("في سورية") == ["سورية"]
    assert printed("بلدة النصر") == ["بلدة النصر"]
    assert printed("موقف السعودية") == ["السعودية"]
    assert printed("هذا مشهد مثير للعين") == []
    assert printed("لعب في العين") == ["العين"]


def test_outlets_and_clubs_named_after_places_are_none() -> None:
    assert printed("قال لـ«الرياض» إنه سعيد") == []
    assert printed("نشرت صحيفة الرياض") == []
    assert printed("فاز ريال مدريد") == []
    assert find(tokens("فاز ريال مدريد"), 2, "ar") is None
    assert printed("سافر إلى الرياض") == ["الرياض"]


def test_a_name_after_a_verb_of_saying_stands_for_a_government() -> None:
    assert only("أعلنت موسكو").actor
    assert not only("وصل إلى موسكو").actor


def test_english() -> None:
    text = (
        "The village of Khan, near Aleppo, and St. Petersburg; reading in paris; US troops in Split; split."
    )
    assert printed(text, "en") == ["village of Khan", "Aleppo", "St. Petersburg", "US", "Split"]
    assert printed("Washington Post", "en") == []
    assert printed("The City Hall burned", "en") == []


def test_bare_names() -> None:
    assert is_place("دير الزور", "ar")
    assert is_place("النصر", "ar")
    assert not is_place("طاولة", "ar")
    assert not is_place("ريال مدريد", "ar")
    assert not is_place("", "ar")
    assert is_place("Aleppo", "en")


def test_nothing_is_read_into_nothing() -> None:
    assert mentions([], "ar") == []
    assert mentions([Token(0, 1, ".", ".", False)], "ar") == []


def test_newspapers_names_are_known() -> None:
    """A list of 334 names that a reader of Arabic papers wrote down (a word list, no text)."""
    folder = os.environ.get("NAQL_DATA")
    if not folder:
        pytest.skip("NAQL_DATA is unset: the list of place names is not here")
    listed = runpy.run_path(str(Path(folder, "small_gold", "places_gold.py")))["items"]()
    names = [(name, country) for _, name, country in listed]
    assert len(names) == 334
    assert sum(is_place(name, "ar") for name, _ in names) >= 330
    linked = [only(f"بلدة {name}").country == country for name, country in names if all_in(f"بلدة {name}")]
    assert sum(linked) >= 310


HOMONYMS = [(known.code, row) for known in languages() for row in rows(known.code, "homonyms.tsv", Homonym)]


@pytest.mark.parametrize(("code", "row"), HOMONYMS, ids=[f"{code}-{row.name}" for code, row in HOMONYMS])
def test_a_homonym_is_meant_beside_places_of_its_country(code: str, row: Homonym) -> None:
    meant = [m for m in mentions(tokens(row.example), code) if m.others]
    assert [m.country for m in meant] == [row.country]
    alone = next(m for m in mentions(tokens(f"مدينة {row.name}"), code) if m.others)
    assert not alone.certain
    assert alone.candidates > len(alone.others) > 0


def test_a_homonym_stays_open_where_a_text_names_both_countries() -> None:
    text = "وصلت السفينة من ليبيا إلى لبنان ثم رست في طرابلس"
    (meant,) = (m for m in mentions(tokens(text), "ar") if m.others)
    assert (meant.country, meant.certain) == ("LY", False)
    assert [other.country for other in meant.others] == ["LB"]


def test_a_region_named_after_a_homonym_stays_a_region() -> None:
    text = "هطل المطر في اليمن على صنعاء ومحافظة البيضاء"
    (meant,) = (m for m in mentions(tokens(text), "ar") if m.others)
    assert (meant.name, meant.kind, meant.country) == ("محافظة البيضاء", "region", "YE")
