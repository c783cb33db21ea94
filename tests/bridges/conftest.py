"""Excel's own call path through xlwings, in a process of its own for the whole run."""

import subprocess
import sys
from pathlib import Path

import pytest
from excel_process import Excel


@pytest.fixture(scope="session")
def excel():
    script = Path(__file__).with_name("windows_excel.py")
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        yield Excel(process)
        process.stdin.close()
        process.wait(timeout=60)
