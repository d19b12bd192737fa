"""`naql annotate` over many inputs: order, bad ones, exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from naql.annotating import annotate_inputs
from naql.errors import NothingReadableError
from naql.read import ReadOptions


def run(*inputs: Path | str, stdin: bytes | None = None) -> tuple[int, list[str], list[str]]:
    """The exit code, the ids in the order they were written, and what was told."""
    ids: list[str] = []
    told: list[str] = []
    code = annotate_inputs(
        [str(name) for name in inputs],
        ReadOptions(),
        lambda article, reading: ids.append(f"{article.id}={reading.id}"),
        told.append,
        io.BytesIO(stdin) if stdin is not None else None,
    )
    return code, ids, told


def line(name: str, **fields: object) -> str:
    return json.dumps({"id": name, "text": "قال الوزير إن الجسر جاهز", **fields}, ensure_ascii=False) + "\n"


def test_every_article_in_the_order_of_the_inputs(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(line("2") + line("1"), "utf-8")
    (tmp_path / "a.txt").write_text("قال الوزير", "utf-8")
    code, ids, told = run(tmp_path / "b.jsonl", tmp_path / "a.txt", "-", stdin=line("in").encode())
    assert (code, told) == (0, [])
    assert ids == ["2=2", "1=1", "a.txt=a.txt", "in=in"]


def test_a_bad_record_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(line("1") + "{broken\n" + line("3"), "utf-8")
    code, ids, told = run(tmp_path / "x.jsonl", tmp_path / "gone.txt")
    assert (code, ids) == (1, ["1=1", "3=3"])
    assert [text.split(" (")[-1] for text in told] == ["bad_json)", "missing)"]
    assert "x.jsonl, record 1: " in told[0]
    assert "gone.txt" in told[1]


def test_what_was_kept_with_a_note_is_counted_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(line("1", date="someday") + line("2", date="whenever"), "utf-8")
    code, ids, told = run(tmp_path / "x.jsonl")
    assert (code, len(ids)) == (0, 2)
    assert told == ["kept with a note: 2 bad_date"]


def test_no_article_at_all(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{broken\n", "utf-8")
    with pytest.raises(NothingReadableError, match=r"x\.jsonl.*bad_json 1"):
        run(tmp_path / "x.jsonl")
