"""Links between mentions of one sentence: "killed in an attack", "killing three and wounding seven"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.draft import Draft, Link, Mention, Sentence, Token
from dateline.grammar import agents, conjuncts, container, is_verb, prepositions, subjects

HARM = frozenset({"harm", "die"})
EFFECT_CLAUSES = frozenset({"advcl", "acl", "conj", "xcomp", "relcl", "dep", "ccomp"})
IN_EVENT = frozenset("in by during from after when following amid on".split())
APART = frozenset("since until till before like unlike despite".split())
"""Prepositions before an act that is another than the one told ("murdered since the invasion")."""
FIGHT = frozenset({"ASSAULT"})


def links_of(draft: Draft) -> Iterator[Link]:
    """Yield the links within the sentences of a report."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in draft.mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    for index, mentions in by_sentence.items():
        owners = {m.token: m for m in mentions}
        for mention in mentions:
            for other, rule in _of(draft.sentences[index], mention, owners):
                if other.index != mention.index and _of_one_family(mention, other):
                    yield Link(min(other.index, mention.index), max(other.index, mention.index), rule)


def _of_one_family(a: Mention, b: Mention) -> bool:
    if a.plover == b.plover:
        return True
    return {a.plover, b.plover} == {"ASSAULT", "COERCE"} and a.mode == b.mode


def _of(sentence: Sentence, mention: Mention, owners: dict[int, Mention]) -> Iterator[tuple[Mention, str]]:
    token = sentence.tokens[mention.token]
    if not mention.nominal:
        doing = [owners[h] for h in [*subjects(sentence, token.i), *agents(sentence, token.i)] if h in owners]
        modes = {m.mode for m in doing if m.mode}
        for other in doing if len(modes) < 2 else doing[:1]:
            if mention.frame in HARM or "general" in mention.flags or other.plover == mention.plover:
                yield other, "what does the harm is the event"
        if mention.frame in HARM:
            yield from _harm(sentence, mention, owners)
            yield from _accompanying(sentence, mention, owners)
        yield from _clause(sentence, mention, owners)
        for kid in sentence.kids(token.i, "dobj", "nsubjpass", "prep"):
            if kid.lower in APART:
                continue
            held = [kid, *sentence.kids(kid.i, "pobj")] if kid.dep == "prep" else [kid]
            yield from (
                (owners[k.i], "its object names the act")
                for k in held
                if k.i in owners
                and owners[k.i].nominal
                and owners[k.i].plover == mention.plover
                and owners[k.i].frame != "held"
            )
    else:
        for verb in sentence.kids(token.i, "relcl", "acl"):
            for i in conjuncts(sentence, verb.i):
                if (
                    i in owners
                    and owners[i].plover == "ASSAULT"
                    and owners[i].frame in HARM | {"act"}
                    and is_verb(sentence.tokens[i])
                ):
                    yield owners[i], "its clause tells what it did"
        if token.dep == "appos" and token.head in owners:
            yield owners[token.head], "apposition"
        whole = container(sentence, token.i)
        if whole != token.i:
            for verb in sentence.kids(whole, "relcl", "acl"):
                yield from (
                    (owners[i], "its clause tells what it did")
                    for i in conjuncts(sentence, verb.i)
                    if i in owners and owners[i].frame in HARM
                )
            above = sentence.tokens[sentence.tokens[whole].head]
            if above.i in owners and owners[above.i].frame in HARM and sentence.tokens[whole].dep == "nsubj":
                yield owners[above.i], "what does the harm is the event"


def _accompanying(sentence: Sentence, mention: Mention, owners: dict[int, Mention]) -> Iterator[tuple[Mention, str]]:
    """Read harm in a clause that goes with an act: "ramming a gate kills 12", "an assault on the town, with 150 killed"."""
    token = sentence.tokens[mention.token]
    yield from (
        (owners[k.i], "what does the harm is the event") for k in sentence.kids(token.i, "csubj") if k.i in owners
    )
    with_clause = token.dep == "pcomp" and sentence.tokens[token.head].lower == "with"
    if with_clause or any(k.lower == "with" for k in sentence.kids(token.i, "mark")):
        acts = [m for i, m in owners.items() if i < token.i and m.nominal and m.plover in FIGHT]
        if acts:
            yield max(acts, key=lambda m: m.token), "harm that goes with it"


def _up_the_phrase(sentence: Sentence, i: int) -> Iterator[Token]:
    """Yield the nouns that a noun stands under by prepositions and as a measure of time, nearest first."""
    while sentence.tokens[i].dep in {"pobj", "prep", "npadvmod", "appos"} and sentence.tokens[i].head != i:
        i = sentence.tokens[i].head
        yield sentence.tokens[i]


def _clipped(sentence: Sentence, token: int) -> list[int]:
    """Return the clipped passives listed with a verb of harm ("37 were killed and 52 wounded"): what follows belongs to all."""
    listed = sentence.kids(token, "conj")
    verbs = [*listed, *(k for number in listed if number.pos == "NUM" for k in sentence.kids(number.i, "acl"))]
    return [k.i for k in verbs if k.tag in {"VBN", "VBD", "JJ"} and not sentence.kids(k.i, "aux", "auxpass", "dobj")]


def _contents(sentence: Sentence, i: int) -> list[int]:
    """Return what a series or wave is made of."""
    below = [p.i for k in sentence.kids(i, "prep") if k.lower == "of" for p in sentence.kids(k.i, "pobj")]
    return [j for j in below if container(sentence, j) == i]


def _harm(sentence: Sentence, mention: Mention, owners: dict[int, Mention]) -> Iterator[tuple[Mention, str]]:
    clipped = _clipped(sentence, mention.token)
    yield from ((owners[i], "harm listed") for i in clipped if i in owners and owners[i].frame in HARM)
    for holder in [mention.token, *clipped]:
        for preposition, heads in prepositions(sentence, holder):
            if preposition in IN_EVENT:
                held = [i for h in heads for i in (h, *_contents(sentence, h))]
                yield from ((owners[h], "harm in the event") for h in held if h in owners)
        for kid in sentence.kids(holder, "advcl"):
            marks = {k.lower for k in sentence.kids(kid.i, "mark", "advmod")}
            if kid.i in owners and marks & {"when", "as", "after"} and owners[kid.i].plover == "ASSAULT":
                yield owners[kid.i], "harm when it happened"
    for kid in sentence.kids(mention.token, "conj"):
        # "two were killed and more than 120 injured in the strikes": a clipped passive goes with the one before it
        short = kid.tag in {"VBN", "VBD"} and not sentence.kids(kid.i, "aux", "auxpass", "dobj")
        alone = short or not sentence.kids(kid.i, "nsubj", "nsubjpass")
        if alone and kid.i in owners and owners[kid.i].frame in HARM and owners[kid.i].plover == mention.plover:
            yield owners[kid.i], "harm listed"


def _clause(sentence: Sentence, mention: Mention, owners: dict[int, Mention]) -> Iterator[tuple[Mention, str]]:
    """A participle that tells the harm or means of the clause above ("a bomb exploded, killing 12")."""
    token = sentence.tokens[mention.token]
    above = sentence.tokens[token.head]
    if (
        token.dep in {"advcl", "acl", "conj", "dep", "xcomp"}
        and token.tag in {"VBG", "VBN"}
        and mention.plover in FIGHT
        and mention.frame in HARM
    ):
        if above.i in owners:
            yield owners[above.i], "its effect"
        elif is_verb(above):
            for kid in sentence.kids(above.i, "dobj", "nsubj", "nsubjpass"):
                if kid.i in owners:
                    yield owners[kid.i], "its effect"
    if token.dep == "conj" and above.i in owners and token.tag in {"VBD", "VBN", "VBG"} and mention.plover in FIGHT:
        harm = mention.frame in HARM or owners[above.i].frame in HARM
        own_subject = sentence.kids(token.i, "nsubj", "nsubjpass")
        if harm and not own_subject:
            yield owners[above.i], "done together"
