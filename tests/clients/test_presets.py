"""Presets and benchmarks: what ships in the templates folder."""

from __future__ import annotations

import datetime
import tomllib

import pytest

from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS
from xl_quadrant.business.results import calculate
from xl_quadrant.clients import templates_folder as place
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.errors import BlankArgument, FileError, OutOfDomain, UnknownWord


def test_every_file_of_the_folder_is_a_preset():
    assert {path.stem for path in (templates_folder() / "presets").glob("*.toml")} == set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_whole_quadrant_worth_improving(name):
    client = preset(name)
    today, target = calculate(client.today), calculate(client.target)
    assert client.industry == name
    for scenario, results in ((client.today, today), (client.target, target)):
        assert scenario.products
        assert scenario.services
        assert scenario.continuity
        assert not [cell for cell in results.cells().values() if isinstance(cell, str)]
        assert results["profit_per_show_life"] > results["cost_per_show"]
    assert client.target.prepay.share > client.today.prepay.share
    assert target["cash_per_show_30"] > today["cash_per_show_30"]
    assert target["max_cost_per_show_30"] > today["max_cost_per_show_30"]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_fits_the_rows_of_a_template(name):
    client = preset(name)
    for block in OFFER_BLOCKS:
        assert len({o.name for s in (client.today, client.target) for o in getattr(s, block.name)}) <= 8


@pytest.mark.parametrize(
    ("name", "offers"),
    [
        ("gym", {"Supplements", "Accountability", "Nutrition coaching", "Semi-private training"}),
        ("chiropractic", {"Orthotics", "Special pillow", "Brace"}),
        ("beauty", {"Masks", "Serums", "Creams"}),
        ("med_spa", {"Take-home kit", "CoolSculpting", "Filler", "Microdermabrasion", "Skin tightening"}),
    ],
)
def test_offers_are_the_ones_the_talk_names(name, offers):
    target = preset(name).target
    assert offers <= {offer.name for offer in (*target.products, *target.services)}


def test_a_preset_is_made_out_to_a_client():
    assert preset("gym", " Iron  House ").name == "Iron House"
    assert preset("gym", "Iron House").today == preset("gym").today
    with pytest.raises(BlankArgument):
        preset("gym", " ")
    with pytest.raises(OutOfDomain):
        preset("gym", "x" * 200)


def test_an_unknown_preset_names_the_nearest():
    with pytest.raises(UnknownWord, match='did you mean "med_spa"'):
        preset("medspa")
    with pytest.raises(UnknownWord, match="write one of gym, med_spa"):
        preset("???")


def test_templates_are_found_inside_a_package_and_missed_with_a_plain_word(tmp_path, monkeypatch):
    package = tmp_path / "xl_quadrant"
    (package / "templates" / "presets").mkdir(parents=True)
    monkeypatch.setattr(place, "__file__", str(package / "clients" / "templates_folder.py"))
    assert templates_folder() == package / "templates"
    monkeypatch.setattr(
        place, "__file__", str(tmp_path / "elsewhere" / "xl_quadrant" / "clients" / "templates_folder.py")
    )
    with pytest.raises(FileError, match="install xl-quadrant again"):
        templates_folder()


def test_every_benchmark_has_a_date_a_source_and_says_what_it_measures():
    rows = tomllib.loads((templates_folder() / "benchmarks.toml").read_text(encoding="utf-8"))["benchmark"]
    known = {field.name: field.quantity for field in FIELDS}
    known |= {f"{block.name}_{column.name}": column.quantity for block in OFFER_BLOCKS for column in block.columns}
    assert rows
    assert len({(row["field"], *row["industries"], row["source"]) for row in rows}) == len(rows)
    for row in rows:
        assert set(row) == {
            "field",
            "industries",
            "currency",
            "value",
            "unit",
            "measures",
            "short",
            "source",
            "url",
            "as_of",
        }
        known[row["field"]].check(row["field"], row["value"])
        assert set(row["industries"]) <= {*PRESETS, "all"}
        assert row["url"].startswith("https://")
        assert type(row["as_of"]) is datetime.date
        assert row["measures"].endswith(".")
        assert row["currency"] in ("any", "USD")
        assert row["currency"] == row["unit"][:3] or not row["unit"].startswith("USD")


def test_benchmarks_are_shown_and_never_taken_as_defaults():
    text = (templates_folder() / "benchmarks.toml").read_text(encoding="utf-8")
    shown = {(row["field"], row["value"]) for row in tomllib.loads(text)["benchmark"]}
    assert not shown & {(field.name, field.default) for field in FIELDS}
