"""Whose name two words in capitals are: what a report says once in full it says later by the surname alone."""

from __future__ import annotations

from dateline.draft import Sentence
from dateline.stages.places.words import PlaceWords

SPEAKING = frozenset(
    """say tell add announce argue explain note reply respond believe think hope fear admit recall joke write ask warn insist
    claim deny testify agree""".split()
)
OPENING = frozenset(
    {"the", "a", "an", "new", "old", "saint", "san", "los", "las", "el", "fort", "mount", "lake", "port", "camp"}
)
"""First words of names of places and bodies that are no given names."""
LEAST_AGE, MOST_AGE = 5, 105


def is_surname(sentence: Sentence, i: int, words: PlaceWords) -> bool:
    """Whether a word in capitals after another one is a person's surname where it stands.

    It is after a given name, a title or an initial ("Jack London", "Gen. Houston", "Jon E. Lancaster"), before an age
    ("Dana Lebanon, 43,"), and as the end of a name that speaks ("Kerry Milton said").
    """
    tokens = sentence.tokens
    token, previous = tokens[i], tokens[i - 1]
    if len(token.text) < 3 or not previous.text[:1].isupper() or token.start - previous.end > 1:
        return False
    plain = previous.lower.rstrip(".")
    if plain in words.given or plain in words.roles:
        return True
    if len(plain) == 1 and i >= 2 and tokens[i - 2].text[:1].isupper() and len(tokens[i - 2].text) > 2:
        return True
    if (
        plain in OPENING
        or plain in words.directions
        or plain in words.parts
        or plain in words.areas
        or plain in words.sites
    ):
        return False
    return _has_age(sentence, i) or _speaks(sentence, i)


def _has_age(sentence: Sentence, i: int) -> bool:
    tokens = sentence.tokens
    if i + 3 >= len(tokens) or tokens[i + 1].text != "," or tokens[i + 3].text not in {",", "."}:
        return False
    number = tokens[i + 2].text
    return number.isascii() and number.isdigit() and len(number) <= 3 and LEAST_AGE <= int(number) <= MOST_AGE


def _speaks(sentence: Sentence, i: int) -> bool:
    token, previous = sentence.tokens[i], sentence.tokens[i - 1]
    if token.dep != "nsubj" or previous.dep != "compound" or previous.head != i:
        return False
    article = sentence.tokens[i - 2].lower if i >= 2 else ""
    return article not in {"the", "a", "an"} and sentence.tokens[token.head].lemma in SPEAKING
