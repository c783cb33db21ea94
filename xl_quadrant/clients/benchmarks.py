"""Published figures to set beside one's own: dated, with their source, and never a default."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass

from xl_quadrant.clients.templates_folder import templates_folder


@dataclass(frozen=True, slots=True)
class Benchmark:
    """
    One published figure.

    Parameters
    ----------
    field : str
        The input it stands beside, such as ``cost_per_lead``.
    industries : list of str
        Whom it is for; ``all`` for everybody.
    value : float
        The figure.
    unit : str
        Its unit.
    measures : str
        What exactly was measured.
    source : str
        Who published it.
    url : str
        Where it can be read.
    as_of : datetime.date
        The day its data end, it was published, or its price page was read.
    """

    field: str
    industries: list[str]
    value: float
    unit: str
    measures: str
    source: str
    url: str
    as_of: datetime.date

    @property
    def words(self) -> str:
        """The figure as a short text."""
        return f"{self.value:,.2f}" if self.value > 1 else f"{self.value:.1%}"

    @property
    def whom(self) -> str:
        """Whom it is for, in words."""
        return "everybody" if self.industries == ["all"] else ", ".join(self.industries).replace("_", " ")


def read_benchmarks() -> tuple[Benchmark, ...]:
    """
    Return the published figures that are shipped.

    Returns
    -------
    tuple of Benchmark
        In the order of the file.

    Examples
    --------
    >>> all(benchmark.source and benchmark.url for benchmark in read_benchmarks())
    True
    """
    text = (templates_folder() / "benchmarks.toml").read_text(encoding="utf-8")
    return tuple(Benchmark(**row) for row in tomllib.loads(text)["benchmark"])
