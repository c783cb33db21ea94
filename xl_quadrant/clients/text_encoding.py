"""The encoding of a text, found without holding it in memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xl_quadrant.errors import FileError, UnknownWord

ENCODING_NAMES: Final = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252",
}  # fmt: skip
"""What people call the encodings that are found."""

_BLOCK: Final = 1 << 20
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAVE: Final = "save it as CSV UTF-8, or say which encoding it has"


def text_encoding(path: Path, told: str | None = None) -> str:
    """
    Return the encoding of a text: UTF-8 or UTF-16 with or without a mark, or else Windows-1252.

    All of the file is read once, so that no byte of it turns out to be no text later.

    Parameters
    ----------
    path : Path
        The file.
    told : str, optional
        Its encoding, if it is told.

    Returns
    -------
    str
        As Python calls it.

    Raises
    ------
    UnknownWord
        If the encoding that is told does not exist (``#VALUE!``).
    FileError
        If the file cannot be read, or is no text.
    """
    encoding = "utf-8-sig"
    try:
        with path.open("rb") as file:
            start = file.read(4096)
        encoding = _told(told) if told else _guessed(path, start)
        for _ in _decoded(path, encoding):
            pass
    except OSError as error:
        raise FileError(str(path), None, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        found = error.object[error.start]
        name = ENCODING_NAMES.get(encoding, encoding)
        raise FileError(str(path), None, f"is not all {name}: it holds the byte {found:#04x}; {_SAVE}") from None
    return encoding


def _told(encoding: str) -> str:
    """Return the name of an encoding that exists."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise UnknownWord("encoding", encoding, "is not a known encoding; write utf-8, utf-16, cp1252 …") from None
    return {"utf-8": "utf-8-sig"}.get(name, name)


def _guessed(path: Path, start: bytes) -> str:
    """Return the encoding that the first bytes show, or that all of them allow."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")):
        rule = "is no text; give an Excel file a name that ends in .xlsx, or save it as CSV UTF-8"
        raise FileError(str(path), None, rule)
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"
    plain = True
    try:
        for text in _decoded(path, "utf-8-sig"):
            plain = plain and text.isascii()
    except UnicodeDecodeError as error:
        if plain and error.object[: error.start].isascii():
            return "cp1252"
        raise
    return "utf-8-sig"


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    """Yield a text block by block."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)
