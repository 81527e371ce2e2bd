"""Frozen types filled from tables of a TOML file: a wrong key is named with the nearest right one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar, get_type_hints

from dateline.errors import DatelineError, SettingsError
from dateline.settings import fits, nearest, type_name

T = TypeVar("T")


def fill(kind: type[T], given: Mapping[str, object], *, where: str) -> T:
    """Make a frozen type from a table, what is not given staying at its default.

    Args:
        where: the table, as messages name it ("desk.toml: [[alerts]] 2").

    Raises:
        SettingsError: a key is unknown or missing, or a value is not of the field's type or not in its range.
    """
    known = {part.name: part for part in fields(kind) if part.init}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    see_keys(given, known, where=where)
    values: dict[str, Any] = {}
    for key, value in given.items():
        plain = frozen(value)
        if isinstance(plain, str) and not fits(plain, hints[key]) and fits((plain,), hints[key]):
            plain = (plain,)  # one word where several may stand
        if not fits(plain, hints[key]):
            raise SettingsError(f"{where}: {key} must be of type {type_name(hints[key])}; got {value!r}")
        values[key] = plain
    for name, part in known.items():
        if name not in values and part.default is MISSING and part.default_factory is MISSING:
            raise SettingsError(f"{where}: the key {name!r} is missing")
    try:
        return kind(**values)
    except (ValueError, DatelineError) as error:
        raise SettingsError(f"{where}: {error}") from error


def see_keys(given: Mapping[str, object], known: Mapping[str, object], *, where: str) -> None:
    """Raise SettingsError for the first key that is none."""
    for key in given:
        if key not in known:
            raise SettingsError(f"{where}: unknown key {key!r}{nearest(key, known)}")


def frozen(value: object) -> object:
    """Return a value of TOML with its lists as tuples."""
    return tuple(frozen(item) for item in value) if isinstance(value, (list, tuple)) else value
