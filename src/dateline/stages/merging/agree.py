"""How alike two mentions of different sentences are: type, who, where, when, harm; and what keeps them apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.draft import Draft, Mention

GENERIC_MODES = frozenset({None})
TITLE_REACH = 4
"""Sentences after the headline within which an event of its type is taken as the one that it names."""
NEAR = 6
"""Sentences within which a definite noun ("the attack") is taken to recall the last event of its kind."""


@dataclass(slots=True)
class View:
    """What a mention says, gathered for comparison."""

    mention: Mention
    section: str
    sides: dict[str, set[int]] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    towns: set[str] = field(default_factory=set)
    days: tuple[str, str] | None = None
    factuality: str = "happened"
    tolls: set[tuple[str, int | None, int | None]] = field(default_factory=set)

    def excludes(self, other: View) -> bool:
        """Whether the two can not be one event."""
        a, b = self.mention, other.mention
        if a.plover != b.plover:
            return True
        if a.mode and b.mode and a.mode != b.mode and not _same_means(a.mode, b.mode):
            return True
        if self.days and other.days and (self.days[0] > other.days[1] or other.days[0] > self.days[1]):
            return True
        if self.towns and other.towns and not self.towns & other.towns and not self._within(other):
            return True
        if "other" in a.flags or "other" in b.flags:
            return True
        return (self.factuality in {"planned", "threatened", "possible"}) != (other.factuality in {"planned", "threatened", "possible"})

    def _within(self, other: View) -> bool:
        """Whether one of the two only names a country that the other's town may lie in."""
        return not (self.towns - self.countries) or not (other.towns - other.countries)


def _same_means(a: str, b: str) -> bool:
    kin = [{"explosives", "suicide-attack", "targeted"}, {"firearms", "targeted", "primitive"}, {"aerial", "drone", "heavy-weapons", "targeted"}, {"torture", "beat"}]
    return any(a in group and b in group for group in kin)


def views_of(draft: Draft) -> list[View]:
    """Return a view of every mention."""
    views = [View(m, draft.sentences[m.sentence].section) for m in draft.mentions]
    for argument in draft.arguments:
        view = views[argument.mention]
        phrase = draft.phrases[argument.phrase]
        side = "target" if argument.role in {"target", "victim", "recipient"} else "perpetrator" if argument.role != "party" else "party"
        best = draft.phrases[phrase.chain] if phrase.chain >= 0 else phrase
        view.sides.setdefault(side, set()).add(best.index)
        view.names.setdefault(side, set()).update({w.lower() for w in best.name.split() if len(w) > 2} | ({best.actor} if best.actor else set()))
    for scene in draft.scenes:
        view = views[scene.mention]
        for n in scene.places:
            place = draft.toponyms[n].place
            if place.country:
                view.countries.add(place.country)
            if place.precision != "country":
                view.towns.add(place.name.lower())
        for n in scene.times:
            time = draft.times[n]
            if time.begin and time.until and time.kind == "interval":
                view.days = (time.begin[:10], time.until[:10])
    for judgement in draft.judgements:
        views[judgement.mention].factuality = judgement.factuality
    for toll in draft.tolls:
        for view in views:
            if view.mention.sentence == toll.sentence and view.mention.token == toll.token:
                view.tolls.add((toll.measure, toll.low, toll.high))
    return views


def likeness(draft: Draft, a: View, b: View) -> float:
    """Return how alike two mentions are; from 1 on they are taken as one event."""
    if a.excludes(b):
        return 0.0
    score = 0.0
    first, second = (a, b) if a.mention.index < b.mention.index else (b, a)
    distance = second.mention.sentence - first.mention.sentence
    if distance == 0:
        if not _tells_harm(a, b):
            return 0.0
        score += 0.85
    if second.mention.anaphoric:
        score += 0.9 if distance <= NEAR else 0.5
    if first.section == "title" and second.section != "title" and distance <= TITLE_REACH:
        score += 1.0 - 0.15 * (distance - 1)
    if a.mention.mode and a.mention.mode == b.mention.mode:
        score += 0.25
    score += _overlap(a, b, "perpetrator", 0.35, -0.5) + _overlap(a, b, "target", 0.4, -0.35) + _overlap(a, b, "party", 0.4, -0.4)
    if a.towns & b.towns:
        score += 0.25
    elif a.countries and b.countries:
        score += 0.1 if a.countries & b.countries else -0.6
    if a.days and b.days:
        score += 0.2
    if a.tolls & b.tolls:
        score += 0.4
    elif {t[0] for t in a.tolls} & {t[0] for t in b.tolls}:
        score -= 0.3
    same_word = draft.sentences[a.mention.sentence].tokens[a.mention.token].lemma == draft.sentences[b.mention.sentence].tokens[b.mention.token].lemma
    return score + (0.2 if same_word else 0.0)


def _tells_harm(a: View, b: View) -> bool:
    """Whether one of two mentions of a sentence only tells the harm that the other did."""
    first, second = a.mention, b.mention
    if first.plover != "ASSAULT":
        return False
    harm = [m for m in (first, second) if m.frame in {"harm", "die"} and "general" in m.flags and not m.nominal]
    return len(harm) >= 1 and not (len(harm) == 2 and bool(a.tolls & b.tolls))


def _overlap(a: View, b: View, side: str, gain: float, loss: float) -> float:
    x, y = a.sides.get(side), b.sides.get(side)
    if not x or not y:
        return 0.0
    if x & y or a.names[side] & b.names[side]:
        return gain
    return loss
