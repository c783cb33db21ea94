"""The oracle: what one show brings and costs, one payment at a time, straight from the definitions."""


def payments(s):
    """Yield (day, cash, cost, part) of one show, each times its probability: the definitions, one payment at a time."""
    kept = 1 - s.costs.card_fee_rate - s.costs.refund_rate

    def banked(amount):
        return kept * amount - (s.costs.card_fixed_fee if amount > 0 else 0)

    price = {
        "free": 0,
        "discount": s.front_end.list_price * (1 - s.front_end.discount),
        "value": s.front_end.list_price,
    }
    yield 0, s.front_end.paying_share * banked(price[s.front_end.offer]), s.front_end.unit_cost, "front"
    buys = s.close_rate
    prepays, finances = buys * s.prepay.share, buys * s.financing.share
    on_terms = buys - prepays - finances
    prepaid = s.core.price * (1 - s.prepay.discount)
    yield 0, prepays * banked(prepaid), prepays * s.costs.commission_rate * prepaid, "package"
    financed = s.core.price * (1 - s.financing.merchant_fee - s.costs.refund_rate)
    financed -= s.financing.fixed_fee if s.core.price > 0 else 0
    yield 0, finances * financed, finances * s.costs.commission_rate * s.core.price, "package"
    yield 0, 0, buys * s.core.unit_cost + on_terms * s.costs.commission_rate * s.core.price, "package"
    if s.core.installments == 0:
        yield 0, on_terms * banked(s.core.price), 0, "package"
    else:
        yield 0, on_terms * banked(s.core.down_payment), 0, "package"
        paying = on_terms
        for number in range(1, int(s.core.installments) + 1):
            paying *= 1 - s.core.default_rate
            yield 30 * number, paying * banked((s.core.price - s.core.down_payment) / s.core.installments), 0, "package"
    for part in ("products", "services"):
        for row in getattr(s, part):
            sale = buys * row.take_rate
            yield 0, sale * row.price * kept, sale * (row.unit_cost + s.costs.commission_rate * row.price), part
    for row in s.continuity:
        for day, members in staying(row):
            yield (
                day,
                buys * row.take_rate * members * banked(row.price),
                buys * row.take_rate * members * row.unit_cost,
                "continuity",
            )


def staying(row):
    """Yield (day, share of members who make the payment), payment after payment, until hardly anyone is left."""
    members, number = 1.0, 0
    while members > 1e-18:
        yield row.start_day + row.every_days * number, members
        number += 1
        early = row.later_churn is None or not row.early_payments or number <= row.early_payments
        members *= 1 - (row.churn if early else row.later_churn)
