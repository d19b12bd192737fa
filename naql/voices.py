"""Who speaks: noun phrases, the names in them, and what later words point back to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from naql import agencies
from naql.narration import Narration
from naql.quotes import CLOSERS, MARKS, OPENERS
from naql.sentences import tokens

PHRASE_TOKENS = 30  # the longest speaker of the annotated articles has 24
NAME_WORDS = 7
ENOUGH = 0.6  # so much of an office's words must be known of its holder
ASIDE = 10  # tokens of brackets that may stand inside a phrase
COMMAS = "،,؛;"


class Voice(NamedTuple):
    """A speaker as resolved: `name` to print, `status` of the chain step, the tokens that say it.

    `kind` is `person`, `body`, `outlet`, `document` or `voice` (one without a name).
    """

    name: str
    status: str
    unnamed: bool
    kind: str
    start: int | None
    end: int | None
    feminine: bool | None = None


@dataclass(slots=True)
class Known:
    """Somebody who has been named: the folded words of the name and of the office."""

    name: str
    kind: str
    unnamed: bool
    words: frozenset[str]
    office: frozenset[str]
    head: str
    feminine: bool | None
    spoke: int


@dataclass(slots=True)
class Voices:
    """Everybody named so far in one text, the latest last."""

    told: Narration
    known: list[Known] = field(default_factory=list)

    # ------------------------------------------------------------ resolving

    def resolve(self, start: int, end: int, feminine: bool | None) -> Voice:
        """The voice a noun phrase of a source means; it is remembered for what points back to it."""
        told, lexicon = self.told, self.told.lexicon
        start = _past_marks(told, start, end)
        if mention := told.mention_at.get(start):
            return self._outlet(mention, start, end)
        head = (
            lexicon.bare(told.words[start]) if told.words[start] not in lexicon.roles else told.words[start]
        )
        if told.words[start] in lexicon.words["self_words"]:
            return self._back(start, end, feminine, kinds=("person",))
        if told.words[start] in lexicon.words["whole_words"]:
            return self._nameless(start, end, head, feminine)
        roles = lexicon.role(head)
        name = name_span(told, start, end)
        if name is not None and not ("body" in roles and name[0] > start):
            return self._person(start, end, name, feminine)
        if "unnamed" in roles or (
            roles & {"office", "spokesman", "person"} and _indefinite(told, start, end)
        ):
            return self._nameless(start, end, head, feminine)
        if roles & {"office", "spokesman", "title", "rank", "honorific", "person"}:
            return self._office(start, end, head, feminine)
        return self._body(start, end, head, roles, feminine)

    def last(self, feminine: bool | None = None, kinds: tuple[str, ...] = ()) -> Known | None:
        """Who spoke last, of a gender if the verb tells one."""
        candidates = [k for k in self.known if k.spoke >= 0 and (not kinds or k.kind in kinds)]
        candidates.sort(key=lambda k: k.spoke)
        agreeing = [k for k in candidates if feminine is None or k.feminine in (None, feminine)]
        return (agreeing or candidates or [None])[-1]

    def spoke(self, voice: Voice, at: int) -> None:
        """Remember that a voice spoke at a token."""
        for known in reversed(self.known):
            if known.name == voice.name:
                known.spoke = at
                if known.feminine is None:
                    known.feminine = voice.feminine
                return

    def _remember(
        self, name: str, kind: str, unnamed: bool, start: int, end: int, feminine: bool | None
    ) -> None:
        if any(k.name == name for k in self.known):
            return
        words = frozenset(_content_words(self.told, start, end))
        own = frozenset(self.told.lexicon.stripped(w) for w in _fold_words(name))
        head = self.told.lexicon.stripped(self.told.words[start])
        self.known.append(Known(name, kind, unnamed, own, words - own, head, feminine, -1))

    def _outlet(self, mention: agencies.Mention, start: int, end: int) -> Voice:
        if mention.anaphoric:
            known = next((k for k in reversed(self.known) if k.kind == "outlet"), None)
            name = known.name if known else self.text(start, end)
            return Voice(name, "anaphoric" if known else "explicit", False, "outlet", start, end)
        self._remember(mention.name, "outlet", False, start, end, None)
        return Voice(mention.name, "explicit", False, "outlet", start, end)

    def _person(self, start: int, end: int, name: tuple[int, int], feminine: bool | None) -> Voice:
        printed = self.full_name(*name)
        self._remember(printed, "person", False, start, end, feminine)
        for known in self.known:
            if known.name == printed:
                known.office |= frozenset(_content_words(self.told, start, end)) - known.words
        return Voice(printed, "explicit", False, "person", start, end, feminine)

    def _nameless(self, start: int, end: int, head: str, feminine: bool | None) -> Voice:
        told = self.told
        if told.lexicon.definite(told.words[start]) and end - start <= 3:
            bare = told.lexicon.stripped(head)
            for known in reversed(self.known):
                if known.head == bare or (known.unnamed and bare in known.office | known.words):
                    return Voice(known.name, "anaphoric", known.unnamed, known.kind, start, end, feminine)
        name = self.text(start, end)
        self._remember(name, "voice", True, start, end, feminine)
        return Voice(name, "unnamed", True, "voice", start, end, feminine)

    def _office(self, start: int, end: int, head: str, feminine: bool | None) -> Voice:
        """An office without a name: somebody known who holds it, else its only holder."""
        words = frozenset(_content_words(self.told, start, end))
        for known in reversed(self.known):
            if known.kind != "body" and _holds(known, words, self.told.lexicon.stripped(head)):
                return Voice(known.name, "anaphoric", known.unnamed, known.kind, start, end, feminine)
        if (found := self._earlier(start, self.told.lexicon.stripped(head), words)) is not None:
            name = name_span(self.told, *found)
            if name is not None:
                voice = self._person(*found, name, feminine)
                return voice._replace(status="anaphoric", start=start, end=end)
        name_text = self.text(start, end)
        self._remember(name_text, "person", False, start, end, feminine)
        return Voice(name_text, "explicit", False, "person", start, end, feminine)

    def _body(self, start: int, end: int, head: str, roles: frozenset[str], feminine: bool | None) -> Voice:
        told, lexicon = self.told, self.told.lexicon
        kind = "document" if "document" in roles else "body"
        words = frozenset(_content_words(told, start, end))
        bare = lexicon.stripped(head)
        for known in reversed(self.known):
            part = words and words < known.words and (bare == known.head or end - start == 1)
            if known.kind == kind and part:
                return Voice(known.name, "anaphoric", known.unnamed, kind, start, end, feminine)
        if (
            lexicon.definite(told.words[start])
            and end - start == 1
            and (found := self._earlier(start, bare, words))
        ):
            name = self.text(*found)
            self._remember(name, kind, False, *found, feminine)
            return Voice(name, "anaphoric", False, kind, start, end, feminine)
        name = self.text(start, end)
        self._remember(name, kind, False, start, end, feminine)
        return Voice(name, "explicit", False, kind, start, end, feminine)

    def _back(self, start: int, end: int, feminine: bool | None, kinds: tuple[str, ...]) -> Voice:
        known = self.last(feminine, kinds) or next((k for k in reversed(self.known) if k.kind in kinds), None)
        if known is None and (found := self._titled(start)) is not None:
            voice = self._person(*found, found, feminine)
            return voice._replace(status="anaphoric", start=start, end=end)
        if known is None:
            return Voice(self.text(start, end), "anaphoric", False, "person", start, end, feminine)
        return Voice(known.name, "anaphoric", known.unnamed, known.kind, start, end, feminine)

    def _titled(self, before: int) -> tuple[int, int] | None:
        """The nearest name before a token that follows a title, a rank or an honorific."""
        told = self.told
        for at in range(before - 1, -1, -1):
            if told.lexicon.role(told.words[at]) & {"title", "rank", "honorific"}:
                name = name_span(told, at, min(before, at + NAME_WORDS * 2))
                if name is not None:
                    return name
        return None

    # ------------------------------------------------------------ names

    def text(self, start: int, end: int) -> str:
        """The printed words of a phrase as a name: no attached preposition, no marks, single spaces."""
        told = self.told
        first = told.read[start]
        printed = told.text[first.start : told.read[end - 1].end]
        if (cut := _attached(told, start)) and first.word:
            printed = printed[cut:]
        return " ".join("".join(c for c in printed if c not in MARKS).split()).strip("()[]،, ")

    def full_name(self, start: int, end: int) -> str:
        """The longest printed form of a name: «كيري» becomes the name the text gave before."""
        words = [w for w in self.told.words[start:end] if w not in MARKS]
        stripped = [self.told.lexicon.stripped(w) for w in words]
        for known in reversed(self.known):
            if known.kind == "person" and len(known.words) >= len(words):
                if all(any(alike(w, k) for k in known.words) for w in stripped):
                    return known.name
        if len(words) <= 2 and (longer := self._longer(start, end)) is not None:
            return self.text(*longer)
        return self.text(start, end)

    def _longer(self, start: int, end: int) -> tuple[int, int] | None:
        """A longer name elsewhere in the text that ends as this one does."""
        told = self.told
        last = end - 1
        while last > start and not told.read[last].word:
            last -= 1
        word = told.words[last]
        for at, other in enumerate(told.words):
            if at in range(start, end) or not (other == word or alike(other, word)):
                continue
            first = at
            while first > 0 and at - first < NAME_WORDS and _name_like(told, first - 1):
                first -= 1
            while first < at and told.words[first] in told.lexicon.words["link_words"]:
                first += 1
            if at - first >= max(1, last - start + 1):
                return first, at + 1
        return None

    def _earlier(self, before: int, head: str, words: frozenset[str]) -> tuple[int, int] | None:
        """An earlier phrase that begins with the same noun, in its indefinite form, and says more."""
        told = self.told
        for at in range(before - 1, -1, -1):
            word = told.words[at]
            if word == head or told.unjoined(at) == head or word[1:] == head and _attached(told, at):
                end = phrase_end(told, at, min(told.sentence[at], at + PHRASE_TOKENS))
                if end - at > 1 and words <= frozenset(_content_words(told, at, end)):
                    return at, end
        return None


def _holds(known: Known, words: frozenset[str], head: str) -> bool:
    """Whether somebody known holds the office some words name: the same noun, most of the words."""
    both = known.office | known.words
    return head in both and len(words & both) >= ENOUGH * len(words)


# ---------------------------------------------------------------- phrases


def phrase_end(told: Narration, start: int, limit: int) -> int:
    """Where the noun phrase that begins at a token ends, at the latest at `limit`."""
    at = start
    limit = min(limit, start + PHRASE_TOKENS)
    while at < limit:
        token = told.read[at]
        if not token.word:
            following = _past_mark(told, at, limit)
            if following is None:
                break
            at = following
            continue
        if at > start and _cuts(told, start, at):
            break
        at += 1
    while at > start and not told.read[at - 1].word and told.read[at - 1].printed not in CLOSERS + '")':
        at -= 1
    while at > start + 1 and (told.has("prepositions", at - 1) or told.has("proclitics", at - 1)):
        at -= 1
    return at


def _past_mark(told: Narration, at: int, limit: int) -> int | None:
    """The token after a mark that may stand inside a phrase; None where the mark ends it."""
    printed = told.read[at].printed
    if quote := told.quote_at.get(at):
        short = quote.end - at <= 6
        return min(quote.end + quote.closed, limit) if short else None
    if printed == "(":
        closing = next((i for i in range(at, min(at + ASIDE, limit)) if told.read[i].printed == ")"), None)
        return closing + 1 if closing else None
    if printed in MARKS:
        return at + 1
    if printed == "." and at and len(told.words[at - 1]) == 1:
        return at + 1
    return None


def _cuts(told: Narration, start: int, at: int) -> bool:
    """Whether a word can no longer belong to the phrase that began at `start`."""
    lexicon, word = told.lexicon, told.words[at]
    if word in lexicon.words["complementizers"] or word in lexicon.words["complementizers_with_pronoun"]:
        return True
    if word in lexicon.words["whole_words"] and lexicon.definite(told.words[at - 1]):
        return True
    if word in lexicon.words["relatives"] or word in lexicon.words["auxiliaries"]:
        return word not in lexicon.words["of"]
    if word in lexicon.words["prepositions"]:
        return _preposition_cuts(told, start, at)
    if word in lexicon.words["circumstances"] or word in lexicon.words["occasions"] and at == start:
        return True
    if word.isdigit() and told.has("prepositions", at - 1):
        return True
    hit = told.hit_at.get(at)
    if (
        hit
        and any(c.cue_class in ("verb", "participle", "relay") for c in hit.cues)
        and not lexicon.role(word)
    ):
        return True
    if _definite_body(told, start) and not lexicon.definite(word) and not _attached_any(told, at):
        return not (lexicon.role(word) & {"body"} and told.words[at - 1] in lexicon.words["located"])
    if _elsewhere(told, at):
        return True
    if _attached(told, at):
        rest = lexicon.bare(word)
        if (
            at in told.mention_at
            or at + 1 in told.mention_at
            and told.read[at].end - told.read[at].start <= 2
        ):
            return True
        return rest in lexicon.words["addressees"] or rest in lexicon.words["occasions"]
    return False


def _definite_body(told: Narration, start: int) -> bool:
    """Whether a phrase begins with the noun of a body with its article: nothing indefinite belongs to it."""
    lexicon = told.lexicon
    return lexicon.definite(told.words[start]) and "body" in lexicon.role(told.words[start])


def _attached_any(told: Narration, at: int) -> bool:
    """Whether a word may carry an attached preposition or conjunction, or is a preposition."""
    lexicon, word = told.lexicon, told.words[at]
    if word in lexicon.words["prepositions"] or not told.read[at].word:
        return True
    first = [
        p for (p,) in (*lexicon.sequences["attached"], *lexicon.sequences["proclitics"]) if word.startswith(p)
    ]
    return bool(first) and word not in lexicon.roles


def _elsewhere(told: Narration, at: int) -> bool:
    """Whether a word with a located preposition written onto it begins a circumstance: «بتاريخ», «بنسبة»."""
    lexicon, word = told.lexicon, told.words[at]
    if word in lexicon.roles or word in lexicon.words["possessive_heads"] or at in told.mention_at:
        return False
    for (prefix,) in lexicon.sequences["located_attached"]:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) > 2 and not lexicon.definite(rest):
            return rest in lexicon.words["occasions"] or _object_like(told, rest)
    return False


def _object_like(told: Narration, word: str) -> bool:
    shapes = told.lexicon.shapes
    return word in told.lexicon.words["object_nouns"] or bool(shapes and shapes.match(word))


def _preposition_cuts(told: Narration, start: int, at: int) -> bool:
    lexicon, word = told.lexicon, told.words[at]
    following = told.words[at + 1] if at + 1 < len(told.words) else ""
    bare = lexicon.stripped(following)
    if following in lexicon.words["occasions"] or bare in lexicon.words["occasions"] or following.isdigit():
        return True
    if following in lexicon.words["complementizers"] or following in lexicon.words["circumstances"]:
        return True
    if at + 1 in told.mention_at and word not in lexicon.words["of"]:
        return lexicon.words["of"].isdisjoint(told.words[start:at])
    if word in lexicon.words["circumstances"]:
        return lexicon.stripped(told.words[at - 1]) not in lexicon.words["governing"]
    governed = any(lexicon.stripped(w) in lexicon.words["governing"] for w in told.words[start:at])
    return not governed and word not in lexicon.words["of"] and word not in lexicon.words["located"]


def _attached(told: Narration, at: int) -> int:
    """How many printed characters of a word are an attached preposition that can be taken off."""
    lexicon, word = told.lexicon, told.words[at]
    if word in lexicon.roles or len(word) < 3:
        return 0
    for (prefix,) in lexicon.sequences["fused"]:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return len(prefix) - 2 if prefix[-2:] in lexicon.words["articles"] else 0
    for (prefix,) in lexicon.sequences["attached"]:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and (rest in lexicon.roles or lexicon.stripped(rest) in lexicon.roles):
            return len(prefix)
    return 0


def _past_marks(told: Narration, start: int, end: int) -> int:
    """Past marks that open a phrase, so that a name in marks is found by its name."""
    while start + 1 < end and not told.read[start].word and start not in told.mention_at:
        start += 1
    return start


def _indefinite(told: Narration, start: int, end: int) -> bool:
    """Whether a phrase means one of many: no article in its first words, «مسؤول كبير», «متحدث باسم»."""
    lexicon = told.lexicon
    if lexicon.definite(told.words[start]):
        return False
    following = told.words[start + 1] if start + 1 < end else ""
    if not following:
        return True
    if (
        following in lexicon.words["prepositions"]
        or following in lexicon.words["possessive_heads"]
        or _attached(told, start + 1)
    ):
        return True
    adjective = any(following.endswith(e) for (e,) in lexicon.sequences["adjective_endings"])
    return not lexicon.definite(following) and adjective and not lexicon.role(following)


# ---------------------------------------------------------------- names


def _name_like(told: Narration, at: int) -> bool:
    """Whether a word may be part of a personal name: no article, no role, no preposition, no cue."""
    lexicon, word = told.lexicon, told.words[at]
    if not told.read[at].word or word[0].isdigit():
        return False
    if word in lexicon.words["possessive_heads"]:
        return True
    if (
        lexicon.definite(word)
        or word in lexicon.words["prepositions"]
        or word in lexicon.words["circumstances"]
    ):
        return False
    if lexicon.role(word) or at in told.hit_at or word in lexicon.words["relatives"]:
        return False
    if lexicon.definite(told.unjoined(at)) or lexicon.bare(word) in lexicon.roles:
        return False
    if word in lexicon.words["in_name_of"] or any(word.startswith(f) for (f,) in lexicon.sequences["fused"]):
        return False
    return not any(
        word in lexicon.words[c]
        for c in ("complementizers", "occasions", "auxiliaries", "object_nouns", "clause_openers")
    )


def _run(told: Narration, at: int, end: int) -> int:
    """The end of the name that begins at a token: bare words, then at most a family name with article."""
    first = at
    while at < end and at - first < NAME_WORDS * 2:
        if told.read[at].printed in "-" and at > first:
            at += 1
        elif _name_like(told, at):
            at += 1
        elif told.lexicon.definite(told.words[at]) and at > first and not told.lexicon.role(told.words[at]):
            at += 1
            if at < end and not told.has("possessive_heads", at):
                break
        else:
            break
    return at


def name_span(told: Narration, start: int, end: int) -> tuple[int, int] | None:
    """The tokens of a phrase that are a person's name, or None: after titles, after the office, or first."""
    lexicon = told.lexicon
    titled = None
    for at in range(start, end):
        roles = lexicon.role(told.words[at]) if told.read[at].word else frozenset()
        if roles & {"title", "rank", "honorific"} and not roles & {"body"} and at + 1 < end:
            titled = at + 1
        elif told.read[at].printed in COMMAS:
            end = at if at > start + 1 else end
            break
    if titled is not None:
        while titled < end and (
            told.read[titled].printed == "." or told.read[titled].printed in OPENERS + '"'
        ):
            titled += 1
        last = _run(told, titled, end)
        if last == titled and titled < end and lexicon.definite(word := told.words[titled]):
            last = titled if lexicon.role(word) else _run(told, titled + 1, end)
        if last > titled:
            return titled, last
    if _name_like(told, start):
        last = _run(told, start, end)
        return (start, last) if last > start else None
    for at in range(start + 1, end):
        previous = told.words[at - 1]
        if _name_like(told, at) and (lexicon.definite(previous) or not told.read[at - 1].word):
            last = _run(told, at, end)
            if last - at >= 2 or last == end:
                return at, last
    return None


def _content_words(told: Narration, start: int, end: int) -> list[str]:
    """The stripped words of a phrase that tell it apart: no titles, honorifics or prepositions."""
    lexicon = told.lexicon
    kept = []
    for at in range(start, end):
        if not told.read[at].word or told.words[at] in lexicon.words["prepositions"]:
            continue
        word = told.words[at]
        if lexicon.role(word) & {"title", "rank", "honorific"} or word in lexicon.words["back_words"]:
            continue
        kept.append(
            lexicon.bare(word) if at == start and word not in lexicon.roles else lexicon.stripped(word)
        )
    return kept


def _fold_words(name: str) -> list[str]:
    return [t.folded for t in tokens(name) if t.word]


def alike(a: str, b: str) -> bool:
    """Whether two folded words are one name, one letter at most apart where it is long enough.

    >>> alike("نيبينزا", "نيبينزيا"), alike("علي", "عدي")
    (True, False)
    """
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    short, long = sorted((a, b), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[at + 1 :] == long[at + 1 :] if len(a) == len(b) else short[at:] == long[at + 1 :]
