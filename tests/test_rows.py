"""Rows for other programs and for people: JSON Lines, CSV, Parquet, a plain table."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql import rows as module
from naql.arrow import schema
from naql.errors import UsageError
from naql.model import Alignment
from naql.rows import SHOWN_ROWS, SHOWN_WIDTH, as_reader, write

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("n", pa.int64()),
        pa.field("share", pa.float64()),
        pa.field("formula", pa.bool_()),
        pa.field("ids", pa.list_(pa.string())),
    ]
)
ROWS: list[dict[str, Any]] = [
    {"id": "خبر «1»", "n": 3, "share": 0.5, "formula": True, "ids": ["a", 'b"c']},
    {"id": 'two\nlines, "quoted"', "n": None, "share": None, "formula": False, "ids": []},
    {"id": "", "n": -1, "share": 1.0, "formula": None, "ids": None},
]


def reader(rows: list[dict[str, Any]] = ROWS, schema: pa.Schema = SCHEMA) -> pa.RecordBatchReader:
    return as_reader(rows, schema)


def text(shape: str | None, made: pa.RecordBatchReader, path: Path) -> str:
    write(made, shape or "json", str(path))
    return path.read_bytes().decode()


def test_rows_become_batches_of_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 2)
    made = reader()
    assert made.schema == SCHEMA
    batches = list(made)
    assert [batch.num_rows for batch in batches] == [2, 1]
    assert [row for batch in batches for row in batch.to_pylist()] == ROWS
    assert reader([]).read_all().num_rows == 0


def test_rows_are_made_as_they_are_read() -> None:
    def endless() -> Any:
        while True:
            yield ROWS[0]

    assert next(as_reader(endless(), SCHEMA)).num_rows == module._BATCH


def test_json_is_one_object_a_line(tmp_path: Path) -> None:
    lines = text("json", reader(), tmp_path / "x.jsonl").splitlines()
    assert [json.loads(line) for line in lines] == ROWS
    assert "خبر" in lines[0]  # as printed, not as escapes


def test_json_has_no_numbers_that_are_none(tmp_path: Path) -> None:
    odd = pa.table(
        {"x": [math.nan, math.inf, 1.0], "y": [[-math.inf], [2.0], []], "z": [{"k": math.nan}] * 3}
    )
    made = text("json", odd.to_reader(), tmp_path / "x.jsonl")
    found = [json.loads(line, parse_constant=pytest.fail) for line in made.splitlines()]
    assert [row["x"] for row in found] == [None, None, 1.0]
    assert [row["y"] for row in found] == [[None], [2.0], []]
    assert found[0]["z"] == {"k": None}


def test_values_that_json_does_not_know_are_written_as_text(tmp_path: Path) -> None:
    import datetime
    import decimal

    odd = pa.table({"day": [datetime.date(2024, 3, 12)], "sum": [decimal.Decimal("1.50")]})
    assert json.loads(text("json", odd.to_reader(), tmp_path / "x")) == {"day": "2024-03-12", "sum": "1.50"}


def test_csv_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = text("csv", reader(), tmp_path / "x.csv")
    header, *lines = csv.reader(io.StringIO(made, newline=""))
    assert header == SCHEMA.names
    assert lines[0] == ["خبر «1»", "3", "0.5", "true", '["a", "b\\"c"]']
    assert lines[1] == ['two\nlines, "quoted"', "", "", "false", "[]"]
    assert lines[2] == ["", "-1", "1.0", "", ""]
    assert "\r" not in made


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_text_that_a_spreadsheet_would_run_is_disarmed(start: str, tmp_path: Path) -> None:
    row = {**ROWS[0], "id": f'{start}HYPERLINK("http://x.example")'}
    made = text("csv", reader([row, {**ROWS[0], "id": f"a{start}b", "n": -7}]), tmp_path / "x.csv")
    _, first, second = csv.reader(io.StringIO(made, newline=""))
    assert first[0] == "'" + row["id"]
    assert second[:2] == [f"a{start}b", "-7"]  # inside a text, and in a number, nothing is touched


def test_parquet_keeps_schema_and_rows(tmp_path: Path) -> None:
    run = {"op": "same", "left_start": 0, "left_end": 2, "right_start": 1, "right_end": 3}
    row = dict.fromkeys(schema(Alignment).names, 1) | {
        "left_id": "a", "right_id": "b", "score": 0.5, "moved": False, "formula": True, "runs": [run],
    }  # fmt: skip
    write(as_reader([row], schema(Alignment)), "parquet", str(tmp_path / "x.parquet"))
    made = pq.read_table(tmp_path / "x.parquet")
    assert made.schema.equals(schema(Alignment))
    assert made.to_pylist() == [row]


def test_the_name_of_the_file_decides_the_shape(tmp_path: Path) -> None:
    for name, first in (
        ("x.CSV", b"id,n"),
        ("x.jsonl", b'{"id"'),
        ("x.json", b'{"id"'),
        ("x.parquet", b"PAR1"),
    ):
        write(reader(), None, str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(first)
    write(reader(), "csv", str(tmp_path / "x.json"))  # what is said counts more
    assert (tmp_path / "x.json").read_bytes().startswith(b"id,n")
    with pytest.raises(UsageError, match="say --json, --csv or --parquet"):
        write(reader(), None, str(tmp_path / "x.txt"))
    assert not (tmp_path / "x.txt").exists()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    for shape in ("json", "csv", "parquet"):
        with pytest.raises(UsageError, match="cannot be written"):
            write(reader(), shape, str(tmp_path / "no" / "folder"))


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    with pytest.raises(UsageError, match=r"standard output: cannot be written \(No space left"):
        write(reader(), "json", None)


def test_a_reader_that_went_away_is_no_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    with pytest.raises(BrokenPipeError):
        write(reader(), "csv", None)


def test_parquet_is_kept_off_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(UsageError, match="give -o FILE"):
        write(reader(), "parquet", None)
    assert capsys.readouterr().out == ""


def test_columns_of_one_name_are_all_printed(tmp_path: Path) -> None:
    twice = pa.Table.from_arrays([pa.array([n]) for n in range(4)], names=["id", "id", "id_1", "id"])
    names = ["id", "id_2", "id_1", "id_3"]
    assert json.loads(text("json", twice.to_reader(), tmp_path / "x")) == dict(
        zip(names, range(4), strict=True)
    )
    assert text("csv", twice.to_reader(), tmp_path / "x") == ",".join(names) + "\n0,1,2,3\n"
    write(twice.to_reader(), "parquet", str(tmp_path / "x.parquet"))
    assert pq.read_table(tmp_path / "x.parquet").column_names == names


def test_people_see_the_first_rows_and_how_many_more(capsys: pytest.CaptureFixture[str]) -> None:
    many = [{**ROWS[0], "n": n} for n in range(SHOWN_ROWS + 1234)]
    write(reader(many), None, None)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + SHOWN_ROWS + 1
    assert lines[-1] == "... and 1,234 more rows; --json, --csv or --parquet print them all"
    write(reader(many[:SHOWN_ROWS]), None, None)
    assert "more rows" not in capsys.readouterr().out


def test_people_see_short_harmless_cells(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[31m\u202e" + "ط" * 100 + "\nsecond"
    write(reader([{**ROWS[0], "id": hostile}]), None, None)
    made = capsys.readouterr().out
    assert "\x1b" not in made
    assert "\u202e" not in made
    assert len(made.splitlines()) == 2
    cell = made.splitlines()[1].split("\u2069")[0].removeprefix("\u2068")
    assert len(cell) == SHOWN_WIDTH
    assert cell.startswith("<U+001B>[31m<U+202E>ططط")
    assert cell.endswith("…")
    # Each cell keeps its own direction, and columns begin in step.
    header, row = made.splitlines()
    assert header.index("\u2068n\u2069") == row.index("\u20683\u2069")


def test_a_table_without_rows_has_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    write(reader([]), None, None)
    assert capsys.readouterr().out.split() == [f"\u2068{name}\u2069" for name in SCHEMA.names]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), min_size=1, max_size=4))
@settings(deadline=None, max_examples=100)
def test_any_text_survives_json_and_csv(texts: list[str]) -> None:
    made = [{**ROWS[0], "id": value} for value in texts]
    for shape in ("json", "csv"):
        out = io.StringIO(newline="")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            write(reader(made), shape, None)
        if shape == "json":
            found = [json.loads(line)["id"] for line in out.getvalue().split("\n")[:-1]]
            assert found == texts
        else:
            found = [row[0] for row in csv.reader(io.StringIO(out.getvalue(), newline=""))][1:]
            assert [value.removeprefix("'") for value in found] == [
                value.removeprefix("'") for value in texts
            ]
