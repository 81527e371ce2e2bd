"""A watcher with the small stages over a folder and a site of this machine, in this process or in one that is struck down."""

from __future__ import annotations

import contextlib
import io
import threading
import time
from pathlib import Path

from tests.support.making import small_pipeline

from dateline.watching.config import config_of
from dateline.watching.loop import Watcher

RULE = {"name": "deadly", "killed": 5}


def config(folder, site=None, *, db=None, feeds=("/feed.xml",), sitemaps=(), every="5s", rules=(RULE,), **watch):
    """Settings that watch `folder/in` and paths of a site."""
    Path(folder, "in").mkdir(exist_ok=True)
    tables = {
        "watch": {"db": str(db or Path(folder, "watch.db")), "host_delay": 0, "fetch_seconds": 10, **watch},
        "folders": [{"path": "in", "every": 0.3}],
        "filters": {"max_age_days": 100_000.0},
        "alerts": list(rules),
    }
    if site is not None:
        tables["watch"]["allow_private"] = [site.authority]
        tables["feeds"] = [{"url": site.url + path, "every": every} for path in feeds]
        tables["sitemaps"] = [{"url": site.url + path, "every": every} for path in sitemaps]
    return config_of(tables, where="watch.toml", beside=Path(folder))


@contextlib.contextmanager
def running(said):
    """A watcher that runs in a thread; yields it with the stream of its log."""
    log = io.StringIO()
    watcher = Watcher(said, pipeline=small_pipeline(), stream=log)
    thread = threading.Thread(target=watcher.run, daemon=True)
    thread.start()
    try:
        yield watcher, log
    finally:
        watcher.stop()
        thread.join(60)
        assert not thread.is_alive(), log.getvalue()


def once(said):
    """Watch once; return what was told."""
    log = io.StringIO()
    Watcher(said, pipeline=small_pipeline(), stream=log).run(once=True)
    return log.getvalue()


def life(db, said, _log, *, point=""):
    """Watch once in a process of its own that dies at a point (`tests.support.crashing.live`)."""
    from tests.support.crashing import arm

    arm(point)
    del db
    once(said)


def until(holds, seconds=60.0):
    """Wait until something holds; return how long that took, in seconds."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < seconds, f"not so after {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - start


def drop(folder, name, text, published="2024-03-02"):
    """Put a report into the folder."""
    Path(folder, "in", name).write_text(
        f"---\ntitle: {name}\npublisher: The Desk\npublished: {published}\n---\n\n{text}\n", "utf-8"
    )
