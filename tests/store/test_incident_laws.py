"""Random histories: whatever is done to a store, in whatever order, its laws hold."""

import dataclasses
import random
import re

import pytest
from tests.support.laws import check_all
from tests.support.making import attack, small_pipeline
from tests.support.scale import LONG

from dateline.errors import Conflict, NotAllowed, NotFound, SettingsError
from dateline.linkage import graph, hanging, partition
from dateline.store.incidents import relinking
from dateline.store.incidents.kit import default_kit

CODERS = [small_pipeline(), small_pipeline(confidence=0.4), small_pipeline(confidence=0.7)]
TOWNS = ("Baghdad", "Erbil", "Sanaa")


def some_report(rng, number):
    day = rng.choice(["2024-03-02", "2024-03-03", "2024-03-20", None])
    more = "".join(
        f"{rng.choice(['Rebels', 'Gunmen'])} {rng.choice(['attacked', 'threatened', 'robbed'])} {rng.choice(TOWNS)}, killing {rng.randint(1, 4)}.\n"
        for _ in range(rng.randint(0, 2))
    )
    return attack(
        rng.randint(1, 6), who=rng.choice(["Rebels", "Gunmen"]), where=rng.choice(TOWNS), published=day, more=more,
        publisher=rng.choice(["The Courier", "Daily News", "Post", None]), key=f"k{number}",
    )  # fmt: skip


def decide(store, rng):
    rows = store.incidents({"sphere": "all", "review": "all", "kind": "all"}, limit=500).rows
    if not rows:
        return
    row = rng.choice(rows)
    who = {"by": rng.choice(["Ana", "Ben"]), "why": f"because {rng.random():.3f}"}
    whole = store.incident(row.id)
    who["role"] = rng.choice(["coder", "reviewer"])
    acts = ["join", "split", "reject", "restore", "undo", "undo", "review", "correct", "correct", "add", "remove"]
    act = rng.choice(acts)
    try:
        if act == "join":
            store.join(row.id, rng.choice(rows).id, version=row.version, **who)
        elif act == "split":
            events = [teller.event_id for teller in whole.tellers]
            store.split(row.id, rng.sample(events, rng.randint(1, len(events))), **who)
        elif act == "undo":
            numbers = [one.number for one in store.decisions() if not one.undone]
            store.undo(rng.choice(numbers) if numbers and rng.random() < 0.7 else None, **who)
        elif act == "review":
            store.review(row.id, rng.choice(["seen", "accepted", "corrected"]), **who)
        elif act in {"correct", "add", "remove"}:
            say(store, rng, rng.choice(whole.tellers), act, who)
        else:
            getattr(store, act)(row.id, **who)
    except (Conflict, NotAllowed, NotFound, SettingsError):
        return


def say(store, rng, teller, act, who):
    """Correct a slot of an event, add one on other words of its report, or say that there is none."""
    if act == "remove":
        store.correct(teller.event_id, "event", rng.random() < 0.3, **who)
        return
    desk = store.report_review(teller.report_id)
    text = desk.report.text
    town = rng.choice(list(re.finditer("|".join(TOWNS), text)))
    words = {"start": town.start(), "end": town.end()}
    if act == "add":
        store.add_event(desk.report.id, {"plover": rng.choice(["ASSAULT", "PROTEST"])}, words, {}, **who)
        return
    slot, value = rng.choice([
        ("factuality", rng.choice(["happened", "denied", "possible"])),
        ("type", {"plover": "COERCE", "mode": "arrest"}),
        ("when", {"start": "2024-03-04", "end": "2024-03-04", "precision": "day", "spans": [words]}),
        ("when", None),
        ("where", [{"name": town[0], "kind": "settlement", "precision": "town", "spans": [words]}]),
        ("perpetrators", [{"name": "somebody", "kind": "unidentified", "spans": [words]}]),
        ("killed", []),
        ("killed", [{"low": 2, "high": None, "spans": [words]}]),
    ])  # fmt: skip
    store.correct(teller.event_id, slot, value, **who)


@pytest.mark.parametrize("crowded", [False, True], ids=["", "crowded"])
@pytest.mark.parametrize("seed", range(12 if LONG else 2))
def test_laws_hold_after_any_history(store, seed, crowded, monkeypatch):
    rng = random.Random(seed)  # noqa: S311
    if crowded:
        # So few scenes to a component that components fall apart and come together.
        for module in (graph, hanging):
            monkeypatch.setattr(module, "MOST_SCENES", 2)
        # Keys are crowded from so few tellings on that they fill up and empty all the time.
        store.kit = dataclasses.replace(default_kit(), limit=3, anchors=2, loose_limit=3)
    for step in range(14):
        coder = rng.choice(CODERS)
        if rng.random() < 0.45 or step < 2:
            store.keep(coder.code([some_report(rng, rng.randint(0, 9)) for _ in range(rng.randint(1, 4))]), coder.coder)
        elif rng.random() < 0.4:
            waiting = [report for report, _ in store.to_recode(coder.coder)]
            store.recode(coder.code(rng.sample(waiting, min(3, len(waiting)))), coder.coder)
        else:
            decide(store, rng)
        check_all(store)


def test_linked_anew_by_several_processes_it_is_the_same(store, monkeypatch):
    rng = random.Random(5)  # noqa: S311
    monkeypatch.setattr(relinking, "AT_ONCE", 6)
    monkeypatch.setattr(partition, "LEAST_FOR_WORKERS", 1)
    coder = CODERS[0]
    for number in range(4):
        store.keep(coder.code([some_report(rng, 5 * number + n) for n in range(5)]), coder.coder)
        decide(store, rng)
    before, told = store.digests(), []
    store.link(lambda done, whole: told.append((done, whole)), anew=True, workers=2)
    assert store.digests() == before
    assert store.check().sound, store.check().faults
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    check_all(store)
