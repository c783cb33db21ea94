"""A workbook, checked: is it a template or a workbook of ours, and what is missing, wrong or stale in it."""

from __future__ import annotations

import os

from xl_quadrant.checkup.findings import CLIENT, MISSING, NOT_OURS, TEMPLATE, Checkup
from xl_quadrant.checkup.inputs import is_form, unfillable_cells, wrong_inputs
from xl_quadrant.checkup.names import WANTED, has_huge_names, misshapen_names, missing_names, other_names, shipped_names
from xl_quadrant.checkup.results import failed_checks, results_that_do_not_follow, typed_over
from xl_quadrant.checkup.stale_cells import StoredValues
from xl_quadrant.checkup.template_formulas import formulas_that_differ
from xl_quadrant.engine.engine_file import refuse_large
from xl_quadrant.engine.own_process import MEGABYTES, SECONDS, Limits, within
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.package.files import read_bytes
from xl_quadrant.package.parts import Package
from xl_quadrant.package.settings import calculated_on_opening
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.stored_values import read_names


def check_workbook(
    book: str | os.PathLike[str] | bytes,
    source: str | None = None,
    *,
    seconds: float | None = None,
    megabytes: float | None = None,
) -> Checkup:
    """
    Return whether a workbook is one of ours, and what is missing, wrong or stale in it.

    Parameters
    ----------
    book : path or bytes
        An .xlsx or .xlsm: ours, or a consultant's own, whatever its sheets are called and wherever its cells stand.
    source : str, optional
        What errors call it; its path if it has one.
    seconds, megabytes : float, optional
        What it may take, as `recalculate` has it: then it is checked in a process of its own, which is ended there.

    Returns
    -------
    Checkup
        What it is, and what was found.

    Raises
    ------
    FileError
        If it cannot be read.
    InvalidWorkbook
        If it is no workbook, or takes too much.

    Notes
    -----
    Missing are names that a command needs. Wrong are names that point nowhere or have the wrong shape, inputs that
    hold a formula or what the model does not allow, results typed over, formulas that refer to what is not there,
    and checks that say CHECK; in a workbook made from our template, formulas that are not the template's. Stale are
    stored values that do not follow from the cells their formula refers to.

    Examples
    --------
    >>> from xl_quadrant.clients.templates_folder import templates_folder
    >>> found = check_workbook(templates_folder() / "quadrant.xlsx")
    >>> found.kind, found.findings, found.notes
    ('template', (), ())
    """
    content = bytes(book) if isinstance(book, (bytes, bytearray)) else read_bytes(book)
    called = source or ("workbook" if isinstance(book, (bytes, bytearray)) else os.fspath(book))
    package = Package(content, called)
    there = {name.lower() for name in (*package.names, *package.formula_names)}
    if there.isdisjoint(WANTED):
        return Checkup(called, NOT_OURS, 0, ())
    if seconds is not None or megabytes is not None:
        limits = Limits(SECONDS if seconds is None else seconds, MEGABYTES if megabytes is None else megabytes)
        return within(limits, _checked, content, called)
    return _checked(content, called)


def _checked(content: bytes, called: str) -> Checkup:
    """Return what is found in a workbook that has names of ours."""
    package = Package(content, called)
    refuse_large(package)
    there = {name.lower() for name in (*package.names, *package.formula_names)}
    values = read_names(package)
    form = is_form(values)
    indexes = {sheet: index_sheet(package.part(part), f"{called}: {sheet}") for sheet, part in package.sheets.items()}
    findings = [*missing_names(package), *misshapen_names(package), *unfillable_cells(package, indexes)]
    findings += [*wrong_inputs(package, values), *typed_over(package, indexes)]
    told = {finding.place.partition(" (")[0] for finding in findings}
    findings += [finding for finding in formulas_that_differ(package, indexes) if finding.place not in told]
    names = sum(name.lower() in there for name in shipped_names())
    if has_huge_names(package):
        notes = [*other_names(package), "it is not calculated, nor its values compared, until its names are mended"]
        return Checkup(called, TEMPLATE if form else CLIENT, names, tuple(findings), tuple(notes))
    done = recalculate(content, source=called)
    stored = StoredValues(package, indexes, done)
    stale = list(stored.stale())
    if not form and not stale and all(finding.kind != MISSING for finding in findings):
        stale = list(results_that_do_not_follow(package))
    findings += [*stored.broken(), *(() if form else failed_checks(package, done)), *stale]
    notes = [*other_names(package), *stored.notes(), *([when_opened(package)] if stale else [])]
    return Checkup(called, TEMPLATE if form else CLIENT, names, tuple(findings), tuple(notes))


def when_opened(package: Package) -> str:
    """
    Return what happens to the stale values of a workbook when it is opened.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    str
        Whether Excel calculates them anew by itself.
    """
    part = package.part(package.workbook_part)
    if calculated_on_opening(part) == part:
        return (
            "Excel will calculate it anew when it opens it; until it is saved there, other programs see the old values"
        )
    return "Excel will show the old values until it calculates them: press Ctrl+Alt+F9 there, or run xlq recalc"
