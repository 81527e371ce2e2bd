"""Attribution: whose words the report passes on, by which cue, and which stretch of the text they cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Attribution, Draft, Phrase, Sentence
from dateline.stage import PerDraft
from dateline.stages.attribution.carry import carry_quotes
from dateline.stages.attribution.cues import Cue, cues
from dateline.stages.attribution.every import Credit, every_attribution
from dateline.stages.attribution.headlines import headline
from dateline.stages.attribution.speakers import Voice, is_anonymous, voices


@dataclass(frozen=True)
class AttributionStage(PerDraft):
    """Assigns who is credited with which words."""

    name: ClassVar[str] = "attribution"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "phrases")
    assigns: ClassVar[tuple[str, ...]] = ("attributions",)

    def __call__(self, draft: Draft) -> Draft:
        """Find the attributions of one report."""
        heads: dict[int, dict[int, Phrase]] = {}
        for phrase in draft.phrases:
            heads.setdefault(phrase.sentence, {}).setdefault(phrase.head, phrase)
        found: list[Attribution] = []
        for sentence in draft.sentences:
            if sentence.parsed:
                mine = heads.get(sentence.index, {})
                for cue in _cues(sentence, mine):
                    found += _written(draft, sentence, cue, mine, found)
        draft.attributions = tuple(carry_quotes(draft, found))
        return draft


def _cues(sentence: Sentence, heads: dict[int, Phrase]) -> Iterator[Cue]:
    if sentence.section in {"title", "dek"}:
        set_off = headline(sentence, heads)
        if set_off is not None:
            yield set_off
    yield from cues(sentence)


def _written(
    draft: Draft, sentence: Sentence, cue: Cue, heads: dict[int, Phrase], before: list[Attribution]
) -> Iterator[Attribution]:
    """Write a cue down, once for each speaker; without one where the words only hedge."""
    words = draft.span(sentence.tokens[cue.first].start, sentence.tokens[cue.last - 1].end)
    speakers: list[Voice] = list(voices(draft, sentence, cue.speakers, heads, before))
    if not speakers:
        if cue.speakerless:
            yield Attribution(sentence.index, words, cue.token, None, -1, -1, -1, cue.content, cue.stance)
        return
    anonymous = is_anonymous(draft.text_of(sentence))
    quoted = any(draft.text[a:b].lstrip()[:1] in {'"', "“", "‘"} for a, b in cue.content)
    for voice in speakers:
        yield Attribution(
            sentence.index, words, cue.token, voice.name, voice.start, voice.end, voice.phrase, cue.content, cue.stance, voice.kind,
            anonymous or voice.unnamed, quoted=quoted,
        )  # fmt: skip


__all__ = ["AttributionStage", "Credit", "every_attribution"]
