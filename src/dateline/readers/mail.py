"""Mail as newsletters, alerts and wires come by it: mailboxes (mbox), single messages, the messages of a maildir."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from dateline.errors import EmptyInput, InputError, LimitExceeded, UnreadableInput
from dateline.readers.content import decode
from dateline.readers.options import ReadOptions, is_charset
from dateline.readers.source import Problem, Source
from dateline.text import storable

_FROM = re.compile(rb"From \S+.*\d{4}\s*$|From \S+ .*\d{2}:\d{2}")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_PREFIX = re.compile(r"^(?:\s*(?:(?:re|fwd?|aw|wg|tr)\s*:|\[[^\[\]]{1,40}\]))+\s*", re.IGNORECASE)
"""What mail programs and lists put before a subject."""
_SIGNATURE = re.compile(r"\n-- \n.*\Z", re.DOTALL)
LONGEST_HEADER = 2_000
SHORT_PLAIN = 400
"""A plain part with fewer characters than this, beside HTML, is mostly "open this in your browser"."""
MOST_PARTS = 200
MOST_KNOWN = 200_000


def read_mbox(stream: io.BufferedReader, *, origin: str, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield the messages of a mailbox, each once, however large it is; a message that cannot be read is an error of its own."""
    known: set[str] = set()
    number = 0
    for number, data in enumerate(_messages(stream, options.limits.max_file_bytes), start=1):
        where = f"{origin}:{number}"
        if data is None:
            told = f"the message has more than max_file_bytes = {options.limits.max_file_bytes:,} bytes"
            yield LimitExceeded(where, told, advice="raise the limit")
            continue
        for found in read_message(data, origin=where, options=options):
            if isinstance(found, Source) and found.key:
                if found.key in known:
                    continue
                if len(known) < MOST_KNOWN:
                    known.add(found.key)
            yield found
    if not number:
        yield EmptyInput(origin, "there is no message in it", advice="a mailbox begins with a line: From ADDRESS DATE")


def _messages(stream: io.BufferedReader, limit: int) -> Iterator[bytes | None]:
    """Yield each message of a mailbox; None for one that is too large, of which no more than the limit is held."""
    lines: list[bytes] = []
    size, begun, blank = 0, False, True
    while line := stream.readline(limit + 1):
        if blank and line.startswith(b"From ") and _FROM.match(line[:500]):
            if begun:
                yield b"".join(lines) if size <= limit else None
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= limit:
                lines.append(line)
            else:
                lines = []
        blank = not line.strip(b"\r\n")
    if begun:
        yield b"".join(lines) if size <= limit else None


def read_message(data: bytes, *, origin: str, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield the one report that a message is, or why it is none."""
    try:
        message = message_from_bytes(_QUOTED_FROM.sub(rb"\1", data), policy=policy.compat32)
        source = _source(message, origin=origin, options=options)
    except InputError as error:
        yield error
        return
    except Exception as error:  # a message may break the library in many ways: none of them may end the mailbox
        yield UnreadableInput(
            origin, f"the message cannot be read ({type(error).__name__})", advice="save it anew, or give its text"
        )
        return
    yield source


def _source(message: Message, *, origin: str, options: ReadOptions) -> Source:
    subject = _PREFIX.sub("", _header(message, "Subject") or "") or None
    body, markup, problems = _body(message, origin=origin, options=options)
    if not body.strip() and not subject:
        raise EmptyInput(origin, "the message has no text", advice="attachments are not read: save them as files")
    own = (_header(message, "Message-ID") or "").strip()
    if message.defects and any("Boundary" in type(defect).__name__ for defect in message.defects):
        problems = (*problems, ("cut", "the message breaks off: its last part is not closed"))
    published, late = _date(message)
    return Source(
        origin=origin, text=body, title=subject, published=published, publisher=_list_name(message),
        byline=_sender(message), language=_header(message, "Content-Language"), problems=(*problems, *late),
        markup="page" if markup else "", key=f"mid:{own.strip('<>')}" if own else "",
    )  # fmt: skip


def _header(message: Message, name: str) -> str | None:
    raw = message.get(name)
    if raw is None:
        return None
    words = str(raw)[:LONGEST_HEADER]
    # Of a character set that nobody knows the words stay as they stand.
    with contextlib.suppress(LookupError, ValueError):
        words = str(make_header(decode_header(words)))
    return storable(" ".join(words.split())) or None


def _date(message: Message) -> tuple[str | None, tuple[Problem, ...]]:
    words = _header(message, "Date")
    if not words:
        return None, ()
    try:
        moment = parsedate_to_datetime(words[:100])
    except (ValueError, OverflowError, TypeError):
        return words, ()  # as other readers have it, or a problem that says why it is no date
    if moment.tzinfo and moment > dt.datetime.now(dt.UTC) + dt.timedelta(days=1):
        return None, (("date", f"the message's date lies in the future ({moment.isoformat()}) and is left out"),)
    return moment.isoformat(timespec="minutes"), ()


def _sender(message: Message) -> str | None:
    name, _ = parseaddr(_header(message, "From") or "")
    return name or None


def _list_name(message: Message) -> str | None:
    """Return the name of the list or newsletter that sent it (RFC 2919); its bare address is no name."""
    found = re.match(r'\s*"?([^<>"]{2,100}?)"?\s*<', _header(message, "List-Id") or "")
    return found[1] if found else None


def _body(message: Message, *, origin: str, options: ReadOptions) -> tuple[str, bool, tuple[Problem, ...]]:
    """Return a message's words, whether they are HTML, and what is to be said of their encoding."""
    plain = marked = None
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and plain is None:
            plain = part
        elif kind == "text/html" and marked is None:
            marked = part
    text, problems = _part(plain, origin=origin, options=options)
    if marked is not None and len(text.strip()) < SHORT_PLAIN:
        html, said = _part(marked, origin=origin, options=options)
        if len(html.strip()) > len(text.strip()):
            return html, True, said
    return _SIGNATURE.sub("", text.replace("\r\n", "\n")), False, problems


def _part(part: Message | None, *, origin: str, options: ReadOptions) -> tuple[str, tuple[Problem, ...]]:
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes) or not data.strip():
        return "", ()
    charset = str(part.get_content_charset() or "")
    return decode(data, origin=origin, options=options, declared=charset if charset and is_charset(charset) else None)
