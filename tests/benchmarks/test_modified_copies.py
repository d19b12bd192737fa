"""Laws of the generator of modified copies: what it says is shared is shared, and nothing else."""

import re
from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from benchmarks import modify, pile, words
from benchmarks.modify import Modified, Text
from benchmarks.peers import Result, difflib, matching_blocks, whole_texts
from benchmarks.pile import KINDS, Pile, Real
from benchmarks.scoring import Scored, copy_pairs
from naql.evaluate import Case

PROSE = (
    "أعلنت بلدية المرفأ الصغيرة عن خطةٍ جديدة لتنظيف الشاطئ قبل بداية موسم الصيد وقالت رئيسة اللجنة إن "
    "المتطوعين سيجمعون الشباك القديمة ويعيدون تدوير الحبال والألواح بينما يُصلح النجارون ثلاثة قوارب غرقت "
    "في عاصفة الشتاء الماضي وأضاف مسؤول الميناء أن العمل يستمر ٤٥ يوما بكلفة 1200 دينار دفعتها مؤسسة أهلية "
    "وكانت المدرسة قد أرسلت تلاميذها إلى المتحف حيث شاهدوا خرائط الرياح ونماذج السفن الخشبية ومصابيح الزيت "
    "ورأى حارس المنارة أن ضوءها القوي لا يكفي في ليالي الضباب فاقترح على المجلس شراء جرس كبير وآلة قياس"
)
STOCK = PROSE.split()


def article(seed: int, size: int = 150) -> str:
    """An invented article: the stock of words drawn anew, with sentences, paragraphs and quotations."""
    random = Random(seed)
    text = ""
    for number in range(1, size + 1):
        word = random.choice(STOCK)
        text += f"«{word}»" if random.random() < 0.05 else word
        text += ".\n" if number % 40 == 0 else ". " if number % 10 == 0 else "، " if number % 7 == 0 else " "
    return text.rstrip()


def real(count: int) -> list[Real]:
    texts = {f"real-{seed:03d}": article(seed, 90 + seed % 60) for seed in range(count)}
    return [Real(name, text, tuple(words.folded_words(text))) for name, text in texts.items()]


@pytest.fixture(scope="module")
def small() -> Pile:
    return pile.build(real(200), split="tune", seed=5, cases=6, background=10)


def sides(made: Pile, case: Case) -> tuple[list[str], list[str]]:
    """The folded words of both sides of a case."""
    left = made.articles[case.left_id][case.left_start : case.left_end]
    right = made.articles[case.right_id][case.right_start : case.right_end]
    return words.folded_words(left), words.folded_words(right)


def test_cutting_loses_nothing() -> None:
    text = f"  «{article(1)}»!\n"
    cut = modify.cut(text)
    assert "".join(p.before + p.word for p in cut.pieces) + cut.tail == text
    assert [p.origin for p in cut.pieces] == list(range(len(cut.pieces)))


def test_same_seed_same_pile(small: Pile) -> None:
    again = pile.build(real(200), split="tune", seed=5, cases=6, background=10)
    assert again == small
    assert list(again.articles) == list(small.articles)
    assert pile.build(real(200), split="tune", seed=6, cases=6, background=10) != small


def test_counts(small: Pile) -> None:
    assert Counter(small.kinds.values()) == dict.fromkeys(KINDS, 6)
    assert len(small.articles) == 2 * 6 * len(KINDS) + 10
    assert len(small.gold_pairs) == 6 * len(KINDS)
    single = Counter(gold.kind for gold in small.gold if gold.kind != "reordered")
    assert single == dict.fromkeys(set(KINDS) - {"reordered"}, 6)


def test_spans_lie_within_and_on_words(small: Pile) -> None:
    for gold in small.gold:
        for name, start, end in (gold.case[:3], gold.case[3:]):
            cut = words.spans(small.articles[name])
            assert start in {first for first, _ in cut}
            assert end in {last for _, last in cut}
            assert start < end


def test_unedited_kinds_share_their_words(small: Pile) -> None:
    for gold in small.gold:
        if gold.kind in ("verbatim", "orthography", "reordered", "quotation"):
            left, right = sides(small, gold.case)
            assert left == right, gold.generated_id


def test_edited_kinds_begin_and_end_on_shared_words(small: Pile) -> None:
    for gold in small.gold:
        if gold.kind in ("light", "heavy", "passage"):
            left, right = sides(small, gold.case)
            assert (left[0], left[-1]) == (right[0], right[-1]), gold.generated_id


def test_verbatim_is_the_text_and_orthography_only_folds_to_it(small: Pile) -> None:
    for gold in small.gold:
        texts = small.articles[gold.case.left_id], small.articles[gold.case.right_id]
        if gold.kind == "verbatim":
            assert texts[0] == texts[1]
        if gold.kind == "orthography":
            assert texts[0] != texts[1]
            assert gold.case[1:3] == words.whole(texts[0])
            assert gold.case[4:6] == words.whole(texts[1])


def test_lengths_of_passages_and_quotations(small: Pile) -> None:
    for gold in small.gold:
        length = len(sides(small, gold.case)[1])
        if gold.kind == "quotation":
            assert 12 <= length <= 25
        if gold.kind == "passage":
            # An edit at the very edge is outside the case: at most 5 % of 80 words on either side.
            assert 36 <= length <= 80


def test_reordered_blocks_tile_the_source_in_another_order(small: Pile) -> None:
    by_article: dict[str, list[Case]] = {}
    for gold in small.gold:
        if gold.kind == "reordered":
            by_article.setdefault(gold.generated_id, []).append(gold.case)
    for cases in by_article.values():
        source = words.folded_words(small.articles[cases[0].right_id])
        in_source = sorted(cases, key=lambda case: case.right_start)
        assert [w for case in in_source for w in sides(small, case)[1]] == source
        assert [case.left_start for case in cases] != [case.left_start for case in in_source]
        assert cases == sorted(cases, key=lambda case: case.left_start)
        # Neighbours that kept their order are one block.
        places = [in_source.index(case) for case in cases]
        assert all(second != first + 1 for first, second in pairwise(places))


def test_hosts_stand_only_in_modified_form(small: Pile) -> None:
    embedded = [g for g in small.gold if g.kind in pile.EMBEDDED]
    whole = {"".join(words.folded_words(text)) for text in small.articles.values()}
    for gold in embedded:
        text = small.articles[gold.generated_id]
        host = text[: gold.case.left_start] + text[gold.case.left_end :]
        assert "".join(words.folded_words(host)) not in whole
        assert len(words.folded_words(host)) >= 80


def test_generated_articles_share_runs_with_their_source_alone(small: Pile) -> None:
    runs = {
        name: set(words.shingles(words.folded_words(t), pile.UNIQUE)) for name, t in small.articles.items()
    }
    for generated in small.kinds:
        for other in runs.keys() - {generated}:
            if pile.ordered(generated, other) not in small.gold_pairs:
                assert not runs[generated] & runs[other], (generated, other)


def test_halves_are_disjoint_and_keep_equal_texts_together() -> None:
    text = article(3)
    assert pile.half(words.folded_words(text)) == pile.half(words.folded_words(text.replace("أ", "ا")))
    assert {pile.half(item.words) for item in real(40)} == {"tune", "test"}


@pytest.mark.parametrize(("share", "edits"), [(0.0, 0), (0.05, 10), (0.2, 40)])
def test_edits_are_as_many_as_asked(share: float, edits: int) -> None:
    source = modify.cut(article(7, 200))
    edited = modify.edit_words(source.pieces, share, STOCK, Random(2))
    kept = [p.origin for p in edited if p.origin is not None]
    inserted = len(edited) - len(source.pieces) + _deleted(source, edited)
    assert kept == sorted(kept)
    assert all(source.pieces[p.origin].word == p.word for p in edited if p.origin is not None)
    assert len(source.pieces) - len(kept) + inserted == edits


def _deleted(source: Text, edited: list[modify.Piece]) -> int:
    """How many words an edit deleted: between two kept words more of the source than of the copy."""
    deleted, last, new = 0, -1, 0
    for piece in [*edited, modify.Piece("", "", len(source.pieces))]:
        if piece.origin is None:
            new += 1
        else:
            deleted += max(0, piece.origin - last - 1 - new)
            last, new = piece.origin, 0
    return deleted


def test_an_edited_word_at_the_edge_is_outside_the_span() -> None:
    source = "واحد اثنان ثلاثة أربعة خمسة"
    cut = modify.cut(source)
    first = modify.Piece("", "غريب", None)
    made = Modified(Text((first, *cut.pieces[1:4], modify.Piece(" ", "آخر", None)), "."), ((0, 5),))
    text, [(start, end, source_start, source_end)] = made.render(source)
    assert text == "غريب اثنان ثلاثة أربعة آخر."
    assert text[start:end] == source[source_start:source_end] == "اثنان ثلاثة أربعة"


def test_a_chance_neighbour_makes_a_block_inexact() -> None:
    source = modify.cut("واحد اثنان ثلاثة أربعة خمسة")
    for host, exact in (("قبل أربعه بعد", False), ("قبل شيء بعد", True)):
        other = modify.cut(host, own=False).pieces
        pieces = (other[0], *source.pieces[1:3], *other[1:])
        assert modify.exact(Modified(Text(pieces, ""), ((1, 3),)), source) is exact


def test_insertion_keeps_the_host_and_the_passage() -> None:
    source, host = modify.cut(article(8)), modify.cut(article(9), own=False)
    for seed in range(30):
        made = modify.insert(host, source.pieces[20:35], ("«", "»"), Random(seed))
        text, [(start, end, *_)] = made.render(article(8))
        assert text[start - 1] == "«"
        assert text[end] == "»"
        outside = words.folded_words(text[:start]) + words.folded_words(text[end:])
        assert outside == words.folded_words(article(9))


def test_orthography_always_changes_the_print_and_never_the_words() -> None:
    source = modify.cut(article(11))
    for seed in range(60):
        changed = modify.orthography(source, Random(seed))
        assert changed != source
        printed = "".join(p.before + p.word for p in changed.pieces) + changed.tail
        assert words.folded_words(printed) == words.folded_words(article(11))
        assert not re.search(r"\w{60}", printed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مسؤول", "مسئول"),
        ("مدرسة", "مدرسه"),
        ("علي", "على"),
        ("إلى", "الي"),
        ("قـــال", "قَالَ"),
        ("٤٥", "45"),
        ("ﻻ", "لا"),
    ],
)
def test_folding(one: str, other: str) -> None:
    assert words.fold(one) == words.fold(other)


def test_a_perfect_and_an_empty_tool(small: Pile) -> None:
    cases = [gold.case for gold in small.gold]
    perfect = Scored(small, Result("perfect", cases, small.gold_pairs, None, 0.0))
    assert perfect.score().plagdet == 1
    assert perfect.candidate_recall() == 1
    assert perfect.interval("heavy") == (1, 1)
    empty = Scored(small, Result("empty", [], set(), None, 0.0))
    assert empty.score().plagdet == empty.candidate_recall("light") == 0


def test_detections_between_real_articles_are_set_apart(small: Pile) -> None:
    names = sorted(small.articles.keys() - small.kinds.keys())[:2]
    generated = min(small.kinds)
    link = Case(names[0], 0, 9, names[1], 0, 9)
    wrong = Case(
        generated, 0, 9, next(n for n in names if pile.ordered(generated, n) not in small.gold_pairs), 0, 9
    )
    scored = Scored(small, Result("t", [link, wrong], set(), None, 0.0))
    assert (scored.real_links, scored.other_pairs) == (1, 1)
    assert scored.score().detections == 1
    assert scored.score().precision == 0
    assert scored.score(small.kinds[generated]).detections == 1


def test_copies_become_pairs_of_whole_texts() -> None:
    rows = [{"article_id": name, "representative_id": "a", "kind": "near"} for name in ("b", "c")]
    assert copy_pairs(rows) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert whole_texts({"a": "«نص»", "b": " نص."}, {("a", "b")}) == [Case("a", 1, 3, "b", 1, 3)]


def test_difflib_finds_the_whole_of_a_light_copy(small: Pile) -> None:
    light = {pile.ordered(*(g.case.left_id, g.case.right_id)) for g in small.gold if g.kind == "light"}
    scored = Scored(
        small, Result("difflib", difflib(matching_blocks(small.articles, light)), None, None, 0.0)
    )
    assert scored.score("light").plagdet > 0.9
