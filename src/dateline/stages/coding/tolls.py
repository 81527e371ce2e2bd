"""The tolls of an event: each figure once, parts tied to totals, earlier figures to those that took their place."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import Draft, Phrase, Sentence, TollMention
from dateline.events import Speaker, Toll, Who
from dateline.grammar import is_passive, subjects
from dateline.lexicon.words import word_set
from dateline.stages.coding.credit import credited_anywhere
from dateline.stages.coding.localtolls import local_tolls
from dateline.stages.coding.material import Material
from dateline.stages.coding.said import said_at

HEAD = frozenset({"title", "dek"})
FURTHER = frozenset({"also", "another", "other", "others", "more", "further", "additional"})
"""Words before people, or beside the verb, that set them apart from those told before."""


COUNTS = frozenset({"toll", "tally", "count", "figure", "number", "estimate"})
HELD = frozenset("dobj pobj prep attr amod nummod acomp".split())
"""How a figure hangs below the verb of who gives it; a clause between them tells another deed."""
MOST = 200
"""Statements of harm of one event that are read; more come from tables, and each is compared with all before it."""


def tolls_of(draft: Draft, material: Material) -> tuple[Toll, ...]:
    """Return the tolls, each figure once, in the order of the text; a headline's figure gives way to the body's."""
    told = sorted(material.tolls, key=lambda t: t.index)[:MOST]
    groups = local_tolls(draft, material, told) if material.cluster.main else _grouped(draft, told)
    groups = [g for g in groups if not _said_better(g[0], groups)]
    ids = {toll.index: f"t{n}" for n, group in enumerate(groups, start=1) for toll in group}
    return tuple(_written(draft, _best(draft, group), group, ids) for group in groups)


def _grouped(draft: Draft, told: list[TollMention]) -> list[list[TollMention]]:
    """Return the statements in groups of one figure of one group of people each."""
    groups: list[list[TollMention]] = []
    for toll in told:
        same = next(
            (
                g
                for g in groups
                if any(_same(draft, t, toll) for t in _spoken(draft, g)) and not any(_others(draft, t, toll) for t in g)
            ),
            None,
        )
        if same is None:
            groups.append([toll])
        else:
            same.append(toll)
    return groups


def _said_better(toll: TollMention, groups: list[list[TollMention]]) -> bool:
    """Whether "stabbed several people" is told again as who died and who was hurt."""
    vague = toll.measure == "casualties" and toll.high is None and toll.low is not None
    return vague and {"killed", "injured"} <= {g[0].measure for g in groups if g[0].low}


def _spoken(draft: Draft, group: list[TollMention]) -> list[TollMention]:
    """Return the statements that a further one is held against: a headline's only as long as the body has not told it."""
    return [t for t in group if not _in_head(draft, t)] or group


def _best(draft: Draft, group: list[TollMention]) -> TollMention:
    """Return the statement that tells a figure best: the first of the body, one that says who before one that does not."""
    body = [t for t in group if not _in_head(draft, t)] or group
    best = body[0]
    if best.who is None:
        best = next((t for t in body if t.who is not None and (t.low, t.high) == (best.low, best.high)), best)
    linked = next((t for t in group if t.part_of >= 0), best)
    return replace(best, part_of=linked.part_of) if best.part_of < 0 else best


def _in_head(draft: Draft, toll: TollMention) -> bool:
    return draft.sentences[toll.sentence].section in HEAD


def _same(draft: Draft, a: TollMention, b: TollMention) -> bool:
    """Whether two statements give one figure of one group of people."""
    if a.measure != b.measure or a.previous != b.previous:
        return False
    if _in_head(draft, a) and not _in_head(draft, b) and restates(a, b):
        return True
    if (a.low, a.high) != (b.low, b.high):
        return False
    if (a.part_of >= 0) != (b.part_of >= 0) and a.sentence == b.sentence:
        return False
    return not _others(draft, a, b)


def restates(head: TollMention, body: TollMention) -> bool:
    """Whether a headline's number is the body's with its bound left out ("15 killed": at least 15, more than 14), or vaguer."""
    if head.low is None or body.low is None:
        return False
    if head.high != head.low:
        vague = head.high is None and body.low >= head.low and body.part_of < 0 and head.low > 0
        return vague or (head.high is not None and head.high == body.high and body.low >= head.low > 0)
    return head.low in {body.low, body.high} or (body.high is None and head.low + 1 == body.low)


def _others(draft: Draft, a: TollMention, b: TollMention) -> bool:
    """Whether two equal figures are of different people: listed in one sentence, or each a person with another name."""
    if a.who is None or b.who is None or a.low == 0:
        return False
    if a.sentence == b.sentence:
        first, second = _phrase(draft, a), _phrase(draft, b)
        one = first is not None and second is not None and first.chain == second.chain >= 0
        return not one and a.who_head != b.who_head and a.who.start != b.who.start
    if not _in_head(draft, a) and not _in_head(draft, b) and _is_further(draft, max(a, b, key=lambda t: t.index)):
        return True
    if not a.low == a.high == 1:
        return False
    first, second = _phrase(draft, a), _phrase(draft, b)
    if first is None or second is None or first.chain == second.chain >= 0:
        return False
    return (
        first.named
        and second.named
        and not {w.lower() for w in first.name.split()} & {w.lower() for w in second.name.split()}
    )


def _is_further(draft: Draft, toll: TollMention) -> bool:
    """Whether the words say that these people come on top ("was also killed", "another man", "one other person")."""
    sentence = draft.sentences[toll.sentence]
    words = {k.lower for k in sentence.kids(toll.token, "advmod")}
    if toll.who_head >= 0:
        words |= {k.lower for k in sentence.kids(toll.who_head, "det", "amod")}
    return bool(words & FURTHER)


def _phrase(draft: Draft, toll: TollMention) -> Phrase | None:
    return next((p for p in draft.phrases_in(toll.sentence) if p.head == toll.who_head), None)


def _counter(draft: Draft, toll: TollMention) -> Speaker | None:
    """Return who made a count: "a tally by the observatory", "tolls given by officials", "the ministry's figure"."""
    sentence = draft.sentences[toll.sentence]
    token = sentence.tokens[toll.token]
    if token.pos != "NOUN" or token.lemma not in COUNTS:
        return _reckoner(draft, sentence, toll)
    phrases = {p.head: p for p in draft.phrases_in(toll.sentence)}
    for holder in (token, *sentence.kids(token.i, "acl")):
        by = (k for k in sentence.kids(holder.i, "prep", "agent") if k.lower == "by")
        named = [(by_word, p) for by_word in by for p in sentence.kids(by_word.i, "pobj")]
        named += [(k, k) for k in sentence.kids(holder.i, "poss")] if holder is token else []
        for cue, head in named:
            phrase = phrases.get(head.i)
            if phrase is not None and not phrase.pronoun and (phrase.human or phrase.actor):
                return Speaker(
                    phrase.name, (draft.span(phrase.start, phrase.end),), phrase.kind, draft.span(cue.start, cue.end)
                )
    return None


def _reckoner(draft: Draft, sentence: Sentence, toll: TollMention) -> Speaker | None:
    """Return who gives a figure: "police spoke of 40 dead", "officials put their losses at 112", "the ministry's figure stood at 12 dead"."""
    below = sentence.tokens[toll.token]
    while below.dep in HELD and below.head != below.i:
        below = sentence.tokens[below.head]
    if below.pos != "VERB" or below.i == toll.token or is_passive(sentence, below.i):
        return None
    for head in subjects(sentence, below.i):
        bearer, verbs = sentence.tokens[head], word_set("count_verbs") | {"speak"}
        if bearer.lemma in COUNTS:
            bearer, verbs = next(iter(sentence.kids(head, "poss")), bearer), frozenset({"stand", "be", "remain"})
        phrase = next((p for p in draft.phrases_in(toll.sentence) if p.head == bearer.i), None)
        if phrase is None or below.lemma not in verbs:
            continue
        first = draft.phrases[phrase.chain] if phrase.chain >= 0 else phrase
        phrase = phrase if phrase.named or first.pronoun else first
        if not phrase.pronoun and phrase.human and phrase.kind not in {"civilians", "unidentified"}:
            return Speaker(
                phrase.name, (draft.span(phrase.start, phrase.end),), phrase.kind, draft.span(below.start, below.end)
            )
    return None


def _written(draft: Draft, toll: TollMention, group: list[TollMention], ids: dict[int, str]) -> Toll:
    identity = ids[toll.index]
    who = Who(toll.who.quote, toll.who_kind, (toll.who,)) if toll.who is not None else None
    speaker = _counter(draft, toll) or credited_anywhere(
        draft, ((t.sentence, at) for t in (toll, *group) for at in (t.cue.start, t.start))
    )
    speaker = speaker or next((maker for t in (toll, *group) if (maker := _counter(draft, t)) is not None), None)
    part, later = ids.get(toll.part_of), ids.get(toll.superseded_by)
    said = next((found for t in (toll, *group) if (found := said_at(draft, t)) is not None), None)
    spans = (draft.span(toll.start, toll.end), *([said[1]] if said else []))
    return Toll(
        identity, toll.measure, toll.low, toll.high, spans, who, toll.approximate, speaker,
        part if part != identity else None, said[0] if said else None, later if later != identity else None,
    )  # fmt: skip
