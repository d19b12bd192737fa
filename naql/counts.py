"""Three counts that are never merged: outlets that carry a claim, texts it comes from, named sources.

Each is a range with the list behind it: where it cannot be told whether two are one, the least and the
most that the texts allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from naql.agencies import named, same
from naql.claim_voices import one_person, part_of, telling
from naql.model import ChainStep, Statement

_Same = Callable[[str, str], bool]


SHAPE = 2  # letters at either end of a word; two forms one letter apart have one end in common


class Count(NamedTuple):
    """A count as a range, and the list behind it; `unnamed` are further ones that may be among those."""

    least: int
    most: int
    names: tuple[str, ...]
    unnamed: tuple[str, ...] = ()


def outlet_count(articles: Iterable[str], outlets: Mapping[str, str | None]) -> Count:
    """The outlets of some articles; one without an outlet may be one of them or another.

    >>> outlet_count(["a", "b", "c"], {"a": "الواحة", "b": "الواحة", "c": None})
    Count(least=1, most=2, names=('الواحة',), unnamed=())
    """
    ids = sorted(set(articles))
    found = {outlet for article in ids if (outlet := outlets.get(article)) is not None}
    unknown = sum(outlets.get(article) is None for article in ids)
    return Count(len(found) or min(1, unknown), len(found) + unknown, tuple(sorted(found)))


def origin_count(
    articles: Iterable[str], origins: Mapping[str, Set[str]], merged: Iterable[Set[str]] = ()
) -> Count:
    """The texts that some articles come from: at most all, at least what is left where some may be one.

    `origins` are the ids of the texts behind each article; an article without any is a text of its own.
    `merged` are sets of origins that may be one.

    >>> origin_count(["a", "b", "c"], {"a": {"w"}, "b": {"w", "x"}}, [{"w", "x"}])
    Count(least=2, most=3, names=('c', 'w', 'x'), unnamed=())
    """
    found = sorted({origin for article in set(articles) for origin in origins.get(article) or {article}})
    parent = {origin: origin for origin in found}

    def top(origin: str) -> str:
        while parent[origin] != origin:
            parent[origin] = origin = parent[parent[origin]]
        return origin

    for group in merged:
        inside = sorted(group & parent.keys())
        for other in inside[1:]:
            parent[top(other)] = top(inside[0])
    least = len({top(origin) for origin in found})
    return Count(least, len(found), tuple(found))


def root(chain: Sequence[ChainStep]) -> ChainStep | None:
    """The last voice of a chain: whom the speaker quotes, the speaker, else who passed it on."""
    for roles in (("speaker", "quoted"), ("relay",), ("document",)):
        steps = [step for step in chain if step.role in roles]
        if steps:
            return steps[-1]
    return None


def nameless(statements: Iterable[Statement]) -> frozenset[str]:
    """The voices of an article that no name tells; where a statement goes on with one, it has none either."""
    steps = (step for statement in statements for step in statement.chain)
    return frozenset(step.name for step in steps if step.status == "unnamed")


def source_count(voices: Iterable[tuple[str, bool]]) -> Count:
    """The independent named sources among voices (name, whether it is a name).

    Names that are one in another spelling, the surname of a full name, or an agency by another name are
    one. At least: the shorter of two names may stand for the longer («وزارة الدفاع», «وزارة الدفاع
    الروسية»), and whoever is not named may be one of the named. At most: they are all others.

    >>> source_count([("سامي الحداد", True), ("الحداد", True), ("مصدر طبي", False)])
    Count(least=1, most=2, names=('سامي الحداد',), unnamed=('مصدر طبي',))
    """
    names, unnamed = set[str](), set[str]()
    for name, is_name in voices:
        (names if is_name else unnamed).add(" ".join(name.split()))
    names -= unnamed
    ones = _leaders(sorted(names, key=lambda n: (-len(telling(n)), -len(n), n)), _one)
    least = len(_leaders(ones, _may_be_one))
    spelt = {telling(name): name for name in sorted(unnamed, reverse=True)}
    return Count(least, len(ones) + len(spelt), tuple(sorted(ones)), tuple(sorted(spelt.values())))


def story_sources(statements: Iterable[Statement]) -> Count:
    """The independent named sources of everything that is said in some articles."""
    return source_count(voices_of(statement.chain for statement in statements))


def voices_of(chains: Iterable[Sequence[ChainStep]]) -> Iterator[tuple[str, bool]]:
    """The voice at the root of each chain, and whether it is a name."""
    steps = (root(chain) for chain in chains)
    return ((step.name, step.status != "unnamed") for step in steps if step is not None)


def _leaders(names: Sequence[str], same_one: _Same) -> list[str]:
    """The names that are none of those before them; only names with a word of one shape are held together."""
    found: list[str] = []
    index: dict[str, list[str]] = {}
    for name in names:
        parts = {part for word in telling(name) for part in (word[:SHAPE], word[-SHAPE:])}
        shapes = sorted(parts | ({""} if named(name) is not None else set()))  # agencies have several names
        near = dict.fromkeys(known for shape in shapes for known in index.get(shape, ()))
        if any(same_one(name, known) for known in near):
            continue
        found.append(name)
        for shape in shapes:
            index.setdefault(shape, []).append(name)
    return found


def _one(shorter: str, longer: str) -> bool:
    if named(shorter) is not None or named(longer) is not None:
        return same(shorter, longer)
    return telling(shorter) == telling(longer) or one_person(shorter, longer)


def _may_be_one(shorter: str, longer: str) -> bool:
    return _one(shorter, longer) or part_of(shorter, longer)
