"""A view and a template give one HTML file that asks nothing of the network.

The style is inlined and named by its hash in the page's Content-Security-Policy; nothing else is
allowed to load or to run. Every visible word comes from `data/labels.toml`.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from naql.errors import NaqlError, UsageError

LANGUAGES = ("ar", "en")
"""The languages of the interface."""

_PACKAGE = Path(__file__).parent

# What HTML cannot carry, or carries with effects on its surroundings: controls other than white
# space, lone surrogates, noncharacters, and the two marks that reverse the order of letters.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_OVERRIDES = "\u202d\u202e"
# In a name every mark of direction goes: one that closes an isolate would undo the name's <bdi>.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
# No word is so long; what is gets places to break, because a browser needs minutes to break one
# joined Arabic word of 1 MB by itself, and 4 s with them.
_LONG = re.compile(r"\S{200}(?=\S)")
_NAME = 300
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::(?!00)\d\d)?)(?::00)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


@cache
def labels(lang: str) -> Mapping[str, str]:
    """Every label of the pages in one language, keyed `part.name`."""
    if lang not in LANGUAGES:
        raise UsageError(f"no labels in {lang!r}: the pages speak {' and '.join(LANGUAGES)}")
    path = _PACKAGE.parent / "data" / "labels.toml"
    found: dict[str, str] = {}
    _collect(tomllib.loads(path.read_text(encoding="utf-8")), "", lang, found)
    return found


def _collect(table: Mapping[str, Any], key: str, lang: str, found: dict[str, str]) -> None:
    """A table with strings is a label, and may have others below it."""
    if any(isinstance(value, str) for value in table.values()):
        if lang not in table:
            raise NaqlError(f"the label {key!r} of labels.toml has no {lang!r}")
        found[key] = table[lang]
    for name, value in table.items():
        if isinstance(value, Mapping):
            _collect(value, f"{key}.{name}" if key else name, lang, found)


def render(name: str, *, lang: str = "ar", **context: Any) -> str:
    """The page of a template (`compare.html`, `report.html`, `annotate.html`) as one self-contained file."""
    style, policy = _style()
    page = {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr", "style": style, "policy": policy}
    return _templates().get_template(name).render(**page, t=_translate(lang), has=labels(lang).get, **context)


def printed(text: str) -> Markup:
    """An article's text for a page, letter for letter; what would act on the page is made visible.

    A mark that reverses letters stands in an element of its own, where it ends with it; a character
    that HTML cannot hold becomes U+FFFD. Each shows its code point.
    """
    cuts = [0, *(found.end() for found in _LONG.finditer(text)), len(text)]
    parts = (str(escape(text[start:end])) for start, end in itertools.pairwise(cuts))
    safe = "<wbr>".join(parts).replace("\r", "&#13;")
    return Markup(_CONTROL.sub(_shown, safe) if _CONTROL.search(safe) else safe)


def marked(text: str, op: str, label: str, anchor: str = "") -> Markup:
    """A run that differs, in a mark of its kind; the white space around its words is not marked.

    `anchor` is the mark's id, for links to it.
    """
    core = text.strip()
    if not core:
        return printed(text)
    start = len(text) - len(text.lstrip())
    before, after = printed(text[:start]), printed(text[start + len(core) :])
    named = Markup(' id="{}"').format(anchor) if anchor else ""
    mark = Markup('<mark class="{}"{} title="{}">{}</mark>').format(op, named, label, printed(core))
    return before + mark + after


def plain(text: object) -> str:
    """A name, title or id in one line, shortened, its control characters written as code points."""
    words = " ".join(str(text)[: 2 * _NAME].split())
    short = words if len(words) <= _NAME else words[:_NAME] + "…"
    return _DIRECTION.sub(_code, _CONTROL.sub(_code, short))


def bdi(text: object) -> Markup:
    """A name, number, date or id, kept from turning the direction of the words around it."""
    return Markup("<bdi>{}</bdi>").format(plain(text))


def when(date: str) -> str:
    """A date as people read it: `2017-09-03T14:30:00+03:00` becomes `2017-09-03 14:30 +03:00`."""
    found = _TIME.fullmatch(date)
    return " ".join(part for part in found.groups() if part) if found else date


def _code(found: re.Match[str]) -> str:
    return f"‹U+{ord(found[0]):04X}›"


def _shown(found: re.Match[str]) -> str:
    held = f"&#{ord(found[0])};" if found[0] in _OVERRIDES else "\ufffd"
    return f'<span class="control" title="U+{ord(found[0]):04X}">{held}</span>'


def _translate(lang: str) -> Callable[[str], str]:
    known = labels(lang)

    def label(key: str) -> str:
        if key not in known:
            raise NaqlError(f"no label {key!r} in labels.toml")
        return known[key]

    return label


@cache
def _style() -> tuple[Markup, str]:
    """The style without its comments and spare spaces, and the policy that allows it alone."""
    source = (_PACKAGE / "static" / "naql.css").read_text(encoding="utf-8")
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    source = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", source)).replace(";}", "}").strip()
    digest = base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return Markup(source), policy


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PACKAGE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(printed=printed, marked=marked, plain=plain, bdi=bdi, when=when)
    return environment
