"""Every mention of a place in a report, whatever it stands for there: the view that geoparsing corpora take.

The stage keeps as toponyms what an event may have happened at, and actors by the name of their seat. Corpora mark more:
adjectives of states ("Georgian troops") and the towns inside the names of bodies ("Lexington Police Department"). Here
all of them are told apart by kind, each with the bare words of its name: no direction, no relation, no article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.draft import Draft, Sentence, Toponym
from dateline.gazetteer import Entry, Gazetteer
from dateline.stages.places.dateline import resolve_dateline
from dateline.stages.places.making import Placed
from dateline.stages.places.reading import Reading
from dateline.stages.places.spelling import Spelling
from dateline.stages.places.words import PlaceWords, load_words

MentionKind = Literal["place", "metonym", "body", "adjective", "site"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a place.

    Args:
        start, end: half-open offsets into the text.
        kind: place; metonym (a government or an army by the name of its seat); body (inside the name of an organisation);
            adjective (of a state or its people); site (a building or base).
        entry: the place, where it is known.
    """

    start: int
    end: int
    kind: MentionKind
    entry: Entry | None


def every_mention(draft: Draft, gazetteer: Gazetteer) -> list[Mention]:
    """Return every mention of a place in the order of the text; none overlaps another.

    Args:
        draft: a report with its sentences; nothing is assigned.
        gazetteer: where names are looked up.
    """
    words = load_words()
    reading = Reading(draft, gazetteer, words)
    _, dateline = resolve_dateline(draft, gazetteer)
    if dateline is not None:
        reading.take_dateline(dateline)
    toponyms = reading.toponyms()
    found: list[Mention] = []
    for placed in reading.placed:
        toponym = _toponym_over(toponyms, placed)
        site = toponym is None or (toponym.place.kind == "site" and placed.entry.kind != "site")
        kind: MentionKind = "body" if site else "metonym" if toponym and toponym.metonym else "place"
        found.append(_mention(placed.name.sentence, placed.name.first, _end(placed, words), kind, placed.entry))
    found.extend(
        _mention(name.sentence, name.first, name.last, "body", reading.place_of(name).entry) for name in reading.within
    )
    taken = {i for m in found for i in range(m.start, m.end)}
    for toponym in toponyms:
        mention = _of_toponym(draft, toponym)
        if mention is not None and taken.isdisjoint(range(mention.start, mention.end)):
            found.append(mention)
            taken.update(range(mention.start, mention.end))
    spelling = Spelling(gazetteer, words)
    for sentence in draft.sentences:
        found.extend(m for m in _adjectives(sentence, spelling) if taken.isdisjoint(range(m.start, m.end)))
    return sorted(found, key=lambda m: m.start)


def _mention(sentence: Sentence, first: int, last: int, kind: MentionKind, entry: Entry | None) -> Mention:
    return Mention(sentence.tokens[first].start, sentence.tokens[last - 1].end, kind, entry)


def _toponym_over(toponyms: list[Toponym], placed: Placed) -> Toponym | None:
    name = placed.name
    return next(
        (t for t in toponyms if t.sentence == name.sentence.index and t.first <= name.first and name.last <= t.last),
        None,
    )


def _end(placed: Placed, words: PlaceWords) -> int:
    """Return where a name's tokens end, with the noun after it where that is written as part of it ("Kunduz Province")."""
    tokens, last = placed.name.sentence.tokens, placed.name.last
    noun = tokens[last] if last < len(tokens) else None
    capital = noun is not None and noun.lower in words.areas and noun.text[:1].isupper()
    return last + 1 if capital and placed.name.sentence.section != "title" and placed.last > last else last


def _of_toponym(draft: Draft, toponym: Toponym) -> Mention | None:
    """Return the mention of a toponym that no name of the gazetteer made: a site, or a name that only its noun marks."""
    if toponym.place.latitude is not None and toponym.place.kind != "site":
        return None
    tokens = draft.sentences[toponym.sentence].tokens[toponym.first : toponym.last]
    first = next((t for t in tokens if t.text[:1].isupper()), None)
    if first is None:
        return None
    last = [t for t in tokens if t.text[:1].isupper()][-1]
    return Mention(first.start, last.end, "site" if toponym.place.kind == "site" else "place", None)


def _adjectives(sentence: Sentence, spelling: Spelling) -> Iterator[Mention]:
    tokens = sentence.tokens
    i = 0
    while i < len(tokens):
        step = 1
        if tokens[i].text[:1].isupper() and len(tokens[i].text) > 1:
            for count in (2, 1):
                part = tokens[i : i + count]
                if len(part) == count and part[-1].text[:1].isupper():
                    state = spelling.people(" ".join(t.text for t in part))
                    if state is not None:
                        yield Mention(part[0].start, part[-1].end, "adjective", state)
                        step = count
                        break
        i += step
