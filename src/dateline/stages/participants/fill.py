"""Candidate arguments of a trigger from the syntax around it: doer, undergoer, counterpart, addressee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.draft import Mention, Phrase, Sentence, Token
from dateline.grammar import agents, container, is_verb, modifiers, objects, possessors, prepositions, subjects
from dateline.lexicon.words import word_set

Side = Literal["doer", "undergoer", "other", "addressee", "listed"]

AT = frozenset("at on against upon into towards toward".split())
TO = frozenset("to on upon against with at from for".split())
LIGHT = frozenset("launch carry conduct stage mount commit hold make perpetrate perform execute wage organize organise lead unleash begin start continue resume open undertake order impose".split())
"""Verbs that say that their subject does what their object names ("launched an attack")."""
UNDERGO = frozenset("suffer face survive escape sustain witness experience receive".split())
"""Verbs whose subject undergoes what their object names ("came under attack", "survived an attempt")."""
OF_DOER = frozenset({"leave", "protest", "test", "meet", "move", "speech", "deal"})
"""Frames of nouns whose "of" phrase names the doer ("the withdrawal of troops")."""
POSSESSED = frozenset({"harm", "legal", "die"})
"""Frames of nouns whose possessor undergoes ("his arrest"), unless an "of" phrase does."""
PLACE_PREPOSITIONS = frozenset("in at near outside inside on".split())
BLAST_AT = PLACE_PREPOSITIONS | frozenset("beside under through by into next".split())
"""Prepositions before what a blast was in or beside."""


@dataclass(frozen=True, slots=True)
class Found:
    """A head word and the side of the event that the syntax puts it on."""

    head: int
    side: Side
    rule: str
    preposition: str = ""


def fill_verb(sentence: Sentence, mention: Mention, phrases: dict[int, Phrase]) -> list[Found]:
    """Return the candidates of a verbal trigger."""
    v = mention.token
    found: list[Found] = []
    if mention.frame != "blast":
        found += [Found(h, "undergoer" if mention.frame == "die" else "doer", "subject") for h in subjects(sentence, v)]
    held = objects(sentence, v)
    if mention.frame in {"move", "leave"} and not any(f.head in phrases for f in found):
        found += [Found(h, "doer", "moved") for h in held]
    found += [Found(h, "other" if mention.frame in {"clash", "meet", "deal"} else "undergoer", "object") for h in held]
    found += [Found(k.i, "addressee", "dative") for k in sentence.kids(v, "dative") if k.pos != "ADP"]
    for preposition, heads in prepositions(sentence, v):
        found += [f for h in heads if (f := _by_preposition(mention, preposition, h))]
    found += _addressees(sentence, mention)
    if mention.plover in {"ASSAULT", "SANCTION", "COERCE"}:
        found += _beside(sentence, mention, held)
    return found


def _addressees(sentence: Sentence, mention: Mention) -> Iterator[Found]:
    """Yield whom a verb of speech addresses by what it says ("threatened to attack Japan", "demanded that Iran stop")."""
    v = mention.token
    if mention.plover == "THREATEN":
        yield from (Found(h, "addressee", "threatened act") for c in sentence.kids(v, "xcomp", "acl") for h in _aimed(sentence, c.i))
    if mention.frame == "speech":
        for clause in sentence.kids(v, "ccomp", "xcomp"):
            yield from (Found(k.i, "addressee", "complement subject") for k in sentence.kids(clause.i, "nsubj", "nsubjpass")
                        if k.lower not in {"it", "that", "they", "he", "she", "i", "we"})  # fmt: skip


def _aimed(sentence: Sentence, v: int) -> list[int]:
    """Return the objects of a verb and what it is done against or on."""
    return objects(sentence, v) + [h for p, heads in prepositions(sentence, v) if p in AT - {"at"} for h in heads]


def _beside(sentence: Sentence, mention: Mention, held: list[int]) -> Iterator[Found]:
    """Yield what a weapon that does the deed was beside or in ("a bomb at a church killed 11"), and whom a cut tie was to."""
    if mention.plover == "SANCTION":
        yield from (Found(h, "undergoer", "object's counterpart", p) for o in held for p, heads in prepositions(sentence, o) if p in {"to", "with", "against", "on", "for"} for h in heads)
        return
    for kid in sentence.kids(mention.token, "nsubj"):
        if kid.lemma in word_set("went_off"):
            yield from (Found(h, "undergoer", "where it went off", p) for p, heads in prepositions(sentence, kid.i) if p in BLAST_AT for h in heads)


def _by_preposition(mention: Mention, preposition: str, head: int) -> Found | None:
    frame = mention.frame
    if frame in {"clash", "meet", "deal"} and preposition in {"with", "against", "between", "among", "alongside"}:
        return Found(head, "other", preposition, preposition)
    if frame == "meet" and preposition in {"to", "in", "from"}:
        return Found(head, "other", preposition, preposition) if preposition == "to" else None
    if frame == "speech" and preposition in TO:
        return Found(head, "addressee", preposition, preposition)
    if frame in {"act", "move", "test", "protest", "blast"} and preposition in AT:
        return Found(head, "undergoer", preposition, preposition)
    if frame == "blast" and preposition in BLAST_AT:
        return Found(head, "undergoer", preposition, preposition)
    if mention.plover == "SANCTION" and preposition in {"with", "to", "from"} and frame in {"act", "leave"}:
        return Found(head, "undergoer", preposition, preposition)
    if frame in {"harm", "legal", "act"} and preposition == "by":
        return Found(head, "doer", "by", preposition)
    return None


def fill_noun(sentence: Sentence, mention: Mention, phrases: dict[int, Phrase]) -> list[Found]:
    """Return the candidates of a nominal trigger."""
    n, frame = mention.token, mention.frame
    if frame == "state":
        return [Found(n, "doer", "itself"), *_of_verb(sentence, n)]
    if frame == "held":
        holders = [Found(h, "doer", "by") for c in sentence.kids(n, "acl", "relcl") for h in agents(sentence, c.i)]
        return [Found(n, "undergoer", "itself"), *holders]
    found: list[Found] = [Found(h, "doer", "by") for h in agents(sentence, n)]
    of = [h for p, heads in prepositions(sentence, n) if p == "of" for h in heads]
    for preposition, heads in prepositions(sentence, n):
        for head in heads:
            if preposition == "of":
                found.append(Found(head, "doer" if frame in OF_DOER else "other" if frame == "clash" else "undergoer", "of", "of"))
            elif preposition == "from":
                found.append(Found(head, "doer", "from", "from"))
            elif (made := _by_preposition(mention, preposition, head)) is not None:
                found.append(made)
    owners = possessors(sentence, n)
    side: Side = "undergoer" if frame in POSSESSED and not of else "doer"
    found += [Found(h, side, "possessor") for h in owners]
    for modifier in modifiers(sentence, n):
        phrase = phrases.get(modifier.i)
        if phrase is not None:
            armed = phrase.kind in {"military", "rebels", "militia", "police", "gang", "government", "intelligence", "igo", "protesters", "unidentified"}
            found.append(Found(modifier.i, "listed" if frame in {"clash", "meet", "deal"} else "doer" if armed or frame != "harm" else "undergoer", "modifier"))
    if mention.plover == "THREATEN":
        found += _addressees(sentence, mention)
    held = container(sentence, n)
    found += _above(sentence, sentence.tokens[held], frame)
    found += _below(sentence, n)
    found += _below(sentence, held) if held != n else []
    return found


def _above(sentence: Sentence, noun: Token, frame: str) -> Iterator[Found]:
    """Yield the doers that a light verb above gives the noun ("X launched an attack", "attack carried out by X")."""
    verb = sentence.tokens[noun.head]
    if noun.dep == "conj":
        verb = sentence.tokens[verb.head]
    if noun.dep == "pobj" and verb.lower in {"in", "under", "with", "into"} and verb.head != verb.i:
        lifted = sentence.tokens[verb.head]
        if (lifted.lemma in {"come", "be", "engage", "involve", "respond"} and is_verb(lifted)) or lifted.lemma == "be":
            side: Side = "undergoer" if verb.lower == "under" else "doer"
            yield from (Found(h, side, "light verb") for h in subjects(sentence, lifted.i))
        return
    if not is_verb(verb):
        return
    if verb.lemma in LIGHT and noun.dep in {"dobj", "nsubjpass", "conj"}:
        yield from (Found(h, "doer", "light verb") for h in subjects(sentence, verb.i))
    elif verb.lemma in UNDERGO and noun.dep in {"dobj", "conj"}:
        yield from (Found(h, "undergoer", "light verb") for h in subjects(sentence, verb.i))
    elif noun.dep in {"nsubj", "conj"} and verb.lemma in {"target", "hit", "strike", "kill", "wound", "injure", "destroy", "damage", "rock"}:
        yield from (Found(h, "undergoer", "effect") for h in objects(sentence, verb.i))


def _below(sentence: Sentence, n: int) -> Iterator[Found]:
    """Yield the doers that a participle or relative clause under the noun gives it ("believed to have been carried out by X")."""
    for clause in sentence.kids(n, "acl", "relcl"):
        stack = [clause]
        while stack:
            verb = stack.pop()
            stack += sentence.kids(verb.i, "xcomp")
            if verb.lemma in LIGHT | {"claim", "stage"}:
                yield from (Found(h, "doer", "carried out by") for h in agents(sentence, verb.i))
            if verb.lemma in {"target", "hit", "strike", "kill", "wound", "aim", "injure", "direct"}:
                yield from (Found(h, "undergoer", "aimed at") for h in objects(sentence, verb.i) if h != n)
                yield from (Found(h, "undergoer", "aimed at") for p, heads in prepositions(sentence, verb.i) if p in {"at", "against"} for h in heads)


def _of_verb(sentence: Sentence, n: int) -> Iterator[Found]:
    verb = sentence.tokens[sentence.tokens[n].head]
    if is_verb(verb):
        yield from (Found(h, "undergoer", "object") for h in objects(sentence, verb.i) if h != n)
        yield from (Found(h, "undergoer", p, p) for p, heads in prepositions(sentence, verb.i) if p in AT for h in heads)
