"""
What xlwings Lite asks for: the functions as its ``main.py``, and what they need as its ``requirements.txt``.

xlwings Lite runs Python inside Excel, in a browser's sandbox (Pyodide), on Windows, a Mac and the web. That it takes
these files was not tried in Excel: **unproven**.
"""

from __future__ import annotations

from typing import Final

from xl_quadrant import __version__
from xl_quadrant.catalogue import CATALOGUE

REQUIREMENTS: Final = f"xlwings\nxl-quadrant=={__version__}\n"
"""The packages; what they need themselves is found by Lite."""


def main_file() -> str:
    """
    Return the module whose functions Lite brings to Excel.

    Returns
    -------
    str
        It takes each function from `udfs` by its name.

    Examples
    --------
    >>> main_file().splitlines()[2:4]
    ['from udfs import (', '    SHOW_RATE,']
    """
    names = "".join(f"    {function.name},\n" for function in CATALOGUE)
    listed = "".join(f'    "{function.name}",\n' for function in CATALOGUE)
    return f'"""The functions of xl-quadrant."""\n\nfrom udfs import (\n{names})\n\n__all__ = [\n{listed}]\n'
