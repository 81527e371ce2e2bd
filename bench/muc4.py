"""Fill MUC-4 templates from the raw messages and score them slot by slot, in the manner of 1992.

    python bench/muc4.py --texts FILE... --keys FILE... [--workers 2] [--slots 2 3 4 21 23 24] [--predictions FILE] [--show]

The texts are messages in capitals, the keys templates of 25 slots (see muc4_keys.py for the forms, muc4_scoring.py for what
is right, partly right and wrong). Every message is coded as `dateline code` does it, with events of all spheres; each attack,
kidnapping, arson or seizure of a vehicle that the task is about becomes a template (`templates_of`). Slots filled: 2 date,
3 location, 4 type, 5 stage, 9 perpetrators, 12 physical targets, 18 and 19 names and descriptions of human targets, 21 their
number, 23 the effect on them, 24 their total. The strings of 9 to 19 are filled to find which template answers which.

Printed are recall, precision and F1 of each slot, for templates that were found (`matched`) and over all, where the slots
of a template that nobody answers are missing and those of one that answers none are spurious (`all templates`).
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from muc4_keys import SLOTS, Filler, Message, Template, read_keys, read_messages
from muc4_scoring import MONTHS, Tally, compare, pair_templates

from dateline.events import CodedReport, Event, Toll
from dateline.gazetteer import open_gazetteer
from dateline.project import Project
from dateline.readers import read_text
from dateline.text import Place

PRINTED = (2, 3, 4, 21, 23, 24)
BOMBS = frozenset({"explosives", "suicide-attack"})
ARMED = frozenset({"military", "rebels", "militia", "gang"})
"""Kinds of target whose fighting with each other is war, which the task leaves out."""
HUMAN = frozenset({"government", "military", "police", "intelligence", "militia", "rebels", "gang", "civilians", "protesters", "party", "media", "ngo", "court", "individual", "unidentified"})  # fmt: skip
STAGES = {"happened": "ACCOMPLISHED", "attempted": "ATTEMPTED", "threatened": "THREATENED", "planned": "THREATENED"}
CRAFT = frozenset({"plane", "aircraft", "airliner", "bus", "helicopter", "ship", "boat", "vehicle", "truck"})
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
        doers = [p for p in event.participants if p.role in {"perpetrator", "party"}]
        slots[9] = tuple(Filler((p.name.upper(),)) for p in doers if p.actor is None)
        slots[10] = tuple(Filler((p.name.upper(),)) for p in doers if p.actor is not None)
        things = [p.name for p in event.participants if p.role in {"target", "victim"} and p.kind == "facility"]
        slots[12] = tuple(Filler((n.upper(),)) for n in dict.fromkeys([*things, *(d.what.name for d in event.damage)]))
        slots.update(human_slots(event))
        yield Template(message, {n: f for n, f in slots.items() if f})


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


def main() -> None:
    """Run the command."""
    options = _options()
    try:
        messages = [m for path in options.texts for m in read_messages(path)]
        keys = collections.defaultdict(list)
        for template in (t for path in options.keys for t in read_keys(path)):
            keys[template.message].append(template)
    except (OSError, ValueError) as error:
        sys.exit(f"muc4: {error}")
    messages = [m for m in messages if m.id in keys]
    if not messages:
        sys.exit("muc4: no message of --texts has a key in --keys")
    answers = coded(messages, workers=options.workers)
    matched: dict[int, Tally] = collections.defaultdict(Tally)
    overall: dict[int, Tally] = collections.defaultdict(Tally)
    found = Tally()
    for message in messages:
        wanted = [k for k in keys[message.id] if k.slots]
        score_message(wanted, answers[message.id], matched, overall, found)
        if options.show:
            show(message.id, wanted, answers[message.id])
    if options.predictions:
        write(options.predictions, answers)
    print_figures(len(messages), found, matched, overall, options.slots)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="files of messages")
    parser.add_argument("--keys", type=Path, nargs="+", required=True, help="files of templates")
    parser.add_argument("--workers", type=int, default=2, help="processes that code")
    parser.add_argument("--slots", type=int, nargs="+", default=PRINTED, choices=sorted(SLOTS), help="slots to print")
    parser.add_argument("--predictions", type=Path, help="write the filled templates, one JSON object a line")
    parser.add_argument("--show", action="store_true", help="print templates that were missed, made up or differ")
    return parser.parse_args()


def coded(messages: Iterable[Message], *, workers: int) -> dict[str, list[Template]]:
    """Code messages and return the templates of each by its id."""
    reports = [read_text(message.text, origin=message.id) for message in messages]
    answers: dict[str, list[Template]] = {}
    with Project(workers=workers) as project:
        for outcome in project.code_reports(reports):
            if outcome.record is not None:
                name = outcome.record.report.origin
                answers[name] = list(templates_of(name, outcome.record))
    return collections.defaultdict(list, answers)


def score_message(
    wanted: list[Template], given: list[Template], matched: dict[int, Tally], overall: dict[int, Tally], found: Tally
) -> None:
    """Add what a message's templates are worth to the tallies."""
    pairs = pair_templates(wanted, given)
    for i, j in pairs:
        for slot in SLOTS:
            tally = compare(slot, wanted[i].fillers(slot), given[j].fillers(slot))
            matched[slot].add(tally)
            overall[slot].add(tally)
    answered, used = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [k for i, k in enumerate(wanted) if i not in answered and not k.optional]
    extra = [r for j, r in enumerate(given) if j not in used]
    for slot in SLOTS:
        for key in missed:
            overall[slot].add(compare(slot, key.fillers(slot), ()))
        for response in extra:
            overall[slot].add(compare(slot, (), response.fillers(slot)))
    found.add(Tally(right=len(pairs), missing=len(missed), spurious=len(extra)))


def print_figures(
    number: int, found: Tally, matched: dict[int, Tally], overall: dict[int, Tally], slots: Iterable[int]
) -> None:
    """Print a line for the templates and one for each slot."""
    recall, precision, f1 = found.figures()
    print(f"{number} messages; templates: {found.right} matched, {found.missing} missing, {found.spurious} spurious")
    print(f"{'':24}{'matched':>21}{'all templates':>27}")
    print(f"{'slot':24}{'R':>7}{'P':>7}{'F1':>7}{'R':>13}{'P':>7}{'F1':>7}{'key':>8}{'given':>7}")
    print(f"{'templates':24}{'':21}{recall:13.3f}{precision:7.3f}{f1:7.3f}{found.possible:8}{found.actual:7}")
    for slot in slots:
        near, far = matched[slot].figures(), overall[slot].figures()
        counts = f"{overall[slot].possible:8}{overall[slot].actual:7}"
        print(
            f"{slot:2} {SLOTS[slot]:21}"
            + "".join(f"{x:7.3f}" for x in near)
            + f"{far[0]:13.3f}{far[1]:7.3f}{far[2]:7.3f}{counts}"
        )


def show(message: str, wanted: list[Template], given: list[Template]) -> None:
    """Print what differs between key and response of a message."""
    pairs = pair_templates(wanted, given)
    for i, j in pairs:
        for slot in PRINTED:
            tally = compare(slot, wanted[i].fillers(slot), given[j].fillers(slot))
            if tally.partial + tally.wrong + tally.missing + tally.spurious:
                print(f"{message} {slot}: key {_shown(wanted[i], slot)}; given {_shown(given[j], slot)}")
    for n, template in enumerate(wanted):
        if all(n != i for i, _ in pairs) and not template.optional:
            print(f"{message} missed: {' '.join(_shown(template, s) for s in (4, 3, 18, 19, 12))}")
    for n, template in enumerate(given):
        if all(n != j for _, j in pairs):
            print(f"{message} spurious: {' '.join(_shown(template, s) for s in (4, 3, 18, 19, 12))}")


def _shown(template: Template, slot: int) -> str:
    return (
        ", ".join(" / ".join(f.values) + (f" [{f.refs[0]}]" if f.refs else "") for f in template.fillers(slot)) or "-"
    )


def write(path: Path, answers: dict[str, list[Template]]) -> None:
    """Write the filled templates as JSON Lines."""
    with path.open("w", encoding="utf-8") as stream:
        for message, templates in answers.items():
            filled = [
                {SLOTS[n]: [[*f.values, *f.refs] for f in t.fillers(n)] for n in sorted(t.slots)} for t in templates
            ]
            stream.write(json.dumps({"id": message, "templates": filled}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
