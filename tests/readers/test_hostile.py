"""Bad input: each gives one clear line that names the input, what is wrong and what to do, soon and in little memory."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.errors import EmptyInput, InputError, LimitExceeded, SettingsError, UnreadableInput
from dateline.readers import Limits, ReadOptions, read, read_text
from dateline.readers.hostile import PageReader
from dateline.text import Report

STORY = "Gunmen opened fire on a minibus near the village of Ormana on Sunday, killing four passengers, police said."
QUICK = ReadOptions(limits=Limits(read_seconds=1.0, read_memory_mb=150))
SECONDS = 30.0
"""Many times what the slowest needs where nothing else runs: what is not bounded takes minutes, or does not end."""


def read_one(tmp_path, name, data, options=None):
    path = tmp_path / name
    path.write_bytes(data)
    started = time.perf_counter()
    found = list(read([str(path)], options=options))
    assert time.perf_counter() - started < SECONDS
    assert len(found) == 1, found
    if isinstance(found[0], InputError):
        said = str(found[0])
        assert str(path) in said
        assert "\n" not in said
        assert found[0].advice
    return found[0]


@pytest.mark.parametrize(
    ("name", "data", "kind", "said"),
    [
        ("empty.txt", b"", EmptyInput, "it is empty"),
        ("space.txt", b" \r\n\t\n", EmptyInput, "white space"),
        ("empty.json", b"", EmptyInput, "it is empty"),
        ("empty.jsonl", b"\n\n", EmptyInput, "no line"),
        ("empty.html", b"<html><body></body></html>", EmptyInput, "no text"),
        ("empty-list.json", b"[]", EmptyInput, "list is empty"),
        ("binary.txt", bytes(range(256)) * 40, UnreadableInput, "binary"),
        ("nul.txt", b"Rockets were fired\x00 at the embassy.", UnreadableInput, "binary"),
        ("late-nul.txt", b"x" * 70_000 + b"\x00", UnreadableInput, "NUL"),
        ("paper.txt", b"%PDF-1.7 \xe2\xe3", UnreadableInput, "a PDF"),
        ("office.txt", b"PK\x03\x04rest", UnreadableInput, "office document"),
        ("picture.html", b"\x89PNG\r\n\x1a\n", UnreadableInput, "PNG"),
        ("store.json", b"SQLite format 3\x00", UnreadableInput, "SQLite"),
        ("cut-utf16.txt", "Rockets were fired".encode("utf-16")[:-1], UnreadableInput, "UTF-16"),
        ("broken.json", b'{"text": "abc", ', UnreadableInput, "not valid JSON"),
        ("string.json", b'"only a string"', UnreadableInput, "a string"),
        ("numbers.json", b"[1]", UnreadableInput, "a number"),
        ("no-text.json", b'{"id": 5, "events": []}', EmptyInput, "no text"),
        ("deep.json", b"[" * 200_000, UnreadableInput, "nested too deeply"),
        ("huge-number.json", b'{"text": ' + b"1" * 5000 + b"}", UnreadableInput, "cannot be read"),
        ("long.txt", b"word " * 40_001, LimitExceeded, "max_report_bytes"),
        ("wide.txt", ("ж" * 100_001).encode(), LimitExceeded, "max_report_bytes"),
        ("long.json", json.dumps({"text": "word " * 40_001}).encode(), LimitExceeded, "max_report_bytes"),
        ("long.md", b"# T\n\n" + b"word " * 40_001, LimitExceeded, "max_report_bytes"),
        ("bomb.txt.gz", gzip.compress(b"a" * 60_000_000), LimitExceeded, "max_report_bytes"),
        ("bomb.json.gz", gzip.compress(b" " * 60_000_000), LimitExceeded, "max_unpacked_ratio"),
        ("bomb.jsonl.gz", gzip.compress(b'{"text":"' + b"a" * 60_000_000), LimitExceeded, "max_unpacked_ratio"),
        ("twice.txt.gz", gzip.compress(gzip.compress(STORY.encode())), UnreadableInput, "gzip inside gzip"),
        (
            "cut.txt.gz",
            gzip.compress(hashlib.shake_256(b"noise").digest(4000))[:3000],
            UnreadableInput,
            "broken or cut short",
        ),
        ("flipped.txt.gz", gzip.compress(STORY.encode())[:-6] + b"123456", UnreadableInput, "broken or cut short"),
    ],
)
def test_refused(tmp_path, name, data, kind, said):
    error = read_one(tmp_path, name, data)
    assert type(error) is kind, error
    assert said in str(error)


def test_fifty_megabytes_are_refused_at_once(tmp_path):
    started = time.process_time()
    error = read_one(tmp_path, "big.txt", b"word " * 10_000_000)
    assert isinstance(error, LimitExceeded)
    assert time.process_time() - started < 2


def test_a_text_at_the_limit_is_read_whole_and_limits_can_be_set(tmp_path):
    text = (STORY + "\n") * 1834
    assert 190_000 < len(text) <= 200_000
    report = read_one(tmp_path, "just.txt", text.encode())
    assert report.text == text.rstrip()
    small = ReadOptions(limits=Limits(max_report_bytes=100))
    assert isinstance(read_one(tmp_path, "small.txt", STORY.encode(), small), LimitExceeded)
    with pytest.raises(LimitExceeded):
        read_text(STORY, options=small)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 190_000, "[" * 190_000, '"' * 190_000, "- " * 95_000, "A " * 95_000, "KABUL, " * 27_000, "Ab\n" * 60_000,
        "\n" * 190_000 + "x", " " * 190_000 + "x", "12 December 2023 - 1\n" * 9000, ("by " + "Aa " * 45 + "\n") * 1300,
        ("[" * 150 + "\n\n") * 1200, ("Picture: " * 60 + "\n\n") * 340, "a\r" * 90_000, "1/" * 95_000,
        ("Reporting by " * 40 + "\n\n") * 360, "Monday, " * 24_000,
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_no_text_takes_long(tmp_path, text):
    assert isinstance(read_one(tmp_path, "odd.txt", text.encode()), Report)


@pytest.mark.parametrize(
    "text", ["**a " * 48_000, "[" * 190_000, "![a](" * 38_000, "*a " * 60_000, "<!--" * 45_000, "[a" * 90_000, "\\" * 190_000,
             "a\n===\n" * 30_000, "---\na: b\n" * 20_000, "_" * 190_000],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_no_markdown_takes_long(tmp_path, text):
    found = read_one(tmp_path, "odd.md", text.encode())
    assert isinstance(found, (Report, EmptyInput))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("million-tags", b"<html><body>" + b"<b>x</b>" * 1_000_000),
        ("empty-paragraphs", b"<html><body>" + b"<p></p>" * 200_000),
        ("attributes", b"<p " + b" ".join(b'a%d="1"' % i for i in range(200_000)) + b">x</p>"),
        ("deep", b"<div>" * 200_000 + b"x"),
        ("comments", b"<html><body>" + b"<!--x-->" * 300_000),
    ],
)
def test_no_page_takes_long_or_much(tmp_path, name, html):
    error = read_one(tmp_path, f"{name}.html", html, QUICK)
    assert isinstance(error, (LimitExceeded, EmptyInput, UnreadableInput)), error


def test_the_process_for_pages_is_started_anew_after_it_was_killed(tmp_path):
    good = f"<html><body><article><p>{STORY}</p><p>{STORY} Again.</p></article></body></html>".encode()
    (tmp_path / "a.html").write_bytes(good)
    (tmp_path / "b.html").write_bytes(b"<html><body>" + b"<b>x</b>" * 1_000_000)
    (tmp_path / "c.html").write_bytes(good)
    found = list(read([str(tmp_path)], options=QUICK))
    assert [type(item) for item in found] == [Report, LimitExceeded, Report]
    assert "read_seconds = 1" in str(found[1]) or "read_memory_mb = 150" in str(found[1])


def test_the_process_for_pages_is_kept_and_ended():
    with PageReader(Limits()) as pages:
        pages.read(f"<p>{STORY}</p>", origin="a")
        process = pages._process
        pages.read(f"<p>{STORY}</p>", origin="b")
        assert pages._process is process
    assert process.poll() is not None


def test_an_installation_that_cannot_read_pages_says_why_and_names_the_input(tmp_path, monkeypatch):
    broken = tmp_path / "path" / "trafilatura"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('a part is missing')", encoding="utf-8")
    monkeypatch.syspath_prepend(broken.parent)
    error = read_one(tmp_path, "page.html", f"<html><body><p>{STORY}</p></body></html>".encode())
    assert isinstance(error, UnreadableInput)
    assert str(error).startswith(f"{tmp_path / 'page.html'}: ")
    assert "a part is missing" in str(error)
    assert "dateline doctor" in str(error)


def test_plain_text_starts_no_process_and_loads_no_model(tmp_path):
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    code = (
        "import sys\nfrom dateline.readers import read\n"
        f"print(len(list(read([{str(tmp_path)!r}]))))\n"
        "print([m for m in ('trafilatura', 'lxml', 'py3langid', 'numpy', 'spacy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split("\n")[:2] == ["1", "[]"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured by /proc")
def test_memory_stays_small(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text":"' + b"a" * 200_000_000))
    (tmp_path / "b.json").write_bytes(b'{"a":[' + b"{}," * 3_900_000 + b"{}]}")
    (tmp_path / "c.txt").write_bytes(b"word " * 10_000_000)
    (tmp_path / "d.jsonl").write_bytes(b'{"text":"' + b"a" * 50_000_000 + b'"}\n{"text": "The end was read."}')
    code = (
        "import pathlib\nfrom dateline.readers import read\n"
        f"print([type(r).__name__ for r in read([{str(tmp_path)!r}])])\n"
        "print(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    kinds, peak = done.stdout.strip().split("\n")
    assert kinds == "['LimitExceeded', 'EmptyInput', 'LimitExceeded', 'LimitExceeded', 'Report']"
    assert int(peak) < 500_000


def test_broken_lines_are_errors_of_their_own(tmp_path):
    lines = [
        json.dumps({"text": STORY}).encode(), b'{"text": broken}', b"", b"[1, 2]", b"\xff\xfe{", json.dumps({"title": "T"}).encode(),
        b'{"text": "' + b"a" * 2_100_000 + b'"}', json.dumps({"id": 1}).encode(), json.dumps({"text": STORY}).encode(),
    ]  # fmt: skip
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b"\n".join(lines))
    found = list(read([str(path)]))
    assert [(int(item.origin.rpartition(":")[2]), type(item).__name__) for item in found] == [
        (1, "Report"), (2, "UnreadableInput"), (4, "UnreadableInput"), (5, "UnreadableInput"), (6, "Report"),
        (7, "LimitExceeded"), (8, "EmptyInput"), (9, "Report"),
    ]  # fmt: skip


def test_a_list_of_other_things_is_given_up(tmp_path):
    path = tmp_path / "numbers.json"
    path.write_text(json.dumps(list(range(100_000))), encoding="utf-8")
    found = list(read([str(path)]))
    assert len(found) == 21
    assert all(isinstance(item, UnreadableInput) for item in found)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (STORY.encode("utf-8-sig"), None),
        (STORY.encode("utf-16"), None),
        (STORY.encode("utf-16-le"), None),
        (STORY.encode("utf-16-be"), None),
        (STORY.encode("utf-32"), None),
        ((STORY + " “café”").encode("cp1252"), "encoding"),
        ((STORY + " caf\x81é").encode("latin-1"), "encoding"),
        ((STORY + " “x” é").encode()[:-1], "encoding"),
        ((STORY + " theyâ€™re").encode(), "mojibake"),
        ((STORY + " cafÃ© naÃ¯ve").encode(), "mojibake"),
        ((STORY + " Ã la carte").encode(), None),
    ],
)
def test_encodings(tmp_path, data, problem):
    report = read_one(tmp_path, "a.txt", data)
    assert isinstance(report, Report), report
    assert report.text.startswith(STORY)
    assert [code for code, _ in report.problems if code != "undated"] == ([problem] if problem else [])


def test_mojibake_is_left_as_it_is(tmp_path):
    assert "theyâ€™re" in read_one(tmp_path, "a.txt", (STORY + " theyâ€™re").encode()).text


def test_a_named_encoding_is_used_and_checked(tmp_path):
    data = "Боевики обстреляли автобус у села Ормана в воскресенье, убив четырех пассажиров, сообщила полиция.".encode(
        "cp1251"
    )
    report = read_one(tmp_path, "a.txt", data, ReadOptions(encoding="cp1251"))
    assert report.text.startswith("Боевики")
    assert report.language == "ru"
    wrong = read_one(tmp_path, "a.txt", data + b"\x98", ReadOptions(encoding="cp1251"))
    assert isinstance(wrong, UnreadableInput)


@pytest.mark.parametrize(
    "name",
    ["undefined", "punycode", "idna", "unicode_escape", "hex", "utf-7", "utf-16", "cp037", "no-such", "x" * 3000],
)
def test_a_page_may_name_any_encoding(tmp_path, name):
    html = f'<html><head><meta charset="{name}"></head><body><p>{STORY}</p><p>Une journ\xe9e \\u0041.</p></body></html>'
    report = read_one(tmp_path, "a.html", html.encode("latin-1"))
    assert "journ\xe9e \\u0041" in report.text
    assert [code for code, _ in report.problems if code == "encoding"]


def test_a_page_in_its_own_encoding(tmp_path):
    html = f'<html><head><meta charset="windows-1251"></head><body><p>{STORY}</p><p>Сообщила полиция.</p></body></html>'
    report = read_one(tmp_path, "a.html", html.encode("cp1251"))
    assert "Сообщила полиция." in report.text


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2021-02-31"},
        {"published": "yesterday"},
        {"published": "03/04/2021"},
        {"language": "english"},
        {"encoding": "no-such"},
        {"encoding": "undefined"},
        {"encoding": "rot13"},
    ],
)
def test_options_are_checked_when_made(fields):
    with pytest.raises(SettingsError) as error:
        ReadOptions(**fields)
    assert next(iter(fields.values())) in str(error.value)


@pytest.mark.parametrize(
    "name", ["max_report_bytes", "max_file_bytes", "max_line_bytes", "max_unpacked_ratio", "read_seconds"]
)
def test_limits_are_checked_when_made(name):
    with pytest.raises(SettingsError, match=name):
        Limits(**{name: 0})


def test_packed_files_read_like_plain_ones(tmp_path):
    plain = f"Four killed near Ormana\n\n3 May 2021\n\n{STORY}"
    (tmp_path / "a.txt").write_text(plain, encoding="utf-8")
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(plain.encode()))
    (tmp_path / "c.jsonl.gz").write_bytes(
        gzip.compress(b"".join(b'{"text": "The army took the town."}\n' for _ in range(3)))
    )
    found = list(read([str(tmp_path)]))
    assert found[0].text == found[1].text
    assert found[0].text_id == found[1].text_id
    assert [Path(item.origin).name for item in found[2:]] == ["c.jsonl.gz:1", "c.jsonl.gz:2", "c.jsonl.gz:3"]
    (piped,) = read(["-"], stdin=io.BytesIO(gzip.compress(plain.encode())))
    assert piped.text == found[0].text
