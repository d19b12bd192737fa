"""What a desk does to a text it takes over: edits at a rate per word, cuts, house style, another day's words.

Each edit is a function of a body that gives the edited body, or None where it finds nothing to do. The kinds
and their shares are what the study of reprints calls usual; no figure of Naql's chose them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from benchmarks.transmission.writing import Body, Sentence, fill, newsroom

_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_JOINING = "بتثجحخسشصضطظعغفقكلمنهي"
SHORTEST = 60  # words of the shortest brief a desk cuts a text down to
_QUOTED = 0.25  # edits that would fall into a quotation are mostly left: words between marks are sacred


@dataclass(frozen=True, slots=True)
class Style:
    """A desk's house style, put on every text it prints: quotation marks, digits, hamza, tanween."""

    quotes: str = "«»"
    indic: bool = False
    hamza: bool = True
    tanween: bool = True


def house_style(random: Random) -> Style:
    """A house style: most desks keep what agencies write, a few write digits or hamza otherwise."""
    return Style(
        random.choices(("«»", '""', "“”"), (70, 20, 10))[0],
        random.random() < 0.12,
        random.random() >= 0.12,
        random.random() >= 0.15,
    )


def styled(text: str, style: Style) -> str:
    """A text in a house style."""
    text = text.replace("«", style.quotes[0]).replace("»", style.quotes[1])
    text = text.translate(_INDIC) if style.indic else text
    text = text if style.hamza else re.sub(r"\b(و?)[أإ]", r"\1ا", text)
    return text if style.tanween else text.replace("ً", "")


def in_style(body: Body, style: Style) -> Body:
    """A body in a house style; what names its sources stays, for desks print agencies' names as they are."""
    return tuple(tuple(_in_style(sentence, style) for sentence in part) for part in body)


def _in_style(sentence: Sentence, style: Style) -> Sentence:
    plain = styled(sentence.plain, style)
    before = plain if sentence.before == sentence.plain else sentence.before
    return replace(sentence, text=styled(sentence.text, style), before=before, plain=plain)


# ---------------------------------------------------------------- finding words


@cache
def _word(form: str) -> re.Pattern[str]:
    """A form as a whole word or phrase."""
    return re.compile(rf"(?<![\w«]){re.escape(form)}(?!\w)")


@cache
def _after_space(word: str) -> re.Pattern[str]:
    """A word with the space before it."""
    return re.compile(rf" {re.escape(word)}(?!\w)")


def _put(body: Body, at: tuple[int, int], sentences: Sequence[Sentence]) -> Body:
    """The body with other sentences in the place of one; a paragraph left empty goes."""
    part, place = at
    changed = (*body[part][:place], *sentences, *body[part][place + 1 :])
    return tuple(p for p in (*body[:part], changed, *body[part + 1 :]) if p)


def _places(body: Body) -> list[tuple[int, int]]:
    return [(part, place) for part, paragraph in enumerate(body) for place in range(len(paragraph))]


def _at(body: Body, at: tuple[int, int]) -> Sentence:
    return body[at[0]][at[1]]


def _swap(body: Body, groups: Sequence[Sequence[str]], random: Random) -> Body | None:
    """One occurrence of a form, drawn among all, put in another form of its group."""
    found = []
    for at in _places(body):
        text = _at(body, at).text
        for group in groups:
            for form in group:
                if form not in text:
                    continue
                for match in _word(form).finditer(text):
                    quoted = text.rfind("«", 0, match.start()) > text.rfind("»", 0, match.start())
                    if not quoted or random.random() < _QUOTED:
                        found.append((at, match.span(), [other for other in group if other != form]))
    if not found:
        return None
    at, (start, end), others = random.choice(found)
    sentence = _at(body, at)
    text = sentence.text[:start] + random.choice(others) + sentence.text[end:]
    return _put(body, at, [replace(sentence, text=text)])


# ---------------------------------------------------------------- edits of words


def reword(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """Words put as their writer could have put them too."""
    found = [
        (at, put, others)
        for at in _places(body)
        for put, others in _at(body, at).choices
        if _word(put).search(_at(body, at).text)
    ]
    if not found:
        return None
    at, put, others = random.choice(found)
    sentence = _at(body, at)
    text = _word(put).sub(lambda _: random.choice(others), sentence.text, count=1)
    return _put(body, at, [replace(sentence, text=text)])


def synonym(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """A word by another that stands for it."""
    return _swap(body, newsroom()["desk"]["synonyms"], random)


def phrase(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """A phrase reworded."""
    return _swap(body, newsroom()["desk"]["phrases"], random)


def honorific(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """A title shortened, dropped or written out."""
    return _swap(body, newsroom()["desk"]["honorifics"], random) or _title(body, random)


def _title(body: Body, random: Random) -> Body | None:
    """The title of a speaker, which stands in what introduces the words."""
    for at in random.sample(_places(body), len(_places(body))):
        sentence = _at(body, at)
        for group in newsroom()["desk"]["honorifics"]:
            if group[0] in sentence.plain:
                short = random.choice(group[1:])
                before, plain = (t.replace(group[0], short) for t in (sentence.before, sentence.plain))
                return _put(body, at, [replace(sentence, before=before, plain=plain)])
    return None


def verb(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """Another verb of saying."""
    verbs: list[str] = newsroom()["desk"]["verbs"][0]
    spoken = [at for at in _places(body) if _at(body, at).plain.split(" ")[0] in verbs]
    if not spoken or random.random() < 0.3:
        return _swap(body, newsroom()["desk"]["verbs"], random)
    at = random.choice(spoken)
    sentence = _at(body, at)
    first = sentence.plain.split(" ")[0]
    other = random.choice([v for v in verbs if v != first])
    before = other + sentence.before[len(first) :] if sentence.before.startswith(first) else sentence.before
    plain = other + sentence.plain[len(first) :]
    return _put(body, at, [replace(sentence, before=before, plain=plain)])


def shorten(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """A word struck out, the last clause of a sentence, or a whole sentence but the lead."""
    kind = random.random()
    places = _places(body)
    if kind < 0.5:
        words = newsroom()["desk"]["optional"]
        found = [
            (at, m)
            for at in places
            for w in words
            if w in _at(body, at).text and (m := _after_space(w).search(_at(body, at).text))
        ]
        if found:
            at, match = random.choice(found)
            sentence = _at(body, at)
            text = sentence.text[: match.start()] + sentence.text[match.end() :]
            return _put(body, at, [replace(sentence, text=text)])
    if kind < 0.85:
        long = [at for at in places if "«" not in _at(body, at).text and _cut(_at(body, at).text)]
        if long:
            at = random.choice(long)
            sentence = _at(body, at)
            return _put(body, at, [replace(sentence, text=_cut(sentence.text) or sentence.text)])
    return drop_sentence(body, random)


def _cut(text: str) -> str | None:
    """A sentence without its last clause, where at least six words are left."""
    at = text.rfind("،")
    return text[:at] + "." if at > 0 and len(text[:at].split()) >= 6 else None


def drop_sentence(body: Body, random: Random) -> Body | None:
    """A sentence taken out, never the lead; nothing where under four are left."""
    places = _places(body)
    return _put(body, random.choice(places[1:]), []) if len(places) >= 4 else None


def detail(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """A clause put in that the source does not have, at the end of a sentence or of a clause."""
    at = random.choice(_places(body))
    sentence = _at(body, at)
    template = random.choice(newsroom()["writing"]["details"])
    text = fill(template, facts, "", random).text
    ends = [m.start() for m in re.finditer(r"[،.]", sentence.text)]
    if not ends or "«" in sentence.text:
        return None
    end = random.choice(ends)
    return _put(body, at, [replace(sentence, text=sentence.text[:end] + text + sentence.text[end:])])


# ---------------------------------------------------------------- edits of signs


def spelling(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """One word otherwise spelt: hamza, taa, yaa, tatweel, tanween, or the digits of a number."""
    at = random.choice(_places(body))
    sentence = _at(body, at)
    words = sentence.text.split(" ")
    for place in random.sample(range(len(words)), len(words)):
        spelt = _respelt(words[place], random)
        if spelt != words[place]:
            words[place] = spelt
            return _put(body, at, [replace(sentence, text=" ".join(words))])
    return None


def _respelt(word: str, random: Random) -> str:
    """A word in another spelling, or itself where the drawn way does not apply."""
    way = random.choice(("hamza", "taa", "yaa", "tatweel", "tanween", "digits"))
    if way == "hamza":
        return word.translate(str.maketrans("أإآ", "ااا"))
    if way == "taa":
        return re.sub(r"ة$", "ه", word)
    if way == "yaa":
        return re.sub(r"ي$", "ى", word)
    if way == "tanween":
        return word.replace("ً", "")
    if way == "digits":
        return word.translate(_INDIC)
    joints = [i for i in range(len(word) - 1) if word[i] in _JOINING and word[i + 1] in _JOINING]
    if not joints:
        return word
    joint = random.choice(joints) + 1
    return word[:joint] + "ـ" + word[joint:]


def punctuation(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """A comma taken out or put in, or a mark exchanged."""
    at = random.choice(_places(body))
    sentence = _at(body, at)
    commas = [m.start() for m in re.finditer("،", sentence.text)]
    if commas and random.random() < 0.6:
        place = random.choice(commas)
        mark = random.choice(("", "؛", " -"))
        return _put(
            body, at, [replace(sentence, text=sentence.text[:place] + mark + sentence.text[place + 1 :])]
        )
    spaces = [m.start() for m in re.finditer(" و", sentence.text)]
    if not spaces:
        return None
    place = random.choice(spaces)
    return _put(body, at, [replace(sentence, text=f"{sentence.text[:place]}،{sentence.text[place:]}")])


def number(body: Body, facts: Mapping[str, str], random: Random) -> Body | None:
    """A number mistyped: one digit of it is another."""
    found = [(at, m) for at in _places(body) for m in re.finditer(r"\d+", _at(body, at).text)]
    if not found:
        return None
    at, match = random.choice(found)
    place = random.randrange(len(match[0]))
    digit = random.choice([d for d in "123456789" if d != match[0][place]])
    sentence = _at(body, at)
    start = match.start() + place
    return _put(
        body, at, [replace(sentence, text=sentence.text[:start] + digit + sentence.text[start + 1 :])]
    )


Edit = Callable[[Body, Mapping[str, str], Random], Body | None]
EDITS: dict[Edit, int] = {
    reword: 24,
    synonym: 16,
    phrase: 7,
    verb: 8,
    shorten: 13,
    detail: 6,
    honorific: 4,
    spelling: 11,
    punctuation: 10,
    number: 1,
}
"""The kinds of edit and how many in a hundred are of each kind."""


def edited(body: Body, rate: float, facts: Mapping[str, str], random: Random) -> Body:
    """A body with edits: each of its words gives occasion for one with probability `rate`."""
    words = sum(len(sentence.text.split()) for paragraph in body for sentence in paragraph)
    for _ in range(sum(random.random() < rate for _ in range(words))):
        for edit in random.choices(list(EDITS), list(EDITS.values()), k=8):
            changed = edit(body, facts, random)
            if changed is not None:
                body = changed
                break
    return body


# ---------------------------------------------------------------- edits of the whole


def truncated(body: Body, random: Random) -> Body:
    """The beginning of a body: what the page had room for, 60 words and two fifths of it at the least."""
    least, words = 0, 0
    while least < len(body) and (words < SHORTEST or least < 0.4 * len(body)):
        words += sum(len(sentence.text.split()) for sentence in body[least])
        least += 1
    return body[: random.randint(least, max(least, len(body) - 1))]


def moved(body: Body, random: Random) -> Body:
    """One paragraph after the lead in another place."""
    if len(body) < 4:
        return body
    parts = list(body)
    part = parts.pop(random.randrange(1, len(parts)))
    parts.insert(random.randrange(1, len(parts) + 1), part)
    return tuple(parts)


def redated(body: Body, days: int, weekday: int) -> Body:
    """Day words counted from a day later (`days` after the source's, which was a `weekday`, Monday 0).

    One day later «اليوم» is «أمس»; later still the day's name stands alone.
    """
    if days < 1:
        return body
    name = newsroom()["weekdays"][weekday]
    later = dict(newsroom()["desk"]["later"])
    ways = [*sorted(later, key=len, reverse=True)]
    found = re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)(?: \(?{name}\)?)?")

    def put(match: re.Match[str]) -> str:
        words = match[0]
        said = next(way for way in ways if words.startswith(way))
        return later[said] + words[len(said) :] if days == 1 else name

    return tuple(tuple(replace(s, text=found.sub(put, s.text)) for s in part) for part in body)
