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
        Whose figure it is; ``all`` for a price that everybody pays.
    currency : str
        The currency it was measured in; ``any`` where it depends on none.
    value : float
        The figure.
    unit : str
        Its unit.
    measures : str
        What exactly was measured.
    short : str
        The same in a few words.
    source : str
        Who published it.
    url : str
        Where it can be read.
    as_of : datetime.date
        The day its data end, it was published, or its price page was read.
    """

    field: str
    industries: list[str]
    currency: str
    value: float
    unit: str
    measures: str
    short: str
    source: str
    url: str
    as_of: datetime.date

    @property
    def words(self) -> str:
        """The figure as a short text, with its currency."""
        return f"{self.currency} {self.value:,.2f}" if self.value > 1 else f"{self.value:.1%}"

    def is_for(self, industry: str) -> bool:
        """Say whether it is a figure of an industry, such as ``med spa``."""
        return self.industries == ["all"] or industry.replace(" ", "_") in self.industries


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
