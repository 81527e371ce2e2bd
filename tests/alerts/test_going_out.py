"""Alerts in the forms in which they go out: CAP by the standard's rules, Atom, webhooks whose signature holds, Apprise."""

import datetime as dt
import hashlib
import hmac
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from xml.etree.ElementTree import fromstring

import pytest
from tests.support.exporting import raid

from dateline.alerts import AlertChange, read_rules
from dateline.alerts.destinations import DeliveryFailed, Destination, send, wait_after
from dateline.alerts.forms import ATOM, CAP, atom, cap, subject, words
from dateline.alerts.making import changed, make_alert, withdrawn
from dateline.codec import from_data, to_data
from dateline.errors import SettingsError

RULE = read_rules([{"name": "deadly", "severity": "severe"}], where="x")[0]
AT = "2023-12-09T10:00:00+00:00"
FIRST = make_alert(RULE, "match", raid(), ("12 killed \x01 & <more>",), name="ab" * 12, at=AT)
GONE = withdrawn(FIRST, "a drill", "2023-12-10T10:00:00+00:00")
RAISED, TAKEN_BACK = AlertChange(1, "raised", AT, FIRST), AlertChange(2, "withdrawn", GONE.changed_at, GONE)

# The order and number of elements, and the values of closed lists, as OASIS CAP 1.2 (section 3.2 and its schema) gives them.
ALERT = "identifier sender sent status msgType source? scope restriction? addresses? code* note? references? incidents? info*"
INFO = (
    "language? category+ event responseType* urgency severity certainty audience? eventCode* effective? onset? expires? "
    "senderName? headline? description? instruction? web? contact? parameter* resource* area*"
)
AREA = "areaDesc polygon* circle* geocode* altitude? ceiling?"
LISTS = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {
        "Geo",
        "Met",
        "Safety",
        "Security",
        "Rescue",
        "Fire",
        "Health",
        "Env",
        "Transport",
        "Infra",
        "CBRNE",
        "Other",
    },
    "responseType": {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")


def see_order(element, model):
    names = "".join(f"{child.tag.removeprefix(f'{{{CAP}}}')} " for child in element)
    pattern = "".join(
        f"(?:{re.sub(r'[?*+]', '', part)} ){part[-1] if part[-1] in '?*+' else ''}" for part in model.split()
    )
    assert re.fullmatch(pattern, names), names


@pytest.mark.parametrize("story", [[RAISED], [RAISED, TAKEN_BACK]])
def test_cap_keeps_to_the_standard(story):
    root = fromstring(cap(story, base="http://desk.example/"))  # noqa: S314 - our own
    assert root.tag == f"{{{CAP}}}alert"
    see_order(root, ALERT)
    found = {child.tag.removeprefix(f"{{{CAP}}}"): child for child in root.iter()}
    see_order(found["info"], INFO)
    see_order(found["area"], AREA)
    for name, allowed in LISTS.items():
        assert found[name].text in allowed, name
    for name in ("identifier", "sender"):
        assert re.fullmatch(r"[^\s,<&]+", found[name].text)
    for name in ("sent", "onset"):
        assert MOMENT.fullmatch(found[name].text), "with an offset, and never Z"
    assert re.fullmatch(r"-?[\d.]+,-?[\d.]+ [\d.]+", found["circle"].text)
    assert found["msgType"].text == ("Alert" if len(story) == 1 else "Cancel")
    if len(story) == 2:
        sender, name, sent = found["references"].text.split(",")
        assert (sender, name, sent) == ("dateline", f"{FIRST.id}.1", "2023-12-09T10:00:00-00:00")
    assert "\ufffd & <more>" in found["description"].text
    assert "police said" in found["description"].text, "the words of the evidence"


def test_the_feed_is_atom():
    root = fromstring(atom([GONE, FIRST], base="http://desk.example", updated=AT))  # noqa: S314 - our own
    names = {child.tag.removeprefix(f"{{{ATOM}}}") for child in root}
    assert {"id", "title", "updated", "author", "link", "entry"} <= names
    entries = root.findall(f"{{{ATOM}}}entry")
    assert [entry.findtext(f"{{{ATOM}}}title").startswith("Withdrawn: ") for entry in entries] == [True, False]
    for entry in entries:
        assert entry.findtext(f"{{{ATOM}}}id") == f"urn:dateline:alert:{FIRST.id}"
        assert dt.datetime.fromisoformat(entry.findtext(f"{{{ATOM}}}updated")).tzinfo is not None
    assert fromstring(atom([], updated=AT)).findtext(f"{{{ATOM}}}updated") == AT  # noqa: S314 - our own


def test_an_alert_is_the_same_read_back_and_changes_only_where_it_differs():
    assert from_data(AlertChange, to_data(TAKEN_BACK)) == TAKEN_BACK
    later = make_alert(RULE, "match", raid(), FIRST.why, name=FIRST.id, at="2024-01-01T00:00:00+00:00")
    assert changed(FIRST, later) is None
    other = make_alert(RULE, "match", raid(), ("another reason",), name=FIRST.id, at="2024-01-01T00:00:00+00:00")
    assert changed(FIRST, other).version == 2
    assert subject(TAKEN_BACK).startswith("Withdrawn: ")
    assert "WITHDRAWN: a drill" in words(TAKEN_BACK)


@pytest.fixture
def receiver():
    """A server that keeps what is posted, and answers with the statuses of a list."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((dict(self.headers), body))
            self.send_response(server.answers.pop(0) if server.answers else 204)
            self.send_header("Retry-After", "77")
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answers = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_webhook_is_signed_and_its_answer_heeded(receiver, monkeypatch):
    secret = "a secret of some length"
    monkeypatch.setenv("HOOK_SECRET", secret)
    address = f"http://127.0.0.1:{receiver.server_port}/hook"
    hook = Destination("hook", webhook=address, secret_env="HOOK_SECRET")
    send(hook, RAISED, clock=lambda: 1_700_000_000)
    headers, body = receiver.got[0]
    key = headers["Dateline-Delivery"]
    wanted = hmac.new(secret.encode(), f"1700000000.{key}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["Dateline-Signature"] == f"v1={wanted}"
    assert headers["Dateline-Timestamp"] == "1700000000"
    assert from_data(AlertChange, json.loads(body)) == RAISED
    receiver.answers = [503, 302]
    for wait in (77.0, 77.0):
        with pytest.raises(DeliveryFailed, match="answered with status") as caught:
            send(hook, RAISED)
        assert caught.value.wait == wait
    assert receiver.got[1][0]["Dateline-Delivery"] == key, "the same for every try"
    assert len(receiver.got) == 3, "no redirect is followed"
    with pytest.raises(DeliveryFailed, match=r"^127\.0\.0\.1: "):
        send(Destination("gone", webhook="http://127.0.0.1:9/", secret_env="HOOK_SECRET"), RAISED)
    monkeypatch.setenv("HOOK_SECRET", "short")
    with pytest.raises(SettingsError, match="16 bytes"):
        send(hook, RAISED)
    assert [wait_after(tries, None) for tries in (1, 2, 20, 60)] == [5.0, 30.0, 3600.0, None]
    assert wait_after(1, 900.0) == 900.0


def test_mail_and_chat_go_by_apprise(receiver, monkeypatch):
    pytest.importorskip("apprise")
    monkeypatch.setenv("DESK", f"json://127.0.0.1:{receiver.server_port}/")
    send(Destination("desk", apprise_env="DESK"), RAISED)
    told = json.loads(receiver.got[0][1])
    assert FIRST.headline in told["title"]
    assert "Why: 12 killed" in told["message"]
    monkeypatch.setenv("DESK", "nosuch://secret-word@host")
    with pytest.raises(SettingsError, match="kind 'nosuch'") as caught:
        send(Destination("desk", apprise_env="DESK"), RAISED)
    assert "secret-word" not in str(caught.value)
