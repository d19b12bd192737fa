"""The English corpus is read as it is published, and scored as its figures are defined."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

from benchmarks import polnear
from benchmarks.polnear import Said

TEXT = 'The mayor said the bridge would open.\n"We are ready," added Ms. Vale, "and glad."\nNobody spoke.'
ANNOTATION = (
    "T1\tSource 0 9\tThe mayor\n"
    "T2\tCue 10 14\tsaid\n"
    "T3\tContent 15 36\tthe bridge would open\n"
    "T4\tAttribution 10 14\tsaid\n"
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    'T5\tContent 38 53;71 81\t"We are ready," \n"and glad.\n'
    "T6\tCue 54 59\tadded\n"
    "T7\tSource 60 68\tMs. Vale\n"
    "T8\tAttribution 54 59\tadded\n"
    "E2\tAttribution:T8 Source:T7 Cue:T6 Content:T5 \n"
    "T9\tDiscuss 82 88\tNobody\n"
    "T10\tAttribution-no-source 89 94\tspoke\n"
    "T11\tCue 89 94\tspoke\n"
    "E3\tAttribution-no-source:T10 Cue:T11\n"
)


def words(said: Said) -> tuple[list[str], list[str], list[str]]:
    def of(places: frozenset[int]) -> list[str]:
        return [TEXT[place:].split()[0].strip('".,') for place in sorted(places)]

    return of(said.cue), of(said.source), of(said.content)


def archive(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in files.items():
            raw = content.encode()
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            tar.addfile(member, io.BytesIO(raw))
    return packed.getvalue()


def test_annotations_are_words_of_the_text() -> None:
    first, second, third = polnear.attributions(ANNOTATION, TEXT)
    assert words(first) == (["said"], ["The", "mayor"], ["the", "bridge", "would", "open"])
    assert words(second) == (["added"], ["Ms", "Vale"], ["We", "are", "ready", "and", "glad"])
    assert words(third) == (["spoke"], [], [])


def test_an_archive_is_unpacked_to_articles_and_nothing_else(tmp_path: Path) -> None:
    files = {
        "PolNeAR-c3eee83/README.md": "…",
        "PolNeAR-c3eee83/data/metadata.tsv": "…",
        "PolNeAR-c3eee83/data/dev/corenlp/one.txt.xml": "<root/>",
        "PolNeAR-c3eee83/data/dev/text/one.txt": TEXT,
        "PolNeAR-c3eee83/data/dev/attributions/one_b222.ann": "",
        "PolNeAR-c3eee83/data/dev/attributions/one_a111.ann": ANNOTATION,
        "../data/dev/text/../../out.txt": "…",
    }
    polnear.unpack(archive(files), tmp_path / "corpus")
    ((name, text, found),) = polnear.articles(tmp_path / "corpus", "dev")
    assert (name, text, len(found)) == ("one", TEXT, 3)  # the first annotator by name
    kept = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert kept == ["one.txt", "one_a111.ann", "one_b222.ann"]


def test_a_corpus_that_is_missing_or_another_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        polnear.check(tmp_path)
    assert end.value.code == 2
    assert "--download" in capsys.readouterr().err
    for split in polnear.SPLITS:
        for part in polnear.PARTS:
            (tmp_path / "data" / split / part).mkdir(parents=True)
    with pytest.raises(SystemExit) as end:
        polnear.check(tmp_path)
    assert end.value.code == 2
    assert "is not that of commit" in capsys.readouterr().err


def test_a_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    for split in polnear.SPLITS:
        for part in polnear.PARTS:
            (tmp_path / "data" / split / part).mkdir(parents=True)
    file = tmp_path / "data" / "dev" / "text" / "one.txt"
    seen = {polnear.digest(tmp_path)}
    for name, content in (("one.txt", ""), ("one.txt", "a"), ("two.txt", "a")):
        file.unlink(missing_ok=True)
        file = file.with_name(name)
        file.write_text(content)
        seen.add(polnear.digest(tmp_path))
    assert len(seen) == 4


def test_an_address_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(polnear, "ADDRESS", (tmp_path / "nowhere.tar.gz").as_uri())
    with pytest.raises(SystemExit) as end:
        polnear.download(tmp_path)
    assert end.value.code == 2
    assert "cannot be read" in capsys.readouterr().err


def test_what_is_downloaded_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "packed.tar.gz"
    packed.write_bytes(archive({"x/data/test/text/one.txt": TEXT}))
    monkeypatch.setattr(polnear, "ADDRESS", packed.as_uri())
    polnear.download(tmp_path / "corpus")
    assert (tmp_path / "corpus/data/test/text/one.txt").read_text("utf-8") == TEXT


def said(cue: str, source: str, content: str) -> Said:
    return Said(*(frozenset(map(int, part.split())) for part in (cue, source, content)))


GOLD = [said("3", "1 2", "4 5 6 7"), said("10", "9", "11 12")]


def scores(found: list[Said]) -> dict[str, tuple[float, ...]]:
    rows = polnear.tally(GOLD, found)
    made: dict[str, tuple[float, ...]] = {}
    for number, figure in enumerate(polnear.FIGURES):
        made[figure] = tuple(round(x, 3) for x in polnear.exact(rows[number : number + 1]))
        made[f"{figure}, words"] = tuple(round(x, 3) for x in polnear.overlap(rows[number : number + 1]))
    return made


def test_gold_against_itself_is_perfect() -> None:
    assert set(scores(GOLD).values()) == {(1.0, 1.0, 1.0)}


def test_nothing_found_scores_nothing() -> None:
    assert set(scores([]).values()) == {(0.0, 0.0, 0.0)}


def test_exact_and_overlap_are_told_apart() -> None:
    made = scores([said("3", "1 2", "4 5 6"), said("20", "9", "11 12")])
    assert made["cue"] == (0.5, 0.5, 0.5)
    assert made["source"] == (0.5, 0.5, 0.5)  # the second has the right words, but at no gold cue
    assert made["content"] == made["all three"] == (0.0, 0.0, 0.0)
    assert made["content, words"] == (1.0, 0.833, 0.909)
    assert made["all three, words"] == (0.9, 0.818, 0.857)


def test_a_content_begins_after_the_word_that_opens_it() -> None:
    text = "He said that it rained"
    assert polnear.trimmed(said("3", "0", "8 13 16"), text).content == {13, 16}
    assert polnear.trimmed(said("3", "0", "13 16"), text).content == {13, 16}
    assert polnear.trimmed(said("3", "0", ""), text).content == frozenset()


def test_rows_add_up_over_articles() -> None:
    both = np.stack([polnear.tally(GOLD, GOLD), polnear.tally(GOLD, [])])
    assert polnear.exact(both[:, 0]) == pytest.approx((1.0, 0.5, 2 / 3))
