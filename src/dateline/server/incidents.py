"""Incidents over HTTP: lists, points, facets, one with its reasons and reports, and what people decide about it."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from dateline.incidents import Decision, Incident, ReviewState
from dateline.server import shapes as s
from dateline.server.describing import WRITING, gives
from dateline.server.desk import FILTERED, Asked, Desk, Editor, Kept, Said, Seen, Served, plain
from dateline.server.heavy import HEAVY
from dateline.server.memory import Keeping, Memory, Written
from dateline.server.monthly import by_month, fewest
from dateline.server.routes import Router
from dateline.showing import FAMILIES, family_of, incident_card

router = Router(prefix="/incidents", tags=["incidents"])

Order = Annotated[str, Query(pattern="^(day|reports|killed|changed|confidence)$")]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=200)]

Reference = Annotated[
    str,
    Path(
        description="The id of an incident, or enough of its start.", json_schema_extra={"pattern": "^[0-9a-f]{4,24}$"}
    ),
]
"""Described, not checked: what is no id is 404, as an id that is not there; names of other routes ("count") are no ids."""

Exact = Annotated[bool, Query(description="Count all that fits, however long it takes.")]

MOST_POINTS = 50_000
"""Points of one answer, at most; a test holds it to the store's own number."""

POINTS = 20_000
"""Points of one answer where no other number is asked for."""

MOST_COUNTED = 10_000
"""How far incidents are counted where all are not asked for."""

LOOKED_AT = 1_000
"""Incidents in which values are counted where all are not asked for, the latest: some tens of milliseconds."""

MOST_CELLS = 65_000
"""Cells of a degree: as many as there are."""


class Reason(BaseModel):
    """Why something is decided."""

    model_config = ConfigDict(extra="forbid")
    why: Said


class Joining(Reason):
    """The incident that is the same."""

    other: Annotated[str, Field(min_length=4, max_length=24, pattern="^[0-9a-f]+$")]


class Splitting(Reason):
    """What goes out of an incident: ids of events, or of reports."""

    events: Annotated[
        list[Annotated[str, Field(min_length=4, max_length=24, pattern="^[0-9a-f]+$")]],
        Field(min_length=1, max_length=1000),
    ]


class Reviewing(BaseModel):
    """The state that a review comes to."""

    model_config = ConfigDict(extra="forbid")
    state: ReviewState
    why: Said = ""


@router.get("", response_model=None, responses=gives(s.Rows), openapi_extra=FILTERED)
def listed(desk: Served, asked: Asked, order: Order = "day", limit: Limit = 50, cursor: Cursor = None) -> Any:
    """Return a page of incidents that fit the filters, and the cursor of the next."""
    page = desk.incidents.list(limit=limit, cursor=cursor, order=order, **asked)
    return {"rows": [plain(row) for row in page.rows], "cursor": page.cursor}


@router.get("/count", response_model=None, responses=gives(s.Count), openapi_extra=FILTERED)
def counted(desk: Served, asked: Asked, *, exact: Exact = False) -> Any:
    """Return how many incidents fit the filters; where counting takes long, that they are so many at least."""
    if exact:
        return {"count": desk.incidents.count(**asked), "exact": True}
    found = desk.incidents.count_up_to(MOST_COUNTED, **asked)
    return {"count": found.number, "exact": found.exact}


@router.get("/points", response_model=None, dependencies=HEAVY, responses=gives(s.Points), openapi_extra=FILTERED)
def points(
    desk: Served, kept: Kept, asked: Asked, most: Annotated[int, Query(ge=1, le=MOST_POINTS)] = POINTS
) -> Response:
    """Return the incidents that fit as columns: what a map and a timeline draw, the latest first."""
    return kept.answer(f"points {most}", desk.incidents.last_change(), asked, lambda: _points(desk, asked, most))


def make_ready(desk: Desk, kept: Memory) -> None:
    """Make what the page asks for first, the map of all: while it is made the browser loads the page."""
    points(desk, Keeping(kept, takes_packed=True), {}, POINTS)


def _points(desk: Desk, asked: dict[str, list[str]], most: int) -> Written:
    found = desk.incidents.point_texts(most=most, **asked)
    number = {one.name: place for place, one in enumerate(FAMILIES)}
    types = json.loads(found.plover)
    family = {name: number[family_of(name).name] for name in set(types)}
    total, exact = found.number, True
    if total == most:
        counted = desk.incidents.count_up_to(max(MOST_COUNTED, most), **asked)
        total, exact = max(counted.number, total), counted.exact
    head = {"total": total, "exact": exact, "truncated": total > found.number or not exact}
    columns = {
        "id": found.id, "lat": found.latitude, "lon": found.longitude, "km": found.radius_km, "precision": found.place_precision,
        "family": json.dumps([family[name] for name in types], separators=(",", ":")), "killed": found.killed,
        "first": found.start, "last": found.end, "review": found.review,
    }  # fmt: skip
    return Written(json.dumps(head)[:-1] + "".join(f',"{name}":{text}' for name, text in columns.items()) + "}")


@router.get("/bins", response_model=None, dependencies=HEAVY, responses=gives(s.Bins), openapi_extra=FILTERED)
def bins(desk: Served, kept: Kept, asked: Asked, *, exact: Exact = False) -> Response:
    """Return how many of those that fit lie in each cell of a degree, and in each month: where there are more than points."""
    what = f"bins {exact}"
    return kept.answer(
        what, desk.incidents.last_change(), asked, lambda: _bins(desk, asked, None if exact else LOOKED_AT)
    )


def _bins(desk: Desk, asked: dict[str, list[str]], most: int | None) -> Any:
    found = desk.incidents.facet_counts(facets={"cell": MOST_CELLS}, most=most, **asked)
    cells = [(*map(int, name.split(",")), number) for name, number in found.values["cell"]]
    months = desk.incidents.months(most=most, **asked)
    return {
        "of": fewest(found.of, months.of),
        "exact": found.of is None and months.of is None,
        "lat": [row + 0.5 for row, _, _ in cells],
        "lon": [column + 0.5 for _, column, _ in cells],
        "count": [number for _, _, number in cells],
        **by_month(months.rows),
    }


@router.get("/facets", response_model=None, dependencies=HEAVY, responses=gives(s.Facets), openapi_extra=FILTERED)
def facets(desk: Served, kept: Kept, asked: Asked, *, exact: Exact = False) -> Response:
    """Return the commonest values of each facet, counted under the other filters; `of`: among so many, the latest."""
    what, most = f"facets {exact}", None if exact else LOOKED_AT
    return kept.answer(what, desk.incidents.last_change(), asked, lambda: _facets(desk, asked, most))


def _facets(desk: Desk, asked: dict[str, list[str]], most: int | None) -> Any:
    counted = desk.incidents.facet_counts(facets=None, most=most, **asked)
    found: dict[str, Any] = dict(counted.values)
    found["publisher"] = found.pop("outlet")
    return found | {"of": counted.of, "exact": counted.of is None}


def _answered(incident: Incident, response: Response) -> Any:
    response.headers["ETag"] = f'"{incident.version}"'
    return plain(incident)


@router.get("/{reference}", response_model=None, responses=gives(Incident))
def one(desk: Served, reference: Reference, response: Response) -> Any:
    """Return an incident: by its id, one it had before, the id of an event in it, or the start of one."""
    found = desk.incidents.get(reference)
    if found.id != reference:
        response.headers["Content-Location"] = f"/api/incidents/{found.id}"
    return _answered(found, response)


@router.get("/{reference}/why", response_model=None, responses=gives(s.Why))
def why(desk: Served, reference: Reference) -> Any:
    """Return an incident with all evidence that joined its reports, and what people decided."""
    found = desk.incidents.why(reference)
    return {"incident": plain(found), "decisions": [plain(one) for one in desk.incidents.decisions(found.id)]}


@router.get("/{reference}/card", response_model=None, responses=gives(s.Card))
def card(desk: Served, reference: Reference) -> Any:
    """Return an incident in words."""
    found = incident_card(desk.incidents.get(reference))
    return {
        "heading": found.heading,
        "code": found.code,
        "badges": list(found.badges),
        "lines": [plain(line) for line in found.lines],
        "reports": [plain(line) for line in found.reports],
    }


@router.get("/{reference}/reports", response_model=None, responses=gives(s.Tellings))
def reports(desk: Served, reference: Reference) -> Any:
    """Return the reports that tell an incident, each with the events that tell it as corrected, and what else it tells."""
    incident = desk.incidents.get(reference)
    told = {teller.event_id for teller in incident.tellers}
    names = dict.fromkeys(teller.report_id for teller in incident.tellers)
    records = desk.incidents.desk.all_corrected(list(names))
    elsewhere = desk.incidents.of_events([event.id for record in records for event in record.events])
    return [
        {
            "report": plain(record.report),
            "events": [plain(event) for event in record.events if event.id in told],
            "others": [
                {"id": event.id, "anchor": event.anchor.quote, "incident": elsewhere.get(event.id)}
                for event in record.events
                if event.id not in told
            ],
        }
        for record in records
    ]


@router.post("/{reference}/join", response_model=None, responses=gives(s.Decided) | WRITING)
def join(desk: Served, who: Editor, seen: Seen, reference: Reference, body: Joining) -> Any:
    """Say that two incidents are one."""
    made = desk.incidents.join(reference, body.other, why=body.why, by=who.name, role=who.role, version=seen)
    return _decided(desk, made, reference)


@router.post("/{reference}/split", response_model=None, responses=gives(s.Decided) | WRITING)
def split(desk: Served, who: Editor, seen: Seen, reference: Reference, body: Splitting) -> Any:
    """Say that some events of an incident are another."""
    made = desk.incidents.split(reference, body.events, why=body.why, by=who.name, role=who.role, version=seen)
    return _decided(desk, made, reference)


@router.post("/{reference}/reject", response_model=None, responses=gives(s.Decided) | WRITING)
def reject(desk: Served, who: Editor, seen: Seen, reference: Reference, body: Reason) -> Any:
    """Say that an incident is none."""
    return _decided(
        desk, desk.incidents.reject(reference, why=body.why, by=who.name, role=who.role, version=seen), reference
    )


@router.post("/{reference}/restore", response_model=None, responses=gives(s.Decided) | WRITING)
def restore(desk: Served, who: Editor, seen: Seen, reference: Reference, body: Reason) -> Any:
    """Take a rejection back."""
    return _decided(
        desk, desk.incidents.restore(reference, why=body.why, by=who.name, role=who.role, version=seen), reference
    )


@router.post("/{reference}/review", response_model=None, responses=gives(Incident) | WRITING)
def review(desk: Served, who: Editor, seen: Seen, reference: Reference, body: Reviewing, response: Response) -> Any:
    """Set the state of an incident's review."""
    found = desk.incidents.review(reference, body.state, why=body.why, by=who.name, role=who.role, version=seen)
    return _answered(found, response)


def _decided(desk: Served, made: Decision, reference: Reference) -> Any:
    now = desk.incidents.get(reference)
    return {"decision": plain(made), "incident": now.id, "version": now.version}
