"""
The title of a sheet that the engine mixes up with one of its own.

A workbook of formualizer is born with a sheet ``Sheet1``. Where a file calls its first sheet ``sheet1`` or ``SHEET1``,
the engine has both, and formulas end up on the wrong one. So the file is given to it with ``Sheet1``, and whoever asks
for the sheet by its own title is led there.
"""

from __future__ import annotations

from typing import Any, Final

from xl_quadrant.package.markup import elements, spliced, with_attributes

ENGINES_OWN: Final = "Sheet1"


def with_engines_title(workbook_xml: bytes) -> bytes:
    """
    Return a workbook part whose sheet of that title is written as the engine writes its own.

    Parameters
    ----------
    workbook_xml : bytes
        The workbook part.

    Returns
    -------
    bytes
        The part.

    Examples
    --------
    >>> with_engines_title(b'<workbook><sheets><sheet name="SHEET1" sheetId="1"/></sheets></workbook>')
    b'<workbook><sheets><sheet sheetId="1" name="Sheet1"/></sheets></workbook>'
    """
    changes = []
    for sheet in elements(workbook_xml, "sheet".__eq__, "workbook"):
        title = sheet.attributes.get("name", "")
        if title != ENGINES_OWN and title.lower() == ENGINES_OWN.lower():
            tag = workbook_xml[sheet.start : sheet.open_end]
            own = f' name="{ENGINES_OWN}"'.encode()
            changes.append((sheet.start, sheet.open_end, with_attributes(tag, frozenset({b"name"}), own)))
    return spliced(workbook_xml, changes)


class AnyCaseBook:
    """
    A workbook of formualizer that finds its ``Sheet1`` however the title is written.

    Parameters
    ----------
    book : formualizer.Workbook
        The workbook.
    """

    def __init__(self, book: Any) -> None:
        self._book = book

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)

    @property
    def sheet_names(self) -> list[str]:
        """The titles of its sheets, that one in each way it may be written."""
        own = ENGINES_OWN
        return [*self._book.sheet_names, own.lower(), own.upper()]

    def get_value(self, sheet: str, row: int, column: int) -> Any:
        """Return the value of a cell."""
        return self._book.get_value(_own(sheet), row, column)

    def get_formula(self, sheet: str, row: int, column: int) -> Any:
        """Return the formula of a cell."""
        return self._book.get_formula(_own(sheet), row, column)

    def set_formula(self, sheet: str, *rest: Any) -> None:
        """Write the formula of a cell."""
        self._book.set_formula(_own(sheet), *rest)

    def set_formulas_batch(self, sheet: str, *rest: Any) -> None:
        """Write the formulas of a block."""
        self._book.set_formulas_batch(_own(sheet), *rest)

    def set_values_batch(self, sheet: str, *rest: Any) -> None:
        """Write the values of a block."""
        self._book.set_values_batch(_own(sheet), *rest)

    def inspect_cell(self, cell: str, **options: Any) -> Any:
        """Return what the engine knows of a cell."""
        title, _, reference = cell.rpartition("!")
        return self._book.inspect_cell(f"{_own(title)}!{reference}", **options)


def _own(title: str) -> str:
    """Return a title as the engine has it."""
    return ENGINES_OWN if title.lower() == ENGINES_OWN.lower() else title
