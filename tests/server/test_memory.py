"""Answers that are kept until something changes."""

import threading
import time

import pytest

from dateline.server.memory import Memory, packed, unpacked


@pytest.mark.parametrize("path", ["/api/incidents/points", "/api/incidents/facets", "/api/overview"])
def test_an_answer_is_made_once_until_something_changes(client, path, monkeypatch):
    first = client.get(path, params={"country": ["IQ", "YE"]})
    with monkeypatch.context() as broken:
        for name in ("point_texts", "facet_counts", "months"):
            broken.setattr(f"dateline.casebook.Casebook.{name}", None)
        assert client.get(path, params={"country": ["YE", "IQ"]}).content == first.content
    row = client.get("/api/incidents").json()["rows"][0]
    seen = {"if-match": f'"{row["version"]}"'}
    client.post(f"/api/incidents/{row['id']}/reject", json={"why": "a drill"}, headers=seen)
    assert client.get(path, params={"country": ["IQ", "YE"]}).json() != first.json()
    assert client.get(path, params={"country": "IQ"}).content != client.get(path, params={"country": "FR"}).content


def test_a_review_is_a_change(client):
    before = dict(client.get("/api/incidents/facets").json()["review"])
    row = client.get("/api/incidents").json()["rows"][0]
    seen = {"if-match": f'"{row["version"]}"'}
    client.post(f"/api/incidents/{row['id']}/review", json={"state": "accepted"}, headers=seen)
    after = dict(client.get("/api/incidents/facets").json()["review"])
    assert (before, after) == ({"machine": 2}, {"machine": 1, "accepted": 1})


def test_no_more_is_kept_than_has_room():
    room = sum(len(packed(b"1111")) for _ in range(2))
    memory = Memory(most=room)
    made = []

    def ask(what, value):
        memory.answer(what, 1, {}, lambda: made.append(what) or value)

    ask("a", 1111)
    ask("b", 2222)
    ask("a", 1111)
    assert made == ["a", "b"]
    ask("c", 3333)  # b was asked for longest ago
    ask("a", 1111)
    ask("b", 2222)
    assert made == ["a", "b", "c", "b"]
    ask("large", list(range(100)))
    ask("large", list(range(100)))
    assert made[-2:] == ["large", "large"]


def test_who_asks_the_same_meanwhile_waits_for_the_answer_unless_it_fails():
    memory, made, go = Memory(), [], threading.Event()

    def make():
        made.append(1)
        assert go.wait(10)
        if len(made) == 1:
            raise ValueError("the first fails")
        return 7

    answers, faults = [], []

    def ask():
        try:
            answers.append(unpacked(memory.answer("points", 1, {}, make)))
        except ValueError as error:
            faults.append(error)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for one in asking:
        one.start()
    while not made:
        time.sleep(0.001)
    time.sleep(0.05)
    assert len(made) == 1
    go.set()
    for one in asking:
        one.join(10)
    assert (answers, len(faults)) == ([b"7", b"7"], 1)
    assert unpacked(memory.answer("points", 1, {}, make)) == b"7"
    assert len(made) == 2
