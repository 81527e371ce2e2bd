"""What is known of one event-to-be, before it is written down."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline import vocabulary as v
from dateline.draft import (
    Attribution,
    Cluster,
    DamageMention,
    Draft,
    Mention,
    TimeExpression,
    TollMention,
    Toponym,
    WeaponMention,
)
from dateline.lexicon.tallies import TALLY
from dateline.stages.coding.claims import Claim


@dataclass(slots=True)
class Material:
    """What is known of one event-to-be."""

    cluster: Cluster
    mentions: list[Mention]
    lead: Mention
    plover: v.Plover
    mode: str | None
    roles: dict[int, tuple[v.ParticipantRole, list[int]]] = field(default_factory=dict)
    """Root of a chain of phrases to its role and the phrases found."""
    times: list[TimeExpression] = field(default_factory=list)
    places: list[Toponym] = field(default_factory=list)
    near: list[Toponym] = field(default_factory=list)
    """Places told beside it that it may share, nearest first."""
    tolls: list[TollMention] = field(default_factory=list)
    weapons: list[WeaponMention] = field(default_factory=list)
    damages: list[DamageMention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    factuality: v.Factuality = "happened"
    factuality_cue: int = -1
    standing: v.Standing = "background"
    standing_reason: str = ""
    ended: set[int] = field(default_factory=set)
    """Mentions that tell how those who did it were killed or held: who did that is no doer of it."""
    split: bool = False
    """Whether one clause tells it together with the like at other places."""
    stretch: tuple[int, int] | None = None
    """The words of its own, as offsets, where one clause tells several events."""

    @property
    def is_tally(self) -> bool:
        """Whether it is what a long time has cost, counted beside an act, and no act itself."""
        return any(TALLY in m.flags for m in self.mentions)

    def kinds(self, draft: Draft, *roles: str) -> list[str]:
        """Return the kinds of those in these roles."""
        return [draft.phrases[root].kind for root, (role, _) in self.roles.items() if role in roles]
