"""Tense without a parser: whether the words around a time speak of what lies ahead."""

from __future__ import annotations

import re

_FUTURE = re.compile(
    r"""\b(?:will|wo|shall|'ll|’ll|going\sto|(?:is|are|was|were|be|been|'s|’s)\s(?:\w+ly\s)?(?:due|set|expected|scheduled|slated|planned|supposed|likely|about|to)
    |(?:plans?|planning|planned|hopes?|hoping|intends?|expects?|vows?|vowed|aims?|agreed|wants?|urged|pledged|promised|prepar\w+|threaten\w+|decided|ready)\s(?:\w+\s){0,2}?to
    |(?:scheduled|slated|postponed|planned|due|set|upcoming|would|could|may|might|should|must|can)|ahead\sof)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PAST = re.compile(
    r"""\b(?:was|were|had|has|have|did|said|says|told|killed|went|came|took|made|found|began|saw|fell|rose|hit|shot|struck|held|left|got|gave|became|led|won|lost|sent|
    met|broke|spoke|wrote|ran|set\soff|put|cut|brought|thought|felt|kept|stood|fled|blew|threw|grew|drove|sank|lay|paid|built|bought|sold|fought|caught|taught|sought|
    [a-z]{3,}ed)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_STOP = re.compile(r"[.!?;]\s|[\"“”]\s|\n\s*\n")
REACH = 110
"""Characters to either side in which a verb is sought."""


def lies_ahead(text: str, start: int, end: int) -> bool:
    """Tell whether the nearest verb before a time (else after it, in its sentence) speaks of the future."""
    before = text[max(0, start - REACH) : start]
    stops = [stop.end() for stop in _STOP.finditer(before)]
    before = before[stops[-1] :] if stops else before
    said = _last(before)
    if said is None:
        after = text[end : end + REACH]
        stop_after = _STOP.search(after)
        said = _first(after[: stop_after.start()] if stop_after else after)
    return bool(said)


def _last(words: str) -> bool | None:
    """Tell whether the last verb looks ahead; None where there is none."""
    future = max((m.start() for m in _FUTURE.finditer(words)), default=-1)
    past = max((m.start() for m in _PAST.finditer(words)), default=-1)
    future_end = max((m.end() for m in _FUTURE.finditer(words)), default=-1)
    if future < 0 and past < 0:
        return None
    return future >= 0 and (future >= past or past < future_end)


def _first(words: str) -> bool | None:
    future, past = _FUTURE.search(words), _PAST.search(words)
    if future is None:
        return None if past is None else False
    return past is None or future.start() <= past.start()
