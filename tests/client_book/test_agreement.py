"""Python, the values stored in the workbook and LibreOffice say the same of random clients, today and target."""

import math
from dataclasses import fields
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings

from tests.client_strategies import clients
from tests.filled_workbook import made
from xl_quadrant.business.cash import cash_and_profit
from xl_quadrant.business.results import calculate
from xl_quadrant.business.tables import LONGEST_PAYBACK
from xl_quadrant.business.timeline import Month, cash_timeline
from xl_quadrant.client_book.client_workbook import read_workbook
from xl_quadrant.client_book.libreoffice import converted
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

CLOSE = 1e-9
SCENARIOS = ("today", "target")


def unlike(found, expected) -> bool:
    """Whether two results differ by more than a billionth; errors must be the same error."""
    if isinstance(expected, (bool, str)) or not isinstance(found, (int, float)):
        return found != expected
    return not math.isclose(found, expected, rel_tol=CLOSE, abs_tol=CLOSE)


def differences(client, results) -> list[str]:
    """Each result in which a workbook differs from Python."""
    wrong = []
    for scenario in SCENARIOS:
        for metric, expected in calculate(getattr(client, scenario), client.door_prices).cells().items():
            found = results[scenario][metric]
            if unlike(found, expected):
                wrong.append(f"{scenario} {metric}: workbook {found!r}, Python {expected!r}")
    return wrong


@settings(max_examples=10)
@given(clients())
def test_stored_values_are_pythons(client):
    filled = read_workbook(made(client), "book")
    assert not differences(client, {"today": filled.today, "target": filled.target})


def monthly_differences(client, names) -> list[str]:
    """Each cell of the Timeline sheet in which a workbook differs from Python."""
    wrong = []
    for scenario in SCENARIOS:
        business = getattr(client, scenario)
        months = cash_timeline(business)
        for field in fields(Month)[1:]:
            column = names[f"out_timeline_{field.name}_{scenario}"]
            assert len(column) == len(months)
            scale = max(1.0, *(abs(month.total) + month.new_buyers for month in months))
            for month, found in zip(months, column, strict=True):
                expected = getattr(month, field.name)
                if not math.isclose(found, expected, rel_tol=CLOSE, abs_tol=CLOSE * scale):
                    wrong.append(f"{scenario} {field.name} {month.month}: workbook {found!r}, Python {expected!r}")
        if business.close_rate:
            after = cash_and_profit(business, 30.0 * np.arange(LONGEST_PAYBACK + 1) + 1).profit / business.close_rate
            stored = names[f"out_payback_profit_{scenario}"]
            if not np.allclose(np.array(stored), after, rtol=CLOSE, atol=CLOSE * max(1.0, float(np.abs(after).max()))):
                wrong.append(f"{scenario}: profit of one buyer after each month")
    return wrong


@settings(max_examples=10)
@given(clients())
def test_the_months_are_pythons(client):
    names = read_names(Package(made(client), "book"))
    assert not monthly_differences(client, names)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_reads_back_as_it_was_written_and_passes_every_check(name):
    client = preset(name)
    content = made(client)
    assert read_workbook(content, "book").client == client


def test_a_presets_checks_all_say_ok():
    for name in PRESETS:
        names = read_names(Package(made(preset(name)), name))
        failed = [chk for chk, value in names.items() if chk.startswith("chk_") and value != "OK"]
        assert not failed, name


def test_the_talks_figures_come_out_in_the_workbook():
    """The talk's 2,400 beside 1,719, 609 within 30 days, 900 beside 1,000, 40,000."""
    names = read_names(Package(made(preset("talk")), "talk"))
    assert names["out_talk_value_per_show_today"] == pytest.approx(2400)
    assert names["out_cash_per_show_life_today"] == pytest.approx(1719)
    assert names["out_cash_per_show_30_today"] == pytest.approx(609)
    assert names["out_buyers_today"] == pytest.approx(20)
    for whose in ("example", "today"):
        assert names[f"out_talk_sum_{whose}"] == pytest.approx(2400)
        assert names[f"out_one_basis_sum_{whose}"] == pytest.approx(1719)
    assert names["out_talk_average_example"] == pytest.approx(1000)
    assert names["out_one_basis_average_example"] == pytest.approx(900)
    assert names["out_talk_ceiling_example"] == pytest.approx(40_000)


@cache
def fixed_sample():
    """Clients that stay the same from run to run: every preset, and one with awkward edges."""
    edge = {
        "name": "=Edge & <Co>",
        "currency": "GBP",
        "today": {
            "leads_per_month": 123.5, "cost_per_lead": 0.01, "booking_rate": 1, "show_rate": 0.0001, "close_rate": 1,
            "front_end": {"offer": "value", "list_price": 19.99, "paying_share": 0.333, "unit_cost": 3},
            "core": {"price": 1e6, "down_payment": 0, "installments": 120, "default_rate": 1e-7},
            "prepay": {"share": 0.7, "discount": 0}, "financing": {"share": 0.3, "merchant_fee": 1},
            "continuity": [
                {"name": "a", "price": 10, "unit_cost": 20, "take_rate": 1, "churn": 1, "start_day": 0.5},
                {"name": "b", "price": 99.99, "take_rate": 0.5, "churn": 0.0001, "start_day": 31},
                {"name": "c", "price": 5, "take_rate": 0, "churn": 0.5, "start_day": 60},
            ],
            "referral": {"rate": 0.99, "reward": 5},
        },
        "target": {"close_rate": 0, "core": {"installments": 0}, "continuity": []},
    }  # fmt: skip
    return (*map(preset, PRESETS), client_from_mapping(edge, "edge"))


def test_the_fixed_sample_agrees_with_python():
    for client in fixed_sample():
        filled = read_workbook(made(client), client.name)
        assert not differences(client, {"today": filled.today, "target": filled.target}), client.name


@pytest.mark.libreoffice
def test_libreoffice_calculating_everything_anew_says_the_same():
    clients = [client for client in fixed_sample() if client.industry in ("talk", "gym", "dental", "")]
    assert len(clients) == 4
    for client, book in zip(clients, converted([made(client) for client in clients], "xlsx"), strict=True):
        filled = read_workbook(book, client.name)
        assert not differences(client, {"today": filled.today, "target": filled.target}), client.name
