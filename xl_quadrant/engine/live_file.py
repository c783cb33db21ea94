"""The file of a live workbook: only the parts in which something has changed are written and packed anew."""

from __future__ import annotations

from xl_quadrant.business.currencies import TEMPLATE_CURRENCY, currency_token
from xl_quadrant.engine.live import LiveWorkbook
from xl_quadrant.package.archive import PackedPart
from xl_quadrant.package.chart_titles import ChartTitles
from xl_quadrant.package.settings import calculated_on_opening, with_currency
from xl_quadrant.package.sheet_frames import SheetFrames


class LiveFile:
    """
    The file of a workbook whose values change.

    Parameters
    ----------
    book : LiveWorkbook
        The workbook; each of its formulas fills its own cell, as in all that are calculated incrementally.
    """

    def __init__(self, book: LiveWorkbook) -> None:
        self._book = book
        self._package = book.package
        self._titles = ChartTitles(book.package)
        self._calculated = frozenset(sheet for sheet, index in book.indexes.items() if index.formulas)
        self._frames: dict[str, SheetFrames] = {}
        self._inputs: dict[str, int] = {}
        self._packed: dict[str, PackedPart | None] = {}
        self._written: dict[str, bytes] = {}
        self._styles: dict[str, PackedPart] = {}
        workbook = book.package.workbook_part
        self._pack(workbook, calculated_on_opening(book.package.part(workbook)))

    def content(self, currency: str | None = None) -> bytes:
        """
        Return the file.

        Parameters
        ----------
        currency : str, optional
            The code of the currency that the number formats show; as they are when left out.

        Returns
        -------
        bytes
            The whole file, its inputs as written and its values as last calculated; the same for the same inputs,
            whatever they were before.
        """
        for sheet in self._book.indexes:
            if sheet in self._calculated or sheet in self._book.inputs:
                self._update(sheet)
        for part, xml in self._titles.parts(dict(zip(self._titles.cells, self._shown(), strict=True))).items():
            self._pack(part, xml)
        changed = {part: packed for part, packed in self._packed.items() if packed is not None}
        styles = self._package.styles_part
        if currency is not None and styles is not None:
            if currency not in self._styles:
                with_it = with_currency(self._package.part(styles), TEMPLATE_CURRENCY, currency_token(currency))
                self._styles[currency] = self._package.packed(styles, with_it)
            changed[styles] = self._styles[currency]
        return self._package.replaced(changed)

    def _update(self, sheet: str) -> None:
        """Put the inputs and values of a sheet into its XML."""
        inputs = self._book.inputs.get(sheet, {})
        anew = sheet not in self._frames or len(inputs) != self._inputs[sheet]
        if anew:
            self._frames[sheet], self._inputs[sheet] = SheetFrames(self._book.indexes[sheet], inputs), len(inputs)
        frames = self._frames[sheet]
        changed = [frames.put(inputs.items()), frames.put(self._book.results(sheet).items())]
        if anew or any(changed):
            self._pack(self._package.sheets[sheet], frames.xml)

    def _shown(self) -> list[object]:
        """Return what stands in the cells of the titles of charts."""
        return [self._book.value((cell.sheet, cell.first_row, cell.first_column)) for cell in self._titles.cells]

    def _pack(self, part: str, xml: bytes) -> None:
        """Pack a part unless it is as it was; one that is as in the template keeps the template's packed bytes."""
        if self._written.get(part) != xml:
            self._written[part] = xml
            self._packed[part] = None if xml == self._package.part(part) else self._package.packed(part, xml)
