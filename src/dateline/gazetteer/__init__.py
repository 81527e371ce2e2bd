"""Places by name, by country and by point, from one read-only file that all worker processes share.

``open_gazetteer`` opens it; ``build_gazetteer`` compiles it and needs the packages of the ``gazetteer`` extra.
"""

from dateline.gazetteer.build import build_gazetteer
from dateline.gazetteer.entry import Entry, distance_km
from dateline.gazetteer.importing import Imported, import_dump
from dateline.gazetteer.layout import TITLES as SOURCE_TITLES
from dateline.gazetteer.names import fold
from dateline.gazetteer.reader import Gazetteer, open_gazetteer
from dateline.gazetteer.resolving import Resolution, resolve

__all__ = [
    "SOURCE_TITLES",
    "Entry",
    "Gazetteer",
    "Imported",
    "Resolution",
    "build_gazetteer",
    "distance_km",
    "fold",
    "import_dump",
    "open_gazetteer",
    "resolve",
]
