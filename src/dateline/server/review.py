"""The desk over HTTP: events with what each person said of every slot, corrections, proposals, bulk actions, agreement."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import BaseModel, ConfigDict, Field

from dateline.agreement import Agreement
from dateline.corrections import EventReview, ReportReview
from dateline.incidents import Decision
from dateline.reviewing import SLOTS, choices_of, modes_of_types
from dateline.server import shapes as s
from dateline.server.describing import WRITING, gives
from dateline.server.desk import FILTERS, Editor, Said, SeenTag, Served, plain
from dateline.server.errors import Refused
from dateline.server.heavy import HEAVY
from dateline.server.routes import Router
from dateline.showing import actors_called, places_called

router = Router(tags=["review"])

MOST_FOUND = 20
"""Places or actors of one answer."""

Id = Annotated[str, Field(min_length=4, max_length=24, pattern="^[0-9a-f]+$")]
SlotName = Annotated[str, Field(max_length=40)]
Words = Annotated[str, Query(min_length=1, max_length=200)]


class Strict(BaseModel):
    """A body that holds what it may, and nothing else."""

    model_config = ConfigDict(extra="forbid")


class Stretch(Strict):
    """Words of a report's text: half-open offsets in code points."""

    start: Annotated[int, Field(ge=0, le=2**31)]
    end: Annotated[int, Field(ge=1, le=2**31)]
    quote: Annotated[str | None, Field(max_length=2000)] = None


class Correcting(Strict):
    """What a slot says; null or an empty list is "not stated"."""

    slot: SlotName
    value: Any
    why: Said = ""


class Removing(Strict):
    """Why there is no event."""

    why: Said = ""


class EventKind(Strict):
    """The type of an event that is added; codes that are left out come from the crosswalk."""

    plover: Annotated[str, Field(max_length=20)]
    mode: Annotated[str | None, Field(max_length=40)] = None
    acled: Annotated[str | None, Field(max_length=80)] = None
    cameo: Annotated[str | None, Field(max_length=10)] = None
    ucdp: Annotated[str | None, Field(max_length=40)] = None


class Adding(Strict):
    """An event that the machine missed: its type, the words that state it, and what else is stated, by slot."""

    type: EventKind
    anchor: Stretch
    slots: dict[str, Any] = {}
    why: Said = ""


class Proposing(Strict):
    """Marked words, the slot that they are meant for, and the event that they are told of."""

    slot: SlotName
    spans: Annotated[list[Stretch], Field(min_length=1, max_length=50)]
    event: Id | None = None


class SeenIncident(Strict):
    """An incident at the version that was seen."""

    id: Id
    version: Annotated[int, Field(ge=1, le=2**31)]


class Many(Strict):
    """Incidents by their ids or by filters, and what is decided of them."""

    action: Annotated[str, Field(pattern="^(accept|reject|seen|reason)$")]
    why: Said = ""
    ids: Annotated[list[Id | SeenIncident], Field(min_length=1, max_length=20_000)] | None = None
    filters: dict[str, list[Annotated[str, Field(max_length=500)]]] | None = None
    expected: Annotated[int, Field(ge=0, le=2**31)] | None = None


# --- looking


@router.get("/review/slots", response_model=None, responses=gives(s.SlotTable))
def slots() -> Any:
    """Return the slots that can be corrected, with the closed lists of their fields, and the modes of each type."""
    table = [
        {
            "name": slot.name, "label": slot.label, "many": slot.many, "optional": slot.optional, "colour": slot.colour,
            "key": slot.key, "choices": {name: list(words) for name, words in choices_of(slot).items()},
        }
        for slot in SLOTS
    ]  # fmt: skip
    return {"slots": table, "modes": {name: list(modes) for name, modes in modes_of_types().items()}}


@router.get("/reports/{reference}/review", response_model=None, responses=gives(ReportReview))
def report(desk: Served, reference: str, response: Response) -> Any:
    """Return a report with its events as corrected, removed and added ones included, and what each person said of them."""
    found = desk.incidents.desk.report(reference)
    response.headers["ETag"] = f'"{found.version}"'
    return plain(found)


@router.get("/events/{reference}/review", response_model=None, responses=gives(EventReview))
def event(desk: Served, reference: str, response: Response) -> Any:
    """Return an event as corrected, and what each person said of it."""
    return _answered(desk.incidents.desk.event(reference), response)


def _answered(found: EventReview, response: Response) -> Any:
    response.headers["ETag"] = f'"{found.version}"'
    return plain(found)


@router.get("/review/disagreements", response_model=None, responses=gives(s.Disagreements))
def disagreements(
    desk: Served,
    slot: Annotated[str | None, Query(max_length=40)] = None,
    cursor: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Return the slots over which people differ, side by side."""
    rows, last = desk.incidents.desk.disagreements(slot=slot, cursor=cursor, limit=limit)
    return {"rows": [plain(row) for row in rows], "cursor": last}


@router.get("/review/agreement", response_model=None, dependencies=HEAVY, responses=gives(Agreement))
def agreement(desk: Served) -> Any:
    """Return how far people agree, slot by slot: Krippendorff's alpha, with how many events and people it rests on."""
    return plain(desk.incidents.desk.agreement())


@router.get("/review/places", response_model=None, responses=gives(s.GazetteerPlaces))
def places(q: Words, country: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$")] = None) -> Any:
    """Return places of the gazetteer that bear a name, to set one by hand."""
    found = places_called(q, country=country)[:MOST_FOUND]
    return {
        "places": [
            {
                "name": one.name, "kind": one.kind, "precision": one.precision, "relation": "in",
                "latitude": round(one.lat, 4), "longitude": round(one.lon, 4), "radius_km": round(one.radius_km, 1),
                **{name: value for name in ("geonames_id", "country", "admin1", "admin2") if (value := getattr(one, name))},
            }
            for one in found
        ]
    }  # fmt: skip


@router.get("/review/actors", response_model=None, responses=gives(s.DictionaryActors))
def actors(q: Words) -> Any:
    """Return actors of the dictionary whose names hold the words, to set one by hand."""
    found = actors_called(q, limit=MOST_FOUND)
    return {"actors": [{"id": one.id, "name": one.name, "kind": one.kind, "country": one.country} for one in found]}


@router.post("/reports/{reference}/propose", response_model=None, responses=gives(s.Proposals) | WRITING)
def propose(desk: Served, reference: str, body: Proposing) -> Any:
    """Return what marked words may stand for in a slot, the likeliest first; nothing is stored."""
    spans = [(one.start, one.end) for one in body.spans]
    found = desk.incidents.desk.propose(reference, body.slot, spans, event=body.event)
    return {"proposals": [plain(one) for one in found]}


# --- deciding


@router.post("/events/{reference}/correct", response_model=None, responses=gives(s.Corrected) | WRITING)
def correct(desk: Served, who: Editor, seen: SeenTag, reference: str, body: Correcting, response: Response) -> Any:
    """Say what a slot of an event says; If-Match is the event's version."""
    made, now = desk.incidents.desk.correct(
        reference, body.slot, body.value, why=body.why, by=who.name, role=who.role, version=seen
    )
    return _corrected(made, now, response)


@router.post("/events/{reference}/remove", response_model=None, responses=gives(s.Corrected) | WRITING)
def remove(desk: Served, who: Editor, seen: SeenTag, reference: str, body: Removing, response: Response) -> Any:
    """Say that there is no event here; If-Match is the event's version."""
    made, now = desk.incidents.desk.correct(
        reference, "event", False, why=body.why, by=who.name, role=who.role, version=seen
    )
    return _corrected(made, now, response)


@router.post("/reports/{reference}/events", response_model=None, responses=gives(s.Corrected) | WRITING)
def add(desk: Served, who: Editor, seen: SeenTag, reference: str, body: Adding, response: Response) -> Any:
    """Say that a report tells of an event that the machine missed; If-Match is the report's version."""
    kind = body.type.model_dump(exclude_none=True)
    anchor = body.anchor.model_dump(exclude_none=True)
    made, now = desk.incidents.desk.add_event(
        reference, kind, anchor, body.slots, why=body.why, by=who.name, role=who.role, version=seen
    )
    return _corrected(made, now, response)


def _corrected(made: Decision, now: EventReview, response: Response) -> Any:
    event = _answered(now, response)
    return {"decision": plain(made), "event": event, "incident": now.incident, "version": now.incident_version}


@router.post("/review/bulk", response_model=None, responses=gives(s.BulkDecided) | WRITING)
def bulk(desk: Served, who: Editor, body: Many) -> Any:
    """Accept, reject, mark as seen or give a reason to many incidents at once; one undo takes the whole back."""
    ids = None
    if body.ids is not None:
        ids = {
            one if isinstance(one, str) else one.id: None if isinstance(one, str) else one.version for one in body.ids
        }
    done, made = desk.incidents.desk.decide_many(
        body.action, ids=ids, filters=_known(body), expected=body.expected, why=body.why, by=who.name, role=who.role
    )
    return {"decision": None if made is None else plain(made), "done": done.done, "skipped": done.skipped}


def _known(body: Many) -> dict[str, object] | None:
    if body.filters is None:
        return None
    if unknown := body.filters.keys() - FILTERS.keys():
        raise Refused(
            400, "bad-request", f"There is no filter {min(unknown)!r:.40}.", f"There are {', '.join(FILTERS)}."
        )
    return {name: values for name, values in body.filters.items() if values}
