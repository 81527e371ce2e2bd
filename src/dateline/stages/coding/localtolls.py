"""The tolls of the shooting that local news is about: one total for each measure, each person once.

Such a report tells its dead and hurt many times: a total in the headline, each of them by name, what became of each at a
hospital. So what a total covers is a part of it, words of one person are one toll, and whoever is told to have died is not
counted among the injured as well.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from dateline.draft import Draft, Sentence, TollMention
from dateline.lexicon.tallies import counts_long
from dateline.lexicon.timegrammar import add_days
from dateline.lexicon.words import word_set
from dateline.stages.coding.impliedharm import implied_harm, shooter_apart
from dateline.stages.coding.localtime import local_time
from dateline.stages.coding.material import Material
from dateline.stages.coding.people import Person, alike, apart, person_of

MEASURES = ("killed", "injured", "casualties")
MOST = 120
"""Statements of harm that are read; each is compared with those before it."""
BEFORE = 14
"""Days before the shooting from which on a time is that of another one; nearer ones may be the shooting's, read amiss."""
NEWS = 4
"""Sentences that tell the news; deaths counted after them are more often a year's than the shooting's."""
_CLIP = re.compile(r"\s*\d{1,2}:\d\d\s")
"""A list of videos beside the report: "2:07 Man found in river"."""
Group = list[TollMention]


def local_tolls(draft: Draft, material: Material, tolls: list[TollMention]) -> list[Group]:
    """Return the statements of harm of a shooting in groups of one figure each, parts tied to their total.

    Args:
        tolls: of the event, in the order of the text. Harm told without an event of its own is added: in a report of one
            shooting it is of that.
    """
    day = _long_before(draft, material)
    chosen = [t for t in _of_the_shooting(draft, material, tolls)[:MOST] if not _is_of_others(draft, t, day)]
    implied = implied_harm(draft, chosen)
    people = {t.index: person_of(draft, t) for t in chosen} | {t.index: Person(attacker=t.high == 1) for t in implied}
    chosen += implied
    if not shooter_apart(draft, [t for t in chosen if t.measure == "killed"]):
        people = {index: replace(person, attacker=False) for index, person in people.items()}
    rest = [t for t in chosen if t.measure not in MEASURES or t.low is None or t.high == 0 or t.previous]
    counted = [t for t in chosen if t not in rest]
    killed = _settled(draft, [t for t in counted if t.measure == "killed"], people)
    dead = [people[g[0].index] for g in killed if g[0].low == 1]
    hurt = [t for t in counted if t.measure == "injured" and not (_is_one(t) and _is_among(people[t.index], dead))]
    injured = _settled(draft, hurt, people)
    told = [people[g[0].index] for g in (*killed, *injured) if g[0].low == 1]
    shot = [t for t in counted if t.measure == "casualties" and not (_is_one(t) and _is_known(people[t.index], told))]
    groups = killed + injured + _settled(draft, shot, people) + [[t] for t in rest]
    return sorted(groups, key=lambda g: g[0].index)


def _of_the_shooting(draft: Draft, material: Material, tolls: list[TollMention]) -> list[TollMention]:
    """Return the tolls of the event and those that the words of no other attack tell."""
    mine = {(m.sentence, m.token) for m in material.mentions}
    others = {
        (m.sentence, m.token) for m in draft.mentions if m.plover == "ASSAULT" and (m.sentence, m.token) not in mine
    }
    apart_from = {n for n, _ in others} - {n for n, _ in mine}
    own = {t.index for t in tolls}
    found = [t for t in draft.tolls if t.index in own or (t.measure in MEASURES and t.sentence not in apart_from)]
    return [
        t for t in found if counts_long(draft.sentences[t.sentence], draft.mentions_in(t.sentence), t.token) is None
    ]


def _is_one(toll: TollMention) -> bool:
    return toll.low == 1 and toll.high in {1, None}


def _is_among(person: Person, others: list[Person]) -> bool:
    return any(alike(other, person) or alike(person, other) for other in others)


def _is_known(person: Person, others: list[Person]) -> bool:
    """Whether somebody who was shot is one of those of whom it is told what became of them."""
    return any(not apart(other, person) for other in others)


def _is_of_others(draft: Draft, toll: TollMention, day: str | None) -> bool:
    """Whether words count the harm of something else: of a year, of a sickness, of a video beside, of a time long before."""
    sentence = draft.sentences[toll.sentence]
    words = {t.lower for t in sentence.tokens}
    if words & word_set("statistic_words") and not _is_one(toll):
        return True
    if _is_statistic(sentence, toll):
        return True
    if words & word_set("other_deaths") or _CLIP.match(draft.text, sentence.start, sentence.end):
        return True
    if toll.measure == "killed" and sentence.tokens[toll.token].lemma == "victim":
        return True  # who is a victim of a shooting may live
    return day is not None and any(
        t.sentence == toll.sentence and t.kind == "interval" and t.until is not None and t.until[:10] < day
        for t in draft.times
    )


def _is_statistic(sentence: Sentence, toll: TollMention) -> bool:
    """Whether deaths are counted far from the news: "six of those deaths", "three shooting deaths"."""
    token = sentence.tokens[toll.token]
    counted = token.tag == "NNS" and toll.who is None and not _is_one(toll)
    return counted and toll.measure == "killed" and sentence.index >= NEWS and bool(toll.low)


def _long_before(draft: Draft, material: Material) -> str | None:
    """Return the day before which what is told is no longer the shooting; None where its own day is not known."""
    time = local_time(draft, material)
    day = add_days(dt.date.fromisoformat(time.begin[:10]), -BEFORE) if time is not None and time.begin else None
    return day.isoformat() if day is not None else None


def _settled(draft: Draft, tolls: list[TollMention], people: dict[int, Person]) -> list[Group]:
    """Return the groups of one measure: the total first, then what it covers, each person once."""
    several = [t for t in tolls if not _is_one(t)]
    groups: list[Group] = []
    for toll in several:
        same = next((g for g in groups if g[0].low == toll.low), None)
        if same is None:
            groups.append([toll])
        else:
            same.append(toll)
    single: list[Group] = []
    for toll in tolls:
        if not _is_one(toll):
            continue
        home = next((g for g in single if not any(_are_two(t, toll, people) for t in g)), None)
        if home is None and people[toll.index].recalled:
            home = next((g for g in single if not _sexes_differ(g, toll, people)), None)
        if home is None:
            single.append([toll])
        else:
            home.append(toll)
    groups += single
    return _tied(draft, groups, people)


def _sexes_differ(group: Group, toll: TollMention, people: dict[int, Person]) -> bool:
    """Whether a pronoun or definite noun is of another sex than the person of a group; else it recalls that one."""
    told = {people[t.index].sex for t in group} - {None}
    return people[toll.index].sex is not None and bool(told) and people[toll.index].sex not in told


def _are_two(a: TollMention, b: TollMention, people: dict[int, Person]) -> bool:
    """Whether two statements are of two people: told apart, or listed in one sentence."""
    first, second = people[a.index], people[b.index]
    if a.sentence == b.sentence and a.who_head != b.who_head and not second.recalled:
        return not (first.names & second.names or first.chain == second.chain >= 0)
    return apart(first, second)


def _tied(draft: Draft, groups: list[Group], people: dict[int, Person]) -> list[Group]:
    """Return the groups with those that the largest figure covers made parts of it."""
    total = max(groups, key=lambda g: g[0].low or 0, default=None)
    if total is None or (total[0].low or 0) < 2:
        return groups
    lead = total[0]
    return [
        group if group is total or _is_beside(draft, lead, group, people)
        else [replace(t, part_of=lead.index if t.part_of < 0 else t.part_of) for t in group]
        for group in groups
    ]  # fmt: skip


def _is_beside(draft: Draft, total: TollMention, group: Group, people: dict[int, Person]) -> bool:
    """Whether people come on top of a total: listed beside it, or the shooter, where it is of those whom he killed."""
    if any((t.sentence, t.token) == (total.sentence, total.token) and t.part_of < 0 for t in group):
        return True
    if not people[group[0].index].attacker:
        return False
    word = draft.sentences[total.sentence].tokens[total.token]
    return word.lemma in word_set("killing_verbs")
