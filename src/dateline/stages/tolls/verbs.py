"""Harm that verbs state: "killed 12", "died", "fled their homes", "claimed the lives of", "took hostage"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline import vocabulary as v
from dateline.draft import Sentence, Token
from dateline.grammar import expand, is_passive, is_verb, objects, patients, subjects
from dateline.stages.tolls.counting import NOMINAL, Reader
from dateline.stages.tolls.harm import (
    PARTICIPLES,
    SINGULAR,
    Harm,
    beside,
    head_of,
    is_counted,
    participle_subject,
    resolved,
    with_listed,
)
from dateline.stages.tolls.reality import reality
from dateline.stages.tolls.states import substantive
from dateline.stages.tolls.words import toll_words

DEATH, CUSTODY, ARREST = frozenset({"death"}), frozenset({"custody"}), frozenset({"arrest"})
NOT_TO_DEATH = frozenset({"sentence", "condemn", "lead", "come", "fall"})
"""Verbs whose "to death" kills nobody yet."""
INJURIES = frozenset({"injury", "wound", "burn", "gunshot"})
MANY = 10
"""From so many on, people who flee are displaced though no home is named; fewer are fugitives."""


def verbal(reader: Reader, token: Token) -> Iterator[Harm]:
    """Yield what a verb states of people harmed: those it is done to, or its subject where it befalls that."""
    sentence, words = reader.sentence, toll_words()
    measure = _measure_of_verb(sentence, token)
    if measure is not None:
        yield from _object_harm(reader, token, measure)
    elif token.lemma in words.subjects:
        yield from _befalls(sentence, token, words.subjects[token.lemma])
    elif token.lemma == "flee":
        yield from _fled(reader, token)
    elif token.lemma == "lose":
        yield from _lost(sentence, token)
    elif token.lemma in words.of("take_life") and any(k.lemma == "life" for k in sentence.kids(token.i, "dobj")):
        yield from _life(reader, token)
    elif token.lemma in words.of("suffer"):
        yield from _suffered(sentence, token)
    elif token.lemma in words.of("hold"):
        yield from _held(reader, token)


def _befalls(sentence: Sentence, token: Token, measure: v.Measure) -> Iterator[Harm]:
    """Read a verb that befalls its subject: "died"; "dying" alone is no statement of it."""
    if token.tag == "VBG" and token.dep not in {"acl", "ROOT", "pcomp"} and not sentence.kids(token.i, "nsubj", "aux"):
        return
    heads = resolved(sentence, _sufferers(sentence, token))
    modified = token.dep in {"relcl", "acl"}
    yield Harm(
        measure,
        token.i,
        token.i + 1,
        heads,
        reality(sentence, token.i),
        modified=modified,
        counted_only=measure == "missing",
    )


def _lost(sentence: Sentence, token: Token) -> Iterator[Harm]:
    """Read "six officers lost their lives"."""
    life = next((k for k in sentence.kids(token.i, "dobj") if k.lemma == "life"), None)
    if life is not None:
        heads = resolved(sentence, _sufferers(sentence, token))
        yield Harm("killed", token.i, life.i + 1, heads, reality(sentence, token.i))


def _suffered(sentence: Sentence, token: Token) -> Iterator[Harm]:
    """Read "six people suffered injuries"."""
    if any(k.lemma in {"injury", "wound", "burn"} for k in sentence.kids(token.i, "dobj")):
        heads = resolved(sentence, subjects(sentence, token.i))
        yield Harm("injured", token.i, token.i + 1, heads, reality(sentence, token.i))


def _sufferers(sentence: Sentence, token: Token) -> list[int]:
    """Return the subjects of a verb that befalls its subject: "died", "with 135 losing their lives"."""
    if token.dep == "pcomp":
        return [k.i for k in sentence.kids(token.i, "nsubj")] or [
            k.i for k in sentence.kids(token.head, "pobj") if k.i < token.i
        ]
    own = [k.i for k in sentence.kids(token.i, "nsubj")]
    if own:
        return expand(sentence, own)
    return subjects(sentence, token.i) or participle_subject(sentence, token)


def _measure_of_verb(sentence: Sentence, token: Token) -> v.Measure | None:
    """Return what a verb with its complements does to its object."""
    kids = {k.lower for k in sentence.kids(token.i)}
    special = _phrasal(sentence, token, kids)
    if special is not None:
        return special
    measure = toll_words().objects.get(token.lemma)
    if measure == "casualties" and ("down" in kids or token.tag not in PARTICIPLES or _killed_beside(sentence, token)):
        return None
    return measure


def _phrasal(sentence: Sentence, token: Token, kids: set[str]) -> v.Measure | None:
    """Return what a verb does with the words that complete it, by the rows of a table: the first that fits."""
    words = toll_words()
    home, parts = words.of("home"), words.of("body_part")
    dead, alive = _next_is(sentence, token, "dead"), _next_is(sentence, token, "alive")
    rows: tuple[tuple[str, bool, v.Measure], ...] = (
        ("", _governs(sentence, token, "to", DEATH) and token.lemma not in NOT_TO_DEATH, "killed"),
        ("", bool(kids & {"fatally", "mortally"}), "killed"),
        ("gun mow", "down" in kids, "killed"),
        ("shoot strike hack", dead or "dead" in kids, "killed"),
        ("burn bury", alive or "alive" in kids, "killed"),
        ("round pick", "up" in kids, "detained"),
        ("take hold remand place", _governs(sentence, token, "into", CUSTODY), "detained"),
        ("take hold remand place", _governs(sentence, token, "in", CUSTODY), "detained"),
        ("put place order keep hold", _governs(sentence, token, "under", ARREST), "detained"),
        ("cart whisk", bool(kids & {"away", "off"}), "abducted"),
        ("drive force", _governs(sentence, token, "from", home), "displaced"),
        ("treat", _governs(sentence, token, "for", INJURIES), "injured"),
        ("hit strike shoot stab", _governs(sentence, token, "in", parts), "injured"),
    )
    return next(
        (measure for verbs, fits, measure in rows if fits and (not verbs or token.lemma in verbs.split())), None
    )


def _governs(sentence: Sentence, token: Token, preposition: str, nouns: frozenset[str]) -> bool:
    """Tell whether a verb has a preposition with one of some nouns: "driven from their homes"."""
    preps = (k for k in sentence.kids(token.i, "prep") if k.lower == preposition)
    return any(p.lemma in nouns for k in preps for p in sentence.kids(k.i, "pobj"))


def _next_is(sentence: Sentence, token: Token, word: str) -> bool:
    """Tell whether a word follows."""
    return token.i + 1 < len(sentence.tokens) and sentence.tokens[token.i + 1].lower == word


def _killed_beside(sentence: Sentence, token: Token) -> bool:
    """Tell whether "shot" stands in "shot and killed" or "shot and wounded", which say more."""
    beside = [*sentence.kids(token.i, "conj"), sentence.tokens[token.head]]
    return any(k.i != token.i and toll_words().objects.get(k.lemma) in {"killed", "injured"} for k in beside)


def _object_harm(reader: Reader, token: Token, measure: v.Measure) -> Iterator[Harm]:
    """Read a verb with those it is done to: its object, its passive subject, or the number beside it."""
    sentence = reader.sentence
    real = reality(sentence, token.i)
    last = token.i + 1
    if token.dep in {"amod", "compound"} and token.i < token.head:
        yield Harm(measure, token.i, last, (token.head,), real, counted_only=True)
        return
    if token.tag == "VBG" and token.dep in {"csubj", "nsubj"}:
        return
    if token.dep == "pobj" and token.tag == "VBN":
        yield from substantive(reader, token, measure)
        return
    heads = objects(sentence, token.i)
    modified = token.dep in {"acl", "relcl"}
    near = beside(reader, token)
    if near:
        yield Harm(measure, token.i, last, tuple(near), real, modified=near[0] < token.i and modified)
        return
    if not heads or (
        token.tag in PARTICIPLES and not sentence.kids(token.i, "dobj") and not is_passive(sentence, token.i)
    ):
        heads = heads or participle_subject(sentence, token)
    if not heads and token.tag in PARTICIPLES and token.dep == "conj":
        above = sentence.tokens[token.head]
        if is_verb(above):
            heads = patients(sentence, above.i) if is_passive(sentence, above.i) else []
        elif above.pos in NOMINAL:
            heads = [above.i]
    if not heads and sentence.kids(token.i, "auxpass"):
        heads = _last_counted(reader, token)
    if (
        sentence.kids(token.i, "auxpass", "aux")
        and {k.lower for k in sentence.kids(token.i, "auxpass", "aux")} & SINGULAR
    ):
        heads = _one_of(sentence, heads)
    yield Harm(measure, token.i, last, resolved(sentence, with_listed(reader, heads)), real, modified=modified,
               counted_only=measure == "casualties" or token.lemma in toll_words().of("euphemism"))  # fmt: skip


def _last_counted(reader: Reader, token: Token) -> list[int]:
    """Return the number that a passive verb without a parsed subject must count: the first one of its clause."""
    start = 0
    for other in reader.sentence.tokens[: token.i]:
        if (other.pos == "VERB" and other.tag != "VBG") or other.text in {";", ":"}:
            start = other.i
    figure = next((f for f in reader.figures if start < f.first and f.last <= token.i), None)
    return [head_of(reader, figure)] if figure and figure.quantity.high != 0 else []


def _one_of(sentence: Sentence, heads: list[int]) -> list[int]:
    """Keep one head under a singular verb: "poet and editor Ana Lima was killed" is one man."""
    named = [i for i in heads if sentence.tokens[i].pos == "PROPN"]
    return (named or heads)[-1:] if len(heads) > 1 else heads


def _fled(reader: Reader, token: Token) -> Iterator[Harm]:
    """Read "50,000 people fled (their homes)": only a number or a home that is left makes it displacement."""
    sentence = reader.sentence
    heads = resolved(sentence, subjects(sentence, token.i))
    below = {sentence.tokens[i].lemma for i in sentence.subtree(token.i)}
    homes = bool(below & {"home", "village", "house"})
    many = tuple(
        i
        for i in heads
        if (c := reader.count(i)) is not None and c.high != 1 and (homes or (c.explicit and (c.low or 0) >= MANY))
    )
    if many:
        yield Harm("displaced", token.i, token.i + 1, many, reality(sentence, token.i))


def _life(reader: Reader, token: Token) -> Iterator[Harm]:
    """Read "claimed the lives of 12", "cost 12 lives", "took his life" (his own is none)."""
    sentence = reader.sentence
    for life in sentence.kids(token.i, "dobj"):
        if life.lemma != "life":
            continue
        of = [p.i for k in sentence.kids(life.i, "prep") if k.lower == "of" for p in sentence.kids(k.i, "pobj")]
        heads = expand(sentence, of) or ([life.i] if is_counted(reader, life.i) else [])
        heads = heads or [k.i for k in sentence.kids(life.i, "poss") if k.pos == "PROPN"]
        yield Harm("killed", token.i, life.i + 1, tuple(heads), reality(sentence, token.i))


def _held(reader: Reader, token: Token) -> Iterator[Harm]:
    """Read "took 12 people hostage", "were held captive", "militants holding three workers", "captured 15 soldiers"."""
    sentence, words = reader.sentence, toll_words()
    if token.dep == "amod" and token.i < token.head:
        return
    mark = _captive_after(sentence, token)
    heads = _held_people(sentence, token, mark)
    measure: v.Measure = "abducted"
    if mark is None:
        captors = any(sentence.tokens[i].lemma in words.of("captor") for i in subjects(sentence, token.i))
        taken = token.lemma in {"seize", "capture"} or (token.lemma == "hold" and captors)
        heads = [i for i in heads if taken and sentence.tokens[i].lemma in words.of("person") | words.of("captor")]
        fighters = words.of("captor") | words.of("armed")
        if token.lemma == "capture" and all(sentence.tokens[i].lemma in fighters for i in heads):
            measure = "detained"
    if heads:
        modified = token.dep in {"acl", "relcl"}
        yield Harm(
            measure, token.i, token.i + 1, resolved(sentence, heads), reality(sentence, token.i), modified=modified
        )


def _held_people(sentence: Sentence, token: Token, mark: Token | None) -> list[int]:
    """Return those who are held: the object, the passive subject, or the noun before a clipped clause."""
    if token.lemma == "remain":
        return subjects(sentence, token.i)
    if is_passive(sentence, token.i):
        heads = patients(sentence, token.i)
    else:
        heads = [i for i in objects(sentence, token.i) if mark is None or i != mark.i]
    before = sentence.tokens[token.i - 1] if token.i else token
    clipped = token.tag in PARTICIPLES and token.dep != "ROOT" and not sentence.kids(token.i, "nsubj", "nsubjpass")
    return heads or ([before.i] if mark is not None and clipped and before.pos in {"NOUN", "PROPN"} else [])


def _captive_after(sentence: Sentence, token: Token) -> Token | None:
    """Return the "hostage" or "captive" that completes "took … hostage"; not one that is an object of its own."""
    for other in sentence.tokens[token.i + 1 : token.i + 16]:
        if other.pos == "VERB" and other.i != token.i:
            return None
        if other.lemma in toll_words().of("captive"):
            before = sentence.tokens[other.i - 1]
            own = before.tag in {"DT", "CD", "PRP$", "JJ"} or other.dep == "compound"
            return None if own else other
    return None
