"""Windows Python under Wine with this checkout, and the program that stands for Excel."""

import subprocess
from pathlib import Path

import pytest
from excel_commands import add_in_command, xlwings_command
from host_excel import AddInCall, Excel, XlwingsCall, start_host
from wine_python import COMPILER, DLL, prepared, with_project

HOST = Path(__file__).parent / "host"


@pytest.fixture(scope="session")
def wine(tmp_path_factory):
    return with_project(prepared(), tmp_path_factory.mktemp("windows"))


@pytest.fixture(scope="session")
def host(tmp_path_factory):
    """Compile the program that stands for Excel."""
    program = tmp_path_factory.mktemp("host") / "host.exe"
    sources = [HOST / "host.c", HOST / "excel_objects.c"]
    libraries = ["-lole32", "-loleaut32", "-luuid"]
    subprocess.run([COMPILER, "-O1", "-Wall", "-Werror", "-o", program, *sources, *libraries], check=True)
    return program


@pytest.fixture(scope="session")
def start_excel(wine, host):
    """Return what starts the program that stands for Excel."""

    def start():
        return start_host(wine, host, wine.python / DLL)

    return start


@pytest.fixture(scope="session")
def add_in(wine, start_excel):
    """Excel with the add-in: errors are errors."""
    with start_excel() as process:
        excel = Excel(process, AddInCall)
        excel.ready = excel.start(add_in_command(wine))
        yield excel
        excel.stop()
        process.stdin.close()
        process.wait(60)


@pytest.fixture(scope="session")
def xlwings(wine, start_excel):
    """Excel with the functions imported by xlwings: errors are texts."""
    with start_excel() as process:
        excel = Excel(process, XlwingsCall)
        excel.ready = excel.start(xlwings_command(wine))
        yield excel
        excel.stop()
        process.stdin.close()
        process.wait(60)


@pytest.fixture(params=["add_in", "xlwings"])
def excel(request):
    """Each of the two in turn."""
    return request.getfixturevalue(request.param)
