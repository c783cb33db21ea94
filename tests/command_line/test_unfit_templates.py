"""A template is judged before anything is written: what cannot be read back is not made, and the template is named."""

import re

import pytest
from roster_files import csv_roster, small_rows

from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.package.parts import Package


def changed(change):
    """Return our template with its names changed."""
    package = Package(template_bytes())
    part = package.part(package.workbook_part).decode()
    return package.replaced({package.workbook_part: change(part).encode()})


def without(name):
    """Return our template without a name."""
    return changed(lambda part: re.sub(f'<definedName name="{name}">[^<]*</definedName>', "", part))


NEW = ["new", "--preset", "gym", "--template", "mine.xlsx", "-o", "made.xlsx"]
BLANK = ["new", "--blank", "--name", "Glow", "--template", "mine.xlsx", "-o", "made.xlsx"]
BATCH = ["batch", "roster.csv", "--template", "mine.xlsx", "-o", "made", "--jobs", "1"]
NAMES = ("out_cash_per_show_30_today", "out_cac_target", "in_close_rate_today", "in_products_price_target")


@pytest.mark.parametrize("arguments", [NEW, BLANK, BATCH], ids=["new", "new --blank", "batch"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_any_command_needs_is_missed_before_anything_is_written(xlq, tmp_path, arguments, name):
    csv_roster(tmp_path / "roster.csv", small_rows("Glow"))
    (tmp_path / "mine.xlsx").write_bytes(without(name))
    ended = xlq(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        f"xlq: mine.xlsx: lacks a name that a client's workbook needs: {name}; xlq check says what each is for\n"
    )
    assert {path.name for path in tmp_path.iterdir()} == {"roster.csv", "mine.xlsx"}


@pytest.mark.parametrize("arguments", [NEW, BATCH], ids=["new", "batch"])
def test_a_template_that_loses_what_is_filled_in_is_refused(xlq, tmp_path, arguments):
    csv_roster(tmp_path / "roster.csv", small_rows("Glow"))

    def core_price_over_a_rate(part):
        cell = re.search('name="in_core_price_today">([^<]*)<', part)[1]
        return re.sub('(name="in_close_rate_today">)[^<]*<', lambda found: f"{found[1]}{cell}<", part)

    (tmp_path / "mine.xlsx").write_bytes(changed(core_price_over_a_rate))
    ended = xlq(*arguments)
    assert (ended.code, ended.out, "mine.xlsx: loses what is filled into it" in ended.err) == (1, "", True)
    assert {path.name for path in tmp_path.iterdir()} == {"roster.csv", "mine.xlsx"}
