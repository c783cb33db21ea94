"""The xl-quadrant tab of Excel's ribbon, rendered from the catalogue and the presets."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from xl_quadrant.catalogue import CATALOGUE, CATEGORIES
from xl_quadrant.clients.presets import PRESETS

NAMESPACE: Final = "http://schemas.microsoft.com/office/2009/07/customui"

_BUTTONS: Final = {
    "XlqCheck": (
        "Check this workbook",
        "ReviewAcceptChange",
        "What is missing, wrong or stale in the workbook in front.",
    ),
    "XlqWhy": (
        "Why this error?",
        "TraceError",
        "What is wrong with the cell that is chosen, and what to write instead.",
    ),
    "XlqRestart": ("Restart Python", "Refresh", "Ends Python; the next formula starts it anew."),
    "XlqStop": ("Stop", "CancelRequest", "Ends the work that the status bar tells of."),
    "XlqHelp": ("Help", "Help", "A page for each function, with worked examples."),
    "XlqAbout": ("About", "Info", "The versions of the add-in, the package and Python."),
}
"""The plain buttons: what each calls, its label, its picture of Office, and what it says when pointed at."""


def ribbon_xml() -> str:
    """
    Return the tab as Office reads it.

    Returns
    -------
    str
        XML of Office 2010 and later.

    Examples
    --------
    >>> "Why this error?" in ribbon_xml()
    True
    """
    groups = "".join(
        (
            _group("Clients", _presets(), _button("XlqCheck"), _button("XlqStop")),
            _group("Functions", _functions(), _button("XlqWhy"), _button("XlqRestart")),
            _group("xl-quadrant", _button("XlqHelp"), _button("XlqAbout")),
        )
    )
    tab = f'<tab id="xlqTab" label="xl-quadrant">{groups}</tab>'
    heading = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{heading}\n<customUI xmlns="{NAMESPACE}"><ribbon><tabs>{tab}</tabs></ribbon></customUI>'


def _group(label: str, *controls: str) -> str:
    """Return a group of buttons."""
    return f'<group id="xlqGroup{label.replace("-", "").title()}" label="{label}">{"".join(controls)}</group>'


def _button(macro: str) -> str:
    """Return one of the plain buttons."""
    label, picture, tip = _BUTTONS[macro]
    texts = f'label="{escape(label)}" screentip="{escape(label)}" supertip="{escape(tip)}"'
    return f'<button id="{macro}" {texts} size="large" imageMso="{picture}" onAction="XlqRibbon.{macro}"/>'


def _presets() -> str:
    """Return the menu that makes a client workbook."""
    made = (
        f'<button id="xlqPreset_{name}" label="{escape(name.replace("_", " ").capitalize())}" tag="{name}" '
        f'onAction="XlqRibbon.XlqNewFromPreset"/>'
        for name in PRESETS
    )
    own = '<button id="xlqOwnFile" label="From a client file…" onAction="XlqRibbon.XlqNewFromFile"/>'
    parts = f'{"".join(made)}<menuSeparator id="xlqPresetEnd"/>{own}'
    tip = 'supertip="From sample figures of an industry, or from a client file."'
    return f'<menu id="xlqNew" label="New client workbook" {tip} size="large" imageMso="FileNew">{parts}</menu>'


def _functions() -> str:
    """Return the menu of functions, in the groups of the catalogue."""
    menus = "".join(_category(number, category) for number, category in enumerate(CATEGORIES))
    tip = 'supertip="Opens the function wizard in the cell that is chosen."'
    return f'<menu id="xlqInsert" label="Insert function" {tip} size="large" imageMso="FunctionWizard">{menus}</menu>'


def _category(number: int, category: str) -> str:
    """Return the menu of one group."""
    return f'<menu id="xlqCategory{number}" label="{escape(category)}">{"".join(_entries(category))}</menu>'


def _entries(category: str) -> Iterator[str]:
    """Yield an entry for each function of a group."""
    for function in CATALOGUE:
        if function.category == category:
            texts = f'label="{function.name}" supertip="{escape(function.summary)}" tag="{function.name}"'
            yield f'<button id="xlqInsert_{function.name}" {texts} onAction="XlqRibbon.XlqInsert"/>'
