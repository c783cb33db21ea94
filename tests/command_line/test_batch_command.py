"""xlq batch: what it prints, how it ends, and how it goes on."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time

import openpyxl
import pytest
from bare_template import bare_template
from commands import Ended
from roster_files import SMALL, csv_roster, small_rows

from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.clients.presets import PRESETS
from xl_quadrant.command_line.batch import SHOWN

WRONG = {**SMALL, "name": "Wrong", "today_close_rate": 50, "today_core_price": "much"}


class WordsTemplate:
    """A template whose workbooks are words."""

    def __init__(self, template=None):
        pass

    def make(self, client):
        """Return the name of a client."""
        if client.name == "Stop":
            raise KeyboardInterrupt
        return client.name.encode()


@pytest.fixture
def words(monkeypatch):
    """Make workbooks of words in this process."""
    monkeypatch.setattr("xl_quadrant.batch.workers.PreparedTemplate", WordsTemplate)
    monkeypatch.setattr("xl_quadrant.batch.workers._OF_THIS_THREAD", threading.local())


@pytest.mark.usefixtures("words")
class TestBatch:
    def test_all_made_is_one_line(self, xlq, tmp_path):
        csv_roster(tmp_path / "roster.csv", small_rows("One", "Two"))
        ended = xlq("batch", "roster.csv", "-o", "out", "--jobs", 1)
        assert ended == Ended(0, "2 made, 0 failed; out/report.csv says what became of each row.\n", "")
        assert xlq("batch", "roster.csv", "-o", "out", "--resume").out.startswith("0 made, 2 kept, 0 failed; ")

    def test_each_failure_is_a_line_with_row_field_and_reason(self, xlq, tmp_path):
        csv_roster(tmp_path / "roster.csv", [*small_rows("One"), WRONG])
        ended = xlq("batch", "roster.csv", "-o", "out", "--jobs", 1)
        assert (ended.code, ended.out.split(";")[0]) == (3, "1 made, 1 failed")
        assert ended.err.splitlines() == [
            "xlq: row 3, Wrong: today_close_rate: 50 is above 1; write 50% or 0.5",
            "xlq: row 3, Wrong: today_core_price: 'much' is text; write a number (money per buyer)",
        ]

    def test_of_very_many_failures_the_first_are_told(self, xlq, tmp_path):
        csv_roster(tmp_path / "roster.csv", [{**SMALL, "today_show_rate": 2}] * (SHOWN + 5))
        ended = xlq("batch", "roster.csv", "-o", "out", "--jobs", 1)
        assert ended.err.count("\n") == SHOWN + 1
        assert ended.err.endswith("xlq: 5 more rows failed; see out/report.csv\n")

    def test_json_is_the_summary_with_the_failures(self, xlq, tmp_path):
        csv_roster(tmp_path / "roster.csv", [*small_rows("One"), WRONG], separator=";")
        ended = xlq("batch", "roster.csv", "-o", "out", "--jobs", 1, "--json")
        assert ended.code == 3
        answer = json.loads(ended.out)
        assert {key: answer[key] for key in ("roster", "folder", "report", "made", "kept", "failed")} == {
            "roster": "roster.csv",
            "folder": "out",
            "report": "out/report.csv",
            "made": 1,
            "kept": 0,
            "failed": 1,
        }
        assert answer["read_as"] == "UTF-8, separator ;, each number by its own marks"
        ((failure),) = answer["failures"]
        assert [problem["field"] for problem in failure["problems"]] == ["today_close_rate", "today_core_price"]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_example_is_a_roster(self, xlq, kind):
        assert xlq("batch", "--example", f"roster.{kind}").code == 0
        assert xlq("batch", f"roster.{kind}", "-o", "out", "--jobs", 1).out.startswith(f"{len(PRESETS)} made, 0 failed")
        assert "is there already" in xlq("batch", "--example", f"roster.{kind}").err

    def test_how_a_text_is_read_can_be_told(self, xlq, tmp_path):
        text = csv_roster(tmp_path / "r.csv", [{**SMALL, "name": "Żółw", "memo": 1}], "cp1250", ";").read_bytes()
        (tmp_path / "r.csv").write_bytes(
            text.replace(b"2000", b"2.000").replace(b"0.5", b"50%").replace(b"0.6", b"60%")
        )
        told = ("--encoding", "cp1250", "--decimal", ",", "--ignore", "memo")
        assert xlq("batch", "r.csv", "-o", "out", "--jobs", 1, *told).code == 0
        assert (tmp_path / "out" / "Żółw.xlsx").exists()

    def test_ctrl_c_says_how_to_go_on(self, xlq, tmp_path):
        csv_roster(tmp_path / "roster.csv", small_rows("One", "Two", "Stop", "Three"))
        ended = xlq("batch", "roster.csv", "-o", "out", "--jobs", 1)
        assert ended == Ended(130, "", "xlq: stopped: 2 workbooks are made in out; --resume makes the rest\n")
        assert sorted(path.name for path in (tmp_path / "out").glob("*.xlsx")) == ["One.xlsx", "Two.xlsx"]
        csv_roster(tmp_path / "roster.csv", small_rows("One", "Two", "Go", "Three"))
        assert xlq("batch", "roster.csv", "-o", "out", "--jobs", 1, "--resume").out.startswith(
            "2 made, 2 kept, 0 failed"
        )


class TestProgress:
    @pytest.mark.usefixtures("words")
    def test_a_terminal_shows_how_many_how_fast_and_how_long(self, xlq, tmp_path, monkeypatch):
        csv_roster(tmp_path / "roster.csv", [*small_rows(*map(str, range(30))), WRONG])
        assert xlq("batch", "roster.csv", "-o", "quiet", "--jobs", 1).err.count("\n") == 2
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setattr("xl_quadrant.command_line.batch_progress.Progress.start", shows_at_once)
        shown = xlq("batch", "roster.csv", "-o", "out", "--jobs", 1).err
        assert "31/31" in shown
        assert "1 failed" in shown
        assert "0:00:00" in shown
        assert "/s" in shown


def shows_at_once(progress):
    """Start a progress bar that draws itself whenever it is told something."""
    progress.live.auto_refresh = False
    progress.live.start(refresh=True)
    update = progress.update
    progress.update = lambda *told, **more: update(*told, **more, refresh=True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "--example roster.csv writes a roster to start from"),
        (["roster.csv"], 2, "give a roster and -o with a folder"),
        (["roster.csv", "--example", "other.csv"], 2, "not both"),
        (["roster.csv", "-o", "out", "--backend", "dask"], 2, "go together"),
        (["roster.csv", "-o", "out", "--scheduler", "tcp://10.0.0.5:8786"], 2, "go together"),
        (["roster.csv", "-o", "out", "--jobs", "0"], 2, "--jobs"),
        (["none.csv", "-o", "out"], 1, "none.csv: does not exist"),
        (["roster.csv", "-o", "roster.csv"], 1, "is a file; name a folder"),
        (["roster.csv", "-o", "."], 1, "add --resume to go on with a batch, or --force"),
        (["--example", "roster.ods"], 1, "write .csv or .xlsx"),
        (["roster.csv", "-o", "out", "--template", "none.xlsx"], 1, "none.xlsx: does not exist"),
    ],
)
def test_misuse_is_told(xlq, tmp_path, arguments, code, said):
    csv_roster(tmp_path / "roster.csv", small_rows("One"))
    ended = xlq("batch", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_stopped_and_killed_in_the_middle_it_goes_on_and_makes_no_file_twice(xlq, tmp_path):
    out = tmp_path / "out"
    csv_roster(tmp_path / "roster.csv", small_rows(*(f"Client {number}" for number in range(ROWS))))
    (tmp_path / "bare.xlsx").write_bytes(bare_template())
    assert ended_in_the_middle(tmp_path, signal.SIGINT, 3).returncode == 130
    assert not [path for path in out.iterdir() if path.suffix == ".part"]
    first = written(out)
    assert 3 <= len(first) < ROWS
    assert ended_in_the_middle(tmp_path, signal.SIGKILL, len(first) + 3, "--resume").returncode == -signal.SIGKILL
    second = written(out)
    assert len(first) < len(second) < ROWS
    assert {path: second[path] for path in first} == first
    last = xlq(*ARGUMENTS, "--resume", "--jobs", "1")
    third = written(out)
    assert len(third) == ROWS
    assert {path: third[path] for path in second} == second
    assert last.out.startswith(f"{ROWS - len(second)} made, {len(second)} kept, 0 failed")


ROWS = 600


def test_a_template_whose_sheet_a_program_has_renamed_is_told(xlq, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(template_bytes()))
    names = sum(name.attr_text.startswith("'Fix first'!") for name in book.defined_names.values())
    book["Fix first"].title = "Levers"
    book.save(tmp_path / "mine.xlsx")
    for arguments in (("new", "--preset", "gym", "-o", "gym.xlsx"), ("batch", "roster.csv", "-o", "out")):
        if arguments[0] == "batch":
            xlq("batch", "--example", "roster.csv")
        ended = xlq(*arguments, "--template", "mine.xlsx")
        assert ended.code == 0
        assert f"mine.xlsx: 'Fix first' is no sheet here (perhaps it is Levers now), and {names} names" in ended.err


ARGUMENTS = ("batch", "roster.csv", "-o", "out", "--template", "bare.xlsx")


def written(folder):
    """Return when each workbook in a folder was written."""
    return {path: path.stat().st_mtime_ns for path in folder.glob("*.xlsx")}


def command(*options):
    """Return how a batch is started in a process of its own, which Ctrl-C reaches."""
    script = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    script += f"from xl_quadrant.command_line.program import main; sys.exit(main({[*ARGUMENTS, *options]!r}))"
    return [sys.executable, "-c", script]


def ended_in_the_middle(folder, by, files, *options):
    """Start a batch in two processes and end it when some workbooks are there: as a terminal does, or by a kill."""
    with subprocess.Popen(
        command("--jobs", "2", *options), cwd=folder, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        for _ in range(6000):
            if len(list((folder / "out").glob("*.xlsx"))) >= files:
                break
            time.sleep(0.01)
        else:
            pytest.fail("no workbooks appear")
        (os.killpg if by == signal.SIGINT else os.kill)(process.pid, by)
        process.communicate(timeout=60)
    time.sleep(0.5)  # workers whose parent was killed end after the row they have in hand
    return process


def test_a_table_with_other_headings_is_read_through_a_map(xlq, tmp_path):
    heads = "Client name,Leads per month,Cost per lead,Booking rate,Show rate,Close rate,Core package price,Owner"
    (tmp_path / "crm.csv").write_text(f"{heads}\nGlow,200,25,50%,60%,50%,2000,Ann\n", "utf-8")
    written = xlq("batch", "--map-for", "crm.csv", "-o", "map.toml")
    assert (written.code, written.err) == (0, "")
    assert written.out == "map.toml is written; look at it, then: xlq batch crm.csv --map map.toml -o clients\n"
    done = xlq("batch", "crm.csv", "--map", "map.toml", "-o", "clients")
    assert (done.code, done.out[:16]) == (0, "1 made, 0 failed")
    assert xlq("batch", "--map-for", "crm.csv").code == 2
