"""Letters of other alphabets that look like Latin ones: a name typed with them is not the name that one reads."""

from __future__ import annotations

import unicodedata

# The letters that cannot be told apart in most fonts (a selection of Unicode's list of confusables, UTS 39).
_CYRILLIC = dict(zip("аеорсухіјѕԁһԛԝӏкАВЕКМНОРСТХІЈЅ", "aeopcyxijsdhqwlkABEKMHOPCTXIJS", strict=True))
_GREEK = dict(zip("ονΑΒΕΗΙΚΜΝΟΡΤΥΧΖ", "ovABEHIKMNOPTYXZ", strict=True))
_TO_LATIN = str.maketrans(_CYRILLIC | _GREEK)


def latin(text: str) -> str:
    """The text with the Latin letters that its look-alikes are taken for."""
    return text if text.isascii() else text.translate(_TO_LATIN)


def warning(text: str) -> str:
    """`` (its о is U+043E, cyrillic small letter o)`` for text with a look-alike, else ``""``."""
    found = next((char for char in text if ord(char) in _TO_LATIN), "") if not text.isascii() else ""
    return f" (its {found} is U+{ord(found):04X}, {unicodedata.name(found).lower()})" if found else ""
