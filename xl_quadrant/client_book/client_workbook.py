"""From a client to a calculated workbook, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import Client
from xl_quadrant.client_book.calculation import calculated
from xl_quadrant.client_book.contract import SCENARIOS, output_name
from xl_quadrant.client_book.fill import Template
from xl_quadrant.client_book.prepared_template import SAMPLE_NOTE, PreparedTemplate
from xl_quadrant.client_book.shipped_template import TEMPLATE_NAME, template_bytes
from xl_quadrant.clients.client_cells import INPUT_NAMES
from xl_quadrant.clients.client_file import client_from_names
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

__all__ = [
    "TEMPLATE_NAME",
    "FilledWorkbook",
    "blank_workbook",
    "calculated",
    "make_workbook",
    "read_workbook",
    "template_bytes",
]

RESULT_NAMES: Final = frozenset(output_name(m.name, scenario) for scenario in SCENARIOS for m in METRICS)


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """
    What a filled workbook says.

    Parameters
    ----------
    client : Client
        Its inputs.
    today, target : dict of str to float, bool, str or None
        The results stored in it, by metric; the name of an Excel error where there is one, None where nothing stands
        yet.
    sample_note : str
        What it says of its figures if they are samples.
    """

    client: Client
    today: dict[str, float | bool | str | None]
    target: dict[str, float | bool | str | None]
    sample_note: str = ""


def make_workbook(client: Client, template: bytes | None = None, sample_note: str = "") -> bytes:
    """
    Return a client's workbook, every formula with its value.

    Parameters
    ----------
    client : Client
        The client.
    template : bytes, optional
        A workbook of the consultant's own that carries the names; ours when left out.
    sample_note : str, optional
        What the workbook says of figures that are samples.

    Returns
    -------
    bytes
        An .xlsx package.

    Raises
    ------
    InvalidWorkbook
        If the template lacks names that the client needs, or rows for its offers.
    """
    return PreparedTemplate(template).make(client, sample_note)


def blank_workbook(name: str | None = None, template: bytes | None = None) -> bytes:
    """
    Return a blank form: a workbook to be filled in, without samples.

    Parameters
    ----------
    name : str, optional
        The client's name, if it is known already.
    template : bytes, optional
        A workbook of the consultant's own that carries the names; ours when left out.

    Returns
    -------
    bytes
        An .xlsx package.
    """
    content = template or template_bytes()
    if name is None:
        return content
    return calculated(Template(Package(content, "template")).fill({"in_client_name": name}), name)


def read_workbook(content: bytes, source: str) -> FilledWorkbook:
    """
    Return the client and the stored results of a filled workbook.

    Parameters
    ----------
    content : bytes
        The workbook.
    source : str
        What an error calls it, such as its path.

    Returns
    -------
    FilledWorkbook
        Its inputs, validated, and its results as they stand in it.

    Raises
    ------
    InvalidWorkbook
        If it carries none of our names, or lacks results.
    InvalidClient
        If its inputs are not valid.
    """
    names = read_names(Package(content, source), INPUT_NAMES | RESULT_NAMES | {SAMPLE_NOTE})
    missing = sorted(RESULT_NAMES - names.keys())
    if missing:
        rule = f"lacks {len(missing)} of the names of results, such as {missing[0]}; start from the template"
        raise InvalidWorkbook(source, None, rule)
    results = {
        scenario: {m.name: _stored(names[output_name(m.name, scenario)]) for m in METRICS} for scenario in SCENARIOS
    }
    return FilledWorkbook(client_from_names(names, source), **results, sample_note=str(names.get(SAMPLE_NOTE) or ""))


def _stored(value: Any) -> float | bool | str | None:
    """Return a stored result; a dash or a blank is none."""
    if isinstance(value, bool) or (isinstance(value, str) and value.startswith("#")):
        return value
    return float(value) if isinstance(value, (int, float)) else None
