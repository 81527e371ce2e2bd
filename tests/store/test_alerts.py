"""Alerts follow the change feed: raised once, updated, withdrawn, taken along; on every backend."""

import datetime as dt

import pytest
from tests.support.making import attack, small_pipeline

from dateline.alerts import read_rules, scan
from dateline.store import open_store

PIPELINE = small_pipeline()
MATCH = {
    "name": "deadly",
    "type": "ASSAULT",
    "around": [33.3, 44.4],
    "within_km": 50,
    "killed": 5,
    "severity": "severe",
}
FIRST = {
    "name": "first",
    "factuality": ["happened", "threatened"],
    "first": {"of": "place", "months": 6, "least_before": 1},
}
SURGE = {"name": "surge", "surge": {"by": ["country"], "false_alarms": 0.5, "history_days": 120}}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(scan, "DRAWN_CELLS", 100_000)


def rules(*tables):
    return read_rules(tables, where="desk.toml")


def keep(store, *reports):
    return store.keep(PIPELINE.code(list(reports)), PIPELINE.coder)


def following(store, *tables, to=("desk",), from_start=False):
    """A function that looks at all that changed since it was last called."""
    made = rules(*tables)
    store.begin_following("watch", [], from_start=from_start)
    for rule in made:
        while rule.learned and store.count_past(rule):
            pass

    def follow():
        total = [0, 0, 0]
        while (step := store.follow(made, follower="watch", destinations=to)).changes:
            total = [a + b for a, b in zip(total, (step.raised, step.updated, step.withdrawn), strict=True)]
        return tuple(total)

    return follow


def on(day, number=1, **fields):
    return attack(number, published=day, origin=f"{day}-{number}-{fields}", **fields)


def test_an_alert_is_raised_once_updated_and_withdrawn(store):
    keep(store, attack(9, origin="before", published="2023-01-05"))
    follow = following(store, MATCH)
    assert follow() == (0, 0, 0), "what was there before is no news"
    keep(store, attack(12, publisher="One"), attack(3, where="Erbil"), attack(2, who="Bandits", published="2024-06-01"))
    assert follow() == (1, 0, 0)
    (alert,) = store.alerts().alerts
    assert (alert.rule, alert.kind, alert.severity, alert.shown.killed) == ("deadly", "match", "severe", 12)
    assert any("12 killed, at least 5" in line for line in alert.why)
    assert [cited.quote for cited in alert.evidence] == ["Rebels attacked Baghdad, killing 12"]
    assert follow() == (0, 0, 0)

    keep(store, attack(14, publisher="Two", more="More of it.\n"))
    incident = store.incident(alert.incident)
    assert len(incident.tellers) == 2, "the two reports tell one incident"
    assert follow() == (0, 1, 0)
    (now,) = store.alerts().alerts
    assert (now.id, now.version, len(now.evidence)) == (alert.id, 2, 2)

    store.reject(now.incident, by="M. Tal", why="a drill")
    assert follow() == (0, 0, 1)
    (gone,) = store.alerts().alerts
    assert (gone.state, gone.withdrawn) == ("withdrawn", "M. Tal rejected the incident: a drill")
    store.undo(by="M. Tal", why="no drill")
    assert follow() == (1, 0, 0)
    kinds = [change.kind for change in store.alert_changes()]
    assert kinds == ["raised", "updated", "withdrawn", "restored"]
    assert [change.number for change in store.alert_changes()] == [1, 2, 3, 4]
    assert {one.destination for one in store.deliveries()} == {"desk"}
    assert store.check().sound


def test_an_earlier_report_takes_the_alert_along(store):
    follow = following(store, MATCH)
    keep(store, attack(12, published="2024-03-02T12:00"))
    assert follow() == (1, 0, 0)
    (alert,) = store.alerts().alerts
    keep(store, attack(12, published="2024-03-02T08:00", publisher="Early Wire", more="Told first.\n"))
    assert store.incident(alert.incident).id != alert.incident, "the earlier report gives the incident its id"
    assert follow() == (0, 1, 0)
    (now,) = store.alerts().alerts
    assert now.id == alert.id
    assert now.incident == store.incident(alert.incident).id


def test_two_alerts_on_what_turns_out_to_be_one_become_one(store):
    follow = following(store, MATCH)
    keep(store, attack(12), attack(13, who="Bandits", published="2024-06-05"))
    assert follow() == (2, 0, 0)
    one, other = (alert.incident for alert in store.alerts().alerts)
    store.join(one, other, by="M. Tal", why="one raid")
    raised, _, withdrawn = follow()
    assert (raised, withdrawn) == (0, 1)
    assert sorted(alert.state for alert in store.alerts().alerts) == ["active", "withdrawn"]


def test_what_is_retracted_is_withdrawn(store):
    follow = following(store, MATCH)
    keep(store, attack(12, key="page", url="https://example.org/page"))
    assert follow() == (1, 0, 0)
    # The page's next version tells of something else: no current report tells the raid any more.
    keep(store, attack(1, where="Sanaa", key="page", url="https://example.org/page"))
    assert follow() == (0, 0, 1)
    (alert,) = store.alerts().alerts
    assert alert.state == "withdrawn"


def test_a_first_counts_what_came_before_and_falls_with_an_earlier_one(store):
    keep(store, on("2024-01-05", 3, verb="threatened", who="Bandits"))
    follow = following(store, FIRST)
    keep(store, on("2024-05-20", 31))
    assert follow() == (1, 0, 0)
    (alert,) = store.alerts().alerts
    assert alert.precedent.others == 1
    assert "the first in 6 months" in alert.why[0]
    keep(store, on("2024-06-30", 32, publisher="Other", who="Militants"))
    assert follow()[0] == 0, "the second is no first"
    keep(store, on("2024-02-25", 33, publisher="Late", who="Gunmen"))
    raised, _, withdrawn = follow()
    assert (raised, withdrawn) == (1, 1)
    assert "an earlier one came to light" in store.alert(alert.id).withdrawn


def test_a_surge_is_one_alert_that_grows(store):
    start = dt.date(2024, 1, 1)
    usual = [
        on((start + dt.timedelta(days=6 * n)).isoformat(), n + 1, where=("Baghdad", "Erbil")[n % 2]) for n in range(25)
    ]
    keep(store, *usual)
    follow = following(store, SURGE)
    days = [(start + dt.timedelta(days=155 + n // 2)).isoformat() for n in range(8)]
    for n, day in enumerate(days):
        keep(
            store,
            on(
                day,
                110 - 9 * n,  # falling: a toll that rises from day to day may be one attack's
                where=("Baghdad", "Erbil")[n % 2],
                who=("Rebels", "Bandits", "Militants", "Gunmen")[n // 2],
            ),
        )
        follow()
    found = store.alerts().alerts
    assert len(found) == 1
    assert found[0].version > 1
    surge = found[0].surge
    assert surge.count > 4 * surge.expected
    assert surge.score >= surge.threshold
    assert len(found[0].others) == surge.count - 1
    assert "usual for such days" in found[0].why[0]


@pytest.mark.parametrize("cut", range(4))
def test_a_step_that_fails_leaves_nothing(store, monkeypatch, cut):
    follow = following(store, MATCH, FIRST)
    keep(store, attack(12))
    reached = []

    def dies(point):
        if point in {"mid-alerts", "before-commit"}:
            reached.append(point)
            if len(reached) == cut % 2 + 1:
                raise KeyboardInterrupt

    monkeypatch.setattr("dateline.failpoints.reach", dies)
    with pytest.raises(KeyboardInterrupt):
        follow()
    assert store.alerts().alerts == ()
    assert store.deliveries() == ()
    monkeypatch.undo()
    assert follow()[0] >= 1
    assert follow() == (0, 0, 0)


def test_what_is_counted_is_the_same_whenever_the_past_was_counted(db):
    store = open_store(db)
    reports = [on(f"2024-{month:02}-{day:02}", month * day) for month in (1, 2, 3) for day in (3, 9, 17)]
    follow = following(store, FIRST, SURGE)
    keep(store, *reports[:5])
    follow()
    keep(store, *reports[5:])
    follow()
    before = series(store)
    other = rules({**FIRST, "name": "again"})[0]
    with store._writing() as connection:
        connection.exec_driver_sql("DELETE FROM alert_series")
        connection.exec_driver_sql("DELETE FROM alert_counts")
    for rule in (*rules(FIRST, SURGE), other):
        while store.count_past(rule):
            pass
    assert series(store) == before
    store.close()


def series(store):
    with store._reading() as connection:
        return sorted(
            tuple(row) for row in connection.exec_driver_sql("SELECT counts, key, day, incident FROM alert_series")
        )
