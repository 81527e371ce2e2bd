"""Web archives: pages with what they say of themselves, what is passed over, damage of every kind, flat memory."""

import gzip
import io
import json
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import brotli
import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import EmptyInput, InputError, LimitExceeded, SkippedInput, UnreadableInput
from dateline.readers import Limits, ReadOptions, count, read
from dateline.readers.content import looked_into
from dateline.readers.kinds import FORMATS
from dateline.readers.warc import Record, Records
from dateline.text import Report

STORY = "Gunmen opened fire on a minibus near the village of Ormana on Sunday, killing four passengers, police said."
MORE = "The attackers fled into the hills, and the army sent helicopters after them, a spokesman told reporters."
FRENCH = "Des hommes armés ont ouvert le feu sur un minibus près du village dimanche, tuant quatre passagers, selon la police locale."
NAVIGATION = "".join(f'<li class="nav-item"><a href="/s{n}">Section number {n}</a></li>' for n in range(30))


def page(story=STORY, *, title="Four killed near Ormana", canonical="https://o.example/1", lang="en"):
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title} | Ormana Herald</title>'
        f'<meta property="og:site_name" content="Ormana Herald"><meta property="article:published_time" content="2024-05-05T09:30:00Z">'
        f'<link rel="canonical" href="{canonical}"></head><body><header><nav><ul>{NAVIGATION}</ul></nav></header><main><article><h1>{title}</h1>'
        f'<p class="byline">By Ann Writer</p><p>{story}</p><p>{MORE}</p></article></main><aside><h2>Most read</h2><ul>{NAVIGATION}</ul></aside>'
        f"<footer><p>All rights reserved. Terms of use and privacy policy.</p></footer></body></html>"
    ).encode()


def record(
    url, body, *, kind="response", http="HTTP/1.1 200 OK", mime="text/html; charset=utf-8", headers="", length=None
):
    block = f"{http}\r\nContent-Type: {mime}\r\n{headers}\r\n".encode() + body if kind == "response" else body
    declared = "application/http; msgtype=response" if kind == "response" else mime
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {declared}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read_one(tmp_path, name, data, **said):
    path = tmp_path / name
    path.write_bytes(data)
    found = list(read([str(path)], **said))
    for item in found:
        if isinstance(item, InputError):
            assert "\n" not in str(item)
            assert item.advice
    return found


def chunked(body):
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 500]), body[at : at + 500]) for at in range(0, len(body), 500))
        + b"0\r\n\r\n"
    )


def test_pages_come_with_what_they_say_of_themselves(tmp_path):
    body = page()
    raw = zlib.compressobj(wbits=-15)
    records = [
        record("-", b"software: x\r\n", kind="warcinfo", mime="application/warc-fields"),
        record("https://o.example/1?utm=x", body),
        record("https://o.example/2", chunked(gzip.compress(page(canonical="https://evil.example/2"))), headers="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        record("https://o.example/3", brotli.compress(page(canonical="/3")), headers="Content-Encoding: br\r\n"),
        record("https://o.example/4", raw.compress(page(canonical="")) + raw.flush(), headers="Content-Encoding: deflate\r\n"),
        record("https://o.example/5", page(), headers="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        record("https://o.example/6", page().decode().replace("utf-8", "x").replace("opened", "“opened”").encode("cp1252"), mime="text/html; charset=windows-1252"),
        record("https://o.example/fr", page(FRENCH, lang="fr", title="Quatre passagers tués dimanche").replace(MORE.encode(), FRENCH.encode())),
        record("https://o.example/a.jpg", b"\xff\xd8\xff", mime="image/jpeg"),
        record("https://o.example/gone", page(), http="HTTP/1.1 404 Not Found"),
        record("https://o.example/wet", f"Four killed near Ormana\n\n{STORY}\n\n{MORE}\n".encode(), kind="conversion", mime="text/plain"),
        record("https://o.example/1", b"", kind="revisit"),
    ]  # fmt: skip
    packed = read_one(tmp_path, "a.warc.gz", b"".join(map(gzip.compress, records)))
    *reports, said = packed
    assert all(isinstance(item, Report) for item in reports), reports
    assert [report.origin for report in reports] == [
        "https://o.example/1?utm=x", *(f"https://o.example/{n}" for n in (2, 3, 4, 5, 6)), "https://o.example/fr", "https://o.example/wet",
    ]  # fmt: skip
    first = reports[0]
    assert first.text == f"Four killed near Ormana\n\n{STORY}\n\n{MORE}"
    assert (first.title, first.byline, first.publisher) == ("Four killed near Ormana", "Ann Writer", "Ormana Herald")
    assert (first.published, first.language) == ("2024-05-05T09:30+00:00", "en")
    # A page may name its own site's address, and no other's.
    assert [report.url for report in reports[:3]] == [
        "https://o.example/1",
        "https://o.example/2",
        "https://o.example/3",
    ]
    assert all(report.text == first.text for report in reports[1:5])
    assert "“opened” fire" in reports[5].text
    assert reports[6].language == "fr"
    assert "French (fr)" in dict(reports[6].problems)["language"]
    assert isinstance(said, SkippedInput)
    assert "image/jpeg (1)" in str(said)
    assert "status 404 (1)" in str(said)
    assert "revisit (1)" in str(said)
    others = [
        read_one(tmp_path, "b.warc", b"".join(records)),
        read_one(tmp_path, "c.warc.gz", gzip.compress(b"".join(records))),
    ]
    others.append(read_one(tmp_path, "d.warc.zst", zstandard(*records)))
    others.append(list(read(["-"], stdin=io.BytesIO(b"".join(map(gzip.compress, records))))))
    for other in others:
        assert [report.id for report in other[:-1]] == [report.id for report in reports]
    (tmp_path / "many.warc.gz").write_bytes(b"".join(map(gzip.compress, records)) * 20)
    assert count([str(tmp_path / "many.warc.gz")]) >= 1


def test_wacz_and_what_is_left_of_a_broken_one(tmp_path):
    inside = b"".join(gzip.compress(record(f"https://o.example/{n}", page(canonical=f"/{n}"))) for n in range(5))
    packing = io.BytesIO()
    with zipfile.ZipFile(packing, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("archive/data.warc.gz", inside)
        packed.writestr("pages/pages.jsonl", "{}")
        packed.writestr("datapackage.json", "{}")
    found = read_one(tmp_path, "a.wacz", packing.getvalue())
    assert [item.origin for item in found] == [f"https://o.example/{n}" for n in range(5)]
    error, *rest = read_one(tmp_path, "b.wacz", packing.getvalue()[: len(inside) - 300])
    assert isinstance(error, UnreadableInput)
    assert "broken or cut short" in str(error)
    assert [item.origin for item in rest] == [f"https://o.example/{n}" for n in range(4)]
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    (refused,) = read_one(tmp_path, "c.docx.txt", office.getvalue())
    assert "no web archive" in str(refused)


def zstandard(*records):
    packing = io.BytesIO()
    for each in records:
        with ZstdWriter(packing) as writer:
            writer.write(each)
    return packing.getvalue()


A, B, C = (record(f"https://o.example/{name}", page(canonical="")) for name in "abc")
GZIPPED = [gzip.compress(each) for each in (A, B, C)]


def lying(length):
    return record("https://o.example/b", page(canonical=""), length=length)


@pytest.mark.parametrize(
    ("data", "kept", "said", "url"),
    [
        (A + lying(5_000_000) + C, "ac", "length (5,000,000) is false", True),
        (A + lying(10**14) + C, "ac", "is false", True),
        (A + lying(50) + C, "ac", "length (50) is false", True),
        (A + lying(-5) + C, "ac", "no number ('-5')", True),
        (A + lying("x") + C, "ac", "no number ('x')", True),
        (gzip.compress(A) + gzip.compress(lying(10**10)) + gzip.compress(C), "ac", "is false", True),
        (A + b"garbage " * 1000 + C, "ac", "8,000 bytes are no record", False),
        (GZIPPED[0] + b"garbage" * 1000 + GZIPPED[2], "ac", "are no gzip data", False),
        (GZIPPED[0] + GZIPPED[1][:-8] + b"12345678" + GZIPPED[2], "ac", "gzip data is broken", False),
        ((A + B + C)[:-300], "ab", "breaks off in the middle of a record", True),
        (zstandard(A, B, C)[:-100], "a", "zstandard data is broken or cut short", True),
        (b"".join(GZIPPED)[:-100], "ab", "breaks off in the middle of a record", True),
        (
            GZIPPED[0] + gzip.compress(b"WARC/1.0\r\nX: " + b"a" * 200_000) + GZIPPED[2],
            "ac",
            "header has no end",
            False,
        ),
        (
            GZIPPED[0] + gzip.compress(record("https://o.example/b", b"a" * 60_000_000)) + GZIPPED[2],
            "ac",
            "max_",
            True,
        ),
        (A + record("https://o.example/b", page() * 12_000) + C, "ac", "more than max_file_bytes", True),
    ],
)
def test_damage_costs_one_record_and_is_one_clear_line(tmp_path, data, kept, said, url):
    started = time.perf_counter()
    found = read_one(tmp_path, "a.warc", data)
    assert time.perf_counter() - started < 20
    reports = [item for item in found if isinstance(item, Report)]
    (error,) = (item for item in found if isinstance(item, InputError))
    assert "".join(report.origin[-1] for report in reports) == kept
    assert type(error) in {UnreadableInput, LimitExceeded}
    assert str(error).startswith(f"{tmp_path / 'a.warc'}: at byte ")
    assert said in str(error)
    assert ("https://o.example/" in str(error)) is url
    if "breaks off" in said:
        assert "before it is kept (2 records)" in str(error)


def test_pages_that_cannot_be_read_are_errors_of_their_own(tmp_path):
    hostile = record("https://o.example/bomb", b"<html><body>" + b"<b>x</b>" * 600_000)
    packed = record(
        "https://o.example/packed", gzip.compress(b"<p>" + b"a" * 40_000_000), headers="Content-Encoding: gzip\r\n"
    )
    empty = record("https://o.example/empty", b"<html><body></body></html>")
    options = ReadOptions(limits=Limits(read_seconds=1.0, read_memory_mb=150))
    found = read_one(
        tmp_path, "a.warc.gz", b"".join(map(gzip.compress, (A, hostile, packed, empty, C))), options=options
    )
    assert [type(item) for item in found] == [Report, LimitExceeded, EmptyInput, Report, SkippedInput]
    assert str(found[1]).startswith("https://o.example/bomb: ")
    assert "unpacks to more than max_file_bytes (1)" in str(found[-1])
    assert isinstance(read_one(tmp_path, "b.warc", b"")[0], EmptyInput)


@settings(max_examples=150, deadline=3000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 1000), st.binary(max_size=30), st.booleans()), max_size=5), st.booleans())
def test_damaged_archives_give_whole_records_and_never_raise(damage, packed):
    data = bytearray(b"".join(GZIPPED) if packed else A + B + C)
    for at, piece, replace in damage:
        place = at * len(data) // 1001
        data[place : place + (len(piece) if replace else 0)] = piece
    found = list(Records(looked_into(io.BytesIO(bytes(data))), Limits()))
    whole = {each[each.index(b"\r\n\r\n") + 4 : -4] for each in (A, B, C)}
    sound = [item for item in found if isinstance(item, Record) and item.block in whole]
    if not damage:
        assert len(sound) == len(found) == 3
    # So many places of damage can cost so many records, and each of them at most its neighbour too.
    assert len(sound) >= 3 - 2 * len(damage)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured by /proc")
def test_hundreds_of_megabytes_are_read_in_flat_memory(tmp_path):
    """300 MB of web archive (pictures for the most part, as in any), and of JSON Lines; the reader alone, without its process for HTML."""
    picture = bytes(range(256)) * 4000
    with (tmp_path / "a.warc").open("wb") as file:
        for n in range(290):
            file.write(record(f"https://o.example/{n}.jpg", picture, mime="image/jpeg"))
            file.write(record(f"https://o.example/{n}", f"{STORY} {n}".encode(), kind="conversion", mime="text/plain"))
    line = json.dumps({"text": f"{STORY} " * 900, "title": "T"}).encode() + b"\n"
    with (tmp_path / "b.jsonl").open("wb") as file:
        for _ in range(1000):
            file.write(line)
    code = (
        "import pathlib\nfrom dateline.readers import read\n"
        "def held(): return int(pathlib.Path('/proc/self/status').read_text().split('VmRSS:')[1].split()[0])\n"
        "held_at = []\n"
        f"for n, item in enumerate(read([{str(tmp_path)!r}])):\n    n % 100 or held_at.append(held())\n"
        "print(n + 1, max(held_at[1:]) - held_at[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    number, grown = map(int, done.stdout.split())
    assert number == 290 + 1 + 1000
    assert grown < 15_000, f"{grown} kB more at the end than at the start"


def test_the_page_of_formats_has_every_format():
    said = (Path(__file__).parents[2] / "docs" / "formats-read.md").read_text(encoding="utf-8")
    for each in FORMATS:
        endings = " ".join(f"`{ending}`" for ending in each.endings if ending)
        assert f"| {each.name} | {endings + ' ' if endings else ''}| {each.report} |" in said
