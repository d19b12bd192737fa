"""Words of Latin script: elided articles taken off, typists' marks, abbreviations that end no sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from naql.sentences import Token, fold

APOSTROPHES = "'’"


def unelided(read: list[Token], elisions: Collection[str]) -> list[Token]:
    """Tokens with elided words as words of their own; `elisions` are their folded letters.

    >>> from naql.sentences import tokens
    >>> [t.printed for t in unelided(tokens("Selon l'école, qu'il aujourd'hui"), {"l", "qu"})]
    ['Selon', "l'", 'école', ',', "qu'", 'il', "aujourd'hui"]
    """
    if not elisions:
        return read
    return [part for group in _joined_marks(read, elisions) for part in _split(group, elisions)]


def _joined_marks(read: list[Token], elisions: Collection[str]) -> Iterator[Token]:
    """«l», «'» and a word: the first two made one token."""
    at = 0
    while at < len(read):
        token = read[at]
        mark = read[at + 1] if at + 1 < len(read) else None
        if token.folded in elisions and mark and mark.printed in APOSTROPHES and mark.start == token.end:
            yield Token(token.start, mark.end, token.printed + mark.printed, token.folded, True)
            at += 2
            continue
        yield token
        at += 1


def _split(token: Token, elisions: Collection[str]) -> Iterator[Token]:
    """«qu'il» in two, again and again («jusqu'à l'»); a token without such a beginning as it is."""
    for cut in range(1, len(token.printed) - 1):
        if token.printed[cut] in APOSTROPHES and fold(token.printed[:cut]) in elisions:
            end = token.start + cut + 1
            yield Token(token.start, end, token.printed[: cut + 1], fold(token.printed[:cut]), True)
            rest = token.printed[cut + 1 :]
            yield from _split(Token(end, token.end, rest, fold(rest), True), elisions)
            return
    yield token


def doubled(read: list[Token]) -> list[Token]:
    """Tokens with two apostrophes that stand together, a typist's quotation mark, as one straight mark.

    >>> from naql.sentences import tokens
    >>> [(t.printed, t.end - t.start) for t in doubled(tokens("''No,'' he said."))][:4]
    [('"', 2), ('No', 2), (',', 1), ('"', 2)]
    """
    found: list[Token] = []
    for token in read:
        last = found[-1] if found else None
        if last and token.printed in "'’`" and last.printed == token.printed and last.end == token.start:
            found[-1] = Token(last.start, token.end, '"', '"', False)
        else:
            found.append(token)
    return found


def rejoined(
    ranges: Iterable[tuple[int, int]], read: list[Token], abbreviations: Collection[str]
) -> list[tuple[int, int]]:
    """Sentences, those joined again that a full stop after an abbreviation («Mr.», «Gen.») has cut.

    >>> from naql.sentences import sentences, tokens
    >>> text = "Mr. Hill left. Mrs. Hill stayed."
    >>> rejoined(sentences(text, tokens(text)), tokens(text), {"mr", "mrs"})
    [(0, 5), (5, 10)]
    """
    found: list[tuple[int, int]] = []
    for first, last in ranges:
        if found and _abbreviated(read, found[-1], abbreviations):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _abbreviated(read: list[Token], sentence: tuple[int, int], abbreviations: Collection[str]) -> bool:
    last = sentence[1] - 1
    return read[last].printed == "." and last > sentence[0] and read[last - 1].folded in abbreviations
