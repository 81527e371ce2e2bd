"""A small store, served in this process to a real browser; every request to another host fails the test."""

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.support.browsing import raise_alerts, stages, write_reports

from dateline import Project
from dateline.server import Access, create_app

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
PAGE = ROOT / "src" / "dateline" / "server" / "page"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 15_000
"""Milliseconds that the browser is waited for: many times what it needs on an idle machine."""


def lacking(reason):
    """Skip where a tool is missing; in CI, which installs them, that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def built():
    """Whether the page is there and no source of it is newer."""
    index = PAGE / "index.html"
    sources = [WEB / "index.html", WEB / "package-lock.json", *(WEB / "src").rglob("*"), *(WEB / "public").rglob("*")]
    return index.exists() and index.stat().st_mtime >= max(one.stat().st_mtime for one in sources if one.is_file())


@pytest.fixture(scope="session")
def page_built(tmp_path_factory):
    """Build the page where it is missing or old; one worker of the tests does it, the others wait."""
    lock = tmp_path_factory.getbasetemp().parent / "page-lock"
    end = time.monotonic() + 240
    while not built():
        npm = shutil.which("npm")
        if npm is None:
            lacking("the page is not built, and there is no npm to build it")
        try:
            lock.mkdir()
        except FileExistsError:
            assert time.monotonic() < end, "another worker builds the page, and does not end"
            time.sleep(0.5)
            continue
        try:
            if not (WEB / "node_modules").exists():
                subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=WEB, check=True)
            subprocess.run([npm, "run", "--silent", "build"], cwd=WEB, check=True, stdout=subprocess.DEVNULL)
            (PAGE / "index.html").touch()
        finally:
            lock.rmdir()


@pytest.fixture(scope="session")
def chromium(page_built):
    api = pytest.importorskip("playwright.sync_api") if not os.environ.get("CI") else __import__("playwright.sync_api")
    api = getattr(api, "sync_api", api)
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        lacking("there is no Chromium (Debian: apt install chromium)")
    with api.sync_playwright() as playwright:
        # Nothing but this machine has an address: what asks another all the same fails, and the test with it (`Watch`).
        nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        options = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--no-first-run",
            nowhere,
        ]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def coded(tmp_path_factory):
    """Return a function that gives a fresh copy of a store with some kind of reports, coded once."""
    home = tmp_path_factory.mktemp("coded")

    def copy(kind, to):
        source = home / f"{kind}.db"
        if not source.exists():
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("dateline.assembly.built_in", lambda: stages(kind))
                with Project(source) as project:
                    list(project.add(write_reports(home / kind, kind)))
                    if kind == "alerts":
                        raise_alerts(project, home)
        shutil.copy(source, to)
        return to

    return copy


class Server:
    """A server on a port of its own, in a thread: to start and end one takes longer than most tests, so they are lent."""

    def __init__(self):
        import uvicorn

        self.app = None
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.home = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        config = uvicorn.Config(self._answer, log_level="error", access_log=False, lifespan="off", interface="asgi3")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listening]}, daemon=True)
        self.thread.start()

    async def _answer(self, scope, receive, send):
        await self.app(scope, receive, send)

    def end(self):
        self.server.should_exit = True
        self.thread.join(10)
        self.listening.close()


@contextlib.contextmanager
def served(project, access):
    """Serve a project on a free port."""
    server = Server()
    server.app = create_app(project, access)
    try:
        yield server.home
    finally:
        server.end()


@pytest.fixture(scope="session")
def servers():
    """Servers that no test has at the moment."""
    free = []
    yield free
    for server in free:
        server.end()


@pytest.fixture
def desk(coded, servers, tmp_path):
    """Return a function that serves a fresh store to somebody, and gives the address."""
    stores, lent = {}, []
    with contextlib.ExitStack() as stack:

        def serve(kind="plain", user="R. Adeyemi", **access):
            if kind not in stores:
                stores[kind] = stack.enter_context(Project(coded(kind, tmp_path / f"{kind}.db")))
            lent.append(servers.pop() if servers else Server())
            lent[-1].app = create_app(stores[kind], Access(user, **access))
            return lent[-1].home

        yield serve
        servers.extend(lent)


class Watch:
    """What a page did that it should not: errors, and requests to other hosts."""

    def __init__(self):
        self.faults = []
        self.expected = ()

    def see(self, page, home):
        host = urlsplit(home).netloc
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", self._said)
        # Looked at and not held up: a request that waits for the test's leave costs more than its answer.
        page.on("request", lambda request: self._asked(urlsplit(request.url), host))

    def _said(self, message):
        wanted = any(part in message.text for part in self.expected)
        if message.type == "error" and not wanted:
            self.faults.append(f"console: {message.text} {message.location.get('url', '')}")

    def _asked(self, url, host):
        if url.netloc != host and url.scheme not in {"data", "blob"}:
            self.faults.append(f"request: {url.geturl()}")


@pytest.fixture
def watch():
    found = Watch()
    yield found
    assert found.faults == []


@pytest.fixture
def visit(chromium, watch):
    """Return a function that opens an address of the page in a window of its own."""
    with contextlib.ExitStack() as stack:

        def make(home, path="/", *, wide=1280, high=800, **options):
            context = stack.enter_context(
                chromium.new_context(viewport={"width": wide, "height": high}, reduced_motion="reduce", **options)
            )
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            watch.see(page, home)
            page.goto(home + path)
            page.wait_for_selector("#content")
            return page

        yield make
