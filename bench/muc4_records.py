"""From dateline's records to templates of MUC-4: which events the task is about, and what goes into its slots.

Slots filled: 2 date, 3 location, 4 type, 5 stage, 6 and 7 weapons, 8 category and 9 to 11 perpetrators, 12 physical targets, 18 and
19 names and descriptions of human targets, 21 their number, 23 the effect on them, 24 their total.
"""

from __future__ import annotations

import collections
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from muc4_keys import Filler, Template
from muc4_scoring import MONTHS
from muc4_templates import STRINGS, Filled

from dateline.events import CodedReport, Event, Participant, Toll
from dateline.gazetteer import open_gazetteer
from dateline.text import Place

BOMBS = frozenset({"explosives", "suicide-attack"})
ARMED = frozenset({"military", "rebels", "militia", "gang"})
"""Kinds of target whose fighting with each other is war, which the task leaves out."""
HUMAN = frozenset({"government", "military", "police", "intelligence", "militia", "rebels", "gang", "civilians", "protesters", "party", "media", "ngo", "court", "individual", "unidentified"})  # fmt: skip
STAGES = {"happened": "ACCOMPLISHED", "attempted": "ATTEMPTED", "threatened": "THREATENED", "planned": "THREATENED"}
CRAFT = frozenset({"plane", "aircraft", "airliner", "bus", "helicopter", "ship", "boat", "vehicle", "truck"})
STATED = "REPORTED AS FACT"
CONFIDENCE = {
    "claimed": "CLAIMED OR ADMITTED",
    "blamed": "SUSPECTED OR ACCUSED",
    "suspected": "SUSPECTED OR ACCUSED",
    "stated": STATED,
}
WEAPONLESS = frozenset({"KIDNAPPING", "ARSON"})
"""Types of incident that have no weapon slots."""
INSTRUMENTS = {
    "rocket": "ROCKET", "missile": "MISSILE", "artillery": "MORTAR", "mortar": "MORTAR", "small arms": "GUN", "bomb": "BOMB",
    "vehicle bomb": "VEHICLE BOMB", "mine": "MINE", "grenade": "GRENADE", "blade": "CUTTING DEVICE", "arson": "FIRE",
    "stones": "STONE", "aircraft": "AERIAL BOMB",
}  # fmt: skip
INSTRUMENT_WORDS = {
    "DYNAMITE": "DYNAMITE", "MACHINE": "MACHINE GUN", "PISTOL": "HANDGUN", "REVOLVER": "HANDGUN", "HANDGUN": "HANDGUN", "RIFLE": "RIFLE",
    "AK-47": "RIFLE", "CAR BOMB": "VEHICLE BOMB", "MOLOTOV": "MOLOTOV COCKTAIL", "EXPLOSIVE": "EXPLOSIVE",
}  # fmt: skip
"""Types of instrument by words of their names, the first that fits; else by the kind of weapon."""
MONTH_NAMES = {n: m for m, n in MONTHS.items()}
PLURAL_FROM = 2


@dataclass(frozen=True, slots=True)
class Harmed:
    """Human targets of an event that are one filler.

    Args:
        name: what they are called; named: whether that is a proper name.
        low, high: how many; high is None where it is open.
        effects: what befell them, in the task's words.
    """

    name: str
    named: bool
    low: int | None
    high: int | None
    approximate: bool
    effects: tuple[str, ...]


def incident_type(event: Event) -> str | None:
    """Return the task's type of an event; None where the task is not about its like."""
    kind = event.type
    if kind.plover == "ASSAULT":
        if kind.mode == "abduct":
            return "KIDNAPPING"
        if any(w.kind == "arson" for w in event.weapons):
            return "ARSON"
        return "BOMBING" if kind.mode in BOMBS else "ATTACK"
    seized = [p.name.lower().split()[-1] for p in event.participants if p.role in {"target", "victim"}]
    return "HIJACKING" if (kind.plover, kind.mode) == ("COERCE", "seize") and CRAFT & set(seized) else None


def is_reportable(event: Event) -> bool:
    """Tell whether the task wants an event: a deed done, tried or threatened, against more than other fighters."""
    if event.factuality not in STAGES or incident_type(event) is None:
        return False
    sides = [p for p in event.participants if p.role == "party"]
    if sides and not any(p.role in {"target", "victim"} and p.kind not in ARMED for p in event.participants):
        return False
    hit = [p.kind for p in event.participants if p.role in {"target", "victim"}]
    return not hit or not set(hit) <= ARMED or event.type.mode in BOMBS


def templates_of(message: str, record: CodedReport) -> Iterator[Template]:
    """Yield the templates that a coded message fills."""
    for event in record.events:
        if not is_reportable(event):
            continue
        slots: dict[int, tuple[Filler, ...]] = {}
        _put(slots, 2, date_of(event, record.report.published))
        _put(slots, 3, location_of(event, record.report.dateline))
        _put(slots, 4, incident_type(event))
        _put(slots, 5, STAGES[event.factuality])
        slots.update(perpetrator_slots(event))
        slots.update(weapon_slots(event, record.report.text))
        things = [p.name for p in event.participants if p.role in {"target", "victim"} and p.kind == "facility"]
        slots[12] = tuple(Filler((n.upper(),)) for n in dict.fromkeys([*things, *(d.what.name for d in event.damage)]))
        slots.update(human_slots(event))
        yield Template(message, {n: f for n, f in slots.items() if f})


def perpetrator_slots(event: Event) -> dict[int, tuple[Filler, ...]]:
    """Return slots 8 to 11 of an event: those known by name or as a body of the state are organisations, others individuals."""
    doers = [p for p in event.participants if p.role in {"perpetrator", "party"}]
    blamed = {r.actor: r.stance for r in event.responsibility if r.actor is not None}
    told = [r.stance for r in event.responsibility if r.actor is None]
    people = [p for p in doers if p.actor is None]
    bodies = [p for p in doers if p.actor is not None]
    sure = [
        Filler((CONFIDENCE.get(blamed.get(p.id, told[0] if told else "stated"), STATED),), (p.name.upper(),))
        for p in bodies
    ]
    slots = {9: [Filler((p.name.upper(),)) for p in people], 10: [Filler((p.name.upper(),)) for p in bodies], 11: sure}
    if doers:
        state = all(_is_state(p) for p in doers)
        slots[8] = [Filler(("STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT",))]
    return {n: tuple(f) for n, f in slots.items()}


def _is_state(doer: Participant) -> bool:
    return doer.kind in {"government", "military", "police", "intelligence"}


def weapon_slots(event: Event, text: str) -> dict[int, tuple[Filler, ...]]:
    """Return slots 6 and 7 of an event: the words that name its weapons, and what kind they are."""
    if incident_type(event) in WEAPONLESS:
        return {}
    names = [(text[w.spans[0].start : w.spans[-1].end].upper(), w.kind) for w in event.weapons]
    kinds = [(name, instrument_type(name, kind)) for name, kind in dict(names).items()]
    return {
        6: tuple(Filler((name,)) for name, _ in kinds),
        7: tuple(Filler((kind,), (name,)) for name, kind in kinds if kind),
    }


def instrument_type(name: str, kind: str) -> str:
    """Return the task's type of a weapon, by its words where they are finer than dateline's kind."""
    words = next((t for word, t in INSTRUMENT_WORDS.items() if word in name), "")
    return words or INSTRUMENTS.get(kind, "")


def _put(slots: dict[int, tuple[Filler, ...]], slot: int, value: str | None) -> None:
    if value:
        slots[slot] = (Filler((value,)),)


def date_of(event: Event, published: str | None) -> str | None:
    """Return the date slot of an event: a day, a range, or "on or before" the day of the message where none is told."""
    when = event.when
    if when is None or when.basis == "published" or when.start is None:
        return f"- {_written(published)}" if published else None
    first, last = when.start[:10], (when.end or published or when.start)[:10]
    return _written(first) if first == last else f"{_written(first)} - {_written(max(first, last))}"


def _written(day: str) -> str:
    date = dt.date.fromisoformat(day[:10])
    return f"{date.day:02d} {MONTH_NAMES[date.month]} {date.year % 100:02d}"


def location_of(event: Event, dateline: Place | None) -> str | None:
    """Return the location slot of an event, country first; the dateline's country where the event has no place."""
    places = [p for p in event.where if p.country]
    best = max(places, key=lambda p: p.precision not in {"country", "region"}, default=None)
    country = best.country if best is not None else dateline.country if dateline is not None else None
    state = open_gazetteer().country(country) if country else None
    if state is None:
        return None
    name = state.name.upper()
    if best is None or best.precision == "country" or best.name.upper() == name:
        return name
    area = f": {best.admin1.upper()} (DEPARTMENT)" if best.admin1 and best.admin1.upper() != best.name.upper() else ""
    return f"{name}{area}: {best.name.upper()} (CITY)"


def human_slots(event: Event) -> dict[int, tuple[Filler, ...]]:
    """Return slots 18, 19, 21, 23 and 24 of an event."""
    people = list(_harmed(event))
    slots: dict[int, list[Filler]] = collections.defaultdict(list)
    for target in people:
        ref = (target.name.upper(),)
        slots[18 if target.named else 19].append(Filler(ref))
        number = number_of(target.low, target.high, approximate=target.approximate)
        if number:
            slots[21].append(Filler((number,), ref))
        slots[23] += [Filler((effect,), ref) for effect in target.effects]
    slots[23] += [Filler((effect,), ("-",)) for effect in _nobody(event)]
    totals = {t.part_of for t in event.tolls if t.part_of}
    total = next((t for t in event.tolls if t.id in totals and t.superseded_by is None), None)
    if total is not None and len(people) > 1:
        number = number_of(total.low, total.high, approximate=total.approximate)
        slots[24] += [Filler((number,))] if number and number != "PLURAL" else []
    return {n: tuple(f) for n, f in slots.items()}


def _harmed(event: Event) -> Iterator[Harmed]:
    """Yield the human targets: those whom tolls count, then those only named as hit or chosen."""
    counted: dict[str, list[Toll]] = {}
    for toll in event.tolls:
        if toll.who is not None and toll.superseded_by is None and toll.low != 0:
            counted.setdefault(toll.who.name.lower(), []).append(toll)
    for tolls in counted.values():
        first = tolls[0]
        effects = tuple(dict.fromkeys(e for t in tolls for e in _effect(t)))
        name = first.who.name if first.who is not None else ""
        yield Harmed(name, _is_name(event, name), first.low, first.high, first.approximate, effects)
    known = {w for name in counted for w in name.split()}
    for person in event.participants:
        hit = person.role in {"target", "victim"} and person.kind in HUMAN
        if hit and not known & set(person.name.lower().split()):
            count = person.count
            low, high = (count.low, count.high) if count is not None else (None, None)
            yield Harmed(person.name, _is_name(event, person.name), low, high, False, ())


def _is_name(event: Event, name: str) -> bool:
    """Tell whether people are called by a proper name: one person of two capitalised words, or a known actor."""
    person = next((p for p in event.participants if p.name == name), None)
    single = person is None or person.count is None or person.count.high == 1
    words = name.split()
    return single and len(words) > 1 and all(w[:1].isupper() for w in words)


def _effect(toll: Toll) -> tuple[str, ...]:
    return {"killed": ("DEATH",), "injured": ("INJURY",)}.get(toll.measure, ())


def _nobody(event: Event) -> tuple[str, ...]:
    """Return what the message says befell nobody."""
    none = {t.measure for t in event.tolls if t.low == t.high == 0 and t.superseded_by is None}
    if {"killed", "injured"} <= none or "casualties" in none:
        return ("NO INJURY OR DEATH",)
    return ("NO DEATH",) if "killed" in none else ("NO INJURY",) if "injured" in none else ()


def number_of(low: int | None, high: int | None, *, approximate: bool) -> str:
    """Return a number as the task writes it: "7", "5 - 7", "6-", "~10", "PLURAL"; empty where it is not known."""
    if low is None:
        return ""
    if high is None:
        return "PLURAL" if low <= PLURAL_FROM else f"{low}-"
    if low == 0:
        return f"-{high}"
    if low == high:
        return f"~{low}" if approximate else str(low)
    return f"{low} - {high}"


def joined(message: str, formed: Iterable[Filled], coded: Sequence[Template]) -> Iterator[Template]:
    """Yield formed templates in the form of the keys, what they lack taken from the likest template of the record.

    Likest is the one of the same type with most strings in common; a template that no event of the record resembles keeps
    the date and place of the record's first.
    """
    for template in formed:
        kind = template.types[0].upper()
        likest = max(coded, key=lambda c: _likeness(template, c), default=Template(message))
        slots = dict(likest.slots)
        if not _likeness(template, likest):
            slots = {n: f for n, f in slots.items() if n in {2, 3}}
        slots[4] = (Filler((kind,)),)
        for slot, number in STRINGS.items():
            slots[number] = tuple(Filler((mentions[0].upper(),)) for mentions in template.slots[slot])
        yield Template(message, {n: f for n, f in slots.items() if f})


def _likeness(template: Filled, coded: Template) -> int:
    same = any(template.types[0].upper() == v for f in coded.fillers(4) for v in f.values)
    strings = {m for several in template.slots.values() for mentions in several for m in mentions}
    told = {v.lower() for n in (*STRINGS.values(), 19) for f in coded.fillers(n) for v in f.values}
    return (1 + len(strings & told)) if same else 0
