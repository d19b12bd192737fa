"""The scorer on a story whose truth and answers are written by hand, every figure worked out beside it."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from benchmarks.transmission.baselines import BASELINES, earliest, nearest
from benchmarks.transmission.evaluation import (
    Answer,
    Arrow,
    answer_of,
    hidden_children,
    match_hidden,
    score,
)
from benchmarks.transmission.figures import calibration, f1, labels_of, ratio
from benchmarks.transmission.stories import Node, Story
from naql.model import Article

START = datetime(2017, 3, 1, 8)


def node(name: str, kind: str, parents: str, hour: int, *, visible: bool = True, credited: str = "") -> Node:
    roots = {"w": 100} if name not in ("v", "d", "m") else {"v": 90} if name != "m" else {"w": 40, "v": 11}
    return Node(
        name,
        kind,
        {"w": "واس", "v": "رويترز"}.get(name, f"صحيفة {name}"),
        tuple(parents),
        visible,
        START + timedelta(hours=hour),
        frozenset(credited.split()),
        roots,
    )


def article(name: str, text: str = "", published: str | None = None) -> Article:
    precision = None if published is None else "minute" if "T" in published else "day"
    kind = "none" if published is None else "published"
    return Article(name, name, None, text, published, kind, precision, None, None, "ar")


def link(kind: str, source: str, target: str, **more: object) -> SimpleNamespace:
    told = {"label": "named", "directed": True, "probability": None, **more}
    return SimpleNamespace(source_kind=kind, source_id=source, article_id=target, **told)


def story() -> Story:
    """w is a wire not in the pile, h a paper not in it, v a wire in it.

    a, b and h took from w; c from a; e from h; d from v; m merged a with eleven words of v.
    """
    nodes = [
        node("w", "wire", "", 0, visible=False),
        node("v", "wire", "", 1),
        node("a", "outlet", "w", 2, credited="واس"),
        node("b", "outlet", "w", 3),
        node("h", "outlet", "w", 3, visible=False),
        node("c", "outlet", "a", 4),
        node("d", "outlet", "v", 5),
        node("e", "outlet", "h", 6),
        node("m", "outlet", "av", 7),
    ]
    articles = tuple(article(n.id) for n in nodes if n.visible)
    return Story("s", "hand", 6, articles, articles, {n.id: n for n in nodes})


def arrow(source: str, target: str, label: str = "named", **more: object) -> Arrow:
    return Arrow(source, target, label, more.pop("hidden", False), **more)


def test_the_truth_of_the_story():
    s = story()
    assert s.edges == {("a", "c"), ("v", "d"), ("a", "m"), ("v", "m")}
    assert s.children == {"w": {"a", "b", "e"}, "h": {"e"}}
    assert s.hidden_sources == {"w": {"a", "b", "e"}}  # h has one child and no credit
    assert s.reprints_of_hidden == {"a", "b"}  # e took from a paper
    assert s.origins == 2
    assert s.ancestors["m"] == {"a", "v", "w"}


def test_a_credit_makes_a_source_of_one_child_and_a_bare_story_has_none():
    s = story()
    named = replace(s, nodes={**s.nodes, "e": replace(s.nodes["e"], credited=frozenset({"صحيفة h"}))})
    assert set(named.hidden_sources) == {"w", "h"}
    assert set(named.bare().hidden_sources) == {"w"}


def test_a_root_counts_from_twelve_words():
    s = story()
    nodes = {k: n for k, n in s.nodes.items() if k not in ("v", "d")}
    nodes["m"] = replace(nodes["m"], parents=("a",))
    assert replace(s, nodes=nodes).origins == 1  # eleven words of v are too few
    nodes["m"] = replace(nodes["m"], roots={"w": 40, "v": 12, "": 60})
    assert replace(s, nodes=nodes).origins == 2  # a desk's own words are none


def test_every_count_of_an_answer():
    answer = Answer(
        (
            arrow("a", "c"),  # right
            arrow("d", "v"),  # the wrong way round
            arrow("b", "a", "same_version"),  # a reprint said to come from a newspaper
            arrow("v", "m", "same_version"),  # right
            arrow("a", "d", "possible"),  # not drawn
            arrow("a", "m", "unknown", directed=False),  # a tie, not drawn
            arrow("x", "b", hidden=True),  # from w
            arrow("x", "e", hidden=True),
            arrow("x", "c", hidden=True),  # from w by way of a: leniently right
            arrow("y", "d", hidden=True),  # nobody
        ),
        3,
        4,
    )
    found = score(story(), answer).values
    assert found["arrows"] == 8
    assert found["right"] == 4  # a→c, v→m, x→b, x→e
    assert found["lenient"] == 5
    assert (found["arrows named"], found["right named"]) == (6, 3)
    assert (found["arrows same_version"], found["right same_version"]) == (2, 1)
    assert (found["arrows articles"], found["right articles"]) == (4, 2)
    assert (found["edges"], found["covered"], found["forward"], found["recalled"]) == (4, 3, 2, 2)
    assert (found["recalled named"], found["recalled same_version"]) == (1, 1)
    assert (found["reprints"], found["accused"]) == (2, 1)
    assert (found["hidden_true"], found["hidden_found"], found["hidden_matched"]) == (1, 2, 1)
    assert (found["distance"], found["midpoint"], found["within_one"]) == (1, 1.5, 1)


def test_an_ancestor_is_leniently_right():
    s = story()
    nodes = {**s.nodes, "z": node("z", "outlet", "c", 8)}
    grown = replace(s, nodes=nodes)
    found = score(grown, Answer((arrow("a", "z"), arrow("b", "z")), 1, 1)).values
    assert (found["right"], found["lenient"]) == (0, 1)


def test_a_match_needs_half_of_the_children_and_each_source_is_matched_once():
    true = {"w": frozenset("abcd"), "u": frozenset("ef")}
    assert match_hidden({"x": frozenset("ab")}, true) == {"x": "w"}
    assert match_hidden({"x": frozenset("a")}, true) == {}
    assert match_hidden({"x": frozenset("abc"), "y": frozenset("abcd")}, true) == {"y": "w"}
    assert match_hidden({"x": frozenset("ef"), "y": frozenset("abc")}, true) == {"x": "u", "y": "w"}


def test_a_possible_link_makes_no_hidden_source():
    answer = Answer((arrow("x", "a", "possible", hidden=True), arrow("x", "b", hidden=True)), 1, 1)
    assert hidden_children(answer) == {"x": {"b"}}


def test_a_range_that_holds_the_truth_is_no_error():
    found = score(story(), Answer((), 1, 4)).values
    assert (found["distance"], found["midpoint"]) == (0, 0.5)
    assert score(story(), Answer((), 5, 7)).values["within_one"] == 0


def test_links_and_sources_become_arrows():
    links = [link("source", "s1", "a", probability=0.9), link("source", "s2", "d")]
    links.append(link("article", "a", "b", label="unknown", directed=False))
    sources = [
        SimpleNamespace(id="s1", name="واس", seen=False),
        SimpleNamespace(id="s2", name="رويترز", seen=True),
    ]
    answer = answer_of(story(), links, sources, 1, 2)
    assert [(a.source, a.hidden, a.drawn) for a in answer.arrows] == [
        ("s1", True, True),
        ("v", False, True),  # the agency's own article
        ("a", False, False),
    ]
    assert answer.arrows[0].probability == 0.9


# ---------------------------------------------------------------- figures


def test_ratios_are_of_sums_and_lie_in_their_intervals():
    counts = [score(story(), Answer((arrow("a", "c"),), 2, 2)), score(story(), Answer((), 2, 2))]
    recall = ratio(counts, "recalled", "edges")
    assert recall.value == 1 / 8
    assert recall.low == 0
    assert recall.high == 1 / 4
    assert ratio(counts, "accused", "nothing").value is None
    assert str(ratio(counts, "right", "arrows")) == "1.000 [1.00 1.00]"


def test_f1_of_hidden_sources():
    hidden = Answer((arrow("x", "a", hidden=True), arrow("x", "b", hidden=True)), 1, 1)
    counts = [score(story(), hidden), score(story(), Answer((), 1, 1))]
    assert f1(counts, "hidden_matched", "hidden_found", "hidden_true").value == pytest.approx(2 / 3)


def test_calibration_is_by_label_and_by_tenth():
    links = (
        arrow("a", "c", probability=0.95),
        arrow("b", "c", probability=0.91),
        arrow("c", "a", "unknown", directed=False, probability=0.5),
        arrow("a", "d", "possible", directed=False, probability=0.12),
        arrow("v", "d"),
    )
    counts = [score(story(), Answer(links, 1, 1))]
    rows = {(by, name): (links, mean, right) for by, name, links, mean, right in calibration(counts)}
    assert rows["label", "named"] == (2, pytest.approx(0.93), 0.5)
    assert rows["label", "unknown"] == (1, 0.5, 1.0)
    assert rows["label", "possible"] == (1, 0.12, 0.0)
    assert rows["tenth", "0.9-1.0"][0] == 2
    assert labels_of(counts) == ["named"]


# ---------------------------------------------------------------- simple answers

LONG = "بدأ الصيادون موسمهم عند الفجر بعد أن هدأت الريح وفتحت البلدية المرسى القديم أمام القوارب"


def test_the_earliest_text_is_the_source_of_all_and_no_time_is_never_earliest():
    pile = [article("a"), article("b", published="2017-03-02"), article("c", published="2017-03-02T05:00")]
    assert {(x.source, x.article) for x in earliest(pile).arrows} == {("b", "a"), ("b", "c")}


def test_the_nearest_text_is_earlier_and_shares_most():
    pile = [
        article("a", LONG, "2017-03-01T10:00"),
        article("b", f"{LONG} وعاد الجميع قبل المغيب", "2017-03-01T11:00"),
        article("c", "نص لا يشترك مع غيره في شيء سوى كلمات قليلة جدا", "2017-03-01T12:00"),
        article("d", f"{LONG} وعاد الجميع قبل", "2017-03-01T12:00"),
    ]
    found = nearest(pile)
    assert {(x.source, x.article) for x in found.arrows} == {("a", "b"), ("b", "d")}
    assert found.origins_min == found.origins_max == 2


@pytest.mark.parametrize("name", list(BASELINES))
def test_simple_answers_say_something_of_any_pile(name: str):
    found = BASELINES[name](story().articles)
    assert 1 <= found.origins_min <= len(story().articles)
    assert all(x.source != x.article for x in found.arrows)
