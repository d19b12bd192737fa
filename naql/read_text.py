"""Bytes to text: which encoding a file is in, Arabic first (docs/reading.md, "Encodings")."""

from __future__ import annotations

import codecs
import re

SAMPLE = 1 << 18  # bytes an encoding is guessed from
_BOMS = (  # the first that fits: UTF-32 LE begins like UTF-16 LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_SMALL = bytes(range(9))
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_WORD = re.compile(r"(?:[^\W\d_]|[\u064b-\u0652])+")
_C1 = re.compile("[\x80-\x9f]")
_MARK = re.compile("[\u064b-\u0652]")
_ARABIC = re.compile("[\u0620-\u0652\u0671-\u06d3]")
# Arabic letters, the most frequent in 35,564 articles first; a letter weighs less the later it comes.
_BY_FREQUENCY = "اليمنوتربةعدفسهقأكحجشطصإىخزضذثغئءظؤآ"
_WEIGHTS = {letter: 1 / (rank + 4) for rank, letter in enumerate(_BY_FREQUENCY)}
_ARABIC_SCORE = 0.06  # 35,000 Arabic titles: .06 to .25, half of them above .14; Russian in KOI8-R: .05
_ARTICLE_WEIGHT = 0.3  # for the article «ال», at the start or after one letter
_WESTERN = frozenset(
    "àâäæçéèêëîïôöœùûüÿñßáíóúãõåøìòÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸÑÁÍÓÚÃÕÅØÌÒ«»“”‘’‚„…–—•€£°§©®™·¿¡ªº½´\xa0\xad"
)
_ARABIC_CODES = ("cp1256", "iso8859_6", "mac_arabic", "mac_farsi", "cp864", "cp720")


def decode(raw: bytes, encoding: str | None = None, declared: str | None = None) -> str:
    """Bytes to text without the BOM: `encoding` if given, else detected; UnicodeError when none fits.

    `declared` is what the file says of itself; it counts only where the bytes are not UTF-8.
    """
    if encoding:
        return raw.decode(encoding).removeprefix("\ufeff")
    if mark := find_bom(raw):
        return raw[len(mark[0]) :].decode(mark[1])
    if wide := utf_16_without_bom(raw):
        return raw.decode(wide)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        for name in (declared, legacy_encoding(raw)):
            try:
                if name:
                    return raw.decode(name)
            except (LookupError, UnicodeError):
                continue
        raise


def find_bom(raw: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that begins a text, and the encoding it stands for."""
    return next((mark for mark in _BOMS if raw.startswith(mark[0])), None)


def is_binary(raw: bytes) -> bool:
    """Whether more than one byte in a hundred is a control that text does not use."""
    return 100 * (len(raw) - len(raw.translate(None, _CONTROLS))) > len(raw)


def utf_16_without_bom(raw: bytes) -> str | None:
    """UTF-16 without a BOM: one byte of each pair is a small number (Latin 0, Greek 3, Arabic 6)."""
    head = raw[:4096]
    pairs = len(head) // 2
    small = [pairs - len(head[i : 2 * pairs : 2].translate(None, _SMALL)) for i in (0, 1)]
    for i, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if pairs >= 2 and small[i] >= 0.7 * pairs and small[1 - i] <= 0.1 * pairs:
            return name
    return None


def legacy_encoding(raw: bytes) -> str | None:
    """The one-byte (or East Asian) encoding of text that is not Unicode, or None.

    Arabic is decided here, since general detectors take a short Windows-1256 sentence for anything.
    """
    first = _HIGH_BYTE.search(raw)
    start = max(0, first.start() - 1024) if first else 0
    sample = raw[start : start + SAMPLE]
    whole = len(sample.decode("utf-8", "ignore")) - len(sample.decode("ascii", "ignore"))
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    if whole >= 4 * broken:  # UTF-8 with a few broken bytes: another encoding would garble all of it
        return None
    scores = {name: _arabic_score(sample, name) for name in ("iso8859_6", "cp1256")}
    scores["cp1256"] *= 1.05  # ISO-8859-6 is rare
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > _ARABIC_SCORE:
        return best
    if _WESTERN.issuperset(c for c in sample.decode("cp1252", "replace") if c > "\x7f"):
        return "cp1252"
    import charset_normalizer  # rarely needed

    guess = charset_normalizer.from_bytes(sample[: SAMPLE // 4], cp_exclusion=list(_ARABIC_CODES)).best()
    return guess.encoding if guess else None


def _arabic_score(sample: bytes, encoding: str) -> float:
    """How much a decoding looks like Arabic: 0, or up to 1.

    In the right encoding Arabic letters stand in words of their own. In French or German they would
    fall inside Latin words, and ISO-8859-6 read as Windows-1256 mixes Latin letters into Arabic ones.
    """
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    pure = mixed = weight = 0.0
    for word in _WORD.findall(text):
        letters = len(_ARABIC.findall(word))
        if 2 <= letters == len(word):
            weights = [_WEIGHTS[letter] for letter in word if letter in _WEIGHTS]
            pure += len(_MARK.sub("", word))
            weight += sum(weights) + (_ARTICLE_WEIGHT if 0 <= word.find("ال") <= 1 else 0)
        elif letters < len(word):
            mixed += letters
    share = pure / (pure + mixed) if pure else 0.0
    return share**3 * weight / pure if share >= 0.8 and not _C1.search(text) else 0.0
