"""Whether the conditions of a row of the trigger table hold at a word of a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dateline.draft import Phrase, Sentence, Token
from dateline.grammar import (
    agents,
    is_passive,
    is_verb,
    modifiers,
    near_words,
    objects,
    possessors,
    prepositions,
    subjects,
)
from dateline.lexicon.triggers import Condition, TriggerRow
from dateline.lexicon.words import word_set

ARMED = frozenset("military police intelligence militia rebels gang".split())
ACTORS = ARMED | frozenset("government party igo ngo court company media protesters facility".split())
QUANTITIES = frozenset(
    "hundred thousand dozen score number group majority most rest remainder part unit truckload million wave team handful series string ton tonne kg kilogram party batch contingent".split()
)
NONSTATE = frozenset({"rebels", "militia", "gang"})
STATE = frozenset({"government", "military"})
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
DUTY = frozenset({"must", "should", "ought", "shall"})


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence with its phrases by head word, and the words that are places."""

    sentence: Sentence
    phrases: dict[int, Phrase]
    places: frozenset[int]


def multiword(sentence: Sentence, token: Token, row: TriggerRow) -> bool:
    """Whether the other words of a lemma of several stand where they must: before a noun or a hyphen, under a verb."""
    if row.pos == "N" or row.joined:
        at = token.i - 1
        for word in reversed(row.rest):
            while at >= 0 and sentence.tokens[at].text == "-":
                at -= 1
            if at < 0 or word not in {sentence.tokens[at].lemma, sentence.tokens[at].lower}:
                return False
            at -= 1
        return True
    near = near_words(sentence, token.i)
    after = {t.lower for t in sentence.tokens[token.i + 1 : token.i + 4]}
    return all(word in near or word in after for word in row.rest)


def holds(context: Context, token: Token, condition: Condition) -> bool:
    """Whether a condition holds."""
    return _test(context, token, condition) != condition.negated


def _test(context: Context, token: Token, condition: Condition) -> bool:
    """Test a slot; one that names none of the tests is a place in the syntax that certain words must fill."""
    test = _WORD.get(condition.slot) or _CLAUSE.get(condition.slot)
    if test is not None:
        return test(context, token, condition)
    return any(
        condition.anything or _fits(context, head, condition) for head in _fillers(context, token.i, condition.slot)
    )


def _xcomp(context: Context, token: Token, condition: Condition) -> bool:
    labels = ("xcomp", "ccomp", "acl") if token.pos in {"NOUN", "PROPN"} else ("xcomp", "ccomp")
    return any(condition.anything or k.lemma in condition.words for k in context.sentence.kids(token.i, *labels))


def _subject_of(context: Context, token: Token, condition: Condition) -> bool:
    above = context.sentence.tokens[token.head]
    clauses = {k.lemma for k in context.sentence.kids(token.i, "relcl", "acl")}
    return (token.dep in {"nsubj", "nsubjpass", "dobj"} and above.lemma in condition.words) or bool(
        clauses & condition.words
    )


def _infinitive(context: Context, token: Token, _: Condition) -> bool:
    sentence = context.sentence
    return bool(sentence.kids(token.i, "xcomp")) or any(
        _is_infinitive(sentence, k) for k in sentence.kids(token.i, "ccomp")
    )


def _told(context: Context, token: Token, _: Condition) -> bool:
    """Whether a word stands in what somebody says."""
    return any(
        t.lemma in word_set("say_verbs") or t.lemma in {"tell", "call"} for t in context.sentence.ancestors(token.i)
    )


def _preposition(context: Context, token: Token, condition: Condition) -> bool:
    """Test the prepositions of a word; "on" before a day is none of place ("missiles were fired on Saturday")."""
    sentence = context.sentence
    return any(
        k.lower in condition.words and not any(p.lower in DAYS for p in sentence.kids(k.i, "pobj"))
        for k in sentence.kids(token.i, "prep", "prt", "agent", "dative")
    )


def _closes(context: Context, token: Token, _: Condition) -> bool:
    """Whether a verb names who says the sentence that it closes ("..., a rights group charged on Monday"), which the parser takes for a participle."""
    sentence = context.sentence
    speaker = sentence.tokens[token.head]
    if token.dep != "acl" or token.tag not in {"VBN", "VBD"} or speaker.i >= token.i or sentence.kids(token.i, "agent"):
        return False
    first = min(sentence.subtree(speaker.i))
    words = [t for t in sentence.tokens[max(sentence.subtree(token.i)) + 1 :] if t.pos != "PUNCT"]
    return not words and first > 0 and sentence.tokens[first - 1].text == ","


def _clause(context: Context, token: Token, condition: Condition) -> bool:
    sentence = context.sentence
    return any(
        k.lower in condition.words for t in (token, *sentence.ancestors(token.i)) for k in sentence.kids(t.i, "mark")
    )


def _near(context: Context, token: Token, condition: Condition) -> bool:
    """Test any word under a verb of saying, before it or after."""
    sentence = context.sentence
    below = {k for k in sentence.subtree(token.i) if k > token.i} | {
        k for c in said_by(sentence, token) for k in sentence.subtree(c.i)
    }
    return any(
        sentence.tokens[k].lemma in condition.words or sentence.tokens[k].lower in condition.words
        for k in below - {token.i}
    )


def _verdict(context: Context, token: Token, condition: Condition) -> bool:
    said = (t for c in said_by(context.sentence, token) for t in _predicate(context.sentence, c))
    return any(t.lemma in condition.words or t.lower in condition.words for t in said)


def _helpers(context: Context, token: Token, condition: Condition) -> bool:
    sentence = context.sentence
    return any(k.lower in condition.words for c in said_by(sentence, token) for k in sentence.kids(c.i, "aux"))


def said_by(sentence: Sentence, token: Token) -> list[Token]:
    """Return the verbs of the clauses that a verb of saying introduces; what it stands in as an aside ("the vote, he said, was void")."""
    clauses = sentence.kids(token.i, "ccomp")
    if not clauses and token.dep == "parataxis":
        return [sentence.tokens[token.head]]
    return clauses + [k for c in clauses for k in sentence.kids(c.i, "conj") if is_verb(k) or k.pos == "AUX"]


def _speaks_of_itself(sentence: Sentence, token: Token) -> bool:
    """Whether what is said is said of a pronoun, as of the speaker himself ("the group says it is behind the attack")."""
    spoken_of = (k for c in said_by(sentence, token) for k in subjects(sentence, c.i))
    return any(sentence.tokens[k].lower in {"it", "they", "he", "she", "we", "i"} for k in spoken_of)


def _predicate(sentence: Sentence, clause: Token) -> list[Token]:
    """Return the words that a clause says of its subject: its verb, complement and object, and what describes these; none where it denies them."""
    if sentence.kids(clause.i, "neg"):
        return []
    heads = sentence.kids(clause.i, "attr", "acomp", "oprd", "dobj", "conj")
    found = [clause, *heads]
    for head in heads:
        found += sentence.kids(head.i, "amod", "compound", "conj")
        found += [p for k in sentence.kids(head.i, "prep") if k.lower == "of" for p in sentence.kids(k.i, "pobj")]
    return found


def _is_infinitive(sentence: Sentence, clause: Token) -> bool:
    return clause.tag == "VB" and any(k.lower == "to" for k in sentence.kids(clause.i, "aux"))


def _is_bidden(sentence: Sentence, clause: Token) -> bool:
    """Whether a clause tells what is to be done: in the base form ("insisted that he resign") or with a modal of duty."""
    helpers = {k.lower for k in sentence.kids(clause.i, "aux", "auxpass")}
    whose = sentence.kids(clause.i, "nsubj", "nsubjpass")
    plain = clause.tag == "VB" or (
        clause.tag == "VBP" and any(k.tag in {"NN", "NNP"} and not sentence.kids(k.i, "conj") for k in whose)
    )
    return bool(helpers & DUTY) or bool(whose and (helpers == {"be"} or (plain and not helpers)))


def _particle(context: Context, token: Token, condition: Condition) -> bool:
    return any(k.lower in condition.words for k in context.sentence.kids(token.i, "prt", "advmod", "prep"))


def _complement(context: Context, token: Token, _: Condition) -> bool:
    sentence = context.sentence
    return bool(sentence.kids(token.i, "oprd")) or any(k.lower == "as" for k in sentence.kids(token.i, "prep"))


def _denies(context: Context, token: Token, _: Condition) -> bool:
    sentence = context.sentence
    return any(k.dep == "neg" for c in sentence.kids(token.i, "xcomp", "ccomp") for k in sentence.kids(c.i))


Test = Callable[[Context, Token, Condition], bool]
_WORD: dict[str, Test] = {
    "passive": lambda x, t, _: is_passive(x.sentence, t.i),
    "active": lambda x, t, _: not is_passive(x.sentence, t.i),
    "bare": lambda x, t, _: not objects(x.sentence, t.i),
    "lemma": lambda _, t, c: t.lemma in c.words or t.lower in c.words,
    "prep": _preposition,
    "mod": lambda x, t, c: any(_fits(x, m.i, c) for m in modifiers(x.sentence, t.i)),
    "subj-of": _subject_of,
    "attr": lambda _, t, __: t.dep == "attr",
    "under": lambda x, t, c: t.dep == "pobj" and x.sentence.tokens[t.head].lower in c.words,
    "prt": _particle,
    "oprd": _complement,
}
"""Tests of a word and what stands on it, by slot."""
_CLAUSE: dict[str, Test] = {
    "xcomp": _xcomp,
    "inf": _infinitive,
    "told": _told,
    "tail": _closes,
    "says": lambda x, t, _: bool(said_by(x.sentence, t)),
    "clause": _clause,
    "near": _near,
    "sentence": lambda x, _, c: any(t.lemma in c.words or t.lower in c.words for t in x.sentence.tokens),
    "verdict": _verdict,
    "caux": _helpers,
    "cneg": lambda x, t, _: any(k.dep == "neg" for c in said_by(x.sentence, t) for k in x.sentence.kids(c.i)),
    "xneg": _denies,
    "bid": lambda x, t, _: any(_is_bidden(x.sentence, c) for c in said_by(x.sentence, t)),
    "self": lambda x, t, _: _speaks_of_itself(x.sentence, t),
}
"""Tests of the clauses around a word, by slot."""


def _fillers(context: Context, i: int, slot: str) -> list[int]:
    sentence = context.sentence
    if slot == "obj":
        return _meant(sentence, objects(sentence, i))
    if slot == "subj":
        return _meant(sentence, subjects(sentence, i) or possessors(sentence, i))
    if slot == "by":
        return _meant(sentence, agents(sentence, i))
    if slot == "of":
        held = possessors(sentence, i) + [h for p, heads in prepositions(sentence, i) if p == "of" for h in heads]
        return _meant(sentence, held)
    return [h for _, heads in prepositions(sentence, i) for h in heads]


def _meant(sentence: Sentence, heads: list[int]) -> list[int]:
    """Return heads with what there are some of behind them ("several of the drones", "hundreds of militants")."""
    some = [
        h
        for h in heads
        if sentence.tokens[h].pos in {"NUM", "DET", "PRON", "ADJ"} or sentence.tokens[h].lemma in QUANTITIES
    ]
    return heads + [
        p.i for h in some for k in sentence.kids(h, "prep") if k.lower == "of" for p in sentence.kids(k.i, "pobj")
    ]


def _fits(context: Context, head: int, condition: Condition) -> bool:
    token = context.sentence.tokens[head]
    if condition.anything or token.lemma in condition.words or token.lower in condition.words:
        return True
    if head > 1 and context.sentence.tokens[head - 1].text == "-":  # the tokenizer takes "cease-fire" apart
        joined = f"{context.sentence.tokens[head - 2].lower}-{token.lemma}"
        if joined in condition.words:
            return True
    if (
        condition.words
        and any(m.lemma in condition.words for m in context.sentence.kids(head, "compound"))
        and token.pos in {"NOUN", "PROPN"}
    ):
        return True
    phrase = context.phrases.get(head)
    return any(_is_kind(context, token, phrase, kind) for kind in condition.kinds)


def _is_kind(context: Context, token: Token, phrase: Phrase | None, kind: str) -> bool:
    if kind == "place":
        return token.i in context.places
    if kind == "weapon":
        return token.lemma in word_set("munition") | word_set("weaponstock")
    if phrase is None:
        return False
    if kind == "human":
        return phrase.human and not (token.i in context.places and phrase.kind == "government")
    test = _KINDS.get(kind)
    return test(phrase) if test is not None else phrase.kind == kind


_KINDS: dict[str, Callable[[Phrase], bool]] = {
    "actor": lambda p: p.kind in ACTORS,
    "armed": lambda p: p.kind in ARMED or (p.kind == "government" and p.named),
    "state": lambda p: p.kind in STATE,
    "nonstate": lambda p: p.kind in NONSTATE,
    "thing": lambda p: not p.human and not p.pronoun and p.kind == "unidentified",
}
"""Tests of a phrase by the kinds that conditions name; any other name is a kind of the record."""
