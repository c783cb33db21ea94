"""A sheet split around its inputs and formulas, so that its XML for any values is a join of pieces."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from xl_quadrant.workbook.addresses import Position
from xl_quadrant.workbook.cell_frame import CellFrame, frame_of
from xl_quadrant.workbook.cells import with_inputs
from xl_quadrant.workbook.sheet_index import SheetIndex, index_sheet
from xl_quadrant.workbook.values import CellValue, ErrorValue

_NOT_YET: Final = ErrorValue("not yet")
"""The value of a cell that stands as it was written before."""


class SheetFrames:
    """
    A sheet whose inputs and formulas take other values.

    Parameters
    ----------
    index : SheetIndex
        The sheet.
    inputs : collection of (int, int)
        The cells without a formula that take values; those that are missing are added.
    """

    def __init__(self, index: SheetIndex, inputs: Collection[Position] = ()) -> None:
        missing = {position: 0.0 for position in sorted(inputs) if position not in index.cells}
        if missing:
            index = index_sheet(with_inputs(index, missing), index.source)
        wanted = {*inputs, *((span.row, span.column) for span in index.formulas)}
        self._pieces: list[bytes] = []
        self._places: dict[Position, int] = {}
        self._frames: list[CellFrame] = []
        self._typed: list[bool] = []
        end = 0
        for span in sorted((index.cells[at] for at in wanted), key=lambda span: span.start):
            frame = frame_of(index, span)
            position = (span.row, span.column)
            self._places[position] = len(self._frames)
            self._frames.append(frame)
            self._typed.append(span.formula is None)
            cell = frame.blank if position in missing else index.xml[span.start : span.end]
            self._pieces += [index.xml[end : span.start], cell]
            end = span.end
        self._pieces.append(index.xml[end:])
        self._values: list[CellValue] = [_NOT_YET] * len(self._frames)

    def put(self, values: Iterable[tuple[Position, CellValue]]) -> bool:
        """
        Put values into cells.

        Parameters
        ----------
        values : iterable of ((int, int), value)
            The row and column of each cell, and what it holds, as `storable` returns it.

        Returns
        -------
        bool
            Whether the sheet has changed.
        """
        held, places = self._values, self._places
        changed = False
        for position, value in values:
            at = places[position]
            was = held[at]
            if was == value and type(was) is type(value):
                continue
            held[at] = value
            cell = self._frames[at].holding(value, typed=self._typed[at])
            if self._pieces[2 * at + 1] != cell:
                self._pieces[2 * at + 1] = cell
                changed = True
        return changed

    @property
    def xml(self) -> bytes:
        """The part of the sheet."""
        return b"".join(self._pieces)
