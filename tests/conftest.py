"""
What all tests share: properties without a clock, and LibreOffice where it is needed.

``XLQ_EXAMPLES=deep`` tries each property on a thousand examples instead of twelve.
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


def pytest_runtest_setup(item):
    """Skip a test that needs LibreOffice where there is none, and say so; fail it where it is required."""
    if item.get_closest_marker("libreoffice") and shutil.which("soffice") is None:
        if os.environ.get(REQUIRED):
            pytest.fail(f"LibreOffice (soffice) is not installed, and {REQUIRED} is set")
        pytest.skip("LibreOffice (soffice) is not installed: its recalculation was not compared")
