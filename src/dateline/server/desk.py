"""What every request is served with: the project, who asks, and how much at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from pydantic import AfterValidator, Field

from dateline.casebook import Casebook
from dateline.project import Project
from dateline.server.describing import takes
from dateline.server.errors import Refused
from dateline.server.memory import Keeping, remembering
from dateline.server.security import Access, Caller

FILTERS: Mapping[str, str] = {
    "since": "On or after a day, a month or a year (2024-03-02, 2024-03, 2024).",
    "until": "On or before a day, a month or a year.",
    "country": "ISO 3166-1 alpha-2.",
    "box": "south,west,north,east in degrees; west above east crosses the date line.",
    "type": "A PLOVER type or an ACLED sub-event type.",
    "mode": "A mode of PLOVER.",
    "weapon": "A weapon of the record's contract.",
    "actor": "Part of the name of somebody who takes part; the whole of it in double quotes.",
    "killed": "At least so many killed.",
    "injured": "At least so many injured.",
    "factuality": "As what it is told.",
    "sphere": "Political, criminal …; without it all but criminal, `all` for everything.",
    "kind": "incident, series, recalled or all; without it the first two.",
    "review": "A state of the review, or all; without it all but rejected.",
    "sources": "Told by at least so many independent sources.",
    "reports": "Told by at least so many reports.",
    "min_confidence": "At least so sure, from 0 to 1.",
    "publisher": "Part of the name of an outlet that tells it.",
    "judge": "The name of somebody who accepted, corrected or rejected it.",
    "unjudged": "The name of somebody who has not judged it yet.",
    "disputed": "yes: people differ over a slot of one of its events.",
    "place": "Part of the name of a place; the whole of it in double quotes.",
    "id": "The id of an incident.",
    "search": 'Words; "a phrase"; OR between alternatives; a minus before what must not be there.',
}
"""Query parameters that are filters; a test holds them to the store's own table."""

REPORT_FILTERS: Mapping[str, str] = {
    "since": "Published on or after a day, a month or a year.",
    "until": "Published on or before a day, a month or a year.",
    "publisher": "Part of the name of the outlet.",
    "language": "ISO 639-1.",
    "search": 'Words; "a phrase"; OR between alternatives; a minus before what must not be there.',
}
"""The same of reports."""

MOST_VALUES = 200
"""Alternatives of one filter."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The project that is served, and who may do what."""

    project: Project
    access: Access

    @property
    def incidents(self) -> Casebook:
        """Its incidents."""
        return self.project.incidents


def desk(request: Request) -> Desk:
    """Return what the app was made with."""
    found: Desk = request.app.state.desk
    return found


def caller(request: Request) -> Caller:
    """Return who asks, as the access check found."""
    found: Caller = request.state.caller
    return found


def editor(request: Request) -> Caller:
    """Return who asks, where they may change things.

    Raises:
        Refused: they may only read.
    """
    found = caller(request)
    if found.rights != "edit":
        raise Refused(403, "forbidden", "You may read here, not decide.", "Ask for a token that may edit.")
    return found


def filters(request: Request) -> dict[str, list[str]]:
    """Return the filters of the query; a parameter given several times asks for any of its values.

    Raises:
        Refused: there are too many of one.
    """
    return _given(request, FILTERS)


def report_filters(request: Request) -> dict[str, list[str]]:
    """Return the filters of reports in the query, as `filters` does."""
    return _given(request, REPORT_FILTERS)


def _given(request: Request, names: Iterable[str]) -> dict[str, list[str]]:
    found = {name: values for name in names if (values := request.query_params.getlist(name))}
    for name, values in found.items():
        if len(values) > MOST_VALUES:
            raise Refused(422, "invalid", f"{name}: {len(values)} values are too many; {MOST_VALUES} at most.")
    return found


FILTERED = takes(FILTERS, MOST_VALUES)
"""What a route with `Asked` says of itself in the OpenAPI."""

FILTERED_REPORTS = takes(REPORT_FILTERS, MOST_VALUES)
"""The same with `AskedOfReports`."""


def _tag(if_match: str | None) -> str:
    if if_match is None:
        raise Refused(
            428, "precondition-required", "Say which version you saw.", 'Send it back as If-Match: "VERSION".'
        )
    return if_match.strip().removeprefix("W/").strip('"')


def seen_version(
    if_match: Annotated[str | None, Header(description='The version that was seen, as ETag has it: "3".')] = None,
) -> int:
    """Return the version that the editor saw, from If-Match.

    Raises:
        Refused: it is not there, or no version.
    """
    number = _tag(if_match)
    if not number.isdecimal() or len(number) > 9:
        raise Refused(400, "bad-version", f"{if_match!r:.40} is no version.", 'Send the number from ETag: "VERSION".')
    return int(number)


def _without_nul(words: str) -> str:
    if "\x00" in words:
        raise ValueError("there is a NUL character in it, which no database holds")
    return words


def seen_tag(
    if_match: Annotated[str | None, Header(description='The version that was seen, as ETag has it: "3f1c…".')] = None,
) -> str:
    """Return the version of an event or a report that the editor saw, from If-Match.

    Raises:
        Refused: it is not there, or no version.
    """
    tag = _tag(if_match)
    if not (tag.isascii() and tag.isalnum() and len(tag) <= 40):
        raise Refused(400, "bad-version", f"{if_match!r:.40} is no version.", "Send what ETag said.")
    return tag


Said = Annotated[str, Field(max_length=2000), AfterValidator(_without_nul)]
"""Why somebody decides something, in their own words."""

Name = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_without_nul)]
"""How something is called."""


Kept = Annotated[Keeping, Depends(remembering)]
Served = Annotated[Desk, Depends(desk)]
Asker = Annotated[Caller, Depends(caller)]
Editor = Annotated[Caller, Depends(editor)]
Asked = Annotated[dict[str, list[str]], Depends(filters)]
AskedOfReports = Annotated[dict[str, list[str]], Depends(report_filters)]
Seen = Annotated[int, Depends(seen_version)]
SeenTag = Annotated[str, Depends(seen_tag)]


def plain(value: object) -> Any:
    """Return a value of ours as JSON has it."""
    from dateline.showing import as_data

    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return as_data(value)
