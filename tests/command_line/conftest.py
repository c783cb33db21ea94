"""The command line in an empty folder, and a workbook it has made."""

import pytest
from commands import Ended, in_its_own_process

from xl_quadrant.command_line.program import main


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


@pytest.fixture(scope="session")
def talk_workbook(tmp_path_factory):
    """Return the workbook of the talk's example, made in a process of its own."""
    folder = tmp_path_factory.mktemp("talk")
    ended = in_its_own_process("new", "--preset", "talk", "-o", "talk.xlsx", cwd=folder)
    assert (ended.code, ended.err) == (0, "")
    return folder / "talk.xlsx", ended.out
