"""The slots of an event that can be corrected: what each holds, how a value is read and checked, how it goes into an event.

A slot is a field of the event, or the part of one that people judge by itself: the participants of one role, the people harmed
in one way. Values that people set bear ids of their own, drawn from their words, so that they mean the same over every coding.

    value = read_value("when", {"start": "2024-03-02", …}, report.text)
    laid(event, "when", value)
"""

from __future__ import annotations

from dateline.slots.kinds import BY_NAME, EVENT, SLOTS, Slot, choices_of, slot_of
from dateline.slots.laying import laid, value_of
from dateline.slots.reading import quoted, read_value, stored_value
from dateline.slots.words import bounds_words, item_words, value_words

__all__ = [
    "BY_NAME", "EVENT", "SLOTS", "Slot", "bounds_words", "choices_of", "item_words", "laid", "quoted", "read_value", "slot_of",
    "stored_value", "value_of", "value_words",
]  # fmt: skip
