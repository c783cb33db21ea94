"""Figures as a person writes them, and tables on any terminal."""

import pytest

from xl_quadrant.command_line.terminal import amount, figure, general, print_json, print_table


@pytest.mark.parametrize(
    ("value", "currency", "cents", "shown"),
    [
        (1719.4, "USD", False, "$1,719"),
        (-7.58, "GBP", True, "-£7.58"),
        (-0.4, "USD", False, "-$0.40"),
        (-0.004, "EUR", True, "€0.00"),
        (1234567.891, "CHF", True, "CHF 1,234,567.89"),
        (5, "XYZ", False, "XYZ 5"),
    ],
)
def test_an_amount_has_the_sign_of_its_currency_and_commas(value, currency, cents, shown):
    assert amount(value, currency, cents=cents) == shown


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (0.5, "rate", "50%"),
        (0.029, "rate", "2.9%"),
        (1.0, "rate", "100%"),
        (17.19, "ratio", "17.19×"),
        (18.2, "count", "18.2"),
        (1200.0, "count", "1,200"),
        (0.0, "months", "0"),
        (True, "flag", "yes"),
        (False, "flag", "no"),
        ("#N/A", "money", "#N/A"),
        ("discount", "text", "discount"),
        ("", "text", "–"),
        (None, "money", "–"),
    ],
)
def test_a_figure_reads_as_what_it_is(value, kind, shown):
    assert figure(value, kind) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1435.1409270379997, "1435.140927038"), (1e-7, "1e-07"), (False, "FALSE"), ("loses money", "loses money")],
)
def test_a_value_without_a_format_shows_all_its_digits(value, shown):
    assert general(value) == shown


def test_a_table_breaks_long_cells_and_cuts_none(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "24")
    print_table(("Results", "Today"), {"Cash": [("a label of many words that is long", "$1,234,567.89")]}, (1,))
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 24
    assert "many words" in " ".join(line[:10].strip() for line in shown.splitlines()) or "many" in shown
    assert "".join(shown.split()).count("…") == 0


def test_what_looks_like_markup_is_printed_as_it_is(capsys):
    print_table(("", ""), {"[red]": [("[bold]Glow[/bold]", ":smile:")]})
    shown = capsys.readouterr().out
    assert "[red]" in shown
    assert "[bold]Glow[/bold]" in shown
    assert ":smile:" in shown


def test_json_is_ascii_and_refuses_what_json_does_not_know(capsys):
    print_json({"name": "Café"})
    assert capsys.readouterr().out == '{\n  "name": "Caf\\u00e9"\n}\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        print_json(float("nan"))
