"""File names: safe on Windows, Mac and Linux, no two alike, the same for the same rows."""

import re
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, strategies as st
from pathvalidate import is_valid_filename

from xl_quadrant.batch.file_names import FileNames, name_key, safe_stem

AWKWARD = (
    *("CON", "con", "NUL.txt", "COM1", "COM¹", "LPT9 .x", "aux", "CONIN$", "PRN.", "clock$"),
    *("..", ".", "...", "../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "\\\\server\\share", "a/b", "C:", "~root"),
    *("~$Glow", ".hidden", "..~$.x", "Glow.", "Glow ", "Glow. . ", " Glow", "a\x00b", "a\nb", "a\x7fb", "-rf", "[1]"),
    *(
        "💉" * 80,
        "é" * 200,
        "e\u0301" * 200,
        "한" * 80,
        "x" * 300,
        "\u202egnp.exe",
        "\ufeff",
        "\ud800",
        'a*b?c<d>e|f"g',
    ),
    *("report.csv", "Glow.xlsx", "", " ", "???", "ﬁ", "ß", "ſ", "İ", "K", "%2e%2e%2f", "a\u2028b", "$MFT"),
)
NAMES = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(max_size=90),
    st.text(st.sampled_from("aAbé\u0301./\\: -~$()2"), max_size=8),
    st.builds("{}{}".format, st.sampled_from(AWKWARD), st.text(max_size=5)),
)


def as_windows_compares(letter):
    """Return a letter as Windows compares file names: in upper case where that is one letter, which ß has none of."""
    return letter.upper() if len(letter.upper()) == 1 else letter


@given(NAMES)
def test_a_name_is_safe_everywhere(name):
    file = FileNames(".xlsx").take(name)
    assert is_valid_filename(file, platform="universal")
    for pure in (PurePosixPath(file), PureWindowsPath(file)):
        assert (pure.name, len(pure.parts), pure.is_absolute()) == (file, 1, False)
    assert len(file.encode("utf-8")) <= 255
    assert len(file.encode("utf-16-le")) <= 2 * 255
    assert unicodedata.normalize("NFC", file) == file
    assert not re.match(r"\.|~\$|\s", file)
    assert not re.search(r"[. ]\.xlsx$|[\[\]]", file)
    assert not re.match(r"(?i)(CON|PRN|AUX|NUL|COM.|LPT.|CONIN\$|CONOUT\$)\s*(\.|$)", file)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in file)


@given(st.lists(NAMES, max_size=30))
def test_no_two_are_alike_and_a_second_run_gives_the_same(names):
    first, second = (FileNames(".xlsx") for _ in range(2))
    files = [first.take(name) for name in names]
    assert [second.take(name) for name in names] == files
    assert len({unicodedata.normalize("NFD", file).casefold() for file in files}) == len(files)
    assert len({"".join(map(as_windows_compares, file)) for file in files}) == len(files)


@given(st.lists(NAMES, max_size=20))
def test_every_one_can_be_written_and_stays_in_the_folder(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("names")
    given_out = FileNames(".xlsx")
    files = [given_out.take(name) for name in names]
    for file in files:
        (folder / file).write_bytes(b"")
    assert sorted(path.name for path in folder.iterdir()) == sorted(files)
    assert {Path(path).resolve().parent for path in folder.iterdir()} <= {folder.resolve()}


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Glow Med Spa", "Glow Med Spa"),
        ("Café “Müller” & Söhne", "Café “Müller” & Söhne"),
        ("A/B Clinic: North", "A-B Clinic- North"),
        ("北京美容", "北京美容"),
        ("نیم‌فاصله", "نیم‌فاصله"),
        ("Dr. Who Inc.", "Dr. Who Inc"),
    ],
)
def test_an_ordinary_name_is_kept(name, stem):
    assert safe_stem(name) == stem


def test_a_thousand_of_one_name_are_numbered_without_searching():
    names = FileNames(".xlsx")
    files = [names.take("Glow") for _ in range(1000)]
    assert files[:3] == ["Glow.xlsx", "Glow (2).xlsx", "Glow (3).xlsx"]
    assert files[-1] == "Glow (1000).xlsx"


def test_a_number_that_a_client_has_in_its_name_is_not_given_out_again():
    names = FileNames(".xlsx")
    assert [names.take(name) for name in ("Glow (2)", "Glow", "Glow", "glow (2)")] == [
        "Glow (2).xlsx",
        "Glow.xlsx",
        "Glow (3).xlsx",
        "glow (2) (2).xlsx",
    ]


def test_a_key_is_the_same_for_what_a_file_system_takes_for_one():
    assert name_key("CAFÉ.XLSX") == name_key("cafe\u0301.xlsx")
    assert name_key("cafe.xlsx") != name_key("café.xlsx")
