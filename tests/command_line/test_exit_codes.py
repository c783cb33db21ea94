"""How each command fails, from one table: exit code, one line, a record for a program, a traceback if asked."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from xl_quadrant.command_line.plain_text import LONGEST_LINE
from xl_quadrant.command_line.program import app

ERRORS = {
    "new": ["new", "none.toml", "-o", "out.xlsx"],
    "update": ["update", "none.xlsx", "--from", "none.toml"],
    "batch": ["batch", "none.csv", "-o", "out"],
    "read": ["read", "none.xlsx"],
    "compare": ["compare", "none.xlsx", "none.toml"],
    "collect": ["collect", "none", "-o", "out.csv"],
    "check": ["check", "none.xlsx"],
    "recalc": ["recalc", "none.xlsx"],
    "eval": ["eval", "=SHOW_RATE(3, 2)"],
    "functions": ["functions", "NOTHING"],
    "actuals": ["actuals", "none.csv", "-o", "out.toml"],
    "ranges": ["ranges", "none.toml"],
}
"""An error of each command that can meet one: exit code 1."""

NEVER = {"addin", "doctor"}
"""Commands that read nothing of the user's, and so meet no such error."""

COMMANDS = [name for name in typer.main.get_command(app).commands if name not in NEVER]


def test_every_command_is_in_the_table():
    assert set(COMMANDS) == set(ERRORS)


@pytest.mark.parametrize("command", COMMANDS)
class TestErrors:
    def test_it_ends_with_1_and_one_line(self, xlq, tmp_path, command):
        ended = xlq(*ERRORS[command])
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith("xlq: ")
        assert ended.err.count("\n") == 1
        assert "Traceback" not in ended.err
        assert list(tmp_path.iterdir()) == []

    def test_json_has_field_found_allowed_and_why(self, xlq, command):
        ended = xlq(*ERRORS[command], "--json")
        (error,) = ended.answer["errors"]
        assert set(error) == {"field", "found", "allowed", "why"}
        assert error["field"]
        assert error["why"] in ended.err
        assert ended.code == 1

    def test_debug_shows_where_it_arose(self, xlq, command):
        plain, debug = xlq(*ERRORS[command]), xlq(*ERRORS[command], "--debug")
        assert debug.code == 1
        assert debug.err.startswith(plain.err)
        assert "Traceback (most recent call last)" in debug.err

    def test_misuse_ends_with_2_and_one_line(self, xlq, command):
        ended = xlq(command, "--no-such-option", "--json")
        assert (ended.code, ended.err.count("\n")) == (2, 1)
        assert "--no-such-option" in ended.answer["errors"][0]["why"]


class TestLines:
    def test_a_name_with_ends_of_lines_is_one_line(self, xlq):
        ended = xlq("read", "a\nxlq: all is well\r\u2028b\x85.xlsx")
        assert (ended.code, ended.err.count("\n")) == (1, 1)
        assert len(ended.err.splitlines()) == 1

    def test_none_is_longer_than_a_person_reads(self, xlq):
        ended = xlq("read", "x" * 5000)
        assert (ended.code, len(ended.err)) == (1, LONGEST_LINE + 1)

    @pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e", "\u2066", "\x07"])
    def test_what_a_terminal_obeys_reaches_it_on_neither_side(self, xlq, tmp_path, sign):
        text = f'name = "Glow{sign}Spa"\n[today]\nleads_per_month = 100\ncost_per_lead = 5\nbooking_rate = 0.5\n'
        text += "show_rate = 0.5\nclose_rate = 0.5\ncore = { price = 1000 }\n"
        (tmp_path / "client.toml").write_text(text.replace(sign, f"\\U{ord(sign):08x}"), encoding="utf-8")
        ended = xlq("new", "client.toml", "-o", f"out{sign}.xlsx")
        assert sign not in ended.out + ended.err

    def test_a_closed_standard_output_is_an_error(self, tmp_path):
        command = f'"{sys.executable}" -m xl_quadrant functions --json >&-'
        ended = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
        assert ended.returncode == 1
        assert ended.stderr.startswith(b"xlq: cannot write: standard output is closed")

    def test_a_figure_beyond_counting_is_short(self, xlq, tmp_path):
        text = 'name = "Huge"\n[today]\nleads_per_month = 1000\ncost_per_lead = 5\nbooking_rate = 0.5\n'
        text += "show_rate = 0.5\nclose_rate = 0.5\ncore = { price = 1e300 }\n"
        (tmp_path / "client.toml").write_text(text, encoding="utf-8")
        ended = xlq("new", "client.toml", "-o", "out.xlsx", "--all")
        assert max(map(len, (ended.out + ended.err).splitlines())) < 300
        assert not Path("out.xlsx").exists() or ended.code == 0
