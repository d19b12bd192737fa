"""Functions in pure Python over many rows, run in processes of their own, one a processor.

Threads do not help there: Python runs one at a time. The processes are started by the interpreter's
own name with a pipe to each, so that a program that calls `naql.trace` is not imported a second time,
as the standard pools would do; and none is a copy of a process that has threads.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, BinaryIO

import pyarrow as pa

from naql.errors import NaqlError

PIECE_ROWS = 128  # rows a process gets at once: about a second of reading articles
LEAST_ROWS = 2 * PIECE_ROWS  # fewer are done before a process has started

Function = Callable[[Any], pa.Table]
"""From rows (a record batch or a table) to a table."""


class Workers:
    """Up to `count` processes, started when they are first needed and ended by `close`."""

    def __init__(self, count: int) -> None:
        self._here = threading.local()
        self._started: list[subprocess.Popen[bytes]] = []
        self._threads = ThreadPoolExecutor(count)

    def map(self, function: Function, rows: Any) -> pa.Table:
        """What the function makes of the rows, which it may be given in pieces of `PIECE_ROWS`."""
        if rows.num_rows < LEAST_ROWS:
            return function(rows)
        pieces = [rows.slice(start, PIECE_ROWS) for start in range(0, rows.num_rows, PIECE_ROWS)]
        done = [self._threads.submit(self._ask, function, piece) for piece in pieces]
        return pa.concat_tables(_results(done))

    def whole(self, function: Function, rows: Any) -> pa.Table:
        """What the function makes of the rows, which belong together."""
        if rows.num_rows < LEAST_ROWS:
            return function(rows)
        return self._threads.submit(self._ask, function, rows).result()

    def close(self) -> None:
        """End the processes; what they have not finished is lost."""
        for process in self._started:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._started:
            for pipe in filter(None, (process.stdin, process.stdout)):
                with contextlib.suppress(OSError):  # it went away with a piece half written
                    pipe.close()
            process.wait()
        self._started.clear()

    def _ask(self, function: Function, rows: Any) -> pa.Table:
        process = getattr(self._here, "process", None) or self._start()
        try:
            pickle.dump((function, isinstance(rows, pa.Table), _packed(rows)), process.stdin)
            process.stdin.flush()
            failed, result = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise NaqlError("a process that reads articles has ended; is there memory enough?") from error
        if failed:
            raise result
        return result

    def _start(self) -> Any:
        """A process for this thread."""
        code = f"from {__name__} import serve; serve()"
        found = os.pathsep.join(path for path in sys.path if path)
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": found},
        )
        self._here.process = process
        self._started.append(process)
        return process


def _packed(rows: Any) -> bytes:
    """Rows as an Arrow stream, which holds the rows of a slice alone, where a pickle holds all."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write(rows)
    return bytes(sink.getvalue())


def _results(done: list[Future[pa.Table]]) -> Iterator[pa.Table]:
    """The results in order; after a failure, what has not begun is given up."""
    try:
        for future in done:
            yield future.result()
    finally:
        for future in done:
            future.cancel()


def serve() -> None:
    """In a process: answer each (function, rows) on standard input, until there are no more.

    What a function prints goes to standard error: standard output is the answers'.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt ends it at once, without a traceback
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _answer(sys.stdin.buffer, answers)


def _answer(asked: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            function, is_table, packed = pickle.load(asked)
        except EOFError:
            return
        try:
            rows = pa.ipc.open_stream(packed).read_all()
            answer = False, function(rows if is_table else rows.combine_chunks().to_batches()[0])
        except Exception as error:  # the process that asked raises it
            error.add_note(traceback.format_exc())
            answer = True, error
        try:
            raw = pickle.dumps(answer)
        except Exception:
            told = f"{type(answer[1]).__name__} in a process: {answer[1]}"
            raw = pickle.dumps((True, NaqlError(told)))
        answers.write(raw)
        answers.flush()
