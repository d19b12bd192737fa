"""Two texts, word by word: what they share, as blocks of runs that rebuild both.

Everything here works on batches of texts through the kernels; `align` is the call for two strings.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from naql import jit
from naql.arrow import schema
from naql.kernel import LOW_BITS
from naql.kernel_runs import OPS
from naql.language import languages
from naql.model import Alignment, Run
from naql.text import PREFIX_MAX, clitics, fold_table, words

SEED_WORDS = 3  # inside a pair every word trigram is a seed: 5-grams alone lose on heavy edits
GAP_WORDS = 15  # words passed over inside one block: a longer insertion begins a new one
DENSITY = 0.45  # least share of the longer side's words that are matched
FORMULA_REST = 5  # with fewer matched words outside formulas, a block is a formula
TINY, SMALL = 30_000, 150_000  # characters uncompiled kernels read in .2 s and 1 s; numba takes 1 s to load


@dataclass(frozen=True, slots=True)
class Words:
    """The words of many texts: text t has rows `offsets[t]:offsets[t + 1]` of w and p (see `kernel`)."""

    w: NDArray[np.uint64]
    p: NDArray[np.int32]
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Tables:
    """The language data as the kernels want it."""

    prefixes: NDArray[np.int64]
    groups: NDArray[np.int64]
    formula_keys: NDArray[np.uint64]
    formula_offsets: NDArray[np.int64]
    formula_heads: NDArray[np.uint64]


def kernels(characters: int) -> types.SimpleNamespace:
    """The kernels that answer a job of so many characters sooner: compiled or not."""
    if characters <= TINY and not jit.loaded():
        return jit.plain()
    return jit.plain() if characters <= SMALL and not jit.warm() else jit.compiled()


def _rows(size: int, kind: type[np.generic]) -> NDArray[Any]:
    """An uninitialised array of four columns, of small pages.

    numpy and Arrow's own pool ask for huge ones: the system's work to make them took .07 of .28 CPU s
    for 2,000 articles.
    """
    size_in_bytes = size * 4 * np.dtype(kind).itemsize
    buffer = pa.allocate_buffer(size_in_bytes, memory_pool=pa.system_memory_pool())
    return np.frombuffer(buffer, kind).reshape(size, 4)


def _read(k: types.SimpleNamespace, texts: pa.Array, prefixes: object, groups: object) -> Words:
    texts = texts.cast(pa.large_string())
    bounds = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    raw = texts.buffers()[2]
    buffer = np.frombuffer(raw, np.uint8) if raw is not None and raw.size else np.zeros(1, np.uint8)
    table = fold_table()
    size = int(bounds[-1] - bounds[0]) // 8 + 64
    w, p = _rows(size, np.uint64), _rows(size, np.int32)
    w, p, offsets = k.words_of_texts(
        buffer, bounds, table.entries, table.starts, table.points, prefixes, groups, w, p
    )
    return Words(w, p, offsets)


@cache
def _tables() -> _Tables:
    """Clitics and formulas of every language; formulas as key hashes, a wildcard as 0."""
    ordered = sorted(clitics(), key=lambda c: (ord(c[0]) & LOW_BITS, -len(c), c))
    prefixes = np.zeros((len(ordered), PREFIX_MAX), np.int64)
    for row, prefix in enumerate(ordered):
        prefixes[row, : len(prefix)] = [ord(c) for c in prefix]
    groups = np.searchsorted(prefixes[:, 0] & LOW_BITS, np.arange(LOW_BITS + 2))
    rows = [f.words for language in languages() for f in language.formulas]
    with np.errstate(over="ignore"):
        flat = _read(
            jit.plain(),
            pa.array([" ".join(w for w in r if w != "*") for r in rows] or [""]),
            prefixes,
            groups,
        )
    keyed = []
    for index, tokens in enumerate(rows):
        hashes = iter(flat.w[flat.offsets[index] : flat.offsets[index + 1], 0].tolist())
        counts = [0 if token == "*" else sum(1 for _ in words(token)) for token in tokens]
        keyed.append([h for c in counts for h in ([0] if c == 0 else [next(hashes) for _ in range(c)])])
    keyed.sort()
    offsets = np.cumsum([0, *map(len, keyed)]).astype(np.int64)
    return _Tables(
        prefixes,
        groups,
        np.array([h for row in keyed for h in row], np.uint64),
        offsets,
        np.array([row[0] for row in keyed], np.uint64),
    )


def read_words(texts: pa.Array, k: types.SimpleNamespace) -> Words:
    """The words of an Arrow array of strings, formulas marked."""
    tables = _tables()
    result = _read(k, texts, tables.prefixes, tables.groups)
    k.mark_texts(
        result.w, result.p, result.offsets, tables.formula_keys, tables.formula_offsets, tables.formula_heads
    )
    return result


def align_batch(
    texts: Words,
    lefts: NDArray[np.int64],
    rights: NDArray[np.int64],
    left_ids: pa.Array,
    right_ids: pa.Array,
    *,
    min_words: int,
    k: types.SimpleNamespace,
) -> pa.Table:
    """Alignments of pairs (lefts[i], rights[i]) of the texts: a table of `Alignment` and `pair_row`, i."""
    out, runs = k.align_pairs(
        texts.w, texts.p, texts.offsets, lefts, rights, SEED_WORDS, GAP_WORDS, min_words, DENSITY
    )
    columns = [pa.array(np.ascontiguousarray(out[:, i])) for i in range(6)]
    pair, left_start, left_end, right_start, right_end, matched = columns
    score = np.round(out[:, 5] / np.maximum(out[:, 6], 1), 6)
    ends = np.concatenate([[0], out[:, 9]]).astype(np.int32)
    target = schema(Alignment)
    run_type = target.field("runs").type
    fields = [pa.array(OPS).take(pa.array(runs[:, 0]))]
    fields += [pa.array(np.ascontiguousarray(runs[:, i])) for i in range(1, 5)]
    items = pa.StructArray.from_arrays(fields, fields=list(schema(Run)))
    return pa.table(
        [
            left_ids.take(pair),
            left_start,
            left_end,
            right_ids.take(pair),
            right_start,
            right_end,
            matched,
            pa.array(score),
            pa.array(out[:, 8] == 1),
            pa.array(out[:, 7] < FORMULA_REST),
            pa.ListArray.from_arrays(pa.array(ends), items, type=run_type),
            pair,
        ],
        schema=target.append(pa.field("pair_row", pa.int64())),
    )


def align_texts(
    texts: Sequence[str], lefts: NDArray[np.int64], rights: NDArray[np.int64], *, min_words: int
) -> tuple[dict[int, list[Alignment]], list[tuple[int, int]]]:
    """Blocks of pairs (lefts[i], rights[i]) of texts, by i; and where each text's words begin and end.

    Sorted by place in the left text. The ids of the records are the numbers of the texts.
    """
    k = kernels(sum(map(len, texts)))
    with np.errstate(over="ignore"):
        words = read_words(texts_array(texts), k)
        ids = [pa.array([str(n) for n in numbers], pa.string()) for numbers in (lefts, rights)]
        rows = align_batch(words, lefts, rights, *ids, min_words=min_words, k=k)
    pairs = rows.column("pair_row").to_pylist()
    found: dict[int, list[Alignment]] = {}
    for pair, record in zip(pairs, records(rows.drop_columns("pair_row")), strict=True):
        found.setdefault(pair, []).append(record)
    return found, edges(words)


def align_pairs(
    texts: Sequence[str], pairs: Sequence[tuple[int, int]], *, min_words: int
) -> list[tuple[int, int, Alignment]]:
    """The blocks of some pairs of texts, given by number: (left, right, block), in the order of the pairs."""
    lefts, rights = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    found, _ = align_texts(texts, lefts, rights, min_words=min_words)
    return [(*pairs[row], block) for row, blocks in sorted(found.items()) for block in blocks]


def edges(words: Words) -> list[tuple[int, int]]:
    """Where the first word of each text begins and the last one ends; (0, 0) without words."""
    bounds = zip(words.offsets[:-1].tolist(), words.offsets[1:].tolist(), strict=True)
    return [(int(words.p[a, 0]), int(words.p[b - 1, 1])) if a < b else (0, 0) for a, b in bounds]


def align(a: str, b: str, *, min_words: int = 8) -> list[Alignment]:
    """The blocks two texts share, sorted by place in `a`, as records with ids `0` and `1`.

    >>> text = "قال الوزير أمس إن المشروع الجديد سيبدأ في مطلع الشهر المقبل"
    >>> [run.op for run in align(text, text.replace("أ", "ا"))[0].runs]
    ['same', 'spelling', 'same', 'spelling', 'same']
    """
    one, other = np.zeros(1, np.int64), np.ones(1, np.int64)
    return align_texts([a, b], one, other, min_words=min_words)[0].get(0, [])


def records(found: pa.Table) -> list[Alignment]:
    """Rows of an alignments table as records."""
    return [
        Alignment(**{**row, "runs": tuple(Run(**run) for run in row["runs"])}) for row in found.to_pylist()
    ]


def texts_array(texts: Sequence[str]) -> pa.Array:
    """Strings as the Arrow array the kernels read."""
    return pa.array(texts, pa.large_string())
