"""When an article was there, as far as that is known, and which of two came first.

A time of publication names an interval as long as it is exact. A crawl time is only an upper bound: the
article existed by then, and says nothing of who was first. A clock time without a zone orders two articles
only beyond half a day.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

ZONE = 12 * 3600.0  # seconds a clock time without a zone may lie off
DAY = 24 * 3600.0
_LENGTHS = {"second": 1.0, "minute": 60.0, "day": DAY}


@dataclass(frozen=True, slots=True)
class Dated:
    """The seconds (since 1970, UTC) between which an article was published; infinite where unknown.

    `printed` is the date as given, `kind` how it is known (`naql.model.DATE_KINDS`).
    """

    earliest: float
    latest: float
    printed: str | None
    kind: str

    def before(self, other: Dated) -> bool:
        """Whether this article was surely there before the other was published."""
        return self.latest <= other.earliest


def dated(published: str | None, kind: str, precision: str | None) -> Dated:
    """The interval of a date as `naql.model.Article` holds it.

    >>> monday, tuesday = (dated(day, "published", "day") for day in ("2024-03-04", "2024-03-05"))
    >>> monday.before(tuesday), dated("2024-03-04", "crawl", "day").before(tuesday)
    (True, True)
    >>> monday.before(dated("2024-03-05", "crawl", "day"))
    False
    """
    if published is None or precision is None or kind == "none":
        return Dated(-math.inf, math.inf, None, "none")
    start, end = _interval(published, precision)
    return Dated(-math.inf if kind == "crawl" else start, end, published, kind)


def _interval(published: str, precision: str) -> tuple[float, float]:
    if precision in ("year", "month"):
        year, month = int(published[:4]), int(published[5:7]) if precision == "month" else 1
        following = (year + 1, 1) if precision == "year" or month == 12 else (year, month + 1)
        return _seconds(datetime.datetime(year, month, 1)), _seconds(datetime.datetime(*following, 1))
    at = datetime.datetime.fromisoformat(published[:10] if precision == "day" else published)
    start = _seconds(at)
    end = start + _LENGTHS[precision]
    zoned = precision == "day" or at.tzinfo is not None
    return (start, end) if zoned else (start - ZONE / 2, end + ZONE / 2)


def _seconds(at: datetime.datetime) -> float:
    return (at if at.tzinfo is not None else at.replace(tzinfo=datetime.UTC)).timestamp()
