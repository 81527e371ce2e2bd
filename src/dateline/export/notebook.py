"""Records, incidents and projects in notebooks: whole pages in frames that may run nothing, so that styles stay apart."""

from __future__ import annotations

import html
from typing import Protocol

from dateline.errors import StoreError
from dateline.events import CodedReport
from dateline.export.formats.html import card_html, head
from dateline.export.incident_cards import incident_card
from dateline.export.page import escape, page
from dateline.incidents import Incident

RECORD_HEIGHT, INCIDENT_HEIGHT = 36, 26
"""Heights of the frames, in letters."""


def framed(document: str, height: int) -> str:
    """Return a page in a frame: it runs no script, opens no window and loads nothing."""
    return (
        f'<iframe sandbox srcdoc="{html.escape(document, quote=True)}" title="dateline" '
        f'style="width:100%;height:{height}rem;border:1px solid #8886;border-radius:8px"></iframe>'
    )


def record_html(record: CodedReport) -> str:
    """Return a coded report with every value marked, in a frame."""
    return framed(page(record), RECORD_HEIGHT)


def incident_html(incident: Incident) -> str:
    """Return an incident's card, in a frame."""
    card = incident_card(incident)
    document = "".join(
        (
            *head(card.heading),
            f'<main class="report incident"><h1>{escape(card.heading)}</h1>',
            *card_html(card),
            "</main></body></html>",
        )
    )
    return framed(document, INCIDENT_HEIGHT)


class Counts(Protocol):
    """How much a project keeps."""

    @property
    def reports(self) -> int:
        """Current reports."""
        ...

    @property
    def events(self) -> int:
        """Their events."""
        ...

    @property
    def incidents(self) -> int:
        """What these make."""
        ...


class Kept(Protocol):
    """A project, as far as it is shown."""

    @property
    def store_name(self) -> str:
        """The name of its database."""
        ...

    def counts(self) -> Counts:
        """Return how much it keeps."""
        ...


def project_html(project: Kept) -> str:
    """Return where a project keeps what, in one line; nothing is made or loaded for it."""
    name = f"<b>dateline</b> <code>{escape(project.store_name)}</code>"
    try:
        counts = project.counts()
    except StoreError:
        return f"<p>{name}: nothing is stored yet</p>"
    kept = (("report", counts.reports), ("event", counts.events), ("incident", counts.incidents))
    told = ", ".join(f"{number:,} {what}" if number == 1 else f"{number:,} {what}s" for what, number in kept)
    return f"<p>{name}: {told}</p>"
