"""A formula that was changed, and the workbook calculated since: read, collect and check call its results stale."""

import re

import pytest

from xl_quadrant.checkup import check_workbook
from xl_quadrant.client_book.client_workbook import make_workbook, read_workbook
from xl_quadrant.clients.presets import preset
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.package.addresses import address
from xl_quadrant.package.parts import Package
from xl_quadrant.portfolio.one_workbook import why_stale


def changed(content, name, formula):
    """Return a workbook whose result under a name has another formula, calculated anew."""
    package = Package(content)
    area = package.names[name]
    part = package.sheets[area.sheet]
    cell = f'<c r="{address(area.first_row, area.first_column)}"'.encode()
    pattern = re.compile(re.escape(cell) + rb"([^<>]*)><f[^<>]*>[^<]*</f>")
    new, count = pattern.subn(lambda found: cell + found[1] + b"><f>" + formula.encode() + b"</f>", package.part(part))
    assert count == 1
    return recalculate(package.replaced({part: new})).package


@pytest.mark.parametrize("name", ["out_cash_per_show_30_today", "out_cac_target", "out_revenue_ceiling_today"])
def test_all_three_say_so(name):
    content = changed(make_workbook(preset("med_spa")), name, "123.25")
    assert name in why_stale(read_workbook(content, "book"))
    stale = [finding for finding in check_workbook(content).findings if finding.kind == "stale"]
    assert any(name in finding.place and "123.25 is stored" in finding.rule for finding in stale)
