"""The rest of the API: reports, search, decisions, grades, changes, overview, vocabulary, session, health."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from dateline._version import __version__
from dateline.events import CodedReport
from dateline.server import shapes as s
from dateline.server.desk import Asked, Asker, Desk, Editor, Kept, Name, Said, Served, plain
from dateline.server.heavy import HEAVY
from dateline.showing import FAMILIES, SLOTS, family_of, type_labels
from dateline.store import Month, Profile
from dateline.text import Report
from dateline.watching.health import STALE_SECONDS

router = APIRouter()

DOING = frozenset({"perpetrator", "speaker"})
SUFFERING = frozenset({"target", "victim", "recipient"})
MATRIX = 12
"""Actors of the matrix, the commonest."""


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


@router.get("/session", response_model=None, responses=s.gives(s.Session))
def session(desk: Served, who: Asker) -> Any:
    """Return who asks, what they may do and as what they decide, and whether a token let them in."""
    signed_in = bool(desk.access.tokens)
    return {"user": who.name, "rights": who.rights, "role": who.role, "signed_in": signed_in, "version": __version__}


@router.get("/health", response_model=None, responses=s.gives(s.Health))
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


@router.get("/vocabulary", response_model=None, responses=s.gives(s.Vocabulary))
def vocabulary() -> Any:
    """Return the words and colours that the page uses for types and slots."""
    return {
        "families": [plain(family) for family in FAMILIES],
        "slots": [plain(slot) for slot in SLOTS],
        "labels": type_labels(),
    }


@router.get("/overview", response_model=None, dependencies=HEAVY, responses=s.gives(s.Overview))
def overview(desk: Served, kept: Kept, asked: Asked) -> Response:
    """Return counts a month by family, how many were killed, and who did what to whom."""
    return kept.answer("overview", desk.incidents.last_change(), asked, lambda: _overview(desk, asked))


def _overview(desk: Desk, asked: dict[str, list[str]]) -> Any:
    actors, matrix = _matrix(desk.incidents.sides(**asked))
    months = desk.incidents.months(**asked)
    total = sum(row.incidents for row in months)
    return {"total": total, **_by_month(months), "actors": actors, "matrix": matrix}


def _by_month(rows: Sequence[Month]) -> dict[str, Any]:
    """Return columns: months, in each the number of each family, and how many were killed."""
    place = {family.name: number for number, family in enumerate(FAMILIES)}
    months: dict[str, list[int]] = {}
    killed: Counter[str] = Counter()
    for row in rows:
        months.setdefault(row.month, [0] * len(FAMILIES))[place[family_of(row.plover).name]] += row.incidents
        killed[row.month] += row.killed
    return {"months": list(months), "families": list(months.values()), "killed": [killed[month] for month in months]}


def _profile(found: Profile) -> Any:
    return {
        "name": found.name,
        "total": found.total,
        **_by_month(found.months),
        "actors": plain(found.actors),
        "places": plain(found.places),
        "countries": plain(found.countries),
    }


@router.get("/actors/{name:path}", response_model=None, dependencies=HEAVY, responses=s.gives(s.Profile))
def actor(desk: Served, asked: Asked, name: str) -> Any:
    """Return the incidents of somebody over time, with whom and where: by a name or a code under which they stand."""
    return _profile(desk.incidents.profile("actor", name, **asked))


@router.get("/places/{name:path}", response_model=None, dependencies=HEAVY, responses=s.gives(s.Profile))
def place(desk: Served, asked: Asked, name: str) -> Any:
    """Return the incidents at a place over time, and who takes part: by its name as incidents have it."""
    return _profile(desk.incidents.profile("place", name, **asked))


@router.get("/queue", response_model=None, responses=s.gives(s.Rows))
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


def _matrix(sides: Sequence[Any]) -> tuple[list[str], list[list[int]]]:
    """Return the commonest actors, and how often the one of a row did something to the one of a column."""
    pairs: Counter[tuple[str, str]] = Counter()
    number: Counter[str] = Counter()
    for participants in sides:
        doing = {one["value"]["name"] for one in participants if one["value"]["role"] in DOING}
        suffering = {one["value"]["name"] for one in participants if one["value"]["role"] in SUFFERING}
        number.update(doing | suffering)
        pairs.update((a, b) for a in doing for b in suffering if a != b)
    common = Counter({name: n for name, n in number.items() if any(name in pair for pair in pairs)})
    names = [name for name, _ in sorted(common.items(), key=lambda item: (-item[1], item[0]))[:MATRIX]]
    return names, [[pairs[a, b] for b in names] for a in names]


@router.get("/search", response_model=None, responses=s.gives(s.Hits))
def search(
    desk: Served,
    q: Annotated[str, Query(min_length=1, max_length=500)],
    kind: Annotated[list[str] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Return reports and incidents that say some words, the best first."""
    return {"hits": [plain(hit) for hit in desk.incidents.search(q, kinds=kind or (), limit=limit)]}


@router.get("/reports/{reference}", response_model=None, responses=s.gives(Report))
def report(desk: Served, reference: str) -> Any:
    """Return a report as it was read."""
    return plain(desk.project.get(reference).report)


@router.get("/reports/{reference}/record", response_model=None, responses=s.gives(CodedReport))
def record(desk: Served, reference: str) -> Any:
    """Return the record of a report."""
    from dateline.showing import record_as_data

    return record_as_data(desk.project.get(reference))


@router.get("/decisions", response_model=None, responses=s.gives(s.Decisions))
def decisions(desk: Served, incident: Annotated[str | None, Query(max_length=24)] = None) -> Any:
    """Return what people decided, of one incident or of all."""
    return {"decisions": [plain(one) for one in desk.incidents.decisions(incident)]}


@router.post("/decisions/{number}/undo", response_model=None, responses=s.gives(s.OneDecision) | s.WRITING)
def undo(desk: Served, who: Editor, number: Annotated[int, Path(ge=1, le=2**53)], body: Undoing) -> Any:
    """Undo a decision."""
    return {"decision": plain(desk.incidents.undo(number, why=body.why, by=who.name, role=who.role))}


@router.get("/grades", response_model=None, responses=s.gives(s.Grades))
def grades(desk: Served) -> Any:
    """Return the grades that people gave."""
    return {"grades": [plain(one) for one in desk.incidents.grades()]}


@router.put("/grades/outlet", response_model=None, responses=s.gives(s.Grades) | s.WRITING)
def grade_outlet(desk: Served, who: Editor, body: OutletGrade) -> Any:
    """Grade an outlet, A to F."""
    desk.incidents.grade_outlet(body.publisher, body.grade, why=body.why, by=who.name)
    return grades(desk)


@router.put("/grades/telling", response_model=None, responses=s.gives(s.Grades) | s.WRITING)
def grade_telling(desk: Served, who: Editor, body: TellingGrade) -> Any:
    """Grade what a report tells of an event, 1 to 6."""
    desk.incidents.grade_telling(body.event, body.grade, why=body.why, by=who.name)
    return grades(desk)


@router.get("/changes", response_model=None, responses=s.gives(s.Changes))
def changes(
    desk: Served,
    since: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Any:
    """Return what changed after a number, in order; numbers rise by one."""
    found = desk.incidents.changes_after(since, limit=limit)
    return {"changes": [plain(one) for one in found], "last": found[-1].number if found else since}
