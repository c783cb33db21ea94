"""Numbers as people type them: every usual way is read, none is guessed."""

import pytest
from hypothesis import given, strategies as st
from roster_files import csv_roster, small_rows

from xl_quadrant.clients.rosters import open_roster
from xl_quadrant.clients.typed_numbers import decimal_mark, typed_number
from xl_quadrant.errors import WrongType, XlQuadrantError

WAYS = {
    "plain": ("", "."),
    "American": (",", "."),
    "German": (".", ","),
    "French": ("\u202f", ","),
    "Swedish": (" ", ","),
    "Swiss": ("'", "."),
    "Austrian": ("\u00a0", ","),
}
SIGNS = ("{}", "${}", "$ {}", "{} USD", "USD {}", "{}$", "US${}", "kr {}", " {} ")


def written(value, decimals, way):
    """Return an amount as it is written somewhere."""
    group, mark = WAYS[way]
    return f"{value:,.{decimals}f}".replace(".", "#").replace(",", group).replace("#", mark)


@given(st.integers(0, 10**11), st.integers(0, 4), st.sampled_from(sorted(WAYS)), st.sampled_from(SIGNS), st.booleans())
def test_every_way_to_write_an_amount_is_read_where_the_decimal_mark_is_known(cents, decimals, way, sign, minus):
    value = cents / 10**decimals
    text = ("-" if minus else "") + sign.strip().format(written(value, decimals, way))
    assert typed_number("price", f" {text} ", WAYS[way][1], "USD") == (-value if minus else value)


@given(st.integers(0, 10**11), st.integers(0, 4), st.sampled_from(sorted(WAYS)))
def test_where_it_is_not_known_a_number_is_the_right_one_or_refused(cents, decimals, way):
    value = cents / 10**decimals
    text = written(value, decimals, way)
    try:
        assert typed_number("price", text) == value
    except WrongType:
        group, mark = WAYS[way]
        assert sum(text.count(each) for each in ".,") == 1
        assert len(text.replace(group or mark, mark).split(mark)[-1]) == 3


@given(st.integers(0, 10**11), st.integers(0, 4), st.sampled_from(sorted(WAYS)))
def test_the_mark_a_number_shows_is_its_own(cents, decimals, way):
    assert decimal_mark(written(cents / 10**decimals, decimals, way)) in (None, WAYS[way][1])


@given(st.integers(0, 10_000), st.integers(0, 2), st.sampled_from(("%", " %", "\u00a0%")))
def test_a_percentage_is_its_share_to_the_last_digit(hundredths, decimals, sign):
    text = f"{hundredths / 10**decimals:.{decimals}f}"
    assert typed_number("close_rate", text + sign) == float(f"{text}e-2")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_python_writes_it_is_read_as_it_is(number):
    assert typed_number("price", repr(number), ".") == number


@pytest.mark.parametrize(
    ("text", "low", "high"), [("1,234", 1.234, 1234), ("1.000", 1, 1000), ("€12,500", 12.5, 12500)]
)
def test_one_mark_before_three_digits_may_be_either(text, low, high):
    with pytest.raises(WrongType, match="may be"):
        typed_number("price", text)
    mark = next(each for each in ".," if each in text)
    other = {".": ",", ",": "."}[mark]
    assert (typed_number("price", text, mark), typed_number("price", text, other)) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "n/a", "about 5", "5 per day", "1,2,3", "1.2.3", "1,234.5,6", "--5", "$5$", "nan", "inf", "0x10"),
        *("(5)", "1/2", "5-6", "１２", "1e", "%", "$", ".", ",", "12,34.5", "1 2", "2026-01-31", "#N/A", "1_000"),
    ],
)
def test_what_is_no_number_stays_text(text):
    assert typed_number("price", text) == text
    assert decimal_mark(text) is None


@pytest.mark.parametrize("text", ["€2,50", "2.50 EUR", "R$ 5", "CHF 200", "5 zł", "max 5".upper()])
def test_an_amount_in_another_currency_is_refused(text):
    with pytest.raises(WrongType, match="and the row in USD"):
        typed_number("price", text, currency="USD")


@pytest.mark.parametrize(("text", "currency"), [("€2,50", "EUR"), ("2,50 £", "GBP"), ("$2.5", "CAD"), ("¥2.5", "JPY")])
def test_an_amount_in_its_own_currency_is_taken(text, currency):
    assert typed_number("price", text, currency=currency) == 2.5


def test_a_price_of_18_50_does_not_make_1_500_of_another_column_one_and_a_half(tmp_path):
    text = csv_roster(tmp_path / "r.csv", small_rows("Glow")).read_text("utf-8")
    (tmp_path / "r.csv").write_text(text.replace("2000", '"1,500"').replace(",25,", ',"18,50",'), "utf-8")
    (row,) = open_roster(tmp_path / "r.csv").rows()
    with pytest.raises(XlQuadrantError, match=r"today_core_price: '1,500' may be 1500 or 1\.500"):
        row.client()
