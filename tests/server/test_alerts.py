"""Alerts over HTTP and on the command line."""

import json
from xml.etree.ElementTree import fromstring

import pytest
from typer.testing import CliRunner

from dateline.alerting import read_alert_file
from dateline.cli.app import app

RULES = """
[[alerts]]
name = "deadly"
killed = 10

[[alerts]]
name = "surge"
surge = { by = ["country"] }
"""


@pytest.fixture
def told(project, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    config = read_alert_file(path)
    project.alerts.begin(config, from_start=True)
    project.alerts.count_past(config)
    while project.alerts.follow(config).changes:
        pass
    return path


def test_alerts_are_listed_shown_and_followed(client, told):
    page = client.get("/api/alerts").json()
    (alert,) = page["alerts"]
    assert (alert["rule"], alert["shown"]["killed"] >= 10, page["cursor"]) == ("deadly", True, None)
    assert client.get("/api/incidents/" + alert["incident"]).json()["version"] == alert["incident_version"]
    assert client.get("/api/alerts", params={"state": "withdrawn"}).json()["alerts"] == []
    assert client.get("/api/alerts", params={"kind": "surge"}).json()["alerts"] == []
    found = client.get("/api/alerts", params={"kind": "match", "rule": "deadly", "incident": alert["incident"]})
    assert found.json() == page
    counts = client.get("/api/alerts/count")
    by_rule = [{"rule": "deadly", "kind": "match", "active": 1, "withdrawn": 0}]
    assert counts.json() == {"active": 1, "withdrawn": 0, "last": 1, "rules": by_rule}
    for path, tag in (("/api/alerts", found.headers["etag"]), ("/api/alerts/count", counts.headers["etag"])):
        assert client.get(path, headers={"if-none-match": f'"0", W/{tag}'}).status_code == 304
        assert client.get(path, headers={"if-none-match": '"0"'}).status_code == 200
    assert client.get(f"/api/alerts/{alert['id'][:8]}").json() == alert
    assert client.get("/api/alerts/ffffffffffff").status_code == 404
    changes = client.get("/api/alerts/changes").json()
    assert [one["kind"] for one in changes["changes"]] == ["raised"]
    assert client.get("/api/alerts/changes", params={"since": changes["last"]}).json()["changes"] == []
    assert client.get(f"/api/alerts/{alert['id']}/changes").json()["changes"] == changes["changes"]
    (follower,) = client.get("/api/alerts/rules").json()["followers"]
    assert [rule["name"] for rule in follower["rules"]] == ["deadly", "surge"]
    assert follower["behind"] == 0

    feed = client.get("/api/alerts.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert fromstring(feed.content).tag.endswith("feed")  # noqa: S314 - our own
    assert client.get("/api/alerts.atom", headers={"if-none-match": feed.headers["etag"]}).status_code == 304
    message = client.get(f"/api/alerts/{alert['id']}/cap")
    assert message.headers["content-type"].startswith("application/cap+xml")
    assert fromstring(message.content).tag.endswith("alert")  # noqa: S314 - our own


def test_the_command_line_shows_alerts_and_tries_rules(project, told):
    db = str(project.store_name)

    def run(*words):
        done = CliRunner().invoke(app, ["alerts", *words, "--db", db])
        assert done.exit_code == 0, done.output
        return done.stdout

    (line,) = run("list", "--format", "jsonl").splitlines()
    alert = json.loads(line)
    assert alert["headline"] in run("list")
    card = run("show", alert["id"][:8])
    assert "Why: " in card
    assert alert["evidence"][0]["quote"] in card
    assert run("show", alert["id"], "--format", "cap").startswith("<?xml")
    assert "raised" in run("changes")
    assert run("deliveries") == ""
    fired = [
        json.loads(one)
        for one in run("test", "deadly", "--since", "2024", "--config", str(told), "--format", "jsonl").splitlines()
    ]
    assert [one["incident"] for one in fired] == [alert["incident"]]
    assert run("test", "surge", "--since", "2024-01", "--config", str(told)) == ""
    wrong = CliRunner().invoke(app, ["alerts", "test", "dedly", "--since", "2024", "--config", str(told), "--db", db])
    assert wrong.exit_code == 3
    assert "did you mean 'deadly'" in wrong.output
