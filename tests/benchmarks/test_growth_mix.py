"""Each size of the growth benchmark is the same mix, with stories kept whole."""

from pathlib import Path

import pytest

from benchmarks import common, growth
from benchmarks.growth import Run
from benchmarks.peers import difflib, matching_blocks
from naql.evaluate import Case


@pytest.fixture
def strata() -> dict[str, list[list[str]]]:
    articles = [(f"a{i}", "north") for i in range(600)] + [(f"b{i}", "south") for i in range(300)]
    clusters = {f"a{i}": f"story {i // 5}" for i in range(100)}
    return growth.units(articles, clusters)


def test_stories_are_a_stratum_of_their_own(strata: dict[str, list[list[str]]]) -> None:
    assert {name: len(units) for name, units in strata.items()} == {"north": 500, "south": 300, "stories": 20}
    assert all(len(story) == 5 for story in strata["stories"])


def test_every_size_has_the_same_mix_and_whole_stories(strata: dict[str, list[list[str]]]) -> None:
    for size in (90, 450, 900):
        drawn = growth.draw(strata, size, seed=1)
        assert abs(len(drawn) - size) <= 5
        for units in strata.values():
            taken = sum(article in drawn for unit in units for article in unit)
            assert abs(taken - size / 900 * sum(map(len, units))) <= 3
        for story in strata["stories"]:
            assert sum(article in drawn for article in story) in (0, 5)


def test_smaller_sizes_are_part_of_larger_ones(strata: dict[str, list[list[str]]]) -> None:
    small, large = (growth.draw(strata, size, seed=4) for size in (90, 450))
    assert small < large
    assert growth.draw(strata, 5000, seed=4) == {
        a for units in strata.values() for unit in units for a in unit
    }
    assert growth.draw(strata, 90, seed=5) != small


def test_dates_keep_what_is_known_about_them() -> None:
    row = {
        "id": "1",
        "text": "نص",
        "outlet": "o",
        "title": None,
        "date": "2015-07-21",
        "date_kind": "extracted",
    }
    assert growth.record(row) == {
        "id": "1",
        "text": "نص",
        "outlet": "o",
        "date": "2015-07-21",
        "date_kind": "crawl",
    }
    assert "date" not in growth.record(row | {"date_kind": None})


def test_exponent_of_a_line_and_of_a_square() -> None:
    def runs(power: float) -> list[Run]:
        return [Run(n, 0, 0.001 * n**power, 0.0, 0, {}) for n in (10_000, 35_000, 80_000)]

    assert growth.exponent(runs(1)) == pytest.approx(1)
    assert growth.exponent(runs(2)) == pytest.approx(2)
    assert growth.exponent(runs(1)[:1]) is None


def test_without_the_data_the_message_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("NAQL_DATA", raising=False)
    with pytest.raises(SystemExit, match="Set NAQL_DATA"):
        common.news_file(common.NEWS)
    monkeypatch.setenv("NAQL_DATA", str(tmp_path))
    with pytest.raises(SystemExit, match="there is no file"):
        common.news_file(common.NEWS)


def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    common.print_table("Title", ("name", "n"), [("a", 1234), ("b", None), ("c", 0.5)])
    assert capsys.readouterr().out.split("\n")[1:] == [
        "Title",
        "",
        "| name |      n |",
        "| ---- | -----: |",
        "| a    |  1,234 |",
        "| b    |      - |",
        "| c    | 0.5000 |",
        "",
    ]


def test_difflib_joins_near_blocks_and_drops_short_ones() -> None:
    texts = {"a": "واحد اثنان ثلاثة أربعة خمسة", "b": "واحد اثنان غيره أربعة خمسة", "c": "كلمة خمسة"}
    joined = difflib(matching_blocks(texts, {("a", "b"), ("a", "c")}), gap=1, least=3)
    assert joined == [Case("a", 0, len(texts["a"]), "b", 0, len(texts["b"]))]
    apart = difflib(matching_blocks(texts, {("a", "b")}), gap=0, least=2)
    assert [case[1:3] for case in apart] == [(0, 10), (17, 27)]
