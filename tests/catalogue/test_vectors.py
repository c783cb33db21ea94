"""The acceptance figures hold in Python: every line of golden/vectors.csv."""

import csv
import json
import math
from pathlib import Path

import pytest

import xl_quadrant
from xl_quadrant.errors import ArgumentError

VECTORS = list(csv.DictReader((Path(__file__).parents[1] / "golden" / "vectors.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("line", VECTORS, ids=[f"{line['function']}{line['arguments']}" for line in VECTORS])
def test_acceptance_figure(line):
    function, arguments, expected = (
        getattr(xl_quadrant, line["function"].lower()),
        json.loads(line["arguments"]),
        json.loads(line["expected"]),
    )
    if isinstance(expected, str) and expected.startswith("#"):
        with pytest.raises(ArgumentError) as caught:
            function(*arguments)
        assert caught.value.excel_error == expected
        return
    answer = function(*arguments)
    assert type(answer) is (float if isinstance(expected, int) and not isinstance(expected, bool) else type(expected))
    assert math.isclose(answer, expected, rel_tol=1e-12) if isinstance(answer, float) else answer == expected


def test_vectors_are_there():
    assert len(VECTORS) >= 70
