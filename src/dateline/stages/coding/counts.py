"""How many acts an event stands for."""

from __future__ import annotations

from dateline.draft import Draft, Mention
from dateline.lexicon.numbers import find_numbers
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material


def count_of(draft: Draft, material: Material) -> tuple[int | None, int | None, bool, tuple[int, int] | None]:
    """Return low, high, approximate and the stretch of the words that count the acts."""
    mention = material.lead
    if not mention.nominal:
        return _count_verb(draft, mention)
    sentence = draft.sentences[mention.sentence]
    token = sentence.tokens[mention.token]
    first = min([token.i, *[k.i for k in sentence.kids(token.i, "nummod", "amod", "compound", "det", "quantmod", "nmod") if k.i < token.i]])
    start = sentence.tokens[max(0, first - 2)].start
    words = draft.report.text[start : token.end]
    for number in find_numbers(words):
        if start + number.end > sentence.tokens[first].start - 1:
            return number.low, number.high, number.approximate, (start + number.start, token.end)
    head = sentence.tokens[sentence.tokens[token.head].head] if token.dep == "pobj" else None
    if head is not None and sentence.tokens[token.head].lower == "of" and head.lemma in word_set("series_words"):
        quantity = next(iter(find_numbers(draft.report.text[sentence.tokens[max(0, head.i - 2)].start : head.end])), None)
        if quantity is not None and quantity.low != 1:
            return quantity.low, quantity.high, quantity.approximate, (head.start, token.end)
        return 2, None, False, (head.start, token.end)
    if token.lemma in word_set("campaign_words") and token.tag != "NNS":
        return 1, None, False, (token.start, token.end)
    if token.tag in {"NNS", "NNPS"} and token.lemma not in word_set("plural_only"):
        return 2, None, False, (token.start, token.end)
    return 1, 1, False, None


def _count_verb(draft: Draft, mention: Mention) -> tuple[int | None, int | None, bool, tuple[int, int] | None]:
    sentence = draft.sentences[mention.sentence]
    token = sentence.tokens[mention.token]
    ongoing = token.tag == "VBG" and any(k.lower in {"been", "is", "are", "'ve", "was", "were"} for k in sentence.kids(token.i, "aux", "auxpass"))
    if mention.plover in {"ASSAULT", "PROTEST"} and (ongoing or token.lemma in {"fight", "battle", "pound", "shell", "bombard", "continue"}):
        return 1, None, False, (token.start, token.end)
    return 1, 1, False, None
