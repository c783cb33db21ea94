"""``xlq compare``: clients, quarters or scenarios side by side."""

import openpyxl
import pytest

from xl_quadrant.client_book.client_workbook import make_workbook
from xl_quadrant.clients.presets import preset

FILE = """
name = "Glow"
[today]
leads_per_month = 200
cost_per_lead = 25
booking_rate = 0.5
show_rate = 0.6
close_rate = {close_rate}
core = {{ price = 2000 }}
"""


@pytest.fixture
def quarters(tmp_path):
    for quarter, close_rate in (("spring", 0.3), ("summer", 0.5)):
        (tmp_path / f"{quarter}.toml").write_text(FILE.format(close_rate=close_rate), "utf-8")
    return ["spring.toml", "summer.toml"]


def test_two_quarters_of_a_client_are_told_apart_by_their_files(xlq, quarters):
    done = xlq("compare", *quarters)
    assert (done.code, done.err) == (0, "")
    assert "Funnel: Close rate" in done.out
    assert "+$24,000" in done.out, "12 more buyers a month, 2,000 each"
    answer = xlq("compare", *quarters, "--json").answer
    assert answer["sides"] == ["spring", "summer"]
    (difference,) = answer["differences"]
    assert difference == {"input": "Funnel: Close rate", "values": [0.3, 0.5], "gains": [24000.0], "why": [None]}
    assert answer["results"]["month_profit_30"] == [31000.0, 55000.0]


def test_one_workbook_is_compared_with_its_own_target(xlq, tmp_path):
    (tmp_path / "gym.xlsx").write_bytes(make_workbook(preset("gym")))
    done = xlq("compare", "gym.xlsx", "-o", "compare.xlsx")
    assert done.code == 0
    assert done.out.rstrip().endswith("compare.xlsx is written.")
    assert openpyxl.load_workbook(tmp_path / "compare.xlsx").sheetnames == ["Compare", "Waterfall"]
    again = xlq("compare", "gym.xlsx", "-o", "compare.xlsx")
    assert (again.code, "is there already" in again.err) == (1, True)


def test_nothing_that_differs_is_said(xlq, quarters):
    assert xlq("compare", quarters[0], quarters[0]).out.startswith(
        "spring.toml beside spring.toml\n\nNo input differs.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere.toml", "spring.toml"], 1, "nowhere.toml: does not exist"),
        (["spring.toml", "--scenario", "tomorrow"], 2, "--scenario tomorrow is not known; write today or target"),
        (["spring.toml", "-o", "out.pdf"], 2, "out.pdf will be a .xlsx file"),
    ],
)
@pytest.mark.usefixtures("quarters")
def test_each_mistake_is_one_clear_line(xlq, arguments, code, said):
    done = xlq("compare", *arguments)
    assert (done.code, done.err.count("\n")) == (code, 1)
    assert said in done.err
