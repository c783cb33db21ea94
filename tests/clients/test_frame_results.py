"""A frame of clients gives what the clients give one by one, and refuses what their reader refuses."""

import datetime
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from client_strategies import clients
from hypothesis import given, strategies as st

from xl_quadrant.business import many_results, payback_month
from xl_quadrant.business.headings import SCENARIOS, heading_of
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.results import calculate
from xl_quadrant.client_book.contract import output_name
from xl_quadrant.clients.client_file import client_from_row, flatten
from xl_quadrant.clients.frame_results import reasons, results
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import BlankArgument, InvalidClient, OutOfDomain, WrongType

WRONG = (-1.0, 50.0, 1.5, 121.0, math.inf, True, "abc", "#N/A", "none", "", " ", None, datetime.date(2025, 1, 1))
"""What stands in a cell by mistake; some of it is right in some cells."""

RIGHT = (0, 1, 0.25, np.float64(0.5), np.int64(1), Decimal("0.125"), "value", "FREE", "Kit", "kit", pd.NA, math.nan)


def rows_of(some):
    """Return clients as rows of a roster."""
    return [flatten(client) for client in some]


def headings_of(rows):
    """Return the headings of the two scenarios."""
    return sorted({heading for row in rows for heading in row if heading.startswith(SCENARIOS)})


def assert_same(frame, rows):
    """Compare the results of a frame with those of its clients one by one, to 1e-12."""
    found = results(frame)
    told = reasons(frame)
    assert list(found.columns) == list(told.columns) == [f"{m.name}_{name}" for m in METRICS for name in SCENARIOS]
    assert found.index.equals(frame.index)
    for number, reason, row in zip(found.to_dict("records"), told.to_dict("records"), rows, strict=True):
        client = client_from_row(row, "one")
        for name in SCENARIOS:
            one = calculate(getattr(client, name), client.door_prices)
            for metric in one:
                error, heading = one.error(metric), f"{metric}_{name}"
                if error is None:
                    assert math.isclose(number[heading], one[metric], rel_tol=1e-12), heading
                    assert reason[heading] is None
                else:
                    assert pd.isna(number[heading]), heading
                    assert reason[heading] == f"{error.excel_error} {error}"


def outcome(row):
    """Return what the reader of one client finds wrong in a row, by heading."""
    try:
        client_from_row({**row, "name": "client"}, "one")
    except InvalidClient as error:
        return [f"{heading_of(problem.argument)}: {str(problem).partition(': ')[2]}" for problem in error.problems]
    return []


@given(st.lists(clients(most_offers=3), min_size=1, max_size=3))
def test_a_frame_gives_what_its_clients_give_one_by_one(some):
    rows = rows_of(some)
    assert_same(pd.DataFrame(rows), rows)


@given(st.data(), st.lists(clients(most_offers=2), min_size=1, max_size=3))
def test_what_is_blank_is_as_today_or_its_default_as_in_the_reader(data, some):
    """Blank cells, and columns that are not there; a row that the reader refuses is refused with the same words."""
    rows = rows_of(some)
    headings = headings_of(rows)
    for heading in data.draw(st.lists(st.sampled_from(headings), max_size=40)):
        cell = data.draw(st.sampled_from((None, math.nan, "", "  ", pd.NA)))
        rows[data.draw(st.integers(0, len(rows) - 1))][heading] = cell
    dropped = data.draw(st.sets(st.sampled_from([h for h in headings if not h.startswith("today_c")])))
    rows = [{heading: cell for heading, cell in row.items() if heading not in dropped} for row in rows]
    compare_with_the_reader(rows)


@given(st.data(), st.lists(clients(most_offers=2), min_size=1, max_size=3))
def test_what_the_reader_of_one_client_refuses_is_refused_with_the_same_words(data, some):
    rows = rows_of(some)
    headings = headings_of(rows)
    for _ in range(data.draw(st.integers(1, 3))):
        heading = data.draw(st.sampled_from(headings))
        rows[data.draw(st.integers(0, len(rows) - 1))][heading] = data.draw(st.sampled_from(WRONG + RIGHT))
    compare_with_the_reader(rows)


def compare_with_the_reader(rows):
    """Compare a frame with its rows as the reader of one client reads them."""
    frame = pd.DataFrame([{**row, "date": None} for row in rows], index=[f"c{n}" for n in range(len(rows))])
    required = [h for h in frame if h in ("today_leads_per_month", "today_booking_rate", "today_show_rate")]
    expected = [(label, line) for label, row in zip(frame.index, rows, strict=True) for line in outcome(row)]
    if len(required) < 3:
        with pytest.raises(InvalidClient, match="blank where a column belongs"):
            results(frame)
    elif expected:
        with pytest.raises(InvalidClient) as caught:
            results(frame)
        assert [str(problem) for problem in caught.value.problems] == [f"row {row}, {line}" for row, line in expected]
    else:
        assert_same(frame, rows)


FRAME = pd.DataFrame(
    {
        "today_leads_per_month": [200, 100, 50],
        "today_cost_per_lead": [25, 40, 10],
        "today_booking_rate": [0.5, 0.5, 1],
        "today_show_rate": [0.6, 0.8, 1],
        "today_close_rate": [0.5, 0.5, 0.5],
        "today_core_price": [2000.0, 1000.0, 100.0],
    },
    index=pd.Index(["Glow", "Iron", "Iron"], name="client"),
)


def with_columns(**columns):
    """Return the frame with more columns, or others."""
    return FRAME.assign(**columns)


@pytest.mark.parametrize("given", [None, {"today_core_price": 1}, [1]])
def test_what_is_no_frame_is_told(given):
    with pytest.raises(WrongType, match="is no frame of clients; give one of pandas"):
        results(given)


def test_the_names_of_results_are_those_of_the_workbook():
    names = [output_name(metric.name, scenario) for metric in METRICS for scenario in SCENARIOS]
    assert [f"out_{name}" for name in results(FRAME)] == names


def test_the_index_is_kept_and_a_target_that_is_not_told_is_as_today():
    found = results(FRAME)
    assert found.index.equals(FRAME.index)
    for metric in METRICS:
        assert found[f"{metric.name}_today"].equals(found[f"{metric.name}_target"].rename(f"{metric.name}_today"))


def test_flags_are_logicals_and_numbers_floats():
    found = results(with_columns(today_core_price=[2000, 150, 1e308], target_core_price=[None, 210, 250]))
    for name, kind in found.dtypes.items():
        assert kind == ("boolean" if name.startswith("pays_") else "float64")
    assert found["pays_door_1_today"].tolist() == [True, False, True]
    assert found["pays_door_2_target"].tolist() == [True, False, False]


def test_a_result_beyond_all_numbers_is_nan_and_a_flag_neither():
    huge = with_columns(today_core_price=1e308, today_services_1_name="Gold", today_services_1_price=1e308)
    huge["today_services_1_take_rate"] = huge["today_close_rate"] = 1
    found = results(huge)
    assert found["cash_per_show_30_today"].isna().all()
    assert found["pays_door_1_today"].isna().all()
    assert "too large" in reasons(huge.head(1))["pays_door_1_today"].iloc[0]


def test_columns_of_any_type_are_read():
    plain = results(with_columns(today_front_end_offer=["value", "free", None], today_front_end_list_price=[99, 9, 0]))
    kinds = {
        "today_leads_per_month": "Int64",
        "today_cost_per_lead": "int8",
        "today_booking_rate": object,
        "today_show_rate": "Float64",
        "today_core_price": "float32",
    }
    odd = FRAME.astype(kinds).assign(
        today_front_end_offer=pd.Categorical(["Value", "FREE", None]),
        today_front_end_list_price=[Decimal(99), np.int64(9), ""],
        name=["Glow", 7, None],
    )
    pd.testing.assert_frame_equal(results(odd), plain, check_exact=False, rtol=1e-12)


def test_an_empty_frame_gives_an_empty_frame():
    found = results(FRAME.head(0).assign(today_products="none", today_products_1_name=None))
    assert len(found) == 0
    assert len(reasons(FRAME.head(0))) == 0
    assert list(found) == list(results(FRAME)) == list(reasons(FRAME.head(0)))


def test_one_offer_of_a_target_replaces_the_list_and_none_drops_it():
    offers = {"today_products_1_name": "Kit", "today_products_1_price": 100, "today_products_1_take_rate": 1}
    offers |= {"target_products": [None, "none", " NONE "], "target_products_2_name": ["Mask", None, None]}
    frame = with_columns(
        **offers, target_products_2_price=[40, None, None], target_products_2_take_rate=[1, None, None]
    )
    found = results(frame)
    assert found["products_30_today"].tolist() == [50, 50, 50]
    assert found["products_30_target"].tolist() == [20, 0, 0]


def problems_of(frame):
    with pytest.raises(InvalidClient) as caught:
        results(frame)
    return caught.value


def test_wrong_cells_are_named_by_row_heading_value_and_rule():
    error = problems_of(with_columns(today_close_rate=[50, 0.5, "half"], target_core_price=[None, -1, None]))
    assert str(error).splitlines() == [
        "frame: 3 fields are wrong",
        "  row Glow, today_close_rate: 50 is above 1; write 50% or 0.5",
        "  row Iron, target_core_price: -1 is below 0; write a number, 0 or more",
        "  row Iron, today_close_rate: 'half' is text; write a number (share of shows)",
    ]


def test_rules_across_cells_are_kept():
    shares = with_columns(today_prepay_share=[0.6, 0.1, 0], target_financing_share=[0.5, 0.9, 1])
    down = with_columns(today_core_down_payment=[2000, 1001, 0])
    assert [problem.argument for problem in problems_of(shares).problems] == ["row Glow, target_prepay_share"]
    assert [problem.argument for problem in problems_of(down).problems] == ["row Iron, today_core_down_payment"]
    assert isinstance(problems_of(down).problems[0], OutOfDomain)


def test_of_many_wrong_rows_the_first_are_shown_and_all_counted():
    frame = pd.concat([FRAME.head(1)] * 500).assign(today_close_rate=50, today_show_rate=2.0)
    lines = str(problems_of(frame)).splitlines()
    assert lines[0] == "frame, the first 10 of 500 rows with faults: 20 fields are wrong"
    assert len(lines) == 21


def test_headings_that_are_unknown_missing_or_twice_are_named():
    frame = FRAME.rename(columns={"today_core_price": "today_core_prize"})
    assert str(problems_of(frame)).splitlines() == [
        "frame: 2 fields are wrong",
        "  today_core_prize: 'today_core_prize' is not a known heading; did you mean \"today_core_price\"?",
        "  today_core_price: blank where a column belongs; every client needs it (money per buyer)",
    ]
    assert isinstance(problems_of(frame).problems[1], BlankArgument)
    twice = pd.concat([FRAME, FRAME[["today_close_rate"]]], axis=1)
    assert "'today_close_rate' stands above several columns" in str(problems_of(twice))


def test_blocks_of_clients_do_not_show(monkeypatch):
    rows = [flatten(preset(name)) for name in ("gym", "med_spa", "talk", "agency", "dental")]
    frame = pd.DataFrame(rows * 3)
    whole = results(frame)
    monkeypatch.setattr(many_results, "BLOCK", 4)
    monkeypatch.setattr(payback_month, "_AT_ONCE", 2)
    pd.testing.assert_frame_equal(results(frame), whole, check_exact=True)


def test_payback_is_found_where_profit_falls_again():
    """A member who costs more than they pay: the CAC is reached by an installment, or never, whatever comes later."""
    frame = with_columns(
        today_cost_per_lead=[100, 100, 60],
        today_core_price=[900.0, 650.0, 100.0],
        today_core_installments=3,
        today_continuity_1_name="Care",
        today_continuity_1_price=10,
        today_continuity_1_unit_cost=60,
        today_continuity_1_take_rate=1,
        today_continuity_1_churn=0.1,
    )
    months = results(frame)["payback_month_today"]
    rows = frame.assign(name="x").to_dict("records")
    one = [calculate(client_from_row(row, "one").today).cells()["payback_month"] for row in rows]
    assert one[1:] == ["#N/A", "#N/A"]
    assert months.iloc[0] == one[0] == 3
    assert months.iloc[1:].isna().all()
