"""Names of sources across articles: whether two stand for one, surely or perhaps."""

from __future__ import annotations

from functools import lru_cache

from naql.language import languages
from naql.lexicon import lexicon
from naql.names import alike
from naql.sentences import fold

REMEMBERED = 1 << 14


@lru_cache(maxsize=REMEMBERED)
def telling(name: str) -> tuple[str, ...]:
    """The folded words of a name, articles taken off, without marks.

    >>> telling("الوزير سامي الحداد")
    ('وزير', 'سامي', 'حداد')
    """
    found = (_bare("".join(c for c in fold(word) if c.isalnum())) for word in name.split())
    return tuple(word for word in found if word)


def _bare(word: str) -> str:
    """A folded word without the article of any language."""
    return next(
        (
            word[len(article) :]
            for known in languages()
            if (grammar := lexicon(known.code)) is not None and not grammar.capitals
            for article in grammar.words["articles"]
            if word.startswith(article) and len(word) - len(article) > 1
        ),
        word,
    )


@lru_cache(maxsize=REMEMBERED)
def proper(name: str) -> tuple[str, ...]:
    """The words of a name that are no role («وزارة», «الوزير»): what tells it from others of its kind."""
    return tuple(word for word in telling(name) if not _is_role(word))


def _is_role(word: str) -> bool:
    return any(
        (grammar := lexicon(known.code)) is not None and word in grammar.roles for known in languages()
    )


def one_person(shorter: str, longer: str) -> bool:
    """Whether two names are one: the same words one letter apart at most, or a surname of a full name.

    >>> one_person("نيبينزا", "فاسيلي نيبينزيا"), one_person("وزارة الدفاع", "وزارة الدفاع السورية")
    (True, False)
    """
    one, other = telling(shorter), telling(longer)
    if len(one) == len(other):
        return all(alike(a, b) for a, b in zip(one, other, strict=True))
    few, many = sorted((proper(shorter), proper(longer)), key=len)
    roles = len(few) < len(min(one, other, key=len)) or len(many) < len(max(one, other, key=len))
    return bool(few) and not roles and alike(few[-1], many[-1]) and _all_in(few, many)


def part_of(shorter: str, longer: str) -> bool:
    """Whether the words that tell one name all stand in the other: it may be the same source.

    >>> part_of("وزارة الدفاع", "وزارة الدفاع السورية"), part_of("وزارة الصحة", "وزارة الدفاع السورية")
    (True, False)
    """
    few, many = sorted((proper(shorter), proper(longer)), key=len)
    return bool(few) and _all_in(few, many)


def _all_in(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    return all(any(alike(word, other) for other in many) for word in few)
