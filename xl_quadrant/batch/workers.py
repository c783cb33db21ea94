"""What a worker does: read the client of a row, make its workbook, put it in its place."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from xl_quadrant.batch.notes import digest_of
from xl_quadrant.batch.outcomes import MADE, Outcome, Problem, Task, problems_of
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.errors import XlQuadrantError
from xl_quadrant.storage.folders import Place

_OF_THIS_THREAD = threading.local()
"""The template that a thread has prepared; the engine's workbook stays in its thread."""


def make_all(tasks: Sequence[Task], place: Place, template: bytes) -> list[Outcome]:
    """
    Make the workbooks of some rows.

    Parameters
    ----------
    tasks : sequence of Task
        The rows.
    place : Place
        Where the workbooks go.
    template : bytes
        The template; a thread prepares it once.

    Returns
    -------
    list of Outcome
        One for each row; whatever goes wrong with one stops none of the others.
    """
    return [_made(task, place, template) for task in tasks]


def _made(task: Task, place: Place, template: bytes) -> Outcome:
    """Make the workbook of a row, or say why not."""
    try:
        content = _prepared(template).make(task.row.client())
        place.write(task.file, content)
    except XlQuadrantError as error:
        return task.failed(*problems_of(error))
    except Exception as error:  # noqa: BLE001 - a mistake of ours in one row must not lose the others
        _OF_THIS_THREAD.template = None  # the next row begins with a template of its own
        return task.failed(Problem("", f"unexpected {type(error).__name__}: {error}; please report it"))
    return task.done(MADE, digest_of(content))


def _prepared(template: bytes) -> PreparedTemplate:
    """Return a template, prepared in this thread."""
    if getattr(_OF_THIS_THREAD, "template", None) != template:
        _OF_THIS_THREAD.prepared = PreparedTemplate(template)
        _OF_THIS_THREAD.template = template
    prepared: PreparedTemplate = _OF_THIS_THREAD.prepared
    return prepared
