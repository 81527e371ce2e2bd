"""Verbs that do harm only with the words that complete them: "shot dead", "driven from their homes", "rushed to hospital"."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Sentence, Token
from dateline.stages.tolls.words import toll_words

DEATH, CUSTODY, ARREST = frozenset({"death"}), frozenset({"custody"}), frozenset({"arrest"})
NOT_TO_DEATH = frozenset({"sentence", "condemn", "lead", "come", "fall"})
"""Verbs whose "to death" kills nobody yet."""
FATALLY = frozenset({"fatally", "mortally"})
INJURIES = frozenset({"injury", "wound", "burn", "gunshot"})
QUESTIONING = frozenset({"questioning", "question", "interrogation", "investigation", "inquiry"})
SUSPICION = frozenset({"suspicion"})
HOSPITAL = frozenset({"hospital", "clinic", "infirmary"})
HURT = frozenset({"rush", "take", "transport", "airlift", "fly", "transfer", "carry", "bring"})
"""Verbs of bringing to hospital: only a number of people tells harm that way."""


@dataclass(frozen=True, slots=True)
class Row:
    """What completes a verb: a word beside or under it, or a preposition with one of some nouns."""

    measure: v.Measure
    words: frozenset[str] = frozenset()
    preposition: str = ""
    nouns: frozenset[str] = frozenset()

    def fits(self, sentence: Sentence, token: Token, kids: set[str]) -> bool:
        """Tell whether the words that complete a verb are those of the row."""
        if self.words:
            after = sentence.tokens[token.i + 1].lower if token.i + 1 < len(sentence.tokens) else ""
            return bool(self.words & kids) or after in self.words
        return self.preposition in kids and governs(sentence, token, self.preposition, self.nouns)


@functools.cache
def _rows() -> dict[str, tuple[Row, ...]]:
    """Return the rows by the verb's lemma; of several the first that fits holds."""
    home, parts = toll_words().of("home"), toll_words().of("body_part")
    table: tuple[tuple[str, Row], ...] = (
        ("gun mow", Row("killed", frozenset({"down"}))),
        ("shoot strike hack", Row("killed", frozenset({"dead"}))),
        ("burn bury", Row("killed", frozenset({"alive"}))),
        ("round pick", Row("detained", frozenset({"up"}))),
        ("take hold remand place", Row("detained", preposition="into", nouns=CUSTODY)),
        ("take hold remand place", Row("detained", preposition="in", nouns=CUSTODY)),
        ("hold question", Row("detained", preposition="for", nouns=QUESTIONING)),
        ("hold", Row("detained", preposition="on", nouns=SUSPICION)),
        ("put place order keep hold", Row("detained", preposition="under", nouns=ARREST)),
        ("cart whisk drag herd spirit", Row("abducted", frozenset({"away", "off"}))),
        ("drive force", Row("displaced", preposition="from", nouns=home)),
        ("treat", Row("injured", preposition="for", nouns=INJURIES)),
        (" ".join(sorted(HURT)), Row("injured", preposition="to", nouns=HOSPITAL)),
        ("hit strike shoot stab", Row("injured", preposition="in", nouns=parts)),
    )
    found: dict[str, tuple[Row, ...]] = {}
    for verbs, row in table:
        for verb in verbs.split():
            found[verb] = (*found.get(verb, ()), row)
    return found


def completed(sentence: Sentence, token: Token, kids: set[str]) -> v.Measure | None:
    """Return what a verb does with the words that complete it; None where they make no harm of it.

    Args:
        sentence: the sentence; token: the verb.
        kids: the words under the verb, lower case.
    """
    if kids & FATALLY:
        return "killed"
    if token.lemma not in NOT_TO_DEATH and _to_death(sentence, token):
        return "killed"
    for row in _rows().get(token.lemma, ()):
        if row.fits(sentence, token, kids):
            return row.measure
    return "killed" if token.lemma == "bury" and _is_burial(sentence, token) else None


def governs(sentence: Sentence, token: Token, preposition: str, nouns: frozenset[str]) -> bool:
    """Tell whether a verb has a preposition with one of some nouns: "driven from their homes"."""
    preps = (k for k in sentence.kids(token.i, "prep") if k.lower == preposition)
    return any(p.lemma in nouns for k in preps for p in sentence.kids(k.i, "pobj"))


def _to_death(sentence: Sentence, token: Token) -> bool:
    """Tell whether a verb kills: "was stoned to death"; parsers also hang it on whom it befell ("stoned a man to death")."""
    return any(governs(sentence, one, "to", DEATH) for one in (token, *sentence.kids(token.i, "dobj")))


def _is_burial(sentence: Sentence, token: Token) -> bool:
    """Tell whether people were laid to rest, and not trapped ("buried under rubble")."""
    under = any(k.lower in {"under", "beneath", "in", "by"} for k in sentence.kids(token.i, "prep", "agent"))
    return bool(sentence.kids(token.i, "auxpass")) and not under
