"""Checks that the ground types make of their own values, and the marker of fields that may be left out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import field
from typing import Any, get_args

from dateline.errors import RecordError

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII)


def absent() -> Any:
    """Declare a field that is None by default and then left out of the JSON form."""
    return field(default=None, metadata={"absent": True})


def check_one_of(value: object, choices: object, what: str) -> None:
    """Raise RecordError unless the value is one of a Literal's."""
    valid = get_args(choices)
    if value not in valid:
        raise RecordError(f"{what} must be one of {', '.join(valid)}; got {value!r}")


def check_moment(value: str | None, what: str) -> None:
    """Raise RecordError unless the value is None, or an ISO 8601 date or date-time that exists, with or without offset."""
    if value is None:
        return
    if not _ISO.fullmatch(value):
        raise RecordError(
            f"{what} must be an ISO 8601 date such as 2023-12-08 or date-time such as 2023-12-08T16:21+03:00; got {value!r}"
        )
    try:
        dt.datetime.fromisoformat(value)
    except ValueError as error:
        raise RecordError(f"{what} is no date of the calendar: {value!r}") from error


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
