"""A batch that is resumed: what is still true is kept, nothing of anybody's is lost, no file is made twice."""

import json
from contextlib import contextmanager

import pytest
from roster_files import SMALL, small_rows

from xl_quadrant.batch.file_names import FileNames
from xl_quadrant.batch.notes import Notes, origin_of
from xl_quadrant.batch.report_file import ReportFile
from xl_quadrant.storage.folders import NOTES, Folder

ROWS = small_rows("One", "Two", "Three")


@pytest.fixture
def written(monkeypatch):
    """Return the names of the workbooks that are written, in order."""
    names = []
    write = Folder.write

    def noted(self, name, content):
        names.append(name)
        write(self, name, content)

    monkeypatch.setattr(Folder, "write", noted)
    return names


def counts(report):
    """Return how many rows were made, kept and failed."""
    return report.made, report.kept, report.failed


class Killed(BaseException):
    """The end of a process in the middle of a batch."""


def killed_after(rows, monkeypatch):
    """Return what ends a batch after some rows as a kill does: nothing more is noted."""

    def kill(report):
        if report.rows == rows:
            monkeypatch.setattr(Notes, "close", lambda _: None)
            monkeypatch.setattr(ReportFile, "close", lambda self: self._bytes.close())
            raise Killed

    return kill


@contextmanager
def killed_while_writing():
    """Let a process end as it begins to write a workbook."""

    def killed(*_):
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Folder, "write", killed)
        with pytest.raises(Killed):
            yield


@pytest.mark.parametrize("after", [1, 2, 3])
def test_after_a_kill_it_goes_on_and_makes_no_file_twice(quick, tmp_path, written, after):
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        quick(ROWS, on_progress=killed_after(after, patch))
    assert counts(quick(ROWS, resume=True)) == (3 - after, after, 0)
    assert sorted(written) == ["One.xlsx", "Three.xlsx", "Two.xlsx"]
    assert counts(quick(ROWS, resume=True)) == (0, 3, 0)
    lines = (tmp_path / "out" / "report.csv").read_text("utf-8-sig").splitlines()
    assert lines[1:] == ["2,One,One.xlsx,kept,,", "3,Two,Two.xlsx,kept,,", "4,Three,Three.xlsx,kept,,"]


def test_on_an_empty_folder_it_begins(quick):
    assert counts(quick(ROWS, resume=True)) == (3, 0, 0)


def test_a_row_that_changed_is_made_again(quick, tmp_path, written):
    quick(ROWS)
    changed = [ROWS[0], {**ROWS[1], "today_core_price": 3000}, ROWS[2]]
    written.clear()
    assert counts(quick(changed, resume=True)) == (1, 2, 0)
    assert written == ["Two.xlsx"]
    assert (tmp_path / "out" / "Two.xlsx").read_bytes().startswith(b"Two 3000")
    assert counts(quick(changed, resume=True)) == (0, 3, 0)


def test_another_order_of_columns_or_a_blank_one_is_no_change(quick):
    quick(ROWS)
    turned = [{"date": "", **dict(reversed(row.items()))} for row in ROWS]
    assert counts(quick(turned, resume=True)) == (0, 3, 0)


def test_a_failed_row_that_was_mended_is_made(quick):
    wrong = {**SMALL, "name": "Four", "today_close_rate": 50}
    assert counts(quick([*ROWS, wrong])) == (3, 0, 1)
    assert counts(quick([*ROWS, {**wrong, "today_close_rate": 0.5}], resume=True)) == (1, 3, 0)


def test_a_workbook_that_was_deleted_is_made_again(quick, tmp_path):
    quick(ROWS)
    (tmp_path / "out" / "Two.xlsx").unlink()
    assert counts(quick(ROWS, resume=True)) == (1, 2, 0)


def test_another_template_makes_all_again(quick, tmp_path):
    quick(ROWS)
    (tmp_path / "own.xlsx").write_bytes(b"own")
    assert counts(quick(ROWS, resume=True, template=tmp_path / "own.xlsx")) == (3, 0, 0)


def test_what_somebody_worked_in_is_kept_and_never_replaced_unasked(quick, tmp_path):
    quick(ROWS)
    mine = tmp_path / "out" / "Two.xlsx"
    mine.write_bytes(b"with my own notes")
    assert counts(quick(ROWS, resume=True)) == (0, 3, 0)
    changed = [ROWS[0], {**ROWS[1], "today_core_price": 3000}, ROWS[2]]
    report = quick(changed, resume=True)
    assert counts(report) == (0, 2, 1)
    (problem,) = report.failures[0].problems
    assert problem.field == "Two.xlsx"
    assert "move it away, or add --force to replace it" in problem.reason
    assert mine.read_bytes() == b"with my own notes"
    assert counts(quick(changed, resume=True, force=True)) == (1, 2, 0)
    assert mine.read_bytes().startswith(b"Two 3000")


def test_a_file_that_no_batch_made_is_not_replaced_unasked(quick, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "TWO.xlsx").write_bytes(b"precious")
    report = quick(ROWS, resume=True)
    assert counts(report) == (2, 0, 1)
    assert "this batch did not make it" in report.failures[0].problems[0].reason
    assert (tmp_path / "out" / "TWO.xlsx").read_bytes() == b"precious"


def test_a_kill_while_a_file_is_replaced_leaves_it_to_be_made_again(quick, tmp_path):
    quick(ROWS)
    changed = [{**row, "today_core_price": 3000} for row in ROWS]
    with killed_while_writing():
        quick(changed, resume=True)
    assert counts(quick(changed, resume=True)) == (3, 0, 0)
    assert all(b" 3000 " in path.read_bytes() for path in (tmp_path / "out").glob("*.xlsx"))


def test_a_kill_while_a_foreign_file_is_replaced_leaves_it_to_be_replaced(quick, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "One.xlsx").write_bytes(b"foreign")
    with killed_while_writing():
        quick(ROWS, force=True)
    assert counts(quick(ROWS, resume=True)) == (3, 0, 0)
    assert (tmp_path / "out" / "One.xlsx").read_bytes().startswith(b"One 2000")


def test_what_a_killed_process_left_unfinished_is_cleared_away(quick, tmp_path):
    quick(ROWS)
    (tmp_path / "out" / ".0123456789abcdef.part").write_bytes(b"half")
    quick(ROWS, resume=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        [NOTES, "One.xlsx", "Three.xlsx", "Two.xlsx", "report.csv"]
    )


def test_notes_that_were_broken_off_or_garbled_are_passed_over(quick, tmp_path):
    quick(ROWS)
    notes = tmp_path / "out" / NOTES
    whole = notes.read_bytes()
    assert whole.count(json.dumps("made").encode()) == 3
    notes.write_bytes(whole[:-20] + b'\n5\n[]\n{"a": 1}\n\xff\n["made", "Two.xl')
    assert counts(quick(ROWS, resume=True)) == (0, 3, 0)


def test_names_are_the_same_whatever_was_kept_or_failed(quick, tmp_path):
    rows = [*small_rows("Glow", "Glow"), {**SMALL, "today_close_rate": 2}, *small_rows("Glow")]
    quick(rows)
    (tmp_path / "out" / "Glow (2).xlsx").unlink()
    rows[2] = SMALL
    assert counts(quick(rows, resume=True)) == (2, 2, 0)
    names = FileNames(".xlsx")
    assert {path.name for path in (tmp_path / "out").glob("*.xlsx")} == {names.take("Glow") for _ in rows}


def test_an_origin_tells_values_apart_that_are_not_the_same():
    cells = [{"a": 1}, {"a": "1"}, {"a": None}, {}, {"b": 1}, {"a": 1, "b": 2}, {"a": True}]
    assert len({origin_of(each) for each in cells}) == len(cells)
