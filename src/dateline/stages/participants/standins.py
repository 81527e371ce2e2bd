"""Who stands behind the words: speakers for "I" and "we", owners for their organs, those represented for their envoys.

A head word that the syntax gives is exchanged for the one that the record names: the doer of the act that a speaker
condemns, those for whom delegates talk, the person whose car is hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.actors import load_actors
from dateline.draft import Draft, Mention, Phrase, Sentence
from dateline.grammar import agents, modifiers, possessors, prepositions
from dateline.lexicon.words import word_set
from dateline.stages.participants.fill import MUTUAL, Found, fill_verb
from dateline.stages.participants.nouns import fill_noun
from dateline.vocabulary import PARTY_TYPES, SPEECH_TYPES

FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us"})
THEIR = frozenset({"its", "their"})
GROUPS = frozenset({"government", "military", "rebels", "militia", "gang", "igo", "party", "police"})
ARMED = frozenset({"government", "military", "police", "rebels", "militia", "gang", "igo"})
"""Kinds that have arms of their own."""
WEAPONS = frozenset("gun bomb plane mine grenade car truck".split())
"""Things that strike by somebody's hand, beside munitions and the hardware of forces."""
BODIES = frozenset({"government", "party", "igo", "court", "media", "ngo"})
"""Kinds whose houses stand for them ("accused Western embassies")."""
BEHIND = frozenset({"from", "by", "of"})
TOWARDS = frozenset({"with", "against", "to", "on", "towards", "toward"})


@dataclass(slots=True)
class View:
    """A sentence with its phrases and mentions by head word.

    Args:
        own: phrases by head word as they stand; spoken: with the speaker in the place of "I" and "we".
    """

    draft: Draft
    sentence: Sentence
    own: dict[int, Phrase]
    mentions: dict[int, Mention] = field(default_factory=dict)
    spoken: dict[int, Phrase] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put speakers and owners in their places."""
        self.spoken = {head: self._owner(speaking(self.draft, phrase)) for head, phrase in self.own.items()}

    def _owner(self, phrase: Phrase) -> Phrase:
        """Return the group in the place of its forces and envoys under a pronoun ("its fighters")."""
        sentence = self.draft.sentences[phrase.sentence]
        token = sentence.tokens[phrase.head]
        if token.lemma not in word_set("organs"):
            return phrase
        for kid in sentence.kids(token.i, "poss"):
            owner = self.own.get(kid.i)
            if (
                kid.lower in THEIR
                and owner is not None
                and owner.chain != owner.index
                and self.draft.phrases[owner.chain].kind in GROUPS
            ):
                return owner
        return phrase


def speaking(draft: Draft, phrase: Phrase) -> Phrase:
    """Return the speaker of a quotation for its "I" and "we"."""
    if not phrase.pronoun or phrase.name.lower() not in FIRST_PERSON:
        return phrase
    return next(
        (
            draft.phrases[a.phrase]
            for a in draft.attributions
            if a.phrase >= 0 and any(x <= phrase.start < y for x, y in a.content)
        ),
        phrase,
    )


def spoken_by(draft: Draft, mention: Mention) -> Phrase | None:
    """Return who is credited with the words that are themselves the act ("the launch is a violation", the ministry said)."""
    token = draft.sentences[mention.sentence].tokens[mention.token]
    covering = [
        (y - x, a.phrase) for a in draft.attributions if a.phrase >= 0 and a.sentence == mention.sentence and a.cue_token != mention.token
        for x, y in a.content if x <= token.start < y
    ]  # fmt: skip
    return draft.phrases[min(covering)[1]] if covering else None


def exchange(view: View, mention: Mention, item: Found) -> list[Found]:
    """Return whom the record names for a head word that the syntax gives."""
    if item.rule == "itself":
        return [item]
    pair = list(_both(view, item)) or list(_office(view, mention, item)) or list(_examples(view, item))
    if pair:
        return pair
    if mention.plover in PARTY_TYPES:
        return [r for f in _represented(view, item) for r in list(_both(view, f)) or [f]] or [item]
    if mention.plover in SPEECH_TYPES and item.side in {"undergoer", "addressee"}:
        return _addressed(view, mention, item)
    if item.side == "undergoer":
        return list(_cut_off(view, item) if mention.plover == "SANCTION" else _inside(view, item)) or [item]
    if item.side == "doer":
        if mention.plover in SPEECH_TYPES:
            return list(_represented(view, item)) or [item]
        return list(_sent_by(view, item)) or list(_fired_by(view, mention, item)) or [item]
    return [item]


def _both(view: View, item: Found) -> Iterator[Found]:
    """Yield the two states or groups that the report tells most of, for "both sides" and "the two countries"."""
    sentence, token = view.sentence, view.sentence.tokens[item.head]
    before = {k.lower for k in sentence.kids(token.i, "det", "predet", "nummod", "preconj")}
    pair = "both" in before or ("two" in before and ("the" in before or not sentence.kids(token.i, "amod", "appos")))
    if token.lemma not in word_set("sides") or token.tag not in {"NNS", "NNPS"} or not pair:
        return
    own = {view.own[k.i].chain for k in sentence.tokens if k.i in view.own and k.dep == "nsubj" and k.i != token.i}
    told: Counter[int] = Counter()
    for phrase in view.draft.phrases:
        root = view.draft.phrases[phrase.chain]
        if (
            phrase.start < token.start
            and root.actor
            and root.kind in GROUPS
            and root.chain not in own
            and not load_actors().is_person(root.actor)
        ):
            told[root.index] += 1
    if len(told) > 1:
        yield from (
            Found(item.head, item.side, "both of them", item.preposition, root) for root, _ in told.most_common(2)
        )


def _examples(view: View, item: Found) -> Iterator[Found]:
    """Yield those whom a general noun is spelled out by ("countries including Chad and Mali have banned it")."""
    token = view.sentence.tokens[item.head]
    if token.lemma not in word_set("sides") or token.tag != "NNS":
        return
    for preposition, heads in prepositions(view.sentence, item.head):
        if preposition == "including":
            yield from (
                Found(h, item.side, "spelled out", item.preposition)
                for h in heads
                if h in view.own and view.own[h].named
            )


def _office(view: View, mention: Mention, item: Found) -> Iterator[Found]:
    """Yield whose office it is where "who" stands after the state ("the president of Angola, who has mediated")."""
    words, phrase = view.sentence.tokens, view.own.get(item.head)
    above = words[words[item.head].head]
    of_state = (
        phrase is not None
        and load_actors().is_state(phrase.actor)
        and words[item.head].dep == "pobj"
        and above.lower == "of"
    )
    person = any(k.lower == "who" for k in view.sentence.kids(mention.token, "nsubj"))
    if item.rule == "subject" and of_state and person and above.head in view.own:
        yield Found(above.head, item.side, item.rule, item.preposition)


def _represented(view: View, item: Found) -> Iterator[Found]:
    """Yield those for whom delegates meet ("representatives of insurgent groups", "the foreign ministers of Chile and Peru")."""
    token = view.sentence.tokens[item.head]
    plural_heads = token.lemma in word_set("heads_of") and token.tag in {"NNS", "NNPS"}  # not "leaders from the region"
    if token.lemma not in word_set("delegates") and not plural_heads:
        return
    for preposition, heads in prepositions(view.sentence, item.head):
        if preposition in {"of", "from", "for"}:
            for head in heads:
                deeper = (
                    [h for p, below in prepositions(view.sentence, head) if p == "of" for h in below]
                    if view.sentence.tokens[head].lemma in word_set("state_bodies")
                    else []
                )
                yield from (
                    Found(h, item.side, "represented", item.preposition)
                    for h in deeper or [head]
                    if h in view.own and (not plural_heads or view.own[h].human)
                )


def _sent_by(view: View, item: Found) -> Iterator[Found]:
    """Yield the group whose gunmen or fighters they are ("gunmen from the Shabaab")."""
    if view.sentence.tokens[item.head].lemma in word_set("lone_arms"):
        for preposition, heads in prepositions(view.sentence, item.head):
            if preposition in {"from", "of"}:
                yield from (
                    Found(h, item.side, "whose fighters", item.preposition)
                    for h in heads
                    if h in view.own and view.own[h].actor and view.own[h].kind in GROUPS
                )


def _fired_by(view: View, mention: Mention, item: Found) -> Iterator[Found]:
    """Yield whose guns, aircraft or shells a thing is that strikes ("separatist mortars", "a missile fired by a US drone")."""
    sentence, phrase = view.sentence, view.own.get(item.head)
    weapon = sentence.tokens[item.head].lemma in word_set("munition") | word_set("hardware") | WEAPONS
    known = phrase is not None and (phrase.human or phrase.kind not in {"unidentified", "facility"})
    if mention.plover != "ASSAULT" or not weapon or (known and item.rule != "fired by"):
        return
    fired = [h for c in sentence.kids(item.head, "acl", "relcl") for h in agents(sentence, c.i)]
    owners = [*possessors(sentence, item.head), *(m.i for m in modifiers(sentence, item.head))]
    for h in fired or owners:
        owner = view.own.get(h)
        if owner is None:
            continue
        if owner.human and owner.kind in ARMED:
            yield Found(h, "doer", "whose weapon", item.preposition)
        elif h in fired:
            yield from _fired_by(view, mention, Found(h, "doer", "fired by", item.preposition))


def _inside(view: View, item: Found) -> Iterator[Found]:
    """Yield the person or people whose vehicle, home or queue is hit, the building whose gate is."""
    sentence, token = view.sentence, view.sentence.tokens[item.head]
    if token.lemma in word_set("parts_of"):
        for preposition, heads in prepositions(sentence, item.head):
            if preposition in {"of", "to"}:
                yield from (Found(h, "undergoer", "its gate", item.preposition) for h in heads if h in view.own)
    inside = [
        k.i
        for c in sentence.kids(item.head, "acl")
        if c.lemma in {"carry", "transport", "house", "host"}
        for k in sentence.kids(c.i, "dobj")
        if k.i in view.own
    ]
    yield from (Found(h, "undergoer", "inside it", item.preposition) for h in inside)
    if token.lemma in word_set("carriers") | word_set("munition"):
        owners = [h for h in possessors(sentence, item.head) if h in view.own]
        riders = [
            h
            for p, heads in prepositions(sentence, item.head)
            if p == "of"
            for h in heads
            if h in view.own and view.own[h].human
        ]
        yield from (Found(h, "undergoer", "its owner", item.preposition) for h in owners + riders)


def _cut_off(view: View, item: Found) -> Iterator[Found]:
    """Yield whose trade or aid is cut ("North Korea's oil exports")."""
    phrase = view.own.get(item.head)
    if phrase is None or not phrase.human:
        behind = [*possessors(view.sentence, item.head), *(m.i for m in modifiers(view.sentence, item.head))]
        behind += [h for p, heads in prepositions(view.sentence, item.head) if p in TOWARDS for h in heads]
        yield from (
            Found(h, item.side, "whose is cut", item.preposition)
            for h in behind
            if h in view.own and view.own[h].kind == "government"
        )


def _addressed(view: View, mention: Mention, item: Found) -> list[Found]:
    """Return those who stand behind an act or a thing that a speaker addresses ("condemned Pyongyang's missile test")."""
    sentence, phrase = view.sentence, view.own.get(item.head)
    act = view.mentions.get(item.head)
    if act is not None and act.index != mention.index:
        return [
            Found(f.head, "addressee", "doer of what is addressed")
            for f in _doers(view, act)
            if mention.plover != "SUPPORT"
        ]
    body = (
        phrase is not None
        and phrase.kind in BODIES
        and sentence.tokens[item.head].tag != "NNP"
        and not possessors(sentence, item.head)
    )
    if phrase is not None and (phrase.human or phrase.pronoun or body):
        return [item]
    behind = [
        *possessors(sentence, item.head),
        *agents(sentence, item.head),
        *(m.i for m in modifiers(sentence, item.head)),
    ]
    behind += [h for p, heads in prepositions(sentence, item.head) if p in _reach(mention) for h in heads]
    found = [
        Found(h, "addressee", "behind what is addressed") for h in behind if h in view.own and h not in view.mentions
    ]
    return found or ([item] if item.rule == "threatened act" else [])


def _reach(mention: Mention) -> frozenset[str]:
    """Return the prepositions after a thing that lead to whom it is from or for."""
    if mention.plover == "ACCUSE":
        return BEHIND
    return BEHIND | TOWARDS | {"for"} if mention.plover == "AID" else BEHIND | TOWARDS


def _doers(view: View, act: Mention) -> list[Found]:
    found = (fill_noun if act.nominal else fill_verb)(view.sentence, act, view.own)
    sides = {"doer", "other", "listed"} if act.frame in MUTUAL else {"doer"}
    return [
        f
        for f in found
        if f.side in sides and f.head in view.own and f.head not in view.mentions and f.rule != "light verb"
    ]
