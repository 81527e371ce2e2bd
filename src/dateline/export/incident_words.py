"""An incident in words: its title, who tells what by the numbers of the reports, days, figures and blame as short phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.export import words
from dateline.incidents import BlameTold, Figure, Incident, Teller, TollHistory, Witness
from dateline.text import Place
from dateline.vocabulary import DOING

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHOWN_RUNS = 5
"""Runs of report numbers that one reference lists; of more it says how many are left."""
SHOWN_SAYERS = 4
"""Speakers that one figure lists."""
SHOWN_ID = 12
"""Characters of an id that are shown: enough to find it by, in any store that a person reads."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How the reports of one incident are referred to: by their numbers, from 1 in the order of publication."""

    of_event: Mapping[str, int]
    of_report: Mapping[str, int]
    year: str

    @classmethod
    def of(cls, incident: Incident) -> Numbers:
        """Return the numbers of an incident's reports."""
        numbers: dict[str, int] = {}
        found: dict[str, int] = {}
        for teller in incident.tellers:
            found[teller.event_id] = numbers.setdefault(teller.report_id, len(numbers) + 1)
        return cls(found, numbers, (incident.first_report or "")[:4])

    def refs(self, witnesses: Iterable[Witness], *, sources: bool = True) -> str:
        """Return who tells something: "[1–3, 5]", with the number of sources where it is smaller than that of reports."""
        told = tuple(witnesses)
        reports = sorted({self.of_event[w.event_id] for w in told})
        independent = len({w.source for w in told})
        runs = list(_runs(reports))
        shown = ", ".join(runs[:SHOWN_RUNS])
        if len(runs) > SHOWN_RUNS:
            shown += f" and others, {len(reports)} reports"
        if sources and independent < len(reports):
            shown += f": {independent} source{'' if independent == 1 else 's'}"
        return f"[{shown}]"

    def day(self, moment: str | None) -> str:
        """Return a day as people write it, "8 Dec"; with its year where it is not the year of the first report."""
        if moment is None:
            return "no date"
        year = "" if moment[:4] == self.year else f" {moment[:4]}"
        return f"{int(moment[8:10])} {MONTHS[int(moment[5:7]) - 1]}{year}"


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Yield ascending numbers as runs: 1–3, 5."""
    start = before = None
    for number in numbers:
        if before is None or start is None:
            start = before = number
        elif number == before + 1:
            before = number
        else:
            yield _run(start, before)
            start = before = number
    if start is not None and before is not None:
        yield _run(start, before)


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}" if last > first + 1 else f"{first}, {last}"


def title(incident: Incident) -> str:
    """Return the incident in one line: what, whose, where and when, with how many were killed and injured."""
    kind = incident.types[0].value
    factuality = incident.factuality[0].value
    label = "" if factuality == "happened" else f"{factuality.capitalize()}: "
    phrase = words.type_phrase(kind)
    many = words.bounds(incident.count_low, incident.count_high)
    count = "" if (incident.count_low, incident.count_high) == (1, 1) else f" ×{many}"
    parts = [f"{label}{phrase if label else phrase[:1].upper() + phrase[1:]}{count}"]
    parts.append(_at(incident.where[0].value) if incident.where else _sides(incident))
    line = " ".join(part for part in parts if part)
    if incident.when:
        line += f", {words.when_phrase(incident.when[0].value).removesuffix(words.FROM_PUBLISHED)}"
    counted = {toll.measure for toll in incident.tolls if toll.best}
    harm = [
        f"{words.bounds(toll.best, _closed(toll))} {toll.measure}"
        for toll in incident.tolls
        if toll.best and not (toll.measure == "casualties" and counted & {"killed", "injured"})
    ]
    return f"{line}: {', '.join(harm)}" if harm else line


def _at(place: Place) -> str:
    """Return a place with the word that leads to it: "in Mosul (IQ)", "at Erbil airport (IQ)", "near Mastung (PK)"."""
    told = words.relation_phrase(place) or words.RELATION_TOLD.search(place.name)
    lead = "" if told else "at " if place.kind == "site" else "on " if place.kind == "route" else "in "
    return lead + words.place_phrase(place)


def _closed(toll: TollHistory) -> int | None:
    """Return the upper end to show beside a best figure: the best itself, unless the history leaves it open."""
    return toll.best if toll.high is not None else None


def _sides(incident: Incident) -> str:
    doers = [p for p in incident.participants if p.value.role in DOING]
    others = [p for p in incident.participants if p.value.role not in DOING]
    if not doers and not others:
        return ""
    if not others:
        return f"by {' and '.join(p.names[0] for p in doers[:2])}"
    return f"by {doers[0].names[0]} towards {others[0].names[0]}" if doers else f"towards {others[0].names[0]}"


def outlet(teller: Teller) -> str:
    """Return who published a report, with the agency that wrote it; where it was read from, where that is not known."""
    if teller.publisher and teller.agency:
        return f"{teller.publisher} ({teller.agency})"
    return teller.publisher or teller.agency or _last_part(teller.origin) or "outlet not known"


def _last_part(origin: str | None) -> str:
    """Return the name of the file, or the end of the address, that a report was read from."""
    return (origin or "").rstrip("/").replace("\\", "/").rsplit("/", 1)[-1]


def reference(teller: Teller) -> str:
    """Return the start of a report's id, by which it can be shown."""
    return teller.report_id[:SHOWN_ID]


@dataclass(frozen=True, slots=True)
class Saying:
    """One number of a history with all who say it."""

    number: str
    people: str
    whole: bool
    superseded: bool
    figures: tuple[Figure, ...]


def sayings(toll: TollHistory) -> tuple[Saying, ...]:
    """Return the figures of a history in the order of saying, those that say the same as one."""
    grouped: dict[tuple[object, ...], list[Figure]] = {}
    for figure in toll.figures:
        key = (
            figure.low,
            figure.high,
            figure.approximate,
            figure.whole,
            figure.superseded,
            "" if figure.whole else figure.who,
        )
        grouped.setdefault(key, []).append(figure)
    return tuple(
        Saying(
            number(found[0]),
            (found[0].who or "") if not found[0].whole else "",
            found[0].whole,
            all(figure.superseded for figure in found),
            tuple(found),
        )
        for found in grouped.values()
    )


def number(figure: Figure) -> str:
    """Return a figure as a number with its bounds; what is said not to be known is "not known"."""
    if figure.low is None and figure.high is None:
        return "number not known"
    return words.bounds(figure.low, figure.high, approximate=figure.approximate)


def saying_phrase(saying: Saying, numbers: Numbers) -> str:
    """Return a figure with who said it when: "15 (police, 8 Dec [1]; Reuters …)"."""
    by_speaker: dict[tuple[str, str], list[Witness]] = {}
    for figure in saying.figures:
        day = numbers.day(figure.witness.said_at)
        by_speaker.setdefault((words.speaker_phrase(figure.witness.speaker), day), []).append(figure.witness)
    said = [
        f"{speaker}, {day} {numbers.refs(witnesses)}" if speaker else f"{day} {numbers.refs(witnesses)}"
        for (speaker, day), witnesses in by_speaker.items()
    ]
    shown = "; ".join(said[:SHOWN_SAYERS])
    if len(said) > SHOWN_SAYERS:
        shown += f"; and {len(said) - SHOWN_SAYERS} more"
    people = f" {saying.people}" if saying.people else ""
    return f"{saying.number}{people} ({shown})"


def summary(toll: TollHistory) -> str:
    """Return what a history comes to: the best figure and the spread, "17 (15–20)"."""
    if toll.best is None:
        return "number not known" if toll.low is None and toll.high is None else words.bounds(toll.low, toll.high)
    spread = words.bounds(toll.low, toll.high)
    return str(toll.best) if spread == str(toll.best) else f"{toll.best} ({spread})"


OWN = {"claimed": "claimed by {name}", "denied": "denied by {name}"}
"""Stances of the doer's own; the others are of somebody else towards it."""
OTHERS = {"stated": "{name}, stated as fact", "blamed": "{name}, blamed", "suspected": "{name}, suspected"}


def blame_phrase(blame: BlameTold, numbers: Numbers) -> str:
    """Return who says who did it: "Free Valley Front, suspected by police [1]"; "denied by the army (its spokesman) [2]"."""
    if blame.name is None:
        return f"claimed by nobody {numbers.refs(blame.witnesses)}"
    by_speaker: dict[str, list[Witness]] = {}
    for witness in blame.witnesses:
        by_speaker.setdefault(words.speaker_phrase(witness.speaker), []).append(witness)
    if blame.stance in OWN:
        phrase = OWN[blame.stance]
        said = [
            f"{'(' + who + ') ' if who not in {'', blame.name} else ''}{numbers.refs(x)}"
            for who, x in by_speaker.items()
        ]
    else:
        phrase = OTHERS[blame.stance]
        said = [f"{'by ' + who + ' ' if who else ''}{numbers.refs(x)}" for who, x in by_speaker.items()]
    more = f" and {len(said) - SHOWN_SAYERS} more" if len(said) > SHOWN_SAYERS else ""
    return f"{phrase.format(name=blame.name)} {', '.join(said[:SHOWN_SAYERS])}{more}"
