"""The name of the site or station at the end of a headline ("Man hurt in fire - KXYZ News 4"), as page titles carry it."""

from __future__ import annotations

import re

LEAST_WORDS = 3
"""Words of a headline before the name of a site; with fewer it is no headline but a name itself."""
MOST_WORDS = 14
"""Words of a site's name and of what it says of itself."""
_PARTED = re.compile(r"\s+(?:[-–—|·]|::)\s+|\|\s+")
_SITE = re.compile(
    r"\b[KW][A-Z]{2,3}\b|\b(?:TV|News|Channel|Weather|Radio|Online|Newspaper|FOX ?\d*|CBS|NBC|ABC|CNN|BBC|NPR|PBS|Reuters|AP"
    r"|Times|Post|Tribune|Herald|Gazette|Journal|Chronicle|Sentinel|Observer|Dispatch|Courier|Examiner|Register|Telegraph"
    r"|Independent|Guardian|Patch)\b|[a-z0-9]\.(?:com|org|net|tv|co\.uk)\b|News\.",
)
"""Words of which one stands in the name of a site; only capitals count, so that "- news of a truce" is no site."""
_SPEAKER = re.compile(r"\b(?:says?|said|claims?|reports?|told|warns?|sources?|officials?|minister|police|army)\b")
"""Words by which what follows a dash is who said it ("15 killed - officials")."""


def tail_of(title: str) -> int | None:
    """Return where the separator before the name of a site begins in a headline; None where there is no such name."""
    for found in _PARTED.finditer(title):
        rest = title[found.end() :]
        if len(title[: found.start()].split()) < LEAST_WORDS or not 0 < len(rest.split()) <= MOST_WORDS:
            continue
        if _SITE.search(rest) and not _SPEAKER.search(rest):
            return found.start()
    return None
