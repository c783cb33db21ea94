"""
The functions of the catalogue as names of a workbook: LAMBDAs that Excel 2024 and 365 run with nothing installed.

How Excel stores optional parameters is known from files that Excel saved; that Excel takes these very names was not
tried in Excel: **unproven**.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from xl_quadrant.catalogue import CATALOGUE, CatalogueFunction
from xl_quadrant.catalogue.native import has_twin, lambda_as_stored
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.markup import Element, elements, is_empty_tag, spliced
from xl_quadrant.package.parts import Package

LONGEST_COMMENT: Final = 255
"""The most characters a name's comment may have in Excel."""

_BEFORE: Final = ("sheets", "functionGroups", "externalReferences")
"""What stands before the names in a workbook part, in the order of the standard."""


@dataclass(frozen=True, slots=True)
class FunctionName:
    """
    A function as a name of a workbook.

    Parameters
    ----------
    name : str
        Such as ``CASH_PER_SHOW``.
    comment : str
        What Excel shows beside the name while it is typed.
    formula : str
        The LAMBDA as Excel stores it, without ``=``.
    """

    name: str
    comment: str
    formula: str


def function_names() -> Iterator[FunctionName]:
    """
    Yield every function that can be written as a LAMBDA, in the order of the catalogue.

    Yields
    ------
    FunctionName
        Its name, comment and formula.

    Examples
    --------
    >>> next(function_names()).comment
    'Share of the people booked who turn up. SHOW_RATE(shows, booked)'
    """
    for function in CATALOGUE:
        if has_twin(function):
            yield FunctionName(function.name, _comment(function), lambda_as_stored(function))


def with_function_names(content: bytes, source: str = "workbook") -> bytes:
    """
    Return a workbook with the functions as names.

    Parameters
    ----------
    content : bytes
        An .xlsx or .xlsm.
    source : str
        What an error calls it, such as its path.

    Returns
    -------
    bytes
        The whole file: the names sorted in among those that are there, everything else byte for byte.

    Raises
    ------
    InvalidWorkbook
        If it is not a workbook, or has names or tables called as one of the functions.
    """
    package = Package(content, source)
    xml = package.part(package.workbook_part)
    found = elements(xml, {"definedNames", "definedName", *_BEFORE}.__contains__, f"{source}: {package.workbook_part}")
    there = [element for element in found if element.local == "definedName"]
    _refuse_taken(package, {element.attributes.get("name", "") for element in there})
    added = sorted(function_names(), key=lambda function: _in_order(function.name))
    whole = next((element for element in found if element.local == "definedNames"), None)
    if whole is None or is_empty_tag(xml, whole.open_end):
        before = max((element for element in found if element.local in _BEFORE), key=lambda element: element.end)
        prefix = _prefix(before)
        names = b"".join(_written(function, prefix) for function in added)
        start, end = (before.end, before.end) if whole is None else (whole.start, whole.end)
        splices = [(start, end, b"<%sdefinedNames>%s</%sdefinedNames>" % (prefix, names, prefix))]
    else:
        places = [_place(function.name, there, whole) for function in added]
        written = [_written(function, _prefix(whole)) for function in added]
        splices = [(at, at, name) for at, name in zip(places, written, strict=True)]
    return package.replaced({package.workbook_part: spliced(xml, splices)})


def _comment(function: CatalogueFunction) -> str:
    """Return what Excel shows beside a name: what the function returns and, if there is room, how it is called."""
    both = f"{function.summary} {function.syntax}"
    return both if len(both) <= LONGEST_COMMENT else function.summary[:LONGEST_COMMENT]


def _written(function: FunctionName, prefix: bytes) -> bytes:
    """Return a name as the workbook part holds it."""
    tag = prefix.decode() + "definedName"
    comment = escape(function.comment)
    return f'<{tag} name="{function.name}" comment="{comment}">{escape(function.formula, quote=False)}</{tag}>'.encode()


def _place(name: str, there: list[Element], whole: Element) -> int:
    """Return where a name is put: before the first that comes after it, as Excel sorts them."""
    after = (element for element in there if _in_order(element.attributes.get("name", "")) > _in_order(name))
    return next((element.start for element in after), whole.close_start)


def _in_order(name: str) -> str:
    """Return what Excel sorts a name by: case does not count, an underscore comes before the letters."""
    return name.removeprefix("_xlnm.").lower()


def _refuse_taken(package: Package, names: set[str]) -> None:
    """Refuse a workbook whose names or tables are called as one of the functions."""
    tables = {
        table.attributes.get("displayName", "")
        for sheet in package.sheets.values()
        for part in package.related(sheet, "table").values()
        for table in elements(package.part(part), "table".__eq__, f"{package.source}: {part}")
    }
    wanted = {function.name for function in function_names()}
    taken = sorted(name for name in names | tables if name.upper() in wanted)
    if taken:
        count = f"{len(taken)} names" if len(taken) > 1 else "a name"
        shown = ", ".join(taken[:5]) + (" …" if len(taken) > 5 else "")
        rule = f"has {count} that the functions need: {shown}; rename or delete them in the name manager first"
        raise InvalidWorkbook(package.source, None, rule)


def _prefix(element: Element) -> bytes:
    """Return what stands before an element's name, with its colon."""
    return element.name[: len(element.name) - len(element.local)].encode()
