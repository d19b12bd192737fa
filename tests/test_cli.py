"""The command line: every command, option, shape and exit code (docs/<command>.md)."""

from __future__ import annotations

import csv
import inspect
import io
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from naql import __version__, cli, model
from naql.cli import EXPANDED_BELOW, main
from naql.comparison import MIN_WORDS, compare
from naql.families import MIN_COVERAGE
from naql.project import PUBLIC, Project
from naql.read import FIELDS, ReadOptions, read_one
from naql.reuse import MIN_WORDS as PILE_MIN_WORDS
from naql.store import Store
from naql.tracing import MEMORY
from tests.conftest import News, Record, write_pile

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
FUEL = [str(ROOT / "examples" / "pair" / f"fuel_{side}.txt") for side in "ab"]
NEWS = str(ROOT / "examples" / "news.jsonl")
PASSAGE = ["left_id", "left_start", "left_end", "right_id", "right_start", "right_end", "score", "formula"]
COMMANDS = {"annotate", "claims", "compare", "trace", "status", "story", "table", "sql", "report"}


def naql(*args: object, code: int = 0, stdin: str | bytes | None = None) -> Result:
    """Run a command in this process and check its exit code."""
    result = CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def process(*args: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `python -m naql` as a process of its own."""
    command = [sys.executable, "-m", "naql", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=ENVIRONMENT, timeout=120, **options
    )


def interrupt(*args: object, when: Callable[[], bool]) -> tuple[int, str, str]:
    """Start a process, interrupt it once `when` holds; its exit code, output and errors.

    A library may swallow an interrupt, so that it is repeated.
    """
    command = [sys.executable, "-m", "naql", *map(str, args)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as run:
        while not when() and run.poll() is None:
            time.sleep(0.02)
        for _ in range(10):
            run.send_signal(signal.SIGINT)
            try:
                out, err = run.communicate(timeout=8)
                return run.returncode, out, err
            except subprocess.TimeoutExpired:
                continue
        run.kill()
        raise AssertionError("ten interrupts were not heard")


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "project"
    naql("trace", NEWS, "-o", path, "--quiet")
    return path


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, content: str | bytes | object) -> Path:
        raw = content if isinstance(content, bytes) else None
        if raw is None:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            raw = text.encode()
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
        return tmp_path / name

    return write


# ---------------------------------------------------------------- the command itself


def test_the_commands() -> None:
    assert set(main.commands) == COMMANDS
    for name, command in main.commands.items():
        assert command.help
        for short in ("--help", "-h"):
            assert naql(name, short).stdout.startswith("Usage: ")
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name} says nothing of itself"


def test_version_and_help_need_no_installed_package() -> None:
    made = process("--version")
    assert (made.returncode, made.stdout) == (0, f"naql {__version__}\n")
    assert all(name in process("--help").stdout for name in COMMANDS)


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["trace", "--help"], ["compare"], ["table", "x"]]
)
def test_help_and_usage_errors_load_nothing_heavy(args: list[str]) -> None:
    heavy = ["numba", "duckdb", "pyarrow", "trafilatura", "jinja2", "numpy", "tqdm", "lxml", "zstandard"]
    script = (
        "import sys\nfrom naql.cli import main\n"
        f"try:\n    main({args!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert made.stderr.splitlines()[-1] == "[]"


def test_reading_a_project_compiles_nothing(project: Path) -> None:
    script = (
        "import sys\nfrom naql.cli import main\n"
        f"try:\n    main(['table', {str(project)!r}, 'stories', '--json'])\nexcept SystemExit as end:\n"
        "    print(end.code, 'trafilatura' in sys.modules, 'jinja2' in sys.modules, file=sys.stderr)"
    )
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert made.stderr.splitlines()[-1] == "0 False False"


def test_the_command_names_the_defaults_of_the_library() -> None:
    options = {name: {p.name: p for p in command.params} for name, command in main.commands.items()}
    assert options["compare"]["min_words"].default == MIN_WORDS
    trace_help = " ".join(naql("trace", "--help").stdout.split())
    assert f"[default: {PILE_MIN_WORDS}]" in trace_help
    assert f"[default: {MIN_COVERAGE}]" in trace_help
    assert f"[default: {MEMORY >> 30}GB]" in trace_help
    assert cli.DATE_KINDS == model.DATE_KINDS


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["frobnicate"], "No such command"),
        (["compare"], "two articles are needed"),
        (["compare", FUEL[0]], "two articles are needed"),
        (["compare", *FUEL, "--frobnicate"], "No such option"),
        (["compare", *FUEL, "--min-words", "2"], "must be 3 or more"),
        (["compare", *FUEL, "--min-words", "x"], "not a valid integer"),
        (["compare", *FUEL, "--lang", "fr"], "'fr' is not one of 'ar', 'en'"),
        (["compare", *FUEL, "--field", "text"], "NAME=THEIRS"),
        (["compare", *FUEL, "--field", "headline=title"], "'headline' is no field"),
        (["compare", *FUEL, "--encoding", "klingon"], "unknown encoding 'klingon'"),
        (["compare", *FUEL, "--date-kind", "guess"], "'guess' is not one of"),
        (["compare", *FUEL, "--pairs", FUEL[0]], "--pairs takes no further articles"),
        (["compare", "--pairs", FUEL[0], "--html", "x.html"], "--pairs takes no further articles"),
        (["compare", NEWS, FUEL[0]], "one article was expected"),
        (["compare", str(ROOT / "examples"), FUEL[0]], "a file with one article was expected"),
        (["compare", str(ROOT / "pyproject.toml"), FUEL[0]], "no reader for '.toml'"),
        (["trace", NEWS], "Missing option '-o'"),
        (["trace", "-o", "p"], "Missing argument 'INPUT...'"),
        (["trace", NEWS, "-o", "p", "--only", "weather"], "'weather' is no question; there are: reuse"),
        (["trace", NEWS, "-o", "p", "--min-words", "2"], "min_words must be 3 or more"),
        (["trace", NEWS, "-o", "p", "--min-coverage", "0"], "min_coverage is a share"),
        (["trace", NEWS, "-o", "p", "--min-coverage", "1.1"], "min_coverage is a share"),
        (["trace", NEWS, "-o", "p", "--memory", "much"], "'much' is no size; write 3GB or 1500MB"),
        (["trace", NEWS, "-o", "p", "--memory", "inf"], "is no size"),
        (["trace", NEWS, "-o", "p", "--memory", "-1GB"], "is no size"),
        (["trace", NEWS, "-o", "p", "--engine", "abacus"], "'abacus' is not one of"),
        (["trace", NEWS, "-o", "p", "--remote", "sc://x"], "--remote goes with --engine cluster"),
        (["trace", NEWS, "-o", "p", "--field", "text=body"], "no field 'body'"),
        (["status"], "Missing argument 'PROJECT'"),
        (["table", "p"], "Missing argument 'NAME'"),
        (["sql", "p"], "Missing argument 'QUERY'"),
        (["report", "p"], "Missing option '-o'"),
    ],
)
def test_wrong_usage_is_2_and_says_what_is_wrong(
    args: list[str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = naql(*args, code=2)
    assert why in result.stderr
    assert result.stdout == ""
    assert not list(tmp_path.rglob("manifest.json"))


def test_a_broken_program_is_not_disguised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_load", broken)
    assert isinstance(CliRunner().invoke(main, ["status", "p"]).exception, ZeroDivisionError)


# ---------------------------------------------------------------- compare


def test_compare_json_is_the_object_of_the_library() -> None:
    made = json.loads(naql("compare", *FUEL, "--json").stdout)
    a, b = (read_one(file, ReadOptions()) for file in FUEL)
    assert made == json.loads(json.dumps(compare(a, b).to_dict()))
    assert list(made) == ["a", "b", "coverage", "blocks", "changes", "relation"]
    assert (made["a"], made["b"]) == ("fuel_a.txt", "fuel_b.txt")
    assert made["relation"]["direction"] == "unknown"  # two bare texts
    assert {"number", "spelling"} & {change["kind"] for change in made["changes"]}
    for block in made["blocks"]:
        assert list(block) == ["a", "b", "formula", "moved", "runs"]
        for side in "ab":
            text = Path(FUEL["ab".index(side)]).read_text("utf-8")
            span, runs = block[side], [run[side] for run in block["runs"]]
            assert list(span) == ["start", "end", "text"]
            assert span["text"] == text[span["start"] : span["end"]]
            assert [runs[0][0], runs[-1][1]] == [span["start"], span["end"]]
            assert all(before[1] == after[0] for before, after in itertools.pairwise(runs))
        assert {run["op"] for run in block["runs"]} <= {
            "same", "spelling", "punctuation", "reworded", "added", "dropped",
        }  # fmt: skip


def test_compare_shows_both_sides_in_lines() -> None:
    made = naql("compare", *FUEL).stdout
    assert "fuel_a" in made
    assert "fuel_b" in made
    assert "\x1b" not in made  # no terminal, no colour
    assert "\x1b[" in naql("compare", *FUEL, "--colour").stdout
    assert naql("compare", *FUEL, "--no-colour").stdout == made


def test_compare_min_words() -> None:
    blocks = {
        n: json.loads(naql("compare", *FUEL, "--json", "--min-words", n).stdout)["blocks"]
        for n in (8, 33, 500)
    }
    assert len(blocks[8]) > len(blocks[33]) > len(blocks[500]) == 0


def test_nothing_shared_is_no_error(files: Callable[..., Path]) -> None:
    other = files("other.txt", "The harbour master said the tide would be late again on Thursday.")
    made = json.loads(naql("compare", FUEL[0], other, "--json").stdout)
    assert made["blocks"] == []
    assert made["coverage"] == {"a": 0.0, "b": 0.0}
    assert "No shared passage" in naql("compare", FUEL[0], other).stdout


@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1256", "utf-16", "iso-8859-6"])
def test_compare_reads_text_in_other_encodings(encoding: str, files: Callable[..., Path]) -> None:
    a, b = (Path(file).read_text("utf-8").replace("“", '"').replace("”", '"') for file in FUEL)
    if encoding == "iso-8859-6":
        a, b = (text.replace("«", '"').replace("»", '"') for text in (a, b))
    plain = [files("a.txt", a), files("b.txt", b)]
    other = [files("x/a.txt", a.encode(encoding)), files("x/b.txt", b.encode(encoding))]
    expected = naql("compare", *plain, "--json").stdout
    assert json.loads(expected)["blocks"]
    assert naql("compare", *other, "--json").stdout == expected
    assert naql("compare", *other, "--json", "--encoding", encoding).stdout == expected


def test_compare_reads_json_and_pages(files: Callable[..., Path]) -> None:
    text = Path(FUEL[0]).read_text("utf-8")
    as_json = files("a.json", {"guid": "one", "body": text, "outlet": "صحيفة", "more": [1]})
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    page = files("b.html", f"<html><body><article>{paragraphs}</article></body></html>")
    made = naql("compare", as_json, page, "--json", "--field", "text=body", "--field", "id=guid")
    found = json.loads(made.stdout)
    assert found["a"] == "one"
    assert found["coverage"]["a"] > 0.9
    assert "صحيفة" in naql("compare", as_json, page, "--field", "text=body").stdout


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("missing.txt", None, "no such file or folder (missing)"),
        ("empty.txt", b"", "(empty)"),
        ("marks.txt", "… – «»".encode(), "(empty)"),
        ("broken.json", b'{"text": ', "(bad_json)"),
        ("none.json", b'{"text": null}', "(no_text)"),
        ("number.json", b'{"text": 3}', "(bad_row)"),
        ("page.html", b"<html><body></body></html>", "(no_text)"),
        ("bytes.txt", b"\xff\xfe\x00\xd8" * 40, "(bad_encoding)"),
    ],
)
def test_an_article_that_cannot_be_read_is_3(
    name: str, content: bytes | None, why: str, files: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / name if content is None else files(name, content)
    for order in ((path, FUEL[0]), (FUEL[0], path)):
        result = naql("compare", *order, code=3)
        assert name in result.stderr
        assert why in result.stderr
        assert result.stdout == ""


def test_compare_html_writes_one_page(tmp_path: Path) -> None:
    for lang, direction in (("ar", "rtl"), ("en", "ltr")):
        page = tmp_path / "new" / f"{lang}.html"
        result = naql("compare", *FUEL, "--html", page, "--lang", lang)
        assert result.stdout == ""
        assert re.fullmatch(rf"wrote {re.escape(str(page))} \(\d+ kB\)\n", result.stderr)
        made = page.read_text("utf-8")
        assert f'<html lang="{lang}" dir="{direction}">' in made
        assert not re.search(r"<(script|link|img|iframe)\b|url\(|@import", made)
        assert "ضربة قاسية" in made
    both = naql("compare", *FUEL, "--html", tmp_path / "x.html", "--json")
    assert json.loads(both.stdout)["blocks"]
    taken = tmp_path / "x.html" / "y.html"  # below a file
    assert "cannot be written" in naql("compare", *FUEL, "--html", taken, code=2).stderr


def test_compare_pairs(files: Callable[..., Path]) -> None:
    a, b = ({"text": Path(file).read_text("utf-8")} for file in FUEL)
    good = {"cluster": 4, "a": a, "b": b}
    clean = files("pairs.jsonl", "\n".join(map(json.dumps, [good, {"a": b, "b": a}])))
    made = lines(naql("compare", "--pairs", clean))
    assert [one.get("cluster") for one in made] == [4, None]
    whole = json.loads(naql("compare", *FUEL, "--json").stdout)
    assert made[0]["blocks"] == whole["blocks"]
    assert list(made[1]) == ["a", "b", "coverage", "blocks", "changes", "relation"]
    assert naql("compare", "--pairs", clean, "--json").stdout == naql("compare", "--pairs", clean).stdout
    mixed = files("mixed.jsonl", json.dumps(good) + "\nnonsense\n" + json.dumps(good))
    made = lines(naql("compare", "--pairs", mixed, code=1))
    assert [one.get("line") for one in made] == [None, 2, None]
    assert "no line is a pair" in naql("compare", "--pairs", files("no.jsonl", "[]"), code=3).stderr
    assert "cannot be read" in naql("compare", "--pairs", "nowhere.jsonl", code=3).stderr


def test_two_files_of_one_name_keep_their_order(files: Callable[..., Path]) -> None:
    text = Path(FUEL[0]).read_text("utf-8")
    one = files("one/story.json", {"id": "x", "text": text, "outlet": "First Outlet"})
    two = files("two/story.json", {"id": "x", "text": text, "outlet": "Second Outlet"})
    made = naql("compare", one, two).stdout
    assert made.index("First Outlet") < made.index("Second Outlet")


# ---------------------------------------------------------------- trace


def test_trace_says_what_it_found_on_stderr(tmp_path: Path) -> None:
    result = naql("trace", NEWS, "-o", tmp_path / "p")
    assert result.stdout == ""
    assert result.stderr.splitlines()[0] == f"12 articles of 12 records read, in {tmp_path / 'p'}"
    assert "2 stories" in result.stderr.splitlines()[1]
    assert naql("trace", NEWS, "-o", tmp_path / "p", "--quiet").output == ""


def test_trace_hands_its_options_on(tmp_path: Path) -> None:
    given = ["--min-words", 12, "--min-coverage", 0.9, "--memory", "1500MB", "--only", "reuse"]
    given += ["--date-kind", "crawl"]
    naql("trace", NEWS, "-o", tmp_path / "p", *given)
    made = Project(tmp_path / "p")
    assert made.manifest.parameters == {"min_words": 12, "min_coverage": 0.9, "buckets": 1}
    assert {article["published_kind"] for article in made.articles} == {"crawl"}


def test_trace_fields_and_encoding(files: Callable[..., Path], tmp_path: Path) -> None:
    record = {"guid": "one", "body": "أعلنت الوزارة اليوم افتتاح مركز جديد", "paper": "صحيفة"}
    data = files("in.jsonl", json.dumps(record, ensure_ascii=False).encode("cp1256"))
    naql(
        "trace", data, "-o", tmp_path / "p", "--encoding", "windows-1256",
        "--field", "id=guid", "--field", "text=body", "--field", "outlet=paper",
    )  # fmt: skip
    (article,) = Project(tmp_path / "p").articles
    assert (article["id"], article["text"], article["outlet"]) == ("one", record["body"], "صحيفة")


def test_trace_reads_standard_input(tmp_path: Path) -> None:
    naql("trace", "-", "-o", tmp_path / "p", stdin=Path(NEWS).read_bytes())
    assert len(Project(tmp_path / "p").articles) == 12


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"id": "x", "text": "نص", "date": "someday"}', 0),
        ('{"id": "x", "text": "نص"}\n{"id": "x", "text": "نص"}', 0),
        ('{"id": "x", "text": "نص"}\n{"id": "x", "text": "نص آخر"}', 0),
        ('{"id": "x", "text": "نص"}\n{"id": "y"}', 1),
        ('{"id": "x", "text": "نص"}\n{"id": "y", "text": "…"}', 1),
        ('{"id": "x", "text": "نص"}\n{broken', 1),
        ('{"id": "x", "text": "نص"}\n{"id": [], "text": "نص"}', 1),
        ("{broken", 3),
        ("", 3),
    ],
)
def test_the_exit_code_of_trace(content: str, code: int, files: Callable[..., Path], tmp_path: Path) -> None:
    result = naql("trace", files("in.jsonl", content), "-o", tmp_path / "p", code=code)
    assert (tmp_path / "p" / "manifest.json").exists() == (code < 3)
    if code == 3:
        assert "no article could be read" in result.stderr


def test_a_missing_input_beside_a_good_one_is_1(tmp_path: Path) -> None:
    result = naql("trace", NEWS, tmp_path / "nowhere", "-o", tmp_path / "p", code=1)
    assert "skipped: 1 missing" in result.stderr
    assert naql("trace", tmp_path / "nowhere", "-o", tmp_path / "q", code=3).stdout == ""


def test_a_failed_run_leaves_the_project_as_it_was(tmp_path: Path, files: Callable[..., Path]) -> None:
    naql("trace", NEWS, "-o", tmp_path / "p")
    before = (tmp_path / "p" / "manifest.json").read_bytes()
    naql("trace", files("bad.jsonl", "{broken"), "-o", tmp_path / "p", code=3)
    assert (tmp_path / "p" / "manifest.json").read_bytes() == before
    assert len(lines(naql("table", tmp_path / "p", "articles", "--json"))) == 12


def test_a_project_that_is_being_written_is_3(tmp_path: Path) -> None:
    path = tmp_path / "p"
    with Store(path).writing():
        # The lock is of the process, so that another one must try.
        made = process("trace", NEWS, "-o", path)
    assert made.returncode == 3
    assert made.stderr == f"naql: {path}: another process is writing this project\n"


def test_a_place_that_cannot_hold_a_project_is_3(files: Callable[..., Path]) -> None:
    taken = files("file", "not a folder")
    assert "cannot be written" in naql("trace", NEWS, "-o", taken / "p", code=3).stderr


def test_the_order_of_the_inputs_changes_no_table(tmp_path: Path) -> None:
    records = Path(NEWS).read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "one.jsonl").write_text("".join(records[7:]), "utf-8")
    (tmp_path / "two.jsonl").write_text("".join(reversed(records[:7])), "utf-8")
    naql("trace", NEWS, "-o", tmp_path / "a")
    naql("trace", tmp_path / "two.jsonl", tmp_path / "one.jsonl", "-o", tmp_path / "b")
    for name in PUBLIC:
        if name != "inputs":
            one, other = (naql("table", tmp_path / x, name, "--json").stdout for x in "ab")
            assert one == other, name


def test_the_cluster_engine_is_made_for_the_given_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    class Cluster:
        @staticmethod
        def maker(remote: str | None) -> str:
            seen.append(remote)
            return "an engine"

    class Tracing:
        @staticmethod
        def trace(inputs: Any, output: str, **settings: Any) -> Project:
            seen.append((inputs, settings["engine"]))
            return Project(made)

    made = tmp_path / "made"
    naql("trace", NEWS, "-o", made)
    modules = {"engine_cluster": Cluster, "tracing": Tracing}
    real = cli._load
    monkeypatch.setattr(cli, "_load", lambda name: modules.get(name) or real(name))
    naql("trace", NEWS, "-o", "p", "--engine", "cluster")
    naql("trace", NEWS, "-o", "p", "--engine", "cluster", "--remote", "sc://somewhere:15002")
    expected = [None, ((NEWS,), "an engine"), "sc://somewhere:15002", ((NEWS,), "an engine")]
    assert seen == expected


# ---------------------------------------------------------------- interrupted


def generated(folder: Path) -> Path:
    """A pile that takes some seconds to trace."""
    news = News(21)
    records: list[Record] = []
    for n in range(400):
        wire = news.text(4, 90)
        records += [news.record(f"{n}-{i}", news.edited(wire, 0.03)) for i in range(5)]
    return write_pile(records, folder / "pile.jsonl")


def state(project: Path) -> dict[str, bytes]:
    """The files of a project that its manifest stands for."""
    manifest = json.loads((project / "manifest.json").read_text("utf-8"))
    parts = [f"{n}/{p['key']}/part-0.parquet" for n, t in manifest["tables"].items() for p in t["parts"]]
    return {name: (project / name).read_bytes() for name in ["manifest.json", "runs.jsonl", *parts]}


def test_an_interrupted_trace_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    project, pile = tmp_path / "p", generated(tmp_path)
    naql("trace", NEWS, "-o", project)
    before = state(project)

    def at_work() -> bool:
        return len(list((project / "digests").glob("*"))) > 1

    assert interrupt("trace", pile, "-o", project, when=at_work) == (130, "", f"{cli.INTERRUPTED}\n")
    assert state(project) == before
    assert not (project / "scratch").exists()
    assert len(lines(naql("table", project, "articles", "--json"))) == 12
    naql("trace", NEWS, "-o", project)  # nobody holds the lock


def test_an_interrupted_query_is_130(project: Path) -> None:
    begun = time.monotonic()
    query = "select a.range, b.range from range(3000000) a, range(3000000) b"  # never ends
    code, _, err = interrupt("sql", project, query, "--json", when=lambda: time.monotonic() > begun + 3)
    assert (code, err) == (130, f"{cli.INTERRUPTED}\n")


def test_an_interrupt_that_a_library_swallowed_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def swallow(_: str) -> Any:  # as DuckDB does: RuntimeError("Query interrupted")
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        except KeyboardInterrupt:
            raise RuntimeError("something else") from None

    monkeypatch.setattr(cli, "_load", swallow)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    try:
        naql("status", "p", code=130)
    finally:
        signal.signal(signal.SIGINT, before)


def test_commands_run_outside_the_main_thread_too(project: Path) -> None:
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(naql("status", project).exit_code))
    thread.start()
    thread.join()
    assert codes == [0]


# ---------------------------------------------------------------- status


def test_status(project: Path) -> None:
    shown = naql("status", project).stdout
    assert shown.startswith(f"12 articles of 12 records read, in {project}\n")
    assert f"made by Naql {__version__}" in shown
    made = json.loads(naql("status", project, "--json").stdout)
    assert (made["read"], made["articles"], made["skipped"]) == (12, 12, {})
    assert made["tables"]["stories"] == 2


def test_status_of_a_project_whose_last_run_was_killed(project: Path, tmp_path: Path) -> None:
    for name in ("manifest.json", "runs.jsonl"):
        (tmp_path / name).write_bytes((project / name).read_bytes())
    with (tmp_path / "runs.jsonl").open("ab") as file:
        file.write(b'{"started": "2026-01-01", "sec')
    assert len(json.loads(naql("status", tmp_path, "--json").stdout)["runs"]) == 1


@pytest.mark.parametrize(
    "args", [["status"], ["table", "", "articles"], ["sql", "", "select 1"], ["report", "", "-o", "x"]]
)
@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (None, "no Naql project is here"),
        ("{broken", "the manifest cannot be read"),
        ("[]", "the manifest cannot be read"),
        ('{"format": 99}', "has format 99"),
    ],
)
def test_a_project_that_cannot_be_read_is_3(
    args: list[str], manifest: str | None, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest, "utf-8")
    result = naql(args[0], tmp_path, *args[2:], code=3)
    assert why in result.stderr
    assert not (tmp_path / "x").exists()


# ---------------------------------------------------------------- table


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_table_in_every_shape(name: str, project: Path, tmp_path: Path) -> None:
    shown = naql("table", project, name).stdout.splitlines()
    made = lines(naql("table", project, name, "--json", "--no-expand"))
    assert len(made) == len(Project(project).table(name))
    assert len(shown) == 1 + min(len(made), 51)  # the 51st line says how many more
    header, *cells = csv.reader(io.StringIO(naql("table", project, name, "--csv").stdout, newline=""))
    assert len(cells) == len(made)
    naql("table", project, name, "-o", tmp_path / "x.parquet")
    parquet = pq.read_table(tmp_path / "x.parquet")
    assert parquet.column_names == header
    assert parquet.to_pylist() == made
    assert all(list(row) == header for row in made)


def test_passages_have_exactly_these_keys(project: Path) -> None:
    for option in ("--expand", "--no-expand"):
        for row in lines(naql("table", project, "passages", "--json", option)):
            assert list(row) == PASSAGE
            assert row["left_id"] < row["right_id"]
            assert 0 <= row["score"] <= 1
            assert isinstance(row["formula"], bool)


def test_json_of_a_small_pile_has_every_pair_of_copies(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = naql("table", project, "passages", "--json").stdout
    assert every == naql("table", project, "passages", "--json", "--expand").stdout
    stored = naql("table", project, "passages", "--json", "--no-expand").stdout
    assert len(stored.splitlines()) < len(every.splitlines())
    # `flood-wire` stands behind its near copy: its own pairs with the others appear on demand only.
    pair = ("flood-moved-paragraph", "flood-wire")
    for text, there in ((every, True), (stored, False)):
        found = [json.loads(line) for line in text.splitlines()]
        assert any((row["left_id"], row["right_id"]) == pair for row in found) == there
    naql("table", project, "passages", "-o", tmp_path / "x.jsonl")  # JSON by its name is JSON too
    assert (tmp_path / "x.jsonl").read_text("utf-8") == every
    # People, spreadsheets and Parquet get the table as it is, unless asked.
    plain = naql("table", project, "passages", "--csv").stdout
    assert len(plain.splitlines()) == len(stored.splitlines()) + 1
    assert len(naql("table", project, "passages", "--csv", "--expand").stdout.splitlines()) > len(
        plain.splitlines()
    )
    assert EXPANDED_BELOW == 5_000
    monkeypatch.setattr(cli, "EXPANDED_BELOW", 12)  # not below it any more
    assert naql("table", project, "passages", "--json").stdout == stored


def test_unknown_tables_and_files_are_2(project: Path, tmp_path: Path) -> None:
    result = naql("table", project, "passage", code=2)
    assert "'passage' is no table of this project; there are: articles, inputs" in result.stderr
    for hostile in ("../articles", "articles; drop view articles", 'x"', "manifest.json", ""):
        assert "is no table" in naql("table", project, hostile, code=2).stderr
    assert (
        "--expand goes with the table passages" in naql("table", project, "pairs", "--expand", code=2).stderr
    )
    assert "end the name so" in naql("table", project, "pairs", "-o", tmp_path / "x.xls", code=2).stderr
    assert "cannot be written" in naql("table", project, "pairs", "-o", tmp_path / "no/x.csv", code=2).stderr


def test_parquet_to_standard_output_is_a_whole_file(project: Path) -> None:
    command = [sys.executable, "-m", "naql", "table", str(project), "stories", "--parquet"]
    made = subprocess.run(command, capture_output=True, check=True, env=ENVIRONMENT)
    assert pq.read_table(io.BytesIO(made.stdout)).num_rows == 2


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    news = News(5)
    records = [news.record(f"a{n}", news.text(1)) for n in range(600)]
    naql("trace", write_pile(records, tmp_path / "in.jsonl"), "-o", tmp_path / "p")
    command = [sys.executable, "-m", "naql", "table", str(tmp_path / "p"), "articles", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as run:
        assert run.stdout is not None
        assert run.stdout.read(100).startswith(b'{"id": ')
        run.stdout.close()
        assert run.stderr is not None
        assert run.stderr.read() == b""
        assert run.wait(60) == 0


@pytest.mark.parametrize("damage", ["cut", "gone", "garbled"])
def test_a_damaged_table_is_3(damage: str, project: Path, tmp_path: Path) -> None:
    for file in project.rglob("*"):
        if file.is_file():
            (tmp_path / "p" / file.relative_to(project)).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "p" / file.relative_to(project)).write_bytes(file.read_bytes())
    (part,) = (tmp_path / "p" / "articles").rglob("*.parquet")
    raw = part.read_bytes()
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes(raw[:500] if damage == "cut" else raw[:200] + b"\xff" * 300 + raw[500:])
    for args in (
        ["table", tmp_path / "p", "articles"],
        ["report", tmp_path / "p", "-o", tmp_path / "x.html"],
    ):
        result = naql(*args, code=3)
        assert "trace the pile again" in result.stderr
        assert result.stderr.count("\n") == 1


# ---------------------------------------------------------------- sql


def test_sql_selects_from_the_tables(project: Path, tmp_path: Path) -> None:
    query = "select outlet, count(*) as n from articles group by outlet order by n desc, outlet limit 2"
    made = lines(naql("sql", project, query, "--json"))
    assert made == [{"outlet": "بريد الساحل", "n": 2}, {"outlet": "دفتر المدينة", "n": 2}]
    assert naql("sql", project, query, "--csv").stdout.splitlines()[0] == "outlet,n"
    naql("sql", project, query, "-o", tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == made
    assert "بريد الساحل" in naql("sql", project, query).stdout
    assert naql("sql", project, "select * from stories where id = 'none'", "--json").stdout == ""


def test_sql_keeps_columns_of_one_name_apart(project: Path) -> None:
    query = "select l.id, r.id from articles l join articles r on l.id < r.id order by all limit 1"
    (row,) = lines(naql("sql", project, query, "--json"))
    assert list(row) == ["id", "id_1"]
    assert row["id"] < row["id_1"]
    assert naql("sql", project, query, "--csv").stdout == f"id,id_1\n{row['id']},{row['id_1']}\n"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "selec 1",
        "select nothing from articles",
        "select * from nowhere",
        "select 1; select 2",
        "drop view articles",
        "delete from articles",
        "insert into articles select * from articles",
        "create table t as select 1",
        "copy articles to 'stolen.csv'",
        "attach 'other.db'",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "set enable_external_access = true",
        "explain analyze select 1",
        "call pragma_version()",
        "export database 'folder'",
        "select * from read_csv('{secret}')",
        "select * from read_text('{project}/../secret.csv')",
        "select * from read_text('{project}-beside/secret.csv')",
        "select * from '{secret}'",
        "select * from glob('{folder}/*')",
        "select case when i = 999999 then error('late') else i end from range(1000000) t(i)",
    ],
)
def test_sql_reads_the_project_and_changes_nothing(
    query: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    beside = project.parent / f"{project.name}-beside"
    beside.mkdir(exist_ok=True)
    for folder in (beside, project.parent, tmp_path):
        (folder / "secret.csv").write_text("word\nswordfish\n", "utf-8")
    before = state(project)
    query = query.format(secret=tmp_path / "secret.csv", project=project, folder=tmp_path)
    result = naql("sql", project, query, "--json", code=2)
    assert result.stderr.startswith("naql: ")
    assert "swordfish" not in result.output
    assert state(project) == before
    assert [file.name for file in tmp_path.iterdir()] == ["secret.csv"]


def test_a_table_name_in_a_strange_manifest_is_not_run(project: Path, tmp_path: Path) -> None:
    manifest = json.loads((project / "manifest.json").read_text("utf-8"))
    name = f"x as select 1; copy (select 42) to '{tmp_path}/written.csv'; --"
    manifest["tables"] = {name: manifest["tables"]["stories"]}
    for part in manifest["tables"][name]["parts"]:
        file = Store(tmp_path).part_file(name, part["key"])
        file.parent.mkdir(parents=True)
        file.write_bytes(Store(project).part_file("stories", part["key"]).read_bytes())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    naql("sql", tmp_path, "select 1")
    naql("table", tmp_path, name, code=2)
    assert not (tmp_path / "written.csv").exists()


# ---------------------------------------------------------------- report


def test_report(project: Path, tmp_path: Path) -> None:
    page = tmp_path / "folder" / "report.html"
    result = naql("report", project, "-o", page)
    assert result.stdout == ""
    assert result.stderr.startswith(f"wrote {page} (")
    made = page.read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in made
    assert not re.search(r"<(script|link|img|iframe)\b|url\(|@import", made)
    naql("report", project, "-o", page, "--lang", "en")
    assert '<html lang="en" dir="ltr">' in page.read_text("utf-8")


def test_report_of_some_stories(project: Path, tmp_path: Path) -> None:
    flood, ferry = sorted(Project(project).stories, key=lambda story: -story["outlets"])
    page = tmp_path / "r.html"
    naql("report", project, "-o", page, "--story", ferry["id"])
    assert "Island Ledger" in page.read_text("utf-8")
    assert "وكالة أنباء السواحل" not in page.read_text("utf-8")
    naql("report", project, "-o", page, "--story", ferry["id"], "--story", flood["id"])
    assert "وكالة أنباء السواحل" in page.read_text("utf-8")
    result = naql("report", project, "-o", tmp_path / "none.html", "--story", "nope", code=2)
    assert "'nope' is no story of this project" in result.stderr
    assert not (tmp_path / "none.html").exists()
    assert "cannot be written" in naql("report", project, "-o", page / "below", code=2).stderr


# ---------------------------------------------------------------- hostile names


HOSTILE = [
    "a b.txt", "it's $(id); rm -rf *.txt", "<b>&amp;.txt", "[x]*?.txt", "%s{0}.txt", "-rf.txt",
    "نقل\u202e.txt", "\x1b[31m\n.txt",
]  # fmt: skip


def test_hostile_file_names_and_ids(tmp_path: Path) -> None:
    news = News(31)
    wire = news.text(2)
    pile, project = tmp_path / "pile [1]'*?", tmp_path / 'it\'s a "project" [*?]'
    for number, name in enumerate(HOSTILE):
        folder = pile / f"outlet {number}"
        folder.mkdir(parents=True)
        (folder / name).write_text(news.edited(wire, 0.02), "utf-8")
    (pile / os.fsdecode(b"bytes\xff.txt")).write_text(wire, "utf-8")
    ids = [
        "' or 1=1 --",
        '"; drop table articles; --',
        "<script>",
        "=cmd()",
        "\u202eabc",
        "a\x00b",
        "../../x",
        " ",
    ]
    write_pile([news.record(i, wire + news.text(1)) for i in ids], pile / "z.jsonl")
    naql("trace", pile, "-o", project)
    articles = [row["id"] for row in lines(naql("table", project, "articles", "--json"))]
    assert len(articles) == len(HOSTILE) + 1 + len(ids)
    assert set(ids[:-1]) <= set(articles)  # verbatim; one of spaces only is none
    assert not any(c in "".join(articles) for c in "\n\x1b\udcff")
    for shape in ([], ["--csv"]):
        shown = naql("table", project, "articles", *shape).stdout
        assert shape or "\x1b" not in shown
    cells = list(csv.reader(io.StringIO(naql("table", project, "articles", "--csv").stdout, newline="")))
    assert "'=cmd()" in [row[0] for row in cells]
    naql("report", project, "-o", tmp_path / "r.html")
    assert "<script>" not in (tmp_path / "r.html").read_text("utf-8")
    assert lines(naql("sql", project, "select count(*) as n from articles", "--json")) == [
        {"n": len(articles)}
    ]


def test_hostile_file_names_in_compare(tmp_path: Path) -> None:
    text = Path(FUEL[0]).read_text("utf-8")
    for name in HOSTILE:
        file = tmp_path / name
        file.write_text(text, "utf-8")
        made = naql("compare", "--json", "--", file, FUEL[1])
        shown = json.loads(made.stdout)["a"]
        assert "\n" not in shown
        assert "\x1b" not in made.stdout
        assert "\x1b" not in naql("compare", "--", file, FUEL[1]).stdout


# ---------------------------------------------------------------- a process of its own


def test_a_whole_session_in_processes_of_its_own(tmp_path: Path) -> None:
    project = tmp_path / "p"
    made = process("trace", NEWS, "-o", project)
    assert (made.returncode, made.stdout) == (0, "")
    assert made.stderr.startswith("12 articles of 12 records read")
    again = process("trace", NEWS, "-o", project)
    assert again.returncode == 0
    runs = json.loads(process("status", project, "--json").stdout)["runs"]
    assert sum(runs[1]["made"].values()) == 0  # nothing changed, so nothing was made again
    assert len(process("table", project, "stories", "--json").stdout.splitlines()) == 2
    assert process("sql", project, "select count(*) as n from pairs", "--csv").stdout.startswith("n\n")
    assert process("report", project, "-o", tmp_path / "r.html").returncode == 0
    assert process("table", project, "nope").returncode == 2
    assert process("status", tmp_path).returncode == 3


def test_output_is_utf_8_also_where_the_locale_has_no_arabic() -> None:
    command = [sys.executable, "-m", "naql", "compare", *FUEL, "--json"]
    plain = {**ENVIRONMENT, "LC_ALL": "C", "LANG": "C"}
    made = subprocess.run(command, capture_output=True, env=plain, check=True)
    assert json.loads(made.stdout.decode("utf-8"))["blocks"]


def test_every_field_can_be_named() -> None:
    assert "FIELDS" in inspect.getsource(cli._fields)
    assert cli._fields(tuple(f"{name}=x" for name in FIELDS)) == dict.fromkeys(FIELDS, "x")
    assert cli._fields(("text=a=b",)) == {"text": "a=b"}
