"""What a client's workbook is called: a name that Windows, Mac and Linux take, and that no other row has."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from typing import Final

from pathvalidate import sanitize_filename

LONGEST: Final = 220
"""Bytes of the longest name before its number and ending; file systems allow 255 in all."""

NAMELESS: Final = "client"
"""What a workbook is called when nothing of its client's name can stand in a file name."""

_NOT_IN_EXCEL: Final = str.maketrans("[]", "()")
"""Excel opens no workbook with a square bracket in its name."""

_DEVICES: Final = re.compile(r"(?i)^(CONIN\$|CONOUT\$|(?:CON|PRN|AUX|NUL|COM.|LPT.)(?= +\.))")
"""Names of Windows devices that pathvalidate lets pass."""

_NO_START: Final = re.compile(r"^(?:[-.\s]+|~\$)+")
"""What begins no name: a dot hides a file, ~$ marks Excel's own lock files, and - makes an option of it."""

_JOINERS: Final = "\u200c\u200d"
"""Invisible, but part of Persian words and of emoji."""

_FIRST_NUMBER: Final = 2


def safe_stem(name: str) -> str:
    """
    Return what of a client's name can stand in a file name, everywhere.

    Parameters
    ----------
    name : str
        Any text.

    Returns
    -------
    str
        Composed Unicode of at most `LONGEST` bytes: no separator, no device of Windows, not hidden, no dot or space at
        its end.

    Examples
    --------
    >>> safe_stem("Glow: Med/Spa"), safe_stem("CON"), safe_stem("../../etc"), safe_stem("???"), safe_stem("...")
    ('Glow- Med-Spa', 'CON_', 'etc', 'client', 'client')
    """
    composed = " ".join(unicodedata.normalize("NFC", name).translate(_NOT_IN_EXCEL).split())
    visible = "".join(character for character in composed if not _is_invisible(character))
    stem = str(sanitize_filename(visible, replacement_text="-", platform="universal"))
    stem = _NO_START.sub("", stem)
    cut = stem.encode()[:LONGEST].decode(errors="ignore").rstrip(". " + _JOINERS)
    return _DEVICES.sub(r"\1_", str(sanitize_filename(cut, platform="universal"))) or NAMELESS


def name_key(name: str) -> bytes:
    """
    Return what two file names share when a file system takes them for one: case and composition do not count.

    Parameters
    ----------
    name : str
        A file name.

    Returns
    -------
    bytes
        16 bytes, however long the name is.

    Examples
    --------
    >>> name_key("CAFÉ.xlsx") == name_key("cafe\u0301.xlsx")
    True
    """
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())
    return blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class FileNames:
    """
    File names given out one after the other, no two alike; of each it keeps 16 bytes and a number.

    The names follow from the rows above alone, so that a batch that is resumed gives every row its name again.

    Parameters
    ----------
    ending : str
        What every name ends in, such as ``.xlsx``.

    Examples
    --------
    >>> names = FileNames(".xlsx")
    >>> names.take("Glow"), names.take("GLOW"), names.take("Glow")
    ('Glow.xlsx', 'GLOW (2).xlsx', 'Glow (3).xlsx')
    """

    def __init__(self, ending: str) -> None:
        self._ending = ending
        self._next: dict[bytes, int] = {}

    def take(self, name: str) -> str:
        """Return the file name of the next client; after a name that is taken a number stands in brackets."""
        stem = safe_stem(name)
        key = name_key(stem)
        number = self._next.get(key, _FIRST_NUMBER - 1)
        free = stem if number < _FIRST_NUMBER else f"{stem} ({number})"
        while number >= _FIRST_NUMBER and name_key(free) in self._next:
            number += 1
            free = f"{stem} ({number})"
        self._next[key] = number + 1
        self._next.setdefault(name_key(free), _FIRST_NUMBER)
        return free + self._ending


def _is_invisible(character: str) -> bool:
    """Say whether a character shows nothing, or turns the direction of what follows."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in _JOINERS
