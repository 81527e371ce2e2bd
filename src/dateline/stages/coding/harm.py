"""What became of property in an event, with who says so."""

from __future__ import annotations

from dateline.draft import Draft
from dateline.events import Damage, Thing
from dateline.stages.coding.credit import credited
from dateline.stages.coding.material import Material


def damage_of(draft: Draft, material: Material) -> tuple[Damage, ...]:
    """Return what became of property, each thing once; that it was destroyed outweighs that it was hit."""
    found: dict[str, Damage] = {}
    for item in material.damages:
        span = draft.span(item.start, item.end)
        cue = draft.sentences[item.sentence].tokens[item.token]
        name = span.quote.lower()
        if name in found and not (found[name].effect == "damaged" and item.effect == "destroyed"):
            continue
        found[name] = Damage(Thing(span.quote, (span,)), item.effect, credited(draft, item.sentence, cue.start))
    return tuple(found.values())
