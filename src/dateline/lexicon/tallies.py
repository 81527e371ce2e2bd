"""Tallies: harm that is counted over a long time beside an act ("bringing to 22 the number of aid workers killed this year")."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from dateline.draft import Draft, Mention, Sentence, TimeExpression

TALLY = "tally"
"""The flag of a mention that tells such a count, and no act."""
NUMBERS = frozenset({"number", "total", "tally", "count", "toll"})
COUNTED = frozenset({"counted", "plural", TALLY})
"""Its flags: it is told of several acts, and never one with a single one."""
HARM = frozenset({"harm", "die"})
LONG = frozenset({"month", "quarter", "season", "year", "decade"})
"""Precisions of times that are longer than one attack."""
LARGE = frozenset(
    "war conflict coup invasion uprising takeover insurgency rebellion campaign offensive start beginning outbreak begin".split()
)
"""What "since" may count from without a date."""
WARS = frozenset({"war", "conflict", "insurgency", "uprising", "rebellion"})
"""What is counted "in" it has come of many acts."""
NEWS = dt.timedelta(days=7)
NEAR = 6
"""Words behind "since" among which such a one stands; steps from harm up to the noun that counts it."""


def with_tallies(draft: Draft, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions, those marked that only say how many were harmed over a long time."""
    return [
        replace(m, flags=m.flags | COUNTED) if not m.nominal and m.frame in HARM and _is_tally(draft, m) else m
        for m in mentions
    ]


def number_of(sentence: Sentence, token: int) -> int:
    """Return the noun that counts those whom a participle says to be harmed ("the number of guards killed"); -1 for none."""
    if sentence.tokens[token].dep not in {"acl", "relcl"}:
        return -1
    above = list(sentence.ancestors(token))[:NEAR]
    for below, one in zip([sentence.tokens[token], *above], above, strict=False):
        if one.lemma in NUMBERS and one.pos == "NOUN":
            return one.i
        if one.pos not in {"NOUN", "PROPN", "NUM"} and below.dep != "pobj":
            return -1
    return -1


_NTH = re.compile(
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))"
)


def is_nth(sentence: Sentence, token: int) -> bool:
    """Tell whether a participle only says the how-manieth somebody is who was told of: "a journalist, the third reporter murdered this year"."""
    harmed = sentence.tokens[token]
    whom = sentence.tokens[harmed.head]
    if harmed.dep not in {"acl", "relcl"} or whom.dep not in {"appos", "attr"}:
        return False
    return any(_NTH.fullmatch(k.lower) for k in sentence.kids(whom.i, "amod"))


def _is_tally(draft: Draft, mention: Mention) -> bool:
    sentence = draft.sentences[mention.sentence]
    number = number_of(sentence, mention.token)
    if number < 0:
        return False
    end = max(sentence.subtree(number)) + 1
    times = [t for t in draft.times if t.sentence == sentence.index and number < t.first < end]
    if any(_is_long(t, draft.report.published) for t in times):
        return True
    dated = {i for t in times for i in range(t.first, t.last)}
    return any(i not in dated and _of_a_war(sentence, i) for i in range(number, end))


def _is_long(time: TimeExpression, published: str | None) -> bool:
    if time.kind != "since":
        return time.precision in LONG
    if published is None or time.begin is None:
        return True
    return dt.date.fromisoformat(published[:10]) - dt.date.fromisoformat(time.begin[:10]) > NEWS


def _of_a_war(sentence: Sentence, i: int) -> bool:
    """Whether a word begins what tells the time by a war: "since the war began", "in the conflict"."""
    word, following = sentence.tokens[i].lower, sentence.tokens[i + 1 : i + 1 + NEAR]
    large = LARGE if word == "since" else WARS if word in {"in", "during", "throughout"} else frozenset()
    return any(t.lemma in large for t in following)


def counts_long(sentence: Sentence, mentions: Iterable[Mention], token: int) -> Mention | None:
    """Return the mention of the tally that a word of a toll tells; None for the toll of an act.

    Args:
        mentions: those of the sentence; token: the word that carries the harm.
    """
    told = (m for m in mentions if TALLY in m.flags)
    return next((m for m in told if token in {m.token, number_of(sentence, m.token)}), None)
