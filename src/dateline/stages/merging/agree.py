"""What two groups of mentions have in common and what keeps them apart, as named features; and how alike that makes them."""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass, field
from importlib import resources

from dateline.draft import Draft, Mention

MEANS: tuple[frozenset[str], ...] = (
    frozenset({"explosives", "suicide-attack", "targeted"}), frozenset({"firearms", "targeted", "primitive", "beat"}),
    frozenset({"aerial", "drone", "heavy-weapons", "targeted"}), frozenset({"torture", "beat", "sexual"}),
)  # fmt: skip
"""Modes that different words for one attack may give."""
UNREAL = frozenset({"planned", "threatened", "possible"})
WARS = frozenset({"war", "conflict", "insurgency", "rebellion", "uprising"})
"""Nouns for what is larger than any deed told beside them."""
CAMPAIGNS = frozenset({"offensive", "campaign", "operation", "invasion", "assault", "incursion", "bombardment"})
HARM = frozenset({"harm", "die"})


@dataclass(slots=True)
class View:
    """What a group of mentions says, gathered for comparison."""

    mentions: list[Mention]
    sentences: int
    sections: set[str] = field(default_factory=set)
    lemmas: set[str] = field(default_factory=set)
    sides: dict[str, set[int]] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    towns: set[str] = field(default_factory=set)
    spans: list[tuple[str, str]] = field(default_factory=list)
    factuality: set[str] = field(default_factory=set)
    tolls: set[tuple[str, int | None, int | None]] = field(default_factory=set)
    war: bool = False
    """Whether it tells a war and nothing else but what that has cost ("the war has killed thousands")."""

    modes: set[str] = field(init=False)
    """The modes that its words give; a blast or an explosion may be of any means."""
    first: int = field(init=False)
    """Index of the first sentence."""
    last: int = field(init=False)
    """Index of the last sentence."""
    flags: set[str] = field(init=False)
    """What any of its words is marked with."""
    nominal: bool = field(init=False)
    """Whether all its words are nouns."""
    verbal: bool = field(init=False)
    """Whether none is."""
    anaphoric: bool = field(init=False)
    """Whether all only recall what was told."""
    some_harm: bool = field(init=False)
    all_harm: bool = field(init=False)
    """Whether some of its words, or all, tell harm."""
    kind: int = field(init=False, default=-1)
    """The same for views that say the same, wherever they stand; -1 as long as nobody asked."""

    def __post_init__(self) -> None:
        self.modes = {m.mode for m in self.mentions if m.mode and not (m.nominal and m.frame == "blast")}
        self.first = min(m.sentence for m in self.mentions)
        self.last = max(m.sentence for m in self.mentions)
        self.flags = {flag for m in self.mentions for flag in m.flags}
        self.nominal = all(m.nominal for m in self.mentions)
        self.verbal = not any(m.nominal for m in self.mentions)
        self.anaphoric = all(m.anaphoric for m in self.mentions)
        self.some_harm = any(m.frame in HARM for m in self.mentions)
        self.all_harm = all(m.frame in HARM for m in self.mentions)


def excludes(a: View, b: View) -> bool:
    """Whether two views can not be of one event, whatever else they share."""
    if a.mentions[0].plover != b.mentions[0].plover:
        return True
    if a.modes and b.modes and not any(x == y or any({x, y} <= kin for kin in MEANS) for x in a.modes for y in b.modes):
        return True
    if any(x[0] > y[1] or y[0] > x[1] for x in a.spans for y in b.spans):
        return True
    if b.first in range(a.first, a.last + 1) and _other_doers(a, b):
        return True
    if _war_and_deed(a, b):
        return True
    if _series(a) != _series(b) and (_single(a) or _single(b)):
        return True
    return (a.factuality <= UNREAL) != (b.factuality <= UNREAL)


def _other_doers(a: View, b: View) -> bool:
    """Whether both name who did it and the two share nobody."""
    x, y = a.names.get("doer", set()), b.names.get("doer", set())
    return bool(x and y) and not x & y


def _war_and_deed(a: View, b: View) -> bool:
    """Whether one is a war and the other a deed told beside it; a campaign by the same side may be the war itself."""
    if a.lemmas & WARS == b.lemmas & WARS or not (a.war or b.war):
        return False
    deed = b.lemmas if a.war else a.lemmas
    return not (deed <= CAMPAIGNS and a.names.get("doer", set()) & b.names.get("doer", set()))


def _same_campaign(a: View, b: View) -> bool:
    """Whether both are nouns for a war or campaign of the same side, in the same country as far as they say."""
    large = WARS | CAMPAIGNS
    return (
        a.lemmas <= large
        and b.lemmas <= large
        and bool(a.lemmas & WARS) != bool(b.lemmas & WARS)
        and bool(a.names.get("doer", set()) & b.names.get("doer", set()))
        and (not a.countries or not b.countries or bool(a.countries & b.countries))
    )


def _series(view: View) -> bool:
    """Whether the words count several acts ("dozens of attacks", "a series of strikes")."""
    return "counted" in view.flags


def _single(view: View) -> bool:
    """Whether the words tell one act."""
    return "plural" not in view.flags


def recalls(view: View) -> bool:
    """Whether a view is a definite singular noun alone that says nothing of its own ("the attack", "the incident")."""
    bare = all(m.nominal and m.anaphoric and "plural" not in m.flags for m in view.mentions)
    return bare and not view.spans and not view.towns and not view.sides.get("doer")


def view_of(draft: Draft, group: list[int]) -> View:
    """Return the view of a group of mentions."""
    chosen = set(group)
    mentions = [draft.mentions[i] for i in group]
    lemmas = [draft.sentences[m.sentence].tokens[m.token].lemma for m in mentions]
    view = View(
        mentions,
        len(draft.sentences),
        {draft.sentences[m.sentence].section for m in mentions},
        set(lemmas),
        war=any(lemma in WARS for lemma in lemmas)
        and all(lemma in WARS or m.frame in HARM for lemma, m in zip(lemmas, mentions, strict=True)),
    )
    for argument in draft.arguments_of(chosen):
        phrase = draft.phrases[argument.phrase]
        side = "target" if argument.role in {"target", "victim", "recipient"} else "doer"
        best = draft.phrases[phrase.chain] if phrase.chain >= 0 else phrase
        view.sides.setdefault(side, set()).add(best.index)
        words = {w.lower() for p in (best, phrase) for w in p.name.split() if len(w) > 2}
        view.names.setdefault(side, set()).update(words | ({best.actor} if best.actor else set()))
    for scene in draft.scenes_of(chosen):
        for n in scene.places:
            place = draft.toponyms[n].place
            view.countries |= {place.country} if place.country else set()
            if place.precision not in {"country", "region"}:
                view.towns.add(place.name.lower())
                if place.latitude is not None and place.longitude is not None:
                    view.towns.add(f"{place.latitude:.1f} {place.longitude:.1f}")
        view.spans += [
            (t.begin[:10], t.until[:10])
            for t in (draft.times[n] for n in scene.times)
            if t.begin and t.until and t.kind == "interval"
        ]
    view.factuality = {j.factuality for j in draft.judgements_of(chosen)}
    view.tolls = {
        (t.measure, t.low, t.high) for m in mentions for t in draft.tolls_in(m.sentence) if t.token == m.token
    }
    return view


def pair_features(a: View, b: View) -> dict[str, float]:
    """Return what speaks for and against that two views are of one event; `a` comes first in the report."""
    return {k: x for k, x in _features(a, b).items() if x}


def _features(a: View, b: View) -> dict[str, float]:
    """Return the features, those with them that do not hold."""
    found: dict[str, float] = {"bias": 1.0}
    distance = max(0, b.first - a.last) if b.first >= a.first else 0
    found["distance"] = math.log1p(distance)
    found["same sentence"] = float(distance == 0)
    found["next sentence"] = float(distance == 1)
    found["title first"] = float("title" in a.sections and "title" not in b.sections)
    found["title near"] = float("title" in a.sections and b.first - a.first <= 3)
    plover = a.mentions[0].plover
    found[f"plover={plover}"] = 1.0
    found["second nominal"] = float(b.nominal)
    if distance == 0:
        found["same sentence, both nouns"] = float(b.nominal and a.nominal)
        found["same sentence, both verbs"] = float(a.verbal and b.verbal)
        found["same sentence, harm"] = float((a.some_harm or b.some_harm) and plover == "ASSAULT")
        found["same headline"] = float("title" in a.sections & b.sections)
        found["same sentence, same word"] = float(bool(a.lemmas & b.lemmas))
        found[f"same sentence/{plover}"] = 1.0
    found["short report"] = float(a.sentences <= 4)
    found["short report, title first"] = found["short report"] * found["title first"]
    found["second recalls"] = float(b.anaphoric)
    found["second recalls near"] = found["second recalls"] * float(distance <= 3)
    found["second definite"] = float("definite" in b.flags)
    found["plural and single"] = float(_single(a) != _single(b))
    found["both plural"] = float(not _single(a) and not _single(b))
    if _series(a) and _series(b) and a.lemmas & b.lemmas:
        found["recalls a series"] = float(any({"counted", "definite"} <= m.flags for m in b.mentions))
    found["both counted"] = float(_series(a) and _series(b))
    found["same word, same target"] = float(
        bool(a.lemmas & b.lemmas) and bool(a.names.get("target", set()) & b.names.get("target", set()))
    )
    found["told apart"] = float("other" in b.flags)
    found["same word"] = float(bool(a.lemmas & b.lemmas))
    found["same mode"] = float(bool(a.modes & b.modes))
    found["one mode"] = float(bool(a.modes) != bool(b.modes))
    found["general word"] = float("general" in a.flags or "general" in b.flags)
    found["harm word"] = float(a.some_harm != b.some_harm)
    found["both harm"] = float(a.all_harm and b.all_harm)
    for side in ("doer", "target"):
        _compare(found, side, a.sides.get(side), b.sides.get(side), a.names.get(side, set()), b.names.get(side, set()))
    _compare(found, "town", a.towns, b.towns, set(), set())
    _compare(found, "country", a.countries, b.countries, set(), set())
    if a.spans and b.spans:
        found["same time"] = 1.0
    _compare_tolls(found, a.tolls, b.tolls)
    if plover not in {"ASSAULT", "COERCE", "PROTEST"}:
        found["verbal same doer"] = found.get("doer same", 0.0)
        found["verbal other doer"] = found.get("doer other", 0.0)
    return found


def _compare(
    found: dict[str, float],
    name: str,
    x: set[int] | set[str] | None,
    y: set[int] | set[str] | None,
    p: set[str],
    q: set[str],
) -> None:
    if not x or not y:
        found[f"{name} open"] = 1.0
    elif x & y or p & q:
        found[f"{name} same"] = 1.0
    else:
        found[f"{name} other"] = 1.0


def _compare_tolls(
    found: dict[str, float], x: set[tuple[str, int | None, int | None]], y: set[tuple[str, int | None, int | None]]
) -> None:
    if x & y:
        found["toll same"] = 1.0
    elif {t[0] for t in x} & {t[0] for t in y}:
        found["toll other"] = 1.0


@functools.cache
def _weights() -> dict[str, float]:
    source = resources.files("dateline").joinpath("data/merging_weights.json")
    weights: dict[str, float] = json.loads(source.read_text("utf-8"))["weights"]
    return weights


def likeness(a: View, b: View) -> float:
    """Return the probability, 0…1, that two views are of one event."""
    if excludes(a, b):
        return 0.0
    first, second = (a, b) if _place(a) <= _place(b) else (b, a)
    features = _features(first, second)
    if features.get("recalls a series") or _same_campaign(first, second):
        return 1.0
    weights = _weights()
    total = sum([value * weights.get(name, 0.0) for name, value in features.items()])
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _place(view: View) -> tuple[int, int]:
    """Return what tells which of two views comes first in the report."""
    return view.first, view.mentions[0].index


class Comparisons:
    """Compares the views of one report, each two of what they say and how far apart only once.

    A text that says one thing a thousand times has a few kinds of views; comparing them all anew took two thirds of the
    time of its coding.
    """

    def __init__(self) -> None:
        self._kinds: dict[tuple[object, ...], int] = {}
        self._known: dict[tuple[object, ...], float | None] = {}

    def likeness(self, view: View, other: View) -> float | None:
        """Return how like a view is to one told before it, 0…1; None where the two can not be of one event."""
        key = (
            self._kind(view), self._kind(other), view.first - other.first, view.last - other.first,
            other.last - other.first, _place(other) <= _place(view),
        )  # fmt: skip
        if key not in self._known:
            self._known[key] = None if excludes(view, other) else likeness(other, view)
        return self._known[key]

    def _kind(self, view: View) -> int:
        if view.kind < 0:
            view.kind = self._kinds.setdefault(_said(view), len(self._kinds))
        return view.kind


def _said(view: View) -> tuple[object, ...]:
    """Return all that a comparison looks at, but where in the report it stands."""
    return (
        view.mentions[0].plover,
        frozenset(m.flags for m in view.mentions),
        (view.nominal, view.verbal, view.anaphoric, view.some_harm, view.all_harm),
        tuple(view.spans),
        *(frozenset(said) for said in (view.modes, view.sections, view.lemmas, view.countries, view.towns)),
        *(frozenset(said) for said in (view.factuality, view.tolls)),
        *((side, frozenset(view.sides[side]), frozenset(view.names[side])) for side in sorted(view.sides)),
    )
