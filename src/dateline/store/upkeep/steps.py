"""What the long works of upkeep have in common: how far they are, and what they found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is (0 where that is not known)."""


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the store that is not as it must be.

    Args:
        part: of the check that found it.
        row: the table and what names the row, or the page or index.
        what: in what it is wrong.
        advice: what to do about it.
    """

    part: str
    row: str
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.row}: {self.what}; {self.advice}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check looked at, by the name of the thing, and the faults that it found.

    Args:
        more: faults beyond those that are listed.
        whole: False where only a sample of the reports was read.
    """

    counts: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]
    more: int = 0
    whole: bool = True

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


RESTORE = "restore the store from a backup: dateline db restore"
REINDEX = "have the indexes made anew: dateline db vacuum"
REWORD = "have the index of words made anew: dateline db vacuum --words"
RECOUNT = "have it counted anew: dateline db vacuum"
RELINK = "have the store linked anew: dateline link --anew"
RECODE = "code the report anew: dateline recode, or read it again with dateline add"
"""What to do about faults."""
