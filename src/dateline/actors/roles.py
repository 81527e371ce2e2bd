"""The table of roles: which kind of actor the head of a noun phrase names."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import cast

from dateline.actors.model import Role
from dateline.actors.tables import ROLES, rows_of
from dateline.vocabulary import ActorKind

# Nouns that count or gather others: in "a group of gunmen" the gunmen are the head.
_GATHERING = frozenset(
    "group number dozen dozens score scores hundred hundreds thousand thousands some pair team couple part band "
    "handful majority member members one two three several many most all both each crowd convoy series lot kind type "
    "wave cell column trio family leader leaders".split()
)
# Of these the noun after "of" only decides where it has a row of people ("leader of the rebels" stays a leader's).
_OWN_KIND = frozenset("crowd convoy cell family leader leaders team group".split())
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "people",
    "children": "child",
    "wives": "wife",
    "police": "police",
}


@functools.cache
def load_roles() -> Mapping[str, Role]:
    """Return the roles by lemma."""
    return {
        lemma: Role(lemma, cast("ActorKind", kind), human == "yes", owner == "yes")
        for lemma, kind, human, owner, _basis in rows_of(ROLES)
    }


def role_of(phrase: str, roles: Mapping[str, Role]) -> Role | None:
    """Return the role that a noun phrase names: of the whole phrase, else of its longest ending that has a row.

    Args:
        phrase: words of the phrase up to its head and what follows with "of"; lemmas or, of the last word, a plural.
        roles: the rows by lemma.
    """
    phrase = phrase.lower().replace("’", "'").replace(" '", "'").strip()
    head, of, complement = phrase.partition(" of ")
    found = _ending(phrase, roles)
    if not of:
        return found
    if found is not None and " of " in found.lemma:
        return found
    words = head.split()
    inner = role_of(complement, roles)
    last = words[-1] if words else ""
    if inner is not None and last in _GATHERING and (last not in _OWN_KIND or inner.human):
        return inner
    return _ending(head, roles) or inner


def _ending(phrase: str, roles: Mapping[str, Role]) -> Role | None:
    words = phrase.split()
    if not words:
        return None
    for last in _singulars(words[-1]):
        words[-1] = last
        for start in range(len(words)):
            found = roles.get(" ".join(words[start:]))
            if found is not None:
                return found
    head = words[-1]
    if "-" in head:  # "ex-soldier", "counter-protester": a new first part keeps the kind
        return _ending(head.rpartition("-")[2], roles)
    return None


def _singulars(word: str) -> Iterator[str]:
    yield word
    for plural, singular in _IRREGULAR.items():
        if word.endswith(plural):
            yield word[: -len(plural)] + singular
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
