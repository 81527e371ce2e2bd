"""The kind that a participant has in an event: what it does there says more than its words alone."""

from __future__ import annotations

from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.actors import load_actors
from dateline.draft import Draft, Phrase
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

OPEN = frozenset({"individual", "unidentified", "civilians"})
"""Kinds that do not speak against two phrases being the same."""
STATE_ARMS = frozenset({"military", "police", "intelligence"})
CAUSES = frozenset("separatist islamist jihadist maoist rebel insurgent secessionist".split())
OWNING = frozenset("military police rebels militia gang party company igo".split())
"""Kinds whose things are of their kind too ("a militia depot")."""
ANYBODY = frozenset({"man", "woman"})
"""Nouns for people who are arrested or convicted for themselves and not as of a group: 10 in the gold of reports, leads,
examples and cases are individuals, one is a civilian; of six the report tells that they are rebels or does not say."""
ADHERENTS = frozenset({"supporter", "follower", "sympathizer", "sympathiser"})


@dataclass(slots=True)
class Part:
    """A participant to be: a role, the phrase that names it best, and the phrases of the event's own words."""

    role: v.ParticipantRole
    best: Phrase
    members: list[int]
    headline: bool
    in_lead: bool

    @property
    def words(self) -> set[str]:
        """The words of its name that tell it from others."""
        return {
            w.lower().strip(".,'’") for w in self.best.name.replace("’s", "").replace("'s", "").split() if len(w) > 1
        } - {"the", "of", "mr", "'s"}


def kind_of(draft: Draft, material: Material, part: Part, parts: list[Part]) -> v.ActorKind:
    """Return the kind of a participant among the others of its event."""
    phrase = part.best
    if phrase.kind in {"government", "civilians"} and (stately := _of_state(material, part)) is not None:
        return stately
    if phrase.kind == "facility" and part.role == "party":
        return "company"  # a ship or plane that trades is its owner's
    if part.role in {"target", "victim"} or phrase.name.lower() == "others":
        return _undergoing(draft, material, part, parts)
    if material.plover == "PROTEST" and part.role == "perpetrator" and _lemma(draft, phrase) in ADHERENTS:
        return "protesters"
    if phrase.kind == "unidentified" and phrase.human and _is_of_cause(draft, phrase):
        return "rebels"
    if _plain(phrase) and part.role != "party":
        return _doing(draft, material, part)
    return _opposed(draft, part, parts)


def _of_state(material: Material, part: Part) -> v.ActorKind | None:
    """A state that strikes, tests, sends or withdraws forces does so by its military; its people stand for it where they speak."""
    forceful = (
        material.plover in {"ASSAULT", "MOBILIZE"} and material.mode not in {"abduct", "torture"}
    ) or material.mode == "withdraw"
    if part.best.kind == "government" and forceful and part.role in {"perpetrator", "party"} and _is_state(part.best):
        return "military"
    if (
        part.best.kind == "civilians"
        and material.plover not in {"ASSAULT", "COERCE", "PROTEST"}
        and _is_people(part.best)
    ):
        return "government"
    return None


def _undergoing(draft: Draft, material: Material, part: Part, parts: list[Part]) -> v.ActorKind:
    """Return the kind of who is attacked or held: an individual is a lone attacker, not a victim."""
    phrase = part.best
    if material.plover == "ASSAULT" and _lemma(draft, phrase) == "church":
        return "facility"
    if not phrase.human and phrase.kind in {"unidentified", "facility"}:
        return _thing(draft, material, phrase)
    # all 21 in that gold whose crowd is neither rebels nor a party's
    if material.mode == "crowd-control" and phrase.kind == "civilians" and phrase.human:
        return "protesters"
    if material.plover in {"COERCE", "SANCTION"} and phrase.kind == "civilians" and _lemma(draft, phrase) in ANYBODY:
        return "protesters" if _in_protest(draft, part) else "individual"
    harmed = (
        part.role == "victim"
        or phrase.name.lower() == "others"
        or (material.plover == "ASSAULT" and phrase.kind == "individual")
    )
    armed = phrase.kind == "unidentified" and _lemma(draft, phrase) in word_set("lone_arms")
    if phrase.kind in OPEN and harmed and not armed:
        return "civilians"
    if material.plover == "COERCE" and phrase.kind == "civilians" and phrase.human and _in_protest(draft, part):
        return "protesters"
    return _opposed(draft, part, parts)


def _thing(draft: Draft, material: Material, phrase: Phrase) -> v.ActorKind:
    """Return the kind of a thing, or of what no table knows: its owner's, that of those who work or live in it, else its own."""
    for owner in draft.phrases_in(phrase.sentence):
        if phrase.first <= owner.head < phrase.head and owner.kind in OWNING:
            return owner.kind
    lemma = _lemma(draft, phrase)
    if lemma in word_set("businesses"):
        return "company"
    if lemma in word_set("dwellings"):
        return "civilians"
    return "civilians" if phrase.kind == "unidentified" and material.plover != "ASSAULT" else "facility"


def _doing(draft: Draft, material: Material, part: Part) -> v.ActorKind:
    """Return the kind of people without one of their own by what they do: they protest, or attack alone."""
    phrase = part.best
    alone = (
        part.role == "perpetrator"
        and material.plover == "ASSAULT"
        and (phrase.low, phrase.high) == (1, 1)
        and not phrase.plural
    )
    if material.plover == "PROTEST" and part.role == "perpetrator":
        return "protesters"
    if (
        alone
        and (phrase.kind == "civilians" or material.mode == "firearms")
        and _lemma(draft, phrase) not in word_set("collective")
    ):
        return "individual"
    return phrase.kind


def _opposed(draft: Draft, part: Part, parts: list[Part]) -> v.ActorKind:
    """Return rebels for militiamen and gunmen of no known group whom a state's forces fight; else the kind that the words give."""
    phrase = part.best
    armed = phrase.kind == "militia" or (
        phrase.kind == "unidentified" and _lemma(draft, phrase) in word_set("lone_arms")
    )
    if not armed or not phrase.human or phrase.actor is not None or part.role not in {"party", "target"}:
        return phrase.kind
    fought = any(
        p.best.kind in STATE_ARMS or _is_state(p.best)
        for p in parts
        if p is not part and p.role in {"party", "perpetrator"}
    )
    return "rebels" if fought else phrase.kind


def _plain(phrase: Phrase) -> bool:
    return phrase.kind in {"civilians", "unidentified"} and phrase.human and phrase.actor is None


def _is_of_cause(draft: Draft, phrase: Phrase) -> bool:
    """Whether words before gunmen or bombers say for what they fight ("Islamist gunmen", "separatist bombers")."""
    words = draft.sentences[phrase.sentence].tokens
    return _lemma(draft, phrase) in word_set("lone_arms") and any(
        w.lemma in CAUSES or w.lower in CAUSES for w in words[phrase.first : phrase.head]
    )


def _lemma(draft: Draft, phrase: Phrase) -> str:
    return draft.sentences[phrase.sentence].tokens[phrase.head].lemma


def _in_protest(draft: Draft, part: Part) -> bool:
    """Whether those arrested are told of in the sentence of a protest."""
    sentences = {draft.phrases[i].sentence for i in part.members}
    return any(m.plover == "PROTEST" and m.sentence in sentences for m in draft.mentions)


def _is_state(phrase: Phrase) -> bool:
    return load_actors().is_state(phrase.actor)


def _is_people(phrase: Phrase) -> bool:
    """Whether a nation's people stand for it ("the Israelis accused")."""
    return phrase.country is not None and load_actors().state_by_adjective(phrase.name) == phrase.country
