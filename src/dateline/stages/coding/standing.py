"""Standing: whether an event is what the report is written to tell, or background.

The rules ask in turn: the calendar, the headline, how the event's clause hangs on its sentence (what went before, an aside, a
name in passing), the lead, the tense, and how far down it is told. The learned weights take the reason that decided as evidence.
"""

from __future__ import annotations

import datetime as dt

from dateline import vocabulary as v
from dateline.draft import Draft, Sentence, Token
from dateline.lexicon.timegrammar import add_days
from dateline.stages.coding.material import Material

NEWS_DAYS = 7
"""An event is news within a week of publication."""
LAST_DAYS = 2
NEAR = 4
"""Sentences after the lead that still tell the news."""
FEW = 2
"""An event told more often than this is not told in passing."""
COUNTED = "counted over a long time"
DECIDED = frozenset({"more than a week before publication", "told in a caption", COUNTED})
"""Reasons that no weighing overrules."""
BEFORE = frozenset({"after", "since", "before", "until", "once", "following"})
"""Words that join what went before to the news."""
HABIT = frozenset({"VBZ", "VBP"})
"""Tags of the simple present, which tells below the lead what is done again and again."""
WORDS = v.SPEECH_TYPES | v.PARTY_TYPES

Decision = tuple[v.Standing, str]


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


def _standing(draft: Draft, material: Material) -> Decision:
    sections = {draft.sentences[m.sentence].section for m in material.mentions}
    if sections == {"caption"}:
        return "background", "told in a caption"
    if material.is_tally:
        return "background", COUNTED
    way = hangs(draft.sentences[material.lead.sentence], material.lead.token)
    decided = _by_calendar(draft, material)
    if decided is not None:
        return decided
    if way == "before":
        return "background", "told as what went before"
    if "title" in sections:
        return "current", "told in the headline"
    return _of_words(draft, material, way) if material.plover in WORDS else _of_deeds(draft, material, way)


def _rank(draft: Draft, index: int) -> int:
    """Return how far a sentence lies below the lead."""
    return index - next((s.index for s in draft.sentences if s.section == "body"), 0)


def _days_before(published: str, days: int) -> str:
    day = dt.date.fromisoformat(published[:10])
    return (add_days(day, -days) or dt.date.min).isoformat()


def _by_calendar(draft: Draft, material: Material) -> Decision | None:
    """Return what the dates decide: background where it ended, or only began, more than a week ago."""
    published = draft.report.published
    if published is None:
        return None
    week = _days_before(published, NEWS_DAYS)
    ends = [t.until[:10] for t in material.times if t.until and t.kind == "interval"]
    starts = [t.begin[:10] for t in material.times if t.begin]
    if ends and max(ends) < week:
        return "background", "more than a week before publication"
    if not ends and starts and min(starts) < week:
        return "background", "began more than a week before publication"
    return None


def _of_words(draft: Draft, material: Material, way: str) -> Decision:
    """Decide for what is said: news, unless it is told as having been said all along."""
    sentence = draft.sentences[material.lead.sentence]
    token = sentence.tokens[material.lead.token]
    if (
        _rank(draft, sentence.index) > 0
        and not material.lead.nominal
        and way in {"main", "said"}
        and is_perfect(sentence, token)
    ):
        return "background", "told as what has been so far"
    return "current", "said in the report"


def _of_deeds(draft: Draft, material: Material, way: str) -> Decision:
    """Decide for what is done."""
    if way == "aside" and len(material.mentions) <= FEW:
        return "background", "told as an aside or before the news"
    if way == "named" and material.lead.nominal and len(material.mentions) <= FEW:
        return "background", "named in passing"
    if min(_rank(draft, m.sentence) for m in material.mentions) <= 0:
        return "current", "told in the lead"
    return _below_the_lead(draft, material, way)


def _below_the_lead(draft: Draft, material: Material, way: str) -> Decision:
    sentence = draft.sentences[material.lead.sentence]
    token = sentence.tokens[material.lead.token]
    published = draft.report.published
    if published is not None:
        late = _days_before(published, LAST_DAYS)
        ends = [t.until[:10] for t in material.times if t.until and t.kind == "interval"]
        if ends and max(ends) >= late:
            return "current", "within the last days"
    if way in {"main", "said"} and not material.lead.nominal:
        if is_perfect(sentence, token) or token.tag in HABIT:
            return "background", "told as what has been so far"
        if token.tag in {"VBD", "VBN"}:
            return "current", "told as news"
    return (
        ("current", "told near the head")
        if _rank(draft, sentence.index) <= NEAR
        else ("background", "told further down")
    )


def hangs(sentence: Sentence, i: int) -> str:
    """Return how a mention's clause hangs on its sentence: main, said, before, aside, named (in a noun phrase) or beside."""
    for token in (sentence.tokens[i], *sentence.ancestors(i)):
        if token.dep in {"relcl", "acl"}:
            return "aside"
        if token.dep == "advcl":
            joined = {k.lower for k in sentence.kids(token.i, "mark", "advmod")}
            return "before" if joined & BEFORE else "beside"
        if token.dep in {"pobj", "pcomp"}:
            return "before" if sentence.tokens[token.head].lower in BEFORE else "named"
        if token.dep in {"compound", "poss", "amod", "nmod"}:
            return "named"
        if token.dep == "ccomp":
            return "said"
        if token.dep == "xcomp":
            return "beside"
    return "main"


def is_perfect(sentence: Sentence, token: Token) -> bool:
    """Whether a verb is in the present perfect ("has been shelling"), not the past perfect of reported speech."""
    return any(k.lower in {"has", "have", "'ve"} for k in sentence.kids(token.i, "aux", "auxpass"))
