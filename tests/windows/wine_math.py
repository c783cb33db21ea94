"""
A DLL with the mathematics of C that numpy 2 and scipy ask for and Wine 8 lacks: creal, cimag and their kin.

In every extension the name of the system's DLL becomes that of ours, which passes all else on to Wine's ucrtbase.
"""

import subprocess
import tempfile
from pathlib import Path

import pefile

THEIRS = b"api-ms-win-crt-math-l1-1-0.dll"
OURS = b"xlq-ms-win-crt-math-l1-1-0.dll"
TYPES = {"": ("double", "DOUBLES"), "f": ("float", "FLOATS"), "l": ("double", "DOUBLES")}
"""The type and the pair of each ending of a function of C; a long double is a double on Windows."""


def mend_mathematics(site, home, compiler):
    """Make the extensions of a folder ask our DLL, and put it beside python.exe."""
    asked = {name for path in [*site.rglob("*.pyd"), *site.rglob("*.dll")] for name in _renamed(path)}
    _compile(asked, home / OURS.decode(), compiler)


def _renamed(path):
    """Give an extension the name of our DLL; return what it asks of it."""
    content = path.read_bytes()
    if THEIRS not in content:
        return set()
    image = pefile.PE(data=content, fast_load=True)
    image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"]])
    entries = [entry for entry in image.DIRECTORY_ENTRY_IMPORT if entry.dll == THEIRS]
    path.write_bytes(content.replace(THEIRS, OURS))
    return {found.name.decode() for entry in entries for found in entry.imports if found.name}


def _compile(asked, library, compiler):
    """Compile the DLL: the parts of complex numbers by hand, the rest forwarded."""
    source = ["typedef struct { double re, im; } DOUBLES;", "typedef struct { float re, im; } FLOATS;"]
    own = set()
    for ending, (number, pair) in TYPES.items():
        for name, part in (("creal", "re"), ("cimag", "im")):
            own.add(name + ending)
            source.append(f"{number} own_{name}{ending}({pair} z) {{ return z.{part}; }}")
    exports = [f"{name} = own_{name}" if name in own else f"{name} = ucrtbase.{name}" for name in sorted(asked)]
    with tempfile.TemporaryDirectory() as folder:
        code, names = Path(folder) / "math.c", Path(folder) / "math.def"
        code.write_text("\n".join(source))
        names.write_text("\n".join([f'LIBRARY "{library.name}"', "EXPORTS", *exports]))
        command = [compiler, "-O2", "-shared", "-nostdlib", "-Wl,--entry=0", "-o", library, code, names]
        subprocess.run(command, check=True)
