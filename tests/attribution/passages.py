"""What the tests of attribution's modules share: a text laid out, the words of a range, odd passages."""

from __future__ import annotations

from hypothesis import strategies as st

from naql.lexicon import Lexicon, lexicon
from naql.narration import Hit, Narration, narrate

ODD = [
    "«", "»", '"', "“", "”", "(", ")", "[", "]", ":", ".", "،", "؛", "!", "؟", "…", "-", "–", "'", "’", "%",
    "\n", "\n\n", "\t", "ـ", "ً", "ّ", "🙂", "👩‍👩‍👧", "\u200f", "\u200e", "\ufeff",
    "\x00", "3.5", "١٤", "أ.", "د.",
]  # fmt: skip


def rows_of(code: str) -> Lexicon:
    """The lexicon of a language that has one."""
    found = lexicon(code)
    assert found is not None
    return found


def laid(text: str, code: str = "ar") -> Narration:
    """A text with a cue in it, laid out."""
    told = narrate(text, rows_of(code))
    assert told is not None, "the text has no cue"
    return told


def at(told: Narration, word: str) -> int:
    """The first token printed so."""
    return next(i for i, token in enumerate(told.read) if token.printed == word)


def hit(told: Narration, word: str) -> Hit:
    """The cue at the first token printed so."""
    return told.hit_at[at(told, word)]


def printed(told: Narration, span: tuple[int, int] | None) -> str | None:
    """The text of a range of tokens."""
    if span is None:
        return None
    begin, end = span
    return told.text[told.read[begin].start : told.read[end - 1].end] if begin < end else ""


def passages(code: str) -> st.SearchStrategy[str]:
    """Cues, roles, small words and marks in any order, run together or apart; and any text at all."""
    known = rows_of(code)
    small = sorted({word for words in known.words.values() for word in words})
    piece = st.one_of(
        st.sampled_from(sorted(known.cues)),
        st.sampled_from(sorted(known.roles)),
        st.sampled_from(small),
        st.sampled_from(sorted(known.given_names)),
        st.sampled_from(ODD),
    )
    joined = st.lists(st.tuples(st.sampled_from(["", " ", " ", " "]), piece), min_size=1, max_size=30)
    return st.one_of(
        joined.map(lambda parts: "".join(gap + part for gap, part in parts)), st.text(max_size=200)
    )
