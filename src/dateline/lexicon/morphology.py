"""Inflected forms of English verbs and nouns, for telling cheaply whether a sentence can hold an event."""

from __future__ import annotations

IRREGULAR: dict[str, str] = {
    "become": "became", "begin": "began begun", "blow": "blew blown", "break": "broke broken", "bring": "brought",
    "build": "built", "burn": "burnt", "catch": "caught", "choose": "chose chosen", "come": "came", "die": "dying",
    "do": "did done", "draw": "drew drawn", "drive": "drove driven", "fall": "fell fallen", "fight": "fought",
    "find": "found", "flee": "fled", "fly": "flew flown flies", "forbid": "forbade forbidden", "freeze": "froze frozen",
    "get": "got gotten", "give": "gave given", "go": "went gone goes", "hang": "hung", "have": "had has", "hide": "hid hidden",
    "hold": "held", "keep": "kept", "lay": "laid", "lead": "led", "leave": "left", "lose": "lost", "make": "made",
    "meet": "met", "overthrow": "overthrew overthrown", "overrun": "overran", "plead": "pled", "retake": "retook retaken",
    "rise": "rose risen", "run": "ran", "say": "said", "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent",
    "set": "setting", "shake": "shook shaken", "shoot": "shot", "shut": "shutting", "slay": "slew slain", "speak": "spoke spoken",
    "stand": "stood", "steal": "stole stolen", "strike": "struck stricken", "swear": "swore sworn", "take": "took taken",
    "tear": "tore torn", "tell": "told", "think": "thought", "throw": "threw thrown", "win": "won", "withdraw": "withdrew withdrawn",
    "withhold": "withheld", "undertake": "undertook undertaken", "man": "men", "woman": "women", "mow": "mown",
}  # fmt: skip
"""Forms that the regular rules do not give, apart by blanks."""

_VOWELS = frozenset("aeiou")


def inflections(lemma: str) -> frozenset[str]:
    """Return a lemma with its regular and irregular forms, as verb and as noun alike.

    Over-generates on purpose: a form that nobody writes costs nothing, a missing one costs an event.
    """
    forms = {lemma, *IRREGULAR.get(lemma, "").split()}
    stem = lemma.removesuffix("e")
    forms |= {lemma + "s", stem + "ed", stem + "ing", lemma + "ing"}
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        forms.add(lemma + "es")
    if lemma.endswith("y") and len(lemma) > 2 and lemma[-2] not in _VOWELS:
        forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    if (
        len(lemma) > 2
        and lemma[-1] not in _VOWELS | {"w", "x", "y"}
        and lemma[-2] in _VOWELS
        and lemma[-3] not in _VOWELS
    ):
        forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return frozenset(forms)
