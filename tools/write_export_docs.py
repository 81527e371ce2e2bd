"""Write docs/exports.md from the tables of formats and columns: python tools/write_export_docs.py [--check]."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.export.formats import FORMATS, NOTE_COLUMNS
from dateline.export.formats.acled import ACLED
from dateline.export.formats.children import CHILDREN
from dateline.export.formats.hxl import HXL
from dateline.export.formats.polecat import POLECAT
from dateline.export.formats.rows import Scheme
from dateline.export.formats.ucdp import UCDP
from dateline.export.incident_columns import INCIDENT_COLUMNS

TARGET = Path(__file__).parents[1] / "docs" / "exports.md"
HEAD = """# Exports of incidents

Made from the tables of formats and columns by `python tools/write_export_docs.py`; a test holds it to being current.

`dateline export --output FILE` writes incidents in the format that the file's ending names, or that `--format` says. Filters
are those of `dateline incidents`; `--events` writes each event of each report as it was coded, nothing merged. From Python:

```python
import dateline
from dateline.exporting import NoteFile, write_incidents

with dateline.Project("dateline.db") as project, open("iraq.csv", "w", newline="", encoding="utf-8") as stream:
    write_incidents(project.incidents.each(country="IQ"), "acled", stream)
```

Three rules hold for all formats:

- **What the record does not give stays empty.** No figure of dead is no zero, and nothing is guessed to fill a column.
- **What a format leaves out or has no room for is said.** Beside `FILE` stands `FILE.left-out.csv`, a row each with
  NOTES: `left out` is an incident without a row, `lost` something of a row that no column takes.
- **Text stays text.** Cells that a spreadsheet would run as a formula get an apostrophe before them; control characters
  and characters that turn the direction of text harm neither XML nor HTML; in text parted by tabs, tabs and line breaks
  within a cell are blanks.
"""
SCHEMES: tuple[tuple[str, Scheme[Any], str], ...] = (
    ("ACLED", ACLED, """One row a political incident that happened or was tried. Left out: the criminal sphere, what is planned, threatened,
possible or denied, what is told as background alone, and types that no sub-event type fits. A series (several acts told as one)
is one row, and the side file says so; `--kind incident` leaves series out. `fatalities` is the least of the figures that stand,
as ACLED asks for the most conservative one; a report's "dozens" is 12 and its "hundreds" 100. Actors are named as reports name
them, not by ACLED's own list."""),
    ("UCDP GED", UCDP, """One row an incident of state-based, non-state or one-sided violence with one death at least that happened. The
government's side is side A. Dead are put to a side, or to civilians, only where a report counts just these people; the rest of
the best figure is `deaths_unknown`."""),
    ("POLECAT", POLECAT, """One row an incident that happened, and threats. Contexts come from a table of dateline's own (`polecat-contexts.tsv`):
type, actors' kinds, weapons and words of the anchors. Several values in a cell are parted by `;`."""),
    ("HXL", HXL, """One row an incident, under a row of tags."""),
)  # fmt: skip


def export_docs() -> str:
    """Return the page."""
    return HEAD.replace("NOTES", ", ".join(f"`{name}`" for name in NOTE_COLUMNS)) + "".join(_parts())


def _parts() -> Iterator[str]:
    yield "\n## The formats\n\n| format | ending | what it is | one row is | needs |\n|---|---|---|---|---|\n"
    for one in FORMATS:
        extra = f'`pip install "dateline[{one.extra}]"`' if one.extra else ""
        yield f"| `{one.name}` | `{one.ending}` | {one.what} | {one.row} | {extra} |\n"
    for title, scheme, words in SCHEMES:
        yield f"\n## {title}: {len(scheme.columns)} columns\n\n{words}\n\n"
        tagged = any(column.tag for column in scheme.columns)
        yield "| column | tag | holds |\n|---|---|---|\n" if tagged else "| column | holds |\n|---|---|\n"
        for column in scheme.columns:
            tag = f" `{column.tag}` |" if tagged else ""
            yield f"| `{column.name}` |{tag} {column.meaning} |\n"
    yield "\n## CSV, GeoJSON, KML, XLSX and Parquet: dateline's own columns\n\n"
    yield "In GeoJSON they are the properties of a feature, in KML its extended data, in XLSX the first sheet.\n\n"
    yield "| column | kind | holds |\n|---|---|---|\n"
    yield from (f"| `{column.name}` | {column.kind} | {column.meaning} |\n" for column in INCIDENT_COLUMNS)
    yield "\n## XLSX's other sheets, Parquet's nested columns\n\nOn a sheet, `incident_id` stands before these.\n"
    for table in CHILDREN:
        yield f"\n### `{table.name}` (sheet “{table.title}”): {table.meaning}\n\n| column | kind | holds |\n|---|---|---|\n"
        yield from (f"| `{column.name}` | {column.kind} | {column.meaning} |\n" for column in table.columns)
    yield READING


READING = """
## Reading them

```python
pandas.read_csv("iraq.acled.csv")
pandas.read_csv("iraq.polecat.tsv", sep="\\t")
pandas.read_csv("iraq.hxl.csv", skiprows=[1])
pandas.read_excel("iraq.xlsx", sheet_name="tolls told")
geopandas.read_parquet("iraq.geoparquet").explore()
```

```sql
-- DuckDB: every figure of dead with who said it
select incident_id, t.low, t.high, t.said_by
from (select incident_id, unnest(tolls_told) as t from 'iraq.parquet') where t.measure = 'killed';
```

## Pictures

`dateline plot map|timeline|actors --output FILE` draws a picture as `.png` or `.svg`, light or `--dark`; it needs
`pip install "dateline[plot]"`. Spots on the map grow with the dead; a pale, dashed one is known to a district, province or region
only, with a ring of how far that reaches, and a tinted country is all that is known of some incident. The matrix of actors counts
states, their forces, groups that the actor dictionary knows, and anybody else under their kind and country. Sums of dead add the
best figures of single incidents; those of series are left out, for their dead may be counted there.
"""


def main() -> None:
    """Write the page, or with --check say whether it is current."""
    made = export_docs()
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != made:
            sys.exit(f"{TARGET.name} is not current; run: python tools/write_export_docs.py")
        return
    TARGET.write_text(made, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
