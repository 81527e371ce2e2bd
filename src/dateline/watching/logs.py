"""What the watcher says: a line each, for people or as JSON for what gathers logs."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from typing import Any, TextIO

LOGGER = "dateline.watch"


class Lines(logging.Formatter):
    """Lines for people: time, level, what happened, and its particulars as NAME=VALUE."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        more = "".join(f" {name}={_shown(value)}" for name, value in getattr(record, "particulars", {}).items())
        return _plain(f"{_at(record)} {record.levelname.lower():<7} {record.getMessage()}{more}")


class JsonLines(logging.Formatter):
    """Lines of JSON: `at`, `level`, `event`, and the particulars under their names."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {"at": _at(record), "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(told | getattr(record, "particulars", {}), ensure_ascii=True, default=str)


def make_logger(form: str, stream: TextIO | None = None) -> logging.Logger:
    """Return the logger of a watcher, which writes to standard error."""
    logger = logging.getLogger(LOGGER)
    logger.handlers.clear()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else Lines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return logger


def tell(logger: logging.Logger, event: str, *, level: int = logging.INFO, **particulars: Any) -> None:
    """Say what happened."""
    logger.log(
        level, event, extra={"particulars": {name: value for name, value in particulars.items() if value is not None}}
    )


def _at(record: logging.LogRecord) -> str:
    return dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")


def _shown(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if " " in text or not text else text


def _plain(line: str) -> str:
    """Return a line that a terminal takes for words: what comes from feeds may hold anything."""
    return "".join(c if c.isprintable() else "\ufffd" for c in line)
