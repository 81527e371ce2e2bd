"""Tense without a parser: whether the words around a time speak of what lies ahead."""

from __future__ import annotations

import re

_FUTURE = re.compile(
    r"""\b(?:will|wo|shall|'ll|’ll|going\sto|(?:is|are|was|were|be|been|'s|’s)\s(?:\w+ly\s)?(?:due|set|expected|scheduled|slated|planned|supposed|likely|unlikely|about|to)
    |(?:plans?|planning|planned|hopes?|hoping|intends?|expects?|vows?|vowed|aims?|agreed|wants?|urged|pledged|promised|prepar\w+|threaten\w+|decided|ready)\s(?:\w+\s){0,2}?to
    |(?:has|have)\suntil|(?:scheduled|slated|postponed|planned|due|set|upcoming|would|could|may|might|should|must|can)|ahead\sof)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PAST = re.compile(
    r"""\b(?:was|were|had|has|have|did|said|says|told|killed|went|came|took|made|found|began|saw|fell|rose|hit|shot|struck|held|left|got|gave|became|led|won|lost|sent|
    met|broke|spoke|wrote|ran|set\soff|put|cut|brought|thought|felt|kept|stood|fled|blew|threw|grew|drove|sank|lay|paid|built|bought|sold|fought|caught|taught|sought|
    [a-z]{3,}ed)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TIMETABLE = re.compile(
    r"\b(?:begins?|starts|opens?|reopens?|expires?|resumes?|meets?|votes|convenes?|ends|closes|arrives?|leaves|departs|returns|goes|travels|visits|faces|hosts|plays)\b",
    re.IGNORECASE,
)
"""Verbs whose simple present tells what is fixed for later: "Parliament votes on Thursday"."""
_SAME_VERB = re.compile(r"\s(?:not\s|also\s|soon\s)?(?:be|have|get|stay|remain|become|keep)?\s?(?:\w+\s)?(?:\w+ly\s)?")
"""What may stand between "will" and a participle of the same verb: "will stay closed", "will be formally handed"."""
_FOR = re.compile(
    r"(?:\bfor|\b(?:moved|delayed|postponed|put\soff|pushed\sback|extended|adjourned)\s(?:to|until|till)"
    r"|\b(?:runs?|lasts?|remains?|stays?|continues?|is|are|open|valid)\s(?:\w+\s){0,4}?until|\bis\snow"
    r"|\b(?:is|are|'re|’re|am|'m)\s(?:not\s)?\w+ing(?:\s\w+){0,2}?(?:\son)?)\s(?:the\s|early\s|late\s|next\s)?$",
    re.IGNORECASE,
)
"""What makes a date right after it lie ahead: "called a strike for Thursday", "put off until May", "is leaving on Monday"."""
_STOP = re.compile(r"[.!?;]\s|[\"“”]\s|\n\s*\n")
REACH = 110
"""Characters to either side in which a verb is sought."""


def lies_ahead(text: str, start: int, end: int) -> bool:
    """Tell whether the nearest verb before a time (else after it, in its sentence) speaks of the future."""
    before = text[max(0, start - REACH) : start]
    stops = [stop.end() for stop in _STOP.finditer(before)]
    before = before[stops[-1] :] if stops else before
    if _FOR.search(before):
        return True
    said = _last(before)
    if said is None:
        after = text[end : end + REACH]
        stop_after = _STOP.search(after)
        said = _first(after[: stop_after.start()] if stop_after else after)
    return bool(said)


def _last(words: str) -> bool | None:
    """Tell whether the last verb looks ahead; None where there is none."""
    ahead = [match.span() for match in _FUTURE.finditer(words)]
    past = [match.start() for match in _PAST.finditer(words)]
    present = [match.start() for match in _TIMETABLE.finditer(words)]
    if not ahead and not past:
        return True if present else None
    if not ahead:
        return bool(present) and present[-1] > past[-1]
    later = [at for at in past if at >= ahead[-1][1]]
    return not later or _SAME_VERB.fullmatch(words, ahead[-1][1], later[-1]) is not None


def _first(words: str) -> bool | None:
    future, past = _FUTURE.search(words), _PAST.search(words)
    if future is None:
        return None if past is None else False
    return past is None or future.start() <= past.start()
