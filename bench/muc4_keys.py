"""The raw MUC-4 messages and 25-slot keys, read as the 1992 distribution writes them.

A file of texts holds messages, each under a line with its id ("DEV-MUC3-0001 (NOSC)"). A file of keys holds templates of
25 slots, each under its number and name. A filler stands after the name or on an indented line of its own; "/" parts
alternatives, a leading "?" marks a filler that need not be given, "-" is none, "*" not applicable. What follows a value
after a colon in quotation marks refers to a filler of another slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SLOTS = {
    2: "date", 3: "location", 4: "type", 5: "stage", 6: "instrument", 7: "instrument type", 8: "category", 9: "individual",
    10: "organization", 11: "confidence", 12: "physical", 13: "physical type", 14: "physical number", 15: "physical nation",
    16: "physical effect", 17: "physical total", 18: "name", 19: "description", 20: "human type", 21: "human number",
    22: "human nation", 23: "human effect", 24: "human total",
}  # fmt: skip
"""Numbers and short names of the slots that are scored; 0 is the message's id, 1 the template's number."""

HEAD_LIMIT = 250
"""Characters within which the dateline of a message ends."""
_MESSAGE = re.compile(r"^((?:DEV-MUC3|TST\d-MUC\d)-\d{4})\b.*$", re.MULTILINE)
_SLOT = re.compile(r"^ {0,2}(\d{1,2})\.\s+[A-Z]+(?: [A-Z]+)?: [A-Z]+(?: [A-Z]+)*(?:\s+(.*)|\s*)$")
_SPLIT = re.compile(r'\s*/\s*(?=(?:[^"]*"[^"]*")*[^"]*$)')
_REFERENCE = re.compile(r'^(?P<values>.*?)\s*:\s*(?P<refs>".*)$')
_HEADING = re.compile(r"(?:\[[^\]\[]{1,200}\]\s*){1,4}")
"""Tags between the dateline and the first word: "[COMMUNIQUE] [TEXT]"."""
_MARK = re.compile(
    r"\[(?:[A-Z ]*INDISTINCT|CONTINUED|(?:BEGIN|END) [A-Z ]*(?:RECORDING|VIDEO|INTERVIEW)[A-Z ]*|PASSAGE OMITTED|CHANGES THOUGHT|"
    r"APPLAUSE|LAUGHTER|AS (?:HEARD|PUBLISHED|RECEIVED)|SIGNED|REPORTER|MODERATOR|UP|(?:SIC|EXCERPTS?|TEXT|REPORT))\]\s*"
)
"""What a transcriber wrote of the recording. All else in brackets is an explanation and kept: "FRONT [FMLN]"."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its id, and its words with line breaks only between paragraphs."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Filler:
    """A filler of a slot.

    Args:
        values: the alternatives, any of which is right; strings without their quotation marks.
        refs: the alternatives of the filler of another slot that it refers to.
        optional: it need not be given.
    """

    values: tuple[str, ...]
    refs: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A template of a message: fillers by slot; `optional` where the key leaves open whether it belongs there."""

    message: str
    slots: dict[int, tuple[Filler, ...]] = field(default_factory=dict)
    optional: bool = False

    def fillers(self, slot: int) -> tuple[Filler, ...]:
        """Return the fillers of a slot, none where it is empty."""
        return self.slots.get(slot, ())


def read_messages(path: Path) -> Iterator[Message]:
    """Yield the messages of a file; tags in brackets ("[TEXT]") are left out, explanations are put in parentheses.

    Raises:
        ValueError: the file holds no message.
    """
    pieces = _MESSAGE.split(path.read_text("latin-1"))
    if len(pieces) < 3:
        raise ValueError(f"{path} holds no MUC-4 message; a message starts with a line such as DEV-MUC3-0001")
    for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
        paragraphs = re.split(r"\n\s*\n", _plain(body))
        joined = (re.sub(r"\s+", " ", paragraph).strip() for paragraph in paragraphs)
        yield Message(name, "\n\n".join(p for p in joined if p))


def _plain(body: str) -> str:
    """Return a message's body without tags, brackets made parentheses."""
    body = re.sub(r"\[[^\[\]]{1,200}\]", lambda mark: " ".join(mark.group().split()), body)
    head, dashes, story = body.partition("--")
    if dashes and len(head) < HEAD_LIMIT:
        body = head + dashes + _HEADING.sub("", story, count=1)
    return _MARK.sub("", body).replace("[", "(").replace("]", ")")


def read_keys(path: Path) -> Iterator[Template]:
    """Yield the templates of a file of keys; of a message without any incident one without fillers.

    Raises:
        ValueError: the file holds no template.
    """
    lines: dict[int, list[str]] = {}
    slot, found = -1, False
    for line in path.read_text("latin-1").splitlines():
        if line.startswith(";"):
            continue
        match = _SLOT.match(line)
        if match is not None:
            slot = int(match.group(1))
            if slot == 0 and lines:
                yield _template(lines)
                lines = {}
            found = True
            lines[slot] = [match.group(2) or ""]
        elif slot >= 0 and line.strip() and slot in lines:
            lines[slot].append(line)
    if not found:
        raise ValueError(f"{path} holds no MUC-4 key; a template starts with '0.  MESSAGE: ID'")
    if lines:
        yield _template(lines)


def _template(lines: dict[int, list[str]]) -> Template:
    message = _MESSAGE.match(lines[0][0].strip())
    name = message.group(1) if message else lines[0][0].split()[0]
    number = " ".join(lines.get(1, [""]))
    slots = {slot: tuple(_fillers(lines[slot])) for slot in SLOTS if slot in lines}
    return Template(name, {n: f for n, f in slots.items() if f}, optional="OPTIONAL" in number.upper())


def _fillers(lines: list[str]) -> Iterator[Filler]:
    """Read the lines of a slot; a line that ends with a slash goes on in the next."""
    text = ""
    for line in lines:
        text = f"{text} {line.strip()}".strip()
        if text.endswith("/"):
            continue
        filler = _filler(text)
        if filler is not None:
            yield filler
        text = ""


def _filler(text: str) -> Filler | None:
    """Read one filler; None for "-", "*" and nothing."""
    optional = text.startswith("?")
    text = text.lstrip("? ").strip()
    if text in {"", "-", "*"}:
        return None
    reference = (
        _REFERENCE.match(text)
        if not text.startswith('"')
        else re.match(r'^(?P<values>".*?")\s*:\s*(?P<refs>".*)$', text)
    )
    values, refs = (reference["values"], reference["refs"]) if reference else (text, "")
    alternatives = tuple(_bare(v) for v in _SPLIT.split(values))
    kept = tuple(v for v in alternatives if v not in {"", "-"})
    if not kept:
        return None
    return Filler(
        kept, tuple(r for r in (_bare(v) for v in _SPLIT.split(refs)) if r), optional or len(kept) < len(alternatives)
    )


def _bare(value: str) -> str:
    """Return a value without quotation marks, escapes, doubt and outer brackets."""
    bare = value.strip().lstrip("? ").strip().replace('\\"', "").replace('"', "").strip()
    bare = bare.removeprefix("(")
    return (bare[: bare.rindex(")")] if bare.count(")") > bare.count("(") else bare).strip()
