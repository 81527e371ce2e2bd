"""From a file or a feed's item to the alert; what fails stops nothing else; what dies loses and doubles nothing."""

import json
import urllib.request

import pytest
from tests.support import crashing, watched
from tests.support.site import Answer, Site, feed, page

from dateline.server import Access, create_app
from dateline.store import open_store

RAID = "Rebels attacked Baghdad, killing {}."
BODY = "Police in Karrada said so on the day; two cars were seen to leave, and shops nearby were shut until the evening came."


@pytest.fixture
def site():
    with Site() as made:
        yield made


def article(site, number, where="Baghdad", day="2024-03-02", who="Rebels", path=None):
    lines = [
        f"{who} attacked {where}, killing {number}.",
        BODY,
        "Nobody else was hurt, the hospital of the town said later.",
    ]
    link = site.put(path or f"/a{number}", page(f"Raid on {where} {number}", lines, f"{day}T08:00:00+00:00"))
    return (f"id{number}", link, f"Raid {number}", "A raid.", "Sat, 02 Mar 2024 08:00:00 GMT")


def state_of(said):
    """What the store holds when all is done: its digest, its alerts, and what waits."""
    store = open_store(said.watch.db)
    try:
        alerts = sorted((alert.id, alert.state, alert.incident) for alert in store.alerts().alerts)
        kinds = [change.kind for change in store.alert_changes()]
        return store.digest(), alerts, kinds, dict(store.count_items())
    finally:
        store.close()


def test_a_dropped_file_and_a_feeds_item_become_alerts_in_time(tmp_path, site):
    site.put("/feed.xml", feed(article(site, 12)), etag='"1"')
    said = watched.config(tmp_path, site, every="5s", listen="127.0.0.1:0", log="json")
    with watched.running(said) as (watcher, log):
        store = open_store(said.watch.db)

        def alerts():
            return {alert.shown.killed: alert for alert in store.alerts().alerts}

        watched.until(lambda: 12 in alerts())
        found = alerts()[12]
        assert found.evidence[0].quote == "Rebels attacked Baghdad, killing 12"
        assert found.evidence[0].origin == site.url + "/a12"

        watched.drop(tmp_path, "dropped.md", RAID.replace("Baghdad", "Erbil").format(7), "2024-06-01")
        assert watched.until(lambda: 7 in alerts()) < 10

        site.put("/feed.xml", feed(article(site, 12), article(site, 9, "Sanaa", "2024-09-09", "Gunmen")), etag='"2"')
        assert watched.until(lambda: 9 in alerts()) < 5 + 10
        watched.until(lambda: watcher.health.looks["unchanged"] >= 1)
        assert site.count("/a12") == 1, "what was read is not fetched again"

        port = next(json.loads(line)["port"] for line in log.getvalue().splitlines() if "listening" in line)
        told = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health"))
        assert told["status"] == "ok"
        assert told["alerts"]["raised"] == 3
        metrics = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
        assert 'dateline_watch_alerts_total{kind="raised"} 3.0' in metrics
        assert "dateline_watch_up 1.0" in metrics
        assert [beat.watcher for beat in store.beats()] == ["watch"]
        store.close()
    for line in log.getvalue().splitlines():
        assert {"at", "level", "event"} <= json.loads(line).keys()
    again = watched.once(said)
    assert "raised" not in again
    assert state_of(said)[2].count("raised") == 3


def test_what_fails_is_told_and_the_rest_goes_on(tmp_path, site):
    site.put("/html", "<!doctype html><html><body><h1>No feed</h1></body></html>")
    site.put("/deep", b"<rss version='2.0'><channel>" + b"<a>" * 100_000, kind="application/xml")
    entity = b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss version='2.0'><channel><title>&a;</title></channel></rss>"
    site.put("/entity", entity, kind="application/xml")
    site.pages["/gone"] = Answer(b"", status=410)
    old = ("old", site.put("/broken", b"", status=500), "Broken page", "", "Sat, 02 Mar 2024 08:00:00 GMT")
    away = ("away", "http://169.254.169.254/latest/meta-data", "Secrets", "", "")
    undated = ("undated", article(site, 8, "Erbil", "2024-05-05")[1], "No date", "", "")
    site.put("/feed.xml", feed(old, away, undated))
    loop = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{site.url}/loop.xml</loc></sitemap></sitemapindex>"
    site.put("/loop.xml", loop, kind="application/xml")
    entry = (
        f"<url><loc>{article(site, 11, 'Sanaa', '2024-08-08', 'Gunmen')[1]}</loc><lastmod>2024-08-08</lastmod></url>"
    )
    site.put(
        "/map.xml",
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entry}</urlset>",
        kind="application/xml",
    )
    said = watched.config(
        tmp_path, site, feeds=("/html", "/deep", "/entity", "/gone", "/feed.xml"), sitemaps=("/loop.xml", "/map.xml")
    )
    log = watched.once(said)
    failed = [line for line in log.splitlines() if "look failed" in line]
    assert {path for path in ("/html", "/deep", "/entity", "/gone") if any(path + " " in line for line in failed)} == {
        "/html", "/deep", "/entity", "/gone",
    }  # fmt: skip
    assert "page given up" in log
    assert "not public" in log or "link-local" in log
    _, alerts, _, items = state_of(said)
    assert len(alerts) == 2, log
    assert items == {"done": 2, "failed": 1, "waiting": 1}, "a page with a trouble of the server's is tried again"
    store = open_store(said.watch.db)
    by_path = {one.address.removeprefix(site.url): one for one in store.sources()}
    assert by_path["/html"].failures == 1
    assert by_path["/html"].due > by_path["/feed.xml"].due, "who fails is left alone for longer"
    store.close()


def test_a_folder_that_is_not_there_is_told_once_and_when_it_comes(tmp_path):
    said = watched.config(tmp_path)
    (tmp_path / "in").rmdir()
    with watched.running(said) as (watcher, log):
        watched.until(lambda: "there is no such folder" in log.getvalue())
        watched.until(watcher.health.some_failed)
        (tmp_path / "in").mkdir()
        watched.drop(tmp_path, "raid.md", RAID.format(7))
        watched.until(lambda: watcher.health.reports["stored"])
        watched.until(lambda: not watcher.health.some_failed())
    assert log.getvalue().count("there is no such folder") == 1
    assert "none any more" in log.getvalue()


def test_an_item_that_changes_is_read_again_and_one_that_only_changes_its_id_is_not(tmp_path, site):
    first = article(site, 12)
    site.put("/feed.xml", feed(first))
    said = watched.config(tmp_path, site)
    watched.once(said)
    site.put("/feed.xml", feed(("another-id", *first[1:])))
    watched.once(said)
    assert site.count("/a12") == 1
    article(site, 15, path="/a12")
    site.put("/feed.xml", feed(("another-id", first[1], "Raid: toll rises", *first[3:])))
    watched.once(said)
    assert site.count("/a12") == 2
    _, alerts, kinds, _ = state_of(said)
    assert len(alerts) == 1
    assert kinds[-1] == "updated"
    site.put("/feed.xml", feed())
    watched.once(said)
    assert len(state_of(said)[1]) == 1, "what vanishes from a feed stays"


def test_what_dies_at_any_point_loses_and_doubles_nothing(tmp_path, site):
    site.put("/feed.xml", feed(article(site, 12), article(site, 9, "Erbil", "2024-06-06", "Gunmen")), etag='"1"')
    plain = tmp_path / "plain"
    plain.mkdir()
    wanted = None
    for name, points in (
        ("plain", [""]),
        (
            "struck",
            [
                "before-commit:3",
                "after-commit:4",
                "mid-alerts",
                "before-mark",
                "before-mark:2",
                "mid-alerts:2",
                "after-commit:9",
                "",
            ],
        ),
    ):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        said = watched.config(folder, site, every="5s")
        watched.drop(folder, "one.md", RAID.replace("Baghdad", "Sanaa").format(6), "2024-11-11")
        died = 0
        for point in points:
            died += crashing.live(watched.life, said.watch.db, said, str(folder / "log"), point=point) != 0
        if name == "struck":
            assert died >= 4, "it was struck down"
        # An item whose reading was cut short is due again at once; another look finds nothing new.
        crashing.live(watched.life, said.watch.db, said, str(folder / "log"))
        digest, alerts, kinds, items = state_of(said)
        found = [incident for _, _, incident in alerts], sorted(kinds), items
        if wanted is None:
            wanted = found
            assert kinds == ["raised"] * 3
            assert items == {"done": 2}
        assert found == wanted
        assert "reports" in digest


def test_a_store_that_is_served_tells_of_its_watcher(tmp_path, site):
    site.put("/feed.xml", feed(article(site, 12)))
    said = watched.config(tmp_path, site)
    watched.once(said)
    from fastapi.testclient import TestClient

    from dateline import Project

    with Project(said.watch.db) as project:
        client = TestClient(
            create_app(project, Access("T", hosts=frozenset({"localhost"}))), base_url="http://localhost"
        )
        told = client.get("/api/health").json()
        assert told["status"] == "ok"
        assert told["watchers"][0]["watcher"] == "watch"
        metrics = client.get("/metrics")
        assert metrics.status_code == 200
        assert 'dateline_alerts{state="active"} 1.0' in metrics.text
