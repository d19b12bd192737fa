"""`naql annotate`: many inputs, one article after the other, in the order they are read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import BinaryIO

from naql.annotation import annotate
from naql.errors import NothingReadableError
from naql.model import Article, Reading
from naql.read import KEPT, Read, ReadOptions, read
from naql.status import exit_code


def annotate_inputs(
    inputs: Sequence[str],
    options: ReadOptions,
    write: Callable[[Article, Reading], None],
    tell: Callable[[str], None],
    stdin: BinaryIO | None = None,
) -> int:
    """Annotate every article of files and folders; returns the exit code.

    `write` is given each article with its reading as soon as it is made; `tell` a line for each
    input that was skipped, with its file, place and cause, and in the end one for each kind of
    article that was kept but not as it came. Raises NothingReadableError if there was no article.
    """
    counts, done = Counter[str](), 0
    for found in read(inputs, options, stdin):
        if isinstance(found, Read):
            write(found.article, annotate(found.article))
            done += 1
            continue
        counts[found.reason] += 1
        if found.reason not in KEPT:
            tell(f"{found.path}, record {found.position}: {found.detail} ({found.reason})")
    if not done:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
        names = ", ".join(os.fsdecode(name) for name in inputs)
        raise NothingReadableError(f"no article could be read from {names} ({reasons or 'no file found'})")
    for reason in sorted(KEPT & counts.keys()):
        tell(f"kept with a note: {counts[reason]:,} {reason}")
    return exit_code(counts)
