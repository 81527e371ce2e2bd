"""Decisions, grades and changes in words: a line each, for people who look at what was done."""

from __future__ import annotations

from typing import Protocol

from dateline.incidents import Change, Decision

SHOWN_ID = 12
"""Characters of an id that are shown: enough to find it by, in any store that a person reads."""

DONE = {
    "join": "joined", "split": "split", "reject": "rejected", "restore": "restored", "review": "reviewed", "correct": "corrected",
    "add": "added", "undo": "undid",
}  # fmt: skip
"""Actions in the past tense."""

BECAME = {
    "new": "is new",
    "updated": "changed",
    "merged": "went into",
    "split": "was split off",
    "retracted": "is retracted",
    "restored": "is restored",
}
"""Kinds of change, said of an incident."""

LISTED = 3
"""Ids that a line names; of more it gives the number."""


class Given(Protocol):
    """A grade that somebody gave: of an outlet, or of what a report tells by an event."""

    @property
    def subject(self) -> str:
        """The outlet's name, or the event's id."""
        ...

    @property
    def grade(self) -> str:
        """A to F, or 1 to 6."""
        ...

    @property
    def by(self) -> str:
        """Who gave it."""
        ...

    @property
    def at(self) -> str:
        """When, ISO 8601."""
        ...

    @property
    def reason(self) -> str:
        """Why."""
        ...


def decision_words(decision: Decision) -> str:
    """Return a decision in one line: its number, who did what when, to which events, and why."""
    who = decision.by if decision.role == "reviewer" else f"{decision.by} (coder)"
    what = f"{decision.number:>5}  {_moment(decision.at)}  {who} {DONE[decision.action]}"
    if decision.incidents is not None:
        what += f" {decision.incidents} incident{'' if decision.incidents == 1 else 's'} at once"
    named = _ids(decision.events)
    parts = [f"{what} {decision.slot} of {named}" if decision.action == "correct" else f"{what} {named}"]
    if decision.now is not None:
        parts.append(f"from {decision.was} to {decision.now}" if decision.action == "correct" else decision.now)
    elif decision.state is not None:
        parts.append(f"as {decision.state}")
    if decision.others and decision.action != "add":
        parts.append(f"{'and' if decision.action == 'join' else 'from'} {_ids(decision.others)}")
    line = " ".join(parts) + (f": {decision.reason}" if decision.reason else "")
    if decision.undone:
        line += " (undone)"
    if decision.lost:
        line += f" (no record holds {_ids(decision.lost)} any more)"
    return line


def change_words(change: Change) -> str:
    """Return a change in one line: its number, when, which incident, what became of it."""
    what = f"{change.number:>7}  {_moment(change.at)}  {change.incident[:SHOWN_ID]}  {BECAME[change.kind]}"
    if change.into is not None:
        what += f" {change.into[:SHOWN_ID]}"
    return f"{what}: {', '.join(change.slots)}" if change.slots else what


def grade_words(given: Given) -> str:
    """Return a grade in one line."""
    line = f"{given.grade}  {given.subject}  ({given.by}, {_moment(given.at)})"
    return f"{line}: {given.reason}" if given.reason else line


def _ids(ids: tuple[str, ...]) -> str:
    shown = ", ".join(one[:SHOWN_ID] for one in ids[:LISTED])
    return shown if len(ids) <= LISTED else f"{shown} and {len(ids) - LISTED} more"


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")
