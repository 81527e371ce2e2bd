"""Bring the printed output in README.md up to date: run the command in its block and put what it prints under it.

Usage: python tools/write_readme_output.py [--check]

With --check nothing is written; status 1 says that the block is not what the command prints now.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "README.md"
BEGIN, END = "<!-- real-output: begin", "<!-- real-output: end -->"
FENCE, PROMPT = "```", "$ dateline "
WIDTH = "100"


def block_of(page: str) -> tuple[str, str, str]:
    """Return what stands before the block, the command in it, and what stands after it."""
    start = page.index(f"{FENCE}console\n", page.index(BEGIN))
    end = page.index(END)
    command = page[start:end].splitlines()[1]
    if not command.startswith(PROMPT):
        raise SystemExit(f"{TARGET.name}: the block's first line must be a command ({PROMPT}…); got {command!r}")
    return page[:start], command, page[end:]


def printed(command: str) -> str:
    """Return what a command prints, run from the project's folder."""
    arguments = shlex.split(command.removeprefix(PROMPT))
    done = subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=ROOT, env=os.environ | {"COLUMNS": WIDTH}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{command}: ended with status {done.returncode}: {done.stderr}")
    return done.stdout


def render(page: str) -> str:
    """Return the page with the block as the command prints it now."""
    before, command, after = block_of(page)
    return f"{before}{FENCE}console\n{command}\n{printed(command).rstrip()}\n{FENCE}\n{after}"


def main() -> None:
    """Write the page, or say that it is stale."""
    page = TARGET.read_text(encoding="utf-8")
    rendered = render(page)
    if "--check" in sys.argv[1:]:
        raise SystemExit(0 if rendered == page else f"{TARGET.name} is stale; run: python tools/write_readme_output.py")
    TARGET.write_text(rendered, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
