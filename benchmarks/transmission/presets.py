"""How the simulated stories are made, from easy to hard; `realistic` is what the project is judged by."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Preset:
    """The shares (0..1) a story is drawn by.

    `outlets`: fewest and most in the pile, besides agencies. `wires`: how often a story has one, two, three.
    `relay`: a later wire takes its text from an earlier one. `wire_hidden`: no wire of the story is in the
    pile. `outlet_hidden`: an outlet is not in it. `paper`: an outlet copies another outlet. `merge`: one
    that copies takes from a wire of another root too, where there is one. `own`: an outlet has its own
    report. `credit`: an outlet that can name an agency does; at .59 half of all do, for some copied a paper
    that named none. `credit_paper`: one that copied an outlet names
    that. `edits`: edits per word of a copy. Of the times, `day_only`, `missing`, `wrong` and `crawl` are
    those shares, the rest is right to the minute. `bare`: nothing but texts is left, no outlet's name either.
    """

    name: str
    outlets: tuple[int, int] = (3, 16)
    wires: tuple[int, int, int] = (65, 27, 8)
    relay: float = 0.2
    wire_hidden: float = 0.7
    outlet_hidden: float = 0.08
    paper: float = 0.3
    merge: float = 0.15
    own: float = 0.04
    credit: float = 0.59
    credit_paper: float = 0.15
    edits: float = 1 / 60
    day_only: float = 0.4
    missing: float = 0.15
    wrong: float = 0.15
    crawl: float = 0.0
    bare: bool = False


REALISTIC = Preset("realistic")

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "easy",
            wires=(80, 20, 0),
            wire_hidden=0.0,
            outlet_hidden=0.0,
            paper=0.2,
            merge=0.05,
            credit=1.0,
            credit_paper=0.5,
            day_only=0.0,
            missing=0.0,
            wrong=0.0,
        ),
        REALISTIC,
        replace(
            REALISTIC,
            name="wire-absent",
            wire_hidden=1.0,
            outlet_hidden=0.0,
            paper=0.0,
            merge=0.0,
            own=0.0,
            credit=0.5,
        ),
        replace(REALISTIC, name="chain", paper=0.75, merge=0.05, wires=(90, 10, 0)),
        replace(REALISTIC, name="merged", wires=(0, 85, 15), relay=0.0, merge=0.5),
        replace(REALISTIC, name="heavy", edits=1 / 15),
        replace(REALISTIC, name="misleading", day_only=0.15, missing=0.1, wrong=0.35, crawl=0.35),
        replace(REALISTIC, name="text-only", bare=True),
    )
}
"""Presets by name, from easy to hard."""
