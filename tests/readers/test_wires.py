"""What agencies and newsrooms exchange: NewsML-G2, NITF, ninjs, and mail."""

import json
import mailbox
import time
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import EmptyInput, InputError, LimitExceeded, SkippedInput, UnreadableInput
from dateline.readers import Limits, ReadOptions, read, read_bytes
from dateline.text import Report

STORY = "Gunmen opened fire on a minibus near the village of Ormana on Sunday, killing four passengers, police said."
MORE = "The attackers fled into the hills, and the army sent helicopters after them, a spokesman told reporters."
NITF = f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-5.dtd">
<nitf><head><title>Slug</title><docdata><doc-id regsrc="Wire" id-string="urn:w:1"/><date.issue norm="20240505T093000Z"/></docdata>
<pubdata name="Ormana Herald"/></head><body xml:lang="en"><body.head><hedline><hl1>Four killed near Ormana</hl1><hl2>Two hurt, caf&eacute; closed</hl2></hedline>
<byline>By <person>Ann Writer</person></byline><dateline><location>DAKRAN</location><story.date>May 5</story.date></dateline></body.head>
<body.content><block><p>{STORY}</p><hl2>Pursuit</hl2><p>{MORE}</p><media media-type="image"><media-reference source="a.jpg"/>
<media-caption>A burnt minibus.</media-caption></media></block></body.content><body.end><tagline>(ends)</tagline></body.end></body></nitf>"""
INNER_NITF = NITF[NITF.index("<nitf") :].replace("&eacute;", "&#233;")
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h2>Start</h2><p>{STORY}</p><p>{MORE}</p></body></html>'


def item(guid, content, *, status="usable", kind="text"):
    return f"""<newsItem guid="{guid}" version="3" xml:lang="en" standard="NewsML-G2"><rightsInfo/><itemMeta><itemClass qcode="ninat:{kind}"/>
    <provider qcode="nprov:WIRE"><name>The Wire</name></provider><versionCreated>2024-05-06T10:00:00Z</versionCreated><firstCreated>2024-05-05T09:30:00Z</firstCreated>
    <pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><by>By Ann Writer</by><dateline>Dakran, May 5</dateline><headline>Four killed near Ormana</headline>
    <description role="drol:summary">Two were hurt.</description><language tag="en"/></contentMeta><contentSet>{content}</contentSet></newsItem>"""


def message(*items):
    return f"""<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-05-06T10:00:00Z</sent></header>
    <itemSet>{"".join(items)}<packageItem guid="p"/></itemSet></newsMessage>"""


def read_one(tmp_path, name, data, **said):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = list(read([str(path)], **said))
    for each in found:
        if isinstance(each, InputError):
            assert "\n" not in str(each)
            assert each.advice
    return found


def parts(report, *kinds):
    return [report.text[s.start : s.end] for s in report.stretches(*kinds)]


def test_nitf(tmp_path):
    (report,) = read_one(tmp_path, "a.xml", NITF)
    assert (report.title, report.byline, report.publisher) == ("Four killed near Ormana", "Ann Writer", "Ormana Herald")
    assert (report.published, report.language, report.key) == ("2024-05-05T09:30+00:00", "en", "urn:w:1")
    assert parts(report, "dek") == ["Two hurt, café closed"]
    assert parts(report, "caption") == ["A burnt minibus."]
    assert parts(report, "subhead") == ["Pursuit"]
    assert report.dateline.name == "DAKRAN"
    assert STORY in report.text
    assert report.text.endswith(MORE)
    inside = f"<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>{INNER_NITF}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    (same,) = read_one(tmp_path, "b.xml", inside)
    assert same.id == report.id


def test_newsml_g2(tmp_path):
    found = read_one(
        tmp_path, "a.newsml",
        message(
            item("urn:1", f'<inlineXML contenttype="application/xhtml+xml">{XHTML}</inlineXML>'),
            item("urn:2", f'<inlineXML contenttype="application/nitf+xml">{INNER_NITF}</inlineXML>'),
            item("urn:3", f'<inlineData contenttype="text/plain">{STORY}\n\n{MORE}</inlineData>'),
            item("urn:4", f'<inlineData contenttype="text/html">&lt;p&gt;{STORY}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</inlineData>'),
            item("urn:5", '<remoteContent href="a.jpg"/>', kind="picture"),
            item("urn:6", f'<inlineData contenttype="text/plain">{STORY}</inlineData>', status="canceled"),
        ),
    )  # fmt: skip
    reports, others = found[:4], found[4:]
    assert [report.key for report in reports] == ["urn:1", "urn:2", "urn:3", "urn:4"]
    for report in reports:
        assert (report.title, report.byline, report.publisher) == ("Four killed near Ormana", "Ann Writer", "The Wire")
        assert report.published.startswith("2024-05-05T09:30")
        assert parts(report, "dek") == ["Two were hurt."]
        assert STORY in report.text
        assert report.text.endswith(MORE)
    assert reports[0].dateline.name == "Dakran"
    assert f"Dakran, May 5 — {STORY}" in reports[0].text
    assert [type(each) for each in others] == [SkippedInput] * 3
    assert "class picture" in str(others[0])
    assert "urn:6" in str(others[1])
    assert "canceled" in str(others[1])
    assert "packageItem (1)" in str(others[2])


def test_ninjs_1_and_2(tmp_path):
    first = {
        "uri": "http://wire.example/1", "type": "text", "versioncreated": "2024-05-05T09:30:00Z", "pubstatus": "usable", "headline": "Four killed near Ormana",
        "byline": "Ann Writer", "language": "en", "infosource": [{"name": "The Wire"}], "description_text": "Two were hurt.",
        "body_text": f"{STORY}\n\n{MORE}", "body_xhtml": f"<div><p>{STORY}</p><p>{MORE}</p></div>",
        "associations": {"main": {"type": "picture", "description_text": "A burnt minibus."}},
    }  # fmt: skip
    second = {
        "uri": "http://wire.example/2", "standard": {"name": "ninjs", "version": "2.0"}, "firstcreated": "2024-05-05T09:30:00Z", "by": "Ann Writer",
        "headlines": [{"role": "short", "value": "Four dead"}, {"role": "main", "value": "Four killed near Ormana"}], "infosources": [{"name": "The Wire"}],
        "descriptions": [{"role": "summary", "value": "Two were hurt."}], "associations": [{"name": "m", "type": "picture", "descriptions": [{"role": "caption", "value": "A burnt minibus."}]}],
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": f"{STORY}\n\n{MORE}"}], "language": "en",
    }  # fmt: skip
    gone = {**first, "uri": "x:3", "pubstatus": "canceled"}
    picture = {"uri": "x:4", "type": "picture", "pubstatus": "usable", "description_text": "Smoke."}
    found = read_one(
        tmp_path, "a.json", json.dumps([first, second, gone, picture, {"uri": "x:5", "pubstatus": "usable"}])
    )
    one, two, *others = found
    for report in (one, two):
        assert (report.title, report.byline, report.publisher) == ("Four killed near Ormana", "Ann Writer", "The Wire")
        assert report.published == "2024-05-05T09:30+00:00"
        assert parts(report, "dek") == ["Two were hurt."]
        assert parts(report, "caption") == ["A burnt minibus."]
        assert parts(report, "body") == [STORY, MORE]
    assert (one.key, two.key) == ("http://wire.example/1", "http://wire.example/2")
    assert [type(each) for each in others] == [SkippedInput, SkippedInput, EmptyInput]
    assert "canceled" in str(others[0])
    lines = "\n".join(json.dumps(each) for each in (first, second))
    assert [each.id for each in read_one(tmp_path, "b.jsonl", lines)] == [one.id, two.id]


BOMB = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("name", "data", "kind", "said"),
    [
        ("laughs.xml", f"<!DOCTYPE newsItem [<!ENTITY a 'ha'>{BOMB}]><newsItem><contentMeta><headline>&i;</headline></contentMeta></newsItem>", UnreadableInput, "entities"),
        ("external.nitf", "<!DOCTYPE nitf [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><nitf><body>&e;</body></nitf>", UnreadableInput, "entities of its own (e)"),
        ("parameter.xml", "<!DOCTYPE nitf [<!ENTITY % e SYSTEM 'http://127.0.0.1:1/'> %e;]><nitf><body>x</body></nitf>", UnreadableInput, "entities"),
        ("deep.xml", "<nitf>" + "<p>" * 5000, UnreadableInput, "exhaust"),
        ("cut.xml", NITF[:900], UnreadableInput, "breaks off"),
        ("other.xml", "<?xml version='1.0'?><invoice><p>x</p></invoice>", UnreadableInput, "<invoice>"),
        ("none.xml", "no XML at all", UnreadableInput, "no XML"),
        ("empty.newsml", message(), SkippedInput, "packageItem"),
        ("empty.nitf", "<nitf><head/><body/></nitf>", EmptyInput, "no text"),
        ("large.nitf", "<nitf><body><body.content>" + f"<p>{STORY}</p>" * 120_000 + "</body.content></body></nitf>", LimitExceeded, "max_file_bytes"),
        ("none.mbox", "no mailbox at all", EmptyInput, "no message"),
        ("none.eml", "From: a@b.example\nDate: Sun, 5 May 2024 09:30:00 +0000\n\n", EmptyInput, "no text"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line(tmp_path, name, data, kind, said):
    started = time.perf_counter()
    (error,) = read_one(tmp_path, name, data)
    assert time.perf_counter() - started < 10
    assert type(error) is kind, error
    assert said in str(error)


def mail(number, *, html=False, both=False, subject="Fwd: [wire] Four killed near Ormana"):
    made = EmailMessage()
    made["From"] = "Ann Writer <ann@herald.example>"
    made["List-Id"] = "Ormana Herald <news.herald.example>"
    made["Subject"] = subject
    made["Date"] = "Sun, 05 May 2024 11:30:00 +0200"
    made["Message-ID"] = f"<{number}@herald.example>"
    if not html or both:
        made.set_content(
            "Open this in your browser."
            if both
            else f"{STORY}\n\n{MORE}\nFrom here on nothing is known.\n\n-- \nThe desk\n"
        )
    if html:
        marked = f"<html><body><table><tr><td><p>{STORY}</p><p>{MORE}</p></td></tr></table></body></html>"
        made.add_alternative(marked, subtype="html") if both else made.set_content(marked, subtype="html")
    made.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="a.pdf")
    return made


def test_mailboxes_messages_and_maildirs(tmp_path):
    box = mailbox.mbox(tmp_path / "a.mbox")
    for number in (1, 2, 2):
        box.add(mail(number))
    box.add(mail(3, html=True))
    box.add(mail(4, html=True, both=True, subject="=?utf-8?q?Caf=C3=A9?= closed"))
    box.close()
    folder = mailbox.Maildir(tmp_path / "desk")
    folder.add(mail(5))
    (tmp_path / "b.eml").write_bytes(bytes(mail(6)))
    found = list(read([str(tmp_path)]))
    assert all(isinstance(each, Report) for each in found), found
    assert [each.key for each in found] == [f"mid:{number}@herald.example" for number in (1, 2, 3, 4, 6, 5)]
    for report in found:
        assert (report.byline, report.publisher, report.published) == (
            "Ann Writer",
            "Ormana Herald",
            "2024-05-05T11:30+02:00",
        )
        assert STORY in report.text
        assert MORE in report.text
        assert "The desk" not in report.text
    assert found[0].title == "Four killed near Ormana"
    assert "\nFrom here on" in found[0].text
    assert found[3].title == "Café closed"
    (piped,) = read_bytes(bytes(mail(7)), origin="mail")
    assert piped.key == "mid:7@herald.example"


def test_a_message_that_is_too_large_stops_no_other(tmp_path):
    box = mailbox.mbox(tmp_path / "a.mbox")
    for number in (1, 2, 3):
        made = mail(number)
        if number == 2:
            made.add_attachment(b"x" * 300_000, maintype="application", subtype="pdf")
        box.add(made)
    box.close()
    first, error, last = read([str(tmp_path)], options=ReadOptions(limits=Limits(max_file_bytes=100_000)))
    assert (first.key, last.key) == ("mid:1@herald.example", "mid:3@herald.example")
    assert isinstance(error, LimitExceeded)
    assert str(error).startswith(f"{tmp_path / 'a.mbox'}:2: ")


SEEDS = [
    NITF.encode(),
    message(item("urn:3", f"<inlineData>{STORY}</inlineData>")).encode(),
    bytes(mail(1)),
    b"From a Sun May  5 09:30:00 2024\n" + bytes(mail(1)),
]


@settings(max_examples=200, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 1000), st.binary(max_size=20), st.booleans()), max_size=6),
    st.sampled_from(SEEDS),
    st.integers(1, 1000),
)
def test_no_damage_raises(damage, seed, kept):
    data = bytearray(seed)
    for at, piece, replace in damage:
        place = at * len(data) // 1001
        data[place : place + (len(piece) if replace else 0)] = piece
    cut = bytes(data[: max(1, len(data) * kept // 1000)])
    assert list(read_bytes(cut, origin="fuzz"))
