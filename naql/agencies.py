"""Where a text names an agency, a newspaper, a channel or a site, and which one it is.

The rows are those of `naql.outlets`. A word that is also an ordinary word or a person's name («فارس»)
counts only beside a noun («وكالة»), alone between marks, or where the caller is `sure`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from naql.language import languages
from naql.outlets import (
    GUARDED,
    OPENERS,
    SAFE,
    SHORT,
    TITLED,
    Agency,
    Book,
    Form,
    OutletNoun,
    OutletWord,
    book,
    index,
    native,
    squeezed,
)
from naql.sentences import Token, fold, tokens

MARKED_TOKENS = 8  # a name between marks has at most so many tokens
BRACKET_TOKENS = 5  # a name in brackets after another («(واس)», (Le Monde)) has at most so many
QUALITIES = ("news", "nation", "official", "reach")
BACK_QUALITIES = ("news", "nation", "official")  # classes of words after a noun that points back
PURPOSE = 4  # letters: shorter words that begin with ل are mostly particles («لم», «لكن»)
JOINTS = frozenset(".-‑–'’/")  # marks that may stand inside a name: «أ.ف.ب», France-Presse


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet named in a text: tokens `start_token:end_token`, characters `start:end` without clitics.

    `name` is canonical where a row knows it (`known`), else as printed. An `anaphoric` mention is a bare
    definite noun («الوكالة») that points back.
    """

    start_token: int
    end_token: int
    start: int
    end: int
    name: str
    kind: str
    known: bool
    anaphoric: bool


# ---------------------------------------------------------------- which outlet a name is


def named(name: str, language: str | None = None) -> Agency | None:
    """The outlet that a name, spelling or address stands for, with its noun or not; None if no row knows it.

    The row is that of `language` where it has one for the outlet.

    >>> named("وكالة الصحافة الفرنسية").name, named("أ.ف.ب").name, named("AFP", "ar").name
    ('أ ف ب', 'أ ف ب', 'أ ف ب')
    """
    found = index().rows.get(squeezed(name))
    row = found[0] if found else _found_whole(name)
    if row is not None and language is not None:
        return native(row, language)
    return row


def _found_whole(name: str) -> Agency | None:
    """The outlet of a name that is a mention from its first word to its last."""
    read = tokens(name)
    for known in languages() if read else ():
        mention = find(read, 0, known.code, sure=True)
        if mention is not None and mention.known and not any(t.word for t in read[mention.end_token :]):
            return named(mention.name)
    return None


def same(a: str, b: str) -> bool:
    """Whether two names stand for one outlet, in whatever language; unknown names are compared folded."""
    left, right = named(a), named(b)
    if left is None or right is None:
        return left is right and squeezed(a) == squeezed(b)
    identity = index().identity
    return identity[left] == identity[right]


# ---------------------------------------------------------------- mentions in a text


def find(read: list[Token], at: int, language: str, *, sure: bool = False) -> Mention | None:
    """The outlet whose printed name begins at token `at` (a clitic or opening mark may stand first), or None.

    With `sure` the caller knows that an outlet stands here (after «نقلاً عن»), so guarded words count.
    """
    known = book(language)
    best: Mention | None = None
    for cut, word in known.starts.get(read[at].folded, ()):
        for mention in _candidates(known, read, at, cut, word, sure):
            if best is None or (mention.end_token, mention.known) > (best.end_token, best.known):
                best = mention
    return best


def mentions(read: list[Token], language: str) -> list[Mention]:
    """Every outlet named in a text, in order, without overlaps."""
    starts = book(language).starts
    found: list[Mention] = []
    end = 0
    for at, token in enumerate(read):
        if at >= end and token.folded in starts and (mention := find(read, at, language)) is not None:
            found.append(mention)
            end = mention.end_token
    return found


def _candidates(
    known: Book, read: list[Token], at: int, cut: int, word: str, sure: bool
) -> Iterator[Mention]:
    """Every mention that may begin at a token of which `word` is left after `cut` clitic letters."""
    if not word or word in OPENERS:
        opener = at if word else at + 1
        if opener == at or (opener < len(read) and read[opener].start == read[at].end):
            marked = _marked(known, read, opener, sure)
            if marked is not None:
                outlet, end = marked
                start = read[opener + 1].start
                yield Mention(at, end, start, read[end - 2].end, outlet.name, outlet.kind, True, False)
        return
    for form, after in _met(known, read, at, cut, word):
        row = form.row
        if isinstance(row, Agency):
            behind = _noun_behind(known, read, after, row.kind)
            if form.sure <= (GUARDED if sure or behind > after else SAFE):
                yield _mention(
                    read, at, cut, behind if behind > after else _rest(known, read, after, row), row
                )
        elif isinstance(row, OutletNoun):
            yield from _headed(known, read, at, cut, form, row, after)
        elif row.side == "before":
            yield from _after_words(known, read, at, after)


def _mention(read: list[Token], at: int, cut: int, end: int, row: Agency) -> Mention:
    return Mention(at, end, _start(read[at], cut), _end(read[end - 1]), row.name, row.kind, True, False)


def _start(token: Token, cut: int) -> int:
    """The offset in the text after so many folded letters of a token (and what is dropped in folding)."""
    place = 0
    while place < len(token.printed) and (cut > 0 or not fold(token.printed[place])):
        cut -= len(fold(token.printed[place]))
        place += 1
    return token.start + place


def _end(token: Token) -> int:
    return token.end - 2 if _possessive(token.printed) else token.end


# ---------------------------------------------------------------- forms at a token


def _met(known: Book, read: list[Token], at: int, cut: int, word: str) -> Iterator[tuple[Form, int]]:
    """The forms that stand at a token, longest first, each with the token after it."""
    forms = known.forms.get(word)
    if forms is None:
        return
    second = at + 1
    if second < len(read) and read[second].printed in JOINTS:
        second += 1
    following = read[second].folded if second < len(read) else ""
    for form in forms:
        if len(form.words) > 1 and not following.startswith(form.words[1]):
            continue  # «وكالة» begins hundreds of names
        end = _follow(read, at, form, cut)
        if end is not None:
            yield form, end


def _follow(read: list[Token], at: int, form: Form, cut: int) -> int | None:
    """The token after a form of which the first word may stand at a token, or None."""
    printed = read[at].printed[_start(read[at], cut) - read[at].start :]
    last = len(form.words) - 1
    if not _is(form, 0, fold(printed) if cut else read[at].folded, printed, not last):
        return None
    place = at + 1
    for number in range(1, last + 1):
        if place < len(read) and read[place].printed in JOINTS:
            place += 1
        if place >= len(read) or not _is(
            form, number, read[place].folded, read[place].printed, number == last
        ):
            return None
        place += 1
    return place


def _is(form: Form, number: int, folded: str, printed: str, last: bool) -> bool:
    """Whether a word is the numbered one of a form, capitals included; the last may have a possessive."""
    word, shown = form.words[number], form.printed[number]
    bare = printed
    if folded != word:
        if folded.endswith(word[-1]) and not word.isascii():  # a fused article: «للوكالة»
            return number == 0
        if not last or folded != word + "s" or not _possessive(printed):
            return False
        bare = printed[:-2]
    if shown.isupper() and len(shown) > 1:
        return bare.isupper()
    return not shown[0].isupper() or bare[:1].isupper()


def _possessive(printed: str) -> bool:
    return len(printed) > SHORT and printed[-2] in "'’"


def _words(known: Book, read: list[Token], at: int, classes: tuple[str, ...], side: str = "after") -> int:
    """The token after the words of some classes that stand at a token."""
    while at < len(read):
        for form, end in _met(known, read, at, 0, read[at].folded):
            if isinstance(form.row, OutletWord) and form.row.class_ in classes and form.row.side == side:
                at = end
                break
        else:
            break
    return at


# ---------------------------------------------------------------- names between marks


def _closer(read: list[Token], opener: int, most: int = MARKED_TOKENS) -> int | None:
    """The token that closes what a token opens, at most so many tokens on."""
    closers = OPENERS.get(read[opener].printed, "") if opener < len(read) else ""
    for place in range(opener + 1, min(len(read), opener + most + 2)) if closers else ():
        if read[place].printed in closers:
            return place if place > opener + 1 else None
    return None


def _whole(
    known: Book, read: list[Token], start: int, end: int, most: int, kind: str | None
) -> Agency | None:
    """The outlet whose form, at least as sure as `most`, fills some tokens; one of a kind comes first."""
    options: list[tuple[bool, int, Agency]] = []
    for form, after in _met(known, read, start, 0, read[start].folded) if start < end else ():
        row = form.row
        if after != end or not isinstance(row, Agency) or form.sure > most:
            continue
        if form.sure < TITLED or row.kind == kind:
            options.append((row.kind != kind, form.sure, row))
    return min(options, key=lambda o: o[:2])[2] if options else None


def _marked(known: Book, read: list[Token], opener: int, sure: bool) -> tuple[Agency, int] | None:
    """The outlet alone between marks, and the token after them; in brackets agencies only."""
    closer = _closer(read, opener)
    if closer is None:
        return None
    row = _whole(known, read, opener + 1, closer, GUARDED, None)
    if row is None or (read[opener].printed == "(" and row.kind != "agency" and not sure):
        return None
    return row, closer + 1


def _rest(known: Book, read: list[Token], at: int, row: Agency | None) -> int:
    """The token after what belongs to a name: words («السعودية») and the name again in brackets or marks."""
    at = _words(known, read, at, QUALITIES)
    closer = _closer(read, at, BRACKET_TOKENS)
    if closer is not None:
        again = _whole(known, read, at + 1, closer, TITLED, row.kind if row else None)
        latin = read[at].printed == "(" and all(t.printed.isascii() for t in read[at + 1 : closer])
        foreign = (
            latin
            and not read[at - 1].printed.isascii()
            and any(t.folded.isalpha() for t in read[at + 1 : closer])
        )
        if (again is not None and again == row) or foreign:
            return _words(known, read, closer + 1, QUALITIES)
    return at


# ---------------------------------------------------------------- names beside a noun


def _headed(
    known: Book, read: list[Token], at: int, cut: int, form: Form, noun: OutletNoun, end: int
) -> Iterator[Mention]:
    """The mentions that begin with a noun: a name after it, or the noun itself."""
    start = _start(read[at], cut)
    after = _words(known, read, end, QUALITIES)
    if form.use in ("noun", "back"):
        for name in dict.fromkeys((end, after)):
            named_here = _name_after(known, read, name, noun, _is_news(known, read, end, after))
            if named_here is not None:
                label, kind, row, last = named_here
                yield Mention(at, last, start, _end(read[last - 1]), label, kind, row, False)
    if form.use == "national" and after > end and not _goes_on(known, read, after):
        yield _unknown(read, at, end, after, start, form, False)
    elif form.use == "back":
        after = _words(known, read, end, BACK_QUALITIES)
        if after > end and _serves(known, read, after):
            return
        after = _words(known, read, after, ("self",))
        if not _goes_on(known, read, after):
            yield _unknown(read, at, end, after, start, form, True)


def _unknown(
    read: list[Token], at: int, end: int, last: int, start: int, form: Form, anaphoric: bool
) -> Mention:
    """A mention without a row: its name is the noun's form and the words after it, up to token `last`."""
    name = " ".join((*form.printed, *(t.printed for t in read[end:last])))
    kind = form.row.kind if isinstance(form.row, OutletNoun) else ""
    return Mention(at, last, start, read[last - 1].end, name, kind, False, anaphoric)


def _noun_behind(known: Book, read: list[Token], at: int, kind: str) -> int:
    """The token after a noun behind a name, where a language puts it there («the Bild newspaper»)."""
    noun = _words(known, read, at, QUALITIES, "before")
    for form, end in _met(known, read, noun, 0, read[noun].folded) if noun < len(read) else ():
        if isinstance(form.row, OutletNoun) and form.row.side == "both" and form.row.kind == kind:
            return end
    return at


def _is_news(known: Book, read: list[Token], start: int, end: int) -> bool:
    return any(_words(known, read, place, ("news",)) > place for place in range(start, end))


def _name_after(
    known: Book, read: list[Token], at: int, noun: OutletNoun, news: bool
) -> tuple[str, str, bool, int] | None:
    """(name, kind, known, token after it) of the name that stands after a noun."""
    closer = _closer(read, at)
    if closer is not None:
        row = _whole(known, read, at + 1, closer, TITLED, noun.kind)
        end = _rest(known, read, closer + 1, row)
        if row is not None:
            return row.name, row.kind, True, end
        news = news or _is_news(known, read, closer + 1, end)
        if (
            read[at].printed == "("
            or not _a_name(read[at + 1 : closer])
            or not (noun.unknown == "yes" or (noun.unknown == "word" and news))
        ):
            return None
        return " ".join(t.printed for t in read[at + 1 : closer]), noun.kind, False, end
    options = [
        (after, form.row.kind == noun.kind, -form.sure, form.row)
        for form, after in (_met(known, read, at, 0, read[at].folded) if at < len(read) else ())
        if isinstance(form.row, Agency) and (form.sure < TITLED or form.row.kind == noun.kind)
        # «الوكالة الفرنسية» alone is an agency; «الوكالة الفرنسية للتنمية» is another body.
        if not (
            _words(known, read, at, ("nation",)) >= after
            and (_goes_on(known, read, after) or _serves(known, read, after))
        )
    ]
    if not options:
        return None
    after, _, _, row = max(options, key=lambda o: o[:3])
    return row.name, row.kind, True, _rest(known, read, after, row)


def _a_name(inside: list[Token]) -> bool:
    """Whether tokens between marks read like a name: words, with a joint between two of them at most."""
    marks = [t.word for t in inside]
    return marks[0] and all(t.word or t.printed in JOINTS for t in inside) and marks.count(False) <= 1


def _goes_on(known: Book, read: list[Token], at: int) -> bool:
    """Whether a definite noun is not alone: with an article on the next word it means something else."""
    if at >= len(read) or not read[at].word:
        return False
    return any(read[at].folded.startswith((article, article[-1] * 2)) for article in known.articles)


def _serves(known: Book, read: list[Token], at: int) -> bool:
    """Whether a long word with an attached «ل» comes next: what a body is for («الوكالة الوطنية لمكافحة»)."""
    word = read[at].folded if at < len(read) else ""
    return len(word) > PURPOSE and any(word.startswith(article[-1]) for article in known.articles)


def _after_words(known: Book, read: list[Token], at: int, end: int) -> Iterator[Mention]:
    """The mention of a noun that words stand before: «Russian state» news agency."""
    noun = _words(known, read, end, QUALITIES, "before")
    for form, after in _met(known, read, noun, 0, read[noun].folded) if noun < len(read) else ():
        if isinstance(form.row, OutletNoun):
            for mention in _headed(known, read, noun, 0, form, form.row, after):
                if not mention.anaphoric:
                    yield replace(mention, start_token=at, start=read[at].start)
            if form.use == "national":
                name, kind = " ".join(t.printed for t in read[at:after]), form.row.kind
                yield Mention(at, after, read[at].start, read[after - 1].end, name, kind, False, False)
