"""The cases that fail today, as `known_failures.toml` has them; running this module writes the file anew.

    python -m tests.attribution.list_failures

The file has a table for each language: a case's id and the gravest fault in it, one of
`tests.attribution.judging.FAULTS`. Its cases are expected to fail (tests/test_attribution.py), so one that
begins to pass must be taken off, which running this module does; it prints what came and went. How many may
stand there is pinned in tests/test_attribution.py: a new failure is looked at, not just listed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.attribution.cases import FOLDER, cases
from tests.attribution.judging import fault

FILE = FOLDER / "known_failures.toml"
HEADER = """\
# Cases of attribution that fail today, and what is wrong: cue, content, extra, speaker, mode or unnamed.
# Written by `python -m tests.attribution.list_failures`.
"""


def languages() -> list[str]:
    """The languages that have cases."""
    return sorted({path.name.partition("_")[0] for path in FOLDER.glob("??_*.toml")})


def known(file: Path = FILE) -> dict[str, dict[str, str]]:
    """Language → id → fault, as the file has it."""
    return tomllib.loads(file.read_text("utf-8"))


def failing() -> dict[str, dict[str, str]]:
    """Language → id → fault, as it is now."""
    found = {code: {case.id: fault(case) for case in cases(code)} for code in languages()}
    return {code: {id_: why for id_, why in faults.items() if why} for code, faults in found.items()}


def written(failures: Mapping[str, Mapping[str, str]]) -> str:
    """The text of the file."""
    tables = [
        f"\n[{code}]\n" + "".join(f'{id_} = "{why}"\n' for id_, why in sorted(faults.items()))
        for code, faults in sorted(failures.items())
    ]
    return HEADER + "".join(tables)


def main() -> None:
    """Write the file and print what changed."""
    before = known() if FILE.exists() else {}
    now = failing()
    FILE.write_text(written(now), "utf-8")
    for code, faults in now.items():
        old = before.get(code, {})
        print(f"{code}: {len(faults)} of {len(cases(code))} cases fail")
        for id_ in sorted(set(old) | set(faults)):
            if old.get(id_) != faults.get(id_):
                print(f"  {id_}: {old.get(id_, 'passed')} -> {faults.get(id_, 'passes')}")


if __name__ == "__main__":
    main()
