"""Whether an incident fits a rule, and by which of its values: a table of conditions, each with its words."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dateline.alerts.rules import Rule
from dateline.incidents import Incident, ParticipantTold, TollHistory

DOING = frozenset({"perpetrator", "speaker", "party"})
SUFFERING = frozenset({"target", "victim", "recipient", "party"})
"""A party to a clash both does and suffers."""

Test = Callable[[Rule, Incident], str | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `asked` says whether a rule makes it; `met` gives the words for what met it, None where nothing did."""

    name: str
    asked: Callable[[Rule], bool]
    met: Test


def why_fits(rule: Rule, incident: Incident, *, today: str | None = None) -> tuple[str, ...] | None:
    """Return in words how an incident fits a rule, None where it does not.

    Args:
        today: the day on which it is told, for `within_days`; without it that condition is not looked at.
    """
    words = []
    for condition in CONDITIONS:
        if not condition.asked(rule):
            continue
        met = condition.met(rule, incident)
        if met is None:
            return None
        if met:
            words.append(met)
    if rule.within_days is not None and today is not None:
        day = last_day_of(incident)
        if day is None or _days(day, today) > rule.within_days:
            return None
        words.append(f"it happened within {rule.within_days} days")
    return tuple(words)


def first_day_of(incident: Incident) -> str | None:
    """Return the first day of an incident (ISO 8601), None where no day is told."""
    when = incident.when[0].value if incident.when else None
    return ((when.start or when.end or "")[:10] or None) if when else None


def last_day_of(incident: Incident) -> str | None:
    """Return the last day of an incident, as far as it is told."""
    when = incident.when[0].value if incident.when else None
    return ((when.end or when.start or "")[:10] or None) if when else None


def best(toll: TollHistory) -> int | None:
    """Return the figure of a toll that stands for it."""
    return toll.best if toll.best is not None else toll.low


def figure(incident: Incident, measure: str) -> int | None:
    """Return the best figure of a measure."""
    found = next((toll for toll in incident.tolls if toll.measure == measure), None)
    return None if found is None else best(found)


def doers(incident: Incident) -> Iterator[ParticipantTold]:
    """Yield who does it."""
    return (told for told in incident.participants if told.value.role in DOING)


def sufferers(incident: Incident) -> Iterator[ParticipantTold]:
    """Yield whom it is done to."""
    return (told for told in incident.participants if told.value.role in SUFFERING)


def folded(words: str) -> str:
    """Return words as names are looked for: without case, accents and extra blanks."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _days(earlier: str, later: str) -> int:
    return (dt.date.fromisoformat(later[:10]) - dt.date.fromisoformat(earlier)).days


def _one_of(values: Iterable[str], found: Iterable[str | None], words: str) -> str | None:
    wanted = {value.casefold() for value in values}
    hit = next((value for value in found if value and value.casefold() in wanted), None)
    return None if hit is None else words.format(hit)


def _named(values: Iterable[str], people: Iterable[ParticipantTold], words: str) -> str | None:
    wanted = [folded(value) for value in values]
    for told in people:
        for name in (told.value.name, *told.names, told.value.actor or ""):
            if name and any(want in folded(name) for want in wanted):
                return words.format(told.value.name)
    return None


def _type(rule: Rule, incident: Incident) -> str | None:
    return _one_of(rule.type, [incident.types[0].value.plover], "its type is {}")


def _mode(rule: Rule, incident: Incident) -> str | None:
    return _one_of(rule.mode, [incident.types[0].value.mode], "its mode is {}")


def _acled(rule: Rule, incident: Incident) -> str | None:
    return _one_of(rule.acled, [incident.types[0].value.acled], "its ACLED type is {}")


def _weapon(rule: Rule, incident: Incident) -> str | None:
    return _one_of(rule.weapon, [told.value for told in incident.weapons], "the weapon is told: {}")


def _country(rule: Rule, incident: Incident) -> str | None:
    return _one_of(rule.country, [told.value.country for told in incident.where], "it was in {}")


def _place(rule: Rule, incident: Incident) -> str | None:
    wanted = [folded(value) for value in rule.place]
    for told in incident.where:
        place = told.value
        for name in (place.name, place.admin1, place.admin2):
            if name and any(want in folded(name) for want in wanted):
                return f"it was in {name}"
    return None


def _area(rule: Rule, incident: Incident) -> str | None:
    for place in (told.value for told in incident.where):
        if rule.area is None or place.latitude is None or place.longitude is None:
            continue
        if rule.area.holds(place.latitude, place.longitude):
            return f"{place.name} ({place.latitude:.3g}, {place.longitude:.3g}) lies {rule.area.words}"
    return None


def _least(name: str, words: str) -> Test:
    def met(rule: Rule, incident: Incident) -> str | None:
        least = getattr(rule, name)
        found = figure(incident, name)
        return words.format(found, least) if found is not None and found >= least else None

    return met


def _stance(rule: Rule, incident: Incident) -> str | None:
    for told in incident.responsibility:
        if rule.stance and told.stance not in rule.stance:
            continue
        names = [name for name in (told.name, told.actor) if name]
        if rule.blamed and not any(folded(want) in folded(name) for want in rule.blamed for name in names):
            continue
        return f"responsibility is told as {told.stance}" + (f" ({told.name})" if told.name else "")
    return None


def _factuality(rule: Rule, incident: Incident) -> str | None:
    return _one_of(rule.factuality, [incident.factuality[0].value], "it is told as {}")


def _confidence(rule: Rule, incident: Incident) -> str | None:
    if incident.confidence < rule.min_confidence:
        return None
    return f"dateline is {math.floor(100 * incident.confidence) / 100:.2f} sure, at least {rule.min_confidence:g} is asked for"


def _reliability(rule: Rule, incident: Incident) -> str | None:
    grade = min(teller.reliability for teller in incident.tellers)
    return f"an outlet graded {grade} tells it" if grade <= (rule.reliability or "F") else None


def _credibility(rule: Rule, incident: Incident) -> str | None:
    grade = min(teller.credibility for teller in incident.tellers)
    return f"a report graded {grade} tells it" if grade <= (rule.credibility or "6") else None


def _sources(rule: Rule, incident: Incident) -> str | None:
    if incident.sources < (rule.sources or 0):
        return None
    return f"{incident.sources} independent source{'' if incident.sources == 1 else 's'} tell it"


def _reports(rule: Rule, incident: Incident) -> str | None:
    number = len({teller.report_id for teller in incident.tellers})
    return f"{number} report{'' if number == 1 else 's'} tell it" if number >= (rule.reports or 0) else None


def _publisher(rule: Rule, incident: Incident) -> str | None:
    wanted = [folded(value) for value in rule.publisher]
    for teller in incident.tellers:
        for name in (teller.publisher, teller.agency):
            if name and any(want in folded(name) for want in wanted):
                return f"{name} tells it"
    return None


def _listed(rule: Rule, incident: Incident) -> str | None:
    fits = (
        incident.kind in rule.kind and incident.sphere[0].value in rule.sphere and incident.review.state in rule.review
    )
    return "" if fits else None


def _kinds(name: str, people: Callable[[Incident], Iterator[ParticipantTold]], words: str) -> Test:
    return lambda rule, incident: _one_of(getattr(rule, name), [told.value.kind for told in people(incident)], words)


def _people(name: str, people: Callable[[Incident], Iterator[ParticipantTold]], words: str) -> Test:
    return lambda rule, incident: _named(getattr(rule, name), people(incident), words)


def _given(name: str) -> Callable[[Rule], bool]:
    return lambda rule: getattr(rule, name) not in {None, (), 0.0}


CONDITIONS: tuple[Condition, ...] = (
    Condition("listed", lambda _: True, _listed),
    Condition("type", _given("type"), _type),
    Condition("mode", _given("mode"), _mode),
    Condition("acled", _given("acled"), _acled),
    Condition("weapon", _given("weapon"), _weapon),
    Condition("country", _given("country"), _country),
    Condition("place", _given("place"), _place),
    Condition("area", lambda rule: rule.area is not None, _area),
    Condition("actor", _given("actor"), _people("actor", doers, "{} did it, as is told")),
    Condition("actor_kind", _given("actor_kind"), _kinds("actor_kind", doers, "who did it is of kind {}")),
    Condition("target", _given("target"), _people("target", sufferers, "it was done to {}")),
    Condition(
        "target_kind", _given("target_kind"), _kinds("target_kind", sufferers, "whom it was done to is of kind {}")
    ),
    Condition("killed", lambda rule: rule.killed is not None, _least("killed", "{} killed, at least {} is asked for")),
    Condition(
        "injured", lambda rule: rule.injured is not None, _least("injured", "{} injured, at least {} is asked for")
    ),
    Condition("stance", lambda rule: bool(rule.stance or rule.blamed), _stance),
    Condition("factuality", _given("factuality"), _factuality),
    Condition("min_confidence", _given("min_confidence"), _confidence),
    Condition("reliability", _given("reliability"), _reliability),
    Condition("credibility", _given("credibility"), _credibility),
    Condition("sources", lambda rule: rule.sources is not None, _sources),
    Condition("reports", lambda rule: rule.reports is not None, _reports),
    Condition("publisher", _given("publisher"), _publisher),
)
"""All conditions on an incident, in the order in which they are told."""
