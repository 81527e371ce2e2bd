"""Alerts over HTTP: lists, one, its CAP message, the feed of what became of them, and an Atom feed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Header, Query, Request, Response

from dateline.alerts import Alert
from dateline.server import shapes as s
from dateline.server.describing import UNCHANGED, Responses, gives
from dateline.server.desk import Served, plain
from dateline.server.errors import Refused
from dateline.server.routes import Router

router = Router(tags=["alerts"])

FEED: Responses = {200: {"description": "An Atom feed.", "content": {"application/atom+xml": {}}}}

Since = Annotated[int, Query(ge=0, le=2**53)]


Tag = Annotated[str | None, Header(description="What ETag said of an answer that is held already.")]


def _unchanged(response: Response, last: int, held: str | None) -> Response | None:
    """Give an answer the number of the last change of any alert as its tag; return 304 where that is held already."""
    tag = f'"{last}"'
    response.headers["ETag"] = tag
    fits = held is not None and tag in {one.strip().removeprefix("W/") for one in held.split(",")}
    return Response(status_code=304, headers=dict(response.headers)) if fits else None


@router.get("/alerts", response_model=None, responses=gives(s.AlertRows) | UNCHANGED)
def listed(
    desk: Served,
    response: Response,
    state: Annotated[str | None, Query(pattern="^(active|withdrawn)$")] = None,
    rule: Annotated[str | None, Query(max_length=100, description="The name of a rule.")] = None,
    kind: Annotated[str | None, Query(pattern="^(match|surge|first)$")] = None,
    incident: Annotated[str | None, Query(max_length=24, description="The id of an incident.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    if_none_match: Tag = None,
) -> Any:
    """Return a page of alerts, the last changed first, and the cursor of the next."""
    alerts = desk.project.alerts
    if (same := _unchanged(response, alerts.last_change(), if_none_match)) is not None:
        return same
    page = alerts.list(state=state, rule=rule, kind=kind, incident=incident, limit=limit, cursor=cursor)
    return {"alerts": [plain(one) for one in page.alerts], "cursor": page.cursor}


@router.get("/alerts/count", response_model=None, responses=gives(s.AlertCounts) | UNCHANGED)
def counted(desk: Served, response: Response, if_none_match: Tag = None) -> Any:
    """Return how many alerts stand and were withdrawn, of each rule and kind and of all."""
    last = desk.project.alerts.last_change()
    if (same := _unchanged(response, last, if_none_match)) is not None:
        return same
    rules = desk.project.alerts.by_rule()
    return {
        "active": sum(one.active for one in rules),
        "withdrawn": sum(one.withdrawn for one in rules),
        "last": last,
        "rules": [plain(one) for one in rules],
    }


@router.get(
    "/alerts.atom",
    response_model=None,
    responses=FEED | UNCHANGED,
)
def atom(desk: Served, request: Request, response: Response, if_none_match: Tag = None) -> Response:
    """Return the alerts that changed last as an Atom feed."""
    if (same := _unchanged(response, desk.project.alerts.last_change(), if_none_match)) is not None:
        return same
    body = desk.project.alerts.atom(base=str(request.base_url).rstrip("/"))
    return Response(body, media_type="application/atom+xml", headers=dict(response.headers))


@router.get("/alerts/changes", response_model=None, responses=gives(s.AlertChanges))
def changes(desk: Served, since: Since = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> Any:
    """Return what became of alerts after a number, in order; numbers rise by one."""
    found = desk.project.alerts.changes(since, limit=limit)
    return {"changes": [plain(one) for one in found], "last": found[-1].number if found else since}


@router.get("/alerts/rules", response_model=None, responses=gives(s.Followers))
def rules(desk: Served) -> Any:
    """Return the rules that are followed, and how far each follower is in the change feed."""
    return {"followers": [plain(one) for one in desk.project.alerts.followers()]}


@router.get("/alerts/{reference}", response_model=None, responses=gives(Alert))
def one(desk: Served, reference: str, response: Response) -> Any:
    """Return an alert by its id or the start of it."""
    found = desk.project.alerts.get(reference)
    response.headers["ETag"] = f'"{found.version}"'
    return plain(found)


@router.get("/alerts/{reference}/changes", response_model=None, responses=gives(s.AlertChanges))
def history(desk: Served, reference: str) -> Any:
    """Return what became of an alert, in order."""
    found = desk.project.alerts.changes(alert=desk.project.alerts.get(reference).id)
    return {"changes": [plain(one) for one in found], "last": found[-1].number}


@router.get(
    "/alerts/{reference}/cap",
    response_model=None,
    responses={200: {"description": "A message of CAP 1.2.", "content": {"application/cap+xml": {}}}},
)
def cap(desk: Served, request: Request, reference: str) -> Response:
    """Return an alert as a message of the Common Alerting Protocol 1.2."""
    if len(reference) > 24:
        raise Refused(404, "not-found", f"There is no alert {reference!r:.60}.")
    body = desk.project.alerts.cap(reference, base=str(request.base_url).rstrip("/"))
    return Response(body, media_type="application/cap+xml")
