"""``xlq update``: new figures in one workbook, many or a folder; the old file is kept, and what changes is told."""

import shutil

import pytest

from xl_quadrant.client_book.client_workbook import make_workbook, read_workbook
from xl_quadrant.clients.presets import preset

FIGURES = 'name = "Glow"\n[today]\nclose_rate = 0.5\n'


@pytest.fixture(scope="module")
def glow(tmp_path_factory):
    path = tmp_path_factory.mktemp("glow") / "glow.xlsx"
    path.write_bytes(make_workbook(preset("med_spa", "Glow")))
    return path


@pytest.fixture
def book(glow, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "glow.toml").write_text(FIGURES, "utf-8")
    return shutil.copy(glow, tmp_path / "glow.xlsx")


def close_rate(path):
    return read_workbook(path.read_bytes(), "book").client.today.close_rate


def test_a_book_is_updated_in_place_and_the_old_one_kept(xlq, book, tmp_path, glow):
    done = xlq("update", "glow.xlsx", "--from", "glow.toml")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == [
        "glow.xlsx: 1 input changed; glow.xlsx is written",
        "  Funnel: Close rate, today: 35% → 50%",
    ]
    assert close_rate(book) == 0.5
    assert (tmp_path / "glow (before).xlsx").read_bytes() == glow.read_bytes()
    again = xlq("update", "glow.xlsx", "--from", "glow.toml", "--json")
    assert again.answer == [{"book": "glow.xlsx", "written": None, "changes": [], "left": []}]


def test_a_dry_run_writes_nothing(xlq, book, tmp_path, glow):
    done = xlq("update", "glow.xlsx", "--from", "glow.toml", "--dry-run")
    assert done.out.startswith("glow.xlsx: 1 input would change; nothing is written\n")
    assert book.read_bytes() == glow.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["glow.toml", "glow.xlsx"]


@pytest.mark.usefixtures("book")
def test_a_folder_is_updated_from_a_roster_and_who_is_not_in_it_is_said(xlq, tmp_path, glow):
    books, roster = tmp_path / "books", tmp_path / "roster.csv"
    books.mkdir()
    shutil.copy(glow, books / "one.xlsx")
    (books / "two.xlsx").write_bytes(make_workbook(preset("gym", "Iron")))
    roster.write_text("name,today_close_rate\nglow,45%\n", "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    done = xlq("update", "books", "--from", "roster.csv", "-o", "out")
    assert done.code == 3
    assert done.err == "xlq: two.xlsx: is the workbook of Iron, and roster.csv has no such row\n"
    assert close_rate(out / "one.xlsx") == 0.45
    assert not (out / "two.xlsx").exists()
    assert (books / "one.xlsx").read_bytes() == glow.read_bytes()


def test_a_newer_template_and_no_old_file_if_told(xlq, book, tmp_path):
    shutil.copy(tmp_path / "glow.xlsx", tmp_path / "newer.xlsx")
    done = xlq("update", "glow.xlsx", "--template", "newer.xlsx", "--from", "glow.toml", "--no-keep")
    assert done.code == 0
    assert close_rate(book) == 0.5
    assert not (tmp_path / "glow (before).xlsx").exists()


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["glow.xlsx"], 2, "give --from with new figures, --template with a newer template, or both"),
        (["glow.xlsx", "--from", "nowhere.toml"], 1, "nowhere.toml: does not exist"),
        (["nowhere.xlsx", "--from", "glow.toml"], 1, "nowhere.xlsx: does not exist; check the path"),
        (["glow.xlsx", "--from", "glow.toml", "-o", "nowhere"], 1, "nowhere: is no folder; make it first"),
    ],
)
def test_each_mistake_is_one_clear_line(xlq, arguments, code, said):
    done = xlq("update", *arguments)
    assert done.code == code
    assert said in done.err
    assert done.err.count("\n") == 1
