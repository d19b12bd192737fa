"""Whose name it is: outlets by what all their names have in common, their kind, and the short form of a name.

For outlets that a pile names in a field of its own. Rows of `naql.outlets` know some; of others, the noun in
the name tells what they are («وكالة أنباء السواحل», Coastline News Agency).
"""

from __future__ import annotations

import re
from functools import lru_cache

from naql.agencies import named
from naql.language import languages
from naql.outlets import listed, outlet_nouns, squeezed, words_of
from naql.sentences import fold

_SEPARATORS = re.compile(r"[-–—/|،,;؛:•()\[\]«»\"“”]+")


@lru_cache(maxsize=1 << 14)
def identity(name: str | None) -> str | None:
    """What all names of one outlet have in common: the name its row has, else the squeezed name.

    >>> identity("AFP") == identity("وكالة الصحافة الفرنسية"), identity(None)
    (True, None)
    """
    if name is None:
        return None
    row = named(name, languages()[0].code)
    return row.name if row is not None else squeezed(name)


def canonical(name: str) -> str:
    """The name of an outlet as its row has it, else as printed."""
    row = named(name, languages()[0].code)
    return row.name if row is not None else name


def same_outlet(one: str | None, other: str | None) -> bool:
    """Whether two names stand for one outlet; nobody is the same as nobody."""
    return one is not None and identity(one) == identity(other)


@lru_cache(maxsize=1 << 14)
def kind_of(name: str | None) -> str | None:
    """`agency`, `newspaper`, `channel`…; None where neither a row nor a noun in the name tells.

    >>> kind_of("رويترز"), kind_of("وكالة أنباء السواحل"), kind_of("Island Ledger")
    ('agency', 'agency', None)
    """
    if name is None:
        return None
    row = named(name)
    if row is not None:
        return row.kind
    found = _noun(name)
    return found[0] if found else None


def is_agency(name: str | None) -> bool:
    """Whether an outlet is an agency."""
    return kind_of(name) == "agency"


@lru_cache(maxsize=1 << 14)
def is_known(name: str) -> bool:
    """Whether a row knows an outlet."""
    return named(name) is not None


def is_joint(name: str) -> bool:
    """Whether a credit names several agencies and none of them («وكالات»)."""
    row = named(name)
    return row is not None and row.kind == "agency" and row.country is None and row.sites is None


@lru_cache(maxsize=1 << 14)
def names_of(outlet: str) -> frozenset[str]:
    """The squeezed forms by which a byline may name an outlet: its name, with its noun and without."""
    found = _noun(outlet)
    names = {squeezed(outlet)} | ({found[1]} if found else set())
    return frozenset(name for name in names if name)


def parts_of(byline: str | None) -> frozenset[str]:
    """The squeezed parts of a byline, which dashes, commas and brackets separate."""
    return frozenset(filter(None, (squeezed(part) for part in _SEPARATORS.split(byline or ""))))


def _noun(name: str) -> tuple[str, str] | None:
    """The kind that a noun at the beginning or end of a name tells, and the name without it, squeezed."""
    words = tuple(fold(word) for word in words_of(name))
    best: tuple[int, str, str] | None = None
    for language in languages():
        for row in outlet_nouns(language.code):
            for form in listed(row.forms):
                noun = tuple(fold(word) for word in words_of(form))
                rest = _without(words, noun, row.side)
                if rest and (best is None or len(noun) > best[0]):
                    best = len(noun), row.kind, "".join(rest)
    return best[1:] if best else None


def _without(words: tuple[str, ...], noun: tuple[str, ...], side: str) -> tuple[str, ...]:
    """The words of a name without a noun that stands at its beginning, or, where it may, at its end."""
    if words[: len(noun)] == noun:
        return words[len(noun) :]
    if side != "before" and words[-len(noun) :] == noun:
        return words[: -len(noun)]
    return ()
