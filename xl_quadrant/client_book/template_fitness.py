"""A consultant's template judged before anything is made from it: whether what it makes can be read back."""

from __future__ import annotations

from xl_quadrant.client_book.client_workbook import RESULT_NAMES, read_workbook
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import InvalidClient, InvalidWorkbook
from xl_quadrant.package.parts import Package

_MANY = 4


def refuse_unfit(template: bytes, source: str) -> None:
    """
    Refuse a template that lacks names which any command needs, all of them at once.

    Parameters
    ----------
    template : bytes
        The template.
    source : str
        What an error calls it, such as its path.

    Raises
    ------
    InvalidWorkbook
        If a name of an input or of a result is missing, or stands for no cells.
    """
    there = {name.lower() for name in Package(template, source).names}
    missing = [name for name in (*names_from_client(preset("talk")), *sorted(RESULT_NAMES)) if name not in there]
    if missing:
        count = "a name" if len(missing) == 1 else f"{len(missing)} names"
        such_as = ", ".join(missing[:_MANY]) + (" …" if len(missing) > _MANY else "")
        rule = f"lacks {count} that a client's workbook needs: {such_as}; xlq check says what each is for"
        raise InvalidWorkbook(source, None, rule)


def tried(template: bytes, source: str) -> bytes:
    """
    Return a template from which a workbook was made, and read back, in memory.

    Parameters
    ----------
    template : bytes
        The template.
    source : str
        What an error calls it, such as its path.

    Returns
    -------
    bytes
        The same.

    Raises
    ------
    InvalidWorkbook
        If no workbook can be made from it, or what is made cannot be read.
    """
    refuse_unfit(template, source)
    refuse_unread(PreparedTemplate(template, source).make(preset("talk")), source)
    return template


def refuse_unread(made: bytes, template: str) -> None:
    """
    Refuse a workbook that cannot be read back, before it is written; what is wrong is its template.

    Parameters
    ----------
    made : bytes
        The workbook.
    template : str
        What an error calls the template it was made from.

    Raises
    ------
    InvalidWorkbook
        If it cannot be read.
    """
    try:
        read_workbook(made, template)
    except InvalidClient as error:
        first = error.problems[0]
        rule = f"loses what is filled into it ({first}); xlq check says which names share a cell"
        raise InvalidWorkbook(template, None, rule) from error
