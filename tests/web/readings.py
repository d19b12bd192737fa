"""An invented article with everything a reading can hold, its spans found by their words."""

from __future__ import annotations

from naql.model import ChainStep, Credit, Quantity, Reading, Span, Statement, TimeExpression

TEXT = (
    "تل المحار (السواحل)\n\n"
    "أعلنت وزارة الأشغال أمس أن أكثر من 20 جسراً ستُغلق خلال أسبوع، فقالت ناطقة باسمها إن «العمل لن يتوقف».\n"
    "ونقلت صحيفة المرفأ عن مصدر مطلع قوله: رئيس البلدية أكد أن «الكلفة بلغت مليوني دينار» ولن تزيد.\n"
    "وأدانت نقابة السائقين الإغلاق."
)


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    """Where words stand in a text, once."""
    assert text.count(words) == 1, words
    start = text.index(words)
    return start, start + len(words)


def said(
    number: int,
    mode: str,
    cue: str,
    source: str | None,
    content: list[str],
    chain: list[tuple[str, str, str, str | None]],
    unnamed: bool = False,
) -> Statement:
    """A statement of `TEXT`; a step is role, name, status, and its words or None."""
    return Statement(
        f"{number:032x}",
        "wire",
        mode,
        "say",
        *at(cue),
        *(at(source) if source else (None, None)),
        tuple(Span(*at(words)) for words in content),
        unnamed,
        tuple(ChainStep(r, n, s, *(at(w) if w else (None, None))) for r, n, s, w in chain),
    )


MINISTRY = "وزارة الأشغال"
STATEMENTS = (
    said(
        1,
        "indirect",
        "أعلنت",
        MINISTRY,
        ["أكثر من 20 جسراً ستُغلق خلال أسبوع"],
        [("speaker", MINISTRY, "explicit", MINISTRY)],
    ),
    said(
        2,
        "direct",
        "قالت",
        "ناطقة باسمها",
        ["العمل لن يتوقف"],
        [("speaker", MINISTRY, "inferred", "ناطقة باسمها")],
    ),
    said(
        3,
        "mixed",
        "قوله",
        "مصدر مطلع",
        ["رئيس البلدية أكد أن «الكلفة بلغت مليوني دينار» ولن تزيد"],
        [
            ("relay", "صحيفة المرفأ", "explicit", "صحيفة المرفأ"),
            ("speaker", "مصدر مطلع", "unnamed", "مصدر مطلع"),
        ],
        unnamed=True,
    ),
    said(
        4,
        "direct",
        "أكد",
        "رئيس البلدية",
        ["الكلفة بلغت مليوني دينار"],
        [
            ("relay", "صحيفة المرفأ", "inherited", None),
            ("speaker", "مصدر مطلع", "unnamed", None),
            ("quoted", "رئيس البلدية", "anaphoric", "رئيس البلدية"),
        ],
    ),
    said(
        5,
        "act",
        "أدانت",
        "نقابة السائقين",
        ["الإغلاق"],
        [("speaker", "نقابة السائقين", "explicit", "نقابة السائقين")],
    ),
)
READING = Reading(
    "wire",
    TEXT,
    "ar",
    "2024-03-12",
    Credit("السواحل", "dateline", "(السواحل)", *at("(السواحل)")),
    STATEMENTS,
    (
        Quantity(*at("20"), 20.0, 20.0, None, "more", "جسر", *at("جسراً")),
        Quantity(*at("مليوني"), 2_000_000.0, None, None, "exact", "دينار", *at("دينار")),
    ),
    (
        TimeExpression(*at("أمس"), "2024-03-11", "date", True),
        TimeExpression(*at("خلال أسبوع"), None, "duration", True),
    ),
)
