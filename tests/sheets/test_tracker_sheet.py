"""The Tracker sheet says what Python says of the same log, on every host; and what it says of rows that are not done."""

import datetime
import random
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st
from libreoffice import recalculated_by_libreoffice

from tests.client_strategies import clients
from tests.filled_workbook import NOT_KNOWN, named, unlike, workbook
from tests.logged_shows import CHANNELS, FIRST_DAY, cells_of, logs
from xl_quadrant.business.shows import Show
from xl_quadrant.business.tracker import FEWEST_CASES, INTERVAL_LEVEL, MEASURES, planned, tracked, tracker_verdict
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.client_book.contract import SCENARIOS, TRACKER_ROWS
from xl_quadrant.clients.presets import preset


def differences(client, log, names):
    """Every cell of the summary in which a workbook differs from Python."""
    costs, financing = client.today.costs, client.today.financing
    kept = 1 - (costs.card_fee_rate + costs.refund_rate)
    measured = tracked(log, kept=kept, kept_financed=1 - (financing.merchant_fee + costs.refund_rate))
    plans = {scenario: planned(getattr(client, scenario)) for scenario in SCENARIOS}
    wrong = []
    for measure in MEASURES:
        name, found = f"out_tracker_{measure.name}", measured[measure.name]
        cells = {f"{name}_count": found.count if found else 0}
        cells[name] = found.value if found else NOT_KNOWN
        for end in ("low", "high"):
            known = getattr(found, end, None)
            cells[f"{name}_{end}"] = NOT_KNOWN if known is None else known
        if measure.kind == "rate":
            cells[f"{name}_cases"] = found.cases if found else 0
        for scenario in SCENARIOS:
            plan = plans[scenario][measure.name]
            cells[f"{name}_plan_{scenario}"] = plan
            cells[f"{name}_verdict_{scenario}"] = tracker_verdict(found, plan) or NOT_KNOWN
        wrong += [
            f"{cell}: workbook {names[cell]!r}, Python {expected!r}"
            for cell, expected in cells.items()
            if unlike(names[cell], expected)
        ]
    return wrong


@settings(max_examples=5)
@given(clients(), logs(), st.integers(1, 10))
def test_the_sheet_says_what_python_says(client, log, times):
    log = log * times
    assert not differences(client, log, named(workbook(client, cells_of(log))))


@cache
def long_log():
    """As many shows as the sheet has rows for, the same in every run."""
    choose = random.Random(7)

    def one(number):
        bought = choose.random() < 0.42
        amounts = {"core_paid": choose.choice((500, 2000, 1799.95)), "paid_later": 249.9} if bought else {}
        for column, chance, amount in (("products", 0.8, 200), ("services", 0.3, 1000), ("continuity", 0.25, 199)):
            amounts |= {f"{column}_paid": amount} if bought and choose.random() < chance else {}
        words = {name: choose.choice(("yes", "no")) for name in ("prepaid", "financed", "continuity") if bought}
        date = FIRST_DAY + datetime.timedelta(days=number // 5)
        said = {"bought": "yes" if bought else "no", "channel": choose.choice(CHANNELS), "date": date, **words}
        return Show(front_end_paid=19, **said, **amounts)

    return [one(number) for number in range(TRACKER_ROWS)]


def samples():
    """Clients and logs that stay the same: few shows, all rows, all alike, a first show, and none."""
    alike = [Show(bought="yes", core_paid=0.1, prepaid="yes", products_paid=199.99, date=FIRST_DAY)] * 30
    later = Show(bought="no", date=FIRST_DAY + datetime.timedelta(days=30))
    return {
        "talk": (preset("talk"), long_log()),
        "med_spa": (preset("med_spa"), long_log()[:60]),
        "gym": (preset("gym"), [*alike, later]),
        "beauty": (preset("beauty"), long_log()[:1]),
        "agency": (preset("agency"), []),
    }


@pytest.mark.parametrize("name", ["talk", "med_spa", "gym", "beauty", "agency"])
def test_fixed_logs_agree_with_python(name):
    client, log = samples()[name]
    assert not differences(client, log, named(workbook(client, cells_of(log))))


@pytest.mark.libreoffice
def test_libreoffice_says_the_same():
    some = {name: samples()[name] for name in ("talk", "beauty")}
    books = recalculated_by_libreoffice({name: workbook(client, cells_of(log)) for name, (client, log) in some.items()})
    for name, (client, log) in some.items():
        assert not differences(client, log, named(books[name])), name


def test_a_blank_form_has_dashes_and_no_plan():
    names = named(template_bytes())
    for measure in MEASURES:
        name = f"out_tracker_{measure.name}"
        assert names[name] == names[f"{name}_low"] == names[f"{name}_high"] == NOT_KNOWN
        for scenario in SCENARIOS:
            assert names[f"{name}_plan_{scenario}"] == names[f"{name}_verdict_{scenario}"] == NOT_KNOWN


def test_shows_are_counted_before_there_is_a_plan():
    names = named(workbook(None, cells_of(long_log()[:50])))
    found = tracked(long_log()[:50])
    assert names["out_tracker_close_rate"] == pytest.approx(found["close_rate"].value)
    assert names["out_tracker_cash_per_show_0"] == pytest.approx(found["cash_per_show_0"].value)
    assert names["out_tracker_close_rate_verdict_today"] == NOT_KNOWN


def test_a_row_without_yes_or_no_is_told_and_not_counted():
    log = long_log()[:30]
    columns = cells_of(log)
    columns["in_tracker_bought"][3:5] = [None, None]
    names = named(workbook(preset("talk"), columns))
    assert names["calc_tracker_unfinished"] == 2
    assert names["out_tracker_close_rate_count"] == 28
    assert names["lst_tracker_cash_0"][3:5] == [None, None]
    assert names["out_tracker_cash_per_show_0_count"] == 28


def test_words_are_taken_in_capitals_too():
    names = named(workbook(preset("talk"), {"in_tracker_bought": ["YES", "No", "yes"], "in_tracker_prepaid": ["Yes"]}))
    assert (names["out_tracker_close_rate_cases"], names["out_tracker_close_rate_count"]) == (2, 3)
    assert names["out_tracker_prepay_share_cases"] == 1


def test_the_rule_is_in_the_settings():
    names = named(template_bytes())
    assert names["set_tracker_fewest"] == FEWEST_CASES
    assert names["set_tracker_level"] == INTERVAL_LEVEL
    assert len(names["in_tracker_date"]) == TRACKER_ROWS == 500
