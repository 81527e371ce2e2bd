"""The made archive: the same for the same seed, valid records, a truth that holds, no memory that grows."""

import collections

import pytest


@pytest.fixture(scope="module")
def bench():
    import made_archive

    return made_archive


@pytest.fixture(scope="module")
def made(bench):
    return list(bench.archive(1500, seed=7))


def test_one_seed_gives_one_archive_and_another_gives_another(bench, made):
    again = [one.record.report.id for one in bench.archive(100, seed=7)]
    assert again == [one.record.report.id for one in made[: len(again)]]
    assert again != [one.record.report.id for one in bench.archive(100, seed=8)]


def test_records_go_to_json_and_back(made):
    from dateline.codec import dumps, loads

    for one in made[:200]:
        assert loads(dumps(one.record)) == one.record


def test_every_event_has_an_incident_and_no_report_tells_one_twice(made):
    assert all(len(one.incidents) == len(one.record.events) == len(set(one.incidents)) for one in made)
    ids = [event.id for one in made for event in one.record.events]
    assert len(ids) == len(set(ids))


def test_reports_come_in_the_order_of_publication(made):
    published = [one.record.report.published for one in made]
    assert published == sorted(published)


def test_the_archive_is_skewed_as_the_news_is(made):
    tellings = collections.Counter(name for one in made for name in one.incidents)
    texts = collections.Counter(one.record.report.text_id for one in made)
    events = [event for one in made for event in one.record.events]
    assert max(tellings.values()) >= 15
    assert sum(number == 1 for number in tellings.values()) > len(tellings) / 2
    assert sum(number > 1 for number in texts.values()) > 20
    assert {"hour", "part-of-day", "day", "week", "month", None} <= {e.when and e.when.precision for e in events}
    assert {"town", "admin1", "country"} <= {place.precision for event in events for place in event.where}
    assert {"current", "background"} == {event.standing for event in events}
    assert any(event.count.high is None for event in events)


def test_tolls_rise(made):
    figures = collections.defaultdict(list)
    for one in made:
        for event, name in zip(one.record.events, one.incidents, strict=True):
            figures[name].extend(toll.low for toll in event.tolls if toll.measure == "killed")
    many = [found for found in figures.values() if len(found) > 4 and max(found) > 10]
    assert any(found[0] < found[-1] for found in many)


def test_what_is_held_does_not_grow_with_the_archive(bench):
    archive = bench.Archive(3, a_day=20)
    held = []
    for number, _ in enumerate(archive.reports()):
        if number % 1000 == 999:
            held.append(len(archive._waiting) + len(archive._wires))
        if number == 6000:
            break
    assert max(held[3:]) < 1.5 * max(held[:3])
    assert max(map(len, archive._recent.values())) <= bench.RECALLED
