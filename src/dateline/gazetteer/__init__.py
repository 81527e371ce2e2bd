"""Places by name, by country and by point, from one read-only file that all worker processes share.

``open_gazetteer`` opens it; ``build_gazetteer`` compiles it and needs the packages of the ``gazetteer`` extra.
"""

from dateline.gazetteer.build import build_gazetteer
from dateline.gazetteer.entry import Entry, distance_km
from dateline.gazetteer.names import fold
from dateline.gazetteer.reader import Gazetteer, open_gazetteer
from dateline.gazetteer.resolving import Resolution, resolve

__all__ = ["Entry", "Gazetteer", "Resolution", "build_gazetteer", "distance_km", "fold", "open_gazetteer", "resolve"]
