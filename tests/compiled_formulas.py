"""Single formulas of a workbook as a program comes to them, and as the engine does."""

from dataclasses import dataclass

from xl_quadrant.compiled.cells import Cells
from xl_quadrant.compiled.formula import Formula
from xl_quadrant.compiled.functions import RULES
from xl_quadrant.compiled.program import Program, statement
from xl_quadrant.compiled.references import References
from xl_quadrant.engine.engine_workbook import EngineWorkbook
from xl_quadrant.package.sheet_index import index_sheet

NOTHING = object()
"""What a program comes to that leaves a formula to the engine."""

KINDS = {float: "number", bool: "logical", str: "text"}


@dataclass
class Opened:
    """A workbook in the engine, and its formulas as the engine has them."""

    book: EngineWorkbook
    engine: object
    formulas: dict
    inputs: dict

    def by_program(self, place):
        """Return what a program comes to for the formula of a cell; `NOTHING` if it leaves it to the engine."""
        references = References({place: self.formulas[place]}, self.book.around)
        if not references.known:
            return NOTHING
        kinds = {cell: frozenset({KINDS[type(value)]}) for cell, value in self.inputs.items() if value is not None}
        cells = Cells(references, kinds, [place], self.engine.value)
        found = Formula(cells, place[0], RULES).value(references.trees[place])
        if not found.kinds:
            return NOTHING
        if found.constant:
            return 0.0 if found.value is None else found.value
        program = Program([statement(place, found, cells)], [place], cells)
        inputs = {}
        for (sheet, *at), value in self.inputs.items():
            if value is not None:
                inputs.setdefault(sheet, {})[tuple(at)] = value
        values = program.calculated(inputs)
        return values[place[0]][place[1:]] if values is not None else NOTHING


def opened(package):
    """Return a workbook in the engine, calculated; its inputs are the cells without formulas."""
    indexes = {sheet: index_sheet(package.part(part)) for sheet, part in package.sheets.items()}
    book = EngineWorkbook(package, indexes)
    engine = book.opened()
    engine.calculate()
    cells = [
        (sheet, *at) for sheet, index in indexes.items() for at, span in index.cells.items() if span.formula is None
    ]
    inputs = {cell: engine.value(cell) for cell in cells if type(engine.value(cell)) in KINDS}
    return Opened(book, engine, book.in_its_terms, inputs)
