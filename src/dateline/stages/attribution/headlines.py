"""Speakers in headlines, which leave the words of saying out: "Ten killed in raid: army", "Police: two held over blast"."""

from __future__ import annotations

from dateline.draft import Phrase, Sentence
from dateline.lexicon.words import word_set
from dateline.stages.attribution.cues import Cue

MARKS = frozenset({":", "-", "–", "—", "--"})
SHORT = 5
"""Most words of a speaker in a headline."""
SPEAKING = frozenset("government military police intelligence militia rebels party ngo igo court media company".split())


def headline(sentence: Sentence, heads: dict[int, Phrase]) -> Cue | None:
    """Return the cue of a headline that sets its speaker off by a colon or a dash."""
    words = sentence.tokens
    end = len(words)
    while end and words[end - 1].pos == "PUNCT" and words[end - 1].text not in MARKS:
        end -= 1
    for i, mark in enumerate(words):
        if mark.text not in MARKS or not 0 < i < end - 1:
            continue
        after = _speaker(sentence, heads, i + 1, end)
        before = _speaker(sentence, heads, 0, i)
        if after is not None and i >= SHORT - 1:
            return Cue(mark.i, i, i + 1, "says", (after,), ((words[0].start, words[i - 1].end),))
        if before is not None and mark.text == ":":
            return Cue(mark.i, i, i + 1, "says", (before,), ((words[i + 1].start, words[end - 1].end),))
    return None


def _speaker(sentence: Sentence, heads: dict[int, Phrase], first: int, last: int) -> int | None:
    """Return the head of a short stretch that is nothing but a phrase for somebody who speaks."""
    if not 0 < last - first <= SHORT or any(t.pos in {"VERB", "AUX"} for t in sentence.tokens[first:last]):
        return None
    last_word = sentence.tokens[last - 1]
    phrase = heads.get(last_word.i)
    if phrase is None or phrase.first < first:
        return None
    if phrase.named and phrase.kind == "government" and phrase.country is not None:
        return None  # a country there is a heading ("Sudan: ...")
    person = phrase.named and phrase.human and not phrase.plural and last_word.pos == "PROPN"
    speaks = person or phrase.kind in SPEAKING or last_word.lemma in word_set("speaking_people")
    return last_word.i if speaks else None
