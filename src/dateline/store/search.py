"""Full-text search over reports and incidents, the same on SQLite (FTS5) and PostgreSQL (tsvector).

Hits in whose headline all stands that was asked for go before the others; of each the newest are first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from dateline.errors import SettingsError
from dateline.store import words as w
from dateline.store.incidents.tables import incidents
from dateline.store.indexing import CHUNK, INCIDENT, KINDS, REPORT
from dateline.store.plans import guessed, looked_up
from dateline.store.tables import reports, search

RARE = 5000
"""Texts that PostgreSQL finds and sorts, at most, rather than walking all in their order until enough are met."""

FAR_FROM_RARE = 4 * RARE
"""Texts that PostgreSQL takes a question to find beyond which it is not counted whether they are few."""

RECALLED, REJECTED = "recalled", "rejected"
"""Incidents that are shown only where they are asked for: told as background alone, or said by somebody to be none."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A report or incident that answers a question.

    Args:
        title: its headline; of an incident that of the report that broke it.
        day: ISO 8601; of a report when it was published, of an incident its first day.
        snippet: a passage that holds something of what was asked for, or how it begins.
        headline: all that was asked for stands in the headline.
    """

    kind: Literal["report", "incident"]
    id: str
    title: str | None
    publisher: str | None
    day: str | None
    snippet: str
    headline: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits, and the cursor of the next page; None where this is the last."""

    hits: tuple[Hit, ...]
    cursor: str | None


class _matching(FunctionElement[Any]):  # noqa: N801 - a function of SQL, named as such
    """Whether the words of a row answer a question, which is given in the language of each database.

    It is of no type, since what is boolean is compared with 1 for SQLite, and there MATCH must stand alone.
    """

    name = "matching"
    type = sa.types.NULLTYPE
    inherit_cache = True


@compiles(_matching, "sqlite")
def _in_fts5(element: _matching, compiler: Any, **how: Any) -> str:
    asked, *_ = element.clauses
    return f"search_words MATCH {compiler.process(asked, **how)}"  # a bound parameter


@compiles(_matching, "postgresql")
def _in_tsvector(element: _matching, compiler: Any, **how: Any) -> str:
    _, asked, *_ = element.clauses
    return f"search_words.words @@ CAST({compiler.process(asked, **how)} AS tsquery)"  # a bound parameter


class _heading(FunctionElement[Any]):  # noqa: N801
    """The same of the words of the headline alone, which have an index of their own on PostgreSQL."""

    name = "heading"
    type = sa.types.NULLTYPE
    inherit_cache = True


@compiles(_heading, "sqlite")
def _heading_in_fts5(element: _heading, compiler: Any, **how: Any) -> str:
    asked, *_ = element.clauses
    return f"search_words MATCH {compiler.process(asked, **how)}"


@compiles(_heading, "postgresql")
def _heading_in_tsvector(element: _heading, compiler: Any, **how: Any) -> str:
    _, exactly, asked = (compiler.process(part, **how) for part in element.clauses)
    # The index finds what the headline holds; what must not be there may stand anywhere.
    return (
        f"(ts_filter(search_words.words, '{{a}}') @@ CAST({asked} AS tsquery) "
        f"AND search_words.words @@ CAST({exactly} AS tsquery))"
    )


class _row(FunctionElement[int]):  # noqa: N801
    """The number of a row of `search_words`, by the name that each database has for it."""

    name = "row"
    type = sa.BigInteger()
    inherit_cache = True


@compiles(_row, "sqlite")
def _of_fts5(_element: _row, _compiler: Any, **_how: Any) -> str:
    return "search_words.rowid"


@compiles(_row, "postgresql")
def _of_table(_element: _row, _compiler: Any, **_how: Any) -> str:
    return "search_words.id"


_words = sa.table("search_words")


def _ask(fts5: str, tsquery: str) -> sa.ColumnElement[bool]:
    return cast("sa.ColumnElement[bool]", _matching(*(sa.literal(asked, sa.String()) for asked in (fts5, tsquery))))


def _ask_headline(question: w.Question) -> sa.ColumnElement[bool]:
    forms = w.head_match_of(question), w.head_tsquery_of(question), w.plain_tsquery_of(question)
    return cast("sa.ColumnElement[bool]", _heading(*(sa.literal(asked, sa.String()) for asked in forms)))


def found_by(asked: str, kind: str) -> sa.Select[tuple[str]]:
    """Return the query for the ids of the reports, or incidents, that answer a question.

    Raises:
        SettingsError: it asks for nothing.
    """
    question = w.read_question(asked)
    fits = _ask(w.match_of(question), w.tsquery_of(question))
    joined = _words.join(search, search.c.id == _row())
    return sa.select(search.c.ref).select_from(joined).where(search.c.kind == kind, fits)


def hits_of(
    connection: sa.Connection, asked: str
) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]], sa.ColumnElement[int]]:
    """Return where the numbers of all that answers a question stand, what else must hold of them, and the number to order by."""
    question = w.read_question(asked)
    return _numbers(connection, _ask(w.match_of(question), w.tsquery_of(question)))


def _numbers(
    connection: sa.Connection, fits: sa.ColumnElement[bool]
) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]], sa.ColumnElement[int]]:
    """Return where numbers stand, as `hits_of`: of what is rare, PostgreSQL is told to find it first and then to put it in order.

    It cannot know how rare a word is that its statistics do not have, and would go through all texts for one that none has.
    """
    if connection.dialect.name != "postgresql" or not _is_rare(connection, fits):
        return _words, [fits], _row()
    found = sa.select(_row().label("id")).select_from(_words).where(fits).cte().prefix_with("MATERIALIZED")
    ordered = sa.select(found.c.id).order_by(found.c.id.desc()).subquery()
    return ordered, [], ordered.c.id


def _is_rare(connection: sa.Connection, fits: sa.ColumnElement[bool]) -> bool:
    """Whether few texts answer, by the index of words alone, which gathers all that answer; what its statistics know to be common is not counted."""
    some = sa.select(sa.literal(1)).select_from(_words).where(fits)
    if guessed(connection, some) > FAR_FROM_RARE:
        return False
    some = some.limit(RARE + 1)
    with looked_up(connection, "enable_indexscan"):
        return int(connection.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one()) <= RARE


def is_found_at(asked: str, number: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Return whether what has this number answers a question: asked of one at a time, where very many answer it."""
    question = w.read_question(asked)
    fits = _ask(w.match_of(question), w.tsquery_of(question))
    return sa.exists().select_from(_words).where(_row() == number, fits)


def find(connection: sa.Connection, asked: str, *, kinds: Sequence[str], limit: int, cursor: str | None) -> SearchPage:
    """Return a page of hits.

    Raises:
        SettingsError: nothing is asked for, or a kind, the limit or the cursor is not valid.
    """
    question = w.read_question(asked)
    if limit < 1:
        raise SettingsError(f"limit must be 1 or more; got {limit}")
    if not kinds or not set(kinds) <= set(KINDS):
        raise SettingsError(f"kinds must be of {', '.join(KINDS)}; got {', '.join(map(str, kinds)) or 'none'}")
    part, below = _read_cursor(cursor)
    parts = (
        (_ask_headline(question), True),
        (_ask(w.body_match_of(question), w.body_tsquery_of(question)), False),
    )
    current = sa.exists().where(reports.c.id == search.c.ref, reports.c.current.is_(True))
    listed = (incidents.c.kind != RECALLED, incidents.c.review != REJECTED)
    shown = [
        sa.or_(
            sa.and_(search.c.kind == REPORT, current) if REPORT in kinds else sa.false(),
            sa.and_(search.c.kind == INCIDENT, sa.exists().where(incidents.c.id == search.c.ref, *listed))
            if INCIDENT in kinds
            else sa.false(),
        )
    ]
    found: list[tuple[int, int, bool, str, str]] = []
    wanted = min(limit, 2**31) + 1
    for number, (fits, headline) in enumerate(parts):
        if number < part or len(found) == wanted:
            continue
        words, where, row = _numbers(connection, fits)
        where += [*shown, *([row < below] if number == part and below is not None else [])]
        joined = words.join(search, search.c.id == row)
        query = sa.select(row.label("id"), search.c.kind, search.c.ref).select_from(joined).where(*where)
        query = query.order_by(row.desc()).limit(wanted - len(found))
        found += [(number, hit.id, headline, hit.kind, hit.ref) for hit in connection.execute(query)]
    page = tuple(_described(connection, question, [row[2:] for row in found[: wanted - 1]]))
    more = len(found) == wanted
    return SearchPage(page, f"{found[wanted - 2][0]}~{found[wanted - 2][1]}" if more else None)


def _read_cursor(cursor: str | None) -> tuple[int, int | None]:
    if cursor is None:
        return 0, None
    m = re.fullmatch(r"([01])~([0-9]{1,18})", cursor)
    if not m:
        raise SettingsError(f"{cursor!r} is no cursor; give back the one that came with the page before")
    return int(m[1]), int(m[2])


def _described(connection: sa.Connection, question: w.Question, rows: Sequence[tuple[bool, str, str]]) -> Iterator[Hit]:
    of_reports = sa.select(reports.c.id, reports.c.title, reports.c.publisher, reports.c.published, reports.c.text)
    of_incidents = sa.select(incidents.c.id, incidents.c.title, incidents.c.day, incidents.c.incident)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        refs = {of: [ref for _, kind, ref in chunk if kind == of] for of in KINDS}
        texts = {row.id: row for row in connection.execute(of_reports.where(reports.c.id.in_(refs[REPORT])))}
        told = {row.id: row for row in connection.execute(of_incidents.where(incidents.c.id.in_(refs[INCIDENT])))}
        for headline, kind, ref in chunk:
            if kind == REPORT:
                report = texts[ref]
                words = snippet(question, report.text)
                yield Hit("report", ref, report.title, report.publisher, report.published, words, headline)
            else:
                incident = told[ref]
                words = snippet(question, "\n".join(teller["anchor"] for teller in incident.incident["tellers"]))
                yield Hit("incident", ref, incident.title, None, incident.day or None, words, headline)


SNIPPET = 160
"""Characters of the passage that is shown of a hit."""


def snippet(question: w.Question, text: str) -> str:
    """Return the first passage of a text that holds something that was asked for; else how it begins."""
    terms = [term for group in question.groups for term in group]
    first = {term.words[0] for term in terms}
    starts = tuple(term.words[0] for term in terms if term.begins and len(term.words) == 1)

    def tells(piece: str) -> bool:
        tokens = w.tokens_of(piece)
        return bool(first.intersection(tokens)) or (bool(starts) and any(token.startswith(starts) for token in tokens))

    for passage in _passages(text):
        if tells(passage):
            words = re.finditer(r"\S+", passage)
            at = next((m.start() for m in words if tells(m[0])), 0)
            return _around(passage, at)
    return _around(" ".join(text[: 4 * SNIPPET].split()), 0)


def _passages(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip():
            yield " ".join(line.split())


def _around(passage: str, at: int) -> str:
    """Return what stands around a place, cut between words."""
    start = max(at - SNIPPET // 3, 0)
    end = min(start + SNIPPET, len(passage))
    start = max(min(start, end - SNIPPET), 0)
    if start and " " in passage[start:at]:
        start = passage.index(" ", start) + 1
    if end < len(passage) and " " in passage[at + 1 : end]:
        end = passage.rindex(" ", at + 1, end)
    return ("…" if start else "") + passage[start:end] + ("…" if end < len(passage) else "")
