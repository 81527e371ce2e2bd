"""The town that local news is of: its readers know it, so it is often told once, in a dateline or in the name of the police.

Streets, hospitals and quarters of such a report ("in the 400 block of Alder Street", "on the West Side") lie in that town,
although a gazetteer of the world knows towns of their names elsewhere. So its names are read here by themselves: a name is
weighed by where it stands, and each town that bears it by how many of the report's other names lie in its province.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.draft import Draft
from dateline.gazetteer import Entry, fold, open_gazetteer
from dateline.lexicon.words import word_set
from dateline.text import Place

DATELINE, FORCE, WITHIN, TITLE, LEAD, NAMED, HOME = 4.0, 3.0, 1.5, 2.0, 1.0, 0.3, 0.1
"""What speaks for a name: it is the dateline, the police bear it, "in" stands before it, it stands in the headline or the
lead, it is named at all; and that only somebody's home is told ("of Palmer")."""
SCENE = 1.0
"""What it adds to "in" that its sentence tells of an attack."""
STATED = 1.0
"""Weight from which a name says something of the province that the report is about; many surnames are towns somewhere."""
STATE_TOLD, COUNTY_TOLD = 3.0, 1.5
STATION = 1.0
"""What speaks for the town of the station that printed the report, where the words of the report name none."""
SAME_STATE, MOST_STATE = 0.7, 3.5
"""What each other name of the report in the same province adds to a town, and at most."""
FAME = 0.5
"""What the gazetteer's importance adds: towns that are not known at all are rarely meant."""
IN_COUNTRY = 2.0
"""What it adds that most places of the report lie in a town's country."""
OTHER_NAME = 2.0
"""What it takes from a town that the name is not its main one ("Philadelphia" was once Amman's)."""
MOST_COUNTIES = 8
"""Provinces with a county of one name above which the name tells nothing ("Washington County")."""
LARGE = 3
"""Towns of one country that the name of a country, state or county outweighs in telling which country is meant."""
MOST_NAMES = 80
MOST_RUNS = 2000
"""Runs of capital words that are read; a report of more is a table or shouts."""
LEAD_SENTENCES = 2
MAX_WORDS = 3
_RUN = re.compile(r"[A-Z][\w-]*\.?(?: [A-Z][\w-]*\.?){0,9}")
_TAIL = re.compile(r"\s(?:[-–—|]|::)\s|\|")
"""What parts a headline from the name of the station that printed it ("Man hurt in fire - KXYZ News 4 Springfield")."""
LONGEST = 24
"""Characters beside a name in which the word next to it is sought."""
State = tuple[str | None, str | None]
"""A country's code and the name of a province."""
INSIDE = frozenset({"in", "at", "near", "outside", "around", "inside"})
ARTICLES = frozenset({"a", "an", "the"})
OF = frozenset({"of", "from"})


@dataclass(frozen=True, slots=True)
class Home:
    """A town, and the words that name it."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that may be the town's: its words in the text, and how much speaks for it."""

    start: int
    end: int
    weight: float


def home_town(draft: Draft) -> Home | None:
    """Return the town that local news is of; None where no town is named."""
    return draft.once(_home_town)


def _home_town(draft: Draft) -> Home | None:
    weights: dict[str, float] = {}
    first: dict[str, _Name] = {}
    for name in _names(draft):
        key = fold(draft.text[name.start : name.end])
        weights[key] = weights.get(key, 0.0) + name.weight
        if key not in first or name.weight > first[key].weight:
            first[key] = name
    country = _country(draft)
    towns = {key: _towns(key) for key in sorted(weights, key=lambda k: -weights[k])[:MOST_NAMES]}
    states = _states(draft, {key: found for key, found in towns.items() if weights[key] >= STATED})
    best: tuple[float, Home] | None = None
    for key, entries in towns.items():
        for entry in entries:
            state = (entry.country, entry.admin1)
            others = states.get(state, 0.0) - 1.0
            score = weights[key] + min(SAME_STATE * others, MOST_STATE) + FAME * entry.importance
            score += IN_COUNTRY * (entry.country == country) - OTHER_NAME * (not entry.is_main_name)
            if best is None or score > best[0]:
                best = (score, Home(entry, first[key].start, first[key].end))
    return best[1] if best is not None else None


def _country(draft: Draft) -> str | None:
    """Return the country that most places of the report lie in."""
    countries: Counter[str] = Counter()
    for toponym in draft.toponyms:
        place = toponym.place
        if place.country and _by_own_name(place):
            countries[place.country] += 1 if place.precision in {"site", "town"} else LARGE
    if draft.dateline is not None and draft.dateline.country:
        countries[draft.dateline.country] += MAX_WORDS
    return countries.most_common(1)[0][0] if countries else None


def _by_own_name(place: Place) -> bool:
    """Whether a place is called by its main name; an old or foreign name as often means a namesake."""
    found = [e for e in open_gazetteer().lookup(place.name) if e.country == place.country]
    return any(e.is_main_name for e in found)


def _towns(key: str) -> list[Entry]:
    """Return the towns of a name, none for the name of a state or province."""
    found = open_gazetteer().lookup_folded(key)
    if found and found[0].precision in {"country", "admin1"} and found[0].kind != "settlement":
        return []
    return [e for e in found if e.kind == "settlement" and e.admin1]


def _states(draft: Draft, towns: dict[str, list[Entry]]) -> dict[State, float]:
    """Return how many of the report's names lie in each province; a province or county told by name counts more."""
    found: dict[State, float] = {}

    def add(state: State, weight: float) -> None:
        found[state] = found.get(state, 0.0) + weight

    for entries in towns.values():
        for state in {(e.country, e.admin1) for e in entries}:
            add(state, 1.0)
    told: dict[State, float] = dict.fromkeys(_provinces(draft), STATE_TOLD)
    for place in (t.place for t in draft.toponyms):
        if place.precision == "admin1" and place.admin1:
            told[place.country, place.admin1] = STATE_TOLD
        elif place.precision == "admin2":
            for state in _counties(place.name):
                told[state] = max(told.get(state, 0.0), COUNTY_TOLD)
    for state, weight in told.items():
        add(state, weight)
    if draft.dateline is not None and draft.dateline.admin1 and len(draft.dateline.spans) > 1:
        add((draft.dateline.country, draft.dateline.admin1), STATE_TOLD)
    return found


def _provinces(draft: Draft) -> set[State]:
    """Return the provinces that a report names, as places or beside others ("the Ohio Highway Patrol")."""
    found: set[State] = set()
    for run in itertools.islice(_RUN.finditer(draft.text), MOST_RUNS):
        words = run.group().rstrip(".").split()
        for name in {words[-1], " ".join(words[-2:]), words[0], " ".join(words[:2])}:
            top = next(iter(open_gazetteer().lookup(name)), None)
            if top is not None and top.precision == "admin1" and top.admin1:
                found.add((top.country, top.admin1))
    return found


def _counties(name: str) -> set[State]:
    """Return the provinces that have a county of a name; none where too many have."""
    counties = [e for e in open_gazetteer().lookup(name) if e.precision == "admin2" and e.admin1]
    found: set[State] = {(e.country, e.admin1) for e in counties}
    return found if len(found) <= MOST_COUNTIES else set()


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a report's headline, its lead and the sentences that tell of attacks stand, as offsets."""

    title: tuple[int, int]
    lead: int
    attacks: tuple[tuple[int, int], ...]

    def weight(self, start: int, before: str) -> float:
        """Return what it says for a name that it stands here, after this word."""
        within = before in INSIDE or before in word_set("compass")
        found = WITHIN if within else HOME if before in OF else NAMED
        if within and any(a <= start < b for a, b in self.attacks):
            found += SCENE
        if before not in OF:
            found += TITLE if self.title[0] <= start < self.title[1] else LEAD if start < self.lead else 0.0
        return found


def _head_of(draft: Draft) -> _Head:
    heads = [s for s in draft.report.sections[:2] if s.kind in {"title", "boilerplate"}]
    title = (heads[0].start, heads[-1].end) if heads and heads[0].kind == "title" else (0, 0)
    lead = [s.end for s in draft.sentences if s.section == "body"][:LEAD_SENTENCES]
    attacked = sorted({m.sentence for m in draft.mentions if m.plover == "ASSAULT"})[:MOST_NAMES]
    spans = tuple((draft.sentences[n].start, draft.sentences[n].end) for n in attacked)
    return _Head(title, lead[-1] if lead else 0, spans)


def _names(draft: Draft) -> Iterator[_Name]:
    """Yield the names of a report that may be a town's, with what speaks for each."""
    text = draft.text
    runs = list(itertools.islice(_RUN.finditer(text), MOST_RUNS))
    surnames = {m.group().split()[-1].strip(".") for m in runs if " " in m.group()}
    plain = set(re.findall(r"\b[a-z]{2,}\b", text)) | word_set("capital_words")
    head = _head_of(draft)
    if draft.dateline is not None and draft.dateline.spans:
        span = draft.dateline.spans[0]
        yield _Name(span.start, span.start + len(span.quote.split(",")[0]), DATELINE)
    for run in runs:
        for start, stop, force in _parts(text, run):
            end = stop - (text[stop - 1] == ".")
            word = text[start:end]
            if word.lower() in plain:
                continue
            if head.title[0] <= start < head.title[1] and _TAIL.search(text, head.title[0], start):
                yield _Name(start, end, STATION)
                continue
            before = text[max(0, start - LONGEST) : start].split()
            weight = head.weight(start, before[-1].lower() if before else "")
            if force or word not in surnames or weight >= WITHIN:
                yield _Name(start, end, force + weight)


def _parts(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, float]]:
    """Yield the parts of a run of capital words that may be a town: all of it, or what stands before "Police"."""
    words = match.group().split(" ")
    start = match.start()
    if len(words) <= MAX_WORDS and words[0].lower().rstrip(".") in word_set("compass") and _towns(fold(match.group())):
        yield start, match.end(), 0.0
        return
    while words and words[0].lower().rstrip(".") in word_set("compass") | ARTICLES:
        start += len(words[0]) + 1
        words = words[1:]
    if 0 < len(words) <= MAX_WORDS and any(e.is_main_name for e in _towns(fold(" ".join(words)))):
        yield start, start + len(" ".join(words)), FORCE if _following(text, match) in word_set("local_forces") else 0.0
        return
    for n, word in enumerate(words):
        plain = word.lower().rstrip(".’'")
        if plain in word_set("local_forces") and 0 < n <= MAX_WORDS:
            yield start, start + len(" ".join(words[:n])), FORCE
            return
        if plain in word_set("town_parts") or plain in word_set("station_words"):
            return
    if not words or words[-1].lower() == "side":
        return  # "the South Side" is a quarter anywhere
    if len(words) > MAX_WORDS:
        yield from _inside(start, words)
        return
    following = _following(text, match)
    if following in word_set("town_parts") or following in word_set("station_words"):
        return
    bonus = FORCE if following in word_set("local_forces") else 0.0
    end = start + len(" ".join(words))
    yield start, end, bonus


def _inside(start: int, words: list[str]) -> Iterator[tuple[int, int, float]]:
    """Yield the towns within a run of many capital words, as headlines in capitals have them: the longest at each place."""
    n = 0
    while n < len(words):
        size = next(
            (k for k in range(MAX_WORDS, 0, -1) if n + k <= len(words) and _towns(fold(" ".join(words[n : n + k])))), 0
        )
        if size:
            at = start + len(" ".join(words[:n])) + (n > 0)
            yield at, at + len(" ".join(words[n : n + size])), 0.0
        n += size or 1


def _following(text: str, match: re.Match[str]) -> str:
    """Return the word after a run."""
    after = text[match.end() : match.end() + LONGEST].split()[:1]
    return after[0].lower().strip(".,;:") if after else ""
