"""The documents say what is: commands, options, tables, examples, links, dependencies."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pytest
from click.testing import CliRunner

import naql
from naql.arrow import schema
from naql.cli import main
from naql.inferred import Claim, ClaimGroup, Link, Source
from naql.model import (
    Alignment,
    Article,
    Attribution,
    ChainStep,
    Change,
    Copy,
    Family,
    Input,
    Pair,
    Passage,
    Run,
    Skip,
    Span,
    Statement,
    Story,
    Witness,
)
from naql.pile import PILE_REASONS
from naql.project import PUBLIC
from naql.read import FIELDS, REASONS
from naql.readings import CREDIT
from naql.story_rows import HABITS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
RECORDS: dict[str, type | pa.Schema] = {
    "articles": Article, "inputs": Input, "skipped": Skip, "copies": Copy, "alignments": Alignment,
    "families": Family, "witnesses": Witness, "passages": Passage, "pairs": Pair, "stories": Story,
    "credits": CREDIT, "statements": Statement, "attributions": Attribution, "changes": Change,
    "sources": Source, "links": Link, "habits": HABITS, "claims": Claim, "claim_groups": ClaimGroup,
}  # fmt: skip
PAGES = [README, ROOT / "examples" / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FUEL_B = str(ROOT / "examples" / "pair" / "fuel_b.txt")
ISOLATES = dict.fromkeys((0x2068, 0x2069))


def text(page: Path) -> str:
    return page.read_text("utf-8")


def fences(page: Path, *languages: str) -> list[str]:
    return [body for language, body in FENCE.findall(text(page)) if language in languages]


def sections(page: Path) -> dict[str, str]:
    """Heading → what stands below it."""
    parts = re.split(r"^#+ (.*)$", text(page), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def cells(part: str) -> list[list[str]]:
    """The rows of the tables in a part, without headers."""
    rows = [line.strip()[1:-1].split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows if not set("".join(row)) <= set("-| ")]


def commands(page: Path) -> Iterator[list[str]]:
    """Every call of `naql` in a page's shell examples, as arguments."""
    for body in fences(page, "sh", "console"):
        joined = re.sub(r"(?m)^\$ ", "", body)
        for found in re.finditer(r'(?m)(?:^|\| )naql ((?:"[^"]*"|[^"\n])*)', joined):
            words = shlex.split(found[1], comments=True)
            yield words[: next((i for i, word in enumerate(words) if word in (">", "|")), len(words))]


# ---------------------------------------------------------------- commands


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_option_is_documented_and_no_other(name: str) -> None:
    page = DOCS / f"{name}.md"
    assert text(page).startswith(f"# naql {name}\n")
    written = set(
        re.findall(r"`(--?[a-z][a-z-]*)", " ".join(row[0] for row in cells(sections(page)["Options"])))
    )
    command = main.commands[name]
    parameters = [
        *command.params,
        command.get_help_option(click.Context(command, help_option_names=["-h", "--help"])),
    ]
    there = {
        option
        for parameter in parameters
        if isinstance(parameter, click.Option)
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    assert written == there | {"-h", "--help"}


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_page_has_a_synopsis_and_exit_codes(name: str) -> None:
    page = DOCS / f"{name}.md"
    assert fences(page, "")[0].startswith(f"naql {name} [OPTIONS] ")
    codes = {row[0] for row in cells(sections(page)["Exit codes"]) if row[0].isdigit()}
    assert {"0", "2", "3"} <= codes <= {"0", "1", "2", "3", "130"}
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option) and isinstance(parameter.type, click.Choice):
            assert all(choice in text(page) for choice in parameter.type.choices)


def test_every_command_line_in_the_documents_is_understood() -> None:
    found = [words for page in PAGES for words in commands(page)]
    assert {words[0] for words in found} == main.commands.keys()
    for words in found:
        name, *args = words
        with main.commands[name].make_context(name, args):
            pass


def test_the_queries_of_the_sql_page_run(project: Path) -> None:
    found = [words for words in commands(DOCS / "sql.md") if words[0] == "sql"]
    assert len(found) == 3
    for words in found:
        result = CliRunner().invoke(main, [str(project) if word == "project" else word for word in words])
        assert result.exit_code == 0, result.output
        assert result.stdout


def test_every_reason_is_documented() -> None:
    reading, trace = text(DOCS / "reading.md"), text(DOCS / "trace.md")
    assert all(f"| `{reason}` |" in reading for reason in REASONS)
    assert all(f"| `{reason}` |" in trace for reason in PILE_REASONS)
    assert all(f"`{field}`" in reading for field in FIELDS)


def test_two_commands_do_everything() -> None:
    makefile = text(ROOT / "Makefile")
    for target in ("demo", "test"):
        assert f"\nmake {target} " in "\n" + "".join(fences(README, "sh"))
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    for words in re.findall(r"\$\(BIN\)/naql (.*)", makefile):
        name, *args = shlex.split(words)
        with main.commands[name].make_context(name, args):
            pass


# ---------------------------------------------------------------- tables


def kind(field: pa.Field) -> str:
    """The word of the documents for a column's type."""
    names = {pa.string(): "text", pa.int64(): "integer", pa.float64(): "number", pa.bool_(): "true/false"}
    plain = "list" if pa.types.is_list(field.type) else names[field.type]
    return f"{plain} or null" if field.nullable and plain != "list" else plain


def test_every_public_table_has_a_section() -> None:
    assert set(PUBLIC) == RECORDS.keys()
    found = [name for name in sections(DOCS / "tables.md") if name in RECORDS]
    assert found == list(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_column_is_documented_with_its_type(name: str) -> None:
    rows = cells(sections(DOCS / "tables.md")[name])[1:]
    written = [(column.strip("`"), type_) for column, type_, _ in rows]
    record = RECORDS[name]
    columns = record if isinstance(record, pa.Schema) else schema(record)
    assert written == [(field.name, kind(field)) for field in columns]
    assert all(meaning for _, _, meaning in rows)


@pytest.mark.parametrize(
    ("name", "record"), [("alignments", Run), ("statements", Span), ("statements", ChainStep)]
)
def test_the_structures_in_lists_are_documented(name: str, record: type) -> None:
    part = sections(DOCS / "tables.md")[name]
    assert all(f"`{field}`" in part for field in schema(record).names)


# ---------------------------------------------------------------- examples


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docs") / "project"
    naql.trace([ROOT / "examples" / "news.jsonl"], path)
    return path


@pytest.fixture
def at_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like the repository's, for examples that write."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_examples(source: str, name: str) -> None:
    """Run `>>>` examples; a failure shows what was expected."""
    examples = doctest.DocTestParser().get_doctest(source, {}, name, name, 0)
    report: list[str] = []
    assert examples.examples
    failed = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(examples, out=report.append)
    assert failed.failed == 0, "".join(report)


@pytest.mark.parametrize("page", [DOCS / "python.md", README], ids=lambda page: page.name)
def test_the_python_examples_run(page: Path, at_root: Path) -> None:
    bodies = fences(page, "python")
    assert all(">>>" in body for body in bodies)
    run_examples("\n".join(bodies), page.name)


MODULES = sorted(info.name for info in pkgutil.walk_packages(naql.__path__, "naql."))


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_the_examples_in_docstrings_run(name: str) -> None:
    module = importlib.import_module(name)
    for test in doctest.DocTestFinder().find(module):
        if test.examples:
            run = doctest.DocTestRunner()
            report: list[str] = []
            run.run(test, out=report.append)
            assert run.failures == 0, "".join(report)


def test_some_docstrings_have_examples() -> None:
    found = [
        test.name
        for name in ("naql.text", "naql.align", "naql.comparison")
        for test in doctest.DocTestFinder().find(importlib.import_module(name))
        if test.examples
    ]
    assert {"naql.text.words", "naql.align.align", "naql.comparison.compare"} <= set(found)


def shown(body: str) -> list[tuple[list[str], list[str]]]:
    """Commands of a console example, each with the lines shown under it."""
    parts = re.split(r"(?m)^\$ naql (.*)\n", body)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [(shlex.split(command), output.splitlines()) for command, output in pairs]


def test_the_tour_of_the_readme_is_real(at_root: Path) -> None:
    tour = [item for body in fences(README, "console") for item in shown(body)]
    assert [words[0] for words, _ in tour] == ["compare", "trace", "sql", "story", "report", "annotate"]
    for words, expected in tour:
        result = CliRunner().invoke(main, words, terminal_width=100)
        assert result.exit_code == 0, result.output
        printed = iter(result.output.translate(ISOLATES).splitlines())
        for line in expected:
            if line != "…":  # what was left out
                assert line in printed, f"naql {' '.join(words)} does not print: {line}"


def test_the_json_of_the_compare_page_is_real() -> None:
    first, second = fences(DOCS / "compare.md", "json")
    written = json.loads(first)
    files = [str(ROOT / "examples" / "pair" / f"fuel_{side}.txt") for side in "ab"]
    made = json.loads(CliRunner().invoke(main, ["compare", *files, "--json"]).stdout)
    assert list(written) == list(made)
    shortened = ("blocks", "changes", "relation")
    assert {key: written[key] for key in written if key not in shortened} == {
        key: made[key] for key in made if key not in shortened
    }
    for one, real in zip(written["relation"]["evidence"], made["relation"]["evidence"], strict=True):
        for lang, why in one.pop("why").items():
            assert real["why"].pop(lang).startswith(why.removesuffix("…"))
        real.pop("why")
    assert written["relation"] == made["relation"]
    assert written["changes"]
    for change in written["changes"]:
        (real,) = (c for c in made["changes"] if (c["a"], c["b"]) == (change["a"], change["b"]))
        assert real.keys() == change.keys()
        for lang, why in change.pop("why").items():
            assert real["why"][lang].startswith(why.removesuffix("…"))
        assert change.items() <= real.items()
    (one,), block = written["blocks"], made["blocks"][0]
    assert list(one) == list(block)
    assert one["runs"] == block["runs"][: len(one["runs"])]
    for side in "ab":
        assert block[side]["text"].startswith(one[side].pop("text").removesuffix("…"))
        assert one[side] == {"start": block[side]["start"], "end": block[side]["end"]}
    assert {"cluster", "a", "b"} == json.loads(second).keys()


def test_the_object_of_the_annotate_page_is_real() -> None:
    (written,) = (json.loads(body) for body in fences(DOCS / "annotate.md", "json"))
    made = json.loads(CliRunner().invoke(main, ["annotate", FUEL_B]).stdout)
    assert list(written) == list(made)
    assert written["doc"] == made["doc"]
    for key in ("attributions", "quantities", "times"):
        for one in written[key]:
            assert list(one) == list(made[key][0])
            assert one.pop("id", "a1") in {row.get("id", "a1") for row in made[key]}
            assert one in [{k: v for k, v in row.items() if k != "id"} for row in made[key]]


def test_the_row_of_the_table_page_is_real(project: Path) -> None:
    (written,) = fences(DOCS / "table.md", "json")
    printed = CliRunner().invoke(main, ["table", str(project), "passages", "--json"]).stdout
    assert json.dumps(json.loads(written)) in printed


def test_the_summary_of_the_status_page_is_real(project: Path) -> None:
    written = fences(DOCS / "status.md", "")[1].replace("demo/project", str(project)).splitlines()
    printed = CliRunner().invoke(main, ["status", str(project)]).stdout.splitlines()
    assert written[:2] == printed[:2]
    assert re.fullmatch(r"\d+ statements, \d+ changes", printed[2])
    assert re.fullmatch(r"\d+ statements, \d+ changes", written[2])
    written, printed = [*written[:2], *written[3:]], [*printed[:2], *printed[3:]]
    assert printed[2].startswith(written[2].removesuffix("…"))
    assert written[3:5] == printed[3:5]
    shape = re.compile(
        r"\S+: [\d.]+ s, [\d.]+ CPU s, peak [\d.]+ GB, embedded, .* cores; parts made \d+, kept \d+"
    )
    assert shape.fullmatch(printed[5].strip())
    assert shape.fullmatch(written[5].strip())


def test_the_keys_of_status_are_documented(project: Path) -> None:
    made = json.loads(CliRunner().invoke(main, ["status", str(project), "--json"]).stdout)
    part = sections(DOCS / "status.md")["JSON"]
    assert [row[0].strip("`") for row in cells(part)[1:]] == list(made)
    assert all(f"`{key}`" in part for key in made["runs"][0])


# ---------------------------------------------------------------- dependencies, links, paths


def test_every_dependency_has_a_reason() -> None:
    project: dict[str, Any] = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]

    def names(requirements: list[str]) -> list[str]:
        return [re.split(r"[\[<>=!~; ]", requirement)[0] for requirement in requirements]

    rows = cells(sections(DOCS / "architecture.md")["Dependencies"])
    core = [(row[0].strip("`"), row[1]) for row in rows if len(row) == 2]
    extra = [(row[0].strip("`"), row[1].strip("`"), row[2]) for row in rows if len(row) == 3]
    assert [name for name, _ in core[1:]] == names(project["dependencies"])
    there = {
        (group, name) for group, wanted in project["optional-dependencies"].items() for name in names(wanted)
    }
    written = {(group, name) for group, name, _ in extra[1:]}
    # The packages of `frames` serve the tests too; their reason is given once.
    assert written == there - {("dev", name) for _, name in there if ("frames", name) in there}
    assert all(len(reason) > 2 for *_, reason in [*core, *extra])


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", text(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", FENCE.sub("", text(page))):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name) if name else page
        assert file.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(file), f"{page.name}: {target}"


def test_documents_named_in_the_code_are_there() -> None:
    for file in sorted((ROOT / "naql").rglob("*.py")):
        for name in re.findall(r"\bdocs/[\w./<>-]+\.md", text(file)):
            assert "<" in name or (ROOT / name).exists(), f"{file.name}: {name}"


def test_every_document_is_reached_from_the_readme() -> None:
    reached, pending = set[Path](), [README]
    while pending:
        page = pending.pop()
        if page in reached:
            continue
        reached.add(page)
        for target in re.findall(r"\]\(([^)#\s]+\.md)[^)]*\)", text(page)):
            pending.append((page.parent / target).resolve())
    assert {page.resolve() for page in DOCS.glob("*.md")} <= reached


@pytest.mark.parametrize("page", [*PAGES, ROOT / "NOTICE"], ids=lambda page: page.name)
def test_no_document_names_a_place_on_somebodys_machine(page: Path) -> None:
    assert not re.findall(r"(?<![\w.])/(?:home|root|Users|tmp|work|mnt|var|opt)\b", text(page))


def test_the_changelog_names_the_version() -> None:
    assert f"## [{naql.__version__}]" in text(ROOT / "CHANGELOG.md")
