"""A sheet split around its inputs and formulas, so that its XML for any values is a join of pieces."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from xl_quadrant.package.addresses import Position
from xl_quadrant.package.cell_frame import CellFrame, content_of, frame_of
from xl_quadrant.package.cells import with_inputs
from xl_quadrant.package.sheet_index import SheetIndex, index_sheet
from xl_quadrant.package.values import CellValue, ErrorValue

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
        self._prefix = index.prefix
        self._pieces: list[bytes] = []
        self._places: dict[Position, int] = {}
        self._typed: dict[Position, CellFrame] = {}
        end = 0
        for span in sorted((index.cells[at] for at in wanted), key=lambda span: span.start):
            frame = frame_of(index, span)
            position = (span.row, span.column)
            if span.formula is None:
                self._typed[position] = frame
                cell = frame.blank if position in missing else index.xml[span.start : span.end]
                pieces = [index.xml[end : span.start], cell, b""]
            else:
                pieces = [index.xml[end : span.start] + frame.tag, b"", b">" + frame.before, b"", frame.after]
            self._places[position] = len(self._pieces) + 1
            self._pieces += pieces
            end = span.end
        self._pieces.append(index.xml[end:])
        self._values: dict[Position, CellValue] = dict.fromkeys(self._places, _NOT_YET)

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
        held, pieces, prefix = self._values, self._pieces, self._prefix
        changed = False
        for position, value in values:
            was = held[position]
            if was == value and was.__class__ is value.__class__:
                continue
            held[position] = value
            at = self._places[position]
            if position in self._typed:
                cell = self._typed[position].holding(value, typed=True)
                changed = changed or pieces[at] != cell
                pieces[at] = cell
            else:
                pieces[at], pieces[at + 2] = content_of(prefix, value, typed=False)
                changed = True
        return changed

    @property
    def xml(self) -> bytes:
        """The part of the sheet."""
        return b"".join(self._pieces)
