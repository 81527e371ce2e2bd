"""Examples at the end of a command's help, each on a line of its own."""

from __future__ import annotations


def examples(*lines: str, more: str = "") -> str:
    """Return the block of examples; the control character tells the help not to join the lines."""
    heading = "Example:" if len(lines) == 1 else "Examples:"
    return "\b\n" + "\n".join((heading, *(f"  {line}" for line in lines))) + more
