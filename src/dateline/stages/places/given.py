"""Resolve names whose place in the text is given: by a corpus that is measured on, or by a reader who marked them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.draft import Draft
from dateline.gazetteer import Gazetteer, fold
from dateline.stages.places.containers import Container, container_of
from dateline.stages.places.context import Context
from dateline.stages.places.dateline import dateline_entries, is_clear
from dateline.stages.places.names import Name
from dateline.stages.places.ranking import Ranking, load_weights
from dateline.stages.places.resolve import Choice, choose
from dateline.stages.places.spelling import Spelling
from dateline.stages.places.words import load_words


class Given:
    """Names of one report whose spans are given, ready to be resolved.

    Args:
        draft: the report with its sentences.
        spans: half-open offsets into its text, each of one name; in any order.
        gazetteer: where names are looked up.
    """

    def __init__(self, draft: Draft, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> None:
        words = load_words()
        context = Context(gazetteer, words)
        dateline = dateline_entries(draft, gazetteer, words)
        if dateline and is_clear(dateline):
            context.take_dateline(dateline[0])
        self._spelling = Spelling(gazetteer, words)
        self._names = [self._name(draft, start, end) for start, end in spans]
        by_sentence: dict[int, list[Name]] = {}
        for name in sorted((n for n in self._names if n is not None), key=lambda n: (n.sentence.index, n.first)):
            by_sentence.setdefault(name.sentence.index, []).append(name)
        context.read(draft, [name for group in by_sentence.values() for name in group if name.entries])
        self._names = [n and self._sounding(n, context) for n in self._names]
        by_sentence = {
            i: [s for n in group if (s := self._sounding(n, context)) is not None] for i, group in by_sentence.items()
        }
        self._holders: dict[tuple[int, int], Container | None] = {}
        uses = []
        for group in by_sentence.values():
            for at, name in enumerate(group):
                holder = container_of(name, group, at, words)
                self._holders[name.sentence.index, name.first] = holder
                uses.append((name, holder))
        self.ranking = Ranking(context, load_weights())
        self.ranking.read(uses, dateline)

    @property
    def names(self) -> list[Name | None]:
        """The names in the order of the spans; None for one that the gazetteer does not know in any spelling."""
        return self._names

    def holder(self, name: Name) -> Container | None:
        """Return what is written beside a name to hold it."""
        return self._holders.get((name.sentence.index, name.first))

    def choices(self) -> list[Choice | None]:
        """Return the place of each span, in the order of the spans; None where none is known."""
        return [None if n is None else choose(n, self.ranking, container=self.holder(n)) for n in self._names]

    def _name(self, draft: Draft, start: int, end: int) -> Name | None:
        sentence = next((s for s in draft.sentences if s.start < end and start < s.end), None)
        if sentence is None:
            return None
        first, last = sentence.tokens_between(start, end)
        text = draft.text[start:end]
        if first == last:
            return None
        return Name(sentence, first, last, fold(text), self._spelling.entries(text))

    def _sounding(self, name: Name, context: Context) -> Name | None:
        """Return the name with the places that it sounds like, where it has no other; None where it has none."""
        if name.entries:
            return name
        text = " ".join(t.text for t in name.sentence.tokens[name.first : name.last])
        entries = self._spelling.sounding(text, context.in_play())
        return replace(name, entries=entries) if entries else None
