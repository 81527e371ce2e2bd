"""Every mention of a place in a report, whatever it stands for there: the view that geoparsing corpora take.

The stage keeps as toponyms what an event may have happened at, and actors by the name of their seat. Corpora mark more:
adjectives of states ("Georgian troops") and the towns inside the names of bodies ("Lexington Police Department"). Here
all of them are told apart by kind, each with the bare words of its name: no direction, no relation, no article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.draft import Draft, Sentence, Token, Toponym
from dateline.gazetteer import Entry, Gazetteer, fold
from dateline.stages.places.dateline import dateline_entries
from dateline.stages.places.making import Placed
from dateline.stages.places.reading import Reading
from dateline.stages.places.spelling import Spelling
from dateline.stages.places.words import PlaceWords, load_words

LONGEST_STREET = 4
BODIES = frozenset({"city", "town", "village", "area", "district", "state", "region", "municipal", "regional"})
"""Nouns that after a place open the name of a body as often as they end the place's."""
STREETS = frozenset(
    """street st avenue ave road rd drive lane ln boulevard blvd parkway pkwy highway hwy freeway turnpike expressway bypass
    terrace trail pike""".split()
)
NUMBERED = frozenset({"highway", "route", "interstate", "road", "fm", "hwy"})
RANKS = frozenset({"state", "city", "town", "village", "county", "province", "commonwealth"})
MentionKind = Literal["place", "metonym", "body", "adjective", "site", "street"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a place.

    Args:
        start, end: half-open offsets into the text.
        kind: place; metonym (a government or an army by the name of its seat); body (inside the name of an organisation);
            adjective (of a state or its people); site (a building or base); street (with or without a number).
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
    reading.take_dateline(dateline_entries(draft, gazetteer, words))
    toponyms = reading.toponyms()
    found: list[Mention] = []
    streets = {s.index: list(_streets(s, words)) for s in draft.sentences}
    for placed in reading.placed:
        if any(a <= placed.name.first and placed.name.last <= b for a, b in streets[placed.name.sentence.index]):
            continue
        toponym = _toponym_over(toponyms, placed)
        site = toponym is None or (toponym.place.kind == "site" and placed.entry.kind != "site")
        kind: MentionKind = "body" if site else "metonym" if toponym and toponym.metonym else "place"
        found.append(_mention(placed.name.sentence, *_bounds(placed), kind, placed.entry))
    found.extend(
        _mention(sentence, *street, "street", None)
        for sentence in draft.sentences
        for street in streets[sentence.index]
    )
    found.extend(
        _mention(name.sentence, name.first, name.last, "body", reading.place_of(name).entry)
        for name in reading.within
        if not any(a <= name.first and name.last <= b for a, b in streets[name.sentence.index])
    )
    taken = {i for m in found for i in range(m.start, m.end)}
    head = _of_dateline(draft, reading.dateline())
    if head is not None and taken.isdisjoint(range(head.start, head.end)):
        found.append(head)
        taken.update(range(head.start, head.end))
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


def _bounds(placed: Placed) -> tuple[int, int]:
    """Return the tokens of a name with the noun that is written as part of it ("Kunduz Province").

    A noun that opens what follows is no part of it ("Dublin City Council"), nor is a building's noun in lower case
    ("Kandahar airport") or the rank before the name ("State of Ohio").
    """
    tokens, first, last = placed.name.sentence.tokens, placed.name.first, placed.name.last
    noun = tokens[last] if last < len(tokens) else None
    if (
        noun is not None
        and placed.last > last
        and noun.text[:1].isupper()
        and not (noun.lower in BODIES and _opens(tokens, last + 1))
    ):
        last += 1
    elif last - first > 1 and tokens[last - 1].lower in BODIES and _opens(tokens, last):
        main = fold(placed.entry.name).split()
        last -= tokens[last - 1].lower not in main
    while last - first > 1 and tokens[last - 1].text.islower():
        last -= 1
    if last - first > 2 and tokens[first].lower in RANKS and tokens[first + 1].lower == "of":
        first += 2
    return first, last


def _streets(sentence: Sentence, words: PlaceWords) -> Iterator[tuple[int, int]]:
    """Yield the tokens of streets: "Main Street", "E. Broad St.", "Highway 19", "County Road 225"."""
    tokens = sentence.tokens
    taken = 0
    for token in tokens:
        if not token.text[:1].isupper() or token.i < taken:
            continue
        plain, last, first = token.lower.rstrip("."), token.i + 1, token.i
        numbered = plain in NUMBERED and last < len(tokens) and tokens[last].text[:1].isdigit()
        while first > taken and token.i - first < LONGEST_STREET and _in_street(tokens, first - 1):
            first -= 1
        if numbered:
            first = first if first == token.i or tokens[first].lower in {"state", "county", "u.s.", "old"} else token.i
            taken = last + 1
            yield first, taken
        elif plain in STREETS and first < token.i:
            if (
                last < len(tokens)
                and tokens[last].text == "."
                and tokens[last].start == token.end
                and last + 1 < len(tokens)
            ):
                last += 1
            if _opens(tokens, last) and tokens[last].lower not in words.directions:
                continue  # "Florida Highway Patrol"
            taken = last
            yield first, last


def _in_street(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token belongs to the name before a street's noun."""
    token = tokens[i]
    numeral = token.text[:1].isdigit() and not token.text.isdigit()
    if not (token.text[:1].isupper() or numeral) or tokens[i + 1].start - token.end > 1:
        return False
    return token.pos not in {"DET", "ADP", "PRON", "CCONJ", "VERB", "AUX"} and token.lower not in {
        "the",
        "on",
        "in",
        "at",
    }


def _opens(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token goes on with a name in capitals."""
    return i < len(tokens) and tokens[i].text[:1].isupper() and tokens[i].start - tokens[i - 1].end <= 1


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


def _of_dateline(draft: Draft, entry: Entry | None) -> Mention | None:
    """Return the mention of the dateline's town: what stands before the comma."""
    place = draft.report.dateline
    if place is None or not place.spans or entry is None:
        return None
    span = place.spans[0]
    town = re.split(r"[,/(]", span.quote, maxsplit=1)[0].rstrip()
    return Mention(span.start, span.start + len(town), "place", entry) if town else None


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
