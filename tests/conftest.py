"""What several test files share: an invented pile of news, the engines, and where real articles lie."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from naql.engine import EmbeddedEngine, Engine

Record = dict[str, Any]
MakeEngine = Callable[[int, Path], Engine]

MEMORY = 1 << 30
_ROOTS = [
    "كتب",
    "درس",
    "علم",
    "عمل",
    "خرج",
    "دخل",
    "رسل",
    "حمل",
    "نقل",
    "قطع",
    "جمع",
    "صنع",
    "فتح",
    "حكم",
    "شرك",
    "نظم",
    "قدم",
    "حضر",
    "سكن",
    "زرع",
    "نشر",
    "طلب",
    "وصل",
    "رفع",
    "خبر",
    "بحث",
    "سجل",
    "عرض",
    "دفع",
    "حفظ",
    "ضبط",
    "قبل",
    "نصر",
    "ربط",
    "شرح",
    "وضع",
    "سبق",
    "لحق",
    "نفذ",
    "برمج",
]
_PATTERNS = [
    "{0}{1}{2}",
    "{0}ا{1}{2}",
    "م{0}{1}و{2}",
    "{0}{1}ا{2}ة",
    "ت{0}{1}ي{2}",
    "م{0}ا{1}{2}ة",
    "است{0}{1}ا{2}",
    "{0}{1}و{2}ى",
]
WORDS = [pattern.format(*root[:3]) for root in _ROOTS for pattern in _PATTERNS]
_OUTLETS = ["وكالة الساحل", "صحيفة المنارة", "جريدة الواحة", "موقع المرفأ", "The Harbour Post", "نبأ «24»"]


class News:
    """Invented articles: words drawn from a list, and what desks do to them. One seed, one pile."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def words(self, count: int) -> list[str]:
        """So many words, some with an article or a conjunction before them, some figures."""
        drawn = self.random.choices(WORDS, k=count)
        before = self.random.choices(["", "", "ال", "و", "بال"], k=count)
        return [
            str(self.random.randint(2, 4000)) if self.random.random() < 0.02 else b + w
            for b, w in zip(before, drawn, strict=True)
        ]

    def paragraph(self, count: int) -> str:
        """A paragraph of so many words, in sentences."""
        words, sentences = self.words(count), []
        while words:
            length = self.random.randint(7, 16)
            sentences.append(" ".join(words[:length]) + self.random.choice([".", "،", " -"]))
            words = words[length:]
        return " ".join(sentences)

    def text(self, paragraphs: int = 4, words: int = 45) -> str:
        """A text of so many paragraphs of about so many words."""
        return "\n\n".join(self.paragraph(words + self.random.randint(-8, 8)) for _ in range(paragraphs))

    def edited(self, text: str, share: float) -> str:
        """The text with a share of its words replaced, left out, or followed by another."""
        result = []
        for line in text.split("\n\n"):
            words = []
            for word in line.split(" "):
                act = self.random.choice("rdi") if self.random.random() < share else ""
                words += [] if act == "d" else self.words(1) if act == "r" else [word]
                words += self.words(1) if act == "i" else []
            result.append(" ".join(words))
        return "\n\n".join(result)

    def respelt(self, text: str) -> str:
        """The text with other hamzas and final letters, tatweel, marks: the same when folded."""
        letters = {"ة": "ه", "ى": "ي", "ا": "أ"}
        changed = [
            letters.get(c, c)
            if self.random.random() < 0.2
            else c + "\u064e" * (c.isalpha() and self.random.random() < 0.02)
            for c in text
        ]
        return "".join(changed).replace("است", "اســت", 3)

    def moved(self, text: str) -> str:
        """The text with its last paragraph first."""
        *rest, last = text.split("\n\n")
        return "\n\n".join([last, *rest])

    def record(self, article_id: str, text: str, **fields: Any) -> Record:
        """An article, with an outlet, a title and a date if not given."""
        drawn = {
            "outlet": self.random.choice(_OUTLETS),
            "title": " ".join(self.words(6)),
            "date": f"2024-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}",
            "date_kind": self.random.choice(["published", "published", "crawl", "url"]),
        }
        return {"id": article_id, "text": text, **drawn, **fields}


def invented_pile(seed: int = 7, sources: int = 30) -> list[Record]:
    """About four articles for each source: reprints, copies, moved paragraphs, quotations, set phrases."""
    news = News(seed)
    pile: list[Record] = []

    def add(name: str, text: str, **fields: Any) -> None:
        pile.append(news.record(f"{name}{len(pile)}", text, **fields))

    formula = news.paragraph(14)
    for number in range(sources):
        source = news.text(news.random.randint(2, 5))
        add("مصدر/", source, outlet="وكالة الساحل")
        if number % 3 == 0:
            add("copy'", source)
            add('near" ', news.respelt(source))
        if number % 2 == 0:
            add("reprint#", news.edited("\n\n".join(source.split("\n\n")[:-1]) or source, 0.04))
        if number % 4 == 1:
            add("moved*", news.moved(news.edited(source, 0.02)), date=None)
        if number % 5 == 1:
            words = source.split()
            begin = news.random.randint(0, len(words) - 25)
            quoted = "«" + " ".join(words[begin : begin + news.random.randint(14, 24)]) + "»"
            add("[quote]", news.text(2) + " " + quoted + "\n\n" + news.text(1), outlet=None)
        if number % 6 == 0:
            add("phrase ", news.text(2) + "\n\n" + formula)
    for number in range(3):
        wire = news.edited(pile[0]["text"], 0.03 * number)
        add("later-", wire + "\n\n" + news.text(1))
    report = f"قال وزير الأشغال سامي الحداد أمس إن 12 جسراً ستغلق. {news.paragraph(40)}"
    add("said/", report, byline="واس - الرياض")
    add("said/", report.replace("12", "15").replace("سامي الحداد", "سامي حداد"), outlet="وكالة الساحل")
    pile.append(news.record("empty", " \n "))
    pile.append(dict(pile[0]))
    pile.append({**pile[1], "text": news.text(1)})
    return pile


def write_pile(records: Sequence[Record], path: Path) -> Path:
    """The articles as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


def cluster_maker() -> MakeEngine:
    """`ClusterEngine.local`, or a skipped test where its packages are missing."""
    for module in ("pyspark.sql.connect", "pysail.spark"):
        reason = "the cluster engine needs: pip install 'naql[cluster]'"
        pytest.importorskip(module, reason=reason, exc_type=ImportError)
    from naql.engine_cluster import ClusterEngine

    return ClusterEngine.local


ENGINES = ["embedded", pytest.param("cluster", marks=pytest.mark.cluster)]


@pytest.fixture(params=ENGINES, scope="module")
def make_engine(request: pytest.FixtureRequest) -> MakeEngine:
    """What makes an engine, for each engine."""
    return EmbeddedEngine if request.param == "embedded" else cluster_maker()


@pytest.fixture
def engine(make_engine: MakeEngine, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn, closed in the end."""
    made = make_engine(MEMORY, tmp_path / "spill")
    yield made
    made.close()


@pytest.fixture
def news() -> News:
    """A source of invented articles."""
    return News(1)


@pytest.fixture(scope="session")
def pile() -> list[Record]:
    """The invented pile."""
    return invented_pile()


@pytest.fixture(scope="session")
def write() -> Callable[[Sequence[Record], Path], Path]:
    """`write_pile`."""
    return write_pile


@pytest.fixture(scope="session")
def naql_data() -> Path:
    """The folder of real articles, which the project may not ship; without it a test is skipped."""
    folder = os.environ.get("NAQL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("NAQL_DATA names no folder of real articles: this is NOT tested here")
    return Path(folder)
