"""Scenes: which of the places and times of a sentence belong to which event mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft, Mention, Scene, Sentence, Tie, TimeExpression, Toponym
from dateline.grammar import measured_from
from dateline.stage import PerDraft
from dateline.stages.scene import places, times
from dateline.stages.scene.links import tie
from dateline.stages.scene.recalls import recalls_of
from dateline.stages.scene.routes import Route, head_of, route


@dataclass(frozen=True)
class SceneStage(PerDraft):
    """Assigns to each mention the places and times that its clause gives it, and the places that it may share."""

    name: ClassVar[str] = "scene"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "phrases", "mentions", "toponyms", "times", "arguments")
    assigns: ClassVar[tuple[str, ...]] = ("scenes",)

    def __call__(self, draft: Draft) -> Draft:
        """Attach the places and times of one report."""
        by_sentence: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        own: dict[int, list[int]] = {m.index: [] for m in draft.mentions}
        shared: dict[int, list[tuple[float, int]]] = {m.index: [] for m in draft.mentions}
        timed: dict[int, list[tuple[float, int]]] = {m.index: [] for m in draft.mentions}
        ties: dict[int, list[Tie]] = {m.index: [] for m in draft.mentions}
        people = _people(draft)
        doers = _doers(draft)
        words = {n: frozenset(m.token for m in mentions) for n, mentions in by_sentence.items()}
        for n, toponym in enumerate(draft.toponyms):
            ways = _ways(
                draft.sentences[toponym.sentence], by_sentence.get(toponym.sentence, []), toponym.first, toponym.last
            )
            costs = [(_cost(s, m, toponym, way, people, words), m) for s, m, way in ways]
            best = min((c for c, _ in costs), default=places.BLOCKED)
            for (_, mention, way), (cost, _) in zip(ways, costs, strict=True):
                ties[mention.index].append(tie(n, cost, way))
                if toponym.metonym or (mention.index, toponym.sentence, toponym.last - 1) in doers:
                    continue
                if cost <= places.FIRM and cost == best:
                    own[mention.index].append(n)
                elif cost < places.BLOCKED:
                    shared[mention.index].append((cost, n))
        for recall in recalls_of(draft, set(by_sentence)):
            toponym = draft.toponyms[recall.toponym]
            for s, mention, way in _ways(
                draft.sentences[recall.sentence], by_sentence[recall.sentence], recall.token, recall.token + 1
            ):
                cost = _cost(s, mention, toponym, way, people, words)
                ties[mention.index].append(tie(recall.toponym, cost, way, recalled=True))
                if cost <= places.FIRM:
                    shared[mention.index].append((cost - places.FIRM, recall.toponym))
        for n, time in enumerate(draft.times):
            mentions = by_sentence.get(time.sentence, [])
            named = words.get(time.sentence, frozenset())
            ways = _ways_of_time(draft.sentences[time.sentence], mentions, time)
            past = _is_long_past(time, (draft.report.published or "")[:10])
            costs = [(times.cost_of(s, m, way, named - {m.token}, past=past), m) for s, m, way in ways]
            best = min((c for c, _ in costs), default=times.BLOCKED)
            for cost, mention in costs:
                if cost <= times.FIRM and cost <= best + times.SHARED:
                    timed[mention.index].append((cost, n))
        draft.scenes = tuple(
            Scene(
                m.index,
                tuple(own[m.index]),
                _by_cost(timed[m.index]),
                _by_cost(shared[m.index]),
                tuple(sorted(ties[m.index], key=lambda t: t.cost)),
            )
            for m in draft.mentions
        )
        return draft


def _ways(sentence: Sentence, mentions: list[Mention], first: int, last: int) -> list[tuple[Sentence, Mention, Route]]:
    """Return the routes from a stretch to the mentions of its sentence."""
    if not mentions:
        return []
    top = head_of(sentence, first, last)
    ways = ((mention, route(sentence, top, mention.token)) for mention in mentions)
    return [(sentence, mention, way) for mention, way in ways if way is not None]


def _ways_of_time(
    sentence: Sentence, mentions: list[Mention], time: TimeExpression
) -> list[tuple[Sentence, Mention, Route]]:
    """Return the routes from a time; "two days after" leads to what it dates and to what it counts from alike."""
    counted = measured_from(sentence, time.last - 1) if mentions else None
    if counted is None:
        return _ways(sentence, mentions, time.first, time.last)
    inside = set(sentence.subtree(counted))
    after = sentence.tokens[time.last - 1]
    outer = after.head if after.dep == "prep" else sentence.tokens[counted].head
    ways = ((m, route(sentence, counted if m.token in inside else outer, m.token)) for m in mentions)
    return [(sentence, mention, way) for mention, way in ways if way is not None]


def _cost(
    sentence: Sentence,
    mention: Mention,
    toponym: Toponym,
    way: Route,
    people: dict[int, frozenset[int]],
    words: dict[int, frozenset[int]],
) -> float:
    """Return how far a place lies from a mention of its sentence."""
    n = sentence.index
    return places.cost_of(
        sentence,
        mention,
        toponym,
        way,
        people=people.get(n, frozenset()),
        others=words.get(n, frozenset()) - {mention.token},
    )


def _is_long_past(time: TimeExpression, published: str) -> bool:
    """Whether a time is a week or longer and over on the day of publication."""
    long = time.precision not in {"minute", "hour", "part-of-day", "day"}
    return long and time.kind == "interval" and (time.until or published)[:10] < published


def _by_cost(found: list[tuple[float, int]]) -> tuple[int, ...]:
    return tuple(n for _, n in sorted(found))


def _doers(draft: Draft) -> set[tuple[int, int, int]]:
    """Return the words that name who does something, by mention and sentence: a country that acts is no place of its act."""
    found = set()
    for argument in draft.arguments:
        if argument.role == "perpetrator" and draft.mentions[argument.mention].plover == "ASSAULT":
            phrase = draft.phrases[argument.phrase]
            found.add((argument.mention, phrase.sentence, phrase.head))
    return found


def _people(draft: Draft) -> dict[int, frozenset[int]]:
    """Return, by sentence, the words that head phrases for people."""
    found: dict[int, set[int]] = {}
    for phrase in draft.phrases:
        if phrase.human and not phrase.pronoun:
            found.setdefault(phrase.sentence, set()).add(phrase.head)
    return {n: frozenset(heads) for n, heads in found.items()}


__all__ = ["SceneStage"]
