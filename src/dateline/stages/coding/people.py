"""Who a toll of one person is of, as far as the words tell: name, sex, age; and whether two may be of one person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.draft import Draft, Phrase, TollMention
from dateline.lexicon.words import word_set

FURTHER = frozenset(
    {"also", "another", "other", "others", "more", "further", "additional", "second", "third", "fourth"}
)
"""Words before people, or beside the verb, that set them apart from those told before."""
NOUNS = 12
"""Phrases of one chain that are looked at: the first that are told say who it is."""
_AGE = re.compile(r"\b(\d{1,3})[- ]year[- ]old\b")
_AGE_AFTER = re.compile(r"\s*,\s*(\d{1,3})\s*,")
AGE_REACH = 8


@dataclass(frozen=True, slots=True)
class Person:
    """What the words tell of one person.

    Args:
        chain: root of the phrases that are of this person; -1 where it is not known.
        attacker: the words call the person the shooter, or say that it was done by that person's own hand.
        further: the words set the person apart from those told before.
        recalled: a pronoun or a definite noun, which is of somebody told before.
    """

    chain: int = -1
    names: frozenset[str] = frozenset()
    sex: str | None = None
    ages: frozenset[int] = frozenset()
    attacker: bool = False
    further: bool = False
    recalled: bool = False


def person_of(draft: Draft, toll: TollMention) -> Person:
    """Return what the report tells of the person whom a toll counts."""
    phrase = next((p for p in draft.phrases_in(toll.sentence) if p.head == toll.who_head), None)
    if phrase is None:
        return Person(ages=_ages(draft, toll.start, toll.end), further=_is_further(draft, toll))
    known = [phrase, *draft.chain(phrase.chain)[:NOUNS]] if phrase.chain >= 0 else [phrase]
    words = {w.lower().strip(".,'’\"") for p in known for w in p.name.split()}
    names = {
        w.lower().strip(".,'’\"")
        for p in known
        if _is_name(draft, p)
        for w in draft.text[p.start : p.end].split()
        if w[:1].isupper()
    }
    names -= word_set("male_words") | word_set("female_words") | word_set("person_words") | word_set("no_names")
    ages = frozenset(a for p in known for a in _ages(draft, p.start, p.end)) | _ages(draft, toll.start, toll.end)
    return Person(
        chain=phrase.chain,
        names=frozenset(names),
        sex=_sex(words),
        ages=ages,
        attacker=bool(words & (word_set("attackers") | word_set("reflexives"))),
        further=_is_further(draft, toll),
        recalled=phrase.pronoun or (phrase.definite and not phrase.named),
    )


def _is_name(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase is a person's name, and not a common noun with a name before it ("a Toledo teen")."""
    return phrase.named and draft.sentences[phrase.sentence].tokens[phrase.head].tag in {"NNP", "NNPS"}


def _sex(words: set[str]) -> str | None:
    male, female = words & word_set("male_words"), words & word_set("female_words")
    if bool(male) == bool(female):
        return None
    return "m" if male else "f"


def _ages(draft: Draft, start: int, end: int) -> frozenset[int]:
    """Return the ages in words and right after them ("John Roe, 23, was")."""
    text = draft.text
    found = {int(m.group(1)) for m in _AGE.finditer(text, start, end)}
    after = _AGE_AFTER.match(text, end, end + AGE_REACH)
    return frozenset(found | ({int(after.group(1))} if after else set()))


def _is_further(draft: Draft, toll: TollMention) -> bool:
    sentence = draft.sentences[toll.sentence]
    words = {k.lower for k in sentence.kids(toll.token, "advmod")} if sentence.parsed else set()
    if toll.who_head >= 0:
        words |= {k.lower for k in sentence.kids(toll.who_head, "det", "amod")}
        words.add(sentence.tokens[toll.who_head].lower)
    return bool(words & FURTHER)


def apart(a: Person, b: Person) -> bool:
    """Whether two can not be one person: other sex, other age, another name, or told as somebody else (`b` comes later).

    The same name is the same person whatever a pronoun resolved amiss says of the sex; what a pronoun or a definite noun
    adds to the name is as often amiss, so it sets nobody apart.
    """
    if a.chain == b.chain >= 0:
        return False
    if a.ages and b.ages and not a.ages & b.ages:
        return True
    named = a.names and b.names and not (a.recalled or b.recalled)
    if named and (a.names <= b.names or b.names <= a.names):
        return False
    if a.sex and b.sex and a.sex != b.sex:
        return True
    if named and not a.names & b.names:
        return True
    return (b.further and not b.recalled) or a.attacker != b.attacker


def alike(a: Person, b: Person) -> bool:
    """Whether the words say that two are one person: one chain, a name or an age in common, or one recalls the other's sex."""
    if apart(a, b):
        return False
    if a.chain == b.chain >= 0 or a.names & b.names or a.ages & b.ages:
        return True
    return bool(b.recalled and (b.sex == a.sex or b.sex is None or a.sex is None))
