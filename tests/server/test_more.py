"""Files, profiles, the queue of the review, the change feed as a stream, and what more may ask at once than is answered."""

import asyncio
import csv
import io

import openpyxl
import pytest

from dateline.server import stream
from dateline.server.heavy import Turns
from dateline.server.incidents import MOST_POINTS
from dateline.store.incidents import figures


def test_a_file_holds_what_fits(client):
    answer = client.get("/api/export", params={"format": "csv", "country": "IQ"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="incidents.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    ids = [row["id"] for row in client.get("/api/incidents", params={"country": "IQ"}).json()["rows"]]
    assert [next(iter(row.values())) for row in rows] == ids


def test_every_format_can_be_had(client):
    formats = client.get("/api/formats").json()["formats"]
    assert {"csv", "acled", "kml", "html"} <= {one["name"] for one in formats}
    for one in formats:
        answer = client.get("/api/export", params={"format": one["name"]})
        assert answer.status_code == 200, (one["name"], answer.text)
        # Nobody has reviewed anything yet: there is no gold.
        assert bool(answer.content) == (one["name"] != "gold"), one["name"]
        side = client.get("/api/export/notes", params={"format": one["name"]})
        assert side.text.startswith("incident_id,what,column,why,value"), one["name"]
    book = client.get("/api/export", params={"format": "xlsx"}).content
    assert openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    assert client.get("/api/export", params={"format": "doc"}).status_code == 400
    assert client.get("/api/export", params={"format": "csv", "country": "Iraq"}).status_code == 400


def test_the_profile_of_somebody_and_of_a_place(client):
    row = client.get("/api/incidents", params={"country": "IQ"}).json()["rows"][0]
    name = row["actors"].split("; ")[0]
    actor = client.get(f"/api/actors/{name}").json()
    assert actor["total"] == client.get("/api/incidents/count", params={"actor": name}).json()["count"]
    assert sum(map(sum, actor["families"])) == actor["total"]
    assert "Baghdad" in dict(actor["places"])
    assert name not in dict(actor["actors"])
    place = client.get("/api/places/Baghdad").json()
    assert place["total"] == 1
    assert name in dict(place["actors"])
    assert client.get("/api/places/Bagh").status_code == 404
    assert client.get("/api/places/Baghdad", params={"country": "YE"}).status_code == 404


def test_the_queue_begins_with_what_is_least_sure(client):
    rows = client.get("/api/queue").json()["rows"]
    sure = [row["confidence"] for row in rows]
    assert sure == sorted(sure)
    one = client.get("/api/queue", params={"limit": 1}).json()
    two = client.get("/api/queue", params={"limit": 1, "cursor": one["cursor"]}).json()
    assert [one["rows"][0]["id"], two["rows"][0]["id"]] == [row["id"] for row in rows]
    seen = {"if-match": f'"{rows[0]["version"]}"'}
    client.post(f"/api/incidents/{rows[0]['id']}/review", json={"state": "accepted"}, headers=seen)
    assert [row["id"] for row in client.get("/api/queue").json()["rows"]] == [row["id"] for row in rows[1:]]


def test_what_else_a_report_tells_says_where_it_is(client):
    row = client.get("/api/incidents", params={"killed": 10}).json()["rows"][0]
    before = client.get(f"/api/incidents/{row['id']}/reports").json()
    event = before[0]["events"][0]["id"]
    client.post(
        f"/api/incidents/{row['id']}/split",
        json={"events": [event], "why": "another"},
        headers={"if-match": f'"{row["version"]}"'},
    )
    found = client.get(f"/api/incidents/{event}").json()["id"]
    for one in client.get("/api/incidents", params={"killed": 10}).json()["rows"]:
        for report in client.get(f"/api/incidents/{one['id']}/reports").json():
            for other in report["others"]:
                assert other["incident"] is not None
    assert client.get(f"/api/incidents/{event[:12]}").headers["content-location"] == f"/api/incidents/{found}"


def test_more_heavy_questions_than_turns_are_told_to_come_again(client):
    turns = Turns(at_once=1, patience=0.01)
    client.app.state.turns = turns
    for path in ("/api/incidents/points", "/api/incidents/facets", "/api/overview", "/api/export?format=csv"):
        with turns.free:
            answer = client.get(path)
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "2"
            assert client.get("/api/incidents").status_code == 200
        assert client.get(path).status_code == 200  # and the turn is given back


def test_points_say_how_many_fit(client, monkeypatch):
    assert MOST_POINTS == figures.MOST_POINTS
    found = client.get("/api/incidents/points").json()
    assert (found["total"], found["exact"], found["truncated"], len(found["id"])) == (2, True, False, 2)
    found = client.get("/api/incidents/points", params={"most": 1}).json()
    assert (found["total"], found["exact"], found["truncated"], len(found["id"])) == (2, True, True, 1)
    monkeypatch.setattr("dateline.server.incidents.MOST_COUNTED", 1)
    found = client.get("/api/incidents/points", params={"most": 1, "killed": 1}).json()
    assert (found["total"], found["exact"], found["truncated"]) == (1, False, True)
    counted = [
        client.get("/api/incidents/count", params={"killed": 1, "exact": exact}).json() for exact in (False, True)
    ]
    assert counted == [{"count": 1, "exact": False}, {"count": 2, "exact": True}]


def test_bins_hold_all_that_fits(client):
    found = client.get("/api/incidents/bins").json()
    assert found["exact"]
    assert sum(found["count"]) == sum(map(sum, found["families"])) == 2
    assert (33.5, 44.5) in set(zip(found["lat"], found["lon"], strict=True))
    assert client.get("/api/incidents/bins", params={"country": "IQ"}).json()["count"] == [1]


def test_values_are_counted_among_the_latest_where_many_fit(client, monkeypatch):
    monkeypatch.setattr("dateline.server.incidents.LOOKED_AT", 1)
    monkeypatch.setattr("dateline.server.others.LOOKED_AT", 1)
    for path in ("incidents/facets", "overview", "incidents/bins"):
        some = client.get(f"/api/{path}", params={"killed": 1}).json()
        assert (some["of"], some["exact"]) == (1, False), path
        whole = client.get(f"/api/{path}", params={"killed": 1, "exact": True}).json()
        assert (whole["of"], whole["exact"]) == (None, True), path
        assert client.get(f"/api/{path}").json()["exact"], path


def test_names_and_reports_are_listed(client):
    assert client.get("/api/places", params={"q": "sa"}).json() == {"names": [{"name": "Sanaa", "incidents": 1}]}
    assert "Rebels" in [one["name"] for one in client.get("/api/actors").json()["names"]]
    page = client.get("/api/reports", params={"publisher": "desk", "limit": 1}).json()
    assert [row["title"] for row in page["rows"]] == ["robbery"]
    page = client.get("/api/reports", params={"publisher": "desk", "limit": 1, "cursor": page["cursor"]}).json()
    assert [(row["title"], row["status"]) for row in page["rows"]] == [("other", "coded")]
    assert client.get("/api/reports", params={"search": "Karrada"}).json()["cursor"] is None


@pytest.mark.parametrize("gone_after", [1, 4])
def test_the_stream_tells_what_changes_and_ends_with_who_asked(gone_after):
    looks = 0

    async def gone():
        return looks >= gone_after

    def changes_after(since):
        nonlocal looks
        looks += 1
        return [(since + 1, {"number": since + 1, "incident": "a\nb"})] if looks % 2 else []

    async def read():
        return [part async for part in stream.follow(changes_after, 6, gone, look=0.001, beat=0.001)]

    told = asyncio.run(read())
    assert told[0] == 'id: 7\nevent: change\ndata: {"number": 7, "incident": "a\\nb"}\n\n'
    assert [part for part in told if part.startswith(":")] == [": still here\n\n"] * (told.count(": still here\n\n"))
    assert sum(part.startswith("id:") for part in told) == (gone_after + 1) // 2
