"""How fast this machine reads memory and sorts: the limits that any kernel is measured against.

python -m benchmarks.kernels
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from statistics import median

import numpy as np

from benchmarks.common import cpu_seconds, print_table

SCAN_BYTES = 256 * 1024 * 1024
SORT_KEYS = 8 * 1024 * 1024


def seconds(action: Callable[[], object], runs: int) -> float:
    """The median CPU seconds of an action, after one run that counts for nothing."""
    action()
    taken = []
    for _ in range(runs):
        start = cpu_seconds()
        action()
        taken.append(cpu_seconds() - start)
    return median(taken)


def machine(runs: int) -> list[tuple[str, str, float]]:
    """Copying, scanning and sorting on one core: what was done, its unit, units per CPU second."""
    generator = np.random.default_rng(1)
    text = generator.integers(0, 256, SCAN_BYTES, dtype=np.uint8)
    target = np.empty_like(text)
    keys = generator.integers(0, 2**64, SORT_KEYS, dtype=np.uint64)
    gigabytes = SCAN_BYTES / 1e9
    return [
        ("copy bytes", "GB", gigabytes / seconds(lambda: np.copyto(target, text), runs)),
        ("sum 64-bit words", "GB", gigabytes / seconds(lambda: text.view(np.uint64).sum(), runs)),
        ("count UTF-8 code points", "GB", gigabytes / seconds(lambda: _code_points(text), runs)),
        ("sort 64-bit keys", "M keys", SORT_KEYS / 1e6 / seconds(lambda: np.sort(keys), runs)),
        ("sort, and keep the order", "M keys", SORT_KEYS / 1e6 / seconds(lambda: np.argsort(keys), runs)),
    ]


def _code_points(text: np.ndarray) -> int:
    """Bytes that begin a code point in UTF-8, block by block so that the cache holds what is in between."""
    block = 1 << 16
    starts = (text[i : i + block].view(np.int8) >= -64 for i in range(0, len(text), block))
    return sum(int(np.count_nonzero(start)) for start in starts)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kernels", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="of which the median is taken (5)")
    given = parser.parse_args()
    print_table("This machine, one core", ("what", "unit", "per CPU s"), machine(given.runs))


if __name__ == "__main__":
    main()
