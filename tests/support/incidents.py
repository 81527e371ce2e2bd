"""Members of incidents made by hand: short reports in our own words, each with one event."""

from __future__ import annotations

from dateline.consolidation import Member
from dateline.events import (
    Event,
    EventType,
    Participant,
    Responsibility,
    Source,
    Speaker,
    Toll,
    WeaponUse,
    When,
    Who,
    event_id,
)  # fmt: skip
from dateline.text import Place, Report

KINDS = {"police": "police", "the army": "military", "the rebels": "rebels", "the ministry": "government"}


class Story:
    """A report of one event whose values are words of it: write `story.killed("15 people", 15)`."""

    def __init__(self, text, published="2024-05-04", publisher="The Courier", **fields):
        self.report = Report(
            text=text, origin=fields.pop("origin", "story.txt"), published=published, publisher=publisher, agency=fields.pop("agency", None),
            title=fields.pop("title", None), url=fields.pop("url", None),
        )  # fmt: skip
        self.sketch = fields.pop("sketch", ())
        self.joined = fields.pop("joined", None)
        self.anchor = self.spans(fields.pop("anchor", text.split(".")[0]))[0]
        self.fields = fields
        self.parts = {"participants": [], "responsibility": [], "tolls": [], "where": [], "weapons": [], "sources": []}

    def spans(self, quote):
        at = self.report.text.index(quote)
        return (self.report.span(at, at + len(quote)),)

    def speaker(self, name):
        return name and Speaker(name, self.spans(name), KINDS.get(name))

    def who(self, name, role="perpetrator", kind="unidentified", **fields):
        identity = f"p{len(self.parts['participants']) + 1}"
        self.parts["participants"].append(Participant(identity, role, name, kind, self.spans(name), **fields))
        return self

    def blame(self, stance, name=None, by=None, **fields):
        actor = None
        if name is not None:
            known = [p for p in self.parts["participants"] if p.name == name]
            if not known:
                self.who(name, **fields)
            actor = next(p.id for p in self.parts["participants"] if p.name == name)
        self.parts["responsibility"].append(Responsibility(actor, stance, self.speaker(by), (self.anchor,)))
        return self

    def harm(self, measure, quote, low, high=-1, by=None, who=None, **fields):
        high = low if high == -1 else high
        identity = fields.pop("id", f"t{len(self.parts['tolls']) + 1}")
        people = who and Who(who, "civilians", self.spans(who))
        self.parts["tolls"].append(
            Toll(identity, measure, low, high, self.spans(quote), people, speaker=self.speaker(by), **fields)
        )
        return self

    def killed(self, quote, low, high=-1, **fields):
        return self.harm("killed", quote, low, high, **fields)

    def at(self, start, end, quote, precision="day", **fields):
        self.fields["when"] = When(start, end, precision, spans=self.spans(quote) if quote else (), **fields)
        return self

    def place(self, name, kind="settlement", precision="town", **fields):
        self.parts["where"].append(Place(name, kind, precision, spans=self.spans(name), **fields))
        return self

    def weapon(self, kind, quote):
        self.parts["weapons"].append(WeaponUse(kind, self.spans(quote)))
        return self

    def says(self, name, stance="affirms"):
        self.parts["sources"].append(Source(self.speaker(name), stance))
        return self

    @property
    def member(self):
        fields = dict(self.fields)
        kind = EventType(fields.pop("plover", "ASSAULT"), fields.pop("mode", None))
        event = Event(
            id=event_id(self.report, kind.plover, self.anchor), type=kind, anchor=self.anchor,
            standing=fields.pop("standing", "current"), factuality=fields.pop("factuality", "happened"),
            confidence=fields.pop("confidence", 0.9), **{name: tuple(items) for name, items in self.parts.items()}, **fields,
        )  # fmt: skip
        return Member.of(self.report, event, sketch=self.sketch, joined=self.joined)
