"""
The README cannot lie: its commands and examples run, and what it prints is what they print.

``python tests/test_readme.py`` writes the generated parts anew: the outputs of commands and the tables.
"""

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import typer

from xl_quadrant.bridges.reference import catalogue_table
from xl_quadrant.command_line.program import app, main
from xl_quadrant.sheets.build import SHEETS
from xl_quadrant.sheets.start import PURPOSES

HOUSE = Path(__file__).parents[1]
README = HOUSE / "README.md"
PAGES = (README, HOUSE / "CHANGELOG.md", HOUSE / "CONTRIBUTING.md", HOUSE / "SECURITY.md")

BLOCK = re.compile(
    r"(?P<mark><!-- (?P<name>[^>]+) -->\n)?```(?P<language>\w+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)


def blocks(text, language):
    """Return the code blocks of a language: what they are called, and what they hold."""
    return [(found["name"], found["body"]) for found in BLOCK.finditer(text) if found["language"] == language]


def named_block(name):
    """Return the code block with a name."""
    (body,) = [found["body"] for found in BLOCK.finditer(README.read_text("utf-8")) if found["name"] == name]
    return body


def printed(command):
    """Return what a command of ours prints, with its errors, in the current folder."""
    program, *arguments = shlex.split(command)
    assert program == "xlq"
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        main(arguments)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def console(body):
    """Return a console block with the output of each of its commands."""
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{printed(command[2:])}" for command in commands)


def tables():
    """Return the tables by the name of their place."""
    commands = typer.main.get_command(app).commands
    rows = [(f"`xlq {name}`", command.help.splitlines()[0]) for name, command in commands.items()]
    sheets = [(title, PURPOSES.get(title, "What this is, five steps, and links to every sheet")) for title in SHEETS]
    return {
        "commands": _table(("command", "what it does"), rows),
        "sheets": _table(("sheet", "what it is for"), sheets),
        "functions": catalogue_table(),
        "conformance": conformance(),
        "speed": speed(),
    }


def conformance():
    """Return what the table of conformance says first."""
    sentence = (HOUSE / "tests" / "golden" / "conformance.md").read_text("utf-8").splitlines()[2]
    return f"{sentence} [The table](tests/golden/conformance.md) names every one that differs."


SPEED = {
    "made_and_calculated": "A client workbook of many: filled, calculated, stored",
    "made_beside_libreoffice": "The same",
    "two_processes_beside_one": "The same in two processes",
    "one_input_changed": "One input changed, and all that depends on it",
    "recalculated_beside_libreoffice": "`recalculate` of a file, an input by name",
    "beside_formulas": "The same, loading included",
    "collect": "Filled workbooks collected into a table",
    "results_of_100_000_clients": "`results` of 100,000 clients",
    "columns_of[ltv_continuity]": "`ltv_continuity` of a million rows",
    "import_udfs": "`import udfs`",
    "a_call_from_excel_of[LTV_CONTINUITY]": "`LTV_CONTINUITY` called from Excel",
}
"""What the page says of benchmarks, by their names."""


def speed():
    """Return what benchmarks measured when they were last kept."""
    kept = json.loads((HOUSE / "tests" / "golden" / "speed.json").read_text("utf-8"))
    rows = [(words, kept[name]) for name, words in SPEED.items()]
    (machine,) = {kept[name]["machine"] for name in SPEED}
    lines = [("what", "beside", "takes of its time"), ("---", "---", "---:")]
    lines += [(words, one["peer"], one["figure"]) for words, one in rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\nMeasured on {machine}; the microseconds of a call are added to what xlwings itself takes."


def rendered(text):
    """Return the README with its generated parts written anew; examples run in order, in an empty folder."""
    for name, table in tables().items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = place.sub(lambda found, table=table: f"{found[1]}{table.strip()}\n{found[2]}", text)
    return BLOCK.sub(_block_anew, text)


def _block_anew(found):
    """Return one code block: run, and with what it prints if it is a console."""
    before, after = found[0][: found.start("body") - found.start()], "```"
    match found["language"]:
        case "toml":
            Path(found["name"]).write_text(found["body"], encoding="utf-8")
        case "python" if found["name"]:
            Path(found["name"]).write_text(found["body"], encoding="utf-8")
            run_tests(found["name"])
        case "python":
            example = doctest.DocTestParser().get_doctest(found["body"], NAMESPACE, "README", "README.md", 0)
            report = io.StringIO()
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
            runner.run(example, out=report.write, clear_globs=False)
            NAMESPACE.update(example.globs)
            assert runner.failures == 0, report.getvalue()
        case "console":
            return before + console(found["body"]) + after
    return found[0]


def run_tests(name):
    """Run the tests of an example as its reader would."""
    command = [sys.executable, "-m", "pytest", "--rootdir=.", "-p", "no:cacheprovider", name]
    ended = subprocess.run(command, capture_output=True, check=False, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


NAMESPACE = {}
"""What the Python examples have defined so far."""


def _table(headings, rows):
    """Return a table as markdown."""
    return "\n".join(f"| {first} | {second} |" for first, second in [headings, ("---", "---"), *rows])


def test_every_example_runs_and_prints_what_the_page_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    text = README.read_text("utf-8")
    assert rendered(text) == text


def test_the_install_command_writes_a_workbook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make, install, new = named_block("install").split(" && ")
    assert make == "python3 -m venv .venv"
    assert install == ".venv/bin/pip install --quiet ."
    assert "Cash per show, 30 days" in printed(new.removeprefix(".venv/bin/"))
    assert [path.name for path in tmp_path.iterdir()] == ["sample.xlsx"]


def test_its_windows_form_does_the_same():
    windows = named_block("install on Windows").replace("py -m", "python3 -m").replace("\\", "/")
    assert windows.replace("/Scripts/", "/bin/") == named_block("install")


def test_ci_runs_the_test_command_as_the_page_has_it():
    bash = subprocess.run(["bash", HOUSE / ".ci" / "run", "--show"], capture_output=True, check=True, text=True)
    assert bash.stdout == named_block("tests")
    make, install, tests = named_block("tests").strip().split(" && ")
    assert (make, install) == ("python3 -m venv .venv", '.venv/bin/pip install --quiet -e ".[test]"')
    assert tests == ".venv/bin/pytest -n auto --dist worksteal"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    inside = [link for link in links if not link.startswith("https://")]
    assert [link for link in inside if not (HOUSE / link.partition("#")[0]).exists()] == []


def test_the_pictures_come_first():
    assert README.read_text("utf-8").index("templates/preview/quadrant.png") < 700


if __name__ == "__main__":
    os.environ["COLUMNS"] = "80"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        README.write_text(rendered(README.read_text("utf-8")), encoding="utf-8")
    sys.exit()
