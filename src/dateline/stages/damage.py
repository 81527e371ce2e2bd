"""Damage: what became of property, in the words of verbs, nouns and states, with what is denied kept as not damaged."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import ClassVar, Literal, cast

from dateline import vocabulary as v
from dateline.draft import DamageMention, Draft, Sentence, Token
from dateline.grammar import CONTAINERS, expand, is_passive, is_verb, objects, patients, subjects
from dateline.lexicon.words import word_set
from dateline.stage import PerDraft

Form = Literal["object", "itself", "noun", "state"]
Needs = Literal["thing", "property", "building", "fire"]
UNSAID = frozenset("report sign evidence mention word immediate indication".split())
"""Nouns between a denial and the damage ("no reports of damage")."""
GROUPS = CONTAINERS | {"row", "block", "part", "section", "portion", "lot", "half", "majority", "most"}
STATE_VERBS = frozenset("leave reduce lie be turn stand set remain engulf".split())
QUANTIFIERS = frozenset("several many some few numerous various dozen other more".split())
TO_WHAT = frozenset({"to", "of", "at", "in", "on"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table."""

    words: tuple[str, ...]
    effect: v.DamageEffect
    form: Form
    needs: Needs


@functools.cache
def _rows() -> dict[str, tuple[Row, ...]]:
    """Load data/damage.tsv: the first word of a term to its rows, those with more words first."""
    table: dict[str, list[Row]] = {}
    text = resources.files("dateline").joinpath("data/damage.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith(("#", "effect\t")):
            effect, form, needs, terms = line.split("\t")
            for term in terms.split("|"):
                words = tuple(w for w in term.split() if w not in {"to", "on"})
                table.setdefault(words[0], []).append(
                    Row(words, cast("v.DamageEffect", effect), cast("Form", form), cast("Needs", needs))
                )
    return {first: tuple(sorted(rows, key=lambda r: -len(r.words))) for first, rows in table.items()}


@functools.cache
def _property() -> frozenset[str]:
    return word_set("building") | word_set("vehicle") | word_set("parts") | word_set("goods") | word_set("property")


@dataclass(frozen=True)
class DamageStage(PerDraft):
    """Assigns what the parsed sentences tell of damage to property."""

    name: ClassVar[str] = "damage"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "phrases")
    assigns: ClassVar[tuple[str, ...]] = ("damages",)

    def __call__(self, draft: Draft) -> Draft:
        """Find the damage of one report."""
        people = {(p.sentence, p.head) for p in draft.phrases if p.human}
        found: list[DamageMention] = []
        for sentence in draft.sentences:
            if sentence.parsed and any(t.lemma in _rows() for t in sentence.tokens):
                found += _in_sentence(sentence, people)
        draft.damages = tuple(found)
        return draft


def _in_sentence(sentence: Sentence, people: set[tuple[int, int]]) -> Iterator[DamageMention]:
    seen: set[int] = set()
    for token in sentence.tokens:
        for row in _rows().get(token.lemma, ()):
            rest = _rest(sentence, token, row)
            if rest is None or _is_unreal(sentence, token):
                continue
            denied = _is_denied(sentence, token)
            heads = [
                h
                for h in _things(sentence, token, row)
                if h not in seen
                and h not in rest
                and ((sentence.index, h) not in people or _is_property(sentence.tokens[h]))
            ]
            heads = [h for h in heads if _fits(sentence.tokens[h], row)]
            for head in heads:
                seen.add(head)
                none = any(k.lower == "no" for k in sentence.kids(head, "det"))
                first, last = _extent(sentence, head, token.i)
                effect = "not damaged" if denied or none else row.effect
                start, end = sentence.tokens[first].start, sentence.tokens[last].end
                yield DamageMention(sentence.index, token.i, effect, start, end, fire=_is_fire(token, row))
            if not heads and row.form == "noun" and denied and token.lemma == "damage":
                yield DamageMention(sentence.index, token.i, "not damaged", token.start, token.end)
            if heads:
                break


def _is_fire(token: Token, row: Row) -> bool:
    return row.needs == "fire" or token.lemma in {"torch", "burn", "firebomb"}


def _rest(sentence: Sentence, token: Token, row: Row) -> set[int] | None:
    """Return the tokens of a term's second word under its verb; None where it is not there or the verb is no verb."""
    if (row.form in {"object", "itself"}) != (is_verb(token) or (token.dep == "amod" and token.lower.endswith("ed"))):
        return None
    if len(row.words) == 1:
        return set()
    for kid in sentence.kids(token.i, "prt", "advmod", "prep", "dobj", "acomp", "oprd", "advcl", "ccomp", "xcomp"):
        if row.words[1] in {kid.lemma, kid.lower}:
            return {kid.i}
        held = [k for k in sentence.kids(kid.i, "pobj", "amod") if row.words[1] in {k.lemma, k.lower}]
        if held:
            return {kid.i, held[0].i}
    return None


def _things(sentence: Sentence, token: Token, row: Row) -> list[int]:
    """Return the heads of the property that a word of damage tells of."""
    if row.form == "object":
        through = [
            p.i
            for k in sentence.kids(token.i, "prep")
            if len(row.words) == 2 and k.lower == row.words[1]
            for p in sentence.kids(k.i, "pobj")
        ]
        fire = [
            p.i
            for k in sentence.kids(token.i, "dobj", "prep", "dative")
            if row.needs == "fire"
            for p in _after_to(sentence, k)
        ]
        own = [h for h in objects(sentence, token.i) if sentence.tokens[h].lemma != "fire"]
        small = [
            k.i
            for c in sentence.kids(token.i, "ccomp", "xcomp", "oprd", "acomp")
            if row.needs == "fire"
            for k in sentence.kids(c.i, "nsubj")
        ]
        above = sentence.tokens[token.head]
        if row.needs == "fire" and token.dep == "conj" and not fire and is_passive(sentence, above.i):
            own = patients(sentence, above.i)
        return _inner(sentence, expand(sentence, through or fire) or own or small)
    if row.form == "itself":
        other = is_passive(sentence, token.i) or (sentence.kids(token.i, "dobj") and row.words[-1] != "fire")
        return [] if other else _inner(sentence, subjects(sentence, token.i))
    if row.form == "noun":
        after = [p.i for k in sentence.kids(token.i, "prep") if k.lower in TO_WHAT for p in sentence.kids(k.i, "pobj")]
        above = sentence.tokens[token.head]
        beside = [
            p.i
            for k in sentence.kids(above.i, "prep", "dative")
            if k.lower == "to" and above.lemma in {"cause", "do", "inflict", "report", "see", "be"}
            for p in sentence.kids(k.i, "pobj")
        ]
        bearer = (
            subjects(sentence, above.i)
            if above.lemma in {"suffer", "sustain", "bear", "show", "receive"} and token.dep == "dobj"
            else []
        )
        return _inner(sentence, expand(sentence, after or beside) or bearer)
    verb = next((t for t in list(sentence.ancestors(token.i))[:3] if is_verb(t) or t.pos == "AUX"), None)
    if (
        verb is None
        or verb.lemma not in STATE_VERBS
        or not any(k.lower in {"in", "to", "into", "on"} for k in (sentence.tokens[token.head],))
    ):
        return []
    return _inner(sentence, objects(sentence, verb.i) or subjects(sentence, verb.i))


def _after_to(sentence: Sentence, kid: Token) -> list[Token]:
    """Return what stands after "to" in "set fire to the house", wherever the parser hangs it."""
    if kid.dep in {"prep", "dative"}:
        return sentence.kids(kid.i, "pobj") if kid.lower == "to" else []
    return [p for k in sentence.kids(kid.i, "prep") if k.lower == "to" for p in sentence.kids(k.i, "pobj")]


def _inner(sentence: Sentence, heads: list[int]) -> list[int]:
    """Return what a group is of ("a row of houses": houses)."""
    found: list[int] = []
    for head in heads:
        inner = [p.i for k in sentence.kids(head, "prep") if k.lower == "of" for p in sentence.kids(k.i, "pobj")]
        group = sentence.tokens[head].lemma in GROUPS or sentence.tokens[head].pos == "NUM"
        found += expand(sentence, inner) if inner and group else [head]
    return found


def _is_property(thing: Token) -> bool:
    return bool({thing.lemma, thing.lower, thing.lower.removesuffix("s")} & _property())


def _fits(thing: Token, row: Row) -> bool:
    """Whether a noun is property of the sort that a row needs."""
    if thing.pos not in {"NOUN", "PROPN"} or thing.lemma in word_set("no_property"):
        return False
    if row.needs == "thing":
        return True
    if not _is_property(thing):
        return False
    return row.needs != "building" or thing.lemma in word_set("building")


def _is_denied(sentence: Sentence, token: Token) -> bool:
    """Whether the words deny the damage: "was not damaged", "no damage", "no reports of damage", "without damage"."""
    if any(k.dep == "neg" or (k.dep == "det" and k.lower == "no") for k in sentence.kids(token.i)):
        return True
    for above in list(sentence.ancestors(token.i))[:4]:
        if above.lower == "without":
            return True
        kids = sentence.kids(above.i)
        if above.lemma in UNSAID and any(k.lower == "no" for k in kids):
            return True
        if is_verb(above):
            return any(k.dep == "neg" for k in kids) and token.dep in {"dobj", "conj", "pobj"}
    return False


def _is_unreal(sentence: Sentence, token: Token) -> bool:
    """Whether the words only speak of what may come."""
    verb = token if is_verb(token) else next((t for t in sentence.ancestors(token.i) if is_verb(t)), None)
    if verb is None:
        return False
    if any(k.lower in word_set("unreal_aux") for k in sentence.kids(verb.i, "aux")):
        return True
    above = sentence.tokens[verb.head]
    return (
        verb.tag == "VB"
        and verb.dep in {"xcomp", "ccomp", "advcl", "acl", "conj"}
        and any(k.lower == "to" for k in sentence.kids(verb.i, "aux"))
        and above.lemma not in {"begin", "start", "continue"}
    )


def _extent(sentence: Sentence, head: int, word: int) -> tuple[int, int]:
    """Return the first and last token of the shortest full noun phrase: what describes the head, the word of damage left out, and what it is of."""
    before = [
        k.i
        for k in sentence.kids(head, "compound", "amod", "nmod")
        if k.i < head and k.tag not in {"JJS", "JJR"} and k.lower not in QUANTIFIERS
    ]
    first = min((i for i in before if not i <= word < head), default=head)
    last = max(
        [head]
        + [
            i
            for k in sentence.kids(head, "prep")
            if k.lower == "of" and k.i == head + 1
            for p in sentence.kids(k.i, "pobj")
            for i in _plain(sentence, p.i)
        ]
    )
    return first, last


def _plain(sentence: Sentence, head: int) -> list[int]:
    """Return a noun with its own modifiers."""
    return [head, *(k.i for k in sentence.kids(head, "det", "compound", "amod", "nmod", "poss"))]
