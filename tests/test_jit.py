"""Compiled and uncompiled kernels live side by side; what was compiled is kept for the next process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import types
from pathlib import Path

import numpy as np
import pytest

from naql import jit, kernel, kernel_align, kernel_formulas, kernel_runs


def functions(module: types.ModuleType) -> set[str]:
    return {
        n for n, f in vars(module).items() if getattr(f, "__module__", "") == module.__name__ and callable(f)
    }


def test_both_forms_have_every_kernel() -> None:
    expected = set[str]().union(*(functions(m) for m in (kernel, kernel_formulas, kernel_align, kernel_runs)))
    assert {"words", "fingerprints", "union_find", "find_blocks", "align_pairs"} <= expected
    assert set(vars(jit.plain())) == set(vars(jit.compiled())) == expected


def test_the_modules_keep_their_plain_functions() -> None:
    jit.compiled()
    for module in (kernel, kernel_formulas, kernel_align, kernel_runs):
        for name in functions(module):
            assert isinstance(getattr(module, name), types.FunctionType)
            assert getattr(jit.plain(), name) is getattr(module, name)


def test_compiled_kernels_call_compiled_kernels() -> None:
    compiled = jit.compiled()
    space = compiled.align_pairs.py_func.__globals__
    assert space["find_blocks"] is compiled.find_blocks
    assert compiled.find_blocks.py_func.__globals__["mix"] is compiled.mix
    assert jit.compiled() is compiled
    assert jit.loaded()


def test_a_compiled_kernel_gives_the_plain_answer() -> None:
    with np.errstate(over="ignore"):
        expected = jit.plain().mix(np.uint64(12345))
    assert jit.compiled().mix(np.uint64(12345)) == expected


# ---------------------------------------------------------------- where they are kept


def test_the_cache_folder_is_named_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("NAQL_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert jit.cache_folder().is_relative_to(tmp_path / "xdg" / "naql")
    monkeypatch.setenv("NAQL_CACHE", str(tmp_path / "own"))
    folder = jit.cache_folder()
    assert folder.is_relative_to(tmp_path / "own" / "naql")
    assert folder.is_dir()
    assert sys.implementation.cache_tag in folder.name
    assert jit.cache_folder() == folder


def test_without_a_name_it_is_in_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NAQL_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert jit.cache_folder().is_relative_to(tmp_path / ".cache" / "naql")


def test_a_place_that_cannot_be_written_gives_a_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NAQL_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    jit._own_folder.cache_clear()
    folder = jit.cache_folder()
    assert folder.parent == tmp_path
    assert folder.is_dir()


def test_where_that_cannot_be_written_either_a_new_folder_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "naql").write_text("in the way")
    monkeypatch.setenv("NAQL_CACHE", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    jit._own_folder.cache_clear()
    folder = jit.cache_folder()
    assert folder.parent == tmp_path
    assert folder.is_dir()


def test_other_kernels_have_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NAQL_CACHE", str(tmp_path))
    before = jit.cache_folder()
    changed = types.ModuleType("changed")
    changed.__file__ = str(tmp_path / "changed.py")
    Path(changed.__file__).write_text("def mix(h): return h")
    monkeypatch.setattr(jit, "_MODULES", (changed, kernel_align))
    after = jit.cache_folder()
    assert after != before
    Path(changed.__file__).write_text("def mix(h): return h + 1")
    assert jit.cache_folder() not in (before, after)


def test_a_folder_is_warm_once_all_kernels_were_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NAQL_CACHE", str(tmp_path))
    assert not jit.warm()
    jit.mark_warm()
    assert jit.warm()
    monkeypatch.setenv("NAQL_CACHE", str(tmp_path / "other"))
    assert not jit.warm()


SCRIPT = """
import numpy as np
from naql import jit
kernel = jit.compiled().within_character
kernel(np.zeros((2, 4), np.int32), np.int64(1))
print(sum(kernel.stats.cache_hits.values()), sum(kernel.stats.cache_misses.values()))
"""


def run(script: str, **environment: str) -> str:
    env = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"} | environment
    done = subprocess.run([sys.executable, "-c", script], env=env, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_what_one_process_compiled_the_next_one_loads(tmp_path: Path) -> None:
    assert run(SCRIPT, NAQL_CACHE=str(tmp_path)) == "0 1"
    assert run(SCRIPT, NAQL_CACHE=str(tmp_path)) == "1 0"


def test_no_compiler_is_loaded_until_one_is_needed() -> None:
    script = "import sys, naql, naql.align; print(naql.align.jit.loaded(), 'numba' in sys.modules)"
    assert run(script) == "False False"
