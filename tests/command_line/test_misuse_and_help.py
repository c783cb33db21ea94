"""Mistakes are one clear line each; help says how it is done."""

import shlex

import pytest
import typer
from commands import Ended, formulas, in_its_own_process
from exports_in_shape import med_spa, write
from roster_files import csv_roster, small_rows

from xl_quadrant import __version__
from xl_quadrant.clients.presets import PRESETS
from xl_quadrant.command_line.exits import TyperError, UsageError
from xl_quadrant.command_line.program import app

COMMANDS = (
    "new",
    "update",
    "actuals",
    "batch",
    "read",
    "ranges",
    "compare",
    "collect",
    "check",
    "recalc",
    "eval",
    "functions",
    "addin",
    "doctor",
)


class TestMisuse:
    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["new", "--preset", "gym"], 2, "--output"),
            (["new", "-o", "out.xlsx"], 2, "give a client file, or --preset with one of gym, "),
            (["new", "client.toml", "--preset", "gym", "-o", "out.xlsx"], 2, "not two"),
            (["new", "--preset", "spa", "-o", "out.xlsx"], 2, ", ".join(PRESETS)),
            (["new", "--preset", "gym", "-o", "out.xls"], 2, "write a name that ends in .xlsx"),
            (["new", "--preset", "gym", "-o", "out"], 2, "write a name that ends in .xlsx"),
            (["new", "--preset", "gym", "-o", "out.xlsx", "--template", "own.xlsm"], 2, "ends in .xlsm"),
            (["new", "--preset", "gym", "--name", " ", "-o", "out.xlsx"], 1, "name: blank where a name belongs"),
            (["new", "--preset", "gym", "-o", "out.xlsx", "--template", "own.xlsx"], 1, "own.xlsx: does not exist"),
            (["new", "nobody.toml", "-o", "out.xlsx"], 1, "nobody.toml: does not exist"),
            (["new", "folder.xlsx", "-o", "out.xlsx"], 1, "folder.xlsx: is a folder"),
            (["new", "broken.toml", "-o", "out.xlsx"], 1, "broken.toml: is not valid TOML"),
            (["new", "--preset", "gym", "-o", "nowhere/out.xlsx"], 1, "is in a folder that does not exist"),
            (["new", "--preset", "gym", "-o", "folder.xlsx"], 1, "is a folder; name a file"),
            (["new", "--preset", "gym", "--colour", "-o", "out.xlsx"], 2, "--colour"),
            (["read"], 2, "BOOK.xlsx"),
            (["read", "nobody.xlsx"], 1, "nobody.xlsx: does not exist"),
            (["read", "broken.toml"], 1, "broken.toml: is not an Excel workbook"),
            (["read", "folder.xlsx"], 1, "folder.xlsx: is a folder"),
            (["recalc", "broken.toml"], 1, "broken.toml: is not an Excel workbook"),
            (["recalc", "nobody.xlsx", "-o", "out.csv"], 2, "write a name that ends in .xlsx"),
            (["recalc", "nobody.xlsx", "--timeout", "soon"], 2, "'--timeout'"),
            (["eval"], 2, "=FORMULA"),
            (["functions", "REBASE", "too many"], 2, "too many"),
            (["sell"], 2, "'sell'"),
            (["--nothing"], 2, "--nothing"),
            (["read", "\x1b[2Jbad.xlsx"], 1, "xlq: ?[2Jbad.xlsx: does not exist"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else None,
    )
    def test_each_mistake_is_one_clear_line(self, xlq, tmp_path, arguments, code, said):
        (tmp_path / "broken.toml").write_text("name = ", encoding="utf-8")
        (tmp_path / "folder.xlsx").mkdir()
        ended = xlq(*arguments)
        assert said in ended.err
        assert (ended.code, ended.out) == (code, "")
        assert ended.err.startswith("xlq: ")
        assert ended.err.count("\n") == 1
        assert not (tmp_path / "out.xlsx").exists()

    def test_no_command_at_all_brings_the_help(self, xlq):
        ended = xlq()
        assert (ended.code, ended.out) == (2, "")
        assert [command for command in COMMANDS if command not in ended.err] == []

    def test_a_mistake_of_ours_is_no_traceback_either(self, xlq, monkeypatch):
        monkeypatch.setattr("xl_quadrant.package.files.read_bytes", lambda _path: 1 / 0)
        ended = xlq("read", "glow.xlsx")
        assert ended.code == 1
        assert ended.err.startswith("xlq: unexpected ZeroDivisionError: division by zero; please report it")

    def test_of_typer_are_told_from_those_of_others(self):
        assert issubclass(typer.BadParameter, UsageError)
        assert issubclass(UsageError, TyperError)
        assert (UsageError.__name__, TyperError.__name__) == ("UsageError", "ClickException")


class TestHelp:
    def test_the_version_is_printed(self, xlq):
        assert xlq("--version") == Ended(0, f"xlq {__version__}\n", "")

    def test_the_commands_are_those_that_work(self):
        assert tuple(typer.main.get_command(app).commands) == COMMANDS

    @pytest.mark.parametrize("command", COMMANDS)
    def test_each_command_says_what_it_does_with_an_example_that_runs(self, xlq, tmp_path, talk_workbook, command):
        (tmp_path / "glow.xlsx").write_bytes(talk_workbook[0].read_bytes())
        formulas(tmp_path, A1="=LTV_TO_CAC(9, 3)")
        if command == "collect":
            (tmp_path / "clients").mkdir()
            (tmp_path / "glow.xlsx").rename(tmp_path / "clients" / "glow.xlsx")
        if command == "update":
            (tmp_path / "glow.toml").write_text("[today]\nclose_rate = 0.6\n", "utf-8")
        if command == "actuals":
            for name, text in med_spa().items():
                write(tmp_path, name, text)
        if command == "batch":
            csv_roster(tmp_path / "roster.csv", small_rows("Glow"))
        shown = xlq(command, "--help")
        assert (shown.code, shown.err) == (0, "")
        *_, example = shown.out.strip().split("Example: xlq ")
        if command == "new":
            (tmp_path / "glow.xlsx").unlink()
        ended = xlq(*shlex.split(" ".join(example.split())))
        assert (ended.code, ended.err) == (0, "")

    def test_the_list_of_commands_says_each_whole_on_a_terminal_of_80_columns(self, xlq, monkeypatch):
        monkeypatch.setenv("COLUMNS", "80")
        assert "..." not in xlq("--help").out.partition("Commands:")[2]

    def test_a_shell_completes_the_words(self, tmp_path):
        asked = {"_XLQ_COMPLETE": "complete_bash", "COMP_WORDS": "xlq com", "COMP_CWORD": "1"}
        ended = in_its_own_process(cwd=tmp_path, **asked)
        assert (ended.code, ended.out.split()) == (0, ["compare"])

    def test_every_option_has_its_help(self):
        commands = typer.main.get_command(app).commands
        options = [(name, option) for name, command in commands.items() for option in command.params]
        assert [(name, option.name) for name, option in options if not option.help] == []
