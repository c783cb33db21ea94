"""
What a call from Excel takes: functions by xlwings' own path on Windows, beside an empty one; prints JSON.

All functions have a turn before one has its next, so that a busy second of the machine is not the luck of one of them.
"""

import json
import sys
import time

from windows_excel import OMITTED, ComRange, Sheet, import_xlwings

CALLS = 10
TURNS = 75


def scalar_examples():
    """Return an example with numbers and texts only for each function that works element by element."""
    from xl_quadrant.bridges.examples import worked_examples
    from xl_quadrant.catalogue import CATALOGUE

    found = {}
    for function in (function for function in CATALOGUE if function.kind == "elementwise"):
        for example in worked_examples(function):
            if not any(isinstance(argument, list) for argument in example.arguments):
                given = [OMITTED if argument is None else argument for argument in example.arguments]
                numbers = [float(argument) if isinstance(argument, int) else argument for argument in given]
                found.setdefault(function.name, numbers + [OMITTED] * (len(function.arguments) - len(given)))
    return found


def as_references(arguments):
    """Return arguments as references to cells; what was left out stays so."""
    sheet = Sheet([arguments], "General")
    cells = [ComRange(sheet, 1, column, 1, 1) for column in range(1, len(arguments) + 1)]
    return [given if given == OMITTED else cell for given, cell in zip(arguments, cells, strict=True)]


def seconds_of(call):
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS


def turn_of(call_udf, name, given):
    """Return the seconds of a call of ours and of its empty function with the same arguments."""
    return (
        seconds_of(lambda: call_udf("udfs", name, given)),
        seconds_of(lambda: call_udf("empty_functions", name, given)),
    )


def main():
    call_udf = import_xlwings().udfs.call_udf
    calls = {}
    for name, numbers in scalar_examples().items():
        calls[f"{name} of numbers"] = (name, tuple(numbers))
        calls[f"{name} of references"] = (name, tuple(as_references(numbers)))
    turns = [{call: turn_of(call_udf, *its) for call, its in calls.items()} for _ in range(TURNS)]
    best = {call: [min(side) for side in zip(*(turn[call] for turn in turns), strict=True)] for call in calls}
    sys.stdout.write(json.dumps(best))


if __name__ == "__main__":
    main()
