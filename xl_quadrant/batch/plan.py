"""Which rows of a roster need a workbook made, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xl_quadrant.batch.file_names import FileNames, name_key
from xl_quadrant.batch.notes import Noted, Notes, digest_of, origin_of
from xl_quadrant.batch.outcomes import KEPT, Outcome, Problem, Task, problems_of
from xl_quadrant.clients.roster_row import RosterRow
from xl_quadrant.errors import InvalidClient
from xl_quadrant.storage.folders import Place

_NOT_OURS = "is there already, and this batch did not make it; move it away, or add --force to replace it"
_EDITED = "was changed after it was made, and so was its row; move it away, or add --force to replace it"


class Plan:
    """
    What a batch is to do with each row, decided as the row comes.

    A workbook that is there is kept if it was made from the same row, template and version. If its row has changed, it
    is made again, unless somebody has worked in it since.

    Parameters
    ----------
    place : Place
        Where the workbooks go.
    notes : Notes
        What an earlier batch noted; nothing for a new one.
    ending : str
        What the names of the workbooks end in.
    origin : tuple of str
        What all workbooks are made from: the version and the template.
    force : bool
        Whether a workbook that is there is replaced, whoever made it.
    """

    def __init__(self, place: Place, notes: Notes, ending: str, origin: tuple[str, ...], *, force: bool) -> None:
        self._place = place
        self._notes = notes
        self._names = FileNames(ending)
        self._origin = origin
        self._force = force
        self._there = {name_key(name) for name in place.names()}

    def steps(self, rows: Iterable[RosterRow]) -> Iterator[Task | Outcome]:
        """
        Yield what is to be done with each row, or what became of it already.

        Parameters
        ----------
        rows : iterable of RosterRow
            The rows, in the order of the roster.

        Yields
        ------
        Task or Outcome
            A workbook to be made; or a row whose workbook is kept, or that makes none.
        """
        for order, row in enumerate(rows):
            file = self._names.take(row.name) if row.name else ""
            origin = origin_of(*self._origin, row.nested, row.decimal, row.cells)
            yield self._step(Task(order, row, file, origin))

    def _step(self, task: Task) -> Task | Outcome:
        """Return what is to be done for one workbook, or what became of it."""
        if task.row.problems:
            return task.failed(*problems_of(InvalidClient(task.row.label, task.row.problems)))
        if not task.file:
            return task  # without a name it makes no workbook; whoever takes it on says all that is wrong
        if name_key(task.file) not in self._there:
            return task
        noted = self._notes.of(task.file)
        if noted is not None and noted.origins == {task.origin}:
            return task.done(KEPT)
        if not self._force:
            if noted is None:
                return task.failed(Problem(task.file, _NOT_OURS))
            if self._was_edited(task, noted):
                return task.failed(Problem(task.file, _EDITED))
        return Task(task.order, task.row, task.file, task.origin, again=True)

    def _was_edited(self, task: Task, noted: Noted) -> bool:
        """Say whether a workbook holds something else than this batch put there."""
        if task.origin in noted.origins:  # killed while it was made again: one of two contents of ours
            return False
        return digest_of(self._place.read(task.file)) != noted.digest
