"""Full-text search: what a question means, and that both databases answer it as it is meant."""

import contextlib
import random

import pytest
import sqlalchemy as sa
from tests.support.making import small_pipeline

from dateline.errors import SettingsError
from dateline.store import tables
from dateline.store.indexing import IncidentText, drop_incident_texts, fill, keep_incident_texts
from dateline.store.search import found_by, snippet
from dateline.store.words import MOST_WORDS, read_question, tokens_of
from dateline.text import Report, Section

PIPELINE = small_pipeline()


def keep(store, *reports):
    return store.keep(PIPELINE.code(reports), PIPELINE.coder)


def titled(title, body, **fields):
    """A report whose headline stands at the head of its text, as readers make it."""
    text = f"{title}\n\n{body}"
    parts = (Section("title", 0, len(title)), Section("body", len(title) + 2, len(text)))
    given = {"origin": title, "published": "2024-03-02", "language": "en"} | fields
    return Report(text, title=title, sections=parts, **given)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sana'a, Sana’a, Ṣanʿāʾ", "sanaa sanaa sana"),
        ("Iraq's army, Iraq’S", "iraq army iraq"),
        ("the U.S. and U.S forces, e.g. here", "the us and us forces eg here"),
        ("al-Shabaab/Kenya_2 3.5", "al shabaab kenya 2 3 5"),
        ("Łódź Malmø İzmir STRASSE Straße ﬁre", "lodz malmo izmir strasse strasse fire"),
        ("naïve — “quoted” (x)…", "naive quoted x"),
        ("🚀 \ufffd\x00", ""),
        ("Киев Київ", "киев киів"),
    ],
)
def test_words_of_a_text(text, words):
    assert " ".join(tokens_of(text)) == words


REPORTS = [
    titled("Rockets hit embassy", "Rockets fell on the embassy in Baghdad, officials said.", published="2024-01-01"),
    titled("Protests in Sana'a", "Protesters marched on the U.S. embassy. Rockets were not fired.", published="2024-01-05"),
    titled("Air base shelled", "Al-Shabaab shelled the air base near Łódź; a base in the air is rare.", published="2024-01-03"),
    titled("Truce holds", "The ceasefire held. Baghdad was calm.", published=None),
    titled("Ceasefire breaks", "The truce broke in Baghdad after a rocket attack.", published="2024-01-04T10:00:00+03:00"),
]  # fmt: skip
ASKED = {
    "baghdad": ["Ceasefire breaks", "Rockets hit embassy", "Truce holds"],
    "BAGHDAD rockets": ["Rockets hit embassy"],
    "rocket": ["Ceasefire breaks"],
    "rocket*": ["Rockets hit embassy", "Protests in Sana'a", "Ceasefire breaks"],
    "ceasefire OR truce": ["Ceasefire breaks", "Truce holds"],
    "truce OR ceasefire Baghdad rocket": ["Ceasefire breaks"],
    "embassy": ["Rockets hit embassy", "Protests in Sana'a"],
    "embassy -protests": ["Rockets hit embassy"],
    "embassy -protest*": ["Rockets hit embassy"],
    'embassy -"us embassy"': ["Rockets hit embassy"],
    '"air base"': ["Air base shelled"],
    '"base air"': [],
    "al-shabaab": ["Air base shelled"],
    "shabaab al": ["Air base shelled"],
    "Łódź": ["Air base shelled"],
    "lodz": ["Air base shelled"],
    "Sanaa": ["Protests in Sana'a"],
    "US": ["Protests in Sana'a"],
    # No phrase reaches from the headline into the text.
    '"hit embassy rockets"': [],
    '"shelled al"': [],
    "nowhere": [],
    '"rockets hit embassy" baghdad': ["Rockets hit embassy"],
    "the -the": [],
}


def test_questions(store):
    keep(store, *REPORTS)
    for asked, titles in ASKED.items():
        page = store.search(asked)
        assert ([hit.title for hit in page.hits], page.cursor) == (titles, None), asked


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("", "what to look for"), ("   ", "what to look for"), ('""', "what to look for"), ("OR", "what to look for"),
        ("-baghdad", "beside what must not be there"), ("*", "what to look for"), ("a " * 65, "at most 64"), ("a" * 4_001, "at most 4,000"),
    ],
)  # fmt: skip
def test_what_asks_for_nothing_says_what_to_give(store, asked, message):
    with pytest.raises(SettingsError, match=message):
        store.search(asked)


HOSTILE = [
    "'; DROP TABLE reports; --", '"', '"baghdad', 'baghdad"', "head:baghdad", "{head} : baghdad", "NEAR(a b)", "a AND", "NOT b",
    "^baghdad", "(((((", "a:*", "'a' & !'b'", "\\", "a\\", ":A", "<->", "a <-> b", "%", "\x00", "\ud800", "baghdad\x00rocket",
    "a|b", "a OR", "OR a", "a OR OR b", "--a", "- a", "-", "-(a)", "search_words", "rowid", "🚀", "a" * 3_999, "ł" * 2_000,
    " ".join(f"-w{n}" for n in range(63)) + " baghdad", " OR ".join(f"w{n}" for n in range(64)), "$1", "%s", ":x", "é" * 500 + "*",
    '"' + "a " * 1_900 + '"', "١٢٣", "\u202e", "''", "baghdad'); --",
]  # fmt: skip


def test_hostile_questions_are_answered_or_refused(store):
    keep(store, *REPORTS)
    for asked in HOSTILE:
        for ask in (
            lambda asked=asked: store.search(asked).hits,
            lambda asked=asked: store.list({"search": asked}).rows,
        ):
            with contextlib.suppress(SettingsError):
                assert len(ask()) <= len(REPORTS), asked
    assert store.counts().reports == len(REPORTS)


def test_any_question_gets_the_hits_that_reading_every_text_would_give(store):
    rng = random.Random(7)  # noqa: S311
    letters = "abcdefg"
    reports = [
        titled(" ".join(rng.choices(letters, k=3)) + f" x{n}", " ".join(rng.choices(letters, k=12)), published=f"2024-01-{n % 28 + 1:02}")
        for n in range(60)
    ]  # fmt: skip
    keep(store, *reports)
    for _ in range(150):
        asked = _made_up(rng, letters)
        question = read_question(asked)
        texts = {
            report.title: (f" {' '.join(tokens_of(report.title))} ", f" {' '.join(tokens_of(report.text[len(report.title) :]))} ")
            for report in reports
        }  # fmt: skip

        def stands(term, parts):
            words = f" {' '.join(term.words)}{'' if term.begins else ' '}"
            return any(words in part for part in parts)

        fits = {
            title for title, parts in texts.items()
            if all(any(stands(term, parts) for term in group) for group in question.groups)
            and not any(stands(term, parts) for term in question.without)
        }  # fmt: skip
        found = store.search(asked, limit=100).hits
        assert {hit.title for hit in found} == fits, asked
        first = {
            title
            for title in fits
            if all(any(stands(term, texts[title][:1]) for term in group) for group in question.groups)
        }
        assert {hit.title for hit in found if hit.headline} == first, asked
        days = [[hit.day for hit in found if hit.headline is headline] for headline in (True, False)]
        assert all(part == sorted(part, reverse=True) for part in days)


def _made_up(rng, letters):
    parts = []
    for _ in range(rng.randint(1, 4)):
        term = rng.choice([rng.choice(letters), f'"{rng.choice(letters)} {rng.choice(letters)}"', "x1*"])
        parts.append(("OR " if parts and rng.random() < 0.3 else "-" if parts and rng.random() < 0.3 else "") + term)
    return " ".join(parts)


@pytest.mark.parametrize("limit", [1, 3, 7, 50])
def test_pages_hold_every_hit_once(store, limit):
    keep(
        store,
        *(titled(f"Rockets {n}" if n % 3 else f"Other {n}", "Rockets fell.", published=f"2024-01-{n % 9 + 1:02}") for n in range(30)),
    )  # fmt: skip
    whole = store.search("rockets", limit=100).hits
    assert len(whole) == 30
    assert [hit.headline for hit in whole] == [True] * 20 + [False] * 10
    seen, cursor = (), None
    while True:
        page = store.search("rockets", limit=limit, cursor=cursor)
        assert len(page.hits) <= limit
        seen, cursor = seen + page.hits, page.cursor
        if cursor is None:
            break
    assert seen == whole


def test_what_is_stored_in_another_order_is_found_in_the_same(request, tmp_path, backend):
    from tests.support.databases import new_database

    from dateline.store import open_store

    found = []
    reports = [titled(f"Rockets {n}", "They fell.", published=f"2024-01-{n % 3 + 1:02}") for n in range(20)]
    for attempt, order in enumerate((reports, reports[::-1], sorted(reports, key=lambda report: report.id))):
        with new_database(backend, request, tmp_path / f"{attempt}.db") as db:
            store = open_store(db)
            keep(store, *order)
            found.append(store.search("rockets", limit=100).hits)
            store.close()
    assert found[0] == found[1] == found[2]


def test_only_the_current_version_is_found(store):
    keep(store, titled("Rockets one", "Old words.", key="k"), titled("Rockets two", "New words.", key="k"))
    assert [hit.title for hit in store.search("rockets").hits] == ["Rockets two"]
    assert store.search("old").hits == ()
    assert len(store.list({"search": "rebels"}, all_versions=True).rows) == 0


def test_false_cursors_limits_and_kinds_are_refused(store):
    for wrong in (
        {"cursor": "1~x"},
        {"cursor": "9~1"},
        {"cursor": "0~" + "9" * 30},
        {"limit": 0},
        {"kinds": ()},
        {"kinds": ("x",)},
    ):
        with pytest.raises(SettingsError):
            store.search("a", **wrong)


def test_a_batch_that_fails_leaves_nothing_to_be_found(store):
    def breaks():
        with store._writing() as connection:
            keep_incident_texts(connection, [IncidentText("a" * 24, "Rockets", "fell", "2024-01-01")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    with store._reading() as connection:
        assert connection.execute(found_by("rockets", "incident")).all() == []


def test_the_words_of_an_incident_may_change_and_go(store):
    one, other = "a" * 24, "b" * 24

    def found(asked):
        with store._reading() as connection:
            return sorted(connection.execute(found_by(asked, "incident")).scalars())

    with store._writing() as connection:
        texts = [
            IncidentText(one, "Rockets in Baghdad", "fell on the embassy", "2024-01-01"),
            IncidentText(other, "", "rockets elsewhere", ""),
        ]
        keep_incident_texts(connection, texts)
    assert found("rockets") == [one, other]
    for title, day in (
        ("Mortars in Baghdad", "2024-01-01"),
        ("Mortars in Baghdad", "2024-01-02"),
        ("Mortars in Baghdad", ""),
    ):
        with store._writing() as connection:
            keep_incident_texts(connection, [IncidentText(one, title, "fell on the embassy", day)])
        assert (found("rockets"), found("mortars embassy")) == ([other], [one])
    with store._writing() as connection:
        drop_incident_texts(connection, [one])
        drop_incident_texts(connection, [one])
    assert (found("mortars"), found("embassy"), found("elsewhere")) == ([], [], [other])
    with store._reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.search)).scalar() == 1


def test_two_of_one_day_whose_ids_start_alike_are_both_found(store):
    ids = ["0123456789" + end * 14 for end in "abc"]
    with store._writing() as connection:
        keep_incident_texts(connection, [IncidentText(incident, "Rockets", "", "2024-01-01") for incident in ids])
    with store._reading() as connection:
        assert sorted(connection.execute(found_by("rockets", "incident")).scalars()) == ids


def test_a_very_long_text_is_found_by_its_first_words(store):
    words = " ".join(f"w{n}" for n in range(2 * MOST_WORDS))
    keep(
        store, titled("Long", words), titled("Dull", "the " * 60_000 + "end"), titled("Odd", "ж" * 5_000 + " x" * 3_000)
    )
    assert [hit.title for hit in store.search("w0 w9000").hits] == ["Long"]
    assert store.search(f"w{MOST_WORDS + 1}").hits == ()
    assert [hit.title for hit in store.search("the").hits] == ["Dull"]
    assert [hit.title for hit in store.search("ж" * 3_000).hits] == ["Odd"]


def test_filling_finds_what_was_stored_without(store):
    keep(store, *REPORTS)
    with store._writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO search_words (search_words) VALUES ('delete-all')")
        else:
            connection.exec_driver_sql("DELETE FROM search_words")
        connection.execute(tables.search.delete())
    assert store.search("baghdad").hits == ()
    with store._writing() as connection:
        fill(connection)
        fill(connection)
    assert [hit.title for hit in store.search("baghdad").hits] == ASKED["baghdad"]


def test_snippets_show_the_words():
    text = (
        "A headline\n\n"
        + "Nothing of note was said. " * 20
        + "\n"
        + "Far in "
        + "long words " * 40
        + "the Émbassy burned "
        + "on " * 200
    )
    shown = snippet(read_question("embassy"), text)
    assert "Émbassy" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 165
    assert snippet(read_question("burn*"), text) == snippet(read_question("burned"), text)
    assert snippet(read_question("absent"), "Short text.") == "Short text."
    assert snippet(read_question("x"), "y" * 500 + " x").endswith("x")
