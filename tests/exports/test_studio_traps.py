"""Traps of studios' and clinics' exports, of sales software and of ad accounts."""

import datetime

import numpy as np
import pytest
from exports_in_shape import APPOINTMENTS, META, appointment, columns, spent, text_of

from xl_quadrant.exports.column_map import ColumnMap
from xl_quadrant.records.continuity import continuity_of
from xl_quadrant.records.window import Window

MINDBODY = columns(
    "Sale Date,Client ID,Client,Sale ID,Item name,Batch #,Sales Notes,Location,,Color,Size,Item price (excluding tax),Quantity,Subtotal (excluding tax),Discount %,Discount amount,Tax,Item Total,Total Paid w/ Payment Method,Payment Method"
)
ATTENDANCE = columns("Client,Day,Date,Time,Visit Service Category,Visit Type,Type,Pricing Option,Exp. Date,Visits Rem.,Staff,Visit Location,Staff Paid,Late Cancel,No-show,Booking Method")  # fmt: skip
ZEN = columns(
    "First Name,Last Name,Membership Label,Membership Category,Mbr. Status,Mbr. Create Date,Mbr. Begin Date,Mbr. End Date,Autopay"
)
DAY = datetime.date


def sale(number, client, paid, **more):
    row = {"Sale Date": "1/13/2026", "Client ID": number, "Client": client, "Sale ID": "77", "Item name": "Package",
           "Item Total": "$100.00", "Total Paid w/ Payment Method": paid, "Payment Method": "Visa", "Tax": "0"}  # fmt: skip
    return row | more


class TestMindbody:
    def test_a_client_number_with_a_thousands_comma_is_one_number(self, read):
        rows = [
            sale("1,288", "Ruiz, Ana", "$60.00"),
            sale("1288", "Ruiz, Ana", "$40.00"),
            sale("100008243", "Li, Bo", "$9.00"),
        ]
        frames, _ = read({"sales.csv": text_of(MINDBODY, rows)})
        assert frames.payments["person"].nunique() == 2

    def test_a_split_tender_is_summed_by_what_was_paid(self, read):
        rows = [sale("1", "Ruiz, Ana", "$60.00"), sale("1", "Ruiz, Ana", "$40.00", **{"Payment Method": "Cash"}),
                sale("1", "Ruiz, Ana", "($25.00)", **{"Sale ID": "78"}),
                sale("1", "Ruiz, Ana", "$30.00", **{"Payment Method": "Gift Card"})]  # fmt: skip
        frames, (account,) = read({"sales.csv": "\ufeff" + text_of(MINDBODY, rows)})
        assert frames.payments["gross"].tolist() == [60, 40, -25]
        assert account.money() == {"": (75.0, 30.0)}

    def test_attendance_says_who_came(self, read):
        rows = [{"Client": f"C, {k}", "Date": f"1/{13 + k}/2026", "Late Cancel": late, "No-show": missed}
                for k, (late, missed) in enumerate([("No", "No"), ("Yes", "No"), ("No", "Yes")])]  # fmt: skip
        frames, _ = read({"attendance.csv": text_of(ATTENDANCE, rows)})
        assert frames.visits["state"].tolist() == ["shown", "cancelled", "no-show"]

    def test_last_first_beside_first_last_is_offered_and_never_merged_unsaid(self, read):
        booked = text_of(APPOINTMENTS, [appointment(1, "2026-01-13")])
        texts = {"a.csv": booked, "sales.csv": text_of(MINDBODY, [sale("1", "Ruiz, Ana", "$60.00")])}
        frames, _ = read(texts, with_people=True)
        assert [len(merge.aliases) for merge in frames.merges] == [2]
        assert frames.visits["person"].iloc[0] != frames.payments["person"].iloc[0]
        joined, _ = read(texts, merge_names=True)
        assert joined.visits["person"].iloc[0] == joined.payments["person"].iloc[0]


def zen(name, begin, end, status="CURRENT", autopay="No"):
    return {"First Name": name, "Last Name": "Test", "Membership Label": "Gold", "Mbr. Status": status,
            "Mbr. Begin Date": begin, "Mbr. End Date": end, "Autopay": autopay}  # fmt: skip


def plans(frames):
    window = Window(DAY(2025, 7, 1), DAY(2026, 7, 1), DAY(2026, 6, 30))
    nobody = frames.people.assign(bought=np.datetime64("NaT", "s"))[["person", "bought"]].head(0)
    return continuity_of(frames, [], nobody, window)


class TestMemberships:
    def test_a_renewal_as_a_new_row_is_no_leaving(self, read):
        rows = [zen("Pat", "01/01/2025", "01/01/2026"), zen("Pat", "01/01/2026", "01/01/2027"),
                zen("Sam", "01/13/2025", "09/13/2025", "CANCELED"), zen("Kim", "02/01/2026", "", "HOLD"),
                zen("Lee", "02/01/2025", "", autopay="Yes"), zen("Max", "03/01/2026", "03/08/2026", "CANCELED")]  # fmt: skip
        frames, (account,) = read({"members.csv": text_of(ZEN, rows)})
        (gold,) = plans(frames)
        assert gold.churn.value * gold.churn.n == pytest.approx(1)
        assert gold.members == 3
        assert any("renewals" in remark for remark in gold.remarks)
        assert any("never members" in remark for remark in gold.remarks)
        assert any("on hold" in note for note in account.notes)

    def test_another_plan_that_goes_on_is_a_change_and_not_a_leaving(self, read):
        rows = [zen("Pat", "01/13/2025", "03/01/2026", "CANCELED"), zen("Pat", "03/01/2026", "") | {"Membership Label": "Silver"},
                zen("Sam", "01/13/2025", "02/01/2026", "CANCELED")]  # fmt: skip
        frames, _ = read({"members.csv": text_of(ZEN, rows)})
        gold = next(one for one in plans(frames) if one.name == "Gold")
        assert gold.churn.value * gold.churn.n == pytest.approx(1)

    def test_push_press_completed_ran_out_and_alert_is_still_a_member(self, read):
        headings = ["Member Name", "Plan Name", "Plan Status", "Start Date", "End Date", "Price"]
        lines = [("A", "Gold", "Active", "1/13/2026", "", "150"), ("B", "Gold", "Alert", "1/13/2026", "", "150"),
                 ("C", "Gold", "Completed", "1/13/2026", "4/13/2026", "150"), ("D", "Trial week", "Active", "1/13/2026", "", "0"),
                 ("E", "Gold", "Cancelled", "1/13/2026", "5/13/2026", "150")]  # fmt: skip
        frames, (account,) = read(
            {"p.csv": text_of(headings, [dict(zip(headings, line, strict=True)) for line in lines])}
        )
        (gold,) = plans(frames)
        assert (gold.members, gold.churn.value * gold.churn.n) == (2, pytest.approx(1))
        assert any("ran out" in remark for remark in gold.remarks)
        assert sum(line.rows for line in account.left_out.values()) == 1


class TestClinics:
    def test_glofox_writes_the_currency_beside_the_amount_and_the_day_first(self, read):
        headings = ["invoice_id", "date", "member_email", "amount", "status", "membership_name"]
        lines = [
            ("i1", "13/05/2026", "€99.00", "paid"),
            ("i2", "12/05/2026", "99.00 EUR", "paid"),
            ("i3", "12/05/2026", "€99.00", "failed"),
        ]
        rows = [dict(zip(headings, (a, b, "a@b.ie", c, d, "Gold"), strict=True)) for a, b, c, d in lines]
        frames, _ = read({"glofox.csv": text_of(headings, rows)})
        assert frames.payments["gross"].tolist() == [99, 99]
        assert frames.payments["paid_on"].iloc[1].date() == DAY(2026, 5, 12)

    def test_zenoti_counts_collections_and_one_show_for_services_booked_together(self, read):
        headings = ["Sale Center", "Invoice No", "Membership Name", "Guest Name", "Due Date", "Collection Date",
                    "Amount Collected", "Recurrence Cycle #", "Collection Status"]  # fmt: skip
        lines = [
            ("I1", "1/13/2026", "99.00", "1", "Success"),
            ("I2", "", "99.00", "2", "Success"),
            ("I3", "", "99.00", "3", "Failed"),
        ]
        rows = [
            dict(zip(headings, ("NYC", a, "Gold", "Ana", "2/13/2026", b, c, d, e), strict=True))
            for a, b, c, d, e in lines
        ]
        frames, _ = read({"z.csv": text_of(headings, rows)})
        assert frames.payments["paid_on"].astype(str).tolist() == ["2026-01-13", "2026-02-13"]
        visits = ["Appointment Group Id", "Guest Name", "Status", "Appointment Date"]
        rows = [dict(zip(visits, (group, "Ana", "Closed", "1/13/2026"), strict=True)) for group in ("g1", "g1", "g2")]
        frames, _ = read({"zv.csv": text_of(visits, rows)})
        assert len(frames.visits) == 2

    def test_vagaro_amounts_hold_tips_and_redemptions_are_no_money(self, read):
        headings = [
            "Checkout Date",
            "Transaction ID",
            "Customer",
            "Item Sold",
            "Qty",
            "Tip",
            "Sales Tax",
            "Amt Paid",
            "Payment Type",
        ]
        lines = [("t1", "15.00", "115.00", "Card"), ("t2", "0", "80.00", "Pkg")]
        rows = [
            dict(zip(headings, ("1/13/2026", a, "Ana", "Facial", "1", b, "0", c, d), strict=True))
            for a, b, c, d in lines
        ]
        frames, (account,) = read({"v.csv": text_of(headings, rows)})
        assert frames.payments["gross"].tolist() == [100]
        assert account.money() == {"": (115.0, 80.0)}

    def test_jane_has_patient_and_insurer_as_two_invoices_of_one_patient(self, read):
        headings = [
            "Invoice #",
            "Purchase Date",
            "Patient",
            "Payer",
            "Income Category",
            "Status",
            "Collected",
            "Balance",
        ]
        lines = [
            ("1-P01", "Ana Ruiz", "Paid", "40.00"),
            ("1-P02", "Big Insurer", "Paid", "60.00"),
            ("2", "Ana Ruiz", "Unpaid", "0.00"),
        ]
        rows = [
            dict(zip(headings, (a, "2026-01-13", "Ana Ruiz", b, "Treatment", c, d, "0"), strict=True))
            for a, b, c, d in lines
        ]
        frames, (account,) = read({"jane.csv": text_of(headings, rows)})
        assert (frames.payments["gross"].sum(), frames.payments["person"].nunique(), account.rows_read) == (100, 1, 3)
        visits = ["Patient", "State", "Start At", "Staff Member"]
        states = ("Arrived", "No Show", "Never Booked", "Cancelled", "First Visit")
        rows = [dict(zip(visits, ("Ana Ruiz", state, "2026-01-13", "Dr"), strict=True)) for state in states]
        frames, _ = read({"jv.csv": text_of(visits, rows)})
        assert frames.visits["state"].tolist() == ["shown", "no-show", "cancelled", "cancelled", "shown"]


class TestSalesSoftware:
    def test_notes_with_line_breaks_are_one_row_and_samples_none(self, read):
        headings = [
            "Opportunity name",
            "Contact Name",
            "phone",
            "email",
            "Lead Value",
            "source",
            "Created on",
            "Notes",
            "status",
        ]
        rows = [{"Opportunity name": "Ana", "email": "a@b.c", "Created on": "2026-01-13T10:00:00Z", "Notes": "calls\nback\n\nsoon",
                 "Lead Value": "5000"},
                {"Opportunity name": "(Example) Bo", "Created on": "2026-01-13T10:00:00Z"}]  # fmt: skip
        frames, (account,) = read({"o.csv": text_of(headings, rows)})
        assert (len(frames.people), account.rows_read) == (1, 2)
        assert "somebody's guess" in next(iter(account.notes))

    def test_hub_spot_deals_are_people_and_their_amounts_no_cash(self, read):
        headings = ["Record ID", "Deal Name", "Deal Stage", "Create Date", "Amount"]
        rows = [
            {
                "Record ID": "1",
                "Deal Name": "Ana",
                "Deal Stage": "qualifiedtobuy",
                "Create Date": "2026-01-13",
                "Amount": "250k",
            }
        ]
        frames, _ = read({"d.csv": text_of(headings, rows)})
        assert (len(frames.people), len(frames.payments)) == (1, 0)

    def test_offsets_differ_by_row_and_a_state_nobody_knows_is_asked_for(self, read):
        rows = [appointment(1, "2026-01-13"), appointment(2, "2026-01-13", state="erschienen"),
                appointment(3, "2026-01-13") | {"Start Time": "2026-01-14T02:00:00+03:00"}]  # fmt: skip
        frames, (account,) = read({"a.csv": text_of(APPOINTMENTS, rows)}, zone="America/New_York")
        assert frames.visits["starts"].astype(str).tolist() == ["2026-01-13", "2026-01-13"]
        assert "[words.state]" in next(iter(account.left_out))
        meant = ColumnMap(words={"erschienen": "shown"})
        frames, _ = read({"a.csv": text_of(APPOINTMENTS, rows)}, zone="America/New_York", column_map=meant)
        assert frames.visits["state"].tolist() == ["shown"] * 3


class TestAds:
    def test_the_currency_of_a_heading_the_total_and_clicks_that_are_no_leads(self, read):
        total = {"Amount spent (USD)": "30.00", "Results": "9"}
        clicks = spent("2026-01-14", "20.00", **{"Result indicator": "actions:link_click"})
        frames, (account,) = read({"m.csv": text_of(META, [total, spent("2026-01-13", "10.00"), clicks])})
        assert (frames.spend["amount"].sum(), frames.spend["leads"].sum()) == (30, 4)
        assert account.money() == {"USD": (30.0, 30.0)}

    def test_one_row_for_a_whole_span_is_spread_over_its_days(self, read):
        row = spent("2026-01-01", "310.00", **{"Reporting ends": "2026-01-31"})
        frames, (account,) = read({"m.csv": text_of(META, [row])})
        assert any("spread evenly" in note for note in account.notes)
        assert (frames.spend["last_day"] - frames.spend["day"]).dt.days.tolist() == [30]

    def test_the_french_file_in_utf_16(self, read):
        text = "Jour;Nom de la campagne;Montant dépensé (EUR)\n13/01/2026;Soins;1 234,56\n"
        frames, (account,) = read({"m.csv": text.encode("utf-16")})
        assert (frames.spend["amount"].tolist(), account.used.amounts()) == ([1234.56], {"EUR": 1234.56})

    def test_google_has_two_title_lines_totals_and_dashes_for_nothing(self, read):
        rows = [{"Day": "2026-01-13", "Campaign": "Facials", "Cost": "$1,412.30", "Conversions": "3.50"},
                {"Day": "2026-01-14", "Campaign": "Facials", "Cost": " --", "Conversions": "--"},
                {"Day": "Total: Account", "Campaign": "--", "Cost": "$1,412.30"}]  # fmt: skip
        text = text_of(
            ["Day", "Campaign", "Cost", "Conversions"], rows, "\t", ["Campaigns", '"Jan 1, 2026 - Jan 31, 2026"']
        )
        frames, (account,) = read({"g.csv": text.encode("utf-16")})
        assert (frames.spend["amount"].tolist(), frames.spend["leads"].tolist()) == ([1412.3, 0], [3.5, 0])
        assert (account.titles, account.rows_read) == (2, 3)

    def test_costs_of_three_decimals_are_read_with_the_mark_of_their_column(self, read):
        rows = [
            {"Day": "2026-01-13", "Campaign": "A", "Cost": "12,345"},
            {"Day": "2026-01-14", "Campaign": "A", "Cost": "7,5"},
        ]
        frames, _ = read({"g.csv": text_of(["Day", "Campaign", "Cost"], rows)})
        assert frames.spend["amount"].tolist() == [12.345, 7.5]
