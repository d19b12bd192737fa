"""Many comparisons from JSON Lines: one object a line, in the order of the lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naql import pairs as module
from naql.comparison import compare
from naql.errors import NothingReadableError, UsageError
from naql.model import Article
from naql.pairs import PAIRS_AT_ONCE, compare_pairs
from naql.read import ReadOptions
from tests.conftest import News

TEXT = "قال الوزير أمس إن المشروع الجديد سيبدأ في مطلع الشهر المقبل، وإن كلفته لم تحدد بعد."
OTHER = "وأكد مصدر أن المشروع الجديد سيبدأ في مطلع الشهر المقبل، وإن كلفته لم تحدد بعد."

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Compare the pairs of lines (objects or raw bytes); the exit code and what was written."""

    def made(*lines: Any, min_words: int = 8, **options: Any) -> tuple[int, list[dict[str, Any]]]:
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        file = tmp_path / "pairs.jsonl"
        file.write_bytes(b"\n".join(raw) + b"\n")
        out: list[str] = []
        code = compare_pairs(str(file), ReadOptions(**options), min_words, out.append)
        assert all("\n" not in line for line in out)
        return code, [json.loads(line) for line in out]

    return made


def pair(**fields: Any) -> dict[str, Any]:
    return {"a": {"id": "one", "text": TEXT}, "b": {"id": "other", "text": OTHER}, **fields}


def article(article_id: str, text: str) -> Article:
    return Article(article_id, None, None, text, None, "none", None, None, None, None)


def test_a_pair_gives_what_compare_gives(run: Run) -> None:
    code, found = run(pair(), pair(cluster="c1"), pair(cluster=7, unknown=[1]))
    expected = compare(article("one", TEXT), article("other", OTHER)).to_dict()
    assert code == 0
    assert found[0] == json.loads(json.dumps(expected))
    assert found[0]["blocks"]
    assert found[1] == {"cluster": "c1", **found[0]}
    assert found[2] == {"cluster": 7, **found[0]}
    assert next(iter(found[1])) == "cluster"


def test_pairs_beyond_one_batch_stay_in_order(run: Run) -> None:
    many = [pair(cluster=n, b={"text": TEXT if n % 2 else OTHER}) for n in range(PAIRS_AT_ONCE + 3)]
    code, found = run(*many)
    assert (code, [one["cluster"] for one in found]) == (0, list(range(len(many))))
    assert [one["coverage"]["a"] == 1.0 for one in found] == [bool(n % 2) for n in range(len(many))]


def test_without_an_id_the_side_stands_for_it(run: Run) -> None:
    _, found = run({"a": {"text": TEXT}, "b": {"id": None, "text": OTHER}}, pair(a={"id": " ", "text": TEXT}))
    assert [(one["a"], one["b"]) for one in found] == [("a", "b"), ("a", "other")]


def test_lines_that_are_no_pair_are_named_in_their_place(run: Run) -> None:
    code, found = run(
        pair(cluster="first"),
        b"{broken",
        [],
        b"",
        {"a": {"text": TEXT}},
        {"a": {"text": TEXT}, "b": "text"},
        pair(a={"id": "no text"}),
        pair(b={"text": "…"}),
        pair(b={"id": [1], "text": TEXT}),
        pair(cluster="last"),
    )
    assert code == 1
    assert [one.get("line") for one in found] == [None, 2, 3, 5, 6, 7, 8, 9, None]
    assert [found[0]["cluster"], found[-1]["cluster"]] == ["first", "last"]
    errors = [one["error"] for one in found[1:-1]]
    assert "not valid JSON" in errors[0]
    assert errors[1] == errors[2] == errors[3] == "not an object with the articles a and b"
    assert errors[4].startswith("a: no_text")
    assert errors[5].startswith("b: empty")
    assert errors[6].startswith("b: bad_row")


def test_a_note_on_an_article_keeps_its_pair(run: Run) -> None:
    code, found = run(pair(a={"id": "one", "text": TEXT, "date": "someday", "outlet": 3.5}))
    assert (code, found[0]["a"]) == (0, "one")


def test_bytes_that_are_no_text_cost_their_line_only(run: Run) -> None:
    bad = json.dumps(pair(), ensure_ascii=False).encode("cp1256")
    code, found = run(pair(), bad, pair())
    assert (code, [one.get("line") for one in found]) == (1, [None, 2, None])
    assert found[1]["error"] == "not text in the encoding of the file"


def test_the_encoding_and_the_fields_can_be_named(run: Run) -> None:
    named = {"a": {"guid": "one", "body": TEXT}, "b": {"guid": "other", "body": OTHER}}
    line = json.dumps(named, ensure_ascii=False).encode("cp1256")
    code, found = run(line, encoding="cp1256", fields={"id": "guid", "text": "body"})
    plain = run(pair())[1]
    assert (code, found) == (0, plain)
    with pytest.raises(UsageError, match="unknown encoding 'klingon'"):
        run(pair(), encoding="klingon")


def test_a_byte_order_mark_is_no_content(run: Run) -> None:
    assert run(b"\xef\xbb\xbf" + json.dumps(pair()).encode())[0] == 0


def test_min_words_is_handed_on(run: Run) -> None:
    assert run(pair(), min_words=40)[1][0]["blocks"] == []


def test_nothing_to_compare_is_an_error(run: Run, tmp_path: Path) -> None:
    with pytest.raises(NothingReadableError, match="no line is a pair"):
        run(b"", b"not json")
    with pytest.raises(NothingReadableError, match="cannot be read"):
        compare_pairs(str(tmp_path / "missing.jsonl"), ReadOptions(), 8, print)
    with pytest.raises(NothingReadableError, match="cannot be read"):
        compare_pairs(str(tmp_path), ReadOptions(), 8, print)


def test_pairs_are_held_in_batches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sizes: list[int] = []
    real = module.compare_many

    def counting(pairs: Any, **settings: Any) -> Any:
        sizes.append(len(pairs))
        return real(pairs, **settings)

    monkeypatch.setattr(module, "compare_many", counting)
    monkeypatch.setattr(module, "PAIRS_AT_ONCE", 4)
    file = tmp_path / "pairs.jsonl"
    texts = News(3).text(1, 20)
    file.write_text("".join(json.dumps(pair(a={"text": texts})) + "\n" for _ in range(10)), "utf-8")
    out: list[str] = []
    assert compare_pairs(str(file), ReadOptions(), 8, out.append) == 0
    assert (len(out), max(sizes)) == (10, 4)
