"""
Every page has room for what stands on it, in Excel's own arithmetic of columns: texts, figures, charts, pages.

A figure is as wide as its column, or shrinks to fit, and not below 55% of its size: ¥33,100,000,000 does so in the
narrow columns of the Quadrant page. That Excel draws them so was not tried in Excel: **unproven**.
"""

import pytest

from tests.extreme_clients import EXTREME_CLIENTS
from tests.filled_workbook import made, workbook
from tests.page_layout import faults
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.clients.presets import PRESETS, SAMPLE_NOTICE, preset


def test_the_blank_form_has_room_for_all():
    assert faults(template_bytes()) == []


@pytest.mark.parametrize("name", PRESETS)
def test_a_sample_has_room_for_all(name):
    assert faults(workbook(preset(name), {"in_sample_note": SAMPLE_NOTICE})) == []


@pytest.mark.parametrize("name", EXTREME_CLIENTS)
def test_an_extreme_client_has_room_for_all(name):
    assert faults(made(EXTREME_CLIENTS[name]())) == []


def test_what_has_no_room_is_found():
    found = faults(workbook(preset("talk"), {"in_core_price_today": 1e17}))
    assert any("needs" in fault and "100,000,000,000,000,000" in fault for fault in found)
