"""Which phrases of a report refer to the same: names and their short forms, pronouns, definite nouns."""

from __future__ import annotations

from dateline.draft import Draft, Phrase

GENERAL = frozenset("group organisation organization movement faction militia party cell network outfit".split())
ORGANISED = frozenset("government military police intelligence militia rebels gang party company media ngo igo court".split())
PEOPLE = frozenset(
    """man woman men women attacker assailant gunman suspect bomber militant insurgent rebel kidnapper hostage victim soldier
    officer protester demonstrator troop force fighter girl boy child student journalist leader president minister official spokesman
    spokeswoman prisoner detainee refugee worker""".split()
)
REACH = 4
"""How many sentences back a pronoun may reach."""


def chain(draft: Draft, phrases: list[Phrase]) -> list[int]:
    """Return for each phrase the index of the first phrase that it refers to (its own where it is the first)."""
    links = list(range(len(phrases)))
    by_actor: dict[str, int] = {}
    by_word: dict[str, int] = {}
    for i, phrase in enumerate(phrases):
        if phrase.pronoun:
            found = _antecedent(draft, phrases, i, links)
        elif phrase.actor:
            found = by_actor.setdefault(phrase.actor, i)
        elif phrase.named:
            found = _by_name(phrase, by_word, i, phrases)
        elif phrase.definite:
            found = _definite(draft, phrases, i, links)
        else:
            found = i
        links[i] = links[found] if found != i else i
    return links


def _by_name(phrase: Phrase, by_word: dict[str, int], i: int, phrases: list[Phrase]) -> int:
    """Link a surname to the full name that was given before ("Sudani" to "Mohammed Shia al-Sudani")."""
    words = [w for w in phrase.name.replace("’", "'").split() if w[:1].isupper() or w[:3].lower() == "al-"]
    if not words:
        return i
    last = words[-1].lower().removesuffix("'s").removeprefix("al-")
    if len(last) < 3:
        return i
    found = by_word.get(last)
    if found is None:
        by_word[last] = i
        return i
    before = {w.lower() for w in phrases[found].name.split()}
    if len(words) > 1 and words[0].lower() not in before and len(before) > 1:
        by_word[last] = i
        return i
    return found


def _antecedent(draft: Draft, phrases: list[Phrase], i: int, links: list[int]) -> int:
    phrase = phrases[i]
    word = phrase.name.lower()
    sentence = draft.sentences[phrase.sentence]
    if word in {"who", "whom", "whose"}:
        return _relative(draft, phrases, i)
    if word in {"i", "my", "me", "we", "our", "us"}:
        return i
    masculine = word in {"he", "him", "his", "himself", "she", "her", "herself"}
    plural = word in {"they", "them", "their", "themselves"}
    best, best_score = i, 0.0
    for j in range(i - 1, -1, -1):
        other = phrases[j]
        back = phrase.sentence - other.sentence
        if back > REACH:
            break
        if other.pronoun and links[j] == j:
            continue
        source = phrases[links[j]]
        if not _agrees(source, other, masculine=masculine, plural=plural):
            continue
        token = draft.sentences[other.sentence].tokens[other.head]
        score = 1.0 / (1 + back) + (0.6 if token.dep in {"nsubj", "nsubjpass"} else 0.0) + (0.2 if source.named else 0.0)
        if back == 0 and token.head == sentence.tokens[phrase.head].head and token.dep in {"dobj", "pobj"}:
            continue
        if score > best_score:
            best, best_score = j, score
    return best


def _agrees(source: Phrase, other: Phrase, *, masculine: bool, plural: bool) -> bool:
    if masculine:
        one = source.low == 1 and source.high == 1 and not source.plural
        return one and source.human and source.actor is None and (source.named or other.human) and not _collective(source)
    if plural:
        return source.plural or (source.low or 1) > 1 or source.kind in ORGANISED
    return source.kind in ORGANISED and not (source.named and source.kind in {"individual"}) and not source.plural


def _collective(source: Phrase) -> bool:
    return source.kind in {"company", "media", "igo", "party"} and source.named and source.actor is not None


def _relative(draft: Draft, phrases: list[Phrase], i: int) -> int:
    """Link a relative pronoun to the noun that its clause modifies."""
    phrase = phrases[i]
    sentence = draft.sentences[phrase.sentence]
    for above in sentence.ancestors(phrase.head):
        if above.dep == "relcl":
            for j in range(i - 1, -1, -1):
                if phrases[j].sentence != phrase.sentence:
                    break
                if phrases[j].head == above.head:
                    return j
            break
    return i


def _definite(draft: Draft, phrases: list[Phrase], i: int, links: list[int]) -> int:
    phrase = phrases[i]
    head = draft.sentences[phrase.sentence].tokens[phrase.head]
    for j in range(i - 1, -1, -1):
        other = phrases[j]
        if phrase.sentence - other.sentence > 3 * REACH:
            break
        if other.pronoun:
            continue
        token = draft.sentences[other.sentence].tokens[other.head]
        if token.lemma == head.lemma and other.kind == phrase.kind and head.lemma in PEOPLE | GENERAL:
            return j
        if head.lemma in GENERAL and other.named and other.kind in {"rebels", "militia", "gang", "party", "ngo"}:
            return j
    return i
