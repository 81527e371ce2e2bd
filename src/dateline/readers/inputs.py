"""Which inputs a user means: files, folders, globs and standard input, found one by one and in a stable order."""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.errors import EmptyInput, InputError, MissingInput, SkippedInput, UnreadableInput
from dateline.readers.content import unreadable
from dateline.readers.kinds import KINDS, MANY, PACKED, Kind, extension

STDIN = "-"
_GLOB = frozenset("*?[")
_MOST_NAMED = 5
_MAILDIR = frozenset({"cur", "new", "tmp"})
"""The folders by which a maildir is known."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input: the path as the user would write it, and its kind where the folder tells it."""

    origin: str
    kind: Kind = ""


def find(paths: Iterable[str]) -> Iterator[Input | InputError]:
    """Yield the inputs that paths mean, and an error for each that cannot be had."""
    for path in paths:
        if path == STDIN:
            yield Input(STDIN)
        elif Path(path).is_dir():
            yield from _folder(path)
        elif os.path.lexists(path) or not _GLOB.intersection(path):
            yield _file(path)
        else:
            yield from _matches(path)


def _file(path: str) -> Input | InputError:
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        return unreadable(path, error)
    except ValueError as error:
        return MissingInput(path.replace("\x00", "\\0"), f"this is no path ({error})", advice="check the path")
    if stat.S_ISREG(mode):
        return Input(path)
    return UnreadableInput(
        path, "this is no regular file (a device, pipe or socket)", advice="pipe its text into standard input: -"
    )


def _matches(pattern: str) -> Iterator[Input | InputError]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not found:
        yield MissingInput(pattern, "no file matches this pattern", advice="check the pattern and where it starts from")
    for path in found:
        if Path(path).is_dir():
            if "**" not in pattern:
                yield from _folder(path)
        else:
            yield _file(path)


def _folder(path: str) -> Iterator[Input | InputError]:
    passed_over: Counter[str] = Counter()
    seen = 0
    for item in _walk(path, frozenset()):
        if isinstance(item, Input) and not item.kind and extension(item.origin) not in KINDS:
            passed_over[extension(item.origin)] += 1
            continue
        seen += 1
        yield item
    if passed_over:
        named = ", ".join(f"{kind} ({count})" for kind, count in passed_over.most_common(_MOST_NAMED))
        more = ", ..." if len(passed_over) > _MOST_NAMED else ""
        yield SkippedInput(
            path,
            f"{_files(sum(passed_over.values()))} passed over: {named}{more}",
            advice="name such a file itself if it holds text",
        )
    elif not seen:
        yield EmptyInput(
            path, "there are no files in this folder", advice="check the path; hidden files are passed over"
        )


def _files(number: int) -> str:
    return "1 file of another kind was" if number == 1 else f"{number} files of other kinds were"


def _walk(folder: str, above: frozenset[tuple[int, int]]) -> Iterator[Input | InputError]:
    """Yield a folder's files in the order of their names, those of its folders in their place; a loop of links ends."""
    try:
        status = Path(folder).stat()
        with os.scandir(folder) as entries:
            names = sorted((entry.name, _is_folder(entry)) for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield unreadable(folder, error)
        return
    here = (status.st_dev, status.st_ino)
    if here in above and here[1]:
        return
    is_maildir = _MAILDIR.issubset(name for name, is_folder in names if is_folder)
    for name, is_folder in names:
        path = os.path.join(folder, name)  # noqa: PTH118 - keeps the path as the user wrote it
        if is_folder and is_maildir and name in _MAILDIR:
            yield from _messages(path) if name != "tmp" else ()
        elif is_folder:
            yield from _walk(path, above | {here})
        elif extension(name) in KINDS:
            yield _file(path)
        else:
            yield Input(path)


def _messages(folder: str) -> Iterator[Input | InputError]:
    """Yield the messages of a part of a maildir, whose names have no endings; what stands in tmp is not whole yet."""
    for item in _walk(folder, frozenset()):
        yield replace(item, kind="mail") if isinstance(item, Input) else item


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: opening it will say so
        return False


def count(paths: Iterable[str]) -> int:
    """Estimate how many reports there are, from names, sizes and the first lines of JSON Lines; nothing is read whole."""
    return sum(_reports_in(item) for item in find(paths) if isinstance(item, Input))


def _reports_in(item: Input) -> int:
    kind = KINDS.get(extension(item.origin), "")
    if item.origin == STDIN or item.kind or kind not in MANY:
        return 1
    packed = item.origin.lower().endswith(PACKED) or kind == "wacz"
    try:
        size = Path(item.origin).stat().st_size
        if packed or kind != "lines":
            return max(1, size // _LENGTHS[kind, packed])
        with Path(item.origin).open("rb") as file:
            head = file.read(_COUNTED)
    except OSError:
        return 1
    lines = sum(1 for line in head.split(b"\n") if line.strip())
    return max(1, lines if size <= len(head) else lines * size // len(head))


_COUNTED = 262_144
"""Bytes by which the length of a JSON Lines file's lines is judged."""
_LENGTHS = {
    ("lines", True): 1_200, ("feed", False): 2_500, ("feed", True): 800, ("warc", False): 100_000, ("warc", True): 22_000, ("wacz", True): 60_000,
    ("mbox", False): 20_000, ("mbox", True): 8_000,
}  # fmt: skip
"""Bytes of a usual report in files of a kind, as they are or packed; a page has 90 kB, and archives hold what else it loads."""
