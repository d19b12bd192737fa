"""How many texts the articles of a story come from."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from naql.origins import Origins
from naql.transmission import transmit
from tests.wires import OTHER, OWN, WIRE, article, edited


def counted(*texts: str) -> Origins:
    return transmit([article(f"n{number}", text) for number, text in enumerate(texts)]).origins


def test_reprints_are_one_origin() -> None:
    found = counted(WIRE, edited(WIRE, ("مترين", "مترا")), WIRE)
    assert (found.least, found.most) == (1, 1)
    assert len(set(found.of.values())) == 1


def test_two_wires_and_a_text_that_merges_them_are_two() -> None:
    found = counted(WIRE, WIRE, OTHER, OTHER, f"{WIRE} {OTHER}")
    assert (found.least, found.most) == (2, 2)
    assert found.of["n4"] == found.of["n0"] | found.of["n2"]
    assert found.merged == ()


def test_a_text_that_shares_nothing_is_an_origin_of_its_own() -> None:
    found = counted(WIRE, WIRE, OWN)
    assert (found.least, found.most) == (2, 2)
    assert found.of["n2"].isdisjoint(found.of["n0"])


def test_a_report_of_its_own_with_a_borrowed_sentence_may_be_one_more() -> None:
    found = counted(WIRE, WIRE, f"{OWN} {WIRE[: WIRE.index('. ')]}.")
    assert (found.least, found.most) == (1, 2)
    assert found.merged == (found.of["n2"],)


def test_no_article_and_an_article_without_words() -> None:
    assert counted() == Origins({}, ())
    assert counted("").most <= 1


@settings(deadline=None, max_examples=12)
@given(st.lists(st.sampled_from([WIRE, OTHER, OWN, f"{WIRE} {OTHER}"]), min_size=1, max_size=5))
def test_a_copy_has_the_origins_of_what_it_copies(texts: list[str]) -> None:
    found = counted(*texts, texts[0])
    assert found.of[f"n{len(texts)}"] == found.of["n0"] != frozenset()
    assert 1 <= found.least <= found.most <= len(texts)
