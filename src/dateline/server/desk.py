"""What every request is served with: the project, who asks, and how much at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from dateline.casebook import Casebook
from dateline.project import Project
from dateline.server.errors import Refused
from dateline.server.security import Access, Caller

FILTER_NAMES = (
    "since", "until", "country", "box", "type", "mode", "weapon", "actor", "killed", "injured", "factuality", "sphere", "kind",
    "review", "sources", "reports", "min_confidence", "publisher", "search",
)  # fmt: skip
"""Query parameters that are filters; a test holds them to the store's own table."""


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
    """Return the filters of the query; a parameter given several times asks for any of its values."""
    query = request.query_params
    return {name: query.getlist(name) for name in FILTER_NAMES if name in query}


def seen_version(request: Request) -> int:
    """Return the version that the editor saw, from If-Match.

    Raises:
        Refused: it is not there, or no version.
    """
    given = request.headers.get("if-match")
    if given is None:
        raise Refused(
            428, "precondition-required", "Say which version you saw.", 'Send it back as If-Match: "VERSION".'
        )
    number = given.strip().removeprefix("W/").strip('"')
    if not number.isdecimal() or len(number) > 9:
        raise Refused(400, "bad-version", f"{given!r:.40} is no version.", 'Send the number from ETag: "VERSION".')
    return int(number)


Served = Annotated[Desk, Depends(desk)]
Asker = Annotated[Caller, Depends(caller)]
Editor = Annotated[Caller, Depends(editor)]
Asked = Annotated[dict[str, list[str]], Depends(filters)]
Seen = Annotated[int, Depends(seen_version)]


def plain(value: object) -> Any:
    """Return a value of ours as JSON has it."""
    from dateline.showing import as_data

    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return as_data(value)
