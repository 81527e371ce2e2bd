"""What consolidation is given: the members of an incident, and the grades that people gave to outlets and information."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Self

from dateline.errors import RecordError
from dateline.events import Event
from dateline.incidents import Credibility, Joined, Reliability
from dateline.text import Report

UNDATED = "9999"
"""Stands for the publication of a report without a date, so that it is nobody's earliest."""


@dataclass(frozen=True, slots=True)
class Member:
    """One telling: an event with what is needed of its report, and why it is here.

    Args:
        report_id, text_id, title, publisher, agency, published, origin: of the report, under the report's own names.
        sketch: of the report's text, as linkage makes it to tell wire copies; empty where there is none.
        joined: to which other telling it was joined; None for the earliest, to which the others came.
    """

    report_id: str
    text_id: str
    event: Event
    title: str | None = None
    publisher: str | None = None
    agency: str | None = None
    published: str | None = None
    origin: str | None = None
    sketch: tuple[int, ...] = ()
    joined: Joined | None = None

    @classmethod
    def of(cls, report: Report, event: Event, *, sketch: tuple[int, ...] = (), joined: Joined | None = None) -> Self:
        """Return the member that an event of a report is."""
        return cls(
            report_id=report.id, text_id=report.text_id, event=event, title=report.title, publisher=report.publisher,
            agency=report.agency, published=report.published, origin=report.origin, sketch=sketch, joined=joined,
        )  # fmt: skip

    @property
    def order(self) -> tuple[str, str]:
        """What members are ordered by: publication, then the event's id."""
        return (self.published or UNDATED, self.event.id)


@lru_cache(maxsize=4096)
def outlet_key(name: str) -> str:
    """Return what two spellings of an outlet's name share: case and blanks do not matter, nor "the" and a domain's "www"."""
    key = " ".join(name.casefold().split()).removeprefix("www.")
    return (key.removeprefix("the ") or key)[:MOST_CHARACTERS]


MOST_CHARACTERS = 400
"""Characters of an outlet's key: no outlet has a longer name, and an index of a database takes not much more."""


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of the Admiralty code that people have given; make them with `of`.

    Args:
        outlets: how reliable an outlet is, by `outlet_key` of its name (A … F).
        information: how credible a telling is, by the event's id (1 … 6).
    """

    outlets: Mapping[str, Reliability] = field(default_factory=lambda: MappingProxyType({}))
    information: Mapping[str, Credibility] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls, outlets: Mapping[str, Reliability] | None = None, information: Mapping[str, Credibility] | None = None
    ) -> Self:
        """Return grades from outlets' names as they are written.

        Raises:
            RecordError: two spellings of one outlet are given different grades.
        """
        known: dict[str, Reliability] = {}
        for name, grade in (outlets or {}).items():
            if known.setdefault(outlet_key(name), grade) != grade:
                raise RecordError(
                    f"two grades are given for one outlet: {name!r} is {grade} and {known[outlet_key(name)]}"
                )
        return cls(MappingProxyType(known), MappingProxyType(dict(information or {})))

    def reliability(self, outlet: str | None) -> Reliability:
        """Return an outlet's grade; F, which cannot be judged, where none was given."""
        return self.outlets.get(outlet_key(outlet), "F") if outlet else "F"

    def credibility(self, event_id: str) -> Credibility:
        """Return the grade of what an event tells; 6, which cannot be judged, where none was given."""
        return self.information.get(event_id, "6")


NO_GRADES = Grades()
