"""Every row of the language data is tested by its own example; malformed data is refused clearly."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from naql.language import (
    DIRECTIONS,
    FORMULA_KINDS,
    PREFIX_LETTERS,
    WILDCARD,
    Clitic,
    Formula,
    Language,
    language,
    languages,
    read_language,
)

# ---------------------------------------------------------------- a slow, obvious twin of the engine

LETTERS_LEFT = 3
FOLDED_LETTERS = str.maketrans("أإآٱؤئىیکة", "ااااءءييكه")


def fold(text: str) -> str:
    """The folding rules of docs/languages.md, letter by letter."""
    letters = []
    for char in text:
        if "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufeff":
            char = unicodedata.normalize("NFKC", char)
        if char == "ـ" or unicodedata.category(char) in ("Mn", "Cf"):
            continue
        letters.append(char.translate(FOLDED_LETTERS).casefold())
    return "".join(letters)


def word_key(folded: str, clitics: tuple[Clitic, ...]) -> str:
    for clitic in clitics:
        rest = folded.removeprefix(clitic.prefix)
        if rest != folded and len(rest) >= LETTERS_LEFT:
            return rest
    return folded


def keys(text: str, clitics: tuple[Clitic, ...]) -> list[str]:
    return [word_key(word, clitics) for word in re.findall(r"\w+", fold(text))]


def pattern(formula: Formula, clitics: tuple[Clitic, ...]) -> list[str]:
    """The keys of a formula; a printed word with a mark inside («Co-operation») is two."""
    return [
        key for word in formula.words for key in ([WILDCARD] if word == WILDCARD else keys(word, clitics))
    ]


def begins(text: list[str], formula: list[str]) -> bool:
    """Whether the formula stands at the very start of the words."""
    if not formula:
        return True
    if formula[0] == WILDCARD:
        return any(len(text) >= n and begins(text[n:], formula[1:]) for n in (1, 2, 3))
    return text[:1] == formula[:1] and begins(text[1:], formula[1:])


def stands_in(formula: Formula, text: str, clitics: tuple[Clitic, ...]) -> bool:
    words, wanted = keys(text, clitics), pattern(formula, clitics)
    return any(begins(words[start:], wanted) for start in range(len(words)))


# ---------------------------------------------------------------- the rows


CLITIC_ROWS = [
    pytest.param(known, clitic, id=f"{known.code}-{clitic.prefix}")
    for known in languages()
    for clitic in known.clitics
]
FORMULA_ROWS = [
    pytest.param(known, formula, id=f"{known.code}-{formula.formula}")
    for known in languages()
    for formula in known.formulas
]


@pytest.mark.parametrize(("known", "clitic"), CLITIC_ROWS)
def test_clitic_gives_the_keys_of_its_row(known: Language, clitic: Clitic) -> None:
    assert fold(clitic.prefix) == clitic.prefix, "the prefix is not folded"
    assert fold(clitic.example_word) == clitic.example_word, "the example is not folded"
    assert word_key(clitic.example_word, known.clitics) == clitic.key
    assert clitic.example_word == clitic.prefix + clitic.key, "another row strips the example"
    if clitic.counter_word is not None:
        assert fold(clitic.counter_word) == clitic.counter_word
        assert clitic.counter_word.startswith(clitic.prefix)
        assert word_key(clitic.counter_word, known.clitics) == clitic.counter_key
        assert clitic.counter_key != clitic.counter_word.removeprefix(clitic.prefix)


@pytest.mark.parametrize(("known", "formula"), FORMULA_ROWS)
def test_formula_stands_in_its_example_and_not_in_its_counter_example(
    known: Language, formula: Formula
) -> None:
    assert stands_in(formula, formula.example, known.clitics)
    if formula.counter_example is not None:
        assert not stands_in(formula, formula.counter_example, known.clitics)


@pytest.mark.parametrize(("known", "formula"), FORMULA_ROWS)
def test_formula_holds_no_figure_and_has_two_words_of_its_own(known: Language, formula: Formula) -> None:
    assert not any(char.isdigit() for char in formula.formula), "a figure may be the news"
    assert sum(word != WILDCARD for word in formula.words) >= 2, "one word alone matches too much"
    assert len(keys(formula.formula.replace(WILDCARD, ""), known.clitics)) <= 20


@pytest.mark.parametrize("known", languages(), ids=lambda known: known.code)
def test_clitics_stand_longest_first(known: Language) -> None:
    lengths = [len(clitic.prefix) for clitic in known.clitics]
    assert lengths == sorted(lengths, reverse=True)
    assert all(length <= PREFIX_LETTERS for length in lengths)


@pytest.mark.parametrize("known", languages(), ids=lambda known: known.code)
def test_no_two_formulas_are_the_same_when_folded(known: Language) -> None:
    patterns = sorted(pattern(formula, known.clitics) for formula in known.formulas)
    assert [first for first, second in pairwise(patterns) if first == second] == []


@pytest.mark.parametrize("known", languages(), ids=lambda known: known.code)
def test_settings_and_kinds(known: Language) -> None:
    assert known.direction in DIRECTIONS
    assert re.fullmatch(r"[a-z]{2}", known.code)
    assert re.fullmatch(r"[A-Z][a-z]{3}", known.script)
    assert {formula.kind for formula in known.formulas} <= set(FORMULA_KINDS)


# ---------------------------------------------------------------- the module


def test_languages_come_by_code_and_are_read_once() -> None:
    assert [known.code for known in languages()] == ["ar", "en", "fr"]
    assert languages() is languages()
    assert language("ar").direction == "rtl"
    assert language("ar").name_ar == "العربية"
    assert language("en").clitics == ()


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no language 'xx': there is data for ar, en"):
        language("xx")


def test_words_of_a_formula_keep_the_wildcard() -> None:
    row = Formula("صاحب السمو * بن *", "honorific", "", None)
    assert row.words == ("صاحب", "السمو", WILDCARD, "بن", WILDCARD)


def test_wildcard_is_one_to_three_words() -> None:
    row = Formula("الملك * بن", "honorific", "", None)
    clitics = language("ar").clitics
    assert not stands_in(row, "الملك بن راشد", clitics)
    assert stands_in(row, "والملك أوس بن راشد", clitics)
    assert stands_in(row, "الملك أوس عبد الله بن راشد", clitics)
    assert not stands_in(row, "الملك زار اليوم مدينة السد بن راشد", clitics)


def test_reading_languages_imports_nothing_heavy() -> None:
    code = (
        "import sys; from naql.language import languages; languages(); "
        "print([m for m in ('numba', 'numpy', 'pyarrow', 'duckdb') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


# ---------------------------------------------------------------- malformed folders

SETTINGS = (
    'code = "xx"\nname_ar = "لغة"\nname_en = "Language"\nscript = "Latn"\n'
    'direction = "ltr"\nfrequent = "x y"\n'
)
CLITICS = "prefix\texample_word\tkey\tcounter_word\tcounter_key\nال\tالكتاب\tكتاب\tالله\tالله\n"
FORMULAS = (
    "# a comment\nformula\tkind\texample\tcounter_example\n\n"
    "all rights reserved\tfurniture\tAll rights reserved.\t\n"
)


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    """A sound language folder named xx with the given files (by stem) written over it."""
    path = tmp_path / "xx"
    path.mkdir()
    whole: dict[str, str | bytes] = {"language": SETTINGS, "clitics": CLITICS, "formulas": FORMULAS}
    for stem, content in (whole | files).items():
        raw = content.encode() if isinstance(content, str) else content
        (path / f"{stem}.{'toml' if stem == 'language' else 'tsv'}").write_bytes(raw)
    return path


def test_a_sound_folder_is_read(tmp_path: Path) -> None:
    known = read_language(folder(tmp_path))
    assert known.name_en == "Language"
    assert known.clitics == (Clitic("ال", "الكتاب", "كتاب", "الله", "الله"),)
    assert known.formulas == (Formula("all rights reserved", "furniture", "All rights reserved.", None),)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    written = "\ufeff" + FORMULAS.replace("\n", "\r\n")
    assert len(read_language(folder(tmp_path, formulas=written)).formulas) == 1


def rows(columns: str, *lines: str) -> str:
    """A TSV of the given columns, with | for a tab."""
    return "\n".join([columns, *lines]).replace("|", "\t") + "\n"


C, F = "prefix|example_word|key|counter_word|counter_key", "formula|kind|example|counter_example"

MALFORMED = [
    ("formulas", rows(F, "a b|prayer"), r"tsv:2: 2 cells, expected 4 \(formula, kind, example"),
    ("formulas", rows(F, "a b|prayer||"), r"tsv:2: `example` is empty"),
    ("formulas", rows(F, "|prayer|a b|"), r"tsv:2: `formula` is empty"),
    ("formulas", rows(F, "a b|greeting|a b|"), r"tsv:2: kind 'greeting' is not one of honorific, prayer"),
    ("formulas", rows(F, "* b|prayer|a b|"), r"tsv:2: a formula cannot begin with \*"),
    ("formulas", rows(F, "a * * b|prayer|a x b|"), r"tsv:2: one \* already stands for one to three"),
    ("formulas", rows(F, "# c", "a b|prayer|a b|", "a b|title|a b|"), r"tsv:4: 'a b' stands in line 3"),
    ("formulas", rows("formula|kind", "a b|prayer"), r"tsv:1: the header is \['formula', 'kind'\], expected"),
    ("formulas", "# nothing but a comment\n", r"formulas\.tsv: no header, expected \['formula'"),
    ("formulas", b"formula\xff", r"formulas\.tsv: not UTF-8"),
    ("clitics", rows(C, "abcde|abcdefgh|fgh||"), r"tsv:2: 'abcde' is longer than 4 letters"),
    ("clitics", rows(C, "ab|xyz|z||"), r"tsv:2: the example 'xyz' does not begin with 'ab'"),
    ("clitics", rows(C, "a|abcd|bcd|ab|"), r"tsv:2: counter_word and counter_key go together"),
    ("language", "code = \n", r"language\.toml: Invalid value"),
    ("language", SETTINGS.replace('script = "Latn"\n', ""), r'toml: expected a line script = "…"'),
    ("language", SETTINGS.replace('"Latn"', "3"), r'toml: expected a line script = "…"'),
    ("language", SETTINGS.replace('"xx"', '"yy"'), r"toml: code 'yy' is not the name of its folder, 'xx'"),
    ("language", SETTINGS.replace('"ltr"', '"up"'), r"toml: direction 'up' is not one of ltr, rtl"),
    ("language", SETTINGS + 'colour = "red"\n', r"toml: unknown setting 'colour', expected code, name_ar"),
]


@pytest.mark.parametrize(("stem", "content", "message"), MALFORMED)
def test_malformed_data_is_refused_with_file_line_and_cause(
    tmp_path: Path, stem: str, content: str | bytes, message: str
) -> None:
    with pytest.raises(ValueError, match=message) as refused:
        read_language(folder(tmp_path, **{stem: content}))
    assert f"xx/{stem}." in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "clitics.tsv").unlink()
    with pytest.raises(ValueError, match=r"clitics\.tsv: cannot be read, and every language has this file"):
        read_language(path)
