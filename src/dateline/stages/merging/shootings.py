"""Local news of a shooting tells one shooting in many words: who was shot, what neighbours heard, when officers came.

What agrees between two sentences is little there ("shots rang out", "he died at a hospital"), and what the learned weights
know of wars would keep them apart. So in such a report clusters of words for shooting and its harm are one event unless
time, place or the words set them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dateline.draft import Cluster, Draft, Mention, TimeExpression
from dateline.lexicon.crime import tells_shooting
from dateline.lexicon.tallies import TALLY
from dateline.lexicon.words import word_set

MODES = frozenset({None, "firearms", "targeted"})
"""Modes that words for a shooting may give: "was killed" gives none, "murder" that one was chosen."""
BESIDE = MODES | {"abduct", "primitive"}
"""Modes of what may be told in one breath with a shooting: a child taken, a neighbour stabbed."""
HARM = frozenset({"harm", "die"})
UNREAL = frozenset({"planned", "threatened", "denied"})
NARROW = frozenset({"minute", "hour", "part-of-day", "day"})
MOST = 200
"""Clusters that are looked at; a report with more is a collection."""


@dataclass(slots=True)
class _Group:
    """Clusters that are one shooting, and what they say of when it was."""

    clusters: list[Cluster]
    days: list[tuple[str, str]]
    shots: bool


def join_shooting(draft: Draft, clusters: tuple[Cluster, ...]) -> tuple[Cluster, ...]:
    """Return the clusters with those that tell one shooting made one, in local news of a shooting; else as they are."""
    if not tells_shooting(draft.text):
        return clusters
    groups = _grouped(draft, clusters[:MOST], _may_tell)
    if not any(group.shots for group in groups):
        groups = _grouped(draft, clusters[:MOST], _tells_shots) or groups
    return _numbered(clusters, groups)


def _grouped(draft: Draft, clusters: tuple[Cluster, ...], fits: Callable[[Draft, list[Mention]], bool]) -> list[_Group]:
    """Return the clusters that fit in groups of one shooting each."""
    groups: list[_Group] = []
    for cluster in clusters:
        mentions = [draft.mentions[i] for i in cluster.mentions]
        if not fits(draft, mentions):
            continue
        days = list(_days(draft, mentions))
        shots = any(m.mode == "firearms" for m in mentions)
        home = None if _is_another(mentions) else next((g for g in groups if not _apart(g.days, days)), None)
        if home is None:
            groups.append(_Group([cluster], days, shots))
        else:
            home.clusters.append(cluster)
            home.days += days
            home.shots |= shots
    return groups


def _numbered(clusters: tuple[Cluster, ...], groups: list[_Group]) -> tuple[Cluster, ...]:
    """Return the clusters after joining, each at the place of its first, numbered anew."""
    main = next((g for g in groups if g.shots), groups[0] if groups else None)
    joined = {group.clusters[0].index: group for group in groups}
    gone = {cluster.index for group in groups for cluster in group.clusters[1:]}
    found: list[Cluster] = []
    for cluster in clusters:
        if cluster.index in gone:
            continue
        group = joined.get(cluster.index)
        mentions = cluster.mentions if group is None else tuple(m for c in group.clusters for m in c.mentions)
        found.append(Cluster(len(found), mentions, cluster.alike, group is not None and group is main))
    return tuple(found)


def _may_tell(draft: Draft, mentions: list[Mention]) -> bool:
    """Whether words may tell of the shooting: of its kind, one, real, and no talk of violence at large."""
    chosen = {m.index for m in mentions}
    if any(j.factuality in UNREAL for j in draft.judgements_of(chosen)) or any(TALLY in m.flags for m in mentions):
        return False
    return all(
        m.plover == "ASSAULT" and m.mode in MODES and not (m.frame == "clash" and m.mode is None) for m in mentions
    ) and not any(_lemma(draft, m) in word_set("several_shootings") and "plural" in m.flags for m in mentions)


def _tells_shots(draft: Draft, mentions: list[Mention]) -> bool:
    """Whether words tell of shots that were fired, whatever else stands with them: a child taken, a shot that is denied."""
    if any(m.plover != "ASSAULT" or m.mode not in BESIDE or TALLY in m.flags for m in mentions):
        return False
    return any(
        m.mode in MODES and not any(j.factuality in UNREAL for j in draft.judgements_of({m.index})) for m in mentions
    ) and any(m.mode == "firearms" for m in mentions)


def _is_another(mentions: list[Mention]) -> bool:
    """Whether the words set it apart from what was told before ("another shooting")."""
    return "other" in mentions[0].flags and mentions[0].nominal


def _lemma(draft: Draft, mention: Mention) -> str:
    return draft.sentences[mention.sentence].tokens[mention.token].lemma


def _days(draft: Draft, mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """Yield the days that words tell for a shooting; the day on which somebody died of it is not its own."""
    for scene in draft.scenes_of(m.index for m in mentions if m.frame != "die"):
        for time in (draft.times[n] for n in scene.times):
            if _is_day(time):
                yield (time.begin or "")[:10], (time.until or "")[:10]


def _is_day(time: TimeExpression) -> bool:
    return time.kind == "interval" and bool(time.begin and time.until)


def _apart(first: list[tuple[str, str]], second: list[tuple[str, str]]) -> bool:
    """Whether both tell days and no day of one can be one of the other."""
    return bool(first and second) and not any(a[0] <= b[1] and b[0] <= a[1] for a in first for b in second)
