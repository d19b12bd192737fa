from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.language import languages, rows
from naql.numbers import NumberWord, Numeral, digits, numerals
from naql.sentences import tokens

ROWS = [
    (known.code, row)
    for known in languages()
    for row in rows(known.code, "numbers.tsv", NumberWord, may_be_empty=("example_value",))
]
UNITS = ("", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة")
TENS = ("", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
HUNDREDS = ("", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة")


def read(text: str, code: str = "ar") -> list[Numeral]:
    return numerals(text, tokens(text), code)


def values(text: str, code: str = "ar") -> list[float | None]:
    return [number.value for number in read(text, code)]


def spelled(number: int) -> str:
    """A number from 1 to 999,999 in words, as Arabic joins them."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = "ألف" if thousands == 1 else "ألفان" if thousands == 2 else f"{spelled(thousands)} ألف"
        return f"{head} و{spelled(rest)}" if rest else head
    hundreds, rest = divmod(number, 100)
    parts = [HUNDREDS[hundreds]] if hundreds else []
    if rest == 10:
        parts.append("عشرة")
    elif 10 < rest < 20:
        head = {1: "أحد", 2: "اثنا"}.get(rest - 10, UNITS[rest - 10])
        parts.append(f"{head} عشر")
    else:
        parts += [word for word in (UNITS[rest % 10], TENS[rest // 10]) if word]
    return " و".join(parts)


@pytest.mark.parametrize(("code", "row"), ROWS, ids=[f"{code}-{row.word}" for code, row in ROWS])
def test_a_row_is_read_in_its_example(code: str, row: NumberWord) -> None:
    found = read(row.example, code)
    if row.example_value is None:
        assert any(number.value is None and number.least for number in found)
    else:
        wanted = float(row.example_value)
        assert any(number.value == pytest.approx(wanted, abs=1e-5) for number in found)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,870,000", 1870000), ("1.870.000", 1870000), ("221.844", 221844), ("64,6", 64.6), ("٣٫٥", 3.5),
        ("٥٬٠٠٠", 5000), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("0.125", 0.125), ("۱۲", 12),
        ("88.\u200f52", 52.88), ("192.168.1.2", None), ("2023.10.17", None),
    ],
)  # fmt: skip
def test_digits_in_the_habits_of_newspapers(printed: str, value: float | None) -> None:
    assert digits(printed) == value


def test_a_point_before_three_digits_is_decimal_with_a_scale_or_in_a_language_of_points() -> None:
    assert digits("49.196", scaled=True) == 49.196
    assert digits("49.196", point=True) == 49.196
    assert digits("49,196", point=True) == 49196


@given(st.integers(1, 999_999))
def test_a_number_spelled_out_is_read_whole(number: int) -> None:
    text = f"وصل {spelled(number)} مسافر"
    (found,) = read(text)
    assert found.value == number
    assert text[found.start : found.end] == spelled(number)


@given(st.integers(0, 10**12))
def test_digits_mean_the_same_in_every_script_and_with_thousands_apart(number: int) -> None:
    plain = str(number)
    arabic = plain.translate({ord("0") + i: "٠١٢٣٤٥٦٧٨٩"[i] for i in range(10)})
    assert digits(plain) == digits(arabic) == number
    if number >= 1000:
        assert digits(f"{number:,}") == number
        assert digits(f"{number:,}".replace(",", "٬")) == number


@given(st.text(alphabet="ابوعشرةثلاثمئةألف 0123456789.,ر-و", max_size=60))
def test_spans_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    for code in ("ar", "en", None):
        end = 0
        for number in numerals(text, tokens(text), code):
            assert end <= number.start < number.end <= len(text)
            end = number.end


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("أكثر من خمسة ملايين وسبع مئة وخمس عشرة ألف تأشيرة", [5715000]),
        ("مليون ونصف المليون نازح", [1500000]),
        ("7 آلاف و500 عنصر", [7500]),
        ("خمسة آلاف و3 آخرين", [5000, 3]),
        ("صرف ألفي دينار", [2000]),
        ("صرف مليوناً", [1000000]),
        ("صرف مليونا دينار", [2000000]),
        ("صرف مليونا وثلاث مئة ألف دينار", [1300000]),
        ("صرف عشرين مليونا ومئة ألف دينار", [20100000]),
        ("بنسبة 6ر19 بالمئة", [19.6, 100]),
        ("ثلاثة، أربعة", [3, 4]),
        ("خمسة\nعشرون", [5, 20]),
    ],
)
def test_what_joins_into_one_number(text: str, wanted: list[float]) -> None:
    assert values(text) == wanted


def test_english_numbers_join_by_their_own_words() -> None:
    assert values("two hundred and fifty-six thousand men", "en") == [256000]
    assert values("three and a half million men", "en") == [3500000]
    assert values("$5bn and 3.125 tons", "en") == [5e9, 3.125]


def test_a_point_means_the_same_all_through_a_text() -> None:
    assert values("عند 97.381 نقطة") == [97381]
    assert values("عند 97.381 نقطة بعد 16.2 نقطة") == [97.381, 16.2]


def test_a_bare_plural_is_vague_and_a_joined_one_multiplies() -> None:
    (found,) = read("نزح عشرات الآلاف من السكان")
    assert (found.value, found.least) == (None, 10000)


def test_ordinals_say_so() -> None:
    (found,) = read("في الثاني والعشرين من الشهر")
    assert (found.value, found.ordinal) == (22, True)


def test_a_prefix_is_outside_and_the_article_inside() -> None:
    text = "بالخمسة وبثلاثة"
    assert [text[n.start : n.end] for n in read(text)] == ["الخمسة", "ثلاثة"]


def test_without_a_language_only_digits_are_read() -> None:
    assert [n.value for n in numerals("خمسة و7", tokens("خمسة و7"), None)] == [7]
