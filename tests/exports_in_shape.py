"""Small made-up exports in the shapes that real ones have."""

import csv
import datetime
import io

STRIPE = """id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded
Converted Currency,Decline Reason,Description,Fee,Refunded date (UTC),Statement Descriptor,Status,Seller Message
Taxes On Fee,Card ID,Customer ID,Customer Description,Customer Email,Invoice ID,Transfer"""
STRIPE_OLD = """id,Description,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount
Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID
Customer Description,Customer Email,Captured,Card ID,Card Last4
Card Brand,Disputed Amount,Dispute Status,Invoice ID,Transfer,clinic (metadata)"""
APPOINTMENTS = """Appointment Id,Contact Id,Contact Name,Email,Phone,Appointment Status,Start Time,Date Added,Source"""
JANUARY = datetime.date(2026, 1, 1)
META = """Reporting starts,Reporting ends,Campaign name,Ad set name,Ad name,Amount spent (USD),Impressions,Reach
Link clicks,Results,Result indicator,Cost per results"""

STRIPE, STRIPE_OLD, APPOINTMENTS, META = (
    names.replace("\n", ",").split(",") for names in (STRIPE, STRIPE_OLD, APPOINTMENTS, META)
)


def columns(names):
    """Return headings that are written in one text."""
    return names.split(",")


def text_of(headings, rows, separator=",", above=()):
    """Return rows as a text with these headings; what a row does not name is blank."""
    out = io.StringIO()
    for line in above:
        out.write(line + "\n")
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([row.get(heading, "") for heading in headings])
    return out.getvalue()


def payment(number, day, amount, email="ana@example.com", **more):
    """Return a row of Stripe's payments."""
    row = {
        "id": f"ch_{number}",
        "Created date (UTC)": f"{day} 14:36:09",
        "Created (UTC)": f"{day} 14:36:09",
        "Amount": f"{amount:.2f}",
        "Amount Refunded": "0.00",
        "Currency": "usd",
        "Captured": "true",
        "Converted Amount": f"{amount:.2f}",
        "Converted Amount Refunded": "0.00",
        "Converted Currency": "usd",
        "Description": "Total beauty package",
        "Fee": f"{0.029 * amount + 0.3:.2f}",
        "Status": "Paid",
        "Taxes On Fee": "0.00",
        "Customer Email": email,
    }
    return row | more


def appointment(number, starts, state="showed", email="ana@example.com", **more):
    """Return a row of GoHighLevel's appointments."""
    row = {
        "Appointment Id": f"ap_{number}",
        "Contact Name": "Ana Ruiz",
        "Email": email,
        "Appointment Status": state,
        "Start Time": f"{starts}T15:00:00-05:00",
        "Date Added": f"{starts}T09:00:00-05:00",
    }
    return row | more


def spent(day, amount, **more):
    """Return a row of Meta's report by day."""
    row = {"Reporting starts": day, "Reporting ends": day, "Campaign name": "Facials", "Ad name": "One"}
    return row | {"Amount spent (USD)": amount, "Results": "4", "Result indicator": "actions:lead"} | more


def write(folder, name, text, encoding="utf-8"):
    """Write an export."""
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def med_spa():
    """Return exports of forty bookings: thirty shown, twelve bought in parts, eight of them join."""
    visits, paid, spend = [], [], []
    for number in range(40):
        day = JANUARY + datetime.timedelta(2 * number)
        email = f"p{number}@example.com"
        state = "showed" if number % 4 else "noshow"
        visits.append(appointment(number, day, state, email, **{"Contact Name": f"Person {number}"}))
        spend.append(spent(day, "50.00"))
        if state == "noshow":
            continue
        paid.append((day, 120, email, "Facial"))
        if number % 5 < 2:
            paid.append((day, 600, email, "Total beauty package"))
            paid += [(day + datetime.timedelta(30 * k), 300, email, "Total beauty package") for k in range(1, 7)]
            if number % 2:
                paid += [(day + datetime.timedelta(30 * k), 149, email, "Maintenance") for k in range(1 + number % 6)]
    paid.sort()
    rows = [payment(n, day, amount, email, Description=item) for n, (day, amount, email, item) in enumerate(paid)]
    total = {"Amount spent (USD)": "2000.00"}
    return {
        "unified_payments.csv": text_of(STRIPE, rows),
        "appointments.csv": text_of(APPOINTMENTS, visits),
        "meta.csv": text_of(META, [total, *spend]),
    }
