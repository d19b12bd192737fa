"""Which names are one outlet, and what kind of outlet it is."""

from __future__ import annotations

import pytest

from naql.outlet_names import (
    canonical,
    identity,
    is_agency,
    is_joint,
    kind_of,
    names_of,
    parts_of,
    same_outlet,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("AFP", "وكالة الصحافة الفرنسية", True),
        ("رويترز", "Reuters", True),
        ("صوت  الخزامى", "صوت الخزامي", True),
        ("صوت الخزامى", "صوت المدينة", False),
        (None, None, False),
    ],
)
def test_same_outlet(one: str | None, other: str | None, same: bool) -> None:
    assert same_outlet(one, other) is same


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("واس", "agency"),
        ("وكالة أنباء السواحل", "agency"),
        ("Coastline News Agency", "agency"),
        ("صحيفة المرسى", "newspaper"),
        ("قناة الضفاف", "channel"),
        ("ميزان الأخبار", None),
        (None, None),
    ],
)
def test_kind(name: str | None, kind: str | None) -> None:
    assert kind_of(name) == kind
    assert is_agency(name) is (kind == "agency")


def test_a_byline_may_name_an_outlet_without_its_noun() -> None:
    assert names_of("وكالة أنباء السواحل") & parts_of("تل المحار - السواحل")
    assert names_of("Coastline News Agency") & parts_of("PORT ELLISON (Coastline)")
    assert not names_of("وكالة أنباء السواحل") & parts_of("مراسلون في السواحل الشرقية")
    assert parts_of(None) == frozenset()


def test_agencies_in_general_are_nobody() -> None:
    assert is_joint("وكالات")
    assert is_joint("agencies")
    assert not is_joint("رويترز")
    assert not is_joint("صوت الخزامى")


def test_canonical_names() -> None:
    assert canonical("أ.ف.ب") == canonical("AFP")
    assert canonical("صوت الخزامى") == "صوت الخزامى"
    assert identity("صوت الخزامى") == "صوتالخزامي"
    assert identity(None) is None
