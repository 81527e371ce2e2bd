"""Comparisons of who and of names: participants, people, streets, buildings, ages."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.linkage.traits import Traits

FEW_NAMES = 3
SHOWN = 4
"""Names that words of evidence give at most."""


def doer_level(a: Traits, b: Traits) -> str:
    """Return whether both tell of one doer: by actor, else by country and kind."""
    return _side("doer", a.doers, b.doers, a.doer_kinds, b.doer_kinds, a.doer_countries, b.doer_countries)


def sufferer_level(a: Traits, b: Traits) -> str:
    """Return whether both tell of the same people or bodies on the other side."""
    return _side(
        "sufferer",
        a.sufferers,
        b.sufferers,
        a.sufferer_kinds,
        b.sufferer_kinds,
        a.sufferer_countries,
        b.sufferer_countries,
    )


def _side(
    name: str,
    one: frozenset[str],
    two: frozenset[str],
    kinds: frozenset[str],
    kinds2: frozenset[str],
    countries: frozenset[str],
    countries2: frozenset[str],
) -> str:
    if one and two:
        return f"{name}.same_actor" if one & two else f"{name}.other_actor"
    if not kinds or not kinds2:
        return f"{name}.unknown"
    if countries and countries2 and not countries & countries2:
        return f"{name}.other_country"
    if kinds & kinds2:
        return f"{name}.same_kind_country" if countries & countries2 else f"{name}.same_kind"
    return f"{name}.other_kind"


def doer_words(level: str, a: Traits, b: Traits) -> str:
    """Say what is told of the doers."""
    return _side_words("doer", level, a.doers, b.doers, a.doer_kinds, b.doer_kinds)


def sufferer_words(level: str, a: Traits, b: Traits) -> str:
    """Say what is told of the other side."""
    return _side_words("target or victim", level, a.sufferers, b.sufferers, a.sufferer_kinds, b.sufferer_kinds)


def _side_words(
    who: str, level: str, one: frozenset[str], two: frozenset[str], kinds: frozenset[str], kinds2: frozenset[str]
) -> str:
    if level.endswith("unknown"):
        return f"{who} not told by both"
    if level.endswith("same_actor"):
        return f"{who}: both {_list(one & two)}"
    if level.endswith("other_actor"):
        return f"{who}: {_list(one)}; {_list(two)}"
    return f"{who}: {_list(kinds)}; {_list(kinds2)}"


def party_level(a: Traits, b: Traits) -> str:
    """Return how far the names of participants have words in common."""
    both = len(a.party_words & b.party_words)
    if both:
        return "party.one" if both == 1 else "party.more"
    if not a.party_words or not b.party_words:
        # "People" and "men" may be anybody.
        return "party.unknown"
    return "party.none"


def party_words(_level: str, a: Traits, b: Traits) -> str:
    """Say which words names of participants have in common."""
    return f"in both names of participants: {_list(a.party_words & b.party_words) or 'no word'}"


def named_level(a: Traits, b: Traits) -> str:
    """Return whether proper names of participants have words in common: those of whom or what was hit more than all."""
    if not a.named or not b.named:
        return "named.unknown"
    both = len(a.named & b.named)
    return "named.none" if both == 0 else "named.one" if both == 1 else "named.more"


def named_words(_level: str, a: Traits, b: Traits) -> str:
    """Say which words proper names of participants have in common."""
    return _both("names of participants", a.named, b.named)


def person_level(a: Traits, b: Traits) -> str:
    """Return whether both name the same people."""
    if not a.persons or not b.persons:
        return "person.unknown"
    both = len(a.persons & b.persons)
    if both:
        return "person.one" if both == 1 else "person.two" if both == 2 else "person.more"
    return "person.surname" if a.surnames & b.surnames else "person.none"


def person_words(level: str, a: Traits, b: Traits) -> str:
    """Say which people both name."""
    if level == "person.surname":
        return f"people of one surname: {_list(a.surnames & b.surnames)}"
    return _both("people", a.persons, b.persons)


def street_level(a: Traits, b: Traits) -> str:
    """Return whether both name the same streets, or the same hundred of houses on one."""
    if not a.streets or not b.streets:
        return "street.unknown"
    if a.blocks & b.blocks:
        return "street.block"
    both = len(a.streets & b.streets)
    return "street.none" if both == 0 else "street.one" if both == 1 else "street.more"


def street_words(level: str, a: Traits, b: Traits) -> str:
    """Say which streets both name."""
    return _both("streets", a.blocks, b.blocks) if level == "street.block" else _both("streets", a.streets, b.streets)


def site_level(a: Traits, b: Traits) -> str:
    """Return whether both name the same buildings, parks or enterprises."""
    if not a.sites or not b.sites:
        return "site.unknown"
    both = len(a.sites & b.sites)
    return "site.none" if both == 0 else "site.one" if both == 1 else "site.more"


def site_words(_level: str, a: Traits, b: Traits) -> str:
    """Say which buildings both name."""
    return _both("buildings", a.sites, b.sites)


def age_level(a: Traits, b: Traits) -> str:
    """Return whether both tell of people of the same ages."""
    if not a.ages or not b.ages:
        return "age.unknown"
    both = len(a.ages & b.ages)
    return "age.none" if both == 0 else "age.one" if both == 1 else "age.two" if both == 2 else "age.more"


def age_words(_level: str, a: Traits, b: Traits) -> str:
    """Say which ages both tell."""
    both = sorted(a.ages & b.ages)
    if both:
        return f"people aged {', '.join(map(str, both[:SHOWN]))} in both"
    return "ages not told by both" if not a.ages or not b.ages else "no age in both"


def proper_level(a: Traits, b: Traits) -> str:
    """Return how many words of names of any kind both have."""
    if a.proper_beside < FEW_NAMES or b.proper_beside < FEW_NAMES:
        return "proper.unknown"
    # A place that both have is compared as such.
    both = len((a.proper & b.proper) - (a.place_words & b.place_words))
    if both <= 2:
        return ("proper.none", "proper.one", "proper.two")[both]
    return "proper.few" if both <= 4 else "proper.many"


def proper_words(_level: str, a: Traits, b: Traits) -> str:
    """Say which words of names both have."""
    return f"words of names in both: {_list((a.proper & b.proper) - (a.place_words & b.place_words)) or 'none'}"


def _both(what: str, one: frozenset[str], two: frozenset[str]) -> str:
    if not one or not two:
        return f"{what} not named by both"
    both = one & two
    return f"{what} in both: {_list(both)}" if both else f"no {what} named by both: {_list(one)}; {_list(two)}"


def _list(names: Iterable[str]) -> str:
    listed = sorted(names)
    return ", ".join(listed[:SHOWN]) + (" …" if len(listed) > SHOWN else "")
