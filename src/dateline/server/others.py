"""The rest of the API: reports, search, decisions, grades, changes, overview, vocabulary, session, health."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from dateline._version import __version__
from dateline.events import CodedReport
from dateline.server import shapes as s
from dateline.server.describing import WRITING, gives
from dateline.server.desk import (
    FILTERED,
    FILTERED_REPORTS,
    Asked,
    AskedOfReports,
    Asker,
    Desk,
    Editor,
    Kept,
    Name,
    Said,
    Served,
    plain,
)
from dateline.server.heavy import HEAVY
from dateline.server.incidents import LOOKED_AT, Exact
from dateline.server.monthly import by_month, fewest
from dateline.server.routes import Router
from dateline.showing import FAMILIES, SLOTS, type_labels
from dateline.store import Profile
from dateline.text import Report
from dateline.watching.health import STALE_SECONDS

router = Router()

MATRIX = 12
"""Actors of the matrix, the commonest."""

MOST_PAIRS = 500
"""Pairs of doer and sufferer from which the matrix is made, the commonest."""

AGAINST = "\t"
"""What parts the two names of such a pair, as the store gives it."""

MOST_READ = 50_000
"""Incidents of a profile that are read where all are asked for."""

Part = Annotated[str, Query(max_length=200, description="A part of the name.")]
Few = Annotated[int, Query(ge=1, le=100)]


class Undoing(BaseModel):
    """Why a decision is undone."""

    model_config = ConfigDict(extra="forbid")
    why: Said = "undone"


class OutletGrade(BaseModel):
    """How reliable an outlet is."""

    model_config = ConfigDict(extra="forbid")
    publisher: Name
    grade: Annotated[str, Field(pattern="^[A-F]$")]
    why: Said = ""


class TellingGrade(BaseModel):
    """How credible what a report tells of an event is."""

    model_config = ConfigDict(extra="forbid")
    event: Annotated[str, Field(min_length=4, max_length=24, pattern="^[0-9a-f]+$")]
    grade: Annotated[str, Field(pattern="^[1-6]$")]
    why: Said = ""


@router.get("/session", response_model=None, responses=gives(s.Session))
def session(desk: Served, who: Asker) -> Any:
    """Return who asks, what they may do and as what they decide, and whether a token let them in."""
    signed_in = bool(desk.access.tokens)
    return {"user": who.name, "rights": who.rights, "role": who.role, "signed_in": signed_in, "version": __version__}


@router.get("/health", response_model=None, responses=gives(s.Health))
def health(desk: Served) -> Any:
    """Say that the store answers, and which watchers of it go round."""
    words = [
        {"watcher": beat.watcher, "at": beat.at, "status": str(beat.data["status"]) if _is_fresh(beat.at) else "silent"}
        for beat in desk.project.alerts.beats()
    ]
    return {"status": "ok", "version": __version__, "watchers": words}


def _is_fresh(at: str) -> bool:
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(at)
    return age.total_seconds() < STALE_SECONDS


@router.get("/vocabulary", response_model=None, responses=gives(s.Vocabulary))
def vocabulary() -> Any:
    """Return the words and colours that the page uses for types and slots."""
    return {
        "families": [plain(family) for family in FAMILIES],
        "slots": [plain(slot) for slot in SLOTS],
        "labels": type_labels(),
    }


@router.get("/overview", response_model=None, dependencies=HEAVY, responses=gives(s.Overview), openapi_extra=FILTERED)
def overview(desk: Served, kept: Kept, asked: Asked, *, exact: Exact = False) -> Response:
    """Return counts a month by family, how many were killed, and who did what to whom; `of`: of so many, the latest."""
    what, most = f"overview {exact}", None if exact else LOOKED_AT
    return kept.answer(what, desk.incidents.last_change(), asked, lambda: _overview(desk, asked, most))


def _overview(desk: Desk, asked: dict[str, list[str]], most: int | None) -> Any:
    pairs = desk.incidents.facet_counts(facets={"against": MOST_PAIRS}, most=most, **asked)
    actors, matrix = _matrix(pairs.values["against"])
    months = desk.incidents.months(most=most, **asked)
    of = fewest(pairs.of, months.of)
    total = sum(row.incidents for row in months.rows)
    return {
        "total": total, "of": of, "exact": of is None, **by_month(months.rows), "actors": actors, "matrix": matrix,
    }  # fmt: skip


def _matrix(pairs: Sequence[tuple[str, int]]) -> tuple[list[str], list[list[int]]]:
    """Return the commonest actors, and how often the one of a row did something to the one of a column."""
    number: Counter[str] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for pair, times in pairs:
        doer, _, sufferer = pair.partition(AGAINST)
        found[doer, sufferer] += times
        number.update({doer: times, sufferer: times})
    names = [name for name, _ in sorted(number.items(), key=lambda item: (-item[1], item[0]))[:MATRIX]]
    return names, [[found[a, b] for b in names] for a in names]


def _profile(found: Profile) -> Any:
    return {
        "name": found.name,
        "total": found.total,
        "of": found.of,
        "exact": found.of is None,
        **by_month(found.months),
        "actors": plain(found.actors),
        "places": plain(found.places),
        "countries": plain(found.countries),
    }


@router.get("/actors", response_model=None, responses=gives(s.Names))
def actors(desk: Served, q: Part = "", limit: Few = 20) -> Any:
    """Return names of those who take part, by a part of them, the commonest first."""
    return {"names": [plain(one) for one in desk.incidents.names("actor", q, limit=limit)]}


@router.get("/places", response_model=None, responses=gives(s.Names))
def places(desk: Served, q: Part = "", limit: Few = 20) -> Any:
    """Return names of places of incidents, by a part of them, the commonest first."""
    return {"names": [plain(one) for one in desk.incidents.names("place", q, limit=limit)]}


@router.get(
    "/actors/{name:path}", response_model=None, dependencies=HEAVY, responses=gives(s.Profile), openapi_extra=FILTERED
)
def actor(desk: Served, asked: Asked, name: str, *, exact: Exact = False) -> Any:
    """Return the incidents of somebody over time, with whom and where: by a name or a code under which they stand."""
    return _profile(desk.incidents.profile("actor", name, most=MOST_READ if exact else LOOKED_AT, **asked))


@router.get(
    "/places/{name:path}", response_model=None, dependencies=HEAVY, responses=gives(s.Profile), openapi_extra=FILTERED
)
def place(desk: Served, asked: Asked, name: str, *, exact: Exact = False) -> Any:
    """Return the incidents at a place over time, and who takes part: by its name as incidents have it."""
    return _profile(desk.incidents.profile("place", name, most=MOST_READ if exact else LOOKED_AT, **asked))


@router.get("/queue", response_model=None, responses=gives(s.Rows), openapi_extra=FILTERED)
def queue(
    desk: Served,
    who: Asker,
    asked: Asked,
    order: Annotated[str, Query(pattern="^(confidence|day)$")] = "confidence",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    *,
    mine: Annotated[bool, Query(description="What who asks has not judged yet, whatever others say.")] = False,
) -> Any:
    """Return what nobody has judged yet, the least sure first: incidents that the machine made, or that were only seen."""
    waiting = {"unjudged": [who.name]} if mine else {"review": ["machine", "seen"]}
    page = desk.incidents.list(limit=limit, cursor=cursor, order=order, **{**waiting, **asked})
    return {"rows": [plain(row) for row in page.rows], "cursor": page.cursor}


@router.get("/search", response_model=None, responses=gives(s.Hits))
def search(
    desk: Served,
    q: Annotated[str, Query(min_length=1, max_length=500)],
    kind: Annotated[list[str] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Return reports and incidents that say some words, the best first."""
    return {"hits": [plain(hit) for hit in desk.incidents.search(q, kinds=kind or (), limit=limit)]}


@router.get("/reports", response_model=None, responses=gives(s.Reports), openapi_extra=FILTERED_REPORTS)
def reports(
    desk: Served,
    asked: AskedOfReports,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Any:
    """Return a page of current reports that fit, the latest published first, and the cursor of the next."""
    page = desk.incidents.reports(limit=limit, cursor=cursor, **asked)
    return {"rows": [plain(row) for row in page.rows], "cursor": page.cursor}


@router.get("/reports/{reference}", response_model=None, responses=gives(Report))
def report(desk: Served, reference: str) -> Any:
    """Return a report as it was read."""
    return plain(desk.project.get(reference).report)


@router.get("/reports/{reference}/record", response_model=None, responses=gives(CodedReport))
def record(desk: Served, reference: str) -> Any:
    """Return the record of a report."""
    from dateline.showing import record_as_data

    return record_as_data(desk.project.get(reference))


@router.get("/decisions", response_model=None, responses=gives(s.Decisions))
def decisions(desk: Served, incident: Annotated[str | None, Query(max_length=24)] = None) -> Any:
    """Return what people decided, of one incident or of all."""
    return {"decisions": [plain(one) for one in desk.incidents.decisions(incident)]}


@router.post("/decisions/{number}/undo", response_model=None, responses=gives(s.OneDecision) | WRITING)
def undo(desk: Served, who: Editor, number: Annotated[int, Path(ge=1, le=2**53)], body: Undoing) -> Any:
    """Undo a decision."""
    return {"decision": plain(desk.incidents.undo(number, why=body.why, by=who.name, role=who.role))}


@router.get("/grades", response_model=None, responses=gives(s.Grades))
def grades(desk: Served) -> Any:
    """Return the grades that people gave."""
    return {"grades": [plain(one) for one in desk.incidents.grades()]}


@router.put("/grades/outlet", response_model=None, responses=gives(s.Grades) | WRITING)
def grade_outlet(desk: Served, who: Editor, body: OutletGrade) -> Any:
    """Grade an outlet, A to F."""
    desk.incidents.grade_outlet(body.publisher, body.grade, why=body.why, by=who.name)
    return grades(desk)


@router.put("/grades/telling", response_model=None, responses=gives(s.Grades) | WRITING)
def grade_telling(desk: Served, who: Editor, body: TellingGrade) -> Any:
    """Grade what a report tells of an event, 1 to 6."""
    desk.incidents.grade_telling(body.event, body.grade, why=body.why, by=who.name)
    return grades(desk)


@router.get("/changes", response_model=None, responses=gives(s.Changes))
def changes(
    desk: Served,
    since: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Any:
    """Return what changed after a number, in order; numbers rise by one."""
    found = desk.incidents.changes_after(since, limit=limit)
    return {"changes": [plain(one) for one in found], "last": found[-1].number if found else since}
