import itertools
import json

import pytest
from tests.support.making import attack, small_pipeline

from dateline.errors import SettingsError
from dateline.store import INCIDENT_FILTERS, ORDERS, Number
from dateline.store.incidents import planning
from dateline.store.incidents.filters import asked_of
from dateline.store.incidents.tables import incidents

PIPELINE = small_pipeline()


@pytest.fixture
def full(store):
    reports = [
        attack(3, who="Rebels", where="Baghdad", published="2024-03-02"),
        attack(20, who="Gunmen", where="Erbil", published="2024-03-05", publisher="The Daily News"),
        attack(
            20, who="Gunmen", where="Erbil", published="2024-03-05", publisher="Herald", key="h", more="It rained.\n"
        ),
        attack(0, who="Houthis", where="Sanaa", published="2024-04-01T10:00+03:00"),
        attack(7, who="Thieves", where="Erbil", verb="robbed", published="2024-01-03"),
        attack(1, who="Rebels", where="Sanaa", verb="threatened", published="2023-12-31"),
        attack(9, who="Nobody", where="Nowhere", published=None),
    ]
    store.keep(PIPELINE.code(reports), PIPELINE.coder)
    store.review(next(row.id for row in store.incidents({}).rows if row.actors == "Houthis"), "seen", by="Ana")
    return store


ALL = ["Houthis 0", "Gunmen 20", "Rebels 3", "Rebels 1", "Nobody 9"]

CASES = [
    ({}, ALL),
    ({"since": "2024-03-05"}, ["Houthis 0", "Gunmen 20"]),
    ({"since": "2024-03"}, ["Houthis 0", "Gunmen 20", "Rebels 3"]),
    ({"until": "2023"}, ["Rebels 1"]),
    ({"until": "2024-03-02"}, ["Rebels 3", "Rebels 1"]),
    ({"since": "2024-03-02", "until": "2024-03-05"}, ["Gunmen 20", "Rebels 3"]),
    ({"since": "0001"}, ["Houthis 0", "Gunmen 20", "Rebels 3", "Rebels 1"]),
    ({"country": "iq"}, ["Gunmen 20", "Rebels 3"]),
    ({"country": ["IQ", "YE"]}, ["Houthis 0", "Gunmen 20", "Rebels 3", "Rebels 1"]),
    ({"country": "FR"}, []),
    ({"place": "SANA"}, ["Houthis 0", "Rebels 1"]),
    ({"place": '"Sanaa"'}, ["Houthis 0", "Rebels 1"]),
    ({"place": ['"sana"', "bagh"]}, ["Rebels 3"]),
    ({"actor": '"rebels"'}, ["Rebels 3", "Rebels 1"]),
    ({"actor": '"reb"'}, []),
    ({"box": "33,44,34,45"}, ["Rebels 3"]),
    ({"box": (30, 43, 40, 45)}, ["Gunmen 20", "Rebels 3"]),
    ({"box": "-90,-180,90,180"}, ["Houthis 0", "Gunmen 20", "Rebels 3", "Rebels 1"]),
    ({"box": "30,44.1,40,43.9"}, ["Rebels 3"]),
    ({"type": "threaten"}, ["Rebels 1"]),
    ({"type": "attack"}, ["Houthis 0", "Gunmen 20", "Rebels 3", "Nobody 9"]),
    ({"mode": "Violence"}, ["Rebels 1"]),
    ({"weapon": "small arms"}, ALL),
    ({"weapon": "grenade"}, []),
    ({"actor": "houthis-front"}, ["Houthis 0"]),
    ({"actor": "REB"}, ["Rebels 3", "Rebels 1"]),
    ({"actor": "%"}, []),
    ({"killed": 3}, ["Gunmen 20", "Rebels 3", "Nobody 9"]),
    ({"killed": ["20", "9"]}, ["Gunmen 20", "Nobody 9"]),
    ({"injured": 0}, []),
    ({"factuality": "threatened"}, ["Rebels 1"]),
    ({"factuality": ["threatened", "happened"]}, ALL),
    ({"sphere": "criminal"}, ["Thieves 7"]),
    ({"sphere": "all"}, ["Houthis 0", "Gunmen 20", "Rebels 3", "Thieves 7", "Rebels 1", "Nobody 9"]),
    ({"kind": "recalled"}, []),
    ({"kind": ["incident", "all"]}, ALL),
    ({"review": "seen"}, ["Houthis 0"]),
    ({"review": "machine"}, ALL[1:]),
    ({"review": "rejected"}, []),
    ({"sources": 2}, ["Gunmen 20"]),
    ({"reports": 2}, ["Gunmen 20"]),
    ({"publisher": "daily"}, ["Gunmen 20"]),
    ({"publisher": "The Courier"}, ["Houthis 0", "Rebels 3", "Rebels 1", "Nobody 9"]),
    ({"min_confidence": 0}, ALL),
    # To have seen it is no judgement.
    ({"judge": "Ana"}, []),
    ({"unjudged": "Ana"}, ALL),
    ({"disputed": "yes"}, []),
    ({"min_confidence": "1"}, []),
    ({"country": "IQ", "actor": "Rebels", "killed": None}, ["Rebels 3"]),
]


@pytest.fixture(params=[planning.FEW, 0], ids=["looked up", "walked"])
def few(request, monkeypatch):
    """Both ways of reading a list: what a filter leaves is looked up, or walked to."""
    monkeypatch.setattr(planning, "FEW", request.param)
    monkeypatch.setattr(planning.math, "isqrt", lambda _: -1 if request.param == 0 else 0)


def found(store, **filters):
    return [f"{row.actors} {row.killed}" for row in store.incidents(filters).rows]


@pytest.mark.usefixtures("few")
def test_filters(full):
    for filters, expected in CASES:
        assert found(full, **filters) == expected, filters
        assert full.count_incidents(filters) == len(expected), filters
        for order in ORDERS:
            rows = full.incidents(filters, order=order).rows
            assert sorted(f"{row.actors} {row.killed}" for row in rows) == sorted(expected), (filters, order)


def test_every_filter_has_a_case_and_a_sentence():
    assert {name for filters, _ in CASES for name in filters} >= {row.name for row in INCIDENT_FILTERS} - {
        "search",
        "id",
    }
    assert all("{}" in row.sentence for row in INCIDENT_FILTERS)
    assert [one.sentence for one in asked_of({"country": ["iq", "ye"]})] == ["in IQ or YE"]


def test_what_is_not_valid_says_what_is(store):
    cases = [
        ({"contry": "IQ"}, "did you mean 'country'"),
        ({"since": "yesterday"}, "expected a date as YYYY-MM-DD"),
        ({"box": "1,2,3"}, "south,west,north,east"),
        ({"box": "9,2,3,4"}, "south below north"),
        ({"killed": "many"}, "whole number"),
        ({"review": "good"}, "machine, seen"),
        ({"kind": "big"}, "incident, series, recalled, all"),
    ]
    for filters, message in cases:
        with pytest.raises(SettingsError, match=message):
            store.incidents(filters)


def test_orders(full):
    assert [row.killed for row in full.incidents({}, order="killed").rows] == [20, 9, 3, 1, 0]
    assert [row.reports for row in full.incidents({}, order="reports").rows] == [2, 1, 1, 1, 1]
    assert full.incidents({}, order="changed").rows[0].actors == "Houthis"
    with pytest.raises(SettingsError, match=r"ordered by 'days'.*'day'"):
        full.incidents({}, order="days")


@pytest.mark.usefixtures("few")
def test_pages_hold_every_incident_once_whatever_their_size(store):
    days = ["2024-03-01", "2024-09-02", None, "2022-01-01", "2024-03-01"]
    towns = ["Baghdad", "Erbil", "Sanaa"]
    reports = [
        attack(n, published=days[n % 5], where=towns[n % 3], who=f"Band{'abcdefgh'[n % 8]}", verb=["attacked", "threatened"][n % 2])
        for n in range(24)
    ]  # fmt: skip
    store.keep(PIPELINE.code(reports), PIPELINE.coder)
    for order, filters in itertools.product(ORDERS, ({}, {"country": "IQ"}, {"since": "2022-01-15", "country": "IQ"})):
        whole = store.incidents(filters, limit=100, order=order)
        assert whole.cursor is None
        assert len(whole.rows) == store.count_incidents(filters) > 2
        for limit in (1, 3, len(whole.rows)):
            rows, cursor, pages = [], None, 0
            while True:
                page = store.incidents(filters, limit=limit, cursor=cursor, order=order)
                rows += page.rows
                pages += 1
                cursor = page.cursor
                if cursor is None:
                    break
            assert tuple(rows) == whole.rows
            assert pages == -(-len(whole.rows) // limit)


@pytest.mark.usefixtures("few")
def test_what_is_searched_for_is_listed_alike_however_much_it_is(full):
    whole = full.incidents({"search": "attacked OR threatened OR robbed"})
    assert [row.id for row in whole.rows] == [row.id for row in full.incidents({}).rows]
    for filters in ({}, {"country": "IQ"}, {"since": "2024-03-02"}, {"killed": 3}, {"sphere": "all"}):
        asked = filters | {"search": "attacked OR threatened OR robbed"}
        rows, cursor = [], None
        while cursor is not None or not rows:
            page = full.incidents(asked, limit=1, cursor=cursor)
            rows += page.rows
            cursor = page.cursor
            if cursor is None:
                break
        assert [row.id for row in rows] == [row.id for row in full.incidents(filters).rows], filters
        assert full.count_incidents(asked) == len(rows), filters
        for order in ORDERS:
            assert full.incidents(asked, order=order) == full.incidents(filters, order=order), (filters, order)
    assert found(full, search="robbed") == []
    assert found(full, search=["threatened", "Houthis"]) == ["Houthis 0", "Rebels 1"]


def test_incidents_by_their_ids(full):
    rows = full.incidents({}).rows
    some = [rows[0].id, rows[3].id]
    assert [row.id for row in full.incidents({"id": some}).rows] == some
    assert full.count_incidents({"id": some, "country": "IQ"}) == 0
    assert [point.id for point in full.points({"id": some})] == some
    with pytest.raises(SettingsError, match="24 hexadecimal"):
        full.incidents({"id": rows[0].id[:10]})


def test_counting_goes_no_further_than_asked_where_totals_do_not_tell(full):
    assert full.count_up_to(1, {}) == Number(5, exact=True)
    assert full.count_up_to(1, {"country": "IQ"}) == Number(2, exact=True)
    assert full.count_up_to(1, {"killed": 3}) == Number(1, exact=False)
    assert full.count_up_to(3, {"killed": 3}) == Number(3, exact=True)
    few, whole = full.facet_counts({"killed": 1}, most=2), full.facet_counts({"killed": 1}, most=4)
    assert (few.of, whole.of) == (2, None)
    assert sum(number for _, number in few.values["type"]) == 2
    assert full.months({"killed": 1}, most=2).of == 2
    assert full.months({}).rows == full.months({"killed": 0}).rows


def test_names_are_found_by_a_part_of_them_the_commonest_first(full):
    assert [(one.name, one.incidents) for one in full.names("place", "")] == [
        ("Sanaa", 2),
        ("Baghdad", 1),
        ("Erbil", 1),
        ("Nowhere", 1),
    ]
    assert [one.name for one in full.names("actor", "e")] == ["Rebels", "Gunmen"]
    assert [one.name for one in full.names("actor", "GUN", limit=1)] == ["Gunmen"]
    assert full.names("place", "%") == ()
    with pytest.raises(SettingsError, match="limit"):
        full.names("place", "", limit=0)


def test_reports_are_listed_the_latest_published_first(full):
    rows = full.reports({}).rows
    days = [row.published or "" for row in rows]
    assert days == sorted(days, reverse=True)
    assert {row.status for row in rows} == {"coded"}
    pages, cursor = [], None
    while cursor is not None or not pages:
        page = full.reports({}, limit=2, cursor=cursor)
        pages += page.rows
        cursor = page.cursor
        if cursor is None:
            break
    assert tuple(pages) == rows
    for filters in ({"since": "2024-03"}, {"until": "2024-03-02"}, {"publisher": "herald"}, {"language": "xx"}):
        some = full.reports(filters).rows
        searched = full.reports(filters | {"search": "attacked OR threatened OR robbed"}).rows
        assert {row.id for row in searched} == {row.id for row in some}, filters
        assert len(some) < len(rows), filters
    first = full.reports({"search": "attacked"}, limit=1)
    assert full.reports({"search": "attacked"}, limit=1, cursor=first.cursor).rows[0] != first.rows[0]
    for wrong in ({"place": "x"}, {"since": "soon"}, {"search": ["a", "b"]}):
        with pytest.raises(SettingsError):
            full.reports(wrong)


def test_a_false_cursor_or_limit_is_refused(full):
    cursor = full.incidents({}, limit=1).cursor
    for wrong in ({"cursor": "'; DROP TABLE incidents"}, {"limit": 0}, {"cursor": cursor, "order": "killed"}):
        with pytest.raises(SettingsError):
            full.incidents({}, **wrong)


def test_long_times_are_found_beyond_the_short_reach(store):
    from tests.support.records import marwah

    from dateline.pipeline import Coding

    record = marwah()
    store.keep([Coding(record.report, record)], record.coder)
    rows = store.incidents({"kind": "all", "sphere": "all"}).rows
    for row in rows:
        if row.end:
            assert row.id in [
                one.id for one in store.incidents({"kind": "all", "sphere": "all", "since": row.end[:10]}).rows
            ]


def test_values_of_facets_are_counted_alike_by_index_and_one_by_one(full):
    for filters in ({}, {"sphere": "all"}, {"kind": "all", "review": "all"}, {"review": "rejected"}):
        by_index = full.facet_counts(filters)
        assert by_index.of is None
        assert by_index == full.facet_counts({**filters, "min_confidence": 0}), filters
    assert sum(number for _, number in full.facet_counts({}).values["type"]) == full.count_incidents({})


def test_points_are_the_same_as_json_arrays(full):
    full.keep(
        PIPELINE.code([attack(5, who="Settlers", where="Erbil", published="2021-02-03", key="long")]), PIPELINE.coder
    )
    with full._writing() as connection:  # one that goes on since long ago is looked for by itself
        change = incidents.update().where(incidents.c.actors == "Settlers")
        connection.execute(change.values(long=True, last_day="9999-12-31"))
    for filters, most in itertools.product(({}, {"since": "2024-03"}, {"country": "FR"}, {"country": "IQ"}), (1, 100)):
        points = full.points(filters, most=most)
        texts = full.point_texts(filters, most=most)
        assert texts.number == len(points)
        for name in ("id", "radius_km", "place_precision", "plover", "killed", "review"):
            assert json.loads(getattr(texts, name)) == [getattr(one, name) for one in points], (filters, name)
        for name in ("latitude", "longitude"):
            there = [None if value is None else round(value, 4) for value in (getattr(one, name) for one in points)]
            assert json.loads(getattr(texts, name)) == pytest.approx(there)
        for name in ("start", "end"):
            assert json.loads(getattr(texts, name)) == [(getattr(one, name) or "")[:10] or None for one in points]
    assert "Settlers" in {row.actors for row in full.incidents({"since": "2024-03"}).rows}
