"""What all tests share: strategies on the path, properties without a clock, and LibreOffice where it is needed."""

import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")

REQUIRED = "XLQ_REQUIRE_LIBREOFFICE"


def pytest_runtest_setup(item):
    """Skip a test that needs LibreOffice where there is none, and say so; fail it where it is required."""
    if item.get_closest_marker("libreoffice") and shutil.which("soffice") is None:
        if os.environ.get(REQUIRED):
            pytest.fail(f"LibreOffice (soffice) is not installed, and {REQUIRED} is set")
        pytest.skip("LibreOffice (soffice) is not installed: its recalculation was not compared")
