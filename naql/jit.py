"""Compiles the kernels with numba, and keeps what was compiled in a per-user folder.

The kernels are plain functions that call each other through their module's names; here copies of
them are compiled in a namespace of their own, so that both forms live side by side.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import sys
import tempfile
import types
from functools import cache
from pathlib import Path
from typing import Any

from naql import kernel, kernel_align, kernel_formulas, kernel_runs

_MODULES = (kernel, kernel_formulas, kernel_align, kernel_runs)


def cache_folder() -> Path:
    """Where compiled kernels live: one folder for each version of kernels, Python and numba.

    `NAQL_CACHE` or `XDG_CACHE_HOME` choose the place; if it cannot be written, a new temporary folder,
    never one that another user could have filled: what is loaded from here is run.
    """
    digest = hashlib.blake2b(digest_size=8)
    for module in _MODULES:
        digest.update(Path(module.__file__ or "").read_bytes())
    digest.update(Path(__file__).read_bytes())
    home = os.environ.get("NAQL_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    digest.update(importlib.metadata.version("numba").encode())
    folder = Path(home) / "naql" / f"kernels-{sys.implementation.cache_tag}-{digest.hexdigest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _own_folder()
    return folder if os.access(folder, os.W_OK) else _own_folder()


@cache
def _own_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="naql-"))


def warm() -> bool:
    """Whether an earlier run has compiled every kernel on this machine."""
    return (cache_folder() / "complete").exists()


def mark_warm() -> None:
    """Record that every kernel has been compiled; called after work that used them all."""
    (cache_folder() / "complete").touch()


def _functions(module: types.ModuleType) -> list[str]:
    return [
        n
        for n, f in vars(module).items()
        if isinstance(f, types.FunctionType) and f.__module__ == module.__name__
    ]


@cache
def compiled() -> types.SimpleNamespace:
    """Every kernel, compiled; each one is compiled or loaded from the cache at its first call."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))
    import numba

    numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]
    space: dict[str, Any] = {"__name__": "naql.compiled"}
    for module in _MODULES:
        space.update({k: v for k, v in vars(module).items() if not k.startswith("__")})
    jit = numba.njit(cache=True, nogil=True, boundscheck=False)
    result = {}
    for module in _MODULES:
        for name in _functions(module):
            source = getattr(module, name)
            copy = types.FunctionType(source.__code__, space, name, source.__defaults__)
            copy.__qualname__, copy.__module__ = name, module.__name__
            space[name] = result[name] = jit(copy)
    return types.SimpleNamespace(**result)


def loaded() -> bool:
    """Whether this process has the compiled kernels already."""
    return bool(compiled.cache_info().currsize)


@cache
def plain() -> types.SimpleNamespace:
    """The same kernels uncompiled."""
    return types.SimpleNamespace(**{n: getattr(m, n) for m in _MODULES for n in _functions(m)})
