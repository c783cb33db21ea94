"""
Businesses made up with known truth, and how often the range of each measured input holds it.

``python simulated_businesses.py`` writes ``tests/golden/coverage.md`` anew, from 300 businesses.
"""

import datetime
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from exports_in_shape import APPOINTMENTS, META, STRIPE, appointment, payment, spent, text_of

from xl_quadrant.records.measurement import actuals

GOLDEN = Path(__file__).parents[1] / "golden" / "coverage.md"
BUSINESSES = 300
SEED = 1
FIRST, DAYS = datetime.date(2024, 7, 1), 790
AS_OF = FIRST + datetime.timedelta(DAYS - 1)
INSTALLMENTS = 6


def truth_of(random):
    """Return what a business is really like."""
    return {
        "leads_per_month": random.uniform(60, 160),
        "cost_per_lead": random.uniform(15, 60),
        "booking_rate": random.uniform(0.25, 0.5),
        "show_rate": random.uniform(0.5, 0.85),
        "close_rate": random.uniform(0.2, 0.6),
        "front_end.paying_share": random.uniform(0.6, 0.95),
        "core.default_rate": random.uniform(0.01, 0.06),
        "prepay.share": random.uniform(0.1, 0.4),
        "products.Kit.price": random.uniform(80, 200),
        "products.Kit.take_rate": random.uniform(0.2, 0.7),
        "continuity.Maintenance.take_rate": random.uniform(0.3, 0.7),
        "continuity.Maintenance.churn": random.uniform(0.04, 0.12),
        "costs.refund_rate": random.uniform(0.005, 0.04),
    }


def exports_of(truth, random):
    """Return the exports of a business: appointments, payments and spend."""
    visits, paid, spend = [], [], []
    number = 0
    for offset in range(DAYS):
        day = FIRST + datetime.timedelta(offset)
        leads = random.poisson(truth["leads_per_month"] / 30.4375)
        cost = truth["leads_per_month"] / 30.4375 * truth["cost_per_lead"]
        spend.append(spent(day, f"{cost:.2f}", Results=str(leads)))
        for _ in range(random.binomial(leads, truth["booking_rate"])):
            number += 1
            email = f"p{number}@example.com"
            shown = random.random() < truth["show_rate"]
            visits.append(appointment(number, day, "showed" if shown else "noshow", email))
            if shown:
                paid += [(when, amount, email, item) for when, amount, item in _payments(truth, day, random)]
    paid = [line for line in paid if line[0] <= AS_OF]
    rows = []
    for number, (when, amount, email, item) in enumerate(sorted(paid)):
        back = {}
        if random.random() < truth["costs.refund_rate"]:
            back = {"Amount Refunded": f"{amount:.2f}", "Converted Amount Refunded": f"{amount:.2f}",
                    "Refunded date (UTC)": f"{when} 20:00:00"}  # fmt: skip
        rows.append(payment(number, when, amount, email, Description=item, **back))
    return {"a.csv": text_of(APPOINTMENTS, visits), "p.csv": text_of(STRIPE, rows), "m.csv": text_of(META, spend)}


def _payments(truth, day, random):
    """Yield what one show pays."""
    if random.random() < truth["front_end.paying_share"]:
        yield day, 99, "Facial"
    if random.random() >= truth["close_rate"]:
        return
    if random.random() < truth["prepay.share"]:
        yield day, 2160, "Package"
    else:
        yield day, 600, "Package"
        for month in range(1, INSTALLMENTS + 1):
            if random.random() < truth["core.default_rate"]:
                break
            yield day + datetime.timedelta(30 * month), 300, "Package"
    if random.random() < truth["products.Kit.take_rate"]:
        yield day, round(truth["products.Kit.price"] * random.uniform(0.7, 1.3), 2), "Kit"
    if random.random() < truth["continuity.Maintenance.take_rate"]:
        for month in range(40):
            yield day + datetime.timedelta(30 * month), 149, "Maintenance"
            if random.random() < truth["continuity.Maintenance.churn"]:
                return


def recovered(seed):
    """Return, for each input of one business, whether its range holds the truth; None where it was not measured."""
    random = np.random.default_rng([SEED, seed])
    truth = truth_of(random)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in exports_of(truth, random).items():
            Path(folder, name).write_text(text, encoding="utf-8")
        (Path(folder) / "map.toml").write_text('[items]\nKit = "product"\n', encoding="utf-8")
        files = [Path(folder, name) for name in ("a.csv", "p.csv", "m.csv")]
        found = actuals(files, map=Path(folder, "map.toml"), as_of=AS_OF)
    known = {path: found.inputs.get(path) for path in truth}
    return {path: one and one.low <= truth[path] <= one.high for path, one in known.items()}


def coverage(businesses):
    """Return how often each input was measured, and how often its range held the truth."""
    held, measured = Counter(), Counter()
    for seed in range(businesses):
        for path, holds in recovered(seed).items():
            measured[path] += holds is not None
            held[path] += bool(holds)
    return {path: (measured[path], held[path]) for path in measured}


def page(table, day):
    """Return the table as markdown."""
    lines = [
        "# How often the range of a measured input holds the truth",
        "",
        f"{BUSINESSES} made-up businesses of {DAYS} days, each with a truth of its own, written as Stripe, GoHighLevel "
        f"and Meta export them and read by `actuals`; seed {SEED}, {day}. Ranges are to hold 90%; by chance alone the "
        f"share of {BUSINESSES} lies between 87% and 93% nineteen times in twenty.",
        "",
        "| input | measured | held | share |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [f"| `{path}` | {count} | {held} | {held / count:.1%} |" for path, (count, held) in table.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    GOLDEN.write_text(page(coverage(BUSINESSES), datetime.datetime.now(tz=datetime.UTC).date()), encoding="utf-8")
    sys.exit()
