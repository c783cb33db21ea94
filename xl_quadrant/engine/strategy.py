"""How a workbook that is calculated again and again may be calculated without the engine: one call, and a way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import Final, Protocol, TypeAlias

from xl_quadrant.engine.engine_workbook import EngineWorkbook
from xl_quadrant.package.addresses import Place, Position
from xl_quadrant.package.values import CellValue

Values: TypeAlias = Mapping[str, Mapping[Position, CellValue]]
"""By sheet, row and column."""

_STRATEGIES: Final[tuple[str, ...]] = (
    "xl_quadrant.compiled.shortcut:Shortcut",  # with this line and the folder `compiled` gone, all is only slower
)


class Strategy(Protocol):
    """What may calculate a workbook instead of the engine, once it has seen how the engine does."""

    def calculated(self, inputs: Values) -> dict[str, dict[Position, CellValue]] | None:
        """Return what the formulas that depend on inputs come to; None if the engine must calculate it."""

    def follow(
        self, book: EngineWorkbook, inputs: Values, values: Values, value_at: Callable[[Place], CellValue]
    ) -> None:
        """Learn from a calculation of the engine."""


class EngineAlone:
    """The strategy of leaving everything to the engine."""

    def calculated(self, _inputs: Values) -> None:
        """Return nothing: the engine must calculate it."""

    def follow(self, *_seen: object) -> None:
        """Learn nothing."""


def new_strategy() -> Strategy:
    """
    Return the strategy for one workbook.

    Returns
    -------
    Strategy
        The quickest there is.
    """
    strategy: Callable[[], Strategy] = resolve_name(_STRATEGIES[0]) if _STRATEGIES else EngineAlone
    return strategy()
