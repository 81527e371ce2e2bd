"""Whatever a text, a name or a question holds, both databases keep it alike and answer alike."""

import dataclasses
import random
import string

import pytest
import sqlalchemy as sa
from tests.support.making import attack, small_pipeline

from dateline.errors import NotFound, SettingsError
from dateline.events import Problem
from dateline.pipeline import Coding
from dateline.store import tables

PIPELINE = small_pipeline()
NASTY = "NUL \x00, lone \ud800 and \udcff, astral 🚀, \u202eturned\u202c, line\u2028, quote ' \" \\ % _ ; -- $1 :x %s"
KEPT = "NUL \ufffd, lone \ufffd and \ufffd, astral 🚀, \u202eturned\u202c, line\u2028, quote ' \" \\ % _ ; -- $1 :x %s"


def keep(store, *reports):
    return store.keep(PIPELINE.code(reports), PIPELINE.coder)


def test_characters_that_no_database_holds_are_replaced_in_every_column(store):
    report = attack(
        more=NASTY + "\n",
        title=NASTY,
        publisher=NASTY,
        agency=NASTY,
        byline=NASTY,
        url="https://example.org/" + NASTY,
        problems=(("date", NASTY),),
    )
    (kept,) = keep(store, report)
    assert kept.status == "stored"
    found = store.get(report.id)
    assert dataclasses.replace(found.report, problems=()) == dataclasses.replace(report, problems=())
    assert found.report.text.endswith(KEPT + "\n")
    assert found.report.title == found.report.publisher == found.report.agency == found.report.byline == KEPT
    assert store.get("https://example.org/" + NASTY) == found
    failed = Coding(attack(2), None, Problem("timeout", NASTY))
    store.keep([failed], PIPELINE.coder)
    with pytest.raises(NotFound, match="NUL \ufffd"):
        store.get(attack(2).id)


def test_two_files_whose_names_are_in_no_encoding_stay_two(store):
    one, other = (attack(number, origin=f"caf{byte}.txt") for number, byte in ((1, "\udce9"), (2, "\udcea")))
    assert [kept.status for kept in keep(store, one, other)] == ["stored", "stored"]
    assert one.origin == r"caf\xe9.txt"
    # As the command line hands it over, and as messages show it.
    assert store.get("caf\udce9.txt") == store.get(r"caf\xe9.txt") == store.get(one.id)
    assert store.get("caf\udcea.txt").report.text == other.text


def test_columns_of_text_are_of_the_type_that_replaces_them():
    for table in tables.metadata.sorted_tables:
        for column in table.columns:
            assert not isinstance(column.type, sa.String), f"{column}: make it Words"


@pytest.mark.parametrize("length", [599, 600, 601, 3_000, 100_000])
def test_very_long_names_keep_reports_apart(store, length):
    # Random, so that no database makes it fit by packing it.
    rng = random.Random(length)  # noqa: S311
    name = "".join(rng.choices("ключ" + string.ascii_letters, k=length))
    one = attack(1, key=name + "a", origin=name + "a", publisher=name)
    other = attack(2, key=name + "b", origin=name + "b", publisher=name)
    keep(store, one, other)
    assert store.counts().reports == 2
    assert store.get(name + "a").report == one
    assert store.get(name + "b").report == other
    (kept,) = keep(store, attack(3, key=name + "a", origin=name + "a"))
    assert (kept.status, kept.record.report.version) == ("new version", 2)
    assert store.look_up([other], PIPELINE.coder)[other.id, other.key].unchanged


def test_a_very_long_text_is_kept_whole(store):
    report = attack(more="A wörd of a longer tale 🚀.\n" * 20_000)
    keep(store, report)
    assert store.get(report.id).report == report
    assert len(store.list({"text": "LONGER TALE 🚀"}).rows) == 1


def test_case_is_looked_past_in_the_same_letters_everywhere(store):
    keep(store, attack(1, more="ÉTAT and Straße and MOSKVA.\n", publisher="Ärzte Heute"))
    expected = {"moskva": 1, "STRAßE": 1, "ÉTAT": 1, "état": 0, "STRASSE": 0}
    assert {words: len(store.list({"text": words}).rows) for words in expected} == expected
    assert len(store.list({"publisher": "Ärzte HEUTE"}).rows) == 1
    assert len(store.list({"publisher": "ärzte heute"}).rows) == 0


@pytest.mark.parametrize("words", ["\x00", "\ud800", "'; DROP TABLE reports; --", "%", "\\", "🚀" * 10_000, ":x", "%s"])
def test_hostile_words_find_nothing_and_break_nothing(store, words):
    keep(store, attack())
    for name in ("text", "actor", "publisher", "origin", "type", "mode"):
        assert store.list({name: words}).rows == ()
    with pytest.raises(NotFound):
        store.get(words)
    assert store.counts().reports == 1


@pytest.mark.parametrize("number", ["9" * 18, 10**17])
def test_numbers_beyond_any_toll_find_nothing(store, number):
    keep(store, attack())
    assert store.list({"killed": number}).rows == ()


@pytest.mark.parametrize("number", ["9" * 19, 10**30, "٣"])
def test_numbers_that_no_database_counts_to_are_refused(store, number):
    with pytest.raises(SettingsError, match="whole number"):
        store.list({"killed": number})
    with pytest.raises(SettingsError, match="no cursor"):
        store.list({}, cursor=f"2024-03-02~{number}")


def test_a_page_of_any_size_may_be_asked_for(store):
    keep(store, attack())
    assert len(store.list({}, limit=10**30).rows) == 1


def test_ids_and_lists_are_in_the_order_of_code_points(store):
    names = ["a", "B", "Z", "é", "e", "_", "~", "0", "я"]
    keep(store, *(attack(n, who=f"Men{n}", publisher=name) for n, name in enumerate(names)))
    with store._reading() as connection:
        column = tables.reports.c.publisher
        assert list(connection.execute(sa.select(column).order_by(column)).scalars()) == sorted(names)
        assert list(connection.execute(sa.select(column).where(column > "Z").order_by(column)).scalars()) == sorted(
            name for name in names if name > "Z"
        )


def test_outlets_with_very_long_names_can_be_graded(store):
    rng = random.Random(1)  # noqa: S311
    name = "".join(rng.choices(string.ascii_letters, k=5_000))
    keep(store, attack(1, publisher=name, agency=name + "y"))
    store.set_grade(name, "B", by=NASTY, why=NASTY)
    (row,) = store.incidents({"publisher": name[:50]}).rows
    assert store.incident(row.id).tellers[0].reliability == "B"
    store.reject(row.id, by=NASTY, why=NASTY)
    assert [(decision.by, decision.reason) for decision in store.decisions()] == [(KEPT, KEPT)]
    assert store.check().sound, store.check().faults
