"""Whole business: what a range of labels and values gives is what the model gives, and what is wrong is named."""

import dataclasses
import inspect

import numpy as np
import openpyxl
import pandas as pd
import pytest
from client_strategies import scenarios
from hypothesis import given, strategies as st

import xl_quadrant
from tests.filled_workbook import named, workbook
from xl_quadrant import errors
from xl_quadrant.business import lever_gains, timeline
from xl_quadrant.business.client_row import value_at
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS, Scenario
from xl_quadrant.business.results import calculate
from xl_quadrant.catalogue.business_functions import TIMELINE_HEADINGS
from xl_quadrant.catalogue.business_table import scenario_from_cells
from xl_quadrant.clients.presets import preset
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.sheets.timeline import COLUMNS

TALK = preset("talk")
FUNNEL = [
    ["Leads per month", 200.0],
    ["Cost per lead", 25.0],
    ["Booking rate", 0.5],
    ["Show rate", 0.6],
    ["Close rate", 0.5],
    ["Core package price", 2000.0],
]


def as_rows(scenario, *, by_label):
    """Return a scenario as rows of label and value, by the labels of the Inputs sheet or the names of the fields."""
    rows = [[f.label if by_label else f.name, value_at(scenario, f.path)] for f in FIELDS]
    for block in OFFER_BLOCKS:
        for number, offer in enumerate(getattr(scenario, block.name), start=1):
            for column in block.columns:
                label = f"{block.label} {number} {column.name.replace('_', ' ')}"
                name = f"{block.name}_{number}_{column.name}"
                rows.append([label if by_label else name, getattr(offer, column.name)])
    return rows


@given(scenarios(), st.booleans())
def test_a_business_written_out_in_rows_is_read_back_as_it_was(scenario, by_label):
    assert scenario_from_cells("model", as_rows(scenario, by_label=by_label)) == scenario


def test_no_two_inputs_share_a_label():
    labels = [field.label.casefold() for field in FIELDS]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("metric", [metric.name for metric in METRICS])
def test_every_result_is_had_by_its_name(metric):
    for scenario in (TALK.today, TALK.target):
        results = calculate(scenario)
        assert results.error(metric) is None
        found = xl_quadrant.quadrant(as_rows(scenario, by_label=True), metric.upper())
        assert found == results[metric]
        assert type(found) is type(results[metric])


def test_a_result_without_a_number_is_its_own_error():
    rows = [[label, 0.0 if label == "Close rate" else value] for label, value in FUNNEL]
    with pytest.raises(errors.ZeroDivisor):
        xl_quadrant.quadrant(rows, "cac")


def test_the_block_of_the_inputs_sheet_is_read_as_it_stands():
    """The last column holds the values: up to Today it is the business today, up to Target the target."""
    sheet = [
        ["Client", "Unit", "Value", None],
        ["Client name *", "name", "Glow", None],
        [None, None, None, None],
        ["Funnel", "Unit", "Today", "Target"],
        *([f"{label} *", "unit in words", value, value * 0.5] for label, value in FUNNEL),
        ["Prepay", "Unit", "Today", "Target"],
        ["Prepay share", "share of buyers", None, None],
        [None, None, "", None],
    ]
    today, target = [row[:3] for row in sheet], sheet
    assert scenario_from_cells("model", today).close_rate == 0.5
    assert scenario_from_cells("model", target).close_rate == 0.25
    assert xl_quadrant.quadrant(today, "cash_per_show_30") == 1000.0
    assert xl_quadrant.quadrant(target, "cash_per_show_30") == 250.0


@pytest.mark.parametrize("label", ["close rate", " CLOSE RATE * ", "close_rate", "Close-rate"])
def test_case_stars_and_signs_of_a_label_do_not_count(label):
    rows = [[label if name == "Close rate" else name, value] for name, value in FUNNEL]
    assert scenario_from_cells("model", rows).close_rate == 0.5


def test_a_row_that_is_missing_or_blank_takes_the_default_as_in_the_workbook():
    assert scenario_from_cells("model", FUNNEL).prepay.discount == 0.1
    assert scenario_from_cells("model", [*FUNNEL, ["Prepay discount", None]]).prepay.discount == 0.1
    assert scenario_from_cells("model", [*FUNNEL, ["Front-end offer", ""]]).front_end.offer == "free"
    cells = {"in_prepay_share_today": 0.5, "in_prepay_discount_today": None, "in_front_end_paying_share_today": None}
    rows = [[label, cells.get(f"in_{label}_today", value)] for label, value in as_rows(TALK.today, by_label=False)]
    stored = named(workbook(TALK, cells))["out_cash_per_show_30_today"]
    assert stored == pytest.approx(xl_quadrant.quadrant(rows, "cash_per_show_30"), rel=1e-9)


def test_an_offer_without_a_figure_is_none():
    rows = [
        *FUNNEL,
        ["Products 1 name", "Kit"],
        ["Products 1 price", 200.0],
        ["Products 1 take rate", 1.0],
        ["Products 2 name", "Another"],
        ["Products 2 price", None],
        ["Add-on services 7 offer", "Massage"],
        ["services_7_take_rate", 0.4],
        ["Continuity 1 monthly churn", None],
    ]
    scenario = scenario_from_cells("model", rows)
    assert [offer.name for offer in scenario.products] == ["Kit"]
    assert [offer.take_rate for offer in scenario.services] == [0.4]
    assert scenario.continuity == ()
    assert xl_quadrant.quadrant(rows, "products_30") == 100.0


def test_a_range_made_when_memberships_were_paid_each_month_is_read_as_it_was():
    figures = {"name": "Club", "price": 40.0, "unit_cost": 5.0, "take_rate": 0.5, "churn": 0.1}
    former = {"price": "monthly price", "unit_cost": "monthly cost", "churn": "monthly churn"}
    now, then = (
        [*FUNNEL, *([f"Continuity 1 {said.get(name, name)}", value] for name, value in figures.items())]
        for said in ({}, former)
    )
    assert scenario_from_cells("model", then) == scenario_from_cells("model", now)
    with pytest.raises(errors.ArgumentError, match="stands twice"):
        scenario_from_cells("model", [*now, ["Continuity 1 monthly churn", 0.2]])


def test_python_may_give_a_mapping_a_series_a_frame_an_array_or_a_scenario():
    frame = pd.DataFrame(FUNNEL, columns=["label", "value"])
    for model in (dict(FUNNEL), frame, frame.set_index("label")["value"], np.array(FUNNEL, dtype=object), TALK.today):
        expected = 609.0 if isinstance(model, Scenario) else 1000.0
        assert xl_quadrant.quadrant(model, "cash_per_show_30") == expected


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        (
            [["Close rates", 0.5]],
            errors.UnknownWord,
            "model: 'Close rates' is not an input; did you mean \"Close rate\"?",
        ),
        (
            [["Kit", 200.0]],
            errors.UnknownWord,
            "model: 'Kit' is not an input; an offer is written as \"Products 1 name\"",
        ),
        (
            [["Products 1 colour", 1.0]],
            errors.UnknownWord,
            "model: 'Products 1 colour' is not an input; an offer in Products has name, price, unit cost, take rate",
        ),
        ([["Close rate", 50.0]], errors.OutOfDomain, "model, Close rate: 50 is above 1; write 50% or 0.5"),
        ([["Close rate", "half"]], errors.WrongType, "model, Close rate: 'half' is text; write a number"),
        ([["Close rate", None]], errors.BlankArgument, "model, Close rate: blank where a number belongs"),
        ([["Close rate", "#N/A"]], errors.CellError, "model, Close rate: '#N/A' is an error in the cell"),
        ([["#REF!", 1.0]], errors.CellError, "model, row 1: '#REF!' is an error in the cell"),
        ([[0.5, 0.5]], errors.WrongType, "model, row 1: 0.5 is not a label"),
        ([[None, 0.5]], errors.ArgumentError, "model, row 1: 0.5 has no label beside it"),
        (
            [["close_rate", 0.5], ["Close rate *", 0.4]],
            errors.ArgumentError,
            "model, row 2: 'Close rate *' stands twice",
        ),
        (
            [["products_1_price", 5.0]],
            errors.BlankArgument,
            "model, Products 1 name: blank where a name belongs",
        ),
        (
            [["continuity_3_name", "Club"], ["continuity_3_price", 5.0]],
            errors.BlankArgument,
            "model, Continuity 3 churn: blank where a number belongs",
        ),
        (
            [["Prepay share", 0.7], ["Financed share", 0.7]],
            errors.OutOfDomain,
            "model, Prepay share: 0.7 and financing.share 0.7 are above 1 together",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_label(rows, error, message):
    given_labels = {str(label).casefold().replace("_", " ").strip(" *") for label, _ in rows}
    others = [row for row in FUNNEL if row[0].casefold() not in given_labels]
    with pytest.raises(error) as caught:
        xl_quadrant.quadrant([*rows, *others], "cac")
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("model", [5.0, "text", [["Close rate"]], ["Close rate", 0.5]])
def test_what_is_no_range_of_two_columns_is_refused(model):
    with pytest.raises(errors.WrongType, match="select two columns, label and value"):
        xl_quadrant.quadrant(model, "cac")


@pytest.mark.parametrize(
    ("metric", "error", "message"),
    [
        ("cash_per_sho_30", errors.UnknownWord, 'write "cash_per_show_30"'),
        (None, errors.BlankArgument, 'write the name of a result, such as "cash_per_show_30"'),
        (30.0, errors.WrongType, "metric: 30 is not text"),
        ("#N/A", errors.CellError, "metric: '#N/A'"),
    ],
)
def test_a_wrong_metric_is_named(metric, error, message):
    with pytest.raises(error, match=message):
        xl_quadrant.quadrant(FUNNEL, metric)


def test_the_timeline_has_headings_and_the_months_of_the_model():
    found = xl_quadrant.cash_timeline(as_rows(TALK.today, by_label=True), 3)
    months = timeline.cash_timeline(TALK.today, 3)
    assert found[1:] == [[float(value) for value in dataclasses.astuple(month)] for month in months]
    assert list(TIMELINE_HEADINGS) == [field.name for field in dataclasses.fields(timeline.Month)]
    assert found[0] == list(TIMELINE_HEADINGS.values())


def test_the_headings_of_the_timeline_are_those_of_its_sheet():
    sheet = {name: heading for name, heading, *_ in COLUMNS}
    assert {name: sheet[name] for name in TIMELINE_HEADINGS if name in sheet} == {
        name: heading for name, heading in TIMELINE_HEADINGS.items() if name != "month"
    }


def test_a_timeline_has_24_months_unless_told():
    assert len(xl_quadrant.cash_timeline(FUNNEL)) == 1 + timeline.MONTHS_SHOWN
    assert len(xl_quadrant.cash_timeline(FUNNEL, None)) == 1 + timeline.MONTHS_SHOWN
    assert inspect.signature(xl_quadrant.cash_timeline).parameters["months"].default == timeline.MONTHS_SHOWN


@pytest.mark.parametrize(("months", "error"), [(0, "below 1"), (1201, "above 1200"), (1.5, "whole"), ("x", "text")])
def test_months_out_of_bounds_are_refused(months, error):
    with pytest.raises(errors.ArgumentError, match=f"^months: .*{error}"):
        xl_quadrant.cash_timeline(FUNNEL, months)


def test_fix_first_is_what_the_model_finds():
    today, target = (as_rows(scenario, by_label=False) for scenario in (TALK.today, TALK.target))
    headings, *rows = xl_quadrant.fix_first(today, target)
    assert headings == ["Lever", "Gain", "Share of the gap"]
    expected = lever_gains.fix_first(TALK.today, TALK.target)
    assert rows == [[row.lever.label, row.gain, row.share] for row in expected]
    gains = [gain for _, gain, _ in rows]
    assert gains == sorted(gains, reverse=True)
    cac = xl_quadrant.fix_first(today, target, "cac")
    assert [row[0] for row in cac[1:]] == [
        row.lever.label for row in lever_gains.fix_first(TALK.today, TALK.target, "cac")
    ]


def test_without_a_gap_there_is_no_share_of_it_and_the_cell_says_so():
    _, *rows = xl_quadrant.fix_first(FUNNEL, FUNNEL)
    assert {gain for _, gain, _ in rows} == {0.0}
    assert {type(share) for *_, share in rows} == {errors.ZeroDivisor}


def test_a_wrong_target_is_told_from_a_wrong_today():
    wrong = [[label, 50.0 if label == "Close rate" else value] for label, value in FUNNEL]
    for models, argument in (((wrong, FUNNEL), "today"), ((FUNNEL, wrong), "target")):
        with pytest.raises(errors.OutOfDomain) as caught:
            xl_quadrant.fix_first(*models)
        assert caught.value.argument == f"{argument}, Close rate"


def test_the_inputs_sheet_of_the_template_is_taken_from_its_first_heading_to_its_last_input():
    """Its labels, units and headings as they stand in columns B to E, with the figures of a client in D and E."""
    book = openpyxl.load_workbook(templates_folder() / "quadrant.xlsx")
    inputs = [list(row) for row in book["Inputs"].iter_rows(min_row=5, min_col=2, max_col=5, values_only=True)]
    labels = [row[0] for row in inputs]
    inputs = inputs[: labels.index("Published figures")]
    for row in inputs:
        field = next((f for f in FIELDS if row[0] in (f.label, f"{f.label} *")), None)
        if field:
            row[2:] = [value_at(scenario, field.path) for scenario in (TALK.today, TALK.target)]
    elsewhere = {"prepay": TALK.today.prepay, "financing": TALK.today.financing} | {b.name: () for b in OFFER_BLOCKS}
    today = scenario_from_cells("model", [row[:3] for row in inputs])
    assert today == TALK.today.model_copy(update=elsewhere)
    target = scenario_from_cells("model", inputs)
    assert target == TALK.target.model_copy(update=elsewhere)
