"""Watchers over HTTP: how each fares, and the store's figures for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from dateline.server import shapes as s
from dateline.server.describing import gives
from dateline.server.desk import Desk, Served, plain
from dateline.server.routes import Router

router = Router(tags=["watching"])


@router.get("/watchers", response_model=None, responses=gives(s.Watchers))
def watchers(desk: Served) -> Any:
    """Return the last word of each watcher of this store: `dateline watch` gives one every few seconds."""
    return {"watchers": [plain(one) for one in desk.project.alerts.beats()]}


def metrics(desk: Desk) -> Response:
    """Return the store's figures in the text form of Prometheus."""
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(desk))
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4; charset=utf-8")


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """The figures of one moment, as the client library asks for them."""

    desk: Desk

    def collect(self) -> Iterator[Any]:
        """Yield the metrics."""
        import datetime as dt

        from prometheus_client.core import GaugeMetricFamily

        project = self.desk.project
        yield GaugeMetricFamily(
            "dateline_last_change", "Number of the last change", value=project.incidents.last_change()
        )
        counts = project.alerts.counts()
        for name, words, head in (("alerts", "Alerts", ""), ("deliveries", "Deliveries of alerts", "delivery ")):
            gauge = GaugeMetricFamily(f"dateline_{name}", words, labels=["state"])
            for state in ("active", "withdrawn") if not head else ("waiting", "sent", "given-up"):
                gauge.add_metric([state], counts.get(f"{head}{state}", 0))
            yield gauge
        behind = GaugeMetricFamily(
            "dateline_changes_behind", "Changes not yet looked at for alerts", labels=["follower"]
        )
        for one in project.alerts.followers():
            behind.add_metric([one.follower], one.behind)
        yield behind
        beats = GaugeMetricFamily(
            "dateline_watcher_beat_timestamp_seconds", "The last word of a watcher", labels=["watcher"]
        )
        for beat in project.alerts.beats():
            beats.add_metric([beat.watcher], dt.datetime.fromisoformat(beat.at).timestamp())
        yield beats
