"""The catalogue: one record for each function, from its signature and docstring; front ends are rendered from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Final, Literal

from xl_quadrant.docstrings import Docstring, Entry, Example, read_docstring, without_markup
from xl_quadrant.errors import UnknownWord
from xl_quadrant.functions.continuity import continuity_cash, ltv_continuity, ltv_curve, monthly_churn
from xl_quadrant.functions.elementwise import Argument, arguments_of
from xl_quadrant.functions.front_end import front_end_cash, net_price
from xl_quadrant.functions.funnel import close_rate, cost_per_buyer, cost_per_show, funnel_count, rebase, show_rate
from xl_quadrant.functions.growth import (
    member_ceiling,
    members_at,
    months_to_ceiling,
    referral_cac,
    referral_multiplier,
    revenue_ceiling,
)
from xl_quadrant.functions.levers import (
    churn_needed,
    close_rate_needed,
    price_needed,
    rate_interval,
    take_rate_needed,
)
from xl_quadrant.functions.payback import client_financed, ltv_to_cac, payback_months
from xl_quadrant.functions.per_show import (
    cash_per_show,
    channel_verdict,
    max_cost_per_lead,
    max_cost_per_show,
    talk_cash_per_show,
)
from xl_quadrant.functions.prepay import (
    finance_net,
    installment_cash,
    prepay_breakeven,
    prepay_cash,
    prepay_cost_of_cash,
)
from xl_quadrant.functions.products_services import downsell_value, offer_value
from xl_quadrant.functions.quantities import Quantity

Kind = Literal["elementwise", "reducing", "spilling"]
"""How a function takes ranges: element by element, reduced to one number, or each element with several answers."""


@dataclass(frozen=True, slots=True)
class CatalogueArgument:
    """
    One argument of a function, with its help.

    Parameters
    ----------
    name : str
        The same in a sheet and in Python.
    quantity : Quantity
        Its unit and bounds.
    required : bool
        Whether it must be given.
    default : object
        What it is when left out; None if nothing stands for it.
    help : str
        What it is, in one line.
    """

    name: str
    quantity: Quantity
    required: bool
    default: object
    help: str

    @property
    def unit(self) -> str:
        """The unit in words, such as ``money per month``."""
        return self.quantity.unit

    @property
    def spelled(self) -> str:
        """The argument as the syntax of a function shows it: ``churn``, ``[payments]``, ``[margin=1]``."""
        if self.required:
            return self.name
        return f"[{self.name}]" if self.default is None else f"[{self.name}={excel_literal(self.default)}]"


@dataclass(frozen=True)
class CatalogueFunction:
    """
    One function: its Python callable and all that is known of it. The docstring is read when first asked for.

    Parameters
    ----------
    python : callable
        The function, as a person calls it in Python.
    category : str
        The group it belongs to.
    kind : str
        How it takes ranges: ``elementwise``, ``reducing`` or ``spilling``.
    """

    python: Callable[..., Any]
    category: str
    kind: Kind = "elementwise"

    @cached_property
    def name(self) -> str:
        """The name in a spreadsheet, such as ``CASH_PER_SHOW``."""
        return self.python.__name__.upper()

    @cached_property
    def checks(self) -> tuple[Argument, ...]:
        """The check of each argument, as the function itself applies it."""
        return arguments_of(self.python)

    @cached_property
    def docstring(self) -> Docstring:
        """The docstring, read."""
        return read_docstring(self.python.__doc__ or "")

    @cached_property
    def arguments(self) -> tuple[CatalogueArgument, ...]:
        """The arguments in order."""
        helps = {entry.name: without_markup(entry.text) for entry in self.docstring.parameters}
        return tuple(
            CatalogueArgument(check.name, check.quantity, check.required, check.default, helps.get(check.name, ""))
            for check in self.checks
        )

    @property
    def syntax(self) -> str:
        """The call as a formula shows it: ``LTV_TO_CAC(ltv, cac)``."""
        return f"{self.name}({', '.join(argument.spelled for argument in self.arguments)})"

    @property
    def summary(self) -> str:
        """What the function returns, in one sentence."""
        return without_markup(self.docstring.summary)

    @property
    def returned_unit(self) -> str:
        """The unit of the answer in words, such as ``money per member``; empty if it has none."""
        kinds = [entry.kind.partition(", ")[2] for entry in self.docstring.returns]
        return kinds[0] if kinds else ""

    @property
    def returns(self) -> str:
        """What is returned, in words."""
        return " ".join(without_markup(entry.text) for entry in self.docstring.returns)

    @property
    def raises(self) -> tuple[Entry, ...]:
        """The errors, each with when it is raised."""
        return tuple(Entry(entry.name, entry.kind, without_markup(entry.text)) for entry in self.docstring.raises)

    @property
    def notes(self) -> str:
        """The details and the equation, with their mark-up."""
        return "\n\n".join(filter(None, (self.docstring.details, self.docstring.notes)))

    @property
    def references(self) -> str:
        """Where the definition comes from."""
        return self.docstring.references

    @property
    def examples(self) -> tuple[Example, ...]:
        """The worked examples of the docstring, in Python."""
        return self.docstring.examples


def excel_literal(value: object) -> str:
    """
    Return a value as it is typed in a formula.

    Parameters
    ----------
    value : object
        A number, text, logical, nothing, or a list of them, which becomes a column.

    Returns
    -------
    str
        The text to type.

    Examples
    --------
    >>> [excel_literal(value) for value in (0.1, True, "end", None, [200, 1000])]
    ['0.1', 'TRUE', '"end"', '', '{200;1000}']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, (list, tuple)):
        return "{" + ";".join(map(excel_literal, value)) + "}"
    return f"{value:.15g}"


def by_name(name: str) -> CatalogueFunction:
    """
    Return a function of the catalogue.

    Parameters
    ----------
    name : str
        As in a spreadsheet or in Python; upper and lower case are the same.

    Returns
    -------
    CatalogueFunction
        Its record.

    Raises
    ------
    UnknownWord
        If there is no such function; the rule names the nearest ones.

    Examples
    --------
    >>> by_name("ltv_continuity").syntax
    'LTV_CONTINUITY(price, churn, [payments], [discount_rate=0], [paid="start"], [margin=1], [signup_fee=0])'
    """
    found = _BY_NAME.get(name.strip().upper())
    if found is None:
        near = get_close_matches(name.strip().upper(), _BY_NAME, n=3, cutoff=0.5)
        advice = f"did you mean {' or '.join(near)}?" if near else "the catalogue lists all names"
        raise UnknownWord("function", name, f"is not a function of xl-quadrant; {advice}")
    return found


def _group(category: str, *functions: Callable[..., Any], kind: Kind = "elementwise") -> list[CatalogueFunction]:
    """Return the records of functions of one category and kind."""
    return [CatalogueFunction(python, category, kind) for python in functions]


_QUADRANTS = "Front end and quadrants"
_LEVERS = "What must be true"

CATALOGUE: Final[tuple[CatalogueFunction, ...]] = (
    *_group("Funnel", show_rate, close_rate, funnel_count, cost_per_show, cost_per_buyer, rebase),
    *_group(_QUADRANTS, front_end_cash, net_price),
    *_group(_QUADRANTS, offer_value, kind="reducing"),
    *_group(_QUADRANTS, downsell_value, prepay_cash, prepay_breakeven, prepay_cost_of_cash),
    *_group(_QUADRANTS, finance_net, installment_cash, ltv_continuity),
    *_group(_QUADRANTS, ltv_curve, kind="reducing"),
    *_group(_QUADRANTS, continuity_cash, monthly_churn),
    *_group("Per show", cash_per_show, talk_cash_per_show, ltv_to_cac, client_financed, payback_months),
    *_group("Per show", max_cost_per_show, max_cost_per_lead, channel_verdict),
    *_group("Growth", revenue_ceiling, members_at, member_ceiling, months_to_ceiling),
    *_group("Growth", referral_multiplier, referral_cac),
    *_group(_LEVERS, close_rate_needed, take_rate_needed, price_needed, churn_needed),
    *_group(_LEVERS, rate_interval, kind="spilling"),
)
"""Every function, in the order of the reference."""

CATEGORIES: Final[tuple[str, ...]] = tuple(dict.fromkeys(function.category for function in CATALOGUE))
"""The groups, in the same order."""

_BY_NAME: Final = {function.name: function for function in CATALOGUE}
