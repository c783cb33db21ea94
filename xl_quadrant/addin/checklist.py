"""Ten minutes with the real Excel: what to do and what must be seen, for whoever tries the add-in there first."""

from __future__ import annotations

from typing import Final

from xl_quadrant import __version__
from xl_quadrant.catalogue import CATALOGUE, by_name

_STEPS: Final = (
    ("Close Excel, run xlq addin --install in a terminal, then xlq doctor", "every line of the doctor begins with OK"),
    ("Start Excel, open a blank workbook", "a tab xl-quadrant; no message, no security warning"),
    ("Type =LTV_CONTINUITY(200, 10%) in A1", "2000, the first time within five seconds"),
    ("Type =LTV_CONTINUITY(200, 10) in A2", "#NUM!"),
    ("Choose A2, press Why this error?", "#NUM! churn: 10 is above 1; write 10% or 0.1"),
    ("Type =ISERROR(A2) in A3 and =ERROR.TYPE(A2) in A4", "TRUE and 6"),
    ("Fill 200, 100, abc in C1:C3; type =LTV_CONTINUITY(C1:C3, 10%) in D1", "2000, 1000, #VALUE! (Excel 2021 and 365)"),
    ("Choose D3, press Why this error?", "#VALUE! price: 'abc' is text; write a number (money per month)"),
    ("Type =OFFER_VALUE((C1,C2), 0.5) in E1, press Why this error?", "#VALUE! prices: 2 areas of cells are given …"),
    ("Type =LTV_CONTINUITY(C:C, 10%) in F1", "as in D1, and at once"),
    ("Choose H1, press fx, category xl-quadrant - Per show, CASH_PER_SHOW", "{summary}"),
    ("Choose H2, Insert function, Front end and quadrants, LTV_CONTINUITY", "the wizard with a text for each argument"),
    ("New client workbook, Med spa, save as glow.xlsx", "Excel stays free; glow.xlsx opens, Checks says OK"),
    ("Check this workbook", "a box that says the workbook is one of ours and nothing is wrong"),
    ("Restart Python, then Ctrl+Alt+F9", "the same figures as before"),
    ("About", "the versions of the add-in, the package and Python"),
    ("Close Excel, run xlq addin --uninstall, start Excel", "no tab; =LTV_CONTINUITY(200, 10%) is #NAME?"),
)


def checklist() -> str:
    """
    Return the steps as a text to fill in and to file as it is.

    Returns
    -------
    str
        What the machine is, then each step with what must be seen and room for what was.

    Examples
    --------
    >>> print("".join(checklist().splitlines(keepends=True)[:2]))
    xl-quadrant 0.1.0 in Excel
    Excel (File, Account, About Excel):
    <BLANKLINE>
    """
    head = [
        f"xl-quadrant {__version__} in Excel",
        "Excel (File, Account, About Excel):",
        "Windows (winver):",
        "Python (python -V):",
        "",
    ]
    lines = []
    for number, (do, see) in enumerate(_STEPS, start=1):
        seen = see.format(summary=by_name("CASH_PER_SHOW").summary)
        lines += [f"{number:2}. {do}", f"    must be seen: {seen}", "    seen: [ ] that  [ ] something else:"]
    return "\n".join([*head, *lines, "", f"Functions in the tab's menu (must be {len(CATALOGUE)}):", ""])
