"""What the learned reader makes of a sentence's words: types of events, roles, and links between words.

A `Reading` holds numbers of one sentence; which word they belong to goes by its index in the sentence's tokens. Stages read
them through its methods. NumPy is imported only where a type checker looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NONE = "none"
"""The label of a word that states no event."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The labels of the reader's heads, in the order of its outputs.

    Args:
        event: `none` and the PLOVER types.
        roles: `O` and, for every role, `B-role` and `I-role`.
        incident: types of the incident that a sentence tells of.
        biases: what is added to the link of a doer, and of an undergoer.
    """

    event: tuple[str, ...]
    roles: tuple[str, ...] = ()
    incident: tuple[str, ...] = ()
    biases: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the reader says of one sentence.

    Args:
        sentence: its index in the draft.
        labels: what the columns mean.
        event: probabilities, a row a word, of the type of the event that the word states.
        roles: probabilities, a row a word, of the word's role; no columns where the reader has no such head.
        incident: the probability of each type of incident that the sentence tells of it.
        current, happened: probabilities, one a word, that the event that the word states is what the report is written to tell, and
            that it happened; empty where the reader has no such head.
        anchor, doer, undergoer: a vector a word; see `doers` and `undergoers`.
    """

    sentence: int
    labels: Labels
    event: NDArray[np.float32]
    roles: NDArray[np.float32]
    incident: NDArray[np.float32]
    current: NDArray[np.float32]
    happened: NDArray[np.float32]
    anchor: NDArray[np.float32]
    doer: NDArray[np.float32]
    undergoer: NDArray[np.float32]

    def type_of(self, token: int) -> tuple[str, float]:
        """Return the likeliest type of event that a word states, whatever the chance that it states none, and its probability."""
        row = self.event[token]
        best = 1 + int(row[1:].argmax())
        return self.labels.event[best], float(row[best])

    def chance(self, token: int, plover: str) -> float:
        """Return the probability, 0…1, that a word states an event of a type; 0 for a type that the reader does not know."""
        return float(self.event[token][self.labels.event.index(plover)]) if plover in self.labels.event else 0.0

    def states_event(self, token: int) -> float:
        """Return the probability, 0…1, that a word states an event of any type."""
        return 1.0 - float(self.event[token][0])

    def role_of(self, token: int, role: str) -> float:
        """Return the probability, 0…1, that a word belongs to a phrase in a role; 0 for a role that the reader does not know."""
        return sum(
            float(self.roles[token][column])
            for column, label in enumerate(self.labels.roles)
            if label in {f"B-{role}", f"I-{role}"}
        )

    def doers(self, token: int, among: Reading | None = None) -> NDArray[np.float32]:
        """Return for each word of a sentence (this one, or one read in the same window) the log-odds that it heads a doer."""
        links: NDArray[np.float32] = (among or self).doer @ self.anchor[token] + self.labels.biases[0]
        return links

    def undergoers(self, token: int, among: Reading | None = None) -> NDArray[np.float32]:
        """Return the same for those to whom the event is done."""
        links: NDArray[np.float32] = (among or self).undergoer @ self.anchor[token] + self.labels.biases[1]
        return links
