"""What one text holds that helps to name a change: its words, values, people, titles and statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from naql import agencies
from naql.agencies import Mention
from naql.change_lexicon import Honorific, Lexicon, bare_forms, lexicon, light_kind
from naql.language import language_of
from naql.lexicon import Form
from naql.lexicon import lexicon as cues
from naql.model import ChainStep, Quantity, Reading, Span, Statement, TimeExpression
from naql.places import PlaceMention, mentions
from naql.sentences import Token, fold
from naql.stretches import Side, first_at, side
from naql.word_forms import same_stem, same_word, stems

NEUTRAL = frozenset({"say", "add", "explain", "report", "answer", "quote"})
IMPERSONAL = "impersonal"  # the formulas of a language's grammar.toml that nobody says
CLAUSE = 24  # tokens of the longest reporting clause: «X added in a statement that Y passed on»
NEAR = 8  # tokens between it and what is said
REMEMBERED = 64  # texts of one story are compared with each other again and again

Range = tuple[int, int]
"""Token numbers, end exclusive; an empty range is a place between tokens."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A reading with its tokens and what is looked up in it again and again.

    `titles` are token ranges with the row of their title; `people` the numbers of tokens that are a
    part of somebody's name; `stems` the stems of all words; `folded` all folded words; `outlets` the
    agencies, papers and channels it names.
    """

    reading: Reading
    tokens: list[Token]
    starts: list[int]
    lexicon: Lexicon
    titles: tuple[tuple[int, int, Honorific], ...]
    people: frozenset[int]
    stems: frozenset[str]
    folded: frozenset[str]
    places: tuple[PlaceMention, ...]
    outlets: tuple[Mention, ...]

    @property
    def sides(self) -> Side:
        """The text as the aligner of stretches wants it."""
        found = map(self.clause, self.reading.statements)
        return Side(self.tokens, self.starts, [clause for clause in found if clause is not None])

    def clause(self, statement: Statement) -> Range | None:
        """The tokens from a statement's cue, source and relays, whichever is first, to the last of them.

        None where they are too many, or where what is said stands apart from them.
        """
        places = [(statement.cue_start, statement.cue_end), (statement.source_start, statement.source_end)]
        places += [(step.start, step.end) for step in statement.chain]
        spans = [(start, end) for start, end in places if start is not None and end is not None]
        words = self.words_in(min(start for start, _ in spans), max(end for _, end in spans))
        start, end = words[0], words[-1] + 1
        near = {*range(start - NEAR, start), *range(end, end + NEAR)}
        beside = any(not near.isdisjoint(self.words_in(c.start, c.end)) for c in statement.content)
        return (start, end) if beside and end - start <= CLAUSE else None

    def span(self, where: Range) -> Span:
        """The printed span of a token range; of an empty one, the place after the token before."""
        if where[0] < where[1]:
            return Span(self.tokens[where[0]].start, self.tokens[where[1] - 1].end)
        end = self.tokens[where[0] - 1].end if where[0] else 0
        return Span(end, end)

    def has(self, folded: str) -> bool:
        """Whether the text has a form of a folded word anywhere."""
        return not self.stems.isdisjoint(stems(folded))

    def printed(self, where: Range) -> str:
        """The text of a token range, spaces made single."""
        span = self.span(where)
        return " ".join(self.reading.text[span.start : span.end].split())

    def words(self, where: Range) -> list[int]:
        """The numbers of the words in a token range."""
        return [n for n in range(*where) if self.tokens[n].word]

    def telling(self, numbers: Sequence[int]) -> list[int]:
        """Those of some words that are no light words."""
        return [n for n in numbers if light_kind(self.lexicon, self.tokens[n].folded) is None]

    def quantities_at(self, where: Range) -> list[Quantity]:
        """Quantities whose number shares a word with a token range."""
        return [q for q in self.reading.quantities if self._meets(where, q.start, q.end)]

    def times_at(self, where: Range) -> list[TimeExpression]:
        """Times that share a word with a token range; at an empty range, those it lies in or beside."""
        return [t for t in self.reading.times if self._meets(where, t.start, t.end)]

    def places_at(self, where: Range) -> list[PlaceMention]:
        """Places that share a word with a token range."""
        return [m for m in self.places if m.start_token < where[1] and where[0] < m.end_token]

    def words_in(self, start: int, end: int) -> list[int]:
        """The numbers of the words that share letters with a span."""
        first = first_at(self.tokens, start)
        first -= first > 0 and self.tokens[first - 1].end > start
        return self.words((first, first_at(self.tokens, end)))

    def times_beside(self, where: Range) -> list[TimeExpression]:
        """Times that end at a range's beginning, begin at its end, or share a word with it.

        One mark may stand between.
        """
        low, high = max(0, where[0] - 1), min(len(self.tokens), where[1] + 1)
        low -= low > 0 and not self.tokens[low].word
        high += high < len(self.tokens) and not self.tokens[high - 1].word
        return self.times_at((low, high))

    def statements_at(self, where: Range) -> list[Statement]:
        """Statements whose cue or source shares a word with a token range."""
        return [
            s
            for s in self.reading.statements
            if self._meets(where, s.cue_start, s.cue_end)
            or (
                s.source_start is not None
                and s.source_end is not None
                and self._meets(where, s.source_start, s.source_end)
            )
        ]

    def cues_at(self, numbers: Sequence[int]) -> list[Form]:
        """The forms of cues that some words begin with.

        None for a light word («between»), nor for a formula that nobody says («it is worth noting that»).
        """
        code = self.reading.language
        if not self.telling(numbers[:1]) or code is None or (known := cues(code)) is None:
            return []
        if self.impersonal(numbers):
            return []
        folded = tuple(self.tokens[n].folded for n in numbers)
        forms = known.cues.get(folded[0], ())
        return [form for form in forms if folded[1 : 1 + len(form.rest)] == form.rest]

    def is_cue(self, name: str) -> bool:
        """Whether what was read as a name is one word that is a cue («going on»), and no name."""
        code = self.reading.language
        known = cues(code) if code is not None else None
        return known is not None and any(not form.rest for form in known.cues.get(fold(name), ()))

    def impersonal(self, numbers: Sequence[int]) -> int:
        """How many of some words, from the first on, are a formula that nobody says."""
        code = self.reading.language
        if code is None or (known := cues(code)) is None:
            return 0
        folded = [self.tokens[n].folded for n in numbers]
        first = frozenset(bare_forms(folded[0])) if folded else frozenset()  # with a conjunction or without
        return max(
            (
                len(words)
                for words in known.sequences.get(IMPERSONAL, ())
                if not first.isdisjoint(bare_forms(words[0])) and tuple(folded[1 : len(words)]) == words[1:]
            ),
            default=0,
        )

    def stances(self, where: Range) -> frozenset[str] | None:
        """The stances of the cue that a range begins with, light words aside; None without a cue."""
        words = self.words(where)
        while len(words) > 1 and not self.telling(words[:1]):
            words = words[1:]
        # A verb that takes no clause («went on») is mostly no verb of saying.
        forms = [f for f in self.cues_at(words) if f.cue.cue_class != "verb" or "that" in f.cue.frames]
        return frozenset(neutral(form.cue.stance) for form in forms) or None

    def reports(self, where: Range) -> bool:
        """Whether a range touches a statement's cue, source or relay, or begins with a cue."""
        return (
            bool(self.statements_at(where))
            or self.stances(where) is not None
            or any(
                step.start is not None and step.end is not None and self._meets(where, step.start, step.end)
                for statement in self.reading.statements
                for step in statement.chain
            )
        )

    def has_outlet(self, name: str) -> bool:
        """Whether the text names an outlet somewhere, or is credited to it."""
        credit = self.reading.credit
        credited = credit.name.split(" / ") if credit is not None else []
        return any(agencies.same(name, other) for other in (*credited, *(m.name for m in self.outlets)))

    def passes_on(self, outlet: Mention) -> bool:
        """Whether an outlet only passes on what somebody else says."""
        return any(
            step.role == "relay"
            and step.start is not None
            and outlet.start <= step.start < outlet.end
            and not agencies.same(name_of(statement), outlet.name)
            for statement in self.reading.statements
            for step in statement.chain
        )

    def owns(self, outlet: Mention) -> bool:
        """Whether an outlet stands inside the source of somebody else: «the editor of the paper»."""
        return any(
            s.source_start is not None
            and s.source_end is not None
            and s.source_start < outlet.start < s.source_end
            and not agencies.same(name_of(s), outlet.name)
            for s in self.reading.statements
        )

    def touches(self, start: int, end: int, where: Range) -> bool:
        """Whether a span shares letters with a range, or holds the place of an empty one."""
        span = self.span(where)
        return span.start < end and start < span.end

    def within(self, number: int, start: int, end: int) -> bool:
        """Whether a token shares letters with a span."""
        token = self.tokens[number]
        return token.start < end and start < token.end

    def content(self, statement: Statement) -> list[int]:
        """The numbers of the words that a statement says."""
        return [
            n
            for n, token in enumerate(self.tokens)
            if token.word and any(c.start <= token.start and token.end <= c.end for c in statement.content)
        ]

    def source_words(self, statement: Statement) -> list[str]:
        """The folded words of a printed source that tell something."""
        if statement.source_start is None or statement.source_end is None:
            return []
        inside = [
            n
            for n, token in enumerate(self.tokens)
            if token.word and statement.source_start <= token.start and token.end <= statement.source_end
        ]
        return [self.tokens[n].folded for n in self.telling(inside)]

    def cue(self, statement: Statement) -> str:
        """A statement's cue as printed."""
        return self.reading.text[statement.cue_start : statement.cue_end]

    def voice(self, statement: Statement) -> str:
        """The voice of a statement of this text as it is printed there, else by its name."""
        if statement.source_start is not None:
            return self.reading.text[statement.source_start : statement.source_end]
        return name_of(statement)

    def knows_voice(self, statement: Statement) -> bool:
        """Whether this text has most words of the voice of another text's statement, or its outlet."""
        name = name_of(statement)
        if agencies.named(name) is not None:
            return self.has_outlet(name)
        words = [fold(word) for word in name.split()]
        return bool(words) and sum(map(self.has, words)) * 2 > len(words)

    def _meets(self, where: Range, start: int, end: int) -> bool:
        span = self.span(where)
        if where[0] == where[1]:
            return start < span.start < end
        return start < span.end and span.start < end

    def covered(self, numbers: Sequence[int], start: int, end: int) -> int:
        """How many of some tokens lie inside a span."""
        return sum(start <= self.tokens[n].start and self.tokens[n].end <= end for n in numbers)


def speaker(statement: Statement) -> ChainStep | None:
    """The step that speaks: the last one that is no document."""
    steps = [s for s in statement.chain if s.role in ("speaker", "relay", "quoted")]
    speakers = [s for s in steps if s.role == "speaker"]
    found = speakers or steps
    return found[-1] if found else None


def name_of(statement: Statement) -> str:
    """The name of the voice of a statement; empty where it has none."""
    step = speaker(statement)
    return step.name if step else ""


def same_name(one: str, other: str) -> bool:
    """Whether two printed names share a word that tells something (one may be the shorter form)."""
    shorter, longer = sorted(([fold(w) for w in name.split()] for name in (one, other)), key=len)
    shared = sum(any(same_stem(word, w) or same_word(word, w) for w in longer) for word in shorter)
    return shared * 2 >= len(shorter)


def neutral(stance: str) -> str:
    """A stance; one for all verbs that only tell."""
    return "say" if stance in NEUTRAL else stance


@lru_cache(maxsize=REMEMBERED)
def facts(reading: Reading) -> Facts:
    """Everything of a reading that changes are judged by."""
    read, starts, _ = side(reading.text)
    code = reading.language or language_of(reading.text)
    known = lexicon(code)
    return Facts(
        reading,
        read,
        starts,
        known,
        tuple(known.honorifics.within(read)),
        frozenset(_people(reading, read, known)),
        frozenset(chain.from_iterable(stems(t.folded) for t in read if t.word)),
        frozenset(t.folded for t in read if t.word),
        tuple(mentions(read, code)) if code is not None else (),
        tuple(agencies.mentions(read, code)) if code is not None else (),
    )


def _people(reading: Reading, read: Sequence[Token], known: Lexicon) -> Iterator[int]:
    """Tokens that are given names, the small words between them, and the name right after one.

    The words of speakers that statements name count as names where they follow such a word.
    """
    spoken = {
        fold(word)
        for statement in reading.statements
        for step in statement.chain
        if step.status == "explicit" and step.role in ("speaker", "quoted")
        for word in step.name.split()
    }
    inside = False
    for n, token in enumerate(read):
        if not token.word:
            inside = False
            continue
        # One letter may be written before a name; an article makes it another word («الرياض»).
        given = any(
            len(token.folded) - len(form) <= 1 and form in known.names for form in bare_forms(token.folded)
        )
        link = token.folded in known.links
        if given or (link and n + 1 < len(read) and read[n + 1].word):
            yield n
            inside = True
        elif (
            inside
            and light_kind(known, token.folded) is None
            and (read[n - 1].folded in known.links or token.folded in spoken)
        ):
            yield n
        else:
            inside = False
