"""Is everything there that coding needs? Each check says what it found and, where something is missing, what to do."""

from __future__ import annotations

import functools
import io
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from dateline._version import __version__
from dateline.errors import DatelineError, InputError, NotFound
from dateline.settings import Settings

PROBE = "KABUL, March 2 - Gunmen killed two soldiers in Kabul on Friday, police said."
PROBE_PUBLISHED = "2024-03-02"
"""A sentence that any working installation finds an event in."""
PROBE_PAGE = f"<html><body><article><h1>Two killed in Kabul</h1><p>{PROBE}</p></article></body></html>"
REINSTALL = "install dateline again: pip install --force-reinstall dateline"

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found.

    Args:
        topic: what was looked at.
        state: ok; optional: not there and not needed; broken: coding will fail without it.
        found: in words.
        advice: what to do; empty where all is well.
    """

    topic: str
    state: Literal["ok", "optional", "broken"]
    found: str
    advice: str = ""


def check_up(db: str | None = None, settings: Path | None = None) -> Iterator[Check]:
    """Yield the checks one by one, the slow ones last.

    Args:
        db: the store that is looked at; None for `./dateline.db`.
        settings: a file of settings, such as one that names another gazetteer.

    Raises:
        SettingsError: the settings cannot be read.
    """
    places = Settings.of(settings).values("places").get("gazetteer")
    yield _python()
    yield Check("dateline", "ok", f"{__version__} in {Path(__file__).parent}")
    yield from _packages()
    yield _zones()
    yield _scratch()
    yield from _mapped(
        "gazetteer",
        functools.partial(_gazetteer, Path(str(places)) if places else None),
        "install dateline again, or make one with: dateline gazetteer build FILE",
    )
    yield from _mapped("reader", functools.partial(_reader, Settings.of(settings)), REINSTALL)
    yield from _mapped("HTML", _html, REINSTALL)
    yield from _mapped("coder", functools.partial(_coder, settings), REINSTALL)
    yield _store(db)


def _python() -> Check:
    found = (
        f"{platform.python_version()} ({platform.python_implementation()}, {platform.system()} {platform.machine()})"
    )
    if sys.version_info < OLDEST_PYTHON:
        return Check("Python", "broken", found, "dateline needs Python 3.11 or later")
    return Check("Python", "ok", found)


def _packages() -> Iterator[Check]:
    """Check the packages that the installed dateline says it requires."""
    try:
        required = metadata.requires("dateline") or []
    except metadata.PackageNotFoundError:
        yield Check("packages", "optional", "run from source, not installed: what is required is not known here",
                    "install it with: pip install dateline")  # fmt: skip
        return
    for line in required:
        name = re.split(r"[ <>=!~;\[(]", line, maxsplit=1)[0]
        extra = re.search(r"extra == ['\"]([\w-]+)['\"]", line)
        if extra and extra[1] == "dev":
            continue
        try:
            yield Check(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            if extra:
                yield Check(
                    name, "optional", f"not installed (extra: {extra[1]})", f"pip install 'dateline[{extra[1]}]'"
                )
            else:
                yield Check(name, "broken", "not installed", "pip install --force-reinstall dateline")


def _zones() -> Check:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Asia/Baghdad")
    except ZoneInfoNotFoundError:
        return Check("time zones", "broken", "no time zone data", "pip install tzdata")
    return Check("time zones", "ok", "found")


def _scratch() -> Check:
    folder = tempfile.gettempdir()
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"dateline")
    except OSError as error:
        return Check("scratch folder", "broken", f"{folder}: {error.strerror}", "free some space or set TMPDIR")
    return Check("scratch folder", "ok", folder)


def _mapped(topic: str, check: Callable[[], Check], advice: str) -> Iterator[Check]:
    """Run a check that loads models and data; whatever fails there is what the user asked to be told."""
    try:
        yield check()
    except (DatelineError, ImportError, OSError) as error:
        yield Check(topic, "broken", str(error), advice)


def _gazetteer(path: Path | None = None) -> Check:
    from dateline.gazetteer import open_gazetteer

    gazetteer = open_gazetteer(path)
    sources = ", ".join(f"{name} {version}" for name, version in gazetteer.sources.items())
    return Check("gazetteer", "ok", f"{len(gazetteer):,} places in {gazetteer.path} ({sources})")


def _reader(settings: Settings) -> Check:
    """Open the learned reader that the settings name, as coding would."""
    from dateline.encoder import load_encoder, reader_name

    chosen = settings.values("reading")
    if chosen.get("use") is False:
        return Check("reader", "optional", "not used: the settings say use = false in [reading]", "")
    folder = Path(str(chosen["folder"])) if chosen.get("folder") else None
    return Check("reader", "ok", f"{reader_name(folder)} in {load_encoder(folder).folder}, its files are whole")


def _html() -> Check:
    from dateline.readers import read

    (found,) = read(["-"], stdin=io.BytesIO(PROBE_PAGE.encode()))
    if isinstance(found, InputError):
        return Check("HTML", "broken", found.problem, REINSTALL)
    return Check("HTML", "ok", "a page is read in a process of its own")


def _coder(settings: Path | None = None) -> Check:
    from dateline.project import Project

    with Project(settings=settings) as project:
        record = project.code_text(PROBE, published=PROBE_PUBLISHED)
        coder = project.coder
    found = f"model {coder.model}, fingerprint {coder.fingerprint}"
    if not record.events:
        return Check("coder", "broken", f"{found}; it finds no event where there is one",
                     REINSTALL)  # fmt: skip
    return Check("coder", "ok", f"{found}; it codes a sentence")


def _store(db: str | None) -> Check:
    from dateline.project import Project

    place = db or "dateline.db"
    try:
        with Project(db) as project:
            counts = project.counts()
    except NotFound:
        folder = Path(place).parent
        if "://" not in place and not os.access(folder, os.W_OK):
            return Check(
                "store",
                "broken",
                f"{place}: none yet, and its folder may not be written to",
                "choose another with --db",
            )
        return Check("store", "ok", f"{place}: none yet; dateline add makes it")
    except DatelineError as error:
        return Check("store", "broken", str(error), "choose another with --db")
    return Check("store", "ok", f"{place}: {counts.reports} reports, {counts.events} events")
