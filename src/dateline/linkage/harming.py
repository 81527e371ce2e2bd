"""Comparisons of what and how many: type and mode, weapons, and tolls, which grow in later reports."""

from __future__ import annotations

from dateline.linkage.traits import Traits

Bounds = tuple[int, int | None]
MANY = 10
"""From here on reports round, and figures as near as CLOSE agree."""
CLOSE = 0.15
MEANS = {
    "aerial": "air", "drone": "air", "heavy-weapons": "shells", "suicide-attack": "bomb", "explosives": "bomb", "firearms": "guns",
    "primitive": "hands", "beat": "hands", "abduct": "taking", "sexual": "hands", "crowd-control": "police",
}  # fmt: skip
"""Modes of assault by what is used: bombs are seldom told as shots; a targeted killing or a thing destroyed may be any."""
GROWTH = 3.0
"""A later toll of more than so many times the earlier is another attack's more often than a grown one."""


def type_level(a: Traits, b: Traits) -> str:
    """Return how two types stand to each other."""
    if a.plover != b.plover:
        return "type.family"
    if a.mode == b.mode:
        return f"type.same.{a.plover.lower()}"
    if a.mode is None or b.mode is None:
        return "type.mode_open"
    means, means2 = MEANS.get(a.mode), MEANS.get(b.mode)
    return "type.means_other" if means and means2 and means != means2 else "type.mode_other"


def type_words(level: str, a: Traits, b: Traits) -> str:
    """Say how two types stand to each other."""
    one, two = (f"{t.plover} {t.mode or ''}".strip() for t in (a, b))
    return f"both {one}" if level.startswith("type.same") else f"{one} and {two}"


def reality_level(a: Traits, b: Traits) -> str:
    """Return whether both are as certain."""
    if a.factuality == b.factuality:
        return "reality.same"
    return "reality.denied" if "denied" in {a.factuality, b.factuality} else "reality.other"


def reality_words(_level: str, a: Traits, b: Traits) -> str:
    """Say how certain both are."""
    return f"both {a.factuality}" if a.factuality == b.factuality else f"{a.factuality} and {b.factuality}"


def weapon_level(a: Traits, b: Traits) -> str:
    """Return whether both tell of one weapon."""
    if not a.weapons or not b.weapons:
        return "weapon.unknown"
    return "weapon.same" if a.weapons & b.weapons else "weapon.other"


def weapon_words(level: str, a: Traits, b: Traits) -> str:
    """Say which weapons both tell of."""
    if level == "weapon.unknown":
        return "no weapon is told by both"
    both = a.weapons & b.weapons
    return (
        f"both: {', '.join(sorted(both))}"
        if both
        else f"{', '.join(sorted(a.weapons))}; {', '.join(sorted(b.weapons))}"
    )


def _size(number: int) -> str:
    return str(number) if number <= 2 else "few" if number < MANY else "many"


def _grown(first: Bounds, later: Bounds) -> str:
    """Return how a later figure stands to an earlier one; "same" where their ranges meet."""
    low, high = first
    low2, high2 = later
    if (high is None or low2 <= high) and (high2 is None or low <= high2):
        # "Dozens" meets every larger figure: only exact figures tell that much.
        return f"same_{_size(max(low, low2))}" if low == low2 and high == high2 else "meets"
    least, most = min(low, low2), max(low, low2)
    if least >= MANY and most - least <= CLOSE * most:
        return "close"
    if low2 > low:
        return "from_none" if low == 0 else "grown" if low2 <= GROWTH * low else "apart"
    return "to_none" if low2 == 0 else "shrunk" if low <= GROWTH * low2 else "apart"


def _toll(name: str, a: Traits, b: Traits, one: Bounds | None, two: Bounds | None) -> str:
    if one is None or two is None:
        return f"{name}.unknown" if one is None and two is None else f"{name}.one_told"
    if a.published is not None and b.published is not None and a.published > b.published:
        one, two = two, one
    level = _grown(one, two)
    if a.published == b.published and level in {"shrunk", "to_none"}:
        level = "grown" if level == "shrunk" else "from_none"
    return f"{name}.{level}"


def killed_level(a: Traits, b: Traits) -> str:
    """Return how the dead of both stand to each other."""
    return _toll("killed", a, b, a.killed, b.killed)


def injured_level(a: Traits, b: Traits) -> str:
    """Return how the wounded of both stand to each other."""
    return _toll("injured", a, b, a.injured, b.injured)


def taken_level(a: Traits, b: Traits) -> str:
    """Return how those abducted, detained, missing or displaced stand to each other."""
    return _toll("taken", a, b, a.taken, b.taken)


def harmed_level(a: Traits, b: Traits) -> str:
    """Return whether both tell of as many people harmed in all: who was wounded may have died since."""
    if a.harmed is None or b.harmed is None:
        return "harmed.unknown"
    if a.harmed == b.harmed:
        return f"harmed.same_{_size(a.harmed)}"
    return "harmed.next" if abs(a.harmed - b.harmed) == 1 else "harmed.other"


def _say(bounds: Bounds | None) -> str:
    if bounds is None:
        return "not told"
    low, high = bounds
    return str(low) if low == high else f"{low} or more" if high is None else f"{low} to {high}"


def killed_words(_level: str, a: Traits, b: Traits) -> str:
    """Say the dead of both."""
    return f"killed: {_say(a.killed)}; {_say(b.killed)}"


def injured_words(_level: str, a: Traits, b: Traits) -> str:
    """Say the wounded of both."""
    return f"injured: {_say(a.injured)}; {_say(b.injured)}"


def taken_words(_level: str, a: Traits, b: Traits) -> str:
    """Say the taken of both."""
    return f"taken or missing: {_say(a.taken)}; {_say(b.taken)}"


def harmed_words(_level: str, a: Traits, b: Traits) -> str:
    """Say all harmed of both."""
    one, two = (str(t.harmed) if t.harmed is not None else "not told" for t in (a, b))
    return f"harmed in all: {one}; {two}"
