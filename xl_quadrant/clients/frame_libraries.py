"""Frames of pandas, polars, pyarrow and their like: taken as pandas has them, and given back as they came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from xl_quadrant.errors import WrongType

if TYPE_CHECKING:
    import pandas as pd


def as_pandas(frame: Any) -> pd.DataFrame:
    """
    Return a frame of any library as one of pandas.

    Parameters
    ----------
    frame : DataFrame or Table
        Of pandas, polars, pyarrow or another library that narwhals knows; not a lazy one.

    Returns
    -------
    pandas.DataFrame
        The frame itself if it is one; else its columns, its rows numbered from 0.

    Raises
    ------
    WrongType
        If it is no frame.
    """
    import pandas as pd

    if isinstance(frame, pd.DataFrame):
        return frame
    import narwhals.stable.v2 as narwhals

    try:
        given = narwhals.from_native(frame, eager_only=True)
    except TypeError:
        rule = "is no frame of clients; give one of pandas, polars or pyarrow, one row a client"
        raise WrongType("frame", type(frame).__name__, rule) from None
    return pd.DataFrame({name: given[name].to_numpy() for name in given.columns})


def as_given(frame: Any, columns: Mapping[str, Any]) -> Any:
    """
    Return columns as a frame of the library that another frame is of.

    Parameters
    ----------
    frame : DataFrame or Table
        The frame that was given; one of pandas gives its index too.
    columns : mapping of str to ndarray or pandas array
        The columns, as long as the frame.

    Returns
    -------
    DataFrame or Table
        Of that library; a logical that is missing is null there.
    """
    import pandas as pd

    if isinstance(frame, pd.DataFrame):
        return pd.DataFrame(dict(columns), index=frame.index, copy=False)
    import narwhals.stable.v2 as narwhals

    plain = {
        name: [None if one is pd.NA else bool(one) for one in column]
        if getattr(column, "dtype", None) == "boolean"
        else column
        for name, column in columns.items()
    }
    backend = narwhals.from_native(frame, eager_only=True).implementation
    return narwhals.from_dict(plain, backend=backend).to_native()
