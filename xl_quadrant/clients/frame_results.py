"""The results of many clients in one call: a frame of clients in, a frame of results out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_quadrant.business.clients_at_once import of_clients
from xl_quadrant.business.headings import SCENARIOS
from xl_quadrant.business.many_results import calculate_many
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.results import calculate
from xl_quadrant.clients.client_frame import door_prices_of, scenarios_of
from xl_quadrant.clients.frame_libraries import as_given, as_pandas

if TYPE_CHECKING:
    import pandas as pd


def results(frame: Any) -> Any:
    """
    Return every result of many clients, today and target.

    Parameters
    ----------
    frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a client, under the headings of a roster: ``today_core_price``, ``target_close_rate``,
        ``today_products_1_name``, ``today_products_1_price`` and so on. A blank cell (None, NaN or blank text) is a
        field that is not given, as is a column that is not there: in today it takes its default, in target it is as
        today, and one offer of a target's list replaces the whole list. Of the client's own columns
        only the door prices and the currency are read.

    Returns
    -------
    DataFrame or Table
        Of the same library, and in pandas with the same index; a column for each result and scenario, such as
        ``cash_per_show_30_today`` and ``cash_per_show_30_target``, in the order of the Results sheet. Numbers are
        floats, NaN where a result has no number; what is TRUE or FALSE is of type ``boolean`` in pandas, missing where
        it is neither. `reasons` tells why.

    Raises
    ------
    InvalidClient
        If a heading is unknown, stands twice or is missing, or any cell is wrong. It lists every fault of the first
        wrong rows, each with its row, heading, value and rule, and how many rows are wrong.
    WrongType
        If it is no frame.

    Notes
    -----
    The equations are those of `xl_quadrant.business.formulas`, the same as for one client.

    Examples
    --------
    >>> import pandas as pd
    >>> clients = pd.DataFrame(
    ...     {
    ...         "today_leads_per_month": [200, 100],
    ...         "today_cost_per_lead": [25, 40],
    ...         "today_booking_rate": [0.5, 0.5],
    ...         "today_show_rate": [0.6, 0.8],
    ...         "today_close_rate": [0.5, 0],
    ...         "target_close_rate": [0.6, 0.25],
    ...         "today_core_price": [2000, 1000],
    ...     },
    ...     index=["Glow", "Iron"],
    ... )
    >>> found = results(clients)
    >>> found["cash_per_show_30_target"].tolist(), found["cac_today"].tolist()
    ([1200.0, 250.0], [166.66666666666669, nan])
    """
    import pandas as pd

    clients = as_pandas(frame)
    today, target = scenarios_of(clients)
    count, doors = len(clients), door_prices_of(clients)
    found = {"today": calculate_many(today, count, doors)}
    found["target"] = found["today"] if target is today else calculate_many(target, count, doors)
    columns: dict[str, Any] = {}
    for metric in METRICS:
        for scenario in SCENARIOS:
            values = found[scenario][metric.name]
            truth = metric.kind == "flag"
            columns[f"{metric.name}_{scenario}"] = pd.array(values, dtype="boolean") if truth else values
    return as_given(frame, columns)


def reasons(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return why results of clients have no number, one client after the other: give it the rows in question.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a client, as `results` takes it.

    Returns
    -------
    pandas.DataFrame
        The same index and columns as `results` gives: the error a cell would show and what is wrong, such as
        ``#DIV/0! close_rate: 0 is nothing to divide by; write a number above 0``; None where there is a number.

    Raises
    ------
    InvalidClient
        As `results`.
    """
    import pandas as pd

    scenarios, prices = dict(zip(SCENARIOS, scenarios_of(frame), strict=True)), door_prices_of(frame)
    rows = []
    for client in range(len(frame)):
        doors = [float(price[client]) for price in prices]
        answers = {name: calculate(of_clients(scenario, client), doors) for name, scenario in scenarios.items()}
        errors = ((f"{m.name}_{name}", answers[name].error(m.name)) for m in METRICS for name in SCENARIOS)
        rows.append({name: None if error is None else f"{error.excel_error} {error}" for name, error in errors})
    headings = [f"{metric.name}_{name}" for metric in METRICS for name in SCENARIOS]
    return pd.DataFrame(rows, index=frame.index, columns=headings, dtype=object)
