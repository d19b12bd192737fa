"""Naql tells where a news story comes from: shared text, word by word, what was changed, and who says it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from naql.annotation import annotate
    from naql.comparison import Comparison, compare
    from naql.errors import NaqlError, NothingReadableError, ProjectError, UsageError
    from naql.project import Project
    from naql.tracing import trace

__version__ = "0.1.0"

_WHERE = {
    "Comparison": "naql.comparison",
    "annotate": "naql.annotation",
    "compare": "naql.comparison",
    "NaqlError": "naql.errors",
    "NothingReadableError": "naql.errors",
    "ProjectError": "naql.errors",
    "UsageError": "naql.errors",
    "Project": "naql.project",
    "trace": "naql.tracing",
}

__all__ = [
    "Comparison",
    "NaqlError",
    "NothingReadableError",
    "Project",
    "ProjectError",
    "UsageError",
    "__version__",
    "annotate",
    "compare",
    "trace",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that `import naql` and `naql --help` stay quick."""
    if name not in _WHERE:
        raise AttributeError(f"module 'naql' has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), name)
