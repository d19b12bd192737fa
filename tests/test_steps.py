"""The list of the work: which steps answer a question."""

from __future__ import annotations

from naql.steps import QUESTIONS, STEPS, steps_for


def test_all_steps_unless_a_question_is_named() -> None:
    every = steps_for(())
    assert [s.table for s in every] == list(dict.fromkeys(s.table for s in reversed(STEPS)))[::-1]
    (stories,) = (s for s in every if s.table == "stories")
    assert stories.question != "reuse"  # it knows the counts
    assert [s.question for s in steps_for(["reuse"]) if s.table == "stories"] == ["reuse"]
    assert QUESTIONS == ("reuse", "attribution", "changes", "transmission", "claims")


def test_a_question_needs_the_steps_before_it() -> None:
    names = {question: [step.table for step in steps_for((question,))] for question in QUESTIONS}
    assert names["reuse"] == [step.table for step in STEPS if step.question == "reuse"]
    assert names["attribution"] == [
        "digests", "copies", "credits", "texts", "readings", "statements", "attributions",
    ]  # fmt: skip
    assert {"passages", "readings", "changes"} <= set(names["changes"])
    assert not {"stories", "statements", "credits"} & set(names["changes"])
    for question in QUESTIONS:
        made = {"articles"}
        for step in steps_for((question,)):
            assert set(step.inputs) <= made
            made.add(step.table)


def test_slow_python_is_said_to_be_so_and_nothing_else() -> None:
    plain = {step.table: source.verb for step in STEPS for source in step.sources if source.plain}
    assert plain == {
        "readings": "map",
        "changes": "map_groups",
        "transmissions": "map_groups",
        "claims": "map",
        "claim_groups": "map_groups",
    }
