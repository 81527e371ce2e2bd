"""The desk over HTTP: corrections with versions, proposals, two people, bulk actions, agreement, who may do what."""

import pytest

from dateline.server import Access
from dateline.server.security import Token, read_tokens

HOSTS = frozenset({"localhost"})
CODER, OTHER, REVIEWER = "c" * 30, "o" * 30, "r" * 30


@pytest.fixture
def people(serve):
    """Three clients: a coder, another, and a reviewer."""
    tokens = (
        Token("Ana", "edit", CODER, "coder"),
        Token("Ben", "edit", OTHER, "coder"),
        Token("Rosa", "edit", REVIEWER, "reviewer"),
    )
    access = Access("nobody", tokens, HOSTS)
    return [serve(access, headers={"authorization": f"Bearer {one.secret}"}) for one in tokens]


def raid(client):
    """The event of the first report of the raid, as the desk shows it."""
    row = client.get("/api/incidents", params={"killed": 10}).json()["rows"][0]
    return client.get(f"/api/events/{row['id']}/review").json()


def correct(client, event, slot, value, *, version=None, why="read again"):
    headers = {"if-match": f'"{version or event["version"]}"'}
    return client.post(
        f"/api/events/{event['id']}/correct", json={"slot": slot, "value": value, "why": why}, headers=headers
    )


def words(client, event, quote):
    text = client.get(f"/api/reports/{event['report_id']}").json()["text"]
    at = text.index(quote)
    return {"start": at, "end": at + len(quote)}


def test_a_correction_is_laid_over_the_record_and_undone(client):
    event = raid(client)
    before = client.get(f"/api/incidents/{event['incident']}").json()
    record = client.get(f"/api/reports/{event['report_id']}/record").json()
    answer = correct(client, event, "factuality", "denied")
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert (made["decision"]["was"], made["decision"]["now"], made["decision"]["role"]) == (
        "happened",
        "denied",
        "reviewer",
    )
    assert made["event"]["event"]["factuality"] == "denied"
    assert made["event"]["machine"]["factuality"] == "happened"
    assert answer.headers["etag"] == f'"{made["event"]["version"]}"' != f'"{event["version"]}"'
    incident = client.get(f"/api/incidents/{made['incident']}").json()
    assert incident["review"]["state"] == "corrected"
    assert [(one["slot"], one["by"]) for one in incident["corrections"]] == [("factuality", "R. Adeyemi")]
    # Who saw the event before is refused, and so is what stands already.
    assert correct(client, event, "factuality", "possible").status_code == 412
    again = correct(client, made["event"], "factuality", "denied")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "same")
    assert client.get(f"/api/reports/{event['report_id']}/record").json() == record
    undone = client.post(f"/api/decisions/{made['decision']['number']}/undo", json={})
    assert undone.status_code == 200, undone.text
    after = client.get(f"/api/incidents/{event['id']}").json()
    assert {**after, "version": 0} == {**before, "version": 0}


def test_marked_words_become_values(client):
    event = raid(client)
    assert event["event"]["where"][0]["name"] == "Baghdad"
    span = words(client, event, "Karrada")
    asked = {"slot": "where", "spans": [span], "event": event["id"]}
    found = client.post(f"/api/reports/{event['report_id']}/propose", json=asked).json()["proposals"]
    assert found[0]["value"]["name"] == "Karrada"
    assert found[0]["value"]["country"] == "IQ"
    answer = correct(client, event, "where", [found[0]["value"]])
    assert answer.status_code == 200, answer.text
    assert [place["name"] for place in answer.json()["event"]["event"]["where"]] == ["Karrada"]
    asked = {"slot": "killed", "spans": [words(client, event, "12")]}
    (exact, *_) = client.post(f"/api/reports/{event['report_id']}/propose", json=asked).json()["proposals"]
    assert (exact["value"]["low"], exact["value"]["high"]) == (12, 12)
    asked = {"slot": "sources", "spans": [words(client, event, "Colonel Anwar Selim")]}
    assert client.post(f"/api/reports/{event['report_id']}/propose", json=asked).json()["proposals"]
    for slot in [one["name"] for one in client.get("/api/review/slots").json()["slots"]] + ["event"]:
        asked = {"slot": slot, "spans": [words(client, event, "Rebels attacked Baghdad")], "event": event["id"]}
        answer = client.post(f"/api/reports/{event['report_id']}/propose", json=asked)
        assert answer.status_code == 200, (slot, answer.text)


def test_an_event_is_added_by_its_words_and_another_removed(client):
    event = raid(client)
    desk = client.get(f"/api/reports/{event['report_id']}/review")
    span = words(client, event, "Police in Karrada said so")
    body = {"type": {"plover": "CONSULT"}, "anchor": span, "why": "missed", "slots": {"standing": "background"}}
    address = f"/api/reports/{event['report_id']}/events"
    assert client.post(address, json=body).status_code == 428
    answer = client.post(address, json=body, headers={"if-match": desk.headers["etag"]})
    assert answer.status_code == 200, answer.text
    added = answer.json()["event"]
    assert (added["added"], added["machine"], added["event"]["standing"]) == (True, None, "background")
    assert added["event"]["type"]["cameo"] is not None
    assert client.post(address, json=body, headers={"if-match": desk.headers["etag"]}).status_code == 412
    gone = client.post(
        f"/api/events/{event['id']}/remove", json={"why": "a drill"}, headers={"if-match": f'"{event["version"]}"'}
    )
    assert (gone.status_code, gone.json()["event"]["removed"], gone.json()["incident"]) == (200, True, None)
    shown = client.get(f"/api/reports/{event['report_id']}/review").json()
    assert {one["id"]: one["removed"] for one in shown["events"]} == {event["id"]: True, added["id"]: False}
    assert client.post(f"/api/decisions/{gone.json()['decision']['number']}/undo", json={}).status_code == 200
    assert raid(client)["removed"] is False


BROKEN = [
    ("factuality", "perhaps"),
    ("factuality", None),
    ("nothing", "x"),
    ("when", {"start": "2024-03-02", "end": None, "precision": "day"}),
    ("when", {"start": "soon", "end": None, "precision": "day", "spans": [{"start": 0, "end": 3}]}),
    ("where", [{"name": "x", "kind": "settlement", "precision": "town", "spans": [{"start": 0, "end": 9**9}]}]),
    ("where", [{"name": "x", "kind": "settlement", "precision": "town", "spans": []}]),
    ("where", {"name": "x"}),
    ("killed", [{"low": 3, "high": 1, "spans": [{"start": 0, "end": 3}]}]),
    ("killed", [{"low": 1e300, "high": None, "spans": [{"start": 0, "end": 3}]}]),
    ("killed", [{"measure": "injured", "low": 3, "high": 3, "spans": [{"start": 0, "end": 3}]}]),
    ("type", {"plover": "ASSAULT", "mode": "visit"}),
    ("type", {"plover": "ASSAULT", "acled": "Nonsense"}),
    ("anchor", {"start": 0, "end": 3, "quote": "xyz"}),
    ("responsibility", [{"actor": "nobody", "stance": "stated", "spans": [{"start": 0, "end": 3}]}]),
    ("weapons", [{"kind": "feather", "spans": [{"start": 0, "end": 3}]}]),
    ("event", "no"),
    ("count", [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]),
]


def test_what_breaks_the_record_is_refused(client):
    event = raid(client)
    for slot, value in BROKEN:
        answer = correct(client, event, slot, value)
        assert answer.status_code == 422, (slot, answer.text)
        assert answer.json()["error"]["code"] == "invalid"
    assert raid(client)["version"] == event["version"]


def test_coders_differ_side_by_side_and_a_reviewer_decides(people):
    ana, ben, rosa = people
    assert ana.get("/api/session").json()["role"] == "coder"
    event = raid(ana)
    first = correct(ana, event, "factuality", "denied").json()
    assert correct(ben, event, "factuality", "possible").status_code == 412
    second = correct(ben, first["event"], "factuality", "possible").json()
    # The latest coder's word is in force until a reviewer's.
    assert second["event"]["event"]["factuality"] == "possible"
    (row,) = ben.get("/api/review/disagreements").json()["rows"]
    assert [(side["by"], side["words"], side["in_force"]) for side in row["sides"]] == [
        ("Ana", "denied", False), ("Ben", "possible", True),
    ]  # fmt: skip
    last = correct(rosa, second["event"], "factuality", "denied").json()
    assert last["event"]["event"]["factuality"] == "denied"
    (slot,) = last["event"]["slots"]
    assert (slot["machine"], slot["disputed"]) == ("happened", True)
    assert [one["in_force"] for one in slot["corrections"]] == [False, False, True]
    late = correct(ben, last["event"], "factuality", "happened").json()
    assert late["event"]["event"]["factuality"] == "denied"
    number = first["decision"]["number"]
    refused = ben.post(f"/api/decisions/{number}/undo", json={})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    assert ana.post(f"/api/decisions/{number}/undo", json={}).status_code == 200
    told = ana.get("/api/review/agreement").json()
    assert told["coders"] == ["Ben", "Rosa"]
    assert next(one for one in told["slots"] if one["slot"] == "factuality")["units"] == 1
    assert [one["by"] for one in raid(ana)["reviews"]] == ["Rosa", "Ben"]


def test_a_coder_cannot_take_back_what_a_reviewer_rejected(people):
    ana, _, rosa = people
    event = raid(ana)
    seen = {"if-match": f'"{event["incident_version"]}"'}
    assert rosa.post(f"/api/incidents/{event['incident']}/reject", json={"why": "no"}, headers=seen).status_code == 200
    now = (
        {"if-match": f'"{raid(ana)["incident_version"]}"'}
        if False
        else {"if-match": ana.get(f"/api/incidents/{event['incident']}").headers["etag"]}
    )
    assert ana.post(f"/api/incidents/{event['incident']}/restore", json={"why": "y"}, headers=now).status_code == 403


def test_bulk_actions_are_one_decision(client):
    bulk = "/api/review/bulk"
    assert client.post(bulk, json={"action": "accept", "filters": {}, "expected": 7}).status_code == 412
    assert client.post(bulk, json={"action": "accept"}).status_code == 400
    assert client.post(bulk, json={"action": "reject", "filters": {}}).status_code == 400
    assert client.post(bulk, json={"action": "seen", "filters": {"colour": ["red"]}}).status_code == 400
    done = client.post(bulk, json={"action": "accept", "filters": {}, "expected": 2, "why": "read"}).json()
    assert (done["done"], done["skipped"], done["decision"]["incidents"]) == (2, 0, 2)
    assert client.get("/api/incidents/count", params={"review": "accepted"}).json() == {"count": 2, "exact": True}
    assert client.post(bulk, json={"action": "accept", "filters": {}}).json() == {
        "decision": None,
        "done": 0,
        "skipped": 2,
    }
    rows = client.get("/api/incidents").json()["rows"]
    ids = [{"id": row["id"], "version": row["version"]} for row in rows]
    assert (
        client.post(
            bulk, json={"action": "reject", "ids": [*ids[:1], {**ids[1], "version": 1}], "why": "x"}
        ).status_code
        == 412
    )
    assert client.post(bulk, json={"action": "reason", "ids": ids, "why": "by the first list"}).json()["done"] == 2
    assert client.get(f"/api/incidents/{rows[0]['id']}").json()["review"]["reason"] == "by the first list"
    assert client.get("/api/incidents/count", params={"review": "accepted"}).json() == {"count": 2, "exact": True}
    client.post("/api/decisions/2/undo", json={})
    client.post("/api/decisions/1/undo", json={})
    assert client.get("/api/incidents/count", params={"review": "machine"}).json() == {"count": 2, "exact": True}


def test_places_and_actors_are_looked_up(client):
    places = client.get("/api/review/places", params={"q": "Mosul", "country": "IQ"}).json()["places"]
    assert places[0]["name"] == "Mosul"
    actors = client.get("/api/review/actors", params={"q": "boko haram"}).json()["actors"]
    assert actors[0]["kind"] == "rebels"


def test_tokens_name_roles(tmp_path):
    file = tmp_path / "tokens"
    file.write_text(f"Ana B. coder {CODER}\nRosa reviewer {REVIEWER}\nOld edit {OTHER}\n", encoding="utf-8")
    assert [(one.name, one.rights, one.role) for one in read_tokens(file)] == [
        ("Ana B.", "edit", "coder"), ("Rosa", "edit", "reviewer"), ("Old", "edit", "reviewer"),
    ]  # fmt: skip
