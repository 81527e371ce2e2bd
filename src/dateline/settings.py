"""Settings: sections of a TOML file, each laid by name over the frozen fields of what it sets.

::

    [run]                    # how reports are coded: RunSettings below
    code_seconds = 30

    [read]                   # how large and slow an input may be: dateline.readers.Limits
    max_report_bytes = 400_000

    [pipeline]               # stages from other packages
    extra = [{ stage = "my-stage", after = "triggers" }]

    [triggers]               # any stage, by its name; the keys are its fields
    ...

There is no global configuration: a `Settings` is handed to whoever is built from it.
"""

from __future__ import annotations

import difflib
import tomllib
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from dateline.errors import DatelineError, SettingsError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the settings: its name, and its keys with their values."""

    name: str
    values: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections that were given, and where they were read."""

    sections: tuple[Section, ...] = ()
    source: str = "settings"

    @classmethod
    def of(cls, given: Settings | Mapping[str, Mapping[str, object]] | Path | str | None) -> Settings:
        """Return settings as they are, from a mapping of sections, from the path of a TOML file, or none.

        Raises:
            SettingsError: the file cannot be read, is no TOML, or holds something else than sections.
        """
        if given is None:
            return cls()
        if isinstance(given, Settings):
            return given
        if isinstance(given, (str, Path)):
            return cls._of_mapping(_read_toml(Path(given)), source=str(given))
        return cls._of_mapping(given, source="settings")

    @classmethod
    def _of_mapping(cls, given: Mapping[str, object], *, source: str) -> Settings:
        sections = []
        for name, values in given.items():
            if not isinstance(values, Mapping):
                raise SettingsError(
                    f"{source}: the key {name!r} stands outside any section; "
                    f"put it under the section that it belongs to, such as [run]"
                )
            sections.append(Section(name, tuple((key, _frozen(value)) for key, value in values.items())))
        return cls(tuple(sections), source)

    def values(self, name: str) -> dict[str, object]:
        """Return the keys and values of a section; empty where it is not given."""
        return next((dict(section.values) for section in self.sections if section.name == name), {})

    def updated(self, name: str, **values: object) -> Settings:
        """Return settings with these values laid over a section's; None leaves what is there."""
        given = {key: _frozen(value) for key, value in values.items() if value is not None}
        if not given:
            return self
        section = Section(name, tuple((self.values(name) | given).items()))
        return Settings((*(other for other in self.sections if other.name != name), section), self.source)

    def check_names(self, valid: Iterable[str]) -> None:
        """Raise SettingsError where a section has a name that nothing answers to."""
        valid = tuple(valid)
        for section in self.sections:
            if section.name not in valid:
                raise SettingsError(f"{self.source}: unknown section [{section.name}]{nearest(section.name, valid)}")

    def fill(self, kind: type[T], name: str) -> T:
        """Make a frozen type from its section, what is not given staying at its default.

        Raises:
            SettingsError: a key is unknown, or a value is not of the field's type or not in its range.
        """
        values = self.values(name)
        hints = get_type_hints(kind)
        known = [part.name for part in fields(typing.cast("Any", kind)) if part.init]
        for key, value in values.items():
            if key not in known:
                raise SettingsError(f"{self.source}: unknown key {key!r} in [{name}]{nearest(key, known)}")
            if not fits(value, hints[key]):
                raise SettingsError(
                    f"{self.source}: {key} in [{name}] must be of type {type_name(hints[key])}; got {value!r}"
                )
        try:
            return kind(**values)
        except (ValueError, DatelineError) as error:
            raise SettingsError(f"{self.source}: [{name}]: {error}") from error


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How reports are coded, whatever the stages: section [run].

    Args:
        code_seconds: the longest that one report may take before it is given up, in seconds. Eight leave two of ten for
            start and end; usual reports take a twentieth of a second, one of 200,000 characters dense with events some seven.
        batch_reports: reports that are coded and stored together, at most. Sixteen keep a model's batches full, and
            little is lost when one of them must be tried again.
        batch_characters: text of a batch, at most, so that one of long reports stays within `code_seconds` as well:
            60,000 characters are 10,000 words, four to five seconds where every sentence tells of an event.
    """

    code_seconds: float = 8.0
    batch_reports: int = 16
    batch_characters: int = 60_000

    def __post_init__(self) -> None:
        for part in fields(self):
            if getattr(self, part.name) <= 0:
                raise SettingsError(f"{part.name} must be above 0; got {getattr(self, part.name)}")


def nearest(word: str, valid: Iterable[str]) -> str:
    """Return the end of a message about an unknown word: the nearest right one, or all that are right."""
    valid = sorted(valid)
    close = difflib.get_close_matches(word, valid, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; valid are {', '.join(valid)}" if valid else "; none is valid here"


def _read_toml(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot read the settings: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: the settings are no TOML: {error}") from error


def _frozen(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, Mapping):
        return tuple((str(key), _frozen(item)) for key, item in value.items())
    return value


def fits(value: object, hint: Any) -> bool:
    """Whether a value is of a field's type."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any or hint is object:
        return True
    if origin in (UnionType, typing.Union):
        return any(fits(value, arg) for arg in args)
    if origin is Literal:
        return value in args
    if origin is tuple:
        return isinstance(value, tuple) and _items_fit(value, args)
    if hint in (float, int):
        # True is an int to Python, and a whole number will do for a float.
        return isinstance(value, (int, float) if hint is float else int) and not isinstance(value, bool)
    return isinstance(value, origin or hint)


def _items_fit(value: tuple[object, ...], args: tuple[Any, ...]) -> bool:
    if args[-1] is Ellipsis:
        return all(fits(item, args[0]) for item in value)
    return len(value) == len(args) and all(fits(item, arg) for item, arg in zip(value, args, strict=True))


def type_name(hint: Any) -> str:
    """Return a field's type as messages name it."""
    return hint.__name__ if isinstance(hint, type) and get_origin(hint) is None else str(hint).replace("typing.", "")
