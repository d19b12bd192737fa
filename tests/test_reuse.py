"""From a pile of texts to the passages they share: copies, candidates, viral texts, order of no matter."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naql import align, jit, reuse
from naql.arrow import schema
from naql.model import Copy
from naql.text import words

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
PASSAGE = 12  # words in a row that are always found


class Inventor:
    """Words that no other call returns, none of them with a clitic; texts of them."""

    def __init__(self, seed: int) -> None:
        self.random, self.used = random.Random(seed), set[str]()

    def words(self, n: int) -> list[str]:
        result = []
        while len(result) < n:
            word = "م" + "".join(self.random.choices(LETTERS, k=7))
            if word not in self.used:
                self.used.add(word)
                result.append(word)
        return result

    def text(self, n: int) -> str:
        return " ".join(self.words(n))


def candidates(found: reuse.Found) -> set[tuple[str, str]]:
    return set(
        zip(
            found.candidates.column("left_id").to_pylist(),
            found.candidates.column("right_id").to_pylist(),
            strict=True,
        )
    )


def passages(found: reuse.Found, articles: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """(left id, right id, left text, right text) of every alignment."""
    return [
        (
            r["left_id"],
            r["right_id"],
            articles[r["left_id"]][r["left_start"] : r["left_end"]],
            articles[r["right_id"]][r["right_start"] : r["right_end"]],
        )
        for r in found.alignments.to_pylist()
    ]


def connected(ids: Iterable[str], edges: Iterable[tuple[str, str]]) -> bool:
    near = defaultdict(set)
    for a, b in edges:
        near[a].add(b)
        near[b].add(a)
    ids = set(ids)
    reached, queue = set[str](), [min(ids)]
    while queue:
        node = queue.pop()
        if node not in reached:
            reached.add(node)
            queue += near[node]
    return ids <= reached


# ---------------------------------------------------------------- copies


def test_identical_articles_have_one_representative() -> None:
    text = Inventor(1).text(40)
    found = reuse.find({"c": text, "a": text, "b": text})
    assert found.copies.to_pylist() == [
        {"article_id": "b", "representative_id": "a", "kind": "exact"},
        {"article_id": "c", "representative_id": "a", "kind": "exact"},
    ]
    assert found.copies.schema == schema(Copy)
    assert found.candidates.num_rows == found.alignments.num_rows == 0


def test_copies_are_exact_or_near() -> None:
    text = "وقال مسؤول إن الأمر انتهى في المدينة أمس بعد 1,000 يوم من العمل"
    respelt = "وقال مسئول ان الامر انتهي في المدينه «أمس» بعد ١٠٠٠ يوم من العمل"
    edited = text.replace("العمل", "الجهد")
    found = reuse.find(
        {"1": text, "2": respelt, "3": text, "4": edited, "5": "", "6": " .", "7": "", "8": respelt}
    )
    assert found.copies.to_pylist() == [
        {"article_id": "2", "representative_id": "1", "kind": "near"},
        {"article_id": "3", "representative_id": "1", "kind": "exact"},
        {"article_id": "8", "representative_id": "1", "kind": "near"},
    ]
    assert candidates(found) == {("1", "4")}


def test_words_in_another_order_are_no_copy() -> None:
    one, two = Inventor(2).text(20), Inventor(3).text(20)
    assert reuse.find({"a": f"{one} {two}", "b": f"{two} {one}"}).copies.num_rows == 0


def test_copies_get_no_passages_of_their_own() -> None:
    inventor = Inventor(4)
    shared = inventor.text(30)
    one, other = f"{shared} {inventor.text(30)}", f"{inventor.text(30)} {shared}"
    found = reuse.find({"a": one, "b": one, "c": other, "d": other})
    assert candidates(found) == {("a", "c")}


# ---------------------------------------------------------------- twelve words in a row


def test_twelve_words_in_a_row_are_found_wherever_they_stand() -> None:
    inventor, articles, expected = Inventor(5), dict[str, str](), dict[tuple[str, str], str]()
    for number in range(150):
        shared = inventor.words(PASSAGE + (0 if number < 100 else inventor.random.randint(1, 30)))
        for side in "ab":
            before, after = (inventor.random.choice([0, 0, 1, 2, 5, 11, 12, 60, 300]) for _ in range(2))
            articles[f"{number:03}{side}"] = " ".join(inventor.words(before) + shared + inventor.words(after))
        expected[f"{number:03}a", f"{number:03}b"] = " ".join(shared)
    same = {p for p in expected if articles[p[0]] == articles[p[1]]}  # nothing but the shared words
    found = reuse.find(articles)
    assert candidates(found) == expected.keys() - same
    assert len(expected) - len(same) > 130
    assert {(a, b): left for a, b, left, right in passages(found, articles) if left == right} == {
        pair: text for pair, text in expected.items() if pair not in same
    }


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 5), min_size=PASSAGE, max_size=PASSAGE + 3),
    *[st.lists(st.integers(0, 8), max_size=30) for _ in range(4)],
)
@example([0] * 12, [], [1], [], [2])
def test_twelve_words_are_found_among_few_that_recur(
    shared: list[int], before_a: list[int], after_a: list[int], before_b: list[int], after_b: list[int]
) -> None:
    vocabulary = Inventor(6).words(9)
    one, other = (
        " ".join(vocabulary[i] for i in side)
        for side in (before_a + shared + after_a, before_b + shared + after_b)
    )
    found = reuse.find({"a": one, "b": other})
    if one == other:
        assert found.copies.num_rows == 1
        return
    assert candidates(found) == {("a", "b")}
    assert found.alignments.num_rows >= 1


def test_a_lone_turn_of_phrase_makes_no_candidate() -> None:
    inventor = Inventor(7)
    phrase = inventor.text(5)
    articles = {str(i): f"{inventor.text(40)} {phrase} {inventor.text(40)}" for i in range(30)}
    assert reuse.find(articles).candidates.num_rows == 0


# ---------------------------------------------------------------- one text in many articles


@pytest.mark.parametrize(
    ("number", "length", "edits"),
    [(120, 12, 0.0), (120, 60, 0.0), (120, 300, 0.0), (120, 120, 0.05), (480, 60, 0.0), (480, 120, 0.05)],
)
def test_a_text_in_many_articles_ties_them_all_and_stays_linear(
    number: int, length: int, edits: float
) -> None:
    """All pairs would be 60 and 240 an article; what stands in up to 50 still ties each with each."""
    inventor = Inventor(8)
    viral = inventor.words(length)
    articles, spans = dict[str, str](), dict[str, tuple[int, int]]()
    for n in range(number):
        before, after = inventor.text(inventor.random.randint(20, 120)), inventor.text(50)
        own = [inventor.words(1)[0] if inventor.random.random() < edits else w for w in viral]
        name = f"article {n}"
        articles[name] = f"{before} {' '.join(own)} {after}"
        spans[name] = (len(before) + 1, len(before) + 1 + len(" ".join(own)))
    assert len(articles) > reuse.HOT
    found = reuse.find(articles)
    assert found.candidates.num_rows < 25 * len(articles)
    inside = []
    for r in found.alignments.to_pylist():
        for side in ("left", "right"):
            start, end = spans[r[f"{side}_id"]]
            assert start <= r[f"{side}_start"] < r[f"{side}_end"] <= end, "aligned beyond the shared text"
        inside.append((r["left_id"], r["right_id"]))
    assert connected(articles, inside)


@pytest.mark.parametrize("articles", [reuse.HOT, reuse.HOT + 1])
def test_a_text_in_few_articles_ties_each_with_each(articles: int) -> None:
    inventor = Inventor(9)
    shared = inventor.text(20)
    pile = {f"{i:03}": f"{inventor.text(30)} {shared} {inventor.text(30)}" for i in range(articles)}
    found = reuse.find(pile)
    every = {(a, b) for a in pile for b in pile if a < b}
    if articles <= reuse.HOT:
        assert candidates(found) == every
    else:
        hub = min(pile, key=reuse.article_key)
        assert candidates(found) >= {tuple(sorted((hub, a))) for a in pile if a != hub}
        assert len(candidates(found)) < len(every) / 10


def test_twelve_words_of_two_articles_around_eight_of_many_are_found() -> None:
    inventor = Inventor(36)
    phrase, longer = inventor.words(8), inventor.words(4)
    articles = {str(i): " ".join(inventor.words(30) + phrase + inventor.words(30)) for i in range(60)}
    for name in ("a", "b"):
        articles[name] = " ".join(inventor.words(30) + phrase + longer + inventor.words(30))
    found = passages(reuse.find(articles), articles)
    assert ("a", "b") in {(left, right) for left, right, _, _ in found}


# ---------------------------------------------------------------- determinism


@pytest.fixture(scope="module")
def mixed_pile() -> dict[str, str]:
    inventor = Inventor(10)
    wires = [inventor.words(120) for _ in range(4)]
    pile = {}
    for number in range(40):
        wire = wires[number % 4]
        first = inventor.random.randint(0, 60)
        kept = [w for w in wire[first : first + 50] if inventor.random.random() > 0.05]
        pile[f"{number:02}"] = f"{inventor.text(20)} {' '.join(kept)} {inventor.text(20)}"
    pile["copy"] = pile["00"]
    return pile


def test_articles_may_come_as_an_arrow_table(mixed_pile: dict[str, str]) -> None:
    rows = list(mixed_pile.items())[::-1]
    table = pa.table({"id": [i for i, _ in rows], "text": [t for _, t in rows]})
    assert reuse.find(table).alignments.equals(reuse.find(mixed_pile).alignments)


def test_the_order_of_the_articles_does_not_matter(mixed_pile: dict[str, str]) -> None:
    first = reuse.find(mixed_pile)
    for seed in range(3):
        items = list(mixed_pile.items())
        random.Random(seed).shuffle(items)
        again = reuse.find(dict(items))
        assert again.alignments.equals(first.alignments)
        assert again.candidates.equals(first.candidates)
        assert again.copies.equals(first.copies)
        assert again.postings == first.postings


def test_other_articles_do_not_change_the_passages_of_a_pair(mixed_pile: dict[str, str]) -> None:
    whole = passages(reuse.find(mixed_pile), mixed_pile)
    part = {name: mixed_pile[name] for name in list(mixed_pile)[:20]}
    assert {p for p in whole if p[0] in part and p[1] in part} == set(passages(reuse.find(part), part))


def test_left_is_the_smaller_id_and_spans_are_words(mixed_pile: dict[str, str]) -> None:
    found = reuse.find(mixed_pile)
    assert found.alignments.num_rows > 50
    for r in found.alignments.to_pylist():
        assert r["left_id"] < r["right_id"]
        for side in ("left", "right"):
            spans = list(words(mixed_pile[r[f"{side}_id"]]))
            assert r[f"{side}_start"] in {w.start for w in spans}
            assert r[f"{side}_end"] in {w.end for w in spans}
        assert r["words"] >= reuse.MIN_WORDS


def test_more_words_may_be_asked_for(mixed_pile: dict[str, str]) -> None:
    stages: dict[str, float] = {}
    found = reuse.find(mixed_pile, min_words=30, stages=stages)
    assert min(found.alignments.column("words").to_pylist()) >= 30
    assert stages.keys() >= {"words", "seeds", "candidates", "alignments"}
    assert all(seconds >= 0 for seconds in stages.values())


def test_an_empty_pile_shares_nothing() -> None:
    found = reuse.find({})
    assert found.alignments.num_rows == found.candidates.num_rows == found.copies.num_rows == 0
    assert found.postings == 0


# ---------------------------------------------------------------- batches


CANDIDATE = pa.schema([("left_id", pa.string()), ("right_id", pa.string()), ("bucket", pa.int32())])


def blocks_of(articles: dict[str, str], pairs: Iterable[tuple[str, str]]) -> list[pa.Table]:
    """The blocks of BLOCKS_SQL for these candidates."""
    sizes = [{"id": i, "size": len(t.encode())} for i, t in articles.items()]
    chosen = [{"left_id": a, "right_id": b, "bucket": 7} for a, b in pairs]
    with duckdb.connect() as db:
        db.register("articles", pa.table({"id": [*articles], "text": [*articles.values()]}))
        db.register("digests", pa.Table.from_pylist(sizes))
        db.register("candidates", pa.Table.from_pylist(chosen, schema=CANDIDATE))
        table = db.sql(reuse.BLOCKS_SQL).to_arrow_table()
    numbers = sorted(set(table.column("block").to_pylist()))
    return [table.filter(pc.equal(table.column("block"), n)) for n in numbers]


def test_a_block_of_pairs_has_each_text_once_and_aligns_as_the_pile_does(mixed_pile: dict[str, str]) -> None:
    found = reuse.find(mixed_pile)
    (block,) = blocks_of(mixed_pile, candidates(found))
    texts = block.filter(pc.is_null(block.column("right_id"))).column("left_id").to_pylist()
    assert sorted(texts) == sorted({i for pair in candidates(found) for i in pair})
    aligned = reuse.align_block(block, min_words=reuse.MIN_WORDS)
    assert aligned.schema == reuse.ALIGNMENTS
    assert set(aligned.column("bucket").to_pylist()) == {7}
    order = [(name, "ascending") for name in ("left_id", "right_id", "left_start", "right_start")]
    assert aligned.drop_columns("bucket").sort_by(order).to_pylist() == (
        found.alignments.sort_by(order).to_pylist()
    )


def test_every_pair_is_in_one_block_with_its_texts() -> None:
    inventor = Inventor(12)
    text = inventor.text(reuse.COUNTED // 16)  # half as many bytes as are counted at most
    articles = {f"{i:03}": text for i in range(200)}
    pairs = {(f"{i:03}", f"{i + step:03}") for i in range(0, 180, 3) for step in (1, 2, 20)}
    blocks = blocks_of(articles, pairs)
    assert len(blocks) > 1
    seen = []
    for block in blocks:
        rows = block.select(["left_id", "right_id", "text"]).to_pylist()
        known = {r["left_id"] for r in rows if r["right_id"] is None}
        inside = [(r["left_id"], r["right_id"]) for r in rows if r["right_id"] is not None]
        assert known == {i for pair in inside for i in pair}
        assert len(rows) == len(known) + len(inside)
        seen += inside
    assert sorted(seen) == sorted(pairs)


def test_digests_tell_copies_apart_and_carry_the_facts() -> None:
    batch = pa.RecordBatch.from_pydict(
        {
            "id": ["a", "b", "c", "d"],
            "text": ["قال أحمد ذلك.", "«قال احمد ذلك»", "قال أحمد ذلك.", "،"],
            "outlet": ["O", None, "O", None],
            "published": ["2017-09-03T14:30:00+03:00", "2017-09-03", "2017-09", None],
            "published_kind": ["published", "crawl", "url", "none"],
        },
        schema=pa.schema([(n, pa.string()) for n in ("id", "text", "outlet", "published", "published_kind")]),
    )
    a, b, c, d = reuse.digest_batch(batch, buckets=4).to_pylist()
    assert a["folded"] == b["folded"] == c["folded"] != d["folded"]
    assert a["exact"] == c["exact"] != b["exact"]
    assert [x["words"] for x in (a, b, c, d)] == [3, 3, 3, 0]
    assert [x["length"] for x in (a, b, d)] == [12, 12, 0]
    assert a["size"] == len("قال أحمد ذلك.".encode())
    assert [x["day"] for x in (a, b, c, d)] == ["2017-09-03", "2017-09-03", None, None]
    assert [x["outlet"] for x in (a, b, c, d)] == ["O", None, "O", None]
    assert all(x["key"] == reuse.article_key(x["id"]) for x in (a, b, c, d))
    assert all(x["bucket"] == reuse.bucket(x["id"], 4) for x in (a, b, c, d))


def test_fingerprints_name_their_article_and_only_real_surroundings() -> None:
    text = Inventor(11).text(30)
    batch = pa.RecordBatch.from_pydict(
        {"id": ["long", "five", "four"], "text": [text, *["م ق ر س ت", "م ق ر س"]]}
    )
    rows = reuse.fingerprint_batch(batch, buckets=2).to_pylist()
    assert {r["article"] for r in rows} == {reuse.article_key("long"), reuse.article_key("five")}
    assert all(r["bucket"] == r["article"] % 2 for r in rows)
    (five,) = (r for r in rows if r["article"] == reuse.article_key("five"))
    assert five["position"] == 0
    assert [five[f"around_{i}"] for i in range(6)] == [0] * 6  # no ten words stand around it
    for r in rows:
        if r["article"] == reuse.article_key("long"):
            starts = [r["position"] - 5 + i for i in range(6)]
            assert [r[f"around_{i}"] != 0 for i in range(6)] == [0 <= s <= 20 for s in starts]


# ---------------------------------------------------------------- keys


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20), st.integers(0, 12))
@example("\udc80", 3)
def test_a_key_is_63_bits_and_buckets_nest(article_id: str, power: int) -> None:
    key = reuse.article_key(article_id)
    assert 0 <= key < 1 << 63
    assert key == reuse.article_key(article_id)
    assert 0 <= reuse.bucket(article_id, 1 << power) < 1 << power
    assert reuse.bucket(article_id, 2 << power) % (1 << power) == reuse.bucket(article_id, 1 << power)


def test_keys_never_change_and_spread_evenly() -> None:
    assert reuse.article_key("a") == 1702698405120146464
    keys = [reuse.article_key(str(i)) for i in range(4000)]
    assert len(set(keys)) == 4000
    counts = np.bincount([reuse.bucket(str(i), 8) for i in range(4000)], minlength=8)
    assert counts.min() > 400
    assert counts.max() < 600


def test_kernels_are_compiled_by_now() -> None:
    assert jit.loaded()
    assert align.kernels(0) is not jit.plain() or not jit.warm()
