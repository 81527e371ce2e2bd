"""Putting a pipeline together: the built-in stages, those of other packages, their settings, the fingerprint."""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline._version import __version__
from dateline.errors import DataError, PipelineError, SettingsError
from dateline.events import Coder
from dateline.pipeline import Pipeline
from dateline.settings import Settings, nearest
from dateline.stages import built_in
from dateline.text import content_id

if TYPE_CHECKING:
    from dateline.stage import Stage

ENTRY_POINTS = "dateline.stages"
"""The group under which other packages offer stages."""

OTHER_SECTIONS = ("run", "read", "pipeline")
"""Sections that set no stage: how reports are coded, how they are read, and which stages are added."""

NOT_FOR_CODING = ("export",)
"""Folders of our data that no stage reads; a change in them makes no other coder."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A stage of another package, and the stage that it comes after (empty: the last)."""

    stage: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class PipelineSettings:
    """Section [pipeline]: the stages of other packages that are asked for."""

    extra: tuple[tuple[tuple[str, str], ...], ...] = ()

    def extras(self) -> list[Extra]:
        """Return the stages asked for.

        Raises:
            SettingsError: an item has other keys than `stage` and `after`.
        """
        found = []
        for item in self.extra:
            keys = dict(item)
            if not {"stage"} <= keys.keys() <= {"stage", "after"}:
                raise SettingsError(f"[pipeline] extra: an item is {{ stage = NAME, after = NAME }}; got {keys}")
            found.append(Extra(**keys))
        return found


def build_pipeline(settings: Settings | None = None) -> Pipeline:
    """Return the pipeline of the built-in stages, as the settings have it.

    Raises:
        SettingsError: a section, key or value of the settings is not valid.
        PipelineError: the stages do not fit together.
    """
    stages = build_stages(settings or Settings())
    return Pipeline(stages, coder_of(stages))


def build_stages(settings: Settings) -> tuple[Stage, ...]:
    """Make the built-in stages, and those that the settings add, each from its section."""
    kinds = list(built_in())
    for extra in settings.fill(PipelineSettings, "pipeline").extras():
        names = [kind.name for kind in kinds]
        if extra.after and extra.after not in names:
            raise SettingsError(
                f"[pipeline] extra: no stage {extra.after!r} to come after{nearest(extra.after, names)}"
            )
        at = names.index(extra.after) + 1 if extra.after else len(kinds)
        kinds.insert(at, _load(extra.stage))
    settings.check_names((*OTHER_SECTIONS, *(kind.name for kind in kinds)))
    return tuple(_make(kind, settings) for kind in kinds)


def _make(kind: type[Stage], settings: Settings) -> Stage:
    if hasattr(kind, "__dataclass_fields__"):
        return settings.fill(kind, kind.name)
    if settings.values(kind.name):
        raise SettingsError(
            f"{settings.source}: the stage {kind.name!r} has no settings; take out the section [{kind.name}]"
        )
    return kind()


def _load(name: str) -> type[Stage]:
    points = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    if name not in points:
        raise PipelineError(
            f"no installed package offers a stage {name!r} in the entry point group {ENTRY_POINTS}{nearest(name, points)}"
        )
    return _loaded(points[name])


def _loaded(point: EntryPoint) -> type[Stage]:
    try:
        kind: Any = point.load()
    except (ImportError, AttributeError) as error:
        raise PipelineError(f"the stage {point.name!r} ({point.value}) cannot be loaded: {error}") from error
    missing = [part for part in ("name", "needs", "assigns", "pipe") if not hasattr(kind, part)]
    if missing:
        raise PipelineError(f"the stage {point.name!r} ({point.value}) lacks {', '.join(missing)}")
    found: type[Stage] = kind
    return found


def coder_of(stages: tuple[Stage, ...]) -> Coder:
    """Return who codes with these stages: our version, their models, and a hash of their settings and of our data.

    A stage that runs a model says which in an attribute `model` (name and version); one that reads files of the
    user's own names their paths in an attribute `files`.

    Raises:
        DataError: such a file cannot be read.
    """
    models = dict.fromkeys(str(model) for stage in stages if (model := getattr(stage, "model", None)))
    parts = [part for stage in stages for part in _settings_of(stage)]
    return Coder(__version__, ", ".join(models) or "none", content_id(*parts, data_hash()))


def _settings_of(stage: Stage) -> Iterator[str]:
    kind = type(stage)
    yield f"{kind.__module__}.{kind.__qualname__}"
    for part in getattr(kind, "__dataclass_fields__", ()):
        yield f"{part}={_stable(getattr(stage, part, None))}"
    for path in getattr(stage, "files", ()):
        yield _file_hash(path)


def _file_hash(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(
            f"{path}: it cannot be read: {error.strerror or error}; see the settings that name it"
        ) from error


def _stable(value: object) -> str:
    """Return a text of a setting that is the same in every process: sets in order, all else as it is written."""
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(_stable(item) for item in value)) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(_stable(item) for item in value) + ")"
    return repr(value)


@functools.cache
def data_hash() -> str:
    """Return the hash of every data table of ours that coding may read.

    Raises:
        DataError: the data that ships with dateline is not there.
    """
    root = importlib.resources.files("dateline") / "data"
    if not root.is_dir():
        raise DataError("dateline's data folder is missing: the installation is broken; install dateline again")
    digest = hashlib.sha256()
    for name, file in _files(root, ""):
        digest.update(f"{name}\x00".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda found: found.name):
        name = f"{prefix}{item.name}"
        if item.is_dir():
            if name not in NOT_FOR_CODING and item.name != "__pycache__":
                yield from _files(item, f"{name}/")
        else:
            yield name, item
