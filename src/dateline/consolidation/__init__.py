"""Consolidation: the incident that the events of its reports make, rivals and all.

    consolidate((Member.of(report, event), …), grades=Grades.of({"Reuters": "B"})) -> Incident

It is a pure function of the set of its members: their order does not matter, and it reads no clock and no store. The
rules are written where they are applied: who counts as a source (`sources`), which value is best supported (`support`),
when values agree (`times`, `places`, `people`, `kinds`), how figures become low, best and high (`tolls`), what the
confidence means (`confidence`). The codebook prints them for users.
"""

from __future__ import annotations

from dateline.consolidation.incident import consolidate, kind_of
from dateline.consolidation.members import NO_GRADES, Grades, Member, outlet_key
from dateline.consolidation.sources import COPY_LIKENESS

__all__ = ["COPY_LIKENESS", "NO_GRADES", "Grades", "Member", "consolidate", "kind_of", "outlet_key"]
