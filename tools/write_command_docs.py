"""Write docs/commands.md from the command line itself: python tools/write_command_docs.py [--check]."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "docs" / "commands.md"
WIDTH = "100"
HEAD = """# Commands

Made from the command line by `python tools/write_command_docs.py`; a test holds it to being current.
"""


def command_docs() -> str:
    """Return the page: the help of every command, as the command prints it."""
    os.environ["COLUMNS"] = WIDTH
    from typer.main import get_command

    from dateline.cli.app import app

    return HEAD + "".join(_pages(get_command(app), ("dateline",)))


def _pages(command: Any, names: tuple[str, ...]) -> Iterator[str]:
    from typer.testing import CliRunner

    from dateline.cli.app import app

    shown = CliRunner().invoke(app, [*names[1:], "--help"], prog_name="dateline", env={"COLUMNS": WIDTH})
    if shown.exit_code:
        raise SystemExit(f"{' '.join(names)} --help ended with {shown.exit_code}: {shown.output}")
    help_text = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
    yield f"\n## {' '.join(names)}\n\n```text\n{help_text}\n```\n"
    for name, inner in getattr(command, "commands", {}).items():
        yield from _pages(inner, (*names, name))


def main() -> None:
    """Write the page, or with --check say whether it is current."""
    made = command_docs()
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != made:
            sys.exit(f"{TARGET.name} is not current; run: python tools/write_command_docs.py")
        return
    TARGET.write_text(made, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
