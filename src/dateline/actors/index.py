"""The index of names: every alias of the tables, filed so that a text is matched with one look-up a word."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from dateline.actors.model import Actor, MatchForm, State
from dateline.actors.names import atoms_of, key_of
from dateline.actors.tables import ACTORS, BLOCKS, LEADERS, STATES, listed, rows_of, year_of
from dateline.vocabulary import ActorKind

# News writes the article of Arabic names with a capital or without.
_PARTICLES = frozenset({"Al", "El"})

Policy = str
"""How strictly an alias is matched: "" its capitals; "=" exactly its letters; "~" only in a report about its country;
"t" only after a title, in the years of the role; "-" the words are no actor's."""


class Entry(NamedTuple):
    """One alias: its atoms in their own case, how it is matched, and what it names."""

    atoms: tuple[str, ...]
    policy: Policy
    form: MatchForm
    target: str
    state: str | None
    rows: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The tables, filed for look-up.

    `starts` holds for every first atom, as a text may write it, the most atoms that an alias beginning so has.
    `entries` holds the aliases under their folded key, the better reading first. `people` holds the ids of persons, `state_ids` those of states.
    """

    states: Mapping[str, State]
    actors: Mapping[str, tuple[Actor, ...]]
    starts: Mapping[str, int]
    entries: Mapping[str, tuple[Entry, ...]]
    people: frozenset[str]
    state_ids: frozenset[str]


@functools.cache
def load_index() -> Index:
    """Read the tables and file their aliases."""
    filing = _Filing()
    for phrase, _basis in rows_of(BLOCKS):
        filing.add("=" + phrase, "name", "", None, ())
    states = _file_states(filing)
    actors: dict[str, tuple[Actor, ...]] = {
        state.id: (Actor(state.id, state.name, "government", state.iso2),) for state in states.values()
    }
    _file_actors(filing, actors)
    people = _file_leaders(filing, actors)
    entries = {key: tuple(filed) for key, filed in filing.entries.items()}
    return Index(states, actors, filing.starts, entries, people, frozenset(s.id for s in states.values()))


class _Filing:
    """The index while it is made."""

    def __init__(self) -> None:
        self.starts: dict[str, int] = {}
        self.entries: dict[str, list[Entry]] = {}

    def add(
        self, alias: str, form: MatchForm, target: str, state: str | None, rows: tuple[Actor, ...], *, policy: str = ""
    ) -> None:
        """File one alias; a marker before it sets its policy."""
        if alias[0] in "=~":
            policy, alias = alias[0], alias[1:]
        atoms = tuple(atom.lower() if atom in _PARTICLES else atom for atom in atoms_of(alias))
        if not target:
            policy = "-"
        filed = self.entries.setdefault(key_of(atoms), [])
        if any(entry.target == target and entry.atoms == atoms for entry in filed):
            return
        filed.append(Entry(atoms, policy, form, target, state, rows))
        length, first, starts = len(atoms), atoms[0], self.starts
        for variant in (first, first.upper(), first.capitalize()) if first.islower() else (first, first.upper()):
            if starts.get(variant, 0) < length:
                starts[variant] = length


def _file_states(filing: _Filing) -> dict[str, State]:
    states: dict[str, State] = {}
    for iso2, ident, name, aliases, adjectives, demonyms, capitals, metonyms, _basis in rows_of(STATES):
        pairs = tuple((one, many) for one, _, many in (pair.partition("/") for pair in listed(demonyms)))
        state = State(iso2, ident, name, listed(aliases), listed(adjectives), pairs, listed(capitals), listed(metonyms))
        states[iso2] = state
        words: tuple[tuple[MatchForm, tuple[str, ...]], ...] = (
            ("name", (name, *state.aliases)),
            ("adjective", state.adjectives),
            ("demonym", tuple(word for pair in pairs for word in pair)),
            ("metonym", state.capitals + state.metonyms),
        )
        for form, listing in words:
            for word in listing:
                filing.add(word, form, ident, iso2, ())
    return states


def _file_actors(filing: _Filing, actors: dict[str, tuple[Actor, ...]]) -> None:
    for ident, name, aliases, country, kind, start, end, parent, _basis in rows_of(ACTORS):
        actor = Actor(
            ident, name, cast("ActorKind", kind), country or None, year_of(start), year_of(end), parent or None
        )
        actors[ident] = rows = (actor,)
        bare, note, _ = name.partition(" (")
        filing.add(bare, "name", ident, actor.country, rows, policy="~" if note else "")
        for alias in listed(aliases):
            filing.add(alias, "name", ident, actor.country, rows)


def _file_leaders(filing: _Filing, actors: dict[str, tuple[Actor, ...]]) -> frozenset[str]:
    people: dict[str, list[tuple[Actor, tuple[str, ...], str]]] = {}
    for ident, name, aliases, surname, country, kind, start, end, _role, _basis in rows_of(LEADERS):
        row = Actor(ident, name, cast("ActorKind", kind), country or None, year_of(start), year_of(end))
        bare = name.partition(" (")[0]
        people.setdefault(ident, []).append((row, (bare, *listed(aliases)), surname))
    for ident, roles in people.items():
        actors[ident] = rows = tuple(row for row, _, _ in roles)
        names = dict.fromkeys(alias for _, aliases, _ in roles for alias in aliases)
        for alias in names:
            filing.add(alias, "leader", ident, rows[0].country, rows)
        surname = roles[0][2]
        if surname and surname not in names:
            filing.add(surname, "leader", ident, rows[0].country, rows, policy="t")
    return frozenset(people)
