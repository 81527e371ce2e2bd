"""Markdown: the mark-up is taken off, what it says of titles, subheads and captions is kept as hints."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

from dateline.readers import headers, objects
from dateline.readers.source import Problem, Source
from dateline.readers.units import is_finished
from dateline.text import SectionKind

_FRONT = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_FIELD = re.compile(r"^([A-Za-z_][\w -]*):[ \t]*(.*)$")
_ITEM = re.compile(r"^\s*-\s+(.*)$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_BULLET = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+")
_IMAGE = re.compile(r"!\[([^\[\]]{0,1000})\]\(([^()\s]{0,2000})(?:[ \t]+[\"']([^\"']{0,1000})[\"'])?\)")
_LINK = re.compile(r"\[([^\[\]]{1,1000})\](?:\([^()\s]{0,2000}(?:[ \t]+[\"'][^\"']{0,500}[\"'])?\)|\[[^\[\]]{0,200}\])")
_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]]{1,200}\]:[ \t]+\S+.*$")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,2000}|[^<>\s@]{1,200}@[^<>\s]{1,200})>")
_STRONG = re.compile(r"(\*\*\*|\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]{1,500}?)(?<=\S)_(?![\w_])"
)
_CODE = re.compile(r"`([^`\n]{1,1000})`")
_STRIKE = re.compile(r"~~(?=\S)([^~\n]{1,1000}?)~~")
_TAG = re.compile(
    r"</?(?:br|p|div|span|em|strong|b|i|u|sup|sub|small|hr|img|a|figure|figcaption)\b[^<>]{0,1000}/?>", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|\"'$%&,/:;<=?@^])")
_ITALIC_LINE = re.compile(r"^(?:\*(?!\*)[^*\n]+\*|_(?!_)[^_\n]+_|\*\*[^*\n]+\*\*)$")


@dataclass(slots=True)
class _Stripped:
    """Lines with their mark-up taken off; hints by the offset where a line starts."""

    lines: list[str] = field(default_factory=list)
    hints: dict[int, SectionKind] = field(default_factory=dict)
    at: int = 0

    def add(self, line: str, kind: SectionKind | None = None) -> None:
        if kind and line.strip():
            self.hints[self.at + len(line) - len(line.lstrip())] = kind
        self.lines.append(line)
        self.at += len(line) + 1


def looks_like_markdown(text: str) -> bool:
    """Whether text of no telling name is Markdown: front matter, or a heading first."""
    return bool(_FRONT.match(text[:5000])) or bool(re.match(r"\s*#{1,3} \S", text))


def read_markdown(text: str, *, origin: str, problems: tuple[Problem, ...] = ()) -> Source:
    """Return the report that a Markdown text holds."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    fields = _front_matter(front[1], front[2]) if front else {}
    stripped = _strip(
        text[front.end() :] if front else text, titled=bool(fields.get("title") or fields.get("headline"))
    )
    words = "\n".join(stripped.lines)
    known = objects.fields_source(fields, origin=origin)
    return Source(
        origin=origin, text=words, title=known.title, dek=known.dek, published=known.published, publisher=known.publisher,
        byline=known.byline, url=known.url, language=known.language, agency=known.agency, hints=stripped.hints,
        problems=(*problems, *known.problems),
    )  # fmt: skip


def _front_matter(fence: str, block: str) -> dict[str, object]:
    """Read the simple part of YAML that front matter uses (key: value, lists of values), or TOML."""
    if fence == "+++":
        try:
            return {
                key: value if isinstance(value, (str, list, int)) else str(value)
                for key, value in tomllib.loads(block).items()
            }
        except tomllib.TOMLDecodeError:
            return {}
    found: dict[str, object] = {}
    last = ""
    for line in block.split("\n"):
        match, item = _FRONT_FIELD.match(line), _ITEM.match(line)
        if match:
            last = match[1].strip()
            value = _unquoted(match[2])
            inline = value.startswith("[") and value.endswith("]")
            found[last] = [_unquoted(part) for part in value[1:-1].split(",")] if inline else value
        elif item and last and found.get(last) in ("", None):
            found[last] = [_unquoted(item[1])]
        elif item and isinstance(members := found.get(last), list):
            members.append(_unquoted(item[1]))
        elif line.startswith((" ", "\t")) and last and isinstance(found.get(last), str):
            found[last] = f"{str(found[last]).lstrip('>|- ')} {line.strip()}".strip()
    return found


_ESCAPED = re.compile(r'\\(["\\/])')
"""What YAML's double quotes write with a backslash before it, of what titles hold."""


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        # As YAML has it: a doubled single quote is one; in double quotes a backslash takes the next sign as it is.
        return inner.replace("''", "'") if value[0] == "'" else _ESCAPED.sub(r"\1", inner)
    return re.sub(r"\s+#.*$", "", value)


def _strip(text: str, *, titled: bool) -> _Stripped:
    out = _Stripped()
    lines = _without_comments(text).split("\n")
    fenced = False
    seen_title, seen_text = titled, False
    for i, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if fenced:
            out.add(line)
            continue
        following = lines[i + 1] if i + 1 < len(lines) else ""
        heading = _HEADING.match(line)
        setext = (
            bool(line.strip())
            and _UNDERLINE.match(following)
            and not _QUOTE.match(line)
            and (i == 0 or not lines[i - 1].strip())
        )
        if heading or setext:
            words = _inline(heading[2] if heading else line)
            kind: SectionKind = "subhead" if seen_text else "dek" if seen_title else "title"
            seen_title = True
            out.add(words, kind)
        elif _UNDERLINE.match(line) or _RULE.match(line) or _REFERENCE.match(line):
            out.add("")
        else:
            seen_text = _plain_line(line, lines, i, out, seen_title=seen_title, seen_text=seen_text)
    return out


def _plain_line(line: str, lines: list[str], i: int, out: _Stripped, *, seen_title: bool, seen_text: bool) -> bool:
    """Add a line that is no heading; return whether the story has begun."""
    image = _IMAGE.fullmatch(line.strip())
    if image:
        out.add(_inline(image[3] or image[1]), "caption")
        return seen_text
    bare = _QUOTE.sub("", line)
    if not (_ITALIC_LINE.match(bare.strip()) and len(bare) < 400):
        bare = _BULLET.sub("", bare)
    alone = (i == 0 or not lines[i - 1].strip()) and (i + 1 >= len(lines) or not lines[i + 1].strip())
    slanted = alone and bool(re.match(r"^(?:\*(?!\*)[^*\n]+\*|_(?!_)[^_\n]+_)$", bare.strip()))
    words = _inline(bare)
    out.add(words, "dek" if slanted and seen_title and not seen_text and not _tells_of_report(words) else None)
    return seen_text or len(words) > 160 or (len(words) > 60 and is_finished(words))


def _tells_of_report(words: str) -> bool:
    return bool(headers.read_date_line(words) or headers.read_byline(words))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:] if kept or at else text


def _inline(line: str) -> str:
    line = _IMAGE.sub(lambda m: m[1], line)
    for _ in range(2):
        line = _LINK.sub(lambda m: m[1], line)
    line = _AUTOLINK.sub(lambda m: m[1], line)
    line = _STRONG.sub(lambda m: m[2], line)
    line = _EMPHASIS.sub(lambda m: m[1] or m[2], line)
    line = _CODE.sub(lambda m: m[1], line)
    line = _STRIKE.sub(lambda m: m[1], line)
    return _ESCAPE.sub(lambda m: m[1], _TAG.sub("", line))
