"""How fast the kernels are, beside the same functions uncompiled, difflib, and the machine's own limits.

python -m benchmarks.kernels
"""

from __future__ import annotations

import argparse
import difflib
import itertools
from collections.abc import Callable
from statistics import median

import numpy as np

from benchmarks.common import NEWS, cpu_seconds, news_file, print_table, read_json_lines
from naql import align, jit, reuse, text

SCAN_BYTES = 256 * 1024 * 1024
SORT_KEYS = 8 * 1024 * 1024
COMPILED_ARTICLES, PLAIN_ARTICLES = 2000, 20  # uncompiled kernels are given a hundredth of the work


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


def kernels(runs: int) -> list[tuple[str, str, float, float, float]]:
    """Each kernel: what, its unit, units per CPU second compiled, uncompiled, and by plain Python."""
    articles = itertools.islice(read_json_lines(news_file(NEWS)), COMPILED_ARTICLES)
    texts = [row["text"] for row in articles]
    few = texts[:PLAIN_ARTICLES]
    fast, slow = jit.compiled(), jit.plain()
    size, small = (sum(len(t.encode()) for t in some) / 1e6 for some in (texts, few))
    many_array, few_array = align.texts_array(texts), align.texts_array(few)
    many, some = align.read_words(many_array, fast), align.read_words(few_array, fast)

    def winnow(k: object, words: align.Words) -> object:
        return k.fingerprint_texts(words.w, words.offsets, reuse.GRAM_WORDS, reuse.WINDOW)  # type: ignore[attr-defined]

    rows = [
        (
            "words, folded, keyed, hashed",
            "MB of text",
            size / seconds(lambda: align.read_words(many_array, fast), runs),
            small / seconds(lambda: align.read_words(few_array, slow), 1),
            small / seconds(lambda: [list(text.words(t)) for t in few], 1),
        ),
        (
            "winnowed fingerprints",
            "MB of text",
            size / seconds(lambda: winnow(fast, many), runs),
            small / seconds(lambda: winnow(slow, some), 1),
            float("nan"),
        ),
    ]
    return [*rows, _pairs(texts, many, runs)]


def _pairs(texts: list[str], words: align.Words, runs: int) -> tuple[str, str, float, float, float]:
    """Aligning the candidate pairs of the same articles; plain Python is difflib on the lists of words."""
    found = reuse.find({str(n): t for n, t in enumerate(texts)}).candidates
    lefts, rights = (found.column(c).to_numpy().astype(np.int64) for c in ("left_id", "right_id"))

    def aligned(k: object, n: int) -> object:
        return k.align_pairs(  # type: ignore[attr-defined]
            words.w,
            words.p,
            words.offsets,
            lefts[:n],
            rights[:n],
            align.SEED_WORDS,
            align.GAP_WORDS,
            10,
            align.DENSITY,
        )

    few = min(20, len(lefts))
    listed = [
        [[w.key for w in text.words(texts[i])] for i in pair]
        for pair in zip(lefts[:few], rights[:few], strict=True)
    ]
    return (
        "seeds, chains, gaps, runs",
        "pairs",
        len(lefts) / seconds(lambda: aligned(jit.compiled(), len(lefts)), runs),
        few / seconds(lambda: aligned(jit.plain(), few), 1),
        few
        / seconds(
            lambda: [difflib.SequenceMatcher(None, *p, autojunk=False).get_opcodes() for p in listed], 1
        ),
    )


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kernels", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="of which the median is taken (5)")
    given = parser.parse_args()
    print_table("This machine, one core", ("what", "unit", "per CPU s"), machine(given.runs))
    with np.errstate(over="ignore"):
        rows = [(what, unit, a, b, c, a / b) for what, unit, a, b, c in kernels(given.runs)]
    headers = ("kernel, one core", "unit", "per CPU s", "uncompiled", "plain Python", "compiled / uncompiled")
    print_table(f"Kernels, {COMPILED_ARTICLES:,} real articles", headers, rows)


if __name__ == "__main__":
    main()
