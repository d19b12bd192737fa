"""The words of times by class, and the patterns of time expressions over them.

A pattern is written once for all languages; `data/<code>/` says which words are months, units or «last».
`naql.times` gives a value to what is matched here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from naql.language import rows
from naql.numbers import Numeral
from naql.patterns import MORE, NO_MEANING, NONE, ClassWord, Lexicon, Meaning, Reading, prefixes
from naql.sentences import Token

FILES = ("months.tsv", "days.tsv", "units.tsv", "time_words.tsv")
_MARKS = {"/": "slash", "-": "hyphen", "–": "hyphen", "ـ": "hyphen", ":": "colon", "(": "open", ")": "close",
          "،": "comma", ",": "comma", ".": "stop", "%": "percent", "٪": "percent"}  # fmt: skip
_YEARS, _HIJRI_YEARS = range(1900, 2100), range(1300, 1500)
_OLD_YEARS, _SHORT_YEARS = range(1500, 1900), range(32, 100)  # only behind «عام» and the like
_DAYS = range(1, 32)
_RANGES = (
    ("day", _DAYS), ("gyear", _YEARS), ("hyear", _HIJRI_YEARS), ("old_year", _OLD_YEARS),
    ("short_year", _SHORT_YEARS),
)  # fmt: skip


_PIECE = re.compile(r"<\w+(?::\w+)?>|\(\?:|[|)?*]")


class Found(NamedTuple):
    """A match: which pattern, its tokens, and the groups that took part (as token numbers)."""

    rule: str
    first: int
    last: int
    groups: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text laid out for the patterns: a letter a token, the words behind them, numerals by first token."""

    letters: str
    meanings: Mapping[int, Meaning]
    numerals: Mapping[int, Numeral]
    articles: tuple[str, ...]  # the letters of an article, with those of other prefixes before it


def _day(name: str) -> str:
    return f"(?:<day:{name}>|<open><day:{name}p><close>|<ordinal:{name}o>|<first:{name}f>)"


_ALT = r"(?:<open>?<second_name><close>?|(?:<slash>|<hyphen>)<second_name>)?"
_NAME = f"(?:(?:<month:m>|<weak_month:mw>){_ALT}|<hijri:h>|<weak_hijri:hw>)"
_YEAR = "(?:(?:<comma>|<from>|<hyphen>|<slash>)?<unit_Y>?(?:<gyear:y>|<hyear:hy>)<era>?)"
_REL = "(?:<relative:rel>)"
_OF_YEAR = "(?:<from>?(?:<this:ythis><unit_Y>|<unit_Y><relative:yrel>))"
_WHEN = f"(?:{_REL}|{_OF_YEAR}|{_YEAR})?<era>?"
_SEP = "(?:<slash>|<hyphen>|<stop>)"
_NUMERIC = f"<number:n1>{_SEP}<number:n2>{_SEP}<number:n3><era>?"
_TO = "(?:<to>|<and>|<hyphen>|<comma><and>?)"
_DATE = (
    f"(?:{_NUMERIC}"
    f"|{_day('d')}(?:{_TO}?{_day('e')})?(?:<from>|<hyphen>|<slash>|<stop>)?<unit_M>?{_NAME}{_WHEN}"
    "|(?:(?:<month:m2>|<weak_month:mw2>)<day:d2>|<month:m3><ordinal:d2o>)(?:<hyphen><day:e2>)?"
    "(?:(?:<comma>|<from>)?<unit_Y>?<gyear:y2>)?)"
)
_LEAD = "(?:<part:p><from>?)?(?:<unit_D><from>?)?"
_DAYS_OF_WEEK = (
    "(?:<day_word:w>(?:<comma>?<open>?<unit_D>?<weekday:k><relative>?<close>?)?"
    "|<weekday:k2>(?:<part:p2>)?|<unit_D><weekday_bare:k3>)"
)
_REF = f"{_LEAD}{_DAYS_OF_WEEK}(?:<comma>?<part:p3>)?"
_NUMBER = "(?:<number:n>)"
_ABOUT = "(?:<about>)*"
_ANY_UNIT = "(?:<unit:u>|<units:us>)"

_MINUTES_OF = (
    "(?:<colon><number:minute>)?(?:<colon><number:second>)?(?:<and>?<number:plus>(?:<unit_TM>|<units_TM>)?)?"
    "(?:<less><number:minus>(?:<unit_TM>|<units_TM>)?)?"
)
_COUNTED = f"(?:(?:{_NUMBER}|<few:few>)?{_ANY_UNIT}(?:<few_after:fewa>)?|<two_units:two>)"


def _again(source: str, suffix: str) -> str:
    """The same pattern with other group names, for the second of two dates."""
    return re.sub(r"<(\w+):(\w+)>", rf"<\1:\2{suffix}>", source)


_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "date",
        f"(?:{_again(_REF, '_r')}<comma>?(?:<open>|<hyphen>|<means>|<from>)?)?{_again(_LEAD, '_l')}{_DATE}"
        f"(?:<comma>?(?:<means>|<hyphen>|<open>){_again(_DATE, '_b')}<close>?)?",
    ),
    ("day", f"{_REF}{_REL}?"),
    ("day", f"<vague><from>?{_REF}"),
    (
        "weekday_date",
        f"(?:<unit_D><from>?)?<weekday:k>(?:<comma>|<open>)?(?:<number:n1>{_SEP}<number:n2>|<day:d>)<close>?"
        f"(?:<from><this>?<unit_M>{_REL}?)?",
    ),
    ("date_range", f"<number:n4>{_SEP}<number:n5><to>{_NUMERIC}"),
    ("weekday_of_week", f"(?:<unit_D><from>?)?<weekday:k><from>(?:<this:this>?<unit_W>{_REL}?)"),
    ("weekday_of_week", "<unit_W><relative:rel><unit_D><weekday:k>"),
    ("pair_of_days", "<pair><weekday:k1><and>?<weekday:k2>" + _REL + "?"),
    ("nights", "<part><weekday:k1>(?:<hyphen>|<slash>)?<weekday:k2>"),
    ("month", f"<edge:edge>?<unit_M>?{_NAME}{_WHEN}"),
    ("pair_of_months", "<pair>(?:<month:m1>)<and>?(?:<month:m2>)" + _WHEN),
    (
        "clock_range",
        f"<clock:ck>?(?:<number:hour>|<ordinal:houro>)(?:<colon><number:minute>)?(?:<part:p0>)?"
        f"(?:<to>|<and>|<hyphen>)?<clock>?(?:<number:hour_b>|<ordinal:houro_b>)(?:<colon><number:minute_b>)?"
        f"<from>?<part:p1>(?:(?:<comma>|<from>)?{_REF})?(?:<zone:z>)?",
    ),
    (
        "clock",
        f"(?:<part:p0>)?<clock><about>?(?:<number:hour>|<ordinal:houro>){_MINUTES_OF}"
        "(?:(?:<comma>|<from>|<within>)*<part:p1>)?(?:<zone:z>)?"
        f"(?:(?:<comma>|<from>)?<zone:z2>)?(?:(?:<comma>|<from>)?{_REF})?",
    ),
    (
        "clock",
        "(?:<part:p0>)?<number:hour><colon><number:minute>(?:<colon><number:second>)?<part:p1>?<zone:z>?",
    ),
    (
        "clock",
        f"(?:<number:hour>|<ordinal:houro>){_MINUTES_OF}<from>?(?:<part:p1>)"
        f"(?:(?:<comma>|<from>)?{_REF})?(?:<zone:z>)?",
    ),
    ("clock", "<number:hour><zone:only_zone>"),
    (
        "day_of_month",
        f"{_LEAD}{_day('d')}(?:{_TO}{_day('e')})?"
        f"(?:<from><this:this>?<unit_M:u>{_REL}?<itself:same>?|<this:this2><unit_M:u2>)",
    ),
    ("day_of_month", f"{_LEAD}{_day('d')}{_TO}{_day('e')}<unit_M:u3>{_again(_REL, '_c')}"),
    ("ago", f"<ago:a>{_ABOUT}{_COUNTED}(?:<number:plus>)?(?:<from:of>)?"),
    ("since", f"<since>{_ABOUT}{_COUNTED}(?:<number:plus>)?"),
    ("hence", f"<after>{_ABOUT}{_COUNTED}<from><now>"),
    ("ago_after", f"{_NUMBER}{_ANY_UNIT}<ago_after:a>"),
    ("length", f"(?:<rel_before:rb>)?{_NUMBER}<hyphen>?{_ANY_UNIT}(?:<number:plus>)?{_REL}?"),
    ("length", f"(?:<two_units:two>)(?:<number:plus>)?{_REL}?"),
    (
        "length",
        f"(?:<units:us>|<unit:u>){_NUMBER}(?:<ordinal:nth>)?{_REL}?"
        f"(?:(?:<from>|<to:upto>)(?:<unit_Y:oy>{_again(_REL, '_o')}?|{_NAME}))?",
    ),
    ("length", f"{_NUMBER}<relative:rel0>{_ANY_UNIT}"),
    ("lengths", f"<number:low>(?:<to>|<hyphen>|<and>|<or>)?{_NUMBER}{_ANY_UNIT}{_REL}?"),
    ("half_more", "<unit:u><number:plus>"),
    ("entire", "(?:<unit:u>|<two_units:two>)<entire>"),
    ("some", "<units>"),
    ("vague", f"(?:<few>{_ANY_UNIT}|<units><few_after>|<vague:v>){_REL}?"),
    ("vague", f"<units:v>{_REL}"),
    ("period", f"<edge:edge>?(?:<this:this>)?(?:<unit:u>){_REL}?(?:(?:<gyear:y>|<hyear:hy>)<era>?)?"),
    ("period", "<edge:edge>?<rel_before:rel><unit:u>"),
    (
        "quarter",
        "<edge>?(?:<quarter:q>|<half:hf>)(?:<ordinal:nth>|<relative:rel>)"
        f"(?:<from>?<this>?<unit_Y>{_again(_REL, '_y')}?(?:<gyear:y>)?<era>?|<from>?<gyear:y0><era>?"
        f"|{_again(_REL, '_z')})?",
    ),
    ("year", "<edge:edge>?(?:<unit_Y:yu>)?(?:<gyear:y><era:ce>?|<hyear:hy><era:ah>?)"),
    ("year", "<edge:edge>?<unit_Y:yu>(?:<old_year:y>|<short_year:y2>)<era:ce>?"),
    ("same_period", f"<same><from>?<this>?<unit_Y>{_REL}?"),
    ("decade", "<edge>?(?:<unit_Y>|<units_Y>)?<decade:dc>(?:<from>?<unit_100Y><relative>?)?<era>?"),
    ("century", "<edge>?<unit_100Y>(?:<ordinal:nth>|<number:nth2>)<era:era>?"),
    (
        "years",
        "(?:<pair:pair>|<between>|<unit_Y>)?<gyear:y><era>?(?:<and>|<to>|<hyphen>|<slash>)?<gyear:z><era>?",
    ),
    ("years", "(?:<pair:pair>|<between>)?<hyear:y><era>?(?:<and>|<to>|<hyphen>|<slash>)<hyear:z><era>?"),
    (
        "year_pair",
        "<edge>?<this:this>?<year_pair:yp>(?:<relative:rel>)?(?:(?:<gyear:y>|<hyear:hy>)"
        "(?:(?:<hyphen>|<slash>)(?:<gyear:z>|<hyear:hz>|<number:short>))?<era>?)?",
    ),
    (
        "season",
        f"<season:s>(?:{_REL}|<from>?<unit_Y>?<gyear:y><era>?|<unit_Y>{_again(_REL, '_y')}"
        "|<from>?<this><unit_Y>)",
    ),
    ("season", "<this:this><season:s>"),
    ("every", f"<every>(?:{_NUMBER})?(?:<unit:u>|<units:us>|<two_units:two>|<weekday:k>)"),
    ("set", "<set:s>"),
    ("part", "<part:p>"),
    ("skip", "<other>"),
)  # fmt: skip


class Grammar(NamedTuple):
    """The lexicon of a language with its patterns compiled; `any` matches where one of them may begin."""

    lexicon: Lexicon
    rules: tuple[tuple[str, re.Pattern[str]], ...]
    begins: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]  # the rules that may begin with a letter
    months: re.Pattern[str]
    any: re.Pattern[str]
    articles: tuple[str, ...]


def _classes(kind: str, value: str) -> dict[str, str]:
    """The classes of a row: its kind, and for units one of their own."""
    if kind in ("unit", "units"):
        return {kind: value, f"{kind}_{value}": value}
    if kind == "day_word_led":
        return {"day_word": value, kind: value}
    return {kind: value, "part": value} if kind == "adverb" else {kind: value}


@cache
def grammar(code: str) -> Grammar:
    """The grammar of a language; without rows, dates and clock times in digits are still read."""
    found = [row for file in FILES for row in rows(code, file, ClassWord, may_be_empty=("counter_example",))]
    words = [(row.word, _classes(row.kind, row.value)) for row in found]
    words += [(mark, {name: mark}) for mark, name in _MARKS.items()]
    lexicon = Lexicon(code, words, no_article=("weekday_bare",))
    known = lexicon.sets()
    for classes in [*_number_classes(), {"second_name"}]:
        lexicon.letter(classes)
    for classes in known:
        for extra in ({"ordinal"}, {"ordinal", "hour"}, {"number"}):
            lexicon.letter(classes | extra)
    rules = tuple((name, lexicon.pattern(source)) for name, source in _PATTERNS)
    openings = [lexicon.letters(first_classes(source)) for _, source in _PATTERNS]
    begins = {
        letter: tuple(rule for rule, opening in zip(rules, openings, strict=True) if letter in opening)
        for letter in set(chain.from_iterable(openings))
    }
    articles = tuple(p.prefix for p in prefixes(code) if "article" in p.role)
    anywhere = re.compile(f"[{''.join(begins)}]")
    return Grammar(lexicon, rules, begins, lexicon.pattern("(?:<month>|<weak_month>)"), anywhere, articles)


def first_classes(source: str) -> set[str]:
    """The classes that what a pattern matches may begin with.

    >>> sorted(first_classes("<a:x>?(?:<b>|<c>*<d>)<e>"))
    ['a', 'b', 'c', 'd']
    """
    found, rest, _ = _alternatives(_PIECE.findall(source.replace(" ", "")))
    assert not rest, "brackets are closed"
    return found


def _alternatives(pieces: list[str]) -> tuple[set[str], list[str], bool]:
    """(first classes, pieces after the closing bracket, whether nothing may stand there) of alternatives."""
    found: set[str] = set()
    empty, open_ = False, True  # some alternative may be empty; the present one may still begin
    while pieces and pieces[0] != ")":
        piece, *pieces = pieces
        if piece == "|":
            empty, open_ = empty or open_, True
            continue
        if piece == "(?:":
            classes, pieces, skipped = _alternatives(pieces)
            pieces = pieces[1:]
        else:
            classes, skipped = {piece.strip("<>").split(":")[0]}, False
        if pieces and pieces[0] in ("?", "*"):
            skipped, pieces = True, pieces[1:]
        found |= classes if open_ else set()
        open_ = open_ and skipped
    return found, pieces, empty or open_


def _number_classes() -> list[frozenset[str]]:
    samples = (0, 1, 12.5, 13, 31, 45, 100, 1300, 1600, 1950)
    sets = {number_classes(float(v), ordinal=False) for v in samples} | {number_classes(5, ordinal=True)}
    return [*sets, number_classes(40, ordinal=True), number_classes(5, ordinal=True, numeric=True)]


def number_classes(value: float | None, *, ordinal: bool, numeric: bool = False) -> frozenset[str]:
    """What a number can be in a time; `numeric` ones are written in digits («5th»)."""
    whole = -1 if value is None or value % 1 else int(value)  # a range is searched one by one for a float
    if ordinal:
        kinds = {"ordinal", "day"} if numeric else {"ordinal"}
        return frozenset(kinds if whole in _DAYS else {"other_ordinal"})
    return frozenset({"number", *(name for name, values in _RANGES if whole in values)})


def lay_out(rules: Grammar, read: list[Token], numbers: list[Numeral]) -> Sheet:
    """The letters of a text with its numerals written over the words they are made of.

    An ordinal that is also a word of times keeps both readings («ثانية»), and so do half and quarter.
    """
    reading = rules.lexicon.read(read)
    letters = list(reading.letters)
    at: dict[int, Numeral] = {}
    for number in numbers:
        classes = number_classes(
            number.value, ordinal=number.ordinal, numeric=read[number.first].printed[0].isdecimal()
        )
        meaning = reading.meanings.get(number.first)
        if MORE in letters[number.first : number.last]:
            continue  # inside a phrase: «كانون الثاني»
        if meaning is not None and meaning.values and number.last == number.first + 1:
            if letters[number.first + 1 : number.first + 2] == [MORE]:
                continue
            classes = frozenset(meaning.values) | ({"ordinal"} if number.ordinal else {"number"})
        first = number.first
        if "article" in number.role and first > 0 and first not in reading.meanings:
            apart = read[first].printed[0].isdecimal() or read[first - 1].end == read[first].start
            first -= (
                letters[first - 1] == NONE and apart
            )  # «الـ14», «الـ 14»: the article belongs to the number
        last = number.last
        if _bracketed(read, first, last) and "unit" in reading.meanings.get(last + 1, NO_MEANING).values:
            first, last = first - 1, last + 1  # «(45) يوما»
        letters[first] = rules.lexicon.letter(classes)
        letters[first + 1 : last] = [MORE] * (last - first - 1)
        at[first] = number
    _second_names(rules, reading, letters)
    return Sheet("".join(letters), reading.meanings, at, rules.articles)


def _bracketed(read: list[Token], first: int, last: int) -> bool:
    """Whether tokens stand in brackets of their own."""
    return first > 0 and last < len(read) and (read[first - 1].printed, read[last].printed) == ("(", ")")


def _second_names(rules: Grammar, reading: Reading, letters: list[str]) -> None:
    """«آب/أغسطس», «يناير (كانون الثاني)»: the same month named again is its second name, another is not."""
    last: tuple[int, str] | None = None
    for match in list(rules.months.finditer("".join(letters))):
        at = match.start()
        values = reading.meanings[at].values
        number = values.get("month") or values["weak_month"]
        gap = sum(letter != MORE for letter in letters[last[0] + 1 : at]) if last else 0
        if last and last[1] == number and gap <= 1:
            letters[at] = rules.lexicon.letter(("second_name",))
            last = None
        else:
            last = at, number


def matches(rules: Grammar, text: str, read: list[Token], sheet: Sheet, at: int) -> list[Found]:
    """What the patterns find at a token, the longest first."""
    found = []
    for name, pattern in rules.begins.get(sheet.letters[at], ()):
        match = pattern.match(sheet.letters, at)
        if match and "\n" in text[read[at].start : read[match.end() - 1].start]:
            line = next(
                i for i in range(at + 1, match.end()) if "\n" in text[read[i - 1].end : read[i].start]
            )
            match = pattern.match(sheet.letters, at, line)
        if match:
            spans = {g: match.span(g) for g, value in match.groupdict().items() if value is not None}
            found.append(Found(name, at, match.end(), spans))
    return sorted(found, key=lambda one: -one.last)
