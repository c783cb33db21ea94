"""Any console, any pipe, Ctrl-C at any time."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Ended, in_its_own_process, started


class TestTerminals:
    @pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
    def test_any_console_shows_the_results(self, tmp_path, talk_workbook, encoding):
        ended = in_its_own_process("read", str(talk_workbook[0]), "--all", cwd=tmp_path, PYTHONIOENCODING=encoding)
        assert (ended.code, ended.err) == (0, "")
        assert "Cash per show, 30 days" in ended.out

    def test_a_narrow_one_breaks_words_and_loses_none(self, xlq, talk_workbook, monkeypatch):
        monkeypatch.setenv("COLUMNS", "44")
        shown = xlq("read", talk_workbook[0]).out
        table = shown.split("\n", 2)[2]
        assert max(map(len, table.splitlines())) <= 44
        assert "$1,719" in table
        assert "…" not in table

    @pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}])
    def test_colours_come_only_where_they_are_wanted(self, tmp_path, setting):
        out = in_its_own_process("functions", cwd=tmp_path, **setting).out
        assert ("\x1b[" in out) is ("FORCE_COLOR" in setting)

    def test_a_reader_that_leaves_early_is_no_error_to_tell(self, tmp_path):
        with started("functions", cwd=tmp_path) as process:
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 1

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
    def test_a_full_disk_is_a_clear_line(self, tmp_path):
        with Path("/dev/full").open("wb") as full:
            ended = subprocess.run(
                [sys.executable, "-m", "xl_quadrant", "functions"],
                cwd=tmp_path,
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert ended.returncode == 1
        assert ended.stderr.decode().startswith("xlq: cannot read or write: [Errno 28]")
        assert ended.stderr.count(b"\n") == 1


class TestCtrlC:
    def test_it_stops_with_one_line(self, xlq, monkeypatch, tmp_path):
        def pressed(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr("xl_quadrant.client_book.client_workbook.make_workbook", pressed)
        ended = xlq("new", "--preset", "gym", "-o", "out.xlsx")
        assert ended == Ended(130, "", "xlq: stopped\n")
        assert list(tmp_path.iterdir()) == []

    def test_a_library_that_swallows_it_changes_nothing(self, xlq, monkeypatch):
        monkeypatch.setattr("xl_quadrant.command_line.ctrl_c.pressed", lambda: True)
        ended = xlq("eval", "=1+1")
        assert (ended.code, ended.err) == (130, "xlq: stopped\n")

    @pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
    def test_what_waits_for_ever_is_ended_from_outside(self, tmp_path):
        script = "import time; import xl_quadrant.command_line.program as program\n"
        script += "def run():\n    while True:\n        try: print('waits', flush=True); time.sleep(60)\n"
        script += "        except KeyboardInterrupt: pass\n"
        script += "program.main = run\nimport signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        script += "from xl_quadrant.__main__ import main; main()"
        with subprocess.Popen(
            [sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            process.stdout.readline()
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, b"xlq: stopped\n")


def test_help_and_errors_come_without_the_heavy_imports():
    script = "import sys, xl_quadrant.command_line.program; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout.split()
    heavy = {"pandas", "openpyxl", "pydantic", "scipy", "formualizer", "python_calamine", "xlwings"}
    assert heavy & set(loaded) == set()
