"""The records of what is inferred: a story's links and claims as rows and back."""

from __future__ import annotations

import dataclasses

from naql.arrow import schema, table
from naql.inferred import ArticleSpan, Claim, ClaimGroup, ClaimPlace, Evidence, Link, Source


def test_a_link_is_a_row_with_its_evidence() -> None:
    evidence = Evidence("credit", "تذكر واس", "credits SPA", (ArticleSpan("a", 0, 3),))
    link = Link("s", "source", "w", "a", "named", True, 0.9, ("f",), (evidence,))
    (row,) = table([link], Link).to_pylist()
    assert row == {
        **dataclasses.asdict(link),
        "family_ids": ["f"],
        "evidence": [{**dataclasses.asdict(evidence), "spans": [{"article_id": "a", "start": 0, "end": 3}]}],
    }


def test_a_claim_holds_values_as_they_were_read() -> None:
    fields = {name: str(schema(Claim).field(name).type) for name in ("quantities", "times", "places")}
    assert fields["quantities"].startswith("list<")
    assert "start: int64 not null" in fields["quantities"]
    assert "relation: string" in fields["quantities"]
    assert "relative: bool" in fields["times"]
    assert "latitude: double" in fields["places"]
    assert schema(ClaimPlace).field("country").nullable
    assert not schema(ClaimGroup).field("origins_min").nullable
    assert schema(Source).field("name").type == "string"
