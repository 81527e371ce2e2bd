"""A statement of harm, and those whom a word of harm befell: through lists, relative clauses and clipped headlines."""

from __future__ import annotations

from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Sentence, Token
from dateline.grammar import expand
from dateline.stages.tolls.counting import NOMINAL, Figure, Reader
from dateline.stages.tolls.reality import Reality
from dateline.stages.tolls.words import toll_words

STATED = Reality(stated=True)
PARTICIPLES = frozenset({"VBN", "VBD"})
SKIPPED = frozenset({"down", "dead", "up", "alive", "away", "off", '"', "”", "’", "'", "''"})
"""Words that may stand between a verb and the number it takes: "gunned down 12"."""
COMPLETED = {"shoot": "dead", "shoots": "dead", "gun": "down", "guns": "down", "mow": "down", "mows": "down"}
"""Verbs that the parser takes for nouns, with the word that makes them verbs of killing."""
SINGULAR = frozenset({"was", "is", "has"})


@dataclass(frozen=True, slots=True)
class Harm:
    """A word of harm with those harmed.

    Args:
        measure: what befell them; token: the word; last: end of the cue (half-open).
        heads: tokens of those harmed, each a count of its own.
        real: whether it is told as having happened, denied or possible.
        modified: the harm is said by a participle or a clause after the noun ("five men killed").
        counted_only: heads count only where a number is said ("wounded soldiers" in passing is no toll).
        part: they are some of a total that is told elsewhere ("ten of the dead", "the dead included").
    """

    measure: v.Measure
    token: int
    last: int
    heads: tuple[int, ...]
    real: Reality = STATED
    modified: bool = False
    counted_only: bool = False
    part: bool = False


def participle_subject(sentence: Sentence, token: Token) -> list[int]:
    """Return the subject of a participle that headlines use as a passive: "26 killed", "52 wounded"."""
    own = [k.i for k in sentence.kids(token.i, "nsubj", "nsubjpass")]
    # "three others remain hospitalized": the parser may hang the people on the verb between.
    own = own or [k.i for aux in sentence.kids(token.i, "auxpass") for k in sentence.kids(aux.i, "nsubj", "nsubjpass")]
    if token.tag in PARTICIPLES and own:
        return expand(sentence, own)
    if token.dep in {"amod", "acl", "advcl"} and sentence.tokens[token.head].pos in NOMINAL:
        return [token.head]
    return []


def beside(reader: Reader, token: Token) -> list[int]:
    """Return the people whose number stands right beside a word of harm, whatever the parse: "killing 12", "22 dead"."""
    sentence = reader.sentence
    own = next((f for f in reader.figures if f.last == token.i and f.quantity.high != 0), None)
    if own is not None and token.tag in PARTICIPLES and _is_others(reader, token.i + 1):
        return [own.last - 1]
    if token.tag != "VBN" or not sentence.kids(token.i, "auxpass"):
        at = token.i + 1
        while at < len(sentence.tokens) and (sentence.tokens[at].lower in SKIPPED or sentence.tokens[at].tag == "RB"):
            if reader.figure_at(at):
                break
            at += 1
        after = next((f for f in reader.figures if f.first == at), None)
        if after is not None and after.quantity.high != 0 and token.tag not in {"NN", "NNS", "JJ"}:
            return expand(sentence, [head_of(reader, after)])
    helper = next((k.i for k in sentence.kids(token.i, "aux") if k.lemma == "be"), -1)
    helped = next((f for f in reader.figures if f.last == helper and f.quantity.high != 0), None)
    if token.lower in toll_words().adjectives and helped is not None:
        return [head_of(reader, helped)]
    if sentence.kids(token.i, "auxpass", "dobj") or not (token.tag in {*PARTICIPLES, "JJ"} or token.lemma == "hurt"):
        return []
    before = next((f for f in reader.figures if f.last == token.i), None)
    if before is not None and before.quantity.high != 0:
        follows = token.dep == "amod" and token.head > token.i and sentence.tokens[token.i + 1].text != ","
        counted = token.head if follows and reader.people(token.head) else -1
        return [counted if reader.token(counted).pos == "NOUN" and counted >= 0 else before.last - 1]
    noun = sentence.tokens[token.i - 1] if token.i else token
    share = sentence.tokens[sentence.tokens[noun.head].head]
    taken = noun.dep == "pobj" and sentence.tokens[noun.head].lower == "of" and reader.figure_at(share.i) is not None
    if taken and noun.pos in {"NOUN", "PROPN"} and not is_counted(reader, noun.i):
        return listed_back(reader, share.i)  # "… and hundreds of rebels killed"
    if (
        noun.pos == "NOUN"
        and noun.i != token.i
        and noun.dep not in {"compound", "nsubj"}
        and is_counted(reader, noun.i)
    ):
        return listed_back(reader, noun.i)
    return []


def _is_others(reader: Reader, at: int) -> bool:
    """Tell whether a number has a word of harm of its own: the second of "1 killed 3 injured"."""
    figure = next((f for f in reader.figures if f.first == at), None)
    if figure is None or figure.last >= len(reader.sentence.tokens):
        return False
    after = reader.token(figure.last)
    return after.lower in toll_words().adjectives or (after.tag in PARTICIPLES and after.lemma in toll_words().objects)


def listed_back(reader: Reader, i: int) -> list[int]:
    """Return a counted noun with the counted nouns that it is listed with."""
    top = reader.token(i)
    while top.dep == "conj" and top.head != top.i and is_counted(reader, top.head):
        top = reader.token(top.head)
    return [j for j in expand(reader.sentence, [top.i]) if is_counted(reader, j)] or [i]


def head_of(reader: Reader, figure: Figure) -> int:
    """Return the noun that a number counts, or the number where it stands alone."""
    for i in range(figure.last - 1, figure.first - 1, -1):
        head = reader.token(i).head
        if (
            reader.token(i).dep in {"nummod", "amod", "quantmod", "det"}
            and head >= figure.last
            and head - figure.last < 6
        ):
            return head
    return figure.last - 1


def with_listed(reader: Reader, heads: list[int]) -> list[int]:
    """Add those listed before by a comma alone: "six guards, 10 civilians wounded"."""
    found = list(heads)
    for i in heads:
        token = reader.token(i)
        above = token.head
        own = reader.sentence.kids(above, "amod", "acl", "relcl")
        said = any(k.lemma in toll_words().adjectives or k.lemma in toll_words().objects for k in own)
        if token.dep == "appos" and above != i and not said and is_counted(reader, i) and is_counted(reader, above):
            found.append(above)
        for name in reader.sentence.kids(i, "appos"):
            # "a judge, Omar Saleh, and his driver": who is listed with the name is another
            found += [k.i for k in reader.sentence.kids(name.i, "conj") if _is_somebodys(reader, k.i)]
    return sorted(set(found))


def _is_somebodys(reader: Reader, i: int) -> bool:
    return any(k.lower in {"his", "her", "their"} for k in reader.sentence.kids(i, "poss")) or is_counted(reader, i)


def is_counted(reader: Reader, i: int) -> bool:
    """Tell whether a number is said of a noun."""
    count = reader.count(i)
    return count is not None and count.explicit


def resolved(sentence: Sentence, heads: list[int]) -> tuple[int, ...]:
    """Replace relative pronouns by the nouns that they stand for."""
    found: list[int] = []
    for i in heads:
        token = sentence.tokens[i]
        if token.tag in {"WP", "WDT"} or (token.lower == "that" and token.tag in {"WDT", "IN"}):
            clause = sentence.tokens[token.head]
            while (
                clause.dep not in {"relcl", "acl"}
                and clause.head != clause.i
                and clause.dep in {"conj", "ccomp", "xcomp", "auxpass"}
            ):
                clause = sentence.tokens[clause.head]
            if clause.dep in {"relcl", "acl"}:
                verb = sentence.tokens[token.head]
                one = {k.lower for k in sentence.kids(verb.i, "aux", "auxpass")} & SINGULAR or sentence.tokens[
                    clause.head
                ].dep == "conj"
                found.extend([clause.head] if one else expand(sentence, [clause.head]))
            continue
        found.append(i)
    return tuple(dict.fromkeys(found))
