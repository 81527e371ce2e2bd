"""How a watcher fares: counted, told as JSON at /api/health and to Prometheus at /metrics."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dateline._version import __version__
from dateline.errors import SettingsError

STALE_SECONDS = 120.0
"""Without a round of the loop for so long, a watcher is taken for stuck: one report may take `code_seconds`, a batch some more."""


@dataclass(slots=True)
class Health:
    """What is counted while a watcher runs. Written by the loop alone; others read snapshots."""

    started: float = field(default_factory=time.time)
    round_at: float = field(default_factory=time.time)
    looks: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)
    alerts: Counter[str] = field(default_factory=Counter)
    troubles: int = 0
    trouble: str | None = None
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: int = 0
    behind: int = 0
    deliveries: dict[str, int] = field(default_factory=dict)
    last_report: float | None = None
    last_alert: float | None = None
    ending: bool = False

    def status(self) -> str:
        """Return ok, degraded (something fails, the rest goes on), or stuck."""
        if time.time() - self.round_at > STALE_SECONDS:
            return "stuck"
        failing = any(one.get("failures", 0) for one in self.sources.values())
        return "degraded" if failing or self.trouble or self.deliveries.get("delivery given-up") else "ok"

    def some_failed(self) -> bool:
        """Say whether since the start a look, a page, a report or a folder failed."""
        looks_failed = any(number for kind, number in self.looks.items() if kind not in {"ok", "unchanged"})
        pages_failed = any(number for kind, number in self.pages.items() if kind != "ok")
        return looks_failed or pages_failed or bool(self.reports["failed"] or self.trouble or self.troubles)

    def as_data(self) -> dict[str, Any]:
        """Return all of it as data; times are seconds since 1970."""
        return {
            "status": self.status(), "version": __version__, "started": round(self.started, 3), "round": round(self.round_at, 3),
            "looks": dict(self.looks), "pages": dict(self.pages), "reports": dict(self.reports), "alerts": dict(self.alerts),
            "sources": dict(self.sources), "items_waiting": self.waiting, "changes_behind": self.behind,
            "deliveries": dict(self.deliveries), "troubles": self.troubles, "trouble": self.trouble,
            "last_report": self.last_report, "last_alert": self.last_alert,
        }  # fmt: skip


def metrics_of(data: Mapping[str, Any]) -> bytes:
    """Return the health of a watcher in the text form of Prometheus."""
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(data))
    made: bytes = generate_latest(registry)
    return made


@dataclass(frozen=True, slots=True, eq=False)
class _Collected:
    """The metrics of one moment, as the client library asks for them."""

    data: Mapping[str, Any]

    def collect(self) -> Iterator[Any]:
        """Yield the metrics."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        data = self.data
        for name, words, label in (
            ("looks", "Looks at feeds and sitemaps", "outcome"),
            ("pages", "Pages fetched", "outcome"),
            ("reports", "Reports read", "status"),
            ("alerts", "Alerts", "kind"),
        ):
            counter = CounterMetricFamily(f"dateline_watch_{name}", words, labels=[label])
            for key, number in sorted(data.get(name, {}).items()):
                counter.add_metric([key], number)
            yield counter
        yield CounterMetricFamily("dateline_watch_troubles", "Rounds that failed", value=data.get("troubles", 0))
        for name, words, value in (
            ("up", "Whether the loop goes round", float(data.get("status") != "stuck")),
            ("started_timestamp_seconds", "When it was started", data.get("started", 0)),
            ("round_timestamp_seconds", "The last round of the loop", data.get("round", 0)),
            ("items_waiting", "Items that wait to be read", data.get("items_waiting", 0)),
            ("changes_behind", "Changes of the store that alerts have not looked at", data.get("changes_behind", 0)),
            ("last_report_timestamp_seconds", "When a report was stored last", data.get("last_report") or 0),
            ("last_alert_timestamp_seconds", "When an alert was raised last", data.get("last_alert") or 0),
        ):
            yield GaugeMetricFamily(f"dateline_watch_{name}", words, value=value)
        deliveries = GaugeMetricFamily("dateline_watch_deliveries", "Deliveries of alerts", labels=["state"])
        for state, number in sorted(data.get("deliveries", {}).items()):
            if state.startswith("delivery "):
                deliveries.add_metric([state.removeprefix("delivery ")], number)
        yield deliveries
        failures = GaugeMetricFamily("dateline_watch_source_failures", "Failures in a row", labels=["source"])
        for address, one in sorted(data.get("sources", {}).items()):
            failures.add_metric([address], one.get("failures", 0))
        yield failures


class HealthServer:
    """Answers /api/health and /metrics on an address of this machine's choosing.

    Raises:
        SettingsError: the address cannot be had.
    """

    def __init__(self, host: str, port: int, health: Health) -> None:
        class Handler(BaseHTTPRequestHandler):
            server_version = "dateline"
            sys_version = ""
            timeout = 10

            def do_GET(self) -> None:
                data = health.as_data()
                if self.path == "/api/health":
                    status = 503 if data["status"] == "stuck" else 200
                    self._answer(status, "application/json", json.dumps(data).encode())
                elif self.path == "/metrics":
                    self._answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics_of(data))
                else:
                    self._answer(404, "text/plain", b"There are /api/health and /metrics here.\n")

            def _answer(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing: who asks for health asks often."""

        try:
            self._server = ThreadingHTTPServer((host, port), Handler)
        except OSError as error:
            raise SettingsError(
                f"listen {host}:{port} cannot be had ({error.strerror or error}); choose another"
            ) from error
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
