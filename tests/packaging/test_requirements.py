"""What the package imports is what it asks for: a library that happens to lie about is found here, not by a user."""

import ast
import functools
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dateline"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {
    "alerts": ("alerts/",),
    "gazetteer": ("gazetteer/",),
    "frames": ("frames.py",),
    "postgres": ("store/",),
    "excel": ("export/formats/xlsx.py",),
    "parquet": ("export/formats/parquet.py", "shards/", "planning.py", "archiving.py"),
    "plot": ("export/plots/",),
    "ray": ("executor/rays.py",),
}
"""Which files may import what an extra asks for."""


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements):
    return {normal(re.match(r"[\w.-]+", line)[0]) for line in requirements}


def imported(path):
    """The libraries that a file imports, anywhere in it, under the names that they are imported by."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and called(node).endswith(("import_module", "needed")):
            yield from (each.value.partition(".")[0] for each in node.args if isinstance(each, ast.Constant))


def called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


@functools.cache
def foreign():
    """What each file imports from elsewhere; `_typeshed` is the type checker's own and is there only for it."""
    return sorted(
        (path.relative_to(SOURCE).as_posix(), name)
        for path in SOURCE.rglob("*.py")
        for name in set(imported(path)) - sys.stdlib_module_names - {"dateline", "", "_typeshed"}
    )


TIED = {"click": "typer", "lxml": "trafilatura", "numpy": "spacy", "starlette": "fastapi", "thinc": "spacy"}
"""Libraries that belong to one that is asked for, and come with it always."""


def test_every_library_that_is_imported_is_asked_for():
    installed = metadata.packages_distributions()
    for path, name in foreign():
        homes = {TIED[name]} if name in TIED else {normal(home) for home in installed.get(name, [name])}
        asked = names(PROJECT["dependencies"])
        for extra, places in EXTRAS.items():
            if path.startswith(places):
                asked |= names(PROJECT["optional-dependencies"][extra])
        assert homes & asked, f"{path} imports {name}, which pyproject.toml does not ask for"


def test_the_libraries_that_matter_are_seen():
    assert {"spacy", "typer", "sqlalchemy", "trafilatura"} <= {name for _, name in foreign()}


def test_every_version_that_tests_run_with_is_written_down():
    pinned = names(
        line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")
    )
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    assert names([*PROJECT["dependencies"], *extras]) - {"dateline"} <= pinned
