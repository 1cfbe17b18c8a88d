"""Letters of other alphabets that look like Latin letters: a name with such a letter does not match the Latin name."""

import unicodedata

# Letters that look the same in most fonts (a selection from the Unicode list of confusables, UTS 39).
_CYRILLIC = dict(zip("аеорсухіјѕԁһԛԝӏкАВЕКМНОРСТХІЈЅ", "aeopcyxijsdhqwlkABEKMHOPCTXIJS", strict=True))
_GREEK = dict(zip("ονΑΒΕΗΙΚΜΝΟΡΤΥΧΖ", "ovABEHIKMNOPTYXZ", strict=True))
_TO_LATIN = str.maketrans(_CYRILLIC | _GREEK)


def latin(text: str) -> str:
    """Return the text with Latin letters instead of look-alikes."""
    return text if text.isascii() else text.translate(_TO_LATIN)


def find_space(text: str) -> str:
    """Return ``U+00A0 (no-break space)`` for text with a space that is not the ordinary one, else ``""``."""
    space = next((char for char in text if not char.isascii() and unicodedata.category(char) == "Zs"), "")
    return f"U+{ord(space):04X} ({unicodedata.name(space).lower()})" if space else ""


def warning(text: str) -> str:
    """Return `` (letter о is U+043E, cyrillic small letter o)`` for text with a look-alike or another space."""
    letter = next((char for char in text if ord(char) in _TO_LATIN), "") if not text.isascii() else ""
    if not letter and (space := find_space(text)):
        return f" (with {space})"
    return f" (letter {letter} is U+{ord(letter):04X}, {unicodedata.name(letter).lower()})" if letter else ""
