"""Numbers by value: digits of any script in the habits of newspapers, and number words.

A numeral is the longest run of tokens that makes one number: «3 آلاف», «خمسة وعشرين ألف», «two hundred
and six». What it counts, and whether it is a date, is for others to say. Written after the prose
descriptions of Arabic grammar; which words there are stands in `data/<code>/numbers.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from naql.language import rows
from naql.patterns import MORE, NO_MEANING, NONE, Lexicon, Reading, after, prefixes
from naql.sentences import Token

_ASCII = {ord(d): str(i) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, d in enumerate(digits)}
_TURNS = "\u200f"  # a right-to-left mark swaps what stands beside it
_HIDDEN = re.compile("[\u200e\u200f\u061c\u202a-\u202c\u2066-\u2069]")
_PARTS = re.compile("([.,،٫٬])")
_POINT = re.compile(
    r"\d+\.(?:\d\d?|\d{4,})"
)  # in a text that writes such decimals, a point sets no thousands apart
SCALE_SHARE = 100  # digits added to a scale word are at least this part of it
GROUP = 3  # digits between two thousands marks


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number word: `kind` says how it joins others (the file's head), `example` holds it in a number.

    `example_value` is the value of that number, None where it is vague.
    """

    word: str
    kind: str
    value: str
    example: str
    example_value: str | None


class Numeral(NamedTuple):
    """One number: tokens `first` to `last` (exclusive), characters `start` to `end` without prefixes that
    are no article.

    `value` is None for a bare plural (`least` then says how many at the least). `scale` is what its last
    scale word multiplies by, 1 without one. `role` is that of the prefix in front (`naql.patterns.Prefix`).
    """

    first: int
    last: int
    start: int
    end: int
    value: float | None
    least: float | None
    scale: float
    ordinal: bool
    role: str


def digits(printed: str, *, scaled: bool = False, point: bool = False) -> float | None:
    """The value of digits as printed; None where they are no one number (an address, a version).

    `1,870,000`, `1.870.000` and `221.844` are whole numbers, `64,6` and `3.5` are not. A single mark with
    three digits after it sets thousands apart, unless a scale word follows (`scaled`) or the language writes
    decimals with a point (`point`); ٫ is always decimal, ٬ and ، never. After two thousands marks one or two
    digits are a fraction even behind the same mark (`362.796.00`). A hidden right-to-left mark shows the two
    sides of a decimal swapped, so they are swapped here.

    >>> digits("64,6"), digits("1.870.000"), digits("٣٫٥"), digits("88.\u200f52"), digits("192.168.1.2")
    (64.6, 1870000.0, 3.5, 52.88, None)
    """
    turned = _TURNS in printed
    parts = _PARTS.split(_HIDDEN.sub("", printed).translate(_ASCII))
    groups, marks = parts[::2], parts[1::2]
    if not all(group.isdecimal() for group in groups):
        return None
    if not marks:
        return float(groups[0])
    whole, fraction = groups[:-1], groups[-1]
    if len(marks) == 1:
        if turned and marks[0] in ".,":
            return float(f"{fraction}.{whole[0]}")
        if _sets_apart(marks[0], whole[0], fraction, scaled=scaled, point=point):
            return float(whole[0] + fraction)
        return float(f"{whole[0]}.{fraction}")
    grouped = all(len(group) == GROUP for group in whole[1:]) and len(whole[0]) <= GROUP
    if grouped and len(set(marks)) == 1 and len(fraction) == GROUP:
        return float("".join(groups))
    if grouped and len(set(marks[:-1])) == 1 and (marks[-1] != marks[0] or len(fraction) < GROUP):
        return float("".join(whole) + "." + fraction)
    return None


def _sets_apart(mark: str, whole: str, rest: str, *, scaled: bool, point: bool) -> bool:
    """Whether the only mark in a number sets thousands apart."""
    if mark in "٬،":
        return True
    if mark == "٫" or len(rest) != GROUP or len(whole) > GROUP or whole.startswith("0"):
        return False
    return mark == "," or not (scaled or point)


# ---------------------------------------------------------------- words

_UNITS = ("unit", "unit_bare", "teen_unit")
_HUNDREDS = ("hundred", "hundreds")
_SMALL = (*_UNITS, "ten", "teen", "tens", *_HUNDREDS)
_SCALES = ("scale", "scales", "scale_or_two", "abbreviation")
_LINKS = ("and", "hyphen", "of")
_TANWEEN = "\u064b"


class _Words(NamedTuple):
    """The number words of a language, ready to be found in a text."""

    lexicon: Lexicon
    digits: str  # the letter of a token of digits
    run: re.Pattern[str]
    point: bool  # whether decimals are written with a point


@cache
def _words(code: str) -> _Words:
    found = rows(code, "numbers.tsv", NumberWord, may_be_empty=("example_value",))
    point = any(row.kind == "decimal_point" for row in found)
    found = [row for row in found if row.kind != "decimal_point"]
    lexicon = Lexicon(
        code, [(row.word, {row.kind: row.value}) for row in found], no_article=("unit_bare",), digits="digits"
    )
    some = "|".join(
        f"<{kind}>" for kind in sorted({row.kind for row in found} | {"digits"}) if kind not in _LINKS
    )
    link = "|".join(f"<{kind}>" for kind in _LINKS)
    return _Words(
        lexicon, lexicon.letter(("digits",)), lexicon.pattern(f"(?:{some})(?:(?:{link})?(?:{some}))*"), point
    )


class _Part(NamedTuple):
    """One token or phrase of a run; `link` is the kind of the word that joins it, or `and` for a prefix."""

    first: int
    last: int
    kind: str
    value: float
    link: str
    role: str
    tanween: bool
    scaled: bool  # a scale word follows


class _Sum:
    """A number as it is put together: `total` of the finished scales, and the `group` still open."""

    def __init__(self, part: _Part) -> None:
        self.parts = [part]
        self.total = self.group = 0.0
        self.scale = 1.0
        self.ordinal = part.kind == "ordinal"
        self.vague = part.kind in ("scales", "vagues")
        if part.kind == "two_scale":
            self.total, self.scale = part.value, part.value / 2
        elif part.kind == "scale_or_two":
            self.total, self.scale = part.value * (1 if part.tanween else 2), part.value
        elif part.kind in ("scale", "scales"):
            self.total = self.scale = part.value
        else:
            self.group = part.value

    def take(self, part: _Part) -> bool:
        """Adds a part if it can belong to the number, and says whether it did."""
        last = self.parts[-1]
        if not self._may_follow(last, part) or not (self._times(last, part) or self._plus(last, part)):
            return False
        if len(self.parts) == 1 and last.kind == "scale_or_two" and part.link == "and" and not last.tanween:
            self.total -= last.value  # «مليونا ومئة ألف»: two of them would stand before a noun
        self.parts.append(part)
        return True

    def _may_follow(self, last: _Part, part: _Part) -> bool:
        if part.role in ("", "and"):
            return True
        if part.role in ("article", "other+article"):
            return self.vague or (last.kind == "fraction" and part.kind in _SCALES)
        return part.role == "and+article" and "article" in self.parts[0].role

    def _times(self, last: _Part, part: _Part) -> bool:
        """Multiplying, and the teens: no word joins these."""
        if self.vague:
            fits = part.kind in ("scales", "vagues") and last.kind == "vagues" and part.link in ("", "of")
            self.group *= part.value if fits else 1
            return fits
        if part.link:
            return False
        if last.kind in (*_UNITS, "ordinal") and part.kind == "ten" and self.group % 10:
            self.group += part.value
        elif last.kind in _UNITS and part.kind in ("hundred", "fractions"):
            self.group += last.value * (part.value - 1)
        elif last.kind == "digits" and part.kind == "ordinal_mark":
            self.ordinal = True
        elif part.kind in _SCALES and self.group and (self.scale == 1 or part.value < self.scale):
            self.total += self.group * part.value
            self.group, self.scale = 0.0, part.value
        elif part.kind == "scale" and last.kind in _SCALES and part.value > self.scale:
            self.total *= part.value
            self.scale = part.value
        else:
            return part.kind in _SCALES and last.kind == "fraction" and part.value == self.scale
        return True

    def _plus(self, last: _Part, part: _Part) -> bool:
        """Adding: joined by a word or a prefix, or only by falling size."""
        joined = part.link == "and"
        scaled = last.kind in _SCALES or last.kind == "two_scale"
        if self.vague or last.kind == "ordinal_mark":
            return False
        if last.kind == "ordinal":
            fits = joined and part.kind == "tens"
        elif last.kind == "tens" and part.kind in ("unit", "ordinal"):
            fits = not joined
            self.ordinal |= fits and part.kind == "ordinal"
        elif last.kind in _UNITS and part.kind == "tens":
            fits = joined
        elif last.kind in _HUNDREDS:
            fits = part.kind in _SMALL[: -len(_HUNDREDS)]
        elif scaled and part.kind in ("digits", *_SMALL):
            fits = part.value < self.scale and (part.kind != "digits" or (joined and self._completes(part)))
        else:
            return self._and_part(last, part, joined=joined, scaled=scaled)
        self.group += part.value if fits else 0
        return fits

    def _completes(self, part: _Part) -> bool:
        """Whether digits after a scale belong to it: «7 آلاف و500», but not «5 آلاف و3 آخرين»."""
        return part.value.is_integer() and (part.scaled or part.value * SCALE_SHARE >= self.scale)

    def _and_part(self, last: _Part, part: _Part, *, joined: bool, scaled: bool) -> bool:
        """«مليون ونصف», «مليون وألفان»."""
        if part.kind == "plus_fraction" or (part.kind == "fraction" and joined):
            if scaled:
                self.total += part.value * self.scale
            else:
                self.group += part.value
            return scaled or last.kind in ("digits", *_SMALL)
        if scaled and joined and part.kind in ("scale", "two_scale") and part.value < self.scale:
            self.total += part.value
            self.scale = part.value
            return True
        return False


def numerals(text: str, read: list[Token], code: str | None) -> list[Numeral]:
    """The numbers of a text, ordinals among them, in order; `read` are its tokens.

    Without a language, or for one without number words, only digits are read.
    """
    words = _words(code or "")
    reading = _bracketed(words, read, words.lexicon.read(read))
    if not words.point and any(
        _POINT.fullmatch(read[at.start()].printed) for at in re.finditer(words.digits, reading.letters)
    ):
        words = words._replace(point=True)
    numbers = []
    for match in words.run.finditer(reading.letters):
        parts = list(_parts(text, read, reading, match, words))
        for number in _sums(parts):
            numbers.append(_numeral(read, number, reading, code or ""))
    return numbers


def _bracketed(words: _Words, read: list[Token], reading: Reading) -> Reading:
    """«(50) ألف»: the bracket between digits and their scale word belongs to the number."""
    if words.digits not in reading.letters:
        return reading
    letters = reading.letters
    for at in re.finditer(rf"{re.escape(NONE)}{words.digits}(?={re.escape(NONE)})", letters):
        close = at.end()
        scale = close + 1 < len(read) and reading.meanings.get(close + 1, NO_MEANING).values.keys()
        if (read[at.start()].printed, read[close].printed) == ("(", ")") and scale and scale & set(_SCALES):
            letters = letters[:close] + MORE + letters[close + 1 :]
    return reading._replace(letters=letters)


def _parts(
    text: str, read: list[Token], reading: Reading, match: re.Match[str], words: _Words
) -> Iterator[_Part]:
    """The parts of a run; a line's end, and digits that are no number, part what stands beside them."""
    at, link = match.start(), ""
    value: float | None
    while at < match.end():
        last = at + 1
        while last < match.end() and reading.letters[last] == MORE:
            last += 1
        meaning = reading.meanings.get(at, NO_MEANING)
        broken = at > match.start() and "\n" in text[read[at - 1].end : read[at].start]
        if (turned := _turned(read, at, match.end(), reading, words)) is not None:
            kind, value, role, scaled, last = "digits", turned, "", False, at + 3
        elif reading.letters[at] == words.digits:
            scaled = last < match.end() and any(
                k in _SCALES for k in reading.meanings.get(last, NO_MEANING).values
            )
            value = digits(read[at].printed, scaled=scaled, point=words.point)
            kind = "digits" if value is not None else "break"
            role = ""
        else:
            scaled = False
            ((kind, number), *_) = meaning.values.items()
            value, role = float(number), meaning.role
        if kind in _LINKS:
            link = kind
        else:
            link = link or ("and" if role.startswith("and") else "")
            tanween = _TANWEEN in read[at].printed
            yield _Part(at, last, kind, value or 0.0, "break" if broken else link, role, tanween, scaled)
            link = ""
        at = last


def _turned(read: list[Token], at: int, end: int, reading: Reading, words: _Words) -> float | None:
    """«6ر19» is 19.6: a letter stands for the point, and the fraction before it."""
    if at + 2 >= end or "reversed_point" not in reading.meanings.get(at + 1, NO_MEANING).values:
        return None
    glued = read[at].end == read[at + 1].start and read[at + 1].end == read[at + 2].start
    both = all(reading.letters[i] == words.digits and read[i].printed.isdecimal() for i in (at, at + 2))
    return float(f"{read[at + 2].folded}.{read[at].folded}") if glued and both else None


_NEVER_FIRST = (
    "reversed_point", "none", "abbreviation", "fractions", "ordinal_mark", "plus_fraction", "break",
)  # fmt: skip


def _sums(parts: list[_Part]) -> Iterator[_Sum]:
    """The numbers that the parts of a run make."""
    open_: _Sum | None = None
    for part in parts:
        if open_ and part.link != "break" and open_.take(part):
            continue
        if open_ and _whole(open_):
            yield open_
        open_ = None if part.kind in _NEVER_FIRST else _Sum(part)
    if open_ and _whole(open_):
        yield open_


def _whole(number: _Sum) -> bool:
    return number.parts[-1].kind != "teen_unit"


def _numeral(read: list[Token], number: _Sum, reading: Reading, code: str) -> Numeral:
    first, last = number.parts[0], number.parts[-1]
    token = read[first.first]
    outside = 0 if first.kind == "digits" else reading.meanings[first.first].outside
    value = number.total + number.group
    return Numeral(
        first.first,
        last.last,
        token.start + after(token.printed, outside),
        read[last.last - 1].end,
        None if number.vague else round(value, 6),
        value if number.vague else None,
        number.scale,
        number.ordinal,
        first.role or _role_before(read, first.first, code),
    )


def _role_before(read: list[Token], at: int, code: str) -> str:
    """The role of a prefix that stands as a token of its own before digits: «الـ48»."""
    if not at or not read[at - 1].word:
        return ""
    glued = read[at - 1].end == read[at].start
    role = next((row.role for row in prefixes(code) if row.prefix == read[at - 1].folded), "")
    return role if glued or "article" in role else ""  # an article never stands alone
