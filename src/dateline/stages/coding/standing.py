"""Standing: whether an event is what the report is written to tell, or background."""

from __future__ import annotations

import datetime as dt

from dateline import vocabulary as v
from dateline.draft import Draft
from dateline.stages.coding.material import Material

NEWS_DAYS = 7
"""An event is news within a week of publication."""

DECIDED = frozenset({"more than a week before publication", "told in a caption"})
"""Reasons that no weighing overrules."""


def settle_standing(draft: Draft, materials: list[Material]) -> None:
    """Give every event its standing."""
    for material in materials:
        material.standing, material.standing_reason = _standing(draft, material)


def settle_by_weight(material: Material, news: float) -> None:
    """Let the weighed evidence overrule the rules, except that the calendar and the headline decide for themselves."""
    if material.standing_reason in DECIDED:
        return
    weighed: v.Standing = "current" if news >= 0.5 else "background"
    if weighed != material.standing:
        material.standing, material.standing_reason = weighed, f"by all evidence weighed together ({news:.2f} for news)"


def _standing(draft: Draft, material: Material) -> tuple[v.Standing, str]:
    published = draft.report.published
    day = dt.date.fromisoformat(published[:10]) if published else None
    first = min(draft.sentences[m.sentence].index for m in material.mentions)
    sections = {draft.sentences[m.sentence].section for m in material.mentions}
    if sections == {"caption"}:
        return "background", "told in a caption"
    ends = [t.until[:10] for t in material.times if t.until and t.kind == "interval"]
    starts = [t.begin[:10] for t in material.times if t.begin]
    if day is not None and ends and max(ends) < (day - dt.timedelta(days=NEWS_DAYS)).isoformat():
        return "background", "more than a week before publication"
    if day is not None and not ends and starts and min(starts) < (day - dt.timedelta(days=NEWS_DAYS)).isoformat():
        return "background", "began more than a week before publication"
    if "title" in sections:
        return "current", "told in the headline"
    lead = draft.sentences[material.lead.sentence]
    if _is_aside(draft, material):
        return "background", "told as an aside or before the news"
    body = [s.index for s in draft.sentences if s.section in {"body"}]
    rank = lead.index - (body[0] if body else 0)
    if first <= (body[0] if body else 0):
        return "current", "told in the lead"
    if material.plover in v.SPEECH_TYPES | v.PARTY_TYPES:
        return "current", "said in the report"
    if day is not None and ends and max(ends) >= (day - dt.timedelta(days=2)).isoformat():
        return "current", "within the last days"
    return ("current", "told near the head") if rank <= 4 else ("background", "told further down")


def _is_aside(draft: Draft, material: Material) -> bool:
    """Whether the event is told by a recalling noun, in a relative clause or in the past perfect."""
    if len(material.mentions) > 2:
        return False
    sentence = draft.sentences[material.lead.sentence]
    token = sentence.tokens[material.lead.token]
    perfect = any(k.lower == "had" for k in sentence.kids(token.i, "aux"))
    chain = [token, *list(sentence.ancestors(token.i))[:4]]
    relative = any(t.dep in {"relcl", "acl"} for t in chain)
    after = any(t.dep in {"pobj", "pcomp"} and sentence.tokens[t.head].lower in {"after", "since", "following", "over", "for", "of", "from"} for t in chain)
    return perfect or relative or (after and material.lead.nominal)
