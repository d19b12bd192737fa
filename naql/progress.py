"""Progress on stderr: a bar a step on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys

from tqdm import tqdm

DELAY = 0.5  # seconds: a shorter step shows no bar


class Bars:
    """Bars with rate and remaining time; quiet when stderr is no terminal (see `pipeline.Progress`)."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._bar: tqdm[None] | None = None

    def begin(self, name: str, rows: int | None) -> None:
        """A step begins with so many rows, or an unknown number."""
        self._close()
        if self._shown:
            self._bar = tqdm(
                total=rows, desc=f"{name:12}", unit=" rows", file=sys.stderr, leave=False, delay=DELAY
            )

    def advance(self, rows: int) -> None:
        """Rows are done."""
        if self._bar is not None:
            self._bar.update(rows)

    def end(self, made: int, kept: int) -> None:
        """The step is over."""
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
