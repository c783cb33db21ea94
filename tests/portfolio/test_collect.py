"""Workbooks into one table: which are read, what is read from them, and what is said of the others."""

import io
import math
from dataclasses import replace

import fsspec
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from pandas.testing import assert_frame_equal

from tests.client_strategies import clients
from tests.portfolio.conftest import CLIENTS
from xl_quadrant.business.client_row import flatten
from xl_quadrant.business.lever_gains import fix_first
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.results import calculate
from xl_quadrant.client_book.client_workbook import FilledWorkbook
from xl_quadrant.client_book.contract import SCENARIOS, output_name
from xl_quadrant.clients.client_file import client_from_row
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import FileError
from xl_quadrant.portfolio import collect, one_workbook
from xl_quadrant.portfolio.columns import RESULTS, columns_of, table_of
from xl_quadrant.portfolio.find import Found, workbooks_under
from xl_quadrant.portfolio.first_lever import first_lever
from xl_quadrant.portfolio.one_workbook import STALE, UP_TO_DATE, Unread, read_one, why_stale
from xl_quadrant.portfolio.write import write_portfolio


@pytest.fixture(scope="module")
def collected(folder):
    return collect(folder)


def stored_by_python(client):
    """Return what the workbook of a client says, its results as Python has them."""
    results = {scenario: calculate(getattr(client, scenario)).cells() for scenario in SCENARIOS}
    return FilledWorkbook(client, **results)


def row_of(client, file="a.xlsx"):
    """Return the row of a client whose workbook is as it should be."""
    found = pytest.MonkeyPatch()
    found.setattr(Found, "read", lambda _found: b"")
    found.setattr(one_workbook, "read_workbook", lambda _content, _name: stored_by_python(client))
    try:
        return read_one(Found(file, file))
    finally:
        found.undo()


# Which files


@pytest.fixture
def store(filled):
    """Return the address of a folder of a store, with workbooks in it and other things."""
    system = fsspec.filesystem("memory")
    for name, content in {**filled, "report.csv": b"", ".xlq-batch/1": b"", "north/~$glow.xlsx": b""}.items():
        system.pipe_file(f"/bucket/clients/{name}", content)
    yield "memory://bucket/clients"
    system.rm("/bucket", recursive=True)


def test_a_folder_of_a_store_is_read_as_one_of_this_machine(store, filled, tmp_path):
    for name, content in filled.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    portfolio, local = collect(store), collect(tmp_path)
    names = dict(zip(portfolio.frame["file"], portfolio.frame["name"], strict=True))
    assert names == {
        f"{store}/{file}": name for file, name in zip(local.frame["file"], local.frame["name"], strict=True)
    }
    ours, theirs = (one.frame.drop(columns="file").sort_values("name", ignore_index=True) for one in (portfolio, local))
    assert_frame_equal(ours, theirs)
    write_portfolio(portfolio, tmp_path / "portfolio.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "portfolio.xlsx").worksheets[0]
    assert "in the store" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_one_workbook_of_a_store_beside_a_folder(store, tmp_path, filled):
    (tmp_path / "own.xlsx").write_bytes(filled["glow.xlsx"])
    frame = collect([f"{store}/agency.xlsm", tmp_path, store + "/north"]).frame
    assert [file.rpartition("/")[2] for file in frame["file"]] == [
        "agency.xlsm", "own.xlsx", "spine.XLSX", "iron yard.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "said"),
    [("memory://bucket/nowhere", "holds no workbook"), ("nosuch://bucket/clients", "cannot be reached")],
)
def test_a_store_without_workbooks_or_that_is_not_known_is_said(address, said):
    with pytest.raises(FileError, match=said):
        collect(address)


def test_workbooks_are_found_in_every_folder_but_hidden_ones_and_locks(folder):
    names = [found.name for found in workbooks_under([folder])]
    assert names[:2] == ["agency.xlsm", "glow.xlsx"]
    assert names[2:4] == ["north/iron yard.xlsx", "north/deep/spine.XLSX"]
    assert names[4:] == sorted(names[4:])
    assert set(CLIENTS) <= set(names)
    assert not [name for name in names if "~$" in name or "/." in f"/{name}" or name.endswith(".txt")]


def test_a_file_counts_once_and_the_portfolio_itself_not_at_all(folder):
    one = folder / "glow.xlsx"
    found = list(workbooks_under([folder / "north", one, folder / "north" / ".." / "glow.xlsx"], skip=[]))
    assert [file.path.name for file in found] == ["iron yard.xlsx", "spine.XLSX", "glow.xlsx"]
    assert list(workbooks_under([one], skip=[folder / "north" / ".." / "glow.xlsx"])) == []


def test_links_in_a_circle_end(tmp_path, filled):
    (tmp_path / "a.xlsx").write_bytes(filled["glow.xlsx"])
    try:
        (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "same.xlsx").symlink_to(tmp_path / "a.xlsx")
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert [found.name for found in workbooks_under([tmp_path])] == ["a.xlsx"]


@pytest.mark.parametrize(("place", "said"), [("nowhere", "does not exist"), ("", "holds no workbook")])
def test_a_place_without_workbooks_is_an_error(tmp_path, place, said):
    with pytest.raises(FileError, match=said):
        collect(tmp_path / place)


# What is read


def test_inputs_are_those_that_were_written_and_results_are_python_s(collected):
    rows = collected.frame.set_index("file")
    for name, client in CLIENTS.items():
        row = rows.loc[name]
        assert client_from_row({heading: row.get(heading) for heading in flatten(client)}, name) == client
        assert (row["status"], row["name"]) == (UP_TO_DATE, client.name)
        for scenario in SCENARIOS:
            for metric, expected in calculate(getattr(client, scenario)).cells().items():
                found = row[output_name(metric, scenario)]
                if isinstance(expected, str):
                    assert pd.isna(found)
                    assert f"{output_name(metric, scenario)} {expected}" in row["errors"]
                else:
                    assert found == pytest.approx(expected, rel=1e-9), metric


@settings(max_examples=8)
@given(clients())
def test_every_client_comes_back_equal_through_the_table(client):
    frame = table_of([row_of(client)], 1)
    read_back = pd.read_csv(io.StringIO(frame.to_csv(index=False)), dtype=str, keep_default_na=False).iloc[0]
    numbers = {column.heading for column in columns_of(set(frame)) if frame[column.heading].dtype == "float64"}
    row = {
        name: float(read_back[name]) if name in numbers and read_back[name] else read_back[name]
        for name in flatten(client)
    }
    assert client_from_row(row, "csv") == client
    assert client_from_row({name: frame[name].iloc[0] for name in flatten(client)}, "frame") == client


@settings(max_examples=8)
@given(clients(most_offers=2))
def test_the_first_lever_is_that_of_fix_first(client):
    first = fix_first(client.today, client.target)[0]
    found = first_lever(client)
    if isinstance(first.found, Exception) or not 0 < first.gain < math.inf:
        assert found is None
    else:
        assert found == (first.lever.label, pytest.approx(first.gain, rel=1e-9))


def test_rows_with_other_offers_share_their_columns_in_one_order():
    one = row_of(preset("talk"))
    many = row_of(preset("med_spa"))
    tables = [table_of([one, many, one], size) for size in (1, 2, 100)]
    for table in tables[1:]:
        assert_frame_equal(table, tables[0])
    headings = list(tables[0])
    assert headings == [column.heading for column in columns_of(set(headings))]
    assert headings[0] == "name"
    assert len(headings) == len(set(headings))


def test_an_empty_table_has_every_column_that_all_have():
    empty = table_of([], 1)
    assert len(empty) == 0
    assert set(RESULTS) | {"name", "file", "status", "today_core_price"} <= set(empty)


# Which are stale


def test_stale_workbooks_say_what_does_not_follow(collected):
    stale = collected.stale.set_index("file")["note"]
    assert set(stale.index) == {"odd/typed over.xlsx", "odd/saved by openpyxl.xlsx"}
    assert "out_buyers_today: 18.2 is stored and 46.8 follows" in stale["odd/typed over.xlsx"]
    assert stale["odd/saved by openpyxl.xlsx"].startswith("holds inputs and no results; open it in Excel and save it")
    row = collected.frame.set_index("file").loc["odd/typed over.xlsx"]
    assert row["today_close_rate"] == 0.9, "inputs as they are typed"
    assert row["out_buyers_today"] == pytest.approx(18.2), "results as they are stored"


@settings(max_examples=30)
@given(st.sampled_from(("med_spa", "talk", "gym")), st.sampled_from(METRICS), st.sampled_from(SCENARIOS))
def test_any_result_that_does_not_follow_is_noticed_and_rounding_is_not(name, metric, scenario):
    filled = stored_by_python(preset(name))
    results = getattr(filled, scenario)
    assert why_stale(filled) == ""
    value = results[metric.name]
    others = [None, "#REF!", value is not True]
    if type(value) is float:
        rounded = replace(filled, **{scenario: {**results, metric.name: value * (1 + 1e-10)}})
        assert why_stale(rounded) == ""
        others += [value + 1, value * (1 + 1e-8) + 1e-6]
    for other in others:
        changed = replace(filled, **{scenario: {**results, metric.name: other}})
        assert output_name(metric.name, scenario) in why_stale(changed)


def test_a_target_that_nobody_filled_in_is_not_stale():
    client = preset("talk").model_copy(update={"target": preset("talk").today})
    filled = stored_by_python(client)
    blank = dict.fromkeys(filled.target)
    assert why_stale(replace(filled, target=blank)) == ""
    assert why_stale(replace(filled, today=blank)) != ""
    assert why_stale(replace(stored_by_python(preset("med_spa")), target=blank)) != ""


# What is no row


def test_what_is_no_client_s_workbook_is_said_file_by_file_and_stops_nothing(collected):
    kinds = {one.file: one.kind for one in collected.unread}
    assert kinds == {
        "odd/blank.xlsx": "not filled in",
        "odd/cut.xlsx": "damaged",
        "odd/empty.xlsx": "damaged",
        "odd/functions.xlsx": "not ours",
        "odd/lacking.xlsx": "incomplete",
        "odd/text.xlsx": "damaged",
        "odd/wrong.xlsx": "invalid inputs",
    }
    reasons = {one.file: one.reason for one in collected.unread}
    assert "out_cac_today" in reasons["odd/lacking.xlsx"]
    assert reasons["odd/wrong.xlsx"].startswith(
        "2 fields are wrong: today.close_rate: 50 is above 1; write 50% or 0.5;"
    )
    assert not set(kinds) & set(collected.frame["file"])


def test_a_mistake_of_ours_in_one_workbook_stops_no_other(folder, monkeypatch):
    def stumble(_content, name):
        if name == "glow.xlsx":
            raise RecursionError("too deep")
        return stored_by_python(preset("talk"))

    monkeypatch.setattr(one_workbook, "read_workbook", stumble)
    portfolio = collect(folder)
    assert Unread("glow.xlsx", "damaged", "unexpected RecursionError: too deep; please report it") in portfolio.unread
    assert len(portfolio.frame) > 5


def test_several_processes_read_what_one_reads(folder, collected):
    told = []
    other = collect([folder], jobs=2, told=lambda done, count: told.append((done, count)))
    assert_frame_equal(other.frame, collected.frame)
    assert other.unread == collected.unread
    count = len(collected.frame) + len(collected.unread)
    assert told == [(done, count) for done in range(1, count + 1)]


def test_the_status_is_a_word():
    assert (UP_TO_DATE, STALE) == ("up to date", "stale")
