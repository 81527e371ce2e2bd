"""Candidate arguments of a verbal trigger from the syntax around it: doer, undergoer, counterpart, addressee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.draft import Mention, Phrase, Sentence, Token
from dateline.grammar import governing_verb, is_passive, modifiers, objects, patients, prepositions, subjects
from dateline.lexicon.words import word_set

Side = Literal["doer", "undergoer", "other", "addressee", "listed"]

AT = frozenset("at on against upon into towards toward through".split())
TO = frozenset("to on upon against with at from for".split())
WITH = frozenset("with against between among alongside".split())
MUTUAL = frozenset({"clash", "meet", "deal"})
"""Frames whose participants stand on an equal footing."""
PLACE_PREPOSITIONS = frozenset("in at near outside inside on".split())
REACHED = frozenset({("restrict", "to"), ("arrest", "for"), ("seize", "from")})
"""Modes with prepositions that lead to those who undergo them: "laid siege to", "a warrant for", "retook from"."""
BLAST_AT = PLACE_PREPOSITIONS | frozenset("beside under through by into next".split())
"""Prepositions before what a blast was in or beside."""

HARMED = frozenset("kill wound injure hurt shoot stab behead".split())
"""Verbs of harm that always have an object, so that one without is a passive cut short."""


@dataclass(frozen=True, slots=True)
class Found:
    """A head word and the side of the event that the syntax puts it on; `phrase`: the index of one told elsewhere that it stands for."""

    head: int
    side: Side
    rule: str
    preposition: str = ""
    phrase: int = -1


def fill_verb(sentence: Sentence, mention: Mention, phrases: dict[int, Phrase]) -> list[Found]:
    """Return the candidates of a verbal trigger."""
    v = mention.token
    found: list[Found] = []
    if mention.frame == "verdict":
        # "unless Japan withdraws its troops": whoever the words are about is spoken to
        return [Found(h, "addressee", "spoken of") for h in subjects(sentence, v) or objects(sentence, v)]
    if mention.frame != "blast" and "foiled" not in mention.flags:  # who defused a bomb did not lay it
        side: Side = (
            "undergoer"
            if mention.frame == "die" or _gives_up(sentence, mention) or _headline_passive(sentence, mention)
            else "doer"
        )
        found += [Found(h, side, "subject") for h in _charged(sentence, v) or _doers(sentence, v, phrases)]
    held = [h for h in objects(sentence, v) if not _is_state_of(sentence, mention, h)]
    if mention.mode == "seize" and sentence.tokens[v].lemma == "fall":  # "the town fell to the rebels"
        taken = [h for p, heads in prepositions(sentence, v) if p in {"to", "under"} for h in heads]
        taken += [m.i for h in taken if sentence.tokens[h].lemma in {"control", "rule"} for m in modifiers(sentence, h)]
        return [Found(h, "doer", "fell to") for h in taken]
    if mention.frame in {"move", "leave"} and not any(f.head in phrases for f in found):
        found += [Found(h, "doer", "moved") for h in held]
    found += [Found(h, "other" if mention.frame in {"clash", "meet", "deal"} else "undergoer", "object") for h in held]
    found += [Found(k.i, "addressee", "dative") for k in sentence.kids(v, "dative") if k.pos != "ADP"]
    home = "to" if sentence.tokens[v].lemma == "recall" else ""  # "recalled to Lima": by whom, not against whom
    for preposition, heads in prepositions(sentence, v):
        if preposition == home:
            continue
        made = [f for h in heads if (f := by_preposition(mention, preposition, h))]
        beside = bool(held) and preposition == "at" and mention.frame == "act"
        found += [f for f in made if not (beside and _is_town(phrases.get(f.head)))]
    if mention.mode == "crowd-control":
        # "fired tear gas and water cannon at the crowd": the parser hangs the crowd on what was fired
        aimed = [pair for o in held for pair in prepositions(sentence, o) if pair[0] in {"at", "against"}]
        found += [f for p, heads in aimed for h in heads if (f := by_preposition(mention, p, h))]
    found += addressees(sentence, mention)
    if mention.frame in {"meet", "deal", "clash"}:
        found += [
            Found(h, "other", "object's counterpart", p)
            for o in held + _promised(sentence, mention)
            for p, heads in prepositions(sentence, o)
            if p in {"with", "between", "among"} or (p == "to" and mention.frame == "deal")
            for h in heads
        ]
    if mention.plover in {"ASSAULT", "SANCTION", "COERCE", "MOBILIZE"}:
        found += _beside(sentence, mention, held)
    return found


def _is_town(phrase: Phrase | None) -> bool:
    """Whether a phrase names where people live: after an object, "at" says only where that was ("hit a farm at Mandata")."""
    return phrase is not None and phrase.named and phrase.kind == "civilians" and not phrase.human


def _promised(sentence: Sentence, mention: Mention) -> list[int]:
    """Return what those who agree or are ready say they will hold ("offered to start talks with Chad")."""
    if mention.frame != "deal":
        return []
    return [o for c in sentence.kids(mention.token, "xcomp") for o in objects(sentence, c.i)]


def _doers(sentence: Sentence, v: int, phrases: dict[int, Phrase]) -> list[int]:
    """Return the subjects of a verb; of a participle after a thing those who made it ("posted a note on the site blaming Chad")."""
    found = subjects(sentence, v)
    token = sentence.tokens[v]
    if token.tag == "VBG" and token.dep == "advcl" and token.lemma in {"blame", "accuse"}:
        # "the army said that a bomber had killed six, blaming the Front": whoever says so blames
        above = [t for a in sentence.ancestors(v) for t in (a, *sentence.kids(a.i, "parataxis"))]
        saying = next((t for t in above if t.lemma in word_set("say_verbs")), None)
        found = (subjects(sentence, saying.i) if saying is not None else []) or found
    thing = (
        token.dep == "acl"
        and token.tag == "VBG"
        and all(h in phrases and (not phrases[h].human or phrases[h].kind in {"company", "facility"}) for h in found)
    )
    verb = governing_verb(sentence, v) if thing else None
    return found if verb is None or sentence.tokens[token.head].i < verb.i else subjects(sentence, verb.i) or found


def _is_state_of(sentence: Sentence, mention: Mention, i: int) -> bool:
    """Whether an object only says as what people are held ("journalists held hostage")."""
    token = sentence.tokens[i]
    bare = token.tag == "NN" and not sentence.kids(i, "det", "poss", "amod", "compound", "appos")
    return mention.mode == "abduct" and token.lemma in {"hostage", "captive", "prisoner"} and bare


def _charged(sentence: Sentence, v: int) -> list[int]:
    """Return those who are accused of, tried for or kept from doing what a gerund says ("accused the army of killing")."""
    token = sentence.tokens[v]
    preposition = sentence.tokens[token.head]
    held = sentence.tokens[preposition.head]
    verb = sentence.tokens[held.head] if held.dep == "dobj" else held
    if (
        token.dep != "pcomp"
        or preposition.lower not in {"of", "for", "with", "from"}
        or verb.lemma not in word_set("charged") | word_set("holding_to")
    ):
        return []
    return objects(sentence, verb.i)


def _headline_passive(sentence: Sentence, mention: Mention) -> bool:
    """Whether a headline leaves out "were" ("Three killed in blast", "Minister accused of fraud")."""
    token = sentence.tokens[mention.token]
    transitive = mention.frame in {"harm", "legal"} or (mention.plover == "ACCUSE" and mention.frame == "speech")
    bare = token.tag in {"VBN", "VBD"} and not sentence.kids(token.i, "aux", "auxpass", "dobj", "ccomp")
    return bare and (
        (sentence.section in {"title", "dek"} and transitive)
        or (mention.frame == "harm" and _harms_nobody(sentence, token))
    )


def _harms_nobody(sentence: Sentence, token: Token) -> bool:
    """Whether a verb of harm in the body has only those harmed beside it, as in a headline ("One person killed and 15 hurt as ...")."""
    counted = [s for s in sentence.kids(token.i, "nsubj") if sentence.kids(s.i, "nummod") or s.tag == "CD"]
    alone = not any(k.dep == "conj" and sentence.kids(k.i, "dobj") for k in sentence.kids(token.i))
    return bool(counted) and alone and token.lemma in HARMED and token.dep in {"ROOT", "ccomp"}


def _gives_up(sentence: Sentence, mention: Mention) -> bool:
    """Whether the subject of a verb of law is the one held or tried ("appeared in court", "turned himself in")."""
    token = sentence.tokens[mention.token]
    legal = mention.mode in {"arrest", "convict"} and token.lemma in word_set("surrenders")
    freed = mention.mode == "release" and token.lemma in {"regain", "walk", "go", "return"}
    bare = [
        k
        for k in sentence.kids(token.i, "dobj", "oprd")
        if k.lemma in {"hostage", "captive", "prisoner"} and k.tag == "NN" and not sentence.kids(k.i, "det", "poss")
    ]
    if bare and mention.mode == "abduct" and not is_passive(sentence, token.i):
        return len(sentence.kids(token.i, "dobj", "oprd")) == 1
    return (legal or freed) and not any(k.dep == "auxpass" for k in sentence.kids(token.i))


def addressees(sentence: Sentence, mention: Mention) -> Iterator[Found]:
    """Yield whom a verb of speech addresses by what it says ("threatened to attack Japan", "demanded that Iran stop")."""
    v = mention.token
    if mention.plover == "THREATEN":
        acts = sentence.kids(v, "xcomp", "acl")
        yield from (Found(h, "addressee", "threatened act") for c in acts for h in _aimed(sentence, c.i))
        yield from (Found(h, "addressee", "condition") for c in [*acts, sentence.tokens[v]] for k in sentence.kids(c.i, "advcl")
                    if any(m.lower in {"if", "unless"} for m in sentence.kids(k.i, "mark")) for h in subjects(sentence, k.i))  # fmt: skip
        yield from (
            Found(h, "addressee", "threatened act")
            for c in sentence.kids(v, "ccomp")
            if is_passive(sentence, c.i)
            for h in patients(sentence, c.i)
        )
    if mention.plover == "SUPPORT" and sentence.tokens[v].lemma == "stand":
        yield from (
            Found(h, "addressee", p, p)
            for p, heads in prepositions(sentence, v)
            if p in {"by", "behind", "alongside"}
            for h in heads
        )
    if mention.plover == "REQUEST":  # "appealed for help from Chad"
        asked = [o for p, heads in prepositions(sentence, v) if p == "for" for o in heads]
        yield from (
            Found(h, "addressee", p, p)
            for o in asked
            for p, heads in prepositions(sentence, o)
            if p == "from"
            for h in heads
        )
    if mention.plover == "REJECT":
        let = [c for c in sentence.kids(v, "xcomp", "acl") if c.lemma in {"let", "allow", "permit"}]
        yield from (
            Found(k.i, "addressee", "not let")
            for c in let
            for b in (c, *sentence.kids(c.i, "ccomp", "xcomp"))
            for k in sentence.kids(b.i, "nsubj", "dobj" if b is c else "nsubj")
        )
        yield from (
            Found(h, "addressee", p, p)
            for c in sentence.kids(v, "xcomp")
            for p, heads in prepositions(sentence, c.i)
            if p in {"with", "to"}
            for h in heads
        )
    if mention.plover in {"REQUEST", "ACCUSE", "AID"} and mention.frame == "speech":
        for clause in sentence.kids(v, "ccomp", "xcomp", *(("acl",) if mention.nominal else ())):
            yield from (Found(k.i, "addressee", "complement subject") for k in sentence.kids(clause.i, "nsubj", "nsubjpass")
                        if k.lower not in {"it", "that", "they", "he", "she", "i", "we"})  # fmt: skip


def _aimed(sentence: Sentence, v: int) -> list[int]:
    """Return the objects of a verb and what it is done against or on."""
    held = objects(sentence, v)
    return held + [
        h
        for i in (v, *held)
        for p, heads in prepositions(sentence, i)
        if p in AT - {"at"} or (p == "in" and (i != v or sentence.tokens[v].lemma in word_set("light")))
        for h in heads
    ]


def _beside(sentence: Sentence, mention: Mention, held: list[int]) -> Iterator[Found]:
    """Yield what a weapon that does the deed was beside or in ("a bomb at a church killed 11"), and whom a cut tie was to."""
    if mention.plover == "SANCTION":
        yield from (
            Found(h, "undergoer", "object's counterpart", p)
            for o in held
            for p, heads in prepositions(sentence, o)
            if p in {"to", "with", "against", "on", "for"}
            for h in heads
        )
        return
    if mention.frame == "harm" and mention.plover == "ASSAULT":
        blast = any(k.lemma in word_set("went_off") for k in sentence.kids(mention.token, "nsubj"))
        yield from (
            Found(h, "undergoer", "harmed at", p)
            for i in (mention.token, *held)
            for p, heads in prepositions(sentence, i)
            if p == "at" or (blast and p in {"in", "outside", "near"})
            for h in heads
        )
    for o in held:
        if sentence.tokens[o].lemma in word_set("munition"):
            yield from (
                Found(h, "undergoer", p, p)
                for p, heads in prepositions(sentence, o)
                if p in AT - {"on", "through"}
                for h in heads
            )
    for kid in sentence.kids(mention.token, "nsubj"):
        if kid.lemma in word_set("went_off"):
            yield from (
                Found(h, "undergoer", "where it went off", p)
                for p, heads in prepositions(sentence, kid.i)
                if p in BLAST_AT
                for h in heads
            )


def by_preposition(mention: Mention, preposition: str, head: int) -> Found | None:
    """Return the side on which a preposition under a trigger puts its noun, or None where it says nothing of it."""
    side = _side_of(mention, preposition)
    return None if side is None else Found(head, side, preposition, preposition)


def _side_of(mention: Mention, preposition: str) -> Side | None:
    frame, plover = mention.frame, mention.plover
    if frame in MUTUAL:
        mutual = preposition in WITH or (preposition == "to" and frame != "clash")
        return "other" if mutual else None
    if frame == "speech":
        addressed = preposition in TO and not (preposition == "for" and plover not in {"SUPPORT", "AID", "CONCEDE"})
        return "addressee" if addressed else None
    if frame == "protest":
        return "undergoer" if preposition in {"against", "at", "to"} else None
    goes_off = frame == "blast" or (frame in {"act", "state"} and mention.mode in {"explosives", "suicide-attack"})
    if (frame in {"act", "move", "test", "blast"} and preposition in AT) or (goes_off and preposition in BLAST_AT):
        return "undergoer"
    if frame == "act" and (mention.mode, preposition) in REACHED:
        return "undergoer"
    if plover == "SANCTION" and preposition in {"with", "to", "from"} and frame in {"act", "leave"}:
        return "undergoer"
    return "doer" if frame in {"harm", "legal", "act"} and preposition == "by" else None
