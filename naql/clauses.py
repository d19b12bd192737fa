"""A text cut into clauses, each in one voice: what a statement says, or what the outlet says itself.

The words that only report («the ministry said that») belong to no clause. Inside one voice a sentence is cut
where an act of its own begins: at a comma, a conjunction or an opener («while») before a verb of
`acts.tsv`. What is counted is never cut from its number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from naql.claim_lexicon import ClaimLexicon
from naql.model import Quantity, Reading, Statement
from naql.patterns import NO_MEANING, Meaning
from naql.patterns import Reading as Classes
from naql.sentences import Token, sentences

OUTLET, REPORTING = -1, -2
"""Instead of the number of a statement: the outlet's own voice; words that only report."""
JOINTS = frozenset(",،;؛")
AHEAD = {"after": 2, "before": 7}  # tokens after a joint within which the verb of a new clause stands


class Clause(NamedTuple):
    """Tokens `[first, last)` of one voice (the number of a statement, or `OUTLET`) and of one sentence."""

    first: int
    last: int
    voice: int
    sentence: int


class Text(NamedTuple):
    """A text laid out for its claims: tokens, their classes, whose words they are, and the clauses."""

    read: list[Token]
    classes: Classes
    voices: list[int]
    clauses: list[Clause]

    def meaning(self, at: int) -> Meaning:
        """What a token is by the rows."""
        return self.classes.meanings.get(at, NO_MEANING)


def lay_out(reading: Reading, read: list[Token], lexicon: ClaimLexicon, source_side: str) -> Text:
    """The clauses of a text in order. `source_side`: where subjects stand in its language."""
    classes = lexicon.read(read)
    voices = _voices(reading, read)
    glued = _glued(reading.quantities, read)
    for at in sorted(glued):
        voices[at] = voices[at - 1]  # what is counted is not cut from its number
    cutter = _Cutter(read, classes, glued, AHEAD[source_side])
    clauses = [
        Clause(first, last, voices[first], number)
        for number, (begin, end) in enumerate(sentences(reading.text, read))
        for start, stop in _runs(voices, begin, end)
        if voices[start] != REPORTING
        for first, last in cutter.pieces(start, stop)
    ]
    return Text(read, classes, voices, [c for clause in clauses if (c := _trimmed(clause, read))])


def _voices(reading: Reading, read: Sequence[Token]) -> list[int]:
    """For each token the innermost statement that says it, `OUTLET`, or `REPORTING`."""
    voices = [OUTLET] * len(read)
    starts = [token.start for token in read]
    order = sorted(range(len(reading.statements)), key=lambda n: -_length(reading.statements[n]))
    for number in order:
        said = reading.statements[number]
        for start, end in _reporting(said, reading.text):
            _paint(voices, starts, start, end, REPORTING)
        for part in said.content:
            _paint(voices, starts, part.start, part.end, number)
    return voices


def _length(said: Statement) -> int:
    return sum(part.end - part.start for part in said.content)


def _reporting(said: Statement, text: str) -> Iterator[tuple[int, int]]:
    """The stretches that only report: cue and source, and what stands between them and what is said."""
    spans = [(said.cue_start, said.cue_end)]
    if said.source_start is not None and said.source_end is not None:
        spans.append((said.source_start, said.source_end))
    begin, end = min(spans)[0], max(stop for _, stop in spans)
    first = min((part.start for part in said.content), default=end)
    inside = any(begin < part.end and part.start < end for part in said.content)
    if inside:
        yield from spans
    elif end <= first and "\n" not in text[end:first]:
        yield begin, first
    else:
        yield begin, end


def _paint(voices: list[int], starts: Sequence[int], start: int, end: int, voice: int) -> None:
    for at in range(bisect_left(starts, start), bisect_left(starts, end)):
        voices[at] = voice


def _glued(quantities: Iterable[Quantity], read: Sequence[Token]) -> set[int]:
    """Tokens inside a quantity and the thing it counts, its first one left out."""
    starts = [token.start for token in read]
    glued: set[int] = set()
    for q in quantities:
        begin = min(q.start, q.thing_start) if q.thing_start is not None else q.start
        end = max(q.end, q.thing_end) if q.thing_end is not None else q.end
        first = bisect_left(starts, begin + 1) - 1
        glued.update(range(max(1, first + 1), bisect_left(starts, end)))
    return glued


def _runs(voices: Sequence[int], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of one voice."""
    start = begin
    for at in range(begin + 1, end + 1):
        if at == end or voices[at] != voices[start]:
            yield start, at
            start = at


def _trimmed(clause: Clause, read: Sequence[Token]) -> Clause | None:
    """A clause without marks at its ends; None if nothing else is there."""
    first, last = clause.first, clause.last
    while first < last and not read[first].word:
        first += 1
    while last > first and not read[last - 1].word and read[last - 1].printed not in "%٪":
        last -= 1
    return clause._replace(first=first, last=last) if first < last else None


class _Cutter:
    """Cuts stretches of one voice where an act of its own begins."""

    def __init__(self, read: Sequence[Token], classes: Classes, glued: set[int], ahead: int) -> None:
        self.read, self.classes, self.glued, self.ahead = read, classes, glued, ahead

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """The clauses of a stretch."""
        first, acts = start, False
        for at in range(start, stop):
            if at > first and at not in self.glued and self._begins(at, stop, acts):
                yield first, at
                first, acts = at, False
            acts = acts or self._class(at, "verb")
        yield first, stop

    def _begins(self, at: int, stop: int, acts: bool) -> bool:
        """Whether a clause begins at a token."""
        if self._class(at, "opener") or self.read[at - 1].printed in ";؛":
            return True
        comma = self.read[at - 1].printed in JOINTS and self._class(at, "verb")
        return (acts or comma) and self._joint(at) and self._verb_follows(at, stop)

    def _joint(self, at: int) -> bool:
        """Whether a token is joined to what stands before it: by a comma, a word, or its first letter."""
        if self.read[at - 1].printed in JOINTS:
            return True
        meaning = self.classes.meanings.get(at, NO_MEANING)
        return "and" in meaning.role.split("+") or "and" in meaning.values

    def _verb_follows(self, at: int, stop: int) -> bool:
        """Whether a verb stands at a token or shortly after it, before the next joint."""
        for place in range(at, min(stop, at + self.ahead)):
            if self._class(place, "verb"):
                return True
            if place > at and (self.read[place].printed in JOINTS or self._class(place, "and")):
                return False
        return False

    def _class(self, at: int, kind: str) -> bool:
        return kind in self.classes.meanings.get(at, NO_MEANING).values
