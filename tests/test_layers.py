"""Imports run one way, and every module is small, documented and tested."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "naql"

# A module imports only from earlier layers. The same list, with what each module is for, stands in
# docs/architecture.md.
LAYERS = [
    [
        "arborescence",
        "arrow",
        "calendars",
        "dating",
        "engine",
        "errors",
        "evaluate",
        "language",
        "model",
        "progress",
        "read_dates",
        "read_html",
        "read_text",
        "reasons",
    ],
    [
        "change_reasons",
        "claim_reasons",
        "engine_cluster",
        "inferred",
        "read_source",
        "store",
        "terminal",
        "text",
        "web.changed",
        "web.render",
        "workers",
    ],
    ["claim_values", "kernel", "read_formats", "rows", "sentences", "web.views"],
    [
        "change_lexicon",
        "gazetteer",
        "kernel_align",
        "kernel_formulas",
        "latin",
        "outlets",
        "patterns",
        "quotes",
        "read",
        "web.report_views",
        "word_forms",
    ],
    [
        "agencies",
        "claim_lexicon",
        "claim_text",
        "columns",
        "kernel_runs",
        "lexicon",
        "nouns",
        "numbers",
        "places",
    ],
    [
        "claim_figures",
        "clauses",
        "counting",
        "credit_lines",
        "disjoint",
        "jit",
        "narration",
        "outlet_names",
        "stretches",
        "time_grammar",
    ],
    [
        "align",
        "capitals",
        "change_facts",
        "claim_links",
        "credits",
        "differences",
        "families",
        "time_conflicts",
        "time_values",
    ],
    [
        "capital_phrases",
        "change_case",
        "change_twins",
        "claim_things",
        "collation",
        "fronted",
        "reuse",
        "time_clocks",
        "time_lengths",
    ],
    ["change_places", "change_voices", "fronted_complements", "phrases", "pile", "time_periods", "variation"],
    ["nameless", "names", "times"],
    ["change_times", "claim_voices", "descent_weights", "quantities", "subjects", "voices"],
    ["change_cuts", "change_values", "counts", "reports", "strands"],
    [
        "backward",
        "capital_voices",
        "carrying",
        "change_kinds",
        "claims",
        "contents",
        "descent",
        "fronted_tags",
        "passing",
    ],
    ["according", "arrows", "changes", "claim_groups", "fronted_reports", "link_evidence", "origins"],
    ["findings"],
    ["attribution"],
    ["annotation", "transmission"],
    ["readings", "relation", "web.annotated"],
    ["claim_rows", "comparison", "story_rows"],
    ["pairs", "steps"],
    ["pipeline", "project"],
    ["cli", "expand", "reporting", "status", "story_text", "tracing"],
    ["annotating"],
]
MODULES = list(chain.from_iterable(LAYERS))
# `naql` itself holds the version and loads public names when they are used; `python -m naql` is the command.
ENTRANCES = ["__init__", "__main__", "web.__init__"]

LINES_OF_A_MODULE = 450
LINES_OF_A_BODY = 60
# Loops that numba compiles: cut in pieces, they would hand their state around.
LONG_KERNELS = {"kernel.words", "kernel_align.find_blocks"}
# `read` is tested whole, in one file with its parts.
TESTED_WITH = {
    **dict.fromkeys(("read_text", "read_dates", "read_source", "read_formats"), "read"),
    **dict.fromkeys(
        ("change_case", "change_facts", "change_kinds", "change_values", "change_voices"), "changes"
    ),
    **dict.fromkeys(("time_grammar", "time_values", "time_clocks", "time_lengths", "time_periods"), "times"),
    "counting": "quantities",
}


def path(module: str) -> Path:
    return PACKAGE.joinpath(*module.split(".")).with_suffix(".py")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(path(module).read_text("utf-8"))


def imported(node: ast.AST) -> list[str]:
    """Our own modules that an import statement names; the package itself (its version) is none."""
    if isinstance(node, ast.Import):
        return [alias.name.removeprefix("naql.") for alias in node.names if alias.name.startswith("naql.")]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are written in full"
        if node.module == "naql":
            return [alias.name for alias in node.names if alias.name in MODULES]
        if node.module == "naql.web":
            return [f"web.{alias.name}" for alias in node.names]
        if node.module and node.module.startswith("naql."):
            return [node.module.removeprefix("naql.")]
    return []


def imports(module: str) -> set[str]:
    return set(chain.from_iterable(imported(node) for node in ast.walk(tree(module))))


def functions(module: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}.{node.name}", node


def test_the_layers_name_every_module_once() -> None:
    files = (file.relative_to(PACKAGE).with_suffix("") for file in PACKAGE.rglob("*.py"))
    assert sorted(MODULES + ENTRANCES) == sorted(".".join(file.parts) for file in files)


def test_the_architecture_page_has_the_same_layers() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| `([a-z_.]+)` \| (\S.*) \|$", page, re.MULTILINE)
    assert [(int(number), module) for number, module, _ in rows] == [
        (number, module) for number, layer in enumerate(LAYERS, 1) for module in layer
    ]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_earlier_layers(module: str) -> None:
    place = next(number for number, layer in enumerate(LAYERS) if module in layer)
    earlier = set(chain.from_iterable(LAYERS[:place]))
    assert imports(module) <= earlier


@pytest.mark.parametrize("module", [*MODULES, *ENTRANCES])
def test_no_import_of_ours_is_hidden_in_a_function(module: str) -> None:
    for name, function in functions(module):
        hidden = [found for node in ast.walk(function) for found in imported(node)]
        assert not hidden, f"{name} imports {hidden}"
    # By name, only the command and the package load anything of ours, each in one place.
    loaders = {
        name
        for name, function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in ("import_module", "__import__")
    }
    assert loaders <= {"cli._load", "__init__.__getattr__", "engine_cluster._extra"}


def test_the_command_loads_modules_that_there_are() -> None:
    calls = [
        node
        for node in ast.walk(tree("cli"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_load"
    ]
    named = {argument.value for call in calls for argument in call.args if isinstance(argument, ast.Constant)}
    assert len(calls) >= len(named) > 5
    assert all(isinstance(call.args[0], ast.Constant) for call in calls)
    assert named <= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_tests_of_its_name(module: str) -> None:
    *folders, name = TESTED_WITH.get(module, module).split(".")
    assert ROOT.joinpath("tests", *folders, f"test_{name}.py").exists()


@pytest.mark.parametrize("module", [*MODULES, *ENTRANCES])
def test_every_public_name_says_what_it_means(module: str) -> None:
    assert ast.get_docstring(tree(module)), module
    pending: list[tuple[str, ast.AST]] = [(module, tree(module))]
    while pending:
        prefix, owner = pending.pop()
        for node in ast.iter_child_nodes(owner):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                public = not node.name.startswith("_")
                assert ast.get_docstring(node) or not public, f"{prefix}.{node.name} has no docstring"
                if isinstance(node, ast.ClassDef) and public:
                    pending.append((f"{prefix}.{node.name}", node))


@pytest.mark.parametrize("module", [*MODULES, *ENTRANCES])
def test_modules_and_functions_are_short(module: str) -> None:
    lines = len(path(module).read_text("utf-8").splitlines())
    assert lines <= LINES_OF_A_MODULE, f"{module}: {lines} lines"
    for name, function in functions(module):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        length = function.end_lineno - body[0].lineno + 1 if body and function.end_lineno else 0
        assert (length <= LINES_OF_A_BODY) != (name in LONG_KERNELS), f"{name}: {length} lines"


def test_only_kernels_may_be_long() -> None:
    assert all(name.startswith("kernel") for name in LONG_KERNELS)
