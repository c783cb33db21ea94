"""
What each engine makes of one workbook, in a process of its own that is ended when it takes too long.

``python judge_engines.py us`` reads paths, a line each, and writes the values of all cells, a line of JSON each.
"""

import json
import os
import select
import subprocess
import sys
from pathlib import Path

from xl_quadrant.package.addresses import address
from xl_quadrant.package.values import ErrorValue

SECONDS = {"us": 60, "formulon": 60, "LibreOffice": 240}
"""How long each engine may take for one workbook; LibreOffice for all that it is given at once."""

TOGETHER = 20
"""So many workbooks are given to LibreOffice at once, for its start takes seconds."""


class Worker:
    """One engine in its process, started anew after each end."""

    def __init__(self, engine):
        self._engine = engine
        self._process = None

    def answer(self, path):
        """Return what the engine makes of a workbook: its values, or why there are none."""
        if self._process is None:
            command = [sys.executable, __file__, self._engine]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self._process = subprocess.Popen(command, **pipes)
        try:
            self._process.stdin.write(f"{path}\n".encode())
            self._process.stdin.flush()
            ready, _, _ = select.select([self._process.stdout], [], [], SECONDS[self._engine])
            line = self._process.stdout.readline() if ready else b""
        except OSError:
            ready, line = True, b""
        if line:
            return json.loads(line)
        self.close()
        return {"refused": "ended its process"} if ready else {"gave_up": f"after {SECONDS[self._engine]} seconds"}

    def close(self):
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def by_us(path):
    """Return what `recalculate` stores."""
    from xl_quadrant import recalculate

    done = recalculate(path)
    return {f"{sheet}!{cell}": told(value) for (sheet, cell), value in done.values.items()}


def by_formulon(path):
    """Return what formulon answers."""
    import formulon

    found = {}
    with formulon.Workbook.load(Path(path).read_bytes()) as book:
        book.recalc()
        titles = {book.sheet_name(index): index for index in range(book.sheet_count())}
        for sheet, row, column in wanted_places(path):
            value = book.get_value(titles[sheet], row - 1, column - 1) if sheet in titles else None
            if value is not None and value.kind == formulon.ValueKind.ERROR:
                value = {"error": formulon.error_display_name(value.error_code)}
            else:
                value = None if value is None else told(value.to_python())
            found[f"{sheet}!{address(row, column)}"] = value
    return found


def wanted_places(path):
    """Return the cells whose values Excel stored beside formulas."""
    from judge_cells import stored_by_excel

    return stored_by_excel(path)


def by_libreoffice(paths):
    """Return what LibreOffice stores for workbooks when it calculates every formula anew, by path."""
    from judge_cells import stored_by_excel

    from xl_quadrant.client_book.libreoffice import converted
    from xl_quadrant.errors import XlQuadrantError

    try:
        done = converted([Path(path).read_bytes() for path in paths], "xlsx")
    except XlQuadrantError as error:
        if len(paths) == 1:
            return {paths[0]: {"refused": str(error)}}
        half = len(paths) // 2
        return by_libreoffice(paths[:half]) | by_libreoffice(paths[half:])
    found = {}
    for path, content in zip(paths, done, strict=True):
        try:
            values = stored_by_excel(content)
        except XlQuadrantError as error:
            found[path] = {"refused": str(error)}
            continue
        found[path] = {"values": {f"{s}!{address(r, c)}": told(value) for (s, r, c), value in values.items()}}
    return found


def told(value):
    """Return a value as JSON holds it; an error apart from a text."""
    if isinstance(value, ErrorValue):
        return {"error": value.stored}
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def serve(engine):
    """Answer path by path."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever an engine prints is no answer
    for line in sys.stdin:
        path = line.rstrip("\n")
        try:
            answer = {"values": {"us": by_us, "formulon": by_formulon}[engine](path)}
        except Exception as error:  # noqa: BLE001 - whatever an engine raises, it has not calculated the workbook
            answer = {"refused": f"{type(error).__name__}: {error}"[:300]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
