"""Write constraints.txt from the environment that runs this script.

Usage: python tools/freeze_constraints.py > constraints.txt

Run it in an environment where the project and its "dev" and "gazetteer" extras are installed and the tests pass.
Only what the project (with its extras) really needs is written, found by walking the declared requirements, so that
a package that lies about in the environment does not slip in.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

HEADER = """\
# Versions that dateline's own tests run with; "make" installs with them. Applications and users need not:
# pyproject.toml states the ranges. Written by tools/freeze_constraints.py, not by hand.
# pip and setuptools are left out: they belong to the interpreter that makes the environment.
"""
LEFT_OUT = frozenset({"pip", "setuptools", "dateline"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(pyproject: Path) -> list[str]:
    document = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    project = document["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [*document["build-system"]["requires"], *project["dependencies"], *extras]


def _closure(requirements: list[str]) -> dict[str, str]:
    """Return installed versions of the requirements and of all they need, by normalised name."""
    versions: dict[str, str] = {}
    open_names = list(requirements)
    while open_names:
        requirement = open_names.pop()
        if "extra ==" in requirement:
            continue
        match = _NAME.match(requirement.strip())
        name = _normalise(match.group()) if match else ""
        if not name or name in versions or name in LEFT_OUT:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            # A requirement of another platform or Python version.
            sys.stderr.write(f"not installed here, left out: {requirement}\n")
            continue
        versions[name] = found.version
        open_names.extend(found.requires or [])
    return versions


def main() -> None:
    """Print the constraints."""
    versions = _closure(_declared(Path(__file__).parent.parent / "pyproject.toml"))
    lines = [f"{name}=={version}" for name, version in sorted(versions.items())]
    sys.stdout.write(HEADER + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
