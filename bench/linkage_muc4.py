"""Pairs of tellings of political attacks to learn linkage by: messages of MUC-4 whose keys tell which of them are one.

The keys of MUC-4 give each incident of a message a date, a place, a type, and the strings that name its targets. Two
templates of two messages are **one incident** where these agree and a person or a thing hit is named in both; they are
**two** where dates, towns or countries exclude each other and nobody is named in both; of all others nothing is said. An event
is a template's where words of the template's fillers are among its own. Of incidents of one town that are two, the later is also
moved to the day of the earlier: an archive has many attacks of one town and day.

The messages are of the development set (1989 and 1990), in capitals; 66 in 100 that tell of an incident tell of El Salvador, so
that many tell the same, and many more tell another thing of the same town in the same week.

    python bench/linkage_muc4.py FOLDER > REPORTS.jsonl

writes the messages of the folder with the case that `dateline.stages.casing` gives them back, as JSON Lines to be coded: so what the
weights learn of names holds for news of today.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import pathlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from linkage_sources import MOST_MOVED, NEAR, Example, compared, line_of, moved, records, rows
from muc4_keys import Template, read_keys, read_messages

from dateline.draft import Draft
from dateline.events import CodedReport, Event, spans_of
from dateline.gazetteer import fold
from dateline.linkage import Telling, keys_of, tellings_of
from dateline.linkage.comparisons import barred
from dateline.linkage.placing import place_level
from dateline.linkage.traits import traits_of
from dateline.readers import read_text
from dateline.stages.casing import CasingStage
from dateline.text import content_id

PERPETRATORS, TARGETS, NAMES = (9, 10), (12, 18, 19), 18
DATE, LOCATION, TYPE = 2, 3, 4
APART_DAYS = 3
"""Days between two dates from which on two templates are two incidents."""
LEAST_EVIDENCE = 2
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAY = re.compile(r"(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{2})")
_PLAIN = frozenset(
    """the and for with from near two three four five six seven eight nine ten several some man men woman women people person persons
    civilian civilians soldier soldiers members member group police policeman policemen officer officers colonel captain general
    former his her their building buildings house houses office offices car cars vehicle vehicles peasants peasant troops army
    judge father priest priests jesuit leader local minister president mayor student students children child girl boy don dona""".split()
)
MODES = {
    "KIDNAPPING": frozenset({"abduct", "seize"}),
    "BOMBING": frozenset({"explosives", "suicide-attack", "destroy", "heavy-weapons", None}),
    "ARSON": frozenset({"destroy", None}),
}
"""Modes that an event may have for a template of a type; of other types any but abduction."""


@dataclass(frozen=True, slots=True)
class Key:
    """An incident of a message as its key has it: days as ordinals, places from the country down, words of those hit."""

    message: str
    days: tuple[int, int] | None
    places: tuple[str, ...]
    type: str
    names: frozenset[str]
    hit: frozenset[str]
    doers: frozenset[str]

    @classmethod
    def of(cls, template: Template) -> Key:
        """Read a template."""
        return cls(
            template.message,
            _days(template),
            _places(template),
            next((f.values[0] for f in template.fillers(TYPE)), ""),
            _words(template, (NAMES,)),
            _words(template, TARGETS),
            _words(template, PERPETRATORS),
        )


def _days(template: Template) -> tuple[int, int] | None:
    """Return the first and last day; None where either is open."""
    for filler in template.fillers(DATE):
        text = filler.values[0].replace("(", " ").replace(")", " ").strip()
        # A key or two have a 31st of June.
        found = [
            dt.date(1900 + int(year), MONTHS.index(month) + 1, 1).toordinal() + int(day) - 1
            for day, month, year in _DAY.findall(text)
        ]
        if found and not text.startswith("-"):
            return min(found), max(found)
    return None


def _places(template: Template) -> tuple[str, ...]:
    """Return the country, the department, the town, folded; none of a stretch between two places."""
    for filler in template.fillers(LOCATION):
        text = filler.values[0]
        if " - " in text:
            return (fold(text.split(":")[0]),)
        return tuple(fold(re.sub(r"\(.*?\)", "", part).strip()) for part in text.split(":"))
    return ()


def _words(template: Template, slots: Sequence[int]) -> frozenset[str]:
    values = (value for slot in slots for filler in template.fillers(slot) for value in filler.values)
    return frozenset(w for value in values for w in fold(value).split() if len(w) > 2) - _PLAIN


def is_one(a: Key, b: Key) -> bool | None:
    """Whether two incidents of two messages are one; None where the keys do not tell."""
    named = len(a.names & b.names) >= min(2, len(a.names), len(b.names)) > 0
    days = None if a.days is None or b.days is None else max(a.days[0] - b.days[1], b.days[0] - a.days[1])
    length = min(len(a.places), len(b.places))
    meets = a.places[:length] == b.places[:length]
    if not named and ((days is not None and days >= APART_DAYS) or not meets):
        return False
    alike = a.type == b.type or ("ATTACK" in {a.type, b.type} and "KIDNAPPING" not in {a.type, b.type})
    if not (alike and meets) or (days is not None and days > 0):
        return None
    if named:
        return True
    exact = days is not None and a.days == b.days and a.days[0] == a.days[1] and length > 1  # type: ignore[index]
    return True if exact and not a.hit.isdisjoint(b.hit) else None


def keys_in(folder: pathlib.Path) -> dict[str, list[Key]]:
    """Return the incidents of the keys in a folder by message, without those that may be left out."""
    found: dict[str, list[Key]] = defaultdict(list)
    for path in sorted(folder.glob("key-*")):
        for template in read_keys(path):
            if template.slots.get(TYPE) and not template.optional:
                found[template.message].append(Key.of(template))
    return found


def told_by(record: CodedReport, keys: Iterable[Key]) -> Iterator[tuple[Key, Telling]]:
    """Yield the incidents of a message with the event that tells each, where one event alone tells it best."""
    tellings = {t.event_id: t for t in tellings_of(record)}
    keys = list(keys)
    scores = {(e.id, n): _score(e, key) for e in record.events for n, key in enumerate(keys)}
    for number, key in enumerate(keys):
        best = max(
            record.events, key=lambda e: (scores[e.id, number], e.standing == "current", -e.anchor.start), default=None
        )
        if best is None or scores[best.id, number] < LEAST_EVIDENCE:
            continue
        if all(scores[best.id, other] < scores[best.id, number] for other in range(len(keys)) if other != number):
            yield key, tellings[best.id]


def _score(event: Event, key: Key) -> int:
    """Return how much an event has of an incident: words of those hit count twice those of who did it."""
    if event.type.plover not in {"ASSAULT", "COERCE"} or event.factuality not in {"happened", "attempted", "possible"}:
        return 0
    modes = MODES.get(key.type)
    if event.type.mode not in modes if modes else event.type.mode == "abduct":
        return 0
    words = {w for span in spans_of(event) for w in fold(span.quote).split()}
    return 2 * len(words & key.hit) + len(words & key.doers)


def muc4_pairs(coded: pathlib.Path, reports: pathlib.Path, folder: pathlib.Path) -> Iterator[Example]:
    """Yield the pairs of which the keys tell, of those that can be one, and moved ones.

    What is one is learned from even where no key finds it; what is two only where a key would have it compared.
    """
    keys, read = keys_in(folder), rows(reports)
    told = [
        pair
        for record in records(coded)
        for pair in told_by(record, keys.get(str(read[line_of(record) - 1]["id"]), ()))
    ]
    prepared = [(key, telling, traits_of(telling), set(keys_of(telling))) for key, telling in told]
    moves: list[tuple[str, Example]] = []
    for (key, a, x, own), (key2, b, y, own2) in itertools.combinations(prepared, 2):
        if key.message == key2.message or barred(x, y):
            continue
        same = is_one(key, key2)
        if same or (same is False and not own.isdisjoint(own2)):
            yield compared(x, y, same=same, source="muc4")
        if same is False and x.first is not None and y.first is not None and place_level(x, y) in NEAR:
            later = traits_of(moved(b, x.first - y.first))
            moves.append((content_id(a.event_id, b.event_id), compared(x, later, same=False, source="muc4 moved")))
    yield from (example for _, example in sorted(moves, key=itemgetter(0))[:MOST_MOVED])


def messages_in(folder: pathlib.Path) -> Iterator[dict[str, str]]:
    """Yield the messages of a folder as objects of a report, their case given back."""
    casing = CasingStage()
    messages = (message for path in sorted(folder.glob("dev-*")) for message in read_messages(path))
    for message in messages:
        (draft,) = casing.pipe(iter([Draft(read_text(message.text, origin=message.id))]))
        row = {"id": message.id, "text": draft.text}
        yield row | ({"published": draft.report.published} if draft.report.published else {})


def main() -> None:
    """Write the messages of a folder as JSON Lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=pathlib.Path, help="with the texts of MUC-4, named dev-…")
    for row in messages_in(parser.parse_args().folder):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
