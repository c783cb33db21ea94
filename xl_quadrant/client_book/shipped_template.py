"""The template that is shipped with the package."""

from __future__ import annotations

from typing import Final

from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.package.files import read_bytes

TEMPLATE_NAME: Final = "quadrant.xlsx"


def template_bytes() -> bytes:
    """
    Return the template that is shipped.

    Returns
    -------
    bytes
        An .xlsx package.
    """
    return read_bytes(templates_folder() / TEMPLATE_NAME)
