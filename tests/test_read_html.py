import os
import socket
from pathlib import Path

import pytest

from naql.model import Skip
from naql.read import Read, ReadOptions, read, read_one
from naql.read_html import TAGS_MAX, declared_charset, read_page, url_date

BODY = "".join(
    f"<p>أعلنت الوزارة اليوم افتتاح المركز {n} في العاصمة، وقال المتحدث إن المركز يخدم {n * 100} زائر.</p>"
    for n in range(1, 5)
)
PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>افتتاح مركز - موقع</title>{head}</head>
<body><nav><a href="/">الرئيسية</a></nav><article><h1>افتتاح مركز</h1>{body}</article></body></html>"""


def page(head="", body=BODY, charset="utf-8"):
    return PAGE.format(head=head, body=body, charset=charset)


def only(path, **options):
    out = list(read([path], ReadOptions(**options)))
    assert [type(one) for one in out] == [Read], out
    return out[0]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was asked for")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_page_gives_text_title_address_and_date(tmp_path):
    head = """<meta property="article:published_time" content="2020-06-03T03:01+0400">
    <meta property="og:site_name" content="البيان"><link rel="canonical" href="https://www.news.example/a/1">"""
    path = tmp_path / "a.html"
    path.write_text(page(head), "utf-8")
    one = only(path)
    article = one.article
    assert article.text.count("المتحدث إن المركز") == 4
    assert "الرئيسية" not in article.text
    assert (article.title, article.outlet, article.url) == (
        "افتتاح مركز",
        "البيان",
        "https://www.news.example/a/1",
    )
    assert (article.published, article.published_kind) == ("2020-06-03T03:01+04:00", "published")
    assert (article.published_precision, article.id, one.has_id) == ("minute", "a.html", False)


def test_the_outlet_is_the_folder_then_the_site_name_then_the_host(tmp_path):
    site = '<meta property="og:site_name" content="https://x/"><meta property="og:site_name" content="موقع">'
    link = '<link rel="canonical" href="https://www.news.example/a/1">'
    (tmp_path / "aps").mkdir()
    for name, head in (("aps/1", site + link), ("2", site + link), ("3", link), ("4", "")):
        (tmp_path / f"{name}.html").write_text(page(head), "utf-8")
    outlets = {one.path: one.article.outlet for one in read([tmp_path])}
    assert outlets == {"2.html": "موقع", "3.html": "news.example", "4.html": None, "aps/1.html": "aps"}
    assert read_one(tmp_path / "2.html").outlet == "موقع"
    assert read_one(tmp_path / "4.html").outlet == "4"


ITEM = '<span property="dc:date" content="{}"></span>'
LD = '<script type="application/ld+json">{}</script>'
DATES = [
    ('<meta itemprop="datePublished" content="2019-02-08">', "", ("2019-02-08", "published")),
    ('<meta name="pubdate" content="2019-02-08T10:00:00Z">', "", ("2019-02-08T10:00:00Z", "published")),
    ('<meta property="article:modified_time" content="2019-02-08">', "", None),
    (
        LD.format('{"@graph": [{"@type": "NewsArticle", "datePublished": "2019-02-08"}]}'),
        "",
        ("2019-02-08", "published"),
    ),
    (LD.format('{"@type": ["Organization"], "datePublished": "1999-02-08"}'), "", None),
    (LD.format('{"@type": "NewsArticle", "datePublished": '), "", None),
    (LD.format("[" * 100_000), "", None),
    ("", ITEM.format("2019-02-08T00:00:00+01:00"), ("2019-02-08T00:00:00+01:00", "published")),
    ("", ITEM.format("2019-02-08") + ITEM.format("2019-02-08T11:00"), ("2019-02-08T11:00", "published")),
    ("", ITEM.format("2019-02-08") + ITEM.format("2018-01-01"), None),
    ("", '<time datetime="2019-02-08">أمس</time>', ("2019-02-08", "published")),
    ("", '<time datetime="2019-02-08">x</time><time datetime="2019-02-09">y</time>', None),
    ('<link rel="canonical" href="https://a.example/2020/11/5/x">', "", ("2020-11-05", "url")),
    ("", "<p>نشر يوم 2019-02-08 في الصفحة الأولى</p>", None),
]


@pytest.mark.parametrize(("head", "body", "date"), DATES)
def test_dates_come_from_what_the_page_says_of_itself(head, body, date):
    dates = read_page(page(head, body + BODY)).dates
    assert (dates[0] if dates else None) == date


def test_a_date_that_cannot_be_read_gives_way_to_the_next(tmp_path):
    written = '<meta property="article:published_time" content="الأربعاء، 07 أكتوبر 2020">'
    (tmp_path / "1.html").write_text(page(written + '<meta name="date" content="2020-10-07">'), "utf-8")
    (tmp_path / "2.html").write_text(page(written), "utf-8")
    first, second, skip = read([tmp_path])
    assert first.article.published == "2020-10-07"
    assert second.article.published is None
    assert skip.reason == "bad_date"


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://a.example/2020/11/05/x", "2020-11-05"),
        ("https://a.example/2020-06-03-1.3874341", "2020-06-03"),
        ("https://a.example/news/20200317/x", "2020-03-17"),
        ("https://a.example/2020/11/2338761/", "2020-11"),
        ("https://a.example/2013/middle_east/8/3/x", None),
        ("https://a.example/202003171044893040", None),
        ("https://a.example/article/164913", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_dates_in_addresses(url, date):
    assert url_date(url) == date


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("windows-1256", "cp1256"),
        ("iso-8859-1", "cp1256"),
        ("iso-8859-6", "iso-8859-6"),
        ("nonsense", "cp1256"),
        ("windows-1256", "utf-8"),
        ("utf-8", "utf-16"),
    ],
)
def test_encodings_of_pages(tmp_path, declared, real):
    (tmp_path / "a.html").write_bytes(page(charset=declared).encode(real))
    assert "وقال المتحدث إن المركز يخدم 300 زائر" in only(tmp_path / "a.html").article.text


def test_a_broken_byte_matters_only_inside_the_article(tmp_path):
    raw = page().encode()
    (tmp_path / "a.html").write_bytes(raw.replace(b"<nav>", b"<nav><p>\xff</p>"))
    assert only(tmp_path / "a.html").article.text.count("المتحدث") == 4
    (tmp_path / "a.html").write_bytes(raw.replace("المتحدث".encode(), b"\xff", 1))
    (skip,) = read([tmp_path])
    assert skip.reason == "bad_encoding"
    (tmp_path / "a.html").write_text(page().replace("المتحدث", "المتحد\ufffd"), "utf-8")
    assert only(tmp_path / "a.html").article.text.count("\ufffd") == 4  # as the outlet printed it


def test_an_xml_declaration_does_not_matter(tmp_path):
    html = '<?xml version="1.0" encoding="windows-1256"?>\n' + page(charset="windows-1256")
    for encoding in ("cp1256", "utf-8"):
        (tmp_path / "a.html").write_bytes(html.encode(encoding))
        assert "المتحدث" in only(tmp_path / "a.html").article.text


def test_declared_charset():
    assert declared_charset(b"<meta charset='Windows-1256'>") == "windows-1256"
    assert declared_charset(b'<META http-equiv=x content="text/html; charset=utf-8">') == "utf-8"
    assert declared_charset(b"<meta charset=ISO-8859-1>") is None
    assert declared_charset(b"<p>") is None


HOSTILE = {
    "nothing": ("", "no_text"),
    "blank": (" \n", "no_text"),
    "no article": ("<html><body></body></html>", "no_text"),
    "deep": ("<html><body>" + "<div>" * 40_000 + "نص" * 50, "no_text"),
    "open tags": ("<" * 90_000, "no_text"),
    "many tags": ("<p>نص</p>" * TAGS_MAX, "too_large"),
    "only script": ("<html><body><script>document.write('نص طويل')</script></body></html>", "no_text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(tmp_path, name):
    html, reason = HOSTILE[name]
    (tmp_path / "a.html").write_text(html, "utf-8")
    assert [one.reason for one in read([tmp_path]) if isinstance(one, Skip)] == [reason]


def test_a_page_that_is_an_address_is_not_fetched(tmp_path):
    (tmp_path / "a.html").write_text("https://news.example/2020/11/05/a.html", "utf-8")
    (tmp_path / "b.html").write_text(
        page('<base href="https://x.example/"><iframe src="https://y.example/">'), "utf-8"
    )
    list(read([tmp_path]))


def test_whatever_the_library_raises_is_counted(tmp_path, monkeypatch):
    def fail(_html):
        raise IndexError("inside")

    monkeypatch.setattr("naql.read_formats.read_page", fail)
    (tmp_path / "a.html").write_text(page(), "utf-8")
    (skip,) = read([tmp_path])
    assert (skip.reason, skip.detail) == ("unreadable", "IndexError: inside")


# A few words of each page's article, its date as the page itself gives it, and its outlet.
PAGES = {
    "goose3__test_cnn_arabic.html": ("السيطرة على مستودعات للأسلحة", None, "CNNArabic"),
    "htmldate__1550981615.html": (
        "جميعها من المصريين المخالطين",
        "2020-03-17T17:27:41+00:00",
        "arabic.sputniknews.com",
    ),
    "htmldate__1588107198.html": ("الناجمة عن فيروس كورونا", None, None),
    "htmldate__1623715966.html": ("القائم بأعمال السفارة الأفغانية", "2020-06-03T03:01+04:00", "البيان"),
    "htmldate__1731695567.html": ("ورحلت عن عالمنا", None, "بوابة اخبار اليوم"),
    "htmldate__1764731404.html": ("بسرقة أغراض فاخرة", "2020-11-09T18:34:47+00:00", "Beirut Observer"),
    "newspaper4k__arabic_article.html": ("السيطرة على مستودعات للأسلحة", None, "CNNArabic"),
    "trafilatura__assabah.com.tn.article.html": ("مالذي يحدث في السودان", "2019-02-08", "Assabah News"),
}


@pytest.mark.parametrize("name", PAGES)
def test_real_pages(name):
    where = os.environ.get("NAQL_DATA")
    if not where:
        pytest.skip("NAQL_DATA is unset: the shared pages are not here")
    phrase, date, outlet = PAGES[name]
    one = next(iter(read([Path(where) / "html" / name])))
    assert phrase in one.article.text
    assert (one.article.published, one.article.outlet) == (date, outlet)
