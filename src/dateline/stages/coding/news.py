"""What speaks for and against an event being the news of its report, as named features.

Standing turns on when the event was, how far down and how often it is told, and whether its words state it or lean on another
event that is stated: an aside, a name after "after" or "over", what somebody is tried for.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections.abc import Iterable

from dateline import vocabulary as v
from dateline.draft import Draft, Mention, Sentence, TimeExpression, Token
from dateline.stages.coding.material import Material
from dateline.stages.coding.standing import hangs, is_perfect

AGES = ((-1, "ahead"), (1, "0-1"), (3, "2-3"), (7, "4-7"), (31, "8-31"), (366, "32-366"))
"""Days before publication up to which an event's end counts as of an age, with the name of that age."""
RANKS = ((0, "lead"), (1, "1"), (3, "2-3"), (6, "4-6"), (12, "7-12"))
"""Sentences below the lead up to which an event is told so far down."""
YEAR = re.compile(r"(?:1[89]|20)\d\d")
DEFINITE = frozenset("the this that these those".split())
BACK = frozenset(
    "last previous previously earlier recent former past first second latest original already ago before once since".split()
)
"""Words beside an event that set it before another, or into a row of such events."""
OWN = ("word=", "doer", "undergoer", "no ", "nobody", "sphere", "rule=")
"""How those features start that tell a deed's words and parts; they fit the reports at hand, and cross-validated figures are better without."""
MANY = 12
"""Mentions of one event that are looked at."""
FRAME = 3
"""Sentences back within a paragraph in which the time of what is told may stand."""
REACH = 7
"""Words above a mention that are looked at."""
NEAR_BEFORE, NEAR_AFTER = 8, 12
"""Words before and behind a mention among which another year or "ago" speaks of it."""
WORDS = v.SPEECH_TYPES | v.PARTY_TYPES
CLAUSES = frozenset("relcl acl advcl ccomp pcomp xcomp conj".split())
NAMING = frozenset("compound amod poss nmod".split())


def news_of(draft: Draft, material: Material, features: dict[str, float]) -> dict[str, float]:
    """Return the features of an event's standing by name: those of its being an event that are not of its words and parts, and more."""
    lead = material.lead
    sentence = draft.sentences[lead.sentence]
    token = sentence.tokens[lead.token]
    way = hangs(sentence, lead.token)
    deed = "word" if material.plover in WORDS else "deed"
    form = "noun" if lead.nominal else _form(sentence, token)
    rank = _named(RANKS, min(_rank(draft, m.sentence) for m in material.mentions), "far")
    age = _age(draft, material)
    names = [
        f"reason={material.standing_reason}", f"rule={material.standing}", f"age={age}", f"way={way}", f"way={way}/{deed}",
        f"form={form}", f"form={form}/{deed}", f"way={way}/{rank}", f"rank={rank}", f"rank={rank}/{deed}", f"plover={material.plover}", f"mode={material.mode}/{form}",
        f"dep={token.dep}", f"fact={material.factuality}", f"age={age}/{rank}",
    ]  # fmt: skip
    found = {f"news {name}": 1.0 for name in names}
    found |= {name: value for name, value in features.items() if not name.startswith(OWN)}
    found["news mentions"] = math.log(len(material.mentions))
    found["news length"] = math.log(max(1, len(draft.sentences)))
    _places_in_report(draft, material, found)
    _leaning(draft, material, found)
    _beside(draft, sentence, token, lead, found)
    _framed(draft, material, age, found)
    return found


def _named(steps: tuple[tuple[int, str], ...], number: int, beyond: str) -> str:
    return next((name for most, name in steps if number <= most), beyond)


def _first_body(draft: Draft) -> int:
    return next((s.index for s in draft.sentences if s.section == "body"), 0)


def _rank(draft: Draft, index: int) -> int:
    return index - draft.once(_first_body)


def _form(sentence: Sentence, token: Token) -> str:
    """Return the form of a verb: past, perfect, past perfect, present, future, bare, participle, other."""
    helpers = {k.lower for k in sentence.kids(token.i, "aux", "auxpass")}
    if is_perfect(sentence, token):
        return "perfect"
    if helpers & {"had", "'d"}:
        return "past perfect"
    if helpers & {"will", "would", "'ll", "shall"}:
        return "future"
    if helpers & {"can", "could", "may", "might", "should", "must"}:
        return "modal"
    if token.tag == "VBD" or helpers & {"was", "were"}:
        return "past"
    if helpers & {"is", "are", "'re", "'s"} or token.tag in {"VBZ", "VBP"}:
        return "present"
    return {"VBN": "participle", "VBG": "gerund", "VB": "bare"}.get(token.tag, "other")


def _age(draft: Draft, material: Material) -> str:
    """Return how long before publication the event's latest time ended, "none" where it has none, "open" where it has no end."""
    published = draft.report.published
    if published is None:
        return "undated"
    day = dt.date.fromisoformat(published[:10])
    return _age_of(material.times, day) or ("since" if material.times else "none")


def _age_of(times: Iterable[TimeExpression], day: dt.date) -> str | None:
    """Return how long before a day the latest of some times ended; None where none of them is a stretch of the calendar."""
    ends = [end for t in times if t.kind == "interval" and (end := t.until or t.begin)]
    try:
        latest = max((dt.date.fromisoformat(end[:10]) for end in ends), default=None)
    except ValueError:
        return None
    return None if latest is None else _named(AGES, (day - latest).days, "older")


def _framed(draft: Draft, material: Material, age: str, found: dict[str, float]) -> None:
    """Note how old the times are that the sentence of an event tells, or that one shortly before it in its paragraph does.

    What is told in a row is mostly of one time: after "in March 2011 police arrested", those who "were beaten" were so then.
    """
    published = draft.report.published
    if published is None:
        return
    day = dt.date.fromisoformat(published[:10])
    here = draft.sentences[material.lead.sentence]
    deed = "word" if material.plover in WORDS else "deed"
    own = "none" if age in {"none", "since"} else "own"
    # "hostages": they became so at another time than the sentence tells
    held = material.lead.frame in {"held", "state"}
    form = "held" if held else "noun" if material.lead.nominal else "verb"
    beside = _age_of(draft.times_in(here.index), day)
    if beside is not None:
        found[f"news sentence age={beside}/{own}/{form}"] = found[f"news sentence age={beside}/{form}"] = 1.0
        return
    for back in range(1, FRAME + 1):
        before = draft.sentences[here.index - back] if here.index >= back else None
        if before is None or before.paragraph != here.paragraph:
            break
        framing = _age_of(draft.times_in(before.index), day)
        if framing is not None:
            found[f"news frame={framing}"] = found[f"news frame={framing}/{deed}"] = 1.0
            return
    found["news frame=none"] = 1.0


def _places_in_report(draft: Draft, material: Material, found: dict[str, float]) -> None:
    sections = {draft.sentences[m.sentence].section for m in material.mentions}
    if "title" in sections:
        found["news title"] = found[f"news title/{'alone' if sections == {'title'} else 'body'}"] = 1.0
    if "dek" in sections:
        found["news dek"] = 1.0
    ways = {
        (hangs(draft.sentences[m.sentence], m.token), draft.sentences[m.sentence].section)
        for m in material.mentions[:MANY]
    }
    if any(way in {"main", "said"} for way, _ in ways):
        found["news stated somewhere"] = 1.0
    if ("main", "title") in ways:
        found["news stated in title"] = 1.0
    if all(m.anaphoric for m in material.mentions):
        found["news recall only"] = 1.0
    if all(m.nominal for m in material.mentions):
        found["news nominal only"] = 1.0
    if len(draft.clusters) == 1:
        found["news only event"] = 1.0
    first = min((i for c in draft.clusters for i in c.mentions), default=-1)
    if first in material.cluster.mentions:
        found["news first event"] = 1.0
    if material.attributions:
        found["news credited"] = 1.0
    if material.tolls:
        found["news toll"] = 1.0
    if material.places:
        found["news place"] = 1.0


def _leaning(draft: Draft, material: Material, found: dict[str, float]) -> None:
    """Note which event or word the lead's words hang on."""
    lead = material.lead
    sentence = draft.sentences[lead.sentence]
    own = {m.token for m in material.mentions if m.sentence == lead.sentence}
    others = {m.token: m for m in draft.mentions_in(lead.sentence) if m.token not in own}
    chain = [sentence.tokens[lead.token], *sentence.ancestors(lead.token)]
    for below, above in itertools.pairwise(chain[:REACH]):
        if above.dep == "prep" or below.dep in {"pobj", "pcomp"}:
            found.setdefault(f"news after={above.lower}", 1.0)
        if below.dep in CLAUSES:
            found[f"news below={below.dep}"] = 1.0
        if above.i in others:
            other = others[above.i]
            found["news leans on an event"] = found[f"news leans on={other.plover}"] = 1.0
            found[f"news leans={other.plover}/{material.plover}"] = 1.0
            break
    else:
        found["news leans on none"] = 1.0
    earlier = [m for i, m in others.items() if i < lead.token]
    found["news events before it in its sentence"] = min(3.0, float(len(earlier)))
    found["news events after it in its sentence"] = min(3.0, float(len(others) - len(earlier)))


def _beside(draft: Draft, sentence: Sentence, token: Token, lead: Mention, found: dict[str, float]) -> None:
    """Note the words at the mention that tell old from new."""
    kids = sentence.kids(token.i)
    words = {k.lower for k in kids}
    for word in words & BACK:
        found[f"news with={word}"] = 1.0
    if lead.nominal:
        dets = [k for k in kids if k.dep in {"det", "poss"}]
        kind = "none" if not dets else "poss" if dets[0].dep == "poss" else "the" if dets[0].lower in DEFINITE else "a"
        found[f"news det={kind}"] = 1.0
    if lead.nominal and any(p.head == token.i and p.human for p in draft.phrases_in(sentence.index)):
        found["news of a person"] = 1.0  # "hostages", "a bomber": who is called so did or suffered it before
    if lead.anaphoric:
        found["news recalls"] = 1.0
    if token.dep in NAMING:
        found["news modifies a noun"] = 1.0
    near = sentence.tokens[max(0, token.i - NEAR_BEFORE) : token.i + NEAR_AFTER]
    published = draft.report.published or ""
    for t in near:
        if t.pos == "NUM" and YEAR.fullmatch(t.text) and t.text != published[:4]:
            found["news another year"] = 1.0
        if t.lower in {"ago", "since", "earlier", "previously", "last"}:
            found[f"news near={t.lower}"] = 1.0
