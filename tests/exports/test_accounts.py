"""No file, however damaged, loses a row or a cent without a line that says so."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from exports_in_shape import APPOINTMENTS, META, STRIPE, STRIPE_OLD, appointment, payment, spent, text_of, write
from hypothesis import HealthCheck, given, settings, strategies as st

from xl_quadrant.errors import FileError
from xl_quadrant.exports.exports import read_exports

NAME = "unified_payments.csv"
SMALL = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)

cells = st.text(st.sampled_from('abc 0179.,;"\n\r\t-$€()%:/\x00é'), max_size=12)
amounts = st.one_of(
    st.decimals(-10_000, 100_000, places=2).map(str),
    st.sampled_from(["", "ten", "$1,149.00 ", "(33.62)", "-$9.00", "1e3", "NaN", "inf", "--"]),
)
days = st.one_of(
    st.dates(datetime.date(2024, 1, 1), datetime.date(2026, 6, 1)).map(lambda day: f"{day} 10:00:00"),
    st.sampled_from(["", "soon", "2026-02-30 10:00:00", "0000-00-00"]),
)


@st.composite
def stripe_rows(draw):
    """Rows of payments, some of them strange."""
    rows = []
    for number in range(draw(st.integers(0, 8))):
        row = payment(draw(st.sampled_from([number, 1])), "2026-01-01", 1)
        row |= {"Amount": draw(amounts), "Converted Amount": "", "Converted Currency": ""}
        row["Created date (UTC)"] = draw(days)
        row["Status"] = draw(st.sampled_from(["Paid", "Refunded", "Failed", "requires_action"]))
        row["Amount Refunded"] = draw(st.sampled_from(["0.00", "5.00", "x"]))
        row["Description"] = draw(cells)
        rows.append(row)
    return rows


def units_of(text):
    """Return an amount in cents, read by another way than the code takes; None if it is none."""
    bare = text.strip().replace("$", "").replace(",", "")
    negative = bare.startswith("(")
    try:
        value = Decimal(bare.strip("()"))
    except ArithmeticError:
        return 0 if bare in ("", "--") else None
    if not value.is_finite():
        return None
    return -value if negative else value


@SMALL
@given(rows=stripe_rows())
def test_rows_and_money_add_up_to_those_of_the_file(tmp_path, rows):
    path = write(tmp_path, NAME, text_of(STRIPE, rows))
    found = read_exports([path])
    (account,) = found.accounts
    lines = [row for row in csv.reader(io.StringIO(path.read_bytes().decode(), newline="")) if row][1:]
    whole = [row for row in lines if len(row) == len(STRIPE)]
    broken = sum(
        line.rows for reason, line in account.left_out.items() if "headings" in reason or "blank row" in reason
    )
    swallowed = account.rows_read - len(lines)
    assert swallowed >= 0
    assert swallowed or broken == len(lines) - len(whole)
    used, out = account.money().get("USD", (0.0, 0.0))
    known = [units_of(row[2]) for row in whole]
    if not any("quote" in reason for reason in account.left_out):
        assert Decimal(str(round(used + out, 4))) == sum(value for value in known if value is not None)
    unread = sum(value is None for value in known)
    assert unread <= sum(line.rows for line in account.left_out.values())
    paid = found.tables["payments"]
    assert paid["gross"][paid["refund_of"] == 0].sum() == account.used.units.get("USD", 0)


@SMALL
@given(damage=st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=3), st.integers(0, 4)), max_size=6))
def test_a_damaged_file_is_read_whole_or_refused_with_a_reason(tmp_path, damage):
    content = bytearray(text_of(STRIPE, [payment(k, f"2026-01-{k + 1:02d}", 100 + k) for k in range(20)]).encode())
    for place, new, gone in damage:
        start = place % (len(content) + 1)
        content[start : start + gone] = new
    path = tmp_path / NAME
    path.write_bytes(bytes(content))
    try:
        (account,) = read_exports([path]).accounts
    except FileError:
        return  # which always says why
    text = bytes(content).decode("utf-8-sig" if account.file else "utf-8", errors="replace")
    lines = sum(bool(line) for line in csv.reader(io.StringIO(text, newline="")))
    assert account.rows_read >= lines - 1 - account.titles
    assert all(line.rows and line.examples for line in account.left_out.values())


def test_cells_that_do_not_fit_under_the_headings_are_told_by_row(read):
    text = text_of(STRIPE, [payment(1, "2026-01-05", 100)]) + "ch_2,2026-01-06 10:00:00,200.00\n,,\n"
    _, (account,) = read({NAME: text})
    assert (account.used.rows, account.rows_read) == (1, 3)
    assert "3 cells under 23 headings: row 3" in [line.told()[:32] for line in account.left_out.values()]


def test_a_quote_that_does_not_close_is_told_with_all_the_lines_it_takes(read):
    rows = [payment(number, "2026-01-05", 100) for number in range(4)]
    broken = text_of(STRIPE, rows).replace("Total beauty package", '"Total beauty package', 1)
    _, (account,) = read({NAME: broken})
    assert account.rows_read == 4
    assert [reason for reason in account.left_out if "a quote that does not close" in reason or "headings" in reason]


def test_the_same_file_twice_counts_once(read):
    text = text_of(STRIPE, [payment(1, "2026-01-05", 100), payment(2, "2026-01-06", 50)])
    frames, (first, second) = read({NAME: text, "copy.csv": text})
    assert (len(frames.payments), frames.payments["gross"].sum()) == (2, 150)
    assert (first.used.rows, second.used.rows) == (2, 0)
    assert second.left_out[f"the same file as {NAME}"].amounts() == {"USD": 150}


def test_exports_that_overlap_count_once_as_the_newer_has_it(read):
    january = [payment(1, "2026-01-05", 100), payment(2, "2026-01-31", 50)]
    back = {"Amount Refunded": "50.00", "Converted Amount Refunded": "50.00", "Status": "Refunded"}
    refunded = payment(2, "2026-01-31", 50, **back, **{"Refunded date (UTC)": "2026-02-03 10:00:00"})
    february = [refunded, payment(3, "2026-02-10", 70)]
    texts = {"february.csv": text_of(STRIPE, february), "january.csv": text_of(STRIPE, january)}
    frames, (newer, older) = read(texts)
    assert sorted(frames.payments["gross"]) == [-50, 50, 70, 100]
    assert older.left_out["stands again in february.csv"].amounts() == {"USD": 50}
    assert (newer.used.rows, older.used.rows) == (2, 1)


def test_rows_alike_within_one_file_all_count_where_rows_have_no_number(read):
    text = text_of(META, [spent("2026-05-01", "10.00"), spent("2026-05-01", "10.00")])
    frames, (account, other) = read({"meta.csv": text, "again.csv": text.replace("Facials", "Facials") + "\n"})
    assert (frames.spend["amount"].sum(), account.used.rows + other.used.rows) == (20, 2)


def test_a_file_of_an_unknown_shape_is_answered_with_the_nearest_and_what_it_lacks(read):
    with pytest.raises(FileError, match=r"nearest is Stripe payments .*, but status is missing.*--map-for odd.csv"):
        read({"odd.csv": text_of([name for name in STRIPE_OLD if name != "Status"], [])})


def test_several_currencies_are_refused_by_name_or_left_out(read):
    texts = {
        "us.csv": text_of(STRIPE, [payment(1, "2026-01-05", 100)]),
        "uk.csv": text_of(STRIPE, [payment(2, "2026-01-06", 80, **{"Currency": "gbp", "Converted Currency": "gbp"})]),
    }
    with pytest.raises(FileError, match=r"GBP in uk.csv; USD in us.csv"):
        read(texts)
    frames, (_, uk) = read(texts, currency="usd")
    assert frames.payments["gross"].tolist() == [100]
    assert uk.left_out["not in USD"].amounts() == {"GBP": 80}


def test_headings_of_appointments_are_no_payments(read):
    frames, (account,) = read({"a.csv": text_of(APPOINTMENTS, [appointment(1, "2026-01-05")])})
    assert (account.shape, len(frames.visits), len(frames.payments)) == ("GoHighLevel appointments", 1, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_is_read(read, encoding):
    text = text_of(STRIPE, [payment(1, "2026-01-05", 100, Description="Crème")])
    frames, _ = read({NAME: text.encode(encoding)})
    assert frames.payments["item"].tolist() == ["Crème"]


def test_an_export_saved_as_a_workbook_is_read_like_its_text(read, tmp_path):
    rows = [payment(1, "2026-01-05", 1234.5), payment(2, "2026-01-06", 50, Status="Failed")]
    book = openpyxl.Workbook()
    book.active.append(["Payments of January"])
    book.active.append(STRIPE)
    for row in rows:
        cells = [row.get(heading, "") for heading in STRIPE]
        cells[1], cells[2] = datetime.datetime.fromisoformat(cells[1]), float(cells[2])
        book.active.append(cells)
    book.save(tmp_path / "saved.xlsx")
    frames, (account,) = read({"saved.xlsx": (tmp_path / "saved.xlsx").read_bytes()})
    assert (account.titles, account.rows_read, account.money()) == (1, 2, {"USD": (1234.5, 50.0)})
    assert frames.payments["paid_on"].iloc[0].date() == datetime.date(2026, 1, 5)
