"""The evidence of a link as records: a kind, a sentence in each language, and the spans it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from naql.descent import Credited, Descent, Step, Telling, credits_of
from naql.inferred import ArticleSpan, Evidence
from naql.reasons import reasons_in, shortened
from naql.strands import Innovation, Place
from naql.times import day_shift

SENTENCES = "link_reasons.toml"
READINGS = 5  # shared readings that are shown
SHOWN = 40  # characters of a reading in a sentence


def evidence(key: str, spans: Sequence[ArticleSpan], values: Mapping[str, object]) -> Evidence:
    """One piece of evidence by the key of its sentence, with what stands in it. KeyError if unknown."""
    sentence = reasons_in(SENTENCES)[key]
    return Evidence(
        key.partition(".")[0], sentence["ar"].format(**values), sentence["en"].format(**values), tuple(spans)
    )


def wire_name() -> str:
    """What a source that nobody has and nobody names is called."""
    return reasons_in(SENTENCES)["source.wire"]["ar"]


def teller(telling: Telling) -> str:
    """How an article is called in a sentence: by its outlet, else by its id."""
    return telling.outlet or telling.id


def credit_evidence(telling: Telling, credits: Sequence[Credited]) -> list[Evidence]:
    """That an article credits somebody, once for byline, dateline and tail and once for its sentences."""
    found = []
    for what, inside in (("byline", False), ("sentence", True)):
        here = [c for c in credits if (c in telling.relays) is inside]
        if here:
            spans = [
                ArticleSpan(telling.id, c.start, c.end)
                for c in here
                if c.start is not None and c.end is not None
            ]
            found.append(
                evidence(
                    f"credit.{what}",
                    spans,
                    {"article": teller(telling), "value": shortened(here[0].name, SHOWN)},
                )
            )
    return found


def others_evidence(telling: Telling, source: str, holders: Sequence[Telling]) -> Evidence:
    """That others print the same text and credit a source."""
    spans = [
        ArticleSpan(h.id, c.start, c.end)
        for h in holders
        for c in credits_of(h, source)
        if c.start is not None and c.end is not None
    ]
    values = {"article": teller(telling), "source": source, "count": len(holders)}
    return evidence("credit.others", spans, values)


def common_evidence(descent: Descent, text: int) -> Evidence:
    """That what a text shares stands in no other text as it has it."""
    telling = descent.tellings[text]
    found = [f for f in descent.by_text[text] if f.kind == "reading"][:READINGS]
    spans = [span for f in found if (span := _span(descent, f, text)) is not None]
    return evidence("common.neither", spans, {"article": teller(telling)})


def step_evidence(descent: Descent, step: Step, reasons: Sequence[str]) -> list[Evidence]:
    """All that speaks for a step, and what speaks against it; `reasons` are those an arrow rests on."""
    source, taker = descent.tellings[step.parent], descent.tellings[step.child]
    names = {"source": teller(source), "article": teller(taker)}
    found = credit_evidence(taker, step.credits)
    if "agency" in reasons:
        found.append(evidence("agency.outlet", (), names))
    found += _readings(descent, step, names)
    if "nested" in reasons:
        found.append(evidence("readings.nested", (), names))
    times = {"left": source.dated.printed, "right": taker.dated.printed}
    if step.time == "before":
        found.append(evidence("time.before", (), {**names, **times}))
    if step.time == "after":
        found.append(evidence("contradiction.time", (), {**names, **times}))
    found += days_evidence(descent, step)
    if step.titles > 0:
        found.append(evidence("titles.lost", (), names))
    found.append(evidence("coverage.shared", (), {**names, "count": round(100 * step.coverage)}))
    return found


def _readings(descent: Descent, step: Step, names: dict[str, str]) -> list[Evidence]:
    """The readings both texts share and the others lack, the weightiest first."""
    shared = sorted(
        (f for f in step.shared if f.kind == "reading"), key=lambda f: (-f.weight, len(f.readers))
    )
    spans, printed = [], []
    for found in shared[:READINGS]:
        for text in (step.parent, step.child):
            span = _span(descent, found, text)
            if span is not None:
                spans.append(span)
        if spans and spans[-1].article_id == descent.tellings[step.child].id:
            shown = descent.tellings[step.child].text[spans[-1].start : spans[-1].end]
            printed.append(f"«{shortened(shown, SHOWN)}»")
    if not shared:
        return []
    return [evidence("readings.shared", spans, {**names, "count": len(shared), "value": "، ".join(printed)})]


def days_evidence(descent: Descent, step: Step) -> list[Evidence]:
    """By how many days the child's day words are later, or that they are earlier."""
    if not step.days:
        return []
    names = {"source": teller(descent.tellings[step.parent]), "article": teller(descent.tellings[step.child])}
    for place in descent.strand.places:
        spans = [_at(descent, place, text) for text in (step.parent, step.child)]
        if place.kind == "day" and None not in spans:
            left, right = (
                descent.tellings[text].text[s.start : s.end]
                for text, s in zip((step.parent, step.child), spans, strict=True)
                if s is not None
            )
            shifts = day_shift(left, descent.language), day_shift(right, descent.language)
            if shifts[0] is None or shifts[1] is None or shifts[0] == shifts[1]:
                continue
            known = [s for s in spans if s is not None]
            if step.days < 0:
                return [evidence("contradiction.days", known, {})]
            return [
                evidence("days.later", known, {**names, "count": step.days, "left": left, "right": right})
            ]
    return []


def _span(descent: Descent, found: Innovation, text: int) -> ArticleSpan | None:
    """Where a text has an innovation."""
    return _at(descent, found.place, text) if found.place is not None else None


def _at(descent: Descent, place: Place, text: int) -> ArticleSpan | None:
    """Where a text prints its reading of a place; None where that is not known letter by letter."""
    name = descent.tellings[text].id
    edit = place.readings.get(text)
    if edit is not None:
        return ArticleSpan(name, edit.own_start, edit.own_end)
    if text == place.base:
        return ArticleSpan(name, place.start, place.end)
    laid = descent.strand.laid[place.base].get(text)
    own = laid.own(place.start, place.end) if laid is not None else None
    return ArticleSpan(name, *own) if own is not None else None
