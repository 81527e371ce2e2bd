"""What the actor dictionary knows and what it finds: states, actors, roles and matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.vocabulary import ActorKind

MatchForm = Literal["name", "adjective", "demonym", "metonym", "leader"]
"""How the words name the actor: by its name, as an adjective of nationality, as the people of a state,
by the seat of a government, or as a person known by name."""


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory: its code, and the words that news has for it, its people and its government."""

    iso2: str
    id: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[tuple[str, str], ...]
    capitals: tuple[str, ...]
    metonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """One row of the dictionary: a body, an armed group, or one role of a person.

    Args:
        id: stable slug; the rows of one person share it.
        country: ISO 3166-1 alpha-2 code (XK for Kosovo), None for actors of no one country.
        start: first year, None where open or not known.
        end: last year, None where it goes on or is not known.
        parent: id of the body that it belongs to.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    start: int | None = None
    end: int | None = None
    parent: str | None = None

    def active_in(self, year: int) -> bool:
        """Return whether the years of the row hold this one."""
        return (self.start is None or self.start <= year) and (self.end is None or year <= self.end)


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """Words that name an actor: the half-open range of their tokens and what they name.

    `actor_id` is the id of an actor or of a state; `state` the country code of either, None where it has no one country.
    """

    start: int
    end: int
    actor_id: str | None
    state: str | None
    form: MatchForm


@dataclass(frozen=True, slots=True)
class Role:
    """What the head of a noun phrase says of an actor.

    Args:
        human: it is people, who can be killed, hurt or held; else it is what they use, own or live in.
        by_owner: the word says so little that a named group or body before it decides the kind ("Hamas leaders").
    """

    lemma: str
    kind: ActorKind
    human: bool
    by_owner: bool = False
