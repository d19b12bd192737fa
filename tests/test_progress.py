"""Bars on a terminal, nothing elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from naql.pipeline import Progress, Silent
from naql.progress import Bars


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def work(bars: Progress) -> None:
    bars.begin("reading", None)
    bars.advance(3)
    bars.end(1, 0)
    bars.begin("alignments", 10)
    bars.advance(4)
    bars.advance(6)
    bars.begin("pairs", 2)  # a step that begins closes the one before
    bars.end(0, 2)
    bars.end(0, 1)  # a step that was kept has no bar
    bars.advance(1)


def test_nothing_is_written_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", out)
    work(Bars())
    work(Silent())
    assert out.getvalue() == ""


def test_a_terminal_shows_a_bar_for_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setattr("naql.progress.DELAY", 0)
    work(Bars())
    made = out.getvalue()
    for name in ("reading", "alignments", "pairs"):
        assert name in made
    assert made.endswith("\r")  # a bar that is over leaves the line empty
    assert "\n" not in made


def test_progress_goes_to_stderr_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    work(Bars())
    assert capsys.readouterr().out == ""
