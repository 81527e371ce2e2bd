"""What marked words may stand for: from a few words of a report the whole value of a slot, so that a person need only mark them.

A place is looked up in the gazetteer, those where the report already is first; a time is read at the day of publication; people
are looked up in the actor dictionary and, by their head noun, among the roles; a number becomes bounds. Every proposal says how
it was found, and none is laid down by itself.
"""

from __future__ import annotations

from dateline.proposing.proposer import Proposer

__all__ = ["Proposer"]
