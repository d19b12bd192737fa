"""Who says it: statements, their modes, and the chain from the outlet's neighbour to the voice.

Cues and their complements find the statements (`naql.findings`), `naql.contents` bounds them, and
`naql.voices` says who speaks. Rules over rows of the language; Arabic and English share the code.
"""

from __future__ import annotations

from naql import agencies, capital_voices, contents, findings, passing
from naql.capital_voices import CapitalVoices
from naql.language import language_of
from naql.lexicon import lexicon
from naql.model import ChainStep, Span, Statement, derived_id
from naql.names import name_like, name_span
from naql.narration import Narration, narrate
from naql.phrases import phrase_end
from naql.reports import Report
from naql.sentences import Token, tokens
from naql.subjects import begins_clause, surely_speaks
from naql.voices import Voice


def statements(
    text: str,
    language: str | None = None,
    *,
    article_id: str = "",
    outlet: str | None = None,
    byline: str | None = None,
    read: list[Token] | None = None,
) -> list[Statement]:
    """The statements of a text in the order of their cues; none in a language without a grammar.

    `outlet` and `byline` tell whose article it is: an outlet is no relay of what was said to itself.
    `read` is what `naql.sentences.tokens` gives for the text, where it is at hand.

    >>> [s] = statements("قال وزير النقل سامر الحلو إن الجسر سيفتح غداً.", "ar")
    >>> [(step.role, step.name, step.status) for step in s.chain]
    [('speaker', 'سامر الحلو', 'explicit')]
    """
    code = language or language_of(text)
    rows = lexicon(code) if code else None
    told = narrate(text, rows, read) if rows else None
    if told is None:
        return []
    reports = findings.reports(told)
    reports = passing.relays_first(told, reports)
    contents.bound(told, reports)
    reports = [r for r in reports if r.content and not passing.repeats(r, reports)]
    reports = [r for r in reports if not passing.only_inside(told, r, reports)]
    reports = [r for r in reports if not passing.answers_first(r, reports)]
    turns = _Turns(told, reports, _own_names(told, outlet, byline))
    if rows is not None and rows.source_side == "before":
        return _outermost_first(told, reports, turns, article_id)
    spoken = ((r, *turns.chain(r)) for r in reports)
    return [_statement(told, r, v, c, article_id) for r, v, c in spoken if v.name or r.complement == "quote"]


def _outermost_first(
    told: Narration, reports: list[Report], turns: _Turns, article_id: str
) -> list[Statement]:
    """Statements in order, the voice around one known before it: «"He said no," Hill recalled»."""
    made: dict[int, Statement] = {}
    for number, report in enumerate(reports):
        around = (
            n
            for n, other in enumerate(reports)
            if n > number and any(b <= report.hit.at < e for b, e in other.content)
        )
        for which in (*around, number):
            if which not in made:
                made[which] = _statement(told, reports[which], *turns.chain(reports[which]), article_id)
    return [made[number] for number in range(len(reports))]


def _statement(
    told: Narration, report: Report, voice: Voice, chain: tuple[ChainStep, ...], article_id: str
) -> Statement:
    cue = _span(told, *report.cue_range)
    start = cue.start + (_conjunction(told, report) if report.hit.at == report.cue_range[0] else 0)
    source = _span(told, *report.source) if report.source and voice.start is not None else None
    content = tuple(_span(told, *c) for c in report.content)
    return Statement(
        derived_id(article_id, start, cue.end, content[0].start),
        article_id,
        contents.mode(told, report),
        report.cue.stance,
        start,
        cue.end,
        source.start if source else None,
        source.end if source else None,
        content,
        voice.unnamed,
        chain,
    )


def _conjunction(told: Narration, report: Report) -> int:
    """Printed characters of the conjunction written onto the cue, with its diacritics."""
    if not report.hit.joined:
        return 0
    printed = told.read[report.hit.at].printed
    at = 1
    while at < len(printed) - 1 and not printed[at].isalpha():
        at += 1
    return at


def _span(told: Narration, begin: int, end: int) -> Span:
    return Span(told.read[begin].start, told.read[end - 1].end)


def _own_names(told: Narration, outlet: str | None, byline: str | None) -> tuple[str, ...]:
    """The names an article's own outlet goes by: the given one, and a paper or channel in its byline."""
    signed = agencies.mentions(tokens(byline), told.lexicon.code) if byline else []
    names = (m.name for m in signed if m.kind != "agency")
    return tuple(dict.fromkeys((*([outlet] if outlet else []), *names)))


RECENT = 4  # statements back in which a verb's gender may look for its subject
INTO_SENTENCE = 5  # tokens; a cue farther on, without a subject, takes that of the sentence


class _Turns:
    """Walks the reports in order and knows who has the word."""

    def __init__(self, told: Narration, reports: list[Report], own: tuple[str, ...] = ()) -> None:
        self.own = own
        self.told = told
        self.reports = reports
        self.voices = capital_voices.voices(told)
        self.done: list[tuple[Report, Voice, tuple[ChainStep, ...]]] = []

    def chain(self, report: Report) -> tuple[Voice, tuple[ChainStep, ...]]:
        """The voice of a report and its chain, outermost first."""
        outer = self._outer(report)
        voice = said_by = self._voice(report, outer)
        steps = [s for s in self._carriage(report, voice, outer) if s.name != voice.name]
        if outer is not None and outer[1].name != voice.name:
            steps += [s for s in outer[2] if s.role == "speaker"][-1:]
            steps = [
                ChainStep(s.role, s.name, "inherited", None, None) if s in outer[2] else s for s in steps
            ]
            steps.append(self._step("quoted", voice))
        else:
            own = self._speaker_steps(report, voice)
            steps += own[0]
            said_by = own[1]
        if report.relay is not None and report.complement == "object" and steps[0].role == "relay":
            said_by = self.voices.resolve(*report.relay, None)  # who hands on greetings goes on speaking
        self.voices.spoke(said_by, report.hit.at)
        self.done.append((report, said_by, tuple(steps)))
        return voice._replace(unnamed=voice.unnamed and said_by.unnamed), tuple(steps)

    def _outer(self, report: Report) -> tuple[Report, Voice, tuple[ChainStep, ...]] | None:
        """The statement in whose content this one stands, told by the speaker of that one."""
        if self._aside(report):
            return None
        for done in reversed(self.done):
            if any(b <= report.hit.at < e for b, e in done[0].content):
                return done
        return None

    def _aside(self, report: Report) -> bool:
        """Whether who reports is told in passing, perhaps by the narrator: «الهدنة التي أعلنتها…»."""
        at, told = report.hit.at, self.told
        noun = report.cue.cue_class == "noun" and not told.lexicon.capitals
        return told.has("relatives", at - 1) or (noun and not told.has("complementizers", at - 1))

    def _voice(self, report: Report, outer: tuple[Report, Voice, tuple[ChainStep, ...]] | None) -> Voice:
        gender = contents.feminine(self.told, report)
        if report.source is not None:
            return self.voices.resolve(*report.source, gender)
        status = "inherited" if report.cue.cue_class == "participle" else "anaphoric"
        previous = self._pointed_to(report, gender, outer)
        if previous is None:
            found = self._subject(report)
            if found is None:
                return Voice("", status, True, "voice", None, None, gender)
            previous = self.voices.resolve(*found, gender)
        return previous._replace(status=status, start=None, end=None)

    def _pointed_to(
        self, report: Report, gender: bool | None, outer: tuple[Report, Voice, tuple[ChainStep, ...]] | None
    ) -> Voice | None:
        """Who is meant where no noun names the subject."""
        if isinstance(self.voices, CapitalVoices):
            own = [d for d in self.done if not self._nested(d[0], by_tag=False)] or self.done
            return self.voices.before(report, [(d[0], d[1]) for d in own])
        return self._previous(report, gender, outer)

    def _previous(
        self, report: Report, gender: bool | None, outer: tuple[Report, Voice, tuple[ChainStep, ...]] | None
    ) -> Voice | None:
        """Who had the word: in the same sentence the last one, else the last whose gender fits the verb."""
        told = self.told
        own = [d for d in self.done if not self._nested(d[0])]
        same = [d for d in own if d[0].hit.at >= told.start[report.hit.at] and d is not outer]
        if report.cue.cue_class == "participle":
            if same:
                return same[-1][1]
            if (found := self._subject(report, one=True)) is not None:
                return self.voices.resolve(*found, gender)
        begin = told.start[report.hit.at]
        if report.finite and not same and (told_of := self._told_of(begin, gender)) is not None:
            return told_of
        far = report.finite and not same and report.hit.at - begin > INTO_SENTENCE
        if far and (found := self._after_verb(begin, report.hit.at)) is not None:
            return self.voices.resolve(*found, gender)
        several = report.finite and self._of_several(report)
        for _, voice, _ in list(reversed(own or self.done))[:RECENT]:
            if several and voice.kind == "person" and not self._of_several_names(voice):
                continue  # «وأضافوا» goes on with nobody who is one
            if gender is None or voice.feminine in (None, gender):
                return voice
        return (own or self.done)[-1][1] if self.done else None

    def _of_several(self, report: Report) -> bool:
        """Whether a verb is a plural: «قالوا», «يقولون»."""
        word = self.told.words[report.hit.at]
        return any(word.endswith(e) for (e,) in self.told.lexicon.sequences["plural_verb_endings"])

    def _of_several_names(self, voice: Voice) -> bool:
        """Whether a name is a list of names, or a noun of several people."""
        joins = [p for (p,) in self.told.lexicon.sequences["proclitics"][:1]]
        words = voice.name.split()
        plural = tuple(e for (e,) in self.told.lexicon.sequences["plural_noun_endings"])
        return any(w.startswith(j) for w in words[1:] for j in joins) or bool(
            words and words[0].endswith(plural)
        )

    def _told_of(self, begin: int, gender: bool | None) -> Voice | None:
        """The person whom the sentence before tells of without a statement: «وزار فلان القرية. وقال إن»."""
        told = self.told
        if begin == 0:
            return None
        first = told.start[begin - 1]
        if any(first <= d[0].hit.at < begin for d in self.done):
            return None
        found = self._after_verb(first, begin)
        if found is None or name_span(told, *found) is None:
            return None
        voice = self.voices.resolve(*found, None)
        fits = gender is None or voice.feminine in (None, gender)
        return voice if voice.kind == "person" and fits else None

    def _nested(self, report: Report, *, by_tag: bool = True) -> bool:
        """Whether a statement stands in another's content; without `by_tag`, of one whose cue comes first."""
        outer = (d[0] for d in self.done if d[0] is not report and (by_tag or d[0].complement != "clause"))
        return any(any(b <= report.hit.at < e for b, e in other.content) for other in outer)

    def _subject(self, report: Report, *, one: bool = False) -> tuple[int, int] | None:
        """A phrase before the cue that can have the word: the first of the sentence, or of the one before."""
        told = self.told
        begin = told.start[report.hit.at]
        if (found := self._after_verb(begin, report.hit.at)) is not None:
            return found
        for first in (begin,) if one else (begin, told.start[begin - 1] if begin else begin):
            phrases = self._phrases(first, told.start[report.hit.at] if first < begin else report.hit.at)
            if phrases:
                after_verb = [f for f in phrases if f[0] > first and begins_clause(told, f[0] - 1)]
                named = [f for f in phrases if (name := name_span(told, *f)) and name[1] - name[0] > 1]
                return after_verb[-1] if after_verb else (named or phrases)[0]
        return None

    def _phrases(self, first: int, limit: int) -> list[tuple[int, int]]:
        """The phrases of a stretch that can speak, none of them governed by a preposition."""
        told, found, at = self.told, [], first
        while at < limit:
            governed = at > first and told.unjoined(at - 1) in told.lexicon.words["prepositions"]
            attached = told.lexicon.bare(told.words[at]) != told.lexicon.stripped(told.words[at])
            end = at
            if not (governed or attached) and surely_speaks(told, at, min(at + 4, limit)):
                end = phrase_end(told, at, limit)
                found += [(at, end)] if end > at else []
            at = max(at + 1, end)
        return found

    def _after_verb(self, begin: int, limit: int) -> tuple[int, int] | None:
        """The subject of a sentence that begins with some other verb: «رفضت أبل التعليق قائلة»."""
        told, lexicon = self.told, self.told.lexicon
        if lexicon.source_side == "before":
            return None
        at = begin
        if told.has("as_for", at) and at + 1 < limit and surely_speaks(told, at + 1, min(at + 5, limit)):
            end = phrase_end(told, at + 1, limit)
            return (at + 1, end) if end > at + 1 else None
        while at < limit and told.unjoined(at) in lexicon.words["auxiliaries"] | lexicon.words["as"]:
            at += 1
        word = told.words[at]
        if at + 1 >= limit or not told.read[at].word or lexicon.definite(word) or lexicon.role(word):
            return None
        if word in lexicon.words["prepositions"] or told.unjoined(at) in lexicon.words["prepositions"]:
            return None
        sure = surely_speaks(told, at + 1, min(at + 5, limit)) or self._bare_name(at + 1, limit)
        if not sure and (self.done or not lexicon.definite(told.words[at + 1])):
            return None
        end = phrase_end(told, at + 1, limit)
        return (at + 1, end) if end > at + 1 else None

    def _bare_name(self, at: int, limit: int) -> bool:
        """Whether one unknown word stands between a verb and its object: «رفضت أبل التعليق»."""
        told = self.told
        object_follows = at + 1 < limit and told.lexicon.definite(told.words[at + 1])
        return name_like(told, at) and (object_follows or len(told.found_at[told.words[at]]) > 1)

    def _step(self, role: str, voice: Voice) -> ChainStep:
        told = self.told
        if voice.start is None or voice.end is None:
            return ChainStep(role, voice.name, voice.status, None, None)
        span = _span(told, voice.start, voice.end)
        return ChainStep(role, voice.name, voice.status, span.start, span.end)

    def _speaker_steps(self, report: Report, voice: Voice) -> tuple[list[ChainStep], Voice]:
        """The steps of the speaker, and who he is: where a document speaks, whoever issued it."""
        if voice.kind != "document" or report.source is None or voice.start is None:
            return [self._step("speaker", voice)], voice
        owner = (
            self._owner(voice)
            or self._issued_by(voice)
            or self._outlet_after(report)
            or self._issuer(report, voice)
        )
        if owner is None:
            return [self._step("speaker", voice)], voice
        return [self._step("document", voice), self._step("speaker", owner)], owner

    def _owner(self, voice: Voice) -> Voice | None:
        """«تقرير الوزارة»: the phrase after the noun of a document."""
        told = self.told
        assert voice.start is not None
        assert voice.end is not None
        if isinstance(self.voices, CapitalVoices):
            return self.voices.owner(voice.start, voice.end)
        for at in range(voice.start + 1, voice.end):
            word = told.lexicon.bare(told.words[at])
            roles = told.lexicon.role(told.words[at]) | told.lexicon.role(word)
            person = roles & {"office", "spokesman"} and (
                told.lexicon.definite(told.words[at])
                or told.lexicon.definite(word)
                or name_span(told, at, voice.end)
            )  # «تقرير الوزير», not «تقرير مصور»
            if at in told.mention_at or "body" in roles or person:
                return self.voices.resolve(at, voice.end, None)
        return None

    def _issued_by(self, voice: Voice) -> Voice | None:
        """«بيان صادر عن الوزارة»: the phrase after the words that say who issued a document."""
        told = self.told
        assert voice.end is not None
        at = next((i for i in (voice.end - 1, voice.end) if told.has("issued", i)), None)
        if at is None or not told.has("from", at + 1):
            return None
        end = phrase_end(told, at + 2, told.sentence[at])
        return self.voices.resolve(at + 2, end, None) if end > at + 2 else None

    def _outlet_after(self, report: Report) -> Voice | None:
        """«مسح لـ«رويترز»»: the outlet whose document it is, named right after it."""
        after = report.source[1] if report.source else 0
        at = next((i for i in (after, after + 1, after + 2) if i in self.told.mention_at), None)
        if at is None or not report.source or at >= report.region[1]:
            return None
        mention = self.told.mention_at[at]
        return self.voices.resolve(at, mention.end_token, None)

    def _issuer(self, report: Report, voice: Voice) -> Voice | None:
        """«البيان»: whoever spoke last, or is spoken of before, has issued a document that points back."""
        assert voice.start is not None
        told = self.told
        if not (told.lexicon.definite(told.words[voice.start]) or told.has("definite_articles", voice.start)):
            found = self._after_verb(told.start[voice.start], voice.start)
            return self.voices.resolve(*found, None) if found is not None else None
        if voice.unnamed:
            return None
        for _, other, _ in reversed(self.done):
            if other.kind != "document":
                return other._replace(status="anaphoric", start=None, end=None)
        found = self._subject(report)
        if found is None or found[0] == voice.start:
            return None
        return self.voices.resolve(*found, None)._replace(status="anaphoric", start=None, end=None)

    def _carriage(
        self, report: Report, voice: Voice, outer: tuple[Report, Voice, tuple[ChainStep, ...]] | None
    ) -> list[ChainStep]:
        """Who passes the words on and the writing that carries them, named here or going on from before."""
        beside = passing.beside(self.told, report, [done for done, _, _ in self.done])
        carrier = passing.carrier(self.told, beside) if voice.kind != "document" else None
        carried = [carrier] if carrier is not None else []
        ways = [*report.passed, *([report.relay] if report.relay else [])]
        if ways:
            return [self._step("relay", self.voices.resolve(*way, None)) for way in ways] + carried
        if voice.kind == "document" and self._outlet_after(report) is not None:
            return []
        named = passing.outlets(self.told, beside, self.own)
        if (relay := next((m for m in named if m.name != voice.name), None)) is not None:
            return [ChainStep("relay", relay.name, "explicit", relay.start, relay.end), *carried]
        return (self._going_on(report, voice, carrier is None) if outer is None else []) + carried

    def _going_on(self, report: Report, voice: Voice, writing: bool) -> list[ChainStep]:
        """The relay, and with `writing` the document, of the last statement, if its speaker goes on."""
        last = next((d for d in reversed(self.done) if d[1].name == voice.name), None)
        if last is None or self._elsewhere(report):
            return []
        earlier, _, steps = last
        goes_on = voice.status != "explicit" or report.cue.stance == "add"
        if not (goes_on or _near(self.told, earlier, report)):
            return []
        roles = ("relay", "document") if writing else ("relay",)
        return [ChainStep(s.role, s.name, "inherited", None, None) for s in steps if s.role in roles]

    def _elsewhere(self, report: Report) -> bool:
        """Whether the sentence turns to another occasion: who carried the last words carries no more."""
        first = self.told.start[report.hit.at]
        return report.finite and any(
            self.told.sequence("turning", i) for i in (first, first + 1) if i < report.hit.at
        )


def _near(told: Narration, earlier: Report, report: Report) -> bool:
    """Whether two statements stand in one paragraph."""
    return told.paragraph[earlier.hit.at] == told.paragraph[report.hit.at]
