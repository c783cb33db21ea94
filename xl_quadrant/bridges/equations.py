"""Equations of docstrings as plain text: the few LaTeX commands they use become ordinary signs."""

from __future__ import annotations

import re

_SIGNS = {
    "times": "×",
    "cdot": "·",
    "ge": "≥",
    "le": "≤",
    "infty": "∞",
    "sum": "Σ",
    "prod": "Π",
    "dots": "…",
    "alpha": "α",
    "beta": "β",
    "delta": "δ",
    "eta": "η",
    "kappa": "κ",
    "mu": "μ",
    "phi": "φ",
    "psi": "ψ",
    "rho": "ρ",
    "varphi": "φ",
    "quad": "   ",
    ",": " ",
    ";": " ",
}
_COMMAND = re.compile(r"\\([a-zA-Z]+|.)\s*")
_FACTOR = re.compile(r"\s*[\w(]")
_GROUPS = ("text", "mathrm")


def plain_equation(latex: str) -> str:
    r"""
    Return an equation as plain text.

    Parameters
    ----------
    latex : str
        The equation; commands other than fractions, groups of text and the known signs keep their name.

    Returns
    -------
    str
        The same on one line.

    Examples
    --------
    >>> plain_equation(r"m P \sum_{k=0}^{n-1} \frac{(1-c)^k}{(1+d)^{k+w}} + \text{signup fee}")
    'm P Σ(k=0 … n−1) (1−c)^k / (1+d)^(k+w) + signup fee'
    """
    text, _ = _read(" ".join(latex.split()), 0, "")
    return re.sub(r" {2,}", lambda found: "  " if len(found[0]) > 2 else " ", text).strip()


def _read(latex: str, at: int, end: str) -> tuple[str, int]:
    """Return the plain text from a position up to a closing sign, and the position after it."""
    text = ""
    while at < len(latex) and latex[at] != end:
        piece, at = _piece(latex, at)
        text += piece
    return text, at + 1


def _piece(latex: str, at: int) -> tuple[str, int]:
    """Return the plain text of what begins at a position, and the position after it."""
    if latex[at] in "^_":
        inner, after = _argument(latex, at + 1)
        return latex[at] + (inner if re.fullmatch(r"\d*|.", inner) else f"({inner})"), after
    if latex[at] != "\\":
        return _argument(latex, at)
    command = _COMMAND.match(latex, at)
    assert command is not None  # noqa: S101 - narrows the type; a sign follows every backslash
    name, after = command[1], command.end()
    if name in ("frac", "tfrac"):
        over, after = _argument(latex, after)
        under, after = _argument(latex, after)
        if name == "tfrac":
            return f"{over}/{under}", after
        whole = f"{_as_one(over)} / {_as_one(under)}"
        return f"({whole})" if _FACTOR.match(latex, after) else whole, after
    if name in _GROUPS:
        close = latex.index("}", after)
        return latex[after + 1 : close], close + 1
    if name in ("sum", "prod") and latex[after : after + 1] == "_":
        return _summed(_SIGNS[name], latex, after)
    space = " " if latex[after - 1] == " " and name not in ("quad", ",", ";") else ""
    return _SIGNS.get(name, name) + space, after


def _summed(sign: str, latex: str, at: int) -> tuple[str, int]:
    """Return a sum or product with its bounds in brackets, and the position after it."""
    low, at = _argument(latex, at + 1)
    if latex[at : at + 1] != "^":
        return f"{sign}({low})", at
    high, at = _argument(latex, at + 1)
    return f"{sign}({low} … {high})", at


def _argument(latex: str, at: int) -> tuple[str, int]:
    """Return the plain text of one group in braces, one command or one sign, and the position after it."""
    if latex[at] == "{":
        return _read(latex, at + 1, "}")
    if latex[at] == "\\":
        return _piece(latex, at)
    return {"-": "−"}.get(latex[at], latex[at]), at + 1


def _as_one(text: str) -> str:
    """Return a text in brackets unless it is one thing already."""
    together = re.fullmatch(r"[\w.]+(\^\w)?|\([^()]*\)(\^(\w|\([^()]*\)))?", text)
    return text if together else f"({text})"
