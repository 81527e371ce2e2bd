"""The actor dictionary: finds the actors that a text names and says who they are."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.actors.index import Entry, Index, load_index
from dateline.actors.model import Actor, ActorMatch, MatchForm, Role, State
from dateline.actors.names import atoms_of, fits, key_of, name_key
from dateline.actors.roles import load_roles, role_of

_TITLES = frozenset(
    "president minister chancellor premier mr mrs ms sir lord lady dr king queen prince sheikh sheik mullah ayatollah "
    "general gen colonel col marshal admiral lieutenant lt captain secretary senator sen governor gov leader commander "
    "chairman chief mayor speaker imam maulana rabbi emir pope ambassador envoy strongman dictator warlord prosecutor".split()
)
# What may stand with a capital before a name at the head of a sentence without being a first name.
_OPENERS = frozenset(
    "a about after against all also although and as at because before both but by despite did does even for former from "
    "given how however if in into is last later like meanwhile nor not now of on once only or since so still than that "
    "the then though to today under unlike until was what when where whether which while who why will with yet".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
# A title in capitals: nothing in it has lower case, so capitals do not tell a name from a word.
_SHORTEST_SHOUT = 3
# Of a headline in title case at least this share of the longer words has a capital; in news sentences it is under a half.
_TITLE_CASE_SHARE = 0.7
_LONGER_WORD = 4


@dataclass(frozen=True, slots=True)
class ActorDictionary:
    """States, armed groups, bodies and people that news names, and the kinds that nouns of roles stand for."""

    index: Index
    roles: Mapping[str, Role]

    def find(
        self, words: Sequence[str], *, year: int | None = None, countries: Collection[str] = ()
    ) -> tuple[ActorMatch, ...]:
        """Return the actors named in a sequence of tokens, leftmost and longest first, none inside another.

        Args:
            words: tokens of a sentence or a headline, as spaCy cuts them.
            year: of the report; decides between readings and whom a bare surname after a title means.
            countries: codes of the countries that the report is about; decides between actors of one name.
        """
        starts = self.index.starts
        matches: list[ActorMatch] = []
        resume = 0
        shouting: bool | None = None
        for position, word in enumerate(words):
            if position < resume:
                continue
            if word in starts:
                atoms = [word]
            elif (word.isalpha() and word.isascii()) or len(word) == 1:
                continue
            else:
                atoms = atoms_of(word)
                if not atoms or atoms[0] not in starts:
                    continue
            if shouting is None:
                shouting = _is_shouting(words)
            match = self._match_at(words, position, year, countries, shouting=shouting)
            if match is not None:
                resume = match.end
                if match.actor_id is not None:
                    matches.append(match)
        return tuple(matches)

    def by_id(self, actor_id: str, *, year: int | None = None) -> Actor:
        """Return an actor, a state or a person by its id; of a person the role held in that year.

        Raises:
            KeyError: there is no such id.
        """
        rows = self.index.actors[actor_id]
        return rows[0] if year is None or len(rows) == 1 else max(rows, key=lambda row: _nearness(row, year))

    def is_person(self, actor_id: str) -> bool:
        """Return whether an id is a person's."""
        return actor_id in self.index.people

    def is_state(self, actor_id: str | None) -> bool:
        """Return whether an id is a state's or territory's."""
        return actor_id in self.index.state_ids

    def lookup(self, name: str, *, year: int | None = None) -> Actor | None:
        """Return the actor that a name stands for, whatever its case, accents, hyphens or dots; None where none does."""
        entries = [entry for entry in self.index.entries.get(name_key(name), ()) if entry.policy not in {"-", "t"}]
        if not entries:
            return None
        return self.by_id(max(entries, key=lambda entry: _rank(entry, year, ())).target, year=year)

    def names(self) -> Iterator[tuple[str, ...]]:
        """Yield every name that is filed, word by word as the tables write it."""
        return (entry.atoms for filed in self.index.entries.values() for entry in filed)

    def state(self, iso2: str) -> State:
        """Return a state by its ISO 3166-1 alpha-2 code.

        Raises:
            KeyError: there is no such code in the table.
        """
        return self.index.states[iso2]

    def state_by_adjective(self, word: str) -> str | None:
        """Return the code of the state that an adjective of nationality, or a noun for its people, belongs to."""
        state = self._state(word, ("adjective", "demonym"))
        if state is not None:
            return state
        # "US" and "UK" stand in the table as names; as adjectives they are written the same.
        named = self._state(word, ("name",))
        return (
            named
            if named and any(key_of(atoms_of(a)) == name_key(word) for a in self.state(named).adjectives)
            else None
        )

    def kind_of_role(self, lemma_phrase: str) -> Role | None:
        """Return what the head of a noun phrase says: of the whole phrase, else of its longest ending with a row."""
        return role_of(lemma_phrase, self.roles)

    def _state(self, word: str, forms: tuple[MatchForm, ...]) -> str | None:
        for entry in self.index.entries.get(name_key(word), ()):
            if entry.form in forms and entry.state is not None and not entry.rows and entry.policy != "-":
                return entry.state
        return None

    def _match_at(
        self, words: Sequence[str], position: int, year: int | None, countries: Collection[str], *, shouting: bool
    ) -> ActorMatch | None:
        """Return the best match that begins at a token, None where there is none."""
        atoms, ends = self._atoms_from(words, position)
        for length in range(len(atoms), 0, -1):
            if length < len(atoms) and ends[length] == ends[length - 1] and length > 1:
                continue  # a token is matched whole, but for what a hyphen ties on to its front
            entries = self.index.entries.get(key_of(atoms[:length]))
            if entries is None:
                continue
            window = " ".join(words[position : ends[length - 1]])
            usable = [
                entry
                for entry in entries
                if _usable(entry, atoms[:length], window, shouting=shouting)
                and (entry.form != "leader" or _names_a_leader(entry, words, position, ends[length - 1], year))
            ]
            if not usable:
                continue
            best = max(usable, key=lambda entry: _rank(entry, year, countries))
            end = ends[length - 1]
            if best.policy == "-" or (best.policy == "~" and best.state not in countries):
                # A name of somebody, but of whom the report does not tell: nothing shorter in it is meant either.
                return ActorMatch(position, end, None, None, best.form)
            state = best.state if len(best.rows) < 2 else self.by_id(best.target, year=year).country
            return ActorMatch(position, end, best.target, state, best.form)
        return None

    def _atoms_from(self, words: Sequence[str], position: int) -> tuple[list[str], list[int]]:
        """Return the atoms from a token on, no more than an alias can have, and the token after each."""
        atoms: list[str] = []
        ends: list[int] = []
        longest = 1
        for at in range(position, len(words)):
            found = atoms_of(words[at])
            if at == position:
                longest = self.index.starts[found[0]]
            for atom in found:
                atoms.append(atom)
                ends.append(at + 1)
            if len(atoms) >= longest:
                break
        return atoms[:longest], ends[:longest]


@functools.cache
def load_actors() -> ActorDictionary:
    """Return the actor dictionary that ships with dateline; read once."""
    return ActorDictionary(load_index(), load_roles())


def _usable(entry: Entry, atoms: list[str], window: str, *, shouting: bool) -> bool:
    """Return whether the text writes an alias as its policy asks."""
    if entry.policy in {"=", "-"}:
        return tuple(atoms) == entry.atoms and (entry.policy == "-" or not shouting)
    if len(atoms) == 1 and entry.atoms[0].islower() and "-" in window:
        return False
    return all(fits(alias, atom, shouting=shouting) for alias, atom in zip(entry.atoms, atoms, strict=True))


def _names_a_leader(entry: Entry, words: Sequence[str], start: int, end: int, year: int | None) -> bool:
    """Return whether the words around a person's name let it be the person of that row.

    A surname of policy "t" needs a title before it, and a role in that year. One word alone is not the person's where a
    first name of somebody else stands before it ("Michelle Obama").
    """
    before = words[start - 1] if start else ""
    titled = before.lower().rstrip(".") in _TITLES
    if entry.policy == "t":
        following = words[end] if end < len(words) else ""
        if not titled or (following.istitle() and following.isalpha() and following.lower() not in _DAYS):
            return False
        return year is None or any(row.active_in(year) for row in entry.rows)
    if len(entry.atoms) > 1 or titled or not (before.istitle() and before.isalpha()):
        return True
    return before.lower() in _OPENERS or _is_title_case(words)


def _rank(entry: Entry, year: int | None, countries: Collection[str]) -> tuple[bool, bool, bool, bool, int]:
    """Return how well an entry suits year and countries; of equals the one filed first wins, as max keeps the first."""
    rows = entry.rows
    active = year is None or not rows or any(row.active_in(year) for row in rows)
    near = 0 if year is None or not rows else max(_nearness(row, year) for row in rows)
    here = entry.state in countries
    return (entry.policy == "-", here, entry.policy != "~", active, 0 if active else near)


def _nearness(row: Actor, year: int) -> int:
    """Return 0 for a row whose years hold this one, else minus the years between; before its start counts far more."""
    if row.start is not None and year < row.start:
        return (year - row.start) * 100
    if row.end is not None and year > row.end:
        return row.end - year
    return 0


def _is_shouting(words: Sequence[str]) -> bool:
    """Return whether a sequence is in capitals throughout."""
    letters = [word for word in words if word.isalpha()]
    return len(letters) >= _SHORTEST_SHOUT and all(word.isupper() for word in letters)


def _is_title_case(words: Sequence[str]) -> bool:
    """Return whether a sequence is a headline whose words have capitals throughout."""
    longer = [word for word in words if len(word) >= _LONGER_WORD and word.isalpha()]
    return sum(not word.islower() for word in longer) >= _TITLE_CASE_SHARE * len(longer)
