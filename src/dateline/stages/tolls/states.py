"""Harm that adjectives and nouns state: "left 12 dead", "30 missing", "the death of", "12 arrests", "in custody"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline import vocabulary as v
from dateline.draft import Sentence, Token
from dateline.grammar import expand, is_verb, objects, subjects
from dateline.stages.tolls.counting import NOMINAL, Reader
from dateline.stages.tolls.harm import (
    COMPLETED,
    STATED,
    Harm,
    beside,
    head_of,
    is_counted,
    participle_subject,
    resolved,
    with_listed,
)
from dateline.stages.tolls.reality import Reality, reality
from dateline.stages.tolls.words import toll_words

OF_NOUN = frozenset({"amod", "acl", "appos", "relcl", "nmod", "prep", "advcl"})
"""Relations in which an adjective belongs to a noun."""
NOUN_PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
"""Relations in which an adjective stands for people: "dozens of wounded"."""
ATTACKS = frozenset({"shooting", "stabbing", "shoot", "stab"})
FATAL = frozenset({"fatal", "deadly"})
"""What makes an attack a killing: "the fatal shootings of three people"."""
BODIES = frozenset({"body", "bodies", "corpse", "corpses"})
TOLD = frozenset({"death", "fatality", "victim", "dead"})
"""Words whose verb lists who died: "the dead included a nurse"."""
WHOLE = frozenset({"unharmed", "unscathed"})
"""Words that say by themselves that nobody was killed or hurt."""
COUNTED_HARM = frozenset({"casualty", "injury"})
"""Nouns of harm that `figures` counts."""


def adjectival(reader: Reader, token: Token) -> Iterator[Harm]:
    """Read "left 12 dead", "12 dead", "were unhurt", "30 missing"."""
    sentence, words = reader.sentence, toll_words()
    if token.lower in words.of("unhurt"):
        yield from _unhurt(sentence, token)
        return
    if token.i and COMPLETED.get(sentence.tokens[token.i - 1].lower) == token.lower:
        return  # "shoots dead 13 people": the verb was taken for a noun
    measure = words.adjectives.get(token.lemma) or words.adjectives.get(token.lower)
    if token.i and sentence.tokens[token.i - 1].lower == "brain":
        return  # "brain dead" is on life support
    if measure is None or (is_verb(token) and token.lemma in words.objects):
        return
    above = sentence.tokens[token.head]
    near = beside(reader, token)
    if near:
        yield Harm(measure, token.i, token.i + 1, resolved(sentence, near))
    elif above.i == token.i:
        heads = [k.i for k in sentence.kids(token.i, "nsubj", "nummod", "npadvmod", "nsubjpass")]
        yield Harm(measure, token.i, token.i + 1, resolved(sentence, heads))
    elif above.pos in NOMINAL and token.dep in OF_NOUN:
        before = token.i < above.i and above.pos != "NUM"
        if not (before and token.lemma == "dead"):
            heads = with_listed(reader, [above.i])
            yield Harm(measure, token.i, token.i + 1, tuple(heads), modified=not before, counted_only=before)
    elif token.dep in NOUN_PLACES and token.pos in {"ADJ", "NOUN", "VERB"}:
        yield from substantive(reader, token, measure)
    else:
        yield from _predicated(reader, token, measure)


def _verb_above(sentence: Sentence, token: Token) -> Token:
    """Return the verb that an adjective completes, through lists of adjectives."""
    verb = sentence.tokens[token.head]
    while not (is_verb(verb) or verb.pos == "AUX") and verb.head != verb.i and verb.dep in {"conj", "acomp", "advmod"}:
        verb = sentence.tokens[verb.head]
    return verb


def _predicated(reader: Reader, token: Token, measure: v.Measure) -> Iterator[Harm]:
    """Read an adjective of harm as the complement of a verb: "12 were dead", "was found dead", "are feared dead"."""
    sentence, words = reader.sentence, toll_words()
    verb = _verb_above(sentence, token)
    real = reality(sentence, verb.i)
    own = expand(sentence, (k.i for k in sentence.kids(token.i, "nsubj")))
    if not own and any(
        k.i == token.i - 1 for k in sentence.kids(token.i, "amod", "compound", "npadvmod") if k.tag == "NN"
    ):
        own = [token.i - 1]  # "left four wounded, gunman dead"
    if verb.lemma in words.of("be"):
        figure = next((f for f in reader.figures if f.last == verb.i and f.quantity.high != 0), None)
        heads = [head_of(reader, figure)] if figure else subjects(sentence, verb.i)
    elif verb.lemma in words.of("leave"):
        heads = own or objects(sentence, verb.i) or participle_subject(sentence, verb)
        if verb.lemma in words.of("doubt"):
            real = Reality(stated=real.stated, denied=real.denied, possible=True)
    else:
        heads = own
    if heads:
        modified = verb.dep in {"acl", "relcl"}
        yield Harm(measure, token.i, token.i + 1, resolved(sentence, heads), real, modified=modified)


def _unhurt(sentence: Sentence, token: Token) -> Iterator[Harm]:
    """Read "were unhurt", "escaped unhurt", "walked away unharmed"."""
    if sentence.tokens[token.head].pos in NOMINAL and token.dep in OF_NOUN:
        return
    verb = _verb_above(sentence, token)
    real = reality(sentence, verb.i)
    found = Reality(stated=real.stated and not real.denied, denied=True)
    safe = {sentence.tokens[token.head].lower, *(k.lower for k in sentence.kids(token.i, "conj"))}
    if "safe" in safe and token.lower not in WHOLE:
        yield Harm("killed", token.i, token.i + 1, resolved(sentence, subjects(sentence, verb.i)), found)
    yield Harm("injured", token.i, token.i + 1, resolved(sentence, subjects(sentence, verb.i)), found)


def substantive(reader: Reader, token: Token, measure: v.Measure | None) -> Iterator[Harm]:
    """Read an adjective that stands for people: "dozens of wounded", "12 dead", "the dead included a nurse"."""
    sentence = reader.sentence
    if measure is None:
        return
    above = reader.token(token.head)
    told = _told(sentence, token) if measure == "killed" else []
    if told:
        counted = any(is_counted(reader, i) for i in told)
        yield Harm(
            measure, token.i, token.i + 1, tuple(told), counted_only=above.lemma == "be" and not counted, part=True
        )
    elif token.dep == "pobj" and above.lower == "of":
        known = any(k.lower == "the" for k in sentence.kids(token.i, "det"))
        verb = reader.token(reader.token(above.head).head)
        if reader.figure_at(above.head) is not None and verb.lemma not in toll_words().subjects:
            yield Harm(measure, token.i, token.i + 1, (above.head,), part=known)
    else:
        yield Harm(measure, token.i, token.i + 1, (token.i,), counted_only=True)


def nominal(reader: Reader, token: Token) -> Iterator[Harm]:
    """Read "the death of", "eleven deaths", "Soleimani's killing", "12 arrests", "bodies of 12 men"."""
    sentence, words = reader.sentence, toll_words()
    if token.lemma in words.of("captive"):
        yield from _captive(sentence, token)
    elif token.lower == "whereabouts":
        yield from _lost_sight_of(sentence, token)
    elif token.lower == "custody":
        yield from _custody(sentence, token)
    elif token.lemma in ATTACKS and any(k.lower in FATAL for k in sentence.kids(token.i, "amod")):
        killed = tuple(i for i in _of(sentence, token) if reader.people(i))
        yield Harm("killed", token.i, token.i + 1, killed, _noun_reality(sentence, token))
    elif token.lower in BODIES:
        of = _of(sentence, token)
        found = any(t.lemma in words.of("recover") for t in sentence.ancestors(token.i))
        yield Harm(
            "killed", token.i, token.i + 1, tuple(of if found else ()) or (token.i,), counted_only=not (of and found)
        )
    elif token.lemma in words.nouns or token.lemma == "victim":
        told = _told(sentence, token)
        if told:
            yield Harm("killed", token.i, token.i + 1, tuple(told), counted_only=True, part=token.lemma == "victim")
        elif token.lemma in words.nouns:
            yield from _deed(reader, token, words.nouns[token.lemma])


def _of(sentence: Sentence, token: Token) -> list[int]:
    """Return the heads of what stands after "of" under a noun."""
    preps = (k for k in sentence.kids(token.i, "prep") if k.lower == "of")
    return expand(sentence, (p.i for k in preps for p in sentence.kids(k.i, "pobj")))


def _told(sentence: Sentence, token: Token) -> list[int]:
    """Return the people of "the deaths are fourteen civilians", "the victims include two nurses"."""
    verb = sentence.tokens[token.head]
    if token.lemma not in TOLD or token.dep != "nsubj" or verb.lemma not in {"be", "include"}:
        return []
    heads = expand(sentence, (k.i for k in sentence.kids(verb.i, "attr", "dobj")))
    one = token.lower == "victim"
    return [i for i in heads if not one or sentence.tokens[i].tag != "CD"]  # "the victim is 15" is an age


def _captive(sentence: Sentence, token: Token) -> Iterator[Harm]:
    """Read "12 hostages", "a British hostage", "hostage Margaret Hassan"; who is killed is no captive any more."""
    above = sentence.tokens[token.head]
    if token.dep == "compound":
        if above.pos == "PROPN":
            yield Harm("abducted", token.i, token.i + 1, (above.i,))
        return
    lemmas = {t.lemma for t in sentence.ancestors(token.i)}
    if any(toll_words().objects.get(lemma) == "killed" for lemma in lemmas):
        return
    single = token.tag == "NN" and bool(sentence.kids(token.i, "det", "amod", "poss"))
    yield Harm("abducted", token.i, token.i + 1, (token.i,), counted_only=not single or "rescue" in lemmas)


def _lost_sight_of(sentence: Sentence, token: Token) -> Iterator[Harm]:
    """Read "the whereabouts of four nurses are unknown"."""
    above = [sentence.tokens[token.head], *sentence.kids(token.head, "acomp", "oprd", "neg", "amod", "attr")]
    if any(t.lemma in {"unknown", "unclear", "mystery", "not", "n't"} for t in above):
        yield Harm("missing", token.i, token.i + 1, tuple(_of(sentence, token)))


def _custody(sentence: Sentence, token: Token) -> Iterator[Harm]:
    """Read "suspects in custody", "remain in custody"."""
    prep = sentence.tokens[token.head]
    if token.dep != "pobj" or prep.lower != "in":
        return
    above = sentence.tokens[prep.head]
    heads: list[int] = []
    if above.pos in {"NOUN", "PROPN", "NUM"}:
        heads = [above.i]
    elif above.lemma in {"be", "remain", "stay"}:
        heads = subjects(sentence, above.i)
    yield Harm("detained", token.i, token.i + 1, resolved(sentence, heads))


def _deed(reader: Reader, token: Token, measure: v.Measure) -> Iterator[Harm]:
    """Read a noun of harm with its people: after "of", as possessor, or counted in the plural."""
    sentence, words = reader.sentence, toll_words()
    if token.dep in {"compound", "amod"} or token.tag == "NNP":
        return
    if any(k.lemma in words.of("not_real") for k in sentence.kids(token.i, "amod", "compound")):
        return
    real = _noun_reality(sentence, token)
    heads = [i for i in _of(sentence, token) if reader.people(i)]
    owners = [k.i for k in sentence.kids(token.i, "poss") if _can_be_harmed(reader, k)]
    listed = token.lemma == "injury" and reader.token(token.head).lemma in {"death", "killing"}
    if heads and (listed or token.lemma not in COUNTED_HARM | {"fatality"}):
        yield Harm(measure, token.i, token.i + 1, tuple(heads), real)
    elif owners and token.tag == "NN":
        yield Harm(measure, token.i, token.i + 1, tuple(owners), real)
    elif token.tag == "NNS" and token.dep == "pobj" and reader.figure_at(sentence.tokens[token.head].head) is not None:
        above = sentence.tokens[token.head]
        if above.lower == "of" and token.lemma not in COUNTED_HARM:
            yield Harm(measure, token.i, token.i + 1, (above.head,), real, counted_only=True)
    elif token.tag == "NNS" and token.lemma not in COUNTED_HARM and is_counted(reader, token.i):
        yield Harm(measure, token.i, token.i + 1, (token.i,), real, counted_only=True)


def _can_be_harmed(reader: Reader, owner: Token) -> bool:
    """Tell whether a possessor is the one who was killed: a name, or one person ("the mayor's assassination")."""
    if owner.pos == "PROPN":
        return reader.people(owner.i)
    return owner.tag == "NN" and owner.lemma in toll_words().of("person") | toll_words().of("leading")


def _noun_reality(sentence: Sentence, token: Token) -> Reality:
    """Judge a noun of harm by the verb that it is the subject or object of."""
    for above in list(sentence.ancestors(token.i))[:2]:
        if above.pos in {"VERB", "AUX"}:
            helpers = {k.lower for k in sentence.kids(above.i, "aux")}
            unreal = above.lemma in {
                "prevent",
                "avoid",
                "threaten",
                "plot",
                "plan",
                "order",
                "seek",
                "risk",
                "avert",
            } or (helpers & {"will", "would", "could", "can", "should"} and token.dep != "nsubj")
            return Reality(stated=not unreal)
    return STATED
