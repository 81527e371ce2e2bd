"""The blocks of a story in HTML (paragraphs, items, headings), where the story is known or found by the fast reader.

trafilatura finds the story with more care and takes 7 ms a page of 85 kB; resiliparse takes 0.4 ms, and archives hold
thousands of millions. Both run in the process that can be killed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.readers.moments import read_moment
from dateline.readers.xmlstream import local

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 hl1 hl2".split())
"""Of HTML, and of NITF (hl1, hl2), as are the blocks block, bq, body.content; media is NITF's figure."""
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body center dd div dl dt fieldset footer form header hr li main nav ol p pre section table "
    "tbody td tfoot th thead tr ul html block bq body.content".split()
)
_SILENT = frozenset(
    "script style noscript template iframe svg object figcaption head title button select option textarea media".split()
)
"""Elements whose words are no part of a story; captions are found for themselves."""
_NO_STORY = ("nav", "footer", "aside", "form")
"""Parts of a page that the fast reader leaves out, whatever it thinks of them."""
_DEEPEST = 200
_HEAD = 8
"""Blocks at the start of a page among which its headline, dek, byline and date stand."""


def all_blocks(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield every block under an element as (tag, words): "head" for headings, "p" for the rest."""
    words: list[str] = []
    kind = "p"
    for event, element in _walk(tree):
        tag = local(element)
        if tag in _BLOCKS or (tag == "br" and event == "start"):
            if found := " ".join("".join(words).split()):
                yield kind, found
            words = []
            kind = "head" if tag in _HEADINGS and event == "start" else "p"
        words.append((element.text if event == "start" and tag and tag not in _SILENT else "") or "")
        if event == "end":
            words.append(element.tail or "")
    if found := " ".join("".join(words).split()):
        yield kind, found


def _walk(tree: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Yield starts and ends of elements in order, without what stands in silent ones."""
    open_: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(tree, iter(tree))]
    yield "start", tree
    while open_:
        element, rest = open_[-1]
        inside = next(rest, None)
        if inside is None:
            open_.pop()
            if open_:
                yield "end", element
            continue
        yield "start", inside
        silent = not (tag := local(inside)) or tag in _SILENT or len(open_) > _DEEPEST
        open_.append((inside, iter(()) if silent else iter(inside)))


def fast_blocks(page: str) -> Iterator[tuple[str, str]]:
    """Yield the blocks of a page's story as resiliparse finds it."""
    from lxml import html as lxml_html
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    found = extract_plain_text(
        HTMLTree.parse(page), preserve_formatting="minimal_html", main_content=True, list_bullets=False, alt_texts=False,
        links=False, form_fields=False, noscript=False, comments=False, skip_elements=_NO_STORY,
    )  # fmt: skip
    if not found.strip():
        return
    last = None
    for block in all_blocks(lxml_html.fragment_fromstring(found, create_parent="div")):
        if block != last:
            yield block
        last = block


def without_head(blocks: list[tuple[str, str]], *known: str | None) -> list[tuple[str, str]]:
    """Return blocks without the headline, dek, byline and date above the story, each once, where they are known already."""
    heads = [" ".join(words.split()).casefold() for words in known if words]
    kept: list[tuple[str, str]] = []
    for at, (tag, words) in enumerate(blocks):
        if at >= _HEAD:
            return kept + blocks[at:]
        told = words.casefold().removeprefix("by ")
        if told in heads:
            heads.remove(told)
        elif kept or not read_moment(words):
            kept.append((tag, words))
    return kept
