import pytest
from tests.support.making import attack, small_pipeline

from dateline.errors import SettingsError
from dateline.store import FILTERS, conditions_of

PIPELINE = small_pipeline()


@pytest.fixture
def full(store):
    reports = [
        attack(3, who="Rebels", where="Baghdad", published="2024-03-02", more="The 100% sure ministry spoke.\n"),
        attack(20, who="Gunmen", where="Erbil", published="2024-03-05", publisher="Daily News", origin="north/a.txt"),
        attack(0, who="Houthis", where="Sanaa", published="2024-04-01T10:00+03:00"),
        attack(7, who="Thieves", where="Erbil", verb="robbed", published="2024-03-03"),
        attack(1, who="Rebels", where="Sanaa", verb="threatened", published="2023-12-31"),
        attack(9, who="Nobody", where="Nowhere", published=None),
    ]
    store.keep(PIPELINE.code(reports), PIPELINE.coder)
    return store


def found(store, **filters):
    """Who acts, in the order of the list; the killed tell apart the two of the Rebels."""
    return [f"{row.actors} {row.killed_low}" for row in store.list(filters).rows]


ALL = ["Houthis 0", "Gunmen 20", "Rebels 3", "Rebels 1", "Nobody 9"]

CASES = [
    ({}, ALL),
    ({"since": "2024-03-05"}, ["Houthis 0", "Gunmen 20"]),
    ({"since": "2024-03"}, ["Houthis 0", "Gunmen 20", "Rebels 3"]),
    ({"until": "2023"}, ["Rebels 1"]),
    ({"until": "2024-03-02"}, ["Rebels 3", "Rebels 1"]),
    ({"since": "2024-03-02", "until": "2024-03-05"}, ["Gunmen 20", "Rebels 3"]),
    ({"country": "iq"}, ["Gunmen 20", "Rebels 3"]),
    ({"country": ["IQ", "YE"]}, ["Houthis 0", "Gunmen 20", "Rebels 3", "Rebels 1"]),
    ({"type": "threaten"}, ["Rebels 1"]),
    ({"type": "attack"}, ["Houthis 0", "Gunmen 20", "Rebels 3", "Nobody 9"]),
    ({"mode": "violence"}, ["Rebels 1"]),
    ({"actor": "houthis-front"}, ["Houthis 0"]),
    ({"actor": "REB"}, ["Rebels 3", "Rebels 1"]),
    ({"killed": 3}, ["Gunmen 20", "Rebels 3", "Nobody 9"]),
    ({"killed": "0"}, ALL),
    ({"injured": 0}, []),
    ({"standing": "background"}, []),
    ({"standing": "current"}, ALL),
    ({"factuality": "threatened"}, ["Rebels 1"]),
    ({"factuality": ["threatened", "happened"]}, ALL),
    ({"sphere": "criminal"}, ["Thieves 7"]),
    ({"sphere": "all"}, ["Houthis 0", "Gunmen 20", "Thieves 7", "Rebels 3", "Rebels 1", "Nobody 9"]),
    ({"text": "100% SURE"}, ["Rebels 3"]),
    ({"text": "%"}, ["Rebels 3"]),
    ({"text": "_"}, []),
    ({"search": "sure MINISTRY"}, ["Rebels 3"]),
    ({"search": ["ministry", "gunmen"]}, ["Gunmen 20", "Rebels 3"]),
    ({"search": "attacked -rebels"}, ["Houthis 0", "Gunmen 20", "Nobody 9"]),
    ({"publisher": "daily"}, ["Gunmen 20"]),
    ({"origin": "north/"}, ["Gunmen 20"]),
    ({"min_confidence": 0}, ALL),
    ({"min_confidence": "1"}, []),
    ({"country": "IQ", "actor": "Rebels", "killed": None}, ["Rebels 3"]),
]


def test_each_filter_leaves_what_fits(full):
    for filters, expected in CASES:
        assert found(full, **filters) == expected, filters
        assert full.count(filters) == len(expected), filters
        assert sum(len(record.events) for record in full.records(filters)) == len(expected), filters


def test_every_filter_has_a_case_and_a_sentence():
    assert {name for filters, _ in CASES for name in filters} == {row.name for row in FILTERS}
    assert all("{}" in row.sentence for row in FILTERS)
    assert [c.sentence for c in conditions_of({"country": ["iq", "ye"]})] == ["in IQ or YE", "not of sphere criminal"]


def test_what_is_not_valid_says_what_is(store):
    cases = [
        ({"contry": "IQ"}, "did you mean 'country'"),
        ({"since": "yesterday"}, "expected a date as YYYY-MM-DD"),
        ({"since": "2024-13"}, "expected a date"),
        ({"until": "2024-02-30"}, "expected a date of the calendar"),
        ({"country": "Iraq"}, "alpha-2"),
        ({"killed": "many"}, "whole number"),
        ({"killed": -1}, "whole number"),
        ({"min_confidence": "much"}, "number from 0 to 1"),
        ({"min_confidence": 1.5}, "number from 0 to 1"),
        ({"standing": "old"}, "current, background"),
        ({"sphere": "none"}, "political, criminal, unclear, all"),
        ({"text": " "}, "some words"),
        ({"search": " "}, "some words"),
        ({"search": "-rebels"}, "what to look for"),
    ]
    for filters, message in cases:
        with pytest.raises(SettingsError, match=message):
            store.list(filters)


def test_pages_hold_every_event_once_whatever_their_size(store):
    days = ["2024-03-01", "2024-03-02", None]
    store.keep(PIPELINE.code([attack(n, published=days[n % 3]) for n in range(47)]), PIPELINE.coder)
    whole = store.list({}, limit=100)
    assert (len(whole.rows), whole.cursor) == (47, None)
    for limit in (1, 7, 46, 47):
        rows, cursor, pages = [], None, 0
        while True:
            page = store.list({}, limit=limit, cursor=cursor)
            rows += page.rows
            pages += 1
            cursor = page.cursor
            if cursor is None:
                break
        assert tuple(rows) == whole.rows
        assert pages == -(-47 // limit)


def test_a_false_cursor_or_limit_is_refused(store):
    for wrong in ({"cursor": "'; DROP TABLE events"}, {"limit": 0}):
        with pytest.raises(SettingsError):
            store.list({}, **wrong)


def test_records_come_with_the_fitting_events_alone(store):
    both = attack(5, more="Police threatened Erbil, killing 2.\nThieves robbed Sanaa.\n")
    store.keep(PIPELINE.code([both, *(attack(n) for n in range(100, 230))]), PIPELINE.coder)
    (record,) = store.records({"type": "THREATEN"})
    assert [event.anchor.quote for event in record.events] == ["Police threatened Erbil, killing 2"]
    assert len(list(store.records({}))) == 131
    assert len(store.get(both.id).events) == 3
