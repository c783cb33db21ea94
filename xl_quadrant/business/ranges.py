"""What is known of an input beside its figure: the range in which it really lies, on how many cases, and from where."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from xl_quadrant.business.tables import Table
from xl_quadrant.business.texts import Text
from xl_quadrant.errors import OutOfDomain, XlQuadrantError
from xl_quadrant.functions.quantities import COUNT, Number

ANY_FIGURE: Final = Number(kind="count", unit="the unit of the input")


class InputRange(Table):
    """A measured input: its estimate, and the range that holds it at 90%."""

    estimate: Annotated[float, ANY_FIGURE] = Field(title="Estimate", description="The best single figure.")
    low: Annotated[float, ANY_FIGURE] = Field(title="Low", description="It is hardly lower than this.")
    high: Annotated[float, ANY_FIGURE] = Field(title="High", description="It is hardly higher than this.")
    n: Annotated[float, COUNT] = Field(default=0.0, title="Cases", description="How many cases it rests on.")
    source: Annotated[str, Text("source", longest=200)] = Field(
        default="", title="Source", description="The files it came from."
    )

    def broken_rules(self) -> list[XlQuadrantError]:
        """Refuse a range that does not hold its estimate."""
        if self.low <= self.estimate <= self.high:
            return []
        rule = f"is not from the low {self.low:.10g} to the high {self.high:.10g}; mend one of the three"
        return [OutOfDomain("estimate", self.estimate, rule)]
