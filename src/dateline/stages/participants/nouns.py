"""Candidate arguments of a nominal trigger: its own complements, and what the verbs around it say of it."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.draft import Mention, Phrase, Sentence, Token
from dateline.grammar import (
    agents,
    container,
    is_passive,
    is_verb,
    modifiers,
    objects,
    possessors,
    prepositions,
    subjects,
)
from dateline.lexicon.words import word_set
from dateline.stages.participants.fill import AT, MUTUAL, Found, Side, addressees, by_preposition

OF_DOER = frozenset({"leave", "protest", "test", "meet", "move", "speech", "deal"})
"""Frames of nouns whose "of" phrase names the doer ("the withdrawal of troops")."""
POSSESSED = frozenset({"harm", "legal", "die"})
"""Frames of nouns whose possessor undergoes ("his arrest"), unless an "of" phrase does."""
DOERS = frozenset("military rebels militia police gang government intelligence igo protesters unidentified".split())
"""Kinds of which a modifier of an act's noun is the doer ("rebel attack"), else the one who undergoes it."""
HARMING = frozenset("kill wound injure".split())
HITTING = frozenset("target hit strike kill wound injure destroy damage rock".split())
CARRIED = {
    "meet": {"with", "between", "among"},
    "deal": {"with", "between", "among"},
    "clash": {"with", "between", "against"},
    "speech": {"to", "against"},
    "protest": {"against"},
}
"""Prepositions that belong to a noun though they stand under its verb ("renewed his appeal to allies"), by the noun's frame."""
GIVEN = frozenset({"of", "with", "for", "in", "over", "on"})
"""Prepositions between a charge and the deed ("accused of torture", "charged with murder")."""


def fill_noun(sentence: Sentence, mention: Mention, phrases: dict[int, Phrase]) -> list[Found]:
    """Return the candidates of a nominal trigger."""
    n, frame = mention.token, mention.frame
    if frame == "state":
        return [Found(n, "doer", "itself"), *_of_verb(sentence, n)]
    if frame == "held":
        return _held(sentence, n)
    of = [h for p, heads in prepositions(sentence, n) if p == "of" for h in heads]
    doers = agents(sentence, n) or [a for h in of if h > n for a in agents(sentence, h)]
    found: list[Found] = [Found(h, "doer", "by") for h in doers]
    for preposition, heads in prepositions(sentence, n):
        found += [made for h in heads if (made := _complement(sentence, mention, preposition, h)) is not None]
    side: Side = "undergoer" if frame in POSSESSED and not of else "doer"
    found += [Found(h, side, "possessor") for h in possessors(sentence, n)]
    for modifier in modifiers(sentence, n):
        phrase = phrases.get(modifier.i)
        if phrase is not None:
            found.append(
                Found(
                    modifier.i,
                    "listed" if frame in MUTUAL else "doer" if phrase.kind in DOERS or frame != "harm" else "undergoer",
                    "modifier",
                )
            )
    if mention.plover in {"THREATEN", "REQUEST", "ACCUSE", "REJECT"}:
        found += addressees(sentence, mention)
    for top in dict.fromkeys((container(sentence, n), n)):
        found += _above(sentence, sentence.tokens[top], mention)
        found += _below(sentence, top)
    return found


def _held(sentence: Sentence, n: int) -> list[Found]:
    """Return the captives and who holds them: those named as taken ("workers were taken hostage by"), else the noun itself."""
    token = sentence.tokens[n]
    verb = sentence.tokens[token.head]
    holders = [Found(h, "doer", "by") for c in sentence.kids(n, "acl", "relcl") for h in agents(sentence, c.i)]
    taken: list[int] = []
    if token.dep in {"oprd", "dobj", "advmod", "acomp"} and verb.lemma in {"hold", "take", "keep"}:
        holders += [Found(h, "doer", "held by") for h in subjects(sentence, verb.i)]
        taken = [h for h in objects(sentence, verb.i) if h != n]
        if (
            not taken and token.tag == "NN" and not sentence.kids(n, "det", "poss")
        ):  # "journalists held hostage": those who are
            return [Found(h, "undergoer", "held") for h in subjects(sentence, verb.i)]
    return [
        *(Found(h, "undergoer", "object") for h in taken),
        *([] if taken else [Found(n, "undergoer", "itself")]),
        *holders,
    ]


def _complement(sentence: Sentence, mention: Mention, preposition: str, head: int) -> Found | None:
    frame = mention.frame
    if preposition == "of":
        return Found(head, "doer" if frame in OF_DOER else "other" if frame == "clash" else "undergoer", "of", "of")
    if preposition == "from" and frame not in {"leave", "move"}:
        return Found(head, "doer", "from", "from")
    if preposition == "for" and mention.mode == "arrest":
        return Found(head, "undergoer", "for", "for")
    if preposition == "in" and sentence.tokens[mention.token].lemma in word_set("overthrow"):
        return Found(head, "undergoer", "state overthrown", "in")
    return by_preposition(mention, preposition, head)


def _above(sentence: Sentence, noun: Token, mention: Mention) -> Iterator[Found]:
    """Yield the doers that a light verb above gives the noun ("X launched an attack", "X is accused of torture")."""
    verb = sentence.tokens[noun.head]
    if noun.dep == "conj":
        noun, verb = verb, sentence.tokens[verb.head]
    if noun.dep == "pobj" and verb.head != verb.i:
        yield from _through_preposition(sentence, verb, sentence.tokens[verb.head], mention)
        return
    if not is_verb(verb):
        return
    done = noun.dep in {"dobj", "nsubjpass"} or (noun.dep == "nsubj" and noun.i > verb.i)
    if mention.frame in CARRIED and (done or (noun.dep == "nsubj" and mention.frame in MUTUAL)):
        yield from (
            made
            for p, heads in prepositions(sentence, verb.i)
            if p in CARRIED[mention.frame]
            for h in heads
            if (made := by_preposition(mention, p, h)) is not None
        )
    if done and mention.plover == "REQUEST":  # "repeated his demand that forces leave"
        yield from (
            Found(k.i, "addressee", "complement subject")
            for c in sentence.kids(verb.i, "ccomp")
            if c.i > noun.i
            for k in sentence.kids(c.i, "nsubj")
            if k.pos != "PRON"
        )
    light = (
        verb.lemma in word_set("light")
        or (mention.plover == "SANCTION" and verb.lemma in word_set("enacting"))
        or (mention.frame in MUTUAL and verb.lemma in word_set("settling"))
    )
    if light and done:
        yield from (Found(h, "doer", "light verb") for h in subjects(sentence, verb.i) if h != noun.i)
        if mention.plover == "ASSAULT":
            yield from (
                Found(h, "undergoer", p, p)
                for p, heads in prepositions(sentence, verb.i)
                if p in {"at", "against", "on"}
                for h in heads
            )
    elif verb.lemma in word_set("undergo") and noun.dep == "dobj":
        yield from (Found(h, "undergoer", "light verb") for h in subjects(sentence, verb.i))
    elif noun.dep == "nsubj" and verb.lemma in HITTING:
        counted = verb.lemma in HARMING  # "killed five people": harmed by it, not aimed at
        yield from (
            Found(h, "undergoer", "effect")
            for h in objects(sentence, verb.i)
            if not (counted and _is_many(sentence, h))
        )


def _is_many(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].tag in {"NNS", "NNPS", "CD"}


def _through_preposition(sentence: Sentence, preposition: Token, lifted: Token, mention: Mention) -> Iterator[Found]:
    """Yield who is in, under, accused of or hit with the act."""
    if preposition.lower in GIVEN and lifted.lemma in word_set("charged"):
        charging = sentence.tokens[lifted.head]
        accused = (
            objects(sentence, lifted.i)
            if is_verb(lifted)
            else objects(sentence, charging.i)  # "was found guilty of"
            if is_passive(sentence, charging.i)
            else subjects(sentence, charging.i)
        )
        yield from (Found(h, "doer", "charged with it") for h in accused)
    elif (
        preposition.lower == "for"
        and lifted.lemma == "responsibility"
        and sentence.tokens[lifted.head].lemma in {"claim", "take", "accept", "assume"}
    ):
        yield from (Found(h, "doer", "claimed it") for h in subjects(sentence, lifted.head))
    elif mention.plover == "CONSULT" and preposition.lower in {"in", "during", "by", "at"} and is_verb(lifted):
        yield from (
            Found(h, "other", "said or done at it")
            for h in (*subjects(sentence, lifted.i), *agents(sentence, lifted.i), *objects(sentence, lifted.i))
        )
    elif preposition.lower in {"in", "under", "with", "into", "on"}:
        if (
            lifted.lemma in {"be", "come"}
            or (lifted.lemma in word_set("setting_out") and preposition.lower == "on")
            or (
                is_verb(lifted)
                and lifted.lemma in {"engage", "involve", "respond", "enter"}
                and preposition.lower != "under"
            )
        ):
            side: Side = "undergoer" if preposition.lower == "under" else "doer"
            yield from (Found(h, side, "light verb") for h in subjects(sentence, lifted.i))
        elif preposition.lower == "under" and lifted.lemma in {"put", "place", "keep", "hold"}:
            yield from (Found(h, "doer", "light verb") for h in subjects(sentence, lifted.i))
            yield from (Found(h, "undergoer", "light verb") for h in objects(sentence, lifted.i))
        elif preposition.lower == "with" and lifted.lemma in HITTING | {
            "slap",
            "threaten",
            "punish",
            "face",
            "hammer",
            "pound",
            "pummel",
        }:
            yield from (Found(h, "undergoer", "light verb") for h in objects(sentence, lifted.i))


def _below(sentence: Sentence, n: int) -> Iterator[Found]:
    """Yield the doers that a participle or relative clause under the noun gives it ("thought to have been staged by X")."""
    for clause in sentence.kids(n, "acl", "relcl"):
        stack = [clause]
        while stack:
            verb = stack.pop()
            stack += sentence.kids(verb.i, "xcomp")
            if verb.lemma in word_set("light") | word_set("settling") | {"claim", "call"}:
                yield from (Found(h, "doer", "carried out by") for h in agents(sentence, verb.i))
            if verb.lemma in HITTING | {"aim", "direct"}:
                yield from (Found(h, "undergoer", "aimed at") for h in objects(sentence, verb.i) if h != n)
                yield from (
                    Found(h, "undergoer", "aimed at")
                    for p, heads in prepositions(sentence, verb.i)
                    if p in {"at", "against"}
                    for h in heads
                )


def _of_verb(sentence: Sentence, n: int) -> Iterator[Found]:
    verb = sentence.tokens[sentence.tokens[n].head]
    if is_verb(verb):
        yield from (Found(h, "undergoer", "object") for h in objects(sentence, verb.i) if h != n)
        yield from (
            Found(h, "undergoer", p, p) for p, heads in prepositions(sentence, verb.i) if p in AT for h in heads
        )
