"""Who speaks: noun phrases, the names in them, and what later words point back to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from naql import agencies, places
from naql.nameless import crowd, indefinite, nominative, one_of_many, owned_within, several, thing
from naql.names import NAME_WORDS, alike, for_somebody, name_like, name_span, starts_other
from naql.narration import Narration
from naql.phrases import PHRASE_TOKENS, attached, past_marks, phrase_end
from naql.quotes import MARKS
from naql.sentences import fold

_BRACKETED = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
ENOUGH = 0.6  # so much of an office's words must be known of its holder


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
        start = past_marks(told, start, end)
        while start + 1 < end and (told.has("demonstratives", start) or told.has("same_words", start)):
            start += 1
        if mention := told.mention_at.get(start):
            return self._outlet(mention, start, end)
        head = (
            lexicon.bare(told.words[start]) if told.words[start] not in lexicon.roles else told.words[start]
        )
        if end - start == 1 and _country(told, start):
            name_text = self.text(start, end)
            self._remember(name_text, "body", False, start, end, feminine)
            return Voice(name_text, "explicit", False, "body", start, end, feminine)
        if told.words[start] in lexicon.words["self_words"]:
            return self._back(start, end, feminine, kinds=("person",))
        if told.words[start] in lexicon.words["whole_words"]:
            one = name_span(told, start + 1, end) if start + 1 < end else None
            if (
                one is not None
                and any(w in lexicon.given_names for w in told.words[slice(*one)])
                and one[1] == end
            ):
                return self._person(start, end, one, feminine)  # «أحد شهود العيان خالد الوصيفي»
            return self._nameless(start, end, head, feminine)
        roles = lexicon.role(head)
        people = bool(roles & {"office", "spokesman", "person"})
        if "document" in roles and not people and "unnamed" not in roles:
            return self._body(start, end, head, roles, feminine)
        if crowd(told, start):
            return self._nameless(start, end, head, feminine)
        if "unnamed" in roles and one_of_many(told, start, end):
            return self._nameless(start, end, head, feminine)
        if people and indefinite(told, start, end) and told.has("prepositions", start + 1):
            return self._nameless(start, end, head, feminine)
        name = name_span(told, start, end)
        if name is not None and not ("body" in roles and name[0] > start):
            return self._person(start, end, name, feminine)
        only = told.lexicon.definite(told.words[start]) and end - start > 1 and not several(told, start)
        if ("unnamed" in roles and not only) or (
            people and (indefinite(told, start, end) or several(told, start))
        ):
            return self._nameless(start, end, head, feminine)
        if roles & {"office", "spokesman", "title", "rank", "honorific", "person", "unnamed"}:
            return self._office(start, end, head, feminine)
        if end - start == 1 and not roles and lexicon.definite(told.words[start]):
            longer = self._longer(start, end)
            if longer is not None and any(w in lexicon.given_names for w in told.words[slice(*longer)]):
                return self._person(start, end, (start, end), feminine)
        return self._body(start, end, head, roles, feminine)

    def last(self, feminine: bool | None = None, kinds: tuple[str, ...] = ()) -> Known | None:
        """Who spoke last, of a gender if the verb tells one."""
        candidates = [k for k in self.known if k.spoke >= 0 and (not kinds or k.kind in kinds)]
        candidates.sort(key=lambda k: k.spoke)
        agreeing = [k for k in candidates if feminine is None or k.feminine in (None, feminine)]
        found = agreeing or candidates
        return found[-1] if found else None

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
            before = [m for m in self.told.mentions if m.start_token < start and not m.anaphoric]
            name = known.name if known else before[-1].name if before else self.text(start, end)
            status = "anaphoric" if known or before else "explicit"
            return Voice(name, status, False, "outlet", start, end)
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
        name = nominative(told, self.text(start, end), told.words[start])
        self._remember(name, "voice", True, start, end, feminine)
        return Voice(name, "unnamed", True, "voice", start, end, feminine)

    def _office(self, start: int, end: int, head: str, feminine: bool | None) -> Voice:
        """An office without a name: somebody known who holds it, else its only holder."""
        told = self.told
        content = _content_words(self.told, start, end)
        words, head = frozenset(content), content[0] if content else head
        pointing = any(told.has("demonstratives", i) for i in (start - 1, *range(start, end)) if i >= 0)
        if pointing and (last := self.last(feminine, ("person",))) is not None:
            return Voice(last.name, "anaphoric", last.unnamed, last.kind, start, end, feminine)
        for known in reversed(self.known):
            if known.kind != "body" and _holds(known, words, head):
                return Voice(known.name, "anaphoric", known.unnamed, known.kind, start, end, feminine)
        found = self._named_holder(start, words) or self._earlier(
            start, self.told.lexicon.stripped(head), words
        )
        if found is not None:
            name = name_span(self.told, *found)
            if name is not None:
                voice = self._person(*found, name, feminine)
                return voice._replace(status="anaphoric", start=start, end=end)
        if told.has("callings", start) and end - start <= 2 and (one := self._one_person()) is not None:
            return Voice(one.name, "anaphoric", one.unnamed, one.kind, start, end, feminine)
        name_text = self.text(start, end)
        self._remember(name_text, "person", False, start, end, feminine)
        return Voice(name_text, "explicit", False, "person", start, end, feminine)

    def _one_person(self) -> Known | None:
        """The only person with a name who has spoken so far, if there is one."""
        spoken = {k.name: k for k in self.known if k.spoke >= 0 and k.kind == "person"}
        one = next(iter(spoken.values())) if len(spoken) == 1 else None
        return one if one is not None and len(one.name.split()) > 1 else None

    def _body(self, start: int, end: int, head: str, roles: frozenset[str], feminine: bool | None) -> Voice:
        told, lexicon = self.told, self.told.lexicon
        kind = "document" if "document" in roles else "body"
        words = frozenset(_content_words(told, start, end))
        bare = lexicon.stripped(head)
        for known in reversed(self.known):
            proper = end - start == 1 and not roles  # «الفيفا» of «الاتحاد الدولي الفيفا»
            part = words and words < known.words and (bare == known.head or proper)
            if known.kind == kind and part and kind != "document":
                return Voice(known.name, "anaphoric", known.unnamed, kind, start, end, feminine)
        if (
            lexicon.definite(told.words[start])
            and end - start == 1
            and (found := self._named_whole(start) or self._earlier(start, bare, words))
        ):
            name = self.text(*found)
            self._remember(name, kind, False, *found, feminine)
            return Voice(name, "anaphoric", False, kind, start, end, feminine)
        name = self.text(start, end)
        several = any(told.words[start].endswith(e) for (e,) in lexicon.sequences["plural_things"])
        loose = several or not lexicon.definite(told.words[start])
        vague = kind == "document" and loose and not owned_within(told, start, end)
        things = not roles and not lexicon.definite(told.words[start]) and thing(told, start)
        vague = vague or things
        self._remember(name, kind, vague, start, end, feminine)
        return Voice(name, "unnamed" if vague else "explicit", vague, kind, start, end, feminine)

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
        if (cut := attached(told, start)) and first.word:
            printed = printed[cut:]
        bare = _BRACKETED.sub(" ", printed) if not printed.startswith(("(", "[")) else printed
        return " ".join("".join(c for c in bare if c not in MARKS).split()).strip("()[]،, ")

    def full_name(self, start: int, end: int) -> str:
        """The longest printed form of a name: «كيري» becomes the name the text gave before."""
        words = [w for w in self.told.words[start:end] if w not in MARKS]
        stripped = [self.told.lexicon.stripped(w) for w in words]
        for known in reversed(self.known):
            longer_name = known.kind == "person" and len(known.words) >= len(words)
            if longer_name and all(any(alike(w, k) for k in known.words) for w in stripped):
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
        plain = told.lexicon.stripped
        base = plain(told.words[last])
        forms = (found for word, found in told.found_at.items() if alike(plain(word), base))
        for at in sorted(at for found in forms for at in found if not start <= at < end):
            first = at
            while first > 0 and at - first < NAME_WORDS and _before_in_name(told, first):
                first -= 1
            while first < at and told.words[first] in told.lexicon.words["link_words"]:
                first += 1
            whole = last == start or any(alike(told.words[start], w) for w in told.words[first:at])
            if whole and at - first >= max(1, last - start + 1):
                return first, at + 1
        return None

    def _earlier(self, before: int, head: str, words: frozenset[str]) -> tuple[int, int] | None:
        """An earlier phrase that begins with the same noun, in its indefinite form, and says more."""
        told = self.told
        for at in range(before - 1, -1, -1):
            word = told.words[at]
            owned = (
                at > 0
                and not told.lexicon.definite(told.words[at - 1])
                and ("office" in told.lexicon.role(told.lexicon.bare(told.words[at - 1])))
            )  # «مساعد مدير كذا»
            if owned:
                continue
            if word == head or told.unjoined(at) == head or (word[1:] == head and attached(told, at)):
                end = phrase_end(told, at, min(told.sentence[at], at + PHRASE_TOKENS))
                if end - at > 1 and words <= frozenset(_content_words(told, at, end)):
                    return at, end
        return None

    def _named_holder(self, before: int, words: frozenset[str]) -> tuple[int, int] | None:
        """The nearest earlier phrase of the same definite noun that also gives a name: «المحامي فلان»."""
        told, word = self.told, self.told.words[before]
        if not told.lexicon.definite(word):
            return None
        for at in reversed([i for i in told.found_at[word] if i < before]):
            end = phrase_end(told, at, min(told.sentence[at], at + PHRASE_TOKENS))
            if words <= frozenset(_content_words(told, at, end)) and name_span(told, at, end) is not None:
                return at, end
        return None

    def _named_whole(self, before: int) -> tuple[int, int] | None:
        """The first earlier phrase of the same definite noun that says more: «المؤسسة العامة للتدريب»."""
        told, word = self.told, self.told.words[before]
        bodies = bool(told.lexicon.role(word) & {"body", "document"}) and before not in told.mention_at
        for at in told.found_at[word] if bodies else ():
            if at >= before:
                break
            end = phrase_end(told, at, min(told.sentence[at], at + PHRASE_TOKENS))
            nouns = (
                i
                for i in range(at + 1, end)
                if told.lexicon.definite(told.words[i]) and told.lexicon.role(told.words[i])
            )
            end = next(nouns, end)  # «الوزارة الجديدة الإعلان»: no adjective any more
            if end - at > 1 and told.lexicon.definite(told.words[at + 1]):
                return at, end
        return None


def _before_in_name(told: Narration, first: int) -> bool:
    """Whether the word before a token may begin the name that goes on with it."""
    lexicon, word = told.lexicon, told.words[first - 1]
    if first > 1 and (told.has("possessive_heads", first - 2) or told.has("name_ends", first - 1)):
        return True  # «بن رجاء الله السلمي»
    if not name_like(told, first - 1) or starts_other(told, first - 1) or for_somebody(told, first - 1):
        return False
    known = word in lexicon.given_names or word in lexicon.words["possessive_heads"]
    if told.words[first] in lexicon.given_names:
        return known  # «شقة دانييل بريسكوت»: a given name begins one
    return known or not told.read[first - 1].printed.endswith(lexicon.feminine_printed)


def _country(told: Narration, at: int) -> bool:
    """Whether a word is the name of a country or a capital, which speaks for its government."""
    found = places.find(told.read, at, told.lexicon.code)
    named = found is not None and found.end_token == at + 1 and found.kind in ("country", "city")
    return named and found is not None and found.certain and told.words[at] not in told.lexicon.given_names


def _holds(known: Known, words: frozenset[str], head: str) -> bool:
    """Whether somebody known holds the office some words name: the same noun, most of the words."""
    both = known.office | known.words
    return head in both and len(words & both) >= ENOUGH * len(words)


def _content_words(told: Narration, start: int, end: int) -> list[str]:
    """The stripped words of a phrase that tell it apart: no titles, honorifics or prepositions."""
    lexicon = told.lexicon
    kept = []
    for at in range(start, end):
        if (
            not told.read[at].word
            or told.words[at] in lexicon.words["prepositions"] | lexicon.words["demonstratives"]
        ):
            continue
        word = told.words[at]
        if lexicon.role(word) & {"title", "rank", "honorific"} or word in lexicon.words["back_words"]:
            continue
        kept.append(
            lexicon.bare(word) if at == start and word not in lexicon.roles else lexicon.stripped(word)
        )
    return _one_word(told, kept)


def _one_word(told: Narration, words: list[str]) -> list[str]:
    """Offices that go by several names under one: «رئيس الحكومة» is «رئيس الوزراء»."""
    for said, meant in told.lexicon.same_offices:
        for at in range(len(words) - len(said) + 1):
            if tuple(words[at : at + len(said)]) == said:
                words = [*words[:at], *meant, *words[at + len(said) :]]
                break
    return words


def _fold_words(name: str) -> list[str]:
    return [f for word in name.split() if (f := fold(word))]
