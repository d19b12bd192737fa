"""The phrase of the subject of a cue: after it, before it, or after the outlet spoken to."""

from __future__ import annotations

from naql.narration import Hit, Narration
from naql.voices import COMMAS, phrase_end



def subject_after(told: Narration, hit: Hit, stop: int) -> tuple[int, int] | None:
    """The phrase of the subject that follows a cue, up to where its complement begins."""
    first = hit.after
    while first < stop and (told.has("auxiliaries", first) or told.has("back_words", first)):
        first += 1
    while (
        first < stop
        and not told.read[first].word
        and first not in told.quote_at
        and told.read[first].printed != "("
    ):
        if told.read[first].printed in COMMAS + ":.":
            return None
        first += 1
    if first >= stop or told.has("circumstances", first) or told.has("complementizers", first):
        return None
    if told.has("prepositions", first) or told.has("relatives", first):
        return None
    lexicon = told.lexicon
    word = told.words[first]
    accusative = any(word.endswith(e) for (e,) in lexicon.sequences["accusative_plurals"])
    if accusative and len(word) > 5 and lexicon.definite(word):
        return None
    rest = told.words[first][1:]
    if (
        told.words[first][:1] in {p for (p,) in lexicon.sequences["attached"]}
        and told.words[first] not in lexicon.roles
    ):
        if first in told.mention_at or first + 1 in told.mention_at and len(told.words[first]) == 1:
            return _after_addressee(told, first, stop)
        if (
            lexicon.stripped(rest) in lexicon.words["addressees"]
            or lexicon.bare(told.words[first]) in lexicon.words["addressees"]
        ):
            return None
    end = phrase_end(told, first, stop)
    return (first, end) if end > first else None


def _after_addressee(told: Narration, first: int, stop: int) -> tuple[int, int] | None:
    """«كشف لـ«الجريدة» فلان»: the subject after the outlet he spoke to."""
    mention = told.mention_at.get(first) or told.mention_at[first + 1]
    after = mention.end_token
    while after < stop and not told.read[after].word:
        after += 1
    if after >= stop or told.has("prepositions", after) or told.has("circumstances", after):
        return None
    end = phrase_end(told, after, stop)
    return (after, end) if end > after else None


def subject_before(told: Narration, hit: Hit) -> tuple[int, int] | None:
    """The phrase of a subject that stands before its verb: «الوزير قال», «وكانت الوزارة قد أعلنت»."""
    begin = told.start[hit.at]
    quote = told.inside[hit.at]
    if quote is not None:
        begin = max(begin, quote.opening + 1)
    at = hit.at - 1
    while at >= begin and told.has("auxiliaries", at):
        at -= 1
    last = at + 1
    if hit.joined or last <= begin:
        return None
    first = last
    for back in range(at, max(begin - 1, at - 25), -1):
        word, token = told.words[back], told.read[back]
        if not token.word and token.printed in COMMAS + ":.؟!-–":
            break
        if word in told.lexicon.words["complementizers"] or word in told.lexicon.words["clause_openers"]:
            break
        if (
            told.unjoined(back) in told.lexicon.words["auxiliaries"]
            or back in told.hit_at
            and another_cue(told, back)
        ):
            break
        first = back
    while first < last and (
        not told.read[first].word and first not in told.quote_at or told.has("circumstances", first)
    ):
        first += 1
    if first >= last or told.has("prepositions", first) or phrase_end(told, first, last) < last:
        return None
    if not (
        speakerlike(told, first) or told.lexicon.definite(told.words[first]) or _after_opener(told, first)
    ):
        return None
    return first, last


def _after_opener(told: Narration, first: int) -> bool:
    return first > 0 and (
        told.has("clause_openers", first - 1)
        or told.has("complementizers", first - 1)
        or told.unjoined(first - 1) in told.lexicon.words["auxiliaries"]
    )


def another_cue(told: Narration, at: int) -> bool:
    """Whether another cue stands here, whose complement what follows would be."""
    hit = told.hit_at.get(at)
    if hit is None or told.words[at] in told.lexicon.words["prepositions"]:
        return False
    return any(c.cue_class in ("verb", "participle", "relay") for c in hit.cues) and not told.lexicon.role(
        told.words[at]
    )


def speakerlike(told: Narration, at: int) -> bool:
    """Whether a phrase that begins here can speak: a role, an outlet, a word in marks, a name."""
    lexicon = told.lexicon
    if at in told.mention_at:
        return True
    word = told.words[at]
    return bool(lexicon.role(word) or lexicon.role(lexicon.bare(word))) or word in lexicon.words["self_words"]
