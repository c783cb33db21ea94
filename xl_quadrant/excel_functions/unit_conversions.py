"""CONVERT: the units that Excel knows, each by what it is in the unit of its kind."""

from __future__ import annotations

from typing import Final

from xl_quadrant.excel_functions.cell_values import number, shown
from xl_quadrant.excel_functions.error_kinds import Fault

_INCH: Final = 0.0254
_FOOT: Final = 12 * _INCH
_MILE: Final = 5280 * _FOOT
_SURVEY_MILE: Final = 5280 * 1200 / 3937
_NAUTICAL: Final = 1852.0
_LIGHT_YEAR: Final = 9.46073047258e15
_PARSEC: Final = 3.08567758128155e16
_ANGSTROM: Final = 1e-10
_PICA: Final = _INCH / 72
_GALLON: Final = 231 * _INCH**3 * 1000
_IMPERIAL: Final = 4.54609
_POUND: Final = 453.59237
_GRAVITY: Final = 9.80665
_CALORIE: Final = 4.1868
_THERMAL: Final = 1055.05585262

_LENGTHS: Final = {
    "m": 1.0, "mi": _MILE, "Nmi": _NAUTICAL, "in": _INCH, "ft": _FOOT, "yd": 3 * _FOOT, "ang": _ANGSTROM,
    "ell": 45 * _INCH, "ly": _LIGHT_YEAR, "parsec": _PARSEC, "pc": _PARSEC, "Picapt": _PICA, "Pica": _PICA,
    "pica": _INCH / 6, "survey_mi": _SURVEY_MILE,
}  # fmt: skip
_SQUARED: Final = ("m", "mi", "Nmi", "in", "ft", "yd", "ang", "ly", "Picapt", "Pica")

_KINDS: Final[tuple[dict[str, float], ...]] = (
    {
        "g": 1.0, "sg": _POUND * _GRAVITY / _FOOT, "lbm": _POUND, "u": 1.660538782e-24, "ozm": _POUND / 16,
        "grain": _POUND / 7000, "cwt": 100 * _POUND, "shweight": 100 * _POUND, "uk_cwt": 112 * _POUND,
        "lcwt": 112 * _POUND, "hweight": 112 * _POUND, "stone": 14 * _POUND, "ton": 2000 * _POUND,
        "uk_ton": 2240 * _POUND, "LTON": 2240 * _POUND, "brton": 2240 * _POUND,
    },
    _LENGTHS,
    {
        "yr": 365.25 * 86_400, "day": 86_400.0, "d": 86_400.0, "hr": 3600.0, "mn": 60.0, "min": 60.0, "sec": 1.0,
        "s": 1.0,
    },
    {
        "Pa": 1.0, "p": 1.0, "atm": 101_325.0, "at": 101_325.0, "mmHg": 133.322, "Torr": 101_325 / 760,
        "psi": _POUND * _GRAVITY / 1000 / _INCH**2,
    },
    {"N": 1.0, "dyn": 1e-5, "dy": 1e-5, "lbf": _POUND / 1000 * _GRAVITY, "pond": _GRAVITY / 1000},
    {
        "J": 1.0, "e": 1e-7, "c": 4.184, "cal": _CALORIE, "eV": 1.60217653e-19, "ev": 1.60217653e-19,
        "HPh": 550 * _FOOT * _POUND / 1000 * _GRAVITY * 3600, "hh": 550 * _FOOT * _POUND / 1000 * _GRAVITY * 3600,
        "Wh": 3600.0, "wh": 3600.0, "flb": _FOOT * _POUND / 1000 * _GRAVITY, "BTU": _THERMAL, "btu": _THERMAL,
    },
    {"HP": 550 * _FOOT * _POUND / 1000 * _GRAVITY, "h": 550 * _FOOT * _POUND / 1000 * _GRAVITY, "W": 1.0, "w": 1.0,
     "PS": 75 * _GRAVITY},
    {"T": 1.0, "ga": 1e-4},
    {
        "l": 1.0, "L": 1.0, "lt": 1.0, "tsp": _GALLON / 768, "tspm": 0.005, "tbs": _GALLON / 256, "oz": _GALLON / 128,
        "cup": _GALLON / 16, "pt": _GALLON / 8, "us_pt": _GALLON / 8, "uk_pt": _IMPERIAL / 8, "qt": _GALLON / 4,
        "uk_qt": _IMPERIAL / 4, "gal": _GALLON, "uk_gal": _IMPERIAL, "barrel": 42 * _GALLON,
        "bushel": 2150.42 * _INCH**3 * 1000, "regton": 100 * _FOOT**3 * 1000, "GRT": 100 * _FOOT**3 * 1000,
        "MTON": 40 * _FOOT**3 * 1000,
        **{f"{name}{power}": _LENGTHS[name] ** 3 * 1000 for name in _SQUARED for power in ("3", "^3")},
    },
    {
        "ha": 1e4, "ar": 100.0, "Morgen": 2500.0, "uk_acre": 4046.8564224, "us_acre": _SURVEY_MILE**2 / 640,
        **{f"{name}{power}": _LENGTHS[name] ** 2 for name in _SQUARED for power in ("2", "^2")},
    },
    {"bit": 1.0, "byte": 8.0},
    {"m/s": 1.0, "m/sec": 1.0, "m/h": 1 / 3600, "m/hr": 1 / 3600, "mph": _MILE / 3600, "kn": _NAUTICAL / 3600,
     "admkn": 6080 * _FOOT / 3600},
)  # fmt: skip

_WITH_PREFIX: Final = """
    g u m ang ly parsec pc sec s Pa p atm at mmHg Torr N dyn dy pond J e c cal eV ev Wh wh W w T ga l L lt ar ha
    m2 m^2 m3 m^3 ang2 ang^2 ang3 ang^3 bit byte m/s m/sec m/h m/hr
"""
_METRIC: Final = frozenset(_WITH_PREFIX.split())
_PREFIXES: Final = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "e": 1, "d": -1, "c": -2,
    "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24,
}  # fmt: skip
_BINARY: Final = {"Yi": 80, "Zi": 70, "Ei": 60, "Pi": 50, "Ti": 40, "Gi": 30, "Mi": 20, "ki": 10}
_TEMPERATURES: Final = {
    "C": (1.0, 273.15), "cel": (1.0, 273.15), "F": (5 / 9, 459.67), "fah": (5 / 9, 459.67), "K": (1.0, 0.0),
    "kel": (1.0, 0.0), "Rank": (5 / 9, 0.0), "Reau": (1.25, 218.52),
}  # fmt: skip
"""By how many kelvins a degree is, and how many degrees below its zero the lowest temperature is."""


def converted(value: object, one: object, other: object) -> float:
    """
    Return a measure in another unit, as CONVERT does.

    Parameters
    ----------
    value : object
        The number.
    one, other : object
        The units, with or without a prefix; capitals count.

    Returns
    -------
    float
        The number in the other unit.

    Raises
    ------
    Fault
        If a unit is unknown, or both are not of one kind.

    Examples
    --------
    >>> converted(1.0, "lbm", "kg"), round(converted(68.0, "F", "C"), 9), round(converted(2500.0, "ft", "yd"), 3)
    (0.45359237, 20.0, 833.333)
    """
    size, source, target = number(value), shown(one), shown(other)
    if source in _TEMPERATURES and target in _TEMPERATURES:
        (by, zero), (other_by, other_zero) = _TEMPERATURES[source], _TEMPERATURES[target]
        return size if source == target else (size + zero) * by / other_by - other_zero
    found, wanted = _unit(source), _unit(target)
    if found is None or wanted is None or found[0] != wanted[0]:
        raise Fault("Na")
    return size if source == target else size * (found[1] / wanted[1])


def _unit(name: str) -> tuple[int, float] | None:
    """Return the kind of a unit and what it is."""
    for kind, units in enumerate(_KINDS):
        if name in units:
            return kind, units[name]
    for prefixes, base in ((_BINARY, 2.0), (_PREFIXES, 10.0)):
        for prefix, power in prefixes.items():
            plain = name.removeprefix(prefix)
            if plain == name or plain not in _METRIC or (base == 2.0 and plain not in ("bit", "byte")):
                continue
            found = _unit(plain)
            if found is not None:
                times = 3 if plain[-1] == "3" else 2 if plain[-1] == "2" else 1
                return found[0], found[1] * base ** (power * times)
    return None
