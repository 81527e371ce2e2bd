"""The clock time of the main event where another sentence tells it: "Explosions were heard at about 4am", "They came at 3:00"."""

from __future__ import annotations

from dateline.draft import Draft, Mention, TimeExpression
from dateline.grammar import governing_verb, subjects
from dateline.stages.coding.material import Material

REACH = 8
"""Sentences after the first that tells the event within which its hour may be told."""
TIMED = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Types of events that are told hour by hour."""
CLOCK = frozenset({"hour", "minute"})
DAYS = frozenset({"day", "part-of-day"})
OTHERS = frozenset(
    {"another", "second", "third", "separate", "other", "similar", "previous", "earlier", "last", "a", "an"}
)
"""Words that keep a noun from recalling the main event."""
PRONOUNS = frozenset({"they", "it", "he", "she", "this", "that"})


def clock_elsewhere(draft: Draft, material: Material) -> TimeExpression | None:
    """Return the first clock time that the sentences after the lead tell of the report's main event."""
    return _elsewhere(draft, material, CLOCK)


def day_elsewhere(draft: Draft, material: Material) -> TimeExpression | None:
    """Return the first day, or part or hour of one, that they tell of it: "the bombing late on Thursday"."""
    return _elsewhere(draft, material, CLOCK | DAYS)


def _elsewhere(draft: Draft, material: Material, precisions: frozenset[str]) -> TimeExpression | None:
    if not _is_main(draft, material):
        return None
    first = min(
        m.sentence
        for m in material.mentions
        if draft.sentences[m.sentence].section not in {"title", "dek"} or m is material.lead
    )
    owners: dict[int, list[Mention]] = {}
    for scene in draft.scenes:
        for n in scene.times:
            owners.setdefault(n, []).append(draft.mentions[scene.mention])
    for n, time in enumerate(draft.times):
        near = first <= time.sentence <= first + REACH
        if (
            not near
            or time.precision not in precisions
            or time.kind != "interval"
            or not time.begin
            or time in material.times
        ):
            continue
        told = owners.get(n, [])
        if told and all(_recalls(draft, material, m) for m in told):
            return time
        if not told and time.precision in CLOCK and _of_those_named(draft, time):
            return time
    return None


def _is_main(draft: Draft, material: Material) -> bool:
    """Whether an event is the first of its type in the report, told in the lead."""
    if material.plover not in TIMED or material.standing != "current":
        return False
    body = next((s.index for s in draft.sentences if s.section == "body"), 0)
    alike = [m for m in draft.mentions if m.plover == material.plover]
    in_body = next((m for m in alike if m.sentence >= body), None)
    return in_body is not None and in_body in material.mentions and in_body.sentence <= body + 1


def _recalls(draft: Draft, material: Material, mention: Mention) -> bool:
    """Whether a mention only names again what the event is: "the attack", "explosions", at no other place."""
    if mention in material.mentions:
        return True
    sentence = draft.sentences[mention.sentence]
    if not mention.nominal:
        doers = subjects(sentence, mention.token)
        named = [m for m in draft.mentions if m.sentence == mention.sentence and m.token in doers and m.nominal]
        return any(_recalls(draft, material, m) for m in named)
    words = {k.lower for k in sentence.kids(mention.token, "det", "amod", "nummod", "poss")}
    verb = governing_verb(sentence, mention.token)
    if verb is not None and verb.lemma in {"hear", "report"}:
        words -= {"a", "an"}
    if mention.plover != material.plover or words & OTHERS or "other" in mention.flags:
        return False
    (scene,) = draft.scenes_of([mention.index])
    here = {draft.toponyms[n].place.country for n in scene.places} - {None}
    there = {t.place.country for t in material.places} - {None}
    return not here or not there or bool(here & there)


def _of_those_named(draft: Draft, time: TimeExpression) -> bool:
    """Whether the clause of a time is about somebody or something told before: "they came at", "the jet made two passes at"."""
    sentence = draft.sentences[time.sentence]
    verb = governing_verb(sentence, time.first) if sentence.parsed else None
    if verb is None or any(m.sentence == time.sentence for m in draft.mentions):
        return False
    doers = sentence.kids(verb.i, "nsubj", "nsubjpass")
    return any(s.lower in PRONOUNS or any(k.lower == "the" for k in sentence.kids(s.i, "det")) for s in doers)
