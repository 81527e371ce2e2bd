"""KML (OGC 12-007r2): a placemark an incident, with its time, its colour by type family, and its values as extended data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from dateline.export import incident_words as w
from dateline.export.families import FAMILIES, family_of
from dateline.export.formats.notes import Notes, lost
from dateline.export.formats.xml import safe_xml
from dateline.export.incident_columns import INCIDENT_COLUMNS, best_place
from dateline.incidents import Decision, Incident


class KmlWriter:
    """Writes placemarks one after another. No style names an icon of another host."""

    def __init__(self, stream: TextIO, notes: Notes) -> None:
        self._stream = stream
        self._notes = notes
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
        )
        stream.write("<name>Incidents</name>\n")
        for family in FAMILIES:
            red, green, blue = family.colour[1:3], family.colour[3:5], family.colour[5:7]
            stream.write(
                f'<Style id="{family.name}"><IconStyle><color>ff{blue}{green}{red}</color></IconStyle></Style>\n'
            )

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write the placemark of one incident; without coordinates it has no point."""
        del decisions
        self._stream.writelines(self._placemark(incident))

    def close(self) -> None:
        """Close the document."""
        self._stream.write("</Document>\n</kml>\n")

    def _placemark(self, incident: Incident) -> Iterator[str]:
        yield f'<Placemark id="i-{safe_xml(incident.id)}"><name>{safe_xml(w.title(incident))}</name>\n'
        yield _time(incident)
        yield f"<styleUrl>#{family_of(incident.types[0].value.plover).name}</styleUrl>\n<ExtendedData>\n"
        for column in INCIDENT_COLUMNS:
            value = column.get(incident)
            if value is not None and value != "":
                text = str(value).lower() if isinstance(value, bool) else str(value)
                yield f'<Data name="{column.name}"><value>{safe_xml(text)}</value></Data>\n'
        yield "</ExtendedData>\n"
        place = best_place(incident)
        if place is not None and place.latitude is not None:
            yield f"<Point><coordinates>{place.longitude},{place.latitude}</coordinates></Point>\n"
        else:
            lost(
                self._notes,
                incident,
                "Point",
                "its place has no coordinates, so that no map shows it",
                place.name if place else "",
            )
        yield "</Placemark>\n"


def _time(incident: Incident) -> str:
    if not incident.when:
        return ""
    when = incident.when[0].value
    begin = f"<begin>{_moment(when.start)}</begin>" if when.start else ""
    end = f"<end>{_moment(when.end)}</end>" if when.end else ""
    return f"<TimeSpan>{begin}{end}</TimeSpan>\n"


_MINUTES = re.compile(r"(T\d\d:\d\d)(?!:?\d|:\d\d)(?=$|[Z+-])")


def _moment(text: str) -> str:
    """Return a moment as XML Schema has it: with seconds where it has a time of day."""
    return _MINUTES.sub(r"\1:00", text)
