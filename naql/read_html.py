"""What one web page says: the article's text, title, address, outlet and dates.

The text is what trafilatura takes for the article: markup, menus and comments are left out, control
and formatting characters dropped. Dates come from the page's own metadata and from its address, never
from a search through the visible text: on nine real pages htmldate's search named three wrong days (a
neighbouring article's, and 1 January for a page that shows only a year), the metadata none.
Nothing is executed and nothing is fetched: trafilatura is only ever given a string.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

TAGS_MAX = 100_000  # extraction grows with the square of the paragraphs: 100,000 of them took 12 s
HEAD_BYTES = 4096  # browsers look for the charset in the first 1,024 bytes; some pages put it later

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_URL_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_ARTICLE_TYPE = re.compile(r"(Article|Posting|Report)$")

# Metadata names that mean "published", lower case. Modified and created times are other facts.
_PUBLISHED_NAMES = (
    "article:published", "article:published_time", "citation_publication_date",
    "cxenseparse:recs:publishtime", "date", "datepublished", "dc.date", "dc.date.issued", "dc:date",
    "dc:date:issued", "dcterms.date", "dcterms.issued", "issued", "og:article:published_time",
    "og:published_time", "parsely-pub-date", "pubdate", "publication_date", "publish-date", "publish_date",
    "publishdate", "published", "published_date", "published_time", "rnews:datepublished", "sailthru.date",
    "schema:datepublished",
)  # fmt: skip
_PUBLISHED = frozenset(_PUBLISHED_NAMES)


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page gives it; `dates` holds (string, kind) pairs, the best one first."""

    text: str
    title: str | None
    url: str | None
    outlet: str | None
    dates: tuple[tuple[str, str], ...]


def declared_charset(raw: bytes) -> str | None:
    """The character set a page declares, unless it names Latin-1 or ASCII.

    Those are written by default, also over Windows-1256 text, so they say nothing.
    """
    match = _CHARSET.search(raw[:HEAD_BYTES])
    name = match[1].decode("ascii").lower() if match else ""
    return None if not name or name.startswith(("iso-8859-1", "latin", "us-ascii", "ascii")) else name


def too_many_tags(html: str) -> bool:
    """Whether a page has more tags than could be read in reasonable time."""
    return html.count("<") > TAGS_MAX


def read_page(html: str) -> Page | None:
    """The article on a page, or None when no article text is found."""
    import trafilatura  # .2 s, needed for pages only
    from lxml import html as lxml_html  # type: ignore[import-untyped]

    # lxml refuses a str that declares an encoding of its own.
    html = _XML_DECLARATION.sub("", html)
    if not html.strip():
        return None
    found: Any = trafilatura.bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        # The date found is not used; without these settings htmldate may take seconds for it.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or not found.text:
        return None
    tree = lxml_html.document_fromstring(html)
    return Page(found.text, found.title, found.url, _outlet(tree, found.url), tuple(_dates(tree, found.url)))


def _outlet(tree: Any, url: str | None) -> str | None:
    """The site name a page gives itself, else the host of its address (but no bare IP number)."""
    for name in tree.xpath('//meta[@property="og:site_name"]/@content'):
        if name.strip() and "://" not in name:
            return str(name).strip()
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and not host.replace(".", "").isdigit() else None


def _dates(tree: Any, url: str | None) -> Iterator[tuple[str, str]]:
    """Every date a page gives for itself, with its kind, the best one first."""
    for value in (*_marked(tree, "//meta", ("property", "name")), *_json_ld(tree)):
        yield value, "published"
    # Marks on single items may belong to neighbouring articles, so they must all name the same day.
    items = set(_marked(tree, "//*", ("itemprop", "property"))) or {
        str(v) for v in tree.xpath("//time/@datetime")
    }
    if len({value.strip()[:10] for value in items}) == 1:
        yield max(items, key=lambda value: (len(value), value)), "published"
    if date := url_date(url or ""):
        yield date, "url"


def _marked(tree: Any, where: str, attributes: tuple[str, ...]) -> Iterator[str]:
    """The values of elements marked as a publication date (Open Graph, microdata, RDFa)."""
    named = " or ".join(f"@{a}" for a in attributes)
    for element in tree.xpath(f"{where}[{named}][@content or @datetime]"):
        keys = {(element.get(a) or "").strip().lower() for a in attributes}
        value = (element.get("content") or element.get("datetime") or "").strip()
        if value and not keys.isdisjoint(_PUBLISHED):
            yield value


def _json_ld(tree: Any) -> Iterator[str]:
    """`datePublished` of the articles described in JSON-LD."""
    for script in tree.xpath('//script[@type="application/ld+json"]/text()'):
        try:
            pending = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue
        while pending:
            node = pending.pop(0)
            if isinstance(node, list):
                pending += node
            elif isinstance(node, dict):
                kinds = node.get("@type")
                date = node.get("datePublished")
                if isinstance(date, str) and date.strip() and _ARTICLE_TYPE.search(str(kinds).strip("[]'\"")):
                    yield date.strip()
                pending += [node[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if k in node]


def url_date(url: str) -> str | None:
    """The date an address carries: `/2017/09/03/`, `2017-09-03`, `/20170903`, or the month `/2017/09/`."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return None
    if match := _URL_DAY.search(path):
        return f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"
    if match := _URL_DIGITS.search(path):
        return "-".join(match.groups())
    match = _URL_MONTH.search(path)
    return f"{match[1]}-{match[2]}" if match else None
