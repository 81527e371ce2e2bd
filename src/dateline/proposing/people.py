"""Who marked words may name: an actor of the dictionary, else what their head noun says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline import vocabulary as v
from dateline.actors import load_actors
from dateline.events import Count, Participant
from dateline.lexicon.numbers import find_numbers
from dateline.proposing.marked import Marked

ARTICLES = re.compile(r"^(?:the|a|an|some|several)\s+", re.IGNORECASE)

OTHERS: tuple[v.ActorKind, ...] = ("unidentified", "civilians", "individual")
"""Kinds that are proposed where no word tells."""


def people_of(words: Marked, role: v.ParticipantRole) -> Iterator[tuple[Participant, str]]:
    """Yield who words may name in a role, the likeliest first; the last is always there, of unidentified kind."""
    actors = load_actors()
    tokens = re.findall(r"\w+(?:['’]s\b)?|[^\w\s]", words.words)
    countries = words.countries
    matches = actors.find(tokens, year=words.year, countries=countries)
    role_of = _role(words.words)
    for match in sorted(matches, key=lambda one: one.form not in {"name", "leader"}):
        if match.actor_id is None:
            continue
        actor = actors.by_id(match.actor_id, year=words.year)
        named = " ".join(tokens[match.start : match.end])
        if role_of is not None and match.form in {"adjective", "demonym"}:
            yield _made(words, role, role_of[0], None, match.state), f"“{role_of[1]}”, and “{named}” its country"
        yield _made(words, role, actor.kind, actor.id, match.state or actor.country), f"actor dictionary: {actor.name}"
    if role_of is not None:
        country = next((one.state for one in matches if one.state), None)
        yield _made(words, role, role_of[0], None, country), f"“{role_of[1]}”"
    for kind in OTHERS:
        yield _made(words, role, kind, None, None), "no word tells the kind"


def _role(words: str) -> tuple[v.ActorKind, str] | None:
    """Return the kind that the last noun which is a role tells, and that noun."""
    actors = load_actors()
    plain = re.findall(r"[\w'’-]+", words.casefold())
    for end in range(len(plain), 0, -1):
        for start in range(max(0, end - 3), end):
            phrase = " ".join(plain[start:end])
            found = actors.kind_of_role(phrase)
            if found is not None:
                return found.kind, phrase
    return None


def _made(
    words: Marked, role: v.ParticipantRole, kind: v.ActorKind, actor: str | None, country: str | None
) -> Participant:
    numbers = list(find_numbers(words.words))
    name = words.words
    count = None
    if numbers and numbers[0].start == 0:
        one = numbers[0]
        rest = name[one.end :].strip()
        if rest:
            name, count = rest, Count(one.low, one.high, one.approximate, words.spans)
    return Participant(
        "proposed", role, ARTICLES.sub("", name) or name, kind, words.spans, actor=actor, country=country, count=count
    )
