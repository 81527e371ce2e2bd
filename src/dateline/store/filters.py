"""What stored events can be filtered by: a table of small rows, each with its condition and its words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import sqlalchemy as sa

from dateline import vocabulary as v
from dateline.errors import SettingsError
from dateline.settings import nearest
from dateline.store.indexing import REPORT
from dateline.store.plans import checked
from dateline.store.search import found_by, is_found_at
from dateline.store.tables import (
    Words,
    dated,
    event_actors,
    event_places,
    event_tolls,
    events,
    first_known,
    last_known,
    records,
    reports,
    search,
    versions,
)
from dateline.store.words import read_question
from dateline.text import storable

Clause = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter.

    Args:
        name: as an option or keyword has it.
        operator: how the value is compared, in a word or two.
        read: makes the value from what was given; raises ValueError saying what is valid.
        clause: the condition in SQL, for one value; several values of one filter are alternatives. It is asked of one event
            after the other.
        sentence: the condition in words, with `{}` for the value.
        rows: the query for the rows of all events that fit, of any record, where an index finds them.
        of_report: it asks about the report, not the event.
    """

    name: str
    operator: str
    read: Callable[[object], Any]
    clause: Callable[[Any], Clause]
    sentence: str
    rows: Callable[[Any], sa.Select[Any]] | None = None
    of_report: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter with the values asked for, any of which will do."""

    filter: Filter
    values: tuple[Any, ...]

    @property
    def clause(self) -> Clause:
        """The condition in SQL."""
        return sa.or_(*(self.filter.clause(value) for value in self.values))

    @property
    def rows(self) -> sa.Select[Any] | None:
        """The query for the rows of events that fit; some may come several times."""
        if self.filter.rows is None:
            return None
        found = [self.filter.rows(value) for value in self.values]
        return found[0] if len(found) == 1 else sa.select(sa.union_all(*found).subquery())

    @property
    def sentence(self) -> str:
        """The condition in words."""
        return self.filter.sentence.format(" or ".join(str(value) for value in self.values))


ALL_SPHERES = "all"
"""The value of `sphere` that leaves nothing out."""


def conditions_of(given: Mapping[str, object]) -> tuple[Condition, ...]:
    """Return the conditions for filters given by name; None is not given, a list or tuple gives alternatives.

    Where `sphere` is not given, criminal events are left out.

    Raises:
        SettingsError: there is no such filter, or a value is not valid for it.
    """
    by_name = {row.name: row for row in FILTERS}
    found = []
    for name, value in given.items():
        if name not in by_name:
            raise SettingsError(f"there is no filter {name!r}{nearest(name, by_name)}")
        items = list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
        items = [item for item in items if item is not None]
        if items:
            found.append(Condition(by_name[name], tuple(_read(by_name[name], item) for item in items)))
    if not any(condition.filter.name == "sphere" for condition in found):
        found.append(Condition(NOT_CRIMINAL, ("criminal",)))
    return tuple(found)


def _read(row: Filter, value: object) -> Any:
    try:
        return row.read(value)
    except ValueError as error:
        raise SettingsError(f"{row.name}: {error}; got {value!r}") from error


def read_first_day(value: object) -> str:
    """Return the first day of a date, a month or a year."""
    return _day(value, last=False)


def read_last_day(value: object) -> str:
    """Return the last day of a date, a month or a year."""
    return _day(value, last=True)


def _day(value: object, *, last: bool) -> str:
    m = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", str(value)[:10])
    if not m:
        raise ValueError("expected a date as YYYY-MM-DD, YYYY-MM or YYYY")
    year, month = int(m[1]), int(m[2] or (12 if last else 1))
    try:
        day = int(m[3] or (calendar.monthrange(year, month)[1] if last else 1))
        return dt.date(year, month, day).isoformat()
    except ValueError as error:  # calendar.IllegalMonthError is one too
        raise ValueError("expected a date of the calendar") from error


def read_one_of(choices: object, *others: str) -> Callable[[object], str]:
    """Return what reads one of the words of a Literal, or of a few others."""
    valid = (*get_args(choices), *others)

    def read(value: object) -> str:
        if value not in valid:
            raise ValueError(f"expected one of {', '.join(valid)}")
        return str(value)

    return read


def read_words(value: object) -> str:
    """Return words without the blanks around them."""
    if not str(value).strip():
        raise ValueError("expected some words")
    return storable(str(value).strip())


def read_country(value: object) -> str:
    """Return the code of a country in capitals."""
    code = str(value).strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError("expected an ISO 3166-1 alpha-2 code such as IQ")
    return code


def read_number(value: object) -> int:
    """Return a whole number, 0 or more; no database counts to twenty digits."""
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,18}", str(value)):
        raise ValueError("expected a whole number, 0 or more")
    return int(str(value))


def read_confidence(value: object) -> float:
    """Return a number from 0 to 1."""
    try:
        found = float(str(value))
    except ValueError as error:
        raise ValueError("expected a number from 0 to 1") from error
    if not 0 <= found <= 1:
        raise ValueError("expected a number from 0 to 1")
    return found


def _of_event(table: sa.Table, *conditions: Clause) -> Clause:
    return sa.exists().where(table.c.event_row == events.c.id, *conditions)


def _country_clause(code: str) -> Clause:
    # The column of no index, lest SQLite goes through all events of the country for each.
    return _of_event(event_places, checked(event_places.c.country) == code)


def _in_country(code: str) -> sa.Select[Any]:
    return sa.select(event_places.c.event_row).where(event_places.c.country == code)


def _toll(measure: str) -> Callable[[Any], Clause]:
    rows = event_tolls.c
    return lambda number: _of_event(
        event_tolls, checked(rows.measure) == measure, rows.superseded.is_(False), rows.low >= number
    )


def _harmed(measure: str) -> Callable[[Any], sa.Select[Any]]:
    rows = event_tolls.c
    return lambda number: sa.select(rows.event_row).where(
        rows.measure == measure, rows.low >= number, rows.superseded.is_(False)
    )


def contains(column: sa.ColumnElement[Any], words: str) -> Clause:
    """Whether a column holds these words; of letters, case is looked past in those that every database folds alike."""
    return sa.func.lower(column, type_=column.type).contains(words.translate(_LOWER), autoescape=True)


_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def _actor(words: str) -> Clause:
    rows = event_actors.c
    return _of_event(event_actors, sa.or_(contains(rows.name, words), contains(rows.actor, words)))


def _taking_part(words: str) -> sa.Select[Any]:
    """Return the rows of events in which somebody takes part: names are looked for among those that there are, each once."""
    rows = event_actors.c
    found = [
        sa.select(rows.event_row).where(column.in_(_distinct(column, words)), contains(whole, words))
        for column, whole in ((NAME, rows.name), (rows.actor, rows.actor))
    ]
    return sa.select(sa.union_all(*found).subquery())


NAME: sa.ColumnElement[str] = sa.func.substr(
    event_actors.c.name, sa.literal_column("1"), sa.literal_column("200"), type_=Words()
)
"""A name as the index has it."""


def _distinct(column: sa.ColumnElement[str], words: str) -> sa.Select[Any]:
    """Return the values of an indexed column that hold these words, found by going from each to the next."""
    first = sa.select(sa.func.min(column).label("value")).cte(recursive=True)
    following = sa.select(sa.func.min(column)).where(column > first.c.value).scalar_subquery()
    every = first.union_all(sa.select(following).where(first.c.value.is_not(None)))
    value = sa.type_coerce(every.c.value, Words())
    # Of a name that was cut the rest is looked at afterwards.
    return sa.select(value).where(sa.or_(contains(value, words), sa.func.length(value) >= CUT))


CUT = 200
"""Characters of a name in the index of names."""


def _type(words: str) -> Clause:
    # As columns of no index: what is common is met soon in any order, and finding all of it takes long.
    return sa.or_(checked(events.c.plover) == words.upper(), checked(sa.func.lower(events.c.acled)) == words.lower())


def _of_type(words: str) -> sa.Select[Any]:
    e = events.c
    by_acled = sa.select(e.id).where(sa.func.lower(e.acled) == words.lower())
    return sa.select(sa.union_all(sa.select(e.id).where(e.plover == words.upper()), by_acled).subquery())


def _origin(words: str) -> Clause:
    return sa.exists().where(versions.c.report_id == reports.c.id, contains(versions.c.origin, words))


def read_search(value: object) -> str:
    """Read a question of the full-text search."""
    asked = read_words(value)
    read_question(asked)
    return asked


def _search(asked: str) -> Clause:
    there = search.c.ref == reports.c.id, search.c.kind == REPORT
    return sa.exists().where(*there, is_found_at(asked, search.c.id))


def _found(asked: str) -> sa.Select[Any]:
    of = events.join(records, events.c.record_id == records.c.id)
    return sa.select(events.c.id).select_from(of).where(records.c.report_id.in_(found_by(asked, REPORT)))


def _sphere(value: str) -> Clause:
    return sa.true() if value == ALL_SPHERES else events.c.sphere == value


FILTERS: tuple[Filter, ...] = (
    Filter("since", "on or after", read_first_day, lambda day: sa.and_(
        dated, last_known >= day), "that happened on or after {}",
        lambda day: sa.select(events.c.id).where(last_known >= day, dated)),
    Filter("until", "on or before", read_last_day, lambda day: sa.and_(
        dated, first_known <= day), "that happened on or before {}",
        lambda day: sa.select(events.c.id).where(first_known <= day, dated)),
    Filter("country", "is", read_country, _country_clause, "in {}", _in_country),
    Filter("type", "is", read_words, _type, "of type {}", _of_type),
    Filter("mode", "is", read_words, lambda mode: checked(events.c.mode) == mode.lower(), "of mode {}",
           lambda mode: sa.select(events.c.id).where(events.c.mode == mode.lower())),
    Filter("actor", "contains", read_words, _actor, "in which {} takes part", _taking_part),
    Filter("killed", "at least", read_number, _toll("killed"), "with at least {} killed", _harmed("killed")),
    Filter("injured", "at least", read_number, _toll("injured"), "with at least {} injured", _harmed("injured")),
    Filter("standing", "is", read_one_of(v.Standing), lambda value: events.c.standing == value, "that are {}"),
    Filter("factuality", "is", read_one_of(v.Factuality), lambda value: events.c.factuality == value, "that are told as {}"),
    Filter("min_confidence", "at least", read_confidence, lambda least: events.c.confidence >= least,
           "of which the coder is at least {} sure"),
    Filter("sphere", "is", read_one_of(v.Sphere, ALL_SPHERES), _sphere, "of sphere {}"),
    Filter("text", "contains", read_words, lambda words: contains(reports.c.text, words),
           'in reports that say "{}"', of_report=True),
    Filter("search", "finds", read_search, _search, "in reports found by {}", _found, of_report=True),
    Filter("publisher", "contains", read_words, lambda words: contains(reports.c.publisher, words),
           "published by {}", of_report=True),
    Filter("origin", "contains", read_words, _origin, "read from {}", of_report=True),
)  # fmt: skip

NOT_CRIMINAL = Filter(
    "sphere", "is not", read_one_of(v.Sphere), lambda value: events.c.sphere != value, "not of sphere {}"
)
"""The default: events of the criminal sphere stand outside the output unless they are asked for."""
