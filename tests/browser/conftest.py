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
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
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


@contextlib.contextmanager
def served(project, access):
    """Serve a project on a free port."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(project, access), log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture
def desk(coded, tmp_path):
    """Return a function that serves a fresh store to somebody, and gives the address."""
    with contextlib.ExitStack() as stack:
        stores = {}

        def serve(kind="plain", user="R. Adeyemi", **access):
            if kind not in stores:
                stores[kind] = stack.enter_context(Project(coded(kind, tmp_path / f"{kind}.db")))
            return stack.enter_context(served(stores[kind], Access(user, **access)))

        yield serve


class Watch:
    """What a page did that it should not: errors, and requests to other hosts."""

    def __init__(self):
        self.faults = []
        self.expected = ()

    def see(self, page, home):
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", self._said)
        page.route("**/*", lambda route: self._asked(route, urlsplit(home).netloc))

    def _said(self, message):
        wanted = any(part in message.text for part in self.expected)
        if message.type == "error" and not wanted:
            self.faults.append(f"console: {message.text} {message.location.get('url', '')}")

    def _asked(self, route, host):
        url = urlsplit(route.request.url)
        if url.netloc == host or url.scheme in {"data", "blob"}:
            route.continue_()
        else:
            self.faults.append(f"request: {route.request.url}")
            route.abort()


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
