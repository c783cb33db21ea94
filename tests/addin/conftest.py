"""LibreOffice, asked through UNO, for the tests of what is built for it and of the add-in's VBA."""

import json
import subprocess
from pathlib import Path

import pytest


class Office:
    """LibreOffice in a process of its own; its methods are those of `office_process`."""

    def __init__(self, process):
        self.process = process

    def __getattr__(self, name):
        return lambda *arguments: self._asked(name, *arguments)

    def _asked(self, *request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the process that asks LibreOffice ended; its standard error says why"
        answer = json.loads(line)
        assert "failed" not in answer, answer
        return answer["answer"]


def start_office(profile):
    """Start LibreOffice with a profile."""
    script = Path(__file__).with_name("office_process.py")
    command = ["/usr/bin/python3", str(script), str(profile)]  # the system's own Python has python3-uno
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    with start_office(tmp_path_factory.mktemp("office")) as process:
        yield Office(process)
        process.stdin.close()
        process.wait(60)
