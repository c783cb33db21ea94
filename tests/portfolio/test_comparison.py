"""Businesses side by side: every difference found, each worth what it changes alone, all together the whole way."""

import io
import math

import openpyxl
import pytest
from hypothesis import given

from tests.client_strategies import clients
from xl_quadrant.business.client_row import flatten
from xl_quadrant.business.results import calculate
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.errors import ArgumentError, XlQuadrantError
from xl_quadrant.portfolio.comparison import METRIC, Side, compare
from xl_quadrant.portfolio.comparison_book import _bars, comparison_book

GYM = preset("gym")


def sides(client, *names):
    return [Side(f"{client.name}, {name}", getattr(client, name), client.currency) for name in names]


def test_a_difference_is_worth_what_it_changes_alone():
    found = {difference.label: difference for difference in compare(sides(GYM, "today", "target")).differences}
    closes = found["Funnel: Close rate"]
    moved = GYM.today.model_copy(update={"close_rate": GYM.target.close_rate})
    assert closes.values == (GYM.today.close_rate, GYM.target.close_rate)
    assert closes.gains == (pytest.approx(calculate(moved)[METRIC] - calculate(GYM.today)[METRIC]),)


def test_the_largest_effect_stands_first():
    gains = [difference.gains[0] for difference in compare(sides(GYM, "today", "target")).differences]
    assert gains == sorted(gains, key=lambda gain: -abs(gain))


@given(clients(), clients())
def test_every_input_that_differs_is_found_and_no_other(one, other):
    pair = [Side("one", one.today, "USD"), Side("other", other.today, "USD")]
    try:
        found = compare(pair)
    except XlQuadrantError:
        return  # one of them has no monthly profit to compare
    rows = [
        {key: value for key, value in flatten(client).items() if key.startswith("today_")} for client in (one, other)
    ]
    if rows[0] == rows[1]:
        assert found.differences == ()
    same = compare([pair[0], Side("again", one.today, "USD")])
    assert same.differences == ()
    gap = float(found.results[1][METRIC]) - float(found.results[0][METRIC])
    alone = sum(gain for difference in found.differences for gain in difference.gains if isinstance(gain, float))
    assert math.isclose(found.together(1) + alone, gap, rel_tol=1e-9, abs_tol=1e-6 * (1 + abs(gap) + abs(alone)))


def test_an_offer_that_one_side_lacks_is_one_difference():
    (offer,) = {o.name for o in GYM.target.services} - {o.name for o in GYM.today.services}
    found = {difference.label: difference for difference in compare(sides(GYM, "today", "target")).differences}
    difference = found[f"Add-on services: {offer}"]
    assert difference.values[0] is None
    assert difference.values[1].startswith("price ")
    assert difference.gains[0] > 0


def test_what_cannot_be_alone_says_why():
    cheap = GYM.today.model_copy(
        update={"core": GYM.today.core.model_copy(update={"price": 10.0, "down_payment": 0.0})}
    )
    down = GYM.today.model_copy(update={"core": GYM.today.core.model_copy(update={"down_payment": 500.0})})
    found = {d.label: d for d in compare([Side("cheap", cheap, "USD"), Side("down", down, "USD")]).differences}
    assert "above" in str(found["Core package: Down payment"].gains[0])


def test_one_side_or_two_currencies_are_refused():
    with pytest.raises(ArgumentError, match="give two or more to compare"):
        compare(sides(GYM, "today"))
    with pytest.raises(ArgumentError, match="'EUR, USD' are several currencies"):
        compare([*sides(GYM, "today"), Side("other", GYM.target, "EUR")])


@pytest.mark.parametrize("name", PRESETS)
def test_a_waterfall_ends_where_the_other_side_is(name):
    client = preset(name)
    found = compare(sides(client, "today", "target"))
    book = openpyxl.load_workbook(io.BytesIO(comparison_book(found, client.name)))
    rows = [row for row in book["Waterfall"].iter_rows(min_row=31, min_col=2, max_col=9, values_only=True) if row[0]]
    assert rows[0][1] + sum(row[1] for row in rows[1:-1]) == pytest.approx(rows[-1][1])
    assert rows[-1][1] == pytest.approx(calculate(client.target)[METRIC])
    shown = {row[0]: row[1:] for row in book["Compare"].iter_rows(min_col=2, max_col=5, values_only=True) if row[0]}
    ends = [calculate(getattr(client, side))["revenue_ceiling"] for side in ("today", "target")]
    assert shown["Revenue ceiling"] == (*map(pytest.approx, ends), "money per month")


@pytest.mark.parametrize("start", [-300.0, -50.0, 0.0, 70.0])
@pytest.mark.parametrize("end", [-200.0, -50.0, 0.0, 40.0, 90.0])
def test_a_step_of_a_waterfall_reaches_from_its_start_to_its_end(start, end):
    foot, whole, *steps = _bars(start, end, whole=False)
    assert whole == 0
    assert foot * (foot + sum(steps)) >= 0 or foot == 0
    positive = [piece for piece in (foot, *steps) if piece > 0]
    negative = [piece for piece in (foot, *steps) if piece < 0]
    top, bottom = sum(positive), sum(negative)
    assert max(start, end, 0) == pytest.approx(max(top, 0))
    assert min(start, end, 0) == pytest.approx(min(bottom, 0))
    assert sum(map(abs, steps)) == pytest.approx(abs(end - start))
