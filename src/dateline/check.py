"""Checks that the ground types make of their own values, and the marker of fields that may be left out."""

from __future__ import annotations

from dataclasses import field
from typing import Any, get_args

from dateline.errors import RecordError


def absent() -> Any:
    """Declare a field that is None by default and then left out of the JSON form."""
    return field(default=None, metadata={"absent": True})


def check_one_of(value: object, choices: object, what: str) -> None:
    """Raise RecordError unless the value is one of a Literal's."""
    valid = get_args(choices)
    if value not in valid:
        raise RecordError(f"{what} must be one of {', '.join(valid)}; got {value!r}")


def check_bounds(low: int | None, high: int | None, what: str) -> None:
    """Raise RecordError unless 0 <= low <= high, as far as they are known."""
    if low is not None and low < 0:
        raise RecordError(f"{what}: low must not be negative; got {low}")
    if low is not None and high is not None and low > high:
        raise RecordError(f"{what}: low must not be above high; got {low} and {high}")


def check_probability(value: float | None, what: str) -> None:
    """Raise RecordError unless the value is None or lies in 0…1."""
    if value is not None and not 0.0 <= value <= 1.0:
        raise RecordError(f"{what} must lie between 0 and 1; got {value}")
