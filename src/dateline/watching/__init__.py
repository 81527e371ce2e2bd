"""Keeping up with the news: feeds, sitemaps and folders watched, what is new coded and stored, alerts raised and sent.

It joins the readers, a project and alerts, and knows nothing that they know. Nothing here runs unless a file of settings names what
to watch (`config`).
"""

from __future__ import annotations

from dateline.watching.config import WatchConfig, config_of, read_config
from dateline.watching.loop import Watcher

__all__ = ["WatchConfig", "Watcher", "config_of", "read_config"]
