"""Which errors attribution makes: each is given a class by rule, and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from naql.language import language_of
from naql.lexicon import lexicon
from naql.sentences import tokens

Data = dict[str, Any]
Places = list[tuple[str, str]]

LOOSE, STRICT = 0.5, 0.8  # content token F1 from which a statement counts as found, as found exactly


def by_class(
    shared: Any, gold: Mapping[str, Data], found: Mapping[str, Data], texts: Mapping[str, str]
) -> list[tuple[str, Places]]:
    """Error classes, the most frequent first, each with the articles and the statements concerned.

    `shared` is the shared scorer. A statement is named by its gold id, one that is no gold statement by
    the offset of its cue.
    """
    classes: defaultdict[str, Places] = defaultdict(list)
    for name, document in gold.items():
        for label, place in document_errors(shared, document, found.get(name, {}), texts[name]):
            classes[label].append((name, place))
    return sorted(classes.items(), key=lambda item: (-len(item[1]), item[0]))


def document_errors(shared: Any, gold: Data, found: Data, text: str) -> Iterator[tuple[str, str]]:
    """(class, place) of each error in one document."""
    given, made = gold.get("attributions") or [], found.get("attributions") or []
    checker = shared.Checker(text)
    matched = dict(shared.match_attr(given, made, LOOSE, checker))
    taken = set(matched.values())
    for number, said in enumerate(given):
        if number in matched:
            pair = said, made[matched[number]]
            yield from ((label, said["id"]) for label in _pair_errors(shared, *pair, checker))
            continue
        near = [one for place, one in enumerate(made) if place not in taken]
        near = [one for one in near if shared.cue_match(said, one, checker)]
        if near:
            best = max(near, key=lambda one: shared.setf1(*_words(shared, said, one)))
            yield f"content lost: {_content(shared, said, best)}", said["id"]
        else:
            yield f"cue missed: {cue_class(said['cue']['text'], text)}", said["id"]
    for place, one in enumerate(made):
        if place not in taken and not any(shared.cue_match(said, one, checker) for said in given):
            yield "cue not in gold", f"@{one['cue']['start']}"
        elif place not in taken and _doubles(shared, one, given, matched, checker):
            yield "second statement of one cue", f"@{one['cue']['start']}"
    label = _credit_error(shared, gold.get("credit"), found.get("credit"))
    if label:
        yield label, "credit"


def _doubles(shared: Any, one: Data, given: list[Data], matched: Mapping[int, int], checker: Any) -> bool:
    """Whether all gold statements of a cue are matched with other statements already."""
    return all(n in matched for n, said in enumerate(given) if shared.cue_match(said, one, checker))


def _words(shared: Any, said: Data, one: Data) -> tuple[set[int], set[int]]:
    return shared.tokpos(shared.content_of(said)), shared.tokpos(shared.content_of(one))


def _content(shared: Any, said: Data, one: Data) -> str:
    """How the words of a content differ from those of gold."""
    wanted, got = _words(shared, said, one)
    both = len(wanted & got)
    if not both:
        return "wrong place"
    missing, extra = len(wanted) - both, len(got) - both
    return "too short" if missing > extra else "too long"


def _pair_errors(shared: Any, said: Data, one: Data, checker: Any) -> Iterator[str]:
    """What is wrong with a statement that was found."""
    if shared.setf1(*_words(shared, said, one)) < STRICT:
        yield f"content cut: {_content(shared, said, one)}"
    if not shared.same_name(shared.speaker(said), shared.speaker(one)):
        yield f"wrong speaker: {_speaker_class(said)}"
    if said["mode"] != one["mode"]:
        yield f"mode: {said['mode']} read as {one['mode']}"
    if bool(said["unnamed"]) != bool(one["unnamed"]):
        yield "unnamed: " + ("missed" if said["unnamed"] else "a named voice")
    for role, keep in (("relay", shared.actors), ("quoted", list)):
        wanted = keep(shared.role_names(said, role))
        got = keep(shared.role_names(one, role))
        same = len(shared.names_pair(wanted, got))
        yield from [f"{role} missing"] * (len(wanted) - same) + [f"{role} extra"] * (len(got) - same)


def _speaker_class(said: Data) -> str:
    """How gold knows the speaker: a voice without a name, or the status of the speaker's step."""
    if said["unnamed"]:
        return "unnamed"
    steps = [step["status"] for step in said["chain"] if step["role"] == "speaker"]
    return str(steps[-1]) if steps else "no speaker in gold"


def cue_class(cue: str, text: str) -> str:
    """The class of the first words of a cue that Naql has a row for, or that there is no such row."""
    code = language_of(text)
    rows = lexicon(code) if code else None
    words = tuple(token.folded for token in tokens(cue) if token.word)
    if rows is not None:
        for at, word in enumerate(words):
            for form in rows.cues.get(word, ()):
                if words[at + 1 : at + 1 + len(form.rest)] == form.rest:
                    return form.cue.cue_class
    return "no row"


def _credit_error(shared: Any, gold: Data | None, found: Data | None) -> str | None:
    wanted, got = (gold or {}).get("name"), (found or {}).get("name")
    if wanted and not got:
        return "credit missing"
    if got and not wanted:
        return "credit extra"
    if wanted and got and not shared.same_name(wanted, got):
        return "credit of another"
    return None
