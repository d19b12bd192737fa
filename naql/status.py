"""What a project holds and how it came about, for people and as JSON; and the exit code of a run."""

from __future__ import annotations

from typing import Any

from naql.pile import PILE_REASONS
from naql.project import PUBLIC, Project
from naql.read import KEPT, REASONS

_TOTALS = ("read", "articles")
_NO_FAULT = KEPT | PILE_REASONS.keys() | {"unknown_type", "linked_folder"} | set(_TOTALS)


_ONE = {"copies": "copy", "families": "family", "stories": "story"}


def _counted(number: int, things: str) -> str:
    """`1 copy`, `2 copies`."""
    return f"{number:,} {things if number != 1 else _ONE.get(things, things.removesuffix('s'))}"


def exit_code(counts: dict[str, int]) -> int:
    """1 if an input or row was skipped as unreadable, unparsable or without text, else 0."""
    return int(any(count for reason, count in counts.items() if reason not in _NO_FAULT))


def facts(project: Project) -> dict[str, Any]:
    """Everything `naql status --json` prints."""
    manifest = project.manifest
    notes = {k: n for k, n in manifest.counts.items() if k not in _TOTALS}
    return {
        "project": str(project.path),
        "naql": manifest.version,
        "parameters": manifest.parameters,
        "read": manifest.counts.get("read", 0),
        "articles": manifest.counts.get("articles", 0),
        "skipped": {k: n for k, n in notes.items() if k not in KEPT and k not in PILE_REASONS},
        "kept_with_a_note": {k: n for k, n in notes.items() if k in KEPT or k in PILE_REASONS},
        "tables": {n: t.rows for n, t in manifest.tables.items()},
        "runs": project.runs(),
    }


def summary(project: Project, *, full: bool = False) -> str:
    """A few lines for a terminal; `full` adds tables, settings and runs."""
    told = facts(project)
    tables = told["tables"]
    read = f"{_counted(told['articles'], 'articles')} of {_counted(told['read'], 'records')} read"
    lines = [f"{read}, in {project.path}"]
    for title, group in (("skipped", told["skipped"]), ("kept with a note", told["kept_with_a_note"])):
        for reason, count in group.items():
            lines.append(
                f"  {title}: {count:,} {reason} ({ {**REASONS, **PILE_REASONS}.get(reason, reason) })"
            )
    shown = ("copies", "passages", "families", "pairs", "stories")
    lines.append(", ".join(_counted(tables[name], name) for name in shown if name in tables))
    read_out = [_counted(tables[name], name) for name in ("statements", "changes") if name in tables]
    if read_out:
        lines.append(", ".join(read_out))
    if full:
        lines.append("tables: " + ", ".join(f"{n} {tables[n]:,}" for n in PUBLIC if n in tables))
        lines.append("settings: " + ", ".join(f"{k} {v}" for k, v in told["parameters"].items()))
        lines.append(f"made by Naql {told['naql']}")
        for run in told["runs"][-5:]:
            lines.append(
                f"  {run['started']}: {run['seconds']} s, {run['cpu_seconds']} CPU s, peak "
                f"{run['peak_bytes'] / 1e9:.2f} GB, {run['engine']}, {run['machine']}; "
                f"parts made {sum(run['made'].values())}, kept {sum(run['kept'].values())}"
            )
    return "\n".join(lines)
