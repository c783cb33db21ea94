"""The program that stands for Excel under Wine, and requests to it."""

import subprocess

ERROR_NAMES = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2050: "#CALC!",
}  # fmt: skip
CODES = {name: code for code, name in ERROR_NAMES.items()}
ROWS = 1_048_576
COLUMNS = 16_384


class Omitted:
    """An argument that is left out."""


OMITTED = Omitted()


class Error(str):
    """A true error, by its name."""

    __slots__ = ()


class Date(float):
    """A number that Value gives as a date."""

    __slots__ = ()


class Currency(float):
    """A number that Value gives as an amount of currency."""

    __slots__ = ()


class Reference:
    """A reference to cells: the sheet, and the row, column, height and width of each area."""

    def __init__(self, sheet, *areas):
        self.sheet, self.areas = sheet, areas

    def __str__(self):
        return "r:" + ",".join([self.sheet, *(str(number) for area in self.areas for number in area)])


def written(value):
    """Return a value as a request has it."""
    for kind, sign in ((Error, "e"), (Date, "d"), (Currency, "c")):
        if isinstance(value, kind):
            return f"{sign}:{CODES[value]}" if kind is Error else f"{sign}:{float(value)!r}"
    if isinstance(value, Reference):
        return str(value)
    if value is OMITTED:
        return "o:"
    if value is None:
        return "m:"
    if isinstance(value, bool):
        return f"b:{int(value)}"
    if isinstance(value, str):
        return "s:" + value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return f"n:{float(value)!r}"


def understood(text):
    """Return a value as an answer has it."""
    kind, _, rest = text.partition(":")
    if kind == "n":
        return float(rest)
    if kind == "i":
        return Error(ERROR_NAMES[int(rest)]) if rest in map(str, ERROR_NAMES) else int(rest)
    if kind == "b":
        return rest == "1"
    if kind == "e":
        return Error(ERROR_NAMES.get(int(rest), rest))
    if kind == "m":
        return None
    assert kind == "s", text
    return rest.replace("\\\\", "\0").replace("\\t", "\t").replace("\\n", "\n").replace("\0", "\\")


class XlwingsCall:
    """A function called as the VBA of xlwings does: errors are texts."""

    true_errors = False

    @staticmethod
    def parts(name, *arguments):
        module, _, own = name.rpartition("!")
        return ["udf", module or "udfs", own, *map(written, arguments)]


class AddInCall:
    """A function called as the add-in does: a whole number is the number of an error."""

    true_errors = True

    @staticmethod
    def parts(name, *arguments):
        return ["call", "Call", written(name), "(", *map(written, arguments), ")"]


class Excel:
    """What answers as Excel's VBA would."""

    def __init__(self, process, kind):
        self.process, self.kind = process, kind
        assert self._answer() == ["ready"], "the DLL of xlwings was not loaded"
        self.milliseconds = self.asked = 0

    def ask(self, *parts):
        """Send a request, and return the lines of the answer."""
        self.process.stdin.write("\t".join(map(str, parts)) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self):
        lines = []
        while (line := self.process.stdout.readline()) != ".\n":
            assert line, "the program that stands for Excel ended"
            lines.append(line.rstrip("\n"))
        return lines

    def start(self, command):
        """Start Python; return the milliseconds until it answers."""
        [state, milliseconds], *why = (line.split("\t") for line in self.ask("server", written(command)[2:]))
        assert state == "0", why
        return float(milliseconds)

    def stop(self):
        """End Python, as a restart does."""
        assert self.ask("kill") == ["0"]

    def sheet(self, name, rows=(), *, top=1, left=1):
        """Make a sheet with cells; return a function that gives references to it."""
        self.ask("sheet", name)
        for row, cells in enumerate(rows, start=top):
            for column, value in enumerate(cells, start=left):
                if value is not None:
                    self.ask("cell", row, column, written(value))
        return lambda *areas: Reference(name, *areas)

    def run(self, *parts):
        """Return the rows of an answer."""
        [state, milliseconds, asked], *lines = (line.split("\t") for line in self.ask(*parts))
        self.milliseconds, self.asked = float(milliseconds), int(asked)
        rows = [[understood(cell) for cell in line if cell] for line in lines]
        assert state == "0", rows
        return rows

    def call(self, name, *arguments):
        """Return the rows of what a function answers."""
        return self.run(*self.kind.parts(name, *arguments))

    def reasons(self):
        """Return why cells of the last answer of the add-in are errors: row, column and text of each."""
        found = self.run("call", "Reasons")
        return [] if found == [[]] else found

    def time(self, times, name, *arguments):
        """Return the milliseconds of each of so many calls, and how many questions Python had."""
        parts = self.kind.parts(name, *arguments)
        [[state, milliseconds, asked]] = (line.split("\t") for line in self.ask("time", times, *parts))
        assert state == "0"
        return float(milliseconds), int(asked)


def start_host(wine, host, dll):
    """Start the program."""
    return subprocess.Popen(
        [wine.program, str(host), wine.windows_path(dll)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=wine.environment,
        encoding="utf-8",
    )
