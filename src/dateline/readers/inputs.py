"""Which inputs a user means: files, folders, globs and standard input, found one by one and in a stable order."""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from dateline.errors import EmptyInput, InputError, MissingInput, SkippedInput, UnreadableInput
from dateline.readers.content import unreadable

STDIN = "-"
KINDS = {
    ".txt": "text", ".text": "text", "": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".json": "json", ".jsonl": "lines", ".ndjson": "lines", ".jsonlines": "lines",
}  # fmt: skip
"""What a file's extension says of its kind; what it holds may say otherwise."""
_PACKED = (".gz", ".gzip")
_GLOB = frozenset("*?[")
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Input:
    """One input: the path as the user would write it, and whether it was named or found in a folder."""

    origin: str


def extension(name: str) -> str:
    """Return a file name's extension in lower case, that of the packed file where it ends in .gz."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    return PurePath(path.stem).suffix.lower() if suffix in _PACKED else suffix


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
        if isinstance(item, Input) and extension(item.origin) not in KINDS:
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
    for name, is_folder in names:
        path = os.path.join(folder, name)  # noqa: PTH118 - keeps the path as the user wrote it
        if is_folder:
            yield from _walk(path, above | {here})
        elif extension(name) in KINDS:
            yield _file(path)
        else:
            yield Input(path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: opening it will say so
        return False


def count(paths: Iterable[str]) -> int:
    """Estimate how many reports there are, from names, sizes and the first lines of JSON Lines; nothing is read whole."""
    return sum(_reports_in(item.origin) for item in find(paths) if isinstance(item, Input))


def _reports_in(origin: str) -> int:
    if origin == STDIN or KINDS.get(extension(origin)) != "lines":
        return 1
    try:
        size = Path(origin).stat().st_size
        if origin.lower().endswith(_PACKED):
            return max(1, size // _PACKED_LINE)
        with Path(origin).open("rb") as file:
            head = file.read(_COUNTED)
    except OSError:
        return 1
    lines = sum(1 for line in head.split(b"\n") if line.strip())
    return max(1, lines if size <= len(head) else lines * size // len(head))


_COUNTED = 262_144
"""Bytes by which the length of a JSON Lines file's lines is judged."""
_PACKED_LINE = 1_200
"""Packed bytes of a usual report in JSON Lines."""
