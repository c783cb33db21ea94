"""
How much room a text takes in a cell, in Excel's own arithmetic of columns, rows and pages.

Excel gives a column in characters, each as wide as a digit of the workbook's font: 7 pixels for Calibri at 11 points.
Carlito has the widths of Calibri; the tables below are those of its letters, in 2048ths of the size.
"""

from __future__ import annotations

import unicodedata
from typing import Final

DIGIT: Final = 7
"""Pixels of a digit of Calibri at 11 points, the unit of Excel's columns."""
PIXELS_PER_POINT: Final = 96 / 72
EMU_PER_PIXEL: Final = 9525
"""How a drawing counts: English metric units in a pixel."""
MARGINS: Final = 5
"""Pixels that Excel keeps free at the sides of a cell, its grid line included."""
INDENT: Final = 9
"""Pixels of one step of indent."""
LINE_HEIGHT: Final = 15.0
"""Points of a line of 11-point text."""

_REGULAR: Final = {
    452: "'",
    463: " ",
    470: "il",
    490: "j",
    511: ",‘’",
    516: "I",
    517: ".·",
    548: ":;",
    596: "`",
    621: "()",
    625: "f",
    627: "-",
    628: "[]",
    644: "{}",
    653: "J",
    667: "!",
    686: "t",
    714: "r",
    791: "/\\",
    801: "s",
    809: "z",
    821: '"',
    857: "“”",
    861: "L",
    866: "c",
    887: "x",
    925: "v",
    927: "y",
    931: "k",
    939: "Σ",
    941: "FS",
    943: "|",
    949: "?",
    959: "Z",
    964: "g",
    981: "a",
    998: "TY",
    1000: "E",
    1019: "e",
    1020: "#*+<=>^_~–•−×≥≤",
    1038: "$0123456789€₹£¥",
    1058: "P",
    1063: "X",
    1064: "K",
    1076: "bdhnpqu",
    1080: "oß",
    1092: "C",
    1112: "R",
    1114: "B",
    1162: "V",
    1185: "A",
    1237: "●",
    1260: "D",
    1276: "H",
    1292: "G",
    1314: "U",
    1322: "N",
    1356: "O",
    1378: "Q",
    1397: "&",
    1414: "…",
    1464: "%w",
    1636: "m",
    1751: "M",
    1822: "W",
    1831: "@",
    1854: "—→↓↑",
}
_BOLD: Final = {
    463: " ",
    478: "'",
    503: "il",
    523: "j",
    528: ",‘’",
    546: "I",
    547: ".",
    548: "·",
    565: ":;",
    615: "`",
    627: "-",
    638: "()",
    648: "f",
    665: "[]",
    667: "!",
    678: "J",
    704: "{}",
    710: "t",
    728: "r",
    814: "z",
    817: "s",
    857: "c",
    866: "L",
    880: "/\\",
    891: "“”",
    898: '"',
    940: "F",
    941: "x",
    949: "?",
    962: "Σ",
    968: "S",
    969: "v",
    970: "y",
    971: "g",
    973: "|",
    979: "Z",
    983: "k",
    999: "E",
    1011: "a",
    1014: "T",
    1020: "#*+<=>^_~–•−×≥≤",
    1031: "e",
    1038: "$0123456789€₹£¥",
    1064: "Y",
    1084: "C",
    1090: "P",
    1099: "bdhnpqu",
    1101: "o",
    1120: "K",
    1128: "X",
    1136: "ß",
    1148: "B",
    1153: "R",
    1211: "V",
    1237: "●",
    1241: "A",
    1291: "D",
    1292: "H",
    1305: "G",
    1337: "U",
    1349: "N",
    1385: "O",
    1405: "Q",
    1443: "&",
    1457: "…",
    1493: "%",
    1526: "w",
    1666: "m",
    1790: "M",
    1840: "@",
    1854: "—→↓↑",
    1856: "W",
}
"""The letters by their width, regular and bold."""

_EM: Final = 2048
_WIDTHS: Final = {
    bold: {letter: width for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}


def text_pixels(text: str, size: float = 11, *, bold: bool = False) -> float:
    """
    Return how wide a text is on one line.

    Parameters
    ----------
    text : str
        The text.
    size : float
        The size of its font, points.
    bold : bool
        Whether it is bold.

    Returns
    -------
    float
        Pixels. A letter that the tables lack counts as wide as it is high, which holds for Chinese and Japanese.

    Examples
    --------
    >>> round(text_pixels("1,000"), 1), round(text_pixels("1,000", 20, bold=True), 1)
    (33.4, 60.9)
    """
    widths = _WIDTHS[bold]
    units = sum(widths.get(letter) or widths.get(_without_accent(letter), _EM) for letter in text)
    return units / _EM * size * PIXELS_PER_POINT


def _without_accent(letter: str) -> str:
    """Return the letter an accent stands on."""
    return unicodedata.normalize("NFD", letter)[0]


def column_pixels(width: float) -> int:
    """
    Return how wide a column is on the screen.

    Parameters
    ----------
    width : float
        Its width as a workbook stores it, characters.

    Returns
    -------
    int
        Pixels.

    Examples
    --------
    >>> column_pixels(9.140625), column_pixels(2)
    (64, 14)
    """
    return int((256 * width + int(128 / DIGIT)) / 256 * DIGIT)


def row_pixels(height: float) -> int:
    """
    Return how high a row is on the screen.

    Parameters
    ----------
    height : float
        Its height, points.

    Returns
    -------
    int
        Pixels.

    Examples
    --------
    >>> row_pixels(15), row_pixels(22)
    (20, 29)
    """
    return round(height * PIXELS_PER_POINT)


def line_count(text: str, pixels: float, size: float = 11, *, bold: bool = False) -> int:
    """
    Return how many lines a text takes where it is wrapped.

    Parameters
    ----------
    text : str
        The text; a line break begins a new line.
    pixels : float
        The room for a line. A word that is wider is broken.
    size : float
        The size of its font, points.
    bold : bool
        Whether it is bold.

    Returns
    -------
    int
        Lines, at least 1.

    Examples
    --------
    >>> line_count("four words make it", 60), line_count("", 60)
    (3, 1)
    """
    lines = 0
    space = text_pixels(" ", size, bold=bold)
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            wide = text_pixels(word, size, bold=bold)
            if used and used + space + wide > pixels:
                lines += 1
                used = 0.0
            used += wide + (space if used else 0)
            lines += int(used // pixels) if used > pixels else 0
            used = used % pixels if used > pixels else used
    return lines
