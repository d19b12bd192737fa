"""Other tools on the same articles: what they find, and the CPU seconds they need for it.

They get the words already folded, as Naql folds them, and are run with the settings that scored best
on the tune split (`python -m benchmarks.quality --sweep` prints what was tried).
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from benchmarks.common import cpu_seconds
from benchmarks.pile import ordered
from benchmarks.words import folded_words, shingles, spans, whole
from naql.evaluate import Case

Articles = Mapping[str, str]
Pairs = set[tuple[str, str]]

SHINGLE = 5
PERMUTATIONS = 128
DATASKETCH_THRESHOLD = 0.1
RENSA_BANDS, RENSA_THRESHOLD = 128, 0.1
DIFFLIB_GAP, DIFFLIB_WORDS = 4, 8


@dataclass(frozen=True, slots=True)
class Result:
    """What one tool found: spans, the pairs it looked at (None: it was told), postings, CPU seconds."""

    tool: str
    detections: list[Case]
    candidates: Pairs | None
    postings: int | None
    cpu: float
    formulas: int = 0


def installed(package: str) -> bool:
    """Whether a peer can be imported; says on standard error that it is left out if not."""
    if importlib.util.find_spec(package) is not None:
        return True
    print(f"SKIPPED {package}: not installed (pip install 'naql[bench]')", file=sys.stderr)
    return False


def run_peers(articles: Articles, gold_pairs: Pairs | None = None) -> list[Result]:
    """Every installed peer on the articles; difflib only where the pairs to compare are given."""
    results = []
    if installed("datasketch"):
        results.append(_timed("datasketch", articles, datasketch))
    if installed("rensa"):
        results.append(_timed("rensa", articles, rensa))
    if gold_pairs is not None:
        start = cpu_seconds()
        detections = difflib(matching_blocks(articles, gold_pairs))
        results.append(Result("difflib, given the pairs", detections, None, None, cpu_seconds() - start))
    return results


def _timed(tool: str, articles: Articles, pairs_of: Callable[[Articles], Pairs]) -> Result:
    """A tool that finds pairs of documents: each is a detection of all of one in all of the other."""
    start = cpu_seconds()
    pairs = pairs_of(articles)
    cpu = cpu_seconds() - start
    return Result(tool, whole_texts(articles, pairs), pairs, None, cpu)


def whole_texts(articles: Articles, pairs: Iterable[tuple[str, str]]) -> list[Case]:
    """Pairs of articles as detections from the first word to the last on both sides."""
    return [Case(one, *whole(articles[one]), other, *whole(articles[other])) for one, other in sorted(pairs)]


# ---------------------------------------------------------------- MinHash


def word_runs(articles: Articles) -> list[list[str]]:
    """What MinHash is taken over: the runs of `SHINGLE` folded words of each article."""
    return [shingles(folded_words(text), SHINGLE) for text in articles.values()]


def datasketch(articles: Articles) -> Pairs:
    """Document pairs by datasketch's MinHash and LSH."""
    return datasketch_pairs(list(articles), datasketch_signatures(word_runs(articles)))


def datasketch_signatures(runs: Iterable[Sequence[str]]) -> list[Any]:
    """A MinHash for each article's word runs."""
    from datasketch import MinHash

    signatures: list[Any] = MinHash.bulk(
        [[run.encode() for run in one] for one in runs], num_perm=PERMUTATIONS
    )
    return signatures


def datasketch_pairs(
    names: Sequence[str], signatures: Sequence[Any], threshold: float = DATASKETCH_THRESHOLD
) -> Pairs:
    """The pairs that LSH proposes and whose estimated Jaccard similarity reaches the threshold."""
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    pairs = set()
    for number, signature in enumerate(signatures):
        for other in index.query(signature):
            if signature.jaccard(signatures[other]) >= threshold:
                pairs.add(ordered(names[number], names[other]))
        index.insert(number, signature)
    return pairs


def rensa(articles: Articles) -> Pairs:
    """Document pairs by rensa's MinHash and LSH."""
    return rensa_pairs(list(articles), rensa_signatures(word_runs(articles)))


def rensa_signatures(runs: Iterable[Sequence[str]]) -> list[Any]:
    """A MinHash for each article's word runs."""
    from rensa import RMinHash

    return list(RMinHash.from_token_sets(runs, PERMUTATIONS, 1))


def rensa_pairs(
    names: Sequence[str],
    signatures: Sequence[Any],
    bands: int = RENSA_BANDS,
    threshold: float = RENSA_THRESHOLD,
) -> Pairs:
    """The pairs that LSH proposes and whose estimated Jaccard similarity reaches the threshold."""
    from rensa import RMinHashLSH

    index = RMinHashLSH(threshold, PERMUTATIONS, bands)
    index.insert_many(signatures)
    pairs = set()
    for number, others in enumerate(index.query_all(signatures)):
        for other in others:
            if other > number and signatures[number].jaccard(signatures[other]) >= threshold:
                pairs.add(ordered(names[number], names[other]))
    return pairs


# ---------------------------------------------------------------- difflib


@dataclass(frozen=True, slots=True)
class Matched:
    """A pair's words that difflib matched, as (left word, right word, number of words) in order."""

    left_id: str
    right_id: str
    left_spans: list[tuple[int, int]]
    right_spans: list[tuple[int, int]]
    blocks: list[tuple[int, int, int]]


def matching_blocks(articles: Articles, pairs: Iterable[tuple[str, str]]) -> list[Matched]:
    """difflib's matching blocks of the folded words of each pair."""
    result = []
    for left, right in sorted(pairs):
        matcher = SequenceMatcher(
            None, folded_words(articles[left]), folded_words(articles[right]), autojunk=False
        )
        blocks = [(b.a, b.b, b.size) for b in matcher.get_matching_blocks() if b.size]
        result.append(Matched(left, right, spans(articles[left]), spans(articles[right]), blocks))
    return result


def difflib(matched: Iterable[Matched], gap: int = DIFFLIB_GAP, least: int = DIFFLIB_WORDS) -> list[Case]:
    """Detections: blocks with at most `gap` other words between them joined, of `least` matched words."""
    found = []
    for pair in matched:
        chains: list[list[tuple[int, int, int]]] = []
        for block in pair.blocks:
            last = chains[-1][-1] if chains else None
            if last and max(block[0] - last[0] - last[2], block[1] - last[1] - last[2]) <= gap:
                chains[-1].append(block)
            else:
                chains.append([block])
        for chain in chains:
            if sum(size for _, _, size in chain) >= least:
                (left, right, _), (left_last, right_last, size) = chain[0], chain[-1]
                left_span = pair.left_spans[left][0], pair.left_spans[left_last + size - 1][1]
                right_span = pair.right_spans[right][0], pair.right_spans[right_last + size - 1][1]
                found.append(Case(pair.left_id, *left_span, pair.right_id, *right_span))
    return found
