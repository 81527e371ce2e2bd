"""The closed lists of the record: every word that a field of fixed choices may hold.

They are types (for the checker) and tuples (for validation, the JSON Schema and the codebook) at once.
"""

from __future__ import annotations

from typing import Literal

Sphere = Literal["political", "criminal", "unclear"]
Standing = Literal["current", "background"]
Factuality = Literal["happened", "attempted", "planned", "threatened", "possible", "denied"]
TimePrecision = Literal[
    "minute", "hour", "part-of-day", "day", "week", "month-part", "month", "quarter", "season", "year", "decade"
]
TimeBasis = Literal["text", "published", "event"]
PlaceKind = Literal["site", "settlement", "district", "admin", "country", "sea", "river", "region", "route"]
PlacePrecision = Literal["site", "town", "admin2", "admin1", "country", "sea", "region"]
PlaceRelation = Literal["in", "near", "direction-of", "between", "along", "off"]
ParticipantRole = Literal["perpetrator", "target", "victim", "party", "speaker", "recipient"]
ActorKind = Literal[
    "government", "military", "police", "intelligence", "militia", "rebels", "gang", "civilians", "protesters",
    "party", "company", "media", "ngo", "igo", "court", "individual", "facility", "unidentified",
]  # fmt: skip
Stance = Literal["claimed", "blamed", "suspected", "stated", "denied", "unclaimed"]
SourceStance = Literal["affirms", "denies"]
Weapon = Literal[
    "rocket", "missile", "drone", "aircraft", "artillery", "mortar", "small arms", "bomb", "vehicle bomb",
    "suicide vest", "mine", "grenade", "blade", "vehicle", "chemical", "arson", "stones", "unknown",
]  # fmt: skip
Measure = Literal["killed", "injured", "casualties", "missing", "detained", "abducted", "displaced"]
DamageEffect = Literal["damaged", "destroyed", "not damaged"]
Plover = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "REJECT", "ACCUSE", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip

MATERIAL: frozenset[str] = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "SANCTION"})
"""The types whose participants are perpetrator, target, victim and party."""

PARTY_TYPES: frozenset[str] = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""The types whose participants are parties on an equal footing."""

SPEECH_TYPES: frozenset[str] = frozenset({"SUPPORT", "AID", "CONCEDE", "REQUEST", "REJECT", "ACCUSE", "THREATEN"})
"""The types whose participants are a speaker and a recipient."""

DOING: frozenset[ParticipantRole] = frozenset({"perpetrator", "speaker", "party"})
"""The roles of those who do what an event tells, or have a part in it."""
