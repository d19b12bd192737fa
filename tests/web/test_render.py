from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import re
from pathlib import Path
from typing import Any

import jinja2
import pytest
from pages import article, changed_news, column, news, pair, parse
from readings import READING, TEXT
from test_report_views import pile

import naql.web.render
from naql.errors import NaqlError, UsageError
from naql.model import CHANGE_KINDS, DATE_KINDS, MODES, SEVERITIES
from naql.pile import PILE_REASONS
from naql.read import REASONS
from naql.web.annotated import Page
from naql.web.render import LANGUAGES, labels, marked, plain, printed, render, when
from naql.web.report_views import report_view
from naql.web.views import comparison_view

WEB = Path(naql.web.render.__file__).parent
CSS = re.sub(r"/\*.*?\*/", "", (WEB / "static" / "naql.css").read_text(encoding="utf-8"), flags=re.DOTALL)
TEMPLATES = {
    path.name: path.read_text(encoding="utf-8") for path in sorted((WEB / "templates").glob("*.html"))
}
HOSTILE = "\"'><img src=x onerror=alert(1)></style></title><script>alert(1)</script>\u202egpj\u2069\x1b[31m"


def compare_page(lang: str = "ar", **fields: Any) -> str:
    comparison, a, b = news()
    left = article(a, id="left", outlet="المرج", title="جسر الوادي", url="https://x.test/?a=1&b=2", **fields)
    right = article(b, id="right", published="2024-05-01", published_kind="crawl")
    return render("compare.html", lang=lang, view=comparison_view(comparison, left, right))


def report_page(lang: str = "ar", **options: Any) -> str:
    return render("report.html", lang=lang, view=report_view(**pile(), **options))


def changed_page(lang: str = "ar") -> str:
    comparison, a, b = changed_news()
    view = comparison_view(comparison, article(a, id="left", outlet="المرج"), article(b, id="right"))
    return render("compare.html", lang=lang, view=view)


def annotated_page(lang: str = "ar", **fields: Any) -> str:
    made = Page()
    made.add(
        article(TEXT, id="wire", outlet="جريدة الواحة", title="جسر", url="https://x.test/", **fields), READING
    )
    made.add(
        article("لا أحد قال شيئًا", id="other"),
        dataclasses.replace(READING, text="لا أحد قال شيئًا", **NOTHING),
    )
    return made.render(lang)


NOTHING: dict[str, Any] = {"credit": None, "statements": (), "quantities": (), "times": ()}
MAKERS = {
    "compare": compare_page,
    "changed": changed_page,
    "report": report_page,
    "annotate": annotated_page,
}
PAGES = [(name, lang) for name in MAKERS for lang in LANGUAGES]


def page(name: str, lang: str) -> str:
    return MAKERS[name](lang)


# ---------------------------------------------------------------- the text


def test_both_texts_stand_on_the_page_letter_for_letter() -> None:
    _, a, b = news()
    tree = parse(compare_page())
    assert column(tree, "a") == a
    assert column(tree, "b") == b


def test_runs_are_marked_with_their_kind_and_words_are_not_cut() -> None:
    tree = parse(compare_page("en"))
    marks = [(m.get("class"), m.text_content()) for m in tree.xpath("//div[@class='texts']//mark")]
    assert marks == [
        ("reworded", "سيُفتح"),
        ("spelling", "الى"),
        ("punctuation", "،"),
        ("dropped", "بحسب المهندس،"),
        ("reworded", "سوف يستقبل السيارات"),
        ("spelling", "إلى"),
        ("added", "كاملين"),
    ]
    assert marked("  \n", "punctuation", "x") == "  \n"
    assert marked(" و ", "added", "x") == ' <mark class="added" title="x">و</mark> '


def test_texts_name_their_language_and_find_their_own_direction() -> None:
    tree = parse(compare_page("en"))
    paragraphs = tree.xpath("//div[contains(@class, 'cell')]/p")
    assert paragraphs
    assert {(p.get("lang"), p.get("dir")) for p in paragraphs} == {("ar", "auto")}
    unknown = parse(compare_page("en", language=None))
    assert unknown.xpath("//div[@class='cell a']/p/@lang")[0] == ""


def test_a_moved_passage_and_its_place_link_to_each_other() -> None:
    tree = parse(compare_page("en"))
    (there,) = tree.xpath("//*[@id='c-2']//p[@class='traits']/a/@href")
    (back,) = tree.xpath("//*[@id='c-at-2']//a/@href")
    assert (there, back) == ("#c-at-2", "#c-2")
    assert "shown below: passage 2" in " ".join(tree.xpath("//*[@id='c-at-2']")[0].text_content().split())
    assert "Stock phrase" in tree.xpath("//*[@id='c-3']")[0].text_content()


def test_a_word_of_a_megabyte_gets_places_to_break_and_stays_whole() -> None:
    word = "س" * 1_000_000
    comparison, a, b = pair([[("same", word, word)]], [0], [0, " انتهى"])
    html = render("compare.html", view=comparison_view(comparison, article(a), article(b)))
    assert column(parse(html), "a") == a
    assert max(len(part) for part in re.findall("س+", html)) <= 300
    assert "<wbr>" not in printed("كلمة " * 1000)


# ---------------------------------------------------------------- one file that asks nothing


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_the_page_requests_nothing_and_runs_nothing(name: str, lang: str) -> None:
    html = page(name, lang)
    tree = parse(html)
    allowed = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "main",
        "footer",
        "section",
        "nav",
    }
    allowed |= {
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "div",
        "span",
        "b",
        "strong",
        "bdi",
        "mark",
        "wbr",
        "ul",
        "ol",
        "li",
    }
    allowed |= {"dl", "dt", "dd", "fieldset", "legend", "label", "input", "svg", "path", "details", "summary"}
    allowed |= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= allowed
    for element in tree.iter():
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            assert attribute not in (
                "src",
                "srcset",
                "style",
                "action",
                "background",
                "poster",
                "data",
                "ping",
            )
            if attribute in ("href", "xlink:href"):
                assert element.tag == "a"
                assert value.startswith("#") or element.get("rel") == "noreferrer"
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_the_policy_allows_the_page_its_own_style_alone(name: str, lang: str) -> None:
    tree = parse(page(name, lang))
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = tree.xpath("//style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode("utf-8")).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy.split("; ")
    assert policy.split("; ")[0] == "default-src 'none'"
    assert "script" not in policy
    assert "unsafe" not in policy


def test_hostile_articles_stay_inert() -> None:
    comparison, a, b = pair([[("reworded", HOSTILE, HOSTILE)]], [HOSTILE + "\n", 0], [0])
    odd = {"id": HOSTILE, "outlet": HOSTILE, "title": HOSTILE, "language": HOSTILE, "published": HOSTILE}
    left = article(a, **odd, published_kind="published", url="javascript:alert(1)")
    right = article(b, id=HOSTILE, url='https://x.test/"onmouseover="x')
    tree = parse(render("compare.html", view=comparison_view(comparison, left, right)))
    assert not tree.xpath("//script | //img | //body//style | //body//title")
    assert not [name for x in tree.iter() for name in x.attrib if name.startswith("on")]
    assert tree.xpath("//a[@rel]/@href") == ['https://x.test/"onmouseover="x']
    assert column(tree, "a") == a.replace("\x1b", "\ufffd")
    assert tree.xpath("//span[@class='control']/@title")[:2] == ["U+202E", "U+001B"]
    names = "".join(tree.xpath("//bdi//text()")) + tree.xpath("//title")[0].text_content()
    assert not set(names) & set("\u202e\u2069\x1b")
    assert "‹U+202E›" in names


def test_hostile_piles_stay_inert() -> None:
    rows = pile()
    for row in rows["articles"]:
        row |= {"outlet": HOSTILE, "title": HOSTILE, "text": row["text"] + HOSTILE}
    rows["skips"][0]["reason"] = HOSTILE
    rows["stories"][0]["first_seen"] = HOSTILE
    rows["stories"][0]["first_seen_kind"] = "published"
    tree = parse(render("report.html", lang="en", view=report_view(**rows)))
    assert not tree.xpath("//script | //img | //body//style")
    assert not [name for x in tree.iter() for name in x.attrib if name.startswith("on")]
    assert column(tree, "a") == rows["articles"][0]["text"].replace("\x1b", "\ufffd")


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "\ufffe", "\x85", "\x0b", "\x9b31m", "a\rb\r\nc", "&amp;<b>"]
)
def test_what_html_cannot_hold_is_shown_and_the_page_can_be_written(text: str) -> None:
    html = render("compare.html", view=comparison_view(*_alone(text)))
    html.encode("utf-8")
    shown = column(parse(html), "a")
    assert len(shown) == len(text)
    assert all(x in (y, "\ufffd") for x, y in zip(shown, text, strict=True))


def _alone(text: str) -> tuple[Any, Any, Any]:
    comparison, a, b = pair([], [text], ["نص"])
    return comparison, article(a), article(b)


def test_names_are_one_short_line() -> None:
    assert plain(" خبر\n\tعاجل ") == "خبر عاجل"
    assert plain("x" * 9_999) == "x" * 300 + "…"
    assert plain("\u2066a\u2069\u202eb") == "‹U+2066›a‹U+2069›‹U+202E›b"


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2017", "2017"),
        ("2017-09", "2017-09"),
        ("2017-09-03", "2017-09-03"),
        ("2017-09-03T14:30:00+03:00", "2017-09-03 14:30 +03:00"),
        ("2017-09-03T14:30:05Z", "2017-09-03 14:30:05 Z"),
        ("2017-09-03T14:30", "2017-09-03 14:30"),
        ("الأمس", "الأمس"),
    ],
)
def test_dates_are_readable_at_their_own_precision(date: str, shown: str) -> None:
    assert when(date) == shown


def test_pages_are_small() -> None:
    assert len(report_page().encode("utf-8")) < 40_000
    _, a, b = news()
    assert len(compare_page().encode("utf-8")) - len((a + b).encode("utf-8")) < 25_000


# ---------------------------------------------------------------- structure


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_the_page_speaks_one_language_in_its_direction(name: str, lang: str) -> None:
    tree = parse(page(name, lang))
    assert (tree.get("lang"), tree.get("dir")) == (lang, "rtl" if lang == "ar" else "ltr")
    for bdi in tree.xpath("//bdi"):
        bdi.drop_tree()
    for part in tree.xpath("//div[contains(@class, 'cell')]/p | //style | //title"):
        part.drop_tree()
    words = tree.text_content() + " ".join(tree.xpath("//@aria-label | //@title"))
    assert not re.search("[٠-٩۰-۹]", words)
    if lang == "en":
        assert not re.search("[\u0600-\u06ff]", words)
    else:
        assert not re.search("[A-Za-z]", words)


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_headings_ids_and_links_are_in_order(name: str, lang: str) -> None:
    tree = parse(page(name, lang))
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in tree.xpath("//a/@href[starts-with(., '#')]"):
        assert target[1:] in ids
    for label in tree.xpath("//@aria-labelledby"):
        assert label in ids
    assert [len(tree.xpath(f"//{x}")) for x in ("main", "body/header", "body/footer")] == [1, 1, 1]
    assert tree.xpath("//body/a[@class='skip']/@href") == ["#main"]


def test_quiet_kinds_are_unchecked_and_every_kind_has_its_switch() -> None:
    tree = parse(compare_page())
    boxes = {x.get("id"): x.get("checked") is not None for x in tree.xpath("//input[@type='checkbox']")}
    assert boxes == {
        "show-dropped": True,
        "show-added": True,
        "show-reworded": True,
        "show-spelling": False,
        "show-punctuation": False,
        "show-alone": True,
    }
    for name in boxes:
        assert f"body:has(#{name}:not(:checked))" in CSS


def test_changes_have_switches_by_kind_and_the_operations_none() -> None:
    tree = parse(changed_page())
    boxes = {x.get("id"): x.get("checked") is not None for x in tree.xpath("//input[@type='checkbox']")}
    assert boxes == {
        "show-attribution": True,
        "show-wording": True,
        "show-detail": True,
        "show-spelling": False,
        "show-punctuation": False,
        "show-alone": True,
    }
    for kind in CHANGE_KINDS:
        assert f"body:has(#show-{kind}:not(:checked))" in CSS


def test_changes_are_marked_by_kind_and_severity_and_listed_with_their_reason() -> None:
    _, a, b = changed_news()
    for lang, why in (("en", "engineer-dropped"), ("ar", "السبب")):
        tree = parse(changed_page(lang))
        assert (column(tree, "a"), column(tree, "b")) == (a, b)
        marks = [
            (m.get("class"), m.text_content()) for m in tree.xpath("//div[starts-with(@class, 'cell')]//mark")
        ]
        assert marks == [
            ("k-wording none", "سيُفتح"),
            ("k-spelling none", "الى"),
            ("k-punctuation none", "،"),
            ("k-attribution major", "بحسب المهندس،"),
            ("k-wording none", "سوف يستقبل السيارات"),
            ("k-spelling none", "إلى"),
            ("k-detail minor", "كاملين"),
        ]
        rows = tree.xpath("//table[@class='members changes']/tbody/tr")
        assert [row.xpath("./td[1]/mark/@class")[0] for row in rows] == [
            "k-attribution major", "k-detail minor", "k-wording none",
        ]  # fmt: skip
        assert why in rows[0].text_content()
        (link,) = rows[0].xpath(".//a/@href")
        assert tree.xpath(f"//mark[@id='{link[1:]}']")[0].text_content() == "بحسب المهندس،"
        assert why in tree.xpath(f"//mark[@id='{link[1:]}']/@title")[0]


def test_statements_are_marked_in_place_and_listed_with_their_chains() -> None:
    tree = parse(annotated_page("en"))
    text, _ = tree.xpath("//div[@class='cell read']")
    assert "".join(p.text_content() for p in text.xpath("./p")) == TEXT
    assert [x.text_content() for x in text.xpath(".//span[@class='content mixed']")] == [
        "رئيس البلدية أكد أن «الكلفة بلغت مليوني دينار» ولن تزيد"
    ]
    (nested,) = text.xpath(".//span[@class='content mixed']//span[@class='content direct']")
    assert nested.text_content() == "الكلفة بلغت مليوني دينار"
    assert [x.text_content() for x in text.xpath(".//span[@class='cue']")] == [
        "أعلنت", "قالت", "قوله", "أكد", "أدانت",
    ]  # fmt: skip
    listed = tree.xpath("//ol[@class='statements']/li")
    chains = [" ".join(x.xpath("./p[@class='chain']")[0].text_content().split()) for x in listed]
    assert chains[2] == "جريدة الواحة ← صحيفة المرفأ (relay) ← مصدر مطلع (speaker, unnamed) unnamed"
    assert chains[1].endswith("وزارة الأشغال (speaker, carried on)")
    assert "→" in parse(annotated_page("ar")).xpath("//p[@class='chain']")[0].text_content()
    titles = dict(zip(text.xpath(".//span[@title]/text()"), text.xpath(".//span/@title"), strict=True))
    assert titles["20"] == "more than 20"
    assert titles["مليوني"] == "2000000"
    assert titles["أمس"] == "2024-03-11"
    assert "Credit السواحل (dateline: (السواحل))" in " ".join(tree.text_content().split())
    assert "no agency is named" in tree.text_content()


def test_hostile_annotations_stay_inert() -> None:
    steps = tuple(dataclasses.replace(s, name=HOSTILE) for s in READING.statements[2].chain)
    said = dataclasses.replace(READING.statements[2], chain=steps)
    text = TEXT.replace("ولن تزيد", "<b>" + HOSTILE)
    reading = dataclasses.replace(READING, text=text, statements=(said,), quantities=(), times=())
    made = Page()
    made.add(
        article(text, outlet=HOSTILE, title=HOSTILE, language=HOSTILE, url="javascript:alert(1)"), reading
    )
    tree = parse(made.render("en"))
    assert not tree.xpath(
        "//script | //img | //b[not(@class)] | //@onerror | //a[starts-with(@href, 'java')]"
    )
    assert tree.xpath("//title")[0].text_content() == "Naql: Who says what"


def test_the_report_states_its_caps_and_its_skips() -> None:
    tree = parse(report_page("en", max_stories=1, max_articles=2))
    notes = [" ".join(x.text_content().split()) for x in tree.xpath("//p[@class='note']")]
    assert "Stories shown, largest first: 1 of 2" in notes
    assert "Articles shown: 2 of 3" in notes
    rows = [
        [" ".join(x.text_content().split()) for x in row] for row in tree.xpath("//section[last()]//tbody/tr")
    ]
    assert ["a record or page without article text", "2"] in rows
    assert ["was online by then", "1"] in rows


def test_the_report_compares_in_details_that_its_table_links_to() -> None:
    tree = parse(report_page("en"))
    assert [x.get("id") for x in tree.xpath("//details")] == ["s1c1"]
    assert tree.xpath("//table[@class='members']//a/@href") == ["#s1c1"]
    assert "exact copy of المرج" in " ".join(tree.text_content().split())
    empty = parse(render("report.html", lang="en", view=report_view([], [])))
    assert "No articles are tied into a story" in empty.text_content()
    assert "Nothing was skipped" in empty.text_content()


# ---------------------------------------------------------------- labels


def test_every_label_stands_in_both_languages() -> None:
    assert labels("ar").keys() == labels("en").keys()
    for lang in LANGUAGES:
        assert all(value.strip() for value in labels(lang).values())
    arabic = re.compile("[\u0600-\u06ff]")
    assert all(arabic.search(value) for value in labels("ar").values())
    assert not any(arabic.search(value) for value in labels("en").values())


def test_every_label_is_used_and_every_label_used_is_there() -> None:
    source = "\n".join(TEMPLATES.values())
    literal = set(re.findall(r"""["']([a-z]+(?:[.-][a-z-]+)*)["']""", source))
    prefixes = tuple(re.findall(r'"([a-z]+\.)"', source))
    asked = set(re.findall(r't\("([^"]+[^".])"\)', source))
    assert asked <= labels("ar").keys()
    assert [x for x in labels("ar") if x not in literal and not x.startswith(prefixes)] == []


def test_reasons_and_date_kinds_have_labels() -> None:
    assert {f"skip.{x}" for x in (*REASONS, *PILE_REASONS)} == {
        x for x in labels("ar") if x.startswith("skip.")
    }
    assert {f"date.{x}" for x in DATE_KINDS} == {x for x in labels("ar") if x.startswith("date.")}


def test_templates_hold_no_words_of_their_own() -> None:
    for name, source in TEMPLATES.items():
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", source, flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", " ", bare)
        assert not re.search(r"[^\W\d_]", bare), name


def test_an_unknown_language_label_or_value_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="'fr'"):
        render("compare.html", lang="fr", view={})
    with pytest.raises(jinja2.UndefinedError):
        render("compare.html")
    short = {key: value for key, value in labels("ar").items() if key != "compare.title"}
    known = lambda lang: short  # noqa: E731
    monkeypatch.setattr("naql.web.render.labels", known)
    with pytest.raises(NaqlError, match=r"compare\.title"):
        compare_page()


# ---------------------------------------------------------------- style


def rules() -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for selector, body in re.findall(r"([^{};]+)\{([^{}]*)\}", CSS):
        pairs = [line.split(":", 1) for line in body.split(";") if ":" in line]
        found.append((" ".join(selector.split()), [(name.strip(), value.strip()) for name, value in pairs]))
    return found


ALLOWED = re.compile(
    r"background|color|text-decoration(-[a-z-]+)?|text-underline-offset|(-webkit-)?print-color-adjust|--\w+"
)


def test_a_mark_has_a_background_and_a_line_and_no_box() -> None:
    kinds = {}
    for selector, pairs in rules():
        if re.search(r"\bmark\b", selector):
            assert all(ALLOWED.fullmatch(name) for name, _ in pairs), selector
            if found := re.fullmatch(r"mark\.([\w-]+)", selector):
                kinds[found[1]] = dict(pairs)
    operations = [kinds.pop(x) for x in ("dropped", "added", "reworded", "spelling", "punctuation")]
    assert len({x["background"] for x in operations}) == 5
    assert len({x["text-decoration-style"] for x in operations}) == 5
    grades = [kinds.pop(x) for x in SEVERITIES]
    assert len({x["background"] for x in grades}) == 3
    assert set(kinds) == {f"k-{kind}" for kind in CHANGE_KINDS}
    assert len({(x["--kind"], x["text-decoration-style"]) for x in kinds.values()}) == len(CHANGE_KINDS)


def test_marks_of_statements_and_values_have_no_box_either() -> None:
    modes, names = {}, "|".join(("content", "cue", "source", "quantity", "time", "credit", *MODES))
    for selector, pairs in rules():
        if re.search(rf"(^|,)\s*\.({names})\b", selector):
            assert all(ALLOWED.fullmatch(name) or name.startswith("text-") for name, _ in pairs), selector
            if (found := re.fullmatch(r"\.(\w+)", selector)) and found[1] in MODES:
                modes[found[1]] = dict(pairs)
    assert set(modes) == set(MODES)
    assert len({x["--mode"] for x in modes.values()}) == len(MODES)
    assert len({x["text-decoration-style"] for x in modes.values()}) == len(MODES)


def test_the_style_is_logical_and_asks_for_nothing() -> None:
    physical = re.compile(
        r"((margin|padding|border)-)?(left|right|top|bottom)(-.*)?|(min-|max-)?(width|height)|float-.*"
    )
    for selector, pairs in rules():
        for name, value in pairs:
            assert not physical.fullmatch(name), (selector, name)
            assert value not in ("left", "right"), (selector, name)
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "<" not in CSS


def scheme(dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root\s*\{([^}]*)\}", CSS)
    colours = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})", blocks[0]))
    return colours | (dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})", blocks[1])) if dark else {})


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * x for x in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("dark", [False, True])
def test_contrast(dark: bool) -> None:
    colours = scheme(dark)
    ratio = {}
    kinds = ("dropped", "added", "reworded", "spelling", "punctuation")
    texts = [("ink", x) for x in ("paper", "card", *kinds)]
    texts += [(x, y) for x in ("soft", "accent") for y in ("paper", "card")]
    for front, back in texts:
        light, low = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
        ratio[front, back] = (light + 0.05) / (low + 0.05)
    for kind in kinds:  # the lines themselves: 3 is the floor for what is not text
        light, low = sorted((luminance(colours[f"{kind}-line"]), luminance(colours[kind])), reverse=True)
        assert (light + 0.05) / (low + 0.05) >= 3, kind
    for kind in (*CHANGE_KINDS[:-2], *MODES, "cue"):
        for back in ("paper", "card"):
            light, low = sorted((luminance(colours[kind]), luminance(colours[back])), reverse=True)
            assert (light + 0.05) / (low + 0.05) >= 3, (kind, back)
    assert min(ratio.values()) >= 4.5, min(ratio, key=lambda x: ratio[x])
