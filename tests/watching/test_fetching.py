"""Nothing is fetched from addresses that are not public, however they are written; and nothing without bounds."""

import gzip
import socket
import time

import pytest
from tests.support.site import Answer, Site

from dateline.watching import addresses
from dateline.watching.addresses import Refused, target_of, why_forbidden
from dateline.watching.fetching import Bounds, Fetcher, FetchFailed
from dateline.watching.robots import Robots

FORBIDDEN_HOSTS = (
    "127.0.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0",  # noqa: S104
    "localhost", "localhost.", "LOCALHOST", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:0a00:1::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "[::ffff:0:127.0.0.1]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd12:3456::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[2606:4700::5efe:127.0.0.1]",
    "[2606:4700::200:5efe:7f00:1]", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.192", "198.18.0.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1", "\uff11\uff12\uff17.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1",
)  # fmt: skip
"""This machine and its neighbours, in the ways in which addresses can be written."""

FORBIDDEN_URLS = (
    "file:///etc/passwd", "ftp://93.184.216.34/", "gopher://127.0.0.1/", "http://user@93.184.216.34/", "http://93.184.216.34@127.0.0.1/",
    "http://93.184.216.34\\@127.0.0.1/", "http:///x", "http://93.184.216.34:22/", "http://93.184.216.34:25/", "http://a b/", "http://a\nb/",
    "http://%31%32%37.0.0.1/", "http://93.184.216.34:99999/", "http://[::1", "//127.0.0.1/", "http://exa\x00mple.org/", "http://..../",
)  # fmt: skip


@pytest.fixture
def site():
    with Site() as made:
        yield made


@pytest.fixture
def fetcher(site):
    return Fetcher(allowed=[site.authority], bounds=Bounds(3.0, 100_000))


@pytest.fixture
def no_connections(monkeypatch):
    """Fail where anything is connected to but the site."""
    made = []
    whole = socket.create_connection

    def connect(address, *args, **fields):
        made.append(address)
        return whole(address, *args, **fields)

    monkeypatch.setattr("socket.create_connection", connect)
    return made


@pytest.mark.parametrize("host", FORBIDDEN_HOSTS)
def test_a_forbidden_address_is_refused_in_every_spelling_and_behind_a_redirect(host, site, fetcher, no_connections):
    for url in (f"http://{host}/", f"http://{host}:8080/x"):
        with pytest.raises(FetchFailed) as caught:
            fetcher.fetch(url)
        assert caught.value.kind in {"refused", "network"}, str(caught.value)
        assert "\n" not in str(caught.value)
    assert no_connections == [], "not even a connection is made"
    hop = site.put("/hop", b"", status=302, headers={"Location": f"http://{host}/secret".encode().decode("latin-1")})
    with pytest.raises(FetchFailed):
        fetcher.fetch(hop)
    assert [address for address in no_connections if address[1] != site.port] == []
    assert site.count("/secret") == 0


@pytest.mark.parametrize("url", FORBIDDEN_URLS)
def test_what_is_no_plain_address_of_the_web_is_refused(url):
    with pytest.raises(Refused):
        target_of(url)


def test_public_addresses_are_none_of_these():
    for address in ("93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"):
        assert why_forbidden(address) is None, address
    assert target_of("https://news.example.org/a?b=c").authority == "news.example.org:443"
    assert target_of("http://bücher.example/ü").host == "xn--bcher-kva.example"
    assert target_of("http://bücher.example/ü").path == "/%C3%BC"


def test_a_name_is_refused_where_any_of_its_addresses_is(monkeypatch, no_connections):
    def answers(*addresses_):
        rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in addresses_]
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: rows)

    for found in (["10.1.2.3"], ["93.184.216.34", "127.0.0.1"], ["127.0.0.1", "93.184.216.34"]):
        answers(*found)
        with pytest.raises(FetchFailed, match=r"name inner\.example:80 in allow_private") as caught:
            Fetcher().fetch("http://inner.example/")
        assert caught.value.kind == "refused"
    assert no_connections == []


def test_a_dns_that_changes_its_answer_gains_nothing(monkeypatch, site):
    """The first answer is public, every later one is this machine: the connection goes to what was checked."""
    asked, connected = [], []

    def changing(host, port, *_, **__):
        asked.append(host)
        address = "203.0.114.9" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address, *_, **__):
        connected.append(address)
        raise ConnectionRefusedError("nobody is there")

    monkeypatch.setattr("socket.getaddrinfo", changing)
    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(FetchFailed):
        Fetcher().fetch(f"http://rebinding.example:{site.port}/")
    assert asked == ["rebinding.example"], "the name is looked up once"
    assert connected == [("203.0.114.9", site.port)]
    with pytest.raises(FetchFailed, match="loopback"):
        Fetcher().fetch(f"http://rebinding.example:{site.port}/")
    assert site.asked == []


def test_conditional_requests_and_redirects(site, fetcher):
    url = site.put("/feed", b"<rss/>", etag='"one"', headers={"Last-Modified": "Sat, 02 Mar 2024 10:00:00 GMT"})
    found = fetcher.fetch(url)
    assert (found.status, found.body, found.etag) == (200, b"<rss/>", '"one"')
    assert fetcher.fetch(url, etag=found.etag, modified=found.modified).unchanged
    headers = site.asked[-1][1]
    assert headers["If-Modified-Since"] == "Sat, 02 Mar 2024 10:00:00 GMT"
    assert headers["User-Agent"].startswith("dateline/")
    assert headers["Host"] == site.authority
    for n in range(5):
        site.put(f"/r{n}", b"", status=301, headers={"Location": f"/r{n + 1}" if n < 4 else "/feed"})
    assert fetcher.fetch(site.url + "/r0").url == url
    loop = site.put("/loop", b"", status=302, headers={"Location": "/loop"})
    with pytest.raises(FetchFailed, match="more than 5 redirects"):
        fetcher.fetch(loop)


def test_size_time_and_packing_are_bounded(site, fetcher):
    packed = site.put("/packed", gzip.compress(b"hello"), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(packed).body == b"hello"
    bomb = site.put("/bomb", gzip.compress(b"\0" * 20_000_000), headers={"Content-Encoding": "gzip"})
    large = site.put("/large", b"x" * 100_001)
    for url in (bomb, large):
        with pytest.raises(FetchFailed, match="larger than max_bytes") as caught:
            fetcher.fetch(url)
        assert caught.value.kind == "too-large"
    with pytest.raises(FetchFailed, match="not asked for"):
        fetcher.fetch(site.put("/br", b"x", headers={"Content-Encoding": "br"}))
    with pytest.raises(FetchFailed, match="packing is broken"):
        fetcher.fetch(site.put("/broken", b"no gzip", headers={"Content-Encoding": "gzip"}))
    slow = site.put("/slow", b"x" * 1000, drip=0.05)
    start = time.monotonic()
    with pytest.raises(FetchFailed, match="longer than 1 s"):
        fetcher.fetch(slow, bounds=Bounds(1.0, 10_000))
    assert time.monotonic() - start < 5
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(site.put("/busy", b"", status=503, headers={"Retry-After": "120"}))
    assert (caught.value.status, caught.value.wait) == (503, 120.0)


def test_robots_are_heeded_also_behind_redirects(site):
    fetcher = Fetcher(allowed=[site.authority], bounds=Bounds(5.0, 100_000))
    robots = Robots(lambda url, bounds: fetcher.fetch(url, bounds=bounds, robots=False))
    fetcher.may_fetch = robots.see
    site.put(
        "/robots.txt",
        "User-agent: dateline\nDisallow: /private\nCrawl-delay: 7\n\nUser-agent: *\nDisallow: /\n",
        kind="text/plain",
    )
    page = site.put("/page", b"words")
    assert fetcher.fetch(page).body == b"words"
    site.put("/private/page", b"no")
    site.put("/hop", b"", status=302, headers={"Location": "/private/page"})
    for path in ("/private/page", "/hop"):
        with pytest.raises(FetchFailed, match=r"robots\.txt asks not to"):
            fetcher.fetch(site.url + path)
    assert site.count("/private/page") == 0
    assert site.count("/robots.txt") == 1, "asked once, and kept"
    assert robots.delay(target_of(page)) == 7.0
    other = Robots(lambda url, bounds: fetcher.fetch(url, bounds=bounds, robots=False))
    site.pages["/robots.txt"] = Answer(status=500)
    with pytest.raises(FetchFailed, match="cannot be had") as caught:
        other.see(target_of(page))
    assert caught.value.wait > 500
    assert addresses.why_forbidden("not an address") is not None
