"""A template that has been calculated often is calculated without the engine, and comes to the same."""

import pytest
from hypothesis import given, settings

from tests.client_book.test_prepared_template import anew
from tests.client_strategies import clients
from tests.engine.test_live import package_of, whole
from tests.packages import parts_of
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.compiled.program import Program
from xl_quadrant.engine.engine import Engine
from xl_quadrant.engine.live import LiveWorkbook
from xl_quadrant.engine.live_file import LiveFile

FORMULAS = (
    "A1*2+B1", 'IF(A2>1,SUM(A1:A6),"–")', "C1+1", "IF(ISNUMBER(A3),A3,0)", "SUM(A1:B2)", "S2!A1&A2", "1/(A1-7)",
    "C49*2", "IF(A1>5,NA(),A1)", "MAX(C65,1)", "A4+1",
)  # fmt: skip
LEARNT = 1 + 30 + 5
"""So many calculations teach it: the first, those that show the kinds of its inputs, those it is tried in."""


@pytest.fixture
def asked(monkeypatch):
    """Note how often an engine calculates."""
    asked, calculate = [], Engine.calculate
    monkeypatch.setattr(Engine, "calculate", lambda engine: asked.append(engine) or calculate(engine))
    return asked


def learnt(package, inputs):
    """Return a workbook that has been calculated often with such inputs, and its file."""
    kept = LiveWorkbook(package)
    for number in range(LEARNT + 1):
        kept.write({"S": {**inputs, (1, 1): number}})
        kept.calculate()
    return kept, LiveFile(kept)


def test_what_has_been_calculated_often_needs_no_engine(asked):
    package = package_of(FORMULAS)
    kept, file = learnt(package, {(1, 2): 3, (2, 1): None})
    asked.clear()
    for number in (7, 0.1, -2.5e-7, 1e12):
        kept.write({"S": {(1, 1): number}})
        kept.calculate()
        assert not asked
        assert kept.value(("S", 1, 3)) == number * 2 + 3
        assert (kept.value(("S", 1, 1)), kept.value(("S2", 2, 1)), kept.in_doubt) == (number, 2, False)
        assert file.content() == whole(package, {(1, 2): 3, (2, 1): None, (1, 1): number})
        asked.clear()


def test_what_has_not_been_seen_is_calculated_by_the_engine_until_it_has_been(asked):
    package = package_of(FORMULAS)
    kept, file = learnt(package, {(1, 2): 3, (3, 1): 1.5})
    for step in ({(3, 1): "seven"}, {(4, 2): 2}, {(1, 1): True}):
        asked.clear()
        for number in range(LEARNT):
            kept.write({"S": {(1, 2): number, **step}})
            kept.calculate()
        taught = len(asked)
        kept.write({"S": {(1, 2): 0.5}})
        kept.calculate()
        assert len(asked) == taught == LEARNT - 1
        assert file.content() == whole(package, kept.inputs["S"])


def test_an_answer_that_is_left_to_the_engine_is_right_and_so_is_the_next(asked):
    package = package_of(("1/A1", "A1*2", "B1+1"))
    kept, file = learnt(package, {(1, 2): 3})
    for number in (0, 4, 0, 1e300, 5):
        kept.write({"S": {(1, 1): number, (1, 2): number + 1}})
        kept.calculate()
        assert file.content() == whole(package, {(1, 1): number, (1, 2): number + 1})
    assert asked


@pytest.mark.parametrize("wrong", [lambda _found: {"S": {(1, 3): 99.0}}, lambda _found: None])
def test_a_program_that_fails_its_trial_is_given_up(monkeypatch, asked, wrong):
    tried, calculated = [], Program.calculated
    monkeypatch.setattr(Program, "calculated", lambda self, inputs: tried.append(1) or wrong(calculated(self, inputs)))
    kept, file = learnt(package_of(FORMULAS), {(1, 2): 3})
    count, asked_before = len(tried), len(asked)
    kept.write({"S": {(1, 1): 8}})
    kept.calculate()
    assert (len(tried), len(asked)) == (count, asked_before + 1)
    assert kept.value(("S", 1, 3)) == 19
    assert file.content()


@pytest.mark.parametrize("formula", ["MYSTERY(A1)", "INDIRECT(A2)", "+".join(["(A1"] * 300) + ")" * 300])
def test_what_cannot_be_written_as_a_program_stays_with_the_engine(asked, formula):
    kept, _ = learnt(package_of((*FORMULAS, formula)), {(1, 2): 3})
    asked.clear()
    kept.write({"S": {(1, 1): 8}})
    kept.calculate()
    assert asked
    assert kept.value(("S", 1, 3)) == 19


@pytest.fixture(scope="module")
def taught():
    """Return the template after many clients."""
    prepared = PreparedTemplate()
    for number in range(2 * LEARNT):
        prepared.make(preset(list(PRESETS)[number % len(PRESETS)]))
    return prepared


def test_the_template_is_calculated_without_the_engine(taught, asked):
    for name in PRESETS:
        assert taught.make(preset(name))
    assert not asked


@settings(max_examples=4)
@given(clients())
def test_any_client_is_as_made_anew(taught, client):
    assert parts_of(taught.make(client)) == parts_of(anew(client))
