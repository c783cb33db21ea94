"""A batch: a workbook for each row, a report of all, nothing lost."""

import csv
from dataclasses import replace

import pytest
from bare_template import bare_template
from roster_files import SMALL, csv_roster, small_rows

from xl_quadrant.batch import batch
from xl_quadrant.batch.batch_report import MOST_FAILURES
from xl_quadrant.client_book.client_workbook import make_workbook
from xl_quadrant.clients.client_file import client_from_names
from xl_quadrant.clients.example_roster import example_roster
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.clients.rosters import open_roster
from xl_quadrant.errors import ArgumentError, FileError, FileExists, InvalidRoster, InvalidWorkbook
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names


def report_of(folder):
    """Return the lines of a report below its headings."""
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def workbooks_in(folder):
    """Return what each workbook in a folder holds, by its name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix.startswith(".xls")}


def test_each_client_has_the_workbook_that_is_made_for_it_alone(tmp_path):
    (tmp_path / "example.csv").write_bytes(example_roster(".csv"))
    report = batch(tmp_path / "example.csv", tmp_path / "out", jobs=1)
    assert (report.made, report.kept, report.failed) == (len(PRESETS), 0, 0)
    files = [line["file"] for line in report_of(tmp_path / "out")]
    for file, name in zip(files, PRESETS, strict=True):
        names = read_names(Package((tmp_path / "out" / file).read_bytes()))
        assert client_from_names(names, name) == preset(name)
    assert (tmp_path / "out" / files[-1]).read_bytes() == make_workbook(preset(PRESETS[-1]))


def test_a_template_of_ones_own_is_filled_and_a_useless_one_refused_before_anything_is_written(tmp_path):
    roster = csv_roster(tmp_path / "r.csv", small_rows("Glow"))
    (tmp_path / "own.xlsx").write_bytes(bare_template())
    assert batch(roster, tmp_path / "out", jobs=1, template=tmp_path / "own.xlsx").made == 1
    (content,) = workbooks_in(tmp_path / "out").values()
    assert read_names(Package(content))["in_client_name"] == "Glow"
    (tmp_path / "useless.xlsx").write_bytes(csv_roster(tmp_path / "useless.csv", small_rows("Glow")).read_bytes())
    with pytest.raises(InvalidWorkbook):
        batch(roster, tmp_path / "none", jobs=1, template=tmp_path / "useless.xlsx")
    assert not (tmp_path / "none").exists()


class TestFailures:
    def test_a_failed_row_is_told_field_by_field_and_stops_nothing(self, quick, tmp_path):
        wrong = {**SMALL, "name": "Wrong", "today_close_rate": 50, "today_core_price": "much"}
        report = quick([*small_rows("One"), wrong, *small_rows("Two", "")])
        assert [(line["row"], line["name"], line["file"], line["status"]) for line in report_of(tmp_path / "out")] == [
            ("2", "One", "One.xlsx", "made"),
            ("3", "Wrong", "", "failed"),
            ("3", "Wrong", "", "failed"),
            ("4", "Two", "Two.xlsx", "made"),
            ("5", "", "", "failed"),
        ]
        assert report.record()["failures"] == [
            {
                "row": 3,
                "label": "row 3",
                "name": "Wrong",
                "file": "",
                "status": "failed",
                "problems": [
                    {"field": "today_close_rate", "reason": "50 is above 1; write 50% or 0.5"},
                    {"field": "today_core_price", "reason": "'much' is text; write a number (money per buyer)"},
                ],
            },
            {
                "row": 5,
                "label": "row 5",
                "name": "",
                "file": "",
                "status": "failed",
                "problems": [
                    {"field": "name", "reason": "blank where a name belongs; write text of at most 80 characters"}
                ],
            },
        ]
        assert sorted(workbooks_in(tmp_path / "out")) == ["One.xlsx", "Two.xlsx"]

    def test_a_row_that_is_more_than_the_template_holds_is_one(self, tmp_path):
        offers = {f"today_products_{number}_name": f"Offer {number}" for number in range(1, 10)}
        roster = csv_roster(tmp_path / "r.csv", [{**SMALL, **offers}, {**SMALL, "name": "Other"}])
        (tmp_path / "own.xlsx").write_bytes(bare_template())
        report = batch(roster, tmp_path / "out", jobs=1, template=tmp_path / "own.xlsx")
        assert (report.made, report.failed) == (1, 1)
        assert "the client has 9; shorten the list" in report.failures[0].problems[0].reason

    def test_a_mistake_of_ours_is_one(self, quick, monkeypatch):
        def mistaken(_, client):
            if client.name == "Bad":
                raise ZeroDivisionError("by nothing")
            return b"good"

        monkeypatch.setattr("xl_quadrant.batch.workers.PreparedTemplate.make", mistaken)
        report = quick(small_rows("One", "Bad", "Two"))
        assert (report.made, report.failed) == (2, 1)
        assert "unexpected ZeroDivisionError: by nothing" in report.failures[0].problems[0].reason

    def test_a_workbook_that_cannot_be_written_is_one(self, quick, tmp_path):
        (tmp_path / "out" / "Two.xlsx").mkdir(parents=True)
        report = quick(small_rows("One", "Two", "Three"), force=True)
        assert (report.made, report.failed) == (2, 1)
        assert report.failures[0].problems[0].field.endswith("Two.xlsx")

    def test_the_report_in_memory_holds_the_first_of_very_many(self, quick, tmp_path):
        report = quick([{**SMALL, "today_close_rate": 2}] * (MOST_FAILURES + 10))
        assert report.failed == MOST_FAILURES + 10
        assert len(report.failures) == MOST_FAILURES
        assert len(report_of(tmp_path / "out")) == MOST_FAILURES + 10

    def test_no_name_is_a_formula_for_who_opens_the_report(self, quick, tmp_path):
        quick(small_rows("=1+1", "@x", "-5", "Glow"))
        assert [line["name"] for line in report_of(tmp_path / "out")] == ["'=1+1", "'@x", "'-5", "Glow"]
        assert sorted(workbooks_in(tmp_path / "out")) == ["5.xlsx", "=1+1.xlsx", "@x.xlsx", "Glow.xlsx"]


class TestNames:
    def test_clients_of_one_name_have_a_file_each(self, quick, tmp_path):
        quick([{**SMALL, "today_core_price": price} for price in (1, 2, 3)])
        files = {line["row"]: line["file"] for line in report_of(tmp_path / "out")}
        assert files == {"2": "Glow.xlsx", "3": "Glow (2).xlsx", "4": "Glow (3).xlsx"}
        contents = workbooks_in(tmp_path / "out")
        assert [contents[file].split()[1] for file in files.values()] == [b"1", b"2", b"3"]

    @pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "C:\\evil", "..", "a/../../evil"])
    def test_no_name_leads_out_of_the_folder(self, quick, tmp_path, name):
        before = set(tmp_path.rglob("*"))
        assert quick(small_rows(name)).made == 1
        new = set(tmp_path.rglob("*")) - before - {tmp_path / "roster.csv", tmp_path / "out"}
        assert {path.parent for path in new} == {tmp_path / "out"}

    def test_the_ending_is_that_of_the_template(self, quick, tmp_path):
        (tmp_path / "own.XLSM").write_bytes(b"macros")
        quick(small_rows("Glow"), template=tmp_path / "own.XLSM")
        assert sorted(workbooks_in(tmp_path / "out")) == ["Glow.xlsm"]


class TestRefusals:
    def test_a_folder_with_files_is_refused(self, quick, tmp_path):
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / ".DS_Store").write_bytes(b"a Mac was here")
        assert quick(small_rows("One")).made == 1
        with pytest.raises(FileExists, match="add --resume to go on with a batch, or --force"):
            quick(small_rows("One"))

    def test_force_replaces_files_of_the_same_names_and_no_others(self, quick, tmp_path):
        (tmp_path / "out").mkdir()
        for name in ("One.xlsx", "Mine.xlsx"):
            (tmp_path / "out" / name).write_bytes(b"precious")
        assert quick(small_rows("One", "Two"), force=True).made == 2
        contents = workbooks_in(tmp_path / "out")
        assert contents["Mine.xlsx"] == b"precious"
        assert contents["One.xlsx"].startswith(b"One 2000")

    def test_wrong_headings_are_told_before_anything_is_written(self, quick, tmp_path):
        with pytest.raises(InvalidRoster):
            quick([{**SMALL, "today_price": 1}])
        assert not (tmp_path / "out").exists()

    def test_a_file_is_no_folder(self, quick, tmp_path):
        (tmp_path / "out").write_bytes(b"")
        with pytest.raises(FileError, match="is a file; name a folder"):
            quick(small_rows("One"))

    @pytest.mark.parametrize(
        "told", [{"jobs": 0}, {"backend": "spark"}, {"backend": "dask"}, {"scheduler": "tcp://10.0.0.5:8786"}]
    )
    def test_arguments_that_cannot_be_followed(self, quick, told):
        with pytest.raises(ArgumentError):
            quick(small_rows("One"), **told)


class TestProgress:
    def test_it_is_told_after_each_row_and_the_report_grows_with_it(self, quick, tmp_path):
        seen = []

        def look(report):
            seen.append((report.rows, report.made, report.failed, len(report_of(tmp_path / "out"))))

        quick([*small_rows("One"), {**SMALL, "today_close_rate": 2}, *small_rows("Two")], on_progress=look)
        assert seen == [(1, 1, 0, 1), (2, 1, 1, 2), (3, 2, 1, 3)]

    @pytest.mark.usefixtures("quick")
    def test_rows_are_read_as_they_are_needed(self, tmp_path):
        roster = open_roster(csv_roster(tmp_path / "r.csv", small_rows(*map(str, range(50)))))
        read = []

        def counted():
            for row in opened():
                read.append(row.number)
                yield row

        opened = roster.rows
        ahead = []
        slow = replace(roster, rows=counted)
        batch(slow, tmp_path / "streamed", jobs=1, on_progress=lambda report: ahead.append(len(read) - report.rows))
        assert max(ahead) <= 3
        assert len(read) == 50
