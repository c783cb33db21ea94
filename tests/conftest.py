"""
What all tests share: properties without a clock, and LibreOffice where it is needed.

``XLQ_EXAMPLES=deep`` tries each property on a thousand examples instead of twelve. ``XLQ_HOSTS=windows,calc``
runs the tests in these hosts, which take minutes, and fails where one of them is missing; ``.ci/run`` does so.
"""

import os
import shutil

import pytest
from hypothesis import settings
from slow_tests import SLOW

settings.register_profile("quick", deadline=None, max_examples=12)
settings.register_profile("deep", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("XLQ_EXAMPLES", "quick"))

collect_ignore_glob = ["*conftest.py"]
"""They hold no doctests, and all have one name."""

REQUIRED = "XLQ_REQUIRE_LIBREOFFICE"


def pytest_collection_modifyitems(config, items):
    """Mark the tests of modules that take long."""
    tests = config.rootpath / "tests"
    for item in items:
        if item.path.is_relative_to(tests) and item.path.relative_to(tests).as_posix() in SLOW:
            item.add_marker(pytest.mark.slow)


HOSTS = {
    "windows": "Windows Python under Wine",
    "calc": "LibreOffice Calc, asked through UNO",
}
"""Where tests run that are only run when they are asked for; each is a marker."""


def pytest_runtest_setup(item):
    """Skip a test whose host is not there or was not asked for, and say so; fail it where it is required."""
    asked = os.environ.get("XLQ_HOSTS", "").split(",")
    for marker, host in HOSTS.items():
        if item.get_closest_marker(marker) and marker not in asked:
            pytest.skip(f"{host}: not tried here; XLQ_HOSTS={marker} asks for it")
    if item.get_closest_marker("libreoffice") and shutil.which("soffice") is None:
        if os.environ.get(REQUIRED):
            pytest.fail(f"LibreOffice (soffice) is not installed, and {REQUIRED} is set")
        pytest.skip("LibreOffice (soffice) is not installed: its recalculation was not compared")
