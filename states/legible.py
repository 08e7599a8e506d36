"""Text as the formats of event logs take it: no character in it that a reader of the file would refuse."""

import re
from typing import Final

REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
_LONE: Final = re.compile("[\ud800-\udfff]")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_XML: Final = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",  # these three would be read as blanks in an attribute
        "\n": "&#10;",
        "\r": "&#13;",
    }
)
_FORMULA: Final = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def well_formed(text: str) -> str:
    """Text that has an encoding: halves of a character that stand alone are replaced."""
    return text if text.isascii() else _LONE.sub(REPLACED, text)


def printable(text: str) -> str:
    """Text without what XML 1.0 forbids, which databases and spreadsheets do not take either."""
    return _NOT_IN_XML.sub(REPLACED, text)


def xml(text: str) -> str:
    """Text as it stands in XML, between tags or in an attribute between double quotes."""
    return printable(text).translate(_XML)


def cell(text: str) -> str:
    """Text for a cell, which no program takes for a formula: an apostrophe before = + - @ and the like.

    A text that already begins with apostrophes and one of these gets one more, so that taking one off always
    gives back what went out.
    """
    plain = printable(text)
    return f"'{plain}" if _FORMULA.match(plain) else plain
