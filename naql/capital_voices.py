"""Who speaks, in languages whose names have capitals: phrases resolved, and what pronouns point back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from naql import capital_phrases, capitals, fronted
from naql.agencies import Mention
from naql.capitals import PEOPLE, Noun
from naql.narration import Narration
from naql.quotes import MARKS
from naql.reports import Report
from naql.voices import ENOUGH, Voice, Voices

DEFINITE_ALONE = 2  # content words of a definite phrase that says nothing of its own: «the prime minister»


def voices(told: Narration) -> Voices:
    """The voices of a text, by the language's way of writing names."""
    return CapitalVoices(told) if told.lexicon.capitals else Voices(told)


@dataclass(slots=True)
class CapitalVoices(Voices):
    """Everybody named so far in a text of a language with capitals and articles as words."""

    def resolve(self, start: int, end: int, feminine: bool | None) -> Voice:
        """The voice a noun phrase of a source means; it is remembered for what points back to it."""
        told = self.told
        while start + 1 < end and not told.read[start].word:
            start += 1
        noun = capitals.head(told, start, end)
        mention = self._mention(start, end, noun)
        if mention is not None:
            voice = self._outlet(mention, start, end)
            return voice._replace(name=mention.name) if mention.known else voice
        if "document" in noun.roles and not noun.roles & PEOPLE:
            return self._thing(start, end, noun, "document")
        name = capitals.name_in(told, start, end)
        if name is not None:
            voice = self._person(start, end, name, feminine)
            others = [o for o in self._more_names(name[1], end) if told.has("conjunctions", o[0] - 1) or o[2]]
            both = told.lexicon.words["list_words"]
            if others and any(told.words[i] in both for i in range(name[1], others[0][0])):
                joint = [self.text(*name), *(self.text(a, b) for a, b, _ in others)]
                link = next(
                    told.read[i].printed for i in range(name[1], others[0][0]) if told.words[i] in both
                )
                voice = voice._replace(name=f" {link} ".join(joint))
            return voice
        one = told.has("articles_cut", start + 1)  # «l'un d'eux»
        nameless = (noun.roles & PEOPLE and noun.indefinite) or told.has("whole_words", start) or one
        if nameless or ("unnamed" in noun.roles and not noun.definite):
            return self._unnamed(start, end, noun, feminine)
        if "unnamed" in noun.roles and (back := self._same_head(noun)) is not None:
            return back._replace(start=start, end=end)
        if "unnamed" in noun.roles:
            return self._unnamed(start, end, noun, feminine)
        if noun.roles & PEOPLE:
            return self._holder(start, end, noun, feminine)
        return self._thing(start, end, noun, "body")

    def _more_names(self, begin: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Further names of a list of speakers after a conjunction."""
        told = self.told
        links = [i for i in range(begin, end) if told.has("list_words", i)]
        for number, at in enumerate(links):
            stop = links[number + 1] if number + 1 < len(links) else end
            found = capitals.name_in(told, at + 1, stop)
            if found is not None:
                yield found[0], found[1], True

    def _mention(self, start: int, end: int, noun: Noun) -> Mention | None:
        """The outlet that a phrase names, unless it names somebody or a document of the outlet."""
        told = self.told
        mention = next((told.mention_at[i] for i in range(start, end) if i in told.mention_at), None)
        if mention is None or (noun.roles & (PEOPLE | {"document"}) and mention.start_token > start):
            return None
        if any(told.has("prepositions", i) for i in range(start, mention.start_token)):
            return None
        if mention.end_token < end and noun.at >= mention.end_token and noun.roles & (PEOPLE | {"document"}):
            return None
        return mention

    def owner(self, start: int, end: int) -> Voice | None:
        """Whose document a phrase means: «a poll by Sigma Conseil», «the ministry's report»."""
        told = self.told
        noun = capitals.head(told, start, end)
        for at in range(start + 1, end - 1):
            if told.has("prepositions", at) and at > noun.at and capitals.speaks(told, at + 1, end):
                owned = capitals.head(told, at + 1, end)
                known = owned.roles - {"document"} or told.read[owned.at].printed[0].isupper()
                return self.resolve(at + 1, end, None) if known else None
        before = [
            i
            for i in range(start, noun.at)
            if capitals.possessive(told, i) and not told.has("possessives", i)
        ]
        if before and capitals.speaks(told, start, before[-1] + 1):
            return self.resolve(start, before[-1] + 1, None)
        return None

    # ------------------------------------------------------------ those without a name

    def _unnamed(self, start: int, end: int, noun: Noun, feminine: bool | None) -> Voice:
        name = self._first_part(start, end)
        self._keep(name, "voice", True, start, end, noun, feminine)
        return Voice(name, "unnamed", True, "voice", start, end, feminine)

    def _same_head(self, noun: Noun) -> Voice | None:
        """An earlier voice without a name that «the source» points back to."""
        word = self.told.words[noun.at]
        for known in reversed(self.known):
            if known.unnamed and known.head in (word, word + "s"):
                return Voice(known.name, "anaphoric", True, known.kind, None, None, known.feminine)
        return None

    def _holder(self, start: int, end: int, noun: Noun, feminine: bool | None) -> Voice:
        """An office without a name: somebody known who holds it, else its only holder."""
        told = self.told
        words, head = self._content(start, end), told.words[noun.at]
        for known in reversed(self.known):
            both = known.office | known.words
            if known.kind != "body" and head in both and len(words & both) >= ENOUGH * len(words):
                return Voice(known.name, "anaphoric", known.unnamed, known.kind, start, end, feminine)
        for at in range(start - 1, -1, -1):
            if told.words[at] == head and (found := self._phrase_of(at)) is not None:
                name = capitals.name_in(told, *found)
                if name is not None and words <= self._content(*found):
                    voice = self._person(*found, name, feminine)
                    return voice._replace(status="anaphoric", start=start, end=end)
        name_text = self._first_part(start, end)
        self._keep(name_text, "person", False, start, end, noun, feminine)
        status = "anaphoric" if noun.definite and len(words) <= DEFINITE_ALONE else "explicit"
        return Voice(name_text, status, False, "person", start, end, feminine)

    def _thing(self, start: int, end: int, noun: Noun, kind: str) -> Voice:
        """A body or document: a known one that a shorter phrase points back to, else itself."""
        told = self.told
        words, head = self._content(start, end), told.words[noun.at]
        for known in reversed(self.known):
            if (
                known.kind == kind
                and words < known.words | known.office
                and known.head == head
                and noun.definite
            ):
                return Voice(known.name, "anaphoric", known.unnamed, kind, start, end)
        if noun.definite and len(words) == 1 and kind == "body":
            for at in range(start - 1, 0, -1):
                if (
                    told.words[at] == head
                    and told.read[at].printed[0].isupper()
                    and (f := self._phrase_of(at))
                ):
                    name = self.text(f[0], at + 1)
                    self._keep(name, kind, False, f[0], at + 1, noun, None)
                    return Voice(name, "anaphoric", False, kind, start, end)
        name = self._first_part(start, end)
        owned = any(told.read[i].printed[0].isupper() for i in range(start + 1, end))
        vague = kind == "document" and noun.indefinite and not owned
        self._keep(name, kind, vague, start, end, noun, None)
        alone = noun.definite and len(words) == 1 and not owned
        return Voice(
            name, "unnamed" if vague else "anaphoric" if alone else "explicit", vague, kind, start, end
        )

    def _first_part(self, start: int, end: int) -> str:
        """A phrase as a name, without its appositions."""
        return self.text(*next(capitals.segments(self.told, start, end), (start, end)))

    def _phrase_of(self, at: int) -> tuple[int, int] | None:
        """The noun phrase around a word of the text before."""
        told = self.told
        first = fronted.run_back(told, told.start[at], at + 1)
        end = capital_phrases.phrase_end(told, first, told.sentence[at]) if first <= at else first
        return (first, end) if end > at and end - first > 1 else None

    def _keep(
        self, name: str, kind: str, unnamed: bool, start: int, end: int, noun: Noun, feminine: bool | None
    ) -> None:
        self._remember(name, kind, unnamed, start, end, feminine)
        if self.known and self.known[-1].name == name:
            self.known[-1].head = self.told.words[noun.at]

    def _content(self, start: int, end: int) -> frozenset[str]:
        """The words of a phrase that tell it apart: no articles, prepositions or titles."""
        told, closed = self.told, ("determiners", "prepositions", "conjunctions", "back_words")
        return frozenset(
            told.words[i]
            for i in range(start, end)
            if told.read[i].word
            and not any(told.has(c, i) for c in closed)
            and not told.lexicon.role(told.words[i]) & {"title", "honorific"}
        )

    def text(self, start: int, end: int) -> str:
        """The printed words of a phrase as a name: no opening article, no marks, single spaces."""
        told = self.told
        while start + 1 < end and (told.has("articles_cut", start) or not told.read[start].word):
            start += 1
        printed = told.text[told.read[start].start : told.read[end - 1].end]
        if len(printed) > 2 and printed[-2] in "'’":
            printed = printed[:-2]
        return " ".join("".join(c for c in printed if c not in MARKS).split()).strip("()[], ")

    # ------------------------------------------------------------ pointing back

    def before(self, report: Report, done: list[tuple[Report, Voice]]) -> Voice | None:
        """Who speaks where only a pronoun, or nothing, stands for the subject of a cue; None for nobody.

        `done` are the reports before, with their voices.
        """
        told, at = self.told, report.hit.at
        who = fronted.subject(told, report.hit, fronted.verb_phrase(told, report.hit))
        pronoun = told.words[who.start] if who is not None and who.pronoun else ""
        if report.cue.cue_class == "according":
            pronoun = told.words[report.hit.after]
        if not pronoun:
            quote = told.inside[at]
            if quote is not None and (found := self._opening(quote.opening + 1, at)) is not None:
                return self.resolve(*found, None)
            same = [v for r, v in done if r.hit.at >= told.start[at]]
            if same:
                return same[-1]
            if (found := self._opening(told.start[at], at)) is not None:
                return self.resolve(*found, None)
            return done[-1][1] if done else None
        person = pronoun in told.lexicon.words["person_pronouns"]
        kinds = (
            ("person", "voice")
            if person
            else ("person", "voice", "body")
            if pronoun in told.lexicon.words["any_pronouns"]
            else ("body", "outlet", "document", "person", "voice")
        )
        feminine = (
            pronoun in told.lexicon.words["feminine_pronouns"] if person or kinds[-1] == "body" else None
        )
        last = next((p for p in reversed(done) if self._fits(p[1], kinds, feminine)), None)
        begin = (
            told.start[last[0].hit.at] if last else told.start[told.start[at] - 1] if told.start[at] else 0
        )
        fresh = self._newer(begin, at, person=person, unless=last is not None, feminine=feminine)
        voice = (
            self.resolve(*fresh, feminine) if fresh else last[1] if last else done[-1][1] if done else None
        )
        if voice is not None and person:
            self._mark(voice, feminine)
            voice = voice._replace(feminine=feminine)
        return voice

    def _fits(self, voice: Voice, kinds: tuple[str, ...], feminine: bool | None) -> bool:
        known = next((k.feminine for k in self.known if k.name == voice.name), voice.feminine)
        return voice.kind in kinds and (feminine is None or known in (None, feminine))

    def _may_be(self, name: str, feminine: bool | None) -> bool:
        """Whether somebody known can be of a gender, as far as pronouns have told."""
        return feminine is None or all(k.feminine in (None, feminine) for k in self.known if k.name == name)

    def _mark(self, voice: Voice, feminine: bool | None) -> None:
        for known in self.known:
            if known.name == voice.name and known.feminine is None:
                known.feminine = feminine

    def _newer(
        self, begin: int, at: int, *, person: bool, unless: bool, feminine: bool | None
    ) -> tuple[int, int] | None:
        """Somebody named at the beginning of a sentence after whoever spoke last."""
        told = self.told
        firsts = [i for i in dict.fromkeys(told.start[begin : at + 1]) if i > begin or not unless]
        for first in reversed(firsts):
            found = self._opening(first, at)
            if found is None:
                continue
            name = capitals.name_in(told, *found)
            named = name is not None
            if name is not None and not self._may_be(self.full_name(*name), feminine):
                continue
            if named or (not unless and bool(capitals.head(told, *found).roles)):
                return found if named or not person or capitals.head(told, *found).roles & PEOPLE else None
        return None

    def _opening(self, first: int, limit: int) -> tuple[int, int] | None:
        """The subject that opens a sentence, past adverbs and phrases of time."""
        told = self.told
        start = fronted.past_opening(told, first, min(told.sentence[first], limit))
        end = (
            capital_phrases.phrase_end(told, start, min(told.sentence[first], limit))
            if start < limit
            else start
        )
        if end <= start or told.has("pronouns_subject", start) or not capitals.speaks(told, start, end):
            return None
        return start, self._before_verb(start, end)

    def _before_verb(self, start: int, end: int) -> int:
        """Where a phrase ends before a verb that no row knows: «My son looked at me»."""
        told = self.told
        endings = told.lexicon.sequences["finite_endings"]
        for at in range(capitals.head(told, start, end).at + 1, end):
            word = told.words[at]
            finite = told.has("common_verbs", at) or any(word.endswith(e) for (e,) in endings)
            if finite and told.read[at].printed[0].islower():
                return at
        return end
