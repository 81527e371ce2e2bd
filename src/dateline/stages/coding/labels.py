"""Standing, count, sphere and the final type of an event."""

from __future__ import annotations

import datetime as dt

from dateline import vocabulary as v
from dateline.draft import Draft, Mention, Phrase
from dateline.lexicon.numbers import find_numbers
from dateline.lexicon.words import word_set
from dateline.stages.coding.gather import Material

NEWS_DAYS = 7
"""An event is news within a week of publication."""

BY_WEAPON: tuple[tuple[str, str], ...] = (
    ("suicide vest", "suicide-attack"), ("drone", "drone"), ("aircraft", "aerial"), ("rocket", "heavy-weapons"), ("missile", "heavy-weapons"),
    ("artillery", "heavy-weapons"), ("mortar", "heavy-weapons"), ("vehicle bomb", "explosives"), ("bomb", "explosives"), ("mine", "explosives"),
    ("grenade", "explosives"), ("small arms", "firearms"), ("blade", "primitive"), ("stones", "primitive"), ("vehicle", "primitive"),
    ("chemical", "unconventional"), ("arson", "destroy"),
)  # fmt: skip
"""The mode of an attack whose words do not say it, by its weapon, most telling first."""


def settle_standing(draft: Draft, materials: list[Material]) -> None:
    """Give every event its standing."""
    for material in materials:
        material.standing, material.standing_reason = _standing(draft, material)


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


def final_mode(material: Material) -> str | None:
    """Return the mode: what the words say, else what the weapon says of an attack."""
    if material.plover != "ASSAULT" or material.mode is not None or material.lead.frame == "clash":
        return material.mode
    kinds = {w.kind for w in material.weapons} | {m.weapon for m in material.mentions if m.weapon}
    return next((mode for weapon, mode in BY_WEAPON if weapon in kinds), None)


def count_of(draft: Draft, material: Material) -> tuple[int | None, int | None, bool, tuple[int, int] | None]:
    """Return low, high, approximate and the stretch of the words that count the acts."""
    mention = material.lead
    if not mention.nominal:
        return _count_verb(draft, mention)
    sentence = draft.sentences[mention.sentence]
    token = sentence.tokens[mention.token]
    first = min([token.i, *[k.i for k in sentence.kids(token.i, "nummod", "amod", "compound", "det", "quantmod", "nmod") if k.i < token.i]])
    start = sentence.tokens[max(0, first - 2)].start
    words = draft.report.text[start : token.end]
    for number in find_numbers(words):
        if start + number.end > sentence.tokens[first].start - 1:
            return number.low, number.high, number.approximate, (start + number.start, token.end)
    head = sentence.tokens[sentence.tokens[token.head].head] if token.dep == "pobj" else None
    if head is not None and sentence.tokens[token.head].lower == "of" and head.lemma in word_set("series_words"):
        quantity = next(iter(find_numbers(draft.report.text[sentence.tokens[max(0, head.i - 2)].start : head.end])), None)
        if quantity is not None and quantity.low != 1:
            return quantity.low, quantity.high, quantity.approximate, (head.start, token.end)
        return 2, None, False, (head.start, token.end)
    if token.lemma in word_set("campaign_words") and token.tag != "NNS":
        return 1, None, False, (token.start, token.end)
    if token.tag in {"NNS", "NNPS"} and token.lemma not in word_set("plural_only"):
        return 2, None, False, (token.start, token.end)
    return 1, 1, False, None


def _count_verb(draft: Draft, mention: Mention) -> tuple[int | None, int | None, bool, tuple[int, int] | None]:
    sentence = draft.sentences[mention.sentence]
    token = sentence.tokens[mention.token]
    ongoing = token.tag == "VBG" and any(k.lower in {"been", "is", "are", "'ve", "was", "were"} for k in sentence.kids(token.i, "aux", "auxpass"))
    if mention.plover in {"ASSAULT", "PROTEST"} and (ongoing or token.lemma in {"fight", "battle", "pound", "shell", "bombard", "continue"}):
        return 1, None, False, (token.start, token.end)
    return 1, 1, False, None


def sphere_of(draft: Draft, material: Material, kinds: list[str]) -> v.Sphere:
    """Return whether an event is political, criminal or unclear, by who takes part and by the report's own words."""
    if material.plover not in {"ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST"}:
        return "political"
    if any(k in {"rebels", "militia", "military", "protesters", "party", "igo", "intelligence", "ngo", "media"} for k in kinds):
        return "political"
    text = draft.report.text.lower()
    political = sum(text.count(w) for w in word_set("political_cues"))
    criminal = sum(text.count(w) for w in word_set("criminal_cues"))
    if "government" in kinds and political:
        return "political"
    if criminal >= 2 and criminal > 2 * political:
        return "criminal"
    return "political"


def phrase_words(draft: Draft, phrase: Phrase) -> str:
    """Return the lower-case words of a phrase."""
    return draft.report.text[phrase.start : phrase.end].lower()
