"""What `xlq new` does when asked for more: a blank form, the printed pages, our functions as names."""

from pathlib import Path

import pytest

from xl_quadrant.client_book import libreoffice
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names


def test_a_blank_form_is_the_template_itself(xlq):
    ended = xlq("new", "--blank", "-o", "form.xlsx")
    assert (ended.code, ended.err) == (0, "")
    assert "form.xlsx is written" in ended.out
    assert Path("form.xlsx").read_bytes() == template_bytes()


def test_a_blank_form_may_carry_a_name_and_still_has_dashes_and_no_errors(xlq):
    assert xlq("new", "--blank", "--name", "=Workshop", "-o", "form.xlsx").code == 0
    names = read_names(Package(Path("form.xlsx").read_bytes()))
    assert names["in_client_name"] == "=Workshop"
    results = {name: value for name, value in names.items() if name.startswith("out_")}
    flat = [cell for value in results.values() for cell in (value if isinstance(value, list) else [value])]
    assert not [cell for cell in flat if str(cell).startswith("#")]
    assert names["out_cash_per_show_30_today"] == "–"


@pytest.mark.parametrize("other", [("--preset", "gym"), ("client.toml",)])
def test_a_blank_form_is_not_made_of_a_client(xlq, other):
    ended = xlq("new", *other, "--blank", "-o", "form.xlsx")
    assert ended.code == 2
    assert "give one of these, not two" in ended.err
    assert not Path("form.xlsx").exists()


@pytest.mark.libreoffice
def test_the_printed_pages_stand_beside_the_workbook(xlq):
    ended = xlq("new", "--preset", "talk", "-o", "talk.xlsx", "--pdf")
    assert (ended.code, ended.err) == (0, "")
    assert "talk.xlsx and talk.pdf are written" in ended.out
    assert Path("talk.pdf").read_bytes().startswith(b"%PDF")
    again = xlq("new", "--preset", "talk", "-o", "other.xlsx", "--pdf")
    assert again.code == 0
    Path("other.xlsx").unlink()
    assert xlq("new", "--preset", "talk", "-o", "other.xlsx", "--pdf").code == 1, "other.pdf is there already"
    assert not Path("other.xlsx").exists()


def test_without_libreoffice_it_says_how_to_get_it_and_writes_nothing(xlq, monkeypatch):
    monkeypatch.setattr(libreoffice.shutil, "which", lambda _program: None)
    monkeypatch.setattr(libreoffice, "_USUAL_PLACES", ())
    ended = xlq("new", "--preset", "talk", "-o", "talk.xlsx", "--pdf")
    assert ended.code == 1
    assert "libreoffice.org" in ended.err
    assert not Path("talk.xlsx").exists()


def test_the_functions_go_along_as_names_where_they_are_asked_for(xlq):
    assert xlq("new", "--preset", "talk", "-o", "plain.xlsx").code == 0
    assert xlq("new", "--preset", "talk", "--functions", "-o", "with.xlsx").code == 0
    plain, given = (Package(Path(name).read_bytes()) for name in ("plain.xlsx", "with.xlsx"))
    added = given.formula_names.keys() - plain.formula_names.keys()
    assert len(added) >= 34
    assert all(given.formula_names[name].startswith("_xlfn.LAMBDA(") for name in added)
    unlike = [part for part in plain.parts if plain.part(part) != given.part(part)]
    assert unlike == [plain.workbook_part]
