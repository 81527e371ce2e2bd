"""Measure the page with 20,000 incidents: from `dateline serve` to a drawn map, filter to redraw, frames, the review desk, bytes.

    python bench/page_speed.py [--db STORE] [--incidents 20000] [--runs 5]

Without --db a made archive is laid down first (fill_store.py). Needed beforehand: the page built (make page) and Chromium. Each figure is
told as the best and the middle of the runs, in milliseconds of the clock; a machine that does other things besides spoils them.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "src" / "dateline" / "server" / "page"
SHAPES = "countries.json"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PER_INCIDENT = 3
"""Events of the made archive to begin with for an incident that is wanted; what is over does no harm."""

DRAWN = "performance.getEntriesByName('incidents-drawn')[0]"
REDRAWN = """async () => {
  const drawn = () => performance.getEntriesByName('incidents-drawn')[0];
  const group = () => [...document.querySelectorAll('.facets fieldset')].find((one) => one.querySelector('legend')?.innerText === 'Country');
  const box = () => group()?.querySelector('input[type=checkbox]');
  let begun = performance.now();
  const until = async (holds) => {
    while (!holds()) {
      if (performance.now() - begun > 30000) throw new Error('nothing is redrawn');
      await new Promise((go) => setTimeout(go, 1));
    }
  };
  await until(box);
  const before = drawn().detail;
  begun = performance.now();
  box().click();
  await until(() => drawn().detail !== before && drawn().startTime >= begun);
  const took = drawn().startTime - begun;
  const chosen = () => group()?.querySelector('input[type=checkbox]:checked');
  await until(chosen);
  chosen().click();
  await until(() => drawn().detail === before);
  return took;
}"""
"""Milliseconds from a click on a filter to the drawing of what then fits; the filter is taken away again."""

FRAMES = """() => {
  window.frames_ = [];
  let last = performance.now();
  const step = (now) => { window.frames_.push(now - last); last = now; window.stepping = requestAnimationFrame(step); };
  window.stepping = requestAnimationFrame(step);
}"""
TAKEN = "() => { cancelAnimationFrame(window.stepping); return window.frames_.slice(1); }"
NEXT = """async () => {
  const heading = () => document.querySelector('h2 a')?.innerText ?? '';
  const before = document.querySelector('h2 a').href;
  const begun = performance.now();
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
  while (!heading() || document.querySelector('h2 a').href === before) await new Promise((go) => setTimeout(go, 1));
  return performance.now() - begun;
}"""


@dataclass(frozen=True, slots=True)
class Frames:
    """Times between frames, in milliseconds."""

    middle: float
    p95: float
    longest: float


def page_bytes() -> int:
    """Return the bytes of the page as sent, gzipped, without the shapes of the map."""
    files = [path for path in PAGE.rglob("*") if path.is_file() and path.name != SHAPES]
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)


def fill(store: Path, incidents: int) -> None:
    """Lay down a made archive of at least so many incidents."""
    command = [sys.executable, str(ROOT / "bench" / "fill_store.py"), "--db", str(store)]
    sizes = ["--events", str(incidents * PER_INCIDENT), "--base", "2000"]
    subprocess.run([*command, *sizes], check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def serving(store: Path) -> Iterator[tuple[str, float]]:
    """Run `dateline serve`, and give the address and the time at which it was started (seconds since 1970)."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dateline", "serve", "--db", str(store), "--port", str(port)]
    begun = time.time()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if server.poll() is not None or time.time() - begun > 60:
                raise SystemExit("dateline serve did not begin")
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}", begun
    finally:
        server.terminate()
        server.wait(20)


def drawn(page: Any) -> float:
    """Wait until incidents are drawn, and return when that was (seconds since 1970)."""
    end = time.time() + 60
    while not page.evaluate(DRAWN):
        if time.time() > end:
            raise SystemExit("nothing is drawn")
        page.wait_for_timeout(10)
    return float(page.evaluate(f"performance.timeOrigin + {DRAWN}.startTime")) / 1000


def first_draw(browser: Any, store: Path) -> float:
    """Return the seconds from `dateline serve` to a drawn map, in a browser that is open already and has never been there."""
    page = browser.new_page(viewport={"width": 1360, "height": 820})
    try:
        with serving(store) as (home, begun):
            page.goto(home)
            return drawn(page) - begun
    finally:
        page.close()


def frames(page: Any, do: Any) -> Frames:
    """Return the times between frames while something is done."""
    page.evaluate(FRAMES)
    do()
    taken = sorted(page.evaluate(TAKEN))
    return Frames(statistics.median(taken), taken[int(0.95 * (len(taken) - 1))], taken[-1])


def drag(page: Any) -> None:
    """Drag the map about."""
    box = page.locator(".map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(x + 5 * step, y + 2 * step)
    page.mouse.up()


def pan_and_zoom(page: Any) -> None:
    """Drag the map about, and turn the wheel over it."""
    drag(page)
    for turn in (-240, -240, 240, 240):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(300)


def brush(page: Any) -> None:
    """Draw a brush over the timeline and move it."""
    box = page.locator(".timeline canvas").bounding_box()
    y = box["y"] + 40
    page.mouse.move(box["x"] + 100, y)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + 100 + 6 * step, y)
    page.mouse.up()


def middle(values: list[float]) -> str:
    """Return the best and the middle of some figures."""
    return f"best {min(values):.0f}, middle {statistics.median(values):.0f}"


def measure(browser: Any, store: Path, runs: int) -> None:
    """Print the figures of a store."""
    draws = [1000 * first_draw(browser, store) for _ in range(runs)]
    print(f"from dateline serve to a drawn map (ms):  {middle(draws)}")
    with serving(store) as (home, _):
        page = browser.new_page(viewport={"width": 1360, "height": 820})
        page.goto(home)
        drawn(page)
        print(f"incidents drawn:                          {page.evaluate(f'{DRAWN}.detail'):,}")
        page.locator(".facets input[type=checkbox]").first.wait_for()
        print(f"filter to redraw (ms):                    {middle([page.evaluate(REDRAWN) for _ in range(runs)])}")
        for words, do in (("panning and zooming", pan_and_zoom), ("brushing", brush)):
            found = frames(page, lambda do=do: do(page))
            print(
                f"frames while {words} (ms):".ljust(42)
                + f"middle {found.middle:.0f}, p95 {found.p95:.0f}, longest {found.longest:.0f}"
            )
        page.goto(f"{home}/review")
        page.locator("h2 a").wait_for()
        took = []
        for _ in range(runs):
            page.wait_for_load_state("networkidle")
            took.append(page.evaluate(NEXT))
        print(f"review desk, key to the next (ms):        {middle(took)}")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None or not (PAGE / "index.html").exists():
        sys.exit("The page must be built (make page), and Chromium there.")
    from playwright.sync_api import sync_playwright

    print(f"page without shapes, gzipped (bytes):     {page_bytes():,}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder) / "made.db"
        if asked.db is None:
            fill(store, asked.incidents)
        else:
            shutil.copy(asked.db, store)  # the desk decides on some
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        measure(browser, store, asked.runs)
        browser.close()
    print(f"load of the machine while measured:       {os.getloadavg()[1]:.1f}")


if __name__ == "__main__":
    main()
