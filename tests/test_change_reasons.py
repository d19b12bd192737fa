from __future__ import annotations

import pytest

from naql.change_reasons import SHOWN, reason, reasons
from naql.model import CHANGE_KINDS


@pytest.mark.parametrize("key", sorted(reasons()))
def test_every_reason_stands_in_both_languages(key: str) -> None:
    assert set(reasons()[key]) == {"ar", "en"}
    assert key.split(".")[0] in CHANGE_KINDS
    arabic, english = (reason(key, language, "ألفباء", "betagamma") for language in ("ar", "en"))
    assert "{" not in arabic + english
    assert not arabic.isascii()
    # Each side is shown in both sentences or in neither.
    for shown in ("ألفباء", "betagamma"):
        assert (shown in arabic) == (shown in english)


def test_long_sides_are_cut() -> None:
    long = "كلمة " * 40
    assert "…" in reason("detail.dropped", "ar", long, "")
    assert len(reason("detail.dropped", "ar", long, "")) < SHOWN + 40


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError):
        reason("detail.unknown", "ar", "", "")
