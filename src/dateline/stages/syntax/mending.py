"""Mends what the parser takes for what it cannot be.

**Words with a dash.** The model was trained on text in which "vice-principal" is one word. Where it does not know the first part it hangs
all three on the verb alike, so that one killed person would be counted three times. **Verbs of headlines.** "Houthis claim attack on ship"
comes out as the attack of a kind, "claim" a part of its name though tagged as a verb in a finite form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.stages.syntax.parser import Word

HYPHENS = frozenset({"-", "‑", "–"})
ARTICLES = frozenset("the a an this that these those all both some any each every no another".split())
FINITE = frozenset({"VBZ", "VBP"})


def mended(words: Sequence[Word]) -> list[Word]:
    """Return the words with what cannot be put right; as they are if there is nothing."""
    found = list(words)
    for n in range(len(words)):
        if n < len(words) - 2 and _is_torn(found, n):
            _join(found, n)
        if found[n].reading.dep == "compound" and found[n].reading.tag in FINITE and found[n].head > n:
            _raise(found, n)
    return found


def _is_torn(words: list[Word], n: int) -> bool:
    """Whether words n, n + 1 and n + 2 are one word that was taken for three, the dash for a thing."""
    first, dash, last = (words[n + k].reading for k in range(3))
    if dash.text not in HYPHENS or dash.dep == "punct":
        return False
    at = words[n].offset + len(first.text)
    if words[n + 1].offset != at or words[n + 2].offset != at + len(dash.text):
        return False
    return first.text.isalpha() and last.text.isalpha() and not _hangs_on(words, words[n].head, {n, n + 1, n + 2})


def _hangs_on(words: list[Word], at: int, below: set[int]) -> bool:
    """Whether the way up from a word leads through one of some: hanging these on it would make a ring."""
    while at not in below:
        if words[at].head == at:
            return False
        at = words[at].head
    return True


def _join(words: list[Word], n: int) -> None:
    """Hang what hangs on the three words on the last of them, and that where the first hung."""
    first, dash, last = words[n : n + 3]
    for k, word in enumerate(words):
        if word.head in {n, n + 1} and k not in {n, n + 1, n + 2}:
            words[k] = replace(word, head=n + 2)
    reading = replace(last.reading, dep=first.reading.dep)
    if last.reading.tag == "JJ":
        reading = replace(reading, tag="NN", pos="NOUN", lemma=last.reading.lower)
    words[n + 2] = replace(last, reading=reading, head=first.head)
    words[n] = replace(first, reading=replace(first.reading, dep="compound"), head=n + 2)
    words[n + 1] = replace(dash, reading=replace(dash.reading, dep="punct", tag="HYPH", pos="PUNCT"), head=n + 2)


def _raise(words: list[Word], n: int) -> None:
    """Let a verb that stands in the name of a thing govern it: what is named before it does the deed, if anything is."""
    noun = words[n].head
    thing = words[noun]
    named = [k for k in range(n) if words[k].head == noun]
    subject = next((k for k in range(n) if words[k].head == n and words[k].reading.dep == "nsubj"), None)
    if subject is None and named and words[named[-1]].reading.text[0].isalpha():
        subject = named[-1]
    if subject is None:
        return
    for k in named:
        words[k] = replace(words[k], head=subject)
    doer = words[subject].reading
    if doer.tag == "DT" and subject == n - 1 and doer.text.istitle() and doer.lower not in ARTICLES:
        doer = replace(doer, tag="NNPS", pos="PROPN")  # "Houthis claim"
    words[subject] = replace(words[subject], reading=replace(doer, dep="nsubj"), head=n)
    above = n if thing.head == noun else thing.head
    words[n] = replace(words[n], reading=replace(words[n].reading, dep=thing.reading.dep), head=above)
    words[noun] = replace(thing, reading=replace(thing.reading, dep="dobj"), head=n)
