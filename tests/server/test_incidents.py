"""Incidents over HTTP: lists, points, facets, one with its reasons and reports, decisions with versions."""

import pytest

from dateline.server.desk import FILTERS
from dateline.store import INCIDENT_FILTERS


def raid(client):
    rows = client.get("/api/incidents", params={"killed": 10}).json()["rows"]
    assert len(rows) == 1
    return rows[0]


def test_filters_are_those_of_the_store():
    assert set(FILTERS) == {one.name for one in INCIDENT_FILTERS}


def test_a_list_has_rows_and_a_cursor(client):
    first = client.get("/api/incidents", params={"limit": 1}).json()
    assert [row["places"] for row in first["rows"]] == ["Sanaa"]
    second = client.get("/api/incidents", params={"limit": 1, "cursor": first["cursor"]}).json()
    assert [row["places"] for row in second["rows"]] == ["Baghdad"]
    assert second["cursor"] is None
    assert client.get("/api/incidents/count").json() == {"count": 2, "exact": True}


def test_a_parameter_given_twice_asks_for_either(client):
    rows = client.get("/api/incidents?country=IQ&country=YE").json()["rows"]
    assert {row["countries"] for row in rows} == {"IQ", "YE"}
    assert client.get("/api/incidents?country=FR").json()["rows"] == []


def test_points_are_columns_of_one_length(client):
    points = client.get("/api/incidents/points").json()
    assert points["total"] == 2
    assert {len(column) for column in points.values() if isinstance(column, list)} == {2}
    assert all(isinstance(value, float) for value in points["lat"])


def test_facets_are_counted_without_their_own_filter(client):
    facets = client.get("/api/incidents/facets", params={"country": "IQ"}).json()
    assert dict(facets["country"]) == {"IQ": 1, "YE": 1}
    assert dict(facets["type"]) == {"ASSAULT": 1}


def test_an_incident_is_found_by_any_event_in_it(client):
    found = raid(client)
    answer = client.get(f"/api/incidents/{found['id']}")
    assert answer.headers["etag"] == f'"{found["version"]}"'
    incident = answer.json()
    for teller in incident["tellers"]:
        assert client.get(f"/api/incidents/{teller['event_id'][:10]}").json()["id"] == found["id"]


def test_why_and_card_and_reports(client):
    found = raid(client)["id"]
    why = client.get(f"/api/incidents/{found}/why").json()
    assert any(teller.get("joined", {}).get("evidence") for teller in why["incident"]["tellers"])
    assert why["decisions"] == []
    assert client.get(f"/api/incidents/{found}/card").json()["lines"]
    reports = client.get(f"/api/incidents/{found}/reports").json()
    assert {one["report"]["publisher"] for one in reports} == {"The Desk", "Evening Wire"}
    for one in reports:
        anchor = one["events"][0]["anchor"]
        assert one["report"]["text"][anchor["start"] : anchor["end"]] == anchor["quote"]


def test_an_unknown_incident_is_an_error_in_the_one_shape(client):
    answer = client.get("/api/incidents/feedfeedfeed")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not-found"


def test_bad_questions_are_refused_with_what_is_valid(client):
    assert client.get("/api/incidents", params={"country": "Iraq"}).json()["error"]["message"].startswith("country")
    assert client.get("/api/incidents", params={"order": "size"}).status_code == 422
    assert client.get("/api/incidents", params={"cursor": "x"}).status_code == 400
    assert client.get("/api/nothing").json()["error"]["code"] == "not-found"


def test_a_decision_needs_the_version_that_was_seen(client):
    found = raid(client)
    event = client.get(f"/api/incidents/{found['id']}").json()["tellers"][1]["event_id"]
    body = {"events": [event], "why": "another street"}
    path = f"/api/incidents/{found['id']}/split"
    assert client.post(path, json=body).status_code == 428
    assert client.post(path, json=body, headers={"if-match": "new"}).status_code == 400
    stale = client.post(path, json=body, headers={"if-match": '"99"'})
    assert stale.status_code == 412
    made = client.post(path, json=body, headers={"if-match": f'"{found["version"]}"'})
    assert made.status_code == 200, made.text
    assert made.json()["decision"]["by"] == "R. Adeyemi"
    assert client.get("/api/incidents/count").json() == {"count": 3, "exact": True}
    number = made.json()["decision"]["number"]
    assert client.post(f"/api/decisions/{number}/undo", json={}).status_code == 200
    assert client.get("/api/incidents/count").json() == {"count": 2, "exact": True}


@pytest.mark.parametrize("action", ["reject", "review"])
def test_rejecting_and_reviewing(client, action):
    found = raid(client)
    headers = {"if-match": f'"{found["version"]}"'}
    body = {"why": "a drill"} if action == "reject" else {"state": "accepted"}
    answer = client.post(f"/api/incidents/{found['id']}/{action}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert client.get("/api/incidents/count").json() == {"count": 1 if action == "reject" else 2, "exact": True}
    changes = client.get("/api/changes", params={"since": 0}).json()
    assert changes["last"] == changes["changes"][-1]["number"]


def test_grades_stand_with_who_gave_them(client):
    answer = client.put("/api/grades/outlet", json={"publisher": "The Desk", "grade": "B", "why": "often right"})
    assert answer.status_code == 200
    assert answer.json()["grades"][0]["by"] == "R. Adeyemi"
    assert client.put("/api/grades/outlet", json={"publisher": "The Desk", "grade": "Z"}).status_code == 422


def test_overview_and_search_and_session(client):
    overview = client.get("/api/overview").json()
    assert overview["total"] == 2
    assert sum(map(sum, overview["families"])) == 2
    assert client.get("/api/search", params={"q": "Karrada"}).json()["hits"]
    assert client.get("/api/session").json()["rights"] == "edit"
    assert client.get("/api/vocabulary").json()["families"]
    assert client.get("/api/health").json()["status"] == "ok"
