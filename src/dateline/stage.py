"""What a stage of the pipeline is: a callable that says which annotations of a draft it needs and which it assigns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Protocol

from dateline.draft import Draft


class Stage(Protocol):
    """A step of the pipeline: says what annotations of the draft it needs and which it assigns."""

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    assigns: ClassVar[tuple[str, ...]]

    def pipe(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Pass drafts through, adding the annotations that this stage assigns."""
        ...


class PerDraft:
    """Gives a stage that works on one draft at a time (`__call__`) the stream face."""

    def __call__(self, draft: Draft) -> Draft:
        """Work on one draft; a stage defines this."""
        raise NotImplementedError

    def pipe(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Pass drafts through one by one."""
        for draft in drafts:
            yield self(draft)
