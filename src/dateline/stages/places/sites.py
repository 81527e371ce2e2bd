"""Buildings and bases that a report names: "Mirwais Hospital", "US embassy in Baghdad", "Kandahar airport"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.draft import Sentence, Token
from dateline.gazetteer import Gazetteer
from dateline.stages.places.names import HYPHENS, SMALL
from dateline.stages.places.words import PlaceWords

MISSIONS = frozenset({"embassy", "consulate", "mission"})
"""Buildings that are named by the state that owns them."""
INSTITUTIONS = frozenset(
    """supreme high federal constitutional criminal international national district appeals appeal military united world security
    european american central human christian islamic muslim catholic anglican orthodox methodist baptist""".split()
)
"""Words that alone make no building's name but an institution's ("Supreme Court", "Catholic Church")."""
INSTITUTION_NOUNS = frozenset(
    "court center centre college academy church mission university school complex temple".split()
)
INNER = SMALL - {"and", "of", "the", "e", "i", "y", "on"}
LONGEST = 7


@dataclass(frozen=True, slots=True)
class Site:
    """The words of a named building: the half-open token range, its noun, and where the name before the noun begins."""

    first: int
    last: int
    noun: int


def sites_in(sentence: Sentence, gazetteer: Gazetteer, words: PlaceWords) -> Iterator[Site]:
    """Yield the named buildings and bases of a sentence, in order."""
    tokens = sentence.tokens
    taken = 0
    for token in tokens:
        if token.lower not in words.sites or token.i < taken:
            continue
        first = _name_before(tokens, token, words, taken)
        if first == token.i:
            if token.text[:1].isupper() and (site := _named_after(tokens, token)):
                taken = site.last
                yield site
            continue
        if not _is_named(tokens[first : token.i], token, gazetteer, words):
            continue
        last = token.i + 1
        # "Gatot Soebroto Army Hospital", "Imam Ali Shrine compound": the noun may be doubled.
        while (
            last < len(tokens) and tokens[last].lower in words.sites and tokens[last].start - tokens[last - 1].end == 1
        ):
            last += 1
        taken = last
        yield Site(first, last, last - 1)


def _name_before(tokens: tuple[Token, ...], noun: Token, words: PlaceWords, floor: int) -> int:
    """Return where the capitalised words right before a noun begin; the noun's own index where there are none."""
    i = noun.i
    while i > floor and noun.i - i < LONGEST:
        token = tokens[i - 1]
        close = tokens[i].start - token.end <= 1
        if not close:
            break
        inside = (
            token.text in HYPHENS
            or token.lower in INNER
            or token.lower in {"'s", "’s"}
            or token.lower in {"military", "international", "refugee", "elementary"}
        )
        if not (token.text[:1].isupper() or (inside and i - 1 > floor)):
            break
        i -= 1
    while i < noun.i and (_opens_no_name(tokens[i], words) or not tokens[i].text[:1].isupper()):
        i += 1
    return i


def _opens_no_name(token: Token, words: PlaceWords) -> bool:
    if token.pos in {"DET", "ADP", "PRON", "CCONJ", "SCONJ", "ADV", "AUX"} or token.lower in SMALL - {"al", "el"}:
        return True
    return (
        token.i == 0 and (token.lower in {"a", "the", "an", "in", "at"} or token.pos in {"VERB", "NOUN", "NUM"})
    ) or token.lower in words.roles


def _is_named(before: tuple[Token, ...], noun: Token, gazetteer: Gazetteer, words: PlaceWords) -> bool:
    names = [t for t in before if t.text[:1].isupper() and t.lower not in SMALL]
    if not names:
        return False
    capital = noun.text[:1].isupper()
    if before[-1].lower in words.areas and before[-1].lower not in {
        "city",
        "valley",
        "island",
        "river",
        "lake",
        "state",
        "county",
    }:
        return False
    if noun.lower in MISSIONS:
        return any(_is_state(t, gazetteer) for t in names) or _is_state_pair(names, gazetteer)
    plain = [t for t in names if gazetteer.country_of_adjective(t.text) is None and t.lower not in {"us", "u.s."}]
    if not plain or _is_state_pair(names, gazetteer):
        # "Israeli checkpoint": whose it is, not what it is called.
        return capital and noun.lower in {"parliament", "embassy"} and len(names) == 1
    if noun.lower in words.sites_capital and not capital:
        return False
    if noun.lower in INSTITUTION_NOUNS and all(t.lower in INSTITUTIONS for t in plain):
        return False
    if not capital and any(t.lower in words.never for t in plain[-1:]) and len(plain) == 1:
        return False
    return not (
        noun.lower in {"court", "hall", "center", "centre"} and len(plain) == 1 and plain[0].lower in words.never
    )


def _is_state(token: Token, gazetteer: Gazetteer) -> bool:
    if gazetteer.country_of_adjective(token.text):
        return True
    found = gazetteer.lookup(token.text)
    return bool(found) and found[0].kind == "country"


def _is_state_pair(names: list[Token], gazetteer: Gazetteer) -> bool:
    if len(names) != 2:
        return False
    text = f"{names[0].text} {names[1].text}"
    if gazetteer.country_of_adjective(text):
        return True
    found = gazetteer.lookup(text)
    return bool(found) and found[0].kind == "country"


def _named_after(tokens: tuple[Token, ...], noun: Token) -> Site | None:
    """Return the site of a name that follows its noun: "Camp Shaheen", "Fort Hood", "Hotel Rwanda"."""
    if noun.lower not in {"camp", "fort", "hotel", "port", "mosque", "hospital", "checkpoint"}:
        return None
    last = noun.i + 1
    while last < len(tokens) and tokens[last].text[:1].isupper() and tokens[last].start - tokens[last - 1].end <= 1:
        last += 1
    if last == noun.i + 1 or tokens[noun.i + 1].pos not in {"PROPN", "NOUN", ""}:
        return None
    return Site(noun.i, last, noun.i)
