"""Text that XML can hold: for KML, and for the XML within a workbook."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML 1.0 allows in no document, or asks to be left out."""


def xml_text(text: str) -> str:
    """Return text with U+FFFD for what XML cannot hold."""
    return text if text.isascii() and text.isprintable() else _NOT_XML.sub("\ufffd", text)


def safe_xml(text: str) -> str:
    """Return text that stays text in XML, in content and in quoted attributes."""
    return escape(xml_text(text), {'"': "&quot;"})
