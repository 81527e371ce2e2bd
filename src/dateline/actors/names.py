"""Folding of names: what makes two spellings of a name the same, and how a name falls into atoms.

An atom is a word without accents, apostrophes and the dots of abbreviations. Hyphens, slashes, quotes and brackets part
atoms and are none themselves, so that "al-Qaeda", "Al Qaeda" and "al Qa'ida" need two rows, not twenty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ATOM = re.compile(r"[^\W_](?:[\w.&]*[^\W_])?|[,#&]")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼʻ`´ʿʾ")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
# What Unicode does not take apart into a letter and its accent.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"})


def plain(text: str) -> str:
    """Return a text without accents and apostrophes; a possessive s stands apart, as tokenisers put it."""
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub(" s", text)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFD", text.translate(_LETTERS))
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return text.translate(_APOSTROPHES)


def atoms_of(text: str) -> list[str]:
    """Return the atoms of a name or of a token, in their own case."""
    if text.isalpha() and text.isascii():
        return [text]
    found = _ATOM.findall(plain(text))
    return [atom.replace(".", "") for atom in found] if "." in text else found


def key_of(atoms: Sequence[str]) -> str:
    """Return the key under which a sequence of atoms is filed."""
    return " ".join(atoms).lower()


def name_key(name: str) -> str:
    """Return the key of a name as somebody writes it: any case, with or without "the"."""
    atoms = atoms_of(name)
    if len(atoms) > 1 and atoms[0].lower() == "the":
        atoms = atoms[1:]
    return key_of(atoms)


def fits(alias: str, token: str, *, shouting: bool) -> bool:
    """Return whether an atom of the text has the capitals that an atom of an alias asks for.

    A capital in the alias must be one in the text. An acronym must be all there. Lower case in the alias takes anything.

    Args:
        shouting: the text around it is in capitals, so that capitals tell nothing.
    """
    if alias == token or alias.islower():
        return True
    if shouting:
        return alias.upper() == token
    if token.isupper() and len(token) > 3:  # shorter words in capitals are acronyms of their own
        return alias.upper() == token
    return alias[1:] == token[1:] and alias[0] == token[0]
