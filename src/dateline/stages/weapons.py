"""Weapons in use: words that name what an attack was made with, and the mention of the event that they belong to.

A weapon that is owned, found, seized, aimed at or talked of is none of an attack: the path of the syntax from the
word to the event decides ("fired rockets at a tank": rockets). What the word of the event itself implies ("shot",
"stabbed") stands in the trigger table.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import ClassVar, Literal, cast

from dateline import vocabulary as v
from dateline.draft import Draft, Mention, Sentence, Token, WeaponMention
from dateline.grammar import is_passive, is_verb
from dateline.lexicon.words import word_set
from dateline.stage import PerDraft

Sense = Literal["arm", "platform", "bearer", "act", "vehicle", "idle"]
USING = frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "THREATEN"})
"""Types of event that are made with weapons."""
MODIFIER = frozenset({"compound", "amod", "nmod", "poss", "nummod", "npadvmod"})
STEPS = 8
"""How far up the syntax an event may be sought."""


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the table: the words of a weapon, its kind (None for words that name no weapon in use) and its sense."""

    words: tuple[str, ...]
    kind: v.Weapon | None
    sense: Sense


@functools.cache
def _terms() -> dict[str, tuple[Term, ...]]:
    """Load data/weapons.tsv: last word of a term to the terms that end in it, longest first."""
    table: dict[str, list[Term]] = {}
    text = resources.files("dateline").joinpath("data/weapons.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith(("#", "kind\t")):
            kind, sense, terms = line.split("\t")
            for term in terms.split("|"):
                words = tuple(term.split())
                table.setdefault(words[-1], []).append(
                    Term(words, None if kind == "-" else cast("v.Weapon", kind), cast("Sense", sense))
                )
    return {last: tuple(sorted(found, key=lambda t: -len(t.words))) for last, found in table.items()}


@dataclass(frozen=True)
class WeaponsStage(PerDraft):
    """Assigns the weapons that the parsed sentences tell of."""

    name: ClassVar[str] = "weapons"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "mentions")
    assigns: ClassVar[tuple[str, ...]] = ("weapons",)

    def __call__(self, draft: Draft) -> Draft:
        """Find the weapons of one report."""
        by_sentence: dict[int, dict[int, Mention]] = {}
        for mention in draft.mentions:
            if mention.plover in USING:
                by_sentence.setdefault(mention.sentence, {})[mention.token] = mention
        found: list[WeaponMention] = []
        for sentence in draft.sentences:
            if sentence.parsed:
                found += _in_sentence(sentence, by_sentence.get(sentence.index, {}))
        draft.weapons = tuple(found)
        return draft


def _in_sentence(sentence: Sentence, mentions: dict[int, Mention]) -> list[WeaponMention]:
    found: list[WeaponMention] = []
    for term, start, last in _told(sentence):
        token = sentence.tokens[last]
        owner = _owner(sentence, token, term, mentions)
        if term.kind is not None and owner is not None:
            kind = "vehicle bomb" if term.sense == "vehicle" and _is_bomb(sentence, token) else term.kind
            found.append(
                WeaponMention(sentence.index, token.i, kind, start, token.end, owner, bearer=term.sense == "bearer")
            )
    return found


def every_weapon(sentence: Sentence) -> list[tuple[int, int, Sense]]:
    """Return the weapon words of a parsed sentence, in use or not: half-open offsets and the sense. A view for corpora; no record needs it."""
    return [(start, sentence.tokens[last].end, term.sense) for term, start, last in _told(sentence) if term.kind]


def _told(sentence: Sentence) -> list[tuple[Term, int, int]]:
    """Return the terms of the table that a sentence tells, the longest where several end alike: each with its offset and last token."""
    parts = _parts(sentence)
    found: list[tuple[Term, int, int]] = []
    taken = len(parts)
    for at in range(len(parts) - 1, -1, -1):
        if at >= taken:
            continue
        term = _term_at(sentence, parts, at)
        if term is not None:
            taken = at - len(term.words) + 1
            found.append((term, sentence.tokens[parts[taken][1]].start, parts[at][1]))
    return found[::-1]


def _parts(sentence: Sentence) -> list[tuple[frozenset[str], int]]:
    """Return the words of a sentence with hyphens as blanks: the forms of each, and its token."""
    found: list[tuple[frozenset[str], int]] = []
    for token in sentence.tokens:
        if token.text in {"-", "\u2010", "\u2013"}:
            continue
        pieces = [p for p in token.lower.split("-") if p]
        forms = {token.lemma.lower()} if len(pieces) == 1 else set()
        for n, piece in enumerate(pieces):
            last = {piece, piece.removesuffix("s")} if n == len(pieces) - 1 else {piece}
            found.append((frozenset(last | forms), token.i))
    return found


def _term_at(sentence: Sentence, parts: list[tuple[frozenset[str], int]], at: int) -> Term | None:
    """Return the longest term that ends at a word."""
    if sentence.tokens[parts[at][1]].pos not in {"NOUN", "PROPN", "ADJ", "NUM", "X"}:
        return None
    terms = [t for form in parts[at][0] for t in _terms().get(form, ())]
    for term in sorted(terms, key=lambda t: -len(t.words)):
        first = at - len(term.words) + 1
        if first >= 0 and all(w in forms for w, (forms, _) in zip(term.words, parts[first : at + 1], strict=True)):
            return term
    return None


def _owner(sentence: Sentence, token: Token, term: Term, mentions: dict[int, Mention]) -> int | None:
    """Return the mention that a weapon belongs to, -1 for the event told last, None where it is no weapon in use."""
    if token.i in mentions:
        return mentions[token.i].index
    if {k.lemma for k in sentence.kids(token.i, "amod", "compound")} & word_set("not_real"):
        return None
    if term.sense == "vehicle":
        return _vehicle(sentence, token, mentions)
    return _climb(sentence, token, term, mentions)


def _climb(sentence: Sentence, token: Token, term: Term, mentions: dict[int, Mention]) -> int | None:
    """Follow the syntax up from a weapon to the event that it was used in."""
    at = token
    for _ in range(STEPS):
        above = sentence.tokens[at.head]
        if above.i == at.i:
            return None
        if is_verb(above) and at.dep in {"nsubj", "nsubjpass", "dobj", "agent", "dative", "attr", "oprd"}:
            return _under_verb(sentence, at, above, term, mentions)
        if at.dep in MODIFIER and above.lemma in word_set("weapon_idle"):
            return None
        if at.dep == "prep" and (
            at.lower in word_set("struck_at")
            or (at.lower in {"of", "in"} and is_verb(above) and term.sense == "platform")
        ):
            return None
        if at.dep == "pobj" and term.sense == "platform" and above.lower in {"of", "in", "for", "to"}:
            return None
        if above.i in mentions:
            return mentions[above.i].index
        if is_verb(above) and at.dep in {"prep", "agent"}:
            return _of_clause(sentence, above, mentions)
        at = above
    return None


def _under_verb(sentence: Sentence, at: Token, verb: Token, term: Term, mentions: dict[int, Mention]) -> int | None:
    """Judge a weapon that is subject or object of a verb: it acts, or it is wielded, or it is acted on."""
    acted_on = at.dep in {"dobj", "nsubjpass"} or (at.dep == "nsubj" and is_passive(sentence, verb.i))
    wielded = verb.lemma in word_set("wield")
    if (
        term.sense == "platform"
        and term.kind == "artillery"
        and (verb.lemma not in word_set("gunnery") or sentence.kids(verb.i, "prt"))
    ):
        return None
    if acted_on and (term.sense in {"platform", "bearer"} or not (wielded or term.sense == "act")):
        return None
    if verb.i in mentions:
        mention = mentions[verb.i]
        return None if "intercept" in mention.flags and acted_on else mention.index
    if acted_on or term.sense in {"arm", "act"}:
        return _of_clause(sentence, verb, mentions, alone=wielded and acted_on)
    return None


def _of_clause(sentence: Sentence, verb: Token, mentions: dict[int, Mention], *, alone: bool = False) -> int | None:
    """Return the event of a clause that is no event itself: what it hangs on or holds; -1 where weapons are wielded alone."""
    for above in [verb, *list(sentence.ancestors(verb.i))[:STEPS]]:
        if above.i in mentions:
            return mentions[above.i].index
    below = [i for i in sentence.subtree(verb.i) if i in mentions]
    if below:
        return mentions[below[0]].index
    return -1 if alone else None


def _vehicle(sentence: Sentence, token: Token, mentions: dict[int, Mention]) -> int | None:
    """Return the event of a vehicle that is run into something, is packed with explosives or explodes."""
    verb = sentence.tokens[token.head]
    bomb = _is_bomb(sentence, token)
    rammed = (
        token.dep in {"dobj", "nsubj", "nsubjpass"} and verb.lemma in word_set("ramming") and _runs_into(sentence, verb)
    )
    return _of_clause(sentence, verb, mentions) if bomb or (is_verb(verb) and rammed) else None


def _is_bomb(sentence: Sentence, token: Token) -> bool:
    """Whether a vehicle is one: "packed with explosives", "explosives-laden", or the subject of "exploded"."""
    verb = sentence.tokens[token.head]
    if token.dep == "nsubj" and verb.lemma in {"explode", "detonate"}:
        return True
    return any(
        k.lemma in word_set("laden") and any("explosive" in sentence.tokens[i].lower for i in sentence.subtree(token.i))
        for k in sentence.kids(token.i, "acl", "amod", "relcl", "compound")
    )


def _runs_into(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb's vehicle is run into something; who drives over a mine is its victim."""
    if verb.lemma == "ram":
        return True
    preps = [k for k in sentence.kids(verb.i, "prep") if k.lower in {"into", "through", "over"}]
    return any(not any(_blows_up(p) for p in sentence.kids(k.i, "pobj")) for k in preps)


def _blows_up(token: Token) -> bool:
    return any(term.kind in {"mine", "bomb"} for form in (token.lemma, token.lower) for term in _terms().get(form, ()))
