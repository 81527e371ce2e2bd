"""When two participants, or two doers, are one.

1. An actor of the dictionary is one under all its names. A state, its government and its forces named by its adjective
   ("Israel", "Israeli troops", "the Israeli military") are one doer; its police and courts are their own.
2. A part is held by the body that it belongs to in the dictionary ("the Quds Force", "the Revolutionary Guards"): where
   nothing else is told, the two agree and the part is the more exact. Fighters are taken for their group ("Boko Haram
   militants").
3. A name that the dictionary does not know is one with the same name, and with a longer one that it ends ("Cepeda",
   "Wilmer Cepeda").
4. Words that name no one ("gunmen", "villagers") are one with other such words of the same kind, unless both have a
   country and it differs. They are never taken for somebody named: "gunmen" lends no support to a group that another
   report names.
5. Things are one by their head ("the mosque", "a mosque in the east").

Who does and who undergoes are kept apart; perpetrator, party and speaker are one side, target, victim and recipient the
other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.actors import load_actors
from dateline.actors.names import atoms_of, name_key
from dateline.consolidation.support import Group, Said, Voice, gathered, ranked
from dateline.events import Participant
from dateline.vocabulary import DOING

_STATE_KINDS = frozenset({"government", "military"})
_FIGHTERS = frozenset({"rebels", "military", "militia", "gang", "unidentified"})
_THINGS = frozenset({"facility"})
_BEFORE = frozenset(
    "a an the its his her their our some other several two three four five six seven eight nine ten".split()
)

Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """What a noun phrase says of whom it names.

    Args:
        proper: it has a name of its own, beyond a nationality.
        country: of a nationality in it, ISO 3166-1 alpha-2.
        adjective: it is a nationality and nothing else.
        group: the actor whose fighters it names, by id.
        human: its head names people.
        head: the last word before any "of".
        key: the folded name.
    """

    proper: bool
    country: str | None
    adjective: bool
    group: str | None
    human: bool
    head: str
    key: str


@lru_cache(maxsize=65536)
def naming(name: str) -> Naming:
    """Return what a noun phrase says of whom it names."""
    actors = load_actors()
    words = name.split()
    while len(words) > 1 and words[0].lower() in _BEFORE:
        words = words[1:]
    role = actors.kind_of_role(" ".join(words).lower())
    country: str | None = None
    proper = False
    for at, word in enumerate(words):
        if not word[:1].isupper():
            continue
        nation = actors.state_by_adjective(word)
        if nation is not None:
            country = country or nation
        elif at > 0 or role is None or (len(words) == 1 and role is None):
            proper = True
    stem = " ".join(words).lower().split(" of ")[0].split()
    group = _group_of(" ".join(words[:-1])) if proper and role is not None and role.kind in _FIGHTERS else None
    return Naming(
        proper=proper,
        country=country,
        adjective=len(words) == 1 and country is not None and not _names_state(words[0], country),
        group=group,
        human=role is not None and role.human,
        head=stem[-1] if stem else name.lower(),
        key=name_key(name),
    )


def _names_state(word: str, country: str) -> bool:
    """Return whether a word is the name of a state, and not only its adjective."""
    state = load_actors().state(country)
    return name_key(word) in {name_key(name) for name in (state.name, *state.aliases)}


def _group_of(name: str) -> str | None:
    """Return the armed group that a name is of; None for a state's or a person's."""
    actors = load_actors()
    found = actors.lookup(name)
    if found is None or actors.is_state(found.id) or actors.is_person(found.id):
        return None
    return found.id


def side(participant: Participant) -> str:
    """Return which side a participant is on: who does, or who undergoes."""
    return "doer" if participant.role in DOING else "undergoer"


def identity(participant: Participant) -> Identity:
    """Return who a participant is, as far as its own words tell; see the module for the rules."""
    actors = load_actors()
    said = naming(participant.name)
    country = participant.country or said.country
    if participant.actor is not None:
        if actors.is_state(participant.actor):
            return ("state", country or participant.actor, "" if participant.kind in _STATE_KINDS else participant.kind)
        return ("actor", participant.actor)
    if said.group is not None:
        return ("actor", said.group)
    if said.proper:
        return ("name", said.key)
    if said.country is not None and participant.kind in _STATE_KINDS and (said.human or participant.role in DOING):
        return ("state", said.country, "")  # what acts under a state's adjective is the state: "Israeli jets"
    if not said.human or participant.kind in _THINGS:
        return ("thing", participant.kind, said.head)
    return ("kind", participant.kind, country or "")


def resolved(found: Sequence[Identity]) -> dict[Identity, Identity]:
    """Return for each identity of one side the one that it is taken for, now that all are known."""
    known = set(found)
    if len(known) < 2:
        return {one: one for one in known}
    ends: dict[str, list[Identity]] = defaultdict(list)
    parts: dict[Identity, list[Identity]] = defaultdict(list)
    kinds: dict[str, list[Identity]] = defaultdict(list)
    for one in sorted(known):
        if one[0] == "name":
            ends[one[1].rsplit(" ", 1)[-1]].append(one)
        elif one[0] == "kind" and one[2]:
            kinds[one[1]].append(one)
        elif one[0] == "actor":
            for whole in _wholes(one[1]):
                parts[whole].append(one)
    taken: dict[Identity, Identity] = {}
    for one in known:
        if one[0] == "name":
            longer = [other for other in ends[one[1].rsplit(" ", 1)[-1]] if other[1].endswith(" " + one[1])]
        elif one[0] == "kind":
            longer = kinds[one[1]] if not one[2] else []
        else:
            longer = parts.get(one, [])
        taken[one] = longer[0] if len(longer) == 1 else one
    return {one: taken.get(other, other) for one, other in taken.items()}


@lru_cache(maxsize=8192)
def _wholes(actor: str) -> frozenset[Identity]:
    """Return what an actor belongs to: the bodies above it, and its state where it is that state's force."""
    actors = load_actors()
    found: set[Identity] = set()
    at: str | None = actor
    while at is not None and at in actors.index.actors and ("actor", at) not in found:
        row = actors.by_id(at)
        if at != actor:
            found.add(("actor", at))
        if row.kind == "military" and row.country and not actors.is_person(at):
            found.add(("state", row.country, ""))
        at = row.parent
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Someone:
    """A participant as the reports name it together."""

    group: Group[Participant]
    identity: Identity
    names: tuple[str, ...]

    @property
    def value(self) -> Participant:
        """The participant as it is best named; the actor and country that this telling leaves open are the others'."""
        value = self.group.head.value
        if value.actor is not None and value.country is not None:
            return value
        known = [one.value for one in self.group.said]
        actor = value.actor or next((p.actor for p in known if p.actor), None)
        country = value.country or next((p.country for p in known if p.country), None)
        return replace(value, actor=actor, country=country)


def people_told(voices: Sequence[Voice]) -> list[Someone]:
    """Return the participants of the members, each once, the best supported first: those who do before those who undergo."""
    told: list[Someone] = []
    for wanted in ("doer", "undergoer"):
        said = [
            Said(p, voice.witness(p.spans), voice, _exactness(p))
            for voice in voices
            for p in voice.member.event.participants
            if side(p) == wanted
        ]
        who = resolved([identity(one.value) for one in said])
        groups = ranked(gathered(said, _taken_for(who)))
        for group in groups:
            names = names_of(group)
            group.head = _best_named(group, names)
            told.append(Someone(group, who[identity(group.head.value)], names))
    return told


def _taken_for(who: Mapping[Identity, Identity]) -> Callable[[Participant], Identity]:
    return lambda participant: who[identity(participant)]


def names_of(group: Group[Participant]) -> tuple[str, ...]:
    """Return all names that reports use of somebody, the commonest first, spellings that differ in case alone as one."""
    counted = Counter(_case(one.value.name) for one in group.said)
    written: dict[str, str] = {}
    for one in group.said:
        key = _case(one.value.name)
        # Of spellings that differ in case the one with the fewest capitals: others stand at a sentence's head, or shout.
        written[key] = max(written.get(key, ""), one.value.name)
    return tuple(written[key] for key in sorted(written, key=lambda key: -counted[key]))


def _best_named(group: Group[Participant], names: Sequence[str]) -> Said[Participant]:
    """Return the telling that names somebody best: most exactly, then as most do."""
    best = max(one.exact for one in group.said)
    order = {_case(name): at for at, name in enumerate(names)}
    return min((one for one in group.said if one.exact == best), key=lambda one: order[_case(one.value.name)])


@lru_cache(maxsize=65536)
def _case(name: str) -> str:
    return " ".join(atoms_of(name)).casefold() or name


def _exactness(participant: Participant) -> float:
    """Greater for words that tell more: an actor of the dictionary, a name of its own, a country; an adjective tells least."""
    said = naming(participant.name)
    known = 4.0 * (participant.actor is not None) + 2.0 * said.proper + (participant.country is not None)
    return known - 5.0 * said.adjective
