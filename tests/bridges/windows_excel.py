"""
Excel as xlwings sees it on Windows, on any machine: reads requests as lines of JSON, writes answers as lines of JSON.

The modules of pywin32 are stood in for by modules whose every attribute is an empty class, and `sys.platform` says
win32 while xlwings is imported, so that its decorators, conversions and call path are the real ones of Windows.
"""

# ruff: noqa: N802 - the names of Excel's own objects

import asyncio  # noqa: F401 - imported before the platform changes, as are the next ones
import ctypes
import datetime
import json
import subprocess  # noqa: F401 - as asyncio
import sys
import tempfile  # noqa: F401 - as asyncio
import types
from decimal import Decimal
from pathlib import Path

import numpy as np  # noqa: F401 - as asyncio
import pandas as pd  # noqa: F401 - as asyncio

OMITTED = -2147352572
"""What COM gives for an argument that was left out."""

A_DATE = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)

RANGE_ID = "{00020846-0000-0000-C000-000000000046}"


class StandIn(types.ModuleType):
    """A module any attribute of which is a class."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (), {})
        setattr(self, name, made)
        return made


def stand_in_for_pywin32():
    names = (
        "pywintypes win32api win32con win32event win32gui win32process win32timezone pythoncom win32com win32com.client"
    )
    names += " win32com.server win32com.server.dispatcher win32com.server.policy win32com.server.util"
    modules = {name: StandIn(name) for name in names.split()}
    sys.modules.update(modules)
    for name, module in modules.items():
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, module)
    pywintypes = modules["pywintypes"]
    pywintypes.TimeType = type("TimeType", (datetime.datetime,), {})
    pywintypes.com_error = type("com_error", (Exception,), {})
    pywintypes.error = type("error", (Exception,), {})
    pywintypes.IID = str
    modules["pythoncom"].__file__ = "pythoncom.dll"
    modules["pythoncom"].IID_IDispatch = "IDispatch"
    modules["pythoncom"].TypeIIDs = {"IDispatch": type("PyIDispatch", (), {})}
    modules["pythoncom"].CoInitialize = lambda: None
    modules["win32process"].GetWindowThreadProcessId = lambda _: (1, 1)
    modules["win32com"].client.Dispatch = lambda found: found


class AnyCall:
    """A DLL, or a function of one: it can be had, called, and given a type."""

    def __init__(self, *_):
        pass

    def __call__(self, *_):
        return 0

    def __getattr__(self, name):
        return AnyCall()


def import_xlwings():
    stand_in_for_pywin32()
    here = sys.platform
    ctypes.PyDLL, ctypes.windll, ctypes.oledll = AnyCall, AnyCall(), AnyCall()
    ctypes.WinDLL = AnyCall
    sys.platform = "win32"
    try:
        import xlwings
        import xlwings.com_server  # noqa: F401 - loaded while the platform says Windows
        import xlwings.udfs  # noqa: F401 - the same
    finally:
        sys.platform = here
    return xlwings


NUMBERS = {
    257: "Row", 240: "Column", 258: "Rows", 241: "Columns", 118: "Count", 2499: "CountLarge", 1388: "Value2",
    568: "Areas", 348: "Worksheet", 412: "UsedRange", 197: "Range", 238: "Cells", 0: "Item", 148: "Application",
}  # fmt: skip
"""The numbers of members in Excel's type library."""


class Asked:
    """An object of Excel that is asked for its members by their numbers, or by their names first."""

    def Invoke(self, member, _, __, ___, *given):
        found = getattr(self, NUMBERS.get(member, member))
        return found(*given) if callable(found) else found

    def GetIDsOfNames(self, name):
        return name


class Count(Asked):
    def __init__(self, count):
        self.Count = count


class Application(Asked):
    """Excel, as far as the functions of a sheet are asked for."""

    Hwnd = 1

    @property
    def WorksheetFunction(self):
        return self

    def CountA(self, cells):
        return float(sum(cells.cell(row, column) is not None for row, column in cells.filled()))


class Sheet(Asked):
    """A sheet that holds the given cells from A1 on, in number formats that `Value` obeys."""

    Application = Application()

    def __init__(self, cells, number_format, used=None):
        self.cells, self.number_format, self.reads = cells, number_format, []
        self.used = used or [len(cells), len(cells[0])]

    @property
    def UsedRange(self):
        return ComRange(self, 1, 1, *self.used)

    @property
    def Cells(self):
        return Cells(self)

    def Range(self, first, last):
        return ComRange(self, first.Row, first.Column, last.Row - first.Row + 1, last.Column - first.Column + 1)

    @property
    def Parent(self):
        return types.SimpleNamespace(Application=self.Application)


class Cells(Asked):
    def __init__(self, sheet):
        self.sheet = sheet

    def Item(self, row, column):
        return ComRange(self.sheet, row, column, 1, 1)


class ComError(Exception):
    """An error of COM, with its number."""

    def __init__(self, number):
        super().__init__(number, "refused", None, None)
        self.hresult, self.excepinfo = number, None


class ComRange(Asked):
    """A range as COM gives it; `failures` are the numbers of the errors that its values answer with first."""

    def __init__(self, sheet, row, column, height, width, areas=1, failures=()):
        self.Worksheet, self.Row, self.Column = sheet, row, column
        self.Rows, self.Columns = Count(height), Count(width)
        self.Areas, self.CountLarge = Count(areas), height * width * areas
        self.failures = list(failures)
        attributes = types.SimpleNamespace(iid=RANGE_ID)
        self.GetTypeInfo = lambda: types.SimpleNamespace(GetTypeAttr=lambda: attributes)
        self._oleobj_ = self

    @property
    def Value2(self):
        if self.failures:
            raise ComError(self.failures.pop(0))
        height, width = self.Rows.Count, self.Columns.Count
        self.Worksheet.reads.append([height, width])
        rows = tuple(
            tuple(self.cell(row, column) for column in range(self.Column, self.Column + width))
            for row in range(self.Row, self.Row + height)
        )
        return rows[0][0] if (height, width) == (1, 1) else rows

    @property
    def Value(self):
        found = self.Value2
        rows = found if isinstance(found, tuple) else ((found,),)
        return tuple(tuple(self._formatted(cell) for cell in row) for row in rows)

    def filled(self):
        """Return the places of this range that the sheet has cells for."""
        height, width = len(self.Worksheet.cells), len(self.Worksheet.cells[0])
        rows = range(self.Row, min(self.Row + self.Rows.Count, height + 1))
        columns = range(self.Column, min(self.Column + self.Columns.Count, width + 1))
        return [(row, column) for row in rows for column in columns]

    def cell(self, row, column):
        cells = self.Worksheet.cells
        return cells[row - 1][column - 1] if row <= len(cells) and column <= len(cells[0]) else None

    def _formatted(self, cell):
        if not isinstance(cell, float) or self.Worksheet.number_format == "General":
            return cell
        return Decimal(f"{cell:.4f}") if self.Worksheet.number_format == "Currency" else A_DATE


class Workbook:
    """A workbook with a VBA project, that notes what is imported into it and what help its functions are given."""

    Name = "client.xlsm"
    Worksheets = ()
    """None: code that is kept in a sheet is for the paid version of xlwings."""

    def __init__(self):
        self.vba, self.help = "", {}
        components = types.SimpleNamespace(Remove=self._remove, Import=self._import)
        self.VBProject = types.SimpleNamespace(VBComponents=Components(components))
        self.Application = types.SimpleNamespace(Version="16.0", MacroOptions=self._note_help)

    def _remove(self, _):
        pass

    def _import(self, path):
        self.vba = Path(path).read_text(encoding="utf-8")

    def _note_help(self, name, **options):
        self.help[name] = {key: value for key, value in options.items() if value is not None}


class Components:
    def __init__(self, found):
        self.Remove, self.Import = found.Remove, found.Import

    def __call__(self, name):
        return name


def as_com(argument, sheets):
    """Return an argument as COM gives it: an array for a list, a reference or nothing for a dict."""
    if isinstance(argument, list):
        return tuple(tuple(row) if isinstance(row, list) else row for row in argument)
    if isinstance(argument, dict) and "omitted" in argument:
        return OMITTED
    if isinstance(argument, dict):
        cells = argument["cells"]
        sheets.append(Sheet(cells, argument.get("format", "General"), argument.get("used")))
        height, width = argument.get("shape", (len(cells), len(cells[0])))
        trouble = argument.get("areas", 1), argument.get("failures", ())
        return ComRange(sheets[-1], argument.get("row", 1), argument.get("column", 1), height, width, *trouble)
    return argument


def answer(xlwings, request):
    if "import" in request:
        workbook = Workbook()
        xlwings.udfs.import_udfs(request["import"], workbook)
        return {"vba": workbook.vba, "help": workbook.help}
    sheets = []
    arguments = tuple(as_com(argument, sheets) for argument in request["arguments"])
    found = xlwings.udfs.call_udf(request.get("module", "udfs"), request["function"], arguments)
    assert isinstance(found, list)
    assert all(isinstance(row, list) for row in found)
    kinds = sorted({type(cell).__name__ for row in found for cell in row})
    return {"rows": found, "kinds": kinds, "reads": [sheet.reads for sheet in sheets]}


def main():
    out = sys.stdout
    sys.stdout = sys.stderr
    xlwings = import_xlwings()
    for line in sys.stdin:
        out.write(json.dumps(answer(xlwings, json.loads(line))) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
