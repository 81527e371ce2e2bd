"""The command line. `dateline.cli.app` holds the commands; heavy libraries are imported only where they are used."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        from dateline.cli.app import app

        app(prog_name="dateline")
    except KeyboardInterrupt:
        # Before a command was under way; within one, `dateline.cli.exits.guard` has its own words.
        sys.stderr.write("Stopped.\n")
        raise SystemExit(130) from None
