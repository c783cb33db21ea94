"""The names of a workbook: which are missing, which point nowhere, and which have the wrong shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, InputField
from xl_quadrant.checkup.findings import FILL, MISSING, READ, RESULTS, WRONG, Finding
from xl_quadrant.client_book.client_workbook import TEMPLATE_NAME, template_bytes
from xl_quadrant.client_book.contract import SCENARIOS, input_name, offer_name, output_name
from xl_quadrant.package.addresses import Area, quoted, read_area
from xl_quadrant.package.parts import Package

LARGEST_NAMED: Final = 10_000
"""A name that stands for more cells than this is looked at by its shape alone: none of ours has a tenth of them."""


_WHOLE: Final = re.compile(r"!\$?(?:[A-Z]{1,3}:\$?[A-Z]{1,3}|\d+:\$?\d+)(?![\w$])", re.IGNORECASE)
"""Whole columns or rows, as a name stands for them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    A name that commands need.

    Parameters
    ----------
    name : str
        The name.
    label : str
        What it is for.
    needed_by : tuple of str
        The commands that need it.
    block : str
        The list of offers whose column it is; empty for one cell.
    """

    name: str
    label: str
    needed_by: tuple[str, ...]
    block: str = ""


def _wanted() -> Iterator[Wanted]:
    """Yield every name that a command needs."""
    for field in CLIENT_FIELDS:
        yield Wanted(f"in_{field.name}", field.label, _needed(field))
    for scenario in SCENARIOS:
        for field in FIELDS:
            yield Wanted(input_name(field.name, scenario), f"{field.label}, {scenario}", _needed(field))
    for block in OFFER_BLOCKS:
        columns = {offer_name(block.name, c.name, s): (c, s) for c in block.columns for s in SCENARIOS}
        for name, (column, scenario) in columns.items():
            words = column.label if column is block.columns[0] else f"{column.label}, {scenario}"
            yield Wanted(name, f"{block.label}: {words}", FILL, block.name)
    for scenario in SCENARIOS:
        for metric in METRICS:
            yield Wanted(output_name(metric.name, scenario), f"{metric.label}, {scenario}", RESULTS)


def _needed(field: InputField) -> tuple[str, ...]:
    """Return the commands that need an input: one that may be left blank is read as blank where its name is missing."""
    return (*FILL, *READ) if field.required else FILL


WANTED: Final = {wanted.name: wanted for wanted in _wanted()}
"""The names that commands need, in the order of the sheets."""


def missing_names(package: Package) -> Iterator[Finding]:
    """
    Yield the names that commands need and a workbook lacks, or that point to no cells.

    Parameters
    ----------
    package : Package
        The workbook.

    Yields
    ------
    Finding
        Each with the sheet of our template it stands on, and what it is for.
    """
    there = {name.lower() for name in package.names}
    elsewhere = {name.lower(): text for name, text in package.formula_names.items()}
    places = shipped_names()
    yield from lost_sheets(package)
    there |= _lost_names(package)
    for wanted in WANTED.values():
        if wanted.name in there:
            continue
        what = f"({wanted.label}; {places[wanted.name].sheet} in our template)"
        if wanted.name in elsewhere:
            rule = f"{what} {_points_nowhere(elsewhere[wanted.name])}"
        else:
            rule = f"{what} is no name here; give its cell that name"
        yield Finding(MISSING, wanted.name, rule, wanted.needed_by)


def misshapen_names(package: Package) -> Iterator[Finding]:
    """
    Yield the names that stand for more or fewer cells than they should, or for cells of another name.

    Parameters
    ----------
    package : Package
        The workbook.

    Yields
    ------
    Finding
        What is wrong with each.
    """
    areas = {name.lower(): area for name, area in package.names.items() if name.lower() in WANTED}
    for name, area in areas.items():
        wanted = WANTED[name]
        if not wanted.block and area.size > 1:
            yield Finding(WRONG, name, f"stands for {area}, {area.size} cells; point it at one", wanted.needed_by)
        elif wanted.block and area.rows > 1 and area.columns > 1:
            yield Finding(WRONG, name, f"stands for {area}; point it at one column", wanted.needed_by)
    yield from _unequal_blocks(areas)
    yield from _shared_cells(areas)


def has_huge_names(package: Package) -> bool:
    """
    Say whether a name that commands need stands for whole columns or rows: formulas that use it take for ever.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    bool
        True for any name that stands for more than `LARGEST_NAMED` cells.
    """
    areas = any(area.size > LARGEST_NAMED for name, area in package.names.items() if name.lower() in WANTED)
    return areas or any(
        _WHOLE.search(text) is not None for name, text in package.formula_names.items() if name.lower() in WANTED
    )


def other_names(package: Package) -> Iterator[str]:
    """
    Yield, sheet by sheet, which names of our template are missing that no command needs.

    Parameters
    ----------
    package : Package
        The workbook.

    Yields
    ------
    str
        A note on each sheet of our template whose names are not all there.
    """
    there = {name.lower() for name in package.names} | _lost_names(package)
    missing: dict[str, list[str]] = {}
    for name, area in shipped_names().items():
        if name.lower() not in there and name not in WANTED:
            missing.setdefault(area.sheet, []).append(name)
    for sheet, names in missing.items():
        count = f"{len(names)} names" if len(names) > 1 else "a name"
        yield f"{count} of the sheet {sheet} of our template, such as {names[0]}: no command needs them"


def lost_sheets(package: Package) -> Iterator[Finding]:
    """
    Yield the sheets that names point to and that are not there, as after a program has renamed one and nothing else.

    Parameters
    ----------
    package : Package
        The workbook.

    Yields
    ------
    Finding
        Each with how many names, and what to do.
    """
    ours = shipped_package().sheets
    others = [quoted(sheet) for sheet in package.sheets if sheet not in ours]
    now = f" (perhaps it is {others[0]} now)" if len(others) == 1 else ""
    for title, names in _by_lost_sheet(package).items():
        rule = (
            f"is no sheet here{now}, and {len(names)} names, such as {names[0]}, point to it: give the sheet this "
            "title again; Excel changes names and formulas along with a title, other programs do not"
        )
        stops = {command for name in names if name in WANTED for command in WANTED[name].needed_by}
        stopped = tuple(command for command in (*FILL, *READ) if command in stops)
        yield Finding(MISSING if stops else WRONG, quoted(title), rule, stopped)


def shipped_names() -> Mapping[str, Area]:
    """
    Return the names of the template that is shipped, and where they stand in it.

    Returns
    -------
    mapping of str to Area
        By name.
    """
    return shipped_package().names


@cache
def shipped_package() -> Package:
    """
    Return the template that is shipped.

    Returns
    -------
    Package
        Read once.
    """
    return Package(template_bytes(), TEMPLATE_NAME)


def _by_lost_sheet(package: Package) -> dict[str, list[str]]:
    """Return the sheets that several names of ours point to and that are not there, with these names in lower case."""
    titles = {title.lower() for title in package.sheets}
    lost: dict[str, list[str]] = {}
    for name, text in package.formula_names.items():
        area = read_area(text)
        if area is not None and area.sheet.lower() not in titles and name.lower() in shipped_names():
            lost.setdefault(area.sheet, []).append(name.lower())
    return {title: names for title, names in lost.items() if len(names) > 1}


def _lost_names(package: Package) -> set[str]:
    """Return the names that are told of by the sheet they point to."""
    return set().union(*_by_lost_sheet(package).values())


def _points_nowhere(text: str) -> str:
    """Return what is wrong with a name that stands for no cells of the workbook."""
    if "#REF!" in text:
        return f"stands for {text}: its cells were deleted; point it at where they are now"
    if _WHOLE.search(text):
        return f"stands for {text}, whole columns or rows; point it at its cells"
    if "[" in text:
        return f"stands for cells of another workbook, {text}; point it at cells of this one"
    if "," in text and "!" in text:
        return f"stands for several areas, {text}; point it at one"
    if "!" in text:
        return f"stands for {text}, and there is no such place; point it at where its cells are"
    return f"stands for {text}, not for cells; point it at its cells"


def _unequal_blocks(areas: Mapping[str, Area]) -> Iterator[Finding]:
    """Yield the columns of a list of offers that have another shape than most of them: formulas take them together."""
    for block in OFFER_BLOCKS:
        shapes = {name: (area.rows, area.columns) for name, area in areas.items() if WANTED[name].block == block.name}
        usual = Counter(shapes.values()).most_common(1)[0][0] if shapes else (0, 0)
        for name, shape in shapes.items():
            if shape != usual:
                ours, theirs = (f"{rows} × {columns} cells" for rows, columns in (shape, usual))
                rule = f"has {ours} (rows × columns), the other columns of {block.label} {theirs}; make them alike"
                yield Finding(WRONG, name, rule, FILL)


def _shared_cells(areas: Mapping[str, Area]) -> Iterator[Finding]:
    """Yield the names that stand for cells for which another name stands too."""
    first: dict[tuple[str, int, int], str] = {}
    told: set[tuple[str, str]] = set()
    for name, area in areas.items():
        if area.size > LARGEST_NAMED:
            continue  # told by its shape
        for position in area.positions:
            other = first.setdefault((area.sheet, *position), name)
            if other != name and (other, name) not in told:
                told.add((other, name))
                stops = (*FILL, *READ) if name.startswith("in_") else RESULTS
                yield Finding(WRONG, name, f"stands for cells of {other} too; give each its own", stops)
