"""Functions over rows in processes of their own: results, order, failures, endings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa
import pytest

from naql.errors import NaqlError, UsageError
from naql.workers import LEAST_ROWS, PIECE_ROWS, Workers

MANY = LEAST_ROWS + PIECE_ROWS + 7


def doubled(rows: Any) -> pa.Table:
    numbers = [2 * n for n in rows.column("n").to_pylist()]
    return pa.table(
        {"n": numbers, "rows": [rows.num_rows] * len(numbers), "by": [os.getpid()] * len(numbers)}
    )


def refusing(rows: Any) -> pa.Table:
    print("to standard output, which is not the answer")
    raise UsageError(f"no such row: {rows.column('n')[0].as_py()}")


class UnsayableError(Exception):
    def __reduce__(self) -> Any:
        raise TypeError("not to be pickled")


def unsayable(rows: Any) -> pa.Table:
    raise UnsayableError("what cannot be sent back")


def dying(rows: Any) -> pa.Table:
    os._exit(3)


def batch(rows: int) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"n": list(range(rows))})


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(2)
    yield made
    made.close()


def test_pieces_come_back_in_order_from_other_processes(workers: Workers) -> None:
    found = workers.map(doubled, batch(MANY))
    assert found.column("n").to_pylist() == [2 * n for n in range(MANY)]
    assert set(found.column("rows").to_pylist()) == {PIECE_ROWS, 7}
    processes = set(found.column("by").to_pylist())
    assert os.getpid() not in processes
    assert 1 <= len(processes) <= 2


def test_few_rows_start_no_process(workers: Workers) -> None:
    for run in (workers.map, workers.whole):
        assert set(run(doubled, batch(LEAST_ROWS - 1)).column("by").to_pylist()) == {os.getpid()}


def test_rows_that_belong_together_stay_so(workers: Workers) -> None:
    rows = pa.table({"n": list(range(MANY))})
    assert set(workers.whole(doubled, rows).column("rows").to_pylist()) == {MANY}


def test_several_threads_may_ask(workers: Workers) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda n: workers.map(doubled, batch(MANY + n)).num_rows, range(6)))
    assert found == [MANY + n for n in range(6)]


def test_a_failure_is_raised_as_it_was(workers: Workers) -> None:
    with pytest.raises(UsageError, match="no such row: 0"):
        workers.whole(refusing, batch(MANY))
    with pytest.raises(NaqlError, match="UnsayableError in a process: what cannot be sent back"):
        workers.map(unsayable, batch(MANY))
    assert workers.map(doubled, batch(MANY)).num_rows == MANY  # they go on all the same


def test_a_process_that_ends_is_told_of(workers: Workers) -> None:
    with pytest.raises(NaqlError, match="has ended"):
        workers.whole(dying, batch(MANY))


def test_closing_ends_the_processes() -> None:
    made = Workers(1)
    (process,) = set(made.map(doubled, batch(MANY)).column("by").to_pylist())
    made.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    made.close()
