"""``xlq collect``: what it writes, what it says, and how it ends."""

import json

import pandas as pd
import pytest

from xl_quadrant.client_book.fill import fill
from xl_quadrant.package.parts import Package
from xl_quadrant.portfolio import collect


@pytest.fixture
def clients(tmp_path, talk_workbook):
    """Return a folder with one good workbook."""
    folder = tmp_path / "clients"
    folder.mkdir()
    (folder / "talk.xlsx").write_bytes(talk_workbook[0].read_bytes())
    return folder


@pytest.mark.parametrize("name", ["portfolio.csv", "portfolio.parquet", "Portfolio.XLSX"])
def test_each_kind_of_file_holds_the_table(xlq, tmp_path, clients, name):
    ended = xlq("collect", "clients", "-o", name)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"{name} is written: 1 collected, 0 of them stale, 0 not read\n"
    read = {".csv": pd.read_csv, ".parquet": pd.read_parquet}.get((tmp_path / name).suffix)
    frame = (
        read(tmp_path / name) if read else pd.read_excel(tmp_path / name, sheet_name="All figures", engine="calamine")
    )
    assert list(frame) == list(collect(clients).frame)
    assert frame["out_cash_per_show_30_today"][0] == pytest.approx(609)


def test_what_could_not_be_read_is_a_line_each_and_exit_code_3(xlq, clients):
    (clients / "broken.xlsx").write_text("hello")
    typed = fill(Package((clients / "talk.xlsx").read_bytes()), {"in_close_rate_today": 0.9})
    (clients / "typed.xlsx").write_bytes(typed)
    ended = xlq("collect", "clients", "-o", "out.csv")
    assert ended.code == 3
    assert ended.out == "out.csv is written: 2 collected, 1 of them stale, 1 not read\n"
    stale, broken = ended.err.splitlines()
    assert stale.startswith("xlq: typed.xlsx: stale: ")
    assert broken == "xlq: broken.xlsx: damaged: is not an Excel workbook; give an .xlsx or .xlsm file"
    ended = xlq("collect", "clients", "-o", "out.csv", "--force", "--json")
    answer = json.loads(ended.out)
    assert (ended.code, answer["clients"], answer["file"]) == (3, 2, "out.csv")
    assert [one["file"] for one in answer["stale"]] == ["typed.xlsx"]
    assert answer["unread"][0]["kind"] == "damaged"


def test_the_portfolio_itself_is_not_collected_and_is_replaced_with_force_only(xlq, clients):
    (clients / "portfolio.xlsx").write_bytes(b"an old one")
    refused = xlq("collect", "clients", "-o", "clients/portfolio.xlsx")
    assert (refused.code, "is there already" in refused.err) == (1, True)
    assert (clients / "portfolio.xlsx").read_bytes() == b"an old one"
    ended = xlq("collect", "clients", "-o", "clients/portfolio.xlsx", "--force")
    assert (ended.code, ended.err) == (0, "")


@pytest.mark.usefixtures("clients")
def test_on_a_terminal_the_progress_is_on_stderr_and_nothing_of_it_elsewhere(xlq, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    ended = xlq("collect", "clients", "-o", "out.csv")
    assert (ended.code, ended.out) == (0, "out.csv is written: 1 collected, 0 of them stale, 0 not read\n")
    assert "Workbooks read" in ended.err
    assert "1/1" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["clients"], 2, "--output"),
        (["-o", "out.csv"], 2, "DIR"),
        (["clients", "-o", "s3://bucket/out.csv"], 1, "is written to this machine: name a path here"),
        (["clients", "-o", "out.ods"], 1, "out.ods: does not say what it is to be; end its name in .xlsx or "),
        (["nowhere", "-o", "out.csv"], 1, "nowhere: does not exist"),
        (["clients/empty", "-o", "out.csv"], 1, "holds no workbook"),
        (["clients", "-o", "nowhere/out.csv"], 1, "is in a folder that does not exist"),
        (["clients", "-o", "out.csv", "--jobs", "0"], 2, "--jobs"),
    ],
)
def test_each_mistake_is_one_clear_line(xlq, tmp_path, clients, arguments, code, said):
    (clients / "empty").mkdir()
    ended = xlq("collect", *arguments)
    assert said in ended.err
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert not list(tmp_path.glob("out*"))
