import csv
import datetime
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naql import read as module
from naql.errors import NothingReadableError, UsageError
from naql.model import Skip
from naql.read import (
    FIELDS,
    FORMATS,
    KEPT,
    REASONS,
    Alone,
    Format,
    Read,
    ReadOptions,
    content_key,
    decode,
    from_record,
    normal_date,
    printable,
    read,
    read_one,
)

ARABIC = "أعلنت الوزارة اليوم افتتاح مركز جديد في العاصمة"


def both(*inputs, stdin=None, **options):
    """The articles read, and the skips as (position, reason)."""
    out = list(read([str(i) for i in inputs], ReadOptions(**options), stdin))
    skips = [one for one in out if isinstance(one, Skip)]
    assert all(skip.reason in REASONS for skip in skips)
    for skip in skips:
        skip.detail.encode()
        skip.path.encode()
    return [one for one in out if isinstance(one, Read)], [(s.position, s.reason) for s in skips]


def lines(path, *records):
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records), "utf-8")
    return path


def texts(reads):
    return [one.article.text for one in reads]


def ids(reads):
    return [one.article.id for one in reads]


# ---------------------------------------------------------------- text files and folders


def test_a_text_file_is_one_article_as_it_stands(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff خبر\r\nسطر\n\n\tنهاية \x00 \n".encode())
    (one,), skips = both(path)
    assert skips == []
    assert one.article.text == " خبر\r\nسطر\n\n\tنهاية \x00 \n"
    assert (one.article.id, one.has_id, one.position, one.path) == ("a.txt", False, 0, str(path))
    assert one.article.outlet is None
    assert (one.article.published, one.article.published_kind) == (None, "none")
    assert one.article.published_precision is None


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a.md", "A.TXT", "خبر", "README"])
def test_suffixes_of_text(tmp_path, name):
    (tmp_path / name).write_text(ARABIC, "utf-8")
    assert texts(both(tmp_path / name)[0]) == [ARABIC]


def test_a_folder_is_walked_in_sorted_order_and_its_first_subfolder_is_the_outlet(tmp_path):
    for name in ("b.txt", "aps/2.txt", "aps/deep/er/1.txt", "wam/1.txt", ".hidden.txt", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"خبر {name}", "utf-8")
    reads, skips = both(tmp_path)
    assert skips == []
    found = [(one.article.id, one.path, one.article.outlet) for one in reads]
    assert found == [
        ("aps/2.txt", "aps/2.txt", "aps"),
        ("aps/deep/er/1.txt", "aps/deep/er/1.txt", "aps"),
        ("b.txt", "b.txt", None),
        ("wam/1.txt", "wam/1.txt", "wam"),
    ]


def test_a_given_outlet_wins_over_the_folder(tmp_path):
    (tmp_path / "aps").mkdir()
    lines(tmp_path / "aps/x.jsonl", {"text": "خبر", "outlet": "وام"}, {"text": "خبر"})
    assert [one.article.outlet for one in both(tmp_path)[0]] == ["وام", "aps"]


def test_unknown_types_are_skipped_and_counted(tmp_path):
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "blob").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(b"x"))
    os.mkfifo(tmp_path / "pipe.txt")
    reads, skips = both(tmp_path)
    assert reads == []
    assert skips == [(0, "unknown_type")] * 4


def test_links_to_folders_are_not_followed_so_loops_end(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x.txt").write_text("خبر", "utf-8")
    (tmp_path / "a/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "z.txt").symlink_to(tmp_path / "a/x.txt")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nothing")
    out = list(read([tmp_path]))
    assert [(one.path, one.reason) for one in out if isinstance(one, Skip)] == [
        ("a/loop", "linked_folder"),
        ("dead.txt", "missing"),
    ]
    assert ids(one for one in out if isinstance(one, Read)) == ["a/x.txt", "z.txt"]


def test_folders_deeper_than_the_stack_of_python(tmp_path):
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(sys.getrecursionlimit() + 100):
            os.mkdir("d")
            os.chdir("d")
        os.chdir(tmp_path)
        assert {reason for _, reason in both(tmp_path)[1]} <= {"unreadable"}
    finally:
        os.chdir(here)
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


def test_missing_inputs_are_counted_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("خبر", "utf-8")
    reads, skips = both(tmp_path / "no.txt", tmp_path / "a.txt", "nul\0name")
    assert (len(reads), skips) == (1, [(0, "missing"), (0, "missing")])


@pytest.mark.parametrize("text", ["", " \n\t", "... !؟ ـَ", "\ufeff", "___"])
def test_a_text_without_letter_or_digit_is_empty(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, "utf-8")
    path = lines(tmp_path / "a.jsonl", {"text": text})
    assert both(tmp_path / "a.txt", path) == ([], [(0, "empty"), (0, "empty")])


def test_too_large_a_text(tmp_path):
    (tmp_path / "a.txt").write_text("ب" * 51, "utf-8")
    (tmp_path / "b.txt").write_text("ب" * 50, "utf-8")
    path = lines(tmp_path / "c.jsonl", {"text": "ب" * 51}, {"text": "ب" * 50})
    reads, skips = both(tmp_path / "a.txt", tmp_path / "b.txt", path, max_bytes=100)
    assert texts(reads) == ["ب" * 50] * 2
    assert skips == [(0, "too_large"), (0, "too_large")]


def test_names_of_files_are_made_printable(tmp_path):
    names = [b"a\nb.txt", "x\u202etxt.txt".encode(), b"caf\xe9.txt", "خبر.txt".encode()]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(b"text")
    reads, skips = both(tmp_path)
    assert skips == []
    assert set(ids(reads)) == {"a\\x0ab.txt", "x\\u202etxt.txt", "caf\\udce9.txt", "خبر.txt"}


@given(st.text(st.characters(codec=None)))
def test_a_printable_name_can_be_stored_and_shown_in_one_line(name):
    shown = printable(name)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert printable(shown) == shown


# ---------------------------------------------------------------- encodings

SENTENCE = "قال رئيس الوزراء إن بلاده لن تقبل بذلك."
WESTERN = {
    "fr": "Le président français a reçu hier à l'Élysée une délégation « européenne ».",
    "de": "Die Bundesregierung hat am Montag neue Maßnahmen für Flüchtlinge in Österreich angekündigt.",
    "en": "The minister said “we won’t accept this” – and left for £5.",
    "es": "El presidente español habló ayer sobre la situación económica.",
    "FR": "ÉLYSÉE",
}
UNICODE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(UNICODE))
def test_unicode_with_a_bom_comes_back_as_it_was(text, encoding):
    if encoding == "utf-16-le" and text.startswith("\0"):
        text = text.lstrip("\0")  # its first four bytes would be the BOM of UTF-32
    assert decode(b"".join(("\ufeff" + text).encode(encoding) for _ in "1")) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SENTENCE, "Hello there", "Привет, мир", "سطر\r\nسطر"])
def test_utf_16_without_a_bom(encoding, text):
    assert decode(text.encode(encoding)) == text


def test_nul_characters_do_not_make_a_text_utf_16():
    assert decode("خبر\0عاجل\0".encode()) == "خبر\0عاجل\0"


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6"])
@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "رئيس الوزراء يزور اليمن",
        "وزير الخارجية: لا حل إلا بالحوار",
        "ارتفاع أسعار النفط 5% في لندن",
        "انتهت المباراة بفوز الأهلي على الهلال",
    ],
)
def test_a_short_arabic_text_in_an_old_encoding(encoding, text):
    assert decode(text.encode(encoding)) == text


def test_marks_and_persian_letters_of_windows_1256():
    for text in (
        "أكّدَ «الرئيسُ» أنَّه — لن يستقيل…",
        "گفت که چنين پيشنهادي را نمي\u200cپذيرد",
        "وكالة Reuters: قال",
    ):
        assert decode(text.encode("cp1256")) == text


@pytest.mark.parametrize("language", WESTERN)
@pytest.mark.parametrize("times", [1, 40])
def test_western_text_does_not_become_arabic(language, times):
    text = WESTERN[language] * times
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Президент России заявил вчера о новых мерах поддержки экономики.", "cp1251"),
        ("Президент России заявил вчера о новых мерах поддержки экономики. " * 9, "koi8-r"),
        ("Ο πρωθυπουργός δήλωσε χθες ότι η κυβέρνηση θα συνεχίσει.", "cp1253"),
        ("总统昨天表示，政府将继续推行新的经济政策。", "gb18030"),
    ],
)
def test_other_encodings_go_to_the_general_detector(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_broken_utf_8_is_not_turned_into_another_alphabet(tmp_path):
    raw = (ARABIC * 5).encode()
    (tmp_path / "a.txt").write_bytes(raw[:-1])
    (tmp_path / "b.txt").write_bytes(raw[:40] + b"\xff" + raw[40:])
    assert both(tmp_path) == ([], [(0, "bad_encoding"), (0, "bad_encoding")])


def test_random_bytes_are_no_text(tmp_path):
    (tmp_path / "a.txt").write_bytes(bytes((i * i * 7 + i // 3) % 256 for i in range(5000)))
    assert both(tmp_path) == ([], [(0, "bad_encoding")])


def test_a_given_encoding_is_obeyed(tmp_path):
    (tmp_path / "a.txt").write_bytes("قال".encode("iso-8859-6"))
    assert texts(both(tmp_path / "a.txt", encoding="iso-8859-6")[0]) == ["قال"]
    assert both(tmp_path / "a.txt", encoding="utf-8") == ([], [(0, "bad_encoding")])
    with pytest.raises(UsageError, match="unknown encoding 'klingon'"):
        read([tmp_path], ReadOptions(encoding="klingon"))


@pytest.mark.parametrize(
    "encoding", ["windows-1256", "iso-8859-6", "utf-16-le", "utf-16", "utf-8-sig", "utf-32"]
)
def test_record_files_in_any_encoding(tmp_path, encoding):
    rows = [{"id": f"{i}", "text": f"{SENTENCE} ({i})"} for i in range(3)]
    jsonl, table = tmp_path / "a.jsonl", tmp_path / "a.csv"
    jsonl.write_bytes("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode(encoding))
    table.write_bytes(("id,text\n" + "".join(f"{r['id']},{r['text']}\n" for r in rows)).encode(encoding))
    for path in (jsonl, table):
        reads, skips = both(path)
        assert [skip for skip in skips if skip[1] not in KEPT] == []
        assert texts(reads) == [row["text"] for row in rows]
        assert ids(reads) == ["0", "1", "2"]
        if encoding.startswith(("win", "iso", "utf-16-")):
            assert texts(both(path, encoding=encoding)[0]) == texts(reads)


def test_ascii_records_before_the_first_arabic_one(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [json.dumps({"text": t}, ensure_ascii=False) for t in ("plain", SENTENCE, "plain", ARABIC)]
    path.write_bytes("\n".join(rows).encode("cp1256"))
    assert texts(both(path)[0]) == ["plain", SENTENCE, "plain", ARABIC]


def test_one_broken_line_of_utf_8(tmp_path):
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": ARABIC}, ensure_ascii=False).encode()
    path.write_bytes(b"\n".join([good, good[:30] + b"\xff" + good[30:], good]))
    reads, skips = both(path)
    assert (texts(reads), skips) == ([ARABIC, ARABIC], [(1, "bad_encoding")])
    assert [one.position for one in reads] == [0, 2]


# ---------------------------------------------------------------- JSON


@given(st.lists(st.text(st.characters(codec="utf-8")).map(lambda s: "a" + s), min_size=1), st.booleans())
@example(["a\u2028b\x85c\r\n\ufeff"], False)
def test_strings_of_json_lines_come_out_verbatim(strings, escaped):
    data = "\n".join(json.dumps({"text": s}, ensure_ascii=escaped) for s in strings).encode()
    reads, skips = both("-", stdin=io.BytesIO(data))
    assert (texts(reads), skips) == (strings, [])


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
def test_json_lines_plain_and_compressed(tmp_path, name, suffix):
    raw = b'\n{"id": 7, "text": "one"}\r\n\n  \n{"id": "x y", "text": "two", "what": {}}'
    pack = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}[suffix]
    path = tmp_path / (name + suffix)
    path.write_bytes(pack(raw))
    reads, skips = both(path)
    assert skips == []
    assert [(one.article.id, one.article.text, one.position, one.has_id) for one in reads] == [
        ("7", "one", 0, True),
        ("x y", "two", 1, True),
    ]


def test_a_json_file_holds_one_object_or_a_list(tmp_path):
    (tmp_path / "one.json").write_text(json.dumps({"text": "one", "title": "t"}, indent=1))
    (tmp_path / "list.json").write_text(json.dumps([{"text": "a", "id": "A"}, 5, {"text": "b"}]))
    (tmp_path / "odd.json").write_text('"text"')
    (tmp_path / "bad.json").write_text('{"text": ')
    reads, skips = both(tmp_path)
    assert ids(reads) == ["A", f"list.json#{content_key(reads[1].article)}", "one.json"]
    assert [one.position for one in reads] == [0, 2, 0]
    assert skips == [(0, "bad_json"), (1, "bad_json"), (0, "bad_json")]


def test_bad_lines_are_counted_and_the_run_goes_on(tmp_path):
    path = lines(
        tmp_path / "a.jsonl",
        {"text": "one"},
        "{broken",
        "[1, 2]",
        "[" * 200_000,
        '{"text": "x", "n": ' + "9" * 5000 + "}",
        {"title": "no text"},
        {"text": None},
        {"text": 5},
        {"text": ["a"]},
        {"text": "two", "id": [1]},
        {"text": "three"},
    )
    reads, skips = both(path)
    assert texts(reads) == ["one", "three"]
    assert skips == [
        (1, "bad_json"), (2, "bad_json"), (3, "bad_json"), (4, "bad_json"), (5, "no_text"),
        (6, "no_text"), (7, "bad_row"), (8, "bad_row"), (9, "bad_row"),
    ]  # fmt: skip


def test_lone_surrogates_are_replaced_and_counted(tmp_path):
    path = lines(
        tmp_path / "a.jsonl", r'{"id": "i\ud800", "text": "a\ud800b\udc00\ud83d\ude00", "title": "\udfff"}'
    )
    (one,), skips = both(path)
    assert (one.article.id, one.article.text, one.article.title) == (
        "i\ufffd",
        "a\ufffdb\ufffd\U0001f600",
        "\ufffd",
    )
    assert skips == [(0, "surrogate")] * 3


def test_a_line_that_is_too_long_is_passed_over(tmp_path):
    path = lines(tmp_path / "a.jsonl", {"text": "one"}, {"text": "x" * 3_000_000}, {"text": "two"})
    reads, skips = both(path, max_bytes=1000)
    assert (texts(reads), skips) == (["one", "two"], [(1, "too_large")])


def test_a_decompression_bomb_is_not_held_in_memory(tmp_path):
    pack = zstandard.ZstdCompressor().compressobj()
    zeros = b"0" * (1 << 20)
    raw = b"".join(
        [pack.compress(b'{"text": "a"}\n'), *(pack.compress(zeros) for _ in range(1024)), pack.flush()]
    )
    assert len(raw) < 100_000
    names = [str(tmp_path / name) for name in ("a.jsonl.zst", "a.txt.zst", "a.json.zst")]
    for name in names:
        Path(name).write_bytes(raw)
    program = """
import resource, sys
from naql.read import ReadOptions, read
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print([getattr(one, "reason", "read") for one in read(sys.argv[1:], ReadOptions(max_bytes=1 << 20))])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    command = [sys.executable, "-c", program, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert done[0] == "['read', 'too_large', 'too_large', 'too_large']"
    assert int(done[1]) < 200_000  # kilobytes; the files hold a gigabyte each


@pytest.mark.parametrize("kind", ["gz", "zst"])
@pytest.mark.parametrize("size", [50, 20_000])
def test_what_came_before_a_break_counts(tmp_path, kind, size):
    rows = [json.dumps({"id": f"{i}", "text": os.urandom(40).hex()}) + "\n" for i in range(size)]
    raw = "".join(rows).encode()
    if kind == "gz":
        packed = gzip.compress(raw)
    else:
        packer = zstandard.ZstdCompressor().compressobj()
        blocks = [raw[i : i + size * 8] for i in range(0, len(raw), size * 8)]
        flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        packed = b"".join(packer.compress(b) + packer.flush(flush) for b in blocks) + packer.flush()
    path = tmp_path / f"a.jsonl.{kind}"
    path.write_bytes(packed[: len(packed) * 3 // 4])
    reads, skips = both(path)
    assert 0.6 * size < len(reads) < 0.8 * size
    assert ids(reads) == [str(i) for i in range(len(reads))]
    assert skips == [(len(reads), "unreadable")]


def test_damaged_and_wrongly_named_compressed_files(tmp_path):
    good = gzip.compress(b'{"text": "a"}\n')
    (tmp_path / "1.jsonl.gz").write_bytes(good[:-8] + b"\0" * 8)  # wrong checksum
    (tmp_path / "2.jsonl.gz").write_bytes(b"no gzip at all")
    (tmp_path / "3.jsonl.zst").write_bytes(b"no zstandard at all")
    (tmp_path / "4.txt.gz").write_bytes(good[:-12])
    reads, skips = both(tmp_path)
    assert texts(reads) == ["a"]
    assert skips == [(1, "unreadable"), (0, "unreadable"), (0, "unreadable"), (0, "unreadable")]


def test_several_frames_and_members_are_one_file(tmp_path):
    one, two = b'{"text": "a"}\n', b'{"text": "b"}\n'
    pack = zstandard.ZstdCompressor().compress
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(one) + gzip.compress(two))
    (tmp_path / "a.jsonl.zst").write_bytes(pack(one) + pack(b"") + pack(two))
    reads, skips = both(tmp_path)
    assert (texts(reads), skips) == (["a", "b", "a", "b"], [])


def test_stdin_is_json_lines_and_stays_open():
    stdin = io.BytesIO(b'{"text": "a"}\n{"text": "b", "id": "B"}')
    (a, b), skips = both("-", stdin=stdin)
    assert (a.path, a.position, a.has_id, a.article.id) == ("-", 0, False, f"-#{content_key(a.article)}")
    assert (b.path, b.position, b.has_id, b.article.id) == ("-", 1, True, "B")
    assert (skips, stdin.closed) == ([], False)


def test_stdin_of_the_process_is_the_default(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "a"}')))
    assert texts(both("-")[0]) == ["a"]


# ---------------------------------------------------------------- CSV and Parquet


def table(path, rows, **form):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, **form).writerows(rows)
    return path


@pytest.mark.parametrize(
    ("name", "separator"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")]
)
def test_tables_with_a_header(tmp_path, name, separator):
    long = 'سطر «أول»، وفيه "علامات"\r\nوسطر; ثان,\tطويل ' * 20_000
    rows = [
        ["id", " text ", "title", "x"],
        ["1", long, "", "-"],
        [],
        ["", "two"],
        ["3", "three", "t", "", "", ""],
    ]
    reads, skips = both(table(tmp_path / name, rows, delimiter=separator))
    assert skips == []
    assert texts(reads) == [long, "two", "three"]
    assert [one.article.title for one in reads] == [None, None, "t"]
    assert ids(reads) == ["1", f"{name}#{content_key(reads[1].article)}", "3"]
    assert [one.position for one in reads] == [0, 1, 2]


def test_bad_rows_of_a_table(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,one\n2,two,three\n3,"one" more\n4\n5,five\n6,"never closed\n7,x\n', "utf-8")
    reads, skips = both(path)
    assert texts(reads) == ["one", "five"]
    assert skips == [(1, "bad_row"), (2, "bad_row"), (3, "no_text"), (5, "bad_row")]


def test_an_empty_table(tmp_path):
    (tmp_path / "a.csv").write_text("\n\n")
    (tmp_path / "b.csv").write_text("id,text\n")
    (tmp_path / "c.jsonl").write_text("")
    assert both(tmp_path) == ([], [(0, "no_text")])


def parquet(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_parquet(tmp_path):
    moment = datetime.datetime(2017, 9, 3, 14, 30, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=3)))
    path = parquet(
        tmp_path / "a.parquet",
        id=pa.array([1, None, 3], pa.int64()),
        text=pa.array(["one", "two", None], pa.large_string()),
        date=pa.array([moment, None, None], pa.timestamp("ns", "Asia/Riyadh")),
        title=pa.array(["t", "t", None]).dictionary_encode(),
        score=[0.5, 1.5, 2.5],
    )
    (one, two), skips = both(path, date_kind="feed")
    assert skips == [(2, "no_text")]
    assert (one.article.id, two.article.id) == ("1", f"a.parquet#{content_key(two.article)}")
    assert (one.article.published, one.article.published_precision) == ("2017-09-03T14:30:05+03:00", "second")
    assert (one.article.published_kind, two.article.published_kind) == ("feed", "none")
    assert one.article.title == "t"


def test_parquet_with_odd_values(tmp_path):
    broken = pa.Array.from_buffers(
        pa.string(), 3, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0"), pa.py_buffer(b"a\xffb")]
    )
    path = parquet(tmp_path / "a.parquet", text=broken, id=pa.array([1.0, 2.0, float("nan")]))
    parquet(tmp_path / "b.parquet", text=[b"bytes", None, None])
    (tmp_path / "c.parquet").write_bytes(path.read_bytes()[:-30])
    reads, skips = both(tmp_path)
    assert texts(reads) == ["a", "b"]
    assert ids(reads) == ["1", f"a.parquet#{content_key(reads[1].article)}"]
    assert skips == [(1, "bad_encoding"), (0, "bad_row"), (1, "no_text"), (2, "no_text"), (0, "unreadable")]


# ---------------------------------------------------------------- ids


def test_ids_made_from_the_content_do_not_depend_on_the_order(tmp_path):
    rows = [{"text": f"text {i}", "title": f"{i % 2}"} for i in range(6)]
    lines(tmp_path / "a.jsonl", *rows)
    first = {one.article.text: one.article.id for one in both(tmp_path)[0]}
    lines(tmp_path / "a.jsonl", *reversed(rows))
    assert {one.article.text: one.article.id for one in both(tmp_path)[0]} == first
    assert all(len(i) == len("a.jsonl#") + 8 for i in first.values())
    assert len(set(first.values())) == 6


def test_blank_ids_are_none_and_given_ones_verbatim(tmp_path):
    path = lines(
        tmp_path / "a.jsonl", *({"id": i, "text": "x"} for i in (" a ", "", None, 0, -5, True, "a\nb"))
    )
    reads, skips = both(path)
    assert [one.article.id for one in reads if one.has_id] == [" a ", "0", "-5", "a\nb"]
    assert [one.has_id for one in reads] == [True, False, False, True, True, True]
    assert skips == [(5, "bad_row")]


# ---------------------------------------------------------------- fields


def test_fields_are_mapped_and_unknown_keys_ignored(tmp_path):
    names = {f: f"x_{f}" for f in FIELDS}
    values = {f: f"<{f}>" for f in FIELDS} | {"date": "2017", "date_kind": "feed"}
    path = lines(
        tmp_path / "a.jsonl", {f"x_{f}": v for f, v in values.items()} | {"text": "other", "id": "z"}
    )
    (one,), skips = both(path, fields=names)
    article = one.article
    assert skips == []
    assert (article.published, article.published_kind) == ("2017", "feed")
    for name in set(FIELDS) - {"date", "date_kind"}:
        assert getattr(article, name) == f"<{name}>"


def test_mapping_does_not_touch_text_files(tmp_path):
    (tmp_path / "a.txt").write_text("خبر", "utf-8")
    assert texts(both(tmp_path, fields={"text": "body"})[0]) == ["خبر"]


def test_an_error_names_the_file_the_fields_found_and_what_to_do(tmp_path):
    path = lines(tmp_path / "a.jsonl", {"headline": "short", "body": "a long text " * 9})
    with pytest.raises(UsageError) as error:
        both(path)
    assert str(error.value) == (
        f"{path}: no field 'text' in the first 1 record(s); found: headline, body. "
        "Say which field is the text, for example --field text=body"
    )
    with pytest.raises(UsageError, match=r"no field 'heading' .* found: headline, body.*--field title=NAME"):
        both(path, fields={"text": "body", "title": "heading"})
    assert len(both(path, fields={"text": "body", "title": "headline"})[0]) == 1


@pytest.mark.parametrize("kind", ["csv", "parquet", "json"])
def test_the_same_error_for_every_kind_of_record_file(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        path.write_text("body,id\nx,1\n")
    elif kind == "parquet":
        parquet(path, body=["x"], id=["1"])
    else:
        path.write_text('[{"body": "x", "id": "1"}]')
    with pytest.raises(UsageError, match=r"found: body, id\. .*--field text=body"):
        both(path)
    with pytest.raises(UsageError, match=r"no field 'nothing' .* found: body, id\. "):
        both(path, fields={"text": "body", "url": "nothing"})


def test_only_the_first_hundred_records_of_the_first_file_decide(tmp_path):
    odd = {"title": "no text"}
    many = lines(tmp_path / "many.jsonl", *[odd] * 99, {"text": "x"})
    reads, skips = both(many)
    assert (len(reads), skips) == (1, [(i, "no_text") for i in range(99)])
    none = lines(tmp_path / "none.jsonl", *[odd] * 100, {"text": "x"})
    with pytest.raises(UsageError, match="in the first 100 record"):
        both(none)
    assert len(both(many, none)[0]) == 2


def test_a_stray_json_file_in_a_folder_is_no_error_unless_nothing_else_is_there(tmp_path):
    (tmp_path / "about.json").write_text('{"name": "my collection"}')
    with pytest.raises(UsageError, match="found: name"):
        both(tmp_path)
    (tmp_path / "b.txt").write_text("خبر", "utf-8")
    reads, skips = both(tmp_path)
    assert (ids(reads), skips) == (["b.txt"], [(0, "no_text")])
    with pytest.raises(UsageError, match="found: name"):
        both(tmp_path / "about.json", tmp_path / "b.txt")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (ReadOptions(fields={"body": "text"}), "unknown field 'body'; the fields are id, outlet"),
        (ReadOptions(date_kind="guess"), "unknown date kind 'guess'"),
        (ReadOptions(max_bytes=0), "positive"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_read(options, message):
    with pytest.raises(UsageError, match=message):
        read(["-"], options)


def test_optional_fields_of_a_wrong_type_are_left_out_and_counted(tmp_path):
    record = {"text": "x", "title": ["a"], "outlet": 12, "url": "  ", "byline": True, "language": None}
    (one,), skips = both(lines(tmp_path / "a.jsonl", record))
    article = one.article
    assert (article.title, article.outlet, article.url, article.byline) == (None, "12", None, None)
    assert skips == [(0, "bad_field"), (0, "bad_field")]


# ---------------------------------------------------------------- dates

DATES = {
    "2017": ("2017", "year"),
    "2017-09": ("2017-09", "month"),
    "2017-09-03": ("2017-09-03", "day"),
    " 2017-9-3 ": ("2017-09-03", "day"),
    "2017/09/03": ("2017-09-03", "day"),
    "٢٠١٧-٠٩-٠٣": ("2017-09-03", "day"),
    "2017-09-03 14:30": ("2017-09-03T14:30", "minute"),
    "2017-09-03T14:30:00Z": ("2017-09-03T14:30:00+00:00", "second"),
    "2017-09-03T14:30:00.123456+03:00": ("2017-09-03T14:30:00+03:00", "second"),
    "2017-09-03 14:30:05 +0300": ("2017-09-03T14:30:05+03:00", "second"),
    "2017-09-03T14:30-0530": ("2017-09-03T14:30-05:30", "minute"),
    "2017-09-03T14:30+03": ("2017-09-03T14:30+03:00", "minute"),
    "2017-09-03 14:30:00 UTC": ("2017-09-03T14:30:00+00:00", "second"),
    "2017-09-03 185600": ("2017-09-03T18:56:00", "second"),
    "2017-09-03T00:00:00": ("2017-09-03", "day"),
    "2017-09-03T00:00:00+03:00": ("2017-09-03", "day"),
    "2017-09-03T00:00:01": ("2017-09-03T00:00:01", "second"),
    "20170903": ("2017-09-03", "day"),
    "20170903T1430Z": ("2017-09-03T14:30+00:00", "minute"),
    "20170903143005": ("2017-09-03T14:30:05", "second"),
    "23/09/2017": ("2017-09-23", "day"),
    "09/23/2017 14:30": ("2017-09-23T14:30", "minute"),
    "9.9.2017": ("2017-09-09", "day"),
    "Sun, 03 Sep 2017 14:30:00 +0300": ("2017-09-03T14:30:00+03:00", "second"),
    "Sun, 03 Sep 2017 14:30:00 GMT": ("2017-09-03T14:30:00+00:00", "second"),
    "3 Sep 2017 14:30 -0430": ("2017-09-03T14:30-04:30", "minute"),
    "3 Sep 2017 14:30": ("2017-09-03T14:30", "minute"),
    "Sun, 3 Sep 2017 14:30:00 AST": ("2017-09-03T14:30:00", "second"),
    "1504449005": ("2017-09-03T14:30:05+00:00", "second"),
    "1504449005000": ("2017-09-03T14:30:05+00:00", "second"),
    1504449005: ("2017-09-03T14:30:05+00:00", "second"),
    1504449005000.0: ("2017-09-03T14:30:05+00:00", "second"),
    1504449005.75: ("2017-09-03T14:30:05+00:00", "second"),
    1504449005000000000: ("2017-09-03T14:30:05+00:00", "second"),
    2017: ("2017", "year"),
    20170903: ("2017-09-03", "day"),
    datetime.date(2017, 9, 3): ("2017-09-03", "day"),
    datetime.datetime(2017, 9, 3, 14, 30): ("2017-09-03T14:30:00", "second"),
    datetime.datetime(2017, 9, 3): ("2017-09-03", "day"),
    datetime.datetime(2017, 9, 3, 1, tzinfo=datetime.UTC): ("2017-09-03T01:00:00+00:00", "second"),
}


@pytest.mark.parametrize("value", DATES, ids=repr)
def test_dates(value):
    assert normal_date(value) == DATES[value]


BAD_DATES = [
    "03/09/2017", "2017-13-01", "2017-02-30", "2017-09-03T25:00", "2017-09-03T14:30+99:00", "31/31/2017",
    "1438-12-12", "9999-12-31", "yesterday", "0", "12", 42981, -5, True, 1e300, float("inf"), [2017], {},
    "الأحد 3 سبتمبر", "Sun, 99 Sep 2017 14:30:00 +0300", "Sep Sep Sep 1:11", "2017-09-03T14", "14:30",
]  # fmt: skip


@pytest.mark.parametrize("value", BAD_DATES, ids=repr)
def test_dates_that_cannot_be_read(value):
    with pytest.raises((ValueError, OverflowError)):
        normal_date(value)


def test_an_article_with_a_bad_date_is_kept_without_it(tmp_path):
    path = lines(
        tmp_path / "a.jsonl", *({"text": "x", "date": d, "date_kind": "published"} for d in BAD_DATES[:17])
    )
    out = list(read([path]))
    assert [one.reason for one in out if isinstance(one, Skip)] == ["bad_date"] * 17
    assert "two ways" in out[1].detail
    for one in out[::2]:
        assert (one.article.published, one.article.published_kind, one.article.published_precision) == (
            None,
            "none",
            None,
        )


@given(st.datetimes(datetime.datetime(1600, 1, 1), datetime.datetime(2199, 12, 31), timezones=st.none()))
def test_every_iso_date_is_its_own_normal_form(moment):
    iso = moment.replace(microsecond=0).isoformat()
    for length, precision in ((4, "year"), (7, "month"), (10, "day"), (16, "minute"), (19, "second")):
        prefix = iso[:length]
        midnight = (
            moment.time().replace(microsecond=0, second=0 if length == 16 else moment.second)
            == datetime.time()
        )
        expected = (prefix[:10], "day") if length > 10 and midnight else (prefix, precision)
        assert normal_date(prefix) == expected
        assert normal_date(expected[0]) == expected


@given(st.one_of(st.text(max_size=40), st.from_regex(r"[0-9/\-: TZ+A-Za-z,.]{0,30}", fullmatch=True)))
@settings(max_examples=500)
def test_no_string_breaks_the_reading_of_dates(text):
    try:
        published, precision = normal_date(text)
    except (ValueError, OverflowError):
        return
    assert normal_date(published) == (published, precision)


KINDS = [
    ("published", "published", []),
    ("url", "url", []),
    ("Dateline ", "dateline", []),
    ("feed", "feed", []),
    ("crawl", "crawl", []),
    ("published (from URL)", "url", []),
    ("extracted", "crawl", ["unknown_date_kind"]),
    ("guess", "crawl", ["unknown_date_kind"]),
    (7, "crawl", ["unknown_date_kind"]),
    ("none", "crawl", ["unknown_date_kind"]),
    (None, "published", ["no_date_kind"]),
    ("", "published", ["no_date_kind"]),
]


@pytest.mark.parametrize(("given_kind", "kind", "reasons"), KINDS)
def test_kinds_of_dates(given_kind, kind, reasons):
    one, *skips = from_record({"text": "x", "date": "2017", "date_kind": given_kind})
    assert (one.article.published, one.article.published_kind) == ("2017", kind)
    assert [skip.reason for skip in skips] == reasons


def test_no_date_has_no_kind_and_an_option_overrides_every_kind():
    (one,) = from_record({"text": "x", "date": " ", "date_kind": "published"})
    assert (one.article.published, one.article.published_kind) == (None, "none")
    for record in ({"text": "x", "date": 2017}, {"text": "x", "date": 2017, "date_kind": "published"}):
        (one,) = from_record(record, ReadOptions(date_kind="crawl"))
        assert (one.article.published, one.article.published_kind) == ("2017", "crawl")
        (one,) = from_record(record, ReadOptions(date_kind="none"))
        assert (one.article.published, one.article.published_kind) == (None, "none")


# ---------------------------------------------------------------- one article


def test_read_one(tmp_path):
    (tmp_path / "الخبر.2.txt").write_text(ARABIC, "utf-8")
    article = read_one(tmp_path / "الخبر.2.txt")
    assert (article.id, article.outlet, article.text) == ("الخبر.2.txt", "الخبر.2", ARABIC)
    path = lines(tmp_path / "a.jsonl", {"text": "x", "date": "03/04/2017"})
    assert (read_one(path).id, read_one(path).outlet) == ("a.jsonl", "a")
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(b'{"text": "x", "id": "I", "outlet": "o"}'))
    assert (read_one(tmp_path / "b.json.gz").id, read_one(tmp_path / "b.json.gz").outlet) == ("I", "o")


def test_read_one_says_what_is_wrong(tmp_path):
    two = lines(tmp_path / "two.jsonl", {"text": "x"}, {"text": "y"})
    with pytest.raises(UsageError, match=r"two\.jsonl: one article was expected, the file holds more"):
        read_one(two)
    with pytest.raises(UsageError, match="a file with one article was expected"):
        read_one(tmp_path)
    with pytest.raises(NothingReadableError, match=r"no\.txt: no article could be read: no such file"):
        read_one(tmp_path / "no.txt")
    (tmp_path / "e.jsonl").write_text("\n")
    with pytest.raises(NothingReadableError, match="empty"):
        read_one(tmp_path / "e.jsonl")
    (tmp_path / "x.pdf").write_text("%PDF")
    with pytest.raises(UsageError, match=r"no reader for '\.pdf'"):
        read_one(tmp_path / "x.pdf")
    with pytest.raises(UsageError, match="--field text=body"):
        read_one(lines(tmp_path / "f.jsonl", {"body": "x"}))


# ---------------------------------------------------------------- the seams


def test_a_new_kind_of_file_is_one_reader(tmp_path, monkeypatch):
    def feed(source, options):
        yield {"text": source.whole(options.max_bytes).decode(), "id": "f"}
        yield Alone(text="second")

    monkeypatch.setitem(FORMATS, ".feed", Format(feed, False))
    (tmp_path / "a.feed").write_text("first")
    assert ids(both(tmp_path, fields={"text": "body"})[0]) == ["f", "a.feed"]


def test_every_reason_is_explained_and_no_other_is_used():
    source = "".join(p.read_text("utf-8") for p in Path(module.__file__).parent.glob("read*.py"))
    assert all(source.count(f'"{reason}"') >= 2 for reason in REASONS)
    assert set(REASONS) > KEPT
    page = (Path(__file__).parent.parent / "docs" / "reading.md").read_text("utf-8")
    assert [reason for reason in (*REASONS, *FIELDS) if f"`{reason}`" not in page] == []
    assert [suffix for suffix in FORMATS if suffix and f"`{suffix}`" not in page] == []


def test_real_news(data):
    reads, skips = both(data / "news" / "same_event_dev.jsonl.gz")
    assert len(reads) == 3411
    assert all(one.has_id for one in reads)
    assert {one.article.published_kind for one in reads} == {"crawl"}
    assert {reason for _, reason in skips} == {"unknown_date_kind"}
    assert len(skips) == 3411


@pytest.fixture
def data():
    where = os.environ.get("NAQL_DATA")
    if not where:
        pytest.skip("NAQL_DATA is unset: the shared news data is not here")
    return Path(where)
