"""Fix first, What must be true and Sensitivity: every calculated cell is Python's, whatever the client."""

import math
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st
from libreoffice import recalculated_by_libreoffice

from tests.client_strategies import clients
from tests.filled_workbook import workbook
from xl_quadrant.business.lever_gains import fix_first
from xl_quadrant.business.lever_moves import moved
from xl_quadrant.business.must_be_true import VERDICTS, must_be_true
from xl_quadrant.business.results import calculate
from xl_quadrant.business.sensitivity import sensitivity
from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import preset
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names
from xl_quadrant.sheets.case_list import RANKED

CLOSE = 1e-9
ASKED = {
    "in_wanted_cash_per_show": 1000.0,
    "in_stretch_share": 0.5,
    "in_step_close_rate": 0.1,
    "in_step_core_price": 0.1,
    "in_step_churn": 0.1,
    "in_step_take_rate": 0.1,
}
"""What the owner types on these sheets."""

GRIDS = {"close_price": ("close_rate", "core_price"), "churn_take": ("churn", "take_rate")}
NO_NUMBER = "–"


def unlike(found, expected, scale=1.0):
    """Whether two figures differ by more than a billionth of what they are made of; words must be the same."""
    if isinstance(expected, str) or not isinstance(found, (int, float)):
        return found != expected
    return not math.isclose(found, expected, rel_tol=CLOSE, abs_tol=CLOSE * max(1.0, scale))


def differences_in_gains(client, names):
    """Where Fix first differs from Python: what a month's leads earn, and the cash per show beside it."""
    for time in ("30", "life"):
        metric, beside = f"month_profit_{time}", f"cash_per_show_{time}"
        today, target = (calculate(s)[metric] for s in (client.today, client.target))
        gains = {row.lever: row for row in fix_first(client.today, client.target, metric)}
        cash = {row.lever: row for row in fix_first(client.today, client.target, beside)}
        gap = next(iter(gains.values())).gap
        amounts, found, more = (
            dict(zip(RANKED, names[f"out_fix_first_{name}_{time}"], strict=True))
            for name in ("profit", "gain", "cash_gain")
        )
        shows = max(s.leads_per_month / (1 - s.referral.rate) for s in (client.today, client.target))
        scale = max(abs(today), abs(target), *(abs(amount) for amount in amounts.values()))
        scale = max(scale, shows * max(calculate(s)[beside] for s in (client.today, client.target)))
        if unlike(names[f"out_fix_first_gap_{time}"], gap, scale):
            yield f"gap {time}", names[f"out_fix_first_gap_{time}"], gap
        for lever in RANKED:
            alone = calculate(moved(client.today, client.target, {lever.name}))[metric]
            if unlike(amounts[lever], alone, scale):
                yield f"{lever.name} profit {time}", amounts[lever], alone
            if unlike(found[lever], gains[lever].gain, scale):
                yield f"{lever.name} gain {time}", found[lever], gains[lever].gain
            if unlike(more[lever], cash[lever].gain, max(1.0, abs(cash[lever].gap), calculate(client.today)[beside])):
                yield f"{lever.name} cash {time}", more[lever], cash[lever].gain
        yield from differences_in_ranking(names, time, found, scale)


def differences_in_ranking(names, time, gains, scale):
    """Where the ranked table is not the table of gains in order, with its shares."""
    ranked, labels, shares = (
        names[f"out_fix_first_{name}_{time}"] for name in ("ranked_gain", "ranked", "ranked_share")
    )
    gap = names[f"out_fix_first_gap_{time}"]
    order = sorted(RANKED, key=lambda lever: -gains[lever])
    if ranked != [gains[lever] for lever in order] or labels != [lever.label for lever in order]:
        yield f"order {time}", list(zip(labels, ranked, strict=True)), gains
    if sorted(names[f"out_fix_first_place_{time}"]) != list(range(1, len(RANKED) + 1)):
        yield f"places {time}", names[f"out_fix_first_place_{time}"], ""
    for gain, share in zip(ranked, shares, strict=True):
        expected = gain / gap if gap else NO_NUMBER
        if unlike(share, expected, scale / abs(gap) if gap else 1.0):
            yield f"share {time}", share, expected


def differences_in_needs(client, names, asked):
    """Where What must be true differs from Python."""
    wanted = asked["in_wanted_cash_per_show"]
    needs = must_be_true(client.today, wanted, asked["in_stretch_share"], client.target)
    columns = ("today", "target", "per_unit", "lowest", "highest", "needed", "most", "short", "verdict")
    rows = zip(*(names[f"out_must_be_true_{column}"] for column in columns), strict=True)
    for need, row in zip(needs, rows, strict=True):
        at, found = need.position, dict(zip(columns, row, strict=True))
        amount = max(1.0, need.cash, wanted, client.today.core.price)
        expected = {
            "today": (at.today, 1.0),
            "target": (at.target, 1.0),
            "per_unit": (at.per_unit, amount),
            "lowest": (at.lowest, 1.0),
            "highest": (at.highest, 1.0),
            "most": (need.most, amount * (1 + at.today)),
            "short": (need.short, amount * (1 + at.today)),
            "verdict": (need.verdict, 1.0),
        }
        if need.short > 0 or at.per_unit == 0:
            expected["needed"] = NO_NUMBER, 1.0
        elif abs(at.per_unit) > 1e-6 * amount:
            expected["needed"] = need.needed, amount / abs(at.per_unit)
        for column, (value, scale) in expected.items():
            if unlike(found[column], value, scale):
                yield f"{need.lever.name} {column}", found[column], value


def differences_in_grids(client, names, asked):
    """Where Sensitivity differs from Python."""
    for name, axes in GRIDS.items():
        steps = [asked[f"in_step_{axis}"] for axis in axes]
        for time in ("30", "life"):
            grid = sensitivity(client.today, *axes, f"cash_per_show_{time}", *steps)
            expected = [cell for row in grid.cells for cell in row]
            cells = names[f"out_sensitivity_{name}_{time}"]
            if names[f"calc_flat_{name}_{time}"] is True:
                if set(cells) != {NO_NUMBER} or unlike(max(expected), min(expected)):
                    yield f"{name} {time}", cells, "nothing varies"
                continue
            for place, (found, cell) in enumerate(zip(cells, expected, strict=True)):
                if unlike(found, cell):
                    yield f"{name} {time} cell {place}", found, cell
        for axis, values in zip(axes, (grid.down_values, grid.across_values), strict=True):
            for found, value in zip(names[f"out_sensitivity_{axis}"], values, strict=True):
                if unlike(found, value):
                    yield f"{axis}", found, value


def differences(client, names, asked):
    """Every cell that differs: where, what the workbook says, what Python says."""
    return [
        *differences_in_gains(client, names),
        *differences_in_needs(client, names, asked),
        *differences_in_grids(client, names, asked),
    ]


@settings(max_examples=12)
@given(
    clients(most_offers=4, lowest_churn=0.01),
    st.fixed_dictionaries(
        {
            "in_wanted_cash_per_show": st.integers(0, 1_000_000).map(float),
            "in_stretch_share": st.integers(0, 100).map(lambda percent: percent / 100),
            **{name: st.integers(0, 330).map(lambda n: n / 1000) for name in ASKED if name.startswith("in_step")},
        }
    ),
)
def test_every_cell_is_pythons(client, asked):
    names = read_names(Package(workbook(client, asked), "book"))
    assert not differences(client, names, asked)
    assert names["calc_sensitivity_off"] <= CLOSE


@cache
def fixed_sample():
    """Clients that stay the same from run to run: two presets, one with awkward edges, and one with nothing to gain."""
    edge = {
        "name": "Edge",
        "today": {
            "leads_per_month": 10, "cost_per_lead": 1, "booking_rate": 1, "show_rate": 1, "close_rate": 1,
            "front_end": {"offer": "free", "list_price": 100},
            "core": {"price": 1000, "down_payment": 900, "installments": 3, "default_rate": 1},
            "prepay": {"share": 0.9}, "financing": {"share": 0.1, "merchant_fee": 1},
            "products": [{"name": "Free gift", "price": 0, "take_rate": 1}],
            "services": [{"name": "Nobody wants it", "price": 500, "take_rate": 0}],
            "continuity": [
                {"name": "a", "price": 10, "take_rate": 1, "churn": 1, "start_day": 29},
                {"name": "b", "price": 99.99, "take_rate": 0.5, "churn": 0.01, "start_day": 30},
                {"name": "gone", "price": 5, "take_rate": 0.5, "churn": 0.5},
            ],
        },
        "target": {
            "core": {"price": 500, "down_payment": 0, "installments": 0},
            "prepay": {"share": 0.1}, "financing": {"share": 0.9, "merchant_fee": 0},
            "costs": {"refund_rate": 0.5},
            "continuity": [
                {"name": "new", "price": 7, "take_rate": 1, "churn": 0.2},
                {"name": "b", "price": 80, "take_rate": 0.9, "churn": 0.02, "start_day": 0},
            ],
        },
    }  # fmt: skip
    talk = preset("talk")
    same = talk.model_copy(update={"target": talk.today})
    return (talk, preset("med_spa"), client_from_mapping(edge, "edge"), same)


@cache
def fixed_books():
    return {number: workbook(client, ASKED) for number, client in enumerate(fixed_sample())}


def test_the_fixed_sample_agrees_with_python():
    for number, client in enumerate(fixed_sample()):
        names = read_names(Package(fixed_books()[number], "book"))
        assert not differences(client, names, ASKED), client.name


@pytest.mark.libreoffice
def test_libreoffice_calculating_everything_anew_says_the_same():
    some = {number: fixed_books()[number] for number in (1, 2)}
    for number, book in recalculated_by_libreoffice(some).items():
        client = fixed_sample()[number]
        assert not differences(client, read_names(Package(book, "book")), ASKED), client.name


def names_of(client, **asked):
    return read_names(Package(workbook(client, {**ASKED, **asked}), "book"))


def test_where_nothing_is_to_be_gained_the_levers_keep_their_order_and_have_no_shares():
    talk = preset("talk")
    names = names_of(talk.model_copy(update={"target": talk.today}))
    assert names["out_fix_first_ranked_30"] == [lever.label for lever in RANKED]
    assert names["out_fix_first_place_30"] == list(range(1, len(RANKED) + 1))
    assert set(names["out_fix_first_ranked_gain_30"]) == {0}
    assert set(names["out_fix_first_ranked_share_30"]) == {NO_NUMBER}


def test_nothing_wanted_or_nothing_filled_in_shows_dashes():
    blank = read_names(Package(template_bytes(), "template"))
    unasked = names_of(preset("talk"), in_stretch_share=None)
    for name in ("needed", "most", "short", "verdict"):
        assert set(blank[f"out_must_be_true_{name}"]) == {NO_NUMBER}
        assert set(unasked[f"out_must_be_true_{name}"]) == {NO_NUMBER}
    for name in ("profit_30", "gain_life", "place_30", "ranked_30", "ranked_gain_life", "ranked_share_30"):
        assert set(blank[f"out_fix_first_{name}"]) == {NO_NUMBER}
    for name in ("close_price_30", "churn_take_life", "close_rate", "core_price", "churn", "take_rate"):
        assert set(blank[f"out_sensitivity_{name}"]) == {NO_NUMBER}


def test_a_step_that_ends_all_churn_shows_a_dash_where_python_has_no_number():
    names = names_of(preset("talk"), in_step_churn=0.5)
    grid = sensitivity(preset("talk").today, "churn", "take_rate", "cash_per_show_life", 0.5)
    expected = [NO_NUMBER if cell == "#NUM!" else cell for row in grid.cells for cell in row]
    assert NO_NUMBER in expected
    assert names["out_sensitivity_churn_take_life"] == pytest.approx(expected)


def test_every_verdict_can_be_seen():
    talk = preset("talk")
    seen = {
        verdict
        for wanted in (500.0, 620.0, 1000.0)
        for verdict in names_of(talk, in_wanted_cash_per_show=wanted)["out_must_be_true_verdict"]
    }
    assert seen == set(VERDICTS)
