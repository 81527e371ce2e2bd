"""When a figure was said: "police said on Monday that 12 were killed", "Tuesday's toll of 20", "the toll rose to 31 on Friday"."""

from __future__ import annotations

from dateline.draft import Draft, Sentence, TimeExpression, TollMention
from dateline.stages.coding.credit import STATING, asserted, covering
from dateline.text import Span

ONE_DAY = frozenset({"minute", "hour", "part-of-day", "day"})
"""Precisions of a time that names one day; a vaguer one does not tell when something was said."""

SAYING = STATING - {"hedges"}
"""Stances whose cue is an act of saying: "was believed on Monday" tells no day of it."""


def said_at(draft: Draft, toll: TollMention) -> tuple[str, Span] | None:
    """Return the ISO 8601 day on which the words of a toll were said, with the words that tell it; None where they do not."""
    sentence = draft.sentences[toll.sentence]
    if not sentence.parsed:
        return None
    holders = _holders(draft, sentence, toll)
    for time in draft.times_in(toll.sentence):
        if not _is_day(time):
            continue
        top = _top(sentence, time)
        above = sentence.tokens[sentence.tokens[top].head]
        if above.dep == "prep":
            above = sentence.tokens[above.head]
        if above.i in holders and time.begin is not None:
            return time.begin[:10], draft.span(time.start, time.end)
    return None


def _holders(draft: Draft, sentence: Sentence, toll: TollMention) -> set[int]:
    """Return the words under which a time tells when a toll was said: those that credit it, and a toll with its verb."""
    token = sentence.tokens[toll.token]
    found = {
        item.cue_token
        for item in covering(draft, toll.sentence, toll.cue.start)
        if item.stance in SAYING and item.sentence == toll.sentence and asserted(sentence, token.i, item.content)
    }
    if token.pos == "NOUN" and token.lemma in {"toll", "tally", "number", "count", "figure", "total"}:
        found.add(token.i)
        verb = sentence.tokens[token.head]
        if verb.pos == "VERB":
            found.add(verb.i)
    return found


def _is_day(time: TimeExpression) -> bool:
    day = time.begin[:10] if time.begin else ""
    same = time.precision == "part-of-day" or bool(time.until and time.until[:10] == day)
    return time.kind == "interval" and time.basis == "text" and time.precision in ONE_DAY and bool(day) and same


def _top(sentence: Sentence, time: TimeExpression) -> int:
    """Return the token of a time's words whose head stands outside them."""
    for i in range(time.first, time.last):
        if not time.first <= sentence.tokens[i].head < time.last or sentence.tokens[i].head == i:
            return i
    return time.last - 1
