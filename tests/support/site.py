"""A site on this machine for tests of what fetches: pages, feeds, robots.txt, and answers that misbehave."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What a path answers: `drip` seconds between bytes; `etag` makes it conditional."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict = field(default_factory=dict)
    etag: str | None = None
    drip: float = 0.0


class Site:
    """A context: `pages` maps paths to answers, `asked` lists what was asked for as (path, headers)."""

    def __init__(self):
        self.pages = {"/robots.txt": Answer(status=404)}
        self.asked = []

    def __enter__(self):
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.asked.append((self.path, dict(self.headers)))
                found = site.pages.get(self.path, Answer(b"nothing here", status=404))
                if found.etag and self.headers.get("If-None-Match") == found.etag:
                    found = Answer(status=304, etag=found.etag)
                self.send_response(found.status)
                self.send_header("Content-Type", found.kind)
                self.send_header("Content-Length", found.headers.get("Content-Length", str(len(found.body))))
                if found.etag:
                    self.send_header("ETag", found.etag)
                for name, value in found.headers.items():
                    if name != "Content-Length":
                        self.send_header(name, value)
                self.end_headers()
                if not found.drip:
                    self.wfile.write(found.body)
                    return
                for byte in found.body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(found.drip)

            def log_message(self, *_):
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.authority = f"127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def put(self, path, body, **fields):
        self.pages[path] = Answer(body.encode() if isinstance(body, str) else body, **fields)
        return self.url + path

    def count(self, path):
        return sum(asked == path for asked, _ in self.asked)


def feed(*items, head=""):
    """An RSS feed of (id, link, title, description, date) items."""
    told = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>{title}</title>"
        f"<description>{words}</description>" + (f"<pubDate>{date}</pubDate>" if date else "") + "</item>"
        for guid, link, title, words, date in items
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Site News</title>"
        f"<link>http://site.example/</link><description>d</description>{head}{told}</channel></rss>"
    )


def page(title, body, published):
    """An article's page."""
    paragraphs = "".join(f"<p>{line}</p>" for line in body)
    return (
        f"<!doctype html><html><head><title>{title}</title><meta property='article:published_time' content='{published}'></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
