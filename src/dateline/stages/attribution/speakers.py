"""Speakers: the name of whoever words are credited to.

The name is the shortest full noun phrase of the text: a person's name rather than the office before it, the office where
there is no name, the maker of a statement or tally rather than the paper, the one a pronoun stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Attribution, Draft, Phrase, Sentence
from dateline.lexicon.words import word_set

_ANONYMOUS = re.compile(
    r"condition of anonymity|(?:declined|asked|refused|wished|did not want|not authori[sz]ed) (?:not )?to be (?:named|identified|quoted)|anonymous(?:ly)?|unnamed",
    re.IGNORECASE,
)
UNNAMED = frozenset("source sources".split())
PERSONAL = frozenset({"he", "she", "they", "it"})
BODIES = frozenset({"media", "igo", "ngo", "company", "court"})
"""Kinds of bodies, which "it" stands for and "he" does not."""
NEAR = 2
"""Sentences after which a pronoun no longer goes on with the last speaker."""
MAKERS = frozenset({"by", "from", "of"})


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: the words that name it, where they stand, and the phrase that speaks here."""

    name: str
    start: int
    end: int
    phrase: int
    kind: v.ActorKind
    unnamed: bool


def is_anonymous(words: str) -> bool:
    """Whether a sentence says that its speaker would not be named."""
    return bool(_ANONYMOUS.search(words))


def voices(
    draft: Draft, sentence: Sentence, speakers: Iterable[int], heads: dict[int, Phrase], before: Sequence[Attribution]
) -> Iterator[Voice]:
    """Yield the voices of the heads of speaking phrases, each once; `before` are the attributions told so far."""
    seen: set[tuple[int, int]] = set()
    for head in speakers:
        phrase = heads.get(head)
        if phrase is None:
            continue
        for maker in _makers(sentence, head, heads) or [phrase]:
            going_on = _goes_on(draft, sentence, maker, before) if maker.pronoun else None
            if going_on is not None:
                yield Voice(
                    going_on.name or "",
                    going_on.start,
                    going_on.end,
                    maker.index,
                    going_on.kind or maker.kind,
                    going_on.anonymous,
                )
                continue
            named = _named(draft, sentence, maker, heads)
            if named is None or (named.start, named.end) in seen or not _speaks(draft, named):
                continue
            seen.add((named.start, named.end))
            yield Voice(
                named.name,
                named.start,
                named.end,
                maker.index,
                named.kind,
                sentence.tokens[maker.head].lower in UNNAMED,
            )


def _speaks(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase can speak: people, bodies, and papers with words in them."""
    lemma = draft.sentences[phrase.sentence].tokens[phrase.head].lemma
    return phrase.human or phrase.kind != "unidentified" or lemma in word_set("say_nouns") | word_set("speaking_people")


def _makers(sentence: Sentence, head: int, heads: dict[int, Phrase]) -> list[Phrase]:
    """Return who made a statement, tally or report that is credited ("according to a tally by the agency")."""
    if sentence.tokens[head].lemma not in word_set("say_nouns") | word_set("figure_nouns"):
        return []
    kids = sentence.kids(head, "prep", "agent")
    kids += [k for a in sentence.kids(head, "acl") for k in sentence.kids(a.i, "prep", "agent")]
    found = [o.i for k in kids if k.lower in MAKERS - {"of"} for o in sentence.kids(k.i, "pobj")]
    found = found or [k.i for k in sentence.kids(head, "poss")]
    found += [c.i for h in found for c in sentence.kids(h, "conj")]
    return [heads[h] for h in found if h in heads and heads[h].human]


def _goes_on(draft: Draft, sentence: Sentence, phrase: Phrase, before: Sequence[Attribution]) -> Attribution | None:
    """Return the last speaker where a pronoun that speaks can stand for him: who spoke last goes on speaking."""
    word = phrase.name.lower()
    if word not in PERSONAL:
        return None
    last = next((a for a in reversed(before) if a.phrase >= 0), None)
    if (
        last is None
        or sentence.index - last.sentence > NEAR
        or draft.sentences[last.sentence].section != sentence.section
    ):
        return None
    source = draft.phrases[last.phrase]
    source = draft.phrases[source.chain] if source.pronoun else source
    if word in {"he", "she"}:
        fits = not source.plural and source.human and source.actor is None and source.kind not in BODIES
    else:
        fits = (
            source.plural
            if word == "they"
            else not source.plural and (source.kind in BODIES or source.actor is not None)
        )
    return last if fits else None


def _named(draft: Draft, sentence: Sentence, phrase: Phrase, heads: dict[int, Phrase]) -> Phrase | None:
    """Return the phrase with the name: of a pronoun what it stands for, of an office the person or body that holds it."""
    if phrase.pronoun:
        if phrase.chain == phrase.index or phrase.chain < 0:
            return None
        source = draft.phrases[phrase.chain]
        if source.pronoun:
            return None
        if source.sentence == phrase.sentence:
            return _apposed(sentence, source, heads) or source
        elsewhere = {p.head: p for p in draft.phrases if p.sentence == source.sentence}
        return _apposed(draft.sentences[source.sentence], source, elsewhere) or source
    return _apposed(sentence, phrase, heads) or phrase


def _apposed(sentence: Sentence, phrase: Phrase, heads: dict[int, Phrase]) -> Phrase | None:
    """Return the name that stands in apposition to a description ("a spokeswoman, Ann Lee", "the consultancy Etelekt")."""
    if sentence.tokens[phrase.head].pos == "PROPN" and phrase.named:
        return None
    for beside in sentence.kids(phrase.head, "appos"):
        name = heads.get(beside.i)
        if beside.pos == "PROPN" and name is not None and name.named and name.human:
            return name
    return None
