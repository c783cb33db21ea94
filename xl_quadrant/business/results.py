"""Every result of a scenario: numbers where there is one, the error it would show in a cell where there is none."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from xl_quadrant.business.currencies import DOOR_PRICES
from xl_quadrant.business.formulas import Formula, formulas
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import Client, Scenario
from xl_quadrant.errors import OutOfDomain, UnknownWord, WrongType, XlQuadrantError

Value = float | bool


class Results:
    """
    The results of a scenario by name, in the order of METRICS.

    Parameters
    ----------
    answers : mapping of str to float, bool or XlQuadrantError
        The number, the logical or the error of each.
    """

    def __init__(self, answers: Mapping[str, Value | XlQuadrantError]) -> None:
        self._answers = answers

    def __getitem__(self, name: str) -> Value:
        answer = self._found(name)
        if isinstance(answer, XlQuadrantError):
            raise answer
        return answer

    def __iter__(self) -> Iterator[str]:
        return (metric.name for metric in METRICS)

    def __len__(self) -> int:
        return len(METRICS)

    def error(self, name: str) -> XlQuadrantError | None:
        """
        Return why a result has no number.

        Parameters
        ----------
        name : str
            The metric, such as ``payback_month``.

        Returns
        -------
        XlQuadrantError or None
            The error; None where there is a number.
        """
        answer = self._found(name)
        return answer if isinstance(answer, XlQuadrantError) else None

    def cells(self) -> dict[str, float | bool | str]:
        """
        Return every result as a cell shows it.

        Returns
        -------
        dict of str to float, bool or str
            A number, a logical, or the name of an Excel error, by metric.
        """
        answers = {name: self._found(name) for name in self}
        return {name: a.excel_error if isinstance(a, XlQuadrantError) else a for name, a in answers.items()}

    def _found(self, name: str) -> Value | XlQuadrantError:
        """Return the number or the error of a metric."""
        if name not in self._answers:
            near = difflib.get_close_matches(name, self._answers, n=1)
            hint = f'write "{near[0]}"' if near else "see METRICS for the names"
            raise UnknownWord("metric", name, f"is not a result; {hint}")
        return self._answers[name]


def calculate(scenario: Scenario, door_prices: Sequence[float] = DOOR_PRICES) -> Results:
    """
    Return every result of a scenario.

    Parameters
    ----------
    scenario : Scenario
        The business, today or target.
    door_prices : sequence of float, money per show
        What one might pay to get someone in the door; the talk's unless told.

    Returns
    -------
    Results
        By name; a result without a number raises its error when it is asked for.

    Raises
    ------
    WrongType
        If it is no scenario, such as a whole client: give ``client.today`` or ``client.target``.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> results = calculate(preset("talk").today)
    >>> results["cash_per_show_30"], results["cash_per_show_life"], results["talk_value_per_show"]
    (609.0, 1719.0, 2400.0)
    """
    if not isinstance(scenario, Scenario):
        whole = "is a client, which has two scenarios; give client.today or client.target"
        raise WrongType("scenario", scenario, whole if isinstance(scenario, Client) else "is no scenario of a client")
    answers = _Answers()
    with np.errstate(all="ignore"):
        for name, formula in formulas(scenario, answers, door_prices).items():
            answers[name] = _answer(name, formula)
    return Results({name: float(a) if isinstance(a, np.float64) else a for name, a in answers.items()})


class _Answers(dict[str, Any]):
    """The answers so far; one that is an error is raised where another result needs it."""

    def __getitem__(self, name: str) -> Any:
        answer = super().__getitem__(name)
        if isinstance(answer, XlQuadrantError):
            raise answer
        return answer


def _answer(name: str, formula: Formula) -> Any:
    """Return what a formula gives: a number or logical, or its error; infinity is one."""
    try:
        value = formula()
    except XlQuadrantError as error:
        return error
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if not math.isfinite(value):
        return OutOfDomain(name, float(value), "is no finite answer; an amount is too large or a rate too small")
    return np.float64(value)
