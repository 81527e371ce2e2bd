"""Take the pictures of the page that README.md shows, of a store of our own example reports, in light and dark.

Usage: python tools/take_pictures.py [--output FOLDER] [--db STORE] [--every]

Needed beforehand: the page built (make page) and Chromium. Coding the examples takes a minute or two; with --db a store that is there
already is shown. --every takes all views, at the width of a phone too, to look at while the page is changed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
EXAMPLES = (ROOT / "examples" / "reports", ROOT / "examples" / "pairs" / "reports")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SCHEMES = ("light", "dark")
WIDE, PHONE = (1360, 820), (390, 780)
COLOURS = 128
"""Of a picture's palette: enough for flat colours, and a quarter of the bytes."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture: of which address, what must be there first, which keys are pressed then."""

    name: str
    path: str
    ready: str
    keys: tuple[str, ...] = ()
    kept: bool = False


VIEWS = (
    View("explore", "/?since=2023", "li.item", kept=True),
    View("incident", "", "article.report mark", kept=True),
    View("overview", "/overview", "figure svg"),
    View("review", "/review", "h2 a"),
    View("queue", "/review", "h2 a", ("q", "x", "ArrowRight", "x", "b")),
    View("correct", "/review", "h2 a", ("c",)),
    View("slot", "/review", "h2 a", ("c", "l")),
    View("actor", "/actor/{actor}", "figure svg"),
    View("place", "/place/{place}", "figure svg"),
    View("empty", "/?search=marmalade", ".state.empty"),
)


@contextlib.contextmanager
def served(store: Path) -> Iterator[str]:
    """Serve a store on a free port, and give the address."""
    import uvicorn

    from dateline import Project
    from dateline.server import Access, create_app

    with Project(store) as project:
        listening = socket.create_server(("127.0.0.1", 0))
        app = create_app(project, Access("R. Adeyemi"))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def small(picture: bytes) -> bytes:
    """Return a picture with a palette of its own: a fraction of the bytes."""
    from PIL import Image

    out = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def names(browser: Any, home: str) -> dict[str, str]:
    """Return the commonest actor and place, and the incident that most reports tell."""
    context = browser.new_context()
    rows = context.request.get(f"{home}/api/incidents?order=reports&limit=1").json()["rows"]
    actors = context.request.get(f"{home}/api/incidents/facets").json()["actor"]
    context.close()
    return {"incident": rows[0]["id"], "actor": actors[0][0], "place": rows[0]["places"].split("; ")[0]}


def take(browser: Any, home: str, view: View, scheme: str, size: tuple[int, int]) -> bytes:
    """Return a picture of a view."""
    wide, high = size
    context = browser.new_context(
        viewport={"width": wide, "height": high},
        color_scheme=scheme,
        reduced_motion="reduce",
        is_mobile=size == PHONE,
        has_touch=size == PHONE,
    )
    page = context.new_page()
    known = names(browser, home)
    page.goto(home + (view.path.format(**known) if view.path else f"/incident/{known['incident']}"))
    page.locator(view.ready).first.wait_for(state="attached")
    for key in view.keys:
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    picture: bytes = page.screenshot()
    context.close()
    return small(picture)


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--db", type=Path)
    parser.add_argument("--every", action="store_true")
    asked = parser.parse_args()
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        sys.exit("There is no Chromium (Debian: apt install chromium).")
    from playwright.sync_api import sync_playwright

    from dateline import Project

    asked.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        store = asked.db or Path(folder) / "examples.db"
        if asked.db is None:
            with Project(store) as project:
                for examples in EXAMPLES:
                    list(project.add(examples))
        home = stack.enter_context(served(store))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for view in VIEWS if asked.every else [one for one in VIEWS if one.kept]:
            for scheme in SCHEMES:
                for size in (WIDE, PHONE) if asked.every else (WIDE,):
                    name = f"{view.name}-{scheme}{'-phone' if size == PHONE else ''}.png"
                    (asked.output / name).write_bytes(take(browser, home, view, scheme, size))
                    print(asked.output / name)
        browser.close()


if __name__ == "__main__":
    main()
