"""The portfolio as a workbook: what it compares, what it says, and how it is made."""

import datetime
import io
import random
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from tests.libreoffice import recalculated_by_libreoffice
from xl_quadrant.business.currencies import currency_token
from xl_quadrant.business.results import calculate
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.package.parts import Package
from xl_quadrant.portfolio import Portfolio, Unread, overview
from xl_quadrant.portfolio.book import portfolio_book
from xl_quadrant.portfolio.columns import columns_of, table_of
from xl_quadrant.portfolio.ranking import DOES_NOT_PAY, FREE, PAYS_FOR_TWO, UNKNOWN, ranked, verdict

DAY = datetime.date(2026, 3, 1)
LONG = "The Very Long Name of a Client of Ours, Number One of Three, in Greater Manchester"


def made_up(count, currencies=("USD",), unread=()):
    """Return a portfolio of so many made-up clients; some are stale."""
    from tests.portfolio.test_collect import row_of

    chance = random.Random(7)
    kinds = [row_of(preset(name)) for name in PRESETS]
    rows = []
    for number in range(count):
        row = {
            **chance.choice(kinds),
            "name": LONG if number == 1 else f"Client {number}",
            "file": f"a/b {number}.xlsx",
        }
        factor = chance.uniform(0.1, 1.2)
        for heading in ("cash_per_show_30", "max_cost_per_show_30", "client_financed"):
            row[f"out_{heading}_today"] *= factor
        row["currency"] = currencies[number % len(currencies)]
        row["status"] = "stale" if number % 5 == 4 else "up to date"
        rows.append(row)
    return Portfolio(table_of(rows, 100), tuple(unread), Path("clients"))


def opened(portfolio):
    """Return the workbook of a portfolio, its formulas and its values."""
    content = portfolio_book(portfolio, "out", DAY)
    return (
        content,
        openpyxl.load_workbook(io.BytesIO(content)),
        openpyxl.load_workbook(io.BytesIO(content), data_only=True),
    )


@pytest.fixture(scope="module")
def mixed():
    """Return a portfolio in three currencies, and its workbook."""
    portfolio = made_up(20, ("USD", "EUR", "USD", "CHF"), [Unread("=broken.xlsx", "damaged", "is cut short\x07")])
    return portfolio, *opened(portfolio)


def table(values):
    """Return the rows of the portfolio sheet by heading, and the row of its headings."""
    sheet = values[overview.TITLE]
    head = next(row for row in range(1, 30) if sheet.cell(row, 2).value == "Client")
    headings = [sheet.cell(head, column).value for column in range(2, 15)]
    rows = []
    for row in range(head + 1, sheet.max_row + 1):
        if sheet.cell(row, 3).value is None:
            break
        rows.append(dict(zip(headings, (sheet.cell(row, column).value for column in range(2, 15)), strict=True)))
    return head, rows


# What it compares


def test_the_weakest_come_first_within_their_currency_the_commonest_currency_first(mixed):
    _, rows = table(mixed[3])
    currencies = [row["Currency"] for row in rows]
    assert currencies == ["USD"] * 10 + ["CHF"] * 5 + ["EUR"] * 5
    for currency in set(currencies):
        ratios = [row["30-day profit : CAC"] for row in rows if row["Currency"] == currency]
        assert ratios == sorted(ratios)


def test_amounts_are_averaged_within_a_currency_only(mixed):
    portfolio, _, book, values = mixed
    head, rows = table(values)
    sheet = values[overview.TITLE]
    means = portfolio.frame.groupby("currency")[["out_cash_per_show_30_today", "out_cost_per_show_today"]].mean()
    seen = []
    for row in range(overview.AVERAGES_ROW, head):
        currency = sheet.cell(row, 3).value
        seen.append(currency)
        assert [sheet.cell(row, 4).value, sheet.cell(row, 5).value] == pytest.approx(list(means.loc[currency]))
        assert sheet.cell(row, 2).value == f"Average of {sum(one['Currency'] == currency for one in rows)} shown"
    assert seen == ["USD", "CHF", "EUR"]
    notices = [sheet.cell(row, 2).value for row in (3, 4)]
    assert notices[1].startswith("3 currencies: amounts are averaged and charted within one, never across")
    formulas = [
        cell.value for row in book[overview.TITLE].iter_rows() for cell in row if str(cell.value).startswith("=")
    ]
    assert not [formula for formula in formulas if "AVERAGE(" in formula or "SUM(" in formula.replace("SUM($AA", "")]


def test_each_amount_shows_its_currency(mixed):
    _, _, book, values = mixed
    head, rows = table(values)
    for offset, row in enumerate(rows, start=1):
        for letter in "DEFJL":
            cell = book[overview.TITLE][f"{letter}{head + offset}"]
            assert currency_token(row["Currency"]) in cell.number_format or cell.value == "–"


def test_the_chart_is_in_the_currency_of_the_first_client_and_its_title_says_what_it_shows(mixed):
    _, _, _, values = mixed
    sheet = values[overview.TITLE]
    head, rows = table(values)
    finding = head + len(rows) + 2
    weak = sum(r["Cost per show"] > r["Cash per show, 30 days"] for r in rows if r["Currency"] == "USD")
    assert weak > 0
    assert sheet.cell(finding, 2).value == (
        f"In USD, {weak} of 10 clients: a show costs more than the cash it brings in 30 days"
    )
    bars = [[sheet.cell(row, column).value for column in (3, 4, 5)] for row in range(finding + 2, finding + 17)]
    assert bars[:10] == [["USD", r["Cash per show, 30 days"], r["Cost per show"]] for r in rows[:10]]
    assert bars[10:] == [[None] * 3] * 5 or bars[10:] == [[""] * 3] * 5


@pytest.mark.libreoffice
def test_averages_and_chart_follow_the_filter(mixed):
    _, content, _, values = mixed
    head, rows = table(values)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[overview.TITLE]
    for offset, row in enumerate(rows, start=1):
        if row["Currency"] == "USD" or row["Fix first"] == rows[-1]["Fix first"]:
            sheet.row_dimensions[head + offset].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    again = recalculated_by_libreoffice({"hidden": stream.getvalue(), "all": content})
    shown = openpyxl.load_workbook(io.BytesIO(again["hidden"]), data_only=True)[overview.TITLE]
    kept = [r for r in rows if r["Currency"] != "USD" and r["Fix first"] != rows[-1]["Fix first"]]
    swiss = [r["Cash per show, 30 days"] for r in kept if r["Currency"] == "CHF"]
    assert shown["B5"].value == "Average of 0 shown"
    assert shown["D5"].value == "–"
    assert shown["B6"].value == f"Average of {len(swiss)} shown"
    assert shown["D6"].value == pytest.approx(sum(swiss) / len(swiss))
    finding = shown.cell(head + len(rows) + 2, 2).value
    assert finding.startswith(f"In {kept[0]['Currency']}, ")
    same = openpyxl.load_workbook(io.BytesIO(again["all"]), data_only=True)
    for row in values[overview.TITLE].iter_rows():
        for cell in row:
            other = same[overview.TITLE][cell.coordinate].value
            if isinstance(cell.value, float):
                assert other == pytest.approx(cell.value), cell.coordinate
            elif not isinstance(cell.value, datetime.date):
                assert (other or None) == (cell.value or None), cell.coordinate


# What it says


def test_what_was_stale_or_not_read_is_said_on_the_first_sheet_and_listed(mixed):
    portfolio, _, _, values = mixed
    notice = values[overview.TITLE]["B3"].value
    assert notice.startswith("4 stale: ")
    assert notice.endswith("1 not read: see the sheet Not read.")
    _, rows = table(values)
    assert [row["Results are"] for row in rows].count("stale") == 4 == len(portfolio.stale)
    listed = [[cell.value for cell in row] for row in values["Not read"]["B5:D5"]]
    assert listed == [["=broken.xlsx", "damaged", "is cut short?"]]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"out_client_financed_today": 2.0}, PAYS_FOR_TWO),
        ({"out_client_financed_today": 0.999}, DOES_NOT_PAY),
        ({"out_client_financed_today": None, "out_cac_today": 0.0}, FREE),
        ({"out_client_financed_today": None, "out_cac_today": None}, UNKNOWN),
    ],
)
def test_a_client_without_a_figure_is_not_said_to_pay(changes, said):
    portfolio = made_up(3)
    for heading, value in changes.items():
        portfolio.frame.loc[1, heading] = value
    assert verdict(portfolio.frame.loc[1].to_dict()) == said
    place = list(ranked(portfolio.frame)["file"]).index("a/b 1.xlsx")
    assert {UNKNOWN: place == 0, FREE: place == 2}.get(said, True)


def test_the_links_lead_to_the_workbooks(mixed):
    _, _, book, values = mixed
    head, _ = table(values)
    link = book[overview.TITLE].cell(head + 1, 14).hyperlink
    assert link.target.startswith("../clients/a/b%20")


def test_all_figures_are_the_table(mixed):
    portfolio, _, _, values = mixed
    first, *rows = values["All figures"].iter_rows(values_only=True)
    assert list(first) == list(portfolio.frame)
    assert len(rows) == len(portfolio.frame)
    for row, expected in zip(rows, portfolio.frame.itertuples(index=False), strict=True):
        for heading, cell, value in zip(first, row, expected, strict=True):
            if cell is None:
                assert pd.isna(value), heading
            else:
                assert cell == value, heading


def test_every_column_is_explained(mixed):
    portfolio, _, _, values = mixed
    explained = {row[1]: row[2:] for row in values["Columns"].iter_rows(min_row=5, values_only=True)}
    assert list(explained) == list(portfolio.frame)
    assert all(label and unit and note for label, unit, note, *_ in explained.values())
    assert explained["out_cac_today"][:2] == ("Cost per buyer (CAC), today", "money per buyer")
    assert len({column.label for column in columns_of(set(portfolio.frame))}) == len(explained)


# How it is made


def test_texts_are_texts_and_no_part_is_a_macro(mixed):
    _, content, book, _ = mixed
    assert book["Not read"]["B5"].data_type == "s"
    package = Package(content)
    assert not [part for part in package.parts if "vba" in part.lower() or "externalLink" in part]
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "e", cell.coordinate


def test_it_opens_at_its_top_with_filters_headings_in_sight_and_properties(mixed):
    _, content, book, values = mixed
    head, rows = table(values)
    sheet = book[overview.TITLE]
    assert book.sheetnames == ["Portfolio", "All figures", "Not read", "Columns"]
    assert book.active.title == "Portfolio"
    assert sheet.tables["Clients"].ref == f"B{head}:N{head + len(rows)}"
    assert sheet.freeze_panes == f"C{head + 1}"
    assert book["All figures"].tables["AllFigures"].ref == f"A1:{get_column_letter(book['All figures'].max_column)}21"
    assert book["All figures"].freeze_panes == "B2"
    assert book.properties.title == "Portfolio"
    assert book.properties.created.date() == DAY
    assert all(page.print_area and page.oddFooter.right.text and page.page_setup.orientation for page in book)
    drawing = next(part for part in Package(content).parts if part.startswith("xl/drawings/drawing"))
    assert b'descr="Bars: what a show brings in 30 days' in Package(content).part(drawing)


@pytest.mark.parametrize("count", [0, 1])
def test_few_clients_are_a_portfolio_too(count):
    _, book, values = opened(made_up(count, unread=[Unread("x.xlsx", "damaged", "is empty")]))
    assert values["All figures"].max_row == 1 + count
    if count == 0:
        assert values[overview.TITLE]["B2"].value == "No workbook could be read"
    else:
        _, rows = table(values)
        assert [row["Client"] for row in rows]
        assert len(book[overview.TITLE]._charts) == 1  # noqa: SLF001 - openpyxl has no public list of them


def test_clients_of_results_without_numbers_have_a_dash():
    from tests.portfolio.test_collect import row_of

    nobody = preset("talk")
    nobody = nobody.model_copy(update={"today": nobody.today.model_copy(update={"close_rate": 0.0})})
    assert isinstance(calculate(nobody.today).cells()["client_financed"], str)
    _, _, values = opened(Portfolio(table_of([row_of(nobody)], 1), (), Path()))
    _, (row,) = table(values)
    assert (row["30-day profit : CAC"], row["In 30 days a buyer"]) == ("–", "–")
