"""Who took from whom in a strand: arrows where something shows them, or a source that nobody has.

For each strand of a story (`naql.strands`) the evidence of every likely parent (`naql.descent`) is weighed.
An arrow is drawn only for a credit, for an agency's own article, or for innovations that two texts share and
hardly any that the alleged source alone has, with a time, day words or nesting to say which way. Coverage and
likeness alone draw nothing: by them nearly all reprints of an absent wire would be newspaper copies (the
baseline "nearest earlier text" of `benchmarks/transmission`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from naql.arborescence import ROOT, best_tree, edge_probabilities
from naql.descent import CREDITED, UNSEEN, Descent, Step, Telling, credits_another
from naql.outlet_names import canonical, identity, is_agency, is_joint, names_of, parts_of
from naql.strands import Strand

PARENTS = 20  # likely parents of a text that are weighed; all where a strand has no more texts
LEAST_WORDS = 12  # words of a strand a text must have to come from it
CREDIT_COVERAGE, AGENCY_COVERAGE = 0.2, 0.5
GENEALOGICAL = 2.0  # weight of shared readings an arrow without a credit needs
NESTED = 1.0  # weight of readings of its own that a copy needs, to be no twin of its source
MISSING_SHARE = 1 / 3  # of the alleged source's own readings the copy may lack
CARRIED = 0.3  # share of a text that a name in a sentence carries, to be where all of it comes from
WIRE = 0.5  # probability from which a source nobody has is taken to be where a text comes from


class Drawn(NamedTuple):
    """An arrow that may be drawn in a strand."""

    step: Step
    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StrandDescent:
    """What is inferred of one strand: for each text its arrow, its source outside the pile, or neither."""

    strand: Strand
    descent: Descent
    drawn: Mapping[int, Drawn]
    probabilities: Mapping[int, Mapping[int, float]]
    steps: Mapping[int, Mapping[int, Step]]
    unseen: Mapping[int, str | None]
    """text → the agency it comes from and that is not in the pile; None for a source nobody names."""
    credited: Mapping[int, str]
    """text → the agency not in the pile that it credits itself."""


def strand_descent(tellings: Sequence[Telling], strand: Strand, language: str | None) -> StrandDescent:
    """Weigh the parents of every text of a strand, and decide what may be said of it."""
    descent = Descent(tellings, strand, language)
    members = [text for text, count in strand.members.items() if count >= LEAST_WORDS]
    members.sort(key=lambda text: tellings[text].id)
    ranked = _ranked(descent, members)
    steps = {
        child: {parent: descent.step(parent, child) for parent in _likely(descent, child, ranked)}
        for child in members
    }
    credited = _credited(tellings, members)
    scores = {
        child: {ROOT: UNSEEN + (CREDITED if child in credited else 0.0)}
        | {parent: step.score for parent, step in found.items()}
        for child, found in steps.items()
    }
    probabilities = edge_probabilities(scores)
    drawn = _arrows(descent, steps)
    unseen = _unseen(descent, members, drawn, credited, probabilities, steps)
    return StrandDescent(strand, descent, drawn, probabilities, steps, unseen, credited)


def _ranked(descent: Descent, members: Sequence[int]) -> list[int]:
    """Texts by how likely they are anybody's parent: agencies, then the first, then the fullest."""
    tellings, strand = descent.tellings, descent.strand
    return sorted(
        members,
        key=lambda t: (not is_agency(tellings[t].outlet), tellings[t].dated.latest, -strand.members[t], t),
    )


def _likely(descent: Descent, child: int, ranked: Sequence[int]) -> list[int]:
    """The parents of a text worth weighing: of many its kin, those it credits, and the likeliest."""
    if len(ranked) <= PARENTS:
        return [text for text in ranked if text != child]
    tellings, strand = descent.tellings, descent.strand
    kin: Counter[int] = Counter()
    for found in descent.by_text[child]:
        if found.kind == "reading":
            kin.update(found.readers)
    near = sorted((t for t in kin if t in strand.members), key=lambda t: (-kin[t], t))[: PARENTS // 2]
    mine = tellings[child]
    named, parts = {identity(c.name) for c in (*mine.credits, *mine.relays)}, parts_of(mine.byline)
    credited = [
        t
        for t in ranked
        if identity(tellings[t].outlet) in named or names_of(tellings[t].outlet or "") & parts
    ][: PARENTS // 4]
    chosen = dict.fromkeys((*credited, *near, *ranked[:PARENTS]))
    return [text for text in chosen if text != child][:PARENTS]


def _credited(tellings: Sequence[Telling], members: Sequence[int]) -> dict[int, str]:
    """text → the first agency or outlet it credits and that none of the texts is from.

    What a sentence names counts only where no byline, dateline or tail of the strand does, and where it is
    named for most of the text: an agency too reports what others have said.
    """
    outlets = {identity(tellings[text].outlet) for text in members}
    plain = any(tellings[text].credits for text in members)
    found = {}
    for text in members:
        telling = tellings[text]
        own = [c for c in telling.relays if c.share >= CARRIED]
        for credit in telling.credits if plain else own:
            if identity(credit.name) not in outlets and not is_joint(credit.name):
                found[text] = canonical(credit.name)
                break
    return found


# ---------------------------------------------------------------- arrows


def _arrows(descent: Descent, steps: Mapping[int, Mapping[int, Step]]) -> dict[int, Drawn]:
    """child → its arrow. Of several the strongest, and never a circle."""
    found: dict[int, dict[int, Drawn]] = {}
    for child, parents in steps.items():
        for parent, step in parents.items():
            drawn = _drawn(descent, step, steps)
            if drawn is not None:
                found.setdefault(child, {})[parent] = drawn
    scores = {
        child: {ROOT: -1e3, **{parent: _strength(drawn) for parent, drawn in parents.items()}}
        for child, parents in found.items()
    }
    tree = best_tree(scores)
    return {child: found[child][parent] for child, parent in tree.items() if parent != ROOT}


def _strength(drawn: Drawn) -> float:
    """What decides between arrows: shared innovations before a credit, for credits are copied too."""
    return drawn.step.score + (2 * CREDITED if drawn.label == "same_version" else 0.0)


def _drawn(descent: Descent, step: Step, steps: Mapping[int, Mapping[int, Step]]) -> Drawn | None:
    """The arrow that the evidence of a step allows, None where it allows none."""
    tellings = descent.tellings
    source, taker = tellings[step.parent], tellings[step.child]
    if step.credits and step.coverage >= CREDIT_COVERAGE:
        return Drawn(step, "named", ("credit",))
    if (step.days or 0) < 0:
        return None
    if (
        is_agency(source.outlet)
        and not is_agency(taker.outlet)
        and not credits_another(taker, source.outlet)
        and step.coverage >= AGENCY_COVERAGE
        and step.missing_weight <= max(GENEALOGICAL, MISSING_SHARE * descent.private(step.parent))
    ):
        return Drawn(step, "named", ("agency",))
    if step.time != "after":
        reasons = _same_version(descent, step, steps[step.parent].get(step.child))
        if reasons:
            return Drawn(step, "same_version", reasons)
    return None


def kin(descent: Descent, step: Step) -> bool:
    """Whether two texts share readings that the others lack, and the one lacks few of the other's."""
    return step.shared_weight >= GENEALOGICAL and step.missing_weight <= MISSING_SHARE * descent.private(
        step.parent
    )


def _same_version(descent: Descent, step: Step, back: Step | None) -> tuple[str, ...]:
    """Why the child is a copy of the parent's version and not the reverse; empty where nothing says so."""
    if not kin(descent, step):
        return ()
    ways = [
        ("time", step.time == "before"),
        ("days", (step.days or 0) > 0),
        ("nested", step.missing_weight == 0 and back is not None and back.missing_weight >= NESTED),
    ]
    return tuple(name for name, shown in ways if shown)


# ---------------------------------------------------------------- sources outside the pile


def _unseen(
    descent: Descent,
    members: Sequence[int],
    drawn: Mapping[int, Drawn],
    credited: Mapping[int, str],
    probabilities: Mapping[int, Mapping[int, float]],
    steps: Mapping[int, Mapping[int, Step]],
) -> dict[int, str | None]:
    """text → the agency outside the pile it comes from, None for a source nobody names."""
    rest = [text for text in members if text not in drawn]
    found: dict[int, str | None] = {text: credited[text] for text in rest if text in credited}
    bare = [text for text in rest if text not in credited and not is_agency(descent.tellings[text].outlet)]
    if credited:
        counts = Counter(credited.values())
        name = min(counts, key=lambda agency: (-counts[agency], agency))
        holders = [text for text in credited if credited[text] == name]
        for text in bare:
            if not credits_another(descent.tellings[text], name) and _tells(descent, text, holders):
                found[text] = name
        return found
    if any(is_agency(descent.tellings[text].outlet) for text in members):
        return found
    if len(members) == 2:  # one of two texts is always the root of a tree
        apart = len(bare) == 2 and _apart(descent, bare[0], bare[1])
        return found | (dict.fromkeys(bare) if apart else {})
    likely = [text for text in bare if probabilities[text][ROOT] >= WIRE or _neither(steps, text, bare)]
    return found | (dict.fromkeys(likely) if len(likely) >= 2 else {})


def _tells(descent: Descent, text: int, holders: Sequence[int]) -> bool:
    """Whether a text has half of what those who credit an agency have."""
    return any(descent.coverage(text, holder) >= AGENCY_COVERAGE for holder in holders if holder != text)


def _apart(descent: Descent, one: int, other: int) -> bool:
    """Whether two texts have a source that neither contains: each leaves out what the other has of it."""
    return descent.lacks(one, other) > 0 and descent.lacks(other, one) > 0


def _neither(steps: Mapping[int, Mapping[int, Step]], text: int, others: Sequence[int]) -> bool:
    """Whether no other text can be where this one comes from: each lacks a part of it."""
    return all(
        parent not in others or step.coverage < 1 or step.missing_weight > 0
        for parent, step in steps[text].items()
    )
