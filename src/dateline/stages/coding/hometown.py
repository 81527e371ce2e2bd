"""The town that local news is of: its readers know it, so it is often told once, in a dateline or in the name of the police.

Streets, hospitals and quarters of such a report ("in the 400 block of Alder Street", "on the West Side") lie in that town,
although a gazetteer of the world knows towns of their names elsewhere. So its names are read here by themselves: a name is
weighed by where it stands, and each town that bears it by what else the report says of its county, province and country.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.draft import Draft
from dateline.gazetteer import Entry, distance_km, fold, open_gazetteer
from dateline.lexicon.words import word_set
from dateline.text import Place

WEIGHTS = {
    "dateline": 1.32, "force": 1.1, "within": 0.29, "scene": 0.86, "title": 1.28, "lead": 0.93, "named": 0.44, "home": 0.3,
    "station": -0.66, "near": 1.19, "state told": 2.02, "state after": 0.39, "county told": 3.72, "county's state": 1.75,
    "country": 0.54, "local words": 2.3, "resolved": 0.94, "resolved elsewhere": -0.8, "population": 1.55, "importance": -0.3,
    "alias": -2.12,
}  # fmt: skip
"""What speaks for a town: of its name, where it stands (MARKS) and how often; of the town, what the report tells of its
surroundings, how many people live there (decimal logarithm) and how likely its bare name means it. Fitted by
`bench/train_home_town.py` on half 1 of the local shootings of gun-violence: 0.746 of its reports and 0.786 of the other half's get the
right town (0.721 and 0.755 by weights set by hand before); 0.828 and 0.861 name it at all."""
MARKS = {"dateline": 1, "force": 3, "within": 3, "scene": 2, "title": 1, "lead": 1}
"""What a name may stand as, and how often that counts at most: as the dateline, in the name of the police, after "in", there in
a sentence that tells of an attack, in the headline, in the lead."""
COUNTRIES = ("US", "CA", "GB", "IE")
"""Countries whose local news has words of its own ("sheriff"), in word sets `local_words_us` and so on."""
NEAR_KM, NEAR_DEGREES, MOST_NEAR = 40.0, 0.8, 4
"""How near towns of other names are neighbours, at most how many degrees that is, and how many of them count at most."""
MOST_NEIGHBOURS = 20
"""Names of a report that are asked for neighbours, the most prominent first."""
MOST_COUNTIES = 8
"""Provinces with a county of one name above which the name tells nothing ("Washington County")."""
LARGE = 3
"""Towns of one country that the name of a country, state or county outweighs in telling which country is meant."""
MOST_NAMES = 80
MOST_ATTACKS = 80
MOST_RUNS = 2000
"""Runs of capital words that are read; a report of more is a table or shouts."""
LEAD_SENTENCES = 2
MAX_WORDS = 3
_RUN = re.compile(r"[A-Z][\w-]*\.?(?: [A-Z][\w-]*\.?){0,9}")
_TAIL = re.compile(r"\s(?:[-–—|]|::)\s|\|")
"""What parts a headline from the name of the station that printed it ("Man hurt in fire - KXYZ News 4 Springfield")."""
_AFTER = re.compile(r",\s+([A-Z][\w]*)\.?(?:\s([A-Z][\w]*))?")
"""The province told after a town's name ("Springfield, Ill.")."""
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


@dataclass(slots=True)
class _Name:
    """A name that may be the town's: its first words in the text, how often it stands as what, the provinces told after it."""

    start: int
    end: int
    marks: Counter[str] = field(default_factory=Counter)
    after: set[State] = field(default_factory=set)

    @property
    def is_told(self) -> bool:
        """Whether it says something of where the report is from; many surnames are towns somewhere."""
        return (
            self.marks.total() > self.marks["named"] + self.marks["home"] + self.marks["station"]
            or self.marks["named"] > 1
        )


@dataclass(frozen=True, slots=True)
class _Around:
    """What a report says of where it is from, beside the names of towns."""

    country: str | None
    states: frozenset[State]
    county_states: frozenset[State]
    counties: frozenset[str]
    local: frozenset[str]
    resolved: dict[str, frozenset[int]]


def home_town(draft: Draft) -> Home | None:
    """Return the town that local news is of; None where no town is named."""
    return draft.once(_home_town)


def _home_town(draft: Draft) -> Home | None:
    best: tuple[float, Home] | None = None
    for home, features in candidates(draft):
        score = sum(WEIGHTS[name] * value for name, value in features.items())
        if best is None or score > best[0]:
            best = (score, home)
    return best[1] if best is not None else None


def candidates(draft: Draft) -> Iterator[tuple[Home, dict[str, float]]]:
    """Yield the towns that a report may be of, with what speaks for each: names of WEIGHTS and their values."""
    names = _names_by_key(draft)
    towns = {key: _towns(key) for key in names}
    around = _around(draft)
    told_names = itertools.islice((key for key, name in names.items() if name.is_told), MOST_NEIGHBOURS)
    told = {key: [(e.lat, e.lon) for e in towns[key]] for key in told_names}
    for key, name in names.items():
        of_name = {mark: float(min(name.marks[mark], most)) for mark, most in MARKS.items()}
        of_name["named"] = math.log1p(name.marks["named"])
        for mark in ("home", "station"):
            of_name[mark] = float(name.marks[mark] == name.marks.total())
        for entry in towns[key]:
            near = sum(_is_near(entry, points) for other, points in told.items() if other != key)
            yield (
                Home(entry, name.start, name.end),
                {
                    **of_name,
                    "near": float(min(near, MOST_NEAR)),
                    **{told_of: float(is_so) for told_of, is_so in _of_town(entry, key, name, around)},
                    "importance": entry.importance,
                    "population": math.log10(1 + entry.population),
                },
            )


def _of_town(entry: Entry, key: str, name: _Name, around: _Around) -> Iterator[tuple[str, bool]]:
    """Yield what the report tells of a town's surroundings."""
    state = (entry.country, entry.admin1)
    resolved = around.resolved.get(key, frozenset())
    yield "alias", not entry.is_main_name
    yield "state told", state in around.states
    yield "county's state", state in around.county_states
    yield "county told", bool(entry.admin2) and _plain_county(entry.admin2 or "") in around.counties
    yield "state after", state in name.after
    yield "country", entry.country == around.country
    yield "local words", entry.country in around.local
    yield "resolved", entry.geonames_id in resolved
    yield "resolved elsewhere", bool(resolved) and entry.geonames_id not in resolved


def _is_near(entry: Entry, points: list[tuple[float, float]]) -> bool:
    """Whether a town of another name lies near."""
    return any(
        abs(lat - entry.lat) < NEAR_DEGREES
        and abs(lon - entry.lon) < NEAR_DEGREES
        and distance_km(lat, lon, entry.lat, entry.lon) < NEAR_KM
        for lat, lon in points
    )


def _around(draft: Draft) -> _Around:
    states = _provinces(draft)
    county_states: set[State] = set()
    counties: set[str] = set()
    resolved: dict[str, set[int]] = {}
    for place in (t.place for t in draft.toponyms):
        if place.precision == "admin1" and place.admin1:
            states.add((place.country, place.admin1))
        elif place.precision == "admin2":
            county_states |= _counties(place.name)
            counties.add(_plain_county(place.name))
        if place.geonames_id is not None:
            resolved.setdefault(fold(place.name), set()).add(place.geonames_id)
    if draft.dateline is not None and draft.dateline.admin1 and len(draft.dateline.spans) > 1:
        states.add((draft.dateline.country, draft.dateline.admin1))
    words = set(re.findall(r"\w+", draft.text.lower()))
    return _Around(
        country=_country(draft),
        states=frozenset(states),
        county_states=frozenset(county_states),
        counties=frozenset(counties),
        local=frozenset(code for code in COUNTRIES if words & word_set(f"local_words_{code.lower()}")),
        resolved={name: frozenset(ids) for name, ids in resolved.items()},
    )


def _plain_county(name: str) -> str:
    return fold(name).removesuffix(" county").removesuffix(" parish")


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

    def marks(self, start: int, before: str) -> Iterator[str]:
        """Yield what a name stands as that stands here, after this word."""
        if before in INSIDE or before in word_set("compass"):
            yield "within"
            if any(a <= start < b for a, b in self.attacks):
                yield "scene"
        else:
            yield "home" if before in OF else "named"
        if before not in OF:
            if self.title[0] <= start < self.title[1]:
                yield "title"
            elif start < self.lead:
                yield "lead"


def _head_of(draft: Draft) -> _Head:
    heads = [s for s in draft.report.sections[:2] if s.kind in {"title", "boilerplate"}]
    title = (heads[0].start, heads[-1].end) if heads and heads[0].kind == "title" else (0, 0)
    lead = [s.end for s in draft.sentences if s.section == "body"][:LEAD_SENTENCES]
    attacked = sorted({m.sentence for m in draft.mentions if m.plover == "ASSAULT"})[:MOST_ATTACKS]
    spans = tuple((draft.sentences[n].start, draft.sentences[n].end) for n in attacked)
    return _Head(title, lead[-1] if lead else 0, spans)


def _names_by_key(draft: Draft) -> dict[str, _Name]:
    """Return the names of a report that may be a town's; those that stand most prominently where there are many."""
    found: dict[str, _Name] = {}
    for start, end, marks in _names(draft):
        name = found.setdefault(fold(draft.text[start:end]), _Name(start, end))
        name.marks.update(marks)
        after = _AFTER.match(draft.text, end)
        if after is not None:
            name.after |= _states_of(after)
    prominent = sorted(found, key=lambda key: -sum(min(found[key].marks[mark], most) for mark, most in MARKS.items()))
    return {key: found[key] for key in prominent[:MOST_NAMES]}


def _states_of(after: re.Match[str]) -> set[State]:
    """Return the province told after a town, by two words or by one."""
    for name in (f"{after[1]} {after[2]}", after[1]):
        top = next(iter(open_gazetteer().lookup(name)), None)
        if top is not None and top.precision == "admin1" and top.admin1:
            return {(top.country, top.admin1)}
    return set()


def _names(draft: Draft) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the names of a report that may be a town's, with what each stands as."""
    text = draft.text
    runs = list(itertools.islice(_RUN.finditer(text), MOST_RUNS))
    surnames = {m.group().split()[-1].strip(".") for m in runs if " " in m.group()}
    plain = set(re.findall(r"\b[a-z]{2,}\b", text)) | word_set("capital_words")
    head = _head_of(draft)
    if draft.dateline is not None and draft.dateline.spans:
        span = draft.dateline.spans[0]
        yield span.start, span.start + len(span.quote.split(",")[0]), ["dateline"]
    for run in runs:
        for start, stop, force in _parts(text, run):
            end = stop - (text[stop - 1] == ".")
            word = text[start:end]
            if word.lower() in plain:
                continue
            if head.title[0] <= start < head.title[1] and _TAIL.search(text, head.title[0], start):
                yield start, end, ["station"]
                continue
            before = text[max(0, start - LONGEST) : start].split()
            marks = [*head.marks(start, before[-1].lower() if before else ""), *(["force"] if force else [])]
            if word not in surnames or MARKS.keys() & set(marks):
                yield start, end, marks


def _parts(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a run of capital words that may be a town: all of it, or what stands before "Police".

    With each goes whether a local force bears it.
    """
    words = match.group().split(" ")
    start = match.start()
    if len(words) <= MAX_WORDS and words[0].lower().rstrip(".") in word_set("compass") and _towns(fold(match.group())):
        yield start, match.end(), False
        return
    while words and words[0].lower().rstrip(".") in word_set("compass") | ARTICLES:
        start += len(words[0]) + 1
        words = words[1:]
    if 0 < len(words) <= MAX_WORDS and any(e.is_main_name for e in _towns(fold(" ".join(words)))):
        yield start, start + len(" ".join(words)), _following(text, match) in word_set("local_forces")
        return
    for n, word in enumerate(words):
        plain = word.lower().rstrip(".’'")
        if plain in word_set("local_forces") and 0 < n <= MAX_WORDS:
            yield start, start + len(" ".join(words[:n])), True
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
    yield start, start + len(" ".join(words)), following in word_set("local_forces")


def _inside(start: int, words: list[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield the towns within a run of many capital words, as headlines in capitals have them: the longest at each place."""
    n = 0
    while n < len(words):
        size = next(
            (k for k in range(MAX_WORDS, 0, -1) if n + k <= len(words) and _towns(fold(" ".join(words[n : n + k])))), 0
        )
        if size:
            at = start + len(" ".join(words[:n])) + (n > 0)
            yield at, at + len(" ".join(words[n : n + size])), False
        n += size or 1


def _following(text: str, match: re.Match[str]) -> str:
    """Return the word after a run."""
    after = text[match.end() : match.end() + LONGEST].split()[:1]
    return after[0].lower().strip(".,;:") if after else ""
