"""What speaks for and against a candidate event, as named features."""

from __future__ import annotations

import math
import re

from dateline.draft import Draft
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material
from dateline.stages.coding.politics import politics_of
from dateline.stages.coding.spheres import spheres_of

_QUOTES = re.compile(r"[\"“”]")


def features_of(draft: Draft, material: Material) -> dict[str, float]:
    """Return the features of a candidate by name."""
    lead = material.lead
    sentence = draft.sentences[lead.sentence]
    token = sentence.tokens[lead.token]
    names = [
        f"plover={lead.plover}", f"pos={lead.plover}/{'N' if lead.nominal else 'V'}", f"frame={lead.frame}", f"dep={token.dep}",
        f"tag={token.tag}", f"word={lead.plover}/{token.lemma}", f"fact={material.factuality}", f"fact={lead.plover}/{material.factuality}",
        f"section={sentence.section}",
    ]  # fmt: skip
    found: dict[str, float] = dict.fromkeys(names, 1.0)
    found["bias"] = 1.0
    found[f"standing={material.standing_reason}"] = 1.0
    found[f"standing={material.standing}"] = 1.0
    found["strength"] = max(m.strength for m in material.mentions)
    found["strength2"] = found["strength"] ** 2
    _mentions(draft, material, found)
    _parts(draft, material, found)
    _context(draft, material, found)
    found |= politics_of(draft, material)
    found |= spheres_of(draft, material)
    return found


def _mentions(draft: Draft, material: Material, found: dict[str, float]) -> None:
    alike = material.cluster.alike
    found["alike"] = alike
    found["very alike"] = float(alike >= 0.35)
    if all(m.anaphoric or m.nominal for m in material.mentions):
        found["alike, only named"] = alike
    number = len(material.mentions)
    found["mentions"] = math.log(number)
    sections = {draft.sentences[m.sentence].section for m in material.mentions}
    if "title" in sections and sections - {"title"}:
        found["title and body"] = 1.0
    if sections == {"title"}:
        found["title only"] = 1.0
    if all(m.anaphoric for m in material.mentions):
        found["recall only"] = 1.0
    if all(m.nominal for m in material.mentions):
        found["nominal only"] = 1.0
    for judgement in draft.judgements_of([material.lead.index]):
        if judgement.rule:
            found[f"rule={judgement.rule}"] = 1.0
    for flag in material.lead.flags:
        found[f"flag={flag}"] = 1.0


def _parts(draft: Draft, material: Material, found: dict[str, float]) -> None:
    plover = material.plover
    doers = material.kinds(draft, "perpetrator", "speaker", "party")
    undergoers = material.kinds(draft, "target", "victim", "recipient")
    material_type = "deed" if plover in {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "SANCTION"} else "word"
    for side, kinds in (("doer", doers), ("undergoer", undergoers)):
        if not kinds:
            found[f"no {side}"] = found[f"no {side}/{plover}"] = 1.0
        for kind in set(kinds):
            found[f"{side}={kind}"] = found[f"{side}={material_type}/{kind}"] = 1.0
    if len(doers) + len(undergoers) > 1:
        found["two or more"] = 1.0
    if not doers and not undergoers:
        found[f"nobody/{plover}"] = 1.0
    roots = list(material.roles)
    if any(draft.phrases[r].actor for r in roots):
        found["known actor"] = 1.0
    if any(draft.phrases[r].country for r in roots):
        found["known country"] = 1.0
    if material.tolls:
        found["toll"] = found[f"toll/{plover}"] = 1.0
    if material.times:
        found["time"] = found[f"time/{material_type}"] = 1.0
    if any(t.place.precision != "country" for t in material.places):
        found["town"] = found[f"town/{material_type}"] = 1.0
    elif material.places:
        found["country"] = 1.0
    if material.weapons:
        found["weapon"] = 1.0
    if material.claims:
        found["claim"] = 1.0


def _body(draft: Draft) -> list[int]:
    return [s.index for s in draft.sentences if s.section == "body"]


def _assaults(draft: Draft) -> int:
    return sum(m.plover == "ASSAULT" for m in draft.mentions)


def _context(draft: Draft, material: Material, found: dict[str, float]) -> None:
    lead = material.lead
    sentence = draft.sentences[lead.sentence]
    token = sentence.tokens[lead.token]
    body = draft.once(_body)
    rank = lead.sentence - (body[0] if body else 0)
    found[f"rank={0 if rank <= 0 else 1 if rank == 1 else 2 if rank <= 4 else 3 if rank <= 10 else 4}"] = 1.0
    if len(body) <= 2:
        found["short report"] = 1.0
    above = list(sentence.ancestors(token.i))[:5]
    for dep in {token.dep, *(t.dep for t in above)} & {"relcl", "acl", "advcl", "ccomp", "pcomp", "xcomp", "conj"}:
        found[f"below={dep}"] = 1.0
    if token.dep == "ROOT":
        found[f"root/{lead.plover}"] = 1.0
    for parent in above[:1]:
        if parent.lemma in word_set("frame_words"):
            found[f"above={parent.lemma}"] = 1.0
        found[f"above pos={parent.pos}/{token.dep}"] = 1.0
    start = draft.text[sentence.start : token.start]
    if len(_QUOTES.findall(start)) % 2 == 1:
        found["quoted"] = found[f"quoted/{lead.plover}"] = 1.0
    if material.attributions:
        found["credited"] = 1.0
        found[f"credited/{lead.plover}"] = 1.0
    same = len(draft.mentions_in(lead.sentence))
    found["crowded"] = math.log(same)
    assaults = draft.once(_assaults)
    found["assaults"] = math.log1p(assaults) / max(1.0, math.log1p(len(draft.sentences)))
    found["mentions per sentence"] = len(draft.mentions) / max(1, len(draft.sentences))
    if any(k.lower in {"i", "we", "you"} for k in sentence.kids(token.i, "nsubj")):
        found["first person"] = 1.0
    if token.tag == "VB" and not any(k.dep == "aux" for k in sentence.kids(token.i)):
        found["bare form"] = 1.0
