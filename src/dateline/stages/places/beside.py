"""What the words beside a name say of where it lies, held against where the known bearer of the name lies."""

from __future__ import annotations

from dateline.draft import Sentence
from dateline.gazetteer import Entry
from dateline.stages.places.importance import METROPOLIS
from dateline.stages.places.making import Placed

FAR_KM = 80.0
"""A site farther than this from the town that is said to hold it is another of its name."""
HOLDING = frozenset({"in", "of"})
BETWEEN = frozenset(
    {
        ",",
        "in",
        "of",
        "the",
        "(",
        "area",
        "village",
        "town",
        "city",
        "district",
        "neighbourhood",
        "neighborhood",
        "forest",
    }
    | {"sub-district", "region", "valley", "suburb", "quarter", "hills", "mountains", "camp", "outskirts", "eastern"}
    | {"western", "northern", "southern", "central", "forests"}
)
"""Words that may stand between a place and what holds it ("the Desa forest area of Doda district")."""
MOST_BETWEEN = 5
OWNING = frozenset({"'s", "’s", "'", "’"})


def holder_of(sentence: Sentence, place: Placed, others: list[Placed]) -> Placed | None:
    """Return the place that the words say holds this one, where the bearer that was chosen lies elsewhere; else None.

    Args:
        others: the placed names of the sentence in order.
    """
    entry = place.entry
    metropolis = entry.kind == "settlement" and entry.importance >= METROPOLIS
    if (entry.kind not in {"site", "district", "settlement"} and entry.precision != "admin2") or metropolis:
        return None
    holder = owner_of(sentence, place.name.first, others) or _after(sentence, place, others)
    return holder if is_far(place.entry, holder) else None


def is_far(entry: Entry, holder: Placed | None) -> bool:
    """Whether a place cannot lie in what is said to hold it: another country's, or a town too far away."""
    if holder is None or holder.entry.country is None or entry.country is None:
        return False
    if entry.country != holder.entry.country:
        return True
    within = holder.entry.kind == "settlement" and entry.kind in {"site", "district"}
    return within and entry.distance_km(holder.entry.lat, holder.entry.lon) > max(FAR_KM, 2 * holder.entry.radius_km)


def owner_of(sentence: Sentence, first: int, others: list[Placed], *, towns_only: bool = False) -> Placed | None:
    """Return the town or state whose the place that begins at token `first` is: "Baghdad's Tahrir Square"."""
    tokens = sentence.tokens
    if first < 2 or tokens[first - 1].lower not in OWNING:
        return None
    kinds = {"settlement"} if towns_only else {"settlement", "country", "admin"}
    return next((p for p in others if p.last == first - 1 and p.entry.kind in kinds), None)


def _after(sentence: Sentence, place: Placed, others: list[Placed]) -> Placed | None:
    """Return what is written after the place to hold it: "the Desa forest area of Doda district"."""
    tokens = sentence.tokens
    following = next((p for p in others if p.name.first >= place.last), None)
    if following is None or following.entry.kind not in {"settlement", "admin", "country"}:
        return None
    between = tokens[place.last : following.name.first]
    words = [token.lower for token in between]
    if words == [","] and following.entry.kind in {"admin", "country"}:
        # "Maga, Kebbi state"; but "in Maga, Chad and Niger" is a list.
        goes_on = following.last < len(tokens) and tokens[following.last].lower in {"and", "or", "&"}
        return None if goes_on else following
    if not 0 < len(words) <= MOST_BETWEEN or not set(words) <= BETWEEN or not HOLDING & set(words):
        return None
    return following
