"""Which event words that need one belong to: told near, told in chief rather than in passing, and in the same place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dateline.draft import Draft, Mention
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

AHEAD = 2
"""Sentences ahead in which an event may be told whose harm was told first."""
FAR = 8
"""Sentences after which an event is no farther for being told earlier."""
FAR_REACH = 6
PER_SENTENCE = 0.3
HEADLINE = 0.5
LEAD = 0.3
IN_PASSING = 0.6
SAME_PLACE = 0.6
OTHER_PLACE = 0.6
LATER = 1.0
CAMPAIGN = 0.4
UNREAL_EVENT = 1.0
"""Weights of what speaks for and against an event, relative to each other. Measured on 368 coded reports: without the four
that know chief from passing, 14 of 150 tolls of the example reports went to the wrong event; values near these make
a difference of one or two."""
PASSING = frozenset({"relcl", "advcl", "acl", "pcomp", "pobj", "compound", "poss"})
UNREAL = frozenset({"planned", "threatened", "possible", "denied"})
COARSE = frozenset({"country", "region", "sea", "admin1"})


def hosts(draft: Draft, materials: Iterable[Material], at: tuple[int, int], reach: int) -> Iterator[Material]:
    """Yield the events that words at a sentence and token may belong to, the likeliest first.

    Args:
        reach: sentences back within which an event must be told; words that reach far also belong to what the headline
            tells, and to an event told right after them.
    """
    towns = {
        t.place.name.lower()
        for t in draft.toponyms
        if t.sentence == at[0] and t.place.precision not in COARSE and not t.metonym
    }
    pool = [m for m in materials if not m.is_tally]
    meant = _meant(draft, at)
    if meant is not None:
        pool = [m for m in pool if any(meant(draft, x) for x in m.mentions)] or pool
    found = [(score, n, m) for n, m in enumerate(pool) if (score := _score(draft, m, at, reach, towns)) is not None]
    yield from (m for _, _, m in sorted(found, key=lambda x: (-x[0], x[1])))


def _meant(draft: Draft, at: tuple[int, int]) -> Callable[[Draft, Mention], bool] | None:
    """Return the test of the events that words of harm themselves mean, however near others are; None where they leave it open.

    What has been counted "since" a time is the toll of what has gone on since; who died of wounds or in hospital is one of
    the report's own victims.
    """
    sentence = draft.sentences[at[0]]
    if not sentence.parsed:
        return None
    verb = sentence.tokens[at[1]]
    if verb.pos != "VERB":
        verb = sentence.tokens[verb.head]
    if any(k.lower == "since" for i in {at[1], verb.i} for k in sentence.kids(i, "prep", "mark")):
        return _goes_on
    below = {sentence.tokens[i].lemma for i in sentence.subtree(verb.i)}
    if verb.lemma in {"die", "succumb"} and below & {"hospital", "wound", "injury", "victim"}:
        return _in_headline
    return None


def _goes_on(draft: Draft, mention: Mention) -> bool:
    """Tell whether a mention tells of something that has gone on: a war, "have been trading fire since May"."""
    sentence = draft.sentences[mention.sentence]
    if _is_campaign(draft, mention.sentence, mention.token):
        return True
    return not mention.nominal and any(k.lower == "since" for k in sentence.kids(mention.token, "prep", "mark"))


def _in_headline(draft: Draft, mention: Mention) -> bool:
    return draft.sentences[mention.sentence].section == "title"


def _score(draft: Draft, material: Material, at: tuple[int, int], reach: int, towns: set[str]) -> float | None:
    before = [m for m in material.mentions if m.sentence <= at[0]]
    after = [m.sentence - at[0] for m in material.mentions if at[0] < m.sentence <= at[0] + AHEAD]
    sections = {draft.sentences[m.sentence].section for m in material.mentions}
    chief = "title" in sections
    if before:
        nearest = max(before, key=lambda m: (m.sentence, -abs(m.token - at[1])))
        distance = at[0] - nearest.sentence
        if distance > reach and not (chief and reach >= FAR_REACH):
            return None
        score = -PER_SENTENCE * min(distance, FAR) - 0.001 * abs(nearest.token - at[1]) * (distance == 0)
    elif after and reach >= FAR_REACH:
        score = -PER_SENTENCE * min(after) - LATER
    else:
        return None
    score += HEADLINE * chief + LEAD * any(_is_lead(draft, m.sentence) for m in material.mentions)
    if all(_in_passing(draft, m.sentence, m.token, nominal=m.nominal) for m in material.mentions):
        score -= IN_PASSING
    if all(_is_campaign(draft, m.sentence, m.token) for m in material.mentions):
        score -= CAMPAIGN
    chosen = {m.index for m in material.mentions}
    if all(j.factuality in UNREAL for j in draft.judgements_of(chosen)):
        score -= UNREAL_EVENT
    places = (draft.toponyms[n].place for s in draft.scenes_of(chosen) for n in s.places)
    own = {p.name.lower() for p in places if p.precision not in COARSE}
    if towns and own:
        score += SAME_PLACE if towns & own else -OTHER_PLACE
    return score


def _is_campaign(draft: Draft, sentence: int, token: int) -> bool:
    """Whether a word names long fighting ("decades of conflict"), the ground before which news is told."""
    return draft.sentences[sentence].tokens[token].lemma in word_set("campaign_words")


def _is_lead(draft: Draft, sentence: int) -> bool:
    first = next((s.index for s in draft.sentences if s.section == "body"), 0)
    return sentence == first


def _in_passing(draft: Draft, sentence: int, token: int, *, nominal: bool) -> bool:
    """Whether a mention stands in a clause or phrase that only adds to what its sentence tells."""
    words = draft.sentences[sentence]
    chain = [words.tokens[token], *list(words.ancestors(token))[:3]]
    return any(t.dep in PASSING for t in chain[: 2 if nominal else 1]) or any(t.dep in {"relcl", "acl"} for t in chain)
