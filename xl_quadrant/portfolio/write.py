"""A portfolio as a file: a workbook to look at, or a table for other programs."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xl_quadrant.clients.csv_text import csv_bytes
from xl_quadrant.errors import FileError
from xl_quadrant.package.files import write_bytes

if TYPE_CHECKING:
    import pandas as pd

    from xl_quadrant.portfolio.collection import Portfolio

ENDINGS: Final = (".xlsx", ".parquet", ".csv")
"""How the name of a portfolio ends, in lower case, and with it what it is."""


def refuse_other_endings(path: Path) -> None:
    """
    Refuse a name that does not say what the file is to be.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    FileError
        If it ends otherwise than ENDINGS.
    """
    if path.suffix.lower() not in ENDINGS:
        raise FileError(str(path), None, f"does not say what it is to be; end its name in {' or '.join(ENDINGS)}")


def write_portfolio(portfolio: Portfolio, path: str | os.PathLike[str], *, force: bool = False) -> None:
    """
    Write a portfolio, whole or not at all.

    Parameters
    ----------
    portfolio : Portfolio
        What was collected.
    path : str or path-like
        The file. An .xlsx has the portfolio sheet, all figures and what could not be read; a .csv or a .parquet has
        the table, which is a roster.
    force : bool
        Whether a file that is there is replaced.

    Raises
    ------
    FileError
        If its name ends otherwise, pyarrow is missing where it is needed, or the file cannot be written.
    FileExists
        If it is there and `force` is not given.
    """
    target = Path(path)
    refuse_other_endings(target)
    match target.suffix.lower():
        case ".xlsx":
            from xl_quadrant.portfolio.book import portfolio_book

            content = portfolio_book(portfolio, target.parent)
        case ".parquet":
            content = _parquet(portfolio, target)
        case _:
            content = csv_bytes(_table(portfolio.frame))
    write_bytes(target, content, force=force)


def _table(frame: pd.DataFrame) -> Iterator[Sequence[Any]]:
    """Yield the headings and the rows of a table; a day as the ISO standard writes it, nothing for a blank."""
    yield list(frame.columns)
    blank = frame.isna().to_numpy()
    for row, missing in zip(frame.itertuples(index=False, name=None), blank, strict=True):
        yield [
            None if gone else cell.date().isoformat() if hasattr(cell, "date") else cell
            for cell, gone in zip(row, missing, strict=True)
        ]


def _parquet(portfolio: Portfolio, target: Path) -> bytes:
    """Return the table as a Parquet file."""
    stream = io.BytesIO()
    try:
        portfolio.frame.to_parquet(stream, index=False)
    except ImportError:
        raise FileError(str(target), None, 'needs pyarrow; run pip install "xl-quadrant[parquet]"') from None
    return stream.getvalue()
