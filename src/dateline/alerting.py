"""The alerts of a store: asked for, followed, sent, and a rule tried on the past; the wiring beside `project`."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import DatelineError, NotFound, SettingsError
from dateline.settings import nearest

if TYPE_CHECKING:
    from dateline.alerts import Alert, AlertChange, Fired, Rule, Sighting
    from dateline.alerts.destinations import Destination
    from dateline.casebook import Opener
    from dateline.incidents import Incident
    from dateline.store import AlertPage, Beat, Delivery, FollowState, RuleAlerts, Step, Store

ROWS = 500
MONTH_DAYS = 365.25 / 12
FOLLOWER = "watch"
"""The name under which rules follow the change feed, where none is given."""

ATOM_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class AlertRules:
    """The rules and destinations of a file."""

    rules: tuple[Rule, ...] = ()
    destinations: tuple[Destination, ...] = ()

    @property
    def destination_names(self) -> tuple[str, ...]:
        """The names of the destinations."""
        return tuple(one.name for one in self.destinations)


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule tried on the past.

    Args:
        fired: what it would have told, the first first. months: that were gone through.
        begins: the first day of what it counts; None where nothing fits. false_alarms: a month that are asked for; None
            where the rule allows for none.
    """

    rule: str
    fired: tuple[Fired, ...]
    months: float
    begins: str | None
    false_alarms: float | None

    @property
    def a_month(self) -> float:
        """How many alerts a month there would have been."""
        return len(self.fired) / self.months if self.months else 0.0


def read_alert_rules(tables: Mapping[str, object], *, where: str) -> AlertRules:
    """Return the rules and destinations of a file that was read.

    Raises:
        SettingsError: a key or a value is not valid, or a rule names a destination that is none.
    """
    from dateline.alerts import read_rules
    from dateline.alerts.destinations import read_destinations

    rules = read_rules(_tables(tables, "alerts", where), where=where)
    destinations = read_destinations(_tables(tables, "destinations", where), where=where)
    names = [one.name for one in destinations]
    for rule in rules:
        for name in rule.to:
            if name not in names:
                raise SettingsError(
                    f"{where}: [[alerts]] {rule.name!r}: to: there is no destination {name!r}{nearest(name, names)}"
                )
    return AlertRules(rules, destinations)


def _tables(given: Mapping[str, object], name: str, where: str) -> list[Mapping[str, object]]:
    found = given.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise SettingsError(f"{where}: write [[{name}]] with two brackets: there may be several")
    return found


def read_alert_file(path: Path) -> AlertRules:
    """Return the rules and destinations of a TOML file; other sections are another's.

    Raises:
        SettingsError: it cannot be read, or is not valid.
    """
    return read_alert_rules(read_toml(path), where=str(path))


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises:
        SettingsError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: it cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: it is no TOML: {error}") from error


class Alerts:
    """The alerts of a store: `Project.alerts`."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener

    @property
    def _store(self) -> Store:
        return self._opener(must_exist=True)

    # --- asking

    def list(
        self, *, state: str | None = None, rule: str | None = None, kind: str | None = None, incident: str | None = None,
        limit: int = 50, cursor: str | None = None,
    ) -> AlertPage:  # fmt: skip
        """Return a page of alerts, the last changed first.

        Args:
            state: active or withdrawn. rule: its name. kind: match, surge or first.
            incident: an incident's id, any that it had, or the start of one.
            cursor: of the page before, for the next.
        """
        if state not in {None, "active", "withdrawn"}:
            raise SettingsError(f"state is active or withdrawn; got {state!r}")
        name = None if incident is None else self._store.incident(incident).id
        return self._store.alerts(state=state, rule=rule, kind=kind, incident=name, limit=limit, cursor=cursor)

    def get(self, reference: str) -> Alert:
        """Return an alert by its id or the start of it.

        Raises:
            NotFound: there is none. Ambiguous: several begin so.
        """
        return self._store.alert(reference)

    def changes(self, since: int = 0, *, limit: int = 1000, alert: str | None = None) -> tuple[AlertChange, ...]:
        """Return what became of alerts after a number of their feed, at most so much; numbers rise by one."""
        return self._store.alert_changes(since, limit=limit, alert=alert)

    def last_change(self) -> int:
        """Return the number of the last entry of the feed of alerts."""
        return self._store.last_alert_change()

    def deliveries(self, *, alert: str | None = None, state: str | None = None) -> tuple[Delivery, ...]:
        """Return what was or is to be sent, the last first."""
        return self._store.deliveries(alert=alert, state=state)

    def followers(self) -> tuple[FollowState, ...]:
        """Return who follows the change feed for alerts, with their rules, and how far each is."""
        return self._store.followers()

    def beats(self) -> tuple[Beat, ...]:
        """Return the last word of each watcher of the store."""
        return self._store.beats()

    def by_rule(self) -> tuple[RuleAlerts, ...]:
        """Return how many alerts of each kind each rule has raised."""
        return self._store.alerts_by_rule()

    def counts(self) -> Mapping[str, int]:
        """Return how many alerts and deliveries there are, by state."""
        return self._store.count_alerts()

    def cap(self, reference: str, *, base: str = "") -> bytes:
        """Return an alert, with what it was before, as a message of CAP 1.2."""
        from dateline.alerts.forms import cap

        return cap(self._store.alert_changes(0, alert=self.get(reference).id), base=base)

    def atom(self, *, base: str = "") -> bytes:
        """Return the alerts that changed last as an Atom feed."""
        from dateline.alerts.forms import atom

        return atom(self._store.alerts(limit=ATOM_ENTRIES).alerts, base=base, updated="1970-01-01T00:00:00+00:00")

    # --- following

    def begin(self, config: AlertRules, *, follower: str = FOLLOWER, from_start: bool = False) -> None:
        """Begin to follow the change feed: from now on, where nobody did under this name, or from the start."""
        self._store.begin_following(follower, [rule_as_data(rule) for rule in config.rules], from_start=from_start)

    def count_past(self, config: AlertRules, tell: Callable[[str, int], None] | None = None) -> None:
        """Count what the learned rules need of the past, some at a time; `tell` hears of which rule how many were counted."""
        for rule in config.rules:
            done = 0
            while rule.learned and (some := self._store.count_past(rule)):
                done += some
                if tell is not None:
                    tell(rule.name, done)

    def follow(self, config: AlertRules, *, follower: str = FOLLOWER) -> Step:
        """Look at the next changes, and raise, update and withdraw alerts; a step that looked at none is at the end."""
        return self._store.follow(config.rules, follower=follower, destinations=config.destination_names)

    def deliver(self, config: AlertRules, *, limit: int = 50, tell: Callable[[str], None] | None = None) -> int:
        """Send what is due, at most so much; return how much was sent. What fails is tried again later, ever less often.

        A crash between sending and writing that down sends the same again, under the same key: at least once.
        """
        from dateline.alerts.destinations import DeliveryFailed, send, wait_after
        from dateline.store.alerts.store import later

        known = {one.name: one for one in config.destinations}
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        sent = 0
        for delivery, change in self._store.due_deliveries(now, limit=limit):
            destination = known.get(delivery.destination)
            if destination is None or change.kind not in destination.kinds:
                self._store.mark_delivery(delivery, "given-up", at=now, error="no destination of that name wants it")
                continue
            try:
                send(destination, change)
            except DatelineError as error:
                asked = error.wait if isinstance(error, DeliveryFailed) else None
                wait = wait_after(delivery.tries + 1, asked)
                due = None if wait is None else later(now, wait)
                state = "given-up" if wait is None else "waiting"
                self._store.mark_delivery(delivery, state, at=now, error=str(error)[:500], due=due)
                if tell is not None:
                    tell(f"{destination.name}: {error}")
                continue
            self._store.mark_delivery(delivery, "sent", at=now)
            sent += 1
        return sent

    # --- trying

    def test(self, rule: Rule, *, since: str) -> Tried:
        """Go through the past again: what a rule would have told from a day on, as if each incident had come on its day."""
        from dateline.alerts import keys, replay
        from dateline.alerts.matching import first_day_of, why_fits
        from dateline.alerts.replay import Fired

        start = dt.date.fromisoformat(since)
        months = max(1.0, (_today() - start).days) / MONTH_DAYS
        if not rule.learned:
            fired = sorted(
                (
                    Fired(day, incident.id, why)
                    for incident in self._each(since)
                    if (day := first_day_of(incident)) is not None
                    and day >= since
                    and (why := why_fits(rule, incident)) is not None
                ),
                key=lambda one: (one.day, one.incident),
            )
            return Tried(rule.name, tuple(fired), months, None, None)
        sightings: list[Sighting] = [
            one for incident in self._each(None) if (one := keys.sighting(rule, incident)) is not None
        ]
        sightings.sort(key=lambda one: (one.day, one.incident))
        last = dt.date.fromisoformat(sightings[-1].day) if sightings else start
        months = max(1.0, (min(last, _today()) - start).days + 1) / MONTH_DAYS
        learned = rule.surge or rule.first
        return Tried(
            rule.name, tuple(replay(rule, sightings, since=since)), months, sightings[0].day if sightings else None,
            learned.false_alarms if learned else None,
        )  # fmt: skip

    def _each(self, since: str | None) -> Iterator[Incident]:
        filters: dict[str, object] = {"kind": "all", "sphere": "all", "review": "all", "since": since}
        cursor: str | None = None
        while True:
            page = self._store.incidents(filters, limit=ROWS, cursor=cursor, kinds=("incident", "series", "recalled"))
            yield from self._store.whole_incidents([row.id for row in page.rows])
            cursor = page.cursor
            if cursor is None:
                return


def rule_named(config: AlertRules, name: str, *, where: str) -> Rule:
    """Return the rule of a name.

    Raises:
        NotFound: there is none.
    """
    found = next((rule for rule in config.rules if rule.name == name), None)
    if found is None:
        raise NotFound(f"{where}: there is no rule {name!r}{nearest(name, [rule.name for rule in config.rules])}")
    return found


def start_day(words: str) -> str:
    """Return the first day of a date, a month or a year.

    Raises:
        SettingsError: it is none.
    """
    from dateline.store.filters import read_first_day

    try:
        return read_first_day(words)
    except ValueError as error:
        raise SettingsError(f"since: {error}; got {words!r}") from error


def rule_as_data(rule: Rule) -> dict[str, Any]:
    """Return what a rule asks, as data to be shown: what is not at its default."""
    import dataclasses

    from dateline.alerts import Rule as Kind

    plain = Kind(rule.name)
    found = {
        part.name: getattr(rule, part.name)
        for part in dataclasses.fields(rule)
        if part.name != "area" and (part.name == "name" or getattr(rule, part.name) != getattr(plain, part.name))
    }
    return {
        name: dataclasses.asdict(value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type)
        else _listed(value)
        for name, value in found.items()
    }


def _listed(value: object) -> object:
    return [_listed(item) for item in value] if isinstance(value, (tuple, list)) else value


def alert_words(alert: Alert) -> str:
    """Return an alert in words, for a terminal."""
    from dateline.alerts import AlertChange
    from dateline.alerts.forms import words

    return words(AlertChange(1, "withdrawn" if alert.state == "withdrawn" else "raised", alert.changed_at, alert))


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
