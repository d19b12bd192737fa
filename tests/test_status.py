"""What a project tells of itself, and the exit code of a run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from naql import trace
from naql.model import VERSION
from naql.pile import PILE_REASONS
from naql.project import PUBLIC, Project
from naql.read import KEPT, REASONS
from naql.status import exit_code, facts, summary
from tests.conftest import News

# Named here once more, one by one: what a script may rely on is decided, not derived.
FAULTS = {"missing", "unreadable", "bad_encoding", "bad_json", "bad_row", "no_text", "empty", "too_large"}
NO_FAULTS = {
    "unknown_type", "linked_folder", "bad_date", "no_date_kind", "unknown_date_kind", "bad_field",
    "surrogate", "duplicate", "id_conflict",
}  # fmt: skip


def test_every_reason_is_a_fault_or_none() -> None:
    assert REASONS.keys() | PILE_REASONS.keys() == FAULTS | NO_FAULTS
    assert not FAULTS & NO_FAULTS
    assert FAULTS.isdisjoint(KEPT)


@pytest.mark.parametrize("reason", sorted(FAULTS | NO_FAULTS))
def test_the_exit_code_is_1_only_for_what_was_not_read(reason: str) -> None:
    counts = {"read": 5, "articles": 4}
    assert exit_code(counts) == 0
    assert exit_code({**counts, reason: 3}) == (reason in FAULTS)
    assert exit_code({**counts, reason: 0}) == 0


def test_a_reason_of_a_later_version_counts_as_a_fault() -> None:
    assert exit_code({"read": 1, "articles": 1, "eaten_by_the_dog": 1}) == 1


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A pile with one of most things that can be wrong."""
    folder, news = tmp_path_factory.mktemp("status"), News(11)
    text = news.text(2)
    records: list[Any] = [
        {"id": "one", "text": text, "date": "2024-03-12", "date_kind": "published"},
        {"id": "two", "text": news.edited(text, 0.03), "date": "12 nonsense"},
        {"id": "three", "text": text, "date": "2024-03-12"},
        {"id": "empty", "text": "…"},
        {"id": "none"},
        {"id": "one", "text": text, "date": "2024-03-12", "date_kind": "published"},
        {"id": "two", "text": news.text(1)},
    ]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (folder / "in.jsonl").write_text("\n".join([*lines, "{broken"]) + "\n", "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n")
    return trace([folder / "in.jsonl", folder / "picture.png"], folder / "project", min_words=9)


def test_facts(project: Project) -> None:
    told = facts(project)
    assert list(told) == [
        "project", "naql", "parameters", "read", "articles", "skipped", "kept_with_a_note", "tables", "runs",
    ]  # fmt: skip
    assert told["project"] == str(project.path)
    assert told["naql"] == VERSION
    assert told["parameters"] == {"min_words": 9, "min_coverage": 0.3, "buckets": 1}
    assert (told["read"], told["articles"]) == (5, 4)
    assert told["skipped"] == {"bad_json": 1, "empty": 1, "no_text": 1, "unknown_type": 1}
    assert told["kept_with_a_note"] == {"bad_date": 1, "duplicate": 1, "id_conflict": 2, "no_date_kind": 1}
    assert told["tables"].keys() >= set(PUBLIC)
    assert told["tables"]["articles"] == 4
    assert told["tables"]["skipped"] == sum(told["skipped"].values()) + sum(told["kept_with_a_note"].values())
    assert told["tables"]["copies"] == 1
    (run,) = told["runs"]
    assert run["engine"] == "embedded"
    assert run["made"]["articles"] == 1
    assert run["seconds"] > 0
    json.dumps(told)


def test_every_record_is_in_some_count(project: Project) -> None:
    told = facts(project)
    lines = 8 + 1  # of the file, and the picture
    assert told["read"] + sum(told["skipped"].values()) == lines
    assert told["read"] - told["kept_with_a_note"]["duplicate"] == told["articles"]
    assert exit_code(project.manifest.counts) == 1


def test_the_summary_names_each_reason_with_its_meaning(project: Project) -> None:
    lines = summary(project).splitlines()
    assert lines[0] == f"4 articles of 5 records read, in {project.path}"
    for reason, count, title in (
        ("bad_json", 1, "skipped"),
        ("unknown_type", 1, "skipped"),
        ("duplicate", 1, "kept with a note"),
        ("id_conflict", 2, "kept with a note"),
    ):
        meaning = {**REASONS, **PILE_REASONS}[reason]
        assert f"  {title}: {count} {reason} ({meaning})" in lines
    assert re.fullmatch(r"1 copy, \d+ passages?, \d+ famil(y|ies), \d+ pairs?, 1 story", lines[-2])
    assert re.fullmatch(r"\d+ statements?, \d+ changes?", lines[-1])
    assert len(lines) == 3 + 4 + 4


def test_the_full_summary_adds_tables_settings_and_runs(project: Project) -> None:
    short, full = summary(project), summary(project, full=True)
    assert full.startswith(short)
    added = full[len(short) :].strip().splitlines()
    assert added[0].startswith("tables: articles 4, inputs 5, skipped 9, copies 1")
    assert "min_words 9" in added[1]
    assert added[2] == f"made by Naql {VERSION}"
    assert "embedded" in added[3]
    assert len(added) == 4


def test_a_clean_pile_has_a_short_summary(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(News(1).text(1), "utf-8")
    clean = trace([tmp_path / "one.txt"], tmp_path / "project")
    assert exit_code(clean.manifest.counts) == 0
    assert facts(clean)["skipped"] == facts(clean)["kept_with_a_note"] == {}
    first, second, third = summary(clean).splitlines()
    assert first == f"1 article of 1 record read, in {clean.path}"
    assert second == "0 copies, 0 passages, 0 families, 0 pairs, 0 stories"
    assert third == "0 statements, 0 changes"
