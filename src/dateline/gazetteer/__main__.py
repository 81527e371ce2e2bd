"""``python -m dateline.gazetteer build [FILE]``: compile the gazetteer's file from its source packages."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path

from dateline.errors import DatelineError
from dateline.gazetteer.build import build_gazetteer
from dateline.gazetteer.reader import FILE_NAME, Gazetteer

USAGE = "usage: python -m dateline.gazetteer build [FILE]"


def main(arguments: list[str]) -> int:
    """Run the command and return its exit status."""
    if not 1 <= len(arguments) <= 2 or arguments[0] != "build":
        sys.stderr.write(USAGE + "\n")
        return 2
    shipped = Path(str(resources.files("dateline") / "data" / FILE_NAME))
    path = Path(arguments[1]) if len(arguments) == 2 else shipped
    try:
        build_gazetteer(path)
    except DatelineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    gazetteer = Gazetteer(path)
    parts = ", ".join(f"{count} from {source}" for source, count in gazetteer.counts.items())
    sys.stdout.write(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {len(gazetteer)} places ({parts})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
