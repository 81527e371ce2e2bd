"""How political a report is, and a candidate's speakers: features that tell acts of states and movements from talk."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.draft import Draft, Phrase
from dateline.stages.coding.material import Material
from dateline.vocabulary import PARTY_TYPES, SPEECH_TYPES

POLITICAL = frozenset(
    "government military police intelligence militia rebels party igo ngo court protesters gang".split()
)
"""Kinds of those whose speaking is an act of politics."""
SEATS = frozenset({"government", "rebels", "militia", "party", "igo", "military"})
"""Kinds that a report of politics is full of; police, courts and companies speak in all reports."""
HEADLINES = frozenset({"title", "dek"})
OPENING = 2
"""Sentences of the body that say what a report is about."""


def politics_of(draft: Draft, material: Material) -> dict[str, float]:
    """Return the features of one candidate by name."""
    kind = "word" if material.plover in SPEECH_TYPES | PARTY_TYPES else "deed"
    share, opening = draft.once(_share)
    found = {f"politics/{kind}": share, f"politics of opening/{kind}": opening}
    if kind == "word":
        found |= dict.fromkeys(_speakers(draft, material), 1.0)
        found |= dict.fromkeys(_addressed(draft, material), 1.0)
    return found


def _share(draft: Draft) -> tuple[float, float]:
    """Return which share of those whom the report names are powers of politics, and whether its opening names any."""
    named = [p for p in draft.phrases if p.human and p.named]
    powers = [p for p in named if p.kind in SEATS]
    first = next((s.index for s in draft.sentences if s.section == "body"), 0)
    opening = any(draft.sentences[p.sentence].section in HEADLINES or p.sentence < first + OPENING for p in powers)
    return len(powers) / (len(named) + 2.0), float(opening)


def _speakers(draft: Draft, material: Material) -> Iterator[str]:
    """Yield what is known of those who speak, sit down or help."""
    doers = [i for role, members in material.roles.values() if role in {"speaker", "party"} for i in members]
    phrases = [_root(draft, i) for i in doers]
    if not phrases:
        return
    political = [p for p in phrases if p.kind in POLITICAL]
    yield f"speaker political={'all' if len(political) == len(phrases) else 'some' if political else 'none'}/{material.plover}"
    yield f"speaker political={'all' if len(political) == len(phrases) else 'some' if political else 'none'}"
    if all(p.kind == "individual" or (p.kind == "civilians" and not p.country) for p in phrases):
        yield "speaker private"
    if any(p.actor for p in political):
        yield "speaker known"
    if any(p.kind in {"company", "media"} for p in phrases):
        yield "speaker business"


def _addressed(draft: Draft, material: Material) -> Iterator[str]:
    """Yield a feature where the report speaks to its reader ("you agree to receive offers")."""
    sentence = draft.sentences[material.lead.sentence]
    if any(k.lower == "you" for k in sentence.kids(material.lead.token, "nsubj", "nsubjpass")):
        yield "reader addressed"


def _root(draft: Draft, index: int) -> Phrase:
    phrase = draft.phrases[index]
    return draft.phrases[phrase.chain] if phrase.chain >= 0 else phrase
