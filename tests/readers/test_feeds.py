"""Feeds and sitemaps: what each format's items give, doubles, dates, and feeds that are broken or hostile."""

import datetime as dt
import gzip
import io
import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import EmptyInput, InputError, LimitExceeded, SkippedInput, UnreadableInput
from dateline.readers import Limits, ReadOptions, read, read_bytes
from dateline.readers.feeds import item_reports, read_feed, stream_feed
from dateline.readers.hostile import PageReader
from dateline.readers.sitemaps import read_sitemap
from dateline.text import Report

NOW = dt.datetime(2024, 5, 10, 12, tzinfo=dt.UTC)
STORY = "Gunmen opened fire on a minibus near the village of Ormana on Sunday, killing four passengers, police said."
MORE = "The attackers fled into the hills, and the army sent helicopters after them, a spokesman told reporters."
URL = "https://ormana-herald.example/feeds/world.xml"
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Ormana Herald &#8211; World</title><link>https://ormana-herald.example/</link><language>en-gb</language><ttl>15</ttl>
<atom:link rel="self" href="{URL}"/><atom:link rel="hub" href="https://hub.example/"/>
<item><title>Four killed near Ormana &amp;amp; two hurt</title><link>/world/2024/ormana</link><guid isPermaLink="false">tag:42</guid>
<description>&lt;p&gt;Gunmen killed &lt;b&gt;four&lt;/b&gt; people.&lt;/p&gt;</description><pubDate>Sun, 05 May 2024 09:30:00 GMT</pubDate>
<dc:creator><![CDATA[Ann Writer & Bo Reader]]></dc:creator><category>Attacks</category><category>Attacks</category><category>Ormana</category>
<content:encoded><![CDATA[<p>{STORY}</p><h2>Pursuit</h2><p>{MORE}</p><figure><figcaption>A burnt minibus.</figcaption></figure>]]></content:encoded>
<source url="https://wire.example/rss">The Wire</source></item>
<item><title>Talks & nothing&nbsp;else</title><guid>https://ormana-herald.example/world/2024/talks?a=1&b=2</guid>
<description>Talks were held.</description><pubDate>Sun, 05 May 2034 09:30:00 GMT</pubDate></item>
<item><title>Talks & nothing&nbsp;else</title><guid isPermaLink="false">other</guid><link>https://ormana-herald.example/world/2024/talks?a=1&amp;b=2</link>
<description>Talks were held again.</description></item>
<item><description>A note without a title, an address or a date.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://ormana-herald.example/">
<title type="html">Ormana &lt;i&gt;Herald&lt;/i&gt;</title><link rel="next" href="older.xml"/><link href="/"/><updated>2024-05-05T10:00:00Z</updated>
<entry><id>tag:ormana,2024:1</id><title type="text">Four killed near Ormana</title><link rel="enclosure" href="/x.mp3"/><link href="world/1"/>
<published>2024-05-05T11:30:00+02:00</published><updated>2024-05-05T12:00:00Z</updated><author><name>Ann Writer</name><email>a@x.example</email></author>
<summary>Four people were killed.</summary><category term="attack"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p><p>{MORE}</p></div></content></entry>
<entry><id>tag:ormana,2024:2</id><title>A short one</title><updated>2024-05-04T12:00:00Z</updated><content src="https://x.example/a"/></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://o.example/"><title>Old Herald</title><dc:language>fr</dc:language></channel>
<item rdf:about="https://o.example/1"><title>One</title><link>https://o.example/1</link><dc:date>2024-05-05T09:30:00Z</dc:date></item></rdf:RDF>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Ormana Herald", "language": "en", "home_page_url": "https://o.example/",
    "items": [{"id": "1", "url": "w/1", "title": "Four killed", "content_html": f"<p>{STORY}</p>", "date_published": "2024-05-05T09:30:00Z",
               "authors": [{"name": "Ann Writer"}], "tags": ["attack"]}, "strange", {"id": 2, "content_text": MORE}],
}  # fmt: skip


def feed_of(text):
    return read_feed(text if isinstance(text, bytes) else text.encode(), url=URL, now=NOW)


def test_rss_gives_all_that_it_tells():
    feed = feed_of(RSS)
    assert (feed.kind, feed.title, feed.language, feed.ttl_seconds) == ("rss", "Ormana Herald – World", "en-gb", 900)
    assert feed.hub == "https://hub.example/"
    first, talks, note = feed.items
    assert (first.id, first.url) == ("tag:42", "https://ormana-herald.example/world/2024/ormana")
    assert first.title == "Four killed near Ormana & two hurt"
    assert first.dek == "Gunmen killed four people."
    assert (first.published, first.byline) == ("2024-05-05T09:30+00:00", "Ann Writer & Bo Reader")
    assert (first.publisher, first.categories) == ("The Wire", ("Attacks", "Ormana"))
    assert first.full
    assert talks.url == "https://ormana-herald.example/world/2024/talks?a=1&b=2"
    assert talks.title == "Talks & nothing else"
    assert talks.published is None
    assert "future" in talks.problems[0][1]
    assert not talks.full
    assert note.id.startswith("sha:")
    assert note.url is None
    # The third item has another id, but the link and the title of the second.
    assert [code for code, _ in feed.problems] == ["double"]


def test_the_digest_of_an_item_is_that_of_what_it_says():
    first = feed_of(RSS).items[0]
    renamed = feed_of(RSS.replace("tag:42", "tag:43")).items[0]
    changed = feed_of(RSS.replace("killing four", "killing five")).items[0]
    assert renamed.id != first.id
    assert renamed.digest == first.digest
    assert changed.digest != first.digest


def test_atom_rdf_and_json_feed():
    feed = feed_of(ATOM)
    assert (feed.kind, feed.title, feed.updated) == ("atom", "Ormana Herald", "2024-05-05T10:00+00:00")
    assert feed.next_url == "https://ormana-herald.example/older.xml"
    first, short = feed.items
    assert (first.url, first.byline) == ("https://ormana-herald.example/world/1", "Ann Writer")
    assert (first.published, first.updated) == ("2024-05-05T11:30+02:00", "2024-05-05T12:00+00:00")
    assert STORY in first.body
    assert (short.published, short.full, short.url) == ("2024-05-04T12:00+00:00", False, None)
    rdf = feed_of(RDF)
    assert (rdf.kind, rdf.title, rdf.language) == ("rdf", "Old Herald", "fr")
    assert [(item.id, item.url, item.published) for item in rdf.items] == [
        ("https://o.example/1", "https://o.example/1", "2024-05-05T09:30+00:00")
    ]
    as_json = feed_of(json.dumps(JSON_FEED))
    assert [(item.id, item.url) for item in as_json.items] == [("1", "https://o.example/w/1"), ("2", None)]
    assert as_json.items[0].byline == "Ann Writer"
    assert [code for code, _ in as_json.problems] == ["member"]


def test_items_become_reports(tmp_path):
    (tmp_path / "world.rss").write_text(RSS, encoding="utf-8")
    (tmp_path / "b.xml.gz").write_bytes(gzip.compress(ATOM.encode()))
    (tmp_path / "c.json").write_text(json.dumps(JSON_FEED), encoding="utf-8")
    found = list(read([str(tmp_path)]))
    assert all(isinstance(item, Report) for item in found), found
    atom, short, first, second, rss, *_ = found
    assert rss.title == "Four killed near Ormana & two hurt"
    assert rss.url == rss.origin == rss.key == "https://ormana-herald.example/world/2024/ormana"
    assert (rss.publisher, rss.byline, rss.published) == (
        "The Wire",
        "Ann Writer & Bo Reader",
        "2024-05-05T09:30+00:00",
    )
    assert [rss.text[s.start : s.end] for s in rss.stretches("body")] == [STORY, MORE]
    assert [rss.text[s.start : s.end] for s in rss.stretches("subhead")] == ["Pursuit"]
    assert [rss.text[s.start : s.end] for s in rss.stretches("dek")] == ["Gunmen killed four people."]
    assert "<" not in rss.text
    assert atom.text.endswith(f"{STORY}\n\n{MORE}")
    assert short.key == f"{tmp_path / 'b.xml.gz'}#tag:ormana,2024:2"
    assert first.text.endswith(STORY)
    assert second.text == MORE


def test_the_watcher_reads_bytes_with_one_warm_process():
    feed = feed_of(RSS)
    options = ReadOptions()
    with PageReader(options.limits) as pages:
        reports = list(item_reports(feed, options=options, pages=pages))
    assert [report.published for report in reports[:2]] == ["2024-05-05T09:30+00:00", None]
    page = f"<html><body><article><p>{STORY}</p><p>{MORE}</p></article></body></html>".encode()
    (report,) = read_bytes(page, origin="fetched", url="https://o.example/1")
    assert (report.url, report.key, report.origin) == ("https://o.example/1", "https://o.example/1", "fetched")


NESTED = "<item>" * 300 + "x" + "</item>" * 300
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"", EmptyInput, "empty"),
        (b"<!doctype html><html><head><title>404</title></head><body><p>Not here<br></body></html>", UnreadableInput, "no"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', UnreadableInput, "HTML page"),
        (b"<urlset><url><loc>https://x.example/</loc></url></urlset>", UnreadableInput, "sitemap"),
        (b"<rss><channel><title>T</title></channel></rss>", EmptyInput, "no items"),
        (b"just words", UnreadableInput, "no XML"),
        (b'{"version": "1"}', UnreadableInput, "no JSON Feed"),
        (b'{"version": ', UnreadableInput, "not valid JSON"),
        (b"[" * 100_000, UnreadableInput, "nested too deeply"),
        (b"%PDF-1.7", UnreadableInput, "PDF"),
        ((LAUGHS + "]><rss><item><title>&i;</title></item></rss>").encode(), UnreadableInput, "entities of its own"),
        ((LAUGHS + "]><rss a='&i;'><item/></rss>").encode(), UnreadableInput, "exhaust"),
        (b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><rss><item>&e;</item></rss>", UnreadableInput, "entities of its own (e)"),
        (b"<rss><channel>" + NESTED.encode(), UnreadableInput, "exhaust"),
        (b"<rss><channel><item><title>" + b"a" * 11_000_000 + b"</title></item></channel></rss>", UnreadableInput, "exhaust"),
        (b"<rss><channel>" + b"<x></x>" * 60_000 + b"</channel></rss>", UnreadableInput, "outside of its items"),
        (gzip.compress(b"<rss><channel>" + b" " * 40_000_000), LimitExceeded, "max_"),
        (b"<rss><channel>" + b"<item><title>x</title></item>" * 500_000, LimitExceeded, "max_file_bytes"),
    ],
)  # fmt: skip
def test_what_is_no_feed_or_hostile_is_one_clear_line(data, kind, said):
    started = time.perf_counter()
    with pytest.raises(kind) as error:
        feed_of(data)
    assert time.perf_counter() - started < 5
    assert str(error.value).startswith(f"{URL}: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.advice


def test_a_feed_that_breaks_off_keeps_what_came_before(tmp_path):
    cut = RSS[: RSS.index("<item><description>A note")].encode()
    feed = feed_of(cut)
    assert len(feed.items) == 2
    assert "breaks off" in dict(feed.problems)["unreadable"]
    (tmp_path / "cut.xml").write_bytes(cut)
    first, second, error = read([str(tmp_path)])
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert "breaks off" in str(error)
    assert "2 items" in str(error) or "3 items" in str(error)


def test_an_endless_feed_is_read_in_flat_memory():
    class Endless(io.RawIOBase):
        sent = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            data = (
                b"<rss><channel><title>T</title>"
                if not self.sent
                else "".join(f"<item><title>n {self.sent}.{n}</title></item>" for n in range(50)).encode()
            )
            buffer[: len(data)] = data
            self.sent += 1
            return len(data)

    found = stream_feed(io.BufferedReader(Endless()), origin="-", url=None, limits=Limits())
    next(found)
    tracemalloc.start()
    for _ in range(5000):
        assert next(found)[1] is not None
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_sitemaps_are_lists_for_the_watcher(tmp_path):
    news = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://o.example/1?a=1&amp;b=2</loc><lastmod>2024-05-05</lastmod><news:news><news:publication><news:name>Ormana Herald</news:name>
    <news:language>en</news:language></news:publication><news:publication_date>2024-05-05T09:30Z</news:publication_date>
    <news:title>Four killed &amp; two hurt</news:title><news:keywords>attack, Ormana</news:keywords></news:news></url>
    <url><loc>https://o.example/1?a=1&amp;b=2</loc></url><url><loc>javascript:alert(1)</loc></url><url><loc>https://o.example/2</loc></url></urlset>"""
    found = read_sitemap(news.encode(), url=URL, now=NOW)
    first, second = found.entries
    assert (first.url, first.title, first.publisher) == (
        "https://o.example/1?a=1&b=2",
        "Four killed & two hurt",
        "Ormana Herald",
    )
    assert (first.published, first.modified, first.keywords) == (
        "2024-05-05T09:30+00:00",
        "2024-05-05",
        ("attack", "Ormana"),
    )
    assert second.url == "https://o.example/2"
    assert [code for code, _ in found.problems] == ["entry"]
    index = read_sitemap(gzip.compress(b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"), url=URL)
    assert (index.kind, index.entries[0].url) == ("index", "https://ormana-herald.example/a.xml")
    cut = read_sitemap(news[: news.index("<url><loc>https://o.example/2")].encode(), url=URL)
    assert len(cut.entries) == 1
    assert "unreadable" in dict(cut.problems)
    many = (
        b"<urlset>" + b"".join(b"<url><loc>https://o.example/%d</loc></url>" % n for n in range(50_010)) + b"</urlset>"
    )
    assert len(read_sitemap(many, url=URL).entries) == 50_000
    assert [e.url for e in read_sitemap(b"https://o.example/1\n\nhttps://o.example/2\n", url=URL).entries][1:] == [
        "https://o.example/2"
    ]
    with pytest.raises(UnreadableInput, match="HTML page"):
        read_sitemap(b"<html><body>gone</body></html>", url=URL)
    (tmp_path / "sitemap.xml").write_text(news, encoding="utf-8")
    (said,) = read([str(tmp_path)])
    assert isinstance(said, SkippedInput)
    assert "dateline watch" in str(said)


@settings(max_examples=150, deadline=2000)
@given(
    st.lists(st.tuples(st.integers(0, 1000), st.binary(max_size=12)), max_size=6),
    st.sampled_from([RSS, ATOM, RDF, json.dumps(JSON_FEED)]),
)
def test_no_damage_raises_anything_but_an_input_error(damage, text):
    data = bytearray(text.encode())
    for at, piece in damage:
        place = at * len(data) // 1001
        data[place : place + len(piece)] = piece
    try:
        feed = read_feed(bytes(data), url=URL, limits=Limits(), now=NOW)
    except InputError:
        return
    assert len({item.id for item in feed.items}) == len(feed.items)
    assert all(item.url is None or item.url.startswith(("http://", "https://")) for item in feed.items)


@settings(max_examples=60, deadline=2000)
@given(st.text(max_size=200), st.integers(1, 40))
def test_what_is_written_well_comes_back_whatever_the_chunks(words, chunk):
    from html import escape

    from dateline.readers.xmlstream import Mender

    said = "".join(c for c in words if c.isprintable())
    data = f"<rss><item><title>{escape(said)}</title><x><![CDATA[a & b &nbsp; <]]></x></item></rss>".encode()
    mender = Mender()
    mended = b"".join(mender.mend(data[at : at + chunk]) for at in range(0, len(data), chunk)) + mender.mend(
        b"", last=True
    )
    assert mended == data
