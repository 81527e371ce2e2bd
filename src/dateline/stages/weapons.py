"""Weapons in use and what became of property."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import ClassVar, cast

from dateline import vocabulary as v
from dateline.draft import DamageMention, Draft, Mention, PerDraft, Sentence, Token, WeaponMention
from dateline.grammar import is_verb, objects
from dateline.lexicon.words import word_set

EFFECTS: dict[str, v.DamageEffect] = {
    "damage": "damaged", "destroy": "destroyed", "demolish": "destroyed", "raze": "destroyed", "flatten": "destroyed", "wreck": "destroyed",
    "gut": "destroyed", "burn": "destroyed", "torch": "destroyed", "level": "destroyed", "obliterate": "destroyed", "shatter": "damaged",
    "rip": "damaged", "collapse": "destroyed", "ruin": "destroyed", "hit": "damaged", "scorch": "damaged", "sink": "destroyed",
    "blow": "damaged", "incinerate": "destroyed", "crater": "damaged", "puncture": "damaged",
}  # fmt: skip
"""Verbs that tell what became of property; "hit" only where its object is damaged by other words of the sentence."""
NEEDS_PROPERTY = frozenset("hit burn level rip blow sink collapse ruin shatter wreck gut torch".split())


@functools.cache
def _weapons() -> dict[str, tuple[tuple[tuple[str, ...], v.Weapon], ...]]:
    """Load data/weapons.tsv: last word of a term to the terms that end in it, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], v.Weapon]]] = {}
    text = resources.files("dateline").joinpath("data/weapons.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith(("#", "kind\t")):
            kind, terms = line.split("\t")[:2]
            for term in terms.split("|"):
                words = tuple(term.split())
                table.setdefault(words[-1], []).append((words, cast("v.Weapon", kind)))
    return {last: tuple(sorted(terms, key=lambda t: -len(t[0]))) for last, terms in table.items()}


@dataclass(frozen=True)
class WeaponsStage(PerDraft):
    """Assigns the weapons and the damage that the parsed sentences tell of."""

    name: ClassVar[str] = "weapons"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "mentions")
    assigns: ClassVar[tuple[str, ...]] = ("weapons", "damages")

    def __call__(self, draft: Draft) -> Draft:
        """Find the weapons and the damage of one report."""
        by_sentence: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        weapons: list[WeaponMention] = []
        damages: list[DamageMention] = []
        for sentence in draft.sentences:
            if sentence.parsed:
                weapons += _in_sentence(sentence, by_sentence.get(sentence.index, []))
                damages += _damage(sentence)
        draft.weapons, draft.damages = tuple(weapons), tuple(damages)
        return draft


def _in_sentence(sentence: Sentence, mentions: list[Mention]) -> list[WeaponMention]:
    found: list[WeaponMention] = []
    table = _weapons()
    for token in sentence.tokens:
        for words, kind in table.get(token.lemma, ()) or table.get(token.lower, ()):
            first = token.i - len(words) + 1
            if first < 0 or any(w not in {t.lemma, t.lower} for w, t in zip(words, sentence.tokens[first : token.i + 1], strict=True)):
                continue
            # a longer term that starts earlier has already been read, or a word that only describes ("bomb squad")
            if token.dep == "compound" and sentence.tokens[token.head].lemma in word_set("weapon_idle"):
                break
            found.append(WeaponMention(sentence.index, token.i, kind, sentence.tokens[first].start, token.end, _owner(sentence, token, mentions)))
            break
    return found


def _owner(sentence: Sentence, token: Token, mentions: list[Mention]) -> int:
    """Return the index of the mention that a weapon word belongs to: itself, the nearest above it, else the nearest."""
    heads = {m.token: m.index for m in mentions if m.plover in {"ASSAULT", "MOBILIZE", "COERCE", "PROTEST"}}
    if token.i in heads:
        return heads[token.i]
    for above in sentence.ancestors(token.i):
        if above.i in heads:
            return heads[above.i]
    below = [m for i, m in heads.items() if i in set(sentence.subtree(token.head))]
    if below:
        return below[0]
    return -1


def _damage(sentence: Sentence) -> list[DamageMention]:
    found = []
    for token in sentence.tokens:
        effect = EFFECTS.get(token.lemma)
        if effect is None or not is_verb(token):
            continue
        negated = any(k.dep == "neg" for k in sentence.kids(token.i))
        for head in objects(sentence, token.i):
            thing = sentence.tokens[head]
            if thing.pos not in {"NOUN", "PROPN"} or (token.lemma in NEEDS_PROPERTY and thing.lemma not in word_set("building") | word_set("vehicle") | word_set("property")):
                continue
            if token.lemma == "hit" or thing.lemma in word_set("no_property"):
                continue
            first = min((k.i for k in sentence.kids(head, "compound", "amod", "nmod") if k.i < head), default=head)
            last = max([head] + [i for k in sentence.kids(head, "prep") if k.lower == "of" for i in sentence.subtree(k.i)])
            found.append(
                DamageMention(sentence.index, token.i, "not damaged" if negated else effect, sentence.tokens[first].start, sentence.tokens[last].end)
            )
    return found
