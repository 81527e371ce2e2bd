"""The actor dictionary: who the words of a report name, of which country and of which kind.

All of it is data in `data/{states,actors,leaders,roles,actor_blocks}.tsv`; this room only loads and looks up.

    actors = load_actors()
    actors.find(["Al", "-", "Shabaab", "attacked", "Kenyan", "troops"])  # al-shabaab (name), kenya (adjective)
    actors.kind_of_role("suspected militant").kind  # "rebels"

A state stands in matches under its own id with kind government; whether its armed forces act is for the caller to say.
"""

from __future__ import annotations

from dateline.actors.dictionary import ActorDictionary, load_actors
from dateline.actors.model import Actor, ActorMatch, MatchForm, Role, State

__all__ = ["Actor", "ActorDictionary", "ActorMatch", "MatchForm", "Role", "State", "load_actors"]
