"""LibreOffice in a process of its own, and requests to it."""

import json
import subprocess
from pathlib import Path


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
