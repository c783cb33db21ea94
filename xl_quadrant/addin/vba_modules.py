"""The VBA of Excel's add-in: the modules of the folder ``vba``, and a wrapper for each function of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from xl_quadrant import __version__
from xl_quadrant.bridges.excel import LONGEST_HELP, argument_name, function_help
from xl_quadrant.catalogue import CATALOGUE, CATEGORIES, CatalogueFunction

CONF_SHEET: Final = "xl_quadrant.conf"
"""The sheet that says which Python is to be started."""

WORKBOOK_MODULE: Final = "ThisWorkbook"
"""The module of the workbook itself, where what happens when it is opened stands."""

_FOLDER: Final = Path(__file__).parent / "vba"
_PLAIN: Final = {"·": "-", "×": "x", "−": "-", "η": "eta", "≤": "<=", "≥": ">=", "’": "'", "→": "->", "…": "..."}


def vba_modules() -> dict[str, str]:
    """
    Return the modules of the add-in, without that of the workbook.

    Returns
    -------
    dict
        The source of each by its name, with the line ends of VBA.

    Examples
    --------
    >>> sorted(vba_modules())
    ['XlqCall', 'XlqCategories', 'XlqFunctions', 'XlqPython', 'XlqRegister', 'XlqRibbon', 'XlqWork']
    """
    found = {path.stem: _filled_in(path) for path in sorted(_FOLDER.glob("*.bas")) if path.stem != WORKBOOK_MODULE}
    found |= {"XlqFunctions": _wrappers(), "XlqCategories": _categories()}
    return {name: with_vba_lines(source) for name, source in found.items()}


def workbook_module() -> str:
    """Return what the module of the workbook itself says."""
    return with_vba_lines(_filled_in(_FOLDER / f"{WORKBOOK_MODULE}.bas"))


def with_vba_lines(source: str) -> str:
    """Return a source with the line ends of VBA."""
    return "\r\n".join(source.splitlines()) + "\r\n"


def in_vba(text: str) -> str:
    """
    Return a text as it stands between quotes in VBA, whose sources are in the code page 1252.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same, with what the code page lacks written plainly, and quotes doubled.

    Examples
    --------
    >>> in_vba('say "5 × 2 ≤ 10"')
    'say ""5 x 2 <= 10""'
    """
    for sign, instead in _PLAIN.items():
        text = text.replace(sign, instead)
    return text.encode("cp1252", "replace").decode("cp1252").replace('"', '""')


def _filled_in(path: Path) -> str:
    """Return a module with the versions put in."""
    xlwings = version("xlwings")
    facts = {"@VERSION@": __version__, "@CONF@": CONF_SHEET}
    facts |= {f"@DLL{bits}@": f"xlwings{bits}-{xlwings}.dll" for bits in (32, 64)}
    source = path.read_text("utf-8")
    for sign, fact in facts.items():
        source = source.replace(sign, fact)
    return source


def _wrappers() -> str:
    """Return the module with a function of VBA for each function of the catalogue."""
    lines = [
        'Attribute VB_Name = "XlqFunctions"',
        "Option Explicit",
        "' A function of Excel for each of the catalogue.",
        "",
    ]
    for function in CATALOGUE:
        lines += [*_wrapper(function), ""]
    return "\n".join(lines)


def _categories() -> str:
    """Return the module that says which group of the function wizard a function is in."""
    lines = ['Attribute VB_Name = "XlqCategories"', "Option Explicit", "Option Private Module", ""]
    lines += ["Public Function XlqCategory(FunctionName As String) As String", "    Select Case FunctionName"]
    for category in CATEGORIES:
        names = ", ".join(f'"{function.name}"' for function in CATALOGUE if function.category == category)
        lines += [f"        Case {names}", f'            XlqCategory = "xl-quadrant - {in_vba(category)}"']
    return "\n".join([*lines, "    End Select", "End Function"])


def _wrapper(function: CatalogueFunction) -> Iterator[str]:
    """Yield the lines of one function."""
    names = [argument_name(function, argument) for argument in function.arguments]
    given = [
        name if argument.required else f"Optional {name}"
        for name, argument in zip(names, function.arguments, strict=True)
    ]
    yield f"Public Function {function.name}({', '.join(given)}) As Variant"
    yield f'Attribute {function.name}.VB_Description = "{in_vba(function_help(function))[:LONGEST_HELP]}"'
    yield f'Attribute {function.name}.VB_ProcData.VB_Invoke_Func = " \\n14"'
    yield f'    {function.name} = XlqAnswer("{function.name}", Array({", ".join(names)}))'
    yield "End Function"
