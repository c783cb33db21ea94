"""
The functions as a module for Excel Labs' Advanced Formula Environment: a text to paste, on Windows, a Mac or the web.

That the Environment takes this very text was not tried in Excel: **unproven**.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_quadrant import __version__
from xl_quadrant.catalogue import CATALOGUE, CatalogueFunction
from xl_quadrant.catalogue.native import has_twin, lambda_as_typed


def formula_module() -> str:
    r"""
    Return the functions that can be said as a LAMBDA as one module.

    Returns
    -------
    str
        A comment with the help of each, then its name and its formula.

    Examples
    --------
    >>> print("\n".join(formula_module().splitlines()[2:8]))
    /**
    Share of the people booked who turn up.
    SHOW_RATE(shows, booked)
    shows: People who turned up; at least 0 and not above booked. (count)
    booked: People who had an appointment; above 0. (count)
    */
    """
    functions = (function for function in CATALOGUE if has_twin(function))
    texts = ["\n".join(_lines(function)) for function in functions]
    return "\n\n".join([f"// xl-quadrant {__version__}", *texts]) + "\n"


def _lines(function: CatalogueFunction) -> Iterator[str]:
    """Yield the lines of one function."""
    yield "/**"
    yield _in_comment(function.summary)
    yield _in_comment(function.syntax)
    for argument in function.arguments:
        yield _in_comment(f"{argument.name}: {argument.help} ({argument.unit})")
    yield "*/"
    yield f"{function.name} = {lambda_as_typed(function)};"


def _in_comment(text: str) -> str:
    """Return a text that does not end the comment it stands in."""
    return text.replace("*/", "* /")
