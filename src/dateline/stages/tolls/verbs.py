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
from dateline.stages.tolls.phrasal import HURT, completed, governs
from dateline.stages.tolls.reality import reality
from dateline.stages.tolls.states import substantive
from dateline.stages.tolls.words import toll_words

LIMBS = frozenset({"leg", "arm", "hand", "foot", "eye", "limb", "finger", "sight", "eyesight", "ear"})
"""What people lose who are injured: "lost both legs"."""
DRIVEN = frozenset({"force", "compel", "cause", "lead", "drive", "prompt", "make", "push"})
"""Verbs after which people did flee: "forced 9,000 people to flee"."""
UNFIT = frozenset({"wounded", "injured", "soldier", "casualty", "patient", "body", "official", "diplomat"})
"""Those whose evacuation is none from a home."""
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
    elif token.lemma in {"flee", "evacuate", "leave"}:
        yield from _fled(reader, token)
    elif token.lemma == "lose":
        yield from _lost(sentence, token)
    elif token.lemma in words.of("take_life") and any(k.lemma == "life" for k in sentence.kids(token.i, "dobj")):
        yield from _life(reader, token)
    elif token.lemma in words.of("suffer"):
        yield from _suffered(sentence, token)
    elif token.lemma in words.of("hold"):
        yield from _held(reader, token)
    elif token.lemma in {"see", "hear"}:
        yield from _unseen(sentence, token)


def _befalls(sentence: Sentence, token: Token, measure: v.Measure) -> Iterator[Harm]:
    """Read a verb that befalls its subject: "died"; "dying" alone is no statement of it."""
    if token.tag == "VBG" and token.dep not in {"acl", "ROOT", "pcomp"} and not sentence.kids(token.i, "nsubj", "aux"):
        return
    if _by_accident(sentence, token):
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
    """Read "six officers lost their lives", "the groom lost both legs"."""
    lost = next((k for k in sentence.kids(token.i, "dobj") if k.lemma == "life" or k.lemma in LIMBS), None)
    if lost is not None:
        heads = resolved(sentence, _sufferers(sentence, token))
        measure: v.Measure = "killed" if lost.lemma == "life" else "injured"
        yield Harm(measure, token.i, lost.i + 1, heads, reality(sentence, token.i))


def _unseen(sentence: Sentence, token: Token) -> Iterator[Harm]:
    """Read "four nurses have not been seen since the raid"."""
    since = any(t.lower == "since" for t in sentence.tokens[token.i + 1 : token.i + 4])
    if since and sentence.kids(token.i, "neg") and is_passive(sentence, token.i):
        yield Harm("missing", token.i, token.i + 1, resolved(sentence, patients(sentence, token.i)))


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
    special = completed(sentence, token, kids)
    if special is not None:
        return special
    measure = toll_words().objects.get(token.lemma)
    if measure == "casualties" and ("down" in kids or token.tag not in PARTICIPLES or _killed_beside(sentence, token)):
        return None
    return measure


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
    if (token.tag == "VBG" and token.dep in {"csubj", "nsubj"}) or _by_accident(sentence, token):
        return
    if token.dep == "pobj" and token.tag == "VBN":
        yield from substantive(reader, token, measure)
        return
    heads = objects(sentence, token.i)
    modified = token.dep in {"acl", "relcl"}
    named = _just_named(reader, token)
    if named >= 0:
        yield Harm(measure, token.i, last, (named,), real)
        return
    near = beside(reader, token)
    if near:
        yield Harm(measure, token.i, last, tuple(near), real, modified=near[0] < token.i and modified)
        return
    if not heads or (
        token.tag in PARTICIPLES and not sentence.kids(token.i, "dobj") and not is_passive(sentence, token.i)
    ):
        heads = heads or participle_subject(sentence, token)
    if not heads and token.tag == "VBN" and token.dep in {"oprd", "xcomp", "acomp", "ccomp", "advcl"}:
        heads = _told_of(sentence, token)
    if not heads and token.tag in PARTICIPLES and token.dep == "conj":
        above = sentence.tokens[token.head]
        if is_verb(above):
            heads = patients(sentence, above.i) if is_passive(sentence, above.i) else []
        elif above.pos in NOMINAL:
            heads = [above.i]
    if not heads and (sentence.kids(token.i, "auxpass") or (token.dep == "acomp" and token.tag == "VBN")):
        heads = _last_counted(reader, token)
    heads = _not_himself(sentence, token, heads)
    helpers = sentence.kids(token.i, "auxpass", "aux")
    if not helpers and token.dep == "conj":
        helpers = sentence.kids(token.head, "auxpass", "aux")  # "the poet was shot and killed"
    if {k.lower for k in helpers} & SINGULAR:
        heads = _one_of(sentence, heads)
    yield Harm(measure, token.i, last, resolved(sentence, with_listed(reader, heads)), real, modified=modified,
               counted_only=measure == "casualties" or token.lemma in toll_words().of("euphemism") or token.lemma == "bury" or (measure == "injured" and token.lemma in HURT))  # fmt: skip


def _just_named(reader: Reader, token: Token) -> int:
    """Return the one named just before a clipped clause: "colleagues of Ana Lima, kidnapped a week ago"; -1 for none."""
    sentence = reader.sentence
    if token.tag not in PARTICIPLES or token.i < 3 or sentence.tokens[token.i - 1].text != ",":
        return -1
    last = sentence.tokens[token.i - 2]
    own = sentence.kids(token.i, "nsubj")
    head = own[0] if own else sentence.tokens[token.head]
    if (not own and token.dep not in {"acl", "advcl"}) or sentence.kids(token.i, "nsubjpass", "dobj", "auxpass", "aux"):
        return -1
    if last.i == head.i or not reader.people(last.i):
        return -1
    if last.pos not in {"PROPN", "NOUN"} or (last.pos == "NOUN" and last.lemma not in toll_words().of("person")):
        return -1
    below = last.dep in {"pobj", "appos"} and head.i in {t.i for t in sentence.ancestors(last.i)}
    return last.i if below and not is_counted(reader, head.i) else -1


def _not_himself(sentence: Sentence, token: Token, heads: list[int]) -> list[int]:
    """Return the one meant by "who had himself been assassinated"."""
    if not heads or not all(sentence.tokens[i].lower in toll_words().of("reflexive") for i in heads):
        return heads
    clause = next((t for t in [token, *sentence.ancestors(token.i)] if t.dep == "relcl"), None)
    return [clause.head] if clause is not None and is_passive(sentence, token.i) else heads


def _by_accident(sentence: Sentence, token: Token) -> bool:
    """Tell whether an accident, a storm or a disease did the harm, which is no event of a conflict."""
    accident = toll_words().of("accident")
    done = any(k.lemma in accident for k in sentence.kids(token.i, "nsubj"))
    agents = (p for k in sentence.kids(token.i, "agent") for p in sentence.kids(k.i, "pobj"))
    return done or governs(sentence, token, "in", accident) or any(p.lemma in accident for p in agents)


def _told_of(sentence: Sentence, token: Token) -> list[int]:
    """Return those of "31 people were reported killed", "two men were believed abducted"."""
    above = sentence.tokens[token.head]
    told = above.i < token.i <= above.i + 2 and above.lemma in toll_words().of("leave")
    return patients(sentence, above.i) if told and is_passive(sentence, above.i) else []


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
    """Read "50,000 people fled (their homes)", "were evacuated from the town": only many, or a home that is left, tell it."""
    sentence = reader.sentence
    armed = toll_words().of("captor") | toll_words().of("armed") | {"force", "loyalist"}
    moved = token.lemma == "evacuate" and (is_passive(sentence, token.i) or bool(sentence.kids(token.i, "dobj")))
    found = (patients(sentence, token.i) or objects(sentence, token.i)) if moved else subjects(sentence, token.i)
    heads = [i for i in resolved(sentence, found) if reader.token(i).lemma not in (UNFIT if moved else armed)]
    below = {sentence.tokens[i].lemma for i in sentence.subtree(token.i) if i > token.i}
    homes = bool(below & {"home", "village", "house"})
    if token.lemma == "leave" and not any(
        k.lemma in {"home", "village", "house"} for k in sentence.kids(token.i, "dobj")
    ):
        return
    many = tuple(
        i
        for i in heads
        if (c := reader.count(i)) is not None and c.high != 1 and (homes or (c.explicit and (c.low or 0) >= MANY))
    )
    if many:
        above = sentence.tokens[token.head]
        real = reality(sentence, above.i if token.dep in {"xcomp", "ccomp"} and above.lemma in DRIVEN else token.i)
        yield Harm("displaced", token.i, token.i + 1, many, real)


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
        heads = list(resolved(sentence, heads))
        captors = any(sentence.tokens[i].lemma in words.of("captor") for i in subjects(sentence, token.i))
        since = any(k.lower == "since" for k in sentence.kids(token.i, "prep"))
        # "took four students", but not "took the wounded man to a hospital".
        led_off = token.lemma == "take" and captors and all(k.lower != "to" for k in sentence.kids(token.i, "prep"))
        taken = led_off or token.lemma in {"seize", "capture", "net"} or (token.lemma == "hold" and (captors or since))
        fighters = words.of("captor") | words.of("armed")
        heads = [i for i in heads if taken and sentence.tokens[i].lemma in words.of("person") | fighters]
        if token.lemma == "net":
            measure = "detained"
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
    taken_for_subject = any(
        before.i != k.i and before.i in sentence.subtree(k.i) for k in sentence.kids(token.i, "nsubj")
    )
    free = taken_for_subject or not sentence.kids(token.i, "nsubj", "nsubjpass")
    clipped = token.tag in PARTICIPLES and token.dep != "ROOT" and free
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
