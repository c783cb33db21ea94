"""Frames of other libraries give what those of pandas give, as frames of their own library."""

import math

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from xl_quadrant import results
from xl_quadrant.errors import InvalidClient, WrongType

CLIENTS = {
    "name": ["Glow", "Iron"],
    "today_leads_per_month": [200, 100],
    "today_cost_per_lead": [25, 40],
    "today_booking_rate": [0.5, 0.5],
    "today_show_rate": [0.6, 0.8],
    "today_close_rate": [0.5, 0.0],
    "today_core_price": [2000.0, 1000.0],
    "today_products_1_name": ["Kit", None],
    "today_products_1_price": [200.0, None],
    "today_products_1_take_rate": [0.5, None],
}
EXPECTED = results(pd.DataFrame(CLIENTS))


@pytest.mark.parametrize("frame", [pl.DataFrame(CLIENTS), pa.table(CLIENTS)], ids=["polars", "pyarrow"])
def test_another_library_gives_the_same_results_in_its_own_frame(frame):
    found = results(frame)
    assert type(found) is type(frame)
    columns = found.to_dict(as_series=False) if isinstance(found, pl.DataFrame) else found.to_pydict()
    assert list(columns) == list(EXPECTED)
    for name, values in columns.items():
        for value, expected in zip(values, EXPECTED[name].tolist(), strict=True):
            missing = expected is pd.NA or (isinstance(expected, float) and math.isnan(expected))
            assert (value is None or math.isnan(value)) if missing else value == expected


def test_a_wrong_cell_of_another_library_is_told_by_its_row():
    with pytest.raises(InvalidClient, match="today_close_rate"):
        results(pl.DataFrame({**CLIENTS, "today_close_rate": [0.5, 50.0]}))


@pytest.mark.parametrize(
    "frame", [None, 5, [[1, 2]], pl.DataFrame(CLIENTS).lazy()], ids=["none", "number", "list", "lazy"]
)
def test_what_is_no_frame_is_told(frame):
    with pytest.raises(WrongType, match="give one of pandas, polars or pyarrow"):
        results(frame)
