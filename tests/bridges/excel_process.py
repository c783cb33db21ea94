"""Requests to the process that stands for Excel on Windows."""

import json

OMITTED = {"omitted": True}


class Excel:
    """What answers as Excel on Windows would."""

    def __init__(self, process):
        self.process = process

    def ask(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the process that stands for Excel ended; its standard error says why"
        return json.loads(line)

    def call(self, function, *arguments):
        return self.ask({"function": function, "arguments": arguments})

    def rows(self, function, *arguments):
        return self.call(function, *arguments)["rows"]


def reference(*rows, shape=None, number_format="General", **more):
    """Return a reference to cells, as a request to the process has it: with its used part, its areas, its failures."""
    found = {"cells": rows, "format": number_format, **more}
    return found | ({"shape": shape} if shape else {})
