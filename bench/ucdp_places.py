"""Resolve the places of UCDP's conflict events by country and words alone, and tell how many lie in the right area.

    python bench/ucdp_places.py FILE.csv [--predictions OUT.jsonl] [--show KIND] [--without ucdp] [--gazetteer FILE]

FILE has the columns country, adm1, adm2, where, events. Only country and where are used to resolve; adm1 judges:

right     the place lies in that first-order area; where gold has none (borders, seas), the answer claims none either
wrong     it lies in another
unknown   not resolved, said to be one of several, or known to no more than the country

Rows without words in `where` are left out: nothing is asked there. Gold's areas are matched through the gazetteer's own
names; where UCDP's scheme is another than GeoNames' (provinces of the Philippines, districts of Uganda) the second-order
area is compared, and former areas are matched by bench/ucdp_areas.tsv. `--without SOURCE` leaves out places that came
from a source of the gazetteer, such as ucdp: what would be found if these very rows had not been compiled in.
"""

from __future__ import annotations

import argparse
import collections
import csv
import dataclasses
import json
import pathlib
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.errors import DatelineError
from dateline.gazetteer import Entry, Gazetteer, Resolution, fold, open_gazetteer, resolve

COLUMNS = {"country", "adm1", "adm2", "where", "events"}
AREAS = pathlib.Path(__file__).with_name("ucdp_areas.tsv")
LEAST_ALIKE = 0.6
"""An area whose name is spelt otherwise must share so much of its letters."""
_TYPE = re.compile(
    r"\s+(?:governorate|province|state|region|department|oblast|district|county|division|territory|rayon|municipality|"
    r"prefecture|zone|(?:special republican )?city|(?:union|capital) territory|autonomous community|län)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the file."""

    country: str
    adm1: str
    where: str
    events: int


@dataclass(frozen=True, slots=True)
class Gold:
    """What answers are right: names of first-order areas, or of second-order ones where the schemes differ."""

    admin1: frozenset[str]
    admin2: frozenset[str] = frozenset()


def rows_of(path: pathlib.Path) -> list[Row]:
    """Read the file.

    Raises:
        SystemExit: it cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = COLUMNS - set(reader.fieldnames or ())
            if lacking:
                sys.exit(f"{path}: lacks the columns {', '.join(sorted(lacking))}")
            return [
                Row(r["country"], r["adm1"].strip(), " ".join(r["where"].split()), int(r["events"] or 0))
                for r in reader
            ]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        sys.exit(f"{path}: cannot be read: {error}")


def code_of(country: str, gazetteer: Gazetteer) -> str | None:
    """Return the code of a state as UCDP names it: "Yemen (North Yemen)", "DR Congo (Zaire)"."""
    for name in (country, _ASIDE.sub("", country), *_ASIDE.findall(country)):
        for entry in gazetteer.lookup(name):
            if entry.kind == "country":
                return entry.country
    return None


class Areas:
    """Finds the area of the gazetteer that one of gold's names means."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._own = {}
        lines = AREAS.read_text(encoding="utf-8").splitlines()
        for line in [line for line in lines if line and not line.startswith("#")][1:]:
            code, name, first, second = line.split("\t")
            self._own[code, fold(name)] = Gold(
                frozenset(filter(None, map(fold, first.split("|")))),
                frozenset(filter(None, map(fold, second.split("|")))),
            )
        self._known: dict[tuple[str, str], Gold | None] = {}

    def of(self, code: str, name: str) -> Gold | None:
        """Return what answers are right for a gold area, or None where the gazetteer does not know it."""
        if (code, name) not in self._known:
            self._known[code, name] = self._find(code, name)
        return self._known[code, name]

    def _find(self, code: str, name: str) -> Gold | None:
        if (code, fold(name)) in self._own:
            return self._own[code, fold(name)]
        companions = {"IL": {"IL", "PS"}, "SD": {"SD", "SS"}, "MA": {"MA", "EH"}}.get(code, {code})
        for level in ("admin1", "admin2"):
            for words in (name, _TYPE.sub("", name)):
                found = [e for e in self._gazetteer.lookup(words) if e.country in companions and e.precision == level]
                if not found:
                    alike = self._gazetteer.lookup_alike(fold(words))
                    found = [
                        e
                        for likeness, e in alike
                        if likeness >= LEAST_ALIKE and e.country in companions and e.precision == level
                    ]
                if found:
                    names = frozenset(fold(getattr(found[0], level) or found[0].name) for _ in "1")
                    return Gold(names) if level == "admin1" else Gold(frozenset(), names)
        return None


def verdict(answer: Resolution, gold: Gold | None, *, has_area: bool) -> str:
    """Return right, wrong or unknown."""
    claims = answer.admin1 is not None
    if not has_area:
        return "wrong" if claims and answer.precision not in {"region", "country", "sea"} else "right"
    if not claims:
        return "unknown"
    if gold is None:
        return "wrong"
    if gold.admin1 and fold(answer.admin1 or "") in gold.admin1:
        return "right"
    if gold.admin2:
        if fold(answer.admin2 or "") in gold.admin2:
            return "right"
        return "unknown" if answer.admin2 is None and not gold.admin1 else "wrong"
    return "wrong"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its answer and what was found of it."""

    row: Row
    answer: Resolution
    verdict: str


def judge(rows: list[Row], gazetteer: Gazetteer) -> Iterator[Judged]:
    """Resolve each row and hold the answer against gold."""
    areas = Areas(gazetteer)
    for row in rows:
        code = code_of(row.country, gazetteer)
        answer = resolve(row.where, gazetteer, country=code)
        gold = areas.of(code, row.adm1) if code and row.adm1 else None
        yield Judged(row, answer, verdict(answer, gold, has_area=bool(row.adm1)))


def _line(name: str, judged: list[Judged], *, by_events: bool = False) -> str:
    counts: collections.Counter[str] = collections.Counter()
    for one in judged:
        counts[one.verdict] += one.row.events if by_events else 1
    total = sum(counts.values()) or 1
    shares = "  ".join(f"{kind} {counts[kind] / total:.3f}" for kind in ("right", "wrong", "unknown"))
    return f"{name:32} {total:6}  {shares}"


def main() -> None:
    """Print the shares over all rows, by country, by kind of answer and of place, and the rows of a verdict if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=pathlib.Path, metavar="FILE.csv")
    parser.add_argument("--predictions", type=pathlib.Path, metavar="OUT.jsonl")
    parser.add_argument("--show", choices=("right", "wrong", "unknown"), help="list the rows of this verdict")
    parser.add_argument("--without", metavar="SOURCE", action="append", default=[], help="leave out places of a source")
    parser.add_argument("--gazetteer", type=pathlib.Path, metavar="FILE", help="another than the one that ships")
    options = parser.parse_args()
    rows = rows_of(options.file)
    asked = [row for row in rows if row.where]
    try:
        gazetteer = open_gazetteer(options.gazetteer)
        if options.without:
            gazetteer = gazetteer.without(*options.without)
        start = time.perf_counter()
        judged = list(judge(asked, gazetteer))
    except DatelineError as error:
        sys.exit(str(error))
    spent = time.perf_counter() - start
    print(f"{len(rows)} places, {len(asked)} with words; {spent / max(1, len(asked)) * 1e6:.0f} µs each")
    print(_line("all", judged))
    print(_line("all, weighted by events", judged, by_events=True))
    print(_line("gold without area", [j for j in judged if not j.row.adm1]))
    for title, key in (
        ("country", lambda j: j.row.country),
        ("answer", lambda j: j.answer.how),
        ("last word", lambda j: j.row.where.split()[-1].lower().strip("()")),
    ):
        groups = collections.defaultdict(list)
        for one in judged:
            groups[key(one)].append(one)
        print(f"\nby {title}")
        for name, group in sorted(groups.items(), key=lambda item: -len(item[1]))[:25]:
            print(_line(str(name), group))
    if options.show:
        print()
        for one in judged:
            if one.verdict == options.show:
                said = one.answer.entry
                print(one.row.country, one.row.adm1, one.row.where, "→", one.answer.how, *_named(said), sep=" | ")
    if options.predictions:
        with options.predictions.open("w", encoding="utf-8") as file:
            for one in judged:
                answer = {k: v for k, v in dataclasses.asdict(one.answer).items() if k not in {"entry", "rivals"}}
                answer |= {"name": one.answer.entry.name if one.answer.entry else None}
                line = {"country": one.row.country, "where": one.row.where, "verdict": one.verdict, "answer": answer}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _named(entry: Entry | None) -> tuple[str, ...]:
    return (
        ()
        if entry is None
        else (entry.name, entry.kind, entry.admin2 or "-", entry.admin1 or "-", entry.country or "-")
    )


if __name__ == "__main__":
    main()
