"""Stripe's payments, GoHighLevel's appointments and Meta's spend become a client file, a workbook and a report."""

import datetime

import pytest
from exports_in_shape import JANUARY, med_spa

import xl_quadrant
from xl_quadrant.clients.client_file import read_client
from xl_quadrant.errors import InvalidClient
from xl_quadrant.records.measured_client import toml_of


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    texts = med_spa()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


@pytest.fixture(scope="module")
def found(files):
    return xl_quadrant.actuals(files, timezone="America/New_York", first=JANUARY, last=datetime.date(2026, 3, 31),
                               as_of=datetime.date(2026, 10, 31))  # fmt: skip


def test_the_funnel_is_counted_by_hand(found):
    values = {path: one.value for path, one in found.inputs.items()}
    assert values["show_rate"] == 30 / 40
    assert values["close_rate"] == 12 / 30
    assert values["cost_per_lead"] == 40 * 50 / 160
    assert values["booking_rate"] == 40 / 160
    assert values["leads_per_month"] == pytest.approx(160 / (90 / 30.4375))


def test_what_is_sold_is_told_by_how_it_is_paid(found):
    kinds = {name: item.kind for name, item in found.items.items()}
    assert kinds == {"Total beauty package": "core", "Maintenance": "continuity", "Facial": "front_end"}
    values = {path: one.value for path, one in found.inputs.items()}
    assert (values["core.price"], values["core.down_payment"], values["core.installments"]) == (2400, 600, 6)
    assert values["core.default_rate"] == 0
    assert values["front_end.list_price"] == 120
    assert values["continuity.Maintenance.price"] == 149


def test_a_member_who_pays_no_more_has_left(found):
    assert found.continuity[0].members == 0
    months = [1 + number % 6 for number in range(40) if number % 4 and number % 5 < 2 and number % 2]
    assert found.inputs["continuity.Maintenance.churn"].n == found.continuity[0].price.n
    assert sorted(found.continuity[0].lives.until.tolist()) == sorted(months)


def test_the_client_file_is_read_again_as_it_was_measured(found, tmp_path):
    (tmp_path / "glow.toml").write_text(toml_of(found.tables), encoding="utf-8")
    client = read_client(tmp_path / "glow.toml")
    assert client.today == found.client.today
    assert client.measured == found.client.measured
    assert client.measured["close_rate"].n == 30
    assert client.measured["close_rate"].source == "unified_payments.csv × appointments.csv"


def test_what_was_typed_stays_where_nothing_is_measured(files):
    typed = {
        "name": "Glow Med Spa",
        "today": {"cost_per_lead": 1, "core": {"name": "Ours", "price": 1, "unit_cost": 700},
                  "costs": {"commission_rate": 0.05},
                  "products": [{"name": "Kit", "price": 50, "take_rate": 0.5}]},
        "target": {"close_rate": 0.6},
    }  # fmt: skip
    found = xl_quadrant.actuals(files, into=typed, as_of=datetime.date(2026, 10, 31), first=JANUARY)
    client = found.client
    assert (client.name, client.today.core.name, client.today.core.unit_cost) == ("Glow Med Spa", "Ours", 700)
    assert (client.today.costs.commission_rate, client.target.close_rate) == (0.05, 0.6)
    assert client.today.products[0].price == 50
    assert client.today.cost_per_lead == 12.5
    assert "costs.commission_rate" in found.typed


def test_what_is_missing_is_named(files):
    found = xl_quadrant.actuals(files[:1], as_of=datetime.date(2026, 10, 31))
    assert found.measured.missing() == ["leads_per_month", "cost_per_lead", "booking_rate", "show_rate", "close_rate"]
    with pytest.raises(InvalidClient, match="show_rate: blank"):
        _ = found.client


def test_cohorts_are_those_of_a_sheet_by_hand(found):
    table = found.cohorts.set_index(found.cohorts["month"].astype(str))
    numbers = [n for n in range(16) if n % 4]
    buyers = [n for n in numbers if n % 5 < 2]
    fee = {amount: round(0.029 * amount + 0.3, 2) for amount in (120, 600, 300, 149)}
    day_0 = sum(120 - fee[120] for _ in numbers) + sum(600 - fee[600] for _ in buyers)
    day_0 += sum(149 - fee[149] for n in buyers if n % 2)
    assert table.loc["2026-01", "shows"] == len(numbers)
    assert table.loc["2026-01", "show_0"] == pytest.approx(day_0 / len(numbers))
    by_60 = day_0 + sum(300 - fee[300] for _ in buyers) + sum(149 - fee[149] for n in buyers if n % 2 and n % 6)
    assert table.loc["2026-01", "show_30"] == pytest.approx(day_0 / len(numbers))
    assert table.loc["2026-01", "show_60"] == pytest.approx(by_60 / len(numbers))
    assert table.loc["2026-01", "buyer_60"] == pytest.approx(by_60 / len(buyers))
    assert table.loc["2026-01", "show_360"] != table.loc["2026-01", "show_360"]


def test_every_row_is_accounted_for(found):
    table = found.reconciliation
    assert table[table["reason"].str.contains("totals")]["money"].tolist() == [2000]
    assert table[table["became"] == "used"].groupby("file")["rows"].sum().to_dict() == {
        "unified_payments.csv": len(found.payments), "appointments.csv": 40, "meta.csv": 40,
    }  # fmt: skip


def test_no_person_is_named_unless_it_is_asked_for(files, found):
    assert not {"email", "name", "phone"} & set(found.payments)
    named = xl_quadrant.actuals(files, with_people=True, as_of=datetime.date(2026, 10, 31))
    assert "p1@example.com" in set(named.payments["email"])
    assert "example.com" not in toml_of(named.tables)
