"""Countries under the codes of other formats, and the cell of PRIO's grid that a point lies in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dateline.export.tables import table_rows

CELLS_A_DEGREE = 2
"""PRIO-GRID's cells are half a degree wide and high (Tollefsen, Strand and Buhaug 2012)."""
GRID_ROWS = 180 * CELLS_A_DEGREE
GRID_COLUMNS = 360 * CELLS_A_DEGREE

UCDP_REGIONS = (
    (2, 199, "Americas"), (200, 399, "Europe"), (400, 629, "Africa"), (630, 699, "Middle East"), (700, 999, "Asia"),
)  # fmt: skip
"""UCDP's regions by the numbers of states, first and last: Egypt, Iran and Turkey lie in the Middle East, Oceania in Asia
(UCDP Dyadic Dataset codebook)."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory.

    Args:
        iso3, numeric: ISO 3166-1; empty where it has none.
        gw: number of Gleditsch and Ward's list of states; cow: of Correlates of War; None where a list has it not.
        name, ucdp_name, acled_name: in English, as dateline, UCDP and ACLED write it.
        acled_region: empty where it is not known.
    """

    iso2: str
    iso3: str
    numeric: str
    gw: int | None
    cow: int | None
    name: str
    ucdp_name: str
    acled_name: str
    acled_region: str

    @property
    def ucdp_region(self) -> str | None:
        """UCDP's region, None for what is no state to it."""
        if self.gw is None:
            return None
        return next((region for first, last, region in UCDP_REGIONS if first <= self.gw <= last), None)


@cache
def countries() -> Mapping[str, Country]:
    """Return all, by ISO 3166-1 alpha-2 code."""
    found = {}
    for row in table_rows("countries.tsv"):
        found[row["iso2"]] = Country(
            iso2=row["iso2"], iso3=row["iso3"], numeric=row["iso_numeric"], gw=_number(row["gw"]), cow=_number(row["cow"]), name=row["name"],
            ucdp_name=row["ucdp_name"] or row["name"], acled_name=row["acled_name"] or row["name"], acled_region=row["acled_region"],
        )  # fmt: skip
    return MappingProxyType(found)


def country_of(code: str | None) -> Country | None:
    """Return the country of a code; None for a code that is in no table of ours."""
    return countries().get(code) if code else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def grid_cell(latitude: float, longitude: float) -> int:
    """Return the number of the cell of PRIO-GRID that holds a point: counted from 1 at the south-west, row by row.

    A point on the border of two cells goes to the northern and eastern one; the pole and the date line to the last.
    """
    row = min(math.floor((latitude + 90) * CELLS_A_DEGREE), GRID_ROWS - 1)
    column = min(math.floor((longitude + 180) * CELLS_A_DEGREE), GRID_COLUMNS - 1)
    return row * GRID_COLUMNS + column + 1
