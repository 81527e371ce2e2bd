"""Alerts as others read them: CAP 1.2, Atom, plain words, JSON for webhooks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from dateline._version import __version__
from dateline.alerts.alert import Alert, AlertChange
from dateline.codec import to_data

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
ATOM = "http://www.w3.org/2005/Atom"
URGENCY = {"surge": "Expected", "first": "Past", "match": "Past"}
MSG_TYPES = {"raised": "Alert", "updated": "Update", "restored": "Update", "withdrawn": "Cancel"}
DEFAULT_RADIUS_KM = 5.0
"""Of a place whose radius is not known: a town."""

SENDER = "dateline"
_XML_UNFIT = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")


def words(change: AlertChange) -> str:
    """Return a change of an alert in plain words, for mail and chat."""
    alert = change.alert
    lines = [alert.headline, ""]
    if alert.state == "withdrawn":
        lines += [f"WITHDRAWN: {alert.withdrawn}", ""]
    lines += [f"Why: {line}" for line in alert.why]
    for cited in alert.evidence:
        outlet = ", ".join(
            part for part in (cited.publisher, (cited.published or "")[:10], f"graded {cited.grade}") if part
        )
        lines += ["", f'"{cited.quote}"', f"  {outlet}" + (f", {cited.origin}" if cited.origin else "")]
    lines += [
        "",
        f"Rule {alert.rule}; incident {alert.incident}; alert {alert.id}, version {alert.version} ({change.kind})",
    ]
    return "\n".join(lines)


def subject(change: AlertChange) -> str:
    """Return the heading of a message: what became of the alert, and its headline, on one line."""
    head = "" if change.kind == "raised" else f"{change.kind.capitalize()}: "
    return " ".join(f"{head}{change.alert.headline}".split())[:200]


def payload(change: AlertChange) -> bytes:
    """Return a change of an alert as the JSON that webhooks send."""
    return json.dumps(to_data(change), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")


# --- CAP


def cap(changes: Sequence[AlertChange], *, sender: str = SENDER, base: str = "") -> bytes:
    """Return the last of the changes of one alert as a message of the Common Alerting Protocol 1.2 (OASIS, 2010).

    Args:
        changes: of one alert, in order; those before the last are what it refers to.
        sender: who sends it, without spaces, commas and the characters < and &. base: the address of the page, for links.
    """
    register_namespace("", CAP)
    last = changes[-1]
    alert = last.alert
    root = Element(f"{{{CAP}}}alert")
    _add(root, "identifier", f"{alert.id}.{alert.version}")
    _add(root, "sender", sender)
    _add(root, "sent", _moment(last.at))
    _add(root, "status", "Actual")
    _add(root, "msgType", MSG_TYPES[last.kind] if len(changes) > 1 else "Alert")
    _add(root, "scope", "Public")
    if alert.withdrawn:
        _add(root, "note", alert.withdrawn)
    if len(changes) > 1:
        _add(
            root,
            "references",
            " ".join(f"{sender},{c.alert.id}.{c.alert.version},{_moment(c.at)}" for c in changes[:-1]),
        )
    info = SubElement(root, f"{{{CAP}}}info")
    _add(info, "language", "en")
    _add(info, "category", "Security")
    _add(info, "event", _event(alert))
    _add(info, "responseType", "AllClear" if alert.state == "withdrawn" else "Monitor")
    _add(info, "urgency", URGENCY[alert.kind])
    _add(info, "severity", alert.severity.capitalize())
    _add(info, "certainty", _certainty(alert))
    _add(info, "onset", _moment(alert.shown.start)) if _is_moment(alert.shown.start) else None
    _add(info, "senderName", f"dateline {__version__}")
    _add(info, "headline", alert.headline)
    _add(info, "description", words(last))
    if base:
        _add(info, "web", f"{base.rstrip('/')}/?incident={alert.incident}")
    for name, value in _parameters(alert):
        part = SubElement(info, f"{{{CAP}}}parameter")
        _add(part, "valueName", name)
        _add(part, "value", value)
    _area(info, alert)
    return _written(root)


def _event(alert: Alert) -> str:
    return " ".join(part for part in (alert.shown.plover, alert.shown.mode) if part)


def _certainty(alert: Alert) -> str:
    # CAP: Likely is more than an even chance, Observed is determined to have occurred.
    if alert.shown.sources > 1 and alert.shown.confidence >= 0.9:
        return "Observed"
    return "Likely" if alert.shown.confidence > 0.5 else "Possible"


def _parameters(alert: Alert) -> list[tuple[str, str]]:
    shown = alert.shown
    found = [("rule", alert.rule), ("kind", alert.kind), ("incident", alert.incident)]
    found += [("killed", str(shown.killed))] if shown.killed is not None else []
    found += [("injured", str(shown.injured))] if shown.injured is not None else []
    found += [("report", cited.origin or cited.report_id) for cited in alert.evidence]
    return found


def _area(info: Element, alert: Alert) -> None:
    shown = alert.shown
    area = SubElement(info, f"{{{CAP}}}area")
    name = ", ".join(part for part in (shown.place, shown.country) if part)
    _add(area, "areaDesc", name or "place not told")
    if shown.latitude is not None and shown.longitude is not None:
        km = shown.radius_km or DEFAULT_RADIUS_KM
        _add(area, "circle", f"{shown.latitude:.5f},{shown.longitude:.5f} {km:g}")
    if shown.country:
        code = SubElement(area, f"{{{CAP}}}geocode")
        _add(code, "valueName", "ISO 3166-1")
        _add(code, "value", shown.country)


def _is_moment(text: str | None) -> bool:
    return text is not None and len(text) >= 10


def _moment(text: str | None) -> str:
    """Return a time as CAP has it: to the second, with an offset, never "Z"."""
    import datetime as dt

    found = dt.datetime.fromisoformat(text or "")
    if found.tzinfo is None:
        found = found.replace(tzinfo=dt.UTC)
    return found.isoformat(timespec="seconds").replace("+00:00", "-00:00")


# --- Atom


def atom(alerts: Sequence[Alert], *, base: str = "", updated: str) -> bytes:
    """Return alerts as an Atom feed (RFC 4287), the last changed first.

    Args:
        base: the address that the feed is had at, without a path. updated: when the feed last changed, ISO 8601.
    """
    register_namespace("", ATOM)
    root = Element(f"{{{ATOM}}}feed")
    _add(root, "id", "urn:dateline:alerts")
    _add(root, "title", "Alerts of dateline")
    _add(root, "updated", _atom_moment(alerts[0].changed_at if alerts else updated))
    SubElement(
        root, f"{{{ATOM}}}link", {"rel": "self", "href": f"{base}/api/alerts.atom", "type": "application/atom+xml"}
    )
    _add(_add(root, "author", None), "name", SENDER)
    generator = _add(root, "generator", "dateline")
    generator.set("version", __version__)
    for alert in alerts:
        _entry(root, alert, base)
    return _written(root)


def _entry(root: Element, alert: Alert, base: str) -> None:
    entry = SubElement(root, f"{{{ATOM}}}entry")
    _add(entry, "id", f"urn:dateline:alert:{alert.id}")
    _add(entry, "title", ("Withdrawn: " if alert.state == "withdrawn" else "") + alert.headline)
    _add(entry, "published", _atom_moment(alert.raised_at))
    _add(entry, "updated", _atom_moment(alert.changed_at))
    SubElement(
        entry,
        f"{{{ATOM}}}link",
        {"rel": "alternate", "href": f"{base}/?incident={alert.incident}", "type": "text/html"},
    )
    cap_link = {"rel": "related", "href": f"{base}/api/alerts/{alert.id}/cap", "type": "application/cap+xml"}
    SubElement(entry, f"{{{ATOM}}}link", cap_link)
    for term in (alert.rule, alert.kind, alert.state, alert.severity, alert.shown.plover):
        SubElement(entry, f"{{{ATOM}}}category", {"term": _fit(term)})
    _add(entry, "content", words(AlertChange(1, "raised", alert.changed_at, alert))).set("type", "text")


def _atom_moment(text: str) -> str:
    return _moment(text).replace("-00:00", "+00:00")


def _add(parent: Element, name: str, text: str | None) -> Element:
    namespace = parent.tag[: parent.tag.index("}") + 1]
    child = SubElement(parent, f"{namespace}{name}")
    if text is not None:
        child.text = _fit(text)
    return child


def _fit(text: str) -> str:
    """Return a text that XML can hold."""
    return text.translate(_XML_UNFIT)


def _written(root: Any) -> bytes:
    indent(root)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made
