"""The one error tree of dateline.

::

    DatelineError
    ├── InputError            an input could not be read; names it, says what is wrong and what to do
    │   ├── MissingInput      no such file, nothing matches, not readable
    │   ├── UnreadableInput   binary, broken, wrong encoding, malformed
    │   ├── LimitExceeded     larger or slower than a named limit allows
    │   ├── EmptyInput        nothing to read in it
    │   └── SkippedInput      passed over in a folder because of its kind; told, and no failure
    ├── RecordError           a value breaks the contract of the record (also a ValueError)
    ├── PipelineError         the stages do not fit together
    ├── DataError             a table, model or gazetteer of ours is missing or broken
    ├── StoreError            the database cannot be used; says why
    │   ├── NotFound          nothing stored under that id
    │   ├── Ambiguous         several things stored whose ids begin so
    │   ├── TooSlow           a query took longer than it may
    │   ├── Conflict          somebody changed it since it was looked at; says what
    │   │   └── Unchanged     what was asked for stands already
    │   └── NotAllowed        who asks may not decide that
    └── SettingsError         a setting or an option is not valid
        └── ValueRefused      a value that somebody set by hand breaks the contract of the record

A message says what happened, what was received, what is valid and what to do next. Foreign exceptions
are mapped to these in the room that calls the foreign code, and nowhere else.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Anything that dateline itself reports as wrong."""


class InputError(DatelineError):
    """An input that cannot be coded.

    Args:
        origin: the input as the user named it (a path, with a line number where it has one).
        problem: what is wrong, in words.
        advice: what to do about it.
    """

    code = "input"

    def __init__(self, origin: str, problem: str, *, advice: str = "") -> None:
        self.origin = origin
        self.problem = problem
        self.advice = advice
        super().__init__(f"{origin}: {problem}" + (f"; {advice}" if advice else ""))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by the three parts, so that it crosses process borders."""
        return (_input_error, (type(self), self.origin, self.problem, self.advice))


def _input_error(kind: type[InputError], origin: str, problem: str, advice: str) -> InputError:
    return kind(origin, problem, advice=advice)


class MissingInput(InputError):
    """No such file, nothing matches, or it may not be read."""

    code = "missing"


class UnreadableInput(InputError):
    """Binary, broken, malformed, or in no encoding that is known."""

    code = "unreadable"


class LimitExceeded(InputError):
    """Larger or slower than a named limit allows."""

    code = "limit"


class EmptyInput(InputError):
    """There is nothing to read in it."""

    code = "empty"


class SkippedInput(InputError):
    """Files of a folder that were passed over because of their kind; said so that nobody misses them, but no failure."""

    code = "skipped"


class RecordError(DatelineError, ValueError):
    """A value that breaks the contract of the record."""


class PipelineError(DatelineError):
    """The stages do not fit together."""


class DataError(DatelineError):
    """A table, model or gazetteer that ships with dateline is missing or broken."""


class StoreError(DatelineError):
    """The database cannot be used."""


class NotFound(StoreError):
    """Nothing is stored under that id."""


class Ambiguous(StoreError):
    """Several things are stored whose ids begin so."""


class TooSlow(StoreError):
    """A query took longer than it may, and was stopped."""


class Conflict(StoreError):
    """It was changed since it was looked at: the change that was asked for was not made."""


class Unchanged(Conflict):
    """What was asked for stands already: nothing was laid down."""


class NotAllowed(StoreError):
    """Who asks may not decide that: a coder what a reviewer decided, or what another coder did."""


class SettingsError(DatelineError):
    """A setting or an option is not valid."""


class ValueRefused(SettingsError):
    """A value that somebody set by hand breaks the contract of the record, or quotes what does not stand in the report."""
