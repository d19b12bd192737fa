"""Two texts, word by word: runs rebuild both and are what they say; the faults of the field stay away."""

from __future__ import annotations

import random
import time
import types
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naql import align, jit
from naql.model import Alignment
from naql.text import folded, words

# ---------------------------------------------------------------- texts to try

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def invented(n: int, seed: int) -> list[str]:
    """Words that mean nothing, all with different keys: none begins with a clitic."""
    rng, found = random.Random(seed), set[str]()
    while len(found) < n:
        found.add("م" + "".join(rng.choices(LETTERS, k=6)))
    return sorted(found)


VOCABULARY = invented(400, 1)
VARIANTS = {
    "وقال": ["و قال", "وقالَ", "قال"],
    "الجيش": ["الـجيش", "«الجيش»", "جيش"],
    "إستراتيجية": ["استراتيجية", "إستراتيجيه"],
    "عبد الله": ["عبدالله", "عبد اللـه"],
    "لوقف": ["لـ«وقف»", "لـوقف"],
    "و9": ["و 9", "و٩"],
    "1,000": ["1000", "١٬٠٠٠"],
    "الـ48": ["48", "ال 48"],
    "صلى الله عليه وسلم": ["ﷺ", "صلّى الله عليه وسلّم"],
    "مسؤول": ["مسئول", "مسو\u0654ول"],
    "الأمم المتحدة": ["الامم المتحدة", "الأممالمتحدة"],
    "لا": ["ﻻ"],
}
GAPS = [" "] * 12 + ["، ", ". ", "\n", " «", "» ", " - "]


def written(tokens: list[str], rng: random.Random) -> str:
    """Words with something between them, and perhaps a mark or two about them."""
    out = [rng.choice(["", "", " ", "«"])]
    for token in tokens:
        out += [token, rng.choice(GAPS)]
    return "".join(out)


def edited(tokens: list[str], rng: random.Random, share: float) -> list[str]:
    """A share of the words replaced, dropped, added to, or spelled otherwise."""
    out = []
    for token in tokens:
        if rng.random() >= share:
            out.append(token)
            continue
        match rng.randrange(5):
            case 0:
                out.append(rng.choice(VOCABULARY))
            case 1:
                pass
            case 2:
                out += [token, *rng.choices(VOCABULARY, k=rng.randint(1, 3))]
            case 3:
                out.append(rng.choice(VARIANTS.get(token, [token])))
            case _:
                out.append(token[:1] + "\u0640" + token[1:])
    return out


def related_texts(seed: int) -> tuple[str, str]:
    """Two texts of the same paragraphs: edited, swapped, with paragraphs of their own between."""
    rng = random.Random(seed)
    pool = [*VOCABULARY[: rng.choice([20, 100, 300])], *VARIANTS]
    paragraphs = [rng.choices(pool, k=rng.randint(5, 40)) for _ in range(rng.randint(1, 5))]
    sides = []
    for _ in range(2):
        chosen = [edited(p, rng, rng.choice([0.0, 0.1, 0.3])) for p in paragraphs]
        if rng.random() < 0.5:
            rng.shuffle(chosen)
        if rng.random() < 0.5:
            chosen.insert(rng.randrange(len(chosen) + 1), rng.choices(VOCABULARY[300:], k=20))
        sides.append(written([t for p in chosen for t in p], rng))
    return sides[0], sides[1]


# ---------------------------------------------------------------- the law


def blocks_of(a: str, b: str, kernels: types.SimpleNamespace, min_words: int) -> list[Alignment]:
    one, other, ids = np.zeros(1, np.int64), np.ones(1, np.int64), align.pa.array(["0"])
    with np.errstate(over="ignore"):
        read = align.read_words(align.texts_array([a, b]), kernels)
        found = align.align_batch(read, one, other, ids, ids, min_words=min_words, k=kernels)
    return align.records(found.drop_columns("pair_row"))


def joined(text: str) -> str:
    return folded(text).replace(" ", "")


def check(a: str, b: str, blocks: list[Alignment], min_words: int) -> None:
    """Everything that must hold for any two texts."""
    assert [x.left_start for x in blocks] == sorted(x.left_start for x in blocks)
    bounds = [({w.start for w in words(t)}, {w.end for w in words(t)}) for t in (a, b)]
    for block in blocks:
        assert block.left_start in bounds[0][0]
        assert block.left_end in bounds[0][1]
        assert block.right_start in bounds[1][0]
        assert block.right_end in bounds[1][1]
        assert block.words >= min_words
        assert 0 < block.score <= 1
        left, right = block.left_start, block.right_start
        for run in block.runs:
            assert (run.left_start, run.right_start) == (left, right), "a hole or an overlap"
            assert run.left_end >= left
            assert run.right_end >= right
            assert (run.left_end, run.right_end) != (left, right), "an empty run"
            left, right = run.left_end, run.right_end
            check_run(run.op, a[run.left_start : left], b[run.right_start : right])
        assert (left, right) == (block.left_end, block.right_end)
        assert "".join(a[r.left_start : r.left_end] for r in block.runs) == a[block.left_start : left]
        assert "".join(b[r.right_start : r.right_end] for r in block.runs) == b[block.right_start : right]
    kept = [x for x in blocks if not x.moved]
    assert bool(kept) == bool(blocks)
    assert all(one.right_start <= two.right_start for one, two in pairwise(kept))


def check_run(op: str, a: str, b: str) -> None:
    match op:
        case "same":
            assert a == b
        case "spelling":
            assert a != b
            assert joined(a) == joined(b) != ""
        case "punctuation":
            assert a != b
            assert joined(a) == joined(b) == ""
        case "reworded":
            assert joined(a)
            assert joined(b)
            assert folded(a) != folded(b) or "ﷺ" in a  # a block may begin inside such a character
        case "added":
            assert a == ""
            assert joined(b)
        case "dropped":
            assert joined(a)
            assert b == ""
        case _:
            raise AssertionError(op)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([3, 8, 10]))
def test_runs_rebuild_related_texts(seed: int, min_words: int) -> None:
    a, b = related_texts(seed)
    found = blocks_of(a, b, jit.compiled(), min_words)
    check(a, b, found, min_words)


PLAIN = ["قال", "وقال", "قا", "ل", "و", "الجيش", "جيش", "عبد", "الله", "عبدالله"]
LIGATURES = ["ﷺ", "كﷺ", "ﻻ", "صلى الله عليه وسلم", "عليه وسلم"]
PIECES = st.sampled_from(PLAIN + LIGATURES)
GAP = st.sampled_from([" ", " ", " ", "", "، ", "«", "ـ", "\u0301", "9", ".5"])
HARD_TEXTS = st.lists(st.tuples(PIECES, GAP), max_size=14).map(lambda ps: "".join(p + g for p, g in ps))


@settings(max_examples=250, deadline=None)
@given(HARD_TEXTS, HARD_TEXTS, HARD_TEXTS, st.booleans())
@example("قال الوزير محمد ", "ﷺ", "صلى الله عليه وسلم", True)
@example("قال وقال قال ", "ﷺ عليه", "الله تعالى عليه وسلم قال", True)
def test_runs_rebuild_texts_that_are_all_trouble(start: str, a: str, b: str, same_end: bool) -> None:
    end = " وقال رسول كريم أمين" if same_end else ""
    left, right = start + a + end, start + b + end
    found = blocks_of(left, right, jit.compiled(), 3)
    check(left, right, found, 3)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
@example(7)
def test_compiled_alignments_are_the_uncompiled_ones(seed: int) -> None:
    a, b = related_texts(seed)
    assert blocks_of(a, b, jit.plain(), 8) == blocks_of(a, b, jit.compiled(), 8)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_text_and_itself_are_one_block_that_is_the_same(seed: int) -> None:
    text, _ = related_texts(seed)
    places = list(words(text))
    if len(places) < 3:
        return
    (found,) = (x for x in blocks_of(text, text, jit.compiled(), 3) if not x.moved)
    assert [run.op for run in found.runs] == ["same"]
    assert (found.left_start, found.left_end) == (places[0].start, places[-1].end)
    assert found.score == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_many_pairs_at_once_are_each_pair_alone(one: int, other: int) -> None:
    texts = [*related_texts(one), "", *related_texts(other)]
    pairs = list(combinations(range(len(texts)), 2))
    lefts, rights = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
    found, edges = align.align_texts(texts, lefts, rights, min_words=8)
    for i, (a, b) in enumerate(pairs):
        alone = align.align(texts[a], texts[b])
        assert [(x.runs, x.moved, x.formula) for x in found.get(i, [])] == [
            (x.runs, x.moved, x.formula) for x in alone
        ]
        assert all((x.left_id, x.right_id) == (str(a), str(b)) for x in found.get(i, []))
    for text, edge in zip(texts, edges, strict=True):
        spans = list(words(text))
        assert edge == ((spans[0].start, spans[-1].end) if spans else (0, 0))


# ---------------------------------------------------------------- what the runs say


def runs_between(a: str, b: str) -> list[tuple[str, str, str]]:
    """The runs that are not `same`, between two words that all the rest agrees with."""
    before, after = " ".join(VOCABULARY[:8]), " ".join(VOCABULARY[8:16])
    left, right = f"{before} {a} {after}", f"{before} {b} {after}"
    (block,) = align.align(left, right)
    check(left, right, [block], 8)
    return [
        (r.op, left[r.left_start : r.left_end], right[r.right_start : r.right_end])
        for r in block.runs
        if r.op != "same"
    ]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("استراتيجية", "إستراتيجية", [("spelling", "استراتيجية", "إستراتيجية")]),
        ("عبد الله", "عبدالله", [("spelling", "عبد الله", "عبدالله")]),
        ("عبدالله", "عبد الله", [("spelling", "عبدالله", "عبد الله")]),
        ("لـ«وقف» ذلك", "لوقف ذلك", [("spelling", "لـ«وقف", "لوقف"), ("punctuation", "» ", " ")]),
        ("ذلك، بعد", "ذلك بعد", [("punctuation", "، ", " ")]),
        ("و9 قرى", "و 9 قرى", [("punctuation", "", " ")]),
        ("1,000 قرية", "١٠٠٠ قرية", [("spelling", "1,000", "١٠٠٠")]),
        ("وقال بعد", "قال بعد", [("reworded", "وقال", "قال")]),
        ("عربات مدرعة", "وحدات مدرعة", [("reworded", "عربات", "وحدات")]),
        ("الأول أمس", "أمس", [("dropped", "الأول ", "")]),
        ("أمس", "أمس الأول", [("added", "", "الأول ")]),
        ("محمد ﷺ", "محمد صلى الله عليه وسلم", [("spelling", "ﷺ", "صلى الله عليه وسلم")]),
        ("صلى الله عليه وسلم", "ﷺ", [("spelling", "صلى الله عليه وسلم", "ﷺ")]),
        ("ﷺ", "صلى الله تعالى عليه وسلم", [("reworded", "ﷺ", "صلى الله تعالى عليه وسلم")]),
        ("محمد ﷺ", "محمد", [("dropped", "ﷺ ", "")]),
        ("بيان", "بيان", []),
        ("و قال", "وقال", [("spelling", "و قال", "وقال")]),
        ("كذا عبد الله", "بيان عبدالله", [("reworded", "كذا", "بيان"), ("spelling", "عبد الله", "عبدالله")]),
        ("كذا عبد الله", "عبدالله", [("dropped", "كذا ", ""), ("spelling", "عبد الله", "عبدالله")]),
        ("عبدالله", "كذا عبد الله", [("added", "", "كذا "), ("spelling", "عبدالله", "عبد الله")]),
        ("قا ل وقال", "قال", [("spelling", "قا ل", "قال"), ("dropped", "وقال ", "")]),
        ("قال", "قا ل وقال", [("spelling", "قال", "قا ل"), ("added", "", "وقال ")]),
    ],
)
def test_a_difference_is_what_it_is(a: str, b: str, expected: list[tuple[str, str, str]]) -> None:
    assert runs_between(a, b) == expected


def test_formulas_alone_are_marked_as_a_formula() -> None:
    text = "صاحب السمو الملكي الأمير أوس بن غسان بن عبدالعزيز"
    (block,) = align.align(text, text)
    assert block.formula
    (block,) = align.align(" ".join([text, *VOCABULARY[:9]]), " ".join([text, *VOCABULARY[:9]]))
    assert not block.formula


# ---------------------------------------------------------------- the faults of the field


def paragraph(first: int, n: int) -> str:
    return " ".join(VOCABULARY[first : first + n])


def test_a_passage_at_the_very_start_of_both_texts() -> None:
    shared = paragraph(0, 20)
    a, b = f"{shared} {paragraph(100, 60)}", f"{shared} {paragraph(200, 60)}"
    (block,) = align.align(a, b)
    assert (block.left_start, block.left_end) == (block.right_start, block.right_end) == (0, len(shared))


def test_a_passage_at_the_very_end_of_both_texts() -> None:
    shared = paragraph(0, 20)
    a, b = f"{paragraph(100, 60)} {shared}", f"{paragraph(200, 61)} {shared}"
    (block,) = align.align(a, b)
    assert a[block.left_start : block.left_end] == b[block.right_start : block.right_end] == shared
    assert (block.left_end, block.right_end) == (len(a), len(b))


def test_a_moved_paragraph_is_a_block_of_its_own() -> None:
    one, two, three = paragraph(0, 40), paragraph(50, 25), paragraph(80, 40)
    a, b = f"{one}\n{two}\n{three}", f"{one}\n{three}\n{two}"
    found = align.align(a, b)
    assert [a[x.left_start : x.left_end] for x in found] == [one, two, three]
    assert [b[x.right_start : x.right_end] for x in found] == [one, two, three]
    assert [x.moved for x in found] == [False, True, False]
    assert all(run.op == "same" for x in found for run in x.runs)


def test_a_moved_sentence_that_a_block_passes_over_is_marked_from_either_side() -> None:
    one, two, three = paragraph(0, 40), paragraph(50, 12), paragraph(80, 40)
    a, b = f"{one}\n{two}\n{three}", f"{one}\n{three}\n{two}"
    assert [a[x.left_start : x.left_end] for x in align.align(a, b) if x.moved] == [two]
    assert [b[x.left_start : x.left_end] for x in align.align(b, a) if x.moved] == [two]


def test_two_paragraphs_swapped_are_two_blocks_and_one_of_them_moved() -> None:
    one, two = paragraph(0, 30), paragraph(50, 20)
    a, b = f"{one}\n{two}", f"{two}\n{one}"
    found = align.align(a, b)
    assert [(a[x.left_start : x.left_end], x.moved) for x in found] == [(one, False), (two, True)]


@pytest.mark.parametrize("place", [0, 1, 700, 1200])
def test_a_quotation_of_twelve_words_in_a_long_article(place: int) -> None:
    own = invented(1600, 5)
    quoted = paragraph(0, 12)
    a = " ".join([*own[:place], f"«{quoted}»", *own[place:1200]])
    b = f"{' '.join(own[1200:1400])}: «{quoted}». {' '.join(own[1400:])}"
    (block,) = align.align(a, b)
    assert a[block.left_start : block.left_end] == b[block.right_start : block.right_end] == quoted
    assert block.words == 12


def test_documents_that_are_the_same_when_folded() -> None:
    a = "وقال مسؤول إن «الجيش» أنشأ 1,000 مركز في المدينة، وأن الأمر انتهى ﷺ أمسِ"
    b = "وقال مسئول ان الجيـش أنشأ ١٠٠٠ مركز في المدينه وان الامر انتهي صلى الله عليه وسلم أمس."
    (block,) = align.align(a, b)
    assert {run.op for run in block.runs} == {"same", "spelling", "punctuation"}
    assert block.score == 1
    assert (block.left_start, block.left_end, block.right_end) == (0, len(a), len(b) - 1)


def test_unrelated_texts_share_nothing() -> None:
    assert align.align(paragraph(0, 150), paragraph(200, 150)) == []


@pytest.mark.parametrize(
    ("a", "b"), [("", ""), ("", paragraph(0, 20)), (paragraph(0, 20), "، . «»"), ("ق", "ق")]
)
def test_empty_and_tiny_texts_share_nothing(a: str, b: str) -> None:
    assert align.align(a, b) == []


def test_fewer_words_than_asked_for_are_no_block() -> None:
    shared = paragraph(0, 8)
    assert len(align.align(shared, shared)) == 1
    assert align.align(shared, shared, min_words=9) == []


@pytest.mark.parametrize("sentence", [1, 4, 12])
def test_one_sentence_again_and_again_takes_no_time(sentence: int) -> None:
    text = ". ".join([paragraph(0, sentence)] * (5000 // sentence))
    blocks_of(paragraph(0, 9), paragraph(0, 9), jit.compiled(), 8)  # compiled by now
    begun = time.process_time()
    found = blocks_of(text, text, jit.compiled(), 8)
    assert time.process_time() - begun < 5
    assert len(found) == 1
    assert (found[0].left_start, found[0].left_end) == (0, len(text))
    assert [run.op for run in found[0].runs] == ["same"]


@pytest.mark.parametrize(
    ("characters", "loaded", "warm", "expected"),
    [
        (align.TINY, False, False, jit.plain),
        (align.TINY, False, True, jit.plain),  # loading takes longer than the job
        (align.TINY, True, True, jit.compiled),
        (align.SMALL, False, False, jit.plain),
        (align.SMALL, True, False, jit.plain),  # some are still to be compiled
        (align.SMALL, False, True, jit.compiled),
        (align.SMALL + 1, False, False, jit.compiled),
    ],
)
def test_small_jobs_wait_for_no_compiler(
    monkeypatch: pytest.MonkeyPatch,
    characters: int,
    loaded: bool,
    warm: bool,
    expected: Callable[[], types.SimpleNamespace],
) -> None:
    monkeypatch.setattr(jit, "loaded", lambda: loaded)
    monkeypatch.setattr(jit, "warm", lambda: warm)
    assert align.kernels(characters) is expected()


# ---------------------------------------------------------------- the first pair


@pytest.fixture(scope="module")
def first_pair(naql_data: Path) -> tuple[str, str]:
    a, b = (p.read_bytes().decode("utf-8-sig") for p in sorted((naql_data / "seeds").glob("*.txt")))
    return a, b


def outer_words(text: str) -> tuple[str, str]:
    spans = list(words(text))
    return " ".join(w.printed for w in spans[:3]), " ".join(w.printed for w in spans[-2:])


def test_the_first_pair_shares_six_blocks(first_pair: tuple[str, str]) -> None:
    a, b = first_pair
    found = align.align(a, b)
    check(a, b, found, 8)
    assert [outer_words(a[x.left_start : x.left_end]) for x in found] == [
        ("وزارة الدفاع الروسية", "في سورية"),
        ("الجيش السوري يواصل", "في سورية"),
        ("وبيّنت الوزارة في", "نحو المدينة"),
        ("وفي سياق متصل", "وقودها وذخائرها"),
        ("وسيطرت وحدات من", "اتجاه السخنة"),
        ("وفي ريف حماة", "داعش فيها"),
    ]
    assert [outer_words(b[x.right_start : x.right_end]) for x in found] == [
        ("وزارة الدفاع الروسية", "في سورية"),
        ("الجيش العربي السوري", "في سورية"),
        ("وبينت الوزارة في", "نحو المدينة"),
        ("وفي سياق متصل", "وقودها وذخائرها"),
        ("سيطرت وحدات من", "اتجاه السخنة"),
        ("وفي ريف حماة", "داعش فيها"),
    ]
    assert [x.moved for x in found] == [False, True, False, False, True, False]
    assert not any(x.formula for x in found)


def test_the_first_pair_shares_nothing_of_its_second_halves(first_pair: tuple[str, str]) -> None:
    a, b = first_pair
    found = align.align(a, b)
    assert max(x.left_end for x in found) <= a.index("نيبينزيا")
    assert max(x.right_end for x in found) <= b.index("سياسياً")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("لـ«وقف»", "لوقف", {"spelling", "punctuation"}),
        ("استراتيجية", "إستراتيجية", {"spelling"}),
        ("مشكّلاً", "مشكلاً", {"spelling"}),
        ("اليومين الماضيين", "الـ48 ساعة الماضية", {"reworded"}),
        ("عربات مدرعة من", "وحدات مدرعة من", {"reworded", "same"}),
    ],
)
def test_the_first_pair_differs_in_its_known_places(
    first_pair: tuple[str, str], left: str, right: str, expected: set[str]
) -> None:
    a, b = first_pair
    runs = [run for block in align.align(a, b) for run in block.runs]
    start = a.index(left)
    over = [r for r in runs if r.left_start < start + len(left) and r.left_end > start]
    assert {r.op for r in over} == expected
    assert right in b[min(r.right_start for r in over) : max(r.right_end for r in over)]


def test_pairs_of_texts_by_number() -> None:
    text = "قال الوزير أمس إن المشروع الجديد سيبدأ في مطلع الشهر المقبل"
    found = align.align_pairs([text, "نص آخر لا يشبهه", text], [(0, 1), (2, 0), (1, 2)], min_words=8)
    assert [(left, right, block.words) for left, right, block in found] == [(2, 0, 11)]
    assert align.align_pairs([text], [], min_words=8) == []
