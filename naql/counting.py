"""Which numbers of a text count something, and what the words beside them say.

A number may be a year, a score, a telephone number, part of a name: those count nothing. `Page` answers for
one text; `naql.quantities` makes the quantities.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from naql.language import rows
from naql.model import TimeExpression
from naql.nouns import Nouns, nouns
from naql.numbers import NumberWord, Numeral
from naql.patterns import MORE, NO_MEANING, ClassWord, Lexicon, Reading
from naql.sentences import Token

REACH = 4  # tokens after a number within which «at least» or «below zero» still speaks of it
VERB_REACH = 4  # «تتجاوز صفقة اللاعب 6 ملايين»: so many tokens back a verb of comparing may stand
TENS = 20
LONG = 9  # so many digits without a mark between them are a telephone or file number
_YEARS, _OLD_YEARS = range(1900, 2100), range(1500, 1900)
HYPHENS = frozenset("-–ـ")
_GLUE = frozenset("/:@_#+.=×xX*")
_COMMAS = frozenset("،,")
_QUOTES = frozenset("»\"”″'’]")
_CLOSERS = frozenset("()«»\"“”'[]")
_STILL_NOUNS = frozenset({"goal"})  # classes of words that are counted all the same


@cache
def _lexicon(code: str) -> Lexicon:
    """The words beside numbers of a language."""
    found = rows(code, "quantity_words.tsv", ClassWord, may_be_empty=("counter_example",))
    return Lexicon(code, [(row.word, {row.kind: row.value}) for row in found])


@cache
def _latin(code: str) -> bool:
    """Whether a language is written in Latin letters, as far as its number words tell."""
    return all(
        row.word.isascii() for row in rows(code, "numbers.tsv", NumberWord, may_be_empty=("example_value",))
    )


class Page:
    """One text with its tokens, the words beside numbers, and the places that times take."""

    def __init__(self, text: str, read: list[Token], code: str, found_times: list[TimeExpression]) -> None:
        self.text, self.read, self.code = text, read, code
        self.nouns: Nouns = nouns(code)
        self.reading: Reading = _lexicon(code).read(read)
        self._starts = [t.start for t in found_times]
        self._ends = [t.end for t in found_times]
        self._names: set[int] = set()  # the token after each number in digits that counts nothing

    # ------------------------------------------------------------ looking around

    def is_(self, at: int, *kinds: str) -> bool:
        """Whether a token, or the phrase it stands in, is of one of some kinds."""
        return self.kind_value(at, *kinds) is not None

    def kind_value(self, at: int, *kinds: str) -> str | None:
        """The value of the row that a token or its phrase is of, in one of some kinds."""
        if not 0 <= at < len(self.read):
            return None
        while at > 0 and self.reading.letters[at] == MORE:
            at -= 1
        values = self.reading.meanings.get(at, NO_MEANING).values
        return next((values[kind] for kind in kinds if kind in values), None)

    def printed(self, at: int) -> str:
        """A token as printed; nothing outside the text."""
        return self.read[at].printed if 0 <= at < len(self.read) else ""

    def glued(self, at: int) -> bool:
        """Whether a token touches the one before it."""
        return 0 < at < len(self.read) and self.read[at - 1].end == self.read[at].start

    def timed(self, start: int, end: int) -> bool:
        """Whether a stretch of the text is part of a time."""
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and self._ends[at] > start

    def lead(self, at: int) -> int:
        """The token before a number, letters written onto it and opening marks passed over."""
        at -= 1
        while at >= 0 and (self.printed(at) in _CLOSERS or self._leans(at)):
            at -= 1
        return at

    def _leans(self, at: int) -> bool:
        """Whether a token is letters written onto the next, as an article always is."""
        return self.is_prefix(at) and (self.glued(at + 1) or self.nouns.is_article(self.read[at]))

    def is_prefix(self, at: int) -> bool:
        """Whether a token is nothing but letters written onto the next word."""
        return len(self.read[at].folded) <= 3 and self.read[at].folded in self.nouns.prefix_letters

    # ------------------------------------------------------------ counting or not

    def negative(self, number: Numeral, last: int) -> bool:
        """Whether a number is below zero, by its sign, by a word before it or one after it."""
        before = number.first - 1
        sign = self.printed(before) == "-" and self.glued(number.first) and not self.glued(before)
        return (
            self.is_(before, "minus")
            or self.within(last, "below_zero") is not None
            or (sign and not self.printed(before - 1)[-1:].isdigit())
        )

    def within(self, last: int, kind: str) -> str | None:
        """The value of a word of a kind among the next tokens of the same clause."""
        for at in range(last, min(last + REACH, len(self.read))):
            if (value := self.kind_value(at, kind)) is not None:
                return value
            comma = self.printed(at) in _COMMAS and self.kind_value(at + 1, kind) is not None
            if not self.read[at].word and self.printed(at) not in _CLOSERS and not comma:
                return None
            if self.printed(at)[0].isdecimal():
                return None
        return None

    def counts(self, number: Numeral) -> bool:
        """Whether a number counts something: no name, year, score, address or telephone number."""
        first, last = number.first, number.last
        if number.value == 0 and not self.is_(last, "percent"):
            return False
        if self.goals(first, self.noun_at(last)):
            return False
        if not self.read[first].printed[0].isdecimal():
            return self._words_count(number)
        counts = not (
            (self._labelled(first) and not self._noun_counted(last))  # «ضمت الفرقة 12 لاعبا»
            or self._list_name(first)
            or self._part_of_code(first, last)
            or self._identifies(number)
            or self._score(first, last)
            or self._joins_name(number)
        )
        if not counts:
            self._names.add(last)
        return counts

    def _words_count(self, number: Numeral) -> bool:
        """Whether a number in words counts something."""
        first, last = number.first, number.last
        definite = "article" in number.role
        if number.value == 2 and last == first + 1 and self._confirms(first):
            return False
        if number.value == 1 and number.scale == 1:
            return self._is_one(number)
        if 0 < (number.value or 0) < 1:
            described = definite and last < len(self.read) and self.nouns.article(self.read[last]) > 0
            return not (described or self.is_(last, "not_fraction"))
        if self.is_(first, "needs_noun") and not self._noun_counted(last):
            return False  # «لست وحدي»
        tens = last == first + 1 and (number.value or 0) >= TENS and number.scale == 1
        if not definite:
            return True
        return not (self._labelled(first) or (tens and self._ordinal(number, self.noun_at(last))))

    def _labelled(self, first: int) -> bool:
        """Whether a label stands before a number, or before its adjective («الرقم المجاني 19988»)."""
        at = self._word_before(first)
        if self.is_(at, "label"):
            return True
        return self.is_(at - 1, "label") and self.read[at].word and self.nouns.article(self.read[at]) > 0

    def _word_before(self, first: int) -> int:
        """The token before a number, its article and opening marks passed over, but no preposition."""
        at = first - 1
        while at >= 0 and (self.printed(at) in _CLOSERS or self.nouns.is_article(self.read[at])):
            at -= 1
        return at

    def _noun_counted(self, last: int) -> bool:
        """Whether the token after a number has the form of a counted noun."""
        return self.noun_at(last) == last and self.nouns.counted(self.read[last])

    def _joins_name(self, number: Numeral) -> bool:
        """«القرارين 242 و336»: digits joined to a number that is a name, with nothing counted after them."""
        joint = number.first - 1
        joined = joint in self._names and (self.is_(joint, "and") or self.printed(joint) in HYPHENS)
        return joined and not self._noun_counted(number.last) and not self.is_(number.last, "percent")

    def goals(self, first: int, noun: int | None) -> bool:
        """Whether goals or sets are one side of a score: «بهدفين لهدف», «بثلاث مجموعات دون رد».

        `noun` is the token that names what is counted, a dual's own.
        """
        if noun is None or not self.is_(noun, "goal"):
            return False
        follows = self.reading.meanings.get(noun + 1, NO_MEANING)
        against = "goal" in follows.values and follows.role == "other"
        answers = self.is_(first - 1, "goal") and self.reading.meanings.get(first, NO_MEANING).role == "other"
        return against or answers or self.is_(noun + 1, "versus") or self.is_(self.lead(first), "versus")

    def _confirms(self, first: int) -> bool:
        """Whether a two only confirms the dual before it: «مدنيان اثنان»."""
        return any(
            at >= 0 and self.read[at].word and self.nouns.dual(self.read[at]) is not None
            for at in (first - 1,)
        )

    def _is_one(self, number: Numeral) -> bool:
        """«واحد» counts after its noun, a minus and before a percent sign; otherwise it is «somebody»."""
        before = number.first - 1
        if self.is_(number.last, "percent") or self.is_(before, "minus"):
            return True
        if before < 0 or not self.read[before].word or self.known(before) or number.role != "":
            return False
        if self.is_(before, "goal"):
            return not self.goals(before, before)
        noun = self.nouns.listed(self.read[before])
        return noun or not self.is_(number.last, "from", "of_them")

    def known(self, at: int) -> bool:
        """Whether a token has a meaning beside numbers that keeps it from being counted."""
        return not _STILL_NOUNS.issuperset(self.reading.meanings.get(at, NO_MEANING).values)

    def _list_name(self, first: int) -> bool:
        """«قائمة الـ(23)»: a number in brackets with an article before them, or a heading's number."""
        bracket = self.printed(first - 1) in ("(", "[")
        if bracket and first > 1 and self.is_prefix(first - 2) and len(self.read[first - 2].folded) > 1:
            return True
        single = self.printed(first + 1) in (")", "]") and len(self.printed(first)) == 1
        if bracket and single and self.noun_at(first + 2) is None:
            return True
        if self.printed(first + 1) in HYPHENS and self.glued(first + 1) and first > 0:
            follows = first + 2 < len(self.read) and self.read[first + 2].word
            if not self.read[first - 1].word and follows and not self.printed(first + 2)[0].isdecimal():
                return True  # «لاحظت اللجنة: 1- غياب المدير. 2- …»
        opens = first == 0 or "\n" in self.text[self.read[first - 1].end : self.read[first].start]
        return opens and self.printed(first + 1) in ("-", ".", ")", "ـ", "–")

    def _part_of_code(self, first: int, last: int) -> bool:
        """Whether digits are part of a name, an address or a fraction: F16, ln24.htm, إف-16, 3/4."""
        left, right = self.printed(first - 1), self.printed(last)
        foreign = left.isascii() and left.isalpha() and not _latin(self.code)
        if foreign and not self._noun_counted(last) and not self.is_(last, "percent"):
            return True  # «Web 3.0»
        letter = self.printed(first - 2)[-1:]
        if left in HYPHENS and self.glued(first - 1) and letter.isascii() and letter.isalpha():
            return True  # «F- 16»
        if self.glued(first) and left:
            if left in _GLUE:
                return True
            if left[-1].isalpha() and not self.is_prefix(first - 1):
                typed_on = not left[-1].isascii() and (self.is_(last, "percent") or self._noun_counted(last))
                return not typed_on  # «بنحو4%»: a space is missing
            if left in HYPHENS and self.glued(first - 1) and self.printed(first - 2)[-1:].isalpha():
                return not self.is_prefix(first - 2)
        if "+" in (left, right) or (
            right in _QUOTES and self.glued(last) and self.read[first - 1].word and first
        ):
            return True
        if not (self.glued(last) and right):
            return False
        latin = right[0].isascii() and right[0].isalpha()
        follows = self.glued(last + 1) and self.printed(last + 1)[:1].isalnum()
        return latin or (right in _GLUE and follows) or right in ("@", "_")

    def _identifies(self, number: Numeral) -> bool:
        """Whether digits are a telephone or file number, or a year that counts nothing."""
        printed = self.read[number.first].printed
        if number.last - number.first > 1 or not printed.isdecimal() or self.is_(number.last, "percent"):
            return False
        if (
            len(printed) >= LONG
            or (printed[0] in "0٠۰" and len(printed) > 1)
            or self.printed(number.first - 1) == "+"
        ):
            return True
        if self.relation_before(number.first):
            return False
        noun = self.noun_at(number.last)
        year = int(number.value or 0) if len(printed) == len("2015") else 0
        if year in _OLD_YEARS and noun is None and self.is_(number.first - 1, "no_noun"):
            return True  # «ولد في 1890»
        if year in _YEARS:
            return noun != number.last or not self.nouns.counted(self.read[noun])
        return self._ordinal(number, noun)

    def _ordinal(self, number: Numeral, noun: int | None) -> bool:
        """«التقرير الـ51», «القائمة 23»: digits after a definite singular number it, they do not count."""
        before = self._word_before(number.first)
        if before < 0 or not self.read[before].word or self.is_prefix(before):
            return False
        counted = noun is not None and self.nouns.counted(self.read[noun])
        if "article" in number.role:
            return not counted and not self.nouns.plural(self.read[before])
        near = before >= number.first - 2
        return (
            near
            and noun is None
            and self.nouns.article(self.read[before]) > 0
            and not self.is_(before, "to")  # «إلى» only looks like a word with its article
            and not self.nouns.plural(self.read[before])
        )

    def _score(self, first: int, last: int) -> bool:
        """«2-صفر», «3-1»: numbers on both sides of a hyphen that are no range."""
        for joint, other in ((last, last + 1), (first - 1, first - 2)):
            if self.printed(joint) in (*HYPHENS, "/", ":") and self._number_like(other):
                ends = min(joint, other), max(joint, other)
                return self.printed(joint) not in HYPHENS or not self._hyphen_range(*ends)
        return False

    def _number_like(self, at: int) -> bool:
        return self.printed(at)[:1].isdecimal() or self.is_(at, "nil")

    def _hyphen_range(self, left: int, right: int) -> bool:
        """Whether the tokens around a hyphen are «3-16 سنة»: rising, with something counted after them."""
        joint_left = left if self.printed(left)[:1].isdecimal() else left - 1
        joint_right = right if self.printed(right)[:1].isdecimal() else right + 1
        low, high = self.printed(joint_left), self.printed(joint_right)
        if not (low.isdecimal() and high.isdecimal()) or int(low) >= int(high):
            return False
        return self.is_(joint_right + 1, "percent") or self.noun_at(joint_right + 1) is not None

    # ------------------------------------------------------------ words beside a number

    def relation_before(self, first: int) -> str | None:
        """The relation of the words before a number: next to it, or a verb a few words back."""
        at = self.lead(first)
        if (ahead := self.kind_value(first - 1, "after")) is not None and not self._digits_near(first - 1):
            return ahead  # «قتل على الأقل 12»
        if (near := self.kind_value(at, "before", "before_far")) is not None:
            return near
        kind = "before_split" if self.is_(at, "split") else "before_far"
        for back in range(at - (kind == "before_split"), max(-1, at - VERB_REACH), -1):
            if (far := self.kind_value(back, kind)) is not None:
                return far
            if not self.read[back].word or self.printed(back)[0].isdecimal():
                return None
        return None

    def _digits_near(self, at: int) -> bool:
        """Whether digits stand shortly before a token, so that it may speak of them."""
        return any(self.printed(before)[:1].isdecimal() for before in range(at - REACH - 1, at))

    def noun_at(self, at: int) -> int | None:
        """The token that names what is counted after a number: the next word, or the one after «من»."""
        while self.printed(at) in ("(", ")"):
            at += 1
        if self.is_(at, "from"):
            at += 1
        if not 0 <= at < len(self.read):
            return None
        token = self.read[at]
        meaning = self.reading.meanings.get(at, NO_MEANING)
        known = self.known(at) and (meaning.role != "other" or "no_noun" not in meaning.values)
        usable = (
            token.word and not known and not token.printed[0].isdecimal() and self.reading.letters[at] != MORE
        )
        if not usable or len(token.folded) < 2 or self.nouns.joined(token):
            return None
        return at
