"""How well Naql reads who says what in English, on PolNeAR.

    python -m benchmarks.polnear --download
    python -m benchmarks.polnear --split dev
    python -m benchmarks.polnear --split test --folder PATH

PolNeAR is Edward Newell, Drew Margolin, Derek Ruths, "An Attribution Relations Corpus for Political
News", LREC 2018: 1,008 American articles, each attribution with its source, cue and content. It is not
part of this repository: `--download` fetches it from where its authors published it into a cache folder,
and `--folder` names a copy that is there already (the folder that holds `data/`).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import re
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

import numpy as np

from benchmarks.common import give_up, print_table
from naql.attribution import statements
from naql.evaluate import Floats, bootstrap_interval
from naql.lexicon import lexicon
from naql.model import Statement
from naql.sentences import tokens

COMMIT = "c3eee833c035bf7b8c84f55b58c0bf7346cfae76"
ADDRESS = f"https://codeload.github.com/networkdynamics/PolNeAR/tar.gz/{COMMIT}"
DIGEST = "dffa8b6b4a289271"
SPLITS = ("train", "dev", "test")
PARTS = ("text", "attributions")
SECONDS = 60
LANGUAGE = "en"
MARKS = '“”"«»'

# A text-bound line of a .ann file: the words that follow may run over several lines, and are not needed.
_SPAN = re.compile(r"^(T\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)\t", re.MULTILINE)
_RELATION = re.compile(r"^E\d+\tAttribution\S* (.+?)\s*$", re.MULTILINE)
_ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")

Places = frozenset[int]


@dataclass(frozen=True, slots=True)
class Said:
    """The words of an attribution by the offsets where they start; each set may be empty."""

    cue: Places
    source: Places
    content: Places


# ---------------------------------------------------------------- the corpus


def cache() -> Path:
    """Where `--download` keeps the corpus."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "naql" / "polnear"


def download(folder: Path) -> None:
    """Fetches the corpus at the commit it was measured on; ends the script where it cannot be had."""
    try:
        with urllib.request.urlopen(ADDRESS, timeout=SECONDS) as answer:
            packed = answer.read()
    except (urllib.error.URLError, TimeoutError) as error:
        give_up(f"{ADDRESS} cannot be read: {error}. With a copy of your own, say --folder PATH.")
    unpack(packed, folder)


def unpack(packed: bytes, folder: Path) -> None:
    """Writes the texts and annotations of an archive below a folder; nothing else of it is written."""
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
        for member in archive:
            parts = PurePosixPath(member.name).parts[1:]
            if not member.isfile() or len(parts) != 4 or parts[0] != "data":
                continue
            if parts[1] in SPLITS and parts[2] in PARTS and (file := archive.extractfile(member)):
                path = folder.joinpath(*parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.read())


def digest(folder: Path) -> str:
    """A digest of all texts and annotations of a copy: figures hold for these and no others."""
    made = hashlib.blake2b(digest_size=8)
    for split in SPLITS:
        for part in PARTS:
            for path in sorted(folder.joinpath("data", split, part).iterdir()):
                raw = path.read_bytes()
                made.update(f"{split}/{part}/{path.name}\0{len(raw)}\0".encode() + raw)
    return made.hexdigest()


def check(folder: Path) -> None:
    """Ends the script where the corpus is missing or another than the one measured on."""
    missing = [f"data/{s}/{p}" for s in SPLITS for p in PARTS if not folder.joinpath("data", s, p).is_dir()]
    if missing:
        give_up(
            f"There is no PolNeAR in {folder} ({missing[0]} is missing). It may not be shipped here: "
            "get it with python -m benchmarks.polnear --download, or name a copy with --folder PATH."
        )
    if digest(folder) != DIGEST:
        give_up(f"The PolNeAR in {folder} is not that of commit {COMMIT[:7]}: figures would not compare.")


def articles(folder: Path, split: str) -> Iterator[tuple[str, str, list[Said]]]:
    """(name, text, attributions) of each article of a split; of several annotators the first by name."""
    annotated: dict[str, Path] = {}
    for path in sorted(folder.joinpath("data", split, "attributions").glob("*.ann")):
        annotated.setdefault(_ANNOTATOR.sub("", path.stem), path)
    for path in sorted(folder.joinpath("data", split, "text").glob("*.txt")):
        # Offsets count characters as they stand in the file: newlines are kept.
        text = path.read_bytes().decode("utf-8")
        yield path.stem, text, attributions(annotated[path.stem].read_bytes().decode("utf-8"), text)


def attributions(annotation: str, text: str) -> list[Said]:
    """The attributions of a .ann file (brat's stand-off format), as words of the text."""
    spans = {
        name: [tuple(int(n) for n in part.split()) for part in places.split(";")]
        for name, places in _SPAN.findall(annotation)
    }
    starts = np.array([token.start for token in tokens(text) if token.word], np.int64)
    found = []
    for arguments in _RELATION.findall(annotation):
        roles: dict[str, set[int]] = {"Cue": set(), "Source": set(), "Content": set()}
        for argument in arguments.split():
            role, _, name = argument.partition(":")
            role = role.rstrip("0123456789")
            if role in roles:
                for start, end in spans[name]:
                    roles[role].update(_words(starts, start, end))
        found.append(Said(*(frozenset(roles[role]) for role in ("Cue", "Source", "Content"))))
    return found


def _words(starts: np.ndarray, start: int, end: int) -> list[int]:
    low, high = np.searchsorted(starts, (start, end))
    places: list[int] = starts[low:high].tolist()
    return places


def read(text: str) -> list[Said]:
    """What Naql reads, as words of the text."""
    starts = np.array([token.start for token in tokens(text) if token.word], np.int64)
    return [_said(statement, starts) for statement in statements(text, LANGUAGE)]


def _said(statement: Statement, starts: np.ndarray) -> Said:
    source: list[int] = []
    if statement.source_start is not None and statement.source_end is not None:
        source = _words(starts, statement.source_start, statement.source_end)
    content = [place for part in statement.content for place in _words(starts, part.start, part.end)]
    cue = _words(starts, statement.cue_start, statement.cue_end)
    return Said(frozenset(cue), frozenset(source), frozenset(content))


def trimmed(said: Said, text: str) -> Said:
    """An attribution without the word that opens its clause («that»), which Naql leaves outside a content."""
    rows = lexicon(LANGUAGE)
    openers = rows.words["complementizers"] if rows else frozenset[str]()
    if not said.content:
        return said
    first = min(said.content)
    word = tokens(text[first : first + 40])[0].folded
    rest = said.content - {first}
    return Said(said.cue, said.source, rest) if rest and word in openers else said


# ---------------------------------------------------------------- scores

FIGURES = ("cue", "source", "content", "all three")


def tally(gold: Sequence[Said], found: Sequence[Said]) -> np.ndarray:
    """Counts of one article: for each of `FIGURES` the six numbers that P, R and F1 are made of.

    Exact: found right, found, gold met, gold. An attribution is right when its cue is the gold one's
    (`cue`), when the cues meet and the sources or contents are the same words, and when all three are.
    Overlap: words in both, words found, words of gold.
    """
    rows = []
    for figure in FIGURES:
        right = [any(_same(figure, one, other) for other in gold) for one in found]
        met = [any(_same(figure, one, other) for one in found) for other in gold]
        names = ("cue", "source", "content") if figure == "all three" else (figure,)
        shared = made = given = 0
        for name in names:
            ours = frozenset[int]().union(*(getattr(one, name) for one in found))
            theirs = frozenset[int]().union(*(getattr(one, name) for one in gold))
            shared, made, given = shared + len(ours & theirs), made + len(ours), given + len(theirs)
        rows.append((sum(right), len(found), sum(met), len(gold), shared, made, given))
    return np.array(rows, np.float64)


def _same(figure: str, one: Said, other: Said) -> bool:
    if figure == "cue":
        return one.cue == other.cue
    if figure == "all three":
        return one == other
    same: bool = getattr(one, figure) == getattr(other, figure)
    return bool(one.cue & other.cue) and same


def exact(rows: Floats) -> tuple[float, float, float]:
    """Precision, recall and F1 of attributions, from rows of `tally` of one figure."""
    right, found, met, gold = rows.sum(axis=0)[:4]
    return _scores(right, found, met, gold)


def overlap(rows: Floats) -> tuple[float, float, float]:
    """Precision, recall and F1 of words, from rows of `tally` of one figure."""
    shared, found, gold = rows.sum(axis=0)[4:]
    return _scores(shared, found, shared, gold)


def _scores(right: float, found: float, met: float, gold: float) -> tuple[float, float, float]:
    precision, recall = right / found if found else 0.0, met / gold if gold else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def print_scores(folder: Path, split: str) -> None:
    """The table of one split."""
    counts, names, quoted = [], 0, np.zeros(2)
    for _, text, annotated in articles(folder, split):
        gold = [trimmed(said, text) for said in annotated if said.cue and said.content]
        found = read(text)
        counts.append(tally(gold, found))
        names += len(gold)
        quoted += _quoted(gold, found, text)
    rows: list[tuple[object, ...]] = []
    stacked = np.stack(counts)
    for number, figure in enumerate(FIGURES):
        part = stacked[:, number]
        for how, score in (("exact", exact), ("overlap", overlap)):
            low, high = bootstrap_interval(part, partial(_f1, score), seed=1)
            rows.append((f"{figure}, {how}", *score(part), f"{low:.3f}-{high:.3f}"))
    title = f"PolNeAR, split {split}: {len(counts)} articles, {names} attributions"
    print_table(title, ("figure", "precision", "recall", "F1", "95 % interval of F1"), rows)
    share = quoted[0] / quoted[1] if quoted[1] else 0.0
    print(f"\nOf {quoted[1]:.0f} attributions that stand in quotation marks, the cue is met of {share:.1%}.")


def _f1(score: Callable[[Floats], tuple[float, float, float]], rows: Floats) -> float:
    return score(rows)[2]


def _quoted(gold: Sequence[Said], found: Sequence[Said], text: str) -> np.ndarray:
    """How many gold attributions begin at a quotation mark: those whose cue was met, and all of them."""
    marked = [one for one in gold if text[max(0, min(one.content) - 1) : min(one.content)] in tuple(MARKS)]
    met = sum(any(one.cue & other.cue for other in found) for one in marked)
    return np.array([met, len(marked)], np.float64)


def main() -> None:
    """Downloads, or measures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.polnear",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--split", choices=SPLITS, default="dev", help="which articles (dev)")
    parser.add_argument("--folder", type=Path, help="where the corpus is (the cache folder)")
    parser.add_argument("--download", action="store_true", help="fetch the corpus, and stop")
    given = parser.parse_args()
    folder = given.folder or cache()
    if given.download:
        download(folder)
        check(folder)
        print(f"PolNeAR is in {folder}.")
        return
    check(folder)
    print_scores(folder, given.split)


if __name__ == "__main__":
    main()
