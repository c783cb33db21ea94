"""Traps of card processors' exports: Stripe, Square and PayPal."""

import datetime

import pytest
from exports_in_shape import STRIPE, STRIPE_OLD, columns, payment, text_of

from xl_quadrant.errors import FileError

SQUARE_ITEMS = (
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,"
    "Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,"
    "Customer Reference ID,Unit,Count,GTIN,Itemization Type,Fulfillment Note,Channel,Token,Card Brand,PAN Suffix"
)
SQUARE = (
    "Date,Time,Gross Sales,Net Sales,Gift Card Sales,Tax,Tip,Total Collected,Card,Card Entry Methods,Cash,Square Gift Card,"
    "Fees,Net Total,Transaction ID,Payment ID,Card Brand,PAN Suffix,Description,Event Type,Customer ID,Customer Name"
)
PAYPAL = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,"
    "Item Title,Reference Txn ID,Balance Impact"
)
SQUARE_ITEMS, SQUARE, PAYPAL = (names.split(",") for names in (SQUARE_ITEMS, SQUARE, PAYPAL))


def reasons(account):
    return {reason: line.rows for reason, line in account.left_out.items()}


class TestStripe:
    def test_a_refund_on_the_payments_row_becomes_a_row_of_its_own(self, read):
        back = {
            "Amount Refunded": "40.00",
            "Converted Amount Refunded": "40.00",
            "Refunded date (UTC)": "2026-02-10 01:00:00",
        }
        frames, _ = read({"p.csv": text_of(STRIPE, [payment(1, "2026-01-05", 100, **back)])}, zone="America/New_York")
        sale, refund = frames.payments.sort_values("gross", ascending=False).to_dict("records")
        assert (sale["gross"], refund["gross"], refund["refund_of"]) == (100, -40, sale["payment"])
        assert refund["paid_on"].date() == datetime.date(2026, 2, 9)

    def test_more_given_back_than_paid_at_another_days_rate_is_said(self, read):
        back = {"Converted Amount": "521.18", "Converted Amount Refunded": "532.70", "Status": "Refunded"}
        frames, (account,) = read({"p.csv": text_of(STRIPE, [payment(1, "2026-01-05", 600, Currency="eur", **back)])})
        assert frames.payments["gross"].sum() == pytest.approx(-11.52)
        assert any("exchange rate" in note for note in account.notes)
        assert any("counted as Stripe converted it" in note for note in account.notes)

    def test_attempts_that_moved_no_money_are_left_out(self, read):
        rows = [payment(1, "2026-01-05", 100, Status="Failed"), payment(2, "2026-01-05", 100, Captured="false"),
                payment(3, "2026-01-05", 100, Status="requires_payment_method"), payment(4, "2026-01-05", 100)]  # fmt: skip
        frames, (account,) = read({"p.csv": text_of(STRIPE, rows)})
        assert (len(frames.payments), sum(reasons(account).values())) == (1, 3)

    def test_older_spellings_and_test_mode_are_known(self, read):
        rows = [payment(1, "2026-01-05", 100, Mode="Live", Tax="0.50"), payment(2, "2026-01-05", 100, Mode="Test")]
        frames, (account,) = read({"p.csv": text_of(STRIPE_OLD, rows)})
        assert reasons(account) == {"a test, no money moved": 1}
        assert frames.payments["fee"].tolist() == [3.7]

    def test_a_payment_late_in_the_month_is_of_the_day_of_the_business(self, read):
        text = text_of(STRIPE, [payment(1, "2026-02-01", 100, **{"Created date (UTC)": "2026-02-01 03:30:00"})])
        frames, _ = read({"p.csv": text}, zone="America/New_York")
        assert frames.payments["paid_on"].iloc[0].date() == datetime.date(2026, 1, 31)

    def test_yen_have_no_decimals(self, read):
        row = payment(1, "2026-01-05", 0) | {"Amount": "12000", "Currency": "jpy", "Converted Currency": ""}
        frames, (account,) = read({"p.csv": text_of(STRIPE, [row])})
        assert (frames.payments["gross"].iloc[0], account.used.amounts()) == (12000, {"JPY": 12000})

    def test_the_balance_leaves_payouts_out_and_net_is_gross_less_fee(self, read):
        headings = columns(
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,description"
        )
        lines = [("txn_1", "100.00", "3.20", "96.80", "charge"), ("txn_2", "-100.00", "-3.20", "-96.80", "refund"),
                 ("txn_3", "-50.00", "15.00", "-65.00", "dispute"), ("txn_4", "-31.80", "0.00", "-31.80", "payout"),
                 ("txn_5", "-2.00", "0.00", "-2.00", "fee")]  # fmt: skip
        rows = [{"balance_transaction_id": name, "created_utc": "2026-01-05 10:00:00", "currency": "usd", "gross": gross,
                 "fee": fee, "net": net, "reporting_category": kind, "source_id": "ch_1"}
                for name, gross, fee, net, kind in lines]  # fmt: skip
        frames, (account,) = read({"b.csv": "\ufeff" + text_of(headings, rows).replace("\n", "\r\n")})
        assert frames.payments["gross"].tolist() == [100, -100, -50]
        assert (frames.payments["gross"] - frames.payments["fee"]).tolist() == [96.8, -96.8, -65]
        assert sum(reasons(account).values()) == 2

    def test_subscriptions_end_when_they_ended_not_when_it_was_asked(self, read):
        headings = ["id", "Customer ID", "Status", "Start Date (UTC)", "Current Period End (UTC)", "Trial End (UTC)",
                    "Canceled At (UTC)", "Ended At (UTC)", "Plan", "Amount", "Interval"]  # fmt: skip
        lines = [
            ("sub_1", "active", "2026-01-01", "2026-07-01", "", "2026-06-20", "", "149.00"),
            ("sub_2", "canceled", "2026-01-01", "2026-04-01", "", "2026-03-10", "2026-04-01", "149.00"),
            ("sub_3", "canceled", "2026-01-01", "2026-02-01", "2026-01-15", "2026-01-10", "2026-01-10", "149.00"),
            ("sub_4", "trialing", "2026-06-01", "2026-07-01", "2026-07-01", "", "", "149.00"),
            ("sub_5", "active", "2026-01-01", "2026-07-01", "", "", "", "0.00"),
        ]
        rows = [dict(zip(headings, (a, f"cus_{a}", b, c, d, e, f, g, "Gold", h, "month"), strict=True))
                for a, b, c, d, e, f, g, h in lines]  # fmt: skip
        frames, (account,) = read({"s.csv": text_of(headings, rows)})
        assert frames.memberships["end"].astype(str).tolist() == ["2026-07-01", "2026-04-01"]
        assert len(reasons(account)) == 3
        assert any("still a member until then" in note for note in account.notes)


class TestSquare:
    def test_a_refund_is_joined_on_the_payment_and_few_people_are_named(self, read):
        sale = {"Date": "2026-07-18", "Item": "Facial", "Qty": "1.0", "Net Sales": "$1,149.00 ", "Tax": "$0.00",
                "Transaction ID": "t1", "Payment ID": "p1", "Event Type": "Payment", "Card Brand": "Visa", "PAN Suffix": "1234"}  # fmt: skip
        back = sale | {"Date": "2026-07-19", "Qty": "-1.0", "Net Sales": "-$1,149.00", "Transaction ID": "t2",
                       "Event Type": "Refund", "Itemization Type": "CustomAmount"}  # fmt: skip
        cash = sale | {
            "Transaction ID": "t3",
            "Payment ID": "p3",
            "Card Brand": "",
            "PAN Suffix": "",
            "Net Sales": "$9.00",
        }
        frames, _ = read({"items.csv": text_of(SQUARE_ITEMS, [back, sale, cash])})
        paid = frames.payments.set_index("gross")
        assert paid.loc[-1149, "refund_of"] == paid.loc[1149, "payment"]
        assert paid.loc[-1149, "person"] == paid.loc[1149, "person"] > 0
        assert paid.loc[9, "person"] == 0

    def test_fees_in_brackets_split_tenders_and_gift_cards(self, read):
        row = {"Date": "12/27/2018", "Total Collected": "$120.00", "Square Gift Card": "$20.00", "Fees": "($3.10)",
               "Transaction ID": "t1", "Payment ID": "p1", "Description": "Facial", "Event Type": "Payment"}  # fmt: skip
        frames, (account,) = read({"t.csv": text_of(SQUARE, [row])})
        assert frames.payments[["gross", "fee"]].iloc[0].tolist() == [100, 3.1]
        assert any("gift card" in note for note in account.notes)


PAID = {"Date": "13/05/2026", "Type": "Express Checkout Payment", "Status": "Completed", "Currency": "EUR",
           "Gross": "1.234,56", "Fee": "-43,21", "Net": "1.191,35", "From Email Address": "ana@example.com",
           "Transaction ID": "A1", "Item Title": "Package", "Balance Impact": "Credit"}  # fmt: skip


class TestPayPal:
    def test_fees_are_negative_and_refunds_rows_of_their_own(self, read):
        back = PAID | {"Type": "Payment Refund", "Gross": "-20,00", "Fee": "0,59", "Transaction ID": "A2",
                           "Reference Txn ID": "A1", "Balance Impact": "Debit"}  # fmt: skip
        frames, _ = read({"Download.CSV": text_of(PAYPAL, [PAID, back])})
        sale, refund = frames.payments.to_dict("records")
        assert (sale["gross"], sale["fee"], refund["gross"], refund["fee"]) == (1234.56, 43.21, -20, -0.59)
        assert refund["refund_of"] == sale["payment"]
        assert sale["paid_on"].date() == datetime.date(2026, 5, 13)

    @pytest.mark.parametrize("change", [
        {"Type": "General Authorization", "Balance Impact": "Memo"}, {"Status": "Pending"},
        {"Type": "Account Hold for Open Authorization"}, {"Type": "General Withdrawal", "Gross": "-900,00"},
        {"Type": "General Currency Conversion"},
    ], ids=str)  # fmt: skip
    def test_what_moved_no_money_of_a_client_is_left_out(self, read, change):
        frames, (account,) = read({"Download.CSV": text_of(PAYPAL, [PAID, PAID | {"Transaction ID": "B"} | change])})
        assert (len(frames.payments), sum(reasons(account).values())) == (1, 1)

    def test_a_statement_in_german_is_read(self, read):
        headings = ["Datum", "Uhrzeit", "Zeitzone", "Beschreibung", "Währung", "Brutto", "Entgelt", "Netto",
                    "Transaktionscode", "Absender E-Mail-Adresse"]  # fmt: skip
        row = dict(zip(headings, ["13.05.2026", "10:00", "CEST", "Zahlung", "EUR", "99,00", "-2,00", "97,00", "X", "a@b.de"],
                       strict=True))  # fmt: skip
        frames, _ = read({"Download.CSV": text_of(headings, [row])})
        assert frames.payments[["gross", "fee"]].iloc[0].tolist() == [99, 2]


def test_dates_that_may_be_two_days_are_asked_for(read):
    row = PAID | {"Date": "05/06/2026"}
    with pytest.raises(FileError, match="--dates day-first or --dates month-first"):
        read({"Download.CSV": text_of(PAYPAL, [row])})
    frames, _ = read({"Download.CSV": text_of(PAYPAL, [row])}, day_first=True)
    assert frames.payments["paid_on"].iloc[0].date() == datetime.date(2026, 6, 5)
