"""Rules in words of the record, as a TOML file has them under [[alerts]].

::

    [[alerts]]
    name = "deadly-attacks-near-zarna"
    type = ["ASSAULT"]
    around = [33.5, 44.25]
    within_km = 60
    killed = 5
    min_confidence = 0.5

    [[alerts]]
    name = "surge-by-country"
    type = ["ASSAULT"]
    surge = { by = ["country", "type"], false_alarms = 1 }

    [[alerts]]
    name = "first-on-a-target"
    first = { of = "target", months = 12 }
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from dateline import vocabulary as v
from dateline.alerts.alert import Severity
from dateline.alerts.areas import Area, box, circle, polygon
from dateline.alerts.filling import fill
from dateline.check import check_one_of
from dateline.errors import SettingsError
from dateline.incidents import Credibility, IncidentKind, Reliability, ReviewState
from dateline.settings import nearest

By = Literal["country", "admin1", "place", "cell", "type", "mode", "actor", "actor_kind", "target"]
"""What surges are counted by; `cell` is a field of one degree by one."""

Of = Literal["place", "actor", "target"]
"""What something may be the first of."""

HAPPENED: tuple[v.Factuality, ...] = ("happened", "attempted")
"""What the learned rules count where nothing else is asked for: a threat is no attack."""


@dataclass(frozen=True, slots=True)
class Surge:
    """More than usual: counts against their own past.

    Args:
        by: what counts are kept apart by; each combination that occurs is a series.
        false_alarms: how many alerts a month may come by chance, over all series of the rule together.
        history_days: how far back the past reaches that counts are held against.
        least: incidents that a surge has at least.
    """

    by: tuple[By, ...] = ("country", "type")
    false_alarms: float = 1.0
    history_days: int = 365
    least: int = 3

    def __post_init__(self) -> None:
        if not self.by or len(set(self.by)) != len(self.by):
            raise SettingsError("by must name what to count by, each once, as by = ['country', 'type']")
        if not 0 < self.false_alarms <= 1000:
            raise SettingsError(f"false_alarms must be above 0 and at most 1000 a month; got {self.false_alarms:g}")
        if not 56 <= self.history_days <= 3660:
            raise SettingsError(f"history_days must lie in 56 … 3660; got {self.history_days}")
        if self.least < 2:
            raise SettingsError(f"least must be 2 or more, one incident is no surge; got {self.least}")


@dataclass(frozen=True, slots=True)
class First:
    """The first of its kind: nothing like it on this place, by this actor or on this target in so many months.

    Args:
        of: whose first it is. by_type: the first of this type and mode; without it, the first of any type.
        least_before: other incidents that the subject must have had in those months, where the record does not reach back
            so far: in a young record everything would be a first.
        false_alarms: how many firsts a month are told, where only the most surprising are wanted; without it, all.
    """

    of: Of = "target"
    months: int = 12
    by_type: bool = True
    least_before: int = 3
    false_alarms: float | None = None

    def __post_init__(self) -> None:
        check_one_of(self.of, Of, "of")
        if not 1 <= self.months <= 600:
            raise SettingsError(f"months must lie in 1 … 600; got {self.months}")
        if self.least_before < 0:
            raise SettingsError(f"least_before must not be negative; got {self.least_before}")
        if self.false_alarms is not None and not 0 < self.false_alarms <= 1000:
            raise SettingsError(f"false_alarms must be above 0 and at most 1000 a month; got {self.false_alarms:g}")

    @property
    def days(self) -> int:
        """The months in days."""
        return round(self.months * 30.4375)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is to be told. Several values of one condition are alternatives; different conditions must all hold.

    Args:
        type, mode, acled, weapon: of the best supported type and weapons, in the record's words.
        country: ISO 3166-1 alpha-2. place: part of a place's name or of its admin1 area.
        polygon, box, around, within_km: an area on the map, in degrees: corners [lat, lon]; [south, west, north, east]; a
            middle and a radius.
        actor, target: part of the name or actor id of who does it, or of whom it is done to. actor_kind, target_kind: their kind.
        killed, injured: at least so many, by the best figure.
        stance, blamed: how responsibility is told, and for whom (part of the name).
        reliability, credibility: at least one report of an outlet, or of information, graded so or better (A to F, 1 to 6).
        sources: at least so many independent sources. within_days: it happened at most so many days before it is told.
        surge, first: learned from the store's own past; the conditions then say what counts.
        to: names of [[destinations]] that it goes to; all of them where none is named.
    """

    name: str
    type: tuple[v.Plover, ...] = ()
    mode: tuple[str, ...] = ()
    acled: tuple[str, ...] = ()
    weapon: tuple[v.Weapon, ...] = ()
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    polygon: tuple[tuple[float, ...], ...] = ()
    box: tuple[float, ...] = ()
    around: tuple[float, ...] = ()
    within_km: float = 0.0
    actor: tuple[str, ...] = ()
    actor_kind: tuple[v.ActorKind, ...] = ()
    target: tuple[str, ...] = ()
    target_kind: tuple[v.ActorKind, ...] = ()
    killed: int | None = None
    injured: int | None = None
    stance: tuple[v.Stance, ...] = ()
    blamed: tuple[str, ...] = ()
    factuality: tuple[v.Factuality, ...] = ()
    sphere: tuple[v.Sphere, ...] = ("political", "unclear")
    kind: tuple[IncidentKind, ...] = ("incident", "series")
    review: tuple[ReviewState, ...] = ("machine", "seen", "accepted", "corrected")
    min_confidence: float = 0.0
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    sources: int | None = None
    reports: int | None = None
    publisher: tuple[str, ...] = ()
    within_days: int | None = None
    severity: Severity = "unknown"
    to: tuple[str, ...] = ()
    surge: Surge | None = None
    first: First | None = None
    area: Area | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 100:
            raise SettingsError("name must be a short name of the rule")
        if self.surge is not None and self.first is not None:
            raise SettingsError("a rule is of a surge or of a first, not of both; write two")
        if not 0 <= self.min_confidence <= 1:
            raise SettingsError(f"min_confidence lies in 0 … 1; got {self.min_confidence:g}")
        for code in self.country:
            if len(code) != 2 or not code.isalpha():
                raise SettingsError(f"country takes codes of ISO 3166-1 such as 'IQ'; got {code!r}")
        for name in ("killed", "injured", "sources", "reports", "within_days"):
            number = getattr(self, name)
            if number is not None and number < 0:
                raise SettingsError(f"{name} must not be negative; got {number}")
        object.__setattr__(self, "area", self._area())
        if (self.surge or self.first) and not self.factuality:
            object.__setattr__(self, "factuality", HAPPENED)

    @property
    def learned(self) -> bool:
        """Whether it is learned from the past."""
        return self.surge is not None or self.first is not None

    @property
    def counts_as(self) -> str:
        """The hash of what it counts: rules with the same hash have the same series."""
        parts = {part.name: getattr(self, part.name) for part in dataclasses.fields(self)}
        for name in ("name", "severity", "to", "within_days", "area"):
            parts.pop(name)
        parts["surge"] = self.surge and self.surge.by
        parts["first"] = self.first and (self.first.of, self.first.by_type)
        return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()[:24]

    def _area(self) -> Area | None:
        drawn = [name for name in ("polygon", "box", "around") if getattr(self, name)]
        if bool(self.around) != bool(self.within_km):
            raise SettingsError("around needs within_km beside it, and the other way round")
        if len(drawn) > 1:
            raise SettingsError(f"one area a rule; got {' and '.join(drawn)}")
        if self.polygon:
            return polygon(self.polygon)
        if self.box:
            if len(self.box) != 4:
                raise SettingsError(f"box takes [south, west, north, east]; got {list(self.box)}")
            return box(*self.box)
        if self.around:
            if len(self.around) != 2:
                raise SettingsError(f"around takes [latitude, longitude]; got {list(self.around)}")
            return circle(self.around[0], self.around[1], self.within_km)
        return None


def read_rules(given: Sequence[Mapping[str, object]], *, where: str) -> tuple[Rule, ...]:
    """Return the rules of the tables [[alerts]] of a file.

    Raises:
        SettingsError: a key or a value is not valid, or two rules have one name.
    """
    rules = []
    for number, table in enumerate(given, start=1):
        named = table.get("name")
        here = f"{where}: [[alerts]] {named!r}" if isinstance(named, str) else f"{where}: [[alerts]] {number}"
        rules.append(read_rule(table, where=here))
    names = [rule.name for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"{where}: two rules are called {name!r}; each needs a name of its own")
    return tuple(rules)


_CHOICES: dict[str, Any] = {
    "type": v.Plover, "weapon": v.Weapon, "actor_kind": v.ActorKind, "target_kind": v.ActorKind, "stance": v.Stance,
    "factuality": v.Factuality, "sphere": v.Sphere, "kind": IncidentKind, "review": ReviewState, "severity": Severity,
}  # fmt: skip


def read_rule(table: Mapping[str, object], *, where: str) -> Rule:
    """Return the rule of one table; errors as `read_rules`."""
    plain = dict(table)
    if "area" in plain:
        raise SettingsError(f"{where}: unknown key 'area'; draw it with polygon, box, or around and within_km")
    for name, kind in (("surge", Surge), ("first", First)):
        given = plain.get(name)
        if isinstance(given, Mapping):
            _see_choices({"by": By, "of": Of}, given, where=f"{where}, {name}")
            plain[name] = fill(kind, given, where=f"{where}, {name}")
        elif given is not None:
            raise SettingsError(
                f"{where}: {name} takes a table, as {name} = {{ {'by' if name == 'surge' else 'of'} = … }}"
            )
    _see_choices(_CHOICES, plain, where=where)
    return fill(Rule, plain, where=where)


def _see_choices(choices: Mapping[str, Any], given: Mapping[str, object], *, where: str) -> None:
    """Raise SettingsError for a word that is none of a closed list, with the nearest that is."""
    for key, kind in choices.items():
        value = given.get(key)
        for word in value if isinstance(value, (list, tuple)) else () if value is None else (value,):
            if word not in get_args(kind):
                raise SettingsError(f"{where}: {key}: {word!r} is none{nearest(str(word), get_args(kind))}")
