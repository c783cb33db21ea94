"""Excel's add-in, xl_quadrant.xlam, made without Excel: its VBA, its ribbon, its conf sheet, its help."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from xl_quadrant import __version__
from xl_quadrant.addin.ribbon import ribbon_xml
from xl_quadrant.addin.vba_modules import CONF_SHEET, WORKBOOK_MODULE, vba_modules, workbook_module
from xl_quadrant.bridges.excel import LONGEST_HELP, argument_help, argument_name, function_help
from xl_quadrant.catalogue import CATALOGUE

FILE_NAME: Final = "xl_quadrant.xlam"
"""What the file is called; Excel knows an add-in by it."""

HELP_SHEET: Final = "_IntelliSense_"
"""The sheet with the help of the functions; the IntelliSense of Excel-DNA reads it by this name."""

_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_UI_RELATION: Final = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_DATE: Final = (1980, 1, 1, 0, 0, 0)  # every build of the same version has the same bytes


def excel_addin(python: str, modules: Mapping[str, str] | None = None) -> bytes:
    """
    Return the add-in.

    Parameters
    ----------
    python : str
        The whole path of the Python that is to be started, on the machine where the add-in is used.
    modules : mapping of str to str, optional
        Modules of VBA that take the place of ours, by name; an empty text leaves one out.

    Returns
    -------
    bytes
        The whole .xlam.
    """
    sources = {name: source for name, source in {**vba_modules(), **(modules or {})}.items() if source}
    parts = _with_vba(sources)
    parts["xl/worksheets/sheet1.xml"] = _sheet(_conf(python), "Sheet1")
    parts["xl/worksheets/sheet2.xml"] = _sheet(_help())
    parts["customUI/customUI14.xml"] = ribbon_xml().encode()
    sheets = (
        f'<sheet name="{CONF_SHEET}" sheetId="1" r:id="rId1"/><sheet name="{HELP_SHEET}" sheetId="2" r:id="rIdHelp"/>'
    )
    _put(parts, "xl/workbook.xml", r'<sheet name="Sheet1"[^>]*/>', sheets)
    help_relation = f'<Relationship Id="rIdHelp" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/>'
    _put(parts, "xl/_rels/workbook.xml.rels", "(?=</Relationships>)", help_relation)
    _put(
        parts,
        "[Content_Types].xml",
        "(?=</Types>)",
        f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_SHEET_TYPE}"/>',
    )
    ui_relation = f'<Relationship Id="rIdRibbon" Type="{_UI_RELATION}" Target="customUI/customUI14.xml"/>'
    _put(parts, "_rels/.rels", "(?=</Relationships>)", ui_relation)
    _put(parts, "docProps/app.xml", "<HeadingPairs>.*?</HeadingPairs>|<TitlesOfParts>.*?</TitlesOfParts>", "", most=2)
    return _packed(parts)


def _with_vba(sources: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts of a blank add-in with modules of VBA."""
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        with ExcelFile.create_new(str(path)) as book:
            book.vba_project().delete_module("Module1")
            for name, source in sources.items():
                book.vba_project().add_module(name, source)
            book.set_module(WORKBOOK_MODULE, book.get_module(WORKBOOK_MODULE) + workbook_module())
            book.save()
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}


def _conf(python: str) -> list[list[str]]:
    """Return the rows of the conf sheet."""
    return [["Interpreter", python], ["Version", __version__]]


def _help() -> list[list[str]]:
    """Return the rows of the help sheet: the format's mark, then each function with its arguments."""
    rows = [["FunctionInfo", "1"]]
    for function in CATALOGUE:
        texts = [
            text
            for argument in function.arguments
            for text in (argument_name(function, argument), argument_help(argument))
        ]
        rows.append([function.name, function_help(function), "", *texts])
    return [[text[:LONGEST_HELP] for text in row] for row in rows]


def _sheet(rows: Sequence[Sequence[str]], code_name: str = "") -> bytes:
    """Return a sheet of texts as a part."""
    lines = (
        f'<row r="{number}">{"".join(_cell(text, column, number) for column, text in enumerate(row) if text)}</row>'
        for number, row in enumerate(rows, start=1)
    )
    properties = f'<sheetPr codeName="{code_name}"/>' if code_name else ""
    heading = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    body = f"{properties}<sheetData>{''.join(lines)}</sheetData>"
    return f'{heading}\n<worksheet xmlns="{_MAIN}">{body}</worksheet>'.encode()


def _cell(text: str, column: int, row: int) -> str:
    """Return a cell with a text; the column counts from 0."""
    letters = ("" if column < 26 else chr(64 + column // 26)) + chr(65 + column % 26)
    return f'<c r="{letters}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text, quote=False)}</t></is></c>'


def _put(parts: dict[str, bytes], name: str, pattern: str, text: str, most: int = 1) -> None:
    """Put a text in the place of what a pattern finds in a part."""
    made, count = re.subn(pattern, lambda _: text, parts[name].decode(), count=most, flags=re.DOTALL)
    if not count and text:
        raise LookupError(f"{name} of the blank add-in has no place for {text}; its library has changed")
    parts[name] = made.encode()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return packed.getvalue()
