"""Participants of an event: each chain of phrases once, under its best name."""

from __future__ import annotations

from dateline import vocabulary as v
from dateline.actors import load_actors
from dateline.draft import Argument, Draft, Phrase, TollMention
from dateline.events import Count, Participant, Spans
from dateline.lexicon.words import word_set
from dateline.stages.coding.kinds import OPEN, Part, kind_of
from dateline.stages.coding.material import Material
from dateline.text import Span

LONGEST = 6
"""Names of more words have something in them that is not the name."""
MOST = 8
"""More participants than this come from lists that are no participants."""
MOST_SPANS = 4
"""Places in the text that are quoted for one participant."""
ORDER: dict[v.ParticipantRole, int] = {
    "perpetrator": 0,
    "speaker": 0,
    "party": 0,
    "target": 1,
    "recipient": 1,
    "victim": 2,
}
SIDES: dict[v.ParticipantRole, str] = {
    "perpetrator": "doer", "speaker": "doer", "party": "party", "target": "undergoer", "victim": "undergoer", "recipient": "recipient",
}  # fmt: skip
"""Roles that one and the same participant is not to have twice."""
HARM: dict[str, v.ParticipantRole] = {
    "killed": "victim", "injured": "victim", "casualties": "victim", "missing": "victim", "detained": "target", "abducted": "target", "displaced": "victim",
}  # fmt: skip
HEADLINES = frozenset({"title", "dek"})
ELLIPTIC = frozenset(
    "others other more some many dozens hundreds several one two three four five six seven eight nine ten another".split()
)
STATE_ARMS = frozenset({"government", "military", "police"})
GROUPS = frozenset({"rebels", "militia", "gang", "party"})
SPOKEN = frozenset({*v.SPEECH_TYPES, "SANCTION"})
"""Types in which an adjective of nationality stands for the state as a speaker or one addressed."""
FORCEFUL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
"""Types that no newspaper or agency is the doer of."""


def participants_of(draft: Draft, material: Material) -> tuple[Participant, ...]:
    """Return the participants, the doers first.

    Those who fall in a fight are of its sides, as far as its words tell: 21 of the 26 fights with tolls in the gold of reports
    and leads name no victims beside the parties.
    """
    parts = _distinct(draft, material, _parts(draft, material))
    if material.plover == "ASSAULT" and sum(p.role == "party" for p in parts) > 1:
        parts = [p for p in parts if p.role != "victim"]
    found: list[Participant] = []
    for part in parts:
        best = part.best
        count = (
            None
            if (best.low, best.high) == (1, 1)
            else Count(best.low, best.high, best.approximate, (_whole(draft, best),))
        )
        kind = kind_of(draft, material, part, parts)
        found.append(
            Participant(
                f"p{len(found) + 1}",
                part.role,
                best.name,
                kind,
                _spans(draft, best, part.members),
                best.actor,
                best.country,
                count,
            )
        )
    return tuple([*found, *_counted(draft, material, found)][:MOST])


def _whole(draft: Draft, phrase: Phrase) -> Span:
    """Return the words of a phrase with its number ("at least three soldiers")."""
    words = draft.sentences[phrase.sentence].tokens
    return draft.span(min(words[phrase.first].start, words[phrase.head].start, phrase.start), phrase.end)


def _parts(draft: Draft, material: Material) -> list[Part]:
    """Return the roles of the event's words, and of those who claim or are blamed."""
    roles = dict(material.roles)
    for claim in material.claims:
        if claim.phrase >= 0:
            roles.setdefault(draft.phrases[claim.phrase].chain, ("perpetrator", [claim.phrase]))
    lead = {a.phrase for a in draft.arguments_of([material.lead.index])}
    told: dict[int, list[Argument]] = {}
    for argument in draft.arguments_of(m.index for m in material.mentions):
        told.setdefault(draft.phrases[argument.phrase].chain, []).append(argument)
    parts = []
    for root, (first, members) in roles.items():
        role = _settled(draft, material, told.get(root, []), first)
        best = best_phrase(draft, root, members, spoken=material.plover in SPOKEN)
        if (
            best.pronoun
            or best.name.lower() in word_set("no_actor")
            or best.name.lower().split()[-1] in word_set("harm_words")
        ):
            continue
        if best.kind == "media" and ORDER[role] == 0 and material.plover in FORCEFUL:
            continue  # news agencies are named beside deeds and pictures of them, not as those who did them
        headline = all(draft.sentences[draft.phrases[i].sentence].section in HEADLINES for i in members)
        parts.append(Part(role, best, members, headline, bool(lead & set(members))))
    return sorted(parts, key=lambda p: (ORDER[p.role], p.members[0]))


def _settled(draft: Draft, material: Material, told: list[Argument], otherwise: v.ParticipantRole) -> v.ParticipantRole:
    """Return the role that the body's mentions give, the leading one first; headlines are easily misread."""
    body = [a for a in told if draft.sentences[draft.mentions[a.mention].sentence].section not in HEADLINES] or told
    return next((a.role for a in sorted(body, key=lambda a: a.mention != material.lead.index)), otherwise)


def _distinct(draft: Draft, material: Material, parts: list[Part]) -> list[Part]:
    """Leave out whoever stands there already: under a longer or shorter name, in another role, or in the headline's words."""
    kept: list[Part] = []
    for part in sorted(parts, key=lambda p: (p.headline, not p.best.named, not p.in_lead)):
        twin = next((k for k in kept if _same(draft, k, part)), None)
        if twin is not None:
            if SIDES[twin.role] == SIDES[part.role]:
                twin.members += part.members
                twin.in_lead = twin.in_lead or part.in_lead
            continue
        beside = [k for k in kept if SIDES[k.role] == SIDES[part.role]]
        if part.headline and any(
            not k.headline and (k.role == part.role or _compatible(k.best, part.best)) for k in beside
        ):
            continue
        if part.best.name.lower() in ELLIPTIC and (beside or part.best.name.lower() != "others"):
            continue
        kept.append(part)
    return sorted(
        (p for p in kept if not _is_means(draft, material, p, kept)), key=lambda p: (ORDER[p.role], p.members[0])
    )


def _is_means(draft: Draft, material: Material, part: Part, parts: list[Part]) -> bool:
    """Whether a participant only tells how others of its side did it or were hit: their aircraft, the building they were taken from."""
    beside = [p for p in parts if p is not part and SIDES[p.role] == SIDES[part.role]]
    lemma = draft.sentences[part.best.sentence].tokens[part.best.head].lemma
    if part.role == "perpetrator":
        unnamed = (
            part.best.kind == "unidentified"
            and lemma in word_set("lone_arms")
            and any(p.best.actor and p.best.kind in GROUPS for p in beside)
        )
        if lemma not in word_set("hardware") or part.best.country is not None:
            return unnamed
        return any(p.best.kind in {"military", "government"} for p in beside) or _is_nobodys(draft, part.best)
    if part.best.kind == "facility":
        return any(p.best.kind != "facility" for p in beside) and (
            material.mode == "abduct" or (part.best.plural and not part.in_lead)
        )
    return False


def _is_nobodys(draft: Draft, phrase: Phrase) -> bool:
    """Whether a machine acts of which no word says whose it is: "Israeli helicopters" and "army tanks" do, "two drones" do not."""
    sentence = draft.sentences[phrase.sentence]
    if sentence.tokens[phrase.head].lemma not in word_set("machine") or phrase.actor or phrase.named:
        return False
    owners = sentence.tokens[phrase.first : phrase.head]
    owned = any(token.lemma in word_set("force") or token.tag in {"PRP$", "POS"} for token in owners)
    return not owned and not any(k.lower == "of" for k in sentence.kids(phrase.head, "prep"))


def _same(draft: Draft, known: Part, part: Part) -> bool:
    """Whether two names are one participant: one actor, words of one within the other's, "the man" of one who is named."""
    if known.best.actor and part.best.actor:
        return known.best.actor == part.best.actor
    a, b = known.words, part.words
    if not a or not b or not _compatible(known.best, part.best):
        return False
    if a <= b or b <= a:
        return True
    if SIDES[known.role] != SIDES[part.role] or known.best.sentence == part.best.sentence:
        return False
    if _is_organ(draft, known.best) and _is_organ(draft, part.best):
        heads = {draft.sentences[p.best.sentence].tokens[p.best.head].lemma for p in (known, part)}
        if len(heads) == 1 and known.best.country == part.best.country is not None:
            return True
    return _ends_alike(known.best, part.best) or (
        _is_person(draft, known.best) and _is_person(draft, part.best) and part.best.named != known.best.named
    )


def _is_organ(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase is the government, army or parliament of a state ("Chad's government", "the government of Chad")."""
    token = draft.sentences[phrase.sentence].tokens[phrase.head]
    return phrase.kind in STATE_ARMS and not phrase.plural and token.lemma in word_set("collective")


def _ends_alike(a: Phrase, b: Phrase) -> bool:
    """Whether one head word is the end of the other ("girls" and "schoolgirls")."""
    x, y = a.name.lower().split()[-1], b.name.lower().split()[-1]
    return x != y and a.plural and b.plural and (x.endswith(y) or y.endswith(x))


def _is_person(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase is one person, named or called by a plain noun."""
    if (phrase.low, phrase.high) != (1, 1) or phrase.plural or not phrase.human or phrase.actor:
        return False
    token = draft.sentences[phrase.sentence].tokens[phrase.head]
    return (
        phrase.kind in OPEN if not phrase.named else token.lemma not in word_set("collective") and token.pos == "PROPN"
    )


def _compatible(a: Phrase, b: Phrase) -> bool:
    """Whether kinds and countries do not speak against two phrases being the same."""
    countries = {a.country, b.country} - {None}
    return len(countries) < 2 and (
        a.kind == b.kind or bool({a.kind, b.kind} & OPEN) or {a.kind, b.kind} <= {"government", "military"}
    )


def _counted(draft: Draft, material: Material, known: list[Participant]) -> list[Participant]:
    """Return those whom the tolls count and who are not yet there under another role."""
    found: list[Participant] = []
    if material.plover not in {"ASSAULT", "COERCE", "PROTEST"}:
        return found
    if sum(p.role == "party" for p in known) > 1:
        return found
    for toll in material.tolls:
        if toll.who is None or toll.high == 0 or toll.who_kind == "unidentified" or toll.who.quote.lower() in ELLIPTIC:
            continue
        if toll.who.quote.lower().split()[-1] in word_set("harm_words"):
            continue
        if any(t.start < toll.who.end and toll.who.start < t.end for t in draft.times_in(toll.sentence)):
            continue
        words = _words(toll.who.quote)
        if (
            not words
            or any(words & _words(p.name) for p in [*known, *found])
            or any(s.overlaps(toll.who) for p in [*known, *found] for s in p.spans)
        ):
            continue
        found.append(_harmed(draft, toll, f"p{len(known) + len(found) + 1}"))
    return found


def _harmed(draft: Draft, toll: TollMention, identity: str) -> Participant:
    if toll.who is None:
        raise ValueError("a toll without people names no participant")
    words = (draft.span(toll.start, toll.end),)
    count = Count(toll.low, toll.high, toll.approximate, words) if (toll.low, toll.high) != (1, 1) else None
    return Participant(identity, HARM[toll.measure], toll.who.quote, toll.who_kind, (toll.who,), count=count)


def _words(name: str) -> set[str]:
    return {w.lower() for w in name.split() if len(w) > 2}


def _spans(draft: Draft, best: Phrase, members: list[int]) -> Spans:
    spans = [draft.span(best.start, best.end)]
    for i in members:
        phrase = draft.phrases[i]
        span = draft.span(phrase.start, phrase.end)
        if span not in spans:
            spans.append(span)
        if len(spans) == MOST_SPANS:
            break
    return tuple(spans)


def best_phrase(draft: Draft, root: int, members: list[int], *, spoken: bool = False) -> Phrase:
    """Return the phrase that names a chain best: a person by the fullest name of the report, others as the event's own words do.

    Args:
        draft: the report. root, members: the chain, and those of its phrases that are the event's own words.
        spoken: the event is one of words or ties: a state is called by its noun there ("the Chadian decision": Chad).
    """
    actors = load_actors()
    own = [draft.phrases[i] for i in members if not draft.phrases[i].pronoun]
    own.sort(key=lambda p: draft.sentences[p.sentence].section in HEADLINES)
    chain = [p for p in draft.chain(root) if not p.pronoun]
    named = [p for p in chain if p.named and len(p.name.split()) <= LONGEST]
    body = [p for p in named if draft.sentences[p.sentence].section not in HEADLINES]
    if not body and not any(draft.sentences[p.sentence].section not in HEADLINES for p in own):
        body = named
    mine = next((p for p in own if p.named), None)
    if mine is not None and mine.actor is not None and not actors.is_person(mine.actor):
        listed = draft.sentences[mine.sentence].kids(mine.head, "conj", "cc")  # "Chadian and Malian forces accused"
        return _by_noun(draft, mine, named) if spoken and not listed and actors.state_by_adjective(mine.name) else mine
    if body:
        known = [p for p in body if p.actor and not actors.is_person(p.actor)]
        if known and mine is None:
            return _nearest(draft, known, members[0])
        return max(body, key=lambda p: (not _is_title(draft, p), len(p.name.split()), -p.index))
    if own:
        return own[0]
    return chain[0] if chain else draft.phrases[root]


def _by_noun(draft: Draft, mine: Phrase, named: list[Phrase]) -> Phrase:
    """Return the noun that names a state in the report, or its adjective where none does."""
    nouns = [
        p
        for p in named
        if load_actors().is_state(p.actor)
        and draft.sentences[p.sentence].tokens[p.head].pos == "PROPN"
        and draft.sentences[p.sentence].tokens[p.head].dep not in {"amod", "compound", "nmod"}
    ]
    return min(nouns, key=lambda p: abs(p.index - mine.index), default=mine)


def _nearest(draft: Draft, known: list[Phrase], at: int) -> Phrase:
    """Return the name that the report gave a body or state last before a pronoun; as a noun of its own rather than before another.

    An abbreviation in brackets after the full name is not what it is called there.
    """
    beside = {"amod", "compound", "nmod", "appos"}
    alone = [p for p in known if draft.sentences[p.sentence].tokens[p.head].dep not in beside] or known
    return max((p for p in alone if p.index < at), key=lambda p: p.index, default=alone[0])


def _is_title(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase with capitals is an office, not a name ("Minister of Information")."""
    token = draft.sentences[phrase.sentence].tokens[phrase.head]
    role = load_actors().kind_of_role(token.lower)
    return role is not None and role.human and phrase.actor is None and token.lower not in word_set("collective")
