"""The command line as a person and as a program use it: in processes of its own, and misused."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import typer

from xl_quadrant import __version__
from xl_quadrant.bridges.reference import text_page
from xl_quadrant.catalogue import CATALOGUE, by_name
from xl_quadrant.cli import app, main
from xl_quadrant.metrics import METRICS
from xl_quadrant.model import FIELDS
from xl_quadrant.presets import PRESETS, SAMPLE_NOTICE, preset
from xl_quadrant.results import calculate
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.stored import read_names

COMMANDS = ("new", "read", "recalc", "eval", "functions")

SMALL_CLIENT = """
name = "Café Müller [bold]"
currency = "EUR"

[today]
leads_per_month = 1000
cost_per_lead = 25
booking_rate = 0.5
show_rate = 0.6
close_rate = 0.5
core = { price = 2000 }
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def answer(self):
        """What it printed, as a program reads it."""
        return json.loads(self.out)


@pytest.fixture
def xlq(tmp_path, monkeypatch, capsys):
    """Run a command in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments):
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return Ended(code, shown.out, shown.err)

    return run


def started(*arguments, cwd, **environment):
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "xl_quadrant.cli", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def in_its_own_process(*arguments, cwd, **environment):
    """Run a command in a process of its own; what it prints is read as UTF-8 unless the environment says otherwise."""
    with started(*arguments, cwd=cwd, **{"PYTHONIOENCODING": "utf-8", **environment}) as process:
        out, err = process.communicate(timeout=120)
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    return Ended(process.returncode, out.decode(encoding), err.decode(encoding))


@pytest.fixture(scope="session")
def talk_workbook(tmp_path_factory):
    """Return the workbook of the talk's example, made in a process of its own."""
    folder = tmp_path_factory.mktemp("talk")
    ended = in_its_own_process("new", "--preset", "talk", "-o", "talk.xlsx", cwd=folder)
    assert (ended.code, ended.err) == (0, "")
    return folder / "talk.xlsx", ended.out


def small_client(folder, text=SMALL_CLIENT):
    """Write a small client file."""
    (folder / "client.toml").write_text(text, encoding="utf-8")
    return "client.toml"


def formulas(folder, **cells):
    """Write a workbook with formulas that nobody has calculated."""
    book = openpyxl.Workbook()
    for cell, formula in cells.items():
        book.active[cell] = formula
    book.save(folder / "forecast.xlsx")
    return "forecast.xlsx"


class TestNew:
    def test_a_preset_gives_a_calculated_workbook_and_its_results(self, talk_workbook):
        path, out = talk_workbook
        stored = openpyxl.load_workbook(path, data_only=True)
        (sheet, cell), *_ = stored.defined_names["out_cash_per_show_30_today"].destinations
        assert stored[sheet][cell.replace("$", "")].value == pytest.approx(609)
        rows = {line[:38].strip(): line[38:].split()[:2] for line in out.splitlines()}
        assert rows["Cash per show, 30 days"][0] == "$609"
        assert rows["Cash per show, lifetime"][0] == "$1,719"
        assert "\x1b" not in out

    def test_a_client_file_gives_its_workbook_in_its_currency(self, xlq, tmp_path):
        ended = xlq("new", small_client(tmp_path), "-o", "OUT.XLSX")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith("Café Müller [bold], EUR\n")
        assert "€300,000" in ended.out
        assert SAMPLE_NOTICE not in ended.out
        names = read_names(Package((tmp_path / "OUT.XLSX").read_bytes()))
        assert names["in_client_name"] == "Café Müller [bold]"
        assert not names["in_sample_note"]

    def test_the_workbook_of_a_preset_says_that_its_figures_are_samples(self, talk_workbook):
        path, out = talk_workbook
        assert SAMPLE_NOTICE in out
        assert read_names(Package(path.read_bytes()))["in_sample_note"] == SAMPLE_NOTICE

    @pytest.mark.parametrize("source", [["client.toml"], ["--preset", "gym"]], ids=["client file", "preset"])
    def test_the_client_can_be_given_another_name(self, xlq, tmp_path, source):
        small_client(tmp_path)
        assert xlq("new", *source, "--name", "=1+1", "-o", "out.xlsx", "--json").answer["client"]["name"] == "=1+1"
        assert read_names(Package((tmp_path / "out.xlsx").read_bytes()))["in_client_name"] == "=1+1"

    def test_a_template_of_ones_own_is_filled(self, xlq, tmp_path, talk_workbook):
        (tmp_path / "own.xlsx").write_bytes(talk_workbook[0].read_bytes())
        ended = xlq("new", small_client(tmp_path), "--template", "own.xlsx", "-o", "out.xlsx", "--json")
        assert ended.answer["today"]["cash_per_show_life"] == pytest.approx(1000)
        assert (tmp_path / "own.xlsx").read_bytes() == talk_workbook[0].read_bytes()

    def test_a_template_without_our_names_is_refused(self, xlq, tmp_path):
        template = formulas(tmp_path, A1="=1+1")
        ended = xlq("new", "--preset", "gym", "--template", template, "-o", "out.xlsx")
        assert ended.code == 1
        assert "lacks" in ended.err
        assert not (tmp_path / "out.xlsx").exists()

    def test_a_file_is_replaced_with_force_only(self, xlq, tmp_path):
        (tmp_path / "out.xlsx").write_text("precious")
        refused = xlq("new", "--preset", "gym", "-o", "out.xlsx")
        assert refused == Ended(1, "", refused.err)
        assert refused.err == "xlq: out.xlsx: is there already; choose another name, or add --force to replace it\n"
        assert (tmp_path / "out.xlsx").read_text() == "precious"
        assert xlq("new", "--preset", "gym", "-o", "out.xlsx", "--force").code == 0
        assert xlq("read", "out.xlsx").code == 0

    def test_a_failure_leaves_nothing_behind(self, xlq, tmp_path):
        assert xlq("new", "--preset", "gym", "-o", "nowhere/out.xlsx").code == 1
        assert list(tmp_path.iterdir()) == []

    def test_each_problem_of_a_client_is_a_line(self, xlq, tmp_path):
        wrong = SMALL_CLIENT.replace("0.6", "60").replace("25", '"cheap"').replace("core =", "cor =")
        ended = xlq("new", small_client(tmp_path, wrong), "-o", "out.xlsx")
        assert (ended.code, ended.out) == (1, "")
        lines = ended.err.splitlines()
        assert lines[0] == "xlq: client.toml: 4 fields are wrong"
        assert "  today.show_rate: 60 is above 1; write 60% or 0.6" in lines
        assert [line.split(":")[0].strip() for line in lines[1:]] == [
            "today.cost_per_lead",
            "today.show_rate",
            "today.core.price",
            "today.cor",
        ]


class TestRead:
    def test_json_has_the_client_and_every_result_by_metric(self, xlq, talk_workbook):
        answer = xlq("read", talk_workbook[0], "--json").answer
        client = preset("talk")
        assert list(answer) == ["client", "today", "target"]
        assert answer["client"]["name"] == client.name
        assert answer["client"]["today"]["core"]["price"] == 2000
        for scenario in ("today", "target"):
            assert list(answer[scenario]) == [metric.name for metric in METRICS]
            assert answer[scenario] == pytest.approx(calculate(getattr(client, scenario)).cells(), rel=1e-9)

    def test_all_prints_every_input_and_every_result(self, xlq, talk_workbook, monkeypatch):
        monkeypatch.setenv("COLUMNS", "200")
        few, everything = (xlq("read", talk_workbook[0], *option).out for option in ([], ["--all"]))
        labels = [record.label for record in (*FIELDS, *METRICS)]
        assert [label for label in labels if label not in everything] == []
        assert len(few.splitlines()) < 20
        assert "50%" in everything

    def test_a_result_without_a_number_says_why(self, xlq, tmp_path):
        poor = SMALL_CLIENT.replace("price = 2000", "price = 100, unit_cost = 99")
        ended = xlq("new", small_client(tmp_path, poor), "-o", "out.xlsx")
        assert "Payback month (today) #N/A: payback_month: 1 is the most profit one buyer brings" in ended.out
        assert xlq("read", "out.xlsx", "--json").answer["today"]["payback_month"] == "#N/A"

    def test_what_is_not_filled_in_is_asked_for(self, xlq):
        template = Path(__file__).parents[1] / "templates" / "quadrant.xlsx"
        ended = xlq("read", template)
        assert (ended.code, ended.out) == (1, "")
        assert "today.leads_per_month: blank where a number belongs" in ended.err

    def test_a_workbook_that_is_not_ours_is_refused(self, xlq, tmp_path):
        ended = xlq("read", formulas(tmp_path, A1=1))
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith("xlq: forecast.xlsx: lacks ")


class TestRecalc:
    def test_values_are_stored_in_the_workbook_itself(self, xlq, tmp_path):
        book = formulas(tmp_path, A1=200, A2="=LTV_CONTINUITY(A1, 10%)", A3="=LTV_CONTINUITY(A1, 10)", A4="=1+1")
        ended = xlq("recalc", book)
        assert ended.code == 0
        assert ended.out == (
            "forecast.xlsx: 3 cells calculated, 1 show an error\n"
            "Sheet!A3 #NUM! churn: 10 is above 1; write 10% or 0.1\n"
        )
        stored = openpyxl.load_workbook(tmp_path / book, data_only=True).active
        assert [stored[cell].value for cell in ("A2", "A3", "A4")] == [2000, "#NUM!", 2]
        assert openpyxl.load_workbook(tmp_path / book).active["A2"].value == "=LTV_CONTINUITY(A1, 10%)"

    def test_or_in_another_which_is_not_replaced_without_force(self, xlq, tmp_path):
        book = formulas(tmp_path, A1="=1+1")
        before = (tmp_path / book).read_bytes()
        assert xlq("recalc", book, "-o", "done.xlsx").code == 0
        assert xlq("recalc", book, "-o", "done.xlsx").code == 1
        assert xlq("recalc", book, "-o", book).code == 1
        assert xlq("recalc", book, "-o", "done.xlsx", "--force").code == 0
        assert (tmp_path / book).read_bytes() == before

    def test_json_has_every_value_and_every_error(self, xlq, tmp_path):
        answer = xlq("recalc", formulas(tmp_path, A1="=1/0", B1='="é"&"x"', B2="=LTV_TO_CAC(9, 3)"), "--json").answer
        assert answer["values"] == {"Sheet": {"A1": "#DIV/0!", "B1": "éx", "B2": 3}}
        (fault,) = answer["errors"]
        assert (answer["file"], fault["sheet"], fault["cell"], fault["error"]) == (
            "forecast.xlsx",
            "Sheet",
            "A1",
            "#DIV/0!",
        )

    def test_a_workbook_that_takes_too_long_is_given_up_and_stays_as_it_was(self, xlq, tmp_path):
        book = formulas(tmp_path, A1="=1+1")
        before = (tmp_path / book).read_bytes()
        ended = xlq("recalc", book, "--timeout", "0")
        assert ended.err == (
            "xlq: forecast.xlsx: takes longer than 0 seconds to calculate; look for formulas over whole columns\n"
        )
        assert (ended.code, (tmp_path / book).read_bytes()) == (1, before)


class TestEval:
    @pytest.mark.parametrize(
        ("formula", "printed"),
        [
            ("=CASH_PER_SHOW(19, 50%, 2000, 200, 400, 0, 800)", "1719"),
            ("LTV_CONTINUITY(200, 0.1, 12)", "1435.140927038"),
            ("=CLIENT_FINANCED(609, 100)", "TRUE"),
            ("=CHANNEL_VERDICT(100, 150, 200, 300)", "paid on the day"),
            ("=MONTHLY_CHURN({0;0.5})*0", "0\n0"),
            ("=LTV_CONTINUITY({200,100;50,300}, {10,0.1;0.1,0.1})", "#NUM!\t1000\n500\t3000"),
            ("=1+1", "2"),
        ],
    )
    def test_a_formula_prints_its_answer(self, xlq, formula, printed):
        assert xlq("eval", formula) == Ended(0, printed + "\n", "")

    @pytest.mark.parametrize(
        ("formula", "line"),
        [
            ("=LTV_CONTINUITY(200, 10)", "xlq: #NUM! churn: 10 is above 1; write 10% or 0.1"),
            ("=LTV_CONTINUTY(200, 10%)", "xlq: #NAME? formula: '=LTV_CONTINUTY(200, 10%)' "),
            ("=A1+1", "xlq: #VALUE! formula: '=A1+1' refers to A1"),
            ("=(", "xlq: #VALUE! formula: '=(' cannot be read"),
        ],
    )
    def test_a_formula_without_an_answer_says_why(self, xlq, formula, line):
        ended = xlq("eval", formula)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith(line)
        assert ended.err.count("\n") == 1

    def test_json_has_the_answer_or_the_error_and_its_reason(self, xlq):
        assert xlq("eval", "=1+1", "--json").answer == {"formula": "=1+1", "value": 2}
        assert xlq("eval", "=SHOW_RATE({1;3}, {2;2})", "--json").answer["value"] == [[0.5], ["#NUM!"]]
        failed = xlq("eval", "=SHOW_RATE(3, 2)", "--json")
        assert failed.code == 1
        assert failed.answer["value"] == "#NUM!"
        assert failed.answer["reason"] in failed.err

    def test_in_a_process_of_its_own(self, tmp_path):
        formula = "=CASH_PER_SHOW(19, 50%, 2000, 200, 400, 0, 800)"
        assert in_its_own_process("eval", formula, cwd=tmp_path).out.split() == ["1719"]


class TestFunctions:
    def test_every_function_is_listed_with_what_it_returns(self, xlq):
        shown = " ".join(xlq("functions").out.split())
        assert [f.name for f in CATALOGUE if f.name not in shown] == []
        assert [f.name for f in CATALOGUE if f.summary not in shown] == []

    def test_one_function_has_its_page(self, xlq):
        assert xlq("functions", "ltv_continuity").out == text_page(by_name("LTV_CONTINUITY"))

    def test_json_says_all_of_each(self, xlq):
        records = xlq("functions", "--json").answer
        assert [record["name"] for record in records] == [function.name for function in CATALOGUE]
        one = xlq("functions", "REBASE", "--json").answer
        assert one in records
        assert [argument["name"] for argument in one["arguments"]][:3] == ["value", "from_basis", "to_basis"]

    def test_a_name_that_is_not_known_brings_the_nearest(self, xlq):
        ended = xlq("functions", "LTV_CONTINUTY")
        assert (ended.code, ended.out) == (1, "")
        assert "did you mean LTV_CONTINUITY" in ended.err


class TestMisuse:
    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["new", "--preset", "gym"], 2, "--output"),
            (["new", "-o", "out.xlsx"], 2, "give a client file, or --preset with one of gym, "),
            (["new", "client.toml", "--preset", "gym", "-o", "out.xlsx"], 2, "not both"),
            (["new", "--preset", "spa", "-o", "out.xlsx"], 2, ", ".join(PRESETS)),
            (["new", "--preset", "gym", "-o", "out.xls"], 2, "write a name that ends in .xlsx"),
            (["new", "--preset", "gym", "-o", "out"], 2, "write a name that ends in .xlsx"),
            (["new", "--preset", "gym", "-o", "out.xlsx", "--template", "own.xlsm"], 2, "ends in .xlsm"),
            (["new", "--preset", "gym", "--name", " ", "-o", "out.xlsx"], 1, "name: blank where a name belongs"),
            (["new", "--preset", "gym", "-o", "out.xlsx", "--template", "own.xlsx"], 1, "own.xlsx: does not exist"),
            (["new", "nobody.toml", "-o", "out.xlsx"], 1, "nobody.toml: cannot be read"),
            (["new", "folder.xlsx", "-o", "out.xlsx"], 1, "folder.xlsx: cannot be read"),
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
        monkeypatch.setattr("xl_quadrant.workbook.files.read_bytes", lambda _path: 1 / 0)
        ended = xlq("read", "glow.xlsx")
        assert ended.code == 1
        assert ended.err.startswith("xlq: unexpected ZeroDivisionError: division by zero; please report it")

    def test_of_typer_are_told_from_those_of_others(self):
        from xl_quadrant.exits import TyperError, UsageError

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
        shown = xlq(command, "--help")
        assert (shown.code, shown.err) == (0, "")
        *_, example = shown.out.strip().split("Example: xlq ")
        if command == "new":
            (tmp_path / "glow.xlsx").unlink()
        ended = xlq(*shlex.split(" ".join(example.split())))
        assert (ended.code, ended.err) == (0, "")

    def test_every_option_has_its_help(self):
        commands = typer.main.get_command(app).commands
        options = [(name, option) for name, command in commands.items() for option in command.params]
        assert [(name, option.name) for name, option in options if not option.help] == []


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
                [sys.executable, "-m", "xl_quadrant.cli", "functions"],
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

        monkeypatch.setattr("xl_quadrant.workbook.client_workbook.make_workbook", pressed)
        ended = xlq("new", "--preset", "gym", "-o", "out.xlsx")
        assert ended == Ended(130, "", "xlq: stopped\n")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
    def test_in_a_process_of_its_own(self, tmp_path):
        os.mkfifo(tmp_path / "client.toml")
        script = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        script += "from xl_quadrant.cli import main; sys.exit(main(['new', 'client.toml', '-o', 'out.xlsx']))"
        with subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stderr=subprocess.PIPE) as process:
            writer = opened_once_it_reads(tmp_path / "client.toml")
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
            os.close(writer)
        assert (process.returncode, err) == (130, b"xlq: stopped\n")


def opened_once_it_reads(pipe):
    """Open a pipe with a name as soon as somebody reads from it."""
    for _ in range(6000):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)
    pytest.fail("nobody reads the client file")


def test_help_and_errors_come_without_the_heavy_imports():
    script = "import sys, xl_quadrant.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout.split()
    heavy = {"pandas", "openpyxl", "pydantic", "scipy", "formualizer", "python_calamine", "xlwings"}
    assert heavy & set(loaded) == set()
