from __future__ import annotations

import pytest

from naql.claim_reasons import SHOWN, VALUES, reason, reasons, related
from naql.inferred import VERDICTS

VALUE = [("7 جنود", ["الوزارة", "the agency"]), ("9 جنود", [])]
KEYS = sorted(key for key in reasons() if not key.startswith("part."))


@pytest.mark.parametrize("key", KEYS)
def test_every_reason_stands_in_both_languages_and_names_values_and_voices(key: str) -> None:
    assert set(reasons()[key]) == {"ar", "en"}
    assert key.split(".")[0] in VERDICTS
    for language in ("ar", "en"):
        shown = reason(key, language, VALUE)
        assert "{" not in shown
        assert all(part in shown for part in ("7 جنود", "الوزارة", "the agency", "9 جنود"))
    assert not reason(key, "ar", [("7", [])]).isascii()
    assert reason(key, "en", [("7", [])]).replace("“", "").replace("”", "").isascii()


def test_long_lists_and_values_are_cut() -> None:
    values = [(f"{n} كلمة" * 40, [f"voice {m}" for m in range(9)]) for n in range(VALUES + 3)]
    shown = reason("clash.number", "en", values)
    assert shown.endswith("and 3 more")
    assert "voice 3" not in shown
    assert len(shown) < (VALUES + 1) * (SHOWN + 60)


def test_relations_are_words_of_the_reason() -> None:
    assert related("20", "more", "ar") == "أكثر من 20"
    assert related("20", "about", "en") == "about 20"
    assert related("20", "range", "en") == "20"


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError):
        reason("clash.unknown", "ar", [])
