"""Workbooks without the time at which they were written: two builds give the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant import __version__

BUILT: Final = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - a package stores local time without a zone

_FIRST_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def describe(book: Workbook, title: str, subject: str, keywords: str) -> None:
    """
    Fill in the document properties of a workbook of ours.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    title, subject, keywords : str
        What the properties say.
    """
    properties = book.properties
    properties.title = title
    properties.subject = subject
    properties.creator = properties.lastModifiedBy = "xl-quadrant"
    properties.description = f"xl-quadrant {__version__}"
    properties.keywords = keywords
    properties.created = BUILT


def same_each_time(content: bytes) -> bytes:
    """
    Return a package without the time at which it was written.

    Parameters
    ----------
    content : bytes
        A package that openpyxl wrote.

    Returns
    -------
    bytes
        The same parts, with the time of `BUILT` in the properties and the first day of all archives in this one.
    """
    stream = io.BytesIO()
    moment = rb"\g<1>" + f"{BUILT:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as copy:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _MODIFIED.sub(moment, part)
            copy.writestr(zipfile.ZipInfo(entry.filename, _FIRST_ZIP_TIME), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
