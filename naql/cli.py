"""The `naql` command. Heavy modules are loaded by the command that needs them, so that help is quick."""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from naql import __version__

if TYPE_CHECKING:
    from naql.project import Project

INTERRUPTED = "naql: interrupted; a project stays as its last whole run left it"
DATE_KINDS = ("published", "url", "dateline", "feed", "crawl", "none")  # as in naql.model, which is heavy
EXPANDED_BELOW = 5_000  # articles: below it `table passages --json` gives every pair of copies


def _load(module: str) -> Any:
    return importlib.import_module(f"naql.{module}")


@contextlib.contextmanager
def _watched() -> Iterator[list[int]]:
    """A list that an interrupt (Ctrl-C) is noted in, before KeyboardInterrupt is raised as always."""
    noted: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        signal.default_int_handler(number, frame)

    ours = threading.current_thread() is threading.main_thread()
    if ours and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
        try:
            yield noted
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    else:
        yield noted


class _Group(click.Group):
    """Turns Naql's errors into one line on stderr and their exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        with _watched() as interrupted:
            return self._invoke(ctx, interrupted)

    def _invoke(self, ctx: click.Context, interrupted: list[int]) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.Exit:
            raise
        except KeyboardInterrupt:
            click.echo(INTERRUPTED, err=True)
            ctx.exit(130)
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the reader went away; say nothing
            ctx.exit(0)
        except Exception as error:
            if interrupted:  # libraries turn a KeyboardInterrupt into errors of their own
                click.echo(INTERRUPTED, err=True)
                ctx.exit(130)
            if not hasattr(error, "exit_code") or isinstance(error, click.ClickException):
                raise
            click.echo(f"naql: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="naql", message="%(prog)s %(version)s")
def main() -> None:
    """Tell where a news story comes from: shared text, what was changed of it, and who says what."""


def _fields(values: tuple[str, ...]) -> dict[str, str]:
    """`--field text=body` as a mapping."""
    result = {}
    for value in values:
        name, separator, theirs = value.partition("=")
        if not separator or not theirs:
            raise click.BadParameter(
                f"{value!r} is not NAME=THEIRS, for example text=body", param_hint="--field"
            )
        known = _load("read").FIELDS
        if name not in known:
            raise click.BadParameter(
                f"{name!r} is no field; there are: {', '.join(known)}", param_hint="--field"
            )
        result[name] = theirs
    return result


def _reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how inputs are read."""
    for option in (
        click.option("--encoding", help="Encoding of text inputs; detected if not given."),
        click.option("--date-kind", type=click.Choice(DATE_KINDS), help="How dates are known."),
        click.option(
            "--field", "fields", multiple=True, metavar="NAME=THEIRS", help="Name of a field in the data."
        ),
    ):
        command = option(command)
    return command


_LANG = click.option(
    "--lang", type=click.Choice(["ar", "en"]), default="ar", show_default=True, help="Of the page."
)


@main.command()
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("--pairs", metavar="FILE", help='Compare many: a line {"a": article, "b": article} each.')
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (a line a pair with --pairs).")
@click.option("--html", metavar="FILE", help="Write one self-contained page.")
@click.option("--min-words", default=8, show_default=True, help="Least matched words of a passage.")
@click.option("--colour/--no-colour", default=None, help="Colour changes (default: on a terminal).")
@_LANG
@_reading
def compare(
    a: str | None,
    b: str | None,
    pairs: str | None,
    as_json: bool,
    html: str | None,
    min_words: int,
    colour: bool | None,
    lang: str,
    fields: tuple[str, ...],
    date_kind: str | None,
    encoding: str | None,
) -> None:
    """Compare two articles (.txt, .html, .json) word by word."""
    if min_words < 3:
        raise click.BadParameter("must be 3 or more", param_hint="--min-words")
    if pairs is not None and (a or b or html):
        raise click.UsageError("--pairs takes no further articles and writes no page")
    if pairs is None and (a is None or b is None):
        raise click.UsageError("two articles are needed, or --pairs FILE")
    read = _load("read")
    options = read.ReadOptions(fields=_fields(fields), date_kind=date_kind, encoding=encoding)
    if pairs is not None:
        click.get_current_context().exit(_load("pairs").compare_pairs(pairs, options, min_words, click.echo))
    left, right = read.read_one(a, options), read.read_one(b, options)
    found = _load("comparison").compare(left, right, min_words=min_words)
    if html:
        _write_page(html, found.to_html(lang))
    if as_json:
        click.echo(_dumps(found.to_dict()))
    elif not html:
        colour = sys.stdout.isatty() if colour is None else colour
        width = min(shutil.get_terminal_size().columns, 100)
        click.echo(
            _load("terminal").comparison_text(found.to_dict(), left, right, colour=colour, width=width),
            nl=False,
            color=True,
        )


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_page(name: str, page: str) -> None:
    try:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{name} cannot be written: {error.strerror}") from error
    click.echo(f"wrote {name} ({len(page.encode()) / 1000:.0f} kB)", err=True)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines (always so without --html).")
@click.option("--html", metavar="FILE", help="Write one self-contained page.")
@_LANG
@_reading
def annotate(
    inputs: tuple[str, ...],
    as_json: bool,
    html: str | None,
    lang: str,
    fields: tuple[str, ...],
    date_kind: str | None,
    encoding: str | None,
) -> None:
    """Who says what in articles (files, folders, - for JSON Lines on stdin), with quantities and times."""
    options = _load("read").ReadOptions(fields=_fields(fields), date_kind=date_kind, encoding=encoding)
    to_dict = _load("annotation").to_dict
    page = _load("web.annotated").Page() if html else None

    def write(article: Any, reading: Any) -> None:
        if page is not None:
            page.add(article, reading)
        if as_json or page is None:
            click.echo(_dumps(to_dict(reading)))

    tell = functools.partial(click.echo, err=True)
    code = _load("annotating").annotate_inputs(inputs, options, write, tell)
    if page is not None and html:
        _write_page(html, page.render(lang))
    click.get_current_context().exit(code)


def _bytes(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """`3GB`, `1500 MB` or a number of bytes."""
    if value is None:
        return None
    number = value.upper().removesuffix("B").strip()
    factor = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}.get(number[-1:], 1)
    try:
        size = int(float(number.rstrip("KMG").strip()) * factor)
    except (ValueError, OverflowError):
        size = 0
    if size <= 0:
        raise click.BadParameter(f"{value!r} is no size; write 3GB or 1500MB")
    return size


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="PROJECT", help="The project folder to make or renew.")
@click.option("--min-words", type=int, help="Least matched words of a passage [default: 10].")
@click.option(
    "--min-coverage", type=float, help="Share of the shorter article that makes a story [default: 0.3]."
)
@click.option(
    "--only",
    multiple=True,
    metavar="QUESTION",
    help="Only this question: reuse, attribution, changes, transmission, claims.",
)
@click.option("--memory", callback=_bytes, metavar="SIZE", help="Peak of the whole process [default: 3GB].")
@click.option(
    "--engine",
    type=click.Choice(["embedded", "cluster"]),
    default="embedded",
    show_default=True,
    help="Where tables are made: in this process, or on Spark (the extra naql[cluster]).",
)
@click.option(
    "--remote", metavar="URL", help="Spark Connect server for --engine cluster; a local one if not given."
)
@click.option("--quiet", is_flag=True, help="No progress, no summary.")
@_reading
def trace(
    inputs: tuple[str, ...],
    output: str,
    engine: str,
    remote: str | None,
    quiet: bool,
    fields: tuple[str, ...],
    **settings: Any,
) -> None:
    """Trace a pile of articles (files, folders, - for JSON Lines on stdin) into a project."""
    tracing = _load("tracing")
    given = {name: value for name, value in settings.items() if value is not None}
    if engine == "cluster":
        cluster = _load("engine_cluster")
        given["engine"] = cluster.maker(remote)
    elif remote:
        raise click.UsageError("--remote goes with --engine cluster")
    shown = _load("progress").Bars() if not quiet else None
    project = tracing.trace(inputs, output, fields=_fields(fields), progress=shown, **given)
    if not quiet:
        click.echo(_load("status").summary(project), err=True)
    click.get_current_context().exit(_load("status").exit_code(project.manifest.counts))


@main.command()
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(project: str, as_json: bool) -> None:
    """What was read and skipped, settings, tables, versions, runs."""
    opened, module = _open(project), _load("status")
    click.echo(_dumps(module.facts(opened)) if as_json else module.summary(opened, full=True))


def _open(path: str) -> Project:
    return _load("project").Project(path)  # type: ignore[no-any-return]


_SHAPES = (
    click.option("--json", "shape", flag_value="json", help="JSON Lines."),
    click.option("--csv", "shape", flag_value="csv", help="CSV, lists and structures as JSON."),
    click.option("--parquet", "shape", flag_value="parquet", help="Parquet, to -o FILE or stdout."),
    click.option("-o", "--output", metavar="FILE", help="Write to a file."),
)


def _shaped(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_SHAPES):
        command = option(command)
    return command


@main.command()
@click.argument("project")
@click.argument("name")
@_shaped
@click.option(
    "--expand/--no-expand", default=None, help="passages: every pair of copies, not representatives only."
)
def table(project: str, name: str, shape: str | None, output: str | None, expand: bool | None) -> None:
    """Print a table of a project."""
    opened, rows = _open(project), _load("rows")
    if expand and name != "passages":
        raise click.UsageError("--expand goes with the table passages")
    shape = rows.shape_of(shape, output)
    small = len(opened.table("articles")) < EXPANDED_BELOW
    if name == "passages" and (expand or (expand is None and shape == "json" and small)):
        made = _load("expand").expand_passages(opened)
        reader = rows.as_reader(made, _load("arrow").schema(_load("model").Passage))
    else:
        reader = opened.table(name).reader()
    rows.write(reader, shape, output)


@main.command()
@click.argument("project")
@click.argument("query")
@_shaped
def sql(project: str, query: str, shape: str | None, output: str | None) -> None:
    """Run one SELECT on a project's tables (read-only, DuckDB's dialect)."""
    _load("rows").write(_open(project).sql(query), shape, output)


@main.command()
@click.argument("project")
@click.argument("story_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (without ID: JSON Lines).")
@click.option("--evidence/--no-evidence", default=True, show_default=True, help="What each link rests on.")
@click.option("--lang", type=click.Choice(["ar", "en"]), default="en", show_default=True, help="Of evidence.")
def story(project: str, story_id: str | None, as_json: bool, evidence: bool, lang: str) -> None:
    """One story: its counts, who was first, who took from whom, its claims. Without ID: all stories."""
    opened, module = _open(project), _load("story_text")
    if story_id is None:
        rows = list(opened.stories)
        lines = [_dumps(row) for row in rows] if as_json else [module.stories_text(rows).rstrip("\n")]
        click.echo("\n".join(lines))
        return
    found = module.story_rows(opened, story_id)
    if as_json:
        click.echo(_dumps(module.story_dict(found)))
    else:
        told = module.claims_of(opened, found["claim_groups"])
        click.echo(module.story_text(found, told, lang=lang, evidence=evidence), nl=False)


@main.command()
@click.argument("project")
@click.option(
    "--about", metavar="TEXT", help="Only claims whose thing, value, place or voice has these words."
)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one claim group each.")
def claims(project: str, about: str | None, as_json: bool) -> None:
    """What articles of a story claim alike or otherwise: values, who says them, and the three counts."""
    opened, module = _open(project), _load("claim_text")
    groups = list(opened.table("claim_groups"))
    known = _load("story_text").claims_of(opened, groups)
    if about is not None:
        groups = module.about(groups, known, about)
    if as_json:
        for group in groups:
            click.echo(_dumps(module.group_dict(group)))
    else:
        outlets = {row["id"]: row for row in opened.select("select id, outlet from articles")}
        click.echo(module.groups_text(groups, known, outlets), nl=False)


@main.command()
@click.argument("project")
@click.option("-o", "--output", required=True, metavar="FILE", help="The page to write.")
@click.option("--story", "stories", multiple=True, metavar="ID", help="Only these stories.")
@_LANG
def report(project: str, output: str, stories: tuple[str, ...], lang: str) -> None:
    """Write one self-contained page about a project's stories."""
    _write_page(output, _load("reporting").report(_open(project), list(stories), lang))
