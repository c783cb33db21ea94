"""Clients at the edges of what a workbook is filled with: huge amounts, the longest names, hardly anything, a loss."""

from xl_quadrant.clients.client_file import client_from_mapping

FUNNEL = {"leads_per_month": 100, "cost_per_lead": 40, "booking_rate": 0.5, "show_rate": 0.8, "close_rate": 0.5}


def euro_gym():
    today = {
        "core": {"name": "Sechs Wochen", "price": 599, "unit_cost": 150, "down_payment": 199, "installments": 2},
        "prepay": {"share": 0.2},
        "products": [{"name": "Shake", "price": 40, "unit_cost": 10, "take_rate": 0.4}],
        "continuity": [
            {"name": "Mitgliedschaft", "price": 59.9, "unit_cost": 20, "take_rate": 0.6, "churn": 0.05, "start_day": 42}
        ],
    }
    return _client("Eisenwerk", "gym", "EUR", today, {"close_rate": 0.6})


def huge_yen_chiropractor():
    today = {
        "leads_per_month": 20,
        "cost_per_lead": 4e7,
        "core": {"name": "Care plan", "price": 3.31e10, "unit_cost": 5e9, "down_payment": 5e9, "installments": 12},
        "prepay": {"share": 0.3},
        "financing": {"share": 0.2, "merchant_fee": 0.1},
        "products": [{"name": "Pillow", "price": 3.31e10, "unit_cost": 1e9, "take_rate": 0.4}],
        "services": [{"name": "Massage", "price": 2e9, "unit_cost": 1e9, "take_rate": 0.4}],
        "continuity": [
            {"name": "Adjustments", "price": 9e8, "unit_cost": 2e8, "take_rate": 0.6, "churn": 0.05, "start_day": 30}
        ],
    }
    return _client("東京カイロプラクティック", "chiropractic", "JPY", today, {"close_rate": 0.7, "show_rate": 0.9})


def longest_names():
    name = ("Mammoth wellness programme " * 3)[:59]

    def offers(**more):
        return [
            {"name": f"{name}{number}", "price": 1500 + number, "unit_cost": 300, "take_rate": number / 10, **more}
            for number in range(1, 9)
        ]

    today = {
        "core": {"name": name, "price": 20000, "down_payment": 500, "installments": 11},
        "prepay": {"share": 0.3},
        "financing": {"share": 0.3, "merchant_fee": 0.1},
        "products": offers(),
        "services": offers(),
        "continuity": offers(churn=0.1, start_day=90),
    }
    return _client((name + " and twenty letters more")[:80], "med_spa", "CHF", today, {"close_rate": 0.6})


def only_a_core_price():
    return _client("Solo", "agency", "USD", {"core": {"price": 3000}}, {"close_rate": 0.6})


def only_today():
    today = {
        "core": {"name": "Aligners", "price": 4500, "unit_cost": 1700, "down_payment": 900, "installments": 12},
        "products": [{"name": "Whitening kit", "price": 120, "unit_cost": 40, "take_rate": 0.2}],
        "continuity": [{"name": "Care", "price": 39, "unit_cost": 15, "take_rate": 0.3, "churn": 0.04}],
    }
    return _client("Today only", "dental", "USD", today, {})


def a_loss():
    today = {
        "cost_per_lead": 200,
        "close_rate": 0.05,
        "core": {"name": "Facials", "price": 100, "unit_cost": 180},
        "services": [{"name": "Light", "price": 10, "unit_cost": 50, "take_rate": 0.5}],
    }
    return _client("Losing", "beauty", "GBP", today, {"close_rate": 0.1})


EXTREME_CLIENTS = {
    made.__name__: made
    for made in (euro_gym, huge_yen_chiropractor, longest_names, only_a_core_price, only_today, a_loss)
}


def _client(name, industry, currency, today, target):
    client = {"name": name, "industry": industry, "currency": currency, "today": FUNNEL | today, "target": target}
    return client_from_mapping(client, name)
