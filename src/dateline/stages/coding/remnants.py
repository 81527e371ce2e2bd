"""Harm told on its own: mentions that only say who was killed or hurt belong to the event told last that can have it.

"A bomb went off in the market. Three policemen were wounded, officials said." is one event: the second sentence
says nothing but harm, so it is folded into the first before anything is written down. Harm whose own candidate is
weighed out later goes the same way, as words without an event of their own (`rehome`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from dateline.draft import Draft, Mention, Phrase
from dateline.grammar import opens_since
from dateline.lexicon.words import word_set
from dateline.stages.coding.attach import is_aside, related
from dateline.stages.coding.hosts import hosts
from dateline.stages.coding.material import Material
from dateline.stages.coding.tolls import HEAD, restates

TELLS_HARM = frozenset({"harm", "die"})
HARM_OF: dict[str, frozenset[str]] = {
    "killed": frozenset({"ASSAULT", "PROTEST"}), "injured": frozenset({"ASSAULT", "PROTEST"}), "casualties": frozenset({"ASSAULT", "PROTEST"}),
    "missing": frozenset({"ASSAULT"}), "abducted": frozenset({"ASSAULT"}), "displaced": frozenset({"ASSAULT", "COERCE"}),
    "detained": frozenset({"COERCE", "PROTEST"}),
}  # fmt: skip
"""Types of event that harm of each measure can be of."""
DAMAGED_BY = frozenset({"ASSAULT", "PROTEST"})
LEAST_RETOLD = 2
"""One killed in the headline and one in the body may be two; larger figures that agree are one."""
Sort = Literal["harm", "attackers", "fire", "ruin", "flight"]
"""Why words are no event of their own."""
ALSO_OF: dict[Sort, str] = {"fire": "PROTEST", "flight": "ASSAULT"}
"""Types of event, besides that of the words themselves, which they may be part of."""
REACHES: dict[Sort, int] = {"harm": 6, "attackers": 3, "fire": 3, "ruin": 0, "flight": 1}
"""Sentences back within which words of each sort belong to an event: only harm is told far from its event."""
UNREAL = frozenset({"planned", "threatened", "possible", "denied"})


def fold_remnants(draft: Draft, owner: dict[int, Material], materials: list[Material]) -> list[Material]:
    """Fold the materials that only tell harm into the events that did it; return those that stay."""
    for material in materials:
        material.ended.update(_ends_of_attackers(draft, material))
    remnants = [(m, sorts) for m in materials if (sorts := _sorts(draft, m))]
    folding = {m.cluster.index for m, _ in remnants}
    standing = [m for m in materials if m.cluster.index not in folding]
    for material, sorts in remnants:
        near = [(sort, list(hosts(draft, standing, _first(material), REACHES[sort]))) for sort in sorts]
        fitting = ((m, sort) for sort, found in near for m in found if _can_have(draft, m, material.mentions, sort))
        home, sort = next(fitting, (None, None))
        if home is None:
            folding.discard(material.cluster.index)
            continue
        home.mentions += material.mentions
        if sort == "attackers":
            home.ended.update(mention.index for mention in material.mentions)
        for mention in material.mentions:
            owner[mention.index] = home
    kept = [m for m in materials if m.cluster.index not in folding]
    for headline in [m for m in kept if all(draft.sentences[x.sentence].section in HEAD for x in m.mentions)]:
        home = _retold(draft, owner, headline, [m for m in kept if m is not headline])
        if home is not None:
            kept.remove(headline)
            home.mentions += headline.mentions
            owner.update({mention.index: home for mention in headline.mentions})
    return kept


def _retold(draft: Draft, owner: dict[int, Material], headline: Material, others: list[Material]) -> Material | None:
    """Return the event of the body whose toll a headline gives ("46 killed in violence"): it tells that event and no other."""
    own = {(m.sentence, m.token) for m in headline.mentions}
    told = [t for t in draft.tolls if (t.sentence, t.token) in own and (t.low or 0) >= LEAST_RETOLD]
    for toll in draft.tolls if told else ():
        home = related(draft, owner, toll.sentence, toll.token, DAMAGED_BY)
        if home not in others or draft.sentences[toll.sentence].section in HEAD:
            continue
        if home.plover == headline.plover and (home.mode is None or headline.mode in {None, home.mode}):
            figures = [t for t in told if t.measure == toll.measure]
            if any((t.low, t.high) == (toll.low, toll.high) or (t.high and restates(t, toll)) for t in figures):
                return home
    return None


def _sorts(draft: Draft, material: Material) -> list[Sort]:
    """Return why a material may be none of its own: the end of attackers, only harm, or what an attack destroyed."""
    found: list[Sort] = []
    if material.is_tally:
        return found
    if _is_end_of_somebody(draft, material):
        found.append("attackers")
    if _is_harm_alone(draft, material):
        found.append("harm")
    if all(
        m.plover == "ASSAULT" and m.mode == "destroy" and not m.nominal and "other" not in m.flags
        for m in material.mentions
    ):
        found.append("fire" if all(m.weapon == "arson" for m in material.mentions) else "ruin")
    if all(m.plover == "COERCE" and _word(draft, m) == "displace" and not m.nominal for m in material.mentions):
        found.append("flight")
    return found


def rehome(draft: Draft, dropped: Iterable[Material], kept: list[Material]) -> None:
    """Give the harm and the damage of candidates that are weighed out to the event told last that can have them."""
    for material in dropped:
        if material.is_tally:
            continue  # what a long time has cost is no toll of an act told beside it
        own = {(m.sentence, m.token) for m in material.mentions}
        for toll in material.tolls:
            at = (toll.sentence, toll.token)
            if is_aside(draft, toll):
                continue
            if toll.measure == "detained" and toll.high == 0:
                protests = [m for m in kept if m.plover == "PROTEST"]
                home = next(hosts(draft, protests, at, REACHES["harm"]), None)
            else:
                home = _home(draft, material, kept, at, HARM_OF[toll.measure], told=at in own, none=toll.high == 0)
            if home is not None:
                home.tolls.append(toll)
        for damage in material.damages:
            at = (damage.sentence, damage.token)
            home = _home(draft, material, kept, at, DAMAGED_BY, told=at in own)
            if home is not None:
                home.damages.append(damage)


def _home(
    draft: Draft,
    lost: Material,
    kept: list[Material],
    at: tuple[int, int],
    types: frozenset[str],
    *,
    told: bool,
    none: bool = False,
) -> Material | None:
    """Return the event for words whose own candidate is lost; `told` where they are the words of that candidate itself.

    "Nobody was killed" (`none`) denies a killing, and is a figure of the attack told before it.
    """
    if told and lost.factuality in UNREAL and not (none and lost.factuality == "denied"):
        return None
    if any(m.nominal and m.sentence == at[0] and _is_campaign(draft, m) for m in lost.mentions):
        # what a whole war or years of violence cost is no toll of one deed told beside it
        return None
    fitting = [m for m in kept if m.plover in types and m.plover == lost.plover]
    mentions = lost.mentions if told and not none else []
    reach = REACHES["attackers"] if none else REACHES["harm"]
    found = next((m for m in hosts(draft, fitting, at, reach) if _can_have(draft, m, mentions, "harm")), None)
    if found is None and not told:
        return next((m for m in fitting if m.standing == "current"), None)
    return found


def _first(material: Material) -> tuple[int, int]:
    return min((m.sentence, m.token) for m in material.mentions)


def _is_harm_alone(draft: Draft, material: Material) -> bool:
    """Whether the words say who was killed or hurt and nothing new of how ("were hurt in the attack"), in the body."""
    return any(_tells_harm(m) for m in material.mentions) and all(
        m.plover == "ASSAULT" and "other" not in m.flags and draft.sentences[m.sentence].section == "body"
        and (_tells_harm(m) or _recalls_act(draft, m))
        for m in material.mentions
    )  # fmt: skip


def _recalls_act(draft: Draft, mention: Mention) -> bool:
    """Whether a word only says again that there was an attack: "the attack", "Monday's attack", "went on attacking"."""
    if mention.mode is not None and not (mention.nominal and "definite" in mention.flags):
        return False
    if not mention.nominal:
        return mention.frame == "act" and "general" in mention.flags
    sentence = draft.sentences[mention.sentence]
    first = next((s.index for s in draft.sentences if s.section == "body"), 0)
    owned = bool(sentence.kids(mention.token, "poss")) and mention.mode is None and mention.sentence > first
    return ("definite" in mention.flags or owned) and not _is_campaign(draft, mention)


def _is_campaign(draft: Draft, mention: Mention) -> bool:
    """Whether a noun names long fighting ("the war"), which is an event of its own beside the attack told before it."""
    return _word(draft, mention) in word_set("campaign_words")


def _word(draft: Draft, mention: Mention) -> str:
    return draft.sentences[mention.sentence].tokens[mention.token].lemma


def _tells_harm(mention: Mention) -> bool:
    return mention.frame in TELLS_HARM and "general" in mention.flags and not mention.nominal and mention.mode is None


def _is_end_of_somebody(draft: Draft, material: Material) -> bool:
    """Whether the words say no more than that somebody was shot or killed; it is a toll of the attack that he made."""
    told = [m for m in material.mentions if m.frame in TELLS_HARM and not m.nominal]
    ends, sentences = {m.index for m in told}, {m.sentence for m in told}
    return all(
        m.plover == "ASSAULT" and m.mode in {None, "firearms"} and draft.sentences[m.sentence].section == "body"
        and (m.index in ends or (m.nominal and m.sentence in sentences))
        for m in material.mentions
    ) and bool(told and _undergoing(draft, material.mentions))  # fmt: skip


def _ends_of_attackers(draft: Draft, material: Material) -> set[int]:
    """Return the mentions that only tell how the attackers ended, of an attack whose doers its other mentions name."""
    ends = {
        m.index
        for m in material.mentions
        if m.frame in TELLS_HARM
        and not m.nominal
        and (harmed := _undergoing(draft, [m]))
        and all(_lemma(draft, p) in word_set("attackers") for p in harmed)
    }
    return ends if ends and _doers(draft, [m for m in material.mentions if m.index not in ends]) else set()


def _undergoing(draft: Draft, mentions: list[Mention]) -> list[Phrase]:
    chosen = {m.index for m in mentions}
    return [draft.phrases[a.phrase] for a in draft.arguments_of(chosen) if a.role in {"target", "victim"}]


def _made_by(draft: Draft, event: Material, phrases: list[Phrase]) -> bool:
    """Whether people are those who made an attack: called attackers, or its doers."""
    doers = _doers(draft, event.mentions)
    return all(_root(p) in doers or _lemma(draft, draft.phrases[_root(p)]) in word_set("attackers") for p in phrases)


def _can_have(draft: Draft, event: Material, harm: list[Mention], sort: Sort) -> bool:
    """Whether an event can have harm told elsewhere: its kind, reality, doer, time and place do not speak against it."""
    if all(draft.sentences[m.sentence].section == "caption" for m in event.mentions):
        return False
    if harm and event.plover not in {harm[0].plover, ALSO_OF.get(sort)}:
        return False
    unreal = UNREAL - {"denied"} if _tells_none(draft, harm) else UNREAL
    if _factuality(draft, event.mentions) <= UNREAL or _factuality(draft, harm) & unreal:
        return False
    if sort == "harm" and event.mode is not None and not {m.mode for m in harm} <= {None, event.mode}:
        return False
    if sort == "attackers" and not _made_by(draft, event, _undergoing(draft, harm)):
        return False
    if sort != "attackers" and not _same_doer(draft, event.mentions, harm):
        return False
    if _since(draft, event.mentions, harm):
        return False
    return not _elsewhere(draft, event.mentions, harm) and not _at_other_time(draft, event.mentions, harm)


def _since(draft: Draft, event: list[Mention], harm: list[Mention]) -> bool:
    """Whether an event is only what the time of the harm is counted from ("forty killed since the invasion")."""
    return any(
        opens_since(draft.sentences[m.sentence], m.token, h.token)
        for m in event
        for h in harm
        if m.sentence == h.sentence
    )


def _tells_none(draft: Draft, harm: list[Mention]) -> bool:
    """Whether words of harm only tell that there was none ("nobody was killed")."""
    at = {(m.sentence, m.token) for m in harm}
    told = [t for t in draft.tolls if (t.sentence, t.token) in at]
    return bool(told) and all(t.high == 0 for t in told)


def _factuality(draft: Draft, mentions: list[Mention]) -> set[str]:
    chosen = {m.index for m in mentions}
    return {j.factuality for j in draft.judgements_of(chosen)}


def _same_doer(draft: Draft, event: list[Mention], harm: list[Mention]) -> bool:
    """Whether harm names no doer, or one that the event has too; "he" or "the gunmen" may be of an event without a doer."""
    doers = _doers(draft, event)
    own = _acting(draft, harm)
    rally = any(draft.phrases[d].kind == "protesters" for d in doers)
    return all(
        _root(p) in doers
        or (_recalls(draft, p) and (not doers or _root(p) == p.index))
        or (rally and _is_crowd(draft, p))
        for p in own
    )


def _is_crowd(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase can only be those who rallied ("the crowd"), told of before."""
    return (
        phrase.definite and not phrase.named and _lemma(draft, phrase) in {"crowd", "mob", "protester", "demonstrator"}
    )


def _recalls(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase only recalls somebody told of before."""
    armed = word_set("attackers") | word_set("lone_arms")
    return phrase.pronoun or (phrase.definite and not phrase.named and _lemma(draft, phrase) in armed)


def _lemma(draft: Draft, phrase: Phrase) -> str:
    return draft.sentences[phrase.sentence].tokens[phrase.head].lemma


def _acting(draft: Draft, mentions: list[Mention]) -> list[Phrase]:
    """Return the people and bodies who act; a blast or debris that does harm is nobody."""
    chosen = {m.index for m in mentions}
    acting = [draft.phrases[a.phrase] for a in draft.arguments_of(chosen) if a.role in {"perpetrator", "party"}]
    return [p for p in acting if p.human or p.named or p.actor or p.kind != "unidentified"]


def _doers(draft: Draft, mentions: list[Mention]) -> set[int]:
    return {_root(p) for p in _acting(draft, mentions)}


def _root(phrase: Phrase) -> int:
    return phrase.chain if phrase.chain >= 0 else phrase.index


def _elsewhere(draft: Draft, event: list[Mention], harm: list[Mention]) -> bool:
    """Whether harm is placed in towns that are not the event's, or in another country."""
    first, second = _places(draft, event), _places(draft, harm)
    towns, own = first[0], second[0]
    if towns and own and not towns & own:
        return True
    return bool(first[1] and second[1] and not first[1] & second[1])


def _places(draft: Draft, mentions: list[Mention]) -> tuple[set[str], set[str]]:
    chosen = {m.index for m in mentions}
    places = [draft.toponyms[n].place for s in draft.scenes_of(chosen) for n in s.places]
    return {p.name.lower() for p in places if p.precision not in {"country", "region"}}, {
        p.country for p in places if p.country
    }


def _at_other_time(draft: Draft, event: list[Mention], harm: list[Mention]) -> bool:
    """Whether harm is told of another time, or of a stretch of time ("since 2015")."""
    # the day somebody died of wounds is not the day of the attack
    own = _times(draft, [m for m in harm if m.frame != "die"])
    if any(kind != "interval" for _, _, kind in own) and not any(
        kind != "interval" for _, _, kind in _times(draft, event)
    ):
        return True
    return any(a[0] > b[1] or b[0] > a[1] for a in own for b in _times(draft, event) if a[2] == b[2] == "interval")


def _times(draft: Draft, mentions: list[Mention]) -> set[tuple[str, str, str]]:
    chosen = {m.index for m in mentions}
    times = [draft.times[n] for s in draft.scenes_of(chosen) for n in s.times]
    return {((t.begin or "0")[:10], (t.until or "9")[:10], t.kind) for t in times if t.basis == "text"}
