"""The rules' own events of a report as lessons: which words state one of which type, and who takes part.

On reports without gold events they teach the learned reader what the tables know, before gold teaches it where they err.
"""

from __future__ import annotations

from reader_drafts import head_of, heads_of
from reader_examples import EVENTS, IGNORED, EventWord

from dateline.draft import Draft
from dateline.stages.coding import CodingStage
from dateline.stages.coding.compose import compose
from dateline.stages.coding.gather import gather
from dateline.stages.coding.material import Material
from dateline.stages.coding.standing import settle_standing
from dateline.stages.coding.weigh import weigh

DOERS = frozenset({"perpetrator", "speaker", "party"})
UNDERGOERS = frozenset({"target", "victim", "recipient", "party"})
DOUBTFUL = 0.15
"""Candidates between this probability and the coder's threshold are left out of the lessons."""


def silver_events(draft: Draft) -> tuple[tuple[EventWord, ...], tuple[tuple[int, int], ...]]:
    """Return the words that state the events which the rules find, and the head words of all phrases."""
    materials = gather(draft)
    settle_standing(draft, materials)
    found: dict[tuple[int, int], EventWord] = {}
    for material in materials:
        chance, _ = weigh(draft, material)
        if compose(draft, material, 0.5) is None or chance < DOUBTFUL:
            continue
        sure = chance >= CodingStage.threshold
        for mention in material.mentions:
            token = draft.sentences[mention.sentence].tokens[mention.token]
            label = EVENTS.index(material.plover) if sure and mention.plover == material.plover else IGNORED
            found[token.start, token.end] = EventWord(
                token.start, token.end, label,
                doers=_heads(draft, material, DOERS) if sure else None,
                undergoers=_heads(draft, material, UNDERGOERS) if sure else None,
            )  # fmt: skip
    return tuple(found.values()), heads_of(draft)


def _heads(draft: Draft, material: Material, roles: frozenset[str]) -> tuple[tuple[int, int], ...]:
    phrases = [p for role, told in material.roles.values() if role in roles for p in told]
    return tuple(dict.fromkeys(head_of(draft, draft.phrases[p]) for p in phrases))
