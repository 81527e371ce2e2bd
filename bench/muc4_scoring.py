"""How the 1992 scheme compares templates: which response answers which key, and what each filler is worth.

After the scoring guidelines (version 7, 19 May 1992). The official program asked a person about mismatches of strings,
dates and places; here the rules that the guidelines give that person are applied as they stand, so figures are near the
official ones and not the same.

A response may answer a key where their incident types agree at least in part ("ATTACK" for any other) and something said of
perpetrators or targets does too; pairs are taken from the best down, one to one. A filler is right (1), partly right (1/2), wrong,
missing or spurious. Recall is what is right of what the key wants, precision of what the response says. An optional
filler or template of the key that nobody gives is not missing.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muc4_keys import Filler, Template

CONTENT = (9, 10, 12, 18, 19)
"""Slots of which one must agree for two templates to be of one incident: perpetrators, physical and human targets."""
MONTHS = {m: n for n, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), start=1)}
LESSER = {
    ("NO INJURY", "NO INJURY OR DEATH"), ("NO DEATH", "NO INJURY OR DEATH"),
}  # fmt: skip
"""Effects that say less than the key's: partly right."""
IDLE = frozenset("THE A AN OF AND HIS HER THEIR TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN SEVERAL SOME MANY".split())
_GENERIC = re.compile(
    r"\b(?:CITY|TOWN|MUNICIPALITY|DEPARTMENT|PROVINCE|NEIGHBORHOOD|DISTRICT|JURISDICTION|VILLAGE|REGION|AREA)\b"
)
_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3}) (\d{2})")


@dataclass(slots=True)
class Tally:
    """Counts of one slot."""

    right: int = 0
    partial: int = 0
    wrong: int = 0
    missing: int = 0
    spurious: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def possible(self) -> int:
        """Return how many fillers the key wants."""
        return self.right + self.partial + self.wrong + self.missing

    @property
    def actual(self) -> int:
        """Return how many fillers the response gives."""
        return self.right + self.partial + self.wrong + self.spurious

    def figures(self) -> tuple[float, float, float]:
        """Return recall, precision and F1."""
        worth = self.right + self.partial / 2
        recall = worth / self.possible if self.possible else 0.0
        precision = worth / self.actual if self.actual else 0.0
        return recall, precision, 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def pair_templates(keys: list[Template], responses: list[Template]) -> list[tuple[int, int]]:
    """Return which response answers which key of a message, the best pairs first."""
    ranked = sorted(
        ((_likeness(k, r), -i, -j) for i, k in enumerate(keys) for j, r in enumerate(responses) if _may_pair(k, r)),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    for _, i, j in ranked:
        if all(-i != a and -j != b for a, b in pairs):
            pairs.append((-i, -j))
    return pairs


def _may_pair(key: Template, response: Template) -> bool:
    kinds = compare(4, key.fillers(4), response.fillers(4))
    if not kinds.right + kinds.partial:
        return False
    told = [n for n in CONTENT if key.fillers(n) and response.fillers(n)]
    return not told or any(_worth(compare(n, key.fillers(n), response.fillers(n))) for n in told)


def _likeness(key: Template, response: Template) -> float:
    slots = {*key.slots, *response.slots}
    return sum(_worth(compare(n, key.fillers(n), response.fillers(n))) for n in slots)


def _worth(tally: Tally) -> float:
    return tally.right + tally.partial / 2


def compare(slot: int, keys: Iterable[Filler], responses: Iterable[Filler]) -> Tally:
    """Count the fillers of one slot: each response answers the key's filler that it fits best."""
    rule = RULES.get(slot, same_string)
    left, tally = list(responses), Tally()
    wanted = sorted(keys, key=lambda k: k.optional)
    ranked = sorted(
        ((_credit(rule, k, r), -i, -j) for i, k in enumerate(wanted) for j, r in enumerate(left)), reverse=True
    )
    used_keys: set[int] = set()
    used: set[int] = set()
    for credit, i, j in ranked:
        if not credit or -i in used_keys or -j in used:
            continue
        used_keys.add(-i)
        used.add(-j)
        tally.right += credit == 1.0
        tally.partial += credit < 1.0
    missed = [k for i, k in enumerate(wanted) if i not in used_keys and not k.optional]
    extra = len(left) - len(used)
    tally.wrong = min(len(missed), extra)
    tally.missing = len(missed) - tally.wrong
    tally.spurious = extra - tally.wrong
    return tally


def _credit(rule: Callable[[str, str], float], key: Filler, response: Filler) -> float:
    """Return what a response is worth for a key's filler, half of it lost where it refers to something else."""
    best = max(rule(k, r) for k in key.values for r in response.values)
    if best == 1.0 and key.refs and not any(same_string(k, r) for k in key.refs for r in response.refs):
        return 0.5
    return best


def same_string(key: str, response: str) -> float:
    """Compare two strings: right where they have the same words but for numbers and articles, or the response says more."""
    k, r = _words(key), _words(response)
    if not k or not r:
        return 0.0
    if k == r or (k[-1] == r[-1] and set(k) <= set(r)) or (r[-1] in k and set(k) <= set(r)):
        return 1.0
    return 0.5 if set(k) & set(r) else 0.0


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[\w-]+", text.upper()) if w not in IDLE and not w.isdigit()]


def same_set_fill(key: str, response: str) -> float:
    """Compare two values of a closed list."""
    return float(key == response)


def same_type(key: str, response: str) -> float:
    """Compare two incident types: an attack is partly right for any other."""
    return 1.0 if key == response else 0.5 if response == "ATTACK" else 0.0


def same_effect(key: str, response: str) -> float:
    """Compare two effects: one that says less is partly right."""
    return 1.0 if key == response else 0.5 if (response, key) in LESSER else 0.0


def same_number(key: str, response: str) -> float:
    """Compare two numbers: partly right where the key has the response as an end of its range, or nearly it."""
    k, r = key.replace(" ", ""), response.replace(" ", "")
    if k == r:
        return 1.0
    return 0.5 if r.isdigit() and r in {k.lstrip("~"), *k.lstrip("~").split("-")} else 0.0


def same_date(key: str, response: str) -> float:
    """Compare two dates of the forms "21 JAN 89", "15 JAN 89 - 21 JAN 89", "- 21 JAN 89"."""
    k, r = read_date(key), read_date(response)
    if k is None or r is None:
        return 0.0
    if k == r:
        return 1.0
    if r[0] is None:
        return 0.5 if r[1] == k[1] else 0.0
    return 0.5 if (k[0] is None or k[0] <= r[0]) and r[1] <= k[1] else 0.0


def read_date(text: str) -> tuple[dt.date | None, dt.date] | None:
    """Read a date slot: the first day, None where it is open, and the last."""
    days = [_day(m) for m in _DAY.finditer(text.upper())]
    if not days or None in days:
        return None
    first, last = days[0], days[-1]
    if last is None:
        return None
    return (None if text.lstrip().startswith("-") else first), last


def _day(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(1900 + int(match[3]), MONTHS.get(match[2], 0), int(match[1]))
    except ValueError:
        return None


def same_location(key: str, response: str) -> float:
    """Compare two places, country first: right where the most special names agree, partly where only the country does."""
    k, r = _places(key), _places(response)
    if k[0] != r[0]:
        return 0.5 if len(k) > 1 and k[1:] == r[1:] else 0.0
    if len(k) == len(r) == 1:
        return 1.0
    if len(k) > 1 and len(r) > 1 and k[-1] & r[-1]:
        return 0.5 if len(k[-1]) > 1 and len(r[-1]) == 1 else 1.0
    return 0.5


def _places(text: str) -> list[frozenset[str]]:
    """Return the names of a place from the country down; both ends of a stretch ("CALI (CITY) - BUGA (CITY)") as one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.upper()) if not unicodedata.combining(c))
    levels = [re.sub(r"\([^)]*\)", "", level) for level in plain.split(":")]
    names = [[_GENERIC.sub("", n).strip() or n.strip() for n in level.split(" - ")] for level in levels]
    return [frozenset(n for n in level if n) for level in names if any(level)]


RULES: dict[int, Callable[[str, str], float]] = {
    2: same_date, 3: same_location, 4: same_type, 5: same_set_fill, 8: same_set_fill, 14: same_number, 17: same_number,
    20: same_set_fill, 21: same_number, 22: same_set_fill, 23: same_effect, 24: same_number,
}  # fmt: skip
"""How the fillers of a slot are compared; strings where no rule stands."""
