from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naql.annotation import annotate
from naql.counts import nameless, origin_count, outlet_count, root, source_count, story_sources
from naql.model import Article, ChainStep, Statement


def step(role: str, name: str, status: str = "explicit") -> ChainStep:
    return ChainStep(role, name, status, None, None)


def statements(text: str) -> tuple[Statement, ...]:
    return annotate(Article("x", None, None, text, None, "none", None, None, None, "ar")).statements


def test_the_root_of_a_chain_is_its_last_voice() -> None:
    relay, speaker, quoted = step("relay", "رويترز"), step("speaker", "الوزير"), step("quoted", "شاهد")
    assert root([relay, speaker, quoted]) == quoted
    assert root([relay, step("document", "بيان"), speaker]) == speaker
    assert root([relay, step("document", "بيان")]) == relay
    assert root([step("document", "تقرير")]) == step("document", "تقرير")
    assert root([]) is None


def test_a_nameless_voice_stays_nameless() -> None:
    found = source_count([("مصدر مطلع", False), ("مصدر مطلع", True), ("سامي الحداد", True)])
    assert (found.names, found.unnamed) == (("سامي الحداد",), ("مصدر مطلع",))
    assert nameless(statements("قال مصدر مطلع إن الجسر أغلق، مضيفا أن الطريق مفتوح")) == {"مصدر مطلع"}


def test_agencies_are_one_by_any_name() -> None:
    assert source_count([("وكالة الصحافة الفرنسية", True), ("أ ف ب", True)]).most == 1


def test_the_sources_of_a_story() -> None:
    said = statements(
        "قال الوزير سامي الحداد إن الجسر أغلق. وأكدت وزارة الصحة أن المستشفى مفتوح. وقال الحداد إن العمل بدأ"
    )
    assert story_sources(said).names == ("سامي الحداد", "وزارة الصحة")
    assert story_sources([]) == (0, 0, (), ())


def test_outlets_nobody_knows_are_a_range() -> None:
    assert outlet_count(["a", "b"], {})[:2] == (1, 2)
    assert outlet_count(["a", "b"], {"a": "x", "b": "y"})[:2] == (2, 2)
    assert outlet_count([], {})[:2] == (0, 0)


ORIGINS = st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from("uvwx"), max_size=3))
MERGED = st.lists(st.frozensets(st.sampled_from("uvwxa"), max_size=3), max_size=3)
NAMES = st.sampled_from(
    ["سامي الحداد", "الحداد", "وزارة الدفاع", "وزارة الدفاع السورية", "وزير الدفاع", "رويترز", "شاهد", "ليلى"]
)


@given(st.frozensets(st.sampled_from("abcdef"), min_size=1), ORIGINS, MERGED)
def test_laws_of_origins(
    articles: frozenset[str], origins: dict[str, frozenset[str]], merged: list[frozenset[str]]
) -> None:
    found = origin_count(articles, origins, merged)
    assert 1 <= found.least <= found.most == len(found.names)
    assert origin_count(articles, origins)[:2] == (found.most, found.most)
    assert found == origin_count(sorted(articles, reverse=True), origins, merged[::-1])
    known = sorted(articles)[0]
    copied = {**origins, "copy": origins.get(known) or frozenset({known})}
    assert origin_count(articles | {"copy"}, copied, merged) == found


@given(st.lists(st.tuples(NAMES, st.booleans()), max_size=8))
def test_laws_of_sources(voices: list[tuple[str, bool]]) -> None:
    found = source_count(voices)
    assert found.least <= len(found.names) <= found.most == len(found.names) + len(found.unnamed)
    assert found == source_count(voices[::-1]) == source_count(voices * 2)
    assert (found.least > 0) == bool(found.names)
