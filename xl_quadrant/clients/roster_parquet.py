"""Rosters as Parquet files, read in small batches of rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from xl_quadrant.clients.roster_columns import AS_THEY_STAND, ColumnRules, Columns
from xl_quadrant.clients.roster_row import RosterRow
from xl_quadrant.errors import FileError

_ROWS_AT_ONCE: Final = 512

_DAMAGED: Final = "it is damaged, or no Parquet file; write it anew with the program it comes from"


def parquet_rows(path: Path, decimal: str | None = None, rules: ColumnRules = AS_THEY_STAND) -> Iterator[RosterRow]:
    """
    Yield the rows of a Parquet file, a small batch in memory at a time.

    Parameters
    ----------
    path : Path
        The file.
    decimal : str, optional
        The decimal mark of numbers that are texts, if it is told.
    rules : ColumnRules
        Which columns are read, and under which heading.

    Yields
    ------
    RosterRow
        Each row, counted from 1.

    Raises
    ------
    InvalidRoster
        If the name of a column is wrong.
    FileError
        If the file cannot be read, or pyarrow is not installed.
    """
    with _opened(path) as file:
        names = file.schema_arrow.names
        columns = Columns(names, str(path), rules)
        number = 0
        for batch in file.iter_batches(_ROWS_AT_ONCE, columns=[names[position] for position in columns.read]):
            for cells in batch.to_pylist():
                number += 1
                values = [cells.get(name) for name in names]
                yield RosterRow(number, f"row {number}", columns.cells(values), decimal=decimal)


def parquet_headings(path: Path) -> list[str]:
    """
    Return the names of the columns of a Parquet file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of str
        The names.
    """
    with _opened(path) as file:
        return list(file.schema_arrow.names)


def parquet_length(path: Path) -> int:
    """
    Return how many rows a Parquet file has.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    int
        The rows.
    """
    with _opened(path) as file:
        return int(file.metadata.num_rows)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a Parquet file; whatever goes wrong with it is one clear error."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError:
        rule = 'needs pyarrow to be read; run pip install "xl-quadrant[parquet]"'
        raise FileError(str(path), None, rule) from None
    try:
        with ParquetFile(path) as file:
            yield file
    except OSError as error:
        raise FileError(str(path), None, f"cannot be read: {error.strerror or _DAMAGED}") from error
    except pyarrow.ArrowException as error:
        raise FileError(str(path), None, f"cannot be read: {_DAMAGED}") from error
