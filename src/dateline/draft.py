"""The working desk of one report on its way through the stages.

A `Draft` carries the report and what the stages have found in it so far; each annotation (dateline.annotations) is frozen,
points at the text, and is assigned by exactly one stage. Stages meet only here: none imports another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dateline.annotations import (
    Argument,
    Attribution,
    Cluster,
    DamageMention,
    Judgement,
    Link,
    Mention,
    Phrase,
    Rival,
    Scene,
    Tie,
    TimeExpression,
    TollMention,
    Toponym,
    WeaponMention,
)
from dateline.events import Event
from dateline.readings import Reading
from dateline.sentence import Sentence, Token
from dateline.text import Place, Report, Span

__all__ = [
    "Argument", "Attribution", "Cluster", "DamageMention", "Draft", "Judgement", "Link", "Mention", "Phrase", "Reading", "Rival", "Scene",
    "Sentence", "Tie", "TimeExpression", "Token", "TollMention", "Toponym", "WeaponMention",
]  # fmt: skip

T = TypeVar("T")
Index = dict[int, list[Any]]
"""Items of an annotation by the sentence, mention or chain that they belong to."""


@dataclass(slots=True)
class Draft:
    """A report and all that the stages have found in it so far.

    Args:
        text: the report's text as the stages read it: the same length, in sentence case where the report itself is written
            without case. Whatever goes into the record (quotes, names) is taken from the report.
    """

    report: Report
    text: str = ""
    dateline: Place | None = None
    zone: str | None = None
    sentences: tuple[Sentence, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    tolls: tuple[TollMention, ...] = ()
    arguments: tuple[Argument, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    weapons: tuple[WeaponMention, ...] = ()
    damages: tuple[DamageMention, ...] = ()
    scenes: tuple[Scene, ...] = ()
    doerless: tuple[int, ...] = ()
    readings: tuple[Reading, ...] = ()
    linked: tuple[Argument, ...] = ()
    links: tuple[Link, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    events: tuple[Event, ...] = ()
    problems: list[tuple[str, str]] = field(default_factory=list)
    _told: dict[object, tuple[tuple[object, ...], Any]] = field(default_factory=dict, repr=False, compare=False)
    _indexes: dict[str, tuple[object, Index]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.text:
            self.text = self.report.text

    def phrases_in(self, sentence: int) -> Sequence[Phrase]:
        """Return the phrases of a sentence. This and the next look up what a search through all would find."""
        return self._index("phrases", "sentence").get(sentence, ())

    def chain(self, root: int) -> Sequence[Phrase]:
        """Return the phrases of a chain of reference."""
        return self._index("phrases", "chain").get(root, ())

    def mentions_in(self, sentence: int) -> Sequence[Mention]:
        """Return the event mentions of a sentence."""
        return self._index("mentions", "sentence").get(sentence, ())

    def attributions_in(self, sentence: int) -> Sequence[Attribution]:
        """Return the attributions of a sentence."""
        return self._index("attributions", "sentence").get(sentence, ())

    def toponyms_in(self, sentence: int) -> Sequence[Toponym]:
        """Return the places named in a sentence."""
        return self._index("toponyms", "sentence").get(sentence, ())

    def times_in(self, sentence: int) -> Sequence[TimeExpression]:
        """Return the times told in a sentence."""
        return self._index("times", "sentence").get(sentence, ())

    def tolls_in(self, sentence: int) -> Sequence[TollMention]:
        """Return the toll mentions of a sentence."""
        return self._index("tolls", "sentence").get(sentence, ())

    def reading_of(self, sentence: int) -> Reading | None:
        """Return what the learned reader says of a sentence, None where it did not read it."""
        found = self._index("readings", "sentence").get(sentence)
        return found[0] if found else None

    def arguments_of(self, mentions: Iterable[int]) -> list[Argument]:
        """Return the arguments of event mentions, in the order in which they were found."""
        index = self._index("arguments", "mention")
        return [argument for mention in sorted(mentions) for argument in index.get(mention, ())]

    def judgements_of(self, mentions: Iterable[int]) -> list[Judgement]:
        """Return the judgements of event mentions."""
        index = self._index("judgements", "mention")
        return [judgement for mention in sorted(mentions) for judgement in index.get(mention, ())]

    def scenes_of(self, mentions: Iterable[int]) -> list[Scene]:
        """Return the scenes of event mentions."""
        index = self._index("scenes", "mention")
        return [scene for mention in sorted(mentions) for scene in index.get(mention, ())]

    def once(self, tell: Callable[[Draft], T]) -> T:
        """Return what a function says of the whole draft, asked once as long as no annotation is assigned anew."""
        annotations = (
            self.sentences, self.phrases, self.mentions, self.toponyms, self.times, self.attributions, self.scenes,
        )  # fmt: skip
        kept = self._told.get(tell)
        if kept is None or any(a is not b for a, b in zip(kept[0], annotations, strict=True)):
            kept = self._told[tell] = (annotations, tell(self))
        told: T = kept[1]
        return told

    def taken(self, tell: Callable[[Draft], T]) -> T:
        """Return what `once` does and forget it: for who changes what was told."""
        told = self.once(tell)
        self._told.pop(tell, None)
        return told

    def _index(self, annotation: str, key: str) -> Index:
        """Return an annotation's items by one of their fields; made anew where the annotation was assigned anew."""
        items = getattr(self, annotation)
        kept = self._indexes.get(f"{annotation}.{key}")
        if kept is None or kept[0] is not items:
            index: Index = {}
            for item in items:
                index.setdefault(getattr(item, key), []).append(item)
            kept = self._indexes[f"{annotation}.{key}"] = (items, index)
        return kept[1]

    def text_of(self, sentence: Sentence) -> str:
        """Return the words of a sentence as the stages read them."""
        return self.text[sentence.start : sentence.end]

    def span(self, start: int, end: int) -> Span:
        """Return a span of the report's text."""
        return self.report.span(start, end)
